//! What goes to the clipboard: what was seen, or what was said yes to.

use runsheet::session::Kind;
use runsheet::words::Lang;

use super::drive::Journey;
use crate::support::{Home, SHORT};

/// Signs that turn a harmless command into another: the first is drawn nowhere, the second turns the rest around.
const HIDDEN: &str = "\u{200b}\u{202e}";

/// A runbook with commands, one of them with a variable, and a message.
fn book(home: &Home, command: &str, message: &str) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let commands = format!("\"commands\": [{}], \"notify\": [\"tell\"], \"checklist\"", quoted(command));
    let text = SHORT.replacen("\"checklist\"", &commands, 1).replace(
        "\"phases\"",
        &format!(
            "\"variables\": {{\"host\": {{\"prompt\": \"Which host?\"}}}}, \"notices\": {{\"tell\": {{\"title\": \"Tell them\", \"to\": [\"lead\"], \"text\": {}}}}}, \"phases\"",
            quoted(message)
        ),
    );
    home.file("book.json", text).display().to_string()
}

fn begin(home: &Home, command: &str, message: &str) -> Journey {
    Journey::open(home, "wei", Lang::En, &book(home, command, message), Kind::Incident)
}

#[test]
fn what_can_be_seen_whole_is_copied_at_once() {
    let home = Home::new();
    let mut wei = begin(&home, "df -h /var", "It is down.\nWe work on it.");
    wei.keys("y");
    assert_eq!(wei.now.copied, ["df -h /var"]);
    wei.keys("5 enter").sees("send the text to the clipboard").keys("2");
    assert_eq!(wei.now.copied[1..], ["It is down.\nWe work on it."]);
}

#[test]
fn a_command_with_hidden_signs_wants_a_yes_of_its_own_and_they_are_seen() {
    let home = Home::new();
    let mut wei = begin(&home, "ssh $host uptime", "It is down.");
    // The plan is sound: the value brings them.
    let value = format!("app{HIDDEN}01");
    wei.keys("y").sees("Which host?").pastes(&value).keys("enter").sees("<U+200B>");
    for way in ["y", "5 y", "1 : "] {
        wei.keys(way);
        if way.contains(':') {
            wei.types("Copy the highlighted").keys("enter");
        }
        wei.sees("holds characters one does not see").sees("They are: <U+200B> <U+202E>").sees("ssh").sees("01");
        assert!(wei.now.screen.contains("<U+200B><U+202E>"), "{}", wei.now.screen);
        assert!(wei.now.copied.is_empty());
        // Neither Enter nor the same key again is a yes, and no is none.
        wei.keys("enter y");
        assert!(wei.now.copied.is_empty());
        wei.sees("They are").keys("2");
        assert!(wei.now.copied.is_empty());
        wei.keys("1");
    }
    wei.keys("y 1");
    assert_eq!(wei.now.copied.len(), 1);
    assert!(wei.now.copied[0].contains(HIDDEN), "what is copied is what there is: {:?}", wei.now.copied);
}

#[test]
fn a_message_with_hidden_signs_wants_the_same_from_every_list_that_offers_it() {
    let home = Home::new();
    let message = format!("It is down.\n{}\nCall\u{1b}]52;c;eA==\u{7} us{HIDDEN}.", "Please wait. ".repeat(90));
    let mut wei = begin(&home, "df", &message);
    for way in ["5 enter", "! 1 1 enter", ":"] {
        wei.keys(way);
        if way.contains(':') {
            wei.types("Send a notice").keys("enter enter");
        }
        wei.sees("send the text to the clipboard").keys("2");
        wei.sees("They are: ^[ ^G <U+200B> <U+202E>");
        assert!(wei.now.copied.is_empty());
        // The digit that asked for it, pressed twice.
        wei.keys("2");
        assert!(wei.now.copied.is_empty() && wei.now.open.is_none());
    }
    wei.keys("5 enter 2 1");
    assert_eq!(wei.now.copied, [message]);
}

//! From the first screen to the last line on the shell's own screen.

use runsheet::session::{Event, ItemKey, Kind, Life};
use rustix::process::Signal;

use super::pty::{Screen, Tty, short_book};
use crate::support::{Home, events, record};

#[test]
fn a_short_drill_runs_to_its_report_and_says_where_it_is() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::run(&home, &["drill", &book]);
    tty.sees("DRILL").sees("Briefing").types("1").sees("Find what grows");
    tty.types(" ").sees("[x] Largest folder known").types(" ").sees("[x] Owner of it told");
    // Within three seconds of its start a step asks; the digit answers.
    tty.types("\r").sees("Is it done?").types("1").sees("DANGER");
    tty.types("\r").sees("Type 1.2 to confirm").types("1.2\r").sees("finish 1.2").types("\r").sees("Is it done?");
    tty.types("1").sees("Writes work again").types(" ").sees("[x] Writes work again").types("\r").sees("Is it done?");
    tty.types("1").sees("Wrap-up").types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    assert!(tty.is_given_back(), "{}", tty.text());
    tty.sees_at_the_end("journal.jsonl").sees_at_the_end("report.md");
    let session = home.session();
    assert_eq!((session.state().life, session.state().kind), (Life::Ended, Kind::Drill));
    let report = home.beside("report.md");
    assert!(report.contains("Disk full on the file server"));
    // The head stands where it can be kept: on the last screen and in the report.
    let head = record(&home.folder()).head;
    let head = format!("{}:{}", head.hash, head.seq.0);
    tty.sees_at_the_end(&head);
    assert!(report.contains(&format!("--anchor {head}")), "{report}");
}

/// The number of the last entry the screen calls saved.
fn acknowledged(screen: &Screen) -> Option<usize> {
    let saved = regex::Regex::new(r"#(\d+) +saved").unwrap();
    saved.captures(&screen.emulator.screen().contents())?[1].parse().ok()
}

#[test]
fn what_a_killed_program_had_saved_is_there_and_resume_goes_on_at_the_exact_step() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("INCIDENT").sees("Find what grows").types(" ").sees("[x] Largest folder known");
    tty.types("nsda1 is full\r").sees("note: sda1 is full");
    // What the screen calls saved is what nobody may lose: it is read off the screen, and then it is killed.
    tty.until("all is saved", |screen| acknowledged(screen).is_some());
    let promised = tty.now(acknowledged).expect("it stood there a moment ago");
    tty.signal(Signal::KILL).ends();
    let before = home.session();
    assert!(before.log().len() >= promised, "{promised} entries were called saved");
    assert!(
        events(&before).iter().any(|event| matches!(event, Event::NoteAdded { text, .. } if text == "sda1 is full"))
    );

    let mut tty = Tty::run(&home, &["resume"]);
    tty.sees("unattended").sees("[x] Largest folder known").sees(">[ ] Owner of it told");
    tty.types(" ").sees("[x] Owner of it told").types("q").sees("leave it running").types("1");
    assert_eq!(tty.ends().code, 0);
    tty.sees_at_the_end("runsheet resume");
    let after = home.session();
    assert_eq!(after.log().len(), before.log().len() + 3, "back, ticked, left");
    let round = after.state().steps.values().next().unwrap().attempt().unwrap();
    assert_eq!(round.ticks.keys().collect::<Vec<_>>(), [&ItemKey::Check(0), &ItemKey::Check(1)]);
}

#[test]
fn a_second_program_joins_the_session_and_each_sees_what_the_other_writes() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut first = Tty::run(&home, &["incident", &book, "--as", "Hao X."]);
    first.sees("Find what grows").types(" ").sees("[x] Largest");
    let mut second = Tty::run(&home, &["resume", "--as", "Wei X."]);
    second.sees("here as well: Hao X.").sees("[x] Largest").types("n").sees("note").types("found the heap dump\r");
    first.sees("+Wei X.").sees("Wei X.: note: found the heap dump").types(" ").sees("[x] Owner");
    second.sees("[x] Owner").types("q").sees("leave").types("1");
    assert_eq!(second.ends().code, 0, "{}", second.text());
    first.sees("left, others stay").types("q").sees("leave").types("1");
    assert_eq!(first.ends().code, 0);
    let told = events(&home.session());
    assert!(told.iter().any(|event| matches!(event, Event::TerminalLeft { .. })));
    assert!(matches!(told.last(), Some(Event::SessionLeft { .. })));
}

#[test]
fn the_log_is_told_line_by_line_where_there_is_no_terminal() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut first = Tty::run(&home, &["incident", &book, "--as", "Hao X."]);
    first.sees("Find what grows").types(" ").sees("[x] Largest");
    first.until("all is saved", |screen| acknowledged(screen).is_some());
    let mut watch = std::process::Command::new(env!("CARGO_BIN_EXE_runsheet"))
        .args(["watch", "--view", "log", "--lang", "en", "--home"])
        .arg(home.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(watch.stdout.take().unwrap()));
    assert!(lines.by_ref().any(|line| line.unwrap().contains("Largest folder known")));
    first.types("nall quiet\r");
    assert!(lines.by_ref().any(|line| line.unwrap().contains("Hao X.: note: all quiet")));
    drop(lines);
    // Nobody reads any more: it ends by itself, also when nothing more happens.
    assert!(watch.wait().unwrap().success());
    first.types("q").sees("leave").types("1");
    assert_eq!(first.ends().code, 0);
    assert!(home.session().log().iter().all(|row| row.entry.who.0 == "Hao X."));
}

#[test]
fn another_program_that_holds_the_journal_is_named_and_what_was_done_is_saved_when_it_lets_go() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("Find what grows").until("all is saved", |screen| acknowledged(screen).is_some());
    let mut holder = std::process::Command::new("flock");
    holder.args(["--no-fork"]).arg(home.folder().join("journal.jsonl")).args(["sh", "-c", "echo held; exec sleep 60"]);
    let Ok(mut holder) = holder.stdout(std::process::Stdio::piped()).spawn() else {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: no flock\n");
        return;
    };
    let mut said = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(holder.stdout.take().unwrap()), &mut said).unwrap();
    tty.types(" ").sees("[x] Largest").sees("NOT SAVED: sleep").sees(&holder.id().to_string());
    tty.types("nwork goes on\r").sees("work goes on");
    holder.kill().unwrap();
    holder.wait().unwrap();
    tty.until("saved again", |screen| !screen.emulator.screen().contents().contains("NOT SAVED"));
    tty.types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0);
    assert!(home.session().log().len() >= 4);
}

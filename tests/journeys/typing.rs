//! What is typed and pasted is never lost and never taken for keys.

use runsheet::dialog::model::Answer;
use runsheet::session::{Event, Kind, LeaveCause, NoteKind};
use runsheet::time::Span;
use runsheet::words::Lang;

use super::drive::Journey;
use crate::support::{Home, SHORT, events};

fn begin(home: &Home) -> Journey {
    let path = home.file("book.json", SHORT);
    Journey::open(home, "wei", Lang::En, &path.display().to_string(), Kind::Incident)
}

/// Goes away, and gives the notes that are on the disk with the time of their entry.
fn notes(mut who: Journey, home: &Home) -> Vec<(Event, chrono::DateTime<chrono::FixedOffset>)> {
    who.is_lost(LeaveCause::Hangup);
    drop(who.ends());
    let session = home.session();
    let rows = session.log().iter().flat_map(|row| row.entry.events.iter().map(|event| (event, row.entry.at.wall)));
    rows.filter(|(event, _)| matches!(event, Event::NoteAdded { .. })).map(|(event, at)| (event.clone(), at)).collect()
}

fn text_of(event: &Event) -> &str {
    if let Event::NoteAdded { text, .. } = event { text } else { "" }
}

#[test]
fn a_paste_outside_a_field_is_refused_and_no_line_of_it_is_a_key() {
    let home = Home::new();
    let mut wei = begin(&home);
    wei.keys("+1m");
    let before = wei.session().log().len();
    wei.pastes(" \n\nq\n1\nu\nrm -rf /\n");
    assert_eq!(wei.session().log().len(), before);
    assert!(wei.left.is_none() && wei.now.open.is_none());
    assert!(matches!(wei.now.answer, Some(Answer::Refused(_))), "{:?}", wei.now.answer);
    wei.sees("A paste goes into a text field");
    assert!(notes(wei, &home).is_empty());
}

#[test]
fn many_keys_at_once_are_no_acts_whatever_they_are() {
    let home = Home::new();
    let mut wei = begin(&home);
    wei.keys("+1m");
    let before = wei.session().log().len();
    for text in [
        " \n\nq\n1\nu\n",
        "\n1\n1\n1\n1\n",
        "x111111111",
        "d1\n1\n1\n1\n",
        "q111111111",
        "1 \n2 \n3 \n",
        ":end\n1\n1\n",
    ] {
        wei.bursts(text).keys("esc esc");
        assert_eq!(wei.session().log().len(), before, "{text:?}");
        assert!(wei.left.is_none() && wei.now.open.is_none(), "{text:?}");
    }
    // A choice that is open is not answered by it, nor an act confirmed that was searched for.
    wei.keys("x").bursts("123456789\n").sees("Many keys at once").keys("esc");
    wei.keys(":").bursts("finish-step\n").sees("Many keys at once").keys("esc");
    assert_eq!(wei.session().log().len(), before);
    assert!(notes(wei, &home).is_empty());
}

#[test]
fn one_line_typed_ahead_answers_a_question_and_several_do_not() {
    let home = Home::new();
    let mut wei = begin(&home);
    wei.keys("+1m").does("skip-step").bursts("first line of a log\nsecond line\n").sees("Many keys at once");
    assert!(wei.now.open.is_some(), "the question stays open");
    assert!(!events(wei.session()).iter().any(|event| matches!(event, Event::StepSkipped { .. })));
    wei.keys("esc").does("skip-step").keys("ctrl-u").bursts("nothing grows here\n").saved();
    assert!(events(wei.session()).iter().any(|event| matches!(event, Event::StepSkipped { .. })), "{}", wei.now.screen);
}

#[test]
fn of_a_thousand_letters_that_wait_none_is_lost() {
    let home = Home::new();
    let mut wei = begin(&home);
    let text: String = ('a'..='z').cycle().take(1_000).collect();
    wei.keys("n").floods(&text).keys("enter").saved();
    let notes = notes(wei, &home);
    assert!(text.starts_with(text_of(&notes[0].0).trim_end_matches("...")), "{notes:?}");
    let kept: Vec<Event> = events(&home.session());
    let whole = kept.iter().find_map(|event| match event {
        Event::FileAttached { file } => Some(home.beside(&file.path())),
        _ => None,
    });
    assert_eq!(whole.unwrap_or_else(|| text_of(&notes[0].0).to_owned()), text);
}

#[test]
fn a_note_typed_ahead_on_a_line_that_lags_is_a_note() {
    let home = Home::new();
    let mut wei = begin(&home);
    wei.bursts("6nheap dump found\n").saved();
    wei.keys("n").bursts("and copied away\n \n1\nrm -rf /\n").saved();
    let notes = notes(wei, &home);
    assert_eq!(
        notes.iter().map(|(event, _)| text_of(event)).collect::<Vec<_>>(),
        ["heap dump found", "and copied away\n \n1\nrm -rf /"]
    );
    assert_eq!(events(&home.session()).iter().filter(|event| matches!(event, Event::ItemTicked { .. })).count(), 0);
}

#[test]
fn after_minutes_without_a_key_the_clocks_stand_and_say_so_until_the_next() {
    let home = Home::new();
    let mut wei = begin(&home);
    wei.keys("space +4m59s").sees("14:36:13 ").does_not_see("once a minute");
    wei.keys("+1s").sees("drawn once a minute").does_not_see("14:36:14 ").sees(" 14:36 ");
    wei.keys("j").does_not_see("once a minute").sees("14:36:14 ");
}

#[test]
fn a_limit_that_is_over_rings_once_and_not_at_all_when_the_bell_is_off() {
    let home = Home::new();
    let book = SHORT.replace("\"title\": \"Find what grows\",", "\"title\": \"Find what grows\", \"timebox\": \"1m\",");
    let path = home.file("book.json", book).display().to_string();
    let mut wei = Journey::open(&home, "wei", Lang::En, &path, Kind::Incident);
    wei.keys("+59s");
    assert_eq!(wei.now.rung, 0, "a warning does not ring");
    wei.keys("+1s +1s +30s");
    assert_eq!(wei.now.rung, 1, "{}", wei.now.screen);

    let home = Home::new();
    let path = home
        .file("book.json", SHORT.replace("\"Find what grows\",", "\"Find\", \"timebox\": \"1m\","))
        .display()
        .to_string();
    let mut wei = Journey::open(&home, "wei", Lang::En, &path, Kind::Incident);
    wei.keys("b").sees("The bell is off").keys("+1m +1s").sees("over");
    assert_eq!(wei.now.rung, 0);
}

#[test]
fn a_megabyte_pasted_into_a_note_is_cut_says_so_and_is_saved() {
    let home = Home::new();
    let mut wei = begin(&home);
    let line = "kernel: out of memory\r\n";
    wei.keys("n").pastes(&line.repeat(1_048_576 / line.len()));
    wei.sees("The paste was cut").keys("enter").saved();
    let notes = notes(wei, &home);
    let begin = text_of(&notes[0].0).to_owned();
    let excerpt = begin.strip_suffix("...").unwrap();
    let attached = |event: &Event| if let Event::FileAttached { file } = event { Some(file.path()) } else { None };
    let path = home.session().log().iter().flat_map(|row| &row.entry.events).find_map(attached).unwrap();
    let text = home.beside(&path);
    assert!(text.starts_with(excerpt) && excerpt.len() >= 500, "{excerpt}");
    assert!(text.starts_with("kernel: out of memory\nkernel:"), "{}", &text[..60]);
    assert!((15_000..=20_000).contains(&text.chars().count()), "{} characters", text.chars().count());
}

#[test]
fn esc_keeps_what_was_typed() {
    let home = Home::new();
    let mut wei = begin(&home);
    wei.keys("n").types("the owner of /var is").keys("esc");
    assert_eq!(wei.now.open, None);
    wei.sees("what you typed is kept").keys("space n").sees("the owner of /var is").types(" Sun X.").keys("enter");
    wei.keys("t").types("20m look ag").keys("esc t").sees("20m look ag").types("ain").keys("enter");
    assert_eq!(wei.session().state().reminders.len(), 1, "{}", wei.answer());
    let notes = notes(wei, &home);
    assert_eq!(notes.iter().map(|(note, _)| text_of(note)).collect::<Vec<_>>(), ["the owner of /var is Sun X."]);
}

#[test]
fn a_note_of_what_was_before_keeps_both_times() {
    let home = Home::new();
    let mut wei = begin(&home);
    wei.keys("+10m n").types("-5m writes began to fail").keys("enter");
    wei.keys("+10m n").types("t").keys("+2m").types("yped slowly").keys("enter");
    wei.keys("n").types("now").keys("enter");
    let notes = notes(wei, &home);
    let stated = |place: usize| match &notes[place] {
        (Event::NoteAdded { stated, .. }, at) => stated.map(|stated| Span::millis((*at - stated).num_milliseconds())),
        _ => None,
    };
    assert_eq!(text_of(&notes[0].0), "writes began to fail");
    assert_eq!(stated(0), Some(Span::minutes(5)));
    assert_eq!(stated(1), Some(Span::minutes(2)), "the time of the first key");
    assert_eq!(stated(2), None);
}

#[test]
fn notes_one_after_another_and_by_somebody_else() {
    let home = Home::new();
    let mut wei = begin(&home);
    wei.keys("N").types("first").keys("enter").types("@hao second").keys("alt-enter").types("line").keys("enter esc");
    wei.does("unexpected").types("the lift stands").keys("enter");
    wei.is_lost(LeaveCause::Hangup);
    drop(wei.ends());
    let session = home.session();
    let rows: Vec<_> = session
        .log()
        .iter()
        .filter_map(|row| match row.entry.events.first() {
            Some(Event::NoteAdded { kind, text, .. }) => {
                Some((row.entry.by.person.0.as_str(), row.entry.who.0.as_str(), *kind, text.as_str()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("wei", "wei", NoteKind::Note, "first"),
            ("hao", "wei", NoteKind::Note, "second\nline"),
            ("wei", "wei", NoteKind::Unexpected, "the lift stands"),
        ]
    );
    assert_eq!(events(&session).iter().filter(|event| matches!(event, Event::NoteAdded { .. })).count(), 3);
}

#[test]
fn what_is_not_understood_behind_an_act_does_nothing_at_all() {
    let home = Home::new();
    let path = home.file("book.json", SHORT).display().to_string();
    let mut wei = Journey::open(&home, "wei", Lang::En, &path, Kind::Incident);
    wei.keys("+1m");
    let before = wei.session().log().len();
    for line in [
        "finish 9.9",
        "skip 9.9 because",
        "tick foo",
        "tick 2,3",
        "untick x",
        "end of dump",
        "terminate it",
        "no such file",
        "take-back all of it",
    ] {
        wei.line(line);
        assert_eq!(wei.session().log().len(), before, "{line}: {}", wei.answer());
        assert!(wei.now.open.is_none(), "{line}");
    }
    wei.line("start 1.2");
    assert!(wei.now.open.is_some(), "a step is begun by its number, and its danger is asked: {}", wei.answer());
}

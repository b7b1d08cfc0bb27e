//! Breaches a program of the user is told of.

use std::fs;
use std::path::PathBuf;

use runsheet::app::App;
use runsheet::host::View;
use runsheet::session::Kind;
use runsheet::words::Lang;
use runsheet::world::ManualClock;
use serde_json::Value;

use super::drive::Journey;
use crate::support::{Home, SHORT, afternoon};

/// A program that keeps what it is told.
fn keeper(home: &Home, name: &str) -> (Vec<String>, PathBuf) {
    let kept = home.path().join(name);
    let script = home.file(&format!("{name}.sh"), "cat >>\"$1\"\n");
    (vec!["/bin/sh".to_owned(), script.display().to_string(), kept.display().to_string()], kept)
}

fn told(kept: &PathBuf) -> Vec<Value> {
    let text = fs::read_to_string(kept).unwrap_or_default();
    text.split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn app(home: &Home, name: &str, lang: Lang, clock: &ManualClock, notify: &[String]) -> App {
    let mut app = home.app(name, lang, clock);
    app.places.config.notify = notify.to_vec();
    app
}

fn incident(home: &Home, lang: Lang, notify: &[String]) -> Journey {
    let clock = afternoon();
    let book = SHORT.replace("\"title\": \"Find what grows\"", "\"title\": \"Find what grows\", \"timebox\": \"10m\"");
    let book = home.file("book.json", book).display().to_string();
    let mut app = app(home, "hao", lang, &clock, notify);
    app.open_runbook(&book, Kind::Incident, None).unwrap_or_else(|fault| panic!("{}", fault.message));
    Journey::of(app, &clock)
}

#[test]
fn a_breach_is_told_once_with_what_it_is_of_and_when() {
    let home = Home::new();
    let (command, kept) = keeper(&home, "kept");
    let mut hao = incident(&home, Lang::ZhCn, &command);
    hao.keys("t").types("20m $(touch owned); \"看\u{202e} `id`").keys("enter").saved();
    hao.keys("+20m").saved().until("it is told", |_| told(&kept).iter().any(|told| told["event"] == "reminder_due"));
    let all = told(&kept);
    let reminder = all.iter().find(|told| told["event"] == "reminder_due").unwrap();
    assert_eq!(reminder["title"], "$(touch owned); \"看\u{202e} `id`");
    assert_eq!(reminder["session"], home.folder().file_name().unwrap().to_str().unwrap());
    assert_eq!((&reminder["kind"], &reminder["due"]), (&"incident".into(), &"2026-11-22T14:51:14+08:00".into()));
    assert!(reminder["at"].as_str().unwrap().starts_with("2026-11-22T14:51:"));
    assert!(reminder["text"].as_str().unwrap().contains("提醒"), "{reminder}");
    let seqs: Vec<&Value> = all.iter().map(|told| &told["seq"]).collect();
    assert!(seqs.windows(2).all(|two| two[0].as_u64() < two[1].as_u64()), "each once, in order: {seqs:?}");
    // Every breach, and nothing that only warns.
    assert!(all.iter().all(|told| !told["event"].as_str().unwrap().contains("warned")), "{all:?}");
    assert!(all.iter().any(|told| told["event"] == "timebox_overrun"), "{all:?}");
    // A line of text holds no sign that a terminal would act on.
    assert!(!fs::read_to_string(&kept).unwrap().contains('\u{202e}'));
    assert!(!home.path().join("owned").exists());
}

#[test]
fn who_only_watches_tells_nobody_and_everybody_else_does() {
    let home = Home::new();
    let (mine, kept) = keeper(&home, "mine");
    let (theirs, watched) = keeper(&home, "theirs");
    let mut hao = incident(&home, Lang::En, &mine);
    hao.keys("t").types("20m look again").keys("enter").saved();
    let session = home.folder().file_name().unwrap().to_string_lossy().into_owned();
    let mut watcher = app(&home, "wei", Lang::En, &hao.clock, &theirs);
    watcher.watch_session(&session, View::Player).unwrap_or_else(|fault| panic!("{}", fault.message));
    let mut watcher = Journey::of(watcher, &hao.clock);
    hao.keys("+20m").saved().until("it is told", |_| told(&kept).iter().any(|told| told["title"] == "look again"));
    watcher.until("it is seen", |watcher| watcher.session().state().reminders.values().any(|one| one.noticed));
    watcher.keys("q");
    drop(watcher.ends());
    assert!(!watched.exists());
}

#[test]
fn a_breach_that_somebody_else_noticed_is_told_too_and_what_is_history_is_not() {
    let home = Home::new();
    let (command, kept) = keeper(&home, "kept");
    let mut wei = incident(&home, Lang::En, &[]);
    wei.keys("t").types("5m first").keys("enter t").types("20m second").keys("enter +6m").saved();
    let session = home.folder().file_name().unwrap().to_string_lossy().into_owned();
    let mut hao = app(&home, "hao", Lang::En, &wei.clock, &command);
    hao.resume_session(&session).unwrap_or_else(|fault| panic!("{}", fault.message));
    let mut hao = Journey::of(hao, &wei.clock);
    wei.keys("+15m").saved();
    hao.until("it is told", |_| told(&kept).iter().any(|told| told["title"] == "second"));
    assert!(told(&kept).iter().all(|told| told["title"] != "first"), "{:?}", told(&kept));
}

#[test]
fn a_program_that_cannot_be_told_is_named_once() {
    let home = Home::new();
    let mut hao = incident(&home, Lang::En, &["/nowhere/at/all".to_owned()]);
    hao.keys("t").types("20m look again").keys("enter +20m");
    hao.until("it is said", |hao| hao.has("/nowhere/at/all could not be told of a breach: No such file"));
    hao.keys("n").types("seen").keys("enter").saved().keys("t").types("10m again").keys("enter +11m").saved();
    for _ in 0..20 {
        hao.keys("+1s").does_not_see("/nowhere/at/all");
    }
}

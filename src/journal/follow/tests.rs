//! Following: what wakes, what does not, and that it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Write as _;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::super::seats::Seat;
use super::*;

const LONG: Duration = Duration::from_secs(20);

#[derive(Debug, PartialEq)]
enum Told {
    Grown,
    Here(Vec<String>),
}

fn follow(dir: &Path) -> (Follower, Receiver<Told>) {
    let (tell, told) = channel();
    let also = tell.clone();
    let grown = move || drop(tell.send(Told::Grown));
    let here = move |seats: Vec<Seated>| {
        drop(also.send(Told::Here(seats.into_iter().map(|seated| seated.person).collect())));
    };
    (Follower::start(&[dir.to_owned()], grown, here).unwrap(), told)
}

fn seat(dir: &Path, person: &str, number: u8) -> Seat {
    let me = Seated { seat: String::new(), pid: 1, person: person.to_owned(), host: "h".to_owned(), watching: false };
    Seat::take(dir, &me, || format!("{number:026}")).unwrap()
}

fn until(told: &Receiver<Told>, wanted: &Told) {
    while told.recv_timeout(LONG).unwrap() != *wanted {}
}

#[test]
fn a_journal_that_grows_and_a_new_segment_are_told() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("journal.jsonl"), "1\n").unwrap();
    let (_follower, told) = follow(dir.path());
    assert_eq!(told.recv_timeout(LONG), Ok(Told::Grown), "it looks once at the beginning");
    let mut journal = fs::OpenOptions::new().append(true).open(dir.path().join("journal.jsonl")).unwrap();
    journal.write_all(b"2\n").unwrap();
    assert_eq!(told.recv_timeout(LONG), Ok(Told::Grown));
    fs::write(dir.path().join("journal.2.jsonl"), "3\n").unwrap();
    assert_eq!(told.recv_timeout(LONG), Ok(Told::Grown));
}

#[test]
fn whoever_comes_and_goes_is_told_also_where_nobody_was_before() {
    let dir = tempfile::tempdir().unwrap();
    let (_follower, told) = follow(dir.path());
    let li = seat(dir.path(), "li", 1);
    until(&told, &Told::Here(vec!["li".to_owned()]));
    let wang = seat(dir.path(), "wang", 2);
    until(&told, &Told::Here(vec!["li".to_owned(), "wang".to_owned()]));
    drop(li);
    until(&told, &Told::Here(vec!["wang".to_owned()]));
    drop(wang);
    until(&told, &Told::Here(Vec::new()));
}

#[test]
fn other_files_wake_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let mut watch = Watch::new(&[dir.path().to_owned()]).unwrap();
    fs::write(dir.path().join("report.md"), "x").unwrap();
    fs::write(dir.path().join("journal.jsonl.part"), "1").unwrap();
    assert_eq!(watch.changed(), Changed::default());
    for name in ["journal.jsonl", "journal.2.jsonl", "journal.in-flight"] {
        fs::write(dir.path().join(name), "x").unwrap();
        assert_eq!(watch.changed(), Changed { journal: true, seats: false }, "{name}");
    }
}

#[test]
fn the_thread_ends_when_nobody_follows_any_more() {
    let dir = tempfile::tempdir().unwrap();
    let (follower, told) = follow(dir.path());
    drop(follower);
    // The thread holds the only senders: once it is gone, so are they.
    let ended = loop {
        match told.recv_timeout(LONG) {
            Ok(_) => {}
            Err(ended) => break ended,
        }
    };
    assert_eq!(ended, RecvTimeoutError::Disconnected);
}

//! What the thread tells: saved, overtaken, failed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::mpsc::{Receiver, channel};

use super::*;
use crate::journal::samples::{SID, named, note};
use crate::journal::sim::Sim;
use crate::session::Event;

const LONG: Duration = Duration::from_secs(20);

fn start(sim: &Sim) -> (Writer, Receiver<WriterReport>) {
    let journal = Journal::create_on(sim.clone(), 0, SID).unwrap();
    over(journal)
}

fn over(journal: Journal) -> (Writer, Receiver<WriterReport>) {
    let (send, reports) = channel();
    let writer = Writer::start(journal, move |report| drop(send.send(report))).unwrap();
    (writer, reports)
}

#[test]
fn entries_are_saved_in_order_and_each_is_told() {
    let (writer, reports) = start(&Sim::new(1));
    (1..=20).for_each(|seq| writer.submit(note(seq)));
    assert!(writer.flush(LONG));
    assert_eq!(writer.unsaved(), []);
    drop(writer);
    let saved: Vec<u64> = reports
        .iter()
        .map(|report| match report {
            WriterReport::Saved { seq, .. } => seq.0,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(saved, (1..=20).collect::<Vec<_>>());
}

#[test]
fn a_failed_entry_stays_queued_with_all_behind_it_until_somebody_asks() {
    let sim = Sim::new(1);
    let (writer, reports) = start(&sim);
    sim.disk().failing_writes = 1000;
    writer.submit(note(1));
    writer.submit(note(2));
    let Ok(WriterReport::Failed { entry, error }) = reports.recv_timeout(LONG) else { panic!("not told") };
    assert_eq!(*entry, note(1));
    assert!(matches!(error, AppendError::NotWritten(_)));
    assert!(!writer.flush(LONG), "flush tries once and gives up");
    assert_eq!(writer.unsaved(), [note(1), note(2)]);
    sim.disk().failing_writes = 0;
    writer.retry();
    assert!(writer.flush(LONG));
    drop(writer);
    let told: Vec<_> = reports.iter().filter(|report| matches!(report, WriterReport::Saved { .. })).collect();
    assert_eq!(told.len(), 2);
}

#[test]
fn a_conflict_gives_back_the_queue_and_takes_nothing_stale_afterwards() {
    let sim = Sim::new(1);
    let (writer, reports) = start(&sim);
    writer.submit(note(1));
    assert!(writer.flush(LONG));
    let (mut other, _) = Journal::open_on(sim.clone(), true).unwrap();
    let theirs = named(2, "theirs", vec![Event::SessionStarted]);
    other.append(Seq(1), &theirs).unwrap();
    // Both were decided before theirs was known; the second would even fit behind it.
    writer.submit(note(2));
    writer.submit(note(3));
    assert!(writer.flush(LONG));
    let mut refused = Vec::new();
    let mut told = Vec::new();
    let mut last = 0;
    while refused.len() < 2 {
        match reports.recv_timeout(LONG).unwrap() {
            WriterReport::Overtaken { epoch, entries, refused: more, .. } => {
                told.extend(entries);
                refused.extend(more);
                last = epoch;
            }
            WriterReport::Saved { seq, .. } => assert_eq!(seq, Seq(1)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((told, refused), (vec![theirs.clone()], vec![note(2), note(3)]));
    // Still not told that we know: refused as well.
    writer.submit(note(3));
    let Ok(WriterReport::Overtaken { refused, .. }) = reports.recv_timeout(LONG) else { panic!("taken") };
    assert_eq!(refused, [note(3)]);
    writer.caught_up(last);
    writer.submit(note(3));
    assert!(writer.flush(LONG));
    let (_, read) = Journal::open_on(sim.clone(), true).unwrap();
    assert_eq!(read.entries, [note(1), theirs, note(3)]);
}

#[test]
fn a_look_tells_what_others_appended() {
    let sim = Sim::new(1);
    let (writer, reports) = start(&sim);
    writer.submit(note(1));
    assert!(writer.flush(LONG));
    let (mut other, _) = Journal::open_on(sim.clone(), true).unwrap();
    other.append(Seq(1), &note(2)).unwrap();
    writer.look();
    let mut news = Vec::new();
    while news.is_empty() {
        if let WriterReport::News { entries, .. } = reports.recv_timeout(LONG).unwrap() {
            news = entries;
        }
    }
    assert_eq!(news, [note(2)]);
}

#[test]
fn what_was_submitted_before_the_writer_is_dropped_is_still_saved() {
    let sim = Sim::new(1);
    let (writer, reports) = start(&sim);
    (1..=5).for_each(|seq| writer.submit(note(seq)));
    drop(writer);
    assert_eq!(reports.iter().count(), 5);
}

//! How soon one program sees what another one saved, through the journal's file alone.
//!
//! Bound: 200 ms from the sync. Measured from the return of the append to the other program's thread being told.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use runsheet::journal::{Follower, Journal, Writer, WriterReport};
use runsheet::session::{By, Entry, EntryId, Event, Kind, NoteKind, Person, Seq};
use runsheet::time::{BootId, Moment, Span};

const LONG: Duration = Duration::from_secs(20);

fn note(seq: u64) -> Entry {
    let wall = chrono::DateTime::parse_from_rfc3339("2026-11-22T06:24:00Z").unwrap();
    let begin = Moment { wall, boot_ns: 1_000_000_000, boot: BootId("boot".to_owned()) };
    let person = Person("li".to_owned());
    let text = "the disk of the second server answers again".to_owned();
    Entry {
        seq: Seq(seq),
        id: EntryId(format!("{seq:026}")),
        at: begin.shifted(Span::seconds(i64::try_from(seq).unwrap())),
        mode: Kind::Incident,
        who: person.clone(),
        by: By { person, role: None, acting_for: None },
        events: vec![Event::NoteAdded { kind: NoteKind::Note, text, stated: None, step: None }],
    }
}

fn main() {
    let whole = std::env::args().any(|arg| arg == "--bench");
    let count = if whole { 1_000 } else { 10 };
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(dir.path(), "01JDFOLLOW0000000000000000").unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    let (other, _) = Journal::watch(dir.path()).unwrap();
    let (tell, told) = channel();
    let writer = Writer::start(other, move |report| {
        if let WriterReport::News { entries, .. } = report {
            let _ = tell.send((Instant::now(), entries.last().map(|entry| entry.seq)));
        }
    })
    .unwrap();
    let _follower = Follower::start(&[dir.path().to_owned()], writer.looker(), |_| {}).unwrap();
    let mut waits = Vec::new();
    for seq in 2..2 + count {
        journal.append(Seq(seq - 1), &note(seq)).unwrap();
        let saved = Instant::now();
        loop {
            let (at, last) = told.recv_timeout(LONG).unwrap();
            if last == Some(Seq(seq)) {
                waits.push(at.saturating_duration_since(saved));
                break;
            }
        }
    }
    waits.sort();
    let at = |part: usize| waits.get((waits.len() * part / 100).min(waits.len() - 1)).unwrap().as_secs_f64() * 1000.0;
    println!("follow     entries   p50 ms   p99 ms  worst ms  bound ms");
    println!("        {count:10} {:8.2} {:8.2} {:9.2}     200.0", at(50), at(99), at(100));
}

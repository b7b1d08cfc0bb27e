//! How long a long record takes to be read and folded, and whether that grows with its length alone.
//!
//! Bounds: 20,000 entries in 0.2 s, 100,000 in 1 s. The record is a real drill that goes on and on: ticks, notes,
//! evidence, notices, a step done again.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::cast_precision_loss, missing_docs)]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use runsheet::journal::{Digest, Head, encode, recover, session_id};
use runsheet::session::{
    Entry, EntryId, Event, EvidenceItem, ItemKey, NoteKind, ReopenCause, Seq, Session, StartCause,
};
use runsheet::time::Span;

/// A drill of the first release, and then whatever keeps happening, up to `count` entries.
fn record(count: usize) -> Vec<u8> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/0.1/drill-en/journal.jsonl");
    let bytes = std::fs::read(golden).unwrap();
    let sid = session_id(&[&bytes]).unwrap();
    let mut entries = recover(&sid, &[&bytes]).entries;
    // Up to where it is under way: the rest ends it.
    entries.truncate(entries.len() / 2);
    while entries.len() < count {
        let number = entries.len();
        let step = || "2.4".into();
        let events = match number % 8 {
            0 => vec![Event::ItemTicked { step: step(), item: ItemKey::Check(0) }],
            1 => vec![Event::ItemUnticked { step: step(), item: ItemKey::Check(0) }],
            2 => vec![Event::EvidenceGiven { step: step(), item: EvidenceItem(0), text: "out of memory".into() }],
            3 => vec![Event::NoticeDue { notice: "stop-using".into(), step: None }],
            4 => vec![Event::CadenceMet { timer: "status-updates".into() }],
            5 if number % 80 == 5 => vec![
                Event::StepCompleted { step: step() },
                Event::StepReopened { step: step(), cause: ReopenCause::Hand },
                Event::StepStarted { step: step(), cause: StartCause::Hand },
            ],
            _ => {
                let text = format!("note {number}: the disk of the second server answers again");
                vec![Event::NoteAdded { kind: NoteKind::Note, text, stated: None, step: Some(step()) }]
            }
        };
        let last: &Entry = entries.last().unwrap();
        let at = last.at.shifted(Span::seconds(2));
        entries.push(Entry {
            seq: Seq(number as u64 + 1),
            id: EntryId(format!("{number:026}")),
            at,
            events,
            ..last.clone()
        });
    }
    let mut prev: Digest = Head::genesis(&sid).hash;
    let mut line = |entry: &Entry| {
        let encoded = encode(&sid, entry, prev).unwrap();
        prev = encoded.hash;
        encoded.line
    };
    entries.iter().flat_map(&mut line).collect()
}

fn main() {
    let whole = std::env::args().any(|arg| arg == "--bench");
    let counts: &[usize] = if whole { &[1_000, 20_000, 100_000] } else { &[200] };
    println!("replay            MB    read s    fold s   whole s  bound s  ns an entry");
    for count in counts {
        let bytes = record(*count);
        let rounds = if whole { 5 } else { 1 };
        let mut best: Option<(f64, f64)> = None;
        for _ in 0..rounds {
            let begin = Instant::now();
            let recovery = recover(&session_id(&[&bytes]).unwrap(), &[&bytes]);
            let read = begin.elapsed().as_secs_f64();
            assert!(!recovery.damaged && recovery.entries.len() == *count);
            let begin = Instant::now();
            let session = Session::replay(recovery.entries.into_iter().map(Arc::new));
            let fold = begin.elapsed().as_secs_f64();
            assert_eq!(session.log().len(), *count);
            if best.is_none_or(|(r, f)| read + fold < r + f) {
                best = Some((read, fold));
            }
        }
        let (read, fold) = best.unwrap();
        let bound = *count as f64 / 100_000.0;
        let each = (read + fold) * 1e9 / *count as f64;
        let size = bytes.len() as f64 / 1e6;
        let whole = read + fold;
        println!("{count:>9}{size:>11.1}{read:>10.3}{fold:>10.3}{whole:>10.3}{bound:>9.2}{each:>13.0}");
    }
}

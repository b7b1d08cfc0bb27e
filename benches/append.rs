//! How long an entry takes to be saved, beside a bare write and sync of the same bytes in the same run.
//!
//! Bounds: p50 1 ms, p99 10 ms, and no more than 1.3 times the bare write. They are for a quiet local disk: the
//! ratio says what the program adds, the rest what the disk does.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::cast_precision_loss, missing_docs)]

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::time::{Duration, Instant};

use runsheet::journal::{Journal, encode};
use runsheet::session::{By, Entry, EntryId, Event, Kind, NoteKind, Person};
use runsheet::time::{BootId, Moment};

const SID: &str = "01JD0000000000000000000000";
const WARM: usize = 100;
const COUNT: usize = 2_000;

fn entry(number: u64) -> Entry {
    let wall = chrono::DateTime::parse_from_rfc3339("2026-11-22T14:31:14+08:00").unwrap();
    let text = "service seen, heap dump in /var/log/mes, restarted by hand after the phone call".to_owned();
    Entry {
        seq: runsheet::session::Seq(number),
        id: EntryId(format!("{number:026}")),
        at: Moment { wall, boot_ns: number * 1_000_000_000, boot: BootId("b".into()) },
        mode: Kind::Drill,
        who: Person("li".into()),
        by: By { person: Person("li".into()), role: None, acting_for: None },
        events: vec![Event::NoteAdded { kind: NoteKind::Note, text, stated: None, step: None }],
    }
}

fn milliseconds(all: &[Duration], percent: usize) -> f64 {
    all[(all.len() * percent / 100).min(all.len() - 1)].as_secs_f64() * 1_000.0
}

fn main() {
    // `cargo test --benches` runs this, too: there it only has to run.
    let count = if std::env::args().any(|arg| arg == "--bench") { COUNT } else { 10 };
    let dir = std::env::var_os("RUNSHEET_BENCH_DIR").map_or_else(tempfile::tempdir, tempfile::tempdir_in).unwrap();
    let mut journal = Journal::create(dir.path(), SID).unwrap();
    let bare_path = dir.path().join("bare");
    let mut bare = OpenOptions::new().create(true).append(true).open(&bare_path).unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut head = journal.head();
    for number in 0..WARM + count {
        let entry = entry(head.seq.next().0);
        let bytes = encode(SID, &entry, head.hash).unwrap().line;
        // Each goes first every other time, so that neither always finds the disk as the other left it.
        for turn in 0..2 {
            let begin = Instant::now();
            if (turn + number) % 2 == 0 {
                bare.write_all(&bytes).unwrap();
                bare.sync_data().unwrap();
                theirs.push(begin.elapsed());
            } else {
                journal.append(head.seq, &entry).unwrap();
                ours.push(begin.elapsed());
            }
        }
        head = journal.head();
    }
    let same = std::fs::metadata(dir.path().join("journal.jsonl")).unwrap().size();
    assert_eq!(std::fs::metadata(bare_path).unwrap().size(), same, "the same bytes went both ways");
    let sorted = |mut all: Vec<Duration>| {
        all.drain(..WARM);
        all.sort();
        all
    };
    let (ours, theirs) = (sorted(ours), sorted(theirs));
    println!("append, {count} entries, interleaved     p50 ms    p99 ms  worst ms");
    for (name, all) in [("entry saved", &ours), ("bare write and fdatasync", &theirs)] {
        let [p50, p99, worst] = [50, 99, 100].map(|percent| milliseconds(all, percent));
        println!("  {name:<34}{p50:>10.3}{p99:>10.3}{worst:>10.3}");
    }
    let ratio = |percent| milliseconds(&ours, percent) / milliseconds(&theirs, percent);
    println!("  {:<34}{:>10.2}{:>10.2}", "ratio (bound 1.30)", ratio(50), ratio(99));
}

//! How much memory a long record takes to be verified: its length is the disk's affair.
//!
//! Bound: 64 MiB for a record of 100 MB. The peak is that of the whole process as the system tells it, so the record
//! is written in pieces too.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::cast_precision_loss, missing_docs)]

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Instant;

use runsheet::journal::{Head, audit, encode};
use runsheet::session::{By, Entry, EntryId, Event, Kind, NoteKind, Person, Seq};
use runsheet::time::{BootId, Moment, Span};

const SID: &str = "01JDWINDOW0000000000000000";

fn write(path: &Path, megabytes: u64) -> u64 {
    let mut file = BufWriter::new(File::create(path).unwrap());
    let wall = chrono::DateTime::parse_from_rfc3339("2026-11-22T06:24:00Z").unwrap();
    let begin = Moment { wall, boot_ns: 1_000_000_000, boot: BootId("boot".to_owned()) };
    let person = Person("li".to_owned());
    let (mut prev, mut written, mut seq) = (Head::genesis(SID).hash, 0, 0);
    while written < megabytes * 1_000_000 {
        seq += 1;
        let text = "the disk of the second server answers again; ".repeat(80);
        let entry = Entry {
            seq: Seq(seq),
            id: EntryId(format!("{seq:026}")),
            at: begin.shifted(Span::seconds(i64::try_from(seq).unwrap())),
            mode: Kind::Incident,
            who: person.clone(),
            by: By { person: person.clone(), role: None, acting_for: None },
            events: vec![Event::NoteAdded { kind: NoteKind::Note, text, stated: None, step: None }],
        };
        let encoded = encode(SID, &entry, prev).unwrap();
        prev = encoded.hash;
        written += encoded.line.len() as u64;
        file.write_all(&encoded.line).unwrap();
    }
    file.flush().unwrap();
    seq
}

/// The most memory this process ever had, in MiB; `None` where the system does not tell.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok()? / 1024.0)
}

fn main() {
    let whole = std::env::args().any(|arg| arg == "--bench");
    let dir = tempfile::tempdir().unwrap();
    println!("verify     MB  entries  seconds  peak MiB  bound MiB");
    for megabytes in if whole { [10, 100].as_slice() } else { &[1] } {
        let entries = write(&dir.path().join("journal.jsonl"), *megabytes);
        let begin = Instant::now();
        let verdict = audit(&[dir.path().to_owned()], None).unwrap();
        let took = begin.elapsed().as_secs_f64();
        assert!(verdict.is_sound() && verdict.entries == entries, "{verdict:?}");
        let peak = peak().map_or_else(|| "?".to_owned(), |peak| format!("{peak:.1}"));
        println!("        {megabytes:5} {entries:8} {took:8.2} {peak:>9}       64.0");
    }
}

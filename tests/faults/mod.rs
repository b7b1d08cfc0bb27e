//! Writers of a record that are killed, and disks that refuse: what was told to be saved is there.
//!
//! A bounded form; `cargo run --release --example faults` runs the long one.

pub mod writers;

use std::io::Write;
use std::path::Path;
use std::process::Command;

use writers::{Running, Tally, has, kill_loop, meddled};

/// Folder and name for a writer; only set for a test of this binary that plays one.
const WRITER: &str = "RUNSHEET_TEST_WRITER";

#[test]
fn writer() {
    let Ok(command) = std::env::var(WRITER) else { return };
    let Some((name, dir)) = command.split_once(' ') else { return };
    writers::write(Path::new(dir), name, 60);
}

fn command(dir: &Path, name: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "faults::writer", "--nocapture", "--test-threads=1"]);
    command.env(WRITER, format!("{name} {}", dir.display()));
    command
}

fn killed(kills: usize, writers: usize) {
    let dir = tempfile::tempdir().unwrap();
    let tally = kill_loop(dir.path(), kills, writers, &command);
    assert!(tally.is_clean(), "{tally:?}");
    assert!(tally.saved.len() >= kills / writers, "the test has lost its point: {tally:?}");
}

#[test]
fn killing_the_only_writer_loses_nothing_it_had_told() {
    killed(20, 1);
}

#[test]
fn killing_three_writers_at_once_loses_nothing_they_had_told() {
    killed(21, 3);
}

/// Runs one writer to its end under an injected fault; `None`, out loud, where that cannot be done.
fn meddle(injection: &str) -> Option<(tempfile::TempDir, Tally)> {
    if !has("strace") {
        let _ = writeln!(std::io::stderr(), "SKIPPED: no strace here to inject {injection}");
        return None;
    }
    let dir = tempfile::tempdir().unwrap();
    assert!(writers::begin(dir.path()));
    let strace = meddled(&command(dir.path(), "w"), &dir.path().join("journal.jsonl"), injection);
    let mut tally = Tally::default();
    let ended = Running::start(strace).unwrap().finish(&mut tally);
    if tally.saved.is_empty() && !ended {
        let _ = writeln!(std::io::stderr(), "SKIPPED: strace may trace nothing here");
        return None;
    }
    tally.judge(dir.path(), "w");
    assert!(tally.is_clean(), "{injection}: {tally:?}");
    assert_eq!(tally.saved.len(), 60, "{injection}: {tally:?}");
    Some((dir, tally))
}

#[test]
fn a_failed_sync_ends_the_file_and_everything_goes_on_in_the_next() {
    // The first sync is that of opening.
    let Some((dir, tally)) = meddle("fdatasync:error=EIO:when=10") else { return };
    let lines = |name| std::fs::read_to_string(dir.path().join(name)).unwrap().lines().count();
    // The next one begins with what the failed sync may have taken with it.
    assert_eq!((lines("journal.jsonl"), lines("journal.2.jsonl")), (10, 52 + 9), "nothing goes to the failed file");
    assert_eq!(tally.refused, 0);
}

#[test]
fn a_full_disk_is_told_and_the_same_file_goes_on_when_there_is_room() {
    let Some((dir, tally)) = meddle("write:error=ENOSPC:when=5..8") else { return };
    assert!(tally.refused >= 4, "{tally:?}");
    assert!(!dir.path().join("journal.2.jsonl").exists());
}

#[test]
fn a_write_that_took_half_a_line_is_not_believed() {
    let Some((_, tally)) = meddle("write:retval=37:when=5") else { return };
    assert_eq!(tally.refused, 1);
}

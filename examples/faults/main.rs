//! The faults a record must survive, in the long form: `cargo run --release --example faults [-- --quick]`.
//!
//! A simulated disk, writers that are killed, several programs on one session (with `--together` only these), system
//! calls that fail, full disks and power cuts. Prints one table and ends with 1 when anything saved was lost. Touches only a temporary folder; mounts are made in a name space
//! of their own, which goes with the program however it ends. What needs root or a missing tool is skipped aloud.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod disks;
mod simulated;
mod table;
mod together;
#[path = "../../tests/faults/writers.rs"]
mod writers;

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};

use table::Table;
use writers::{Running, Tally, begin, has, kill_loop, meddled};

// The simulated disk stands beneath the journal's own files, which name these rooms.
use runsheet::{runbook, session, text, time};

/// Folder and name for a writer; only set for a run of this program that plays one.
const WRITER: &str = "RUNSHEET_FAULTS_WRITER";
/// Set once the program is in a name space of its own.
const INSIDE: &str = "RUNSHEET_FAULTS_INSIDE";

fn main() -> ExitCode {
    if let Ok(command) = std::env::var(WRITER) {
        if let Some((name, dir)) = command.split_once(' ') {
            writers::write(Path::new(dir), name, 200);
        }
        return ExitCode::SUCCESS;
    }
    if let Ok(command) = std::env::var(together::PROGRAM) {
        together::play(&command);
        return ExitCode::SUCCESS;
    }
    let root = rustix::process::geteuid().is_root();
    let me = std::env::current_exe().unwrap();
    if root && has("unshare") && std::env::var_os(INSIDE).is_none() {
        let mut inside = Command::new("unshare");
        inside.args(["--mount", "--propagation", "private"]).arg(me).args(std::env::args_os().skip(1));
        let error = inside.env(INSIDE, "1").exec();
        eprintln!("no name space for mounts: {error}");
    }
    let may_mount = std::env::var_os(INSIDE).is_some();
    let quick = std::env::args().any(|arg| arg == "--quick");
    let amount = |long: usize, short: usize| if quick { short } else { long };

    let mut table = Table::default();
    if std::env::args().any(|arg| arg == "--together") {
        together::run(&mut table, amount(2_000, 200));
        return table.verdict();
    }
    simulated::run(&mut table, amount(100_000, 10_000) as u64);
    for writers in [1, 3] {
        let dir = tempfile::tempdir().unwrap();
        let kills = amount(1_000, 50);
        let tally = kill_loop(dir.path(), kills, writers, &command);
        table.writers(&format!("kill -9, {writers} writer(s)"), &format!("{kills} kills"), &tally);
    }
    together::run(&mut table, amount(2_000, 200));
    calls(&mut table);
    disks::run(&mut table, may_mount, amount(60, 5), amount(25, 5));
    table.verdict()
}

/// This program as a writer.
fn command(dir: &Path, name: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env(WRITER, format!("{name} {}", dir.display()));
    command
}

/// One system call fails, or takes its time.
fn calls(table: &mut Table) {
    for (name, injection) in [
        ("EIO at the 50th sync", "fdatasync:error=EIO:when=50"),
        ("EIO at every 20th sync", "fdatasync:error=EIO:when=20+20"),
        ("ENOSPC once", "write:error=ENOSPC:when=50"),
        ("ENOSPC 100 times", "write:error=ENOSPC:when=50..149"),
        ("37 bytes written", "write:retval=37:when=50"),
        ("a sync takes 2 s", "fdatasync:delay_enter=2000000:when=50"),
    ] {
        if !has("strace") {
            table.skipped(name, "no strace");
            continue;
        }
        let dir = tempfile::tempdir().unwrap();
        assert!(begin(dir.path()));
        let strace = meddled(&command(dir.path(), "w"), &dir.path().join("journal.jsonl"), injection);
        let mut tally = Tally::default();
        Running::start(strace).unwrap().finish(&mut tally);
        if tally.saved.is_empty() {
            table.skipped(name, "strace may trace nothing here");
            continue;
        }
        tally.judge(dir.path(), "w");
        let amount = format!("{} refused, {} ms", tally.refused, tally.slowest_micros / 1000);
        table.writers(name, &amount, &tally);
    }
}

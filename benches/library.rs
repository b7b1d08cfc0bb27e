//! How long the library takes to show itself, and to be filled, with a thousand runbooks beside whoever asks.
//!
//! Bounds: the first frame within 100 ms; a key typed while files are read is seen within 50 ms. The built program runs in
//! a terminal of its own, over real files of the size of a bundled plan. Each is measured several times; the middle and
//! the worst are shown.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic, dead_code, missing_docs)]
#![cfg(target_os = "linux")]

#[path = "../tests/support/mod.rs"]
mod support;
#[path = "line/terminal.rs"]
mod terminal;

use std::fs;
use std::time::{Duration, Instant};

use support::Home;
use terminal::{Discipline, Line, command};

const ME: &str = env!("CARGO_BIN_EXE_runsheet");
const PLAN: &str = include_str!("../runbooks/en/mes-app-server-outage.json");

const FILES: usize = 1_000;
const ROUNDS: usize = 15;

/// What one run took.
struct Run {
    first: Duration,
    key: Duration,
    whole: Duration,
    /// Most memory it held, in KiB.
    memory: u64,
}

fn library(files: usize) -> Home {
    let home = Home::new();
    for number in 0..files {
        let id = format!("plan-{number:04}");
        let text = PLAN.replacen("mes-app-server-outage", &id, 1);
        home.file(&format!("runbooks/{id}.json"), text.replacen("MES application", &format!("Plan {number:04}"), 1));
    }
    home
}

fn run(home: &Home, files: usize) -> Run {
    let mut line = Line::start(&command(home, &[ME]), Discipline::Cooked).unwrap();
    let listed = format!("Beside you ({files})");
    let first = line.sees(&listed).unwrap() - line.begun;
    let typed = line.types("9").unwrap();
    let key = line.sees("search: 9").unwrap() - typed;
    let unread = |screen: &vt100::Screen| screen.contents().contains("reading, ");
    let whole = if unread(line.screen()) {
        line.until("all of it", |screen| !unread(screen)).unwrap()
    } else {
        line.chunks.last().unwrap().at
    } - line.begun;
    let status = fs::read_to_string(format!("/proc/{}/status", line.pid.as_raw_nonzero())).unwrap();
    let memory = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let memory = memory.trim().trim_end_matches(" kB").parse().unwrap();
    line.types("\u{1b}").unwrap();
    line.more(Duration::from_secs(1));
    line.types("\u{1b}").unwrap();
    Run { first, key, whole, memory }
}

fn print(what: &str, mut all: Vec<Duration>, bound: Option<u64>) {
    all.sort();
    let ms = |at: usize| all[at].as_secs_f64() * 1_000.0;
    let (middle, worst) = (ms(all.len() / 2), ms(all.len() - 1));
    let verdict = bound.map_or_else(String::new, |bound| {
        let holds = all[all.len() / 2] <= Duration::from_millis(bound);
        format!("{bound:>7} ms  {}", if holds { "holds" } else { "FAILS" })
    });
    println!("  {what:<34}{middle:>10.1}{worst:>10.1}  {verdict}");
}

fn main() {
    let rounds = if std::env::args().any(|arg| arg == "--bench") { ROUNDS } else { 1 };
    let begin = Instant::now();
    println!("the library                          middle ms  worst ms    bound");
    for files in [0, FILES] {
        let home = library(files.max(1));
        let runs: Vec<Run> = (0..rounds).map(|_| run(&home, files.max(1))).collect();
        println!("{} files beside, and the bundled ones", files.max(1));
        print("first frame", runs.iter().map(|run| run.first).collect(), Some(100));
        print("a key while files are read", runs.iter().map(|run| run.key).collect(), Some(50));
        print("all files read", runs.iter().map(|run| run.whole).collect(), None);
        let memory = runs.iter().map(|run| run.memory).max().unwrap();
        println!("  {:<34}{:>10.1} MiB at most", "memory", f64::from(u32::try_from(memory).unwrap()) / 1024.0);
    }
    println!("took {:.0} s", begin.elapsed().as_secs_f64());
}

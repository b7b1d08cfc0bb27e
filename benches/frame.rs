//! How long the screen takes to answer a key while the disk takes two seconds for every sync.
//!
//! Bound: 50 ms from the key to the frame that shows it. The built program runs in a terminal of its own; every sync
//! of its journal is held up from outside. Where there is no `strace`, it says so and measures nothing.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic, dead_code, missing_docs)]
#![cfg(target_os = "linux")]

#[path = "../tests/terminal/pty.rs"]
mod pty;
#[path = "../tests/support/mod.rs"]
mod support;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use pty::{Tty, bare, short_book};
use support::Home;

fn has(program: &str) -> bool {
    Command::new(program).arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Types ticks, notes and screens, and times each until it is seen.
fn answers(tty: &mut Tty) -> Vec<Duration> {
    let mut all = Vec::new();
    let mut timed = |keys: &str, seen: &str| {
        let begin = Instant::now();
        tty.types(keys).sees(seen);
        all.push(begin.elapsed());
    };
    timed(" ", "[x] Largest folder known");
    for round in 0..15 {
        timed(&format!("nround {round}\r"), &format!("note: round {round}"));
        timed("4", "[4 Clocks]");
        timed("6", "[6 Log]");
        timed("1", "Largest folder known");
    }
    all.sort();
    all
}

fn main() {
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    println!("key to frame                      keys    p50 ms    p99 ms  worst ms");
    for (name, delay) in [("as the disk is", None), ("every sync takes 2 s", Some("fdatasync:delay_enter=2000000"))] {
        if delay.is_some() && !has("strace") {
            println!("  {name:<28} SKIPPED: no strace here to slow a sync");
            continue;
        }
        let home = Home::new();
        let book = short_book(&home).display().to_string();
        let me = env!("CARGO_BIN_EXE_runsheet");
        let mut command = CommandBuilder::new(if delay.is_some() { "strace" } else { me });
        if let Some(delay) = delay {
            let log = home.path().join("trace").display().to_string();
            let inject = format!("inject={delay}");
            command.args(["-f", "--seccomp-bpf", "-o", &log, "-e", "trace=fdatasync", "-e", &inject, me]);
        }
        command.args(["incident", &book]);
        bare(&mut command, &home);
        let mut tty = Tty::start(&command, 80, 24);
        tty.sees("Find what grows");
        let all = answers(&mut tty);
        let at = |percent: usize| all[(all.len() * percent / 100).min(all.len() - 1)].as_secs_f64() * 1_000.0;
        println!("  {name:<28}{:>8}{:>10.1}{:>10.1}{:>10.1}", all.len(), at(50), at(99), at(100));
        if delay.is_some() {
            assert!(tty.text().contains("saving"), "the disk was slow:\n{}", tty.text());
        }
    }
}

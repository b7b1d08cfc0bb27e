//! Records and runbooks made by somebody who means harm, in the long form: `cargo run --release --example fuzz -- [TARGET] COUNT [SEED]`,
//! where TARGET is journal, report, or a spelling of runbooks: json, yaml, md.
//!
//! Good records are changed in bytes, lines and words, sealed anew so that the hashes are right, and fed to what
//! reads, judges, prints and draws them; good runbooks are changed likewise, and read and checked. Prints a table and ends with 1 when anything fell or came out raw.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../tests/fuzz/look.rs"]
mod look;
#[path = "../../tests/fuzz/mutate.rs"]
mod mutate;
#[path = "../../tests/fuzz/round.rs"]
mod round;
#[path = "../../tests/fuzz/texts.rs"]
mod texts;

use std::process::ExitCode;
use std::time::Instant;

use round::{Tally, Target, run};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let asked = args.first().map(String::as_str);
    let is_asked = |name: &str| asked.is_none_or(|asked| asked == name);
    let records = [("journal", Target::Journal), ("report", Target::Report)];
    let targets: Vec<_> = records.into_iter().filter(|(name, _)| is_asked(name)).collect();
    let spellings: Vec<_> = texts::SPELLINGS.iter().filter(|spelling| is_asked(spelling.ending)).collect();
    if targets.is_empty() && spellings.is_empty() {
        eprintln!("usage: fuzz [journal|report|json|yaml|md] COUNT [SEED]");
        return ExitCode::from(2);
    }
    let number = |at: usize, default: u64| args.get(at).and_then(|text| text.parse().ok()).unwrap_or(default);
    let (count, seed) = (number(1, 10_000), number(2, 1));
    let mut clean = true;
    println!(
        "{:<10}{:>10}{:>10}{:>12}{:>10}{:>12}{:>10}",
        "target", "inputs", "sealed", "entries", "books", "slowest ms", "seconds"
    );
    for (name, target) in targets {
        let began = Instant::now();
        let told = |tally: &Tally| eprintln!("{name}: {} inputs, {} faults", tally.inputs, tally.faults.len());
        let tally = run(target, seed, count, told);
        println!(
            "{name:<10}{:>10}{:>10}{:>12}{:>10}{:>12}{:>10}",
            tally.inputs,
            tally.sealed,
            tally.entries,
            tally.books,
            tally.slowest.as_millis(),
            began.elapsed().as_secs()
        );
        let of = |part: &str| tally.faults.iter().filter(|(_, fault)| fault.contains(part)).count();
        let other = tally.faults.len() - of("panicked") - of("raw") - of("sound");
        println!(
            "  panics {}, raw signs in output {}, wrongly called sound {}, other faults {other}",
            of("panicked"),
            of("raw"),
            of("sound")
        );
        for (seed, fault) in tally.faults.iter().take(20) {
            println!("  seed {seed}: {fault}");
        }
        clean &= tally.faults.is_empty();
    }
    for spelling in spellings {
        let tally = texts::run(spelling, seed, count);
        println!(
            "{:<10}{:>10} inputs, {} sound, {} faults told, slowest {} ms; panics and wrong tellings {}",
            spelling.ending,
            tally.inputs,
            tally.books,
            tally.found,
            tally.slowest.as_millis(),
            tally.faults.len()
        );
        for (seed, fault) in tally.faults.iter().take(20) {
            println!("  seed {seed}: {fault}");
        }
        clean &= tally.faults.is_empty();
    }
    if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

//! What the program costs on a line: its first frame, a tick, a key, a wait; beside a floor measured in the same run
//! and beside other programs of the terminal.
//!
//! The built program runs in a terminal of its own, as do the others. Times are compared within one run only; each
//! figure stands beside its bound, and what cannot be measured here is said to be SKIPPED. Behind `--`, names of
//! sections measure these alone, and `--markdown` prints the table again as a page shows it.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic, clippy::cast_precision_loss, missing_docs)]
#![cfg(target_os = "linux")]

#[path = "line/frames.rs"]
mod frames;
#[path = "line/helpers.rs"]
mod helpers;
#[path = "line/screens.rs"]
mod screens;
#[path = "line/ssh.rs"]
mod ssh;
#[allow(dead_code)]
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "line/table.rs"]
mod table;
#[path = "line/terminal.rs"]
mod terminal;
#[path = "line/troubles.rs"]
mod troubles;
#[path = "line/waiting.rs"]
mod waiting;

use anyhow::Result;
use helpers::Helpers;
use support::Home;
use table::Table;

/// The built program.
const ME: &str = env!("CARGO_BIN_EXE_runsheet");
/// A runbook that comes with it, of more than twenty steps.
const BOOK: &str = "mes-app-server-outage";

const DRILL: &str = "a drill's briefing";
const INCIDENT: &str = "an incident's run";
const LIBRARY: &str = "the library";

fn is_ours(name: &str) -> bool {
    [DRILL, INCIDENT, LIBRARY].contains(&name)
}

/// Others that stand in a terminal and show a clock, or nothing.
const PEERS: &[(&str, &[&str])] = &[
    ("watch -n1 date", &["watch", "-n1", "date"]),
    ("dialog --pause", &["dialog", "--pause", "Wait", "10", "40", "600"]),
    ("htop", &["htop", "-d", "10"]),
    ("vim.tiny", &["vim.tiny"]),
];

/// Measures one thing and fills it in.
type Measure<'a> = Box<dyn Fn(&mut Table) -> Result<()> + 'a>;

/// How much is measured.
struct Scale {
    whole: bool,
    rounds: usize,
    seconds: u64,
    keys: usize,
}

const WHOLE: Scale = Scale { whole: true, rounds: 15, seconds: 20, keys: 200 };
/// Only to see that it runs.
const TINY: Scale = Scale { whole: false, rounds: 1, seconds: 2, keys: 2 };

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let scale = if args.iter().any(|arg| arg == "--bench") { WHOLE } else { TINY };
    let wanted: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
    let home = Home::new();
    let helpers = if scale.whole { Helpers::build(&home) } else { Helpers::none() };
    let mut table = Table::new();
    let sections: [(&str, Measure<'_>); 8] = [
        ("first frame", Box::new(|table| frames::first(table, &helpers, &scale))),
        ("writes", Box::new(|table| frames::write_calls(table, &scale))),
        ("waiting", Box::new(|table| waiting::measure(table, &helpers, &scale))),
        ("ssh", Box::new(|table| ssh::measure(table, &helpers, &scale))),
        ("languages", Box::new(frames::languages)),
        ("key", Box::new(|table| troubles::key(table, &helpers, &scale))),
        ("stalled", Box::new(troubles::stalled)),
        ("ends", Box::new(|table| troubles::ends(table, &scale))),
    ];
    for (name, measure) in &sections {
        let asked = wanted.is_empty() || wanted.iter().any(|wanted| name.contains(wanted.as_str()));
        let tried = asked && (scale.whole || matches!(*name, "first frame" | "waiting"));
        if let Some(Err(why)) = tried.then(|| measure(&mut table)) {
            table.failed(name, &why);
        }
    }
    if args.iter().any(|arg| arg == "--markdown") {
        println!("\n{}", table.markdown());
    }
}

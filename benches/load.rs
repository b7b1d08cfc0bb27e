//! How long the largest runbook takes to be read and checked: a mebibyte, 2,000 steps, in every spelling.
//!
//! Bound: 100 ms of one processor. The plan has roles, contacts, variables, notices, timers, decisions that jump, and references across
//! phases, so that what grows with the square of the steps would show.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic, clippy::cast_precision_loss, missing_docs)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use runsheet::runbook::check::check;
use runsheet::runbook::format::{MAX_BYTES, MAX_STEPS, read};
use rustix::time::{ClockId, clock_gettime};

const PHASES: usize = 40;
const TEXT: &str = "Log in on the host, look at the queue and at the disk, and write down what you see before you touch anything; 先看清楚再动手";

/// What stands before the phases; both spellings read it, JSON being YAML.
const HEAD: &str = r#""format": "runbook/1",
"id": "large",
"title": "A large runbook",
"roles": {"lead": {"title": "Lead", "holder": "ann"}, "ops": {"title": "Operator", "holder": "ben"}},
"contacts": {"ann": {"name": "Ann", "phone": ["+00 0000 0001"]}, "ben": {"name": "Ben", "chat": "ops"}},
"variables": {"host": {"prompt": "Which host?", "default": "queue-1", "pattern": "[a-z0-9-]+"}},
"notices": {"hold": {"title": "Hold orders", "to": ["lead"], "text": "Since {{session.started}} on {{host}}", "opens": ["told"]}, "go": {"title": "Go on", "to": ["lead"], "text": "Works again", "closes": ["told"]}},
"obligations": {"told": {"title": "Tell them to go on", "role": "ops"}},
"timers": [{"id": "rto", "title": "Restore", "within": "8h"}]"#;

/// How many letters of text each step is filled up with.
struct Filled(usize);

impl Filled {
    fn text(&self) -> String {
        TEXT.chars().cycle().take(self.0).collect()
    }

    fn json(&self, steps: usize) -> String {
        let mut text = format!("{{{HEAD},\n\"phases\": [");
        for phase in 0..PHASES {
            let comma = if phase == 0 { "" } else { "," };
            write!(text, "{comma}\n {{\"id\": \"p{phase}\", \"title\": \"Phase {phase}\", \"steps\": [").unwrap();
            for step in 0..steps {
                let comma = if step == 0 { "" } else { "," };
                let (said, goto, before) = (self.text(), goto(phase, step), before(phase, step));
                write!(
                    text,
                    "{comma}\n  {{\"id\": \"s{phase}-{step}\", \"title\": \"Step {step} of phase {phase}\", \"role\": \"ops\", \"timebox\": \"5m\",\n   \
                     \"instructions\": \"{said}\", \"requires\": [{before}],\n   \
                     \"checklist\": [\"The queue is known\"], \"commands\": [\"ping -c 3 \\\"$host\\\"\"],\n   \
                     \"on_overrun\": {{\"text\": \"Call the lead\", \"escalate_to\": \"ann\"}},\n   \
                     \"decision\": {{\"question\": \"Does it work?\", \"options\": [{{\"label\": \"Yes\", \"notify\": [\"go\"]}}, {{\"label\": \"No\", \"goto\": \"{goto}\"}}]}}}}"
                )
                .unwrap();
            }
            text.push_str("]}");
        }
        text + "]}\n"
    }

    fn yaml(&self, steps: usize) -> String {
        let mut text = HEAD.replace(",\n\"", "\n\"");
        text.push_str("\nphases:\n");
        for phase in 0..PHASES {
            write!(text, "  - id: p{phase}\n    title: Phase {phase}\n    steps:\n").unwrap();
            for step in 0..steps {
                let (said, goto, before) = (self.text(), goto(phase, step), before(phase, step));
                write!(
                    text,
                    "      - id: s{phase}-{step}\n        title: Step {step} of phase {phase}\n        role: ops\n        timebox: 5m\n        \
                     instructions: |\n          {said}\n        requires: [{before}]\n        checklist:\n          - The queue is known\n        commands:\n          - ping -c 3 \"$host\"\n        on_overrun:\n          text: Call the lead\n          \
                     escalate_to: ann\n        decision:\n          question: Does it work?\n          options:\n            \
                     - label: \"Yes\"\n              notify: [go]\n            - label: \"No\"\n              goto: {goto}\n"
                )
                .unwrap();
            }
        }
        text
    }
}

impl Filled {
    fn markdown(&self, steps: usize) -> String {
        let mut text = format!("---\n{}\n---\n\n# A large runbook\n", HEAD.replace(",\n\"", "\n\""));
        for phase in 0..PHASES {
            write!(text, "\n## Phase {phase}\n").unwrap();
            // The phase itself may be read as one step more.
            for step in 1..steps {
                let said = self.text();
                write!(
                    text,
                    "\n{step}. Check part {step} of phase {phase}\n\n   {said}\n\n   ```sh\n   ping -c 3 \"$host\"\n   systemctl status \
                     queue-{step}\n   ```\n\n   The queue is known, and so is the disk; see [the runbook](https://example.org/{phase}/{step}).\n"
                )
                .unwrap();
            }
        }
        text
    }
}

/// Back to the beginning of the phase.
fn goto(phase: usize, step: usize) -> String {
    format!("s{phase}-{}", step / 2)
}

/// A step of the phase before.
fn before(phase: usize, step: usize) -> String {
    phase.checked_sub(1).map_or(String::new(), |phase| format!("\"s{phase}-{step}\""))
}

/// The largest text of this spelling that is still read.
fn largest(write: impl Fn(&Filled, usize) -> String, steps: usize) -> String {
    let bare = write(&Filled(0), steps).len();
    let (mut low, mut high) = (0, (MAX_BYTES - bare.min(MAX_BYTES)) / (PHASES * steps));
    while low < high {
        let middle = (low + high).div_ceil(2);
        if write(&Filled(middle), steps).len() <= MAX_BYTES { low = middle } else { high = middle - 1 }
    }
    write(&Filled(low), steps)
}

/// Time this thread has run.
fn used() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap())
}

fn main() {
    let whole = std::env::args().any(|arg| arg == "--bench");
    let steps = if whole { MAX_STEPS / PHASES } else { 10 };
    let rounds = if whole { 9 } else { 1 };
    let today = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let texts = [
        ("x.json", largest(Filled::json, steps)),
        ("x.yaml", largest(Filled::yaml, steps)),
        ("x.md", largest(Filled::markdown, steps)),
    ];
    println!("load           KiB   steps   read ms  check ms  both ms  bound ms   by the clock ms");
    for (name, text) in &texts {
        let times = (0..rounds).map(|_| {
            let (begin, before) = (Instant::now(), used());
            let reading = read(name, text.as_bytes());
            let book = reading.runbook.as_ref().unwrap_or_else(|| panic!("{:?}", reading.faults.first()));
            let between = used();
            let weak = check(book, &reading.source, today);
            let (after, whole) = (used(), begin.elapsed());
            assert!(weak.len() <= MAX_STEPS, "{:?}", weak.first());
            assert!(reading.faults.is_empty(), "{:?}", reading.faults.first());
            assert!(book.steps().count() >= PHASES * (steps - 1));
            [between - before, after - between, whole].map(|time| time.as_secs_f64() * 1e3)
        });
        // The best of several: what else runs on the machine is not what is measured.
        let [read, check, whole] = times.min_by(|a, b| (a[0] + a[1]).total_cmp(&(b[0] + b[1]))).unwrap();
        let (size, count, both) = (text.len() as f64 / 1024.0, PHASES * steps, read + check);
        println!("{name:<12}{size:>6.0}{count:>8}{read:>10.1}{check:>10.1}{both:>9.1}{:>10}{whole:>18.1}", 100);
    }
}

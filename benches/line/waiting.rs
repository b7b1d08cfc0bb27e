//! What programs cost while nobody does anything and their clocks run: bytes, wake-ups, processor, memory.
//!
//! All of them wait at the same time, and what each wrote is looked at afterwards.

use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::helpers::{Helpers, installed};
use crate::screens::places;
use crate::support::Home;
use crate::table::{BYTES, COUNT, TIMES, Table, Unit};
use crate::terminal::{Chunk, Discipline, Line, command, emulator, pump};
use crate::{BOOK, DRILL, INCIDENT, LIBRARY, ME, PEERS, Scale, is_ours};

/// What the system counts of a process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counted {
    /// How often a thread went to sleep by itself: as often it woke up.
    pub wakes: u64,
    pub cpu_ns: u64,
}

pub fn counted(pid: rustix::process::Pid) -> Result<Counted> {
    let mut all = Counted::default();
    for task in fs::read_dir(format!("/proc/{}/task", pid.as_raw_pid()))? {
        let task = task?.path();
        let status = fs::read_to_string(task.join("status"))?;
        let wakes = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        all.wakes += wakes.context("no count of wake-ups")?.trim().parse::<u64>()?;
        let spent = fs::read_to_string(task.join("schedstat"))?;
        all.cpu_ns += spent.split(' ').next().context("no schedstat")?.parse::<u64>()?;
    }
    Ok(all)
}

/// Resident and private memory in kB.
fn memory(pid: rustix::process::Pid) -> Result<(f64, f64)> {
    let rollup = fs::read_to_string(format!("/proc/{}/smaps_rollup", pid.as_raw_pid()))?;
    let sum = |names: &[&str]| -> f64 {
        let of = |line: &str| line.split_whitespace().nth(1)?.parse::<f64>().ok();
        rollup.lines().filter(|line| names.iter().any(|name| line.starts_with(name))).filter_map(of).sum()
    };
    Ok((sum(&["Rss:"]), sum(&["Private_Clean:", "Private_Dirty:"])))
}

/// Every change of the screen: how many places it touched.
fn changes(before: &[Chunk], chunks: &[Chunk]) -> Vec<usize> {
    let mut now = emulator();
    for chunk in before {
        now.process(&chunk.bytes);
    }
    let mut found = Vec::new();
    let mut rest = chunks;
    while !rest.is_empty() {
        // What comes within a tenth of a second is one change.
        let apart = |two: &[Chunk]| two[1].at - two[0].at > Duration::from_millis(100);
        let many = rest.windows(2).position(apart).map_or(rest.len(), |place| place + 1);
        let old = now.screen().clone();
        for chunk in &rest[..many] {
            now.process(&chunk.bytes);
        }
        found.push(places(&old, now.screen()));
        rest = &rest[many..];
    }
    found.retain(|places| *places > 0);
    found
}

struct Waiter {
    name: &'static str,
    line: Line,
    before: Counted,
    after: Counted,
    bytes: usize,
    changes: Vec<usize>,
    memory: (f64, f64),
    // It goes away with the program.
    _home: Home,
}

impl Waiter {
    fn start(name: &'static str, home: Home, argv: &[&str]) -> Result<Self> {
        let line = Line::start(&command(&home, argv), Discipline::Cooked).with_context(|| name.to_owned())?;
        let (before, after) = (Counted::default(), Counted::default());
        Ok(Self { name, line, before, after, bytes: 0, changes: Vec::new(), memory: (0.0, 0.0), _home: home })
    }

    fn wakes(&self) -> f64 {
        (self.after.wakes - self.before.wakes) as f64
    }

    fn cpu_ms_a_minute(&self, seconds: f64) -> f64 {
        (self.after.cpu_ns - self.before.cpu_ns) as f64 / 1e6 * 60.0 / seconds
    }

    fn places(&self) -> f64 {
        self.changes.iter().sum::<usize>() as f64 / self.changes.len().max(1) as f64
    }
}

const FLOOR: &str = "a tick in C, static";

pub fn measure(table: &mut Table, helpers: &Helpers, scale: &Scale) -> Result<()> {
    let mut all = vec![
        Waiter::start(DRILL, Home::new(), &[ME, "drill", BOOK])?,
        Waiter::start(INCIDENT, Home::new(), &[ME, "incident", BOOK])?,
        Waiter::start(LIBRARY, Home::new(), &[ME])?,
    ];
    match &helpers.bare_tick {
        Ok(path) => all.push(Waiter::start(FLOOR, Home::new(), &[&path.display().to_string()])?),
        Err(why) => table.skipped("processor beside a tick in C", why),
    }
    for (name, argv) in PEERS.iter().filter(|_| scale.whole) {
        if installed(argv[0]) {
            all.push(Waiter::start(name, Home::new(), argv)?);
        } else {
            table.skipped(&format!("waiting, {name}"), "it is not installed");
        }
    }
    let reads = |all: &mut Vec<Waiter>, until| {
        let mut lines: Vec<&mut Line> = all.iter_mut().map(|one| &mut one.line).collect();
        pump(&mut lines, until, |_| false);
    };
    reads(&mut all, Instant::now() + Duration::from_millis(2500));
    // From the middle between two ticks to the middle between two others: as many ticks as seconds.
    let known = all[0].line.chunks.len();
    {
        let mut lines: Vec<&mut Line> = all.iter_mut().map(|one| &mut one.line).collect();
        pump(&mut lines, Instant::now() + Duration::from_secs(2), |lines| lines[0].chunks.len() > known);
    }
    reads(&mut all, Instant::now() + Duration::from_millis(500));
    let from = Instant::now();
    for one in &mut all {
        one.before = counted(one.line.pid).with_context(|| one.name.to_owned())?;
    }
    reads(&mut all, from + Duration::from_secs(scale.seconds));
    let to = Instant::now();
    for one in &mut all {
        one.after = counted(one.line.pid).with_context(|| one.name.to_owned())?;
        one.memory = memory(one.line.pid)?;
        one.bytes = one.line.bytes(from, to);
        let first = one.line.chunks.partition_point(|chunk| chunk.at < from);
        let last = one.line.chunks.partition_point(|chunk| chunk.at < to);
        one.changes = changes(&one.line.chunks[..first], &one.line.chunks[first..last]);
    }
    told(table, &all, (to - from).as_secs_f64());
    Ok(())
}

fn told(table: &mut Table, all: &[Waiter], seconds: f64) {
    for one in all {
        let cpu = one.cpu_ms_a_minute(seconds);
        let waiting = [one.bytes as f64 / seconds, one.wakes() / seconds, cpu, one.memory.0];
        table.peer(one.name).waiting = Some(waiting);
    }
    let mine = |one: &&Waiter| is_ours(one.name);
    for one in all.iter().filter(mine) {
        let what = format!("bytes a tick, {}", one.name);
        let ticks = one.changes.len();
        let measured = format!("{} B in {seconds:.0} s", one.bytes);
        let beside = format!("{ticks} changes of {:.1} places each", one.places());
        // Nothing is to be written where nothing changes.
        let bound = match one.name {
            LIBRARY => 0.0,
            DRILL => 10.0,
            _ => 24.0,
        };
        table.bounded(&what, measured, beside, one.bytes as f64 / seconds, bound, BYTES);
    }
    for one in all.iter().filter(mine) {
        let what = format!("wake-ups a change, {}", one.name);
        let ticks = one.changes.len();
        let measured = format!("{:.0} in {seconds:.0} s", one.wakes());
        let beside = format!("{ticks} visible changes");
        if ticks == 0 {
            table.bounded(&what, measured, beside, one.wakes(), 0.0, Unit(0, ""));
        } else {
            table.bounded(&what, measured, beside, one.wakes() / ticks as f64, 1.0, COUNT);
        }
    }
    let floor = all.iter().find(|one| one.name == FLOOR).map(|one| one.cpu_ms_a_minute(seconds));
    for one in all.iter().filter(mine) {
        let what = format!("processor, {}", one.name);
        let cpu = one.cpu_ms_a_minute(seconds);
        let measured = format!("{cpu:.1} ms a minute");
        match floor {
            Some(floor) => {
                let beside = format!("tick in C {floor:.1} ms a minute");
                table.bounded(&what, measured, beside, cpu / floor, 4.0, TIMES);
            }
            None => table.told(&what, measured, String::new(), String::new()),
        }
    }
    for one in all.iter().filter(mine) {
        let what = format!("memory, {}", one.name);
        let (rss, private) = one.memory;
        let measured = format!("{rss:.0} kB, {private:.0} private");
        table.bounded(&what, measured, String::new(), rss / 1024.0, 8.0, Unit(1, " MiB"));
    }
    for one in all.iter().filter(|one| !mine(one)) {
        let cpu = one.cpu_ms_a_minute(seconds);
        let measured = format!("{:.1} B/s, {:.1} wake-ups/s", one.bytes as f64 / seconds, one.wakes() / seconds);
        let beside = format!("{cpu:.1} ms a minute, {:.0} kB", one.memory.0);
        table.told(&format!("waiting, {}", one.name), measured, beside, String::new());
    }
}

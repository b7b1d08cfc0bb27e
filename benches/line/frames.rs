//! The first frame, the writes of every frame, and a whole frame in Chinese beside one in English.

use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use regex::Regex;

use crate::helpers::{Helpers, installed};
use crate::screens::{filled, first_whole};
use crate::support::Home;
use crate::table::{COUNT, TIMES, Table, least_and_middle, ms};
use crate::terminal::{Chunk, Discipline, Line, command};
use crate::{BOOK, DRILL, INCIDENT, LIBRARY, ME, PEERS, Scale};

/// Where files are not on a disk.
const MEMORY: &str = "/dev/shm";

/// One program whose first frame is timed.
struct Starter {
    name: String,
    argv: Vec<String>,
    /// How long it may be silent before its first frame is whole.
    quiet: Duration,
    /// Its state lies in memory: no disk is waited for.
    in_memory: bool,
    times: Vec<f64>,
    bytes: usize,
}

impl Starter {
    fn new(name: &str, argv: &[&str], quiet: u64) -> Self {
        let argv = argv.iter().map(|arg| (*arg).to_owned()).collect();
        Self {
            name: name.to_owned(),
            argv,
            quiet: Duration::from_millis(quiet),
            in_memory: false,
            times: Vec::new(),
            bytes: usize::MAX,
        }
    }

    fn starts(&mut self) -> Result<()> {
        // A home of its own: nobody finds what another left.
        let home = Home::new();
        let argv: Vec<&str> = self.argv.iter().map(String::as_str).collect();
        let mut command = command(&home, &argv);
        let memory = self.in_memory.then(|| tempfile::tempdir_in(MEMORY)).transpose()?;
        if let Some(memory) = &memory {
            command.env("RUNSHEET_HOME", memory.path());
        }
        let mut line = Line::start(&command, Discipline::Cooked)?;
        line.begins()?;
        line.settles(self.quiet)?;
        let whole = &line.chunks[..first_whole(&line.chunks)];
        let last = whole.last().context("it wrote nothing")?;
        self.times.push(ms(last.at - line.begun));
        // A read may bring more than the frame.
        self.bytes = self.bytes.min(whole.iter().map(|chunk| chunk.bytes.len()).sum());
        Ok(())
    }
}

/// Time until the first frame is whole, each beside the others in every round.
pub fn first(table: &mut Table, helpers: &Helpers, scale: &Scale) -> Result<()> {
    let mut all = vec![
        Starter::new(DRILL, &[ME, "drill", BOOK], 60),
        Starter::new(INCIDENT, &[ME, "incident", BOOK], 60),
        Starter::new(LIBRARY, &[ME], 60),
        // A session is on the disk before it is shown; these two tell what the program takes without the disk.
        Starter { in_memory: true, ..Starter::new("a drill, nothing synced", &[ME, "drill", BOOK], 60) },
        Starter { in_memory: true, ..Starter::new("an incident, nothing synced", &[ME, "incident", BOOK], 60) },
    ];
    if !Path::new(MEMORY).is_dir() {
        all.retain(|starter| !starter.in_memory);
        table.skipped("first frame, nothing synced", "there is no file system in memory here");
    }
    let hello = helpers.hello.as_ref().map(|path| path.display().to_string());
    if let Ok(hello) = &hello {
        all.push(Starter::new("hello world in Rust", &[hello], 20));
    }
    for (name, argv) in PEERS.iter().filter(|_| scale.whole) {
        if installed(argv[0]) {
            // It looks at the machine twice before it shows it.
            let quiet = if *name == "htop" { 250 } else { 80 };
            all.push(Starter::new(name, argv, quiet));
        } else {
            table.skipped(&format!("first frame, {name}"), "it is not installed");
        }
    }
    for round in 0..=scale.rounds {
        for place in 0..all.len() {
            // There and back, so that none always comes after the same other one.
            let place = if round % 2 == 0 { place } else { all.len() - 1 - place };
            let starter = &mut all[place];
            starter.starts().with_context(|| starter.name.clone())?;
            if round == 0 && scale.whole {
                // The first one fetches the program from the disk.
                starter.times.clear();
            }
        }
    }
    let floor = match &hello {
        Ok(_) => all.iter().find(|starter| starter.name.starts_with("hello")).map(|hello| hello.times.clone()),
        Err(why) => {
            table.skipped("first frame beside a hello world", why);
            None
        }
    };
    for starter in &all {
        let (least, middle) = least_and_middle(&starter.times);
        if !starter.in_memory {
            let peer = table.peer(&starter.name);
            (peer.first_ms, peer.first_bytes) = (Some((least, middle)), Some(starter.bytes));
        }
        let what = format!("first frame, {}", starter.name);
        let measured = format!("{least:.2} / {middle:.2} ms, {} B", starter.bytes);
        match &floor {
            Some(floor) if starter.argv[0] == ME => {
                let (bare, bare_middle) = least_and_middle(floor);
                let beside = format!("hello {bare:.2} / {bare_middle:.2} ms");
                table.bounded(&what, measured, beside, least / bare, 2.0, TIMES);
            }
            Some(floor) => {
                let figure = format!("{:.2}x", least / least_and_middle(floor).0);
                table.told(&what, measured, String::new(), figure);
            }
            None => table.told(&what, measured, String::new(), String::new()),
        }
    }
    Ok(())
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

/// What the traced program wrote to its terminal, and when, in seconds.
fn writes(log: &str) -> Vec<(f64, Vec<u8>)> {
    let write = Regex::new(r"(?m)^\d+ +(\d+\.\d+) (?:write|writev)\(\d+<([^>]*)>, (.*)$").unwrap();
    let byte = Regex::new(r"\\x([0-9a-f]{2})").unwrap();
    let bytes = |text: &str| -> Vec<u8> {
        byte.captures_iter(text).filter_map(|found| u8::from_str_radix(&found[1], 16).ok()).collect()
    };
    let is_terminal = |path: &str| {
        let path = bytes(path);
        path.starts_with(b"/dev/pts/") || path.starts_with(b"/dev/tty")
    };
    let all = write.captures_iter(log).filter(|found| is_terminal(&found[2]));
    all.filter_map(|found| Some((found[1].parse().ok()?, bytes(&found[3])))).collect()
}

/// How many of these writes it took until the first frame was whole.
fn first_frame(writes: &[(f64, Vec<u8>)], longest: Duration) -> Option<usize> {
    let begin = writes.first()?.0;
    let of = writes.iter().filter(|(at, _)| *at < begin + longest.as_secs_f64());
    let chunks: Vec<Chunk> = of.map(|(_, bytes)| Chunk { at: Instant::now(), bytes: bytes.clone() }).collect();
    Some(first_whole(&chunks))
}

/// How often the program writes for the first frame, for a key and for a tick, as `strace` counts it.
pub fn write_calls(table: &mut Table, scale: &Scale) -> Result<()> {
    if !installed("strace") {
        table.skipped("writes a frame", "no strace here to count them");
        return Ok(());
    }
    let quiet = Duration::from_millis(150);
    let (mut first, mut keys, mut acts, mut ticks) = (Vec::new(), Vec::new(), Vec::new(), 0.0);
    let seconds = scale.seconds.min(10);
    for round in 0..3 {
        let home = Home::new();
        let log = home.path().join("trace");
        let trace = log.display().to_string();
        let argv = [
            "strace",
            "-f",
            "--seccomp-bpf",
            "-y",
            "-xx",
            "-s",
            "65536",
            "-ttt",
            "-e",
            "trace=write,writev",
            "-o",
            &trace,
        ];
        let argv = [argv.as_slice(), &[ME, "incident", BOOK]].concat();
        let mut line = Line::start(&command(&home, &argv), Discipline::Cooked)?;
        line.sees("saved").context("under strace")?;
        line.settles(quiet)?;
        let mut typed = Vec::new();
        for key in ["4", "6", "1", "4", "6", "1"] {
            typed.push(now());
            line.types(key)?;
            line.reads(Instant::now() + quiet);
        }
        let mut done = Vec::new();
        for key in [" ", "u", " ", "u"] {
            done.push(now());
            line.types(key)?;
            line.reads(Instant::now() + quiet);
        }
        let from = now();
        if round == 0 {
            line.reads(Instant::now() + Duration::from_secs(seconds));
        }
        let to = now();
        // What is traced is to be gone before its home is.
        line.hangs_up()?;
        let all = writes(&std::fs::read_to_string(&log)?);
        let within = |from: f64, to: f64| all.iter().filter(|(at, _)| *at >= from && *at < to).count() as f64;
        first.push(first_frame(&all, quiet).context("strace saw no write to the terminal")? as f64);
        keys.extend(typed.iter().map(|at| within(*at, at + quiet.as_secs_f64())));
        acts.extend(done.iter().map(|at| within(*at, at + quiet.as_secs_f64())));
        if round == 0 {
            ticks = within(from, to) / (to - from);
        }
    }
    let both = |all: &[f64]| {
        let (least, middle) = least_and_middle(all);
        (format!("{least} / {middle} in {} tries", all.len()), least, middle)
    };
    let (measured, _, middle) = both(&first);
    table.bounded("writes, first frame", measured, "strace; least / median".to_owned(), middle, 2.0, COUNT);
    // A tick may fall among them: the middle one is judged.
    let (measured, _, middle) = both(&keys);
    table.bounded("writes, key that changes the screen", measured, String::new(), middle, 1.0, COUNT);
    let (measured, _, middle) = both(&acts);
    let beside = "frame with the act, frame with its saving".to_owned();
    table.told("writes, key that is an act", measured, beside, format!("{middle:.1}"));
    let measured = format!("{ticks:.2} a second for {seconds} s");
    table.bounded("writes, tick", measured, String::new(), ticks, 1.0, COUNT);
    Ok(())
}

/// Bytes of a frame that is drawn whole, in two languages, for each column that is filled.
pub fn languages(table: &mut Table) -> Result<()> {
    let mut found = Vec::new();
    for (lang, name) in [("en", "English"), ("zh-CN", "Chinese")] {
        let home = Home::new();
        let argv = [ME, "--lang", lang, "incident", BOOK];
        let mut line = Line::start(&command(&home, &argv), Discipline::Cooked)?;
        line.until("a first frame", |screen| screen.contents().lines().count() > 20)?;
        line.settles(Duration::from_millis(200))?;
        let mut least = usize::MAX;
        for _ in 0..3 {
            // Right after a tick there is time until the next one.
            line.more(Duration::from_secs(2));
            line.settles(Duration::from_millis(50))?;
            let from = line.types("\x0c")?;
            line.settles(Duration::from_millis(300))?;
            least = least.min(line.bytes(from, Instant::now()));
        }
        let (columns, text) = filled(line.screen());
        found.push((name, least, columns, text));
    }
    let each = |(_, bytes, columns, _): &(&str, usize, usize, usize)| *bytes as f64 / *columns as f64;
    let said =
        |one: &(&str, usize, usize, usize)| format!("{}: {} B, {} columns, {:.2}", one.0, one.1, one.2, each(one));
    let (english, chinese) = (&found[0], &found[1]);
    let ratio = each(chinese) / each(english);
    table.bounded("bytes a filled column, whole frame", said(chinese), said(english), ratio, 1.3, TIMES);
    let beyond =
        |(_, bytes, columns, text): &(&str, usize, usize, usize)| (*bytes as f64 - *text as f64) / *columns as f64;
    let said =
        |one: &(&str, usize, usize, usize)| format!("{}: {} B text, {:.2} more/column", one.0, one.3, beyond(one));
    let figure = format!("{:.2}x", beyond(chinese) / beyond(english));
    table.told("  the same without the characters' own bytes", said(chinese), said(english), figure);
    Ok(())
}

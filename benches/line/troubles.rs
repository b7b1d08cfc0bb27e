//! A key until what it did is saved and seen, a terminal that nobody reads, and one that goes away.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use chrono::DateTime;
use rustix::process::Signal;
use serde_json::Value;

use crate::helpers::Helpers;
use crate::screens::rows_that_differ;
use crate::support::{Home, SHORT};
use crate::table::{MS, TIMES, Table, Unit, least_and_middle, ms};
use crate::terminal::{Discipline, Line, command, emulator, idle};
use crate::{BOOK, ME, Scale};

/// A timer that comes due while nobody reads.
const LIMITED: &str = r#"{
  "format": "runbook/1",
  "id": "short-limit",
  "title": "A limit that is soon over",
  "status": "active",
  "roles": { "lead": { "title": "Lead", "can": ["activate", "approve", "end", "release"] } },
  "timers": [
    { "id": "soon", "title": "Soon", "from": "start", "until": "end", "within": "4s", "role": "lead", "on_breach": { "text": "Over." } }
  ],
  "phases": [
    {
      "id": "1",
      "title": "Handle",
      "steps": [
        { "id": "1.1", "title": "Find what grows", "checklist": ["Largest folder known", "Owner of it told"] },
        { "id": "1.2", "title": "Declare it over", "milestone": "ended" }
      ]
    }
  ]
}
"#;

/// The number of the last entry, where the screen calls it saved.
fn saved(screen: &vt100::Screen) -> Option<u64> {
    let contents = screen.contents();
    let head = contents.lines().nth(1)?.trim_end().strip_suffix("saved")?.trim_end();
    head.rsplit('#').next()?.parse().ok()
}

/// Time from a key to the screen that calls its entry saved, beside a bare write and sync and the echo of a terminal.
pub fn key(table: &mut Table, helpers: &Helpers, scale: &Scale) -> Result<()> {
    let what = "key until saved and seen, p50";
    let echo = match &helpers.echo {
        Ok(echo) => echo.display().to_string(),
        Err(why) => {
            table.skipped(what, why);
            return Ok(());
        }
    };
    let home = Home::new();
    let book = home.file("disk-full.json", SHORT).display().to_string();
    let mut line = Line::start(&command(&home, &[ME, "incident", &book]), Discipline::Cooked)?;
    let mut echo = Line::start(&command(&home, &[&echo]), Discipline::Raw)?;
    line.until("all is saved", |screen| saved(screen).is_some())?;
    line.settles(Duration::from_millis(200))?;
    let journal = home.folder().join("journal.jsonl");
    let mut bare = OpenOptions::new().create(true).append(true).open(home.path().join("bare"))?;
    let (mut keys, mut writes, mut echoes) = (Vec::new(), Vec::new(), Vec::new());
    let mut size = 600;
    for round in 0..scale.keys {
        // Each goes first every other time, so that neither always finds the disk as the other left it.
        for turn in 0..2 {
            if (round + turn) % 2 == 0 {
                let begin = Instant::now();
                bare.write_all(&vec![b'x'; size])?;
                bare.sync_data()?;
                writes.push(ms(begin.elapsed()));
            } else {
                let number = saved(line.screen()).context("a moment ago it was saved")?;
                let before = fs::metadata(&journal)?.len();
                // Ticks the item, takes it back.
                let at = line.types(if round % 2 == 0 { " " } else { "u" })?;
                let seen = line.until("the entry is saved", |screen| saved(screen) > Some(number))?;
                keys.push(ms(seen - at));
                size = usize::try_from(fs::metadata(&journal)?.len() - before)?;
            }
            line.settles(Duration::from_millis(10))?;
        }
        let at = echo.types("a")?;
        echo.more(Duration::from_secs(5));
        echoes.push(ms(echo.chunks.last().context("no echo")?.at - at));
    }
    let [(least, key), (least_write, write), (_, echo)] = [keys, writes, echoes].map(|all| least_and_middle(&all));
    let measured = format!("{least:.2} / {key:.2} ms");
    let beside = format!("sync {least_write:.2} / {write:.2} + 4 x echo {echo:.3} ms");
    table.bounded(what, measured, beside, key / (write + 4.0 * echo), 1.0, TIMES);
    Ok(())
}

/// When a timer was due, and when its entry says that it was made; in milliseconds.
fn breach(journal: &str) -> Option<(f64, f64)> {
    let line = journal.lines().find(|line| line.contains("\"timer_breached\""))?;
    let entry: Value = serde_json::from_str(line).ok()?;
    let mut events = entry["events"].as_array()?.iter();
    let breached = events.find(|event| event["type"] == "timer_breached")?;
    let due = DateTime::parse_from_rfc3339(breached["data"]["due"].as_str()?).ok()?;
    Some((due.timestamp_nanos_opt()? as f64 / 1e6, entry["t"].as_i64()? as f64 / 1e6))
}

fn now_ms() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, ms)
}

/// Nobody reads for five seconds while keys are typed and a timer comes due.
pub fn stalled(table: &mut Table) -> Result<()> {
    let home = Home::new();
    let book = home.file("short-limit.json", LIMITED).display().to_string();
    let mut line = Line::start(&command(&home, &[ME, "incident", &book]), Discipline::Cooked)?;
    line.until("all is saved", |screen| saved(screen).is_some())?;
    let begin = Instant::now();
    let journal = home.folder().join("journal.jsonl");
    let (mut typed, mut found) = (0, None);
    while begin.elapsed() < Duration::from_secs(5) {
        // Keys that draw a screen each: the terminal is full after a second.
        line.types(["4", "\x0c", "1", "\x0c"][typed % 4])?;
        typed += 1;
        for _ in 0..5 {
            idle(Duration::from_millis(5));
            found = found.or_else(|| {
                let (due, said) = breach(&fs::read_to_string(&journal).ok()?)?;
                Some((said - due, now_ms() - due))
            });
        }
    }
    line.types("1")?;
    let (resumed, resumed_ms) = (Instant::now(), now_ms());
    // Two ticks: what was left undrawn is to be drawn by then, without a key.
    line.reads(resumed + Duration::from_millis(2200));
    let unread = line.bytes(resumed, resumed + Duration::from_millis(10));
    let was = line.screen().clone();
    let known = line.chunks.len();
    line.types("\x0c")?;
    line.reads(Instant::now() + Duration::from_millis(300));
    let mut fresh = emulator();
    for chunk in &line.chunks[known..] {
        fresh.process(&chunk.bytes);
    }
    if !fresh.screen().contents().contains("Find what grows") {
        bail!("^L did not draw the screen:\n{}", fresh.screen().contents());
    }
    let late = match found {
        Some(late) => late,
        None => {
            let (due, said) = breach(&fs::read_to_string(&journal)?).context("the timer never came due")?;
            // It was not there before somebody read again.
            (said - due, resumed_ms - due)
        }
    };
    let measured = format!("in the file after {:.1} ms, says {:.1}", late.1, late.0);
    let beside = format!("{typed} keys, {unread} B lay unread");
    table.bounded("a timer's entry, nobody reads: late by", measured, beside, late.1.max(late.0), 50.0, MS);
    let rows = rows_that_differ(&was, fresh.screen());
    let beside = "beside a frame drawn whole on nothing".to_owned();
    table.bounded("the screen read again: wrong rows", format!("{rows} rows"), beside, rows as f64, 0.0, Unit(0, ""));
    Ok(())
}

/// How long the program outlives its terminal, and a request to end.
pub fn ends(table: &mut Table, scale: &Scale) -> Result<()> {
    type End = fn(&mut Line) -> Result<Duration>;
    let ways: [(&str, End); 2] = [
        ("terminal closed until gone", |line| line.hangs_up()),
        ("SIGTERM until gone", |line| line.signal(Signal::TERM)),
    ];
    for (what, end) in ways {
        let mut all = Vec::new();
        for _ in 0..scale.rounds.clamp(1, 7) {
            let home = Home::new();
            let mut line = Line::start(&command(&home, &[ME, "incident", BOOK]), Discipline::Cooked)?;
            line.until("all is saved", |screen| saved(screen).is_some())?;
            line.settles(Duration::from_millis(100))?;
            all.push(ms(end(&mut line).context(what)?));
        }
        let (least, middle) = least_and_middle(&all);
        let worst = all.iter().copied().fold(0.0, f64::max);
        let measured = format!("{least:.1} / {middle:.1} ms, worst {worst:.1}");
        table.bounded(what, measured, format!("{} tries", all.len()), middle, 100.0, MS);
    }
    Ok(())
}

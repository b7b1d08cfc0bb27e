//! Incidents on a simulated disk by the thousand, counted: what was saved, and what came back.
//!
//! Asserts nothing, so that a disk used wrongly can be measured as well. Knows the journal from outside.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::cast_possible_truncation)]

use std::collections::{HashMap, HashSet};
use std::iter;
use std::ops::{AddAssign, Range};
use std::sync::LazyLock;
use std::thread;

use chrono::TimeDelta;

use super::disk::Place;
use super::error::{AppendError, OpenError};
use super::file::Journal;
use super::line::{Digest, encode};
use super::recover::Recovery;
use super::samples::{SID, named};
use super::sim::{Counts, Habits, Sim};
use crate::session::{EntryId, Event, EvidenceItem, Seq};

/// Times the power may go in one incident.
const LIVES: usize = 3;

/// What many incidents came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub incidents: u64,
    /// Entries somebody was told were saved.
    pub saved: u64,
    /// Those of them that were gone after a cut.
    pub lost: u64,
    /// Entries nobody of this session wrote.
    pub foreign: u64,
    /// Entries read twice.
    pub twice: u64,
    /// Damage told where nothing saved was gone.
    pub false_alarms: u64,
    /// Lines that "it is JSON and ends in a newline" would take: of other sessions, or standing there again.
    pub taken_by_shape: u64,
    /// Entries saved on a lower rung of the ladder.
    pub below: u64,
    /// Times the record was brought back up, or was there.
    pub climbs: u64,
    /// Seed of an incident with anything of that.
    pub bad: Option<u64>,
    pub counts: Counts,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.incidents += more.incidents;
        self.saved += more.saved;
        self.lost += more.lost;
        self.foreign += more.foreign;
        self.twice += more.twice;
        self.false_alarms += more.false_alarms;
        self.taken_by_shape += more.taken_by_shape;
        self.below += more.below;
        self.climbs += more.climbs;
        self.bad = self.bad.or(more.bad);
        self.counts += more.counts;
    }
}

/// Runs an incident for each seed, on every processor.
pub fn run(seeds: Range<u64>, habits: Habits, acts: u64) -> Tally {
    let threads = thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let step = (seeds.end - seeds.start).div_ceil(threads).max(1);
    let mut all = Tally::default();
    thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|part| {
                let from = seeds.start + part * step;
                let to = (from + step).min(seeds.end);
                scope.spawn(move || {
                    let mut tally = Tally::default();
                    (from..to).for_each(|seed| tally += Incident::new(seed, habits, acts).run());
                    tally
                })
            })
            .collect();
        for part in parts {
            all += part.join().unwrap();
        }
    });
    all
}

/// Lines of a session that was on these blocks before.
static STALE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let sid = "01JA0000000000000000000000";
    let mut prev = Digest::of(sid.as_bytes());
    let mut bytes = Vec::new();
    for seq in 1..=120 {
        let mut entry = named(seq, &format!("old-{seq}"), vec![Event::SessionStarted]);
        entry.at.wall -= TimeDelta::days(1);
        let encoded = encode(sid, &entry, prev).unwrap();
        prev = encoded.hash;
        bytes.extend(encoded.line);
    }
    bytes
});

/// One program on the session.
struct Program {
    sim: Sim,
    journal: Journal,
    /// Entries it read and shows, of which it does not know yet that they are safe.
    read: Vec<(EntryId, Seq)>,
}

struct Incident {
    seed: u64,
    sim: Sim,
    /// A lower rung of the ladder, where there is one.
    below: Option<Sim>,
    tally: Tally,
    tried: HashSet<EntryId>,
    saved: HashMap<EntryId, Seq>,
    /// Acts between two cuts.
    acts: u64,
    /// Whether the wrong rule is measured as well; it costs as much as the right one.
    by_shape: bool,
}

impl Incident {
    fn new(seed: u64, habits: Habits, acts: u64) -> Self {
        let sim = Sim::new(seed);
        sim.disk().habits = habits;
        sim.disk().stale.clone_from(&STALE);
        let below = seed.is_multiple_of(7).then(|| Sim::new(seed + 1));
        if let Some(disk) = &below {
            disk.disk().habits = habits;
            disk.disk().stale.clone_from(&STALE);
        }
        Self {
            seed,
            sim,
            below,
            tally: Tally::default(),
            tried: HashSet::new(),
            saved: HashMap::new(),
            acts,
            by_shape: habits.reads_by_shape,
        }
    }

    fn run(mut self) -> Tally {
        self.tally.incidents = 1;
        let own = self.sim.another();
        let made = Journal::create_on(self.ladder(&own), 0, SID).unwrap();
        let mut programs = vec![Program { sim: own, journal: made, read: Vec::new() }];
        for life in 0..LIVES {
            self.trouble();
            for act in 0..self.acts {
                self.act(&mut programs, &format!("{}-{life}-{act}", self.seed));
            }
            programs.clear();
            self.calm();
            if life + 1 == LIVES || self.chance(4) > 0 {
                self.disks().for_each(Sim::cut_power);
            }
            match self.join() {
                Some(program) => programs.push(program),
                None => break,
            }
        }
        self.tally.saved = self.tally.saved.max(self.saved.len() as u64);
        let befell: Vec<Counts> = self.disks().map(|disk| disk.disk().counts).collect();
        for counts in befell {
            self.tally.counts += counts;
        }
        let Tally { lost, foreign, twice, false_alarms, .. } = self.tally;
        self.tally.bad = (lost + foreign + twice + false_alarms > 0).then_some(self.seed);
        self.tally
    }

    fn chance(&self, of: u64) -> u64 {
        self.sim.disk().below(of)
    }

    fn disks(&self) -> impl Iterator<Item = &Sim> {
        iter::once(&self.sim).chain(&self.below)
    }

    /// What the program on `own` has: its disk, and the one below where there is one.
    fn ladder(&self, own: &Sim) -> Vec<Box<dyn Place>> {
        let below = self.below.iter().map(|below| Box::new(below.with(own)) as Box<dyn Place>);
        iter::once(Box::new(own.clone()) as Box<dyn Place>).chain(below).collect()
    }

    fn trouble(&self) {
        for disk in self.disks() {
            let mut disk = disk.disk();
            disk.failing_writes = if self.seed.is_multiple_of(2) { 80 } else { 10 };
            disk.failing_syncs = if self.seed.is_multiple_of(3) { 120 } else { 5 };
            disk.failing_makes = if self.seed.is_multiple_of(9) { 700 } else { disk.failing_syncs };
        }
    }

    fn calm(&self) {
        for disk in self.disks() {
            let mut disk = disk.disk();
            (disk.failing_writes, disk.failing_syncs, disk.failing_makes) = (0, 0, 0);
        }
    }

    /// Somebody appends, comes, or is killed.
    fn act(&mut self, programs: &mut Vec<Program>, id: &str) {
        if programs.is_empty() || (self.seed.is_multiple_of(5) && programs.len() < 3 && self.chance(6) == 0) {
            programs.extend(self.join());
        }
        let which = self.chance(programs.len() as u64) as usize;
        let Some(program) = programs.get_mut(which) else { return };
        if self.chance(15) == 0 {
            program.sim.kill_in(1 + self.chance(12));
        }
        self.append(program, id);
        if program.sim.killed() {
            programs.remove(which);
        }
    }

    fn append(&mut self, program: &mut Program, id: &str) {
        if self.below.is_some() && self.chance(4) == 0 {
            match program.journal.climb(0) {
                Ok(news) => {
                    program.read.extend(news.into_iter().map(|other| (other.id, other.seq)));
                    self.tally.climbs += u64::from(program.journal.rung() == 0);
                }
                Err(_) if program.sim.killed() => return,
                Err(_) => {}
            }
        }
        let size = self.chance(900) as usize;
        let event = Event::EvidenceGiven { step: "s".into(), item: EvidenceItem(0), text: "x".repeat(size) };
        let mut entry = named(program.journal.head().seq.next().0, id, vec![event]);
        self.tried.insert(entry.id.clone());
        for _ in 0..3 {
            match program.journal.append(Seq(entry.seq.0 - 1), &entry) {
                Ok(appended) if !program.sim.killed() => {
                    self.tally.below += u64::from(appended.rung > 0);
                    // What it had read before is in the chain below: it counts as saved with it.
                    self.saved.extend(program.read.drain(..));
                    self.saved.insert(entry.id, appended.seq);
                    return;
                }
                Err(AppendError::Conflict(others)) => {
                    program.read.extend(others.into_iter().map(|other| (other.id, other.seq)));
                    entry.seq = program.journal.head().seq.next();
                }
                _ if program.sim.killed() => return,
                _ => {}
            }
        }
    }

    /// A program opens what is there; what it reads is held against what was saved.
    fn join(&mut self) -> Option<Program> {
        let sim = self.sim.another();
        match Journal::open_on(self.ladder(&sim), true) {
            Ok((journal, found)) => {
                self.judge(&found);
                let read = found.entries.into_iter().map(|entry| (entry.id, entry.seq)).collect();
                Some(Program { sim, journal, read })
            }
            Err(OpenError::Empty | OpenError::Absent) => {
                self.tally.saved += self.saved.len() as u64;
                self.tally.lost += self.saved.drain().count() as u64;
                None
            }
            Err(error) => panic!("seed {}: {error}", self.seed),
        }
    }

    fn judge(&mut self, found: &Recovery) {
        if self.by_shape {
            self.tally.taken_by_shape += self.taken_by_shape();
        }
        let read: HashMap<&EntryId, Seq> = found.entries.iter().map(|entry| (&entry.id, entry.seq)).collect();
        let tally = &mut self.tally;
        tally.twice += (found.entries.len() - read.len()) as u64;
        tally.foreign += read.keys().filter(|id| !self.tried.contains(**id)).count() as u64;
        let before = self.saved.len();
        self.saved.retain(|id, seq| read.get(id) == Some(seq));
        let lost = (before - self.saved.len()) as u64;
        tally.lost += lost;
        tally.saved += lost;
        tally.false_alarms += u64::from(found.damaged && lost == 0);
    }

    /// How many wrong lines a reader would take that asks only for JSON and a newline.
    fn taken_by_shape(&self) -> u64 {
        let mut seen = HashSet::new();
        let mut wrong = 0;
        for number in 1..=self.sim.segments() {
            let bytes = self.sim.bytes(number);
            let lines = bytes.split_inclusive(|byte| *byte == b'\n').filter_map(|line| line.strip_suffix(b"\n"));
            for line in lines.filter(|line| line.starts_with(b"{") && line.ends_with(b"}")) {
                let ours = line.windows(SID.len()).take(60).any(|window| window == SID.as_bytes());
                let whole = serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
                wrong += u64::from(whole && (!ours || !seen.insert(line.to_vec())));
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn ten_thousand_incidents_lose_nothing_that_was_saved_and_raise_no_false_alarm() {
        let tally = run(1..10_001, Habits::default(), 4);
        let Tally { saved, lost, foreign, twice, false_alarms, .. } = tally;
        assert_eq!((lost, foreign, twice, false_alarms), (0, 0, 0, 0), "{tally:?}");
        let Counts { cuts, kills, short_writes, failed_syncs } = tally.counts;
        let enough = saved > 100_000
            && tally.below > 1_000
            && tally.climbs > 1_000
            && cuts > 20_000
            && kills > 5_000
            && short_writes > 5_000
            && failed_syncs > 5_000;
        assert!(enough, "the test has lost its point: {tally:?}");
    }

    #[test]
    fn a_disk_used_wrongly_is_seen_to_lose() {
        let control = |habits| run(1..501, habits, 14);
        let never = control(Habits { never_syncs: true, ..Habits::default() });
        assert!(never.lost * 2 > never.saved, "without syncs: {never:?}");
        let retries = control(Habits { retries_syncs: true, ..Habits::default() });
        assert!(retries.lost * 100 > retries.saved, "a failed sync asked again and believed: {retries:?}");
        let shape = control(Habits { reads_by_shape: true, ..Habits::default() });
        assert!(shape.taken_by_shape > 50, "JSON and a newline as the rule: {shape:?}");
        let bare = run(1..2_001, Habits { bare_newline: true, ..Habits::default() }, 4);
        assert!(bare.false_alarms > 0, "a bare newline after a torn line: {bare:?}");
    }
}

//! A disk for tests that writes short, runs full, fails to sync, and loses power.
//!
//! After a failed sync it behaves as Linux does: the pages count as clean, the next sync says all is well,
//! and what they held never arrives. It knows nothing of lines.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::cast_possible_truncation)]

use std::io;
use std::ops::AddAssign;
use std::sync::{Arc, Mutex, MutexGuard};

use super::disk::{Place, Tape};
use super::places::Places;

const SECTOR: usize = 512;
const PAGE: usize = 4096;

/// One folder on one failing disk, as one program sees it; clones are the same program.
#[derive(Clone)]
pub(super) struct Sim {
    disk: Arc<Mutex<Disk>>,
    /// Operations until this program is killed; `None` when nobody wants to.
    fate: Arc<Mutex<Option<u64>>>,
}

pub(super) struct Disk {
    files: Vec<Bytes>,
    random: u64,
    /// Of a thousand operations, how many fail.
    pub(super) failing_writes: u64,
    pub(super) failing_syncs: u64,
    pub(super) failing_makes: u64,
    /// A segment that can no longer be opened.
    pub(super) broken: Option<u32>,
    /// A failed sync takes with it what was saved before in the same page.
    pub(super) loses_pages: bool,
    /// Other machines write to it too.
    pub(super) shared: bool,
    /// What stood on these blocks before: a lost sector may show it.
    pub(super) stale: Vec<u8>,
    pub(super) habits: Habits,
    pub(super) counts: Counts,
    in_flight: bool,
}

/// Ways to use a disk that a journal must not have; each must be seen to lose.
#[derive(Debug, Clone, Copy, Default)]
pub struct Habits {
    /// Nothing is ever synced.
    pub never_syncs: bool,
    /// A failed sync is asked again, and its answer believed.
    pub retries_syncs: bool,
    /// A torn line is ended by a bare newline.
    pub bare_newline: bool,
    /// A line is what is JSON and ends in a newline.
    pub reads_by_shape: bool,
}

/// What befell a disk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub cuts: u64,
    pub kills: u64,
    pub short_writes: u64,
    pub failed_syncs: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.cuts += more.cuts;
        self.kills += more.kills;
        self.short_writes += more.short_writes;
        self.failed_syncs += more.failed_syncs;
    }
}

#[derive(Default)]
struct Bytes {
    seen: Vec<u8>,
    durable: Vec<u8>,
    dirty: Vec<bool>,
    locked: bool,
    /// It was made and could not be made durable: whatever its syncs say, it goes with the power.
    ghost: bool,
    /// It went.
    gone: bool,
    /// It was never made on this disk.
    absent: bool,
}

impl Disk {
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        if limit == 0 { 0 } else { self.random % limit }
    }

    fn fails(&mut self, thousandths: u64) -> bool {
        self.below(1000) < thousandths
    }

    fn add(&mut self, index: usize, file: Bytes) {
        while self.files.len() < index {
            self.files.push(Bytes { absent: true, ..Bytes::default() });
        }
        assert!(self.files.get(index).is_none_or(|file| file.absent), "a segment was made twice");
        self.files.truncate(index);
        self.files.push(file);
    }

    /// Brings dirty sectors of a file onto the disk: all of them, or what a failing disk took of them.
    fn settle(&mut self, index: usize, whole: bool) {
        let mut file = std::mem::take(&mut self.files[index]);
        let Bytes { seen, durable, dirty, .. } = &mut file;
        let dirty = std::mem::take(dirty);
        let grown = seen.len() - durable.len();
        let len = if whole { seen.len() } else { durable.len() + self.below(grown as u64 + 1) as usize };
        let before = durable.len();
        durable.resize(len, 0);
        for (sector, _) in dirty.iter().enumerate().filter(|(_, dirty)| **dirty) {
            let (from, to) = (sector * SECTOR, ((sector + 1) * SECTOR).min(len));
            if from >= to {
                continue;
            }
            match if whole { 0 } else { self.below(3) } {
                0 => durable[from..to].copy_from_slice(&seen[from..to]),
                1 if from >= before && self.stale.len() >= to => {
                    durable[from..to].copy_from_slice(&self.stale[from..to]);
                }
                _ => {}
            }
        }
        self.files[index] = file;
    }
}

impl Sim {
    pub(super) fn new(seed: u64) -> Self {
        let random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let disk = Disk {
            files: Vec::new(),
            random,
            failing_writes: 0,
            failing_syncs: 0,
            failing_makes: 0,
            broken: None,
            loses_pages: false,
            shared: false,
            stale: Vec::new(),
            habits: Habits::default(),
            counts: Counts::default(),
            in_flight: false,
        };
        Self { disk: Arc::new(Mutex::new(disk)), fate: Arc::default() }
    }

    pub(super) fn disk(&self) -> MutexGuard<'_, Disk> {
        self.disk.lock().unwrap()
    }

    /// Another program on the same disk.
    pub(super) fn another(&self) -> Self {
        Self { disk: Arc::clone(&self.disk), fate: Arc::default() }
    }

    /// This disk under the hands of the same program as `other`.
    pub(super) fn with(&self, other: &Self) -> Self {
        Self { disk: Arc::clone(&self.disk), fate: Arc::clone(&other.fate) }
    }

    /// Kills this program at its `operations`th operation from now; whether that one still happens is chance.
    pub(super) fn kill_in(&self, operations: u64) {
        *self.fate.lock().unwrap() = Some(operations);
    }

    pub(super) fn killed(&self) -> bool {
        *self.fate.lock().unwrap() == Some(0)
    }

    /// What can be read of a segment now.
    pub(super) fn bytes(&self, number: usize) -> Vec<u8> {
        self.disk().files.get(number - 1).map(|file| file.seen.clone()).unwrap_or_default()
    }

    pub(super) fn segments(&self) -> usize {
        self.disk().files.iter().filter(|file| !file.absent).count()
    }

    /// The power goes: of every sector that was not synced the new, the old, nothing or garbage is there.
    pub(super) fn cut_power(&self) {
        let mut disk = self.disk();
        disk.counts.cuts += 1;
        if disk.stale.is_empty() {
            disk.stale = disk.files.first().map(|file| file.durable.clone()).unwrap_or_default();
        }
        while disk.files.last().is_some_and(|file| file.ghost) && disk.below(2) == 0 {
            disk.files.pop();
        }
        disk.in_flight = disk.below(2) == 0;
        for index in 0..disk.files.len() {
            disk.settle(index, false);
            let file = &mut disk.files[index];
            (file.seen, file.locked) = (file.durable.clone(), false);
            if std::mem::take(&mut file.ghost) {
                *file = Bytes { gone: true, ..Bytes::default() };
            }
        }
    }

    /// One operation of this program: what it does, unless it is killed before, or after it.
    fn act<T>(&self, act: impl FnOnce(&mut Disk) -> io::Result<T>) -> io::Result<T> {
        let gone = || Err(io::Error::other("killed"));
        let mut fate = self.fate.lock().unwrap();
        let last = match fate.as_mut() {
            Some(0) => return gone(),
            Some(left) => {
                *left -= 1;
                *left == 0
            }
            None => false,
        };
        let mut disk = self.disk();
        if !last {
            return act(&mut disk);
        }
        disk.counts.kills += 1;
        if disk.below(3) > 0 {
            let _ = act(&mut disk);
        }
        gone()
    }
}

impl From<Sim> for Places {
    fn from(sim: Sim) -> Self {
        vec![Box::new(sim) as Box<dyn Place>].into()
    }
}

struct SimTape {
    sim: Sim,
    index: usize,
    holds: Mutex<bool>,
}

impl Place for Sim {
    fn numbers(&self) -> io::Result<Vec<u32>> {
        self.act(|disk| {
            let there = (1..).zip(&disk.files).filter(|(_, file)| !file.absent);
            Ok(there.map(|(number, _)| number).collect())
        })
    }

    fn open(&self, number: u32) -> io::Result<Option<Box<dyn Tape>>> {
        let index = number as usize - 1;
        let there = self.act(|disk| {
            let broken = disk.broken == Some(number) || disk.files.get(index).is_some_and(|file| file.gone);
            let there = disk.files.get(index).is_some_and(|file| !file.absent);
            if broken { Err(rustix::io::Errno::BADMSG.into()) } else { Ok(there) }
        })?;
        Ok(there.then(|| Box::new(SimTape { sim: self.clone(), index, holds: Mutex::new(false) }) as Box<dyn Tape>))
    }

    fn make(&self, number: u32) -> io::Result<Box<dyn Tape>> {
        let index = number as usize - 1;
        self.act(|disk| {
            let chance = disk.failing_makes;
            let fails = disk.fails(chance);
            if fails && disk.below(2) == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            disk.add(index, Bytes { ghost: fails, ..Bytes::default() });
            // It was made, and then its name was not synced.
            if fails { Err(io::Error::other("EIO")) } else { Ok(()) }
        })?;
        Ok(Box::new(SimTape { sim: self.clone(), index, holds: Mutex::new(false) }))
    }

    fn make_with(&self, number: u32, bytes: &[u8]) -> io::Result<Box<dyn Tape>> {
        let index = number as usize - 1;
        self.act(|disk| {
            let chance = disk.failing_makes.max(disk.failing_writes).max(disk.failing_syncs);
            if disk.fails(chance) {
                return Err(io::ErrorKind::StorageFull.into());
            }
            disk.add(index, Bytes { seen: bytes.to_vec(), durable: bytes.to_vec(), ..Bytes::default() });
            Ok(())
        })?;
        Ok(Box::new(SimTape { sim: self.clone(), index, holds: Mutex::new(false) }))
    }

    fn keep(&self, _: &str, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn kept(&self, _: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(None)
    }

    fn is_shared(&self) -> bool {
        self.disk().shared
    }

    fn mark(&self, in_flight: bool) -> io::Result<()> {
        self.act(|disk| {
            disk.in_flight = in_flight;
            Ok(())
        })
    }

    fn in_flight(&self) -> bool {
        self.act(|disk| Ok(disk.in_flight)).unwrap_or(false)
    }
}

impl Drop for SimTape {
    /// The kernel gives a dead program's lock back.
    fn drop(&mut self) {
        self.unlock();
    }
}

impl Tape for SimTape {
    fn try_lock(&self) -> io::Result<bool> {
        self.sim.act(|disk| {
            let locked = &mut disk.files[self.index].locked;
            let free = !*locked;
            *locked = true;
            *self.holds.lock().unwrap() |= free;
            Ok(free)
        })
    }

    fn unlock(&self) {
        if std::mem::take(&mut *self.holds.lock().unwrap()) {
            self.sim.disk().files[self.index].locked = false;
        }
    }

    fn len(&self) -> io::Result<u64> {
        self.sim.act(|disk| Ok(disk.files[self.index].seen.len() as u64))
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.sim.act(|disk| {
            let rest = disk.files[self.index].seen.get(offset as usize..).unwrap_or_default();
            let count = rest.len().min(buffer.len());
            buffer[..count].copy_from_slice(&rest[..count]);
            Ok(count)
        })
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.sim.act(|disk| {
            let chance = disk.failing_writes;
            let mut count = bytes.len();
            if disk.fails(chance) {
                disk.counts.short_writes += 1;
                // Now and then only the newline is missing: the line would count if one came after it.
                let whole = disk.below(8) == 0;
                count = if whole { bytes.len() - 1 } else { disk.below(bytes.len() as u64) as usize };
                if count == 0 {
                    return Err(io::ErrorKind::StorageFull.into());
                }
            }
            let bare = disk.habits.bare_newline;
            let file = &mut disk.files[self.index];
            let from = file.seen.len() / SECTOR;
            let begin = file.seen.len();
            file.seen.extend_from_slice(&bytes[..count]);
            if bare && count > 1 && bytes.starts_with(b"#\n") {
                file.seen[begin] = b'\n';
            }
            let sectors = file.seen.len().div_ceil(SECTOR);
            file.dirty.resize(sectors, false);
            file.dirty[from..].fill(true);
            Ok(count)
        })
    }

    fn sync(&self) -> io::Result<()> {
        self.sim.act(|disk| {
            if disk.habits.never_syncs {
                return Ok(());
            }
            let chance = disk.failing_syncs;
            let fails = disk.fails(chance);
            let from = disk.files[self.index].dirty.iter().position(|dirty| *dirty).unwrap_or(0) * SECTOR;
            disk.settle(self.index, !fails);
            if fails && disk.loses_pages {
                disk.files[self.index].durable[from / PAGE * PAGE..].fill(0);
            }
            if fails {
                disk.counts.failed_syncs += 1;
                if !disk.habits.retries_syncs {
                    return Err(io::Error::other("EIO"));
                }
                disk.settle(self.index, true);
            }
            Ok(())
        })
    }
}

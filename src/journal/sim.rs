//! A disk for tests that writes short, runs full, fails to sync, and loses power.
//!
//! After a failed sync it behaves as Linux does: the pages count as clean, the next sync says all is well,
//! and what they held never arrives.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::cast_possible_truncation)]

use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use super::disk::{Place, Tape};

const SECTOR: usize = 512;

/// One folder on one failing disk; clones are the same.
#[derive(Clone)]
pub(super) struct Sim(Arc<Mutex<Disk>>);

pub(super) struct Disk {
    files: Vec<Bytes>,
    random: u64,
    /// Of a thousand operations, how many fail.
    pub(super) failing_writes: u64,
    pub(super) failing_syncs: u64,
    pub(super) failing_makes: u64,
}

#[derive(Default)]
struct Bytes {
    seen: Vec<u8>,
    durable: Vec<u8>,
    dirty: Vec<bool>,
    locked: bool,
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
}

impl Sim {
    pub(super) fn new(seed: u64) -> Self {
        let random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        Self(Arc::new(Mutex::new(Disk {
            files: Vec::new(),
            random,
            failing_writes: 0,
            failing_syncs: 0,
            failing_makes: 0,
        })))
    }

    pub(super) fn disk(&self) -> MutexGuard<'_, Disk> {
        self.0.lock().unwrap()
    }

    /// What can be read of a segment now.
    pub(super) fn bytes(&self, number: usize) -> Vec<u8> {
        self.disk().files[number - 1].seen.clone()
    }

    pub(super) fn segments(&self) -> usize {
        self.disk().files.len()
    }

    /// The power goes: of every sector that was not synced the new, the old, nothing or garbage is there.
    pub(super) fn cut_power(&self) {
        let mut disk = self.disk();
        let mut files = std::mem::take(&mut disk.files);
        let stale = files.first().map(|file| file.durable.clone()).unwrap_or_default();
        for file in &mut files {
            let grown = file.seen.len() - file.durable.len();
            let len = file.durable.len() + disk.below(grown as u64 + 1) as usize;
            let mut after = file.durable.clone();
            after.resize(len, 0);
            for (index, dirty) in file.dirty.iter().enumerate() {
                let (from, to) = (index * SECTOR, ((index + 1) * SECTOR).min(len));
                if !dirty || from >= to {
                    continue;
                }
                match disk.below(3) {
                    0 => after[from..to].copy_from_slice(&file.seen[from..to]),
                    1 if from >= file.durable.len() && stale.len() >= to => {
                        after[from..to].copy_from_slice(&stale[from..to]);
                    }
                    _ => {}
                }
            }
            *file = Bytes { seen: after.clone(), durable: after, dirty: Vec::new(), locked: false };
        }
        disk.files = files;
    }
}

struct SimTape {
    sim: Sim,
    index: usize,
    holds: Mutex<bool>,
}

impl Place for Sim {
    fn open(&self, number: u32) -> io::Result<Option<Box<dyn Tape>>> {
        let index = number as usize - 1;
        let there = index < self.disk().files.len();
        Ok(there.then(|| Box::new(SimTape { sim: self.clone(), index, holds: Mutex::new(false) }) as Box<dyn Tape>))
    }

    fn make(&self, number: u32) -> io::Result<Box<dyn Tape>> {
        let mut disk = self.disk();
        let chance = disk.failing_makes;
        if disk.fails(chance) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        assert_eq!(disk.files.len(), number as usize - 1, "a segment was made twice or left out");
        disk.files.push(Bytes::default());
        drop(disk);
        Ok(self.open(number)?.unwrap())
    }
}

impl Tape for SimTape {
    fn try_lock(&self) -> io::Result<bool> {
        let locked = &mut self.sim.disk().files[self.index].locked;
        let free = !*locked;
        *locked = true;
        *self.holds.lock().unwrap() |= free;
        Ok(free)
    }

    fn unlock(&self) {
        if std::mem::take(&mut *self.holds.lock().unwrap()) {
            self.sim.disk().files[self.index].locked = false;
        }
    }

    fn read_from(&self, offset: u64) -> io::Result<Vec<u8>> {
        Ok(self.sim.disk().files[self.index].seen[offset as usize..].to_vec())
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut disk = self.sim.disk();
        let chance = disk.failing_writes;
        let mut count = bytes.len();
        if disk.fails(chance) {
            count = disk.below(bytes.len() as u64) as usize;
            if count == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
        }
        let file = &mut disk.files[self.index];
        let from = file.seen.len() / SECTOR;
        file.seen.extend_from_slice(&bytes[..count]);
        let sectors = file.seen.len().div_ceil(SECTOR);
        file.dirty.resize(sectors, false);
        file.dirty[from..].fill(true);
        Ok(count)
    }

    fn sync(&self) -> io::Result<()> {
        let mut disk = self.sim.disk();
        let chance = disk.failing_syncs;
        let fails = disk.fails(chance);
        let file = &mut disk.files[self.index];
        let sectors = std::mem::take(&mut file.dirty);
        if fails {
            // The size may arrive although the pages do not.
            return Err(io::Error::other("EIO"));
        }
        let Bytes { seen, durable, .. } = file;
        durable.resize(seen.len(), 0);
        for (index, _) in sectors.iter().enumerate().filter(|(_, dirty)| **dirty) {
            let (from, to) = (index * SECTOR, ((index + 1) * SECTOR).min(seen.len()));
            durable[from..to].copy_from_slice(&seen[from..to]);
        }
        Ok(())
    }
}

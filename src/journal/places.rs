//! The places of one record, best first, and how they stand in for each other.
//!
//! Owns where a segment is looked for and where the next one is made. Knows nothing of lines, and nothing of why
//! one place is better than another.

use std::io;
use std::sync::OnceLock;

use super::disk::{Access, Folder, Place, Tape};
use super::ladder::FolderAt;
use super::segment::is_sick;

/// The places of one record.
pub(super) struct Places(Vec<Box<dyn Place>>);

impl From<Vec<Box<dyn Place>>> for Places {
    fn from(places: Vec<Box<dyn Place>>) -> Self {
        Self(places)
    }
}

impl Places {
    /// Every segment with the rung it stands on, in order. A number may stand on two rungs: on the upper one it
    /// could be made, but not made durable. Where a rung that `matters` cannot be looked into and is not broken, nobody
    /// may think that there is nothing on it.
    pub(super) fn numbers(&self, matters: impl Fn(usize) -> bool) -> io::Result<Vec<(u32, usize)>> {
        let mut found: Vec<(u32, usize)> = Vec::new();
        let mut failure = None;
        for (rung, place) in self.0.iter().enumerate() {
            match place.numbers() {
                Ok(numbers) => found.extend(numbers.into_iter().map(|number| (number, rung))),
                Err(error) if matters(rung) && !is_sick(&error) => return Err(error),
                Err(error) => _ = failure.get_or_insert(error),
            }
        }
        if let (true, Some(error)) = (found.is_empty(), failure) {
            return Err(error);
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Opens segment `number` on this rung; `None` when there is none.
    pub(super) fn open(&self, number: u32, rung: usize) -> io::Result<Option<Box<dyn Tape>>> {
        self.0.get(rung).map_or(Ok(None), |place| place.open(number))
    }

    /// Makes segment `number` on the first rung from `from` down that takes it.
    pub(super) fn make(&self, number: u32, from: usize) -> io::Result<(Box<dyn Tape>, usize)> {
        let mut failure = None;
        for (rung, place) in self.0.iter().enumerate().skip(from) {
            match place.make(number) {
                Ok(tape) => return Ok((tape, rung)),
                Err(error) => _ = failure.get_or_insert(error),
            }
        }
        Err(failure.unwrap_or_else(|| io::Error::other("there is no other place to write to")))
    }

    /// Makes segment `number` on this rung and no other.
    pub(super) fn make_on(&self, number: u32, rung: usize) -> io::Result<Box<dyn Tape>> {
        self.0.get(rung).ok_or(io::ErrorKind::NotFound)?.make(number)
    }

    /// Makes segment `number` on this rung, with these bytes in it or not at all.
    pub(super) fn make_with(&self, number: u32, rung: usize, bytes: &[u8]) -> io::Result<Box<dyn Tape>> {
        self.0.get(rung).ok_or(io::ErrorKind::NotFound)?.make_with(number, bytes)
    }

    /// Keeps a file of evidence on this rung, else on the first below that takes it; says which.
    pub(super) fn keep(&self, from: usize, name: &str, bytes: &[u8]) -> io::Result<usize> {
        let mut failure = None;
        for (rung, place) in self.0.iter().enumerate().skip(from) {
            match place.keep(name, bytes) {
                Ok(()) => return Ok(rung),
                Err(error) => _ = failure.get_or_insert(error),
            }
        }
        Err(failure.unwrap_or_else(|| io::ErrorKind::NotFound.into()))
    }

    /// Brings a file of evidence to rung `to`, from wherever it is kept; one that is nowhere is not missed here.
    pub(super) fn bring(&self, to: usize, name: &str) -> io::Result<()> {
        let Some(place) = self.0.get(to) else { return Ok(()) };
        if place.kept(name)?.is_some() {
            return Ok(());
        }
        let found = self.0.iter().find_map(|other| other.kept(name).ok().flatten());
        found.map_or(Ok(()), |bytes| place.keep(name, &bytes))
    }

    /// Where other machines may write on `rung`, a rung above it that is this machine's own.
    pub(super) fn own_above(&self, rung: usize) -> Option<usize> {
        self.0.get(rung).filter(|place| place.is_shared())?;
        self.0.iter().take(rung).position(|place| !place.is_shared())
    }

    /// Tells every program on this machine whether the last line may not be on the disk.
    pub(super) fn mark(&self, in_flight: bool) -> io::Result<()> {
        let mut result = Ok(());
        for place in &self.0 {
            result = place.mark(in_flight).and(result);
        }
        result
    }

    pub(super) fn in_flight(&self) -> bool {
        self.0.iter().any(|place| place.in_flight())
    }
}

/// A session's folder on one rung, opened when it is needed.
pub(super) struct Rung {
    at: FolderAt,
    access: Access,
    folder: OnceLock<Folder>,
}

impl Rung {
    pub(super) fn new(at: FolderAt, access: Access) -> Self {
        Self { at, access, folder: OnceLock::new() }
    }

    /// The folder; an error of the kind `NotFound` when it is not there.
    fn folder(&self) -> io::Result<&Folder> {
        if let Some(folder) = self.folder.get() {
            return Ok(folder);
        }
        let folder = self.at.open(self.access)?;
        Ok(self.folder.get_or_init(|| folder))
    }

    fn made(&self) -> io::Result<&Folder> {
        if self.there()?.is_none() {
            self.at.make()?;
        }
        self.there()?.ok_or_else(taken)
    }

    /// The folder if there is one, and it is this session's and no other's of the same name.
    fn there(&self) -> io::Result<Option<&Folder>> {
        match self.folder() {
            Ok(folder) => Ok(Some(folder).filter(|folder| self.at.is_ours(folder))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn taken() -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, "another session's folder has that name")
}

impl Place for Rung {
    fn numbers(&self) -> io::Result<Vec<u32>> {
        self.there()?.map_or(Ok(Vec::new()), Place::numbers)
    }

    fn open(&self, number: u32) -> io::Result<Option<Box<dyn Tape>>> {
        self.there()?.map_or(Ok(None), |folder| Place::open(folder, number))
    }

    fn make(&self, number: u32) -> io::Result<Box<dyn Tape>> {
        self.made()?.make(number)
    }

    fn make_with(&self, number: u32, bytes: &[u8]) -> io::Result<Box<dyn Tape>> {
        self.made()?.make_with(number, bytes)
    }

    fn keep(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.made()?.keep(name, bytes)
    }

    fn kept(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.there()?.map_or(Ok(None), |folder| folder.kept(name))
    }

    fn is_shared(&self) -> bool {
        self.there().is_ok_and(|folder| folder.is_some_and(Folder::is_shared))
    }

    fn mark(&self, in_flight: bool) -> io::Result<()> {
        self.there()?.map_or(Ok(()), |folder| folder.mark(in_flight))
    }

    fn in_flight(&self) -> bool {
        self.there().is_ok_and(|folder| folder.is_some_and(Place::in_flight))
    }
}

//! Where sessions are kept: their homes, and what stands in where a home cannot take them.
//!
//! Owns how a session is made, listed and found again over all of these. Knows nothing of what a journal holds,
//! and nothing of why a place is where it is.

use std::ffi::OsString;
use std::fs::{self, DirBuilder};
use std::io::{self, Read as _, Write as _};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::disk::{Access, Folder, Place, Plant, number_of, plain};
use super::error::OpenError;
use super::file::Journal;
use super::folder::{FindError, Found, is_safe, nearest};
use super::places::{Places, Rung};

/// File in a folder that stands in for another: which folder of sessions it belongs to.
const BELONGS_TO: &str = "belongs-to";
const LONGEST_PATH: u64 = 4096;
/// Folder of the numbers by which sessions are joined.
const NUMBERS: &str = ".numbers";
/// Numbers that are looked at: far more than one goes back over.
const MOST_NUMBERS: usize = 10_000;

/// Every place a session may be kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ladder {
    /// Where sessions belong, best first: whatever is there is a session.
    pub homes: Vec<Shelf>,
    /// What stands in for a home, best first.
    pub stand_ins: Vec<Shelf>,
}

/// A folder of sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// The folder of sessions.
    pub sessions: PathBuf,
    /// It lies where everybody may write: the folder above must be ours alone.
    pub guarded: bool,
    /// It is still there after the next boot.
    pub lasting: bool,
}

/// A session that was just made.
pub struct Made {
    /// Its folder.
    pub found: Found,
    /// Its journal.
    pub journal: Journal,
    /// Why the places before it did not take it.
    pub refused: Vec<OpenError>,
}

/// Where one session's record is, or may come to be: a folder on every rung of the ladder, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    folders: Vec<FolderAt>,
    home: usize,
}

/// A session's folder on one rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FolderAt {
    pub(super) path: PathBuf,
    /// The folder of sessions it stands in for.
    stands_in_for: Option<PathBuf>,
    guarded: bool,
    lasting: bool,
}

impl From<&Path> for Folders {
    fn from(path: &Path) -> Self {
        let only = FolderAt { path: path.to_owned(), stands_in_for: None, guarded: false, lasting: true };
        Self { folders: vec![only], home: 0 }
    }
}

impl From<&PathBuf> for Folders {
    fn from(path: &PathBuf) -> Self {
        path.as_path().into()
    }
}

impl From<&Self> for Folders {
    fn from(folders: &Self) -> Self {
        folders.clone()
    }
}

impl Folders {
    /// The path on every rung, be there a folder or not.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(|folder| folder.path.as_path())
    }

    /// The rung the record belongs on.
    pub fn home(&self) -> usize {
        self.home
    }

    /// Whether what stands on `rung` is still there after the next boot.
    pub fn is_lasting(&self, rung: usize) -> bool {
        self.folders.get(rung).is_none_or(|folder| folder.lasting)
    }

    /// The folder on `rung`.
    pub fn path(&self, rung: usize) -> Option<&Path> {
        self.folders.get(rung).map(|folder| folder.path.as_path())
    }

    /// Folders that are there, and are this session's.
    pub fn existing(&self) -> Vec<PathBuf> {
        let ours = |at: &&FolderAt| at.open(Access::Read).is_ok_and(|folder| at.is_ours(&folder));
        self.folders.iter().filter(ours).map(|at| at.path.clone()).collect()
    }

    /// Bytes that can still be written on `rung`; `None` where nobody can say.
    pub fn free(&self, rung: usize) -> Option<u64> {
        Folder::open(self.path(rung)?, Access::Read).ok()?.free().ok()
    }

    pub(super) fn places(&self, access: Access) -> Places {
        let places = self.folders.iter().map(|folder| Box::new(Rung::new(folder.clone(), access)) as Box<dyn Place>);
        places.collect::<Vec<_>>().into()
    }
}

impl FolderAt {
    /// Makes the folder if it is not there, with all above it; whether it was not.
    pub(super) fn make(&self) -> io::Result<bool> {
        let path = plain(&self.path)?;
        let (Some(sessions), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        if let (true, Some(base)) = (self.guarded, sessions.parent()) {
            DirBuilder::new().recursive(true).mode(0o700).create(base)?;
            self.check_guard()?;
        }
        DirBuilder::new().recursive(true).mode(0o700).create(sessions)?;
        // The folder of sessions itself may be a link somebody made on purpose; what it leads to must be ours.
        let parent = Folder::open(&sessions.canonicalize()?, Access::Write)?;
        match parent.new_folder(name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Ok(()) => self.sign().map(|()| true).inspect_err(|_| self.unmake()),
            Err(error) => Err(error),
        }
    }

    /// Opens the folder that is there.
    pub(super) fn open(&self, access: Access) -> io::Result<Folder> {
        self.check_guard()?;
        Folder::open(&self.path, access)
    }

    /// Where everybody may write, the folder above that of the sessions must be ours alone, for reading as well.
    fn check_guard(&self) -> io::Result<()> {
        let sessions = self.path.parent().unwrap_or(&self.path);
        if self.guarded { ours_alone(sessions) } else { Ok(()) }
    }

    /// Takes away a folder that was just made and holds nothing.
    fn unmake(&self) {
        if let Ok(folder) = Folder::open(&self.path, Access::Write) {
            let _ = folder.remove(BELONGS_TO);
        }
        let _ = fs::remove_dir(&self.path);
    }

    fn sign(&self) -> io::Result<()> {
        let Some(home) = &self.stands_in_for else { return Ok(()) };
        let mut file = Folder::open(&self.path, Access::Write)?.new_file(BELONGS_TO)?;
        file.write_all(home.as_os_str().as_encoded_bytes())?;
        file.sync_all()
    }

    /// Whether the folder that is there is this session's, and no other's of the same name.
    pub(super) fn is_ours(&self, folder: &Folder) -> bool {
        let Some(home) = &self.stands_in_for else { return true };
        belongs_to(folder).is_some_and(|theirs| theirs == home.as_os_str().as_encoded_bytes())
    }
}

/// Whether the folder above a guarded folder of sessions is nobody else's: no link, ours, closed to all others.
fn ours_alone(sessions: &Path) -> io::Result<()> {
    let base = sessions.parent().unwrap_or(sessions);
    Folder::open(base, Access::Write)?;
    if base.metadata()?.permissions().mode() & 0o077 != 0 {
        return Err(Plant::OpenToAll.into());
    }
    Ok(())
}

/// Which folder of sessions a folder stands in for, if it stands in for one.
fn belongs_to(folder: &Folder) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    folder.file(BELONGS_TO).ok()??.take(LONGEST_PATH).read_to_end(&mut text).ok()?;
    Some(text)
}

impl Ladder {
    /// Where sessions belong.
    pub fn home(&self) -> &Path {
        self.homes.first().map_or(Path::new(""), |home| &home.sessions)
    }

    /// Makes a session: its folder `name` (with `-2`, `-3`… when taken) and its journal, in the first place that
    /// takes both. Fails with what each of them said.
    pub fn create(&self, name: &str, sid: &str) -> Result<Made, Vec<OpenError>> {
        let mut refused = Vec::new();
        if !is_safe(name) {
            return Err(vec![OpenError::Disk(io::Error::new(io::ErrorKind::InvalidInput, "an unsafe name"))]);
        }
        for home in &self.homes {
            let mut number = 1;
            while number < 1000 {
                let name = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
                match self.create_in(home, &name, sid, &mut refused) {
                    Some(Some((found, journal))) => {
                        let found = Found { number: self.count(&found), ..found };
                        return Ok(Made { found, journal, refused });
                    }
                    Some(None) => break,
                    None => number += 1,
                }
            }
        }
        Err(refused)
    }

    /// `None` when the name is taken, nothing in it when no place takes it.
    #[allow(clippy::option_option, reason = "taken, refused, made")]
    fn create_in(
        &self,
        home: &Shelf,
        name: &str,
        sid: &str,
        refused: &mut Vec<OpenError>,
    ) -> Option<Option<(Found, Journal)>> {
        let folders = self.folders(home, name);
        for (rung, folder) in folders.folders.iter().enumerate() {
            match folder.make() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    refused.push(error.into());
                    continue;
                }
            }
            match Journal::create_at(&folders, rung, sid) {
                Ok(journal) => {
                    let found = Found { name: name.to_owned(), path: folder.path.clone(), number: None, folders };
                    return Some(Some((found, journal)));
                }
                Err(error) => {
                    folder.unmake();
                    refused.push(error);
                }
            }
        }
        Some(None)
    }

    /// Where the session `name` of `home` may be kept. Where other machines write as well, what stands in comes
    /// first, and the home is where the record is brought in the end.
    fn folders(&self, home: &Shelf, name: &str) -> Folders {
        let at = |place: &Shelf, stands_in_for| FolderAt {
            path: place.sessions.join(name),
            stands_in_for,
            guarded: place.guarded,
            lasting: place.lasting,
        };
        let own = at(home, None);
        let root = nearest_folder(&home.sessions);
        if root.as_ref().is_some_and(Folder::is_of_group) {
            return Folders { folders: vec![own], home: 0 };
        }
        let others = self.stand_ins.iter().filter(|place| place.sessions != home.sessions);
        let mut folders: Vec<FolderAt> = others.map(|place| at(place, Some(home.sessions.clone()))).collect();
        let shared = root.is_some_and(|root| root.is_shared());
        let own_disk =
            |folder: &FolderAt| folder.lasting && !nearest_folder(&folder.path).is_some_and(|at| at.is_shared());
        if shared {
            folders.sort_by_key(|folder| !own_disk(folder));
        }
        let place = if shared { folders.iter().filter(|folder| own_disk(folder)).count() } else { 0 };
        folders.insert(place, own);
        Folders { folders, home: place }
    }

    /// Every session, newest first. Fails when there is none, and a home cannot be looked into.
    pub fn list(&self) -> io::Result<Vec<Found>> {
        let mut found: Vec<Found> = Vec::new();
        let mut failure = None;
        for home in &self.homes {
            let numbers = numbers(&home.sessions);
            // What one place does not tell hides nothing of the others.
            let names = names(&home.sessions).unwrap_or_else(|error| {
                failure.get_or_insert(error);
                Vec::new()
            });
            for name in names {
                let number = number_in(&numbers, &name);
                let path = home.sessions.join(&name);
                found.push(Found { folders: self.folders(&self.home_of(&path, home), &name), path, number, name });
            }
        }
        for place in self.stand_ins.iter().filter(|place| !place.guarded || ours_alone(&place.sessions).is_ok()) {
            let numbers = numbers(&place.sessions);
            for name in names(&place.sessions).unwrap_or_default() {
                let path = place.sessions.join(&name);
                let Some(home) = self.homes.iter().find(|home| stands_in(&path, &home.sessions)) else { continue };
                let known = |other: &Found| other.name == name && other.folders.paths().any(|folder| folder == path);
                if !found.iter().any(known) {
                    let number = number_in(&numbers, &name);
                    found.push(Found { folders: self.folders(home, &name), path, number, name });
                }
            }
        }
        found.sort_by(|a, b| b.name.cmp(&a.name));
        failure.filter(|_| found.is_empty()).map_or(Ok(found), Err)
    }

    /// The session called `query`, or with that number, or the only one with it in its name, or the one in the folder
    /// `query` leads to.
    pub fn find(&self, query: &str) -> Result<Found, FindError> {
        if query.contains('/') {
            return self.at(Path::new(query));
        }
        let all = self.list().map_err(FindError::Disk)?;
        if let Some(exact) = all.iter().find(|found| found.name == query) {
            return Ok(exact.clone());
        }
        if !query.is_empty() && query.bytes().all(|byte| byte.is_ascii_digit()) {
            // Never a part of a name: whoever mistypes a number must not end up in another session.
            return only(&all, |found| found.number.is_some_and(|number| query.parse() == Ok(number)));
        }
        only(&all, |found| found.name.contains(query)).map_err(|error| match error {
            FindError::NotFound { .. } => FindError::NotFound { nearest: nearest(&all, query) },
            error => error,
        })
    }

    fn at(&self, path: &Path) -> Result<Found, FindError> {
        let path = plain(path).map_err(FindError::Disk)?;
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let none = || FindError::NotFound { nearest: Vec::new() };
        if !has_journal(&path) {
            return Err(none());
        }
        let sessions = path.parent().ok_or_else(none)?.to_owned();
        let home = self.home_of(&path, &Shelf { sessions, guarded: false, lasting: true });
        Ok(Found { folders: self.folders(&home, &name), path, number: None, name })
    }

    /// Where the session kept at `path` belongs: `here`, unless it only stands in there.
    fn home_of(&self, path: &Path, here: &Shelf) -> Shelf {
        let text = Folder::open(path, Access::Read).ok().and_then(|folder| belongs_to(&folder));
        let Some(sessions) = text.map(|text| PathBuf::from(OsString::from_vec(text))) else { return here.clone() };
        let known = self.homes.iter().find(|home| home.sessions == sessions).cloned();
        known.unwrap_or(Shelf { sessions, guarded: false, lasting: true })
    }

    /// Gives the session a number nobody else has here, to be told over the telephone. Without one it is joined by
    /// its name.
    fn count(&self, found: &Found) -> Option<u32> {
        let folder = Folder::open(found.path.parent()?, Access::Write).ok()?.within(NUMBERS).ok()?;
        let places = self.homes.iter().chain(&self.stand_ins);
        let highest = places.flat_map(|place| numbers(&place.sessions)).map(|(number, _)| number).max();
        let highest = highest.unwrap_or(0);
        for number in (1..100).filter_map(|more| highest.checked_add(more)) {
            // Whoever makes the file has the number.
            if let Ok(mut file) = folder.new_file(&number.to_string()) {
                return file.write_all(found.name.as_bytes()).ok().map(|()| number);
            }
        }
        None
    }
}

fn only(all: &[Found], fits: impl Fn(&Found) -> bool) -> Result<Found, FindError> {
    let with: Vec<&Found> = all.iter().filter(|found| fits(found)).collect();
    match with.as_slice() {
        [only] => Ok((*only).clone()),
        [] => Err(FindError::NotFound { nearest: Vec::new() }),
        several => Err(FindError::Ambiguous { names: several.iter().map(|found| found.name.clone()).collect() }),
    }
}

/// The numbers given in a folder of sessions, each with the name it stands for.
fn numbers(home: &Path) -> Vec<(u32, String)> {
    let Ok(folder) = Folder::open(&home.join(NUMBERS), Access::Read) else { return Vec::new() };
    let numbered = |name: String| {
        let mut text = String::new();
        folder.file(&name).ok()??.take(LONGEST_PATH).read_to_string(&mut text).ok()?;
        Some((name.parse().ok()?, text)).filter(|(_, name)| is_safe(name))
    };
    folder.names(MOST_NUMBERS).unwrap_or_default().into_iter().filter_map(numbered).collect()
}

fn number_in(numbers: &[(u32, String)], name: &str) -> Option<u32> {
    numbers.iter().find(|(_, named)| named == name).map(|(number, _)| *number)
}

/// Names of the folders with a journal in a folder of sessions; none when it is not there.
fn names(sessions: &Path) -> io::Result<Vec<String>> {
    let folders = match fs::read_dir(sessions) {
        Ok(folders) => folders,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for folder in folders {
        let folder = folder?;
        let Ok(name) = folder.file_name().into_string() else { continue };
        // The kind of the entry itself: a link is no folder of ours.
        let is_folder = folder.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && is_safe(&name) && has_journal(&folder.path()) {
            names.push(name);
        }
    }
    Ok(names)
}

fn has_journal(folder: &Path) -> bool {
    // Whatever stands in its place: opening it says what is wrong.
    let segment = |entry: fs::DirEntry| entry.file_name().to_str().and_then(number_of).is_some();
    fs::symlink_metadata(folder.join("journal.jsonl")).is_ok()
        || fs::read_dir(folder).is_ok_and(|entries| entries.flatten().any(segment))
}

fn stands_in(folder: &Path, home: &Path) -> bool {
    let text = Folder::open(folder, Access::Read).ok().and_then(|folder| belongs_to(&folder));
    text.is_some_and(|text| text == home.as_os_str().as_encoded_bytes())
}

/// The folder itself, or the nearest above it that is there.
fn nearest_folder(path: &Path) -> Option<Folder> {
    let there = path.ancestors().find(|above| above.exists())?;
    Folder::open(&there.canonicalize().ok()?, Access::Read).ok()
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod programs;

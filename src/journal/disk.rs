//! The few operations a journal asks of a disk, and the real disk beneath them.
//!
//! Owns how files are opened so that nobody can plant one, and with which modes they are made. It knows
//! nothing of lines: a test puts a failing disk in its place.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{AtFlags, CWD, FileType, FlockOperation, Mode, OFlags};
use rustix::io::Errno;
use rustix::process::Gid;

use super::holder::LockHolder;

/// `rwx` for others, write bit.
const OTHERS_WRITE: u32 = 0o002;
/// The set-group-id bit and all of the group's: a folder a group works in together.
const GROUP_FOLDER: u32 = 0o2070;
pub(super) const IN_FLIGHT: &str = "journal.in-flight";
/// Folder of the files kept beside a journal.
const EVIDENCE: &str = "evidence";

/// Files this program began that have no name yet.
static PARTS: AtomicU64 = AtomicU64::new(0);

/// A folder of segments.
pub(super) trait Place: Send {
    /// The segments that are there, in order.
    fn numbers(&self) -> io::Result<Vec<u32>>;
    /// Opens segment `number`; `None` when there is none.
    fn open(&self, number: u32) -> io::Result<Option<Box<dyn Tape>>>;
    /// Makes segment `number` and its name durable; it must not be there.
    fn make(&self, number: u32) -> io::Result<Box<dyn Tape>>;
    /// Makes segment `number` with these bytes in it, all of it durable or none of it there.
    fn make_with(&self, number: u32, bytes: &[u8]) -> io::Result<Box<dyn Tape>>;
    /// Keeps a file of evidence under this name, durably; one that is there already has the same content.
    fn keep(&self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// Content of a file of evidence; `None` when there is none of that name.
    fn kept(&self, name: &str) -> io::Result<Option<Vec<u8>>>;
    /// Whether other machines may write here too: a lock taken here need not be one there.
    fn is_shared(&self) -> bool;
    /// Says to every program on this machine whether the last line of the journal may not be on the disk. It need
    /// not outlive a power cut: then what can be read is what is on the disk.
    fn mark(&self, in_flight: bool) -> io::Result<()>;
    /// What the last mark said; not when there is none.
    fn in_flight(&self) -> bool;
}

/// One segment.
pub(super) trait Tape: Send {
    /// Takes the lock of this segment if nobody else holds it; never waits.
    fn try_lock(&self) -> io::Result<bool>;
    /// Gives the lock back.
    fn unlock(&self);
    /// Who holds the lock now, where the system tells.
    fn holder(&self) -> Option<LockHolder> {
        None
    }
    /// Its length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Reads on from `offset` into `buffer`; 0 at the end.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
    /// One write at the end; how many bytes were taken.
    fn write(&self, bytes: &[u8]) -> io::Result<usize>;
    /// Whether it may be written at all.
    fn may_grow(&self) -> bool {
        true
    }
    /// Whether nobody else will ever read it: its last name is gone.
    fn is_gone(&self) -> bool {
        false
    }
    /// Makes everything written durable. After an error nothing written since the last success is certain.
    fn sync(&self) -> io::Result<()>;
}

/// Something in the place of a file or folder of ours that somebody else may have put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plant {
    /// A symbolic link.
    Symlink,
    /// No regular file, or no folder where one is expected.
    WrongKind,
    /// A file with a second name.
    HardLink,
    /// It belongs to another user.
    OtherOwner,
    /// Everybody may write to it.
    OpenToAll,
}

impl fmt::Display for Plant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Symlink => "it is a symbolic link",
            Self::WrongKind => "it is not the kind of file it should be",
            Self::HardLink => "the file has a second name",
            Self::OtherOwner => "it belongs to another user",
            Self::OpenToAll => "everybody may write to it",
        })
    }
}

impl std::error::Error for Plant {}

impl Plant {
    /// The plant behind an error of this module, if one was found.
    pub fn behind(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl From<Plant> for io::Error {
    fn from(plant: Plant) -> Self {
        Self::new(io::ErrorKind::PermissionDenied, plant)
    }
}

/// What is wanted of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Only to look: it may belong to anybody.
    Read,
    /// To write: it must be ours alone.
    Write,
}

/// A folder that was opened once and is not looked up by name again.
#[derive(Debug)]
pub(super) struct Folder {
    handle: File,
    access: Access,
    /// The group that works in it, else it is its owner's alone.
    group: Option<Gid>,
    /// The file of the mark, once it was needed.
    flight: OnceLock<File>,
}

impl Folder {
    /// Opens the folder at `path`, which must be no link and, for writing, ours and closed to others.
    pub(super) fn open(path: &Path, access: Access) -> io::Result<Self> {
        Self::open_at(CWD, &plain(path)?, access)
    }

    fn open_at(parent: impl AsFd, path: &Path, access: Access) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let handle = match rustix::fs::openat(&parent, path, flags, Mode::empty()) {
            Ok(handle) => File::from(handle),
            Err(Errno::NOTDIR | Errno::LOOP) => {
                let found = rustix::fs::statat(&parent, path, AtFlags::SYMLINK_NOFOLLOW)?;
                let link = FileType::from_raw_mode(found.st_mode) == FileType::Symlink;
                return Err(if link { Plant::Symlink } else { Plant::WrongKind }.into());
            }
            Err(errno) => return Err(errno.into()),
        };
        Self::checked_folder(handle, access)
    }

    fn checked_folder(handle: File, access: Access) -> io::Result<Self> {
        let found = rustix::fs::fstat(&handle)?;
        let mode = Mode::from_raw_mode(found.st_mode).bits();
        let group =
            Some(Gid::from_raw(found.st_gid)).filter(|group| mode & GROUP_FOLDER == GROUP_FOLDER && is_mine(*group));
        if access == Access::Write {
            if group.is_none() && found.st_uid != rustix::process::geteuid().as_raw() {
                return Err(Plant::OtherOwner.into());
            }
            if mode & OTHERS_WRITE != 0 {
                return Err(Plant::OpenToAll.into());
            }
        }
        Ok(Self { handle, access, group, flight: OnceLock::new() })
    }

    /// Makes the folder `name` in it with mode 0700, or 2770 where a group works; it must not be there.
    pub(super) fn new_folder(&self, name: &str) -> io::Result<()> {
        rustix::fs::mkdirat(&self.handle, name, Mode::RWXU)?;
        if self.group.is_some() {
            // Not by its name: somebody of the group may have put something else there.
            rustix::fs::fchmod(&self.folder(name)?.handle, Mode::RWXU | Mode::RWXG | Mode::SGID)?;
        } else {
            rustix::fs::fchmod(&self.folder(name)?.handle, Mode::RWXU)?;
        }
        self.sync()
    }

    /// Takes away a file nobody was told of; it may be gone already.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        match rustix::fs::unlinkat(&self.handle, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(errno) => Err(errno.into()),
        }
    }

    /// The folder `name` in it, made if need be.
    pub(super) fn within(&self, name: &str) -> io::Result<Self> {
        match self.new_folder(name) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Ok(()) | Err(_) => {}
        }
        self.folder(name)
    }

    /// Makes the file `name` with these bytes in it: all of it durable, or none of it there.
    fn put_whole(&self, name: &str, bytes: &[u8]) -> io::Result<File> {
        // Another program, or another thread of this one, may be about the same.
        let count = PARTS.fetch_add(1, Ordering::Relaxed);
        let part = format!("{name}.{}-{count}.part", std::process::id());
        let mut file = self.new_file(&part)?;
        let put = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| self.put_in_place(&part, name));
        if let Err(error) = put.and_then(|()| self.sync().inspect_err(|_| drop(self.remove(name)))) {
            let _ = self.remove(&part);
            return Err(error);
        }
        Ok(file)
    }

    /// Gives a file its name, which must not be taken.
    fn put_in_place(&self, part: &str, name: &str) -> io::Result<()> {
        let flags = rustix::fs::RenameFlags::NOREPLACE;
        match rustix::fs::renameat_with(&self.handle, part, &self.handle, name, flags) {
            // Network file systems do not know that flag; what a second name cannot be given does not know that either.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
                rustix::fs::linkat(&self.handle, part, &self.handle, name, AtFlags::empty())?;
                self.remove(part)
            }
            done => Ok(done?),
        }
    }

    /// Whether it lies on a file system that several machines may use at once.
    pub(super) fn is_shared(&self) -> bool {
        // The kernel's number may come with its sign spread over the upper half.
        rustix::fs::fstatfs(&self.handle)
            .is_ok_and(|found| SHARED.contains(&(found.f_type.cast_unsigned() & 0xffff_ffff)))
    }

    /// Bytes that can still be written.
    pub(super) fn free(&self) -> io::Result<u64> {
        let found = rustix::fs::fstatvfs(&self.handle)?;
        Ok(found.f_bavail.saturating_mul(found.f_frsize))
    }

    /// Whether a group works in it.
    pub(super) fn is_of_group(&self) -> bool {
        self.group.is_some()
    }

    fn file_mode(&self) -> Mode {
        let own = Mode::RUSR | Mode::WUSR;
        if self.group.is_some() { own | Mode::RGRP | Mode::WGRP } else { own }
    }

    /// Opens the file `name` in it; `None` when there is none.
    pub(super) fn file(&self, name: &str) -> io::Result<Option<File>> {
        let access = match self.access {
            Access::Read => OFlags::RDONLY,
            Access::Write => OFlags::RDWR | OFlags::APPEND,
        };
        match rustix::fs::openat(&self.handle, name, access | CAREFUL, Mode::empty()) {
            Ok(handle) => self.checked(handle.into()).map(Some),
            Err(Errno::NOENT) => Ok(None),
            Err(errno) => Err(refused(errno)),
        }
    }

    /// Opens a file with a second name, to read it.
    fn linked(&self, name: &str) -> io::Result<File> {
        let handle =
            rustix::fs::openat(&self.handle, name, OFlags::RDONLY | CAREFUL, Mode::empty()).map_err(refused)?;
        match self.checked(handle.try_clone()?.into()) {
            Err(error) if Plant::behind(&error) != Some(Plant::HardLink) => Err(error),
            _ => Ok(handle.into()),
        }
    }

    /// Makes the file `name` with mode 0600, or 0660 where a group works; it must not be there.
    pub(super) fn new_file(&self, name: &str) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::APPEND | OFlags::CREATE | OFlags::EXCL | CAREFUL;
        let mode = self.file_mode();
        let file: File = rustix::fs::openat(&self.handle, name, flags, mode).map_err(refused)?.into();
        rustix::fs::fchmod(&file, mode)?;
        self.checked(file)
    }

    /// Opens the folder `name` in it, under the same conditions.
    pub(super) fn folder(&self, name: &str) -> io::Result<Self> {
        Self::open_at(&self.handle, Path::new(name), self.access)
    }

    /// The names in it, at most so many.
    pub(super) fn names(&self, most: usize) -> io::Result<Vec<String>> {
        let found = rustix::fs::Dir::read_from(&self.handle)?.take(most + 2);
        let names = found.map_while(Result::ok).filter_map(|entry| entry.file_name().to_str().ok().map(str::to_owned));
        Ok(names.filter(|name| name != "." && name != "..").take(most).collect())
    }

    /// Makes the names in it durable.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.handle.sync_all()
    }

    /// The file of the mark: one byte, never synced.
    fn flight(&self) -> io::Result<&File> {
        if let Some(file) = self.flight.get() {
            return Ok(file);
        }
        let (flags, mode) = (OFlags::RDWR | OFlags::CREATE | CAREFUL, self.file_mode());
        let file = rustix::fs::openat(&self.handle, IN_FLIGHT, flags, mode).map_err(refused)?;
        let file = self.checked(file.into())?;
        // Only its owner may; whoever made it did.
        let _ = rustix::fs::fchmod(&file, mode);
        Ok(self.flight.get_or_init(|| file))
    }

    fn checked(&self, file: File) -> io::Result<File> {
        let found = rustix::fs::fstat(&file)?;
        if FileType::from_raw_mode(found.st_mode) != FileType::RegularFile {
            return Err(Plant::WrongKind.into());
        }
        if self.access == Access::Write {
            let grouped = self.group.is_some_and(|group| group.as_raw() == found.st_gid);
            if !grouped && found.st_uid != rustix::process::geteuid().as_raw() {
                return Err(Plant::OtherOwner.into());
            }
            if found.st_nlink != 1 {
                return Err(Plant::HardLink.into());
            }
        }
        Ok(file)
    }
}

/// `NONBLOCK`: a planted FIFO must not hang the program before it is looked at.
const CAREFUL: OFlags = OFlags::NOFOLLOW.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK);

fn refused(errno: Errno) -> io::Error {
    match errno {
        Errno::LOOP => Plant::Symlink.into(),
        Errno::ISDIR | Errno::NXIO => Plant::WrongKind.into(),
        errno => errno.into(),
    }
}

/// The absolute path without a slash at its end, which would follow a link.
pub(super) fn plain(path: &Path) -> io::Result<PathBuf> {
    Ok(std::path::absolute(path)?.components().collect())
}

/// File systems that other machines, or programs behind the kernel's back, write to as well: the numbers by which
/// `statfs` knows NFS, SMB, SMB2, CIFS, AFS (two), Coda, 9P, FUSE, Ceph, GFS2, OCFS2 and Lustre.
const SHARED: [u64; 13] = [
    0x6969,
    0x517b,
    0xfe53_4d42,
    0xff53_4d42,
    0x5346_414f,
    0x6b41_4653,
    0x7375_7245,
    0x0102_1997,
    0x6573_5546,
    0x00c3_6400,
    0x0116_1970,
    0x7461_636f,
    0x0bd0_0bd0,
];

fn is_mine(group: Gid) -> bool {
    rustix::process::getegid() == group || rustix::process::getgroups().is_ok_and(|groups| groups.contains(&group))
}

fn segment_name(number: u32) -> String {
    if number <= 1 { "journal.jsonl".to_owned() } else { format!("journal.{number}.jsonl") }
}

/// `journal.jsonl` is 1, `journal.2.jsonl` is 2.
pub(super) fn number_of(name: &str) -> Option<u32> {
    let rest = name.strip_prefix("journal")?.strip_suffix("jsonl")?.strip_prefix('.')?;
    match rest.strip_suffix('.') {
        None => rest.is_empty().then_some(1),
        Some(number) => number.parse().ok().filter(|parsed: &u32| *parsed > 1 && parsed.to_string() == number),
    }
}

impl Place for Folder {
    fn numbers(&self) -> io::Result<Vec<u32>> {
        let mut numbers: Vec<u32> = self.names(usize::MAX - 2)?.iter().filter_map(|name| number_of(name)).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn open(&self, number: u32) -> io::Result<Option<Box<dyn Tape>>> {
        let name = segment_name(number);
        let file = match self.file(&name) {
            // A backup by hard links, say: what is in it is as good as before, but it is not written to any more.
            Err(error) if Plant::behind(&error) == Some(Plant::HardLink) => Some(self.linked(&name)?),
            file => file?,
        };
        Ok(file.map(|file| Box::new(file) as Box<dyn Tape>))
    }

    fn make(&self, number: u32) -> io::Result<Box<dyn Tape>> {
        let name = segment_name(number);
        let file = self.new_file(&name)?;
        // What is not durable must not be taken for a segment by whoever looks next.
        file.sync_all().and_then(|()| self.sync()).inspect_err(|_| drop(self.remove(&name)))?;
        Ok(Box::new(file))
    }

    fn make_with(&self, number: u32, bytes: &[u8]) -> io::Result<Box<dyn Tape>> {
        Ok(Box::new(self.put_whole(&segment_name(number), bytes)?))
    }

    fn keep(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let evidence = self.within(EVIDENCE)?;
        // Only a whole file ever gets its name.
        if evidence.file(name)?.is_some() {
            return Ok(());
        }
        match evidence.put_whole(name, bytes) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            put => put.map(|_| ()),
        }
    }

    fn kept(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let evidence = match self.folder(EVIDENCE) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            folder => folder?,
        };
        let Some(mut file) = evidence.file(name)? else { return Ok(None) };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    fn is_shared(&self) -> bool {
        Self::is_shared(self)
    }

    fn mark(&self, in_flight: bool) -> io::Result<()> {
        self.flight()?.write_all_at(if in_flight { b"1" } else { b"0" }, 0)
    }

    fn in_flight(&self) -> bool {
        let mut byte = [0];
        self.flight().and_then(|file| file.read_exact_at(&mut byte, 0)).is_ok() && byte == *b"1"
    }
}

impl Tape for File {
    fn try_lock(&self) -> io::Result<bool> {
        match rustix::fs::flock(self, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(true),
            Err(Errno::WOULDBLOCK | Errno::INTR) => Ok(false),
            Err(errno) => Err(errno.into()),
        }
    }

    fn unlock(&self) {
        // The kernel gives it back at the latest when the file is closed.
        let _ = rustix::fs::flock(self, FlockOperation::Unlock);
    }

    fn holder(&self) -> Option<LockHolder> {
        LockHolder::of(self)
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match FileExt::read_at(self, buffer, offset) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                done => return done,
            }
        }
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        // Without a name the file takes lines and syncs them, and nobody will ever read them.
        if self.is_gone() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the file was removed or replaced"));
        }
        let mut file = self;
        loop {
            match Write::write(&mut file, bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                done => return done,
            }
        }
    }

    fn may_grow(&self) -> bool {
        rustix::fs::fcntl_getfl(self).is_ok_and(|flags| flags.contains(OFlags::RDWR))
    }

    fn is_gone(&self) -> bool {
        rustix::fs::fstat(self).is_ok_and(|found| found.st_nlink == 0)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }
}

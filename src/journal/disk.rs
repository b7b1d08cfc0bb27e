//! The few operations a journal asks of a disk, and the real disk beneath them.
//!
//! Owns how files are opened so that nobody can plant one, and with which modes they are made. It knows
//! nothing of lines: a test puts a failing disk in its place.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rustix::fs::{AtFlags, CWD, FileType, FlockOperation, Mode, OFlags};
use rustix::io::Errno;

/// Longest segment that is read into memory, in bytes.
const MAX_SEGMENT: u64 = 1 << 30;
/// `rwx` for others, write bit.
const OTHERS_WRITE: u32 = 0o002;
const IN_FLIGHT: &str = "journal.in-flight";

/// A folder of segments.
pub(super) trait Place: Send {
    /// Opens segment `number`; `None` when there is none.
    fn open(&self, number: u32) -> io::Result<Option<Box<dyn Tape>>>;
    /// Makes segment `number` and its name durable; it must not be there.
    fn make(&self, number: u32) -> io::Result<Box<dyn Tape>>;
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
    /// Everything from `offset` on.
    fn read_from(&self, offset: u64) -> io::Result<Vec<u8>>;
    /// One write at the end; how many bytes were taken.
    fn write(&self, bytes: &[u8]) -> io::Result<usize>;
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
    /// The file of the mark, once it was needed.
    flight: OnceLock<File>,
}

impl Folder {
    /// Opens the folder at `path`, which must be no link and, for writing, ours and closed to others.
    pub(super) fn open(path: &Path, access: Access) -> io::Result<Self> {
        let path = plain(path)?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let handle = match rustix::fs::open(&path, flags, Mode::empty()) {
            Ok(handle) => File::from(handle),
            Err(Errno::NOTDIR | Errno::LOOP) => {
                let found = rustix::fs::statat(CWD, &path, AtFlags::SYMLINK_NOFOLLOW)?;
                let link = FileType::from_raw_mode(found.st_mode) == FileType::Symlink;
                return Err(if link { Plant::Symlink } else { Plant::WrongKind }.into());
            }
            Err(errno) => return Err(errno.into()),
        };
        if access == Access::Write {
            let found = rustix::fs::fstat(&handle)?;
            if found.st_uid != rustix::process::geteuid().as_raw() {
                return Err(Plant::OtherOwner.into());
            }
            if Mode::from_raw_mode(found.st_mode).bits() & OTHERS_WRITE != 0 {
                return Err(Plant::OpenToAll.into());
            }
        }
        Ok(Self { handle, access, flight: OnceLock::new() })
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

    /// Makes the file `name` with mode 0600; it must not be there.
    pub(super) fn new_file(&self, name: &str) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::APPEND | OFlags::CREATE | OFlags::EXCL | CAREFUL;
        let mode = Mode::RUSR | Mode::WUSR;
        let file: File = rustix::fs::openat(&self.handle, name, flags, mode).map_err(refused)?.into();
        rustix::fs::fchmod(&file, mode)?;
        self.checked(file)
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
        let (flags, mode) = (OFlags::RDWR | OFlags::CREATE | CAREFUL, Mode::RUSR | Mode::WUSR);
        let file = rustix::fs::openat(&self.handle, IN_FLIGHT, flags, mode).map_err(refused)?;
        let file = self.checked(file.into())?;
        Ok(self.flight.get_or_init(|| file))
    }

    fn checked(&self, file: File) -> io::Result<File> {
        let found = rustix::fs::fstat(&file)?;
        if FileType::from_raw_mode(found.st_mode) != FileType::RegularFile {
            return Err(Plant::WrongKind.into());
        }
        if self.access == Access::Write {
            if found.st_nlink != 1 {
                return Err(Plant::HardLink.into());
            }
            if found.st_uid != rustix::process::geteuid().as_raw() {
                return Err(Plant::OtherOwner.into());
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

fn segment_name(number: u32) -> String {
    if number <= 1 { "journal.jsonl".to_owned() } else { format!("journal.{number}.jsonl") }
}

impl Place for Folder {
    fn open(&self, number: u32) -> io::Result<Option<Box<dyn Tape>>> {
        Ok(self.file(&segment_name(number))?.map(|file| Box::new(file) as Box<dyn Tape>))
    }

    fn make(&self, number: u32) -> io::Result<Box<dyn Tape>> {
        let file = self.new_file(&segment_name(number))?;
        file.sync_all()?;
        self.sync()?;
        Ok(Box::new(file))
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

    fn read_from(&self, offset: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        At { file: self, offset }.take(MAX_SEGMENT + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_SEGMENT {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the journal is longer than 1 GiB"));
        }
        Ok(bytes)
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        // Without a name the file takes lines and syncs them, and nobody will ever read them.
        if rustix::fs::fstat(self)?.st_nlink == 0 {
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

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }
}

/// Reads on from a place without moving the file's own position.
struct At<'a> {
    file: &'a File,
    offset: u64,
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read_at(buffer, self.offset)?;
        self.offset += count as u64;
        Ok(count)
    }
}

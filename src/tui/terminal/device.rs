//! The terminal as a device: bytes in, bytes out, its size. Nothing here ever waits for whoever is at the other end.

use std::fs;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::PathBuf;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;

/// A terminal, opened anew: that it does not block is nobody else's business.
///
/// The descriptors a shell hands down are shared with the shell and with every program it starts. What is set on them
/// stays set after the end.
#[derive(Debug)]
pub struct Device {
    fd: OwnedFd,
    /// It could not be opened anew, and may block after all.
    borrowed: bool,
}

/// Columns and rows beyond which nothing is drawn: what no screen has is a mistake, and costs memory all the same.
const LARGEST: (u16, u16) = (1000, 500);

/// What became of bytes that were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// So many came.
    Some(usize),
    /// None is there now.
    None,
    /// The other end is gone.
    Gone,
}

impl Device {
    /// The terminal the program reads from.
    pub fn input() -> io::Result<Self> {
        Self::behind(io::stdin().as_fd(), OFlags::RDONLY)
    }

    /// The terminal the program writes to.
    pub fn output() -> io::Result<Self> {
        Self::behind(io::stdout().as_fd(), OFlags::WRONLY)
    }

    fn behind(fd: BorrowedFd<'_>, access: OFlags) -> io::Result<Self> {
        let flags = access | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let named = rustix::termios::ttyname(fd, Vec::new()).ok();
        let named = named.map(|name| PathBuf::from(String::from_utf8_lossy(name.as_bytes()).into_owned()));
        // The name may mean another terminal here, as after a change of the root directory.
        let same = |path: &PathBuf| {
            let here = rustix::fs::fstat(fd).map(|found| found.st_rdev);
            fs::metadata(path).is_ok_and(|found| Ok(std::os::unix::fs::MetadataExt::rdev(&found)) == here)
        };
        for path in named.into_iter().filter(same) {
            if let Ok(fd) = rustix::fs::open(&path, flags, Mode::empty()) {
                return Ok(Self { fd, borrowed: false });
            }
        }
        // One that belongs to another account, as after `su`, is reached all the same when it is the session's own.
        let own = rustix::termios::tcgetsid(fd).is_ok_and(|session| rustix::process::getsid(None) == Ok(session));
        match rustix::fs::open("/dev/tty", flags, Mode::empty()) {
            Ok(fd) if own => Ok(Self { fd, borrowed: false }),
            _ => Ok(Self { fd: rustix::io::fcntl_dupfd_cloexec(fd, 3)?, borrowed: true }),
        }
    }

    /// On a descriptor of a test's own.
    #[cfg(test)]
    pub fn on(fd: OwnedFd) -> Self {
        Self { fd, borrowed: false }
    }

    /// What has come in, as much of it as `buffer` holds.
    pub fn read(&self, buffer: &mut [u8]) -> Taken {
        if self.borrowed && !is_ready(self.fd.as_fd(), PollFlags::IN, 0) {
            return Taken::None;
        }
        match rustix::io::read(&self.fd, buffer) {
            Ok(0) => Taken::Gone,
            Ok(count) => Taken::Some(count),
            Err(Errno::AGAIN | Errno::INTR) => Taken::None,
            Err(_) => Taken::Gone,
        }
    }

    /// Writes once; says how many bytes were taken, which may be none.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        if self.borrowed && !is_ready(self.fd.as_fd(), PollFlags::OUT, 0) {
            return Ok(0);
        }
        match rustix::io::write(&self.fd, bytes) {
            Ok(count) => Ok(count),
            Err(Errno::AGAIN | Errno::INTR) => Ok(0),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Writes as much as is taken within so many milliseconds.
    pub fn write_within(&self, mut bytes: &[u8], millis: i64) {
        while !bytes.is_empty() {
            match self.write(bytes) {
                Ok(0) if is_ready(self.fd.as_fd(), PollFlags::OUT, millis) => {}
                Ok(0) | Err(_) => return,
                Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            }
        }
    }

    /// Columns and rows, as the terminal says.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        let size = rustix::termios::tcgetwinsize(&self.fd)?;
        Ok((size.ws_col.min(LARGEST.0), size.ws_row.min(LARGEST.1)))
    }

    /// A second handle of the same.
    pub fn try_clone(&self) -> io::Result<OwnedFd> {
        self.fd.try_clone()
    }
}

impl AsFd for Device {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

fn is_ready(fd: BorrowedFd<'_>, wanted: PollFlags, millis: i64) -> bool {
    let longest = Timespec { tv_sec: millis / 1000, tv_nsec: millis % 1000 * 1_000_000 };
    let mut watched = [PollFd::from_borrowed_fd(fd, wanted)];
    poll(&mut watched, Some(&longest)).is_ok_and(|count| count > 0)
}

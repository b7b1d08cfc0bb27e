//! Which program holds a lock: asked of the kernel's own list, which needs no help of the holder.

use std::fs::{self, File};
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;

use crate::text::printable;

/// Longest list of locks that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// A program that holds the journal's lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockHolder {
    /// Its process id.
    pub pid: u32,
    /// Its name, printable.
    pub command: String,
}

impl LockHolder {
    /// Who holds the lock of this file; `None` where the system does not tell.
    pub(super) fn of(file: &File) -> Option<Self> {
        let found = rustix::fs::fstat(file).ok()?;
        let device = (rustix::fs::major(found.st_dev), rustix::fs::minor(found.st_dev));
        let listed = listed(&locks()?, found.st_ino);
        // Some file systems tell programs another device than the list of locks.
        let lock = listed.iter().find(|lock| lock.device == device).or(listed.last())?;
        let pid = lock.pid;
        // Whoever took it may be gone, and a child of it holds it on.
        let command = fs::read(format!("/proc/{pid}/comm")).ok()?;
        let command = printable(String::from_utf8_lossy(&command).trim_end()).into_owned();
        Some(Self { pid, command })
    }
}

/// The process that alone holds the lock of this file: named by the list of all locks, and confirmed by the list of
/// its own open files. `None` where the system does not tell both.
pub(super) fn exclusive_holder(file: &File) -> Option<u32> {
    let inode = rustix::fs::fstat(file).ok()?.st_ino;
    let listed = listed(&locks()?, inode);
    let candidates = listed.iter().filter(|lock| lock.exclusive).map(|lock| lock.pid);
    candidates.into_iter().find(|pid| has_locked(*pid, file).unwrap_or(false))
}

/// Whether one of the open files of a process is this very file, locked through it for that process alone: a number
/// in a list may be another file's on another disk.
fn has_locked(pid: u32, file: &File) -> Option<bool> {
    let wanted = file.metadata().ok()?;
    let mut open = fs::read_dir(format!("/proc/{pid}/fd")).ok()?.map_while(Result::ok);
    Some(open.any(|entry| {
        let same = |found: fs::Metadata| (found.dev(), found.ino()) == (wanted.dev(), wanted.ino());
        let about = format!("/proc/{pid}/fdinfo/{}", entry.file_name().to_string_lossy());
        let locked = |about: String| {
            let locks = about.lines().filter_map(|line| line.strip_prefix("lock:"));
            locks.filter_map(Lock::parse).any(|lock| lock.exclusive)
        };
        // The lock first: to ask after a file on a network that is down may take for ever.
        fs::read_to_string(about).is_ok_and(locked) && fs::metadata(entry.path()).is_ok_and(same)
    }))
}

/// The kernel's list of all locks.
fn locks() -> Option<String> {
    let mut locks = String::new();
    File::open("/proc/locks").ok()?.take(LONGEST).read_to_string(&mut locks).ok()?;
    Some(locks)
}

/// One line of a list of locks: `1: FLOCK  ADVISORY  WRITE 4711 08:01:123456 0 EOF`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lock {
    pid: u32,
    exclusive: bool,
    device: (u32, u32),
    inode: u64,
}

impl Lock {
    /// `None` for other kinds of locks, for those who wait (`->` stands before them) and for a process that is not
    /// to be seen from here.
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace().skip(1);
        words.next().filter(|kind| *kind == "FLOCK")?;
        let exclusive = words.nth(1)? == "WRITE";
        let pid = words.next()?.parse().ok().filter(|pid| *pid > 0)?;
        let mut place = words.next()?.split(':');
        let mut number = |radix| place.next().and_then(|part| u64::from_str_radix(part, radix).ok());
        let (major, minor, inode) = (number(16)?, number(16)?, number(10)?);
        Some(Self { pid, exclusive, device: (u32::try_from(major).ok()?, u32::try_from(minor).ok()?), inode })
    }
}

/// The locks of the files with this inode number, on whichever disk.
fn listed(locks: &str, inode: u64) -> Vec<Lock> {
    locks.lines().filter_map(Lock::parse).filter(|lock| lock.inode == inode).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    const LOCKS: &str = "\
        1: POSIX  ADVISORY  WRITE 11 08:01:77 0 EOF\n\
        2: FLOCK  ADVISORY  WRITE 22 08:02:77 0 EOF\n\
        2: -> FLOCK  ADVISORY  WRITE 23 08:01:77 0 EOF\n\
        3: FLOCK  ADVISORY  READ 33 08:1a:77 0 EOF\n\
        4: FLOCK  ADVISORY  WRITE -1 08:1a:78 0 EOF\n\
        junk\n\n5:\n";

    fn pids(inode: u64) -> Vec<(u32, (u32, u32), bool)> {
        listed(LOCKS, inode).into_iter().map(|lock| (lock.pid, lock.device, lock.exclusive)).collect()
    }

    #[test]
    fn the_holder_is_found_by_device_and_inode() {
        assert_eq!(pids(77), [(22, (8, 2), true), (33, (8, 0x1a), false)]);
    }

    #[test]
    fn whoever_waits_or_is_not_to_be_seen_is_not_named() {
        assert_eq!(pids(78), []);
        assert_eq!(pids(99), []);
    }

    #[test]
    fn a_lock_of_this_very_program_is_named() {
        let file = tempfile::tempfile().unwrap();
        rustix::fs::flock(&file, rustix::fs::FlockOperation::LockExclusive).unwrap();
        let holder = LockHolder::of(&file).unwrap();
        assert_eq!(holder.pid, std::process::id());
        assert!(!holder.command.is_empty());
    }

    #[test]
    fn who_holds_a_file_alone_is_confirmed_by_its_own_open_files() {
        let dir = tempfile::tempdir().unwrap();
        let open = |name: &str| File::create(dir.path().join(name)).unwrap();
        let lock = |file: &File, how| rustix::fs::flock(file, how).unwrap();
        let (held, asked) = (open("held"), File::open(dir.path().join("held")).unwrap());
        assert_eq!(exclusive_holder(&asked), None);
        lock(&held, rustix::fs::FlockOperation::LockExclusive);
        assert_eq!(exclusive_holder(&asked), Some(std::process::id()));
        assert_eq!(has_locked(std::process::id(), &open("another")), Some(false));
        lock(&held, rustix::fs::FlockOperation::LockShared);
        assert_eq!(exclusive_holder(&asked), None, "who only looks holds nothing");
    }
}

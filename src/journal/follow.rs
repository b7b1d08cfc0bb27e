//! Notices that a session changed from outside: its journal grew, or somebody came or went.
//!
//! Owns the thread that waits for it and nothing of what is read then. Where the system does not tell of
//! changes it asks ten times a second.

use std::io::{self, PipeWriter};
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::thread;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};

use super::disk::{IN_FLIGHT, number_of};
use super::seats::{HERE, Seated, seats};

/// Time between two looks where the system does not tell.
const POLL: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
/// A program that ends is told of a moment before its lock is gone.
const LOOK_AGAIN: Timespec = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };

/// Follows a session until it is dropped.
pub struct Follower {
    /// Its end tells the thread to end.
    _stop: PipeWriter,
}

impl Follower {
    /// Starts the thread. It calls `grown` when the journal in these folders may have grown, and `came_or_went` with
    /// everybody who is there: once at the beginning, then whenever that changed.
    pub fn start(
        dirs: &[PathBuf],
        grown: impl Fn() + Send + 'static,
        came_or_went: impl Fn(Vec<Seated>) + Send + 'static,
    ) -> io::Result<Self> {
        let (stopped, stop) = io::pipe()?;
        let watch = Watch::new(dirs);
        let dirs = dirs.to_owned();
        thread::Builder::new().name("follow".to_owned()).spawn(move || {
            let mut here = Vec::new();
            let mut watch = watch;
            let mut changed = Changed { journal: true, seats: true };
            let mut again = false;
            loop {
                if changed.journal {
                    grown();
                }
                if changed.seats || again {
                    let now = seats(&dirs);
                    if now != here {
                        here.clone_from(&now);
                        came_or_went(now);
                    }
                }
                again = changed.seats;
                let longest = match (&watch, again) {
                    (None, _) => Some(&POLL),
                    (Some(_), true) => Some(&LOOK_AGAIN),
                    (Some(_), false) => None,
                };
                let mut waited = vec![PollFd::new(&stopped, PollFlags::IN)];
                waited.extend(watch.as_ref().map(|watch| PollFd::new(&watch.events, PollFlags::IN)));
                match poll(&mut waited, longest) {
                    Ok(_) | Err(rustix::io::Errno::INTR) => {}
                    Err(_) => break,
                }
                if waited.first().is_some_and(|stop| !stop.revents().is_empty()) {
                    break;
                }
                changed = watch.as_mut().map_or(Changed { journal: true, seats: true }, Watch::changed);
            }
        })?;
        Ok(Self { _stop: stop })
    }
}

/// What changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Changed {
    journal: bool,
    seats: bool,
}

/// The system tells of changes in some folders and in those of their seats.
struct Watch {
    events: OwnedFd,
    folders: Vec<Watched>,
}

/// A folder and the number it has with the system.
struct Watched {
    dir: PathBuf,
    number: i32,
    /// Number of its folder of seats, once that is there.
    here: Option<i32>,
}

impl Watch {
    /// `None` where there is no such thing, or no more of it for this user.
    fn new(dirs: &[PathBuf]) -> Option<Self> {
        let events = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok()?;
        let wanted = WatchFlags::MODIFY | WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::DONT_FOLLOW;
        let watched = |dir: &PathBuf| {
            let number = inotify::add_watch(&events, dir, wanted).ok()?;
            Some(Watched { here: watch_seats(&events, dir), dir: dir.to_owned(), number })
        };
        let folders = dirs.iter().map(watched).collect::<Option<Vec<_>>>()?;
        Some(Self { events, folders })
    }

    /// Takes in everything that was told.
    fn changed(&mut self) -> Changed {
        let mut changed = Changed::default();
        let mut room = [MaybeUninit::uninit(); 4096];
        let mut reader = Reader::new(&self.events, &mut room);
        while let Ok(event) = reader.next() {
            let name = event.file_name().and_then(|name| name.to_str().ok()).unwrap_or_default();
            if event.events().contains(ReadFlags::QUEUE_OVERFLOW) {
                changed = Changed { journal: true, seats: true };
            } else if self.folders.iter().any(|folder| folder.here == Some(event.wd())) {
                changed.seats = true;
            } else if name == HERE {
                if let Some(folder) = self.folders.iter_mut().find(|folder| folder.number == event.wd()) {
                    folder.here = watch_seats(&self.events, &folder.dir);
                }
                changed.seats = true;
            } else if name == IN_FLIGHT || number_of(name).is_some() {
                // The mark stands on every rung of the ladder: it tells of a line on another one, too.
                changed.journal = true;
            }
        }
        changed
    }
}

fn watch_seats(events: &OwnedFd, dir: &Path) -> Option<i32> {
    let wanted = WatchFlags::MODIFY
        | WatchFlags::CREATE
        | WatchFlags::DELETE
        | WatchFlags::CLOSE_WRITE
        | WatchFlags::DONT_FOLLOW
        | WatchFlags::ONLYDIR;
    inotify::add_watch(events, dir.join(HERE), wanted).ok()
}

#[cfg(test)]
mod tests;

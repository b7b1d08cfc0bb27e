//! Another program of this account: held by a handle that no later process with its number can slip into, and ended.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, geteuid, pidfd_open, pidfd_send_signal};

/// A process of this account.
#[derive(Debug)]
pub struct Process {
    pid: u32,
    handle: OwnedFd,
}

impl Process {
    /// Takes hold of the process `pid`; `None` when there is none, or it is another account's.
    pub fn of_this_account(pid: u32) -> io::Result<Option<Self>> {
        let Some(number) = i32::try_from(pid).ok().and_then(Pid::from_raw) else { return Ok(None) };
        let handle = match pidfd_open(number, PidfdFlags::empty()) {
            Ok(handle) => handle,
            Err(Errno::SRCH) => return Ok(None),
            Err(errno) => return Err(errno.into()),
        };
        let process = Self { pid, handle };
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        // What was read is this process's only as long as it has not ended.
        let ours = runs_as(&status, geteuid().as_raw()) && !process.has_ended();
        Ok(ours.then_some(process))
    }

    /// Its number.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        still_there(vec![self], Duration::ZERO).is_empty()
    }

    /// Tells it that its terminal went away, also when it is stopped. Whether it heard shows when it ends.
    pub fn hang_up(&self) {
        let _ = pidfd_send_signal(&self.handle, Signal::HUP);
        let _ = pidfd_send_signal(&self.handle, Signal::CONT);
    }

    /// Ends it without asking.
    pub fn kill(&self) {
        let _ = pidfd_send_signal(&self.handle, Signal::KILL);
    }
}

/// Waits until all of them have ended, no longer than `longest`; which have not.
pub fn still_there(mut processes: Vec<&Process>, longest: Duration) -> Vec<&Process> {
    let end = Instant::now() + longest;
    while !processes.is_empty() {
        let mut watched: Vec<PollFd<'_>> =
            processes.iter().map(|process| PollFd::new(&process.handle, PollFlags::IN)).collect();
        let left = end.saturating_duration_since(Instant::now());
        let polled =
            Timespec::try_from(left).map_err(|_| Errno::INVAL).and_then(|left| poll(&mut watched, Some(&left)));
        match polled {
            Ok(0) => return processes,
            Ok(_) | Err(Errno::INTR | Errno::AGAIN) => {
                let ended: Vec<bool> = watched.iter().map(|watched| !watched.revents().is_empty()).collect();
                let mut ended = ended.into_iter();
                processes.retain(|_| !ended.next().unwrap_or(false));
            }
            Err(_) => return processes,
        }
    }
    processes
}

/// Whether all four user ids a process has are this one: real, effective, saved, and the one for files.
fn runs_as(status: &str, uid: u32) -> bool {
    let ids = status.lines().find_map(|line| line.strip_prefix("Uid:")).unwrap_or_default();
    let ids: Vec<&str> = ids.split_whitespace().collect();
    ids.len() == 4 && ids.iter().all(|id| id.parse() == Ok(uid))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::io::{BufRead as _, BufReader};
    use std::process::{Child, Command, Stdio};

    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    /// A shell that has done `first` and then waits for ever.
    fn shell(first: &str) -> Child {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("{first}; echo ready; read -r _")]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut String::new()).unwrap();
        child
    }

    #[test]
    fn a_process_ends_by_a_hang_up_also_when_it_is_stopped() {
        let mut child = shell(":");
        let process = Process::of_this_account(child.id()).unwrap().unwrap();
        assert_eq!((process.pid(), process.has_ended()), (child.id(), false));
        pidfd_send_signal(&process.handle, Signal::STOP).unwrap();
        process.hang_up();
        assert!(still_there(vec![&process], LONG).is_empty() && process.has_ended());
        child.wait().unwrap();
        assert!(Process::of_this_account(child.id()).unwrap().is_none(), "it is gone");
    }

    #[test]
    fn a_process_that_does_not_listen_is_still_there_until_it_is_killed() {
        let mut deaf = shell("trap '' HUP");
        let mut other = shell(":");
        let (one, two) = (Process::of_this_account(deaf.id()).unwrap(), Process::of_this_account(other.id()).unwrap());
        let (one, two) = (one.unwrap(), two.unwrap());
        one.hang_up();
        two.hang_up();
        let left: Vec<u32> =
            still_there(vec![&one, &two], Duration::from_millis(500)).iter().map(|p| p.pid()).collect();
        assert!(left.contains(&deaf.id()), "{left:?}");
        one.kill();
        assert!(still_there(vec![&one, &two], LONG).is_empty());
        deaf.wait().unwrap();
        other.wait().unwrap();
    }

    #[test]
    fn a_process_of_another_account_is_known_by_any_of_its_ids() {
        assert!(runs_as("Name:\tsh\nUid:\t7\t7\t7\t7\nGid:\t0\t0\t0\t0\n", 7));
        assert!(!runs_as("Uid:\t7\t0\t7\t7\n", 0));
        assert!(!runs_as("Uid:\t7\t0\t7\t7\n", 7));
        assert!(!runs_as("", 0));
        assert!(Process::of_this_account(0).unwrap().is_none());
    }
}

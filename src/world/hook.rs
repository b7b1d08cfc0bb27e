//! A program of the user that is told something: one at a time, for no longer than a limit, and nobody waits for it.
//!
//! It is started as it stands in the configuration, never through a shell; what it is told is text on its standard
//! input. What it says is thrown away, and whatever it does, it leaves no process of its own behind that nobody buried.

use std::fmt;
use std::io::{self, Write as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

use rustix::io::retry_on_intr;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

/// Texts that may wait while one is told; more at once are one thing to look at.
const MOST_WAITING: usize = 16;

/// Why the program was not told.
#[derive(Debug)]
pub enum HookError {
    /// It could not be started.
    Start(io::Error),
    /// It took longer than it may, and was killed.
    Slow,
    /// It failed with this code; none when a signal ended it.
    Failed(Option<i32>),
    /// More were waiting than may.
    Busy,
}

/// The program, with a thread of its own that tells it.
pub struct Hook {
    queue: SyncSender<Vec<u8>>,
}

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hook").finish_non_exhaustive()
    }
}

impl Hook {
    /// For a program and its arguments, which may take so long each time; `failed` is told of every failure, in that
    /// thread.
    pub fn new(
        command: Vec<String>,
        limit: Duration,
        failed: impl Fn(HookError) + Send + 'static,
    ) -> Result<Self, HookError> {
        let (queue, waiting) = sync_channel(MOST_WAITING);
        let tell = move || tell_all(&waiting, &command, limit, failed);
        thread::Builder::new().name("hook".to_owned()).spawn(tell).map_err(HookError::Start)?;
        Ok(Self { queue })
    }

    /// Has the program told this, some time; waits for nothing.
    pub fn tell(&self, text: Vec<u8>) -> Result<(), HookError> {
        self.queue.try_send(text).map_err(|_| HookError::Busy)
    }
}

fn tell_all(waiting: &Receiver<Vec<u8>>, command: &[String], limit: Duration, failed: impl Fn(HookError)) {
    for text in waiting {
        if let Err(error) = run(command, text, limit) {
            failed(error);
        }
    }
}

fn run(command: &[String], text: Vec<u8>, limit: Duration) -> Result<(), HookError> {
    let Some((program, args)) = command.split_first() else { return Ok(()) };
    let mut command = Command::new(program);
    // A group of its own: keys and hang-ups of the terminal are not for it, and what it started ends with it.
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    let mut child = command.spawn().map_err(HookError::Start)?;
    let pid = Pid::from_child(&child);
    if let Some(mut stdin) = child.stdin.take() {
        // It may read nothing, and go or be killed for that.
        let _ = thread::Builder::new().spawn(move || drop(stdin.write_all(&text)));
    }
    let (tell, ended) = channel();
    let watched = thread::Builder::new().spawn(move || {
        // It is left to be buried, so that its number is nobody else's yet when it is killed.
        let _ = retry_on_intr(|| waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT));
        let _ = tell.send(());
    });
    let in_time = watched.is_ok() && ended.recv_timeout(limit).is_ok();
    if !in_time {
        let _ = kill_process_group(pid, Signal::KILL);
    }
    let status = child.wait().map_err(HookError::Start)?;
    match (in_time, status.success()) {
        (true, true) => Ok(()),
        (true, false) => Err(HookError::Failed(status.code())),
        (false, _) => Err(HookError::Slow),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::fs;
    use std::path::Path;
    use std::time::Instant;

    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    /// A script and where it writes. It is read and not run itself: a program that another test starts at this moment
    /// would hold its file open for writing.
    fn script(dir: &Path, text: &str) -> Vec<String> {
        let path = dir.join("told");
        fs::write(&path, format!("{text}\n")).unwrap();
        vec!["/bin/sh".to_owned(), path.display().to_string(), dir.join("out").display().to_string()]
    }

    #[test]
    fn the_program_gets_its_arguments_and_its_text_and_no_shell_reads_either() {
        let dir = tempfile::tempdir().unwrap();
        let mut command = script(dir.path(), "printf '%s|' \"$2\" >\"$1\"; cat >>\"$1\"");
        command.push("$(touch owned); `id`".to_owned());
        run(&command, b"{\"title\":\"$(touch owned)\"}\n".to_vec(), LONG).unwrap();
        let told = fs::read_to_string(dir.path().join("out")).unwrap();
        assert_eq!(told, "$(touch owned); `id`|{\"title\":\"$(touch owned)\"}\n");
        assert!(!dir.path().join("owned").exists());
    }

    #[test]
    fn a_program_that_stays_is_killed_with_what_it_started() {
        let dir = tempfile::tempdir().unwrap();
        let command = script(dir.path(), "sleep 60 & echo $! >\"$1\"; wait");
        let begin = Instant::now();
        // A start of the shell may take longer than any short limit on a busy machine.
        let told = loop {
            assert!(matches!(run(&command, Vec::new(), Duration::from_millis(500)), Err(HookError::Slow)));
            if let Ok(told) = fs::read_to_string(dir.path().join("out"))
                && told.ends_with('\n')
            {
                break told;
            }
            assert!(begin.elapsed() < LONG);
        };
        assert!(begin.elapsed() < Duration::from_secs(40));
        let sleeper = Pid::from_raw(told.trim().parse().unwrap()).unwrap();
        // Dead, buried by init or not yet; a busy machine takes a moment to let it die.
        let state = || fs::read_to_string(format!("/proc/{}/stat", sleeper.as_raw_nonzero())).unwrap_or_default();
        let is_dead = |state: &str| state.is_empty() || state.contains(") Z") || state.contains(") X");
        while !is_dead(&state()) {
            assert!(begin.elapsed() < LONG, "{}", state());
            thread::yield_now();
        }
    }

    #[test]
    fn a_program_that_reads_nothing_holds_nobody_up() {
        let dir = tempfile::tempdir().unwrap();
        let command = script(dir.path(), "exit 0");
        run(&command, vec![b'x'; 1024 * 1024], LONG).unwrap();
    }

    #[test]
    fn why_it_was_not_told_is_told() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(run(&script(dir.path(), "exit 3"), Vec::new(), LONG), Err(HookError::Failed(Some(3)))));
        assert!(matches!(run(&script(dir.path(), "kill -9 $$"), Vec::new(), LONG), Err(HookError::Failed(None))));
        assert!(matches!(run(&["/nowhere/at/all".to_owned()], Vec::new(), LONG), Err(HookError::Start(_))));
        assert!(matches!(run(&["/bin/\0".to_owned()], Vec::new(), LONG), Err(HookError::Start(_))));
    }

    #[test]
    fn one_is_told_at_a_time_and_what_is_too_much_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let go = dir.path().join("go");
        let wait = format!("cat >>\"$1\"; echo >>\"$1\"; until [ -e '{}' ]; do sleep 0.05; done", go.display());
        let (failed, failures) = channel();
        let tell = move |error| drop(failed.send(error));
        let hook = Hook::new(script(dir.path(), &wait), LONG, tell).unwrap();
        let mut taken = 0;
        while hook.tell(format!("{taken}").into_bytes()).is_ok() {
            taken += 1;
            assert!(taken <= MOST_WAITING + 1, "one is told, the rest waits");
        }
        assert!(matches!(hook.tell(Vec::new()), Err(HookError::Busy)));
        fs::write(&go, "").unwrap();
        drop(hook);
        // The thread ends behind the last of them.
        assert!(
            failures.recv_timeout(LONG).is_err_and(|ended| ended == std::sync::mpsc::RecvTimeoutError::Disconnected)
        );
        let told = fs::read_to_string(dir.path().join("out")).unwrap();
        assert_eq!(told.lines().collect::<Vec<_>>(), (0..taken).map(|at| at.to_string()).collect::<Vec<_>>());
    }
}

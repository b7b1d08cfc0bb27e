//! The other end of a terminal: starts a program in it, reads what it writes with the time of each read, or does
//! not read at all.
//!
//! Everything happens in the calling thread: nobody reads who was not told to, and the terminal is gone the moment
//! it is closed here.

use std::num::NonZero;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, fcntl_getfl, fcntl_setfl, open};
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, PidfdGetfdFlags, Signal, getpid, kill_process, pidfd_getfd, pidfd_open};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use crate::support::Home;

pub const COLUMNS: u16 = 80;
pub const ROWS: u16 = 24;

/// Longest wait for anything.
const DEADLINE: Duration = Duration::from_secs(10);

/// What one read brought.
#[derive(Debug, Clone)]
pub struct Chunk {
    pub at: Instant,
    pub bytes: Vec<u8>,
}

/// Who cooks the bytes on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discipline {
    /// The terminal, as a login has it.
    Cooked,
    /// Nobody.
    Raw,
}

/// A program in a terminal of 80x24.
pub struct Line {
    master: Option<OwnedFd>,
    child: Box<dyn Child + Send + Sync>,
    process: OwnedFd,
    pub pid: Pid,
    /// The moment just before the program was started.
    pub begun: Instant,
    pub chunks: Vec<Chunk>,
    emulator: vt100::Parser,
    shown: usize,
    ended: bool,
}

pub fn emulator() -> vt100::Parser {
    let cells = |count: u16| NonZero::new(count).unwrap();
    vt100::Parser::new(cells(ROWS), cells(COLUMNS), 0)
}

/// A command with what a login gives and nothing else of this machine.
pub fn command(home: &Home, argv: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(argv[0]);
    command.args(&argv[1..]);
    command.env_clear();
    command.cwd(home.path());
    for (name, value) in environment(home) {
        command.env(name, value);
    }
    command
}

pub fn environment(home: &Home) -> Vec<(&'static str, String)> {
    let home = home.path().display().to_string();
    vec![
        ("PATH", std::env::var("PATH").unwrap_or_default()),
        ("HOME", home.clone()),
        ("RUNSHEET_HOME", home),
        ("USER", "wei".to_owned()),
        ("TERM", "xterm-256color".to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
    ]
}

impl Line {
    pub fn start(command: &CommandBuilder, discipline: Discipline) -> Result<Self> {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let raw = pair.master.as_raw_fd().context("a terminal without a descriptor")?;
        // An own descriptor: what the crate hands out can neither be polled nor be closed without a last key.
        let own = pidfd_open(getpid(), PidfdFlags::empty())?;
        let master = pidfd_getfd(own, raw, PidfdGetfdFlags::empty())?;
        fcntl_setfl(&master, fcntl_getfl(&master)? | OFlags::NONBLOCK)?;
        if discipline == Discipline::Raw {
            let name = pair.master.tty_name().context("a terminal without a name")?;
            let slave = open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?;
            let mut settings = tcgetattr(&slave)?;
            settings.make_raw();
            tcsetattr(&slave, OptionalActions::Now, &settings)?;
        }
        let command = command.clone();
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        let pid = child.process_id().context("a program without a number")?;
        let pid = Pid::from_raw(i32::try_from(pid)?).context("a program without a number")?;
        let process = pidfd_open(pid, PidfdFlags::empty())?;
        let emulator = emulator();
        let chunks = Vec::new();
        Ok(Self { master: Some(master), child, process, pid, begun, chunks, emulator, shown: 0, ended: false })
    }

    /// Types this, byte for byte; never waits for the program.
    pub fn types(&mut self, keys: &str) -> Result<Instant> {
        let master = self.master.as_ref().context("the terminal is closed")?;
        let at = Instant::now();
        let written = rustix::io::write(master, keys.as_bytes())?;
        if written < keys.len() {
            bail!("the terminal takes no more keys");
        }
        Ok(at)
    }

    /// Reads what is there.
    fn read(&mut self) {
        let Some(master) = &self.master else { return };
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match rustix::io::read(master, &mut buffer) {
                Ok(count @ 1..) => {
                    self.chunks.push(Chunk { at: Instant::now(), bytes: buffer[..count].to_vec() });
                }
                Err(Errno::AGAIN) => return,
                Err(Errno::INTR) => {}
                Ok(0) | Err(_) => {
                    self.ended = true;
                    return;
                }
            }
        }
    }

    /// Reads until then.
    pub fn reads(&mut self, until: Instant) {
        pump(&mut [self], until, |_| false);
    }

    /// Reads until the first bytes came.
    pub fn begins(&mut self) -> Result<()> {
        pump(&mut [self], Instant::now() + DEADLINE, |lines| lines[0].ended || !lines[0].chunks.is_empty());
        if self.chunks.is_empty() {
            bail!("it wrote nothing");
        }
        Ok(())
    }

    /// Reads until something comes that was not there; how it is where nothing does is the caller's to see.
    pub fn more(&mut self, longest: Duration) {
        let known = self.chunks.len();
        pump(&mut [self], Instant::now() + longest, |lines| lines[0].ended || lines[0].chunks.len() > known);
    }

    /// Reads until nothing came for so long; fails where something comes for ever.
    pub fn settles(&mut self, quiet: Duration) -> Result<()> {
        let end = Instant::now() + DEADLINE;
        let mut since = Instant::now();
        while !self.ended && since.elapsed() < quiet {
            if Instant::now() > end {
                bail!("it does not come to rest");
            }
            let known = self.chunks.len();
            pump(&mut [self], since + quiet, |lines| lines[0].chunks.len() > known);
            since = self.chunks.last().map_or(since, |last| last.at.max(since));
        }
        Ok(())
    }

    /// Reads until the screen is as wanted; says when the bytes came that made it so.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> Result<Instant> {
        let end = Instant::now() + DEADLINE;
        loop {
            while self.shown < self.chunks.len() {
                let chunk = &self.chunks[self.shown];
                self.emulator.process(&chunk.bytes);
                self.shown += 1;
                if wanted(self.emulator.screen()) {
                    return Ok(chunk.at);
                }
            }
            if self.ended || Instant::now() > end {
                bail!("waited in vain for {what}:\n{}", self.screen().contents());
            }
            let known = self.chunks.len();
            pump(&mut [self], end, |lines| lines[0].chunks.len() > known);
        }
    }

    pub fn sees(&mut self, text: &str) -> Result<Instant> {
        self.until(text, |screen| screen.contents().contains(text))
    }

    /// What stands on the screen after everything that was read.
    pub fn screen(&mut self) -> &vt100::Screen {
        for chunk in &self.chunks[self.shown..] {
            self.emulator.process(&chunk.bytes);
        }
        self.shown = self.chunks.len();
        self.emulator.screen()
    }

    /// Bytes that came in this time.
    pub fn bytes(&self, from: Instant, to: Instant) -> usize {
        self.chunks.iter().filter(|chunk| chunk.at >= from && chunk.at < to).map(|chunk| chunk.bytes.len()).sum()
    }

    /// Hangs up; says how long the program outlives it.
    pub fn hangs_up(&mut self) -> Result<Duration> {
        let begin = Instant::now();
        self.master = None;
        self.ended = true;
        gone(&self.process)?;
        Ok(begin.elapsed())
    }

    pub fn signal(&self, signal: Signal) -> Result<Duration> {
        let begin = Instant::now();
        kill_process(self.pid, signal)?;
        gone(&self.process)?;
        Ok(begin.elapsed())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // Hang up first: what stands between, such as a tracer, would leave the program behind.
        self.master = None;
        let _ = kill_process(self.pid, Signal::KILL);
        let _ = self.child.wait();
    }
}

/// Reads all of them until then, or until it is enough.
pub fn pump(lines: &mut [&mut Line], until: Instant, enough: impl Fn(&[&mut Line]) -> bool) {
    while !enough(lines) {
        let left = until.saturating_duration_since(Instant::now());
        let mut open: Vec<usize> = (0..lines.len()).collect();
        open.retain(|place| !lines[*place].ended && lines[*place].master.is_some());
        if left.is_zero() {
            return;
        }
        let mut watched: Vec<PollFd<'_>> = open
            .iter()
            .filter_map(|place| lines[*place].master.as_ref().map(|master| PollFd::new(master, PollFlags::IN)))
            .collect();
        let left = timespec(left);
        let _ = poll(&mut watched, Some(&left));
        let ready: Vec<bool> = watched.iter().map(|one| !one.revents().is_empty()).collect();
        drop(watched);
        for (place, _) in open.iter().zip(ready).filter(|(_, ready)| *ready) {
            lines[*place].read();
        }
    }
}

/// Waits until a process is gone.
pub fn gone(process: &OwnedFd) -> Result<()> {
    let mut watched = [PollFd::new(process, PollFlags::IN)];
    let longest = timespec(DEADLINE);
    if poll(&mut watched, Some(&longest))? == 0 {
        bail!("it was still there after {} s", DEADLINE.as_secs());
    }
    Ok(())
}

/// Lets time go by without reading anything.
pub fn idle(length: Duration) {
    pump(&mut [], Instant::now() + length, |_| false);
}

fn timespec(length: Duration) -> Timespec {
    let tv_sec = i64::try_from(length.as_secs()).unwrap_or(i64::MAX);
    Timespec { tv_sec, tv_nsec: i64::from(length.subsec_nanos()) }
}

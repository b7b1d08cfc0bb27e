//! A real terminal for the built program: a pseudo-terminal, an emulator that reads it, and waits that end.
//!
//! Nothing sleeps: a test waits for what is to stand on the screen, and the wait ends with the screen's text.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open};

use crate::support::Home;

/// Longest wait for anything.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// What came from the program so far.
pub struct Screen {
    pub emulator: vt100::Parser,
    pub bytes: Vec<u8>,
    gone: bool,
}

type Shared = Arc<(Mutex<Screen>, Condvar)>;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    pub code: u32,
}

/// The program in a terminal of its own.
pub struct Tty {
    shared: Shared,
    hand: Box<dyn Write + Send>,
    master: Option<Box<dyn MasterPty + Send>>,
    ended: Receiver<Ended>,
    pub pid: Pid,
}

/// The program as it is called in tests: nothing of the machine's environment reaches it.
pub fn program(home: &Home, args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_runsheet"));
    command.args(args);
    bare(&mut command, home);
    command
}

/// Leaves of the environment what a login gives.
pub fn bare(command: &mut CommandBuilder, home: &Home) {
    command.env_clear();
    command.cwd(home.path());
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", home.path());
    command.env("RUNSHEET_HOME", home.path());
    command.env("USER", "wei");
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
}

impl Tty {
    /// The program with these arguments in a terminal of 80x24.
    pub fn run(home: &Home, args: &[&str]) -> Self {
        Self::start(&program(home, args), 80, 24)
    }

    pub fn start(command: &CommandBuilder, columns: u16, rows: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut child = pair.slave.spawn_command(command.clone()).unwrap();
        drop(pair.slave);
        let pid = Pid::from_raw(i32::try_from(child.process_id().unwrap()).unwrap()).unwrap();
        let (tell, ended) = channel();
        thread::spawn(move || {
            let status = child.wait().unwrap();
            let _ = tell.send(Ended { code: status.exit_code() });
        });
        let shared = watch(pair.master.try_clone_reader().unwrap(), columns, rows);
        Self { shared, hand: pair.master.take_writer().unwrap(), master: Some(pair.master), ended, pid }
    }

    /// Types this, byte for byte.
    pub fn types(&mut self, bytes: &str) -> &mut Self {
        self.hand.write_all(bytes.as_bytes()).unwrap();
        self.hand.flush().unwrap();
        self
    }

    /// Waits until this stands on the screen, wherever the line breaks fall.
    pub fn sees(&mut self, text: &str) -> &mut Self {
        sees(&self.shared, text);
        self
    }

    /// Waits until the screen is as wanted.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&Screen) -> bool) -> &mut Self {
        until(&self.shared, what, wanted);
        self
    }

    /// What the screen says now.
    pub fn now<T>(&self, read: impl Fn(&Screen) -> T) -> T {
        read(&self.shared.0.lock().unwrap())
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.shared.0.lock().unwrap().emulator.screen_mut().set_size(cells(rows), cells(columns));
        self.master.as_ref().unwrap().resize(size).unwrap();
        self
    }

    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        kill_process(self.pid, signal).unwrap();
        self
    }

    /// Waits for the end of the program, and for everything it wrote.
    pub fn ends(&mut self) -> Ended {
        let ended = self.ended.recv_timeout(DEADLINE);
        let ended = ended.unwrap_or_else(|_| panic!("the program still runs:\n{}", text(&self.shared)));
        until(&self.shared, "the end of what it wrote", |screen| screen.gone);
        ended
    }

    /// Holds that this is left on the shell's screen after the end.
    pub fn sees_at_the_end(&self, wanted: &str) -> &Self {
        let text = self.text();
        assert!(text.replace('\n', "").contains(wanted), "not left on the screen: {wanted}\n{text}");
        self
    }

    /// What stands on the screen.
    pub fn text(&self) -> String {
        text(&self.shared)
    }

    /// Everything that was written, byte for byte.
    pub fn bytes(&self) -> Vec<u8> {
        self.shared.0.lock().unwrap().bytes.clone()
    }

    /// Whether the terminal is as a shell wants it: its own screen, a cursor, no pastes in brackets.
    pub fn is_given_back(&self) -> bool {
        let screen = self.shared.0.lock().unwrap();
        let screen = screen.emulator.screen();
        !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        // A test that failed leaves nobody behind; one that ended has nobody to find.
        if self.ended.try_recv().is_err() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

/// Reads everything that comes into an emulator, in a thread of its own.
pub fn watch(mut reader: impl Read + Send + 'static, columns: u16, rows: u16) -> Shared {
    let screen =
        Screen { emulator: vt100::Parser::new(cells(rows), cells(columns), 200), bytes: Vec::new(), gone: false };
    let shared = Arc::new((Mutex::new(screen), Condvar::new()));
    let told = Arc::clone(&shared);
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        loop {
            let read = reader.read(&mut buffer).unwrap_or(0);
            let mut screen = told.0.lock().unwrap();
            screen.emulator.process(&buffer[..read]);
            screen.bytes.extend_from_slice(&buffer[..read]);
            screen.gone = read == 0;
            told.1.notify_all();
            if read == 0 {
                break;
            }
        }
    });
    shared
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// Waits until the screen is as wanted.
pub fn until(shared: &Shared, what: &str, wanted: impl Fn(&Screen) -> bool) {
    let end = Instant::now() + DEADLINE;
    let mut screen = shared.0.lock().unwrap();
    while !wanted(&screen) {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || screen.gone {
            let text = screen.emulator.screen().contents();
            drop(screen);
            panic!("waited in vain for {what}:\n{text}");
        }
        screen = shared.1.wait_timeout(screen, left).unwrap().0;
    }
}

/// Waits until this stands on the screen, wherever the line breaks fall.
pub fn sees(shared: &Shared, wanted: &str) {
    until(shared, wanted, |screen| flat(&screen.emulator.screen().contents()).contains(&flat(wanted)));
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn text(shared: &Shared) -> String {
    shared.0.lock().unwrap().emulator.screen().contents()
}

/// Waits until a process that is nobody's child here is gone; says how long that took.
pub fn gone(pid: Pid, longest: Duration) -> Option<Duration> {
    let begin = Instant::now();
    let Ok(process) = pidfd_open(pid, PidfdFlags::empty()) else { return Some(Duration::ZERO) };
    let longest = Timespec { tv_sec: i64::try_from(longest.as_secs()).unwrap(), tv_nsec: 0 };
    let mut watched = [PollFd::new(&process, PollFlags::IN)];
    let ready = poll(&mut watched, Some(&longest)).unwrap();
    (ready > 0).then(|| begin.elapsed())
}

/// The only program that is on a session, as its seat says.
pub fn who_is_on(folder: &Path) -> Pid {
    let all = runsheet::journal::seats(&[folder]);
    assert_eq!(all.len(), 1, "{all:?}");
    Pid::from_raw(i32::try_from(all[0].pid).unwrap()).unwrap()
}

/// Writes the short runbook into a home; says where.
pub fn short_book(home: &Home) -> PathBuf {
    home.file("disk-full.json", crate::support::SHORT)
}

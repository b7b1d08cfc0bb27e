//! A real terminal for the built program: a pseudo-terminal, an emulator that reads it, and waits that end.
//!
//! Nothing sleeps: a test waits for what is to stand on the screen, and the wait ends with the screen's text.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::num::NonZero;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::process::{Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, kill_process, pidfd_open, waitid};

use crate::support::Home;

/// Longest wait for anything.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// What came from the program so far.
pub struct Screen {
    pub emulator: vt100::Parser,
    pub bytes: Vec<u8>,
    gone: bool,
    /// Nobody reads for now.
    paused: bool,
    /// Nobody reads any more.
    cut: bool,
}

pub type Shared = Arc<(Mutex<Screen>, Condvar)>;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    pub code: u32,
    /// The signal that killed it; a core is a signal, too.
    pub killed_by: Option<i32>,
    /// Time of the processor it took, all in all.
    pub cpu: Duration,
}

/// The program in a terminal of its own.
pub struct Tty {
    shared: Shared,
    hand: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    ended: Receiver<Ended>,
    pub pid: Pid,
    /// The modes of the terminal before anybody had it.
    pub modes_before: String,
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
        let modes_before = modes(&slave_of(pair.master.as_ref()));
        let mut child = pair.slave.spawn_command(command.clone()).unwrap();
        drop(pair.slave);
        let pid = Pid::from_raw(i32::try_from(child.process_id().unwrap()).unwrap()).unwrap();
        let (tell, ended) = channel();
        thread::spawn(move || {
            // Its figures can be read until it is fetched.
            let status = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT).unwrap().unwrap();
            let (cpu, killed_by) = (cpu(pid), status.terminating_signal());
            let code = child.wait().unwrap().exit_code();
            let _ = tell.send(Ended { code, killed_by, cpu });
        });
        let shared = watch(pair.master.try_clone_reader().unwrap(), columns, rows);
        let hand = Some(pair.master.take_writer().unwrap());
        Self { shared, hand, master: Some(pair.master), ended, pid, modes_before }
    }

    /// Types this, byte for byte.
    pub fn types(&mut self, bytes: &str) -> &mut Self {
        self.sends(bytes.as_bytes())
    }

    /// The same for what is no text.
    pub fn sends(&mut self, bytes: &[u8]) -> &mut Self {
        let hand = self.hand.as_mut().unwrap();
        hand.write_all(bytes).unwrap();
        hand.flush().unwrap();
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
        // A terminal may say that it has no size; the emulator has one.
        self.shared.0.lock().unwrap().emulator.screen_mut().set_size(cells(rows.max(1)), cells(columns.max(1)));
        self.master.as_ref().unwrap().resize(size).unwrap();
        self
    }

    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        kill_process(self.pid, signal).unwrap();
        self
    }

    /// Nobody reads what the program writes, until [`Tty::reads_on`]. What is being read still comes.
    pub fn reads_no_more(&mut self) -> &mut Self {
        self.shared.0.lock().unwrap().paused = true;
        self
    }

    pub fn reads_on(&mut self) -> &mut Self {
        self.shared.0.lock().unwrap().paused = false;
        self.shared.1.notify_all();
        self
    }

    /// Reads no more, and has the program draw until its terminal takes nothing.
    pub fn stalls(&mut self) -> &mut Self {
        self.stalls_under(self.pid)
    }

    /// The same with a program that is not the first of its terminal.
    pub fn stalls_under(&mut self, pid: Pid) -> &mut Self {
        self.reads_no_more();
        let mut in_vain = 0;
        while in_vain < 8 {
            let (read, written) = read_and_written(pid);
            self.types("\x0c");
            eventually("the key is read", || read_and_written(pid).0 > read);
            // It is drawn a moment later; several in a row that draw nothing are no accident.
            gap(2);
            in_vain = if read_and_written(pid).1 == written { in_vain + 1 } else { 0 };
        }
        self
    }

    /// The terminal goes away, as it does with the connection.
    pub fn hangs_up(&mut self) {
        let slave = self.slave();
        self.shared.0.lock().unwrap().cut = true;
        self.shared.1.notify_all();
        // Whoever waits in a read of the other end wakes up by a byte that comes out of it.
        let _ = (&slave).write(&[0]);
        drop(slave);
        let mut screen = self.shared.0.lock().unwrap();
        while !screen.gone {
            screen = self.shared.1.wait_timeout(screen, DEADLINE).unwrap().0;
        }
        drop(screen);
        self.master = None;
        // Its last act is to type an end of file, which is no key of ours.
        self.hand = None;
    }

    /// The end of the terminal that the program has.
    pub fn slave(&self) -> File {
        slave_of(self.master.as_ref().unwrap().as_ref())
    }

    /// The modes of the terminal, as one text.
    pub fn modes(&self) -> String {
        modes(&self.slave())
    }

    /// What a person sees: every sign with its style, the cursor; figures are all the same, so that clocks may run.
    pub fn picture(&self) -> Vec<String> {
        self.now(picture)
    }

    /// Waits until the clock in the first line has gone on so many times.
    pub fn ticks(&mut self, times: usize) -> &mut Self {
        for _ in 0..times {
            tick([&mut *self]);
        }
        self
    }

    /// Has all of the screen drawn anew by the program that is seen on it; holds that nothing was wrong before.
    pub fn is_as_drawn_anew(&mut self) -> &mut Self {
        self.is_as_drawn_anew_by(self.pid)
    }

    /// The same of a program that is not the first of its terminal.
    pub fn is_as_drawn_anew_by(&mut self, pid: Pid) -> &mut Self {
        // Where a tick changes nothing but figures all that came before it is drawn.
        let calm = (0..10).any(|_| {
            let before = self.picture();
            self.ticks(1).picture() == before && !before.concat().contains("saving...")
        });
        assert!(calm, "something changes with every second:\n{}", self.text());
        let before = self.picture();
        let wipes = |screen: &Screen| screen.bytes.windows(4).filter(|four| four == b"\x1b[2J").count();
        let so_far = self.now(wipes);
        kill_process(pid, Signal::WINCH).unwrap();
        let anew = |screen: &Screen| wipes(screen) > so_far && picture(screen) == before;
        if !waits(&self.shared, anew) {
            let after = self.picture();
            let differ = before.iter().zip(&after).filter(|(before, after)| before != after);
            let lines: Vec<String> =
                differ.map(|(before, after)| format!("before: {before}\nafter:  {after}")).collect();
            panic!("it was not as it is drawn anew:\n{}\n{}", lines.join("\n"), self.text());
        }
        self
    }

    /// Waits for the end of the program, and for everything it wrote.
    pub fn ends(&mut self) -> Ended {
        let ended = self.ended.recv_timeout(DEADLINE);
        let ended = ended.unwrap_or_else(|_| panic!("the program still runs:\n{}", text(&self.shared)));
        self.shared.0.lock().unwrap().paused = false;
        self.shared.1.notify_all();
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
    let emulator = vt100::Parser::new(cells(rows), cells(columns), 200);
    let screen = Screen { emulator, bytes: Vec::new(), gone: false, paused: false, cut: false };
    let shared = Arc::new((Mutex::new(screen), Condvar::new()));
    let told = Arc::clone(&shared);
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        loop {
            let screen = told.0.lock().unwrap();
            let cut = told.1.wait_while(screen, |screen| screen.paused && !screen.cut).unwrap().cut;
            let read = if cut { 0 } else { reader.read(&mut buffer).unwrap_or(0) };
            let mut screen = told.0.lock().unwrap();
            screen.emulator.process(&buffer[..read]);
            screen.bytes.extend_from_slice(&buffer[..read]);
            if read == 0 || screen.cut {
                // The terminal is gone only when nobody holds this end of it.
                drop(reader);
                screen.gone = true;
                told.1.notify_all();
                break;
            }
            told.1.notify_all();
        }
    });
    shared
}

fn slave_of(master: &dyn MasterPty) -> File {
    let flags = i32::try_from((OFlags::NOCTTY | OFlags::NONBLOCK).bits()).unwrap();
    File::options().read(true).write(true).custom_flags(flags).open(master.tty_name().unwrap()).unwrap()
}

fn modes(tty: &File) -> String {
    format!("{:?}", rustix::termios::tcgetattr(tty).unwrap())
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// Waits until the screen is as wanted.
pub fn until(shared: &Shared, what: &str, wanted: impl Fn(&Screen) -> bool) {
    assert!(waits(shared, wanted), "waited in vain for {what}:\n{}", text(shared));
}

/// Whether the screen becomes as wanted before the deadline and before the end.
fn waits(shared: &Shared, wanted: impl Fn(&Screen) -> bool) -> bool {
    let end = Instant::now() + DEADLINE;
    let mut screen = shared.0.lock().unwrap();
    while !wanted(&screen) {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || screen.gone {
            return false;
        }
        screen = shared.1.wait_timeout(screen, left).unwrap().0;
    }
    true
}

/// Waits until the clock of each of them has gone on; in the same second, if they run at the same time.
pub fn tick<'a>(all: impl IntoIterator<Item = &'a mut Tty>) {
    let clock = |screen: &Screen| screen.emulator.screen().contents().lines().next().map(str::to_owned);
    let all: Vec<_> = all.into_iter().map(|tty| (tty.now(clock), tty)).collect();
    for (before, tty) in all {
        tty.until("the next second", |screen| clock(screen) != before);
    }
}

/// Waits until something is so that nobody tells of.
pub fn eventually(what: &str, so: impl Fn() -> bool) {
    let end = Instant::now() + DEADLINE;
    while !so() {
        assert!(Instant::now() < end, "waited in vain: {what}");
        gap(1);
    }
}

/// Lets so many milliseconds pass between two keys, where their distance is what is tested.
pub fn gap(millis: u16) {
    let nanos = i64::from(millis) * 1_000_000;
    let _ = poll(&mut [], Some(&Timespec { tv_sec: nanos / 1_000_000_000, tv_nsec: nanos % 1_000_000_000 }));
}

/// What a person sees, line by line.
fn picture(screen: &Screen) -> Vec<String> {
    let screen = screen.emulator.screen();
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let line = |row: u16| {
        let mut line = String::new();
        let mut style = String::new();
        for column in 0..columns {
            let Some(cell) = screen.cell(row, column).filter(|cell| !cell.is_wide_continuation()) else { continue };
            let marks = [cell.bold(), cell.dim(), cell.italic(), cell.underline(), cell.inverse()];
            let marks: String = "bdiur".chars().zip(marks).filter(|(_, on)| *on).map(|(mark, _)| mark).collect();
            let of = format!("{{{:?} {:?} {marks}}}", cell.fgcolor(), cell.bgcolor());
            if of != style {
                line.push_str(&of);
                style = of;
            }
            // A cell that was never written looks like one with a space in it.
            let sign = if cell.has_contents() { cell.contents() } else { " " };
            line.extend(sign.chars().map(|sign| if sign.is_ascii_digit() { '0' } else { sign }));
        }
        line
    };
    let hidden = screen.hide_cursor();
    let cursor = if hidden { "no cursor".to_owned() } else { format!("{:?}", screen.cursor_position()) };
    (0..rows).map(line).chain([cursor]).collect()
}

/// Bytes a process has read and written so far.
fn read_and_written(pid: Pid) -> (u64, u64) {
    let told = fs::read_to_string(format!("/proc/{}/io", pid.as_raw_nonzero())).unwrap();
    let figure = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok()).unwrap();
    (figure("rchar:"), figure("wchar:"))
}

/// Time of the processor a process took so far.
pub fn cpu(pid: Pid) -> Duration {
    let told = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap();
    // Behind the name, which may hold anything; the kernel counts in hundredths of a second.
    let behind = told.rsplit(')').next().unwrap();
    let hundredths: u64 = behind.split_whitespace().skip(11).take(2).map(|figure| figure.parse::<u64>().unwrap()).sum();
    Duration::from_millis(hundredths * 10)
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

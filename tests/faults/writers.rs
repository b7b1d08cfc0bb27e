//! Programs that write a record, are killed or refused, and what is then read of it.
//!
//! A writer is the calling program run again: it appends, and tells each entry on its standard output once it is
//! saved. Knows nothing of how it is started or of which faults befall it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use runsheet::journal::{AppendError, Journal};
use runsheet::session::{By, Entry, EntryId, Event, Kind, NoteKind, Person, Seq};
use runsheet::time::{BootId, Moment};

/// The session all of them write.
pub const SID: &str = "01JD0000000000000000000000";

/// Longest anything here is waited for.
const LONG: Duration = Duration::from_secs(60);

/// An entry with this id.
pub fn entry(seq: Seq, id: &str, size: usize) -> Entry {
    let wall = chrono::DateTime::parse_from_rfc3339("2026-11-22T14:31:14+08:00").unwrap_or_default();
    Entry {
        seq,
        id: EntryId(id.to_owned()),
        at: Moment { wall, boot_ns: seq.0, boot: BootId("b".into()) },
        mode: Kind::Drill,
        who: Person("li".into()),
        by: By { person: Person("li".into()), role: None, acting_for: None },
        events: vec![Event::NoteAdded { kind: NoteKind::Note, text: "x".repeat(size), stated: None, step: None }],
    }
}

/// Appends one entry, wherever others have got to; says at which place.
pub fn append(journal: &mut Journal, id: &str, size: usize) -> Result<Seq, AppendError> {
    loop {
        let head = journal.head().seq;
        match journal.append(head, &entry(head.next(), id, size)) {
            Ok(appended) => return Ok(appended.seq),
            Err(AppendError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Makes the record and its first entry.
pub fn begin(dir: &Path) -> bool {
    Journal::create(dir, SID).is_ok_and(|mut journal| append(&mut journal, "w", 10).is_ok())
}

/// The life of a writer: appends `count` entries, each again until it is saved, and tells of each.
///
/// Entries are called `name-0`, `name-1`… A refusal is told as a line that begins with `!`.
pub fn write(dir: &Path, name: &str, count: usize) {
    let Ok((mut journal, _)) = Journal::open(dir) else { return };
    let mut out = std::io::stdout();
    // Whatever runs this may have left half a line there.
    let _ = out.write_all(b"\n");
    for number in 0..count {
        let id = format!("{name}-{number}");
        // Sizes differ, so that lines end anywhere in a page.
        let size = number * 379 % 6000;
        let begin = Instant::now();
        let told = loop {
            match append(&mut journal, &id, size) {
                Ok(seq) => break format!("={id} {} {}\n", seq.0, begin.elapsed().as_micros()),
                Err(error) if begin.elapsed() > LONG => break format!("!{id} {error}\n"),
                Err(_) if out.write_all(format!("!{id}\n").as_bytes()).is_err() => return,
                Err(_) => {}
            }
        };
        // One write: a line that was not told whole was not told.
        if out.write_all(told.as_bytes()).and_then(|()| out.flush()).is_err() {
            return;
        }
    }
}

/// What a writer told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Saved { id: String, seq: Seq, micros: u64 },
    Refused,
}

/// A writer at work.
pub struct Running {
    child: Child,
    told: Receiver<Told>,
}

impl Running {
    pub fn start(mut command: Command) -> std::io::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let (send, told) = channel();
        let out = child.stdout.take();
        thread::spawn(move || {
            for line in BufReader::new(out?).split(b'\n') {
                let line = String::from_utf8(line.ok()?).ok()?;
                if line.starts_with('!') {
                    send.send(Told::Refused).ok()?;
                } else if let Some(saved) = saved(&line) {
                    send.send(saved).ok()?;
                }
            }
            None::<()>
        });
        Ok(Self { child, told })
    }

    /// Waits until it has told of `count` more saved entries, or has ended.
    pub fn wait_for(&self, count: usize, tally: &mut Tally) {
        let deadline = Instant::now() + LONG;
        let mut saved = 0;
        while saved < count {
            match self.told.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(told) => saved += usize::from(tally.take(told)),
                Err(_) => return,
            }
        }
    }

    /// Goes on listening for so long.
    pub fn listen(&self, span: Duration, tally: &mut Tally) {
        let deadline = Instant::now() + span;
        while let Ok(told) = self.told.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            tally.take(told);
        }
    }

    /// Kills it, if it still lives, and hears it out.
    pub fn kill(mut self, tally: &mut Tally) {
        let _ = self.child.kill();
        self.hear_out(tally);
    }

    /// Waits for its end.
    pub fn finish(mut self, tally: &mut Tally) -> bool {
        self.hear_out(tally);
        self.child.wait().is_ok_and(|status| status.success())
    }

    fn hear_out(&mut self, tally: &mut Tally) {
        loop {
            match self.told.recv_timeout(LONG) {
                Ok(told) => drop(tally.take(told)),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => drop(self.child.kill()),
            }
        }
        let _ = self.child.wait();
    }
}

fn saved(line: &str) -> Option<Told> {
    let mut words = line.strip_prefix('=')?.split(' ');
    let id = words.next()?.to_owned();
    let seq = Seq(words.next()?.parse().ok()?);
    Some(Told::Saved { id, seq, micros: words.next()?.parse().ok()? })
}

/// What was told to be saved, and what became of it.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub saved: HashMap<String, Seq>,
    pub refused: usize,
    pub slowest_micros: u64,
    pub lost: usize,
    pub twice: usize,
    pub foreign: usize,
    pub false_alarms: usize,
}

impl Tally {
    /// Whether that was a saved entry.
    fn take(&mut self, told: Told) -> bool {
        match told {
            Told::Saved { id, seq, micros } => {
                self.slowest_micros = self.slowest_micros.max(micros);
                self.saved.insert(id, seq);
                true
            }
            Told::Refused => {
                self.refused += 1;
                false
            }
        }
    }

    /// Opens the record as the next program would, and holds it against what was told. Every writer's name begins
    /// with `writers`.
    pub fn judge(&mut self, dir: &Path, writers: &str) {
        let Ok((_, read)) = Journal::open(dir) else {
            self.lost = self.saved.len();
            return;
        };
        let found: HashMap<&str, Seq> = read.entries.iter().map(|entry| (entry.id.0.as_str(), entry.seq)).collect();
        self.lost = self.saved.iter().filter(|(id, seq)| found.get(id.as_str()) != Some(seq)).count();
        self.twice = read.entries.len() - found.len();
        self.foreign = found.keys().filter(|id| !id.starts_with(writers)).count();
        self.false_alarms = usize::from(read.damaged && self.lost == 0);
    }

    /// Nothing told was lost, nothing else came back.
    pub fn is_clean(&self) -> bool {
        (self.lost, self.twice, self.foreign, self.false_alarms) == (0, 0, 0, 0)
    }
}

/// Kills writers at any instant, `writers` of them on one record, and judges it after every round.
///
/// `command` gives the program that calls [`write`] with a folder and a name.
pub fn kill_loop(dir: &Path, kills: usize, writers: usize, command: &dyn Fn(&Path, &str) -> Command) -> Tally {
    let mut tally = Tally::default();
    if !begin(dir) {
        return tally;
    }
    for round in 0..kills.div_ceil(writers) {
        let running: Vec<_> = (0..writers)
            .filter_map(|writer| Running::start(command(dir, &format!("w{round}.{writer}"))).ok())
            .collect();
        if let Some(first) = running.first() {
            first.wait_for(1 + round * 7 % 12, &mut tally);
            // Somewhere in the next append.
            first.listen(Duration::from_micros(round as u64 * 131 % 1500), &mut tally);
        }
        for writer in running {
            writer.kill(&mut tally);
        }
        tally.judge(dir, "w");
        if !tally.is_clean() {
            break;
        }
    }
    tally
}

/// Whether a program is there.
pub fn has(program: &str) -> bool {
    let version = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    // 127: it is there, and a library of its is not.
    version.is_ok_and(|status| status.code() != Some(127))
}

/// A command under `strace`, which meddles with what `of` calls on `path`.
pub fn meddled(command: &Command, path: &Path, injection: &str) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-P"]).arg(path);
    strace.args(["-e", &format!("inject={injection}")]);
    strace.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            strace.env(name, value);
        }
    }
    strace
}

//! Opening a session: a new one of a runbook, or an unfinished one from its journal.

use std::sync::Arc;

use super::catalogue::with_work_left;
use super::embed::Absent;
use super::live::sit_down;
use super::sentences::{damage, find_trouble, home_trouble, library_trouble, open_trouble, unread};
use super::take_over::TakenOver;
use super::{App, Heard, Live};
use crate::host::{Host, Request, View};
use crate::journal::{FindError, Found, Journal, OpenError, Recovery, Seat, Writer};
use crate::report::Integrity;
use crate::runbook::check::check;
use crate::runbook::format::{Reading, read};
use crate::runbook::index::Mark;
use crate::runbook::{DrillForm, Runbook, Status};
use crate::session::{Command, Entry, Event, Kind, NoteKind, Person, Seq, Session, Terminal, person_called};
use crate::words::render_faults;
use crate::world::{LibraryError, Loaded};

/// Why a session could not be opened: what to say, and which sort of failure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The whole message, in the reader's language, printable.
    pub message: String,
    /// Which exit code it means.
    pub kind: FaultKind,
}

/// Sorts of failure, one for each exit code they lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The world failed.
    World,
    /// The runbook has faults.
    Runbook,
    /// No such name, or more than one.
    Name,
    /// The record is damaged beyond going on.
    Record,
}

/// A session read from its journal.
pub struct ReadSession {
    /// What happened.
    pub session: Session,
    /// How sound the record is.
    pub integrity: Integrity,
}

impl Fault {
    pub(super) fn new(kind: FaultKind, message: String) -> Self {
        Self { message, kind }
    }
}

impl App {
    /// The runbook called `name`: a path, a library id, or the name of an alert.
    pub fn load(&self, name: &str) -> Result<Loaded, Fault> {
        let lang = self.words.lang().tag();
        match self.library.find(name, lang) {
            Ok(loaded) => Ok(loaded),
            Err(LibraryError::Unknown { name: unknown, nearest }) => {
                let by_alert = self.library.list(lang).into_iter().find(|loaded| {
                    let book = read(&loaded.file, &loaded.bytes).runbook;
                    let alerts = |book: &Runbook| book.triggers.iter().any(|t| t.alert.as_deref() == Some(name));
                    book.as_ref().is_some_and(alerts)
                });
                by_alert.ok_or_else(|| {
                    let error = LibraryError::Unknown { name: unknown, nearest };
                    Fault::new(FaultKind::Name, library_trouble(&error, &self.words))
                })
            }
            Err(error @ LibraryError::Unreadable(..)) => {
                Err(Fault::new(FaultKind::World, library_trouble(&error, &self.words)))
            }
            Err(error @ LibraryError::Missing(_)) => {
                Err(Fault::new(FaultKind::Name, library_trouble(&error, &self.words)))
            }
            Err(error) => Err(Fault::new(FaultKind::Runbook, library_trouble(&error, &self.words))),
        }
    }

    /// Makes a session of a runbook. An incident and a walkthrough start at once; a drill waits on its briefing
    /// and is written from the first act there.
    pub fn open_runbook(&mut self, name: &str, kind: Kind, form: Option<DrillForm>) -> Result<(), Fault> {
        let loaded = self.load(name)?;
        let reading = read(&loaded.file, &loaded.bytes);
        let Some(book) = reading.runbook.clone().filter(|_| reading.errors().next().is_none()) else {
            let text = String::from_utf8_lossy(&loaded.bytes);
            let faults = render_faults(&self.words, &reading.faults, reading.dropped, &loaded.file, &text);
            return Err(Fault::new(FaultKind::Runbook, faults));
        };
        // A contact's name means that contact, from the first entry on.
        if let Some(name) = &self.name {
            self.name = Some(person_called(&book, name).0);
        }
        let embedded = self.embed(loaded, &book);
        let command = Command::Open { kind, form, sources: embedded.sources, terminal: self.terminal().into() };
        self.new_ear();
        self.live = Some(Live::fresh());
        self.begin(command, &reading, &embedded.absent, kind).inspect_err(|_| self.live = None)
    }

    fn begin(&mut self, open: Command, reading: &Reading, absent: &[Absent], kind: Kind) -> Result<(), Fault> {
        self.must(open.into())?;
        self.note_weaknesses(reading, absent);
        if kind == Kind::Drill {
            return Ok(());
        }
        self.must(Command::Start.into())
    }

    pub(super) fn home_fault(&self, error: &str) -> Fault {
        Fault::new(FaultKind::World, home_trouble(self.ladder.home(), error, &self.words))
    }

    /// The session `name` means to somebody who wants to go on with it: of several the only one with work left.
    pub(super) fn find_session(&self, name: &str) -> Result<Found, Fault> {
        self.ladder.find(name).or_else(|error| {
            let FindError::Ambiguous { names } = &error else { return Err(self.find_fault(error)) };
            match with_work_left(self, names).as_slice() {
                [only] => Ok(only.clone()),
                _ => Err(self.find_fault(error)),
            }
        })
    }

    /// The only session `name` can mean, whether it is finished or not.
    pub(super) fn find_exactly(&self, name: &str) -> Result<Found, Fault> {
        self.ladder.find(name).map_err(|error| self.find_fault(error))
    }

    fn find_fault(&self, error: FindError) -> Fault {
        let kind = if matches!(error, FindError::Disk(_)) { FaultKind::World } else { FaultKind::Name };
        let error = match error {
            FindError::Ambiguous { names } => {
                let all = self.ladder.list().unwrap_or_default();
                let number = |name: &str| all.iter().find(|found| found.name == name).and_then(|found| found.number);
                let shown = names.iter().map(|name| self.words.session_name(name, number(name)));
                FindError::Ambiguous { names: shown.collect() }
            }
            error => error,
        };
        Fault::new(kind, find_trouble(&error, self.ladder.home(), &self.words))
    }

    /// Why a record that is there cannot be used.
    pub(super) fn record_fault(&self, error: &OpenError) -> Fault {
        let kind = if matches!(error, OpenError::Disk(_)) { FaultKind::World } else { FaultKind::Record };
        Fault::new(kind, open_trouble(error, &self.words))
    }

    /// The session a record tells of. Without its first entry, which holds the runbook, there is none to go on.
    pub(super) fn whole(&self, recovery: &Recovery, found: &Found) -> Result<(), Fault> {
        let opens = |event: &Event| matches!(event, Event::SessionOpened { .. });
        if recovery.entries.iter().any(|entry| entry.events.iter().any(opens)) {
            return Ok(());
        }
        let path = found.path.display().to_string();
        let count = recovery.entries.len();
        let message = self.words.with("cli-record-headless", &[("path", (&path).into()), ("count", count.into())]);
        Err(Fault::new(FaultKind::Record, message))
    }

    /// Puts into the log what one should know about the plan itself: that it is no longer or not yet in force, that
    /// its review is overdue, that it has fields nobody knows or this release does not act on, that it leads into
    /// runbooks that are not there.
    fn note_weaknesses(&mut self, reading: &Reading, absent: &[Absent]) {
        let Some(book) = &reading.runbook else { return };
        let mut lines = match book.status {
            Status::Draft => vec![self.words.mark_whole(&Mark::Draft)],
            Status::Retired => vec![self.words.mark_whole(&Mark::Retired)],
            Status::Active => Vec::new(),
        };
        lines.extend(reading.recognised.as_ref().map(|found| self.words.recognised(found)));
        let today = self.now().wall.date_naive();
        let weak = check(book, &reading.source, today);
        let overdue = weak.iter().filter(|fault| fault.code() == "review-overdue");
        let unknown = reading.faults.iter().filter(|fault| fault.code() == "unknown-field");
        lines.extend(overdue.chain(unknown).map(|fault| format!("{} ({})", self.words.fault(fault), fault.path)));
        if !reading.unacted.is_empty() {
            let fields: Vec<&str> = reading.unacted.iter().map(|unacted| unacted.field.as_str()).collect();
            lines.push(self.words.with("cli-unacted-here", &[("fields", (&self.words.list(&fields)).into())]));
        }
        lines.extend(absent.iter().map(|absent| {
            let args =
                [("name", (&absent.name).into()), ("by", (&absent.named_by).into()), ("why", (&absent.why).into())];
            self.words.with("cli-child-absent", &args)
        }));
        for text in lines {
            self.note(text);
        }
    }

    /// Puts into the log what the program itself has to say.
    pub(super) fn note(&mut self, text: String) {
        let now = self.now();
        let command = Command::Note { kind: NoteKind::Note, text, stated: None, step: None };
        let act = Self::act(command.into(), Person::program(), Seq::default());
        if let Some(live) = &mut self.live {
            let _ = live.submit(act, &now);
        }
    }

    /// Reads a session without going on it.
    pub fn read_session(&self, name: &str) -> Result<ReadSession, Fault> {
        let words = &self.words;
        let found = self.find_exactly(name)?;
        let (_, recovery) = Journal::watch(&found.folders).map_err(|error| self.record_fault(&error))?;
        self.whole(&recovery, &found)?;
        let head = Some(recovery.head.hash.to_string());
        let head_entry = Some(recovery.head.seq.0);
        let (damaged, unread) = (damage(&recovery, words), unread(&recovery, words));
        let integrity = Integrity { head, head_entry, damaged, unread, ..Integrity::default() };
        Ok(ReadSession { session: Session::replay(recovery.entries.into_iter().map(Arc::new)), integrity })
    }

    fn must(&mut self, request: Request) -> Result<(), Fault> {
        match self.submit(request) {
            Ok(_) => Ok(()),
            Err(refusal) => {
                let message = self.session().map(|session| self.words.refusal(&refusal, session));
                Err(Fault::new(FaultKind::World, message.unwrap_or_default()))
            }
        }
    }

    /// The record of a session, to go on with it.
    pub(super) fn record(&self, found: &Found) -> Result<(Journal, Recovery), Fault> {
        let (journal, recovery) = Journal::open(&found.folders).map_err(|error| self.record_fault(&error))?;
        self.whole(&recovery, found)?;
        Ok((journal, recovery))
    }

    /// Goes on a session: the first to come back writes that somebody is here again, and whoever comes while others
    /// are there joins them.
    pub fn resume_session(&mut self, name: &str) -> Result<(), Fault> {
        let found = self.find_session(name)?;
        let over = if self.takes_over { self.end_own_terminals(&found)? } else { TakenOver::default() };
        let (journal, recovery) = self.record(&found)?;
        if recovery.newer {
            self.live = Some(self.followed(journal, recovery, found, None)?.watching(View::Player).of_newer_release());
            return Ok(());
        }
        let me = self.seated_as(self.me_in(&book_of(&recovery)), false);
        let seat = sit_down(&found, &me).map_err(|error| self.home_fault(&error.to_string()))?;
        let live = self.followed(journal, recovery, found, seat)?;
        let others = live.has_company();
        let before = self.live.replace(live);
        self.note_who_stayed(&over);
        let terminal = Box::new(Terminal { took_over: over.ended, ..self.terminal() });
        self.must(Command::ComeBack { terminal, others }.into()).inspect_err(|_| self.live = before)
    }

    /// Follows a session and writes nothing but that somebody watches.
    pub fn watch_session(&mut self, name: &str, view: View) -> Result<(), Fault> {
        let found = self.find_session(name)?;
        let (journal, recovery) = Journal::watch(&found.folders).map_err(|error| self.record_fault(&error))?;
        self.whole(&recovery, &found)?;
        // Where one may only read, one watches unseen.
        let seat = sit_down(&found, &self.seated_as(self.me_in(&book_of(&recovery)), true)).ok().flatten();
        let newer = recovery.newer;
        let live = self.followed(journal, recovery, found, seat)?.watching(view);
        self.live = Some(if newer { live.of_newer_release() } else { live });
        Ok(())
    }

    fn followed(
        &mut self,
        journal: Journal,
        recovery: Recovery,
        found: Found,
        seat: Option<Seat>,
    ) -> Result<Live, Fault> {
        let damage = damage(&recovery, &self.words);
        let rung = journal.rung();
        let ear = self.new_ear();
        let tell = ear.clone();
        let writer = Writer::start(journal, move |report| tell.tell(Heard::Journal(report)))
            .map_err(|error| Fault::new(FaultKind::World, error.to_string()))?;
        let mut live = Live::recovered(recovery, found, writer, seat, rung, damage);
        live.follow(ear);
        Ok(live)
    }
}

/// The runbook in a record: it says who people are.
pub(super) fn book_of(recovery: &Recovery) -> Arc<Runbook> {
    recovery.entries.iter().rev().find_map(Entry::opens).map(Session::read_book).unwrap_or_default()
}

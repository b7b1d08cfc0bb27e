//! What a front asks of the world: submit an act, open a session, write the report.
//!
//! A front (`tui`, `plain`, and the `dialog` behind both) knows sessions and words and this trait; files, clocks and processes are behind it.
//! Sentences that come back are already in the reader's language and printable.

use crate::runbook::DrillForm;
use crate::runbook::index::Index;
use crate::session::{Command, Due, Kind, LeaveCause, Person, Refusal, Seq, Session};
use crate::time::Moment;

/// The world as a front sees it.
pub trait Host {
    /// What time it is.
    fn now(&self) -> Moment;

    /// The session this program is on: what is acknowledged and its own entries still being saved.
    fn session(&self) -> Option<&Session>;

    /// How the journal stands.
    fn saving(&self) -> Saving;

    /// The person at this terminal.
    fn me(&self) -> Person;

    /// Decides an act, folds it and hands it to the journal. It counts as saved only when [`Host::saving`] says so.
    fn submit(&mut self, request: Request) -> Result<Seq, Refusal>;

    /// Records what has come due by now; returns what was noticed.
    fn notice_due(&mut self) -> Vec<Due>;

    /// Begins to look for what can be opened. The names are there at once; what the files hold comes with
    /// [`Host::collect`], and until all of it did the catalogue is filling.
    fn look_around(&mut self);

    /// Unfinished sessions and the library, as far as they are known: newest and nearest first.
    fn catalogue(&self) -> &Catalogue;

    /// What a runbook of the catalogue says, to be read: the plan as one text, or what is wrong with its file.
    fn read_out(&self, runbook: &str) -> Result<ReadOut, String>;

    /// Makes a new session of a runbook and goes on it; an incident and a walkthrough start at once.
    fn open(&mut self, runbook: &str, kind: Kind, form: Option<DrillForm>) -> Result<(), String>;

    /// Goes on an unfinished session.
    fn resume(&mut self, session: &str) -> Result<(), String>;

    /// Leaves the session: the reason is recorded, and `true` means that all of it is saved.
    fn leave(&mut self, cause: LeaveCause) -> bool;

    /// Writes the report beside the journal; says where.
    fn write_report(&mut self) -> Result<String, String>;

    /// Takes in what other threads reported since; returns whether anything changed.
    fn collect(&mut self) -> bool;

    /// What there is to know about the place the program runs in; each is told once.
    fn remarks(&mut self) -> Vec<String>;

    /// Acts of this terminal that came to nothing because others were faster; each is told once.
    fn overtaken(&mut self) -> Vec<Overtaken>;
}

/// An act that was decided here and refused once it was known what others had done before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Overtaken {
    /// What was asked.
    pub request: Request,
    /// Why it is refused now.
    pub refusal: Refusal,
    /// The entry that was faster, when it is about the same thing.
    pub by: Option<Seq>,
}

/// What a terminal that only watches shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The screens of somebody who takes part.
    Player,
    /// The state of things in large type.
    Wall,
    /// The log alone.
    Log,
}

/// Another terminal on the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// The person at it.
    pub person: Person,
    /// The machine it runs on, printable.
    pub host: String,
    /// It only watches.
    pub watching: bool,
}

/// An act as a front asks for it; who types and under which id is the host's to add.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What is asked.
    pub command: Command,
    /// Whose act it is, when said.
    pub by: Option<Person>,
    /// Why.
    pub reason: Option<String>,
    /// The last saved entry when the person began to decide; none means now.
    pub seen: Option<Seq>,
}

impl From<Command> for Request {
    fn from(command: Command) -> Self {
        Self { command, by: None, reason: None, seen: None }
    }
}

/// How the journal stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Saving {
    /// The last entry that is on the disk.
    pub saved: Seq,
    /// How many entries are on their way.
    pub pending: usize,
    /// Why entries cannot be saved now.
    pub trouble: Option<String>,
    /// What is wrong with what was saved before; what comes now is saved all the same.
    pub damage: Option<String>,
    /// What is odd about the place it is saved in.
    pub shelter: Option<Shelter>,
    /// The number by which others join the session.
    pub number: Option<u32>,
    /// Why this program only reads, when it does.
    pub read_only: Option<String>,
    /// What it shows, when it only watches.
    pub view: Option<View>,
    /// The other terminals on the session.
    pub others: Vec<Other>,
}

/// What is odd about the place a record is kept in: it is not where it belongs, or there is little room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelter {
    /// In two or three words, for the head of every screen.
    pub short: String,
    /// The whole of it, with the path.
    pub said: String,
}

/// What can be opened.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Catalogue {
    /// Sessions that are not over.
    pub sessions: Vec<SessionCard>,
    /// Runbooks found.
    pub index: Index,
    /// Files and sessions nobody has looked into yet.
    pub unread: usize,
}

/// A text to be read from beginning to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOut {
    /// What it is about.
    pub title: String,
    /// The text, printable line by line.
    pub text: String,
}

/// An unfinished session in the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionCard {
    /// Name of its folder.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// Title of its runbook.
    pub title: String,
    /// How it stands, as a sentence: step, time of the last entry, who is on it.
    pub standing: String,
}

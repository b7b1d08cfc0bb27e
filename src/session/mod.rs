//! What happens: acts in, facts out, state folded from facts.
//!
//! Pure. A [`Session`] is a runbook, the log of entries so far and the state folded from them.
//! [`Session::decide`] holds every rule and changes nothing; [`Session::apply`] holds none and cannot fail. So a
//! session replayed from its journal is the session that was lived. Time comes in as data.

mod children;
mod claims;
mod clocks;
mod command;
mod decide;
mod entry;
mod event;
mod fill;
mod flow;
mod fold;
mod outlook;
mod people;
mod phrase;
mod refusal;
mod state;
mod subject;
mod timers;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::HashSet;
use std::sync::Arc;

pub use children::MAX_CHILD_DEPTH;
pub use claims::{Claim, Claimed};
pub use clocks::{Clocks, Reading};
pub use command::{Act, AfterFailure, Command, LeaveCause};
pub use entry::{
    Addressee, ApprovalSubject, Attachment, By, Entry, EntryId, EvidenceItem, ItemKey, Kind, NoteKind, Person,
    Presence, Seq, Source, Terminal,
};
pub use event::{Event, ReopenCause, RuleOutCause, StartCause};
pub use fill::Filled;
pub use flow::exists_in;
pub use outlook::{Clock, ClockKind, ClockState, Pace, Urgent};
pub use people::person_called;
pub use phrase::{LONGEST_TEXT, Phrase, Wish, how_long, reminder, stated};
pub use refusal::{Gate, Refusal};
pub use state::{
    Approval, Attempt, ChildState, Estimate, Life, NoticeState, ObligationState, Outcome, Reminder, RoleState, State,
    Status, StepState, TimerState,
};
pub use subject::Subject;
pub use timers::Due;

use crate::runbook::{Runbook, StepId};
use crate::time::Moment;

/// One run of one runbook.
#[derive(Debug, Clone)]
pub struct Session {
    book: Arc<Runbook>,
    /// The entry that opened it: it holds the texts of its runbook and of every child of that.
    opening: Option<Arc<Entry>>,
    state: State,
    log: Vec<Logged>,
    folded: HashSet<EntryId>,
}

/// An entry as it stands in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// The entry.
    pub entry: Arc<Entry>,
    /// What the clocks said.
    pub at: Reading,
    /// A later entry took it back.
    pub withdrawn: bool,
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// A session to which nothing has happened; its first act opens it.
    pub fn new() -> Self {
        let book = Arc::new(Runbook::default());
        Self { book, opening: None, state: State::default(), log: Vec::new(), folded: HashSet::new() }
    }

    /// The session these entries tell of: what applying them one by one comes to.
    ///
    /// What was taken back is known beforehand here, so that nothing is folded twice.
    pub fn replay(entries: impl IntoIterator<Item = Arc<Entry>>) -> Self {
        let mut session = Self::new();
        let mut fresh: Vec<Arc<Entry>> =
            entries.into_iter().filter(|entry| session.folded.insert(entry.id.clone())).collect();
        let settled = fresh.iter().rposition(|entry| entry.takes_back().next().is_some()).map_or(0, |last| last + 1);
        let after = fresh.split_off(settled);
        let mut taken_back = HashSet::new();
        let mut withdrawn: Vec<bool> = fresh
            .iter()
            .rev()
            .map(|entry| {
                taken_back.extend(entry.takes_back());
                taken_back.contains(&entry.seq)
            })
            .collect();
        withdrawn.reverse();
        if let Some(opening) = fresh.iter().rfind(|entry| entry.opens().is_some()) {
            session.open(opening);
        }
        let mut fold = session.fold_anew();
        let mut log = Vec::with_capacity(fresh.len());
        for (entry, withdrawn) in fresh.into_iter().zip(withdrawn) {
            let at = fold.entry(&entry, !withdrawn);
            log.push(Logged { entry, at, withdrawn });
        }
        (session.state, session.book) = (fold.state, fold.book);
        session.log = log;
        for entry in after {
            session.take(entry);
        }
        session
    }

    /// The runbook it runs, as embedded in its first entry.
    pub fn book(&self) -> &Runbook {
        &self.book
    }

    /// What is true now.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Everything that was recorded, oldest first.
    pub fn log(&self) -> &[Logged] {
        &self.log
    }

    /// What the clocks say at `now`.
    pub fn read(&self, now: &Moment) -> Reading {
        self.state.clocks.read(now)
    }

    /// The number the next entry gets.
    pub fn next_seq(&self) -> Seq {
        self.log.last().map_or(Seq(1), |row| row.entry.seq.next())
    }

    /// Whether a step is part of the plan in this kind of session.
    pub fn has_step(&self, id: &StepId) -> bool {
        self.book.step(id).is_some_and(|step| exists_in(step, self.state.kind))
    }

    /// Folds one entry. Total; an entry seen before changes nothing.
    pub fn apply(&mut self, entry: Arc<Entry>) {
        if self.folded.insert(entry.id.clone()) {
            self.take(entry);
        }
    }

    /// Folds one entry that was not seen before.
    fn take(&mut self, entry: Arc<Entry>) {
        self.open(&entry);
        let withdrawn: Vec<Seq> = entry.takes_back().collect();
        let sources = sources(self.opening.as_deref());
        let mut fold = Fold { state: std::mem::take(&mut self.state), book: Arc::clone(&self.book), sources };
        let at = fold.entry(&entry, true);
        (self.state, self.book) = (fold.state, fold.book);
        self.log.push(Logged { entry, at, withdrawn: false });
        if !withdrawn.is_empty() {
            for row in &mut self.log {
                row.withdrawn |= withdrawn.contains(&row.entry.seq);
            }
            self.refold();
        }
    }

    /// Folds the whole log anew, leaving out what was taken back: time went by all the same.
    fn refold(&mut self) {
        let mut log = std::mem::take(&mut self.log);
        let mut fold = self.fold_anew();
        for row in &mut log {
            row.at = fold.entry(&row.entry, !row.withdrawn);
        }
        (self.state, self.book) = (fold.state, fold.book);
        self.log = log;
    }

    /// The state as it would be without one entry.
    fn state_without(&self, entry: Seq) -> State {
        let mut fold = self.fold_anew();
        for row in &self.log {
            fold.entry(&row.entry, !row.withdrawn && row.entry.seq != entry);
        }
        fold.state
    }

    /// The runbook, once an entry brings it.
    fn open(&mut self, entry: &Arc<Entry>) {
        if let Some(sources) = entry.opens() {
            self.book = Self::read_book(sources);
            self.opening = Some(Arc::clone(entry));
        }
    }

    /// The beginning of a fold: nothing has happened, and no child runbook was entered.
    fn fold_anew(&self) -> Fold<'_> {
        let sources = sources(self.opening.as_deref());
        Fold { state: State::default(), book: Self::read_book(sources), sources }
    }

    /// The runbook in the sources of a session; an empty one where there is none.
    pub(crate) fn read_book(sources: &[Source]) -> Arc<Runbook> {
        sources.first().map(Source::book).unwrap_or_default()
    }
}

/// The texts a session was opened with.
fn sources(opening: Option<&Entry>) -> &[Source] {
    opening.and_then(Entry::opens).unwrap_or_default()
}

/// A state on its way through the log, and the plan as it is by then.
struct Fold<'a> {
    state: State,
    book: Arc<Runbook>,
    sources: &'a [Source],
}

impl Fold<'_> {
    fn entry(&mut self, entry: &Entry, counts: bool) -> Reading {
        self.state.clocks.advance(&entry.at);
        let at = self.state.clocks.read(&entry.at);
        let stamp = fold::Stamp { seq: entry.seq, at, who: &entry.who, by: &entry.by };
        for event in entry.events.iter().filter(|_| counts) {
            if let Some(book) = children::linked(&self.book, event, self.sources) {
                self.book = Arc::new(book);
            }
            self.state.apply(event, &stamp, &self.book);
        }
        at
    }
}

impl Logged {
    /// Whether `person` may take this entry back: their own act, not one of those that stand for ever.
    pub(crate) fn can_be_taken_back_by(&self, person: &Person) -> bool {
        let stands = |event: &Event| {
            matches!(
                event,
                Event::SessionOpened { .. }
                    | Event::SessionStarted
                    | Event::SessionConverted { .. }
                    | Event::SessionLeft { .. }
                    | Event::SessionRejoined { .. }
                    | Event::TerminalJoined { .. }
                    | Event::TerminalLeft { .. }
                    | Event::EntryWithdrawn { .. }
                    | Event::Unknown { .. }
            )
        };
        let own = self.entry.who == *person && !self.withdrawn && !self.was_noticed();
        own && !self.entry.events.iter().any(stands)
    }

    /// Whether the program noticed it by itself: nobody's act, whoever sat at the terminal.
    fn was_noticed(&self) -> bool {
        let said = self.entry.events.iter().find(|event| !matches!(event, Event::ClockStepped { .. }));
        matches!(
            said,
            None | Some(
                Event::TimerWarned { .. }
                    | Event::TimerBreached { .. }
                    | Event::CadenceDue { .. }
                    | Event::TimeboxWarned { .. }
                    | Event::TimeboxOverrun { .. }
                    | Event::WaitOver { .. }
                    | Event::ReminderDue { .. }
                    | Event::ObligationOverdue { .. }
            )
        )
    }
}

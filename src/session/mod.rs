//! What happens: acts in, facts out, state folded from facts.
//!
//! Pure. A [`Session`] is a runbook, the log of entries so far and the state folded from them.
//! [`Session::decide`] holds every rule and changes nothing; [`Session::apply`] holds none and cannot fail. So a
//! session replayed from its journal is the session that was lived. Time comes in as data.

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
    Approval, Attempt, Estimate, Life, NoticeState, ObligationState, Outcome, Reminder, RoleState, State, Status,
    StepState, TimerState,
};
pub use subject::Subject;
pub use timers::Due;

use crate::runbook::{Runbook, StepId};
use crate::time::Moment;

/// One run of one runbook.
#[derive(Debug, Clone)]
pub struct Session {
    book: Arc<Runbook>,
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
        Self { book: Arc::new(Runbook::default()), state: State::default(), log: Vec::new(), folded: HashSet::new() }
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
        if let Some(sources) = fresh.iter().rev().find_map(|entry| entry.opens()) {
            session.book = Self::read_book(sources);
        }
        for (entry, withdrawn) in fresh.into_iter().zip(withdrawn) {
            let at = fold_entry(&mut session.state, &session.book, &entry, !withdrawn);
            session.log.push(Logged { entry, at, withdrawn });
        }
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
        if let Some(sources) = entry.opens() {
            self.book = Self::read_book(sources);
        }
        let withdrawn: Vec<Seq> = entry.takes_back().collect();
        let at = fold_entry(&mut self.state, &self.book, &entry, true);
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
        let mut state = State::default();
        for row in &mut self.log {
            row.at = fold_entry(&mut state, &self.book, &row.entry, !row.withdrawn);
        }
        self.state = state;
    }

    /// The state as it would be without one entry.
    fn state_without(&self, entry: Seq) -> State {
        let mut state = State::default();
        for row in &self.log {
            fold_entry(&mut state, &self.book, &row.entry, !row.withdrawn && row.entry.seq != entry);
        }
        state
    }

    /// The runbook in the sources of a session; an empty one where there is none.
    pub(crate) fn read_book(sources: &[Source]) -> Arc<Runbook> {
        sources.first().map(Source::book).unwrap_or_default()
    }
}

fn fold_entry(state: &mut State, book: &Runbook, entry: &Entry, counts: bool) -> Reading {
    state.clocks.advance(&entry.at);
    let at = state.clocks.read(&entry.at);
    if counts {
        for event in &entry.events {
            state.apply(event, &fold::Stamp { seq: entry.seq, at, who: &entry.who, by: &entry.by }, book);
        }
    }
    at
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

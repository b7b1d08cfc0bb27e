//! The rows of each list screen, in the order in which they are drawn: the cursor of a screen counts these, and
//! its view draws these, so that both always mean the same one.

use super::action::Action;
use crate::host::{Catalogue, SessionCard};
use crate::runbook::index::Listed;
use crate::runbook::{NoticeId, ObligationId, RoleId, StepId};
use crate::session::{ApprovalSubject, ClockKind, Kind, Life, Session, Urgent, exists_in};
use crate::text::{printable_lines, wrap};
use crate::words::Words;

/// A row of the library.
#[derive(Debug, Clone, Copy)]
pub enum LibraryRow<'a> {
    /// An unfinished session.
    Session(&'a SessionCard),
    /// A runbook.
    Runbook(&'a Listed),
}

impl LibraryRow<'_> {
    /// What it is opened by.
    pub fn opens(&self) -> &str {
        match self {
            Self::Session(card) => &card.name,
            Self::Runbook(listed) => &listed.opens,
        }
    }
}

/// Sessions first, then runbooks, those that hold every word of the query; of runbooks the best first.
pub fn library_rows<'a>(catalogue: &'a Catalogue, query: &str) -> Vec<LibraryRow<'a>> {
    let wanted: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = |parts: &[&str]| {
        let all = parts.join("\n").to_lowercase();
        wanted.iter().all(|word| all.contains(word.as_str()))
    };
    let sessions = catalogue
        .sessions
        .iter()
        .filter(|card| fits(&[&card.name, &card.title, &card.standing]))
        .map(LibraryRow::Session);
    let runbooks = catalogue.index.search(query).into_iter().map(LibraryRow::Runbook);
    sessions.chain(runbooks).collect()
}

/// The rows of a text that is read on a terminal of so many columns: two stay free at its edges.
pub fn text_rows(text: &str, columns: usize) -> Vec<String> {
    wrap(&printable_lines(text), columns.saturating_sub(3).max(20))
}

/// A row of the briefing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BriefingRow {
    /// A role and who fills it.
    Role(RoleId),
    /// "All present and briefed", then the exceptions.
    RollCall,
    /// A precaution to acknowledge.
    Precaution(usize),
    /// A prerequisite to tick.
    Prerequisite(usize),
    /// A variable and its value.
    Variable(String),
}

/// The rows of the briefing.
pub fn briefing_rows(session: &Session) -> Vec<BriefingRow> {
    let book = session.book();
    let drill = session.state().kind == Kind::Drill;
    let mut rows: Vec<_> = (0..book.precautions.len()).map(BriefingRow::Precaution).collect();
    rows.extend((0..book.prerequisites.len()).map(BriefingRow::Prerequisite));
    rows.push(BriefingRow::RollCall);
    rows.extend(
        book.roles.iter().filter(|(_, role)| drill || !role.drill_only).map(|(id, _)| BriefingRow::Role(id.clone())),
    );
    rows.extend(book.variables.keys().cloned().map(BriefingRow::Variable));
    rows
}

/// A row of the wrap-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WrapUpRow {
    /// A criterion for the end.
    Exit(usize),
    /// Something owed.
    Owed(ObligationId),
    /// A message not sent.
    Notice(NoticeId),
    /// A step still active.
    Active(StepId),
    /// Declare the end.
    End,
    /// Write the report.
    Report,
}

/// The rows of the wrap-up.
pub fn wrap_up_rows(session: &Session) -> Vec<WrapUpRow> {
    let state = session.state();
    let mut rows: Vec<_> = (0..session.book().exit_criteria.len()).map(WrapUpRow::Exit).collect();
    rows.extend(state.obligations.iter().filter(|(_, o)| o.is_open()).map(|(id, _)| WrapUpRow::Owed(id.clone())));
    rows.extend(
        state.notices.iter().filter(|(_, n)| n.due_since.is_some()).map(|(id, _)| WrapUpRow::Notice(id.clone())),
    );
    let steps = session.book().steps().map(|(_, step)| &step.id);
    rows.extend(steps.filter(|id| state.is_unsettled(id)).cloned().map(WrapUpRow::Active));
    if state.life.is_under_way() {
        rows.push(WrapUpRow::End);
    }
    rows.push(WrapUpRow::Report);
    rows
}

/// The steps of this plan, in order.
pub fn plan_rows(session: &Session) -> Vec<StepId> {
    let kind = session.state().kind;
    session.book().steps().filter(|(_, step)| exists_in(step, kind)).map(|(_, step)| step.id.clone()).collect()
}

/// The roles, in order; those of drills only in a drill.
pub fn people_rows(session: &Session) -> Vec<RoleId> {
    let drill = session.state().kind == Kind::Drill;
    session.book().roles.iter().filter(|(_, role)| drill || !role.drill_only).map(|(id, _)| id.clone()).collect()
}

/// The notices: what is due first, the rest in the order of the runbook.
pub fn message_rows(session: &Session) -> Vec<NoticeId> {
    let due = |id: &NoticeId| session.state().notices.get(id).is_some_and(|notice| notice.due_since.is_some());
    let (first, rest): (Vec<_>, Vec<_>) = session.book().notices.keys().cloned().partition(due);
    first.into_iter().chain(rest).collect()
}

/// Whether an action makes sense where one stands; the palette and the help page list only those that do.
pub fn is_available(action: Action, session: Option<&Session>) -> bool {
    let Some(session) = session else {
        return matches!(action, Action::Help | Action::Repaint | Action::Suspend | Action::HowToLeave | Action::Leave);
    };
    let state = session.state();
    let drill = state.kind == Kind::Drill;
    match action {
        Action::Start => state.life == Life::Opened,
        Action::Pause => drill && state.life == Life::Running,
        Action::Resume => state.life == Life::Paused,
        Action::Terminate | Action::Convert => drill && !state.life.is_over(),
        Action::End => state.life.is_under_way(),
        Action::HandBack => state.roles.values().any(|role| role.deputy.is_some()),
        Action::ClearReminder => !state.reminders.is_empty(),
        Action::CloseObligation => state.obligations.values().any(crate::session::ObligationState::is_open),
        Action::ShowBriefing | Action::RollCall | Action::SetVariable => true,
        Action::StartStep
        | Action::FinishStep
        | Action::FailStep
        | Action::SkipStep
        | Action::RuleOutStep
        | Action::DeferStep
        | Action::WaitStep
        | Action::ReopenStep
        | Action::Tick
        | Action::Untick
        | Action::OtherOutcome => state.life != Life::Opened && state.life != Life::Terminated,
        _ => true,
    }
}

/// The acts whose name or sentence holds the query: an exact name first, then names that begin with it, then
/// words that begin with it, then the rest, each in the order of the table.
pub fn palette_rows(words: &Words, session: Option<&Session>, query: &str) -> Vec<Action> {
    let query = query.trim().to_lowercase();
    let rank = |action: Action| {
        let (name, says) = (action.name(), words.say(action.message()).to_lowercase());
        let begins_word =
            |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(query.as_str()));
        match () {
            () if name == query => Some(0),
            () if name.starts_with(&query) => Some(1),
            () if begins_word(name) || begins_word(&says) => Some(2),
            () if name.contains(&query) || says.contains(&query) => Some(3),
            () => None,
        }
    };
    let offered = Action::ALL.iter().filter(|action| action.is_searchable() && is_available(**action, session));
    let mut ranked: Vec<(u8, Action)> = offered.filter_map(|action| Some((rank(*action)?, *action))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, action)| action).collect()
}

/// Names one urgent thing, the same from frame to frame: what a terminal puts off is remembered under it.
pub fn urgent_key(urgent: &Urgent) -> String {
    match urgent {
        Urgent::Clock(clock) => match &clock.kind {
            ClockKind::Deadline(id) | ClockKind::Threshold(id) | ClockKind::Cadence(id) => format!("timer {id}"),
            ClockKind::Timebox(id) => format!("timebox {id}"),
            ClockKind::Wait(id) => format!("wait {id}"),
            ClockKind::Reminder(seq) => format!("reminder {}", seq.0),
            ClockKind::Obligation(id) => format!("owed {id}"),
        },
        Urgent::Approval { subject: ApprovalSubject::Step(id), role } => format!("approval step {id} {role}"),
        Urgent::Approval { subject: ApprovalSubject::Notice(id), role } => format!("approval notice {id} {role}"),
        Urgent::Notice(id) => format!("notice {id}"),
        Urgent::Step(id) => format!("step {id}"),
        Urgent::End => "end".to_owned(),
        Urgent::Owed(id) => format!("owed {id}"),
    }
}
#[cfg(test)]
mod tests;

//! What the words must be told of the runbook: how its parts are called on screens.

use crate::runbook::{NoticeId, ObligationId, PhaseId, RoleId, StepId, TimerId};
use crate::session::{EvidenceItem, ItemKey, Person, Seq};

/// Gives the parts of a running plan the names people read: `2.4 Diagnose`, `Technical team`.
///
/// Every method answers for an unknown id too, with the id itself: a log may name what a reader no longer finds.
pub trait Names {
    /// Number and title of a step.
    fn step(&self, step: &StepId) -> String;
    /// Number and title of a phase; empty for the single phase without a title.
    fn phase(&self, phase: &PhaseId) -> String;
    /// Name of a duty.
    fn role(&self, role: &RoleId) -> String;
    /// Name of a person.
    fn person(&self, person: &Person) -> String;
    /// Title of a notice.
    fn notice(&self, notice: &NoticeId) -> String;
    /// Title of what is owed.
    fn obligation(&self, obligation: &ObligationId) -> String;
    /// Title of a timer.
    fn timer(&self, timer: &TimerId) -> String;
    /// Text of an item of a step.
    fn item(&self, step: &StepId, item: ItemKey) -> String;
    /// Text of a line of a list; without one the sentence gives its number.
    fn line(&self, line: Line<'_>) -> Option<String> {
        let _ = line;
        None
    }
}

/// A line of a list that events name by its place only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// A precaution of the runbook.
    Precaution(usize),
    /// A prerequisite of the runbook.
    Prerequisite(usize),
    /// A criterion for the end.
    Criterion(usize),
    /// What a step asks to be recorded.
    Evidence(&'a StepId, EvidenceItem),
    /// The text of a reminder, by the entry that set it.
    Reminder(Seq),
}

//! What the words must be told of the runbook: how its parts are called on screens.

use crate::runbook::{ChildId, NoticeId, ObligationId, Party, PhaseId, RoleId, StepId, TimerId};
use crate::session::{Addressee, Entry, Event, EvidenceItem, ItemKey, Person, Seq, Session};
use crate::text::printable;

/// Gives the parts of a running plan the names people read: `2.4 Diagnose`, `Technical team`.
///
/// Every method answers for an unknown id too, with the id itself: a log may name what a reader no longer finds.
pub trait Names {
    /// Number and title of a step.
    fn step(&self, step: &StepId) -> String;
    /// Number of a step alone, where its title is not needed again.
    fn number(&self, step: &StepId) -> String {
        self.step(step)
    }
    /// Number and title of a phase; empty for the single phase without a title.
    fn phase(&self, phase: &PhaseId) -> String;
    /// Title of a child runbook that was entered.
    fn child(&self, child: &ChildId) -> Option<String> {
        let _ = child;
        None
    }
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
    /// An entry of the log; without one the sentence gives its number.
    fn entry(&self, seq: Seq) -> Option<&Entry> {
        let _ = seq;
        None
    }
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

/// The planned recipients of a notice by name, as a log names them: those told since it became due, and the others.
pub fn addressees(session: &Session, notice: &NoticeId) -> (Vec<Addressee>, Vec<Addressee>) {
    let held = session.state().notices.get(notice);
    let told = |to: &Addressee| held.is_some_and(|held| held.due_since.is_some() && held.reached.contains(&to.0));
    let planned = session.book().notices.get(notice).into_iter().flat_map(|plan| &plan.to);
    planned.map(|party| Addressee(party_name(session, party))).partition(told)
}

fn party_name(session: &Session, party: &Party) -> String {
    match party {
        Party::Contact(contact) => session.person_name(&Person(contact.to_string())),
        Party::Role(role) => match session.fills(role) {
            Some(person) => format!("{} ({})", session.person_name(&person), Names::role(session, role)),
            None => Names::role(session, role),
        },
    }
}

/// The names a session knows: those of its runbook, printable, steps with their numbers.
impl Names for Session {
    fn number(&self, step: &StepId) -> String {
        printable(&self.book().number(step)).into_owned()
    }

    fn step(&self, id: &StepId) -> String {
        let title = self.book().step(id).map(|step| step.title.as_str()).unwrap_or_default();
        printable(format!("{} {title}", self.book().number(id)).trim_end()).into_owned()
    }

    fn phase(&self, id: &PhaseId) -> String {
        let place = self.book().phases.iter().enumerate().find(|(_, phase)| phase.id == *id);
        let name = place.map(|(place, phase)| {
            let number = self.book().phase_number(place);
            match (phase.id.child(), phase.title.as_str()) {
                (None, "") => String::new(),
                (None, title) => format!("{number} {title}"),
                // The child's own title stands with its number, where its phases have none.
                (Some(child), "") => {
                    format!("{} {}", self.book().child_number(&child), Names::child(self, &child).unwrap_or_default())
                }
                (Some(child), title) => format!("{}/{number} {title}", self.book().child_number(&child)),
            }
        });
        printable(&name.unwrap_or_else(|| id.to_string())).into_owned()
    }

    fn child(&self, id: &ChildId) -> Option<String> {
        self.book().children.get(id).map(|child| printable(&child.book.title).into_owned())
    }

    fn role(&self, id: &RoleId) -> String {
        let title = self.book().roles.get(id).map(|role| role.title.clone());
        printable(&title.unwrap_or_else(|| id.to_string())).into_owned()
    }

    fn person(&self, person: &Person) -> String {
        printable(&self.person_name(person)).into_owned()
    }

    fn notice(&self, id: &NoticeId) -> String {
        let title = self.book().notices.get(id).map(|notice| notice.title.clone());
        printable(&title.unwrap_or_else(|| id.to_string())).into_owned()
    }

    fn obligation(&self, id: &ObligationId) -> String {
        let title = self.book().obligations.get(id).map(|obligation| obligation.title.clone());
        printable(&title.unwrap_or_else(|| id.to_string())).into_owned()
    }

    fn timer(&self, id: &TimerId) -> String {
        let title = self.book().timers.iter().find(|timer| timer.id == *id).map(|timer| timer.title.clone());
        printable(&title.unwrap_or_else(|| id.to_string())).into_owned()
    }

    fn item(&self, step: &StepId, item: ItemKey) -> String {
        let text = self.book().step(step).and_then(|plan| match item {
            ItemKey::Check(place) => plan.checklist.get(place).map(|check| check.text.clone()),
            ItemKey::Expect => plan.expect.clone(),
        });
        printable(&self.fill(&text.unwrap_or_default(), Some(step)).text).into_owned()
    }

    fn entry(&self, seq: Seq) -> Option<&Entry> {
        self.log().iter().rev().find(|row| row.entry.seq == seq).map(|row| row.entry.as_ref())
    }

    fn line(&self, line: Line<'_>) -> Option<String> {
        let book = self.book();
        let text = match line {
            Line::Precaution(index) => book.precautions.get(index).cloned(),
            Line::Prerequisite(index) => book.prerequisites.get(index).map(|item| item.text.clone()),
            Line::Criterion(index) => book.exit_criteria.get(index).cloned(),
            Line::Evidence(step, item) => {
                book.step(step).and_then(|plan| plan.evidence.get(item.0)).map(|wanted| wanted.text.clone())
            }
            Line::Reminder(seq) => self.log().iter().find(|row| row.entry.seq == seq).and_then(|row| {
                row.entry.events.iter().find_map(|event| match event {
                    Event::ReminderSet { text, .. } => Some(text.clone()).filter(|text| !text.is_empty()),
                    _ => None,
                })
            }),
        };
        text.map(|text| printable(&text).into_owned())
    }
}

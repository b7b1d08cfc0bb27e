//! Roles, deputies, roll-call, the briefing, variables and approvals.

use super::super::people::fills;
use super::super::{Approval, ApprovalSubject, Person, Presence};
use super::{Draft, Event, Refusal};
use crate::runbook::{RoleId, VariableKind};

impl Draft<'_> {
    fn need_role(&self, role: &RoleId) -> Result<(), Refusal> {
        if self.book.roles.contains_key(role) { Ok(()) } else { Err(Refusal::NoSuchRole(role.clone())) }
    }

    pub(super) fn assign_role(&mut self, role: &RoleId, person: Option<&Person>) -> Result<(), Refusal> {
        self.need_role(role)?;
        let held = self.state.roles.get(role).cloned().unwrap_or_default();
        if person.is_some_and(|p| p.0.trim().is_empty()) {
            return Err(Refusal::Empty);
        }
        match person {
            Some(person) if held.holder.as_ref() == Some(person) && held.deputy.is_none() => {
                return Err(Refusal::AlreadyHolds { role: role.clone(), person: person.clone() });
            }
            None if held.holder.is_none() => return Err(Refusal::NothingToChange),
            _ => {}
        }
        self.emit(Event::RoleAssigned { role: role.clone(), person: person.cloned() });
        Ok(())
    }

    /// A deputy acts for the holder from now on (R23).
    pub(super) fn take_over(&mut self, role: &RoleId, deputy: &Person) -> Result<(), Refusal> {
        self.need_role(role)?;
        if deputy.0.trim().is_empty() {
            return Err(Refusal::Empty);
        }
        let held = self.state.roles.get(role).cloned().unwrap_or_default();
        if held.deputy.as_ref().or(held.holder.as_ref()) == Some(deputy) {
            return Err(Refusal::AlreadyHolds { role: role.clone(), person: deputy.clone() });
        }
        let reason = self.reason_given();
        self.emit(Event::DeputyTookOver { role: role.clone(), deputy: deputy.clone(), holder: held.holder, reason });
        Ok(())
    }

    pub(super) fn hand_back(&mut self, role: &RoleId) -> Result<(), Refusal> {
        self.need_role(role)?;
        let deputy = self.state.roles.get(role).and_then(|held| held.deputy.clone());
        let deputy = deputy.ok_or_else(|| Refusal::NoDeputyActing(role.clone()))?;
        self.emit(Event::RoleHandedBack { role: role.clone(), deputy });
        Ok(())
    }

    pub(super) fn roll_call(&mut self, present: &[(Person, Presence)]) -> Result<(), Refusal> {
        let changed: Vec<_> =
            present.iter().filter(|(person, presence)| self.state.presence.get(person) != Some(presence)).collect();
        if changed.is_empty() {
            return Err(Refusal::NothingToChange);
        }
        for (person, presence) in changed {
            self.emit(Event::PresenceRecorded { person: person.clone(), presence: *presence });
        }
        Ok(())
    }

    pub(super) fn acknowledge(&mut self, index: usize) -> Result<(), Refusal> {
        need_line(index, self.book.precautions.len(), self.state.precautions.contains(&index))?;
        self.emit(Event::PrecautionAcknowledged { index });
        Ok(())
    }

    pub(super) fn tick_prerequisite(&mut self, index: usize) -> Result<(), Refusal> {
        need_line(index, self.book.prerequisites.len(), self.state.prerequisites.contains(&index))?;
        self.emit(Event::PrerequisiteTicked { index });
        Ok(())
    }

    pub(super) fn tick_exit(&mut self, index: usize) -> Result<(), Refusal> {
        need_line(index, self.book.exit_criteria.len(), self.state.exit_criteria.contains(&index))?;
        self.emit(Event::ExitTicked { index });
        Ok(())
    }

    pub(super) fn set_variable(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        let variable = self.book.variables.get(name).ok_or_else(|| Refusal::NoSuchVariable(name.to_owned()))?;
        let value = value.trim();
        let whole = |pattern: &str| regex::Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|re| re.is_match(value));
        let fits = match variable.kind {
            VariableKind::Number => value.parse::<f64>().is_ok_and(f64::is_finite),
            VariableKind::YesNo => matches!(value, "yes" | "no"),
            VariableKind::Choice => variable.choices.iter().any(|choice| choice == value),
            VariableKind::Text | VariableKind::Secret => !value.is_empty(),
        } && variable.pattern.as_deref().is_none_or(whole);
        if !fits {
            return Err(Refusal::BadValue { name: name.to_owned() });
        }
        let value = if variable.kind == VariableKind::Secret { None } else { Some(value.to_owned()) };
        self.emit(Event::VariableSet { name: name.to_owned(), value });
        Ok(())
    }

    pub(super) fn ask_approval(&mut self, subject: &ApprovalSubject) -> Result<(), Refusal> {
        match subject {
            ApprovalSubject::Step(step) => {
                self.find(step)?;
            }
            ApprovalSubject::Notice(notice) if !self.book.notices.contains_key(notice) => {
                return Err(Refusal::NoSuchNotice(notice.clone()));
            }
            ApprovalSubject::Notice(_) => {}
        }
        let open: Vec<_> = self
            .approvers(subject)
            .into_iter()
            .filter(|role| {
                let answer = self.state.approvals.get(subject).and_then(|a| a.get(role));
                !matches!(answer, Some(Approval::Granted { .. } | Approval::Asked { .. }))
            })
            .collect();
        if open.is_empty() {
            return Err(Refusal::NothingToChange);
        }
        for role in open {
            self.emit(Event::ApprovalAsked { subject: subject.clone(), role });
        }
        Ok(())
    }

    fn need_asked(&self, subject: &ApprovalSubject, role: &RoleId) -> Result<(), Refusal> {
        match self.state.approvals.get(subject).and_then(|asked| asked.get(role)) {
            Some(Approval::Asked { .. } | Approval::Refused { .. }) => Ok(()),
            Some(Approval::Granted { .. }) => Err(Refusal::NothingToChange),
            None => Err(Refusal::ApprovalNotAsked { subject: subject.clone(), role: role.clone() }),
        }
    }

    /// Whether the answer was typed by somebody other than the person who gives it: shown "by word", never as
    /// a two-person approval.
    fn by_word(&self) -> bool {
        *self.who != self.by.person
    }

    fn need_answerer(&mut self, role: &RoleId) {
        if fills(&self.state, self.book, role).as_ref() != Some(&self.by.person) {
            let authority = crate::runbook::Authority::Approve;
            self.gate(super::Gate::NotAuthorised { authority, roles: vec![role.clone()] });
        }
    }

    pub(super) fn grant(&mut self, subject: &ApprovalSubject, role: &RoleId) -> Result<(), Refusal> {
        self.need_asked(subject, role)?;
        self.need_answerer(role);
        let by_word = self.by_word();
        self.emit(Event::ApprovalGranted { subject: subject.clone(), role: role.clone(), by_word });
        Ok(())
    }

    pub(super) fn refuse(&mut self, subject: &ApprovalSubject, role: &RoleId) -> Result<(), Refusal> {
        self.need_asked(subject, role)?;
        let reason = self.needs_reason()?;
        self.need_answerer(role);
        let by_word = self.by_word();
        self.emit(Event::ApprovalRefused { subject: subject.clone(), role: role.clone(), by_word, reason });
        Ok(())
    }
}

fn need_line(index: usize, length: usize, ticked: bool) -> Result<(), Refusal> {
    if index >= length {
        Err(Refusal::NoSuchLine(index))
    } else if ticked {
        Err(Refusal::NothingToChange)
    } else {
        Ok(())
    }
}

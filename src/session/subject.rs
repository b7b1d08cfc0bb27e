//! What an act or a fact is about: by this one can tell that somebody else was faster at the same thing.

use super::{ApprovalSubject, Command, Event, Seq};
use crate::runbook::{Milestone, NoticeId, ObligationId, RoleId, StepId, TimerId};

/// Something two people may do something about at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A step.
    Step(StepId),
    /// A notice.
    Notice(NoticeId),
    /// A duty.
    Role(RoleId),
    /// Something owed.
    Obligation(ObligationId),
    /// An update that is due.
    Cadence(TimerId),
    /// A variable.
    Variable(String),
    /// A point in the response.
    Milestone(Milestone),
    /// The time by which service is expected back.
    Estimate,
    /// A precaution, by its place.
    Precaution(usize),
    /// A prerequisite, by its place.
    Prerequisite(usize),
    /// A criterion for the end, by its place.
    Exit(usize),
    /// A reminder.
    Reminder(Seq),
    /// The session as a whole: its start, pause, end.
    Session,
}

impl From<&ApprovalSubject> for Subject {
    fn from(subject: &ApprovalSubject) -> Self {
        match subject {
            ApprovalSubject::Step(step) => Self::Step(step.clone()),
            ApprovalSubject::Notice(notice) => Self::Notice(notice.clone()),
        }
    }
}

impl Command {
    /// What the act is about; nothing for a free entry.
    pub fn subject(&self) -> Option<Subject> {
        Some(match self {
            Self::Open { .. } | Self::Start | Self::Pause | Self::Resume | Self::End => Subject::Session,
            Self::Terminate | Self::Convert => Subject::Session,
            Self::AssignRole { role, .. } | Self::TakeOver { role, .. } | Self::HandBack { role } => {
                Subject::Role(role.clone())
            }
            Self::ReassignStep { step, .. } => Subject::Step(step.clone()),
            Self::AskApproval { subject }
            | Self::GrantApproval { subject, .. }
            | Self::RefuseApproval { subject, .. } => subject.into(),
            Self::SendNotice { notice, .. } => Subject::Notice(notice.clone()),
            Self::OpenObligation { obligation } | Self::CloseObligation { obligation } => {
                Subject::Obligation(obligation.clone())
            }
            Self::MeetCadence { timer } => Subject::Cadence(timer.clone()),
            Self::SetVariable { name, .. } => Subject::Variable(name.clone()),
            Self::ReachMilestone { milestone, .. } => Subject::Milestone(*milestone),
            Self::AcknowledgePrecaution { index } => Subject::Precaution(*index),
            Self::TickPrerequisite { index } => Subject::Prerequisite(*index),
            Self::TickExit { index } => Subject::Exit(*index),
            Self::ClearReminder { reminder } => Subject::Reminder(*reminder),
            Self::GiveEstimate { step: None, .. } => Subject::Estimate,
            _ => Subject::Step(self.step()?.clone()),
        })
    }

    /// The words somebody typed for it, which are not to be lost.
    pub fn typed(&self) -> Option<String> {
        match self {
            Self::GiveEvidence { text, .. } | Self::Note { text, .. } | Self::Remind { text, .. } => Some(text.clone()),
            Self::DecideFreely { question, chosen } => Some(format!("{question} {chosen}")),
            Self::WaitOn { on, .. } => Some(on.clone()),
            Self::DeferStep { until, .. } => Some(until.clone()),
            Self::SetVariable { value, .. } => Some(value.clone()),
            _ => None,
        }
    }
}

impl Event {
    /// What the fact is about; nothing for a free entry.
    pub fn subject(&self) -> Option<Subject> {
        Some(match self {
            Self::SessionStarted | Self::SessionPaused | Self::SessionResumed => Subject::Session,
            Self::SessionEnded { .. } | Self::SessionTerminated { .. } | Self::SessionConverted { .. } => {
                Subject::Session
            }
            Self::RoleAssigned { role, .. } | Self::DeputyTookOver { role, .. } | Self::RoleHandedBack { role, .. } => {
                Subject::Role(role.clone())
            }
            Self::ApprovalAsked { subject, .. }
            | Self::ApprovalGranted { subject, .. }
            | Self::ApprovalRefused { subject, .. } => subject.into(),
            Self::NoticeSent { notice, .. } => Subject::Notice(notice.clone()),
            Self::ObligationOpened { obligation, .. } | Self::ObligationClosed { obligation } => {
                Subject::Obligation(obligation.clone())
            }
            Self::CadenceMet { timer } => Subject::Cadence(timer.clone()),
            Self::VariableSet { name, .. } => Subject::Variable(name.clone()),
            Self::MilestoneReached { milestone, .. } => Subject::Milestone(*milestone),
            Self::PrecautionAcknowledged { index } => Subject::Precaution(*index),
            Self::PrerequisiteTicked { index } => Subject::Prerequisite(*index),
            Self::ExitTicked { index } => Subject::Exit(*index),
            Self::ReminderCleared { reminder } => Subject::Reminder(*reminder),
            Self::EstimateGiven { step: None, .. } => Subject::Estimate,
            _ => Subject::Step(self.step()?.clone()),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::session::NoteKind;

    #[test]
    fn an_act_and_its_fact_are_about_the_same() {
        let step = StepId::from("2.3");
        let done = Command::CompleteStep { step: step.clone() };
        assert_eq!(done.subject(), Event::StepCompleted { step: step.clone() }.subject());
        assert_eq!(done.subject(), Some(Subject::Step(step)));
        let role = RoleId::from("lead");
        let given = Command::AssignRole { role: role.clone(), person: None };
        assert_eq!(given.subject(), Event::RoleAssigned { role, person: None }.subject());
    }

    #[test]
    fn a_note_is_about_nothing_others_could_have_done_first() {
        let note = Command::Note { kind: NoteKind::Note, text: "x".to_owned(), stated: None, step: Some("1".into()) };
        assert_eq!(note.subject(), None);
        assert_eq!(note.typed().as_deref(), Some("x"));
    }
}

//! What a word of `act` asks of a session: names become ids as the session knows them.
//!
//! What is not found keeps the name it was typed with, so that the rules refuse it by that name.

use chrono::{DateTime, FixedOffset};

use super::word::{Word, YesNo};
use crate::runbook::{RoleId, StepId};
use crate::session::{
    Addressee, AfterFailure, Approval, ApprovalSubject, Command, EvidenceItem, Refusal, Seq, Session, reminder, stated,
};
use crate::time::Span;
use crate::words::addressees;

/// A point of time as the clock stands now, and the length of time to it where one was typed.
pub(super) type When = (DateTime<FixedOffset>, Option<Span>);

impl Word {
    /// The point of time it names; or the message that says how to write one.
    pub(super) fn when(&self, now: DateTime<FixedOffset>) -> Result<Option<When>, &'static str> {
        match self {
            Self::Milestone { at: Some(at), .. } => {
                stated(at, now).map(|at| Some((at, None))).ok_or("cli-how-to-write-times")
            }
            Self::Remind { when, .. } => {
                reminder(when, now).map(|wish| Some((wish.due, wish.within))).ok_or("told-how-to-write-reminders")
            }
            _ => Ok(None),
        }
    }

    /// The text that may stand on standard input instead.
    pub(super) fn text(&mut self) -> Option<&mut String> {
        match self {
            Self::Evidence { text, .. } | Self::SetVariable { value: text, .. } => Some(text),
            _ => None,
        }
    }

    /// The act, on this session.
    pub(super) fn command(&self, session: &Session, when: Option<When>) -> Result<Command, Refusal> {
        let book = session.book();
        let step_of = |typed: &String| session.step_called(typed);
        let person_of = |typed: &String| session.person_called(typed);
        let role_of = |typed: &str| -> RoleId {
            called(typed, book.roles.iter().map(|(id, role)| (id.as_str(), role.title.as_str()))).into()
        };
        let notice_of =
            |typed: &str| called(typed, book.notices.iter().map(|(id, notice)| (id.as_str(), notice.title.as_str())));
        let owed_of =
            |typed: &str| called(typed, book.obligations.iter().map(|(id, owed)| (id.as_str(), owed.title.as_str())));
        let timer_of =
            |typed: &str| called(typed, book.timers.iter().map(|timer| (timer.id.as_str(), timer.title.as_str())));
        let subject_of = |typed: &String| {
            let (step, notice) = (session.step_called(typed), notice_of(typed));
            let is_notice = book.step(&step).is_none() && book.notices.contains_key(notice.as_str());
            if is_notice { ApprovalSubject::Notice(notice.into()) } else { ApprovalSubject::Step(step) }
        };
        Ok(match self {
            Self::Start => Command::Start,
            Self::Pause => Command::Pause,
            Self::Resume => Command::Resume,
            Self::End => Command::End,
            Self::Terminate => Command::Terminate,
            Self::Convert => Command::Convert,
            Self::Assign { role, person } => {
                Command::AssignRole { role: role_of(role), person: person.as_ref().map(person_of) }
            }
            Self::TakeOver { role, person } => Command::TakeOver { role: role_of(role), deputy: person_of(person) },
            Self::HandBack { role } => Command::HandBack { role: role_of(role) },
            Self::RollCall { presence, names } => {
                Command::RollCall { present: names.iter().map(|name| (person_of(name), (*presence).into())).collect() }
            }
            Self::Precaution { number } => Command::AcknowledgePrecaution { index: *number },
            Self::Prerequisite { number } => Command::TickPrerequisite { index: *number },
            Self::ExitCriterion { number } => Command::TickExit { index: *number },
            Self::SetVariable { variable, value } => {
                Command::SetVariable { name: variable.clone(), value: value.clone() }
            }
            Self::StartStep { step, typed } => Command::StartStep { step: step_of(step), typed: typed.clone() },
            Self::FinishStep { step } => Command::CompleteStep { step: step_of(step) },
            Self::FailStep { step, then } => {
                let then = then.as_ref().map(|then| match then.as_str() {
                    "go-on" => AfterFailure::GoOn,
                    "again" => AfterFailure::Again,
                    _ => AfterFailure::Goto(step_of(then)),
                });
                Command::FailStep { step: step_of(step), then }
            }
            Self::SkipStep { step } => Command::SkipStep { step: step_of(step) },
            Self::RuleOutStep { step } => Command::RuleOutStep { step: step_of(step) },
            Self::DeferStep { step, until } => Command::DeferStep { step: step_of(step), until: until.clone() },
            Self::WaitStep { step, on } => Command::WaitOn { step: step_of(step), on: on.clone() },
            Self::GoOn { step } => Command::StopWaiting { step: step_of(step) },
            Self::ReopenStep { step } => Command::ReopenStep { step: step_of(step) },
            Self::ReassignStep { step, person } => {
                Command::ReassignStep { step: step_of(step), person: person.as_ref().map(person_of) }
            }
            Self::Tick { step, item } => Command::Tick { step: step_of(step), item: *item },
            Self::Untick { step, item } => Command::Untick { step: step_of(step), item: *item },
            Self::Evidence { step, item, text } => {
                Command::GiveEvidence { step: step_of(step), item: EvidenceItem(*item), text: text.clone() }
            }
            Self::Answer { step, applies } => {
                Command::AnswerCondition { step: step_of(step), applies: *applies == YesNo::Yes }
            }
            Self::Decide { step, option } => Command::Decide { step: step_of(step), option: *option },
            Self::DecideUnplanned { question, chosen } => {
                Command::DecideFreely { question: question.clone(), chosen: chosen.clone() }
            }
            Self::Estimate { takes, step } => Command::GiveEstimate { step: step.as_ref().map(step_of), takes: *takes },
            Self::Milestone { milestone, .. } => {
                Command::ReachMilestone { milestone: *milestone, stated: when.map(|(at, _)| at) }
            }
            Self::AskApproval { subject } => Command::AskApproval { subject: subject_of(subject) },
            Self::Approve { subject, role } => {
                let subject = subject_of(subject);
                let role = role.as_deref().map_or_else(|| asked_role(session, &subject), |role| Ok(role_of(role)))?;
                Command::GrantApproval { subject, role }
            }
            Self::Refuse { subject, role } => {
                let subject = subject_of(subject);
                let role = role.as_deref().map_or_else(|| asked_role(session, &subject), |role| Ok(role_of(role)))?;
                Command::RefuseApproval { subject, role }
            }
            Self::SendNotice { notice, to, channel, step } => {
                let notice = notice_of(notice).into();
                let to = match to.as_slice() {
                    [] => addressees(session, &notice).1,
                    named => named.iter().map(|name| addressee(session, name)).collect(),
                };
                let planned = || book.notices.get(&notice).and_then(|plan| plan.channel.clone());
                let channel = channel.clone().or_else(planned);
                Command::SendNotice { step: step.as_ref().map(step_of), to, channel, notice }
            }
            Self::OpenObligation { obligation } => Command::OpenObligation { obligation: owed_of(obligation).into() },
            Self::CloseObligation { obligation } => Command::CloseObligation { obligation: owed_of(obligation).into() },
            Self::MeetCadence { timer } => Command::MeetCadence { timer: timer_of(timer).into() },
            Self::Remind { text, .. } => {
                let (due, within) = when.ok_or(Refusal::BadTime)?;
                Command::Remind { text: text.clone(), due, within }
            }
            Self::ClearReminder { entry } => Command::ClearReminder { reminder: Seq(*entry) },
            Self::TakeBack => Command::TakeBack,
        })
    }
}

/// The id somebody means: written as it is, else by the title that screens show.
fn called<'a>(typed: &str, all: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let typed = typed.trim();
    let mut by_title = None;
    for (id, title) in all {
        if id == typed {
            return id.to_owned();
        }
        if title.to_lowercase() == typed.to_lowercase() {
            by_title.get_or_insert(id);
        }
    }
    by_title.unwrap_or(typed).to_owned()
}

/// A recipient as the log names people: a contact by its name, else as it was typed.
fn addressee(session: &Session, typed: &str) -> Addressee {
    Addressee(session.person_name(&session.person_called(typed)))
}

/// The role that is to answer: the first that was asked and did not grant it, else the first of the plan.
fn asked_role(session: &Session, subject: &ApprovalSubject) -> Result<RoleId, Refusal> {
    let asked = session.state().approvals.get(subject).and_then(|asked| {
        asked.iter().find(|(_, answer)| !matches!(answer, Approval::Granted { .. })).map(|(role, _)| role.clone())
    });
    let planned = || match subject {
        ApprovalSubject::Step(id) => session.book().step(id).and_then(|step| step.approval.first().cloned()),
        ApprovalSubject::Notice(id) => session.book().notices.get(id).and_then(|notice| notice.approval.clone()),
    };
    asked.or_else(planned).ok_or_else(|| match subject {
        ApprovalSubject::Step(id) if !session.has_step(id) => Refusal::NoSuchStep(StepId::clone(id)),
        ApprovalSubject::Step(_) | ApprovalSubject::Notice(_) => Refusal::NothingToChange,
    })
}

//! What was recorded beside the steps: decisions, approvals, estimates, notices, what went otherwise than planned,
//! and what is owed.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::{Actor, Look, forward, step_of};
use crate::runbook::{Milestone, NoticeId, ObligationId, RoleId};
use crate::session::{ApprovalSubject, Event, Logged, NoteKind, ObligationState, Reading, RuleOutCause};
use crate::time::Span;

/// Something that was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Entry.
    pub seq: u64,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Time since `T+0`.
    pub t_plus: Option<Span>,
    /// Number of the step that asked.
    pub step: Option<String>,
    /// The question.
    pub question: String,
    /// The answer.
    pub chosen: String,
    /// What the plan notes with that answer.
    pub note: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// By whom.
    pub by: Actor,
}

/// Something that was to be approved, with the answer of one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Approval {
    /// Number and title of the step, or title of the notice.
    pub subject: String,
    /// Of which role.
    pub role: String,
    /// When it was asked; nothing when the answer came unasked.
    pub asked: Option<DateTime<FixedOffset>>,
    /// The answer; nothing while it is waited for.
    pub granted: Option<Granted>,
    /// When it was answered.
    pub answered: Option<DateTime<FixedOffset>>,
    /// How long that took.
    pub waited: Option<Span>,
    /// Who answered.
    pub by: Option<Actor>,
    /// Why it was refused.
    pub reason: Option<String>,
}

/// How an approval was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Granted {
    /// Granted.
    Yes,
    /// Granted by word: somebody else typed it.
    YesByWord,
    /// Refused.
    No,
    /// Refused by word: somebody else typed it.
    NoByWord,
}

impl Granted {
    fn of(yes: bool, by_word: bool) -> Self {
        match (yes, by_word) {
            (true, false) => Self::Yes,
            (true, true) => Self::YesByWord,
            (false, false) => Self::No,
            (false, true) => Self::NoByWord,
        }
    }
}

/// When somebody expected service back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// When it was said.
    pub at: DateTime<FixedOffset>,
    /// How long it would take from then.
    pub takes: Span,
    /// When service was expected back.
    pub back_at: DateTime<FixedOffset>,
    /// How much later than that service came back; negative when sooner.
    pub off: Option<Span>,
    /// By whom.
    pub by: Actor,
}

/// A message that was due or sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Id of the notice.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Number of the step it belongs to.
    pub step: Option<String>,
    /// When it became due; nothing when it was sent without being due.
    pub due: Option<DateTime<FixedOffset>>,
    /// When it was sent.
    pub sent: Option<DateTime<FixedOffset>>,
    /// How long it waited.
    pub waited: Option<Span>,
    /// To whom.
    pub to: Vec<String>,
    /// By which way.
    pub channel: Option<String>,
    /// The text as it was sent.
    pub text: Option<String>,
    /// By whom.
    pub by: Option<Actor>,
}

/// Something that went otherwise than planned.
#[derive(Debug, Clone, Serialize)]
pub struct Exception {
    /// Entry.
    pub seq: u64,
    /// When it was recorded.
    pub at: DateTime<FixedOffset>,
    /// When it happened, where somebody stated another time.
    pub stated: Option<DateTime<FixedOffset>>,
    /// Time since `T+0`.
    pub t_plus: Option<Span>,
    /// What sort.
    pub kind: ExceptionKind,
    /// Number of the step.
    pub step: Option<String>,
    /// Why, or in an unexpected situation what.
    pub text: Option<String>,
    /// By whom.
    pub by: Actor,
    /// The fact itself, for the sentence.
    #[serde(skip)]
    pub event: Event,
}

/// In which way something went otherwise than planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// An unexpected situation and its handling.
    Unexpected,
    /// A step without success.
    Failed,
    /// A step left out.
    Skipped,
    /// A step put off.
    Deferred,
    /// A step that did not apply.
    RuledOut,
    /// A gate passed with a reason.
    GatePassed,
}

/// Something that was or is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Obligation {
    /// Id of the obligation.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who owes it.
    pub role: Option<String>,
    /// Since when.
    pub opened: DateTime<FixedOffset>,
    /// By when.
    pub due: Option<DateTime<FixedOffset>>,
    /// When it was done.
    pub closed: Option<DateTime<FixedOffset>>,
    /// It was late when it was done, or is now.
    pub late: bool,
}

pub(super) fn decisions(look: &Look<'_>) -> Vec<Decision> {
    look.counting()
        .filter_map(|(row, event)| match event {
            Event::DecisionMade { step, question, chosen, note, reason, .. } => Some(Decision {
                seq: row.entry.seq.0,
                at: row.at.wall,
                t_plus: look.t_plus(row.at),
                step: step.as_ref().map(|step| look.number(step)),
                question: question.clone(),
                chosen: chosen.clone(),
                note: note.clone(),
                reason: reason.clone(),
                by: look.actor(&row.entry),
            }),
            _ => None,
        })
        .collect()
}

pub(super) fn approvals(look: &Look<'_>) -> Vec<Approval> {
    let mut all: Vec<(&ApprovalSubject, &RoleId, Option<Reading>, Approval)> = Vec::new();
    for (row, event) in look.counting() {
        let (subject, role, answer) = match event {
            Event::ApprovalAsked { subject, role } => (subject, role, None),
            Event::ApprovalGranted { subject, role, by_word } => (subject, role, Some((true, *by_word, None))),
            Event::ApprovalRefused { subject, role, by_word, reason } => {
                (subject, role, Some((false, *by_word, Some(reason.clone()))))
            }
            _ => continue,
        };
        let Some((yes, by_word, reason)) = answer else {
            all.push((subject, role, Some(row.at), asked(look, row, subject, role, true)));
            continue;
        };
        let open = all.iter().rposition(|(s, r, _, a)| *s == subject && *r == role && a.granted.is_none());
        if open.is_none() {
            all.push((subject, role, None, asked(look, row, subject, role, false)));
        }
        let place = open.unwrap_or(all.len().saturating_sub(1));
        if let Some((_, _, since, approval)) = all.get_mut(place) {
            approval.granted = Some(Granted::of(yes, by_word));
            approval.answered = Some(row.at.wall);
            approval.waited = since.and_then(|since| forward(row.at.elapsed - since.elapsed));
            approval.by = Some(look.actor(&row.entry));
            approval.reason = reason;
        }
    }
    all.into_iter().map(|(.., approval)| approval).collect()
}

fn asked(look: &Look<'_>, row: &Logged, subject: &ApprovalSubject, role: &RoleId, asked: bool) -> Approval {
    Approval {
        subject: match subject {
            ApprovalSubject::Step(step) => format!("{} {}", look.number(step), look.title(step)).trim_end().to_owned(),
            ApprovalSubject::Notice(notice) => notice_title(look, notice),
        },
        role: look.role(role),
        asked: asked.then_some(row.at.wall),
        granted: None,
        answered: None,
        waited: None,
        by: None,
        reason: None,
    }
}

pub(super) fn estimates(look: &Look<'_>) -> Vec<Estimate> {
    let restored = look.session.state().milestones.get(&Milestone::Restored).copied();
    look.counting()
        .filter_map(|(row, event)| match event {
            Event::EstimateGiven { takes, back_at, .. } => Some(Estimate {
                at: row.at.wall,
                takes: *takes,
                back_at: *back_at,
                off: restored.map(|restored| restored.elapsed - row.at.elapsed - *takes),
                by: look.actor(&row.entry),
            }),
            _ => None,
        })
        .collect()
}

fn notice_title(look: &Look<'_>, id: &NoticeId) -> String {
    let title = look.session.book().notices.get(id).map(|notice| notice.title.clone());
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| id.to_string())
}

pub(super) fn notices(look: &Look<'_>) -> Vec<Notice> {
    let mut all: Vec<(Option<Reading>, Notice)> = Vec::new();
    let fresh = |id: &NoticeId| Notice {
        id: id.to_string(),
        title: notice_title(look, id),
        step: None,
        due: None,
        sent: None,
        waited: None,
        to: Vec::new(),
        channel: None,
        text: None,
        by: None,
    };
    for (row, event) in look.counting() {
        match event {
            Event::NoticeDue { notice, step } => {
                let step = step.as_ref().map(|step| look.number(step));
                all.push((Some(row.at), Notice { step, due: Some(row.at.wall), ..fresh(notice) }));
            }
            Event::NoticeSent { notice, step, to, channel, text } => {
                let open = all.iter().rposition(|(_, n)| n.id == notice.as_str() && n.sent.is_none());
                if open.is_none() {
                    all.push((None, fresh(notice)));
                }
                let place = open.unwrap_or(all.len().saturating_sub(1));
                if let Some((due, open)) = all.get_mut(place) {
                    open.step = step.as_ref().map(|step| look.number(step)).or_else(|| open.step.take());
                    open.sent = Some(row.at.wall);
                    open.waited = due.and_then(|due| forward(row.at.elapsed - due.elapsed));
                    open.to = to.iter().map(|addressee| addressee.0.clone()).collect();
                    open.channel.clone_from(channel);
                    open.text = Some(text.clone());
                    open.by = Some(look.actor(&row.entry));
                }
            }
            _ => {}
        }
    }
    all.into_iter().map(|(_, notice)| notice).collect()
}

pub(super) fn exceptions(look: &Look<'_>) -> Vec<Exception> {
    look.counting()
        .filter_map(|(row, event)| {
            let (kind, text, stated) = match event {
                Event::NoteAdded { kind: NoteKind::Unexpected, text, stated, .. } => {
                    (ExceptionKind::Unexpected, Some(text.clone()), *stated)
                }
                Event::StepFailed { reason, .. } => (ExceptionKind::Failed, reason.clone(), None),
                Event::StepSkipped { reason, .. } => (ExceptionKind::Skipped, reason.clone(), None),
                Event::StepDeferred { reason, .. } => (ExceptionKind::Deferred, reason.clone(), None),
                Event::StepRuledOut { cause, .. } => {
                    let reason = if let RuleOutCause::Hand { reason } = cause { reason.clone() } else { None };
                    (ExceptionKind::RuledOut, reason, None)
                }
                Event::GatePassed { reason, .. } => (ExceptionKind::GatePassed, Some(reason.clone()), None),
                _ => return None,
            };
            Some(Exception {
                seq: row.entry.seq.0,
                at: row.at.wall,
                stated,
                t_plus: look.t_plus(row.at),
                kind,
                step: step_of(event).map(|step| look.number(step)),
                text,
                by: look.actor(&row.entry),
                event: event.clone(),
            })
        })
        .collect()
}

pub(super) fn obligations(look: &Look<'_>) -> Vec<Obligation> {
    let mut all: Vec<(Obligation, ObligationState)> = Vec::new();
    for (row, event) in look.counting() {
        match event {
            Event::ObligationOpened { obligation, due } => {
                let state = ObligationState { opened: row.at, due: *due, closed: None, overdue: false };
                all.push((owed(look, obligation, row.at.wall, *due), state));
            }
            Event::ObligationClosed { obligation } => {
                let open = all.iter_mut().rev().find(|(o, state)| o.id == obligation.as_str() && state.is_open());
                if let Some((open, state)) = open {
                    open.closed = Some(row.at.wall);
                    state.closed = Some(row.at);
                }
            }
            _ => {}
        }
    }
    let judged = all.into_iter().map(|(owed, state)| {
        let left = state.left(state.closed.unwrap_or(look.now));
        Obligation { late: left.is_some_and(Span::is_negative), ..owed }
    });
    judged.collect()
}

fn owed(
    look: &Look<'_>,
    id: &ObligationId,
    opened: DateTime<FixedOffset>,
    due: Option<DateTime<FixedOffset>>,
) -> Obligation {
    let plan = look.session.book().obligations.get(id);
    let title = plan.map(|plan| plan.title.clone()).filter(|title| !title.is_empty());
    Obligation {
        id: id.to_string(),
        title: title.unwrap_or_else(|| id.to_string()),
        role: plan.and_then(|plan| plan.role.as_ref()).map(|role| look.role(role)),
        opened,
        due,
        closed: None,
        late: false,
    }
}

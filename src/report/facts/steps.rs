//! Steps of the plan: how each came out, when it was planned and begun, how long it took.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::{Look, forward};
use crate::runbook::{Phase, Step};
use crate::session::{Attempt, Life, Outcome, RuleOutCause, Status};
use crate::time::Span;

/// A step of the plan and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepFact {
    /// Id of the step.
    pub id: String,
    /// Number shown.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Title of its phase.
    pub phase: Option<String>,
    /// Whose duty it is.
    pub role: Option<String>,
    /// Who gave it its outcome, else whose it is now.
    pub person: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// Why, where somebody said so; of a deferred step until when; of a waiting one on whom.
    pub reason: Option<String>,
    /// Entered only by a jump, a failure or by hand.
    pub branch: bool,
    /// When it was planned, from `T+0`.
    pub planned: Option<Span>,
    /// When it was first begun, from `T+0`, without pauses.
    pub begun: Option<Span>,
    /// How much later than planned; negative when early.
    pub late: Option<Span>,
    /// How long it should take.
    pub timebox: Option<Span>,
    /// How long all its rounds took, without pauses.
    pub used: Option<Span>,
    /// The machine was restarted in one of them: the time used is as good as its wall clock.
    pub rough: bool,
    /// One of its rounds took longer than its timebox.
    pub over_timebox: bool,
    /// Rounds through it that were begun.
    pub rounds: Vec<Round>,
}

/// One round through a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Round {
    /// When it was begun.
    pub begun: DateTime<FixedOffset>,
    /// When it got its outcome.
    pub finished: Option<DateTime<FixedOffset>>,
    /// The outcome.
    pub standing: Standing,
    /// Who gave it.
    pub by: Option<String>,
    /// How long it took, without pauses.
    pub used: Option<Span>,
    /// The machine was restarted in it.
    pub rough: bool,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Not begun.
    Pending,
    /// Being done.
    Active,
    /// Being done, and waiting for somebody.
    Waiting,
    /// Done.
    Done,
    /// It did not succeed.
    Failed,
    /// Left out.
    Skipped,
    /// Put off.
    Deferred,
    /// It does not apply.
    NotApplicable,
}

/// Steps by how they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct StepCounts {
    /// All steps of the plan in this kind of session.
    pub planned: usize,
    /// Done.
    pub done: usize,
    /// Without success.
    pub failed: usize,
    /// Left out.
    pub skipped: usize,
    /// Put off.
    pub deferred: usize,
    /// Not applicable.
    pub not_applicable: usize,
    /// Without an outcome.
    pub open: usize,
}

pub(super) fn steps(look: &Look<'_>) -> Vec<StepFact> {
    let touched = |step: &Step| look.session.state().steps.get(&step.id).is_some_and(|s| !s.attempts.is_empty());
    let shown = |(_, step): &(&Phase, &Step)| look.session.has_step(&step.id) || touched(step);
    look.session.book().steps().filter(shown).map(|(phase, step)| fact(look, phase, step)).collect()
}

fn fact(look: &Look<'_>, phase: &Phase, step: &Step) -> StepFact {
    let state = look.session.state().step(&step.id);
    let (standing, reason) = match &state.status {
        Status::Pending => (Standing::Pending, None),
        Status::Active if state.waiting.is_some() => (Standing::Waiting, state.waiting.clone()),
        Status::Active => (Standing::Active, None),
        Status::Finished(outcome) => told(outcome),
    };
    let last = state.attempts.len().saturating_sub(1);
    let rounds: Vec<Round> = state
        .attempts
        .iter()
        .enumerate()
        .filter_map(|(place, attempt)| round(look, attempt, (place == last).then_some(standing)))
        .collect();
    let finisher = state.attempt().and_then(|attempt| attempt.finished.as_ref()).map(|(.., by)| by.clone());
    let person = finisher.or_else(|| look.session.person_for(step));
    let used: Vec<Span> = rounds.iter().filter_map(|round| round.used).collect();
    StepFact {
        id: step.id.to_string(),
        number: look.number(&step.id),
        title: step.title.clone(),
        phase: (!phase.title.is_empty()).then(|| phase.title.clone()),
        role: step.role.as_ref().map(|role| look.role(role)),
        person: person.map(|person| look.person(&person)),
        standing,
        reason,
        branch: step.branch,
        planned: step.planned,
        begun: state.attempts.iter().find_map(|attempt| attempt.started).and_then(|(at, _)| look.offset(at)),
        late: look.session.lateness(step),
        timebox: step.timebox,
        over_timebox: step.timebox.is_some_and(|timebox| used.iter().any(|used| *used > timebox)),
        used: used.into_iter().reduce(|a, b| a + b),
        rough: rounds.iter().any(|round| round.rough),
        rounds,
    }
}

/// A round that was begun; `current` is how the step stands when this is its last one.
fn round(look: &Look<'_>, attempt: &Attempt, current: Option<Standing>) -> Option<Round> {
    let (begun, _) = attempt.started?;
    let finished = attempt.finished.as_ref();
    let terminated = look.stopped.filter(|_| look.session.state().life == Life::Terminated);
    let until = finished.map(|(at, ..)| *at).or_else(|| current.map(|_| terminated.unwrap_or(look.now)));
    Some(Round {
        begun: begun.wall,
        finished: finished.map(|(at, ..)| at.wall),
        standing: finished.map(|(_, outcome, _)| told(outcome).0).or(current).unwrap_or(Standing::Pending),
        by: finished.map(|(.., by)| look.person(by)),
        used: until.and_then(|until| forward(until.exercise - begun.exercise)),
        rough: until.is_some_and(|until| until.is_rough_since(begun)),
    })
}

fn told(outcome: &Outcome) -> (Standing, Option<String>) {
    match outcome {
        Outcome::Done => (Standing::Done, None),
        Outcome::Failed { reason } => (Standing::Failed, reason.clone()),
        Outcome::Skipped { reason } => (Standing::Skipped, reason.clone()),
        Outcome::Deferred { until } => (Standing::Deferred, Some(until.clone())),
        Outcome::NotApplicable { cause: RuleOutCause::Hand { reason } } => (Standing::NotApplicable, reason.clone()),
        Outcome::NotApplicable { .. } => (Standing::NotApplicable, None),
    }
}

pub(super) fn count(steps: &[StepFact]) -> StepCounts {
    let of = |standing| steps.iter().filter(|step| step.standing == standing).count();
    StepCounts {
        planned: steps.len(),
        done: of(Standing::Done),
        failed: of(Standing::Failed),
        skipped: of(Standing::Skipped),
        deferred: of(Standing::Deferred),
        not_applicable: of(Standing::NotApplicable),
        open: of(Standing::Pending) + of(Standing::Active) + of(Standing::Waiting),
    }
}

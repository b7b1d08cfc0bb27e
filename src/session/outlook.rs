//! What lies ahead and what presses: every clock with what is left, the most urgent things, the pace.

use chrono::{DateTime, FixedOffset};

use super::flow::{exists_in, has_turn, missing_approval, missing_requires, plan_is_done};
use super::timers::{length, warns_at};
use super::{Approval, ApprovalSubject, Life, Outcome, Reading, Seq, Session, Status};
use crate::runbook::{Limit, NoticeId, ObligationId, RoleId, Step, StepId, TimerId};
use crate::time::Span;

/// What a clock belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClockKind {
    /// A limit that must be met.
    Deadline(TimerId),
    /// A limit that opens a branch.
    Threshold(TimerId),
    /// A repeating update.
    Cadence(TimerId),
    /// A step's expected length.
    Timebox(StepId),
    /// A step's count-down.
    Wait(StepId),
    /// Something somebody wants to be told.
    Reminder(Seq),
    /// Something owed.
    Obligation(ObligationId),
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// What starts it has not happened.
    NotStarted,
    /// It runs.
    Running,
    /// It is near its limit.
    Warned,
    /// It is over its limit.
    Over,
    /// What it waited for came in time.
    Met,
    /// What it waited for came late.
    MetLate,
    /// The end stopped it before its limit.
    Stopped,
}

/// One clock with everything a screen or report shows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    /// What it belongs to.
    pub kind: ClockKind,
    /// Its title, as the runbook or the person wrote it.
    pub title: String,
    /// How it stands.
    pub state: ClockState,
    /// How long there is.
    pub limit: Option<Span>,
    /// How long it took or has taken; nothing before it starts.
    pub used: Option<Span>,
    /// What is left; negative when over.
    pub left: Option<Span>,
    /// When it is or was due, in wall time.
    pub due: Option<DateTime<FixedOffset>>,
    /// The machine was restarted in between, so that used and left are as good as its wall clock.
    pub rough: bool,
    /// Who watches it.
    pub role: Option<RoleId>,
    /// Of a cadence: how often it was met, and how often it came due unmet.
    pub rounds: (u32, u32),
}

/// Something that presses, most pressing first.
#[derive(Debug, Clone, PartialEq)]
pub enum Urgent {
    /// A clock that is over or runs.
    Clock(Clock),
    /// Somebody's approval is waited for.
    Approval {
        /// Of what.
        subject: ApprovalSubject,
        /// Of which role.
        role: RoleId,
    },
    /// A step beside the plan is to be done.
    Step(StepId),
    /// A message is to be sent.
    Notice(NoticeId),
    /// The plan asks for the end, or has nothing left.
    End,
    /// Something is owed and has no clock.
    Owed(ObligationId),
}

/// Plan against actual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// The step it is measured at.
    pub step: StepId,
    /// How late it is; negative when early.
    pub late: Span,
}

impl Session {
    /// Time used by the current round of a step, or by its last finished one.
    pub fn used(&self, id: &StepId, now: Reading) -> Option<Span> {
        let (started, until) = self.round(id, now)?;
        Some(until.exercise - started.exercise)
    }

    /// Whether the machine was restarted in that round, so that the time used is as good as its wall clock.
    pub fn is_rough(&self, id: &StepId, now: Reading) -> bool {
        self.round(id, now).is_some_and(|(started, until)| until.is_rough_since(started))
    }

    /// Beginning and end so far of the current round of a step, or of its last finished one.
    fn round(&self, id: &StepId, now: Reading) -> Option<(Reading, Reading)> {
        let attempt = self.state.steps.get(id)?.attempts.iter().rev().find(|attempt| attempt.started.is_some())?;
        let (started, _) = attempt.started?;
        let until = attempt.finished.as_ref().map_or_else(|| self.stopped_or(now), |(at, ..)| *at);
        Some((started, until))
    }

    fn stopped_or(&self, now: Reading) -> Reading {
        if self.state.life == Life::Terminated { self.state.clocks.stopped.unwrap_or(now) } else { now }
    }

    /// How much later than planned a step was begun; `None` where nothing was planned or nothing began.
    pub fn lateness(&self, step: &Step) -> Option<Span> {
        let (planned, zero) = (step.planned?, self.state.clocks.zero()?);
        let (started, _) = self.state.steps.get(&step.id)?.attempts.iter().find_map(|attempt| attempt.started)?;
        Some(started.exercise - zero.exercise - planned)
    }

    /// Plan against actual at the step begun last, or at the next one that should have begun by now.
    pub fn pace(&self, now: Reading) -> Option<Pace> {
        let passed = self.state.clocks.exercise_since_zero(now)?;
        let steps = || self.book.steps().map(|(_, step)| step).filter(|step| exists_in(step, self.state.kind));
        let overdue = steps()
            .filter(|step| *self.state.status(&step.id) == Status::Pending && !step.branch)
            .filter_map(|step| Some((step, passed - step.planned?)))
            .filter(|(_, late)| *late > Span::ZERO && self.state.life.is_under_way())
            .max_by_key(|(_, late)| *late);
        let begun = steps()
            .filter(|step| step.planned.is_some())
            .filter_map(|step| {
                let attempts = &self.state.steps.get(&step.id)?.attempts;
                Some((step, attempts.iter().find_map(|attempt| attempt.started)?.0))
            })
            .max_by_key(|(_, started)| started.elapsed)
            .and_then(|(step, _)| Some((step, self.lateness(step)?)));
        let worse = match (overdue, begun) {
            (Some(a), Some(b)) => Some(if a.1 > b.1 { a } else { b }),
            (a, b) => a.or(b),
        };
        worse.map(|(step, late)| Pace { step: step.id.clone(), late })
    }

    /// The step one would look at first: one that is being done, one that has its turn, or the last one finished.
    pub fn current_step(&self) -> Option<StepId> {
        let state = &self.state;
        let steps = || self.book.steps().map(|(_, step)| step).filter(|step| exists_in(step, state.kind));
        let working = |step: &&Step| {
            state.is_active(&step.id) && state.steps.get(&step.id).is_none_or(|held| held.waiting.is_none())
        };
        steps()
            .find(working)
            .or_else(|| steps().find(|step| state.is_active(&step.id)))
            .or_else(|| steps().find(|step| self.has_turn(step)))
            .or_else(|| steps().rfind(|step| state.outcome(&step.id).is_some()))
            .or_else(|| steps().next())
            .map(|step| step.id.clone())
    }

    /// Whether a pending step has its turn.
    pub fn has_turn(&self, step: &Step) -> bool {
        has_turn(&self.state, &self.book, step)
    }

    /// Steps that must have an outcome before this one.
    pub fn missing_requires(&self, step: &Step) -> Vec<StepId> {
        missing_requires(&self.state, &self.book, step)
    }

    /// Roles whose approval a step still needs.
    pub fn missing_approval(&self, step: &Step) -> Vec<RoleId> {
        missing_approval(&self.state, &ApprovalSubject::Step(step.id.clone()), &step.approval)
    }

    /// Whether everything the plan asks for has an outcome.
    pub fn plan_is_done(&self) -> bool {
        plan_is_done(&self.state, &self.book)
    }

    /// Whether there is something left to do: until the end always, after it what the plan, the messages and the
    /// obligations still ask for, after an early end the obligations.
    pub fn has_work_left(&self) -> bool {
        let owed = self.state.obligations.values().any(super::ObligationState::is_open);
        match self.state.life {
            Life::Terminated => owed,
            Life::Ended => {
                owed || !self.plan_is_done()
                    || self.book.steps().any(|(_, step)| self.state.is_unsettled(&step.id))
                    || self.state.notices.values().any(|notice| notice.due_since.is_some())
            }
            Life::Blank | Life::Opened | Life::Running | Life::Paused => true,
        }
    }

    /// Every clock of the runbook and of the session, in that order.
    pub fn clocks(&self, now: Reading) -> Vec<Clock> {
        let mut all: Vec<Clock> = Vec::new();
        for timer in &self.book.timers {
            let Some(limit) = length(timer) else { continue };
            let threshold = timer.on_breach.as_ref().is_some_and(|overrun| overrun.goto.is_some());
            let kind = match timer.limit {
                Limit::Every(_) => ClockKind::Cadence(timer.id.clone()),
                _ if threshold => ClockKind::Threshold(timer.id.clone()),
                _ => ClockKind::Deadline(timer.id.clone()),
            };
            let mut clock = Clock {
                kind,
                title: timer.title.clone(),
                state: ClockState::NotStarted,
                limit: Some(limit),
                used: None,
                left: None,
                due: None,
                rough: false,
                role: timer.role.clone(),
                rounds: (0, 0),
            };
            if let Some(armed) = self.state.timers.get(&timer.id) {
                let until = armed.met.or(armed.stopped).unwrap_or(now);
                let used = until.exercise - armed.since.exercise;
                let left = limit - used;
                clock.rough = until.is_rough_since(armed.since);
                clock.used = Some(used);
                clock.left = Some(left);
                clock.rounds = armed.rounds;
                clock.due = armed
                    .over
                    .or_else(|| armed.is_counting().then(|| now.wall.checked_add_signed(left.delta())).flatten());
                clock.state = match (armed.met, armed.stopped, armed.over) {
                    // An estimate may have said otherwise: what came in time came in time.
                    (Some(_), ..) if left >= Span::ZERO => ClockState::Met,
                    (Some(_), ..) => ClockState::MetLate,
                    (None, Some(_), None) => ClockState::Stopped,
                    (None, _, Some(_)) => ClockState::Over,
                    (None, None, None) if left <= Span::ZERO => ClockState::Over,
                    (None, None, None) if warns_at(timer).is_some_and(|warn| used >= warn) => ClockState::Warned,
                    (None, None, None) => ClockState::Running,
                };
            }
            all.push(clock);
        }
        self.push_steps(now, &mut all);
        self.push_obligations(now, &mut all);
        for (seq, reminder) in &self.state.reminders {
            let left = reminder.left(now);
            all.push(Clock {
                kind: ClockKind::Reminder(*seq),
                title: reminder.text.clone(),
                state: if left <= Span::ZERO { ClockState::Over } else { ClockState::Running },
                limit: None,
                used: None,
                left: Some(left),
                due: now.wall.checked_add_signed(left.delta()),
                rough: reminder.within.is_some() && now.is_rough_since(reminder.set),
                role: None,
                rounds: (0, 0),
            });
        }
        all
    }

    fn push_steps(&self, now: Reading, all: &mut Vec<Clock>) {
        for (_, step) in self.book.steps().filter(|(_, step)| self.state.is_active(&step.id)) {
            let used = self.used(&step.id, now);
            let mut push = |kind: ClockKind, limit: Span, warn: Span| {
                let left = used.map(|used| limit - used);
                let state = match (left, used) {
                    // A count-down that ran out is what was waited for.
                    (Some(left), _) if left <= Span::ZERO && matches!(kind, ClockKind::Wait(_)) => ClockState::Met,
                    (Some(left), _) if left <= Span::ZERO => ClockState::Over,
                    (_, Some(used)) if used >= warn => ClockState::Warned,
                    _ => ClockState::Running,
                };
                all.push(Clock {
                    kind,
                    title: step.title.clone(),
                    state,
                    limit: Some(limit),
                    used,
                    left,
                    due: left.and_then(|left| now.wall.checked_add_signed(left.delta())),
                    rough: self.is_rough(&step.id, now),
                    role: step.role.clone(),
                    rounds: (0, 0),
                });
            };
            if let Some(timebox) = step.timebox {
                push(ClockKind::Timebox(step.id.clone()), timebox, timebox.percent(80));
            }
            if let Some(wait) = step.wait {
                push(ClockKind::Wait(step.id.clone()), wait, wait);
            }
        }
    }

    fn push_obligations(&self, now: Reading, all: &mut Vec<Clock>) {
        for (id, owed) in &self.state.obligations {
            let plan = self.book.obligations.get(id);
            let until = owed.closed.unwrap_or(now);
            let left = owed.left(until);
            let state = match (owed.is_open(), left) {
                (true, Some(left)) if left <= Span::ZERO => ClockState::Over,
                (true, _) => ClockState::Running,
                (false, Some(left)) if left < Span::ZERO => ClockState::MetLate,
                (false, _) => ClockState::Met,
            };
            all.push(Clock {
                kind: ClockKind::Obligation(id.clone()),
                title: plan.map_or_else(|| id.to_string(), |plan| plan.title.clone()),
                state,
                limit: plan.and_then(|plan| plan.within),
                used: Some(until.elapsed - owed.opened.elapsed),
                left,
                due: left.and_then(|left| until.wall.checked_add_signed(left.delta())),
                rough: until.is_rough_since(owed.opened),
                role: plan.and_then(|plan| plan.role.clone()),
                rounds: (0, 0),
            });
        }
    }

    /// What presses now, most pressing first.
    pub fn urgent(&self, now: Reading) -> Vec<Urgent> {
        let mut ranked: Vec<(u8, Span, Urgent)> = Vec::new();
        for clock in self.clocks(now) {
            let open = matches!(clock.state, ClockState::Running | ClockState::Warned | ClockState::Over);
            if !open {
                continue;
            }
            let outlives = matches!(clock.kind, ClockKind::Obligation(_) | ClockKind::Reminder(_));
            if self.state.life.is_over() && !outlives {
                continue;
            }
            let left = clock.left.unwrap_or(Span::ZERO);
            match (&clock.kind, clock.state, clock.left) {
                (ClockKind::Obligation(id), _, None) => ranked.push((6, Span::ZERO, Urgent::Owed(id.clone()))),
                (ClockKind::Timebox(_) | ClockKind::Wait(_), ClockState::Running, _) => {}
                (_, ClockState::Over, _) => ranked.push((1, left, Urgent::Clock(clock))),
                _ => ranked.push((5, left, Urgent::Clock(clock))),
            }
        }
        for (subject, roles) in &self.state.approvals {
            let waiting = match subject {
                ApprovalSubject::Step(step) => self.state.outcome(step).is_none() && !self.state.is_active(step),
                ApprovalSubject::Notice(notice) => {
                    self.state.notices.get(notice).is_some_and(|n| n.due_since.is_some())
                }
            };
            for (role, _) in roles.iter().filter(|(_, answer)| waiting && matches!(answer, Approval::Asked { .. })) {
                ranked.push((2, Span::ZERO, Urgent::Approval { subject: subject.clone(), role: role.clone() }));
            }
        }
        let called = |id: &&StepId| self.state.step(id).called && *self.state.status(id) == Status::Pending;
        for id in
            self.state.steps.keys().filter(|id| self.state.life.is_under_way() && self.has_step(id)).filter(called)
        {
            ranked.push((3, Span::ZERO, Urgent::Step(id.clone())));
        }
        if self.state.life.is_under_way() && (self.state.end_proposed || self.plan_is_done()) {
            ranked.push((3, Span::ZERO, Urgent::End));
        }
        for (notice, state) in self.state.notices.iter().filter(|(_, state)| state.due_since.is_some()) {
            let since = state.due_since.map_or(Span::ZERO, |since| since.elapsed);
            ranked.push((4, since, Urgent::Notice(notice.clone())));
        }
        ranked.sort_by_key(|(rank, left, _)| (*rank, *left));
        ranked.into_iter().map(|(_, _, urgent)| urgent).collect()
    }

    /// How many steps of this plan there are, and how many have an outcome.
    pub fn progress(&self) -> (usize, usize) {
        let steps: Vec<_> = self.book.steps().filter(|(_, step)| exists_in(step, self.state.kind)).collect();
        let finished = steps.iter().filter(|(_, step)| self.state.outcome(&step.id).is_some()).count();
        (steps.len(), finished)
    }

    /// Steps with an outcome of the given sort.
    pub fn steps_where(&self, is: impl Fn(&Outcome) -> bool) -> Vec<StepId> {
        let with = |id: &StepId| self.state.outcome(id).is_some_and(&is);
        self.book.steps().map(|(_, step)| step.id.clone()).filter(with).collect()
    }
}

//! What timers, timeboxes, waits, reminders and obligations make due, and what a breach brings with it.
//!
//! Limits count the exercise clock; what is owed and what was to be told after a while run on through pauses. Only
//! a reminder for a clock time goes by the wall clock. Over never fails anything. A wall clock that was put is
//! noticed here, too.

use chrono::{DateTime, FixedOffset};

use super::decide::Draft;
use super::{ChildState, Event, Outcome, Reading, Refusal, Seq, Session, State, Status, StepState, TimerState};
use crate::runbook::{Anchor, Limit, ObligationId, Overrun, Runbook, StepId, Timer, TimerId};
use crate::time::{Moment, Span};

/// Something that has come due and that the program itself notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// The wall clock was put forward or back.
    ClockStep,
    /// A timer is near its limit.
    TimerWarning(TimerId),
    /// A deadline or threshold is over.
    TimerOver(TimerId),
    /// An update is due.
    Cadence(TimerId),
    /// A step is near its timebox.
    TimeboxWarning(StepId),
    /// A step is over its timebox.
    TimeboxOver(StepId),
    /// A step's count-down ran out.
    WaitOver(StepId),
    /// A reminder.
    Reminder(Seq),
    /// Something owed is late.
    Obligation(ObligationId),
}

/// One thing that will come due, and in how long (negative: so long ago).
struct Coming {
    due: Due,
    left: Span,
}

impl Session {
    /// What has come due by `now`, each once, the longest overdue first; a wall clock that was put before all.
    pub fn due(&self, now: &Moment) -> Vec<Due> {
        let mut ripe: Vec<_> = coming(&self.state, &self.book, self.state.clocks.read(now))
            .into_iter()
            .filter(|coming| coming.left <= Span::ZERO)
            .collect();
        ripe.sort_by_key(|coming| coming.left);
        let stepped = self.state.clocks.step_at(now).map(|_| Due::ClockStep);
        stepped.into_iter().chain(ripe.into_iter().map(|coming| coming.due)).collect()
    }

    /// In how long the next thing comes due; `None` when nothing will.
    pub fn next_due(&self, now: &Moment) -> Option<Span> {
        coming(&self.state, &self.book, self.state.clocks.read(now))
            .into_iter()
            .map(|coming| coming.left)
            .filter(|left| *left > Span::ZERO)
            .min()
    }
}

/// The length a timer counts against; none for a countdown to a clock time.
pub(super) fn length(timer: &Timer) -> Option<Span> {
    match timer.limit {
        Limit::Within(length) | Limit::Every(length) => Some(length),
        Limit::At(_) => None,
    }
}

/// Time used at which a timer warns: as written, by default four fifths of its limit.
pub(super) fn warns_at(timer: &Timer) -> Option<Span> {
    timer.warn_at.or_else(|| length(timer).map(|length| length.percent(80)))
}

fn coming(state: &State, book: &Runbook, now: Reading) -> Vec<Coming> {
    let mut all = Vec::new();
    let mut push = |due: Due, left: Span| all.push(Coming { due, left });
    if state.life.is_under_way() && !state.clocks.is_paused() {
        for timer in &book.timers {
            let (Some(armed), Some(length)) = (state.timers.get(&timer.id), length(timer)) else { continue };
            if !armed.is_counting() || armed.over.is_some() {
                continue;
            }
            let used = now.exercise - armed.since.exercise;
            let over = if matches!(timer.limit, Limit::Every(_)) { Due::Cadence } else { Due::TimerOver };
            let warn = warns_at(timer).filter(|warn| *warn < length && !armed.warned && used < length);
            if let Some(warn) = warn {
                push(Due::TimerWarning(timer.id.clone()), warn - used);
            }
            push(over(timer.id.clone()), length - used);
        }
        for (_, step) in book.steps() {
            let Some(StepState { status: Status::Active, attempts, .. }) = state.steps.get(&step.id) else { continue };
            let Some((attempt, (started, _))) = attempts.last().and_then(|a| Some((a, a.started?))) else { continue };
            let used = now.exercise - started.exercise;
            if let Some(timebox) = step.timebox.filter(|_| !attempt.overrun) {
                if !attempt.warned && used < timebox {
                    push(Due::TimeboxWarning(step.id.clone()), timebox.percent(80) - used);
                }
                push(Due::TimeboxOver(step.id.clone()), timebox - used);
            }
            if let Some(wait) = step.wait.filter(|_| !attempt.wait_over) {
                push(Due::WaitOver(step.id.clone()), wait - used);
            }
        }
    }
    for (seq, reminder) in state.reminders.iter().filter(|(_, reminder)| !reminder.noticed) {
        push(Due::Reminder(*seq), reminder.left(now));
    }
    for (id, owed) in &state.obligations {
        if let (true, false, Some(left)) = (owed.is_open(), owed.overdue, owed.left(now)) {
            push(Due::Obligation(id.clone()), left);
        }
    }
    all
}

impl Draft<'_> {
    /// Arms what is to be armed, meets what is met, stops what the end stops. One event a call.
    pub(super) fn settle_timers(&mut self) -> bool {
        let book = self.book;
        for timer in &book.timers {
            if length(timer).is_none() {
                continue;
            }
            let event = match self.state.timers.get(&timer.id) {
                None if self.state.life.is_under_way() && !is_moot(&self.state, timer) => {
                    let Some(reading) = reached(&self.state, &timer.from) else { continue };
                    let since = (reading.elapsed != self.now.elapsed).then_some(reading.wall);
                    Event::TimerArmed { timer: timer.id.clone(), since }
                }
                Some(armed) if armed.is_counting() => {
                    match late(&self.state, timer, armed).or_else(|| stop(&self.state, timer)) {
                        Some(event) => event,
                        None => continue,
                    }
                }
                // What had met it was taken up again.
                Some(_)
                    if self.state.life.is_under_way()
                        && !is_moot(&self.state, timer)
                        && reached(&self.state, &timer.until).is_none() =>
                {
                    Event::TimerRearmed { timer: timer.id.clone() }
                }
                None | Some(_) => continue,
            };
            let armed = matches!(event, Event::TimerArmed { .. });
            self.emit(event);
            if armed {
                self.check_estimate(timer);
            }
            return true;
        }
        for timer in &book.timers {
            if self.check_estimate(timer) {
                return true;
            }
        }
        false
    }

    /// A timer that asks for it is over at once when the latest estimate lies beyond its limit.
    fn check_estimate(&mut self, timer: &Timer) -> bool {
        let (Some(armed), Some(length)) = (self.state.timers.get(&timer.id), length(timer)) else { return false };
        let Some(estimate) = self.state.estimates.last().filter(|_| timer.if_estimate_over) else { return false };
        if !armed.is_counting() || armed.over.is_some() || estimate.back.exercise - armed.since.exercise <= length {
            return false;
        }
        // When the limit itself would be over: the estimate lies beyond that.
        let left = length - (self.now.exercise - armed.since.exercise);
        let due = self.now.wall.checked_add_signed(left.delta()).unwrap_or(self.now.wall);
        self.breach(timer, due, true);
        true
    }

    fn breach(&mut self, timer: &Timer, due: DateTime<FixedOffset>, early: bool) {
        self.emit(Event::TimerBreached { timer: timer.id.clone(), due, early });
        if let Some(overrun) = &timer.on_breach {
            self.overrun(overrun, None);
        }
    }

    fn overrun(&mut self, overrun: &Overrun, step: Option<&StepId>) {
        for notice in &overrun.notify {
            self.make_due(notice, step);
        }
        self.close_all(&overrun.closes);
        self.open_all(&overrun.opens);
        if let Some(to) = &overrun.goto {
            self.call(to);
        }
    }

    /// Records what the program noticed, if it is still so.
    pub(super) fn notice_due(&mut self, due: &Due) -> Result<(), Refusal> {
        if *due == Due::ClockStep {
            // Which stands first in every entry that is the first to see it.
            return if self.stepped.is_some() { Ok(()) } else { Err(Refusal::NotDue) };
        }
        let book = self.book;
        let left = coming(&self.state, book, self.now)
            .into_iter()
            .find(|coming| coming.due == *due && coming.left <= Span::ZERO)
            .map(|coming| coming.left)
            .ok_or(Refusal::NotDue)?;
        let at = self.now.earlier(left.abs()).wall;
        let timer = |id: &TimerId| book.timers.iter().find(|timer| timer.id == *id);
        match due {
            Due::ClockStep => {}
            Due::TimerWarning(id) => self.emit(Event::TimerWarned { timer: id.clone(), due: at }),
            Due::TimerOver(id) => {
                if let Some(timer) = timer(id) {
                    self.breach(timer, at, false);
                }
            }
            Due::Cadence(id) => {
                self.emit(Event::CadenceDue { timer: id.clone(), due: at });
                if let Some(overrun) = timer(id).and_then(|timer| timer.on_breach.as_ref()) {
                    self.overrun(overrun, None);
                }
            }
            Due::TimeboxWarning(step) => self.emit(Event::TimeboxWarned { step: step.clone(), due: at }),
            Due::TimeboxOver(step) => {
                self.emit(Event::TimeboxOverrun { step: step.clone(), due: at });
                if let Some(overrun) = book.step(step).and_then(|step| step.on_overrun.as_ref()) {
                    self.overrun(overrun, Some(step));
                }
            }
            Due::WaitOver(step) => self.emit(Event::WaitOver { step: step.clone(), due: at }),
            Due::Reminder(reminder) => self.emit(Event::ReminderDue { reminder: *reminder, due: at }),
            Due::Obligation(id) => self.emit(Event::ObligationOverdue { obligation: id.clone(), due: at }),
        }
        Ok(())
    }
}

/// When an anchor was reached, if it was and still holds.
pub(super) fn reached(state: &State, anchor: &Anchor) -> Option<Reading> {
    match anchor {
        Anchor::Start => state.clocks.zero(),
        Anchor::End => state.clocks.stopped,
        Anchor::StepStart(step) => state.steps.get(step)?.attempts.iter().find_map(|a| a.started).map(|(at, _)| at),
        Anchor::StepDone(step) => match state.steps.get(step)? {
            StepState { status: Status::Finished(Outcome::Done), attempts, .. } => {
                attempts.last()?.finished.as_ref().map(|(at, ..)| *at)
            }
            _ => None,
        },
        Anchor::Milestone(milestone) => state.reached_in(None, *milestone),
        Anchor::Within(child, anchor) => {
            let state_of = state.children.get(child)?;
            match anchor.as_ref() {
                Anchor::Start => Some(state_of.entered),
                Anchor::End => state_of.returned,
                Anchor::Milestone(milestone) => state.reached_in(Some(child), *milestone),
                anchor => reached(state, anchor),
            }
        }
    }
}

/// A limit that passed before anybody noticed, and is met only now: the log says so, and opens nothing any more.
fn late(state: &State, timer: &Timer, armed: &TimerState) -> Option<Event> {
    let Limit::Within(length) = timer.limit else { return None };
    let met = reached(state, &timer.until).filter(|_| armed.over.is_none())?;
    let over = met.exercise - armed.since.exercise - length;
    (over > Span::ZERO).then(|| Event::TimerBreached {
        timer: timer.id.clone(),
        due: met.earlier(over).wall,
        early: false,
    })
}

fn stop(state: &State, timer: &Timer) -> Option<Event> {
    let cadence = matches!(timer.limit, Limit::Every(_));
    if reached(state, &timer.until).is_some() {
        let met = Event::TimerMet { timer: timer.id.clone() };
        return Some(if cadence { Event::TimerStopped { timer: timer.id.clone() } } else { met });
    }
    let over = state.life.is_over() || is_moot(state, timer);
    over.then(|| Event::TimerStopped { timer: timer.id.clone() })
}

/// Whether there is nothing left for a timer to measure: the child runbook it belongs to came to its end, or the step
/// it waits for was left out. It is then neither met nor missed.
fn is_moot(state: &State, timer: &Timer) -> bool {
    let returned = timer.id.child().and_then(|child| state.children.get(&child)).is_some_and(ChildState::is_over);
    let left_out =
        |step: &StepId| matches!(state.outcome(step), Some(Outcome::Skipped { .. } | Outcome::NotApplicable { .. }));
    returned || matches!(&timer.until, Anchor::StepDone(step) if left_out(step))
}

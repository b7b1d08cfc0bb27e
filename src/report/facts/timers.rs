//! Deadlines, thresholds and cadences: how much time there was, how much was used, met or missed.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::Look;
use crate::runbook::TimerId;
use crate::session::{ClockKind, Event};
use crate::time::Span;

/// A timer of the plan and how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockFact {
    /// Id of the timer.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What sort.
    pub sort: ClockSort,
    /// Who watches it.
    pub role: Option<String>,
    /// How it came out; judged by the time used, not by whether anybody was there to notice.
    pub verdict: Verdict,
    /// How long there was.
    pub limit: Option<Span>,
    /// How long it took or has taken; of a cadence since the last update.
    pub used: Option<Span>,
    /// How much of the limit was left; negative when over.
    pub left: Option<Span>,
    /// The machine was restarted meanwhile: used and left are as good as its wall clock.
    pub rough: bool,
    /// From when it counts.
    pub since: Option<DateTime<FixedOffset>>,
    /// When what it waited for happened.
    pub met: Option<DateTime<FixedOffset>>,
    /// When it first came due without that.
    pub due: Option<DateTime<FixedOffset>>,
    /// When the program recorded that.
    pub noticed: Option<DateTime<FixedOffset>>,
    /// An estimate said so before it was due.
    pub by_estimate: bool,
    /// Of a cadence: updates given.
    pub given: u32,
    /// Of a cadence: how often one came due before it was given.
    pub came_due: u32,
}

/// What sort of timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockSort {
    /// By when something must have happened.
    Deadline,
    /// After which a branch opens.
    Threshold,
    /// How often an update is given.
    Cadence,
}

/// How a timer came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// In time.
    Met,
    /// Late, or not at all and over.
    Missed,
    /// It still counts.
    Running,
    /// The end stopped it before its limit.
    Stopped,
    /// What starts it did not happen.
    NotStarted,
}

/// Deadlines and thresholds by how they came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct TimerCounts {
    /// In time.
    pub met: usize,
    /// Late or over.
    pub missed: usize,
    /// Still counting.
    pub running: usize,
    /// Stopped by the end, or never started.
    pub idle: usize,
}

pub(super) fn clocks(look: &Look<'_>) -> Vec<ClockFact> {
    let all = look.session.clocks(look.now).into_iter();
    all.filter_map(|clock| {
        let (id, sort) = match clock.kind {
            ClockKind::Deadline(id) => (id, ClockSort::Deadline),
            ClockKind::Threshold(id) => (id, ClockSort::Threshold),
            ClockKind::Cadence(id) => (id, ClockSort::Cadence),
            ClockKind::Timebox(_) | ClockKind::Wait(_) | ClockKind::Reminder(_) | ClockKind::Obligation(_) => {
                return None;
            }
        };
        let armed = look.session.state().timers.get(&id);
        let left = clock.limit.and_then(|limit| Some(limit - clock.used?));
        let over = left.is_some_and(Span::is_negative);
        let verdict = match armed {
            None => Verdict::NotStarted,
            Some(timer) if sort == ClockSort::Cadence => {
                if timer.is_counting() {
                    Verdict::Running
                } else {
                    Verdict::Stopped
                }
            }
            Some(_) if over => Verdict::Missed,
            Some(timer) if timer.met.is_some() => Verdict::Met,
            Some(timer) if timer.stopped.is_some() => Verdict::Stopped,
            Some(_) => Verdict::Running,
        };
        let breach = breach(look, &id);
        Some(ClockFact {
            title: if clock.title.is_empty() { id.to_string() } else { clock.title },
            sort,
            role: clock.role.as_ref().map(|role| look.role(role)),
            verdict,
            limit: clock.limit,
            used: clock.used,
            left,
            rough: clock.rough,
            since: armed.map(|timer| timer.since.wall),
            met: armed.and_then(|timer| timer.met).map(|at| at.wall),
            due: breach.map(|breach| breach.due),
            noticed: breach.map(|breach| breach.noticed),
            by_estimate: breach.is_some_and(|breach| breach.early),
            given: clock.rounds.0,
            came_due: clock.rounds.1,
            id: id.to_string(),
        })
    })
    .collect()
}

#[derive(Clone, Copy)]
struct Breach {
    due: DateTime<FixedOffset>,
    noticed: DateTime<FixedOffset>,
    early: bool,
}

fn breach(look: &Look<'_>, wanted: &TimerId) -> Option<Breach> {
    look.counting().find_map(|(row, event)| match event {
        Event::TimerBreached { timer, due, early } if timer == wanted => {
            Some(Breach { due: *due, noticed: row.at.wall, early: *early })
        }
        Event::CadenceDue { timer, due } if timer == wanted => {
            Some(Breach { due: *due, noticed: row.at.wall, early: false })
        }
        _ => None,
    })
}

pub(super) fn count(clocks: &[ClockFact]) -> TimerCounts {
    let judged = || clocks.iter().filter(|clock| clock.sort != ClockSort::Cadence);
    let of = |verdict| judged().filter(|clock| clock.verdict == verdict).count();
    TimerCounts {
        met: of(Verdict::Met),
        missed: of(Verdict::Missed),
        running: of(Verdict::Running),
        idle: of(Verdict::Stopped) + of(Verdict::NotStarted),
    }
}

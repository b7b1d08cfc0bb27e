//! The three clocks of a session: wall, elapsed, exercise.
//!
//! Owns how readings follow from the moments of entries; it never asks what time it is. Lengths run on the
//! boot clock from entry to entry, so a wall clock that is put moves no timer; across a reboot the wall clock
//! is all there is, and the reading says so.

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::time::{Moment, Span};

/// What the clocks of a session said at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Wall time, for people.
    pub wall: DateTime<FixedOffset>,
    /// Time since the session was opened.
    pub elapsed: Span,
    /// The same without pauses: what limits and time used are counted in.
    pub exercise: Span,
    /// How often the machine was restarted since the session was opened.
    pub boots: u32,
}

impl Reading {
    /// Whether a restart lies between `earlier` and this reading: the length between them is then as good as the
    /// wall clock was.
    pub fn is_rough_since(self, earlier: Self) -> bool {
        self.boots != earlier.boots
    }

    /// The reading as it was `back` earlier, on all clocks: for facts that tell of an earlier time.
    #[must_use]
    pub fn earlier(self, back: Span) -> Self {
        Self {
            wall: self.wall.checked_sub_signed(back.delta()).unwrap_or(self.wall),
            elapsed: self.elapsed - back,
            exercise: self.exercise - back,
            boots: self.boots,
        }
    }
}

/// The fold of all moments of a session.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Clocks {
    last: Option<Moment>,
    elapsed: TimeDelta,
    exercise: TimeDelta,
    paused: bool,
    /// Reading from which `T+` counts, once it is known.
    pub(super) zero: Option<Reading>,
    /// Reading at which the end stopped the clocks.
    pub(super) stopped: Option<Reading>,
    /// How often the machine was restarted.
    boots: u32,
    /// The moment whose wall clock is known: at the first entry of a boot, and whenever it was put since.
    set: Option<Moment>,
}

impl Clocks {
    /// Moves the clocks on to the moment of an entry.
    pub(super) fn advance(&mut self, at: &Moment) {
        if self.set.as_ref().is_none_or(|set| set.boot != at.boot) || self.step_at(at).is_some() {
            self.set = Some(at.clone());
        }
        if let Some(last) = &self.last {
            let passed = at.passed_since(last);
            self.boots = self.boots.saturating_add(u32::from(last.boot != at.boot));
            self.elapsed = sum(self.elapsed, passed);
            if !self.paused {
                self.exercise = sum(self.exercise, passed);
            }
            if last.boot == at.boot && at.boot_ns < last.boot_ns {
                // Two programs read their clocks before either wrote: what has gone by is not counted again.
                return;
            }
        }
        self.last = Some(at.clone());
    }

    /// How far the wall clock was put since it was last known, if it was.
    pub(super) fn step_at(&self, now: &Moment) -> Option<Span> {
        now.stepped_since(self.set.as_ref()?)
    }

    pub(super) fn set_paused(&mut self, paused: bool) {
        self.paused = paused;
    }

    /// Whether the exercise clock stands.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// What the clocks say now.
    pub fn read(&self, now: &Moment) -> Reading {
        let passed = self.last.as_ref().map_or(TimeDelta::zero(), |last| now.passed_since(last));
        let exercise = if self.paused { self.exercise } else { sum(self.exercise, passed) };
        let restarted = self.last.as_ref().is_some_and(|last| last.boot != now.boot);
        Reading {
            wall: now.wall,
            elapsed: Span::from_delta(sum(self.elapsed, passed)),
            exercise: Span::from_delta(exercise),
            boots: self.boots.saturating_add(u32::from(restarted)),
        }
    }

    /// Moment of the last entry.
    pub fn last(&self) -> Option<&Moment> {
        self.last.as_ref()
    }

    /// Reading from which `T+` counts: the start, or the first step planned at zero or later.
    pub fn zero(&self) -> Option<Reading> {
        self.zero
    }

    /// Reading at which the end stopped the clocks: the stated one where the end was backdated.
    pub fn stopped(&self) -> Option<Reading> {
        self.stopped
    }

    /// Whether lengths lean on the wall clock because of a reboot in between.
    pub fn is_rough(&self) -> bool {
        self.boots > 0
    }

    /// Time on the running clock since `T0`, standing still after the end; `None` before `T0`.
    pub fn since_zero(&self, now: Reading) -> Option<Span> {
        let zero = self.zero?;
        let end = self.stopped.unwrap_or(now);
        Some(end.elapsed - zero.elapsed)
    }

    /// The same without pauses.
    pub fn exercise_since_zero(&self, now: Reading) -> Option<Span> {
        let zero = self.zero?;
        let end = self.stopped.unwrap_or(now);
        Some(end.exercise - zero.exercise)
    }
}

/// The sum, or the most there can be: a journal may tell of any moments.
fn sum(a: TimeDelta, b: TimeDelta) -> TimeDelta {
    a.checked_add(&b).unwrap_or(TimeDelta::MAX)
}

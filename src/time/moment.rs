//! One point in time, as two clocks saw it at once.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::Span;

/// Names one run of the kernel: boot-time nanoseconds compare only under the same one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BootId(pub String);

/// A point in time: the wall clock with its offset for people, the boot clock for lengths of time.
///
/// The boot clock (`CLOCK_BOOTTIME`) counts suspend and is never set; it starts anew with every boot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// What the wall clock said, with the offset people were living by.
    pub wall: DateTime<FixedOffset>,
    /// Nanoseconds of the boot clock.
    pub boot_ns: u64,
    /// Which boot `boot_ns` belongs to.
    pub boot: BootId,
}

impl Moment {
    /// How much time went by from `earlier` to this moment.
    ///
    /// Runs on the boot clock; after a reboot only the wall clock is left. Never negative.
    pub fn since(&self, earlier: &Self) -> Span {
        Span::from_delta(self.passed_since(earlier))
    }

    /// The same to the nanosecond, for sums of many.
    pub fn passed_since(&self, earlier: &Self) -> TimeDelta {
        let passed = if self.boot == earlier.boot {
            let ns = self.boot_ns.saturating_sub(earlier.boot_ns);
            TimeDelta::nanoseconds(i64::try_from(ns).unwrap_or(i64::MAX))
        } else {
            self.wall - earlier.wall
        };
        passed.max(TimeDelta::zero())
    }

    /// How far somebody or something put the wall clock between `earlier` and this moment, to the second.
    ///
    /// Only under one boot can that be told, and only a move of more than a second is one: no two clocks are read
    /// at quite the same instant. Another offset from UTC is no move.
    pub fn stepped_since(&self, earlier: &Self) -> Option<Span> {
        // An act that others overtook is decided again at its own moment, which lies before theirs.
        if self.boot != earlier.boot || self.boot_ns < earlier.boot_ns {
            return None;
        }
        let boot_ms = |ns: u64| i64::try_from(ns / 1_000_000).unwrap_or(i64::MAX);
        let moved = Span::from_delta(self.wall - earlier.wall)
            - (Span::millis(boot_ms(self.boot_ns)) - Span::millis(boot_ms(earlier.boot_ns)));
        (moved.abs() > Span::seconds(1)).then(|| Span::seconds((moved + Span::millis(500)).as_seconds()))
    }

    /// This moment moved by `span` on both clocks; used to look ahead and for stated (backdated) times.
    #[must_use]
    pub fn shifted(&self, span: Span) -> Self {
        let ns = span.delta().num_nanoseconds().unwrap_or(0);
        Self {
            wall: self.wall.checked_add_signed(span.delta()).unwrap_or(self.wall),
            boot_ns: self.boot_ns.saturating_add_signed(ns),
            boot: self.boot.clone(),
        }
    }
}

//! The only place where the machine is asked what time it is.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, FixedOffset, Local};
use rustix::time::{ClockId, clock_gettime};

use crate::time::{BootId, Moment, Span};

/// Something that knows what time it is.
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> Moment;
}

/// The machine's clocks: local wall time, and the boot clock, which counts suspend.
#[derive(Debug, Clone)]
pub struct SystemClock {
    boot: BootId,
}

impl SystemClock {
    /// Asks which boot this is. A system that does not say gets a name of its own for each program, so that
    /// lengths of time across programs run on the wall clock and never on two unrelated boot clocks.
    pub fn new() -> Self {
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        let boot = boot.trim();
        let boot = if boot.is_empty() { format!("unknown-{}", super::new_id()) } else { boot.to_owned() };
        Self { boot: BootId(boot) }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
const BOOT_CLOCK: ClockId = ClockId::Boottime;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const BOOT_CLOCK: ClockId = ClockId::Monotonic;

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let boot = clock_gettime(BOOT_CLOCK);
        let seconds = u64::try_from(boot.tv_sec).unwrap_or(0);
        let nanos = u64::try_from(boot.tv_nsec).unwrap_or(0);
        Moment {
            wall: Local::now().fixed_offset(),
            boot_ns: seconds.saturating_mul(1_000_000_000).saturating_add(nanos),
            boot: self.boot.clone(),
        }
    }
}

/// A clock that stands until it is moved; clones show the same time.
#[derive(Debug, Clone)]
pub struct ManualClock {
    now: Arc<Mutex<Moment>>,
}

impl ManualClock {
    /// A clock that stands at `moment`.
    pub fn at(moment: Moment) -> Self {
        Self { now: Arc::new(Mutex::new(moment)) }
    }

    /// A clock that stands at this wall time, an hour after the boot named `boot`.
    pub fn at_wall(wall: DateTime<FixedOffset>) -> Self {
        Self::at(Moment { wall, boot_ns: 3_600_000_000_000, boot: BootId("boot".to_owned()) })
    }

    /// Lets time go by, on both clocks.
    pub fn advance(&self, span: Span) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.shifted(span);
    }

    /// Puts it to another moment, as a reboot or a set clock does.
    pub fn set(&self, moment: Moment) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = moment;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Moment {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn the_machine_s_clock_goes_forward_and_names_its_boot() {
        let clock = SystemClock::new();
        let (first, second) = (clock.now(), clock.now());
        assert!(second.boot_ns > 0 && second.boot_ns >= first.boot_ns);
        assert!(!first.boot.0.is_empty());
        assert_eq!(first.boot, second.boot);
        assert!(first.wall.timestamp() > 1_700_000_000);
    }

    #[test]
    fn a_manual_clock_moves_for_all_its_clones() {
        let wall = DateTime::parse_from_rfc3339("2026-11-22T14:31:14+08:00").unwrap();
        let clock = ManualClock::at_wall(wall);
        let (other, before) = (clock.clone(), clock.now());
        clock.advance(Span::minutes(5));
        assert_eq!(other.now().since(&before), Span::minutes(5));
        assert_eq!(other.now().wall.to_rfc3339(), "2026-11-22T14:36:14+08:00");
        other.set(before.clone());
        assert_eq!(clock.now(), before);
    }
}

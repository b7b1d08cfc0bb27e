//! Lengths of time as people write them: `30m`, `1h30m`, `-5m`, `2d`.

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub};

use chrono::TimeDelta;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A signed length of time with millisecond grain.
///
/// Written with units and no spaces, largest first: `2d`, `1h30m`, `90s`, `-5m`, `250ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    millis: i64,
}

/// Why a text is no length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanFault {
    /// Nothing was written.
    Empty,
    /// A number without a unit: the format has no bare numbers for time.
    NoUnit,
    /// A unit that is none of `d h m s ms`.
    UnknownUnit,
    /// Not a number where one is expected.
    NoNumber,
    /// Longer than ten thousand days.
    TooLong,
}

const UNITS: [(&str, i64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("ms", 1), ("m", 60_000), ("s", 1_000)];
const LONGEST: i64 = 10_000 * 86_400_000;

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self { millis: 0 };

    /// A span of whole milliseconds.
    pub const fn millis(millis: i64) -> Self {
        Self { millis }
    }

    /// A span of whole seconds.
    pub const fn seconds(seconds: i64) -> Self {
        Self { millis: seconds.saturating_mul(1000) }
    }

    /// A span of whole minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self::seconds(minutes.saturating_mul(60))
    }

    /// The same length as `delta`, cut to milliseconds.
    pub fn from_delta(delta: TimeDelta) -> Self {
        Self { millis: delta.num_milliseconds() }
    }

    /// This length for arithmetic with wall times.
    pub fn delta(self) -> TimeDelta {
        TimeDelta::milliseconds(self.millis.max(-i64::MAX))
    }

    /// Whole milliseconds.
    pub const fn as_millis(self) -> i64 {
        self.millis
    }

    /// Whole seconds, rounded towards the past, so that a clock never shows a second before it is over.
    pub const fn as_seconds(self) -> i64 {
        self.millis.div_euclid(1000)
    }

    /// Whether it points backwards.
    pub const fn is_negative(self) -> bool {
        self.millis < 0
    }

    /// The length without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self { millis: self.millis.saturating_abs() }
    }

    /// `percent` hundredths of this length.
    #[must_use]
    pub const fn percent(self, percent: i64) -> Self {
        Self { millis: self.millis.saturating_mul(percent) / 100 }
    }

    /// Reads `1h30m`, `-5m`, `90s`; spaces around it are ignored.
    pub fn parse(text: &str) -> Result<Self, SpanFault> {
        let text = text.trim();
        let (negative, mut rest) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if rest.is_empty() {
            return Err(SpanFault::Empty);
        }
        let mut total: i64 = 0;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let (number, tail) = rest.split_at(digits);
            if number.is_empty() {
                return Err(SpanFault::NoNumber);
            }
            if tail.is_empty() {
                return Err(SpanFault::NoUnit);
            }
            let number: i64 = number.parse().map_err(|_| SpanFault::TooLong)?;
            let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
            let (unit, after) = tail.split_at(letters);
            let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit).ok_or(SpanFault::UnknownUnit)?;
            total = number
                .checked_mul(*factor)
                .and_then(|part| total.checked_add(part))
                .filter(|sum| *sum <= LONGEST)
                .ok_or(SpanFault::TooLong)?;
            rest = after;
        }
        Ok(Self { millis: if negative { -total } else { total } })
    }

    /// `12:43`, `1:02:03`, with a minus sign when it points backwards: how clocks are drawn.
    pub fn clock(self) -> String {
        let seconds = self.abs().as_seconds();
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let sign = if self.is_negative() && seconds > 0 { "-" } else { "" };
        if hours > 0 { format!("{sign}{hours}:{minutes:02}:{rest:02}") } else { format!("{sign}{minutes}:{rest:02}") }
    }
}

/// The notation [`Span::parse`] reads, largest unit first; zero is `0s`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.millis == 0 {
            return f.write_str("0s");
        }
        if self.millis < 0 {
            f.write_str("-")?;
        }
        let mut rest = self.millis.unsigned_abs();
        for (unit, factor) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)] {
            if rest >= factor {
                write!(f, "{}{unit}", rest / factor)?;
                rest %= factor;
            }
        }
        Ok(())
    }
}

impl Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { millis: self.millis.saturating_add(other.millis) }
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Span {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { millis: self.millis.saturating_sub(other.millis) }
    }
}

impl Neg for Span {
    type Output = Self;
    fn neg(self) -> Self {
        Self { millis: self.millis.saturating_neg() }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|_| serde::de::Error::custom("not a length of time"))
    }
}

/// What an author writes for a length of time; which way it points is told by the field.
impl JsonSchema for Span {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^([0-9]+(d|h|ms|m|s))+$",
            "description": "A length of time with its unit: `30m`, `1h30m`, `90s`, `2d`.",
            "examples": ["30m", "1h30m", "90s", "2d"]
        })
    }
}

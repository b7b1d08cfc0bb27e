//! What stands behind labels: times, steps, answers of a decision.
//!
//! Takes a value only where it is sound; everything else stays text.

use std::sync::LazyLock;

use regex::Regex;

use super::draft::{Answer, Part, Text};
use super::inline;
use super::labels::Label;
use crate::runbook::format::limits::MAX_TITLE;
use crate::time::Span;

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::unwrap_used)]
    Regex::new(r"(?i)^(?:within |about |max\.? |at most |约|不超过|≤|<=?)?\s*(\d{1,6})\s*(ms|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|秒钟?|分钟?|个?小时|天)\s*(?:内|以内)?[.。]?$").unwrap()
});
static ARROW: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::unwrap_used)]
    Regex::new(r"\s*(?:→|➜|⇒|->|=>)\s*").unwrap()
});
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::unwrap_used)]
    Regex::new(r"(?i)[,，;；]\s*(?:notify|通知)\s*[:：]?\s*([\w.-]+)\s*$").unwrap()
});

/// A length of time as the format writes it.
pub(super) fn time(written: &str) -> Option<String> {
    let written = written.trim();
    if Span::parse(written).is_ok_and(|span| span >= Span::ZERO) {
        return Some(written.to_owned());
    }
    let found = TIME.captures(written)?;
    let number = found.get(1)?.as_str();
    let unit = match found.get(2)?.as_str().to_lowercase().as_str() {
        "ms" => "ms",
        unit if unit.starts_with('s') || unit.starts_with('秒') => "s",
        unit if unit.starts_with('m') || unit.starts_with('分') => "m",
        unit if unit.starts_with('h') || unit.ends_with("小时") => "h",
        _ => "d",
    };
    let time = format!("{number}{unit}");
    Span::parse(&time).is_ok().then_some(time)
}

/// A length of time given in months or years too, as `review_in` has it.
pub(super) fn long_time(written: &str) -> Option<String> {
    if let Some(time) = time(written) {
        return Some(time);
    }
    let (number, unit) = written.trim().split_once(char::is_whitespace)?;
    let number: u32 = number.parse().ok()?;
    let days = match unit.trim().trim_end_matches('s') {
        "week" | "周" => 7,
        "month" | "个月" => 30,
        "year" | "年" => 365,
        _ => return None,
    };
    let time = format!("{}d", number.checked_mul(days)?);
    Span::parse(&time).is_ok().then_some(time)
}

/// Whether the steps of a phase may be done all at once.
pub(super) fn is_any(value: &str) -> bool {
    matches!(value.trim().to_lowercase().as_str(), "any" | "parallel" | "任意" | "并行")
}

/// The part of a step a label with this value is; none where the value does not say what it should.
pub(super) fn part(label: Label, value: Text, written: Text) -> Option<Part> {
    if value.value.is_empty() {
        return None;
    }
    let timed = |field, value: Text, written| {
        let value = Text::new(time(&value.value)?, value.span);
        Some(Part::Field { field, value, written })
    };
    let small = value.value.to_lowercase();
    match label {
        Label::Role => Some(Part::Role { field: "role", value, written }),
        Label::Approval => Some(Part::Role { field: "approval", value, written }),
        Label::Time => timed("timebox", value, written),
        Label::Wait => timed("wait", value, written),
        Label::Expect => Some(Part::Field { field: "expect", value, written }),
        Label::Evidence => Some(Part::Evidence { value, written }),
        Label::Danger => Some(Part::Danger { danger: value, written }),
        Label::Notify => Some(Part::Notify { value, written }),
        Label::Overrun => Some(Part::Overrun { value, written }),
        Label::Failure => Some(Part::Step { field: "on_failure", target: value, written }),
        Label::Rollback => Some(Part::Step { field: "rollback", target: value, written }),
        Label::Requires => Some(Part::Step { field: "requires", target: value, written }),
        Label::Optional => matches!(small.as_str(), "yes" | "true" | "是").then(|| Part::Optional(value.span)),
        Label::Only => {
            let only = match small.as_str() {
                "drill" | "drills" | "演练" => "drill",
                "incident" | "incidents" | "真实事件" | "事件" => "incident",
                _ => return None,
            };
            Some(Part::Field { field: "only", value: Text::new(only, value.span), written })
        }
        Label::Order | Label::Decision => None,
    }
}

/// An answer: `Yes, notify desk → [Restart](#restart)`.
pub(super) fn answer(written: Text) -> Option<Answer> {
    let line = inline::one_line(&written.value);
    if line.is_empty() {
        return None;
    }
    let span = written.span.clone();
    let (label, target) = match ARROW.find(&line) {
        Some(arrow) if arrow.start() > 0 => {
            let target = line.get(arrow.end()..).unwrap_or_default().trim();
            (
                line.get(..arrow.start()).unwrap_or_default(),
                (!target.is_empty()).then(|| Text::new(target, span.clone())),
            )
        }
        _ => (line.as_str(), None),
    };
    let (label, notify) = match TOLD.captures(label).and_then(|found| Some((found.get(0)?, found.get(1)?))) {
        Some((whole, name)) => {
            (label.get(..whole.start()).unwrap_or_default(), Some(Text::new(name.as_str(), span.clone())))
        }
        None => (label, None),
    };
    let short = label.chars().count() <= MAX_TITLE && !label.trim().is_empty();
    short.then(|| Answer { label: Text::new(label.trim(), span), target, notify, written })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let said = ["5m", "5 minutes", "within 2 hours", "10分钟内", "1h30m", "soon", "-5m"].map(time);
        let read = said.map(|time| time.unwrap_or_default());
        assert_eq!(read, ["5m", "5m", "2h", "10m", "1h30m", "", ""]);
        assert_eq!((long_time("6 months"), long_time("1 year")), (Some("180d".into()), Some("365d".into())));
    }

    #[test]
    fn an_answer_says_where_it_leads() {
        let line = |text: &str| {
            answer(Text::new(text, 0..0)).map(|a| (a.label.value, a.target.map(|t| t.value), a.notify.map(|n| n.value)))
        };
        assert_eq!(
            line("No, notify own-plans → [Restart](#restart)"),
            Some(("No".into(), Some("[Restart](#restart)".into()), Some("own-plans".into())))
        );
        assert_eq!(line("是 -> end"), Some(("是".into(), Some("end".into()), None)));
        assert_eq!(line("Yes"), Some(("Yes".into(), None, None)));
    }
}

//! Counts, lists and lengths of time in words.

use chrono::{DateTime, FixedOffset};

use super::Words;
use crate::time::Span;

/// The sign before a length of time that is only as good as the wall clock was.
pub fn roughly(said: String, rough: bool) -> String {
    if rough && !said.is_empty() { format!("~{said}") } else { said }
}

impl Words {
    /// `1 step`, `3 steps`.
    pub fn steps(&self, count: usize) -> String {
        self.with("count-steps", &[("count", count.into())])
    }

    /// `1 item`, `3 items`.
    pub fn items(&self, count: usize) -> String {
        self.with("count-items", &[("count", count.into())])
    }

    /// `1 person`, `3 people`.
    pub fn people(&self, count: usize) -> String {
        self.with("count-people", &[("count", count.into())])
    }

    /// `a, b and c`, `a、b和c`; empty for nothing.
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        let Some((last, rest)) = items.split_last() else { return String::new() };
        let before = rest.iter().map(|item| item.as_ref().to_owned()).reduce(|before, after| {
            self.with("list-comma", &[("before", (&before).into()), ("after", (&after).into())])
        });
        match before {
            Some(before) => self.with("list-and", &[("before", (&before).into()), ("after", last.as_ref().into())]),
            None => crate::text::printable(last.as_ref()).into_owned(),
        }
    }

    /// A length of time in words, to the second: `1h 30m`, `1小时30分`.
    pub fn span(&self, span: Span) -> String {
        let words = self.units(span).into_iter().reduce(|before, after| {
            self.with("span-join", &[("before", (&before).into()), ("after", (&after).into())])
        });
        let words = words.unwrap_or_default();
        if span.is_negative() && span.abs().as_seconds() > 0 {
            self.with("span-back", &[("span", (&words).into())])
        } else {
            words
        }
    }

    /// How far behind the plan something was: `1m20s late`, `on time`, `20s early`. A positive span is late.
    pub fn lateness(&self, behind: Span) -> String {
        if behind.abs().as_seconds() == 0 {
            return self.say("on-time");
        }
        // Cut to the second as clocks are, towards the past: planned 3:00 and begun 1:42 is 1m18s early.
        let behind = Span::seconds(behind.as_seconds());
        let words = self.units(behind).concat();
        if behind.is_negative() {
            self.with("early-by", &[("span", (&words).into())])
        } else {
            self.with("late-by", &[("span", (&words).into())])
        }
    }

    /// The clock time of an instant where it was lived: `14:41`.
    pub(super) fn time(at: &DateTime<FixedOffset>) -> String {
        at.format("%H:%M").to_string()
    }

    /// The day and clock time of an instant, for what may lie a day or more away: `11-22 14:41`.
    pub(super) fn day_time(at: &DateTime<FixedOffset>) -> String {
        at.format("%m-%d %H:%M").to_string()
    }

    /// The units of a span from the largest that is not nought, without its sign.
    fn units(&self, span: Span) -> Vec<String> {
        let seconds = span.abs().as_seconds();
        let parts = [
            ("span-days", seconds / 86_400),
            ("span-hours", seconds / 3_600 % 24),
            ("span-minutes", seconds / 60 % 60),
            ("span-seconds", seconds % 60),
        ];
        let used: Vec<_> = parts.into_iter().filter(|(_, count)| *count != 0).collect();
        match used.as_slice() {
            [] => vec![self.with("span-seconds", &[("count", 0_i64.into())])],
            [("span-minutes", count)] => vec![self.with("span-minutes-alone", &[("count", (*count).into())])],
            _ => used.into_iter().map(|(id, count)| self.with(id, &[("count", count.into())])).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn both(said: impl Fn(&Words) -> String) -> [String; 2] {
        Lang::ALL.map(|lang| said(&Words::new(lang)))
    }

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!(both(|w| w.list::<&str>(&[])), ["", ""]);
        assert_eq!(both(|w| w.list(&["a"])), ["a", "a"]);
        assert_eq!(both(|w| w.list(&["a", "b"])), ["a and b", "a和b"]);
        assert_eq!(both(|w| w.list(&["a", "b", "c", "d"])), ["a, b, c and d", "a、b、c和d"]);
    }

    #[test]
    fn a_count_has_its_plural() {
        assert_eq!(both(|w| w.steps(1)), ["1 step", "1个步骤"]);
        assert_eq!(both(|w| w.steps(12_345)), ["12345 steps", "12345个步骤"]);
        assert_eq!(both(|w| w.items(0)), ["0 items", "0项"]);
        assert_eq!(both(|w| w.people(2)), ["2 people", "2人"]);
    }

    #[test]
    fn a_span_is_said_in_its_units() {
        assert_eq!(both(|w| w.span(Span::minutes(90))), ["1h 30m", "1小时30分"]);
        assert_eq!(both(|w| w.span(Span::minutes(30))), ["30m", "30分钟"]);
        assert_eq!(both(|w| w.span(Span::seconds(86_461))), ["1d 1m 1s", "1天1分1秒"]);
        assert_eq!(both(|w| w.span(Span::millis(999))), ["0s", "0秒"]);
        assert_eq!(both(|w| w.span(Span::millis(-999))), ["0s", "0秒"]);
        assert_eq!(both(|w| w.span(Span::minutes(-5))), ["-5m", "-5分钟"]);
    }

    #[test]
    fn lateness_says_late_early_or_on_time() {
        assert_eq!(both(|w| w.lateness(Span::seconds(80))), ["1m20s late", "晚1分20秒"]);
        assert_eq!(both(|w| w.lateness(Span::seconds(-20))), ["20s early", "早20秒"]);
        assert_eq!(both(|w| w.lateness(Span::millis(-400))), ["on time", "准时"]);
        assert_eq!(both(|w| w.lateness(Span::minutes(-30))), ["30m early", "早30分钟"]);
    }
}

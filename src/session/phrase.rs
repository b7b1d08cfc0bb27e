//! What a person types in front of a note or act: whose it is, when it was, and when to be reminded.

use chrono::{DateTime, Days, FixedOffset, NaiveTime};

use super::{Person, Session};
use crate::runbook::StepId;
use crate::time::Span;

/// Longest text one act may bring, in characters.
pub const LONGEST_TEXT: usize = 20_000;

/// A typed line taken apart: `@hao -5m failover began`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Whose act it is.
    pub by: Option<Person>,
    /// When it happened, if not now.
    pub stated: Option<DateTime<FixedOffset>>,
    /// The rest.
    pub text: String,
}

impl Session {
    /// Takes `@name` and `-5m` or `14:05` off the front of a line, in either order.
    ///
    /// What does not read as either stays in the text, so a note may begin with a dash.
    pub fn phrase(&self, line: &str, now: DateTime<FixedOffset>) -> Phrase {
        let mut rest = line.trim();
        let mut phrase = Phrase { by: None, stated: None, text: String::new() };
        loop {
            let (first, tail) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            rest = if let (None, Some((person, after))) = (&phrase.by, self.named(rest)) {
                phrase.by = Some(person);
                after
            } else if let (None, Some(stated)) = (phrase.stated, stated(first, now)) {
                phrase.stated = Some(stated);
                tail.trim_start()
            } else {
                break;
            };
        }
        rest.trim().clone_into(&mut phrase.text);
        phrase
    }

    /// Takes `@name` off the front of a line; all the rest is its text.
    pub fn whose(&self, line: &str) -> (Option<Person>, String) {
        match self.named(line.trim()) {
            Some((person, text)) => (Some(person), text.to_owned()),
            None => (None, line.trim().to_owned()),
        }
    }

    /// The step somebody means: by its id, else by the number on the screen; else there is none of that name.
    pub fn step_called(&self, typed: &str) -> StepId {
        let typed = StepId::from(typed.trim());
        let numbered = || self.book.steps().map(|(_, step)| &step.id).find(|id| self.book.number(id) == typed.as_str());
        if self.book.step(&typed).is_some() { typed } else { numbered().cloned().unwrap_or(typed) }
    }

    /// The person named with `@` at the front of a line, and what comes behind the whole of their name.
    fn named<'a>(&self, line: &'a str) -> Option<(Person, &'a str)> {
        let (name, tail) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let name = name.strip_prefix(['@', '＠']).filter(|name| !name.is_empty())?;
        let person = self.person_called(name);
        // `@Zhao X. saw it`: the rest of the name is no part of the text.
        let full = self.person_name(&person);
        let more = full.strip_prefix(name).map(str::trim_start).filter(|more| !more.is_empty());
        let after = more.and_then(|more| tail.trim_start().strip_prefix(more));
        Some((person, after.unwrap_or(tail).trim_start()))
    }
}

/// Further back than this a clock time at the front of a note is no stated time but part of the text.
const LATELY: Span = Span::minutes(12 * 60);

/// When something happened, as typed: `-5m` or `14:05`; `None` when it reads as neither.
pub fn stated(typed: &str, now: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    match backdate(typed) {
        Some(back) => now.checked_add_signed(back.delta()),
        None => clock_time(typed, now),
    }
}

/// How long something will take, as typed: a bare number means minutes, which is what people say when asked.
pub fn how_long(typed: &str) -> Option<Span> {
    let typed = typed.trim();
    typed.parse().map(Span::minutes).or_else(|_| Span::parse(typed)).ok()
}

/// A clock time at the front of a note is when it happened: the last time the clock showed it, if that was lately.
fn clock_time(word: &str, now: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    let time = NaiveTime::parse_from_str(&word.replace('：', ":"), "%H:%M").ok()?;
    let today = now.date_naive().and_time(time).and_local_timezone(*now.offset()).single()?;
    let last = if today <= now { today } else { today.checked_sub_days(Days::new(1))? };
    (Span::from_delta(now - last) <= LATELY).then_some(last)
}

fn backdate(word: &str) -> Option<Span> {
    let looks_back = word.starts_with(['-', '−', '－']);
    let word = word.replace(['－'], "-");
    Span::parse(&word).ok().filter(|span| looks_back && span.is_negative())
}

/// What a person wants to be told, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// When, as the wall clock stands now.
    pub due: DateTime<FixedOffset>,
    /// After how long, where no clock time was named.
    pub within: Option<Span>,
    /// Of what.
    pub text: String,
}

/// When to be reminded, and of what: `20m look at the disk`, `06:00 hand over`; `None` when no time is named.
///
/// A clock time that has passed today means tomorrow.
pub fn reminder(line: &str, now: DateTime<FixedOffset>) -> Option<Wish> {
    let (first, text) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
    let first = first.replace('：', ":");
    let within = Span::parse(&first).ok().filter(|span| *span > Span::ZERO);
    let due = match within {
        Some(span) => now.checked_add_signed(span.delta())?,
        None => {
            let time = NaiveTime::parse_from_str(&first, "%H:%M").ok()?;
            let today = now.date_naive().and_time(time).and_local_timezone(*now.offset()).single()?;
            if today > now { today } else { today.checked_add_days(Days::new(1))? }
        }
    };
    Some(Wish { due, within, text: text.trim().to_owned() })
}

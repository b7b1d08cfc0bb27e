//! Texts, numbers, times, dates and words.

use chrono::{NaiveDate, NaiveTime};

use super::super::fault::FaultKind;
use super::super::limits::{MAX_TEXT, MAX_TITLE};
use super::super::terms::Expected;
use super::super::tree::Node;
use super::{Decoder, Object};
use crate::time::Span;

impl Decoder<'_> {
    /// A text as it stands, with nothing to be filled in: an address, a version, a pattern.
    pub(super) fn plain(&mut self, node: &Node) -> Option<String> {
        let Some(text) = node.text() else {
            self.wrong_type(node, Expected::Text);
            return None;
        };
        self.fits(node, text, MAX_TEXT).then(|| text.to_owned())
    }

    /// A text for people, of any number of lines; `{{…}}` in it must be known.
    pub(super) fn text(&mut self, node: &Node) -> Option<String> {
        let text = self.plain(node)?;
        self.check_braces(node, &text);
        Some(text)
    }

    /// A text that says something.
    pub(super) fn full(&mut self, node: &Node) -> Option<String> {
        let text = self.text(node)?;
        if text.trim().is_empty() {
            self.fault(node.span.clone(), FaultKind::Empty);
        }
        Some(text)
    }

    /// One line of no more than 200 characters.
    pub(super) fn title(&mut self, node: &Node) -> Option<String> {
        let text = self.full(node)?;
        self.fits(node, &text, MAX_TITLE);
        if let Some(at) = text.trim_end().find(['\n', '\r']) {
            let span = self.source.part(node, at..at + 1);
            self.fault(span, FaultKind::LineBreak);
        }
        Some(text)
    }

    /// Whether a text is short enough; one that is not is not looked into any further.
    fn fits(&mut self, node: &Node, text: &str, limit: usize) -> bool {
        // Bytes bound characters from above: most texts are never counted.
        let found = if text.len() > limit { text.chars().count() } else { 0 };
        if found > limit {
            self.fault(node.span.clone(), FaultKind::TooLong { found, limit });
        }
        found <= limit
    }

    /// A text, or a number or yes-or-no written bare where only its text counts.
    pub(super) fn loose(&mut self, node: &Node) -> Option<String> {
        match (node.number(), node.truth()) {
            (Some(number), _) => Some(number.to_owned()),
            (_, Some(truth)) => Some(if truth { "yes" } else { "no" }.to_owned()),
            _ => self.text(node),
        }
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, object: &Object, name: &'static str) -> Vec<String> {
        self.list(object, name, Self::full)
    }

    /// True or false; false when it is not there.
    pub(super) fn flag(&mut self, object: &Object, name: &'static str) -> bool {
        self.opt(object, name, |d, node| {
            let truth = node.truth();
            match node.text().map(meant) {
                _ if truth.is_some() => {}
                Some(suggestion @ Some(_)) => {
                    let found = node.text().unwrap_or_default().to_owned();
                    d.fault(node.span.clone(), FaultKind::NotTrueOrFalse { found, suggestion });
                }
                _ => d.wrong_type(node, Expected::TrueOrFalse),
            }
            truth
        })
        .unwrap_or_default()
    }

    pub(super) fn whole_number(&mut self, node: &Node) -> Option<u64> {
        let number = node.number().and_then(|number| number.parse().ok());
        if number.is_none() {
            self.wrong_type(node, Expected::WholeNumber);
        }
        number
    }

    /// A length of time, not below zero.
    pub(super) fn time(&mut self, node: &Node) -> Option<Span> {
        let span = self.offset(node)?;
        if span.is_negative() {
            let found = node.text().unwrap_or_default().to_owned();
            self.fault(node.span.clone(), FaultKind::NegativeTime { found });
            return None;
        }
        Some(span)
    }

    /// A length of time before or after the start.
    pub(super) fn offset(&mut self, node: &Node) -> Option<Span> {
        let Some(text) = node.text().filter(|_| node.number().is_none()) else {
            self.wrong_type(node, Expected::Time);
            return None;
        };
        match Span::parse(text) {
            Ok(span) => Some(span),
            Err(fault) => {
                self.fault(node.span.clone(), FaultKind::Time { found: text.to_owned(), fault });
                None
            }
        }
    }

    /// A time of the day: `14:30`.
    pub(super) fn clock_time(&mut self, node: &Node) -> Option<NaiveTime> {
        let Some(text) = node.text() else {
            self.wrong_type(node, Expected::ClockTime);
            return None;
        };
        let time = NaiveTime::parse_from_str(text, "%H:%M").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S"));
        if time.is_err() {
            self.fault(node.span.clone(), FaultKind::ClockTime { found: text.to_owned() });
        }
        time.ok()
    }

    /// A date: `2026-03-31`.
    pub(super) fn date(&mut self, node: &Node) -> Option<NaiveDate> {
        let Some(text) = node.text() else {
            self.wrong_type(node, Expected::Date);
            return None;
        };
        // chrono alone would take `2026-3-1` and `+02026-03-01`.
        let date = (text.len() == 10).then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten();
        if date.is_none() {
            self.fault(node.span.clone(), FaultKind::Date { found: text.to_owned() });
        }
        date
    }

    /// One of the words a field knows.
    pub(super) fn word<T: Copy>(&mut self, node: &Node, words: &[(&'static str, T)]) -> Option<T> {
        let Some(text) = node.text() else {
            self.wrong_type(node, Expected::Text);
            return None;
        };
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*meaning);
        }
        let known: Vec<&'static str> = words.iter().map(|(word, _)| *word).collect();
        let near = self.nearest(text, known.iter().copied());
        let suggestion = near.and_then(|near| known.iter().copied().find(|word| *word == near));
        self.fault(node.span.clone(), FaultKind::BadWord { given: text.to_owned(), suggestion, known });
        None
    }
}

/// Which of the two a word for yes or no means.
fn meant(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "on" => Some("true"),
        "false" | "no" | "n" | "off" => Some("false"),
        _ => None,
    }
}

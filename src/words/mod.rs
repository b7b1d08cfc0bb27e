//! Words: sentences in English and Chinese for everything the program says.
//!
//! Owns the Fluent files (`en/`, `zh-CN/`) and what turns typed facts, refusals and labels into sentences. It decides
//! no rule, draws nothing and never asks the clock; texts from outside pass [`crate::text::printable`] on their way in.

mod event;
mod fault;
mod labels;
mod lang;
mod library;
mod names;
mod recognised;
mod refusal;
mod spans;

use std::borrow::Cow;
use std::sync::{PoisonError, RwLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::text::printable;

pub use fault::{render_fault, render_faults};
pub use labels::{SessionLabel, StepLabel, TimerLabel};
pub use lang::Lang;
pub use names::{Line, Names, addressees};
pub use spans::roughly;

/// One file of messages in both languages, side by side.
struct Pair {
    en: &'static str,
    zh: &'static str,
}

macro_rules! pair {
    ($name:literal) => {
        Pair { en: include_str!(concat!("en/", $name, ".ftl")), zh: include_str!(concat!("zh-CN/", $name, ".ftl")) }
    };
}

/// Every file of messages there is; those that a screen needs come first.
const PAIRS: [Pair; 10] = [
    pair!("labels"),
    pair!("screens"),
    pair!("session"),
    pair!("acts"),
    pair!("library"),
    pair!("plain"),
    pair!("cli"),
    pair!("report"),
    pair!("page"),
    pair!("fault"),
];

impl Pair {
    fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::ZhCn => self.zh,
        }
    }
}

/// A value filled into a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A text, from wherever: it is made printable before it is filled in.
    Text(&'a str),
    /// A number, written without separators; chooses the plural.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Arg<'_> {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u64> for Arg<'_> {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// The words of one language; made once, shared between threads.
pub struct Words {
    lang: Lang,
    known: RwLock<Known>,
}

/// The messages read so far: no file is read before something of it is said.
struct Known {
    bundle: FluentBundle<FluentResource>,
    unread: std::slice::Iter<'static, Pair>,
}

impl Words {
    /// The words of `lang`.
    pub fn new(lang: Lang) -> Self {
        let locale: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks are invisible signs, and they would reach the screen.
        bundle.set_use_isolating(false);
        Self { lang, known: RwLock::new(Known { bundle, unread: PAIRS.iter() }) }
    }

    /// Which language this is.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The message `id`; the id in brackets if there is none.
    pub fn say(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// The message `id` with `args` filled in; the id in brackets if there is none.
    pub fn with(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            let value = match *arg {
                Arg::Text(text) => FluentValue::String(printable(text).into()),
                Arg::Number(number) => FluentValue::from(number),
            };
            filled.set(Cow::Borrowed(*name), value);
        }
        loop {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(pattern) = known.bundle.get_message(id).and_then(|message| message.value()) {
                // What could go wrong here, a missing argument, leaves `{$name}` in the text; the tests look for it.
                return known.bundle.format_pattern(pattern, Some(&filled), &mut Vec::new()).into_owned();
            }
            drop(known);
            if !self.read_on() {
                return format!("[{id}]");
            }
        }
    }

    /// Reads one file more; whether there was one.
    fn read_on(&self) -> bool {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let Some(pair) = known.unread.next() else { return false };
        // A file with a fault still gives its sound messages; the tests let none such through.
        let resource = FluentResource::try_new(pair.text(self.lang).to_owned()).unwrap_or_else(|(sound, _)| sound);
        known.bundle.add_resource_overriding(resource);
        true
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("lang", &self.lang).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

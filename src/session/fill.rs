//! Filling the places in texts and commands with what is known.
//!
//! `{{name}}` belongs in texts and notices. A command keeps its shell variables: what is shown and copied has
//! each known value put in place, quoted so that the shell reads it as one word and nothing else.

use super::people::fills;
use super::{Kind, Session, State};
use crate::runbook::{RoleId, Runbook, StepId};

/// A text with its places filled, and the names nobody has given a value to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    /// The text; an unknown place stays as it was written.
    pub text: String,
    /// Variables without a value, in order of appearance.
    pub missing: Vec<String>,
}

impl Session {
    /// Fills `{{…}}` places.
    pub fn fill(&self, text: &str, step: Option<&StepId>) -> Filled {
        fill(&self.state, &self.book, text, step)
    }

    /// Fills a message that goes out: in a drill it begins and ends by saying so, in both languages, so that nobody
    /// outside takes it for real.
    pub fn fill_notice(&self, text: &str, step: Option<&StepId>) -> Filled {
        fill_notice(&self.state, &self.book, text, step)
    }

    /// Fills the shell variables of a command that the runbook declares.
    pub fn fill_command(&self, run: &str) -> Filled {
        fill_command(&self.state, &self.book, run)
    }
}

/// Stands before and behind every message of a drill.
const DRILL_MARK: &str = "[DRILL 演练]";

pub(super) fn fill_notice(state: &State, book: &Runbook, text: &str, step: Option<&StepId>) -> Filled {
    let filled = fill(state, book, text, step);
    if state.kind == Kind::Drill {
        return Filled { text: format!("{DRILL_MARK} {} {DRILL_MARK}", filled.text.trim()), ..filled };
    }
    filled
}

pub(super) fn fill(state: &State, book: &Runbook, text: &str, step: Option<&StepId>) -> Filled {
    let mut filled = Filled::default();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.text.push_str(before);
        let Some((name, tail)) = after.split_once("}}") else {
            filled.text.push_str("{{");
            rest = after;
            continue;
        };
        match value(state, book, name.trim(), step) {
            Some(value) => filled.text.push_str(&value),
            None => {
                filled.text.push_str("{{");
                filled.text.push_str(name);
                filled.text.push_str("}}");
                let name = name.trim().to_owned();
                if book.variables.contains_key(&name) && !filled.missing.contains(&name) {
                    filled.missing.push(name);
                }
            }
        }
        rest = tail;
    }
    filled.text.push_str(rest);
    filled
}

fn value(state: &State, book: &Runbook, name: &str, step: Option<&StepId>) -> Option<String> {
    if let Some(value) = state.variables.get(name) {
        return value.clone();
    }
    match name {
        "session.started" => state.clocks.zero().map(|zero| zero.wall.format("%Y-%m-%d %H:%M").to_string()),
        "session.kind" => Some(state.kind.word().to_owned()),
        "runbook.title" => Some(book.title.clone()),
        "step.title" => step.and_then(|id| book.step(id)).map(|step| step.title.clone()),
        _ => {
            let role = RoleId::from(name.strip_prefix("role.")?);
            let person = book.roles.contains_key(&role).then(|| fills(state, book, &role)).flatten()?;
            let contact = book.contacts.get(person.0.as_str());
            Some(contact.map_or(person.0.clone(), |contact| contact.name.clone()))
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Quote {
    None,
    Single,
    Double,
}

fn fill_command(state: &State, book: &Runbook, run: &str) -> Filled {
    let mut filled = Filled::default();
    let tangled = is_tangled(run);
    // The quoting around each bracket that is open: within `$(…)` it begins anew.
    let mut around: Vec<Quote> = Vec::new();
    let mut quote = Quote::None;
    let mut rest = run;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        match (c, quote) {
            ('\\', Quote::None | Quote::Double) => {
                let escaped = after.chars().next();
                filled.text.push(c);
                filled.text.extend(escaped);
                rest = after.get(escaped.map_or(0, char::len_utf8)..).unwrap_or_default();
                continue;
            }
            ('\'', Quote::None) => quote = Quote::Single,
            ('\'', Quote::Single) => quote = Quote::None,
            ('"', Quote::None) => quote = Quote::Double,
            ('"', Quote::Double) => quote = Quote::None,
            ('(', Quote::None) => around.push(Quote::None),
            (')', Quote::None) => quote = around.pop().unwrap_or(Quote::None),
            ('$', Quote::None | Quote::Double) => {
                if let Some(within) = after.strip_prefix('(') {
                    around.push(quote);
                    quote = Quote::None;
                    filled.text.push_str("$(");
                    rest = within;
                    continue;
                }
                if let Some((name, tail)) = variable(after)
                    && book.variables.contains_key(name)
                {
                    let known = state.variables.get(name).and_then(Option::as_ref);
                    match known.filter(|value| !tangled || is_harmless(value)) {
                        Some(value) => filled.text.push_str(&quoted(value, quote)),
                        None => {
                            filled.text.push_str(rest.get(..rest.len() - tail.len()).unwrap_or_default());
                            if !filled.missing.iter().any(|known| known == name) {
                                filled.missing.push(name.to_owned());
                            }
                        }
                    }
                    rest = tail;
                    continue;
                }
            }
            _ => {}
        }
        filled.text.push(c);
        rest = after;
    }
    filled
}

/// Whether the quoting is more than is followed here: then only values that need no quotes go in.
fn is_tangled(run: &str) -> bool {
    let deep = run.split("${").skip(1).any(|rest| variable(&format!("{{{rest}")).is_none());
    deep || run.contains('`') || run.contains("<<") || run.contains("$'")
}

/// The name after a `$`, and what comes behind it.
fn variable(after: &str) -> Option<(&str, &str)> {
    if let Some(braced) = after.strip_prefix('{') {
        let (name, tail) = braced.split_once('}')?;
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        return plain.then_some((name, tail));
    }
    let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
    (end > 0).then(|| after.split_at(end))
}

/// Whether a value means itself wherever it stands.
fn is_harmless(value: &str) -> bool {
    let harmless = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    !value.is_empty() && value.chars().all(harmless)
}

fn quoted(value: &str, quote: Quote) -> String {
    let single = || format!("'{}'", value.replace('\'', "'\\''"));
    match quote {
        // An interactive shell looks for its history even in double quotes, and keeps a backslash there.
        Quote::Double if value.contains('!') => format!("\"{}\"", single()),
        Quote::Double => {
            let mut text = String::new();
            for c in value.chars() {
                if matches!(c, '"' | '\\' | '$' | '`') {
                    text.push('\\');
                }
                text.push(c);
            }
            text
        }
        _ if is_harmless(value) => value.to_owned(),
        _ => single(),
    }
}

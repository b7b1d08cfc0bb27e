//! Filling the places in texts and commands with what is known.
//!
//! `{{name}}` belongs in texts and notices. A command keeps its shell variables: what is shown and copied has
//! each known value put in place, quoted so that the shell reads it as one word and nothing else.

use super::people::fills;
use super::{Kind, Session, State};
use crate::runbook::{ChildId, NoticeId, RoleId, Runbook, StepId};

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
        fill(&self.state, &self.book, text, &Scope::of_step(step))
    }

    /// Fills a message that goes out: in a drill it begins and ends by saying so, in both languages, so that nobody
    /// outside takes it for real.
    pub fn fill_notice(&self, notice: &NoticeId, step: Option<&StepId>) -> Filled {
        fill_notice(&self.state, &self.book, notice, step)
    }

    /// Fills the shell variables of a command of a step that the runbook declares.
    pub fn fill_command(&self, run: &str, step: &StepId) -> Filled {
        fill_command(&self.state, &self.book, run, step)
    }
}

/// Where a text was written: at which step, and in which runbook.
struct Scope<'a> {
    step: Option<&'a StepId>,
    level: Option<ChildId>,
}

impl<'a> Scope<'a> {
    fn of_step(step: Option<&'a StepId>) -> Self {
        Self { step, level: step.and_then(StepId::child) }
    }

    /// The variable a name means: that of the runbook it was written in, else of the one around it.
    fn variable(&self, book: &Runbook, name: &str) -> Option<String> {
        let mut level = self.level.clone();
        while let Some(child) = level {
            let own = format!("{child}/{name}");
            if book.variables.contains_key(&own) {
                return Some(own);
            }
            level = book.children.get(&child).and_then(|child| child.caller.child());
        }
        book.variables.contains_key(name).then(|| name.to_owned())
    }
}

/// Stands before and behind every message of a drill.
const DRILL_MARK: &str = "[DRILL 演练]";

pub(super) fn fill_notice(state: &State, book: &Runbook, notice: &NoticeId, step: Option<&StepId>) -> Filled {
    let text = book.notices.get(notice).map(|plan| plan.text.as_str()).unwrap_or_default();
    let filled = fill(state, book, text, &Scope { step, level: notice.child() });
    if state.kind == Kind::Drill {
        return Filled { text: format!("{DRILL_MARK} {} {DRILL_MARK}", filled.text.trim()), ..filled };
    }
    filled
}

fn fill(state: &State, book: &Runbook, text: &str, scope: &Scope<'_>) -> Filled {
    let mut filled = Filled::default();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.text.push_str(before);
        let Some((name, tail)) = after.split_once("}}") else {
            filled.text.push_str("{{");
            rest = after;
            continue;
        };
        match value(state, book, name.trim(), scope) {
            Some(value) => filled.text.push_str(&value),
            None => {
                filled.text.push_str("{{");
                filled.text.push_str(name);
                filled.text.push_str("}}");
                let name = scope.variable(book, name.trim());
                filled.missing.extend(name.filter(|name| !filled.missing.contains(name)));
            }
        }
        rest = tail;
    }
    filled.text.push_str(rest);
    filled
}

fn value(state: &State, book: &Runbook, name: &str, scope: &Scope<'_>) -> Option<String> {
    if let Some(value) = scope.variable(book, name).and_then(|name| state.variables.get(&name)) {
        return value.clone();
    }
    match name {
        "session.started" => state.clocks.zero().map(|zero| zero.wall.format("%Y-%m-%d %H:%M").to_string()),
        "session.kind" => Some(state.kind.word().to_owned()),
        "runbook.title" => {
            let child = scope.level.as_ref().and_then(|child| book.children.get(child));
            Some(child.map_or_else(|| book.title.clone(), |child| child.book.title.clone()))
        }
        "step.title" => scope.step.and_then(|id| book.step(id)).map(|step| step.title.clone()),
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

fn fill_command(state: &State, book: &Runbook, run: &str, step: &StepId) -> Filled {
    let scope = Scope::of_step(Some(step));
    let mut filled = Filled::default();
    let tangled = is_tangled(run);
    // The quoting around each bracket that is open: within `$(…)` it begins anew.
    let mut around: Vec<Quote> = Vec::new();
    let mut quote = Quote::None;
    let mut rest = run;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if let Some((name, place, tail)) = placed(book, rest) {
            let known = state.variables.get(name).and_then(Option::as_ref);
            match known.filter(|value| !tangled || is_harmless(value)) {
                // Between single quotes nothing but a quote has to be written otherwise.
                Some(value) if quote == Quote::Single => filled.text.push_str(&value.replace('\'', "'\\''")),
                Some(value) => filled.text.push_str(&quoted(value, quote)),
                None => {
                    filled.text.push_str(place);
                    if !filled.missing.iter().any(|known| known == name) {
                        filled.missing.push(name.to_owned());
                    }
                }
            }
            rest = tail;
            continue;
        }
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
                if let Some((written, tail)) = variable(after)
                    && let Some(name) = scope.variable(book, written)
                {
                    let known = state.variables.get(&name).and_then(Option::as_ref);
                    match known.filter(|value| !tangled || is_harmless(value)) {
                        Some(value) => filled.text.push_str(&quoted(value, quote)),
                        None => {
                            filled.text.push_str(rest.get(..rest.len() - tail.len()).unwrap_or_default());
                            if !filled.missing.contains(&name) {
                                filled.missing.push(name);
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

/// The variable whose place a command has here, that place, and what comes behind it.
fn placed<'b, 'r>(book: &'b Runbook, rest: &'r str) -> Option<(&'b str, &'r str, &'r str)> {
    book.variables.iter().find_map(|(name, variable)| {
        let place = variable.placeholder.as_deref().filter(|place| !place.is_empty())?;
        let tail = rest.strip_prefix(place)?;
        Some((name.as_str(), rest.get(..place.len())?, tail))
    })
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

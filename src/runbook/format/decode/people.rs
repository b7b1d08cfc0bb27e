//! Roles, contacts, variables and notices.

use regex::RegexBuilder;

use super::super::fault::FaultKind;
use super::super::fields;
use super::super::limits::MAX_VARIABLES;
use super::super::terms::Expected;
use super::super::tree::Node;
use super::{Decoder, Object};
use crate::runbook::{Authority, Channel, Contact, Notice, Role, Variable, VariableAsk, VariableKind};

const AUTHORITY: [(&str, Authority); 4] = [
    ("activate", Authority::Activate),
    ("approve", Authority::Approve),
    ("end", Authority::End),
    ("release", Authority::Release),
];
const KIND: [(&str, VariableKind); 5] = [
    ("text", VariableKind::Text),
    ("number", VariableKind::Number),
    ("yesno", VariableKind::YesNo),
    ("choice", VariableKind::Choice),
    ("secret", VariableKind::Secret),
];
const ASK: [(&str, VariableAsk); 2] = [("start", VariableAsk::Start), ("first-use", VariableAsk::FirstUse)];
/// Bytes a compiled pattern may take.
const PATTERN_SIZE: usize = 1 << 20;

impl Decoder<'_> {
    pub(super) fn role_entry(&mut self, node: &Node) -> Option<Role> {
        let o = &self.object(node, &fields::ROLE, Expected::Object)?;
        Some(Role {
            title: self.need(o, "title", Self::title),
            duties: self.texts(o, "duties"),
            holder: self.opt(o, "holder", Self::contact),
            deputies: self.list(o, "deputies", Self::contact),
            required: self.flag(o, "required"),
            relieve_after: self.opt(o, "relieve_after", Self::time),
            not_with: self.list(o, "not_with", Self::role),
            can: self.list(o, "can", |d, node| d.word(node, &AUTHORITY)),
            team: self.opt(o, "team", Self::text),
            drill_only: self.flag(o, "drill_only"),
            min: self.opt(o, "min", Self::whole_number),
        })
    }

    pub(super) fn contact_entry(&mut self, node: &Node) -> Option<Contact> {
        let o = &self.object(node, &fields::CONTACT, Expected::Object)?;
        Some(Contact {
            name: self.need(o, "name", Self::title),
            title: self.opt(o, "title", Self::text),
            organization: self.opt(o, "organization", Self::text),
            phone: self.list(o, "phone", Self::plain),
            email: self.opt(o, "email", Self::plain),
            chat: self.opt(o, "chat", Self::plain),
            timezone: self.opt(o, "timezone", Self::plain),
            hours: self.opt(o, "hours", Self::text),
            verified: self.opt(o, "verified", Self::date),
            channels: self.list(o, "channels", Self::channel),
        })
    }

    fn channel(&mut self, node: &Node) -> Option<Channel> {
        let o = &self.object(node, &fields::CHANNEL, Expected::Object)?;
        Some(Channel { kind: self.need(o, "kind", Self::full), value: self.need(o, "value", Self::plain) })
    }

    pub(super) fn notice(&mut self, node: &Node) -> Option<Notice> {
        let o = &self.object(node, &fields::NOTICE, Expected::Object)?;
        Some(Notice {
            title: self.need(o, "title", Self::title),
            to: self.list(o, "to", Self::party),
            channel: self.opt(o, "channel", Self::text),
            text: self.need(o, "text", Self::full),
            approval: self.opt(o, "approval", Self::role),
            opens: self.obligations(o, "opens"),
            closes: self.obligations(o, "closes"),
        })
    }

    pub(super) fn variable(&mut self, node: &Node) -> Option<Variable> {
        let o = &self.object(node, &fields::VARIABLE, Expected::Object)?;
        let variable = Variable {
            prompt: self.opt(o, "prompt", Self::text),
            kind: self.opt(o, "kind", |d, node| d.word(node, &KIND)).unwrap_or_default(),
            default: self.opt(o, "default", Self::loose),
            choices: self.list(o, "choices", Self::loose),
            pattern: self.opt(o, "pattern", Self::plain),
            required: self.flag(o, "required"),
            env: self.opt(o, "env", Self::plain),
            ask: self.opt(o, "ask", |d, node| d.word(node, &ASK)).unwrap_or_default(),
            placeholder: self.opt(o, "placeholder", Self::filled_place),
        };
        self.check_variable(o, &variable);
        Some(variable)
    }

    /// The text that stands for a variable: nothing of it is a place to be filled.
    fn filled_place(&mut self, node: &Node) -> Option<String> {
        let text = self.plain(node)?;
        if text.trim().is_empty() {
            self.fault(node.span.clone(), FaultKind::Empty);
        }
        Some(text)
    }

    fn check_variable(&mut self, o: &Object, variable: &Variable) {
        if variable.kind == VariableKind::Choice && variable.choices.is_empty() {
            match o.entry("choices") {
                None => self.missing(o, "choices"),
                Some(_) => {
                    self.opt(o, "choices", |d, node| {
                        d.not_empty(node);
                        Some(())
                    });
                }
            }
        }
        // Compiling costs time; a runbook over the limit is refused anyway.
        let few = self.names.variables.as_ref().is_none_or(|names| names.len() <= MAX_VARIABLES);
        let regex = variable.pattern.as_ref().filter(|_| few).and_then(|pattern| {
            let whole = format!("^(?:{pattern})$");
            match RegexBuilder::new(&whole).size_limit(PATTERN_SIZE).build() {
                Ok(regex) => Some(regex),
                Err(error) => {
                    let reason = reason(pattern, &error);
                    self.opt(o, "pattern", |d, node| d.fault(node.span.clone(), FaultKind::Pattern { reason }));
                    None
                }
            }
        });
        let Some(default) = &variable.default else { return };
        let allowed = match variable.kind {
            VariableKind::Number => default.trim().parse::<f64>().is_ok_and(f64::is_finite),
            VariableKind::YesNo => matches!(default.as_str(), "yes" | "no"),
            VariableKind::Choice => variable.choices.is_empty() || variable.choices.contains(default),
            VariableKind::Text | VariableKind::Secret => true,
        };
        if !allowed || regex.is_some_and(|regex| !regex.is_match(default)) {
            let found = default.clone();
            self.opt(o, "default", |d, node| d.fault(node.span.clone(), FaultKind::BadDefault { found }));
        }
    }
}

/// The last line of what the library says of the author's own pattern, without our brackets around it.
fn reason(pattern: &str, wrapped: &regex::Error) -> String {
    let own = RegexBuilder::new(pattern).size_limit(PATTERN_SIZE).build().err();
    let text = own.as_ref().unwrap_or(wrapped).to_string();
    text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

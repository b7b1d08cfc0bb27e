//! Faults of a runbook → sentences.
//!
//! Knows how a fault is told; what is one is decided where runbooks are read.

mod shown;

use super::{Arg, Words};
use crate::runbook::format::{Expected, Fault, FaultKind, Hidden, IdRule, Referent, Shape, Syntax, YamlPart};
use crate::text::{cut, printable};
use crate::time::SpanFault;

pub use shown::{render_fault, render_faults};

/// Columns of an author's word that a sentence holds.
const QUOTED: usize = 60;
/// Known names a help lists.
const LISTED: usize = 6;

impl Words {
    /// What is wrong, in one sentence.
    pub fn fault(&self, fault: &Fault) -> String {
        let quoted = |id: &str, name: &str, text: &str| self.with(id, &[(name, Arg::Text(&quote(text)))]);
        match &fault.kind {
            FaultKind::TooBig { bytes, limit } => {
                self.with("fault-too-big", &[("bytes", (*bytes).into()), ("limit", (*limit).into())])
            }
            FaultKind::Utf16 => self.say("fault-utf16"),
            FaultKind::NotUtf8 { byte } => quoted("fault-not-utf8", "byte", &format!("0x{byte:02X}")),
            FaultKind::NoProcedure => self.say("fault-no-procedure"),
            FaultKind::Syntax(syntax) => self.syntax(*syntax),
            FaultKind::YamlPart(part) => self.say(yaml_part(*part).0),
            FaultKind::TextCut => self.say("fault-text-cut"),
            FaultKind::TooDeep { limit } => self.with("fault-too-deep", &[("limit", (*limit).into())]),
            FaultKind::TooManyNodes { limit } => self.with("fault-too-many-nodes", &[("limit", (*limit).into())]),
            FaultKind::TooMany { what, found, limit } => {
                let what = match what {
                    Referent::Role => "role",
                    Referent::Variable => "variable",
                    _ => "step",
                };
                let args = [("what", what.into()), ("found", (*found).into()), ("limit", (*limit).into())];
                self.with("fault-too-many", &args)
            }
            FaultKind::TooLong { found, limit } => {
                self.with("fault-too-long", &[("found", (*found).into()), ("limit", (*limit).into())])
            }
            FaultKind::DuplicateKey { name, .. } => quoted("fault-duplicate-key", "name", name),
            FaultKind::UnknownField { name, .. } => quoted("fault-unknown-field", "name", name),
            FaultKind::Missing { field } => quoted("fault-missing", "field", field),
            FaultKind::Empty => self.say("fault-empty"),
            FaultKind::WrongType { expected, found } => {
                let (expected, found) = (self.say(expected_id(*expected)), self.say(found_id(*found)));
                self.with("fault-type", &[("expected", (&expected).into()), ("found", (&found).into())])
            }
            FaultKind::NotTrueOrFalse { found, .. } => quoted("fault-not-true-or-false", "found", found),
            FaultKind::ReadAsField { name } => quoted("fault-read-as-field", "name", name),
            FaultKind::LineBreak => self.say("fault-line-break"),
            FaultKind::Format { found } => quoted("fault-format", "found", found),
            FaultKind::UnknownFeature { name, .. } => quoted("fault-feature", "name", name),
            FaultKind::BadId { id, rule, .. } => quoted(id_rule(*rule), "id", id),
            FaultKind::ReservedId { id } => quoted("fault-reserved-id", "id", id),
            FaultKind::DuplicateId { name, .. } => quoted("fault-duplicate-id", "name", name),
            FaultKind::Time { found, fault } => {
                let id = match fault {
                    SpanFault::Empty => return self.say("fault-time-empty"),
                    SpanFault::NoUnit => "fault-time-no-unit",
                    SpanFault::UnknownUnit => "fault-time-unknown-unit",
                    SpanFault::NoNumber => "fault-time-no-number",
                    SpanFault::TooLong => "fault-time-too-long",
                };
                quoted(id, "found", found)
            }
            FaultKind::NegativeTime { found } => quoted("fault-time-negative", "found", found),
            FaultKind::ClockTime { found } => quoted("fault-clock-time", "found", found),
            FaultKind::Date { found } => quoted("fault-date", "found", found),
            FaultKind::BadWord { given, .. } => quoted("fault-word", "given", given),
            FaultKind::Pattern { reason } => quoted("fault-pattern", "reason", reason),
            FaultKind::BadDefault { found } => quoted("fault-default", "found", found),
            FaultKind::UnknownReference { what, name, .. } => quoted(referent(*what), "name", name),
            FaultKind::Anchor { given, .. } => quoted("fault-anchor", "given", given),
            FaultKind::NoneOf { fields } => {
                let fields = self.names(fields);
                self.with("fault-none-of", &[("fields", (&fields).into())])
            }
            FaultKind::OnlyOneOf { fields, .. } => {
                let fields = self.names(fields);
                self.with("fault-only-one-of", &[("fields", (&fields).into())])
            }
            FaultKind::WarnsTooLate { warn_at, limit, .. } => {
                let (warn_at, limit) = (warn_at.to_string(), limit.to_string());
                self.with("fault-warn-at", &[("warn_at", (&warn_at).into()), ("limit", (&limit).into())])
            }
            FaultKind::OverrunWithoutTimebox => self.say("fault-no-timebox"),
            FaultKind::BracesInCommand { name, .. } => quoted("fault-braces", "name", name),
            FaultKind::UnknownVariable { name, .. } => quoted("fault-filled-unknown", "name", name),
            FaultKind::UnquotedVariable { name } => quoted("fault-unquoted", "name", name),
            FaultKind::HiddenCharacter { character, what } => {
                let id = match what {
                    Hidden::Control => "fault-hidden-control",
                    Hidden::Direction => "fault-hidden-direction",
                    Hidden::ZeroWidth => "fault-hidden-zero-width",
                };
                quoted(id, "character", &code_point(*character))
            }
            FaultKind::IdleRole { role } => quoted("fault-idle-role", "role", role),
            FaultKind::StepWithoutRole => self.say("fault-no-role"),
            FaultKind::NoWayToReach { contact } => quoted("fault-no-way-to-reach", "contact", contact),
            FaultKind::UnreachableStep { step, branch } => {
                quoted(if *branch { "fault-unreachable-branch" } else { "fault-unreachable-step" }, "step", step)
            }
            FaultKind::NeverReady { step, requires } if step == requires => {
                quoted("fault-never-ready-self", "step", step)
            }
            FaultKind::NeverReady { step, requires } => {
                let (step, requires) = (quote(step), quote(requires));
                self.with("fault-never-ready", &[("step", (&step).into()), ("requires", (&requires).into())])
            }
            FaultKind::TimerNeverStarts { timer } => quoted("fault-never-starts", "timer", timer),
            FaultKind::NeverClosed { obligation } => quoted("fault-never-closed", "obligation", obligation),
            FaultKind::NeverOpened { obligation } => quoted("fault-never-opened", "obligation", obligation),
            FaultKind::VagueLimit { phrase } => quoted("fault-vague-limit", "phrase", phrase),
            FaultKind::UnknownRunbook { name, .. } => quoted("fault-unknown-runbook", "name", name),
            FaultKind::RunbookOutside { name } => quoted("fault-runbook-outside", "name", name),
            FaultKind::BrokenRunbook { name } => quoted("fault-broken-runbook", "name", name),
            FaultKind::LeadsBack { name } => quoted("fault-leads-back", "name", name),
            FaultKind::SupersedesItself => self.say("fault-supersedes-itself"),
            FaultKind::Todo { word } => quoted("fault-todo", "word", word),
            FaultKind::Typographic { character } => quoted("fault-typographic", "character", &code_point(*character)),
            FaultKind::Placeholder { text } => quoted("fault-placeholder", "text", text),
            FaultKind::ReviewOverdue { due } => quoted("fault-review-overdue", "due", &due.to_string()),
        }
    }

    /// The next thing to do about it, where there is one.
    pub fn fault_help(&self, fault: &Fault) -> Option<String> {
        Some(match &fault.kind {
            FaultKind::TooBig { .. } => self.say("fault-too-big-help"),
            FaultKind::Utf16 => self.say("fault-utf16-help"),
            FaultKind::NotUtf8 { .. } => self.say("fault-not-utf8-help"),
            FaultKind::NoProcedure => self.say("fault-no-procedure-help"),
            FaultKind::Syntax(syntax) => self.syntax_help(*syntax)?,
            FaultKind::YamlPart(part) => self.say(yaml_part(*part).1),
            FaultKind::TextCut => self.say("fault-text-cut-help"),
            FaultKind::TooDeep { .. }
            | FaultKind::TooManyNodes { .. }
            | FaultKind::TooMany { .. }
            | FaultKind::TooLong { .. }
            | FaultKind::NoneOf { .. }
            | FaultKind::OnlyOneOf { .. } => return None,
            FaultKind::DuplicateKey { .. } => self.say("fault-duplicate-key-help"),
            FaultKind::UnknownField { suggestion, known, .. } => {
                self.meant_or_known(suggestion.as_deref(), known, known.len() > LISTED)
            }
            FaultKind::Missing { field } => self.with("fault-missing-help", &[("field", (*field).into())]),
            FaultKind::Empty => self.say("fault-empty-help"),
            FaultKind::WrongType { found: Shape::Nothing, .. } => self.say("fault-type-nothing-help"),
            FaultKind::WrongType { expected, found } => match (expected, found) {
                (Expected::Time, _) => self.say("fault-type-time-help"),
                (Expected::Text, Shape::Number | Shape::TrueOrFalse) => self.say("fault-type-text-help"),
                (Expected::List, Shape::Text | Shape::Object) => self.say("fault-type-list-help"),
                _ => return None,
            },
            FaultKind::NotTrueOrFalse { suggestion, .. } => self.meant((*suggestion)?),
            FaultKind::ReadAsField { .. } => self.say("fault-read-as-field-help"),
            FaultKind::LineBreak => self.say("fault-line-break-help"),
            FaultKind::Format { .. } => self.say("fault-format-help"),
            FaultKind::UnknownFeature { suggestion: Some(name), .. } => self.meant(name),
            FaultKind::UnknownFeature { .. } => self.say("fault-feature-help"),
            FaultKind::BadId { suggestion: Some(name), .. } => {
                self.with("fault-id-help-such-as", &[("name", name.into())])
            }
            FaultKind::BadId { rule, .. } => self.say(match rule {
                IdRule::Runbook => "fault-id-runbook-help",
                IdRule::Name => "fault-id-name-help",
                IdRule::Variable => "fault-id-variable-help",
            }),
            FaultKind::ReservedId { .. } => self.say("fault-reserved-id-help"),
            FaultKind::DuplicateId { .. } => self.say("fault-duplicate-id-help"),
            FaultKind::Time { .. } => self.say("fault-time-help"),
            FaultKind::NegativeTime { .. } => self.say("fault-time-negative-help"),
            FaultKind::ClockTime { .. } => self.say("fault-clock-time-help"),
            FaultKind::Date { .. } => self.say("fault-date-help"),
            FaultKind::BadWord { suggestion, known, .. } => {
                self.meant_or_known(suggestion.as_deref(), known, known.len() > LISTED)
            }
            FaultKind::Pattern { .. } => self.say("fault-pattern-help"),
            FaultKind::BadDefault { .. } => self.say("fault-default-help"),
            FaultKind::UnknownReference { suggestion, known, .. } => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                self.meant_or_known(suggestion.as_deref(), &known, known.len() >= LISTED)
            }
            FaultKind::Anchor { suggestion: Some(name), .. } => self.meant(name),
            FaultKind::Anchor { .. } => self.say("fault-anchor-help"),
            FaultKind::WarnsTooLate { .. } => self.say("fault-warn-at-help"),
            FaultKind::OverrunWithoutTimebox => self.say("fault-no-timebox-help"),
            FaultKind::BracesInCommand { name, declared: true } => {
                self.with("fault-braces-help", &[("name", Arg::Text(&quote(name)))])
            }
            FaultKind::BracesInCommand { .. } => self.say("fault-braces-help-value"),
            FaultKind::UnknownVariable { suggestion: Some(name), .. } => self.meant(&format!("{{{{{name}}}}}")),
            FaultKind::UnknownVariable { .. } => self.say("fault-filled-unknown-help"),
            FaultKind::UnquotedVariable { name } => {
                self.with("fault-unquoted-help", &[("name", Arg::Text(&quote(name)))])
            }
            FaultKind::HiddenCharacter { .. } => self.say("fault-hidden-help"),
            FaultKind::IdleRole { .. } => self.say("fault-idle-role-help"),
            FaultKind::StepWithoutRole => self.say("fault-no-role-help"),
            FaultKind::NoWayToReach { .. } => self.say("fault-no-way-to-reach-help"),
            FaultKind::UnreachableStep { branch: true, .. } => self.say("fault-unreachable-branch-help"),
            FaultKind::UnreachableStep { .. } => self.say("fault-unreachable-step-help"),
            FaultKind::NeverReady { .. } => self.say("fault-never-ready-help"),
            FaultKind::TimerNeverStarts { .. } => self.say("fault-never-starts-help"),
            FaultKind::NeverClosed { .. } => self.say("fault-never-closed-help"),
            FaultKind::NeverOpened { .. } => self.say("fault-never-opened-help"),
            FaultKind::VagueLimit { .. } => self.say("fault-vague-limit-help"),
            FaultKind::UnknownRunbook { suggestion: Some(name), .. } => self.meant(name),
            FaultKind::UnknownRunbook { .. } => self.say("fault-unknown-runbook-help"),
            FaultKind::RunbookOutside { .. } => self.say("fault-runbook-outside-help"),
            FaultKind::BrokenRunbook { .. } => self.say("fault-broken-runbook-help"),
            FaultKind::LeadsBack { .. } => self.say("fault-leads-back-help"),
            FaultKind::SupersedesItself => self.say("fault-supersedes-itself-help"),
            FaultKind::Todo { .. } => self.say("fault-todo-help"),
            FaultKind::Typographic { .. } => self.say("fault-typographic-help"),
            FaultKind::Placeholder { .. } => self.say("fault-placeholder-help"),
            FaultKind::ReviewOverdue { .. } => self.say("fault-review-overdue-help"),
        })
    }

    fn syntax(&self, syntax: Syntax) -> String {
        let id = match syntax {
            Syntax::Unclosed(open) => {
                return self.with("fault-syntax-unclosed", &[("open", Arg::Text(&open.to_string()))]);
            }
            Syntax::ControlInText('\n' | '\r') => "fault-syntax-line-break",
            Syntax::ControlInText('\t') => "fault-syntax-tab",
            Syntax::ControlInText(c) => {
                return self.with("fault-syntax-control", &[("character", Arg::Text(&code_point(c)))]);
            }
            Syntax::Unexpected(c) => {
                return self.with("fault-syntax-unexpected", &[("character", Arg::Text(&c.to_string()))]);
            }
            Syntax::Indicator(c) => {
                return self.with("fault-syntax-indicator", &[("character", Arg::Text(&c.to_string()))]);
            }
            Syntax::BlockHeader(c) => {
                return self.with("fault-syntax-block-header", &[("character", Arg::Text(&c.to_string()))]);
            }
            Syntax::Empty => "fault-syntax-empty",
            Syntax::Comment => "fault-syntax-comment",
            Syntax::TrailingComma => "fault-syntax-trailing-comma",
            Syntax::MissingComma => "fault-syntax-missing-comma",
            Syntax::MissingColon => "fault-syntax-missing-colon",
            Syntax::MissingValue => "fault-syntax-missing-value",
            Syntax::SingleQuotes => "fault-syntax-single-quotes",
            Syntax::CurlyQuotes => "fault-syntax-curly-quotes",
            Syntax::Unquoted => "fault-syntax-unquoted",
            Syntax::AfterTheEnd => "fault-syntax-after-the-end",
            Syntax::UnclosedText(_) => "fault-syntax-unclosed-text",
            Syntax::Escape => "fault-syntax-escape",
            Syntax::Number => "fault-syntax-number",
            Syntax::TabIndent => "fault-syntax-tab-indent",
            Syntax::Indent => "fault-syntax-indent",
            Syntax::NoSpaceAfterColon => "fault-syntax-no-space-after-colon",
            Syntax::NoSpaceAfterDash => "fault-syntax-no-space-after-dash",
            Syntax::NoName => "fault-syntax-no-name",
            Syntax::ColonInText => "fault-syntax-colon-in-text",
            Syntax::AfterQuotes => "fault-syntax-after-quotes",
            Syntax::BracesUnquoted => "fault-syntax-braces-unquoted",
            Syntax::DashAfterColon => "fault-syntax-dash-after-colon",
        };
        self.say(id)
    }

    fn syntax_help(&self, syntax: Syntax) -> Option<String> {
        let id = match syntax {
            Syntax::Unclosed(open) => {
                let close = if open == '[' { "]" } else { "}" };
                return Some(self.with("fault-syntax-unclosed-help", &[("close", close.into())]));
            }
            Syntax::ControlInText(c) => {
                let escape = match c {
                    '\n' => "\\n".to_owned(),
                    '\r' => "\\r".to_owned(),
                    '\t' => "\\t".to_owned(),
                    c => format!("\\u{:04x}", u32::from(c)),
                };
                return Some(self.with("fault-syntax-control-help", &[("escape", (&escape).into())]));
            }
            Syntax::Empty => "fault-syntax-empty-help",
            Syntax::Comment => "fault-syntax-comment-help",
            Syntax::TrailingComma => "fault-syntax-trailing-comma-help",
            Syntax::MissingComma => "fault-syntax-missing-comma-help",
            Syntax::MissingColon => "fault-syntax-missing-colon-help",
            Syntax::SingleQuotes | Syntax::CurlyQuotes | Syntax::Unquoted => "fault-syntax-quotes-help",
            Syntax::AfterTheEnd => "fault-syntax-after-the-end-help",
            Syntax::UnclosedText(quote) => {
                return Some(self.with("fault-syntax-unclosed-text-help", &[("quote", Arg::Text(&quote.to_string()))]));
            }
            Syntax::Escape => "fault-syntax-escape-help",
            Syntax::Number => "fault-syntax-number-help",
            Syntax::TabIndent => "fault-syntax-tab-indent-help",
            Syntax::Indent => "fault-syntax-indent-help",
            Syntax::NoSpaceAfterColon => "fault-syntax-no-space-after-colon-help",
            Syntax::NoSpaceAfterDash => "fault-syntax-no-space-after-dash-help",
            Syntax::NoName => "fault-syntax-no-name-help",
            Syntax::ColonInText | Syntax::BracesUnquoted => "fault-syntax-quote-whole-help",
            Syntax::Indicator(_) => "fault-syntax-quote-whole-help",
            Syntax::AfterQuotes => "fault-syntax-after-quotes-help",
            Syntax::BlockHeader(_) => "fault-syntax-block-header-help",
            Syntax::DashAfterColon => "fault-syntax-dash-after-colon-help",
            Syntax::MissingValue | Syntax::Unexpected(_) => return None,
        };
        Some(self.say(id))
    }

    fn meant(&self, name: &str) -> String {
        let name = format!("`{}`", quote(name));
        self.with("fault-help-mean", &[("name", (&name).into())])
    }

    fn meant_or_known(&self, suggestion: Option<&str>, known: &[&str], more: bool) -> String {
        if let Some(name) = suggestion {
            return self.meant(name);
        }
        if known.is_empty() {
            return self.say("fault-help-none-known");
        }
        let names = self.names(known.get(..LISTED).unwrap_or(known));
        self.with(if more { "fault-help-known-more" } else { "fault-help-known" }, &[("names", (&names).into())])
    }

    /// Names in quotes, one after another as the language writes them.
    fn names(&self, names: &[&str]) -> String {
        let quoted = names.iter().map(|name| format!("`{}`", quote(name)));
        quoted
            .reduce(|first, next| self.with("fault-and", &[("first", (&first).into()), ("next", (&next).into())]))
            .unwrap_or_default()
    }
}

fn expected_id(expected: Expected) -> &'static str {
    match expected {
        Expected::Text => "fault-expected-text",
        Expected::TrueOrFalse => "fault-expected-true-or-false",
        Expected::WholeNumber => "fault-expected-whole-number",
        Expected::List => "fault-expected-list",
        Expected::Object => "fault-expected-object",
        Expected::TextOrObject => "fault-expected-text-or-object",
        Expected::TextOrList => "fault-expected-text-or-list",
        Expected::Time => "fault-expected-time",
        Expected::ClockTime => "fault-expected-clock-time",
        Expected::Date => "fault-expected-date",
    }
}

fn found_id(found: Shape) -> &'static str {
    match found {
        Shape::Nothing => "fault-found-nothing",
        Shape::TrueOrFalse => "fault-found-true-or-false",
        Shape::Number => "fault-found-number",
        Shape::Text => "fault-found-text",
        Shape::List => "fault-found-list",
        Shape::Object => "fault-found-object",
    }
}

/// What is told of a part of YAML, and what to do about it.
fn yaml_part(part: YamlPart) -> (&'static str, &'static str) {
    match part {
        YamlPart::Anchor => ("fault-yaml-anchor", "fault-yaml-anchor-help"),
        YamlPart::Alias => ("fault-yaml-alias", "fault-yaml-alias-help"),
        YamlPart::MergeKey => ("fault-yaml-merge-key", "fault-yaml-merge-key-help"),
        YamlPart::Tag => ("fault-yaml-tag", "fault-yaml-tag-help"),
        YamlPart::Directive => ("fault-yaml-directive", "fault-yaml-directive-help"),
        YamlPart::SecondDocument => ("fault-yaml-second-document", "fault-yaml-second-document-help"),
        YamlPart::CompoundName => ("fault-yaml-compound-name", "fault-yaml-compound-name-help"),
    }
}

fn id_rule(rule: IdRule) -> &'static str {
    match rule {
        IdRule::Runbook => "fault-id-runbook",
        IdRule::Name => "fault-id-name",
        IdRule::Variable => "fault-id-variable",
    }
}

fn referent(what: Referent) -> &'static str {
    match what {
        Referent::Step => "fault-unknown-step",
        Referent::StepOrPhase => "fault-unknown-step-or-phase",
        Referent::Role => "fault-unknown-role",
        Referent::Contact => "fault-unknown-contact",
        Referent::RoleOrContact => "fault-unknown-recipient",
        Referent::Notice => "fault-unknown-notice",
        Referent::Obligation => "fault-unknown-obligation",
        Referent::Level => "fault-unknown-level",
        Referent::Variable => "fault-unknown-variable",
    }
}

/// An author's word, printable and no longer than a sentence bears.
fn quote(text: &str) -> String {
    // What is cut away anyway is not made printable first: it may be a megabyte.
    let end = text.char_indices().nth(QUOTED + 1).map_or(text.len(), |(at, _)| at);
    cut(&printable(text.get(..end).unwrap_or(text)), QUOTED)
}

fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

#[cfg(test)]
mod tests;

//! What a YAML reader stumbles over, named as an author would name it.
//!
//! Looks at the lines around the place; knows no fields.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::super::fault::FaultKind;
use super::super::limits::MAX_DEPTH;
use super::super::terms::{Syntax, YamlPart};

/// What was read before a slip.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The last scalar, name or value.
    pub scalar: Range<usize>,
    /// Where the brackets stand that are open.
    pub open: Vec<usize>,
}

/// Where the slip is, and its name.
pub(super) fn named(text: &str, kind: &ErrorKind, at: usize, seen: &Seen) -> (Range<usize>, FaultKind) {
    use ErrorKind as K;
    let at = floor(text, at);
    if matches!(kind, K::RecursionLimitExceeded) {
        return (one(text, at), FaultKind::TooDeep { limit: MAX_DEPTH });
    }
    if matches!(kind, K::DirectiveDisallowed | K::MissingDocumentEndBeforeDirective) {
        return (line_end(text, at), FaultKind::YamlPart(YamlPart::Directive));
    }
    let (span, syntax) = syntax(text, kind, at, seen);
    (span, FaultKind::Syntax(syntax))
}

fn syntax(text: &str, kind: &ErrorKind, at: usize, seen: &Seen) -> (Range<usize>, Syntax) {
    use ErrorKind as K;
    if let Some(span) = unquoted_braces(text, at) {
        return (span, Syntax::BracesUnquoted);
    }
    match kind {
        K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabNotAllowed
        | K::TabInPlainScalar
        | K::TabAtBlockScalarStart => (tab(text, at), Syntax::TabIndent),
        K::UnclosedQuotedScalar | K::DocumentIndicatorInQuotedScalar => {
            (one(text, at), Syntax::UnclosedText(char_at(text, at).unwrap_or('"')))
        }
        K::InvalidTrailingDoubleQuotedScalar => after_quotes(text, at, '"'),
        K::InvalidTrailingSingleQuotedScalar => after_quotes(text, at, '\''),
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidLowSurrogateHexEscape
        | K::InvalidLowSurrogate
        | K::MissingLowSurrogate
        | K::UnpairedLowSurrogate
        | K::InvalidUnicodeEscape => (escape(text, at), Syntax::Escape),
        K::UnclosedFlowCollection { open } => (one(text, at), Syntax::Unclosed(*open)),
        K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping
        | K::UnexpectedEofImplicitFlowMapping
        | K::ExpectedFlowMappingSeparator
        | K::ExpectedFlowSequenceSeparator
        | K::InvalidColonPlacement
        | K::BlockEntryInFlowCollection
        | K::InvalidFlowScalarIndent
            if !seen.open.is_empty() =>
        {
            in_brackets(text, at, seen)
        }
        K::BlockSequenceEntryNotAllowed => (one(text, at), Syntax::DashAfterColon),
        K::InvalidBlockScalarHeader | K::ZeroBlockScalarIndent => {
            (one(text, at), Syntax::BlockHeader(char_at(text, at).unwrap_or('|')))
        }
        K::MissingAnchorOrAliasName => (one(text, at), Syntax::Indicator(char_at(text, at).unwrap_or('*'))),
        K::UnexpectedCharacter { character } if character.is_control() => {
            let found = text.get(at..).and_then(|rest| rest.find(*character)).map_or(at, |far| at + far);
            (one(text, found), Syntax::ControlInText(*character))
        }
        K::UnexpectedCharacter { character } => (one(text, at), Syntax::Indicator(*character)),
        K::MappingValueNotAllowed => colon(text, at, seen),
        K::ExpectedBlockMappingKey
        | K::ExpectedBlockSequenceEntry
        | K::SimpleKeyExpected
        | K::InvalidSimpleKey
        | K::InvalidIndentation
        | K::InvalidBlockScalarIndent
        | K::InvalidQuotedScalarIndent
        | K::MappingKeyNotAllowed => misplaced(text, at),
        _ => (one(text, at), char_at(text, at).map_or(Syntax::Indent, Syntax::Unexpected)),
    }
}

/// A colon that no name stands before: the text goes on, or a line above it lacks its own.
fn colon(text: &str, at: usize, seen: &Seen) -> (Range<usize>, Syntax) {
    let scalar = seen.scalar.clone();
    let before = text.get(scalar.clone()).unwrap_or_default();
    if before.starts_with(['“', '”', '‘', '’']) {
        return (scalar.start..line(text, scalar.start).end, Syntax::CurlyQuotes);
    }
    if before.starts_with(['"', '\'']) && !before.contains('\n') {
        return (one(text, at), Syntax::AfterQuotes);
    }
    if !before.contains('\n') || scalar.end > at {
        return (one(text, at), Syntax::ColonInText);
    }
    let here = content(text, at);
    let lead = content(text, scalar.start);
    let column = |at: usize| at - line(text, at).start;
    if lead == scalar.start && column(lead) == column(here) {
        let first = lead..line_end(text, lead).end;
        return no_name(text, first);
    }
    (here..at, Syntax::Indent)
}

/// A line that begins where none can.
fn misplaced(text: &str, at: usize) -> (Range<usize>, Syntax) {
    let lead = content(text, at);
    if at > lead {
        return (one(text, at), char_at(text, at).map_or(Syntax::Indent, Syntax::Unexpected));
    }
    let whole = lead..line_end(text, lead).end;
    let said = text.get(whole.clone()).unwrap_or_default();
    let dash = said.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace() && c != '-'));
    if dash {
        return (one(text, lead), Syntax::NoSpaceAfterDash);
    }
    if said.contains(": ") || said.ends_with(':') {
        return (whole, Syntax::Indent);
    }
    no_name(text, whole)
}

/// A line without `name: value`: the space after the colon is missing, or all of it.
fn no_name(text: &str, whole: Range<usize>) -> (Range<usize>, Syntax) {
    let said = text.get(whole.clone()).unwrap_or_default();
    let name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_\"'$".contains(c));
    match said.split_once(':') {
        Some((before, after)) if name(before) && !after.starts_with("//") => {
            let colon = whole.start + before.len();
            (colon..colon + 1, Syntax::NoSpaceAfterColon)
        }
        _ => (whole, Syntax::NoName),
    }
}

/// Inside of brackets: one that is never closed, or a comma that is missing.
fn in_brackets(text: &str, at: usize, seen: &Seen) -> (Range<usize>, Syntax) {
    let unclosed = seen.open.iter().rev().find(|start| !closes(text, **start));
    if let Some(start) = unclosed
        && line(text, *start) != line(text, at)
    {
        return (one(text, *start), Syntax::Unclosed(char_at(text, *start).unwrap_or('[')));
    }
    let before = text.get(..at).unwrap_or_default();
    let word = before.trim_end().rfind(char::is_whitespace).map_or(0, |space| space + 1);
    (floor(text, word)..at.max(word), Syntax::MissingComma)
}

/// Whether the bracket at `start` is closed somewhere, quotes left aside.
fn closes(text: &str, start: usize) -> bool {
    let (mut depth, mut quote) = (0_usize, None);
    for c in text.get(start..).unwrap_or_default().chars() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some('"'),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// Something after a closing quote; where that quote was meant to open, the text before it is what never closes.
fn after_quotes(text: &str, at: usize, quote: char) -> (Range<usize>, Syntax) {
    let quotes = |line: &str| -> Vec<usize> {
        let escaped = |at: usize| quote == '"' && line.get(..at).is_some_and(|before| before.ends_with('\\'));
        line.match_indices(quote).map(|(at, _)| at).filter(|at| !escaped(*at)).collect()
    };
    let begin = line(text, at).start;
    if quotes(text.get(begin..at).unwrap_or_default()).len() % 2 == 1 {
        let mut end = begin;
        while end > 0 {
            let above = line(text, end - 1);
            let found = quotes(text.get(above.clone()).unwrap_or_default());
            if let Some(last) = found.last().filter(|_| found.len() % 2 == 1) {
                return (one(text, above.start + last), Syntax::UnclosedText(quote));
            }
            end = above.start;
        }
    }
    (at..line_end(text, at).end, Syntax::AfterQuotes)
}

/// The escape in the text in quotes that begins at `at` which has no meaning.
fn escape(text: &str, at: usize) -> Range<usize> {
    let mut from = at + 1;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find('\\')) {
        let start = from + found;
        let rest = text.get(start + 1..).unwrap_or_default();
        let hex = |from: usize, digits: usize| {
            rest.get(from..from + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok())
        };
        let (good, long) = match rest.chars().next() {
            Some('x') => (hex(1, 2).is_some(), 3),
            Some('U') => (hex(1, 8).and_then(char::from_u32).is_some(), 9),
            Some('u') => match hex(1, 4) {
                Some(0xD800..=0xDBFF) => {
                    let low = rest.get(5..7) == Some("\\u") && matches!(hex(7, 4), Some(0xDC00..=0xDFFF));
                    (low, if low { 11 } else { 5 })
                }
                Some(unit) => (char::from_u32(unit).is_some(), 5),
                None => (false, 1),
            },
            Some(c) => ("0abt\tnvfre \"/\\N_LP\r\n".contains(c), c.len_utf8()),
            None => (false, 0),
        };
        if !good {
            return start..floor(text, start + 1 + long);
        }
        from = start + 1 + long;
    }
    one(text, at)
}

/// The tab that indents: in the line itself, or in the first line below that has one.
fn tab(text: &str, at: usize) -> Range<usize> {
    let mut start = line(text, at).start;
    while start < text.len() {
        let whole = line(text, start);
        let said = text.get(whole.clone()).unwrap_or_default();
        let lead = said.len() - said.trim_start().len();
        if let Some(tab) = said.get(..lead).and_then(|lead| lead.find('\t')) {
            return start + tab..start + tab + 1;
        }
        start = whole.end + 1;
    }
    let tab = text.get(at..).and_then(|rest| rest.find('\t')).map_or(at, |tab| at + tab);
    one(text, tab)
}

/// `{{name}}` without quotes at the beginning of a value, in this line.
fn unquoted_braces(text: &str, at: usize) -> Option<Range<usize>> {
    let whole = line(text, at);
    let said = text.get(whole.clone())?;
    said.match_indices("{{").map(|(found, _)| found).find_map(|found| {
        let before = said.get(..found)?.trim_end();
        let begins = before.is_empty() || before.ends_with([':', '-', ',', '[']);
        (begins && whole.start + found <= at).then(|| braces(text, whole.start + found))
    })
}

/// The bytes of the `{{name}}` that begins at `at`.
pub(super) fn braces(text: &str, at: usize) -> Range<usize> {
    let rest = text.get(at..line(text, at).end).unwrap_or_default();
    at..rest.find("}}").map_or(at + 2, |close| at + close + 2)
}

/// What a comment sign without a space after it took away from a value that ends at `end`.
pub(super) fn cut(text: &str, end: usize) -> Option<Range<usize>> {
    let rest = text.get(end..)?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    // Looked at from here alone: the line may be the whole file, and this is asked of every value.
    let said = rest.trim_start_matches([' ', '\t']);
    let glued = said.strip_prefix('#').is_some_and(|words| words.starts_with(|c: char| c.is_alphanumeric()));
    (glued && said.len() < rest.len()).then(|| line_end(text, text.len() - said.len()))
}

/// The dash of a line that was meant as an item, and was read as more of the text above it.
pub(super) fn item_in_text(text: &str, scalar: &Range<usize>) -> Option<Range<usize>> {
    let mut at = scalar.start;
    for (number, line) in text.get(scalar.clone())?.split_inclusive('\n').enumerate() {
        let dash = at + line.len() - line.trim_start().len();
        if number > 0 && line.trim_start().starts_with("- ") {
            return Some(dash..dash + 1);
        }
        at += line.len();
    }
    None
}

/// Where a list begins: at its dash, which the reader has passed when the list is not indented.
pub(super) fn dash(text: &str, start: usize) -> usize {
    let before = text.get(..start).unwrap_or_default().trim_end_matches(' ');
    match char_at(text, start) {
        Some('-' | '[') => start,
        _ if before.ends_with('-') => before.len() - 1,
        _ => start,
    }
}

/// The end of a part without the line breaks and comments after it.
pub(super) fn trimmed(text: &str, span: Range<usize>) -> usize {
    span.start + text.get(span.clone()).map_or(0, |part| part.trim_end().len())
}

/// The line a place stands in, without its break.
pub(super) fn line(text: &str, at: usize) -> Range<usize> {
    let at = floor(text, at);
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1);
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |found| at + found);
    start..end
}

/// From here to the end of what the line says.
pub(super) fn line_end(text: &str, at: usize) -> Range<usize> {
    at..trimmed(text, at..line(text, at).end).max(at)
}

/// Where a line says something: after its indentation and the dash of an item.
fn content(text: &str, at: usize) -> usize {
    let whole = line(text, at);
    let mut rest = text.get(whole.clone()).unwrap_or_default().trim_start();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    whole.end - rest.len()
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

/// The one character at a place.
pub(super) fn one(text: &str, at: usize) -> Range<usize> {
    at..at + char_at(text, at).map_or(0, char::len_utf8)
}

/// The nearest place at or before `at` that is no middle of a character.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

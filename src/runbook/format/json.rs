//! JSON → located tree.
//!
//! `serde_json` decides what is JSON; `jsonc-parser` in its strict mode tells where things stand and names what
//! is wrong. Knows nothing about runbooks.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, ParseStringErrorKind, parse_to_ast};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::fault::{Fault, FaultKind};
use super::limits::{MAX_DEPTH, MAX_NODES};
use super::source::{Path, Source};
use super::terms::Syntax;
use super::tree::{Entry, Node, Value};

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The tree of a JSON text; without one the faults say why.
pub(super) fn tree(source: &Source) -> (Option<Node>, Vec<Fault>) {
    let text = source.text.as_str();
    let single =
        |span: Range<usize>, kind: FaultKind| (None, vec![Fault::new(kind, String::new(), Some(source.place(span)))]);
    if text.trim().is_empty() {
        return single(0..0, FaultKind::Syntax(Syntax::Empty));
    }
    // Both readers recurse; nothing deeper than this reaches them.
    if let Some(at) = too_deep(text) {
        return single(at..at + 1, FaultKind::TooDeep { limit: MAX_DEPTH });
    }
    if let Err(error) = serde_json::from_str::<Sound>(text) {
        let (span, syntax) = syntax_fault(text, &error);
        return single(span, FaultKind::Syntax(syntax));
    }
    match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(result) => {
            let mut grower = Grower { source, path: Path::default(), nodes: 0, overflow: None, faults: Vec::new() };
            let root = result.value.map(|value| grower.node(value));
            match (grower.overflow, root) {
                (Some(at), _) => single(at, FaultKind::TooManyNodes { limit: MAX_NODES }),
                (None, Some(root)) => (Some(root), grower.faults),
                (None, None) => single(0..0, FaultKind::Syntax(Syntax::Empty)),
            }
        }
        Err(error) => {
            let range = error.range();
            single(range.start..range.end, FaultKind::Syntax(named(text, &range.into_span(), error.kind())))
        }
    }
}

/// Any value whatever, checked as `serde_json` checks what it keeps, and not kept.
struct Sound;

impl<'de> Deserialize<'de> for Sound {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Sound {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        while entries.next_entry::<Self, Self>()?.is_some() {}
        Ok(self)
    }
}

/// Byte of the first bracket that opens a value deeper than is allowed.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut inside, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            b'{' | b'[' if !inside => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Some(at);
                }
            }
            b'}' | b']' if !inside => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

struct Grower<'s> {
    source: &'s Source,
    path: Path,
    nodes: usize,
    overflow: Option<Range<usize>>,
    faults: Vec<Fault>,
}

impl Grower<'_> {
    fn node(&mut self, value: ast::Value<'_>) -> Node {
        let range = value.range();
        let span = range.start..range.end;
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            self.overflow.get_or_insert(span.start..span.start + 1);
            return Node { value: Value::Null, span };
        }
        let value = match value {
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
            ast::Value::NumberLit(literal) => Value::Number(literal.value.to_owned()),
            ast::Value::StringLit(literal) => Value::Text(literal.value.into_owned()),
            ast::Value::Array(array) => {
                let items = array.elements.into_iter().enumerate().map(|(i, item)| {
                    self.path.push_index(i);
                    let node = self.node(item);
                    self.path.pop();
                    node
                });
                Value::List(items.collect())
            }
            ast::Value::Object(object) => Value::Object(self.entries(object)),
        };
        Node { value, span }
    }

    fn entries(&mut self, object: ast::Object<'_>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(object.properties.len());
        let mut seen: HashMap<String, Range<usize>> = HashMap::with_capacity(object.properties.len());
        for property in object.properties {
            let range = property.name.range();
            let key_span = range.start..range.end;
            let key = property.name.into_string();
            self.path.push_key(&key);
            if let Some(first) = seen.get(&key) {
                let kind = FaultKind::DuplicateKey { name: key, first: self.source.place(first.clone()) };
                let place = self.source.place(key_span);
                self.faults.push(Fault::new(kind, self.path.to_string(), Some(place)));
            } else {
                seen.insert(key.clone(), key_span.clone());
                let node = self.node(property.value);
                entries.push(Entry { key, key_span, node });
            }
            self.path.pop();
        }
        entries
    }
}

trait IntoSpan {
    fn into_span(self) -> Range<usize>;
}

impl IntoSpan for jsonc_parser::common::Range {
    fn into_span(self) -> Range<usize> {
        self.start..self.end
    }
}

/// What `serde_json` refused: where, and named as an author would.
fn syntax_fault(text: &str, error: &serde_json::Error) -> (Range<usize>, Syntax) {
    let at = offset(text, error.line(), error.column());
    if let Err(error) = parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        let span = error.range().into_span();
        let syntax = named(text, &span, error.kind());
        let span = match syntax {
            Syntax::Unclosed(_) | Syntax::UnclosedText(_) => span.start..span.start + 1,
            _ => one_line(text, span),
        };
        return (span, syntax);
    }
    let found = text.get(at..).and_then(|rest| rest.chars().next());
    let syntax = match found {
        Some(c) if c.is_control() => Syntax::ControlInText(c),
        _ if error.is_eof() => Syntax::Unclosed('{'),
        Some(c) if c.is_ascii_digit() || "+-.eE".contains(c) => Syntax::Number,
        // Past the quote or hex digit at which a broken escape (half of a surrogate pair) was noticed.
        _ => Syntax::Escape,
    };
    (at..at + found.map_or(0, char::len_utf8), syntax)
}

/// A place in the text from the line and byte column `serde_json` gives; always on a character's first byte.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column).saturating_sub(1).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn one_line(text: &str, span: Range<usize>) -> Range<usize> {
    let end = text.get(span.clone()).and_then(|part| part.find('\n')).map_or(span.end, |newline| span.start + newline);
    span.start..end
}

fn named(text: &str, span: &Range<usize>, kind: &ParseErrorKind) -> Syntax {
    use ParseErrorKind as K;
    let found = text.get(span.start..).and_then(|rest| rest.chars().next());
    match kind {
        K::CommentsNotAllowed | K::UnterminatedCommentBlock => Syntax::Comment,
        _ if found == Some('#') => Syntax::Comment,
        K::TrailingCommasNotAllowed => Syntax::TrailingComma,
        K::ExpectedComma => Syntax::MissingComma,
        K::ExpectedColonAfterObjectKey => Syntax::MissingColon,
        K::ExpectedObjectValue => Syntax::MissingValue,
        K::SingleQuotedStringsNotAllowed => Syntax::SingleQuotes,
        _ if matches!(found, Some('“' | '”' | '‘' | '’')) => Syntax::CurlyQuotes,
        K::ExpectedStringObjectProperty | K::UnexpectedWord => Syntax::Unquoted,
        K::MultipleRootJsonValues => Syntax::AfterTheEnd,
        _ if found.is_some_and(|c| c.is_alphabetic() || c == '_') => Syntax::Unquoted,
        K::UnterminatedArray => Syntax::Unclosed('['),
        K::UnterminatedObject => Syntax::Unclosed('{'),
        K::String(ParseStringErrorKind::UnterminatedStringLiteral) => Syntax::UnclosedText('"'),
        K::String(_) => Syntax::Escape,
        K::BareDecimalPointNumbersNotAllowed
        | K::ExpectedDigit
        | K::ExpectedDigitFollowingNegativeSign
        | K::ExpectedPlusMinusOrDigitInNumberLiteral
        | K::HexadecimalNumbersNotAllowed
        | K::NonFiniteNumbersNotAllowed
        | K::UnaryPlusNumbersNotAllowed => Syntax::Number,
        _ => found.map_or(Syntax::Unclosed('{'), Syntax::Unexpected),
    }
}

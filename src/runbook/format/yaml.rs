//! YAML → located tree: the part of YAML that means the same to every reader.
//!
//! `granit-parser` tells what stands where, event by event; what it stumbles over is named in [`slips`]. One document,
//! and no anchors, aliases, merge keys, tags or directives: each is a fault of its own. Knows nothing about runbooks,
//! so that a plain scalar stays as it was written until a field wants something of it.

mod slips;

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Span, StrInput, StructureStyle};

use super::fault::{Fault, FaultKind, Severity};
use super::limits::{MAX_DEPTH, MAX_FAULTS, MAX_NODES};
use super::source::{Path, Source};
use super::terms::{Syntax, YamlPart};
use super::tree::{Entry, Node, Value};

/// The tree of the YAML text in `range`, its places those of the whole source; without one the faults say why.
pub(super) fn tree(source: &Source, range: Range<usize>) -> (Option<Node>, Vec<Fault>) {
    let base = range.start;
    let text = source.text.get(range).unwrap_or_default();
    let mut options = Options::default();
    options.emit_anchor_events = true;
    options.emit_unresolved_aliases = true;
    options.set_emit_comments(false);
    let mut grower = Grower {
        source,
        text,
        base,
        events: Parser::new_from_str_with_options(text, options),
        path: Path::default(),
        nodes: 0,
        depth: 0,
        seen: slips::Seen::default(),
        faults: Vec::new(),
    };
    let root = grower.directives().and_then(|()| grower.document()).ok();
    (root, grower.faults)
}

/// Reading cannot go on; why is among the faults.
struct Stop;

/// An event and the bytes of the text it takes.
type Found<'s> = (Event<'s>, Span);

struct Grower<'s> {
    source: &'s Source,
    text: &'s str,
    /// Where the text begins in the source.
    base: usize,
    events: Parser<'s, StrInput<'s>>,
    path: Path,
    nodes: usize,
    depth: usize,
    seen: slips::Seen,
    faults: Vec<Fault>,
}

impl<'s> Grower<'s> {
    /// Notes a fault at these bytes of the text.
    fn fault(&mut self, span: Range<usize>, kind: FaultKind) {
        if self.faults.len() >= MAX_FAULTS && kind.severity() == Severity::Warning {
            return;
        }
        let place = self.source.place(span.start + self.base..span.end + self.base);
        self.faults.push(Fault::new(kind, self.path.to_string(), Some(place)));
    }

    fn stop(&mut self, span: Range<usize>, kind: FaultKind) -> Stop {
        self.fault(span, kind);
        Stop
    }

    fn next(&mut self) -> Result<Found<'s>, Stop> {
        match self.events.next_event() {
            Some(Ok(found)) => Ok(found),
            Some(Err(error)) => Err(self.slip(&error)),
            None => Err(self.stop(0..0, FaultKind::Syntax(Syntax::Empty))),
        }
    }

    fn slip(&mut self, error: &ScanError) -> Stop {
        let at = error.marker().byte_offset().unwrap_or(self.text.len());
        let (span, kind) = slips::named(self.text, error.kind(), at, &self.seen);
        // `*bold* text` is an alias and something after it: one slip, told once.
        let line = slips::line(self.text, at);
        let told = self.faults.iter().any(|fault| {
            fault.is_error()
                && fault.place.as_ref().is_some_and(|place| line.contains(&place.span.start.wrapping_sub(self.base)))
        });
        if !told {
            self.path = Path::default();
            self.fault(span, kind);
        }
        Stop
    }

    /// No directives but `%YAML 1.2`, which changes nothing.
    fn directives(&mut self) -> Result<(), Stop> {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let said = line.trim_end();
            if said.starts_with('%') {
                if said.split_whitespace().take(2).collect::<Vec<_>>() != ["%YAML", "1.2"] {
                    let span = at..at + said.len();
                    return Err(self.stop(span, FaultKind::YamlPart(YamlPart::Directive)));
                }
            } else if !said.is_empty() && !said.trim_start().starts_with('#') {
                break;
            }
            at += line.len();
        }
        Ok(())
    }

    /// The one document there is.
    fn document(&mut self) -> Result<Node, Stop> {
        let mut root = None;
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => break,
                (Event::DocumentStart(..), span) if root.is_some() => {
                    let span = slips::line_end(self.text, bytes(&span).start);
                    return Err(self.stop(span, FaultKind::YamlPart(YamlPart::SecondDocument)));
                }
                (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
                found => root = Some(self.node(found)?),
            }
        }
        match root {
            Some(root) if root.value != Value::Null => Ok(root),
            _ => Err(self.stop(0..0, FaultKind::Syntax(Syntax::Empty))),
        }
    }

    /// The node an event begins, with all that lies in it.
    fn node(&mut self, (event, span): Found<'s>) -> Result<Node, Stop> {
        let at = bytes(&span);
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.stop(slips::one(self.text, at.start), FaultKind::TooManyNodes { limit: MAX_NODES }));
        }
        // So much is wrong that more of it helps nobody.
        if self.faults.len() > 2 * MAX_FAULTS {
            return Err(Stop);
        }
        if let Some(tag) = span.tag_span() {
            self.fault(bytes(&tag), FaultKind::YamlPart(YamlPart::Tag));
        }
        match event {
            Event::Scalar(text, style, ..) => {
                let node = self.scalar(text.into_owned(), style, at);
                self.anchor();
                Ok(node)
            }
            Event::SequenceStart(style, ..) => self.inside(style, at, Self::list),
            Event::MappingStart(style, ..) => {
                let flow = matches!(style, StructureStyle::Flow);
                if flow && self.text.get(at.start..).is_some_and(|rest| rest.starts_with("{{")) {
                    let span = slips::braces(self.text, at.start);
                    self.fault(span.clone(), FaultKind::Syntax(Syntax::BracesUnquoted));
                    self.skip()?;
                    return Ok(self.located(Value::Broken, span));
                }
                self.inside(style, at, Self::object)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.fault(at.clone(), FaultKind::YamlPart(YamlPart::Alias));
                Ok(self.located(Value::Broken, at))
            }
            _ => Ok(self.located(Value::Broken, at)),
        }
    }

    fn located(&self, value: Value, span: Range<usize>) -> Node {
        Node { value, span: span.start + self.base..span.end + self.base }
    }

    /// The name given to a node stands before it, and is told after it.
    fn anchor(&mut self) {
        if let Some(Ok((Event::Anchor(..), span))) = self.events.peek() {
            let span = bytes(span);
            self.fault(span, FaultKind::YamlPart(YamlPart::Anchor));
            // What was just looked at cannot fail.
            let _ = self.events.next_event();
        }
    }

    fn inside(
        &mut self,
        style: StructureStyle,
        at: Range<usize>,
        read: fn(&mut Self, usize) -> Result<Node, Stop>,
    ) -> Result<Node, Stop> {
        self.anchor();
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.stop(slips::one(self.text, at.start), FaultKind::TooDeep { limit: MAX_DEPTH }));
        }
        let flow = matches!(style, StructureStyle::Flow);
        if flow {
            self.seen.open.push(at.start);
        }
        let node = read(self, at.start)?;
        if flow {
            self.seen.open.pop();
        }
        self.depth -= 1;
        Ok(node)
    }

    fn list(&mut self, start: usize) -> Result<Node, Stop> {
        let mut items = Vec::new();
        let end = loop {
            match self.next()? {
                (Event::SequenceEnd, span) => break bytes(&span).end,
                found => {
                    self.path.push_index(items.len());
                    items.push(self.node(found)?);
                    self.path.pop();
                }
            }
        };
        let start = slips::dash(self.text, start);
        Ok(self.located(Value::List(items), start..slips::trimmed(self.text, start..end)))
    }

    fn object(&mut self, start: usize) -> Result<Node, Stop> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut first: HashMap<String, Range<usize>> = HashMap::new();
        let mut merged = false;
        let end = loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                break bytes(&span).end;
            }
            let at = bytes(&span);
            let Event::Scalar(name, style, ..) = &event else {
                self.fault(slips::one(self.text, at.start), FaultKind::YamlPart(YamlPart::CompoundName));
                self.node((event, span))?;
                let value = self.next()?;
                self.node(value)?;
                continue;
            };
            let (name, plain) = (name.clone().into_owned(), matches!(style, ScalarStyle::Plain));
            self.seen.scalar = at.clone();
            if let Some(tag) = span.tag_span() {
                self.fault(bytes(&tag), FaultKind::YamlPart(YamlPart::Tag));
            }
            self.anchor();
            self.path.push_key(&name);
            let key_span = at.start + self.base..at.end + self.base;
            let known = self.faults.len();
            let value = self.next()?;
            let node = self.node(value)?;
            if plain && name == "<<" {
                merged = true;
                // The alias after it belongs to the same slip.
                self.faults.truncate(known);
                self.fault(at, FaultKind::YamlPart(YamlPart::MergeKey));
            } else if let Some(before) = first.get(&name) {
                let kind = FaultKind::DuplicateKey { name, first: self.source.place(before.clone()) };
                self.fault(at, kind);
            } else {
                first.insert(name.clone(), key_span.clone());
                entries.push(Entry { key: name, key_span, node });
            }
            self.path.pop();
        };
        // What else it holds stands elsewhere: nothing in it can be said to be missing.
        let value = if merged { Value::Broken } else { Value::Object(entries) };
        Ok(self.located(value, start..slips::trimmed(self.text, start..end)))
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, at: Range<usize>) -> Node {
        self.seen.scalar = at.clone();
        if !matches!(style, ScalarStyle::Plain) {
            let end = if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                slips::trimmed(self.text, at.clone())
            } else {
                at.end
            };
            return self.located(Value::Text(text), at.start..end);
        }
        let cut = slips::cut(self.text, at.end);
        if at.is_empty() {
            if let Some(cut) = cut {
                self.fault(cut.clone(), FaultKind::TextCut);
                if let Some(fault) = self.faults.last_mut() {
                    fault.severity = Severity::Error;
                }
                return self.located(Value::Broken, cut);
            }
            return self.located(Value::Null, at);
        }
        if let Some(cut) = cut {
            self.fault(cut, FaultKind::TextCut);
        }
        if let Some(dash) = slips::item_in_text(self.text, &at) {
            self.fault(dash, FaultKind::Syntax(Syntax::Indent));
        }
        let nothing = matches!(text.as_str(), "~" | "null" | "Null" | "NULL");
        self.located(if nothing { Value::Null } else { Value::Plain(text) }, at)
    }

    /// Passes over what the last event began.
    fn skip(&mut self) -> Result<(), Stop> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.next()?.0 {
                Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
                Event::SequenceEnd | Event::MappingEnd => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }
}

/// The bytes of a span; a parser of a `str` always knows them.
fn bytes(span: &Span) -> Range<usize> {
    span.byte_range().unwrap_or_default()
}

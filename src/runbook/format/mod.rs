//! Text → runbook: every spelling becomes one located tree, one decoder reads it, and all faults come at once.
//!
//! Pure: bytes come in, a [`Reading`] goes out. Faults are typed and placed; their sentences live in `words`.

mod decode;
mod fault;
mod fields;
mod json;
mod limits;
mod markdown;
mod names;
mod nearest;
mod source;
mod terms;
mod tree;
mod yaml;

#[cfg(test)]
mod tests;

pub use decode::BUILT_INS;
pub use fault::{Fault, FaultKind, Severity};
pub use limits::{
    MAX_BYTES, MAX_DEPTH, MAX_FAULTS, MAX_NODES, MAX_ROLES, MAX_STEPS, MAX_TEXT, MAX_TITLE, MAX_VARIABLES,
};
pub use markdown::Recognised;
pub use source::{Path, Place, Source};
pub use terms::{Expected, Hidden, IdRule, Referent, Syntax};
pub use tree::{Entry, Node, Shape, Value};

use super::Runbook;

/// What reading a file gave.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The runbook; none when there is an error.
    pub runbook: Option<Runbook>,
    /// Everything wrong, in the order of the text; no more than [`MAX_FAULTS`].
    pub faults: Vec<Fault>,
    /// How many faults were found beyond those.
    pub dropped: usize,
    /// Fields that are sound, and that nothing happens by yet.
    pub unacted: Vec<Unacted>,
    /// The text, and where its fields stand.
    pub source: Source,
    /// What was recognised, where that had to be: in a Markdown page.
    pub recognised: Option<Recognised>,
}

impl Reading {
    /// The faults with which the runbook is not run.
    pub fn errors(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| fault.is_error())
    }

    /// The faults with which it is.
    pub fn warnings(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| !fault.is_error())
    }

    fn failed(source: Source, mut faults: Vec<Fault>) -> Self {
        faults.sort_by_key(in_order);
        Self { faults, source, ..Self::default() }
    }
}

/// A field that is read, checked and kept, and that the program does not act on yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unacted {
    /// Its name, the same for every place it stands in: `steps[].repeat`.
    pub field: String,
    /// How often it stands in the file.
    pub count: usize,
}

/// Reads a runbook. `name` is the name of its file, of which only the ending counts.
///
/// Never fails and never stops at the first fault; whatever the bytes are, it takes bounded time and memory.
pub fn read(name: &str, bytes: &[u8]) -> Reading {
    if let Some(ending) = other_spelling(name) {
        return Reading::failed(Source::default(), vec![whole_file(FaultKind::OtherSpelling { ending })]);
    }
    if bytes.len() > MAX_BYTES {
        let kind = FaultKind::TooBig { bytes: bytes.len(), limit: MAX_BYTES };
        return Reading::failed(Source::default(), vec![whole_file(kind)]);
    }
    let mut source = match text(bytes) {
        Ok(text) => Source::new(text),
        Err(fault) => return Reading::failed(Source::default(), vec![*fault]),
    };
    if is_markdown(name) {
        return page(source, name);
    }
    let (root, faults) = json::tree(&source);
    let Some(root) = root else { return Reading::failed(source, faults) };
    let decoded = decode::runbook(&source, &root);
    source.root = Some(root);
    whole(source, faults, decoded)
}

/// Reads a Markdown page. One without a procedure has a text and no runbook.
fn page(mut source: Source, name: &str) -> Reading {
    let page = markdown::read(&source, name);
    source.root = Some(page.root);
    let mut reading = match page.decoded {
        Some(decoded) => whole(source, page.faults, decoded),
        None => {
            let mut reading = Reading::failed(source, page.faults);
            if reading.errors().next().is_none() {
                reading.faults.push(whole_file(FaultKind::NoProcedure));
            }
            reading
        }
    };
    reading.recognised = Some(page.recognised);
    reading
}

fn is_markdown(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| matches!(ending.as_str(), "md" | "markdown"))
}

fn whole(source: Source, mut faults: Vec<Fault>, decoded: decode::Decoded) -> Reading {
    faults.extend(decoded.faults);
    faults.sort_by_key(in_order);
    let mut dropped = decoded.dropped;
    dropped += faults.len().saturating_sub(MAX_FAULTS);
    let sound = dropped == 0 && !faults.iter().any(Fault::is_error);
    faults.truncate(MAX_FAULTS);
    Reading {
        runbook: decoded.runbook.filter(|_| sound),
        faults,
        dropped,
        unacted: decoded.unacted.into_iter().map(|(field, count)| Unacted { field, count }).collect(),
        source,
        recognised: None,
    }
}

fn in_order(fault: &Fault) -> usize {
    fault.place.as_ref().map_or(0, |place| place.span.start)
}

/// The ending of a spelling the format has and this program does not read.
fn other_spelling(name: &str) -> Option<String> {
    let (_, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    matches!(ending.as_str(), "yaml" | "yml").then_some(ending)
}

fn whole_file(kind: FaultKind) -> Fault {
    let place = Place { span: 0..0, line: 1, column: 1, end_line: 1, end_column: 1 };
    Fault::new(kind, String::new(), Some(place))
}

/// The text without a byte order mark.
fn text(bytes: &[u8]) -> Result<String, Box<Fault>> {
    // A JSON text begins with a bracket: with a zero beside it, it is UTF-16 without a mark.
    if matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 1..=0x7F, ..] | [1..=0x7F, 0, ..]) {
        return Err(Box::new(whole_file(FaultKind::Utf16)));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let at = error.valid_up_to();
            let source = Source::new(String::from_utf8_lossy(bytes).into_owned());
            let byte = bytes.get(at).copied().unwrap_or_default();
            let kind = FaultKind::NotUtf8 { byte };
            Err(Box::new(Fault::new(kind, String::new(), Some(source.place(at..at)))))
        }
    }
}

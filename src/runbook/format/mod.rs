//! Text → runbook: every spelling becomes one located tree, one decoder reads it, and all faults come at once; and back
//! again, from the tree to a native text (`write`).
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
mod write;
mod written;
mod yaml;

#[cfg(test)]
mod tests;

pub use decode::BUILT_INS;
pub(super) use decode::FORMAT;
pub use fault::{Fault, FaultKind, Severity};
pub(super) use fields::FEATURES;
pub use limits::{
    MAX_BYTES, MAX_DEPTH, MAX_FAULTS, MAX_NODES, MAX_ROLES, MAX_STEPS, MAX_TEXT, MAX_TITLE, MAX_VARIABLES,
};
pub use markdown::Recognised;
pub use source::{Path, Place, Source};
pub use terms::{Expected, Hidden, IdRule, Referent, Syntax, YamlPart};
pub use tree::{Entry, Node, Shape, Value};
pub(super) use write::yaml_text;
pub use write::{Native, native, write};

use super::Runbook;

/// Endings of the names of files that hold runbooks, in small letters.
pub const ENDINGS: [&str; 5] = ["json", "yaml", "yml", "md", "markdown"];

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
        let dropped = faults.len().saturating_sub(MAX_FAULTS);
        faults.truncate(MAX_FAULTS);
        Self { faults, dropped, source, ..Self::default() }
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
    if bytes.len() > MAX_BYTES {
        let kind = FaultKind::TooBig { bytes: bytes.len(), limit: MAX_BYTES };
        return Reading::failed(Source::default(), vec![whole_file(kind)]);
    }
    let mut source = match text(bytes) {
        Ok(text) => Source::new(text),
        Err(fault) => return Reading::failed(Source::default(), vec![*fault]),
    };
    let (root, faults) = match spelling(name) {
        Spelling::Markdown => return page(source, name),
        Spelling::Json => json::tree(&source),
        Spelling::Yaml => yaml::tree(&source, 0..source.text.len()),
    };
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
    if let Some(book) = &mut reading.runbook {
        book.recognised = reading.recognised;
    }
    reading
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

/// How a file spells its runbook.
enum Spelling {
    Json,
    Yaml,
    Markdown,
}

fn spelling(name: &str) -> Spelling {
    match ending(name).as_str() {
        "yaml" | "yml" => Spelling::Yaml,
        "md" | "markdown" => Spelling::Markdown,
        _ => Spelling::Json,
    }
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

fn whole_file(kind: FaultKind) -> Fault {
    let place = Place { span: 0..0, line: 1, column: 1, end_line: 1, end_column: 1 };
    Fault::new(kind, String::new(), Some(place))
}

/// The text without a byte order mark.
fn text(bytes: &[u8]) -> Result<String, Box<Fault>> {
    // A runbook begins with a bracket or a name: with a zero beside it, it is UTF-16 without a mark.
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

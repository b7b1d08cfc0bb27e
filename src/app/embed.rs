//! The texts a session is opened with: its runbook, and every child runbook that one can reach.
//!
//! What cannot be had is named and left out: a missing child stops no response.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::App;
use super::sentences::library_trouble;
use crate::runbook::Runbook;
use crate::runbook::format::read;
use crate::session::{MAX_CHILD_DEPTH, Source};
use crate::words::Words;
use crate::world::{Loaded, Origin};

/// Bytes of all texts together; a journal holds them in one line.
const MAX_EMBEDDED: usize = 3 * 1024 * 1024;

/// A runbook that steps name and that is not there to be gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// The name the steps use.
    pub name: String,
    /// Title of the runbook that names it.
    pub named_by: String,
    /// Why it is not there.
    pub why: String,
}

/// What a session is opened with.
pub(super) struct Embedded {
    /// Its runbook first, then the others, nearest first.
    pub sources: Vec<Source>,
    /// What steps name and nobody found.
    pub absent: Vec<Absent>,
}

/// A text whose children are still to be looked for.
struct Open {
    place: usize,
    depth: usize,
    origin: Origin,
    lang: String,
    title: String,
    /// What its steps lead into.
    names: Vec<String>,
}

impl Open {
    fn new(book: &Runbook, place: usize, depth: usize, origin: Origin, lang: &str) -> Self {
        let lang = book.language.as_deref().unwrap_or(lang).to_owned();
        let names = book.child_names().into_iter().map(str::to_owned).collect();
        Self { place, depth, origin, lang, title: book.title.clone(), names }
    }
}

/// What a name leads to.
struct Child {
    /// The text; what it says is read again once it is entered, and is not kept until then.
    source: Source,
    /// None where the text is there already.
    book: Option<(Runbook, Origin)>,
}

impl App {
    /// Gathers the texts a session of `book` is opened with.
    pub(super) fn embed(&self, loaded: Loaded, book: &Runbook) -> Embedded {
        let first = Open::new(book, 0, 0, loaded.origin.clone(), self.words.lang().tag());
        let mut all = Embedded { sources: vec![source(loaded).saying(book.clone())], absent: Vec::new() };
        let mut open = VecDeque::from([first]);
        while let Some(outer) = open.pop_front() {
            let mut leads = BTreeMap::new();
            for name in &outer.names {
                match self.child(&outer, name, &all.sources) {
                    Ok(child) => {
                        leads.insert(name.clone(), child.source.sha256.clone());
                        if let Some((book, origin)) = child.book {
                            open.push_back(Open::new(&book, all.sources.len(), outer.depth + 1, origin, &outer.lang));
                            all.sources.push(child.source);
                        }
                    }
                    Err(why) => {
                        all.absent.push(Absent { name: name.clone(), named_by: outer.title.clone(), why });
                    }
                }
            }
            if let Some(own) = all.sources.get_mut(outer.place) {
                *own = own.clone().leading_to(leads);
            }
        }
        all
    }

    fn child(&self, outer: &Open, name: &str, known: &[Source]) -> Result<Child, String> {
        let words: &Words = &self.words;
        if outer.depth >= MAX_CHILD_DEPTH {
            return Err(words.with("cli-child-too-deep", &[("limit", MAX_CHILD_DEPTH.into())]));
        }
        let found = self.library.find_child(&outer.origin, name, &outer.lang);
        let loaded = found.map_err(|error| library_trouble(&error, words))?;
        let origin = loaded.origin.clone();
        let sha256 = sha256(&loaded.bytes);
        if let Some(same) = known.iter().find(|known| known.sha256 == sha256) {
            return Ok(Child { source: same.clone(), book: None });
        }
        let bytes: usize = known.iter().map(|known| known.text.len()).sum();
        if bytes + loaded.bytes.len() > MAX_EMBEDDED {
            return Err(words.with("cli-child-too-large", &[("limit", MAX_EMBEDDED.into())]));
        }
        let reading = read(&loaded.file, &loaded.bytes);
        match reading.runbook {
            Some(book) => Ok(Child { source: source(loaded), book: Some((book, origin)) }),
            None => Err(words.with("cli-child-broken", &[("count", reading.faults.len().into())])),
        }
    }
}

fn source(loaded: Loaded) -> Source {
    let sha256 = sha256(&loaded.bytes);
    let text = String::from_utf8_lossy(&loaded.bytes).into_owned();
    Source::new(loaded.file, sha256, text)
}

fn sha256(bytes: &[u8]) -> String {
    let mut hash = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

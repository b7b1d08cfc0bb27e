//! Whether the runbooks that a runbook names are there, and lead nowhere back.

use super::App;
use crate::runbook::check::{Link, links};
use crate::runbook::format::{Fault, FaultKind, Reading, read};
use crate::runbook::{Runbook, RunbookId};
use crate::session::MAX_CHILD_DEPTH;
use crate::world::{LibraryError, Loaded, Origin};

/// Runbooks opened to find the way back of one that is named.
const MAX_OPENED: usize = 100;

impl App {
    /// What is wrong with the runbooks that this one names, in the order of its text.
    pub fn check_links(&self, loaded: &Loaded, reading: &Reading) -> Vec<Fault> {
        let Some(book) = &reading.runbook else { return Vec::new() };
        let lang = book.language.clone().unwrap_or_else(|| self.words.lang().tag().to_owned());
        let leads: Vec<&str> = book.child_names();
        let trouble = |link: Link| {
            let name = link.name.clone();
            let kind = match self.linked(&loaded.origin, &name, &lang) {
                Err(kind) => kind,
                Ok((child, origin)) if leads.contains(&name.as_str()) => {
                    let way = Way { app: self, home: &book.id, lang: &lang };
                    way.leads_back(&child, &origin, 1, &mut 0).then_some(FaultKind::LeadsBack { name })?
                }
                Ok(_) => return None,
            };
            let place = reading.source.name_or_head(&link.path).map(|span| reading.source.place(span));
            Some(Fault::new(kind, link.path.to_string(), place))
        };
        links(&reading.source).into_iter().filter_map(trouble).collect()
    }

    fn linked(&self, from: &Origin, name: &str, lang: &str) -> Result<(Runbook, Origin), FaultKind> {
        let named = || name.to_owned();
        let loaded = self.library.find_child(from, name, lang).map_err(|error| match error {
            LibraryError::Unknown { nearest, .. } => {
                FaultKind::UnknownRunbook { name: named(), suggestion: nearest.into_iter().next() }
            }
            LibraryError::Missing(_) => FaultKind::UnknownRunbook { name: named(), suggestion: None },
            LibraryError::Outside(_) => FaultKind::RunbookOutside { name: named() },
            LibraryError::NotAFile(_) | LibraryError::TooLarge(_) | LibraryError::Unreadable(..) => {
                FaultKind::BrokenRunbook { name: named() }
            }
        })?;
        match read(&loaded.file, &loaded.bytes).runbook {
            Some(book) => Ok((book, loaded.origin)),
            None => Err(FaultKind::BrokenRunbook { name: named() }),
        }
    }
}

/// The search for a way back.
struct Way<'a> {
    app: &'a App,
    home: &'a RunbookId,
    lang: &'a str,
}

impl Way<'_> {
    fn leads_back(&self, book: &Runbook, origin: &Origin, depth: usize, opened: &mut usize) -> bool {
        if book.id == *self.home {
            return true;
        }
        if depth >= MAX_CHILD_DEPTH {
            return false;
        }
        let lang = book.language.as_deref().unwrap_or(self.lang);
        book.child_names().into_iter().any(|name| {
            *opened += 1;
            *opened <= MAX_OPENED
                && self
                    .app
                    .linked(origin, name, lang)
                    .is_ok_and(|(child, origin)| self.leads_back(&child, &origin, depth + 1, opened))
        })
    }
}

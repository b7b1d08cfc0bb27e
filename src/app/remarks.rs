//! What there is to know once about the place the program runs in, and that no entry tells.

use super::App;
use crate::host::Catalogue;
use crate::runbook::index::Listed;
use crate::session::Entry;

/// What of the session was looked through for letters that the terminal does not show.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    /// Entries looked through.
    entries: usize,
    /// There are some.
    found: bool,
    told: bool,
}

impl Hidden {
    /// Looks through another session.
    pub(super) fn begin_anew(&mut self) {
        self.entries = 0;
    }

    pub(super) fn look_through(&mut self, catalogue: &Catalogue) {
        let sessions = catalogue.sessions.iter().flat_map(|card| [card.title.as_str(), &card.standing]);
        let outlines = catalogue.index.runbooks().iter().filter_map(Listed::outline);
        let runbooks = outlines.flat_map(|outline| [outline.title.as_str(), outline.about.as_deref().unwrap_or("")]);
        self.found = self.found || sessions.chain(runbooks).any(|text| !text.is_ascii());
    }
}

impl App {
    /// Says all that goes to the terminal in English, where the terminal shows none of the reader's own letters; what is
    /// written into files stays in the reader's language.
    pub fn speak_ascii(&mut self) {
        if !self.words.lang().is_ascii() {
            self.words = crate::words::Words::new(crate::words::Lang::En).into();
            self.hidden.found = true;
        }
    }

    /// Once, as soon as something is shown as question marks: why, and what shows it.
    pub(super) fn hidden_letters(&mut self) -> Option<String> {
        if self.look.unicode || self.hidden.told {
            return None;
        }
        if let Some(live) = &self.live {
            let (log, book) = (live.session().log(), live.session().book());
            let mut new = log.iter().skip(self.hidden.entries);
            // A runbook in ASCII may write its letters as escapes.
            let titles = || std::iter::once(&book.title).chain(book.steps().map(|(_, step)| &step.title));
            self.hidden.found |= new.any(|row| !is_ascii(&row.entry) || !titles().all(|title| title.is_ascii()));
            self.hidden.entries = log.len();
        }
        self.hidden.told = self.hidden.found;
        self.hidden.told.then(|| self.words.say("told-ascii-only"))
    }
}

/// Whether all texts of an entry are ASCII.
fn is_ascii(entry: &Entry) -> bool {
    let people = [&entry.who.0, &entry.by.person.0];
    let events = serde_json::to_string(&entry.events);
    people.into_iter().all(|name| name.is_ascii()) && events.is_ok_and(|events| events.is_ascii())
}

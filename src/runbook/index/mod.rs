//! The index of a library: what is kept of every runbook found, when it is due, and which others it stands beside.
//!
//! Pure. Owns how files become rows, what is marked on them, and which row a few words find. It knows no folder and no
//! session: names, contents and the days of drills come in as data, the names first.

mod outline;
mod search;

use std::collections::HashMap;

use chrono::NaiveDate;

pub use outline::{Lead, Outline, PhaseSketch, Question, Sketch, Target};

use super::Status;
use super::format::{Fault, Reading};

/// Faults of a broken file that are kept.
const FAULTS: usize = 4;

/// Where a runbook stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// Beside whoever asks.
    Near,
    /// With the user's configuration.
    User,
    /// In the program.
    Bundled,
}

/// What a file turned out to hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Nobody has looked yet.
    Unread,
    /// A runbook that can be run.
    Sound(Box<Outline>),
    /// Faults with which it cannot be run: the first of them, and how many there are.
    Broken {
        /// The first ones.
        faults: Vec<Fault>,
        /// All of them.
        count: usize,
    },
    /// A page without a procedure, to be read and not to be run: its title.
    Page(String),
    /// The file cannot be read, in words.
    Unreadable(String),
}

/// The fault of a page that nobody can go through.
const NO_PROCEDURE: &str = "no-procedure";

impl Found {
    /// What reading a file gave.
    pub fn of(reading: Reading) -> Self {
        let count = reading.errors().count() + reading.dropped;
        if is_page(&reading) {
            return Self::Page(heading(reading.source.text()));
        }
        match reading.runbook {
            Some(book) if count == 0 => Self::Sound(Box::new(Outline::of(&book))),
            _ => Self::Broken {
                faults: reading.faults.into_iter().filter(Fault::is_error).take(FAULTS).collect(),
                count,
            },
        }
    }
}

/// Whether a file holds a text to be read and no steps to go through.
pub fn is_page(reading: &Reading) -> bool {
    reading.runbook.is_none() && reading.faults.iter().any(|fault| fault.code() == NO_PROCEDURE)
}

/// The first heading of a page; empty where there is none.
fn heading(text: &str) -> String {
    let mut lines = text.lines().filter_map(|line| line.strip_prefix('#'));
    let heading = lines.next().unwrap_or_default().trim_start_matches('#').trim();
    heading.chars().take(outline::LONGEST).collect()
}

/// One file of a runbook: the runbook in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// Where it is, as people say it.
    pub file: String,
    /// Language of the folder it stands in.
    pub lang: Option<String>,
    /// Where it stands.
    pub shelf: Shelf,
    /// What it holds.
    pub found: Found,
}

impl Edition {
    /// What it says, once that is known and sound.
    pub fn outline(&self) -> Option<&Outline> {
        if let Found::Sound(outline) = &self.found { Some(outline) } else { None }
    }

    /// Language it is written in: as it says itself, else as its folder says.
    pub fn language(&self) -> Option<&str> {
        self.outline().and_then(|outline| outline.language.as_deref()).or(self.lang.as_deref())
    }
}

/// One runbook of the library.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listed {
    /// What its file is called.
    pub id: String,
    /// What to open it by: its id, or the path of a file that its id does not open.
    pub opens: String,
    /// Its files; the one that is opened stands first.
    pub editions: Vec<Edition>,
    /// The file that its id opens in place of this one: both stand in one folder under one name.
    pub twin: Option<String>,
    /// The plan that says that it replaces this one.
    pub superseded_by: Option<String>,
    /// Day of the last drill that came to its end.
    pub drilled: Option<NaiveDate>,
}

/// Something to know about a runbook before one opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// So many faults keep it from being run.
    Broken(usize),
    /// Its file cannot be read.
    Unreadable,
    /// Its id opens this file, and not the one listed here.
    Twin(String),
    /// It is being written.
    Draft,
    /// It is out of force.
    Retired,
    /// Another plan replaces it.
    Superseded(String),
    /// It holds from a day that has not come.
    NotYet(NaiveDate),
    /// Its review was due on this day.
    ReviewOverdue(NaiveDate),
    /// A drill of it was due on this day.
    DrillDue(NaiveDate),
    /// It was never drilled.
    NeverDrilled,
}

impl Mark {
    /// Whether somebody owes a drill or a review.
    pub fn is_due(&self) -> bool {
        matches!(self, Self::ReviewOverdue(_) | Self::DrillDue(_) | Self::NeverDrilled)
    }

    /// Whether it says something that nobody may overlook; what is true of most runbooks of a new library does not.
    pub fn is_loud(&self) -> bool {
        !matches!(self, Self::NeverDrilled)
    }
}

impl Listed {
    /// What it says in the language it is opened in, once that is known and sound.
    pub fn outline(&self) -> Option<&Outline> {
        self.editions.first().and_then(Edition::outline)
    }

    /// Its title; until that is known, and where there is none, its id.
    pub fn title(&self) -> &str {
        match self.editions.first().map(|edition| &edition.found) {
            Some(Found::Sound(outline)) => &outline.title,
            Some(Found::Page(title)) if !title.is_empty() => title,
            _ => &self.id,
        }
    }

    /// Whether it is known to be a page to read, without anything to go through.
    pub fn is_page(&self) -> bool {
        matches!(self.editions.first().map(|edition| &edition.found), Some(Found::Page(_)))
    }

    /// Where the file that is opened stands.
    pub fn shelf(&self) -> Shelf {
        self.editions.first().map_or(Shelf::Bundled, |edition| edition.shelf)
    }

    /// Whether it is known that it cannot be run.
    pub fn is_broken(&self) -> bool {
        let found = self.editions.first().map(|edition| &edition.found);
        matches!(found, Some(Found::Broken { .. } | Found::Unreadable(_)))
    }

    /// The languages there are, each once, that in which it is opened first.
    pub fn languages(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for language in self.editions.iter().filter_map(Edition::language) {
            if !all.contains(&language) {
                all.push(language);
            }
        }
        all
    }

    /// Day on which the next drill is due; none as long as there was none.
    pub fn drill_due(&self) -> Option<NaiveDate> {
        let every = self.outline()?.drill_every;
        self.drilled?.checked_add_signed(every.delta())
    }

    /// What to know about it on this day, what matters most first.
    pub fn marks(&self, today: NaiveDate) -> Vec<Mark> {
        let mut marks = Vec::new();
        match self.editions.first().map(|edition| &edition.found) {
            Some(Found::Broken { count, .. }) => marks.push(Mark::Broken(*count)),
            Some(Found::Unreadable(_)) => marks.push(Mark::Unreadable),
            _ => {}
        }
        marks.extend(self.twin.clone().map(Mark::Twin));
        let Some(outline) = self.outline() else { return marks };
        let known = marks.len();
        match outline.status {
            Status::Draft => marks.push(Mark::Draft),
            Status::Retired => marks.push(Mark::Retired),
            Status::Active => {}
        }
        marks.extend(self.superseded_by.clone().map(Mark::Superseded));
        marks.extend(outline.effective.filter(|from| *from > today).map(Mark::NotYet));
        // What is not in force is neither reviewed nor drilled.
        if marks.len() == known {
            marks.extend(outline.review_due.filter(|due| *due < today).map(Mark::ReviewOverdue));
            match self.drill_due() {
                None => marks.push(Mark::NeverDrilled),
                Some(due) if due < today => marks.push(Mark::DrillDue(due)),
                Some(_) => {}
            }
        }
        marks
    }
}

/// Everything found, in the order in which it is listed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Index {
    runbooks: Vec<Listed>,
    drills: HashMap<String, NaiveDate>,
}

impl Index {
    /// An index of these runbooks: what is nearer first, then by name.
    pub fn new(mut runbooks: Vec<Listed>) -> Self {
        runbooks.sort_by(|a, b| (a.shelf(), &a.id, &a.opens).cmp(&(b.shelf(), &b.id, &b.opens)));
        Self { runbooks, drills: HashMap::new() }
    }

    /// All runbooks.
    pub fn runbooks(&self) -> &[Listed] {
        &self.runbooks
    }

    /// Takes in what the file `edition` of the runbook `row` holds. Of an edition that is not the one opened only what it
    /// is found by is kept.
    pub fn fill(&mut self, row: usize, edition: usize, found: Found) {
        let place = self.runbooks.get_mut(row).and_then(|listed| listed.editions.get_mut(edition));
        let Some(place) = place else { return };
        place.found = found;
        if let (Found::Sound(outline), true) = (&mut place.found, edition > 0) {
            outline.keep_what_finds_it();
        }
    }

    /// Takes in on which day a runbook, by the id in its text, was last drilled.
    pub fn drilled(&mut self, id: &str, on: NaiveDate) {
        let last = self.drills.entry(id.to_owned()).or_insert(on);
        *last = on.max(*last);
    }

    /// Works out what several runbooks say together, after some were filled in.
    pub fn settle(&mut self) {
        let mut replaced: HashMap<String, (String, String)> = HashMap::new();
        for listed in &self.runbooks {
            let Some(outline) = listed.outline().filter(|outline| outline.status == Status::Active) else { continue };
            for old in &outline.supersedes {
                replaced.insert(old.to_lowercase(), (listed.id.clone(), outline.title.clone()));
            }
        }
        for listed in &mut self.runbooks {
            let outlines = || listed.editions.iter().filter_map(Edition::outline);
            let names = outlines().flat_map(|outline| [&outline.id, &outline.title]).chain([&listed.id]);
            let by = names.filter_map(|name| replaced.get(&name.to_lowercase())).find(|(id, _)| *id != listed.id);
            let drilled = outlines().filter_map(|outline| self.drills.get(&outline.id)).max().copied();
            let by = by.map(|(_, title)| title.clone());
            (listed.superseded_by, listed.drilled) = (by, drilled);
        }
    }

    /// The runbooks that hold every word of the query, in whichever language, the best first; all of them, in their order,
    /// where nothing is asked. Pages that are only read come last.
    pub fn search(&self, query: &str) -> Vec<&Listed> {
        let mut found = search::search(&self.runbooks, query);
        found.sort_by_key(|listed| listed.is_page());
        found
    }
}

#[cfg(test)]
mod tests;

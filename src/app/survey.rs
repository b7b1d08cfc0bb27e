//! Looking around: what is in the library and in the state folder, the names at once, the rest in a thread of its own.
//!
//! Owns in which order files are read and how what they hold reaches the catalogue. What is on the catalogue is only
//! ever changed by whoever holds it, a batch at a time, so that nobody sees half of one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::App;
use super::catalogue::{LOOKED_INTO, Standing};
use super::sentences::library_trouble;
use crate::host::{Catalogue, SessionCard};
use crate::journal;
use crate::runbook::format::read;
use crate::runbook::index::{Edition, Found, Index, Listed, Shelf};
use crate::words::Words;
use crate::world::{Book, Origin};

/// Sessions looked into before anything is shown: what runs is seldom older.
const AT_ONCE: usize = 20;

/// How long what was found is gathered before it is shown.
const GATHERED: Duration = Duration::from_millis(40);

/// A piece of what there is, looked into.
#[derive(Debug)]
pub(super) enum Piece {
    /// A file: its row, which of the row's files it is, and what it holds.
    File(usize, usize, Found),
    /// A session.
    Session(Option<SessionCard>, Option<(String, NaiveDate)>),
}

/// What is still to be looked into.
pub(super) struct Survey {
    files: Vec<(usize, usize, Book)>,
    sessions: Vec<journal::Found>,
    words: Arc<Words>,
}

/// The pieces a thread finds, batch by batch.
pub(super) type Pieces = Receiver<Vec<Piece>>;

impl Survey {
    /// What is known at once, and what is to be looked into: the files that are opened first, then sessions of long ago,
    /// then the translations.
    pub(super) fn begin(app: &App) -> (Catalogue, Self) {
        let mut sessions: Vec<journal::Found> = app.ladder.list().unwrap_or_default();
        sessions.truncate(LOOKED_INTO);
        let later = sessions.split_off(sessions.len().min(AT_ONCE));
        let words = Arc::clone(&app.words);
        let (index, files) = names(app);
        let survey = Self { files, sessions: later, words };
        let mut catalogue = Catalogue { index, unread: survey.count(), ..Catalogue::default() };
        let found = sessions.into_iter().map(|found| session(found, &survey.words));
        take_in(&mut catalogue, found.collect());
        catalogue.unread = survey.count();
        (catalogue, survey)
    }

    fn count(&self) -> usize {
        self.files.len() + self.sessions.len()
    }

    /// Looks into everything; `tell` says whether anybody still wants to know.
    fn run(self, tell: impl FnMut(Piece) -> bool) {
        let words = self.words;
        let (translated, opened): (Vec<_>, Vec<_>) = self.files.into_iter().partition(|(_, edition, _)| *edition > 0);
        let file = |(row, edition, book)| Piece::File(row, edition, look_into(&book, &words));
        let opened = opened.into_iter().map(file);
        let sessions = self.sessions.into_iter().map(|found| session(found, &words));
        let translated = translated.into_iter().map(file);
        let _ = opened.chain(sessions).chain(translated).all(tell);
    }

    /// The same, waited for.
    pub(super) fn whole(self, catalogue: &mut Catalogue) {
        let mut pieces = Vec::with_capacity(self.count());
        self.run(|piece| {
            pieces.push(piece);
            true
        });
        take_in(catalogue, pieces);
    }

    /// The same in a thread of its own, which ends as soon as nobody takes what it finds.
    pub(super) fn start(self, wake: impl Fn() + Send + 'static) -> std::io::Result<Pieces> {
        let (found, pieces) = channel();
        let look = move || {
            let (mut batch, mut since) = (Vec::new(), Instant::now());
            let mut last = self.count();
            self.run(|piece| {
                batch.push(piece);
                last = last.saturating_sub(1);
                if last > 0 && since.elapsed() < GATHERED {
                    return true;
                }
                since = Instant::now();
                let told = found.send(std::mem::take(&mut batch)).is_ok();
                wake();
                told
            });
        };
        std::thread::Builder::new().name("library".to_owned()).spawn(look)?;
        Ok(pieces)
    }
}

/// Puts what was found where it belongs.
pub(super) fn take_in(catalogue: &mut Catalogue, pieces: Vec<Piece>) {
    catalogue.unread = catalogue.unread.saturating_sub(pieces.len());
    for piece in pieces {
        match piece {
            Piece::File(row, edition, found) => catalogue.index.fill(row, edition, found),
            Piece::Session(card, drilled) => {
                catalogue.sessions.extend(card);
                if let Some((id, on)) = drilled {
                    catalogue.index.drilled(&id, on);
                }
            }
        }
    }
    catalogue.index.settle();
}

fn session(found: journal::Found, words: &Words) -> Piece {
    let standing = Standing::of(found);
    let card = standing.as_ref().filter(|standing| standing.is_unfinished()).map(|standing| standing.card(words));
    Piece::Session(card, standing.and_then(|standing| standing.drilled()))
}

fn look_into(book: &Book, words: &Words) -> Found {
    match book.load() {
        Ok(loaded) => Found::of(read(&loaded.file, &loaded.bytes)),
        Err(error) => Found::Unreadable(library_trouble(&error, words)),
    }
}

/// The rows of the library, not yet filled, and for each the files that fill it.
fn names(app: &App) -> (Index, Vec<(usize, usize, Book)>) {
    let here = app.places.near_runbooks.parent();
    let mut listed: Vec<Listed> = Vec::new();
    let mut files: HashMap<String, Book> = HashMap::new();
    let mut winners: Vec<Book> = Vec::new();
    for book in app.library.books(app.words.lang().tag()) {
        let file = place(&book, here);
        let edition =
            Edition { file: file.clone(), lang: book.lang.clone(), shelf: shelf(&book.origin), found: Found::Unread };
        let same = listed.last_mut().filter(|last| last.id == book.id && last.twin.is_none());
        let twin = winners.iter().find(|other| book.is_twin_of(other)).map(Book::file);
        match (same, twin) {
            (_, Some(twin)) => {
                let row =
                    Listed { id: book.id.clone(), opens: file.clone(), editions: vec![edition], ..Listed::default() };
                // Behind the row its id opens, further files of that row are still to come.
                let at = listed.len().saturating_sub(1);
                listed.insert(at, Listed { twin: Some(twin), ..row });
            }
            (Some(same), None) => {
                same.editions.push(edition);
                winners.push(book.clone());
            }
            (None, None) => {
                let (id, opens) = (book.id.clone(), book.id.clone());
                listed.push(Listed { id, opens, editions: vec![edition], ..Listed::default() });
                winners = vec![book.clone()];
            }
        }
        files.insert(file, book);
    }
    let index = Index::new(listed);
    let mut jobs = Vec::with_capacity(files.len());
    for (row, listed) in index.runbooks().iter().enumerate() {
        for (edition, file) in listed.editions.iter().enumerate() {
            jobs.extend(files.remove(&file.file).map(|book| (row, edition, book)));
        }
    }
    (index, jobs)
}

fn shelf(origin: &Origin) -> Shelf {
    match origin {
        Origin::Path(_) | Origin::Near(_) => Shelf::Near,
        Origin::User(_) => Shelf::User,
        Origin::Bundled => Shelf::Bundled,
    }
}

/// Where a file is, from where one stands; a bundled one by the folder of its language.
fn place(book: &Book, here: Option<&Path>) -> String {
    let bundled = || book.lang.iter().map(PathBuf::from).chain([book.file().into()]).collect::<PathBuf>();
    let path = book.origin.path().map_or_else(bundled, Path::to_owned);
    here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(&path).display().to_string()
}

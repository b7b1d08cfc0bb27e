//! The library as lines: what runs and what can be opened, each with the number that opens it, and texts to be read.

use super::page::Page;
use super::screens::{Row, parts};
use crate::dialog::rows::{LibraryRow, library_rows};
use crate::dialog::scene::Scene;
use crate::runbook::index::Listed;
use crate::text::printable;

/// What runs and what can be opened, found by the words typed so far.
pub fn library(scene: &Scene<'_>, query: &str) -> Page {
    let words = scene.words;
    let mut page = Page::default();
    if !query.is_empty() {
        page.text(&format!("{} {}", words.say("library-search"), printable(query)));
    }
    let found = library_rows(scene.catalogue, query);
    let mut heading = String::new();
    for (place, row) in found.iter().enumerate() {
        let (under, said) = match row {
            LibraryRow::Session(card) => {
                let said = parts(&[&words.kind(card.kind), &card.title, &card.standing]);
                (words.say("library-sessions"), said)
            }
            LibraryRow::Runbook(listed) if listed.is_page() => {
                (words.say("library-pages"), format!("{} ({})", listed.title(), listed.opens))
            }
            LibraryRow::Runbook(listed) => (words.shelf(listed.shelf()), runbook(scene, listed)),
        };
        if under != heading {
            page.text(&under);
            heading = under;
        }
        page.text(&Row::of(place, &said).text);
    }
    if found.is_empty() {
        page.say(words, "library-none", &[]);
    }
    page.say(words, "plain-library-hint", &[]);
    page
}

/// Title and id, then what is marked on it.
fn runbook(scene: &Scene<'_>, listed: &Listed) -> String {
    let words = scene.words;
    let marks: Vec<String> = listed.marks(scene.now.wall.date_naive()).iter().map(|mark| words.mark(mark)).collect();
    let foreign = listed.languages().first().filter(|tag| !words.lang().reads(tag)).map(|tag| (*tag).to_owned());
    let file = listed.editions.first().map_or("", |edition| edition.file.as_str());
    let name = if listed.is_broken() { format!("! {file}") } else { format!("{} ({})", listed.title(), listed.opens) };
    parts(&[&name, &parts(&marks.iter().map(String::as_str).collect::<Vec<_>>()), &foreign.unwrap_or_default()])
}

/// A text to be read, whole.
pub fn text(scene: &Scene<'_>, title: &str, text: &str) -> Page {
    let mut page = Page::default();
    page.text(title);
    page.whole(text);
    page.say(scene.words, "plain-text-hint", &[]);
    page
}

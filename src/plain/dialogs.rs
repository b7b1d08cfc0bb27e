//! What is asked back, as lines: the question, what is said about it, the answers by number, and how to go back.

use super::page::Page;
use super::place;
use crate::dialog::model::{Choice, LineField, NoteField, Overlay};
use crate::dialog::scene::Scene;
use crate::dialog::scene::Sight;
use crate::dialog::update::overtaken::{overtaking, told};
use crate::text::printable;
use crate::words::Words;

/// All of what is open.
pub fn whole(scene: &Scene<'_>, overlay: &Overlay) -> Page {
    let words = scene.words;
    let mut page = Page::default();
    match overlay {
        Overlay::Note(note) => note_page(words, note, &mut page),
        Overlay::Line(line) => line_page(words, line, &mut page),
        Overlay::Choice(choice) => choice_page(choice, &mut page),
        Overlay::Bare { .. } => {
            if let Some(sight) = Sight::of(scene) {
                page.join(place::bare(&sight));
            }
        }
        Overlay::Palette { .. } => {}
    }
    page.join(hint(words, overlay));
    page
}

/// How it is answered.
pub fn hint(words: &Words, overlay: &Overlay) -> Page {
    let mut page = Page::default();
    match overlay {
        Overlay::Note(_) => page.say(words, "plain-note-hint", &[]),
        Overlay::Line(_) => page.say(words, "plain-line-hint", &[]),
        Overlay::Choice(_) => page.say(words, "plain-choice-hint", &[]),
        Overlay::Palette { .. } | Overlay::Bare { .. } => {}
    }
    page
}

/// What somebody else did about the open thing while it was open.
pub fn overtaken(scene: &Scene<'_>) -> Option<String> {
    let (open, session) = (scene.model.overtakable.as_ref()?, scene.session?);
    let row = overtaking(open, session, scene.me)?;
    Some(told("field-overtaken", row, &open.about, session, scene.words))
}

fn note_page(words: &Words, note: &NoteField, page: &mut Page) {
    let mut title = words.note_kind(note.kind);
    if note.keeps {
        title = format!("{title}, {}", words.say("field-keeps"));
    }
    page.text(&title);
    there(words, &note.text.lines().join("\n"), page);
}

fn line_page(words: &Words, line: &LineField, page: &mut Page) {
    for text in &line.detail {
        page.text(text);
    }
    page.text(&line.prompt);
    there(words, &line.text.lines().join("\n"), page);
}

/// What lies in a field already: an empty line confirms it.
fn there(words: &Words, text: &str, page: &mut Page) {
    if !text.trim().is_empty() {
        page.say(words, "plain-there", &[("text", text.into())]);
    }
}

fn choice_page(choice: &Choice, page: &mut Page) {
    page.text(&choice.title);
    for text in &choice.detail {
        page.text(text);
    }
    for (place, (label, _)) in choice.options.iter().enumerate() {
        page.text(&format!("{} {}", place + 1, printable(label)));
    }
}

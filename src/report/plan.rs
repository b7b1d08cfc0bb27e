//! A runbook as a page.
use crate::runbook::Runbook;
use crate::words::Words;
/// The plan as Markdown.
pub fn plan(book: &Runbook, words: &Words) -> String {
    let _ = words;
    book.title.clone()
}

//! A line of a page → the step it begins: its title, the condition before it, the commands typed within it.

use std::ops::Range;

use super::draft::{Command, Origin, Part, Step, Text};
use super::sections::Heading;
use super::{commands, headings, inline};
use crate::runbook::format::limits::MAX_TITLE;

pub(super) fn title_of(heading: &Heading) -> Text {
    let text: String = heading.text.chars().take(MAX_TITLE).collect();
    Text::new(if text.is_empty() { "...".to_owned() } else { text }, heading.inner.clone())
}

/// A step with a line as its title, a condition before it, and what is too long for a title behind it.
pub(super) fn titled(line: &str, span: &Range<usize>, origin: Origin) -> Step {
    /// Characters a title needs to say something.
    const SHORTEST: usize = 12;
    let mut title = line.trim();
    let mut condition = None;
    if origin != Origin::Section
        && let Some(end) = headings::condition(title)
    {
        let (clause, then) = title.split_at(end);
        condition = Some(Text::new(clause.trim(), span.clone()));
        let wide = then.trim().chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        if wide >= SHORTEST {
            title = then.trim();
        }
    }
    let (head, more) = title.split_at(inline::title_end(title));
    let head = if head.trim().is_empty() { "..." } else { head.trim() };
    Step {
        origin,
        at: span.clone(),
        anchor: None,
        danger: None,
        condition,
        title: Text::new(head, span.clone()),
        parts: rest(more, span).map(Part::Text).into_iter().collect(),
    }
}

pub(super) fn rest(more: &str, span: &Range<usize>) -> Option<Text> {
    let more = more.trim();
    (!more.is_empty()).then(|| Text::new(more, span.clone()))
}

/// The commands typed within a text.
pub(super) fn inlined(written: &str, span: &Range<usize>) -> Vec<Command> {
    let fenced = written.contains("```");
    let codes = inline::codes(written).filter(|_| !fenced).filter_map(commands::of_code);
    codes
        .map(|found| Command {
            run: Text::new(found.run, span.clone()),
            expect: None,
            shell: found.shell,
            said: commands::Said::default(),
        })
        .collect()
}

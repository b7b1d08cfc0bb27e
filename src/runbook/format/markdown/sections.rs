//! Blocks → the sections of a page, each below the heading it stands under.
//!
//! Knows how pages are cut by headings, bold lines among them; not what the sections mean.

use std::ops::Range;

use super::blocks::{Block, Kind};
use super::headings::{self, Says};
use super::inline;

/// A heading as it stands in the page.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    /// Its text as written.
    pub text: String,
    /// Bytes of the text.
    pub inner: Range<usize>,
    /// Bytes of the whole line.
    pub span: Range<usize>,
    /// Level from 1; bold lines stand below all true headings.
    pub level: usize,
    /// The anchor links lead to.
    pub anchor: String,
    /// What it says of what stands below it.
    pub says: Says,
}

/// What stands under one heading.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    /// None for what stands before the first one.
    pub heading: Option<Heading>,
    pub blocks: Vec<Block>,
    pub children: Vec<Section>,
}

impl Section {
    pub(super) fn level(&self) -> usize {
        self.heading.as_ref().map_or(0, |heading| heading.level)
    }

    pub(super) fn says(&self) -> Says {
        self.heading.as_ref().map(|heading| heading.says).unwrap_or_default()
    }

    pub(super) fn title(&self) -> &str {
        self.heading.as_ref().map_or("", |heading| heading.text.as_str())
    }
}

/// Level of a line that is only bold.
const BOLD: usize = 7;
/// Characters a bold line that heads something has at most.
const LONGEST_BOLD: usize = 90;

/// Headings of a page that make sections; those behind them are text.
const MOST: usize = 10_000;

/// The sections of a page in order, each holding those below it.
pub(super) fn sections(text: &str, blocks: Vec<Block>) -> Section {
    let mut anchors = Anchors::default();
    let mut open: Vec<Section> = vec![Section::default()];
    let mut blocks = blocks.into_iter().peekable();
    let mut found = 0;
    while let Some(block) = blocks.next() {
        let heading = match &block.kind {
            _ if found > MOST => None,
            Kind::Heading { level, inner, anchor } => {
                let written = text.get(inner.clone()).unwrap_or_default();
                let shown = inline::one_line(written);
                let anchor = anchor.clone().unwrap_or_else(|| anchors.of(&inline::seen(written)));
                let says = headings::says(&shown);
                Some(Heading {
                    text: shown,
                    inner: inner.clone(),
                    span: block.span.clone(),
                    level: *level,
                    anchor,
                    says,
                })
            }
            Kind::Paragraph if blocks.peek().is_some_and(|next| heads(&next.kind)) => bold(text, &block),
            _ => None,
        };
        let Some(heading) = heading else {
            if let Some(section) = open.last_mut() {
                section.blocks.push(block);
            }
            continue;
        };
        found += 1;
        while open.last().is_some_and(|section| section.level() >= heading.level) {
            fold(&mut open);
        }
        open.push(Section { heading: Some(heading), ..Section::default() });
    }
    while open.len() > 1 {
        fold(&mut open);
    }
    open.pop().unwrap_or_default()
}

/// What a bold line can stand above.
fn heads(next: &Kind) -> bool {
    matches!(next, Kind::Paragraph | Kind::List(_) | Kind::Fence(_))
}

fn bold(text: &str, block: &Block) -> Option<Heading> {
    let written = text.get(block.span.clone())?;
    let inner = inline::all_bold(written)?;
    if inner.chars().count() > LONGEST_BOLD || inner.ends_with(['.', '。', '!', '！', ',']) {
        return None;
    }
    // A label whose value stands in the next paragraph, and a warning, are no headings.
    if super::labels::is_label(inner) || super::labels::is_warning_word(inner) {
        return None;
    }
    let text = inline::one_line(written);
    Some(Heading {
        says: headings::says(&text),
        text,
        inner: block.span.clone(),
        span: block.span.clone(),
        level: BOLD,
        anchor: String::new(),
    })
}

fn fold(open: &mut Vec<Section>) {
    if let Some(done) = open.pop()
        && let Some(holder) = open.last_mut()
    {
        holder.children.push(done);
    }
}

/// The anchors of a page: the second of two equal headings has a number.
#[derive(Default)]
struct Anchors {
    taken: std::collections::HashMap<String, usize>,
}

impl Anchors {
    fn of(&mut self, heading: &str) -> String {
        let slug = crate::runbook::format::names::slug(heading);
        let count = self.taken.entry(slug.clone()).or_default();
        *count += 1;
        if *count == 1 { slug } else { format!("{slug}-{}", *count - 1) }
    }
}

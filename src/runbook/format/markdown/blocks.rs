//! Markdown → blocks with the bytes they take; nothing of the page lies between two blocks.
//!
//! Knows the grammar of Markdown and nothing about runbooks. Lists are opened down to [`DEEPEST`]; what lies deeper,
//! and all that stands in quotes and tables, stays one block of text, so that no page is deep for whoever reads it.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd};

/// How deep lists are opened.
const DEEPEST: usize = 4;

/// A part of a page.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub kind: Kind,
    pub span: Range<usize>,
}

/// What a block is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// Its level from 1, the bytes of its text, and the anchor the author gave.
    Heading {
        level: usize,
        inner: Range<usize>,
        anchor: Option<String>,
    },
    Paragraph,
    Fence(Fence),
    List(List),
    /// A quote, with the fences that stand in it.
    Quote(Vec<Fence>),
    /// A line across, an HTML comment: nothing that says anything.
    Nothing,
    /// Tables, HTML, link definitions: text as it stands.
    Other,
}

/// A block of code.
#[derive(Debug, Clone)]
pub(super) struct Fence {
    /// What stands behind the opening marks; none for code that is only indented.
    pub info: Option<String>,
    /// The code as its author sees it: without the indentation of the block.
    pub code: String,
    /// Bytes of the code in the page.
    pub inner: Range<usize>,
}

/// A list.
#[derive(Debug, Clone)]
pub(super) struct List {
    /// The first number; none for bullets.
    pub first: Option<u64>,
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Whether it has a box, and whether that is ticked.
    pub task: Option<bool>,
    pub blocks: Vec<Block>,
    pub span: Range<usize>,
}

/// The blocks of `text` from `from` on.
pub(super) fn blocks(text: &str, from: usize) -> Vec<Block> {
    let page = text.get(from..).unwrap_or_default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader =
        Reader { text, from, events: Parser::new_ext(page, options).into_offset_iter().peekable(), task: None };
    let found = reader.container(from..text.len(), 0);
    drop(reader);
    found
}

type Events<'t> = Peekable<OffsetIter<'t>>;

struct Reader<'t> {
    text: &'t str,
    from: usize,
    events: Events<'t>,
    /// The box of the item being read.
    task: Option<bool>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<(Event<'_>, Range<usize>)> {
        let (event, span) = self.events.next()?;
        Some((event, span.start + self.from..span.end + self.from))
    }

    /// The blocks up to the end of what they stand in.
    fn container(&mut self, within: Range<usize>, depth: usize) -> Vec<Block> {
        let mut found: Vec<Block> = Vec::new();
        // Text of an item that is no paragraph of its own.
        let mut loose: Option<Range<usize>> = None;
        while let Some((event, span)) = self.next() {
            let block = match event {
                Event::End(TagEnd::Item | TagEnd::List(_)) => break,
                Event::Start(tag) if is_block(&tag) => {
                    let tag = tag.into_static();
                    let (kind, start) = self.block(tag, &span, depth);
                    Block { kind, span: self.trimmed(start..span.end) }
                }
                Event::Rule => Block { kind: Kind::Nothing, span },
                Event::TaskListMarker(ticked) => {
                    self.task = Some(ticked);
                    continue;
                }
                _ => {
                    loose = Some(reach(loose, &span));
                    continue;
                }
            };
            found.extend(loose.take().map(|span| Block { kind: Kind::Paragraph, span: self.trimmed(span) }));
            found.push(block);
        }
        found.extend(loose.take().map(|span| Block { kind: Kind::Paragraph, span: self.trimmed(span) }));
        self.without_gaps(found, within)
    }

    /// What a block is, and where it begins: behind the box, where one stands in it.
    fn block(&mut self, tag: Tag<'static>, span: &Range<usize>, depth: usize) -> (Kind, usize) {
        let kind = match tag {
            Tag::Heading { level, id, .. } => {
                let inner = self.skip(span);
                Kind::Heading { level: number(level), inner, anchor: id.map(|id| id.to_string()) }
            }
            Tag::Paragraph => {
                let inner = self.skip(span);
                return (Kind::Paragraph, if inner.is_empty() { span.start } else { inner.start });
            }
            Tag::CodeBlock(kind) => Kind::Fence(self.fence(kind, span)),
            Tag::List(first) if depth < DEEPEST => Kind::List(self.list(first, span, depth)),
            Tag::BlockQuote(_) => Kind::Quote(self.fences()),
            Tag::HtmlBlock => {
                self.skip(span);
                let html = self.text.get(span.clone()).unwrap_or_default();
                if super::inline::without_comments(html).trim().is_empty() { Kind::Nothing } else { Kind::Other }
            }
            _ => {
                self.skip(span);
                Kind::Other
            }
        };
        (kind, span.start)
    }

    /// Past the end of a quote; the fences that stand in it.
    fn fences(&mut self) -> Vec<Fence> {
        let mut found = Vec::new();
        let mut open = 1_usize;
        while open > 0
            && let Some((event, span)) = self.next()
        {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let kind = match kind {
                        CodeBlockKind::Fenced(info) => CodeBlockKind::Fenced(info.into_static()),
                        CodeBlockKind::Indented => CodeBlockKind::Indented,
                    };
                    found.push(self.fence(kind, &span));
                }
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
        }
        found
    }

    /// Past the end of what was just begun; the bytes of what stands in it.
    fn skip(&mut self, span: &Range<usize>) -> Range<usize> {
        let mut inner: Option<Range<usize>> = None;
        let mut marked = None;
        let mut open = 1_usize;
        while let Some((event, span)) = self.next() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                Event::TaskListMarker(ticked) => {
                    marked = Some(ticked);
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                break;
            }
            inner = Some(reach(inner, &span));
        }
        self.task = marked.or(self.task);
        inner.unwrap_or(span.start..span.start)
    }

    fn fence(&mut self, kind: CodeBlockKind<'static>, span: &Range<usize>) -> Fence {
        let info = match kind {
            CodeBlockKind::Fenced(info) => Some(info.to_string()),
            CodeBlockKind::Indented => None,
        };
        let mut code = String::new();
        let mut inner: Option<Range<usize>> = None;
        while let Some((event, span)) = self.next() {
            match event {
                Event::Text(part) => {
                    code.push_str(&part);
                    inner = Some(reach(inner, &span));
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        if code.contains('\r') {
            code = code.replace("\r\n", "\n");
        }
        Fence { info, code, inner: inner.unwrap_or(span.clone()) }
    }

    fn list(&mut self, first: Option<u64>, within: &Range<usize>, depth: usize) -> List {
        let mut items = Vec::new();
        while let Some((event, span)) = self.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let before = self.task.take();
                    let blocks = self.container(span.clone(), depth + 1);
                    let task = std::mem::replace(&mut self.task, before);
                    items.push(Item { task, blocks, span: self.trimmed(span) });
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        // Definitions of links may stand behind an item that does not hold them.
        let starts: Vec<usize> = items.iter().skip(1).map(|item: &Item| item.span.start).chain([within.end]).collect();
        for (item, end) in items.iter_mut().zip(starts) {
            self.gap(&mut item.blocks, item.span.end..end, usize::MAX);
        }
        List { first, items }
    }

    /// Without the white space behind it.
    fn trimmed(&self, span: Range<usize>) -> Range<usize> {
        let written = self.text.get(span.clone()).unwrap_or_default();
        span.start..span.start + written.trim_end().len()
    }

    /// What the grammar has no block for (definitions of links) is text as well.
    fn without_gaps(&self, found: Vec<Block>, within: Range<usize>) -> Vec<Block> {
        let mut whole = Vec::with_capacity(found.len());
        let mut at = within.start;
        for block in found {
            self.gap(&mut whole, at..block.span.start, within.start);
            at = at.max(block.span.end);
            whole.push(block);
        }
        self.gap(&mut whole, at..within.end, within.start);
        whole
    }

    fn gap(&self, whole: &mut Vec<Block>, gap: Range<usize>, begin: usize) {
        let Some(written) = self.text.get(gap.clone()) else { return };
        let says = |c: char| c.is_alphanumeric();
        // Before the first block of an item stands its mark.
        let marks = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-*+.)[]xX>".contains(c);
        if !written.contains(says) || (gap.start == begin && written.chars().all(marks)) {
            return;
        }
        let start = gap.start + written.len() - written.trim_start().len();
        whole.push(Block { kind: Kind::Other, span: start..gap.start + written.trim_end().len() });
    }
}

/// A stretch that goes on to the end of another.
fn reach(so_far: Option<Range<usize>>, more: &Range<usize>) -> Range<usize> {
    so_far.map_or(more.clone(), |at| at.start.min(more.start)..at.end.max(more.end))
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn number(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

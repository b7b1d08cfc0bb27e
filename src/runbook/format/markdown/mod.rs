//! A Markdown page → the located tree: any page loads, and every word of it stands in the tree in its order.
//!
//! Knows only the conventions people already write by. Blocks (`blocks`) stand in sections (`sections`); `plan` says
//! what each section and list is, `walk` goes through them once and drafts phases and steps (`draft`), `grow` writes
//! the draft down as a tree. What is no step is context or instruction, never lost.

mod blocks;
mod commands;
mod draft;
mod front;
mod grow;
mod headings;
mod inline;
mod labels;
mod numbers;
mod plan;
mod sections;
mod step;
mod titles;
mod values;
mod variables;
mod walk;

use front::Front;
use sections::Section;

use super::decode::{self, Decoded};
use super::fault::{Fault, FaultKind};
use super::limits::MAX_TITLE;
use super::names::slug;
use super::source::Source;
use super::tree::{Entry, Node, Value};
use draft::Text;

/// What was recognised in a Markdown page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recognised {
    /// Phases.
    pub phases: usize,
    /// Steps.
    pub steps: usize,
    /// Steps by a number or a box.
    pub numbered: usize,
    /// Steps by a heading.
    pub from_sections: usize,
    /// Steps by a text or bullet that leads to a command.
    pub from_text: usize,
    /// Commands.
    pub commands: usize,
    /// Variables, asked for or filled by commands.
    pub variables: usize,
    /// Steps with a condition.
    pub conditional: usize,
    /// Sections read as context.
    pub context_sections: usize,
    /// Roles.
    pub roles: usize,
    /// Timers.
    pub timers: usize,
}

/// What reading a page gave.
pub(super) struct Page {
    pub root: Node,
    pub decoded: Option<Decoded>,
    pub faults: Vec<Fault>,
    pub recognised: Recognised,
}

/// Reads a page; `name` is the name of its file.
pub(super) fn read(source: &Source, name: &str) -> Page {
    let front = Front::of(source);
    let ours = front.is_ours();
    let faults = if ours || (front.unread && names_format(source, &front)) { front.faults.clone() } else { Vec::new() };
    let at = front.span.clone();
    let (mut fields, recognised, mut foreign) = fields(source, front, name);
    let mut root = assembled(&fields, &foreign);
    if recognised.steps == 0 {
        return Page { root, decoded: None, faults, recognised };
    }
    let mut decoded = decode::runbook(source, &root);
    if !ours {
        // What others mean by a name of ours is none of our faults: it is set aside, and the page read again.
        let wrong = |field: &Entry| {
            let within = |fault: &Fault| {
                fault.place.as_ref().is_some_and(|place| {
                    at.contains(&place.span.start)
                        && field.node.span.start <= place.span.end
                        && place.span.start <= field.node.span.end.max(field.key_span.end)
                })
            };
            at.contains(&field.key_span.start) && !field.key_span.is_empty() && decoded.faults.iter().any(within)
        };
        let (bad, good): (Vec<Entry>, Vec<Entry>) = fields.drain(..).partition(wrong);
        fields = good;
        if !fields.iter().any(|field| field.key == "id") {
            fields.insert(0, made_id(name, &root));
        }
        if !bad.is_empty() {
            foreign.extend(bad);
            root = assembled(&fields, &foreign);
            decoded = decode::runbook(source, &root);
        }
        // Nor are templates of other programs, and commands that nobody wrote for this one.
        decoded.faults.retain(|fault| {
            !matches!(
                fault.kind,
                FaultKind::UnknownVariable { .. }
                    | FaultKind::UnquotedVariable { .. }
                    | FaultKind::BracesInCommand { .. }
            )
        });
        decoded.unacted.clear();
    }
    Page { root, decoded: Some(decoded), faults, recognised }
}

/// Whether front matter that could not be read was written for this program.
fn names_format(source: &Source, front: &Front) -> bool {
    source.text().get(front.span.clone()).is_some_and(|text| text.lines().any(|line| line.starts_with("format:")))
}

/// The fields of a page in order, and the front matter that is none of ours.
fn fields(source: &Source, front: Front, name: &str) -> (Vec<Entry>, Recognised, Vec<Entry>) {
    let text = source.text();
    let mut page = sections::sections(text, numbers::listed(text, blocks::blocks(text, front.span.end)));
    let title = title(&mut page, &front, name);
    let draft = walk::walk(text, &page, &title.value);
    let declared = front.declared();
    let (written, recognised) = grow::grow(&draft, &title, &declared);
    let unread = front.unread.then(|| front.span.clone());
    let id = front.get("id").is_none().then(|| grow::entry("id", grow::text(id(name, &title.value), 0..0)));
    let format = (!front.is_ours()).then(|| grow::entry("format", grow::text("runbook/1", 0..0)));
    let own_title = front.is_ours() && front.get("title").is_some();
    let keys: Vec<&str> = written.iter().map(|entry| entry.key.as_str()).collect();
    let (ours, mut foreign) = front.split(&keys);
    if let Some(span) = unread {
        let written = text.get(span.clone()).unwrap_or_default().to_owned();
        foreign.push(grow::entry("front_matter", grow::text(written, span)));
    }
    let mut fields: Vec<Entry> = format.into_iter().chain(id).collect();
    let given: Vec<String> = ours.iter().map(|entry| entry.key.clone()).collect();
    fields.extend(ours);
    for entry in written {
        if entry.key == "title" && own_title {
            continue;
        }
        merge(&mut fields, entry, &given);
    }
    (fields, recognised, foreign)
}

/// Adds a field of the page to those of the front matter, which may have it already.
fn merge(fields: &mut Vec<Entry>, entry: Entry, given: &[String]) {
    let there = fields.iter_mut().find(|field| given.contains(&field.key) && field.key == entry.key);
    match (there.map(|field| &mut field.node.value), entry.node.value) {
        (None, value) => fields.push(Entry { node: Node { value, span: entry.node.span }, ..entry }),
        (Some(Value::Object(known)), Value::Object(more)) => {
            for one in more {
                if !known.iter().any(|entry| entry.key == one.key) {
                    known.push(one);
                }
            }
        }
        (Some(Value::Text(known)), Value::Text(more)) => {
            known.push_str("\n\n");
            known.push_str(&more);
        }
        (Some(Value::List(known)), Value::List(more)) => known.extend(more),
        (Some(_), _) => {}
    }
}

fn assembled(fields: &[Entry], foreign: &[Entry]) -> Node {
    let mut entries = fields.to_vec();
    if !foreign.is_empty() {
        let kept = Node { value: Value::Object(foreign.to_vec()), span: 0..0 };
        let kept = Node { value: Value::Object(vec![grow::entry("front_matter", kept)]), span: 0..0 };
        entries.insert(0, grow::entry("extensions", kept));
    }
    let end = entries.iter().map(|entry| entry.node.span.end).max().unwrap_or_default();
    Node { value: Value::Object(entries), span: 0..end }
}

/// An id where the page has none that could be one.
fn made_id(name: &str, root: &Node) -> Entry {
    let title = root.get("title").and_then(Node::text).unwrap_or_default();
    grow::entry("id", grow::text(id(name, title), 0..0))
}

/// What the page is called; the heading that says so is taken out of it, and what stands below goes up.
fn title(page: &mut Section, front: &Front, name: &str) -> Text {
    let shown = front.plain("title").map(str::to_owned);
    let first = page.children.first().and_then(|section| section.heading.clone());
    let alone = page.blocks.iter().all(|block| !matches!(block.kind, blocks::Kind::List(_) | blocks::Kind::Fence(_)));
    let lowest = page.children.iter().map(Section::level).min().unwrap_or_default();
    let fitting = first.filter(|first| {
        let others = page.children.iter().skip(1).filter(|section| section.level() <= first.level).count();
        let top = first.level == lowest && alone;
        top && (first.level == 1 || (others == 0 && first.level < 4)) && !headings::is_context(&first.text)
    });
    let Some(heading) = fitting else {
        let title = shown.unwrap_or_else(|| stem(name).to_owned());
        return Text::new(shortened(&title), 0..0);
    };
    let mut section = page.children.remove(0);
    page.blocks.append(&mut section.blocks);
    let mut children = section.children;
    children.append(&mut page.children);
    page.children = children;
    let erb = heading.text.starts_with("<%") || heading.text.starts_with("{{");
    let text = match shown {
        Some(shown) if erb => shown,
        _ if heading.text.is_empty() => stem(name).to_owned(),
        _ => heading.text.clone(),
    };
    Text::new(shortened(&text), heading.inner)
}

fn shortened(title: &str) -> String {
    let title: String = title.chars().take(MAX_TITLE).collect();
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { "...".to_owned() } else { title }
}

/// The name of a file without its folder and ending.
fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// An id from the name of the file, from the title where that gives none.
fn id(name: &str, title: &str) -> String {
    let made = |text: &str| {
        let slug: String =
            slug(text).replace('_', "-").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let slug: String = slug.trim_matches('-').chars().take(64).collect();
        slug.trim_matches('-').to_owned()
    };
    let tries = [made(stem(name)), made(title)];
    tries.into_iter().find(|id| !id.is_empty()).unwrap_or_else(|| "page".to_owned())
}

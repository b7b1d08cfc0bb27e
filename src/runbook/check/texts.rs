//! What was left in texts and commands: notes to oneself, typographic characters, gaps.

use crate::runbook::format::{Fault, FaultKind, Node, Path, Source, Value};

/// Notes to oneself.
const TODO: [&str; 4] = ["TODO", "FIXME", "TBD", "待补充"];

pub(super) fn check(source: &Source, faults: &mut Vec<Fault>) {
    if let Some(root) = source.root() {
        walk(source, root, &Path::default(), false, faults);
    }
}

/// `command` is true below `commands`, where a text, or the field `run`, is a command.
fn walk(source: &Source, node: &Node, path: &Path, command: bool, faults: &mut Vec<Fault>) {
    let mut fault = |part: std::ops::Range<usize>, kind: FaultKind| {
        faults.push(Fault::new(kind, path.to_string(), Some(source.place(source.part(node, part)))));
    };
    match &node.value {
        Value::Text(text) | Value::Plain(text) => {
            if let Some((at, word)) = todo(text) {
                fault(at..at + word.len(), FaultKind::Todo { word: word.to_owned() });
            }
            if command {
                if let Some((at, character)) = text.char_indices().find(|(_, c)| is_typographic(*c)) {
                    fault(at..at + character.len_utf8(), FaultKind::Typographic { character });
                }
                if let Some((at, gap)) = gap(text) {
                    fault(at..at + gap.len(), FaultKind::Placeholder { text: gap.to_owned() });
                }
            }
        }
        Value::List(items) => {
            for (i, item) in items.iter().enumerate() {
                walk(source, item, &path.index(i), command, faults);
            }
        }
        Value::Object(entries) => {
            for entry in entries.iter().filter(|entry| !matches!(entry.key.as_str(), "extensions" | "$schema")) {
                let below = entry.key == "commands" || (command && entry.key == "run");
                walk(source, &entry.node, &path.key(&entry.key), below, faults);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Broken => {}
    }
}

/// A text and where it stands.
pub(super) struct Visit<'a> {
    pub node: &'a Node,
    pub path: &'a Path,
    pub text: &'a str,
}

/// Shows every text below a node.
pub(super) fn visit(node: &Node, path: &Path, see: &mut impl FnMut(Visit)) {
    if let Some(text) = node.text() {
        see(Visit { node, path, text });
    }
    for (i, item) in node.items().iter().enumerate() {
        visit(item, &path.index(i), see);
    }
    for entry in node.entries() {
        visit(&entry.node, &path.key(&entry.key), see);
    }
}

fn todo(text: &str) -> Option<(usize, &'static str)> {
    let whole = |at: usize, word: &str| {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let before = text.get(..at).and_then(|part| part.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|part| part.chars().next());
        !letter(before) && !letter(after)
    };
    TODO.into_iter()
        .find_map(|word| text.match_indices(word).map(|(at, _)| at).find(|at| whole(*at, word)).map(|at| (at, word)))
}

/// Quotes and spaces that word processors put in, and no shell takes.
fn is_typographic(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‘' | '’' | '‚' | '\u{A0}' | '\u{2007}' | '\u{202F}' | '\u{3000}')
}

/// A gap such as `<host>` or `<your name>`; a redirection (`< file`) begins with a space.
fn gap(text: &str) -> Option<(usize, &str)> {
    text.match_indices('<').find_map(|(at, _)| {
        let rest = text.get(at + 1..)?;
        let length = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.')))?;
        let name = rest.get(..length)?;
        let named = name.starts_with(char::is_alphabetic) && !name.ends_with(' ');
        (named && rest.get(length..)?.starts_with('>')).then(|| text.get(at..at + length + 2))?.map(|gap| (at, gap))
    })
}

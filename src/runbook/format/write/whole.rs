//! A runbook as a file of its own: with everything that a native file must say and a page need not.

use super::super::tree::{Entry, Node, Value};
use super::super::{FORMAT, Reading, ending, read};
use super::{Native, write};
use crate::runbook::Runbook;

/// The native text of a runbook read from `file`; nothing when there is none, or when what is written would be read
/// back as another one.
pub fn native(reading: &Reading, file: &str, native: Native) -> Option<String> {
    let (runbook, root) = (reading.runbook.as_ref()?, reading.source.root()?);
    let text = write(&complete(root, runbook, file)?, native);
    let name = match native {
        Native::Json => "x.json",
        Native::Yaml => "x.yaml",
    };
    let again = read(name, text.as_bytes()).runbook?;
    // Where it came from, and what was recognised there, is told of the page alone.
    let same = Runbook { source: runbook.source.clone(), recognised: runbook.recognised, ..again } == *runbook;
    same.then_some(text)
}

/// The tree with what a native file begins with; of a page also where it came from.
fn complete(root: &Node, runbook: &Runbook, file: &str) -> Option<Node> {
    let Value::Object(entries) = &root.value else { return None };
    let mut rest = entries.clone();
    let mut all = Vec::with_capacity(rest.len() + 4);
    let given = [
        ("$schema", None),
        ("format", Some(FORMAT)),
        ("id", Some(runbook.id.as_str())),
        ("title", Some(&runbook.title)),
    ];
    for (key, value) in given {
        match (rest.iter().position(|entry| entry.key == key), value) {
            (Some(at), _) => all.push(rest.remove(at)),
            (None, Some(value)) => all.push(made(key, Value::Text(value.to_owned()))),
            (None, None) => {}
        }
    }
    all.extend(rest);
    let is_page = matches!(ending(file).as_str(), "md" | "markdown");
    if is_page && root.get("source").is_none() {
        let name = file.rsplit('/').next().unwrap_or(file);
        all.push(made("source", Value::Object(vec![made("imported_from", Value::Text(name.to_owned()))])));
    }
    Some(Node { value: Value::Object(all), span: root.span.clone() })
}

fn made(key: &str, value: Value) -> Entry {
    Entry { key: key.to_owned(), key_span: 0..0, node: Node { value, span: 0..0 } }
}

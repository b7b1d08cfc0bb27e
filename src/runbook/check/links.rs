//! Where a runbook names others. Whether those are there, somebody says who can look.

use crate::runbook::format::{Node, Path, Source};

/// A runbook named in another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The field it is named in.
    pub path: Path,
    /// Its name: a relative path or an id.
    pub name: String,
}

/// The runbooks a text names, in its order: those it leads into and those it refers to.
pub fn links(source: &Source) -> Vec<Link> {
    let mut found = Vec::new();
    if let Some(root) = source.root() {
        collect(root, &Path::default(), &mut found);
    }
    found
}

fn collect(node: &Node, path: &Path, found: &mut Vec<Link>) {
    for (i, item) in node.items().iter().enumerate() {
        collect(item, &path.index(i), found);
    }
    for entry in node.entries().iter().filter(|entry| entry.key != "extensions") {
        let path = path.key(&entry.key);
        match entry.node.text() {
            Some(name) if entry.key == "runbook" => found.push(Link { path, name: name.to_owned() }),
            _ => collect(&entry.node, &path, found),
        }
    }
}

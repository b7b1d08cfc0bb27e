//! Located tree → runbook, by hand: one function an object, one table of fields each.
//!
//! Collects every fault rather than stopping at the first, and reads no file and no clock. The primitives are
//! here; what a runbook is made of stands in the files beside this one.

mod check_text;
mod drill;
mod ids;
mod people;
mod root;
mod scalar;
mod step;
mod timing;

use std::ops::Range;

use indexmap::IndexMap;

use super::fault::{Fault, FaultKind, Severity};
use super::fields::{Table, full_name, is_unacted};
use super::limits::MAX_FAULTS;
use super::names::Names;
use super::nearest::nearest;
use super::source::{Path, Source};
use super::terms::{Expected, IdRule};
use super::tree::{Entry, Node, Value};
use crate::runbook::Runbook;

pub use check_text::BUILT_INS;
pub(super) use check_text::hidden;
pub(in crate::runbook) use root::FORMAT;

/// What decoding gave: the runbook as far as it could be read, what is wrong, and what nothing happens by.
pub(super) struct Decoded {
    pub runbook: Option<Runbook>,
    pub faults: Vec<Fault>,
    pub unacted: IndexMap<String, usize>,
    /// Faults that were not kept.
    pub dropped: usize,
}

/// Reads a whole tree.
pub(super) fn runbook(source: &Source, root: &Node) -> Decoded {
    let names = Names::of(root);
    let mut decoder = Decoder {
        source,
        names: &names,
        path: Path::default(),
        faults: Vec::new(),
        dropped: 0,
        unacted: IndexMap::new(),
    };
    let runbook = decoder.runbook(root);
    Decoded { runbook, faults: decoder.faults, unacted: decoder.unacted, dropped: decoder.dropped }
}

/// Faults after which no nearest names are looked for any more.
const MAX_SUGGESTIONS: usize = 100;

/// State of one reading: where it stands and what it found.
struct Decoder<'s> {
    source: &'s Source,
    names: &'s Names,
    path: Path,
    faults: Vec<Fault>,
    dropped: usize,
    unacted: IndexMap<String, usize>,
}

/// An object whose names have been held against its table.
struct Object<'n> {
    node: &'n Node,
    entries: &'n [Entry],
    table: &'static Table,
    /// Known fields that an unknown one seems to mean, and the fault that says so.
    typos: Vec<(&'static str, Option<usize>)>,
}

impl<'n> Object<'n> {
    fn entry(&self, name: &str) -> Option<&'n Entry> {
        debug_assert!(self.table.fields.contains(&name), "{name} is missing from the table {}", self.table.label);
        self.entries.iter().find(|entry| entry.key == name)
    }

    /// Whether the field is there, if only misspelled.
    fn meant(&self, name: &str) -> bool {
        self.entry(name).is_some() || self.typos.iter().any(|(field, _)| *field == name)
    }
}

impl Decoder<'_> {
    /// Notes a fault at these bytes; says where in the list it went.
    fn fault(&mut self, span: Range<usize>, kind: FaultKind) -> Option<usize> {
        if self.faults.len() >= MAX_FAULTS {
            self.dropped += 1;
            return None;
        }
        self.faults.push(Fault::new(kind, self.path.to_string(), Some(self.source.place(span))));
        Some(self.faults.len() - 1)
    }

    fn wrong_type(&mut self, node: &Node, expected: Expected) {
        if node.value == Value::Broken {
            return;
        }
        if let Some(first) = colon_in(node)
            && matches!(expected, Expected::Text | Expected::TextOrList)
        {
            self.read_as_field(first);
            return;
        }
        self.fault(node.head(), FaultKind::WrongType { expected, found: node.shape() });
    }

    fn read_as_field(&mut self, entry: &Entry) {
        self.fault(entry.key_span.clone(), FaultKind::ReadAsField { name: entry.key.clone() });
    }

    /// Nearest known name; not looked for once so much is wrong that looking would take long.
    fn nearest<'k>(&self, given: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
        if self.faults.len() > MAX_SUGGESTIONS { None } else { nearest(given, known) }
    }

    /// The object at `node`, its unknown fields reported.
    fn object<'n>(&mut self, node: &'n Node, table: &'static Table, expected: Expected) -> Option<Object<'n>> {
        let Value::Object(entries) = &node.value else {
            self.wrong_type(node, expected);
            return None;
        };
        let mut typos = Vec::new();
        let given = entries.iter().map(|entry| entry.key.as_str()).filter(|key| table.fields.contains(key));
        let given: Vec<&str> = given.collect();
        for entry in entries {
            if table.fields.contains(&entry.key.as_str()) {
                if is_unacted(table, &entry.key) {
                    *self.unacted.entry(full_name(table, &entry.key)).or_default() += 1;
                }
                continue;
            }
            let free = table.fields.iter().copied().filter(|name| !given.contains(name));
            let suggestion = self.nearest(&entry.key, free);
            self.path.push_key(&entry.key);
            let kind = FaultKind::UnknownField { name: entry.key.clone(), suggestion, known: table.fields };
            let fault = self.fault(entry.key_span.clone(), kind);
            self.path.pop();
            if let Some(name) = suggestion {
                typos.push((name, fault));
            }
        }
        Some(Object { node, entries, table, typos })
    }

    /// Reads a field when it is there.
    fn opt<T>(
        &mut self,
        object: &Object,
        name: &'static str,
        read: impl FnOnce(&mut Self, &Node) -> Option<T>,
    ) -> Option<T> {
        let entry = object.entry(name)?;
        self.path.push_key(name);
        let value = read(self, &entry.node);
        self.path.pop();
        value
    }

    /// Reads a field that must be there.
    fn need<T: Default>(
        &mut self,
        object: &Object,
        name: &'static str,
        read: impl FnOnce(&mut Self, &Node) -> Option<T>,
    ) -> T {
        if object.entry(name).is_none() {
            self.missing(object, name);
        }
        self.opt(object, name, read).unwrap_or_default()
    }

    /// Says that a field is missing: at the misspelled one when there is one, and then only there.
    fn missing(&mut self, object: &Object, name: &'static str) {
        match object.typos.iter().find(|(field, _)| *field == name) {
            Some((_, fault)) => {
                if let Some(fault) = fault.and_then(|at| self.faults.get_mut(at)) {
                    fault.severity = Severity::Error;
                }
            }
            None => {
                self.fault(object.node.head(), FaultKind::Missing { field: name });
            }
        }
    }

    /// Reads a list field; none when it is not there.
    fn list<T>(
        &mut self,
        object: &Object,
        name: &'static str,
        mut read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        self.opt(object, name, |d, node| d.items(node, Expected::List, &mut read)).unwrap_or_default()
    }

    /// Reads the items of a list.
    fn items<T>(
        &mut self,
        node: &Node,
        expected: Expected,
        mut read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Value::List(items) = &node.value else {
            self.wrong_type(node, expected);
            return None;
        };
        let mut values = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            self.path.push_index(i);
            values.extend(read(self, item));
            self.path.pop();
        }
        Some(values)
    }

    /// Reads a map field: names that can be looked up.
    fn map<K, T>(
        &mut self,
        object: &Object,
        name: &'static str,
        rule: IdRule,
        mut read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> IndexMap<K, T>
    where
        K: From<String> + std::hash::Hash + Eq,
    {
        let map = self.opt(object, name, |d, node| {
            let Value::Object(entries) = &node.value else {
                d.wrong_type(node, Expected::Object);
                return None;
            };
            let mut map = IndexMap::with_capacity(entries.len());
            for entry in entries {
                d.path.push_key(&entry.key);
                d.check_id(&entry.key, entry.key_span.clone(), rule);
                if let Some(value) = read(d, &entry.node) {
                    map.insert(K::from(entry.key.clone()), value);
                }
                d.path.pop();
            }
            Some(map)
        });
        map.unwrap_or_default()
    }

    /// Reads text as shorthand for an object with this one field.
    fn short<T>(
        &mut self,
        node: &Node,
        table: &'static Table,
        text: impl FnOnce(&mut Self, &Node) -> Option<T>,
        whole: impl FnOnce(&mut Self, &Object) -> T,
    ) -> Option<T> {
        if node.text().is_some() {
            return text(self, node);
        }
        if let Some(only) = colon_in(node)
            && !table.fields.contains(&only.key.as_str())
            && self.nearest(&only.key, table.fields.iter().copied()).is_none()
        {
            self.read_as_field(only);
            return None;
        }
        let object = self.object(node, table, Expected::TextOrObject)?;
        Some(whole(self, &object))
    }

    /// The first field must stand alone: says so of a second one out of `fields`, and of none at all.
    fn exactly_one(&mut self, object: &Object, fields: &'static [&'static str]) {
        let mut given = fields.iter().filter_map(|name| object.entry(name));
        match (given.next(), given.next()) {
            (Some(first), Some(second)) => {
                let other = self.source.place(first.key_span.clone());
                self.path.push_key(&second.key);
                self.fault(second.key_span.clone(), FaultKind::OnlyOneOf { fields, other });
                self.path.pop();
            }
            (None, _) => match fields.iter().find(|name| object.meant(name)) {
                Some(name) => self.missing(object, name),
                None => {
                    self.fault(object.node.head(), FaultKind::NoneOf { fields });
                }
            },
            _ => {}
        }
    }
}

/// The one entry of an object, where neither brackets nor a second field show that an object was meant.
fn colon_in(node: &Node) -> Option<&Entry> {
    match node.entries() {
        [only] if only.key_span.start == node.span.start => Some(only),
        _ => None,
    }
}

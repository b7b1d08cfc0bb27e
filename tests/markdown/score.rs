//! What a reader finds in a page against what the program finds: steps, commands, words.
//!
//! Shared by the test of the sample pages and the benchmark of any folder of pages.

use std::fs;
use std::path::Path;

use regex::Regex;
use runsheet::runbook::format::{Node, Reading, Value};

/// A step by its title, and the commands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its title.
    pub title: String,
    /// Its commands.
    pub commands: Vec<String>,
}

/// How much of what is there was found, and how much of what was found is there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    pub both: usize,
    pub wanted: usize,
    pub found: usize,
}

impl Score {
    pub fn add(&mut self, other: Self) {
        self.both += other.both;
        self.wanted += other.wanted;
        self.found += other.found;
    }

    pub fn precision(self) -> f64 {
        if self.found == 0 { 1.0 } else { ratio(self.both, self.found) }
    }

    pub fn recall(self) -> f64 {
        if self.wanted == 0 { 1.0 } else { ratio(self.both, self.wanted) }
    }

    pub fn f1(self) -> f64 {
        if self.wanted + self.found == 0 { 1.0 } else { ratio(2 * self.both, self.wanted + self.found) }
    }

    pub fn told(self, what: &str) -> String {
        format!("{what}: precision {:.3}, recall {:.3}, F1 {:.3}", self.precision(), self.recall(), self.f1())
    }
}

#[allow(clippy::cast_precision_loss)]
pub fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// The steps a person finds in a page.
pub fn labelled(page: &Path) -> Vec<Step> {
    let text = fs::read_to_string(page.with_extension("steps")).unwrap();
    let mut steps: Vec<Step> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("- ") {
            steps.push(Step { title: title.to_owned(), commands: Vec::new() });
        } else if let Some(command) = line.strip_prefix("  $ ") {
            steps.last_mut().unwrap().commands.push(command.to_owned());
        } else if let Some(more) = line.strip_prefix("  |") {
            let command = steps.last_mut().unwrap().commands.last_mut().unwrap();
            command.push('\n');
            command.push_str(more.strip_prefix(' ').unwrap_or(more));
        } else {
            assert!(line.trim().is_empty(), "{}: {line}", page.display());
        }
    }
    steps
}

/// The steps the program finds.
pub fn recognised(reading: &Reading) -> Vec<Step> {
    let Some(book) = &reading.runbook else { return Vec::new() };
    let commands = |step: &runsheet::runbook::Step| step.commands.iter().map(|command| command.run.clone()).collect();
    book.steps().map(|(_, step)| Step { title: step.title.clone(), commands: commands(step) }).collect()
}

/// How many of two lists agree when both are gone through in order.
pub fn common<A, B>(wanted: &[A], found: &[B], same: impl Fn(&A, &B) -> bool) -> usize {
    let mut last = vec![0; found.len() + 1];
    for one in wanted {
        let mut row = vec![0; found.len() + 1];
        for (at, other) in found.iter().enumerate() {
            row[at + 1] = if same(one, other) { last[at] + 1 } else { last[at + 1].max(row[at]) };
        }
        last = row;
    }
    last[found.len()]
}

pub fn scores(wanted: &[Step], found: &[Step]) -> (Score, Score) {
    let steps = Score {
        both: common(wanted, found, |wanted, found| found.title.starts_with(&wanted.title)),
        wanted: wanted.len(),
        found: found.len(),
    };
    let all = |steps: &[Step]| -> Vec<String> { steps.iter().flat_map(|step| step.commands.clone()).collect() };
    let (wanted, found) = (all(wanted), all(found));
    let both = common(&wanted, &found, |a, b| a == b);
    (steps, Score { both, wanted: wanted.len(), found: found.len() })
}

/// Texts of a tree in its order; names of things are no texts of the page.
fn texts<'n>(node: &'n Node, key: &str, into: &mut Vec<&'n str>) {
    match &node.value {
        Value::Text(text) if !matches!(key, "id" | "format" | "shell" | "capture" | "goto" | "role" | "order") => {
            into.push(text);
        }
        Value::List(items) => items.iter().for_each(|item| texts(item, key, into)),
        Value::Object(entries) => {
            let entries = entries.iter().filter(|entry| !matches!(entry.key.as_str(), "extensions" | "variables"));
            entries.for_each(|entry| texts(&entry.node, &entry.key, into));
        }
        _ => {}
    }
}

/// Words of a text: runs of letters and digits, every sign of Chinese by itself.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        let own = ('\u{3400}'..='\u{9FFF}').contains(&c);
        match (c.is_alphanumeric(), open && !own) {
            (true, true) => words.last_mut().unwrap().push(c),
            (true, false) => words.push(c.to_string()),
            (false, _) => {}
        }
        open = c.is_alphanumeric() && !own;
    }
    words
}

/// The words of a page that say something: labels, numbers of items, comments, badges, answers' targets and the languages
/// of fences are structure.
pub fn body(text: &str) -> Vec<String> {
    let text = text.replace('\r', "");
    let front = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---"));
    let plain = Regex::new(
        r"(?ms)<!--.*?(?:-->|\z)|\[!\[[^\]]*\]\([^)]*\)\]\([^)]*\)|<%=.*?%>|^[ >]*\d+[.)] |^\s*(?:- )?\*\*(?:Role|Time|Expect|Danger|Decision|角色|限时|预期|判断|危险)[:：]?\*\*[:：]?.*?$|^[ >]*(?:[-*+] |\d+[.)] )*(?:```|~~~).*?$|→.*?$|, notify \w+|\[[ xX]\]|\{#[\w-]+\}",
    );
    words(&plain.unwrap().replace_all(front.map_or(text.as_str(), |(_, body)| body), ""))
}

/// The words of the tree of a page.
pub fn kept(reading: &Reading) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(root) = reading.source.root() {
        texts(root, "", &mut all);
    }
    words(&all.join("\n"))
}

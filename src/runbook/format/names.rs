//! Every name a runbook gives, collected before anything is read, so that a reference may point forward.
//!
//! Also makes the ids of steps and phases that were given none.

use indexmap::IndexSet;

use super::fields;
use super::nearest::nearest;
use super::source::Path;
use super::tree::{Node, Value};

/// Words a `goto` understands by itself.
pub(super) const GOTO_WORDS: [&str; 2] = ["next", "end"];

/// Unknown fields of the runbook that are held against the known ones.
const MAX_TYPOS: usize = 100;

/// The names of one kind of part; `None` where the part is so broken that its names are not known, and every
/// reference to it is let pass rather than reported for a fault that is elsewhere.
pub(super) type Known = Option<IndexSet<String>>;

/// All names of a runbook.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub roles: Known,
    pub contacts: Known,
    pub notices: Known,
    pub obligations: Known,
    pub levels: Known,
    pub variables: Known,
    pub steps: Known,
    pub phases: Known,
    /// Texts that stand for variables in commands.
    pub placeholders: IndexSet<String>,
    /// Ids of the phases in order.
    pub phase_ids: Vec<String>,
    /// Ids of the steps in order, by phase.
    pub step_ids: Vec<Vec<String>>,
}

impl Names {
    pub(super) fn of(root: &Node) -> Self {
        let known = fields::RUNBOOK.fields;
        let unknown = root.entries().iter().filter(|entry| !known.contains(&entry.key.as_str()));
        let typos: Vec<&str> =
            unknown.take(MAX_TYPOS).filter_map(|entry| nearest(&entry.key, known.iter().copied())).collect();
        let keys = |field: &str| -> Known {
            match root.get(field) {
                _ if typos.contains(&field) => None,
                None => Some(IndexSet::new()),
                Some(Node { value: Value::Object(entries), .. }) => {
                    Some(entries.iter().map(|entry| entry.key.clone()).collect())
                }
                Some(_) => None,
            }
        };
        let mut names = Self {
            roles: keys("roles"),
            contacts: keys("contacts"),
            notices: keys("notices"),
            obligations: keys("obligations"),
            levels: keys("levels"),
            variables: keys("variables"),
            ..Self::default()
        };
        let variables = root.get("variables").map(Node::entries).unwrap_or_default();
        let places = variables.iter().filter_map(|entry| entry.node.get("placeholder")?.text());
        names.placeholders = places.map(str::to_owned).collect();
        names.collect_steps(root);
        names
    }

    fn collect_steps(&mut self, root: &Node) {
        let bare = root.get("phases").is_none();
        let phases: Vec<&Node> = match root.get("phases") {
            Some(phases) => phases.items().iter().collect(),
            None => vec![root],
        };
        // Given ids come before made ones, wherever they stand.
        let mut taken: IndexSet<String> = GOTO_WORDS.iter().map(|word| (*word).to_owned()).collect();
        // Two lists of steps are a fault of their own.
        let mut whole = root.get("phases").is_none() || root.get("steps").is_none();
        whole &= root.get("phases").is_some_and(|node| matches!(node.value, Value::List(_)))
            || root.get("steps").is_some_and(|node| matches!(node.value, Value::List(_)));
        for phase in &phases {
            if !bare {
                taken.extend(given(phase));
            }
            whole &= phase.get("steps").is_some_and(|node| matches!(node.value, Value::List(_)));
            for step in phase.get("steps").map(Node::items).unwrap_or_default() {
                taken.extend(given(step));
                whole &= matches!(step.value, Value::Object(_));
            }
        }
        let several = phases.len() > 1;
        for (p, phase) in phases.iter().enumerate() {
            let number = number_of(phase).unwrap_or(p as u64 + 1);
            let id = match given(phase) {
                Some(id) if !bare => id,
                _ => make(if bare { None } else { title(phase) }, &format!("phase-{number}"), &mut taken),
            };
            self.phase_ids.push(id);
            let mut ids = Vec::new();
            for (s, step) in phase.get("steps").map(Node::items).unwrap_or_default().iter().enumerate() {
                let position = if several { format!("{number}.{}", s + 1) } else { (s + 1).to_string() };
                ids.push(given(step).unwrap_or_else(|| make(title(step), &position, &mut taken)));
            }
            self.step_ids.push(ids);
        }
        if whole {
            self.steps = Some(self.step_ids.iter().flatten().cloned().collect());
            self.phases = Some(if bare { IndexSet::new() } else { self.phase_ids.iter().cloned().collect() });
        }
    }

    /// Every id the author gave to a phase or step, with its path, in order.
    pub(super) fn given_ids(root: &Node) -> Vec<(Path, &Node)> {
        let mut ids = Vec::new();
        let phases = root.get("phases").map(Node::items).unwrap_or_default().iter().enumerate();
        let phases = phases.map(|(p, phase)| (Path::default().key("phases").index(p), phase));
        for (path, holder) in phases.chain([(Path::default(), root)]) {
            if !path.is_root() {
                ids.extend(holder.get("id").map(|id| (path.key("id"), id)));
            }
            for (s, step) in holder.get("steps").map(Node::items).unwrap_or_default().iter().enumerate() {
                ids.extend(step.get("id").map(|id| (path.key("steps").index(s).key("id"), id)));
            }
        }
        ids
    }
}

fn given(node: &Node) -> Option<String> {
    node.get("id").and_then(Node::text).map(str::to_owned)
}

fn title(node: &Node) -> Option<&str> {
    node.get("title").and_then(Node::text)
}

fn number_of(phase: &Node) -> Option<u64> {
    phase.get("number")?.number()?.parse().ok()
}

/// An id from a title, from the position when the title gives none or one that is taken.
fn make(title: Option<&str>, position: &str, taken: &mut IndexSet<String>) -> String {
    let slug = title.map(slug).unwrap_or_default();
    let tries = std::iter::once(slug)
        .chain(std::iter::once(position.to_owned()))
        .chain((2_u64..).map(|n| format!("{position}-{n}")));
    for id in tries {
        if !id.is_empty() && taken.insert(id.clone()) {
            return id;
        }
    }
    position.to_owned()
}

/// The anchor GitHub makes of a heading: small letters and digits of any script, spaces as hyphens.
pub(super) fn slug(title: &str) -> String {
    let kept = title.trim().chars().flat_map(char::to_lowercase).filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
        _ => None,
    });
    let slug: String = kept.collect();
    slug.trim_matches('-').to_owned()
}

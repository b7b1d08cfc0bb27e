//! What commands leave open: `<name>`, `$NAME` that nothing assigns, `{{name}}`, `[NAME]`.
//!
//! A command is never rewritten for it: the variable remembers how its place is written.

use std::sync::LazyLock;

use indexmap::IndexMap;
use regex::Regex;

use super::commands;
use crate::runbook::format::limits::MAX_VARIABLES;

/// Variables of a page in order of appearance, each with the text that stands for it where that is no `$name`.
#[derive(Debug, Default)]
pub(super) struct Variables {
    found: IndexMap<String, Option<String>>,
    /// Names a command gives a value to.
    assigned: std::collections::HashSet<String>,
}

/// What every shell has a value for.
const KNOWN: &[&str] = &[
    "HOME",
    "USER",
    "PATH",
    "PWD",
    "OLDPWD",
    "SHELL",
    "HOSTNAME",
    "LOGNAME",
    "TMPDIR",
    "TMP",
    "TEMP",
    "LANG",
    "LC_ALL",
    "RANDOM",
    "EDITOR",
    "UID",
    "EUID",
    "PPID",
    "SECONDS",
    "LINENO",
    "IFS",
    "TERM",
    "NF",
    "NR",
    "BASH_VERSION",
    "REPLY",
    "OPTARG",
    "PIPESTATUS",
    "FUNCNAME",
    "BASH_SOURCE",
    "SSH_AUTH_SOCK",
    "LINES",
    "COLUMNS",
];

fn pattern(text: &str) -> Regex {
    #[allow(clippy::unwrap_used)]
    Regex::new(text).unwrap()
}

static ANGLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"<([^\W\d_][\w ./|-]{0,60})>"));
static SQUARE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[([A-Z][A-Z0-9]*(?:[_ -][A-Z0-9]+)+|[A-Z]{3,})\]"));
static BRACES: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{\{ *([^\W\d][\w.-]*) *\}\}"));
static DOLLAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\$(?:\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))"));
static ASSIGNS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?m)(?:^|[;&|(\s])(?:export\s+|local\s+|declare\s+(?:-\w+\s+)?|readonly\s+)?([A-Za-z_][A-Za-z0-9_]*)\+?=|\bfor\s+([A-Za-z_][A-Za-z0-9_]*)\s+in\b|\bread\s+(?:-\w+\s+)*(?:[A-Za-z_]\w*\s+)*([A-Za-z_][A-Za-z0-9_]*)|-v\s+([A-Za-z_][A-Za-z0-9_]*)=",
    )
});

impl Variables {
    /// Looks through a command in the order of the page; `taken` tells the names the author declared.
    pub(super) fn look(&mut self, run: &str, shell: &str, taken: &dyn Fn(&str) -> bool) {
        let mut places: Vec<(usize, String, Option<String>)> = Vec::new();
        for (pattern, whole) in [(&ANGLE, true), (&SQUARE, true), (&BRACES, true)] {
            for found in pattern.captures_iter(run) {
                let (Some(all), Some(name)) = (found.get(0), found.get(1)) else { continue };
                if whole && is_place(run, all.start(), all.end(), name.as_str()) {
                    places.push((all.start(), name.as_str().to_owned(), Some(all.as_str().to_owned())));
                }
            }
        }
        if matches!(shell, "sh" | "bash") {
            for found in ASSIGNS.captures_iter(run) {
                let name = found.iter().skip(1).flatten().next();
                self.assigned.extend(name.map(|name| name.as_str().to_owned()));
            }
            let single = single_quoted(run);
            for found in DOLLAR.captures_iter(run) {
                let (Some(all), Some(name)) = (found.get(0), found.get(1).or(found.get(2))) else { continue };
                let escaped = run.get(..all.start()).is_some_and(|before| before.ends_with('\\'));
                if !escaped && !single.iter().any(|range| range.contains(&all.start())) {
                    places.push((all.start(), name.as_str().to_owned(), None));
                }
            }
        }
        places.sort_by_key(|(at, ..)| *at);
        for (_, name, literal) in places {
            match literal {
                Some(literal) => self.place(&name, literal, taken),
                None if KNOWN.contains(&name.as_str()) || self.assigned.contains(&name) || taken(&name) => {}
                None => self.declare(&name),
            }
        }
    }

    /// A variable that a command puts its output into.
    pub(super) fn captured(&mut self, name: &str, taken: &dyn Fn(&str) -> bool) -> bool {
        if !taken(name) {
            self.declare(name);
        }
        taken(name) || self.found.contains_key(name)
    }

    fn declare(&mut self, name: &str) {
        if self.found.len() < MAX_VARIABLES && commands::is_name(name) {
            self.found.entry(name.to_owned()).or_default();
        }
    }

    fn place(&mut self, name: &str, literal: String, taken: &dyn Fn(&str) -> bool) {
        if self.found.values().flatten().any(|known| *known == literal) || self.found.len() >= MAX_VARIABLES {
            return;
        }
        let tidy: String =
            name.trim().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(48).collect();
        let tidy = tidy.trim_matches('_').to_owned();
        let tidy =
            if commands::is_name(&tidy) { tidy } else { format!("value_{tidy}").trim_end_matches('_').to_owned() };
        // The same name written as `$NAME` elsewhere is the same value.
        if let Some(known) = self.found.get_mut(&tidy)
            && known.is_none()
        {
            *known = Some(literal);
            return;
        }
        let tries = std::iter::once(tidy.clone()).chain((2_u32..).map(|n| format!("{tidy}_{n}")));
        for id in tries {
            if !self.found.contains_key(&id) && !taken(&id) {
                self.found.insert(id, Some(literal));
                return;
            }
        }
    }

    /// All of them.
    pub(super) fn into_iter(self) -> impl Iterator<Item = (String, Option<String>)> {
        self.found.into_iter()
    }

    pub(super) fn len(&self) -> usize {
        self.found.len()
    }
}

/// Whether brackets hold a gap to be filled, and are no redirection, list or pattern.
fn is_place(run: &str, start: usize, end: usize, name: &str) -> bool {
    let before = run.get(..start).and_then(|part| part.chars().next_back());
    let after = run.get(end..).and_then(|part| part.chars().next());
    match run.as_bytes().get(start) {
        Some(b'<') => {
            before != Some('<')
                && !name.ends_with(' ')
                && !name.starts_with('/')
                && !run.contains(&format!("</{name}>"))
        }
        Some(b'[') => {
            !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '$' | '_' | '}' | '[' | '^'))
                && !matches!(after, Some(']' | '*' | '+' | '{'))
        }
        _ => before != Some('{') && before != Some('$') && !name.contains('.'),
    }
}

/// Stretches in single quotes, where a shell fills nothing in.
fn single_quoted(run: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let (mut single, mut double, mut escaped) = (None, false, false);
    for (at, c) in run.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if single.is_none() => escaped = true,
            '\'' if !double => match single.take() {
                Some(start) => found.push(start..at),
                None => single = Some(at),
            },
            '"' if single.is_none() => double = !double,
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(runs: &[&str]) -> Vec<(String, Option<String>)> {
        let mut variables = Variables::default();
        for run in runs {
            variables.look(run, "sh", &|_| false);
        }
        variables.into_iter().collect()
    }

    fn names(runs: &[&str]) -> Vec<String> {
        found(runs).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn gaps_of_every_kind_are_variables() {
        let all = found(&["oc -n $NS logs <pod name> --to {{ host }} -r [REGION]"]);
        let list: Vec<_> = all.iter().map(|(name, place)| (name.as_str(), place.as_deref())).collect();
        let wanted = [
            ("NS", None),
            ("pod_name", Some("<pod name>")),
            ("host", Some("{{ host }}")),
            ("REGION", Some("[REGION]")),
        ];
        assert_eq!(list, wanted);
    }

    #[test]
    fn what_a_command_assigns_is_not_asked() {
        assert_eq!(names(&["X=$(date)", "echo $X $HOME $Y"]), ["Y"]);
        assert_eq!(
            names(&["for p in a b; do echo $p; done", "awk '{print $NAME}'", "cat <<EOF", "a < b > c"]),
            [""; 0]
        );
        assert_eq!(names(&["ls [A-Z]* x[FOO] {{ .Values.x }}"]), [""; 0]);
    }

    #[test]
    fn one_value_has_one_name() {
        assert_eq!(found(&["a $NS", "b <NS> <NS>"]), [("NS".into(), Some("<NS>".into()))]);
    }
}

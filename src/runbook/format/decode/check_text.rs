//! What may stand inside texts and commands: variables, and no characters that deceive.

use std::ops::Range;

use super::super::fault::FaultKind;
use super::super::limits::MAX_FAULTS;
use super::super::terms::Hidden;
use super::super::tree::Node;
use super::Decoder;
use crate::runbook::Shell;

/// Names in `{{…}}` that the program fills in itself, beside `role.<id>`.
pub const BUILT_INS: [&str; 3] = ["session.started", "session.kind", "step.title"];

impl Decoder<'_> {
    /// Every `{{name}}` in a text is a variable or a built-in.
    pub(super) fn check_braces(&mut self, node: &Node, text: &str) {
        for (name, range) in braces(text) {
            if self.is_fillable(name) {
                continue;
            }
            let known = self.names.variables.iter().flatten().map(String::as_str).chain(BUILT_INS);
            let suggestion = self.nearest(name, known).map(str::to_owned);
            self.fault_in(node, range, FaultKind::UnknownVariable { name: name.to_owned(), suggestion });
        }
    }

    /// Notes a fault at a part of a text.
    fn fault_in(&mut self, node: &Node, part: Range<usize>, kind: FaultKind) {
        // Finding the part costs time, and a fault that is only counted has no place.
        let span = if self.faults.len() < MAX_FAULTS { self.source.part(node, part) } else { node.span.clone() };
        self.fault(span, kind);
    }

    fn is_fillable(&self, name: &str) -> bool {
        BUILT_INS.contains(&name)
            || self.names.variables.as_ref().is_none_or(|variables| variables.contains(name))
            || name
                .strip_prefix("role.")
                .is_some_and(|role| self.names.roles.as_ref().is_none_or(|roles| roles.contains(role)))
    }

    /// A command shows what it does, and takes its variables from the environment.
    pub(super) fn check_command(&mut self, node: &Node, run: &str, shell: Shell) {
        if let Some((at, character, what)) = run.char_indices().find_map(|(at, c)| Some((at, c, hidden(c)?))) {
            self.fault_in(node, at..at + character.len_utf8(), FaultKind::HiddenCharacter { character, what });
        }
        for (name, range) in braces(run) {
            if run.get(range.clone()).is_some_and(|place| self.names.placeholders.contains(place)) {
                continue;
            }
            let declared = self.names.variables.as_ref().is_none_or(|variables| variables.contains(name));
            self.fault_in(node, range, FaultKind::BracesInCommand { name: name.to_owned(), declared });
        }
        if matches!(shell, Shell::Sh | Shell::Bash) {
            for (name, range) in unquoted(run) {
                if self.names.variables.as_ref().is_some_and(|variables| variables.contains(name)) {
                    self.fault_in(node, range, FaultKind::UnquotedVariable { name: name.to_owned() });
                }
            }
        }
    }
}

/// Whether a character in a command would make it show one thing and do another.
pub(in crate::runbook::format) fn hidden(c: char) -> Option<Hidden> {
    match c {
        '\n' | '\t' => None,
        c if c.is_control() => Some(Hidden::Control),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' => {
            Some(Hidden::Direction)
        }
        '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{2028}' | '\u{2029}' => {
            Some(Hidden::ZeroWidth)
        }
        _ => None,
    }
}

/// Every `{{name}}` with the bytes it takes. `{{.Names}}` and `{{range .}}` are templates of other programs.
fn braces(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    text.match_indices("{{").filter_map(|(start, _)| {
        let inner = text.get(start + 2..)?;
        let padded = inner.trim_start_matches(' ');
        let length = padded.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))?;
        let (name, rest) = padded.split_at(length);
        let begins = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let rest = rest.trim_start_matches(' ').strip_prefix("}}")?;
        begins.then_some((name, start..text.len() - rest.len()))
    })
}

/// Every `$name` or `${name}` that a shell would split into words, with the bytes it takes.
fn unquoted(run: &str) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let (mut single, mut double) = (false, false);
    let mut before = ' ';
    let mut chars = run.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\'' if !double => single = !single,
            _ if single => {}
            '\\' => {
                chars.next();
            }
            '"' => double = !double,
            '#' if !double && before.is_whitespace() => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            '$' if !double => {
                let rest = run.get(at + 1..).unwrap_or_default();
                let open = usize::from(rest.starts_with('{'));
                let name = rest.get(open..).unwrap_or_default();
                let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len());
                if let Some(name) = name.get(..length)
                    && length > 0
                {
                    let end = at + 1 + open + length;
                    let close = usize::from(open == 1 && run.as_bytes().get(end) == Some(&b'}'));
                    found.push((name, at..end + close));
                }
            }
            _ => {}
        }
        before = c;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(run: &str) -> Vec<&str> {
        unquoted(run).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn a_variable_is_unquoted_outside_of_quotes_only() {
        assert_eq!(names(r#"ping "$a" '$b' $c ${d}x \$e "$(cat $f)" # $g"#), ["c", "d"]);
        assert_eq!(names("a # it's $x\nb $y"), ["y"]);
        assert_eq!(names("echo $ ${ $1"), ["1"]);
    }

    #[test]
    fn braces_of_other_programs_are_left_alone() {
        let found: Vec<_> = braces("{{host}} {{ step.title }} {{.Names}} {{range .}} {{ {{x").collect();
        assert_eq!(found, [("host", 0..8), ("step.title", 9..25)]);
    }
}

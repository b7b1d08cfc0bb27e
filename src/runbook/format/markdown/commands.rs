//! Fences and code in a line → commands: which are meant for a shell, and what of them is output.
//!
//! Judges by the language the author gave, by prompts and by the first word. What it takes for a command stays byte for
//! byte as it was written, prompts apart.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::Fence;
use crate::time::Span;

/// A command as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub run: String,
    pub expect: Option<String>,
    pub shell: &'static str,
    /// Where the prompt says it was typed.
    pub on: Option<String>,
    /// What stands before the first prompt and is no comment.
    pub before: Option<String>,
}

/// What an author says of a command behind its language.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub title: Option<String>,
    pub on: Option<String>,
    pub timeout: Option<String>,
    pub capture: Option<String>,
    pub danger: Option<String>,
}

/// Bytes a command may have; a longer one is shown and not offered.
const LONGEST: usize = 20_000;

/// First words of commands that are known without a prompt.
static KNOWN: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("words/known.txt").lines().collect());

/// Words of SQL that a query begins with.
static SQL: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("words/sql.txt").lines().collect());

static PROMPT: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::unwrap_used)]
    Regex::new(r"^\s*(?:\([\w.-]+\)\s*)?(?:\$ |\$$|\$> |➜\s+(?:\S+ )?|❯ |[\w.-]+@[\w.-]+[: ]?[^\s$#>%]*\s?[$#%>] |\[[\w.-]+@[^\]]+\]\s?[$#] |(?:bash|sh)-[\d.]+[$#] )").unwrap()
});
static ROOT_PROMPT: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::unwrap_used)]
    Regex::new(r"^\s*# ").unwrap()
});
static SQL_PROMPT: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::unwrap_used)]
    Regex::new(r"^\s*(?:\w[\w/@.-]*[=(*!^'-][#>]|\w+=?>|MariaDB \[[^\]]*\]>|SQL>)(?: |$)").unwrap()
});
static WINDOWS_PROMPT: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::unwrap_used)]
    Regex::new(r"^\s*(?:PS )?[A-Z]:\\[^>\n]*> ?|^\s*PS> ").unwrap()
});
static ASSIGNED: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::unwrap_used)]
    Regex::new(r"^[A-Za-z_][A-Za-z0-9_]*=(?:\S|$)").unwrap()
});
static CAPTURE: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::unwrap_used)]
    Regex::new(r#"(?s)^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]{0,63})="?(?:\$\(.*\)|`.*`)"?\s*$"#).unwrap()
});

/// What a language makes of a fence.
#[derive(Clone, Copy, PartialEq)]
enum Language {
    Shell(&'static str),
    /// A terminal as it was seen: prompts tell what was typed.
    Console,
    /// No language given.
    None,
    /// Text, of which only what stands behind a prompt was typed.
    Text,
    Other,
}

fn language(info: Option<&str>) -> Language {
    let Some(info) = info else { return Language::None };
    let word = info.trim_start_matches(['{', '.', ' ', '`']);
    let word =
        word.split(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | ',' | ':' | ';')).next().unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "" => Language::None,
        "sh" | "shell" | "zsh" | "ksh" | "dash" | "fish" | "shel" | "8sh" | "shellscript" | "shell-script" => {
            Language::Shell("sh")
        }
        "bash" => Language::Shell("bash"),
        "powershell" | "ps1" | "pwsh" | "ps" | "posh" => Language::Shell("powershell"),
        "cmd" | "bat" | "batch" | "dos" => Language::Shell("none"),
        "sql" | "psql" | "mysql" | "pgsql" | "plpgsql" | "postgresql" | "postgres" | "tsql" | "plsql" => {
            Language::Shell("sql")
        }
        "console" | "shell-session" | "shellsession" | "sh-session" | "bash-session" | "terminal" | "session"
        | "ssh" => Language::Console,
        "text" | "txt" | "plain" | "plaintext" | "output" | "log" | "logs" | "none" | "nohighlight" => Language::Text,
        _ => Language::Other,
    }
}

/// What the text before a fence says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Lead {
    /// It is output.
    Output,
    /// It is to be typed.
    Typed,
    /// Neither.
    #[default]
    Silent,
}

/// The commands of a fence in order; none when it holds none.
pub(super) fn of_fence(fence: &Fence, lead: Lead) -> Vec<Found> {
    let code = fence.code.trim_end_matches(['\n', ' ', '\t']);
    let code = code.strip_prefix('\n').unwrap_or(code);
    if code.trim().is_empty() || code.len() > LONGEST || hides(code) {
        return Vec::new();
    }
    match language(fence.info.as_deref()) {
        Language::Shell("sql") => {
            with_prompts(code, "sql", |line| after(&SQL_PROMPT, line)).unwrap_or_else(|| vec![whole(code, "sql")])
        }
        Language::Shell("powershell") => with_prompts(code, "powershell", |line| after(&WINDOWS_PROMPT, line))
            .unwrap_or_else(|| vec![whole(code, "powershell")]),
        Language::Shell(shell) => {
            let shell = if shell == "none" { shell } else { shell };
            prompted(code, shell).unwrap_or_else(|| vec![whole(code, shell)])
        }
        Language::Console => prompted(code, "sh")
            .or_else(|| with_prompts(code, "sql", |line| after(&SQL_PROMPT, line)))
            .or_else(|| with_prompts(code, "sh", |line| after(&ROOT_PROMPT, line)))
            .unwrap_or_else(|| bare(code, lead)),
        Language::None => prompted(code, "sh")
            .or_else(|| with_prompts(code, "powershell", |line| after(&WINDOWS_PROMPT, line)))
            .or_else(|| with_prompts(code, "sql", |line| after(&SQL_PROMPT, line)))
            .unwrap_or_else(|| bare(code, lead)),
        Language::Text => prompted(code, "sh").unwrap_or_default(),
        Language::Other => Vec::new(),
    }
}

fn whole(code: &str, shell: &'static str) -> Found {
    Found { run: code.to_owned(), expect: None, shell, on: None, before: None }
}

/// Whether a code has characters that show one thing and do another: it is shown, not offered as a command.
fn hides(code: &str) -> bool {
    code.chars().any(|c| crate::runbook::format::decode::hidden(c).is_some())
}

fn after<'l>(prompt: &Regex, line: &'l str) -> Option<&'l str> {
    prompt.find(line).filter(|found| !found.is_empty()).and_then(|found| line.get(found.end()..))
}

fn prompted(code: &str, shell: &'static str) -> Option<Vec<Found>> {
    with_prompts(code, shell, |line| after(&PROMPT, line))
}

/// What was typed behind prompts, and what came of it; nothing where there is no prompt.
fn with_prompts<'c>(
    code: &'c str,
    shell: &'static str,
    typed: impl Fn(&'c str) -> Option<&'c str>,
) -> Option<Vec<Found>> {
    if !code.lines().any(|line| typed(line).is_some()) {
        return None;
    }
    let mut found: Vec<Found> = Vec::new();
    let mut before: Vec<&str> = Vec::new();
    let mut heredoc: Option<String> = None;
    // Where in the last command the line begins that was typed last.
    let mut begun = 0;
    for line in code.lines() {
        let last = found.last_mut().filter(|last| last.expect.is_none());
        match (last, typed(line)) {
            (Some(last), run) if heredoc.is_some() || is_unfinished(last.run.get(begun..).unwrap_or_default()) => {
                if heredoc.as_ref().is_some_and(|end| line.trim() == end) {
                    heredoc = None;
                }
                add(&mut last.run, run.filter(|_| shell == "sql").unwrap_or(line));
            }
            (last, Some(run)) => {
                heredoc = heredoc_end(run);
                let on = place(line.get(..line.len() - run.len()).unwrap_or_default());
                match last.filter(|last| last.on == on) {
                    Some(last) => {
                        begun = last.run.len() + 1;
                        add(&mut last.run, run);
                    }
                    None => {
                        let (comments, said) = split_comments(&std::mem::take(&mut before));
                        let run = if comments.is_empty() { run.to_owned() } else { format!("{comments}\n{run}") };
                        begun = 0;
                        found.push(Found { on, before: said, ..whole(&run, shell) });
                    }
                }
            }
            (Some(last), None) if line.trim().is_empty() && !last.run.is_empty() => last.run.push_str("\n"),
            // A comment between two commands belongs to the one that follows.
            (Some(last), None) if line.trim_start().starts_with('#') => add(&mut last.run, line),
            (Some(last), None) => last.expect = Some(line.to_owned()),
            (None, None) => match found.last_mut().and_then(|last| last.expect.as_mut()) {
                Some(expect) => add(expect, line),
                None => before.push(line),
            },
        }
    }
    for one in &mut found {
        one.run.truncate(one.run.trim_end_matches('\n').len());
        one.expect = one.expect.take().map(|expect| expect.trim_end().to_owned()).filter(|expect| !expect.is_empty());
    }
    found.retain(|one| !one.run.trim().is_empty());
    (!found.is_empty()).then_some(found)
}

fn add(text: &mut String, line: &str) {
    text.push('\n');
    text.push_str(line);
}

/// Comments of an author on the command that follows, and what else stands before it.
fn split_comments(lines: &[&str]) -> (String, Option<String>) {
    let comment = |line: &str| {
        line.trim().is_empty() || line.trim_start().starts_with(['#', '-']) || line.trim_start().starts_with("//")
    };
    if lines.iter().all(|line| comment(line)) {
        return (lines.join("\n").trim().to_owned(), None);
    }
    (String::new(), Some(lines.join("\n").trim().to_owned()))
}

/// Where a prompt says that one is.
fn place(prompt: &str) -> Option<String> {
    let prompt = prompt
        .trim()
        .trim_end_matches(['$', '#', '>', '%', '=', '*', '-', '(', '!'])
        .trim()
        .trim_matches(['[', ']'])
        .trim();
    let told = prompt.contains(|c: char| c.is_alphanumeric());
    told.then(|| prompt.trim_end_matches([':', '~', ' ']).to_owned())
}

/// Whether a command goes on in the next line.
fn is_unfinished(run: &str) -> bool {
    let last = run.lines().next_back().unwrap_or_default().trim_end();
    if last.ends_with('\\') || last.ends_with('|') || last.ends_with("&&") || last.ends_with("||") {
        return true;
    }
    let (mut single, mut double, mut escaped) = (false, false, false);
    for c in run.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if !single => escaped = true,
            '\'' if !double => single = !single,
            '"' if !single => double = !double,
            _ => {}
        }
    }
    // One apostrophe in a comment is no open quote.
    (single || double) && run.lines().count() < 60 && !last.contains('#')
}

fn heredoc_end(run: &str) -> Option<String> {
    let (_, rest) = run.split_once("<<")?;
    let word = rest.trim_start_matches(['-', ' ', '\'', '"']);
    let end = word.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(word.len());
    word.get(..end).filter(|word| !word.is_empty()).map(str::to_owned)
}

/// Code without language and prompt: a command where it begins as one.
fn bare(code: &str, lead: Lead) -> Vec<Found> {
    if lead == Lead::Output {
        return Vec::new();
    }
    let mut lines = code.lines().filter(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#') && !line.starts_with("//")
    });
    let Some(first) = lines.next() else { return Vec::new() };
    if is_query(code) {
        return vec![whole(code, "sql")];
    }
    if !begins_as_command(first) && !(lead == Lead::Typed && looks_typed(code)) {
        return Vec::new();
    }
    // Below an empty line comes what was printed, unless that begins as a command again.
    if let Some((run, rest)) = code.split_once("\n\n") {
        let next = rest.lines().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        let typed = next.is_none_or(|line| begins_as_command(line) || line.starts_with([' ', '\t', '}', ')']));
        let closed = run.matches("<<").count() == 0 && !is_unfinished(run);
        if !typed && closed && run.lines().all(|line| begins_as_command(line) || line.starts_with([' ', '\t', '#'])) {
            return vec![Found { expect: Some(rest.trim_matches('\n').to_owned()), ..whole(run, "sh") }];
        }
    }
    vec![whole(code, "sh")]
}

/// Whether one line of code that a text asks to type has the form of a command.
fn looks_typed(code: &str) -> bool {
    let mut words = code.split_whitespace();
    let Some(first) = words.next() else { return false };
    let name = first.starts_with(|c: char| c.is_ascii_lowercase())
        && first.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c));
    let prose = code.ends_with('.') || code.contains(": ") || code.contains(" => ") || code.contains(" = ");
    name && words.next().is_some()
        && !prose
        && code.trim().lines().all(|line| !line.starts_with(['{', '<']))
        && code.trim().lines().count() <= 3
}

/// Whether a text is SQL: begins with a word of it and ends as a query does.
fn is_query(code: &str) -> bool {
    let first = code.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    SQL.contains(&first.as_str()) && code.trim_end().ends_with(';')
}

/// Whether a line begins with the name of a known program.
pub(super) fn begins_as_command(line: &str) -> bool {
    let mut words = line.split_whitespace().peekable();
    while words
        .next_if(|word| ASSIGNED.is_match(word) || matches!(*word, "sudo" | "-E" | "-i" | "time" | "nohup" | "!"))
        .is_some()
    {}
    let Some(word) = words.next() else { return line.contains("=$(") || ASSIGNED.is_match(line.trim()) };
    let path = word.starts_with('/') || word.starts_with("./") || word.starts_with("~/");
    let name = word.rsplit('/').next().unwrap_or(word);
    let next = words.next();
    // Output of programs: `git version 2`, `make: ***`, a path with a colon behind it, a prose `Find the host`.
    if word.ends_with([':', ',', ';']) && !word.ends_with("[;") {
        return false;
    }
    if matches!(
        name,
        "find"
            | "host"
            | "set"
            | "test"
            | "time"
            | "if"
            | "for"
            | "watch"
            | "date"
            | "make"
            | "go"
            | "more"
            | "net"
            | "w"
            | "who"
            | "service"
            | "split"
            | "sort"
            | "source"
            | "top"
            | "node"
            | "free"
    ) && next.is_some_and(|next| {
        matches!(next, "the" | "a" | "an" | "of" | "for" | "to" | "is" | "on" | "than" | "it" | "this" | "your" | "you")
    }) {
        return false;
    }
    let tool = ["ctl", "-cli", "-admin"].iter().any(|end| name.len() > end.len() + 1 && name.ends_with(end));
    if KNOWN.contains(&name) || tool {
        return true;
    }
    // A script of one's own.
    path && !word.ends_with('/')
        && (word.starts_with("./") || word.contains("/bin/") || word.ends_with(".sh") || word.ends_with(".py"))
}

/// The command that code within a line is; none when it is a name or a value.
pub(super) fn of_code(code: &str) -> Option<Found> {
    let typed = after(&PROMPT, code).unwrap_or(code).trim();
    let several = typed.contains(' ');
    if !several || hides(typed) || typed.contains('\n') {
        return None;
    }
    let first = typed.split_whitespace().next().unwrap_or_default();
    (begins_as_command(typed) && !first.ends_with('=') && !typed.ends_with("...")).then(|| whole(typed, "sh"))
}

/// The variable a command puts its output into.
pub(super) fn capture(run: &str) -> Option<&str> {
    CAPTURE.captures(run).and_then(|found| found.get(1)).map(|name| name.as_str())
}

/// What an author says behind the language of a fence.
pub(super) fn said(info: &str) -> Said {
    let mut said = Said::default();
    let Some((_, mut rest)) = info.trim().split_once(char::is_whitespace) else { return said };
    while let Some((name, tail)) = rest.split_once('=') {
        let name = name.trim().rsplit([' ', '{', ',']).next().unwrap_or_default();
        let (value, after) = match tail.strip_prefix('"').and_then(|tail| tail.split_once('"')) {
            Some((value, after)) => (value, after),
            None => tail.split_once(char::is_whitespace).unwrap_or((tail, "")),
        };
        let value = value.trim_end_matches('}').to_owned();
        match name {
            "title" => said.title = Some(value),
            "on" => said.on = Some(value),
            "timeout" => said.timeout = Some(value).filter(|value| Span::parse(value).is_ok()),
            "capture" => said.capture = Some(value).filter(|value| is_name(value)),
            "danger" => said.danger = Some(value),
            _ => {}
        }
        rest = after;
    }
    said
}

/// Whether a shell takes it for the name of a variable.
pub(super) fn is_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fence(info: &str, code: &str) -> Vec<(String, Option<String>)> {
        let fence = Fence { info: (info != "-").then(|| info.to_owned()), code: code.to_owned(), inner: 0..0 };
        of_fence(&fence, Lead::Silent).into_iter().map(|found| (found.run, found.expect)).collect()
    }

    fn runs(info: &str, code: &str) -> Vec<String> {
        fence(info, code).into_iter().map(|(run, _)| run).collect()
    }

    #[test]
    fn a_shell_fence_is_a_command_byte_for_byte() {
        assert_eq!(runs("bash", "  a |\n\tb  \n\n# c\n"), ["  a |\n\tb  \n\n# c"]);
        assert_eq!(runs("sql", "select 1;\n"), ["select 1;"]);
        assert_eq!(runs("yaml", "a: b\n"), [String::new(); 0]);
        assert_eq!(runs("promql", "up == 0\n"), [String::new(); 0]);
    }

    #[test]
    fn prompts_tell_what_was_typed() {
        assert_eq!(
            fence("console", "$ a \\\n  b\nout\n\nmore\n$ c\n$ d\n"),
            [("a \\\n  b".into(), Some("out\n\nmore".into())), ("c\nd".into(), None)]
        );
        assert_eq!(runs("", "ops@db1:~$ uptime\n 10:00 up\n"), ["uptime"]);
        assert_eq!(runs("text", "kubectl is fine\n"), [String::new(); 0]);
        assert_eq!(runs("sql", "db=# select 1;\n 1\n"), ["select 1;"]);
        assert_eq!(runs("sh", "$ cat <<EOF\na\nEOF\nout\n"), ["cat <<EOF\na\nEOF"]);
    }

    #[test]
    fn without_a_language_the_first_word_decides() {
        assert_eq!(runs("", "sudo kubectl get pods\n"), ["sudo kubectl get pods"]);
        assert_eq!(runs("-", "NAME READY\nx 1/1\n"), [String::new(); 0]);
        assert_eq!(runs("", "{\"a\": 1}\n"), [String::new(); 0]);
        assert_eq!(fence("", "ls -l\n\n-rw 1\n"), [("ls -l".into(), Some("-rw 1".into()))]);
        assert_eq!(runs("", "make: *** [x] Error 1\n"), [String::new(); 0]);
        assert_eq!(runs("", "SELECT 1\nFROM x;\n"), ["SELECT 1\nFROM x;"]);
    }

    #[test]
    fn what_hides_something_is_no_command() {
        assert_eq!(runs("sh", "ls\u{202E}\n"), [String::new(); 0]);
    }

    #[test]
    fn code_in_a_line_is_a_command_when_it_is_typed() {
        assert!(of_code("kubectl get pods").is_some() && of_code("$ uptime -p").is_some());
        assert!(of_code("kubectl").is_none() && of_code("no such").is_none());
    }

    #[test]
    fn the_info_string_says_more() {
        let said = said(r#"sh on=db1 timeout=5m capture=ns danger="No way back" timeout=x"#);
        assert_eq!((said.on.as_deref(), said.capture.as_deref()), (Some("db1"), Some("ns")));
        assert_eq!((said.timeout, said.danger.as_deref()), (None, Some("No way back")));
        assert_eq!(capture("export NS=\"$(oc get x)\""), Some("NS"));
    }
}

//! The house rules that no compiler knows, each told with file and line where it is broken.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// What each room may import; what those may import comes with it (the dependency rule of `src/lib.rs`).
const ROOMS: &[(&str, &[&str])] = &[
    ("time", &[]),
    ("text", &[]),
    ("runbook", &["time", "text"]),
    ("session", &["runbook"]),
    ("words", &["session"]),
    ("report", &["words"]),
    ("host", &["session"]),
    ("journal", &["session"]),
    ("world", &["runbook"]),
    ("dialog", &["host", "words"]),
    ("tui", &["dialog", "report"]),
    ("plain", &["dialog", "report"]),
    (
        "app",
        &[
            "time", "text", "runbook", "session", "words", "report", "host", "journal", "world", "dialog", "tui",
            "plain", "cli",
        ],
    ),
    ("cli", &["app"]),
    ("main", &["cli"]),
];

/// Rooms that cannot fail, only refuse.
const PURE: &[&str] = &["time", "text", "runbook", "session", "words", "report", "host"];

/// A word that may stand in some places only.
struct Ban {
    /// What is found.
    word: &'static str,
    /// Beginnings of the paths where it may stand.
    only_in: &'static [&'static str],
    /// Tests may do it.
    not_in_tests: bool,
    why: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        word: r"\b(Utc|Local|SystemTime)::now\b",
        only_in: &["src/world/"],
        not_in_tests: false,
        why: "the time is asked in `world` alone",
    },
    Ban {
        word: r"\b(process::Command|Command::new)\b",
        only_in: &["src/world/", "tests/"],
        not_in_tests: false,
        why: "processes are started in `world` alone",
    },
    Ban {
        word: r"\b(fs::File|File::(open|create|options)|OpenOptions::new|fs::write|fs::rename|fs::remove_\w+)\b",
        // `app` writes the report, whole or not at all.
        only_in: &["src/journal/", "src/world/"],
        not_in_tests: true,
        why: "files are opened in `journal` and `world`, and for the report in `app`",
    },
    Ban {
        word: r"\bcrossterm\b|\b(enable|disable)_raw_mode\b|\b(Enter|Leave)AlternateScreen\b",
        // The backend is a type of ratatui that carries the name.
        only_in: &["src/tui/terminal/"],
        not_in_tests: false,
        why: "the terminal is taken and given back in `tui::terminal` alone",
    },
    Ban {
        word: r"\be?print(ln)?!",
        only_in: &[],
        not_in_tests: false,
        why: "a stream that went away must not panic: write to it and look at the result",
    },
    Ban {
        word: r"\bthread::sleep\b",
        // Another program's append holds the lock for milliseconds, and `flock` knows no wait with an end.
        only_in: &["src/journal/file.rs"],
        not_in_tests: false,
        why: "nothing sleeps blindly: wait for what is to happen, with a deadline",
    },
    Ban { word: r"#\[ignore", only_in: &[], not_in_tests: false, why: "a test that is not run tests nothing" },
];

const LONGEST_FILE: usize = 600;

/// Files that may be longer, each with its reason.
const LONG: &[(&str, &str)] = &[];

/// One source file, comments and texts blanked out, so that only code is judged.
struct Source {
    path: String,
    text: String,
    code: Vec<String>,
    /// First line that only tests see.
    tests_from: usize,
}

impl Source {
    fn new(path: &str, text: &str, is_test: bool) -> Self {
        let code: Vec<String> = blank(text).lines().map(str::to_owned).collect();
        let inline = code.windows(2).position(|two| {
            two[0].trim() == "#[cfg(test)]" && two[1].trim_start().starts_with("mod ") && two[1].contains('{')
        });
        let tests_from = if is_test { 0 } else { inline.unwrap_or(usize::MAX) };
        Self { path: path.to_owned(), text: text.to_owned(), code, tests_from }
    }

    fn room(&self) -> Option<&str> {
        let rest = self.path.strip_prefix("src/")?;
        Some(rest.split('/').next()?.trim_end_matches(".rs")).filter(|room| *room != "lib")
    }

    /// Modules from the crate's root to this file.
    fn depth(&self) -> usize {
        let parts: Vec<&str> = self.path.trim_start_matches("src/").split('/').collect();
        if parts.last() == Some(&"mod.rs") { parts.len() - 1 } else { parts.len() }
    }
}

static UNREAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r##"(?s)//[^\n]*|/\*.*?\*/|\bb?r#".*?"#|\bb?r"[^"]*"|b?"(?:\\.|[^"\\])*"|'(?:\\u\{[0-9a-fA-F]+\}|\\.|[^'\\])'"##,
    )
    .unwrap()
});

static ROOM_PATH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:crate|runsheet)::(\{|\w+)|\b((?:super::)+)(\w+)").unwrap());

static BANNED: LazyLock<Vec<Regex>> = LazyLock::new(|| BANS.iter().map(|ban| Regex::new(ban.word).unwrap()).collect());

static WORLD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bstd::(fs|io|env|net|process|thread)\b|\bInstant\b|\bSystemTime\b").unwrap());

/// Puts spaces in place of comments and texts; line ends stay.
fn blank(text: &str) -> String {
    UNREAD
        .replace_all(text, |found: &regex::Captures<'_>| {
            found[0].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect::<String>()
        })
        .into_owned()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `dir` whose name ends so, sorted.
fn files(dir: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut dirs = vec![root().join(dir)];
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned()
}

/// The sources below `dir`; what only tests compile is known by `#[cfg(test)] mod name;` in the parent.
fn sources(dir: &str) -> Vec<Source> {
    let read: Vec<(String, String)> =
        files(dir, ".rs").iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect();
    let declared = Regex::new(r"#\[cfg\(test\)\]\s*(?:pub(?:\([a-z]+\))? )?mod (\w+);").unwrap();
    let mut test_modules = BTreeSet::new();
    for (path, text) in &read {
        let folder = path.trim_end_matches(".rs").trim_end_matches("/mod");
        for found in declared.captures_iter(text) {
            test_modules.insert(format!("{folder}/{}", &found[1]));
        }
    }
    let is_test = |path: &str| {
        path.starts_with("tests/")
            || test_modules.iter().any(|module| {
                path.strip_prefix(module.as_str()).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
            })
    };
    read.iter().map(|(path, text)| Source::new(path, text, is_test(path))).collect()
}

/// The room, and everything it may import.
fn allowed(room: &str) -> BTreeSet<&str> {
    let mut all = BTreeSet::from([room]);
    let mut wanted = vec![room];
    while let Some(room) = wanted.pop() {
        for (_, imports) in ROOMS.iter().filter(|(name, _)| *name == room) {
            for import in *imports {
                if all.insert(import) {
                    wanted.push(import);
                }
            }
        }
    }
    all
}

/// Rooms a line of code names from the crate's root: `crate::a`, `crate::{a, b::c}`, `super::super::a`.
fn named_rooms(code: &str, depth: usize) -> Vec<String> {
    let mut rooms = Vec::new();
    for found in ROOM_PATH.captures_iter(code) {
        if let (Some(supers), Some(first)) = (found.get(2), found.get(3)) {
            if supers.as_str().matches("super").count() >= depth {
                rooms.push(first.as_str().to_owned());
            }
        } else if &found[1] == "{" {
            rooms.extend(first_names(&code[found.get(0).unwrap().end()..]));
        } else {
            rooms.push(found[1].to_owned());
        }
    }
    rooms.retain(|room| ROOMS.iter().any(|(name, _)| name == room));
    rooms
}

/// First names of a list of imports: of `a::{b, c}, d::e}` these are `a` and `d`.
fn first_names(list: &str) -> Vec<String> {
    let (mut names, mut word, mut level, mut first) = (Vec::new(), String::new(), 0, true);
    for c in list.chars() {
        match c {
            '{' => level += 1,
            '}' if level == 0 => break,
            '}' => level -= 1,
            ',' if level == 0 => {
                names.push(std::mem::take(&mut word));
                first = true;
            }
            ':' if level == 0 => first = false,
            c if level == 0 && first && (c.is_alphanumeric() || c == '_') => word.push(c),
            _ => {}
        }
    }
    names.push(word);
    names.retain(|name| !name.is_empty());
    names
}

fn broken_imports(source: &Source) -> Vec<String> {
    let Some(room) = source.room() else { return Vec::new() };
    let may = allowed(room);
    let whole = source.code.join("\n");
    let mut found = Vec::new();
    let mut line = 0;
    // A list of imports may run over several lines: each `use` is judged whole, at its first line.
    for statement in whole.split_inclusive([';']) {
        for (place, text) in statement.split_inclusive('\n').enumerate() {
            let text = if text.contains("crate::{") || text.contains("runsheet::{") {
                statement.split_inclusive('\n').skip(place).collect::<String>()
            } else {
                text.to_owned()
            };
            for named in named_rooms(&text, source.depth()) {
                if !may.contains(named.as_str()) {
                    found.push(format!("{}:{}: {room} may not know {named}", source.path, line + place + 1));
                }
            }
        }
        line += statement.matches('\n').count();
    }
    found.dedup();
    found
}

fn broken_bans(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for (ban, word) in BANS.iter().zip(BANNED.iter()) {
        if ban.only_in.iter().any(|place| source.path.starts_with(place)) {
            continue;
        }
        for (place, code) in source.code.iter().enumerate() {
            if ban.not_in_tests && place >= source.tests_from {
                break;
            }
            if word.is_match(code) {
                found.push(format!("{}:{}: {}", source.path, place + 1, ban.why));
            }
        }
    }
    found
}

fn impurities(source: &Source) -> Vec<String> {
    if !source.room().is_some_and(|room| PURE.contains(&room)) {
        return Vec::new();
    }
    let lines = source.code.iter().enumerate().take_while(|(place, _)| *place < source.tests_from);
    lines
        .filter(|(_, code)| WORLD.is_match(code))
        .map(|(place, code)| format!("{}:{}: a pure room asks the world: {}", source.path, place + 1, code.trim()))
        .collect()
}

fn misshapen(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    if !source.text.starts_with("//!") {
        found.push(format!("{}:1: does not say what it owns (`//!`)", source.path));
    }
    let lines = source.text.lines().count();
    let may_be_long = LONG.iter().any(|(path, _)| *path == source.path);
    if lines > LONGEST_FILE && !may_be_long {
        found.push(format!("{}: {lines} lines, more than {LONGEST_FILE}: split it by idea", source.path));
    }
    found
}

fn hold(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn rooms_import_only_what_the_dependency_rule_allows() {
    let all = sources("src");
    assert!(all.len() > 50, "the sources were not found");
    hold(&all.iter().flat_map(broken_imports).collect::<Vec<_>>());
}

#[test]
fn every_folder_and_file_of_the_house_is_a_known_room() {
    let unknown: Vec<String> = sources("src")
        .iter()
        .filter(|source| source.room().is_some_and(|room| !ROOMS.iter().any(|(name, _)| *name == room)))
        .map(|source| format!("{}: no such room in the dependency rule", source.path))
        .collect();
    hold(&unknown);
}

#[test]
fn the_clock_files_processes_streams_and_the_terminal_are_touched_in_their_room_alone() {
    let all = sources("src").into_iter().chain(sources("tests"));
    hold(&all.flat_map(|source| broken_bans(&source)).collect::<Vec<_>>());
}

#[test]
fn pure_rooms_do_not_ask_the_world() {
    hold(&sources("src").iter().flat_map(impurities).collect::<Vec<_>>());
}

#[test]
fn every_file_says_what_it_owns_and_none_is_too_long() {
    let all = sources("src").into_iter().chain(sources("tests"));
    hold(&all.flat_map(|source| misshapen(&source)).collect::<Vec<_>>());
}

#[test]
fn an_exception_goes_when_it_is_needed_no_more() {
    for (path, _) in LONG {
        let lines = fs::read_to_string(root().join(path)).map_or(0, |text| text.lines().count());
        assert!(lines > LONGEST_FILE, "{path} has {lines} lines: take it off the list");
    }
}

#[test]
fn one_version_of_what_holds_the_terminal_is_built_in() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for package in ["crossterm", "signal-hook", "ratatui"] {
        assert_eq!(lock.matches(&format!("name = \"{package}\"\n")).count(), 1, "versions of {package} in Cargo.lock");
    }
}

#[test]
fn nothing_names_a_path_of_the_machine_it_was_written_on() {
    let foreign = [concat!("/wo", "rk/"), concat!("/tmp/", "wt"), concat!("/tmp/", "target")];
    let mut found = Vec::new();
    let all = ["src", "tests", "runbooks", "benches", "examples", "docs", ".ci"].map(|dir| files(dir, ""));
    let tops = ["README.md", "CHANGELOG.md", "Cargo.toml", "build.rs"].map(|file| root().join(file));
    for path in all.iter().flatten().chain(&tops) {
        let Ok(text) = fs::read_to_string(path) else { continue };
        for (place, line) in text.lines().enumerate() {
            if foreign.iter().any(|foreign| line.contains(foreign)) {
                found.push(format!("{}:{}: {}", name(path), place + 1, line.trim()));
            }
        }
    }
    hold(&found);
}

#[test]
fn every_stored_picture_is_looked_at() {
    let code: String = sources("src").iter().chain(&sources("tests")).map(|source| source.text.as_str()).collect();
    // A picture is named in a test; its language and its size are added there.
    let added = Regex::new(r"(_(en|zh(-CN)?)|_\d+x\d+)+$").unwrap();
    let mut found = Vec::new();
    for path in files("src", ".snap").iter().chain(&files("tests", ".snap")) {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let picture = added.replace(stem.rsplit("__").next().unwrap_or(&stem), "").into_owned();
        if !(code.contains(&format!("\"{picture}\"")) || code.contains(&format!("\"{picture}_"))) {
            found.push(format!("{}: no test looks at it", name(path)));
        }
    }
    hold(&found);
}

#[test]
fn the_scanner_finds_what_it_is_there_for() {
    let bad = |path: &str, text: &str| Source::new(path, text, false);
    let import = |path: &str, text: &str| broken_imports(&bad(path, text));
    assert_eq!(
        import("src/session/x.rs", "use crate::time;\nuse crate::words::Words;\n"),
        ["src/session/x.rs:2: session may not know words"]
    );
    assert_eq!(
        import("src/report/x.rs", "use crate::{\n    words,\n    tui::{view, app},\n};\n"),
        ["src/report/x.rs:1: report may not know tui"]
    );
    assert_eq!(
        import("src/text/x.rs", "fn f() { super::super::journal::open(); }"),
        ["src/text/x.rs:1: text may not know journal"]
    );
    assert_eq!(import("src/world/mod.rs", "\n\nfn f() -> crate::session::Kind {}").len(), 1);
    assert!(import("src/world/x.rs", "// crate::app\nconst A: &str = \"crate::app\";").is_empty());
    assert!(import("src/tui/x.rs", "use crate::session;\nuse super::super::host::Host;").is_empty());

    for (text, at) in [
        ("\nlet now = Local::now();", 2),
        ("Command::new(\"ls\");", 1),
        ("std::fs::write(path, b\"\");", 1),
        ("use crossterm::event;", 1),
        ("println!(\"x\");", 1),
        ("eprint!(\"x\");", 1),
        ("std::thread::sleep(a);", 1),
        ("#[test]\n#[ignore]\nfn f() {}", 2),
    ] {
        let found = broken_bans(&bad("src/session/x.rs", text));
        assert!(found.len() == 1 && found[0].starts_with(&format!("src/session/x.rs:{at}:")), "{text}: {found:?}");
    }
    assert!(broken_bans(&bad("src/app/x.rs", "#[cfg(test)]\nmod tests {\n    fs::write(a, b);\n}")).is_empty());
    assert!(broken_bans(&bad("src/app/x.rs", "let a = \"thread::sleep\"; // println!")).is_empty());

    assert_eq!(impurities(&bad("src/words/x.rs", "use std::io::Write;\n")).len(), 1);
    assert!(impurities(&bad("src/world/x.rs", "use std::io::Write;\n")).is_empty());
    assert_eq!(misshapen(&bad("src/words/x.rs", &format!("use a;\n{}", "\n".repeat(LONGEST_FILE)))).len(), 2);
    assert!(misshapen(&bad("src/words/x.rs", "//! What.\n")).is_empty());
}

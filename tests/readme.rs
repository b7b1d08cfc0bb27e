//! The blocks of the README that the program itself knows better: its keys, its command line, its exit codes
//! and a picture of it.
//!
//! `RUNSHEET_UPDATE=1 cargo test readme` writes them anew.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use runsheet::cli::Exit;
use runsheet::dialog::action::Action;
use runsheet::dialog::keymap::{BINDINGS, Scope};
use runsheet::session::Kind;
use runsheet::words::{Lang, Words};

use crate::journeys::drive::Journey;
use crate::support::Home;

const UPDATE: &str = "RUNSHEET_UPDATE";

fn readme() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// Puts `wanted` between the markers of `name`; `None` when they are not there.
fn with_block(text: &str, name: &str, wanted: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {name}:begin -->\n"), format!("<!-- {name}:end -->"));
    let (before, rest) = text.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}{}\n{end}{after}", wanted.trim_end()))
}

/// Holds that a block is current, or writes it where asked to.
fn hold(name: &str, wanted: &str) {
    // Tests that write the same file take turns.
    static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let text = fs::read_to_string(readme()).unwrap();
    let current = with_block(&text, name, wanted)
        .unwrap_or_else(|| panic!("README.md has no block between <!-- {name}:begin --> and <!-- {name}:end -->"));
    if current == text {
        return;
    }
    if std::env::var_os(UPDATE).is_some() {
        fs::write(readme(), current).unwrap();
        return;
    }
    panic!("the block `{name}` of README.md is stale: {UPDATE}=1 cargo test readme writes it anew. Wanted:\n{wanted}");
}

/// A key as a keyboard names it.
fn key(chord: &str) -> String {
    let named = |rest: &str| match rest {
        "pgup" => "PgUp".to_owned(),
        "pgdn" => "PgDn".to_owned(),
        _ if rest.chars().count() > 1 => rest[..1].to_uppercase() + &rest[1..],
        _ => rest.to_owned(),
    };
    let shown = match chord.split_once('-') {
        Some((modifier, rest)) if !rest.is_empty() => format!("{}-{}", named(modifier), named(rest)),
        _ => named(chord),
    };
    format!("`{shown}`")
}

fn keys() -> String {
    let words = Words::new(Lang::En);
    let place = |scope: Scope| match scope {
        Scope::Global => "everywhere",
        Scope::Session => "in a session",
        Scope::Run => "on the step",
        Scope::Library => "in the library",
        Scope::Briefing => "on the briefing",
        Scope::WrapUp => "on the wrap-up",
        Scope::Watch => "on the wall",
    };
    // A row for each act, in the order of the table; keys that hold in the same places stand together.
    let mut rows: Vec<(Action, Vec<String>, Vec<&str>)> = Vec::new();
    for binding in BINDINGS {
        let (key, place) = (key(binding.chord), place(binding.scope));
        let of_act = |row: &&mut (Action, Vec<String>, Vec<&str>)| row.0 == binding.action;
        if let Some((_, _, places)) = rows.iter_mut().filter(of_act).find(|(_, keys, _)| *keys == [key.clone()]) {
            places.push(place);
        } else if let Some((_, keys, _)) = rows.iter_mut().filter(of_act).find(|(_, _, places)| *places == [place]) {
            keys.push(key);
        } else {
            rows.push((binding.action, vec![key], vec![place]));
        }
    }
    let mut table = String::from("| key | act | where |\n|---|---|---|\n");
    for (action, keys, places) in rows {
        let (keys, says, places) = (keys.join(" "), words.say(action.message()), places.join(", "));
        writeln!(table, "| {keys} | {says} | {places} |").unwrap();
    }
    table
}

fn usage() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_runsheet")).arg("--help").output().unwrap();
    format!("```text\n{}```\n", String::from_utf8(output.stdout).unwrap())
}

fn exits() -> String {
    let rows = Exit::TABLE.iter().map(|(exit, means)| match exit {
        Exit::Signal(_) => format!("| 128 + n | {} |\n", means.trim_start_matches("128 + n: ")),
        exit => format!("| {} | {means} |\n", exit.code()),
    });
    "| exit code | means |\n|---|---|\n".to_owned() + &rows.collect::<String>()
}

/// What stands fenced in this language between the markers of `name`.
fn fenced(name: &str, language: &str) -> String {
    let text = fs::read_to_string(readme()).unwrap();
    let (_, rest) = text.split_once(&format!("<!-- {name}:begin -->\n")).unwrap();
    let (block, _) = rest.split_once(&format!("<!-- {name}:end -->")).unwrap();
    let (_, fence) = block.split_once(&format!("```{language}\n")).unwrap();
    fence.split_once("```\n").unwrap().0.to_owned()
}

/// Runs the lines between the markers of `name` in a shell, as one would after reading them.
fn run_block(name: &str, home: &Home) {
    let lines = fenced(name, "sh");
    let program = PathBuf::from(env!("CARGO_BIN_EXE_runsheet"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    for line in lines.lines() {
        let mut command = Command::new("sh");
        command.args(["-c", line]).env("PATH", &path).env("RUNSHEET_HOME", home.path()).env("USER", "wei");
        command.current_dir(home.path());
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && line.contains("runsheet"), "{line}\n{said}");
    }
}

/// The Run screen in the middle of an incident, as the view draws it.
fn screen() -> String {
    let home = Home::new();
    let mut hao = Journey::open(&home, "hao", Lang::En, "mes-app-server-outage", Kind::Incident);
    // Found, reported, activated; the report upward sent, the network normal.
    hao.keys("+20s space space enter").types("log-in times out").keys("enter enter");
    hao.keys("+50s space space space enter");
    hao.keys("+40s space space enter").types("no workshop gets orders").keys("enter enter");
    hao.keys("+1m space space enter 1 enter").keys("+2m space space enter 1");
    hao.keys("+3m12s space n").types("heap dump found in /var/log/mes").keys("enter +15s down up");
    hao.saved();
    format!("```text\n{}```\n", hao.now.screen)
}

#[test]
fn the_table_of_keys_in_the_readme_is_current() {
    hold("keys", &keys());
}

#[test]
fn the_command_line_in_the_readme_is_current() {
    hold("usage", &usage());
}

#[test]
fn the_exit_codes_in_the_readme_are_current() {
    hold("exits", &exits());
}

#[test]
fn what_the_readme_says_from_a_script_is_said_and_done() {
    let home = Home::new();
    let mut hao = Journey::open(&home, "hao", Lang::En, "mes-app-server-outage", Kind::Incident);
    hao.saved();
    let before = home.session().log().len();
    run_block("outside", &home);
    assert_eq!(home.session().log().len(), before + 5);
}

#[test]
fn what_the_readme_says_to_authors_is_done() {
    let home = Home::new();
    home.file("wiki-page.md", "# Web shop down\n\n1. Log in from outside\n2. Look at the error rate\n");
    run_block("write", &home);
    for name in ["web-down.yaml", "page.yaml", "runbook-1.schema.json"] {
        assert!(home.path().join(name).exists(), "{name}");
    }
}

#[test]
fn the_smallest_runbook_of_the_readme_is_sound_and_may_name_its_schema() {
    let smallest = fenced("smallest", "yaml");
    let json =
        fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("runbooks/en/mes-app-server-outage.json"));
    let json = json.unwrap().replacen('{', &format!("{{\n{}", fenced("editor", "json")), 1);
    for (name, text) in [("x.yaml", fenced("editor", "yaml") + &smallest), ("x.json", json)] {
        let reading = runsheet::runbook::format::read(name, text.as_bytes());
        assert_eq!(reading.faults, [], "{text}");
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        assert_eq!(runsheet::runbook::check::check(&reading.runbook.unwrap(), &reading.source, today), []);
    }
}

#[test]
fn the_picture_in_the_readme_is_current() {
    hold("screen", &screen());
}

#[test]
fn a_stale_block_is_found_and_a_current_one_left_alone() {
    let text = "a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb\n";
    let new = with_block(text, "x", "new\n").unwrap();
    assert_eq!(new, "a\n<!-- x:begin -->\nnew\n<!-- x:end -->\nb\n");
    assert_eq!(with_block(&new, "x", "new\n").as_deref(), Some(new.as_str()));
    assert_eq!(with_block(text, "y", "new"), None);
}

//! What those who write runbooks call: the schema for their editor, and help for their shell.

use assert_cmd::Command;
use serde_json::Value;

use crate::support::Home;

/// What one call printed, and how it ended.
struct Called {
    code: i32,
    out: String,
    said: String,
}

impl Called {
    fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "\n{}\n{}", self.out, self.said);
        self
    }
}

fn call(home: &Home, args: &[&str]) -> Called {
    let mut command = Command::new(env!("CARGO_BIN_EXE_runsheet"));
    command.env_clear().current_dir(home.path()).env("HOME", home.path()).env("RUNSHEET_HOME", home.path());
    let output = command.args(args).timeout(std::time::Duration::from_secs(20)).output().unwrap();
    Called {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        said: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn the_schema_is_printed_and_is_one() {
    let home = Home::new();
    let schema: Value = serde_json::from_str(&call(&home, &["schema"]).ends(0).out).unwrap();
    assert_eq!(schema, runsheet::runbook::schema::schema());
    assert_eq!(schema["properties"]["format"]["const"], "runbook/1");
}

#[test]
fn shells_and_man_are_told_every_verb() {
    let home = Home::new();
    let help = call(&home, &["--help"]).ends(0).out.clone();
    let (_, verbs) = help.split_once("Commands:\n").unwrap();
    let (verbs, _) = verbs.split_once("\n\n").unwrap();
    let verbs: Vec<&str> = verbs.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(verbs.len() > 10, "{verbs:?}");
    let page = call(&home, &["man"]).ends(0).out.replace('\\', "");
    let scripts = ["bash", "zsh", "fish"].map(|shell| call(&home, &["completions", shell]).ends(0).out.clone());
    for verb in verbs {
        assert!(page.contains(&format!("runsheet-{verb}")), "{verb} is not on the page");
        assert!(scripts.iter().all(|script| script.contains(verb)), "{verb} is not completed");
        if verb != "help" {
            let page = call(&home, &["man", verb]).ends(0).out.replace('\\', "");
            assert!(page.contains(&format!(".TH runsheet-{verb} 1")), "{verb} has no page of its own");
        }
    }
    call(&home, &["man", "fly"]).ends(2);
}

#[test]
fn the_program_tells_of_itself_where_no_home_is() {
    for args in [&["schema"][..], &["completions", "bash"], &["man"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_runsheet"));
        let output = command.env_clear().args(args).output().unwrap();
        assert!(output.status.success() && !output.stdout.is_empty() && output.stderr.is_empty(), "{args:?}");
    }
}

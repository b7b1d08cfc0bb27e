//! What those who write runbooks call: a runbook to begin with, the same one in another spelling, the schema for their
//! editor, and help for their shell.

use std::fs;

use assert_cmd::Command;
use serde_json::Value;

use crate::support::{Home, SHORT};

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

    fn prints(&self, text: &str) -> &Self {
        assert!(self.out.contains(text), "no {text}:\n{}", self.out);
        self
    }

    fn complains(&self, of: &str) -> &Self {
        assert!(self.said.contains(of), "no word of {of}:\n{}", self.said);
        self
    }
}

/// The files in a home, sorted.
fn files(home: &Home) -> Vec<String> {
    let all = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap());
    let files = all.filter(|entry| entry.file_type().unwrap().is_file());
    let mut names: Vec<String> = files.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
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
fn a_new_runbook_passes_the_strictest_check_in_every_spelling_and_language() {
    let home = Home::new();
    for lang in ["en", "zh-CN"] {
        for ending in ["yaml", "json", "md"] {
            let file = format!("disk-full-{lang}.{ending}").to_lowercase();
            call(&home, &["new", "-o", &file, "--lang", lang]).ends(0).prints(&file);
            let checked = call(&home, &["check", &file, "--strict", "--lang", lang]);
            checked.ends(0).prints(if lang == "en" { "1 file, 0 errors, 0 warnings" } else { "0 个警告" });
            let text = fs::read_to_string(home.path().join(&file)).unwrap();
            assert!(text.contains(file.split('.').next().unwrap()), "the file's name is its id");
            let printed = call(&home, &["new", "disk-full", "--to", ending, "--lang", lang, "--title", "A: b"]);
            printed.ends(0).prints("A: b");
        }
    }
}

#[test]
fn new_writes_over_nothing_and_names_what_it_does_not_take() {
    let home = Home::new();
    call(&home, &["new", "-o", "a.yaml"]).ends(0);
    let before = fs::read(home.path().join("a.yaml")).unwrap();
    call(&home, &["new", "b", "-o", "a.yaml"]).ends(1).complains("a.yaml is there already");
    assert_eq!(fs::read(home.path().join("a.yaml")).unwrap(), before);
    call(&home, &["new", "-o", "no/a.yaml"]).ends(1).complains("no/a.yaml cannot be written");
    call(&home, &["new", "-o", "a.json", "--to", "yaml"]).ends(2).complains("a.json must end in .yaml");
    call(&home, &["new", "-o", "a.txt"]).ends(2).complains("a.txt must end in .yaml");
    call(&home, &["new", "My Book"]).ends(2).complains("such as `my-book`");
    call(&home, &["new", "x", "--title", "a\nb"]).ends(2);
    assert_eq!(files(&home), ["a.yaml"], "nothing is left beside it");
}

#[test]
fn a_runbook_is_converted_there_and_back_and_its_source_is_left_alone() {
    let home = Home::new();
    home.file("book.json", SHORT);
    call(&home, &["convert", "book.json", "--to", "yaml", "-o", "book.yaml"]).ends(0).prints("book.yaml");
    let yaml = fs::read_to_string(home.path().join("book.yaml")).unwrap();
    assert!(yaml.contains("checklist: [Largest folder known, Owner of it told]"), "{yaml}");
    assert_eq!(
        call(&home, &["convert", "book.json"]).ends(0).out,
        yaml,
        "YAML is what is printed where nothing is said"
    );
    let back: Value =
        serde_json::from_str(&call(&home, &["convert", "book.yaml", "--to", "json"]).ends(0).out).unwrap();
    assert_eq!(back, serde_json::from_str::<Value>(SHORT).unwrap());
    call(&home, &["convert", "book.json", "-o", "book.yaml"]).ends(1).complains("is there already");
    fs::write(home.path().join("book.yaml"), "old").unwrap();
    call(&home, &["convert", "book.json", "-o", "book.yaml", "--force"]).ends(0);
    assert_eq!(fs::read_to_string(home.path().join("book.yaml")).unwrap(), yaml);
    call(&home, &["convert", "book.yaml", "-o", "./book.yaml", "--force"])
        .ends(2)
        .complains("is the file that is read");
    assert_eq!(fs::read_to_string(home.path().join("book.json")).unwrap(), SHORT);
    call(&home, &["convert", "mes-app-server-outage", "--lang", "zh-CN", "-o", "mes.yml"]).ends(0);
    call(&home, &["check", "mes.yml", "--strict"]).ends(0);
    assert_eq!(files(&home), ["book.json", "book.yaml", "mes.yml"], "nothing is left beside them");
}

#[test]
fn a_page_becomes_a_runbook_of_its_own_and_is_left_alone() {
    let home = Home::new();
    let page = "# Disk full\n\nWrites fail.\n\n1. Find what grows\n\n   ```sh\n   du -sh /srv\n   ```\n\n2. Empty the old logs\n";
    home.file("disk.md", page);
    let called = call(&home, &["convert", "disk.md", "-o", "disk.yaml"]);
    called.ends(0).prints("disk.yaml").complains("2 steps");
    let yaml = fs::read_to_string(home.path().join("disk.yaml")).unwrap();
    assert!(yaml.starts_with("format: runbook/1\nid: disk\ntitle: Disk full\n"), "{yaml}");
    assert!(yaml.ends_with("source:\n  imported_from: disk.md\n") && yaml.contains("du -sh /srv"), "{yaml}");
    call(&home, &["check", "disk.yaml", "--strict"]).ends(0);
    assert_eq!(fs::read_to_string(home.path().join("disk.md")).unwrap(), page);
    home.file("story.md", "# A story\n\nOnce upon a time.\n");
    assert!(call(&home, &["convert", "story.md"]).ends(3).complains("no-procedure").out.is_empty());
}

#[test]
fn what_is_broken_is_told_and_not_converted_and_what_is_weak_is_told_and_is() {
    let home = Home::new();
    home.file("broken.json", SHORT.replace("\"disk-full\"", "\"Disk full\""));
    let called = call(&home, &["convert", "broken.json", "-o", "out.yaml"]);
    assert!(called.ends(3).complains("error[id]").out.is_empty());
    home.file("weak.json", SHORT.replace("\"status\"", "\"colour\": \"yes\", \"status\""));
    let called = call(&home, &["convert", "weak.json", "--to", "yaml"]);
    called.ends(0).complains("warning[unknown-field]").prints("colour: \"yes\"");
    call(&home, &["convert", "nothing.json"]).ends(4);
    assert_eq!(files(&home), ["broken.json", "weak.json"]);
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

//! Files from somebody who means harm, against the program itself: reading them starts nothing, makes nothing, and
//! prints nothing raw.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::fuzz::mutate::{Dice, HOSTILE, corpus, mutated};
use crate::support::{Home, SHORT};

fn runsheet(home: &Home, before: &[&str], args: &[&str]) -> Output {
    let me = env!("CARGO_BIN_EXE_runsheet");
    let all: Vec<&str> = before.iter().chain(&[me]).chain(args).copied().collect();
    let mut command = Command::new(all[0]);
    command.args(&all[1..]).env_clear().current_dir(home.path()).env("HOME", home.path());
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("RUNSHEET_HOME", home.path()).env("USER", "wei").env("LANG", "C.UTF-8").stdin(Stdio::null());
    command.output().unwrap()
}

fn has(program: &str) -> bool {
    Command::new(program).arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Runbooks that would like to be more than read.
fn hostile_runbooks() -> Vec<String> {
    let plain = |text: &str| {
        let quoted = serde_json::to_string(text).unwrap();
        SHORT.replace("\"Disk full on the file server\"", &quoted).replace("\"Find what grows\"", &quoted)
    };
    let mut all: Vec<String> = HOSTILE.iter().map(|text| plain(text)).collect();
    all.extend(
        [
            "`touch owned`",
            "$(touch owned)",
            "; touch owned #",
            "| touch owned",
            "&& touch owned",
            "\\n touch owned",
            "-rf",
            "--help",
        ]
        .map(plain),
    );
    for with in [
        r#""commands": ["touch owned"]"#,
        r#""commands": [{ "run": "touch owned", "shell": "sh" }]"#,
        r#""instructions": "$(touch owned) `touch owned`""#,
        r#""runbook": "../../../../etc/passwd""#,
        r#""runbook": "/etc/passwd""#,
        r#""runbook": "file:///etc/passwd""#,
        r#""runbook": "http://localhost/x""#,
        r#""include": "../x.json""#,
        r#""run": ["sh", "-c", "touch owned"]"#,
        r#""on_start": "touch owned""#,
    ] {
        all.push(SHORT.replace(r#""id": "1.1","#, &format!(r#""id": "1.1", {with},"#)));
    }
    all.push("[".repeat(100_000));
    all.push(format!("{}{}", "{\"a\":".repeat(5_000), "1"));
    all.push("#!/bin/sh\ntouch owned\n".to_owned());
    all.push("\u{0}\u{1}\u{2}".to_owned());
    all.push(SHORT.replace("runbook/1", "runbook/99"));
    all.push("a: &a [x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b]\n".to_owned());
    while all.len() < 50 {
        let cut = SHORT.len() * all.len() / 50;
        all.push(SHORT.chars().take(cut).collect());
    }
    all
}

/// Everything below a folder, by its path in it.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut wanted = vec![folder.to_owned()];
    while let Some(folder) = wanted.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                wanted.push(path.clone());
            }
            all.push(path);
        }
    }
    all.sort();
    all
}

fn is_clean(output: &Output) -> bool {
    [&output.stdout, &output.stderr].into_iter().all(|bytes| {
        std::str::from_utf8(bytes).is_ok_and(|text| {
            text.chars().all(|sign| {
                !matches!(sign, '\0'..='\u{9}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{200e}' | '\u{200f}'
                    | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
            })
        })
    })
}

#[test]
fn reading_hostile_runbooks_and_records_starts_no_program_and_prints_nothing_raw() {
    let home = Home::new();
    let traces = has("strace");
    if !traces {
        let _ = writeln!(std::io::stderr(), "SKIPPED: no strace here to count the programs that are started");
    }
    let log = home.path().join("trace");
    let log = log.to_str().unwrap();
    let strace = ["strace", "-f", "-e", "trace=execve,execveat,fork,vfork", "-o", log];
    let before: &[&str] = if traces { &strace } else { &[] };
    let books: Vec<String> = hostile_runbooks();
    assert!(books.len() >= 50);
    let files: Vec<String> = books
        .iter()
        .enumerate()
        .map(|(at, text)| home.file(&format!("books/{at}.json"), text).display().to_string())
        .collect();
    let corpus = corpus();
    for seed in 1..=12 {
        let mut dice = Dice::new(seed);
        let (_, record) = &corpus[dice.below(corpus.len())];
        let (changed, _) = mutated(&mut dice, record, &corpus[0].1);
        let folder = home.sessions().join(format!("2026-11-22T0624{seed:02}Z-drill-h{seed}"));
        fs::create_dir_all(&folder).unwrap();
        for (at, bytes) in changed.iter().enumerate() {
            let name = if at == 0 { "journal.jsonl".to_owned() } else { format!("journal.{}.jsonl", at + 1) };
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
    let all_files: Vec<&str> = std::iter::once("check").chain(files.iter().map(String::as_str)).collect();
    let mut calls: Vec<Vec<String>> = vec![all_files.iter().map(|arg| (*arg).to_owned()).collect()];
    calls.push(vec!["sessions".into(), "--all".into()]);
    calls.push(vec!["sessions".into(), "--all".into(), "--json".into()]);
    for seed in 1..=12 {
        for verb in ["report", "verify"] {
            calls.push(vec![verb.into(), format!("h{seed}")]);
        }
    }
    let there = below(home.path());
    for call in &calls {
        let args: Vec<&str> = call.iter().map(String::as_str).collect();
        let output = runsheet(&home, before, &args);
        assert!(output.status.code().is_some_and(|code| code <= 5), "{:?} of {call:?}", output.status);
        assert!(is_clean(&output), "{call:?}: {}", String::from_utf8_lossy(&output.stdout).escape_debug());
        if traces {
            let trace = fs::read_to_string(log).unwrap();
            let started = trace.lines().filter(|line| line.contains("exec") || line.contains("fork(")).count();
            if !trace.contains("execve") {
                let _ = writeln!(std::io::stderr(), "SKIPPED: strace may trace nothing here");
                break;
            }
            assert_eq!(started, 1, "only itself, in {call:?}: {trace}");
            fs::remove_file(log).unwrap();
        }
    }
    assert_eq!(below(home.path()), there, "nothing was made by reading");
}

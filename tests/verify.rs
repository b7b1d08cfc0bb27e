//! `verify`: a sound record, a changed one, anchors, signatures, and the recipe that needs no program of ours.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use runsheet::app::App;
use runsheet::host::Host as _;
use runsheet::runbook::StepId;
use runsheet::session::{Command as Ask, ItemKey, Kind, LeaveCause, NoteKind};
use runsheet::words::Lang;
use serde_json::Value;

use crate::support::{Home, SHORT, afternoon};

/// An incident with a few notes, left running; the program that wrote it.
fn incident(home: &Home) -> App {
    let book = home.file("book.json", SHORT).display().to_string();
    let clock = afternoon();
    let mut app = home.app("wei", Lang::En, &clock);
    app.open_runbook(&book, Kind::Incident, None).unwrap_or_else(|fault| panic!("{}", fault.message));
    let step: StepId = app.session().unwrap().book().steps().next().unwrap().1.id.clone();
    app.submit(Ask::Tick { step, item: ItemKey::Check(0) }.into()).unwrap();
    for number in 0..8 {
        let text = format!("note {number}");
        app.submit(Ask::Note { kind: NoteKind::Note, text, stated: None, step: None }.into()).unwrap();
    }
    assert!(app.leave(LeaveCause::Left));
    app
}

fn verify(home: &Home, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_runsheet"));
    command.env_clear().current_dir(home.path()).env("HOME", home.path()).env("RUNSHEET_HOME", home.path());
    command.env("USER", "wei").env("LANG", "C.UTF-8").env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.arg("verify").args(args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The answer as JSON, with the exit code.
fn asked(home: &Home, args: &[&str]) -> (i32, Value) {
    let output = verify(home, &[args, &["--json"]].concat());
    let json = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", said(&output)));
    (output.status.code().unwrap(), json)
}

fn journal(home: &Home) -> PathBuf {
    home.folder().join("journal.jsonl")
}

/// Changes the record as if somebody had.
fn tamper(home: &Home, change: impl FnOnce(&mut Vec<String>)) {
    let mut lines: Vec<String> = fs::read_to_string(journal(home)).unwrap().lines().map(str::to_owned).collect();
    change(&mut lines);
    fs::write(journal(home), lines.join("\n") + "\n").unwrap();
}

/// Whether a program is here; says aloud what is skipped when it is not.
fn is_here(program: &str, arg: &str) -> bool {
    let here = Command::new(program).arg(arg).output().is_ok();
    if !here {
        let _ = writeln!(std::io::stderr(), "SKIPPED: there is no {program} here");
    }
    here
}

#[test]
fn a_sound_record_is_called_sound_and_unanchored_until_a_head_is_given() {
    let home = Home::new();
    incident(&home);
    let (code, alone) = asked(&home, &["disk-full"]);
    assert_eq!((code, &alone["verdict"], &alone["anchor"]), (0, &"sound".into(), &"none".into()));
    assert_eq!(alone["entries"], alone["head_entry"]);
    assert!(out(&verify(&home, &["disk-full"])).contains("unanchored"));
    let head = format!("{}:{}", alone["head"].as_str().unwrap(), alone["entries"]);
    let (code, held) = asked(&home, &["disk-full", "--anchor", &head]);
    assert_eq!((code, &held["anchor"], &held["entries_after_anchor"]), (0, &"fits".into(), &0.into()));
    let (code, _) = asked(&home, &["disk-full", "--anchor", &head.replace(':', ":1")]);
    assert_eq!(code, 5);
}

#[test]
fn a_changed_record_ends_with_5_and_says_where_and_what_is_missing() {
    let home = Home::new();
    incident(&home);
    let at = fs::read_to_string(journal(&home)).unwrap().find("note 3").unwrap();
    tamper(&home, |lines| {
        let line = lines.iter_mut().find(|line| line.contains("note 3")).unwrap();
        *line = line.replace("note 3", "note 4");
    });
    let (code, answer) = asked(&home, &["disk-full"]);
    assert_eq!((code, &answer["verdict"]), (5, &"damaged".into()));
    let finding = &answer["findings"][0];
    assert_eq!((finding["what"].as_str(), finding["segment"].as_u64()), (Some("gap"), Some(1)));
    let offset = usize::try_from(finding["offset"].as_u64().unwrap()).unwrap();
    let text = fs::read_to_string(journal(&home)).unwrap();
    assert!(text[offset..].starts_with("{\"v\":1") && offset < at && text[offset..at].find('\n').is_none());
    assert_eq!(answer["missing"][0][0], finding["entry"]);
    let page = out(&verify(&home, &["disk-full"]));
    assert!(page.contains("DAMAGED") && page.contains(&format!("part 1, byte {offset}:")), "{page}");
}

#[test]
fn a_cut_record_is_found_by_the_head_of_the_last_screen_and_of_the_report() {
    let home = Home::new();
    let app = incident(&home);
    let live = app.live().unwrap();
    let report = app.report_text(live.session(), live.integrity());
    let head = live.integrity().head.unwrap();
    assert!(report.contains(&format!("--anchor {head}")), "{report}");
    tamper(&home, |lines| lines.truncate(lines.len() - 2));
    assert_eq!(asked(&home, &["disk-full"]).0, 0, "without an anchor a cut end cannot be seen");
    let (code, answer) = asked(&home, &["disk-full", "--anchor", &head]);
    assert_eq!((code, &answer["anchor"], &answer["verdict"]), (5, &"mismatch".into(), &"damaged".into()));
    assert!(out(&verify(&home, &["disk-full", "--anchor", &head])).contains("ANCHOR MISMATCH"));
}

#[test]
fn what_is_no_anchor_is_no_command_line() {
    let home = Home::new();
    incident(&home);
    assert_eq!(verify(&home, &["disk-full", "--anchor", "c0ffee"]).status.code(), Some(2));
    let both = ["disk-full", "--anchor", &"0".repeat(64), "--signature", "x"];
    assert_eq!(verify(&home, &both).status.code(), Some(2));
    assert_eq!(verify(&home, &["no-such-session"]).status.code(), Some(4));
}

fn key(home: &Home) -> String {
    let key = home.path().join("key").display().to_string();
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f", &key]).status().unwrap();
    assert!(made.success());
    key
}

#[test]
fn a_signed_head_is_an_anchor_and_a_record_rewritten_since_does_not_fit_it() {
    if !is_here("ssh-keygen", "-?") {
        return;
    }
    let home = Home::new();
    incident(&home);
    let key = key(&home);
    let (code, answer) = asked(&home, &["disk-full", "--sign", &key]);
    let signature = answer["signature"].as_str().unwrap().to_owned();
    assert_eq!((code, signature.ends_with("head.txt.sig")), (0, true));
    let head = home.beside("head.txt");
    assert!(
        head.starts_with("runsheet head 1\nsession ")
            && head.ends_with(&format!("\nentries {}\nhead {}\n", answer["entries"], answer["head"].as_str().unwrap()))
    );
    // Signed once more, the new signature takes the old one's place.
    assert_eq!(asked(&home, &["disk-full", "--sign", &key]).0, 0);
    let (code, checked) = asked(&home, &["disk-full", "--signature", &signature]);
    assert_eq!((code, &checked["anchor"]), (0, &"fits".into()));
    assert!(checked["signed_by"].as_str().unwrap().contains("SHA256:"), "{checked}");
    // Somebody states another head below the same signature.
    let path = home.folder().join("head.txt");
    fs::write(&path, head.replace("entries ", "entries 1")).unwrap();
    let output = verify(&home, &["disk-full", "--signature", &signature]);
    assert_eq!(output.status.code(), Some(5), "{}", said(&output));
    fs::write(&path, &head).unwrap();
    // Somebody cuts the record.
    tamper(&home, |lines| lines.truncate(lines.len() - 1));
    let (code, cut) = asked(&home, &["disk-full", "--signature", &signature]);
    assert_eq!((code, &cut["anchor"]), (5, &"mismatch".into()));
}

#[test]
fn a_signature_of_another_session_is_refused() {
    if !is_here("ssh-keygen", "-?") {
        return;
    }
    let (home, other) = (Home::new(), Home::new());
    incident(&home);
    incident(&other);
    let key = key(&other);
    let (_, answer) = asked(&other, &["disk-full", "--sign", &key]);
    let output = verify(&home, &["disk-full", "--signature", answer["signature"].as_str().unwrap()]);
    assert_eq!(output.status.code(), Some(5), "{}", out(&output));
    assert!(said(&output).contains("another session"), "{}", said(&output));
}

#[test]
fn a_record_that_is_not_sound_is_not_signed() {
    let home = Home::new();
    incident(&home);
    tamper(&home, |lines| drop(lines.remove(2)));
    let output = verify(&home, &["disk-full", "--sign", "key", "--syslog"]);
    assert_eq!(output.status.code(), Some(5));
    assert!(said(&output).contains("not signed"), "{}", said(&output));
    assert!(!home.folder().join("head.txt").exists());
}

#[test]
fn without_the_program_that_signs_a_clear_word_is_said_and_the_verdict_stands() {
    let home = Home::new();
    incident(&home);
    let mut command = Command::new(env!("CARGO_BIN_EXE_runsheet"));
    command.env_clear().env("HOME", home.path()).env("RUNSHEET_HOME", home.path()).env("PATH", "/nowhere");
    let output = command.args(["verify", "disk-full", "--sign", "key", "--syslog"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("sound"));
    for program in ["ssh-keygen", "logger"] {
        assert!(said(&output).contains(&format!("{program} is not installed")), "{}", said(&output));
    }
}

/// The recipe as it stands in a report.
fn recipe(report: &str) -> String {
    let (_, rest) = report.split_once("```python\n").unwrap_or_else(|| panic!("no recipe:\n{report}"));
    let (recipe, _) = rest.split_once("\n```").unwrap();
    recipe.to_owned()
}

/// What the recipe prints in a folder.
fn cook(recipe: &str, folder: &Path) -> String {
    let output = Command::new("python3").args(["-I", "-c", recipe]).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    out(&output).trim().to_owned()
}

#[test]
fn the_recipe_of_the_report_finds_what_is_sound_and_what_was_changed() {
    if !is_here("python3", "--version") {
        return;
    }
    let home = Home::new();
    let app = incident(&home);
    let live = app.live().unwrap();
    let head = live.integrity().head.unwrap();
    let count = live.session().log().len();
    for lang in Lang::ALL {
        let words = runsheet::words::Words::new(lang);
        let facts = runsheet::report::Facts::of(live.session(), None, live.integrity());
        let report = runsheet::report::markdown(&facts, &words, live.session());
        let recipe = recipe(&report);
        assert!(recipe.lines().count() <= 6, "{recipe}");
        let sound = format!("{count} entries, head {head}, outside the chain: none");
        assert!(report.contains(&sound), "the report does not say what to expect: {sound}\n{report}");
        assert_eq!(cook(&recipe, &home.folder()), sound);
        let good = fs::read(journal(&home)).unwrap();
        // A write that did not end is outside, and the head is the same.
        let end = good.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let torn = [&good[..end], &good[end..end + 50], b"#\n", &good[end..]].concat();
        fs::write(journal(&home), torn).unwrap();
        let cooked = cook(&recipe, &home.folder());
        assert!(cooked.starts_with(&format!("{count} entries, head {head}, outside the chain: [")), "{cooked}");
        // In two parts it is the same record.
        fs::write(journal(&home), &good[..end]).unwrap();
        fs::write(home.folder().join("journal.2.jsonl"), &good[end..]).unwrap();
        assert_eq!(cook(&recipe, &home.folder()), sound);
        fs::remove_file(home.folder().join("journal.2.jsonl")).unwrap();
        // Every sort of change leads to another head.
        let changes: [fn(&mut Vec<String>); 6] = [
            |lines| lines[3] = lines[3].replace("note", "nope"),
            |lines| lines[0] = lines[0].replace("Disk", "Disc"),
            |lines| drop(lines.remove(2)),
            |lines| lines.swap(2, 3),
            |lines| lines.truncate(4),
            |lines| {
                let last = lines.len() - 1;
                lines[last] = lines[last].replace("\"prev\"", "\"Prev\"");
            },
        ];
        for (place, change) in changes.into_iter().enumerate() {
            fs::write(journal(&home), &good).unwrap();
            tamper(&home, change);
            assert_ne!(fs::read(journal(&home)).unwrap(), good, "change {place} changes nothing");
            let cooked = cook(&recipe, &home.folder());
            assert!(!cooked.contains(&head), "change {place}: {cooked}");
        }
        fs::write(journal(&home), &good).unwrap();
    }
}

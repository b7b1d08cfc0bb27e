//! The verbs that need no terminal: what they print, for people and for machines, and how they end.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use runsheet::host::Host as _;
use runsheet::session::{Command as Ask, ItemKey, Kind, LeaveCause};
use runsheet::words::Lang;
use serde_json::Value;

use crate::support::{Home, SHORT, afternoon};

/// What one call printed, and how it ended.
struct Called {
    code: i32,
    out: String,
    said: String,
}

fn call_with(home: &Home, args: &[&str], env: &[(&str, &str)]) -> Called {
    let mut command = Command::new(env!("CARGO_BIN_EXE_runsheet"));
    command.env_clear().current_dir(home.path()).env("HOME", home.path()).env("RUNSHEET_HOME", home.path());
    command.env("USER", "wei").env("LANG", "C.UTF-8").envs(env.iter().copied());
    let output = command.args(args).timeout(std::time::Duration::from_secs(20)).output().unwrap();
    Called {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        said: String::from_utf8(output.stderr).unwrap(),
    }
}

fn call(home: &Home, args: &[&str]) -> Called {
    call_with(home, args, &[])
}

impl Called {
    fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "\n{}\n{}", self.out, self.said);
        self
    }

    /// Standard output as JSON.
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    fn complains(&self, of: &str) -> &Self {
        assert!(self.said.contains(of), "no word of {of}:\n{}", self.said);
        self
    }

    fn prints(&self, text: &str) -> &Self {
        assert!(self.out.contains(text), "no {text}:\n{}", self.out);
        self
    }
}

/// An incident with one tick, left running; gives its name.
fn incident(home: &Home, minutes: i64) -> String {
    let book = home.file("book.json", SHORT).display().to_string();
    let clock = afternoon();
    clock.advance(runsheet::time::Span::minutes(minutes));
    let mut app = home.app("wei", Lang::En, &clock);
    app.open_runbook(&book, Kind::Incident, None).unwrap_or_else(|fault| panic!("{}", fault.message));
    let step = app.session().unwrap().book().steps().next().unwrap().1.id.clone();
    app.submit(Ask::Tick { step, item: ItemKey::Check(0) }.into()).unwrap();
    assert!(app.leave(LeaveCause::Left));
    app.live().unwrap().name().unwrap().to_owned()
}

#[test]
fn check_finds_nothing_in_the_bundled_runbooks_in_either_language() {
    let home = Home::new();
    for lang in ["en", "zh-CN"] {
        let called = call(&home, &["check", "mes-app-server-outage", "--lang", lang]);
        called.ends(0);
        let checked = call(&home, &["check", "mes-app-server-outage", "--lang", lang, "--json"]);
        let errors = checked.ends(0).json();
        let errors = errors.as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").count();
        assert_eq!(errors, 0, "{}", checked.out);
    }
}

#[test]
fn check_names_every_fault_with_its_place_and_counts_them() {
    let home = Home::new();
    let text = SHORT.replace("\"checklist\"", "\"cheklist\"").replace("\"title\": \"Lead\"", "\"title\": 7");
    let book = home.file("bad.json", text).display().to_string();
    let called = call(&home, &["check", &book]);
    called.ends(3).prints("cheklist").prints("checklist").prints("bad.json");
    let findings = call(&home, &["check", &book, "--json"]).ends(3).json();
    let findings = findings.as_array().unwrap();
    assert!(findings.len() >= 2, "{findings:?}");
    for finding in findings {
        assert!(finding["line"].as_u64().is_some_and(|line| line > 1), "{finding}");
        assert!(finding["code"].as_str().is_some_and(|code| !code.is_empty()), "{finding}");
        assert!(finding["message"].as_str().is_some_and(|message| !message.is_empty()), "{finding}");
    }
}

#[test]
fn check_walks_a_folder_and_no_broken_file_hides_the_next() {
    let home = Home::new();
    fs::create_dir_all(home.path().join("books/sub")).unwrap();
    home.file("books/a.yaml", "format: runbook/1\nid: a\n  title: A\n");
    home.file("books/sub/b.json", SHORT);
    home.file("books/sub/c.yml", "format: runbook/1\nid: c\ntitle: C\nsteps:\n  - title: One\n    timebox: 5\n");
    home.file("books/notes.txt", "no runbook");
    let called = call(&home, &["check", "books"]);
    called.ends(3).prints("books/a.yaml:3:").prints("books/sub/c.yml:6:14").prints("3 files, 2 errors");
    let findings = call(&home, &["check", "books", "--format", "json"]).ends(3).json();
    let files: Vec<_> = findings.as_array().unwrap().iter().map(|finding| finding["file"].clone()).collect();
    assert!(files.contains(&"books/a.yaml".into()) && files.contains(&"books/sub/c.yml".into()), "{files:?}");
    fs::create_dir(home.path().join("bare")).unwrap();
    call(&home, &["check", "bare"]).ends(4).complains("bare");
}

#[test]
fn check_names_runbooks_that_are_nowhere_outside_broken_or_lead_back() {
    let home = Home::new();
    fs::create_dir_all(home.path().join("books/sub")).unwrap();
    let book = |id: &str, runbook: &str| {
        format!("format: runbook/1\nid: {id}\ntitle: T\nsteps:\n  - title: One\n    runbook: {runbook}\n")
    };
    home.file("out.json", SHORT);
    home.file("books/main.yaml", book("main", "sub/child.yaml"));
    home.file("books/sub/child.yaml", book("child", "./grandchild.yaml"));
    home.file("books/sub/grandchild.yaml", book("main", "nothing"));
    home.file("books/fine.yaml", book("fine", "disk.json"));
    home.file("books/disk.json", SHORT);
    home.file("books/away.yaml", book("away", "../out.json"));
    home.file("books/broken.yaml", book("broken", "sub/bad.yaml"));
    home.file("books/sub/bad.yaml", "a: [\n");
    home.file("books/near.yaml", book("near", "mes-app-server-outag"));
    let codes = |file: &str| -> Vec<(String, u64)> {
        let findings = call(&home, &["check", file, "--json"]).json();
        let codes = findings.as_array().unwrap().iter();
        codes.map(|found| (found["code"].as_str().unwrap().to_owned(), found["column"].as_u64().unwrap())).collect()
    };
    let one = |code: &str| vec![(code.to_owned(), 14)];
    assert_eq!(codes("books/main.yaml"), one("leads-back"));
    assert_eq!(codes("books/sub/grandchild.yaml"), one("unknown-runbook"));
    assert_eq!(codes("books/fine.yaml"), []);
    assert_eq!(codes("books/away.yaml"), one("outside"));
    assert_eq!(codes("books/broken.yaml"), one("broken-runbook"));
    call(&home, &["check", "books/near.yaml"]).ends(3).prints("mes-app-server-outage");
    call(&home, &["check", "books/main.yaml"]).ends(0);
    call(&home, &["check", "books/main.yaml", "--strict"]).ends(3);
}

#[test]
fn a_runbook_in_yaml_is_run_and_its_record_needs_the_file_no_more() {
    let home = Home::new();
    let text = "format: runbook/1\nid: disk\ntitle: Disk full\nsteps:\n  - title: Find what grows\n    checklist: [Largest folder known]\n  - title: Empty it\n";
    let book = home.file("disk.yaml", text).display().to_string();
    let clock = afternoon();
    let mut app = home.app("wei", Lang::En, &clock);
    app.open_runbook(&book, Kind::Incident, None).unwrap_or_else(|fault| panic!("{}", fault.message));
    let step = app.session().unwrap().book().steps().next().unwrap().1.id.clone();
    app.submit(Ask::Tick { step: step.clone(), item: ItemKey::Check(0) }.into()).unwrap();
    assert!(app.leave(LeaveCause::Left));
    let name = app.live().unwrap().name().unwrap().to_owned();
    drop(app);
    fs::remove_file(&book).unwrap();
    let mut app = home.app("wei", Lang::En, &clock);
    app.resume_session(&name).unwrap_or_else(|fault| panic!("{}", fault.message));
    app.submit(Ask::CompleteStep { step }.into()).unwrap();
    assert!(app.leave(LeaveCause::Left));
    call(&home, &["report", &name]).ends(0).prints("Disk full").prints("Find what grows");
    call(&home, &["verify", &name]).ends(0);
}

#[test]
fn check_of_what_is_no_runbook_says_so_and_ends_as_promised() {
    let home = Home::new();
    let path = |name: &str, bytes: &[u8]| home.file(name, bytes).display().to_string();
    let broken = path("broken.json", b"{ \"format\": \"runbook/1\", ");
    let latin = path("latin.json", b"{\"title\": \"caf\xe9\"}");
    let huge = path("huge.json", &vec![b' '; 9 * 1024 * 1024]);
    let empty = path("empty.json", b"");
    for (file, code) in [(&broken, 3), (&latin, 3), (&huge, 3), (&empty, 3)] {
        let called = call(&home, &["check", file]);
        called.ends(code);
        assert!(!format!("{}{}", called.out, called.said).trim().is_empty(), "{file}: not a word");
    }
    call(&home, &["check", "./nowhere.json"]).ends(4).complains("nowhere.json");
    call(&home, &["check", home.path().to_str().unwrap()]).ends(3);
    // One that is missing hides nothing that is wrong with another.
    call(&home, &["check", "./nowhere.json", &broken]).ends(3).complains("nowhere.json");
    call(&home, &["check"]).ends(2);
}

#[test]
fn an_unknown_runbook_is_answered_with_the_nearest() {
    let home = Home::new();
    call(&home, &["check", "mes-app-server-outag"]).ends(4).complains("mes-app-server-outage");
    call(&home, &["check", "MesDown"]).ends(0);
}

#[test]
fn sessions_lists_what_is_unfinished_for_people_and_machines() {
    let home = Home::new();
    call(&home, &["sessions"]).ends(0);
    assert_eq!(call(&home, &["sessions", "--json"]).ends(0).json(), serde_json::json!([]));
    let name = incident(&home, 0);
    call(&home, &["sessions"]).ends(0).prints(&name).prints("Disk full on the file server");
    let rows = call(&home, &["sessions", "--json"]).ends(0).json();
    let row = &rows.as_array().unwrap()[0];
    assert_eq!(row["name"], name.as_str());
    assert_eq!((&row["kind"], &row["unfinished"], &row["damaged"]), (&"incident".into(), &true.into(), &false.into()));
    assert_eq!(row["on_it"], serde_json::json!([]));
    assert!(row["entries"].as_u64().is_some_and(|entries| entries >= 4), "{row}");
}

#[test]
fn a_report_comes_from_the_record_alone_in_both_shapes() {
    let home = Home::new();
    let name = incident(&home, 0);
    fs::remove_file(home.path().join("book.json")).unwrap();
    let called = call(&home, &["report", &name]);
    called.ends(0).prints("INCIDENT").prints("Largest folder known");
    let part = call(&home, &["report", "disk-full"]);
    assert_eq!(part.ends(0).out.lines().next(), called.out.lines().next());
    let json = call(&home, &["report", &name, "--json"]).ends(0).json();
    assert!(json.is_object(), "{json}");
    assert_eq!(call(&home, &["report", &name, "--format", "json"]).ends(0).json()["format"], json["format"]);
    call(&home, &["report", &name, "--format", "pdf"]).ends(2);
}

#[test]
fn a_session_s_name_must_mean_one() {
    let home = Home::new();
    let (first, second) = (incident(&home, 0), incident(&home, 5));
    assert_ne!(first, second);
    call(&home, &["report", "disk-full"]).ends(4).complains(&first).complains(&second);
    call(&home, &["report", &first]).ends(0);
    call(&home, &["report", "2026-11-23"]).ends(4);
    call(&home, &["report", "../../etc/passwd"]).ends(4);
    call(&home, &["report", ""]).ends(4);
}

#[test]
fn a_damaged_record_is_read_as_far_as_it_goes_and_ends_with_5() {
    let home = Home::new();
    let name = incident(&home, 0);
    let path = home.folder().join("journal.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let ticked = lines.iter().position(|line| line.contains("item_ticked")).unwrap();
    lines[ticked] = lines[ticked].replace("item_ticked", "item_tickde");
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    let called = call(&home, &["report", &name]);
    called.ends(5).complains("damaged").prints("damaged").prints("Disk full on the file server");
    let rows = call(&home, &["sessions", "--json"]).ends(0).json();
    assert_eq!(rows[0]["damaged"], true, "{rows}");

    fs::write(&path, "not a journal at all\n").unwrap();
    call(&home, &["report", &name]).ends(5);
    fs::write(&path, "").unwrap();
    call(&home, &["report", &name]).ends(5);
    call(&home, &["sessions"]).ends(0);
}

#[test]
fn a_record_a_newer_release_went_on_with_is_no_damage_and_is_read_as_far_as_this_one_can() {
    let home = Home::new();
    let name = incident(&home, 0);
    let path = home.folder().join("journal.jsonl");
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/0.1/newer-version/journal.jsonl");
    fs::copy(golden, &path).unwrap();
    let before = fs::read(&path).unwrap();
    let report = call(&home, &["report", &name]);
    report.ends(0).complains("a newer runsheet wrote this record").prints("entry 4 was written by a newer release");
    assert!(!report.out.contains("damaged"), "{}", report.out);
    let zh = call(&home, &["--lang", "zh-CN", "report", &name]);
    zh.ends(0).prints("第4号记录由更新版本写入（版本 2）");
    let json = call(&home, &["report", &name, "--json"]).ends(0).json();
    assert_eq!(json["integrity"]["unread"].as_array().map(Vec::len), Some(1));
    call(&home, &["verify", &name]).ends(0).prints("newer release (version 2)");
    assert_eq!(call(&home, &["sessions", "--json"]).ends(0).json()[0]["damaged"], false);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn what_no_release_knows_yet_is_kept_shown_and_counted() {
    let home = Home::new();
    let name = incident(&home, 0);
    let path = home.folder().join("journal.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let last = text.lines().last().unwrap();
    let (body, hash) = (last.split(",\"h\":\"").next().unwrap(), &last[last.len() - 66..last.len() - 2]);
    let seq: u64 = body.split("\"seq\":").nth(1).unwrap().split(',').next().unwrap().parse().unwrap();
    let mut next = body.replacen(&format!("\"seq\":{seq}"), &format!("\"seq\":{}", seq + 1), 1);
    let prev = next.split("\"prev\":\"").nth(1).unwrap()[..64].to_owned();
    let id = next.split("\"id\":\"").nth(1).unwrap()[..26].to_owned();
    let events = next.find("\"events\":[").unwrap()..next.find("],\"prev\"").unwrap();
    next.replace_range(events, "\"events\":[{\"type\":\"orbit_changed\",\"data\":{\"to\":\"Mars\"}}");
    let next = next.replace(&prev, hash).replace(&id, "01JDUNKNOWN000000000000000");
    let sealed = format!("{next},\"h\":\"{}\"}}\n", runsheet::journal::Digest::of(next.as_bytes()));
    fs::write(&path, text.clone() + &sealed).unwrap();
    let report = call(&home, &["report", &name]);
    report.ends(0).prints("entry of an unknown kind").prints("written by another release");
    report.prints(&format!("{} entries", seq + 1));
    let json = call(&home, &["report", &name, "--json"]).ends(0).json();
    let kept = &json["timeline"].as_array().unwrap().last().unwrap()["events"][0];
    assert_eq!((&kept["type"], &kept["data"]["to"]), (&"orbit_changed".into(), &"Mars".into()), "{kept}");
    call(&home, &["verify", &name]).ends(0).prints(&format!("sound, {} entries", seq + 1));
}

#[test]
fn a_torn_last_line_is_no_damage() {
    let home = Home::new();
    let name = incident(&home, 0);
    let path = home.folder().join("journal.jsonl");
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend_from_slice(b"{\"v\":1,\"sid\":\"torn");
    fs::write(&path, bytes).unwrap();
    call(&home, &["report", &name]).ends(0);
}

#[test]
fn the_language_is_the_one_asked_for_else_the_locale_s() {
    let home = Home::new();
    let name = incident(&home, 0);
    let chinese = |called: &Called| called.out.contains("真实事件");
    assert!(!chinese(&call(&home, &["report", &name])));
    assert!(chinese(&call(&home, &["report", &name, "--lang", "zh-CN"])));
    assert!(chinese(&call_with(&home, &["report", &name], &[("LC_ALL", "zh_CN.UTF-8")])));
    assert!(chinese(&call_with(&home, &["report", &name], &[("LANG", "zh_CN.UTF-8")])));
    assert!(!chinese(&call_with(&home, &["report", &name, "--lang", "en"], &[("LC_ALL", "zh_CN.UTF-8")])));
    assert!(!chinese(&call_with(&home, &["report", &name], &[("LC_ALL", "de_DE.UTF-8")])));
    call(&home, &["report", &name, "--lang", "tlh"]).ends(2).complains("zh-CN");
}

#[test]
fn the_configuration_is_obeyed_and_what_it_misspells_is_told() {
    let home = Home::new();
    let config = |text: &str| home.file(".config/runsheet/config.json", text);
    config(r#"{ "lang": "zh-CN", "colour": "blue" }"#);
    let called = call(&home, &["sessions"]);
    called.ends(0).complains("colour");
    assert!(!called.out.is_ascii(), "not in Chinese: {}", called.out);
    config(r#"{ "theme": "pink", "lang": "xx" }"#);
    let called = call(&home, &["sessions"]);
    called.ends(0).complains("`theme`").complains("dark, light, mono, high-contrast").complains("en, zh-CN");
    call(&home, &["sessions", "--theme", "pink"]).ends(2).complains("one of: dark, light, mono, high-contrast");
    config("{ nonsense");
    call(&home, &["sessions"]).ends(1).complains("config.json");
}

#[test]
fn help_and_version_are_answers_and_a_slip_is_none() {
    let home = Home::new();
    call(&home, &["--help"]).ends(0).prints("drill");
    call(&home, &["--version"]).ends(0).prints(env!("CARGO_PKG_VERSION"));
    call(&home, &["dril"]).ends(2).complains("drill");
    call(&home, &["drill"]).ends(2);
    call(&home, &["resume", "--lang"]).ends(2);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = Home::new();
    let name = incident(&home, 0);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_runsheet"))
        .args(["report", &name])
        .env("RUNSHEET_HOME", home.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn nothing_hostile_in_a_record_or_a_name_reaches_a_terminal_raw() {
    let home = Home::new();
    let text = SHORT.replace("Disk full", "Disk\\u001b]0;owned\\u0007\\u009b2J\\u202efull");
    let book = home.file("hostile.json", text).display().to_string();
    let mut app = home.app("we\u{1b}[2Ji", Lang::En, &afternoon());
    app.open_runbook(&book, Kind::Incident, None).unwrap_or_else(|fault| panic!("{}", fault.message));
    assert!(app.leave(LeaveCause::Left));
    let name = app.live().unwrap().name().unwrap().to_owned();
    let raw = |text: &str| text.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}']);
    for args in [
        &["report", &name][..],
        &["report", &name, "--json"],
        &["sessions"],
        &["sessions", "--json"],
        &["check", &book],
        &["check", &book, "--json"],
        &["report", "\u{1b}]0;x\u{7}"],
        &["check", "./\u{1b}]0;x\u{7}.json"],
        &["check", "\u{1b}]0;x\u{7}"],
    ] {
        let called = call(&home, args);
        assert!(!raw(&called.out) && !raw(&called.said), "{args:?}: {:?} {:?}", called.out, called.said);
    }
}

#[test]
fn folders_and_files_of_a_session_are_the_user_s_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    incident(&home, 0);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = home.folder();
    assert_eq!(mode(&folder), 0o700);
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path), wanted, "{}", path.display());
    }
}

/// A plan beside whoever calls, by its id.
fn beside(home: &Home, name: &str, more: &str) {
    let id = name.rsplit('/').next().unwrap().split('.').next().unwrap();
    let text = format!(
        r#"{{ "format": "runbook/1", "id": "{id}", "title": "Plan {id}", "steps": [{{ "id": "a", "title": "Look" }}] {more} }}"#
    );
    home.file(&format!("runbooks/{name}"), text);
}

#[test]
fn list_tells_what_is_due_and_a_broken_file_is_in_it() {
    let home = Home::new();
    beside(&home, "tidal-wave.json", r#", "reviewed": "2020-01-01", "review_every": "365d", "class": "NI""#);
    beside(&home, "zh-CN/tidal-wave.json", r#", "triggers": ["海啸预警"]"#);
    beside(&home, "old-wave.json", r#", "status": "retired""#);
    home.file("runbooks/half-wave.json", "{ \"format\": 1 }");
    let all = call(&home, &["list", "wave"]);
    all.ends(0)
        .prints("tidal-wave ")
        .prints("Plan tidal-wave")
        .prints("review overdue")
        .prints("runbooks/half-wave.json");
    call(&home, &["list", "海啸"]).ends(0).prints("tidal-wave");
    call(&home, &["list", "tidla"]).ends(0).prints("tidal-wave");
    call(&home, &["list", "zeppelin"]).ends(4).prints("no runbook");
    let due = call(&home, &["list", "--due", "wave"]);
    due.ends(0).prints("tidal-wave");
    assert!(!due.out.contains("old-wave") && !due.out.contains("half-wave"), "{}", due.out);
    let json = call(&home, &["list", "wave", "--json"]).ends(0).json();
    let row = |id: &str| json.as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone();
    assert_eq!(
        (row("tidal-wave")["review_overdue"].clone(), row("tidal-wave")["drill_due"].clone()),
        (true.into(), true.into())
    );
    assert_eq!(row("tidal-wave")["editions"].as_array().unwrap().len(), 2);
    assert_eq!((row("tidal-wave")["origin"].clone(), row("tidal-wave")["class"].clone()), ("near".into(), "NI".into()));
    assert!(row("half-wave")["faults"].as_u64().unwrap() > 0);
}

#[test]
fn a_drill_that_was_held_is_no_longer_due() {
    let home = Home::new();
    beside(&home, "wave.json", "");
    assert!(call(&home, &["list", "--due", "wave"]).out.contains("wave"));
    let book = home.path().join("runbooks/wave.json").display().to_string();
    let mut app = home.app(
        "wei",
        Lang::En,
        &runsheet::world::ManualClock::at(runsheet::world::Clock::now(&runsheet::world::SystemClock::new())),
    );
    app.open_runbook(&book, Kind::Drill, None).unwrap_or_else(|fault| panic!("{}", fault.message));
    app.submit(Ask::Start.into()).unwrap();
    let end = runsheet::host::Request { reason: Some("held".to_owned()), ..Ask::End.into() };
    app.submit(end).unwrap();
    assert!(app.leave(LeaveCause::Left));
    call(&home, &["list", "--due", "Plan wave"]).ends(4);
    assert!(call(&home, &["list", "wave", "--json"]).json()[0]["last_drilled"].is_string());
}

#[test]
fn show_prints_a_plan_as_a_page_and_its_flow_as_a_chart() {
    let home = Home::new();
    beside(&home, "wave.json", "");
    let page = call(&home, &["show", "wave"]);
    page.ends(0).prints("# Plan wave\n").prints("### 1 Look");
    call(&home, &["--lang", "zh-CN", "show", "wave"]).ends(0).prints("## 步骤");
    call(&home, &["show", "wave", "--mermaid"]).ends(0).prints("flowchart TD\n").prints("begin --> s0_0");
    home.file("runbooks/half.json", "{ \"format\": 1 }");
    call(&home, &["show", "half"]).ends(3).complains("half.json:1:13");
    call(&home, &["show", "nothing-of-that-name"]).ends(4);
}

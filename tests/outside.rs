//! `say` and `act`: acts from a script, with the same rules and refusals, answered for people and machines.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use runsheet::app::App;
use runsheet::host::Host as _;
use runsheet::session::{Command as Ask, Event, Kind, LeaveCause, Life, NoteKind, Person, Session};
use runsheet::words::Lang;
use runsheet::world::{Clock as _, ManualClock, SystemClock};
use serde_json::Value;

use crate::support::{Home, events, record};

/// A runbook with everything one can act on.
const EVERY: &str = r#"{
  "format": "runbook/1",
  "id": "every",
  "title": "Everything",
  "status": "active",
  "contacts": { "hao": { "name": "Hao X." }, "wei": { "name": "Wei X." }, "plant": { "name": "Plant" } },
  "roles": {
    "lead": { "title": "Lead", "holder": "hao", "can": ["activate", "approve", "end", "release"] },
    "tech": { "title": "Technical team", "deputies": ["wei"] }
  },
  "variables": { "host": { "prompt": "Which host?" } },
  "precautions": ["Mind the power"],
  "prerequisites": ["The test system is up"],
  "exit_criteria": ["Writes work again"],
  "notices": { "stop": { "title": "Tell users to stop", "to": ["plant"], "text": "Stop.", "channel": "phone" } },
  "obligations": { "go": { "title": "Tell users to go on" } },
  "timers": [{ "id": "update", "title": "Progress update", "every": "30m", "from": "start" }],
  "phases": [
    {
      "id": "p1",
      "title": "Handle",
      "order": "any",
      "steps": [
        {
          "id": "look",
          "title": "Look at it",
          "role": "tech",
          "condition": "Is it ours?",
          "checklist": ["Largest folder known"],
          "expect": "Writes fail",
          "evidence": [{ "text": "How full?", "kind": "number" }],
          "estimate": true
        },
        {
          "id": "choose",
          "title": "Choose",
          "branch": true,
          "decision": {
            "question": "Which way?",
            "options": [{ "label": "Left", "goto": "next" }, { "label": "Right", "goto": "next" }]
          }
        },
        { "id": "wipe", "title": "Empty the logs", "branch": true, "danger": "They are gone." },
        { "id": "skipped", "title": "Skipped", "branch": true },
        { "id": "ruled", "title": "Ruled out", "branch": true },
        { "id": "deferred", "title": "Deferred", "branch": true },
        { "id": "asked", "title": "Asked", "branch": true, "approval": ["lead"] }
      ]
    },
    { "id": "p2", "title": "End", "steps": [{ "id": "over", "title": "Declare it over", "milestone": "ended" }] }
  ]
}
"#;

struct Called {
    code: i32,
    out: String,
    said: String,
}

fn program(home: &Home, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_runsheet"));
    command.env_clear().current_dir(home.path()).env("HOME", home.path()).env("RUNSHEET_HOME", home.path());
    command.env("USER", "wei").env("LANG", "C.UTF-8").args(args);
    command
}

fn call_with(home: &Home, args: &[&str], input: &[u8]) -> Called {
    let mut command = program(home, args);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Whoever needs no input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Called {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        said: String::from_utf8(output.stderr).unwrap(),
    }
}

fn call(home: &Home, args: &[&str]) -> Called {
    call_with(home, args, b"")
}

fn act(home: &Home, args: &[&str]) -> Called {
    call(home, &[&["act", "every"], args].concat())
}

impl Called {
    #[track_caller]
    fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "\n{}\n{}", self.out, self.said);
        self
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.said))
    }

    #[track_caller]
    fn prints(&self, text: &str) -> &Self {
        assert!(self.out.contains(text), "no {text}:\n{}\n{}", self.out, self.said);
        self
    }

    #[track_caller]
    fn complains(&self, of: &str) -> &Self {
        assert!(self.said.contains(of), "no word of {of}:\n{}", self.said);
        self
    }

    /// The code of a refusal, which nothing but a refusal has.
    #[track_caller]
    fn refused(&self) -> String {
        let json = self.ends(7).json();
        assert_eq!(json["ok"], false);
        assert!(json["refused"]["message"].as_str().is_some_and(|said| self.said.contains(said)), "{json}");
        json["refused"]["code"].as_str().unwrap().to_owned()
    }
}

/// The program on this home, on the clock of the machine, as what is called from outside has no other.
fn app(home: &Home, name: &str) -> App {
    home.app(name, Lang::En, &ManualClock::at(SystemClock::new().now()))
}

fn note(text: &str) -> Ask {
    Ask::Note { kind: NoteKind::Note, text: text.to_owned(), stated: None, step: None }
}

/// Nobody is on a session of this kind that was just opened.
fn left(home: &Home, kind: Kind) {
    let book = home.file("every.json", EVERY).display().to_string();
    let mut hao = app(home, "hao");
    hao.open_runbook(&book, kind, None).unwrap_or_else(|fault| panic!("{}", fault.message));
    hao.submit(note("opened").into()).unwrap();
    assert!(hao.leave(LeaveCause::Left));
}

fn last(session: &Session) -> (Person, Vec<Event>) {
    let entry = &session.log().last().unwrap().entry;
    (entry.by.person.clone(), entry.events.clone())
}

#[test]
fn every_word_does_its_act_on_a_session_nobody_is_on() {
    let home = Home::new();
    left(&home, Kind::Drill);
    let done = |words: &str| {
        let args: Vec<&str> = words.split(' ').collect();
        let called = act(&home, &args);
        let seq = home.session().log().last().unwrap().entry.seq.0;
        called.ends(0).prints(&format!("#{seq} "));
        seq
    };
    let mut words: Vec<String> = Vec::new();
    for line in [
        "precaution 1",
        "prerequisite 1",
        "roll-call present hao wei",
        "set-variable host mes-01",
        "assign Lead wei --by hao",
        "assign tech wei",
        "start",
        "take-over lead Zhao",
        "hand-back lead",
        "pause",
        "resume",
        "answer look yes",
        "tick 1.1 1",
        "untick look 1",
        "tick look 1",
        "tick look expect",
        "evidence look 1 97",
        "wait-step look vendor",
        "go-on look",
        "reassign-step look hao",
        "reassign-step look",
        "estimate 30 --step look",
        "start-step 1.3 --type 1.3",
        "fail-step wipe --then go-on",
        "skip-step skipped --reason later",
        "rule-out-step ruled",
        "defer-step deferred tonight",
        "reopen-step ruled",
        "na ruled",
        "ask-approval asked",
        "refuse asked --reason early",
        "approve asked",
        "done asked",
        "begin choose",
        "decide choose 2",
        "finish-step 1.1",
        "send-notice stop",
        "open-obligation go",
        "close-obligation go",
        "meet-cadence update",
        "milestone restored --at -1m",
        "exit-criterion 1",
        "decide-unplanned Go? yes",
        "take-back",
        "convert --reason real",
    ] {
        done(line);
        words.push(line.split(' ').next().unwrap().to_owned());
    }
    let reminder = done("remind 20m look");
    done(&format!("clear-reminder #{reminder}"));
    done("end --reason enough");
    let session = home.session();
    assert_eq!((session.state().life, session.state().kind), (Life::Ended, Kind::Incident));
    assert_eq!(session.state().step(&"choose".into()).attempt().unwrap().decided, Some((1, "Right".to_owned())));
    assert!(session.log().iter().any(|row| row.withdrawn), "one was taken back");

    let other = Home::new();
    left(&other, Kind::Drill);
    act(&other, &["start", "--reason", "a test"]).ends(0);
    act(&other, &["terminate", "--json"]).ends(7);
    act(&other, &["terminate", "--reason", "alarm"]).ends(0);
    assert_eq!(other.session().state().life, Life::Terminated);

    words.extend(["remind", "clear-reminder", "end", "terminate"].map(str::to_owned));
    let short = [("begin", "start-step"), ("na", "rule-out-step"), ("done", "finish-step")];
    let used: BTreeSet<&str> =
        words.iter().map(String::as_str).filter(|w| !short.iter().any(|(s, _)| s == w)).collect();
    let help = act(&home, &["--help"]).out;
    let (_, listed) = help.split_once("Commands:\n").unwrap();
    let listed = listed.split("\n\n").next().unwrap().lines().filter_map(|line| line.split_whitespace().next());
    assert_eq!(used, listed.filter(|word| *word != "help").collect());
}

#[test]
fn a_note_from_outside_has_its_kind_its_time_its_step_and_its_author() {
    let home = Home::new();
    left(&home, Kind::Incident);
    let args =
        ["say", "every", "--kind", "unexpected", "--at", "-5m", "--step", "1.1", "--by", "Hao", "the disk is hot"];
    call(&home, &args).ends(0).prints("the disk is hot");
    let (by, said) = last(&home.session());
    assert_eq!(by, Person("hao".to_owned()));
    let [Event::NoteAdded { kind: NoteKind::Unexpected, text, stated: Some(stated), step: Some(step) }] = &said[..]
    else {
        panic!("{said:?}")
    };
    let entry = home.session().log().last().unwrap().entry.clone();
    assert_eq!((text.as_str(), step.as_str()), ("the disk is hot", "look"));
    assert!((4..=6).contains(&(entry.at.wall - *stated).num_minutes()), "{stated}");
    assert_eq!(entry.who, Person("wei".to_owned()), "the login typed it");
    call(&home, &["--as", "Hao", "say", "every", "seen"]).ends(0);
    assert_eq!(home.session().log().last().unwrap().entry.who, Person("hao".to_owned()));
}

#[test]
fn a_text_from_a_script_is_taken_as_it_is() {
    let home = Home::new();
    left(&home, Kind::Incident);
    let last_text = || match last(&home.session()).1.as_slice() {
        [Event::NoteAdded { text, stated: None, .. }] => text.clone(),
        other => panic!("{other:?}"),
    };
    for text in ["-5m @hao is no time and no name here", "--- alert ---", "磁盘已满"] {
        call(&home, &["say", "every", text]).ends(0);
        assert_eq!(last_text(), text);
    }
    call_with(&home, &["say", "every", "-"], b"caf\xe9\r\n\x1b[2Jline two\n").ends(0).prints("^[[2J");
    assert_eq!(last_text(), "caf\u{fffd}\n\u{1b}[2Jline two");
    // What is too long for the log is kept beside it, and what is too long for that is cut.
    let long = vec![b'x'; 1_100_000];
    call_with(&home, &["say", "every", "-"], &long).ends(0).complains("1000000");
    let session = home.session();
    let events = last(&session).1;
    let [Event::NoteAdded { text, .. }, Event::FileAttached { file }] = &events[..] else { panic!("{events:?}") };
    assert_eq!((text.chars().count(), file.bytes), (503, 1_000_000));
    assert_eq!(fs::metadata(home.folder().join(file.path())).unwrap().len(), 1_000_000);
    assert_eq!(call_with(&home, &["say", "every", "-", "--json"], b" \n").refused(), "empty");
    act(&home, &["answer", "look", "yes"]).ends(0);
    call_with(&home, &["act", "every", "evidence", "look", "1", "-"], b"97\n").ends(0);
    assert_eq!(home.session().state().step(&"look".into()).attempt().unwrap().evidence[&0], "97");
}

#[test]
fn a_gate_is_refused_with_its_name_and_opens_for_a_reason() {
    let home = Home::new();
    left(&home, Kind::Incident);
    let called = act(&home, &["finish-step", "look", "--json"]);
    assert_eq!(called.refused(), "gates");
    called.complains("--reason");
    let gates = called.json()["refused"]["gate"].clone();
    assert_eq!(gates[0]["unticked"]["step"], "look", "{gates}");
    assert_eq!(gates.as_array().unwrap().len(), 3, "{gates}");
    let before = home.session().log().len();
    let passed = act(&home, &["finish-step", "look", "--reason", "no time", "--json"]);
    let json = passed.ends(0).json();
    let entry = home.session().log().last().unwrap().entry.clone();
    assert_eq!(
        (&json["ok"], &json["seq"], &json["id"]),
        (&true.into(), &entry.seq.0.into(), &entry.id.0.clone().into())
    );
    assert_eq!(json["events"], serde_json::to_value(&entry.events).unwrap());
    assert_eq!(home.session().log().len(), before + 1);
    assert!(
        events(&home.session()).iter().any(|e| matches!(e, Event::GatePassed { reason, .. } if reason == "no time"))
    );
}

#[test]
fn a_refusal_is_no_entry_and_has_its_own_code() {
    let home = Home::new();
    left(&home, Kind::Incident);
    let before = fs::read(home.folder().join("journal.jsonl")).unwrap();
    for (words, code) in [
        ("start-step wipe", "danger_not_confirmed"),
        ("start-step wipe --type 1.4", "danger_not_confirmed"),
        ("finish-step wipe --reason x", "danger_not_confirmed"),
        ("finish-step nowhere", "no_such_step"),
        ("fail-step look", "ask_after_failure"),
        ("tick look 9", "no_such_item"),
        ("decide choose 9", "no_such_option"),
        ("send-notice nothing", "no_such_notice"),
        ("assign nobody hao", "no_such_role"),
        ("exit-criterion 9", "no_such_line"),
        ("start", "already_started"),
        ("pause", "only_in_drill"),
        ("skip-step skipped", "needs_reason"),
        ("clear-reminder 99", "no_such_reminder"),
        ("approve nowhere", "no_such_step"),
        ("approve stop", "nothing_to_change"),
        ("take-back", "nothing_to_take_back"),
    ] {
        let args: Vec<&str> = words.split(' ').chain(["--json"]).collect();
        assert_eq!(act(&home, &args).refused(), code, "{words}");
    }
    act(&home, &["start-step", "wipe"]).ends(7).complains("--type 1.3");
    assert_eq!(fs::read(home.folder().join("journal.jsonl")).unwrap(), before);
}

#[test]
fn what_does_not_read_is_a_slip_and_what_is_not_there_is_named() {
    let home = Home::new();
    left(&home, Kind::Incident);
    for words in [
        "",
        "dance",
        "tick look 0",
        "estimate soon",
        "milestone sunday",
        "remind soon x",
        "milestone restored --at soon",
    ] {
        let args: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
        act(&home, &args).ends(2);
    }
    call(&home, &["say", "every", "x", "--at", "soon"]).ends(2).complains("-5m");
    let unknown = call(&home, &["say", "elsewhere", "x", "--json"]);
    assert_eq!(unknown.ends(4).json()["fault"]["code"], "name");
    left(&home, Kind::Incident);
    call(&home, &["act", "every", "finish-step", "look"]).ends(4);
}

#[test]
fn a_record_that_cannot_be_gone_on_with_is_left_as_it_is() {
    let home = Home::new();
    left(&home, Kind::Incident);
    let journal = home.folder().join("journal.jsonl");
    let whole = fs::read_to_string(&journal).unwrap();

    fs::write(&journal, whole.split_once('\n').unwrap().1).unwrap();
    assert_eq!(call(&home, &["say", "every", "x", "--json"]).ends(5).json()["fault"]["code"], "record");

    fs::write(&journal, whole.replace("\"text\":\"opened\"", "\"text\":\"changed\"")).unwrap();
    let damaged = call(&home, &["say", "every", "after", "--json"]);
    let json = damaged.ends(5).complains("damaged").json();
    assert_eq!((&json["ok"], &json["damaged"]), (&true.into(), &true.into()), "recorded all the same");
    let kept = record(&home.folder()).entries;
    assert!(kept.last().is_some_and(|entry| format!("{:?}", entry.events).contains("after")), "{kept:?}");
}

#[test]
fn an_entry_that_is_not_saved_is_said_so() {
    let home = Home::new();
    left(&home, Kind::Incident);
    let before = record(&home.folder()).entries.len();
    // No file may grow: no disk takes a line.
    let limited = r#"ulimit -f 0; exec "$0" say every x --json"#;
    let mut command = Command::new("sh");
    command.env_clear().env("RUNSHEET_HOME", home.path()).env("HOME", home.path()).env("USER", "wei");
    let output = command.args(["-c", limited, env!("CARGO_BIN_EXE_runsheet")]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(6), "{said}");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["ok"], &json["fault"]["code"]), (&false.into(), &"not_saved".into()));
    assert!(said.contains("NOT SAVED: the entry was not written"), "{said}");
    assert_eq!(record(&home.folder()).entries.len(), before);
    call(&home, &["say", "every", "once there is room"]).ends(0);
}

#[test]
fn the_answer_speaks_the_readers_language() {
    let home = Home::new();
    left(&home, Kind::Incident);
    call(&home, &["--lang", "zh-CN", "act", "every", "answer", "look", "yes"]).ends(0).prints("1.1");
    call(&home, &["--lang", "zh-CN", "act", "every", "skip-step", "skipped"]).ends(7).complains("理由");
}

#[test]
fn what_has_come_due_is_noticed_before_the_act() {
    let home = Home::new();
    let book = home.file("every.json", EVERY).display().to_string();
    // Opened an hour ago by the clock on the wall: the update is due since.
    let clock = ManualClock::at(SystemClock::new().now().shifted(runsheet::time::Span::minutes(-60)));
    let mut hao = home.app("hao", Lang::En, &clock);
    hao.open_runbook(&book, Kind::Incident, None).unwrap_or_else(|fault| panic!("{}", fault.message));
    assert!(hao.leave(LeaveCause::Left));
    call(&home, &["say", "every", "late"]).ends(0);
    let all = events(&home.session());
    let place = |is: fn(&Event) -> bool| all.iter().position(is);
    let due = place(|event| matches!(event, Event::CadenceDue { .. }));
    let said = place(|event| matches!(event, Event::NoteAdded { .. }));
    assert!(due.is_some() && due < said, "{all:?}");
}

#[test]
fn whoever_acts_from_outside_takes_no_seat_and_pushes_nobody_off() {
    let home = Home::new();
    let book = home.file("every.json", EVERY).display().to_string();
    let mut hao = app(&home, "hao");
    hao.open_runbook(&book, Kind::Incident, None).unwrap_or_else(|fault| panic!("{}", fault.message));
    hao.submit(note("from the terminal").into()).unwrap();
    call(&home, &["say", "every", "from outside"]).ends(0);
    hao.submit(note("and again").into()).unwrap();
    assert!(hao.leave(LeaveCause::Left));
    let all = events(&home.session());
    let notes: Vec<&str> = all
        .iter()
        .filter_map(|event| if let Event::NoteAdded { text, .. } = event { Some(text.as_str()) } else { None })
        .collect();
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert!(!all.iter().any(|event| matches!(event, Event::SessionRejoined { .. })));
    assert_eq!(all.iter().filter(|event| matches!(event, Event::SessionLeft { .. })).count(), 1, "the terminal's");
}

#[test]
fn of_many_who_write_at_once_nobody_loses_a_word() {
    const EACH: usize = 50;
    let home = Home::new();
    left(&home, Kind::Incident);
    act(&home, &["answer", "look", "yes"]).ends(0);
    let before = home.session().log().len();
    std::thread::scope(|scope| {
        for name in ["ana", "bo"] {
            let home = &home;
            scope.spawn(move || {
                for number in 0..EACH {
                    call(home, &["--as", name, "say", "every", &format!("{name} {number}")]).ends(0);
                }
            });
        }
        for number in 0..EACH / 5 {
            act(&home, &["--as", "cy", ["tick", "untick"][number % 2], "look", "1"]).ends(0);
        }
    });
    let session = home.session();
    assert_eq!(session.log().len(), before + 2 * EACH + EACH / 5);
    for name in ["ana", "bo"] {
        let said: Vec<String> = events(&session)
            .into_iter()
            .filter_map(|event| if let Event::NoteAdded { text, .. } = event { Some(text) } else { None })
            .filter(|text| text.starts_with(name))
            .collect();
        assert_eq!(said, (0..EACH).map(|number| format!("{name} {number}")).collect::<Vec<_>>());
    }
    call(&home, &["verify", "every"]).ends(0);
}

#[test]
fn a_session_that_ended_with_work_left_is_still_offered_and_gives_way_to_one_that_goes_on() {
    let home = Home::new();
    left(&home, Kind::Incident);
    act(&home, &["skip-step", "look", "--reason", "seen"]).ends(0);
    act(&home, &["open-obligation", "go"]).ends(0);
    act(&home, &["end", "--reason", "service is back"]).ends(0);
    let rows = call(&home, &["sessions", "--json"]).ends(0).json();
    let row = &rows.as_array().unwrap()[0];
    assert_eq!((&row["state"], &row["unfinished"]), (&"ended".into(), &true.into()), "{row}");
    act(&home, &["close-obligation", "go"]).ends(0);
    assert_eq!(call(&home, &["sessions", "--json"]).ends(0).json(), serde_json::json!([]));
    let told = call(&home, &["watch", "--view", "log"]);
    assert_ne!(told.code, 0, "nothing is left to watch: {}", told.out);
}

#[test]
fn a_part_of_a_name_means_the_only_session_with_work_left_and_reports_ask_which() {
    let home = Home::new();
    left(&home, Kind::Drill);
    let names = || {
        let rows = call(&home, &["sessions", "--all", "--json"]).ends(0).json();
        let name = |row: &Value| row["name"].as_str().unwrap().to_owned();
        rows.as_array().unwrap().iter().map(name).collect::<Vec<_>>()
    };
    let first = names().remove(0);
    call(&home, &["act", &first, "start", "--reason", "now"]).ends(0);
    left(&home, Kind::Incident);
    call(&home, &["say", "every", "both go on"]).ends(4).complains("(number 1)").complains("(number 2)");
    call(&home, &["act", &first, "terminate", "--reason", "a real fault"]).ends(0);
    call(&home, &["say", "every", "only one goes on"]).ends(0);
    call(&home, &["act", "every", "remind", "20m", "look"]).ends(0);
    call(&home, &["report", "every"]).ends(4).complains(&first);
    call(&home, &["verify", "every"]).ends(4);
}

#[test]
fn a_name_that_is_none_is_answered_with_those_there_are() {
    let home = Home::new();
    left(&home, Kind::Incident);
    for (words, there) in [
        ("send-notice halt", "stop"),
        ("open-obligation gone", "go"),
        ("meet-cadence daily", "update"),
        ("assign boss wei", "lead and tech"),
        ("tick 9.9 1", "look, choose, wipe"),
    ] {
        let args: Vec<&str> = words.split(' ').collect();
        act(&home, &args).ends(7).complains(&format!("there are: {there}"));
    }
    for verb in ["say", "act"] {
        call(&home, &[verb, "--help"]).ends(0).prints("Number or name of a session");
    }
}

//! The records of every release, as this one reads them.
//!
//! `tests/golden/RELEASE/CASE/` holds the segments of one journal, and beside them what it tells: `expected.json`
//! (how it was recovered, and the report) and `log.txt` (its lines in both languages). **A journal in there is never
//! made again nor changed**: it is what that release wrote on people's disks. A new release adds a folder, made with
//! `RUNSHEET_GOLDEN=new cargo test golden`. Where sentences were reworded, `RUNSHEET_GOLDEN=words` writes the lines
//! anew, and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::*;
use crate::journal::samples::{every_event, inner_kinds, sealed};
use crate::journal::{Digest, Head, Recovery, encode, recover, session_id};
use crate::report::{Facts, Integrity};
use crate::session::{Entry, Event, Source};
use crate::words::Words;

mod cases;

const SID: &str = "01JDGOLDEN0000000000000000";

fn shelf() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The folder of this release: patches change no format.
fn this_release() -> PathBuf {
    shelf().join(env!("CARGO_PKG_VERSION").rsplit_once('.').unwrap().0)
}

fn wish() -> String {
    std::env::var("RUNSHEET_GOLDEN").unwrap_or_default()
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

/// Every golden journal of every release.
fn cases() -> Vec<PathBuf> {
    let all: Vec<_> =
        inside(&shelf()).iter().filter(|path| path.is_dir()).flat_map(|release| inside(release)).collect();
    all.into_iter().filter(|path| path.is_dir()).collect()
}

fn segments(case: &Path) -> Vec<Vec<u8>> {
    let name = |number: u32| if number == 1 { "journal.jsonl".to_owned() } else { format!("journal.{number}.jsonl") };
    (1..).map_while(|number| fs::read(case.join(name(number))).ok()).collect()
}

fn recovered(segments: &[Vec<u8>]) -> Recovery {
    let pieces: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
    recover(&session_id(&pieces).unwrap(), &pieces)
}

/// How a journal was recovered and what it tells, without a sentence.
fn state(recovery: &Recovery, session: &Session) -> Value {
    let facts =
        Facts::of(session, None, Integrity { head: Some(recovery.head.hash.to_string()), ..Integrity::default() });
    let unknown = session.log().iter().flat_map(|row| &row.entry.events);
    json!({
        "session": recovery.sid,
        "entries": recovery.entries.len(),
        "unknown_events": unknown.filter(|event| matches!(event, Event::Unknown { .. })).count(),
        "last": recovery.head.seq.0,
        "damaged": recovery.damaged,
        "newer": recovery.newer,
        "dirty_tail": recovery.dirty_tail,
        "notes": recovery.notes.iter().map(|note| format!("{note:?}")).collect::<Vec<_>>(),
        "report": serde_json::from_str::<Value>(&crate::report::json(&facts)).unwrap(),
    })
}

fn lines(session: &Session) -> String {
    let mut text = String::new();
    for words in Lang::ALL.map(Words::new) {
        for row in session.log() {
            for said in row.entry.told().filter_map(|event| words.event(event, session)) {
                let mark = if row.withdrawn { " -" } else { "" };
                writeln!(text, "{}{mark} {} {said}", row.entry.seq.0, row.entry.at.wall.to_rfc3339()).unwrap();
            }
        }
    }
    text
}

/// Where `found` lacks or contradicts something that was `told`: a later release may tell more, never less.
fn missing(told: &Value, found: &Value, place: &str) -> Vec<String> {
    match (told, found) {
        (Value::Object(told), Value::Object(found)) => told
            .iter()
            .flat_map(|(name, told)| match found.get(name) {
                Some(found) => missing(told, found, &format!("{place}/{name}")),
                None => vec![format!("{place}/{name} is gone")],
            })
            .collect(),
        (Value::Array(told), Value::Array(found)) if told.len() == found.len() => {
            let pairs = told.iter().zip(found).enumerate();
            pairs.flat_map(|(at, (told, found))| missing(told, found, &format!("{place}/{at}"))).collect()
        }
        _ if told == found => Vec::new(),
        _ => vec![format!("{place} was {told} and is {found}")],
    }
}

fn sums(case: &Path) -> String {
    segments(case).iter().map(|bytes| Digest::of(bytes).to_string() + "\n").collect()
}

/// Writes the journals of this release, once.
fn write_new() {
    assert!(!this_release().exists(), "a golden journal is never made again: {}", this_release().display());
    for (name, segments) in cases::all() {
        let case = this_release().join(name);
        fs::create_dir_all(&case).unwrap();
        for (number, bytes) in (1..).zip(&segments) {
            let name = if number == 1 { "journal.jsonl".to_owned() } else { format!("journal.{number}.jsonl") };
            fs::write(case.join(name), bytes).unwrap();
        }
        let recovery = recovered(&segments);
        let session = Session::replay(recovery.entries.iter().cloned().map(Arc::new));
        let told = serde_json::to_string_pretty(&state(&recovery, &session)).unwrap() + "\n";
        fs::write(case.join("expected.json"), told).unwrap();
        fs::write(case.join("log.txt"), lines(&session)).unwrap();
        fs::write(case.join("sha256"), sums(&case)).unwrap();
    }
}

#[test]
fn every_golden_journal_is_read_as_it_was() {
    if wish() == "new" {
        write_new();
    }
    assert!(this_release().exists(), "this release has no golden journals yet: RUNSHEET_GOLDEN=new makes them");
    for case in cases() {
        let name = case.strip_prefix(shelf()).unwrap().display().to_string();
        assert_eq!(sums(&case), fs::read_to_string(case.join("sha256")).unwrap(), "{name} was changed");
        let recovery = recovered(&segments(&case));
        let session = Session::replay(recovery.entries.iter().cloned().map(Arc::new));
        let told: Value = serde_json::from_str(&fs::read_to_string(case.join("expected.json")).unwrap()).unwrap();
        let missing = missing(&told, &state(&recovery, &session), "");
        assert!(missing.is_empty(), "{name}: {missing:#?}");
        if wish() == "words" {
            fs::write(case.join("log.txt"), lines(&session)).unwrap();
        }
        let told = fs::read_to_string(case.join("log.txt")).unwrap();
        assert_eq!(lines(&session), told, "{name}: RUNSHEET_GOLDEN=words where sentences were reworded");
    }
}

/// The kind of an event as it is written.
fn kind(event: &Event) -> String {
    match event {
        Event::Unknown { .. } => "(unknown)".to_owned(),
        event => serde_json::to_value(event).unwrap()["type"].as_str().unwrap().to_owned(),
    }
}

#[test]
fn the_golden_journals_of_this_release_hold_every_kind_of_event() {
    let mut missing: BTreeSet<String> = every_event().iter().chain(&inner_kinds()).map(kind).collect();
    missing.insert("(unknown)".to_owned());
    for case in inside(&this_release()) {
        for entry in recovered(&segments(&case)).entries {
            for event in &entry.events {
                missing.remove(&kind(event));
            }
        }
    }
    assert!(missing.is_empty(), "a new kind of event needs a new release's folder: {missing:?}");
}

#[test]
fn a_golden_journal_is_gone_on_with() {
    let bytes = segments(&this_release().join("incident-zh"));
    let desk = Desk::new();
    let name = "2026-11-22T062400Z-incident-mes-app-server-outage";
    let folder = folder(&desk.sessions(), name);
    fs::write(folder.join("journal.jsonl"), bytes.concat()).unwrap();
    let mut desk = desk;
    desk.app.resume_session(name).unwrap();
    let before = desk.app.session().unwrap().log().len();
    desk.note("gone on with");
    desk.settle();
    assert_eq!(desk.app.saving().trouble, None);
    let after = recovered(&segments(&folder));
    assert!(!after.damaged && after.entries.len() > before);
    assert_eq!(fs::read(folder.join("journal.jsonl")).unwrap()[..bytes[0].len()], bytes[0], "nothing is rewritten");
}

/// A session's folder with nothing in it.
fn folder(sessions: &Path, name: &str) -> PathBuf {
    let folder = sessions.join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A session's folder with the golden journal that a later release went on with.
fn written_by_a_later_release(sessions: &Path) -> &'static str {
    let name = "2026-11-22T062400Z-drill-later";
    let folder = folder(sessions, name);
    let bytes = segments(&this_release().join("newer-version"));
    fs::write(folder.join("journal.jsonl"), &bytes[0]).unwrap();
    name
}

#[test]
fn what_a_later_release_wrote_is_opened_to_read_with_the_reason_and_not_written_to() {
    let mut desk = Desk::new();
    let name = written_by_a_later_release(&desk.sessions());
    let file = desk.sessions().join(name).join("journal.jsonl");
    let before = fs::read(&file).unwrap();
    desk.app.resume_session(name).unwrap();
    assert!(desk.app.live().unwrap().is_watching());
    assert_eq!(desk.app.saving().read_only, Some(desk.app.words.say("cli-newer-version")));
    assert!(desk.app.session().unwrap().log().len() > 2, "what can be read is shown");
    let _ = note(&mut desk.app, "x");
    desk.app.leave(LeaveCause::Left);
    assert_eq!(fs::read(&file).unwrap(), before);
    assert_eq!(
        fs::read_dir(desk.sessions().join(name))
            .unwrap()
            .filter(|entry| { entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("journal") })
            .count(),
        1,
        "no segment was begun"
    );
}

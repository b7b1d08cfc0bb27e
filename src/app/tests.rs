//! The whole program without its screen: what becomes of acts when the disk or the record does not do as it should.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;

use std::path::{Path, PathBuf};

use super::*;
use crate::journal::Journal;
use crate::runbook::EvidenceKind;
use crate::session::{Event, EvidenceItem, NoteKind};
use crate::time::Span;
use crate::world::ManualClock;

mod children;
mod golden;
mod library;

/// Longest wait for the journal's thread; only a test that fails waits that long.
const LONG: Duration = Duration::from_secs(20);

struct Desk {
    app: App,
    clock: ManualClock,
    home: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self::at(tempfile::tempdir().unwrap(), "li")
    }

    fn at(home: tempfile::TempDir, name: &str) -> Self {
        let clock = ManualClock::at(SystemClock::new().now());
        let app = another(home.path(), name, &clock);
        Self { app, clock, home }
    }

    fn sessions(&self) -> PathBuf {
        self.home.path().join("sessions")
    }

    fn folders(&self) -> Vec<PathBuf> {
        self.app.ladder.list().unwrap().into_iter().map(|found| found.path).collect()
    }

    fn open(&mut self, kind: Kind) {
        self.app.open_runbook("mes-app-server-outage", kind, None).unwrap();
    }

    fn note(&mut self, text: &str) -> Seq {
        note(&mut self.app, text).unwrap()
    }

    /// Takes in the journal's next report.
    fn hear(&mut self) {
        let report = self.app.reports.recv_timeout(LONG).unwrap();
        let words = Arc::clone(&self.app.words);
        self.app.live.as_mut().unwrap().take_in(report, &words);
    }

    fn settle(&mut self) {
        while self.app.saving().pending > 0 {
            self.hear();
        }
    }

    fn wait_for_trouble(&mut self) {
        while self.app.saving().trouble.is_none() {
            self.hear();
        }
    }
}

fn notes_on_disk(folder: &Path) -> String {
    fs::read_to_string(folder.join("journal.jsonl")).unwrap()
}

fn another(home: &Path, name: &str, clock: &ManualClock) -> App {
    let (home, name) = (Some(home.to_owned()), Some(name.to_owned()));
    let settings = Settings { home, lang: Some(Lang::En), name, ..Settings::default() };
    let mut app = App::new(settings).unwrap().with_clock(clock.clone());
    // Nothing of a test may fall into the places of whoever runs it.
    app.ladder.stand_ins.clear();
    app.look = Look::default();
    app
}

fn note(app: &mut App, text: &str) -> Result<Seq, Refusal> {
    app.submit(Command::Note { kind: NoteKind::Note, text: text.to_owned(), stated: None, step: None }.into())
}

#[test]
fn a_disk_that_works_again_gets_what_it_refused_without_anybody_doing_anything() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    desk.settle();
    let folder = desk.folders().remove(0);
    // What cannot be looked into stops every append, as a failing disk does.
    let obstacle = folder.join("journal.2.jsonl");
    std::os::unix::fs::symlink("nowhere", &obstacle).unwrap();
    desk.note("during the trouble");
    desk.wait_for_trouble();
    assert_eq!(desk.app.saving().pending, 1);
    fs::remove_file(&obstacle).unwrap();
    desk.clock.advance(Span::seconds(10));
    desk.app.collect();
    desk.settle();
    assert_eq!(desk.app.saving().trouble, None);
    assert!(notes_on_disk(&folder).contains("during the trouble"));
}

#[test]
fn the_next_act_tries_a_failed_disk_at_once() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    desk.settle();
    let folder = desk.folders().remove(0);
    let obstacle = folder.join("journal.2.jsonl");
    std::os::unix::fs::symlink("nowhere", &obstacle).unwrap();
    desk.note("first");
    desk.wait_for_trouble();
    fs::remove_file(&obstacle).unwrap();
    desk.note("second");
    desk.settle();
    let on_disk = notes_on_disk(&folder);
    assert!(on_disk.find("first").unwrap() < on_disk.find("second").unwrap());
}

#[test]
fn a_drill_whose_folder_vanished_is_not_called_saved_when_one_leaves() {
    let mut desk = Desk::new();
    desk.open(Kind::Drill);
    fs::write(desk.sessions(), "in the way").unwrap();
    desk.note("roll-call done");
    let saving = desk.app.saving();
    assert!(saving.trouble.is_some() && saving.pending >= 2, "{saving:?}");
    assert!(!desk.app.leave(LeaveCause::Left));
    let unsaved = desk.app.live().unwrap().unsaved();
    assert_eq!(unsaved.len(), desk.app.session().unwrap().log().len(), "all of it is handed out to be printed");
}

#[test]
fn a_drill_is_written_as_soon_as_its_folder_can_be_made() {
    let mut desk = Desk::new();
    desk.open(Kind::Drill);
    fs::write(desk.sessions(), "in the way").unwrap();
    desk.note("roll-call done");
    fs::remove_file(desk.sessions()).unwrap();
    desk.clock.advance(Span::seconds(10));
    desk.app.collect();
    desk.settle();
    assert!(desk.app.leave(LeaveCause::Left));
    assert_eq!(desk.folders().len(), 1);
    assert!(notes_on_disk(&desk.folders()[0]).contains("roll-call done"));
}

#[test]
fn a_drill_nobody_did_anything_in_leaves_nothing_and_owes_nothing() {
    let mut desk = Desk::new();
    desk.open(Kind::Drill);
    assert!(desk.app.leave(LeaveCause::Hangup));
    assert!(desk.folders().is_empty());
}

#[test]
fn an_incident_that_no_place_takes_runs_from_memory_and_hands_out_its_lines() {
    let mut desk = Desk::new();
    fs::write(desk.sessions(), "in the way").unwrap();
    desk.open(Kind::Incident);
    desk.note("the first minutes");
    let trouble = desk.app.saving().trouble.unwrap();
    assert!(trouble.contains("--home"), "{trouble}");
    assert!(!desk.app.leave(LeaveCause::Left));
    let lines = desk.app.live().unwrap().unsaved();
    // What is handed out is a journal: kept in a file it is read like any other.
    let folder = desk.home.path().join("kept");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("journal.jsonl"), lines.concat()).unwrap();
    let read = desk.app.read_session(folder.to_str().unwrap()).unwrap();
    assert_eq!(read.session.log().len(), lines.len());
    assert!(read.integrity.damaged.is_empty());
}

#[test]
fn an_incident_whose_home_cannot_be_written_runs_below_says_so_and_is_found_again() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut desk = Desk::new();
    fs::create_dir(desk.sessions()).unwrap();
    fs::set_permissions(desk.sessions(), fs::Permissions::from_mode(0o777)).unwrap();
    let below = tempfile::tempdir().unwrap();
    desk.app.ladder.stand_ins = vec![Shelf { sessions: below.path().to_owned(), guarded: false, lasting: false }];
    desk.open(Kind::Incident);
    desk.settle();
    let saving = desk.app.saving();
    let at = desk.app.live().unwrap().folder().unwrap();
    assert!(at.starts_with(below.path()));
    let shelter = saving.shelter.unwrap();
    assert!(saving.trouble.is_none() && shelter.short == "SAVED UNTIL REBOOT", "{shelter:?}");
    assert!(shelter.said.contains(&at.display().to_string()), "{shelter:?}");
    // Once the home is sound the record comes back by itself.
    fs::set_permissions(desk.sessions(), fs::Permissions::from_mode(0o700)).unwrap();
    desk.app.collect();
    desk.clock.advance(Span::minutes(1));
    desk.app.collect();
    while desk.app.saving().shelter.is_some() {
        desk.hear();
    }
    desk.note("at home");
    assert!(desk.app.leave(LeaveCause::Left));
    let name = desk.app.live().unwrap().name().unwrap().to_owned();
    drop(below);
    desk.app.live = None;
    let read = desk.app.read_session(&name).unwrap();
    assert!(read.integrity.damaged.is_empty());
    assert!(read.session.log().len() >= 3);
}

#[test]
fn a_record_without_its_first_entry_is_refused_and_left_as_it_is() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    desk.note("kept");
    assert!(desk.app.leave(LeaveCause::Left));
    let name = desk.app.live().unwrap().name().unwrap().to_owned();
    desk.app.live = None;
    let journal = desk.folders()[0].join("journal.jsonl");
    let all = fs::read_to_string(&journal).unwrap();
    let (_, rest) = all.split_once('\n').unwrap();
    fs::write(&journal, rest).unwrap();
    let fault = desk.app.resume_session(&name).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Record);
    assert!(fault.message.contains(&name), "{}", fault.message);
    assert!(desk.app.session().is_none(), "the library must not think that a session is on");
    assert_eq!(desk.app.read_session(&name).err().unwrap().kind, FaultKind::Record);
    assert_eq!(fs::read_to_string(&journal).unwrap(), rest);
}

#[test]
fn whatever_stands_in_the_place_of_a_record_is_named() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    assert!(desk.app.leave(LeaveCause::Left));
    let name = desk.app.live().unwrap().name().unwrap().to_owned();
    desk.app.live = None;
    let journal = desk.folders()[0].join("journal.jsonl");
    fs::remove_file(&journal).unwrap();
    let plant: [(&str, &dyn Fn()); 2] = [
        ("symbolic link", &|| std::os::unix::fs::symlink("/etc/hostname", &journal).unwrap()),
        ("not the kind of file", &|| fs::create_dir(&journal).unwrap()),
    ];
    for (said, plant) in plant {
        plant();
        for fault in [desk.app.read_session(&name).err().unwrap(), desk.app.resume_session(&name).unwrap_err()] {
            assert_eq!(fault.kind, FaultKind::Record);
            assert!(fault.message.contains(said), "{}", fault.message);
        }
        let _ = fs::remove_file(&journal);
    }
}

#[test]
fn a_damaged_record_goes_on_and_does_not_call_new_entries_unsaved() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    desk.note("will be lost");
    desk.note("stays");
    assert!(desk.app.leave(LeaveCause::Left));
    let name = desk.app.live().unwrap().name().unwrap().to_owned();
    desk.app.live = None;
    let journal = desk.folders()[0].join("journal.jsonl");
    let all = fs::read_to_string(&journal).unwrap();
    let kept: Vec<&str> = all.lines().filter(|line| !line.contains("will be lost")).collect();
    fs::write(&journal, kept.join("\n") + "\n").unwrap();
    desk.app.resume_session(&name).unwrap();
    desk.note("after");
    desk.settle();
    let saving = desk.app.saving();
    assert!(saving.damage.is_some() && saving.trouble.is_none(), "{saving:?}");
    assert!(desk.app.leave(LeaveCause::Left));
    assert_eq!(desk.app.read_session(&name).unwrap().integrity.damaged.len(), 1);
}

#[test]
fn a_session_whose_record_cannot_be_read_is_told_and_not_left_out() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    assert!(desk.app.leave(LeaveCause::Left));
    desk.app.live = None;
    let journal = desk.folders()[0].join("journal.jsonl");
    fs::write(&journal, "").unwrap();
    let (sound, broken) = survey(&desk.app).unwrap();
    assert!(sound.is_empty());
    assert_eq!(broken.len(), 1);
    assert!(broken[0].1.contains("cannot be read"), "{broken:?}");
}

#[test]
fn a_blank_name_is_no_name() {
    let desk = Desk::at(tempfile::tempdir().unwrap(), "  ");
    assert_eq!(desk.app.me(), Person(desk.app.login.name.clone()));
}

#[test]
fn a_clock_that_is_set_back_takes_no_time_from_anybody() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    desk.clock.advance(Span::minutes(10));
    desk.note("before");
    let mut moment = desk.clock.now();
    moment.wall -= chrono::TimeDelta::hours(2);
    desk.clock.set(moment);
    desk.note("after");
    desk.clock.advance(Span::minutes(5));
    let session = desk.app.session().unwrap();
    assert_eq!(session.read(&desk.clock.now()).elapsed, Span::minutes(15));
    assert!(desk.app.leave(LeaveCause::Left));
}

fn assign(app: &mut App, role: &str, to: &str) -> Seq {
    app.submit(Command::AssignRole { role: role.into(), person: Some(Person(to.to_owned())) }.into()).unwrap()
}

#[test]
fn who_gives_a_role_away_after_another_program_did_is_told_who_was_first() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    desk.settle();
    let folder = desk.folders().remove(0);
    let (mut journal, recovery) = Journal::open(&folder).unwrap();
    let session = Session::replay(recovery.entries.into_iter().map(Arc::new));
    let role = session.book().roles.keys().next().unwrap().clone();
    let give = Command::AssignRole { role: role.clone(), person: Some(Person("zhao".to_owned())) };
    let act = App::act(give.into(), Person("wang".to_owned()), recovery.head.seq);
    let entry = session.decide(&act, &desk.clock.now()).unwrap();
    journal.append(recovery.head.seq, &entry).unwrap();

    // An own entry on its way bears the number of the other's: it is no proof of having seen that.
    desk.note("on its way");
    assign(&mut desk.app, role.as_str(), "hao");
    desk.settle();
    let lost = desk.app.overtaken();
    let [Overtaken { request, refusal: Refusal::TakenMeanwhile { by, at, .. }, by: faster }] = &lost[..] else {
        panic!("{lost:?}")
    };
    assert!(matches!(request.command, Command::AssignRole { .. }) && *faster == Some(entry.seq), "{lost:?}");
    assert_eq!((by.0.as_str(), *at), ("wang", entry.seq));
    assert_eq!(desk.app.overtaken(), [], "told once");
    assert_eq!(desk.app.session().unwrap().fills(&role), Some(Person("zhao".to_owned())));
    assert!(notes_on_disk(&folder).contains("on its way"), "what claims nothing is kept");
}

#[test]
fn an_act_from_outside_that_others_overtook_is_decided_again_and_a_claim_is_told_who_won() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    desk.settle();
    let name = desk.app.live().unwrap().name().unwrap().to_owned();
    let [ana, bo] = ["ana", "bo"].map(|who| another(desk.home.path(), who, &desk.clock));
    let role = desk.app.session().unwrap().book().roles.keys().next().unwrap().clone();
    let give =
        |to: &str| Request::from(Command::AssignRole { role: role.clone(), person: Some(Person(to.to_owned())) });

    // While one makes up their mind the other is faster.
    let outcome = ana.act_from_outside(&name, |_| {
        bo.act_from_outside(&name, |_| Ok(give("zhao"))).unwrap();
        Ok(give("hao"))
    });
    let Err(NotRecorded::Refused { refusal: Refusal::TakenMeanwhile { by, to, .. }, session }) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!((by.0.as_str(), to), ("bo", Some(Person("zhao".to_owned()))));
    assert_eq!(session.fills(&role), Some(Person("zhao".to_owned())));

    let note = |text: &str| {
        Request::from(Command::Note { kind: NoteKind::Note, text: text.to_owned(), stated: None, step: None })
    };
    let recorded = ana.act_from_outside(&name, |_| {
        bo.act_from_outside(&name, |_| Ok(note("first"))).unwrap();
        Ok(note("second"))
    });
    let log = recorded.unwrap().session;
    let last: Vec<_> = log.log().iter().rev().take(2).map(|row| row.entry.who.0.as_str()).collect();
    assert_eq!(last, ["ana", "bo"], "facts stand side by side");
}

#[test]
fn a_text_too_long_for_the_log_is_kept_whole_beside_it() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    let long = "a line of output\n".repeat(600);
    desk.note(&long);
    desk.settle();
    let session = desk.app.session().unwrap();
    let Some(Event::FileAttached { file }) = session.log().last().unwrap().entry.events.last() else {
        panic!("inline")
    };
    let folder = desk.app.live().unwrap().folder().unwrap();
    assert_eq!(fs::read_to_string(folder.join(file.path())).unwrap(), long);
    let line = notes_on_disk(&folder).lines().last().unwrap().to_owned();
    assert!(line.len() < 2_000 && line.contains("a line of output"), "{line}");
    assert!(desk.app.leave(LeaveCause::Left));
    let name = desk.app.live().unwrap().name().unwrap().to_owned();
    assert!(desk.app.verify_session(&name, &Proof::None).unwrap().verdict.is_sound());
    fs::remove_file(folder.join(file_of(&desk).path())).unwrap();
    assert!(!desk.app.verify_session(&name, &Proof::None).unwrap().verdict.is_sound());
}

fn file_of(desk: &Desk) -> crate::session::Attachment {
    let events = desk.app.session().unwrap().log().iter().flat_map(|row| &row.entry.events);
    let file = |event: &Event| if let Event::FileAttached { file } = event { Some(file.clone()) } else { None };
    events.filter_map(file).next_back().unwrap()
}

#[test]
fn a_file_named_as_evidence_is_kept_as_it_is_now() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    let (step, item) = desk
        .app
        .session()
        .unwrap()
        .book()
        .steps()
        .find_map(|(_, step)| {
            let item = step.evidence.iter().position(|asked| asked.kind == EvidenceKind::File)?;
            Some((step.id.clone(), EvidenceItem(item)))
        })
        .unwrap();
    let photo = desk.home.path().join("compared.csv");
    fs::write(&photo, "1,2,3").unwrap();
    let give = |text: String| Command::GiveEvidence { step: step.clone(), item, text };
    desk.app.submit(give(photo.display().to_string()).into()).unwrap();
    fs::write(&photo, "changed later").unwrap();
    desk.settle();
    let folder = desk.app.live().unwrap().folder().unwrap();
    let file = file_of(&desk);
    assert_eq!((file.name.as_str(), file.bytes), ("compared.csv", 5));
    assert_eq!(fs::read_to_string(folder.join(file.path())).unwrap(), "1,2,3");
    // What is no file is taken as it was typed.
    let before = desk.app.session().unwrap().log().len();
    desk.app.submit(give("on the share, folder 7".to_owned()).into()).unwrap();
    desk.app.submit(give("/nowhere/at/all.csv".to_owned()).into()).unwrap();
    let session = desk.app.session().unwrap();
    let later = || session.log()[before..].iter().flat_map(|row| &row.entry.events);
    assert!(!later().any(|event| matches!(event, Event::FileAttached { .. })));
    let said = |event: &Event| matches!(event, Event::EvidenceGiven { text, .. } if text.contains("NOT kept"));
    assert_eq!(later().filter(|event| said(event)).count(), 1, "what looks like a file is not thought to be there");
}
#[test]
fn what_is_printed_when_nothing_is_saved_holds_long_texts_whole() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    desk.settle();
    // Neither the line nor the file beside it finds a place.
    let folder = desk.folders().remove(0);
    std::os::unix::fs::symlink("nowhere", folder.join("journal.2.jsonl")).unwrap();
    let long = "a line of output ".repeat(600);
    desk.note(&long);
    desk.wait_for_trouble();
    let lines = desk.app.live().unwrap().unsaved();
    assert!(String::from_utf8_lossy(&lines.concat()).contains(long.trim()), "{} lines", lines.len());
}

#[test]
fn the_end_of_a_record_brought_home_tells_where_it_is_now() {
    let mut desk = Desk::new();
    let below = desk.home.path().join("below");
    desk.app.ladder.stand_ins = vec![Shelf { sessions: below.clone(), guarded: false, lasting: true }];
    fs::write(desk.sessions(), "in the way").unwrap();
    desk.open(Kind::Incident);
    desk.note("one");
    desk.settle();
    assert!(desk.app.saving().shelter.is_some());
    fs::remove_file(desk.sessions()).unwrap();
    assert!(desk.app.leave(LeaveCause::Left));
    let folder = desk.app.live().unwrap().folder().unwrap();
    assert!(folder.starts_with(desk.sessions()) && folder.join("report.md").exists(), "{}", folder.display());
    assert_eq!(desk.app.saving().shelter, None);
}

#[test]
fn a_record_that_another_program_had_to_move_is_said_to_be_there() {
    let mut desk = Desk::new();
    let stand_in = Shelf { sessions: desk.home.path().join("below"), guarded: false, lasting: false };
    desk.app.ladder.stand_ins = vec![stand_in];
    desk.open(Kind::Incident);
    desk.settle();
    let name = desk.app.live().unwrap().name().unwrap().to_owned();
    let found = desk.app.ladder.find(&name).unwrap();
    let (mut journal, recovery) = Journal::open(&found.folders).unwrap();
    journal.climb(1).unwrap();
    let last = recovery.entries.last().unwrap();
    let moved = crate::session::Entry { seq: last.seq.next(), id: EntryId("moved".into()), ..last.clone() };
    journal.append(last.seq, &moved).unwrap();
    while desk.app.saving().saved < moved.seq {
        desk.hear();
    }
    assert_eq!(desk.app.saving().shelter.unwrap().short, "SAVED UNTIL REBOOT");
}

mod take_over;
mod together;

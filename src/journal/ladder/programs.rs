//! Several programs on one record while its places fail, come back, or are not known to all of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::thread;

use super::*;
use crate::journal::samples::{SID, named, note};
use crate::journal::{AppendError, Beside, Digest, RecoveryNote};
use crate::session::{Attachment, Event, Seq};

fn shelf(sessions: &Path) -> Shelf {
    Shelf { sessions: sessions.to_owned(), guarded: false, lasting: true }
}

/// A home and what stands in for it.
fn two(dir: &tempfile::TempDir) -> Ladder {
    Ladder { homes: vec![shelf(&dir.path().join("home/sessions"))], stand_ins: vec![shelf(&dir.path().join("below"))] }
}

/// A session whose home takes nothing yet, with its first entry.
fn fallen(dir: &tempfile::TempDir) -> (Found, Journal) {
    fs::write(dir.path().join("home"), "in the way").unwrap();
    let Made { found, mut journal, .. } = two(dir).create("s", SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    (found, journal)
}

fn clear(dir: &tempfile::TempDir) {
    fs::remove_file(dir.path().join("home")).unwrap();
}

/// Both append as fast as they can; nothing of it may be lost, stand astray or count as damage.
fn race(mut one: Journal, mut other: Journal, folders: &Folders) {
    const EACH: usize = 25;
    let run = |name: &str, journal: &mut Journal| {
        for count in 0..EACH {
            loop {
                let head = journal.head().seq;
                let entry = named(head.next().0, &format!("{name}-{count}"), vec![Event::SessionStarted]);
                match journal.append(head, &entry) {
                    Ok(_) => break,
                    Err(AppendError::Conflict(_)) => {}
                    Err(error) => panic!("{name}: {error}"),
                }
            }
        }
    };
    let before = Journal::watch(folders).unwrap().1.entries.len();
    thread::scope(|scope| {
        scope.spawn(|| run("a", &mut one));
        scope.spawn(|| run("b", &mut other));
    });
    let (_, read) = Journal::open(folders).unwrap();
    let astray = read.notes.iter().filter(|note| matches!(note, RecoveryNote::Astray { .. })).count();
    assert_eq!((read.entries.len() - before, astray, read.damaged), (2 * EACH, 0, false), "{:?}", read.notes);
}

#[test]
fn a_climb_that_fails_keeps_what_others_appended_for_the_next_look() {
    let dir = tempfile::tempdir().unwrap();
    let (found, mut journal) = fallen(&dir);
    let (mut other, _) = Journal::open(&found.folders).unwrap();
    journal.append(Seq(1), &note(2)).unwrap();
    assert!(other.climb(0).is_err());
    assert_eq!(other.durable_news().unwrap(), [note(2)]);
    journal.append(Seq(2), &note(3)).unwrap();
    assert_eq!(other.news().unwrap(), [note(3)]);
}

#[test]
fn evidence_comes_home_with_the_record() {
    let dir = tempfile::tempdir().unwrap();
    let (found, mut journal) = fallen(&dir);
    let sha256 = Digest::of(b"whole text").to_string();
    let file = Attachment { name: String::new(), sha256: sha256.clone(), bytes: 10 };
    let path = file.path();
    let name = path.strip_prefix("evidence/").unwrap().to_owned();
    journal.keep(&Beside { name, bytes: b"whole text".to_vec().into() }).unwrap();
    journal.append(Seq(1), &named(2, "x", vec![Event::FileAttached { file }])).unwrap();
    clear(&dir);
    journal.climb(0).unwrap();
    fs::remove_dir_all(dir.path().join("below")).unwrap();
    let verdict = crate::journal::audit(&found.folders.existing(), None).unwrap();
    assert!(verdict.is_sound(), "{verdict:?}");
    assert_eq!(fs::read(dir.path().join("home/sessions/s").join(path)).unwrap(), b"whole text");
}

#[test]
fn two_programs_share_a_lock_also_when_the_first_segment_is_gone_for_one_of_them() {
    let dir = tempfile::tempdir().unwrap();
    let (_, mut journal) = fallen(&dir);
    clear(&dir);
    journal.climb(0).unwrap();
    journal.append(Seq(1), &note(2)).unwrap();
    fs::remove_dir_all(dir.path().join("below")).unwrap();
    let found = two(&dir).find("s").unwrap();
    let (other, _) = Journal::open(&found.folders).unwrap();
    race(journal, other, &found.folders);
}

#[test]
fn two_programs_share_a_lock_also_when_there_are_two_first_segments() {
    let dir = tempfile::tempdir().unwrap();
    let (_, journal) = fallen(&dir);
    clear(&dir);
    // As a home leaves it that could make the file, and not make it durable.
    fs::create_dir_all(dir.path().join("home/sessions/s")).unwrap();
    fs::write(dir.path().join("home/sessions/s/journal.jsonl"), "").unwrap();
    let found = two(&dir).find("s").unwrap();
    let (other, _) = Journal::open(&found.folders).unwrap();
    race(journal, other, &found.folders);
}

#[test]
fn who_does_not_know_a_place_sees_what_came_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let Made { found, mut journal, .. } = two(&dir).create("s", SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    let alone = Ladder { stand_ins: Vec::new(), ..two(&dir) };
    let (mut other, _) = Journal::open(&alone.find("s").unwrap().folders).unwrap();
    journal.climb(1).unwrap();
    journal.append(Seq(1), &note(2)).unwrap();
    journal.climb(0).unwrap();
    journal.append(Seq(2), &note(3)).unwrap();
    let appended = other.append(Seq(1), &named(2, "other", vec![Event::SessionStarted]));
    assert!(
        matches!(appended, Err(AppendError::Conflict(ref others)) if *others == [note(2), note(3)]),
        "{appended:?}"
    );
    assert!(!Journal::open(&found.folders).unwrap().1.damaged);
}

#[test]
fn a_stand_in_opened_by_its_path_still_belongs_to_its_home() {
    let dir = tempfile::tempdir().unwrap();
    let (found, mut journal) = fallen(&dir);
    let elsewhere = Ladder { homes: vec![shelf(&dir.path().join("state"))], ..two(&dir) };
    let (mut other, _) = Journal::open(&elsewhere.find(found.path.to_str().unwrap()).unwrap().folders).unwrap();
    clear(&dir);
    journal.climb(0).unwrap();
    journal.append(Seq(1), &note(2)).unwrap();
    let appended = other.append(Seq(1), &named(2, "other", vec![Event::SessionStarted]));
    assert!(matches!(appended, Err(AppendError::Conflict(_))), "{appended:?}");
}

#[test]
fn a_home_that_is_well_again_is_tried_when_the_stand_in_fails() {
    let dir = tempfile::tempdir().unwrap();
    let (_, mut journal) = fallen(&dir);
    clear(&dir);
    fs::remove_dir_all(dir.path().join("below")).unwrap();
    assert_eq!(journal.append(Seq(1), &note(2)).unwrap().rung, 0);
    drop(journal);
    let (_, read) = Journal::open(&two(&dir).find("s").unwrap().folders).unwrap();
    assert_eq!((read.entries, read.damaged), (vec![note(1), note(2)], false), "what was open is brought along");
}

#[test]
fn what_another_user_put_where_everybody_may_write_is_not_read_as_ours() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("runsheet-7");
    let planted = Shelf { guarded: true, ..shelf(&base.join("sessions")) };
    let ladder = Ladder { homes: vec![shelf(&dir.path().join("home"))], stand_ins: vec![planted] };
    let Made { found, mut journal, .. } = ladder.create("s", SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    let theirs = base.join("sessions/s");
    fs::create_dir_all(&theirs).unwrap();
    fs::write(theirs.join(BELONGS_TO), dir.path().join("home").as_os_str().as_encoded_bytes()).unwrap();
    let mut later = note(1);
    later.at.wall += chrono::TimeDelta::days(1);
    Journal::create(&theirs, "01OTHER0000000000000000000").unwrap().append(Seq(0), &later).unwrap();
    fs::rename(theirs.join("journal.jsonl"), theirs.join("journal.2.jsonl")).unwrap();
    fs::set_permissions(&base, fs::Permissions::from_mode(0o777)).unwrap();
    assert_eq!(Journal::watch(&found.folders).unwrap().0.sid(), SID);
    assert_eq!(crate::journal::audit(&found.folders.existing(), None).unwrap().sid.as_deref(), Some(SID));
    assert_eq!(ladder.list().unwrap().len(), 1);
}

#[test]
fn several_programs_may_keep_the_same_file_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let Made { found, .. } = two(&dir).create("s", SID).unwrap();
    for round in 0..10_u8 {
        let (bytes, name) = (vec![round; 1 << 20], format!("{round}.bin"));
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    found.folders.places(Access::Write).keep(0, &name, &bytes).unwrap();
                    let kept = fs::metadata(found.path.join("evidence").join(&name)).unwrap().len();
                    assert_eq!(kept, 1 << 20, "what is kept is whole");
                });
            }
        });
    }
}

#[test]
fn the_last_number_there_is_makes_no_trouble() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("home/sessions/.numbers")).unwrap();
    fs::write(dir.path().join("home/sessions/.numbers/4294967295"), "x").unwrap();
    assert_eq!(two(&dir).create("s", SID).unwrap().found.number, None);
}

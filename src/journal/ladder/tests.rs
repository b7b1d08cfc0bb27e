//! How sessions are made, listed and found, wherever they have to be kept.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::journal::folder_name;
use crate::journal::samples::{SID, note, wall};
use crate::session::{Kind, Seq};

fn at(sessions: &Path) -> Ladder {
    Ladder { homes: vec![shelf(sessions)], stand_ins: Vec::new() }
}

fn shelf(sessions: &Path) -> Shelf {
    Shelf { sessions: sessions.to_owned(), guarded: false, lasting: true }
}

fn session(sessions: &Path, name: &str) {
    at(sessions).create(name, SID).unwrap();
}

fn three() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    session(dir.path(), "2026-11-22T063114Z-drill-mes-app-server-outage");
    session(dir.path(), "2026-11-23T063114Z-incident-network-outage");
    session(dir.path(), "2026-11-22T063114Z-drill-mes-app-server-outage");
    dir
}

#[test]
fn a_folder_is_named_after_the_time_in_utc_the_kind_and_the_runbook() {
    let name = folder_name(wall(), Kind::Drill, &"mes-app-server-outage".into());
    assert_eq!(name, "2026-11-22T063114Z-drill-mes-app-server-outage");
    let name = folder_name(wall(), Kind::Incident, &"../断网/x".into());
    assert_eq!(name, "2026-11-22T063114Z-incident-..----x");
    assert!(is_safe(&folder_name(wall(), Kind::Walkthrough, &"x".repeat(900).into())));
}

#[test]
fn a_taken_name_gets_a_number() {
    let dir = three();
    let names: Vec<String> = at(dir.path()).list().unwrap().into_iter().map(|found| found.name).collect();
    assert_eq!(
        names,
        [
            "2026-11-23T063114Z-incident-network-outage",
            "2026-11-22T063114Z-drill-mes-app-server-outage-2",
            "2026-11-22T063114Z-drill-mes-app-server-outage",
        ]
    );
}

#[test]
fn a_name_that_leads_elsewhere_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["..", ".", "a/b", "/etc", "", "-x", ".hidden", "a b", "a\u{1b}b", "é", &"x".repeat(101)] {
        assert!(at(dir.path()).create(name, SID).is_err(), "{name}");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn only_folders_with_a_journal_are_listed() {
    let dir = three();
    fs::create_dir(dir.path().join("empty")).unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("journal.jsonl"), "").unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), dir.path().join("link")).unwrap();
    assert_eq!(at(dir.path()).list().unwrap().len(), 3);
    assert!(at(&dir.path().join("nowhere")).list().unwrap().is_empty());
}

#[test]
fn a_session_is_found_by_its_name_a_unique_part_or_its_path() {
    let dir = three();
    let name = |query: &str| at(dir.path()).find(query).unwrap().name;
    assert_eq!(name("network"), "2026-11-23T063114Z-incident-network-outage");
    let exact = "2026-11-22T063114Z-drill-mes-app-server-outage";
    assert_eq!(name(exact), exact, "an exact name wins over the longer one");
    let path = dir.path().join(exact);
    let found = at(Path::new("/nowhere")).find(path.to_str().unwrap()).unwrap();
    assert_eq!((found.name.as_str(), found.path), (exact, path));
}

#[test]
fn an_ambiguous_part_names_all_and_an_unknown_one_the_nearest() {
    let dir = three();
    let Err(FindError::Ambiguous { names }) = at(dir.path()).find("mes-app") else { panic!("found one") };
    assert_eq!(names.len(), 2);
    assert!(names[0].ends_with("-2"), "newest first");
    let Err(FindError::NotFound { nearest }) = at(dir.path()).find("netwrok-outage") else { panic!("found") };
    assert_eq!(nearest.first().map(String::as_str), Some("2026-11-23T063114Z-incident-network-outage"));
    let Err(FindError::NotFound { nearest }) = at(dir.path()).find("/nowhere/x") else { panic!("found") };
    assert!(nearest.is_empty());
}

/// A home and what stands in for it, both in one temporary folder.
fn two(dir: &tempfile::TempDir) -> Ladder {
    Ladder { homes: vec![shelf(&dir.path().join("home/sessions"))], stand_ins: vec![shelf(&dir.path().join("below"))] }
}

#[test]
fn a_session_whose_home_takes_nothing_is_kept_below_found_again_and_brought_home() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("home"), "in the way").unwrap();
    let ladder = two(&dir);
    let Made { found, mut journal, refused } = ladder.create("s", SID).unwrap();
    assert_eq!((found.path.clone(), refused.len(), journal.rung()), (dir.path().join("below/s"), 1, 1));
    journal.append(Seq(0), &note(1)).unwrap();
    drop(journal);
    assert_eq!(ladder.find("s").unwrap(), found);
    fs::remove_file(dir.path().join("home")).unwrap();
    let (mut journal, read) = Journal::open(&ladder.find("s").unwrap().folders).unwrap();
    assert_eq!(read.entries, [note(1)]);
    assert!(journal.climb(0).unwrap().is_empty());
    assert_eq!((journal.rung(), journal.append(Seq(1), &note(2)).unwrap().rung), (0, 0));
    assert!(dir.path().join("home/sessions/s/journal.2.jsonl").exists());
    fs::remove_dir_all(dir.path().join("below")).unwrap();
    let (_, read) = Journal::open(&ladder.find("s").unwrap().folders).unwrap();
    assert_eq!((read.entries, read.damaged, read.notes.len()), (vec![note(1), note(2)], false, 0));
}

#[test]
fn a_journal_that_its_home_takes_no_more_goes_on_below_and_comes_back_whole() {
    let dir = tempfile::tempdir().unwrap();
    let ladder = two(&dir);
    let Made { found, mut journal, .. } = ladder.create("s", SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    let (mut other, _) = Journal::open(&found.folders).unwrap();
    let (mut follower, _) = Journal::watch(&found.folders).unwrap();
    // A fall leaves the record there; going there by will is the same.
    journal.climb(1).unwrap();
    assert_eq!(journal.append(Seq(1), &note(2)).unwrap().rung, 1);
    assert_eq!(other.append(Seq(2), &note(3)).unwrap().rung, 1, "the other program follows below");
    assert_eq!(journal.climb(0).unwrap(), [note(3)], "who climbs is told what others appended");
    assert_eq!(journal.append(Seq(3), &note(4)).unwrap().rung, 0);
    assert_eq!(follower.news().unwrap(), [note(2), note(3), note(4)]);
    assert_eq!(other.news().unwrap(), [note(4)]);
    let (_, read) = Journal::open(&found.folders).unwrap();
    assert_eq!((read.entries.len(), read.damaged), (4, false));
    let verdict = crate::journal::audit(&found.folders.existing(), None).unwrap();
    assert!(verdict.is_sound() && verdict.entries == 4, "{verdict:?}");
    // What stood below goes with the boot, and nothing with it.
    fs::remove_dir_all(dir.path().join("below")).unwrap();
    let (_, read) = Journal::open(&ladder.find("s").unwrap().folders).unwrap();
    assert_eq!((read.entries.len(), read.damaged), (4, false));
    assert!(crate::journal::audit(&found.folders.existing(), None).unwrap().is_sound());
}

#[test]
fn what_stands_in_for_another_home_is_not_ours() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("home"), "in the way").unwrap();
    two(&dir).create("s", SID).unwrap();
    let mut other = two(&dir);
    other.homes = vec![shelf(&dir.path().join("elsewhere"))];
    assert!(other.list().unwrap().is_empty());
    assert_eq!(two(&dir).list().unwrap().len(), 1);
    // Nor is its folder used when the same name falls there.
    fs::write(dir.path().join("elsewhere"), "in the way").unwrap();
    assert_eq!(other.create("s", SID).unwrap().found.path, dir.path().join("below/s-2"));
    assert_eq!(other.list().unwrap().len(), 1);
}

#[test]
fn where_everybody_may_write_nothing_is_kept_in_what_is_not_ours_alone() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("runsheet-7");
    let ladder =
        Ladder { homes: vec![Shelf { guarded: true, ..shelf(&base.join("sessions")) }], stand_ins: Vec::new() };
    assert!(ladder.create("s", SID).is_ok());
    for mode in [0o777, 0o750] {
        fs::set_permissions(&base, fs::Permissions::from_mode(mode)).unwrap();
        let refused = ladder.create("t", SID).map(|_| ()).unwrap_err();
        assert!(matches!(refused[..], [OpenError::Planted(Plant::OpenToAll)]), "{refused:?}");
    }
    fs::remove_dir_all(&base).unwrap();
    std::os::unix::fs::symlink(dir.path(), &base).unwrap();
    assert!(ladder.create("s", SID).is_err(), "nor behind a link");
}

#[test]
fn a_group_s_sessions_are_open_to_the_group_and_have_no_stand_in() {
    let dir = tempfile::tempdir().unwrap();
    let group = dir.path().join("oncall");
    fs::create_dir(&group).unwrap();
    fs::set_permissions(&group, fs::Permissions::from_mode(0o2770)).unwrap();
    let ladder = Ladder { homes: vec![shelf(&group)], stand_ins: vec![shelf(&dir.path().join("below"))] };
    let Made { found, mut journal, .. } = ladder.create("s", SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(&found.path), 0o2770);
    assert_eq!(mode(&found.path.join("journal.jsonl")), 0o660);
    assert_eq!(mode(&found.path.join("journal.in-flight")), 0o660);
    assert_eq!(found.folders.paths().count(), 1);
    if rustix::process::geteuid().is_root() {
        // Another account of the group opened it first.
        std::os::unix::fs::chown(&found.path, Some(12345), None).unwrap();
        std::os::unix::fs::chown(found.path.join("journal.jsonl"), Some(12345), None).unwrap();
        assert!(Journal::open(&found.folders).is_ok());
        fs::set_permissions(&found.path, fs::Permissions::from_mode(0o700)).unwrap();
        assert!(matches!(Journal::open(&found.folders), Err(OpenError::Planted(Plant::OtherOwner))));
    }
}

#[test]
fn every_session_has_a_number_to_be_joined_by() {
    let dir = three();
    let names: Vec<String> = (1..=3).map(|number| at(dir.path()).find(&number.to_string()).unwrap().name).collect();
    assert!(names[0].ends_with("outage") && names[1].contains("network") && names[2].ends_with("-2"), "{names:?}");
    assert!(at(dir.path()).list().unwrap().iter().all(|found| found.number.is_some()));
    assert!(matches!(at(dir.path()).find("4"), Err(FindError::NotFound { .. })), "a number is no part of a name");
    assert!(at(dir.path()).find("23T").unwrap().name.contains("network"), "what is no number is a part of a name");
    // A number is not given again, even when its session is gone.
    fs::remove_dir_all(at(dir.path()).find("3").unwrap().path).unwrap();
    session(dir.path(), "2026-11-24T000000Z-walkthrough-x");
    assert!(at(dir.path()).find("4").unwrap().name.ends_with("-x"));
}

#[test]
fn a_copy_of_a_session_is_a_session_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let (state, copy) = (dir.path().join("state"), dir.path().join("copy"));
    let Made { mut journal, .. } = at(&state).create("s", SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    fs::create_dir_all(copy.join("s")).unwrap();
    fs::copy(state.join("s/journal.jsonl"), copy.join("s/journal.jsonl")).unwrap();
    journal.append(Seq(1), &note(2)).unwrap();
    let asked = Ladder { homes: vec![shelf(&copy)], stand_ins: vec![shelf(&state)] };
    let found = asked.find("s").unwrap();
    assert_eq!(found.folders.existing(), [copy.join("s")]);
    let (mut journal, read) = Journal::open(&found.folders).unwrap();
    assert_eq!(read.entries, [note(1)]);
    assert_eq!(journal.append(Seq(1), &note(2)).unwrap().rung, 0);
    assert_eq!(fs::read(state.join("s/journal.jsonl")).unwrap(), fs::read(copy.join("s/journal.jsonl")).unwrap());
    assert!(crate::journal::audit(&found.folders.existing(), None).unwrap().is_sound());
}

//! How folders of sessions are named, listed and found.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::journal::samples::wall;

fn session(sessions: &Path, name: &str) {
    let found = create(sessions, name).unwrap();
    fs::write(found.path.join("journal.jsonl"), "").unwrap();
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
    let names: Vec<String> = list(dir.path()).unwrap().into_iter().map(|found| found.name).collect();
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
        assert!(matches!(create(dir.path(), name), Err(FolderError::UnsafeName)), "{name}");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn only_folders_with_a_journal_are_listed() {
    let dir = three();
    create(dir.path(), "empty").unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("journal.jsonl"), "").unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), dir.path().join("link")).unwrap();
    assert_eq!(list(dir.path()).unwrap().len(), 3);
    assert!(list(&dir.path().join("nowhere")).unwrap().is_empty());
}

#[test]
fn a_session_is_found_by_its_name_a_unique_part_or_its_path() {
    let dir = three();
    let name = |query: &str| find(dir.path(), query).unwrap().name;
    assert_eq!(name("network"), "2026-11-23T063114Z-incident-network-outage");
    let exact = "2026-11-22T063114Z-drill-mes-app-server-outage";
    assert_eq!(name(exact), exact, "an exact name wins over the longer one");
    let path = dir.path().join(exact);
    assert_eq!(find(Path::new("/nowhere"), path.to_str().unwrap()).unwrap(), Found { name: exact.to_owned(), path });
}

#[test]
fn an_ambiguous_part_names_all_and_an_unknown_one_the_nearest() {
    let dir = three();
    let Err(FindError::Ambiguous { names }) = find(dir.path(), "mes-app") else { panic!("found one") };
    assert_eq!(names.len(), 2);
    assert!(names[0].ends_with("-2"), "newest first");
    let Err(FindError::NotFound { nearest }) = find(dir.path(), "netwrok-outage") else { panic!("found") };
    assert_eq!(nearest.first().map(String::as_str), Some("2026-11-23T063114Z-incident-network-outage"));
    let Err(FindError::NotFound { nearest }) = find(dir.path(), "/nowhere/x") else { panic!("found") };
    assert!(nearest.is_empty());
}

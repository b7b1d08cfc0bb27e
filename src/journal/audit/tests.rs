//! What is read of a folder to judge it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::sync::Arc;

use super::*;
use crate::journal::samples::{SID, entry, lines};
use crate::journal::{Anchored, Beside, Journal, Weight};
use crate::session::{Attachment, Event, Seq};

fn folder() -> (tempfile::TempDir, Vec<PathBuf>) {
    let dir = tempfile::tempdir().unwrap();
    let folders = vec![dir.path().to_owned()];
    (dir, folders)
}

#[test]
fn every_segment_is_judged_and_other_files_are_not() {
    let (dir, folders) = folder();
    let lines = lines(11);
    for (number, (line, _)) in (1..).zip(&lines) {
        let name = if number == 1 { "journal.jsonl".to_owned() } else { format!("journal.{number}.jsonl") };
        fs::write(dir.path().join(name), line).unwrap();
    }
    for other in
        ["journal.02.jsonl", "journal.0.jsonl", "journal.x.jsonl", "journal..jsonl", "report.md", "journaljsonl"]
    {
        fs::write(dir.path().join(other), "garbage\n").unwrap();
    }
    let anchor = Anchor { hash: lines[10].1, count: Some(11) };
    let verdict = audit(&folders, Some(&anchor)).unwrap();
    assert_eq!((verdict.entries, verdict.findings.len(), verdict.is_sound()), (11, 0, true));
    assert!(matches!(verdict.anchored, Anchored::UpTo { later: 0, .. }));
    fs::remove_file(dir.path().join("journal.5.jsonl")).unwrap();
    let verdict = audit(&folders, Some(&anchor)).unwrap();
    assert!(verdict.findings.contains(&Finding::SegmentGone { segment: 5 }));
}

#[test]
fn segments_kept_in_another_place_belong_to_the_record() {
    let ((one, mut folders), (two, others)) = (folder(), folder());
    let lines = lines(2);
    fs::write(one.path().join("journal.jsonl"), &lines[0].0).unwrap();
    fs::write(two.path().join("journal.2.jsonl"), &lines[1].0).unwrap();
    folders.extend(others);
    assert_eq!(audit(&folders, None).unwrap().entries, 2);
}

#[test]
fn files_beside_the_journal_are_held_against_their_names() {
    let (dir, folders) = folder();
    fs::write(dir.path().join("journal.jsonl"), &lines(1)[0].0).unwrap();
    let evidence = dir.path().join("evidence");
    fs::create_dir(&evidence).unwrap();
    let large = vec![b'x'; 200_000];
    let file = evidence.join(Digest::of(&large).to_string());
    fs::write(&file, &large).unwrap();
    assert_eq!(audit(&folders, None).unwrap().findings, []);
    fs::write(&file, &large[1..]).unwrap();
    assert!(matches!(audit(&folders, None).unwrap().findings[..], [Finding::SideChanged { .. }]));
    fs::remove_file(&file).unwrap();
    symlink("/etc/passwd", &file).unwrap();
    assert!(matches!(audit(&folders, None).unwrap().findings[..], [Finding::SideUnreadable { .. }]));
    fs::remove_file(&file).unwrap();
    symlink("/etc", dir.path().join("output")).unwrap();
    assert_eq!(audit(&folders, None).unwrap().weight(), Weight::Unclear);
}

#[test]
fn a_folder_without_a_journal_holds_no_record() {
    let (dir, folders) = folder();
    assert!(matches!(audit(&folders, None), Err(OpenError::Absent)));
    symlink("/etc/passwd", dir.path().join("journal.jsonl")).unwrap();
    assert!(matches!(audit(&folders, None), Err(OpenError::Planted(_))));
}

#[test]
fn a_file_that_an_entry_names_must_be_there_and_be_what_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let folders = [dir.path().to_owned()];
    let mut journal = Journal::create(dir.path(), SID).unwrap();
    let bytes: Arc<[u8]> = Arc::from(&b"what the server said"[..]);
    let file =
        Attachment { name: "server.LOG".into(), sha256: Digest::of(&bytes).to_string(), bytes: bytes.len() as u64 };
    let name = file.path().strip_prefix("evidence/").unwrap().to_owned();
    assert_eq!(name.strip_suffix(".log").map(str::len), Some(64), "{name}");
    journal.keep(&Beside { name: name.clone(), bytes }).unwrap();
    journal.append(Seq(0), &entry(1, vec![Event::FileAttached { file: file.clone() }])).unwrap();
    assert_eq!(audit(&folders, None).unwrap().findings, []);
    let path = dir.path().join("evidence").join(&name);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    fs::write(dir.path().join("evidence").join(format!("{name}.part")), "half").unwrap();
    assert!(audit(&folders, None).unwrap().is_sound(), "what was never finished is nobody's loss");
    fs::write(&path, "something else").unwrap();
    assert!(matches!(audit(&folders, None).unwrap().findings[..], [Finding::SideChanged { .. }]));
    fs::remove_file(&path).unwrap();
    let missing = Finding::SideMissing { seq: Seq(1), path: file.path() };
    let verdict = audit(&folders, None).unwrap();
    assert_eq!((verdict.findings.as_slice(), verdict.is_sound()), (&[missing][..], false));
}

#[test]
fn a_name_from_a_record_leads_nowhere_else() {
    let file = Attachment { name: "x.../../etc".into(), sha256: "5".repeat(64), bytes: 1 };
    assert_eq!(file.path(), format!("evidence/{}.bin", "5".repeat(64)));
    assert_eq!(Attachment { sha256: "../../etc/passwd".into(), ..file }.path(), "evidence/unknown.bin");
}

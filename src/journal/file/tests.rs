//! What the file does: appends, conflicts, disks that fail, and what is read back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use super::super::disk::Place;
use super::super::sim::Sim;
use super::*;
use crate::journal::samples::{SID, entry, named, note};
use crate::journal::{Digest, Ladder, Plant, RecoveryNote, Shelf};
use crate::session::Event;

fn on(sim: &Sim) -> Sim {
    sim.clone()
}

fn path(dir: &tempfile::TempDir) -> std::path::PathBuf {
    dir.path().join("journal.jsonl")
}

#[test]
fn what_was_appended_is_there_after_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(dir.path(), SID).unwrap();
    for seq in 1..=3 {
        let appended = journal.append(Seq(seq - 1), &note(seq)).unwrap();
        assert_eq!((appended.seq, appended.head), (Seq(seq), journal.head().hash));
    }
    let (again, read) = Journal::open(dir.path()).unwrap();
    assert_eq!(read.entries, [note(1), note(2), note(3)]);
    assert_eq!((again.head(), again.sid(), read.notes.len()), (journal.head(), SID, 0));
}

#[test]
fn a_journal_that_somebody_removed_is_written_once_more_with_all_that_was_in_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(dir.path(), SID).unwrap();
    for seq in 1..=300 {
        journal.append(Seq(seq - 1), &note(seq)).unwrap();
    }
    fs::remove_file(path(&dir)).unwrap();
    journal.append(Seq(300), &note(301)).unwrap();
    let (_, read) = Journal::open(dir.path()).unwrap();
    assert_eq!((read.entries.len(), read.damaged), (301, false), "{:?}", read.notes);
    // Nor is it called saved where there is no folder any more.
    fs::remove_dir_all(dir.path()).unwrap();
    assert!(matches!(journal.append(Seq(301), &note(302)), Err(AppendError::NotWritten(_))));
}

#[test]
fn what_is_planted_as_a_later_part_hides_nothing_of_the_first() {
    let dir = tempfile::tempdir().unwrap();
    Journal::create(dir.path(), SID).unwrap().append(Seq(0), &note(1)).unwrap();
    symlink("/etc/hostname", dir.path().join("journal.2.jsonl")).unwrap();
    fs::create_dir(dir.path().join("journal.3.jsonl")).unwrap();
    assert_eq!(Journal::watch(dir.path()).unwrap().1.entries, [note(1)]);
    assert_eq!(crate::journal::audit(&[dir.path().to_owned()], None).unwrap().entries, 1);
}

#[test]
fn a_torn_tail_gets_a_mark_and_the_chain_stays_whole() {
    let dir = tempfile::tempdir().unwrap();
    Journal::create(dir.path(), SID).unwrap().append(Seq(0), &note(1)).unwrap();
    let before = fs::read(path(&dir)).unwrap();
    fs::write(path(&dir), [&before[..], b"{\"v\":1,\"si"].concat()).unwrap();
    let (mut journal, read) = Journal::open(dir.path()).unwrap();
    assert!(read.dirty_tail);
    let torn = RecoveryNote::TornSpan { segment: 1, offset: before.len() as u64, len: 10 };
    assert_eq!(read.notes, [torn]);
    journal.append(Seq(1), &note(2)).unwrap();
    journal.append(Seq(2), &note(3)).unwrap();
    let bytes = fs::read(path(&dir)).unwrap();
    assert!(bytes.starts_with(&[&before[..], b"{\"v\":1,\"si#\n{\"v\":1,"].concat()), "nothing is truncated");
    let (_, read) = Journal::open(dir.path()).unwrap();
    assert_eq!((read.entries.len(), read.damaged, read.dirty_tail, read.notes.len()), (3, false, false, 1));
}

#[test]
fn who_comes_second_gets_what_the_first_appended() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = Journal::create(dir.path(), SID).unwrap();
    first.append(Seq(0), &note(1)).unwrap();
    let (mut second, _) = Journal::open(dir.path()).unwrap();
    first.append(Seq(1), &note(2)).unwrap();
    first.append(Seq(2), &note(3)).unwrap();
    let mine = named(2, "mine", vec![Event::SessionStarted]);
    let Err(AppendError::Conflict(others)) = second.append(Seq(1), &mine) else { panic!("no conflict") };
    assert_eq!(others, [note(2), note(3)]);
    // Asked again without folding, it tells the same.
    let Err(AppendError::Conflict(others)) = second.append(Seq(1), &mine) else { panic!("no conflict") };
    assert_eq!(others, [note(2), note(3)]);
    let mine = named(4, "mine", vec![Event::SessionStarted]);
    second.append(Seq(3), &mine).unwrap();
    assert_eq!(first.news().unwrap(), std::slice::from_ref(&mine));
    assert_eq!(first.read_from(Seq(2)).unwrap(), [note(3), mine]);
    assert!(matches!(first.append(Seq(9), &note(10)), Err(AppendError::Behind(Head { seq: Seq(4), .. }))));
}

#[test]
fn two_programs_that_append_in_turn_make_one_chain() {
    let dir = tempfile::tempdir().unwrap();
    Journal::create(dir.path(), SID).unwrap().append(Seq(0), &note(1)).unwrap();
    let writers: Vec<_> = (0..2)
        .map(|writer| {
            let path = dir.path().to_owned();
            thread::spawn(move || {
                let (mut journal, _) = Journal::open(&path).unwrap();
                for count in 0..50 {
                    loop {
                        let head = journal.head().seq;
                        let entry = named(head.next().0, &format!("{writer}-{count}"), vec![Event::SessionStarted]);
                        match journal.append(head, &entry) {
                            Ok(_) => break,
                            Err(AppendError::Conflict(_)) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    let (_, read) = Journal::open(dir.path()).unwrap();
    assert_eq!((read.entries.len(), read.notes.len()), (101, 0));
    for writer in 0..2 {
        let begin = format!("{writer}-");
        let ids: Vec<_> = read.entries.iter().filter_map(|entry| entry.id.0.strip_prefix(&begin)).collect();
        assert_eq!(ids, (0..50).map(|count| count.to_string()).collect::<Vec<_>>());
    }
}

#[test]
fn an_entry_the_journal_holds_already_counts_as_appended() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(dir.path(), SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    journal.append(Seq(1), &note(2)).unwrap();
    let bytes = fs::read(path(&dir)).unwrap();
    assert_eq!(journal.append(Seq(0), &note(1)).unwrap().seq, Seq(1));
    assert_eq!(fs::read(path(&dir)).unwrap(), bytes);
}

#[test]
fn a_held_lock_is_told_and_not_waited_for_for_ever() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(dir.path(), SID).unwrap().never_waits();
    let other = fs::File::open(path(&dir)).unwrap();
    rustix::fs::flock(&other, rustix::fs::FlockOperation::LockExclusive).unwrap();
    assert!(matches!(journal.append(Seq(0), &note(1)), Err(AppendError::Locked(_))));
    drop(other);
    journal.append(Seq(0), &note(1)).unwrap();
}

#[test]
fn a_watcher_sees_what_is_appended_and_never_writes() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(dir.path(), SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    let (mut watcher, _) = Journal::watch(dir.path()).unwrap();
    assert_eq!(watcher.news().unwrap(), []);
    journal.append(Seq(1), &note(2)).unwrap();
    assert_eq!(watcher.news().unwrap(), [note(2)]);
    assert!(matches!(watcher.append(Seq(2), &note(3)), Err(AppendError::ReadOnly)));
}

#[test]
fn damage_moves_the_journal_to_a_new_segment_and_leaves_the_old_one_alone() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(dir.path(), SID).unwrap();
    for seq in 1..=3 {
        journal.append(Seq(seq - 1), &note(seq)).unwrap();
    }
    let mut bytes = fs::read(path(&dir)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path(&dir), &bytes).unwrap();
    let (mut journal, read) = Journal::open(dir.path()).unwrap();
    assert!(read.damaged);
    journal.append(Seq(3), &note(4)).unwrap();
    journal.append(Seq(4), &note(5)).unwrap();
    assert_eq!(fs::read(path(&dir)).unwrap(), bytes);
    assert!(dir.path().join("journal.2.jsonl").exists());
    let (_, read) = Journal::open(dir.path()).unwrap();
    assert_eq!(read.entries.iter().map(|entry| entry.seq.0).collect::<Vec<_>>(), [1, 3, 4, 5]);
}

#[test]
fn a_journal_of_a_later_release_is_only_read() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(dir.path(), SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    let body = format!(r#"{{"v":2,"sid":"{SID}","seq":2,"prev":"{}""#, journal.head().hash);
    let line = format!("{body},\"h\":\"{}\"}}\n", Digest::of(body.as_bytes()));
    let before = fs::read(path(&dir)).unwrap();
    fs::write(path(&dir), [&before[..], line.as_bytes()].concat()).unwrap();
    let (mut journal, read) = Journal::open(dir.path()).unwrap();
    assert!(read.newer);
    assert!(matches!(journal.append(Seq(2), &note(3)), Err(AppendError::ReadOnly)));
}

#[test]
fn nobody_else_can_read_what_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let home = Shelf { sessions: dir.path().join("a/sessions"), guarded: false, lasting: true };
    let folder = Ladder { homes: vec![home], stand_ins: Vec::new() }.create("s", SID).unwrap().found.path;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(folder.parent().unwrap()), 0o700);
    assert_eq!(mode(&folder.join("journal.jsonl")), 0o600);
}

#[test]
fn whatever_is_planted_in_its_place_is_refused_and_its_target_left_alone() {
    let plant = |make: &dyn Fn(&Path, &Path)| {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("target");
        fs::write(&target, "precious").unwrap();
        let session = dir.path().join("session");
        fs::create_dir(&session).unwrap();
        make(&target, &session.join("journal.jsonl"));
        assert!(Journal::create(&session, SID).is_err());
        let opened = Journal::open(&session);
        assert_eq!(fs::read(&target).unwrap(), b"precious");
        match opened {
            Err(OpenError::Planted(plant)) => plant,
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("opened"),
        }
    };
    assert_eq!(plant(&|target, at| symlink(target, at).unwrap()), Plant::Symlink);
    assert_eq!(plant(&|target, at| fs::hard_link(target, at).unwrap()), Plant::HardLink);
    assert_eq!(plant(&|_, at| fs::create_dir(at).unwrap()), Plant::WrongKind);
    assert_eq!(plant(&|_, at| drop(std::os::unix::net::UnixListener::bind(at).unwrap())), Plant::WrongKind);
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    let fifo = |at: &Path| rustix::fs::mknodat(rustix::fs::CWD, at, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    assert_eq!(plant(&|_, at| fifo(at)), Plant::WrongKind);
}

#[test]
fn a_session_folder_that_is_a_link_or_open_to_all_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let real = dir.path().join("real");
    fs::create_dir(&real).unwrap();
    symlink(&real, dir.path().join("link")).unwrap();
    let refusal = |name: &str| match Journal::create(&dir.path().join(name), SID) {
        Err(OpenError::Planted(plant)) => plant,
        _ => panic!("not refused"),
    };
    assert_eq!(refusal("link"), Plant::Symlink);
    assert_eq!(refusal("link/"), Plant::Symlink);
    fs::set_permissions(&real, fs::Permissions::from_mode(0o777)).unwrap();
    assert_eq!(refusal("real"), Plant::OpenToAll);
    assert!(matches!(Journal::open(&dir.path().join("nowhere")), Err(OpenError::Absent)));
    fs::set_permissions(&real, fs::Permissions::from_mode(0o700)).unwrap();
    drop(Journal::create(&real, SID).unwrap());
    assert!(matches!(Journal::open(&real), Err(OpenError::Empty)));
}

#[test]
fn a_failed_sync_ends_the_segment_and_the_entry_is_saved_in_the_next() {
    let sim = Sim::new(1);
    let mut journal = Journal::create_on(on(&sim), 0, SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    sim.disk().failing_syncs = 1000;
    assert!(matches!(journal.append(Seq(1), &note(2)), Err(AppendError::NotSynced(_))));
    sim.disk().failing_syncs = 0;
    let (first, second) = (sim.bytes(1), sim.bytes(2));
    assert_eq!(journal.append(Seq(1), &note(2)).unwrap().seq, Seq(2));
    journal.append(Seq(2), &note(3)).unwrap();
    assert_eq!((sim.bytes(1), sim.bytes(2), sim.segments()), (first, second, 3), "poisoned segments stay as they are");
    sim.cut_power();
    let (_, read) = Journal::open_on(on(&sim), true).unwrap();
    assert_eq!(read.entries, [note(1), note(2), note(3)]);
    assert!(!read.damaged);
}

#[test]
fn a_full_disk_refuses_and_the_same_journal_goes_on_when_there_is_room() {
    let sim = Sim::new(5);
    let mut journal = Journal::create_on(on(&sim), 0, SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    sim.disk().failing_writes = 1000;
    for _ in 0..3 {
        assert!(matches!(journal.append(Seq(1), &note(2)), Err(AppendError::NotWritten(_))));
    }
    sim.disk().failing_writes = 0;
    journal.append(Seq(1), &note(2)).unwrap();
    let (_, read) = Journal::open_on(on(&sim), true).unwrap();
    assert_eq!((read.entries, sim.segments(), read.damaged), (vec![note(1), note(2)], 1, false));
}

#[test]
fn a_line_others_built_on_is_made_durable_elsewhere_before_it_counts() {
    let sim = Sim::new(9);
    let mut first = Journal::create_on(on(&sim), 0, SID).unwrap();
    first.append(Seq(0), &note(1)).unwrap();
    sim.disk().failing_syncs = 1000;
    sim.disk().failing_makes = 1000;
    assert!(matches!(first.append(Seq(1), &note(2)), Err(AppendError::NotSynced(_))));
    sim.disk().failing_syncs = 0;
    sim.disk().failing_makes = 0;
    let (mut second, read) = Journal::open_on(on(&sim), true).unwrap();
    assert_eq!(read.entries.len(), 2, "the line can be read although it may vanish");
    second.append(Seq(2), &note(3)).unwrap();
    assert_eq!(first.append(Seq(1), &note(2)).unwrap().seq, Seq(2));
    // In doubt all is read anew, and told again: nothing of the other's is left out.
    assert_eq!(first.news().unwrap().last(), Some(&note(3)));
    sim.cut_power();
    let (_, read) = Journal::open_on(on(&sim), true).unwrap();
    assert_eq!(read.entries.iter().map(|entry| entry.seq.0).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn what_a_program_killed_after_a_failed_sync_leaves_is_made_durable_before_the_next_entry_counts() {
    let sim = Sim::new(9);
    let mut first = Journal::create_on(on(&sim), 0, SID).unwrap();
    first.append(Seq(0), &note(1)).unwrap();
    sim.disk().failing_syncs = 1000;
    sim.disk().failing_makes = 1000;
    assert!(matches!(first.append(Seq(1), &note(2)), Err(AppendError::NotSynced(_))));
    drop(first);
    sim.disk().failing_syncs = 0;
    sim.disk().failing_makes = 0;
    let (mut second, read) = Journal::open_on(on(&sim), true).unwrap();
    assert_eq!(read.entries.len(), 2, "the line can be read although it may vanish");
    second.append(Seq(2), &note(3)).unwrap();
    sim.cut_power();
    let (_, read) = Journal::open_on(on(&sim), true).unwrap();
    assert_eq!((read.entries, read.damaged), (vec![note(1), note(2), note(3)], false));
}

#[test]
fn a_program_that_ended_well_leaves_nothing_to_write_again() {
    let dir = tempfile::tempdir().unwrap();
    Journal::create(dir.path(), SID).unwrap().append(Seq(0), &note(1)).unwrap();
    let (mut journal, _) = Journal::open(dir.path()).unwrap();
    journal.append(Seq(1), &note(2)).unwrap();
    assert_eq!(Journal::open(dir.path()).unwrap().1.notes, []);
    // Killed before it could say that the sync was done.
    fs::write(dir.path().join("journal.in-flight"), "1").unwrap();
    let (mut next, _) = Journal::open(dir.path()).unwrap();
    next.append(Seq(2), &note(3)).unwrap();
    next.append(Seq(3), &note(4)).unwrap();
    let (_, read) = Journal::open(dir.path()).unwrap();
    assert_eq!((read.entries.len(), read.damaged), (4, false));
    assert!(matches!(read.notes[..], [RecoveryNote::Duplicate { seq: Seq(2), .. }]), "{:?}", read.notes);
}

#[test]
fn a_segment_that_cannot_be_opened_hides_nothing_in_the_others() {
    let sim = Sim::new(1);
    let mut journal = Journal::create_on(on(&sim), 0, SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    sim.disk().failing_syncs = 1000;
    assert!(journal.append(Seq(1), &note(2)).is_err());
    sim.disk().failing_syncs = 0;
    journal.append(Seq(1), &note(2)).unwrap();
    drop(journal);
    sim.disk().broken = Some(2);
    let (mut journal, read) = Journal::open_on(on(&sim), true).unwrap();
    assert_eq!((read.entries, read.damaged), (vec![note(1), note(2)], false));
    journal.append(Seq(2), &note(3)).unwrap();
    // One that held something saved is missed.
    sim.disk().broken = Some(3);
    let (_, read) = Journal::open_on(on(&sim), true).unwrap();
    assert!(read.entries.contains(&note(1)));
}

#[test]
fn a_segment_that_could_not_be_made_durable_is_never_written() {
    for seed in 1..20 {
        let sim = Sim::new(seed);
        let mut journal = Journal::create_on(on(&sim), 0, SID).unwrap();
        journal.append(Seq(0), &note(1)).unwrap();
        sim.disk().failing_syncs = 1000;
        sim.disk().failing_makes = 1000;
        assert!(matches!(journal.append(Seq(1), &note(2)), Err(AppendError::NotSynced(_))));
        sim.disk().failing_syncs = 0;
        sim.disk().failing_makes = 0;
        journal.append(Seq(1), &note(2)).unwrap();
        sim.cut_power();
        let (_, read) = Journal::open_on(on(&sim), true).unwrap();
        assert_eq!((read.entries, read.damaged), (vec![note(1), note(2)], false), "seed {seed}");
    }
}

#[test]
fn a_journal_takes_no_more_segments_than_it_reads_again() {
    let sim = Sim::new(3);
    let mut journal = Journal::create_on(on(&sim), 0, SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    sim.disk().failing_syncs = 1000;
    for _ in 0..2 * MAX_SEGMENTS {
        assert!(journal.append(Seq(1), &note(2)).is_err());
    }
    assert_eq!(sim.segments(), MAX_SEGMENTS);
}

#[test]
fn an_entry_too_long_for_a_line_is_refused_before_it_is_written() {
    let sim = Sim::new(2);
    let mut journal = Journal::create_on(on(&sim), 0, SID).unwrap();
    let data = format!("\"{}\"", "x".repeat(super::super::MAX_LINE));
    let long = entry(1, vec![Event::Unknown { kind: "k".into(), data }]);
    assert!(matches!(journal.append(Seq(0), &long), Err(AppendError::Unfit(_))));
    assert!(sim.bytes(1).is_empty());
}

/// Two disks under the hands of one program.
fn ladder(above: &Sim, below: &Sim) -> Vec<Box<dyn Place>> {
    vec![Box::new(above.clone()), Box::new(below.with(above))]
}

#[test]
fn what_one_disk_does_not_take_the_next_one_takes_at_once() {
    for spoil in [|sim: &Sim| sim.disk().failing_writes = 1000, |sim: &Sim| sim.disk().failing_syncs = 1000] {
        let (above, below) = (Sim::new(1), Sim::new(2));
        let mut journal = Journal::create_on(ladder(&above, &below), 0, SID).unwrap();
        journal.append(Seq(0), &note(1)).unwrap();
        spoil(&above);
        assert_eq!(journal.append(Seq(1), &note(2)).unwrap().rung, 1);
        assert_eq!(journal.append(Seq(2), &note(3)).unwrap().rung, 1, "and keeps taking it");
        assert!(journal.climb(0).is_err(), "what failed is not believed before it takes all of it");
        (above.disk().failing_writes, above.disk().failing_syncs) = (0, 0);
        journal.climb(0).unwrap();
        assert_eq!(journal.append(Seq(3), &note(4)).unwrap().rung, 0);
        drop(journal);
        above.cut_power();
        below.cut_power();
        let (_, read) = Journal::open_on(ladder(&above, &below), true).unwrap();
        assert_eq!((read.entries.len(), read.damaged), (4, false));
        let (_, read) = Journal::open_on(on(&above), true).unwrap();
        assert_eq!((read.entries.len(), read.damaged), (4, false), "the upper disk alone holds all of it");
    }
}

#[test]
fn an_entry_no_disk_takes_is_refused_until_one_does() {
    let (above, below) = (Sim::new(1), Sim::new(2));
    let mut journal = Journal::create_on(ladder(&above, &below), 0, SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    for disk in [&above, &below] {
        (disk.disk().failing_writes, disk.disk().failing_makes) = (1000, 1000);
    }
    assert!(matches!(journal.append(Seq(1), &note(2)), Err(AppendError::NotWritten(_))));
    for disk in [&above, &below] {
        (disk.disk().failing_writes, disk.disk().failing_makes) = (0, 0);
    }
    journal.append(Seq(1), &note(2)).unwrap();
    let (_, read) = Journal::open_on(ladder(&above, &below), true).unwrap();
    assert_eq!((read.entries, read.damaged), (vec![note(1), note(2)], false));
}

#[test]
fn a_disk_of_many_machines_gets_the_record_only_in_the_end() {
    let (own, network) = (Sim::new(1), Sim::new(2));
    network.disk().shared = true;
    // The order a ladder has when its home is on the network.
    let mut journal = Journal::create_on(ladder(&own, &network), 0, SID).unwrap();
    journal.append(Seq(0), &note(1)).unwrap();
    assert_eq!(network.segments(), 0);
    journal.climb(1).unwrap();
    drop(journal);
    let (_, read) = Journal::open_on(on(&network), true).unwrap();
    assert_eq!(read.entries, [note(1)], "on another machine all of it is there");
    let (mut journal, _) = Journal::open_on(ladder(&own, &network), true).unwrap();
    assert_eq!(journal.append(Seq(1), &note(2)).unwrap().rung, 0, "who goes on does so on the own disk");
}

#[test]
fn nobody_is_told_of_a_line_that_cannot_be_made_durable() {
    let sim = Sim::new(1);
    let mut writer = Journal::create_on(on(&sim), 0, SID).unwrap();
    writer.append(Seq(0), &note(1)).unwrap();
    let (mut follower, _) = Journal::open_on(on(&sim), false).unwrap();
    sim.disk().failing_syncs = 1000;
    sim.disk().failing_makes = 1000;
    assert!(matches!(writer.append(Seq(1), &note(2)), Err(AppendError::NotSynced(_))));
    assert!(follower.durable_news().is_err());
    assert_eq!(follower.head().seq, Seq(1));
    sim.disk().failing_syncs = 0;
    assert_eq!(follower.durable_news().unwrap(), [note(2)], "it is told once the disk takes it");
}

#[test]
fn what_a_failed_sync_takes_with_it_is_written_once_more() {
    let sim = Sim::new(1);
    let mut journal = Journal::create_on(on(&sim), 0, SID).unwrap();
    for seq in 1..=20 {
        journal.append(Seq(seq - 1), &note(seq)).unwrap();
    }
    (sim.disk().failing_syncs, sim.disk().loses_pages) = (1000, true);
    for _ in 0..3 {
        assert!(journal.append(Seq(20), &note(21)).is_err());
    }
    (sim.disk().failing_syncs, sim.disk().loses_pages) = (0, false);
    journal.append(Seq(20), &note(21)).unwrap();
    sim.cut_power();
    let (_, read) = Journal::open_on(on(&sim), true).unwrap();
    assert_eq!((read.entries.len(), read.damaged), (21, false), "{:?}", read.notes);
}

#[test]
fn a_mark_that_cannot_be_taken_back_makes_nobody_write_lines_twice() {
    let dir = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(dir.path(), SID).unwrap();
    for seq in 1..=10 {
        journal.append(Seq(seq - 1), &note(seq)).unwrap();
        // As a file system leaves it that has become read-only in between.
        fs::write(dir.path().join("journal.in-flight"), "1").unwrap();
    }
    assert_eq!(fs::read_to_string(path(&dir)).unwrap().lines().count(), 10);
}

#[test]
fn a_journal_that_was_given_a_second_name_is_gone_on_with_in_a_new_part() {
    let dir = tempfile::tempdir().unwrap();
    let mut running = Journal::create(dir.path(), SID).unwrap();
    running.append(Seq(0), &note(1)).unwrap();
    // As a backup by hard links does.
    fs::hard_link(path(&dir), dir.path().join("backup")).unwrap();
    let before = fs::read(path(&dir)).unwrap();
    let (mut other, read) = Journal::open(dir.path()).unwrap();
    assert_eq!(read.entries, [note(1)]);
    other.append(Seq(1), &note(2)).unwrap();
    assert_eq!(fs::read(dir.path().join("backup")).unwrap(), before, "the other name's content is left alone");
    assert!(matches!(running.append(Seq(1), &note(9)), Err(AppendError::Conflict(others)) if others == [note(2)]));
    running.append(Seq(2), &note(3)).unwrap();
    let (_, read) = Journal::open(dir.path()).unwrap();
    assert_eq!((read.entries, read.damaged), (vec![note(1), note(2), note(3)], false));
}

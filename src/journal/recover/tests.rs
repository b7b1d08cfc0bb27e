//! What counts of bytes that were torn, cut, changed or written twice.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::journal::line::encode;
use crate::journal::samples::{SID, entry, lines, named, note};
use crate::session::Event;

fn bytes_of(lines: &[(Vec<u8>, Digest)]) -> Vec<u8> {
    lines.iter().flat_map(|(line, _)| line.clone()).collect()
}

fn seqs(recovery: &Recovery) -> Vec<u64> {
    recovery.entries.iter().map(|entry| entry.seq.0).collect()
}

#[test]
fn a_whole_journal_is_read_without_a_note() {
    let lines = lines(4);
    let read = recover(SID, &[&bytes_of(&lines)]);
    assert_eq!(read.entries, [note(1), note(2), note(3), note(4)]);
    assert_eq!(read.head, Head { seq: Seq(4), hash: lines[3].1 });
    assert_eq!((read.notes.len(), read.damaged, read.dirty_tail, read.newer), (0, false, false, false));
}

#[test]
fn a_journal_cut_at_any_byte_keeps_every_whole_line_and_raises_no_alarm() {
    let lines = lines(3);
    let bytes = bytes_of(&lines);
    for cut in 0..=bytes.len() {
        let whole = bytes[..cut].split(|byte| *byte == b'\n').count() - 1;
        let read = recover(SID, &[&bytes[..cut]]);
        assert_eq!(seqs(&read).len(), whole, "cut at {cut}");
        assert!(!read.damaged);
        assert_eq!(read.dirty_tail, cut > 0 && bytes[cut - 1] != b'\n');
        // What is appended after the mark links on and is read.
        let mut more = bytes[..cut].to_vec();
        if read.dirty_tail {
            more.extend(b"#\n");
        }
        more.extend(encode(SID, &note(read.head.seq.next().0), read.head.hash).unwrap().line);
        let again = recover(SID, &[&more]);
        assert_eq!((seqs(&again).len(), again.damaged), (whole + 1, false), "cut at {cut}");
        assert_eq!(again.notes.len(), usize::from(read.dirty_tail));
    }
}

#[test]
fn a_flipped_byte_costs_one_entry_and_names_it() {
    let lines = lines(5);
    let mut bytes = bytes_of(&lines);
    let offset = lines[0].0.len() + lines[1].0.len();
    bytes[offset + 30] ^= 4;
    let read = recover(SID, &[&bytes]);
    assert_eq!(seqs(&read), [1, 2, 4, 5]);
    assert_eq!(read.head.hash, lines[4].1);
    let missing = Some((Seq(3), Seq(3)));
    assert_eq!(read.notes, [RecoveryNote::Damaged { segment: 1, offset: offset as u64, missing }]);
    assert!(read.damaged);
}

#[test]
fn a_removed_line_is_named() {
    let mut lines = lines(5);
    lines.drain(1..3);
    let read = recover(SID, &[&bytes_of(&lines)]);
    assert_eq!(seqs(&read), [1, 4, 5]);
    let offset = lines[0].0.len() as u64;
    assert_eq!(read.notes, [RecoveryNote::Damaged { segment: 1, offset, missing: Some((Seq(2), Seq(3))) }]);
}

#[test]
fn a_changed_line_with_a_new_hash_breaks_the_chain_after_it() {
    let lines = lines(3);
    let forged = encode(SID, &entry(2, vec![Event::SessionStarted]), lines[0].1).unwrap().line;
    let read = recover(SID, &[&[&lines[0].0[..], &forged, &lines[2].0].concat()]);
    assert_eq!(seqs(&read), [1, 2, 3]);
    assert!(matches!(read.notes[..], [RecoveryNote::Damaged { missing: None, .. }]));
}

#[test]
fn swapped_lines_are_all_kept_in_order_and_reported() {
    let mut lines = lines(4);
    lines.swap(1, 2);
    let read = recover(SID, &[&bytes_of(&lines)]);
    assert_eq!(seqs(&read), [1, 2, 3, 4]);
    assert!(read.damaged);
}

#[test]
fn a_repeated_line_is_read_once_and_noted() {
    let lines = lines(2);
    let bytes = [&lines[0].0[..], &lines[0].0, &lines[1].0].concat();
    let read = recover(SID, &[&bytes]);
    assert_eq!((seqs(&read), read.damaged), (vec![1, 2], false));
    assert!(matches!(read.notes[..], [RecoveryNote::Duplicate { seq: Seq(1), .. }]));
}

#[test]
fn an_id_is_read_once_even_where_the_chain_goes_on() {
    let first = lines(1).remove(0);
    let twice = encode(SID, &named(2, "id-1", vec![Event::SessionStarted]), first.1).unwrap();
    let third = encode(SID, &note(3), twice.hash).unwrap();
    let read = recover(SID, &[&[first.0, twice.line, third.line].concat()]);
    assert_eq!((seqs(&read), read.damaged, read.head.seq), (vec![1, 3], false, Seq(3)));
}

#[test]
fn a_stale_line_of_another_session_is_skipped() {
    let lines = lines(3);
    let foreign = encode("another", &note(2), Head::genesis("another").hash).unwrap().line;
    let bytes = [&lines[0].0[..], &foreign, &lines[1].0, &lines[2].0].concat();
    let read = recover(SID, &[&bytes]);
    assert_eq!((seqs(&read), read.damaged), (vec![1, 2, 3], false));
    let (offset, len) = (lines[0].0.len() as u64, foreign.len() as u64);
    assert_eq!(read.notes, [RecoveryNote::TornSpan { segment: 1, offset, len }]);
}

#[test]
fn a_torn_line_that_lost_only_its_newline_is_not_taken_for_saved() {
    let lines = lines(2);
    let torn = lines[1].0.strip_suffix(b"\n").unwrap();
    let bytes = [&lines[0].0[..], torn, b"#\n", &lines[1].0].concat();
    let read = recover(SID, &[&bytes]);
    assert_eq!((seqs(&read), read.damaged, read.notes.len()), (vec![1, 2], false, 1));
}

#[test]
fn a_mark_after_a_whole_line_means_nothing() {
    let lines = lines(2);
    let read = recover(SID, &[&[&lines[0].0[..], b"#\n", &lines[1].0].concat()]);
    assert_eq!((seqs(&read), read.notes.len()), (vec![1, 2], 0));
}

#[test]
fn the_chain_goes_on_over_segments_and_a_line_written_again_is_read_once() {
    let lines = lines(3);
    let first = [&lines[0].0[..], &lines[1].0].concat();
    let second = [&lines[1].0[..], &lines[2].0].concat();
    let read = recover(SID, &[&first, &second]);
    assert_eq!((seqs(&read), read.damaged), (vec![1, 2, 3], false));
    let torn = &first[..first.len() - 10];
    let read = recover(SID, &[torn, &second]);
    assert_eq!((seqs(&read), read.damaged), (vec![1, 2, 3], false));
}

#[test]
fn a_line_of_a_newer_release_is_reported_and_links() {
    let first = lines(1).remove(0);
    let body = format!(r#"{{"v":2,"sid":"{SID}","seq":2,"prev":"{}""#, first.1);
    let hash = Digest::of(body.as_bytes());
    let newer = format!("{body},\"h\":\"{hash}\"}}\n").into_bytes();
    let third = encode(SID, &note(3), hash).unwrap().line;
    let read = recover(SID, &[&[first.0, newer, third].concat()]);
    assert_eq!((seqs(&read), read.newer, read.damaged), (vec![1, 3], true, false));
    assert!(matches!(read.notes[..], [RecoveryNote::NewerVersion { seq: Seq(2), version: 2, .. }]));
}

#[test]
fn the_session_is_that_of_the_first_line_or_of_most_lines() {
    let lines = lines(3);
    let stale: Vec<u8> = encode("stale", &note(2), Head::genesis("x").hash).unwrap().line;
    assert_eq!(session_id(&[&[&lines[0].0[..], &stale, &stale].concat()]).as_deref(), Some(SID));
    assert_eq!(session_id(&[&[&stale[..], &lines[1].0, &lines[2].0].concat()]).as_deref(), Some(SID));
    assert_eq!(session_id(&[b"garbage\n"]), None);
    // The first segment never held anything, and shows what stood on the disk before.
    let mut old = note(1);
    old.at.wall -= chrono::TimeDelta::days(1);
    let old = encode("stale", &old, Head::genesis("stale").hash).unwrap().line;
    let ours = bytes_of(&lines);
    assert_eq!(session_id(&[&old.repeat(9), &ours]).as_deref(), Some(SID));
    assert_eq!(session_id(&[&ours, &old.repeat(9)]).as_deref(), Some(SID));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_can_be_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let read = recover(SID, &[&bytes]);
        prop_assert!(read.entries.is_empty());
        prop_assert_eq!(read.dirty_tail, bytes.last().is_some_and(|byte| *byte != b'\n'));
    }

    #[test]
    fn overwriting_a_piece_loses_only_the_lines_it_touches(at in 0usize..4000, piece in proptest::collection::vec(any::<u8>(), 1..300)) {
        let lines = lines(8);
        let mut bytes = bytes_of(&lines);
        let at = at % bytes.len();
        let end = (at + piece.len()).min(bytes.len());
        bytes[at..end].copy_from_slice(&piece[..end - at]);
        let read = recover(SID, &[&bytes]);
        let mut offset = 0;
        for (seq, (line, _)) in (1..).zip(&lines) {
            let untouched = offset + line.len() <= at || (offset >= end && (bytes[offset - 1] == b'\n'));
            if untouched {
                prop_assert!(seqs(&read).contains(&seq), "entry {} at {}", seq, offset);
            }
            offset += line.len();
        }
    }
}

//! Every way to change a record is found, and nothing a failing disk does is called a change.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::cast_possible_truncation)]

use super::*;
use crate::journal::line::encode;
use crate::journal::samples::{SID, entry, lines, named, note};
use crate::journal::sim::Sim;
use crate::journal::{AppendError, Journal, recover};
use crate::session::{Entry, Kind, Source, Terminal};

const ROUNDS: usize = 1000;
const LINES: usize = 10;
const BOOK: &str = "{ \"format\": \"runbook/1\" }\n";

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

fn opened(text: &str, sha256: String) -> Entry {
    let source = Source::new("book.json".into(), sha256, text.into());
    entry(
        1,
        vec![Event::SessionOpened {
            kind: Kind::Drill,
            form: None,
            sources: vec![source],
            terminal: Terminal::default(),
        }],
    )
}

fn entries() -> Vec<Entry> {
    let first = opened(BOOK, Digest::of(BOOK.as_bytes()).to_string());
    std::iter::once(first).chain((2..=LINES as u64).map(note)).collect()
}

/// The lines of these entries, chained, and the hash of the last.
fn chained(entries: &[Entry]) -> (Vec<Vec<u8>>, Digest) {
    let mut head = Head::genesis(SID).hash;
    let lines = entries
        .iter()
        .map(|entry| {
            let encoded = encode(SID, entry, head).unwrap();
            head = encoded.hash;
            encoded.line
        })
        .collect();
    (lines, head)
}

/// The record in one segment, or in two with the second beginning at a line in the middle.
struct Record {
    lines: Vec<Vec<u8>>,
    second: Option<usize>,
}

impl Record {
    fn judge(&self, anchor: Option<&Anchor>) -> Verdict {
        let split = self.second.unwrap_or(self.lines.len()).min(self.lines.len());
        let (first, second) = (self.lines[..split].concat(), self.lines[split..].concat());
        let mut segments = vec![(1, first.as_slice())];
        if self.second.is_some() {
            segments.push((2, second.as_slice()));
        }
        verify(&segments, &[], anchor)
    }
}

/// Runs a mutation 1,000 times, half of them on a record of two segments.
fn rounds(seed: u64, mut mutate: impl FnMut(&mut Dice, &mut Record, &Anchor)) {
    let (lines, head) = chained(&entries());
    let anchor = Anchor { hash: head, count: Some(LINES as u64) };
    let mut dice = Dice(seed);
    for round in 0..ROUNDS {
        let second = (round % 2 == 1).then(|| 1 + dice.below(LINES - 1));
        mutate(&mut dice, &mut Record { lines: lines.clone(), second }, &anchor);
    }
}

#[test]
fn an_untouched_record_is_sound_anchored_or_not() {
    rounds(1, |_, record, anchor| {
        let alone = record.judge(None);
        assert_eq!((alone.weight(), alone.anchored), (Weight::Harmless, Anchored::Unanchored));
        assert_eq!((alone.entries, alone.findings.len(), alone.missing.len()), (LINES as u64, 0, 0));
        let held = record.judge(Some(anchor));
        let whole = Anchored::UpTo { seq: Seq(LINES as u64), later: 0 };
        assert_eq!((held.is_sound(), held.anchored, held.head.unwrap().hash), (true, whole, anchor.hash));
    });
}

#[test]
fn a_flipped_bit_is_found_wherever_it_is() {
    let mut damaged = 0;
    rounds(2, |dice, record, anchor| {
        let at = dice.below(record.lines.len());
        let byte = dice.below(record.lines[at].len());
        record.lines[at][byte] ^= 1 << dice.below(8);
        let verdict = record.judge(None);
        assert!(!verdict.is_sound(), "line {at}, byte {byte}: {verdict:?}");
        damaged += usize::from(verdict.weight() == Weight::Damaged);
        if at + 1 < LINES {
            // A flip in a line's end takes the next one with it.
            let seq = Seq(at as u64 + 1);
            assert!(verdict.missing.iter().any(|(from, to)| *from <= seq && seq <= *to), "{verdict:?}");
        }
        assert_eq!(
            record.judge(Some(anchor)).weight() == Weight::Damaged,
            at + 1 == LINES || verdict.weight() == Weight::Damaged
        );
    });
    assert!(damaged > ROUNDS * 8 / 10, "{damaged}");
}

#[test]
fn a_removed_line_is_found_and_named() {
    rounds(3, |dice, record, _| {
        let at = dice.below(LINES - 1);
        record.lines.remove(at);
        if let Some(second) = &mut record.second {
            *second -= usize::from(at < *second);
        }
        let verdict = record.judge(None);
        let seq = Seq(at as u64 + 1);
        assert_eq!((verdict.weight(), verdict.missing.as_slice()), (Weight::Damaged, &[(seq, seq)][..]));
    });
}

#[test]
fn two_swapped_lines_are_found_and_none_is_called_missing() {
    rounds(4, |dice, record, _| {
        let one = dice.below(LINES);
        let other = (one + 1 + dice.below(LINES - 1)) % LINES;
        record.lines.swap(one, other);
        let verdict = record.judge(None);
        assert_eq!((verdict.weight(), verdict.missing.len(), verdict.entries), (Weight::Damaged, 0, LINES as u64));
    });
}

#[test]
fn a_repeated_line_is_found() {
    rounds(5, |dice, record, _| {
        let (from, to) = (dice.below(LINES), dice.below(LINES + 1));
        // Once more at the begin of a later segment is how a line is saved after its sync failed.
        // Directly behind itself it is how a killed writer's line is.
        if (record.second == Some(to) && from < to) || to == from || to == from + 1 {
            return;
        }
        let line = record.lines[from].clone();
        record.lines.insert(to, line);
        if let Some(second) = &mut record.second {
            *second += usize::from(to < *second);
        }
        assert_eq!(record.judge(None).weight(), Weight::Damaged, "{from} at {to}, {:?}", record.second);
    });
}

#[test]
fn a_line_that_stands_directly_behind_itself_is_no_damage() {
    rounds(7, |dice, record, _| {
        let from = dice.below(LINES);
        if record.second.is_some() {
            return;
        }
        let line = record.lines[from].clone();
        record.lines.insert(from + 1, line);
        assert_eq!(record.judge(None).weight(), Weight::Harmless);
    });
}

#[test]
fn a_cut_tail_is_found_with_an_anchor_and_without_one_the_verdict_says_that_there_is_none() {
    rounds(6, |dice, record, anchor| {
        record.lines.truncate(1 + dice.below(LINES - 1));
        let alone = record.judge(None);
        assert_eq!((alone.is_sound(), alone.anchored), (true, Anchored::Unanchored));
        let held = record.judge(Some(anchor));
        assert_eq!((held.weight(), held.anchored), (Weight::Damaged, Anchored::Mismatch));
    });
}

#[test]
fn a_tail_cut_within_a_line_is_never_called_sound() {
    rounds(7, |dice, record, anchor| {
        let keep = dice.below(LINES);
        record.lines.truncate(keep + 1);
        let len = record.lines[keep].len();
        record.lines[keep].truncate(1 + dice.below(len - 1));
        assert!(!record.judge(None).is_sound());
        assert_eq!(record.judge(Some(anchor)).weight(), Weight::Damaged);
    });
}

#[test]
fn an_edited_record_with_a_new_chain_is_found_by_its_anchor_alone() {
    rounds(8, |dice, record, anchor| {
        let mut edited = entries();
        let at = 1 + dice.below(LINES - 1);
        edited[at].at.boot_ns += 1 + dice.below(1_000_000) as u64;
        record.lines = chained(&edited).0;
        let alone = record.judge(None);
        assert_eq!((alone.is_sound(), alone.anchored), (true, Anchored::Unanchored));
        assert_eq!(record.judge(Some(anchor)).anchored, Anchored::Mismatch);
        assert!(!record.judge(Some(anchor)).is_sound());
    });
}

#[test]
fn a_line_edited_and_sealed_anew_by_itself_is_found() {
    rounds(9, |dice, record, _| {
        let at = dice.below(LINES - 1);
        let prev = decode(record.lines[at].strip_suffix(b"\n").unwrap()).unwrap().prev;
        let mut edited = entries().remove(at);
        edited.at.boot_ns += 1;
        record.lines[at] = encode(SID, &edited, prev).unwrap().line;
        let verdict = record.judge(None);
        assert_eq!(verdict.weight(), Weight::Damaged);
        let next = Seq(at as u64 + 2);
        assert!(matches!(verdict.findings[..], [Finding::Unlinked { seq, .. }] if seq == next), "{verdict:?}");
    });
}

#[test]
fn an_edited_runbook_is_found_without_an_anchor_unless_its_hash_was_made_anew_as_well() {
    rounds(10, |dice, record, anchor| {
        let mut text = BOOK.as_bytes().to_vec();
        let at = dice.below(text.len());
        text[at] = if text[at] == b'x' { b'y' } else { b'x' };
        let text = String::from_utf8(text).unwrap();
        for (sha256, found) in [(Digest::of(BOOK.as_bytes()), true), (Digest::of(text.as_bytes()), false)] {
            let mut edited = entries();
            edited[0] = opened(&text, sha256.to_string());
            record.lines = chained(&edited).0;
            let alone = record.judge(None);
            let named = alone.findings.contains(&Finding::RunbookChanged { seq: Seq(1), name: "book.json".into() });
            assert_eq!((named, alone.is_sound()), (found, !found));
            assert_eq!(record.judge(Some(anchor)).weight(), Weight::Damaged);
        }
    });
}

#[test]
fn whatever_the_reading_of_a_journal_calls_damaged_is_not_called_sound_here() {
    let (lines, _) = chained(&entries());
    let whole = lines.concat();
    let mut dice = Dice(11);
    for _ in 0..ROUNDS {
        let mut bytes = whole.clone();
        for _ in 0..=dice.below(3) {
            let (from, to) = (dice.below(bytes.len()), dice.below(bytes.len()));
            let piece: Vec<u8> = bytes[from..(from + 1 + dice.below(600)).min(bytes.len())].to_vec();
            let end = (to + dice.below(600)).min(bytes.len());
            bytes.splice(to..end, piece);
        }
        let verdict = verify(&[(1, &bytes)], &[], None);
        let read = recover(SID, &[&bytes]);
        assert!(!(read.damaged && verdict.weight() != Weight::Damaged), "{verdict:?} {:?}", read.notes);
        if verdict.is_sound() {
            // What was overwritten with itself, or is a shorter record; never a record with a hole.
            let seqs: Vec<u64> = read.entries.iter().map(|entry| entry.seq.0).collect();
            assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>());
            assert_eq!(read.entries, entries()[..seqs.len()]);
        }
    }
}

#[test]
fn a_record_that_went_on_after_its_anchor_is_anchored_up_to_there() {
    let (lines, _) = chained(&entries());
    let hash = decode(lines[3].strip_suffix(b"\n").unwrap()).unwrap().hash;
    let record = Record { lines, second: None };
    let up_to = Anchored::UpTo { seq: Seq(4), later: LINES as u64 - 4 };
    assert_eq!(record.judge(Some(&Anchor { hash, count: None })).anchored, up_to);
    assert_eq!(record.judge(Some(&Anchor { hash, count: Some(4) })).anchored, up_to);
    assert_eq!(record.judge(Some(&Anchor { hash, count: Some(5) })).anchored, Anchored::Mismatch);
}

#[test]
fn what_a_torn_write_left_is_harmless_once_the_next_line_links_over_it() {
    let lines = lines(3);
    let torn = &lines[1].0[..40];
    let bytes = [&lines[0].0[..], torn, b"#\n", &lines[1].0, b"#\n", &lines[2].0].concat();
    let verdict = verify(&[(1, &bytes)], &[], None);
    assert!(verdict.is_sound());
    let (offset, len) = (lines[0].0.len() as u64, 42);
    assert_eq!(verdict.findings, [Finding::Torn { segment: 1, offset, len }]);
}

#[test]
fn a_line_written_again_in_the_next_segment_is_harmless_and_elsewhere_it_is_not() {
    let lines = lines(3);
    let first = [&lines[0].0[..], &lines[1].0].concat();
    let second = [&lines[1].0[..], &lines[2].0].concat();
    let verdict = verify(&[(1, &first), (2, &second)], &[], None);
    assert!(verdict.is_sound() && verdict.entries == 3);
    assert_eq!(verdict.findings, [Finding::Rewritten { segment: 2, offset: 0, seq: Seq(2) }]);
    let second = [&lines[2].0[..], &lines[1].0].concat();
    assert!(!verify(&[(1, &first), (2, &second)], &[], None).is_sound());
}

#[test]
fn a_missing_segment_is_named() {
    let lines = lines(3);
    let verdict = verify(&[(1, &lines[0].0), (3, &lines[2].0)], &[], None);
    assert_eq!(verdict.missing, [(Seq(2), Seq(2))]);
    assert!(verdict.findings.contains(&Finding::SegmentGone { segment: 2 }));
    let far = verify(&[(1, &lines[0].0), (u32::MAX, b"")], &[], None);
    assert!(far.findings.len() < 20 && !far.is_sound());
}

#[test]
fn an_entry_of_the_same_name_that_says_something_else_is_found() {
    let (mut lines, _) = chained(&entries());
    let other = encode(SID, &named(5, "id-5", vec![Event::SessionStarted]), Digest::of(b"x")).unwrap().line;
    lines.insert(7, other);
    assert!(!Record { lines, second: None }.judge(None).is_sound());
}

#[test]
fn a_record_of_nothing_is_unreadable_and_no_anchor_fits_it() {
    for bytes in [&b""[..], b"\n", b"garbage\n", &lines(1)[0].0[1..]] {
        let verdict = verify(&[(1, bytes)], &[], None);
        assert_eq!((verdict.findings.as_slice(), verdict.head), (&[Finding::Unreadable][..], None));
        assert!(!verdict.is_sound());
        let anchor = Anchor { hash: Digest::of(b""), count: None };
        assert_eq!(verify(&[(1, bytes)], &[], Some(&anchor)).anchored, Anchored::Mismatch);
    }
}

#[test]
fn a_file_beside_the_journal_is_what_its_name_says() {
    let hash = Digest::of(b"disk full");
    let side = |name: &str, content: Option<&[u8]>| SideFile {
        path: format!("evidence/{name}"),
        content: content.map(Digest::of),
    };
    let line = lines(1).remove(0).0;
    let judge = |side: SideFile| verify(&[(1, &line)], &[side], None);
    for name in [format!("{hash}"), format!("{hash}.txt")] {
        assert_eq!(judge(side(&name, Some(b"disk full"))).findings, []);
        let path = format!("evidence/{name}");
        let changed = judge(side(&name, Some(b"disk free")));
        assert_eq!((changed.weight(), changed.findings), (Weight::Damaged, vec![Finding::SideChanged { path }]));
        assert_eq!(judge(side(&name, None)).weight(), Weight::Unclear);
    }
    assert_eq!(judge(side("notes.txt", Some(b""))).weight(), Weight::Harmless);
}

#[test]
fn a_line_of_a_later_release_counts_and_is_named() {
    let first = lines(1).remove(0);
    let body = format!(r#"{{"v":2,"sid":"{SID}","seq":2,"prev":"{}""#, first.1);
    let hash = Digest::of(body.as_bytes());
    let newer = format!("{body},\"h\":\"{hash}\"}}\n").into_bytes();
    let verdict = verify(&[(1, &[first.0, newer].concat())], &[], Some(&Anchor { hash, count: Some(2) }));
    assert!(verdict.is_sound());
    assert!(matches!(verdict.findings[..], [Finding::Newer { seq: Seq(2), version: 2, .. }]));
}

#[test]
fn an_anchor_is_read_with_and_without_its_count() {
    let hash = Digest::of(b"x");
    assert_eq!(Anchor::parse(&hash.to_string()), Some(Anchor { hash, count: None }));
    assert_eq!(Anchor::parse(&format!(" {hash}:17\n")), Some(Anchor { hash, count: Some(17) }));
    assert_eq!(Anchor::parse(&hash.to_string().to_uppercase()), Some(Anchor { hash, count: None }));
    for wrong in ["", ":3", "c0ffee", &format!("{hash}:"), &format!("{hash}:x"), &format!("{hash}:-1")] {
        assert_eq!(Anchor::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn a_failing_disk_and_a_power_cut_never_look_like_a_changed_record() {
    let (mut saved, mut torn) = (0, 0);
    for seed in 1..=200 {
        let sim = Sim::new(seed);
        let mut journal = Journal::create_on(sim.clone(), 0, SID).unwrap();
        for life in 0..3 {
            sim.disk().failing_writes = 100;
            let mut head = None;
            for act in 0..6 {
                let seq = journal.head().seq;
                let text = "x".repeat(sim.disk().below(900) as usize);
                let event = Event::EvidenceGiven { step: "s".into(), item: crate::session::EvidenceItem(0), text };
                match journal.append(seq, &named(seq.0 + 1, &format!("{life}-{act}"), vec![event])) {
                    Ok(appended) => {
                        saved += 1;
                        head = Some(Anchor { hash: appended.head, count: Some(appended.seq.0) });
                    }
                    Err(AppendError::NotWritten(_)) => {}
                    Err(error) => panic!("seed {seed}: {error}"),
                }
            }
            sim.disk().failing_writes = 0;
            sim.cut_power();
            let Ok((next, _)) = Journal::open_on(sim.clone(), true) else { break };
            journal = next;
            let bytes: Vec<Vec<u8>> = (1..=sim.segments()).map(|number| sim.bytes(number)).collect();
            let segments: Vec<(u32, &[u8])> = (1..).zip(bytes.iter().map(Vec::as_slice)).collect();
            let verdict = verify(&segments, &[], head.as_ref());
            assert_ne!(verdict.weight(), Weight::Damaged, "seed {seed}: {verdict:?}");
            torn += verdict.findings.len();
        }
    }
    assert!(saved > 2000 && torn > 100, "{saved} saved, {torn} torn: the test has lost its point");
}

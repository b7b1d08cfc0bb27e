//! An entry as a line, and back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::journal::recover::Head;
use crate::journal::samples::{SID, entry, every_event, inner_kinds, lines, note};

fn round_trip(entry: &Entry) -> Entry {
    let encoded = encode(SID, entry, Head::genesis(SID).hash).unwrap();
    decode(encoded.line.strip_suffix(b"\n").unwrap()).unwrap().entry.unwrap()
}

#[test]
fn every_kind_of_event_comes_back_as_it_was() {
    for event in every_event().into_iter().chain(inner_kinds()) {
        let entry = entry(7, vec![event]);
        assert_eq!(round_trip(&entry), entry);
    }
}

#[test]
fn an_entry_keeps_all_its_events_in_order() {
    let entry = entry(1, every_event());
    assert_eq!(round_trip(&entry), entry);
    assert_eq!(round_trip(&entry).at.wall.offset().local_minus_utc(), 8 * 3600);
}

#[test]
fn the_hash_is_that_of_the_bytes_before_it_and_the_chain_begins_at_the_session_id() {
    let mut expected_prev: [u8; 32] = Sha256::digest(SID.as_bytes()).into();
    for (line, _) in lines(3) {
        let text = String::from_utf8(line).unwrap();
        let cut = text.rfind(",\"h\":\"").unwrap();
        let hex = |bytes: [u8; 32]| bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert!(text[..cut].ends_with(&format!("\"prev\":\"{}\"", hex(expected_prev))), "{text}");
        expected_prev = Sha256::digest(&text.as_bytes()[..cut]).into();
        assert_eq!(text[cut..], format!(",\"h\":\"{}\"}}\n", hex(expected_prev)));
    }
}

#[test]
fn a_line_has_the_documented_fields_in_the_documented_order() {
    let encoded = encode(SID, &note(1), Head::genesis(SID).hash).unwrap();
    let text = String::from_utf8(encoded.line).unwrap();
    let begin = "{\"v\":1,\"sid\":\"01JD0000000000000000000000\",\"seq\":1,\"id\":\"id-1\",\"t\":1795329074123456789,\
                 \"tz\":480,\"m\":1000000007,\"boot\":\"b\",\"mode\":\"drill\",\"who\":\"li\",\
                 \"by\":{\"person\":\"王\",\"role\":\"commander\"},\"events\":[{\"type\":\"note_added\",\"data\":{";
    assert!(text.starts_with(begin), "{text}");
}

#[test]
fn no_character_that_a_terminal_obeys_stands_in_a_line() {
    let encoded = encode(SID, &entry(1, every_event()), Head::genesis(SID).hash).unwrap();
    let text = String::from_utf8(encoded.line).unwrap();
    let body = text.strip_suffix('\n').unwrap();
    let found: Vec<char> = body.chars().filter(|c| c.is_control() || is_hidden(*c)).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(body.contains("\\u202e") && body.contains("\\udb40\\udc41") && body.contains("断网"));
}

#[test]
fn the_hidden_characters_are_those_unicode_calls_so() {
    let class = regex::Regex::new(r"^[\p{Cf}\p{Zl}\p{Zp}\p{Cc}--[\x00-\x1f]]$").unwrap();
    for c in (0x20..=0x10_ffff).filter_map(char::from_u32) {
        assert_eq!(is_hidden(c), class.is_match(c.encode_utf8(&mut [0; 4])), "U+{:04X}", c as u32);
    }
}

#[test]
fn an_unknown_event_keeps_its_data_and_its_neighbours() {
    let unknown = Event::Unknown { kind: "moon_rose".into(), data: r#"{"phase": [1, 2.50, null]}"#.into() };
    let bare = Event::Unknown { kind: "moon_set".into(), data: String::new() };
    let entry = entry(2, vec![Event::SessionStarted, unknown, bare, Event::TimerMet { timer: "t".into() }]);
    assert_eq!(round_trip(&entry), entry);
}

#[test]
fn a_known_event_with_a_word_of_a_later_release_is_kept_as_unknown() {
    let data = r#"{"step":"s","cause":"by_magic"}"#;
    let entry = entry(2, vec![Event::Unknown { kind: "step_started".into(), data: data.into() }]);
    assert_eq!(round_trip(&entry), entry);
}

#[test]
fn the_data_of_an_unknown_event_cannot_break_the_line() {
    let with = |data: &str| entry(1, vec![Event::Unknown { kind: "k".into(), data: data.into() }]);
    let encoded = encode(SID, &with("{\n\"a\":\r1}"), Head::genesis(SID).hash).unwrap();
    assert_eq!(encoded.line.iter().position(|byte| *byte == b'\n'), Some(encoded.line.len() - 1));
    assert_eq!(encode(SID, &with("}"), Head::genesis(SID).hash), Err(EncodeFault::UnknownData));
}

#[test]
fn any_changed_byte_is_noticed() {
    let (line, _) = lines(1).remove(0);
    let line = line.strip_suffix(b"\n").unwrap();
    assert!(decode(line).is_ok());
    for at in 0..line.len() {
        let mut bad = line.to_vec();
        bad[at] ^= 1;
        assert!(decode(&bad).is_err(), "byte {at}");
    }
}

/// A line of our own making with these bytes before the hash.
fn sealed(body: &str) -> Vec<u8> {
    format!("{body},\"h\":\"{}\"}}", Digest::of(body.as_bytes())).into_bytes()
}

#[test]
fn a_line_of_a_newer_version_is_a_link_without_an_entry() {
    let prev = "0".repeat(64);
    let record = decode(&sealed(&format!(r#"{{"v":2,"sid":"s","seq":4,"new":{{}},"prev":"{prev}""#))).unwrap();
    assert_eq!((record.version, record.seq, record.entry), (2, Seq(4), None));
}

#[test]
fn a_sealed_line_that_makes_no_sense_is_refused_and_not_believed() {
    let prev = "0".repeat(64);
    let ranges = ["\"v\":0,\"seq\":1", "\"v\":1,\"seq\":0", "\"v\":1,\"seq\":9007199254740993"];
    for range in ranges {
        let line = sealed(&format!(r#"{{{range},"sid":"s","prev":"{prev}""#));
        assert_eq!(decode(&line), Err(DecodeFault::Range), "{range}");
    }
    assert!(matches!(decode(&sealed(r#"{"v":1"#)), Err(DecodeFault::Json(_))));
    assert_eq!(decode(b"{}"), Err(DecodeFault::NoHash));
}

#[test]
fn an_entry_too_long_to_be_read_is_not_written() {
    let text = "x".repeat(MAX_LINE);
    let long = entry(1, vec![Event::EvidenceGiven { step: "s".into(), item: crate::session::EvidenceItem(0), text }]);
    assert!(matches!(encode(SID, &long, Head::genesis(SID).hash), Err(EncodeFault::TooLong { .. })));
}

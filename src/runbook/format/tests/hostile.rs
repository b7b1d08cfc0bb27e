//! Whatever the bytes are: no panic, no hang, and a reason.

use super::{book, only, read_text, step};
use crate::runbook::format::{FaultKind, MAX_BYTES, MAX_DEPTH, MAX_FAULTS, MAX_NODES, Severity, Syntax, read};

/// A small fixed sequence of numbers: the same bytes in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }
}

#[test]
fn random_bytes_are_refused_without_a_panic() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..3_000 {
        let length = numbers.below(60);
        let bytes: Vec<u8> = (0..length).map(|_| numbers.next().to_le_bytes()[0]).collect();
        assert!(read("x.json", &bytes).runbook.is_none());
    }
}

#[test]
fn random_tokens_are_read_without_a_panic() {
    const TOKENS: [&str; 24] = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"a\"",
        "\"\\u",
        "\\",
        "0",
        "-",
        "1e9",
        "true",
        "null",
        "//",
        "/*",
        "'",
        "é",
        "\n",
        "🚑",
        " ",
        "\"\\ud800\"",
        "#",
    ];
    let mut numbers = Numbers(42);
    for _ in 0..20_000 {
        let count = numbers.below(12);
        let text: String = (0..count).map(|_| TOKENS[numbers.below(TOKENS.len())]).collect();
        let reading = read_text(&text);
        for fault in &reading.faults {
            let span = &fault.place.as_ref().unwrap().span;
            assert!(text.get(span.clone()).is_some(), "{text:?} {fault:?}");
        }
    }
}

#[test]
fn a_runbook_with_something_changed_is_read_without_a_panic_and_every_fault_has_a_place() {
    let good = super::sound::WHOLE.as_bytes();
    let mut numbers = Numbers(7);
    for _ in 0..1_500 {
        let mut bytes = good.to_vec();
        for _ in 0..=numbers.below(3) {
            let at = numbers.below(bytes.len());
            match numbers.below(4) {
                0 => bytes[at] = numbers.next().to_le_bytes()[0],
                1 => drop(bytes.drain(at..(at + numbers.below(40)).min(bytes.len()))),
                2 => bytes.insert(at, b"{}[],:\"\\0a"[numbers.below(10)]),
                _ => {
                    let end = (at + numbers.below(60)).min(bytes.len());
                    let again = bytes[at..end].to_vec();
                    bytes.splice(at..at, again);
                }
            }
        }
        let reading = read("x.json", &bytes);
        assert!(reading.runbook.is_some() || reading.errors().count() > 0);
        for fault in &reading.faults {
            let place = fault.place.as_ref().unwrap();
            assert!(place.line >= 1 && place.column >= 1 && place.span.start <= bytes.len());
        }
    }
}

#[test]
fn values_too_deep_in_each_other_are_refused() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let fault = only(&deep(MAX_DEPTH + 1));
    assert_eq!(fault.kind, FaultKind::TooDeep { limit: MAX_DEPTH });
    assert_eq!(fault.place.unwrap().span.start, MAX_DEPTH);
    assert_eq!(only(&deep(MAX_DEPTH)).code(), "type");
    assert_eq!(only(&"[".repeat(MAX_BYTES)).code(), "limit");
    assert_eq!(read_text(&step(&format!(r#""instructions": "{}""#, "[".repeat(100)))).errors().count(), 0);
}

#[test]
fn a_file_may_have_a_mebibyte_and_not_a_byte_more() {
    let fill = |length: usize| {
        let frame = book(r#""steps": [{"title": "A"}]"#);
        format!("{frame}{}", " ".repeat(length - frame.len()))
    };
    assert!(read_text(&fill(MAX_BYTES)).runbook.is_some());
    assert_eq!(only(&fill(MAX_BYTES + 1)).kind, FaultKind::TooBig { bytes: MAX_BYTES + 1, limit: MAX_BYTES });
}

#[test]
fn too_many_values_steps_and_roles_are_refused() {
    let list = format!("[{}0]", "0,".repeat(MAX_NODES));
    assert_eq!(only(&list).kind, FaultKind::TooManyNodes { limit: MAX_NODES });
    let steps = vec![r#"{"title": "A"}"#; 2_001].join(",");
    assert_eq!(only(&book(&format!(r#""steps": [{steps}]"#))).code(), "limit");
    let roles: Vec<_> = (0..65).map(|i| format!(r#""r{i}": {{"title": "R"}}"#)).collect();
    assert_eq!(
        only(&book(&format!(r#""roles": {{{}}}, "steps": [{{"title": "A"}}]"#, roles.join(",")))).code(),
        "limit"
    );
}

#[test]
fn long_texts_are_refused_by_their_characters() {
    let text = |length: usize| step(&format!(r#""instructions": "{}""#, "急".repeat(length)));
    assert!(read_text(&text(20_000)).runbook.is_some());
    assert_eq!(only(&text(20_001)).kind, FaultKind::TooLong { found: 20_001, limit: 20_000 });
    let title = |length: usize| book(&format!(r#""steps": [{{"title": "{}"}}]"#, "急".repeat(length)));
    assert!(read_text(&title(200)).runbook.is_some());
    assert_eq!(only(&title(201)).kind, FaultKind::TooLong { found: 201, limit: 200 });
    assert_eq!(only(&title(20_001)).code(), "limit");
}

#[test]
fn other_encodings_are_named() {
    let utf16: Vec<u8> = "{\"a\": 1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read("x.json", &utf16).faults[0].kind, FaultKind::Utf16);
    assert_eq!(read("x.json", &[&[0xFE, 0xFF][..], &utf16].concat()).faults[0].kind, FaultKind::Utf16);
    let plain = book(r#""steps": [{"title": "A", "tital": 1}]"#);
    let reading = read_text(&format!("\u{FEFF}{plain}"));
    assert!(reading.runbook.is_some());
    assert_eq!(reading.faults[0].place.as_ref().unwrap().column, plain.find("\"tital").unwrap() + 1);
    let bad = read("x.json", b"{\n\"\xE6\x80\xA5\": \"a\xFFb\"}");
    assert_eq!(bad.faults[0].kind, FaultKind::NotUtf8 { byte: 0xFF });
    let place = bad.faults[0].place.as_ref().unwrap();
    assert_eq!((place.line, place.column), (2, 8));
}

#[test]
fn huge_numbers_and_broken_escapes_are_named() {
    assert_eq!(only(r#"{"a": 1e999}"#).kind, FaultKind::Syntax(Syntax::Number));
    assert_eq!(only(r#"{"a": "\ud800"}"#).kind, FaultKind::Syntax(Syntax::Escape));
    assert_eq!(only(r#"{"a": "\x"}"#).kind, FaultKind::Syntax(Syntax::Escape));
    let huge = "9".repeat(400);
    let huge = huge.as_str();
    assert_eq!(only(&step(&format!(r#""repeat": {{"until": "x", "max": {}}}"#, &huge[..30]))).code(), "type");
    assert_eq!(only(&step(&format!(r#""timebox": "{huge}m""#))).code(), "time");
}

#[test]
fn thousands_of_faults_are_counted_and_not_kept() {
    let names: Vec<_> = (0..1_500).map(|i| format!(r#"{{"title": "S{i}", "role": "nobody-{i}"}}"#)).collect();
    let reading = read_text(&book(&format!(r#""steps": [{}]"#, names.join(","))));
    assert_eq!((reading.faults.len(), reading.dropped), (MAX_FAULTS, 500));
    assert!(reading.runbook.is_none());
    assert!(reading.faults.iter().all(|fault| fault.severity == Severity::Error));
}

#[test]
fn one_long_line_with_many_faults_takes_no_longer_than_many_lines() {
    let steps: Vec<_> = (0..1_000).map(|i| format!(r#"{{"title": "{}{i}", "rolle": 1}}"#, "x".repeat(150))).collect();
    let text = book(&format!(r#""steps": [{}]"#, steps.join(",")));
    let reading = read_text(&text);
    assert_eq!(reading.faults.len(), MAX_FAULTS);
    let last = reading.faults.last().unwrap().place.as_ref().unwrap();
    assert_eq!((last.line, last.column), (1, text.rfind("\"rolle\"").unwrap() + 1));
}

#[test]
fn nothing_small_takes_long_to_refuse() {
    let begun = std::time::Instant::now();
    let fill = |part: &str| part.repeat(900_000 / part.len());
    // Braces that never close, variables nobody has, fields nobody knows, names like no other.
    assert_eq!(only(&step(&format!(r#""says": "{}""#, fill("{{")))).code(), "limit");
    let texts: Vec<_> = (0..40).map(|_| format!("\"{}\"", "\\t{{x}}".repeat(2_000))).collect();
    assert_eq!(read_text(&step(&format!(r#""commands": [{}]"#, texts.join(",")))).dropped, 79_000);
    let unknown: Vec<_> = (0..40_000).map(|i| format!("\"contxcts{i}\":0")).collect();
    assert!(read_text(&book(&unknown.join(","))).dropped > 38_000);
    let steps: Vec<_> = (0..2_000)
        .map(|i| {
            format!(r#"{{"id":"{}{i}","title":"a","requires":["{}{}"]}}"#, "n".repeat(30), "n".repeat(30), i + 5_000)
        })
        .collect();
    assert!(read_text(&book(&format!(r#""steps": [{}]"#, steps.join(",")))).dropped > 0);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

//! Whatever a YAML file holds: no panic, no hang, and a reason.

use std::time::{Duration, Instant};

use crate::runbook::format::{
    Fault, FaultKind, MAX_BYTES, MAX_DEPTH, MAX_FAULTS, MAX_NODES, Reading, Referent, Syntax, YamlPart, read,
};

/// The most that any of these files may take, in a build without optimisations on a busy machine.
const MOMENT: Duration = Duration::from_secs(5);

fn read_yaml(text: &str) -> Reading {
    let begun = Instant::now();
    let reading = read("x.yaml", text.as_bytes());
    let shown: String = text.chars().take(40).collect();
    assert!(begun.elapsed() < MOMENT, "{:?} for {shown}", begun.elapsed());
    for fault in &reading.faults {
        let span = fault.place.clone().unwrap().span;
        assert!(text.get(span.clone()).is_some(), "{span:?} of {shown}: {fault:?}");
    }
    assert!(reading.runbook.is_some() || reading.errors().count() + reading.dropped > 0, "{shown}");
    reading
}

fn only(text: &str) -> Fault {
    let reading = read_yaml(text);
    assert_eq!(reading.faults.len(), 1, "{:#?}", reading.faults.iter().take(5).collect::<Vec<_>>());
    reading.faults.into_iter().next().unwrap()
}

fn book(lines: &str) -> String {
    format!("format: runbook/1\nid: x\ntitle: X\n{lines}")
}

/// A quarter of a mebibyte: enough for what grows with the square to be far over the time.
fn fill(part: &str) -> String {
    part.repeat(MAX_BYTES / 4 / part.len())
}

#[test]
fn values_too_deep_in_each_other_are_refused() {
    let flow = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(only(&flow(MAX_DEPTH + 1)).kind, FaultKind::TooDeep { limit: MAX_DEPTH });
    assert_eq!(only(&flow(MAX_DEPTH)).code(), "type");
    let lines = |depth: usize| (0..depth).fold(String::new(), |text, d| text + &" ".repeat(d) + "a:\n");
    assert_eq!(only(&lines(MAX_DEPTH + 1)).kind, FaultKind::TooDeep { limit: MAX_DEPTH });
    assert_ne!(read_yaml(&lines(MAX_DEPTH)).faults[0].code(), "limit");
    assert_eq!(only(&"- ".repeat(MAX_DEPTH + 2)).kind, FaultKind::TooDeep { limit: MAX_DEPTH });
    for open in ["[", "{", "- ", "? ", "[a, ", "{a: ", "[{", ": "] {
        assert!(read_yaml(&fill(open)).runbook.is_none(), "{open}");
    }
}

#[test]
fn too_many_values_steps_and_roles_are_refused() {
    let many = |count: usize| book(&format!("steps: [{{title: A}}]\nextensions: [{}]\n", "0,".repeat(count)));
    assert!(read_yaml(&many(MAX_NODES - 8)).runbook.is_some());
    assert_eq!(only(&many(MAX_NODES)).kind, FaultKind::TooManyNodes { limit: MAX_NODES });
    assert_eq!(only(&"- a\n".repeat(MAX_NODES)).kind, FaultKind::TooManyNodes { limit: MAX_NODES });
    let steps = |count: usize| book(&format!("steps:\n{}", "- title: A\n".repeat(count)));
    assert!(read_yaml(&steps(2_000)).runbook.is_some());
    assert_eq!(only(&steps(2_001)).kind, FaultKind::TooMany { what: Referent::Step, found: 2_001, limit: 2_000 });
}

#[test]
fn a_bomb_of_aliases_is_refused_and_never_grown() {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, before) in "bcdefghi".chars().zip("abcdefgh".chars()) {
        let again = format!("*{before}, ").repeat(9);
        text += &format!("{name}: &{name} [{again}]\n");
    }
    let reading = read_yaml(&text);
    assert!(reading.errors().any(|fault| fault.kind == FaultKind::YamlPart(YamlPart::Anchor)));
    assert!(reading.errors().any(|fault| fault.kind == FaultKind::YamlPart(YamlPart::Alias)));
    let itself = read_yaml("a: &a [*a]\n");
    assert_eq!(itself.errors().filter(|fault| fault.code() == "yaml").count(), 2);
}

#[test]
fn names_that_stand_twice_are_counted_and_not_kept() {
    let reading = read_yaml(&book(&"title: Y\n".repeat(20_000)));
    assert!(reading.faults.len() <= MAX_FAULTS && reading.dropped > 0);
    let many: Vec<_> = (0..40_000).map(|i| format!("contxcts{i}: 0\n")).collect();
    assert!(read_yaml(&book(&many.concat())).dropped > 38_000);
}

#[test]
fn a_file_full_of_anything_is_refused_in_a_moment() {
    let parts = [
        "a",
        " ",
        "\t",
        "\n",
        "\"",
        "'",
        "|",
        ">",
        "&a ",
        "*a ",
        "!!x ",
        "%",
        "#",
        "\\",
        ",",
        "a: b: c\n",
        "a #b\n",
        "&a b\n",
        "- &a b\n",
        "- *a\n",
        "- !t b\n",
        "- a #b\n",
        "--- a\n",
        "...\n",
        "? a\n",
        "- ? a\n",
        "\"\\q\"",
        "- \"a\nb\"\n",
        "- a\n  b\n",
        "- |\n a\n",
        "- >\n a\n\n",
        "{{x}} ",
        "- {{x}}\n",
        "[a, {{x}}, ",
        "a: [\n",
        "é",
        "🚑",
        "- 'it''s'\n",
        "<<: *a\n",
        "%YAML 1.2\n",
        "\r\n",
        "- - - - a\n",
        "a:\n - b\n",
        "- a: b\n c: d\n",
        "\u{7}",
        "- 9",
        "- 1e999\n",
        "a: |2\n",
        "a\n\n",
        "[a: b, ",
        "x\n- ",
    ];
    for part in parts {
        let text = fill(part);
        assert!(read_yaml(&text).runbook.is_none(), "{part:?}");
        assert!(
            read_yaml(&book(&format!("steps: [{{title: A}}]\n{}", &text[..text.len() - 100]))).source.text().len() > 1
        );
    }
    let line = fill("x");
    for wrapped in [format!("{}: 1\n", &line[..2_000]), format!("a: \"{line}\"\n")] {
        assert!(read_yaml(&wrapped).runbook.is_none());
    }
    let flat = (0..90_000).map(|i| i.to_string()).collect::<Vec<_>>().join(",");
    assert!(read_yaml(&book(&format!("steps: [{{title: A}}]\nextensions: [{flat}]\n"))).runbook.is_some());
}

#[test]
fn long_texts_and_huge_numbers_are_named() {
    let text = |length: usize| book(&format!("steps:\n- title: A\n  instructions: {}\n", "急".repeat(length)));
    assert!(read_yaml(&text(20_000)).runbook.is_some());
    assert_eq!(only(&text(20_001)).kind, FaultKind::TooLong { found: 20_001, limit: 20_000 });
    let huge = "9".repeat(400);
    assert_eq!(only(&book(&format!("steps:\n- title: A\n  timebox: {huge}m\n"))).code(), "time");
    assert_eq!(only(&book(&format!("steps:\n- title: A\n  repeat: {{ until: x, max: {huge} }}\n"))).code(), "type");
    assert!(read_yaml(&book("version: 1e999\nsteps: [{title: A}]\n")).runbook.is_some());
}

#[test]
fn other_encodings_are_named() {
    let text = book("steps: [{title: A}]\ntital: 1\n");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read("x.yaml", &utf16).faults[0].kind, FaultKind::Utf16);
    assert_eq!(read("x.yaml", &[&[0xFE, 0xFF][..], &utf16].concat()).faults[0].kind, FaultKind::Utf16);
    let marked = read("x.yaml", format!("\u{FEFF}{text}").as_bytes());
    assert!(marked.runbook.is_some());
    assert_eq!(marked.faults[0].place.as_ref().map(|place| (place.line, place.column)), Some((5, 1)));
    let bad = read("x.yaml", b"a: b\n\xE6\x80\xA5: a\xFFb\n");
    assert_eq!(bad.faults[0].kind, FaultKind::NotUtf8 { byte: 0xFF });
    assert_eq!(only("a: b\n\u{FEFF}c: d\n").kind, FaultKind::Syntax(Syntax::Unexpected('\u{FEFF}')));
}

#[test]
fn what_deceives_is_refused_in_commands_and_kept_elsewhere() {
    let step = |field: &str| book(&format!("steps:\n- title: A\n  {field}\n"));
    for (written, character) in [("a\u{202e}b", '\u{202e}'), ("a\u{200b}b", '\u{200b}'), ("\"a\\eb\"", '\u{1b}')] {
        let fault = only(&step(&format!("commands: [{written}]")));
        assert!(matches!(fault.kind, FaultKind::HiddenCharacter { character: c, .. } if c == character), "{fault:?}");
        assert!(read_yaml(&step(&format!("says: {written}"))).runbook.is_some());
    }
    let block = only(&step("commands:\n  - |\n    true\n    a\u{2066}b"));
    assert_eq!((block.code(), block.place.unwrap().line), ("hidden-character", 9));
}

//! What the reader makes of runbooks written in YAML: the same, and its own slips at exactly their places.

use super::sound::WHOLE;
use crate::runbook::Runbook;
use crate::runbook::format::{Fault, FaultKind, Reading, Severity, Syntax, YamlPart, read};

const WORKED_JSON: &str = include_str!("worked.json");
const WORKED_YAML: &str = include_str!("worked.yaml");

fn read_yaml(text: &str) -> Reading {
    read("x.yaml", text.as_bytes())
}

fn sound(text: &str) -> Runbook {
    let reading = read_yaml(text);
    assert_eq!(reading.faults, [], "{text}");
    reading.runbook.unwrap()
}

/// A runbook with one step that has these lines.
fn step(lines: &str) -> String {
    format!("format: runbook/1\nid: x\ntitle: X\nvariables: {{ host: {{}} }}\nsteps:\n  - title: One\n    {lines}\n")
}

/// The only fault of a text, which must stand between `⟦` and `⟧`.
fn only(marked: &str) -> Fault {
    let start = marked.find('⟦').unwrap_or_else(|| panic!("no mark in {marked}"));
    let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
    let text = marked.replace(['⟦', '⟧'], "");
    let reading = read_yaml(&text);
    assert_eq!(reading.faults.len(), 1, "{text}\n{:#?}", reading.faults);
    let fault = reading.faults.into_iter().next().unwrap();
    let span = fault.place.clone().unwrap().span;
    assert_eq!(span, start..end, "{marked}\npoints at {:?}: {:?}", &text[span.clone()], fault.kind);
    fault
}

#[test]
fn yaml_and_json_give_one_model() {
    let json = read("x.json", WORKED_JSON.as_bytes());
    let yaml = read_yaml(WORKED_YAML);
    assert_eq!((&json.faults, &yaml.faults), (&vec![], &vec![]));
    assert_eq!(json.runbook, yaml.runbook);
    assert_eq!(json.unacted, yaml.unacted);
}

#[test]
fn a_json_text_is_a_yaml_text() {
    assert_eq!(Some(sound(WHOLE)), read("x.json", WHOLE.as_bytes()).runbook);
    assert_eq!(Some(sound(WORKED_JSON)), read("x.YML", WORKED_YAML.as_bytes()).runbook);
}

#[test]
fn a_plain_scalar_is_what_its_field_wants() {
    let book = sound(
        "format: runbook/1\nid: x\ntitle: 2026\nversion: 1.10\nreviewed: 2026-01-31\nrto: 30m\nvariables:\n  n: { kind: number, default: 020 }\n  \
         y: { kind: yesno, default: yes }\n  t: { kind: yesno, default: true }\nsteps:\n  - title: On\n    optional: true\n    checklist: [yes, 12, ~x]\n    \
         evidence:\n    - No\n    - text: \"null\"\n      kind: yesno\n",
    );
    assert_eq!((book.title.as_str(), book.version.as_deref()), ("2026", Some("1.10")));
    let default = |name: &str| book.variables[name].default.as_deref();
    assert_eq!((default("n"), default("y"), default("t")), (Some("020"), Some("yes"), Some("yes")));
    let step = &book.phases[0].steps[0];
    let texts: Vec<_> = step.checklist.iter().map(|item| item.text.as_str()).collect();
    assert_eq!((step.title.as_str(), step.optional, texts), ("On", true, vec!["yes", "12", "~x"]));
    let evidence: Vec<_> = step.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
    assert_eq!(evidence, ["No", "null"]);
}

#[test]
fn texts_of_many_lines_are_read_as_yaml_reads_them() {
    let lines = |lines: &str| sound(&step(lines)).phases[0].steps[0].instructions.clone().unwrap();
    assert_eq!(lines("instructions: |\n      a\n        b\n\n      c"), "a\n  b\n\nc\n");
    assert_eq!(lines("instructions: >-\n      a\n      b\n\n      c"), "a b\nc");
    assert_eq!(lines("instructions: a\n      b # why\n"), "a b");
    assert_eq!(lines("instructions: 'it''s\n\n      so'"), "it's\nso");
    assert_eq!(lines("instructions: \"a\\tb\\\n      c\""), "a\tbc");
    assert_eq!(lines("instructions: |\r\n      a\r\n      b\r"), "a\nb\n");
}

#[test]
fn one_document_may_be_marked_and_its_version_named() {
    for text in ["%YAML 1.2\n---\n", "# why\n\n---\n", "---\n"] {
        sound(&format!("{text}{}", step("optional: false")));
    }
    sound(&format!("{}...\n", step("optional: false")));
}

#[test]
fn what_a_runbook_does_not_take_of_yaml_is_named_where_it_stands() {
    let cases = [
        (step("instructions: ⟦&a⟧ text"), YamlPart::Anchor),
        (step("checklist: ⟦&a⟧ [x]"), YamlPart::Anchor),
        (step("instructions: ⟦*a⟧"), YamlPart::Alias),
        (step("instructions: ⟦**Call**⟧ them"), YamlPart::Alias),
        (step("⟦<<⟧: *base"), YamlPart::MergeKey),
        (step("instructions: ⟦!!str⟧ 5"), YamlPart::Tag),
        (step("checklist: ⟦!x⟧ [a]"), YamlPart::Tag),
        (step("⟦[⟧a]: b"), YamlPart::CompoundName),
        (format!("{}⟦---⟧\na: b\n", step("optional: true")), YamlPart::SecondDocument),
        (format!("{}...\n⟦a: b⟧\n", step("optional: true")), YamlPart::SecondDocument),
        ("⟦%YAML 1.1⟧\n---\na: b\n".to_owned(), YamlPart::Directive),
        ("⟦%TAG ! x⟧\n---\na: b\n".to_owned(), YamlPart::Directive),
    ];
    for (marked, part) in cases {
        let fault = only(&marked);
        assert_eq!((&fault.kind, fault.code()), (&FaultKind::YamlPart(part), "yaml"), "{marked}");
        assert_eq!(fault.severity, Severity::Error);
    }
}

#[test]
fn slips_are_named_where_they_are() {
    let quote = Syntax::UnclosedText;
    let cases = [
        (step("⟦\t⟧optional: true"), Syntax::TabIndent),
        ("a:\n⟦\t⟧b: 1\n".to_owned(), Syntax::TabIndent),
        ("a:\n  b: 1\n⟦\t⟧c: 2\n".to_owned(), Syntax::TabIndent),
        ("a:\n    b: 1\n  ⟦c: 2⟧\n".to_owned(), Syntax::Indent),
        ("a:\n  b: 1\n   ⟦c⟧: 2\nd: 3\n".to_owned(), Syntax::Indent),
        ("a: b\n- ⟦c: d⟧\n".to_owned(), Syntax::Indent),
        ("s:\n  - a: b\n  - a: b\n  ⟦c: d⟧\n".to_owned(), Syntax::Indent),
        (step("checklist:\n    - a\n     ⟦-⟧ b"), Syntax::Indent),
        ("id: x\ntitle⟦:⟧Foo\nc: d\n".to_owned(), Syntax::NoSpaceAfterColon),
        ("title⟦:⟧Foo\nc: d\n".to_owned(), Syntax::NoSpaceAfterColon),
        ("a:\n  - b\n  ⟦-⟧c\n  - d\n".to_owned(), Syntax::NoSpaceAfterDash),
        ("a: one\n⟦two three⟧\nb: c\n".to_owned(), Syntax::NoName),
        ("⟦title Foo⟧\nb: c\n".to_owned(), Syntax::NoName),
        (step("instructions: Note⟦:⟧ check"), Syntax::ColonInText),
        (step("instructions: ⟦“a: b”⟧"), Syntax::CurlyQuotes),
        (step("instructions: \"a\" ⟦b⟧"), Syntax::AfterQuotes),
        (step("instructions: 'it'⟦s'⟧"), Syntax::AfterQuotes),
        (step("instructions: ⟦{{host}}⟧"), Syntax::BracesUnquoted),
        (step("instructions: ⟦{{host}}⟧ is down"), Syntax::BracesUnquoted),
        (step("instructions: ⟦{{ host }}⟧:80"), Syntax::BracesUnquoted),
        (step("checklist: [a, ⟦{{host}}⟧]"), Syntax::BracesUnquoted),
        (step("instructions: ⟦@⟧home"), Syntax::Indicator('@')),
        (step("instructions: ⟦`⟧uptime`"), Syntax::Indicator('`')),
        (step("instructions: ⟦%⟧ done"), Syntax::Indicator('%')),
        (step("instructions: ⟦*⟧ text"), Syntax::Indicator('*')),
        (step("instructions: ⟦>⟧ text"), Syntax::BlockHeader('>')),
        (step("checklist: ⟦-⟧ a"), Syntax::DashAfterColon),
        ("a: ⟦\"⟧unclosed\nb: c\n".to_owned(), quote('"')),
        ("a: ⟦'⟧unclosed\nb: c\n".to_owned(), quote('\'')),
        ("a: ⟦\"⟧unclosed\nb: \"c\"\n".to_owned(), quote('"')),
        ("a: ⟦[⟧1, 2\n".to_owned(), Syntax::Unclosed('[')),
        ("a: ⟦[⟧1, 2\nb: 3\n".to_owned(), Syntax::Unclosed('[')),
        ("a: ⟦{⟧b: 1\nc: 2\n".to_owned(), Syntax::Unclosed('{')),
        ("a: {b: c ⟦d⟧: e}\n".to_owned(), Syntax::MissingComma),
        ("a: [b, c]⟦]⟧\n".to_owned(), Syntax::Unexpected(']')),
        ("a: [b, c]⟦,⟧\nd: e\n".to_owned(), Syntax::Unexpected(',')),
        ("a: \"x⟦\\q⟧\"\n".to_owned(), Syntax::Escape),
        ("a: \"\\n⟦\\ud800⟧\"\n".to_owned(), Syntax::Escape),
        ("a: x⟦\u{7}⟧y\n".to_owned(), Syntax::ControlInText('\u{7}')),
        ("⟦⟧# nothing\n".to_owned(), Syntax::Empty),
        ("⟦⟧---\n".to_owned(), Syntax::Empty),
    ];
    for (marked, syntax) in cases {
        let fault = only(&marked);
        assert_eq!((&fault.kind, fault.code()), (&FaultKind::Syntax(syntax), "syntax"), "{marked}");
    }
}

#[test]
fn the_faults_of_a_field_are_the_same_as_in_json() {
    let cases = [
        (step("⟦timbox⟧: 5m"), "unknown-field"),
        (step("timebox: ⟦5⟧"), "type"),
        (step("timebox: ⟦\"5\"⟧"), "time"),
        (step("timebox: ⟦5 minutes⟧"), "time"),
        (step("optional: ⟦yes⟧"), "type"),
        (step("optional: ⟦~⟧"), "type"),
        (step("instructions: ⟦[⟧a]"), "type"),
        (step("checklist: ⟦a⟧"), "type"),
        (step("checklist:\n    - a\n    - ⟦optional⟧: true"), "missing"),
        (step("checklist:\n    - ⟦-⟧ a"), "type"),
        (step("only: ⟦dril⟧"), "word"),
        (step("requires: [⟦two⟧]"), "unknown-step"),
        (step("repeat: { until: ok, max: ⟦many⟧ }"), "type"),
        (step("checklist: [a]\n    ⟦checklist⟧: [b]"), "duplicate-key"),
        (step("commands:\n    - echo ⟦$host⟧"), "unquoted-variable"),
        (step("commands:\n    - |\n      true\n      echo ⟦{{host}}⟧"), "braces-in-command"),
        (step("says: >\n      A text of\n      two lines and ⟦{{hots}}⟧\n      more"), "unknown-variable"),
        (step("says: one\n      two ⟦{{hots}}⟧"), "unknown-variable"),
        (step("says: 'it''s\n      ⟦{{hots}}⟧'"), "unknown-variable"),
        (step("says: \"\\u4e2d\\\n      \\x41\n\n      ⟦{{hots}}⟧\""), "unknown-variable"),
        (step("says: |2\n        two\n      ⟦{{hots}}⟧"), "unknown-variable"),
    ];
    for (marked, code) in cases {
        assert_eq!(only(&marked).code(), code, "{marked}");
    }
}

#[test]
fn yes_and_no_are_not_true_and_false() {
    let meant = |word: &str| match only(&step(&format!("optional: ⟦{word}⟧"))).kind {
        FaultKind::NotTrueOrFalse { found, suggestion } => (found, suggestion),
        kind => panic!("{kind:?}"),
    };
    for word in ["yes", "On", "TRUE", "\"true\""] {
        assert_eq!(meant(word), (word.trim_matches('"').to_owned(), Some("true")));
    }
    assert_eq!(meant("off").1, Some("false"));
}

#[test]
fn a_colon_in_an_item_makes_no_field_nobody_knows() {
    let name = |marked: &str| match only(marked).kind {
        FaultKind::ReadAsField { name } => name,
        kind => panic!("{kind:?}"),
    };
    assert_eq!(name(&step("checklist:\n    - ⟦Warning⟧: do not restart")), "Warning");
    assert_eq!(name(&step("tags:\n    - ⟦team⟧: a")), "team");
    assert_eq!(name(&step("evidence: [⟦seen⟧: yes]")), "seen");
    assert_eq!(only(&step("checklist:\n    - ⟦txt⟧: do not restart")).code(), "unknown-field");
}

#[test]
fn what_a_comment_sign_cuts_off_is_told() {
    let fault = only(&step("instructions: Restart ⟦#3 server⟧"));
    assert_eq!((fault.kind, fault.severity), (FaultKind::TextCut, Severity::Warning));
    let fault = only(&step("instructions: ⟦#ops⟧"));
    assert_eq!((fault.kind, fault.severity), (FaultKind::TextCut, Severity::Error));
    sound(&step("instructions: Restart # the third"));
    sound(&step("checklist: #the list\n    - a#b"));
}

#[test]
fn what_could_not_be_taken_is_told_once_and_the_rest_is_read() {
    let text =
        step("timebox: *t\n    role: *r\n    approval: nobody\n    repeat: *r\n    requires: *q\n    notify: [*n]");
    let codes: Vec<_> = read_yaml(&text).faults.iter().map(Fault::code).collect();
    assert_eq!(codes, ["yaml", "yaml", "unknown-role", "yaml", "yaml", "yaml"]);
    let text =
        "format: runbook/1\nid: x\ntitle: X\nroles: *roles\nsteps:\n  - <<: *base\n  - title: A\n    role: lead\n";
    let codes: Vec<_> = read_yaml(text).faults.iter().map(Fault::code).collect();
    assert_eq!(codes, ["yaml", "yaml"]);
}

#[test]
fn what_is_made_for_another_program_is_refused_as_in_json() {
    let fault = only("format: ⟦runbook/2⟧\nid: x\nsurprise: [1]\n");
    assert_eq!((fault.code(), fault.severity), ("format", Severity::Error));
    let fault = only(&step("optional: true").replace("steps:", "must_understand: [⟦telepathy⟧]\nsteps:"));
    assert_eq!((fault.code(), fault.severity), ("must-understand", Severity::Error));
}

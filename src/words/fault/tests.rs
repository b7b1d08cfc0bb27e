//! Faults are told in both languages, and the marks stand under what is wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chrono::NaiveDate;
use unicode_segmentation::UnicodeSegmentation;

use super::{render_fault, render_faults};
use crate::runbook::format::{
    Expected, Fault, FaultKind, Hidden, IdRule, Place, Referent, Severity, Shape, Syntax, YamlPart, read,
};
use crate::text::width;
use crate::time::{Span, SpanFault};
use crate::words::{Lang, Words};

fn english() -> Words {
    Words::new(Lang::En)
}

fn step(fields: &str) -> String {
    format!(
        "{{\n  \"format\": \"runbook/1\", \"id\": \"x\", \"title\": \"X\",\n  \"steps\": [\n    {{ \"title\": \"One\", {fields} }}\n  ]\n}}"
    )
}

fn rendered(text: &str) -> String {
    let reading = read("mes.json", text.as_bytes());
    assert_eq!(reading.faults.len(), 1, "{:#?}", reading.faults);
    render_fault(&english(), &reading.faults[0], "mes.json", text)
}

/// The part of the shown line that the marks stand under, by columns.
fn marked(shown: &str) -> String {
    let lines: Vec<&str> = shown.lines().collect();
    let marks =
        lines.iter().position(|line| line.contains("| ") && line.trim_start_matches([' ', '|']).starts_with('^'));
    let marks = marks.unwrap_or_else(|| panic!("{shown}"));
    let (line, marks) = (lines[marks - 1], lines[marks]);
    let from = width(&marks[..marks.find('^').unwrap()]);
    let to = from + marks.matches('^').count();
    let mut column = 0;
    let mut found = String::new();
    for sign in line.graphemes(true) {
        if (from..to).contains(&column) {
            found.push_str(sign);
        }
        column += width(sign);
    }
    found
}

#[test]
fn a_fault_is_shown_with_its_line_and_the_next_thing_to_do() {
    let text = step("\"timbox\": \"5m\"");
    assert_eq!(
        rendered(&text),
        "warning[unknown-field]: unknown field `timbox`  (steps[0].timbox)\n\
         \x20--> mes.json:4:23\n\
         \x20 |\n\
         4 |     { \"title\": \"One\", \"timbox\": \"5m\" }\n\
         \x20 |                       ^^^^^^^^ did you mean `timebox`?\n"
    );
}

#[test]
fn the_marks_stand_under_the_wrong_part_whatever_is_before_it() {
    for before in [
        "",
        "\"says\": \"服务器中断，请立即上报\", ",
        "\"says\": \"🚑🇨🇳👩‍🚒 e\u{301}\", ",
        "\t\t\"says\": \"a\",\t",
        "\"says\": \"\u{202E}abc\u{9B}\u{200B}\", ",
        "\"says\": \"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十\", ",
    ] {
        let shown = rendered(&step(&format!("{before}\"only\": \"每日\", \"tags\": [\"{}\"]", "长".repeat(70))));
        assert_eq!(marked(&shown), "\"每日\"", "{shown}");
        assert!(shown.lines().all(|line| width(line) < 120), "{shown}");
        assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
    }
}

#[test]
fn a_huge_line_is_cut_around_the_place() {
    let text =
        step(&format!("\"says\": \"{}\", \"tags\": [7], \"danger\": \"{}\"", "x".repeat(9_000), "y".repeat(9_000)));
    let shown = rendered(&text);
    assert_eq!(marked(&shown), "7");
    assert!(shown.contains("| ...xxxx") && shown.contains("yyy...\n"), "{shown}");
}

#[test]
fn both_places_of_a_double_are_named() {
    let text = step("\"id\": \"a\" }, { \"title\": \"Two\", \"id\": \"a\"");
    let shown = rendered(&text);
    assert!(shown.contains("error[duplicate-id]: the id `a` is given twice  (steps[1].id)"), "{shown}");
    assert!(shown.ends_with("  = the other one stands at mes.json:4:29\n"), "{shown}");
}

#[test]
fn an_end_of_file_and_a_fault_of_the_whole_file_can_be_shown() {
    let words = english();
    let reading = read("a.json", b"");
    assert!(render_fault(&words, &reading.faults[0], "a.json", "").contains("error[syntax]: the file is empty"));
    let place = Place { span: 3..3, line: 1, column: 4, end_line: 1, end_column: 4 };
    let fault = Fault::new(FaultKind::Syntax(Syntax::MissingComma), String::new(), Some(place));
    assert!(render_fault(&words, &fault, "a.json", "[1]").contains("1 | [1]\n  |    ^ put a comma here\n"));
    let fault = Fault::new(FaultKind::StepWithoutRole, "steps[0]".to_owned(), None);
    assert_eq!(
        render_fault(&words, &fault, "a.json", ""),
        "warning[no-role]: nobody is named for this step  (steps[0])\n  --> a.json\n   = add \"role\"\n"
    );
}

#[test]
fn what_an_author_wrote_cannot_drive_the_terminal() {
    let shown = rendered(&step("\"\u{1}\\u001b[2Jx\": 1").replace('\u{1}', ""));
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
    let place = Place { span: 0..1, line: 1, column: 1, end_line: 1, end_column: 2 };
    let fault = Fault::new(FaultKind::Empty, "a".to_owned(), Some(place));
    let shown = render_fault(&english(), &fault, "\u{1b}[31m.json", "\u{1b}");
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
}

#[test]
fn no_more_than_25_errors_are_told_and_the_rest_is_counted() {
    let steps: Vec<_> = (0..30).map(|_| "{ \"title\": 7 }").collect();
    let text =
        format!("{{\"format\": \"runbook/1\", \"id\": \"x\", \"title\": \"X\", \"steps\": [{}]}}", steps.join(","));
    let reading = read("x.json", text.as_bytes());
    let shown = render_faults(&english(), &reading.faults, reading.dropped, "x.json", &text);
    assert_eq!(shown.matches("error[").count(), 25);
    assert!(shown.ends_with("\nand 5 errors more\n"), "{shown}");
}

/// One of every kind, and of every case that is told in its own words.
fn every_kind() -> Vec<FaultKind> {
    let other = Place { span: 0..1, line: 2, column: 3, end_line: 2, end_column: 4 };
    let name = || "wort".to_owned();
    let mut kinds = vec![
        FaultKind::TooBig { bytes: 2, limit: 1 },
        FaultKind::Utf16,
        FaultKind::NotUtf8 { byte: 0xFF },
        FaultKind::NoProcedure,
        FaultKind::TooDeep { limit: 32 },
        FaultKind::TooManyNodes { limit: 9 },
        FaultKind::TooLong { found: 2, limit: 1 },
        FaultKind::DuplicateKey { name: name(), first: other.clone() },
        FaultKind::UnknownField { name: name(), suggestion: None, known: &["a", "b", "c", "d", "e", "f", "g"] },
        FaultKind::UnknownField { name: name(), suggestion: Some("word"), known: &["a"] },
        FaultKind::Missing { field: "title" },
        FaultKind::Empty,
        FaultKind::TextCut,
        FaultKind::NotTrueOrFalse { found: name(), suggestion: Some("true") },
        FaultKind::ReadAsField { name: name() },
        FaultKind::LineBreak,
        FaultKind::Format { found: name() },
        FaultKind::UnknownFeature { name: name(), suggestion: None },
        FaultKind::UnknownFeature { name: name(), suggestion: Some("word") },
        FaultKind::BadId { id: name(), rule: IdRule::Name, suggestion: Some(name()) },
        FaultKind::ReservedId { id: name() },
        FaultKind::DuplicateId { name: name(), first: other.clone() },
        FaultKind::NegativeTime { found: name() },
        FaultKind::ClockTime { found: name() },
        FaultKind::Date { found: name() },
        FaultKind::BadWord { given: name(), suggestion: None, known: vec!["a", "b"] },
        FaultKind::Pattern { reason: name() },
        FaultKind::BadDefault { found: name() },
        FaultKind::Anchor { given: name(), suggestion: None },
        FaultKind::Anchor { given: name(), suggestion: Some(name()) },
        FaultKind::NoneOf { fields: &["a", "b"] },
        FaultKind::OnlyOneOf { fields: &["a", "b"], other: other.clone() },
        FaultKind::WarnsTooLate { warn_at: Span::minutes(2), limit: Span::minutes(1), other },
        FaultKind::OverrunWithoutTimebox,
        FaultKind::BracesInCommand { name: name(), declared: true },
        FaultKind::BracesInCommand { name: name(), declared: false },
        FaultKind::UnknownVariable { name: name(), suggestion: None },
        FaultKind::UnknownVariable { name: name(), suggestion: Some(name()) },
        FaultKind::UnquotedVariable { name: name() },
        FaultKind::IdleRole { role: name() },
        FaultKind::StepWithoutRole,
        FaultKind::NoWayToReach { contact: name() },
        FaultKind::UnreachableStep { step: name(), branch: true },
        FaultKind::UnreachableStep { step: name(), branch: false },
        FaultKind::NeverReady { step: name(), requires: "b".to_owned() },
        FaultKind::NeverReady { step: name(), requires: name() },
        FaultKind::TimerNeverStarts { timer: name() },
        FaultKind::NeverClosed { obligation: name() },
        FaultKind::NeverOpened { obligation: name() },
        FaultKind::VagueLimit { phrase: name() },
        FaultKind::UnknownRunbook { name: name(), suggestion: None },
        FaultKind::UnknownRunbook { name: name(), suggestion: Some(name()) },
        FaultKind::RunbookOutside { name: name() },
        FaultKind::BrokenRunbook { name: name() },
        FaultKind::LeadsBack { name: name() },
        FaultKind::SupersedesItself,
        FaultKind::Todo { word: name() },
        FaultKind::Typographic { character: '“' },
        FaultKind::Placeholder { text: name() },
        FaultKind::ReviewOverdue { due: NaiveDate::from_ymd_opt(2026, 1, 2).unwrap() },
    ];
    let expected = [
        Expected::Text,
        Expected::TrueOrFalse,
        Expected::WholeNumber,
        Expected::List,
        Expected::Object,
        Expected::TextOrObject,
        Expected::TextOrList,
        Expected::Time,
        Expected::ClockTime,
        Expected::Date,
    ];
    let found = [Shape::Nothing, Shape::TrueOrFalse, Shape::Number, Shape::Text, Shape::List, Shape::Object];
    for expected in expected {
        kinds.extend(found.map(|found| FaultKind::WrongType { expected, found }));
    }
    let referents = [
        Referent::Step,
        Referent::StepOrPhase,
        Referent::Role,
        Referent::Contact,
        Referent::RoleOrContact,
        Referent::Notice,
        Referent::Obligation,
        Referent::Level,
        Referent::Variable,
    ];
    kinds.extend(referents.map(|what| FaultKind::TooMany { what, found: 3, limit: 2 }));
    let lone = |what| FaultKind::UnknownReference { what, name: name(), suggestion: None, known: Vec::new() };
    kinds.extend(referents.map(lone));
    for rule in [IdRule::Runbook, IdRule::Name, IdRule::Variable] {
        kinds.push(FaultKind::BadId { id: name(), rule, suggestion: None });
    }
    for fault in [SpanFault::Empty, SpanFault::NoUnit, SpanFault::UnknownUnit, SpanFault::NoNumber, SpanFault::TooLong]
    {
        kinds.push(FaultKind::Time { found: name(), fault });
    }
    for what in [Hidden::Control, Hidden::Direction, Hidden::ZeroWidth] {
        kinds.push(FaultKind::HiddenCharacter { character: '\u{202E}', what });
    }
    let syntax = [
        Syntax::Empty,
        Syntax::Comment,
        Syntax::TrailingComma,
        Syntax::MissingComma,
        Syntax::MissingColon,
        Syntax::MissingValue,
        Syntax::SingleQuotes,
        Syntax::CurlyQuotes,
        Syntax::Unquoted,
        Syntax::AfterTheEnd,
        Syntax::Unclosed('['),
        Syntax::UnclosedText('"'),
        Syntax::ControlInText('\n'),
        Syntax::ControlInText('\t'),
        Syntax::ControlInText('\u{1}'),
        Syntax::Escape,
        Syntax::Number,
        Syntax::Unexpected('?'),
        Syntax::TabIndent,
        Syntax::Indent,
        Syntax::NoSpaceAfterColon,
        Syntax::NoSpaceAfterDash,
        Syntax::NoName,
        Syntax::ColonInText,
        Syntax::AfterQuotes,
        Syntax::BracesUnquoted,
        Syntax::Indicator('@'),
        Syntax::BlockHeader('|'),
        Syntax::DashAfterColon,
    ];
    kinds.extend(syntax.map(FaultKind::Syntax));
    let parts = [
        YamlPart::Anchor,
        YamlPart::Alias,
        YamlPart::MergeKey,
        YamlPart::Tag,
        YamlPart::Directive,
        YamlPart::SecondDocument,
        YamlPart::CompoundName,
    ];
    kinds.extend(parts.map(FaultKind::YamlPart));
    kinds
}

#[test]
fn every_fault_is_told_in_both_languages_in_the_house_style() {
    for lang in [Lang::En, Lang::ZhCn] {
        let words = Words::new(lang);
        for kind in every_kind() {
            let fault = Fault::new(kind, String::new(), None);
            let told = std::iter::once(words.fault(&fault)).chain(words.fault_help(&fault));
            for text in told {
                assert!(!text.is_empty() && !text.starts_with('['), "{lang:?} {fault:?}: {text}");
                assert!(!text.contains("{$") && !text.contains("{ $"), "{lang:?} {fault:?}: {text}");
                assert!(!text.trim_end_matches("...").ends_with(['.', '。', '!', '！']), "{lang:?} {fault:?}: {text}");
                let first = text.chars().next().unwrap();
                assert!(!first.is_uppercase() || text.starts_with("JSON"), "{lang:?} {fault:?}: {text}");
                let chinese = text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
                assert_eq!(chinese, lang == Lang::ZhCn, "{lang:?} {fault:?}: {text}");
            }
        }
    }
}

/// Whether a message only stands inside another.
fn is_part(id: &str) -> bool {
    id.starts_with("fault-expected-") || id.starts_with("fault-found-")
}

#[test]
fn every_message_of_the_file_is_said() {
    let words = english();
    let faults = every_kind().into_iter().map(|kind| Fault::new(kind, String::new(), None));
    let said: Vec<String> =
        faults.flat_map(|fault| [Some(words.fault(&fault)), words.fault_help(&fault)]).flatten().collect();
    for line in include_str!("../en/fault.ftl").lines() {
        let Some((id, text)) = line.split_once(" = ") else { continue };
        // Labels and parts of sentences are held elsewhere.
        let part = ["fault-error", "fault-warning", "fault-and", "fault-other-place"].contains(&id)
            || text.contains('{')
            || line.starts_with(' ');
        assert!(
            part || said.iter().any(|said| said == text || (is_part(id) && said.contains(text))),
            "{id} is never said"
        );
    }
}

#[test]
fn a_long_word_of_the_author_is_cut_in_the_sentence() {
    let fault = Fault::new(FaultKind::Date { found: "9".repeat(1 << 20) }, String::new(), None);
    assert!(width(&english().fault(&fault)) < 100);
    assert_eq!(fault.severity, Severity::Error);
}

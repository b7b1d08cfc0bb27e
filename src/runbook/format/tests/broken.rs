//! Every kind of fault, at exactly its place.

use super::{book, codes, only, read_text, step};
use crate::runbook::format::{FaultKind, Referent, Severity, Shape, read};

const STEPS: &str = r#""steps": [{"id": "a", "title": "A"}]"#;

/// The text has `⟦` and `⟧` around what the fault must point at; they are taken out before it is read.
fn expect(marked: &str, code: &str, path: &str) {
    let start = marked.find('⟦').unwrap_or_else(|| panic!("no mark in {marked}"));
    let end = marked.find('⟧').unwrap() - '⟦'.len_utf8();
    let text = marked.replace(['⟦', '⟧'], "");
    let fault = only(&text);
    let place = fault.place.clone().unwrap();
    assert_eq!((fault.code(), fault.path.as_str()), (code, path), "{text}\n{fault:#?}");
    assert_eq!(place.span, start..end, "{text}\n{fault:#?}");
    let line = text[..start].matches('\n').count() + 1;
    let before = text[..start].rsplit('\n').next().unwrap();
    assert_eq!((place.line, place.column), (line, before.chars().count() + 1), "{text}");
}

/// Broken runbooks with the code of their one fault and its path; marked as [`expect`] wants them.
pub(super) fn cases() -> Vec<(String, &'static str, &'static str)> {
    vec![
        (step("⟦\"timbox\"⟧: \"5m\""), "unknown-field", "steps[0].timbox"),
        (step("\"timebox\": ⟦5⟧"), "type", "steps[0].timebox"),
        (step("\"timebox\": ⟦\"5\"⟧"), "time", "steps[0].timebox"),
        (step("\"timebox\": ⟦\"5 minutes\"⟧"), "time", "steps[0].timebox"),
        (step("\"timebox\": ⟦\"-5m\"⟧"), "time", "steps[0].timebox"),
        (step("\"timebox\": ⟦\"99999d\"⟧"), "time", "steps[0].timebox"),
        (step("\"optional\": ⟦\"yes\"⟧"), "type", "steps[0].optional"),
        (step("\"optional\": ⟦null⟧"), "type", "steps[0].optional"),
        (step("\"instructions\": ⟦[⟧\"a\"]"), "type", "steps[0].instructions"),
        (step("\"checklist\": ⟦\"a\"⟧"), "type", "steps[0].checklist"),
        (step("\"checklist\": [\"a\", ⟦7⟧]"), "type", "steps[0].checklist[1]"),
        (step("\"checklist\": [⟦\" \"⟧]"), "empty", "steps[0].checklist[0]"),
        (step("\"checklist\": [⟦{⟧\"optional\": true}]"), "missing", "steps[0].checklist[0]"),
        (step("\"only\": ⟦\"dril\"⟧"), "word", "steps[0].only"),
        (step("\"milestone\": ⟦\"restord\"⟧"), "word", "steps[0].milestone"),
        (step("\"role\": ⟦\"boss\"⟧"), "unknown-role", "steps[0].role"),
        (step("\"approval\": [⟦\"boss\"⟧]"), "unknown-role", "steps[0].approval[0]"),
        (step("\"approval\": ⟦true⟧"), "type", "steps[0].approval"),
        (step("\"notify\": [⟦\"all\"⟧]"), "unknown-notice", "steps[0].notify[0]"),
        (step("\"opens\": [⟦\"debt\"⟧]"), "unknown-obligation", "steps[0].opens[0]"),
        (step("\"requires\": [⟦\"two\"⟧]"), "unknown-step", "steps[0].requires[0]"),
        (step("\"rollback\": ⟦\"two\"⟧"), "unknown-step", "steps[0].rollback"),
        (step("\"on_failure\": ⟦\"end\"⟧"), "unknown-step", "steps[0].on_failure"),
        (step("⟦\"on_overrun\"⟧: \"call\""), "no-timebox", "steps[0].on_overrun"),
        (
            step("\"timebox\": \"1m\", \"on_overrun\": {\"text\": \"call\", \"goto\": ⟦\"end\"⟧}"),
            "unknown-step",
            "steps[0].on_overrun.goto",
        ),
        (
            step("\"timebox\": \"1m\", \"on_overrun\": {\"text\": \"call\", \"escalate_to\": ⟦\"x\"⟧}"),
            "unknown-recipient",
            "steps[0].on_overrun.escalate_to",
        ),
        (step("\"repeat\": ⟦{⟧\"max\": 3}"), "missing", "steps[0].repeat"),
        (step("\"repeat\": {\"until\": \"ok\", \"max\": ⟦-1⟧}"), "type", "steps[0].repeat.max"),
        (step("\"repeat\": {\"until\": \"ok\", \"max\": ⟦1.5⟧}"), "type", "steps[0].repeat.max"),
        (step("\"decision\": {\"question\": \"?\", \"options\": ⟦[]⟧}"), "empty", "steps[0].decision.options"),
        (
            step("\"decision\": {\"question\": \"?\", \"options\": [{\"label\": \"Y\", \"goto\": ⟦\"ende\"⟧}]}"),
            "unknown-step",
            "steps[0].decision.options[0].goto",
        ),
        (step("\"id\": ⟦\"a b\"⟧"), "id", "steps[0].id"),
        (step("\"id\": ⟦\"next\"⟧"), "id", "steps[0].id"),
        (step("\"id\": ⟦3⟧"), "type", "steps[0].id"),
        (step("\"evidence\": [{\"text\": \"t\", \"kind\": ⟦\"photo\"⟧}]"), "word", "steps[0].evidence[0].kind"),
        (step("\"instructions\": \"see ⟦{{hots}}⟧ now\""), "unknown-variable", "steps[0].instructions"),
        (step("\"instructions\": \"a\\nb\\u00e9 ⟦{{hots}}⟧\""), "unknown-variable", "steps[0].instructions"),
        (step("\"instructions\": \"\\ud83d\\ude00 ⟦{{role.boss}}⟧\""), "unknown-variable", "steps[0].instructions"),
        (
            step("\"commands\": [{\"run\": \"x\", \"capture\": ⟦\"out\"⟧}]"),
            "unknown-variable",
            "steps[0].commands[0].capture",
        ),
        (step("\"commands\": [⟦\"\"⟧]"), "empty", "steps[0].commands[0]"),
        (step("\"commands\": [\"ping ⟦{{host}}⟧\"]"), "braces-in-command", "steps[0].commands[0]"),
        (step("\"commands\": [\"rm a⟦\u{202E}⟧b\"]"), "hidden-character", "steps[0].commands[0]"),
        (step("\"commands\": [\"rm a⟦\\u200b⟧b\"]"), "hidden-character", "steps[0].commands[0]"),
        (step("\"commands\": [{\"run\": \"a⟦\\u001b⟧[2J\"}]"), "hidden-character", "steps[0].commands[0].run"),
        (step("\"commands\": [{\"run\": \"a\", \"shell\": ⟦\"zsh\"⟧}]"), "word", "steps[0].commands[0].shell"),
        (book("\"steps\": ⟦[]⟧"), "empty", "steps"),
        (book("\"steps\": [⟦3⟧]"), "type", "steps[0]"),
        (book("\"steps\": [⟦{⟧}]"), "missing", "steps[0]"),
        (book("\"phases\": [{\"title\": \"P\", \"steps\": ⟦[]⟧}]"), "empty", "phases[0].steps"),
        (book("\"phases\": [⟦{⟧\"title\": \"P\"}]"), "missing", "phases[0]"),
        (book(&format!("{STEPS}, ⟦\"phase\"⟧: []")), "unknown-field", "phase"),
        (book(&format!("{STEPS}, \"status\": ⟦\"actve\"⟧")), "word", "status"),
        (book(&format!("{STEPS}, \"reviewed\": ⟦\"2026-2-1\"⟧")), "date", "reviewed"),
        (book(&format!("{STEPS}, \"reviewed\": ⟦\"2026-02-30\"⟧")), "date", "reviewed"),
        (book(&format!("{STEPS}, \"level\": ⟦\"i\"⟧")), "unknown-level", "level"),
        (book(&format!("{STEPS}, \"must_understand\": [⟦\"magic\"⟧]")), "must-understand", "must_understand[0]"),
        (book(&format!("{STEPS}, \"roles\": {{⟦\"a b\"⟧: {{\"title\": \"R\"}}}}")), "id", "roles[\"a b\"]"),
        (
            book(&format!("{STEPS}, \"roles\": {{\"r\": {{\"title\": \"R\", \"can\": [⟦\"fly\"⟧]}}}}")),
            "word",
            "roles.r.can[0]",
        ),
        (
            book(&format!("{STEPS}, \"roles\": {{\"r\": {{\"title\": \"R\", \"holder\": ⟦\"lee\"⟧}}}}")),
            "unknown-contact",
            "roles.r.holder",
        ),
        (book(&format!("{STEPS}, \"variables\": {{⟦\"my-host\"⟧: {{}}}}")), "id", "variables.my-host"),
        (
            book(&format!("{STEPS}, \"variables\": {{\"v\": {{\"pattern\": ⟦\"a(\"⟧}}}}")),
            "pattern",
            "variables.v.pattern",
        ),
        (
            book(&format!("{STEPS}, \"variables\": {{\"v\": {{\"pattern\": ⟦\"(\\\\w{{500}}){{500}}\"⟧}}}}")),
            "pattern",
            "variables.v.pattern",
        ),
        (
            book(&format!("{STEPS}, \"variables\": {{\"v\": {{\"pattern\": \"[a-z]+\", \"default\": ⟦\"A\"⟧}}}}")),
            "default",
            "variables.v.default",
        ),
        (
            book(&format!("{STEPS}, \"variables\": {{\"v\": {{\"kind\": \"number\", \"default\": ⟦\"ten\"⟧}}}}")),
            "default",
            "variables.v.default",
        ),
        (book(&format!("{STEPS}, \"variables\": {{\"v\": ⟦{{⟧\"kind\": \"choice\"}}}}")), "missing", "variables.v"),
        (
            book(
                "\"variables\": {\"host\": {}}, \"steps\": [{\"title\": \"A\", \"commands\": [\"ping \\\"$host\\\" ⟦$host⟧\"]}]",
            ),
            "unquoted-variable",
            "steps[0].commands[0]",
        ),
        (
            book("\"variables\": {\"host\": {}}, \"steps\": [{\"title\": \"A\", \"commands\": [\"ping ⟦${host}⟧x\"]}]"),
            "unquoted-variable",
            "steps[0].commands[0]",
        ),
        (book(&format!("{STEPS}, \"timers\": [⟦{{⟧\"id\": \"t\", \"title\": \"T\"}}]")), "missing", "timers[0]"),
        (
            book(&format!(
                "{STEPS}, \"timers\": [{{\"id\": \"t\", \"title\": \"T\", \"within\": \"1m\", ⟦\"every\"⟧: \"1m\"}}]"
            )),
            "conflict",
            "timers[0].every",
        ),
        (
            book(&format!(
                "{STEPS}, \"timers\": [{{\"id\": \"t\", \"title\": \"T\", \"within\": \"1m\", \"warn_at\": ⟦\"2m\"⟧}}]"
            )),
            "warn-at",
            "timers[0].warn_at",
        ),
        (
            book(&format!("{STEPS}, \"timers\": [{{\"id\": \"t\", \"title\": \"T\", \"at\": ⟦\"25:00\"⟧}}]")),
            "time",
            "timers[0].at",
        ),
        (
            book(&format!(
                "{STEPS}, \"timers\": [{{\"id\": \"t\", \"title\": \"T\", \"every\": \"1m\", \"from\": \"⟦b⟧.done\"}}]"
            )),
            "unknown-step",
            "timers[0].from",
        ),
        (
            book(&format!(
                "{STEPS}, \"timers\": [{{\"id\": \"t\", \"title\": \"T\", \"every\": \"1m\", \"from\": ⟦\"a.ended\"⟧}}]"
            )),
            "anchor",
            "timers[0].from",
        ),
        (
            book(&format!(
                "{STEPS}, \"notices\": {{\"n\": {{\"title\": \"N\", \"text\": \"t\", \"to\": [⟦\"who\"⟧]}}}}"
            )),
            "unknown-recipient",
            "notices.n.to[0]",
        ),
        (
            book(&format!(
                "{STEPS}, \"levels\": {{\"i\": {{\"title\": \"I\", \"targets\": {{⟦\"restore\"⟧: \"4h\"}}}}}}"
            )),
            "word",
            "levels.i.targets.restore",
        ),
        (
            book(&format!("{STEPS}, \"drill\": {{\"injects\": [⟦{{⟧\"title\": \"I\"}}]}}")),
            "missing",
            "drill.injects[0]",
        ),
        (
            book(&format!("{STEPS}, \"title\": \"Y\"")).replacen("\"title\": \"Y\"", "⟦\"title\"⟧: \"Y\"", 1),
            "duplicate-key",
            "title",
        ),
        (
            book("\"phases\": [{\"id\": \"a\", \"title\": \"P\", \"steps\": [{\"title\": \"A\", \"id\": ⟦\"a\"⟧}]}]"),
            "duplicate-id",
            "phases[0].steps[0].id",
        ),
        (
            book(&format!("{STEPS}, ⟦\"phases\"⟧: []")).replacen("⟦\"phases\"⟧: []", "\"timers\": ⟦{⟧}", 1),
            "type",
            "timers",
        ),
        ("{\"format\": ⟦\"runbook/2\"⟧, \"nonsense\": 1}".to_owned(), "format", "format"),
        (format!("⟦{{⟧\"format\": \"runbook/1\", \"id\": \"x\", {STEPS}}}"), "missing", ""),
        (format!("{{\"format\": \"runbook/1\", \"id\": ⟦\"My Book\"⟧, \"title\": \"X\", {STEPS}}}"), "id", "id"),
        (
            format!("{{\"format\": \"runbook/1\", \"id\": \"x\", \"title\": \"a⟦\\n⟧b\", {STEPS}}}"),
            "line-break",
            "title",
        ),
        ("⟦[⟧1]".to_owned(), "type", ""),
        ("\n\n  ⟦7⟧".to_owned(), "type", ""),
    ]
}

#[test]
fn every_fault_of_a_field_stands_at_its_place() {
    for (text, code, path) in cases() {
        expect(&text, code, path);
    }
}

#[test]
fn columns_count_characters_and_lines_count_from_one() {
    let text = "{\n  \"format\": \"runbook/1\", \"id\": \"x\",\n  \"title\": \"服务器🚑故障\", \"ownr\": \"运维\",\n  \"steps\": [\"a\"]\n}";
    let reading = read_text(text);
    let places: Vec<_> =
        reading.faults.iter().filter_map(|f| f.place.as_ref()).map(|p| (p.line, p.column, p.end_column)).collect();
    assert_eq!(places, [(3, 22, 28), (4, 13, 16)]);
}

#[test]
fn syntax_is_named_where_it_breaks() {
    let cases = [
        ("{\"a\": 1⟦,⟧}", "TrailingComma"),
        ("[1, 2⟦,⟧\n]", "TrailingComma"),
        ("{\"a\": 1⟦⟧ \"b\": 2}", "MissingComma"),
        ("[\"a\"⟦⟧\n\"b\"]", "MissingComma"),
        ("{⟦// why⟧\n\"a\": 1}", "Comment"),
        ("{\"a\": 1 ⟦/* why */⟧}", "Comment"),
        ("{\"a\": 1 ⟦#⟧ why\n}", "Comment"),
        ("{⟦a⟧: 1}", "Unquoted"),
        ("{\"a\": ⟦yes⟧}", "Unquoted"),
        ("{\"a\": ⟦'⟧b'}", "SingleQuotes"),
        ("{\"a\": ⟦“⟧b”}", "CurlyQuotes"),
        ("{\"a\"⟦ ⟧1}", "MissingColon"),
        ("⟦{⟧\"a\": 1", "Unclosed('{')"),
        ("{\"a\": ⟦[⟧1, 2", "Unclosed('[')"),
        ("{\"a\": ⟦\"⟧b}", "UnclosedText('\"')"),
        ("{\"a\": 1} ⟦{⟧}", "AfterTheEnd"),
        ("{\"a\": \"b⟦\n⟧c\"}", "ControlInText('\\n')"),
        ("{\"a\": \"b⟦\t⟧c\"}", "ControlInText('\\t')"),
        ("{\"a\": ⟦+1⟧}", "Number"),
        ("⟦⟧  \n ", "Empty"),
    ];
    for (marked, syntax) in cases {
        let start = marked.find('⟦').unwrap();
        let text = marked.replace(['⟦', '⟧'], "");
        let fault = only(&text);
        assert_eq!(fault.code(), "syntax", "{text}");
        let FaultKind::Syntax(found) = &fault.kind else { panic!("{fault:?}") };
        assert_eq!(format!("{found:?}"), syntax, "{text}\n{fault:?}");
        if syntax != "MissingColon" && syntax != "Number" {
            assert_eq!(fault.place.unwrap().span.start, start, "{text}");
        }
    }
}

#[test]
fn all_faults_come_at_once_in_the_order_of_the_text() {
    let text =
        book(r#""steps": [{"title": "A", "timebox": 5, "role": "x", "timbox": "1m"}, {"titel": "B"}], "status": "on""#);
    assert_eq!(codes(&text), ["type", "unknown-role", "unknown-field", "unknown-field", "word"]);
    assert!(read_text(&text).runbook.is_none());
}

#[test]
fn an_unknown_field_is_a_warning_and_the_runbook_loads() {
    let reading = read_text(&step(r#""colour": "red""#));
    assert!(reading.runbook.is_some());
    assert_eq!((reading.errors().count(), reading.warnings().count()), (0, 1));
    assert!(matches!(&reading.faults[0].kind, FaultKind::UnknownField { suggestion: None, .. }));
}

#[test]
fn a_misspelled_field_is_named_and_what_follows_from_it_is_not() {
    let fault = only(&book(r#""steps": [{"titel": "B"}]"#));
    assert_eq!(fault.severity, Severity::Error);
    assert!(matches!(fault.kind, FaultKind::UnknownField { suggestion: Some("title"), .. }));
    let fault = only(&step(r#""timbox": "5m", "on_overrun": "call""#));
    assert!(matches!(fault.kind, FaultKind::UnknownField { suggestion: Some("timebox"), .. }));
    let fault = only(&book(r#""rolles": {"a": {"title": "A"}}, "steps": [{"title": "S", "role": "a"}]"#));
    assert!(matches!(fault.kind, FaultKind::UnknownField { suggestion: Some("roles"), .. }));
    assert_eq!(codes(&book(r#""roles": ["a"], "steps": [{"title": "S", "role": "a"}]"#)), ["type"]);
    assert_eq!(
        codes(&book(&format!(r#"{STEPS}, "timers": [{{"id": "t", "title": "T", "withn": "1m"}}]"#))),
        ["unknown-field"]
    );
}

#[test]
fn a_reference_to_nothing_names_the_nearest_and_the_known() {
    let fault = only(&book(
        r#""steps": [{"id": "restart", "title": "A"}, {"id": "verify", "title": "B", "on_failure": "restrat"}]"#,
    ));
    let FaultKind::UnknownReference { what, name, suggestion, known } = fault.kind else { panic!() };
    assert_eq!((what, name.as_str(), suggestion.as_deref()), (Referent::Step, "restrat", Some("restart")));
    assert_eq!(known, ["restart", "verify"]);
}

#[test]
fn doubles_name_both_places() {
    let fault = only(
        "{\"format\": \"runbook/1\",\n \"id\": \"x\", \"title\": \"X\", \"steps\": [\n{\"id\": \"a\", \"title\": \"A\"},\n{\"id\": \"a\", \"title\": \"B\"}]}",
    );
    assert_eq!(fault.place.as_ref().unwrap().line, 4);
    assert_eq!(fault.kind.other().map(|place| (place.line, place.column)), Some((3, 8)));
    let fault = only(
        "{\"format\": \"runbook/1\",\n \"id\": \"x\", \"id\": 3, \"title\": \"X\", \"steps\": [{\"title\": \"A\"}]}",
    );
    assert_eq!(
        (fault.code(), fault.kind.other().map(|place| (place.line, place.column))),
        ("duplicate-key", Some((2, 2)))
    );
    let timers = r#""timers": [{"id": "t", "title": "T", "every": "1m"}, {"id": "t", "title": "T", "every": "2m"}]"#;
    let fault = only(&book(&format!("{STEPS}, {timers}")));
    assert_eq!((fault.code(), fault.path.as_str()), ("duplicate-id", "timers[1].id"));
}

#[test]
fn steps_and_phases_exclude_each_other_and_one_is_needed() {
    assert_eq!(
        codes(&book(&format!("{STEPS}, \"phases\": [{{\"title\": \"P\", \"steps\": [{{\"title\": \"A\"}}]}}]"))),
        ["conflict"]
    );
    assert_eq!(codes(r#"{"format": "runbook/1", "id": "x", "title": "X"}"#), ["missing"]);
    let other = book(&format!("{STEPS}, \"phases\": [{{\"title\": \"P\", \"steps\": [{{\"title\": \"A\"}}]}}]"));
    assert!(only(&other).kind.other().is_some());
}

#[test]
fn the_wrong_kind_of_value_is_named_for_every_field_there_is() {
    for table in crate::runbook::format::fields::ALL {
        for field in table.fields {
            // Nothing takes a list of lists of lists, but what is never read.
            let value = "[[[]]]";
            let text = match table.label {
                "" => format!(r#"{{"{field}": {value}}}"#),
                "triggers[]" => book(&format!(r#""triggers": [{{"{field}": {value}}}]"#)),
                "roles" | "contacts" | "variables" | "notices" | "obligations" | "levels" => {
                    book(&format!(r#""{}": {{"k": {{"{field}": {value}}}}}"#, table.label))
                }
                "source" | "review" | "drill" => book(&format!(r#""{}": {{"{field}": {value}}}"#, table.label)),
                "resources[]" | "timers[]" | "phases[]" | "references[]" | "steps[]" => {
                    book(&format!(r#""{}": [{{"{field}": {value}}}]"#, table.label.trim_end_matches("[]")))
                }
                "channels[]" => book(&format!(r#""contacts": {{"k": {{"channels": [{{"{field}": {value}}}]}}}}"#)),
                "on_breach" => book(&format!(r#""timers": [{{"on_breach": {{"{field}": {value}}}}}]"#)),
                "drill.items[]" => book(&format!(r#""drill": {{"items": [{{"{field}": {value}}}]}}"#)),
                "drill.injects[]" => book(&format!(r#""drill": {{"injects": [{{"{field}": {value}}}]}}"#)),
                "options[]" => step(&format!(r#""decision": {{"options": [{{"{field}": {value}}}]}}"#)),
                "on_overrun" | "repeat" | "decision" => step(&format!(r#""{}": {{"{field}": {value}}}"#, table.label)),
                label => step(&format!(r#""{}": [{{"{field}": {value}}}]"#, label.trim_end_matches("[]"))),
            };
            let reading = read_text(&text);
            let free = matches!(*field, "$schema" | "extensions");
            // A field of the right name and the wrong kind is told once, and a table without it not at all.
            let told = reading.faults.iter().any(|fault| {
                matches!(fault.kind, FaultKind::WrongType { found: Shape::List, .. }) && fault.path.contains(field)
            });
            assert_eq!(told, !free, "{} {field}\n{text}\n{:#?}", table.label, reading.faults);
        }
    }
}

#[test]
fn every_field_that_nothing_happens_by_is_in_its_table() {
    use crate::runbook::format::fields::{ALL, UNACTED};
    for (label, fields) in UNACTED {
        let table = ALL.iter().find(|table| table.label == *label).unwrap();
        for field in *fields {
            assert!(table.fields.contains(field), "{label} has no {field}");
        }
    }
}

#[test]
fn the_file_as_a_whole_is_refused_with_its_reason() {
    assert_eq!(read("x", b"{}").faults[0].code(), "missing");
}

//! Weak spots are found, and sound plans are left alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chrono::NaiveDate;

use super::check;
use crate::runbook::format::{Fault, FaultKind, Severity, Source, read};

fn book(fields: &str) -> String {
    format!(r#"{{"format": "runbook/1", "id": "x", "title": "X", {fields}}}"#)
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
}

fn weak(fields: &str) -> Vec<Fault> {
    let text = book(fields);
    let reading = read("x.json", text.as_bytes());
    let runbook = reading.runbook.as_ref().unwrap_or_else(|| panic!("{:#?}", reading.faults));
    let faults = check(runbook, &reading.source, today());
    assert!(faults.iter().all(|fault| fault.severity == Severity::Warning && fault.place.is_some()), "{faults:#?}");
    faults
}

/// Code, path, and the text pointed at.
fn told(fields: &str) -> Vec<(String, String, String)> {
    let text = book(fields);
    weak(fields)
        .iter()
        .map(|fault| {
            let span = fault.place.as_ref().unwrap().span.clone();
            (fault.code().to_owned(), fault.path.clone(), text[span].to_owned())
        })
        .collect()
}

fn one(fields: &str) -> (String, String, String) {
    let mut all = told(fields);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

fn is(found: &(String, String, String), code: &str, path: &str, at: &str) {
    assert_eq!((found.0.as_str(), found.1.as_str(), found.2.as_str()), (code, path, at));
}

#[test]
fn a_role_with_no_work_and_a_step_with_no_role_are_named() {
    let fields = r#""roles": {"commander": {"title": "C"}, "a": {"title": "A"}, "b": {"title": "B"}, "e": {"title": "E", "drill_only": true}},
        "steps": [{"title": "One", "role": "a"}, {"title": "Two"}]"#;
    let all = told(fields);
    is(&all[0], "idle-role", "roles.b", "\"b\"");
    is(&all[1], "no-role", "steps[1]", "{");
    assert_eq!(all.len(), 2);
    assert!(told(r#""steps": [{"title": "Two"}]"#).is_empty());
}

#[test]
fn work_of_a_role_is_found_wherever_it_stands() {
    for work in [
        r#""steps": [{"title": "One", "role": "a", "approval": "b"}]"#,
        r#""steps": [{"title": "One", "role": "a", "checklist": [{"text": "t", "role": "b"}]}]"#,
        r#""steps": [{"title": "One", "role": "a", "timebox": "1m", "on_overrun": {"text": "t", "escalate_to": "b"}}]"#,
        r#""steps": [{"title": "One", "role": "a"}], "review": {"sign_off": ["b"]}"#,
        r#""steps": [{"title": "One", "role": "a"}], "notices": {"n": {"title": "N", "text": "t", "to": ["b"]}}"#,
        r#""steps": [{"title": "One", "role": "a"}], "timers": [{"id": "t", "title": "T", "every": "1m", "role": "b"}]"#,
    ] {
        let fields = format!(r#""roles": {{"a": {{"title": "A"}}, "b": {{"title": "B"}}}}, {work}"#);
        assert_eq!(told(&fields), [], "{work}");
    }
}

#[test]
fn a_contact_nobody_can_reach_is_named() {
    let fields = r#""contacts": {"a": {"name": "A"}, "b": {"name": "B", "chat": "room"}}, "steps": [{"title": "S"}]"#;
    is(&one(fields), "no-way-to-reach", "contacts.a", "\"a\"");
}

#[test]
fn a_step_no_path_leads_to_is_named() {
    let branch = r#""steps": [{"title": "A"}, {"id": "b", "title": "B", "branch": true}]"#;
    is(&one(branch), "unreachable-step", "steps[1]", "{");
    let jumped_over = r#""phases": [{"title": "P", "steps": [
        {"title": "A", "decision": {"question": "?", "options": [{"label": "Y", "goto": "c"}, {"label": "N", "goto": "end"}]}},
        {"id": "b", "title": "B"}, {"id": "c", "title": "C"}]}]"#;
    let found = weak(jumped_over);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "phases[0].steps[1]");
    assert_eq!(found[0].kind, FaultKind::UnreachableStep { step: "b".into(), branch: false });
}

#[test]
fn a_branch_entered_by_a_jump_a_failure_or_a_timer_is_reached() {
    for entry in [
        r#"{"title": "A", "decision": {"question": "?", "options": [{"label": "Y", "goto": "b"}, {"label": "N"}]}}"#,
        r#"{"title": "A", "on_failure": "b"}"#,
        r#"{"title": "A", "rollback": "b"}"#,
        r#"{"title": "A", "timebox": "1m", "on_overrun": {"text": "t", "goto": "b"}}"#,
    ] {
        let steps = format!(r#""steps": [{entry}, {{"id": "b", "title": "B", "branch": true}}, {{"title": "C"}}]"#);
        assert_eq!(told(&steps), [], "{entry}");
    }
    let timer = r#""steps": [{"title": "A"}, {"id": "b", "title": "B", "branch": true}],
        "timers": [{"id": "t", "title": "T", "within": "1m", "on_breach": {"text": "t", "goto": "b"}}]"#;
    assert_eq!(told(timer), []);
    let any = r#""phases": [{"title": "P", "order": "any", "steps": [
        {"title": "A", "decision": {"question": "?", "options": [{"label": "Y", "goto": "end"}]}}, {"title": "B"}]}]"#;
    assert_eq!(told(any), []);
}

#[test]
fn a_step_that_waits_for_a_later_one_or_in_a_circle_is_named() {
    let later = r#""steps": [{"title": "A", "requires": ["b"]}, {"id": "b", "title": "B"}]"#;
    is(&one(later), "never-ready", "steps[0].requires[0]", "\"b\"");
    let circle = r#""phases": [{"title": "P", "order": "any", "steps": [
        {"id": "a", "title": "A", "requires": ["b"]}, {"id": "b", "title": "B", "requires": ["a"]}, {"id": "c", "title": "C", "requires": ["c"]}]}]"#;
    assert_eq!(told(circle).len(), 3);
    let fine = r#""phases": [{"title": "P", "order": "any", "steps": [
        {"id": "a", "title": "A", "requires": ["b"]}, {"id": "b", "title": "B"}]}]"#;
    assert_eq!(told(fine), []);
}

#[test]
fn a_timer_that_cannot_start_is_named() {
    let steps = r#""steps": [{"title": "A"}, {"id": "b", "title": "B", "branch": true}]"#;
    let timers = r#""timers": [{"id": "t", "title": "T", "every": "1m", "from": "b.done"}, {"id": "u", "title": "U", "every": "1m", "from": "reported"}]"#;
    let all = told(&format!("{steps}, {timers}"));
    is(&all[1], "never-starts", "timers[0].from", "\"b.done\"");
    assert_eq!(all.len(), 2);
}

#[test]
fn what_is_opened_by_an_act_must_be_closed_by_one() {
    let notices = |closes: &str| {
        format!(
            r#""obligations": {{"o": {{"title": "O"}}, "p": {{"title": "P", "from": "ended"}}}}, "steps": [{{"title": "S"}}],
            "notices": {{"n": {{"title": "N", "text": "t", "opens": ["o"]}}, "m": {{"title": "M", "text": "t" {closes}}}}}"#
        )
    };
    is(&one(&notices("")), "never-closed", "obligations.o", "\"o\"");
    assert_eq!(told(&notices(r#", "closes": ["o"]"#)), []);
}

#[test]
fn what_is_to_be_closed_must_open() {
    let with = |opens: &str| {
        format!(
            r#""obligations": {{"o": {{"title": "O"}}, "p": {{"title": "P", "from": "ended"}}}},
            "steps": [{{"title": "S"{opens}}}, {{"title": "T", "closes": ["o", "p"]}}]"#
        )
    };
    is(&one(&with("")), "never-opened", "obligations.o", "\"o\"");
    assert_eq!(told(&with(r#", "opens": ["o"]"#)), []);
}

#[test]
fn what_only_lies_behind_a_lost_step_is_not_told() {
    let stop = r#"{"title": "A", "decision": {"question": "?", "options": [{"label": "Y", "goto": "end"}]}}"#;
    let lost = format!(
        r#""steps": [{stop}, {{"id": "x", "title": "X", "branch": true}}, {{"id": "b", "title": "B", "on_failure": "x"}}, {{"title": "C"}}]"#
    );
    is(&one(&lost), "unreachable-step", "steps[2]", "{");
}

#[test]
fn a_limit_without_a_number_is_named_unless_a_clock_runs_over_it() {
    let with = |more: &str, rest: &str| {
        format!(
            r#""steps": [{{"id": "a", "title": "A"}}, {{"id": "b", "title": "B", "decision": {{"question": "Repaired within a short time?",
            "options": [{{"label": "Y"}}]}}{more}}}]{rest}"#
        )
    };
    is(&one(&with("", "")), "vague-limit", "steps[1].decision.question", "within a short time");
    assert_eq!(told(&with(r#", "timebox": "5m""#, "")), []);
    let timer = |from: &str| format!(r#", "timers": [{{"id": "t", "title": "T", "within": "1h", "from": "{from}"}}]"#);
    assert_eq!(told(&with("", &timer("a.start"))), []);
    assert_eq!(told(&with("", &timer("b.done"))).len(), 1);
    let levels =
        r#""levels": {"one": {"title": "One", "criteria": ["短时间内无法修复"]}}, "steps": [{"title": "立即上报"}]"#;
    is(&one(levels), "vague-limit", "levels.one.criteria[0]", "短时间内");
}

#[test]
fn a_runbook_that_replaces_itself_is_named() {
    let fields = |name: &str| format!(r#""supersedes": ["y", "{name}"], "steps": [{{"title": "S"}}]"#);
    is(&one(&fields("x")), "supersedes-itself", "supersedes[1]", "\"x\"");
    is(&one(&fields("X")), "supersedes-itself", "supersedes[1]", "\"X\"");
    assert_eq!(told(&fields("z")), []);
}

#[test]
fn what_was_left_in_texts_and_commands_is_named() {
    let step = |fields: &str| format!(r#""steps": [{{"title": "S", {fields}}}]"#);
    is(&one(&step(r#""instructions": "é\n TODO: ask""#)), "todo", "steps[0].instructions", "TODO");
    is(&one(&step(r#""commands": ["echo “a”"]"#)), "typographic", "steps[0].commands[0]", "“");
    is(&one(&step("\"commands\": [{\"run\": \"rm\u{A0}x\"}]")), "typographic", "steps[0].commands[0].run", "\u{A0}");
    is(&one(&step(r#""commands": ["ping <your host> now"]"#)), "placeholder", "steps[0].commands[0]", "<your host>");
    for fine in [
        r#""instructions": "TODOS “quoted” <b>""#,
        r#""commands": ["sql < dump.sql > out", "a <b", "cat <<EOF"]"#,
        r#""commands": [{"run": "a", "title": "“a” <b>"}]"#,
        r#""extensions": {"x": "TODO"}"#,
    ] {
        assert_eq!(told(&step(fine)), [], "{fine}");
    }
}

#[test]
fn a_review_is_overdue_from_the_day_after() {
    let reviewed = |day: &str| format!(r#""reviewed": "{day}", "review_every": "30d", "steps": [{{"title": "S"}}]"#);
    is(&one(&reviewed("2026-05-01")), "review-overdue", "reviewed", "\"2026-05-01\"");
    assert_eq!(told(&reviewed("2026-05-02")), []);
}

#[test]
fn without_a_text_the_plan_itself_is_still_checked() {
    let text = book(r#""contacts": {"a": {"name": "A"}}, "steps": [{"title": "TODO"}]"#);
    let runbook = read("x.json", text.as_bytes()).runbook.unwrap();
    let faults = check(&runbook, &Source::default(), today());
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].code(), &faults[0].place), ("no-way-to-reach", &None));
}

//! What a step wants before it is done, each gate refused first and then passed with a reason.

use serde_json::json;

use super::fixture::*;
use crate::runbook::Authority;
use crate::session::{Command, Event, EvidenceItem, Gate, ItemKey, Outcome, Refusal, RuleOutCause, Status};
use crate::time::Span;

fn one(more: serde_json::Value) -> Run {
    incident(json!({ "steps": [step_with("a", more), step("b")] }))
}

fn evidence(place: usize, text: &str) -> Command {
    Command::GiveEvidence { step: id("a"), item: EvidenceItem(place), text: text.to_owned() }
}

#[test]
fn unticked_items_and_what_was_not_seen_are_a_gate() {
    let mut run = one(json!({ "checklist": ["one", "two", { "text": "three", "optional": true }], "expect": "green" }));
    run.act(tick("a", 1));
    run.gated(done("a"), vec![Gate::Unticked { step: id("a"), items: vec![ItemKey::Check(0), ItemKey::Expect] }]);
    assert!(run.is_done("a"));
}

#[test]
fn a_step_with_everything_ticked_is_done_without_a_reason() {
    let mut run = one(json!({ "checklist": ["one"], "expect": "green" }));
    run.act(tick("a", 0)).act(Command::Tick { step: id("a"), item: ItemKey::Expect }).act(done("a")).actives(&["b"]);
}

#[test]
fn ticks_are_made_once_and_taken_away_once() {
    let mut run = one(json!({ "checklist": ["one"] }));
    let untick = Command::Untick { step: id("a"), item: ItemKey::Check(0) };
    run.refused(untick.clone(), Refusal::NothingToChange)
        .act(tick("a", 0))
        .refused(tick("a", 0), Refusal::NothingToChange);
    run.act(untick);
    assert!(run.session.state().step(&id("a")).attempt().unwrap().ticks.is_empty());
    run.refused(tick("a", 1), Refusal::NoSuchItem(id("a")));
    run.refused(Command::Tick { step: id("a"), item: ItemKey::Expect }, Refusal::NoSuchItem(id("a")));
    run.refused(tick("nowhere", 0), Refusal::NoSuchStep(id("nowhere")));
}

#[test]
fn missing_evidence_is_a_gate_and_only_what_is_not_optional_counts() {
    let mut run = one(json!({ "evidence": ["who", { "text": "file", "kind": "file", "optional": true }, "when"] }));
    run.act(evidence(0, "hao"));
    run.gated(done("a"), vec![Gate::EvidenceMissing { step: id("a"), count: 1 }]);
}

#[test]
fn evidence_fits_what_was_asked() {
    let mut run = one(
        json!({ "evidence": [{ "text": "how many", "kind": "number" }, { "text": "up", "kind": "yesno" }, "words"] }),
    );
    run.refused(evidence(0, "many"), Refusal::BadValue { name: "how many".to_owned() });
    run.refused(evidence(0, "NaN"), Refusal::BadValue { name: "how many".to_owned() });
    run.refused(evidence(1, "maybe"), Refusal::BadValue { name: "up".to_owned() });
    run.refused(evidence(2, "  "), Refusal::Empty).refused(evidence(3, "x"), Refusal::NoSuchItem(id("a")));
    run.act(evidence(0, " 4.5 "))
        .act(evidence(1, "yes"))
        .act(evidence(2, "well"))
        .act(evidence(2, "better"))
        .act(done("a"));
    assert_eq!(run.session.state().step(&id("a")).attempt().unwrap().evidence[&2], "better", "the last word counts");
}

#[test]
fn an_undecided_question_is_a_gate() {
    let mut run = one(json!({ "decision": { "question": "?", "options": [{ "label": "Yes" }] } }));
    run.gated(done("a"), vec![Gate::Undecided { step: id("a") }]);
}

#[test]
fn deciding_asks_for_the_rest_of_the_step_too() {
    let mut run =
        one(json!({ "checklist": ["look"], "decision": { "question": "?", "options": [{ "label": "Yes" }] } }));
    run.gated(choose("a", 0), vec![Gate::Unticked { step: id("a"), items: vec![ItemKey::Check(0)] }]);
}

#[test]
fn a_missing_estimate_is_a_gate() {
    let mut run = one(json!({ "estimate": true }));
    let mut given = run.clone();
    run.gated(done("a"), vec![Gate::NoEstimate { step: id("a") }]);
    given.act(Command::GiveEstimate { step: Some(id("a")), takes: span("20m") }).act(done("a"));
}

#[test]
fn unsent_messages_are_a_gate() {
    let book = json!({ "contacts": { "all": { "name": "All" } }, "notices": { "down": { "title": "Down", "to": ["all"], "text": "Down." } },
        "steps": [step_with("a", json!({ "notify": ["down"] }))] });
    let mut run = incident(book);
    let mut sent = run.clone();
    run.gated(done("a"), vec![Gate::NoticesUnsent { step: id("a"), notices: vec!["down".into()] }]);
    sent.act(send("down")).act(done("a"));
}

#[test]
fn a_running_wait_is_a_gate_that_says_how_much_is_left() {
    let mut run = one(json!({ "wait": "5m" }));
    run.at("2m").gated(done("a"), vec![Gate::WaitRunning { step: id("a"), left: span("3m") }]);
    one(json!({ "wait": "5m" })).at("5m").act(done("a"));
}

#[test]
fn a_pause_stops_a_wait() {
    let mut run = drill(json!({ "steps": [step_with("a", json!({ "wait": "5m" }))] }));
    run.at("1m").act(Command::Pause).at("31m");
    run.refused(done("a"), Refusal::Gates(vec![Gate::WaitRunning { step: id("a"), left: span("4m") }]));
}

#[test]
fn a_missing_approval_is_a_gate() {
    let mut run = incident(
        json!({ "roles": { "lead": { "title": "Lead" } }, "steps": [step_with("a", json!({ "approval": "lead" }))] }),
    );
    run.actives(&[]);
    run.gated(begin("a"), vec![Gate::NotApproved { subject: of_step("a"), roles: vec!["lead".into()] }])
        .actives(&["a"]);
}

#[test]
fn declaring_the_plan_active_needs_a_role_that_may() {
    let mut run =
        incident(json!({ "roles": { "lead": { "title": "Lead", "can": ["activate"] }, "hand": { "title": "Hand" } },
        "steps": [step_with("a", json!({ "role": "hand", "milestone": "activated" })), step("b")] }));
    run.act(assign("lead", "lin")).act(assign("hand", "hao"));
    let gate = Gate::NotAuthorised { authority: Authority::Activate, roles: vec!["lead".into()] };
    run.refused(done("a"), Refusal::Gates(vec![gate]));
    run.act_of("lin", done("a"));
}

#[test]
fn all_gates_are_named_at_once_and_one_reason_passes_them() {
    let mut run = one(json!({ "checklist": ["one"], "evidence": ["two"], "estimate": true }));
    run.gated(
        done("a"),
        vec![
            Gate::Unticked { step: id("a"), items: vec![ItemKey::Check(0)] },
            Gate::EvidenceMissing { step: id("a"), count: 1 },
            Gate::NoEstimate { step: id("a") },
        ],
    );
    let passed = run.events.iter().position(|event| matches!(event, Event::GatePassed { .. }));
    assert_eq!(passed, Some(0), "the reason stands before what it let through");
}

#[test]
fn an_empty_reason_is_none() {
    let mut run = one(json!({ "checklist": ["one"] }));
    let gates = vec![Gate::Unticked { step: id("a"), items: vec![ItemKey::Check(0)] }];
    assert_eq!(run.give(done("a"), Some("  "), None), Err(Refusal::Gates(gates)));
}

#[test]
fn a_reason_without_a_gate_records_no_gate() {
    let mut run = incident(steps(&["a", "b"]));
    run.act_because("because", done("a"));
    assert!(!run.events.iter().any(|event| matches!(event, Event::GatePassed { .. })));
}

#[test]
fn skipping_needs_a_reason_unless_the_step_is_optional() {
    let mut run = incident(json!({ "steps": [step("a"), step_with("b", json!({ "optional": true }))] }));
    run.refused(skip("a"), Refusal::NeedsReason).act_because("no hands", skip("a")).act(skip("b"));
    assert_eq!(run.status("a"), Status::Finished(Outcome::Skipped { reason: Some("no hands".to_owned()) }));
}

#[test]
fn a_step_is_ruled_out_and_put_off_in_words() {
    let mut run = incident(steps(&["a", "b", "c"]));
    run.act_because("another rack", rule_out("a"));
    let cause = RuleOutCause::Hand { reason: Some("another rack".to_owned()) };
    assert_eq!(run.status("a"), Status::Finished(Outcome::NotApplicable { cause }));
    run.refused(Command::DeferStep { step: id("b"), until: " ".to_owned() }, Refusal::Empty).act(defer("b"));
    assert_eq!(run.status("b"), Status::Finished(Outcome::Deferred { until: "tonight".to_owned() }));
}

#[test]
fn a_finished_step_takes_no_more_work() {
    let mut run = one(
        json!({ "checklist": ["one"], "evidence": ["two"], "decision": { "question": "?", "options": [{ "label": "Yes" }] } }),
    );
    run.act(rule_out("a"));
    for command in [
        done("a"),
        skip("a"),
        rule_out("a"),
        defer("a"),
        tick("a", 0),
        Command::Untick { step: id("a"), item: ItemKey::Check(0) },
        evidence(0, "x"),
        choose("a", 0),
        fail("a"),
        Command::WaitOn { step: id("a"), on: "x".to_owned() },
    ] {
        run.refused(command, Refusal::StepFinished(id("a")));
    }
}

#[test]
fn a_step_is_waited_with_only_while_it_is_active() {
    let mut run = incident(steps(&["a", "b"]));
    run.refused(Command::WaitOn { step: id("b"), on: "x".to_owned() }, Refusal::StepNotActive(id("b")));
    run.refused(Command::StopWaiting { step: id("a") }, Refusal::NotWaiting(id("a")));
    run.refused(Command::WaitOn { step: id("a"), on: "  ".to_owned() }, Refusal::Empty);
}

#[test]
fn a_step_that_was_never_begun_begins_with_its_first_tick_or_its_outcome() {
    let mut run = incident(json!({ "steps": [step("a"), step_with("b", json!({ "checklist": ["one"] })), step("c")] }));
    run.act(tick("b", 0)).actives(&["a", "b"]).at("4m").act(done("c"));
    let attempt = run.session.state().step(&id("c")).attempt().unwrap().clone();
    assert_eq!(attempt.started.unwrap().0.elapsed, span("4m"));
    assert_eq!(run.session.used(&id("c"), run.reading()), Some(Span::ZERO));
}

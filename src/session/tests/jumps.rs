//! The flow leaves its order: decisions, failures, loops, side steps, and what a jump leaves standing.

use serde_json::json;

use super::fixture::*;
use crate::runbook::Milestone;
use crate::session::{AfterFailure, Command, Due, Event, Kind, Refusal, ReopenCause, RuleOutCause, StartCause, Urgent};

fn asks(id: &str, options: serde_json::Value) -> serde_json::Value {
    step_with(id, json!({ "decision": { "question": "Which way?", "options": options } }))
}

#[test]
fn a_decision_completes_its_step_and_goes_on() {
    let mut run = incident(json!({ "steps": [asks("a", json!([{ "label": "Yes" }, { "label": "No" }])), step("b")] }));
    run.give(choose("a", 1), Some("it looks so"), None).unwrap();
    run.has(&Event::DecisionMade {
        step: Some(id("a")),
        question: "Which way?".to_owned(),
        chosen: "No".to_owned(),
        option: Some(1),
        note: None,
        reason: Some("it looks so".to_owned()),
    });
    assert!(run.is_done("a"));
    run.actives(&["b"]);
}

#[test]
fn a_decision_only_has_the_options_it_has() {
    let mut run = incident(json!({ "steps": [asks("a", json!([{ "label": "Yes" }])), step("b")] }));
    run.refused(choose("a", 1), Refusal::NoSuchOption(id("a"))).refused(choose("b", 0), Refusal::NothingAsked(id("b")));
}

#[test]
fn a_jump_forward_rules_out_the_pending_steps_and_leaves_the_active_ones() {
    let mut run = incident(
        json!({ "steps": [asks("a", json!([{ "label": "Go", "goto": "d" }])), step("b"), step("c"), step("d")] }),
    );
    run.act(begin("c")).act(choose("a", 0));
    run.has(&Event::StepRuledOut { step: id("b"), cause: RuleOutCause::JumpedOver });
    assert!(run.is_active("c"));
    run.act(done("c")).actives(&["d"]);
}

#[test]
fn a_jump_forward_across_phases_leaves_those_between() {
    let mut run = incident(
        json!({ "phases": [phase("one", vec![asks("a", json!([{ "label": "Go", "goto": "three" }])), step("b")]),
        phase("two", vec![step("c")]), phase("three", vec![step("d"), step("e")])] }),
    );
    run.act(choose("a", 0)).actives(&["d"]);
    assert!(run.is_ruled_out("b") && run.is_ruled_out("c"));
    run.act(done("d")).actives(&["e"]);
}

#[test]
fn a_jump_to_a_phase_goes_to_its_first_step_of_this_kind_that_is_no_branch() {
    let mut run = incident(
        json!({ "phases": [phase("one", vec![asks("a", json!([{ "label": "Go", "goto": "two" }]))]),
        phase("two", vec![step_with("brief", json!({ "only": "drill" })), step_with("side", json!({ "branch": true })), step("c")])] }),
    );
    run.act(choose("a", 0)).actives(&["c"]);
    assert!(run.is_ruled_out("side"));
}

#[test]
fn a_jump_forward_to_a_step_already_done_does_not_do_it_again() {
    let mut run = incident(
        json!({ "steps": [asks("a", json!([{ "label": "Go", "goto": "c" }])), step("b"), step("c"), step("d")] }),
    );
    run.act(begin("c")).act(done("c")).act(choose("a", 0)).actives(&["d"]);
    assert_eq!(run.attempts("c"), 1);
}

#[test]
fn a_step_jumped_to_when_it_was_done_keeps_its_place_when_a_loop_reopens_it() {
    let mut run = incident(json!({ "phases": [any_phase("work", vec![
        step_with("a", json!({ "decision": { "question": "?", "options": [{ "label": "Go", "goto": "c" }] } }))]),
        phase("rest", vec![step("b"), step("c"), step_with("d", json!({ "on_failure": "b" }))])] }));
    run.act(begin("c")).act(done("c")).act(choose("a", 0)).actives(&["d"]).act(fail("d"));
    run.actives(&["b"]);
    assert!(run.is_pending("c"), "c waits for b");
}

#[test]
fn a_jump_back_reopens_the_target_and_the_finished_steps_up_to_here() {
    let mut run = incident(
        json!({ "steps": [step("z"), step("a"), step("b"), asks("c", json!([{ "label": "Again", "goto": "a" }])), step("d")] }),
    );
    run.act(done("z")).act(done("a")).act(done("b")).at("3m").act(choose("c", 0));
    for step in ["a", "b", "c"] {
        run.has(&Event::StepReopened { step: id(step), cause: ReopenCause::LoopBack });
        assert_eq!(run.attempts(step), 2);
    }
    assert_eq!(run.attempts("z"), 1);
    run.actives(&["a"]).act(done("a")).actives(&["b"]);
}

#[test]
fn a_loop_keeps_the_ticks_and_time_of_each_attempt() {
    let check = json!({ "checklist": ["look"] });
    let mut run =
        incident(json!({ "steps": [step_with("a", check), asks("b", json!([{ "label": "Again", "goto": "a" }]))] }));
    run.act(tick("a", 0)).at("2m").act(done("a")).at("3m").act(choose("b", 0)).at("7m");
    let state = run.session.state().step(&id("a"));
    assert_eq!((state.attempts[0].ticks.len(), state.attempts[1].ticks.len()), (1, 0));
    let finished = state.attempts[0].finished.as_ref().unwrap().0.exercise;
    assert_eq!(finished, span("2m"));
    assert_eq!(run.session.used(&id("a"), run.reading()), Some(span("4m")), "the second round");
}

#[test]
fn a_loop_leaves_active_and_pending_steps_between_alone() {
    let mut run =
        incident(json!({ "steps": [step("a"), step("b"), asks("c", json!([{ "label": "Again", "goto": "a" }]))] }));
    run.act(done("a")).actives(&["b"]).act(choose("c", 0));
    assert!(run.is_active("b"));
    assert_eq!(run.attempts("b"), 1);
}

#[test]
fn going_back_does_not_reach_the_milestone_of_the_step_it_leaves() {
    let test = json!({ "milestone": "restored", "decision": { "question": "Up?", "options": [{ "label": "Pass" }, { "label": "Fail", "goto": "fix" }] } });
    let mut run = incident(json!({ "steps": [step("fix"), step_with("test", test), step("b")] }));
    run.act(done("fix")).act(choose("test", 1));
    assert!(!run.session.state().milestones.contains_key(&Milestone::Restored));
    run.act(done("fix")).at("8m").act(choose("test", 0));
    assert_eq!(run.session.state().milestones[&Milestone::Restored].elapsed, span("8m"));
}

#[test]
fn going_back_to_the_phase_of_the_step_is_going_back() {
    let test = json!({ "milestone": "restored", "decision": { "question": "Up?", "options": [{ "label": "Fail", "goto": "one" }] } });
    let mut run = incident(json!({ "phases": [phase("one", vec![step("fix"), step_with("test", test)])] }));
    run.act(done("fix")).act(choose("test", 0)).actives(&["fix"]);
    assert!(run.session.state().milestones.is_empty());
}

#[test]
fn a_loop_closes_the_phases_it_leaves_until_the_flow_comes_back() {
    let mut run = incident(
        json!({ "phases": [phase("one", vec![step("a")]), phase("two", vec![step_with("b", json!({ "on_failure": "a" })), step("c")])] }),
    );
    run.act(done("a")).act(fail("b")).actives(&["a"]).act(done("a")).actives(&["b"]).act(done("b")).actives(&["c"]);
    assert_eq!(run.attempts("b"), 2);
}

#[test]
fn a_branch_between_is_not_part_of_a_loop() {
    let mut run = incident(
        json!({ "steps": [step("a"), step_with("side", json!({ "branch": true })), step_with("b", json!({ "on_failure": "a" }))] }),
    );
    run.act(done("a")).act(fail("b")).act(done("a"));
    assert!(run.is_ruled_out("side"));
    assert_eq!(run.attempts("side"), 1);
}

#[test]
fn a_jump_enters_a_branch_again_and_again() {
    let options = json!([{ "label": "Side", "goto": "side" }, { "label": "On", "goto": "b" }]);
    let mut run = incident(
        json!({ "steps": [asks("a", options), step_with("side", json!({ "branch": true })), step_with("b", json!({ "on_failure": "a" }))] }),
    );
    for round in 1..=3 {
        run.act(choose("a", 0)).actives(&["side"]).act(done("side")).act(fail("b"));
        assert_eq!(run.attempts("side"), round);
    }
}

#[test]
fn goto_end_proposes_the_end_and_ends_nothing() {
    let mut run = incident(json!({ "steps": [asks("a", json!([{ "label": "Stop", "goto": "end" }])), step("b")] }));
    run.act(choose("a", 0)).has(&Event::EndProposed { step: Some(id("a")) });
    assert!(run.session.state().life.is_under_way() && run.session.state().end_proposed);
    assert!(run.urgent().contains(&Urgent::End));
}

#[test]
fn on_failure_moves_the_flow_to_an_earlier_or_later_step_or_on() {
    let mut back = incident(json!({ "steps": [step("a"), step_with("b", json!({ "on_failure": "a" }))] }));
    back.act(done("a")).act(fail("b")).actives(&["a"]);
    let mut ahead = incident(json!({ "steps": [step_with("a", json!({ "on_failure": "c" })), step("b"), step("c")] }));
    ahead.act(fail("a")).actives(&["c"]);
    assert!(ahead.is_ruled_out("b"));
    let mut next = incident(json!({ "steps": [step_with("a", json!({ "on_failure": "next" })), step("b")] }));
    next.act(fail("a")).actives(&["b"]);
}

#[test]
fn a_failure_the_plan_says_nothing_about_asks_what_next() {
    let mut run = incident(steps(&["a", "b", "c"]));
    run.refused(fail("a"), Refusal::AskAfterFailure(id("a")));
    run.refused(fail_then("a", AfterFailure::Goto(id("nowhere"))), Refusal::NoSuchStep(id("nowhere")));
    run.act(fail_then("a", AfterFailure::Goto(id("c")))).actives(&["c"]);
}

#[test]
fn a_failed_step_done_again_begins_again() {
    let book = json!({ "phases": [any_phase("one", vec![step("first"), step("a"), step_with("side", json!({ "branch": true }))])] });
    let mut run = incident(book);
    run.act(begin("a")).act(fail_then("a", AfterFailure::Again));
    assert!(run.is_active("a"));
    assert_eq!(run.attempts("a"), 2);
    run.act(begin("side")).act(fail_then("side", AfterFailure::Again));
    assert!(run.is_active("side"), "a branch that failed is not passed by");
}

#[test]
fn what_a_person_wants_after_a_failure_goes_before_the_plan() {
    let mut run = incident(json!({ "steps": [step("a"), step_with("b", json!({ "on_failure": "a" })), step("c")] }));
    run.act(done("a")).act(fail_then("b", AfterFailure::GoOn)).actives(&["c"]);
}

fn parallel(options: &serde_json::Value) -> Run {
    let role = |step: &str, role: &str| {
        step_with(step, json!({ "role": role, "decision": { "question": "?", "options": options } }))
    };
    let mut run = opened(
        Kind::Incident,
        json!({ "roles": { "lead": { "title": "L" }, "x": { "title": "X" }, "y": { "title": "Y" } }, "phases": [
        phase("zero", vec![step("z")]), any_phase("one", vec![role("a", "x"), role("b", "y")]),
        phase("two", vec![step("c"), step("d")]), phase("three", vec![step("e")])] }),
    );
    run.act(assign("x", "hao")).act(assign("y", "wei")).act(Command::Start).act(done("z")).actives(&["a", "b"]);
    run
}

#[test]
fn out_of_an_any_phase_open_siblings_stay() {
    let mut run = parallel(&json!([{ "label": "On", "goto": "c" }, { "label": "Far", "goto": "e" }]));
    run.act(choose("a", 0)).actives(&["b", "c"]);
}

#[test]
fn a_sibling_left_open_moves_nothing_later() {
    let mut run = parallel(
        &json!([{ "label": "On", "goto": "c" }, { "label": "Far", "goto": "e" }, { "label": "Back", "goto": "z" }]),
    );
    run.act(choose("a", 0)).act(choose("b", 1)).actives(&["c"]);
    assert!(run.is_done("b") && run.is_pending("d") && run.is_pending("e"));
    let mut back = parallel(&json!([{ "label": "On", "goto": "c" }, { "label": "Back", "goto": "z" }]));
    back.act(choose("a", 0)).act(choose("b", 1)).actives(&["c"]);
    assert_eq!(back.attempts("z"), 1);
}

#[test]
fn a_sibling_left_open_moves_the_flow_again_once_the_flow_is_back() {
    let mut run = parallel(&json!([{ "label": "On", "goto": "c" }, { "label": "Far", "goto": "e" }]));
    run.act(choose("a", 0)).act(fail_then("c", AfterFailure::Goto(id("a")))).act(choose("b", 1)).actives(&["a", "e"]);
}

#[test]
fn a_breach_opens_a_side_step_beside_the_flow() {
    let book = json!({ "timers": [{ "id": "t", "title": "T", "within": "5m", "on_breach": { "text": "Tell", "goto": "side" } }],
        "roles": { "lead": { "title": "L" }, "x": { "title": "X" } },
        "phases": [phase("one", vec![step("a"), step_with("side", json!({ "branch": true, "role": "x" })), step("b")]), phase("two", vec![step("c")])] });
    let mut run = opened(Kind::Incident, book);
    run.act(assign("x", "wei")).act(Command::Start).at("5m");
    assert_eq!(run.notice(), [Due::TimerOver("t".into())]);
    run.actives(&["a", "side"]).act(done("a")).actives(&["side", "b"]).act(done("b")).actives(&["side", "c"]);
}

#[test]
fn a_breach_after_the_branch_was_passed_by_still_opens_it() {
    let book = json!({ "timers": [{ "id": "t", "title": "T", "within": "5m", "on_breach": { "text": "Tell", "goto": "side" } }],
        "roles": { "lead": { "title": "L" }, "x": { "title": "X" } }, "steps": [step("a"), step_with("side", json!({ "branch": true, "role": "x" })), step("b")] });
    let mut run = opened(Kind::Incident, book);
    run.act(assign("x", "wei")).act(Command::Start).act(done("a"));
    assert!(run.is_ruled_out("side"));
    run.at("5m").notice();
    run.actives(&["side", "b"]);
}

#[test]
fn a_breach_does_not_redo_what_is_done_nor_call_what_runs() {
    let book = json!({ "timers": [{ "id": "t", "title": "T", "within": "5m", "on_breach": { "text": "Tell", "goto": "a" } }], "steps": [step("a"), step("b")] });
    let mut run = incident(book.clone());
    run.act(done("a")).at("5m").notice();
    run.actives(&["b"]);
    let mut running = incident(book);
    running.at("5m").notice();
    running.actives(&["a"]);
    assert_eq!(running.attempts("a"), 1);
}

#[test]
fn a_side_step_that_becomes_part_of_the_flow_holds_it_up() {
    let book = json!({ "timers": [{ "id": "t", "title": "T", "within": "5m", "on_breach": { "text": "Tell", "goto": "side" } }],
        "roles": { "lead": { "title": "L" }, "x": { "title": "X" } },
        "steps": [asks("a", json!([{ "label": "Side", "goto": "side" }])), step_with("side", json!({ "branch": true, "role": "x" })), step("b")] });
    let mut run = opened(Kind::Incident, book);
    run.act(assign("x", "wei")).act(Command::Start).at("5m").notice();
    run.act(choose("a", 0)).actives(&["side"]).act(done("side")).actives(&["b"]);
}

#[test]
fn a_decision_in_a_side_step_does_not_drag_the_flow_back() {
    let side = json!({ "branch": true, "decision": { "question": "?", "options": [{ "label": "On", "goto": "b" }] } });
    let mut run = incident(
        json!({ "phases": [phase("one", vec![step("a"), step_with("side", side), step("b")]), phase("two", vec![step("c"), step("d")])] }),
    );
    run.act(done("a")).act(done("b")).act(reopen("side")).act(choose("side", 0)).actives(&["c"]);
    let opened = |event: &Event| matches!(event, Event::PhaseOpened { .. });
    assert!(!run.events.iter().any(opened), "phases stay as they were");
}

#[test]
fn an_overrun_opens_its_side_step() {
    let a = json!({ "timebox": "2m", "on_overrun": { "text": "Call", "goto": "side" } });
    let mut run = opened(
        Kind::Incident,
        json!({ "roles": { "lead": { "title": "L" }, "x": { "title": "X" } }, "steps": [step_with("a", a), step_with("side", json!({ "branch": true, "role": "x" })), step("b")] }),
    );
    run.act(assign("x", "wei")).act(Command::Start).at("2m").notice();
    run.actives(&["a", "side"]);
}

#[test]
fn a_step_reopened_by_hand_begins_at_once_and_moves_nothing() {
    let mut run =
        incident(json!({ "phases": [phase("one", vec![step("a"), step("b")]), phase("two", vec![step("c")])] }));
    run.refused(reopen("a"), Refusal::StepNotFinished(id("a")));
    run.act(done("a")).act(done("b")).act(reopen("a")).has(&started("a", StartCause::Hand)).actives(&["a", "c"]);
    run.act(done("a")).actives(&["c"]);
    assert_eq!(run.attempts("a"), 2);
}

#[test]
fn a_round_that_leads_back_is_not_told_as_done() {
    let decision = json!({ "question": "Works?", "options": [{ "label": "No", "goto": "a" }, { "label": "Yes" }] });
    let mut run = incident(json!({ "steps": [step("a"), step_with("b", json!({ "decision": decision }))] }));
    run.act(Command::CompleteStep { step: id("a") });
    run.act(Command::Decide { step: id("b"), option: 0 });
    let entry = &run.session.log().last().unwrap().entry;
    let done = |event: &&Event| matches!(event, Event::StepCompleted { step } if *step == id("b"));
    assert!(entry.events.iter().any(|event| done(&event)) && !entry.told().any(|event| done(&event)));
    assert!(entry.told().any(|event| matches!(event, Event::DecisionMade { .. })));
}

#[test]
fn an_act_that_passed_a_gate_tells_first_what_came_of_it() {
    let mut run = opened(
        Kind::Incident,
        json!({ "steps": [step_with("a", json!({ "danger": "Gone." })), step_with("b", json!({ "checklist": ["x"] })), step_with("last", json!({ "milestone": "ended" }))] }),
    );
    run.act(Command::Start);
    run.act(Command::StartStep { step: id("a"), typed: Some("1".to_owned()) });
    let told = |run: &Run| run.session.log().last().unwrap().entry.told().cloned().collect::<Vec<_>>();
    let started = told(&run);
    assert!(matches!(started.first(), Some(Event::StepStarted { .. })), "{started:?}");
    assert!(matches!(started.last(), Some(Event::DangerConfirmed { .. })), "{started:?}");
    run.act(done("a")).act_because("no time", done("b"));
    let finished = told(&run);
    assert!(matches!(finished.first(), Some(Event::StepCompleted { .. })), "{finished:?}");
    assert!(matches!(finished.last(), Some(Event::GatePassed { .. })), "{finished:?}");
    run.act(reopen("b")).act_because("over", Command::End);
    let over = told(&run);
    let moves = |events: &[Event]| events.iter().any(|event| matches!(event, Event::FlowMoved { .. }));
    assert!(moves(&run.session.log().last().unwrap().entry.events) && !moves(&over), "{over:?}");
    assert!(matches!(over.first(), Some(Event::SessionEnded { .. })), "{over:?}");
    assert!(matches!(over.last(), Some(Event::GatePassed { .. })), "{over:?}");
}

#[test]
fn a_step_opened_beside_the_flow_that_leads_on_passes_by_the_phases_nobody_came_to() {
    let shut =
        json!({ "branch": true, "decision": { "question": "?", "options": [{ "label": "Down", "goto": "p3" }] } });
    let book = json!({
        "timers": [{ "id": "t", "title": "T", "within": "5m", "until": "z.done", "on_breach": { "text": "Now", "goto": "s" } }],
        "phases": [phase("p1", vec![step("a")]), any_phase("p2", vec![step("b"), step_with("s", shut)]), phase("p3", vec![step("z")])],
    });
    let mut run = incident(book);
    run.at("6m").notice();
    run.act(begin("s")).act(choose("s", 0));
    assert!(run.is_ruled_out("b"), "its phase never opened, and the flow is past it");
    assert!(run.is_active("a"), "what somebody is doing is theirs to finish");
}

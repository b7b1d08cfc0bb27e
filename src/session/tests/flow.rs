//! Steps have their turn: phases, sequences, requirements, persons, branches, conditions.

use serde_json::json;

use super::fixture::*;
use crate::session::{AfterFailure, Command, Event, Gate, Kind, Outcome, Refusal, RuleOutCause, StartCause, Status};

fn crew() -> serde_json::Value {
    json!({ "x": { "title": "X" }, "y": { "title": "Y" }, "z": { "title": "Z" } })
}

#[test]
fn in_a_sequence_a_step_waits_for_every_earlier_outcome() {
    let mut run = incident(steps(&["a", "b", "c"]));
    run.actives(&["a"]).act(done("a")).actives(&["b"]).act_because("no need", skip("b")).actives(&["c"]);
}

#[test]
fn an_optional_step_in_a_sequence_has_its_turn_like_any_other() {
    let mut run = incident(json!({ "steps": [step_with("a", json!({ "optional": true })), step("b")] }));
    run.actives(&["a"]).act(skip("a")).actives(&["b"]);
}

#[test]
fn every_outcome_lets_the_sequence_go_on() {
    for outcome in [done("a"), rule_out("a"), defer("a"), fail_then("a", AfterFailure::GoOn)] {
        let mut run = incident(steps(&["a", "b"]));
        run.act(outcome).actives(&["b"]);
    }
}

#[test]
fn the_next_phase_opens_when_every_step_that_is_not_optional_has_an_outcome() {
    let book = json!({ "phases": [
        phase("one", vec![step("a"), step_with("b", json!({ "optional": true }))]), phase("two", vec![step("c")])] });
    let mut run = incident(book);
    run.has(&Event::PhaseOpened { phase: "one".into() });
    run.act(done("a")).has(&Event::PhaseOpened { phase: "two".into() });
    assert!(run.is_active("b"), "the optional step still has its turn");
    run.act(skip("b")).actives(&["c"]);
}

#[test]
fn a_phase_without_steps_in_this_kind_of_session_is_never_entered() {
    let book = json!({ "phases": [phase("drill", vec![step_with("a", json!({ "only": "drill" }))]), phase("two", vec![step("b")])] });
    let mut run = incident(book.clone());
    run.actives(&["b"]);
    drill(book).actives(&["a"]);
}

#[test]
fn steps_of_an_any_phase_begin_at_once_for_different_persons() {
    let book = json!({ "roles": crew(), "phases": [
        any_phase("one", vec![step_with("a", json!({ "role": "x" })), step_with("b", json!({ "role": "y" })), step_with("c", json!({ "role": "x" }))]),
        phase("two", vec![step("d")])] });
    let mut run = opened(Kind::Incident, book);
    run.act(assign("x", "hao")).act(assign("y", "wei")).act(Command::Start).actives(&["a", "b"]);
    run.act(done("a")).actives(&["b", "c"]).act(done("b")).act(done("c")).actives(&["d"]);
}

#[test]
fn someone_alone_never_has_two_clocks_started_for_them() {
    let book = json!({ "roles": crew(), "phases": [
        any_phase("one", vec![step_with("a", json!({ "role": "x" })), step_with("b", json!({ "role": "y" }))])] });
    let mut run = incident(book);
    run.actives(&["a"]).act(begin("b")).actives(&["a", "b"]);
}

#[test]
fn a_person_whose_step_waits_for_somebody_gets_the_next_one() {
    let book = json!({ "phases": [any_phase("one", vec![step("a"), step("b")])] });
    let mut run = incident(book);
    let wait = Command::WaitOn { step: id("a"), on: "the vendor".to_owned() };
    run.act(wait).actives(&["a", "b"]);
    assert_eq!(run.session.state().step(&id("a")).waiting.as_deref(), Some("the vendor"));
    run.act(Command::StopWaiting { step: id("a") })
        .refused(Command::StopWaiting { step: id("a") }, Refusal::NotWaiting(id("a")));
}

#[test]
fn a_step_assigned_to_somebody_free_begins() {
    let book = json!({ "phases": [any_phase("one", vec![step("a"), step("b")])] });
    let mut run = incident(book);
    run.actives(&["a"]).act(reassign("b", "wei")).actives(&["a", "b"]);
    run.refused(reassign("b", "wei"), Refusal::NothingToChange).refused(reassign("b", " "), Refusal::Empty);
}

#[test]
fn any_step_can_be_begun_by_hand_at_any_time() {
    let book = json!({ "phases": [phase("one", vec![step("a")]), phase("two", vec![step("b"), step("c")])] });
    let mut run = incident(book);
    run.act(begin("c")).has(&started("c", StartCause::Hand)).actives(&["a", "c"]);
    run.refused(begin("c"), Refusal::StepActive(id("c")));
    run.act(done("c")).refused(begin("c"), Refusal::StepFinished(id("c")));
}

#[test]
fn requires_reaches_across_phases_and_roles() {
    let book = json!({ "roles": crew(), "phases": [
        any_phase("one", vec![step_with("a", json!({ "role": "x" })), step_with("late", json!({ "role": "y", "optional": true }))]),
        phase("two", vec![step_with("b", json!({ "role": "z", "requires": ["late"] }))])] });
    let mut run = opened(Kind::Incident, book);
    run.act(assign("x", "hao")).act(assign("y", "wei")).act(assign("z", "zhao")).act(Command::Start);
    run.act(done("a")).actives(&["late"]).act(done("late")).actives(&["b"]);
}

#[test]
fn requires_is_met_by_done_skipped_and_not_applicable_not_by_failed_or_put_off() {
    let book = || json!({ "steps": [step_with("a", json!({ "optional": true })), step_with("b", json!({ "requires": ["a"] }))] });
    for met in [done("a"), skip("a"), rule_out("a")] {
        incident(book()).act(met).actives(&["b"]);
    }
    for unmet in [fail_then("a", AfterFailure::GoOn), defer("a")] {
        let mut run = incident(book());
        run.act(unmet).actives(&[]);
        run.gated(begin("b"), vec![Gate::RequiresUnmet { step: id("b"), missing: vec![id("a")] }]).actives(&["b"]);
    }
}

#[test]
fn a_requirement_of_the_other_kind_of_session_asks_nothing() {
    let book = json!({ "steps": [step_with("brief", json!({ "only": "drill" })), step_with("a", json!({ "requires": ["brief"] }))] });
    incident(book).actives(&["a"]);
}

#[test]
fn a_branch_nobody_entered_is_passed_by() {
    let book = json!({ "steps": [step("a"), step_with("side", json!({ "branch": true })), step("b")] });
    let mut run = incident(book);
    run.act(done("a")).has(&Event::StepRuledOut { step: id("side"), cause: RuleOutCause::PassedBy }).actives(&["b"]);
}

#[test]
fn a_branch_at_the_end_of_a_phase_is_passed_by_with_the_phase() {
    let book = json!({ "phases": [phase("one", vec![step("a"), step_with("side", json!({ "branch": true }))]), phase("two", vec![step("b")])] });
    let mut run = incident(book);
    assert!(run.is_pending("side"));
    run.act(done("a")).actives(&["b"]);
    assert!(run.is_ruled_out("side"));
}

#[test]
fn a_step_that_requires_a_branch_passed_by_does_not_wait_for_it() {
    let book = json!({ "steps": [step("a"), step_with("side", json!({ "branch": true })), step_with("b", json!({ "requires": ["side"] }))] });
    incident(book).act(done("a")).actives(&["b"]);
}

#[test]
fn a_branch_is_entered_by_hand() {
    let book = json!({ "steps": [step("a"), step_with("side", json!({ "branch": true })), step("b")] });
    let mut run = incident(book);
    run.act(begin("side")).actives(&["a", "side"]).act(done("a")).actives(&["side"]).act(done("side")).actives(&["b"]);
}

#[test]
fn a_condition_answered_with_no_makes_the_step_not_applicable() {
    let book = json!({ "steps": [step_with("a", json!({ "condition": "Is it hot?" })), step("b")] });
    let mut run = incident(book.clone());
    run.actives(&["a"]).act(Command::AnswerCondition { step: id("a"), applies: false }).actives(&["b"]);
    assert_eq!(run.status("a"), Status::Finished(Outcome::NotApplicable { cause: RuleOutCause::Condition }));
    let mut yes = incident(book);
    yes.act(Command::AnswerCondition { step: id("a"), applies: true }).actives(&["a"]);
    assert_eq!(yes.session.state().step(&id("a")).attempt().unwrap().applies, Some(true));
    yes.act(done("a"))
        .refused(Command::AnswerCondition { step: id("b"), applies: true }, Refusal::NothingAsked(id("b")));
}

#[test]
fn a_dangerous_step_is_never_walked_into() {
    let book = json!({ "steps": [step("a"), step_with("cut", json!({ "danger": "All is lost." }))] });
    let mut run = incident(book);
    run.act(done("a")).actives(&[]);
    let expected = Refusal::DangerNotConfirmed { step: id("cut"), expected: "2".to_owned() };
    run.refused(begin("cut"), expected.clone());
    run.refused(done("cut"), expected.clone());
    run.refused(Command::StartStep { step: id("cut"), typed: Some("1".to_owned()) }, expected);
    run.act(Command::StartStep { step: id("cut"), typed: Some(" 2 ".to_owned()) }).actives(&["cut"]);
    run.has(&Event::DangerConfirmed { step: id("cut"), typed: "2".to_owned() });
}

#[test]
fn a_danger_is_confirmed_anew_in_each_attempt() {
    let book = json!({ "steps": [step_with("cut", json!({ "danger": "Lost." })), step("b")] });
    let mut run = incident(book);
    run.act(Command::StartStep { step: id("cut"), typed: Some("1".to_owned()) }).act(done("cut")).act(reopen("cut"));
    assert!(run.is_pending("cut"));
    run.refused(done("cut"), Refusal::DangerNotConfirmed { step: id("cut"), expected: "1".to_owned() });
}

#[test]
fn steps_of_the_other_kind_are_no_part_of_the_plan() {
    let book = json!({ "steps": [step_with("brief", json!({ "only": "drill" })), step_with("call", json!({ "only": "incident" })), step("a")] });
    let mut run = incident(book.clone());
    run.actives(&["call"]).refused(done("brief"), Refusal::NoSuchStep(id("brief")));
    assert!(!run.session.has_step(&id("brief")));
    let mut exercise = drill(book.clone());
    exercise.actives(&["brief"]).refused(begin("call"), Refusal::NoSuchStep(id("call")));
    let mut walk = opened(Kind::Walkthrough, book);
    walk.act(Command::Start).actives(&["call"]);
}

#[test]
fn a_plan_with_nothing_left_asks_for_the_end() {
    let mut run = incident(json!({ "steps": [step("a"), step_with("b", json!({ "optional": true }))] }));
    assert!(!run.session.plan_is_done());
    run.act(done("a"));
    assert!(run.session.plan_is_done(), "an optional step owes nothing");
    assert_eq!(run.session.progress(), (2, 1));
}

#[test]
fn a_wait_never_completes_its_step() {
    let mut run = incident(json!({ "steps": [step_with("a", json!({ "wait": "5m" }))] }));
    run.at("6m").notice();
    assert!(run.is_active("a"));
    assert!(run.session.state().step(&id("a")).attempt().unwrap().wait_over);
}

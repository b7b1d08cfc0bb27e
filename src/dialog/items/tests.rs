//! The lines of a step, and the one act that Enter names on them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};

use super::{EnterAct, ItemRef, enter_act, is_settled, items, next_open, open_count};
use crate::runbook::Step;
use crate::session::tests::fixture::*;
use crate::session::{Attempt, Command, EvidenceItem, ItemKey, Kind};

fn full() -> Value {
    json!({ "contacts": { "all": { "name": "All" } }, "notices": { "n": { "title": "N", "to": ["all"], "text": "N" } },
        "steps": [step_with("a", json!({ "condition": "Is it?", "checklist": ["one", { "text": "two", "optional": true }], "commands": ["uptime"],
            "expect": "green", "evidence": ["who", { "text": "file", "optional": true }], "estimate": true, "notify": ["n"],
            "decision": { "question": "?", "options": [{ "label": "Yes" }] } })), step("b")] })
}

fn plan(run: &Run, name: &str) -> Step {
    run.session.book().step(&id(name)).unwrap().clone()
}

fn attempt(run: &Run, name: &str) -> Attempt {
    run.session.state().step(&id(name)).attempt().cloned().unwrap_or_default()
}

fn enter(run: &Run, shown: &str, on: Option<&ItemRef>) -> Option<EnterAct> {
    enter_act(&run.session, Some(&id(shown)), on)
}

const ONE: ItemRef = ItemRef::Tick(ItemKey::Check(0));
const TWO: ItemRef = ItemRef::Tick(ItemKey::Check(1));
const SEEN: ItemRef = ItemRef::Tick(ItemKey::Expect);

fn evidence(place: usize) -> ItemRef {
    ItemRef::Evidence(EvidenceItem(place))
}

#[test]
fn the_lines_of_a_step_stand_in_the_order_of_the_work() {
    let run = incident(full());
    assert_eq!(
        items(&plan(&run, "a")),
        [
            ItemRef::Condition,
            ONE,
            TWO,
            ItemRef::Command(0),
            SEEN,
            evidence(0),
            evidence(1),
            ItemRef::Estimate,
            ItemRef::Notice("n".into()),
            ItemRef::Decision,
        ]
    );
    assert!(items(&plan(&run, "b")).is_empty());
}

#[test]
fn what_a_step_still_wants_is_counted_without_what_is_optional() {
    let mut run = incident(full());
    let open = |run: &Run| open_count(&plan(run, "a"), &attempt(run, "a"));
    assert_eq!(open(&run), 6);
    run.act(tick("a", 0)).act(tick("a", 1)).act(send("n"));
    assert_eq!(open(&run), 4);
    assert!(is_settled(&attempt(&run, "a"), &TWO) && !is_settled(&attempt(&run, "a"), &SEEN));
}

#[test]
fn the_next_open_line_goes_round_and_leaves_optional_ones_for_last() {
    let mut run = incident(
        json!({ "steps": [step_with("a", json!({ "checklist": [{ "text": "one", "optional": true }, "two", "three"] }))] }),
    );
    let next = |run: &Run, from: Option<&ItemRef>| next_open(&plan(run, "a"), &attempt(run, "a"), from);
    let three = ItemRef::Tick(ItemKey::Check(2));
    assert_eq!(next(&run, None), Some(TWO));
    run.act(tick("a", 1));
    assert_eq!(next(&run, Some(&TWO)), Some(three.clone()));
    run.act(tick("a", 2));
    assert_eq!(next(&run, Some(&three)), Some(ONE));
    run.act(tick("a", 0));
    assert_eq!(next(&run, Some(&three)), None);
}

#[test]
fn enter_asks_the_condition_first() {
    let mut run = incident(full());
    assert_eq!(enter(&run, "a", Some(&ItemRef::Decision)), Some(EnterAct::Condition(id("a"))));
    run.act(Command::AnswerCondition { step: id("a"), applies: true });
    assert_eq!(enter(&run, "a", Some(&ItemRef::Decision)), Some(EnterAct::Decide(id("a"))));
}

#[test]
fn enter_does_what_is_highlighted_else_what_comes_next() {
    let mut run = incident(full());
    run.act(Command::AnswerCondition { step: id("a"), applies: true });
    assert_eq!(enter(&run, "a", Some(&evidence(0))), Some(EnterAct::Evidence(id("a"), EvidenceItem(0))));
    assert_eq!(enter(&run, "a", Some(&ItemRef::Notice("n".into()))), Some(EnterAct::Notice(id("a"), "n".into())));
    assert_eq!(enter(&run, "a", Some(&ONE)), Some(EnterAct::Finish(id("a"), 6)), "Space ticks, Enter never does");
    run.act(tick("a", 0)).act(Command::Tick { step: id("a"), item: ItemKey::Expect });
    assert_eq!(enter(&run, "a", Some(&ONE)), Some(EnterAct::Evidence(id("a"), EvidenceItem(0))));
    run.act(Command::GiveEvidence { step: id("a"), item: EvidenceItem(0), text: "hao".to_owned() });
    assert_eq!(enter(&run, "a", None), Some(EnterAct::Estimate(id("a"))));
}

#[test]
fn enter_finishes_a_step_with_nothing_open() {
    let run = incident(steps(&["a", "b"]));
    assert_eq!(enter(&run, "a", None), Some(EnterAct::Finish(id("a"), 0)));
}

#[test]
fn enter_begins_a_pending_step_and_says_when_it_is_dangerous() {
    let run = incident(json!({ "steps": [step("a"), step("b"), step_with("c", json!({ "danger": "Lost." }))] }));
    assert_eq!(enter(&run, "b", None), Some(EnterAct::Start { step: id("b"), danger: false }));
    assert_eq!(enter(&run, "c", None), Some(EnterAct::Start { step: id("c"), danger: true }));
}

#[test]
fn enter_answers_the_approval_a_step_waits_for() {
    let mut run = opened(
        Kind::Incident,
        json!({ "roles": { "lead": { "title": "L" }, "vice": { "title": "V" } },
        "steps": [step_with("a", json!({ "approval": ["lead", "vice"] }))] }),
    );
    run.act(Command::Start);
    let approve = |role: &str| Some(EnterAct::Approve { subject: of_step("a"), role: role.into() });
    assert_eq!(enter(&run, "a", None), approve("lead"));
    run.act(grant(of_step("a"), "lead"));
    assert_eq!(enter(&run, "a", None), approve("vice"));
}

#[test]
fn enter_on_a_finished_step_leads_to_the_one_that_runs_or_to_the_end() {
    let mut run = incident(json!({ "steps": [step("a"), step_with("b", json!({ "danger": "Lost." }))] }));
    run.act(done("a"));
    assert_eq!(enter(&run, "a", None), Some(EnterAct::GoTo(id("b"))), "ready, though nobody began it");
    run.act(rule_out("b"));
    assert_eq!(enter(&run, "a", None), Some(EnterAct::WrapUp));
    assert_eq!(enter_act(&run.session, None, None), Some(EnterAct::WrapUp));
    assert_eq!(enter_act(&run.session, Some(&id("nowhere")), None), None);
}

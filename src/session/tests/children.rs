//! Runbooks in a runbook: entered from a step or an option, gone through by their paths, and back.

use serde_json::{Value, json};

use super::fixture::*;
use crate::runbook::Milestone;
use crate::session::{Command, Event, Gate, Kind, Outcome, Status};

/// Two steps and an end, with a role of its own and one that the outer plan has as well.
fn inner() -> Value {
    json!({
        "roles": { "lead": { "title": "Lead" }, "net": { "title": "Network" } },
        "variables": { "host": { "default": "switch-1" } },
        "notices": { "stop": { "title": "Stop", "text": "{{host}} {{site}}", "opens": ["idle"] } },
        "obligations": { "idle": { "title": "Idle" } },
        "timers": [{ "id": "t", "title": "Inner", "from": "start", "until": "end", "within": "10m" }],
        "phases": [phase("one", vec![step_with("x", json!({ "role": "net", "notify": ["stop"] })), step("y")]),
                   phase("two", vec![step_with("z", json!({ "milestone": "ended" })), step("late")])],
    })
}

fn outer(b: Value) -> Value {
    json!({
        "roles": { "lead": { "title": "Lead" } },
        "variables": { "host": { "default": "server-1" }, "site": { "default": "plant" } },
        "phases": [phase("first", vec![step("a"), step_with("b", b), step("c")]), phase("last", vec![step("d")])],
    })
}

fn started(kind: Kind, book: Value, others: Vec<(&str, Value)>) -> Run {
    let mut run = opened_among(kind, embedded(book, others));
    run.act_because("a test", Command::Start);
    run
}

fn through_a_step() -> Run {
    let mut run = started(Kind::Incident, outer(json!({ "runbook": "inner" })), vec![("inner", inner())]);
    run.act(done("a"));
    run
}

fn deciding(goto: &str) -> Value {
    json!({ "decision": { "question": "?", "options": [
        { "label": "Bad", "runbook": "inner", "goto": goto }, { "label": "Good" }] } })
}

fn send_inner(run: &mut Run) {
    run.act(send("b/stop"));
}

#[test]
fn a_step_with_a_runbook_enters_it_and_comes_back_done() {
    let mut run = through_a_step();
    run.actives(&["b", "b/x"]);
    assert_eq!(run.plan(), ["a", "b", "c", "b/x", "b/y", "b/z", "b/late", "d"]);
    send_inner(&mut run);
    run.act(done("b/x")).act(done("b/y")).actives(&["b", "b/z"]);
    run.act(done("b/z")).actives(&["c"]);
    assert!(run.is_done("b"), "its runbook is through");
    assert!(run.is_pending("b/late"), "what comes behind the child's end waits for the end of the whole");
    run.has(&Event::ChildReturned { step: id("b"), child: "b".into() });
    run.log_is_replayed();
}

#[test]
fn an_option_with_a_runbook_goes_through_it_first_and_then_where_it_leads() {
    let mut run = started(Kind::Incident, outer(deciding("d")), vec![("inner", inner())]);
    run.act(done("a")).act(choose("b", 0));
    run.actives(&["b/x"]);
    assert!(run.is_done("b") && run.is_pending("c"), "nothing after the step has its turn yet");
    send_inner(&mut run);
    run.act(done("b/x")).act(done("b/y")).act(done("b/z"));
    run.actives(&["d"]);
    assert!(run.is_ruled_out("c"), "the option leads over it");
    run.log_is_replayed();
}

#[test]
fn an_option_without_one_enters_nothing() {
    let mut run = started(Kind::Incident, outer(deciding("next")), vec![("inner", inner())]);
    run.act(done("a")).act(choose("b", 1)).actives(&["c"]);
    assert_eq!(run.plan(), ["a", "b", "c", "d"]);
}

#[test]
fn a_runbook_that_was_not_found_leaves_the_step_a_step() {
    let mut run = started(Kind::Incident, outer(json!({ "runbook": "nowhere" })), vec![("inner", inner())]);
    run.act(done("a")).actives(&["b"]);
    run.act(done("b")).actives(&["c"]);
}

#[test]
fn a_child_that_has_no_end_of_its_own_returns_when_all_of_it_has_an_outcome() {
    let mut run = started(Kind::Incident, outer(json!({ "runbook": "plain" })), vec![("plain", steps(&["p", "q"]))]);
    run.act(done("a")).actives(&["b", "b/p"]);
    run.act(done("b/p")).act(skip_because("b/q"));
    run.actives(&["c"]);
}

fn skip_because(step: &str) -> Command {
    // An optional step needs no reason; these do, so they are ruled out.
    rule_out(step)
}

#[test]
fn goto_end_in_a_child_is_its_end_and_not_the_sessions() {
    let quits = json!({ "steps": [step_with("p", json!({ "decision": { "question": "?", "options": [
        { "label": "Enough", "goto": "end" }] } })), step("q")] });
    let mut run = started(Kind::Incident, outer(json!({ "runbook": "quits" })), vec![("quits", quits)]);
    run.act(done("a")).act(choose("b/p", 0)).actives(&["c"]);
    assert!(run.is_ruled_out("b/q") && !run.session.state().end_proposed);
}

#[test]
fn what_comes_after_a_childs_end_is_done_after_the_end_of_the_session() {
    let mut book = outer(json!({ "runbook": "inner" }));
    merge(
        &mut book,
        json!({ "phases": [phase("first", vec![step_with("b", json!({ "runbook": "inner" }))]),
        phase("last", vec![step_with("d", json!({ "milestone": "ended" })), step("e")])] }),
    );
    let mut child = inner();
    merge(
        &mut child,
        json!({ "obligations": { "idle": { "title": "Idle" }, "report": { "title": "R", "from": "ended" } },
        "phases": [phase("one", vec![step_with("z", json!({ "milestone": "ended" })), step_with("late", json!({ "closes": ["report"] }))])] }),
    );
    let mut run = started(Kind::Incident, book, vec![("inner", child)]);
    run.act(done("b/z")).actives(&["d"]);
    assert!(run.owes("b/report"));
    run.act(done("d"));
    assert!(run.session.state().life.is_over(), "what the plan settles afterwards does not put the end off");
    run.actives(&["b/late"]);
    run.act(done("b/late")).actives(&["e"]);
    assert!(!run.owes("b/report"));
    run.log_is_replayed();
}

#[test]
fn a_role_of_one_id_keeps_its_holder_and_a_new_one_falls_to_the_commander() {
    let mut run = started(Kind::Incident, outer(json!({ "runbook": "inner" })), vec![("inner", inner())]);
    run.act(assign("lead", "lin")).act(done("a"));
    assert_eq!(run.session.fills(&"lead".into()), Some(person("lin")));
    assert_eq!(run.session.fills(&"net".into()), Some(person("lin")), "nobody holds it yet");
    run.act(assign("net", "zhao"));
    assert_eq!(run.session.fills(&"net".into()), Some(person("zhao")));
}

#[test]
fn a_drill_gives_the_childs_own_roles_to_their_planned_holders() {
    let mut child = inner();
    merge(
        &mut child,
        json!({ "contacts": { "zhao": { "name": "Zhao X." } },
        "roles": { "net": { "title": "Network", "holder": "zhao" } } }),
    );
    let mut run = started(Kind::Drill, outer(json!({ "runbook": "inner" })), vec![("inner", child)]);
    run.act(done("a"));
    assert_eq!(run.session.fills(&"net".into()), Some(person("zhao")));
}

#[test]
fn a_name_means_the_childs_own_variable_and_else_the_one_around_it() {
    let run = through_a_step();
    assert_eq!(run.session.fill_notice(&"b/stop".into(), None).text, "switch-1 plant");
    assert_eq!(run.session.fill("{{host}}", Some(&id("b"))).text, "server-1");
    assert_eq!(run.session.fill_command("ping \"$host\"", &id("b/x")).text, "ping \"switch-1\"");
}

#[test]
fn what_a_child_opens_stays_owed_after_it() {
    let mut run = through_a_step();
    send_inner(&mut run);
    run.act(done("b/x")).act(done("b/y")).act(done("b/z"));
    assert!(run.owes("b/idle"));
}

#[test]
fn a_timer_of_the_child_begins_and_ends_with_it() {
    let mut run = through_a_step();
    assert!(run.timer("b/t").is_counting());
    send_inner(&mut run);
    run.at("4m").act(done("b/x")).act(done("b/y")).act(done("b/z"));
    assert!(!run.timer("b/t").is_counting());
    assert!(run.timer("b/t").met.is_some(), "its end is what it waited for");
}

#[test]
fn a_cadence_of_the_child_falls_silent_with_it() {
    let child = json!({ "steps": [step("p")], "timers": [
        { "id": "news", "title": "News", "every": "5m" }, { "id": "far", "title": "Far", "until": "investigated", "within": "9h" }] });
    let mut run = started(Kind::Incident, outer(json!({ "runbook": "child" })), vec![("child", child)]);
    run.act(done("a")).at("6m").notice();
    assert_eq!(run.timer("b/news").rounds, (0, 1));
    run.act(done("b/p"));
    assert!(run.timer("b/news").stopped.is_some() && run.timer("b/far").stopped.is_some());
    assert_eq!(run.at("30m").notice(), []);
}

#[test]
fn the_end_of_a_child_is_not_the_end_of_the_session() {
    let mut run = through_a_step();
    send_inner(&mut run);
    run.act(done("b/x")).act(done("b/y")).act(done("b/z"));
    assert!(run.session.state().life.is_under_way());
    assert!(!run.session.state().milestones.contains_key(&Milestone::Ended));
}

#[test]
fn a_milestone_of_a_child_is_the_sessions_where_the_plan_around_it_has_none() {
    let child = json!({ "steps": [step_with("p", json!({ "milestone": "restored" })), step("q")] });
    let mut run = started(Kind::Incident, outer(json!({ "runbook": "child" })), vec![("child", child.clone())]);
    run.act(done("a")).act(done("b/p"));
    assert!(run.session.state().milestones.contains_key(&Milestone::Restored));

    let own = outer(json!({ "runbook": "child", "milestone": "restored" }));
    let mut run = started(Kind::Incident, own, vec![("child", child)]);
    run.act(done("a")).act(done("b/p"));
    assert!(!run.session.state().milestones.contains_key(&Milestone::Restored), "the plan says itself when it is");
    run.act(done("b/q"));
    assert!(run.session.state().milestones.contains_key(&Milestone::Restored));
}

#[test]
fn a_step_whose_runbook_is_under_way_is_done_only_with_a_reason_and_then_it_is_left() {
    let mut run = through_a_step();
    run.gated(done("b"), vec![Gate::ChildOpen { step: id("b"), child: "b".into() }]);
    assert!(run.is_ruled_out("b/y") && run.is_ruled_out("b/z"));
    assert!(run.is_active("b/x"), "what somebody is doing is theirs to finish");
    run.log_is_replayed();
}

#[test]
fn going_back_over_the_step_goes_through_the_runbook_once_more() {
    let back =
        json!({ "decision": { "question": "?", "options": [{ "label": "Again", "goto": "b" }, { "label": "On" }] } });
    let book = json!({ "phases": [phase("first", vec![step("a"), step_with("b", json!({ "runbook": "plain" })), step_with("c", back)])] });
    let mut run = started(Kind::Incident, book, vec![("plain", steps(&["p"]))]);
    run.act(done("a")).act(done("b/p")).act(choose("c", 0));
    run.actives(&["b", "b/p"]);
    assert_eq!((run.attempts("b"), run.attempts("b/p")), (2, 2));
    run.act(done("b/p")).actives(&["c"]);
    run.log_is_replayed();
}

#[test]
fn another_runbook_at_the_same_step_gets_a_name_of_its_own() {
    let step_b = json!({ "decision": { "question": "?", "options": [
        { "label": "One", "runbook": "one" }, { "label": "Two", "runbook": "two" }] } });
    let back =
        json!({ "decision": { "question": "?", "options": [{ "label": "Again", "goto": "b" }, { "label": "On" }] } });
    let book = json!({ "phases": [phase("first", vec![step_with("b", step_b), step_with("c", back)])] });
    let mut run = started(Kind::Incident, book, vec![("one", steps(&["p"])), ("two", steps(&["p"]))]);
    run.act(choose("b", 0)).act(done("b/p")).act(choose("c", 0)).act(choose("b", 1));
    run.actives(&["bb/p"]);
    assert_eq!(run.session.book().number(&id("bb/p")), "1b/1");
    run.log_is_replayed();
}

#[test]
fn taking_back_the_act_that_entered_it_takes_the_runbook_out_of_the_plan() {
    let mut run = through_a_step();
    run.act(Command::TakeBack);
    assert_eq!(run.plan(), ["a", "b", "c", "d"]);
    run.actives(&["a"]);
    run.act(done("a")).actives(&["b", "b/x"]);
    run.log_is_replayed();
}

#[test]
fn the_end_of_the_session_leaves_every_runbook() {
    let mut book = outer(json!({ "runbook": "inner" }));
    merge(
        &mut book,
        json!({ "phases": [phase("first", vec![step("a"), step_with("b", json!({ "runbook": "inner" }))]),
        phase("last", vec![step_with("d", json!({ "milestone": "ended" }))])] }),
    );
    let mut run = started(Kind::Incident, book, vec![("inner", inner())]);
    run.act(done("a")).act_because("a storm", Command::End);
    assert!(run.session.state().children.values().all(|child| child.returned.is_some()));
    assert!(matches!(run.status("b/y"), Status::Finished(Outcome::NotApplicable { .. })));
    run.log_is_replayed();
}

#[test]
fn runbooks_that_name_each_other_are_entered_five_deep_and_no_deeper() {
    let round = json!({ "steps": [step_with("p", json!({ "runbook": "round" }))] });
    let run = started(
        Kind::Incident,
        json!({ "steps": [step_with("s", json!({ "runbook": "round" }))] }),
        vec![("round", round)],
    );
    let deepest = run.plan().into_iter().max_by_key(|step| step.matches('/').count()).unwrap();
    assert_eq!(deepest, "s/p/p/p/p/p");
}

#[test]
fn parallel_work_beside_a_step_with_a_runbook_goes_on() {
    let book = json!({ "roles": { "r": { "title": "R" }, "s": { "title": "S" } },
        "phases": [any_phase("first", vec![step_with("a", json!({ "runbook": "plain", "role": "r" })), step_with("b", json!({ "role": "s" }))]), phase("last", vec![step("c")])] });
    let mut run = opened_among(Kind::Incident, embedded(book, vec![("plain", steps(&["p"]))]));
    run.act(assign("r", "hao")).act(assign("s", "wei")).act(Command::Start);
    run.actives(&["a", "b", "a/p"]);
    run.act(done("b")).actives(&["a", "a/p"]);
    run.act(done("a/p")).actives(&["c"]);
}

//! Two pairs of eyes: who is asked, who may answer, and how long an answer holds.

use serde_json::{Value, json};

use super::fixture::*;
use crate::runbook::Authority;
use crate::session::{Approval, Command, Event, Gate, Kind, Refusal, Urgent};

fn book() -> Value {
    json!({ "contacts": { "all": { "name": "All" } },
        "roles": { "lead": { "title": "Lead" }, "vice": { "title": "Vice" }, "tech": { "title": "Tech" } },
        "notices": { "out": { "title": "Out", "to": ["all"], "approval": "lead", "text": "Out." } },
        "steps": [step("z"), step_with("a", json!({ "role": "tech", "approval": ["lead", "vice"], "on_failure": "a" })),
            step_with("b", json!({ "notify": ["out"], "on_failure": "a" }))] })
}

fn staffed() -> Run {
    let mut run = opened(Kind::Incident, book());
    run.act(assign("lead", "lin")).act(assign("vice", "wu")).act(assign("tech", "hao")).act(Command::Start);
    run
}

#[test]
fn approval_is_asked_when_the_step_has_its_turn() {
    let mut run = staffed();
    run.refused(grant(of_step("a"), "lead"), Refusal::ApprovalNotAsked { subject: of_step("a"), role: "lead".into() });
    run.act(done("z")).has(&Event::ApprovalAsked { subject: of_step("a"), role: "lead".into() }).actives(&[]);
    assert!(run.urgent().contains(&Urgent::Approval { subject: of_step("a"), role: "vice".into() }));
}

#[test]
fn with_two_roles_both_confirm_before_the_step_begins() {
    let mut run = staffed();
    run.act(done("z")).act(grant(of_step("a"), "vice")).actives(&[]);
    let step = run.session.book().step(&id("a")).unwrap().clone();
    assert_eq!(run.session.missing_approval(&step), ["lead".into()]);
    run.act(grant(of_step("a"), "lead")).actives(&["a"]);
    run.refused(grant(of_step("a"), "lead"), Refusal::NothingToChange);
}

#[test]
fn an_answer_typed_by_another_is_by_word() {
    let mut run = staffed();
    run.act(done("z")).act(grant(of_step("a"), "lead"));
    run.has(&Event::ApprovalGranted { subject: of_step("a"), role: "lead".into(), by_word: true });
    run.typed_by("wu").act(grant(of_step("a"), "vice"));
    run.has(&Event::ApprovalGranted { subject: of_step("a"), role: "vice".into(), by_word: false });
}

#[test]
fn somebody_outside_the_role_answers_only_with_a_reason() {
    let mut run = staffed();
    run.act(done("z"));
    let gate = Gate::NotAuthorised { authority: Authority::Approve, roles: vec!["lead".into()] };
    assert_eq!(run.give(grant(of_step("a"), "lead"), None, Some("hao")), Err(Refusal::Gates(vec![gate])));
    run.give(grant(of_step("a"), "lead"), Some("lead cannot be reached"), Some("hao")).unwrap();
}

#[test]
fn a_refusal_needs_a_reason_and_can_turn_into_a_grant() {
    let mut run = staffed();
    run.act(done("z"));
    let refuse = Command::RefuseApproval { subject: of_step("a"), role: "lead".into() };
    run.refused(refuse.clone(), Refusal::NeedsReason)
        .act_because("not yet", refuse)
        .act(grant(of_step("a"), "vice"))
        .actives(&[]);
    let answer = run.session.state().approvals[&of_step("a")]["lead"].clone();
    assert_eq!(answer, Approval::Refused { by: person("lin"), reason: "not yet".to_owned() });
    run.act(grant(of_step("a"), "lead")).actives(&["a"]);
}

#[test]
fn approval_can_be_asked_again_by_hand() {
    let mut run = staffed();
    let ask = Command::AskApproval { subject: of_step("a") };
    run.act(ask.clone()).refused(ask.clone(), Refusal::NothingToChange);
    run.act_because("no", Command::RefuseApproval { subject: of_step("a"), role: "lead".into() }).act(ask);
    assert_eq!(run.events.len(), 1, "only the one who refused is asked again");
    run.refused(Command::AskApproval { subject: of_step("nowhere") }, Refusal::NoSuchStep(id("nowhere")));
    run.refused(Command::AskApproval { subject: of_notice("nothing") }, Refusal::NoSuchNotice("nothing".into()));
    run.refused(Command::AskApproval { subject: of_step("z") }, Refusal::NothingToChange);
}

#[test]
fn after_a_loop_back_approval_is_asked_anew() {
    let mut run = staffed();
    run.act(done("z")).act(grant(of_step("a"), "lead")).act(grant(of_step("a"), "vice")).act(done("a")).act(fail("b"));
    assert!(run.is_pending("a"));
    run.has(&Event::ApprovalAsked { subject: of_step("a"), role: "lead".into() });
    run.refused(
        begin("a"),
        Refusal::Gates(vec![Gate::NotApproved { subject: of_step("a"), roles: vec!["lead".into(), "vice".into()] }]),
    );
}

#[test]
fn a_step_begun_over_a_missing_approval_stands_in_nobodys_way() {
    let mut run = staffed();
    run.act(done("z")).act_because("no time", begin("a"));
    assert!(!run.urgent().iter().any(|urgent| matches!(urgent, Urgent::Approval { .. })));
}

#[test]
fn a_notice_with_approval_is_released_before_it_is_marked_sent() {
    let mut run = staffed();
    run.act(done("z")).act(rule_out("a")).actives(&["b"]);
    run.has(&Event::ApprovalAsked { subject: of_notice("out"), role: "lead".into() });
    let mut released = run.clone();
    run.gated(send("out"), vec![Gate::NotApproved { subject: of_notice("out"), roles: vec!["lead".into()] }]);
    released.act(grant(of_notice("out"), "lead")).act(send("out"));
    released.refused(
        send("out"),
        Refusal::Gates(vec![Gate::NotApproved { subject: of_notice("out"), roles: vec!["lead".into()] }]),
    );
}

#[test]
fn a_release_given_in_advance_holds_when_the_notice_becomes_due() {
    let mut run = staffed();
    run.act(Command::AskApproval { subject: of_notice("out") }).act(grant(of_notice("out"), "lead"));
    run.act(done("z")).act(rule_out("a")).act(send("out"));
}

#[test]
fn the_deputy_answers_for_the_holder() {
    let mut run = staffed();
    run.act(Command::TakeOver { role: "lead".into(), deputy: person("qin") })
        .act(done("z"))
        .act(grant(of_step("a"), "lead"));
    let by = &run.session.log().last().unwrap().entry.by;
    assert_eq!((by.person.clone(), by.acting_for.clone()), (person("qin"), Some(person("lin"))));
}

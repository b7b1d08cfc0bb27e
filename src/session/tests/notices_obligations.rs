//! Messages to send and things owed: what opens them, what closes them, when they are late.

use serde_json::{Value, json};

use super::fixture::*;
use crate::runbook::Milestone;
use crate::session::{Addressee, ClockState, Command, Due, Event, Kind, Refusal, Urgent};

fn book() -> Value {
    json!({ "contacts": { "all": { "name": "All" } },
        "notices": { "stop": { "title": "Stop", "to": ["all"], "text": "Stop {{step.title}}.", "opens": ["suspended"] },
            "resume": { "title": "Resume", "to": ["all"], "text": "Go on.", "closes": ["suspended"] } },
        "obligations": { "suspended": { "title": "Resume" }, "report": { "title": "Report", "within": "24h", "from": "investigated" },
            "after-a": { "title": "After a", "within": "1h", "from": "a" } },
        "steps": [step_with("a", json!({ "notify": ["stop"] })), step_with("b", json!({ "notify": ["resume"], "closes": ["after-a"] })),
            step_with("c", json!({ "opens": ["suspended"] }))] })
}

#[test]
fn a_steps_notices_are_due_when_it_begins() {
    let mut run = incident(book());
    run.has(&Event::NoticeDue { notice: "stop".into(), step: Some(id("a")) });
    assert_eq!(run.urgent().first(), Some(&Urgent::Notice("stop".into())));
}

#[test]
fn sending_records_whom_how_and_the_words() {
    let mut run = incident(book());
    let to = vec![Addressee("All".to_owned())];
    run.act(Command::SendNotice {
        notice: "stop".into(),
        step: None,
        to: to.clone(),
        channel: Some("phone".to_owned()),
    });
    run.has(&Event::NoticeSent {
        notice: "stop".into(),
        step: Some(id("a")),
        to,
        channel: Some("phone".to_owned()),
        text: "Stop a.".to_owned(),
    });
    assert!(run.urgent().iter().all(|urgent| *urgent != Urgent::Notice("stop".into())));
    run.act(send("stop"));
    assert_eq!(run.session.state().notices["stop"].sent.len(), 2, "a fact never conflicts");
}

#[test]
fn only_what_the_plan_has_can_be_sent_and_only_at_its_steps() {
    let mut run = incident(book());
    run.refused(send("nothing"), Refusal::NoSuchNotice("nothing".into()));
    let nowhere =
        Command::SendNotice { notice: "stop".into(), step: Some(id("nowhere")), to: Vec::new(), channel: None };
    run.refused(nowhere, Refusal::NoSuchStep(id("nowhere")));
    assert!(!run.session.state().steps.contains_key(&id("nowhere")));
}

#[test]
fn stop_opens_what_only_resume_closes() {
    let mut run = incident(book());
    run.act(send("stop"));
    assert!(run.owes("suspended"));
    run.act(done("a")).act(send("resume"));
    assert!(!run.owes("suspended"));
}

#[test]
fn a_step_opens_and_closes_when_it_is_done_and_opens_nothing_twice() {
    let mut run = incident(book());
    run.act(send("stop")).at("5m").act(done("a"));
    run.has(&Event::ObligationOpened { obligation: "after-a".into(), due: Some(wall("1h5m")) });
    run.act(send("resume")).act(done("b"));
    assert!(!run.owes("after-a"));
    run.act(done("c")).has(&Event::ObligationOpened { obligation: "suspended".into(), due: None });
    run.refused(
        Command::OpenObligation { obligation: "suspended".into() },
        Refusal::ObligationOpen("suspended".into()),
    );
}

#[test]
fn an_option_opens_and_makes_messages_due() {
    let option = json!({ "label": "Bad", "opens": ["suspended"], "closes": ["old"], "notify": ["stop"] });
    let mut book = book();
    book["obligations"]["old"] = json!({ "title": "Old" });
    book["steps"] = json!([step_with("a", json!({ "decision": { "question": "?", "options": [option] } })), step("b")]);
    book["obligations"]["after-a"] = json!({ "title": "x" });
    let mut run = incident(book);
    run.act(Command::OpenObligation { obligation: "old".into() }).act(choose("a", 0));
    assert!(run.owes("suspended") && !run.owes("old"));
    run.has(&Event::NoticeDue { notice: "stop".into(), step: Some(id("a")) });
}

#[test]
fn obligations_are_opened_and_closed_by_hand() {
    let mut run = incident(book());
    run.refused(Command::OpenObligation { obligation: "x".into() }, Refusal::NoSuchObligation("x".into()));
    let close = Command::CloseObligation { obligation: "report".into() };
    run.refused(close.clone(), Refusal::ObligationNotOpen("report".into()));
    run.act(Command::OpenObligation { obligation: "report".into() }).act(close);
    assert!(!run.owes("report"));
}

#[test]
fn what_is_owed_counts_on_through_pauses_and_after_the_end() {
    let mut run = opened(Kind::Drill, book());
    run.act(Command::Start).act(Command::OpenObligation { obligation: "report".into() });
    run.at("1h").act(Command::Pause).at("5h").act_because("over", Command::End);
    assert!(run.at("23h59m").notice().is_empty());
    assert_eq!(run.at("24h").notice(), [Due::Obligation("report".into())]);
    assert_eq!(run.clock_of("Report").state, ClockState::Over);
    run.at("25h").act(Command::CloseObligation { obligation: "report".into() });
    assert_eq!(run.clock_of("Report").state, ClockState::MetLate);
}

#[test]
fn what_is_owed_in_a_length_of_time_is_not_owed_sooner_because_the_wall_clock_is_set() {
    let mut run = incident(book());
    run.act(Command::OpenObligation { obligation: "report".into() });
    run.wall_off = span("24h");
    assert_eq!(run.at("1m").notice(), [Due::ClockStep]);
    assert_eq!(run.clock_of("Report").due, Some(wall("48h")), "as the wall clock will show it");
    assert!(run.at("23h59m59s").notice().is_empty());
    assert_eq!(run.at("24h").notice(), [Due::Obligation("report".into())]);
}

#[test]
fn a_milestone_opens_what_hangs_on_it_from_the_time_it_states() {
    let mut run = incident(book());
    run.at("2h").act(Command::ReachMilestone { milestone: Milestone::Investigated, stated: Some(wall("30m")) });
    run.has(&Event::ObligationOpened { obligation: "report".into(), due: Some(wall("24h30m")) });
}

#[test]
fn a_message_of_a_step_that_was_left_out_is_no_longer_due() {
    let mut run = incident(book());
    run.act(rule_out("a"));
    assert!(run.session.state().notices["stop"].due_since.is_none());
    assert!(!run.urgent().contains(&Urgent::Notice("stop".into())));
}

#[test]
fn a_message_left_unsent_with_a_reason_stays_due() {
    let mut run = incident(book());
    run.act_because("they know", done("a"));
    assert!(run.urgent().contains(&Urgent::Notice("stop".into())));
}

#[test]
fn a_message_that_was_due_elsewhere_counts_for_the_step_that_runs() {
    let mut book = book();
    merge(
        &mut book,
        json!({ "timers": [{ "id": "t", "title": "T", "within": "5m", "on_breach": { "text": "x", "notify": ["resume"] } }] }),
    );
    let mut run = incident(book);
    run.act_because("x", done("a")).at("5m").notice();
    run.act(send("resume")).act(done("b"));
    assert!(run.is_done("b"));
}

#[test]
fn things_owed_without_a_clock_press_last() {
    let mut run = incident(book());
    run.act(send("stop"));
    assert_eq!(run.urgent().last(), Some(&Urgent::Owed("suspended".into())));
}

#[test]
fn a_notice_told_to_some_stays_due_until_all_planned_recipients_were_reached() {
    let notice = |to: &[&str]| Command::SendNotice {
        notice: "n".into(),
        step: None,
        to: to.iter().map(|name| Addressee((*name).to_owned())).collect(),
        channel: None,
    };
    let book = json!({
        "contacts": { "x": { "name": "X", "phone": ["1"] }, "y": { "name": "Y", "phone": ["2"] } },
        "obligations": { "o": { "title": "O" } },
        "notices": { "n": { "title": "N", "to": ["x", "y"], "text": "T", "closes": ["o"] } },
        "steps": [step_with("s", json!({ "notify": ["n"] }))]
    });
    let mut run = incident(book);
    run.act(Command::OpenObligation { obligation: "o".into() });
    run.act(notice(&["X"]));
    let state = run.session.state();
    assert!(state.notices[&crate::runbook::NoticeId::from("n")].due_since.is_some(), "one of two is told");
    assert!(state.owes(&"o".into()), "what it closes stays open");
    run.act(notice(&["Y"]));
    let state = run.session.state();
    assert!(state.notices[&crate::runbook::NoticeId::from("n")].due_since.is_none());
    assert!(!state.owes(&"o".into()));
}

#[test]
fn in_a_second_round_everybody_is_to_be_told_again() {
    let send = |to: &str| Command::SendNotice {
        notice: "n".into(),
        step: None,
        to: vec![Addressee(to.to_owned())],
        channel: None,
    };
    let mut run = incident(json!({
        "contacts": { "x": { "name": "X", "phone": ["1"] }, "y": { "name": "Y", "phone": ["2"] } },
        "notices": { "n": { "title": "N", "to": ["x", "y"], "text": "T" } },
        "steps": [step_with("s", json!({ "notify": ["n"] }))]
    }));
    run.act(send("X")).act(send("Y")).act(Command::CompleteStep { step: id("s") });
    run.act(Command::ReopenStep { step: id("s") }).act(send("X"));
    assert!(
        run.session.state().notices[&crate::runbook::NoticeId::from("n")].due_since.is_some(),
        "Y was told last time"
    );
}

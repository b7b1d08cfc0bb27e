//! What is recorded beside the steps: notes, free decisions, estimates, milestones, reminders, variables, phrases.

use serde_json::json;

use super::fixture::*;
use crate::runbook::{Authority, Milestone};
use crate::session::{Command, Due, Event, Gate, Kind, NoteKind, Phrase, Refusal, Seq, Wish, reminder};

fn note(text: &str, stated: Option<&str>) -> Command {
    Command::Note { kind: NoteKind::Unexpected, text: text.to_owned(), stated: stated.map(wall), step: None }
}

#[test]
fn a_note_is_trimmed_and_keeps_its_stated_time() {
    let mut run = incident(steps(&["a"]));
    run.at("10m").act(note("  smoke ", Some("5m")));
    run.has(&Event::NoteAdded {
        kind: NoteKind::Unexpected,
        text: "smoke".to_owned(),
        stated: Some(wall("5m")),
        step: None,
    });
}

#[test]
fn a_note_needs_words_and_a_time_that_has_been() {
    let mut run = incident(steps(&["a"]));
    run.at("10m").refused(note("  ", None), Refusal::Empty).refused(note("x", Some("11m")), Refusal::BadTime);
    run.refused(note("x", Some("-31d")), Refusal::BadTime).act(note("x", Some("-29d")));
    let nowhere = Command::Note { kind: NoteKind::Note, text: "x".to_owned(), stated: None, step: Some(id("nowhere")) };
    run.refused(nowhere, Refusal::NoSuchStep(id("nowhere")));
}

#[test]
fn notes_are_taken_before_the_start_and_after_the_end() {
    let mut run = opened(Kind::Drill, steps(&["a"]));
    run.act(note("early", None)).act(Command::Start).act_because("x", Command::Terminate).act(note("late", None));
}

#[test]
fn a_decision_nobody_planned_is_recorded() {
    let mut run = incident(steps(&["a"]));
    let free = |question: &str, chosen: &str| Command::DecideFreely {
        question: question.to_owned(),
        chosen: chosen.to_owned(),
    };
    run.refused(free(" ", "yes"), Refusal::Empty).refused(free("go", ""), Refusal::Empty).act(free(" Go? ", "yes"));
    assert!(
        matches!(&run.events[0], Event::DecisionMade { step: None, question, option: None, .. } if question == "Go?")
    );
}

#[test]
fn an_estimate_lies_ahead_and_not_beyond_thirty_days() {
    let mut run = incident(steps(&["a"]));
    for bad in ["0s", "-5m", "31d"] {
        run.refused(estimate(bad), Refusal::BadEstimate);
    }
    run.refused(Command::GiveEstimate { step: Some(id("x")), takes: span("5m") }, Refusal::NoSuchStep(id("x")));
    run.at("2m").act(estimate("5m"));
    run.has(&Event::EstimateGiven { step: None, takes: span("5m"), back_at: wall("7m") });
    assert_eq!(run.session.state().estimates[0].back.exercise, span("7m"));
}

#[test]
fn every_estimate_is_kept() {
    let mut run = incident(steps(&["a"]));
    run.act(estimate("5m")).act(estimate("10m"));
    assert_eq!(run.session.state().estimates.len(), 2);
}

#[test]
fn a_milestone_is_reached_once() {
    let mut run = incident(steps(&["a"]));
    run.at("3m").act(reach(Milestone::Onsite)).refused(reach(Milestone::Onsite), Refusal::NothingToChange);
    assert_eq!(run.session.state().milestones[&Milestone::Onsite].elapsed, span("3m"));
    let future = Command::ReachMilestone { milestone: Milestone::Began, stated: Some(wall("4m")) };
    run.refused(future, Refusal::BadTime);
    run.act(Command::ReachMilestone { milestone: Milestone::Began, stated: Some(wall("-20m")) });
    assert_eq!(run.session.state().milestones[&Milestone::Began].elapsed, span("-20m"));
}

#[test]
fn declaring_the_plan_active_by_hand_needs_a_role_that_may() {
    let mut run = incident(
        json!({ "roles": { "lead": { "title": "L", "can": ["activate"] } }, "steps": [step_with("a", json!({ "role": "lead" }))] }),
    );
    run.act(assign("lead", "lin"));
    run.gated(
        reach(Milestone::Activated),
        vec![Gate::NotAuthorised { authority: Authority::Activate, roles: vec!["lead".into()] }],
    );
}

#[test]
fn a_step_with_a_milestone_reaches_it_when_done_not_when_left_out() {
    let book = json!({ "steps": [step_with("a", json!({ "milestone": "onsite" })), step("b")] });
    let mut run = incident(book.clone());
    run.act(done("a")).has(&Event::MilestoneReached {
        milestone: Milestone::Onsite,
        step: Some(id("a")),
        stated: None,
    });
    let mut left = incident(book);
    left.act(rule_out("a"));
    assert!(left.session.state().milestones.is_empty());
}

#[test]
fn a_milestone_keeps_the_time_it_was_first_reached() {
    let mut run = incident(json!({ "steps": [step_with("a", json!({ "milestone": "restored" })), step("b")] }));
    run.at("3m").act(done("a")).at("9m").act(reopen("a")).act(done("a"));
    assert_eq!(run.session.state().milestones[&Milestone::Restored].elapsed, span("3m"));
}

#[test]
fn a_reminder_comes_once_and_is_cleared() {
    let mut run = incident(steps(&["a"]));
    let remind = |at: &str| Command::Remind { text: "look".to_owned(), due: wall(at), within: None };
    run.at("5m").refused(remind("5m"), Refusal::BadTime).refused(remind("40d"), Refusal::BadTime).act(remind("20m"));
    let seq = run.session.log().last().unwrap().entry.seq;
    assert_eq!(run.at("21m").notice(), [Due::Reminder(seq)]);
    run.has(&Event::ReminderDue { reminder: seq, due: wall("20m") });
    run.act(Command::ClearReminder { reminder: seq })
        .refused(Command::ClearReminder { reminder: seq }, Refusal::NoSuchReminder(seq));
    run.refused(Command::Notice(Due::Reminder(Seq(99))), Refusal::NotDue);
}

#[test]
fn variables_take_what_fits() {
    let mut run = incident(json!({ "steps": [step("a")], "variables": {
        "host": { "pattern": "[a-z]+", "default": "mes" }, "count": { "kind": "number" }, "up": { "kind": "yesno" },
        "site": { "kind": "choice", "choices": ["north", "south"] }, "key": { "kind": "secret" } } }));
    assert_eq!(run.session.state().variables["host"].as_deref(), Some("mes"), "defaults are set with the opening");
    for (name, bad) in
        [("host", "mes-1"), ("host", "mes\nrm"), ("count", "many"), ("up", "oui"), ("site", "west"), ("key", " ")]
    {
        run.refused(set(name, bad), Refusal::BadValue { name: name.to_owned() });
    }
    run.refused(set("nothing", "x"), Refusal::NoSuchVariable("nothing".to_owned()));
    for (name, good) in [("host", "app"), ("count", "-2.5"), ("up", "yes"), ("site", "south")] {
        run.act(set(name, good)).has(&Event::VariableSet { name: name.to_owned(), value: Some(good.to_owned()) });
    }
}

#[test]
fn a_secret_is_known_to_be_set_and_never_written() {
    let mut run = incident(json!({ "steps": [step("a")], "variables": { "key": { "kind": "secret" } },
        "contacts": { "all": { "name": "All" } }, "notices": { "n": { "title": "N", "to": ["all"], "text": "{{key}}" } } }));
    run.act(set("key", "hunter2")).act(send("n"));
    assert!(run.session.state().variables.contains_key("key"));
    assert!(!format!("{:?}", run.session.log()).contains("hunter2"));
}

#[test]
fn the_default_of_a_secret_is_no_fact_of_the_log() {
    let book =
        text_of(json!({ "steps": [step("a")], "variables": { "key": { "kind": "secret", "default": "hunter2" } } }));
    let run = opened_text(Kind::Incident, book);
    assert!(run.events.contains(&Event::VariableSet { name: "key".to_owned(), value: None }));
}

#[test]
fn a_line_says_whose_act_it_is_and_when_it_was() {
    let run = incident(json!({ "steps": [step("a")], "contacts": { "hao": { "name": "Hao X." } } }));
    let now = wall("30m");
    let phrase = |by: Option<&str>, stated: Option<&str>, text: &str| Phrase {
        by: by.map(person),
        stated: stated.map(wall),
        text: text.to_owned(),
    };
    for (line, meant) in [
        ("failover began", phrase(None, None, "failover began")),
        ("@hao -5m failover began", phrase(Some("hao"), Some("25m"), "failover began")),
        ("-5m @Hao failover", phrase(Some("hao"), Some("25m"), "failover")),
        ("－5m x", phrase(None, Some("25m"), "x")),
        ("＠zoe hello", phrase(Some("zoe"), None, "hello")),
        ("- a dash", phrase(None, None, "- a dash")),
        ("-5 apples", phrase(None, None, "-5 apples")),
        ("@ nobody", phrase(None, None, "@ nobody")),
        ("@hao @wei x", phrase(Some("hao"), None, "@wei x")),
        ("5m later", phrase(None, None, "5m later")),
        ("  @hao  ", phrase(Some("hao"), None, "")),
    ] {
        assert_eq!(run.session.phrase(line, now), meant, "{line}");
    }
}

#[test]
fn a_reminder_is_asked_for_by_length_or_by_clock_time() {
    let now = wall("0m"); // 06:00
    let wish = |due, within: Option<&str>, text: &str| {
        Some(Wish { due: wall(due), within: within.map(span), text: text.to_owned() })
    };
    assert_eq!(reminder("20m look", now), wish("20m", Some("20m"), "look"));
    assert_eq!(reminder("07:30 hand over", now), wish("1h30m", None, "hand over"));
    assert_eq!(reminder("07：30", now), wish("1h30m", None, ""));
    assert_eq!(reminder("06:00 again", now), wish("24h", None, "again"), "what has passed means tomorrow");
    for bad in ["", "look", "-5m x", "0m x", "25:00 x"] {
        assert_eq!(reminder(bad, now), None, "{bad}");
    }
}

#[test]
fn a_clock_time_at_the_front_of_a_note_is_when_it_happened() {
    let run = incident(json!({ "contacts": { "zhao": { "name": "Zhao X." } }, "steps": [step("a")] }));
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-22T14:30:00+08:00").unwrap();
    let phrase = run.session.phrase("14:05 failover began", now);
    assert_eq!(
        (phrase.stated.unwrap().to_rfc3339().as_str(), phrase.text.as_str()),
        ("2026-11-22T14:05:00+08:00", "failover began")
    );
    let night = chrono::DateTime::parse_from_rfc3339("2026-11-22T00:10:00+08:00").unwrap();
    let phrase = run.session.phrase("23:50 first alarm", night);
    assert_eq!(phrase.stated.unwrap().to_rfc3339(), "2026-11-21T23:50:00+08:00", "after midnight it was yesterday");
    let phrase = run.session.phrase("18:00 the shift changes", now);
    assert_eq!(
        (phrase.stated, phrase.text.as_str()),
        (None, "18:00 the shift changes"),
        "what is to come is no stated time"
    );
}

#[test]
fn the_rest_of_a_contacts_name_is_no_part_of_the_note() {
    let run = incident(json!({ "contacts": { "zhao": { "name": "Zhao X." } }, "steps": [step("a")] }));
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-22T14:30:00+08:00").unwrap();
    let phrase = run.session.phrase("@Zhao X. cable was loose", now);
    assert_eq!((phrase.by.unwrap().0.as_str(), phrase.text.as_str()), ("zhao", "cable was loose"));
}

#[test]
fn evidence_of_somebody_keeps_a_time_that_stands_in_it() {
    let run = incident(json!({ "contacts": { "hao": { "name": "Hao X." } }, "steps": [step("a")] }));
    let (by, text) = run.session.whose("@hao 14:05 service stopped");
    assert_eq!((by.unwrap().0.as_str(), text.as_str()), ("hao", "14:05 service stopped"));
    assert_eq!(run.session.whose("14:05 alone"), (None, "14:05 alone".to_owned()));
}

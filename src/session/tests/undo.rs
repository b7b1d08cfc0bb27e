//! Taking back one's own last act: nothing is deleted, and the state is as if it had not been.

use std::sync::Arc;

use serde_json::json;

use super::fixture::*;
use crate::session::{Command, Entry, EntryId, Event, Kind, LeaveCause, Life, NoteKind, Refusal, Seq, Session};

fn note(text: &str) -> Command {
    Command::Note { kind: NoteKind::Note, text: text.to_owned(), stated: None, step: None }
}

#[test]
fn taking_back_an_outcome_takes_back_all_that_followed_from_it() {
    let mut run = incident(
        json!({ "timers": [{ "id": "t", "title": "T", "within": "10m", "from": "b.start" }], "steps": [step("a"), step("b")] }),
    );
    run.act(done("a")).actives(&["b"]).act(Command::TakeBack).actives(&["a"]);
    assert!(run.is_pending("b") && !run.is_armed("t"));
    run.log_is_replayed();
}

#[test]
fn an_entry_taken_back_stays_in_the_log_marked() {
    let mut run = incident(steps(&["a"]));
    run.act(note("wrong"));
    let seq = run.session.log().last().unwrap().entry.seq;
    run.act(Command::TakeBack);
    assert_eq!(run.events, [Event::EntryWithdrawn { entry: seq }]);
    let marked: Vec<_> = run.session.log().iter().filter(|row| row.withdrawn).map(|row| row.entry.seq).collect();
    assert_eq!(marked, [seq]);
}

#[test]
fn taking_back_again_goes_further_back() {
    let mut run = incident(json!({ "steps": [step_with("a", json!({ "checklist": ["one", "two"] }))] }));
    run.act(tick("a", 0)).act(tick("a", 1)).act(Command::TakeBack).act(Command::TakeBack);
    assert!(run.session.state().step(&id("a")).attempt().unwrap().ticks.is_empty());
}

#[test]
fn only_ones_own_acts_are_taken_back() {
    let mut run = incident(json!({ "steps": [step_with("a", json!({ "checklist": ["one", "two"] }))] }));
    run.act(tick("a", 0)).typed_by("wei").act(tick("a", 1)).typed_by(ME).act(Command::TakeBack);
    let ticks = run.session.state().step(&id("a")).attempt().unwrap().ticks.clone();
    assert_eq!(ticks.len(), 1);
    run.typed_by("zoe").refused(Command::TakeBack, Refusal::NothingToTakeBack);
}

#[test]
fn opening_starting_converting_leaving_and_taking_back_stand_for_ever() {
    let mut run = drill(steps(&["a"]));
    run.refused(Command::TakeBack, Refusal::NothingToTakeBack);
    run.act_because("real", Command::Convert).act(Command::Leave { cause: LeaveCause::Left, others: false });
    run.act(Command::ComeBack { terminal: Box::default(), others: false })
        .refused(Command::TakeBack, Refusal::NothingToTakeBack);
    run.act(note("x")).act(Command::TakeBack).refused(Command::TakeBack, Refusal::NothingToTakeBack);
}

#[test]
fn what_the_program_noticed_at_ones_terminal_is_not_ones_own_act() {
    let mut run = incident(json!({ "timers": [{ "id": "t", "title": "T", "within": "10m" }], "steps": [step("a")] }));
    run.act(note("mine")).at("10m").act(Command::Notice(crate::session::Due::TimerOver("t".into())));
    run.act(Command::TakeBack);
    assert!(run.timer("t").over.is_some());
    assert!(
        run.session
            .log()
            .iter()
            .find(|row| row.withdrawn)
            .is_some_and(|row| matches!(row.entry.events[0], Event::NoteAdded { .. }))
    );
}

#[test]
fn time_went_by_all_the_same() {
    let mut run = drill(steps(&["a", "b"]));
    run.at("5m").act(Command::Pause).at("8m").act(Command::TakeBack).at("10m");
    assert_eq!(run.reading().exercise, span("10m"), "the pause was none");
    assert_eq!(run.session.log().last().unwrap().at.exercise, span("8m"));
    run.log_is_replayed();
}

#[test]
fn a_long_log_of_which_much_was_taken_back_is_replayed_in_one_go() {
    let mut run = incident(steps(&["a"]));
    for _ in 0..4 {
        run.act(note("slip")).act(Command::TakeBack);
    }
    run.log_is_replayed();
    let mut entries: Vec<_> = run.session.log().iter().map(|row| row.entry.clone()).collect();
    let (note, back) = (entries[entries.len() - 2].as_ref().clone(), entries[entries.len() - 1].as_ref().clone());
    for _ in 0..10_000 {
        let seq = entries.len() as u64 + 1;
        let named = |at: u64, entry: &Entry| Entry { seq: Seq(at), id: EntryId(format!("more-{at}")), ..entry.clone() };
        entries.push(named(seq, &note).into());
        let events = vec![Event::EntryWithdrawn { entry: Seq(seq) }];
        entries.push(Entry { events, ..named(seq + 1, &back) }.into());
    }
    let began = std::time::Instant::now();
    let session = Session::replay(entries);
    assert_eq!(session.log().iter().filter(|row| row.withdrawn).count(), 10_004);
    assert!(began.elapsed() < std::time::Duration::from_secs(20), "every one of them folded it anew");
}

#[test]
fn the_end_can_be_taken_back() {
    let mut run = incident(
        json!({ "timers": [{ "id": "t", "title": "T", "within": "10m", "until": "b.done" }], "steps": [step("a"), step("b")] }),
    );
    run.at("1m").act_because("done", Command::End).at("2m").act(Command::TakeBack);
    assert_eq!(run.session.state().life, Life::Running);
    assert!(run.timer("t").is_counting());
    run.at("10m").notice();
    assert!(run.timer("t").over.is_some());
}

#[test]
fn what_others_did_since_stays() {
    let mut run = incident(json!({ "steps": [step("a"), step_with("b", json!({ "checklist": ["one"] }))] }));
    run.act(done("a")).typed_by("wei").act(tick("b", 0)).typed_by(ME).act(Command::TakeBack);
    assert!(run.is_active("a"));
    assert_eq!(run.session.state().step(&id("b")).attempt().unwrap().ticks.len(), 1);
    run.log_is_replayed();
}

#[test]
fn what_follows_from_taking_back_is_decided_on_the_state_without_it() {
    // wei is given a second role's step while busy; the act that made them busy is taken back.
    let book = json!({ "roles": { "x": { "title": "X" }, "y": { "title": "Y" } },
        "phases": [any_phase("one", vec![step_with("a", json!({ "role": "x" })), step_with("b", json!({ "role": "y" }))]), phase("two", vec![step("c")])] });
    let mut run = opened(Kind::Incident, book);
    run.act(assign("x", "hao")).act(assign("y", "wei")).act(Command::Start);
    run.typed_by("zoe").act(reassign("c", "wei")).act(begin("c"));
    run.typed_by(ME).act(done("b")).typed_by("hao").act(reopen("b")).act(done("b"));
    run.typed_by("zoe").act(Command::TakeBack);
    run.log_is_replayed();
    assert_eq!(run.session.clone().due(&run.moment()), []);
}

#[test]
fn a_step_freed_by_taking_back_begins_with_it() {
    let book = json!({ "phases": [any_phase("one", vec![step("a"), step("b")])] });
    let mut run = incident(book);
    run.typed_by("wei").act(Command::WaitOn { step: id("a"), on: "x".to_owned() });
    run.actives(&["a", "b"]).typed_by("zoe").act(done("a")).typed_by("wei").act(Command::TakeBack);
    run.actives(&["b"]);
    run.log_is_replayed();
}

#[test]
fn an_entry_folded_twice_changes_nothing() {
    let mut run = incident(steps(&["a", "b"]));
    run.act(done("a"));
    let before = (run.session.state().clone(), run.session.log().len());
    for row in run.session.clone().log() {
        run.session.apply(Arc::clone(&row.entry));
    }
    assert_eq!((run.session.state().clone(), run.session.log().len()), before);
}

//! Whose act it is: assignees, deputies, holders, the commander; roll-call and the lists of the briefing.

use serde_json::{Value, json};

use super::fixture::*;
use crate::session::{By, Command, Event, Kind, Presence, Refusal};

fn book() -> Value {
    json!({ "contacts": { "lin": { "name": "Lin X." }, "hao": { "name": "Hao X." }, "han": { "name": "Han X." } },
        "roles": { "lead": { "title": "Lead", "holder": "lin", "deputies": ["hao"], "can": ["end"] }, "tech": { "title": "Tech", "holder": "hao" } },
        "steps": [step_with("a", json!({ "role": "tech", "checklist": ["one", "two", "three"] })), step("b")] })
}

fn by(run: &Run) -> By {
    run.session.log().last().unwrap().entry.by.clone()
}

#[test]
fn in_a_drill_the_planned_holders_hold_their_roles() {
    let run = drill(book());
    assert_eq!(run.session.fills(&"tech".into()), Some(person("hao")));
    assert_eq!(run.session.commander(), Some(person("lin")));
}

#[test]
fn in_an_incident_all_roles_are_mine_until_given_away() {
    let mut run = incident(book());
    assert_eq!(run.session.roles_of(&person(ME)).len(), 2);
    run.act(assign("tech", "hao"));
    assert_eq!(run.session.fills(&"tech".into()), Some(person("hao")));
    assert_eq!(run.session.commander(), Some(person(ME)));
}

#[test]
fn an_act_on_a_step_is_its_persons_whoever_types() {
    let mut run = drill(book());
    run.act(tick("a", 0));
    assert_eq!(by(&run), By { person: person("hao"), role: Some("tech".into()), acting_for: None });
    assert_eq!(run.session.log().last().unwrap().entry.who, person(ME));
}

#[test]
fn the_assignee_goes_before_the_role() {
    let mut run = drill(book());
    run.act(reassign("a", "wei")).act(tick("a", 0));
    assert_eq!(by(&run), By { person: person("wei"), role: None, acting_for: None });
    run.act(Command::ReassignStep { step: id("a"), person: None }).act(tick("a", 1));
    assert_eq!(by(&run).person, person("hao"));
}

#[test]
fn the_assignee_decides_and_sends_too() {
    let book = json!({ "contacts": { "all": { "name": "All" } }, "notices": { "n": { "title": "N", "to": ["all"], "text": "N" } },
        "roles": { "lead": { "title": "Lead" }, "tech": { "title": "Tech" } },
        "steps": [step_with("a", json!({ "role": "tech", "notify": ["n"], "decision": { "question": "?", "options": [{ "label": "Yes" }] } })), step("b")] });
    let mut run = incident(book);
    run.act(assign("tech", "hao")).act(reassign("a", "wei"));
    run.act(send("n"));
    assert_eq!(by(&run).person, person("wei"));
    run.act(choose("a", 0));
    assert_eq!(by(&run).person, person("wei"));
}

#[test]
fn a_decision_is_made_by_the_role_it_names() {
    let book = json!({ "roles": { "lead": { "title": "Lead" }, "tech": { "title": "Tech" } },
        "steps": [step_with("a", json!({ "role": "tech", "decision": { "question": "?", "role": "lead", "options": [{ "label": "Yes" }] } })), step("b")] });
    let mut run = incident(book);
    run.act(assign("tech", "hao")).act(assign("lead", "lin")).act(choose("a", 0));
    assert_eq!(by(&run), By { person: person("lin"), role: Some("lead".into()), acting_for: None });
}

#[test]
fn a_step_without_a_role_is_the_commanders() {
    let mut run = drill(book());
    run.act_because("x", skip("a")).act(done("b"));
    assert_eq!(by(&run).person, person("lin"));
}

#[test]
fn who_is_named_goes_before_everyone() {
    let mut run = drill(book());
    run.act_of("han", tick("a", 0));
    assert_eq!(by(&run).person, person("han"));
}

#[test]
fn a_deputy_acts_for_the_holder_until_handed_back() {
    let mut run = drill(book());
    run.act_because("on leave", Command::TakeOver { role: "tech".into(), deputy: person("han") });
    run.has(&Event::DeputyTookOver {
        role: "tech".into(),
        deputy: person("han"),
        holder: Some(person("hao")),
        reason: Some("on leave".to_owned()),
    });
    run.act(tick("a", 0));
    assert_eq!(by(&run), By { person: person("han"), role: Some("tech".into()), acting_for: Some(person("hao")) });
    run.act(Command::HandBack { role: "tech".into() }).act(tick("a", 1));
    assert_eq!(by(&run).person, person("hao"));
    run.refused(Command::HandBack { role: "tech".into() }, Refusal::NoDeputyActing("tech".into()));
}

#[test]
fn roles_are_given_taken_and_emptied() {
    let mut run = drill(book());
    run.refused(assign("tech", "hao"), Refusal::AlreadyHolds { role: "tech".into(), person: person("hao") });
    run.refused(assign("nobody", "hao"), Refusal::NoSuchRole("nobody".into()))
        .refused(assign("tech", " "), Refusal::Empty);
    run.refused(Command::TakeOver { role: "tech".into(), deputy: person(" ") }, Refusal::Empty);
    run.refused(
        Command::TakeOver { role: "tech".into(), deputy: person("hao") },
        Refusal::AlreadyHolds { role: "tech".into(), person: person("hao") },
    );
    let empty = Command::AssignRole { role: "tech".into(), person: None };
    run.act(empty.clone()).refused(empty, Refusal::NothingToChange);
    assert_eq!(run.session.fills(&"tech".into()), Some(person("lin")), "an empty role falls to the commander");
}

#[test]
fn a_new_holder_ends_the_deputys_acting() {
    let mut run = drill(book());
    run.act(Command::TakeOver { role: "tech".into(), deputy: person("han") }).act(assign("tech", "wei"));
    assert_eq!(run.session.fills(&"tech".into()), Some(person("wei")));
}

#[test]
fn a_note_is_the_writers() {
    let mut run = drill(book());
    let note = |text: &str| Command::Note {
        kind: crate::session::NoteKind::Note,
        text: text.to_owned(),
        stated: None,
        step: Some(id("a")),
    };
    run.act(note("seen"));
    assert_eq!(by(&run).person, person(ME));
    run.act_of("hao", note("said"));
    assert_eq!(by(&run).person, person("hao"));
}

#[test]
fn the_roll_call_records_what_changed() {
    let mut run = opened(Kind::Drill, book());
    let call =
        |hao: Presence| Command::RollCall { present: vec![(person("lin"), Presence::Present), (person("hao"), hao)] };
    run.act(call(Presence::Absent)).refused(call(Presence::Absent), Refusal::NothingToChange).act(call(Presence::Late));
    assert_eq!(run.events, [Event::PresenceRecorded { person: person("hao"), presence: Presence::Late }]);
    run.refused(Command::RollCall { present: Vec::new() }, Refusal::NothingToChange);
}

#[test]
fn lines_of_the_briefing_are_ticked_once_and_only_where_there_is_one() {
    let mut run = opened(
        Kind::Drill,
        json!({ "precautions": ["p"], "prerequisites": ["q"], "exit_criteria": ["e"], "steps": [step("a")] }),
    );
    for line in [
        (|index| Command::AcknowledgePrecaution { index }) as fn(usize) -> Command,
        |index| Command::TickPrerequisite { index },
        |index| Command::TickExit { index },
    ] {
        run.act(line(0)).refused(line(0), Refusal::NothingToChange).refused(line(1), Refusal::NoSuchLine(1));
    }
    let state = run.session.state();
    assert!(state.precautions.contains(&0) && state.prerequisites.contains(&0) && state.exit_criteria.contains(&0));
}

#[test]
fn a_person_is_called_by_id_by_name_or_by_the_start_of_it() {
    let run = drill(book());
    assert_eq!(run.session.person_called("hao"), person("hao"));
    assert_eq!(run.session.person_called("HAO"), person("hao"));
    assert_eq!(run.session.person_called("Hao X."), person("hao"));
    assert_eq!(run.session.person_called("ha"), person("ha"), "two contacts begin like that");
    assert_eq!(run.session.person_called(" Zoe "), person("Zoe"));
    assert_eq!(run.session.person_name(&person("hao")), "Hao X.");
    assert_eq!(run.session.person_name(&person("Zoe")), "Zoe");
}

#[test]
fn a_typed_name_means_a_contact_by_whole_words_only() {
    let book = json!({ "contacts": { "lin": { "name": "Lin X." }, "he": { "name": "郝XX" } }, "steps": [step("a")] });
    let run = incident(book);
    let called = |typed: &str| run.session.person_called(typed).0;
    assert_eq!((called("Lin").as_str(), called("lin x.").as_str(), called("郝").as_str()), ("lin", "lin", "he"));
    assert_eq!((called("Li").as_str(), called("Linda").as_str()), ("Li", "Linda"));
}

#[test]
fn nobody_signs_with_the_name_of_the_program() {
    let run = incident(json!({ "steps": [step("a")] }));
    assert!(!run.session.person_called("runsheet").is_program());
}

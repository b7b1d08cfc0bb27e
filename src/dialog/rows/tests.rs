//! The rows each list screen has, in the order in which its cursor counts them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};

use super::super::action::Action;
use super::*;
use crate::runbook::format::read;
use crate::runbook::index::{Edition, Found, Index, Listed, Shelf};
use crate::session::tests::fixture::*;
use crate::session::{Command, Kind};
use crate::words::Lang;

fn book() -> Value {
    json!({ "precautions": ["p"], "prerequisites": ["q", "r"], "exit_criteria": ["e"], "variables": { "host": {} },
        "contacts": { "all": { "name": "All" } },
        "roles": { "lead": { "title": "Lead" }, "watch": { "title": "Judge", "drill_only": true } },
        "notices": { "first": { "title": "F", "to": ["all"], "text": "f" }, "second": { "title": "S", "to": ["all"], "text": "s" } },
        "obligations": { "owed": { "title": "Owed" } },
        "steps": [step_with("brief", json!({ "only": "drill" })), step_with("a", json!({ "role": "lead", "notify": ["second"] }))] })
}

fn catalogue() -> Catalogue {
    let session = |name: &str, title: &str| SessionCard {
        name: name.to_owned(),
        kind: Kind::Drill,
        title: title.to_owned(),
        standing: "at 2.4".to_owned(),
    };
    let runbook = |id: &str, symptom: &str| {
        let text = json!({ "format": "runbook/1", "id": id, "title": format!("Title of {id}"), "triggers": [symptom],
            "steps": [{ "title": "Look" }] });
        let found = Found::of(read("x.json", text.to_string().as_bytes()));
        let edition = Edition { file: format!("{id}.json"), lang: None, shelf: Shelf::Near, found };
        Listed { id: id.to_owned(), opens: id.to_owned(), editions: vec![edition], ..Listed::default() }
    };
    Catalogue {
        sessions: vec![session("s1", "MES outage")],
        index: Index::new(vec![runbook("mes", "MesDown"), runbook("power", "断电")]),
        unread: 0,
    }
}

fn found(query: &str) -> Vec<String> {
    let catalogue = catalogue();
    library_rows(&catalogue, query).iter().map(|row| row.opens().to_owned()).collect()
}

#[test]
fn the_library_lists_sessions_first_and_filters_by_every_word() {
    assert_eq!(found(""), ["s1", "mes", "power"]);
    assert_eq!(found("mes"), ["s1", "mes"]);
    assert_eq!(found("MESDOWN"), ["mes"]);
    assert_eq!(found("断电"), ["power"]);
    assert_eq!(found("title POWER"), ["power"]);
    assert_eq!(found("title nothing"), Vec::<String>::new());
    assert_eq!(found("  "), ["s1", "mes", "power"]);
}

#[test]
fn the_briefing_lists_what_is_acknowledged_ticked_called_and_set() {
    let lead = || BriefingRow::Role("lead".into());
    let head = || {
        vec![
            BriefingRow::Precaution(0),
            BriefingRow::Prerequisite(0),
            BriefingRow::Prerequisite(1),
            BriefingRow::RollCall,
            lead(),
        ]
    };
    let host = BriefingRow::Variable("host".to_owned());
    let mut drill_rows = head();
    drill_rows.extend([BriefingRow::Role("watch".into()), host.clone()]);
    assert_eq!(briefing_rows(&opened(Kind::Drill, book()).session), drill_rows);
    let mut incident_rows = head();
    incident_rows.push(host);
    assert_eq!(briefing_rows(&incident(book()).session), incident_rows, "an evaluator is for drills");
}

#[test]
fn the_plan_and_the_people_are_those_of_this_kind_of_session() {
    assert_eq!(plan_rows(&incident(book()).session), [id("a")]);
    assert_eq!(plan_rows(&drill(book()).session), [id("brief"), id("a")]);
    assert_eq!(people_rows(&incident(book()).session), ["lead".into()]);
    assert_eq!(people_rows(&drill(book()).session), ["lead".into(), "watch".into()]);
}

#[test]
fn messages_that_are_due_stand_first() {
    let mut run = incident(book());
    assert_eq!(message_rows(&run.session), ["second".into(), "first".into()]);
    run.act(send("second"));
    assert_eq!(message_rows(&run.session), ["first".into(), "second".into()]);
}

#[test]
fn the_wrap_up_lists_everything_open_then_the_end_and_the_report() {
    let mut run = incident(book());
    run.act(Command::OpenObligation { obligation: "owed".into() });
    assert_eq!(
        wrap_up_rows(&run.session),
        [
            WrapUpRow::Exit(0),
            WrapUpRow::Owed("owed".into()),
            WrapUpRow::Notice("second".into()),
            WrapUpRow::Active(id("a")),
            WrapUpRow::End,
            WrapUpRow::Report,
        ]
    );
    run.act_because("x", Command::End).act(rule_out("a")).act(Command::CloseObligation { obligation: "owed".into() });
    assert_eq!(wrap_up_rows(&run.session), [WrapUpRow::Exit(0), WrapUpRow::Report]);
}

#[test]
fn an_action_is_offered_where_it_makes_sense() {
    let offered = |run: &Run, action| is_available(action, Some(&run.session));
    let mut run = opened(Kind::Drill, book());
    assert!(offered(&run, Action::Start) && !offered(&run, Action::Pause) && !offered(&run, Action::FinishStep));
    run.act_because("x", Command::Start);
    assert!(!offered(&run, Action::Start) && offered(&run, Action::Pause) && offered(&run, Action::FinishStep));
    assert!(
        !offered(&run, Action::Resume) && !offered(&run, Action::HandBack) && !offered(&run, Action::ClearReminder)
    );
    run.act(Command::Pause).act(Command::TakeOver { role: "lead".into(), deputy: person("wei") });
    run.act(Command::Remind { text: "x".to_owned(), due: wall("5m"), within: None });
    assert!(offered(&run, Action::Resume) && offered(&run, Action::HandBack) && offered(&run, Action::ClearReminder));
    run.act_because("x", Command::Terminate);
    for action in [Action::End, Action::Terminate, Action::Convert, Action::FinishStep] {
        assert!(!offered(&run, action), "{action:?}");
    }
    assert!(!offered(&incident(book()), Action::Convert));
    assert!(is_available(Action::Help, None) && !is_available(Action::Note, None));
}

#[test]
fn what_is_offered_as_an_act_of_life_is_not_refused_for_its_life() {
    for kind in [Kind::Drill, Kind::Incident, Kind::Walkthrough] {
        let mut run = opened(kind, steps(&["a"]));
        for command in [None, Some(Command::Start), Some(Command::Pause), Some(Command::End)] {
            if let Some(command) = command {
                let _ = run.give(command, Some("x"), None);
            }
            for (action, command) in [
                (Action::Pause, Command::Pause),
                (Action::Resume, Command::Resume),
                (Action::End, Command::End),
                (Action::Convert, Command::Convert),
            ] {
                let goes = run.clone().give(command, Some("x"), None).is_ok();
                assert_eq!(
                    is_available(action, Some(&run.session)),
                    goes,
                    "{kind:?} {:?} {action:?}",
                    run.session.state().life
                );
            }
        }
    }
}

#[test]
fn the_palette_finds_acts_by_name_and_by_sentence() {
    let words = Words::new(Lang::En);
    let run = incident(book());
    let rows = |query: &str| palette_rows(&words, Some(&run.session), query);
    assert_eq!(rows("take-back"), [Action::TakeBack]);
    assert!(rows("note").contains(&Action::Note));
    assert!(rows("zzzz").is_empty());
    assert!(!rows("").contains(&Action::Up) && !rows("").contains(&Action::Pause), "only acts, and only those that go");
    assert_eq!(rows("end").first(), Some(&Action::End), "an exact name comes first");
}

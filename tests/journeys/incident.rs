//! The first minute of an incident, and the rules no key may break.

use runsheet::dialog::items::EnterAct;
use runsheet::dialog::model::Screen;
use runsheet::session::{Event, Kind, LeaveCause, Life, Status};
use runsheet::words::Lang;

use super::drive::Journey;
use crate::support::{Home, QUICK, SHORT, events};

fn begin(home: &Home, book: &str) -> Journey {
    let path = home.file("book.json", book);
    Journey::open(home, "wei", Lang::En, &path.display().to_string(), Kind::Incident)
}

/// Goes away, and gives the events that are on the disk.
fn recorded(mut who: Journey, home: &Home) -> Vec<Event> {
    who.is_lost(LeaveCause::Hangup);
    drop(who.ends());
    events(&home.session())
}

#[test]
fn an_incident_runs_at_most_six_keys_after_the_search_word() {
    let home = Home::new();
    let mut wei = Journey::library(&home, "wei");
    assert!(matches!(wei.now.on, Some(Screen::Library { .. })));
    wei.types("mesdown").keys("enter 1");
    assert_eq!(wei.now.on, Some(Screen::Run));
    assert_eq!(wei.session().state().kind, Kind::Incident);
    assert_eq!(wei.session().state().life, Life::Running);
    assert_eq!(wei.session().book().id.as_str(), "mes-app-server-outage");
    wei.sees("INCIDENT").sees("Find the MES abnormal");
    assert!(recorded(wei, &home).contains(&Event::SessionStarted));
}

#[test]
fn a_gate_asks_for_a_reason_and_passes_with_it() {
    let home = Home::new();
    let mut wei = begin(&home, SHORT);
    wei.keys("+1m space enter").sees("Owner of it told");
    let asked = wei.now.open.clone();
    assert!(asked.is_some(), "nothing was asked: {}", wei.now.screen);
    wei.keys("enter enter");
    assert_eq!(wei.now.open, asked, "an empty reason passed");
    assert!(wei.session().state().is_active(&"1.1".parse_step()));
    wei.types("the owner is on leave").keys("enter");
    assert!(!wei.session().state().is_active(&"1.1".parse_step()));
    let told = recorded(wei, &home);
    let passed = |event: &Event| matches!(event, Event::GatePassed { reason, .. } if reason == "the owner is on leave");
    assert!(told.iter().any(passed), "{told:?}");
}

#[test]
fn a_danger_is_confirmed_by_typing_its_number_and_by_nothing_else() {
    let home = Home::new();
    let mut wei = begin(&home, SHORT);
    wei.keys("+1m space space enter +1m");
    assert!(matches!(wei.now.enter, Some(EnterAct::Start { danger: true, .. })), "{:?}", wei.now.enter);
    wei.keys("enter").sees("Logs older than a week are gone.").keys("enter enter");
    for wrong in ["yes", "1.3", "1"] {
        wei.types(wrong).keys("enter");
        assert_eq!(*wei.session().state().status(&"1.2".parse_step()), Status::Pending, "confirmed by {wrong}");
    }
    // The wrong words are out of the way of the right one.
    wei.types("1.2").keys("enter");
    assert_eq!(*wei.session().state().status(&"1.2".parse_step()), Status::Active);
    let told = recorded(wei, &home);
    let confirmed = told.iter().filter(|event| matches!(event, Event::DangerConfirmed { typed, .. } if typed == "1.2"));
    assert_eq!(confirmed.count(), 1);
}

#[test]
fn a_second_enter_on_a_slow_line_finishes_nothing() {
    let home = Home::new();
    let mut wei = begin(&home, QUICK);
    wei.keys("+10s enter");
    assert!(wei.session().state().is_active(&"1.2".parse_step()));
    wei.keys("enter enter enter enter");
    assert!(wei.session().state().is_active(&"1.2".parse_step()), "finished by a second Enter");
    assert!(wei.now.open.is_some());
    wei.keys("1");
    assert!(!wei.session().state().is_active(&"1.2".parse_step()), "the digit does it");
    wei.keys("+4s enter");
    let open = wei.now.open.clone();
    assert!(
        open.is_some_and(|open| open.contains("Which way")),
        "after three seconds Enter goes on: {:?}",
        wei.answer()
    );
}

#[test]
fn a_decision_is_made_by_a_digit_and_never_by_enter() {
    let home = Home::new();
    let mut wei = begin(&home, QUICK);
    wei.keys("+10s enter +10s enter +10s enter").sees("Which way?");
    let before = wei.session().log().len();
    wei.keys("enter enter space down enter 9 x");
    assert_eq!(wei.session().log().len(), before, "something was decided: {}", wei.answer());
    wei.keys("2");
    let told = recorded(wei, &home);
    let chosen = told.iter().find_map(|event| match event {
        Event::DecisionMade { chosen, .. } => Some(chosen.as_str()),
        _ => None,
    });
    assert_eq!(chosen, Some("Right"));
}

#[test]
fn undo_takes_back_only_one_s_own_last_act_and_leaves_it_in_the_log() {
    let home = Home::new();
    let mut wei = begin(&home, SHORT);
    wei.keys("+1m space");
    let ticked = wei.session().log().len();
    wei.keys("u");
    let state = wei.session().state();
    assert!(state.step(&"1.1".parse_step()).attempt().is_some_and(|round| round.ticks.is_empty()), "still ticked");
    assert_eq!(wei.session().log().len(), ticked + 1);
    assert!(wei.session().log()[ticked - 1].withdrawn);
    wei.keys("u");
    assert_eq!(wei.session().log().len(), ticked + 1, "the start of the session was taken back: {}", wei.answer());
    let told = recorded(wei, &home);
    assert!(told.iter().any(|event| matches!(event, Event::ItemTicked { .. })), "the tick is gone from the record");
    assert!(told.iter().any(|event| matches!(event, Event::EntryWithdrawn { .. })));
}

#[test]
fn letters_of_an_input_method_are_told_apart_from_keys() {
    let home = Home::new();
    let mut wei = begin(&home, SHORT);
    let before = wei.session().log().len();
    wei.types("好").sees("Switch your input method to English");
    wei.types("：");
    assert_eq!(wei.now.open.as_deref(), Some("palette"), "the full-width colon opens it");
    wei.keys("esc").types("？");
    assert!(matches!(wei.now.on, Some(Screen::Help { .. })), "the full-width question mark asks for help");
    wei.keys("esc").types("ｎ");
    assert_eq!(wei.now.open.as_deref(), Some("note"));
    wei.types("磁盘满").keys("enter");
    assert_eq!(wei.session().log().len(), before + 1);
    let told = recorded(wei, &home);
    assert!(told.iter().any(|event| matches!(event, Event::NoteAdded { text, .. } if text == "磁盘满")));
}

trait AsStep {
    fn parse_step(&self) -> runsheet::runbook::StepId;
}

impl AsStep for str {
    fn parse_step(&self) -> runsheet::runbook::StepId {
        serde_json::from_value(self.into()).unwrap()
    }
}

#[test]
fn who_ticks_what_is_ticked_is_told_by_whom_and_when() {
    let home = Home::new();
    let mut wei = begin(&home, SHORT);
    wei.keys("+1m space");
    let ticked = wei.session().log().len();
    wei.keys("up space");
    assert_eq!(wei.session().log().len(), ticked, "{}", wei.answer());
    let said = wei.answer();
    assert!(said.contains("Ticked by wei at 14:") && !said.contains(", u "), "{said}");
    recorded(wei, &home);
}

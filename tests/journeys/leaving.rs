//! Leaving, falling and coming back: the session goes on at the exact step, and nobody's time is hidden.

use runsheet::dialog::model::{Leaving, Screen};
use runsheet::session::{Event, ItemKey, Kind, LeaveCause, Life};
use runsheet::time::Span;
use runsheet::words::Lang;

use super::drive::Journey;
use crate::support::{Home, SHORT, events};

fn begin(home: &Home) -> Journey {
    let path = home.file("book.json", SHORT);
    Journey::open(home, "wei", Lang::En, &path.display().to_string(), Kind::Incident)
}

#[test]
fn q_offers_to_leave_it_running_first_and_neither_q_nor_esc_nor_enter_confirms() {
    let home = Home::new();
    let mut wei = begin(&home);
    wei.keys("q").sees("1").sees("leave it running");
    wei.keys("q q enter").keys("esc esc esc");
    assert!(wei.left.is_none(), "left without being asked");
    wei.keys("ctrl-c").sees("q leaves").keys("ctrl-c ctrl-c");
    assert!(wei.left.is_none());
    wei.keys("q 1");
    assert_eq!(wei.left, Some(Leaving::Running));
    drop(wei.ends());
    let told = home.session();
    assert_eq!(told.state().life, Life::Running);
    assert!(matches!(events(&told).last(), Some(Event::SessionLeft { cause: LeaveCause::Left })));
}

#[test]
fn what_was_left_goes_on_at_the_exact_item_and_says_how_long_nobody_was_there() {
    let home = Home::new();
    let mut wei = begin(&home);
    wei.keys("+1m space q 1");
    let clock = wei.clock.clone();
    drop(wei.ends());
    clock.advance(Span::minutes(11));

    let mut hao = Journey::resume(&home, "hao", &clock);
    assert_eq!(hao.now.on, Some(Screen::Run));
    hao.sees("unattended for 11m");
    hao.keys("space");
    let session = hao.session();
    let round = session.state().steps.values().next().unwrap().attempt().unwrap().clone();
    assert_eq!(round.ticks.keys().collect::<Vec<_>>(), [&ItemKey::Check(0), &ItemKey::Check(1)]);
    hao.keys("q 1");
    drop(hao.ends());
}

#[test]
fn a_killed_program_loses_nothing_that_was_saved() {
    let home = Home::new();
    let mut wei = begin(&home);
    wei.keys("+1m space space enter n").types("all is well").keys("enter");
    wei.saved();
    let (clock, before) = (wei.clock.clone(), wei.session().clone());
    wei.dies();
    assert_eq!(home.session().state(), before.state());
    clock.advance(Span::minutes(3));

    let mut hao = Journey::resume(&home, "hao", &clock);
    hao.sees("unattended for 3m");
    assert_eq!(hao.session().log().len(), before.log().len() + 1);
    hao.sees("1.2");
    hao.is_lost(LeaveCause::Hangup);
    drop(hao.ends());
    assert!(matches!(events(&home.session()).last(), Some(Event::SessionLeft { cause: LeaveCause::Hangup })));
}

#[test]
fn a_drill_of_which_nothing_was_recorded_leaves_nothing_behind() {
    let home = Home::new();
    let mut lin = Journey::open(&home, "lin", Lang::En, "mes-app-server-outage", Kind::Drill);
    lin.keys("down down q 1");
    drop(lin.ends());
    assert!(home.folders().is_empty(), "{:?}", home.folders());
}

#[test]
fn whoever_leaves_what_is_not_saved_is_told_what_becomes_of_it() {
    let home = Home::new();
    let path = home.file("book.json", SHORT).display().to_string();
    // A file where the folder should be: no place takes the record.
    std::fs::write(home.sessions(), "in the way").unwrap();
    let mut wei = Journey::open(&home, "wei", Lang::En, &path, Kind::Incident);
    wei.sees("NOT SAVED");
    wei.does_not_see("all is saved");
    wei.keys("q").sees("resume will not know of it");
}

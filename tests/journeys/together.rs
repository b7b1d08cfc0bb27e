//! Two people at two terminals on one session.

use runsheet::dialog::model::{Answer, Screen};
use runsheet::host::View;
use runsheet::session::Kind;
use runsheet::words::Lang;

use super::drive::Journey;
use crate::support::{Home, SHORT};

fn begin(home: &Home) -> (Journey, Journey) {
    let path = home.file("book.json", SHORT).display().to_string();
    let mut wei = Journey::open(home, "wei", Lang::En, &path, Kind::Incident);
    wei.saved();
    let hao = Journey::resume(home, "hao", &wei.clock.clone());
    (wei, hao)
}

fn ends(mut one: Journey) {
    one.keys("esc esc q 1");
    drop(one.ends());
}

#[test]
fn whoever_joins_sees_who_is_there_and_works_like_them() {
    let home = Home::new();
    let (mut wei, mut hao) = begin(&home);
    hao.sees("Joined; here as well: wei").sees("+wei");
    wei.until("the other is seen", |wei| wei.has("+hao"));
    hao.keys("space").saved();
    hao.keys("n").types("seen by both").keys("enter").saved();
    wei.keys("6").until("the note is seen", |wei| wei.has("hao: note: seen by both"));
    wei.keys("3").sees("on the session: wei (here) and hao").keys("1 down space").saved();
    hao.until("the tick is seen", |hao| hao.session().state() == wei.session().state());
    ends(hao);
    wei.until("the other has left", |wei| wei.now.saving.others.is_empty());
    wei.keys("6").sees("left, others stay");
    ends(wei);
}

#[test]
fn a_dialog_that_others_overtake_says_so_and_keeps_what_was_typed() {
    let home = Home::new();
    let (mut wei, mut hao) = begin(&home);
    hao.does("skip").types("no time for it");
    wei.keys("+5s space space enter").saved();
    hao.until("it is said", |hao| hao.has("overtaken at"));
    hao.sees("by wei").sees("no time for it");
    // Enter is refused, and the words are still there.
    hao.keys("enter").saved();
    assert!(matches!(hao.now.answer, Some(Answer::Refused(_))), "{:?}", hao.now.answer);
    ends(hao);
    ends(wei);
}

#[test]
fn the_wall_and_the_log_alone_are_left_by_one_key() {
    let home = Home::new();
    let (wei, hao) = begin(&home);
    ends(hao);
    for (view, says) in [(View::Wall, "Steps being done"), (View::Log, "watching")] {
        let mut other = Journey::watch(&home, "lin", &wei.clock.clone(), view);
        other.sees(says).sees("INCIDENT").keys("n 3 space").sees(says).keys("q");
        drop(other.ends());
    }
    ends(wei);
}

#[test]
fn a_drill_that_somebody_else_starts_leaves_the_briefing_on_every_terminal() {
    let home = Home::new();
    let path = home.file("book.json", SHORT).display().to_string();
    let mut wei = Journey::open(&home, "wei", Lang::En, &path, Kind::Drill);
    wei.keys("n").types("all are here").keys("enter").saved();
    let mut hao = Journey::resume(&home, "hao", &wei.clock.clone());
    assert!(matches!(hao.now.on, Some(Screen::Briefing { .. })), "{:?}", hao.now.on);
    wei.keys("1").saved();
    assert_eq!(wei.now.on, Some(Screen::Run), "{}", wei.now.screen);
    hao.until("the start is seen", |hao| hao.now.on == Some(Screen::Run));
    ends(hao);
    ends(wei);
}

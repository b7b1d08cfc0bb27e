//! Every act there is, by search.

use runsheet::dialog::action::Action;
use runsheet::dialog::rows::{is_available, palette_rows};
use runsheet::session::{Kind, LeaveCause};
use runsheet::words::{Lang, Words};

use super::drive::Journey;
use crate::support::Home;

/// Does every act that can be searched for, one after another, in a session of this kind.
fn try_all(lang: Lang, kind: Kind, begin: &str) {
    let home = Home::new();
    let words = Words::new(lang);
    let mut lin = Journey::open(&home, "lin", lang, "mes-app-server-outage", kind);
    lin.keys(begin);
    let mut tried = 0;
    for action in Action::ALL.iter().copied().filter(|action| action.is_searchable()) {
        let session = lin.session().clone();
        if !is_available(action, Some(&session)) {
            continue;
        }
        let first = palette_rows(&words, Some(&session), action.name()).first().copied();
        assert_eq!(first, Some(action), "{} finds another act first", action.name());
        lin.keys("+5s").does(action.name());
        assert!(lin.left.is_none(), "{} left the program", action.name());
        assert_ne!(lin.now.open.as_deref(), Some("palette"), "{} does nothing", action.name());
        // Whatever it opened is closed; from wherever it led, the way back is the step.
        lin.keys("esc esc esc 1");
        tried += 1;
    }
    assert!(tried > 40, "only {tried} acts were offered");
    lin.is_lost(LeaveCause::Hangup);
    drop(lin.ends());
    home.session();
}

#[test]
fn every_act_is_found_and_done_in_an_incident() {
    try_all(Lang::En, Kind::Incident, "+1m");
}

#[test]
fn every_act_is_found_and_done_in_a_drill_in_chinese() {
    try_all(Lang::ZhCn, Kind::Drill, "1 x enter +1m");
}

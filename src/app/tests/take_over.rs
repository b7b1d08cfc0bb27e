//! Taking over: whom it leaves alone, and what the record tells of it.

use super::super::take_over::TakenOver;
use super::*;
use crate::journal::seats;

fn resumed(desk: &Desk, who: &str) -> App {
    let mut app = another(desk.home.path(), who, &desk.clock);
    app.take_over();
    let name = desk.app.live().unwrap().name().unwrap().to_owned();
    app.resume_session(&name).unwrap();
    app
}

fn here(desk: &Desk) -> Vec<String> {
    seats(&desk.folders()).into_iter().map(|seated| seated.person).collect()
}

#[test]
fn where_there_is_nobody_to_end_it_only_resumes() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    desk.settle();
    // A seat in this very process, and one that a dead one left behind.
    let left = desk.folders()[0].join("here").join("0".repeat(26));
    fs::write(&left, r#"{"pid":1,"person":"li","host":"h"}"#).unwrap();
    let app = resumed(&desk, "li");
    assert_eq!(here(&desk), ["li", "li"]);
    let last = app.session().unwrap().log().last().unwrap();
    assert!(
        matches!(&last.entry.events[0], Event::TerminalJoined { terminal } if terminal.took_over.is_empty()),
        "{last:?}"
    );
}

#[test]
fn a_seat_says_who_sits_there_as_the_runbook_knows_them() {
    let mut desk = Desk::at(tempfile::tempdir().unwrap(), "lin");
    desk.open(Kind::Incident);
    desk.settle();
    let name = desk.app.me_in(desk.app.session().unwrap().book()).0;
    assert_ne!(name, "Lin X.", "the runbook knows them by another name than the one that is typed");
    let _resumed = resumed(&desk, "Lin X.");
    assert_eq!(here(&desk), [name.as_str(), name.as_str()]);
}

#[test]
fn who_does_not_go_is_told_in_the_log() {
    let mut desk = Desk::new();
    desk.open(Kind::Incident);
    let over = TakenOver { ended: vec![4710], stayed: vec![4711, 4712] };
    desk.app.note_who_stayed(&over);
    desk.settle();
    let told = notes_on_disk(&desk.folders()[0]);
    assert!(told.contains("still there (pid 4711 and 4712)") && !told.contains("4710"), "{told}");
}

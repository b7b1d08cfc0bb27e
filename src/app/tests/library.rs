//! Looking around: names first, then what the files hold, and what the sessions say of drills.

use std::time::Instant;

use super::*;
use crate::runbook::index::{Found, Listed, Mark, Shelf};
use crate::session::Kind;

const PLAN: &str = r#"{ "format": "runbook/1", "id": "ID", "title": "Title of ID", "steps": [{ "id": "a", "title": "Look" }],
    "roles": { "lead": { "title": "Lead", "can": ["end"] } } }"#;

/// A desk whose library has these files beside it.
fn desk(files: &[(&str, &str)]) -> Desk {
    let mut desk = Desk::new();
    let near = desk.home.path().join("runbooks");
    for (name, text) in files {
        let path = near.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    desk.app.places.near_runbooks.clone_from(&near);
    desk.app.library = Library::new(Some(near), None);
    desk
}

fn plan(id: &str) -> String {
    PLAN.replace("ID", id)
}

fn near(catalogue: &Catalogue) -> Vec<&Listed> {
    catalogue.index.runbooks().iter().filter(|listed| listed.shelf() == Shelf::Near).collect()
}

/// Takes in what the thread finds until there is nothing left to find.
fn fill(app: &mut App) {
    let end = Instant::now() + LONG;
    while app.catalogue.unread > 0 {
        assert!(Instant::now() < end, "{} are never read", app.catalogue.unread);
        let batch = app.pieces.as_ref().unwrap().recv_timeout(LONG).unwrap();
        survey::take_in(&mut app.catalogue, batch);
    }
}

#[test]
fn names_are_there_at_once_and_what_the_files_hold_comes_after() {
    let mut desk = desk(&[("one.json", &plan("one")), ("half.json", "{"), ("zh-CN/one.json", &plan("one"))]);
    desk.app.names_first = true;
    desk.app.look_around();
    let names: Vec<&str> = near(&desk.app.catalogue).iter().map(|listed| listed.title()).collect();
    assert_eq!(names, ["half", "one"], "what the files hold is not waited for");
    assert!(desk.app.catalogue.unread >= 3);
    fill(&mut desk.app);
    let filled = near(&desk.app.catalogue);
    assert_eq!(filled[1].title(), "Title of one");
    assert!(filled[0].is_broken() && filled[1].editions[1].outline().is_some());
    let mut all = desk.app.catalogue.index.runbooks().iter().flat_map(|listed| &listed.editions);
    assert!(all.all(|edition| edition.found != Found::Unread));
    assert_eq!(desk.app.catalogue, desk.app.whole_catalogue(), "both ways lead to the same");
}

#[test]
fn of_two_files_of_one_name_both_are_listed_and_the_note_says_which_one_it_opens() {
    let desk = desk(&[("a.json", &plan("a")), ("a.yaml", &plan("a")), ("b.json", &plan("b"))]);
    let catalogue = desk.app.whole_catalogue();
    let near = near(&catalogue);
    let opens: Vec<&str> = near.iter().map(|listed| listed.id.as_str()).collect();
    assert_eq!(opens, ["a", "a", "b"]);
    let twin = near.iter().find(|listed| listed.opens.ends_with("a.yaml")).unwrap();
    assert_eq!(twin.twin.as_deref(), Some("a.json"));
    let today = desk.app.now().wall.date_naive();
    assert!(twin.marks(today).contains(&Mark::Twin("a.json".to_owned())));
}

#[test]
fn a_drill_that_came_to_its_end_is_the_last_drill_of_its_runbook() {
    let mut desk = desk(&[("one.json", &plan("one")), ("two.json", &plan("two"))]);
    for (runbook, kind, ends) in
        [("one", Kind::Drill, true), ("two", Kind::Drill, false), ("two", Kind::Incident, true)]
    {
        desk.app.open_runbook(runbook, kind, None).unwrap();
        if kind == Kind::Drill {
            desk.app.submit(Command::Start.into()).unwrap();
        }
        if ends {
            let request = Request { reason: Some("enough".to_owned()), ..Command::End.into() };
            desk.app.submit(request).unwrap();
        }
        desk.settle();
        assert!(desk.app.leave(LeaveCause::Left));
        desk.app.live = None;
    }
    let catalogue = desk.app.whole_catalogue();
    let today = desk.app.now().wall.date_naive();
    let drilled: Vec<_> = near(&catalogue).iter().map(|listed| listed.drilled).collect();
    assert_eq!(drilled, [Some(today), None], "an incident is no drill, and one that goes on has no end");
    assert!(!near(&catalogue)[0].marks(today).contains(&Mark::NeverDrilled));
}

#[test]
fn once_something_is_open_nobody_looks_on() {
    let mut desk = desk(&[("one.json", &plan("one"))]);
    desk.app.names_first = true;
    desk.app.look_around();
    Host::open(&mut desk.app, "one", Kind::Incident, None).unwrap();
    assert!(desk.app.pieces.is_none() && desk.app.catalogue == Catalogue::default());
}

#[test]
fn what_is_wrong_with_a_file_can_be_read() {
    let desk = desk(&[("half.json", "{\n  \"format\": 1,\n}")]);
    let read = desk.app.read_out("half").unwrap();
    assert_eq!(read.title, "half.json");
    assert!(read.text.contains("half.json:2:") || read.text.contains("half.json:3:"), "{}", read.text);
    assert!(desk.app.read_out("nothing").is_err());
}

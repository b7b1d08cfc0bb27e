//! What a session is opened with when its runbook leads into others.

use super::*;
use crate::session::{NoteKind, Session};

fn write(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn book(id: &str, steps: &str) -> String {
    format!(r#"{{"format":"runbook/1","id":"{id}","title":"{id}","steps":[{steps}]}}"#)
}

fn notes(session: &Session) -> Vec<String> {
    let texts = session.log().iter().flat_map(|row| &row.entry.events).filter_map(|event| match event {
        Event::NoteAdded { kind: NoteKind::Note, text, .. } => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

fn names(session: &Session) -> Vec<String> {
    let sources = session.log().iter().find_map(|row| row.entry.opens()).unwrap();
    sources.iter().map(|source| source.book().id.to_string()).collect()
}

#[test]
fn a_session_takes_every_runbook_along_that_it_can_reach_and_never_looks_for_them_again() {
    let mut desk = Desk::new();
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "outer.json", &book("outer", r#"{"id":"a","title":"A","runbook":"parts/inner.json"}"#));
    write(dir.path(), "parts/inner.json", &book("inner", r#"{"id":"x","title":"X","runbook":"innermost"}"#));
    write(dir.path(), "parts/innermost.json", &book("innermost", r#"{"id":"y","title":"Y"}"#));
    desk.app.open_runbook(dir.path().join("outer.json").to_str().unwrap(), Kind::Incident, None).unwrap();
    assert_eq!(names(desk.app.session().unwrap()), ["outer", "inner", "innermost"]);
    desk.settle();
    drop(dir);
    let name = desk.folders().remove(0).file_name().unwrap().to_str().unwrap().to_owned();
    let read = desk.app.read_session(&name).unwrap().session;
    let active: Vec<_> =
        read.book().steps().filter(|(_, s)| read.state().is_active(&s.id)).map(|(_, s)| s.id.to_string()).collect();
    assert_eq!(active, ["a", "a/x", "a/x/y"], "the files are gone, the runbooks are not");
}

#[test]
fn a_runbook_that_is_not_there_is_named_in_the_log_and_the_session_goes_on() {
    let mut desk = Desk::new();
    let dir = tempfile::tempdir().unwrap();
    let steps = r#"{"id":"a","title":"A","runbook":"../secrets.json"},{"id":"b","title":"B","runbook":"nobody-wrote-it"},{"id":"c","title":"C","runbook":"broken.json"}"#;
    write(dir.path(), "books/outer.json", &book("outer", steps));
    write(dir.path(), "secrets.json", &book("secrets", r#"{"title":"S"}"#));
    write(dir.path(), "books/broken.json", "{");
    desk.app.open_runbook(dir.path().join("books/outer.json").to_str().unwrap(), Kind::Incident, None).unwrap();
    let session = desk.app.session().unwrap();
    assert_eq!(names(session), ["outer"]);
    let said = notes(session);
    for name in ["../secrets.json", "nobody-wrote-it", "broken.json"] {
        assert!(said.iter().any(|note| note.contains(name)), "{name} is named in {said:#?}");
    }
    assert!(session.state().is_active(&"a".into()));
}

#[test]
fn runbooks_that_lead_into_each_other_are_taken_along_once() {
    let mut desk = Desk::new();
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "one.json", &book("one", r#"{"id":"a","title":"A","runbook":"two"}"#));
    write(dir.path(), "two.json", &book("two", r#"{"id":"b","title":"B","runbook":"one"}"#));
    desk.app.open_runbook(dir.path().join("one.json").to_str().unwrap(), Kind::Incident, None).unwrap();
    assert_eq!(names(desk.app.session().unwrap()), ["one", "two"]);
}

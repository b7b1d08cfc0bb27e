//! That nothing typed is lost, whatever is answered to it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::super::model::NoteField;
use super::*;
use crate::host::SessionCard;
use crate::runbook::index::{Index, Listed};
use crate::session::NoteKind;
use crate::time::BootId;
use crate::words::Lang;

/// A note with this text, and what Enter makes of it.
fn enter(text: &str, read_only: bool) -> (Model, Vec<Effect>) {
    let (session, words) = (Session::new(), Words::new(Lang::En));
    let wall = chrono::DateTime::parse_from_rfc3339("2026-11-22T14:31:14+08:00").unwrap();
    let now = Moment { wall, boot_ns: 1, boot: BootId("boot".to_owned()) };
    let me = Person("li".to_owned());
    let catalogue = Catalogue::default();
    let ctx = Context { session: Some(&session), catalogue: &catalogue, words: &words, now: &now, me: &me, read_only };
    let field = NoteField { text: fields::text_area(text), kind: NoteKind::Note, keeps: false, begun: None };
    let mut model = Model { overlay: Some(Overlay::Note(field)), ..Model::default() };
    let mut effects = update(&mut model, Message::Key(Chord::plain(Key::Enter)), &ctx);
    if let Some(Effect::Submit(request)) = effects.pop() {
        let refused = Message::Submitted(Box::new(request), Err(Refusal::NotOpened));
        effects = update(&mut model, refused, &ctx);
    }
    (model, effects)
}

#[test]
fn a_note_that_only_a_reader_typed_comes_back_with_the_next_note() {
    let (model, effects) = enter("the fans stand still", true);
    assert_eq!(effects, []);
    assert!(matches!(model.answer, Some(Answer::Refused(_))));
    assert_eq!(model.draft.as_deref(), Some("the fans stand still"));
}

#[test]
fn a_note_that_was_refused_comes_back_with_the_next_note() {
    let (model, _) = enter("the fans stand still", false);
    assert_eq!(model.draft.as_deref(), Some("the fans stand still"));
}

#[test]
fn the_words_of_an_act_that_others_overtook_come_back_with_the_next_note() {
    let (session, words) = (Session::new(), Words::new(Lang::En));
    let wall = chrono::DateTime::parse_from_rfc3339("2026-11-22T14:31:14+08:00").unwrap();
    let now = Moment { wall, boot_ns: 1, boot: BootId("boot".to_owned()) };
    let (me, catalogue) = (Person("li".to_owned()), Catalogue::default());
    let ctx =
        Context { session: Some(&session), catalogue: &catalogue, words: &words, now: &now, me: &me, read_only: false };
    let mut model = Model { draft: Some("begun before".to_owned()), ..Model::default() };
    let request = Request {
        command: Command::SkipStep { step: "2.3".into() },
        by: None,
        reason: Some("no switch in this hall".to_owned()),
        seen: None,
    };
    let lost = Overtaken { request, refusal: Refusal::Over, by: None };
    let effects = update(&mut model, Message::Overtaken(Box::new(lost)), &ctx);
    assert_eq!(effects, [Effect::Beep]);
    assert_eq!(model.draft.as_deref(), Some("begun before\nno switch in this hall"));
    let Some(Answer::Refused(says)) = &model.answer else { panic!("nobody was told") };
    assert!(says.contains("no switch in this hall"), "{says}");
}

#[test]
fn while_the_library_fills_the_cursor_stays_on_what_it_is_on() {
    let listed = |id: &str| Listed { id: id.to_owned(), opens: id.to_owned(), ..Listed::default() };
    let mut catalogue = Catalogue { index: Index::new(vec![listed("a"), listed("b")]), ..Catalogue::default() };
    let screens = vec![Screen::Library { query: String::new(), cursor: 1 }];
    let mut model = Model { screens, ..Model::default() };
    let here = lists::chosen(&model, &catalogue);
    assert_eq!(here.as_deref(), Some("b"));
    // A session of long ago turns out to go on: it stands before the runbooks.
    let (name, title, standing) = ("old".to_owned(), String::new(), String::new());
    catalogue.sessions.push(SessionCard { name, kind: Kind::Drill, title, standing });
    lists::choose(&mut model, &catalogue, here.as_deref());
    assert_eq!(model.screens, [Screen::Library { query: String::new(), cursor: 2 }]);
    // What is nowhere any more moves nothing.
    lists::choose(&mut model, &catalogue, Some("gone"));
    assert_eq!(lists::chosen(&model, &catalogue).as_deref(), Some("b"));
}

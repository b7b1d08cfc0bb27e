//! What holds on every screen, at every size, whatever people and files put into it.

use std::cell::OnceCell;

use proptest::prelude::*;
use ratatui::style::Color;
use ratatui_textarea::TextArea;
use unicode_width::UnicodeWidthStr;

use super::fixture::{Set, Story, diagnosing, moment, source};
use super::{frame, rows};
use crate::dialog::action::Action;
use crate::dialog::items::items;
use crate::dialog::keymap::BINDINGS;
use crate::dialog::model::{Answer, Choice, LineField, Model, NoteField, Overlay, Pane, Pick, Purpose, Screen};
use crate::dialog::rows::plan_rows;
use crate::session::{Command, Kind, NoteKind, Person, Urgent};
use crate::text::has_hidden;
use crate::tui::theme::{Lines, Theme};
use crate::tui::view::{footer, urgent};
use crate::words::{Lang, Words};

const HOSTILE: [&str; 5] = [
    "\u{1b}]0;owned\u{7}\u{1b}[2J\r\n\u{9b}31m\u{202e}gnp.exe\u{2066}\u{200b}\u{feff}",
    "网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络网络",
    "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
    "👩‍🚒👨‍👩‍👧‍👦🇨🇳 e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} ｶﾞ ﷽",
    "",
];

/// A plan whose every text is as long as one may be, with roles and persons from elsewhere.
fn hostile_plan() -> String {
    let wide = "网络与系统".repeat(30);
    let long = "abcdefghij".repeat(19);
    format!(
        r#"{{"format":"runbook/1","id":"x","title":"{wide}","roles":{{"r":{{"title":"{long}"}}}},
        "exit_criteria":["{wide}"],"precautions":["{long}"],
        "notices":{{"n":{{"title":"{wide}","to":["r"],"text":"{wide} {{{{role.r}}}} {long}"}}}},
        "steps":[{{"title":"{wide}","role":"r","timebox":"1m","danger":"{long}","instructions":"**{wide}** `{long}`",
        "checklist":["{long}","{wide}"],"commands":["echo {wide}"],"evidence":["{wide}"],"notify":["n"],
        "says":"{wide}","decision":{{"question":"{wide}","options":[{{"label":"{long}"}},{{"label":"{wide}"}}]}}}},{{"title":"{long}"}}]}}"#
    )
}

fn stories() -> Vec<(Lang, Story)> {
    let mut hostile = Story::open(&hostile_plan(), Kind::Incident, None, HOSTILE[0]);
    hostile.does(1, HOSTILE[0], Command::Start);
    for (at, text) in HOSTILE.iter().take(4).enumerate() {
        let note = Command::Note { kind: NoteKind::Unexpected, text: (*text).to_owned(), stated: None, step: None };
        hostile.does(1, HOSTILE[at], note);
        let role = Command::AssignRole { role: "r".into(), person: Some(Person((*text).to_owned())) };
        hostile.does(1, HOSTILE[0], role);
    }
    let due = moment(90).wall;
    hostile.does(1, HOSTILE[0], Command::Remind { text: HOSTILE[1].to_owned(), due, within: None });
    let step = hostile.session.book().steps().next().map(|(_, step)| step.id.clone()).unwrap();
    hostile.does(1, HOSTILE[0], Command::StartStep { step: step.clone(), typed: Some("1".to_owned()) });
    hostile.does(1, HOSTILE[0], Command::WaitOn { step, on: HOSTILE[0].to_owned() });
    hostile.now += 400;
    hostile.notice();
    let mut over = diagnosing(Lang::ZhCn, Kind::Drill);
    over.does(3, "lin", Command::Terminate);
    vec![
        (Lang::En, diagnosing(Lang::En, Kind::Incident)),
        (Lang::ZhCn, over),
        (Lang::En, Story::open(source(Lang::En), Kind::Drill, None, "hao")),
        (Lang::ZhCn, hostile),
    ]
}

thread_local! {
    static SETS: OnceCell<Vec<std::cell::RefCell<Set>>> = const { OnceCell::new() };
}

/// Lends one of the sets, with a model of its own.
fn with_set<T>(place: usize, model: Model, look: impl FnOnce(&mut Set) -> T) -> T {
    SETS.with(|sets| {
        let sets = sets.get_or_init(|| {
            let of = |(lang, story)| std::cell::RefCell::new(Set::of(story, lang, Screen::Run));
            stories().into_iter().map(of).collect()
        });
        let mut set = sets[place % sets.len()].borrow_mut();
        set.model = model;
        look(&mut set)
    })
}

fn screen(which: usize, at: usize) -> Screen {
    match which % 11 {
        0 => Screen::Run,
        1 => Screen::Plan { cursor: at },
        2 => Screen::People { cursor: at },
        3 => Screen::Clocks { cursor: at },
        4 => Screen::Messages { cursor: at },
        5 => Screen::Log { back: at * 7 },
        6 => Screen::Briefing { cursor: at },
        7 => Screen::WrapUp { cursor: at },
        8 => Screen::Help { top: at },
        9 => Screen::Library { query: HOSTILE[at % 5].to_owned(), cursor: at },
        _ => Screen::Library { query: String::new(), cursor: at },
    }
}

fn typed(text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
    area.move_cursor(ratatui_textarea::CursorMove::End);
    area
}

fn overlay(which: usize, at: usize) -> Option<Overlay> {
    let text = HOSTILE[at % 5];
    match which % 8 {
        0 => Some(Overlay::Note(NoteField {
            text: typed(text),
            kind: NoteKind::Note,
            keeps: at.is_multiple_of(2),
            begun: Some(moment(i64::try_from(at).unwrap())),
        })),
        1 => Some(Overlay::Line(LineField {
            text: typed(text),
            prompt: text.to_owned(),
            detail: vec![text.to_owned(); at % 30],
            purpose: Purpose::Remind,
        })),
        2 => Some(Overlay::Choice(Choice {
            title: text.to_owned(),
            detail: vec![text.to_owned(); at % 4],
            options: vec![(text.to_owned(), Pick::Nothing); at % 25],
            from: at % 30,
        })),
        3 => Some(Overlay::Palette {
            query: if at.is_multiple_of(2) { String::new() } else { text.to_owned() },
            cursor: at,
        }),
        4 => Some(Overlay::Bare { top: at }),
        _ => None,
    }
}

fn model(set: usize, which: usize, above: usize, at: usize) -> Model {
    let (step, item) = with_set(set, Model::default(), |set| {
        let session = &set.story.session;
        let steps = plan_rows(session);
        let step = steps.get(at % (steps.len() + 1)).cloned();
        let item = step.as_ref().and_then(|id| session.book().step(id)).and_then(|step| {
            let all = items(step);
            all.get(at % (all.len() + 1)).cloned()
        });
        (step, item)
    });
    Model {
        screens: vec![screen(which, at)],
        overlay: overlay(above, at),
        step,
        item,
        pane: if at.is_multiple_of(3) { Pane::Plan } else { Pane::Step },
        scroll: at % 50,
        answer: match at % 4 {
            0 => Some(Answer::Refused(HOSTILE[at % 5].to_owned())),
            1 => Some(Answer::Told(HOSTILE[1].to_owned())),
            _ => None,
        },
        ..Model::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_screen_is_drawn_at_any_size(
        size in prop_oneof![(0u16..=200, 0u16..=60), (36u16..=90, 8u16..=30)],
        set in 0usize..4,
        which in 0usize..11,
        above in 0usize..8,
        at in 0usize..60,
    ) {
        let (cols, lines) = size;
        let model = model(set, which, above, at);
        let bare = matches!(model.overlay, Some(Overlay::Bare { .. })) && cols >= 60 && lines >= 18;
        with_set(set, model, |set| {
            let (buffer, cursor) = frame(&set.picture(), cols, lines);
            for y in 0..buffer.area.height {
                for x in 0..buffer.area.width {
                    let cell = &buffer[(x, y)];
                    let symbol = cell.symbol();
                    prop_assert!(!has_hidden(symbol) && !symbol.contains(['\n', '\t']), "{symbol:?} at {x},{y}");
                    let end = usize::from(x) + symbol.width();
                    prop_assert!(end <= usize::from(cols), "{symbol:?} reaches over the edge");
                    let spare = x + 1 == cols && !bare;
                    prop_assert!(!spare || (symbol == " " && cell.bg == Color::Reset), "the last column is used");
                }
            }
            if let Some(at) = cursor {
                prop_assert!(at.x < cols.max(1) && at.y < lines.max(1));
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_mode_stands_on_every_screen(
        cols in 60u16..=160,
        lines in 10u16..=40,
        set in 0usize..4,
        which in 0usize..9,
        above in 0usize..8,
        at in 0usize..60,
    ) {
        let model = model(set, which, above, at);
        with_set(set, model, |set| {
            let (buffer, _) = frame(&set.picture(), cols, lines);
            let mode = set.words.kind(set.story.session.state().kind);
            let first = rows(&buffer).into_iter().next().unwrap_or_default();
            prop_assert!(first.contains(&mode), "{first:?} hides {mode}");
            Ok(())
        })?;
    }

    #[test]
    fn the_highlighted_item_is_always_seen(
        cols in 60u16..=160,
        lines in 18u16..=40,
        at in 0usize..60,
        scroll in 0usize..60,
    ) {
        let model = Model { pane: Pane::Step, scroll, answer: None, ..model(0, 0, 7, at) };
        prop_assume!(model.item.as_ref().is_some_and(|item| !matches!(item, crate::dialog::items::ItemRef::Command(_))));
        with_set(0, model, |set| {
            let text = rows(&frame(&set.picture(), cols, lines).0).join("\n");
            prop_assert!(text.contains(">[x]") || text.contains(">[ ]"), "{text}");
            Ok(())
        })?;
    }
}

#[test]
fn no_size_of_a_window_is_left_out() {
    // Chance finds most of what is wrong; edges lie at single sizes.
    for cols in 0..=120_u16 {
        for lines in 0..=60_u16 {
            let at = usize::from(cols) * 61 + usize::from(lines);
            with_set(at, model(at, at / 4, at / 7, at % 60), |set| frame(&set.picture(), cols, lines));
        }
    }
}

#[test]
fn english_screens_are_drawn_in_ascii() {
    for which in 0..11 {
        for above in [2, 3, 7] {
            let mut model = model(0, which, above, 4);
            model.answer = None;
            with_set(0, model, |set| {
                for line in rows(&frame(&set.picture(), 100, 30).0) {
                    assert!(line.is_ascii(), "{line:?}");
                }
            });
        }
    }
}

#[test]
fn without_colours_no_cell_has_one() {
    for which in 0..11 {
        for set in 0..4 {
            with_set(set, model(set, which, which, which), |set| {
                set.theme = Theme::mono();
                let (buffer, _) = frame(&set.picture(), 80, 24);
                set.theme = Theme::dark();
                for cell in &buffer.content {
                    assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{:?}", cell.symbol());
                }
            });
        }
    }
}

#[test]
fn lines_of_another_sort_change_nothing_but_lines() {
    for which in 0..11 {
        for above in [0, 1, 2, 3, 7] {
            with_set(0, model(0, which, above, 4), |set| {
                let plain = rows(&frame(&set.picture(), 130, 30).0);
                set.theme = Theme::dark().lined(Lines::UNICODE);
                let lined = rows(&frame(&set.picture(), 130, 30).0);
                set.theme = Theme::dark();
                for (plain, lined) in plain.iter().zip(&lined) {
                    assert_eq!(*plain, lined.replace('─', "-").replace('│', "|").replace(['┬', '┴'], "+"));
                }
            });
        }
    }
}

#[test]
fn the_help_page_names_every_key() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        let set = Set::diagnosing(lang, Screen::Help { top: 0 });
        let text = rows(&frame(&set.picture(), 100, 90).0).join("\n");
        for binding in BINDINGS {
            let key = footer::key_name(&words, binding.chord);
            assert!(text.contains(&key), "{key} is missing");
            assert!(!key.starts_with('[') || key == "[", "{} has no name", binding.chord);
            assert!(text.contains(words.say(binding.action.message()).split(' ').next().unwrap()));
        }
    }
}

#[test]
fn the_palette_shows_the_key_of_an_act() {
    let mut set = Set::diagnosing(Lang::En, Screen::Run);
    let query = set.words.say(Action::Remind.message());
    set.model.overlay = Some(Overlay::Palette { query: query.clone(), cursor: 0 });
    let text = rows(&frame(&set.picture(), 80, 24).0);
    let line = text.iter().find(|line| line.starts_with(" > ")).unwrap();
    assert!(line.contains(&query) && line.trim_end().ends_with(" t"), "{line:?}");
}

#[test]
fn what_was_put_off_is_not_pressing_until_then() {
    let mut set = Set::diagnosing(Lang::En, Screen::Run);
    let reading = set.story.session.read(&set.now);
    let all = urgent::pressing(&set.story.session, &set.model, &set.now, reading);
    let Some(first @ Urgent::Notice(_)) = all.first() else { panic!("{all:?}") };
    set.model.snoozed = vec![(crate::dialog::rows::urgent_key(first), moment(set.story.now + 300))];
    assert!(!urgent::pressing(&set.story.session, &set.model, &set.now, reading).contains(first));
    let later = moment(set.story.now + 301);
    assert!(urgent::pressing(&set.story.session, &set.model, &later, reading).contains(first));
}

#[test]
fn a_key_that_starts_a_drill_is_not_offered_for_anything_else() {
    let story = Story::open(source(Lang::En), Kind::Drill, None, "hao");
    let set = Set::of(story, Lang::En, Screen::Briefing { cursor: 0 });
    let text = rows(&frame(&set.picture(), 80, 24).0);
    let offers: Vec<&String> = text.iter().filter(|line| line.contains(" 1 ")).collect();
    assert_eq!(offers.len(), 1, "{offers:?}");
    assert!(offers[0].contains("START"));
}

//! The two lines at the foot: what Space and Enter do now, and which keys there are; or the last answer.

use ratatui::style::Style;

use super::row::{Row, wrapped};
use super::{Sight, scopes};
use crate::dialog::action::Action;
use crate::dialog::items::{EnterAct, ItemRef, enter_act};
use crate::dialog::key::Chord;
use crate::dialog::keymap::{Scope, resolve, shown};
use crate::dialog::model::{Answer, Model, Screen};
use crate::dialog::say;
pub use crate::dialog::say::key_name;
use crate::dialog::update::would_act;
use crate::session::Status;
use crate::text::{cut, width};
use crate::tui::theme::Theme;
use crate::words::{Names, Words};

/// A key and what it does.
fn hint(words: &Words, theme: &Theme, chord: &str, said: &str) -> Row {
    Row::of(&key_name(words, chord), theme.key).with(" ", Style::new()).with(said, Style::new())
}

/// The key that does an action here; none where an inner scope gives that key another meaning.
pub fn key_for(scopes: &[Scope], action: Action) -> Option<&'static str> {
    shown(scopes, action).filter(|chord| Chord::parse(chord).and_then(|key| resolve(scopes, key)) == Some(action))
}

/// The hint for an action, if a key does it here.
pub fn hint_for(words: &Words, theme: &Theme, scopes: &[Scope], action: Action, id: &str) -> Option<Row> {
    Some(hint(words, theme, key_for(scopes, action)?, &words.say(id)))
}

/// The keys of a screen in the order of their use; the last one always stays.
fn hints_of(screen: Option<&Screen>) -> &'static [(Action, &'static str)] {
    match screen {
        Some(Screen::Run) => &[
            (Action::Note, "hint-note"),
            (Action::ShowMessages, "hint-messages"),
            (Action::Copy, "hint-copy"),
            (Action::OtherOutcome, "hint-other"),
            (Action::Decide, "hint-decide"),
            (Action::Urgent, "hint-urgent"),
            (Action::Palette, "hint-palette"),
            (Action::Remind, "hint-remind"),
            (Action::Assign, "hint-assign"),
            (Action::ShowCommands, "hint-commands"),
            (Action::Help, "hint-help"),
        ],
        Some(Screen::Library { .. }) => &[
            (Action::Up, "hint-up"),
            (Action::Down, "hint-down"),
            (Action::ClearSearch, "hint-clear"),
            (Action::Back, "hint-leave"),
        ],
        Some(Screen::Help { .. } | Screen::Text { .. }) => {
            &[(Action::PageDown, "hint-page-down"), (Action::PageUp, "hint-page-up"), (Action::Back, "hint-back")]
        }
        Some(Screen::Wall) => &[(Action::Leave, "hint-leave")],
        Some(Screen::Follow { .. }) => {
            &[(Action::PageUp, "hint-page-up"), (Action::PageDown, "hint-page-down"), (Action::Leave, "hint-leave")]
        }
        _ => &[
            (Action::ShowRun, "hint-run"),
            (Action::Note, "hint-note"),
            (Action::Urgent, "hint-urgent"),
            (Action::Palette, "hint-palette"),
            (Action::Back, "hint-back"),
            (Action::Help, "hint-help"),
        ],
    }
}

/// The line of keys in `cols` columns: as many as fit, the last always.
pub fn hints(words: &Words, theme: &Theme, model: &Model, cols: usize) -> Row {
    let scopes = scopes(model.screen());
    let all = hints_of(model.screen()).iter().filter(|(action, _)| !model.read_only || !would_act(model, *action));
    let all: Vec<Row> = all.filter_map(|(action, id)| hint_for(words, theme, scopes, *action, id)).collect();
    let Some((last, rest)) = all.split_last() else { return Row::new() };
    let mut row = Row::plain(" ");
    let room = cols.saturating_sub(last.width() + 2);
    for hint in rest {
        if row.width() + hint.width() + 2 > room {
            break;
        }
        row = row.join(hint.clone()).with("  ", Style::new());
    }
    row.join(last.clone())
}

/// What is said to the last key, in at most `most` lines.
pub fn answer(words: &Words, theme: &Theme, answer: &Answer, cols: usize, most: usize) -> Vec<Row> {
    let (said, style) = match answer {
        Answer::Done(said, Some(seq)) => {
            (words.with("answer-line-done", &[("said", said.into()), ("seq", seq.0.into())]), theme.done)
        }
        Answer::Done(said, None) | Answer::Told(said) => (said.clone(), Style::new()),
        Answer::Refused(said) => (words.with("answer-line-refused", &[("said", said.into())]), theme.over),
    };
    let lines = wrapped(&said, style, cols.saturating_sub(1));
    let cut_off = lines.len() > most;
    let mut lines: Vec<Row> = lines.into_iter().take(most).map(|line| Row::plain(" ").join(line)).collect();
    if cut_off && let Some(last) = lines.pop() {
        lines.push(last.cut(cols.saturating_sub(1)).with("~", style));
    }
    lines
}

/// The foot of any screen but Run: the line of its own, then hints or the answer.
pub fn foot(words: &Words, theme: &Theme, model: &Model, own: Row, cols: usize) -> Vec<Row> {
    let mut rows = vec![own];
    match &model.answer {
        Some(said) => rows.extend(answer(words, theme, said, cols, 3)),
        None => rows.push(hints(words, theme, model, cols)),
    }
    rows
}

/// `ENTER` and what it does, where a screen has one thing to do.
pub fn enter_line(words: &Words, theme: &Theme, said: &str) -> Row {
    match shown(&[Scope::Global], Action::Enter) {
        Some(chord) => Row::plain(" ").join(hint(words, theme, chord, said)),
        None => Row::new(),
    }
}

/// What Space does to the highlighted item; nothing once it is ticked.
fn space_words(sight: &Sight<'_>, cols: usize) -> Option<String> {
    let step = sight.model.step.as_ref()?;
    let Some(ItemRef::Tick(item)) = sight.model.item.as_ref() else { return None };
    let state = sight.session.state().step(step);
    if state.status != Status::Active {
        return None;
    }
    if state.attempt().is_some_and(|attempt| attempt.ticks.contains_key(item)) {
        return None;
    }
    let text = sight.titles().item(step, *item);
    let say = |text: &str| sight.words.with("foot-tick", &[("item", text.into())]);
    let frame = width(&say(""));
    Some(say(&cut(&crate::text::printable(&text), cols.saturating_sub(frame).max(2))))
}

/// What Enter does, in words.
fn enter_words(sight: &Sight<'_>) -> Option<(String, Style)> {
    let act = enter_act(sight.session, sight.model.step.as_ref(), sight.model.item.as_ref());
    let style = match act {
        Some(EnterAct::Start { danger: true, .. }) => sight.theme.over,
        _ => Style::new(),
    };
    Some((say::enter(sight.session, sight.model, sight.words)?, style))
}

/// The first line at the foot of the Run screen: Space, Enter, undo.
pub fn acts(sight: &Sight<'_>, cols: usize) -> Row {
    if sight.model.read_only {
        return Row::of(&format!(" {}", sight.words.say("told-read-only")), sight.theme.dim).cut(cols);
    }
    let scopes = scopes(Some(&Screen::Run));
    let (words, theme) = (sight.words, sight.theme);
    let undo = hint_for(words, theme, scopes, Action::TakeBack, "foot-undo").unwrap_or_default();
    let enter = match (enter_words(sight), shown(scopes, Action::Enter)) {
        (Some((said, style)), Some(chord)) => {
            Row::of(&key_name(words, chord), theme.key).with(" ", Style::new()).with(&said, style)
        }
        _ => Row::new(),
    };
    let mut row = Row::plain(" ");
    let room = cols.saturating_sub(enter.width() + undo.width() + 6);
    if let Some(chord) = shown(scopes, Action::Tick) {
        let key = key_name(words, chord);
        if let Some(said) = space_words(sight, room.saturating_sub(width(&key) + 1)) {
            row = row.join(Row::of(&key, theme.key).with(" ", Style::new()).with(&said, Style::new()));
            row.push("   ", Style::new());
        }
    }
    row.join(enter).right(undo, cols)
}

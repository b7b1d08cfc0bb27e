//! A typed line: what it means where one stands, for a front that has no keys.
//!
//! One line is one command, one answer or one text. A command is a key of the table or the name of an act, and what
//! stands behind it answers the dialogs that the act opens, one after another. Nothing is guessed: what could mean two
//! things is asked back, and what confirms a danger is only ever a line of its own.

use super::super::action::Action;
use super::super::items::{ItemRef, numbered};
use super::super::key::{Chord, Key};
use super::super::keymap::resolve;
use super::super::model::{Answer, Model, Overlay, Purpose, Screen};
use super::super::rows::palette_rows;
use super::{Context, Effect, acts, fields, focus, lists, perform, scopes, show_run, would_act};
use crate::session::Session;
use crate::text::{cut, halfwidth};

/// Leaves the program, as its key does.
const QUIT: &str = "quit";
/// Shows a step by its number: `show 2.4`.
const SHOW: &str = "show";
/// Takes a line of a list by its number: `open 3`.
const OPEN: &str = "open";

/// Fewest letters that stand for a longer name.
const SHORTEST: usize = 3;

/// Columns of what was not understood that are said back.
const LONGEST: usize = 40;

/// Most names that are offered for what was not understood.
const OFFERED: usize = 4;

pub(super) fn take_in(model: &mut Model, line: &str, ctx: &Context<'_>) -> Vec<Effect> {
    model.lines += 1;
    model.ahead = None;
    model.unused = None;
    model.answer = None;
    let text = line.trim();
    match &model.overlay {
        Some(_) if is_back(text) => press(model, Key::Esc, ctx),
        Some(Overlay::Note(_) | Overlay::Line(_)) if text.is_empty() => press(model, Key::Enter, ctx),
        Some(Overlay::Note(_) | Overlay::Line(_)) => fill_in(model, text, ctx),
        Some(Overlay::Choice(_)) => {
            model.ahead = Some(text.to_owned());
            let effects = answer_ahead(model, ctx);
            if model.ahead.as_deref() == Some(text) {
                model.ahead = None;
                acts::told(model, ctx, "told-answer-with-a-number");
            }
            effects
        }
        Some(Overlay::Palette { .. } | Overlay::Bare { .. }) => {
            model.overlay = None;
            command(model, line, ctx)
        }
        None => command(model, line, ctx),
    }
}

/// Answers what is open with what the line still holds. What it cannot answer stays open.
pub(super) fn answer_ahead(model: &mut Model, ctx: &Context<'_>) -> Vec<Effect> {
    while let Some(ahead) = model.ahead.take() {
        let (effects, left) = match &model.overlay {
            Some(Overlay::Choice(choice)) => {
                let (word, tail) = split(&ahead);
                let by_number = number(word).filter(|place| *place < choice.options.len());
                let by_text = || choice.options.iter().position(|(label, _)| label.eq_ignore_ascii_case(&ahead));
                let picked = by_number.map(|place| (place, tail)).or_else(|| Some((by_text()?, "")));
                let Some((place, left)) = picked else {
                    model.ahead = Some(ahead);
                    return Vec::new();
                };
                let (choice, left) = (choice.clone(), left.to_owned());
                model.overlay = None;
                (fields::pick(model, &choice, place, ctx), left)
            }
            Some(Overlay::Line(field)) if takes_ahead(&field.purpose, &ahead) => {
                (fill_in(model, &ahead, ctx), String::new())
            }
            Some(Overlay::Note(_)) => (fill_in(model, &ahead, ctx), String::new()),
            _ => {
                model.ahead = Some(ahead);
                return Vec::new();
            }
        };
        model.ahead = Some(left).filter(|left| !left.is_empty());
        if !effects.is_empty() {
            return effects;
        }
    }
    Vec::new()
}

/// A danger is confirmed by nothing that was typed before it was read, and a number is no reason but was meant for a
/// choice.
fn takes_ahead(purpose: &Purpose, ahead: &str) -> bool {
    match purpose {
        Purpose::Danger(_) => false,
        Purpose::Reason(_) => number(ahead).is_none(),
        _ => true,
    }
}

/// Once all that follows from a line is done: what of it nobody asked for is told, and used no more.
pub fn settled(model: &mut Model) {
    model.unused = model.ahead.take().or(model.unused.take());
}

/// Puts a text into the open field and confirms it.
fn fill_in(model: &mut Model, text: &str, ctx: &Context<'_>) -> Vec<Effect> {
    match &mut model.overlay {
        Some(Overlay::Note(field)) => {
            // What lay there from before is another note.
            let before = std::mem::replace(&mut field.text, fields::text_area("")).lines().join("\n");
            if !before.trim().is_empty() && before != text {
                model.draft = Some(before);
            }
        }
        Some(Overlay::Line(field)) => field.text = fields::text_area(""),
        _ => return Vec::new(),
    }
    let before = model.answer.take();
    fields::paste(model, text, ctx);
    if model.answer.is_some() {
        // Cut: it is for the person to say whether that will do.
        return Vec::new();
    }
    model.answer = before;
    press(model, Key::Enter, ctx)
}

/// A key in what is open.
fn press(model: &mut Model, key: Key, ctx: &Context<'_>) -> Vec<Effect> {
    match model.overlay.take() {
        Some(overlay) => fields::key(model, overlay, Chord::plain(key), ctx),
        None => Vec::new(),
    }
}

fn is_back(text: &str) -> bool {
    plain(text) == Action::Back.name()
}

/// As a command is compared: without the width and the case that an input method may give it.
fn plain(word: &str) -> String {
    word.chars().map(halfwidth).collect::<String>().to_lowercase()
}

/// A place in a printed list, counted from one there and from nought here.
fn number(word: &str) -> Option<usize> {
    plain(word).parse::<usize>().ok()?.checked_sub(1)
}

fn split(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim())
}

fn command(model: &mut Model, line: &str, ctx: &Context<'_>) -> Vec<Effect> {
    if ctx.session.is_none() {
        return in_library(model, line.trim(), ctx);
    }
    let (by, text) = ctx.session.map(|session| session.whose(line)).unwrap_or_default();
    // A blank alone is the key, and an empty line is Enter: what its line names.
    let key = match line {
        " " => Some(Chord::plain(Key::Char(' '))),
        _ if text.is_empty() && by.is_none() => Some(Chord::plain(Key::Enter)),
        _ => Chord::parse(&text).filter(|_| text.chars().count() == 1),
    };
    if let Some(action) = key.and_then(|key| resolve(&scopes(model.screen()), key.halfwidth())) {
        if number(&text).is_some_and(|place| place < lists::length(model, ctx)) && would_act(model, action) {
            // A key that acts, and a line of the list that is shown.
            let meant = [action.name().to_owned(), format!("{OPEN} {}", plain(&text))];
            not_understood(model, &text, &meant.each_ref().map(String::as_str), ctx);
            return Vec::new();
        }
        model.by = by;
        return act(model, action, "", ctx);
    }
    let text = text.trim_start_matches([':', '：']).trim_start();
    if text.is_empty() {
        not_understood(model, line.trim(), &[], ctx);
        return Vec::new();
    }
    model.by = by;
    let effects = named(model, text, ctx);
    if effects.is_empty() && model.overlay.is_none() {
        model.by = None;
    }
    effects
}

/// A command by its name.
fn named(model: &mut Model, text: &str, ctx: &Context<'_>) -> Vec<Effect> {
    let (word, rest) = split(text);
    let word = plain(word);
    match word.as_str() {
        QUIT => return act(model, Action::Leave, rest, ctx),
        SHOW if !rest.is_empty() => return show_named(model, rest, ctx),
        OPEN if !rest.is_empty() => return open(model, rest, ctx),
        _ => {}
    }
    if let Some((action, rest)) = spelled(text) {
        return act(model, action, rest, ctx);
    }
    let key = Chord::parse(&word).filter(|_| rest.is_empty());
    if let Some(action) = key.and_then(|key| resolve(&scopes(model.screen()), key)) {
        return act(model, action, rest, ctx);
    }
    let begin: Vec<Action> = offered().filter(|action| action.name().starts_with(&word)).collect();
    match begin.as_slice() {
        [action] if word.chars().count() >= SHORTEST => act(model, *action, rest, ctx),
        several => {
            let several: Vec<&str> = several.iter().map(|action| action.name()).collect();
            not_understood(model, &word, &several, ctx);
            Vec::new()
        }
    }
}

/// Acts that can be asked for by a part of their names.
fn offered() -> impl Iterator<Item = Action> {
    Action::ALL.iter().copied().filter(|action| action.is_searchable() || *action == Action::Back)
}

/// The act whose whole name stands in front, its parts joined by hyphens or blanks, and what stands behind it.
fn spelled(text: &str) -> Option<(Action, &str)> {
    let mut rest = text;
    let mut name = String::new();
    let mut found = None;
    while !rest.is_empty() && name.len() < 40 {
        let (word, tail) = split(rest);
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&plain(word));
        rest = tail;
        found = Action::ALL.iter().copied().find(|action| action.name() == name).map(|action| (action, rest)).or(found);
    }
    found
}

/// What was meant perhaps; never done.
fn not_understood(model: &mut Model, word: &str, begin: &[&str], ctx: &Context<'_>) {
    let word = &cut(word, LONGEST);
    let mut near: Vec<&str> = begin.to_vec();
    if near.is_empty() {
        let allowed = 1 + word.chars().count() / 3;
        let own = [QUIT, SHOW, OPEN].into_iter();
        let mut all: Vec<(usize, &str)> =
            own.chain(offered().map(Action::name)).map(|name| (strsim::osa_distance(word, name), name)).collect();
        all.retain(|(distance, _)| *distance <= allowed);
        all.sort_by_key(|(distance, _)| *distance);
        near.extend(all.into_iter().map(|(_, name)| name));
        for action in palette_rows(ctx.words, ctx.session, word) {
            if !near.contains(&action.name()) {
                near.push(action.name());
            }
        }
    }
    near.truncate(OFFERED.max(begin.len().min(2 * OFFERED)));
    let said = if near.is_empty() {
        ctx.words.with("told-line-unknown", &[("text", word.into())])
    } else {
        let names = ctx.words.list(&near);
        ctx.words.with("told-line-unknown-near", &[("text", word.into()), ("names", (&names).into())])
    };
    model.answer = Some(Answer::Refused(said));
}

/// Does an act that was asked for by a line.
///
/// What stands behind it and is not understood is refused, and nothing is done: an act never falls on what was not
/// meant.
fn act(model: &mut Model, action: Action, rest: &str, ctx: &Context<'_>) -> Vec<Effect> {
    let mut rest = rest;
    let mut action = action;
    if let Some(session) = ctx.session {
        let first = split(rest).0;
        // `start 3.1`: the clocks run already, and no step is what the bare word begins.
        if action == Action::Start && step_numbered(session, first).is_some() {
            action = Action::StartStep;
        }
        if goes_alone(action) && !first.is_empty() && number(first).is_none() {
            not_understood(model, &format!("{} {rest}", action.name()), &[action.name()], ctx);
            return Vec::new();
        }
        if is_about_a_step(action) && is_like_a_step(first) && step_numbered(session, first).is_none() {
            return show_named(model, first, ctx);
        }
        rest = match action {
            Action::Tick | Action::Untick | Action::Copy => {
                let (word, tail) = split(rest);
                match number(word) {
                    Some(place) if take_item(model, session, action, place, ctx) => tail,
                    None if word.is_empty() => rest,
                    Some(_) | None => {
                        no_such_line(model, word, ctx);
                        return Vec::new();
                    }
                }
            }
            action if is_about_a_step(action) => {
                let (word, tail) = split(rest);
                match step_numbered(session, word) {
                    Some(step) => {
                        show_run(model, session);
                        focus::go_to(model, session, &step);
                        tail
                    }
                    None => rest,
                }
            }
            _ => rest,
        };
    }
    model.ahead = Some(rest.to_owned()).filter(|rest| !rest.is_empty());
    match action {
        Action::Palette => show_anew(perform(model, Action::Help, ctx)),
        Action::Suspend => {
            acts::told(model, ctx, "told-line-suspend");
            Vec::new()
        }
        Action::ShowRun
        | Action::ShowPlan
        | Action::ShowPeople
        | Action::ShowClocks
        | Action::ShowMessages
        | Action::ShowLog
        | Action::ShowBriefing
        | Action::ShowWrapUp
        | Action::SendNotice
        | Action::Help => show_anew(perform(model, action, ctx)),
        _ => perform(model, action, ctx),
    }
}

/// Whoever asks for a screen sees all of it, also where it is the same as before.
fn show_anew(mut effects: Vec<Effect>) -> Vec<Effect> {
    effects.push(Effect::Repaint);
    effects
}

/// Acts of the shown step in front of which its number may stand.
fn is_about_a_step(action: Action) -> bool {
    matches!(
        action,
        Action::StartStep
            | Action::FinishStep
            | Action::FailStep
            | Action::SkipStep
            | Action::RuleOutStep
            | Action::DeferStep
            | Action::WaitStep
            | Action::ReopenStep
            | Action::ReassignStep
            | Action::AskApproval
            | Action::OtherOutcome
            | Action::Decide
    )
}

/// Acts behind which nothing stands but the number of an answer: what ends a session or takes something back is not what
/// a line of a paste happens to begin with.
fn goes_alone(action: Action) -> bool {
    matches!(action, Action::End | Action::Terminate | Action::Convert | Action::TakeBack | Action::Leave)
}

/// `2.4`, whether there is such a step or not.
fn is_like_a_step(word: &str) -> bool {
    let word = plain(word);
    word.contains('.') && word.chars().all(|sign| sign == '.' || sign.is_ascii_digit())
}

/// The step of this number, where it can be told from the number of an answer.
fn step_numbered(session: &Session, word: &str) -> Option<crate::runbook::StepId> {
    let word = plain(word);
    let step = session.step_called(&word);
    (word.contains('.') && session.has_step(&step)).then_some(step)
}

/// Puts the cursor on an item by its printed number; `false` where there is none.
fn take_item(model: &mut Model, session: &Session, action: Action, place: usize, ctx: &Context<'_>) -> bool {
    if action == Action::Tick && matches!(model.screen(), Some(Screen::Briefing { .. } | Screen::WrapUp { .. })) {
        return take_row(model, place, ctx);
    }
    if !matches!(model.screen(), Some(Screen::Run)) {
        show_run(model, session);
    }
    let (step, _) = super::shown(model, session);
    let Some(step) = step.as_ref().and_then(|id| session.book().step(id)) else { return false };
    let item = if action == Action::Copy {
        (place < step.commands.len()).then_some(ItemRef::Command(place))
    } else {
        numbered(step).get(place).cloned()
    };
    let there = item.is_some();
    model.item = item.or(model.item.take());
    there
}

/// Puts the cursor of a list on a row; `false` where there is none.
fn take_row(model: &mut Model, place: usize, ctx: &Context<'_>) -> bool {
    let there = place < lists::length(model, ctx);
    match model.row_mut() {
        Some(row) if there => *row = place,
        _ => return false,
    }
    true
}

fn no_such_line(model: &mut Model, word: &str, ctx: &Context<'_>) {
    model.answer = Some(Answer::Refused(ctx.words.with("told-no-such-line", &[("number", word.into())])));
}

/// `open 3`: what Enter does on that line; on the step what Space does.
fn open(model: &mut Model, rest: &str, ctx: &Context<'_>) -> Vec<Effect> {
    let (word, tail) = split(rest);
    let Some(place) = number(word) else {
        no_such_line(model, word, ctx);
        return Vec::new();
    };
    if matches!(model.screen(), Some(Screen::Run)) {
        return act(model, Action::Tick, rest, ctx);
    }
    if !take_row(model, place, ctx) {
        no_such_line(model, word, ctx);
        return Vec::new();
    }
    act(model, Action::Enter, tail, ctx)
}

/// `show 2.4`, and `show plan` for the screen of that name.
fn show_named(model: &mut Model, rest: &str, ctx: &Context<'_>) -> Vec<Effect> {
    let Some(session) = ctx.session else { return Vec::new() };
    let step = session.step_called(&plain(rest));
    if session.has_step(&step) {
        show_run(model, session);
        focus::go_to(model, session, &step);
        return show_anew(Vec::new());
    }
    let name = format!("{SHOW}-{}", plain(rest));
    let begin: Vec<Action> = offered().filter(|action| action.name().starts_with(&name)).collect();
    match begin.as_slice() {
        [action] => act(model, *action, "", ctx),
        several => {
            let near: Vec<&str> = several.iter().map(|action| action.name()).collect();
            let near = if near.is_empty() { vec![Action::ShowPlan.name()] } else { near };
            let names = ctx.words.list(&near);
            let args = [("text", rest.into()), ("names", (&names).into())];
            model.answer = Some(Answer::Refused(ctx.words.with("told-no-such-step", &args)));
            Vec::new()
        }
    }
}

/// In the library a number opens a row, and any other text searches, as typing does on the screen.
fn in_library(model: &mut Model, text: &str, ctx: &Context<'_>) -> Vec<Effect> {
    let above = !matches!(model.screen(), Some(Screen::Library { .. })) && model.screens.len() > 1;
    if above {
        model.screens.pop();
    }
    let (word, rest) = split(text);
    match plain(word).as_str() {
        "" => perform(model, Action::Enter, ctx),
        QUIT => perform(model, Action::Leave, ctx),
        OPEN => in_library(model, if rest.is_empty() { "" } else { rest }, ctx),
        name if name == Action::Back.name() && above => show_anew(Vec::new()),
        name if name == Action::Back.name() => {
            let effects = perform(model, Action::Back, ctx);
            if model.done.is_some() { effects } else { show_anew(effects) }
        }
        name if name == Action::Help.name() || text == "?" => show_anew(perform(model, Action::Help, ctx)),
        _ => match number(word) {
            Some(place) if take_row(model, place, ctx) => {
                model.ahead = Some(rest.to_owned()).filter(|rest| !rest.is_empty());
                perform(model, Action::Enter, ctx)
            }
            Some(_) => {
                no_such_line(model, word, ctx);
                Vec::new()
            }
            None => {
                if let Some(Screen::Library { query, cursor }) = model.screens.last_mut() {
                    *query = text.chars().take(80).collect();
                    *cursor = 0;
                }
                show_anew(Vec::new())
            }
        },
    }
}

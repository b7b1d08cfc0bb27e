//! Keys while something is open above the screen: text fields, dialogs, the palette.
//!
//! Esc never loses what was typed; Enter in a dialog confirms nothing, an empty line neither.

use ratatui_textarea::{Input, Key as TextKey, TextArea};

use super::super::key::{Chord, Key};
use super::super::model::{Answer, Choice, LineField, Model, NoteField, Overlay, Pick, Purpose};
use super::super::rows::palette_rows;
use super::{Context, Effect, acts, focus, perform};
use crate::host::Request;
use crate::runbook::VariableKind;
use crate::session::{Command, EvidenceItem, LONGEST_TEXT as LONGEST, how_long, reminder};
use crate::time::Span;

/// A note whose first key lies this far back keeps that time beside the time it was saved.
const BEGUN_EARLIER: Span = Span::seconds(5);

/// A field holding `text`, the cursor behind it.
pub(super) fn text_area(text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
    area.move_cursor(ratatui_textarea::CursorMove::Bottom);
    area.move_cursor(ratatui_textarea::CursorMove::End);
    area
}

/// Opens a one-line field; what was typed for the same question before is there again.
pub(super) fn ask(model: &mut Model, purpose: Purpose, detail: Vec<String>, ctx: &Context<'_>) {
    let id = match &purpose {
        Purpose::Reason(_) => "prompt-reason",
        Purpose::Danger(_) => "prompt-danger",
        Purpose::Evidence(..) => "prompt-evidence",
        Purpose::Estimate(_) => "prompt-estimate",
        Purpose::Remind => "prompt-remind",
        Purpose::WaitOn(_) => "prompt-wait-on",
        Purpose::Defer(_) => "prompt-defer",
        Purpose::Reassign(_) | Purpose::AssignRole(_) | Purpose::TakeOver(_) => "prompt-person",
        Purpose::Variable(_) => "prompt-variable",
        Purpose::FreeQuestion => "prompt-question",
        Purpose::FreeAnswer(_) => "prompt-answer",
        Purpose::MilestoneTime(_) => "prompt-milestone-time",
    };
    let mut prompt = ctx.words.say(id);
    let mut detail = detail;
    if let Some(session) = ctx.session {
        match &purpose {
            Purpose::Danger(step) => {
                let number = session.book().number(step);
                prompt = ctx.words.with("prompt-danger-word", &[("word", (&number).into())]);
            }
            Purpose::Evidence(step, place) => {
                let wanted = session.book().step(step).and_then(|step| step.evidence.get(*place));
                detail.extend(wanted.map(|wanted| session.fill(&wanted.text, Some(step)).text));
            }
            _ => {}
        }
    }
    let kept = model.kept.take_if(|(other, _)| *other == purpose).map(|(_, text)| text);
    let default = match &purpose {
        Purpose::Variable(name) => {
            ctx.session.and_then(|session| session.state().variables.get(name).and_then(Clone::clone))
        }
        _ => None,
    };
    let text = text_area(&kept.or(default).unwrap_or_default());
    model.overlay = Some(Overlay::Line(LineField { text, prompt, detail, purpose }));
}

pub(super) fn key(model: &mut Model, overlay: Overlay, pressed: Chord, ctx: &Context<'_>) -> Vec<Effect> {
    // These hold everywhere, whatever is open.
    match pressed {
        Chord { key: Key::Char('l'), ctrl: true, alt: false } => {
            model.overlay = Some(overlay);
            return vec![Effect::Repaint];
        }
        Chord { key: Key::Char('z'), ctrl: true, alt: false } => {
            model.overlay = Some(overlay);
            return vec![Effect::Suspend];
        }
        _ => {}
    }
    match overlay {
        Overlay::Note(field) => note_key(model, field, pressed, ctx),
        Overlay::Line(field) => line_key(model, field, pressed, ctx),
        Overlay::Choice(choice) => choice_key(model, choice, pressed.halfwidth(), ctx),
        Overlay::Palette { query, cursor } => palette_key(model, query, cursor, pressed, ctx),
        Overlay::Bare { top } => {
            let top = match pressed.key {
                Key::Down => top + 1,
                Key::Up => top.saturating_sub(1),
                _ => return Vec::new(),
            };
            model.overlay = Some(Overlay::Bare { top });
            Vec::new()
        }
    }
}

fn is_escape(pressed: Chord) -> bool {
    matches!(pressed, Chord { key: Key::Esc, .. } | Chord { key: Key::Char('c'), ctrl: true, .. })
}

fn typed(area: &TextArea<'static>) -> String {
    area.lines().join("\n")
}

fn note_key(model: &mut Model, mut field: NoteField, pressed: Chord, ctx: &Context<'_>) -> Vec<Effect> {
    if is_escape(pressed) {
        let text = typed(&field.text);
        if !text.trim().is_empty() {
            model.keep_draft(&text);
        }
        if model.draft.is_some() {
            acts::told(model, ctx, "told-draft-kept");
        }
        return Vec::new();
    }
    let new_line =
        matches!(pressed, Chord { key: Key::Enter, alt: true, .. } | Chord { key: Key::Char('j'), ctrl: true, .. });
    if pressed.key == Key::Enter && !new_line {
        let (Some(session), text) = (ctx.session, typed(&field.text)) else { return Vec::new() };
        // As long ago as it is, on the wall clock as it stands now.
        let begun =
            field.begun.as_ref().map(|begun| (ctx.now.since(begun), ctx.now.shifted(-ctx.now.since(begun)).wall));
        let phrase = session.phrase(&text, begun.map_or(ctx.now.wall, |(_, begun)| begun));
        if phrase.text.is_empty() {
            model.overlay = Some(Overlay::Note(field));
            return Vec::new();
        }
        let begun = begun.filter(|(since, _)| *since >= BEGUN_EARLIER).map(|(_, begun)| begun);
        let command = Command::Note {
            kind: field.kind,
            text: phrase.text,
            stated: phrase.stated.or(begun),
            step: model.step.clone(),
        };
        if field.keeps {
            model.overlay =
                Some(Overlay::Note(NoteField { text: text_area(""), kind: field.kind, keeps: true, begun: None }));
        }
        let by = phrase.by.or_else(|| model.by.take());
        return vec![Effect::Submit(Request { by, ..command.into() })];
    }
    field.begun.get_or_insert_with(|| ctx.now.clone());
    if new_line {
        field.text.insert_newline();
    } else {
        edit(&mut field.text, pressed);
    }
    model.overlay = Some(Overlay::Note(field));
    Vec::new()
}

fn line_key(model: &mut Model, mut field: LineField, pressed: Chord, ctx: &Context<'_>) -> Vec<Effect> {
    if is_escape(pressed) {
        let text = typed(&field.text);
        model.kept = (!text.trim().is_empty()).then_some((field.purpose, text));
        model.by = None;
        return Vec::new();
    }
    if pressed.key == Key::Enter {
        let text = typed(&field.text).trim().to_owned();
        let may_be_empty = matches!(field.purpose, Purpose::MilestoneTime(_));
        if text.is_empty() && !may_be_empty {
            model.overlay = Some(Overlay::Line(field));
            return Vec::new();
        }
        return match answer(model, &field.purpose, &text, ctx) {
            Ok(effects) => {
                // Until the act is accepted, what was typed can come back.
                model.kept = Some((field.purpose, text));
                effects
            }
            Err(id) => {
                acts::told(model, ctx, id);
                model.overlay = Some(Overlay::Line(field));
                Vec::new()
            }
        };
    }
    if !matches!(pressed.key, Key::Up | Key::Down) {
        edit(&mut field.text, pressed);
    }
    model.overlay = Some(Overlay::Line(field));
    Vec::new()
}

/// What a typed line asks for; or the message that says how to type it.
fn answer(model: &mut Model, purpose: &Purpose, text: &str, ctx: &Context<'_>) -> Result<Vec<Effect>, &'static str> {
    let session = ctx.session.ok_or("told-no-step")?;
    let half: String = text.chars().map(crate::text::halfwidth).collect();
    let command = match purpose {
        Purpose::Reason(request) => {
            let (by, text) = session.whose(text);
            let by = by.or_else(|| request.by.clone());
            return Ok(vec![Effect::Submit(Request { reason: Some(text), by, ..request.clone() })]);
        }
        Purpose::Danger(step) => Command::StartStep { step: step.clone(), typed: Some(half) },
        Purpose::Evidence(step, place) => {
            let (by, text) = session.whose(text);
            model.by = by.or_else(|| model.by.take());
            Command::GiveEvidence { step: step.clone(), item: EvidenceItem(*place), text }
        }
        Purpose::Estimate(step) => {
            let takes = how_long(&half).ok_or("told-how-to-write-spans")?;
            Command::GiveEstimate { step: step.clone(), takes }
        }
        Purpose::Remind => {
            let wish = reminder(text, ctx.now.wall).ok_or("told-how-to-write-reminders")?;
            Command::Remind { text: wish.text, due: wish.due, within: wish.within }
        }
        Purpose::WaitOn(step) => Command::WaitOn { step: step.clone(), on: text.to_owned() },
        Purpose::Defer(step) => Command::DeferStep { step: step.clone(), until: text.to_owned() },
        Purpose::Reassign(step) => {
            Command::ReassignStep { step: step.clone(), person: Some(session.person_called(text)) }
        }
        Purpose::AssignRole(role) => {
            Command::AssignRole { role: role.clone(), person: Some(session.person_called(text)) }
        }
        Purpose::TakeOver(role) => Command::TakeOver { role: role.clone(), deputy: session.person_called(text) },
        Purpose::Variable(name) => {
            let number = session.book().variables.get(name).is_some_and(|v| v.kind == VariableKind::Number);
            Command::SetVariable { name: name.clone(), value: if number { half } else { text.to_owned() } }
        }
        Purpose::FreeQuestion => {
            ask(model, Purpose::FreeAnswer(text.to_owned()), vec![text.to_owned()], ctx);
            return Ok(Vec::new());
        }
        Purpose::FreeAnswer(question) => Command::DecideFreely { question: question.clone(), chosen: text.to_owned() },
        Purpose::MilestoneTime(milestone) => {
            let stated = if text.is_empty() {
                None
            } else {
                let back = Span::parse(&half).map_err(|_| "told-how-to-write-times")?;
                Some(ctx.now.wall.checked_sub_signed(back.abs().delta()).ok_or("told-how-to-write-times")?)
            };
            Command::ReachMilestone { milestone: *milestone, stated }
        }
    };
    Ok(acts::submit(command, model))
}

fn choice_key(model: &mut Model, mut choice: Choice, pressed: Chord, ctx: &Context<'_>) -> Vec<Effect> {
    if is_escape(pressed) || pressed == Chord::plain(Key::Char('q')) {
        model.by = None;
        return Vec::new();
    }
    let Key::Char(c) = pressed.key else {
        model.overlay = Some(Overlay::Choice(choice));
        return Vec::new();
    };
    let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
    match digit {
        Some(0) if choice.options.len() > 9 => {
            choice.from = if choice.from + 9 < choice.options.len() { choice.from + 9 } else { 0 };
        }
        Some(digit) if digit > 0 => {
            let place = choice.from + digit - 1;
            if place < choice.options.len() {
                return pick(model, &choice, place, ctx);
            }
        }
        _ => {}
    }
    model.overlay = Some(Overlay::Choice(choice));
    Vec::new()
}

/// Does what an option of a choice says.
pub(super) fn pick(model: &mut Model, choice: &Choice, place: usize, ctx: &Context<'_>) -> Vec<Effect> {
    let Some((_, pick)) = choice.options.get(place).cloned() else { return Vec::new() };
    let effects = picked(model, pick, ctx);
    forget_person(model, &effects);
    effects
}

/// `@name` holds for the act it stands before: where no act followed and none is being typed, it is over.
fn forget_person(model: &mut Model, effects: &[Effect]) {
    if effects.is_empty() && model.overlay.is_none() {
        model.by = None;
    }
}

fn picked(model: &mut Model, pick: Pick, ctx: &Context<'_>) -> Vec<Effect> {
    match pick {
        Pick::Submit(request) => {
            let by = request.by.or_else(|| model.by.take());
            return vec![Effect::Submit(Request { by, ..request })];
        }
        Pick::Type(purpose) => {
            let prompt = match (&purpose, ctx.session) {
                (Purpose::Variable(name), Some(session)) => {
                    session.book().variables.get(name).and_then(|variable| variable.prompt.clone())
                }
                _ => None,
            };
            ask(model, purpose, prompt.into_iter().collect(), ctx);
        }
        Pick::Choose(choice) => model.overlay = Some(Overlay::Choice(*choice)),
        Pick::GoTo(step) => {
            if let Some(session) = ctx.session {
                super::show_run(model, session);
                focus::go_to(model, session, &step);
            }
        }
        Pick::Copy(text) => return acts::copy_text(model, text, ctx),
        Pick::CopyAsItIs(text) => return vec![Effect::Copy(text)],
        Pick::Do(action) => return perform(model, action, ctx),
        Pick::Open(id, kind) => return vec![Effect::Open(id, kind)],
        Pick::ReadOut(id) => return vec![Effect::ReadOut(id)],
        Pick::Leave(leaving) => model.done = Some(leaving),
        Pick::Snooze(key) => {
            model.snoozed.retain(|(other, _)| *other != key);
            model.snoozed.push((key, ctx.now.shifted(Span::minutes(5))));
            acts::told(model, ctx, "told-snoozed");
        }
        Pick::Nothing => {}
    }
    Vec::new()
}

fn palette_key(model: &mut Model, mut query: String, cursor: usize, pressed: Chord, ctx: &Context<'_>) -> Vec<Effect> {
    if is_escape(pressed) {
        return Vec::new();
    }
    // `@hao finish`: whose act it is stands before it.
    let (by, search) = ctx.session.map_or_else(|| (None, query.clone()), |session| session.whose(&query));
    let rows = palette_rows(ctx.words, ctx.session, &search);
    let mut cursor = cursor.min(rows.len().saturating_sub(1));
    match pressed.key {
        Key::Enter => {
            if let Some(action) = rows.get(cursor) {
                model.by = by;
                let effects = perform(model, *action, ctx);
                forget_person(model, &effects);
                return effects;
            }
        }
        Key::Up => cursor = cursor.saturating_sub(1),
        Key::Down => cursor = (cursor + 1).min(rows.len().saturating_sub(1)),
        Key::Backspace => {
            query.pop();
            cursor = 0;
        }
        Key::Char(c) if !pressed.ctrl && !pressed.alt && query.chars().count() < 80 => {
            query.push(c);
            cursor = 0;
        }
        _ => {}
    }
    model.overlay = Some(Overlay::Palette { query, cursor });
    Vec::new()
}

fn edit(area: &mut TextArea<'static>, pressed: Chord) {
    if let (Key::Char(_), false) = (pressed.key, pressed.ctrl || pressed.alt)
        && area.lines().iter().map(|line| line.chars().count()).sum::<usize>() >= LONGEST
    {
        return;
    }
    let key = match pressed.key {
        Key::Char(c) => TextKey::Char(c),
        Key::Enter => TextKey::Enter,
        Key::Esc => TextKey::Esc,
        Key::Tab => TextKey::Tab,
        Key::BackTab => TextKey::Null,
        Key::Backspace => TextKey::Backspace,
        Key::Delete => TextKey::Delete,
        Key::Up => TextKey::Up,
        Key::Down => TextKey::Down,
        Key::Left => TextKey::Left,
        Key::Right => TextKey::Right,
        Key::PageUp => TextKey::PageUp,
        Key::PageDown => TextKey::PageDown,
        Key::Home => TextKey::Home,
        Key::End => TextKey::End,
    };
    area.input(Input { key, ctrl: pressed.ctrl, alt: pressed.alt, shift: false });
}

/// A paste belongs in a text field; anywhere else it is refused, so that no line of it is taken for keys.
pub(super) fn paste(model: &mut Model, text: &str, ctx: &Context<'_>) -> Vec<Effect> {
    let (area, lines) = match &mut model.overlay {
        Some(Overlay::Note(field)) => {
            field.begun.get_or_insert_with(|| ctx.now.clone());
            (&mut field.text, true)
        }
        Some(Overlay::Line(field)) => (&mut field.text, false),
        _ => {
            model.answer = Some(Answer::Refused(ctx.words.say("told-paste-refused")));
            return Vec::new();
        }
    };
    let held: usize = area.lines().iter().map(|line| line.chars().count() + 1).sum();
    let room = LONGEST.saturating_sub(held);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let taken: String = text.chars().take(room).map(|c| if c == '\n' && !lines { ' ' } else { c }).collect();
    let whole = taken.chars().count() == text.chars().count();
    area.insert_str(&taken);
    if !whole {
        let limit = i64::try_from(LONGEST).unwrap_or(i64::MAX);
        model.answer = Some(Answer::Refused(ctx.words.with("told-paste-cut", &[("limit", limit.into())])));
    }
    Vec::new()
}

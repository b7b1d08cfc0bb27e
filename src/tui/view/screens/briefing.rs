//! The Briefing: aims, precautions, who is who and who is there, values, and what is still open.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::super::parts::{Space, heading, list, pointer, tick_box};
use super::super::row::{Row, hanging, wrapped};
use super::super::{Sight, footer, scopes};
use super::{framed_under, grouped};
use crate::dialog::action::Action;
use crate::dialog::keymap::shown;
use crate::dialog::rows::{BriefingRow, briefing_rows};
use crate::dialog::say::{briefing_warnings, roll_call};
use crate::session::{Kind, Life, Person, Presence};
use crate::words::Names;

/// Draws it.
pub fn briefing(buf: &mut Buffer, space: Space, sight: &Sight<'_>, cursor: usize) {
    let own = start_line(sight);
    let title = heading(sight, &sight.words.say("briefing-title"));
    let space = framed_under(buf, space, sight, title, own);
    let mut rows = about(sight, space.cols());
    let focus = grouped(sight, &mut rows, &briefing_rows(sight.session), cursor, space, group, lines_of);
    list(sight, rows, space.rows(), focus.as_ref()).render(space.area(), buf);
}

fn start_line(sight: &Sight<'_>) -> Row {
    if sight.session.state().life != Life::Opened {
        return Row::of(&format!(" {}", sight.words.say("briefing-started")), sight.theme.dim);
    }
    let Some(chord) = shown(scopes(sight.model.screen()), Action::Start) else { return Row::new() };
    let scopes = scopes(sight.model.screen());
    let tick = footer::hint_for(sight.words, sight.theme, scopes, Action::Tick, "briefing-tick").unwrap_or_default();
    Row::plain(" ")
        .with(&footer::key_name(sight.words, chord), sight.theme.key)
        .with(" ", Style::new())
        .with(&sight.words.say("briefing-start"), Style::new())
        .with("   ", Style::new())
        .join(tick)
        .with("  ", Style::new())
        .join(footer::enter_line(sight.words, sight.theme, &sight.words.say("briefing-enter")))
}

fn group(row: &BriefingRow) -> &'static str {
    match row {
        BriefingRow::Precaution(_) => "briefing-precautions",
        BriefingRow::Prerequisite(_) => "briefing-prerequisites",
        BriefingRow::RollCall | BriefingRow::Role(_) => "briefing-roles",
        BriefingRow::Variable(_) => "briefing-variables",
    }
}

/// Kind, form, place, aims, safety, and warnings: the part no cursor stands in.
fn about(sight: &Sight<'_>, cols: usize) -> Vec<Row> {
    let (words, theme, book, state) = (sight.words, sight.theme, sight.session.book(), sight.session.state());
    let room = cols.saturating_sub(2);
    let mut rows = Vec::new();
    let mut kind = words.kind(state.kind);
    if let Some(form) = state.form {
        kind = format!("{kind}, {}", words.form(form));
    }
    rows.push(
        Row::of(&format!(" {kind}  "), theme.bar(state.kind)).with(" ", Style::new()).with(&book.title, theme.title),
    );
    if let Some(drill) = book.drill.as_ref().filter(|_| state.kind == Kind::Drill) {
        if let Some(place) = &drill.location {
            rows.extend(wrapped(&words.with("briefing-place", &[("place", place.into())]), Style::new(), room));
        }
        for objective in &drill.objectives {
            let front = Row::of(&words.say("briefing-objective"), theme.dim);
            rows.extend(hanging(&front, objective, Style::new(), room));
        }
        if let Some(safety) = &drill.safety {
            rows.extend(wrapped(&words.with("briefing-safety", &[("text", safety.into())]), theme.warned, room));
        }
    } else if let Some(summary) = &book.summary {
        rows.extend(wrapped(summary, Style::new(), room));
    }
    if let Some(found) = &book.recognised {
        rows.extend(wrapped(&words.recognised(found), theme.dim, room));
    }
    for warning in briefing_warnings(sight.session, sight.words) {
        rows.extend(hanging(&Row::of("! ", theme.warned), &warning, theme.warned, room));
    }
    rows.into_iter().map(|row| Row::plain(" ").join(row)).collect()
}

fn lines_of(sight: &Sight<'_>, row: &BriefingRow, here: bool, cols: usize) -> Vec<Row> {
    let (book, state) = (sight.session.book(), sight.session.state());
    let mark = Row::plain(&format!(" {}", pointer(here)));
    let boxed = |ticked: bool, text: &str| {
        let style = if ticked { sight.theme.done } else { Style::new() };
        let front = mark.clone().with(tick_box(ticked), style).with(" ", Style::new());
        hanging(&front, text, Style::new(), cols)
    };
    match row {
        BriefingRow::Precaution(place) => {
            let text = book.precautions.get(*place).map_or("", String::as_str);
            boxed(state.precautions.contains(place), text)
        }
        BriefingRow::Prerequisite(place) => {
            let text = book.prerequisites.get(*place).map_or("", |item| item.text.as_str());
            boxed(state.prerequisites.contains(place), text)
        }
        BriefingRow::RollCall => {
            let (due, present) = roll_call(sight.session);
            let said = sight.words.with("briefing-roll-call", &[("due", due.into()), ("present", present.into())]);
            boxed(due > 0 && present >= due, &said)
        }
        BriefingRow::Role(id) => {
            let title = sight.titles().role(id);
            let row = mark.with("    ", Style::new()).with(&title, Style::new());
            vec![row.right(role_end(sight, id), cols)]
        }
        BriefingRow::Variable(name) => {
            let prompt = book.variables.get(name).and_then(|variable| variable.prompt.clone());
            let asked = prompt.unwrap_or_else(|| name.clone());
            let (value, style) = match state.variables.get(name) {
                Some(Some(value)) => (value.clone(), sight.theme.title),
                Some(None) => (sight.words.say("briefing-secret"), sight.theme.done),
                None => (sight.words.say("briefing-no-value"), sight.theme.warned),
            };
            let row = mark.with("    ", Style::new()).with(&asked, Style::new());
            vec![row.right(Row::of(&value, style), cols)]
        }
    }
}

/// Who holds a role, who acts, who could, and whether they are there.
fn role_end(sight: &Sight<'_>, id: &crate::runbook::RoleId) -> Row {
    let (words, theme, state) = (sight.words, sight.theme, sight.session.state());
    let titles = sight.titles();
    let held = state.roles.get(id).cloned().unwrap_or_default();
    let mut row = Row::new();
    match (&held.holder, &held.deputy) {
        (_, Some(deputy)) => {
            row.push(&words.with("people-acting", &[("person", (&titles.person(deputy)).into())]), theme.warned);
        }
        (Some(holder), None) => row.push(&titles.person(holder), theme.title),
        (None, None) => row.push(&words.say("briefing-nobody"), theme.warned),
    }
    let plan = sight.session.book().roles.get(id);
    let deputies: Vec<String> = plan
        .map(|role| role.deputies.iter().map(|deputy| titles.person(&Person(deputy.to_string()))).collect())
        .unwrap_or_default();
    if !deputies.is_empty() && held.deputy.is_none() {
        row.push(&format!(" ({})", deputies.join(", ")), theme.dim);
    }
    let presence = held.deputy.as_ref().or(held.holder.as_ref()).and_then(|person| state.presence.get(person));
    let (word, style) = match presence {
        Some(Presence::Present) => (words.presence(Presence::Present), theme.done),
        Some(other) => (words.presence(*other), theme.warned),
        None => ("-".to_owned(), theme.dim),
    };
    let pad = 9_usize.saturating_sub(crate::text::width(&word));
    row.with("  ", Style::new()).with(&word, style).with(&" ".repeat(pad), Style::new())
}

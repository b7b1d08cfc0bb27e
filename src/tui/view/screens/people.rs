//! The People screen: every role, who fills it, who would, and how they are reached.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::super::parts::{Space, lines, list, pointer};
use super::super::row::{Row, hanging};
use super::super::{Sight, cells, footer};
use super::{framed, split_detail};
use crate::dialog::action::Action;
use crate::dialog::rows::people_rows;
use crate::host::Other;
use crate::runbook::{Contact, ContactId, RoleId};
use crate::session::{Person, Presence};
use crate::words::Names;

/// Draws it.
pub fn people(buf: &mut Buffer, space: Space, sight: &Sight<'_>, cursor: usize) {
    let own = footer::enter_line(sight.words, sight.theme, &sight.words.say("people-enter"));
    let mut space = framed(buf, space, sight, Action::ShowPeople, own);
    let cols = space.cols();
    let here = terminals(sight, cols);
    lines(buf, space.take_bottom(here.len()), &here);
    let roles = people_rows(sight.session);
    let detail = roles.get(cursor).map(|role| detail(sight, role, cols.saturating_sub(2))).unwrap_or_default();
    let room = split_detail(space.rows(), detail.len() + 1);
    let mut below = Space::new(space.take_bottom(room));
    lines(buf, space.take_top(1), &[head(sight, cols)]);
    let rows: Vec<Row> = roles.iter().enumerate().map(|(at, role)| line(sight, role, at == cursor, cols)).collect();
    list(sight, rows, space.rows(), Some(&(cursor..cursor + 1))).render(space.area(), buf);
    below.take_top(1);
    let detail: Vec<Row> = detail.into_iter().map(|row| Row::plain(" ").join(row)).collect();
    list(sight, detail, below.rows(), None).render(below.area(), buf);
}

/// Everybody on the session by name, and how more can come.
fn terminals(sight: &Sight<'_>, cols: usize) -> Vec<Row> {
    let words = sight.words;
    let number = sight.saving.number.map(|number| words.with("people-join", &[("number", u64::from(number).into())]));
    if sight.saving.others.is_empty() && number.is_none() {
        return Vec::new();
    }
    let me = words.with("people-terminal-me", &[("person", (&sight.titles().person(sight.me)).into())]);
    let name = |other: &Other| {
        let person = sight.titles().person(&other.person);
        words.with("people-terminal", &[("person", (&person).into()), ("host", (&other.host).into())])
    };
    let (watching, acting): (Vec<_>, Vec<_>) = sight.saving.others.iter().partition(|other| other.watching);
    let watching = (!watching.is_empty()).then(|| words.with("people-watching", &[("count", watching.len().into())]));
    let names: Vec<String> = std::iter::once(me).chain(acting.into_iter().map(name)).collect();
    // What one reads out comes first; of the names as many as there is room for.
    let rows = |shown: usize| {
        let more = Some(names.len() - shown).filter(|more| *more > 0).map(|more| format!("+{more}"));
        let listed = names.iter().take(shown).cloned().chain(watching.clone()).collect::<Vec<_>>();
        let listed = format!("{} {}", words.say("people-terminals"), words.list(&listed));
        let said = [number.clone(), Some(listed), more].into_iter().flatten().collect::<Vec<_>>();
        hanging(&Row::plain(" "), &said.join("  "), Style::new(), cols)
    };
    let fitting = (1..=names.len()).rev().map(rows).find(|rows| rows.len() <= TERMINALS);
    fitting.unwrap_or_else(|| rows(1)).into_iter().take(TERMINALS).collect()
}

/// Lines for the terminals on the session.
const TERMINALS: usize = 2;

const PERSON: usize = 16;
const PRESENCE: usize = 9;
const PHONE: usize = 18;

/// Columns of the role and of the phone number, which a narrow screen leaves out.
fn widths(cols: usize) -> (usize, usize) {
    let phone = if cols >= 70 { PHONE } else { 0 };
    let gaps = if phone > 0 { 3 } else { 2 };
    (cols.saturating_sub(3 + PERSON + PRESENCE + phone + gaps), phone)
}

fn head(sight: &Sight<'_>, cols: usize) -> Row {
    let dim = sight.theme.dim;
    let texts = ["people-role", "people-person", "people-presence", "people-phone"].map(|id| sight.words.say(id));
    let [role, person, presence, phone] = &texts;
    let (role_cols, phone_cols) = widths(cols);
    Row::plain("   ").join(cells::row(&[
        cells::left(role, role_cols, dim),
        cells::left(person, PERSON, dim),
        cells::left(presence, PRESENCE, dim),
        cells::left(phone, phone_cols, dim),
    ]))
}

fn contact<'a>(sight: &Sight<'a>, person: &Person) -> Option<&'a Contact> {
    sight.session.book().contacts.get(person.0.as_str())
}

fn line(sight: &Sight<'_>, role: &RoleId, here: bool, cols: usize) -> Row {
    let state = sight.session.state();
    let titles = sight.titles();
    let held = state.roles.get(role);
    let acting = held.and_then(|role| role.deputy.as_ref().or(role.holder.as_ref()));
    let is_deputy = held.is_some_and(|role| role.deputy.is_some());
    let required = sight.session.book().roles.get(role).is_some_and(|role| role.required);
    let (who, style) = match acting {
        Some(person) if is_deputy => {
            (sight.words.with("people-acting", &[("person", (&titles.person(person)).into())]), sight.theme.warned)
        }
        Some(person) => (titles.person(person), Style::new()),
        // An empty role falls to whoever commands.
        None => {
            let falls = sight.session.fills(role).map(|person| titles.person(&person)).unwrap_or_default();
            let said = sight.words.with("people-empty", &[("person", (&falls).into())]);
            (said, if required { sight.theme.warned } else { sight.theme.dim })
        }
    };
    let presence = acting.and_then(|person| state.presence.get(person));
    let there = presence.map(|presence| sight.words.presence(*presence)).unwrap_or_default();
    let there_style = match presence {
        Some(Presence::Present) => sight.theme.done,
        Some(Presence::Late | Presence::Excused) => sight.theme.warned,
        Some(Presence::Absent) => sight.theme.over,
        None => Style::new(),
    };
    let phone = acting.and_then(|person| contact(sight, person)).and_then(|c| c.phone.first()).cloned();
    let title = titles.role(role);
    let (role_cols, phone_cols) = widths(cols);
    let row = Row::plain(&format!(" {} ", pointer(here))).join(cells::row(&[
        cells::left(&title, role_cols, Style::new()),
        cells::left(&who, PERSON, style),
        cells::left(&there, PRESENCE, there_style),
        cells::left(phone.as_deref().unwrap_or_default(), phone_cols, sight.theme.dim),
    ]));
    if here { row.under(sight.theme.selected) } else { row }
}

/// What is known about a role: holder and deputies with their ways, other roles of the same person, duties.
fn detail(sight: &Sight<'_>, role: &RoleId, cols: usize) -> Vec<Row> {
    let words = sight.words;
    let Some(plan) = sight.session.book().roles.get(role) else { return Vec::new() };
    let mut rows = vec![Row::of(&plan.title, sight.theme.title)];
    if let Some(person) = sight.session.fills(role) {
        let also: Vec<String> = sight
            .session
            .roles_of(&person)
            .iter()
            .filter(|other| *other != role)
            .map(|other| sight.titles().role(other))
            .collect();
        if let Some(found) = contact(sight, &person) {
            rows.extend(ways(sight, found, "", cols));
        }
        if !also.is_empty() {
            let said = words.with("people-also", &[("roles", (&words.list(&also)).into())]);
            rows.extend(hanging(&Row::new(), &said, sight.theme.warned, cols));
        }
    }
    for deputy in &plan.deputies {
        let id: &ContactId = deputy;
        match sight.session.book().contacts.get(id) {
            Some(found) => rows.extend(ways(sight, found, &words.say("people-deputy"), cols)),
            None => rows.push(Row::plain(&format!("{}{id}", words.say("people-deputy")))),
        }
    }
    for duty in &plan.duties {
        rows.extend(hanging(&Row::of("- ", sight.theme.dim), duty, Style::new(), cols));
    }
    rows
}

fn ways(sight: &Sight<'_>, contact: &Contact, front: &str, cols: usize) -> Vec<Row> {
    let posts = [&contact.title, &contact.organization].into_iter().flatten().cloned();
    let channels = contact.channels.iter().map(|channel| format!("{} {}", channel.kind, channel.value));
    let more = [&contact.email, &contact.chat, &contact.hours].into_iter().flatten().cloned();
    let parts: Vec<String> = std::iter::once(contact.name.clone())
        .chain(posts)
        .chain(contact.phone.iter().cloned())
        .chain(channels)
        .chain(more)
        .collect();
    hanging(&Row::of(front, sight.theme.dim), &parts.join("  "), Style::new(), cols)
}

//! The Messages screen: the notices, and the highlighted one with its text filled in, ready to be read out or copied.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::super::parts::{Space, list, pointer};
use super::super::row::{Row, wrapped};
use super::super::{Sight, footer};
use super::{framed, split_detail};
use crate::dialog::action::Action;
use crate::dialog::rows::message_rows;
use crate::runbook::{Notice, NoticeId, Party};
use crate::words::Names;

/// Draws it.
pub fn messages(buf: &mut Buffer, space: Space, sight: &Sight<'_>, cursor: usize) {
    let own = footer::enter_line(sight.words, sight.theme, &sight.words.say("messages-enter"));
    let mut space = framed(buf, space, sight, Action::ShowMessages, own);
    let cols = space.cols();
    let notices = message_rows(sight.session);
    let shown = notices.get(cursor).and_then(|id| Some((id, sight.session.book().notices.get(id)?)));
    let detail = shown.map(|(id, notice)| detail(sight, id, notice, cols.saturating_sub(2))).unwrap_or_default();
    let room = split_detail(space.rows(), detail.len() + 1);
    let mut below = Space::new(space.take_bottom(room));
    let mut rows: Vec<Row> = notices.iter().enumerate().map(|(at, id)| line(sight, id, at == cursor, cols)).collect();
    if rows.is_empty() {
        rows.push(Row::of(&format!(" {}", sight.words.say("messages-none")), sight.theme.dim));
    }
    list(sight, rows, space.rows(), Some(&(cursor..cursor + 1))).render(space.area(), buf);
    below.take_top(1);
    list(sight, detail, below.rows(), None).render(below.area(), buf);
}

fn line(sight: &Sight<'_>, id: &NoticeId, here: bool, cols: usize) -> Row {
    let words = sight.words;
    let state = sight.session.state().notices.get(id);
    let clock = |at: &crate::session::Reading| at.wall.format("%H:%M:%S").to_string();
    let (said, style) = match state {
        Some(notice) if notice.due_since.is_some() => {
            let at = notice.due_since.as_ref().map(clock).unwrap_or_default();
            let planned = sight.session.book().notices.get(id).map_or(0, |plan| plan.to.len());
            if !notice.reached.is_empty() {
                let told = notice.reached.len();
                let args = [("told", told.into()), ("all", planned.into()), ("time", (&at).into())];
                return named(sight, id, &words.with("messages-partly", &args), sight.theme.over, here, cols);
            }
            (words.with("messages-due", &[("time", (&at).into())]), sight.theme.warned)
        }
        Some(notice) => match notice.sent.last() {
            Some(at) => {
                let at = clock(at);
                let args = [("time", (&at).into()), ("count", notice.sent.len().into())];
                (words.with("messages-sent", &args), sight.theme.done)
            }
            None => (words.say("messages-not-due"), sight.theme.dim),
        },
        None => (words.say("messages-not-due"), sight.theme.dim),
    };
    named(sight, id, &said, style, here, cols)
}

/// The title of a notice and how it stands.
fn named(sight: &Sight<'_>, id: &NoticeId, said: &str, style: Style, here: bool, cols: usize) -> Row {
    let row = Row::plain(&format!(" {} ", pointer(here))).with(&sight.titles().notice(id), Style::new());
    let row = row.right(Row::of(said, style), cols);
    if here { row.under(sight.theme.selected) } else { row }
}

/// Who gets a notice, by name and number.
fn recipient(sight: &Sight<'_>, party: &Party) -> String {
    let book = sight.session.book();
    let reach = |name: String, id: &str| match book.contacts.get(id).and_then(|contact| contact.phone.first()) {
        Some(phone) => format!("{name} {phone}"),
        None => name,
    };
    match party {
        Party::Contact(id) => {
            reach(book.contacts.get(id).map_or_else(|| id.to_string(), |c| c.name.clone()), id.as_str())
        }
        Party::Role(role) => {
            let title = sight.titles().role(role);
            match sight.session.fills(role) {
                Some(person) => format!("{title}: {}", reach(sight.titles().person(&person), &person.0)),
                None => title,
            }
        }
    }
}

fn detail(sight: &Sight<'_>, id: &NoticeId, notice: &Notice, cols: usize) -> Vec<Row> {
    let (words, theme) = (sight.words, sight.theme);
    let mut rows = Vec::new();
    let to: Vec<String> = notice.to.iter().map(|party| recipient(sight, party)).collect();
    if !to.is_empty() {
        let said = words.with("messages-to", &[("list", (&to.join(", ")).into())]);
        rows.extend(wrapped(&said, theme.title, cols));
    }
    if let Some(channel) = &notice.channel {
        rows.extend(wrapped(&words.with("messages-channel", &[("channel", channel.into())]), theme.dim, cols));
    }
    if let Some(role) = &notice.approval {
        let role = sight.titles().role(role);
        rows.extend(wrapped(&words.with("messages-release", &[("role", (&role).into())]), theme.warned, cols));
    }
    let step = sight.session.state().notices.get(id).and_then(|state| state.step.clone());
    let filled = sight.session.fill_notice(id, step.as_ref());
    if !filled.missing.is_empty() {
        let said = words.with("pane-missing", &[("text", (&words.list(&filled.missing)).into())]);
        rows.extend(wrapped(&said, theme.warned, cols));
    }
    rows.push(Row::new());
    rows.extend(wrapped(&filled.text, Style::new(), cols));
    rows.into_iter().map(|row| Row::plain(" ").join(row)).collect()
}

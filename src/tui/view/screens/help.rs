//! The help page: every key there is, from the table of keys, with the sentence of its act.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::super::listing::Listing;
use super::super::parts::{Space, lines, more};
use super::super::row::{Row, hanging};
use super::super::{Picture, Sight, footer, header};
use crate::dialog::action::Action;
use crate::dialog::keymap::{BINDINGS, Scope};
use crate::text::{pad, width};

/// Columns of the keys.
const KEYS: usize = 16;

/// Draws it.
pub fn help(buf: &mut Buffer, mut space: Space, picture: &Picture<'_>, sight: Option<&Sight<'_>>, top: usize) {
    let (words, theme, cols) = (picture.words, &picture.theme, space.cols());
    let rule = Row::of(&theme.lines.rule(cols), theme.edge);
    let bar = sight.map_or_else(|| header::bare_bar(picture, cols), |sight| header::bar(sight, cols));
    lines(buf, space.take_top(2), &[bar, rule.clone()]);
    let own = Row::of(&format!(" {}", words.say("help-rules")), theme.dim);
    let mut foot = vec![rule];
    foot.extend(footer::foot(words, theme, picture.model, own, cols));
    lines(buf, space.take_bottom(foot.len()), &foot);
    let rows = rows(picture, cols);
    Listing::new(rows, space.rows(), top, |hidden, below| more(words, hidden.len(), below, theme.dim))
        .render(space.area(), buf);
}

/// All keys, scope by scope, those of one act on one line.
fn rows(picture: &Picture<'_>, cols: usize) -> Vec<Row> {
    let (words, theme) = (picture.words, &picture.theme);
    let groups = [
        (Scope::Run, "help-run"),
        (Scope::Session, "help-session"),
        (Scope::Global, "help-global"),
        (Scope::Briefing, "help-briefing"),
        (Scope::WrapUp, "help-wrap-up"),
        (Scope::Library, "help-library"),
    ];
    let mut rows = Vec::new();
    for (scope, title) in groups {
        rows.push(Row::of(&format!(" {}", words.say(title)), theme.title));
        let mut told: Vec<Action> = Vec::new();
        for binding in BINDINGS.iter().filter(|binding| binding.scope == scope) {
            if told.contains(&binding.action) {
                continue;
            }
            told.push(binding.action);
            let same = BINDINGS.iter().filter(|other| other.scope == scope && other.action == binding.action);
            let keys: Vec<String> = same.map(|other| footer::key_name(words, other.chord)).collect();
            let keys = keys.join(" ");
            let front = Row::of(&format!("  {}", pad(&keys, KEYS.max(width(&keys) + 1))), theme.key);
            rows.extend(hanging(&front, &words.say(binding.action.message()), Style::new(), cols));
        }
        rows.push(Row::new());
    }
    rows
}

//! A text to be read from beginning to end: a plan, or what is wrong with one.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::super::listing::Listing;
use super::super::parts::{Space, lines, more};
use super::super::row::Row;
use super::super::{Picture, footer, header};
use crate::dialog::rows::text_rows;

/// Draws it.
pub fn text(buf: &mut Buffer, mut space: Space, picture: &Picture<'_>, title: &str, text: &str, top: usize) {
    let (words, theme, cols) = (picture.words, &picture.theme, space.cols());
    let rule = Row::of(&theme.lines.rule(cols), theme.edge);
    let head = [header::bare_bar(picture, cols), Row::of(&format!(" {title}"), theme.title), rule.clone()];
    lines(buf, space.take_top(head.len()), &head);
    let mut foot = vec![rule];
    foot.extend(footer::foot(words, theme, picture.model, Row::new(), cols).into_iter().skip(1));
    lines(buf, space.take_bottom(foot.len()), &foot);
    let rows = text_rows(text, cols + 1).iter().map(|line| Row::of(&format!(" {line}"), Style::new())).collect();
    Listing::new(rows, space.rows(), top, |hidden, below| more(words, hidden.len(), below, theme.dim))
        .render(space.area(), buf);
}

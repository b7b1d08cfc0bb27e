//! Drawing: a session, a model and a moment in, a frame out. Nothing here asks the clock or the journal.
//!
//! A screen lays out and says what stands where, as `row::Row`s; the few widgets put rows into a rectangle.

mod cells;
mod field;
mod footer;
mod header;
mod listing;
mod logbook;
mod overlay;
mod parts;
mod plan_pane;
mod row;
mod screens;
mod step_pane;
pub mod urgent;

use std::ops::Deref;

use crate::dialog::keymap::Scope;
use crate::dialog::model::{LEAST, Overlay, Screen};
use crate::dialog::scene::{self, Scene};
use crate::session::Session;
use crate::tui::theme::Theme;

pub use header::window_title;
use parts::Space;
use row::Row;

/// A scene, and how it looks: everything a frame is drawn from.
pub struct Picture<'a> {
    /// What is drawn.
    pub scene: Scene<'a>,
    /// How things look.
    pub theme: Theme,
}

impl<'a> Deref for Picture<'a> {
    type Target = Scene<'a>;

    fn deref(&self) -> &Scene<'a> {
        &self.scene
    }
}

/// A scene on a session, and how it looks.
#[derive(Clone, Copy)]
struct Sight<'a> {
    seen: scene::Sight<'a>,
    theme: &'a Theme,
}

impl<'a> Deref for Sight<'a> {
    type Target = scene::Sight<'a>;

    fn deref(&self) -> &scene::Sight<'a> {
        &self.seen
    }
}

impl<'a> Picture<'a> {
    fn sight(&'a self) -> Option<Sight<'a>> {
        Some(Sight { seen: scene::Sight::of(&self.scene)?, theme: &self.theme })
    }
}

impl<'a> Sight<'a> {
    fn titles(&self) -> &'a Session {
        self.session
    }
}

/// Draws one frame.
pub fn draw(frame: &mut ratatui::Frame<'_>, picture: &Picture<'_>) {
    let whole = frame.area();
    if whole.is_empty() {
        return;
    }
    // A terminal may draw a sign wider than it is measured: the last column is spare.
    let mut space = Space::new(ratatui::layout::Rect { width: whole.width.saturating_sub(1), ..whole });
    if whole.width < LEAST.0 || whole.height < LEAST.1 {
        too_small(frame.buffer_mut(), space, picture);
        return;
    }
    if let Some(Overlay::Bare { top }) = &picture.model.overlay
        && let Some(sight) = picture.sight()
    {
        overlay::bare(frame.buffer_mut(), whole, &sight, *top);
        return;
    }
    let mut cursor = None;
    match (picture.model.screen(), picture.sight()) {
        (Some(Screen::Library { query, cursor: at }), _) => {
            let at = screens::library(frame.buffer_mut(), space, picture, query, *at);
            cursor = Some(at);
        }
        (Some(Screen::Help { top }), sight) => screens::help(frame.buffer_mut(), space, picture, sight.as_ref(), *top),
        (Some(Screen::Text { title, text, top }), _) => {
            screens::text(frame.buffer_mut(), space, picture, title, text, *top);
        }
        (Some(screen), Some(sight)) => session_screen(frame.buffer_mut(), space, &sight, screen),
        _ => {
            let line = Row::of(&picture.words.say("head-no-session"), picture.theme.title);
            parts::lines(frame.buffer_mut(), space.area(), &[header::bare_bar(picture, space.cols()), line]);
        }
    }
    // A panel lies over the foot of the screen, which stands still under it; mode and clock stay in sight.
    if let Some(panel) = overlay::panel(picture, space.area()) {
        cursor = panel.draw(frame.buffer_mut(), space.take_bottom(panel.height()));
    }
    if let Some(position) = cursor.filter(|at| whole.contains(*at)) {
        frame.set_cursor_position(position);
    }
}

fn session_screen(buf: &mut ratatui::buffer::Buffer, space: Space, sight: &Sight<'_>, screen: &Screen) {
    match screen {
        Screen::Run => screens::run(buf, space, sight),
        Screen::Plan { cursor } => screens::plan(buf, space, sight, *cursor),
        Screen::People { cursor } => screens::people(buf, space, sight, *cursor),
        Screen::Clocks { cursor } => screens::clocks(buf, space, sight, *cursor),
        Screen::Messages { cursor } => screens::messages(buf, space, sight, *cursor),
        Screen::Log { back } => screens::log(buf, space, sight, *back),
        Screen::Briefing { cursor } => screens::briefing(buf, space, sight, *cursor),
        Screen::WrapUp { cursor } => screens::wrap_up(buf, space, sight, *cursor),
        Screen::Wall => screens::wall(buf, space, sight),
        Screen::Follow { back } => screens::follow(buf, space, sight, *back),
        Screen::Library { .. } | Screen::Help { .. } | Screen::Text { .. } => {}
    }
}

/// Where a screen looks its keys up, innermost first.
fn scopes(screen: Option<&Screen>) -> &'static [Scope] {
    match screen {
        Some(Screen::Run) => &[Scope::Run, Scope::Session, Scope::Global],
        Some(Screen::Library { .. }) => &[Scope::Library, Scope::Global],
        Some(Screen::Briefing { .. }) => &[Scope::Briefing, Scope::Session, Scope::Global],
        Some(Screen::WrapUp { .. }) => &[Scope::WrapUp, Scope::Session, Scope::Global],
        Some(Screen::Wall | Screen::Follow { .. }) => &[Scope::Watch, Scope::Global],
        Some(Screen::Text { .. }) => &[Scope::Global],
        _ => &[Scope::Session, Scope::Global],
    }
}

/// Says how large the screen must be; the session goes on, and its mode and clock still show where they fit.
fn too_small(buf: &mut ratatui::buffer::Buffer, space: Space, picture: &Picture<'_>) {
    let (cols, rows) = LEAST;
    let size = picture.words.with("small-size", &[("cols", u64::from(cols).into()), ("rows", u64::from(rows).into())]);
    let mut lines = Vec::new();
    if let Some(sight) = picture.sight() {
        let bar = sight.theme.bar(sight.session.state().kind);
        let mode = Row::of(&header::mode(&sight), bar).with(" ", bar).with(&header::clock(&sight), bar);
        lines.push(mode.under(bar).cut(space.cols()));
    }
    if space.rows() == 1 {
        lines.clear();
        lines.push(Row::plain(&size));
    } else {
        lines.extend(row::wrapped(&size, ratatui::style::Style::new(), space.cols()));
    }
    parts::lines(buf, space.area(), &lines);
}

/// How far the text of the shown step can be scrolled on a terminal of this size.
pub fn step_scroll_limit(picture: &Picture<'_>, size: (u16, u16)) -> usize {
    picture.sight().map_or(0, |sight| screens::step_scroll_limit(&sight, size))
}

#[cfg(test)]
mod tests;

//! Drawing: a session, a model and a moment in, a frame out. Nothing here asks the clock or the journal.

use crate::host::{Catalogue, Saving};
use crate::session::{Person, Session};
use crate::time::Moment;
use crate::tui::model::Model;
use crate::words::Words;

/// Everything a frame is drawn from.
pub struct Scene<'a> {
    /// The session, once there is one.
    pub session: Option<&'a Session>,
    /// What this terminal holds.
    pub model: &'a Model,
    /// The moment that is drawn.
    pub now: &'a Moment,
    /// How the journal stands.
    pub saving: &'a Saving,
    /// The person at this terminal.
    pub me: &'a Person,
    /// What can be opened.
    pub catalogue: &'a Catalogue,
    /// The reader's language.
    pub words: &'a Words,
}

/// Draws one frame.
pub fn draw(frame: &mut ratatui::Frame<'_>, scene: &Scene<'_>) {
    let _ = (frame, scene);
}

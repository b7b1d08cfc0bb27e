//! Everything that is shown is shown from this.

use super::model::Model;
use crate::host::{Catalogue, Saving};
use crate::session::{Person, Reading, Session};
use crate::time::Moment;
use crate::words::Words;

/// What a front shows: a session, what this terminal holds, and a moment.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The session, once there is one.
    pub session: Option<&'a Session>,
    /// What this terminal holds.
    pub model: &'a Model,
    /// The moment that is shown.
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

/// A scene on a session: what all screens but the library are shown from.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    /// The session.
    pub session: &'a Session,
    /// What this terminal holds.
    pub model: &'a Model,
    /// The moment that is shown.
    pub now: &'a Moment,
    /// How the journal stands.
    pub saving: &'a Saving,
    /// The person at this terminal.
    pub me: &'a Person,
    /// The reader's language.
    pub words: &'a Words,
    /// What the session's clocks say at that moment.
    pub reading: Reading,
}

impl<'a> Sight<'a> {
    /// The sight of a scene; none where there is no session.
    pub fn of(scene: &Scene<'a>) -> Option<Self> {
        let session = scene.session?;
        Some(Self {
            session,
            model: scene.model,
            now: scene.now,
            saving: scene.saving,
            me: scene.me,
            words: scene.words,
            reading: session.read(scene.now),
        })
    }
}

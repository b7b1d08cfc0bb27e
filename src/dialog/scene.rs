//! Everything that is shown is shown from this.

use super::model::Model;
use crate::host::{Catalogue, Saving};
use crate::session::{Person, Session};
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

//! Where the record of a session is kept, seen after while the session goes on.
//!
//! Owns when the record is brought back to where it belongs, and what is said of it until then.

use std::time::Duration;

use super::{Live, Store};
use crate::host::Shelter;
use crate::time::{Moment, Span};
use crate::words::Words;

/// Time between two looks after the place of the record.
const TEND: Span = Span::seconds(30);

const MIB: u64 = 1024 * 1024;
/// Below this one is warned; a long incident writes some ten.
const LOW_SPACE: u64 = 16 * MIB;

impl Live {
    /// Sees after the record now and then: whether it can come back to where it belongs, and how much room there is.
    pub(in crate::app) fn tend(&mut self, now: &Moment) {
        let lately = self.tended.as_ref().is_some_and(|tended| now.since(tended) < TEND);
        let (Store::Writing(writer), Some(found)) = (&self.store, &self.found) else { return };
        if lately {
            return;
        }
        self.free = found.folders.free(self.rung);
        // What was just begun elsewhere was begun there because the better place did not take it.
        // Without clear room there it would only fall again.
        let room = found.folders.free(0).is_none_or(|free| free > LOW_SPACE);
        if room && self.tended.is_some() && self.trouble.is_none() {
            writer.climb(0);
        }
        self.tended = Some(now.clone());
    }

    /// Brings the record where it belongs, if it can be done in `longest`.
    pub(in crate::app) fn bring_home(&self, longest: Duration) {
        if let (Store::Writing(writer), Some(found)) = (&self.store, &self.found) {
            writer.bring(found.folders.home(), longest);
        }
    }

    /// Where the record is kept when it is not where it belongs, and whether there is room.
    pub(super) fn shelter(&self, words: &Words) -> Option<Shelter> {
        let found = self.found.as_ref().filter(|_| matches!(self.store, Store::Writing(_)))?;
        let (folders, home) = (&found.folders, found.folders.home());
        let at = |short: &str, said: &str| {
            let path = folders.path(self.rung).map(|path| path.display().to_string()).unwrap_or_default();
            Some(Shelter { short: words.say(short), said: words.with(said, &[("path", (&path).into())]) })
        };
        if !folders.is_lasting(self.rung) {
            return at("head-saved-fleeting", "cli-kept-fleeting");
        }
        if self.rung > home {
            return at("head-saved-elsewhere", "cli-kept-elsewhere");
        }
        if self.rung < home {
            return at("head-saved-off-network", "cli-kept-off-network");
        }
        let mib = self.free.filter(|free| *free < LOW_SPACE)? / MIB;
        let with = |id: &str| words.with(id, &[("mib", mib.into())]);
        Some(Shelter { short: with("head-saved-low"), said: with("cli-kept-low") })
    }
}

//! `runsheet report SESSION`: the report as of now, from the journal alone.

use super::{Exit, complain, print};
use crate::app::App;
use crate::host::Host as _;
use crate::report::{Facts, json, markdown};

pub(super) fn report(app: &App, name: &str, as_json: bool) -> Exit {
    let read = match app.read_session(name) {
        Ok(read) => read,
        Err(fault) => {
            complain(&fault.message);
            return fault.kind.into();
        }
    };
    let damaged = !read.integrity.damaged.is_empty();
    let unread = !read.integrity.unread.is_empty();
    let facts = Facts::of(&read.session, Some(&app.now()), read.integrity);
    print(&if as_json { json(&facts) } else { markdown(&facts, &app.words, &read.session) });
    if unread {
        complain(&app.words.say("cli-newer-version"));
    }
    if damaged {
        complain(&app.words.say("cli-damaged"));
        return Exit::Record;
    }
    Exit::Fine
}

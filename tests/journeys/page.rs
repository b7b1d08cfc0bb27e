//! A session on a Markdown page: begun, left, and taken up again when the page is no longer what it was.

use std::fs;

use runsheet::dialog::model::Screen;
use runsheet::session::{Kind, LeaveCause};
use runsheet::words::Lang;

use super::drive::Journey;
use crate::support::{Home, afternoon};

const PAGE: &str = "# The spool is full\n\n## Meaning\n\nLabels wait.\n\n## Procedure\n\n1. Stop the spooler:\n\n   ```sh\n   systemctl stop spooler@<site>\n   ```\n\n   It takes a minute.\n\n2. Empty the folder\n";

#[test]
fn a_session_on_a_page_goes_on_from_its_own_copy_of_it() {
    let home = Home::new();
    let path = home.file("spool.md", PAGE);
    let mut wei = Journey::open(&home, "wei", Lang::En, &path.display().to_string(), Kind::Incident);
    assert_eq!(wei.now.on, Some(Screen::Run));
    wei.sees("Stop the spooler").sees("systemctl stop spooler@<site>").sees("It takes a minute.");
    let book = wei.session().book().clone();
    assert_eq!(book.recognised.map(|found| (found.steps, found.numbered, found.commands)), Some((2, 2, 1)));
    wei.is_lost(LeaveCause::Hangup);
    drop(wei.ends());
    fs::write(&path, "# Nothing\n").unwrap();
    let replayed = home.session();
    assert_eq!(*replayed.book(), book);
    let log = format!("{:?}", replayed.log());
    assert!(log.contains("2 steps (2 numbered"), "the log does not say what was recognised: {log}");
    let mut wei = Journey::resume(&home, "wei", &afternoon());
    wei.sees("Stop the spooler").saved();
    assert_eq!(*wei.session().book(), book);
    drop(wei.ends());
}

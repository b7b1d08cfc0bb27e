//! The standard streams. A reader that went away is no failure of ours, so nothing here panics or complains.
//! What a terminal would act on does not pass, whatever made the text.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde::Serialize;

use crate::text::{printable_json, printable_lines};

/// Prints a text and a line end.
pub(super) fn print(text: &str) {
    let mut out = io::stdout().lock();
    let done = writeln!(out, "{}", printable_lines(text.trim_end_matches('\n'))).and_then(|()| out.flush());
    if done.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe) {
        CUT_SHORT.store(true, Ordering::Relaxed);
    }
}

/// Whether nobody reads what is printed any more.
pub(super) fn nobody_reads() -> bool {
    let out = io::stdout();
    let mut asked = [PollFd::new(&out, PollFlags::empty())];
    let gone = PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL;
    poll(&mut asked, Some(&Timespec::default())).is_ok() && asked.iter().any(|out| out.revents().intersects(gone))
}

/// Whether what is printed is taken now, as by a terminal that is read.
pub(super) fn takes_text() -> bool {
    let out = io::stdout();
    let mut asked = [PollFd::new(&out, PollFlags::OUT)];
    poll(&mut asked, Some(&Timespec::default())).is_ok()
        && asked.iter().any(|out| out.revents().contains(PollFlags::OUT))
}

/// Something could not be printed, although its reader is still there: a full disk behind `report > file`.
static CUT_SHORT: AtomicBool = AtomicBool::new(false);

/// Whether everything printed so far went out, or its reader went away by itself.
pub(super) fn all_is_out() -> bool {
    !CUT_SHORT.load(Ordering::Relaxed)
}

/// Prints a value as JSON; nothing in it reaches a terminal raw.
pub(super) fn print_json(value: &impl Serialize) {
    print(&printable_json(&serde_json::to_string_pretty(value).unwrap_or_default()));
}

/// Asks something, on the other stream; the answer is typed behind it.
pub(super) fn ask(text: &str) {
    let mut err = io::stderr().lock();
    let _ = write!(err, "{} ", printable_lines(text)).and_then(|()| err.flush());
}

/// Says what went wrong, on the other stream.
pub(super) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "runsheet: {}", printable_lines(text.trim_end_matches('\n')));
}

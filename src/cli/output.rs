//! The standard streams. A reader that went away is no failure of ours, so nothing here panics or complains.
//! What a terminal would act on does not pass, whatever made the text; nor do letters that it takes for others.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde::Serialize;

use crate::text::{ascii, printable_json, printable_lines};
use crate::world::is_utf8;

/// Prints a text and a line end.
pub(super) fn print(text: &str) {
    print_whole(&for_stream(text, &io::stdout()));
}

/// Prints data that is to be read back: no letter of it becomes another.
pub(super) fn print_whole(text: &str) {
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
    print_whole(&printable_json(&serde_json::to_string_pretty(value).unwrap_or_default()));
}

/// Asks something, on the other stream; the answer is typed behind it.
pub(super) fn ask(text: &str) {
    let mut err = io::stderr().lock();
    let _ = write!(err, "{} ", printable_lines(&for_stream(text, &err))).and_then(|()| err.flush());
}

/// Says what went wrong, on the other stream.
pub(super) fn complain(text: &str) {
    let mut err = io::stderr().lock();
    let text = for_stream(text.trim_end_matches('\n'), &err);
    let _ = writeln!(err, "runsheet: {}", printable_lines(&text));
}

/// What of a text a stream shows: all of it, but on a terminal that knows only ASCII.
fn for_stream<'a>(text: &'a str, stream: &impl IsTerminal) -> Cow<'a, str> {
    if text.is_ascii() || !stream.is_terminal() || is_utf8(|name| std::env::var_os(name)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split('\n').map(|line| ascii(&printable_lines(line))).collect::<Vec<_>>().join("\n"))
}

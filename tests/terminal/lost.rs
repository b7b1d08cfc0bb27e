//! The terminal goes away, whatever is open and whoever tells of it: the program goes too, says so in the record, and
//! takes no time over it.

use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use runsheet::session::{Event, LeaveCause};

use super::pty::{Tty, bare, cpu, program, short_book};
use crate::support::{Home, events};

/// Longest the program may outlive its terminal.
const BOUND: Duration = Duration::from_secs(2);

/// Time of the processor its end may take; one that asks a dead terminal again and again takes all there is.
const WORK: Duration = Duration::from_millis(500);

/// What is open when it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Run,
    Note,
    Choice,
    Palette,
    Library,
    Stalled,
    /// Somebody else's run, only looked at.
    Wall,
}

const ALL: [Open; 7] = [Open::Run, Open::Note, Open::Choice, Open::Palette, Open::Library, Open::Stalled, Open::Wall];

fn is_lost(open: Open, started: impl Fn(&Home, &[&str]) -> CommandBuilder) {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut run = (open == Open::Wall).then(|| Tty::run(&home, &["incident", &book]));
    let args: &[&str] = match open {
        Open::Library => &[],
        Open::Wall => &["watch", "--view", "wall"],
        _ => &["incident", &book],
    };
    if let Some(run) = &mut run {
        run.sees("Find what grows").sees("#2 saved");
    }
    let mut tty = Tty::start(&started(&home, args), 80, 24);
    match open {
        Open::Run => tty.sees("Find what grows"),
        Open::Note => tty.sees("Find what grows").types("nhalf a").sees("half a"),
        Open::Choice => tty.sees("Find what grows").types("q").sees("leave it running"),
        Open::Palette => tty.sees("Find what grows").types(":find").sees("find"),
        Open::Library => tty.sees("Bundled ("),
        Open::Wall => tty.sees("Find what grows"),
        Open::Stalled => tty.sees("Find what grows").stalls().types("nhalf a"),
    };
    let before = cpu(tty.pid);
    let begin = Instant::now();
    tty.hangs_up();
    let ended = tty.ends();
    let took = begin.elapsed();
    assert_eq!((ended.code, ended.killed_by), (129, None), "{open:?}");
    assert!(took < BOUND, "{open:?}: it outlived its terminal by {took:?}");
    let worked = ended.cpu.saturating_sub(before);
    assert!(worked < WORK, "{open:?}: its end took {worked:?} of the processor");
    if open == Open::Library {
        assert!(home.folders().is_empty());
        return;
    }
    if let Some(mut run) = run {
        run.types(" ").sees("[x] Largest folder known").types("q").sees("leave").types("1");
        assert_eq!(run.ends().code, 0, "who looked on has taken nothing along");
        return;
    }
    let session = home.session();
    assert_eq!(events(&session).last(), Some(&Event::SessionLeft { cause: LeaveCause::Hangup }), "{open:?}");
}

#[test]
fn whatever_is_open_a_closed_terminal_ends_it_and_is_recorded() {
    for open in ALL {
        is_lost(open, program);
    }
}

#[test]
fn so_it_does_where_sighup_was_ignored_before_it_started() {
    for open in ALL {
        is_lost(open, |home, args| {
            let mut command = CommandBuilder::new("sh");
            command.args(["-c", "trap '' HUP; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_runsheet")]);
            command.args(args);
            bare(&mut command, home);
            command
        });
    }
}

#[test]
fn so_it_does_where_the_kernel_sends_no_signal() {
    for open in ALL {
        is_lost(open, |home, args| {
            let mut command = program(home, args);
            command.set_controlling_tty(false);
            command
        });
    }
}

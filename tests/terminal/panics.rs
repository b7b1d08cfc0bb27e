//! A fall gives the terminal back, says what fell, and is in the record.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use portable_pty::CommandBuilder;
use runsheet::app::{App, Settings, run_screen};
use runsheet::session::{Event, Kind, LeaveCause};
use runsheet::time::Moment;
use runsheet::world::{Clock, SystemClock};

use super::pty::{Tty, bare, short_book};
use crate::support::{Home, events};

/// Names the home in which to fall; only set for a test of this binary that plays the program.
const FALL: &str = "RUNSHEET_TEST_FALL";

/// The file that lets it fall.
const NOW: &str = "fall-now";

/// Falls once, as soon as the file that says so is there.
struct Falls {
    clock: SystemClock,
    when: PathBuf,
    fallen: AtomicBool,
}

impl Clock for Falls {
    fn now(&self) -> Moment {
        let falls = self.when.exists() && !self.fallen.swap(true, Ordering::Relaxed);
        assert!(!falls, "the clock fell down");
        self.clock.now()
    }
}

/// Plays the program, with a clock that falls.
#[test]
fn falling_program() {
    let Some(home) = std::env::var_os(FALL) else { return };
    let settings = Settings { home: Some(home.clone().into()), ..Settings::default() };
    let when = PathBuf::from(&home).join(NOW);
    let clock = Falls { clock: SystemClock::new(), when, fallen: AtomicBool::new(false) };
    let mut app = App::new(settings).unwrap().with_clock(clock);
    let book = std::path::Path::new(&home).join("disk-full.json").display().to_string();
    app.open_runbook(&book, Kind::Incident, None).unwrap_or_else(|fault| panic!("{}", fault.message));
    let error = run_screen(&mut app).expect_err("it did not fall");
    // A stream of our own: what the test harness catches never reaches the terminal.
    writeln!(std::io::stdout(), "after the fall: {error:#}").unwrap();
    std::process::exit(1);
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_recorded() {
    let home = Home::new();
    short_book(&home);
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "terminal::panics::falling_program", "--nocapture"]);
    bare(&mut command, &home);
    command.env(FALL, home.path());
    let mut tty = Tty::start(&command, 80, 24);
    tty.sees("Find what grows");
    std::fs::write(home.path().join(NOW), "").unwrap();
    // A key asks the time anew, and each second does.
    tty.types("j");
    assert_eq!(tty.ends().code, 1, "{}", tty.text());
    assert!(tty.is_given_back(), "{}", tty.text());
    let text = tty.text();
    assert!(text.contains("after the fall") && text.contains("the clock fell down"), "{text}");
    let bytes = tty.bytes();
    let sent = String::from_utf8_lossy(&bytes);
    let (back, said) = (sent.rfind("\x1b[?1049l").unwrap(), sent.find("the clock fell down").unwrap());
    assert!(back < said, "what fell was said on a screen that went away");
    assert_eq!(events(&home.session()).last(), Some(&Event::SessionLeft { cause: LeaveCause::Failed }));
}

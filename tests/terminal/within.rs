//! Within a terminal that is a program itself: tmux and GNU screen, where they are installed.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output, Stdio};

use runsheet::session::Event;

use super::pty::{eventually, short_book};
use crate::support::{Home, events};

/// A server of terminals of its own for each test; it is ended with it.
struct Server<'a> {
    home: &'a Home,
    name: &'static str,
}

impl Server<'_> {
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(self.name);
        command.args(args).stdin(Stdio::null()).env_clear().current_dir(self.home.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.home.path()).env("RUNSHEET_HOME", self.home.path());
        command.env("TMUX_TMPDIR", self.home.path()).env("SCREENDIR", self.home.path().join("screens"));
        command.env("USER", "wei").env("LANG", "C.UTF-8").env("TERM", "xterm-256color").env("SHELL", "/bin/sh");
        command
    }

    fn does(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        let end: &[&str] = if self.name == "tmux" { &["-L", "t", "kill-server"] } else { &["-S", "s", "-X", "quit"] };
        let _ = self.command(end).output();
    }
}

fn is_there(name: &str, flag: &str) -> bool {
    let there = Command::new(name).arg(flag).stdin(Stdio::null()).output().is_ok();
    if !there {
        let _ = writeln!(std::io::stderr(), "skipped: no {name}");
    }
    there
}

fn ticked(home: &Home) -> bool {
    events(&home.session()).iter().any(|event| matches!(event, Event::ItemTicked { .. }))
}

#[test]
fn a_run_is_seen_and_led_within_tmux() {
    if !is_there("tmux", "-V") {
        return;
    }
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let server = Server { home: &home, name: "tmux" };
    let new = ["-L", "t", "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24"];
    let started = server.does(&[&new[..], &[env!("CARGO_BIN_EXE_runsheet"), "incident", &book]].concat());
    assert!(started.status.success(), "{started:?}");
    let sees = |text: &str| {
        eventually(text, || {
            let shown = server.does(&["-L", "t", "capture-pane", "-p"]).stdout;
            String::from_utf8_lossy(&shown).contains(text)
        });
    };
    let types = |key: &str| drop(server.does(&["-L", "t", "send-keys", key]));
    sees(">[ ] Largest folder known");
    types("Space");
    sees("[x] Largest folder known");
    types("Down");
    types("q");
    sees("leave it running");
    types("1");
    eventually("it has left", || matches!(events(&home.session()).last(), Some(Event::SessionLeft { .. })));
    assert!(ticked(&home));
}

#[test]
fn within_screen_nothing_of_the_shell_stands_between_the_words() {
    if !is_there("screen", "-v") {
        return;
    }
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let screens = home.path().join("screens");
    fs::create_dir(&screens).unwrap();
    fs::set_permissions(&screens, fs::Permissions::from_mode(0o700)).unwrap();
    let server = Server { home: &home, name: "screen" };
    // It has no other screen unless it is told so: what the shell wrote stays where nobody writes over it.
    let script = "for row in $(seq 60); do printf '%079d\\n' 0 | tr 0 '#'; done; exec \"$0\" incident \"$1\"";
    let new = ["-c", "/dev/null", "-dmS", "s", "sh", "-c", script, env!("CARGO_BIN_EXE_runsheet"), &book];
    let started = server.does(&new);
    assert!(started.status.success(), "{started:?}");
    let copy = home.path().join("copy");
    let shown = || {
        let _ = server.does(&["-S", "s", "-X", "hardcopy", copy.to_str().unwrap()]);
        fs::read_to_string(&copy).unwrap_or_default()
    };
    let sees = |text: &str| eventually(text, || shown().contains(text));
    let types = |key: &str| drop(server.does(&["-S", "s", "-X", "stuff", key]));
    sees(">[ ] Largest folder known");
    // The copy may be one of a moment before the first frame was whole.
    eventually("only its own text", || !shown().contains('#') || shown().contains("#2  saved"));
    assert!(!shown().contains("##"), "{}", shown());
    types(" ");
    sees("[x] Largest folder known");
    types("q");
    sees("leave it running");
    types("1");
    eventually("it has left", || matches!(events(&home.session()).last(), Some(Event::SessionLeft { .. })));
    assert!(ticked(&home));
}

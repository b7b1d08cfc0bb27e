//! The other end of the terminal goes away: the program goes too, and says so in the record.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use runsheet::session::{Event, LeaveCause};

use super::pty::{Screen, bare, gone, sees, short_book, watch, who_is_on};
use crate::support::{Home, events};

/// Names the command a terminal server is to run; only set for a test of this binary that plays one.
const SERVE: &str = "RUNSHEET_TEST_SERVE";

/// Longest the program may outlive its terminal.
const BOUND: Duration = Duration::from_secs(2);

/// Plays a terminal server: runs a command in a pseudo-terminal, and passes bytes on both ways. When it is
/// killed the terminal is gone, as it is when an SSH server dies.
#[test]
fn terminal_server() {
    let Ok(command) = std::env::var(SERVE) else { return };
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let argv: Vec<String> = serde_json::from_str(&command).unwrap();
    let home: std::path::PathBuf = argv[0].clone().into();
    let mut command = CommandBuilder::new(&argv[1]);
    command.args(&argv[2..]);
    command.cwd(&home);
    for (name, value) in [("HOME", argv[0].as_str()), ("RUNSHEET_HOME", &argv[0]), ("USER", "wei")] {
        command.env(name, value);
    }
    let _child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let (mut from, mut to) = (pair.master.try_clone_reader().unwrap(), pair.master.take_writer().unwrap());
    std::thread::spawn(move || std::io::copy(&mut std::io::stdin(), &mut to));
    let mut out = std::io::stdout();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        out.write_all(&buffer[..read]).unwrap();
        out.flush().unwrap();
    }
}

struct Server {
    child: Child,
    shared: Arc<(Mutex<Screen>, Condvar)>,
}

impl Server {
    fn serving(home: &Home, argv: &[&str]) -> Self {
        let mut all = vec![home.path().to_str().unwrap()];
        all.extend(argv);
        let mut env = CommandBuilder::new("");
        bare(&mut env, home);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "terminal::hangup::terminal_server", "--nocapture"])
            .env_clear()
            .envs(env.iter_full_env_as_str())
            .env(SERVE, serde_json::to_string(&all).unwrap())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let shared = watch(child.stdout.take().unwrap(), 80, 24);
        Self { child, shared }
    }

    fn sees(&self, text: &str) -> &Self {
        sees(&self.shared, text);
        self
    }

    fn types(&mut self, text: &str) -> &mut Self {
        self.child.stdin.as_mut().unwrap().write_all(text.as_bytes()).unwrap();
        self
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hangs_up(home: &Home, argv: &[&str], while_it: &str) {
    let mut server = Server::serving(home, argv);
    server.sees("Find what grows");
    server.types(" ").sees("[x] Largest folder known");
    server.types(while_it);
    let pid = who_is_on(&home.folder());
    drop(server);
    let took = gone(pid, Duration::from_secs(10));
    if took.is_none() {
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
    }
    assert!(took.is_some_and(|took| took < BOUND), "it outlived its terminal: {took:?}");
    let told = events(&home.session());
    assert!(told.iter().any(|event| matches!(event, Event::ItemTicked { .. })));
    assert_eq!(told.last(), Some(&Event::SessionLeft { cause: LeaveCause::Hangup }));
}

const RUNSHEET: &str = env!("CARGO_BIN_EXE_runsheet");

#[test]
fn a_closed_terminal_ends_the_program_and_is_recorded() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    hangs_up(&home, &[RUNSHEET, "incident", &book], "");
}

#[test]
fn a_closed_terminal_ends_it_while_a_note_is_typed() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    hangs_up(&home, &[RUNSHEET, "incident", &book], "nhalf a sentence");
}

#[test]
fn a_closed_terminal_ends_it_also_where_sighup_is_ignored() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    hangs_up(&home, &["sh", "-c", "trap '' HUP; \"$0\" incident \"$1\"", RUNSHEET, &book], "");
}

#[test]
fn a_closed_terminal_ends_it_also_where_no_signal_is_sent() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    // In a session of its own the kernel tells it nothing: only the terminal itself says that it is gone.
    hangs_up(&home, &["sh", "-c", "setsid \"$0\" incident \"$1\"; true", RUNSHEET, &book], "");
}

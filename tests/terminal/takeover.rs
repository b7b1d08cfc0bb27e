//! Coming back while the program of a line that died still sits there: it is ended, and nobody else is.

use std::fs;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use runsheet::journal::seats;
use runsheet::session::{Event, LeaveCause};
use rustix::process::{Pid, Signal};

use super::accounts::account;
use super::pty::{Tty, bare, gone, program, sees, short_book, watch, who_is_on};
use crate::support::{Home, events, record};

/// Longest a program may stay that is to end.
const BOUND: Duration = Duration::from_secs(2);

/// A program whose terminal shows that a tick and a note are saved.
fn left_behind(home: &Home, args: &[&str]) -> Tty {
    let book = short_book(home).display().to_string();
    let mut tty = Tty::run(home, &[&["incident", &book], args].concat());
    tty.sees("Find what grows").types(" ").sees("[x] Largest folder known");
    tty.types("nlast words\r").sees("note: last words").sees("saved");
    tty
}

/// Has a program leave by the usual way.
fn leaves(mut tty: Tty) {
    tty.types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
}

fn pid_of(pid: Pid) -> u32 {
    pid.as_raw_nonzero().get().cast_unsigned()
}

/// The processes whose place somebody took, as the record tells.
fn taken_over(home: &Home) -> Vec<u32> {
    let told = events(&home.session());
    let terminals = told.into_iter().filter_map(|event| match event {
        Event::SessionRejoined { terminal, .. } | Event::TerminalJoined { terminal } => Some(terminal.took_over),
        _ => None,
    });
    terminals.flatten().collect()
}

fn has_note(home: &Home, wanted: &str) -> bool {
    let is = |event: &Event| matches!(event, Event::NoteAdded { text, .. } if text == wanted);
    events(&home.session()).iter().any(is)
}

/// Says that a test could not run here.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

#[test]
fn a_program_whose_line_died_is_ended_and_its_place_taken() {
    let home = Home::new();
    let mut ghost = left_behind(&home, &[]);
    let begin = Instant::now();
    let mut tty = Tty::run(&home, &["resume", "--take-over"]);
    assert_eq!(ghost.ends().code, 129, "{}", ghost.text());
    assert!(begin.elapsed() < BOUND, "{:?}", begin.elapsed());
    tty.sees("unattended").sees(&format!("took over from pid {}", pid_of(ghost.pid)));
    tty.sees("[x] Largest folder known").sees(">[ ] Owner of it told");
    assert_eq!(who_is_on(&home.folder()), tty.pid);
    leaves(tty);
    let told = events(&home.session());
    let left = told.iter().position(|event| matches!(event, Event::SessionLeft { cause: LeaveCause::Hangup }));
    let back = told.iter().position(|event| matches!(event, Event::SessionRejoined { .. }));
    assert!(left.is_some() && left < back, "it left before the next one came: {told:?}");
    assert!(has_note(&home, "last words"));
    assert_eq!(taken_over(&home), [pid_of(ghost.pid)]);
    // What the record tells stands in the report.
    assert!(home.beside("report.md").contains(&format!("took over from pid {}", pid_of(ghost.pid))));
}

#[test]
fn a_stopped_program_is_ended_too_and_can_still_say_that_it_left() {
    let home = Home::new();
    let mut ghost = left_behind(&home, &[]);
    ghost.signal(Signal::STOP);
    let begin = Instant::now();
    let mut tty = Tty::run(&home, &["join", "--take-over"]);
    assert_eq!(ghost.ends().code, 129, "{}", ghost.text());
    assert!(begin.elapsed() < BOUND, "{:?}", begin.elapsed());
    tty.sees("took over from pid").sees("[x] Largest folder known");
    leaves(tty);
    assert!(events(&home.session()).contains(&Event::SessionLeft { cause: LeaveCause::Hangup }));
}

/// Reads until it is told to read no more; then it only waits for the end of the test.
struct Stalled {
    from: Box<dyn Read + Send>,
    stop: Receiver<()>,
    end: Receiver<()>,
}

impl Read for Stalled {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.stop.try_recv().is_ok() {
            let _ = self.end.recv();
            return Ok(0);
        }
        self.from.read(buffer)
    }
}

#[test]
fn a_program_whose_terminal_takes_no_output_is_ended_and_has_lost_nothing_it_called_saved() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut child = pair.slave.spawn_command(program(&home, &["incident", &book])).unwrap();
    drop(pair.slave);
    let ((stop, stopped), (end, ended)): ((Sender<()>, _), (Sender<()>, _)) = (channel(), channel());
    let from = pair.master.try_clone_reader().unwrap();
    let shared = watch(Stalled { from, stop: stopped, end: ended }, 80, 24);
    let mut hand = pair.master.take_writer().unwrap();
    sees(&shared, "Find what grows");
    hand.write_all(b" ").unwrap();
    sees(&shared, "[x] Largest folder known");
    hand.write_all(b"nlast words\r").unwrap();
    sees(&shared, "note: last words");
    sees(&shared, "saved");
    stop.send(()).unwrap();
    // Each paints all of the screen: far more than a terminal nobody reads can hold.
    hand.write_all(&[0x0c; 100]).unwrap();
    let pid = who_is_on(&home.folder());

    let begin = Instant::now();
    let mut tty = Tty::run(&home, &["resume", "--take-over"]);
    assert!(gone(pid, BOUND).is_some(), "it is still there");
    assert!(begin.elapsed() < BOUND, "{:?}", begin.elapsed());
    tty.sees("took over from pid").sees("[x] Largest folder known");
    assert_eq!(who_is_on(&home.folder()), tty.pid);
    leaves(tty);
    child.wait().unwrap();
    drop(end);
    assert!(has_note(&home, "last words"));
    assert!(!record(&home.folder()).damaged);
}

#[test]
fn without_the_flag_both_stay_and_the_second_is_told_how_to_end_the_first() {
    let home = Home::new();
    let mut first = left_behind(&home, &[]);
    let mut second = Tty::run(&home, &["resume"]);
    second.sees("here as well: wei").sees("runsheet resume --take-over");
    second.types("nfrom the second\r").sees("from the second");
    first.sees("from the second");
    assert_eq!(seats(&[home.folder()]).len(), 2);
    assert!(taken_over(&home).is_empty());
    leaves(second);
    leaves(first);
}

#[test]
fn another_person_on_the_login_and_whoever_only_watches_are_left_alone() {
    let home = Home::new();
    let mut other = left_behind(&home, &["--as", "Hao X."]);
    let mut watcher = Tty::run(&home, &["watch", "--as", "Wei X."]);
    watcher.sees("Find what grows");
    let mut tty = Tty::run(&home, &["resume", "--take-over", "--as", "Wei X."]);
    tty.sees("here as well: Hao X.").types("nstill three\r").sees("still three");
    other.sees("still three");
    watcher.sees("still three");
    assert!(!tty.text().contains("take-over"), "{}", tty.text());
    assert!(taken_over(&home).is_empty());
    watcher.types("q").ends();
    leaves(tty);
    leaves(other);
}

#[test]
fn on_a_login_of_many_whoever_gives_no_name_ends_nobody() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let shared = |args: &[&str]| {
        let mut command = program(&home, args);
        command.env("USER", "root");
        let mut tty = Tty::start(&command, 80, 24);
        tty.sees("root is a login that several people use").types("\r");
        tty
    };
    let mut first = shared(&["incident", &book]);
    first.sees("Find what grows").types(" ").sees("[x] Largest");
    let mut second = shared(&["resume", "--take-over"]);
    assert_eq!(second.ends().code, 2, "{}", second.text());
    second.sees_at_the_end("--as NAME");
    first.types(" ").sees("[x] Owner");
    leaves(first);
}

/// A process of this account that waits for ever, and says so first.
fn waiting(program: &str, args: &[&str]) -> Option<Child> {
    let mut command = Command::new(program);
    let mut child = command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut String::new()).unwrap();
    Some(child)
}

const LOCKED: &str = "01PLANTED00000000000000001";
const UNLOCKED: &str = "01PLANTED00000000000000002";

fn plant(folder: &Path, name: &str, pid: u32) -> String {
    let path = folder.join("here").join(name);
    let seat = serde_json::json!({ "pid": pid, "person": "wei", "host": "here", "watching": false });
    fs::write(&path, seat.to_string()).unwrap();
    path.display().to_string()
}

#[test]
fn a_process_that_a_seat_only_names_is_left_alone_and_the_one_that_sits_there_is_killed_if_it_must() {
    let home = Home::new();
    left_behind(&home, &[]).signal(Signal::KILL).ends();
    let seat = plant(&home.folder(), LOCKED, 1);
    let Some(mut holder) = waiting("flock", &["--no-fork", &seat, "sh", "-c", "trap '' HUP; echo held; read -r _"])
    else {
        return skipped("no flock");
    };
    let mut innocent = waiting("sh", &["-c", "echo ready; read -r _"]).unwrap();
    plant(&home.folder(), LOCKED, innocent.id());
    plant(&home.folder(), UNLOCKED, innocent.id());
    let begin = Instant::now();
    let mut tty = Tty::run(&home, &["resume", "--take-over"]);
    tty.sees(&format!("took over from pid {}", holder.id()));
    assert_eq!(holder.wait().unwrap().signal(), Some(9), "it does not listen to a hang-up");
    assert!(begin.elapsed() < BOUND, "{:?}", begin.elapsed());
    assert_eq!(innocent.try_wait().unwrap(), None, "it never sat there");
    assert_eq!(taken_over(&home), [holder.id()]);
    leaves(tty);
    innocent.kill().unwrap();
    innocent.wait().unwrap();
}

#[test]
fn where_the_system_does_not_tell_who_sits_there_nobody_is_ended() {
    let inside = ["--pid", "--fork", "--mount-proc"];
    if !Command::new("unshare").args(inside).arg("true").status().is_ok_and(|status| status.success()) {
        return skipped("processes of its own cannot be had here");
    }
    let home = Home::new();
    let mut first = left_behind(&home, &[]);
    // From within a container of processes those outside are not to be seen.
    let mut command = CommandBuilder::new("unshare");
    command.args(inside);
    command.args([env!("CARGO_BIN_EXE_runsheet"), "resume", "--take-over"]);
    bare(&mut command, &home);
    let mut second = Tty::start(&command, 80, 24);
    assert_eq!(second.ends().code, 1, "{}", second.text());
    second.sees_at_the_end("does not tell which program");
    first.types(" ").sees("[x] Owner");
    assert_eq!(who_is_on(&home.folder()), first.pid);
    leaves(first);
}

#[test]
fn the_same_name_on_another_account_is_left_alone_even_by_root() {
    let runs =
        || Command::new("setpriv").args(["--reuid", "4001", "test", "-x", env!("CARGO_BIN_EXE_runsheet")]).status();
    if !rustix::process::geteuid().is_root() || !runs().is_ok_and(|status| status.success()) {
        return skipped("needs root, setpriv, and a program other accounts can run");
    }
    let home = Home::new();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let book = short_book(&home);
    fs::set_permissions(&book, fs::Permissions::from_mode(0o644)).unwrap();
    let group = home.path().join("oncall");
    fs::create_dir(&group).unwrap();
    chown(&group, Some(0), Some(4000)).unwrap();
    fs::set_permissions(&group, fs::Permissions::from_mode(0o2770)).unwrap();
    let on = |uid: u32, args: &[&str]| Tty::start(&account(&home, uid, &[&["--as", "Wei"], args].concat()), 80, 24);

    let mut first = on(4001, &["incident", &book.display().to_string()]);
    first.sees("Find what grows").types(" ").sees("[x] Largest").sees("saved");
    let mut root = on(0, &["resume", "--take-over"]);
    root.sees("here as well: Wei").types("nboth here\r").sees("both here");
    first.sees("both here");
    // Of the account itself it is another matter.
    let mut second = on(4001, &["resume", "--take-over"]);
    assert_eq!(first.ends().code, 129, "{}", first.text());
    second.sees(&format!("took over from pid {}", pid_of(first.pid)));
    leaves(root);
    leaves(second);
}

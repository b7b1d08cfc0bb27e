//! Several whole programs on one session, through its folder alone: everything each of them did is there, in its
//! order, once, and all of them tell the same session at the end.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use runsheet::app::{App, Settings};
use runsheet::host::Host;
use runsheet::journal::{Found, Journal, Ladder, Shelf};
use runsheet::session::{Command as Act, Event, ItemKey, Kind, LeaveCause, NoteKind, Seq};
use sha2::{Digest, Sha256};

use crate::table::{Figures, Table};

/// Name and home of a program; only set for a run of this program that plays one.
pub const PROGRAM: &str = "RUNSHEET_FAULTS_PROGRAM";
const NAMES: [&str; 3] = ["li", "wang", "zhao"];
/// Acts that are on their way at once, at most: more than any person, fewer than a program would like.
const AHEAD: usize = 4;

fn app(home: &Path, name: &str) -> App {
    let home = Some(home.to_owned());
    App::new(Settings { home, name: Some(name.to_owned()), ..Settings::default() }).unwrap()
}

/// The state and the log of a session, short enough to be told.
fn print_of(app: &App) -> String {
    let session = app.session().unwrap();
    let log: Vec<_> = session.log().iter().map(|row| (row.entry.seq, &row.entry.id, &row.entry.events)).collect();
    format!("{:x?}", Sha256::digest(format!("{:?}{log:?}", session.state())))
}

/// Plays one program: joins, acts, and tells what the session is once all have done so.
pub fn play(command: &str) {
    let mut words = command.splitn(3, ' ');
    let (name, acts) = (words.next().unwrap(), words.next().unwrap().parse::<usize>().unwrap());
    let home = Path::new(words.next().unwrap()).to_owned();
    let mut app = app(&home, name);
    let session = only(&home).name;
    app.resume_session(&session).unwrap_or_else(|fault| panic!("{}", fault.message));
    let step = app.session().unwrap().current_step().unwrap();
    for number in 0..acts {
        let note = format!("{name}-{number:05}");
        app.submit(Act::Note { kind: NoteKind::Note, text: note, stated: None, step: None }.into()).unwrap();
        // Others tick the same item; who is too late is refused.
        let item = ItemKey::Check(0);
        let tick = match number % 2 {
            0 => Act::Tick { step: step.clone(), item },
            _ => Act::Untick { step: step.clone(), item },
        };
        let _ = app.submit(tick.into());
        while app.saving().pending > AHEAD {
            app.wait(Duration::from_millis(10));
        }
    }
    while app.saving().pending > 0 {
        app.wait(Duration::from_millis(10));
    }
    println!("{}", app.saving().saved.0);
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let end = Seq(line.trim().parse().unwrap());
    while app.saving().saved < end {
        app.wait(Duration::from_millis(10));
    }
    println!("{}", print_of(&app));
    std::io::stdin().read_line(&mut line).unwrap();
}

struct Player {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Player {
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }
}

/// Three programs, so many acts each.
pub fn run(table: &mut Table, acts: usize) {
    let home = tempfile::tempdir().unwrap();
    let mut first = app(home.path(), "lin");
    first
        .open_runbook("mes-app-server-outage", Kind::Incident, None)
        .unwrap_or_else(|fault| panic!("{}", fault.message));
    assert!(first.leave(LeaveCause::Left));
    drop(first);
    let begin = Instant::now();
    let mut players: Vec<Player> = NAMES
        .iter()
        .map(|name| {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.env(PROGRAM, format!("{name} {acts} {}", home.path().display()));
            let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            let said = BufReader::new(child.stdout.take().unwrap());
            Player { child, said }
        })
        .collect();
    let end = players.iter_mut().map(|player| player.line().parse::<u64>().unwrap_or(0)).max().unwrap_or(0);
    let took = begin.elapsed();
    let mut prints = Vec::new();
    for player in &mut players {
        writeln!(player.child.stdin.as_mut().unwrap(), "{end}").unwrap();
        prints.push(player.line());
    }
    for mut player in players {
        drop(player.child.stdin.take());
        player.child.wait().unwrap();
    }
    let folder = only(home.path()).path;
    let (_, read) = Journal::watch(&folder).unwrap();
    let mut figures = Figures { false_alarms: usize::from(read.damaged) as u64, ..Figures::default() };
    for name in NAMES {
        let front = format!("{name}-");
        let notes: Vec<&str> = read
            .entries
            .iter()
            .flat_map(|entry| &entry.events)
            .filter_map(|event| match event {
                Event::NoteAdded { text, .. } => text.strip_prefix(front.as_str()),
                _ => None,
            })
            .collect();
        figures.saved += notes.len() as u64;
        figures.lost += (0..acts).filter(|number| !notes.contains(&format!("{number:05}").as_str())).count() as u64;
        figures.twice += notes.windows(2).filter(|pair| pair[0] >= pair[1]).count() as u64;
    }
    figures.foreign += prints.iter().filter(|print| **print != prints[0] || print.is_empty()).count() as u64;
    let amount = format!("3 x {acts} acts in {} s, {} entries", took.as_secs(), read.entries.len());
    table.must_hold("3 programs on one session", &amount, &figures);
}

/// The only session there.
fn only(home: &Path) -> Found {
    let shelf = Shelf { sessions: home.join("sessions"), guarded: false, lasting: true };
    Ladder { homes: vec![shelf], stand_ins: Vec::new() }.list().unwrap().remove(0)
}

//! Several programs on one session, through its folder alone.

use std::time::Instant;

use super::*;
use crate::journal::{Journal, seats};
use crate::session::{Event, ItemKey};

/// Three programs on one session, the first of which opened it.
struct Table {
    desk: Desk,
    others: Vec<App>,
}

impl Table {
    fn new(names: &[&str]) -> Self {
        let mut desk = Desk::new();
        desk.open(Kind::Incident);
        desk.settle();
        let name = desk.app.live().unwrap().name().unwrap().to_owned();
        let others = names
            .iter()
            .map(|who| {
                let mut app = another(desk.home.path(), who, &desk.clock);
                app.resume_session(&name).unwrap();
                app
            })
            .collect();
        Self { desk, others }
    }

    fn all(&mut self) -> impl Iterator<Item = &mut App> {
        std::iter::once(&mut self.desk.app).chain(&mut self.others)
    }

    /// Until everybody has saved what is theirs and seen what is others'.
    fn settle(&mut self) {
        let until = Instant::now() + LONG;
        loop {
            let mut ends = Vec::new();
            for app in self.all() {
                while app.wait(Duration::from_millis(5)) {}
                ends.push((app.saving().pending, app.saving().saved, app.session().unwrap().next_seq()));
            }
            let first = &ends[0];
            if ends.iter().all(|end| end.0 == 0 && end == first) {
                return;
            }
            assert!(Instant::now() < until, "{ends:?}");
        }
    }
}

fn until(app: &mut App, is: impl Fn(&App) -> bool) {
    let until = Instant::now() + LONG;
    while !is(app) {
        app.wait(Duration::from_millis(50));
        assert!(Instant::now() < until, "{:?}", app.saving());
    }
}

fn told(folder: &Path, is: impl Fn(&Event) -> bool) -> usize {
    let (_, read) = Journal::watch(folder).unwrap();
    read.entries.iter().flat_map(|entry| &entry.events).filter(|event| is(event)).count()
}

fn others(app: &App) -> Vec<String> {
    app.saving().others.into_iter().map(|other| other.person.0).collect()
}

#[test]
fn whoever_comes_while_others_are_there_joins_and_writes_like_them() {
    let mut table = Table::new(&["wang"]);
    table.settle();
    until(&mut table.desk.app, |app| others(app) == ["wang"]);
    assert_eq!(others(&table.others[0]), ["li"]);
    note(&mut table.others[0], "from the second").unwrap();
    table.desk.note("from the first");
    table.settle();
    let folder = table.desk.folders().remove(0);
    let text = notes_on_disk(&folder);
    assert!(text.contains("from the first") && text.contains("from the second"));
    assert_eq!(table.desk.app.session().unwrap().state(), table.others[0].session().unwrap().state());
    let standing = standings(&table.desk.app).remove(0);
    assert_eq!(standing.people(&table.desk.app.words), ["li", "wang"]);

    // Of two the first to leave leaves the other there, and the last one nobody.
    assert!(table.desk.app.leave(LeaveCause::Left));
    table.desk.app.live = None;
    assert_ne!(standings(&table.others[0])[0].label(), crate::words::SessionLabel::Interrupted);
    until(&mut table.others[0], |app| others(app).is_empty());
    assert!(table.others[0].leave(LeaveCause::Left));
    let joined = |event: &Event| matches!(event, Event::TerminalJoined { .. } | Event::TerminalLeft { .. });
    assert_eq!(told(&folder, joined), 2);
    assert_eq!(told(&folder, |event| matches!(event, Event::SessionLeft { .. })), 1);
    assert_eq!(told(&folder, |event| matches!(event, Event::SessionRejoined { .. })), 0);
    assert_eq!(seats(&[&folder]), []);
}

#[test]
fn a_watcher_follows_is_seen_and_writes_nothing() {
    let mut table = Table::new(&[]);
    let name = table.desk.app.live().unwrap().name().unwrap().to_owned();
    let mut watcher = another(table.desk.home.path(), "wang", &table.desk.clock);
    watcher.watch_session(&name, crate::host::View::Player).unwrap();
    assert_eq!(note(&mut watcher, "no"), Err(Refusal::NotOpened));
    until(&mut table.desk.app, |app| app.saving().others.iter().any(|other| other.watching));
    table.desk.note("seen by both");
    table.desk.settle();
    let wanted = table.desk.app.session().unwrap().log().len();
    until(&mut watcher, |app| app.session().unwrap().log().len() == wanted);
    assert_eq!(watcher.live().unwrap().integrity().head, table.desk.app.live().unwrap().integrity().head);
    assert!(watcher.leave(LeaveCause::Left));
    // Whoever only watches does not keep a session attended.
    assert!(table.desk.app.leave(LeaveCause::Left));
    let folder = table.desk.folders().remove(0);
    assert_eq!(told(&folder, |event| matches!(event, Event::SessionLeft { .. })), 1);
    assert!(!notes_on_disk(&folder).contains("wang"));
}

#[test]
fn an_act_that_others_overtook_is_told_with_who_was_faster_and_what_was_typed() {
    let mut table = Table::new(&["wang"]);
    table.settle();
    let step = table.desk.app.session().unwrap().current_step().unwrap();
    let skip = |reason: &str| Request {
        command: Command::SkipStep { step: step.clone() },
        by: None,
        reason: Some(reason.to_owned()),
        seen: None,
    };
    table.desk.app.submit(skip("done by phone")).unwrap();
    // Before the second program has heard of it, it asks for the same.
    while table.desk.app.saving().pending > 0 {
        table.desk.hear();
    }
    let second = &mut table.others[0];
    second.submit(skip("my words")).unwrap();
    until(second, |app| app.saving().pending == 0);
    let lost = second.overtaken();
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert_eq!(lost[0].request.reason.as_deref(), Some("my words"));
    let by = lost[0].by.expect("somebody was faster");
    let session = second.session().unwrap();
    let row = session.log().iter().find(|row| row.entry.seq == by).unwrap();
    assert_eq!(row.entry.who.0, "li");
    assert_eq!(second.overtaken(), [], "told once");
    assert_eq!(second.saving().trouble, None);
}

#[test]
fn three_programs_lose_duplicate_and_reorder_nothing() {
    const ACTS: usize = 200;
    let mut table = Table::new(&["wang", "zhao"]);
    table.settle();
    let step = table.desk.app.session().unwrap().current_step().unwrap();
    for number in 0..ACTS {
        for app in table.all() {
            let who = app.me().0;
            note(app, &format!("{who}-{number:04}")).unwrap();
            let tick = match number % 2 {
                0 => Command::Tick { step: step.clone(), item: ItemKey::Check(0) },
                _ => Command::Untick { step: step.clone(), item: ItemKey::Check(0) },
            };
            let _ = app.submit(tick.into());
            app.wait(Duration::from_millis(1));
        }
    }
    table.settle();
    let folder = table.desk.folders().remove(0);
    let (_, read) = Journal::watch(&folder).unwrap();
    assert!(!read.damaged);
    for who in ["li", "wang", "zhao"] {
        let texts = read.entries.iter().flat_map(|entry| &entry.events).filter_map(|event| match event {
            Event::NoteAdded { text, .. } if text.starts_with(&format!("{who}-")) => Some(text.clone()),
            _ => None,
        });
        let wanted: Vec<String> = (0..ACTS).map(|number| format!("{who}-{number:04}")).collect();
        assert_eq!(texts.collect::<Vec<_>>(), wanted, "notes of {who}");
    }
    let replayed = Session::replay(read.entries.into_iter().map(Arc::new));
    for app in table.all() {
        let session = app.session().unwrap();
        assert_eq!(session.state(), replayed.state());
        assert_eq!(session.log(), replayed.log());
    }
}

#[test]
fn another_program_that_holds_the_journal_is_named_and_work_goes_on() {
    let mut table = Table::new(&[]);
    let folder = table.desk.folders().remove(0);
    let journal = folder.join("journal.jsonl");
    let holder = fs::File::open(&journal).unwrap();
    rustix::fs::flock(&holder, rustix::fs::FlockOperation::LockExclusive).unwrap();
    table.desk.note("while it is held");
    table.desk.wait_for_trouble();
    let trouble = table.desk.app.saving().trouble.unwrap();
    assert!(trouble.contains(&std::process::id().to_string()), "{trouble}");
    table.desk.note("work goes on all the same");
    assert_eq!(table.desk.app.saving().pending, 2);
    drop(holder);
    let until = Instant::now() + LONG;
    while table.desk.app.saving().pending > 0 {
        table.desk.app.wait(Duration::from_millis(50));
        table.desk.clock.advance(Span::seconds(4));
        assert!(Instant::now() < until, "{:?}", table.desk.app.saving());
    }
    let text = notes_on_disk(&folder);
    assert!(text.find("while it is held").unwrap() < text.find("work goes on all the same").unwrap());
}

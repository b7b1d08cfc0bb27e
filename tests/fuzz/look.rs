//! What must hold of any record at all, whoever made it: nothing falls, nothing raw comes out, nothing that was
//! changed is called sound.

use std::sync::Arc;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use runsheet::dialog::model::{Model, Overlay, Screen};
use runsheet::dialog::scene::Scene;
use runsheet::host::{Catalogue, Saving};
use runsheet::journal::{Anchor, Anchored, Recovery, recover, session_id, verify};
use runsheet::report::{Facts, Integrity, json, markdown, summary};
use runsheet::session::{Act, Command, EntryId, LeaveCause, NoteKind, Person, Seq, Session};
use runsheet::time::{BootId, Moment, Span};
use runsheet::tui::theme::Theme;
use runsheet::tui::view::{Picture, draw};
use runsheet::words::{Lang, Words};

use super::mutate::{Done, Record};

/// Why a record did what none may do.
pub type Fault = String;

fn pieces(record: &Record) -> Vec<&[u8]> {
    record.iter().map(Vec::as_slice).collect()
}

/// The record as the program recovers it.
pub fn read(record: &Record) -> Option<Recovery> {
    let pieces = pieces(record);
    session_id(&pieces).map(|sid| recover(&sid, &pieces))
}

/// A record that was changed is never called what it was; `other` lent it lines, at worst all of them.
pub fn judge(original: &Record, other: &Record, changed: &Record, done: Done) -> Result<(), Fault> {
    let numbered = |record: &Record| (1..).zip(record.clone()).collect::<Vec<(u32, Vec<u8>)>>();
    let verdict = |record: &Record, anchor: Option<&Anchor>| {
        let numbered = numbered(record);
        let segments: Vec<(u32, &[u8])> = numbered.iter().map(|(number, bytes)| (*number, bytes.as_slice())).collect();
        verify(&segments, &[], anchor)
    };
    let (plain, recovered) = (verdict(changed, None), read(changed));
    if recovered.as_ref().is_some_and(|recovery| recovery.damaged) && plain.is_sound() {
        return Err("recovery calls it damaged, verify sound".to_owned());
    }
    let before = verdict(original, None);
    let (Some(head), Some(whole), true) = (before.head, read(original), before.is_sound()) else { return Ok(()) };
    let entries = recovered.map(|recovery| recovery.entries).unwrap_or_default();
    let anchor = Anchor { hash: head.hash, count: Some(head.seq.0) };
    let anchored = verdict(changed, Some(&anchor));
    let fits = matches!(anchored.anchored, Anchored::UpTo { .. });
    if fits && anchored.is_sound() && !entries.starts_with(&whole.entries) {
        return Err("sound and anchored, and says something else".to_owned());
    }
    let begins = |whole: Recovery| whole.entries.starts_with(&entries);
    if done == Done::Unsealed && plain.is_sound() && !begins(whole) && !read(other).is_some_and(begins) {
        return Err("sound without an anchor, and no beginning of what it was".to_owned());
    }
    Ok(())
}

/// Signs a terminal would act on, or a reader would not see.
fn raw(text: &str) -> Option<char> {
    text.chars().find(|sign| {
        matches!(sign, '\0'..='\u{9}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
    })
}

fn clean(what: &str, text: &str) -> Result<(), Fault> {
    raw(text).map_or(Ok(()), |sign| Err(format!("{what}: U+{:04X} came out raw", u32::from(sign))))
}

/// The session these entries tell of, and whether deciding and noticing on it stay whole.
pub fn live(recovery: &Recovery) -> Result<Session, Fault> {
    let session = Session::replay(recovery.entries.iter().cloned().map(Arc::new));
    let again = Session::replay(session.log().iter().map(|row| Arc::clone(&row.entry)));
    if again.state() != session.state() {
        return Err("replayed twice it is not the same".to_owned());
    }
    for now in moments(&session) {
        let _ = (session.next_due(&now), session.urgent(session.read(&now)), session.pace(session.read(&now)));
        let mut went_on = session.clone();
        let due = session.due(&now).into_iter().take(4).map(Command::Notice);
        let text = "x".to_owned();
        let acts = [
            Command::Note { kind: NoteKind::Note, text, stated: Some(now.wall), step: None },
            Command::Start,
            Command::TakeBack,
            Command::End,
            Command::Leave { cause: LeaveCause::Hangup, others: false },
        ];
        let steps: Vec<_> = session.book().steps().take(3).map(|(_, step)| step.id.clone()).collect();
        let of_steps = steps
            .into_iter()
            .flat_map(|step| [Command::StartStep { step: step.clone(), typed: None }, Command::CompleteStep { step }]);
        for (at, command) in due.chain(acts).chain(of_steps).enumerate() {
            let id = EntryId(format!("fuzz-{at}"));
            let who = Person("fuzz".to_owned());
            let (seen, reason) = (Seq(0), Some("x".to_owned()));
            let act = Act { id, who, by: None, seen, command, attached: Vec::new(), reason };
            if let Ok(entry) = went_on.decide(&act, &now) {
                went_on.apply(Arc::new(entry));
            }
        }
    }
    Ok(session)
}

/// The end of the log, a while later, and after a restart into another century.
fn moments(session: &Session) -> Vec<Moment> {
    let epoch = chrono::DateTime::default();
    let blank = Moment { wall: epoch, boot_ns: 0, boot: BootId("b".to_owned()) };
    let last = session.log().last().map_or(blank, |row| row.entry.at.clone());
    let later = last.shifted(Span::minutes(90));
    let other =
        Moment { wall: epoch + Span::minutes(60 * 24 * 366 * 200).delta(), boot_ns: 5, boot: BootId("o".to_owned()) };
    vec![last, later, other]
}

/// Everything that is printed of it: the report in every shape, the lines of the log.
pub fn report(session: &Session, damaged: &[String]) -> Result<(), Fault> {
    for now in moments(session) {
        let integrity = Integrity { damaged: damaged.to_vec(), ..Integrity::default() };
        let facts = Facts::of(session, Some(&now), integrity);
        let text = json(&facts);
        clean("json", &text)?;
        serde_json::from_str::<serde_json::Value>(&text).map_err(|error| format!("json: {error}"))?;
        for words in Lang::ALL.map(Words::new) {
            page(&markdown(&facts, &words, session))?;
            for line in summary(&facts, &words) {
                clean("summary", &line)?;
            }
            for event in session.log().iter().flat_map(|row| &row.entry.events) {
                let said = words.event(event, session).unwrap_or_default();
                clean("log line", &said)?;
                if said.contains('\n') {
                    return Err(format!("log line of several: {said}"));
                }
            }
        }
    }
    Ok(())
}

/// A report nobody broke out of: no markup but its own, fences closed, tables whole.
pub fn page(text: &str) -> Result<(), Fault> {
    clean("report", text)?;
    let mut fence: Option<usize> = None;
    let mut columns = None;
    for line in text.lines() {
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        match fence {
            Some(open) if ticks >= open && line.len() == ticks => fence = None,
            Some(_) => {}
            None if ticks >= 3 => fence = Some(ticks),
            None => {
                outside(line)?;
                let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
                match (line.starts_with('|'), columns) {
                    (true, Some(before)) if before != bars => return Err(format!("a table was broken: {line}")),
                    (true, _) => columns = Some(bars),
                    (false, _) => columns = None,
                }
            }
        }
    }
    if fence.is_some() {
        return Err("a fence was left open".to_owned());
    }
    let sections = text.lines().filter(|line| line.starts_with("# ")).count();
    if sections == 1 { Ok(()) } else { Err(format!("{sections} titles")) }
}

/// One line of the page outside a fence.
fn outside(line: &str) -> Result<(), Fault> {
    let own = line.replace("<br>", "").replace("<!-- -->", "");
    if own.contains('<') {
        return Err(format!("a tag came through: {line}"));
    }
    let mut escaped = false;
    for sign in own.chars() {
        let opens = matches!(sign, '[' | ']' | '`') && !escaped;
        if opens {
            return Err(format!("a {sign} came through: {line}"));
        }
        escaped = sign == '\\' && !escaped;
    }
    let mention = line.split('@').skip(1).zip(line.split('@'));
    let called = mention
        .into_iter()
        .any(|(after, before)| after.starts_with(char::is_alphanumeric) && !before.ends_with(char::is_alphanumeric));
    if called { Err(format!("a mention came through: {line}")) } else { Ok(()) }
}

fn screens() -> Vec<Screen> {
    vec![
        Screen::Run,
        Screen::Plan { cursor: 3 },
        Screen::People { cursor: 2 },
        Screen::Clocks { cursor: 1 },
        Screen::Messages { cursor: 0 },
        Screen::Log { back: 0 },
        Screen::Log { back: 7 },
        Screen::Briefing { cursor: 4 },
        Screen::WrapUp { cursor: 0 },
        Screen::Help { top: 0 },
    ]
}

/// Every screen of it, on a terminal of this size.
pub fn draw_all(session: &Session, size: (u16, u16), words: &Words) -> Result<(), Fault> {
    let (saving, catalogue, me) = (Saving::default(), Catalogue::default(), Person("fuzz".to_owned()));
    let step = session.current_step();
    let now = moments(session).swap_remove(1);
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).map_err(|error| error.to_string())?;
    let bare = screens().into_iter().map(|screen| (screen, None));
    for (screen, overlay) in bare.chain([(Screen::Run, Some(Overlay::Bare { top: 0 }))]) {
        let model = Model { screens: vec![screen], step: step.clone(), overlay, ..Model::default() };
        let scene = Scene {
            session: Some(session),
            model: &model,
            now: &now,
            saving: &saving,
            me: &me,
            catalogue: &catalogue,
            words,
        };
        let picture = Picture { scene, theme: Theme::dark() };
        let frame = terminal.draw(|frame| draw(frame, &picture)).map_err(|error| error.to_string())?;
        for cell in frame.buffer.content() {
            clean("screen", cell.symbol())?;
            if cell.symbol().contains('\n') {
                return Err("screen: a line break in a cell".to_owned());
            }
        }
    }
    Ok(())
}

//! What the golden journals of this release are made of.

use super::{Digest, Entry, Event, Head, Source};
use super::{SID, encode, every_event, inner_kinds, sealed};
use crate::journal::samples::named;
use crate::report::drill::{CHINESE, ENGLISH, Play, drill};
use crate::runbook::Milestone;
use crate::session::{Command, Kind, NoteKind, Person, Presence, Seq};
use crate::time::Span;

/// Every case with its segments.
pub fn all() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let whole = |entries: Vec<Entry>| vec![lines(&entries).concat()];
    vec![
        ("drill-en", whole(played(&drill(ENGLISH)))),
        ("incident-zh", whole(played(&incident()))),
        ("walkthrough", whole(played(&walkthrough()))),
        ("child-runbook", whole(played(&child_runbook()))),
        ("every-kind", whole(every_kind())),
        ("unknown", vec![unknown().concat()]),
        ("damaged", damaged()),
        ("segments", segments()),
        ("newer-version", vec![newer().concat()]),
    ]
}

fn played(play: &Play) -> Vec<Entry> {
    let honest = |source: &mut Source| source.sha256 = Digest::of(source.text.as_bytes()).to_string();
    let mut entries: Vec<Entry> = play.entries.iter().map(|entry| entry.as_ref().clone()).collect();
    for event in entries.iter_mut().flat_map(|entry| &mut entry.events) {
        if let Event::SessionOpened { sources, .. } = event {
            sources.iter_mut().for_each(honest);
        }
    }
    entries
}

fn lines(entries: &[Entry]) -> Vec<Vec<u8>> {
    let mut head = Head::genesis(SID).hash;
    let line = |entry: &Entry| {
        let encoded = encode(SID, entry, head).unwrap();
        head = encoded.hash;
        encoded.line
    };
    entries.iter().map(line).collect()
}

/// An incident with a breach, an estimate, a clock put back, a restart, a hand that was lent, and no end yet.
fn incident() -> Play {
    let mut play = Play::new();
    play.open("14:24:00", CHINESE, Kind::Incident);
    play.at("14:24:10").act("li", Command::Start);
    play.at("14:25:00").act("li", Command::AssignRole { role: "leader".into(), person: Some(Person("lin".into())) });
    play.act("li", Command::RollCall { present: vec![(Person("lin".into()), Presence::Present)] });
    play.at("14:26:00").note("li", NoteKind::Note, "用户反映系统卡顿 | `x` <b>@all</b>");
    play.at("14:27:00").act("li", Command::ReachMilestone { milestone: Milestone::Detected, stated: None });
    play.at("14:28:00").put_wall(Span::minutes(-60));
    play.note("li", NoteKind::Unexpected, "主机时间被调慢");
    play.put_wall(Span::minutes(90));
    notice_all(&mut play);
    play.act("li", Command::GiveEstimate { step: None, takes: Span::minutes(45) });
    play.restart("second", Span::minutes(3));
    play.note("li", NoteKind::Observation, "重启后继续");
    play.act("li", Command::TakeBack);
    notice_all(&mut play);
    play
}

/// Lets the program notice what is due, as it does every second.
fn notice_all(play: &mut Play) {
    while let Some(due) = play.due().into_iter().next() {
        play.act("runsheet", Command::Notice(due));
    }
}

fn walkthrough() -> Play {
    let mut play = Play::new();
    play.open("09:00:00", ENGLISH, Kind::Walkthrough);
    play.at("09:00:10").act("lin", Command::Start);
    play.at("09:05:00").note("lin", NoteKind::Note, "step 2.4: the host name is out of date");
    play
}

/// A runbook gone through inside another one, by an answer, to its end; taken back once, and entered again.
fn child_runbook() -> Play {
    let outer = r#"{"format":"runbook/1","id":"outer","title":"Outage","steps":[
        {"id":"look","title":"Look","decision":{"question":"Is it the network?","options":[
            {"label":"Yes","runbook":"inner"},{"label":"No"}]}},
        {"id":"close","title":"Close","milestone":"ended"}]}"#;
    let inner = r#"{"format":"runbook/1","id":"inner","title":"网络故障","roles":{"net":{"title":"网络管理员"}},
        "timers":[{"id":"t","title":"Inner limit","within":"10m"}],
        "steps":[{"id":"find","title":"定位","role":"net"},{"id":"done","title":"恢复","milestone":"ended"}]}"#;
    let hash = |text: &str| Digest::of(text.as_bytes()).to_string();
    let own = Source::new("outer.json".to_owned(), hash(outer), outer.to_owned());
    let own = own.leading_to([("inner".to_owned(), hash(inner))].into());
    let child = Source::new("inner.json".to_owned(), hash(inner), inner.to_owned());
    let mut play = Play::new();
    let (kind, terminal) = (Kind::Incident, Box::default());
    play.at("10:00:00").act("lin", Command::Open { kind, form: None, sources: vec![own, child], terminal });
    let enter = Command::Decide { step: "look".into(), option: 0 };
    play.act("lin", Command::Start).at("10:01:00").act("lin", enter.clone());
    play.act("lin", Command::TakeBack).at("10:02:00").act("lin", enter);
    play.at("10:03:00").act("lin", Command::CompleteStep { step: "look/find".into() });
    play.at("10:04:00").act("lin", Command::CompleteStep { step: "look/done".into() });
    play
}

fn every_kind() -> Vec<Entry> {
    let events = every_event().into_iter().chain(inner_kinds());
    (1..).zip(events).map(|(seq, event)| named(seq, &format!("id-{seq}"), vec![event])).collect()
}

fn note(seq: u64) -> Entry {
    let text = format!("note {seq}");
    named(seq, &format!("id-{seq}"), vec![Event::NoteAdded { kind: NoteKind::Note, text, stated: None, step: None }])
}

fn notes(count: u64) -> Vec<Vec<u8>> {
    lines(&(1..=count).map(note).collect::<Vec<_>>())
}

/// Kinds, fields and words of a later release that kept the version.
fn unknown() -> Vec<Vec<u8>> {
    let told = [
        r#"{"type":"orbit_changed","data":{"to":"Mars","why":["a",{"deep":[1,2,3]}]}}"#,
        r#"{"type":"bare"}"#,
        r#"{"type":"session_started","more":true}"#,
        r#"{"type":"note_added","data":{"kind":"note","text":"known, with more","stated":null,"step":null,"mood":"calm"}}"#,
        r#"{"type":"note_added","data":{"kind":"sigh","text":"a new word","stated":null,"step":null}}"#,
        r#"{"type":"reminder_set","data":{"text":"without what came later","due":"2026-11-22T15:00:00+08:00"}}"#,
    ];
    let mut prev = Head::genesis(SID).hash;
    let mut line = |(seq, events): (u64, String)| {
        let encoded = encode(SID, &named(seq, &format!("id-{seq}"), Vec::new()), prev).unwrap();
        let text = String::from_utf8(encoded.line).unwrap();
        let body = text.split(",\"h\":").next().unwrap();
        let body = body.replace("\"events\":[]", &format!("\"events\":[{events}],\"weather\":{{\"rain\":true}}"));
        let (line, hash) = sealed(&body);
        prev = hash;
        line
    };
    let mut all: Vec<String> = told.map(str::to_owned).into();
    all.push(told.join(","));
    (1..).zip(all).map(&mut line).collect()
}

/// A torn line nobody was told about, a line that was changed, two that are gone, and a tail that was torn.
fn damaged() -> Vec<Vec<u8>> {
    let mut all = notes(9);
    let torn = [&all[1][..40], b"#\n"].concat();
    all[3] = String::from_utf8(all[3].clone()).unwrap().replace("note 4", "note 5").into_bytes();
    let tail = all[8][..100].to_vec();
    all.truncate(8);
    all.drain(5..7);
    all.insert(1, torn);
    all.push(tail);
    vec![all.concat()]
}

/// Two segments: the sync of the third line failed, so it stands in both.
fn segments() -> Vec<Vec<u8>> {
    let all = notes(6);
    vec![all[..3].concat(), all[2..5].concat(), all[5..].concat()]
}

/// A later release went on with it in a format of its own.
fn newer() -> Vec<Vec<u8>> {
    let mut all = lines(&played(&walkthrough()));
    let count = all.len() as u64;
    all.extend(lines_after(&all, count));
    all
}

fn lines_after(all: &[Vec<u8>], count: u64) -> Vec<Vec<u8>> {
    let prev = crate::journal::decode(all.last().unwrap().strip_suffix(b"\n").unwrap()).unwrap().hash;
    let body =
        format!(r#"{{"v":2,"sid":"{SID}","seq":{},"what":{{"nobody":"knows"}},"prev":"{prev}""#, Seq(count).next().0);
    vec![sealed(&body).0]
}

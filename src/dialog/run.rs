//! The loop: draw what changed, wait for the next thing, take it in, have the host do what follows.
//!
//! It sleeps until something comes in or the next visible change is due, and never longer or shorter. It knows no
//! terminal: what shows and what comes in are behind traits.

use std::time::{Duration, Instant};

use anyhow::Result;
use chrono::Timelike;

use super::key::Chord;
use super::model::{Answer, Leaving, Model, Screen};
use super::scene::Scene;
use super::update::results::{first_screen, leave_briefing, remarked};
use super::update::{Context, Effect, Message, line, lists, update};
use crate::host::{Host, View};
use crate::session::{Event, LeaveCause};
use crate::words::{Names as _, Words};

/// Messages taken in between two frames: a flood of keys holds up no clock.
const MOST_AT_ONCE: usize = 256;
/// Most disks have saved an act by then: it is drawn as saved at once, and not first as being saved.
const SAVED_SOON: Duration = Duration::from_millis(5);

/// What a front shows a dialog on. Nothing of it waits for whoever reads.
pub trait Canvas {
    /// Shows the scene as it is now. Fails when there is nothing to show it on any more.
    fn paint(&mut self, scene: &Scene<'_>) -> Result<()>;
    /// Forgets what is shown, so that the next time all of it is.
    fn forget(&mut self);
    /// Columns and rows.
    fn size(&self) -> Result<(u16, u16)>;
    /// Lets the shell have the terminal until it gives it back.
    fn suspend(&mut self) -> Result<()>;
    /// Takes the terminal again after the shell had it.
    fn retake(&mut self) -> Result<()>;
    /// How far the text of the shown step can be scrolled.
    fn scroll_limit(&self, scene: &Scene<'_>) -> usize;
    /// Whether clocks are seen running, second by second.
    fn shows_seconds(&self) -> bool;
    /// Sends a text to the terminal's clipboard; says `false` when it is too long for that. Nobody answers whether the
    /// terminal took it.
    fn copy(&mut self, text: &str) -> bool;
    /// Rings once.
    fn ring(&mut self);
    /// Whether whoever reads has not taken all of it.
    fn is_behind(&self) -> bool;
    /// Sends what is left, now that there is room.
    fn go_on(&mut self) -> Result<()>;
}

/// Something that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// A key was pressed.
    Key(Chord),
    /// So many keys at once that no hand pressed them.
    Burst(Vec<Chord>),
    /// A text was pasted.
    Paste(String),
    /// A line was typed.
    Line(String),
    /// The terminal has another size: columns, rows.
    Resized(u16, u16),
    /// There is room for what was not taken.
    Room,
    /// The program was stopped, and is continued.
    Continued,
    /// Something behind the host changed.
    Woken,
    /// The program is to end.
    Lost(LeaveCause),
}

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// Longest wait; none is for ever.
    pub longest: Option<Duration>,
    /// Also until there is room for what was not taken.
    pub room: bool,
}

/// Where events come from: the terminal, or a script in a test.
pub trait EventSource {
    /// The next event; `None` when the longest wait is over.
    fn next(&mut self, wait: Wait) -> Option<Incoming>;

    /// An event that is there already.
    fn ready(&mut self) -> Option<Incoming>;

    /// Waits for another thread's call alone, no longer than `longest`; whether it came. A source that does not know
    /// one thing from another waits for nothing.
    fn is_woken_within(&mut self, longest: Duration) -> bool {
        let _ = longest;
        false
    }
}

/// Wakes a waiting source from another thread.
pub type Wake = std::sync::Arc<dyn Fn() + Send + Sync>;

/// Runs the dialog until somebody leaves or the terminal is lost.
///
/// Fails when nothing can be shown any more; the caller treats that like a terminal that went away.
pub fn run(
    canvas: &mut dyn Canvas,
    source: &mut dyn EventSource,
    host: &mut dyn Host,
    words: &Words,
) -> Result<Leaving> {
    let mut model = Model { size: canvas.size()?, stirred: Some(host.now()), ..Model::default() };
    match host.session() {
        Some(session) => {
            first_screen(&mut model, session);
            let saving = host.saving();
            model.read_only = saving.read_only.is_some();
            match saving.view {
                Some(View::Wall) => model.screens = vec![Screen::Wall],
                Some(View::Log) => model.screens = vec![Screen::Follow { back: 0 }],
                Some(View::Player) | None => {}
            }
            model.answer = greeting(host, words);
        }
        None => {
            host.look_around();
            model.screens = vec![Screen::Library { query: String::new(), cursor: 0 }];
        }
    }
    loop {
        collect(&mut model, host);
        for lost in host.overtaken() {
            take_in(&mut model, Message::Overtaken(Box::new(lost)), canvas, host, words)?;
        }
        let saving = host.saving();
        (model.read_only, model.unsaved) = (saving.read_only.is_some(), saving.trouble.is_some());
        if let Some(session) = host.session() {
            leave_briefing(&mut model, session);
        }
        let noticed = host.notice_due();
        if !noticed.is_empty() {
            take_in(&mut model, Message::Noticed(noticed), canvas, host, words)?;
        }
        for said in host.remarks() {
            take_in(&mut model, Message::Remarked(said), canvas, host, words)?;
        }
        if let Some(leaving) = model.done {
            return Ok(leaving);
        }
        paint(canvas, &mut model, host, words)?;
        let longest = until_next_change(host, &model, canvas.shows_seconds());
        let mut next = source.next(Wait { longest, room: canvas.is_behind() });
        for left in (0..MOST_AT_ONCE).rev() {
            let Some(incoming) = next.take() else { break };
            let message = match incoming {
                Incoming::Key(chord) => Some(Message::Key(chord)),
                Incoming::Burst(chords) => Some(Message::Burst(chords)),
                Incoming::Paste(text) => Some(Message::Paste(text)),
                Incoming::Line(text) => Some(Message::Line(text)),
                Incoming::Resized(columns, rows) => Some(Message::Resized(columns, rows)),
                Incoming::Lost(cause) => Some(Message::Lost(cause)),
                Incoming::Room => {
                    canvas.go_on()?;
                    None
                }
                Incoming::Continued => {
                    canvas.retake()?;
                    None
                }
                Incoming::Woken => {
                    collect(&mut model, host);
                    None
                }
            };
            if let Some(message) = message {
                take_in(&mut model, message, canvas, host, words)?;
            }
            if model.done.is_some() {
                break;
            }
            // What is asked for is taken in: nothing is asked for that is left for the next round.
            next = if left > 0 { source.ready() } else { None };
        }
        let soon = Instant::now() + SAVED_SOON;
        while host.saving().pending > 0 && source.is_woken_within(soon.saturating_duration_since(Instant::now())) {
            host.collect();
        }
    }
}

/// Takes in what other threads reported. Of a library that is still being filled the cursor stays on what it is on.
fn collect(model: &mut Model, host: &mut dyn Host) {
    let here = lists::chosen(model, host.catalogue());
    if host.collect() {
        lists::choose(model, host.catalogue(), here.as_deref());
    }
}

fn paint(canvas: &mut dyn Canvas, model: &mut Model, host: &dyn Host, words: &Words) -> Result<()> {
    // What keys may do depends on the size that is drawn, and a resize is told late.
    model.size = canvas.size()?;
    let (now, saving, me) = (host.now(), host.saving(), host.me());
    let (now, saving, me, session, catalogue) = (&now, &saving, &me, host.session(), host.catalogue());
    let rests = session.is_some() && model.rests(now) && canvas.shows_seconds();
    if rests && !model.resting {
        remarked(model, &words.say("told-resting"));
    }
    model.resting = rests;
    if model.scroll > 0 {
        // How far a text scrolls is known only where it is laid out.
        let limit = canvas.scroll_limit(&Scene { session, model, now, saving, me, catalogue, words });
        model.scroll = model.scroll.min(limit);
    }
    canvas.paint(&Scene { session, model, now, saving, me, catalogue, words })
}

/// Until the next change of a clock that is shown, or the next thing that comes due; for ever in the library.
fn until_next_change(host: &dyn Host, model: &Model, seconds: bool) -> Option<Duration> {
    let session = host.session()?;
    let now = host.now();
    let into_second = u64::from(now.wall.nanosecond() % 1_000_000_000) / 1_000_000;
    // What a sick disk refused is tried again from here.
    let trouble = host.saving().trouble.is_some();
    let minute = if model.rests(&now) && !trouble { u64::from(59 - now.wall.second() % 60) } else { 0 };
    let tick = Duration::from_millis(1001_u64.saturating_sub(into_second) + minute * 1000);
    let due = session.next_due(&now).and_then(|left| u64::try_from(left.as_millis()).ok()).map(Duration::from_millis);
    let tick = Some(tick).filter(|_| seconds || trouble);
    let first = due.into_iter().chain(tick).min();
    first.map(|first| first.max(Duration::from_millis(1)))
}

/// Takes in a message and everything the host answers to what follows from it.
fn take_in(
    model: &mut Model,
    message: Message,
    canvas: &mut dyn Canvas,
    host: &mut dyn Host,
    words: &Words,
) -> Result<()> {
    let mut messages = vec![message];
    while let Some(message) = messages.pop() {
        let (now, me) = (host.now(), host.me());
        let read_only = model.read_only;
        let saved = host.saving().saved;
        let began = model.began;
        let catalogue = host.catalogue();
        let ctx = Context { session: host.session(), catalogue, words, now: &now, me: &me, read_only };
        let effects = update(model, message, &ctx);
        model.began = model.overlay.as_ref().map(|_| began.unwrap_or(saved));
        for effect in effects {
            match effect {
                Effect::Submit(mut request) => {
                    request.seen = request.seen.or(began);
                    let result = host.submit(request.clone());
                    messages.push(Message::Submitted(Box::new(request), result));
                }
                Effect::Copy(text) => {
                    let sent = canvas.copy(&text);
                    messages.push(Message::Copied(text, sent));
                }
                Effect::Open(id, kind) => messages.push(Message::Opened(host.open(&id, kind, None))),
                Effect::Resume(name) => {
                    let opened = host.resume(&name);
                    let greets = opened.is_ok();
                    messages.push(Message::Opened(opened));
                    if greets {
                        model.answer = greeting(host, words);
                    }
                }
                Effect::ReadOut(runbook) => messages.push(Message::ReadOut(host.read_out(&runbook))),
                Effect::WriteReport => messages.push(Message::Reported(host.write_report())),
                Effect::Beep => canvas.ring(),
                Effect::Repaint => {
                    canvas.forget();
                    model.size = canvas.size()?;
                }
                Effect::Suspend => {
                    canvas.suspend()?;
                    model.size = canvas.size()?;
                }
            }
        }
    }
    line::settled(model);
    Ok(())
}

/// What to know first: what is wrong with the record, else how long nobody was there or who already is.
fn greeting(host: &dyn Host, words: &Words) -> Option<Answer> {
    let session = host.session()?;
    let saving = host.saving();
    if let Some(damage) = saving.damage {
        return Some(Answer::Refused(damage));
    }
    if let Some(why) = saving.read_only {
        return Some(Answer::Told(why));
    }
    if let Some(shelter) = saving.shelter {
        return Some(Answer::Told(shelter.said));
    }
    let others: Vec<String> = saving.others.iter().map(|other| session.person(&other.person)).collect();
    session.log().last()?.entry.events.iter().find_map(|event| match event {
        Event::SessionRejoined { .. } => words.event(event, session).map(Answer::Told),
        Event::TerminalJoined { .. } if !others.is_empty() => {
            let again = saving.others.iter().any(|other| !other.watching && other.person == host.me());
            let id = if again { "told-joined-self" } else { "told-joined" };
            Some(Answer::Told(words.with(id, &[("others", (&words.list(&others)).into())])))
        }
        _ => None,
    })
}

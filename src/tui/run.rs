//! The loop: draw what changed, wait for the next thing, take it in, have the host do what follows.
//!
//! It sleeps until something comes in or the next visible change is due, and never longer or shorter.

use std::time::Duration;

use anyhow::{Result, anyhow};
use chrono::Timelike;
use ratatui::Terminal;
use ratatui::backend::Backend;

use super::model::{Answer, Leaving, Model, Screen};
use super::terminal::input::{EventSource, Incoming};
use super::terminal::wipe;
use super::update::results::{first_screen, leave_briefing};
use super::update::{Context, Effect, Message, update};
use super::view::{Scene, draw, step_scroll_limit};
use crate::host::{Catalogue, Host, View};
use crate::session::Event;
use crate::words::{Names as _, Words};

/// What the loop cannot do itself.
pub trait Canvas {
    /// The backend's own error is told as a text.
    fn paint(&mut self, scene: &Scene<'_>) -> Result<()>;
    /// Forgets what is on the screen, so that the next frame is drawn whole.
    fn forget(&mut self) -> Result<()>;
    /// Columns and rows.
    fn size(&self) -> Result<(u16, u16)>;
    /// Lets the shell have the terminal until it gives it back.
    fn suspend(&mut self) -> Result<()>;
}

/// A canvas on any backend; `suspend` is what stopping means there.
pub struct On<'a, B: Backend> {
    /// The terminal.
    pub terminal: &'a mut Terminal<B>,
    /// What stopping means.
    pub suspend: fn(&mut Terminal<B>) -> Result<()>,
}

impl<B: Backend> Canvas for On<'_, B>
where
    B::Error: std::fmt::Display,
{
    fn paint(&mut self, scene: &Scene<'_>) -> Result<()> {
        self.terminal.draw(|frame| draw(frame, scene)).map(|_| ()).map_err(|error| anyhow!("{error}"))
    }

    fn forget(&mut self) -> Result<()> {
        wipe(self.terminal).map_err(|error| anyhow!("{error}"))
    }

    fn size(&self) -> Result<(u16, u16)> {
        let size = self.terminal.size().map_err(|error| anyhow!("{error}"))?;
        Ok((size.width, size.height))
    }

    fn suspend(&mut self) -> Result<()> {
        (self.suspend)(self.terminal)
    }
}

/// Runs the screens until somebody leaves or the terminal is lost.
///
/// Fails when the terminal can no longer be drawn on; the caller treats that like a terminal that went away.
pub fn run(
    canvas: &mut dyn Canvas,
    source: &mut dyn EventSource,
    host: &mut dyn Host,
    words: &Words,
    theme: super::theme::Theme,
) -> Result<Leaving> {
    let mut model = Model { size: canvas.size()?, ..Model::default() };
    let mut catalogue = Catalogue::default();
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
            catalogue = host.catalogue();
            model.screens = vec![Screen::Library { query: String::new(), cursor: 0 }];
        }
    }
    loop {
        host.collect();
        for lost in host.overtaken() {
            take_in(&mut model, Message::Overtaken(Box::new(lost)), canvas, host, &catalogue, words)?;
        }
        let saving = host.saving();
        (model.read_only, model.unsaved) = (saving.read_only.is_some(), saving.trouble.is_some());
        if let Some(session) = host.session() {
            leave_briefing(&mut model, session);
        }
        let noticed = host.notice_due();
        if !noticed.is_empty() {
            take_in(&mut model, Message::Noticed(noticed), canvas, host, &catalogue, words)?;
        }
        if let Some(leaving) = model.done {
            return Ok(leaving);
        }
        paint(canvas, &mut model, host, &catalogue, words, theme)?;
        let mut next = source.next(until_next_change(host));
        while let Some(incoming) = next {
            let message = match incoming {
                Incoming::Key(chord) => Message::Key(chord),
                Incoming::Paste(text) => Message::Paste(text),
                Incoming::Resized(columns, rows) => Message::Resized(columns, rows),
                Incoming::Lost(cause) => Message::Lost(cause),
                Incoming::Woken => {
                    host.collect();
                    next = source.ready();
                    continue;
                }
            };
            take_in(&mut model, message, canvas, host, &catalogue, words)?;
            if model.done.is_some() {
                break;
            }
            next = source.ready();
        }
    }
}

fn paint(
    canvas: &mut dyn Canvas,
    model: &mut Model,
    host: &dyn Host,
    catalogue: &Catalogue,
    words: &Words,
    theme: super::theme::Theme,
) -> Result<()> {
    // What keys may do depends on the size that is drawn, and a resize is told late.
    model.size = canvas.size()?;
    let (now, saving, me) = (host.now(), host.saving(), host.me());
    let (now, saving, me, session) = (&now, &saving, &me, host.session());
    if model.scroll > 0 {
        // How far a text scrolls is known only where it is laid out.
        let scene = Scene { session, model, now, saving, me, catalogue, words, theme };
        let limit = step_scroll_limit(&scene, model.size);
        model.scroll = model.scroll.min(limit);
    }
    canvas.paint(&Scene { session, model, now, saving, me, catalogue, words, theme })
}

/// Until the next second of a clock that is shown, or the next thing that comes due; for ever in the library.
fn until_next_change(host: &dyn Host) -> Option<Duration> {
    let session = host.session()?;
    let now = host.now();
    let into_second = u64::from(now.wall.nanosecond() % 1_000_000_000) / 1_000_000;
    let tick = Duration::from_millis(1001_u64.saturating_sub(into_second));
    let due = session.next_due(&now).and_then(|left| u64::try_from(left.as_millis()).ok()).map(Duration::from_millis);
    Some(due.map_or(tick, |due| due.min(tick).max(Duration::from_millis(1))))
}

/// Takes in a message and everything the host answers to what follows from it.
fn take_in(
    model: &mut Model,
    message: Message,
    canvas: &mut dyn Canvas,
    host: &mut dyn Host,
    catalogue: &Catalogue,
    words: &Words,
) -> Result<()> {
    let mut messages = vec![message];
    while let Some(message) = messages.pop() {
        let (now, me) = (host.now(), host.me());
        let read_only = model.read_only;
        let saved = host.saving().saved;
        let began = model.began;
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
                    let sent = host.copy(&text);
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
                Effect::WriteReport => messages.push(Message::Reported(host.write_report())),
                Effect::Beep => host.beep(),
                Effect::Repaint => {
                    canvas.forget()?;
                    model.size = canvas.size()?;
                }
                Effect::Suspend => {
                    canvas.suspend()?;
                    model.size = canvas.size()?;
                }
            }
        }
    }
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
            Some(Answer::Told(words.with("told-joined", &[("others", (&words.list(&others)).into())])))
        }
        _ => None,
    })
}

//! Drives the true loop: keys go in one by one, and after each the test sees the screen and the session.
//!
//! Nothing sleeps: the loop says when it waits for a key, and the test waits for that, with a deadline.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Result;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use runsheet::app::App;
use runsheet::dialog::items::EnterAct;
use runsheet::dialog::key::{Chord, Key};
use runsheet::dialog::model::{Answer, Leaving, Overlay, Screen};
use runsheet::dialog::run::{Canvas, EventSource, Incoming, Wait, run};
use runsheet::dialog::scene::Scene;
use runsheet::dialog::update::acts::named_act;
use runsheet::host::{Host as _, Saving, View};
use runsheet::session::{Kind, LeaveCause, Session};
use runsheet::time::Span;
use runsheet::tui::theme::Theme;
use runsheet::tui::view::{Picture, draw, step_scroll_limit};
use runsheet::words::Lang;
use runsheet::world::ManualClock;
use unicode_width::UnicodeWidthStr as _;

use crate::support::{Home, afternoon};

const DEADLINE: Duration = Duration::from_secs(20);

/// What stands on the screen while the loop waits for a key, and what it was drawn from.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    pub screen: String,
    pub session: Option<Session>,
    pub saving: Saving,
    /// What Enter does now.
    pub enter: Option<EnterAct>,
    pub answer: Option<Answer>,
    pub on: Option<Screen>,
    /// Title of what is open above the screen.
    pub open: Option<String>,
    pub copied: Vec<String>,
    pub rung: usize,
}

enum Told {
    Waits(Box<Shown>),
    Left(Leaving),
}

/// Events that wait together.
type Waiting = Arc<Mutex<VecDeque<Incoming>>>;

/// One person at one terminal, from the first key to the last.
pub struct Journey {
    keys: Sender<Option<Incoming>>,
    queue: Waiting,
    told: Receiver<Told>,
    thread: JoinHandle<App>,
    pub clock: ManualClock,
    pub now: Shown,
    pub left: Option<Leaving>,
}

impl Journey {
    /// Begins in the library.
    pub fn library(home: &Home, name: &str) -> Self {
        Self::of(home.app(name, Lang::En, &afternoon()), &afternoon())
    }

    /// Begins where `runsheet drill`, `incident` or `walk` does.
    pub fn open(home: &Home, name: &str, lang: Lang, book: &str, kind: Kind) -> Self {
        let clock = afternoon();
        let mut app = home.app(name, lang, &clock);
        app.open_runbook(book, kind, None).unwrap_or_else(|fault| panic!("{}", fault.message));
        Self::of(app, &clock)
    }

    /// Begins where `runsheet resume` does, at the time of `clock`.
    pub fn resume(home: &Home, name: &str, clock: &ManualClock) -> Self {
        let mut app = home.app(name, Lang::En, clock);
        let session = home.folder().file_name().unwrap().to_string_lossy().into_owned();
        app.resume_session(&session).unwrap_or_else(|fault| panic!("{}", fault.message));
        Self::of(app, clock)
    }

    /// Begins where `runsheet watch` does.
    pub fn watch(home: &Home, name: &str, clock: &ManualClock, view: View) -> Self {
        let mut app = home.app(name, Lang::En, clock);
        let session = home.folder().file_name().unwrap().to_string_lossy().into_owned();
        app.watch_session(&session, view).unwrap_or_else(|fault| panic!("{}", fault.message));
        Self::of(app, clock)
    }

    /// Puts somebody before a terminal of 80x24.
    pub fn of(app: App, clock: &ManualClock) -> Self {
        let (keys, pressed) = channel();
        let (tell, told) = channel();
        let shown = Arc::new(Mutex::new(Shown::default()));
        let queue = Waiting::default();
        let waiting = Arc::clone(&queue);
        let thread = std::thread::spawn(move || {
            let mut app = app;
            let words = Arc::clone(&app.words);
            let terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
            let mut canvas = Watched { terminal, shown: Arc::clone(&shown) };
            let mut script = Script { pressed, waiting, told: tell.clone(), shown };
            let leaving = run(&mut canvas, &mut script, &mut app, &words).unwrap();
            let _ = tell.send(Told::Left(leaving));
            app
        });
        let mut journey = Self { keys, queue, told, thread, clock: clock.clone(), now: Shown::default(), left: None };
        journey.wait();
        journey
    }

    fn wait(&mut self) {
        match self.told.recv_timeout(DEADLINE) {
            Ok(Told::Waits(shown)) => self.now = *shown,
            Ok(Told::Left(leaving)) => self.left = Some(leaving),
            Err(error) => panic!("the loop is gone ({error}); last seen:\n{}", self.now.screen),
        }
    }

    fn send(&mut self, incoming: Option<Incoming>) {
        assert!(self.left.is_none(), "the loop was left before {incoming:?}; last seen:\n{}", self.now.screen);
        self.keys.send(incoming).unwrap();
        self.wait();
    }

    /// Presses keys in the notation of the key table; `+5m` lets time go by.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for token in keys.split_whitespace() {
            match token.strip_prefix('+').and_then(|span| Span::parse(span).ok()) {
                Some(span) => {
                    self.clock.advance(span);
                    self.send(None);
                }
                None => {
                    let chord = Chord::parse(token).unwrap_or_else(|| panic!("no key: {token}"));
                    self.send(Some(Incoming::Key(chord)));
                }
            }
        }
        self
    }

    /// Types a text, letter by letter.
    pub fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.send(Some(Incoming::Key(Chord::plain(Key::Char(c)))));
        }
        self
    }

    /// Pastes a text.
    pub fn pastes(&mut self, text: &str) -> &mut Self {
        self.send(Some(Incoming::Paste(text.to_owned())));
        self
    }

    /// Types a text of which every letter waits before the first is taken.
    pub fn floods(&mut self, text: &str) -> &mut Self {
        let mut all = text.chars().map(|sign| Incoming::Key(Chord::plain(Key::Char(sign))));
        let first = all.next();
        self.queue.lock().unwrap().extend(all);
        self.send(first);
        self
    }

    /// Gives a line, as a front without keys does.
    pub fn line(&mut self, line: &str) -> &mut Self {
        self.send(Some(Incoming::Line(line.to_owned())));
        self
    }

    /// Types a text faster than any hand.
    pub fn bursts(&mut self, text: &str) -> &mut Self {
        let key = |sign| match sign {
            '\n' => Key::Enter,
            sign => Key::Char(sign),
        };
        self.send(Some(Incoming::Burst(text.chars().map(|sign| Chord::plain(key(sign))).collect())));
        self
    }

    /// Finds an act by its name and does it.
    pub fn does(&mut self, act: &str) -> &mut Self {
        self.keys(":").types(act).keys("enter")
    }

    /// The terminal goes away.
    pub fn is_lost(&mut self, cause: LeaveCause) -> &mut Self {
        self.send(Some(Incoming::Lost(cause)));
        self
    }

    /// Holds that this stands on the screen, wherever the line breaks fall.
    pub fn sees(&mut self, text: &str) -> &mut Self {
        assert!(self.has(text), "not on the screen: {text}\n{}", self.now.screen);
        self
    }

    pub fn does_not_see(&mut self, text: &str) -> &mut Self {
        assert!(!self.has(text), "on the screen: {text}\n{}", self.now.screen);
        self
    }

    pub fn has(&self, text: &str) -> bool {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        flat(&self.now.screen).contains(&flat(text))
    }

    /// The session as the screen shows it.
    pub fn session(&self) -> &Session {
        self.now.session.as_ref().expect("a session")
    }

    /// The sentence that answered the last key.
    pub fn answer(&self) -> &str {
        match &self.now.answer {
            Some(Answer::Done(text, _) | Answer::Refused(text) | Answer::Told(text)) => text,
            None => "",
        }
    }

    /// Lets the loop go round until something has become so.
    pub fn until(&mut self, what: &str, is: impl Fn(&Self) -> bool) -> &mut Self {
        let until = std::time::Instant::now() + DEADLINE;
        while !is(self) {
            assert!(std::time::Instant::now() < until, "{what}: never\n{}", self.now.screen);
            std::thread::yield_now();
            self.send(None);
        }
        self
    }

    /// Lets the loop go round until everything is saved.
    pub fn saved(&mut self) -> &mut Self {
        let until = std::time::Instant::now() + DEADLINE;
        while self.now.saving.pending > 0 {
            assert!(std::time::Instant::now() < until, "not saved: {:?}", self.now.saving);
            self.send(None);
        }
        self
    }

    /// The program ends as it does after its screen: the reason is recorded, the record is flushed.
    pub fn ends(self) -> App {
        let leaving = self.left.expect("the loop still runs");
        let mut app = self.thread.join().unwrap();
        let cause = match leaving {
            Leaving::Lost(cause) => cause,
            Leaving::Running | Leaving::Quit => LeaveCause::Left,
        };
        assert!(app.leave(cause), "not everything was saved");
        app
    }

    /// The program is killed: it says nothing more to anybody.
    pub fn dies(mut self) {
        self.saved();
        drop(self.keys);
        drop(self.thread.join().unwrap());
    }
}

struct Watched {
    terminal: Terminal<TestBackend>,
    shown: Arc<Mutex<Shown>>,
}

impl Canvas for Watched {
    fn paint(&mut self, scene: &Scene<'_>) -> Result<()> {
        let picture = Picture { scene: *scene, theme: Theme::default() };
        self.terminal.draw(|frame| draw(frame, &picture))?;
        let mut shown = self.shown.lock().unwrap();
        shown.screen = text(self.terminal.backend().buffer());
        shown.session = scene.session.cloned();
        shown.saving = scene.saving.clone();
        shown.enter = scene.session.and_then(|session| named_act(scene.model, session));
        shown.answer.clone_from(&scene.model.answer);
        shown.on = scene.model.screen().cloned();
        shown.open = scene.model.overlay.as_ref().map(|overlay| match overlay {
            Overlay::Note(_) => "note".to_owned(),
            Overlay::Line(line) => line.prompt.clone(),
            Overlay::Choice(choice) => choice.title.clone(),
            Overlay::Palette { .. } => "palette".to_owned(),
            Overlay::Bare { .. } => "bare".to_owned(),
        });
        Ok(())
    }
    fn forget(&mut self) {}
    fn size(&self) -> Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }
    fn suspend(&mut self) -> Result<()> {
        Ok(())
    }
    fn retake(&mut self) -> Result<()> {
        Ok(())
    }
    fn scroll_limit(&self, scene: &Scene<'_>) -> usize {
        step_scroll_limit(&Picture { scene: *scene, theme: Theme::default() }, scene.model.size)
    }
    fn shows_seconds(&self) -> bool {
        true
    }
    fn copy(&mut self, text: &str) -> bool {
        self.shown.lock().unwrap().copied.push(text.to_owned());
        true
    }
    fn ring(&mut self) {
        self.shown.lock().unwrap().rung += 1;
    }
    fn is_behind(&self) -> bool {
        false
    }
    fn go_on(&mut self) -> Result<()> {
        Ok(())
    }
}

struct Script {
    pressed: Receiver<Option<Incoming>>,
    /// What is there already, behind the key that is waited for.
    waiting: Waiting,
    told: Sender<Told>,
    shown: Arc<Mutex<Shown>>,
}

impl EventSource for Script {
    fn next(&mut self, _wait: Wait) -> Option<Incoming> {
        if let Some(incoming) = self.ready() {
            return Some(incoming);
        }
        let shown = Box::new(self.shown.lock().unwrap().clone());
        let _ = self.told.send(Told::Waits(shown));
        self.pressed.recv().unwrap_or(Some(Incoming::Lost(LeaveCause::Hangup)))
    }

    fn ready(&mut self) -> Option<Incoming> {
        self.waiting.lock().unwrap().pop_front()
    }
}

/// A screen as text; what stands behind a wide character is not a blank.
pub fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut hidden = 0;
        let mut line = String::new();
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            if hidden == 0 {
                line.push_str(symbol);
                hidden = symbol.width().saturating_sub(1);
            } else {
                hidden -= 1;
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

//! A dialog as a transcript: what is new since the last time, once, and then where one stands.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::dialogs;
use super::input::Hold;
use super::library;
use super::page::Page;
use super::paper::Paper;
use super::place;
use super::screens::{self, entry};
use crate::dialog::model::{Answer, Overlay, Screen};
use crate::dialog::rows::urgent_key;
use crate::dialog::run::Canvas;
use crate::dialog::say;
use crate::dialog::scene::Scene;
use crate::dialog::scene::Sight;
use crate::runbook::StepId;
use crate::session::{ClockState, Logged, Seq, Urgent};
use crate::text::cut;
use crate::time::{Moment, Span};

/// Columns and rows of a screen that there is not: enough for everything that depends on them.
const SIZE: (u16, u16) = (80, 24);

/// How long an answer waits for its entry to be on the disk before it is given all the same.
const PATIENCE: Duration = Duration::from_secs(1);

/// Columns of what was not used that are said back.
const UNUSED: usize = 60;

/// After this time what presses is told again, though it is the same.
const AGAIN: Span = Span::minutes(1);

/// What was printed so far.
#[derive(Default)]
struct Seen {
    /// Lines that were answered.
    lines: usize,
    /// The last entry that was told.
    told: Option<Seq>,
    /// The last own entry that was told as an answer.
    answered: Seq,
    /// The last entry that was told before it was saved.
    unsaved: Option<Seq>,
    answer: Option<Answer>,
    trouble: Option<String>,
    open: Option<Page>,
    overtaken: Option<String>,
    screen: Option<Screen>,
    step: Option<StepId>,
    /// What was open in the step.
    items: Page,
    /// What pressed, and when that was told.
    pressing: Vec<(String, bool)>,
    pressed: Option<Moment>,
}

/// Where a dialog is written down, line by line.
pub struct Transcript {
    paper: Paper,
    hold: Hold,
    seen: Seen,
    /// All of what is shown is printed the next time.
    whole: bool,
    /// A prompt stands on the line, and perhaps a half of what is typed behind it.
    prompted: bool,
    copied: Vec<String>,
}

impl Transcript {
    /// On paper; `hold` keeps lines back while an answer waits for the disk.
    pub fn new(paper: Paper, hold: Hold) -> Self {
        Self { paper, hold, seen: Seen::default(), whole: false, prompted: false, copied: Vec::new() }
    }

    /// Waits until everything is written.
    pub fn finish(&mut self) {
        self.paper.finish();
    }

    /// Tells what the log holds since; whether something of it is still on its way to the disk and waited for.
    fn log(&mut self, sight: &Sight<'_>, page: &mut Page) -> bool {
        let saved = sight.saving.saved;
        let rows = sight.session.log();
        let Some(told) = self.seen.told else {
            // What was before one came is read where one asks for it.
            self.seen.told = Some(rows.last().map(|row| row.entry.seq).unwrap_or_default());
            return false;
        };
        let late = sight.saving.trouble.is_some() || self.hold.get().is_some_and(|until| until <= Instant::now());
        let awaited = match &sight.model.answer {
            Some(Answer::Done(said, Some(seq))) if *seq > self.seen.answered => Some((*seq, said)),
            _ => None,
        };
        let new = rows.partition_point(|row| row.entry.seq <= told);
        let mut waits = false;
        for row in rows.get(new..).unwrap_or_default() {
            let pending = row.entry.seq > saved;
            if pending && !late {
                waits = true;
                break;
            }
            match awaited.filter(|(seq, _)| *seq == row.entry.seq) {
                Some((_, said)) => self.done(sight, said, Some(row), pending, page),
                None => {
                    let line = say::log_line(sight.session, sight.saving, sight.words, row);
                    page.text(&line.map(|line| entry(sight.words, &line)).unwrap_or_default());
                }
            }
            self.seen.told = Some(row.entry.seq);
            if pending {
                self.seen.unsaved = Some(row.entry.seq);
            }
        }
        if let Some((seq, said)) = awaited
            && !waits
            && self.seen.answered < seq
        {
            self.done(sight, said, None, seq > saved, page);
            self.seen.answered = seq;
        }
        if let Some(seq) = self.seen.unsaved.filter(|seq| *seq <= saved) {
            self.seen.unsaved = None;
            page.say(sight.words, "plain-saved-up-to", &[("seq", seq.0.into())]);
        }
        let until = waits.then(|| self.hold.get().unwrap_or_else(|| Instant::now() + PATIENCE));
        self.hold.set(until);
        waits
    }

    /// The answer to an act of one's own, with everything that followed from it. It is called saved once it is.
    fn done(&mut self, sight: &Sight<'_>, said: &str, row: Option<&Logged>, pending: bool, page: &mut Page) {
        let told: Vec<String> = row
            .into_iter()
            .flat_map(|row| row.entry.told())
            .filter_map(|event| sight.words.event(event, sight.session))
            .collect();
        let mut said = said.to_owned();
        if let Some((first, rest)) = told.split_first()
            && said.starts_with(first.as_str())
        {
            for more in rest {
                said.push_str("; ");
                said.push_str(more);
            }
        }
        let seq = match &sight.model.answer {
            Some(Answer::Done(_, Some(seq))) => *seq,
            _ => Seq::default(),
        };
        let id = if pending { "plain-unsaved" } else { "plain-saved" };
        page.say(sight.words, id, &[("said", (&said).into()), ("seq", seq.0.into())]);
        self.seen.answered = seq;
    }

    /// The answer to the last line, unless it is an act, which the log tells.
    fn answer(&mut self, scene: &Scene<'_>, spoke: bool, page: &mut Page) {
        let words = scene.words;
        let answer = scene.model.answer.as_ref();
        if spoke || answer != self.seen.answer.as_ref() {
            match answer {
                // What was copied stands on lines of its own already.
                Some(Answer::Told(said)) if !self.is_copied(scene, said) => page.text(said),
                Some(Answer::Done(said, None)) => page.text(said),
                Some(Answer::Refused(said)) => page.say(words, "answer-line-refused", &[("said", said.into())]),
                _ => {}
            }
        }
        self.seen.answer = answer.cloned();
        if let Some(text) = scene.model.unused.as_ref().filter(|_| spoke) {
            page.say(words, "told-line-unused", &[("text", (&cut(text, UNUSED)).into())]);
        }
        if scene.saving.trouble != self.seen.trouble {
            self.seen.trouble.clone_from(&scene.saving.trouble);
            if let Some(reason) = &scene.saving.trouble {
                page.text(&format!("! {}", words.with("head-not-saved", &[("reason", reason.into())])));
            }
        }
        for text in std::mem::take(&mut self.copied) {
            page.say(words, "plain-copy", &[]);
            page.whole(&text);
        }
    }

    fn is_copied(&self, scene: &Scene<'_>, said: &str) -> bool {
        self.copied.iter().any(|text| scene.words.with("told-copied", &[("text", text.into())]) == said)
    }

    /// What is open, whole when it is new; how it is answered, when the last line did not answer it.
    fn open(&mut self, scene: &Scene<'_>, overlay: &Overlay, spoke: bool, page: &mut Page) {
        let open = dialogs::whole(scene, overlay);
        let overtaken = dialogs::overtaken(scene);
        if self.whole || self.seen.open.as_ref() != Some(&open) {
            page.join(open.clone());
        } else if spoke && page.is_empty() {
            page.join(dialogs::hint(scene.words, overlay));
        }
        if overtaken != self.seen.overtaken {
            page.text(overtaken.as_deref().unwrap_or_default());
        }
        self.seen.overtaken = overtaken;
        self.seen.open = Some(open);
    }

    /// Where one stands: all of it when it is new, else what follows from the last line.
    fn stand(&mut self, scene: &Scene<'_>, spoke: bool, page: &mut Page) {
        let closed = self.seen.open.take().is_some();
        let Some(screen) = scene.model.screen() else { return };
        let moved = self.whole || is_another(self.seen.screen.as_ref(), screen);
        let says = moved || spoke || closed;
        match (screen, Sight::of(scene)) {
            (Screen::Library { query, .. }, _) if moved => page.join(library::library(scene, query)),
            (Screen::Help { .. }, _) if moved => page.join(screens::help(scene)),
            (Screen::Text { title, text, .. }, _) if moved => page.join(library::text(scene, title, text)),
            (Screen::Run, Some(sight)) => {
                if moved || sight.model.step != self.seen.step {
                    page.join(place::whole(&sight));
                } else if says {
                    let open = place::open(&sight);
                    page.join(place::standing(&sight));
                    if open != self.seen.items {
                        page.join(open);
                    }
                    self.pressing(&sight, page);
                    page.join(place::keys(&sight));
                }
                if moved || says {
                    self.seen.items = place::open(&sight);
                }
                self.seen.step.clone_from(&sight.model.step);
            }
            (Screen::Library { .. } | Screen::Help { .. } | Screen::Text { .. }, _) | (_, None) => {}
            (screen, Some(sight)) => self.list(&sight, screen, moved, says, page),
        }
        self.seen.screen = Some(screen.clone());
    }

    /// What presses, where it is another than before, or a minute ago.
    fn pressing(&mut self, sight: &Sight<'_>, page: &mut Page) {
        let all = say::pressing(sight.session, sight.model, sight.now, sight.reading);
        let over = |urgent: &Urgent| matches!(urgent, Urgent::Clock(clock) if clock.state == ClockState::Over);
        let keys: Vec<(String, bool)> = all.iter().map(|one| (urgent_key(one), over(one))).collect();
        let lately = self.seen.pressed.as_ref().is_some_and(|pressed| sight.now.since(pressed) < AGAIN);
        if keys != self.seen.pressing || !lately {
            page.text(&place::pressing(sight).unwrap_or_default());
            self.seen.pressed = Some(sight.now.clone());
        }
        self.seen.pressing = keys;
    }

    /// A list: whole, or the row one stands on.
    fn list(&mut self, sight: &Sight<'_>, screen: &Screen, moved: bool, says: bool, page: &mut Page) {
        if !moved && !says {
            return;
        }
        if moved {
            page.join(screens::whole(sight, screen));
        } else {
            self.pressing(sight, page);
            page.join(screens::foot(sight, screen, Some(&screens::rows(sight, screen))));
        }
    }
}

/// Whether another screen is shown; where one stands in a list is the same screen.
fn is_another(before: Option<&Screen>, now: &Screen) -> bool {
    match (before, now) {
        (Some(Screen::Log { back: before }), Screen::Log { back: now })
        | (Some(Screen::Follow { back: before }), Screen::Follow { back: now }) => before != now,
        (Some(Screen::Library { query: before, .. }), Screen::Library { query: now, .. }) => before != now,
        (Some(before), now) => std::mem::discriminant(before) != std::mem::discriminant(now),
        (None, _) => true,
    }
}

impl Canvas for Transcript {
    fn paint(&mut self, scene: &Scene<'_>) -> Result<()> {
        if self.paper.is_gone() && self.paper.manner().prompts {
            bail!("nobody reads what is printed");
        }
        let spoke = scene.model.lines != self.seen.lines;
        if spoke {
            self.prompted = false;
        }
        let mut page = Page::default();
        if let Some(count) = self.paper.take_left_out() {
            page.say(scene.words, "plain-left-out", &[("count", count.into())]);
            self.whole = true;
        }
        let sight = Sight::of(scene);
        let mut waits = false;
        if let Some(sight) = &sight {
            let first = self.seen.told.is_none();
            waits = self.log(sight, &mut page);
            if first {
                page.join(place::welcome(sight));
                self.whole = true;
            }
        }
        if !waits {
            self.answer(scene, spoke, &mut page);
            match &scene.model.overlay {
                Some(overlay) => self.open(scene, overlay, spoke, &mut page),
                None => self.stand(scene, spoke, &mut page),
            }
            self.seen.lines = scene.model.lines;
            self.whole = false;
        }
        // Whoever is to type is asked to, also when nothing is to be said.
        let prompt = self.paper.manner().prompts && !waits && (!self.prompted || !page.is_empty());
        if !page.is_empty() || prompt {
            let breaks = self.prompted && !page.is_empty();
            let taken = self.paper.write(&page, breaks, prompt);
            self.whole |= !taken;
            self.prompted = prompt;
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.whole = true;
    }

    fn size(&self) -> Result<(u16, u16)> {
        Ok(SIZE)
    }

    /// The terminal stops programs by itself.
    fn suspend(&mut self) -> Result<()> {
        Ok(())
    }

    fn retake(&mut self) -> Result<()> {
        self.prompted = false;
        Ok(())
    }

    fn scroll_limit(&self, _scene: &Scene<'_>) -> usize {
        0
    }

    fn shows_seconds(&self) -> bool {
        false
    }

    fn copy(&mut self, text: &str) -> bool {
        self.copied.push(text.to_owned());
        true
    }

    fn ring(&mut self) {
        self.paper.ring();
    }

    fn is_behind(&self) -> bool {
        false
    }

    fn go_on(&mut self) -> Result<()> {
        Ok(())
    }
}

//! The step being done: who and how long, what to say and do, its items, commands and outcome.

use std::ops::Range;

use ratatui::style::Style;

use super::Sight;
use super::listing::{Listing, top_for};
use super::parts::{more, pointer, tick_box};
use super::plan_pane::{gauge, next_of};
use super::row::{Row, hanging, prose, wrapped};
use crate::dialog::items::{ItemRef, is_settled, items};
use crate::dialog::model::Pane;
use crate::runbook::{Command, Goto, NoticeId, Step};
use crate::session::{Approval, ApprovalSubject, Attempt, ItemKey, Outcome, Reading, RuleOutCause, Status, StepState};
use crate::text::{markdown, printable};
use crate::time::Span;
use crate::words::{Names, StepLabel, roughly};

/// From this height on title and time used stay in sight.
const ROOM_FOR_HEAD: usize = 9;

/// From this width on a command shows its title too.
const WIDE: usize = 60;

/// Everything about a step in rows, and which of them are the highlighted item's.
#[derive(Debug, Clone, Default)]
pub struct StepText {
    /// Title and time used: in sight wherever the rest is scrolled to, where there is room for it.
    pub head: Vec<Row>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Rows of the highlighted item.
    pub focus: Option<Range<usize>>,
}

/// The pane: its head, and the part of the step's text that fits under it.
pub fn pane(sight: &Sight<'_>, cols: usize, height: usize) -> (Vec<Row>, Listing) {
    let text = text(sight, cols, height);
    let height = height.saturating_sub(text.head.len());
    let top = top_for(text.rows.len(), height, text.focus.as_ref(), sight.model.scroll);
    let mark = |hidden: Range<usize>, below| more(sight.words, hidden.len(), below, sight.theme.dim);
    (text.head, Listing::new(text.rows, height, top, mark))
}

/// All of the shown step in lines of `cols` columns, airy where `height` allows it.
pub fn text(sight: &Sight<'_>, cols: usize, height: usize) -> StepText {
    let step = sight.model.step.as_ref().and_then(|id| sight.session.book().step(id));
    let Some(step) = step else {
        let rows = wrapped(&sight.words.say("pane-none"), sight.theme.dim, cols);
        return StepText { rows, ..StepText::default() };
    };
    let state = sight.session.state().step(&step.id);
    let attempt = state.attempt().cloned().unwrap_or_default();
    let mut page = Page { sight: *sight, step, state, attempt, cols, text: StepText::default() };
    let airy = height >= 14;
    page.head();
    page.gap(airy);
    page.state_lines();
    if height >= ROOM_FOR_HEAD {
        page.text.head = std::mem::take(&mut page.text.rows);
        page.text.head.extend(airy.then(Row::new));
    }
    page.gap(airy);
    page.words();
    page.approvals();
    page.gap(airy);
    page.items(airy);
    page.notes(airy);
    page.text
}

struct Page<'a> {
    sight: Sight<'a>,
    step: &'a Step,
    state: StepState,
    attempt: Attempt,
    cols: usize,
    text: StepText,
}

impl Page<'_> {
    fn say(&mut self, id: &str, args: &[(&str, crate::words::Arg<'_>)], style: Style) {
        let said = self.sight.words.with(id, args);
        self.text.rows.extend(wrapped(&said, style, self.cols));
    }

    /// A text of the runbook with its places filled.
    fn filled(&self, text: &str) -> String {
        self.sight.session.fill(text, Some(&self.step.id)).text
    }

    fn gap(&mut self, airy: bool) {
        if airy && self.text.rows.last().is_some_and(|row| !row.is_empty()) {
            self.text.rows.push(Row::new());
        }
    }

    fn head(&mut self) {
        let title = self.sight.titles().step(&self.step.id);
        // A title longer than three lines is no title; its end is not worth the instructions' room.
        let rows = wrapped(&printable(&title), self.sight.theme.title, self.cols);
        let long = rows.len() > 3;
        self.text.rows.extend(rows.into_iter().take(3));
        if long && let Some(last) = self.text.rows.pop() {
            self.text.rows.push(last.with(" ~", self.sight.theme.title).cut(self.cols));
        }
    }

    /// Whose it is, how it stands, how long it has taken.
    fn state_lines(&mut self) {
        let (sight, words, theme) = (self.sight, self.sight.words, self.sight.theme);
        let person = sight.session.person_for(self.step);
        let whose = match &person {
            Some(person) if person == sight.me => words.say("pane-yours"),
            Some(person) => sight.titles().person(person),
            None => String::new(),
        };
        let mut row = Row::of(&whose, theme.title);
        if self.state.attempts.len() > 1 {
            row.push("  ", Style::new());
            row.push(&words.with("pane-attempt", &[("count", self.state.attempts.len().into())]), theme.warned);
        }
        match self.state.status.clone() {
            Status::Active => {
                row = row.with("  ", Style::new()).join(self.used());
                if let Some(next) = next_of(&sight, &self.step.id) {
                    let number = sight.session.book().number(&next);
                    let next = Row::of(&words.with("pane-next", &[("step", (&number).into())]), theme.dim);
                    // The time that is used comes first.
                    if row.width() + next.width() + 2 <= self.cols {
                        row = row.right(next, self.cols);
                    }
                }
                self.text.rows.push(row);
            }
            Status::Pending => {
                let ready = sight.session.has_turn(self.step);
                let label = if ready { StepLabel::Ready } else { StepLabel::Pending };
                row.push("  ", Style::new());
                row.push(&words.step_state(label), theme.dim);
                if let Some(limit) = self.step.timebox {
                    row.push("  ", Style::new());
                    row.push(&words.with("pane-limit", &[("limit", (&limit.clock()).into())]), theme.dim);
                }
                self.text.rows.push(row);
                let missing = sight.session.missing_requires(self.step);
                if !missing.is_empty() {
                    let numbers: Vec<String> = missing.iter().map(|id| sight.session.book().number(id)).collect();
                    self.say("pane-after", &[("list", (&words.list(&numbers)).into())], theme.warned);
                }
            }
            Status::Finished(outcome) => {
                self.text.rows.push(row);
                self.outcome(&outcome);
            }
        }
        if let Some(on) = self.state.waiting.clone() {
            self.say("pane-waiting", &[("on", (&on).into())], theme.warned);
        }
        self.wait();
        if let Some(overrun) = &self.step.on_overrun
            && self.attempt.overrun
            && !overrun.text.is_empty()
        {
            let text = self.filled(&overrun.text);
            self.say("pane-overrun", &[("text", (&text).into())], theme.over);
        }
    }

    /// `6:12 of 10:00 [######----]`, or by how much it is over.
    fn used(&self) -> Row {
        let (sight, words, theme) = (&self.sight, self.sight.words, self.sight.theme);
        let used = sight.session.used(&self.step.id, sight.reading).unwrap_or(Span::ZERO);
        let rough = sight.session.is_rough(&self.step.id, sight.reading);
        let shown = roughly(used.clock(), rough);
        let Some(limit) = self.step.timebox else { return Row::plain(&shown) };
        let said = words.with("pane-used", &[("used", (&shown).into()), ("limit", (&limit.clock()).into())]);
        let style = match (limit - used).as_millis() {
            ..=0 => theme.over,
            _ if used >= limit.percent(80) => theme.warned,
            _ => Style::new(),
        };
        let row = Row::of(&said, style).with(" ", Style::new());
        if used >= limit {
            row.with(
                &words.with("pane-over", &[("time", (&roughly((used - limit).clock(), rough)).into())]),
                theme.over,
            )
        } else {
            row.with(&gauge(used, limit), style)
        }
    }

    fn wait(&mut self) {
        let (Some(wait), Status::Active) = (self.step.wait, &self.state.status) else { return };
        let used = self.sight.session.used(&self.step.id, self.sight.reading).unwrap_or(Span::ZERO);
        let left = wait - used;
        if left > Span::ZERO {
            let time = roughly(left.clock(), self.sight.session.is_rough(&self.step.id, self.sight.reading));
            self.say("pane-wait", &[("time", (&time).into())], self.sight.theme.warned);
        } else {
            self.say("pane-wait-over", &[], self.sight.theme.done);
        }
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let (words, theme) = (self.sight.words, self.sight.theme);
        let (label, style, why) = match outcome {
            Outcome::Done => (StepLabel::Done, theme.done, None),
            Outcome::Failed { reason } => (StepLabel::Failed, theme.over, reason.clone()),
            Outcome::Skipped { reason } => (StepLabel::Skipped, theme.dim, reason.clone()),
            Outcome::NotApplicable { cause } => {
                let reason = if let RuleOutCause::Hand { reason } = cause { reason.clone() } else { None };
                (StepLabel::NotApplicable, theme.dim, reason)
            }
            Outcome::Deferred { until } => (StepLabel::Deferred, theme.warned, Some(until.clone())),
        };
        let mut row = Row::of(&words.step_state(label), style);
        if let Some((at, _, by)) = &self.attempt.finished {
            row.push(&format!("  {}  {}", time(at), self.sight.titles().person(by)), Style::new());
        }
        if let Some(used) = self.sight.session.used(&self.step.id, self.sight.reading) {
            row.push("  ", Style::new());
            let used = roughly(used.clock(), self.sight.session.is_rough(&self.step.id, self.sight.reading));
            row.push(&words.with("pane-took", &[("time", (&used).into())]), theme.dim);
        }
        self.text.rows.push(row);
        if let Some(why) = why {
            self.text.rows.extend(wrapped(&why, Style::new(), self.cols));
        }
    }

    /// What warns, what to say, what to do.
    fn words(&mut self) {
        let theme = self.sight.theme;
        if let Some(danger) = &self.step.danger {
            let danger = self.filled(danger);
            self.say("pane-danger", &[("text", (&danger).into())], theme.danger);
        }
        if let Some(says) = &self.step.says {
            let says = self.filled(says);
            self.say("pane-says", &[("text", (&says).into())], theme.strong);
        }
        if let Some(instructions) = &self.step.instructions {
            let filled = self.filled(instructions);
            self.text.rows.extend(prose(&markdown::flowing(&filled), theme, self.cols));
        }
        if let Some(repeat) = &self.step.repeat {
            self.say("pane-repeat", &[("text", (&repeat.until).into())], Style::new());
        }
    }

    fn approvals(&mut self) {
        let subject = ApprovalSubject::Step(self.step.id.clone());
        let answers = self.sight.session.state().approvals.get(&subject).cloned().unwrap_or_default();
        for role in &self.step.approval {
            let title = self.sight.titles().role(role);
            self.approval(&title, answers.get(role));
        }
    }

    fn approval(&mut self, role: &str, answer: Option<&Approval>) {
        let theme = self.sight.theme;
        let role: crate::words::Arg<'_> = role.into();
        match answer {
            None => self.say("pane-approval-needed", &[("role", role)], theme.warned),
            Some(Approval::Asked { since }) => {
                let since = since.format("%H:%M:%S").to_string();
                self.say("pane-approval-asked", &[("role", role), ("time", (&since).into())], theme.warned);
            }
            Some(Approval::Granted { by, by_word }) => {
                let person = self.sight.titles().person(by);
                let id = if *by_word { "pane-approved-by-word" } else { "pane-approved" };
                self.say(id, &[("role", role), ("person", (&person).into())], theme.done);
            }
            Some(Approval::Refused { by, reason }) => {
                let person = self.sight.titles().person(by);
                let args = [("role", role), ("person", (&person).into()), ("reason", reason.into())];
                self.say("pane-refused", &args, theme.over);
            }
        }
    }

    fn items(&mut self, airy: bool) {
        let mut kind = None;
        for item in items(self.step) {
            // Commands are read as a block of their own.
            let this = matches!(item, ItemRef::Command(_));
            if kind.is_some_and(|before| before != this) {
                self.gap(airy);
            }
            kind = Some(this);
            let start = self.text.rows.len();
            let here = self.sight.model.item.as_ref() == Some(&item);
            self.item(&item, here);
            let end = self.text.rows.len();
            if here {
                self.text.focus = Some(start..end.max(start + 1));
                if self.sight.model.pane == Pane::Step
                    && let Some(row) = self.text.rows.get_mut(start)
                {
                    *row = std::mem::take(row).under(self.sight.theme.title);
                }
            }
        }
    }

    fn item(&mut self, item: &ItemRef, here: bool) {
        let words = self.sight.words;
        let settled = is_settled(&self.attempt, item);
        match item {
            ItemRef::Condition => {
                let asked = self.filled(self.step.condition.as_deref().unwrap_or_default());
                let said = words.with("pane-condition", &[("text", (&asked).into())]);
                let answer = self.attempt.applies.map(|yes| words.say(if yes { "pane-yes" } else { "pane-no" }));
                self.boxed(here, settled, &said, answer.as_deref());
            }
            ItemRef::Tick(key) => {
                let (text, optional) = match key {
                    ItemKey::Check(place) => {
                        self.step.checklist.get(*place).map_or((String::new(), false), |c| (c.text.clone(), c.optional))
                    }
                    ItemKey::Expect => {
                        let seen = self.step.expect.clone().unwrap_or_default();
                        (words.with("pane-expect-step", &[("text", (&seen).into())]), false)
                    }
                };
                let text = self.filled(&text);
                let text = if optional { words.with("pane-optional", &[("text", (&text).into())]) } else { text };
                let at = self.attempt.ticks.get(key).map(|(at, _)| time(at));
                self.boxed(here, settled, &text, at.as_deref());
            }
            ItemRef::Command(place) => {
                if let Some(command) = self.step.commands.get(*place) {
                    self.command(*place, command, here);
                }
            }
            ItemRef::Evidence(asked) => {
                let Some(evidence) = self.step.evidence.get(asked.0) else { return };
                let said = words.with("pane-evidence", &[("text", (&self.filled(&evidence.text)).into())]);
                let said =
                    if evidence.optional { words.with("pane-optional", &[("text", (&said).into())]) } else { said };
                self.boxed(here, settled, &said, None);
                if let Some(given) = self.attempt.evidence.get(&asked.0) {
                    self.text.rows.extend(hanging(&Row::plain("     > "), given, Style::new(), self.cols));
                }
            }
            ItemRef::Estimate => {
                let given = self.sight.session.state().estimates.last().filter(|_| settled);
                let said = given.map(|estimate| {
                    let left = estimate.back.exercise - self.sight.reading.exercise;
                    // What was expected is a length of time: the wall clock may have been put since.
                    let now = self.sight.reading;
                    let at = now.wall.checked_add_signed((estimate.back.elapsed - now.elapsed).delta());
                    let at = at.unwrap_or(estimate.back.wall).format("%H:%M").to_string();
                    let time = roughly(left.abs().clock(), now.is_rough_since(estimate.given));
                    let id = if left.is_negative() { "pane-back-over" } else { "pane-back" };
                    words.with(id, &[("at", (&at).into()), ("time", (&time).into())])
                });
                self.boxed(here, settled, &words.say("pane-estimate"), said.as_deref());
            }
            ItemRef::Notice(notice) => self.notice(notice, here, settled),
            ItemRef::Decision => self.decision(here, settled),
        }
    }

    /// ` >[ ] text                 14:37:20`
    fn boxed(&mut self, here: bool, ticked: bool, text: &str, end: Option<&str>) {
        let theme = self.sight.theme;
        let style = if ticked { theme.done } else { Style::new() };
        let front = Row::plain(pointer(here)).with(tick_box(ticked), style).with(" ", Style::new());
        let end = Row::of(end.unwrap_or_default(), theme.dim);
        let room = self.cols.saturating_sub(if end.is_empty() { 0 } else { end.width() + 2 });
        let mut rows = hanging(&front, text, Style::new(), room.max(12));
        if !end.is_empty()
            && let Some(first) = rows.first_mut()
        {
            *first = std::mem::take(first).right(end, self.cols);
        }
        self.text.rows.extend(rows);
    }

    /// `1$ ssh mes-app-01 …` with where it belongs and what one should see.
    fn command(&mut self, place: usize, command: &Command, here: bool) {
        let (words, theme) = (self.sight.words, self.sight.theme);
        let filled = self.sight.session.fill_command(&command.run, &self.step.id);
        if self.cols >= WIDE
            && let Some(title) = &command.title
        {
            self.text.rows.push(Row::of(&format!("   {title}"), theme.dim));
        }
        let style = if here { theme.selected } else { theme.key };
        let front = Row::of(&format!("{}$", place + 1), style).with(" ", Style::new());
        self.text.rows.extend(hanging(&front, &filled.text, theme.code, self.cols));
        let on = command.on.as_deref().map(|on| self.filled(on));
        let mut below = |id: &str, text: &str, style: Style| {
            let said = words.with(id, &[("text", text.into())]);
            self.text.rows.extend(hanging(&Row::plain("   "), &said, style, self.cols));
        };
        if let Some(danger) = &command.danger {
            below("pane-danger", danger, theme.over);
        }
        if !filled.missing.is_empty() {
            below("pane-missing", &words.list(&filled.missing), theme.warned);
        }
        if crate::text::has_hidden(&filled.text) {
            below("pane-hidden", "", theme.over);
        }
        if let Some(on) = &on {
            below("pane-on", on, theme.dim);
        }
        if let Some(expect) = &command.expect {
            below("pane-expect", expect, theme.dim);
        }
        if let Some(note) = &command.note {
            let note = self.filled(note);
            self.text.rows.extend(
                prose(&note, theme, self.cols.saturating_sub(3)).into_iter().map(|row| Row::plain("   ").join(row)),
            );
        }
    }

    /// What the author says after all else, and after the last step of a phase.
    fn notes(&mut self, airy: bool) {
        let book = self.sight.session.book();
        let phase =
            book.phase_of(&self.step.id).filter(|phase| phase.steps.last().is_some_and(|last| last.id == self.step.id));
        for note in self.step.note.iter().chain(phase.and_then(|phase| phase.note.as_ref())) {
            self.gap(airy);
            let filled = self.filled(note);
            self.text.rows.extend(prose(&filled, self.sight.theme, self.cols));
        }
    }

    fn notice(&mut self, id: &NoticeId, here: bool, settled: bool) {
        let words = self.sight.words;
        let title = self.sight.titles().notice(id);
        let said = words.with("pane-notice", &[("title", (&title).into())]);
        let state = self.sight.session.state().notices.get(id).cloned().unwrap_or_default();
        let end = match (settled, state.sent.last(), &state.due_since) {
            (true, Some(at), _) => Some(words.with("pane-sent", &[("time", (&time(at)).into())])),
            (_, _, Some(at)) => Some(words.with("pane-due", &[("time", (&time(at)).into())])),
            _ => None,
        };
        self.boxed(here, settled, &said, end.as_deref());
        let release = self.sight.session.book().notices.get(id).and_then(|notice| notice.approval.clone());
        if let Some(role) = release.filter(|_| !settled) {
            let subject = ApprovalSubject::Notice(id.clone());
            let answer = self.sight.session.state().approvals.get(&subject).and_then(|roles| roles.get(&role)).cloned();
            let title = self.sight.titles().role(&role);
            self.approval(&title, answer.as_ref());
        }
    }

    fn decision(&mut self, here: bool, settled: bool) {
        let words = self.sight.words;
        let Some(decision) = &self.step.decision else { return };
        let said = words.with("pane-decision", &[("text", (&self.filled(&decision.question)).into())]);
        self.boxed(here, settled, &said, None);
        let chosen = self.attempt.decided.as_ref().map(|(place, _)| *place);
        for (place, option) in decision.options.iter().enumerate() {
            let leads = match &option.goto {
                Goto::Next => String::new(),
                Goto::End => format!("  -> {}", words.say("pane-to-end")),
                Goto::Step(step) => format!("  -> {}", self.sight.session.book().number(step)),
                Goto::Phase(phase) => format!("  -> {}", self.sight.titles().phase(phase)),
            };
            let taken = chosen == Some(place);
            let style = match chosen {
                Some(_) if taken => self.sight.theme.done,
                Some(_) => self.sight.theme.dim,
                None => Style::new(),
            };
            let front = Row::of(if taken { "     * " } else { "     - " }, style);
            self.text.rows.extend(hanging(&front, &format!("{}{leads}", option.label), style, self.cols));
        }
    }
}

fn time(at: &Reading) -> String {
    at.wall.format("%H:%M:%S").to_string()
}

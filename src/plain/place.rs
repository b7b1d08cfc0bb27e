//! Where one stands: mode and clock, the step with what it asks, what presses, and what Enter does.

use super::page::Page;
use crate::dialog::action::Action;
use crate::dialog::items::{ItemRef, is_settled, numbered};
use crate::dialog::keymap::{Scope, shown};
use crate::dialog::rows::plan_rows;
use crate::dialog::say;
use crate::dialog::scene::Sight;
use crate::runbook::{Command, Goto, NoticeId, RoleId, Step, StepId};
use crate::session::{
    Approval, ApprovalSubject, Attempt, ItemKey, Outcome, Reading, RuleOutCause, Status, StepState, Urgent,
};
use crate::text::{has_hidden, markdown, printable, printable_lines};
use crate::time::Span;
use crate::words::{Arg, Names, roughly};

/// Columns of a title among what presses.
const TITLE: usize = 60;

/// Urgent things that are named; the others are counted.
const NAMED: usize = 3;

/// `DRILL T+8:17, 14:39:31`.
pub fn head(sight: &Sight<'_>) -> String {
    let (mode, clock) = (say::mode(sight.session, sight.words), say::clock(sight.session, sight.reading, sight.words));
    format!("{mode} {clock}, {}", sight.now.wall.format("%H:%M:%S"))
}

/// What one meets first: the runbook, who one is and who leads.
pub fn welcome(sight: &Sight<'_>) -> Page {
    let (words, session) = (sight.words, sight.session);
    let mut page = Page::default();
    page.text(&format!("{}: {}", words.kind(session.state().kind), printable(&session.book().title)));
    let me = words.with("head-you", &[("person", (&Names::person(session, sight.me)).into())]);
    let lead = session.commander().map(|lead| {
        let name = if lead == *sight.me { words.say("head-me") } else { Names::person(session, &lead) };
        words.with("head-lead", &[("person", (&name).into())])
    });
    let others: Vec<String> = sight.saving.others.iter().map(|other| Names::person(session, &other.person)).collect();
    let others = (!others.is_empty()).then(|| format!("+{}", others.join(" +")));
    page.parts(&[me, lead.unwrap_or_default(), others.unwrap_or_default()]);
    page.say(words, "plain-welcome", &[]);
    page
}

/// All of the step being done.
pub fn whole(sight: &Sight<'_>) -> Page {
    let mut page = Page::default();
    page.text(&head(sight));
    match Told::of(sight) {
        Some(told) => {
            page.text(&Names::step(sight.session, &told.step.id));
            page.join(told.state());
            page.join(told.instructions());
            page.join(told.items(true));
            page.join(told.commands());
            page.join(told.notes());
        }
        None => page.say(sight.words, "pane-none", &[]),
    }
    page.text(&pressing(sight).unwrap_or_default());
    page.join(keys(sight));
    page
}

/// The step in one line, as it stands after an act.
pub fn standing(sight: &Sight<'_>) -> Page {
    let mut page = Page::default();
    let mode = say::mode(sight.session, sight.words);
    match Told::of(sight) {
        Some(told) => {
            let number = sight.session.book().number(&told.step.id);
            page.parts(&[format!("{mode} {number}"), told.standing()]);
        }
        None => page.text(&mode),
    }
    page
}

/// What of the step is still open.
pub fn open(sight: &Sight<'_>) -> Page {
    Told::of(sight).map(|told| told.items(false)).unwrap_or_default()
}

/// What presses, in one line; nothing when nothing does.
pub fn pressing(sight: &Sight<'_>) -> Option<String> {
    let all = say::pressing(sight.session, sight.model, sight.now, sight.reading);
    let said = |urgent: &Urgent| say::urgent(sight.session, sight.words, urgent, TITLE);
    let named: Vec<String> = all.iter().take(NAMED).map(said).collect();
    let more = all.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    (!named.is_empty()).then(|| format!("! {}{more}", named.join(" | ")))
}

/// What Space and Enter do.
pub fn keys(sight: &Sight<'_>) -> Page {
    let words = sight.words;
    let mut page = Page::default();
    if sight.model.read_only {
        page.say(words, "told-read-only", &[]);
        return page;
    }
    let key = |action| shown(&[Scope::Run, Scope::Global], action).map(|key| say::key_name(words, key));
    let tick = tickable(sight).map(|place| {
        let tick = words.with("plain-tick", &[("number", place.into())]);
        format!("{} {tick}", key(Action::Tick).unwrap_or_default())
    });
    let enter = say::enter(sight.session, sight.model, words)
        .map(|said| format!("{} {said}", key(Action::Enter).unwrap_or_default()));
    page.parts(&[tick.unwrap_or_default(), enter.unwrap_or_default()]);
    page
}

/// The printed number of the item that Space ticks.
fn tickable(sight: &Sight<'_>) -> Option<usize> {
    let step = sight.session.book().step(sight.model.step.as_ref()?)?;
    let state = sight.session.state().step(&step.id);
    let item = sight.model.item.as_ref().filter(|item| matches!(item, ItemRef::Tick(_)))?;
    let open = state.status == Status::Active && state.attempt().is_some_and(|attempt| !is_settled(attempt, item));
    numbered(step).iter().position(|other| other == item).filter(|_| open).map(|place| place + 1)
}

/// A step that is told of.
struct Told<'a> {
    sight: &'a Sight<'a>,
    step: &'a Step,
    state: StepState,
    attempt: Attempt,
}

impl<'a> Told<'a> {
    fn of(sight: &'a Sight<'a>) -> Option<Self> {
        let step = sight.session.book().step(sight.model.step.as_ref()?)?;
        let state = sight.session.state().step(&step.id);
        let attempt = state.attempt().cloned().unwrap_or_default();
        Some(Self { sight, step, state, attempt })
    }

    fn say(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.sight.words.with(id, args)
    }

    /// A text of the runbook with its places filled.
    fn filled(&self, text: &str) -> String {
        self.sight.session.fill(text, Some(&self.step.id)).text
    }

    /// How it stands, in a few words: the time used, or its outcome.
    fn standing(&self) -> String {
        match &self.state.status {
            Status::Active => self.used(),
            _ => self.sight.words.step_state(say::step_label(self.sight.session, self.step)),
        }
    }

    /// `6:12 of 10:00`, and by how much it is over.
    fn used(&self) -> String {
        let session = self.sight.session;
        let used = session.used(&self.step.id, self.sight.reading).unwrap_or(Span::ZERO);
        let rough = session.is_rough(&self.step.id, self.sight.reading);
        let shown = roughly(used.clock(), rough);
        let Some(limit) = self.step.timebox else { return shown };
        let said = self.say("pane-used", &[("used", (&shown).into()), ("limit", (&limit.clock()).into())]);
        if used < limit {
            return said;
        }
        let over = roughly((used - limit).clock(), rough);
        format!("{said}, {}", self.say("pane-over", &[("time", (&over).into())]))
    }

    /// Whose it is, how it stands, what it waits for.
    fn state(&self) -> Page {
        let (words, session) = (self.sight.words, self.sight.session);
        let mut page = Page::default();
        let whose = match session.person_for(self.step) {
            Some(person) if person == *self.sight.me => words.say("pane-yours"),
            Some(person) => Names::person(session, &person),
            None => String::new(),
        };
        let rounds = self.state.attempts.len();
        let rounds = if rounds > 1 { self.say("pane-attempt", &[("count", rounds.into())]) } else { String::new() };
        let next = match self.state.status {
            Status::Active => self.next(),
            _ => None,
        };
        let limit = match (&self.state.status, self.step.timebox) {
            (Status::Pending, Some(limit)) => self.say("pane-limit", &[("limit", (&limit.clock()).into())]),
            _ => String::new(),
        };
        page.parts(&[whose, rounds, self.standing(), limit, next.unwrap_or_default()]);
        if self.state.status == Status::Pending {
            let missing = session.missing_requires(self.step);
            let numbers: Vec<String> = missing.iter().map(|id| session.book().number(id)).collect();
            if !numbers.is_empty() {
                page.say(words, "pane-after", &[("list", (&words.list(&numbers)).into())]);
            }
        }
        if let Status::Finished(outcome) = &self.state.status {
            page.join(self.outcome(outcome));
        }
        if let Some(on) = &self.state.waiting {
            page.say(words, "pane-waiting", &[("on", on.into())]);
        }
        page.text(&self.wait());
        if let Some(overrun) = self.step.on_overrun.as_ref().filter(|_| self.attempt.overrun)
            && !overrun.text.is_empty()
        {
            page.say(words, "pane-overrun", &[("text", (&self.filled(&overrun.text)).into())]);
        }
        page
    }

    fn next(&self) -> Option<String> {
        let session = self.sight.session;
        let pending = |id: &&StepId| {
            *session.state().status(id) == Status::Pending && session.book().step(id).is_some_and(|step| !step.branch)
        };
        let all = plan_rows(session);
        let next = all.iter().skip_while(|id| **id != self.step.id).skip(1).find(pending)?;
        Some(self.say("pane-next", &[("step", (&session.book().number(next)).into())]))
    }

    fn wait(&self) -> String {
        let (Some(wait), Status::Active) = (self.step.wait, &self.state.status) else { return String::new() };
        let used = self.sight.session.used(&self.step.id, self.sight.reading).unwrap_or(Span::ZERO);
        let left = wait - used;
        if left <= Span::ZERO {
            return self.say("pane-wait-over", &[]);
        }
        let time = roughly(left.clock(), self.sight.session.is_rough(&self.step.id, self.sight.reading));
        self.say("pane-wait", &[("time", (&time).into())])
    }

    fn outcome(&self, outcome: &Outcome) -> Page {
        let session = self.sight.session;
        let mut page = Page::default();
        let at =
            self.attempt.finished.as_ref().map(|(at, _, by)| format!("{} {}", time(at), Names::person(session, by)));
        let used = session.used(&self.step.id, self.sight.reading).map(|used| {
            let used = roughly(used.clock(), session.is_rough(&self.step.id, self.sight.reading));
            self.say("pane-took", &[("time", (&used).into())])
        });
        page.parts(&[at.unwrap_or_default(), used.unwrap_or_default()]);
        let why = match outcome {
            Outcome::Done => None,
            Outcome::Failed { reason } | Outcome::Skipped { reason } => reason.clone(),
            Outcome::NotApplicable { cause: RuleOutCause::Hand { reason } } => reason.clone(),
            Outcome::NotApplicable { .. } => None,
            Outcome::Deferred { until } => Some(until.clone()),
        };
        page.text(&why.unwrap_or_default());
        page
    }

    /// What warns, what to say, what to do, who must approve.
    fn instructions(&self) -> Page {
        let words = self.sight.words;
        let mut page = Page::default();
        if let Some(danger) = &self.step.danger {
            page.say(words, "pane-danger", &[("text", (&self.filled(danger)).into())]);
        }
        if let Some(says) = &self.step.says {
            page.say(words, "pane-says", &[("text", (&self.filled(says)).into())]);
        }
        if let Some(instructions) = &self.step.instructions {
            let filled = self.filled(instructions);
            let flowing = markdown::flowing(&filled);
            let text: String = markdown::runs(&flowing).into_iter().map(|run| run.text).collect();
            page.text(&text);
        }
        if let Some(repeat) = &self.step.repeat {
            page.say(words, "pane-repeat", &[("text", (&repeat.until).into())]);
        }
        let subject = ApprovalSubject::Step(self.step.id.clone());
        for role in &self.step.approval {
            page.text(&self.approval(&subject, role));
        }
        page
    }

    fn approval(&self, subject: &ApprovalSubject, role: &RoleId) -> String {
        let session = self.sight.session;
        let answer = session.state().approvals.get(subject).and_then(|roles| roles.get(role));
        let title = Names::role(session, role);
        let role: Arg<'_> = (&title).into();
        match answer {
            None => self.say("pane-approval-needed", &[("role", role)]),
            Some(Approval::Asked { since }) => {
                let since = since.format("%H:%M:%S").to_string();
                self.say("pane-approval-asked", &[("role", role), ("time", (&since).into())])
            }
            Some(Approval::Granted { by, by_word }) => {
                let person = Names::person(session, by);
                let id = if *by_word { "pane-approved-by-word" } else { "pane-approved" };
                self.say(id, &[("role", role), ("person", (&person).into())])
            }
            Some(Approval::Refused { by, reason }) => {
                let person = Names::person(session, by);
                self.say("pane-refused", &[("role", role), ("person", (&person).into()), ("reason", reason.into())])
            }
        }
    }

    /// The items with the numbers by which lines mean them: all of them, or what is open.
    fn items(&self, settled_too: bool) -> Page {
        let mut page = Page::default();
        for (place, item) in numbered(self.step).iter().enumerate() {
            let settled = is_settled(&self.attempt, item);
            if settled && !settled_too {
                continue;
            }
            let (text, end) = self.item(item, settled);
            let tick = if settled { "[x]" } else { "[ ]" };
            let end = end.filter(|end| !end.is_empty()).map_or_else(String::new, |end| format!(", {end}"));
            page.text(&format!("{} {tick} {}{end}", place + 1, printable(&text)));
            match item {
                ItemRef::Decision => page.join(self.options()),
                ItemRef::Evidence(asked) => {
                    let given = self.attempt.evidence.get(&asked.0).map(|given| format!("  {}", printable(given)));
                    page.text(&given.unwrap_or_default());
                }
                ItemRef::Notice(notice) if !settled => page.text(&self.release(notice)),
                _ => {}
            }
        }
        page
    }

    /// What an item asks, and how it stands.
    fn item(&self, item: &ItemRef, settled: bool) -> (String, Option<String>) {
        let session = self.sight.session;
        let optional = |said: String, is: bool| {
            if is { self.say("pane-optional", &[("text", (&said).into())]) } else { said }
        };
        match item {
            ItemRef::Condition => {
                let asked = self.filled(self.step.condition.as_deref().unwrap_or_default());
                let answer = self.attempt.applies.map(|yes| self.say(if yes { "pane-yes" } else { "pane-no" }, &[]));
                (self.say("pane-condition", &[("text", (&asked).into())]), answer)
            }
            ItemRef::Tick(key) => {
                let text = match key {
                    ItemKey::Check(place) => {
                        let check = self.step.checklist.get(*place);
                        let text = check.map(|check| self.filled(&check.text)).unwrap_or_default();
                        optional(text, check.is_some_and(|check| check.optional))
                    }
                    ItemKey::Expect => {
                        let seen = self.filled(self.step.expect.as_deref().unwrap_or_default());
                        self.say("pane-expect-step", &[("text", (&seen).into())])
                    }
                };
                (text, self.attempt.ticks.get(key).map(|(at, _)| time(at)))
            }
            ItemRef::Evidence(asked) => {
                let Some(evidence) = self.step.evidence.get(asked.0) else { return (String::new(), None) };
                let said = self.say("pane-evidence", &[("text", (&self.filled(&evidence.text)).into())]);
                (optional(said, evidence.optional), None)
            }
            ItemRef::Estimate => {
                let given = session.state().estimates.last().filter(|_| settled);
                let said = given.map(|estimate| {
                    let now = self.sight.reading;
                    let left = estimate.back.exercise - now.exercise;
                    let at = now.wall.checked_add_signed((estimate.back.elapsed - now.elapsed).delta());
                    let at = at.unwrap_or(estimate.back.wall).format("%H:%M").to_string();
                    let time = roughly(left.abs().clock(), now.is_rough_since(estimate.given));
                    let id = if left.is_negative() { "pane-back-over" } else { "pane-back" };
                    self.say(id, &[("at", (&at).into()), ("time", (&time).into())])
                });
                (self.say("pane-estimate", &[]), said)
            }
            ItemRef::Notice(id) => {
                let title = Names::notice(session, id);
                let state = session.state().notices.get(id).cloned().unwrap_or_default();
                let end = match (settled, state.sent.last(), &state.due_since) {
                    (true, Some(at), _) => Some(self.say("pane-sent", &[("time", (&time(at)).into())])),
                    (_, _, Some(at)) => Some(self.say("pane-due", &[("time", (&time(at)).into())])),
                    _ => None,
                };
                (self.say("pane-notice", &[("title", (&title).into())]), end)
            }
            ItemRef::Decision => {
                let question = self.step.decision.as_ref().map(|decision| self.filled(&decision.question));
                (self.say("pane-decision", &[("text", (&question.unwrap_or_default()).into())]), None)
            }
            ItemRef::Command(_) => (String::new(), None),
        }
    }

    /// Whose release a notice waits for.
    fn release(&self, id: &NoticeId) -> String {
        let role = self.sight.session.book().notices.get(id).and_then(|notice| notice.approval.clone());
        let subject = ApprovalSubject::Notice(id.clone());
        role.map(|role| format!("  {}", self.approval(&subject, &role))).unwrap_or_default()
    }

    /// Between what is decided, and where each leads.
    fn options(&self) -> Page {
        let mut page = Page::default();
        let Some(decision) = &self.step.decision else { return page };
        let chosen = self.attempt.decided.as_ref().map(|(place, _)| *place);
        for (place, option) in decision.options.iter().enumerate() {
            let leads = match &option.goto {
                Goto::Next => String::new(),
                Goto::End => format!(" -> {}", self.say("pane-to-end", &[])),
                Goto::Step(step) => format!(" -> {}", self.sight.session.book().number(step)),
                Goto::Phase(phase) => format!(" -> {}", Names::phase(self.sight.session, phase)),
            };
            let front = if chosen == Some(place) { "*" } else { "-" };
            page.text(&format!("  {front} {}{leads}", printable(&self.filled(&option.label))));
        }
        page
    }

    /// The commands, each with the number by which `copy` means it.
    fn commands(&self) -> Page {
        let mut page = Page::default();
        for (place, command) in self.step.commands.iter().enumerate() {
            let number = if self.step.commands.len() > 1 { (place + 1).to_string() } else { String::new() };
            self.command(&mut page, &number, command);
        }
        page
    }

    fn command(&self, page: &mut Page, number: &str, command: &Command) {
        let words = self.sight.words;
        let filled = self.sight.session.fill_command(&command.run, &self.step.id);
        page.text(&command.title.as_deref().map(|title| printable(title).into_owned()).unwrap_or_default());
        page.whole(&format!("{number}$ {}", filled.text));
        let mut below = |id: &str, text: &str| {
            page.text(&format!("  {}", words.with(id, &[("text", text.into())])));
        };
        if let Some(danger) = &command.danger {
            below("pane-danger", danger);
        }
        if !filled.missing.is_empty() {
            below("pane-missing", &words.list(&filled.missing));
        }
        if has_hidden(&filled.text) {
            below("pane-hidden", "");
        }
        if let Some(on) = &command.on {
            below("pane-on", &self.filled(on));
        }
        if let Some(expect) = &command.expect {
            below("pane-expect", expect);
        }
        if let Some(note) = &command.note {
            page.text(&self.bared(note));
        }
    }

    /// What the author says after all else, and after the last step of a phase.
    fn notes(&self) -> Page {
        let mut page = Page::default();
        let phase = self.sight.session.book().phase_of(&self.step.id);
        let phase = phase.filter(|phase| phase.steps.last().is_some_and(|last| last.id == self.step.id));
        for note in self.step.note.iter().chain(phase.and_then(|phase| phase.note.as_ref())) {
            page.text(&self.bared(note));
        }
        page
    }

    /// A text of the runbook filled, without its marks.
    fn bared(&self, text: &str) -> String {
        markdown::runs(&printable_lines(&self.filled(text))).into_iter().map(|run| run.text).collect()
    }
}

/// The commands of the shown step with nothing beside them.
pub fn bare(sight: &Sight<'_>) -> Page {
    let mut page = Page::default();
    if let Some(told) = Told::of(sight) {
        for command in &told.step.commands {
            page.whole(&sight.session.fill_command(&command.run, &told.step.id).text);
        }
    }
    if page.is_empty() {
        page.say(sight.words, "bare-none", &[]);
    }
    page
}

fn time(at: &Reading) -> String {
    at.wall.format("%H:%M:%S").to_string()
}

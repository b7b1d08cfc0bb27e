//! The other screens as lines: each a heading, its rows with the numbers by which lines mean them, and what Enter does.

use super::page::Page;
use super::place::{head, pressing};
use crate::dialog::action::Action;
use crate::dialog::keymap::{Scope, shown};
use crate::dialog::model::Screen;
use crate::dialog::rows::{
    BriefingRow, WrapUpRow, briefing_rows, is_available, message_rows, people_rows, plan_rows, wrap_up_rows,
};
use crate::dialog::say;
use crate::dialog::scene::Scene;
use crate::dialog::scene::Sight;
use crate::dialog::update::scopes;
use crate::runbook::{NoticeId, RoleId, StepId};
use crate::session::{Clock, ClockKind, ClockState, Kind, Person, Status, Urgent};
use crate::text::printable;
use crate::time::Span;
use crate::words::{Names, Words, roughly};

/// Entries of the log that are printed at once.
const ENTRIES: usize = 20;

/// Columns of a title among the clocks of the wall.
const TITLE: usize = 60;

/// A row, and the heading it stands under.
pub struct Row {
    heading: Option<&'static str>,
    /// The row, with its number.
    pub text: String,
}

impl Row {
    pub(super) fn of(place: usize, text: &str) -> Self {
        Self { heading: None, text: format!("{} {}", place + 1, printable(text)) }
    }

    fn under(heading: &'static str, place: usize, text: &str) -> Self {
        Self { heading: Some(heading), ..Self::of(place, text) }
    }
}

/// Several parts of a row, those that are not empty.
pub(super) fn parts(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
}

fn numbered<T>(all: &[T], text: impl Fn(&T) -> String) -> Vec<Row> {
    all.iter().enumerate().map(|(place, one)| Row::of(place, &text(one))).collect()
}

/// The rows of a screen of the session; none where it has no such list.
pub fn rows(sight: &Sight<'_>, screen: &Screen) -> Vec<Row> {
    let session = sight.session;
    match screen {
        Screen::Plan { .. } => numbered(&plan_rows(session), |id| step(sight, id)),
        Screen::People { .. } => numbered(&people_rows(session), |id| role(sight, id)),
        Screen::Clocks { .. } => numbered(&session.clocks(sight.reading), |one| clock(sight, one)),
        Screen::Messages { .. } => numbered(&message_rows(session), |id| message(sight, id)),
        Screen::Briefing { .. } => {
            let all = briefing_rows(session);
            all.iter().enumerate().map(|(place, row)| briefing_row(sight, place, row)).collect()
        }
        Screen::WrapUp { .. } => {
            let all = wrap_up_rows(session);
            all.iter().enumerate().map(|(place, row)| wrap_up_row(sight, place, row)).collect()
        }
        _ => Vec::new(),
    }
}

/// All of a screen of the session.
pub fn whole(sight: &Sight<'_>, screen: &Screen) -> Page {
    let words = sight.words;
    let mut page = Page::default();
    page.parts(&[head(sight), title(words, screen)]);
    match screen {
        Screen::Briefing { .. } => page.join(about(sight)),
        Screen::WrapUp { .. } => {
            for line in say::totals(sight.session, sight.reading, words) {
                page.text(&line);
            }
        }
        Screen::Wall => page.join(wall(sight)),
        Screen::Log { back } | Screen::Follow { back } => page.join(log(sight, *back)),
        _ => {}
    }
    let rows = rows(sight, screen);
    let mut heading = None;
    for row in &rows {
        if row.heading != heading {
            heading = row.heading;
            page.text(&heading.map(|id| words.say(id)).unwrap_or_default());
        }
        page.text(&row.text);
    }
    if rows.is_empty() {
        match screen {
            Screen::Clocks { .. } => page.say(words, "clocks-none", &[]),
            Screen::Messages { .. } => page.say(words, "messages-none", &[]),
            _ => {}
        }
    }
    if matches!(screen, Screen::People { .. })
        && let Some(number) = sight.saving.number
    {
        page.say(words, "people-join", &[("number", u64::from(number).into())]);
    }
    page.text(&pressing(sight).unwrap_or_default());
    page.join(foot(sight, screen, None));
    if !rows.is_empty() {
        page.say(words, "plain-open", &[]);
    }
    page
}

/// What Enter does on the row one stands on, with the row where it was not just printed.
pub fn foot(sight: &Sight<'_>, screen: &Screen, rows: Option<&[Row]>) -> Page {
    let words = sight.words;
    let mut page = Page::default();
    let scopes = scopes(Some(screen));
    let key = |action| shown(&scopes, action).map(|key| say::key_name(words, key)).unwrap_or_default();
    let (cursor, id) = match screen {
        Screen::Plan { cursor } => (*cursor, "plan-enter"),
        Screen::People { cursor } => (*cursor, "people-enter"),
        Screen::Clocks { cursor } => (*cursor, "clocks-enter"),
        Screen::Messages { cursor } => (*cursor, "messages-enter"),
        Screen::Briefing { cursor } => (*cursor, "briefing-enter"),
        Screen::WrapUp { cursor } => {
            (*cursor, say::wrap_up_enter(sight.session, wrap_up_rows(sight.session).get(*cursor)))
        }
        _ => return page,
    };
    let start = match screen {
        Screen::Briefing { .. } if sight.session.state().life != crate::session::Life::Opened => {
            words.say("briefing-started")
        }
        Screen::Briefing { .. } => format!("{}: {}", Action::Start.name(), words.say("briefing-start")),
        _ => String::new(),
    };
    let enter = words.with("plain-row", &[("number", (cursor + 1).into()), ("said", (&words.say(id)).into())]);
    page.text(&rows.and_then(|rows| rows.get(cursor)).map(|row| row.text.clone()).unwrap_or_default());
    page.parts(&[start, format!("{} {enter}", key(Action::Enter))]);
    page
}

fn title(words: &Words, screen: &Screen) -> String {
    words.say(match screen {
        Screen::Plan { .. } => "tab-plan",
        Screen::People { .. } => "tab-people",
        Screen::Clocks { .. } => "tab-clocks",
        Screen::Messages { .. } => "tab-messages",
        Screen::Log { .. } | Screen::Follow { .. } => "tab-log",
        Screen::Briefing { .. } => "briefing-title",
        Screen::WrapUp { .. } => "wrapup-title",
        Screen::Wall => "wall-steps",
        Screen::Run | Screen::Library { .. } | Screen::Help { .. } | Screen::Text { .. } => "tab-step",
    })
}

fn step(sight: &Sight<'_>, id: &StepId) -> String {
    let session = sight.session;
    let Some(plan) = session.book().step(id) else { return String::new() };
    let label = sight.words.step_state(say::step_label(session, plan));
    let who = session.person_for(plan).filter(|person| person != sight.me);
    let who = who.map(|person| Names::person(session, &person)).unwrap_or_default();
    let used = session.used(id, sight.reading);
    let used = used.map(|used| roughly(used.clock(), session.is_rough(id, sight.reading))).unwrap_or_default();
    let danger = if plan.danger.is_some() { sight.words.say("plan-danger") } else { String::new() };
    parts(&[&Names::step(session, id), &label, &danger, &who, &used])
}

fn role(sight: &Sight<'_>, id: &RoleId) -> String {
    let (session, words) = (sight.session, sight.words);
    let state = session.state();
    let held = state.roles.get(id).cloned().unwrap_or_default();
    let acting = held.deputy.as_ref().or(held.holder.as_ref());
    let name = |person: &Person| Names::person(session, person);
    let who = match (acting, &held.deputy) {
        (Some(person), Some(_)) => words.with("people-acting", &[("person", (&name(person)).into())]),
        (Some(person), None) => name(person),
        // An empty role falls to whoever commands.
        (None, _) => {
            let falls = session.fills(id).map(|person| name(&person)).unwrap_or_default();
            words.with("people-empty", &[("person", (&falls).into())])
        }
    };
    let there = acting.and_then(|person| state.presence.get(person)).map(|presence| words.presence(*presence));
    let phone = acting.and_then(|person| session.book().contacts.get(person.0.as_str())?.phone.first());
    let said = parts(&[&who, &there.unwrap_or_default(), phone.map_or("", String::as_str)]);
    format!("{}: {said}", Names::role(session, id))
}

fn clock(sight: &Sight<'_>, clock: &Clock) -> String {
    let words = sight.words;
    let title = match &clock.kind {
        ClockKind::Timebox(step) | ClockKind::Wait(step) => Names::step(sight.session, step),
        ClockKind::Obligation(_) => words.with("urgent-owed", &[("title", (&clock.title).into())]),
        _ => clock.title.clone(),
    };
    let timed = |id: &str, span: Option<Span>| {
        let span = span.map(|span| roughly(span.clock(), clock.rough)).unwrap_or_default();
        if span.is_empty() { span } else { format!("{} {span}", words.say(id)) }
    };
    let due = clock.due.map(|due| due.format("%H:%M:%S").to_string());
    let due = due.map(|due| words.with("clocks-due-at", &[("time", (&due).into())])).unwrap_or_default();
    let runs = matches!(clock.state, ClockState::Running | ClockState::Warned | ClockState::Over);
    let left = timed("clocks-left", clock.left.filter(|_| runs));
    let said = [say::clock_state(words, clock), left, timed("clocks-used", clock.used), due];
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    format!("{title}: {}", parts(&said))
}

fn message(sight: &Sight<'_>, id: &NoticeId) -> String {
    let words = sight.words;
    let time = |at: &crate::session::Reading| at.wall.format("%H:%M:%S").to_string();
    let said = match sight.session.state().notices.get(id) {
        Some(notice) => match (&notice.due_since, notice.sent.last()) {
            (Some(due), _) if !notice.reached.is_empty() => {
                let all = sight.session.book().notices.get(id).map_or(0, |plan| plan.to.len());
                let at = time(due);
                let args = [("told", notice.reached.len().into()), ("all", all.into()), ("time", (&at).into())];
                words.with("messages-partly", &args)
            }
            (Some(due), _) => words.with("messages-due", &[("time", (&time(due)).into())]),
            (None, Some(at)) => {
                let at = time(at);
                words.with("messages-sent", &[("time", (&at).into()), ("count", notice.sent.len().into())])
            }
            (None, None) => words.say("messages-not-due"),
        },
        None => words.say("messages-not-due"),
    };
    parts(&[&Names::notice(sight.session, id), &said])
}

fn tick(ticked: bool, text: &str) -> String {
    format!("{} {text}", if ticked { "[x]" } else { "[ ]" })
}

/// Kind, form, place, aims, safety, and what is still open.
fn about(sight: &Sight<'_>) -> Page {
    let (words, book, state) = (sight.words, sight.session.book(), sight.session.state());
    let mut page = Page::default();
    page.text(&state.form.map(|form| words.form(form)).unwrap_or_default());
    if let Some(drill) = book.drill.as_ref().filter(|_| state.kind == Kind::Drill) {
        if let Some(place) = &drill.location {
            page.say(words, "briefing-place", &[("place", place.into())]);
        }
        for objective in &drill.objectives {
            page.text(&format!("{}{}", words.say("briefing-objective"), printable(objective)));
        }
        if let Some(safety) = &drill.safety {
            page.say(words, "briefing-safety", &[("text", safety.into())]);
        }
    } else {
        page.text(book.summary.as_deref().unwrap_or_default());
    }
    page.text(&book.recognised.map(|found| words.recognised(&found)).unwrap_or_default());
    for warning in say::briefing_warnings(sight.session, words) {
        page.text(&format!("! {warning}"));
    }
    page
}

fn briefing_row(sight: &Sight<'_>, place: usize, row: &BriefingRow) -> Row {
    let (words, session) = (sight.words, sight.session);
    let (book, state) = (session.book(), session.state());
    match row {
        BriefingRow::Precaution(at) => {
            let text = book.precautions.get(*at).map_or("", String::as_str);
            Row::under("briefing-precautions", place, &tick(state.precautions.contains(at), text))
        }
        BriefingRow::Prerequisite(at) => {
            let text = book.prerequisites.get(*at).map_or("", |item| item.text.as_str());
            Row::under("briefing-prerequisites", place, &tick(state.prerequisites.contains(at), text))
        }
        BriefingRow::RollCall => {
            let (due, present) = say::roll_call(session);
            let said = words.with("briefing-roll-call", &[("due", due.into()), ("present", present.into())]);
            Row::under("briefing-roles", place, &tick(due > 0 && present >= due, &said))
        }
        BriefingRow::Role(id) => {
            let held = state.roles.get(id).is_some_and(|role| role.holder.is_some() || role.deputy.is_some());
            let said = if held {
                role(sight, id)
            } else {
                format!("{}: {}", Names::role(session, id), words.say("briefing-nobody"))
            };
            Row::under("briefing-roles", place, &said)
        }
        BriefingRow::Variable(name) => {
            let prompt = book.variables.get(name).and_then(|variable| variable.prompt.clone());
            let value = match state.variables.get(name) {
                Some(Some(value)) => value.clone(),
                Some(None) => words.say("briefing-secret"),
                None => words.say("briefing-no-value"),
            };
            let said = format!("{}: {value}", prompt.unwrap_or_else(|| name.clone()));
            Row::under("briefing-variables", place, &said)
        }
    }
}

fn wrap_up_row(sight: &Sight<'_>, place: usize, row: &WrapUpRow) -> Row {
    let (words, session, state) = (sight.words, sight.session, sight.session.state());
    match row {
        WrapUpRow::Exit(at) => {
            let text = session.book().exit_criteria.get(*at).map_or("", String::as_str);
            Row::under("wrapup-exit", place, &tick(state.exit_criteria.contains(at), text))
        }
        WrapUpRow::Owed(id) => {
            let left = state.obligations.get(id).and_then(|owed| owed.left(sight.reading));
            let due = left.and_then(|left| sight.reading.wall.checked_add_signed(left.delta()));
            let due = due.map(|due| due.format("%m-%d %H:%M").to_string());
            let due = due.map(|due| words.with("wrapup-due", &[("time", (&due).into())])).unwrap_or_default();
            Row::under("wrapup-owed", place, &parts(&[&Names::obligation(session, id), &due]))
        }
        WrapUpRow::Notice(id) => Row::under("wrapup-notices", place, &message(sight, id)),
        WrapUpRow::Active(id) => Row::under("wrapup-active", place, &step(sight, id)),
        WrapUpRow::End => Row::under("wrapup-acts", place, &words.say("wrapup-end")),
        WrapUpRow::Report => Row::under("wrapup-acts", place, &words.say("wrapup-report")),
    }
}

/// The end of the log, or what lies so many rows before it.
fn log(sight: &Sight<'_>, back: usize) -> Page {
    let words = sight.words;
    let rows = sight.session.log();
    let told = rows.iter().filter_map(|row| say::log_line(sight.session, sight.saving, words, row));
    let all: Vec<String> = told.map(|line| entry(words, &line)).collect();
    let end = all.len().saturating_sub(back).max(ENTRIES.min(all.len()));
    let from = end.saturating_sub(ENTRIES);
    let mut page = Page::default();
    if from > 0 {
        page.say(words, "more-above", &[("count", from.into())]);
    }
    for line in all.get(from..end).unwrap_or_default() {
        page.text(line);
    }
    if end < all.len() {
        page.say(words, "more-below", &[("count", (all.len() - end).into())]);
    }
    page
}

/// An entry on one line: when, who, what. What the program noticed by itself begins with `!`.
pub fn entry(words: &Words, line: &say::LogLine) -> String {
    let mark = if line.who.is_empty() { "! " } else { "" };
    let withdrawn = if line.withdrawn { words.say("log-withdrawn") } else { String::new() };
    format!("{mark}{} {}{withdrawn}{}", line.time, line.who, line.said.join("; "))
}

/// What is being done, and which clocks run out.
fn wall(sight: &Sight<'_>) -> Page {
    let session = sight.session;
    let mut page = Page::default();
    for (_, plan) in session.book().steps().filter(|(_, plan)| *session.state().status(&plan.id) == Status::Active) {
        page.text(&step(sight, &plan.id));
    }
    if page.is_empty() {
        page.say(sight.words, "wall-no-step", &[]);
    }
    let running = |state: ClockState| matches!(state, ClockState::Running | ClockState::Warned | ClockState::Over);
    for clock in session.clocks(sight.reading) {
        if running(clock.state) && clock.left.is_some() {
            page.text(&say::urgent(session, sight.words, &Urgent::Clock(clock), TITLE));
        }
    }
    let (all, done) = session.progress();
    page.say(sight.words, "head-progress", &[("done", done.into()), ("all", all.into())]);
    page
}

/// How lines are typed, and every act there is.
pub fn help(scene: &Scene<'_>) -> Page {
    let words = scene.words;
    let mut page = Page::default();
    for id in [
        "plain-help-enter",
        "plain-help-number",
        "plain-help-rest",
        "plain-help-short",
        "plain-help-person",
        "plain-help-back",
    ] {
        page.say(words, id, &[]);
    }
    for action in Action::ALL.iter().filter(|action| action.is_searchable() && is_available(**action, scene.session)) {
        let said = words.say(action.message());
        match shown(&[Scope::Run, Scope::Session], *action) {
            Some(key) => page.say(
                words,
                "plain-act-key",
                &[("name", action.name().into()), ("key", key.into()), ("said", (&said).into())],
            ),
            None => page.say(words, "plain-act", &[("name", action.name().into()), ("said", (&said).into())]),
        }
    }
    page
}

//! The plan as a column: phases, and each step with its mark, its person and its time.

use ratatui::style::Style;

use super::Sight;
use super::listing::{Listing, top_for};
use super::parts::pointer;
use super::row::Row;
use crate::dialog::items::{ItemRef, is_settled, items};
use crate::dialog::model::Pane;
use crate::runbook::{Step, StepId};
use crate::session::{Approval, ApprovalSubject, Attempt, Outcome, Person, Status, exists_in};
use crate::text::{cut, printable};
use crate::words::{Names, roughly};

/// The mark of a step: `x` done, `*` running, `?` decision, `.` open, `!` failed, `-` left out, `~` put off.
pub fn mark(sight: &Sight<'_>, step: &Step) -> (&'static str, Style) {
    let theme = sight.theme;
    match sight.session.state().status(&step.id) {
        Status::Finished(Outcome::Done) => ("x", theme.done),
        Status::Finished(Outcome::Failed { .. }) => ("!", theme.over),
        Status::Finished(Outcome::Skipped { .. } | Outcome::NotApplicable { .. }) => ("-", theme.dim),
        Status::Finished(Outcome::Deferred { .. }) => ("~", theme.warned),
        Status::Active if waits_for_decision(sight, step) => ("?", theme.warned),
        Status::Active => ("*", theme.running),
        Status::Pending if waits_for_approval(sight, step) => ("?", theme.warned),
        Status::Pending => (".", Style::new()),
    }
}

fn waits_for_decision(sight: &Sight<'_>, step: &Step) -> bool {
    let state = sight.session.state().step(&step.id);
    let fresh = Attempt::default();
    let attempt = state.attempt().unwrap_or(&fresh);
    let only_decision = |item: &ItemRef| *item == ItemRef::Decision || is_settled(attempt, item);
    step.decision.is_some() && attempt.decided.is_none() && items(step).iter().all(only_decision)
}

fn waits_for_approval(sight: &Sight<'_>, step: &Step) -> bool {
    let asked = sight.session.state().approvals.get(&ApprovalSubject::Step(step.id.clone()));
    asked.is_some_and(|roles| roles.values().any(|answer| matches!(answer, Approval::Asked { .. })))
}

/// A person in the few columns of a list: `you`, the first word of a Latin name, a Chinese name whole.
pub fn short_name(sight: &Sight<'_>, person: &Person) -> String {
    if person == sight.me {
        return sight.words.say("head-me");
    }
    let name = sight.titles().person(person);
    let name = printable(&name);
    let first = name.split_whitespace().next().unwrap_or_default();
    cut(first, 8)
}

/// Who did or does a step.
fn doer(sight: &Sight<'_>, step: &Step) -> Option<Person> {
    let state = sight.session.state();
    let finished = state.steps.get(&step.id).and_then(|held| held.attempt()?.finished.clone());
    match finished {
        Some((_, _, by)) => Some(by),
        None => sight.session.person_for(step),
    }
}

/// What stands at the end of a step's row.
fn tail(sight: &Sight<'_>, step: &Step, timed: bool) -> Row {
    let theme = sight.theme;
    let person = doer(sight, step);
    let name = person.as_ref().map(|person| short_name(sight, person)).unwrap_or_default();
    let mut row = Row::new();
    match sight.session.state().status(&step.id) {
        Status::Active => {
            if person.as_ref() != Some(sight.me) {
                row.push(&name, Style::new());
                row.push(if timed { " " } else { "" }, Style::new());
            }
            if !timed {
                return row;
            }
            let used = sight.session.used(&step.id, sight.reading);
            let over = step.timebox.zip(used).is_some_and(|(limit, used)| used >= limit);
            let style = if over { theme.over } else { Style::new() };
            let used = used.map_or(String::new(), crate::time::Span::clock);
            row.push(&roughly(used, sight.session.is_rough(&step.id, sight.reading)), style);
        }
        Status::Finished(Outcome::NotApplicable { .. }) => {}
        Status::Finished(_) => row.push(&name, theme.dim),
        Status::Pending => {
            if step.danger.is_some() {
                row.push(&sight.words.say("plan-danger"), theme.over);
                row.push(" ", Style::new());
            }
            row.push(&name, theme.dim);
        }
    }
    row
}

/// The pane: as much of the plan as fits, the shown step in it. `timed` says whether that step's time stands here too;
/// beside the step's own pane it would stand twice, and cost a line every second twice.
pub fn pane(sight: &Sight<'_>, cols: usize, height: usize, timed: bool) -> Listing {
    let book = sight.session.book();
    let kind = sight.session.state().kind;
    let titles = sight.titles();
    let mut rows = Vec::new();
    let mut is_step = Vec::new();
    let mut focus = None;
    let mut running = None;
    for phase in &book.phases {
        let steps: Vec<&Step> = phase.steps.iter().filter(|step| exists_in(step, kind)).collect();
        if steps.is_empty() {
            continue;
        }
        let title = titles.phase(&phase.id);
        if !title.is_empty() {
            rows.push(Row::of(&format!(" {title}"), sight.theme.title));
            is_step.push(false);
        }
        for step in steps {
            let here = sight.model.step.as_ref() == Some(&step.id);
            if here {
                focus = Some(rows.len()..rows.len() + 1);
            }
            if running.is_none() && sight.session.state().is_active(&step.id) {
                running = Some(rows.len()..rows.len() + 1);
            }
            rows.push(line(sight, step, here, cols, timed || !here));
            is_step.push(true);
        }
    }
    let focus = focus.or(running);
    // What lies ahead matters more than what is behind: the shown step stands in the upper third.
    let wanted = focus.as_ref().map_or(0, |focus| focus.start.saturating_sub(height / 3));
    let top = top_for(rows.len(), height, focus.as_ref(), wanted);
    Listing::new(rows, height, top, |hidden, below| {
        let count = is_step.iter().skip(hidden.start).take(hidden.len()).filter(|step| **step).count();
        if count == 0 { Row::new() } else { more_steps(sight, count, below) }
    })
}

fn more_steps(sight: &Sight<'_>, count: usize, below: bool) -> Row {
    let id = if below { "plan-below" } else { "plan-above" };
    Row::of(&sight.words.with(id, &[("count", count.into())]), sight.theme.dim)
}

fn line(sight: &Sight<'_>, step: &Step, here: bool, cols: usize, timed: bool) -> Row {
    let (sign, style) = mark(sight, step);
    let title_style = match sight.session.state().status(&step.id) {
        Status::Active => sight.theme.running,
        Status::Finished(_) => sight.theme.dim,
        Status::Pending => Style::new(),
    };
    let row = Row::plain(&format!(" {}", pointer(here)))
        .with(sign, style)
        .with(" ", Style::new())
        .with(&sight.titles().step(&step.id), title_style);
    let row = row.right(tail(sight, step, timed), cols);
    if here && sight.model.pane == Pane::Plan { row.under(sight.theme.selected) } else { row }
}

/// The step that comes after this one by plan.
pub fn next_of(sight: &Sight<'_>, id: &StepId) -> Option<StepId> {
    let book = sight.session.book();
    let state = sight.session.state();
    let after = book.steps().map(|(_, step)| step).skip_while(|step| step.id != *id).skip(1);
    let pending =
        |step: &&Step| !step.branch && exists_in(step, state.kind) && *state.status(&step.id) == Status::Pending;
    after.into_iter().find(pending).map(|step| step.id.clone())
}

/// A bar of ten columns for how much of a limit is used.
pub fn gauge(used: crate::time::Span, limit: crate::time::Span) -> String {
    let tenths = used.as_millis().saturating_mul(10).checked_div(limit.as_millis().max(1)).unwrap_or(10);
    let full = usize::try_from(tenths.clamp(0, 10)).unwrap_or(10);
    format!("[{}{}]", "#".repeat(full), "-".repeat(10 - full))
}

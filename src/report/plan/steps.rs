//! The phases and their steps, each with everything it asks for and where it leads.

use super::{Page, clauses};
use crate::report::escape::{escaped, fenced};
use crate::runbook::{Command, OnFailure, Only, Order, Shell, Step};
use crate::time::Span;

/// All phases in order.
pub(super) fn phases(page: &mut Page<'_>) {
    let book = page.book;
    for (place, phase) in book.phases.iter().enumerate() {
        if phase.title.is_empty() {
            page.section("page-steps");
        } else {
            page.heading(2, &format!("{} {}", book.phase_number(place), phase.title));
        }
        page.prose(phase.goal.as_deref());
        if phase.order == Order::Any {
            page.warning(&page.say("page-at-once"));
        }
        for step in &phase.steps {
            self::step(page, step);
        }
        page.prose(phase.note.as_deref());
    }
}

fn step(page: &mut Page<'_>, step: &Step) {
    page.heading(3, &page.step(&step.id));
    if let Some(condition) = &step.condition {
        page.field("page-condition", Some(condition.clone()));
    }
    if let Some(danger) = &step.danger {
        page.warning(&page.with("pane-danger", &[("text", danger.into())]));
    }
    facts(page, step);
    if let Some(says) = &step.says {
        page.warning(&page.with("pane-says", &[("text", says.into())]));
    }
    page.prose(step.instructions.as_deref());
    page.gap();
    for item in &step.checklist {
        let mut text = item.text.clone();
        if let Some(role) = &item.role {
            text = format!("{text} ({})", page.role(role));
        }
        tick(page, &text, item.optional);
    }
    for command in &step.commands {
        self::command(page, command);
    }
    page.gap();
    if let Some(expect) = &step.expect {
        page.tick(&page.with("pane-expect-step", &[("text", expect.into())]));
    }
    for evidence in &step.evidence {
        tick(page, &page.with("pane-evidence", &[("text", (&evidence.text).into())]), evidence.optional);
    }
    if step.estimate {
        page.tick(&page.say("pane-estimate"));
    }
    for notice in &step.notify {
        let title = page.notices(std::slice::from_ref(notice));
        page.tick(&page.with("pane-notice", &[("title", (&title).into())]));
    }
    decision(page, step);
    ways_out(page, step);
}

fn tick(page: &mut Page<'_>, text: &str, optional: bool) {
    if optional {
        page.tick(&page.with("pane-optional", &[("text", text.into())]));
    } else {
        page.tick(text);
    }
}

/// Who does it, by when, and what comes before.
fn facts(page: &mut Page<'_>, step: &Step) {
    let time = |page: &Page<'_>, span: Option<Span>| span.map(|span| page.span(span));
    page.field("page-role", step.role.as_ref().map(|role| page.role(role)));
    page.field("page-limit", time(page, step.timebox));
    page.field("page-planned", step.planned.map(t_plus));
    page.field("page-approval", (!step.approval.is_empty()).then(|| page.roles(&step.approval)));
    page.field("page-after", (!step.requires.is_empty()).then(|| page.steps(&step.requires)));
    page.field("page-milestone", step.milestone.map(|milestone| page.words.milestone(milestone)));
    page.field("page-wait", time(page, step.wait));
    page.field("page-runbook", step.runbook.clone());
    if let Some(repeat) = &step.repeat {
        let every = repeat.every.map(|span| page.with("page-each", &[("time", (&page.span(span)).into())]));
        let most = repeat.max.map(|count| page.with("page-most", &[("count", count.into())]));
        let parts: Vec<String> = [Some(repeat.until.clone()), every, most].into_iter().flatten().collect();
        page.field("page-repeat", Some(parts.join(", ")));
    }
    let only = match step.only {
        Only::Both => None,
        Only::Drill => Some("page-in-drills"),
        Only::Incident => Some("page-in-incidents"),
    };
    let notes = [only, step.optional.then_some("page-optional"), step.branch.then_some("page-branch")];
    for id in notes.into_iter().flatten() {
        page.bullet(&page.say(id));
    }
    page.gap();
}

fn t_plus(at: Span) -> String {
    format!("T{}{}", if at.is_negative() { '-' } else { '+' }, at.abs().clock())
}

fn command(page: &mut Page<'_>, command: &Command) {
    page.gap();
    let on = command.on.as_ref().map(|on| page.with("pane-on", &[("text", on.into())]));
    let timeout = command.timeout.map(|span| page.with("pane-limit", &[("limit", (&page.span(span)).into())]));
    let capture = command.capture.as_ref().map(|name| page.with("page-capture", &[("name", name.into())]));
    let parts: Vec<String> = [command.title.clone(), on, timeout, capture].into_iter().flatten().collect();
    if !parts.is_empty() {
        page.out.push_str(&[&escaped(&parts.join(", ")), "\n\n"].concat());
    }
    if let Some(danger) = &command.danger {
        page.warning(&page.with("pane-danger", &[("text", danger.into())]));
    }
    let language = match command.shell {
        Shell::Sh => "sh",
        Shell::Bash => "bash",
        Shell::Powershell => "powershell",
        Shell::Sql => "sql",
        Shell::None => "text",
    };
    page.out.push_str(&fenced(&command.run, language));
    page.out.push('\n');
    if let Some(expect) = &command.expect {
        page.out.push_str(&[&escaped(&page.with("pane-expect", &[("text", expect.into())])), "\n"].concat());
    }
    page.prose(command.note.as_deref());
}

fn decision(page: &mut Page<'_>, step: &Step) {
    let Some(decision) = &step.decision else { return };
    page.gap();
    let by = decision.role.as_ref().map(|role| format!(" ({})", page.role(role))).unwrap_or_default();
    page.warning(&format!("{}{by}", page.with("pane-decision", &[("text", (&decision.question).into())])));
    for option in &decision.options {
        let mut parts = Vec::new();
        let mut say = |id: &str, text: String| parts.push(page.with(id, &[("text", (&text).into())]));
        if let Some(runbook) = &option.runbook {
            say("page-through", runbook.clone());
        }
        if let Some(to) = page.goto(&option.goto) {
            say("page-goes-to", to);
        }
        if !option.notify.is_empty() {
            say("page-sends", page.notices(&option.notify));
        }
        if !option.opens.is_empty() {
            say("page-owes", page.obligations(&option.opens));
        }
        if !option.closes.is_empty() {
            say("page-settles", page.obligations(&option.closes));
        }
        parts.extend(option.note.clone());
        let said = if parts.is_empty() { page.say("page-goes-on") } else { clauses(&parts) };
        page.out.push_str(&["- [ ] **", &escaped(&option.label), "** ", &escaped(&said), "\n"].concat());
    }
}

/// What to do when it takes too long or does not succeed, and what it leaves behind.
fn ways_out(page: &mut Page<'_>, step: &Step) {
    page.gap();
    page.field("page-overrun", step.on_overrun.as_ref().map(|overrun| page.overrun(overrun)));
    page.field(
        "page-failure",
        step.on_failure.as_ref().map(|to| match to {
            OnFailure::Next => page.say("page-goes-on"),
            OnFailure::Step(id) => page.step(id),
        }),
    );
    page.field("page-rollback", step.rollback.as_ref().map(|id| page.step(id)));
    page.field("page-opens", Some(page.obligations(&step.opens)));
    page.field("page-closes", Some(page.obligations(&step.closes)));
    for reference in &step.references {
        page.reference(reference);
    }
}

//! The few lines that stay on the screen after the program is gone: how it ended, and the totals.
//!
//! Knows no paths: where the record and the reports are is added by whoever knows.

use super::{Condition, Facts};
use crate::words::{SessionLabel, StepLabel, Words, roughly};

/// How it stands and its totals, in at most five lines.
pub fn summary(facts: &Facts, words: &Words) -> Vec<String> {
    let mut lines = vec![standing(facts, words)];
    lines.extend(totals(facts, words));
    lines
}

/// The totals, numbers first; what there is nothing of takes no line.
pub(super) fn totals(facts: &Facts, words: &Words) -> Vec<String> {
    let lines = [time(facts, words), Some(steps(facts, words)), timers(facts, words), open(facts, words)];
    lines.into_iter().flatten().collect()
}

/// The word for how a session stands.
pub(super) fn condition(condition: Condition, words: &Words) -> String {
    words.session_state(match condition {
        Condition::Blank | Condition::Opened => SessionLabel::Opened,
        Condition::Running => SessionLabel::Running,
        Condition::Paused => SessionLabel::Paused,
        Condition::Interrupted => SessionLabel::Interrupted,
        Condition::Ended => SessionLabel::Ended,
        Condition::Terminated => SessionLabel::Terminated,
    })
}

fn standing(facts: &Facts, words: &Words) -> String {
    let header = &facts.header;
    let (mode, state) = (words.kind(header.kind), condition(header.condition, words));
    let args = |time| {
        [("mode", (&mode).into()), ("title", (&header.title).into()), ("state", (&state).into()), ("time", time)]
    };
    match header.ended {
        Some(ended) => {
            let time = ended.format("%Y-%m-%d %H:%M:%S").to_string();
            words.with("report-standing-over", &args((&time).into()))
        }
        None => words.with("report-standing-not-over", &args("".into())),
    }
}

fn time(facts: &Facts, words: &Words) -> Option<String> {
    let total = roughly(words.span(facts.totals.time?), facts.header.rough);
    let less = facts.totals.time_less_pauses.filter(|_| !facts.pauses.is_empty());
    let over = facts.header.condition.is_over();
    let span = ("span", (&total).into());
    Some(match less.map(|less| roughly(words.span(less), facts.header.rough)) {
        Some(less) if over => words.with("report-total-less-pauses", &[span, ("less", (&less).into())]),
        Some(less) => words.with("report-so-far-less-pauses", &[span, ("less", (&less).into())]),
        None if over => words.with("report-total", &[span]),
        None => words.with("report-so-far", &[span]),
    })
}

fn steps(facts: &Facts, words: &Words) -> String {
    let steps = &facts.totals.steps;
    let mut parts =
        vec![words.with("report-steps-done", &[("done", steps.done.into()), ("planned", steps.planned.into())])];
    let others = [
        (steps.failed, StepLabel::Failed),
        (steps.skipped, StepLabel::Skipped),
        (steps.deferred, StepLabel::Deferred),
        (steps.not_applicable, StepLabel::NotApplicable),
    ];
    for (count, label) in others.into_iter().filter(|(count, _)| *count > 0) {
        let state = words.step_state(label);
        parts.push(words.with("report-count", &[("count", count.into()), ("what", (&state).into())]));
    }
    if steps.open > 0 {
        parts.push(words.with("report-steps-open", &[("count", steps.open.into())]));
    }
    words.with("report-steps-line", &[("list", (&joined(&parts, words)).into())])
}

fn timers(facts: &Facts, words: &Words) -> Option<String> {
    let timers = &facts.totals.timers;
    let counted = [
        (timers.met, "report-verdict-met"),
        (timers.missed, "report-verdict-missed"),
        (timers.running, "report-verdict-running"),
        (timers.idle, "report-verdict-idle"),
    ];
    let mut parts: Vec<String> = counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, id)| words.with("report-count", &[("count", count.into()), ("what", (&words.say(id)).into())]))
        .collect();
    if facts.totals.timeboxes_over > 0 {
        parts.push(words.with("report-timeboxes-over", &[("count", facts.totals.timeboxes_over.into())]));
    }
    (!parts.is_empty()).then(|| words.with("report-timers-line", &[("list", (&joined(&parts, words)).into())]))
}

fn open(facts: &Facts, words: &Words) -> Option<String> {
    let totals = &facts.totals;
    let counted = [
        (totals.unexpected, "report-unexpected-count"),
        (totals.gates_passed, "report-gates-count"),
        (totals.notices_unsent, "report-unsent-count"),
        (totals.owed, "report-owed-count"),
    ];
    let parts: Vec<String> = counted
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, id)| words.with(id, &[("count", count.into())]))
        .collect();
    (!parts.is_empty()).then(|| words.with("report-open-line", &[("list", (&joined(&parts, words)).into())]))
}

/// Counts one after another; they are no sentence, so no "and" stands before the last.
fn joined(parts: &[String], words: &Words) -> String {
    let joined = parts
        .iter()
        .cloned()
        .reduce(|before, after| words.with("report-join", &[("before", (&before).into()), ("after", (&after).into())]));
    joined.unwrap_or_default()
}

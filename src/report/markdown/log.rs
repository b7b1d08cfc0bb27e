//! Sections 6 to 14: the timeline and what is drawn from it.

use super::page::Page;
use crate::report::escape::fenced;
use crate::report::{Granted, Row};

pub(super) fn timeline(page: &mut Page<'_>) {
    page.section(6, "report-timeline");
    let facts = page.facts;
    if facts.timeline.is_empty() {
        page.none();
        return;
    }
    let rows: Vec<_> = facts
        .timeline
        .iter()
        .map(|row| {
            let place = [row.step.clone(), row.phase.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let late: Vec<_> = row
                .late
                .iter()
                .map(|late| {
                    let words = page.late(Some(late.late), row.t_plus);
                    page.with("report-late-step", &[("step", (&late.step).into()), ("late", (&words).into())])
                })
                .collect();
            // After a drill became an incident, the rows before it still say what they were.
            let number = if row.mode == facts.header.kind {
                row.seq.to_string()
            } else {
                format!("{} {}", row.seq, page.words.kind(row.mode))
            };
            [
                number,
                page.time(row.at),
                page.t_plus(row.t_plus),
                place,
                page.actor(&row.actor),
                happened(page, row),
                late.join("\n"),
            ]
        })
        .collect();
    page.table(
        [
            "report-no",
            "report-time",
            "report-t-plus",
            "report-place",
            "report-who",
            "report-event",
            "report-against-plan",
        ],
        rows,
    );
}

fn happened(page: &Page<'_>, row: &Row) -> String {
    let said: Vec<_> = row.entry.told().filter_map(|event| page.words.event(event, page.names)).collect();
    let said = said.join("\n");
    if row.withdrawn { format!("{}\n{said}", page.say("report-taken-back")) } else { said }
}

pub(super) fn decisions(page: &mut Page<'_>) {
    page.section(7, "report-decisions");
    let facts = page.facts;
    if facts.decisions.is_empty() && facts.approvals.is_empty() {
        page.none();
    }
    if !facts.decisions.is_empty() {
        let rows: Vec<_> = facts
            .decisions
            .iter()
            .map(|decision| {
                let question = match &decision.step {
                    Some(step) => format!("{step} {}", decision.question),
                    None => decision.question.clone(),
                };
                let why: Vec<String> = decision.reason.clone().into_iter().collect();
                [
                    page.time(decision.at),
                    page.t_plus(decision.t_plus),
                    question,
                    decision.chosen.clone(),
                    why.join("\n"),
                    page.actor(&decision.by),
                ]
            })
            .collect();
        page.table(
            ["report-time", "report-t-plus", "report-question", "report-chosen", "report-why", "report-by"],
            rows,
        );
    }
    if !facts.approvals.is_empty() {
        page.label("report-approvals");
        let rows: Vec<_> = facts
            .approvals
            .iter()
            .map(|approval| {
                let answer = page.say(match approval.granted {
                    None => "report-unanswered",
                    Some(Granted::Yes) => "report-granted",
                    Some(Granted::YesByWord) => "report-granted-by-word",
                    Some(Granted::No) => "report-refused",
                    Some(Granted::NoByWord) => "report-refused-by-word",
                });
                let answer = match &approval.reason {
                    Some(reason) => page.with("with-why", &[("event", (&answer).into()), ("why", reason.into())]),
                    None => answer,
                };
                [
                    approval.subject.clone(),
                    approval.role.clone(),
                    page.time_or(approval.asked),
                    page.time_or(approval.answered),
                    page.measured(approval.waited),
                    answer,
                    page.actor_or(approval.by.as_ref()),
                ]
            })
            .collect();
        page.table(
            [
                "report-subject",
                "report-asked-of",
                "report-asked",
                "report-answered",
                "report-waited",
                "report-answer",
                "report-by",
            ],
            rows,
        );
    }
}

pub(super) fn notices(page: &mut Page<'_>) {
    page.section(8, "report-notices");
    let facts = page.facts;
    if facts.notices.is_empty() {
        page.none();
        return;
    }
    let rows: Vec<_> = facts
        .notices
        .iter()
        .map(|notice| {
            [
                notice.title.clone(),
                notice.step.clone().unwrap_or_default(),
                page.time_or(notice.due),
                notice.sent.map_or_else(|| page.say("report-not-sent"), |sent| page.time(sent)),
                page.measured(notice.waited),
                page.words.list(&notice.to),
                notice.channel.clone().unwrap_or_default(),
                page.actor_or(notice.by.as_ref()),
            ]
        })
        .collect();
    page.table(
        [
            "report-notice",
            "report-step",
            "report-due",
            "report-sent",
            "report-waited",
            "report-to",
            "report-channel",
            "report-by",
        ],
        rows,
    );
    page.gap();
    for notice in &facts.notices {
        let (Some(sent), Some(text)) = (notice.sent, &notice.text) else { continue };
        let time = page.time(sent);
        let text_of = page.with("report-text-of", &[("notice", (&notice.title).into()), ("time", (&time).into())]);
        page.paragraph(&text_of);
        page.out.push_str(&fenced(text, "text"));
        page.out.push('\n');
    }
}

pub(super) fn exceptions(page: &mut Page<'_>) {
    page.section(10, "report-exceptions");
    if page.facts.exceptions.is_empty() {
        page.none();
        return;
    }
    let rows: Vec<_> = page
        .facts
        .exceptions
        .iter()
        .map(|exception| {
            [
                page.time(exception.at),
                page.t_plus(exception.t_plus),
                exception.step.clone().unwrap_or_default(),
                page.words.event(&exception.event, page.names).unwrap_or_default(),
                page.actor(&exception.by),
            ]
        })
        .collect();
    page.table(["report-time", "report-t-plus", "report-step", "report-event", "report-by"], rows);
}

pub(super) fn obligations(page: &mut Page<'_>) {
    page.section(14, "report-owed");
    let facts = page.facts;
    let open = facts.obligations.iter().filter(|owed| owed.closed.is_none());
    let closed = facts.obligations.iter().filter(|owed| owed.closed.is_some());
    let rows: Vec<_> = open
        .chain(closed)
        .map(|owed| {
            let state = page.say(match (owed.closed.is_some(), owed.late) {
                (false, false) => "report-owed-open",
                (false, true) => "report-owed-overdue",
                (true, false) => "report-owed-done",
                (true, true) => "report-owed-done-late",
            });
            [
                owed.title.clone(),
                owed.role.clone().unwrap_or_default(),
                page.time(owed.opened),
                page.time_or(owed.due),
                state,
                page.time_or(owed.closed),
            ]
        })
        .collect();
    if rows.is_empty() {
        page.none();
        return;
    }
    page.table(
        ["report-what", "report-role", "report-since", "report-due", "report-state-column", "report-done-at"],
        rows,
    );
}

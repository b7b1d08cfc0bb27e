//! Section 5: milestones, lengths, timers, steps against the plan, estimates, pauses and interruptions.

use super::page::{Page, clock};
use crate::report::{ClockFact, ClockSort, Standing, Verdict};
use crate::words::{StepLabel, TimerLabel, roughly};

pub(super) fn measures(page: &mut Page<'_>) {
    page.section(5, "report-measures");
    milestones(page);
    durations(page);
    timers(page);
    steps(page);
    estimates(page);
    pauses(page);
    interruptions(page);
}

fn milestones(page: &mut Page<'_>) {
    if page.facts.milestones.is_empty() {
        return;
    }
    page.label("report-milestones");
    let rows: Vec<_> = page
        .facts
        .milestones
        .iter()
        .map(|reached| {
            let word = page.words.milestone(reached.milestone);
            [word, page.time(reached.at), page.t_plus(reached.t_plus), page.time_or(reached.recorded)]
        })
        .collect();
    page.table(["report-milestone", "report-time", "report-t-plus", "report-recorded"], rows);
}

fn durations(page: &mut Page<'_>) {
    let durations = &page.facts.durations;
    let computed = [
        ("report-detected-reported", durations.detected_to_reported),
        ("report-reported-activated", durations.reported_to_activated),
        ("report-activated-restored", durations.activated_to_restored),
        ("report-restored-ended", durations.restored_to_ended),
        ("report-total-time", durations.total),
        ("report-total-time-less", durations.total_less_pauses),
        ("report-rto", durations.rto.as_ref().map(|rto| rto.objective)),
        ("report-rto-actual", durations.rto.as_ref().and_then(|rto| rto.actual)),
    ];
    let rows: Vec<_> = computed
        .into_iter()
        .filter_map(|(id, span)| {
            let said = page.words.span(span?);
            Some([page.say(id), roughly(said, page.facts.header.rough && id != "report-rto")])
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.label("report-durations");
    page.table(["report-length", "report-value"], rows);
}

fn timers(page: &mut Page<'_>) {
    if page.facts.clocks.is_empty() {
        return;
    }
    page.label("report-timers");
    let rows: Vec<_> = page
        .facts
        .clocks
        .iter()
        .map(|timer| {
            let sort = page.words.timer_kind(match timer.sort {
                ClockSort::Deadline => TimerLabel::Deadline,
                ClockSort::Threshold => TimerLabel::Threshold,
                ClockSort::Cadence => TimerLabel::Cadence,
            });
            [
                timer.title.clone(),
                sort,
                page.span(timer.limit),
                roughly(page.span(timer.used), timer.rough),
                verdict(page, timer),
                page.time_or(timer.since),
                page.time_or(timer.met),
                over(page, timer),
            ]
        })
        .collect();
    page.table(
        [
            "report-timer",
            "report-sort",
            "report-limit",
            "report-used",
            "report-result",
            "report-since",
            "report-met-at",
            "report-over-at",
        ],
        rows,
    );
}

fn verdict(page: &Page<'_>, timer: &ClockFact) -> String {
    if timer.sort == ClockSort::Cadence && timer.since.is_some() {
        let (given, due) = (u64::from(timer.given), u64::from(timer.came_due));
        return page.with("report-rounds-given", &[("given", given.into()), ("due", due.into())]);
    }
    page.say(match timer.verdict {
        Verdict::Met => "report-verdict-met",
        Verdict::Missed => "report-verdict-missed",
        Verdict::Running => "report-verdict-running",
        Verdict::Stopped => "report-verdict-stopped",
        Verdict::NotStarted => "report-verdict-not-started",
    })
}

/// When it came due, and when the program recorded that, which is later where no program ran.
fn over(page: &Page<'_>, timer: &ClockFact) -> String {
    let Some(due) = timer.due else { return String::new() };
    let noticed = timer.noticed.unwrap_or(due);
    let (due_at, noticed_at) = (page.time(due), page.time(noticed));
    let args = [("due", (&due_at).into()), ("noticed", (&noticed_at).into())];
    if timer.by_estimate {
        page.with("report-over-by-estimate", &args)
    } else if (noticed - due).num_seconds() > 0 {
        page.with("report-over-noticed", &args)
    } else {
        due_at
    }
}

fn steps(page: &mut Page<'_>) {
    if page.facts.steps.is_empty() {
        return;
    }
    page.label("report-steps");
    let rows: Vec<_> = page
        .facts
        .steps
        .iter()
        .map(|step| {
            let who = match (&step.role, &step.person) {
                (Some(role), Some(person)) => {
                    page.with("report-actor", &[("role", role.into()), ("person", person.into())])
                }
                (Some(only), None) | (None, Some(only)) => only.clone(),
                (None, None) => String::new(),
            };
            let state = page.words.step_state(label(step.standing));
            let outcome = match &step.reason {
                Some(reason) => page.with("with-why", &[("event", (&state).into()), ("why", reason.into())]),
                None => state,
            };
            let used = roughly(page.span(step.used), step.rough);
            let used = if step.over_timebox { page.with("report-over", &[("span", (&used).into())]) } else { used };
            [
                format!("{} {}", step.number, step.title),
                who,
                outcome,
                if step.rounds.len() > 1 { step.rounds.len().to_string() } else { String::new() },
                clock(step.planned),
                page.t_plus(step.begun),
                page.late(step.late, step.begun),
                used,
                page.span(step.timebox),
            ]
        })
        .collect();
    page.table(
        [
            "report-step",
            "report-who",
            "report-outcome",
            "report-rounds",
            "report-planned",
            "report-begun",
            "report-against-plan",
            "report-used",
            "report-timebox",
        ],
        rows,
    );
}

fn label(standing: Standing) -> StepLabel {
    match standing {
        Standing::Pending => StepLabel::Pending,
        Standing::Active => StepLabel::Active,
        Standing::Waiting => StepLabel::Waiting,
        Standing::Done => StepLabel::Done,
        Standing::Failed => StepLabel::Failed,
        Standing::Skipped => StepLabel::Skipped,
        Standing::Deferred => StepLabel::Deferred,
        Standing::NotApplicable => StepLabel::NotApplicable,
    }
}

fn estimates(page: &mut Page<'_>) {
    if page.facts.estimates.is_empty() {
        return;
    }
    page.label("report-estimates");
    let rows: Vec<_> = page
        .facts
        .estimates
        .iter()
        .map(|estimate| {
            [
                page.time(estimate.at),
                page.words.span(estimate.takes),
                page.time(estimate.back_at),
                roughly(estimate.off.map(|off| page.words.lateness(off)).unwrap_or_default(), page.facts.header.rough),
                page.actor(&estimate.by),
            ]
        })
        .collect();
    page.table(["report-time", "report-takes", "report-back-at", "report-came-back", "report-by"], rows);
}

fn pauses(page: &mut Page<'_>) {
    if page.facts.pauses.is_empty() {
        return;
    }
    page.label("report-pauses");
    let rows: Vec<_> = page
        .facts
        .pauses
        .iter()
        .map(|pause| [page.time(pause.from), page.time_or(pause.until), page.measured(Some(pause.length))])
        .collect();
    page.table(["report-from-time", "report-until-time", "report-length"], rows);
}

fn interruptions(page: &mut Page<'_>) {
    if page.facts.interruptions.is_empty() {
        return;
    }
    page.label("report-interruptions");
    let rows: Vec<_> = page
        .facts
        .interruptions
        .iter()
        .map(|gap| {
            let cause = match gap.cause {
                Some(cause) => page.words.leave_cause(cause),
                None => page.say("report-left-unsaid"),
            };
            [page.time_or(gap.left), page.time_or(gap.rejoined), page.measured(gap.unattended), cause]
        })
        .collect();
    page.table(["report-left", "report-rejoined", "report-unattended", "report-cause"], rows);
}

//! Deadlines, thresholds, cadences, timeboxes: what they count, when they warn, and that they never fail anything.

use serde_json::{Value, json};

use super::fixture::*;
use crate::runbook::Milestone;
use crate::session::{ClockKind, ClockState, Command, Due, Event, Refusal};
use crate::time::Span;

fn timed(timer: Value) -> Value {
    let mut full = json!({ "id": "t", "title": "T" });
    merge(&mut full, timer);
    json!({ "timers": [full], "steps": [step("a"), step("b"), step("c")] })
}

fn over() -> Due {
    Due::TimerOver("t".into())
}

fn warning() -> Due {
    Due::TimerWarning("t".into())
}

#[test]
fn a_timer_counts_from_the_start_unless_it_says_otherwise() {
    let mut run = incident(timed(json!({ "within": "10m" })));
    run.has(&Event::TimerArmed { timer: "t".into(), since: None });
    assert_eq!(run.timer("t").since.elapsed, Span::ZERO);
}

#[test]
fn a_timer_arms_with_a_steps_start_a_steps_end_or_a_milestone() {
    let mut run = incident(timed(json!({ "within": "10m", "from": "b.start" })));
    assert!(!run.is_armed("t"));
    run.at("3m").act(done("a"));
    assert_eq!(run.timer("t").since.elapsed, span("3m"));
    let mut done_at = incident(timed(json!({ "within": "10m", "from": "a.done" })));
    assert!(!done_at.is_armed("t"));
    done_at.at("4m").act(done("a"));
    assert_eq!(done_at.timer("t").since.elapsed, span("4m"));
    let mut reached = incident(timed(json!({ "within": "10m", "from": "detected" })));
    assert!(!reached.is_armed("t"));
    reached.at("5m").act(reach(Milestone::Detected));
    assert_eq!(reached.timer("t").since.elapsed, span("5m"));
}

#[test]
fn a_timer_warns_at_four_fifths_of_its_limit_unless_it_says_when() {
    let mut run = incident(timed(json!({ "within": "10m" })));
    assert!(run.at("7m59s").notice().is_empty());
    assert_eq!(run.at("8m").notice(), [warning()]);
    run.has(&Event::TimerWarned { timer: "t".into(), due: wall("8m") });
    assert!(run.at("9m").notice().is_empty(), "once is enough");
    let mut early = incident(timed(json!({ "within": "10m", "warn_at": "2m" })));
    assert_eq!(early.at("2m").notice(), [warning()]);
}

#[test]
fn a_deadline_is_over_at_its_limit_and_the_log_says_when_that_was() {
    let mut run = incident(timed(json!({ "within": "10m" })));
    run.at("8m").notice();
    assert_eq!(run.at("12m").notice(), [over()]);
    run.has(&Event::TimerBreached { timer: "t".into(), due: wall("10m"), early: false });
}

#[test]
fn when_warning_and_limit_have_both_passed_only_the_limit_is_noticed() {
    let mut run = incident(timed(json!({ "within": "10m" })));
    assert_eq!(run.at("1h").notice(), [over()]);
    run.refused(Command::Notice(warning()), Refusal::NotDue).refused(Command::Notice(over()), Refusal::NotDue);
}

#[test]
fn a_timer_over_its_limit_fails_nothing() {
    let mut run = incident(timed(json!({ "within": "10m" })));
    run.at("1h").notice();
    run.actives(&["a"]).act(done("a"));
}

#[test]
fn a_met_timer_is_noticed_no_more() {
    let mut run = incident(timed(json!({ "within": "10m", "until": "a.done" })));
    run.at("4m").act(done("a")).has(&Event::TimerMet { timer: "t".into() });
    assert!(run.at("1h").notice().is_empty());
    let clock = run.clock_of("T");
    assert_eq!((clock.state, clock.used), (ClockState::Met, Some(span("4m"))));
}

#[test]
fn a_timer_met_late_says_so_even_when_nobody_was_there_to_notice() {
    let mut run = incident(timed(json!({ "within": "10m", "until": "a.done" })));
    run.at("14m").act(done("a"));
    run.has(&Event::TimerBreached { timer: "t".into(), due: wall("10m"), early: false });
    assert_eq!(run.clock_of("T").state, ClockState::MetLate);
}

#[test]
fn a_breach_makes_notices_due_and_opens_and_closes_what_is_owed() {
    let mut book = timed(
        json!({ "within": "10m", "on_breach": { "text": "Now", "notify": ["n"], "opens": ["new"], "closes": ["old"] } }),
    );
    merge(
        &mut book,
        json!({ "contacts": { "all": { "name": "All" } }, "notices": { "n": { "title": "N", "to": ["all"], "text": "N" } },
        "obligations": { "new": { "title": "New" }, "old": { "title": "Old" } } }),
    );
    let mut run = incident(book);
    run.act(Command::OpenObligation { obligation: "old".into() }).at("10m").notice();
    assert!(run.owes("new") && !run.owes("old"));
    assert!(run.session.state().notices["n"].due_since.is_some());
}

#[test]
fn limits_count_exercise_time_in_a_drill() {
    let mut run = drill(timed(json!({ "within": "10m" })));
    run.at("5m").act(Command::Pause);
    assert!(run.at("1h").notice().is_empty(), "a pause stops clocks");
    run.act(Command::Resume);
    assert!(run.at("1h2m").notice().is_empty());
    assert_eq!(run.at("1h3m").notice(), [warning()]);
    assert_eq!(run.at("1h5m").notice(), [over()]);
}

#[test]
fn timers_keep_what_they_have_used_when_a_drill_becomes_real() {
    let mut run = drill(timed(json!({ "within": "10m" })));
    run.at("5m").act(Command::Pause).at("1h").act_because("real", Command::Convert);
    assert_eq!(run.clock_of("T").used, Some(span("5m")));
    run.at("1h5m");
    assert_eq!(run.notice(), [over()]);
}

#[test]
fn a_cadence_is_due_from_when_it_was_last_met() {
    let mut run = incident(timed(json!({ "every": "15m", "warn_at": "14m" })));
    assert_eq!(run.at("15m").notice(), [Due::Cadence("t".into())]);
    run.at("20m").act(Command::MeetCadence { timer: "t".into() });
    assert!(run.at("33m").notice().is_empty());
    assert_eq!(run.at("35m").notice(), [Due::Cadence("t".into())]);
    assert_eq!(run.timer("t").rounds, (1, 2));
}

#[test]
fn a_cadence_met_early_counts_from_then() {
    let mut run = incident(timed(json!({ "every": "15m" })));
    run.at("10m").act(Command::MeetCadence { timer: "t".into() });
    assert!(run.at("20m").notice().is_empty());
}

#[test]
fn missed_updates_never_pile_up() {
    let mut run = incident(timed(json!({ "every": "15m" })));
    assert_eq!(run.at("5h").notice(), [Due::Cadence("t".into())]);
    run.has(&Event::CadenceDue { timer: "t".into(), due: wall("15m") });
    run.act(Command::MeetCadence { timer: "t".into() });
    assert!(run.at("5h1m").notice().is_empty());
    assert_eq!(run.timer("t").rounds, (1, 1));
}

#[test]
fn only_a_cadence_that_counts_can_be_met_by_hand() {
    let mut run = incident(timed(json!({ "within": "15m" })));
    run.refused(Command::MeetCadence { timer: "t".into() }, Refusal::NoSuchTimer("t".into()));
    run.refused(Command::MeetCadence { timer: "x".into() }, Refusal::NoSuchTimer("x".into()));
    let mut cadence = incident(timed(json!({ "every": "15m", "until": "a.done" })));
    cadence.act(done("a")).has(&Event::TimerStopped { timer: "t".into() });
    cadence.refused(Command::MeetCadence { timer: "t".into() }, Refusal::NoSuchTimer("t".into()));
}

#[test]
fn a_timer_arms_once() {
    let mut run = incident(timed(json!({ "within": "10m", "from": "a.start" })));
    run.at("2m").act(done("a")).at("5m").act(reopen("a"));
    assert_eq!(run.timer("t").since.elapsed, Span::ZERO);
}

#[test]
fn reopening_the_step_that_met_a_timer_runs_it_on() {
    let mut run = incident(timed(json!({ "within": "10m", "until": "a.done" })));
    run.at("4m").act(done("a")).at("6m").act(reopen("a")).has(&Event::TimerRearmed { timer: "t".into() });
    assert_eq!(run.clock_of("T").used, Some(span("6m")));
    assert_eq!(run.at("10m").notice().last(), Some(&over()));
    run.at("11m").act(done("a"));
    assert_eq!(run.clock_of("T").state, ClockState::MetLate);
}

#[test]
fn reopening_the_step_that_stopped_a_cadence_runs_it_on() {
    let mut run = incident(timed(json!({ "every": "10m", "until": "a.done" })));
    run.at("4m").act(done("a")).at("6m").act(reopen("a")).has(&Event::TimerRearmed { timer: "t".into() });
    assert_eq!(run.at("10m").notice().last(), Some(&Due::Cadence("t".into())));
}

#[test]
fn a_timer_whose_end_came_before_its_beginning_is_met_at_once() {
    let mut run = incident(timed(json!({ "within": "10m", "from": "b.start", "until": "c.done" })));
    run.at("1m").act(done("c")).at("5m").act(done("a"));
    run.has(&Event::TimerMet { timer: "t".into() });
    let clock = run.clock_of("T");
    assert_eq!((clock.state, clock.used), (ClockState::Met, Some(Span::ZERO)));
    assert!(run.at("1h").notice().is_empty());
}

#[test]
fn a_backdated_milestone_arms_a_timer_from_the_time_it_states() {
    let mut run = incident(timed(json!({ "within": "30m", "from": "detected" })));
    run.at("20m").act(Command::ReachMilestone { milestone: Milestone::Detected, stated: Some(wall("5m")) });
    run.has(&Event::TimerArmed { timer: "t".into(), since: Some(wall("5m")) });
    assert_eq!(run.clock_of("T").used, Some(span("15m")));
    assert!(run.at("28m").notice().is_empty());
    assert_eq!(run.at("35m").notice(), [over()]);
    run.has(&Event::TimerBreached { timer: "t".into(), due: wall("35m"), early: false });
}

#[test]
fn a_backdated_milestone_meets_a_timer_at_the_time_it_states() {
    let mut run = incident(timed(json!({ "within": "30m", "until": "restored" })));
    run.at("40m").notice();
    run.at("45m").act(Command::ReachMilestone { milestone: Milestone::Restored, stated: Some(wall("25m")) });
    let clock = run.clock_of("T");
    assert_eq!((clock.used, clock.state), (Some(span("25m")), ClockState::Met));
}

#[test]
fn a_timer_armed_from_long_ago_and_met_long_ago_knows_both_times() {
    let mut run = incident(timed(json!({ "within": "5m", "from": "detected", "until": "a.done" })));
    run.at("12m").act(done("a")).at("20m");
    run.act(Command::ReachMilestone { milestone: Milestone::Detected, stated: Some(wall("2m")) });
    let clock = run.clock_of("T");
    assert_eq!((clock.used, clock.state), (Some(span("10m")), ClockState::MetLate));
}

#[test]
fn a_stated_time_does_not_count_the_pauses_since() {
    let mut run = drill(timed(json!({ "within": "30m", "from": "detected" })));
    run.at("10m").act(Command::Pause).at("20m").act(Command::Resume).at("25m");
    run.act(Command::ReachMilestone { milestone: Milestone::Detected, stated: Some(wall("5m")) });
    assert_eq!(run.clock_of("T").used, Some(span("10m")), "five before the pause, five after");
}

#[test]
fn what_was_reached_on_the_briefing_counts_from_then_even_when_the_wall_clock_was_set() {
    let mut run = opened(crate::session::Kind::Incident, timed(json!({ "within": "30m", "from": "detected" })));
    run.at("2m").act(reach(Milestone::Detected));
    run.wall_off = span("2h");
    run.at("7m").act(Command::Start);
    assert_eq!(run.clock_of("T").used, Some(span("5m")));
}

#[test]
fn an_estimate_beyond_the_limit_is_over_at_once() {
    let mut run = incident(timed(
        json!({ "within": "30m", "if_estimate_over": true, "on_breach": { "text": "x", "goto": "c" } }),
    ));
    run.at("5m").act(estimate("25m"));
    assert!(run.timer("t").over.is_none(), "just inside");
    run.at("6m").act(estimate("25m"));
    run.has(&Event::TimerBreached { timer: "t".into(), due: wall("30m"), early: true });
    assert!(run.at("40m").notice().is_empty(), "once is enough");
    assert_eq!(run.session.clocks(run.reading())[0].kind, ClockKind::Threshold("t".into()));
}

#[test]
fn a_timer_armed_under_a_bad_estimate_is_over_at_once() {
    let mut run = incident(timed(json!({ "within": "30m", "from": "b.start", "if_estimate_over": true })));
    run.at("1m").act(estimate("45m")).at("2m").act(done("a"));
    run.has(&Event::TimerBreached { timer: "t".into(), due: wall("32m"), early: true });
}

#[test]
fn an_estimate_says_nothing_to_timers_that_do_not_ask() {
    let mut run = incident(timed(json!({ "within": "30m" })));
    run.act(estimate("5h"));
    assert!(run.timer("t").over.is_none());
}

#[test]
fn what_came_in_time_is_met_whatever_an_estimate_had_said() {
    let mut run = incident(timed(json!({ "within": "30m", "until": "a.done", "if_estimate_over": true })));
    run.act(estimate("45m")).at("20m").act(done("a"));
    assert_eq!(run.clock_of("T").state, ClockState::Met);
}

#[test]
fn the_end_stops_every_timer() {
    let mut run = incident(timed(json!({ "within": "30m" })));
    run.at("5m").act_because("over", Command::End).has(&Event::TimerMet { timer: "t".into() });
    let mut open = incident(timed(json!({ "within": "30m", "until": "c.done" })));
    open.at("5m").act_because("over", Command::End).has(&Event::TimerStopped { timer: "t".into() });
    assert!(open.at("1h").notice().is_empty());
    let clock = open.clock_of("T");
    assert_eq!((clock.state, clock.used), (ClockState::Stopped, Some(span("5m"))));
}

#[test]
fn no_timer_starts_after_the_end() {
    let book = json!({ "timers": [{ "id": "t", "title": "T", "within": "5m", "from": "late.start" }],
        "steps": [step_with("over", json!({ "milestone": "ended" })), step_with("late", json!({ "timebox": "1m" }))] });
    let mut run = incident(book);
    run.act(done("over")).actives(&["late"]);
    assert!(!run.is_armed("t"));
    assert!(run.at("1h").notice().is_empty(), "a timebox does not run then either");
}

#[test]
fn a_timebox_warns_and_runs_over_once_an_attempt() {
    let mut run =
        incident(json!({ "steps": [step_with("a", json!({ "timebox": "10m", "on_overrun": "Call" })), step("b")] }));
    assert_eq!(run.at("8m").notice(), [Due::TimeboxWarning(id("a"))]);
    assert_eq!(run.at("11m").notice(), [Due::TimeboxOver(id("a"))]);
    run.has(&Event::TimeboxOverrun { step: id("a"), due: wall("10m") }).actives(&["a"]);
    run.at("12m").act(done("a")).act(reopen("a"));
    assert_eq!(run.at("22m").notice(), [Due::TimeboxOver(id("a"))]);
}

#[test]
fn a_countdown_that_ran_out_is_noticed_once() {
    let mut run = incident(json!({ "steps": [step_with("a", json!({ "wait": "5m" }))] }));
    assert_eq!(run.at("9m").notice(), [Due::WaitOver(id("a"))]);
    run.has(&Event::WaitOver { step: id("a"), due: wall("5m") });
}

#[test]
fn the_longest_overdue_comes_first() {
    let book = json!({ "timers": [{ "id": "late", "title": "L", "within": "20m" }, { "id": "soon", "title": "S", "within": "10m" }], "steps": [step("a")] });
    let mut run = incident(book);
    assert_eq!(run.at("1h").notice(), [Due::TimerOver("soon".into()), Due::TimerOver("late".into())]);
}

#[test]
fn the_next_due_says_how_long_one_may_sleep() {
    let mut run = incident(timed(json!({ "within": "10m" })));
    run.at("1m");
    assert_eq!(run.session.next_due(&run.moment()), Some(span("7m")));
    assert_eq!(incident(steps(&["a"])).session.next_due(&run.moment()), None);
}

#[test]
fn a_timer_whose_step_is_left_out_stops_and_is_neither_met_nor_missed() {
    let book = json!({ "steps": [step("a"), step("b"), step("c")],
        "timers": [{ "id": "t", "title": "T", "from": "a.start", "until": "b.done", "within": "5m" }] });
    let mut run = incident(book);
    run.at("1m").act(rule_out("b"));
    assert!(run.timer("t").stopped.is_some() && run.timer("t").met.is_none());
    assert_eq!(run.at("9m").notice(), []);
    run.act(done("a")).act(reopen("b"));
    assert!(run.timer("t").is_counting(), "taken up again it is measured again");
}

//! The bundled plan for an outage of the MES application server, walked through in every way it foresees.

use super::fixture::*;
use crate::runbook::{Authority, Milestone};
use crate::session::{
    ApprovalSubject, ClockState, Command, Due, Event, EvidenceItem, Gate, ItemKey, Kind, Life, Outcome, Refusal,
    RuleOutCause, Source, Status, Urgent,
};

fn plan() -> String {
    include_str!("../../../runbooks/en/mes-app-server-outage.json").to_owned()
}

/// Ticks and answers all that a step wants; sends its notices.
fn work(run: &mut Run, step: &str) {
    let plan = run.session.book().step(&id(step)).unwrap().clone();
    for place in 0..plan.checklist.len() {
        run.act(tick(step, place));
    }
    for place in 0..plan.evidence.len() {
        run.act(Command::GiveEvidence { step: id(step), item: EvidenceItem(place), text: "seen".to_owned() });
    }
    for notice in &plan.notify {
        let subject = ApprovalSubject::Notice(notice.clone());
        if let Some(role) = run.session.book().notices[notice].approval.clone() {
            run.act(Command::GrantApproval { subject, role });
        }
        run.act(send(notice.as_str()));
    }
}

fn finish(run: &mut Run, step: &str) {
    work(run, step);
    run.act(done(step));
}

/// A drill that has been briefed and started: 0.1 stands.
fn exercise() -> Run {
    let mut run = opened_text(Kind::Drill, plan());
    for index in 0..run.session.book().precautions.len() {
        run.act(Command::AcknowledgePrecaution { index });
    }
    run.act(Command::Start).actives(&["0.1"]);
    run
}

/// The same at T0: 1.1 stands, five minutes after the start.
fn exercise_at_zero() -> Run {
    let mut run = exercise();
    finish(run.at("2m"), "0.1");
    finish(run.at("5m"), "0.2");
    run.actives(&["1.1"]);
    run
}

/// The same where the estimate is asked: 2.5 stands, nine minutes after the start.
fn exercise_at_estimate() -> Run {
    let mut run = exercise_at_zero();
    finish(&mut run, "1.1");
    finish(run.at("6m"), "1.2");
    finish(&mut run, "2.1");
    finish(&mut run, "2.2");
    run.at("7m").actives(&["2.3"]);
    work(&mut run, "2.3");
    run.act(choose("2.3", 0));
    finish(run.at("9m"), "2.4");
    run.actives(&["2.5"]);
    run
}

fn give_estimate(run: &mut Run, takes: &str) {
    run.act(Command::GiveEstimate { step: Some(id("2.5")), takes: span(takes) });
}

/// The same at 3.1, the restart, which is begun by typing its number.
fn exercise_at_restart() -> Run {
    let mut run = exercise_at_estimate();
    give_estimate(&mut run, "20m");
    run.act(choose("2.5", 0));
    finish(run.at("10m"), "2.7");
    run
}

fn restart(run: &mut Run) {
    run.act(Command::StartStep { step: id("3.1"), typed: Some("3.1".to_owned()) });
    finish(run, "3.1");
    finish(run, "3.2");
}

fn exercise_at_test() -> Run {
    let mut run = exercise_at_restart();
    restart(run.at("14m"));
    run.actives(&["4.1"]);
    run
}

#[test]
fn t0_is_the_first_step_planned_at_zero() {
    let mut run = exercise();
    assert!(run.session.state().clocks.zero().is_none());
    finish(run.at("2m"), "0.1");
    assert!(run.session.state().clocks.zero().is_none());
    finish(run.at("5m"), "0.2");
    assert_eq!(run.session.state().clocks.zero().unwrap().elapsed, span("5m"));
}

#[test]
fn planned_offsets_and_lateness_follow_the_document() {
    let run = exercise_at_estimate();
    let late = |step: &str| run.session.lateness(run.session.book().step(&id(step)).unwrap());
    assert_eq!(late("0.1"), Some(span("0s")), "begun five minutes before T0, as planned");
    assert_eq!(late("0.2"), Some(span("0s")));
    assert_eq!(late("1.2"), Some(span("-1m")));
    assert_eq!(late("2.3"), Some(span("-1m")));
    assert_eq!(late("2.4"), Some(span("-1m")));
    assert_eq!(late("2.7"), None);
}

#[test]
fn milestones_are_reached_by_the_steps_that_name_them() {
    let mut run = exercise_at_test();
    work(&mut run, "4.1");
    run.at("15m").act(choose("4.1", 0));
    let reached: Vec<_> = run.session.state().milestones.iter().map(|(m, at)| (*m, at.elapsed)).collect();
    assert_eq!(
        reached,
        [
            (Milestone::Detected, span("5m")),
            (Milestone::Reported, span("6m")),
            (Milestone::Activated, span("6m")),
            (Milestone::Mitigated, span("14m")),
            (Milestone::Restored, span("15m")),
        ]
    );
}

#[test]
fn an_estimate_within_thirty_minutes_goes_on_to_stop_the_users() {
    let mut run = exercise_at_estimate();
    run.gated(choose("2.5", 0), vec![Gate::NoEstimate { step: id("2.5") }]);
    let mut run = exercise_at_estimate();
    give_estimate(&mut run, "20m");
    run.act(choose("2.5", 0)).actives(&["2.7"]);
    assert_eq!(run.status("2.6"), Status::Finished(Outcome::NotApplicable { cause: RuleOutCause::JumpedOver }));
}

#[test]
fn more_than_thirty_minutes_tells_the_other_systems_first() {
    let mut run = exercise_at_estimate();
    give_estimate(&mut run, "29m");
    run.act(choose("2.5", 1)).actives(&["2.6"]);
    finish(&mut run, "2.6");
    assert!(run.owes("alternate-working"));
    run.actives(&["2.7"]);
    finish(&mut run, "2.7");
    assert!(run.owes("suspended") && run.is_pending("3.1"), "a danger is begun by hand");
    restart(&mut run);
    run.actives(&["4.1"]);
}

#[test]
fn an_estimate_of_forty_five_minutes_fires_the_threshold_at_once_and_opens_the_branch() {
    let mut run = exercise_at_estimate();
    give_estimate(&mut run, "45m");
    run.has(&Event::TimerBreached { timer: "restore-30m".into(), due: wall("37m"), early: true });
    run.actives(&["2.5", "2.6"]);
    run.act(choose("2.5", 1)).actives(&["2.6"]);
    assert_eq!(run.attempts("2.6"), 1, "the flow goes through the step that was opened already");
    finish(&mut run, "2.6");
    run.actives(&["2.7"]);
}

#[test]
fn a_side_step_opened_by_the_threshold_holds_up_nothing() {
    let mut run = exercise_at_estimate();
    give_estimate(&mut run, "45m");
    run.act(choose("2.5", 0)).actives(&["2.6", "2.7"]);
    finish(&mut run, "2.7");
    run.act(Command::StartStep { step: id("3.1"), typed: Some("3.1".to_owned()) }).actives(&["2.6", "3.1"]);
}

#[test]
fn thirty_minutes_after_the_start_of_diagnosis_the_threshold_fires_and_opens_the_branch() {
    let mut run = exercise_at_restart();
    assert_eq!(run.timer("restore-30m").since.elapsed, span("7m"));
    run.act(Command::StartStep { step: id("3.1"), typed: Some("3.1".to_owned()) });
    let noticed = run.at("26m59s").notice();
    assert!(!noticed.contains(&Due::TimerWarning("restore-30m".into())));
    assert!(run.at("27m").notice().contains(&Due::TimerWarning("restore-30m".into())));
    run.at("37m").notice();
    assert_eq!(run.timer("restore-30m").over, Some(wall("37m")));
    run.actives(&["2.6", "3.1"]);
    finish(&mut run, "2.6");
    assert!(run.owes("alternate-working"));
    run.actives(&["3.1"]);
}

#[test]
fn an_abnormal_network_leads_into_the_machine_room_plan_and_back_to_the_next_step() {
    let room = include_str!("../../../runbooks/en/machine-room-outage.json");
    let sources = || {
        let own = Source::new("book.json".to_owned(), "own".to_owned(), plan());
        let child = Source::new("room.json".to_owned(), "room".to_owned(), room.to_owned());
        vec![own.leading_to([("machine-room-outage".to_owned(), "room".to_owned())].into()), child]
    };
    let mut run = opened_among(Kind::Incident, sources());
    run.act(Command::Start);
    for step in ["1.1", "1.2", "2.1", "2.2"] {
        finish(&mut run, step);
    }
    work(&mut run, "2.3");
    run.act(choose("2.3", 1));
    assert!(run.active().iter().all(|step| step.starts_with("2.3/")), "{:?}", run.active());
    let end = run.plan().into_iter().find(|step| {
        let step = run.session.book().step(&id(step)).unwrap();
        step.id.child().is_some() && step.milestone == Some(Milestone::Ended)
    });
    let end = end.unwrap();
    run.act_because("repaired", begin(&end)).act_because("repaired", done(&end));
    let left = run.active();
    for step in left {
        run.act_because("repaired", skip(&step));
    }
    assert!(run.is_active("2.4"), "{:?}", run.active());
}

#[test]
fn a_failed_test_loops_to_the_restart_and_restores_nothing() {
    let mut run = exercise_at_test();
    work(&mut run, "4.1");
    run.act(choose("4.1", 1));
    assert!(!run.session.state().milestones.contains_key(&Milestone::Restored));
    assert!(run.timer("restore-30m").is_counting());
    assert_eq!((run.attempts("3.1"), run.attempts("3.2"), run.attempts("4.1")), (2, 2, 2));
    run.refused(begin("3.1"), Refusal::DangerNotConfirmed { step: id("3.1"), expected: "3.1".to_owned() });
    restart(&mut run);
    work(run.at("20m"), "4.1");
    run.act(choose("4.1", 0)).actives(&["4.2"]);
    assert_eq!(run.session.state().milestones[&Milestone::Restored].elapsed, span("20m"));
    assert_eq!(run.clock_of("30-minute limit").state, ClockState::Met);
}

#[test]
fn a_test_marked_as_failed_loops_the_same_way() {
    let mut run = exercise_at_test();
    run.act(fail("4.1"));
    assert!(run.is_pending("3.1") && !run.session.state().milestones.contains_key(&Milestone::Restored));
}

#[test]
fn missing_data_runs_the_thirty_minutes_on() {
    let mut run = exercise_at_test();
    work(&mut run, "4.1");
    run.act(choose("4.1", 0));
    assert!(run.timer("restore-30m").met.is_some());
    work(&mut run, "4.2");
    run.act(choose("4.2", 1)).has(&Event::TimerRearmed { timer: "restore-30m".into() });
    assert!(run.timer("restore-30m").is_counting());
}

/// From 4.1 to the declaration that it is over.
fn restore(run: &mut Run, backfill: bool) {
    work(run, "4.1");
    run.act(choose("4.1", 0));
    work(run, "4.2");
    run.act(choose("4.2", 0)).actives(&[]);
    run.act(grant(of_step("4.3"), "leader")).actives(&[]).act(grant(of_step("4.3"), "vice-leader")).actives(&["4.3"]);
    finish(run, "4.3");
    finish(run, "4.4");
    assert!(!run.owes("suspended"), "resume closes what stop opened");
    run.actives(&["4.5"]).act(Command::AnswerCondition { step: id("4.5"), applies: backfill });
    if backfill {
        finish(run, "4.5");
    }
    finish(run, "4.6");
    finish(run, "4.7");
    run.actives(&["5.1"]);
}

#[test]
fn the_whole_drill_in_order() {
    let mut run = exercise_at_test();
    restore(run.at("18m"), false);
    for index in 0..4 {
        run.act(Command::TickExit { index });
    }
    run.at("20m");
    finish(&mut run, "5.1");
    assert_eq!(run.session.state().life, Life::Ended);
    assert!(!run.events.iter().any(|event| matches!(event, Event::GatePassed { .. })), "nothing was left open");
    assert!(run.owes("written-analysis"), "owed from the end on");
    run.actives(&["5.2"]);
    finish(run.at("40m"), "5.2");
    run.actives(&["5.3"]);
    assert!(run.urgent().contains(&Urgent::Owed("written-analysis".into())));
    finish(run.at("3h"), "5.3");
    assert!(!run.owes("written-analysis") && run.session.plan_is_done());
    assert_eq!(run.session.state().clocks.exercise_since_zero(run.reading()), Some(span("15m")));
    assert!(run.notice().is_empty());
    run.log_is_replayed();
}

#[test]
fn working_another_way_is_owed_until_the_data_is_back() {
    let mut run = exercise_at_estimate();
    give_estimate(&mut run, "45m");
    run.act(choose("2.5", 1));
    finish(&mut run, "2.6");
    finish(&mut run, "2.7");
    restart(&mut run);
    assert!(run.owes("alternate-working"));
    restore(&mut run, true);
    assert!(!run.owes("alternate-working"));
}

#[test]
fn declaring_it_over_too_early_names_what_is_open() {
    let mut run = exercise_at_restart();
    let refusal = run.give(Command::End, None, None).unwrap_err();
    let Refusal::Gates(gates) = refusal else { panic!("{refusal:?}") };
    assert_eq!(
        gates,
        [Gate::EndOpen { criteria: 4, obligations: vec!["suspended".into()], notices: vec![], active: vec![] }]
    );
}

#[test]
fn only_the_leader_declares_it_over() {
    let mut run = exercise_at_restart();
    let refusal = run.give(done("5.1"), None, Some("hao")).unwrap_err();
    let Refusal::Gates(gates) = refusal else { panic!("{refusal:?}") };
    assert!(gates.contains(&Gate::NotAuthorised { authority: Authority::End, roles: vec!["leader".into()] }));
}

#[test]
fn the_first_report_is_timed_from_the_discovery() {
    let mut run = exercise_at_zero();
    assert!(!run.is_armed("first-report"));
    finish(&mut run, "1.1");
    assert_eq!(run.timer("first-report").since.elapsed, span("5m"));
    finish(run.at("8m"), "1.2");
    assert_eq!(run.clock_of("First report in 5 min (added)").state, ClockState::Met);
}

#[test]
fn updates_are_asked_for_from_the_activation_to_the_end() {
    let mut run = exercise_at_estimate();
    assert_eq!(run.timer("status-updates").since.elapsed, span("6m"));
    assert!(run.at("21m").notice().contains(&Due::Cadence("status-updates".into())));
    run.at("23m").act(Command::MeetCadence { timer: "status-updates".into() });
    assert!(!run.at("37m").notice().contains(&Due::Cadence("status-updates".into())));
    run.act_because("enough", Command::Terminate);
    assert!(run.timer("status-updates").stopped.is_some());
}

#[test]
fn a_pause_stops_the_thirty_minutes() {
    let mut run = exercise_at_restart();
    run.at("10m").act(Command::Pause).at("1h").act(Command::Resume);
    assert_eq!(run.clock_of("30-minute limit").used, Some(span("3m")));
    assert!(!run.at("1h10m").notice().contains(&Due::TimerOver("restore-30m".into())));
}

#[test]
fn in_an_incident_there_is_no_preparation_and_all_roles_are_mine() {
    let mut run = opened_text(Kind::Incident, plan());
    run.act(Command::Start).actives(&["1.1"]);
    assert!(!run.session.has_step(&id("0.1")));
    assert_eq!(run.session.state().clocks.zero().unwrap().elapsed, span("0m"));
    assert_eq!(run.session.fills(&"leader".into()), Some(person(ME)));
    run.refused(Command::Pause, Refusal::OnlyInDrill { kind: Kind::Incident });
    for step in ["1.1", "1.2", "2.1", "2.2"] {
        finish(&mut run, step);
        assert_eq!(run.active().len(), 1, "one person never has two clocks");
    }
    work(&mut run, "2.3");
    run.act(choose("2.3", 0));
    finish(&mut run, "2.4");
    give_estimate(&mut run, "45m");
    run.actives(&["2.5"]);
    assert!(run.session.state().step(&id("2.6")).called, "it waits for the hands that are busy");
    run.act(choose("2.5", 1)).actives(&["2.6"]);
}

#[test]
fn a_walkthrough_reads_what_an_incident_would_do() {
    let mut run = opened_text(Kind::Walkthrough, plan());
    run.act(Command::Start).actives(&["1.1"]);
    assert_eq!(run.session.log().last().unwrap().entry.mode, Kind::Walkthrough);
}

#[test]
fn a_real_fault_turns_the_drill_into_an_incident_in_the_same_log() {
    let mut run = exercise();
    run.act_because("the server is really down", Command::Convert);
    assert!(run.is_ruled_out("0.1"));
    run.actives(&["1.1"]);
    assert_eq!(run.session.state().clocks.zero().unwrap().elapsed, span("0m"));
    assert_eq!(run.session.fills(&"mes-admin".into()), Some(person("hao")), "people keep their roles");
    run.refused(begin("0.2"), Refusal::NoSuchStep(id("0.2")));
    run.log_is_replayed();
}

#[test]
fn a_drill_is_ended_early_with_a_reason() {
    let mut run = exercise_at_restart();
    run.at("11m").act_because("production needs us", Command::Terminate);
    run.has(&Event::SessionTerminated { reason: "production needs us".to_owned() });
    assert!(run.at("2h").notice().is_empty());
    run.refused(done("3.1"), Refusal::Over);
}

#[test]
fn the_texts_are_filled_with_host_start_and_names() {
    let run = exercise_at_zero();
    let text = run.session.book().notices["stop"].text.clone();
    let filled = run.session.fill(&text, None);
    assert!(filled.text.contains("mes-app-01") && filled.text.contains("2026-11-22 06:05"), "{}", filled.text);
    assert!(filled.text.contains("Lin X.") && filled.missing.is_empty());
    let run_text = run.session.book().step(&id("2.4")).unwrap().commands[0].run.clone();
    assert_eq!(
        run.session.fill_command(&run_text, &id("2.4")).text,
        "ssh \"mes-app-01\" systemctl status mes-app --no-pager"
    );
}

#[test]
fn every_item_of_a_step_counts_by_its_place() {
    let mut run = exercise();
    run.act(tick("0.1", 0)).act(tick("0.1", 2));
    let gates = vec![Gate::Unticked { step: id("0.1"), items: vec![ItemKey::Check(1)] }];
    run.refused(done("0.1"), Refusal::Gates(gates));
}

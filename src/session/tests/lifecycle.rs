//! Opening, starting, pausing, converting, ending: what each life of a session allows.

use serde_json::json;

use super::fixture::*;
use crate::runbook::{Authority, DrillForm, Milestone};
use crate::session::{Command, Event, Gate, Kind, LeaveCause, Life, Refusal, RuleOutCause, Terminal};
use crate::time::Span;

fn life(run: &Run) -> Life {
    run.session.state().life
}

#[test]
fn the_first_act_opens_and_embeds_the_runbook() {
    let run = opened(Kind::Incident, steps(&["a", "b"]));
    assert!(
        matches!(&run.events[0], Event::SessionOpened { kind: Kind::Incident, form: None, sources, .. } if sources.len() == 1)
    );
    assert_eq!(run.session.book().title, "Book");
    assert_eq!(life(&run), Life::Opened);
    assert_eq!(run.session.state().opener, Some(person(ME)));
    assert!(run.active().is_empty(), "nothing runs before the start");
}

#[test]
fn nothing_can_be_asked_of_a_session_that_was_never_opened() {
    let mut run = opened(Kind::Incident, steps(&["a"]));
    run.session = crate::session::Session::new();
    for command in [Command::Start, Command::Pause, Command::End, done("a"), Command::TakeBack, estimate("5m")] {
        run.refused(command, Refusal::NotOpened);
    }
}

#[test]
fn a_session_is_opened_once() {
    let mut run = opened(Kind::Incident, steps(&["a"]));
    run.refused(open(Kind::Drill, text_of(steps(&["b"]))), Refusal::AlreadyOpened);
}

#[test]
fn a_drill_takes_its_form_from_the_plan_and_an_incident_has_none() {
    let book = json!({ "drill": { "form": "tabletop" }, "steps": [step("a")] });
    assert_eq!(opened(Kind::Drill, book.clone()).session.state().form, Some(DrillForm::Tabletop));
    assert_eq!(opened(Kind::Incident, book).session.state().form, None);
    assert_eq!(opened(Kind::Drill, steps(&["a"])).session.state().form, Some(DrillForm::Functional));
}

#[test]
fn acts_on_steps_wait_for_the_start() {
    let mut run = opened(Kind::Incident, steps(&["a"]));
    for command in [begin("a"), done("a"), skip("a"), tick("a", 0), reopen("a"), Command::End] {
        run.refused(command, Refusal::NotStarted);
    }
}

#[test]
fn a_session_starts_once() {
    let mut run = incident(steps(&["a"]));
    run.refused(Command::Start, Refusal::AlreadyStarted);
    run.act_because("over", Command::End).refused(Command::Start, Refusal::Over);
}

#[test]
fn in_an_incident_nothing_stands_before_the_start() {
    let book = json!({ "precautions": ["careful"], "roles": { "lead": { "title": "Lead", "required": true } },
        "steps": [step_with("a", json!({ "role": "lead" }))] });
    let run = incident(book);
    assert_eq!(run.active(), ["a"]);
}

#[test]
fn a_drill_asks_for_precautions_and_required_roles_before_the_start() {
    let book = json!({ "precautions": ["one", "two"], "roles": { "lead": { "title": "Lead", "required": true } },
        "steps": [step_with("a", json!({ "role": "lead" }))] });
    let mut run = opened(Kind::Drill, book);
    run.act(Command::AcknowledgePrecaution { index: 1 });
    run.gated(
        Command::Start,
        vec![Gate::PrecautionsOpen { count: 1 }, Gate::RolesEmpty { roles: vec!["lead".into()] }],
    );
    assert_eq!(life(&run), Life::Running);
}

#[test]
fn a_drill_with_everything_in_place_starts_without_a_reason() {
    let book = json!({ "precautions": ["one"], "contacts": { "lin": { "name": "Lin" } },
        "roles": { "lead": { "title": "Lead", "required": true, "holder": "lin" } },
        "steps": [step_with("a", json!({ "role": "lead" }))] });
    let mut run = opened(Kind::Drill, book);
    run.act(Command::AcknowledgePrecaution { index: 0 }).act(Command::Start);
    assert!(!run.events.iter().any(|event| matches!(event, Event::GatePassed { .. })));
}

#[test]
fn only_drills_pause_terminate_and_convert() {
    for kind in [Kind::Incident, Kind::Walkthrough] {
        let mut run = opened(kind, steps(&["a"]));
        run.act(Command::Start);
        for command in [Command::Pause, Command::Terminate, Command::Convert] {
            run.refused(command, Refusal::OnlyInDrill { kind });
        }
    }
}

#[test]
fn a_pause_stops_the_exercise_clock_and_nothing_else() {
    let mut run = drill(steps(&["a", "b"]));
    run.at("5m").act(Command::Pause).refused(Command::Pause, Refusal::AlreadyPaused);
    run.at("15m").act(done("a"));
    let reading = run.reading();
    assert_eq!((reading.elapsed, reading.exercise), (span("15m"), span("5m")));
    assert_eq!(run.active(), ["b"], "a pause refuses no act");
    run.at("20m").act(Command::Resume).refused(Command::Resume, Refusal::NotPaused);
    assert_eq!(run.at("21m").reading().exercise, span("6m"));
}

#[test]
fn pausing_needs_running_clocks() {
    let mut run = opened(Kind::Drill, steps(&["a"]));
    run.refused(Command::Pause, Refusal::NotStarted).act(Command::Start).act_because("over", Command::End);
    run.refused(Command::Pause, Refusal::Over).refused(Command::Resume, Refusal::NotPaused);
}

#[test]
fn terminating_needs_a_reason_and_leaves_nothing_to_do() {
    let mut run = drill(steps(&["a"]));
    run.refused(Command::Terminate, Refusal::NeedsReason);
    run.act_because("a real fault", Command::Terminate);
    assert_eq!(life(&run), Life::Terminated);
    run.refused(done("a"), Refusal::Over).refused(Command::End, Refusal::Over);
    run.give(Command::Terminate, Some("again"), None).unwrap_err();
    run.give(Command::Convert, Some("again"), None).unwrap_err();
}

#[test]
fn a_drill_that_never_started_cannot_be_terminated() {
    let mut run = opened(Kind::Drill, steps(&["a"]));
    assert_eq!(run.give(Command::Terminate, Some("no"), None), Err(Refusal::NotStarted));
}

#[test]
fn a_terminated_drill_stops_its_clocks() {
    let mut run = drill(steps(&["a"]));
    run.at("4m").act_because("enough", Command::Terminate);
    let later = run.at("9m").reading();
    assert_eq!(run.session.state().clocks.since_zero(later), Some(span("4m")));
}

#[test]
fn converting_a_drill_needs_a_reason_and_goes_one_way() {
    let mut run = drill(steps(&["a", "b"]));
    run.refused(Command::Convert, Refusal::NeedsReason);
    run.act_because("it is real", Command::Convert);
    assert_eq!(run.session.state().kind, Kind::Incident);
    assert_eq!(run.session.state().form, None);
    assert_eq!(run.session.log().last().unwrap().entry.mode, Kind::Incident, "the line itself says INCIDENT");
    run.refused(Command::Convert, Refusal::OnlyInDrill { kind: Kind::Incident });
    assert_eq!(run.active(), ["a"], "what ran runs on");
}

#[test]
fn converting_a_drill_ends_its_pause() {
    let mut run = drill(steps(&["a"]));
    run.at("2m").act(Command::Pause).at("10m").act_because("real", Command::Convert);
    run.has(&Event::SessionResumed);
    assert_eq!(life(&run), Life::Running);
    assert_eq!(run.at("12m").reading().exercise, span("4m"));
}

#[test]
fn converting_leaves_the_steps_of_drills_and_takes_up_those_of_incidents() {
    let book = json!({ "steps": [
        step_with("brief", json!({ "only": "drill" })), step_with("call", json!({ "only": "incident" })), step("a")] });
    let mut run = drill(book);
    run.actives(&["brief"]).act_because("real", Command::Convert);
    run.has(&Event::StepRuledOut { step: id("brief"), cause: RuleOutCause::OtherKind }).actives(&["call"]);
}

#[test]
fn a_drill_converts_before_its_start_too() {
    let mut run = opened(Kind::Drill, steps(&["a"]));
    run.act_because("real", Command::Convert).act(Command::Start).actives(&["a"]);
}

#[test]
fn leaving_is_no_pause_and_coming_back_says_how_long_nobody_was_there() {
    let mut run = drill(steps(&["a"]));
    run.at("3m").act(Command::Leave { cause: LeaveCause::Hangup, others: false });
    assert!(run.session.state().left.is_some());
    run.at("14m").act(Command::ComeBack { terminal: Box::default(), others: false });
    run.has(&Event::SessionRejoined { terminal: Terminal::default(), unattended: span("11m") });
    assert!(run.session.state().left.is_none());
    assert_eq!(run.reading().exercise, span("14m"));
}

#[test]
fn whoever_joins_or_leaves_while_others_are_there_leaves_nothing_unattended() {
    let mut run = drill(steps(&["a"]));
    run.at("3m").act(Command::ComeBack { terminal: Box::default(), others: true });
    run.has(&Event::TerminalJoined { terminal: Terminal::default() });
    run.at("4m").act(Command::Leave { cause: LeaveCause::Left, others: true });
    run.has(&Event::TerminalLeft { cause: LeaveCause::Left });
    assert!(run.session.state().left.is_none());
    run.at("5m").act(Command::Leave { cause: LeaveCause::Left, others: false });
    assert!(run.session.state().left.is_some());
    // Two came back at one moment, and each saw the other.
    run.at("6m").act(Command::ComeBack { terminal: Box::default(), others: true });
    assert!(run.session.state().left.is_none());
}

#[test]
fn t0_is_the_start() {
    let mut run = opened(Kind::Incident, steps(&["a"]));
    run.at("2m").act(Command::Start);
    assert_eq!(run.session.state().clocks.zero().unwrap().elapsed, span("2m"));
}

#[test]
fn with_negative_planned_t0_is_the_start_of_the_first_step_planned_at_zero_or_later() {
    let book = json!({ "steps": [step_with("prepare", json!({ "planned": "-5m" })), step("settle"),
        step_with("go", json!({ "planned": "0m" }))] });
    let mut run = incident(book);
    run.at("1m").act(done("prepare")).actives(&["settle"]);
    assert!(run.session.state().clocks.zero().is_none(), "an unplanned step among the preparing ones prepares too");
    run.at("4m").act(done("settle")).actives(&["go"]);
    assert_eq!(run.session.state().clocks.zero().unwrap().elapsed, span("4m"));
}

#[test]
fn an_unplanned_step_after_the_preparing_ones_is_t0_where_nothing_is_planned_later() {
    let book = json!({ "steps": [step_with("prepare", json!({ "planned": "-5m" })), step("go")] });
    let mut run = incident(book);
    run.at("3m").act(done("prepare"));
    assert_eq!(run.session.state().clocks.zero().unwrap().elapsed, span("3m"));
}

#[test]
fn negative_steps_of_the_other_kind_move_no_t0() {
    let book = json!({ "steps": [step_with("brief", json!({ "planned": "-5m", "only": "drill" })), step("go")] });
    assert_eq!(incident(book).session.state().clocks.zero().unwrap().elapsed, Span::ZERO);
}

#[test]
fn the_end_step_ends_and_what_comes_after_goes_on() {
    let book = json!({ "steps": [step("a"), step_with("over", json!({ "milestone": "ended" })), step("review")] });
    let mut run = incident(book);
    run.act(done("a")).at("9m").act(done("over"));
    assert_eq!(life(&run), Life::Ended);
    run.actives(&["review"]).at("30m").act(done("review"));
    assert_eq!(run.session.state().clocks.since_zero(run.reading()), Some(span("9m")));
    run.refused(Command::End, Refusal::Over);
}

#[test]
fn ending_passes_by_what_was_not_reached_and_goes_through_the_end_step() {
    let book =
        json!({ "steps": [step("a"), step("b"), step_with("over", json!({ "milestone": "ended" })), step("review")] });
    let mut run = incident(book);
    run.act_because("nothing left to do", Command::End);
    run.has(&Event::StepRuledOut { step: id("b"), cause: RuleOutCause::JumpedOver });
    assert!(run.is_done("over") && run.is_active("a"), "what is active stays active");
    run.act(rule_out("a")).actives(&["review"]);
}

#[test]
fn ending_a_plan_without_an_end_step_leaves_nothing_to_begin() {
    let mut run = incident(steps(&["a", "b", "c"]));
    run.gated(
        Command::End,
        vec![Gate::EndOpen { criteria: 0, obligations: vec![], notices: vec![], active: vec![id("a")] }],
    );
    assert_eq!(life(&run), Life::Ended);
    run.act(done("a"));
    assert!(run.active().is_empty() && run.is_ruled_out("b") && run.is_ruled_out("c"));
}

#[test]
fn an_end_step_that_was_left_out_lets_what_comes_after_it_go_on() {
    let book = json!({ "steps": [step("a"), step_with("over", json!({ "milestone": "ended" })), step("review")] });
    let mut run = incident(book);
    run.act(done("a")).act_because("said so by phone", skip("over")).actives(&["review"]);
    run.act_because("over long ago", Command::End);
    assert_eq!(life(&run), Life::Ended);
    assert!(run.is_active("review"));
}

#[test]
fn the_end_is_declared_by_a_role_that_may() {
    let book = json!({ "roles": { "lead": { "title": "Lead", "can": ["end"] }, "hand": { "title": "Hand" } },
        "steps": [step_with("over", json!({ "milestone": "ended", "role": "hand" }))] });
    let mut run = incident(book);
    run.act(assign("lead", "lin")).act(assign("hand", "hao"));
    run.gated(done("over"), vec![Gate::NotAuthorised { authority: Authority::End, roles: vec!["lead".into()] }]);
    assert_eq!(life(&run), Life::Ended);
}

#[test]
fn the_end_command_is_the_commanders_act() {
    let book = json!({ "roles": { "lead": { "title": "Lead", "can": ["end"] } }, "steps": [step_with("a", json!({ "role": "lead" }))] });
    let mut run = incident(book);
    run.act(assign("lead", "lin")).act_because("x", Command::End);
    let entry = &run.session.log().last().unwrap().entry;
    assert_eq!((entry.who.0.as_str(), entry.by.person.0.as_str()), (ME, "lin"));
    let mut again = incident(
        json!({ "roles": { "lead": { "title": "Lead", "can": ["end"] } }, "steps": [step_with("a", json!({ "role": "lead" }))] }),
    );
    again.act(assign("lead", "lin")).act(rule_out("a")).act(reach(Milestone::Ended));
    assert_eq!(again.session.state().life, Life::Ended, "reaching the milestone by hand is the same act");
}

#[test]
fn the_end_names_everything_still_open() {
    let book = json!({ "exit_criteria": ["up", "told"], "obligations": { "owed": { "title": "Owed" } },
        "contacts": { "all": { "name": "All" } }, "notices": { "back": { "title": "Back", "to": ["all"], "text": "Back." } },
        "steps": [step_with("a", json!({ "notify": ["back"], "role": "x" })), step_with("over", json!({ "milestone": "ended" }))],
        "roles": { "x": { "title": "X" } } });
    let mut run = incident(book);
    run.act(Command::OpenObligation { obligation: "owed".into() }).act(Command::TickExit { index: 0 });
    run.gated(
        Command::End,
        vec![Gate::EndOpen {
            criteria: 1,
            obligations: vec!["owed".into()],
            notices: vec!["back".into()],
            active: vec![id("a")],
        }],
    );
}

#[test]
fn a_stated_end_stops_the_clocks_at_the_time_it_states() {
    let mut run = incident(steps(&["a"]));
    run.at("30m").act(rule_out("a"));
    run.act(Command::ReachMilestone { milestone: Milestone::Ended, stated: Some(wall("20m")) });
    let state = run.session.state();
    assert_eq!(state.milestones[&Milestone::Ended].elapsed, span("20m"));
    assert_eq!(state.clocks.since_zero(run.reading()), Some(span("20m")));
}

#[test]
fn a_drill_ends_out_of_a_pause() {
    let mut run = drill(steps(&["a"]));
    run.act(rule_out("a")).at("5m").act(Command::Pause).at("8m").act(Command::End);
    assert_eq!(life(&run), Life::Ended);
    assert_eq!(run.session.state().pauses[0].1.unwrap().elapsed, span("8m"));
}

#[test]
fn durations_survive_a_wall_clock_that_jumps_and_a_reboot() {
    let mut run = incident(steps(&["a"]));
    run.wall_off = span("3h");
    run.at("5m").act(estimate("5m"));
    assert_eq!(run.reading().elapsed, span("5m"));
    assert!(!run.session.state().clocks.is_rough());
    run.boot = 2;
    run.at("9m").act(estimate("5m"));
    assert_eq!(run.reading().elapsed, span("9m"));
    assert!(run.session.state().clocks.is_rough(), "across a reboot there is only the wall clock");
}

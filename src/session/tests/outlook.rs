//! What lies ahead: clocks, pace against the plan, the order of what presses.

use serde_json::json;

use super::fixture::*;
use crate::session::{ClockKind, ClockState, Command, Kind, Outcome, Pace, Urgent};

#[test]
fn lateness_is_planned_against_begun_on_the_exercise_clock() {
    let book = json!({ "steps": [step("z"), step_with("a", json!({ "planned": "3m" })), step_with("b", json!({ "planned": "10m" })), step("c")] });
    let mut run = drill(book);
    run.at("1m").act(Command::Pause).at("11m").act(Command::Resume).at("15m").act(done("z"));
    let step = |name: &str| run.session.book().step(&id(name)).unwrap().clone();
    assert_eq!(run.session.lateness(&step("a")), Some(span("2m")));
    assert_eq!(run.session.lateness(&step("b")), None);
    assert_eq!(run.session.lateness(&step("z")), None);
}

#[test]
fn planned_offsets_count_from_t0_not_from_the_start() {
    let book = json!({ "steps": [step_with("p", json!({ "planned": "-5m" })), step_with("a", json!({ "planned": "0m" })), step_with("b", json!({ "planned": "2m" }))] });
    let mut run = drill(book);
    run.at("7m").act(done("p")).at("10m").act(done("a"));
    let step = |name: &str| run.session.book().step(&id(name)).unwrap().clone();
    assert_eq!(run.session.lateness(&step("a")), Some(span("0s")));
    assert_eq!(run.session.lateness(&step("b")), Some(span("1m")));
    assert_eq!(run.session.lateness(&step("p")), Some(span("-2m")), "begun seven minutes before T0, planned five");
}

#[test]
fn the_pace_is_the_worse_of_what_was_begun_and_what_should_have_been() {
    let book =
        json!({ "steps": [step_with("a", json!({ "planned": "0m" })), step_with("b", json!({ "planned": "4m" }))] });
    let mut run = drill(book);
    assert_eq!(run.at("3m").pace(), Some(Pace { step: id("a"), late: span("0s") }));
    assert_eq!(run.at("9m").pace(), Some(Pace { step: id("b"), late: span("5m") }));
    run.act(done("a"));
    assert_eq!(run.at("20m").pace(), Some(Pace { step: id("b"), late: span("5m") }));
}

#[test]
fn after_the_end_work_is_left_as_long_as_anything_is_asked_for() {
    let book = json!({ "obligations": { "letter": { "title": "Letter", "from": "ended" } },
        "steps": [step_with("last", json!({ "milestone": "ended" })), step("review"), step_with("extra", json!({ "optional": true, "branch": true }))] });
    let mut run = opened(Kind::Incident, book);
    assert!(run.session.has_work_left());
    run.act(Command::Start).act(done("last"));
    assert!(run.session.state().life.is_over() && run.session.has_work_left());
    run.act(done("review"));
    assert!(run.session.has_work_left(), "the letter is owed");
    run.act(Command::CloseObligation { obligation: "letter".into() });
    assert!(!run.session.has_work_left());
    run.act(reopen("review")).act(defer("review"));
    assert!(run.session.has_work_left(), "put off is not done");
}

#[test]
fn a_message_that_is_due_is_work_and_after_an_early_end_only_what_is_owed_is() {
    let book = json!({ "contacts": { "x": { "name": "X" } },
        "notices": { "n": { "title": "N", "to": ["x"], "text": "T" } },
        "steps": [step_with("a", json!({ "notify": ["n"] }))] });
    let mut run = incident(book.clone());
    run.act_because("no line", done("a")).act_because("over", Command::End);
    assert!(run.session.plan_is_done() && run.session.has_work_left(), "the message is still to be sent");
    let to = vec![crate::session::Addressee("X".to_owned())];
    run.act(Command::SendNotice { notice: "n".into(), step: None, to, channel: None });
    assert!(!run.session.has_work_left());
    let mut run = drill(book);
    run.act_because("a real fault", Command::Terminate);
    assert!(!run.session.has_work_left(), "nothing of the plan goes on");
    let mut run = drill(json!({ "obligations": { "letter": { "title": "Letter" } }, "steps": [step("a")] }));
    run.act(Command::OpenObligation { obligation: "letter".into() });
    run.act_because("a real fault", Command::Terminate);
    assert!(run.session.has_work_left());
}

#[test]
fn every_clock_says_how_it_stands() {
    let book = json!({ "timers": [{ "id": "d", "title": "D", "within": "10m" }, { "id": "n", "title": "N", "within": "10m", "from": "b.start" }, { "id": "c", "title": "C", "every": "1h" }],
        "steps": [step_with("a", json!({ "timebox": "20m", "wait": "1m" })), step("b")] });
    let mut run = incident(book);
    run.at("9m");
    let kinds: Vec<_> = run.session.clocks(run.reading()).into_iter().map(|clock| (clock.kind, clock.state)).collect();
    assert_eq!(
        kinds,
        [
            (ClockKind::Deadline("d".into()), ClockState::Warned),
            (ClockKind::Deadline("n".into()), ClockState::NotStarted),
            (ClockKind::Cadence("c".into()), ClockState::Running),
            (ClockKind::Timebox(id("a")), ClockState::Running),
            (ClockKind::Wait(id("a")), ClockState::Met),
        ]
    );
    let clock = run.clock_of("D");
    assert_eq!((clock.left, clock.due), (Some(span("1m")), Some(wall("10m"))));
    assert_eq!(run.at("12m").clock_of("D").state, ClockState::Over);
}

#[test]
fn what_is_over_presses_before_what_runs_and_reminders_are_among_it() {
    let book = json!({ "timers": [{ "id": "long", "title": "L", "within": "2h" }, { "id": "short", "title": "S", "within": "10m" }], "steps": [step("a")] });
    let mut run = incident(book);
    run.act(Command::Remind { text: "look".to_owned(), due: wall("5m"), within: None }).at("20m").notice();
    let titles: Vec<_> = run
        .urgent()
        .into_iter()
        .filter_map(|urgent| if let Urgent::Clock(clock) = urgent { Some(clock.title) } else { None })
        .collect();
    assert_eq!(titles, ["look", "S", "L"], "the longest overdue first");
}

#[test]
fn the_end_presses_when_the_plan_has_nothing_left() {
    let mut run = incident(steps(&["a"]));
    assert!(!run.urgent().contains(&Urgent::End));
    run.act(done("a"));
    assert!(run.urgent().contains(&Urgent::End));
    run.act(Command::End);
    assert!(!run.urgent().contains(&Urgent::End));
}

#[test]
fn steps_are_counted_by_outcome() {
    let mut run = incident(steps(&["a", "b", "c"]));
    run.act(done("a")).act(rule_out("b"));
    assert_eq!(run.session.progress(), (3, 2));
    assert_eq!(run.session.steps_where(|outcome| *outcome == Outcome::Done), [id("a")]);
}

#[test]
fn time_used_is_that_of_the_current_round_or_the_last_finished_one() {
    let mut run = incident(steps(&["a", "b"]));
    run.at("4m").act(done("a")).at("10m");
    let used = |run: &Run, step: &str| run.session.used(&id(step), run.reading());
    assert_eq!((used(&run, "a"), used(&run, "b")), (Some(span("4m")), Some(span("6m"))));
    run.act(reopen("a")).at("13m");
    assert_eq!(used(&run, "a"), Some(span("3m")));
    assert_eq!(used(&run, "nowhere"), None);
}

#[test]
fn a_step_that_a_breach_calls_is_in_sight_until_it_is_begun() {
    let book = json!({
        "timers": [{ "id": "t", "title": "T", "within": "1m", "on_breach": { "text": "x", "goto": "c" } }],
        "steps": [step("a"), step("b"), step_with("c", json!({ "branch": true }))] });
    let mut run = incident(book);
    run.at("2m").notice();
    assert!(run.urgent().contains(&Urgent::Step(id("c"))), "a lone responder is busy with the first step");
    run.act(Command::StartStep { step: id("c"), typed: None });
    assert!(!run.urgent().contains(&Urgent::Step(id("c"))));
}

#[test]
fn after_the_end_only_what_is_owed_presses() {
    let book = json!({ "timers": [{ "id": "t", "title": "T", "within": "1m" }], "steps": [step("a")] });
    let mut run = incident(book);
    run.at("2m").notice();
    run.act(Command::CompleteStep { step: id("a") }).act(Command::End);
    assert_eq!(run.urgent(), []);
}

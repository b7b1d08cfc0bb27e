//! What is done to the clocks of a machine: put forward and back, summer time, sleep, restarts. What counts a length
//! of time stays right to the second through all of it.

use serde_json::{Value, json};

use super::fixture::*;
use crate::runbook::Milestone;
use crate::session::{ClockState, Command, Due, Event, Kind, NoteKind, Refusal, Seq};
use crate::time::Span;

/// One of everything that counts.
fn book() -> Value {
    json!({
        "timers": [
            { "id": "deadline", "title": "Deadline", "within": "30m" },
            { "id": "threshold", "title": "Threshold", "within": "10m", "warn_at": "10m", "on_breach": { "text": "x", "goto": "b" } },
            { "id": "cadence", "title": "Cadence", "every": "15m", "warn_at": "15m" },
        ],
        "obligations": { "owed": { "title": "Owed", "within": "40m", "from": "detected" } },
        "steps": [step_with("a", json!({ "timebox": "20m", "wait": "12m", "planned": "0m" })), step_with("b", json!({ "planned": "8m" }))],
    })
}

/// Seq of the reminder for a clock time, and of the one after a while.
const AT_TIME: Seq = Seq(4);
const AFTER: Seq = Seq(5);

/// A session with all of it counting from `0m`, at two minutes.
fn begun() -> Run {
    let mut run = incident(book());
    run.act(reach(Milestone::Detected));
    let due = wall("50m");
    run.act(Command::Remind { text: "clock".to_owned(), due, within: None });
    run.act(Command::Remind { text: "length".to_owned(), due: wall("25m"), within: Some(span("25m")) });
    run.at("2m").act(note("before"));
    run
}

fn note(text: &str) -> Command {
    Command::Note { kind: NoteKind::Note, text: text.to_owned(), stated: None, step: None }
}

/// Everything but the reminder for a clock time, and after how long.
fn lengths() -> Vec<(Due, &'static str)> {
    vec![
        (Due::TimerOver("threshold".into()), "10m"),
        (Due::WaitOver(id("a")), "12m"),
        (Due::Cadence("cadence".into()), "15m"),
        (Due::TimeboxWarning(id("a")), "16m"),
        (Due::TimeboxOver(id("a")), "20m"),
        (Due::TimerWarning("deadline".into()), "24m"),
        (Due::Reminder(AFTER), "25m"),
        (Due::TimerOver("deadline".into()), "30m"),
        (Due::Obligation("owed".into()), "40m"),
    ]
}

/// Looks every second from now until `until`, as the program does; when each thing was noticed, in real time.
fn noticed(run: &mut Run, until: &str) -> Vec<(Due, String)> {
    let mut all = Vec::new();
    while run.clock <= span(until) {
        all.extend(run.notice().into_iter().map(|due| (due, run.clock.to_string())));
        run.clock += Span::seconds(1);
    }
    run.log_is_replayed();
    all
}

fn told(dues: Vec<(Due, &str)>) -> Vec<(Due, String)> {
    dues.into_iter().map(|(due, at)| (due, at.to_owned())).collect()
}

fn steps_told(run: &Run) -> Vec<Event> {
    let events = run.session.log().iter().flat_map(|row| row.entry.events.clone());
    events.filter(|event| matches!(event, Event::ClockStepped { .. })).collect()
}

#[test]
fn a_wall_clock_put_forward_or_back_moves_nothing_that_counts_a_length() {
    for (by, reminded) in [("1h", "5m"), ("-1h", "1h50m")] {
        let mut run = begun();
        run.at("5m").wall_off = span(by);
        let mut expected = lengths();
        expected.push((Due::Reminder(AT_TIME), reminded));
        expected.sort_by_key(|(_, at)| span(at));
        expected.insert(0, (Due::ClockStep, "5m"));
        assert_eq!(noticed(&mut run, "2h"), told(expected), "{by}");
        assert_eq!(steps_told(&run), [Event::ClockStepped { by: span(by) }], "told once");
        assert_eq!(run.reading().elapsed, span("2h1s"));
        assert!(!run.session.state().clocks.is_rough());
    }
}

#[test]
fn what_came_due_is_told_in_the_time_the_wall_clock_shows_now() {
    let mut run = begun();
    run.at("5m").wall_off = span("1h");
    run.at("10m").notice();
    assert_eq!(run.timer("threshold").over, Some(wall("1h10m")));
    assert_eq!(run.clock_of("Deadline").due, Some(wall("1h30m")));
    assert_eq!(run.clock_of("Owed").due, Some(wall("1h40m")));
    assert_eq!(run.clock_of("length").due, Some(wall("1h25m")));
    assert_eq!(run.clock_of("clock").due, Some(wall("50m")), "a clock time is a clock time");
}

#[test]
fn summer_time_begins_and_ends_without_a_step() {
    // America/New_York: -05:00, from the second Sunday of March -04:00, and back in November.
    for (before, after) in [(-5, -4), (-4, -5)] {
        let mut run = incident(book());
        run.zone = before;
        run.act(reach(Milestone::Detected));
        let due = wall("50m").with_timezone(run.moment().wall.offset());
        run.act(Command::Remind { text: "clock".to_owned(), due, within: None });
        run.act(Command::Remind { text: "length".to_owned(), due: wall("25m"), within: Some(span("25m")) });
        run.at("5m").zone = after;
        let mut expected = lengths();
        expected.push((Due::Reminder(AT_TIME), "50m"));
        assert_eq!(noticed(&mut run, "1h"), told(expected), "{before} to {after}");
        assert_eq!(steps_told(&run), []);
        assert_eq!(run.reading().wall.offset().local_minus_utc(), after * 3600);
    }
}

#[test]
fn what_came_due_while_the_machine_slept_is_noticed_when_it_wakes() {
    let mut run = begun();
    run.at("5m").notice();
    run.at("35m");
    // What warns is not said of what is over.
    let mut expected: Vec<_> = lengths()
        .into_iter()
        .filter(|(due, _)| !matches!(due, Due::TimerWarning(_) | Due::TimeboxWarning(_)))
        .map(|(due, at)| (due, if span(at) < span("35m") { "35m" } else { at }))
        .collect();
    expected.push((Due::Reminder(AT_TIME), "50m"));
    assert_eq!(noticed(&mut run, "1h"), told(expected));
    assert_eq!(steps_told(&run), []);
    assert_eq!(run.timer("deadline").over, Some(wall("30m")), "and when it was due is known to the second");
    assert_eq!(run.reading().elapsed, span("1h1s"));
}

#[test]
fn across_a_restart_lengths_go_on_by_the_wall_clock_and_say_so() {
    let mut run = begun();
    run.at("5m").notice();
    run.at("8m").boot = 2;
    let mut expected = lengths();
    expected.push((Due::Reminder(AT_TIME), "50m"));
    assert_eq!(noticed(&mut run, "1h"), told(expected));
    assert_eq!(steps_told(&run), [], "no step can be told across a restart");
    let clock = run.clock_of("Deadline");
    assert!(clock.rough && clock.state == ClockState::Over);
    assert!(run.clock_of("length").rough && !run.clock_of("clock").rough && run.clock_of("Owed").rough);
    assert!(run.session.is_rough(&id("a"), run.reading()));
    run.act(begin("b")).at("1h10m");
    assert!(!run.session.is_rough(&id("b"), run.reading()), "what began after the restart is exact");
}

#[test]
fn a_restart_with_the_wall_clock_gone_back_loses_what_passed_and_nothing_else() {
    let mut run = begun();
    run.at("5m").notice();
    run.boot = 2;
    run.wall_off = span("-1h");
    run.at("8m").act(note("after"));
    assert_eq!(run.reading().elapsed, span("2m"), "nobody can know of more than the last entry");
    let later = |at: &str| (span(at) + span("6m")).to_string();
    let mut expected: Vec<_> = lengths().into_iter().map(|(due, at)| (due, later(at))).collect();
    expected.push((Due::Reminder(AT_TIME), "1h50m".to_owned()));
    assert_eq!(noticed(&mut run, "2h"), expected);
    assert_eq!(steps_told(&run), []);
}

#[test]
fn a_step_under_the_second_boot_is_told_again() {
    let mut run = begun();
    run.boot = 2;
    run.at("5m").act(note("restarted"));
    run.wall_off = span("90s");
    run.at("6m").notice();
    assert_eq!(steps_told(&run), [Event::ClockStepped { by: span("90s") }]);
}

#[test]
fn an_act_before_the_program_noticed_tells_of_the_step_first_and_once() {
    let mut run = begun();
    run.at("5m").wall_off = span("1h");
    run.act(note("quick"));
    assert_eq!(run.events.first(), Some(&Event::ClockStepped { by: span("1h") }));
    assert_eq!(run.events.len(), 2);
    assert!(!run.session.due(&run.moment()).contains(&Due::ClockStep), "told");
    run.refused(Command::Notice(Due::ClockStep), Refusal::NotDue);
    run.at("6m").act(note("later"));
    assert_eq!(run.events.len(), 1);
    run.log_is_replayed();
}

#[test]
fn a_step_stands_before_the_gates_an_act_passed() {
    let mut run = incident(json!({ "steps": [step("a"), step_with("b", json!({ "requires": ["a"] }))] }));
    run.at("1m").wall_off = span("-1h");
    run.act_because("in a hurry", begin("b"));
    assert!(
        matches!(run.events.as_slice(), [Event::ClockStepped { .. }, Event::GatePassed { .. }, ..]),
        "{:?}",
        run.events
    );
}

#[test]
fn a_step_is_told_even_where_the_act_that_told_it_is_taken_back() {
    let mut run = begun();
    run.at("5m").wall_off = span("1h");
    run.act(note("slip")).act(Command::TakeBack);
    assert!(run.session.due(&run.moment()).iter().all(|due| *due != Due::ClockStep));
    assert!(run.session.log().iter().any(|row| row.withdrawn));
    run.log_is_replayed();
    let mut noticed = begun();
    noticed.at("5m").wall_off = span("1h");
    let noticed = noticed.notice();
    assert_eq!(noticed.first(), Some(&Due::ClockStep));
}

#[test]
fn what_the_program_noticed_of_the_clock_is_nobodys_to_take_back() {
    let mut run = begun();
    run.at("5m").wall_off = span("1h");
    run.act(Command::Notice(Due::ClockStep)).act(Command::TakeBack);
    assert_eq!(run.events, [Event::EntryWithdrawn { entry: Seq(6) }], "the note before it is");
}

#[test]
fn a_clock_that_drifts_is_told_once_it_is_a_second_off() {
    let mut run = begun();
    for (at, off, told) in
        [("3m", "600ms", 0), ("4m", "1s", 0), ("5m", "1001ms", 1), ("6m", "1900ms", 1), ("7m", "-200ms", 2)]
    {
        run.at(at).wall_off = span(off);
        run.act(note(off)).notice();
        assert_eq!(steps_told(&run).len(), told, "{off}");
    }
    assert_eq!(steps_told(&run)[0], Event::ClockStepped { by: span("1s") });
}

#[test]
fn a_wall_clock_put_in_a_pause_moves_neither_clock_of_the_drill() {
    let mut run = drill(book());
    run.at("5m").act(Command::Pause);
    run.at("8m").wall_off = span("-1h");
    run.notice();
    run.at("15m").act(Command::Resume);
    assert_eq!((run.reading().elapsed, run.reading().exercise), (span("15m"), span("5m")));
    let noticed = noticed(&mut run, "45m");
    for (due, at) in lengths().into_iter().filter(|(due, _)| !matches!(due, Due::Reminder(_) | Due::Obligation(_))) {
        let after_the_pause = (span(at) + span("10m")).to_string();
        assert!(noticed.contains(&(due.clone(), after_the_pause)), "{due:?} in {noticed:?}");
    }
    assert_eq!(run.session.state().pauses[0].1.unwrap().elapsed - run.session.state().pauses[0].0.elapsed, span("10m"));
}

#[test]
fn the_pace_and_the_time_used_know_nothing_of_the_wall_clock() {
    let mut run = drill(book());
    run.at("5m").wall_off = span("1h");
    run.at("10m");
    assert_eq!(run.pace().map(|pace| pace.late), Some(span("2m")));
    assert_eq!(run.session.used(&id("a"), run.reading()), Some(span("10m")));
    run.act_because("seen", done("a"));
    assert_eq!(run.session.lateness(run.session.book().step(&id("b")).unwrap()), Some(span("2m")));
    assert_eq!(run.session.state().clocks.exercise_since_zero(run.reading()), Some(span("10m")));
}

#[test]
fn what_is_owed_was_closed_in_time_whatever_the_wall_clock_said() {
    let mut run = begun();
    run.at("5m").wall_off = span("1h");
    run.at("39m").act(Command::CloseObligation { obligation: "owed".into() });
    assert_eq!(run.clock_of("Owed").state, ClockState::Met);
    assert_eq!(run.clock_of("Owed").used, Some(span("39m")));
}

#[test]
fn a_timer_armed_from_a_stated_time_counts_from_there_though_the_clock_was_put_since() {
    let mut run = incident(
        json!({ "timers": [{ "id": "t", "title": "T", "within": "30m", "from": "detected" }], "steps": [step("a")] }),
    );
    run.at("20m").wall_off = span("1h");
    run.at("21m").notice();
    let stated = Some(wall("1h21m") - span("30s").delta());
    run.act(Command::ReachMilestone { milestone: Milestone::Detected, stated });
    assert_eq!(run.clock_of("T").used, Some(span("30s")));
    run.log_is_replayed();
}

#[test]
fn two_programs_whose_clocks_were_read_in_the_other_order_count_no_time_twice() {
    let mut run = incident(steps(&["a"]));
    run.at("10m").act(note("first"));
    run.at("9m59s").act(note("read before, written after"));
    assert_eq!(run.at("11m").reading().elapsed, span("11m"));
    run.log_is_replayed();
}

#[test]
fn a_machine_asleep_before_the_start_has_stepped_no_clock() {
    let mut run = opened(Kind::Drill, book());
    run.at("8h").notice();
    assert_eq!(steps_told(&run), []);
}

#[test]
fn a_step_that_another_program_told_is_not_told_back_by_an_act_from_before_it() {
    let mut run = begun();
    run.at("5m");
    run.clock = span("6m");
    run.wall_off = span("1h");
    run.act(note("other"));
    // Ours, decided before it and overtaken, is decided again at the moment it was done.
    run.clock = span("5m");
    run.wall_off = span("0m");
    run.act(note("ours"));
    run.clock = span("7m");
    run.wall_off = span("1h");
    run.act(note("later"));
    assert_eq!(steps_told(&run), [Event::ClockStepped { by: span("1h") }]);
}

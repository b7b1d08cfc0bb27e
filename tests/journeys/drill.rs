//! A whole drill, from the briefing to the report, and what only a drill can do.

use runsheet::dialog::model::{Leaving, Screen};
use runsheet::session::{Event, Kind, Life, Outcome, Status};
use runsheet::words::Lang;

use super::drive::Journey;
use crate::support::{Home, SHORT, events};

const BOOK: &str = "mes-app-server-outage";

/// Everything one person presses in the drill of the bundled runbook. The same in both languages.
fn walk_through(lin: &mut Journey) {
    // The briefing: five precautions, four prerequisites, the roll-call.
    lin.keys("space space space space space space space space space").keys("space 1").keys("1");
    assert_eq!(lin.session().state().life, Life::Running);
    // 0.1, 0.2: ticks.
    lin.keys("+2m space space space enter").keys("+2m space space space enter");
    // 1.1 wants evidence; 1.2 has a command among its ticks.
    lin.keys("+1m space space enter").types("pages time out").keys("enter enter");
    lin.keys("+1m space space space enter");
    // 2.1 evidence, 2.2 a report upward, 2.3 a decision.
    lin.keys("+1m space space enter").types("all workshops").keys("enter enter");
    lin.keys("+1m space space enter 1 enter").keys("+2m space space enter 1");
    // 2.4 the diagnosis, 2.5 an estimate and a decision that jumps over 2.6, 2.7 a notice.
    lin.keys("+4m space space space enter").types("out of memory").keys("enter enter");
    lin.keys("+1m enter").types("20").keys("enter enter 1").keys("+1m space enter 1 enter");
    // 3.1 is dangerous: its number is typed.
    lin.keys("+1m enter").types("3.1").keys("enter +2m space enter").keys("+1m space space enter");
    // 4.1, 4.2 decide that it works, 4.3 two approvals.
    lin.keys("+1m space space enter 1").keys("+1m space space enter 1").keys("+1m enter 1 enter 1 +1m space enter");
    // 4.4 a notice, 4.5 a condition, 4.6 a notice that must be released first, 4.7 the report upward.
    lin.keys("+1m space enter 1 enter").keys("+1m enter 1 space space space enter");
    lin.keys("+1m enter 3 enter 1 enter").keys("+1m space space enter 1 enter");
    // 5.1 the end, once the exit criteria are ticked.
    lin.keys("+1m space").does("show-wrap-up").keys("space space space space 1 enter");
    assert_eq!(lin.session().state().life, Life::Ended);
    assert!(matches!(lin.now.on, Some(Screen::WrapUp { .. })), "{:?}", lin.now.on);
    // After the end: 5.2 the hotwash, 5.3 the written analysis.
    lin.keys("esc +5m space space space enter").types("two findings").keys("enter enter");
    lin.keys("+5m space space enter").types("JY-7").keys("enter enter");
    lin.saved().keys("q 1");
    assert_eq!(lin.left, Some(Leaving::Quit));
}

fn drill(lang: Lang) -> (Home, String) {
    let home = Home::new();
    let mut lin = Journey::open(&home, "lin", lang, BOOK, Kind::Drill);
    walk_through(&mut lin);
    let live = lin.session().clone();
    drop(lin.ends());

    let told = home.session();
    assert_eq!(told.state(), live.state(), "what was replayed is not what was lived");
    for (_, step) in told.book().steps() {
        let passed_by = step.id.as_str() == "2.6";
        match told.state().status(&step.id) {
            Status::Finished(Outcome::Done) if !passed_by => {}
            Status::Finished(Outcome::NotApplicable { .. }) if passed_by => {}
            other => panic!("{}: {other:?}", step.id),
        }
    }
    let open: Vec<_> = told.state().obligations.iter().filter(|(_, owed)| owed.is_open()).collect();
    assert!(open.is_empty(), "still owed: {open:?}");
    let gates = events(&told).iter().filter(|event| matches!(event, Event::GatePassed { .. })).count();
    assert_eq!(gates, 0, "a gate was passed though nothing was left out");
    let report = home.beside("report.md");
    (home, report)
}

#[test]
fn a_drill_goes_from_its_briefing_to_its_report() {
    let (_home, report) = drill(Lang::En);
    for said in ["DRILL", "MES application server outage", "out of memory", "JY-7", "two findings", "Lin X."] {
        assert!(report.contains(said), "{said} is not in the report:\n{report}");
    }
}

#[test]
fn the_same_keys_carry_the_drill_through_in_chinese() {
    let (_home, report) = drill(Lang::ZhCn);
    for said in ["演练", "MES系统应用服务器宕机", "out of memory", "JY-7"] {
        assert!(report.contains(said), "{said} is not in the report:\n{report}");
    }
    let claims = report.replace("不是真实事件", "");
    assert!(!claims.contains("INCIDENT") && !claims.contains("真实事件"), "a drill passes for real:\n{report}");
}

#[test]
fn a_drill_is_paused_and_runs_on_and_its_clock_stands_meanwhile() {
    let home = Home::new();
    let mut lin = Journey::open(&home, "lin", Lang::En, BOOK, Kind::Drill);
    lin.keys("1").types("in a hurry").keys("enter");
    lin.keys("+10m").does("pause").keys("+30m").does("resume").keys("+5m");
    let reading = lin.session().read(&runsheet::world::Clock::now(&lin.clock));
    assert_eq!(reading.exercise.as_millis(), 15 * 60_000, "{reading:?}");
    assert_eq!(reading.elapsed.as_millis(), 45 * 60_000, "{reading:?}");
    lin.keys("q 1");
    drop(lin.ends());
    let kinds = events(&home.session());
    assert!(kinds.contains(&Event::SessionPaused) && kinds.contains(&Event::SessionResumed));
}

#[test]
fn a_drill_that_ends_early_says_why() {
    let home = Home::new();
    let mut lin = Journey::open(&home, "lin", Lang::En, BOOK, Kind::Drill);
    lin.keys("1").types("in a hurry").keys("enter +1m").does("terminate");
    assert_eq!(lin.session().state().life, Life::Running, "ended without a reason");
    lin.types("the plant needs us").keys("enter");
    assert_eq!(lin.session().state().life, Life::Terminated);
    lin.keys("q 1");
    assert_eq!(lin.left, Some(Leaving::Quit));
    drop(lin.ends());
    let ended = Event::SessionTerminated { reason: "the plant needs us".to_owned() };
    assert!(events(&home.session()).contains(&ended));
}

#[test]
fn a_drill_becomes_an_incident_in_the_same_log_and_never_back() {
    let home = Home::new();
    let mut lin = Journey::open(&home, "lin", Lang::En, BOOK, Kind::Drill);
    lin.sees("DRILL").keys("1").types("in a hurry").keys("enter +1m").does("convert");
    lin.types("the server is really down").keys("enter");
    assert_eq!(lin.session().state().kind, Kind::Incident);
    lin.sees("INCIDENT").does_not_see("DRILL");
    let before = lin.session().log().len();
    lin.does("pause").keys("esc");
    assert_eq!(lin.session().log().len(), before, "an incident was paused");
    lin.keys("q 1");
    drop(lin.ends());
    let told = home.session();
    assert_eq!(told.state().kind, Kind::Incident);
    let modes: Vec<Kind> = told.log().iter().map(|row| row.entry.mode).collect();
    assert_eq!((modes.first(), modes.last()), (Some(&Kind::Drill), Some(&Kind::Incident)));
}

#[test]
fn enter_on_a_criterion_that_is_ticked_goes_on_to_what_is_left() {
    let home = Home::new();
    let book =
        SHORT.replace("\"status\": \"active\",", "\"status\": \"active\", \"exit_criteria\": [\"Writes work\"],");
    let path = home.file("book.json", book).display().to_string();
    let mut wei = Journey::open(&home, "wei", Lang::En, &path, Kind::Incident);
    wei.does("show-wrap-up").sees(">[ ] Writes work").keys("enter").sees("[x] Writes work").keys("home");
    wei.sees("ENTER go on, it is ticked").keys("enter").does_not_see("REFUSED").does_not_see(">[x] Writes work");
}

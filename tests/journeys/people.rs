//! Roles, deputies, and a second person at another terminal.

use runsheet::dialog::model::Answer;
use runsheet::host::View;
use runsheet::session::{Command, Kind, LeaveCause, Person, Session};
use runsheet::words::Lang;

use super::drive::Journey;
use crate::support::{Home, SHORT};

fn person(name: &str) -> Person {
    Person(name.to_owned())
}

#[test]
fn roles_are_given_away_one_person_holds_two_and_a_deputy_takes_over() {
    let home = Home::new();
    let mut lin = Journey::open(&home, "lin", Lang::En, "mes-app-server-outage", Kind::Incident);
    // People: leader, vice-leader, commander, ...; somebody is typed by name.
    lin.keys("+1m 3 enter").sees("On-scene leader").keys("esc");
    assign(&mut lin, 0, "Lin X.");
    assign(&mut lin, 2, "Lin X.");
    lin.sees("also");
    lin.does("take-over").keys("1").sees("Qin X.").keys("1");
    let acting = |lin: &Journey| {
        let leader = lin.session().state().roles.iter().find(|(role, _)| role.as_str() == "leader").unwrap().1.clone();
        (leader.holder, leader.deputy)
    };
    assert_eq!(acting(&lin), (Some(person("lin")), Some(person("qin"))), "{}", lin.answer());
    lin.keys("3").sees("Qin X.").does("hand-back").keys("1");
    assert_eq!(acting(&lin), (Some(person("lin")), None), "{}", lin.answer());
    let held: Vec<_> = lin
        .session()
        .state()
        .roles
        .iter()
        .filter(|(_, role)| role.holder == Some(person("lin")))
        .map(|(role, _)| role.as_str().to_owned())
        .collect();
    assert_eq!(held, ["commander", "leader"]);
    lin.is_lost(LeaveCause::Hangup);
    drop(lin.ends());
    assert_eq!(home.session().state().roles.len(), 2);
}

/// Gives the role in this row of the people screen to somebody, by name.
fn assign(who: &mut Journey, row: usize, name: &str) {
    who.keys("3 home");
    for _ in 0..row {
        who.keys("down");
    }
    who.keys("enter");
    let screen = who.now.screen.clone();
    let digit = screen
        .lines()
        .find(|line| line.contains("somebody else"))
        .and_then(|line| line.chars().find(char::is_ascii_digit));
    let digit = digit.unwrap_or_else(|| panic!("nobody else can be named:\n{screen}"));
    who.types(&digit.to_string()).types(name).keys("enter");
}

#[test]
fn a_terminal_that_watches_reads_along_says_who_is_there_and_writes_nothing() {
    let home = Home::new();
    let path = home.file("book.json", SHORT).display().to_string();
    let mut wei = Journey::open(&home, "wei", Lang::En, &path, Kind::Incident);
    wei.saved();
    let mut hao = Journey::watch(&home, "hao", &wei.clock.clone(), View::Player);
    hao.sees("watching").keys("+1m space");
    assert!(matches!(hao.now.answer, Some(Answer::Refused(_))), "{:?}", hao.now.answer);
    hao.keys("n").sees("runsheet resume takes part");
    hao.keys("3").sees("on the session: hao (here) and wei").keys("1");

    wei.keys("space").saved();
    let wanted = wei.session().log().len();
    hao.until("it reads along", |hao| hao.session().log().len() == wanted);
    wei.until("the watcher is seen", |wei| wei.now.saving.others.iter().any(|other| other.watching));

    hao.keys("q");
    drop(hao.ends());
    wei.keys("space q 1");
    drop(wei.ends());
    assert!(home.session().log().iter().all(|row| row.entry.who.0 != "hao"), "the second one wrote");
}

/// Somebody else, from another shell, gives the role of the first row to Zhao.
fn given_to_zhao(home: &Home, by: &Journey) {
    let ana = home.app("ana", Lang::En, &by.clock);
    let give = |session: &Session| {
        let role = session.book().roles.keys().next().unwrap().clone();
        Ok(Command::AssignRole { role, person: Some(person("zhao")) }.into())
    };
    assert!(ana.act_from_outside("mes", give).is_ok());
}

fn leader(who: &Journey) -> Option<Person> {
    who.session().state().roles.values().next().and_then(|role| role.holder.clone())
}

/// Goes round until the last act was answered for good.
fn settles(who: &mut Journey) {
    who.saved();
    who.keys("+1s");
}

#[test]
fn a_dialog_that_was_opened_before_others_answered_it_does_not_overwrite_them() {
    let home = Home::new();
    let mut hao = Journey::open(&home, "hao", Lang::En, "mes-app-server-outage", Kind::Incident);
    hao.keys("t").types("20m look").keys("enter").saved();
    hao.keys("3 home enter");
    given_to_zhao(&home, &hao);
    // What comes due is written, and so the other entry is read, while the dialog is open.
    hao.keys("+30m");
    settles(&mut hao);
    assert_eq!(leader(&hao), Some(person("zhao")));
    hao.keys("1");
    settles(&mut hao);
    assert_eq!(leader(&hao), Some(person("zhao")), "{}", hao.answer());
    hao.sees("ana gave On-scene leader to Zhao X.");
    // Now that it is known it can be done again.
    hao.keys("3 home enter 1").saved();
    assert_eq!(leader(&hao), Some(person("lin")), "{}", hao.answer());
}

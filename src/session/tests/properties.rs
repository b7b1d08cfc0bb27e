//! What holds whatever is done: any acts, sensible or not, over any plan, at any time.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use serde_json::{Value, json};

use super::fixture::*;
use crate::runbook::Milestone;
use crate::runbook::format::read;
use crate::session::{
    AfterFailure, ApprovalSubject, Command, Due, Entry, Event, EvidenceItem, ItemKey, Kind, LeaveCause, NoteKind,
    Outcome, Person, Presence, Refusal, Seq, Session, Source, StartCause, Status,
};

/// Numbers to decide by, one after another; none left means nought.
struct Dice<'a>(std::slice::Iter<'a, u8>);

impl Dice<'_> {
    fn below(&mut self, n: usize) -> usize {
        self.0.next().map_or(0, |byte| usize::from(*byte) % n)
    }

    /// Once in `n`.
    fn rarely(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    fn one<'b>(&mut self, of: &[&'b str]) -> &'b str {
        of[self.below(of.len())]
    }

    fn names(&mut self, prefix: &str, n: usize, rarely: usize) -> Vec<String> {
        (0..n).filter(|_| self.rarely(rarely)).map(|i| format!("{prefix}{i}")).collect()
    }
}

const STEPS: usize = 8;

fn random_step(dice: &mut Dice<'_>, place: usize) -> Value {
    let mut step = step(&format!("s{place}"));
    let mut add = |name: &str, value: Value| step[name] = value;
    if dice.rarely(2) {
        add("role", json!(format!("r{}", dice.below(3))));
    }
    let required: Vec<_> = (0..place).filter(|_| dice.rarely(8)).map(|i| format!("s{i}")).collect();
    add("requires", json!(required));
    if dice.rarely(3) {
        add("checklist", json!(["one", { "text": "two", "optional": true }]));
    }
    for (name, value, chance) in [
        ("expect", json!("green"), 6),
        ("evidence", json!(["what"]), 6),
        ("timebox", json!("4m"), 3),
        ("wait", json!("3m"), 6),
        ("condition", json!("Is it?"), 6),
        ("danger", json!("All is lost"), 6),
        ("branch", json!(true), 5),
        ("optional", json!(true), 5),
        ("estimate", json!(true), 6),
        ("approval", json!(["r0", "r1"]), 6),
        ("milestone", json!(dice.one(&["detected", "activated", "restored", "ended"])), 4),
        ("only", json!(dice.one(&["drill", "incident"])), 6),
        ("planned", json!(dice.one(&["-5m", "0m", "5m"])), 4),
        ("on_failure", json!(format!("s{}", dice.below(STEPS))), 4),
        ("notify", json!(dice.names("n", 2, 2)), 4),
        ("opens", json!(dice.names("o", 2, 2)), 4),
        ("closes", json!(dice.names("o", 2, 2)), 4),
    ] {
        if dice.rarely(chance) {
            add(name, value);
        }
    }
    if dice.rarely(3) {
        let goto = [format!("s{}", dice.below(STEPS)), "p1".to_owned(), "next".to_owned(), "end".to_owned()];
        let option =
            |label: &str, goto: &str, more: Vec<String>| json!({ "label": label, "goto": goto, "opens": more });
        let mut options =
            vec![option("A", &goto[dice.below(4)], dice.names("o", 2, 3)), option("B", &goto[0], Vec::new())];
        if dice.rarely(3) {
            options[0]["runbook"] = json!(dice.one(&CHILDREN));
        }
        add("decision", json!({ "question": "?", "options": options }));
    }
    if dice.rarely(6) {
        step["runbook"] = json!(dice.one(&CHILDREN));
    }
    step
}

/// What a step may lead into; each may lead into each, and into one that is not there.
const CHILDREN: [&str; 3] = ["c0", "c1", "missing"];

fn random_book(dice: &mut Dice<'_>) -> Value {
    let steps: Vec<_> = (0..STEPS).map(|place| random_step(dice, place)).collect();
    let cut = 1 + dice.below(STEPS - 2);
    let (one, two) = steps.split_at(cut);
    let order = |dice: &mut Dice<'_>| if dice.rarely(2) { "any" } else { "sequence" };
    let phases = json!([
        { "id": "p0", "title": "P0", "order": order(dice), "steps": one },
        { "id": "p1", "title": "P1", "order": order(dice), "steps": two },
    ]);
    let anchors = ["start", "s1.start", "s2.done", "s3.start", "detected", "restored", "end"];
    let timers: Vec<_> = (0..3)
        .map(|place| {
            let mut timer = json!({ "id": format!("t{place}"), "title": "T", "from": dice.one(&anchors[..6]), "until": dice.one(&anchors[1..]) });
            if dice.rarely(3) {
                timer["every"] = json!("5m");
            } else {
                timer["within"] = json!("6m");
                timer["if_estimate_over"] = json!(dice.rarely(2));
            }
            if dice.rarely(2) {
                timer["on_breach"] = json!({ "text": "Now", "notify": dice.names("n", 2, 2), "goto": format!("s{}", dice.below(STEPS)) });
            }
            timer
        })
        .collect();
    json!({
        "phases": phases, "timers": timers,
        "contacts": { "hao": { "name": "Hao X." }, "wei": { "name": "Wei X." } },
        "roles": { "r0": { "title": "R0", "can": ["end", "activate"], "holder": "hao" }, "r1": { "title": "R1", "holder": "wei" }, "r2": { "title": "R2" } },
        "notices": { "n0": { "title": "N0", "to": ["hao"], "text": "{{key}}", "opens": ["o0"] }, "n1": { "title": "N1", "to": ["wei"], "text": "x", "approval": "r0", "closes": ["o0"] } },
        "obligations": { "o0": { "title": "O0", "within": "10m", "from": "s1" }, "o1": { "title": "O1", "within": "1h", "from": "restored" } },
        "variables": { "key": { "kind": "secret" }, "host": {} },
        "precautions": ["careful"], "prerequisites": ["there"], "exit_criteria": ["up"],
    })
}

/// Something of the plan, or once in a while something that is not.
fn some_step(dice: &mut Dice<'_>, session: &Session) -> String {
    let all: Vec<_> = session.book().steps().map(|(_, step)| step.id.to_string()).collect();
    if all.is_empty() || dice.rarely(12) { "nowhere".to_owned() } else { all[dice.below(all.len())].clone() }
}

fn some<K: ToString>(dice: &mut Dice<'_>, keys: impl Iterator<Item = K>) -> String {
    let all: Vec<_> = keys.map(|key| key.to_string()).collect();
    if all.is_empty() || dice.rarely(12) { "nothing".to_owned() } else { all[dice.below(all.len())].clone() }
}

fn some_command(dice: &mut Dice<'_>, run: &Run) -> Command {
    let session = &run.session;
    let book = session.book();
    let step = some_step(dice, session);
    let role = some(dice, book.roles.keys());
    let notice = some(dice, book.notices.keys());
    let obligation = some(dice, book.obligations.keys());
    let timer = some(dice, book.timers.iter().map(|timer| &timer.id));
    let somebody = dice.one(&["hao", "wei", "zoe", ME, " "]);
    let number = book.number(&id(&step));
    let item = if dice.rarely(4) { ItemKey::Expect } else { ItemKey::Check(dice.below(4)) };
    let minutes = i64::try_from(dice.below(90)).unwrap() - 30;
    let wall = run.moment().wall + crate::time::Span::minutes(minutes).delta();
    let stated = dice.rarely(3).then_some(wall);
    let subject = if dice.rarely(3) { of_notice(&notice) } else { of_step(&step) };
    match dice.below(58) {
        0..=8 => done(&step),
        9..=12 => choose(&step, dice.below(3)),
        13..=15 => Command::StartStep { step: id(&step), typed: Some(number) },
        16 => begin(&step),
        17..=18 => {
            let then = [AfterFailure::GoOn, AfterFailure::Again, AfterFailure::Goto(id(&some_step(dice, session)))];
            Command::FailStep { step: id(&step), then: dice.rarely(2).then(|| then[dice.below(3)].clone()) }
        }
        19 => skip(&step),
        20 => rule_out(&step),
        21 => defer(&step),
        22 => Command::WaitOn { step: id(&step), on: "x".to_owned() },
        23 => Command::StopWaiting { step: id(&step) },
        24..=25 => reopen(&step),
        26 => reassign(&step, somebody),
        27..=28 => Command::Tick { step: id(&step), item },
        29 => Command::Untick { step: id(&step), item },
        30 => Command::GiveEvidence { step: id(&step), item: EvidenceItem(dice.below(2)), text: "x".to_owned() },
        31 => Command::AnswerCondition { step: id(&step), applies: dice.rarely(2) },
        32 => Command::DecideFreely { question: "Go?".to_owned(), chosen: "yes".to_owned() },
        33..=34 => Command::GiveEstimate {
            step: dice.rarely(2).then(|| id(&step)),
            takes: crate::time::Span::minutes(minutes),
        },
        35..=36 => Command::ReachMilestone { milestone: Milestone::ALL[dice.below(Milestone::ALL.len())], stated },
        37 => Command::AskApproval { subject },
        38..=40 => Command::GrantApproval { subject, role: role.as_str().into() },
        41 => Command::RefuseApproval { subject, role: role.as_str().into() },
        42..=43 => Command::SendNotice {
            notice: notice.as_str().into(),
            step: dice.rarely(3).then(|| id(&step)),
            to: Vec::new(),
            channel: None,
        },
        44 => Command::OpenObligation { obligation: obligation.as_str().into() },
        45 => Command::CloseObligation { obligation: obligation.as_str().into() },
        46 => Command::MeetCadence { timer: timer.as_str().into() },
        47 => Command::Note {
            kind: NoteKind::Note,
            text: "x".to_owned(),
            stated,
            step: dice.rarely(2).then(|| id(&step)),
        },
        48 => {
            if dice.rarely(2) {
                Command::Remind { text: "x".to_owned(), due: wall, within: None }
            } else {
                Command::ClearReminder { reminder: Seq(dice.below(40) as u64) }
            }
        }
        49..=51 => Command::TakeBack,
        52 => [Command::Pause, Command::Resume][dice.below(2)].clone(),
        53 => match dice.below(8) {
            0 => Command::End,
            1 => Command::Terminate,
            2 => Command::Convert,
            3 => Command::Start,
            4 => open(Kind::Drill, "{".to_owned()),
            5 => Command::Leave { cause: LeaveCause::Hangup, others: dice.rarely(2) },
            _ => Command::ComeBack { terminal: Box::default(), others: dice.rarely(2) },
        },
        54 => Command::AssignRole {
            role: role.as_str().into(),
            person: dice.rarely(4).then_some(()).map_or(Some(person(somebody)), |()| None),
        },
        55 => {
            if dice.rarely(2) {
                Command::TakeOver { role: role.as_str().into(), deputy: person(somebody) }
            } else {
                Command::HandBack { role: role.as_str().into() }
            }
        }
        56 => match dice.below(5) {
            0 => Command::AcknowledgePrecaution { index: dice.below(7) },
            1 => Command::TickPrerequisite { index: dice.below(7) },
            2 => Command::TickExit { index: dice.below(7) },
            3 => Command::RollCall { present: vec![(person(somebody), Presence::Late)] },
            _ => set("host", "mes 1"),
        },
        _ => match dice.below(4) {
            0 => set("key", "hunter2"),
            1 => Command::Notice(Due::TimerOver(timer.as_str().into())),
            2 => Command::Notice(Due::Obligation(obligation.as_str().into())),
            _ => Command::Notice(Due::WaitOver(id(&step))),
        },
    }
}

/// What holds after every act.
fn check(run: &Run, entry: &Entry, command: &Command) -> Result<(), TestCaseError> {
    let session = &run.session;
    let mut again = session.clone();
    again.refold();
    prop_assert_eq!(again.state(), session.state(), "folded anew it is the same");
    prop_assert_eq!(again.book(), session.book(), "and so is the plan");

    let seqs: Vec<u64> = session.log().iter().map(|row| row.entry.seq.0).collect();
    let expected: Vec<u64> = (1..=seqs.len() as u64).collect();
    prop_assert_eq!(seqs, expected, "numbers follow each other");

    let mut twice = session.clone();
    twice.apply(Arc::new(entry.clone()));
    prop_assert_eq!((twice.state(), twice.log().len()), (session.state(), session.log().len()), "folded twice is once");

    // What follows from an act was decided with it: a note brings nothing but itself.
    let mut quiet = run.clone();
    quiet.who = person("nobody");
    let note = Command::Note { kind: NoteKind::Note, text: "x".to_owned(), stated: None, step: None };
    let after = quiet.give(note, None, None).map(|entry| entry.events.len());
    prop_assert_eq!(after, Ok(1), "after {:?}: {:?} leaves {:?}", command, entry.events, quiet.events);

    prop_assert!(entry.events.len() < 500, "what follows comes to an end");
    prop_assert!(!format!("{:?}", entry.events).contains("hunter2"), "a secret is in no event");
    let line = serde_json::to_string(&entry.events).unwrap();
    let read: Vec<Event> = serde_json::from_str(&line).unwrap();
    prop_assert_eq!(&read, &entry.events, "events survive being written");

    // Nobody has two steps started for them.
    let mut hands: BTreeMap<Option<Person>, usize> = BTreeMap::new();
    for (_, step) in session.book().steps() {
        let held = session.state().step(&step.id);
        let elsewhere = session.state().child_at(&step.id).is_some();
        if held.status == Status::Active && held.waiting.is_none() && !elsewhere {
            *hands.entry(session.person_for(step)).or_default() += 1;
        }
    }
    for event in &entry.events {
        if let Event::StepStarted { step, cause: StartCause::Turn } = event
            && session.state().is_active(step)
        {
            let who = session.person_for(session.book().step(step).unwrap());
            // A step that leads into another runbook leaves the hands free.
            let busy = hands.get(&who).copied().unwrap_or_default();
            prop_assert!(busy <= 1, "{:?} of {:?} was free for it", who, step);
        }
    }
    // Time fails nothing: only people do.
    let failed = entry.events.iter().any(|event| matches!(event, Event::StepFailed { .. }));
    prop_assert!(!failed || matches!(command, Command::FailStep { .. }), "only people say that a step failed");
    for (step, held) in &session.state().steps {
        prop_assert!(!held.attempts.is_empty() || !matches!(held.status, Status::Finished(Outcome::Done)), "{step}");
    }
    Ok(())
}

/// Acts by the dice, noticing what comes due now and then.
fn live(mut run: Run, dice: &mut Dice<'_>, acts: usize) -> Result<(usize, Run), TestCaseError> {
    let mut accepted = 0;
    for _ in 0..acts {
        run.clock += crate::time::Span::seconds(i64::try_from(dice.below(200)).unwrap());
        if dice.rarely(40) {
            run.boot += 1;
        }
        if dice.rarely(40) {
            run.wall_off += crate::time::Span::minutes(7);
        }
        if dice.rarely(3) {
            run.notice();
            prop_assert_eq!(run.session.due(&run.moment()), []);
        }
        run.who = person(dice.one(&[ME, "hao", "zoe"]));
        let command = some_command(dice, &run);
        let by = dice.rarely(6).then(|| dice.one(&["hao", "wei", "zoe"]));
        let reason = (!dice.rarely(3)).then_some("because");
        let before = run.session.state().clone();
        match run.give(command.clone(), reason, by) {
            Ok(entry) => {
                accepted += 1;
                check(&run, &entry, &command)?;
            }
            Err(refusal) => {
                prop_assert_eq!(&before, run.session.state(), "a refusal changes nothing");
                let needless = reason.is_some() && matches!(refusal, Refusal::Gates(_) | Refusal::NeedsReason);
                prop_assert!(!needless, "a gate opens for a reason: {:?} {:?}", command, refusal);
            }
        }
        let reading = run.reading();
        let _ = (run.session.urgent(reading), run.session.pace(reading), run.session.next_due(&run.moment()));
    }
    run.log_is_replayed();
    Ok((accepted, run))
}

fn explore(cases: u32, acts: usize, begin: impl Fn(&mut Dice<'_>) -> Option<Run>) {
    explore_all(cases, acts, begin, |_| {}).unwrap_or_else(|fault| panic!("{fault}"));
}

/// The same, and what each session came to is looked at.
fn explore_all(
    cases: u32,
    acts: usize,
    begin: impl Fn(&mut Dice<'_>) -> Option<Run>,
    look: impl Fn(&Run),
) -> Result<(), TestError<Vec<u8>>> {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let total = std::cell::Cell::new(0);
    let explored = runner.run(&proptest::collection::vec(any::<u8>(), 900 + acts * 30), |bytes| {
        let mut dice = Dice(bytes.iter());
        let Some(run) = begin(&mut dice) else { return Ok(()) };
        let (accepted, run) = live(run, &mut dice, acts)?;
        total.set(total.get() + accepted);
        look(&run);
        Ok(())
    });
    assert!(explored.is_err() || total.get() > cases as usize * acts / 4, "the dice really act: {}", total.get());
    explored
}

fn begin_one(dice: &mut Dice<'_>, text: String) -> Run {
    begin_among(dice, vec![Source::new("book.json".to_owned(), String::new(), text)])
}

fn begin_among(dice: &mut Dice<'_>, sources: Vec<Source>) -> Run {
    let kind = [Kind::Drill, Kind::Drill, Kind::Incident, Kind::Walkthrough][dice.below(4)];
    let mut run = opened_among(kind, sources);
    if !dice.rarely(10) {
        run.act_because("x", Command::Start);
    }
    run
}

#[test]
fn whatever_is_done_over_random_plans_the_log_is_the_state() {
    explore(160, 40, |dice| {
        let text = text_of(random_book(dice));
        read("book.json", text.as_bytes()).runbook?;
        Some(begin_one(dice, text))
    });
}

#[test]
fn whatever_is_done_over_plans_in_plans_the_log_is_the_state() {
    let entered = std::cell::Cell::new(0);
    let explored = explore_all(
        120,
        50,
        |dice| {
            let parts = [random_book(dice), random_book(dice), random_book(dice)];
            for part in &parts {
                read("book.json", text_of(part.clone()).as_bytes()).runbook?;
            }
            let [own, c0, c1] = parts;
            Some(begin_among(dice, embedded(own, vec![("c0", c0), ("c1", c1)])))
        },
        |run| entered.set(entered.get() + run.session.state().children.len()),
    );
    explored.unwrap_or_else(|fault| panic!("{fault}"));
    assert!(entered.get() > 60, "the dice enter runbooks: {}", entered.get());
}

#[test]
fn whatever_is_done_over_the_bundled_plan_the_log_is_the_state() {
    let text = include_str!("../../../runbooks/en/mes-app-server-outage.json");
    explore(30, 60, |dice| Some(begin_one(dice, text.to_owned())));
}

#[test]
fn nonsense_from_a_journal_folds_without_a_word() {
    let mut run = incident(steps(&["a", "b"]));
    let nonsense = vec![
        Event::FlowMoved { from: id("x"), to: id("y") },
        Event::StepCompleted { step: id("x") },
        Event::TimerMet { timer: "x".into() },
        Event::TimerArmed { timer: "x".into(), since: Some(wall("-9000d")) },
        Event::ObligationClosed { obligation: "x".into() },
        Event::ReminderDue { reminder: Seq(7), due: wall("0m") },
        Event::EntryWithdrawn { entry: Seq(77) },
        Event::PhaseOpened { phase: "x".into() },
        Event::MilestoneReached { milestone: Milestone::Ended, step: None, stated: Some(wall("-9000d")) },
        Event::SessionEnded { reason: None },
        Event::Unknown { kind: "later".to_owned(), data: "{}".to_owned() },
        Event::ApprovalGranted { subject: ApprovalSubject::Step(id("x")), role: "x".into(), by_word: true },
    ];
    let mut entry = run.session.log().last().unwrap().entry.as_ref().clone();
    entry.seq = run.session.next_seq();
    entry.id = crate::session::EntryId("foreign".to_owned());
    entry.events = nonsense;
    run.session.apply(Arc::new(entry));
    run.log_is_replayed();
    let _ = (run.urgent(), run.pace(), run.session.due(&run.moment()));
}

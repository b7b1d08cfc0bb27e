//! A runbook in a few words, a clock one sets by hand, and acts in one line: what the tests of the rules speak.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::runbook::StepId;
use crate::runbook::format::read;
use crate::session::{
    Act, AfterFailure, ApprovalSubject, Clock, Command, Due, Entry, EntryId, Event, Gate, ItemKey, Kind, Outcome, Pace,
    Person, Reading, Refusal, Seq, Session, Source, StartCause, Status, TimerState, Urgent,
};
use crate::time::{BootId, Moment, Span};

/// The person at the terminal of every test unless it says otherwise.
pub const ME: &str = "ana";

/// A session with its hand-made clock.
#[derive(Clone)]
pub struct Run {
    pub session: Session,
    /// Since the session was opened.
    pub clock: Span,
    /// How far the wall clock was set off from the boot clock.
    pub wall_off: Span,
    pub boot: u32,
    /// Offset from UTC people live by, in hours.
    pub zone: i32,
    pub who: Person,
    /// The last entry that whoever types has seen, if not the last there is.
    pub seen: Option<Seq>,
    /// Events of the last entry.
    pub events: Vec<Event>,
    acts: u64,
}

/// A length of time as one writes it.
pub fn span(text: &str) -> Span {
    Span::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}

pub fn person(name: &str) -> Person {
    Person(name.to_owned())
}

pub fn id(step: &str) -> StepId {
    StepId::from(step)
}

/// Wall time so long after every test's opening.
pub fn wall(after: &str) -> DateTime<FixedOffset> {
    morning() + span(after).delta()
}

fn morning() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-22T06:00:00+08:00").unwrap()
}

/// A runbook text from its interesting part.
pub fn text_of(mut part: Value) -> String {
    let all = part.as_object_mut().unwrap();
    for (name, value) in [("format", "runbook/1"), ("id", "book"), ("title", "Book")] {
        all.entry(name).or_insert_with(|| json!(value));
    }
    part.to_string()
}

/// A step without anything.
pub fn step(id: &str) -> Value {
    json!({ "id": id, "title": id })
}

/// A step with something.
pub fn step_with(id: &str, more: Value) -> Value {
    let mut step = step(id);
    merge(&mut step, more);
    step
}

pub fn merge(into: &mut Value, more: Value) {
    let Value::Object(more) = more else { panic!("an object is merged") };
    into.as_object_mut().unwrap().extend(more);
}

/// One phase of plain steps.
pub fn steps(ids: &[&str]) -> Value {
    json!({ "steps": ids.iter().map(|id| step(id)).collect::<Vec<_>>() })
}

pub fn phase(id: &str, steps: Vec<Value>) -> Value {
    json!({ "id": id, "title": id, "steps": steps })
}

pub fn any_phase(id: &str, steps: Vec<Value>) -> Value {
    json!({ "id": id, "title": id, "order": "any", "steps": steps })
}

/// A session of this runbook that was opened and not started.
pub fn opened(kind: Kind, book: Value) -> Run {
    opened_text(kind, text_of(book))
}

pub fn opened_text(kind: Kind, text: String) -> Run {
    opened_among(kind, vec![Source::new("book.json".to_owned(), String::new(), text)])
}

/// Texts as a session embeds them: the runbook that runs, and those its steps may name.
pub fn embedded(book: Value, others: Vec<(&str, Value)>) -> Vec<Source> {
    let children: std::collections::BTreeMap<_, _> =
        others.iter().map(|(name, _)| ((*name).to_owned(), format!("sha of {name}"))).collect();
    let source = |name: &str, sha256: String, part: Value| {
        Source::new(format!("{name}.json"), sha256, text_of(part)).leading_to(children.clone())
    };
    let own = source("book", "sha of book".to_owned(), book);
    let mut all = vec![own];
    for (name, mut part) in others {
        merge(&mut part, json!({ "id": name }));
        all.push(source(name, format!("sha of {name}"), part));
    }
    all
}

/// A session of the first of these runbooks that was opened and not started.
pub fn opened_among(kind: Kind, sources: Vec<Source>) -> Run {
    for source in &sources {
        let reading = read("book.json", source.text.as_bytes());
        assert!(reading.runbook.is_some(), "the fixture reads: {:#?}", reading.errors().collect::<Vec<_>>());
    }
    let mut run = Run {
        session: Session::new(),
        clock: Span::ZERO,
        wall_off: Span::ZERO,
        boot: 1,
        zone: 8,
        who: person(ME),
        seen: None,
        events: Vec::new(),
        acts: 0,
    };
    run.act(Command::Open { kind, form: None, sources, terminal: Box::default() });
    run
}

pub fn open(kind: Kind, text: String) -> Command {
    let source = Source::new("book.json".to_owned(), String::new(), text);
    Command::Open { kind, form: None, sources: vec![source], terminal: Box::default() }
}

/// An incident that was started at `0m`.
pub fn incident(book: Value) -> Run {
    let mut run = opened(Kind::Incident, book);
    run.act(Command::Start);
    run
}

/// A drill that was started at `0m`, whatever its briefing lacked.
pub fn drill(book: Value) -> Run {
    let mut run = opened(Kind::Drill, book);
    run.act_because("a test", Command::Start);
    run
}

impl Run {
    /// Sets the clock.
    pub fn at(&mut self, clock: &str) -> &mut Self {
        self.clock = span(clock);
        self
    }

    /// Who types from now on has seen no more than this entry.
    pub fn having_seen(&mut self, seen: Seq) -> &mut Self {
        self.seen = Some(seen);
        self
    }

    /// Who types from now on.
    pub fn typed_by(&mut self, who: &str) -> &mut Self {
        self.who = person(who);
        self
    }

    pub fn moment(&self) -> Moment {
        let ns = 1_000_000_000_000 + self.clock.as_millis() * 1_000_000;
        Moment {
            wall: (morning() + (self.clock + self.wall_off).delta())
                .with_timezone(&FixedOffset::east_opt(self.zone * 3600).unwrap()),
            boot_ns: u64::try_from(ns).unwrap(),
            boot: BootId(self.boot.to_string()),
        }
    }

    /// What the clocks of the session say now.
    pub fn reading(&self) -> Reading {
        self.session.read(&self.moment())
    }

    fn new_act(&mut self, command: Command, reason: Option<&str>, by: Option<&str>) -> Act {
        self.acts += 1;
        Act {
            attached: Vec::new(),
            id: EntryId(format!("{}-{}", self.who, self.acts)),
            who: self.who.clone(),
            by: by.map(person),
            seen: self.seen.unwrap_or_else(|| Seq(self.session.log().len() as u64)),
            command,
            reason: reason.map(str::to_owned),
        }
    }

    /// Decides an act and folds what follows; twice the same, or it is no decision.
    pub fn give(&mut self, command: Command, reason: Option<&str>, by: Option<&str>) -> Result<Entry, Refusal> {
        let act = self.new_act(command, reason, by);
        let now = self.moment();
        let decided = self.session.decide(&act, &now);
        assert_eq!(decided, self.session.decide(&act, &now), "deciding is pure");
        let entry = decided?;
        self.session.apply(Arc::new(entry.clone()));
        self.events.clone_from(&entry.events);
        Ok(entry)
    }

    /// Decides an act and folds what follows; decided once, where acts are many.
    pub fn give_once(&mut self, command: Command, reason: Option<&str>) -> Result<(), Refusal> {
        let act = self.new_act(command, reason, None);
        let entry = self.session.decide(&act, &self.moment())?;
        self.session.apply(Arc::new(entry));
        Ok(())
    }

    pub fn act(&mut self, command: Command) -> &mut Self {
        self.give(command.clone(), None, None).unwrap_or_else(|no| panic!("{command:?} was refused: {no:?}"));
        self
    }

    pub fn act_because(&mut self, reason: &str, command: Command) -> &mut Self {
        self.give(command.clone(), Some(reason), None).unwrap_or_else(|no| panic!("{command:?} was refused: {no:?}"));
        self
    }

    /// An act said to be somebody's: `@name`.
    pub fn act_of(&mut self, by: &str, command: Command) -> &mut Self {
        self.give(command.clone(), None, Some(by)).unwrap_or_else(|no| panic!("{command:?} was refused: {no:?}"));
        self
    }

    /// The act is refused with exactly this, and nothing was recorded.
    #[track_caller]
    pub fn refused(&mut self, command: Command, refusal: Refusal) -> &mut Self {
        let before = self.session.log().len();
        assert_eq!(self.give(command, None, None), Err(refusal));
        assert_eq!(self.session.log().len(), before);
        self
    }

    /// The act stops at exactly these gates, and passes them with a reason that is recorded.
    #[track_caller]
    pub fn gated(&mut self, command: Command, gates: Vec<Gate>) -> &mut Self {
        self.refused(command.clone(), Refusal::Gates(gates.clone()));
        self.act_because("it must be", command);
        for gate in gates {
            let passed = Event::GatePassed { gate, reason: "it must be".to_owned() };
            assert!(self.events.contains(&passed), "{passed:?} is recorded in {:?}", self.events);
        }
        self
    }

    /// Lets the program notice what has come due, until nothing is.
    pub fn notice(&mut self) -> Vec<Due> {
        let mut noticed = Vec::new();
        while let Some(due) = self.session.due(&self.moment()).into_iter().next() {
            let who = std::mem::replace(&mut self.who, Person::program());
            self.act(Command::Notice(due.clone()));
            self.who = who;
            noticed.push(due);
            assert!(noticed.len() < 1000, "noticing never ends: {noticed:?}");
        }
        noticed
    }

    #[track_caller]
    pub fn has(&mut self, event: &Event) -> &mut Self {
        assert!(self.events.contains(event), "{event:?} is among {:#?}", self.events);
        self
    }

    pub fn status(&self, step: &str) -> Status {
        self.session.state().status(&id(step)).clone()
    }

    pub fn is_active(&self, step: &str) -> bool {
        self.session.state().is_active(&id(step))
    }

    pub fn is_pending(&self, step: &str) -> bool {
        self.status(step) == Status::Pending
    }

    pub fn is_done(&self, step: &str) -> bool {
        self.status(step) == Status::Finished(Outcome::Done)
    }

    pub fn is_ruled_out(&self, step: &str) -> bool {
        matches!(self.status(step), Status::Finished(Outcome::NotApplicable { .. }))
    }

    /// The active steps, in order of the runbook.
    pub fn active(&self) -> Vec<String> {
        let active = self.session.book().steps().map(|(_, step)| &step.id);
        active.filter(|id| self.session.state().is_active(id)).map(ToString::to_string).collect()
    }

    #[track_caller]
    pub fn actives(&mut self, steps: &[&str]) -> &mut Self {
        assert_eq!(self.active(), steps);
        self
    }

    pub fn attempts(&self, step: &str) -> usize {
        self.session.state().step(&id(step)).attempts.len()
    }

    pub fn timer(&self, timer: &str) -> TimerState {
        self.session.state().timers.get(timer).cloned().unwrap_or_else(|| panic!("{timer} is not armed"))
    }

    pub fn is_armed(&self, timer: &str) -> bool {
        self.session.state().timers.contains_key(timer)
    }

    pub fn clock_of(&self, title: &str) -> Clock {
        self.session.clocks(self.reading()).into_iter().find(|clock| clock.title == title).unwrap()
    }

    pub fn urgent(&self) -> Vec<Urgent> {
        self.session.urgent(self.reading())
    }

    pub fn pace(&self) -> Option<Pace> {
        self.session.pace(self.reading())
    }

    pub fn owes(&self, obligation: &str) -> bool {
        self.session.state().owes(&obligation.into())
    }

    /// The steps by the way to them, in the order of the plan.
    pub fn plan(&self) -> Vec<String> {
        self.session.book().steps().map(|(_, step)| step.id.to_string()).collect()
    }

    pub fn log_is_replayed(&self) {
        let again = Session::replay(self.session.log().iter().map(|row| Arc::clone(&row.entry)));
        assert_eq!(again.state(), self.session.state());
        assert_eq!(again.log(), self.session.log());
        assert_eq!(again.book(), self.session.book());
    }
}

pub fn begin(step: &str) -> Command {
    Command::StartStep { step: id(step), typed: None }
}

pub fn done(step: &str) -> Command {
    Command::CompleteStep { step: id(step) }
}

pub fn skip(step: &str) -> Command {
    Command::SkipStep { step: id(step) }
}

pub fn rule_out(step: &str) -> Command {
    Command::RuleOutStep { step: id(step) }
}

pub fn fail(step: &str) -> Command {
    Command::FailStep { step: id(step), then: None }
}

pub fn fail_then(step: &str, then: AfterFailure) -> Command {
    Command::FailStep { step: id(step), then: Some(then) }
}

pub fn defer(step: &str) -> Command {
    Command::DeferStep { step: id(step), until: "tonight".to_owned() }
}

pub fn reopen(step: &str) -> Command {
    Command::ReopenStep { step: id(step) }
}

pub fn choose(step: &str, option: usize) -> Command {
    Command::Decide { step: id(step), option }
}

pub fn tick(step: &str, place: usize) -> Command {
    Command::Tick { step: id(step), item: ItemKey::Check(place) }
}

pub fn assign(role: &str, to: &str) -> Command {
    Command::AssignRole { role: role.into(), person: Some(person(to)) }
}

pub fn reassign(step: &str, to: &str) -> Command {
    Command::ReassignStep { step: id(step), person: Some(person(to)) }
}

pub fn estimate(takes: &str) -> Command {
    Command::GiveEstimate { step: None, takes: span(takes) }
}

pub fn reach(milestone: crate::runbook::Milestone) -> Command {
    Command::ReachMilestone { milestone, stated: None }
}

pub fn send(notice: &str) -> Command {
    Command::SendNotice { notice: notice.into(), step: None, to: Vec::new(), channel: None }
}

pub fn set(name: &str, value: &str) -> Command {
    Command::SetVariable { name: name.to_owned(), value: value.to_owned() }
}

pub fn of_step(step: &str) -> ApprovalSubject {
    ApprovalSubject::Step(id(step))
}

pub fn of_notice(notice: &str) -> ApprovalSubject {
    ApprovalSubject::Notice(notice.into())
}

pub fn grant(subject: ApprovalSubject, role: &str) -> Command {
    Command::GrantApproval { subject, role: role.into() }
}

pub fn started(step: &str, cause: StartCause) -> Event {
    Event::StepStarted { step: id(step), cause }
}

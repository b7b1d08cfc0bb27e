//! Every bundled runbook walked to its end: each answer given once, each loop gone once, each step begun.
//!
//! A hand that does what each step asks, never passes a gate with a reason, and gives the answers nobody gave before.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use super::fixture::*;
use crate::runbook::{ChildId, EvidenceKind, Goto, Milestone, OnFailure, Step, StepId};
use crate::session::{Approval, Command, EvidenceItem, ItemKey, Kind, Outcome, Source, Status, exists_in};

/// More acts than any plan asks for in one walk.
const LONGEST_WALK: usize = 1500;
/// More walks than any plan has ways.
const MOST_WALKS: usize = 60;

struct Shelf(Vec<(String, String)>);

impl Shelf {
    /// The bundled runbooks of one language, by id.
    fn of(lang: &str) -> Self {
        let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("runbooks").join(lang);
        let mut all: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
        all.sort();
        let id = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
        Self(all.iter().map(|path| (id(path), fs::read_to_string(path).unwrap())).collect())
    }

    /// What a session of `id` is opened with: it, and whatever it can reach.
    fn sources(&self, id: &str) -> Vec<Source> {
        let mut wanted = vec![id.to_owned()];
        let mut all = Vec::new();
        while let Some(id) = wanted.get(all.len()).cloned() {
            let (_, text) =
                self.0.iter().find(|(known, _)| *known == id).unwrap_or_else(|| panic!("{id} is not there"));
            let source = Source::new(format!("{id}.json"), id.clone(), text.clone());
            let book = source.book();
            for name in book.child_names() {
                if !wanted.iter().any(|known| known == name) {
                    wanted.push(name.to_owned());
                }
            }
            let leads = book.child_names().into_iter().map(|name| (name.to_owned(), name.to_owned())).collect();
            all.push(source.leading_to(leads));
        }
        all
    }
}

/// What was tried so far over all walks of one runbook.
#[derive(Default)]
struct Tried {
    answers: BTreeSet<(StepId, usize)>,
    failed: BTreeSet<StepId>,
    begun: BTreeSet<StepId>,
    denied: BTreeSet<StepId>,
    /// Child runbooks gone through step by step: once is enough.
    children: BTreeSet<ChildId>,
    /// How often each question was answered, so that every walk takes another way.
    visits: BTreeMap<StepId, usize>,
    /// Something was tried for the first time.
    news: bool,
}

struct Walk<'t> {
    run: Run,
    tried: &'t mut Tried,
    /// Minutes each act takes.
    pace: i64,
}

impl Walk<'_> {
    fn act(&mut self, command: Command) {
        self.run.clock += crate::time::Span::minutes(self.pace);
        self.run.notice();
        self.give(command, None);
    }

    fn give(&mut self, command: Command, reason: Option<&str>) {
        let told = format!("{command:?}");
        self.run.give_once(command, reason).unwrap_or_else(|no| panic!("{told} was refused: {no:?}"));
    }

    /// One act; none when nothing is left to do.
    fn go_on(&mut self) -> Option<()> {
        self.answer_for_roles()
            .or_else(|| self.send())
            .or_else(|| self.work())
            .or_else(|| self.begin())
            .or_else(|| self.end())
    }

    fn answer_for_roles(&mut self) -> Option<()> {
        let asked = self.run.session.state().approvals.iter().find_map(|(subject, roles)| {
            let role = roles.iter().find(|(_, answer)| matches!(answer, Approval::Asked { .. }))?.0;
            Some((subject.clone(), role.clone()))
        });
        let (subject, role) = asked?;
        self.act(Command::GrantApproval { subject, role });
        Some(())
    }

    fn send(&mut self) -> Option<()> {
        let due = self.run.session.state().notices.iter().find(|(_, notice)| notice.due_since.is_some())?.0.clone();
        self.act(send(due.as_str()));
        Some(())
    }

    fn work(&mut self) -> Option<()> {
        let state = self.run.session.state();
        let hands = |step: &&Step| state.is_active(&step.id) && state.child_at(&step.id).is_none();
        let step = self.run.session.book().steps().map(|(_, step)| step).find(hands)?.clone();
        if self.hurry_through(&step) {
            return Some(());
        }
        let state = self.run.session.state();
        let own = step.id.child().is_none();
        let attempt = state.step(&step.id).attempt().cloned().unwrap_or_default();
        if step.condition.is_some() && attempt.applies.is_none() {
            // Once it does not apply, and from then on it does.
            // Nobody says no where it is owed.
            let owed = step.closes.iter().any(|owed| state.owes(owed));
            let applies = !own || owed || !self.tried.denied.insert(step.id.clone());
            self.act(Command::AnswerCondition { step: step.id.clone(), applies });
            return Some(());
        }
        if let Some(place) =
            (0..step.checklist.len()).find(|place| !attempt.ticks.contains_key(&ItemKey::Check(*place)))
        {
            self.act(tick(step.id.as_str(), place));
            return Some(());
        }
        if step.expect.is_some() && !attempt.ticks.contains_key(&ItemKey::Expect) {
            self.act(Command::Tick { step: step.id.clone(), item: ItemKey::Expect });
            return Some(());
        }
        if let Some(place) = (0..step.evidence.len()).find(|place| !attempt.evidence.contains_key(place)) {
            let text = match step.evidence[place].kind {
                EvidenceKind::Number => "7",
                EvidenceKind::YesNo => "yes",
                _ => "seen",
            };
            self.act(Command::GiveEvidence { step: step.id.clone(), item: EvidenceItem(place), text: text.to_owned() });
            return Some(());
        }
        if step.estimate && !attempt.estimated {
            self.act(Command::GiveEstimate {
                step: Some(step.id.clone()),
                takes: span(if self.pace == 0 { "5m" } else { "45m" }),
            });
            return Some(());
        }
        if let (Some(wait), false) = (step.wait, attempt.wait_over) {
            self.run.clock += wait;
            self.run.notice();
            return Some(());
        }
        let fails =
            matches!(step.on_failure, Some(OnFailure::Step(_))) && own && self.tried.failed.insert(step.id.clone());
        if fails {
            self.tried.news = true;
            self.act_because("it did not work", fail(step.id.as_str()));
        } else if let Some(option) = self.answer(&step) {
            self.act(choose(step.id.as_str(), option));
        } else {
            self.act(done(step.id.as_str()));
        }
        Some(())
    }

    /// Ends a child that was gone through in an earlier walk at once.
    fn hurry_through(&mut self, step: &Step) -> bool {
        let Some(child) = step.id.child().filter(|child| self.tried.children.contains(child)) else { return false };
        let state = self.run.session.state();
        if state.children.get(&child).is_none_or(|child| !child.is_running()) {
            return false;
        }
        let book = self.run.session.book();
        let ends = |end: &&Step| end.id.child().as_ref() == Some(&child) && end.milestone == Some(Milestone::Ended);
        let Some(end) = book.steps().map(|(_, step)| step).find(ends).map(|end| end.id.clone()) else { return false };
        if !state.is_active(&end) {
            let typed = Some(book.number(&end));
            self.act_because("seen before", Command::StartStep { step: end.clone(), typed });
        }
        self.act_because("seen before", done(end.as_str()));
        let left: Vec<_> = self.run.active().into_iter().filter(|id| id.starts_with(&format!("{child}/"))).collect();
        for step in left {
            self.act_because("seen before", skip(&step));
        }
        true
    }

    fn act_because(&mut self, reason: &str, command: Command) {
        self.give(command, Some(reason));
    }

    /// An answer nobody gave yet; when all were, each in turn, and at the third time in one walk the one that leads on.
    fn answer(&mut self, step: &Step) -> Option<usize> {
        let decision = step.decision.as_ref()?;
        let own = step.id.child().is_none();
        let fresh = (0..decision.options.len()).find(|place| !self.tried.answers.contains(&(step.id.clone(), *place)));
        if let (Some(place), true) = (fresh, own) {
            self.tried.answers.insert((step.id.clone(), place));
            self.tried.news = true;
            return Some(place);
        }
        let visits = self.tried.visits.entry(step.id.clone()).or_default();
        *visits += 1;
        if own && self.run.session.state().step(&step.id).attempts.len() < 3 {
            return Some(*visits % decision.options.len());
        }
        let place_of = |goto: &Goto| match goto {
            Goto::Next => Some((usize::MAX, 0)),
            Goto::End => Some((usize::MAX, 1)),
            Goto::Step(to) => self.run.session.book().place(to),
            Goto::Phase(to) => self.run.session.book().phases.iter().position(|phase| phase.id == *to).map(|p| (p, 0)),
        };
        let here = self.run.session.book().place(&step.id);
        // Nowhere else before back: a loop that was gone once is left.
        let rank = |place: &usize| {
            let option = &decision.options[*place];
            let back = place_of(&option.goto) <= here;
            (back, option.runbook.is_some(), option.goto == Goto::End)
        };
        (0..decision.options.len()).min_by_key(rank)
    }

    /// What nobody walks into by itself: a danger, and what waits for a hand that is free.
    fn begin(&mut self) -> Option<()> {
        let (book, state) = (self.run.session.book(), self.run.session.state());
        let waits = |step: &&Step| *state.status(&step.id) == Status::Pending && self.run.session.has_turn(step);
        let step = book.steps().map(|(_, step)| step).find(waits)?.clone();
        let typed = Some(book.number(&step.id));
        self.act(Command::StartStep { step: step.id, typed });
        Some(())
    }

    fn end(&mut self) -> Option<()> {
        let state = self.run.session.state();
        if !state.end_proposed || state.life.is_over() {
            return None;
        }
        // The plan itself proposes to leave the rest out.
        self.act_because("the plan says so", Command::End);
        Some(())
    }

    /// Ticks what the end asks for, as soon as only the end is left to be done.
    fn ready_to_end(&mut self) {
        for index in 0..self.run.session.book().exit_criteria.len() {
            let _ = self.run.give(Command::TickExit { index }, None, None);
        }
    }
}

fn walk(shelf: &Shelf, id: &str, kind: Kind, pace: i64, tried: &mut Tried) {
    let mut run = opened_among(kind, shelf.sources(id));
    for index in 0..run.session.book().precautions.len() {
        run.act(Command::AcknowledgePrecaution { index });
    }
    run.act(Command::Start);
    let hurried = tried.children.clone();
    let mut walk = Walk { run, tried, pace };
    walk.ready_to_end();
    let mut acts = 0;
    while walk.go_on().is_some() {
        acts += 1;
        assert!(acts < LONGEST_WALK, "{id}: a walk never ends; active: {:?}", walk.run.active());
    }
    let Walk { run, tried, .. } = walk;
    tried.children.extend(run.session.state().children.keys().cloned());
    let begun = |step: &&StepId| {
        step.child().is_none() && run.session.state().steps[*step].attempts.iter().any(|round| round.started.is_some())
    };
    for step in run.session.state().steps.keys().filter(begun) {
        tried.news |= tried.begun.insert(step.clone());
    }
    let state = run.session.state();
    assert!(state.life.is_over(), "{id}: the walk ends before the end; {:?}", run.urgent());
    // What a child that was hurried through opened is closed nowhere.
    let open: Vec<_> = state
        .obligations
        .iter()
        .filter(|(id, owed)| owed.is_open() && !id.child().is_some_and(|child| hurried.contains(&child)))
        .map(|(id, _)| id.to_string())
        .collect();
    assert_eq!(open, Vec::<String>::new(), "{id}: owed after everything was done");
    let book = run.session.book();
    for (_, step) in book.steps().filter(|(_, step)| exists_in(step, kind)) {
        let settled =
            matches!(state.status(&step.id), Status::Finished(outcome) if !matches!(outcome, Outcome::Deferred { .. }));
        assert!(settled, "{id}: {} is left without an outcome: {:?}", step.id, state.step(&step.id));
    }
    run.log_is_replayed();
}

/// Everything that is wrong with a runbook, as the walks find it.
fn faults(shelf: &Shelf, id: &str) -> Vec<String> {
    let mut tried = Tried::default();
    let mut quiet = 0;
    for round in 0..MOST_WALKS {
        tried.news = false;
        for kind in [Kind::Incident, Kind::Drill] {
            walk(shelf, id, kind, [0, 25][round % 2], &mut tried);
        }
        quiet = if tried.news { 0 } else { quiet + 1 };
        if quiet > 6 {
            break;
        }
    }
    let book = shelf.sources(id)[0].book();
    let mut faults = Vec::new();
    for (_, step) in book.steps() {
        if !tried.begun.contains(&step.id) {
            faults.push(format!("{id}: no walk comes to {}", step.id));
        }
        let answers = step.decision.as_ref().map_or(0, |decision| decision.options.len());
        let untried = (0..answers).filter(|place| !tried.answers.contains(&(step.id.clone(), *place)));
        faults.extend(untried.map(|place| format!("{id}: {} is never answered with option {place}", step.id)));
        if matches!(step.on_failure, Some(OnFailure::Step(_))) && !tried.failed.contains(&step.id) {
            faults.push(format!("{id}: {} never failed", step.id));
        }
    }
    faults
}

/// The runbooks of one shelf, a part of them: the parts are walked side by side. What is structure is the same in all
/// languages, so one of them is enough.
fn walk_part(part: usize) {
    let shelf = Shelf::of("en");
    let mut found = Vec::new();
    for (id, _) in shelf.0.iter().skip(part).step_by(PARTS) {
        // One that cannot be walked must not hide the others.
        let walked = catch_unwind(AssertUnwindSafe(|| faults(&shelf, id)));
        found.extend(walked.unwrap_or_else(|why| vec![format!("{id}: {}", why.downcast::<String>().unwrap())]));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

const PARTS: usize = 3;

#[test]
fn every_bundled_runbook_is_walked_to_its_end_in_every_way_it_has() {
    walk_part(0);
}

#[test]
fn every_bundled_runbook_is_walked_to_its_end_in_every_way_it_has_continued() {
    walk_part(1);
}

#[test]
fn every_bundled_runbook_is_walked_to_its_end_in_every_way_it_has_to_the_last() {
    walk_part(2);
}

//! Child runbooks: entered from a step, gone through, and back.
//!
//! Owns which embedded text a step means, when its runbook becomes part of the plan, and what its end brings with it.
//! How two runbooks become one plan is `runbook::child`'s.

use std::cell::OnceCell;
use std::sync::Arc;

use super::decide::Draft;
use super::flow::waits_for_end;
use super::{ChildState, Event, Kind, Life, Outcome, Person, ReopenCause, RuleOutCause, Source, State, Status};
use crate::runbook::{ChildId, Milestone, Runbook, Step, StepId, VariableKind};

/// How deep runbooks may lie in each other: that of the session is at zero.
pub const MAX_CHILD_DEPTH: usize = 5;

/// The plan as it is after an event: with one more runbook in it, if the event entered one for the first time.
pub(super) fn linked(book: &Runbook, event: &Event, sources: &[Source]) -> Option<Runbook> {
    let Event::ChildEntered { step, child, sha256, .. } = event else { return None };
    let source = sources.iter().find(|source| source.sha256 == *sha256)?;
    (!book.children.contains_key(child)).then(|| book.with_child(child, step, source.book()))
}

/// The plans one act goes through: each stays where it is while the next is made of it.
pub(super) struct Shelf {
    book: Arc<Runbook>,
    next: OnceCell<Box<Self>>,
}

impl Shelf {
    pub(super) fn new(book: Arc<Runbook>) -> Self {
        Self { book, next: OnceCell::new() }
    }

    pub(super) fn book(&self) -> &Runbook {
        &self.book
    }

    pub(super) fn put(&self, book: Runbook) -> &Runbook {
        let mut last = self;
        while let Some(next) = last.next.get() {
            last = next;
        }
        last.next.get_or_init(|| Box::new(Self::new(Arc::new(book)))).book()
    }
}

impl State {
    /// The children being gone through that lie in this level, however deep.
    fn running_within<'s>(&'s self, level: &'s ChildId) -> impl Iterator<Item = &'s ChildId> {
        let deeper = |child: &ChildId| child.as_str().strip_prefix(level.as_str()).is_some_and(|r| r.starts_with('/'));
        self.children.iter().filter(move |(child, state)| state.is_running() && deeper(child)).map(|(child, _)| child)
    }
}

impl<'a> Draft<'a> {
    /// Enters the runbook a step or one of its options names; says whether there was one to enter.
    ///
    /// A runbook that was not found when the session was opened is not there: the step is then a step like others.
    pub(super) fn enter_child(&mut self, step: &Step, option: Option<usize>, name: &str) -> bool {
        let Some(source) = self.source_of(&step.id, name) else { return false };
        let known =
            self.state.children.iter().find(|(_, child)| child.caller == step.id && child.sha256 == source.sha256);
        let again = known.map(|(child, _)| child.clone());
        let child = again.clone().unwrap_or_else(|| self.new_child(&step.id));
        if child.as_str().matches('/').count() >= MAX_CHILD_DEPTH {
            return false;
        }
        let book = source.book();
        let strangers: Vec<_> =
            book.roles.iter().filter(|(role, _)| !self.book.roles.contains_key(*role)).map(|(role, _)| role).collect();
        self.emit(Event::ChildEntered {
            step: step.id.clone(),
            option,
            child: child.clone(),
            runbook: book.id.clone(),
            sha256: source.sha256.clone(),
        });
        if again.is_some() {
            self.take_up_child(&child);
            return true;
        }
        let whole = self.book;
        let drill = self.state.kind == Kind::Drill;
        for role in strangers.into_iter().filter(|_| drill) {
            if let Some(holder) = whole.roles.get(role).and_then(|plan| plan.holder.as_ref()) {
                let person = Some(Person(holder.to_string()));
                self.emit(Event::RoleAssigned { role: role.clone(), person });
            }
        }
        for (name, variable) in &book.variables {
            if let Some(default) = &variable.default {
                let value = (variable.kind != VariableKind::Secret).then(|| default.clone());
                self.emit(Event::VariableSet { name: format!("{child}/{name}"), value });
            }
        }
        true
    }

    /// The embedded text that a runbook's name means where the step was written.
    fn source_of(&self, step: &StepId, name: &str) -> Option<&'a Source> {
        let own = match step.child() {
            Some(child) => {
                let sha256 = &self.state.children.get(&child)?.sha256;
                self.sources.iter().find(|source| source.sha256 == *sha256)?
            }
            None => self.sources.first()?,
        };
        let sha256 = own.children.get(name)?;
        self.sources.iter().find(|source| source.sha256 == *sha256)
    }

    /// A name for a child that this step did not lead to before: the step's, with a letter behind it if that is taken.
    fn new_child(&self, step: &StepId) -> ChildId {
        let names = std::iter::once(step.to_string()).chain(('b'..='z').map(|letter| format!("{step}{letter}")));
        let mut free = names.map(ChildId::from).filter(|child| !self.state.children.contains_key(child));
        free.next().unwrap_or_else(|| ChildId::from(step.as_str()))
    }

    /// A child that was gone through before begins anew.
    fn take_up_child(&mut self, child: &ChildId) {
        let book = self.book;
        for (_, step) in book.steps().filter(|(_, step)| step.id.child().as_ref() == Some(child)) {
            if self.state.outcome(&step.id).is_some() {
                self.reopen(&step.id, ReopenCause::LoopBack);
            }
        }
    }

    /// A child of which nothing is left to do returns, and so does one whose step was settled some other way.
    pub(super) fn return_finished(&mut self) -> bool {
        let finished = self.state.children.iter().find_map(|(child, state)| {
            let abandoned = state.option.is_none() && !self.state.is_active(&state.caller);
            (state.is_running() && (abandoned || self.is_gone_through(child))).then(|| child.clone())
        });
        let Some(child) = finished else { return false };
        self.return_from(&child);
        true
    }

    /// The child's end: what was not reached in it is passed by, and the flow goes on where it was entered. What its plan
    /// has for after the end (hotwash, written report) waits for the end of the session.
    pub(super) fn return_from(&mut self, child: &ChildId) {
        let Some(state) = self.state.children.get(child).filter(|state| state.is_running()).cloned() else { return };
        self.leave_child(child, &state);
        let book = self.book;
        let Some(caller) = book.step(&state.caller) else { return };
        match state.option {
            Some(option) => {
                let option = caller.decision.as_ref().and_then(|decision| decision.options.get(option));
                if let Some(option) = option.filter(|_| self.state.outcome(&caller.id) == Some(&Outcome::Done)) {
                    self.follow(caller, &option.goto);
                }
            }
            None if self.state.is_active(&caller.id) && self.demands(caller, true).is_empty() => self.complete(caller),
            None => {}
        }
    }

    fn leave_child(&mut self, child: &ChildId, state: &ChildState) {
        let inner: Vec<_> = self.state.running_within(child).cloned().collect();
        for inner in inner.iter().rev() {
            if let Some(state) = self.state.children.get(inner).cloned() {
                self.leave_child(inner, &state);
            }
        }
        self.emit(Event::ChildReturned { step: state.caller.clone(), child: child.clone() });
        let book = self.book;
        let own = || book.steps().map(|(_, step)| step).filter(|step| step.id.child().as_ref() == Some(child));
        let ends = |step: &&Step| step.milestone == Some(Milestone::Ended) && super::exists_in(step, self.state.kind);
        let end = own().find(ends).and_then(|step| book.place(&step.id));
        for step in own().filter(|step| end.is_none() || book.place(&step.id) <= end) {
            if *self.state.status(&step.id) == Status::Pending && super::exists_in(step, self.state.kind) {
                self.emit(Event::StepRuledOut { step: step.id.clone(), cause: RuleOutCause::JumpedOver });
            }
        }
    }

    /// Leaves what is being gone through at a step that begins anew.
    pub(super) fn leave_child_at(&mut self, step: &StepId) {
        if let Some(child) = self.state.child_at(step).cloned()
            && let Some(state) = self.state.children.get(&child).cloned()
        {
            self.leave_child(&child, &state);
        }
    }

    /// The end of the session is the end of every runbook in it.
    pub(super) fn leave_all_children(&mut self) {
        while let Some((child, state)) = self.state.children.iter().find(|(_, child)| child.is_running()) {
            let (child, state) = (child.clone(), state.clone());
            self.leave_child(&child, &state);
        }
    }

    /// Whether a step may lead into another runbook: a child that is over leads nowhere until the session is.
    pub(super) fn is_in_force(&self, step: &StepId) -> bool {
        self.state.life != Life::Terminated && !waits_for_end(&self.state, step)
    }
}

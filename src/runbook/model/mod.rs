//! The parts of a runbook, field by field as `runbook/1` defines them.

mod drill;
mod people;
mod step;
mod timer;

use std::collections::HashMap;

use chrono::NaiveDate;
use indexmap::IndexMap;

pub use drill::{Drill, DrillForm, EvaluationItem, Inject, Review};
pub use people::{Authority, Channel, Contact, Party, Role};
pub use step::{
    CheckItem, ChoiceOption, Command, Decision, Evidence, EvidenceKind, Goto, OnFailure, Only, Order, Phase, Repeat,
    Shell, Step,
};
pub use timer::{Anchor, Level, Limit, Milestone, Notice, Obligation, OpenFrom, Overrun, Timer};

use super::{ContactId, NoticeId, ObligationId, RoleId, RunbookId, StepId};
use crate::time::Span;

/// A plan for one kind of trouble: roles, phases, steps, timers and notices.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Runbook {
    /// Stable name; goes into logs.
    pub id: RunbookId,
    /// One line.
    pub title: String,
    /// What it is, shown on opening.
    pub summary: Option<String>,
    /// What the trouble does to people.
    pub impact: Option<String>,
    /// The author's version.
    pub version: Option<String>,
    /// Draft and retired plans show a banner.
    pub status: Status,
    /// Team that keeps it right.
    pub owner: Option<String>,
    /// Last review.
    pub reviewed: Option<NaiveDate>,
    /// How often a review is due.
    pub review_every: Option<Span>,
    /// Systems it is about.
    pub services: Vec<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// BCP 47 tag of its texts.
    pub language: Option<String>,
    /// What else there is to know before it is begun, text by text.
    pub background: Vec<String>,
    /// How one knows that it applies.
    pub triggers: Vec<Trigger>,
    /// Ticked before step one.
    pub prerequisites: Vec<CheckItem>,
    /// Duties, in order.
    pub roles: IndexMap<RoleId, Role>,
    /// People and units, in order.
    pub contacts: IndexMap<ContactId, Contact>,
    /// Values filled into texts and commands, by name.
    pub variables: IndexMap<String, Variable>,
    /// Message templates.
    pub notices: IndexMap<NoticeId, Notice>,
    /// Service levels and reminders.
    pub timers: Vec<Timer>,
    /// Phases in order; a runbook written with bare `steps` has one phase without a title.
    pub phases: Vec<Phase>,
    /// Used only in a drill.
    pub drill: Option<Drill>,
    /// Asked at the end.
    pub review: Option<Review>,
    /// Further reading.
    pub references: Vec<Reference>,
    /// Where an imported plan came from.
    pub source: Option<Provenance>,
    /// Feature names without which the file must not be run.
    pub must_understand: Vec<String>,
    /// What the plan is for.
    pub purpose: Option<String>,
    /// Where it applies.
    pub scope: Option<String>,
    /// Rules and standards it stands on.
    pub basis: Vec<String>,
    /// Plans it replaces.
    pub supersedes: Vec<String>,
    /// Day from which it holds.
    pub effective: Option<NaiveDate>,
    /// Shown on the briefing, acknowledged before the start.
    pub precautions: Vec<String>,
    /// Causes to think of while diagnosing.
    pub causes: Vec<String>,
    /// Event class, a GB/T 20986 code.
    pub class: Option<String>,
    /// How far the trouble reaches unless somebody says otherwise.
    pub extent: Option<Extent>,
    /// Ticked before the end; an unticked one warns.
    pub exit_criteria: Vec<String>,
    /// Response levels by key.
    pub levels: IndexMap<String, Level>,
    /// Key of the level it starts at.
    pub level: Option<String>,
    /// Recovery time objective.
    pub rto: Option<Span>,
    /// Recovery point objective.
    pub rpo: Option<Span>,
    /// What one act opens and another closes.
    pub obligations: IndexMap<ObligationId, Obligation>,
    /// Things to have at hand.
    pub resources: Vec<Resource>,
    /// How often it is drilled.
    pub drill_every: Option<Span>,
    /// Where each step stands: phase and place in it. Filled by [`Runbook::indexed`].
    pub(in crate::runbook) places: HashMap<StepId, (usize, usize)>,
}

impl Runbook {
    /// The same runbook with its step index built; a reader calls it once, last.
    #[must_use]
    pub fn indexed(mut self) -> Self {
        self.places = self
            .phases
            .iter()
            .enumerate()
            .flat_map(|(p, phase)| phase.steps.iter().enumerate().map(move |(s, step)| (step.id.clone(), (p, s))))
            .collect();
        self
    }

    /// All steps in the order of the document, each with its phase.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = (&Phase, &Step)> {
        self.phases.iter().flat_map(|phase| phase.steps.iter().map(move |step| (phase, step)))
    }

    /// The step called `id`.
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        let (phase, step) = self.place(id)?;
        self.phases.get(phase)?.steps.get(step)
    }

    /// Place of a step: index of its phase, index in it. Places compare in document order.
    pub fn place(&self, id: &StepId) -> Option<(usize, usize)> {
        self.places.get(id).copied()
    }

    /// The phase that holds the step.
    pub fn phase_of(&self, id: &StepId) -> Option<&Phase> {
        self.phases.get(self.place(id)?.0)
    }

    /// Number shown before the step's title (`2.4`): the phase's number and the place in it, or the id where
    /// the author already wrote numbers as ids.
    pub fn number(&self, id: &StepId) -> String {
        let looks_numbered =
            |s: &str| s.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
        if looks_numbered(id.as_str()) {
            return id.to_string();
        }
        match self.place(id) {
            Some((p, s)) if self.phases.len() > 1 => {
                let number = self.phases.get(p).and_then(|phase| phase.number).unwrap_or(p as u64 + 1);
                format!("{number}.{}", s + 1)
            }
            Some((_, s)) => (s + 1).to_string(),
            None => id.to_string(),
        }
    }

    /// The role that commands: the first that may end a response, else `commander`, else the first one.
    pub fn commander(&self) -> Option<&RoleId> {
        let ends = self.roles.iter().find(|(_, role)| role.can.contains(&Authority::End) && !role.drill_only);
        ends.or_else(|| self.roles.get_key_value("commander")).or_else(|| self.roles.first()).map(|(id, _)| id)
    }
}

/// Life of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// Being written.
    Draft,
    /// In force.
    #[default]
    Active,
    /// Out of force.
    Retired,
}

/// A sign that the runbook applies.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trigger {
    /// What is seen.
    pub text: String,
    /// Name of an alert that means it.
    pub alert: Option<String>,
    /// Where the alert is explained.
    pub url: Option<String>,
}

/// A value filled into texts (`{{name}}`) and commands (`"$name"`).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Variable {
    /// Question put to the responder.
    pub prompt: Option<String>,
    /// What counts as a value.
    pub kind: VariableKind,
    /// Value until somebody sets another.
    pub default: Option<String>,
    /// Allowed values of a choice.
    pub choices: Vec<String>,
    /// Regular expression for the whole value.
    pub pattern: Option<String>,
    /// Warns while empty.
    pub required: bool,
    /// Environment variable it is taken from.
    pub env: Option<String>,
    /// When it is asked.
    pub ask: VariableAsk,
    /// Text that stands for it in commands, beside `$name`: `<host>`.
    pub placeholder: Option<String>,
}

/// What counts as a value of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VariableKind {
    /// Any text.
    #[default]
    Text,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// One of `choices`.
    Choice,
    /// Never written to the log.
    Secret,
}

/// When a variable is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VariableAsk {
    /// On the briefing.
    Start,
    /// When first needed.
    #[default]
    FirstUse,
}

/// How far the trouble reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everywhere.
    Global,
    /// One region.
    Regional,
    /// One place.
    Local,
}

/// Something to have at hand.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resource {
    /// What.
    pub item: String,
    /// How many.
    pub quantity: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Who keeps it.
    pub keeper: Option<String>,
}

/// Further reading.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reference {
    /// One line.
    pub title: String,
    /// Where.
    pub url: Option<String>,
    /// Another runbook.
    pub runbook: Option<String>,
}

/// Where an imported plan came from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Provenance {
    /// Address.
    pub url: Option<String>,
    /// Licence.
    pub licence: Option<String>,
    /// Which program or format.
    pub imported_from: Option<String>,
}

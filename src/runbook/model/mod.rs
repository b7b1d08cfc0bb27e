//! The parts of a runbook, field by field as `runbook/1` defines them.

mod drill;
mod people;
mod step;
mod timer;

use std::collections::HashMap;

use chrono::NaiveDate;
use indexmap::IndexMap;
use schemars::JsonSchema;

pub use drill::{Drill, DrillForm, EvaluationItem, Inject, Review};
pub use people::{Authority, Channel, Contact, Party, Role};
pub use step::{
    CheckItem, ChoiceOption, Command, Decision, Evidence, EvidenceKind, Goto, OnFailure, Only, Order, Phase, Repeat,
    Shell, Step,
};
pub use timer::{Anchor, Level, Limit, Milestone, Notice, Obligation, OpenFrom, Overrun, Timer};

use super::format::{MAX_ROLES, MAX_STEPS, MAX_VARIABLES, Recognised};
use super::schema::{
    BookId, Date, Full, Loose, Map, Name, ShellName, Title, as_file, choices, extensible, needs, or_text,
};
use super::{Child, ChildId, ContactId, NoticeId, ObligationId, RoleId, RunbookId, StepId};
use crate::time::Span;

/// A plan for one kind of trouble: what one sees, who does what, in which order, and how long it may take.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["format", "id", "title"]), transform = as_file, transform = extensible)]
pub struct Runbook {
    /// Stable name of the plan, which goes into every log: small Latin letters, digits and hyphens, at most 64.
    #[schemars(with = "BookId")]
    pub id: RunbookId,
    /// What has happened, on one line of at most 200 characters. It stands on every screen.
    #[schemars(with = "Title")]
    pub title: String,
    /// What the plan is about, in a few sentences of Markdown, shown when it is opened.
    pub summary: Option<String>,
    /// What the trouble does to people and to work, shown when it is opened.
    pub impact: Option<String>,
    /// Your version of the plan, as a text: `"2026.3"`.
    pub version: Option<String>,
    /// Whether the plan is in force. `draft` and `retired` show a banner.
    #[schemars(extend("default" = "active"))]
    pub status: Status,
    /// Team that keeps the plan right.
    pub owner: Option<String>,
    /// Day of the last review: `2026-03-31`. With `review_every`, an overdue review warns.
    #[schemars(with = "Date")]
    pub reviewed: Option<NaiveDate>,
    /// How often a review is due: `365d`.
    pub review_every: Option<Span>,
    /// Systems the plan is about; one finds it by them.
    #[schemars(with = "Vec<Full>")]
    pub services: Vec<String>,
    /// Words to find the plan by.
    #[schemars(with = "Vec<Full>")]
    pub tags: Vec<String>,
    /// Language of the texts, as a BCP 47 tag: `en`, `zh-CN`. A translation is a second file with the same ids.
    pub language: Option<String>,
    /// What else there is to know before it is begun, text by text, each in Markdown.
    #[schemars(with = "Vec<Full>")]
    pub background: Vec<String>,
    /// Signs that the plan applies: what one sees, or an alert. One finds it by them.
    pub triggers: Vec<Trigger>,
    /// What must be at hand before the first step; ticked on the briefing.
    pub prerequisites: Vec<CheckItem>,
    /// Duties, each under a short id of your own. A role is never a person: who fills it is its `holder`, or is said when it starts.
    #[schemars(with = "Map<Name, Role>", extend("maxProperties" = MAX_ROLES))]
    pub roles: IndexMap<RoleId, Role>,
    /// People and units, each under a short id that roles and notices refer to.
    #[schemars(with = "Map<Name, Contact>")]
    pub contacts: IndexMap<ContactId, Contact>,
    /// Values that are asked for and filled in, by name: `{{name}}` in texts and notices, `"$name"` in commands.
    #[schemars(with = "Map<ShellName, Variable>", extend("maxProperties" = MAX_VARIABLES))]
    pub variables: IndexMap<String, Variable>,
    /// Messages to be sent, each under an id that steps and timers refer to.
    #[schemars(with = "Map<Name, Notice>")]
    pub notices: IndexMap<NoticeId, Notice>,
    /// Deadlines, thresholds and progress updates that run beside the steps.
    pub timers: Vec<Timer>,
    /// Phases in order. A short plan has `steps` in their place.
    #[schemars(length(min = 1, max = MAX_STEPS))]
    pub phases: Vec<Phase>,
    /// What drills of this plan need: objectives, safety, injects, evaluation. An incident ignores it.
    pub drill: Option<Drill>,
    /// What is asked at the end, and who signs.
    pub review: Option<Review>,
    /// Further reading; an address alone is enough.
    pub references: Vec<Reference>,
    /// Where an imported plan came from.
    pub source: Option<Provenance>,
    /// Features without which the plan must not be run: a program that does not know one refuses the file.
    pub must_understand: Vec<String>,
    /// What the plan is for.
    pub purpose: Option<String>,
    /// Where and when the plan applies.
    pub scope: Option<String>,
    /// Rules and standards the plan stands on.
    #[schemars(with = "Vec<Full>")]
    pub basis: Vec<String>,
    /// Plans that this one replaces.
    #[schemars(with = "Vec<Full>")]
    pub supersedes: Vec<String>,
    /// Day from which the plan is in force: `2026-03-31`.
    #[schemars(with = "Date")]
    pub effective: Option<NaiveDate>,
    /// What must not be forgotten; shown on the briefing and acknowledged before the start.
    #[schemars(with = "Vec<Full>")]
    pub precautions: Vec<String>,
    /// Causes to think of while looking for the fault; what is ticked goes into the report.
    #[schemars(with = "Vec<Full>")]
    pub causes: Vec<String>,
    /// Class of the event, such as a code of GB/T 20986.
    pub class: Option<String>,
    /// How far the trouble reaches unless somebody says otherwise.
    pub extent: Option<Extent>,
    /// What must hold before the response is declared over; ticked then, and an unticked one warns.
    #[schemars(with = "Vec<Full>")]
    pub exit_criteria: Vec<String>,
    /// Response levels, each under a short key. Setting or raising one arms its targets.
    #[schemars(with = "Map<Name, Level>")]
    pub levels: IndexMap<String, Level>,
    /// Key of the level the response begins at.
    pub level: Option<String>,
    /// Recovery time objective: how long the service may be away, counted from the begin of the outage.
    pub rto: Option<Span>,
    /// Recovery point objective: how much time's worth of data may be lost.
    pub rpo: Option<Span>,
    /// What is owed once one act opens it, until another act closes it, also after the end.
    #[schemars(with = "Map<Name, Obligation>")]
    pub obligations: IndexMap<ObligationId, Obligation>,
    /// Things to have at hand: spare parts, keys, vehicles.
    pub resources: Vec<Resource>,
    /// How often the plan is to be drilled.
    #[schemars(extend("default" = "365d"))]
    pub drill_every: Option<Span>,
    /// Runbooks that became part of this one; a runbook as it is written has none.
    #[schemars(skip)]
    pub children: IndexMap<ChildId, Child>,
    /// What was recognised where the runbook was read from a page that says nothing of the sort itself.
    #[schemars(skip)]
    pub recognised: Option<Recognised>,
    /// Where each step stands: phase and place in it. Filled by [`Runbook::indexed`].
    #[schemars(skip)]
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
    /// the author already wrote numbers as ids. In a child runbook the number of the step that leads there stands
    /// before it: `2.4/1.1`.
    pub fn number(&self, id: &StepId) -> String {
        if let Some((child, name)) = Self::in_child(id.as_str()) {
            let own = self.children.get(&child).map(|child| child.book.number(&name.into()));
            return format!("{}/{}", self.child_number(&child), own.as_deref().unwrap_or(name));
        }
        let looks_numbered =
            |s: &str| s.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
        if looks_numbered(id.as_str()) {
            return id.to_string();
        }
        match self.place(id) {
            Some((p, s)) if self.phases.iter().filter(|phase| phase.id.child().is_none()).count() > 1 => {
                format!("{}.{}", self.phase_number(p), s + 1)
            }
            Some((_, s)) => (s + 1).to_string(),
            None => id.to_string(),
        }
    }

    /// Number of the phase at a place: the author's, else which one it is in its own runbook.
    pub fn phase_number(&self, place: usize) -> u64 {
        let Some(phase) = self.phases.get(place) else { return 0 };
        if let Some((child, name)) = Self::in_child(phase.id.as_str()) {
            let written = self.children.get(&child).map(|child| &child.book);
            let place = written.and_then(|book| book.phases.iter().position(|phase| phase.id.as_str() == name));
            return written.zip(place).map_or(0, |(book, place)| book.phase_number(place));
        }
        let own = self.phases.iter().take(place + 1).filter(|phase| phase.id.child().is_none()).count();
        phase.number.unwrap_or(own as u64)
    }

    /// The child a part belongs to, and what the part is called in it.
    fn in_child(id: &str) -> Option<(ChildId, &str)> {
        let (child, name) = id.rsplit_once('/')?;
        Some((ChildId::from(child), name))
    }

    /// Number of the step that leads into a child, with what tells it from another child of that step.
    pub fn child_number(&self, id: &ChildId) -> String {
        let Some(child) = self.children.get(id) else { return id.to_string() };
        let other = id.as_str().strip_prefix(child.caller.as_str()).unwrap_or_default();
        format!("{}{other}", self.number(&child.caller))
    }

    /// The role that commands: the first that may end a response, else `commander`, else the first one.
    pub fn commander(&self) -> Option<&RoleId> {
        let ends = self.roles.iter().find(|(_, role)| role.can.contains(&Authority::End) && !role.drill_only);
        ends.or_else(|| self.roles.get_key_value("commander")).or_else(|| self.roles.first()).map(|(id, _)| id)
    }
}

/// Whether a plan is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum Status {
    /// Being written.
    Draft,
    /// In force.
    #[default]
    Active,
    /// No longer in force.
    Retired,
}

/// A sign that the runbook applies; a text alone is what one sees.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["text"]), transform = or_text)]
pub struct Trigger {
    /// What is seen.
    #[schemars(with = "Full")]
    pub text: String,
    /// Name of the alert that means it; the plan can be opened by it.
    pub alert: Option<String>,
    /// Address where the alert is explained.
    pub url: Option<String>,
}

/// A value filled into texts (`{{name}}`) and commands (`"$name"`).
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&[]), transform = choices)]
pub struct Variable {
    /// Question put to the responder.
    pub prompt: Option<String>,
    /// What counts as a value.
    #[schemars(extend("default" = "text"))]
    pub kind: VariableKind,
    /// Value until somebody gives another.
    #[schemars(with = "Loose")]
    pub default: Option<String>,
    /// Allowed values of a `choice`.
    #[schemars(with = "Vec<Loose>")]
    pub choices: Vec<String>,
    /// Regular expression that the whole value must match: `[a-z0-9.-]+`.
    pub pattern: Option<String>,
    /// Warns while it is empty.
    pub required: bool,
    /// Environment variable the value is taken from.
    pub env: Option<String>,
    /// When it is asked.
    #[schemars(extend("default" = "first-use"))]
    pub ask: VariableAsk,
    /// Text that stands for the value in commands, beside `"$name"`: `<host>`.
    #[schemars(with = "Full")]
    pub placeholder: Option<String>,
}

/// What counts as a value of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "lowercase")]
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
    /// A secret: never written to the log.
    Secret,
}

/// When a variable is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum VariableAsk {
    /// On the briefing.
    Start,
    /// When it is first needed.
    #[default]
    FirstUse,
}

/// How far the trouble reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum Extent {
    /// Everywhere.
    Global,
    /// One region.
    Regional,
    /// One place.
    Local,
}

/// Something to have at hand.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["item"]))]
pub struct Resource {
    /// What it is.
    #[schemars(with = "Full")]
    pub item: String,
    /// How many there are: a text or a number.
    #[schemars(with = "Loose")]
    pub quantity: Option<String>,
    /// Where it is kept.
    pub place: Option<String>,
    /// Who keeps it.
    pub keeper: Option<String>,
}

/// Further reading; a text alone is its title, or its address.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["title"]), transform = or_text)]
pub struct Reference {
    /// What it is called.
    #[schemars(with = "Full")]
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// Another runbook: a path below this one's folder, or an id of the library.
    pub runbook: Option<String>,
}

/// Where an imported plan came from.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&[]))]
pub struct Provenance {
    /// Address of the original.
    pub url: Option<String>,
    /// Licence of the original.
    pub licence: Option<String>,
    /// File or format it was made from.
    pub imported_from: Option<String>,
}

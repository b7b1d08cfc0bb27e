//! The parts of a runbook, field by field as `runbook/1` defines them.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{ContactId, NoticeId, ObligationId, PhaseId, RoleId, RunbookId, StepId, TimerId};
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
    pub(super) places: HashMap<StepId, (usize, usize)>,
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

/// One line to be ticked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckItem {
    /// What to tick.
    pub text: String,
    /// Who ticks it, when not the step's role.
    pub role: Option<RoleId>,
    /// May stay open.
    pub optional: bool,
}

/// A duty that a person fills.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Role {
    /// Name of the duty.
    pub title: String,
    /// What the role does.
    pub duties: Vec<String>,
    /// Who fills it by plan.
    pub holder: Option<ContactId>,
    /// Who acts for an absent holder, in order (R23, R24: a deputy named by the holder; succession).
    pub deputies: Vec<ContactId>,
    /// An empty one warns at the start.
    pub required: bool,
    /// After how long a hand-over is proposed.
    pub relieve_after: Option<Span>,
    /// Roles the same person must not hold.
    pub not_with: Vec<RoleId>,
    /// What the role may declare.
    pub can: Vec<Authority>,
    /// Group it belongs to.
    pub team: Option<String>,
    /// Exists in drills only: evaluator, controller, observer.
    pub drill_only: bool,
    /// Least number of people.
    pub min: Option<u64>,
}

/// What a role may declare in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// Declare the plan active (R81).
    Activate,
    /// Grant approvals (R106).
    Approve,
    /// Declare the response over (R35).
    End,
    /// Release notices to the outside (R34).
    Release,
}

/// A person or unit one can reach.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contact {
    /// Name as people say it.
    pub name: String,
    /// Post.
    pub title: Option<String>,
    /// Where the person works.
    pub organization: Option<String>,
    /// Numbers, best first.
    pub phone: Vec<String>,
    /// Address.
    pub email: Option<String>,
    /// Name or room in a chat.
    pub chat: Option<String>,
    /// IANA time zone.
    pub timezone: Option<String>,
    /// When the person can be reached.
    pub hours: Option<String>,
    /// Day on which the entry was last proved right.
    pub verified: Option<NaiveDate>,
    /// Ways to reach them, best first.
    pub channels: Vec<Channel>,
}

/// One way to reach a contact.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Channel {
    /// Mobile, landline, chat, mail….
    pub kind: String,
    /// Number or address.
    pub value: String,
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

/// A message to recipients; the program shows it and records that a person sent it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Notice {
    /// One line.
    pub title: String,
    /// Who gets it.
    pub to: Vec<Party>,
    /// By which way.
    pub channel: Option<String>,
    /// Text with `{{…}}` places.
    pub text: String,
    /// Role that releases it before it is marked sent (R34).
    pub approval: Option<RoleId>,
    /// Obligations opened by sending it.
    pub opens: Vec<ObligationId>,
    /// Obligations closed by sending it.
    pub closes: Vec<ObligationId>,
}

/// A role or a contact, where the format allows either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// Whoever fills the role.
    Role(RoleId),
    /// This person or unit.
    Contact(ContactId),
}

/// A deadline, threshold or cadence.
#[derive(Debug, Clone, PartialEq)]
pub struct Timer {
    /// Its name.
    pub id: TimerId,
    /// One line.
    pub title: String,
    /// What arms it.
    pub from: Anchor,
    /// What meets it.
    pub until: Anchor,
    /// How long, how often, or until when.
    pub limit: Limit,
    /// Time used at which it warns; 80 % of the limit when not given.
    pub warn_at: Option<Span>,
    /// Who watches it.
    pub role: Option<RoleId>,
    /// What happens when it is over.
    pub on_breach: Option<Overrun>,
    /// Comes due at once when the estimate is later than the limit (R129).
    pub if_estimate_over: bool,
    /// Condition put to a person when it comes due.
    pub ask: Option<String>,
}

/// How a timer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// A deadline; with `on_breach.goto` a threshold.
    Within(Span),
    /// A cadence.
    Every(Span),
    /// A countdown to a clock time.
    At(NaiveTime),
}

/// A point in the course of a session that a timer or obligation refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// The start of the session.
    Start,
    /// Its end.
    End,
    /// A step becomes active.
    StepStart(StepId),
    /// A step is done.
    StepDone(StepId),
    /// A milestone is reached.
    Milestone(Milestone),
}

/// What happens when a limit is over. It warns, it never fails a step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overrun {
    /// What to do.
    pub text: String,
    /// Who is told.
    pub escalate_to: Option<Party>,
    /// Messages that are due then.
    pub notify: Vec<NoticeId>,
    /// Step opened beside the flow.
    pub goto: Option<StepId>,
    /// Obligations opened by it.
    pub opens: Vec<ObligationId>,
    /// Obligations closed by it.
    pub closes: Vec<ObligationId>,
}

/// A group of steps.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Phase {
    /// Its name.
    pub id: PhaseId,
    /// One line; empty in a runbook written with bare steps.
    pub title: String,
    /// Number shown, when not the place in the list.
    pub number: Option<u64>,
    /// What it is for.
    pub goal: Option<String>,
    /// One after another, or all at once.
    pub order: Order,
    /// Its steps.
    pub steps: Vec<Step>,
}

/// How the steps of a phase follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// One after another.
    #[default]
    Sequence,
    /// Several roles at once; the next phase waits for all.
    Any,
}

/// One thing one role does.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its name.
    pub id: StepId,
    /// The instruction in one line.
    pub title: String,
    /// Who does it.
    pub role: Option<RoleId>,
    /// The detail.
    pub instructions: Option<String>,
    /// Ticked one by one.
    pub checklist: Vec<CheckItem>,
    /// Shown and copied.
    pub commands: Vec<Command>,
    /// What one should see.
    pub expect: Option<String>,
    /// Asked for before *done*.
    pub evidence: Vec<Evidence>,
    /// How long it should take.
    pub timebox: Option<Span>,
    /// What happens when it takes longer.
    pub on_overrun: Option<Overrun>,
    /// Count-down that never completes the step.
    pub wait: Option<Span>,
    /// Done again until the responder says so.
    pub repeat: Option<Repeat>,
    /// A question whose answer moves the flow.
    pub decision: Option<Decision>,
    /// Asked when the step becomes active; "no" makes it not applicable.
    pub condition: Option<String>,
    /// Messages to send here.
    pub notify: Vec<NoticeId>,
    /// Roles that confirm before the start; two mean both.
    pub approval: Vec<RoleId>,
    /// Warning; typed confirmation.
    pub danger: Option<String>,
    /// Steps that must have an outcome first.
    pub requires: Vec<StepId>,
    /// Where the flow goes on failure.
    pub on_failure: Option<OnFailure>,
    /// Step offered to undo it.
    pub rollback: Option<StepId>,
    /// May be skipped without a reason.
    pub optional: bool,
    /// In which kind of session it exists.
    pub only: Only,
    /// Another runbook gone through here.
    pub runbook: Option<String>,
    /// Further reading.
    pub references: Vec<Reference>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Obligations opened when it is done.
    pub opens: Vec<ObligationId>,
    /// Obligations closed when it is done.
    pub closes: Vec<ObligationId>,
    /// Reached when it is done.
    pub milestone: Option<Milestone>,
    /// Entered only by a jump, a failure, a rollback or by hand.
    pub branch: bool,
    /// When it is planned, from the start; may be negative (R87).
    pub planned: Option<Span>,
    /// Asks for the expected restore time (R90).
    pub estimate: bool,
    /// What to say aloud.
    pub says: Option<String>,
}

impl Step {
    /// A step with a name and a title and nothing else.
    pub fn new(id: StepId, title: String) -> Self {
        Self {
            id,
            title,
            role: None,
            instructions: None,
            checklist: Vec::new(),
            commands: Vec::new(),
            expect: None,
            evidence: Vec::new(),
            timebox: None,
            on_overrun: None,
            wait: None,
            repeat: None,
            decision: None,
            condition: None,
            notify: Vec::new(),
            approval: Vec::new(),
            danger: None,
            requires: Vec::new(),
            on_failure: None,
            rollback: None,
            optional: false,
            only: Only::Both,
            runbook: None,
            references: Vec::new(),
            tags: Vec::new(),
            opens: Vec::new(),
            closes: Vec::new(),
            milestone: None,
            branch: false,
            planned: None,
            estimate: false,
            says: None,
        }
    }
}

/// A command to show and copy; nothing runs by itself.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Command {
    /// The text, with variables as `"$name"`.
    pub run: String,
    /// One line.
    pub title: Option<String>,
    /// Who reads it.
    pub shell: Shell,
    /// Where it belongs, for the reader.
    pub on: Option<String>,
    /// How long it may take.
    pub timeout: Option<Span>,
    /// What one should see.
    pub expect: Option<String>,
    /// Variable that takes its output.
    pub capture: Option<String>,
    /// Warning.
    pub danger: Option<String>,
}

/// Who reads a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shell {
    /// POSIX shell.
    #[default]
    Sh,
    /// Bash.
    Bash,
    /// `PowerShell`.
    Powershell,
    /// A database prompt.
    Sql,
    /// No shell at all.
    None,
}

/// Something to be recorded before a step is done.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    /// What is asked.
    pub text: String,
    /// What counts as an answer.
    pub kind: EvidenceKind,
    /// May be left out.
    pub optional: bool,
}

/// What counts as an answer to a request for evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EvidenceKind {
    /// Any text.
    #[default]
    Text,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// A path.
    File,
    /// An address.
    Link,
    /// Output of a command.
    Output,
}

/// Rounds of a step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Repeat {
    /// When it is enough.
    pub until: String,
    /// How often.
    pub every: Option<Span>,
    /// At most.
    pub max: Option<u64>,
}

/// A question with labelled answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decision {
    /// The question.
    pub question: String,
    /// Who decides, when not the step's role.
    pub role: Option<RoleId>,
    /// The answers.
    pub options: Vec<ChoiceOption>,
}

/// One answer of a decision.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChoiceOption {
    /// The answer.
    pub label: String,
    /// Where the flow goes.
    pub goto: Goto,
    /// Shown and logged with it.
    pub note: Option<String>,
    /// Messages due with it.
    pub notify: Vec<NoticeId>,
    /// Another runbook gone through.
    pub runbook: Option<String>,
    /// Obligations opened by it.
    pub opens: Vec<ObligationId>,
    /// Obligations closed by it.
    pub closes: Vec<ObligationId>,
}

/// Where a decision leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Goto {
    /// On with the next step.
    #[default]
    Next,
    /// The end is proposed.
    End,
    /// To a step.
    Step(StepId),
    /// To the first step of a phase.
    Phase(PhaseId),
}

/// Where a failure leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnFailure {
    /// On with the next step.
    Next,
    /// To a step.
    Step(StepId),
}

/// In which kind of session a step exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Only {
    /// Everywhere.
    #[default]
    Both,
    /// In drills.
    Drill,
    /// In incidents.
    Incident,
}

/// Points of a response every report computes its durations from (R177).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// The trouble began.
    Began,
    /// Somebody noticed.
    Detected,
    /// It was reported.
    Reported,
    /// The plan was declared active.
    Activated,
    /// Work on it began.
    Responded,
    /// Somebody was on site.
    Onsite,
    /// The effect was taken away.
    Mitigated,
    /// Service came back.
    Restored,
    /// The cause was gone.
    Resolved,
    /// The response was declared over.
    Ended,
    /// The investigation was closed.
    Investigated,
}

impl Milestone {
    /// All of them, in the order in which they usually come.
    pub const ALL: [Self; 11] = [
        Self::Began,
        Self::Detected,
        Self::Reported,
        Self::Activated,
        Self::Responded,
        Self::Onsite,
        Self::Mitigated,
        Self::Restored,
        Self::Resolved,
        Self::Ended,
        Self::Investigated,
    ];

    /// The word used in runbooks.
    pub fn word(self) -> &'static str {
        match self {
            Self::Began => "began",
            Self::Detected => "detected",
            Self::Reported => "reported",
            Self::Activated => "activated",
            Self::Responded => "responded",
            Self::Onsite => "onsite",
            Self::Mitigated => "mitigated",
            Self::Restored => "restored",
            Self::Resolved => "resolved",
            Self::Ended => "ended",
            Self::Investigated => "investigated",
        }
    }
}

/// What is owed once it is opened, also after the end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Obligation {
    /// One line.
    pub title: String,
    /// Who owes it.
    pub role: Option<RoleId>,
    /// How long there is, in wall time.
    pub within: Option<Span>,
    /// What opens it by itself.
    pub from: Option<OpenFrom>,
}

/// What opens an obligation by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenFrom {
    /// A step is done.
    Step(StepId),
    /// A milestone is reached.
    Milestone(Milestone),
}

/// A response level and its service targets.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Level {
    /// Its name.
    pub title: String,
    /// When it applies.
    pub criteria: Vec<String>,
    /// Time allowed to each milestone.
    pub targets: IndexMap<Milestone, Span>,
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

/// What a runbook says about its drills.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drill {
    /// What the drill is to prove.
    pub objectives: Vec<String>,
    /// Where.
    pub location: Option<String>,
    /// Rules of safety.
    pub safety: Option<String>,
    /// Who evaluates.
    pub evaluators: Vec<String>,
    /// Scheduled events.
    pub injects: Vec<Inject>,
    /// Rated at the end.
    pub criteria: Vec<String>,
    /// Form unless somebody says otherwise.
    pub form: Option<DrillForm>,
    /// Checking, showing, or studying.
    pub purpose: Option<String>,
    /// Evaluation items.
    pub items: Vec<EvaluationItem>,
}

/// Form of a drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrillForm {
    /// Talked through at a table.
    Tabletop,
    /// Done for real by the staff, the rest simulated.
    Functional,
    /// Done for real.
    Full,
}

/// One line of the evaluation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EvaluationItem {
    /// What is rated.
    pub text: String,
    /// On which scale.
    pub scale: Option<String>,
}

/// A scheduled event of a drill.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inject {
    /// When, after the start.
    pub at: Option<Span>,
    /// One line.
    pub title: String,
    /// What the players are told.
    pub text: Option<String>,
    /// From whom.
    pub from: Option<String>,
    /// To which role.
    pub to: Option<RoleId>,
    /// What the evaluator should see.
    pub expect: Option<String>,
    /// Only after this step.
    pub after: Option<StepId>,
    /// Off the clock until the commander gives it.
    pub contingency: bool,
    /// Objective it tests.
    pub objective: Option<String>,
    /// What to say.
    pub say: Option<String>,
}

/// What is asked at the end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    /// Questions.
    pub questions: Vec<String>,
    /// Who signs.
    pub sign_off: Vec<RoleId>,
    /// Template of the record number.
    pub number: Option<String>,
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

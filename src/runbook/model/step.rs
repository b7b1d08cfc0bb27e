//! Phases and steps, with everything a step asks for and where it leads.

use schemars::JsonSchema;

use super::{Milestone, Overrun, Reference};
use crate::runbook::format::MAX_STEPS;
use crate::runbook::schema::{
    FlowId, Full, Offset, OneOrMore, StepOverrun, Title, extensible, needs, only_beside, or_text, written,
};
use crate::runbook::{NoticeId, ObligationId, PhaseId, RoleId, StepId};
use crate::time::Span;

/// One line to be ticked; a text alone is the line.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["text"]), transform = or_text)]
pub struct CheckItem {
    /// What is ticked.
    #[schemars(with = "Full")]
    pub text: String,
    /// Role that ticks it, when not the step's.
    pub role: Option<RoleId>,
    /// Whether it may stay open without a reason.
    pub optional: bool,
}

/// A group of steps.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["title", "steps"]))]
pub struct Phase {
    /// Short name that a `goto` can lead to; made from the title when not given.
    #[schemars(with = "FlowId")]
    pub id: PhaseId,
    /// Name of the phase, on one line.
    // Empty in a runbook written with bare steps.
    #[schemars(with = "Title")]
    pub title: String,
    /// Number shown, when not the place in the list.
    pub number: Option<u64>,
    /// What the phase is for, in Markdown.
    pub goal: Option<String>,
    /// Whether its steps go one after another.
    #[schemars(extend("default" = "sequence"))]
    pub order: Order,
    /// Its steps, in order.
    #[schemars(length(min = 1, max = MAX_STEPS))]
    pub steps: Vec<Step>,
    /// What the author says after them.
    pub note: Option<String>,
}

/// How the steps of a phase follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum Order {
    /// One after another.
    #[default]
    Sequence,
    /// Several roles at once; the next phase waits for all.
    Any,
}

/// One thing one role does.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(
    transform = needs(&["title"]),
    transform = only_beside("on_overrun", "timebox"),
    transform = extensible
)]
pub struct Step {
    /// Short name others refer to; needed only then. Otherwise the title in small letters with hyphens, or the number.
    #[schemars(with = "FlowId")]
    pub id: StepId,
    /// What to do, on one line: "Restart the application service".
    #[schemars(with = "Title")]
    pub title: String,
    /// Role that does it.
    pub role: Option<RoleId>,
    /// The detail, in Markdown, for somebody who is tired.
    pub instructions: Option<String>,
    /// Lines ticked one by one, each with its time in the log.
    pub checklist: Vec<CheckItem>,
    /// Commands shown and copied; nothing runs by itself.
    pub commands: Vec<Command>,
    /// What one should see when it worked.
    pub expect: Option<String>,
    /// What is asked for before the step is done; passed over with a reason.
    pub evidence: Vec<Evidence>,
    /// How long the step should take: `10m`.
    pub timebox: Option<Span>,
    /// What happens when it takes longer than its `timebox`.
    #[schemars(with = "StepOverrun")]
    pub on_overrun: Option<Overrun>,
    /// A count-down within the step, such as for a restart: `2m`. It never completes the step.
    pub wait: Option<Span>,
    /// Done again and again until the responder says so.
    pub repeat: Option<Repeat>,
    /// A question whose answer moves the flow.
    pub decision: Option<Decision>,
    /// Condition asked first: "If the disk is full". A "no" makes the step not applicable.
    #[schemars(with = "Full")]
    pub condition: Option<String>,
    /// Notices to send at this step.
    pub notify: Vec<NoticeId>,
    /// Role that confirms before the step begins, or a list of roles: then all of them.
    #[schemars(with = "OneOrMore<RoleId>")]
    pub approval: Vec<RoleId>,
    /// Harm the step can do; shown, and confirmed by typing.
    #[schemars(with = "Full")]
    pub danger: Option<String>,
    /// Steps that must be finished first, across phases and roles.
    pub requires: Vec<StepId>,
    /// Where the flow goes when the step failed: a step, or `next`. Asked when not given.
    pub on_failure: Option<OnFailure>,
    /// Step that undoes this one, offered when it failed.
    pub rollback: Option<StepId>,
    /// Whether it may be skipped without a reason.
    pub optional: bool,
    /// In which kind of session the step exists.
    #[schemars(extend("default" = "both"))]
    pub only: Only,
    /// Another runbook gone through here: a path below this one's folder, or an id of the library.
    pub runbook: Option<String>,
    /// Further reading; an address alone is enough.
    pub references: Vec<Reference>,
    /// Words to find the step by.
    #[schemars(with = "Vec<Full>")]
    pub tags: Vec<String>,
    /// Obligations opened when the step is done.
    pub opens: Vec<ObligationId>,
    /// Obligations closed when the step is done.
    pub closes: Vec<ObligationId>,
    /// Milestone reached when the step is done.
    pub milestone: Option<Milestone>,
    /// Whether it is entered only by a jump, a failure, a rollback or by hand; passed by otherwise.
    pub branch: bool,
    // R87
    /// When the step is planned, from the start: `3m`, or `-5m` before it.
    #[schemars(with = "Offset")]
    pub planned: Option<Span>,
    // R90
    /// Whether the step asks for the expected restore time.
    pub estimate: bool,
    /// What to say aloud: the order, report or reply.
    pub says: Option<String>,
    /// What the author says after all else.
    pub note: Option<String>,
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
            note: None,
        }
    }
}

/// A command to show and copy; a text alone is the command.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["run"]), transform = or_text)]
pub struct Command {
    /// The command, with variables as `"$name"`.
    #[schemars(with = "Full")]
    pub run: String,
    /// What it does, on one line.
    pub title: Option<String>,
    /// What reads the command.
    #[schemars(extend("default" = "sh"))]
    pub shell: Shell,
    /// Machine it belongs on, for the reader.
    pub on: Option<String>,
    /// How long it may take: `5m`.
    pub timeout: Option<Span>,
    /// What one should see.
    pub expect: Option<String>,
    /// Variable that takes its output.
    pub capture: Option<String>,
    /// Harm the command can do; shown, and confirmed by typing.
    #[schemars(with = "Full")]
    pub danger: Option<String>,
    /// What the author says after it.
    pub note: Option<String>,
}

/// What reads a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum Shell {
    /// A POSIX shell.
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

/// Something to be recorded before a step is done; a text alone is what is asked.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["text"]), transform = or_text)]
pub struct Evidence {
    /// What is asked: "Who reported, and at what time".
    #[schemars(with = "Full")]
    pub text: String,
    /// What counts as an answer.
    #[schemars(extend("default" = "text"))]
    pub kind: EvidenceKind,
    /// Whether it may be left out without a reason.
    pub optional: bool,
}

/// What counts as an answer to a request for evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum EvidenceKind {
    /// Any text.
    #[default]
    Text,
    /// A number.
    Number,
    /// Yes or no.
    YesNo,
    /// The path of a file.
    File,
    /// An address.
    Link,
    /// Output of a command.
    Output,
}

/// Rounds of a step.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["until"]))]
pub struct Repeat {
    /// When it is enough: "the queue is empty".
    #[schemars(with = "Full")]
    pub until: String,
    /// How often a round is due.
    pub every: Option<Span>,
    /// Most rounds.
    pub max: Option<u64>,
}

/// A question with labelled answers.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["question", "options"]))]
pub struct Decision {
    /// The question.
    #[schemars(with = "Full")]
    pub question: String,
    /// Role that decides, when not the step's.
    pub role: Option<RoleId>,
    /// The answers.
    #[schemars(length(min = 1))]
    pub options: Vec<ChoiceOption>,
}

/// One answer of a decision.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["label"]))]
pub struct ChoiceOption {
    /// The answer, on one line: "Yes".
    #[schemars(with = "Title")]
    pub label: String,
    /// Where the flow goes: a step, a phase, `next` or `end`.
    #[schemars(extend("default" = "next"))]
    pub goto: Goto,
    /// What is shown and logged with it.
    pub note: Option<String>,
    /// Notices that are due with it.
    pub notify: Vec<NoticeId>,
    /// Another runbook gone through: a path below this one's folder, or an id of the library.
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
written!(Goto, { "type": "string", "anyOf": [
    { "const": "next", "description": "On with the next step." },
    { "const": "end", "description": "The end is proposed." },
    { "description": "To a step, or to the first step of a phase." }
] });

/// Where a failure leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnFailure {
    /// On with the next step.
    Next,
    /// To a step.
    Step(StepId),
}
written!(OnFailure, { "type": "string", "anyOf": [
    { "const": "next", "description": "On with the next step." },
    { "description": "To a step." }
] });

/// In which kind of session a step exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum Only {
    /// In every kind.
    #[default]
    Both,
    /// In drills only.
    Drill,
    /// In incidents only.
    Incident,
}

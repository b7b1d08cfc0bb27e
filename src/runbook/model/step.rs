//! Phases and steps, with everything a step asks for and where it leads.

use super::{Milestone, Overrun, Reference};
use crate::runbook::{NoticeId, ObligationId, PhaseId, RoleId, StepId};
use crate::time::Span;

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
    /// What the author says after them.
    pub note: Option<String>,
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
    /// What the author says after it.
    pub note: Option<String>,
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

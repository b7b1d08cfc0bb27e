//! What people ask of a session: every act there is, in the imperative.

use chrono::{DateTime, FixedOffset};

use super::{
    Addressee, ApprovalSubject, Attachment, EntryId, EvidenceItem, ItemKey, Kind, NoteKind, Person, Presence, Seq,
    Source, Terminal,
};
use crate::runbook::{DrillForm, Milestone, NoticeId, ObligationId, RoleId, StepId, TimerId};
use crate::time::Span;

/// One act: who typed it, whose act it is, what it asks, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// Names the act once and for all: a retry under the same id is folded only once.
    pub id: EntryId,
    /// The person at this terminal.
    pub who: Person,
    /// Whose act it is when it was said (`@name`); else the rules find out.
    pub by: Option<Person>,
    /// The last entry its author had seen when deciding; a claim that others made after it is refused.
    pub seen: Seq,
    /// What is asked.
    pub command: Command,
    /// Files kept beside the journal for it.
    pub attached: Vec<Attachment>,
    /// Why. A gate that was refused opens for an act that carries a reason.
    pub reason: Option<String>,
}

/// What can be asked of a session.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Make the session of these runbooks; the first act of all.
    Open {
        /// Incident, drill or walkthrough.
        kind: Kind,
        /// Of a drill.
        form: Option<DrillForm>,
        /// The runbook and every one it can reach; the first is the one that runs.
        sources: Vec<Source>,
        /// Where it was opened.
        terminal: Box<Terminal>,
    },
    /// Start the clocks.
    Start,
    /// Stop the exercise clock (drills only).
    Pause,
    /// Let the exercise clock run on.
    Resume,
    /// Declare the response over.
    End,
    /// End a drill early; needs a reason.
    Terminate,
    /// Turn a drill into an incident, in the same log; needs a reason.
    Convert,
    /// Record that the program goes away and leaves the session running.
    Leave {
        /// Why it goes.
        cause: LeaveCause,
        /// Other terminals stay on the session.
        others: bool,
    },
    /// Record that somebody is here again, or one more.
    ComeBack {
        /// Where.
        terminal: Box<Terminal>,
        /// Other terminals are on the session.
        others: bool,
    },

    /// Give a role to a person, or to nobody.
    AssignRole {
        /// The duty.
        role: RoleId,
        /// Who fills it from now on.
        person: Option<Person>,
    },
    /// Let a deputy act for the holder.
    TakeOver {
        /// The duty.
        role: RoleId,
        /// Who acts.
        deputy: Person,
    },
    /// Give a role back to its holder.
    HandBack {
        /// The duty.
        role: RoleId,
    },
    /// Record who is there.
    RollCall {
        /// Each person and how they are.
        present: Vec<(Person, Presence)>,
    },
    /// Acknowledge a precaution.
    AcknowledgePrecaution {
        /// Place in the runbook's list.
        index: usize,
    },
    /// Tick something that must hold before the start.
    TickPrerequisite {
        /// Place in the runbook's list.
        index: usize,
    },
    /// Give a variable its value.
    SetVariable {
        /// Its name.
        name: String,
        /// The value; of a secret only the fact is recorded.
        value: String,
    },

    /// Begin a step by hand, wherever it stands.
    StartStep {
        /// The step.
        step: StepId,
        /// What was typed to confirm a danger.
        typed: Option<String>,
    },
    /// The step is done.
    CompleteStep {
        /// The step.
        step: StepId,
    },
    /// The step did not succeed.
    FailStep {
        /// The step.
        step: StepId,
        /// What next, when the runbook does not say.
        then: Option<AfterFailure>,
    },
    /// The step is left out; needs a reason unless it is optional.
    SkipStep {
        /// The step.
        step: StepId,
    },
    /// The step does not apply here.
    RuleOutStep {
        /// The step.
        step: StepId,
    },
    /// The step is put off, until when is said.
    DeferStep {
        /// The step.
        step: StepId,
        /// Until when, in the responder's words.
        until: String,
    },
    /// The active step waits for somebody or something.
    WaitOn {
        /// The step.
        step: StepId,
        /// For whom.
        on: String,
    },
    /// The waiting is over.
    StopWaiting {
        /// The step.
        step: StepId,
    },
    /// The step is done once more.
    ReopenStep {
        /// The step.
        step: StepId,
    },
    /// Somebody else does the step.
    ReassignStep {
        /// The step.
        step: StepId,
        /// Who; nobody gives it back to its role.
        person: Option<Person>,
    },
    /// Tick an item.
    Tick {
        /// The step.
        step: StepId,
        /// The item.
        item: ItemKey,
    },
    /// Take a tick away.
    Untick {
        /// The step.
        step: StepId,
        /// The item.
        item: ItemKey,
    },
    /// Record a piece of evidence.
    GiveEvidence {
        /// The step.
        step: StepId,
        /// Which of the step's requests it answers.
        item: EvidenceItem,
        /// The answer.
        text: String,
    },
    /// Say whether a conditional step applies.
    AnswerCondition {
        /// The step.
        step: StepId,
        /// Yes or no.
        applies: bool,
    },
    /// Choose an option of a step's decision.
    Decide {
        /// The step.
        step: StepId,
        /// Place in the list of options.
        option: usize,
    },
    /// Record a decision the plan did not foresee.
    DecideFreely {
        /// What was to be decided.
        question: String,
        /// What was decided.
        chosen: String,
    },
    /// Say when service is expected back, from now.
    GiveEstimate {
        /// The step that asked, if one did.
        step: Option<StepId>,
        /// How long it will take from now.
        takes: Span,
    },
    /// A milestone was reached, now or at a stated time.
    ReachMilestone {
        /// Which.
        milestone: Milestone,
        /// When, if not now.
        stated: Option<DateTime<FixedOffset>>,
    },

    /// Ask a role to approve.
    AskApproval {
        /// Of what.
        subject: ApprovalSubject,
    },
    /// Approve, as a role that was asked.
    GrantApproval {
        /// Of what.
        subject: ApprovalSubject,
        /// In which role.
        role: RoleId,
    },
    /// Refuse approval; needs a reason.
    RefuseApproval {
        /// Of what.
        subject: ApprovalSubject,
        /// In which role.
        role: RoleId,
    },
    /// A notice was sent.
    SendNotice {
        /// Which.
        notice: NoticeId,
        /// At which step, if at one.
        step: Option<StepId>,
        /// To whom.
        to: Vec<Addressee>,
        /// By which way.
        channel: Option<String>,
    },
    /// Something owed came into being.
    OpenObligation {
        /// Which.
        obligation: ObligationId,
    },
    /// Something owed was done.
    CloseObligation {
        /// Which.
        obligation: ObligationId,
    },
    /// The update a cadence asks for was given.
    MeetCadence {
        /// Which.
        timer: TimerId,
    },
    /// Write a note, with its stated time if it tells of an earlier one.
    Note {
        /// What sort.
        kind: NoteKind,
        /// The words.
        text: String,
        /// When it happened, if not now.
        stated: Option<DateTime<FixedOffset>>,
        /// The step it belongs to.
        step: Option<StepId>,
    },
    /// Be reminded.
    Remind {
        /// Of what.
        text: String,
        /// When, as the wall clock stands now.
        due: DateTime<FixedOffset>,
        /// After how long, where no clock time was named.
        within: Option<Span>,
    },
    /// A reminder is dealt with.
    ClearReminder {
        /// The entry that set it.
        reminder: Seq,
    },
    /// Tick a criterion for the end.
    TickExit {
        /// Place in the runbook's list.
        index: usize,
    },
    /// Take back one's own last act.
    TakeBack,
    /// What has come due, noticed by the program itself.
    Notice(super::Due),
}

impl Command {
    /// The step an act is about, if it is about one.
    pub fn step(&self) -> Option<&StepId> {
        match self {
            Self::StartStep { step, .. }
            | Self::CompleteStep { step }
            | Self::FailStep { step, .. }
            | Self::SkipStep { step }
            | Self::RuleOutStep { step }
            | Self::DeferStep { step, .. }
            | Self::WaitOn { step, .. }
            | Self::StopWaiting { step }
            | Self::ReopenStep { step }
            | Self::Tick { step, .. }
            | Self::Untick { step, .. }
            | Self::GiveEvidence { step, .. }
            | Self::AnswerCondition { step, .. }
            | Self::Decide { step, .. } => Some(step),
            Self::GiveEstimate { step, .. } | Self::SendNotice { step, .. } => step.as_ref(),
            _ => None,
        }
    }
}

/// Why a program leaves a session running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeaveCause {
    /// The responder left it running on purpose.
    Left,
    /// The terminal went away.
    Hangup,
    /// The program was told to stop.
    Terminated,
    /// The keyboard sent an interrupt from outside the screen.
    Interrupted,
    /// The program failed.
    Failed,
}

/// What a person wants after a failure the runbook says nothing about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterFailure {
    /// Go on with the next step.
    GoOn,
    /// Do it once more.
    Again,
    /// Go to another step.
    Goto(StepId),
}

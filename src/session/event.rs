//! What happened: facts in the past tense, each applied whole and without a rule.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::{
    Addressee, ApprovalSubject, Attachment, EvidenceItem, Gate, ItemKey, Kind, LeaveCause, NoteKind, Person, Presence,
    Seq, Source, Terminal,
};
use crate::runbook::{
    ChildId, DrillForm, Milestone, NoticeId, ObligationId, PhaseId, RoleId, RunbookId, StepId, TimerId,
};
use crate::time::Span;

/// A fact of a session. Written as `{"type": …, "data": {…}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is one sentence; its fields say what they are")]
pub enum Event {
    /// The session exists, with everything needed to run it.
    SessionOpened { kind: Kind, form: Option<DrillForm>, sources: Vec<Source>, terminal: Terminal },
    /// The clocks run.
    SessionStarted,
    /// The exercise clock stands.
    SessionPaused,
    /// The exercise clock runs on.
    SessionResumed,
    /// The response was declared over.
    SessionEnded { reason: Option<String> },
    /// The drill was ended early.
    SessionTerminated { reason: String },
    /// The drill became an incident.
    SessionConverted { reason: String },
    /// The last program left: nobody is there now.
    SessionLeft { cause: LeaveCause },
    /// Somebody is here again.
    SessionRejoined { terminal: Terminal, unattended: Span },
    /// One more terminal is on the session.
    TerminalJoined { terminal: Terminal },
    /// A terminal left, and others stayed.
    TerminalLeft { cause: LeaveCause },

    /// A role has a holder, or none.
    RoleAssigned { role: RoleId, person: Option<Person> },
    /// A deputy acts for the holder.
    DeputyTookOver { role: RoleId, deputy: Person, holder: Option<Person>, reason: Option<String> },
    /// The holder is back.
    RoleHandedBack { role: RoleId, deputy: Person },
    /// A person is present, late, excused or absent.
    PresenceRecorded { person: Person, presence: Presence },
    /// A precaution was acknowledged.
    PrecautionAcknowledged { index: usize },
    /// A prerequisite was ticked.
    PrerequisiteTicked { index: usize },
    /// A variable has a value; a secret's is never written.
    VariableSet { name: String, value: Option<String> },

    /// A phase was entered.
    PhaseOpened { phase: PhaseId },
    /// The flow moved out of its order.
    FlowMoved { from: StepId, to: StepId },
    /// A breach opened a step beside the flow.
    StepCalled { step: StepId },
    /// A child runbook was entered at a step, by the step itself or by an option of its decision.
    ChildEntered { step: StepId, option: Option<usize>, child: ChildId, runbook: RunbookId, sha256: String },
    /// A child runbook came to its end: the flow is back where it was entered.
    ChildReturned { step: StepId, child: ChildId },
    /// The plan asks for the end.
    EndProposed { step: Option<StepId> },
    /// A step became active.
    StepStarted { step: StepId, cause: StartCause },
    /// A step was done.
    StepCompleted { step: StepId },
    /// A step did not succeed.
    StepFailed { step: StepId, reason: Option<String> },
    /// A step was left out.
    StepSkipped { step: StepId, reason: Option<String> },
    /// A step does not apply.
    StepRuledOut { step: StepId, cause: RuleOutCause },
    /// A step was put off.
    StepDeferred { step: StepId, until: String, reason: Option<String> },
    /// An active step waits for somebody.
    StepWaiting { step: StepId, on: String },
    /// The waiting is over.
    StepWaitingEnded { step: StepId },
    /// A step is to be done once more.
    StepReopened { step: StepId, cause: ReopenCause },
    /// A step has another person, or its role's again.
    StepReassigned { step: StepId, person: Option<Person> },
    /// An item was ticked.
    ItemTicked { step: StepId, item: ItemKey },
    /// A tick was taken away.
    ItemUnticked { step: StepId, item: ItemKey },
    /// Evidence was recorded.
    EvidenceGiven { step: StepId, item: EvidenceItem, text: String },
    /// A condition was answered.
    ConditionAnswered { step: StepId, applies: bool },
    /// A danger was confirmed by typing.
    DangerConfirmed { step: StepId, typed: String },
    /// A question was decided.
    DecisionMade {
        step: Option<StepId>,
        question: String,
        chosen: String,
        option: Option<usize>,
        note: Option<String>,
        reason: Option<String>,
    },
    /// A gate was passed with a reason.
    GatePassed { gate: Gate, reason: String },

    /// Approval was asked of a role.
    ApprovalAsked { subject: ApprovalSubject, role: RoleId },
    /// A role approved; `by_word` when another person typed it.
    ApprovalGranted { subject: ApprovalSubject, role: RoleId, by_word: bool },
    /// A role refused.
    ApprovalRefused { subject: ApprovalSubject, role: RoleId, by_word: bool, reason: String },
    /// Service is expected back.
    EstimateGiven { step: Option<StepId>, takes: Span, back_at: DateTime<FixedOffset> },
    /// A milestone was reached.
    MilestoneReached { milestone: Milestone, step: Option<StepId>, stated: Option<DateTime<FixedOffset>> },
    /// A message is to be sent.
    NoticeDue { notice: NoticeId, step: Option<StepId> },
    /// A message was sent by a person.
    NoticeSent { notice: NoticeId, step: Option<StepId>, to: Vec<Addressee>, channel: Option<String>, text: String },
    /// Something is owed.
    ObligationOpened { obligation: ObligationId, due: Option<DateTime<FixedOffset>> },
    /// Something owed was done.
    ObligationClosed { obligation: ObligationId },
    /// Something owed is late.
    ObligationOverdue { obligation: ObligationId, due: DateTime<FixedOffset> },

    /// A timer counts; from a stated time when what arms it was backdated.
    TimerArmed { timer: TimerId, since: Option<DateTime<FixedOffset>> },
    /// A timer counts on after its end was reopened.
    TimerRearmed { timer: TimerId },
    /// A timer is near its limit.
    TimerWarned { timer: TimerId, due: DateTime<FixedOffset> },
    /// A timer is over its limit; `early` when an estimate said so first.
    TimerBreached { timer: TimerId, due: DateTime<FixedOffset>, early: bool },
    /// What a timer waited for happened.
    TimerMet { timer: TimerId },
    /// The end stopped a timer.
    TimerStopped { timer: TimerId },
    /// An update is due.
    CadenceDue { timer: TimerId, due: DateTime<FixedOffset> },
    /// An update was given.
    CadenceMet { timer: TimerId },
    /// A step is near its timebox.
    TimeboxWarned { step: StepId, due: DateTime<FixedOffset> },
    /// A step is over its timebox.
    TimeboxOverrun { step: StepId, due: DateTime<FixedOffset> },
    /// The wait of a step is over.
    WaitOver { step: StepId, due: DateTime<FixedOffset> },

    /// A note was written.
    NoteAdded { kind: NoteKind, text: String, stated: Option<DateTime<FixedOffset>>, step: Option<StepId> },
    /// A file was kept beside the journal, for what stands before it in the entry.
    FileAttached { file: Attachment },
    /// A reminder was set: for a clock time, or for when a length of time has gone by.
    ReminderSet { text: String, due: DateTime<FixedOffset>, within: Option<Span> },
    /// A reminder came due.
    ReminderDue { reminder: Seq, due: DateTime<FixedOffset> },
    /// A reminder was dealt with.
    ReminderCleared { reminder: Seq },
    /// The wall clock of this machine was put forward, or back.
    ClockStepped { by: Span },
    /// A criterion for the end was ticked.
    ExitTicked { index: usize },
    /// An earlier entry no longer counts.
    EntryWithdrawn { entry: Seq },

    /// A kind of event this release does not know: kept, shown, and left alone.
    #[serde(skip)]
    Unknown { kind: String, data: String },
}

impl Event {
    /// The step something was done at, if it was done at one.
    pub fn step(&self) -> Option<&StepId> {
        match self {
            Self::StepStarted { step, .. }
            | Self::StepCompleted { step }
            | Self::StepFailed { step, .. }
            | Self::StepSkipped { step, .. }
            | Self::StepRuledOut { step, .. }
            | Self::StepDeferred { step, .. }
            | Self::StepWaiting { step, .. }
            | Self::StepWaitingEnded { step }
            | Self::StepReopened { step, .. }
            | Self::StepReassigned { step, .. }
            | Self::ItemTicked { step, .. }
            | Self::ItemUnticked { step, .. }
            | Self::EvidenceGiven { step, .. }
            | Self::ConditionAnswered { step, .. }
            | Self::DangerConfirmed { step, .. }
            | Self::ChildEntered { step, .. }
            | Self::ChildReturned { step, .. } => Some(step),
            Self::DecisionMade { step, .. } | Self::EstimateGiven { step, .. } | Self::NoticeSent { step, .. } => {
                step.as_ref()
            }
            _ => None,
        }
    }
}

/// Why a step became active.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartCause {
    /// It was its turn.
    Turn,
    /// Somebody began it.
    Hand,
    /// A decision, failure or breach led there.
    Jump,
}

/// Why a step does not apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleOutCause {
    /// Somebody said so.
    Hand {
        /// Why, in their words.
        reason: Option<String>,
    },
    /// Its condition was answered with no.
    Condition,
    /// The flow jumped over it.
    JumpedOver,
    /// A branch nobody entered.
    PassedBy,
    /// It exists in the other kind of session only.
    OtherKind,
}

/// Why a step is done once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReopenCause {
    /// Somebody said so.
    Hand,
    /// A decision or failure went back.
    LoopBack,
    /// A breach opened it again.
    Jump,
}

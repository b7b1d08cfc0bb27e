//! When the rules say no: refused outright, or a gate that a recorded reason opens.

use serde::{Deserialize, Serialize};

use super::{ApprovalSubject, Claim, ItemKey, Kind, Person, Seq};
use crate::runbook::{Authority, ChildId, NoticeId, ObligationId, RoleId, StepId, TimerId};
use crate::time::Span;

/// Why an act was refused. Never an error: an answer, shown where the person looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Things required are missing; the same act with a reason passes, and the reason is recorded.
    Gates(Vec<Gate>),
    /// The act needs a reason in any case.
    NeedsReason,
    /// There is no session yet.
    NotOpened,
    /// The session exists already.
    AlreadyOpened,
    /// The clocks do not run yet.
    NotStarted,
    /// They run already.
    AlreadyStarted,
    /// The session is over.
    Over,
    /// Only a drill can do that.
    OnlyInDrill {
        /// What this session is.
        kind: Kind,
    },
    /// The exercise clock stands already.
    AlreadyPaused,
    /// The exercise clock runs.
    NotPaused,
    /// No such step in this plan and this kind of session.
    NoSuchStep(StepId),
    /// No such role.
    NoSuchRole(RoleId),
    /// No such item in the step.
    NoSuchItem(StepId),
    /// No such option in the decision.
    NoSuchOption(StepId),
    /// No such notice.
    NoSuchNotice(NoticeId),
    /// No such obligation.
    NoSuchObligation(ObligationId),
    /// No such timer, or none that can be met by hand.
    NoSuchTimer(TimerId),
    /// No such reminder.
    NoSuchReminder(Seq),
    /// No such variable.
    NoSuchVariable(String),
    /// No such line in the list.
    NoSuchLine(usize),
    /// The step has its outcome already.
    StepFinished(StepId),
    /// The step is active already.
    StepActive(StepId),
    /// The step is not active.
    StepNotActive(StepId),
    /// The step has no outcome that could be taken up again.
    StepNotFinished(StepId),
    /// The step does not wait.
    NotWaiting(StepId),
    /// The step asks nothing of the kind.
    NothingAsked(StepId),
    /// The item is ticked already, or was not.
    NothingToChange,
    /// The danger was not confirmed by typing this.
    DangerNotConfirmed {
        /// The step.
        step: StepId,
        /// What is to be typed.
        expected: String,
    },
    /// The runbook does not say what follows a failure; the act must.
    AskAfterFailure(StepId),
    /// The role was not asked for this approval.
    ApprovalNotAsked {
        /// Of what.
        subject: ApprovalSubject,
        /// The role.
        role: RoleId,
    },
    /// The value does not fit the variable's kind, choices or pattern.
    BadValue {
        /// The variable.
        name: String,
    },
    /// The obligation is not open.
    ObligationNotOpen(ObligationId),
    /// The obligation is open already.
    ObligationOpen(ObligationId),
    /// The role has no deputy acting.
    NoDeputyActing(RoleId),
    /// The person holds that role already.
    AlreadyHolds {
        /// The role.
        role: RoleId,
        /// Who.
        person: Person,
    },
    /// Somebody else was first: what was claimed, by whom, who has it since, and in which entry.
    TakenMeanwhile {
        /// What was claimed.
        claim: Claim,
        /// Who was first.
        by: Person,
        /// Who has the role or the step now, if it was given to somebody.
        to: Option<Person>,
        /// Where it stands in the log.
        at: Seq,
    },
    /// The estimate must lie in the future and within thirty days.
    BadEstimate,
    /// A stated time must lie between thirty days ago and now.
    BadTime,
    /// The text is empty.
    Empty,
    /// Nothing of one's own that could be taken back.
    NothingToTakeBack,
    /// It is not due any more.
    NotDue,
}

impl Refusal {
    /// A word for scripts; it stays what it is in every release.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Gates(_) => "gates",
            Self::NeedsReason => "needs_reason",
            Self::NotOpened => "not_opened",
            Self::AlreadyOpened => "already_opened",
            Self::NotStarted => "not_started",
            Self::AlreadyStarted => "already_started",
            Self::Over => "over",
            Self::OnlyInDrill { .. } => "only_in_drill",
            Self::AlreadyPaused => "already_paused",
            Self::NotPaused => "not_paused",
            Self::NoSuchStep(_) => "no_such_step",
            Self::NoSuchRole(_) => "no_such_role",
            Self::NoSuchItem(_) => "no_such_item",
            Self::NoSuchOption(_) => "no_such_option",
            Self::NoSuchNotice(_) => "no_such_notice",
            Self::NoSuchObligation(_) => "no_such_obligation",
            Self::NoSuchTimer(_) => "no_such_timer",
            Self::NoSuchReminder(_) => "no_such_reminder",
            Self::NoSuchVariable(_) => "no_such_variable",
            Self::NoSuchLine(_) => "no_such_line",
            Self::StepFinished(_) => "step_finished",
            Self::StepActive(_) => "step_active",
            Self::StepNotActive(_) => "step_not_active",
            Self::StepNotFinished(_) => "step_not_finished",
            Self::NotWaiting(_) => "not_waiting",
            Self::NothingAsked(_) => "nothing_asked",
            Self::NothingToChange => "nothing_to_change",
            Self::DangerNotConfirmed { .. } => "danger_not_confirmed",
            Self::AskAfterFailure(_) => "ask_after_failure",
            Self::ApprovalNotAsked { .. } => "approval_not_asked",
            Self::BadValue { .. } => "bad_value",
            Self::ObligationNotOpen(_) => "obligation_not_open",
            Self::ObligationOpen(_) => "obligation_open",
            Self::NoDeputyActing(_) => "no_deputy_acting",
            Self::AlreadyHolds { .. } => "already_holds",
            Self::TakenMeanwhile { .. } => "taken_meanwhile",
            Self::BadEstimate => "bad_estimate",
            Self::BadTime => "bad_time",
            Self::Empty => "empty",
            Self::NothingToTakeBack => "nothing_to_take_back",
            Self::NotDue => "not_due",
        }
    }
}

/// Something required that is missing. Refused with this, then passed with a recorded reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// Items of the step are not ticked.
    Unticked {
        /// The step.
        step: StepId,
        /// Which.
        items: Vec<ItemKey>,
    },
    /// Evidence is missing.
    EvidenceMissing {
        /// The step.
        step: StepId,
        /// How many pieces.
        count: usize,
    },
    /// The step's question is not decided.
    Undecided {
        /// The step.
        step: StepId,
    },
    /// The step asks for an estimate and has none.
    NoEstimate {
        /// The step.
        step: StepId,
    },
    /// The step's messages are not sent.
    NoticesUnsent {
        /// The step.
        step: StepId,
        /// Which.
        notices: Vec<NoticeId>,
    },
    /// Another runbook is being gone through at the step.
    ChildOpen {
        /// The step.
        step: StepId,
        /// Which.
        child: ChildId,
    },
    /// The count-down runs.
    WaitRunning {
        /// The step.
        step: StepId,
        /// How much is left.
        left: Span,
    },
    /// Steps that must come first have no outcome.
    RequiresUnmet {
        /// The step.
        step: StepId,
        /// What is missing.
        missing: Vec<StepId>,
    },
    /// Approval is missing.
    NotApproved {
        /// Of what.
        subject: ApprovalSubject,
        /// Of which roles.
        roles: Vec<RoleId>,
    },
    /// The person's role may not declare that.
    NotAuthorised {
        /// What.
        authority: Authority,
        /// Which roles may.
        roles: Vec<RoleId>,
    },
    /// Precautions are not acknowledged.
    PrecautionsOpen {
        /// How many.
        count: usize,
    },
    /// Required roles are empty.
    RolesEmpty {
        /// Which.
        roles: Vec<RoleId>,
    },
    /// The response is not ready to end.
    EndOpen {
        /// Criteria not ticked.
        criteria: usize,
        /// Things still owed.
        obligations: Vec<ObligationId>,
        /// Messages not sent.
        notices: Vec<NoticeId>,
        /// Steps still active.
        active: Vec<StepId>,
    },
}

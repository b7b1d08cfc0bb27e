//! What is true in a session now: the fold of its events, with nothing decided here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use indexmap::IndexMap;

use super::{
    ApprovalSubject, Claim, Claimed, Clocks, ItemKey, Kind, LeaveCause, Person, Presence, Reading, RuleOutCause, Seq,
    StartCause,
};
use crate::runbook::{
    ChildId, DrillForm, Milestone, NoticeId, ObligationId, PhaseId, RoleId, RunbookId, StepId, TimerId,
};
use crate::time::Span;

/// State of a session, without its runbook and its log.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Incident, drill or walkthrough.
    pub kind: Kind,
    /// Form of a drill.
    pub form: Option<DrillForm>,
    /// Where it is in its life.
    pub life: Life,
    /// Who opened it; acts where no role has a holder.
    pub opener: Option<Person>,
    /// Its clocks.
    pub clocks: Clocks,
    /// Stretches in which the exercise clock stood.
    pub pauses: Vec<(Reading, Option<Reading>)>,
    /// Set while a program said it left and nobody came back.
    pub left: Option<(LeaveCause, Reading)>,
    /// Role by role, who fills it.
    pub roles: BTreeMap<RoleId, RoleState>,
    /// Who claimed last what only one person can have.
    pub claims: BTreeMap<Claim, Claimed>,
    /// Who is there.
    pub presence: IndexMap<Person, Presence>,
    /// Precautions acknowledged, by place.
    pub precautions: BTreeSet<usize>,
    /// Prerequisites ticked, by place.
    pub prerequisites: BTreeSet<usize>,
    /// Exit criteria ticked, by place.
    pub exit_criteria: BTreeSet<usize>,
    /// Values of variables; a secret's is known to be set, no more.
    pub variables: BTreeMap<String, Option<String>>,
    /// Steps that anything happened to.
    pub steps: BTreeMap<StepId, StepState>,
    /// Phases entered.
    pub open_phases: BTreeSet<PhaseId>,
    /// Child runbooks entered, in the order of the first time.
    pub children: IndexMap<ChildId, ChildState>,
    /// The plan asked for the end.
    pub end_proposed: bool,
    /// Approvals asked, with the answer of each role.
    pub approvals: BTreeMap<ApprovalSubject, BTreeMap<RoleId, Approval>>,
    /// Estimates, oldest first.
    pub estimates: Vec<Estimate>,
    /// Milestones reached, each when it was first reached.
    pub milestones: BTreeMap<Milestone, Reading>,
    /// Notices that are due or were sent.
    pub notices: IndexMap<NoticeId, NoticeState>,
    /// Obligations that were opened.
    pub obligations: IndexMap<ObligationId, ObligationState>,
    /// Timers that were armed.
    pub timers: IndexMap<TimerId, TimerState>,
    /// Reminders not yet dealt with, by the entry that set them.
    pub reminders: BTreeMap<Seq, Reminder>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            kind: Kind::Walkthrough,
            form: None,
            life: Life::Blank,
            opener: None,
            clocks: Clocks::default(),
            pauses: Vec::new(),
            left: None,
            roles: BTreeMap::new(),
            claims: BTreeMap::new(),
            presence: IndexMap::new(),
            precautions: BTreeSet::new(),
            prerequisites: BTreeSet::new(),
            exit_criteria: BTreeSet::new(),
            variables: BTreeMap::new(),
            steps: BTreeMap::new(),
            open_phases: BTreeSet::new(),
            children: IndexMap::new(),
            end_proposed: false,
            approvals: BTreeMap::new(),
            estimates: Vec::new(),
            milestones: BTreeMap::new(),
            notices: IndexMap::new(),
            obligations: IndexMap::new(),
            timers: IndexMap::new(),
            reminders: BTreeMap::new(),
        }
    }
}

/// Life of a session. *Interrupted* is no state of its own: it is a session nobody is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// No entry yet.
    Blank,
    /// Opened; its clocks do not run.
    Opened,
    /// Running.
    Running,
    /// The exercise clock of a drill stands.
    Paused,
    /// The response was declared over; steps after the end and obligations go on.
    Ended,
    /// A drill ended early.
    Terminated,
}

impl Life {
    /// Whether its clocks run or stand in a pause.
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }

    /// Whether it came to its end, either way.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Terminated)
    }
}

/// Who fills a role.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleState {
    /// The holder.
    pub holder: Option<Person>,
    /// The deputy who acts for the holder.
    pub deputy: Option<Person>,
}

/// What happened to a step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StepState {
    /// Pending, active or finished.
    pub status: Status,
    /// Rounds through it, the current one last; a fresh step has none.
    pub attempts: Vec<Attempt>,
    /// Person given this step in place of its role's.
    pub assignee: Option<Person>,
    /// Whom or what the active step waits for.
    pub waiting: Option<String>,
    /// A jump led here: it has its turn wherever its phase stands.
    pub called: bool,
    /// It was opened beside the flow: a branch then holds nothing up.
    pub aside: bool,
    /// The flow left its phase while it was open: what it decides moves nothing.
    pub left_behind: bool,
}

impl StepState {
    /// The current round.
    pub fn attempt(&self) -> Option<&Attempt> {
        self.attempts.last()
    }
}

/// What became of a child runbook.
#[derive(Debug, Clone, PartialEq)]
pub struct ChildState {
    /// The step it was entered from.
    pub caller: StepId,
    /// The option of that step's decision that led here; none when the step itself does.
    pub option: Option<usize>,
    /// Its id.
    pub runbook: RunbookId,
    /// SHA-256 of its text in hexadecimal.
    pub sha256: String,
    /// When it was entered last.
    pub entered: Reading,
    /// When it came to its end, once it has.
    pub returned: Option<Reading>,
    /// Milestones reached in it, each when it was first reached this time.
    pub milestones: BTreeMap<Milestone, Reading>,
}

impl ChildState {
    /// Whether it is being gone through.
    pub fn is_running(&self) -> bool {
        self.returned.is_none()
    }

    /// Whether it came to its end.
    pub fn is_over(&self) -> bool {
        self.returned.is_some()
    }
}

/// Where a step stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Status {
    /// Not begun.
    #[default]
    Pending,
    /// Being done.
    Active,
    /// It has an outcome.
    Finished(Outcome),
}

/// How a step came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// It did not succeed.
    Failed {
        /// Why.
        reason: Option<String>,
    },
    /// Left out.
    Skipped {
        /// Why.
        reason: Option<String>,
    },
    /// Does not apply.
    NotApplicable {
        /// How that came.
        cause: RuleOutCause,
    },
    /// Put off.
    Deferred {
        /// Until when.
        until: String,
    },
}

impl Outcome {
    /// Whether it meets a `requires`: done, skipped and not applicable do, failed and deferred do not.
    pub fn satisfies(&self) -> bool {
        matches!(self, Self::Done | Self::Skipped { .. } | Self::NotApplicable { .. })
    }
}

/// One round through a step.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attempt {
    /// When it became active and how.
    pub started: Option<(Reading, StartCause)>,
    /// When it got its outcome.
    pub finished: Option<(Reading, Outcome, Person)>,
    /// Items ticked, when and by whom.
    pub ticks: BTreeMap<ItemKey, (Reading, Person)>,
    /// Evidence given, by place in the step's list.
    pub evidence: BTreeMap<usize, String>,
    /// Answer to its condition.
    pub applies: Option<bool>,
    /// The danger was confirmed.
    pub danger_confirmed: bool,
    /// Option chosen, by place, with its label.
    pub decided: Option<(usize, String)>,
    /// An estimate was given here.
    pub estimated: bool,
    /// Notices of this step sent in this round.
    pub sent: BTreeSet<NoticeId>,
    /// It was near its timebox.
    pub warned: bool,
    /// It was over its timebox.
    pub overrun: bool,
    /// Its count-down ran out.
    pub wait_over: bool,
}

/// Answer of one role to a request for approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approval {
    /// Asked, no answer yet.
    Asked {
        /// Since when.
        since: DateTime<FixedOffset>,
    },
    /// Granted.
    Granted {
        /// By whom.
        by: Person,
        /// Typed by somebody else.
        by_word: bool,
    },
    /// Refused.
    Refused {
        /// By whom.
        by: Person,
        /// Why.
        reason: String,
    },
}

/// When somebody expected service back.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// When it was said.
    pub given: Reading,
    /// By whom.
    pub by: Person,
    /// Reading at which service is expected back.
    pub back: Reading,
}

/// What became of a notice.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NoticeState {
    /// Due since, while it is to be sent.
    pub due_since: Option<Reading>,
    /// Step at which it became due.
    pub step: Option<StepId>,
    /// Times it was sent.
    pub sent: Vec<Reading>,
    /// Who it was sent to since it became due.
    pub reached: BTreeSet<String>,
}

/// What became of an obligation.
#[derive(Debug, Clone, PartialEq)]
pub struct ObligationState {
    /// Since when it is owed.
    pub opened: Reading,
    /// By when, in wall time.
    pub due: Option<DateTime<FixedOffset>>,
    /// When it was done.
    pub closed: Option<Reading>,
    /// It was noticed to be late.
    pub overdue: bool,
}

impl ObligationState {
    /// What is left at a reading: a length of time, whatever was done to the wall clock since.
    pub fn left(&self, at: Reading) -> Option<Span> {
        let given = Span::from_delta(self.due? - self.opened.wall);
        Some(given - (at.elapsed - self.opened.elapsed))
    }

    /// Whether it is still owed.
    pub fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

/// What became of a timer.
#[derive(Debug, Clone, PartialEq)]
pub struct TimerState {
    /// From when it counts; a cadence from when it was last met.
    pub since: Reading,
    /// It was near its limit.
    pub warned: bool,
    /// It was over its limit: when that was due.
    pub over: Option<DateTime<FixedOffset>>,
    /// What it waited for happened; a cadence is never finished this way.
    pub met: Option<Reading>,
    /// The end stopped it.
    pub stopped: Option<Reading>,
    /// How often a cadence was met and how often it came due unmet.
    pub rounds: (u32, u32),
}

impl TimerState {
    /// Whether it still counts.
    pub fn is_counting(&self) -> bool {
        self.met.is_none() && self.stopped.is_none()
    }
}

/// Something somebody wants to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Reminder {
    /// Of what.
    pub text: String,
    /// When, on the wall clock as it was set then.
    pub due: DateTime<FixedOffset>,
    /// After how long, when it was not set for a clock time.
    pub within: Option<Span>,
    /// When it was set.
    pub set: Reading,
    /// Whose reminder it is.
    pub by: Person,
    /// It came due.
    pub noticed: bool,
}

impl Reminder {
    /// What is left at a reading: until the clock shows its time, or of its length.
    pub fn left(&self, at: Reading) -> Span {
        match self.within {
            Some(within) => within - (at.elapsed - self.set.elapsed),
            None => Span::from_delta(self.due - at.wall),
        }
    }
}

impl State {
    /// What happened to a step; a fresh one when nothing did.
    pub fn step(&self, id: &StepId) -> StepState {
        self.steps.get(id).cloned().unwrap_or_default()
    }

    /// Where a step stands.
    pub fn status(&self, id: &StepId) -> &Status {
        self.steps.get(id).map_or(&Status::Pending, |step| &step.status)
    }

    /// Whether a step is being done.
    pub fn is_active(&self, id: &StepId) -> bool {
        *self.status(id) == Status::Active
    }

    /// Whether a step was taken up and not settled: it is being done, or was put off.
    pub fn is_unsettled(&self, id: &StepId) -> bool {
        self.is_active(id) || matches!(self.outcome(id), Some(Outcome::Deferred { .. }))
    }

    /// The outcome of a step that has one.
    pub fn outcome(&self, id: &StepId) -> Option<&Outcome> {
        match self.status(id) {
            Status::Finished(outcome) => Some(outcome),
            Status::Pending | Status::Active => None,
        }
    }

    /// The child runbook being gone through at a step.
    pub fn child_at(&self, step: &StepId) -> Option<&ChildId> {
        self.children.iter().find(|(_, child)| child.is_running() && child.caller == *step).map(|(id, _)| id)
    }

    /// When a milestone was reached: in a child runbook, or in the session's own.
    pub fn reached_in(&self, level: Option<&ChildId>, milestone: Milestone) -> Option<Reading> {
        let milestones = match level {
            Some(child) => &self.children.get(child)?.milestones,
            None => &self.milestones,
        };
        milestones.get(&milestone).copied()
    }

    /// Whether an obligation is owed now.
    pub fn owes(&self, id: &ObligationId) -> bool {
        self.obligations.get(id).is_some_and(ObligationState::is_open)
    }
}

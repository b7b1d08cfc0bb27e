//! What runs beside the steps: limits, milestones, messages, and what is owed.

use chrono::NaiveTime;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Party;
use crate::runbook::{ChildId, NoticeId, ObligationId, RoleId, StepId, TimerId};
use crate::time::Span;

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
    /// The same in a child runbook: its own start, end or milestone. Nobody writes it; it comes of entering the child.
    Within(ChildId, Box<Anchor>),
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

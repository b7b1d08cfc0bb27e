//! What runs beside the steps: limits, milestones, messages, and what is owed.

use chrono::NaiveTime;
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::Party;
use crate::runbook::schema::{Full, Name, Title, needs, or_text, timed, written};
use crate::runbook::{ChildId, NoticeId, ObligationId, RoleId, StepId, TimerId};
use crate::time::Span;

/// A message to recipients; the program shows it to be copied and records that a person sent it.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["title", "text"]))]
pub struct Notice {
    /// What the message is called, on one line.
    #[schemars(with = "Title")]
    pub title: String,
    /// Roles and contacts who get it.
    pub to: Vec<Party>,
    /// By which way it is sent: a chat room, a telephone conference.
    pub channel: Option<String>,
    /// The message itself, with `{{name}}` where values are filled in.
    #[schemars(with = "Full")]
    pub text: String,
    // R34
    /// Role that releases it before it is marked as sent.
    pub approval: Option<RoleId>,
    /// Obligations opened by sending it.
    pub opens: Vec<ObligationId>,
    /// Obligations closed by sending it.
    pub closes: Vec<ObligationId>,
}

/// A deadline, a threshold or a cadence: exactly one of `within`, `every` and `at`.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(transform = needs(&["id", "title"]), transform = timed)]
pub struct Timer {
    /// Short name of your own, which no other timer has.
    #[schemars(with = "Name")]
    pub id: TimerId,
    /// What it stands for, on one line: "Restore within 30 minutes".
    #[schemars(with = "Title")]
    pub title: String,
    /// What starts it: `start`, `<step>.start`, `<step>.done`, or a milestone.
    #[schemars(extend("default" = "start"))]
    pub from: Anchor,
    /// What meets it: `end`, `<step>.start`, `<step>.done`, or a milestone.
    #[schemars(extend("default" = "end"))]
    pub until: Anchor,
    /// How long, how often, or until when.
    #[schemars(skip)]
    pub limit: Limit,
    /// Time used at which it warns; 80 % of the limit when not given.
    pub warn_at: Option<Span>,
    /// Role that watches it.
    pub role: Option<RoleId>,
    /// What happens when it is over. A limit warns; it never fails a step.
    pub on_breach: Option<Overrun>,
    // R129
    /// Whether it comes due at once when the expected restore time is later than the limit.
    pub if_estimate_over: bool,
    /// Condition put to a person when it comes due: "Is business seriously affected?".
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

/// A point in the course of a session that a timer refers to.
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
written!(Anchor, { "type": "string", "anyOf": [
    { "const": "start", "description": "The start of the session." },
    { "const": "end", "description": "The end of the session." },
    { "enum": Milestone::ALL.map(Milestone::word), "description": "A milestone is reached." },
    { "pattern": r"^.+\.(start|done)$", "description": "A step becomes active, or is done." }
] });

/// What happens when a limit is over; a text alone is what to do.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["text"]), transform = or_text)]
pub struct Overrun {
    /// What to do then.
    #[schemars(with = "Full")]
    pub text: String,
    /// Role or contact who is told.
    pub escalate_to: Option<Party>,
    /// Notices that are due then.
    pub notify: Vec<NoticeId>,
    /// Step opened beside the flow.
    pub goto: Option<StepId>,
    /// Obligations opened by it.
    pub opens: Vec<ObligationId>,
    /// Obligations closed by it.
    pub closes: Vec<ObligationId>,
}

// R177
/// A point of the response that every report computes its durations from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["title"]))]
pub struct Obligation {
    /// What is owed, on one line: "Tell the users to go on".
    #[schemars(with = "Title")]
    pub title: String,
    /// Role that owes it.
    pub role: Option<RoleId>,
    /// How long there is once it is opened, in wall time: `24h`.
    pub within: Option<Span>,
    /// Step or milestone that opens it by itself.
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
written!(OpenFrom, { "type": "string", "anyOf": [
    { "enum": Milestone::ALL.map(Milestone::word), "description": "A milestone is reached." },
    { "description": "A step is done." }
] });

/// A response level and its service targets.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["title"]))]
pub struct Level {
    /// Its name: "Level II".
    #[schemars(with = "Title")]
    pub title: String,
    /// When it applies, one condition a line.
    #[schemars(with = "Vec<Full>")]
    pub criteria: Vec<String>,
    /// Time allowed to each milestone: `restored: 4h`.
    #[schemars(schema_with = "targets")]
    pub targets: IndexMap<Milestone, Span>,
}

/// A length of time for any milestone.
fn targets(generator: &mut SchemaGenerator) -> Schema {
    let span = generator.subschema_for::<Span>();
    let each = Milestone::ALL.map(|milestone| (milestone.word().to_owned(), span.clone().to_value()));
    let each: serde_json::Map<_, _> = each.into_iter().collect();
    json_schema!({ "type": "object", "properties": each })
}

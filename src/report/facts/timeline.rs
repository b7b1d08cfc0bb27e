//! Every entry of the log as a row: when, where in the plan, who, what, and how that compares with the plan.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{Look, step_of};
use crate::session::{Entry, Event, Kind};
use crate::time::Span;

/// Who did something, and in which capacity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Actor {
    /// Whose act it is.
    pub person: String,
    /// It is the program itself.
    pub program: bool,
    /// In which role.
    pub role: Option<String>,
    /// For whom, when acting as a deputy.
    pub acting_for: Option<String>,
    /// Who typed it, when that was somebody else.
    pub typed_by: Option<String>,
}

/// One entry of the log.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Its place.
    pub seq: u64,
    /// Kind of the session at that time.
    pub mode: Kind,
    /// When it was recorded.
    pub at: DateTime<FixedOffset>,
    /// Time since `T+0`; absent after the end.
    pub t_plus: Option<Span>,
    /// When it happened, where somebody stated another time.
    pub stated: Option<DateTime<FixedOffset>>,
    /// Title of the phase it belongs to.
    pub phase: Option<String>,
    /// Number of the step it belongs to.
    pub step: Option<String>,
    /// Who did it.
    pub actor: Actor,
    /// Its events, as they were written; the text of a runbook is left out.
    #[serde(rename = "events", serialize_with = "events")]
    pub entry: Arc<Entry>,
    /// Steps it began that the plan gives a time, and how late they were.
    pub late: Vec<Lateness>,
    /// A later entry took it back.
    pub withdrawn: bool,
}

/// How late a step was begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lateness {
    /// Number of the step.
    pub step: String,
    /// How late; negative when early.
    pub late: Span,
}

pub(super) fn timeline(look: &Look<'_>) -> Vec<Row> {
    let book = look.session.book();
    let mut begun = BTreeSet::new();
    let rows = look.session.log().iter();
    rows.map(|row| {
        let step = row.entry.events.iter().find_map(step_of);
        let mut late = Vec::new();
        for event in row.entry.events.iter().filter(|_| !row.withdrawn) {
            let Event::StepStarted { step, .. } = event else { continue };
            let planned = book.step(step).and_then(|step| step.planned);
            // Later rounds have no plan of their own.
            let first = begun.insert(step.clone());
            if let (true, Some(planned), Some(offset)) = (first, planned, look.offset(row.at)) {
                late.push(Lateness { step: look.number(step), late: offset - planned });
            }
        }
        let stated = row.entry.events.iter().find_map(|event| match event {
            Event::NoteAdded { stated, .. } | Event::MilestoneReached { stated, .. } => *stated,
            _ => None,
        });
        Row {
            seq: row.entry.seq.0,
            mode: row.entry.mode,
            at: row.at.wall,
            t_plus: look.t_plus(row.at),
            stated,
            phase: step.and_then(|step| book.phase_of(step)).map(|phase| phase.title.clone()).filter(|t| !t.is_empty()),
            step: step.map(|step| look.number(step)),
            actor: look.actor(&row.entry),
            entry: Arc::clone(&row.entry),
            late,
            withdrawn: row.withdrawn,
        }
    })
    .collect()
}

fn events<S: Serializer>(entry: &Arc<Entry>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(entry.events.iter().map(plain))
}

/// Deepest nesting of an unknown event's data that stands in the document as data: readers of JSON stop at 128.
const DEEPEST: usize = 64;

/// An event as data. The embedded runbooks stay in the journal, and one of an unknown kind is given as it came.
fn plain(event: &Event) -> Value {
    if let Event::Unknown { kind, data } = event {
        let read = serde_json::from_str(data).ok().filter(|data| depth(data) <= DEEPEST);
        let data = read.unwrap_or_else(|| Value::String(data.clone()));
        return json!({ "type": kind, "data": data });
    }
    let mut value = serde_json::to_value(event).unwrap_or(Value::Null);
    if let Some(Value::Array(sources)) = value.pointer_mut("/data/sources") {
        for source in sources.iter_mut().filter_map(Value::as_object_mut) {
            source.remove("text");
        }
    }
    value
}

fn depth(value: &Value) -> usize {
    let inner = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(fields) => fields.values().map(depth).max(),
        _ => return 0,
    };
    inner.unwrap_or(0) + 1
}

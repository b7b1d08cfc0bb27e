//! What a session is, how it stands, when its milestones were reached, and the lengths between them.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::{Look, forward};
use crate::runbook::{DrillForm, Extent, Milestone, StepId};
use crate::session::{Event, Kind, LeaveCause, Life, Reading, Source};
use crate::time::Span;

/// What it is, of which plan, in which state.
#[derive(Debug, Clone, Serialize)]
pub struct Header {
    /// Incident, drill or walkthrough: the kind it has now.
    pub kind: Kind,
    /// Form of a drill.
    pub form: Option<DrillForm>,
    /// How it stands.
    pub condition: Condition,
    /// When the drill became an incident.
    pub converted: Option<Conversion>,
    /// Why it ended, where somebody said so.
    pub end_reason: Option<String>,
    /// Id of the runbook.
    pub runbook: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: Option<String>,
    /// SHA-256 of its text as it was read.
    pub sha256: Option<String>,
    /// Runbooks it can reach, by name and SHA-256.
    pub reachable: Vec<Reachable>,
    /// Rules and standards it stands on.
    pub basis: Vec<String>,
    /// Event class.
    pub class: Option<String>,
    /// How far the trouble reaches by plan: `global`, `regional` or `local`.
    pub extent: Option<&'static str>,
    /// Where the drill takes place.
    pub location: Option<String>,
    /// Who commands.
    pub commander: Option<String>,
    /// The name of the commander's duty.
    pub commander_role: Option<String>,
    /// Who opened it.
    pub opener: Option<String>,
    /// Login and host where it was opened.
    pub opened_at: Option<String>,
    /// When it was opened.
    pub opened: Option<DateTime<FixedOffset>>,
    /// When its clocks were started.
    pub started: Option<DateTime<FixedOffset>>,
    /// From when `T+` counts.
    pub zero: Option<DateTime<FixedOffset>>,
    /// When the end was declared.
    pub ended: Option<DateTime<FixedOffset>>,
    /// The moment the figures of a session not over are of.
    pub as_of: Option<DateTime<FixedOffset>>,
    /// Offset from UTC people lived by when it was opened: `+08:00`.
    pub offset: Option<String>,
    /// Release of the program that opened it.
    pub tool: Option<String>,
    /// A reboot lies in between: lengths across it are as good as the wall clock.
    pub rough: bool,
    /// Times since `T+0` from here on are such lengths.
    pub rough_from: Option<Span>,
}

/// A runbook the one that runs can reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reachable {
    /// File name or library id.
    pub name: String,
    /// SHA-256 of its text as it was read.
    pub sha256: String,
}

/// How a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Nothing happened yet.
    Blank,
    /// Opened; its clocks do not run.
    Opened,
    /// Running.
    Running,
    /// The exercise clock stands.
    Paused,
    /// A program left it running and nobody came back.
    Interrupted,
    /// Declared over.
    Ended,
    /// A drill ended early.
    Terminated,
}

impl Condition {
    /// Whether it came to its end, either way.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Terminated)
    }
}

/// A drill that became an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conversion {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Why.
    pub reason: String,
}

/// Lengths between milestones; absent where one of the two is missing or they contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Durations {
    /// From detected to reported.
    pub detected_to_reported: Option<Span>,
    /// From reported to the plan declared active.
    pub reported_to_activated: Option<Span>,
    /// From the plan declared active to service restored.
    pub activated_to_restored: Option<Span>,
    /// From service restored to the end.
    pub restored_to_ended: Option<Span>,
    /// From `T+0` to the end; absent while it is not over.
    pub total: Option<Span>,
    /// The same without pauses.
    pub total_less_pauses: Option<Span>,
    /// The recovery time against its objective.
    pub rto: Option<Rto>,
}

/// Recovery time against the plan's objective.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rto {
    /// The objective.
    pub objective: Span,
    /// The milestone it is counted from.
    pub from: Milestone,
    /// From there to service restored.
    pub actual: Option<Span>,
    /// Whether it was kept.
    pub met: Option<bool>,
}

/// A milestone that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MilestoneFact {
    /// Which.
    pub milestone: Milestone,
    /// When: as stated, else as recorded.
    pub at: DateTime<FixedOffset>,
    /// When it was recorded, if somebody stated another time.
    pub recorded: Option<DateTime<FixedOffset>>,
    /// Time since `T+0`.
    pub t_plus: Option<Span>,
}

/// A stretch in which the exercise clock stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pause {
    /// From.
    pub from: DateTime<FixedOffset>,
    /// Until; nothing while it lasts.
    pub until: Option<DateTime<FixedOffset>>,
    /// How long, so far.
    pub length: Span,
}

/// A stretch in which nobody was on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interruption {
    /// When a program said that it left; nothing when it could not say so.
    pub left: Option<DateTime<FixedOffset>>,
    /// Why it left.
    pub cause: Option<LeaveCause>,
    /// When somebody was there again; nothing while nobody is.
    pub rejoined: Option<DateTime<FixedOffset>>,
    /// How long nobody was there.
    pub unattended: Option<Span>,
}

/// What is known of the record itself; the counts are filled in by [`super::Facts::of`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Integrity {
    /// Entries in the record.
    pub entries: usize,
    /// Time of the first.
    pub first: Option<DateTime<FixedOffset>>,
    /// Time of the last.
    pub last: Option<DateTime<FixedOffset>>,
    /// Hash of the last entry's line, which stands for all before it.
    pub head: Option<String>,
    /// The entry that is; without it the last one.
    pub head_entry: Option<u64>,
    /// What the record's reader found damaged, one line each.
    pub damaged: Vec<String>,
    /// Entries that count and that this release cannot read, one line each: a newer one wrote them.
    pub unread: Vec<String>,
}

pub(super) fn header(look: &Look<'_>) -> Header {
    let (session, book, state) = (look.session, look.session.book(), look.session.state());
    let opening = look.counting().find_map(|(row, event)| match event {
        Event::SessionOpened { sources, terminal, .. } => Some((row.at, sources.as_slice(), terminal)),
        _ => None,
    });
    let sources: &[Source] = opening.map(|(_, sources, _)| sources).unwrap_or_default();
    let condition = condition(look);
    let started = look.counting().find(|(_, event)| matches!(event, Event::SessionStarted)).map(|(row, _)| row.at);
    let commands = look.session.book().commander().map(|role| look.role(role));
    Header {
        kind: state.kind,
        form: state.form,
        condition,
        converted: look.counting().find_map(|(row, event)| match event {
            Event::SessionConverted { reason } => Some(Conversion { at: row.at.wall, reason: reason.clone() }),
            _ => None,
        }),
        end_reason: look.counting().find_map(|(_, event)| match event {
            Event::SessionEnded { reason } => reason.clone(),
            Event::SessionTerminated { reason } => Some(reason.clone()),
            _ => None,
        }),
        runbook: book.id.to_string(),
        title: if book.title.is_empty() { book.id.to_string() } else { book.title.clone() },
        version: book.version.clone(),
        sha256: sources.first().map(|source| source.sha256.clone()),
        reachable: sources
            .iter()
            .skip(1)
            .map(|source| Reachable { name: source.name.clone(), sha256: source.sha256.clone() })
            .collect(),
        basis: book.basis.clone(),
        class: book.class.clone(),
        extent: book.extent.map(|extent| match extent {
            Extent::Global => "global",
            Extent::Regional => "regional",
            Extent::Local => "local",
        }),
        location: book.drill.as_ref().filter(|_| state.kind == Kind::Drill).and_then(|drill| drill.location.clone()),
        commander: session.commander().map(|person| look.person(&person)),
        commander_role: commands,
        opener: state.opener.as_ref().map(|person| look.person(person)),
        opened_at: opening.map(|(.., terminal)| format!("{}@{}", terminal.login, terminal.host)),
        opened: opening.map(|(at, ..)| at.wall),
        started: started.map(|at| at.wall),
        zero: look.zero.map(|zero| zero.wall),
        ended: look.stopped.map(|at| at.wall),
        as_of: (!condition.is_over() && condition != Condition::Blank).then_some(look.now.wall),
        offset: session.log().first().map(|row| row.at.wall.offset().to_string()),
        tool: opening.map(|(.., terminal)| terminal.version.clone()),
        rough: look.is_rough(),
        rough_from: look.rough_from(),
    }
}

fn condition(look: &Look<'_>) -> Condition {
    let state = look.session.state();
    match state.life {
        Life::Ended => Condition::Ended,
        Life::Terminated => Condition::Terminated,
        Life::Blank => Condition::Blank,
        Life::Opened | Life::Running | Life::Paused if state.left.is_some() => Condition::Interrupted,
        Life::Opened => Condition::Opened,
        Life::Running => Condition::Running,
        Life::Paused => Condition::Paused,
    }
}

pub(super) fn total(look: &Look<'_>) -> (Option<Span>, Option<Span>) {
    let until = look.stopped.unwrap_or(look.now);
    let total = look.zero.and_then(|zero| forward(until.elapsed - zero.elapsed));
    let less = look.zero.and_then(|zero| forward(until.exercise - zero.exercise));
    (total, less)
}

pub(super) fn durations(look: &Look<'_>) -> Durations {
    let reached = |milestone| look.session.state().milestones.get(&milestone).copied();
    let between = |from: Option<Reading>, to: Option<Reading>| forward(to?.elapsed - from?.elapsed);
    let over = look.stopped.is_some();
    let (total, less) = total(look);
    let restored = reached(Milestone::Restored);
    let rto = look.session.book().rto.map(|objective| {
        let began = reached(Milestone::Began);
        let from = if began.is_some() { Milestone::Began } else { Milestone::Detected };
        let actual = between(reached(from), restored);
        Rto { objective, from, actual, met: actual.map(|actual| actual <= objective) }
    });
    Durations {
        detected_to_reported: between(reached(Milestone::Detected), reached(Milestone::Reported)),
        reported_to_activated: between(reached(Milestone::Reported), reached(Milestone::Activated)),
        activated_to_restored: between(reached(Milestone::Activated), restored),
        restored_to_ended: between(restored, reached(Milestone::Ended).or(look.stopped)),
        total: total.filter(|_| over),
        total_less_pauses: less.filter(|_| over),
        rto,
    }
}

pub(super) fn milestones(look: &Look<'_>) -> Vec<MilestoneFact> {
    let recorded = |wanted: Milestone| {
        look.counting().find_map(|(row, event)| match event {
            Event::MilestoneReached { milestone, step, stated }
                if *milestone == wanted && step.as_ref().and_then(StepId::child).is_none() =>
            {
                stated.map(|_| row.at.wall)
            }
            _ => None,
        })
    };
    let reached = look.session.state().milestones.iter();
    reached
        .map(|(milestone, at)| MilestoneFact {
            milestone: *milestone,
            at: at.wall,
            recorded: recorded(*milestone),
            t_plus: look.t_plus(*at),
        })
        .collect()
}

pub(super) fn pauses(look: &Look<'_>) -> Vec<Pause> {
    let length = |from: &Reading, until: Option<Reading>| until.unwrap_or(look.now).elapsed - from.elapsed;
    let pauses = look.session.state().pauses.iter();
    pauses
        .map(|(from, until)| Pause {
            from: from.wall,
            until: until.map(|until| until.wall),
            length: length(from, *until),
        })
        .collect()
}

pub(super) fn interruptions(look: &Look<'_>) -> Vec<Interruption> {
    let mut all: Vec<Interruption> = Vec::new();
    let mut left: Option<(Reading, LeaveCause)> = None;
    let gone = |left: Option<(Reading, LeaveCause)>| Interruption {
        left: left.map(|(at, _)| at.wall),
        cause: left.map(|(_, cause)| cause),
        rejoined: None,
        unattended: None,
    };
    for (row, event) in look.counting() {
        match event {
            Event::SessionLeft { cause } => left = Some((row.at, *cause)),
            Event::SessionRejoined { unattended, .. } => all.push(Interruption {
                rejoined: Some(row.at.wall),
                unattended: Some(*unattended),
                ..gone(left.take())
            }),
            // Two that came back at one moment: the second found the first there already.
            Event::TerminalJoined { .. } if left.is_some() => all.push(Interruption {
                rejoined: Some(row.at.wall),
                unattended: left.and_then(|(at, _)| forward(row.at.elapsed - at.elapsed)),
                ..gone(left.take())
            }),
            _ => {}
        }
    }
    if let Some((at, _)) = left {
        all.push(Interruption { unattended: forward(look.now.elapsed - at.elapsed), ..gone(left) });
    }
    all
}

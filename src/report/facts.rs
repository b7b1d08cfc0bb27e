//! Every figure a report shows, as plain data.
//!
//! Owns what is counted, and from what: the log and the state folded from it. It writes no sentence. Texts stand
//! here as they were recorded; a renderer makes them printable. A figure that cannot be computed is absent.

mod header;
mod people;
mod records;
mod steps;
mod timeline;
mod timers;

use serde::Serialize;

pub use header::{
    Condition, Conversion, Durations, Header, Integrity, Interruption, MilestoneFact, Pause, Reachable, Rto,
};
pub use people::{Acting, Assignment, Capacity, Concurrent, Conflict, PersonFact, Presences, RoleFact};
pub use records::{Approval, Decision, Estimate, Exception, ExceptionKind, Granted, Notice, Obligation};
pub use steps::{Round, Standing, StepCounts, StepFact};
pub use timeline::{Actor, Lateness, Row};
pub use timers::{ClockFact, ClockSort, TimerCounts, Verdict};

use crate::runbook::{RoleId, StepId};
use crate::session::{Entry, Event, Logged, Person, Reading, Session};
use crate::time::{Moment, Span};

/// All figures of one session, in the order of the sections that show them.
#[derive(Debug, Clone, Serialize)]
pub struct Facts {
    /// What it is, of which plan, in which state.
    pub header: Header,
    /// The few numbers that come first.
    pub totals: Totals,
    /// Lengths between milestones.
    pub durations: Durations,
    /// Milestones reached, in the order in which they usually come.
    pub milestones: Vec<MilestoneFact>,
    /// People of the roll-call.
    pub people: Vec<PersonFact>,
    /// How many were there.
    pub presences: Presences,
    /// Roles and who filled them.
    pub roles: Vec<RoleFact>,
    /// People who hold several roles now.
    pub concurrent: Vec<Concurrent>,
    /// Roles held by one person that the plan keeps apart.
    pub conflicts: Vec<Conflict>,
    /// Stretches in which the exercise clock stood.
    pub pauses: Vec<Pause>,
    /// Deadlines, thresholds and cadences.
    pub clocks: Vec<ClockFact>,
    /// Steps of the plan.
    pub steps: Vec<StepFact>,
    /// Every entry, in order.
    pub timeline: Vec<Row>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// What was asked for approval, and the answers.
    pub approvals: Vec<Approval>,
    /// When service was expected back.
    pub estimates: Vec<Estimate>,
    /// Messages due and sent.
    pub notices: Vec<Notice>,
    /// What was unexpected, left out, failed, put off or passed with a reason.
    pub exceptions: Vec<Exception>,
    /// What was owed, and what still is.
    pub obligations: Vec<Obligation>,
    /// Stretches in which nobody was on it.
    pub interruptions: Vec<Interruption>,
    /// What is known of the record itself.
    pub integrity: Integrity,
}

/// The few numbers that come first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// From `T+0` to the end, or to the moment of the report.
    pub time: Option<Span>,
    /// The same without pauses.
    pub time_less_pauses: Option<Span>,
    /// Steps by how they stand.
    pub steps: StepCounts,
    /// Deadlines and thresholds by how they came out.
    pub timers: TimerCounts,
    /// Steps that took longer than their timebox, in any round.
    pub timeboxes_over: usize,
    /// Unexpected situations noted.
    pub unexpected: usize,
    /// Gates passed with a reason.
    pub gates_passed: usize,
    /// Messages still to be sent.
    pub notices_unsent: usize,
    /// Things still owed.
    pub owed: usize,
}

impl Facts {
    /// The figures of `session`; of one that still runs as they are at `now`, or at its last entry.
    pub fn of(session: &Session, now: Option<&Moment>, integrity: Integrity) -> Self {
        let look = Look::at(session, now);
        let header = header::header(&look);
        let milestones = header::milestones(&look);
        let steps = steps::steps(&look);
        let clocks = timers::clocks(&look);
        let exceptions = records::exceptions(&look);
        let notices = records::notices(&look);
        let obligations = records::obligations(&look);
        let of_kind = |kind| exceptions.iter().filter(|exception| exception.kind == kind).count();
        let (time, time_less_pauses) = header::total(&look);
        let totals = Totals {
            time,
            time_less_pauses,
            steps: steps::count(&steps),
            timers: timers::count(&clocks),
            timeboxes_over: steps.iter().filter(|step| step.over_timebox).count(),
            unexpected: of_kind(ExceptionKind::Unexpected),
            gates_passed: of_kind(ExceptionKind::GatePassed),
            notices_unsent: session.state().notices.values().filter(|notice| notice.due_since.is_some()).count(),
            owed: obligations.iter().filter(|owed| owed.closed.is_none()).count(),
        };
        let people = people::people(&look);
        Self {
            header,
            totals,
            durations: header::durations(&look),
            milestones,
            presences: people::count(&people),
            people,
            roles: people::roles(&look),
            concurrent: people::concurrent(&look),
            conflicts: people::conflicts(&look),
            pauses: header::pauses(&look),
            clocks,
            steps,
            timeline: timeline::timeline(&look),
            decisions: records::decisions(&look),
            approvals: records::approvals(&look),
            estimates: records::estimates(&look),
            notices,
            exceptions,
            obligations,
            interruptions: header::interruptions(&look),
            integrity: Integrity {
                entries: session.log().len(),
                first: session.log().first().map(|row| row.at.wall),
                last: session.log().last().map(|row| row.at.wall),
                ..integrity
            },
        }
    }
}

/// A session at the moment of the report, with what every count needs.
struct Look<'a> {
    session: &'a Session,
    /// What the clocks say at the moment of the report.
    now: Reading,
    /// From which `T+` counts.
    zero: Option<Reading>,
    /// What the clocks said when the end stopped them.
    stopped: Option<Reading>,
}

impl<'a> Look<'a> {
    fn at(session: &'a Session, now: Option<&Moment>) -> Self {
        let clocks = &session.state().clocks;
        let epoch = Reading { wall: chrono::DateTime::default(), elapsed: Span::ZERO, exercise: Span::ZERO, boots: 0 };
        let now = now.or(clocks.last()).map_or(epoch, |now| clocks.read(now));
        Self { session, now, zero: clocks.zero(), stopped: clocks.stopped() }
    }

    /// Every event that still counts, with its entry.
    fn counting(&self) -> impl Iterator<Item = (&'a Logged, &'a Event)> + use<'a> {
        self.session
            .log()
            .iter()
            .filter(|row| !row.withdrawn)
            .flat_map(|row| row.entry.events.iter().map(move |event| (row, event)))
    }

    /// Whether a restart of the machine lies within what is told of.
    fn is_rough(&self) -> bool {
        let first = self.session.log().first();
        first.is_some_and(|first| self.now.is_rough_since(first.at))
    }

    /// The time since `T+0` at which the first restart since then is known of.
    fn rough_from(&self) -> Option<Span> {
        let zero = self.zero?;
        let readings = self.session.log().iter().map(|row| row.at).chain([self.now]);
        let mut after = readings.filter(|at| at.elapsed >= zero.elapsed && at.is_rough_since(zero));
        after.next().map(|at| at.exercise - zero.exercise)
    }

    /// Time on the running clock since `T+0`; nothing before there was one and nothing after the end stopped it.
    fn t_plus(&self, at: Reading) -> Option<Span> {
        let stopped = self.stopped.is_some_and(|stopped| at.elapsed > stopped.elapsed);
        // The exercise clock, as on the screens: it stands in the pauses of a drill, and an incident has none.
        self.zero.filter(|_| !stopped).map(|zero| at.exercise - zero.exercise)
    }

    /// The same without pauses: what plans are compared with.
    fn offset(&self, at: Reading) -> Option<Span> {
        self.zero.map(|zero| at.exercise - zero.exercise)
    }

    fn person(&self, person: &Person) -> String {
        self.session.person_name(person)
    }

    fn role(&self, role: &RoleId) -> String {
        let title = self.session.book().roles.get(role).map(|plan| plan.title.clone());
        title.filter(|title| !title.is_empty()).unwrap_or_else(|| role.to_string())
    }

    fn number(&self, step: &StepId) -> String {
        self.session.book().number(step)
    }

    fn title(&self, step: &StepId) -> String {
        self.session.book().step(step).map(|step| step.title.clone()).unwrap_or_default()
    }

    fn actor(&self, entry: &Entry) -> Actor {
        let by = &entry.by;
        Actor {
            person: self.person(&by.person),
            program: by.person.is_program(),
            role: by.role.as_ref().map(|role| self.role(role)),
            acting_for: by.acting_for.as_ref().map(|holder| self.person(holder)),
            typed_by: (entry.who != by.person).then(|| self.person(&entry.who)),
        }
    }
}

/// The step an event tells of.
fn step_of(event: &Event) -> Option<&StepId> {
    use crate::session::{ApprovalSubject, Gate};
    match event {
        Event::StepCalled { step }
        | Event::StepStarted { step, .. }
        | Event::StepCompleted { step }
        | Event::StepFailed { step, .. }
        | Event::StepSkipped { step, .. }
        | Event::StepRuledOut { step, .. }
        | Event::StepDeferred { step, .. }
        | Event::StepWaiting { step, .. }
        | Event::StepWaitingEnded { step }
        | Event::StepReopened { step, .. }
        | Event::StepReassigned { step, .. }
        | Event::ItemTicked { step, .. }
        | Event::ItemUnticked { step, .. }
        | Event::EvidenceGiven { step, .. }
        | Event::ConditionAnswered { step, .. }
        | Event::DangerConfirmed { step, .. }
        | Event::TimeboxWarned { step, .. }
        | Event::TimeboxOverrun { step, .. }
        | Event::WaitOver { step, .. } => Some(step),
        Event::FlowMoved { from, .. } => Some(from),
        Event::EndProposed { step }
        | Event::DecisionMade { step, .. }
        | Event::EstimateGiven { step, .. }
        | Event::MilestoneReached { step, .. }
        | Event::NoticeDue { step, .. }
        | Event::NoticeSent { step, .. }
        | Event::NoteAdded { step, .. } => step.as_ref(),
        Event::ApprovalAsked { subject, .. }
        | Event::ApprovalGranted { subject, .. }
        | Event::ApprovalRefused { subject, .. } => match subject {
            ApprovalSubject::Step(step) => Some(step),
            ApprovalSubject::Notice(_) => None,
        },
        Event::GatePassed {
            gate:
                Gate::Unticked { step, .. }
                | Gate::EvidenceMissing { step, .. }
                | Gate::Undecided { step }
                | Gate::NoEstimate { step }
                | Gate::NoticesUnsent { step, .. }
                | Gate::ChildOpen { step, .. }
                | Gate::WaitRunning { step, .. }
                | Gate::RequiresUnmet { step, .. }
                | Gate::NotApproved { subject: ApprovalSubject::Step(step), .. },
            ..
        } => Some(step),
        _ => None,
    }
}

/// A length that points backwards is no length: what it was measured from and to contradict each other.
fn forward(span: Span) -> Option<Span> {
    (!span.is_negative()).then_some(span)
}

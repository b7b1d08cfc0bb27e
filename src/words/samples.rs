//! One sample of everything the rules can answer and everything that can happen, and names to say it with.
//!
//! Each sample is reached from the one before by a match without a wildcard: a new variant does not compile until it
//! has its place in the chain.
#![allow(clippy::unwrap_used)]

use std::iter::successors;

use chrono::{DateTime, FixedOffset, TimeZone};

use super::{Line, Names};
use crate::runbook::{Authority, DrillForm, Milestone, NoticeId, ObligationId, PhaseId, RoleId, StepId, TimerId};
use crate::session::{
    Addressee, ApprovalSubject, Attachment, Claim, Event, EvidenceItem, Gate, ItemKey, Kind, LeaveCause, NoteKind,
    Person, Presence, Refusal, ReopenCause, RuleOutCause, Seq, StartCause, Terminal,
};
use crate::time::Span;

/// Names that stand in for a runbook's.
pub struct Titles;

impl Names for Titles {
    fn step(&self, step: &StepId) -> String {
        if step.as_str() == "diagnose" { "2.4 Diagnose".to_owned() } else { step.to_string() }
    }
    fn phase(&self, phase: &PhaseId) -> String {
        if phase.as_str() == "report" { "2 Report".to_owned() } else { phase.to_string() }
    }
    fn role(&self, role: &RoleId) -> String {
        if role.as_str() == "commander" { "Commander".to_owned() } else { role.to_string() }
    }
    fn person(&self, person: &Person) -> String {
        if person.0 == "hao" { "Hao X.".to_owned() } else { person.to_string() }
    }
    fn notice(&self, notice: &NoticeId) -> String {
        if notice.as_str() == "stop" { "Stop using it".to_owned() } else { notice.to_string() }
    }
    fn obligation(&self, obligation: &ObligationId) -> String {
        if obligation.as_str() == "resume" { "Tell users to resume".to_owned() } else { obligation.to_string() }
    }
    fn timer(&self, timer: &TimerId) -> String {
        if timer.as_str() == "restore" { "Restore in 30m".to_owned() } else { timer.to_string() }
    }
    fn item(&self, _step: &StepId, item: ItemKey) -> String {
        match item {
            ItemKey::Check(_) => "Disk checked".to_owned(),
            ItemKey::Expect => "what to expect".to_owned(),
        }
    }
    fn line(&self, line: Line<'_>) -> Option<String> {
        match line {
            Line::Precaution(0) => Some("Do not power off".to_owned()),
            Line::Evidence(_, EvidenceItem(0)) => Some("Which host?".to_owned()),
            _ => None,
        }
    }
}

/// A time on the day all samples happen on.
pub fn at(hour: u32, minute: u32) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(8 * 3600).unwrap();
    zone.with_ymd_and_hms(2026, 11, 22, hour, minute, 5).unwrap()
}

fn diagnose() -> StepId {
    "diagnose".into()
}

fn subject() -> ApprovalSubject {
    ApprovalSubject::Notice("stop".into())
}

/// Every gate.
pub fn gates() -> Vec<Gate> {
    let first = Gate::Unticked { step: diagnose(), items: vec![ItemKey::Check(0)] };
    successors(Some(first), |gate| match gate {
        Gate::Unticked { .. } => Some(Gate::EvidenceMissing { step: diagnose(), count: 2 }),
        Gate::EvidenceMissing { .. } => Some(Gate::Undecided { step: diagnose() }),
        Gate::Undecided { .. } => Some(Gate::NoEstimate { step: diagnose() }),
        Gate::NoEstimate { .. } => Some(Gate::NoticesUnsent { step: diagnose(), notices: vec!["stop".into()] }),
        Gate::NoticesUnsent { .. } => Some(Gate::ChildOpen { step: diagnose(), child: "diagnose".into() }),
        Gate::ChildOpen { .. } => Some(Gate::WaitRunning { step: diagnose(), left: Span::seconds(250) }),
        Gate::WaitRunning { .. } => Some(Gate::RequiresUnmet { step: "restart".into(), missing: vec![diagnose()] }),
        Gate::RequiresUnmet { .. } => {
            Some(Gate::NotApproved { subject: subject(), roles: vec!["commander".into(), "owner".into()] })
        }
        Gate::NotApproved { .. } => {
            Some(Gate::NotAuthorised { authority: Authority::Activate, roles: vec!["commander".into()] })
        }
        Gate::NotAuthorised { .. } => Some(Gate::PrecautionsOpen { count: 1 }),
        Gate::PrecautionsOpen { .. } => Some(Gate::RolesEmpty { roles: vec!["commander".into()] }),
        Gate::RolesEmpty { .. } => Some(Gate::EndOpen {
            criteria: 2,
            obligations: vec!["resume".into()],
            notices: vec!["stop".into()],
            active: vec![diagnose()],
        }),
        Gate::EndOpen { .. } => None,
    })
    .chain([
        Gate::NotAuthorised { authority: Authority::Approve, roles: Vec::new() },
        Gate::NotAuthorised { authority: Authority::End, roles: Vec::new() },
        Gate::NotAuthorised { authority: Authority::Release, roles: Vec::new() },
    ])
    .collect()
}

/// Every refusal, and every gate as one.
pub fn refusals() -> Vec<Refusal> {
    successors(Some(Refusal::NeedsReason), |refusal| match refusal {
        Refusal::NeedsReason => Some(Refusal::NotOpened),
        Refusal::NotOpened => Some(Refusal::AlreadyOpened),
        Refusal::AlreadyOpened => Some(Refusal::NotStarted),
        Refusal::NotStarted => Some(Refusal::AlreadyStarted),
        Refusal::AlreadyStarted => Some(Refusal::Over),
        Refusal::Over => Some(Refusal::OnlyInDrill { kind: Kind::Incident }),
        Refusal::OnlyInDrill { .. } => Some(Refusal::AlreadyPaused),
        Refusal::AlreadyPaused => Some(Refusal::NotPaused),
        Refusal::NotPaused => Some(Refusal::NoSuchStep(diagnose())),
        Refusal::NoSuchStep(_) => Some(Refusal::NoSuchRole("commander".into())),
        Refusal::NoSuchRole(_) => Some(Refusal::NoSuchItem(diagnose())),
        Refusal::NoSuchItem(_) => Some(Refusal::NoSuchOption(diagnose())),
        Refusal::NoSuchOption(_) => Some(Refusal::NoSuchNotice("stop".into())),
        Refusal::NoSuchNotice(_) => Some(Refusal::NoSuchObligation("resume".into())),
        Refusal::NoSuchObligation(_) => Some(Refusal::NoSuchTimer("restore".into())),
        Refusal::NoSuchTimer(_) => Some(Refusal::NoSuchReminder(Seq(12))),
        Refusal::NoSuchReminder(_) => Some(Refusal::NoSuchVariable("host".into())),
        Refusal::NoSuchVariable(_) => Some(Refusal::NoSuchLine(2)),
        Refusal::NoSuchLine(_) => Some(Refusal::StepFinished(diagnose())),
        Refusal::StepFinished(_) => Some(Refusal::StepActive(diagnose())),
        Refusal::StepActive(_) => Some(Refusal::StepNotActive(diagnose())),
        Refusal::StepNotActive(_) => Some(Refusal::StepNotFinished(diagnose())),
        Refusal::StepNotFinished(_) => Some(Refusal::NotWaiting(diagnose())),
        Refusal::NotWaiting(_) => Some(Refusal::NothingAsked(diagnose())),
        Refusal::NothingAsked(_) => Some(Refusal::NothingToChange),
        Refusal::NothingToChange => {
            Some(Refusal::DangerNotConfirmed { step: diagnose(), expected: "mes-app-01".into() })
        }
        Refusal::DangerNotConfirmed { .. } => Some(Refusal::AskAfterFailure(diagnose())),
        Refusal::AskAfterFailure(_) => Some(Refusal::ApprovalNotAsked { subject: subject(), role: "commander".into() }),
        Refusal::ApprovalNotAsked { .. } => Some(Refusal::BadValue { name: "host".into() }),
        Refusal::BadValue { .. } => Some(Refusal::ObligationNotOpen("resume".into())),
        Refusal::ObligationNotOpen(_) => Some(Refusal::ObligationOpen("resume".into())),
        Refusal::ObligationOpen(_) => Some(Refusal::NoDeputyActing("commander".into())),
        Refusal::NoDeputyActing(_) => {
            Some(Refusal::AlreadyHolds { role: "commander".into(), person: Person("hao".into()) })
        }
        Refusal::AlreadyHolds { .. } => Some(taken(Claim::Start(diagnose()), false)),
        Refusal::TakenMeanwhile { .. } => Some(Refusal::BadEstimate),
        Refusal::BadEstimate => Some(Refusal::BadTime),
        Refusal::BadTime => Some(Refusal::Empty),
        Refusal::Empty => Some(Refusal::NothingToTakeBack),
        Refusal::NothingToTakeBack => Some(Refusal::NotDue),
        // The gates follow from their own chain.
        Refusal::NotDue | Refusal::Gates(_) => None,
    })
    .chain(gates().into_iter().map(|gate| Refusal::Gates(vec![gate])))
    .chain([false, true].map(|given| taken(Claim::Role("commander".into()), given)))
    .chain([false, true].map(|given| taken(Claim::Step(diagnose()), given)))
    .collect()
}

fn taken(claim: Claim, given: bool) -> Refusal {
    let to = given.then(|| Person("hao".into()));
    Refusal::TakenMeanwhile { claim, by: Person("zhao".into()), to, at: Seq(12) }
}

/// Every event, and the variants of its parts.
pub fn events() -> Vec<Event> {
    let (step, role, hao) = (diagnose(), RoleId::from("commander"), Person("hao".into()));
    let (timer, notice, owed) = (TimerId::from("restore"), NoticeId::from("stop"), ObligationId::from("resume"));
    let due = at(14, 41);
    let first = Event::SessionOpened { kind: Kind::Drill, form: None, sources: Vec::new(), terminal: terminal() };
    let mut all: Vec<Event> = successors(Some(first), |event| {
        let (step, role, hao) = (step.clone(), role.clone(), hao.clone());
        let (timer, notice, owed) = (timer.clone(), notice.clone(), owed.clone());
        match event {
            Event::SessionOpened { .. } => Some(Event::SessionStarted),
            Event::SessionStarted => Some(Event::SessionPaused),
            Event::SessionPaused => Some(Event::SessionResumed),
            Event::SessionResumed => Some(Event::SessionEnded { reason: None }),
            Event::SessionEnded { .. } => Some(Event::SessionTerminated { reason: "storm".into() }),
            Event::SessionTerminated { .. } => Some(Event::SessionConverted { reason: "it is real".into() }),
            Event::SessionConverted { .. } => Some(Event::SessionLeft { cause: LeaveCause::Left }),
            Event::SessionLeft { .. } => {
                Some(Event::SessionRejoined { terminal: terminal(), unattended: Span::minutes(11) })
            }
            Event::SessionRejoined { .. } => {
                Some(Event::TerminalJoined { terminal: Terminal { took_over: vec![4711, 4712], ..terminal() } })
            }
            Event::TerminalJoined { .. } => Some(Event::TerminalLeft { cause: LeaveCause::Left }),
            Event::TerminalLeft { .. } => Some(Event::RoleAssigned { role, person: Some(hao) }),
            Event::RoleAssigned { .. } => {
                Some(Event::DeputyTookOver { role, deputy: hao, holder: None, reason: Some("ill".into()) })
            }
            Event::DeputyTookOver { .. } => Some(Event::RoleHandedBack { role, deputy: hao }),
            Event::RoleHandedBack { .. } => Some(Event::PresenceRecorded { person: hao, presence: Presence::Late }),
            Event::PresenceRecorded { .. } => Some(Event::PrecautionAcknowledged { index: 0 }),
            Event::PrecautionAcknowledged { .. } => Some(Event::PrerequisiteTicked { index: 0 }),
            Event::PrerequisiteTicked { .. } => {
                Some(Event::VariableSet { name: "host".into(), value: Some("mes-app-01".into()) })
            }
            Event::VariableSet { .. } => Some(Event::PhaseOpened { phase: "report".into() }),
            Event::PhaseOpened { .. } => Some(Event::FlowMoved { from: step, to: "restart".into() }),
            Event::FlowMoved { .. } => Some(Event::StepCalled { step }),
            Event::StepCalled { .. } => Some(Event::ChildEntered {
                step,
                option: None,
                child: "diagnose".into(),
                runbook: "machine-room-outage".into(),
                sha256: "00".into(),
            }),
            Event::ChildEntered { .. } => Some(Event::ChildReturned { step, child: "diagnose".into() }),
            Event::ChildReturned { .. } => Some(Event::EndProposed { step: None }),
            Event::EndProposed { .. } => Some(Event::StepStarted { step, cause: StartCause::Turn }),
            Event::StepStarted { .. } => Some(Event::StepCompleted { step }),
            Event::StepCompleted { .. } => Some(Event::StepFailed { step, reason: Some("no answer".into()) }),
            Event::StepFailed { .. } => Some(Event::StepSkipped { step, reason: None }),
            Event::StepSkipped { .. } => Some(Event::StepRuledOut { step, cause: RuleOutCause::Condition }),
            Event::StepRuledOut { .. } => {
                Some(Event::StepDeferred { step, until: "Monday".into(), reason: Some("no spare".into()) })
            }
            Event::StepDeferred { .. } => Some(Event::StepWaiting { step, on: "the vendor".into() }),
            Event::StepWaiting { .. } => Some(Event::StepWaitingEnded { step }),
            Event::StepWaitingEnded { .. } => Some(Event::StepReopened { step, cause: ReopenCause::Hand }),
            Event::StepReopened { .. } => Some(Event::StepReassigned { step, person: Some(hao) }),
            Event::StepReassigned { .. } => Some(Event::ItemTicked { step, item: ItemKey::Check(0) }),
            Event::ItemTicked { .. } => Some(Event::ItemUnticked { step, item: ItemKey::Expect }),
            Event::ItemUnticked { .. } => Some(Event::EvidenceGiven { step, item: EvidenceItem(0), text: "42".into() }),
            Event::EvidenceGiven { .. } => Some(Event::ConditionAnswered { step, applies: true }),
            Event::ConditionAnswered { .. } => Some(Event::DangerConfirmed { step, typed: "mes-app-01".into() }),
            Event::DangerConfirmed { .. } => Some(decision(Some(step))),
            Event::DecisionMade { .. } => {
                Some(Event::GatePassed { gate: Gate::Undecided { step }, reason: "no time".into() })
            }
            Event::GatePassed { .. } => Some(Event::ApprovalAsked { subject: ApprovalSubject::Step(step), role }),
            Event::ApprovalAsked { .. } => Some(Event::ApprovalGranted { subject: subject(), role, by_word: false }),
            Event::ApprovalGranted { .. } => Some(refused(false)),
            Event::ApprovalRefused { .. } => {
                Some(Event::EstimateGiven { step: None, takes: Span::minutes(30), back_at: due })
            }
            Event::EstimateGiven { .. } => {
                Some(Event::MilestoneReached { milestone: Milestone::Restored, step: None, stated: Some(due) })
            }
            Event::MilestoneReached { .. } => Some(Event::NoticeDue { notice, step: None }),
            Event::NoticeDue { .. } => Some(sent(2)),
            Event::NoticeSent { .. } => Some(Event::ObligationOpened { obligation: owed, due: Some(due) }),
            Event::ObligationOpened { .. } => Some(Event::ObligationClosed { obligation: owed }),
            Event::ObligationClosed { .. } => Some(Event::ObligationOverdue { obligation: owed, due }),
            Event::ObligationOverdue { .. } => Some(Event::TimerArmed { timer, since: Some(due) }),
            Event::TimerArmed { .. } => Some(Event::TimerRearmed { timer }),
            Event::TimerRearmed { .. } => Some(Event::TimerWarned { timer, due }),
            Event::TimerWarned { .. } => Some(Event::TimerBreached { timer, due, early: false }),
            Event::TimerBreached { .. } => Some(Event::TimerMet { timer }),
            Event::TimerMet { .. } => Some(Event::TimerStopped { timer }),
            Event::TimerStopped { .. } => Some(Event::CadenceDue { timer, due }),
            Event::CadenceDue { .. } => Some(Event::CadenceMet { timer }),
            Event::CadenceMet { .. } => Some(Event::TimeboxWarned { step, due }),
            Event::TimeboxWarned { .. } => Some(Event::TimeboxOverrun { step, due }),
            Event::TimeboxOverrun { .. } => Some(Event::WaitOver { step, due }),
            Event::WaitOver { .. } => Some(Event::NoteAdded {
                kind: NoteKind::Observation,
                text: "calm".into(),
                stated: Some(due),
                step: Some(step),
            }),
            Event::NoteAdded { .. } => Some(Event::FileAttached { file: attachment("server.log") }),
            Event::FileAttached { .. } => Some(Event::ReminderSet { text: "call back".into(), due, within: None }),
            Event::ReminderSet { .. } => Some(Event::ReminderDue { reminder: Seq(12), due }),
            Event::ReminderDue { .. } => Some(Event::ReminderCleared { reminder: Seq(12) }),
            Event::ReminderCleared { .. } => Some(Event::ClockStepped { by: Span::minutes(60) }),
            Event::ClockStepped { .. } => Some(Event::ExitTicked { index: 0 }),
            Event::ExitTicked { .. } => Some(Event::EntryWithdrawn { entry: Seq(12) }),
            Event::EntryWithdrawn { .. } => Some(Event::Unknown { kind: "orbit".into(), data: "{}".into() }),
            Event::Unknown { .. } => None,
        }
    })
    .collect();
    all.extend(variants(&step, &role, &hao));
    all.extend(gates().into_iter().map(|gate| Event::GatePassed { gate, reason: "no time".into() }));
    all
}

/// Events whose parts choose another sentence.
fn variants(step: &StepId, role: &RoleId, hao: &Person) -> Vec<Event> {
    let (step, role, hao, due) = (|| step.clone(), || role.clone(), || hao.clone(), at(14, 41));
    let ruled_out = |cause| Event::StepRuledOut { step: step(), cause };
    let opened = |kind, form| Event::SessionOpened { kind, form, sources: Vec::new(), terminal: terminal() };
    vec![
        opened(Kind::Drill, Some(DrillForm::Tabletop)),
        opened(Kind::Drill, Some(DrillForm::Functional)),
        opened(Kind::Drill, Some(DrillForm::Full)),
        opened(Kind::Incident, None),
        opened(Kind::Walkthrough, None),
        Event::SessionEnded { reason: Some("restored".into()) },
        Event::SessionLeft { cause: LeaveCause::Hangup },
        Event::SessionLeft { cause: LeaveCause::Terminated },
        Event::SessionLeft { cause: LeaveCause::Interrupted },
        Event::SessionLeft { cause: LeaveCause::Failed },
        Event::TerminalLeft { cause: LeaveCause::Hangup },
        Event::TerminalLeft { cause: LeaveCause::Terminated },
        Event::TerminalLeft { cause: LeaveCause::Interrupted },
        Event::TerminalLeft { cause: LeaveCause::Failed },
        Event::RoleAssigned { role: role(), person: None },
        Event::DeputyTookOver { role: role(), deputy: hao(), holder: Some(Person("zhao".into())), reason: None },
        Event::PresenceRecorded { person: hao(), presence: Presence::Present },
        Event::PresenceRecorded { person: hao(), presence: Presence::Excused },
        Event::PresenceRecorded { person: hao(), presence: Presence::Absent },
        Event::VariableSet { name: "password".into(), value: None },
        Event::StepStarted { step: step(), cause: StartCause::Hand },
        Event::StepStarted { step: step(), cause: StartCause::Jump },
        ruled_out(RuleOutCause::Hand { reason: None }),
        ruled_out(RuleOutCause::JumpedOver),
        ruled_out(RuleOutCause::PassedBy),
        ruled_out(RuleOutCause::OtherKind),
        Event::StepReopened { step: step(), cause: ReopenCause::LoopBack },
        Event::StepReopened { step: step(), cause: ReopenCause::Jump },
        Event::StepReassigned { step: step(), person: None },
        Event::EvidenceGiven { step: step(), item: EvidenceItem(7), text: "42".into() },
        Event::FileAttached { file: attachment("") },
        Event::ConditionAnswered { step: step(), applies: false },
        decision(None),
        Event::ApprovalGranted { subject: subject(), role: role(), by_word: true },
        refused(true),
        sent(0),
        sent(9),
        Event::ObligationOpened { obligation: "resume".into(), due: None },
        Event::TimerBreached { timer: "restore".into(), due, early: true },
        Event::NoteAdded { kind: NoteKind::Note, text: "found".into(), stated: None, step: None },
        Event::NoteAdded { kind: NoteKind::Unexpected, text: "fire".into(), stated: None, step: None },
    ]
}

fn terminal() -> Terminal {
    Terminal { login: "hao".into(), host: "jump-01".into(), ..Terminal::default() }
}

fn decision(step: Option<StepId>) -> Event {
    Event::DecisionMade {
        step,
        question: "How long?".into(),
        chosen: "more than 30 minutes".into(),
        option: Some(1),
        note: None,
        reason: None,
    }
}

fn refused(by_word: bool) -> Event {
    Event::ApprovalRefused { subject: subject(), role: "commander".into(), by_word, reason: "too early".into() }
}

fn sent(count: usize) -> Event {
    Event::NoticeSent {
        notice: "stop".into(),
        step: None,
        to: (1..=count).map(|n| Addressee(format!("plant {n}"))).collect(),
        channel: Some("phone".into()),
        text: "Stop.".into(),
    }
}

/// A file beside the journal.
fn attachment(name: &str) -> Attachment {
    Attachment { name: name.to_owned(), sha256: "5".repeat(64), bytes: 12_345 }
}

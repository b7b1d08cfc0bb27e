//! Entries for tests: one event of every kind, and small journals.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chrono::{DateTime, FixedOffset};

use super::line::{Digest, encode};
use super::recover::Head;
use crate::runbook::{Authority, DrillForm, Milestone};
use crate::session::{
    Addressee, ApprovalSubject, By, Entry, EntryId, Event, EvidenceItem, Gate, ItemKey, Kind, LeaveCause, NoteKind,
    Person, Presence, ReopenCause, RuleOutCause, Seq, Source, StartCause, Terminal,
};
use crate::time::{BootId, Moment, Span};

pub(super) const SID: &str = "01JD0000000000000000000000";

pub(super) fn wall() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-22T14:31:14.123456789+08:00").unwrap()
}

/// A list of samples and a `match` over the same names: a new kind of event does not compile until it is here.
macro_rules! samples {
    ($($variant:ident $({ $($field:ident: $value:expr),* $(,)? })?;)*) => {
        pub(crate) fn every_event() -> Vec<Event> {
            fn complete(event: Event) -> Event {
                match event {
                    $(Event::$variant { .. } => {})*
                    Event::Unknown { .. } => {}
                }
                event
            }
            vec![$(complete(Event::$variant $({ $($field: $value),* })?)),*]
        }
    };
}

samples! {
    SessionOpened {
        kind: Kind::Drill,
        form: Some(DrillForm::Functional),
        sources: vec![Source::new("断网 \u{202e}x".into(), "00".into(), "{\n\t\"a\": \"\\u001b\"}".into())],
        terminal: Terminal { login: "li".into(), host: "h".into(), pid: 7, version: "0".into(), ssh_from: Some("::1".into()), took_over: vec![] },
    };
    SessionStarted;
    SessionPaused;
    SessionResumed;
    SessionEnded { reason: None };
    SessionTerminated { reason: "rain".into() };
    SessionConverted { reason: "real".into() };
    SessionLeft { cause: LeaveCause::Hangup };
    SessionRejoined {
        terminal: Terminal { took_over: vec![4711, 4712], ..Terminal::default() },
        unattended: Span::minutes(11),
    };
    TerminalJoined { terminal: Terminal::default() };
    TerminalLeft { cause: LeaveCause::Left };
    RoleAssigned { role: "commander".into(), person: None };
    DeputyTookOver { role: "r".into(), deputy: Person("王".into()), holder: None, reason: Some("ill".into()) };
    RoleHandedBack { role: "r".into(), deputy: Person("王".into()) };
    PresenceRecorded { person: Person("a".into()), presence: Presence::Excused };
    PrecautionAcknowledged { index: 0 };
    PrerequisiteTicked { index: 3 };
    VariableSet { name: "host".into(), value: Some("\u{9b}31m\u{7f}\u{200b}".into()) };
    PhaseOpened { phase: "p".into() };
    FlowMoved { from: "a".into(), to: "b".into() };
    ChildEntered {
        step: "2.3".into(), option: Some(1), child: "2.3".into(), runbook: "x".into(), sha256: "0".repeat(64),
    };
    ChildReturned { step: "2.3".into(), child: "2.3".into() };
    EndProposed { step: Some("z".into()) };
    StepStarted { step: "s".into(), cause: StartCause::Jump };
    StepCompleted { step: "2.3/1.1".into() };
    StepFailed { step: "s".into(), reason: Some("\r\n\0".into()) };
    StepSkipped { step: "s".into(), reason: None };
    StepRuledOut { step: "s".into(), cause: RuleOutCause::Hand { reason: Some("n/a".into()) } };
    StepDeferred { step: "s".into(), until: "Monday".into(), reason: None };
    StepWaiting { step: "s".into(), on: "the vendor".into() };
    StepWaitingEnded { step: "s".into() };
    StepReopened { step: "s".into(), cause: ReopenCause::LoopBack };
    StepReassigned { step: "s".into(), person: Some(Person("b".into())) };
    ItemTicked { step: "s".into(), item: ItemKey::Check(2) };
    ItemUnticked { step: "s".into(), item: ItemKey::Expect };
    EvidenceGiven { step: "s".into(), item: EvidenceItem(1), text: "\u{e0041}👩‍🚒".into() };
    ConditionAnswered { step: "s".into(), applies: false };
    DangerConfirmed { step: "s".into(), typed: "db1".into() };
    DecisionMade {
        step: None, question: "q".into(), chosen: "c".into(), option: Some(1), note: None, reason: Some("r".into()),
    };
    GatePassed { gate: Gate::Unticked { step: "s".into(), items: vec![ItemKey::Check(0), ItemKey::Expect] }, reason: "r".into() };
    ApprovalAsked { subject: ApprovalSubject::Step("s".into()), role: "r".into() };
    ApprovalGranted { subject: ApprovalSubject::Notice("n".into()), role: "r".into(), by_word: true };
    ApprovalRefused { subject: ApprovalSubject::Step("s".into()), role: "r".into(), by_word: false, reason: "no".into() };
    EstimateGiven { step: None, takes: Span::millis(1_800_250), back_at: wall() };
    MilestoneReached { milestone: Milestone::Mitigated, step: None, stated: Some(wall()) };
    NoticeDue { notice: "n".into(), step: None };
    NoticeSent { notice: "n".into(), step: Some("s".into()), to: vec![Addressee("a".into())], channel: None, text: "t".into() };
    ObligationOpened { obligation: "o".into(), due: Some(wall()) };
    ObligationClosed { obligation: "o".into() };
    ObligationOverdue { obligation: "o".into(), due: wall() };
    TimerArmed { timer: "t".into(), since: Some(wall()) };
    StepCalled { step: "s".into() };
    TimerRearmed { timer: "t".into() };
    TimerWarned { timer: "t".into(), due: wall() };
    TimerBreached { timer: "t".into(), due: wall(), early: true };
    TimerMet { timer: "t".into() };
    TimerStopped { timer: "t".into() };
    CadenceDue { timer: "t".into(), due: wall() };
    CadenceMet { timer: "t".into() };
    TimeboxWarned { step: "s".into(), due: wall() };
    TimeboxOverrun { step: "s".into(), due: wall() };
    WaitOver { step: "s".into(), due: wall() };
    NoteAdded { kind: NoteKind::Unexpected, text: "x".into(), stated: None, step: None };
    FileAttached { file: crate::session::Attachment { name: "a b.PNG".into(), sha256: "0".repeat(64), bytes: 7 } };
    ReminderSet { text: "x".into(), due: wall(), within: Some(Span::minutes(5)) };
    ReminderDue { reminder: Seq(4), due: wall() };
    ReminderCleared { reminder: Seq(4) };
    ClockStepped { by: Span::minutes(-60) };
    ExitTicked { index: 1 };
    EntryWithdrawn { entry: Seq(9) };
}

/// The kinds inside the kinds that `every_event` shows only one of.
pub(crate) fn inner_kinds() -> Vec<Event> {
    let step = || "s".into();
    let gates = [
        Gate::EvidenceMissing { step: step(), count: 2 },
        Gate::Undecided { step: step() },
        Gate::NoEstimate { step: step() },
        Gate::NoticesUnsent { step: step(), notices: vec!["n".into()] },
        Gate::ChildOpen { step: step(), child: "2.3".into() },
        Gate::WaitRunning { step: step(), left: Span::seconds(-3) },
        Gate::RequiresUnmet { step: step(), missing: vec!["m".into()] },
        Gate::NotApproved { subject: ApprovalSubject::Notice("n".into()), roles: vec!["r".into()] },
        Gate::NotAuthorised { authority: Authority::Release, roles: Vec::new() },
        Gate::PrecautionsOpen { count: 1 },
        Gate::RolesEmpty { roles: vec!["r".into()] },
        Gate::EndOpen { criteria: 1, obligations: vec!["o".into()], notices: Vec::new(), active: vec!["a".into()] },
    ];
    let causes = [RuleOutCause::Condition, RuleOutCause::JumpedOver, RuleOutCause::PassedBy, RuleOutCause::OtherKind];
    let gates = gates.into_iter().map(|gate| Event::GatePassed { gate, reason: "r".into() });
    let causes = causes.into_iter().map(|cause| Event::StepRuledOut { step: "s".into(), cause });
    gates.chain(causes).collect()
}

pub(super) fn entry(seq: u64, events: Vec<Event>) -> Entry {
    named(seq, &format!("id-{seq}"), events)
}

pub(crate) fn named(seq: u64, id: &str, events: Vec<Event>) -> Entry {
    Entry {
        seq: Seq(seq),
        id: EntryId(id.to_owned()),
        at: Moment { wall: wall(), boot_ns: 1_000_000_007 * seq, boot: BootId("b".into()) },
        mode: Kind::Drill,
        who: Person("li".into()),
        by: By { person: Person("王".into()), role: Some("commander".into()), acting_for: None },
        events,
    }
}

pub(super) fn note(seq: u64) -> Entry {
    let text = format!("note {seq}");
    entry(seq, vec![Event::NoteAdded { kind: NoteKind::Note, text, stated: None, step: None }])
}

/// The lines of the notes 1 to `count`, with the hash of each.
pub(super) fn lines(count: u64) -> Vec<(Vec<u8>, Digest)> {
    let mut head = Head::genesis(SID).hash;
    (1..=count)
        .map(|seq| {
            let encoded = encode(SID, &note(seq), head).unwrap();
            head = encoded.hash;
            (encoded.line, head)
        })
        .collect()
}

/// A line made of any text before its hash, sealed as the program seals; and its hash.
pub(crate) fn sealed(body: &str) -> (Vec<u8>, Digest) {
    let hash = Digest::of(body.as_bytes());
    (format!("{body},\"h\":\"{hash}\"}}\n").into_bytes(), hash)
}

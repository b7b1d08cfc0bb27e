//! What the verbs that record something answer: one line, or JSON, and how they end.

use serde::Serialize;

use super::{Exit, complain, print, print_json};
use crate::app::{App, Fault, FaultKind, NotRecorded, Recorded};
use crate::runbook::{Limit, NoticeId, ObligationId, RoleId, StepId};
use crate::session::{Claim, Event, Gate, Refusal, Session};
use crate::words::Words;

/// Names there are that are listed where one is none.
const NAMED: usize = 10;

#[derive(Serialize)]
struct Done<'a> {
    ok: bool,
    seq: u64,
    id: &'a str,
    events: &'a [Event],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    damaged: bool,
    /// The folder the record is kept in, when that is not where it belongs.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept_in: Option<String>,
}

#[derive(Serialize, Default)]
struct NotDone<'a> {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<Refused<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<Failed<'a>>,
}

#[derive(Serialize)]
struct Refused<'a> {
    code: &'static str,
    message: &'a str,
    /// What a reason would pass.
    gate: &'a [Gate],
    #[serde(skip_serializing_if = "Option::is_none")]
    taken: Option<Taken<'a>>,
}

/// Who was first with a claim.
#[derive(Serialize)]
struct Taken<'a> {
    by: &'a str,
    to: Option<&'a str>,
    seq: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<&'a str>,
}

#[derive(Serialize)]
struct Failed<'a> {
    code: &'static str,
    message: &'a str,
}

pub(super) fn answer(app: &App, outcome: Result<Recorded, NotRecorded>, json: bool) -> Exit {
    match outcome {
        Ok(recorded) => done(app, &recorded, json),
        Err(NotRecorded::Refused { refusal, session }) => refused(app, &refusal, &session, json),
        Err(NotRecorded::Fault(Fault { message, kind })) => failed(name(kind), &message, kind.into(), json),
        Err(NotRecorded::Unsaved(message)) => {
            let message = app.words.with("cli-act-unsaved", &[("error", (&message).into())]);
            failed("not_saved", &message, Exit::NotSaved, json)
        }
    }
}

fn done(app: &App, recorded: &Recorded, json: bool) -> Exit {
    let Recorded { entry, session, damaged, elsewhere } = recorded;
    if json {
        let (id, events) = (entry.id.0.as_str(), entry.events.as_slice());
        print_json(&Done {
            ok: true,
            seq: entry.seq.0,
            id,
            events,
            damaged: *damaged,
            kept_in: elsewhere.as_ref().map(|path| path.display().to_string()),
        });
    } else {
        let said: Vec<String> = entry.told().filter_map(|event| app.words.event(event, session)).collect();
        // A note may have lines; the answer has one.
        print(&format!("#{} {}", entry.seq.0, said.join("; ").split('\n').collect::<Vec<_>>().join(" ")));
    }
    if let Some(path) = elsewhere {
        let path = path.display().to_string();
        complain(&app.words.with("cli-kept-elsewhere", &[("path", (&path).into())]));
    }
    if *damaged {
        complain(&app.words.say("cli-damaged"));
        return Exit::Record;
    }
    Exit::Fine
}

fn refused(app: &App, refusal: &Refusal, session: &Session, json: bool) -> Exit {
    let words = &app.words;
    let message = words.refusal(refusal, session);
    complain(&match hint(refusal, session, words) {
        Some(hint) => words.with("cli-act-hint", &[("why", (&message).into()), ("hint", (&hint).into())]),
        None => message.clone(),
    });
    if json {
        let gate = if let Refusal::Gates(gates) = refusal { gates.as_slice() } else { &[] };
        let refused = Refused { code: refusal.code(), message: &message, gate, taken: taken(refusal) };
        print_json(&NotDone { refused: Some(refused), ..NotDone::default() });
    }
    Exit::Refused
}

/// The flag that lets the same act pass, if one does; of a name that is none, the names there are.
fn hint(refusal: &Refusal, session: &Session, words: &Words) -> Option<String> {
    let book = session.book();
    let ids = |all: &mut dyn Iterator<Item = &str>| {
        let mut all: Vec<&str> = all.take(NAMED + 1).collect();
        let more = all.len() > NAMED;
        all.truncate(NAMED);
        let id = if more { "cli-act-ids-first" } else { "cli-act-ids" };
        (!all.is_empty()).then(|| words.with(id, &[("ids", (&words.list(&all)).into())]))
    };
    match refusal {
        Refusal::NoSuchStep(_) => {
            ids(&mut book.steps().map(|(_, step)| &step.id).filter(|id| session.has_step(id)).map(StepId::as_str))
        }
        Refusal::NoSuchRole(_) => ids(&mut book.roles.keys().map(RoleId::as_str)),
        Refusal::NoSuchNotice(_) => ids(&mut book.notices.keys().map(NoticeId::as_str)),
        Refusal::NoSuchObligation(_) => ids(&mut book.obligations.keys().map(ObligationId::as_str)),
        Refusal::NoSuchTimer(_) => {
            let cadences = book.timers.iter().filter(|timer| matches!(timer.limit, Limit::Every(_)));
            ids(&mut cadences.map(|timer| timer.id.as_str()))
        }
        Refusal::Gates(_) | Refusal::NeedsReason => Some(words.say("cli-act-reason")),
        Refusal::DangerNotConfirmed { expected, .. } => {
            Some(words.with("cli-act-type", &[("expected", expected.into())]))
        }
        Refusal::AskAfterFailure(_) => Some(words.say("cli-act-then")),
        _ => None,
    }
}

fn taken(refusal: &Refusal) -> Option<Taken<'_>> {
    let Refusal::TakenMeanwhile { claim, by, to, at } = refusal else { return None };
    let (role, step) = match claim {
        Claim::Role(role) => (Some(role.as_str()), None),
        Claim::Step(step) | Claim::Start(step) => (None, Some(step.as_str())),
    };
    Some(Taken { by: &by.0, to: to.as_ref().map(|to| to.0.as_str()), seq: at.0, role, step })
}

fn failed(code: &'static str, message: &str, exit: Exit, json: bool) -> Exit {
    complain(message);
    if json {
        print_json(&NotDone { fault: Some(Failed { code, message }), ..NotDone::default() });
    }
    exit
}

fn name(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::World => "world",
        FaultKind::Runbook => "runbook",
        FaultKind::Name => "name",
        FaultKind::Record => "record",
    }
}

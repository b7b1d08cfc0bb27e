//! What a sound runbook becomes.

use super::{book, read_text, sound, step};
use crate::runbook::format::{FaultKind, Severity};
use crate::runbook::{
    Anchor, Authority, DrillForm, EvidenceKind, Goto, Limit, Milestone, OnFailure, Only, OpenFrom, Order, Party, Shell,
    Status, StepId, VariableAsk, VariableKind,
};
use crate::time::Span;

/// A runbook with most of what the format has.
pub(super) const WHOLE: &str = r#"{
  "$schema": "https://example.org/runbook-1.schema.json",
  "format": "runbook/1",
  "id": "queue-stuck",
  "title": "The order queue is stuck",
  "summary": "Orders wait on {{host}} and are not printed.",
  "version": "2026.3",
  "status": "draft",
  "owner": "Order systems",
  "reviewed": "2026-01-31",
  "review_every": "365d",
  "services": ["orders"],
  "language": "en",
  "triggers": ["Orders wait longer than ten minutes", { "text": "Alert QueueStuck", "alert": "QueueStuck" }],
  "prerequisites": ["Access to the queue host"],
  "precautions": ["Never empty the queue by hand"],
  "exit_criteria": ["Orders are printed again"],
  "must_understand": ["timers", "decision"],
  "roles": {
    "lead": { "title": "Lead", "holder": "ann", "deputies": ["ben"], "required": true, "can": ["end", "approve"] },
    "ops": { "title": "Operator", "holder": "ben", "relieve_after": "4h" },
    "watch": { "title": "Evaluator", "drill_only": true }
  },
  "contacts": {
    "ann": { "name": "Ann", "phone": ["+00 0000 0001"] },
    "ben": { "name": "Ben", "chat": "orders", "hours": "24x7" },
    "shops": { "name": "All shops", "email": "shops@example.org" }
  },
  "variables": {
    "host": { "prompt": "Which host?", "default": "queue-1", "pattern": "[a-z0-9-]+", "required": true, "ask": "start" },
    "eta": { "kind": "number", "default": 20 },
    "side": { "kind": "choice", "choices": ["a", "b"], "default": "b" }
  },
  "notices": {
    "hold": { "title": "Hold orders", "to": ["shops", "lead"], "text": "Since {{session.started}} on {{ host }}: {{role.lead}}", "opens": ["told"] },
    "go": { "title": "Go on", "to": ["shops"], "text": "Works again", "approval": "lead", "closes": ["told"] }
  },
  "obligations": {
    "told": { "title": "Tell the shops to go on", "role": "ops" },
    "paper": { "title": "Written report", "within": "1d", "from": "ended" }
  },
  "timers": [
    { "id": "rto", "title": "Restore in half an hour", "from": "2.4.start", "until": "check.done", "within": "30m", "warn_at": "20m",
      "if_estimate_over": true, "on_breach": { "text": "Shops use paper", "notify": ["hold"], "escalate_to": "ann", "goto": "paper", "opens": ["told"] } },
    { "id": "tell", "title": "Tell the plant", "every": "15m", "from": "detected", "role": "lead", "on_breach": "Call them" },
    { "id": "cut", "title": "Power cut", "at": "14:30" }
  ],
  "phases": [
    { "id": "find", "title": "Find", "goal": "Know why", "steps": [
      { "id": "2.4", "title": "Report to the lead", "role": "ops", "planned": "-5m", "says": "Queue is stuck.",
        "milestone": "reported", "evidence": ["Who reported", { "text": "Picture", "kind": "file", "optional": true }] },
      { "title": "Look at the queue", "role": "ops", "timebox": "5m", "on_overrun": { "text": "Ask Ben", "escalate_to": "ben" },
        "commands": ["uptime", { "run": "ping -c 3 \"$host\" | grep '{{.Names}}'", "expect": "0% loss", "shell": "bash", "on": "{{host}}" }],
        "decision": { "question": "Is it the disk?", "options": [
          { "label": "Yes", "goto": "mend", "note": "Mind the log", "notify": ["hold"] }, { "label": "No" }, { "label": "Stop", "goto": "end" }, { "label": "Paper", "goto": "paper" }] } }
    ] },
    { "id": "mend", "title": "Mend", "order": "any", "number": 7, "steps": [
      { "id": "check", "title": "Check", "role": "ops", "approval": ["lead", "ops"], "requires": ["2.4"], "on_failure": "next",
        "checklist": ["Print one", { "text": "Print two", "role": "lead", "optional": true }], "condition": "If it printed before", "estimate": true },
      { "id": "paper", "title": "Use paper", "role": "lead", "branch": true, "optional": true, "only": "incident", "on_failure": "check", "danger": "Slow.",
        "approval": "lead", "references": ["https://example.org/paper", { "title": "Book", "runbook": "paper" }], "notify": ["go"], "wait": "1m", "closes": ["told"] }
    ] }
  ],
  "drill": { "form": "tabletop", "objectives": ["Tell within 5 minutes"], "safety": "Stop when it is real.",
    "injects": [{ "at": "0m", "title": "Orders stop", "to": "ops" }, { "title": "Phone call", "contingency": true, "after": "check" }] },
  "review": { "questions": ["What was slow?"], "sign_off": ["lead"] },
  "source": { "licence": "CC0" },
  "extensions": { "anything": [{ "goes": "{{here}}" }] }
}"#;

#[test]
fn a_whole_runbook_loads_without_a_fault() {
    let book = sound(WHOLE);
    assert_eq!((book.id.as_str(), book.status), ("queue-stuck", Status::Draft));
    assert_eq!(book.triggers[1].alert.as_deref(), Some("QueueStuck"));
    assert_eq!(book.roles["lead"].can, [Authority::End, Authority::Approve]);
    assert_eq!(book.notices["hold"].to, [Party::Contact("shops".into()), Party::Role("lead".into())]);
    assert_eq!(book.obligations["paper"].from, Some(OpenFrom::Milestone(Milestone::Ended)));
    assert_eq!(book.variables["eta"].default.as_deref(), Some("20"));
    assert_eq!((book.variables["side"].kind, book.variables["host"].ask), (VariableKind::Choice, VariableAsk::Start));
    let drill = book.drill.as_ref().unwrap();
    assert_eq!(
        (drill.form, drill.injects[0].at, drill.injects[1].at),
        (Some(DrillForm::Tabletop), Some(Span::ZERO), None)
    );
}

#[test]
fn timers_know_where_they_begin_and_end() {
    let timers = sound(WHOLE).timers;
    assert_eq!(timers[0].from, Anchor::StepStart("2.4".into()));
    assert_eq!(timers[0].until, Anchor::StepDone("check".into()));
    assert_eq!((timers[0].limit, timers[0].warn_at), (Limit::Within(Span::minutes(30)), Some(Span::minutes(20))));
    assert!(timers[0].if_estimate_over);
    assert_eq!(timers[0].on_breach.as_ref().unwrap().goto, Some("paper".into()));
    assert_eq!((&timers[1].from, &timers[1].until), (&Anchor::Milestone(Milestone::Detected), &Anchor::End));
    assert_eq!((&timers[2].from, timers[1].on_breach.as_ref().unwrap().text.as_str()), (&Anchor::Start, "Call them"));
    assert!(matches!(timers[2].limit, Limit::At(time) if time.to_string() == "14:30:00"));
}

#[test]
fn steps_hold_all_that_was_written() {
    let book = sound(WHOLE);
    let (first, look) = (&book.phases[0].steps[0], &book.phases[0].steps[1]);
    assert_eq!((first.planned, first.milestone), (Some(Span::minutes(-5)), Some(Milestone::Reported)));
    assert_eq!((first.evidence[0].kind, first.evidence[1].kind), (EvidenceKind::Text, EvidenceKind::File));
    assert_eq!(look.id.as_str(), "look-at-the-queue");
    assert_eq!((look.commands[0].run.as_str(), look.commands[1].shell), ("uptime", Shell::Bash));
    let goto: Vec<_> = look.decision.as_ref().unwrap().options.iter().map(|option| option.goto.clone()).collect();
    assert_eq!(goto, [Goto::Phase("mend".into()), Goto::Next, Goto::End, Goto::Step("paper".into())]);
    let (check, paper) = (book.step(&"check".into()).unwrap(), book.step(&"paper".into()).unwrap());
    assert_eq!((book.phases[1].order, book.number(&"check".into())), (Order::Any, "7.1".to_owned()));
    assert_eq!((check.approval.len(), paper.approval.len()), (2, 1));
    assert_eq!(
        (&check.on_failure, &paper.on_failure),
        (&Some(OnFailure::Next), &Some(OnFailure::Step("check".into())))
    );
    assert_eq!((paper.only, paper.branch, paper.optional), (Only::Incident, true, true));
    assert_eq!(paper.references[0].url.as_deref(), Some("https://example.org/paper"));
    assert_eq!(check.checklist[1].role, Some("lead".into()));
    assert_eq!(first.evidence[0].text, "Who reported");
}

#[test]
fn what_nothing_happens_by_is_listed_once_a_field() {
    let reading = read_text(WHOLE);
    let list: Vec<_> = reading.unacted.iter().map(|unacted| (unacted.field.as_str(), unacted.count)).collect();
    assert_eq!(
        list,
        [
            ("roles.relieve_after", 1),
            ("contacts.hours", 1),
            ("timers[].at", 1),
            ("commands[].shell", 1),
            ("drill.injects", 1),
            ("review.questions", 1),
            ("review.sign_off", 1),
        ]
    );
}

#[test]
fn the_smallest_runbook_is_one_step() {
    let book = sound(&book(r#""steps": [{"title": "Restart the service!"}]"#));
    assert_eq!((book.phases.len(), book.phases[0].title.as_str()), (1, ""));
    assert_eq!(book.steps().next().unwrap().1.id.as_str(), "restart-the-service");
    assert_eq!(book.number(&"restart-the-service".into()), "1");
}

#[test]
fn steps_without_an_id_get_one_from_the_title_or_the_place() {
    let ids = |fields: &str| -> Vec<String> {
        let book = sound(&book(fields));
        book.steps().map(|(_, step)| step.id.to_string()).collect()
    };
    let made = ids(
        r#""steps": [{"title": "Check it"}, {"title": "重启 服务"}, {"title": "Check it"}, {"title": "…"}, {"title": "End"}]"#,
    );
    assert_eq!(made, ["check-it", "重启-服务", "3", "4", "5"]);
    // An id somebody wrote is never taken by a title, wherever it stands.
    assert_eq!(ids(r#""steps": [{"title": "Check"}, {"title": "X", "id": "check"}]"#), ["1", "check"]);
    assert_eq!(ids(r#""steps": [{"title": "!"}, {"title": "X", "id": "1"}]"#), ["1-2", "1"]);
    let phases = r#""phases": [{"title": "A", "number": 3, "steps": [{"title": "?"}]}, {"title": "A", "steps": [{"title": "?"}]}]"#;
    assert_eq!(ids(phases), ["3.1", "2.1"]);
    let book = sound(&book(phases));
    assert_eq!((book.phases[0].id.as_str(), book.phases[1].id.as_str()), ("a", "phase-2"));
}

#[test]
fn an_id_made_from_a_title_can_be_referred_to() {
    let book = sound(&book(r#""steps": [{"title": "Go back", "requires": ["check-it"]}, {"title": "Check it"}]"#));
    assert_eq!(book.steps().next().unwrap().1.requires, [StepId::from("check-it")]);
}

#[test]
fn a_step_wins_over_a_milestone_of_the_same_name() {
    let fields = r#""steps": [{"id": "ended", "title": "A"}], "obligations": {"o": {"title": "O", "from": "ended"}}"#;
    assert_eq!(sound(&book(fields)).obligations["o"].from, Some(OpenFrom::Step("ended".into())));
}

#[test]
fn control_characters_outside_of_commands_are_let_pass() {
    let book = sound(&step(r#""instructions": "a\u001b[31m\u202e b\tc\nd", "commands": ["a\tb\nc"]"#));
    assert_eq!(book.steps().next().unwrap().1.instructions.as_deref(), Some("a\u{1b}[31m\u{202e} b\tc\nd"));
}

#[test]
fn braces_of_nothing_in_a_text_only_warn() {
    let reading = read_text(&step(r#""says": "{{hots}} {{step.title}} {{role.x}}""#));
    assert!(reading.runbook.is_some());
    assert_eq!(reading.faults.len(), 2);
    assert!(reading.faults.iter().all(|fault| {
        fault.severity == Severity::Warning && matches!(fault.kind, FaultKind::UnknownVariable { .. })
    }));
}

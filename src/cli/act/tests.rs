//! Which commands `act` has words for, what they are called, and what each takes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::iter::successors;

use clap::CommandFactory as _;

use crate::cli::Cli;
use crate::dialog::action::Action;
use crate::runbook::Milestone;
use crate::session::{ApprovalSubject, Command, Due, EvidenceItem, ItemKey, Kind, LeaveCause, NoteKind, Person, Seq};
use crate::time::Span;

/// How a command is asked for from outside, or why it is not; and the one after it.
///
/// A match without a wildcard: a new command does not compile until that is decided.
fn way(command: &Command) -> (Result<&'static str, &'static str>, Option<Command>) {
    let step = || "a".into();
    let nobody = || Person("a".to_owned());
    let subject = || ApprovalSubject::Step("a".into());
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-22T06:00:00+08:00").unwrap();
    match command {
        Command::Open { .. } => (Err("a session is opened by its own verbs"), Some(Command::Start)),
        Command::Start => (Ok("start"), Some(Command::Pause)),
        Command::Pause => (Ok("pause"), Some(Command::Resume)),
        Command::Resume => (Ok("resume"), Some(Command::End)),
        Command::End => (Ok("end"), Some(Command::Terminate)),
        Command::Terminate => (Ok("terminate"), Some(Command::Convert)),
        Command::Convert => (Ok("convert"), Some(Command::Leave { cause: LeaveCause::Left, others: false })),
        Command::Leave { .. } => (
            Err("who acts from outside was never there"),
            Some(Command::ComeBack { terminal: Box::default(), others: false }),
        ),
        Command::ComeBack { .. } => (
            Err("who acts from outside is not there afterwards"),
            Some(Command::AssignRole { role: "a".into(), person: None }),
        ),
        Command::AssignRole { .. } => (Ok("assign"), Some(Command::TakeOver { role: "a".into(), deputy: nobody() })),
        Command::TakeOver { .. } => (Ok("take-over"), Some(Command::HandBack { role: "a".into() })),
        Command::HandBack { .. } => (Ok("hand-back"), Some(Command::RollCall { present: Vec::new() })),
        Command::RollCall { .. } => (Ok("roll-call"), Some(Command::AcknowledgePrecaution { index: 0 })),
        Command::AcknowledgePrecaution { .. } => (Ok("precaution"), Some(Command::TickPrerequisite { index: 0 })),
        Command::TickPrerequisite { .. } => {
            (Ok("prerequisite"), Some(Command::SetVariable { name: String::new(), value: String::new() }))
        }
        Command::SetVariable { .. } => (Ok("set-variable"), Some(Command::StartStep { step: step(), typed: None })),
        Command::StartStep { .. } => (Ok("start-step"), Some(Command::CompleteStep { step: step() })),
        Command::CompleteStep { .. } => (Ok("finish-step"), Some(Command::FailStep { step: step(), then: None })),
        Command::FailStep { .. } => (Ok("fail-step"), Some(Command::SkipStep { step: step() })),
        Command::SkipStep { .. } => (Ok("skip-step"), Some(Command::RuleOutStep { step: step() })),
        Command::RuleOutStep { .. } => {
            (Ok("rule-out-step"), Some(Command::DeferStep { step: step(), until: String::new() }))
        }
        Command::DeferStep { .. } => (Ok("defer-step"), Some(Command::WaitOn { step: step(), on: String::new() })),
        Command::WaitOn { .. } => (Ok("wait-step"), Some(Command::StopWaiting { step: step() })),
        Command::StopWaiting { .. } => (Ok("go-on"), Some(Command::ReopenStep { step: step() })),
        Command::ReopenStep { .. } => (Ok("reopen-step"), Some(Command::ReassignStep { step: step(), person: None })),
        Command::ReassignStep { .. } => {
            (Ok("reassign-step"), Some(Command::Tick { step: step(), item: ItemKey::Expect }))
        }
        Command::Tick { .. } => (Ok("tick"), Some(Command::Untick { step: step(), item: ItemKey::Expect })),
        Command::Untick { .. } => {
            (Ok("untick"), Some(Command::GiveEvidence { step: step(), item: EvidenceItem(0), text: String::new() }))
        }
        Command::GiveEvidence { .. } => {
            (Ok("evidence"), Some(Command::AnswerCondition { step: step(), applies: true }))
        }
        Command::AnswerCondition { .. } => (Ok("answer"), Some(Command::Decide { step: step(), option: 0 })),
        Command::Decide { .. } => {
            (Ok("decide"), Some(Command::DecideFreely { question: String::new(), chosen: String::new() }))
        }
        Command::DecideFreely { .. } => {
            (Ok("decide-unplanned"), Some(Command::GiveEstimate { step: None, takes: Span::ZERO }))
        }
        Command::GiveEstimate { .. } => {
            (Ok("estimate"), Some(Command::ReachMilestone { milestone: Milestone::Began, stated: None }))
        }
        Command::ReachMilestone { .. } => (Ok("milestone"), Some(Command::AskApproval { subject: subject() })),
        Command::AskApproval { .. } => {
            (Ok("ask-approval"), Some(Command::GrantApproval { subject: subject(), role: "a".into() }))
        }
        Command::GrantApproval { .. } => {
            (Ok("approve"), Some(Command::RefuseApproval { subject: subject(), role: "a".into() }))
        }
        Command::RefuseApproval { .. } => {
            (Ok("refuse"), Some(Command::SendNotice { notice: "a".into(), step: None, to: Vec::new(), channel: None }))
        }
        Command::SendNotice { .. } => (Ok("send-notice"), Some(Command::OpenObligation { obligation: "a".into() })),
        Command::OpenObligation { .. } => {
            (Ok("open-obligation"), Some(Command::CloseObligation { obligation: "a".into() }))
        }
        Command::CloseObligation { .. } => (Ok("close-obligation"), Some(Command::MeetCadence { timer: "a".into() })),
        Command::MeetCadence { .. } => (
            Ok("meet-cadence"),
            Some(Command::Note { kind: NoteKind::Note, text: String::new(), stated: None, step: None }),
        ),
        Command::Note { .. } => {
            (Err("a verb of its own: say"), Some(Command::Remind { text: String::new(), due: now, within: None }))
        }
        Command::Remind { .. } => (Ok("remind"), Some(Command::ClearReminder { reminder: Seq(1) })),
        Command::ClearReminder { .. } => (Ok("clear-reminder"), Some(Command::TickExit { index: 0 })),
        Command::TickExit { .. } => (Ok("exit-criterion"), Some(Command::TakeBack)),
        Command::TakeBack => (Ok("take-back"), Some(Command::Notice(Due::WaitOver("a".into())))),
        Command::Notice(_) => (Err("what is due the program notices by itself"), None),
    }
}

fn words() -> BTreeSet<String> {
    let cli = Cli::command();
    let act = cli.find_subcommand("act").unwrap();
    act.get_subcommands().map(|word| word.get_name().to_owned()).filter(|word| word != "help").collect()
}

#[test]
fn every_command_is_a_word_from_outside_or_has_its_reason_why_not() {
    let first = Command::Open { kind: Kind::Drill, form: None, sources: Vec::new(), terminal: Box::default() };
    let ways = successors(Some(first), |command| way(command).1).map(|command| way(&command).0);
    let reached: BTreeSet<String> = ways.filter_map(Result::ok).map(str::to_owned).collect();
    assert_eq!(reached, words());
}

#[test]
fn an_act_is_called_from_outside_what_the_palette_calls_it() {
    // What a screen does with a key on the highlighted line has no name there.
    let own = [
        "answer",
        "decide-unplanned",
        "evidence",
        "exit-criterion",
        "go-on",
        "open-obligation",
        "precaution",
        "prerequisite",
        "refuse",
    ];
    let palette: BTreeSet<&str> = Action::ALL.iter().map(|action| action.name()).collect();
    let others: Vec<String> = words().into_iter().filter(|word| !palette.contains(word.as_str())).collect();
    assert_eq!(others, own);
}

#[test]
fn every_word_takes_what_the_whole_program_takes() {
    let mut cli = Cli::command();
    cli.build();
    let act = cli.find_subcommand("act").unwrap();
    for word in act.get_subcommands().filter(|word| word.get_name() != "help") {
        let flags: Vec<&str> = word.get_arguments().filter_map(clap::Arg::get_long).collect();
        for flag in ["as", "by", "home", "json", "lang", "reason"] {
            assert!(flags.contains(&flag), "{} --{flag}: {flags:?}", word.get_name());
        }
    }
}

#[test]
fn the_command_line_holds_together() {
    Cli::command().debug_assert();
}

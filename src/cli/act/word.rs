//! The words of `act`, with what each takes. It knows no session: what a name means is found out later.

use clap::{Subcommand, ValueEnum};

use super::super::{input, person};
use crate::runbook::Milestone;
use crate::session::{ItemKey, Presence, how_long};
use crate::time::Span;

/// Every act, by the name the palette has for it.
#[derive(Debug, Subcommand)]
pub(super) enum Word {
    /// Start the clocks
    Start,
    /// Stop the exercise clock (drills)
    Pause,
    /// Let the exercise clock run on
    Resume,
    /// Declare the response over
    End,
    /// End a drill early; needs --reason
    Terminate,
    /// Turn a drill into an incident, in the same log; needs --reason
    Convert,

    /// Give a role to somebody, or to nobody
    Assign {
        /// The role: its id or its title
        role: String,
        /// Who; left out, the role is empty
        #[arg(value_name = "NAME", value_parser = person)]
        person: Option<String>,
    },
    /// A deputy acts for the holder of a role
    TakeOver {
        /// The role: its id or its title
        role: String,
        /// Who acts
        #[arg(value_name = "NAME", value_parser = person)]
        person: String,
    },
    /// The holder of a role is back
    HandBack {
        /// The role: its id or its title
        role: String,
    },
    /// Record who is there
    RollCall {
        /// How they are
        #[arg(value_enum)]
        presence: There,
        /// Who
        #[arg(required = true, value_name = "NAME", value_parser = person)]
        names: Vec<String>,
    },
    /// Acknowledge a precaution
    Precaution {
        /// Its number in the list
        #[arg(value_parser = input::place)]
        number: usize,
    },
    /// Tick something that must hold before the start
    Prerequisite {
        /// Its number in the list
        #[arg(value_parser = input::place)]
        number: usize,
    },
    /// Tick a criterion for the end
    ExitCriterion {
        /// Its number in the list
        #[arg(value_parser = input::place)]
        number: usize,
    },
    /// Give a variable its value
    SetVariable {
        /// Its name
        #[arg(value_name = "NAME")]
        variable: String,
        /// The value; `-` reads it from standard input
        #[arg(allow_hyphen_values = true)]
        value: String,
    },

    /// Begin a step by hand
    #[command(visible_alias = "begin")]
    StartStep {
        /// Its id, or its number on the screen
        step: String,
        /// Confirms the danger of a step that has one: what the screen would have typed
        #[arg(long = "type", value_name = "WORD")]
        typed: Option<String>,
    },
    /// Finish a step
    #[command(visible_aliases = ["done", "finish"])]
    FinishStep {
        /// Its id, or its number on the screen
        step: String,
    },
    /// The step did not succeed
    #[command(visible_alias = "fail")]
    FailStep {
        /// Its id, or its number on the screen
        step: String,
        /// What next, where the runbook does not say: go-on, again, or a step to go to
        #[arg(long, value_name = "WHAT")]
        then: Option<String>,
    },
    /// Leave a step out
    #[command(visible_alias = "skip")]
    SkipStep {
        /// Its id, or its number on the screen
        step: String,
    },
    /// The step does not apply
    #[command(visible_alias = "na")]
    RuleOutStep {
        /// Its id, or its number on the screen
        step: String,
    },
    /// Put a step off
    #[command(visible_alias = "defer")]
    DeferStep {
        /// Its id, or its number on the screen
        step: String,
        /// Until when, in your words
        #[arg(value_parser = input::line)]
        until: String,
    },
    /// The step waits for somebody
    #[command(visible_alias = "wait")]
    WaitStep {
        /// Its id, or its number on the screen
        step: String,
        /// For whom or what
        #[arg(value_parser = input::line)]
        on: String,
    },
    /// The waiting is over
    GoOn {
        /// The step: its id, or its number on the screen
        step: String,
    },
    /// Do a step once more
    #[command(visible_alias = "reopen")]
    ReopenStep {
        /// Its id, or its number on the screen
        step: String,
    },
    /// Give a step to somebody else, or back to its role
    #[command(visible_alias = "reassign")]
    ReassignStep {
        /// Its id, or its number on the screen
        step: String,
        /// Who; left out, its role has it again
        #[arg(value_name = "NAME", value_parser = person)]
        person: Option<String>,
    },
    /// Tick an item of a step
    Tick {
        /// The step: its id, or its number on the screen
        step: String,
        /// Number of the item in the checklist, or `expect`
        #[arg(value_parser = input::item)]
        item: ItemKey,
    },
    /// Take the tick of an item away
    Untick {
        /// The step: its id, or its number on the screen
        step: String,
        /// Number of the item in the checklist, or `expect`
        #[arg(value_parser = input::item)]
        item: ItemKey,
    },
    /// Record a piece of evidence
    Evidence {
        /// The step: its id, or its number on the screen
        step: String,
        /// Number of what is asked for
        #[arg(value_parser = input::place)]
        item: usize,
        /// The answer; `-` reads it from standard input
        #[arg(allow_hyphen_values = true)]
        text: String,
    },
    /// Say whether a conditional step applies
    Answer {
        /// The step: its id, or its number on the screen
        step: String,
        /// Whether it applies
        #[arg(value_enum)]
        applies: YesNo,
    },
    /// Choose an option of a step's decision
    Decide {
        /// The step: its id, or its number on the screen
        step: String,
        /// Number of the option
        #[arg(value_parser = input::place)]
        option: usize,
    },
    /// Record a decision the plan did not foresee
    DecideUnplanned {
        /// What was to be decided
        #[arg(value_parser = input::line)]
        question: String,
        /// What was decided
        #[arg(value_parser = input::line)]
        chosen: String,
    },
    /// Say when service is expected back
    Estimate {
        /// How long it takes from now: 30m, 1h30m
        #[arg(value_parser = length)]
        takes: Span,
        /// Step that asks for it
        #[arg(long, value_name = "STEP")]
        step: Option<String>,
    },
    /// A milestone was reached
    Milestone {
        /// Which: began, detected, reported, activated, responded, onsite, mitigated, restored, resolved, ended,
        /// investigated
        #[arg(value_parser = milestone)]
        milestone: Milestone,
        /// When, if not now: `-5m`, `14:05`
        #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
        at: Option<String>,
    },

    /// Ask for approval
    AskApproval {
        /// Of what: a step, or a notice
        subject: String,
    },
    /// Grant approval
    Approve {
        /// Of what: a step, or a notice
        subject: String,
        /// In which role, when more than one was asked
        #[arg(long)]
        role: Option<String>,
    },
    /// Refuse approval; needs --reason
    Refuse {
        /// Of what: a step, or a notice
        subject: String,
        /// In which role, when more than one was asked
        #[arg(long)]
        role: Option<String>,
    },
    /// Mark a notice as sent
    #[command(visible_alias = "sent")]
    SendNotice {
        /// Its id or its title
        notice: String,
        /// To whom, when not to everybody planned; may be given more than once
        #[arg(long, value_name = "NAME", value_parser = person)]
        to: Vec<String>,
        /// By which way, when not the planned one
        #[arg(long, value_parser = input::line)]
        channel: Option<String>,
        /// Step it was sent at
        #[arg(long, value_name = "STEP")]
        step: Option<String>,
    },
    /// Something owed came into being
    #[command(visible_alias = "owe")]
    OpenObligation {
        /// Its id or its title
        obligation: String,
    },
    /// Something owed was done
    CloseObligation {
        /// Its id or its title
        obligation: String,
    },
    /// The update that is asked for regularly was given
    #[command(visible_alias = "update")]
    MeetCadence {
        /// Its id or its title
        timer: String,
    },
    /// Be reminded
    Remind {
        /// When: 20m, 06:00
        when: String,
        /// Of what
        #[arg(value_parser = input::line)]
        text: String,
    },
    /// A reminder is dealt with
    #[command(visible_alias = "clear")]
    ClearReminder {
        /// The entry that set it: #12
        #[arg(value_parser = input::entry)]
        entry: u64,
    },
    /// Take back your own last act
    #[command(visible_alias = "undo")]
    TakeBack,
}

/// Whether somebody is there, as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum There {
    /// There, and briefed
    Present,
    /// Came after the roll-call
    Late,
    /// Absent, and said so before
    Excused,
    /// Absent
    Absent,
}

impl From<There> for Presence {
    fn from(there: There) -> Self {
        match there {
            There::Present => Self::Present,
            There::Late => Self::Late,
            There::Excused => Self::Excused,
            There::Absent => Self::Absent,
        }
    }
}

/// An answer, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum YesNo {
    /// It does
    Yes,
    /// It does not
    No,
}

fn length(typed: &str) -> Result<Span, String> {
    how_long(typed).ok_or_else(|| "a length of time: 30m, 1h30m, 90s; a bare number means minutes".to_owned())
}

fn milestone(typed: &str) -> Result<Milestone, String> {
    let known = || Milestone::ALL.map(Milestone::word).join(", ");
    Milestone::ALL.into_iter().find(|milestone| milestone.word() == typed).ok_or_else(|| format!("one of: {}", known()))
}

//! Everything a key or the palette can ask for, each with the one sentence that explains it.

/// What a person can ask of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Tick the highlighted item.
    Tick,
    /// Do the act that the Enter line names.
    Enter,
    /// Item or line above.
    Up,
    /// Item or line below.
    Down,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// First line.
    Top,
    /// Last line.
    Bottom,
    /// From the step to the plan and back.
    SwitchPane,
    /// The running step before.
    PreviousRunning,
    /// The running step after.
    NextRunning,
    /// Take back one's own last act.
    TakeBack,
    /// Write a note.
    Note,
    /// Write notes one after another.
    KeepNoting,
    /// Record an unexpected situation.
    Unexpected,
    /// Record what an evaluator saw.
    Observation,
    /// Another outcome for the step.
    OtherOutcome,
    /// Give roles and steps to people.
    Assign,
    /// Decide, also what no plan foresaw.
    Decide,
    /// Be reminded.
    Remind,
    /// Send the highlighted command to the clipboard.
    Copy,
    /// Show the commands bare for the mouse.
    ShowCommands,
    /// The most urgent things.
    Urgent,
    /// The step being done.
    ShowRun,
    /// All steps.
    ShowPlan,
    /// Roles and persons.
    ShowPeople,
    /// All clocks.
    ShowClocks,
    /// Notices.
    ShowMessages,
    /// The log.
    ShowLog,
    /// The briefing.
    ShowBriefing,
    /// Exit criteria, owed items, the summary.
    ShowWrapUp,
    /// Every act by search.
    Palette,
    /// All keys.
    Help,
    /// Draw everything anew.
    Repaint,
    /// To the shell.
    Suspend,
    /// How to leave.
    HowToLeave,
    /// Back one screen.
    Back,
    /// Leave the program.
    Leave,
    /// Start the clocks.
    Start,
    /// Begin the shown step by hand.
    StartStep,
    /// Finish the shown step.
    FinishStep,
    /// The step did not succeed.
    FailStep,
    /// Leave the step out.
    SkipStep,
    /// The step does not apply.
    RuleOutStep,
    /// Put the step off.
    DeferStep,
    /// The step waits for somebody.
    WaitStep,
    /// Do the step once more.
    ReopenStep,
    /// Give the step to somebody else.
    ReassignStep,
    /// Say when service is expected back.
    Estimate,
    /// A milestone was reached.
    Milestone,
    /// Mark a notice as sent.
    SendNotice,
    /// Answer a request for approval.
    Approve,
    /// Ask for approval again.
    AskApproval,
    /// Something owed was done.
    CloseObligation,
    /// The update was given.
    MeetCadence,
    /// A reminder is dealt with.
    ClearReminder,
    /// A deputy takes over.
    TakeOver,
    /// The holder is back.
    HandBack,
    /// Record who is there.
    RollCall,
    /// Give a variable its value.
    SetVariable,
    /// Stop the exercise clock.
    Pause,
    /// Let it run on.
    Resume,
    /// Declare the response over.
    End,
    /// End the drill early.
    Terminate,
    /// Turn the drill into an incident.
    Convert,
    /// Write the report.
    WriteReport,
    /// Remove the last typed character or line from the search.
    ClearSearch,
}

impl Action {
    /// All of them: the palette lists these, and tests hold that each is bound or reachable by search.
    pub const ALL: &'static [Self] = &[
        Self::Tick,
        Self::Enter,
        Self::Up,
        Self::Down,
        Self::PageUp,
        Self::PageDown,
        Self::Top,
        Self::Bottom,
        Self::SwitchPane,
        Self::PreviousRunning,
        Self::NextRunning,
        Self::TakeBack,
        Self::Note,
        Self::KeepNoting,
        Self::Unexpected,
        Self::Observation,
        Self::OtherOutcome,
        Self::Assign,
        Self::Decide,
        Self::Remind,
        Self::Copy,
        Self::ShowCommands,
        Self::Urgent,
        Self::ShowRun,
        Self::ShowPlan,
        Self::ShowPeople,
        Self::ShowClocks,
        Self::ShowMessages,
        Self::ShowLog,
        Self::ShowBriefing,
        Self::ShowWrapUp,
        Self::Palette,
        Self::Help,
        Self::Repaint,
        Self::Suspend,
        Self::HowToLeave,
        Self::Back,
        Self::Leave,
        Self::Start,
        Self::StartStep,
        Self::FinishStep,
        Self::FailStep,
        Self::SkipStep,
        Self::RuleOutStep,
        Self::DeferStep,
        Self::WaitStep,
        Self::ReopenStep,
        Self::ReassignStep,
        Self::Estimate,
        Self::Milestone,
        Self::SendNotice,
        Self::Approve,
        Self::AskApproval,
        Self::CloseObligation,
        Self::MeetCadence,
        Self::ClearReminder,
        Self::TakeOver,
        Self::HandBack,
        Self::RollCall,
        Self::SetVariable,
        Self::Pause,
        Self::Resume,
        Self::End,
        Self::Terminate,
        Self::Convert,
        Self::WriteReport,
        Self::ClearSearch,
    ];

    /// Name in the palette and the id of its sentence (`action-<name>`).
    pub fn name(self) -> &'static str {
        match self {
            Self::Tick => "tick",
            Self::Enter => "enter",
            Self::Up => "up",
            Self::Down => "down",
            Self::PageUp => "page-up",
            Self::PageDown => "page-down",
            Self::Top => "top",
            Self::Bottom => "bottom",
            Self::SwitchPane => "switch-pane",
            Self::PreviousRunning => "previous-running",
            Self::NextRunning => "next-running",
            Self::TakeBack => "take-back",
            Self::Note => "note",
            Self::KeepNoting => "keep-noting",
            Self::Unexpected => "unexpected",
            Self::Observation => "observation",
            Self::OtherOutcome => "other-outcome",
            Self::Assign => "assign",
            Self::Decide => "decide",
            Self::Remind => "remind",
            Self::Copy => "copy",
            Self::ShowCommands => "show-commands",
            Self::Urgent => "urgent",
            Self::ShowRun => "show-run",
            Self::ShowPlan => "show-plan",
            Self::ShowPeople => "show-people",
            Self::ShowClocks => "show-clocks",
            Self::ShowMessages => "show-messages",
            Self::ShowLog => "show-log",
            Self::ShowBriefing => "show-briefing",
            Self::ShowWrapUp => "show-wrap-up",
            Self::Palette => "palette",
            Self::Help => "help",
            Self::Repaint => "repaint",
            Self::Suspend => "suspend",
            Self::HowToLeave => "how-to-leave",
            Self::Back => "back",
            Self::Leave => "leave",
            Self::Start => "start",
            Self::StartStep => "start-step",
            Self::FinishStep => "finish-step",
            Self::FailStep => "fail-step",
            Self::SkipStep => "skip-step",
            Self::RuleOutStep => "rule-out-step",
            Self::DeferStep => "defer-step",
            Self::WaitStep => "wait-step",
            Self::ReopenStep => "reopen-step",
            Self::ReassignStep => "reassign-step",
            Self::Estimate => "estimate",
            Self::Milestone => "milestone",
            Self::SendNotice => "send-notice",
            Self::Approve => "approve",
            Self::AskApproval => "ask-approval",
            Self::CloseObligation => "close-obligation",
            Self::MeetCadence => "meet-cadence",
            Self::ClearReminder => "clear-reminder",
            Self::TakeOver => "take-over",
            Self::HandBack => "hand-back",
            Self::RollCall => "roll-call",
            Self::SetVariable => "set-variable",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::End => "end",
            Self::Terminate => "terminate",
            Self::Convert => "convert",
            Self::WriteReport => "write-report",
            Self::ClearSearch => "clear-search",
        }
    }

    /// Whether the palette offers it: acts do, moving a cursor does not.
    pub fn is_searchable(self) -> bool {
        !matches!(
            self,
            Self::Up
                | Self::Down
                | Self::PageUp
                | Self::PageDown
                | Self::Top
                | Self::Bottom
                | Self::Enter
                | Self::Palette
                | Self::Back
                | Self::ClearSearch
        )
    }
}

//! Everything a key or the palette can ask for, each with the one sentence that explains it.

/// What a person can ask of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Tick the highlighted item.
    Tick,
    /// Take the tick of the highlighted item away.
    Untick,
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
    /// The bell off, or on again.
    Mute,
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
        Self::Untick,
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
        Self::Mute,
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

    /// Id of the sentence that explains it.
    pub fn message(self) -> &'static str {
        match self {
            Self::Tick => "action-tick",
            Self::Untick => "action-untick",
            Self::Enter => "action-enter",
            Self::Up => "action-up",
            Self::Down => "action-down",
            Self::PageUp => "action-page-up",
            Self::PageDown => "action-page-down",
            Self::Top => "action-top",
            Self::Bottom => "action-bottom",
            Self::SwitchPane => "action-switch-pane",
            Self::PreviousRunning => "action-previous-running",
            Self::NextRunning => "action-next-running",
            Self::TakeBack => "action-take-back",
            Self::Note => "action-note",
            Self::KeepNoting => "action-keep-noting",
            Self::Unexpected => "action-unexpected",
            Self::Observation => "action-observation",
            Self::OtherOutcome => "action-other-outcome",
            Self::Assign => "action-assign",
            Self::Decide => "action-decide",
            Self::Remind => "action-remind",
            Self::Copy => "action-copy",
            Self::ShowCommands => "action-show-commands",
            Self::Urgent => "action-urgent",
            Self::ShowRun => "action-show-run",
            Self::ShowPlan => "action-show-plan",
            Self::ShowPeople => "action-show-people",
            Self::ShowClocks => "action-show-clocks",
            Self::ShowMessages => "action-show-messages",
            Self::ShowLog => "action-show-log",
            Self::ShowBriefing => "action-show-briefing",
            Self::ShowWrapUp => "action-show-wrap-up",
            Self::Palette => "action-palette",
            Self::Help => "action-help",
            Self::Repaint => "action-repaint",
            Self::Mute => "action-mute",
            Self::Suspend => "action-suspend",
            Self::HowToLeave => "action-how-to-leave",
            Self::Back => "action-back",
            Self::Leave => "action-leave",
            Self::Start => "action-start",
            Self::StartStep => "action-start-step",
            Self::FinishStep => "action-finish-step",
            Self::FailStep => "action-fail-step",
            Self::SkipStep => "action-skip-step",
            Self::RuleOutStep => "action-rule-out-step",
            Self::DeferStep => "action-defer-step",
            Self::WaitStep => "action-wait-step",
            Self::ReopenStep => "action-reopen-step",
            Self::ReassignStep => "action-reassign-step",
            Self::Estimate => "action-estimate",
            Self::Milestone => "action-milestone",
            Self::SendNotice => "action-send-notice",
            Self::Approve => "action-approve",
            Self::AskApproval => "action-ask-approval",
            Self::CloseObligation => "action-close-obligation",
            Self::MeetCadence => "action-meet-cadence",
            Self::ClearReminder => "action-clear-reminder",
            Self::TakeOver => "action-take-over",
            Self::HandBack => "action-hand-back",
            Self::RollCall => "action-roll-call",
            Self::SetVariable => "action-set-variable",
            Self::Pause => "action-pause",
            Self::Resume => "action-resume",
            Self::End => "action-end",
            Self::Terminate => "action-terminate",
            Self::Convert => "action-convert",
            Self::WriteReport => "action-write-report",
            Self::ClearSearch => "action-clear-search",
        }
    }

    /// Name in the palette and in the table of keys.
    pub fn name(self) -> &'static str {
        self.message().trim_start_matches("action-")
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

//! What a terminal holds that the journal does not: where the cursor is, what is being typed, what is open.

use std::sync::Arc;

use ratatui_textarea::TextArea;

use super::items::ItemRef;
use crate::host::Request;
use crate::runbook::StepId;
use crate::session::{Kind, NoteKind, Person, Seq, Subject};
use crate::time::{Moment, Span};

/// The state of one terminal.
#[derive(Debug, Default)]
pub struct Model {
    /// Screens, the shown one last; never empty while the program runs.
    pub screens: Vec<Screen>,
    /// The one thing open above the screen.
    pub overlay: Option<Overlay>,
    /// The last saved entry when it was opened: who answers has seen no more.
    pub began: Option<Seq>,
    /// What the open thing is about, as long as others can overtake it.
    pub overtakable: Option<Overtakable>,
    /// This terminal writes nothing.
    pub read_only: bool,
    /// What was done here cannot be saved now.
    pub unsaved: bool,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Step shown on the Run screen.
    pub step: Option<StepId>,
    /// Highlighted item of the shown step.
    pub item: Option<ItemRef>,
    /// Pane the arrows move in.
    pub pane: Pane,
    /// First line shown of the step's text.
    pub scroll: usize,
    /// The line of answers, until the next key.
    pub answer: Option<Answer>,
    /// What is still to be said once the act before it is answered.
    pub afterwards: Option<Answer>,
    /// A note that was closed with Esc: it is there again when the next one is opened.
    pub draft: Option<String>,
    /// A line that was closed with Esc: it is there again when the same is asked.
    pub kept: Option<(Purpose, String)>,
    /// Whose the next act is, once `@name` was typed before it.
    pub by: Option<Person>,
    /// Items of the urgent line put off, until when.
    pub snoozed: Vec<(String, Moment)>,
    /// When somebody last did anything at this terminal.
    pub stirred: Option<Moment>,
    /// It was said that the clocks are drawn once a minute.
    pub resting: bool,
    /// The bell is off.
    pub muted: bool,
    /// When it last rang.
    pub rang: Option<Moment>,
    /// Lines typed so far, where lines are typed and not keys.
    pub lines: usize,
    /// What the last line still holds for the dialogs that it opens.
    pub ahead: Option<String>,
    /// What of the last line nothing asked for.
    pub unused: Option<String>,
    /// Set when the program is to end.
    pub done: Option<Leaving>,
}

/// What an open dialog is about: an entry of somebody else about the same thing overtakes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overtakable {
    /// What it is about.
    pub about: Vec<Subject>,
    /// The last entry that was known when it was opened.
    pub since: Seq,
}

/// A screen. Each holds only its own cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// Sessions and runbooks.
    Library {
        /// What was typed to search.
        query: String,
        /// Highlighted row.
        cursor: usize,
    },
    /// A text to be read.
    Text {
        /// What it is about.
        title: String,
        /// The text.
        text: Arc<str>,
        /// First row shown.
        top: usize,
    },
    /// Before the start of a drill.
    Briefing {
        /// Highlighted line.
        cursor: usize,
    },
    /// The step being done, beside the plan.
    Run,
    /// All steps.
    Plan {
        /// Highlighted row.
        cursor: usize,
    },
    /// Roles and persons.
    People {
        /// Highlighted row.
        cursor: usize,
    },
    /// All clocks.
    Clocks {
        /// Highlighted row.
        cursor: usize,
    },
    /// Notices.
    Messages {
        /// Highlighted row.
        cursor: usize,
    },
    /// The log, newest last.
    Log {
        /// Rows scrolled up from the end.
        back: usize,
    },
    /// All keys.
    Help {
        /// First row shown.
        top: usize,
    },
    /// How things stand, in large type, for those who only look on.
    Wall,
    /// The log alone, for those who only look on.
    Follow {
        /// Rows scrolled up from the end.
        back: usize,
    },
    /// Exit criteria, owed items, the summary.
    WrapUp {
        /// Highlighted line.
        cursor: usize,
    },
}

/// Which pane of the Run screen the arrows move in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// The step's items.
    #[default]
    Step,
    /// The list of steps.
    Plan,
}

/// The one thing open above a screen. It holds what was typed until it is answered.
#[derive(Debug)]
pub enum Overlay {
    /// A note being written.
    Note(NoteField),
    /// One line being typed.
    Line(LineField),
    /// A choice answered by a digit.
    Choice(Choice),
    /// Every act by search.
    Palette {
        /// What was typed.
        query: String,
        /// Highlighted row.
        cursor: usize,
    },
    /// Commands, bare and in full width, for the mouse.
    Bare {
        /// First row shown.
        top: usize,
    },
}

/// A note being written.
#[derive(Debug)]
pub struct NoteField {
    /// The text.
    pub text: TextArea<'static>,
    /// What sort of entry it becomes.
    pub kind: NoteKind,
    /// Stays open for the next one.
    pub keeps: bool,
    /// When its first key was pressed: the time of the note.
    pub begun: Option<Moment>,
}

/// One line being typed, and what it is for.
#[derive(Debug)]
pub struct LineField {
    /// The text.
    pub text: TextArea<'static>,
    /// What is asked, already in the reader's language.
    pub prompt: String,
    /// What is said about it, line by line.
    pub detail: Vec<String>,
    /// What the answer is for.
    pub purpose: Purpose,
}

/// What a typed line is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// The reason that lets an act pass.
    Reason(Request),
    /// The word that confirms a danger.
    Danger(StepId),
    /// Evidence of a step.
    Evidence(StepId, usize),
    /// How long until service is back.
    Estimate(Option<StepId>),
    /// Of what to be reminded, and when.
    Remind,
    /// Whom a step waits for.
    WaitOn(StepId),
    /// Until when a step is put off.
    Defer(StepId),
    /// Who gets a step.
    Reassign(StepId),
    /// Who gets a role.
    AssignRole(crate::runbook::RoleId),
    /// Who acts for the holder of a role.
    TakeOver(crate::runbook::RoleId),
    /// A variable's value.
    Variable(String),
    /// The question of a decision nobody planned.
    FreeQuestion,
    /// Its answer.
    FreeAnswer(String),
    /// A milestone's time: `-5m`, or empty for now.
    MilestoneTime(crate::runbook::Milestone),
}

/// A choice answered by a digit; nothing else confirms it.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What is asked.
    pub title: String,
    /// What is said about it, line by line.
    pub detail: Vec<String>,
    /// The answers, the first is `1`.
    pub options: Vec<(String, Pick)>,
    /// First option shown as `1`; more than nine are paged.
    pub from: usize,
}

/// What an answer does.
#[derive(Debug, Clone, PartialEq)]
pub enum Pick {
    /// Submit this act.
    Submit(Request),
    /// Type something for it.
    Type(Purpose),
    /// Choose again.
    Choose(Box<Choice>),
    /// Show a step.
    GoTo(StepId),
    /// Send a text to the clipboard, once it was asked whether its hidden signs are meant.
    Copy(String),
    /// Send it with whatever it holds: that was asked.
    CopyAsItIs(String),
    /// Do an action.
    Do(super::action::Action),
    /// Open a runbook.
    Open(String, Kind),
    /// Read a runbook.
    ReadOut(String),
    /// Leave, the session running or not.
    Leave(Leaving),
    /// Put an urgent thing off for five minutes.
    Snooze(String),
    /// Nothing.
    Nothing,
}

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// The session goes on without this terminal.
    Running,
    /// There is no session, or it is over.
    Quit,
    /// The terminal or a signal ended it.
    Lost(crate::session::LeaveCause),
}

/// What the program says to the last key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It was done, under this number.
    Done(String, Option<Seq>),
    /// It was refused.
    Refused(String),
    /// Something to know.
    Told(String),
}

/// Narrowest and lowest terminal on which all is drawn, and on which keys act.
pub const LEAST: (u16, u16) = (60, 18);

/// Time without a key after which clocks are drawn once a minute. A screen that is written to every second keeps the
/// connection to somebody who is long gone alive: nobody notices, and the terminal stays on the session.
const REST_AFTER: Span = Span::minutes(5);

impl Model {
    /// Whether nobody has done anything here for minutes. A wall nobody types at never rests.
    pub fn rests(&self, now: &Moment) -> bool {
        !matches!(self.screen(), Some(Screen::Wall))
            && self.stirred.as_ref().is_some_and(|stirred| now.since(stirred) >= REST_AFTER)
    }

    /// Whether too little is drawn to see what a key does.
    pub fn is_too_small(&self) -> bool {
        self.size.0 < LEAST.0 || self.size.1 < LEAST.1
    }

    /// Keeps a text for the next note, behind what is kept already.
    pub fn keep_draft(&mut self, text: &str) {
        self.draft = Some(match self.draft.take() {
            Some(before) if before != text => format!("{before}\n{text}"),
            _ => text.to_owned(),
        });
    }

    /// The highlighted row of the shown screen, where rows can be chosen.
    pub fn row_mut(&mut self) -> Option<&mut usize> {
        match self.screens.last_mut()? {
            Screen::Library { cursor, .. }
            | Screen::Briefing { cursor }
            | Screen::Plan { cursor }
            | Screen::People { cursor }
            | Screen::Clocks { cursor }
            | Screen::Messages { cursor }
            | Screen::WrapUp { cursor } => Some(cursor),
            Screen::Run
            | Screen::Log { .. }
            | Screen::Help { .. }
            | Screen::Text { .. }
            | Screen::Wall
            | Screen::Follow { .. } => None,
        }
    }

    /// The screen shown.
    pub fn screen(&self) -> Option<&Screen> {
        self.screens.last()
    }
}

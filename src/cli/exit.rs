//! Exit codes: one enum, which also is the table of the README.

use std::process::ExitCode;

use crate::app::FaultKind;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All went well.
    Fine,
    /// The world failed: a disk, a terminal, a folder.
    World,
    /// The command line was not understood, or there is no terminal.
    Usage,
    /// The runbook has faults.
    Runbook,
    /// No such name, or more than one.
    Name,
    /// The record is damaged.
    Record,
    /// Something recorded is not saved.
    NotSaved,
    /// The rules refused the act.
    Refused,
    /// A signal ended it: its number.
    Signal(u8),
}

impl Exit {
    /// The codes with what they mean, in order; signals stand for 128 and more.
    pub const TABLE: [(Self, &'static str); 9] = [
        (Self::Fine, "all went well"),
        (Self::World, "the world failed: a disk, a folder, the terminal"),
        (Self::Usage, "the command line was not understood, or there is no terminal"),
        (Self::Runbook, "the runbook has faults, each printed with its place"),
        (Self::Name, "no runbook or session of that name, or more than one"),
        (Self::Record, "the record is damaged; what is readable was used"),
        (Self::NotSaved, "something recorded is not saved; it was printed"),
        (Self::Refused, "the rules refused the act; why was printed, and what to do"),
        (Self::Signal(0), "128 + n: ended by signal n, the interruption is in the record"),
    ];

    /// The number given to the shell.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::World => 1,
            Self::Usage => 2,
            Self::Runbook => 3,
            Self::Name => 4,
            Self::Record => 5,
            Self::NotSaved => 6,
            Self::Refused => 7,
            Self::Signal(number) => number.saturating_add(128),
        }
    }
}

impl From<FaultKind> for Exit {
    fn from(kind: FaultKind) -> Self {
        match kind {
            FaultKind::World => Self::World,
            FaultKind::Runbook => Self::Runbook,
            FaultKind::Name => Self::Name,
            FaultKind::Record => Self::Record,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

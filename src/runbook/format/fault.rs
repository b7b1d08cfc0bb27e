//! What can be wrong with a runbook, as types; the sentences live in `words`.

use chrono::NaiveDate;

use super::source::Place;
use super::terms::{Expected, Hidden, IdRule, Referent, Syntax, YamlPart};
use super::tree::Shape;
use crate::time::{Span, SpanFault};

/// An author's mistake, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Whether the runbook can be used all the same.
    pub severity: Severity,
    /// The way to the field: `phases[0].steps[2].timebox`; empty for the file as a whole.
    pub path: String,
    /// Where in the text; none when the text is not at hand.
    pub place: Option<Place>,
    /// What is wrong.
    pub kind: FaultKind,
}

impl Fault {
    /// A fault as severe as its kind.
    pub fn new(kind: FaultKind, path: String, place: Option<Place>) -> Self {
        Self { severity: kind.severity(), path, place, kind }
    }

    /// Stable name of the kind of fault, for programs.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// Whether the runbook cannot be used with it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The runbook is not run with it.
    Error,
    /// The runbook is run, and the fault named.
    Warning,
}

/// What is wrong, with the author's own words.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FaultKind {
    /// The file is larger than allowed.
    TooBig {
        /// Bytes it has.
        bytes: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// The text is UTF-16.
    Utf16,
    /// A byte that is no UTF-8.
    NotUtf8 {
        /// That byte.
        byte: u8,
    },
    /// A page that tells of no step.
    NoProcedure,
    /// Neither JSON nor YAML.
    Syntax(Syntax),
    /// A part of YAML that a runbook does not take.
    YamlPart(YamlPart),
    /// A value that ends at a `#` which was hardly meant as a comment.
    TextCut,
    /// Values lie too deep in each other.
    TooDeep {
        /// Depth allowed.
        limit: usize,
    },
    /// Too many values.
    TooManyNodes {
        /// Number allowed.
        limit: usize,
    },
    /// Too many steps, roles or variables.
    TooMany {
        /// Of what.
        what: Referent,
        /// How many there are.
        found: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// A text is too long.
    TooLong {
        /// Characters it has.
        found: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// A name stands twice in one object.
    DuplicateKey {
        /// The name.
        name: String,
        /// Where it stands first.
        first: Place,
    },
    /// A field nobody knows.
    UnknownField {
        /// Its name.
        name: String,
        /// The known name it is nearest to.
        suggestion: Option<&'static str>,
        /// All names known there.
        known: &'static [&'static str],
    },
    /// A field that must be there is not.
    Missing {
        /// Its name.
        field: &'static str,
    },
    /// A field that must hold something is empty.
    Empty,
    /// A value of the wrong kind.
    WrongType {
        /// What the field wants.
        expected: Expected,
        /// What stands there.
        found: Shape,
    },
    /// A word that is neither `true` nor `false`.
    NotTrueOrFalse {
        /// The word.
        found: String,
        /// Which of the two it means.
        suggestion: Option<&'static str>,
    },
    /// A text that was read as a field, for the colon in it.
    ReadAsField {
        /// What stands before the colon.
        name: String,
    },
    /// A line break where one line is wanted.
    LineBreak,
    /// Made for another version of the format, or for something else.
    Format {
        /// What it says.
        found: String,
    },
    /// A feature this program does not know.
    UnknownFeature {
        /// Its name.
        name: String,
        /// The known name it is nearest to.
        suggestion: Option<&'static str>,
    },
    /// An id written with characters it may not have.
    BadId {
        /// The id.
        id: String,
        /// What holds there.
        rule: IdRule,
        /// The same id in allowed characters.
        suggestion: Option<String>,
    },
    /// An id that means something else wherever it is used.
    ReservedId {
        /// The id.
        id: String,
    },
    /// Two parts with one id.
    DuplicateId {
        /// The id.
        name: String,
        /// Where it stands first.
        first: Place,
    },
    /// Not a length of time.
    Time {
        /// What is written.
        found: String,
        /// Why it is none.
        fault: SpanFault,
    },
    /// A length of time below zero, where none is meant.
    NegativeTime {
        /// What is written.
        found: String,
    },
    /// Not a time of the day.
    ClockTime {
        /// What is written.
        found: String,
    },
    /// Not a date.
    Date {
        /// What is written.
        found: String,
    },
    /// Not one of the words a field knows.
    BadWord {
        /// What is written.
        given: String,
        /// The known word it is nearest to.
        suggestion: Option<&'static str>,
        /// All known words.
        known: Vec<&'static str>,
    },
    /// Not a regular expression, or too large a one.
    Pattern {
        /// Why, in the words of the library that reads it.
        reason: String,
    },
    /// A default that the variable itself does not allow.
    BadDefault {
        /// The default.
        found: String,
    },
    /// A name that nothing has.
    UnknownReference {
        /// What was looked for.
        what: Referent,
        /// The name.
        name: String,
        /// The known name it is nearest to.
        suggestion: Option<String>,
        /// Some of the known names.
        known: Vec<String>,
    },
    /// Not a point in the course of a session.
    Anchor {
        /// What is written.
        given: String,
        /// What may be meant.
        suggestion: Option<String>,
    },
    /// One of several fields is wanted, and none is there.
    NoneOf {
        /// The fields.
        fields: &'static [&'static str],
    },
    /// Two fields that exclude each other.
    OnlyOneOf {
        /// The fields.
        fields: &'static [&'static str],
        /// Where the other one stands.
        other: Place,
    },
    /// A warning that comes no earlier than the limit it warns of.
    WarnsTooLate {
        /// When it warns.
        warn_at: Span,
        /// The limit.
        limit: Span,
        /// Where the limit stands.
        other: Place,
    },
    /// `on_overrun` without `timebox`.
    OverrunWithoutTimebox,
    /// `{{name}}` in a command.
    BracesInCommand {
        /// The name between the braces.
        name: String,
        /// Whether a variable is called so.
        declared: bool,
    },
    /// `{{name}}` of nothing.
    UnknownVariable {
        /// The name between the braces.
        name: String,
        /// The known name it is nearest to.
        suggestion: Option<String>,
    },
    /// `$name` outside of quotes.
    UnquotedVariable {
        /// The variable.
        name: String,
    },
    /// A character in a command that shows one thing and does another.
    HiddenCharacter {
        /// The character.
        character: char,
        /// What it does.
        what: Hidden,
    },

    // Weak spots of a sound runbook.
    /// A role nobody needs.
    IdleRole {
        /// Its id.
        role: String,
    },
    /// A step nobody does, in a runbook with roles.
    StepWithoutRole,
    /// A contact that cannot be reached.
    NoWayToReach {
        /// Its id.
        contact: String,
    },
    /// A step that no path leads to.
    UnreachableStep {
        /// Its id.
        step: String,
        /// Whether it waits for a jump (`branch`) that nothing makes.
        branch: bool,
    },
    /// A step that waits for one that comes later, or for itself.
    NeverReady {
        /// The step.
        step: String,
        /// What it waits for.
        requires: String,
    },
    /// A timer that begins with a step that no path leads to, or with the end.
    TimerNeverStarts {
        /// The timer.
        timer: String,
    },
    /// Something is owed, and nothing in the plan settles it.
    NeverClosed {
        /// The obligation.
        obligation: String,
    },
    /// Something is to be settled, and nothing in the plan opens it.
    NeverOpened {
        /// The obligation.
        obligation: String,
    },
    /// A limit without a number.
    VagueLimit {
        /// The words.
        phrase: String,
    },
    /// A runbook that is nowhere.
    UnknownRunbook {
        /// The name it is given.
        name: String,
        /// The name there is that it is nearest to.
        suggestion: Option<String>,
    },
    /// A runbook outside of the folder of the one that names it.
    RunbookOutside {
        /// Its path.
        name: String,
    },
    /// A runbook that cannot be read, or has errors.
    BrokenRunbook {
        /// Its name.
        name: String,
    },
    /// A runbook that leads back into the one that leads into it.
    LeadsBack {
        /// Its name.
        name: String,
    },
    /// A runbook that replaces itself.
    SupersedesItself,
    /// A note to oneself that was left.
    Todo {
        /// The word found.
        word: String,
    },
    /// A typographic character in a command.
    Typographic {
        /// The character.
        character: char,
    },
    /// A gap left to be filled in a command.
    Placeholder {
        /// The gap.
        text: String,
    },
    /// A review that should have taken place.
    ReviewOverdue {
        /// The day it was due.
        due: NaiveDate,
    },
}

impl FaultKind {
    /// Stable name of the kind, for programs and for looking it up.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooBig { .. }
            | Self::TooDeep { .. }
            | Self::TooManyNodes { .. }
            | Self::TooMany { .. }
            | Self::TooLong { .. } => "limit",
            Self::Utf16 | Self::NotUtf8 { .. } => "encoding",
            Self::NoProcedure => "no-procedure",
            Self::Syntax(_) => "syntax",
            Self::YamlPart(_) => "yaml",
            Self::TextCut => "comment",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::UnknownField { .. } => "unknown-field",
            Self::Missing { .. } | Self::NoneOf { .. } => "missing",
            Self::Empty => "empty",
            Self::WrongType { .. } | Self::NotTrueOrFalse { .. } | Self::ReadAsField { .. } => "type",
            Self::LineBreak => "line-break",
            Self::Format { .. } => "format",
            Self::UnknownFeature { .. } => "must-understand",
            Self::BadId { .. } | Self::ReservedId { .. } => "id",
            Self::DuplicateId { .. } => "duplicate-id",
            Self::Time { .. } | Self::NegativeTime { .. } | Self::ClockTime { .. } => "time",
            Self::Date { .. } => "date",
            Self::BadWord { .. } => "word",
            Self::Pattern { .. } => "pattern",
            Self::BadDefault { .. } => "default",
            Self::UnknownReference { what, .. } => match what {
                Referent::Step | Referent::StepOrPhase => "unknown-step",
                Referent::Role => "unknown-role",
                Referent::Contact => "unknown-contact",
                Referent::RoleOrContact => "unknown-recipient",
                Referent::Notice => "unknown-notice",
                Referent::Obligation => "unknown-obligation",
                Referent::Level => "unknown-level",
                Referent::Variable => "unknown-variable",
            },
            Self::Anchor { .. } => "anchor",
            Self::OnlyOneOf { .. } => "conflict",
            Self::WarnsTooLate { .. } => "warn-at",
            Self::OverrunWithoutTimebox => "no-timebox",
            Self::BracesInCommand { .. } => "braces-in-command",
            Self::UnknownVariable { .. } => "unknown-variable",
            Self::UnquotedVariable { .. } => "unquoted-variable",
            Self::HiddenCharacter { .. } => "hidden-character",
            Self::IdleRole { .. } => "idle-role",
            Self::StepWithoutRole => "no-role",
            Self::NoWayToReach { .. } => "no-way-to-reach",
            Self::UnreachableStep { .. } => "unreachable-step",
            Self::NeverReady { .. } => "never-ready",
            Self::TimerNeverStarts { .. } => "never-starts",
            Self::NeverClosed { .. } => "never-closed",
            Self::NeverOpened { .. } => "never-opened",
            Self::VagueLimit { .. } => "vague-limit",
            Self::UnknownRunbook { .. } => "unknown-runbook",
            Self::RunbookOutside { .. } => "outside",
            Self::BrokenRunbook { .. } => "broken-runbook",
            Self::LeadsBack { .. } => "leads-back",
            Self::SupersedesItself => "supersedes-itself",
            Self::Todo { .. } => "todo",
            Self::Typographic { .. } => "typographic",
            Self::Placeholder { .. } => "placeholder",
            Self::ReviewOverdue { .. } => "review-overdue",
        }
    }

    /// How bad it is unless the place makes it worse.
    pub fn severity(&self) -> Severity {
        match self {
            Self::NoProcedure
            | Self::UnknownField { .. }
            | Self::TextCut
            | Self::WarnsTooLate { .. }
            | Self::OverrunWithoutTimebox
            | Self::UnknownVariable { .. }
            | Self::UnquotedVariable { .. }
            | Self::IdleRole { .. }
            | Self::StepWithoutRole
            | Self::NoWayToReach { .. }
            | Self::UnreachableStep { .. }
            | Self::NeverReady { .. }
            | Self::TimerNeverStarts { .. }
            | Self::NeverClosed { .. }
            | Self::NeverOpened { .. }
            | Self::VagueLimit { .. }
            | Self::LeadsBack { .. }
            | Self::SupersedesItself
            | Self::Todo { .. }
            | Self::Typographic { .. }
            | Self::Placeholder { .. }
            | Self::ReviewOverdue { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// The second place, when there are two.
    pub fn other(&self) -> Option<&Place> {
        match self {
            Self::DuplicateKey { first: other, .. }
            | Self::DuplicateId { first: other, .. }
            | Self::OnlyOneOf { other, .. }
            | Self::WarnsTooLate { other, .. } => Some(other),
            _ => None,
        }
    }
}

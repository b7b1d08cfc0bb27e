//! The terms in which faults are told: what was expected, what is referred to, what JSON stumbles over.

/// What a field wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A text.
    Text,
    /// `true` or `false`.
    TrueOrFalse,
    /// A whole number, not negative.
    WholeNumber,
    /// A list.
    List,
    /// An object.
    Object,
    /// A text or an object, where shorthand is allowed.
    TextOrObject,
    /// A text or a list of texts.
    TextOrList,
    /// A length of time.
    Time,
    /// A time of the day.
    ClockTime,
    /// A date.
    Date,
}

/// What a reference may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referent {
    /// A step.
    Step,
    /// A step or a phase.
    StepOrPhase,
    /// A role.
    Role,
    /// A contact.
    Contact,
    /// A role or a contact.
    RoleOrContact,
    /// A notice.
    Notice,
    /// An obligation.
    Obligation,
    /// A level.
    Level,
    /// A variable.
    Variable,
}

/// How an id may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdRule {
    /// Small Latin letters, digits and hyphens, at most 64.
    Runbook,
    /// Letters and digits of any script, `-`, `_` and `.`, at most 64.
    Name,
    /// A name a shell takes.
    Variable,
}

/// What a JSON reader stumbles over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// There is nothing in the file.
    Empty,
    /// JSON has no comments.
    Comment,
    /// A comma after the last item.
    TrailingComma,
    /// No comma between two items.
    MissingComma,
    /// No colon after a name.
    MissingColon,
    /// No value after a colon.
    MissingValue,
    /// A text in single quotes.
    SingleQuotes,
    /// A text in typographic quotes.
    CurlyQuotes,
    /// A name or text without quotes.
    Unquoted,
    /// A second value after the first.
    AfterTheEnd,
    /// A bracket that is never closed.
    Unclosed(char),
    /// A text that is never closed.
    UnclosedText,
    /// A line break, a tab or another control character inside a text.
    ControlInText(char),
    /// A backslash followed by something that has no meaning.
    Escape,
    /// No number.
    Number,
    /// Anything else out of place.
    Unexpected(char),
}

/// A character that may not stand in a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// It drives a terminal.
    Control,
    /// It turns the direction of writing.
    Direction,
    /// It cannot be seen.
    ZeroWidth,
}

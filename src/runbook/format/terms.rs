//! The terms in which faults are told: what was expected, what is referred to, what a reader stumbles over.

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

/// What a reader of JSON or YAML stumbles over.
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
    /// A text that is never closed, and the quote it begins with.
    UnclosedText(char),
    /// A line break, a tab or another control character inside a text.
    ControlInText(char),
    /// A backslash followed by something that has no meaning.
    Escape,
    /// No number.
    Number,
    /// Anything else out of place.
    Unexpected(char),
    /// A tab where only spaces indent.
    TabIndent,
    /// A line that begins where nothing above it lets it begin.
    Indent,
    /// A name, its colon, and no space.
    NoSpaceAfterColon,
    /// The dash of an item, and no space.
    NoSpaceAfterDash,
    /// A line that is no `name: value`.
    NoName,
    /// A colon and a space inside a text without quotes.
    ColonInText,
    /// Something after the quote that closes a text.
    AfterQuotes,
    /// A text without quotes that begins with `{{`.
    BracesUnquoted,
    /// A text without quotes that begins with a sign of another meaning.
    Indicator(char),
    /// Words on the line of the sign that begins a text of many lines.
    BlockHeader(char),
    /// A list on the line of its name.
    DashAfterColon,
}

/// What YAML has, and a runbook does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YamlPart {
    /// `&name`, which keeps a value for later.
    Anchor,
    /// `*name`, which repeats a value.
    Alias,
    /// `<<`, which takes over the fields of another object.
    MergeKey,
    /// `!type`, which says what a value is.
    Tag,
    /// `%…` before the document.
    Directive,
    /// A second document in the file.
    SecondDocument,
    /// A list or an object where a name stands.
    CompoundName,
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

//! The only place that names a key of a screen. Dispatch, footer, help page and README table all read this table;
//! text fields and dialogs have the keys that every field has (`update::fields`).

use super::action::Action;
use super::key::Chord;

/// Where a binding holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every screen without an open text field or dialog.
    Global,
    /// Screens of a session.
    Session,
    /// The Run screen.
    Run,
    /// The library.
    Library,
    /// The briefing.
    Briefing,
    /// The wrap-up.
    WrapUp,
    /// The screens of those who only look on.
    Watch,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// The key, in the notation of [`Chord::parse`].
    pub chord: &'static str,
    /// What it does.
    pub action: Action,
}

const fn bind(scope: Scope, chord: &'static str, action: Action) -> Binding {
    Binding { scope, chord, action }
}

/// All keys. Rows of one action stand together; the first is the one that is shown.
pub const BINDINGS: &[Binding] = &[
    bind(Scope::Run, "space", Action::Tick),
    bind(Scope::Briefing, "space", Action::Tick),
    bind(Scope::WrapUp, "space", Action::Tick),
    bind(Scope::Global, "enter", Action::Enter),
    bind(Scope::Global, "up", Action::Up),
    bind(Scope::Session, "k", Action::Up),
    bind(Scope::Global, "down", Action::Down),
    bind(Scope::Session, "j", Action::Down),
    bind(Scope::Global, "pgup", Action::PageUp),
    bind(Scope::Global, "pgdn", Action::PageDown),
    bind(Scope::Global, "home", Action::Top),
    bind(Scope::Global, "end", Action::Bottom),
    bind(Scope::Run, "tab", Action::SwitchPane),
    bind(Scope::Run, "left", Action::SwitchPane),
    bind(Scope::Run, "right", Action::SwitchPane),
    bind(Scope::Run, "[", Action::PreviousRunning),
    bind(Scope::Run, "]", Action::NextRunning),
    bind(Scope::Session, "u", Action::TakeBack),
    bind(Scope::Session, "n", Action::Note),
    bind(Scope::Session, "N", Action::KeepNoting),
    bind(Scope::Session, "x", Action::OtherOutcome),
    bind(Scope::Session, "a", Action::Assign),
    bind(Scope::Session, "d", Action::Decide),
    bind(Scope::Session, "t", Action::Remind),
    bind(Scope::Session, "y", Action::Copy),
    bind(Scope::Session, "Y", Action::ShowCommands),
    bind(Scope::Session, "!", Action::Urgent),
    bind(Scope::Briefing, "1", Action::Start),
    bind(Scope::Session, "1", Action::ShowRun),
    bind(Scope::Session, "2", Action::ShowPlan),
    bind(Scope::Session, "3", Action::ShowPeople),
    bind(Scope::Session, "4", Action::ShowClocks),
    bind(Scope::Session, "5", Action::ShowMessages),
    bind(Scope::Session, "6", Action::ShowLog),
    bind(Scope::Session, ":", Action::Palette),
    bind(Scope::Session, "?", Action::Help),
    bind(Scope::Session, "b", Action::Mute),
    bind(Scope::Library, "backspace", Action::ClearSearch),
    bind(Scope::Global, "ctrl-l", Action::Repaint),
    bind(Scope::Global, "ctrl-z", Action::Suspend),
    bind(Scope::Global, "ctrl-c", Action::HowToLeave),
    bind(Scope::Global, "esc", Action::Back),
    bind(Scope::Session, "q", Action::Leave),
    bind(Scope::Watch, "q", Action::Leave),
];

/// What a key means where one stands: the innermost scope wins.
pub fn resolve(scopes: &[Scope], pressed: Chord) -> Option<Action> {
    scopes.iter().find_map(|scope| {
        BINDINGS
            .iter()
            .find(|binding| binding.scope == *scope && Chord::parse(binding.chord) == Some(pressed))
            .map(|binding| binding.action)
    })
}

/// The key shown for an action in these scopes.
pub fn shown(scopes: &[Scope], action: Action) -> Option<&'static str> {
    BINDINGS
        .iter()
        .find(|binding| binding.action == action && scopes.contains(&binding.scope))
        .map(|binding| binding.chord)
}

#[cfg(test)]
mod tests;

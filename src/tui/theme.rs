//! Looks by role: what a thing means decides its style, never where it stands.
//!
//! Owns the only colours of the program, all of the sixteen every terminal has. A meaning is never told by a look
//! alone: a word or a mark stands beside it. It knows no session and no screen.

use ratatui::style::{Color, Modifier, Style};

use crate::session::Kind;

/// A style for every role there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// The mode bar of an incident.
    pub incident: Style,
    /// The mode bar of a drill.
    pub drill: Style,
    /// The mode bar of a walkthrough, and the bar where there is no session.
    pub walkthrough: Style,
    /// What may do harm.
    pub danger: Style,
    /// Over its limit, not saved, refused, failed.
    pub over: Style,
    /// Near its limit, waited for, to be decided.
    pub warned: Style,
    /// Done, met, ticked.
    pub done: Style,
    /// Being done.
    pub running: Style,
    /// What one need not read.
    pub dim: Style,
    /// Where the cursor is.
    pub selected: Style,
    /// Titles and headings.
    pub title: Style,
    /// Names of keys.
    pub key: Style,
    /// Strong words of a text.
    pub strong: Style,
    /// Code and commands.
    pub code: Style,
    /// Lines between panes.
    pub edge: Style,
}

impl Default for Theme {
    fn default() -> Self {
        Self::dark()
    }
}

impl Theme {
    /// For terminals with a dark background; reads on a light one too.
    pub const fn dark() -> Self {
        let plain = Style::new();
        Self {
            incident: plain.fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
            drill: plain.fg(Color::Black).bg(Color::Cyan).add_modifier(Modifier::BOLD),
            walkthrough: plain.fg(Color::Black).bg(Color::Gray),
            danger: plain.fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
            over: plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            warned: plain.fg(Color::Yellow),
            done: plain.fg(Color::Green),
            running: plain.add_modifier(Modifier::BOLD),
            // A grey of the sixteen is the background itself in some palettes; dim stays readable where it is unknown.
            dim: plain.add_modifier(Modifier::DIM),
            selected: plain.add_modifier(Modifier::REVERSED),
            title: plain.add_modifier(Modifier::BOLD),
            key: plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            strong: plain.add_modifier(Modifier::BOLD),
            code: plain.fg(Color::Cyan),
            edge: plain.add_modifier(Modifier::DIM),
        }
    }

    /// Without any colour: a terminal told to show none loses modifiers set beside a colour.
    pub const fn mono() -> Self {
        let plain = Style::new();
        let bar = plain.add_modifier(Modifier::REVERSED.union(Modifier::BOLD));
        let bold = plain.add_modifier(Modifier::BOLD);
        Self {
            incident: bar,
            drill: plain.add_modifier(Modifier::REVERSED),
            walkthrough: plain.add_modifier(Modifier::REVERSED),
            danger: bar,
            over: bold,
            warned: bold,
            done: plain,
            running: bold,
            dim: plain.add_modifier(Modifier::DIM),
            selected: plain.add_modifier(Modifier::REVERSED),
            title: bold,
            key: bold,
            strong: bold,
            code: plain,
            edge: plain.add_modifier(Modifier::DIM),
        }
    }

    /// The mode bar of a session of this kind.
    pub const fn bar(&self, kind: Kind) -> Style {
        match kind {
            Kind::Incident => self.incident,
            Kind::Drill => self.drill,
            Kind::Walkthrough => self.walkthrough,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(theme: &Theme) -> [Style; 15] {
        let Theme {
            incident,
            drill,
            walkthrough,
            danger,
            over,
            warned,
            done,
            running,
            dim,
            selected,
            title,
            key,
            strong,
            code,
            edge,
        } = *theme;
        [
            incident,
            drill,
            walkthrough,
            danger,
            over,
            warned,
            done,
            running,
            dim,
            selected,
            title,
            key,
            strong,
            code,
            edge,
        ]
    }

    #[test]
    fn without_colours_there_is_none_at_all() {
        for style in all(&Theme::mono()) {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }

    #[test]
    fn only_the_sixteen_colours_are_used() {
        for style in all(&Theme::dark()) {
            for colour in [style.fg, style.bg].into_iter().flatten() {
                assert!(!matches!(colour, Color::Rgb(..) | Color::Indexed(_)), "{colour:?}");
            }
        }
    }

    #[test]
    fn an_incident_and_a_drill_never_look_alike() {
        for theme in [Theme::dark(), Theme::mono()] {
            assert_ne!(theme.bar(Kind::Incident), theme.bar(Kind::Drill));
        }
    }
}

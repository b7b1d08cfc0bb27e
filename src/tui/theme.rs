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
    /// What those lines are made of.
    pub lines: Lines,
}

/// The signs lines are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// From left to right.
    pub across: char,
    /// From top to bottom.
    pub upright: char,
    /// Where one leaves a line across downwards.
    pub down: char,
    /// Where one leaves it upwards.
    pub up: char,
}

impl Lines {
    /// Signs that every terminal has and measures alike.
    pub const ASCII: Self = Self { across: '-', upright: '|', down: '+', up: '+' };
    /// Box-drawing signs; terminals set up for Chinese or Japanese may draw them two columns wide.
    pub const UNICODE: Self = Self { across: '\u{2500}', upright: '\u{2502}', down: '\u{252c}', up: '\u{2534}' };

    /// A line across so many columns.
    pub fn rule(self, cols: usize) -> String {
        std::iter::repeat_n(self.across, cols).collect()
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::dark()
    }
}

impl Theme {
    /// For terminals with a dark background.
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
            lines: Lines::ASCII,
        }
    }

    /// For terminals with a light background: what is bright there, green and yellow and cyan, is no ink.
    pub const fn light() -> Self {
        let plain = Style::new();
        Self {
            incident: plain.fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
            drill: plain.fg(Color::White).bg(Color::Blue).add_modifier(Modifier::BOLD),
            walkthrough: plain.fg(Color::Black).bg(Color::Gray),
            danger: plain.fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
            over: plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            warned: plain.fg(Color::Magenta),
            done: plain.fg(Color::Blue),
            running: plain.add_modifier(Modifier::BOLD),
            dim: plain.add_modifier(Modifier::DIM),
            selected: plain.add_modifier(Modifier::REVERSED),
            title: plain.add_modifier(Modifier::BOLD),
            key: plain.fg(Color::Blue).add_modifier(Modifier::BOLD),
            strong: plain.add_modifier(Modifier::BOLD),
            code: plain.fg(Color::Blue),
            edge: plain.add_modifier(Modifier::DIM),
            lines: Lines::ASCII,
        }
    }

    /// For weak eyes and weak projectors: nothing is dimmed, and ink in a colour has a paper of its own, because that of
    /// the terminal is not known. Bold black is grey in some palettes.
    pub const fn high_contrast() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        Self {
            incident: plain.fg(Color::Black).bg(Color::LightRed),
            drill: plain.fg(Color::Black).bg(Color::LightCyan),
            walkthrough: plain.fg(Color::Black).bg(Color::White),
            danger: plain.fg(Color::Black).bg(Color::LightRed),
            over: plain.fg(Color::Black).bg(Color::LightRed),
            warned: plain.fg(Color::Black).bg(Color::LightYellow),
            done: plain,
            running: bold,
            dim: plain,
            selected: plain.add_modifier(Modifier::REVERSED),
            title: bold,
            key: bold,
            strong: bold,
            code: bold,
            edge: plain,
            lines: Lines::ASCII,
        }
    }

    /// Without any colour: a terminal told to show none loses modifiers set beside a colour.
    pub const fn mono() -> Self {
        let plain = Style::new();
        let bar = plain.add_modifier(Modifier::REVERSED.union(Modifier::BOLD));
        let bold = plain.add_modifier(Modifier::BOLD);
        Self {
            incident: bar,
            drill: plain.add_modifier(Modifier::REVERSED.union(Modifier::UNDERLINED)),
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
            lines: Lines::ASCII,
        }
    }

    /// The same with other lines.
    #[must_use]
    pub const fn lined(self, lines: Lines) -> Self {
        Self { lines, ..self }
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

    const ALL: [(&str, Theme); 4] = [
        ("dark", Theme::dark()),
        ("light", Theme::light()),
        ("mono", Theme::mono()),
        ("high-contrast", Theme::high_contrast()),
    ];

    /// Every role with its name, and whether it must be told from plain text wherever it stands.
    fn roles(theme: &Theme) -> [(&'static str, Style, bool); 15] {
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
            lines: _,
        } = *theme;
        [
            ("incident", incident, true),
            ("drill", drill, true),
            ("walkthrough", walkthrough, true),
            ("danger", danger, true),
            ("over", over, true),
            ("warned", warned, true),
            ("done", done, false),
            ("running", running, true),
            ("dim", dim, false),
            ("selected", selected, true),
            ("title", title, true),
            ("key", key, true),
            ("strong", strong, true),
            ("code", code, false),
            ("edge", edge, false),
        ]
    }

    /// The sixteen colours as xterm has them.
    const fn xterm(colour: Color) -> Option<[u8; 3]> {
        Some(match colour {
            Color::Black => [0, 0, 0],
            Color::Red => [205, 0, 0],
            Color::Green => [0, 205, 0],
            Color::Yellow => [205, 205, 0],
            Color::Blue => [0, 0, 238],
            Color::Magenta => [205, 0, 205],
            Color::Cyan => [0, 205, 205],
            Color::Gray => [229, 229, 229],
            Color::DarkGray => [127, 127, 127],
            Color::LightRed => [255, 0, 0],
            Color::LightGreen => [0, 255, 0],
            Color::LightYellow => [255, 255, 0],
            Color::LightBlue => [92, 92, 255],
            Color::LightMagenta => [255, 0, 255],
            Color::LightCyan => [0, 255, 255],
            Color::White => [255, 255, 255],
            Color::Reset | Color::Indexed(_) | Color::Rgb(..) => return None,
        })
    }

    /// Contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance).
    fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let light = |[red, green, blue]: [u8; 3]| {
            0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue) + 0.05
        };
        let (one, other) = (light(one), light(other));
        one.max(other) / one.min(other)
    }

    #[test]
    fn without_colours_there_is_none_at_all() {
        for (role, style, _) in roles(&Theme::mono()) {
            assert_eq!((style.fg, style.bg), (None, None), "{role}");
        }
    }

    #[test]
    fn only_the_sixteen_colours_are_used() {
        for (theme, styles) in ALL {
            for (role, style, _) in roles(&styles) {
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    assert!(xterm(colour).is_some(), "{theme} {role}: {colour:?}");
                }
            }
        }
    }

    #[test]
    fn incident_drill_and_walkthrough_never_look_alike() {
        for (name, theme) in ALL {
            let [incident, drill, walkthrough] = [Kind::Incident, Kind::Drill, Kind::Walkthrough].map(|k| theme.bar(k));
            assert_ne!(incident, drill, "{name}");
            assert_ne!(drill, walkthrough, "{name}");
            assert_ne!(incident, walkthrough, "{name}");
        }
    }

    #[test]
    fn what_must_be_seen_is_told_from_plain_text() {
        for (name, theme) in ALL {
            for (role, style, seen) in roles(&theme) {
                let marks = style.add_modifier - Modifier::DIM;
                let differs = style.fg.is_some() || style.bg.is_some() || !marks.is_empty();
                assert!(differs || !seen, "{name}: {role} looks like any text");
            }
        }
    }

    #[test]
    fn ink_is_legible_on_its_paper() {
        let (black, white) = (Color::Black, Color::White);
        for (name, theme, papers, least) in [
            ("dark", Theme::dark(), &[black][..], 3.5),
            ("light", Theme::light(), &[white][..], 3.5),
            ("high-contrast", Theme::high_contrast(), &[black, white][..], 5.0),
        ] {
            for (role, style, _) in roles(&theme) {
                let Some(ink) = style.fg.and_then(xterm) else { continue };
                for paper in style.bg.iter().chain(papers.iter().filter(|_| style.bg.is_none())) {
                    let found = contrast(ink, xterm(*paper).unwrap_or_default());
                    assert!(found >= least, "{name}: {role} on {paper:?} has a contrast of {found:.1}");
                }
            }
        }
    }

    #[test]
    fn lines_are_one_column_wide_and_those_of_ascii_everywhere() {
        use unicode_width::UnicodeWidthChar as _;
        for Lines { across, upright, down, up } in [Lines::ASCII, Lines::UNICODE] {
            assert!([across, upright, down, up].into_iter().all(|sign| sign.width() == Some(1)));
        }
        let Lines { across, upright, down, up } = Lines::ASCII;
        assert!([across, upright, down, up].iter().all(char::is_ascii));
    }

    #[test]
    fn strong_contrast_dims_nothing_and_knows_only_black_white_and_bright() {
        for (role, style, _) in roles(&Theme::high_contrast()) {
            assert!(!style.add_modifier.contains(Modifier::DIM), "{role}");
            for colour in [style.fg, style.bg].into_iter().flatten() {
                let bright = xterm(colour).is_some_and(|rgb| rgb == [0; 3] || rgb.contains(&255));
                assert!(bright, "{role}: {colour:?}");
            }
        }
    }
}

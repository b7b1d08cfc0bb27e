//! How things are to look: what the user asks for by flag and configuration, and what the environment says the terminal
//! can show.
//!
//! It knows no colour and no line: what a theme is made of is `tui`'s.

use std::ffi::OsString;

use super::Config;

/// A setting that is one of a few words.
pub trait Setting: Copy + PartialEq + Send + Sync + 'static {
    /// Every value with its word, the default first.
    const ALL: &'static [(&'static str, Self)];

    /// The value of a word.
    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }

    /// The word of a value.
    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| *word)
    }

    /// All words there are, for a sentence.
    fn words() -> String {
        Self::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ")
    }
}

/// A set of colours and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeName {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light background.
    Light,
    /// Without any colour.
    Mono,
    /// For eyes and projectors that need strong contrasts.
    HighContrast,
}

impl Setting for ThemeName {
    const ALL: &'static [(&'static str, Self)] =
        &[("dark", Self::Dark), ("light", Self::Light), ("mono", Self::Mono), ("high-contrast", Self::HighContrast)];
}

/// Whether colours are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Color {
    /// As the environment and the terminal have it.
    #[default]
    Auto,
    /// Whatever the environment says.
    Always,
    /// None.
    Never,
}

impl Setting for Color {
    const ALL: &'static [(&'static str, Self)] =
        &[("auto", Self::Auto), ("always", Self::Always), ("never", Self::Never)];
}

/// What lines are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Borders {
    /// Signs that every terminal has and measures alike.
    #[default]
    Ascii,
    /// Box-drawing signs; some terminals draw them two columns wide.
    Unicode,
}

impl Setting for Borders {
    const ALL: &'static [(&'static str, Self)] = &[("ascii", Self::Ascii), ("unicode", Self::Unicode)];
}

/// What the command line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wishes {
    /// `--theme`.
    pub theme: Option<ThemeName>,
    /// `--color`.
    pub color: Option<Color>,
    /// `--borders`.
    pub borders: Option<Borders>,
}

/// How things look on this terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The theme; the one without colours where none are to be sent.
    pub theme: ThemeName,
    /// What lines are drawn with.
    pub borders: Borders,
    /// The terminal shows letters beyond ASCII.
    pub unicode: bool,
    /// The terminal's window is named.
    pub titled: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self { theme: ThemeName::Dark, borders: Borders::Ascii, unicode: true, titled: false }
    }
}

impl Look {
    /// What flags, configuration and environment come to. `env` is `std::env::var_os` but in tests.
    pub fn of(wishes: &Wishes, config: &Config, env: impl Fn(&str) -> Option<OsString>, is_terminal: bool) -> Self {
        let unicode = is_utf8(&env);
        let borders = wishes.borders.or(config.borders).unwrap_or_default();
        let theme = wishes.theme.or(config.theme).unwrap_or_default();
        let colored = shows_color(wishes.color, config.color, &env, is_terminal);
        Self {
            theme: if colored { theme } else { ThemeName::Mono },
            borders: if unicode { borders } else { Borders::Ascii },
            unicode,
            titled: config.title,
        }
    }
}

/// Whether colours are sent: the flag wins over the configuration, both win over the environment, and there who wants
/// none wins over who wants some (no-color.org, bixense.com/clicolors).
pub fn shows_color(
    flag: Option<Color>,
    config: Option<Color>,
    env: impl Fn(&str) -> Option<OsString>,
    is_terminal: bool,
) -> bool {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    match flag.or(config).unwrap_or_default() {
        Color::Always => return true,
        Color::Never => return false,
        Color::Auto => {}
    }
    if set("NO_COLOR").is_some() {
        return false;
    }
    if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return true;
    }
    is_terminal && set("TERM").is_none_or(|term| term != "dumb") && set("CLICOLOR").is_none_or(|value| value != "0")
}

/// Whether letters beyond ASCII are UTF-8 here: by the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set. Where none
/// is, the locale is POSIX, which knows ASCII alone.
pub fn is_utf8(env: impl Fn(&str) -> Option<OsString>) -> bool {
    let mut locales = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(env);
    let Some(locale) = locales.find(|locale| !locale.is_empty()) else { return false };
    let locale = locale.to_string_lossy().to_lowercase();
    // `LC_CTYPE=UTF-8`, as macOS gives it to every login, names no language.
    let encoding = locale.split_once('.').map_or(locale.as_str(), |(_, encoding)| encoding);
    encoding.starts_with("utf-8") || encoding.starts_with("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env<'a>(set: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<OsString> + 'a {
        move |name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
    }

    #[test]
    fn every_setting_is_read_by_its_word() {
        fn each<S: Setting + std::fmt::Debug + Default>() {
            for (word, value) in S::ALL {
                assert_eq!((S::parse(word), value.word()), (Some(*value), *word));
            }
            assert_eq!(S::ALL[0].1, S::default());
            assert_eq!(S::parse("pink"), None);
        }
        each::<ThemeName>();
        each::<Color>();
        each::<Borders>();
        assert_eq!(ThemeName::words(), "dark, light, mono, high-contrast");
    }

    #[test]
    fn colours_are_sent_when_the_nearest_word_says_so() {
        use Color::{Always, Auto, Never};
        type Row<'a> = (Option<Color>, Option<Color>, &'a [(&'a str, &'a str)], bool, bool);
        let table: &[Row<'_>] = &[
            // Nothing said: a terminal decides.
            (None, None, &[], true, true),
            (None, None, &[], false, false),
            (None, None, &[("TERM", "dumb")], true, false),
            (None, None, &[("TERM", "xterm")], true, true),
            (None, None, &[("CLICOLOR", "0")], true, false),
            (None, None, &[("CLICOLOR", "1")], true, true),
            (None, None, &[("CLICOLOR", "1")], false, false),
            // Who wants none, then who wants some.
            (None, None, &[("NO_COLOR", "1")], true, false),
            (None, None, &[("NO_COLOR", "0")], true, false),
            (None, None, &[("NO_COLOR", "")], true, true),
            (None, None, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], true, false),
            (None, None, &[("CLICOLOR_FORCE", "1")], false, true),
            (None, None, &[("CLICOLOR_FORCE", "1"), ("TERM", "dumb"), ("CLICOLOR", "0")], true, true),
            (None, None, &[("CLICOLOR_FORCE", "0")], false, false),
            (None, None, &[("CLICOLOR_FORCE", "")], false, false),
            // The configuration over the environment, the flag over both.
            (None, Some(Always), &[("NO_COLOR", "1")], false, true),
            (None, Some(Never), &[("CLICOLOR_FORCE", "1")], true, false),
            (None, Some(Auto), &[("NO_COLOR", "1")], true, false),
            (Some(Never), Some(Always), &[], true, false),
            (Some(Always), Some(Never), &[("NO_COLOR", "1"), ("TERM", "dumb")], false, true),
            (Some(Auto), Some(Never), &[], true, true),
        ];
        for (flag, config, set, is_terminal, wanted) in table {
            let shown = shows_color(*flag, *config, env(set), *is_terminal);
            assert_eq!(shown, *wanted, "{flag:?} {config:?} {set:?} terminal: {is_terminal}");
        }
    }

    #[test]
    fn the_first_locale_that_is_set_says_whether_there_is_more_than_ascii() {
        for (set, wanted) in [
            (&[][..], false),
            (&[("LANG", "")], false),
            (&[("LANG", "C")], false),
            (&[("LANG", "POSIX")], false),
            (&[("LANG", "zh_CN")], false),
            (&[("LANG", "zh_CN.GB18030")], false),
            (&[("LANG", "C.UTF-8")], true),
            (&[("LANG", "zh_CN.utf8")], true),
            (&[("LANG", "en_US.UTF-8@euro")], true),
            (&[("LC_CTYPE", "UTF-8")], true),
            (&[("LC_ALL", "C"), ("LANG", "C.UTF-8")], false),
            (&[("LC_ALL", ""), ("LC_CTYPE", "C.utf-8"), ("LANG", "C")], true),
            (&[("LC_CTYPE", "C"), ("LANG", "C.UTF-8")], false),
        ] {
            assert_eq!(is_utf8(env(set)), wanted, "{set:?}");
        }
    }

    #[test]
    fn a_look_is_what_flags_configuration_and_environment_come_to() {
        let utf8 = [("LANG", "C.UTF-8")];
        let config =
            Config { theme: Some(ThemeName::Light), borders: Some(Borders::Unicode), title: true, ..Config::default() };
        let look = Look::of(&Wishes::default(), &config, env(&utf8), true);
        let wanted = Look { theme: ThemeName::Light, borders: Borders::Unicode, unicode: true, titled: true };
        assert_eq!(look, wanted);
        let wishes = Wishes { theme: Some(ThemeName::Dark), borders: Some(Borders::Ascii), color: None };
        let look = Look::of(&wishes, &config, env(&utf8), true);
        assert_eq!((look.theme, look.borders), (ThemeName::Dark, Borders::Ascii));
        let look = Look::of(&Wishes::default(), &config, env(&[("LANG", "C"), ("NO_COLOR", "1")]), true);
        assert_eq!((look.theme, look.borders, look.unicode), (ThemeName::Mono, Borders::Ascii, false));
        assert_eq!(Look::of(&Wishes::default(), &Config::default(), env(&utf8), true), Look::default());
    }
}

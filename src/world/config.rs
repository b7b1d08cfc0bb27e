//! `config.json` of the user: what it may hold, and what is wrong with it.
//!
//! A folder that cannot be meant stops the program, because the record would be kept somewhere else; of everything else
//! a wrong value is told and left out, because nobody in trouble is to mend a configuration first.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Map, Value};

use super::look::{Borders, Color, Setting, ThemeName};

/// Longest configuration that is read, in bytes.
const MAX_CONFIG: u64 = 64 * 1024;

/// `config.json` of the user.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// Language of the program, a BCP 47 tag.
    pub lang: Option<String>,
    /// Directory for sessions.
    pub home: Option<PathBuf>,
    /// Directory for the sessions of several accounts, mode 2770, the same for each of them.
    pub group: Option<PathBuf>,
    /// Logins that several people use, beside `root`.
    pub shared_logins: Vec<String>,
    /// Colours and marks.
    pub theme: Option<ThemeName>,
    /// Whether colours are sent.
    pub color: Option<Color>,
    /// What lines are drawn with.
    pub borders: Option<Borders>,
    /// The terminal's window is named after the session.
    pub title: bool,
    /// A program and its arguments, told of breaches; none when empty.
    pub notify: Vec<String>,
    /// Fields this release does not know, as written: to be reported, never obeyed.
    pub unknown: Vec<String>,
    /// Values that are left out: to be reported.
    pub wrong: Vec<Wrong>,
}

/// A value of the configuration that means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its field.
    pub field: String,
    /// What may stand there.
    pub allowed: String,
}

impl Config {
    /// Reads the configuration at `path`; without a file everything is default.
    pub fn read(path: &Path) -> Result<Self> {
        let about = || format!("cannot read the configuration {}", path.display());
        let size = match fs::metadata(path) {
            Ok(found) => found.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error).with_context(about),
        };
        if size > MAX_CONFIG {
            return Err(anyhow!("it is longer than {MAX_CONFIG} bytes")).with_context(about);
        }
        if !fs::metadata(path).is_ok_and(|found| found.is_file()) {
            return Err(anyhow!("it is no file")).with_context(about);
        }
        let text = fs::read_to_string(path).with_context(about)?;
        Self::parse(&text).with_context(about)
    }

    fn parse(text: &str) -> Result<Self> {
        let fields: Map<String, Value> = serde_json::from_str(text)?;
        let mut config = Self::default();
        for (name, value) in fields {
            match (name.as_str(), value) {
                ("lang", Value::String(lang)) => config.lang = Some(lang),
                ("home", Value::String(home)) if Path::new(&home).is_absolute() => config.home = Some(home.into()),
                ("group", Value::String(group)) if Path::new(&group).is_absolute() => config.group = Some(group.into()),
                ("home" | "group", Value::String(_)) => bail!("`{name}` must be an absolute path"),
                ("shared_logins", logins) => {
                    config.shared_logins =
                        serde_json::from_value(logins).context("`shared_logins` must be a list of texts")?;
                }
                ("lang" | "home" | "group", _) => bail!("`{name}` must be a text"),
                ("theme", value) => config.theme = config.one_of(&name, &value),
                ("color", value) => config.color = config.one_of(&name, &value),
                ("borders", value) => config.borders = config.one_of(&name, &value),
                ("title", Value::Bool(title)) => config.title = title,
                ("title", _) => config.is_wrong(&name, "true, false".to_owned()),
                ("notify", value) => match serde_json::from_value::<Vec<String>>(value) {
                    Ok(command) if command.first().is_none_or(|program| Path::new(program).is_absolute()) => {
                        config.notify = command;
                    }
                    _ => config.is_wrong(&name, r#"["/path/to/program", "argument"]"#.to_owned()),
                },
                ("$schema", _) => {}
                _ => config.unknown.push(name),
            }
        }
        Ok(config)
    }

    fn one_of<S: Setting>(&mut self, field: &str, value: &Value) -> Option<S> {
        let found = value.as_str().and_then(S::parse);
        if found.is_none() {
            self.is_wrong(field, S::words());
        }
        found
    }

    /// Notes that a field holds what means nothing; `allowed` is what may stand there.
    pub fn is_wrong(&mut self, field: &str, allowed: String) {
        self.wrong.push(Wrong { field: field.to_owned(), allowed });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn with_config(text: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("config.json"), text).unwrap();
        dir
    }

    #[test]
    fn unknown_fields_of_the_configuration_are_reported() {
        let dir = with_config(r#"{"lang": "zh-CN", "colour": 1}"#);
        let config = Config::read(&dir.path().join("config.json")).unwrap();
        assert_eq!((config.lang.as_deref(), config.unknown), (Some("zh-CN"), vec!["colour".to_owned()]));
        assert_eq!(Config::read(&dir.path().join("none.json")).unwrap(), Config::default());
    }

    #[test]
    fn a_wrong_folder_stops_the_program_and_says_what_and_where() {
        for (text, why) in [
            (r#"{"lang": 1}"#, "`lang` must be a text"),
            (r#"{"home": "x"}"#, "`home` must be an absolute path"),
            (r#"{"group": "x"}"#, "`group` must be an absolute path"),
            (r#"{"shared_logins": "x"}"#, "`shared_logins` must be a list of texts"),
            ("{,}", "line 1 column 2"),
            ("[]", "expected a map"),
        ] {
            let dir = with_config(text);
            let said = format!("{:#}", Config::read(&dir.path().join("config.json")).unwrap_err());
            assert!(said.contains("config.json") && said.contains(why), "{said}");
        }
    }

    #[test]
    fn how_it_looks_is_read() {
        let text = r#"{"theme": "high-contrast", "color": "never", "borders": "unicode", "title": true,
            "notify": ["/opt/page", "me"]}"#;
        let config = Config::parse(text).unwrap();
        assert_eq!((config.theme, config.color), (Some(ThemeName::HighContrast), Some(Color::Never)));
        assert_eq!((config.borders, config.title), (Some(Borders::Unicode), true));
        assert_eq!(config.notify, ["/opt/page", "me"]);
        assert!(config.wrong.is_empty() && config.unknown.is_empty());
    }

    #[test]
    fn a_wrong_look_is_told_with_what_is_allowed_and_left_out() {
        for (text, field, allowed) in [
            (r#"{"theme": "pink"}"#, "theme", "dark, light, mono, high-contrast"),
            (r#"{"theme": 1}"#, "theme", "dark, light, mono, high-contrast"),
            (r#"{"color": true}"#, "color", "auto, always, never"),
            (r#"{"borders": "round"}"#, "borders", "ascii, unicode"),
            (r#"{"notify": "/bin/true"}"#, "notify", r#"["/path/to/program", "argument"]"#),
            (r#"{"notify": ["page", "me"]}"#, "notify", r#"["/path/to/program", "argument"]"#),
            (r#"{"title": "yes"}"#, "title", "true, false"),
        ] {
            let config = Config::parse(text).unwrap();
            assert_eq!(config.wrong, [Wrong { field: field.to_owned(), allowed: allowed.to_owned() }], "{text}");
            assert_eq!(Config { wrong: Vec::new(), ..config }, Config::default());
        }
    }
}

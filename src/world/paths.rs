//! Where things are: the state directory, the runbooks of the user, the configuration.
//!
//! Owns the order in which a place is looked for. It makes no directory and reads only the configuration.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use directories::ProjectDirs;
use serde_json::{Map, Value};

/// Longest configuration that is read, in bytes.
const MAX_CONFIG: u64 = 64 * 1024;

/// `config.json` of the user.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// Language of the program, a BCP 47 tag.
    pub lang: Option<String>,
    /// Directory for sessions.
    pub home: Option<PathBuf>,
    /// Fields this release does not know, as written: to be reported, never obeyed.
    pub unknown: Vec<String>,
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
                ("home", Value::String(_)) => bail!("`home` must be an absolute path"),
                ("lang" | "home", _) => bail!("`{name}` must be a text"),
                ("$schema", _) => {}
                _ => config.unknown.push(name),
            }
        }
        Ok(config)
    }
}

/// Every place the program uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The state directory.
    pub home: PathBuf,
    /// The folders of sessions, in it.
    pub sessions: PathBuf,
    /// The user's own runbooks, if the system says where configuration belongs.
    pub user_runbooks: Option<PathBuf>,
    /// The runbooks beside the user: `runbooks` in the working directory.
    pub near_runbooks: PathBuf,
    /// The configuration that was read.
    pub config: Config,
}

impl Places {
    /// Finds the places: `--home`, else `RUNSHEET_HOME`, else the configuration, else the system's state directory.
    ///
    /// `env` is `std::env::var_os` but in tests.
    pub fn find(flag: Option<&Path>, env: impl Fn(&str) -> Option<OsString>) -> Result<Self> {
        let system = ProjectDirs::from("", "", "runsheet");
        let config_dir = system.as_ref().map(ProjectDirs::config_dir);
        let state_dir = system.as_ref().map(|dirs| dirs.state_dir().unwrap_or(dirs.data_local_dir()));
        Self::among(flag, env, config_dir, state_dir)
    }

    fn among(
        flag: Option<&Path>,
        env: impl Fn(&str) -> Option<OsString>,
        config_dir: Option<&Path>,
        state_dir: Option<&Path>,
    ) -> Result<Self> {
        let config = match config_dir {
            Some(dir) => Config::read(&dir.join("config.json"))?,
            None => Config::default(),
        };
        let said = env("RUNSHEET_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
        let home = flag
            .map(Path::to_owned)
            .or(said)
            .or_else(|| config.home.clone())
            .or_else(|| state_dir.map(Path::to_owned))
            .context("the system names no home directory: say where sessions belong with --home")?;
        let home = std::path::absolute(&home).with_context(|| format!("no usable path: {}", home.display()))?;
        Ok(Self {
            sessions: home.join("sessions"),
            home,
            user_runbooks: config_dir.map(|dir| dir.join("runbooks")),
            near_runbooks: std::path::absolute("runbooks").context("the working directory is gone")?,
            config,
        })
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
    fn the_flag_wins_over_the_environment_the_configuration_and_the_system() {
        let dir = with_config(r#"{"home": "/from/config"}"#);
        let env = |name: &str| (name == "RUNSHEET_HOME").then(|| "/from/env".into());
        let none = |_: &str| None;
        let state = Some(Path::new("/from/system"));
        let at = |home: Result<Places>| home.unwrap().sessions;
        let flag = Some(Path::new("/from/flag"));
        assert_eq!(at(Places::among(flag, env, Some(dir.path()), state)), Path::new("/from/flag/sessions"));
        assert_eq!(at(Places::among(None, env, Some(dir.path()), state)), Path::new("/from/env/sessions"));
        assert_eq!(at(Places::among(None, none, Some(dir.path()), state)), Path::new("/from/config/sessions"));
        assert_eq!(at(Places::among(None, none, None, state)), Path::new("/from/system/sessions"));
        assert_eq!(at(Places::among(None, |_| Some("".into()), None, state)), Path::new("/from/system/sessions"));
        assert!(Places::among(None, none, None, None).unwrap_err().to_string().contains("--home"));
    }

    #[test]
    fn a_relative_home_is_made_absolute() {
        let places = Places::among(Some(Path::new("here")), |_| None, None, None).unwrap();
        assert!(places.sessions.is_absolute() && places.near_runbooks.is_absolute());
    }

    #[test]
    fn unknown_fields_of_the_configuration_are_reported() {
        let dir = with_config(r#"{"lang": "zh-CN", "colour": 1}"#);
        let config = Config::read(&dir.path().join("config.json")).unwrap();
        assert_eq!((config.lang.as_deref(), config.unknown), (Some("zh-CN"), vec!["colour".to_owned()]));
        assert_eq!(Config::read(&dir.path().join("none.json")).unwrap(), Config::default());
    }

    #[test]
    fn a_wrong_configuration_says_what_and_where() {
        for (text, why) in [
            (r#"{"lang": 1}"#, "`lang` must be a text"),
            (r#"{"home": "x"}"#, "`home` must be an absolute path"),
            ("{,}", "line 1 column 2"),
            ("[]", "expected a map"),
        ] {
            let dir = with_config(text);
            let said = format!("{:#}", Config::read(&dir.path().join("config.json")).unwrap_err());
            assert!(said.contains("config.json") && said.contains(why), "{said}");
        }
    }
}

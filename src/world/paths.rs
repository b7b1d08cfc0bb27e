//! Where things are: the state directory, the runbooks of the user, the configuration.
//!
//! Owns the order in which a place is looked for. It makes no directory.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use directories::ProjectDirs;

use super::config::Config;

/// The user's home directory, as a shell writes `~`.
pub fn user_home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned())
}

/// A folder for sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderPath {
    /// Where it is.
    pub path: PathBuf,
    /// What sort of place that is.
    pub sort: Sort,
}

/// Sorts of places for sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Somebody named it.
    Asked,
    /// The configuration names it for a group of accounts.
    Group,
    /// The system's state directory of the user.
    State,
    /// The system's directory for temporary files that outlive a boot, where everybody may write.
    Temporary,
    /// The login's runtime directory: it goes with the login or the boot.
    Runtime,
}

/// Every place the program uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Where sessions belong, best first.
    pub homes: Vec<FolderPath>,
    /// Where they are kept when they cannot be kept there, best first.
    pub stand_ins: Vec<FolderPath>,
    /// The user's own runbooks, if the system says where configuration belongs.
    pub user_runbooks: Option<PathBuf>,
    /// The runbooks beside the user: `runbooks` in the working directory.
    pub near_runbooks: PathBuf,
    /// The configuration that was read.
    pub config: Config,
}

impl Places {
    /// Finds the places. Sessions belong where `--home` says, else `RUNSHEET_HOME`; else in the configuration's
    /// directory for a group, and in the configuration's own or the system's state directory. What is not taken of the
    /// state directory, the temporary and the runtime directory stands in for them.
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
        let absolute =
            |path: &Path| std::path::absolute(path).with_context(|| format!("no usable path: {}", path.display()));
        let text = |name: &str| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let folder = |path: PathBuf, sort| FolderPath { path, sort };
        let state = state_dir.map(|dir| folder(dir.join("sessions"), Sort::State));
        let uid = rustix::process::geteuid().as_raw();
        let temporary = folder(PathBuf::from(format!("/var/tmp/runsheet-{uid}/sessions")), Sort::Temporary);
        // Also where the variable is missing, as under `su` or `cron`: all programs of a user must know the same places.
        let usual = Some(PathBuf::from(format!("/run/user/{uid}"))).filter(|dir| dir.is_dir());
        let runtime = text("XDG_RUNTIME_DIR").or(usual);
        let runtime = runtime.map(|dir| folder(dir.join("runsheet/sessions"), Sort::Runtime));
        let asked = |home: &Path| Ok::<_, anyhow::Error>(folder(absolute(home)?.join("sessions"), Sort::Asked));
        let mut homes = Vec::new();
        match flag.map(Path::to_owned).or_else(|| text("RUNSHEET_HOME")) {
            Some(home) => homes.push(asked(&home)?),
            None => {
                homes.extend(config.group.clone().map(|group| folder(group, Sort::Group)));
                homes.extend(config.home.as_deref().map(asked).transpose()?.or_else(|| state.clone()));
            }
        }
        let mut stand_ins: Vec<FolderPath> = state.into_iter().chain([temporary]).chain(runtime).collect();
        stand_ins.retain(|stand_in| !homes.contains(stand_in));
        if homes.is_empty() {
            homes.push(stand_ins.remove(0));
        }
        Ok(Self {
            homes,
            stand_ins,
            user_runbooks: config_dir.map(|dir| dir.join("runbooks")),
            near_runbooks: std::path::absolute("runbooks").context("the working directory is gone")?,
            config,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::fs;

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
        let at = |home: Result<Places>| home.unwrap().homes.remove(0).path;
        let flag = Some(Path::new("/from/flag"));
        assert_eq!(at(Places::among(flag, env, Some(dir.path()), state)), Path::new("/from/flag/sessions"));
        assert_eq!(at(Places::among(None, env, Some(dir.path()), state)), Path::new("/from/env/sessions"));
        assert_eq!(at(Places::among(None, none, Some(dir.path()), state)), Path::new("/from/config/sessions"));
        assert_eq!(at(Places::among(None, none, None, state)), Path::new("/from/system/sessions"));
        assert_eq!(at(Places::among(None, |_| Some("".into()), None, state)), Path::new("/from/system/sessions"));
    }

    #[test]
    fn sessions_fall_from_place_to_place_and_never_into_one_they_came_from() {
        let env = |name: &str| (name == "XDG_RUNTIME_DIR").then(|| "/run/user/7".into());
        let sorts = |places: &[FolderPath]| places.iter().map(|place| place.sort).collect::<Vec<_>>();
        let state = Some(Path::new("/state"));
        let plain = Places::among(None, env, None, state).unwrap();
        assert_eq!(sorts(&plain.homes), [Sort::State]);
        assert_eq!(sorts(&plain.stand_ins), [Sort::Temporary, Sort::Runtime]);
        assert_eq!(plain.stand_ins[1].path, Path::new("/run/user/7/runsheet/sessions"));
        let asked = Places::among(Some(Path::new("/asked")), env, None, state).unwrap();
        assert_eq!(sorts(&asked.homes), [Sort::Asked]);
        assert_eq!(sorts(&asked.stand_ins), [Sort::State, Sort::Temporary, Sort::Runtime]);
        let dir = with_config(r#"{"group": "/srv/oncall", "shared_logins": ["mesadm"]}"#);
        let group = Places::among(None, env, Some(dir.path()), state).unwrap();
        assert_eq!(
            (sorts(&group.homes), group.homes[0].path.as_path()),
            (vec![Sort::Group, Sort::State], Path::new("/srv/oncall"))
        );
        let alone = Places::among(Some(Path::new("/asked")), env, Some(dir.path()), state).unwrap();
        assert_eq!(sorts(&alone.homes), [Sort::Asked], "a place somebody names is the only one");
        let homeless = Places::among(None, |_| None, None, None).unwrap();
        assert_eq!((sorts(&homeless.homes), homeless.stand_ins.len()), (vec![Sort::Temporary], 0));
    }

    #[test]
    fn a_relative_home_is_made_absolute() {
        let places = Places::among(Some(Path::new("here")), |_| None, None, None).unwrap();
        assert!(places.homes[0].path.is_absolute() && places.near_runbooks.is_absolute());
    }
}

//! What several tests need: a home of its own for each, a short runbook, and the record as anybody reads it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use runsheet::app::{App, Settings};
use runsheet::journal::{Journal, Ladder, Recovery, Shelf};
use runsheet::session::{Event, Session};
use runsheet::words::Lang;
use runsheet::world::{Library, Look, ManualClock};

/// Three steps: two ticks, a dangerous one, and one that ends it.
pub const SHORT: &str = r#"{
  "format": "runbook/1",
  "id": "disk-full",
  "title": "Disk full on the file server",
  "status": "active",
  "triggers": [{ "text": "Writes fail", "alert": "DiskFull" }],
  "roles": { "lead": { "title": "Lead", "can": ["activate", "approve", "end", "release"] } },
  "phases": [
    {
      "id": "1",
      "title": "Handle",
      "steps": [
        { "id": "1.1", "title": "Find what grows", "checklist": ["Largest folder known", "Owner of it told"] },
        { "id": "1.2", "title": "Empty the old logs", "danger": "Logs older than a week are gone." },
        { "id": "1.3", "title": "Declare it over", "milestone": "ended", "checklist": ["Writes work again"] }
      ]
    }
  ]
}
"#;

/// Steps without anything to tick, and a decision between two ways.
pub const QUICK: &str = r#"{
  "format": "runbook/1",
  "id": "quick",
  "title": "Quick",
  "status": "active",
  "phases": [
    {
      "id": "1",
      "title": "Handle",
      "steps": [
        { "id": "1.1", "title": "First" },
        { "id": "1.2", "title": "Second" },
        {
          "id": "1.3",
          "title": "Choose",
          "decision": {
            "question": "Which way?",
            "options": [{ "label": "Left", "goto": "next" }, { "label": "Right", "goto": "next" }]
          }
        },
        { "id": "1.4", "title": "Last", "milestone": "ended" }
      ]
    }
  ]
}
"#;

/// A state folder that goes away with the test.
pub struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn sessions(&self) -> PathBuf {
        self.path().join("sessions")
    }

    /// Writes a file into it; says where.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// The program on this home, with the bundled runbooks and nothing of the machine it runs on.
    pub fn app(&self, name: &str, lang: Lang, clock: &ManualClock) -> App {
        let (home, name) = (Some(self.path().to_owned()), Some(name.to_owned()));
        let settings = Settings { home, lang: Some(lang), name, ..Settings::default() };
        let mut app = App::new(settings).unwrap().with_clock(clock.clone());
        app.library = Library::new(None, None);
        app.look = Look::default();
        app.ladder.stand_ins.clear();
        app
    }

    /// Folders of sessions, newest first.
    pub fn folders(&self) -> Vec<PathBuf> {
        let home = Shelf { sessions: self.sessions(), guarded: false, lasting: true };
        let ladder = Ladder { homes: vec![home], stand_ins: Vec::new() };
        ladder.list().unwrap_or_default().into_iter().map(|found| found.path).collect()
    }

    /// Folder of the only session.
    pub fn folder(&self) -> PathBuf {
        let mut all = self.folders();
        assert_eq!(all.len(), 1, "sessions: {all:?}");
        all.remove(0)
    }

    /// The only session as its record tells it.
    pub fn session(&self) -> Session {
        replay(&self.folder())
    }

    /// Text of a file beside the only session's record.
    pub fn beside(&self, name: &str) -> String {
        let path = self.folder().join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

/// What a session's record holds.
pub fn record(folder: &Path) -> Recovery {
    Journal::watch(folder).unwrap().1
}

/// The session a record tells of.
pub fn replay(folder: &Path) -> Session {
    let recovery = record(folder);
    assert!(!recovery.damaged, "damaged: {:?}", recovery.notes);
    Session::replay(recovery.entries.into_iter().map(Arc::new))
}

/// Every event of a session, oldest first.
pub fn events(session: &Session) -> Vec<Event> {
    session.log().iter().flat_map(|row| row.entry.events.clone()).collect()
}

/// A moment from which tests count: an afternoon on a manual clock.
pub fn afternoon() -> ManualClock {
    ManualClock::at_wall(chrono::DateTime::parse_from_rfc3339("2026-11-22T14:31:14+08:00").unwrap())
}

//! Acts from a script, an alert hook or another shell: decided by the same rules on the whole record, and answered
//! once they are saved.
//!
//! Whoever acts so is nobody's presence: it takes no seat on the session, asks no question, and works while others
//! are on the session and while nobody is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::attach::{Kept, attach};
use super::open::{Fault, FaultKind};
use super::sentences::{append_trouble, open_trouble};
use super::{App, Host as _};
use crate::host::Request;
use crate::journal::{AppendError, Found, Journal, OpenError, seats};
use crate::session::{Act, Command, Entry, Person, Refusal, Seq, Session};
use crate::world::user_home;

/// Tries against others who append at the same time; each is lost to an entry that somebody else saved.
const TRIES: usize = 500;
/// What one breach brings may itself be due at once; a bound stands against a plan that goes round.
pub(super) const MOST_DUE: usize = 100;

/// An act that is saved.
#[derive(Debug)]
pub struct Recorded {
    /// Its entry.
    pub entry: Arc<Entry>,
    /// The session after it.
    pub session: Session,
    /// What is wrong with what was saved before.
    pub damaged: bool,
    /// The folder it is kept in, when that is not where it belongs.
    pub elsewhere: Option<PathBuf>,
}

/// Why nothing was recorded.
#[derive(Debug)]
pub enum NotRecorded {
    /// There is no such session, or its record cannot be gone on with.
    Fault(Fault),
    /// The rules say no.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The session as it stood, for the names.
        session: Box<Session>,
    },
    /// The rules said yes, but the entry is not saved: why.
    Unsaved(String),
}

/// The record while it is written to.
struct Desk {
    journal: Journal,
    session: Session,
    damaged: bool,
}

impl App {
    /// Decides an act on the session called `name` and saves it; returns once it is on the disk.
    ///
    /// `ask` makes the act from the session as it stands, where it knows the steps and people that were named.
    pub fn act_from_outside(
        &self,
        name: &str,
        ask: impl FnOnce(&Session) -> Result<Request, Refusal>,
    ) -> Result<Recorded, NotRecorded> {
        let found = self.find_session(name).map_err(NotRecorded::Fault)?;
        let mut desk = self.desk(&found)?;
        let mut request = match ask(&desk.session) {
            Ok(request) => request,
            Err(refusal) => return Err(desk.refused(refusal)),
        };
        let kept = attach(&mut request, &desk.session, user_home().as_deref(), &self.words);
        let mut act = Self::act(request, self.me_in(desk.session.book()), desk.last());
        act.attached = kept.iter().map(|(file, _)| file.clone()).collect();
        for _ in 0..TRIES {
            match self.try_act(&mut desk, &act, &kept) {
                Ok(Some(entry)) => {
                    return Ok(Recorded {
                        entry,
                        damaged: desk.damaged,
                        elsewhere: desk.bring_home(&found),
                        session: desk.session,
                    });
                }
                Ok(None) => {}
                // What was read is not there any more: a line that was never acknowledged. All is read anew.
                Err(Stop::Append(AppendError::Behind(_))) => desk = self.desk(&found)?,
                Err(Stop::Append(AppendError::ReadOnly)) => return Err(self.newer()),
                Err(Stop::Append(error)) => return Err(NotRecorded::Unsaved(append_trouble(&error, &self.words))),
                Err(Stop::Refused(refusal)) => return Err(desk.refused(refusal)),
            }
        }
        Err(NotRecorded::Unsaved(self.words.say("cli-act-outrun")))
    }

    fn desk(&self, found: &Found) -> Result<Desk, NotRecorded> {
        let (journal, recovery) = Journal::open(&found.folders).map_err(|error| match error {
            OpenError::Disk(_) => NotRecorded::Unsaved(open_trouble(&error, &self.words)),
            _ => NotRecorded::Fault(self.record_fault(&error)),
        })?;
        self.whole(&recovery, found).map_err(NotRecorded::Fault)?;
        if recovery.newer {
            return Err(self.newer());
        }
        let damaged = recovery.damaged;
        let session = Session::replay(recovery.entries.into_iter().map(Arc::new));
        Ok(Desk { journal, session, damaged })
    }

    fn newer(&self) -> NotRecorded {
        NotRecorded::Fault(Fault::new(FaultKind::Record, self.words.say("cli-newer-version")))
    }

    /// What has come due first, then the act; `None` when others were faster and it is to be decided anew.
    fn try_act(&self, desk: &mut Desk, act: &Act, kept: &[Kept]) -> Result<Option<Arc<Entry>>, Stop> {
        for _ in 0..MOST_DUE {
            let now = self.now();
            let Some(due) = desk.session.due(&now).into_iter().next() else { break };
            let notice = Self::act(Command::Notice(due).into(), Person::program(), desk.last());
            let Ok(entry) = desk.session.decide(&notice, &now) else { break };
            if desk.append(entry)?.is_none() {
                return Ok(None);
            }
        }
        let entry = desk.session.decide(act, &self.now()).map_err(Stop::Refused)?;
        for (_, file) in kept {
            desk.journal.keep(file)?;
        }
        Ok(desk.append(entry)?)
    }
}

/// What ends the trying.
enum Stop {
    Refused(Refusal),
    Append(AppendError),
}

impl From<AppendError> for Stop {
    fn from(error: AppendError) -> Self {
        Self::Append(error)
    }
}

impl Desk {
    fn last(&self) -> Seq {
        self.session.log().last().map_or(Seq(0), |row| row.entry.seq)
    }

    /// Saves and folds an entry; what others appended instead is folded, too.
    fn append(&mut self, entry: Entry) -> Result<Option<Arc<Entry>>, AppendError> {
        match self.journal.append(self.last(), &entry) {
            Ok(_) => {
                let entry = Arc::new(entry);
                self.session.apply(Arc::clone(&entry));
                Ok(Some(entry))
            }
            Err(AppendError::Conflict(entries)) => {
                for entry in entries {
                    self.session.apply(Arc::new(entry));
                }
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Brings the record where it belongs when nobody is there to do so; where it is else.
    fn bring_home(&mut self, found: &Found) -> Option<PathBuf> {
        let home = found.folders.home();
        if seats(&found.folders.existing()).is_empty() {
            let _ = self.journal.climb(home);
        }
        let rung = Some(self.journal.rung()).filter(|rung| *rung != home)?;
        found.folders.path(rung).map(Path::to_owned)
    }

    fn refused(self, refusal: Refusal) -> NotRecorded {
        NotRecorded::Refused { refusal, session: Box::new(self.session) }
    }
}

//! Taking over: whoever resumes first ends what is left of them on the session since their line died.
//!
//! A program that did not notice that its line is gone sits on as if somebody were there. Only what is this person's,
//! of this account and on this machine is ended; nothing is believed that is only written in a file.

use std::time::Duration;

use super::open::book_of;
use super::{App, Fault, FaultKind};
use crate::host::Host as _;
use crate::journal::{Found, TakenSeat, taken_seats};
use crate::world::{Process, still_there};

/// Time a program has to write that it leaves, and then to be gone when it is killed: two seconds in all.
const TO_LEAVE: Duration = Duration::from_secs(1);
const TO_DIE: Duration = Duration::from_millis(900);

/// What became of the programs that were to end, by their process ids.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TakenOver {
    pub(super) ended: Vec<u32>,
    pub(super) stayed: Vec<u32>,
}

/// The system does not tell which program sits there.
#[derive(Debug)]
struct Unclear;

impl App {
    /// From now on whoever resumes a session first ends their own other terminals on it.
    pub fn take_over(&mut self) {
        self.takes_over = true;
    }

    /// Ends this person's other programs on a session: all of them, or none where one of them is not to be made out.
    pub(super) fn end_own_terminals(&self, found: &Found) -> Result<TakenOver, Fault> {
        let (_, recovery) = self.record(found)?;
        // Who can only look on afterwards leaves the one there that can do more.
        if recovery.newer {
            return Ok(TakenOver::default());
        }
        let me = self.me_in(&book_of(&recovery));
        let mut own = Vec::new();
        for seat in taken_seats(&found.folders.existing()) {
            let is_own = !seat.seated.watching && seat.seated.person == me.0 && seat.is_of_this_account();
            if is_own {
                own.extend(self.program_on(&seat).map_err(|Unclear| self.unclear(&seat))?);
            }
        }
        Ok(end(&own))
    }

    /// The program that sits there; none when it has left, is this one, or is another account's.
    fn program_on(&self, seat: &TakenSeat) -> Result<Option<Process>, Unclear> {
        let gone = || if seat.is_left() { Ok(None) } else { Err(Unclear) };
        let Some(pid) = seat.holder() else { return gone() };
        if pid == self.login.pid {
            return Ok(None);
        }
        let Some(process) = Process::of_this_account(pid).map_err(|_| Unclear)? else { return Ok(None) };
        // Before the process was held its number may have become another's.
        if seat.holder() == Some(pid) && !process.has_ended() { Ok(Some(process)) } else { gone() }
    }

    fn unclear(&self, seat: &TakenSeat) -> Fault {
        let (pid, host) = (seat.seated.pid.to_string(), &seat.seated.host);
        let message = self.words.with("cli-take-over-unclear", &[("pid", (&pid).into()), ("host", host.into())]);
        Fault::new(FaultKind::World, message)
    }

    /// Puts into the log that a program does not go, not even killed: the system holds it.
    pub(super) fn note_who_stayed(&mut self, over: &TakenOver) {
        if over.stayed.is_empty() {
            return;
        }
        let pids: Vec<String> = over.stayed.iter().map(ToString::to_string).collect();
        let me = self.me();
        let person = self.session().map_or_else(|| me.to_string(), |session| session.person_name(&me));
        let pids = self.words.list(&pids);
        let args = [("person", (&person).into()), ("pids", (&pids).into())];
        let text = self.words.with("cli-take-over-stayed", &args);
        self.note(text);
    }
}

/// Has them leave, and kills whichever does not.
fn end(programs: &[Process]) -> TakenOver {
    for program in programs {
        program.hang_up();
    }
    let deaf = still_there(programs.iter().collect(), TO_LEAVE);
    for program in &deaf {
        program.kill();
    }
    let stayed: Vec<u32> = still_there(deaf, TO_DIE).into_iter().map(Process::pid).collect();
    let ended = programs.iter().map(Process::pid).filter(|pid| !stayed.contains(pid));
    TakenOver { ended: ended.collect(), stayed }
}

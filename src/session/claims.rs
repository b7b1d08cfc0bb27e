//! What two people cannot both have: who fills a role, whose step it is, who begins it.
//!
//! Facts of several people stand side by side; a claim has one winner. Which one was first is decided by the order
//! of entries, and whoever decided without having seen it is told.

use super::{Command, Event, Person, Refusal, Seq, StartCause};
use super::{State, fold::Stamp};
use crate::runbook::{RoleId, StepId};

/// One thing that has one winner.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// Who fills a role, as its holder or for its holder.
    Role(RoleId),
    /// Whose step it is.
    Step(StepId),
    /// The beginning of a step.
    Start(StepId),
}

/// Who made a claim last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Who typed it.
    pub who: Person,
    /// Who has the role or the step since; nobody where it was given back, or where a beginning was claimed.
    pub to: Option<Person>,
    /// The entry.
    pub at: Seq,
}

impl Command {
    /// What the act claims, if it claims anything.
    pub fn claim(&self) -> Option<Claim> {
        match self {
            Self::AssignRole { role, .. } | Self::TakeOver { role, .. } | Self::HandBack { role } => {
                Some(Claim::Role(role.clone()))
            }
            Self::ReassignStep { step, .. } => Some(Claim::Step(step.clone())),
            Self::StartStep { step, .. } => Some(Claim::Start(step.clone())),
            _ => None,
        }
    }
}

impl State {
    /// Remembers who claimed what an event gives away. A step that had its turn was begun by nobody.
    pub(super) fn note_claim(&mut self, event: &Event, stamp: &Stamp<'_>) {
        let (claim, to) = match event {
            Event::RoleAssigned { role, person } => (Claim::Role(role.clone()), person.clone()),
            Event::DeputyTookOver { role, deputy, .. } => (Claim::Role(role.clone()), Some(deputy.clone())),
            Event::RoleHandedBack { role, .. } => {
                (Claim::Role(role.clone()), self.roles.get(role).and_then(|held| held.holder.clone()))
            }
            Event::StepReassigned { step, person } => (Claim::Step(step.clone()), person.clone()),
            Event::StepStarted { step, cause: StartCause::Hand } => (Claim::Start(step.clone()), None),
            _ => return,
        };
        self.claims.insert(claim, Claimed { who: stamp.who.clone(), to, at: stamp.seq });
    }

    /// Refuses a claim that somebody else made after everything its author had seen.
    pub(super) fn need_unclaimed(&self, command: &Command, who: &Person, seen: Seq) -> Result<(), Refusal> {
        let Some(claim) = command.claim() else { return Ok(()) };
        match self.claims.get(&claim) {
            Some(won) if won.at > seen && won.who != *who => {
                let Claimed { who, to, at } = won.clone();
                Err(Refusal::TakenMeanwhile { claim, by: who, to, at })
            }
            _ => Ok(()),
        }
    }
}

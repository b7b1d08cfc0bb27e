//! Who was there, and who filled which role from when to when.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::Look;
use crate::runbook::RoleId;
use crate::session::{Event, Person, Presence};

/// A person of the roll-call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonFact {
    /// Name.
    pub name: String,
    /// How the person is there, as last recorded.
    pub presence: Presence,
    /// When that was recorded.
    pub at: DateTime<FixedOffset>,
}

/// How many were there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Presences {
    /// There.
    pub present: usize,
    /// Came later.
    pub late: usize,
    /// Absent, and said so before.
    pub excused: usize,
    /// Absent.
    pub absent: usize,
}

/// A role and who filled it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleFact {
    /// Id of the role.
    pub id: String,
    /// Name of the duty.
    pub title: String,
    /// Group it belongs to.
    pub team: Option<String>,
    /// Who fills it by plan.
    pub planned: Option<String>,
    /// Who acts in it now.
    pub acting: Acting,
    /// Everybody who filled it, in order.
    pub assignments: Vec<Assignment>,
}

/// Who acts in a role now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acting {
    /// Name; nobody before the session was opened.
    pub name: Option<String>,
    /// Nobody holds the role, so it falls to the commander.
    pub by_default: bool,
}

/// One person in one role for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assignment {
    /// Name.
    pub name: String,
    /// As what.
    pub capacity: Capacity,
    /// For whom a deputy acts.
    pub acting_for: Option<String>,
    /// From.
    pub from: DateTime<FixedOffset>,
    /// Until; nothing while it lasts.
    pub until: Option<DateTime<FixedOffset>>,
    /// Why a deputy took over.
    pub reason: Option<String>,
}

/// As what a person fills a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// It is theirs.
    Holder,
    /// In place of an absent holder.
    Deputy,
}

/// A person who holds several roles now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Concurrent {
    /// Name.
    pub name: String,
    /// The duties.
    pub roles: Vec<String>,
}

/// Two roles the plan keeps apart, with one person in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Name.
    pub name: String,
    /// The role that says so.
    pub role: String,
    /// The other one.
    pub with: String,
}

pub(super) fn people(look: &Look<'_>) -> Vec<PersonFact> {
    let recorded = |wanted: &Person| {
        look.counting()
            .filter(|(_, event)| matches!(event, Event::PresenceRecorded { person, .. } if person == wanted))
            .last()
            .map(|(row, _)| row.at.wall)
    };
    let presence = look.session.state().presence.iter();
    presence
        .filter_map(|(person, presence)| {
            Some(PersonFact { name: look.person(person), presence: *presence, at: recorded(person)? })
        })
        .collect()
}

pub(super) fn count(people: &[PersonFact]) -> Presences {
    let of = |presence| people.iter().filter(|person| person.presence == presence).count();
    Presences {
        present: of(Presence::Present),
        late: of(Presence::Late),
        excused: of(Presence::Excused),
        absent: of(Presence::Absent),
    }
}

pub(super) fn roles(look: &Look<'_>) -> Vec<RoleFact> {
    let (book, state) = (look.session.book(), look.session.state());
    let exists = |drill_only: bool, id: &RoleId| {
        !drill_only || state.kind == crate::session::Kind::Drill || state.roles.contains_key(id)
    };
    let contact = |id: &crate::runbook::ContactId| look.person(&Person(id.to_string()));
    let planned = book.roles.iter().filter(|(id, role)| exists(role.drill_only, id));
    planned
        .map(|(id, role)| {
            let held = state.roles.get(id).is_some_and(|held| held.holder.is_some() || held.deputy.is_some());
            RoleFact {
                id: id.to_string(),
                title: look.role(id),
                team: role.team.clone(),
                planned: role.holder.as_ref().map(contact),
                acting: Acting { name: look.session.fills(id).map(|person| look.person(&person)), by_default: !held },
                assignments: assignments(look, id),
            }
        })
        .collect()
}

fn assignments(look: &Look<'_>, wanted: &RoleId) -> Vec<Assignment> {
    let mut all: Vec<Assignment> = Vec::new();
    let end = |all: &mut Vec<Assignment>, at: DateTime<FixedOffset>, only: Option<Capacity>| {
        for open in all.iter_mut().filter(|open| open.until.is_none()) {
            if only.is_none_or(|only| only == open.capacity) {
                open.until = Some(at);
            }
        }
    };
    for (row, event) in look.counting() {
        let from = row.at.wall;
        match event {
            Event::RoleAssigned { role, person } if role == wanted => {
                end(&mut all, from, None);
                all.extend(person.as_ref().map(|person| Assignment {
                    name: look.person(person),
                    capacity: Capacity::Holder,
                    acting_for: None,
                    from,
                    until: None,
                    reason: None,
                }));
            }
            Event::DeputyTookOver { role, deputy, holder, reason } if role == wanted => {
                end(&mut all, from, Some(Capacity::Deputy));
                all.push(Assignment {
                    name: look.person(deputy),
                    capacity: Capacity::Deputy,
                    acting_for: holder.as_ref().map(|holder| look.person(holder)),
                    from,
                    until: None,
                    reason: reason.clone(),
                });
            }
            Event::RoleHandedBack { role, .. } if role == wanted => end(&mut all, from, Some(Capacity::Deputy)),
            _ => {}
        }
    }
    all
}

/// Who acts in each role that has somebody of its own, in the order of the runbook.
fn actors(look: &Look<'_>) -> Vec<(RoleId, Person)> {
    let state = look.session.state();
    let acting = |id: &RoleId| {
        let held = state.roles.get(id)?;
        held.deputy.clone().or_else(|| held.holder.clone())
    };
    look.session.book().roles.keys().filter_map(|id| Some((id.clone(), acting(id)?))).collect()
}

pub(super) fn concurrent(look: &Look<'_>) -> Vec<Concurrent> {
    let mut all: indexmap::IndexMap<Person, Vec<String>> = indexmap::IndexMap::new();
    for (role, person) in actors(look) {
        all.entry(person).or_default().push(look.role(&role));
    }
    let several = all.into_iter().filter(|(_, roles)| roles.len() > 1);
    several.map(|(person, roles)| Concurrent { name: look.person(&person), roles }).collect()
}

pub(super) fn conflicts(look: &Look<'_>) -> Vec<Conflict> {
    let actors = actors(look);
    let mut all = Vec::new();
    for (role, person) in &actors {
        let Some(plan) = look.session.book().roles.get(role) else { continue };
        for (other, _) in actors.iter().filter(|(other, same)| same == person && plan.not_with.contains(other)) {
            all.push(Conflict { name: look.person(person), role: look.role(role), with: look.role(other) });
        }
    }
    all
}

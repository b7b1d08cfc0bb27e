//! Who fills a role, whose step it is, and in which role a person acts.
//!
//! A role is a duty, never a person. A role without a holder falls to the commander, and where nobody holds
//! the commander's role either, to whoever opened the session: in an incident all is mine until given away.

use super::{By, Person, Session, State};
use crate::runbook::{Authority, RoleId, Runbook, Step};

impl Session {
    /// Who acts in a role now: the deputy who took over, the holder, or the commander for an empty role.
    pub fn fills(&self, role: &RoleId) -> Option<Person> {
        fills(&self.state, &self.book, role)
    }

    /// Who commands now.
    pub fn commander(&self) -> Option<Person> {
        commander(&self.state, &self.book)
    }

    /// Whose step it is: its assignee, else whoever fills its role, else the commander.
    pub fn person_for(&self, step: &Step) -> Option<Person> {
        person_for(&self.state, &self.book, step)
    }

    /// The roles a person fills now, in the order of the runbook.
    pub fn roles_of(&self, person: &Person) -> Vec<RoleId> {
        roles_of(&self.state, &self.book, person)
    }

    /// The name to show for a person: the contact's, else the name as given.
    pub fn person_name(&self, person: &Person) -> String {
        self.book.contacts.get(person.0.as_str()).map_or_else(|| person.0.clone(), |contact| contact.name.clone())
    }

    /// The person somebody means by what they typed after `@` or `--as`: a contact by id or by its name or the
    /// start of it, else a free name.
    pub fn person_called(&self, typed: &str) -> Person {
        person_called(&self.book, typed)
    }
}

/// The person of this runbook that a typed name means; see [`Session::person_called`].
pub fn person_called(book: &Runbook, typed: &str) -> Person {
    let typed = typed.trim();
    if book.contacts.contains_key(typed) {
        return Person(typed.to_owned());
    }
    let lower = typed.to_lowercase();
    // A whole word of the name: "Lin" is "Lin X.", but "Li" is somebody else.
    let begins = |name: &str| {
        let rest = name.strip_prefix(lower.as_str());
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        rest.is_some_and(|rest| !(word(lower.chars().last()) && word(rest.chars().next())))
    };
    let mut matching = book.contacts.iter().filter(|(_, contact)| begins(&contact.name.to_lowercase()));
    let person = match (matching.next(), matching.next()) {
        (Some((id, _)), None) if !lower.is_empty() => Person(id.to_string()),
        _ => Person(typed.to_owned()),
    };
    // What the program signs with is nobody's name.
    if person.is_program() { Person(format!("{person} (login)")) } else { person }
}

pub(super) fn commander(state: &State, book: &Runbook) -> Option<Person> {
    let held = book.commander().and_then(|role| state.roles.get(role));
    held.and_then(|role| role.deputy.clone().or_else(|| role.holder.clone())).or_else(|| state.opener.clone())
}

pub(super) fn fills(state: &State, book: &Runbook, role: &RoleId) -> Option<Person> {
    let held = state.roles.get(role);
    held.and_then(|role| role.deputy.clone().or_else(|| role.holder.clone())).or_else(|| commander(state, book))
}

pub(super) fn person_for(state: &State, book: &Runbook, step: &Step) -> Option<Person> {
    let assignee = state.steps.get(&step.id).and_then(|state| state.assignee.clone());
    assignee.or_else(|| step.role.as_ref().map_or_else(|| commander(state, book), |role| fills(state, book, role)))
}

pub(super) fn roles_of(state: &State, book: &Runbook, person: &Person) -> Vec<RoleId> {
    let exists = |role: &crate::runbook::Role| !role.drill_only || state.kind == super::Kind::Drill;
    let roles = book.roles.iter().filter(|(_, role)| exists(role)).map(|(id, _)| id);
    roles.filter(|role| fills(state, book, role).as_ref() == Some(person)).cloned().collect()
}

/// Signature of an act by `person`, in `preferred` role if the person fills it, else in the first they fill.
pub(super) fn sign(state: &State, book: &Runbook, person: Person, preferred: Option<&RoleId>) -> By {
    let roles = roles_of(state, book, &person);
    let role = preferred.filter(|role| roles.contains(role)).or_else(|| roles.first()).cloned();
    let acting_for = role
        .as_ref()
        .and_then(|role| state.roles.get(role))
        .and_then(|held| if held.deputy.as_ref() == Some(&person) { held.holder.clone() } else { None });
    By { person, role, acting_for }
}

/// Roles of the plan that may declare `authority`.
pub(super) fn roles_that_can(book: &Runbook, authority: Authority) -> Vec<RoleId> {
    book.roles.iter().filter(|(_, role)| role.can.contains(&authority)).map(|(id, _)| id.clone()).collect()
}

//! Who does what: roles, deputies, steps given away, the roll-call.

use super::{act, choose, step_name};
use crate::dialog::action::Action;
use crate::dialog::model::{Choice, Model, Overlay, Pick, Purpose};
use crate::dialog::rows::people_rows;
use crate::dialog::update::Context;
use crate::runbook::{RoleId, Step};
use crate::session::{Command, Person, Presence, Session};
use crate::words::{Names, Words};

pub(in crate::dialog::update) fn assign(model: &mut Model, session: &Session, step: Option<&Step>, ctx: &Context<'_>) {
    let mut options = Vec::new();
    if let Some(step) = step {
        let label = ctx.words.with("pick-this-step", &[("step", (&step_name(session, &step.id)).into())]);
        options.push((label, Pick::Do(Action::ReassignStep)));
    }
    for id in people_rows(session) {
        let choice = role_choice(session, &id, ctx.words, ctx.me);
        options.push((role_line(session, &id), Pick::Choose(Box::new(choice))));
    }
    choose(model, ctx.words.say("ask-assign"), Vec::new(), options, ctx);
}

fn role_line(session: &Session, role: &RoleId) -> String {
    let held = session.state().roles.get(role).and_then(|held| held.deputy.as_ref().or(held.holder.as_ref()));
    match held {
        Some(person) => format!("{}: {}", Names::role(session, role), session.person_name(person)),
        None => Names::role(session, role),
    }
}

/// People one would give something to: by plan first, then oneself, then everybody else reachable.
fn candidates(session: &Session, role: Option<&RoleId>, me: &Person) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let mut add = |person: Person| {
        if !people.contains(&person) {
            people.push(person);
        }
    };
    if let Some(plan) = role.and_then(|role| session.book().roles.get(role)) {
        plan.holder.iter().chain(&plan.deputies).for_each(|contact| add(Person(contact.to_string())));
    }
    add(me.clone());
    session.state().presence.keys().cloned().for_each(&mut add);
    for plan in session.book().roles.values() {
        plan.holder.iter().chain(&plan.deputies).for_each(|contact| add(Person(contact.to_string())));
    }
    people
}

fn role_choice(session: &Session, role: &RoleId, words: &Words, me: &Person) -> Choice {
    let held = session.state().roles.get(role).cloned().unwrap_or_default();
    let people = candidates(session, Some(role), me);
    let mut options = Vec::new();
    if let Some(deputy) = &held.deputy {
        let label = words.with("pick-hand-back", &[("person", (&session.person_name(deputy)).into())]);
        options.push(act(label, Command::HandBack { role: role.clone() }));
    }
    for person in people.iter().filter(|person| held.holder.as_ref() != Some(*person)).take(5) {
        let label = session.person_name(person);
        options.push(act(label, Command::AssignRole { role: role.clone(), person: Some(person.clone()) }));
    }
    options.push((words.say("pick-somebody-else"), Pick::Type(Purpose::AssignRole(role.clone()))));
    if held.holder.is_some() && held.deputy.is_none() {
        let deputy = deputy_choice(session, role, words, me);
        options.push((words.say("pick-deputy"), Pick::Choose(Box::new(deputy))));
        options.push(act(words.say("pick-nobody"), Command::AssignRole { role: role.clone(), person: None }));
    }
    let duties = session.book().roles.get(role).map(|plan| plan.duties.clone()).unwrap_or_default();
    Choice { title: role_line(session, role), detail: duties, options, from: 0 }
}

fn deputy_choice(session: &Session, role: &RoleId, words: &Words, me: &Person) -> Choice {
    let held = session.state().roles.get(role).cloned().unwrap_or_default();
    let acting = held.deputy.or(held.holder);
    let mut deputies: Vec<Person> = session
        .book()
        .roles
        .get(role)
        .map(|plan| plan.deputies.iter().map(|contact| Person(contact.to_string())).collect())
        .unwrap_or_default();
    deputies.extend(
        candidates(session, None, me).into_iter().filter(|person| !deputies.contains(person)).collect::<Vec<_>>(),
    );
    let mut options: Vec<_> = deputies
        .into_iter()
        .filter(|person| acting.as_ref() != Some(person))
        .take(7)
        .map(|deputy| act(session.person_name(&deputy), Command::TakeOver { role: role.clone(), deputy }))
        .collect();
    options.push((words.say("pick-somebody-else"), Pick::Type(Purpose::TakeOver(role.clone()))));
    Choice {
        title: words.with("ask-deputy", &[("role", (&Names::role(session, role)).into())]),
        detail: Vec::new(),
        options,
        from: 0,
    }
}

pub(in crate::dialog::update) fn role(model: &mut Model, session: &Session, role: &RoleId, ctx: &Context<'_>) {
    model.overlay = Some(Overlay::Choice(role_choice(session, role, ctx.words, ctx.me)));
}

/// For whom a deputy takes over.
pub(in crate::dialog::update) fn deputies(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let options = people_rows(session).into_iter().map(|id| {
        let choice = deputy_choice(session, &id, ctx.words, ctx.me);
        (role_line(session, &id), Pick::Choose(Box::new(choice)))
    });
    choose(model, ctx.words.say("ask-which-role"), Vec::new(), options.collect(), ctx);
}

pub(in crate::dialog::update) fn hand_back(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let acting = session.state().roles.iter().filter(|(_, held)| held.deputy.is_some());
    let options = acting.map(|(role, _)| act(role_line(session, role), Command::HandBack { role: role.clone() }));
    choose(model, ctx.words.say("ask-hand-back"), Vec::new(), options.collect(), ctx);
}

pub(in crate::dialog::update) fn reassign(model: &mut Model, session: &Session, step: &Step, ctx: &Context<'_>) {
    let id = &step.id;
    let now = session.person_for(step);
    let people =
        candidates(session, step.role.as_ref(), ctx.me).into_iter().filter(|person| now.as_ref() != Some(person));
    let mut options: Vec<_> = people
        .take(6)
        .map(|person| {
            act(session.person_name(&person), Command::ReassignStep { step: id.clone(), person: Some(person) })
        })
        .collect();
    options.push((ctx.words.say("pick-somebody-else"), Pick::Type(Purpose::Reassign(id.clone()))));
    if session.state().steps.get(id).is_some_and(|held| held.assignee.is_some()) {
        options.push(act(ctx.words.say("pick-back-to-role"), Command::ReassignStep { step: id.clone(), person: None }));
    }
    choose(model, ctx.words.say("ask-who-does"), vec![step_name(session, id)], options, ctx);
}

/// "All present and briefed", then the exceptions.
pub(in crate::dialog::update) fn roll_call(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let words = ctx.words;
    let everybody = roll(session);
    let all: Vec<_> = everybody
        .iter()
        .filter(|person| !session.state().presence.contains_key(*person))
        .map(|person| (person.clone(), Presence::Present))
        .collect();
    let mut options = Vec::new();
    if !all.is_empty() {
        options.push(act(words.say("pick-all-present"), Command::RollCall { present: all }));
    }
    for person in everybody {
        let states = [Presence::Present, Presence::Late, Presence::Excused, Presence::Absent];
        let each = states.into_iter().map(|presence| {
            act(words.presence(presence), Command::RollCall { present: vec![(person.clone(), presence)] })
        });
        let name = session.person_name(&person);
        let title = session
            .state()
            .presence
            .get(&person)
            .map_or_else(|| name.clone(), |p| format!("{name}: {}", words.presence(*p)));
        let choice = Choice { title: name, detail: Vec::new(), options: each.collect(), from: 0 };
        options.push((title, Pick::Choose(Box::new(choice))));
    }
    choose(model, words.say("ask-roll-call"), Vec::new(), options, ctx);
}

/// Everybody who fills a role.
fn roll(session: &Session) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for held in session.book().roles.keys().filter_map(|role| session.state().roles.get(role)) {
        for person in held.holder.iter().chain(&held.deputy) {
            if !people.contains(person) {
                people.push(person.clone());
            }
        }
    }
    people
}

//! Section 4: who was there and who filled which role.

use super::page::Page;
use crate::report::{Assignment, Capacity, RoleFact};
use crate::session::Presence;

pub(super) fn people(page: &mut Page<'_>) {
    page.section(4, "report-people");
    roll_call(page);
    let facts = page.facts;
    for conflict in &facts.conflicts {
        let text = page.with(
            "report-conflict",
            &[
                ("person", (&conflict.name).into()),
                ("role", (&conflict.role).into()),
                ("other", (&conflict.with).into()),
            ],
        );
        page.warning(&text);
    }
    for holder in &facts.concurrent {
        let roles = page.words.list(&holder.roles);
        let text = page.with("report-concurrent", &[("person", (&holder.name).into()), ("roles", (&roles).into())]);
        page.bullet(&text);
    }
    if facts.roles.is_empty() {
        page.none();
        return;
    }
    page.label("report-roles");
    let rows: Vec<_> = facts
        .roles
        .iter()
        .map(|role| {
            let filled: Vec<_> = role.assignments.iter().map(|filled| assignment(page, filled)).collect();
            [role.title.clone(), role.planned.clone().unwrap_or_default(), acting(page, role), filled.join("\n")]
        })
        .collect();
    page.table(["report-role", "report-planned-holder", "report-acting", "report-filled"], rows);
}

fn roll_call(page: &mut Page<'_>) {
    let (facts, counts) = (page.facts, page.facts.presences);
    let groups = [
        (counts.present, Presence::Present),
        (counts.late, Presence::Late),
        (counts.excused, Presence::Excused),
        (counts.absent, Presence::Absent),
    ];
    for (count, presence) in groups.into_iter().filter(|(count, _)| *count > 0) {
        let names: Vec<_> =
            facts.people.iter().filter(|person| person.presence == presence).map(|person| &person.name).collect();
        let (word, list) = (page.words.presence(presence), page.words.list(&names));
        let text = page.with(
            "report-presence",
            &[("presence", (&word).into()), ("count", count.into()), ("list", (&list).into())],
        );
        page.bullet(&text);
    }
    if facts.people.is_empty() {
        let text = page.say("report-no-roll-call");
        page.bullet(&text);
    }
}

fn acting(page: &Page<'_>, role: &RoleFact) -> String {
    match &role.acting.name {
        Some(name) if role.acting.by_default => page.with("report-by-default", &[("person", name.into())]),
        Some(name) => name.clone(),
        None => String::new(),
    }
}

fn assignment(page: &Page<'_>, filled: &Assignment) -> String {
    let name = match (&filled.acting_for, filled.capacity) {
        (Some(holder), _) => {
            page.with("report-acting-for", &[("person", (&filled.name).into()), ("holder", holder.into())])
        }
        (None, Capacity::Deputy) => page.with("report-deputy", &[("person", (&filled.name).into())]),
        (None, Capacity::Holder) => filled.name.clone(),
    };
    let (from, until) = (page.time(filled.from), page.time_or(filled.until));
    let when = [("person", (&name).into()), ("from", (&from).into()), ("until", (&until).into())];
    let text = match filled.until {
        Some(_) => page.with("report-from-until", &when),
        None => page.with("report-from", &when),
    };
    match &filled.reason {
        Some(reason) => page.with("with-why", &[("event", (&text).into()), ("why", reason.into())]),
        None => text,
    }
}

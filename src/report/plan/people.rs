//! Who does what, and how they are reached.

use super::Page;
use crate::runbook::Contact;

/// The roles and the people.
pub(super) fn people(page: &mut Page<'_>) {
    roles(page);
    contacts(page);
}

fn roles(page: &mut Page<'_>) {
    let rows = page.book.roles.values().map(|role| {
        let may = role
            .can
            .iter()
            .map(|authority| page.with("page-may", &[("what", (&page.words.authority(*authority)).into())]));
        let apart = (!role.not_with.is_empty())
            .then(|| page.with("page-not-with", &[("roles", (&page.roles(&role.not_with)).into())]));
        let relieved =
            role.relieve_after.map(|span| page.with("page-relieved", &[("time", (&page.span(span)).into())]));
        let duties: Vec<String> = role.duties.iter().cloned().chain(may).chain(apart).chain(relieved).collect();
        let title = if role.drill_only {
            page.with("page-drill-only", &[("text", (&role.title).into())])
        } else {
            role.title.clone()
        };
        let title = match role.min {
            Some(count) => page.with("page-at-least", &[("title", (&title).into()), ("count", count.into())]),
            None => title,
        };
        let holder = role.holder.as_ref().map(|id| page.contact(id)).unwrap_or_default();
        let deputies: Vec<String> = role.deputies.iter().map(|id| page.contact(id)).collect();
        [title, duties.join("\n"), holder, deputies.join("\n")]
    });
    let rows: Vec<[String; 4]> = rows.collect();
    if !rows.is_empty() {
        page.section("report-roles");
        page.table(["report-role", "page-duties", "report-planned-holder", "page-deputies"], rows);
    }
}

fn contacts(page: &mut Page<'_>) {
    let rows: Vec<[String; 4]> = page.book.contacts.values().map(contact).collect();
    if !rows.is_empty() {
        page.section("page-contacts");
        page.table(["page-name", "page-post", "page-reach", "page-hours"], rows);
    }
}

fn contact(contact: &Contact) -> [String; 4] {
    let lines = |parts: Vec<Option<String>>| parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let mut reach: Vec<Option<String>> = contact.phone.iter().cloned().map(Some).collect();
    reach.extend(contact.channels.iter().map(|channel| Some(format!("{} {}", channel.kind, channel.value))));
    reach.extend([contact.chat.clone(), contact.email.clone()]);
    [
        contact.name.clone(),
        lines(vec![contact.title.clone(), contact.organization.clone()]),
        lines(reach),
        lines(vec![contact.hours.clone(), contact.timezone.clone()]),
    ]
}

//! What the plan is and when it applies, then what it runs with: values, clocks, messages.

use super::{Page, clauses};
use crate::runbook::index::Mark;
use crate::runbook::{Extent, Limit, Status, Timer};

/// Title, what is to know first, what it is for, when it applies.
pub(super) fn head(page: &mut Page<'_>) {
    let book = page.book;
    page.heading(1, &book.title);
    match book.status {
        Status::Draft => page.warning(&page.words.mark_whole(&Mark::Draft)),
        Status::Retired => page.warning(&page.words.mark_whole(&Mark::Retired)),
        Status::Active => {}
    }
    page.prose(book.summary.as_deref());
    for text in &book.background {
        page.prose(Some(text));
    }
    facts(page);
    if !book.triggers.is_empty() {
        page.section("page-triggers");
        for trigger in &book.triggers {
            let alert = trigger.alert.as_ref().map(|alert| page.with("page-alert", &[("name", alert.into())]));
            let parts = [Some(trigger.text.clone()), alert, trigger.url.clone()];
            page.bullet(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
        }
    }
    for (id, text) in [("page-impact", &book.impact), ("page-purpose", &book.purpose), ("page-scope", &book.scope)] {
        if text.is_some() {
            page.section(id);
            page.prose(text.as_deref());
        }
    }
    page.bullets("page-basis", &book.basis);
    page.bullets("briefing-precautions", &book.precautions);
    page.ticks("briefing-prerequisites", book.prerequisites.iter().map(|item| item.text.clone()));
    levels(page);
    resources(page);
    page.ticks("page-causes", book.causes.iter().cloned());
}

fn facts(page: &mut Page<'_>) {
    let book = page.book;
    let list = |all: &[String]| (!all.is_empty()).then(|| page.words.list(all));
    let review = book.reviewed.map(|day| match book.review_every {
        Some(every) => {
            let (day, every) = (day.to_string(), page.span(every));
            page.with("page-every", &[("day", (&day).into()), ("time", (&every).into())])
        }
        None => day.to_string(),
    });
    let extent = book.extent.map(|extent| {
        page.say(match extent {
            Extent::Global => "report-extent-global",
            Extent::Regional => "report-extent-regional",
            Extent::Local => "report-extent-local",
        })
    });
    let rows = [
        ("report-runbook-id", Some(book.id.to_string())),
        ("report-version", book.version.clone()),
        ("page-owner", book.owner.clone()),
        ("page-effective", book.effective.map(|day| day.to_string())),
        ("page-reviewed", review),
        ("page-drilled-every", book.drill_every.map(|every| page.span(every))),
        ("report-class", book.class.clone()),
        ("report-extent", extent),
        ("page-services", list(&book.services)),
        ("report-rto", book.rto.map(|span| page.span(span))),
        ("page-rpo", book.rpo.map(|span| page.span(span))),
        ("page-supersedes", list(&book.supersedes)),
    ];
    let rows: Vec<[String; 2]> = rows.into_iter().filter_map(|(id, value)| Some([page.say(id), value?])).collect();
    page.table(["report-item", "report-value"], rows);
}

fn levels(page: &mut Page<'_>) {
    let book = page.book;
    let rows = book.levels.iter().map(|(key, level)| {
        let first = if book.level.as_ref() == Some(key) { page.say("page-level-first") } else { String::new() };
        let targets = level.targets.iter().map(|(milestone, span)| {
            let (milestone, time) = (page.words.milestone(*milestone), page.span(*span));
            page.with("page-target", &[("milestone", (&milestone).into()), ("time", (&time).into())])
        });
        let targets: Vec<String> = targets.collect();
        [format!("{} {first}", level.title).trim_end().to_owned(), level.criteria.join("\n"), targets.join("\n")]
    });
    let rows: Vec<[String; 3]> = rows.collect();
    if !rows.is_empty() {
        page.section("page-levels");
        page.table(["page-level", "page-criteria", "page-targets"], rows);
    }
}

fn resources(page: &mut Page<'_>) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let rows = page
        .book
        .resources
        .iter()
        .map(|one| [one.item.clone(), text(&one.quantity), text(&one.place), text(&one.keeper)]);
    let rows: Vec<[String; 4]> = rows.collect();
    if !rows.is_empty() {
        page.section("page-resources");
        page.table(["report-item", "page-quantity", "page-place", "page-keeper"], rows);
    }
}

/// The values that are asked for.
pub(super) fn values(page: &mut Page<'_>) {
    let rows = page.book.variables.iter().map(|(name, variable)| {
        let choices = (!variable.choices.is_empty()).then(|| variable.choices.join(" / "));
        let value = variable.default.clone().or(choices).unwrap_or_default();
        [name.clone(), variable.prompt.clone().unwrap_or_default(), value]
    });
    let rows: Vec<[String; 3]> = rows.collect();
    if !rows.is_empty() {
        page.section("briefing-variables");
        page.table(["page-name", "report-question", "report-value"], rows);
    }
}

/// The limits, cadences and what is owed.
pub(super) fn clocks(page: &mut Page<'_>) {
    let book = page.book;
    if !book.timers.is_empty() {
        page.section("report-timers");
        for timer in &book.timers {
            let said = timer_line(page, timer);
            page.field_of(&timer.title, &said);
        }
    }
    if !book.obligations.is_empty() {
        page.section("page-obligations");
        for obligation in book.obligations.values() {
            let role = obligation.role.as_ref().map(|role| page.role(role));
            let within = obligation.within.map(|span| page.with("page-within", &[("time", (&page.span(span)).into())]));
            let said: Vec<String> = [role, within].into_iter().flatten().collect();
            page.field_of(&obligation.title, &said.join(", "));
        }
    }
}

fn timer_line(page: &Page<'_>, timer: &Timer) -> String {
    let time = |span| page.span(span);
    let (from, until) = (page.anchor(&timer.from), page.anchor(&timer.until));
    let mut parts = vec![match timer.limit {
        Limit::Within(span) => page.with(
            "page-within-from",
            &[("time", (&time(span)).into()), ("from", (&from).into()), ("until", (&until).into())],
        ),
        Limit::Every(span) => page.with(
            "page-every-from",
            &[("time", (&time(span)).into()), ("from", (&from).into()), ("until", (&until).into())],
        ),
        Limit::At(at) => page.with("page-at", &[("time", (&at.format("%H:%M").to_string()).into())]),
    }];
    parts.extend(timer.role.as_ref().map(|role| page.role(role)));
    if timer.if_estimate_over {
        parts.push(page.say("page-by-estimate"));
    }
    parts.extend(timer.ask.clone());
    if let Some(breach) = &timer.on_breach {
        parts.push(page.with("page-then", &[("text", (&page.overrun(breach)).into())]));
    }
    clauses(&parts)
}

/// The messages, with their texts as they are to be sent.
pub(super) fn notices(page: &mut Page<'_>) {
    if page.book.notices.is_empty() {
        return;
    }
    page.section("page-notices");
    for notice in page.book.notices.values() {
        page.heading(3, &notice.title);
        let to: Vec<String> = notice.to.iter().map(|party| page.party(party)).collect();
        page.field("page-to", Some(page.words.list(&to)));
        page.field("page-by", notice.channel.clone());
        page.field("page-released-by", notice.approval.as_ref().map(|role| page.role(role)));
        page.field("page-opens", Some(page.obligations(&notice.opens)));
        page.field("page-closes", Some(page.obligations(&notice.closes)));
        page.gap();
        page.quote(&notice.text);
    }
}

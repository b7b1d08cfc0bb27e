//! The report as one Markdown document, section by section.
//!
//! The numbers of the sections are those of the complete report; sections a session of this release has nothing
//! for are left out, so numbers are missing. All text from outside is made printable and escaped on its way in.

mod integrity;
mod log;
mod measures;
pub(super) mod page;
mod people;

use super::{Condition, Facts, summary};
use crate::session::Kind;
use crate::words::{Names, Words};

use super::escape::escaped;
use page::Page;

/// The report in the language of `words`; `names` is the session the figures are of.
pub fn markdown(facts: &Facts, words: &Words, names: &dyn Names) -> String {
    let mut page = Page { facts, words, names, out: String::new() };
    banner(&mut page);
    header(&mut page);
    page.section(3, "report-summary");
    for text in summary::totals(facts, words) {
        page.bullet(&text);
    }
    people::people(&mut page);
    measures::measures(&mut page);
    log::timeline(&mut page);
    log::decisions(&mut page);
    log::notices(&mut page);
    log::exceptions(&mut page);
    log::obligations(&mut page);
    integrity::integrity(&mut page);
    page.out
}

fn banner(page: &mut Page<'_>) {
    let header = &page.facts.header;
    let mode = page.words.kind(header.kind);
    let title = page.with("report-title", &[("mode", (&mode).into()), ("title", (&header.title).into())]);
    page.out.push_str("# ");
    page.out.push_str(&escaped(&title));
    page.out.push('\n');
    page.section(1, "report-banner");
    page.warning(&page.say(match header.kind {
        Kind::Incident => "report-of-incident",
        Kind::Drill => "report-of-drill",
        Kind::Walkthrough => "report-of-walkthrough",
    }));
    if let Some(converted) = &header.converted {
        let time = page.time(converted.at);
        let text =
            page.with("report-converted", &[("time", (&time).into()), ("reason", converted.reason.as_str().into())]);
        page.warning(&text);
    }
    let state = summary::condition(header.condition, page.words);
    match header.condition {
        Condition::Ended | Condition::Terminated => {
            let text = page.with("report-state", &[("state", (&state).into())]);
            page.paragraph(&text);
        }
        _ => {
            let as_of = page.time_or(header.as_of);
            let text = page.with("report-not-over", &[("state", (&state).into()), ("time", (&as_of).into())]);
            page.warning(&text);
        }
    }
    if let Some(reason) = &header.end_reason {
        let text = page.with("report-end-reason", &[("reason", reason.into())]);
        page.paragraph(&text);
    }
    if let Some(tool) = &header.tool {
        let text = page.with("report-tool", &[("version", tool.into())]);
        page.paragraph(&text);
    }
}

fn header(page: &mut Page<'_>) {
    page.section(2, "report-header");
    let header = &page.facts.header;
    let day_time =
        |at: Option<chrono::DateTime<chrono::FixedOffset>>| at.map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string());
    let commander = header.commander.as_ref().map(|name| match &header.commander_role {
        Some(role) => page.with("report-actor", &[("role", role.into()), ("person", name.into())]),
        None => name.clone(),
    });
    let opener = header.opener.as_ref().map(|name| match &header.opened_at {
        Some(place) => page.with("report-at-place", &[("person", name.into()), ("place", place.into())]),
        None => name.clone(),
    });
    let reachable: Vec<String> = header.reachable.iter().map(|book| format!("{} {}", book.name, book.sha256)).collect();
    let several = |lines: &[String]| (!lines.is_empty()).then(|| lines.join("\n"));
    let rows = [
        ("report-runbook", Some(header.title.clone())),
        ("report-runbook-id", Some(header.runbook.clone())),
        ("report-version", header.version.clone()),
        ("report-sha256", header.sha256.clone()),
        ("report-reachable", several(&reachable)),
        ("report-basis", several(&header.basis)),
        ("report-kind", Some(page.words.kind(header.kind))),
        ("report-form", header.form.map(|form| page.words.form(form))),
        ("report-class", header.class.clone()),
        ("report-extent", header.extent.map(|extent| page.say(extent_word(extent)))),
        ("report-location", header.location.clone()),
        ("report-commander", commander),
        ("report-opener", opener),
        ("report-opened", day_time(header.opened)),
        ("report-started", day_time(header.started)),
        ("report-zero", day_time(header.zero)),
        ("report-ended", day_time(header.ended)),
        ("report-offset", header.offset.as_ref().map(|offset| format!("UTC{offset}"))),
        ("report-clocks", header.rough.then(|| page.say("report-rough"))),
    ];
    let rows: Vec<[String; 2]> = rows.into_iter().filter_map(|(id, value)| Some([page.say(id), value?])).collect();
    page.table(["report-item", "report-value"], rows);
}

fn extent_word(extent: &str) -> &'static str {
    match extent {
        "global" => "report-extent-global",
        "regional" => "report-extent-regional",
        _ => "report-extent-local",
    }
}

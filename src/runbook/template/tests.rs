//! That what one begins with is sound, in every spelling and language.
#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;

use super::{Template, template};
use crate::runbook::Runbook;
use crate::runbook::check::check;
use crate::runbook::format::{FaultKind, Node, read};

const SPELLINGS: [(Template, &str); 3] =
    [(Template::Yaml, "x.yaml"), (Template::Json, "x.json"), (Template::Markdown, "x.md")];

fn begun(spelling: (Template, &str), language: &str) -> Runbook {
    let text = template(spelling.0, language, "db-failover", "Database: fail-over").unwrap();
    let reading = read(spelling.1, text.as_bytes());
    assert_eq!(reading.faults, [], "{text}");
    let book = reading.runbook.unwrap();
    let today = NaiveDate::from_ymd_opt(2030, 1, 1).unwrap();
    assert_eq!(check(&book, &reading.source, today), [], "{text}");
    book
}

#[test]
fn a_new_runbook_is_sound_in_every_spelling_and_language() {
    for language in ["en", "zh-CN", "de"] {
        for spelling in SPELLINGS {
            let book = begun(spelling, language);
            assert_eq!((book.id.as_str(), book.title.as_str()), ("db-failover", "Database: fail-over"));
            let expected = if language == "zh-CN" { "zh-CN" } else { "en" };
            assert_eq!(book.language.as_deref(), Some(expected));
            if spelling.0 == Template::Json {
                assert_eq!(book, begun(SPELLINGS[0], language), "JSON says what YAML says");
            }
        }
    }
}

#[test]
fn a_new_runbook_shows_what_a_plan_is_made_of() {
    for (language, spelling) in ["en", "zh-CN"].into_iter().flat_map(|language| SPELLINGS.map(|one| (language, one))) {
        let book = begun(spelling, language);
        assert_eq!(book.phases.len(), 6);
        assert!(book.roles.values().any(|role| !role.deputies.is_empty()));
        assert!(!book.exit_criteria.is_empty() && !book.timers.is_empty());
        let opened = book.notices.values().flat_map(|notice| &notice.opens);
        let closed: Vec<_> = book.notices.values().flat_map(|notice| &notice.closes).collect();
        assert!(opened.clone().count() == 1 && opened.eq(closed), "a pair of notices");
        let back = book.steps().any(|(_, step)| {
            let options = step.decision.iter().flat_map(|decision| &decision.options);
            options.clone().any(|option| match &option.goto {
                crate::runbook::Goto::Step(to) => book.place(to) < book.place(&step.id),
                _ => false,
            })
        });
        assert!(back, "a decision leads back");
        assert!(book.drill.is_some_and(|drill| !drill.injects.is_empty() && !drill.objectives.is_empty()));
    }
}

/// Every name in a tree with the way to it, and every word that is none of a language.
fn names(node: &Node, path: &str, found: &mut Vec<String>) {
    for (i, item) in node.items().iter().enumerate() {
        names(item, &format!("{path}[{i}]"), found);
    }
    for entry in node.entries() {
        let path = format!("{path}.{}", entry.key);
        let says = ["role", "timebox", "within", "every", "milestone", "at", "to", "phone", "run"];
        let word = if says.contains(&entry.key.as_str()) { entry.node.text().unwrap_or_default() } else { "" };
        found.push(format!("{path} {word}"));
        names(&entry.node, &path, found);
    }
}

#[test]
fn both_languages_say_the_same_things_under_the_same_names() {
    for (spelling, name) in SPELLINGS {
        let [english, chinese] = ["en", "zh-CN"].map(|language| {
            let text = template(spelling, language, "x", "X").unwrap();
            let mut found = Vec::new();
            names(read(name, text.as_bytes()).source.root().unwrap(), "", &mut found);
            (found, text.lines().filter(|line| line.trim_start().starts_with(['#', '<'])).count())
        });
        assert_eq!(english, chinese);
    }
}

#[test]
fn an_id_that_is_none_is_told_and_a_title_may_hold_anything() {
    let faults = template(Template::Yaml, "en", "My Book", "X").unwrap_err();
    assert!(matches!(&faults[..], [fault] if matches!(&fault.kind, FaultKind::BadId { .. })), "{faults:?}");
    let text = template(Template::Yaml, "en", "x", "a: \"b\" # @ID@").unwrap();
    assert_eq!(read("x.yaml", text.as_bytes()).runbook.unwrap().title, "a: \"b\" # @ID@");
    assert!(template(Template::Json, "en", "x", "a\nb").is_err());
}

//! The bundled runbooks: sound, without a weak spot, whole, and the same plan in every language.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use runsheet::runbook::format::read;
use runsheet::runbook::{Milestone, Runbook};
use serde_json::Value;

const LANGUAGES: [&str; 2] = ["en", "zh-CN"];

fn files(lang: &str) -> BTreeMap<String, String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("runbooks").join(lang);
    let all = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let id = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    all.map(|path| (id(&path), fs::read_to_string(&path).unwrap())).collect()
}

fn books(lang: &str) -> BTreeMap<String, Runbook> {
    let book = |(id, text): (String, String)| {
        let reading = read(&format!("{id}.json"), text.as_bytes());
        let book = reading.runbook.unwrap_or_else(|| panic!("{lang}/{id}: {:?}", reading.faults));
        (id, book)
    };
    files(lang).into_iter().map(book).collect()
}

/// Fields whose values are no words of a language: names, references, times, commands, codes.
const STRUCTURE: &[&str] = &[
    "format",
    "id",
    "version",
    "status",
    "reviewed",
    "review_every",
    "class",
    "extent",
    "role",
    "holder",
    "deputies",
    "can",
    "not_with",
    "to",
    "escalate_to",
    "goto",
    "notify",
    "opens",
    "closes",
    "requires",
    "on_failure",
    "rollback",
    "milestone",
    "timebox",
    "wait",
    "planned",
    "within",
    "every",
    "at",
    "warn_at",
    "from",
    "until",
    "kind",
    "pattern",
    "env",
    "ask",
    "shell",
    "run",
    "timeout",
    "capture",
    "order",
    "only",
    "runbook",
    "approval",
    "phone",
    "timezone",
    "verified",
    "drill_every",
    "rto",
    "rpo",
    "level",
    "targets",
    "form",
    "after",
    "sign_off",
    "effective",
    "scale",
    "alert",
];

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// Texts that stand where a field of the same name elsewhere holds a name.
fn is_text(path: &str) -> bool {
    let injects = path.contains(".injects[") && last(path) == "from";
    injects || path.contains(".repeat.") || path.contains(".timers[") && last(path) == "ask"
}

fn compare(path: &str, field: &str, one: &Value, other: &Value, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(a), Value::Object(b)) => {
            let (keys, others): (Vec<_>, Vec<_>) = (a.keys().collect(), b.keys().collect());
            if keys != others {
                found.push(format!("{path}: {keys:?} against {others:?}"));
            }
            for (key, value) in a {
                let field = if path.ends_with(".targets") { "targets" } else { key };
                compare(&format!("{path}.{key}"), field, value, b.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                compare(&format!("{path}[{at}]"), field, a, b, found);
            }
        }
        (Value::String(a), Value::String(b)) => {
            let differs = a != b && STRUCTURE.contains(&field) && !is_text(path);
            if differs {
                found.push(format!("{path}: {a:?} against {b:?}"));
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push(format!("{path}: {a} against {b}")),
    }
}

fn has_cjk(text: &str) -> bool {
    text.chars().any(|c| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c))
}

/// Every text of a value that is a sentence, with the way to it.
fn sentences(path: &str, field: &str, value: &Value, all: &mut Vec<(String, String)>) {
    match value {
        Value::Object(entries) => {
            entries.iter().for_each(|(key, value)| sentences(&format!("{path}.{key}"), key, value, all));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| sentences(&format!("{path}[{at}]"), field, value, all));
        }
        Value::String(text) if !STRUCTURE.contains(&field) || is_text(path) => {
            all.push((path.to_owned(), text.clone()));
        }
        _ => {}
    }
}

#[test]
fn every_scenario_is_there_in_every_language() {
    let wanted: BTreeSet<&str> = [
        "mes-app-server-outage",
        "external-power-outage",
        "app-db-storage-failure",
        "network-security-device-failure",
        "application-software-failure",
        "regional-failure",
        "frontend-failure",
        "machine-room-leak",
        "theft-or-damage",
        "long-power-outage",
        "comms-network-failure",
        "network-virus",
        "server-software-failure",
        "core-hardware-failure",
        "major-failure-emergency-shutdown",
        "post-incident-investigation",
        "go-live-rollback",
        "go-live-large-upgrade",
        "go-live-key-business",
        "go-live-cross-border",
        "go-live-new-tech",
        "go-live-third-party",
        "emergency-support-generic",
        "service-request-by-level",
        "security-incident",
        "data-restore-drill",
        "machine-room-outage",
    ]
    .into();
    for lang in LANGUAGES {
        let found = files(lang);
        assert_eq!(found.keys().map(String::as_str).collect::<BTreeSet<_>>(), wanted, "{lang}");
    }
}

#[test]
fn the_languages_of_a_runbook_differ_in_words_and_in_nothing_else() {
    let (one, other) = (files(LANGUAGES[0]), files(LANGUAGES[1]));
    let mut found = Vec::new();
    for (id, text) in &one {
        let mut parts = Vec::new();
        let (a, b): (Value, Value) = (serde_json::from_str(text).unwrap(), serde_json::from_str(&other[id]).unwrap());
        compare("", "", &a, &b, &mut parts);
        found.extend(parts.into_iter().map(|part| format!("{id}{part}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_english_runbook_has_no_chinese_in_it_and_a_chinese_one_no_english_sentence() {
    let mut found = Vec::new();
    for lang in LANGUAGES {
        for (id, text) in files(lang) {
            let mut all = Vec::new();
            sentences("", "", &serde_json::from_str(&text).unwrap(), &mut all);
            for (path, text) in all {
                let words = text.split(' ').filter(|word| word.chars().all(|c| c.is_ascii_alphabetic())).count();
                let wrong = if lang == "en" { has_cjk(&text) } else { !has_cjk(&text) && words > 4 };
                if wrong && path != ".language" {
                    found.push(format!("{lang}/{id}{path}: {text}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_runbook_a_bundled_one_leads_to_or_names_is_bundled() {
    for lang in LANGUAGES {
        let all = books(lang);
        for (id, book) in &all {
            let steps = book.steps().flat_map(|(_, step)| &step.references);
            let named = book.references.iter().chain(steps).filter_map(|reference| reference.runbook.as_deref());
            for name in book.child_names().into_iter().chain(named) {
                assert!(all.contains_key(name), "{lang}/{id} leads to {name}");
            }
        }
    }
}

#[test]
fn no_bundled_runbook_leads_back_to_itself() {
    let all = books("en");
    for id in all.keys() {
        let mut open = vec![id.as_str()];
        let mut seen = BTreeSet::new();
        while let Some(here) = open.pop() {
            for name in all[here].child_names() {
                assert_ne!(name, id, "by way of {here}");
                if seen.insert(name) {
                    open.push(name);
                }
            }
        }
    }
}

#[test]
fn every_runbook_is_whole() {
    let mut found = Vec::new();
    for (id, book) in books("en") {
        let mut lacks = |what: &str, there: bool| {
            if !there {
                found.push(format!("{id} has no {what}"));
            }
        };
        lacks("purpose", book.purpose.is_some());
        lacks("triggers", !book.triggers.is_empty());
        lacks("precautions", !book.precautions.is_empty());
        lacks("exit criteria", !book.exit_criteria.is_empty());
        lacks("role with a deputy", book.roles.values().any(|role| !role.deputies.is_empty()));
        lacks("role that ends", book.roles.values().any(|role| !role.can.is_empty()));
        lacks("notices", !book.notices.is_empty());
        lacks("timers", !book.timers.is_empty());
        lacks("decision", book.steps().any(|(_, step)| step.decision.is_some()));
        lacks("drill with injects", book.drill.as_ref().is_some_and(|drill| !drill.injects.is_empty()));
        lacks("evaluation", book.drill.as_ref().is_some_and(|drill| !drill.criteria.is_empty()));
        lacks("review", book.review.is_some());
        lacks("drill interval or the year by default", book.drill_every.is_none_or(|every| !every.is_negative()));
        let ends = book.steps().filter(|(_, step)| step.milestone == Some(Milestone::Ended)).count();
        lacks("single end", ends == 1);
        lacks("role on every step", book.steps().all(|(_, step)| step.role.is_some()));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

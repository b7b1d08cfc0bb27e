//! What is marked on a runbook, and which words find it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};

use super::*;
use crate::runbook::format::read;
use crate::time::Span;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-22")
}

fn found(fields: &Value) -> Found {
    let mut book = json!({ "format": "runbook/1", "id": "x", "title": "X", "steps": [{ "title": "Look" }] });
    book.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    Found::of(read("x.json", book.to_string().as_bytes()))
}

fn edition(lang: &str, fields: &Value) -> Edition {
    let file = format!("{lang}/x.json");
    Edition { file, lang: Some(lang.to_owned()), shelf: Shelf::Bundled, found: found(fields) }
}

fn listed(id: &str, fields: Value) -> Listed {
    let mut fields = fields;
    if fields.get("id").is_none() {
        fields["id"] = id.into();
    }
    Listed { id: id.to_owned(), opens: id.to_owned(), editions: vec![edition("en", &fields)], ..Listed::default() }
}

fn library() -> Index {
    let both = |id: &str, en: Value, zh: Value| {
        let mut listed = listed(id, en);
        listed.editions.push(edition("zh-CN", &zh));
        listed
    };
    let mut index = Index::new(vec![
        both(
            "machine-room-power-outage",
            json!({ "title": "Machine room power outage", "triggers": ["The lights are out", { "text": "UPS on battery", "alert": "UpsOnBattery" }], "services": ["ups"] }),
            json!({ "title": "机房停电应急处置", "triggers": ["机房市电中断"], "tags": ["供电"] }),
        ),
        both(
            "database-down",
            json!({ "title": "Database server outage", "triggers": ["Queries time out"], "services": ["postgres"] }),
            json!({ "title": "数据库服务器宕机", "triggers": ["查询超时"] }),
        ),
        listed("disk-full", json!({ "title": "A disk is full", "triggers": ["The database refuses to write"] })),
        listed("network", json!({ "title": "Core switch loop", "tags": ["power over ethernet"] })),
    ]);
    index.settle();
    index
}

fn ids(query: &str) -> Vec<String> {
    library().search(query).iter().map(|listed| listed.id.clone()).collect()
}

#[test]
fn words_find_a_runbook_in_either_language() {
    for query in ["停电", "power out", "ups", "UPSONBATTERY", "市电", "room 停电", "机房停电"] {
        assert_eq!(ids(query).first().map(String::as_str), Some("machine-room-power-outage"), "{query}");
    }
    assert_eq!(ids("数据库"), ["database-down"]);
    assert_eq!(ids("数据宕机"), ["database-down"], "other signs may stand between them");
    assert_eq!(ids("postgres"), ["database-down"]);
}

#[test]
fn a_misspelt_word_finds_what_was_meant() {
    for query in ["databse", "datbase", "dtaabase", "databasse", "Databsae"] {
        assert_eq!(ids(query).first().map(String::as_str), Some("database-down"), "{query}");
    }
    assert_eq!(ids("netwrok"), ["network"]);
    assert_eq!(ids("zebra"), Vec::<String>::new());
    assert_eq!(ids("up"), ["machine-room-power-outage"], "two letters are taken as they are");
}

#[test]
fn a_title_counts_more_than_a_symptom_and_that_more_than_a_tag() {
    assert_eq!(ids("database"), ["database-down", "disk-full"]);
    assert_eq!(ids("power"), ["machine-room-power-outage", "network"]);
}

#[test]
fn every_word_must_be_found_and_no_word_finds_all() {
    assert_eq!(ids("database outage"), ["database-down"]);
    assert_eq!(ids("database zebra"), Vec::<String>::new());
    assert_eq!(ids("  ").len(), 4);
}

#[test]
fn what_is_nearer_is_listed_first() {
    let mut own = listed("own", json!({}));
    own.editions[0].shelf = Shelf::Near;
    let index = Index::new(vec![listed("a", json!({})), own, listed("b", json!({}))]);
    let order: Vec<&str> = index.runbooks().iter().map(|listed| listed.id.as_str()).collect();
    assert_eq!(order, ["own", "a", "b"]);
}

#[test]
fn a_drill_is_due_a_year_after_the_last_one_unless_the_plan_says_otherwise() {
    let mut index = Index::new(vec![listed("a", json!({})), listed("b", json!({ "drill_every": "30d" }))]);
    index.settle();
    assert_eq!(index.runbooks()[0].marks(today()), [Mark::NeverDrilled]);
    for id in ["a", "b"] {
        index.drilled(id, day("2026-09-01"));
        index.drilled(id, day("2025-01-01"));
    }
    index.settle();
    let [a, b] = index.runbooks() else { panic!() };
    assert_eq!((a.drilled, a.marks(today())), (Some(day("2026-09-01")), vec![]));
    assert_eq!(b.marks(today()), [Mark::DrillDue(day("2026-10-01"))]);
}

#[test]
fn a_review_is_overdue_from_the_day_after_it_was_due() {
    let one = |reviewed: &str| {
        let listed = listed("a", json!({ "reviewed": reviewed, "review_every": "365d" }));
        listed.marks(today()).contains(&Mark::ReviewOverdue(day(reviewed) + Span::minutes(365 * 1440).delta()))
    };
    assert!(one("2025-11-21") && !one("2025-11-22"));
}

#[test]
fn a_plan_in_force_supersedes_another_by_its_id_or_its_title() {
    let mut index = Index::new(vec![
        listed("old", json!({ "title": "Old plan" })),
        listed("older", json!({ "title": "Older plan" })),
        listed("new", json!({ "title": "New plan", "supersedes": ["old", "Older Plan", "new"] })),
        listed("next", json!({ "title": "Next plan", "supersedes": ["new"], "status": "draft" })),
    ]);
    index.settle();
    let by: Vec<_> = index.runbooks().iter().map(|listed| listed.superseded_by.as_deref()).collect();
    assert_eq!(by, [None, None, Some("New plan"), Some("New plan")], "new, next, old, older");
    assert_eq!(index.runbooks()[2].marks(today()), [Mark::Superseded("New plan".to_owned())]);
    assert_eq!(index.runbooks()[1].marks(today()), [Mark::Draft]);
}

#[test]
fn a_broken_file_is_listed_with_its_faults() {
    let listed = listed("half", json!({ "titel": "?", "title": 7 }));
    assert!(listed.is_broken());
    let Found::Broken { faults, count } = &listed.editions[0].found else { panic!() };
    assert_eq!((faults.len(), *count), (1, 1), "warnings are not told here");
    assert_eq!(listed.marks(today()), [Mark::Broken(1)]);
    assert_eq!(listed.title(), "half");
}

#[test]
fn the_shape_of_a_plan_is_kept_and_of_a_translation_only_what_finds_it() {
    let plan = json!({
        "summary": "s".repeat(1000),
        "roles": { "lead": { "title": "Lead" } },
        "phases": [
            { "id": "one", "title": "One", "steps": [
                { "id": "a", "title": "A", "timebox": "5m", "decision": { "question": "Bad?", "options": [
                    { "label": "Yes", "goto": "two" }, { "label": "No" }, { "label": "Very", "goto": "end" } ] } },
                { "id": "b", "title": "B", "timebox": "10m", "branch": true } ] },
            { "id": "two", "title": "Two", "order": "any", "steps": [
                { "id": "c", "title": "C", "timebox": "5m", "planned": "20m" }, { "id": "d", "title": "D", "timebox": "15m" } ] } ],
        "steps": null });
    let mut plan = plan;
    plan.as_object_mut().unwrap().remove("steps");
    let mut book = json!({ "format": "runbook/1", "id": "x", "title": "X" });
    book.as_object_mut().unwrap().extend(plan.as_object().unwrap().clone());
    let found = || Found::of(read("x.json", book.to_string().as_bytes()));
    let Found::Sound(outline) = found() else { panic!("{:?}", found()) };
    let sketch = &outline.sketch;
    assert_eq!(
        sketch.phases.iter().map(|phase| (phase.steps, phase.at_once)).collect::<Vec<_>>(),
        [(2, false), (2, true)]
    );
    assert_eq!((sketch.limits, sketch.planned), (Some(Span::minutes(20)), Some(Span::minutes(25))));
    let lead = |answer: &str, to| Lead { answer: answer.to_owned(), to };
    assert_eq!(sketch.questions[0].leads, [lead("Yes", Target::Phase("Two".to_owned())), lead("Very", Target::End)]);
    assert_eq!(outline.about.as_ref().unwrap().chars().count(), 400);
    let mut index = Index::new(vec![listed("x", json!({}))]);
    index.runbooks[0].editions.push(edition("zh-CN", &json!({})));
    index.fill(0, 1, found());
    let kept = index.runbooks()[0].editions[1].outline().unwrap();
    assert!(kept.about.is_none() && kept.sketch == Sketch::default() && kept.title == "X");
    index.fill(7, 0, Found::Unread);
}

#[test]
fn a_page_without_a_procedure_is_to_be_read_and_listed_last() {
    let page = Found::of(read("x.md", b"# How the room is built\n\nIt has two doors.\n"));
    assert_eq!(page, Found::Page("How the room is built".to_owned()));
    let mut index = Index::new(vec![listed("a", json!({})), listed("b", json!({}))]);
    index.fill(0, 0, page);
    let order: Vec<&str> = index.search("").iter().map(|listed| listed.title()).collect();
    assert_eq!(order, ["X", "How the room is built"]);
    assert_eq!(index.search("doors").len() + index.search("room built").len(), 1, "its title finds it");
    assert_eq!(index.search("room")[0].marks(today()), []);
}

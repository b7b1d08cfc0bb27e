//! The library screen, over a small library made for it.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::dump;
use super::fixture::Set;
use crate::dialog::model::Screen;
use crate::host::{Catalogue, SessionCard};
use crate::runbook::format::read;
use crate::runbook::index::{Edition, Found, Index, Listed, Shelf};
use crate::session::Kind;
use crate::words::Lang;

/// A plan in both languages that was never drilled, one that was, one whose review and drill are overdue, one that is
/// replaced, two of the user's, and a broken one beside whoever asks.
pub fn catalogue(lang: Lang) -> Catalogue {
    let one = |id: &str, title: &str, more: Value| vec![plan(id, title, "en", &more)];
    let both = match lang {
        Lang::En => vec![room_en(), room_zh()],
        Lang::ZhCn => vec![room_zh(), room_en()],
    };
    let overdue = json!({ "reviewed": "2020-01-01", "review_every": "365d" });
    let mut index = Index::new(vec![
        listed("machine-room", Shelf::Bundled, both),
        listed("switch-loop", Shelf::Bundled, one("switch-loop", "A loop in the core switch", json!({}))),
        listed("database", Shelf::Bundled, one("database", "Database server outage", overdue)),
        listed("old-power", Shelf::Bundled, one("old-power", "Power plan of 2009", json!({}))),
        listed("own", Shelf::User, one("own", "Certificates run out", json!({ "status": "draft" }))),
        listed("power", Shelf::User, one("power", "Power, the new way", json!({ "supersedes": ["old-power"] }))),
        listed("half", Shelf::Near, vec!["{ \"format\": \"runbook/1\",\n  \"id\": 7, \"titel\": 8 }".to_owned()]),
    ]);
    index.drilled("switch-loop", "2026-05-04".parse().unwrap());
    index.drilled("database", "2024-05-04".parse().unwrap());
    index.settle();
    let (title, standing) = match lang {
        Lang::En => ("MES application server outage", "2.4 Diagnose, last entry 14:41, nobody is on it"),
        Lang::ZhCn => ("MES系统应用服务器宕机", "2.4 远程诊断，最后一条 14:41，无人操作"),
    };
    let session = SessionCard {
        name: "2026-11-22T063114Z-incident-mes-app-server-outage".to_owned(),
        kind: Kind::Incident,
        title: title.to_owned(),
        standing: standing.to_owned(),
    };
    Catalogue { sessions: vec![session], index, unread: 0 }
}

fn room_en() -> String {
    plan(
        "machine-room",
        "Machine room power outage",
        "en",
        &json!({
            "summary": "The mains are gone and the UPS runs on battery. Shut down what can wait before it is empty.",
            "version": "3", "owner": "Facilities", "class": "EI",
            "triggers": ["The lights are out", { "text": "UPS on battery", "alert": "UpsOnBattery" }],
            "roles": { "lead": { "title": "Incident commander" }, "tech": { "title": "Technical team" } },
            "phases": [
                { "id": "look", "title": "Look", "steps": [
                    { "title": "See what the UPS says", "timebox": "5m" },
                    { "title": "Judge", "timebox": "5m", "decision": { "question": "Longer than the battery?", "options": [
                        { "label": "Yes", "goto": "down" }, { "label": "No", "goto": "end" } ] } } ] },
                { "id": "down", "title": "Shut down", "order": "any", "steps": [
                    { "title": "Shut down test systems", "timebox": "10m" }, { "title": "Tell the users" } ] } ],
        }),
    )
}

fn room_zh() -> String {
    plan(
        "machine-room",
        "机房停电应急处置",
        "zh-CN",
        &json!({
            "summary": "市电中断，UPS由电池供电。在电池耗尽之前关闭可以停用的系统。",
            "version": "3", "owner": "信息管理科", "class": "EI",
            "triggers": ["机房照明熄灭", { "text": "UPS由电池供电", "alert": "UpsOnBattery" }],
            "roles": { "lead": { "title": "总指挥" }, "tech": { "title": "技术组" } },
            "phases": [
                { "id": "look", "title": "查看", "steps": [
                    { "title": "查看UPS状态", "timebox": "5m" },
                    { "title": "判断", "timebox": "5m", "decision": { "question": "停电时间是否超过电池供电时间？", "options": [
                        { "label": "是", "goto": "down" }, { "label": "否", "goto": "end" } ] } } ] },
                { "id": "down", "title": "关机", "order": "any", "steps": [
                    { "title": "关闭测试系统", "timebox": "10m" }, { "title": "通知用户" } ] } ],
        }),
    )
}

fn plan(id: &str, title: &str, language: &str, more: &Value) -> String {
    let mut book = json!({ "format": "runbook/1", "id": id, "title": title, "language": language });
    book.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    if book.get("phases").is_none() {
        book["steps"] = json!([{ "title": "Look" }]);
    }
    book.to_string()
}

fn listed(id: &str, shelf: Shelf, texts: Vec<String>) -> Listed {
    let edition = |text: String| Edition {
        file: format!("runbooks/{id}.json"),
        lang: None,
        shelf,
        found: Found::of(read("x.json", text.as_bytes())),
    };
    let editions = texts.into_iter().map(edition).collect();
    Listed { id: id.to_owned(), opens: id.to_owned(), editions, ..Listed::default() }
}

fn shown(lang: Lang, query: &str, cursor: usize, unread: usize, (cols, rows): (u16, u16)) -> String {
    let mut set = Set::diagnosing(lang, Screen::Library { query: query.to_owned(), cursor });
    set.model.step = None;
    set.catalogue.unread = unread;
    let mut picture = set.picture();
    picture.scene.session = None;
    dump(&picture, cols, rows)
}

#[test]
fn the_library_lists_what_runs_before_what_can_be_opened() {
    for lang in Lang::ALL {
        for (cols, rows) in [(80, 24), (60, 18), (120, 40)] {
            let name = format!("library_{}_{cols}x{rows}", lang.tag());
            assert_snapshot!(name, shown(lang, "", 5, 0, (cols, rows)));
        }
    }
}

#[test]
fn what_is_asked_for_is_listed_the_best_first_and_in_either_language() {
    for lang in Lang::ALL {
        assert_snapshot!(format!("library_asked_{}", lang.tag()), shown(lang, "power", 0, 12, (80, 24)));
    }
    assert!(shown(Lang::En, "停电", 0, 0, (80, 24)).contains("> Machine room power outage"));
    assert!(shown(Lang::ZhCn, "power outage", 0, 0, (80, 24)).contains("> 机房停电应急处置"));
}

#[test]
fn a_broken_file_is_listed_with_its_faults() {
    for lang in Lang::ALL {
        assert_snapshot!(format!("library_broken_{}", lang.tag()), shown(lang, "", 1, 0, (80, 24)));
    }
}

#[test]
fn a_text_is_read_page_by_page() {
    let line = |number| format!("{number}. Look again at what the supply says and note it down in the log");
    let text = (1..60).map(line).collect::<Vec<_>>().join("\n");
    let screen = Screen::Text { title: "Machine room power outage".to_owned(), text: text.into(), top: 7 };
    let mut set = Set::diagnosing(Lang::En, screen);
    set.model.step = None;
    let mut picture = set.picture();
    picture.scene.session = None;
    assert_snapshot!("text_to_read", dump(&picture, 60, 18));
}

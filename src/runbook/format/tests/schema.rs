//! That the schema and the reader agree: on names, on words, and on which files are sound.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::broken::cases;
use super::sound::WHOLE;
use super::{book, read_text, step};
use crate::runbook::format::fields::{ALL, Table};
use crate::runbook::format::{FaultKind, Native, read, write};
use crate::runbook::schema::schema;

/// Codes of the faults that can be told without knowing what other parts of the runbook are called.
const TOLD: [&str; 14] = [
    "unknown-field",
    "type",
    "time",
    "date",
    "empty",
    "missing",
    "word",
    "id",
    "no-timebox",
    "conflict",
    "must-understand",
    "line-break",
    "format",
    "anchor",
];

/// What the reader knows and no pattern tells: a time that is too long, a day that is in no calendar.
const BEYOND: [&str; 2] = ["99999d", "2026-02-30"];

/// What [`WHOLE`] leaves out.
pub(super) const REST: &str = r#"{
  "format": "runbook/1", "id": "rest", "title": "The rest", "impact": "Much", "background": ["B"], "tags": ["a"], "purpose": "P", "scope": "S",
  "basis": ["Law"], "supersedes": ["Old"], "effective": "2026-02-01", "causes": ["Heat"], "class": "DE", "extent": "local",
  "levels": { "i": { "title": "I", "criteria": ["Bad"], "targets": { "restored": "4h", "ended": "1d" } } }, "level": "i",
  "rto": "4h", "rpo": "15m", "drill_every": "365d",
  "resources": [{ "item": "Keys", "quantity": 2, "place": "Box", "keeper": "Guard" }],
  "triggers": [{ "text": "T", "url": "https://example.org" }],
  "roles": {
    "r": { "title": "R", "duties": ["D"], "not_with": ["s"], "team": "T", "min": 2, "extensions": { "x": 1 } },
    "s": { "title": "S" }
  },
  "contacts": {
    "c": { "name": "C", "title": "T", "organization": "O", "timezone": "Asia/Shanghai", "verified": "2026-01-01",
      "channels": [{ "kind": "mobile", "value": "1" }], "extensions": {} }
  },
  "variables": { "v": { "env": "V", "placeholder": "<v>" } },
  "notices": { "n": { "title": "N", "to": ["r"], "channel": "Chat", "text": "T" } },
  "timers": [
    { "id": "t", "title": "T", "within": "4h", "ask": "Is it bad?",
      "on_breach": { "text": "B", "escalate_to": "c", "notify": ["n"], "goto": "b", "opens": ["o"], "closes": ["o"] } }
  ],
  "obligations": { "o": { "title": "O", "role": "r", "within": "1d", "from": "a" } },
  "phases": [{ "title": "P", "goal": "G", "number": 2, "note": "N", "steps": [
    { "id": "a", "title": "A", "timebox": "5m", "instructions": "I", "note": "N", "expect": "E", "extensions": {}, "rollback": "b",
      "runbook": "other", "tags": ["t"], "opens": ["o"],
      "on_overrun": { "text": "B", "escalate_to": "r", "notify": ["n"], "goto": "b" },
      "repeat": { "until": "U", "every": "1m", "max": 3 }, "references": [{ "title": "R", "url": "https://example.org" }],
      "commands": [{ "run": "id", "title": "T", "timeout": "5m", "expect": "E", "capture": "v", "danger": "D", "note": "N" }],
      "decision": { "question": "Q", "role": "r", "options": [
        { "label": "L", "runbook": "other", "opens": ["o"], "closes": ["o"] } ] } },
    { "id": "b", "title": "B" }
  ] }],
  "drill": {
    "location": "L", "evaluators": ["E"], "criteria": ["C"], "purpose": "P", "items": ["A", { "text": "I", "scale": "135" }],
    "injects": [{ "at": "1m", "title": "I", "text": "T", "from": "F", "to": "r", "expect": "E", "objective": "O", "say": "S" }]
  },
  "review": { "questions": ["Q"], "sign_off": ["r"], "number": "N" },
  "source": { "url": "https://example.org", "licence": "CC0", "imported_from": "x.md" }
}"#;

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).unwrap()
}

/// Why the schema refuses a text; empty when it does not.
fn refused(validator: &Validator, text: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(text).unwrap();
    validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The object that a definition describes, be it one that a text may stand for.
fn object(definition: &Value) -> &Value {
    if definition.get("properties").is_some() { definition } else { &definition["anyOf"][1] }
}

/// The definition a table of the reader stands for.
fn definition<'s>(schema: &'s Value, table: &Table) -> &'s Value {
    let name = match table.label {
        "" => return schema,
        "triggers[]" => "Trigger",
        "checklist[]" => "CheckItem",
        "roles" => "Role",
        "contacts" => "Contact",
        "channels[]" => "Channel",
        "variables" => "Variable",
        "notices" => "Notice",
        "timers[]" => "Timer",
        "on_overrun" => "StepOverrun",
        "on_breach" => "Overrun",
        "phases[]" => "Phase",
        "steps[]" => "Step",
        "commands[]" => "Command",
        "evidence[]" => "Evidence",
        "repeat" => "Repeat",
        "decision" => "Decision",
        "options[]" => "ChoiceOption",
        "obligations" => "Obligation",
        "levels" => "Level",
        "resources[]" => "Resource",
        "drill" => "Drill",
        "drill.items[]" => "EvaluationItem",
        "drill.injects[]" => "Inject",
        "review" => "Review",
        "references[]" => "Reference",
        "source" => "Provenance",
        other => panic!("the table {other} has no definition"),
    };
    object(&schema["$defs"][name])
}

#[test]
fn every_object_has_the_fields_of_its_table_and_no_others() {
    let schema = schema();
    let mut objects = 1;
    for table in ALL {
        let fields: BTreeSet<&str> = table.fields.iter().copied().collect();
        let properties = definition(&schema, table)["properties"].as_object().unwrap();
        assert_eq!(properties.keys().map(String::as_str).collect::<BTreeSet<_>>(), fields, "{}", table.label);
    }
    for definition in schema["$defs"].as_object().unwrap().values() {
        objects += usize::from(object(definition).get("properties").is_some());
    }
    assert_eq!(objects, ALL.len(), "a definition has no table");
}

#[test]
fn every_word_the_reader_knows_is_in_the_schema_and_no_other() {
    let schema = schema();
    let role =
        |fields: &str| book(&format!(r#""steps": [{{"title": "A"}}], "roles": {{"r": {{"title": "R", {fields}}}}}"#));
    let variable = |fields: &str| book(&format!(r#""steps": [{{"title": "A"}}], "variables": {{"v": {{{fields}}}}}"#));
    let root = |fields: &str| book(&format!(r#""steps": [{{"title": "A"}}], {fields}"#));
    let asked = [
        ("Status", root(r#""status": "§""#)),
        ("Extent", root(r#""extent": "§""#)),
        ("VariableKind", variable(r#""kind": "§""#)),
        ("VariableAsk", variable(r#""ask": "§""#)),
        ("Authority", role(r#""can": ["§"]"#)),
        ("Order", book(r#""phases": [{"title": "P", "order": "§", "steps": [{"title": "A"}]}]"#)),
        ("Only", step(r#""only": "§""#)),
        ("Milestone", step(r#""milestone": "§""#)),
        ("Shell", step(r#""commands": [{"run": "a", "shell": "§"}]"#)),
        ("EvidenceKind", step(r#""evidence": [{"text": "a", "kind": "§"}]"#)),
        ("DrillForm", root(r#""drill": {"form": "§"}"#)),
    ];
    for (name, text) in &asked {
        let faults = read_text(text).faults;
        let [FaultKind::BadWord { known, .. }] = faults.iter().map(|fault| &fault.kind).collect::<Vec<_>>()[..] else {
            panic!("{text}\n{faults:#?}")
        };
        let words = schema["$defs"][name]["oneOf"].as_array().unwrap();
        assert!(words.iter().all(|word| word["description"].is_string()), "{name}");
        let words: Vec<&str> = words.iter().map(|word| word["const"].as_str().unwrap()).collect();
        assert_eq!(&words, known, "{name}");
    }
    let all = schema["$defs"].as_object().unwrap().iter();
    let of_words = all.filter(|(_, is)| is.get("oneOf").is_some() && is.get("properties").is_none());
    let of_words: BTreeSet<&str> = of_words.map(|(name, _)| name.as_str()).collect();
    assert_eq!(of_words, asked.iter().map(|(name, _)| *name).collect());
}

/// Every bundled runbook: its file's name, and what is in it.
pub(super) fn bundled() -> Vec<(String, String)> {
    let folders = ["en", "zh-CN"].map(|language| format!("{}/runbooks/{language}", env!("CARGO_MANIFEST_DIR")));
    let files = folders.into_iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let paths = files.map(|file| file.unwrap().path());
    paths.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn the_schema_takes_every_bundled_runbook() {
    let validator = validator();
    let bundled = bundled();
    assert!(bundled.len() >= 2);
    for (name, text) in bundled.iter().chain([&("x.json".to_owned(), WHOLE.to_owned())]) {
        let reading = read(name, text.as_bytes());
        let root = reading.source.root().unwrap_or_else(|| panic!("{name}: {:?}", reading.faults));
        assert_eq!(refused(&validator, &write(root, Native::Json)), Vec::<String>::new(), "{name}");
        if text.starts_with('{') {
            assert_eq!(refused(&validator, text), Vec::<String>::new(), "{name}");
        }
    }
}

#[test]
fn the_schema_refuses_what_is_broken_as_far_as_a_schema_can_know() {
    let validator = validator();
    for (marked, code, _) in cases() {
        let text = marked.replace(['⟦', '⟧'], "");
        let told = TOLD.contains(&code) && !BEYOND.iter().any(|beyond| text.contains(beyond));
        let why = refused(&validator, &text);
        assert_eq!(!why.is_empty(), told, "{code}: {text}\n{why:?}");
    }
}

/// Every value that one may get by changing one place of `value`, with what was done.
fn changed(value: &Value, path: &str, put: &dyn Fn(Value) -> Value, found: &mut Vec<(String, Value)>) {
    let others = [json!(7), json!(true), json!("§ 5"), json!([]), json!({}), json!(" ")];
    for other in others {
        if other != *value {
            found.push((format!("{path} = {other}"), put(other)));
        }
    }
    match value {
        Value::Object(fields) => {
            for (key, child) in fields {
                let with = |child: Option<Value>| {
                    let mut fields = fields.clone();
                    match child {
                        Some(child) => fields.insert(key.clone(), child),
                        None => fields.remove(key),
                    };
                    put(Value::Object(fields))
                };
                let path = format!("{path}/{key}");
                found.push((format!("without {path}"), with(None)));
                // What is never read is never wrong.
                if !matches!(key.as_str(), "extensions" | "$schema") {
                    changed(child, &path, &|child| with(Some(child)), found);
                }
            }
            let more: Map<String, Value> = fields.clone().into_iter().chain([("§".to_owned(), json!("§"))]).collect();
            found.push((format!("{path} with a field more"), put(more.into())));
        }
        Value::Array(items) => {
            for (i, child) in items.iter().enumerate() {
                let put = |child: Value| {
                    let mut items = items.clone();
                    items[i] = child;
                    put(Value::Array(items))
                };
                changed(child, &format!("{path}/{i}"), &put, found);
            }
        }
        _ => {}
    }
}

#[test]
fn the_schema_and_the_reader_agree_on_every_change_of_a_runbook() {
    let validator = validator();
    let mut all = Vec::new();
    for text in [WHOLE, REST] {
        assert_eq!(read_text(text).faults, []);
        changed(&serde_json::from_str(text).unwrap(), "", &|value| value, &mut all);
    }
    for table in ALL {
        for field in table.fields {
            assert!(all.iter().any(|(what, _)| what.ends_with(&format!("/{field}"))), "no {field} was ever left out");
        }
    }
    let mut apart = Vec::new();
    for (what, value) in &all {
        let reading = read_text(&value.to_string());
        let told = reading.faults.iter().any(|fault| TOLD.contains(&fault.code()));
        let why: Vec<String> =
            validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        if told == why.is_empty() {
            let codes: Vec<_> = reading.faults.iter().map(|fault| (fault.code(), fault.path.as_str())).collect();
            apart.push(format!("{what}: the reader says {codes:?}, the schema {why:?}"));
        }
    }
    assert!(apart.is_empty(), "{} of {}\n{}", apart.len(), all.len(), apart.join("\n"));
}

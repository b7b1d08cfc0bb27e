//! What holds for all words at once: both languages say the same things, and every sentence can be said.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::FluentResource;
use regex::Regex;
use unicode_width::UnicodeWidthChar;

use super::samples::{Titles, events, gates, refusals};
use super::{Arg, Lang, PAIRS, Words};

/// One message as it is written.
#[derive(Debug, Default)]
struct Message {
    text: String,
    attributes: BTreeSet<String>,
    arguments: BTreeSet<String>,
}

fn messages(lang: Lang) -> BTreeMap<String, Message> {
    let head = Regex::new(r"^([a-z][a-z0-9-]*) *= ?(.*)$").unwrap();
    let attribute = Regex::new(r"^ +\.([a-z-]+) *=").unwrap();
    let argument = Regex::new(r"\$([a-zA-Z][a-zA-Z0-9_-]*)").unwrap();
    let mut all: BTreeMap<String, Message> = BTreeMap::new();
    for pair in &PAIRS {
        let mut current = None;
        for line in pair.text(lang).lines().filter(|line| !line.starts_with('#')) {
            let text = if let Some(found) = head.captures(line) {
                let id = found[1].to_owned();
                assert!(!all.contains_key(&id), "{id} stands twice in {lang:?}");
                current = Some(id);
                found[2].to_owned()
            } else {
                line.to_owned()
            };
            let Some(id) = &current else { continue };
            let message = all.entry(id.clone()).or_default();
            message.attributes.extend(attribute.captures(line).map(|found| found[1].to_owned()));
            message.arguments.extend(argument.captures_iter(line).map(|found| found[1].to_owned()));
            message.text.push_str(&text);
            message.text.push('\n');
        }
    }
    all
}

#[test]
fn every_file_of_words_is_sound() {
    for lang in Lang::ALL {
        for pair in &PAIRS {
            let faults = FluentResource::try_new(pair.text(lang).to_owned()).map_err(|(_, faults)| faults).err();
            assert!(faults.is_none(), "{lang:?}: {faults:?}");
        }
        let words = Words::new(lang);
        for id in messages(lang).keys() {
            assert_ne!(words.say(id), format!("[{id}]"), "{id} is not read in {lang:?}");
        }
    }
}

#[test]
fn both_languages_say_the_same_things_with_the_same_arguments() {
    let (en, zh) = (messages(Lang::En), messages(Lang::ZhCn));
    assert!(en.len() > 200, "only {} messages were found", en.len());
    assert_eq!(en.keys().collect::<Vec<_>>(), zh.keys().collect::<Vec<_>>());
    for (id, message) in &en {
        assert_eq!(message.attributes, zh[id].attributes, "{id}");
        assert_eq!(message.arguments, zh[id].arguments, "{id}");
    }
}

#[test]
fn no_message_is_empty() {
    for lang in Lang::ALL {
        for (id, message) in messages(lang) {
            assert!(!message.text.trim().is_empty(), "{id} is empty in {lang:?}");
        }
    }
}

#[test]
fn english_holds_no_chinese() {
    for (id, message) in messages(Lang::En) {
        assert!(message.text.is_ascii(), "{id}: {}", message.text);
    }
}

#[test]
fn chinese_holds_no_sign_of_ambiguous_width() {
    for (id, message) in messages(Lang::ZhCn) {
        for sign in message.text.chars() {
            assert_eq!(sign.width(), sign.width_cjk(), "{id} holds {sign:?}");
        }
    }
}

#[test]
fn no_sign_the_program_draws_has_an_ambiguous_width() {
    let escaped = Regex::new(r"\\u\{([0-9a-fA-F]+)\}").unwrap();
    let mut files = 0;
    for (path, text) in all_sources() {
        let part = |name: &str| path.components().any(|part| part.as_os_str() == name);
        let drawn = ["tui", "dialog", "words", "session", "report", "app", "cli"].into_iter().any(part);
        // Box-drawing signs are asked for by name; what else a terminal is told is no sign.
        if !drawn || part("tests") || part("terminal") || path.ends_with("tui/theme.rs") {
            continue;
        }
        files += 1;
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for line in code.lines().map(|line| line.split("//").next().unwrap()) {
            let escapes = escaped.captures_iter(line).map(|found| u32::from_str_radix(&found[1], 16).unwrap());
            for sign in line.chars().chain(escapes.filter_map(char::from_u32)) {
                assert_eq!(sign.width(), sign.width_cjk(), "{} holds {sign:?}: {line}", path.display());
            }
        }
    }
    assert!(files > 80, "only {files} files were found");
}

#[test]
fn chinese_keeps_to_the_words_of_the_project() {
    for (id, message) in messages(Lang::ZhCn) {
        for wrong in ["实战", "中止"] {
            assert!(!message.text.contains(wrong), "{id} says {wrong}");
        }
    }
}

fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

fn all_sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    // What a test says proves nothing.
    found.retain(|(path, _)| !path.ends_with("tests.rs") && !path.ends_with("samples.rs"));
    found
}

/// Looks like the id of a message: lower-case words joined by hyphens, the first of which begins other ids too.
fn ids_in(text: &str, known: &BTreeMap<String, Message>) -> BTreeSet<String> {
    let begins: BTreeSet<&str> = known.keys().filter_map(|id| id.split('-').next()).collect();
    let literal = Regex::new(r#""([a-z]+(?:-[a-z0-9]+)+)""#).unwrap();
    let ids = literal.captures_iter(text).map(|found| found[1].to_owned());
    ids.filter(|id| id.split('-').next().is_some_and(|first| begins.contains(first))).collect()
}

#[test]
fn every_message_asked_for_exists() {
    let known = messages(Lang::En);
    let asked = Regex::new(r#"\.(?:say|with)\(\s*"([a-z0-9-]+)""#).unwrap();
    let mut count = 0;
    for (path, text) in all_sources() {
        for found in asked.captures_iter(&text) {
            count += 1;
            assert!(known.contains_key(&found[1]), "{} asks for {}", path.display(), &found[1]);
        }
        // In this room an id may also be chosen by a match, or handed to a function.
        if path.components().any(|part| part.as_os_str() == "words") {
            for id in ids_in(&text, &known) {
                assert!(known.contains_key(&id), "{} names {id}", path.display());
            }
        }
    }
    assert!(count > 50, "only {count} messages are asked for");
}

#[test]
fn every_message_is_said_somewhere() {
    let sources = all_sources();
    for id in messages(Lang::En).keys() {
        let literal = format!("\"{id}\"");
        assert!(sources.iter().any(|(_, text)| text.contains(&literal)), "{id} is never said");
    }
}

fn assert_said(said: &str, about: &dyn std::fmt::Debug) {
    assert!(!said.trim().is_empty(), "{about:?}");
    assert!(!said.contains("{$") && !said.contains("{ $"), "{about:?}: {said}");
    assert!(!Regex::new(r"\[[a-z]+-[a-z-]+\]").unwrap().is_match(said), "{about:?}: {said}");
}

#[test]
fn every_refusal_is_one_sentence_with_a_next_step_in_both_languages() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for refusal in refusals() {
            let said = words.refusal(&refusal, &Titles);
            assert_said(&said, &refusal);
            let ends = if lang == Lang::En { '.' } else { '。' };
            assert!(said.ends_with(ends), "{said}");
            let parts = if lang == Lang::En { [": ", ". "] } else { ["：", "。"] };
            assert!(parts.iter().any(|part| said.trim_end_matches(ends).contains(part)), "no next step: {said}");
        }
    }
}

#[test]
fn every_gate_says_that_a_reason_passes() {
    for (lang, reason) in [(Lang::En, "reason"), (Lang::ZhCn, "理由")] {
        let words = Words::new(lang);
        for gate in gates() {
            let said = words.gate(&gate, &Titles);
            assert_said(&said, &gate);
            assert!(said.contains(reason), "{said}");
        }
    }
}

#[test]
fn every_event_is_a_line_in_both_languages() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for event in events() {
            let said = words.event(&event, &Titles).unwrap();
            assert_said(&said, &event);
            assert!(!said.contains('\n'));
        }
    }
}

#[test]
fn samples_reach_the_last_of_every_chain() {
    assert!(events().iter().any(|event| matches!(event, crate::session::Event::Unknown { .. })));
    assert!(refusals().contains(&crate::session::Refusal::NotDue));
    assert!(gates().iter().any(|gate| matches!(gate, crate::session::Gate::EndOpen { .. })));
}

#[test]
fn a_missing_message_is_its_id_in_brackets() {
    assert_eq!(Words::new(Lang::En).say("no-such-thing"), "[no-such-thing]");
}

#[test]
fn a_number_has_no_separators() {
    let words = Words::new(Lang::En);
    assert_eq!(words.with("numbered-entry", &[("seq", Arg::Number(1_234_567))]), "#1234567");
}

#[test]
fn what_is_filled_in_carries_no_hidden_sign() {
    let words = Words::new(Lang::ZhCn);
    let said = words.with("event-phase", &[("phase", "a\u{2068}b\u{1b}".into())]);
    assert_eq!(said, "进入阶段：a<U+2068>b^[");
    assert!(!crate::text::has_hidden(&said));
}

#[test]
fn words_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Words>();
}

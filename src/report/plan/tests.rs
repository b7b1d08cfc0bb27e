//! A whole plan as a page, in both languages, and what a hostile one can do to it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use insta::assert_snapshot;

use super::plan;
use crate::runbook::Runbook;
use crate::runbook::format::read;
use crate::words::{Lang, Words};

/// A small plan that uses every field there is.
const WHOLE: &str = include_str!("tests/whole.json");

fn book(text: &str) -> Runbook {
    let reading = read("x.json", text.as_bytes());
    assert!(reading.errors().next().is_none(), "{:?}", reading.faults);
    reading.runbook.unwrap()
}

#[test]
fn everything_a_person_acts_on_stands_on_the_page() {
    for lang in Lang::ALL {
        assert_snapshot!(format!("plan_{}", lang.tag()), plan(&book(WHOLE), &Words::new(lang)));
    }
}

#[test]
fn a_plan_of_one_step_is_a_page_of_one_step() {
    let small = r#"{ "format": "runbook/1", "id": "a", "title": "A", "steps": [{ "title": "Look" }] }"#;
    let page = plan(&book(small), &Words::new(Lang::En));
    assert_eq!(page, "# A\n\n| item | value |\n| --- | --- |\n| runbook id | a |\n\n## Steps\n\n### 1 Look\n");
}

#[test]
fn what_an_author_writes_stays_text_and_no_command_leaves_its_fence() {
    let hostile = r##"{ "format": "runbook/1", "id": "a", "title": "# <b>|A|\u202e", "summary": "<img src=x>\n# no heading",
        "steps": [{ "title": "[x](javascript:1)", "commands": ["printf '```\\n# out\\n'\n# more\n````"] }] }"##;
    let reading = read("x.json", hostile.as_bytes());
    let page = plan(&reading.runbook.unwrap(), &Words::new(Lang::En));
    assert!(page.starts_with("# # &lt;b&gt;\\|A\\|&lt;U+202E&gt;\n"), "{page}");
    assert!(page.contains("**no heading**") && page.contains("&lt;img src=x&gt;"), "{page}");
    assert!(page.contains("`````sh\n") && page.contains("\n````\n`````\n"), "{page}");
    assert!(page.contains("\\[x\\](javascript:1)"), "{page}");
}

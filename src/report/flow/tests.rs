//! The chart of a whole plan, and texts that would be more than text in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use insta::assert_snapshot;
use proptest::prelude::*;

use super::{flow, quoted};
use crate::runbook::format::read;
use crate::words::{Lang, Words};

const WHOLE: &str = include_str!("../plan/tests/whole.json");

#[test]
fn phases_answers_loops_failures_and_branches_are_drawn() {
    let book = read("x.json", WHOLE.as_bytes()).runbook.unwrap();
    for lang in Lang::ALL {
        assert_snapshot!(format!("flow_{}", lang.tag()), flow(&book, &Words::new(lang)));
    }
}

#[test]
fn every_arrow_leads_from_a_box_to_a_box() {
    let book = read("x.json", WHOLE.as_bytes()).runbook.unwrap();
    let chart = flow(&book, &Words::new(Lang::En));
    let name =
        |text: &str| text.chars().take_while(|sign| sign.is_ascii_alphanumeric() || *sign == '_').collect::<String>();
    let arrow = |line: &str| line.contains("-->") || line.contains("-.->");
    let boxes: Vec<String> = chart.lines().filter(|line| !arrow(line)).map(|line| name(line.trim_start())).collect();
    for line in chart.lines().filter(|line| arrow(line)) {
        let (from, to) = (name(line.trim_start()), name(line.rsplit(' ').next().unwrap()));
        assert!(boxes.contains(&from) && boxes.contains(&to), "{line}");
    }
}

#[test]
fn a_text_is_never_more_than_a_text() {
    assert_eq!(
        quoted("say \"now\"; `x` <b> #1 | [y] {z} & end"),
        "say #34;now#34;#59; #96;x#96; #60;b#62; #35;1 #124; #91;y#93; #123;z#125; #38; end"
    );
    assert_eq!(quoted("1. a list\n- another\n2.4 a number"), "1#46; a list<br/>#45; another<br/>2.4 a number");
    assert_eq!(quoted("\u{1b}[31m"), "#94;#91;#91;31m");
    assert_eq!(quoted(&"x".repeat(500)).len(), 123);
}

proptest! {
    #[test]
    fn no_text_closes_its_quotes_or_its_line(text in ".{0,60}") {
        let quoted = quoted(&text).replace("<br/>", "");
        prop_assert!(!quoted.contains(['"', '\n', '<', '>', '|', '[', ']', '{', '}', '`', '\r']), "{}", quoted);
    }
}

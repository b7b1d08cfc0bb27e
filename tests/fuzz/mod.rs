//! Records and runbooks made by somebody who means harm: a bounded run from fixed seeds.
//!
//! `cargo run --release --example fuzz` runs the long one.

pub mod look;
pub mod mutate;
pub mod round;
pub mod texts;

use round::{Target, run};

#[test]
fn a_hostile_record_is_recovered_judged_and_gone_on_with_whatever_it_says() {
    let tally = run(Target::Journal, 1, 250, |_| {});
    assert!(tally.faults.is_empty(), "{:#?}", tally.faults);
    assert!(tally.entries > 1_000 && tally.sealed > 100, "the test has lost its point: {tally:?}");
}

#[test]
fn nothing_a_hostile_record_says_comes_out_raw_in_reports_lines_and_screens() {
    let tally = run(Target::Report, 1, 60, |_| {});
    assert!(tally.faults.is_empty(), "{:#?}", tally.faults);
    assert!(tally.entries > 400 && tally.books > 10, "the test has lost its point: {tally:?}");
}

#[test]
fn a_hostile_runbook_in_any_spelling_is_read_or_refused_with_a_reason() {
    for spelling in &texts::SPELLINGS {
        let tally = texts::run(spelling, 1, 1_500);
        assert!(tally.faults.is_empty(), "{}: {:#?}", spelling.ending, tally.faults);
        assert!(tally.books > 50 && tally.found > 1_000, "the test has lost its point: {tally:?}");
    }
}

#[test]
fn the_looks_find_what_they_are_there_for() {
    let whole = "# Title\n| a | b |\n| --- | --- |\n| x\\|y | 2 |\n\n```text\n| <b> @all\n```\n";
    assert_eq!(look::page(whole), Ok(()));
    for bad in
        ["\u{1b}[2J", "a\u{202e}b", "a\rb", "<b>", "[x](y)", "ask @all", "`x`", "| 1 | 2 | 3 |", "````x", "# Other"]
    {
        let page = whole.replace("| x\\|y | 2 |", &format!("| x | y |\n{bad}"));
        assert!(look::page(&page).is_err(), "{bad:?} passed");
    }
    let corpus = mutate::corpus();
    let (_, sound) = corpus.iter().find(|(name, _)| name == "walkthrough").unwrap();
    let (_, other) = corpus.iter().find(|(name, _)| name == "segments").unwrap();
    let rewritten = |seed| mutate::mutated(&mut mutate::Dice::new(seed), sound, other);
    let (changed, _) = (1..1_000)
        .map(rewritten)
        .find(|(changed, done)| {
            let entries = |record| look::read(record).map(|recovery| recovery.entries);
            *done == mutate::Done::Sealed
                && look::read(changed).is_some_and(|recovery| !recovery.damaged)
                && entries(changed) != entries(sound)
        })
        .unwrap();
    assert_eq!(look::judge(sound, other, &changed, mutate::Done::Sealed), Ok(()), "the anchor shows it");
    assert!(
        look::judge(sound, other, &changed, mutate::Done::Unsealed).is_err(),
        "without one a rewritten record looks sound"
    );
}

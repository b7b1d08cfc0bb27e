//! Whatever a page holds: it loads, in bounded time, and nobody falls.

use std::time::{Duration, Instant};

use crate::runbook::format::{MAX_BYTES, MAX_STEPS, read};

/// Far more than any page takes, and far less than a hang.
const LONG: Duration = Duration::from_secs(20);

fn loads(what: &str, text: &str) {
    let begun = Instant::now();
    let reading = read("page.md", text.as_bytes());
    assert!(begun.elapsed() < LONG, "{what} took {:?}", begun.elapsed());
    let errors: Vec<_> = reading.errors().filter(|fault| fault.code() != "limit").collect();
    assert!(errors.is_empty(), "{what}: {errors:?}");
}

/// A quarter of what a page may hold: quick, and slow enough to tell what grows with the square.
fn filled(part: &str) -> String {
    part.repeat(MAX_BYTES / 4 / part.len())
}

#[test]
fn pages_made_to_hurt_load_in_bounded_time() {
    let parts = [
        "[",
        "]",
        "![",
        "[a](",
        "<",
        "<!--",
        "<a ",
        "`",
        "``` \n",
        "```\n",
        "*",
        "**a",
        "_",
        "# a\n",
        "#",
        "> ",
        ">\n",
        "- ",
        "- a\n",
        "1. a\n",
        "1. ",
        "  ",
        "\t",
        "\\",
        "&",
        "|a",
        "a|b\n-|-\n",
        "\n",
        "a\n\n",
        "\u{202E}",
        "\u{0}",
        "\r\n",
        "---\n",
        "- [ ] a\n",
        "**a**\n\nb\n\n",
        "[a]: b\n",
        "1、甲\n",
        "$ a\n",
        "a\n\n```sh\nb\n```\n\n",
        "<x> $Y {{z}} [WWW] ",
        "- a\n\n***\n\n",
        "## a\n\nb\n\n",
        "**Role:** a\n\n",
        "!!! warning\n    a\n\n",
    ];
    for part in parts {
        loads(&format!("a page of {part:?}"), &filled(part));
        loads(&format!("steps and {part:?}"), &format!("# T\n\n## Steps\n\n1. one\n2. two\n\n{}", part.repeat(4_000)));
    }
    loads("a fence of prompts", &format!("## Steps\n\nRun:\n\n```sh\n{}", "$ a\n".repeat(200_000)));
    loads(
        "many variables",
        &format!("Run:\n\n```sh\n{}\n```\n", (0..900).map(|n| format!("echo $V{n} <v{n}>\n")).collect::<String>()),
    );
}

#[test]
fn depth_is_no_danger() {
    for part in ["> ", "- ", "1. ", "* > "] {
        loads(&format!("{part:?} ten thousand deep"), &format!("# T\n\n{}end\n", part.repeat(10_000)));
    }
    let steep: String = (0..400).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    loads("a list four hundred deep", &steep);
}

#[test]
fn front_matter_of_others_is_never_a_fault() {
    let odd = [
        "title: 5",
        "tags: {a: b}",
        "owner: [x, y]",
        "version: 1.10",
        "phases: x",
        "steps: [1]",
        "roles: [a]",
        "variables: 7",
        "reviewed: yesterday",
        "review_in: soon",
        "timers: x",
        "id: Ünsound",
        "summary: [1]",
        "language: 5",
        "status: unknown",
        "a: &b c",
        "a: !!x y",
        "[",
        "\"",
        "- a",
        "a: |\n  b",
        "source: x",
        "extensions: y",
        "format2: z",
        "drill: 1",
        "contacts: [1]",
        "references: 4",
        "level: x",
        "must_understand: [new]",
    ];
    for line in odd {
        let reading =
            read("page.md", format!("---\n{line}\n---\n# T\n\n## Steps\n\n1. Check it\n2. Stop it\n").as_bytes());
        assert_eq!(reading.errors().count(), 0, "{line}: {:?}", reading.faults);
        let book = reading.runbook.unwrap_or_else(|| panic!("{line}"));
        assert_eq!(book.steps().count(), 2, "{line}");
    }
}

#[test]
fn front_matter_written_for_this_program_is_held_to_it() {
    let page = |line: &str| {
        format!("---\nformat: runbook/1\nid: x\n{line}\n---\n# T\n\n## Steps\n\n1. Check it\n2. Stop it\n")
    };
    let codes = |line: &str| -> Vec<&'static str> {
        read("page.md", page(line).as_bytes()).faults.iter().map(|fault| fault.code()).collect()
    };
    assert_eq!(codes("version: \"1\""), [""; 0]);
    assert_eq!(codes("statsu: draft"), ["unknown-field"]);
    assert_eq!(codes("reviewed: soon"), ["date"]);
    assert_eq!(read("page.md", b"---\nformat: runbook/2\n---\n# T\n\n1. Check\n2. Stop\n").faults[0].code(), "format");
}

#[test]
fn more_steps_than_a_runbook_may_have_are_told() {
    let text: String = (0..=MAX_STEPS).map(|n| format!("{n}. Check {n}\n")).collect();
    let reading = read("page.md", format!("## Steps\n\n{text}").as_bytes());
    assert_eq!(reading.faults.iter().map(|fault| fault.code()).collect::<Vec<_>>(), ["limit"]);
}

#[test]
fn texts_that_are_too_long_go_on_elsewhere() {
    let long = "word ".repeat(9_000);
    let page = format!("# T\n\n{long}\n\n## Steps\n\n1. Check it\n\n   {long}\n\n2. Stop it\n\n{long}\n");
    let reading = read("page.md", page.as_bytes());
    assert_eq!(reading.errors().count(), 0, "{:?}", reading.faults.first());
    let book = reading.runbook.unwrap();
    let kept = format!("{book:?}").matches("word ").count();
    assert!(kept >= 3 * 8_990, "{kept}");
}

#[test]
fn a_page_with_a_mark_in_front_or_windows_line_ends_is_the_same_page() {
    let plain =
        "---\ntitle: T\n---\n\n## Steps\n\n1. Check it:\n\n   ```sh\n   $ ls -l\n   total 0\n   ```\n2. Stop it\n";
    let book = |text: &str| read("page.md", text.as_bytes()).runbook.unwrap();
    assert_eq!(book(plain), book(&plain.replace('\n', "\r\n")));
    assert_eq!(book(plain), book(&format!("\u{FEFF}{plain}")));
}

//! Runbooks as somebody who means harm would write them: good ones in every spelling, changed in bytes, words, lines
//! and indentation. The same seed makes the same text.
//!
//! Of each must hold: it is read in bounded time without a panic; every fault lies inside the text, on whole characters,
//! and is told without a sign that a terminal acts on; without a runbook there is a reason.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use runsheet::runbook::check::{check, links};
use runsheet::runbook::format::{self, FaultKind, read};
use runsheet::words::{Lang, Words, render_faults};

use super::look::Fault;
use super::mutate::{Dice, HOSTILE};

/// The most one text may take, in a build without optimisations on a busy machine.
const MOMENT: Duration = Duration::from_secs(5);

/// One way to write a runbook.
pub struct Spelling {
    /// Ending of the file's name.
    pub ending: &'static str,
    seeds: &'static [&'static str],
    tokens: &'static [&'static str],
}

/// A page with some of everything a page has.
const PAGE: &str = "---\nformat: runbook/1\nid: shop-down\nroles:\n  ops: { title: Operator }\nvariables:\n  host: { prompt: Which host? }\n---\n\n\
    # The shop does not answer\n\nCustomers see an error page.\n\n## Impact\n\nNo orders.\n\n## Find out\n\n### Look at the load\n\n\
    **Role:** ops\n**Time:** 5m\n\n- [ ] Load known\n- [ ] Disk known\n\n```sh\nssh \"$host\" uptime\n```\n\nIt prints a line.\n\n\
    **Decision:** Is the load high?\n\n- Yes → [Restart](#restart)\n- No\n\n### Restart\n\n> **Warning** all carts are lost\n\n```console\n\
    $ systemctl restart shop\ndone\n```\n\n1. If it fails, call the vendor\n2. Tell <name>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";

/// All ways; what reads a further one gets its line here.
pub const SPELLINGS: [Spelling; 3] = [
    Spelling {
        ending: "json",
        seeds: &[
            include_str!("../../src/runbook/format/tests/worked.json"),
            include_str!("../../runbooks/zh-CN/mes-app-server-outage.json"),
            r#"{"format": "runbook/1", "id": "x", "title": "X", "steps": [{"title": "A"}]}"#,
        ],
        tokens: &[
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u",
            "\\ud800",
            "0",
            "-",
            "1e999",
            "true",
            "null",
            "//",
            "/*",
            "'",
            "é",
            "\n",
            "🚑",
            "{{",
            "}}",
            "\u{feff}",
            "\u{0}",
            "\"steps\": ",
            "\"goto\": \"end\",",
            "\"branch\": true,",
        ],
    },
    Spelling {
        ending: "yaml",
        seeds: &[
            include_str!("../../src/runbook/format/tests/worked.yaml"),
            include_str!("../../src/runbook/format/tests/worked.json"),
            "format: runbook/1\nid: x\ntitle: X\nsteps:\n  - title: |\n      A\n      b\n  - title: >-\n      c\n\n      d\n",
        ],
        tokens: &[
            "- ",
            ": ",
            "? ",
            "&a ",
            "*a ",
            "!!str ",
            "!x",
            "<<: ",
            "|",
            ">",
            "|-",
            ">2",
            "%YAML 1.2\n",
            "---\n",
            "...\n",
            "{{",
            "}}",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "'",
            "''",
            "\\",
            "\\x",
            "\\U0010ffff",
            "#",
            " #",
            "\t",
            "\n",
            "\r\n",
            "\n\n",
            " ",
            "  ",
            "@",
            "`",
            "~",
            "null",
            "yes",
            "1.10",
            "é",
            "急",
            "🚑",
            "\u{feff}",
            "\u{0}",
            "\u{85}",
            "\u{2028}",
            ":",
            "-",
            "branch: true\n",
            "goto: end\n",
        ],
    },
    Spelling {
        ending: "md",
        seeds: &[PAGE, "# Restart\n\n1. Log in\n2. Run `uptime`\n\n```sh\nsystemctl restart x\n```\n"],
        tokens: &[
            "# ",
            "## ",
            "### ",
            "- ",
            "- [ ] ",
            "1. ",
            "> ",
            "> [!WARNING]\n",
            "```",
            "```sh\n",
            "~~~\n",
            "\n",
            "\n\n",
            "    ",
            "\t",
            "|",
            "| a | b |\n|---|---|\n",
            "**Role:** ops\n",
            "**Decision:** ok?\n",
            "**角色：** 甲\n",
            "→ [x](#x)",
            "[x]: y\n",
            "<!--",
            "-->",
            "<div>",
            "{{",
            "}}",
            "<name>",
            "$NAME",
            "export X=$(y)\n",
            "$ ls\n",
            "If it fails, ",
            "如果",
            "---\n",
            "---\nformat: runbook/1\n---\n",
            "\\",
            "`",
            "*",
            "_",
            "急",
            "🚑",
            "\u{feff}",
            "\u{0}",
            "\r\n",
            "\u{2028}",
            "===\n",
            "![x](y)",
            "<% erb %>",
            ">>>>>>>>",
            "((((",
            "[[[[",
        ],
    },
];

/// What many texts came to.
#[derive(Debug, Default)]
pub struct Tally {
    pub inputs: u64,
    /// Texts that were runbooks still.
    pub books: u64,
    /// Faults found in all of them.
    pub found: u64,
    pub slowest: Duration,
    /// Seed and fault of those that did what none may do.
    pub faults: Vec<(u64, Fault)>,
}

/// Feeds `count` texts of one spelling, from `seed` on.
pub fn run(spelling: &Spelling, seed: u64, count: u64) -> Tally {
    let words = Lang::ALL.map(Words::new);
    let name = format!("x.{}", spelling.ending);
    let mut tally = Tally::default();
    for seed in seed..seed + count {
        let mut dice = Dice::new(seed);
        let bytes = changed(&mut dice, spelling);
        let began = Instant::now();
        let looked = catch_unwind(AssertUnwindSafe(|| look(&name, &bytes, &words[dice.below(2)])));
        let took = began.elapsed();
        tally.inputs += 1;
        tally.slowest = tally.slowest.max(took);
        match looked {
            Ok(Ok((book, found))) => {
                tally.books += u64::from(book);
                tally.found += found;
            }
            Ok(Err(fault)) => tally.faults.push((seed, fault)),
            Err(_) => tally.faults.push((seed, "it panicked".to_owned())),
        }
        if took > MOMENT {
            tally.faults.push((seed, format!("it took {took:?}")));
        }
    }
    tally
}

fn changed(dice: &mut Dice, spelling: &Spelling) -> Vec<u8> {
    let pick = |dice: &mut Dice| spelling.seeds[dice.below(spelling.seeds.len())].as_bytes();
    if dice.below(6) == 0 {
        let count = dice.below(40);
        return (0..count).flat_map(|_| spelling.tokens[dice.below(spelling.tokens.len())].bytes()).collect();
    }
    let mut bytes = pick(dice).to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let near = |dice: &mut Dice, most: usize| (at + dice.below(most)).min(bytes.len());
        match dice.below(9) {
            0 if at < bytes.len() => bytes[at] = dice.next().to_le_bytes()[0],
            1 => {
                let end = near(dice, 60);
                drop(bytes.drain(at..end));
            }
            2 => {
                let end = near(dice, 200);
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            3 => drop(bytes.splice(at..at, HOSTILE[dice.below(HOSTILE.len())].bytes())),
            4 => {
                let other = pick(dice);
                let from = dice.below(other.len());
                let to = (from + dice.below(300)).min(other.len());
                bytes.splice(at..at, other[from..to].to_vec());
            }
            5 => {
                // A line further in or out than it was.
                let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |found| found + 1);
                let blanks = bytes[start..].iter().take_while(|byte| **byte == b' ').count();
                let kept = dice.below(blanks + 4);
                bytes.splice(start..start + blanks, vec![b' '; kept]);
            }
            6 => bytes.truncate(at),
            7 => {
                let token = spelling.tokens[dice.below(spelling.tokens.len())];
                let times = [1, 1, 1, 40, 2_000][dice.below(5)];
                bytes.splice(at..at, token.repeat(times).into_bytes());
            }
            _ => drop(bytes.splice(at..at, spelling.tokens[dice.below(spelling.tokens.len())].bytes())),
        }
    }
    bytes
}

/// Whether it was a runbook, and how many faults it had.
fn look(name: &str, bytes: &[u8], words: &Words) -> Result<(bool, u64), Fault> {
    let reading = read(name, bytes);
    let mut faults = reading.faults.clone();
    if let Some(book) = &reading.runbook {
        let today = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap_or_default();
        faults.extend(check(book, &reading.source, today));
        let _ = links(&reading.source);
        if reading.errors().next().is_some() {
            return Err("a runbook in spite of errors".to_owned());
        }
    } else if reading.dropped == 0 && reading.errors().next().is_none() && !faults.iter().any(is_page) {
        return Err("no runbook and no reason".to_owned());
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    for fault in &faults {
        let Some(place) = &fault.place else { return Err(format!("no place: {fault:?}")) };
        let whole =
            place.line >= 1 && place.column >= 1 && (place.end_line, place.end_column) >= (place.line, place.column);
        if !whole || text.get(place.span.clone()).is_none() {
            return Err(format!("outside of the text: {fault:?}"));
        }
    }
    let shown = render_faults(words, &faults, reading.dropped, name, text);
    // No author hears of another spelling than the own.
    let other = if name == "x.json" { "YAML" } else { "JSON" };
    if shown.contains(other) && !text.contains(other) {
        return Err(format!("{other} is spoken of: {shown}"));
    }
    match shown.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c)) {
        Some(sign) => Err(format!("U+{:04X} came out raw", u32::from(sign))),
        None => Ok((reading.runbook.is_some(), faults.len() as u64)),
    }
}

/// A page without a procedure is one to read, and no mistake.
fn is_page(fault: &format::Fault) -> bool {
    matches!(fault.kind, FaultKind::NoProcedure)
}

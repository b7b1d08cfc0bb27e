//! A fault as a terminal shows it: the sentence, the line it stands in, and marks under exactly the wrong part.

use unicode_segmentation::UnicodeSegmentation;

use crate::runbook::format::{Fault, Place, Severity};
use crate::text::{printable, width};
use crate::words::Words;

/// Columns of the line of text that is shown.
const EXCERPT: usize = 96;
/// Columns shown before the place, where the line is too long.
const BEFORE: usize = 40;
/// Columns from one tab stop to the next.
const TAB: usize = 4;
/// Errors told one by one, and warnings.
const TOLD: usize = 25;

/// One fault as it is shown in a terminal: the sentence, the place, the line, and the next thing to do.
///
/// `file` is the name to show, `text` what the file holds.
pub fn render_fault(words: &Words, fault: &Fault, file: &str, text: &str) -> String {
    let label = words.say(match fault.severity {
        Severity::Error => "fault-error",
        Severity::Warning => "fault-warning",
    });
    let path = if fault.path.is_empty() { String::new() } else { format!("  ({})", printable(&fault.path)) };
    let mut lines = vec![format!("{label}[{}]: {}{path}", fault.code(), words.fault(fault))];
    let mut help = words.fault_help(fault);
    let file = printable(file);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let number = fault.place.as_ref().map_or_else(|| "  ".to_owned(), |place| place.line.to_string());
    let gutter = " ".repeat(number.len());
    if let Some(place) = &fault.place {
        lines.push(format!("{gutter}--> {file}:{}:{}", place.line, place.column));
        if let Some(excerpt) = Excerpt::of(text, place) {
            let mut marks = format!("{}{}", " ".repeat(excerpt.before), "^".repeat(excerpt.marked));
            if let Some(beside) = help.take_if(|help| excerpt.before + excerpt.marked + width(help) < EXCERPT) {
                marks.push(' ');
                marks.push_str(&beside);
            }
            lines.push(format!("{gutter} |"));
            lines.push(format!("{number} | {}", excerpt.line));
            lines.push(format!("{gutter} | {marks}"));
        }
    } else {
        lines.push(format!("{gutter}--> {file}"));
    }
    lines.extend(help.map(|help| format!("{gutter} = {help}")));
    if let Some(other) = fault.kind.other() {
        let place = format!("{file}:{}:{}", other.line, other.column);
        let other = words.with("fault-other-place", &[("place", (&place).into())]);
        lines.push(format!("{gutter} = {other}"));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// All faults as they are shown in a terminal: at most 25 errors and 25 warnings, then how many more there are.
///
/// `dropped` is the number of those that were found and not kept.
pub fn render_faults(words: &Words, faults: &[Fault], dropped: usize, file: &str, text: &str) -> String {
    let (mut errors, mut warnings) = (0_usize, 0_usize);
    let mut parts = Vec::new();
    for fault in faults {
        let count = if fault.is_error() { &mut errors } else { &mut warnings };
        *count += 1;
        if *count <= TOLD {
            parts.push(render_fault(words, fault, file, text));
        }
    }
    let more = [
        ("fault-more-errors", errors.saturating_sub(TOLD) + dropped),
        ("fault-more-warnings", warnings.saturating_sub(TOLD)),
    ];
    for (id, count) in more {
        if count > 0 {
            parts.push(format!("{}\n", words.with(id, &[("count", count.into())])));
        }
    }
    parts.join("\n")
}

/// A line of the text, cut around a place, and the columns the place takes in it.
struct Excerpt {
    line: String,
    before: usize,
    marked: usize,
}

/// Stands where something of a long line was left out.
const GAP: &str = "...";

impl Excerpt {
    fn of(text: &str, place: &Place) -> Option<Self> {
        let start = text.get(..place.span.start)?.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..)?.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        if text.is_empty() {
            return None;
        }
        let (from, to) = (place.span.start - start, place.span.end - start);
        // Far parts of a huge line are never looked at.
        let reach = 4 * EXCERPT;
        let near = floor(line, from.saturating_sub(reach));
        let far = floor(line, (from + reach).min(line.len()));
        let (mut shown, mut column) = (Vec::new(), 0);
        let (mut first, mut last) = (None, None);
        for (at, sign) in line.get(near..far)?.grapheme_indices(true) {
            let (at, long) = (near + at, sign.len());
            let sign = match sign {
                "\t" => " ".repeat(TAB - column % TAB),
                sign => printable(sign).into_owned(),
            };
            let wide = width(&sign);
            if at + long > from && first.is_none() {
                first = Some(column);
            }
            if at < to {
                last = Some(column + wide);
            }
            shown.push((column, wide, sign));
            column += wide;
        }
        let first = first.unwrap_or(column);
        let last = last.unwrap_or(first).max(first + 1);
        let (left, right) = if near == 0 && far == line.len() && column <= EXCERPT {
            (0, column)
        } else {
            let left = if near == 0 && last <= EXCERPT { 0 } else { first.saturating_sub(BEFORE) };
            (left, left + EXCERPT)
        };
        let kept: Vec<_> = shown.iter().filter(|(at, wide, _)| *at >= left && at + wide <= right).collect();
        let begin = kept.first().map_or(left, |(at, _, _)| *at);
        let lead = if begin > 0 || near > 0 { GAP } else { "" };
        let tail = if right < column || far < line.len() { GAP } else { "" };
        let body: String = kept.iter().map(|(_, _, sign)| sign.as_str()).collect();
        let before = lead.len() + first.saturating_sub(begin);
        let marked = last.min(right.max(first + 1)) - first;
        Some(Self { line: format!("{lead}{body}{tail}"), before, marked })
    }
}

/// The nearest place at or before `at` that is no middle of a character.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

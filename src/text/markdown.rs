//! The little Markdown that instructions and notes carry: strong words and code.
//!
//! Owns the split of a text into runs; lists, links and headings stay the text they are. It draws nothing and
//! expects printable text.

use std::borrow::Cow;

use super::width;

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words, without their marks.
    pub text: String,
    /// How they are shown.
    pub style: Style,
}

/// How a run is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As everything around it.
    Plain,
    /// Written `**so**`.
    Strong,
    /// Written `` `so` ``.
    Code,
}

/// The runs of `text` in order; marks that close nothing stay in it.
///
/// A mark closes on its own line only, so that a stray one never changes the rest of a page.
pub fn runs(text: &str) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let at = rest.find(['*', '`']).unwrap_or(rest.len());
        let (plain, tail) = rest.split_at(at);
        push(&mut out, plain, Style::Plain);
        rest = if let Some((inner, after)) = marked(tail, "`") {
            push(&mut out, inner, Style::Code);
            after
        } else if let Some((inner, after)) = marked(tail, "**").filter(|(inner, _)| inner.trim() == *inner) {
            push(&mut out, inner, Style::Strong);
            after
        } else {
            let stars = tail.len() - tail.trim_start_matches('*').len();
            let (mark, after) = tail.split_at(stars.max(tail.chars().next().map_or(0, char::len_utf8)));
            push(&mut out, mark, Style::Plain);
            after
        };
    }
    out
}

/// Columns from which a line is taken for one that was broken only because it was full.
const FULL: usize = 45;

/// The text with its paragraphs in one line each, where their lines were broken at a margin. Lists, headings, tables, fences
/// and short lines stay as they are.
pub fn flowing(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    let mut before = "";
    for line in text.split('\n') {
        let fence = line.trim_start().starts_with("```");
        let goes_on = !fenced && !fence && is_broken(before) && !begins_anew(line);
        fenced ^= fence;
        if goes_on {
            let kept = out.trim_end().len();
            out.truncate(kept);
            let narrow = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii());
            // Chinese has no spaces between its words.
            if narrow(before.trim_end().chars().next_back()) || narrow(line.trim_start().chars().next()) {
                out.push(' ');
            }
            out.push_str(line.trim_start());
        } else {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(line);
        }
        before = if fence || fenced { "" } else { line };
    }
    Cow::Owned(out)
}

/// Whether a line ends where it was full and not where its author wanted.
fn is_broken(line: &str) -> bool {
    let starts = line.trim_start();
    width(line) >= FULL && !line.ends_with("  ") && !line.ends_with('\\') && !starts.starts_with(['#', '|'])
}

/// Whether a line begins something of its own.
fn begins_anew(line: &str) -> bool {
    let line = line.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = digits > 0 && line.get(digits..).is_some_and(|rest| rest.starts_with(". ") || rest.starts_with(") "));
    line.is_empty()
        || number
        || line.starts_with(['#', '|', '>'])
        || ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
}

/// The first line that says something: a heading only says what it is about.
pub fn first_sentence_line(text: &str) -> &str {
    let says = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    text.lines().find(says).or_else(|| text.lines().next()).unwrap_or_default().trim()
}

/// What stands between `mark` at the start of `text` and its next appearance on the line, and what comes after.
fn marked<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let (inner, after) = text.strip_prefix(mark)?.split_once(mark)?;
    (!inner.is_empty() && !inner.contains('\n')).then_some((inner, after))
}

fn push(out: &mut Vec<Run>, text: &str, style: Style) {
    if text.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(last) if last.style == style && style == Style::Plain => last.text.push_str(text),
        _ => out.push(Run { text: text.to_owned(), style }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str) -> String {
        let brackets = |run: &Run| match run.style {
            Style::Plain => run.text.clone(),
            Style::Strong => format!("<b>{}</b>", run.text),
            Style::Code => format!("<c>{}</c>", run.text),
        };
        runs(text).iter().map(brackets).collect()
    }

    #[test]
    fn strong_words_and_code_become_runs() {
        assert_eq!(written("Check `df -h` **now**."), "Check <c>df -h</c> <b>now</b>.");
        assert_eq!(written("**先确认**再重启"), "<b>先确认</b>再重启");
    }

    #[test]
    fn code_is_taken_as_it_stands() {
        assert_eq!(written("`a ** b **`"), "<c>a ** b **</c>");
    }

    #[test]
    fn marks_that_close_nothing_stay() {
        for text in ["2 ** 3 ** 4", "a ` b", "**open", "****", "* item\n* item", "`a\nb`", "**a\nb**", "``"] {
            assert_eq!(written(text), text);
        }
    }

    #[test]
    fn lines_broken_at_a_margin_become_one_and_all_others_stay() {
        let wrapped =
            "If the alert includes a reason label, such as `OOMKilled`,\nit names the cause.\n\nshort\nlines\n";
        assert_eq!(
            flowing(wrapped),
            "If the alert includes a reason label, such as `OOMKilled`, it names the cause.\n\nshort\nlines\n"
        );
        let list = "- an item that is longer than its line and goes on\n  below it\n- another item that is rather long as well, and ends\n1. third";
        assert_eq!(
            flowing(list),
            "- an item that is longer than its line and goes on below it\n- another item that is rather long as well, and ends\n1. third"
        );
        let fence = "```\nkubectl get pods --all-namespaces -o wide --watch\nout\n```\nthen";
        assert_eq!(flowing(fence), fence);
        let chinese = "先确认故障范围和影响程度，再决定是否启动应急处置预案，同时\n通知各相关部门";
        assert_eq!(flowing(chinese), "先确认故障范围和影响程度，再决定是否启动应急处置预案，同时通知各相关部门");
    }

    #[test]
    fn a_heading_is_not_what_a_text_says_first() {
        assert_eq!(first_sentence_line("## Impact\n\nNothing starts.\nMore"), "Nothing starts.");
        assert_eq!(first_sentence_line("# Only"), "# Only");
        assert_eq!(first_sentence_line(""), "");
    }

    #[test]
    fn lists_stay_text() {
        assert_eq!(written("- one\n- **two**\n1. three"), "- one\n- <b>two</b>\n1. three");
    }

    proptest! {
        #[test]
        fn only_marks_are_taken_away(text in "[ab*` \n]{0,30}") {
            let letters = |s: &str| s.chars().filter(|c| !matches!(c, '*' | '`')).collect::<String>();
            let joined: String = runs(&text).into_iter().map(|run| run.text).collect();
            prop_assert_eq!(letters(&joined), letters(&text));
        }
    }
}

//! What stands within a line: plain text of it, links, code, and what a reader of a terminal has no use for.
//!
//! Works on the text as it is written; keeps every word of it.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::runbook::format::limits::MAX_TITLE;

fn pattern(text: &str) -> Regex {
    // The patterns are constants, and a test compiles them all.
    #[allow(clippy::unwrap_used)]
    Regex::new(text).unwrap()
}

static COMMENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?s)<!--.*?(?:-->|\z)"));
static BADGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[!\[[^\]\n]*\]\([^)\n]*\)\]\([^)\n]*\)"));
static IMAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"!(\[[^\]\n]*\]\([^)\n]*\))"));
static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"`+[^`]+`+"));
static LINK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\[([^\[\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s[^)]*)?\)"));

/// Without HTML comments.
pub(super) fn without_comments(text: &str) -> Cow<'_, str> {
    if text.contains("<!--") { COMMENT.replace_all(text, "") } else { Cow::Borrowed(text) }
}

/// A text without comments and badges, its images as links; code in fences stays as it is.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains("<!--") && !text.contains("![") {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, end)) = next_fence(rest) {
        cleaned.push_str(&clean_prose(rest.get(..start).unwrap_or_default()));
        cleaned.push_str(rest.get(start..end).unwrap_or_default());
        rest = rest.get(end..).unwrap_or_default();
    }
    cleaned.push_str(&clean_prose(rest));
    Cow::Owned(cleaned)
}

fn clean_prose(text: &str) -> String {
    let text = without_comments(text);
    let text = BADGE.replace_all(&text, "");
    IMAGE.replace_all(&text, "$1").into_owned()
}

/// Bytes of the first fence in a text.
fn next_fence(text: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    let mut open: Option<(usize, &str)> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark));
        match (open, mark) {
            (None, Some(mark)) => open = Some((at, mark)),
            (Some((start, opened)), Some(mark)) if opened == mark => return Some((start, at + line.len())),
            _ => {}
        }
        at += line.len();
    }
    open.map(|(start, _)| (start, text.len()))
}

/// One line without marks of emphasis; code keeps its ticks, links stay whole.
pub(super) fn one_line(text: &str) -> String {
    let text = clean(text);
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Between two letters of Chinese a line break is nothing.
    without_emphasis(&joined)
}

fn without_emphasis(text: &str) -> String {
    if !text.contains("**") && !text.contains("__") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for code in CODE.find_iter(text) {
        out.push_str(&bare(text.get(at..code.start()).unwrap_or_default()));
        out.push_str(code.as_str());
        at = code.end();
    }
    out.push_str(&bare(text.get(at..).unwrap_or_default()));
    out.trim().to_owned()
}

fn bare(text: &str) -> String {
    let text = text.replace("**", "");
    // Two underscores within a word are part of it.
    text.split(' ')
        .map(|word| word.strip_prefix("__").unwrap_or(word))
        .map(|word| word.strip_suffix("__").unwrap_or(word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words a reader sees: links by their text, code without ticks.
pub(super) fn seen(text: &str) -> String {
    let line = one_line(text);
    LINK.replace_all(&line, "$1").replace('`', "")
}

/// Links of a text: what is shown, and where it leads.
pub(super) fn links(text: &str) -> impl Iterator<Item = (&str, &str)> {
    LINK.captures_iter(text).filter_map(|link| Some((link.get(1)?.as_str(), link.get(2)?.as_str())))
}

/// Whether nothing but links to places of this page stands in a line.
pub(super) fn only_anchors(text: &str) -> bool {
    let mut any = false;
    let rest = LINK.replace_all(text, |link: &regex::Captures<'_>| {
        any |= link.get(2).is_some_and(|to| to.as_str().starts_with('#'));
        if link.get(2).is_some_and(|to| to.as_str().starts_with('#')) { "" } else { "x" }
    });
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace());
    any && !number.chars().any(char::is_alphanumeric)
}

/// Whether nothing but links stands in a line.
pub(super) fn only_links(text: &str) -> bool {
    LINK.is_match(text) && !LINK.replace_all(text, "").chars().any(char::is_alphanumeric)
}

/// Code within a line.
pub(super) fn codes(text: &str) -> impl Iterator<Item = &str> {
    CODE.find_iter(text).map(|code| code.as_str().trim_matches('`').trim())
}

/// A text that is bold as a whole and nothing else: what stands between the marks.
pub(super) fn all_bold(text: &str) -> Option<&str> {
    let text = text.trim();
    let rest = text.strip_suffix([':', '：']).unwrap_or(text);
    let inner = ["**", "__"].iter().find_map(|mark| rest.strip_prefix(mark)?.strip_suffix(mark))?;
    (!inner.is_empty() && !inner.contains("**") && !inner.contains('\n')).then_some(inner)
}

/// Characters a title had better not be longer than.
const GOOD_TITLE: usize = 110;

/// Bytes of a line that are its title: a first sentence, or as much as a title may hold.
pub(super) fn title_end(line: &str) -> usize {
    if line.chars().nth(GOOD_TITLE).is_none() {
        return line.len();
    }
    let mut code = false;
    let mut link = 0_i32;
    let mut last_space = 0;
    let mut before = ' ';
    let mut chars = line.char_indices().enumerate().peekable();
    while let Some((count, (at, c))) = chars.next() {
        if count >= MAX_TITLE - 1 {
            break;
        }
        let next = chars.peek().map(|(_, (_, next))| *next);
        let end = at + c.len_utf8();
        match c {
            '`' => code = !code,
            '(' | '[' if !code => link += 1,
            ')' | ']' if !code => link -= 1,
            ' ' if !code && link <= 0 => last_space = at,
            '。' | '！' | '？' | '；' if !code && link <= 0 => return end,
            '.' | '!' | '?' if !code && link <= 0 && next == Some(' ') && count > 15 && before != '.' => {
                let word = line.get(..at).and_then(|part| part.rsplit([' ', '(']).next()).unwrap_or_default();
                if !matches!(word.to_ascii_lowercase().as_str(), "e.g" | "i.e" | "etc" | "vs" | "no" | "approx" | "eg")
                {
                    return end;
                }
            }
            ':' if !code && link <= 0 && next == Some(' ') && count > 15 => return end,
            '：' if !code && link <= 0 && count > 5 => return end,
            _ => {}
        }
        before = c;
    }
    if line.chars().nth(MAX_TITLE).is_none() {
        return line.len();
    }
    if last_space > 0 {
        return last_space;
    }
    line.char_indices().nth(MAX_TITLE - 1).map_or(line.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert!(only_anchors("1. [One](#one)") && !only_anchors("[One](https://example.org)"));
        assert_eq!(clean("a <!-- b --> c ![d](e) [![f](g)](h)"), "a  c [d](e) ");
        assert_eq!(one_line("**Stop** the\n`a__b` __now__"), "Stop the `a__b` now");
        assert_eq!(seen("See [the `x` page](https://a_(b))."), "See the x page.");
        assert_eq!(codes("a `b c` ``d``").collect::<Vec<_>>(), ["b c", "d"]);
    }

    #[test]
    fn a_comment_within_a_fence_is_code() {
        let text = "a <!-- x -->\n\n```xml\n<!-- kept -->\n```\n<!-- y -->";
        assert_eq!(clean(text), "a \n\n```xml\n<!-- kept -->\n```\n");
    }

    #[test]
    fn a_title_is_a_first_sentence() {
        let long = format!("Look at the queue first. {}", "x ".repeat(100));
        assert_eq!(&long[..title_end(&long)], "Look at the queue first.");
        let text = "x".repeat(500);
        assert!(title_end(&text) < 200);
    }
}

//! The little Markdown that instructions and notes carry: strong words and code.
//!
//! Owns the split of a text into runs; lists, links and headings stay the text they are. It draws nothing and
//! expects printable text.

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

//! Text from outside on a Markdown page: it shows what it holds and marks up nothing.

use crate::text::{markdown, printable_lines};

/// Text for a heading or a table cell: no markup, no HTML, no mention; line breaks become `<br>`.
pub(in crate::report) fn escaped(text: &str) -> String {
    signs(&printable_lines(text.trim()))
}

fn signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(sign) = rest.next() {
        let word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        match sign {
            '\n' => out.push_str("<br>"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Inside a word an underscore marks nothing up.
            '_' if word(before) && word(rest.peek().copied()) => out.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(sign);
            }
            // An empty comment parts the sign from the name, so that nobody is called by a report.
            '@' if !word(before) && word(rest.peek().copied()) => out.push_str("@<!-- -->"),
            _ => out.push(sign),
        }
        before = Some(sign);
    }
    out
}

/// The same where it begins a line, as a paragraph or behind a list mark: it begins no heading, list or rule.
pub(in crate::report) fn block(text: &str) -> String {
    line_start(&escaped(text))
}

fn line_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits).unwrap_or(("", text));
    let begins = if number.is_empty() { rest.starts_with(['#', '-', '+', '=']) } else { rest.starts_with(['.', ')']) };
    if begins { format!("{number}\\{rest}") } else { text.to_owned() }
}

/// A text that was written as Markdown: its strong words, code, fences and the marks of its lists stay, all else is text to
/// read.
pub(in crate::report) fn marked(text: &str) -> String {
    let text = printable_lines(text.trim());
    let mut out = String::with_capacity(text.len() + 8);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("```") {
            let inner: Vec<&str> = lines.by_ref().take_while(|line| !line.trim_start().starts_with("```")).collect();
            out.push_str(&fenced(&inner.join("\n"), "text"));
            continue;
        }
        let rest = line.trim_start();
        let (mark, rest) = rest.split_at(list_mark(rest));
        out.push_str(&line[..line.len() - line.trim_start().len()]);
        out.push_str(mark);
        if let Some(heading) = heading(rest) {
            // Inside a page of ours it is a strong line: its own headings are the page's.
            out.push_str(&format!("**{}**\n", signs(heading)));
            continue;
        }
        let inline = runs(rest);
        let strong = inline.starts_with("**");
        out.push_str(&if mark.is_empty() && !strong { line_start(&inline) } else { inline });
        out.push('\n');
    }
    out.trim_end_matches('\n').to_owned()
}

/// One line that was written as Markdown: its strong words and code stay.
pub(in crate::report) fn inline(text: &str) -> String {
    runs(&printable_lines(text.trim()))
}

fn runs(text: &str) -> String {
    let run = |run: &markdown::Run| match run.style {
        markdown::Style::Plain => signs(&run.text),
        markdown::Style::Strong => format!("**{}**", signs(&run.text)),
        markdown::Style::Code => format!("`{}`", run.text),
    };
    markdown::runs(text).iter().map(run).collect()
}

/// The words of a line that is a heading.
fn heading(line: &str) -> Option<&str> {
    let words = line.trim_start_matches('#');
    let marks = line.len() - words.len();
    ((1..=6).contains(&marks) && words.starts_with(' ')).then(|| words.trim().trim_end_matches('#').trim_end())
}

/// Bytes of the mark with which a line of a list begins.
fn list_mark(line: &str) -> usize {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = (1..=9).contains(&digits) && line.get(digits..).is_some_and(|rest| rest.starts_with(". "));
    if number {
        digits + 2
    } else if line.starts_with("- ") || line.starts_with("* ") {
        2
    } else {
        0
    }
}

/// Text in a fence longer than any in it, line by line.
pub(in crate::report) fn fenced(text: &str, language: &str) -> String {
    let text = printable_lines(text);
    let longest = text.split(|sign| sign != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.saturating_add(1).max(3));
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_from_outside_is_text_to_read() {
        assert_eq!(
            escaped("a|b `c` *d* <script> [x](y) ~e~ $f$"),
            r"a\|b \`c\` \*d\* &lt;script&gt; \[x\](y) \~e\~ \$f\$"
        );
        assert_eq!(block("# no heading"), r"\# no heading");
        assert_eq!(block("- no list"), r"\- no list");
        assert_eq!(block("12. no list"), r"12\. no list");
        assert_eq!(block("12 apples"), "12 apples");
        assert_eq!(escaped("1.1"), "1.1");
        assert_eq!(escaped("&lt;"), "&amp;lt;");
    }

    #[test]
    fn what_a_path_or_a_number_needs_stays_as_it_is() {
        assert_eq!(escaped("mes_app_01 2.4 a-b oncall@bastion C#"), "mes_app_01 2.4 a-b oncall@bastion C#");
    }

    #[test]
    fn little_markdown_stays_what_it_was() {
        assert_eq!(marked("Call **Han** <now>, `df -h`"), "Call **Han** &lt;now&gt;, `df -h`");
        assert_eq!(marked("- one [x](y)\n  2. two\n# three"), "- one \\[x\\](y)\n  2. two\n**three**");
        assert_eq!(marked("**先确认**再重启"), "**先确认**再重启");
        assert_eq!(marked("```sh\nls *\n```\nthen"), "```text\nls *\n```\nthen");
        assert_eq!(marked("```\nnever closed"), "```text\nnever closed\n```");
    }

    #[test]
    fn nobody_is_called_by_a_mention() {
        assert_eq!(escaped("ask @everyone"), "ask @<!-- -->everyone");
    }

    #[test]
    fn control_and_reordering_signs_stand_there_in_words() {
        assert_eq!(escaped("a\u{1b}[2J\u{202e}b\nc"), r"a^\[\[2J&lt;U+202E&gt;b<br>c");
    }

    #[test]
    fn a_fence_is_longer_than_any_in_its_text() {
        assert_eq!(fenced("x\n````\ny", "text"), "`````text\nx\n````\ny\n`````\n");
        assert_eq!(fenced("plain\n", "text"), "```text\nplain\n```\n");
    }

    #[test]
    fn a_heading_in_a_text_is_a_strong_line_of_the_page() {
        assert_eq!(marked("## What it *means*\n\ntext #1"), "**What it \\*means\\***\n\ntext #1");
        assert_eq!(inline("Set `NAMESPACE` *now*"), r"Set `NAMESPACE` \*now\*");
    }
}

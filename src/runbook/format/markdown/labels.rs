//! `**Role:** ops`, `**限时：** 5m`: the bold words before a colon that name a field of a step.
//!
//! Knows the words in English and Chinese and how they are written; not what becomes of the values.

use std::ops::Range;

use super::inline;

/// A field a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Role,
    Time,
    Expect,
    Evidence,
    Danger,
    Approval,
    Notify,
    Wait,
    Decision,
    Overrun,
    Failure,
    Rollback,
    Requires,
    Order,
    Optional,
    Only,
}

const WORDS: &[(&str, Label)] = &[
    ("role", Label::Role),
    ("responsible", Label::Role),
    ("角色", Label::Role),
    ("负责人", Label::Role),
    ("责任人", Label::Role),
    ("执行人", Label::Role),
    ("time", Label::Time),
    ("time limit", Label::Time),
    ("timebox", Label::Time),
    ("限时", Label::Time),
    ("时限", Label::Time),
    ("expect", Label::Expect),
    ("expected", Label::Expect),
    ("expected result", Label::Expect),
    ("expected output", Label::Expect),
    ("expected outcome", Label::Expect),
    ("预期", Label::Expect),
    ("预期结果", Label::Expect),
    ("预期输出", Label::Expect),
    ("evidence", Label::Evidence),
    ("证据", Label::Evidence),
    ("danger", Label::Danger),
    ("warning", Label::Danger),
    ("caution", Label::Danger),
    ("危险", Label::Danger),
    ("警告", Label::Danger),
    ("注意", Label::Danger),
    ("approval", Label::Approval),
    ("审批", Label::Approval),
    ("notify", Label::Notify),
    ("通知", Label::Notify),
    ("wait", Label::Wait),
    ("等待", Label::Wait),
    ("decision", Label::Decision),
    ("判断", Label::Decision),
    ("决策", Label::Decision),
    ("if it overruns", Label::Overrun),
    ("超时", Label::Overrun),
    ("if it fails", Label::Failure),
    ("失败时", Label::Failure),
    ("rollback", Label::Rollback),
    ("回滚", Label::Rollback),
    ("requires", Label::Requires),
    ("前置", Label::Requires),
    ("order", Label::Order),
    ("顺序", Label::Order),
    ("optional", Label::Optional),
    ("可选", Label::Optional),
    ("only", Label::Only),
    ("仅限", Label::Only),
];

/// A labelled value, with the bytes label and value take.
#[derive(Debug, Clone)]
pub(super) struct Labelled {
    pub label: Label,
    pub value: String,
    pub span: Range<usize>,
    /// Bytes of the value alone.
    pub inner: Range<usize>,
}

fn word(text: &str) -> Option<Label> {
    let bare = text.trim().trim_end_matches([':', '：']).trim().to_lowercase();
    WORDS.iter().find(|(word, _)| *word == bare).map(|(_, label)| *label)
}

/// Whether bold words are a label.
pub(super) fn is_label(bold: &str) -> bool {
    word(bold).is_some()
}

/// Whether a word alone is a warning.
pub(super) fn is_warning_word(text: &str) -> bool {
    word(text) == Some(Label::Danger)
}

/// The labelled values a paragraph consists of; none when it begins with anything else.
pub(super) fn of_paragraph(text: &str, at: usize) -> Vec<Labelled> {
    let mut found: Vec<Labelled> = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = at + offset;
        offset += line.len();
        match of_line(line) {
            Some((label, value)) => {
                let lead = line.len() - line.trim_start().len();
                let from = line.find(value).filter(|_| !value.is_empty()).unwrap_or(line.trim_end().len());
                found.push(Labelled {
                    label,
                    value: value.to_owned(),
                    span: start + lead..start + line.trim_end().len(),
                    inner: start + from..start + from + value.len(),
                });
            }
            None => match found.last_mut() {
                None => return Vec::new(),
                Some(last) => {
                    last.value.push('\n');
                    last.value.push_str(line.trim());
                    last.span.end = start + line.trim_end().len();
                    last.inner.end = last.span.end;
                }
            },
        }
    }
    for one in &mut found {
        one.value = one.value.trim().to_owned();
    }
    found
}

fn of_line(line: &str) -> Option<(Label, &str)> {
    let line = line.trim().trim_end_matches('\\').trim_end();
    let (mark, rest) = ["**", "__"].iter().find_map(|mark| Some((*mark, line.strip_prefix(*mark)?)))?;
    let (bold, after) = rest.split_once(mark)?;
    let label = word(bold)?;
    let value = match after.trim_start().strip_prefix([':', '：']) {
        Some(value) => value,
        // The colon stands within the bold words.
        None if bold.trim_end().ends_with([':', '：']) => after,
        None => return None,
    };
    Some((label, value.trim()))
}

/// The text of a warning: a quote or a paragraph that says so in its first word. Notes are none.
pub(super) fn warning(written: &str) -> Option<String> {
    /// Characters within which the first word stands.
    const NEAR: usize = 24;
    let begin: String = written.chars().take(NEAR).flat_map(char::to_lowercase).collect();
    if !["warn", "dang", "caut", "警告", "危险", "注意", "严禁"].iter().any(|word| begin.contains(word)) {
        return None;
    }
    let lines: Vec<&str> =
        written.lines().map(|line| line.trim_start().trim_start_matches("> ").trim_start_matches('>').trim()).collect();
    let text = inline::one_line(&lines.join("\n"));
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '[' && c != '!' && c != ':');
    let kinds = ["warning", "danger", "caution"];
    let small = bare.to_lowercase();
    let behind = |rest: &str| rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric());
    let alert = kinds.iter().find_map(|kind| {
        let rest =
            ["[!", "!!! ", "::: ", ":::"].iter().find_map(|mark| small.strip_prefix(mark))?.strip_prefix(kind)?;
        behind(rest).then(|| small.len() - rest.len())
    });
    if let Some(end) = alert {
        // `[!WARNING] text` is read `WARNING: text`.
        let (head, rest) = (bare.get(..end)?, bare.get(end..)?);
        let head = head.trim_start_matches(['[', '!', ':', ' ']);
        let rest = rest.trim_start_matches(']').trim_end_matches(':').trim();
        return Some(if rest.is_empty() { head.to_owned() } else { format!("{head}: {rest}") });
    }
    let quoted = written.trim_start().starts_with('>');
    let marked = text.starts_with('⚠') || written.trim_start().starts_with("**") || quoted;
    let english = kinds.iter().find_map(|kind| small.strip_prefix(kind));
    let chinese = ["警告", "危险", "注意事项", "注意", "严禁"].iter().find_map(|kind| small.strip_prefix(kind));
    let colon = |rest: &str| rest.trim_start().starts_with([':', '：', '!', '！', '-', '—']);
    if english.is_some_and(|rest| colon(rest) || (marked && behind(rest))) {
        return Some(bare.to_owned());
    }
    (chinese.is_some_and(|rest| colon(rest) || (marked && behind(rest)))).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_with_the_colon_in_or_out() {
        let found = of_paragraph("**Role:** ops\n**Time**: 5m\nand more\n**角色：**值班", 10);
        let list: Vec<_> = found.iter().map(|one| (one.label, one.value.as_str())).collect();
        assert_eq!(list, [(Label::Role, "ops"), (Label::Time, "5m\nand more"), (Label::Role, "值班")]);
        assert_eq!(found[0].inner, 20..23);
        assert!(of_paragraph("Text\n**Role:** ops", 0).is_empty() && of_paragraph("**Roles** are", 0).is_empty());
    }

    #[test]
    fn warnings_are_warnings_and_notes_are_not() {
        let said = |text: &str| warning(text);
        assert_eq!(said("> [!WARNING]\n> All is lost."), Some("WARNING: All is lost.".into()));
        assert_eq!(said("> **Warning**\n> Mind it"), Some("Warning Mind it".into()));
        assert_eq!(said("!!! danger \"Mind\"\n    it"), Some("danger: \"Mind\" it".into()));
        assert_eq!(said("注意：会中断业务"), Some("注意：会中断业务".into()));
        assert_eq!((said("> [!NOTE]\n> x"), said("**Note:** x"), said("Warnings are common")), (None, None, None));
        assert_eq!(said("> ⚠️ **Disclaimer:** x"), None);
    }
}

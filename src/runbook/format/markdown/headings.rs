//! What headings and first words say about what stands below them, in English and Chinese.
//!
//! Tables of words and the few rules to read them by; knows nothing about blocks.

use std::sync::LazyLock;

/// What is read before anything is done, and is no procedure.
static CONTEXT: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("words/context.txt").lines().collect());

/// Beginnings of headings of context.
static CONTEXT_BEGIN: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("words/context-begin.txt").lines().collect());

/// Ends of headings of context.
static CONTEXT_END: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("words/context-end.txt").lines().collect());

/// What speaks of something to be done, as part of a heading.
static ACTION: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("words/action.txt").lines().collect());

/// First words of something to be done.
static VERBS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("words/verbs.txt").lines().collect());

/// First words of something to be done, in Chinese.
static VERBS_ZH: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("words/verbs-zh.txt").lines().collect());

/// A heading as it is compared: small letters, no number, no marks around it.
pub(super) fn bare(heading: &str) -> String {
    let small = super::inline::seen(heading).to_lowercase();
    let (_, rest) = numbered(&small);
    let mark = |c: char| !c.is_alphanumeric();
    rest.trim_matches(mark).to_owned()
}

/// The number a heading begins with, and the rest of it.
pub(super) fn numbered(heading: &str) -> (Option<&str>, &str) {
    let heading = heading.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != '（').trim_start();
    let open = heading.trim_start_matches(['(', '（']);
    let end = open.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(open.len());
    let (number, rest) = open.split_at(end);
    let digit = number.starts_with(|c: char| c.is_ascii_digit());
    let closed = rest.starts_with([' ', ')', '）', '、', ':', '：', '-']) || number.ends_with('.') || !rest.is_ascii();
    if digit && closed && !rest.is_empty() && number.trim_matches('.').split('.').all(|part| part.len() <= 2) {
        return (Some(number), rest.trim_start_matches([')', '）', '、', ':', '：', '-', ' ', '.']));
    }
    let zh = open.find(|c: char| !"一二三四五六七八九十".contains(c)).unwrap_or(open.len());
    let (number, rest) = open.split_at(zh);
    if !number.is_empty() && rest.starts_with(['、', '）', ')', '.', '．']) {
        return (Some(number), rest.trim_start_matches(['、', '）', ')', ' ', '.', '．']));
    }
    (None, heading)
}

/// Whether a heading begins with `Step N` or `第N步`.
pub(super) fn is_step(heading: &str) -> bool {
    let small = super::inline::seen(heading).to_lowercase();
    let small = numbered(&small).1;
    let after = |word: &str| small.strip_prefix(word).map(str::trim_start);
    if let Some(rest) = after("step").or_else(|| after("步骤")) {
        return rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十#".contains(c));
    }
    small.strip_prefix('第').is_some_and(|rest| {
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十 ".contains(c));
        rest.starts_with('步')
    })
}

/// What a heading says of what stands below it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Says {
    /// It is context.
    pub context: bool,
    /// Something is to be done.
    pub action: bool,
    /// It is a step by its number.
    pub step: bool,
    /// It begins with what is to be done.
    pub imperative: bool,
}

/// Judges a heading.
pub(super) fn says(heading: &str) -> Says {
    let bare = bare(heading);
    let imperative = is_imperative(&bare);
    let action = imperative || ACTION.iter().any(|word| bare.contains(word));
    Says { context: is_context_bare(&bare), action, step: is_step(heading), imperative }
}

/// Whether what stands below is context.
pub(super) fn is_context(heading: &str) -> bool {
    is_context_bare(&bare(heading))
}

fn is_context_bare(bare: &str) -> bool {
    CONTEXT.contains(&bare)
        || CONTEXT_END.iter().any(|word| bare.ends_with(word))
        || CONTEXT_BEGIN.iter().any(|word| bare.starts_with(word))
}

/// Whether it tells what the trouble does to people.
pub(super) fn is_impact(heading: &str) -> bool {
    matches!(bare(heading).as_str(), "impact" | "business impact" | "user impact" | "影响" | "影响范围" | "业务影响")
}

/// Whether it tells how one knows that the page applies.
pub(super) fn is_symptom(heading: &str) -> bool {
    let words = [
        "symptom",
        "symptoms",
        "trigger",
        "triggers",
        "indicators",
        "现象",
        "故障现象",
        "问题现象",
        "症状",
        "触发条件",
    ];
    words.contains(&bare(heading).as_str())
}

/// Whether it heads a list of further reading.
pub(super) fn is_reference(heading: &str) -> bool {
    let bare = bare(heading);
    let words = [
        "reference",
        "links",
        "see also",
        "further reading",
        "learn more",
        "resources",
        "参考",
        "相关链接",
        "相关文档",
        "延伸阅读",
    ];
    words.iter().any(|word| bare.contains(word))
}

/// Whether something is to be done below it.
pub(super) fn is_action(heading: &str) -> bool {
    let bare = bare(heading);
    ACTION.iter().any(|word| bare.contains(word)) || is_imperative(&bare)
}

/// Whether a line begins with what is to be done.
pub(super) fn is_imperative(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (_, line) = numbered(line);
    let word =
        line.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '.' | '/')).next().unwrap_or_default();
    VERBS.contains(&word.to_ascii_lowercase().as_str()) || VERBS_ZH.iter().any(|verb| line.starts_with(verb))
}

/// Whether a line before a list says that not all of it is to be done, or none.
pub(super) fn offers_choice(line: &str) -> bool {
    let small = line.to_lowercase();
    let words = [
        "one of the following",
        "either of",
        "options",
        "option:",
        "possible",
        "common causes",
        "causes",
        "reasons",
        "e.g.",
        "for example",
        "such as",
        "alternativ",
        "consider",
        "may be",
        "might be",
        "could be",
        "can be",
        "include",
        "any of",
        "usually",
        "reason for",
        "hypothetical",
        "consists of",
        "there are",
        "以下之一",
        "任选",
        "可能",
        "原因",
        "例如",
        "包括",
        "方案",
        "可选",
        "常见",
    ];
    words.iter().any(|word| small.contains(word))
}

/// Whether a line announces what a command prints.
fn announces_output(line: &str) -> bool {
    let small = line.to_lowercase();
    let words = [
        "output",
        "should see",
        "will see",
        "looks like",
        "look like",
        "should look",
        "returns",
        "returned",
        "result",
        "response",
        "similar to",
        "will show",
        "log line",
        "error message",
        "following error",
        "errors like",
        "message like",
        "logs like",
        "should show",
        "prints",
        "e.g. this log",
        "输出",
        "结果",
        "返回",
        "显示如下",
        "示例日志",
        "报错",
        "日志如下",
        "类似",
    ];
    words.iter().any(|word| small.contains(word))
}

/// What a text says of the code that follows it.
pub(super) fn lead(line: &str) -> super::commands::Lead {
    let small = line.to_lowercase();
    let typed =
        ["run", "execut", "command", "invoke", "issue", "type ", "enter ", "via:", "执行", "运行", "命令", "输入"];
    if announces_output(line) {
        super::commands::Lead::Output
    } else if typed.iter().any(|word| small.contains(word)) {
        super::commands::Lead::Typed
    } else {
        super::commands::Lead::Silent
    }
}

/// Whether a line before a command is hardly one: it begins no step.
pub(super) fn is_caption(line: &str) -> bool {
    let small = line.trim().trim_end_matches([':', '：', '.', ',']).to_lowercase();
    let words = [
        "or",
        "and",
        "e.g",
        "i.e",
        "example",
        "for example",
        "alternatively",
        "or alternatively",
        "like",
        "或",
        "或者",
        "例如",
        "示例",
    ];
    words.contains(&small.as_str()) || (announces_output(line) && line.split_whitespace().count() <= 4)
}

/// A condition at the beginning of a line: bytes of it, its comma included.
pub(super) fn condition(line: &str) -> Option<usize> {
    const LONGEST: usize = 200;
    let small = line.to_lowercase();
    let begins = ["if ", "when ", "unless ", "in case ", "如果", "若", "当", "假如", "如遇", "一旦"];
    if !begins.iter().any(|word| small.starts_with(word)) || small.len() != line.len() {
        return None;
    }
    if line.starts_with("当前") || line.starts_with("当天") || line.starts_with("若干") {
        return None;
    }
    let mut depth = 0_i32;
    let mut code = false;
    let mut before_end = None;
    for (at, c) in line.char_indices() {
        match c {
            '`' => code = !code,
            '(' | '[' | '（' if !code => depth += 1,
            ')' | ']' | '）' if !code => depth -= 1,
            ',' | '，' if !code && depth <= 0 => {
                let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
                let within_number = digits(line.get(..at).and_then(|part| part.chars().next_back()))
                    && digits(line.get(at + 1..).and_then(|part| part.chars().next()));
                if !within_number {
                    before_end = Some(at + c.len_utf8());
                    break;
                }
            }
            ':' | '：' if !code && depth <= 0 => {
                before_end = Some(at + c.len_utf8());
                break;
            }
            '.' if !code && line.get(at + 1..).is_none_or(|rest| rest.starts_with(' ') || rest.is_empty()) => {
                return None;
            }
            '。' | '；' => return None,
            ' ' if !code && line.get(at..).is_some_and(|rest| rest.starts_with(" then ")) => {
                before_end = Some(at);
                break;
            }
            _ => {}
        }
    }
    before_end.filter(|end| *end < line.len() && *end <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_apart() {
        assert!(is_context("## **Overview**") && is_context("1. 概述") && is_context("一、背景"));
        assert!(!is_context("Overview of the recovery steps!") || is_action("Overview of the recovery steps!"));
        assert!(is_action("Mitigation") && is_action("3.2 排查步骤") && is_action("Restart the pod"));
        assert!(is_step("Step 3: Stop") && is_step("步骤一：停止") && is_step("第 2 步") && !is_step("Steps"));
    }

    #[test]
    fn a_condition_ends_at_its_comma() {
        let end = |line: &str| condition(line).map(|end| line[..end].to_owned());
        assert_eq!(end("If it is down, start it"), Some("If it is down,".into()));
        assert_eq!(end("如果主库不可用，执行切换"), Some("如果主库不可用，".into()));
        assert_eq!(end("When 1,000 rows are left, stop"), Some("When 1,000 rows are left,".into()));
        assert_eq!(end("If it is down then start it"), Some("If it is down".into()));
        assert_eq!((end("当前主库，见上"), end("Iffy, yes"), end("If this fails. Wait, then go")), (None, None, None));
    }
}

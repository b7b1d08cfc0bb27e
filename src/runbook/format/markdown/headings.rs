//! What headings and first words say about what stands below them, in English and Chinese.
//!
//! Tables of words and the few rules to read them by; knows nothing about blocks.

/// What is read before anything is done, and is no procedure.
const CONTEXT: &[&str] = &[
    "meaning",
    "impact",
    "symptom",
    "symptoms",
    "overview",
    "background",
    "reference",
    "references",
    "summary",
    "introduction",
    "intro",
    "purpose",
    "scope",
    "out of scope",
    "in scope",
    "definition",
    "definitions",
    "glossary",
    "terminology",
    "architecture",
    "logical architecture",
    "physical architecture",
    "table of contents",
    "contents",
    "toc",
    "index",
    "related links",
    "related",
    "related pages",
    "related documents",
    "related documentation",
    "related runbooks",
    "related playbooks",
    "related alerts",
    "links",
    "useful links",
    "quick links",
    "see also",
    "further reading",
    "further information",
    "more information",
    "additional information",
    "additional resources",
    "additional reading",
    "additional notes",
    "resources",
    "external resources",
    "learn more",
    "documentation",
    "links to further documentation",
    "revision history",
    "changelog",
    "change log",
    "version history",
    "document history",
    "history",
    "contact",
    "contacts",
    "authors",
    "author",
    "owner",
    "owners",
    "ownership",
    "metadata",
    "about",
    "concepts",
    "components",
    "license",
    "license summary",
    "severity",
    "severity classification",
    "severity levels",
    "severity determination",
    "applicable finding types",
    "cause",
    "causes",
    "possible causes",
    "common causes",
    "likely causes",
    "potential causes",
    "root cause",
    "root causes",
    "reason",
    "call payload",
    "example call payload",
    "alert details",
    "metric",
    "metrics",
    "dashboards",
    "known issues",
    "incident type",
    "description",
    "alert description",
    "context",
    "notes",
    "note",
    "audience",
    "target audience",
    "learning objectives",
    "objectives",
    "disclaimer",
    "acknowledgements",
    "appendix",
    "faq",
    "how it works",
    "rationale",
    "motivation",
    "mental model",
    "automation thoughts",
    "alert",
    "normal situation",
    "alert behavior",
    "triggers",
    "trigger",
    "indicators",
    "terms",
    "assumptions",
    "limitations",
    "expected behavior",
    "example",
    "examples",
    "service level objectives",
    "slo",
    "roles and responsibilities",
    "key metrics",
    "business impact",
    "user impact",
    "definitions and acronyms",
    "playbook metadata",
    "why",
    "mitre att&ck",
    "quick reference links",
    "含义",
    "影响",
    "影响范围",
    "业务影响",
    "现象",
    "故障现象",
    "问题现象",
    "症状",
    "概述",
    "概览",
    "简介",
    "介绍",
    "背景",
    "背景信息",
    "参考",
    "参考资料",
    "参考链接",
    "参考文档",
    "参考文献",
    "目录",
    "目的",
    "编制目的",
    "适用范围",
    "范围",
    "术语",
    "术语定义",
    "名词解释",
    "定义",
    "附录",
    "修订记录",
    "修订历史",
    "变更记录",
    "变更历史",
    "版本历史",
    "版本记录",
    "更新记录",
    "架构",
    "系统架构",
    "架构图",
    "相关文档",
    "相关链接",
    "相关资料",
    "延伸阅读",
    "扩展阅读",
    "联系人",
    "联系方式",
    "原因",
    "可能原因",
    "常见原因",
    "故障原因",
    "根因",
    "说明",
    "前言",
    "总结",
    "文档信息",
    "告警说明",
    "告警含义",
    "触发条件",
    "基本概念",
    "核心概念",
    "工作原理",
    "原理",
    "编制依据",
    "文档说明",
    "版本说明",
    "免责声明",
    "严重程度",
    "故障级别",
    "级别定义",
    "指标说明",
    "监控指标",
    "关键指标",
    "常见问题",
];

/// Beginnings of headings of context.
const CONTEXT_BEGIN: &[&str] = &[
    "how does ",
    "how is ",
    "how are ",
    "how we ",
    "how it ",
    "what does ",
    "what is ",
    "what are ",
    "why ",
    "about ",
    "appendix",
    "overview of ",
    "background ",
    "introduction to ",
    "references ",
    "related ",
    "table of ",
    "revision ",
    "meaning ",
    "附录",
    "什么是",
    "为什么",
    "参考",
    "相关",
];

/// What speaks of something to be done, as part of a heading.
const ACTION: &[&str] = &[
    "mitigat",
    "procedure",
    "step",
    "resol",
    "diagnos",
    "troubleshoot",
    "contain",
    "eradicat",
    "recover",
    "remediat",
    "how to",
    "how do",
    "howto",
    "respon",
    "fix",
    "action",
    "investigat",
    "check",
    "instruction",
    "execut",
    "rollback",
    "roll back",
    "restor",
    "workaround",
    "what to do",
    "solution",
    "solve",
    "verif",
    "validat",
    "triage",
    "escalat",
    "playbook",
    "debug",
    "repair",
    "rescue",
    "post-incident",
    "prepar",
    "process",
    "identif",
    "first and foremost",
    "first steps",
    "lessons",
    "follow-up",
    "follow up",
    "cleanup",
    "clean up",
    "reassign",
    "analy",
    "usage",
    "detect",
    "immediate",
    "post incident",
    "检查",
    "步骤",
    "处置",
    "恢复",
    "排查",
    "诊断",
    "处理",
    "操作",
    "解决",
    "修复",
    "缓解",
    "流程",
    "回滚",
    "应急",
    "验证",
    "确认",
    "执行",
    "切换",
    "演练",
    "定位",
    "上报",
    "升级",
    "止损",
    "止血",
    "预案",
    "实施",
    "分析",
];

/// First words of something to be done.
const VERBS: &[&str] = &[
    "access",
    "acknowledge",
    "activate",
    "add",
    "adjust",
    "alert",
    "allow",
    "analyze",
    "analyse",
    "announce",
    "append",
    "apply",
    "approve",
    "archive",
    "ask",
    "assess",
    "assign",
    "attach",
    "authenticate",
    "back",
    "backup",
    "block",
    "boot",
    "browse",
    "build",
    "bump",
    "calculate",
    "call",
    "cancel",
    "capture",
    "change",
    "check",
    "checkout",
    "choose",
    "clean",
    "clear",
    "click",
    "clone",
    "close",
    "collect",
    "commit",
    "communicate",
    "compare",
    "complete",
    "conduct",
    "configure",
    "confirm",
    "connect",
    "consider",
    "consult",
    "contact",
    "contain",
    "continue",
    "convert",
    "coordinate",
    "copy",
    "correlate",
    "cordon",
    "create",
    "cross-check",
    "cross-reference",
    "deactivate",
    "debug",
    "decide",
    "declare",
    "decrease",
    "define",
    "delete",
    "deploy",
    "describe",
    "detach",
    "detect",
    "determine",
    "diagnose",
    "disable",
    "disconnect",
    "dismiss",
    "document",
    "don't",
    "double",
    "double-check",
    "download",
    "drain",
    "draft",
    "dump",
    "edit",
    "eject",
    "email",
    "enable",
    "enforce",
    "engage",
    "ensure",
    "enter",
    "enumerate",
    "eradicate",
    "escalate",
    "establish",
    "estimate",
    "evaluate",
    "examine",
    "execute",
    "exit",
    "expand",
    "export",
    "extend",
    "extract",
    "fail",
    "fetch",
    "file",
    "fill",
    "filter",
    "find",
    "fix",
    "flush",
    "follow",
    "force",
    "format",
    "gather",
    "generate",
    "get",
    "give",
    "go",
    "grant",
    "halt",
    "identify",
    "implement",
    "import",
    "improve",
    "increase",
    "inform",
    "initialize",
    "initiate",
    "inspect",
    "install",
    "invalidate",
    "investigate",
    "isolate",
    "issue",
    "join",
    "keep",
    "kill",
    "launch",
    "leave",
    "limit",
    "list",
    "listen",
    "load",
    "locate",
    "lock",
    "log",
    "login",
    "look",
    "lower",
    "maintain",
    "make",
    "manually",
    "mark",
    "measure",
    "merge",
    "migrate",
    "mitigate",
    "modify",
    "monitor",
    "mount",
    "move",
    "navigate",
    "note",
    "notify",
    "observe",
    "obtain",
    "open",
    "order",
    "page",
    "paste",
    "patch",
    "pause",
    "perform",
    "pick",
    "pin",
    "place",
    "plan",
    "post",
    "preserve",
    "prepare",
    "press",
    "prevent",
    "prioritize",
    "proceed",
    "promote",
    "protect",
    "provide",
    "provision",
    "prune",
    "publish",
    "pull",
    "purge",
    "push",
    "put",
    "query",
    "quarantine",
    "raise",
    "re-enable",
    "re-run",
    "read",
    "reassign",
    "reattach",
    "rebalance",
    "reboot",
    "rebuild",
    "record",
    "recover",
    "recreate",
    "redeploy",
    "redirect",
    "reduce",
    "refer",
    "refresh",
    "register",
    "reinstall",
    "release",
    "reload",
    "remediate",
    "remove",
    "rename",
    "renew",
    "repair",
    "repeat",
    "replace",
    "report",
    "reproduce",
    "request",
    "reset",
    "resize",
    "resolve",
    "respond",
    "restart",
    "restore",
    "restrict",
    "resume",
    "retrieve",
    "retry",
    "return",
    "revert",
    "review",
    "revoke",
    "roll",
    "rollback",
    "rotate",
    "run",
    "save",
    "scale",
    "scan",
    "schedule",
    "scroll",
    "search",
    "secure",
    "see",
    "select",
    "send",
    "set",
    "setup",
    "share",
    "show",
    "shut",
    "shutdown",
    "sign",
    "silence",
    "skip",
    "snapshot",
    "specify",
    "ssh",
    "start",
    "stop",
    "store",
    "submit",
    "suspend",
    "switch",
    "sync",
    "tag",
    "tail",
    "take",
    "talk",
    "tell",
    "terminate",
    "test",
    "throttle",
    "trace",
    "track",
    "transfer",
    "triage",
    "trigger",
    "troubleshoot",
    "try",
    "tune",
    "turn",
    "type",
    "unblock",
    "uncordon",
    "uninstall",
    "unlock",
    "unmount",
    "update",
    "upgrade",
    "upload",
    "use",
    "validate",
    "verify",
    "view",
    "visit",
    "wait",
    "warn",
    "watch",
    "wipe",
    "work",
    "write",
    "zip",
    "then",
    "first",
    "next",
    "finally",
    "if",
    "when",
    "unless",
    "once",
    "after",
    "on",
    "from",
    "in",
    "optionally",
    "please",
    "always",
    "never",
    "do",
    "you",
];

/// First words of something to be done, in Chinese.
const VERBS_ZH: &[&str] = &[
    "检查", "查看", "重启", "执行", "确认", "登录", "停止", "启动", "恢复", "备份", "验证", "通知", "联系", "切换",
    "关闭", "打开", "修改", "删除", "创建", "添加", "更新", "升级", "回滚", "扩容", "缩容", "清理", "收集", "记录",
    "分析", "定位", "排查", "观察", "等待", "运行", "使用", "进入", "选择", "点击", "设置", "配置", "安装", "部署",
    "下载", "上传", "导出", "导入", "编辑", "替换", "迁移", "隔离", "驱逐", "禁用", "启用", "调整", "增加", "减少",
    "提交", "汇报", "报告", "上报", "召集", "组织", "召开", "宣布", "评估", "判断", "对比", "获取", "测试", "监控",
    "跟踪", "如果", "若", "当", "请", "先", "再", "然后", "最后", "首先", "在", "将", "把", "对", "由", "向", "根据",
    "按照", "立即", "尝试", "标记", "保存", "复制", "发送", "发布", "申请", "审批", "填写", "拨打", "拔", "插", "断开",
    "连接", "重新", "手动", "强制", "终止", "杀", "释放", "解除", "封禁", "封锁", "保留", "采集", "抓取", "核对",
    "核实", "复核", "巡检", "派", "赶赴", "组成", "成立", "转", "摘除", "下线", "上线", "暂停", "加", "限流", "降级",
    "扩", "开启", "确定", "列出", "重置", "修复", "处理", "解决",
];

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

/// Whether what stands below is context.
pub(super) fn is_context(heading: &str) -> bool {
    let bare = bare(heading);
    CONTEXT.contains(&bare.as_str()) || CONTEXT_BEGIN.iter().any(|word| bare.starts_with(word))
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

//! The fields of every object of `runbook/1`, and those the program does not act on yet.

/// The fields one kind of object may have.
pub(super) struct Table {
    /// How the object is named in lists of fields; empty for the runbook itself.
    pub label: &'static str,
    /// All fields, those an author needs most first.
    pub fields: &'static [&'static str],
}

macro_rules! tables {
    ($($name:ident = $label:literal [$($field:literal)*];)*) => {
        $(pub(super) const $name: Table = Table { label: $label, fields: &[$($field),*] };)*

        /// All tables.
        #[cfg(test)]
        pub(super) const ALL: &[&Table] = &[$(&$name),*];
    };
}

tables! {
    RUNBOOK = "" [
        "format" "id" "title" "steps" "phases" "roles" "summary" "impact" "version" "status" "owner" "reviewed"
        "review_every" "services" "tags" "language" "triggers" "prerequisites" "contacts" "variables" "notices"
        "timers" "drill" "review" "references" "source" "must_understand" "extensions" "$schema" "purpose" "scope"
        "basis" "supersedes" "effective" "precautions" "causes" "class" "extent" "exit_criteria" "levels" "level"
        "rto" "rpo" "obligations" "resources" "drill_every" "background"
    ];
    TRIGGER = "triggers[]" ["text" "alert" "url"];
    CHECK_ITEM = "checklist[]" ["text" "role" "optional"];
    ROLE = "roles" [
        "title" "duties" "holder" "deputies" "required" "relieve_after" "not_with" "can" "team" "drill_only" "min"
        "extensions"
    ];
    CONTACT = "contacts" [
        "name" "title" "organization" "phone" "email" "chat" "timezone" "hours" "verified" "channels" "extensions"
    ];
    CHANNEL = "channels[]" ["kind" "value"];
    VARIABLE = "variables" ["prompt" "kind" "default" "choices" "pattern" "required" "env" "ask" "placeholder"];
    NOTICE = "notices" ["title" "to" "channel" "text" "approval" "opens" "closes"];
    TIMER = "timers[]" [
        "id" "title" "from" "until" "within" "every" "at" "warn_at" "role" "on_breach" "if_estimate_over" "ask"
    ];
    OVERRUN = "on_overrun" ["text" "escalate_to" "notify" "goto"];
    BREACH = "on_breach" ["text" "escalate_to" "notify" "goto" "opens" "closes"];
    PHASE = "phases[]" ["id" "title" "steps" "goal" "order" "number" "note"];
    STEP = "steps[]" [
        "title" "id" "role" "instructions" "checklist" "commands" "expect" "evidence" "timebox" "on_overrun" "wait"
        "repeat" "decision" "condition" "notify" "approval" "danger" "requires" "on_failure" "rollback" "optional"
        "only" "runbook" "references" "tags" "extensions" "opens" "closes" "milestone" "branch" "planned" "estimate"
        "says" "note"
    ];
    COMMAND = "commands[]" ["run" "title" "shell" "on" "timeout" "expect" "capture" "danger" "note"];
    EVIDENCE = "evidence[]" ["text" "kind" "optional"];
    REPEAT = "repeat" ["until" "every" "max"];
    DECISION = "decision" ["question" "options" "role"];
    OPTION = "options[]" ["label" "goto" "note" "notify" "runbook" "opens" "closes"];
    OBLIGATION = "obligations" ["title" "role" "within" "from"];
    LEVEL = "levels" ["title" "criteria" "targets"];
    RESOURCE = "resources[]" ["item" "quantity" "place" "keeper"];
    DRILL = "drill" [
        "objectives" "location" "safety" "evaluators" "injects" "criteria" "form" "purpose" "items"
    ];
    ITEM = "drill.items[]" ["text" "scale"];
    INJECT = "drill.injects[]" [
        "at" "title" "text" "from" "to" "expect" "after" "contingency" "objective" "say"
    ];
    REVIEW = "review" ["questions" "sign_off" "number"];
    REFERENCE = "references[]" ["title" "url" "runbook"];
    SOURCE = "source" ["url" "licence" "imported_from"];
}

/// Fields that are read, checked and kept, and that nothing happens by: the label of their table, and they.
pub(super) const UNACTED: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "levels",
            "level",
            "rto",
            "rpo",
            "class",
            "extent",
            "causes",
            "resources",
            "drill_every",
            "supersedes",
            "effective",
        ],
    ),
    ("roles", &["relieve_after", "not_with", "min"]),
    ("contacts", &["channels", "verified", "timezone", "hours"]),
    ("variables", &["env"]),
    ("timers[]", &["at", "ask"]),
    ("steps[]", &["repeat"]),
    ("commands[]", &["capture", "timeout", "shell"]),
    ("drill", &["injects", "criteria", "items", "evaluators", "purpose"]),
    ("review", &["questions", "sign_off", "number"]),
];

/// What `must_understand` may name: features the program acts on.
pub(in crate::runbook) const FEATURES: &[&str] = &[
    "approval",
    "branch",
    "checklist",
    "child_runbooks",
    "condition",
    "decision",
    "drill",
    "estimate",
    "evidence",
    "exit_criteria",
    "milestone",
    "notices",
    "obligations",
    "on_failure",
    "on_overrun",
    "planned",
    "precautions",
    "prerequisites",
    "requires",
    "roles",
    "timebox",
    "timers",
    "triggers",
    "variables",
    "wait",
];

/// Whether nothing happens by this field yet.
pub(super) fn is_unacted(table: &Table, field: &str) -> bool {
    UNACTED.iter().any(|(label, fields)| *label == table.label && fields.contains(&field))
}

/// The field's name in lists of fields: `steps[].repeat`.
pub(super) fn full_name(table: &Table, field: &str) -> String {
    if table.label.is_empty() { field.to_owned() } else { format!("{}.{field}", table.label) }
}

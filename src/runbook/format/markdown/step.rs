//! The parts of one step → its fields, in the order of the page.
//!
//! A field stands once in a step: what comes for one that is taken, or too late for it, stays text.

use super::draft::{Answer, Command, Part, Step, Text};
use super::grow::{Grower, entry, join, list, object, text};
use crate::runbook::format::tree::{Entry, Node, Value};

/// What the last text of a step may be added to.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Nothing,
    /// The text field at this place.
    Text(usize),
    /// The last command.
    Command,
}

/// Fields of one step while they are collected.
struct Fields<'g, 'd> {
    grower: &'g mut Grower<'d>,
    entries: Vec<Entry>,
    commands: Vec<Vec<Entry>>,
    /// Where the commands stand among the entries.
    commands_at: usize,
    last: Last,
}

/// The node of a step.
pub(super) fn grow(grower: &mut Grower<'_>, step: &Step, id: Option<String>) -> Node {
    let has_timebox = step.parts.iter().any(|part| matches!(part, Part::Field { field: "timebox", .. }));
    let mut fields = Fields { grower, entries: Vec::new(), commands: Vec::new(), commands_at: 0, last: Last::Nothing };
    fields.entries.extend(id.map(|id| entry("id", text(id, step.title.span.clone()))));
    fields.entries.extend(step.danger.as_ref().map(|danger| entry("danger", text(&danger.value, danger.span.clone()))));
    if let Some(condition) = &step.condition {
        fields.grower.recognised.conditional += 1;
        fields.entries.push(entry("condition", text(&condition.value, condition.span.clone())));
    }
    fields.entries.push(entry("title", text(&step.title.value, step.title.span.clone())));
    for (at, part) in step.parts.iter().enumerate() {
        let behind = step.parts.get(at + 1..).unwrap_or_default();
        fields.part(part, behind, has_timebox);
    }
    fields.finish(step)
}

impl Fields<'_, '_> {
    fn has(&self, field: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == field)
    }

    fn push(&mut self, field: &'static str, node: Node) {
        self.entries.push(entry(field, node));
        self.last = Last::Nothing;
    }

    /// A text where it belongs: with the text before it, below the last command, as instructions, or as a note.
    fn text(&mut self, said: &Text) {
        if said.value.trim().is_empty() {
            return;
        }
        match self.last {
            Last::Text(at) => {
                if let Some(entry) = self.entries.get_mut(at) {
                    join(&mut entry.node, said);
                }
            }
            Last::Command => {
                let Some(command) = self.commands.last_mut() else { return };
                match command.iter_mut().find(|entry| entry.key == "note") {
                    Some(note) => join(&mut note.node, said),
                    None => command.push(entry("note", text(&said.value, said.span.clone()))),
                }
            }
            Last::Nothing => {
                let free = self.commands.is_empty() && !self.has("instructions");
                let field = if free { "instructions" } else { "note" };
                match self.entries.iter().position(|entry| entry.key == field) {
                    Some(at) => {
                        if let Some(entry) = self.entries.get_mut(at) {
                            join(&mut entry.node, said);
                        }
                        self.last = Last::Text(at);
                    }
                    None => {
                        self.entries.push(entry(field, text(&said.value, said.span.clone())));
                        self.last = Last::Text(self.entries.len() - 1);
                    }
                }
            }
        }
    }

    fn part(&mut self, part: &Part, behind: &[Part], has_timebox: bool) {
        match part {
            Part::Text(said) => self.text(said),
            Part::Checks { items, optional, written } => {
                if self.has("checklist") || !self.commands.is_empty() {
                    self.text(written);
                } else {
                    self.checks(items, *optional);
                }
            }
            Part::Command(command) => self.command(command),
            Part::Danger { danger, written } => self.danger(danger, written, behind),
            Part::Field { field, value, written } => {
                if self.has(field) {
                    self.text(written);
                } else {
                    self.push(field, text(&value.value, value.span.clone()));
                }
            }
            Part::Evidence { value, written } => {
                if self.has("evidence") {
                    self.text(written);
                } else {
                    let one = text(&value.value, value.span.clone());
                    self.push("evidence", list(vec![one]));
                }
            }
            Part::Optional(span) => {
                if !self.has("optional") {
                    self.push("optional", Node { value: Value::Bool(true), span: span.clone() });
                }
            }
            Part::Role { field, value, written } => match self.grower.role(value).filter(|_| !self.has(field)) {
                Some(role) => self.push(field, text(role, value.span.clone())),
                None => self.text(written),
            },
            Part::Notify { value, written } => match self.grower.notices(value).filter(|_| !self.has("notify")) {
                Some(notices) => {
                    let notices = notices.into_iter().map(|notice| text(notice, value.span.clone())).collect();
                    self.push("notify", list(notices));
                }
                None => self.text(written),
            },
            Part::Step { field, target, written } => {
                let step = self.grower.step_id(target).filter(|_| !self.has(field));
                match step.or_else(|| {
                    (*field == "on_failure" && super::grow::is_next(&target.value)).then(|| "next".to_owned())
                }) {
                    Some(step) if *field == "requires" => self.push(field, list(vec![text(step, target.span.clone())])),
                    Some(step) => self.push(field, text(step, target.span.clone())),
                    None => self.text(written),
                }
            }
            Part::Overrun { value, written } => {
                if has_timebox && !self.has("on_overrun") {
                    self.push("on_overrun", text(&value.value, value.span.clone()));
                } else {
                    self.text(written);
                }
            }
            Part::Decision { question, answers, written } => {
                if self.has("decision") {
                    self.text(written);
                } else {
                    self.decision(question, answers);
                }
            }
        }
    }

    fn checks(&mut self, items: &[Text], optional: bool) {
        let grown = items.iter().map(|item| {
            let item = self.grower.cut(item);
            let node = text(&item.value, item.span.clone());
            if !optional {
                return node;
            }
            let yes = Node { value: Value::Bool(true), span: item.span.clone() };
            object(vec![entry("text", node), entry("optional", yes)])
        });
        let grown: Vec<Node> = grown.collect();
        self.push("checklist", list(grown));
    }

    /// A warning is a field of its own where nothing is lost by it; else it stands in the text as well.
    fn danger(&mut self, danger: &Text, written: &Text, behind: &[Part]) {
        if !self.commands.is_empty() || self.has("danger") {
            self.text(written);
            return;
        }
        let before = behind.iter().take_while(|part| !matches!(part, Part::Command(_)));
        let torn = self.has("instructions") && before.clone().any(|part| matches!(part, Part::Text(_)));
        let last = self.last;
        self.push("danger", text(&danger.value, danger.span.clone()));
        if torn {
            self.last = last;
            self.text(written);
        }
    }

    fn command(&mut self, command: &Command) {
        if self.commands.is_empty() {
            self.commands_at = self.entries.len();
        }
        let span = &command.run.span;
        let said = &command.said;
        let mut fields = Vec::new();
        let given = [("title", &said.title), ("on", &said.on), ("timeout", &said.timeout), ("danger", &said.danger)];
        for (field, value) in given {
            fields.extend(value.as_ref().map(|value| entry(field, text(value, span.clone()))));
        }
        if command.shell != "sh" {
            fields.push(entry("shell", text(command.shell, span.clone())));
        }
        fields.push(entry("run", text(&command.run.value, span.clone())));
        let name = said.capture.as_deref().or_else(|| super::commands::capture(&command.run.value));
        self.grower.look(&command.run.value, command.shell);
        if let Some(name) = name
            && self.grower.capture(name)
        {
            fields.push(entry("capture", text(name, span.clone())));
        }
        fields.extend(command.expect.as_ref().map(|expect| entry("expect", text(expect, span.clone()))));
        self.grower.recognised.commands += 1;
        self.commands.push(fields);
        self.last = Last::Command;
    }

    fn decision(&mut self, question: &Text, answers: &[Answer]) {
        let options = answers.iter().map(|answer| self.option(answer)).collect();
        let question = entry("question", text(&question.value, question.span.clone()));
        self.push("decision", object(vec![question, entry("options", list(options))]));
    }

    fn option(&mut self, answer: &Answer) -> Node {
        let goto = answer.target.as_ref().map(|target| self.grower.goto(target));
        let notices = answer.notify.as_ref().map(|notify| self.grower.notices(notify));
        // What leads nowhere, or tells nobody that is known, stays as it was written.
        if matches!(goto, Some(None)) || matches!(notices, Some(None)) {
            let line = super::inline::one_line(&answer.written.value);
            let label: String = line.chars().take(crate::runbook::format::limits::MAX_TITLE).collect();
            let more = line.get(label.len()..).unwrap_or_default().trim().to_owned();
            let mut fields = vec![entry("label", text(label, answer.written.span.clone()))];
            if !more.is_empty() {
                fields.push(entry("note", text(more, answer.written.span.clone())));
            }
            return object(fields);
        }
        let mut fields = vec![entry("label", text(&answer.label.value, answer.label.span.clone()))];
        if let Some(Some(notices)) = notices {
            let span = answer.label.span.clone();
            let notices = notices.into_iter().map(|notice| text(notice, span.clone())).collect();
            fields.push(entry("notify", list(notices)));
        }
        if let Some(Some(goto)) = goto {
            fields.push(entry("goto", text(goto, answer.label.span.clone())));
        }
        object(fields)
    }

    fn finish(mut self, step: &Step) -> Node {
        if !self.commands.is_empty() {
            let commands: Vec<Node> = self.commands.drain(..).map(|fields| self.grower.sized(object(fields))).collect();
            self.entries.insert(self.commands_at, entry("commands", list(commands)));
        }
        let node = Node { value: Value::Object(self.entries), span: step.at.clone() };
        self.grower.sized(node)
    }
}

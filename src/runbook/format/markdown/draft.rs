//! What was recognised so far: phases, steps and their parts, in the order of the page.
//!
//! Knows where the next text belongs and nothing about Markdown; becomes a tree in `grow`.

use std::ops::Range;

use super::commands::Said;

/// A text and the bytes it was taken from.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    pub value: String,
    pub span: Range<usize>,
}

impl Text {
    pub(super) fn new(value: impl Into<String>, span: Range<usize>) -> Self {
        Self { value: value.into(), span }
    }
}

/// A command with what is said of it.
#[derive(Debug, Clone)]
pub(super) struct Command {
    pub run: Text,
    pub expect: Option<String>,
    pub shell: &'static str,
    pub said: Said,
}

/// An answer of a decision: its label, where it leads as it was written, what it tells.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub label: Text,
    pub target: Option<Text>,
    pub notify: Option<Text>,
    /// The whole line, where the target leads nowhere.
    pub written: Text,
}

/// One part of a step, as it comes.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Text(Text),
    /// Lines to be ticked; `written` is the same as a text, and so it is below.
    Checks {
        items: Vec<Text>,
        optional: bool,
        written: Text,
    },
    Command(Command),
    Danger {
        danger: Text,
        written: Text,
    },
    /// A field whose value is a plain text, sound already.
    Field {
        field: &'static str,
        value: Text,
        written: Text,
    },
    Evidence {
        value: Text,
        written: Text,
    },
    Optional(Range<usize>),
    /// A field that names a role by id or title.
    Role {
        field: &'static str,
        value: Text,
        written: Text,
    },
    Notify {
        value: Text,
        written: Text,
    },
    /// A field that names another step by title or anchor.
    Step {
        field: &'static str,
        target: Text,
        written: Text,
    },
    Overrun {
        value: Text,
        written: Text,
    },
    Decision {
        question: Text,
        answers: Vec<Answer>,
        written: Text,
    },
}

/// What a step was recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A number, or a box.
    Numbered,
    /// A heading.
    Section,
    /// A text or bullet that leads to a command.
    Prose,
}

/// A step.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub origin: Origin,
    pub at: Range<usize>,
    pub anchor: Option<String>,
    pub danger: Option<Text>,
    pub condition: Option<Text>,
    pub title: Text,
    pub parts: Vec<Part>,
}

/// A phase.
#[derive(Debug, Clone, Default)]
pub(super) struct Phase {
    pub title: Text,
    pub anchors: Vec<String>,
    pub order_any: Option<Range<usize>>,
    pub goal: Vec<Text>,
    pub steps: Vec<Step>,
    /// What the page says after its steps.
    pub note: Vec<Text>,
}

/// What a section of context is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Any,
    Impact,
    Symptoms,
    References,
}

/// A section read as context.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub about: About,
    pub heading: Option<Text>,
    pub texts: Vec<Text>,
    /// The items of its only list, where it has nothing else.
    pub items: Vec<Text>,
}

/// The whole page.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Before the first phase.
    pub before: Vec<Context>,
    pub phases: Vec<Phase>,
    /// A list of further reading after the last phase.
    pub after: Option<Context>,
    /// Sections read as context.
    pub context_sections: usize,
    /// The step that texts belong to.
    open: bool,
    /// A warning that stands directly before a step.
    waiting: Option<(Text, Text)>,
}

impl Draft {
    /// Begins a phase; one without steps so far becomes part of its title.
    pub(super) fn phase(&mut self, title: Text, anchor: String) {
        self.settle();
        self.open = false;
        if let Some(last) = self.phases.last_mut()
            && last.steps.is_empty()
        {
            let joined = format!("{}: {}", last.title.value.trim_end_matches([':', '：']), title.value);
            if last.goal.is_empty() && last.order_any.is_none() && joined.chars().count() <= 180 {
                last.title = Text::new(joined, last.title.span.start..title.span.end);
            } else {
                last.goal.push(Text::new(format!("### {}", title.value), title.span));
            }
            last.anchors.push(anchor);
            return;
        }
        self.phases.push(Phase { title, anchors: vec![anchor], ..Phase::default() });
    }

    /// Begins a step; without a phase there is one called `page`.
    pub(super) fn step(&mut self, mut step: Step, page: &str) {
        if self.phases.is_empty() {
            let start = step.at.start;
            self.phases.push(Phase { title: Text::new(page, start..start), ..Phase::default() });
        }
        step.danger = self.waiting.take().map(|(danger, _)| danger);
        if let Some(phase) = self.phases.last_mut() {
            // What was said after the steps so far stands before this one.
            if let Some(last) = phase.steps.last_mut() {
                last.parts.extend(phase.note.drain(..).map(Part::Text));
            }
            phase.steps.push(step);
            self.open = true;
        }
    }

    /// The step texts belong to.
    pub(super) fn current(&mut self) -> Option<&mut Step> {
        if !self.open {
            return None;
        }
        self.phases.last_mut()?.steps.last_mut()
    }

    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// No text belongs to the last step any more.
    pub(super) fn close(&mut self) {
        self.settle();
        self.open = false;
    }

    pub(super) fn part(&mut self, part: Part) {
        if let Some(step) = self.current() {
            step.parts.push(part);
        }
    }

    /// A text wherever it belongs by now.
    pub(super) fn text(&mut self, text: Text) {
        self.settle();
        if text.value.trim().is_empty() {
            return;
        }
        if self.open {
            self.part(Part::Text(text));
            return;
        }
        match self.phases.last_mut() {
            Some(phase) if phase.steps.is_empty() => phase.goal.push(text),
            Some(phase) => phase.note.push(text),
            None => match self.before.last_mut() {
                Some(context) if context.heading.is_none() => context.texts.push(text),
                _ => {
                    let context = Context { about: About::Any, heading: None, texts: vec![text], items: Vec::new() };
                    self.before.push(context);
                }
            },
        }
    }

    /// A warning: of the step that is open, or of the one that comes next. `written` is the same as a text.
    pub(super) fn danger(&mut self, danger: Text, written: Text) {
        self.settle();
        if self.open {
            self.part(Part::Danger { danger, written });
        } else {
            self.waiting = Some((danger, written));
        }
    }

    /// A warning that no step followed is a text.
    pub(super) fn settle(&mut self) {
        if let Some((_, written)) = self.waiting.take() {
            self.text(written);
        }
    }

    /// A section of context.
    pub(super) fn context(&mut self, context: Context) {
        self.close();
        self.context_sections += 1;
        if self.phases.is_empty() {
            self.before.push(context);
            return;
        }
        if let Some(before) = self.after.take() {
            self.note(before);
        }
        if context.about == About::References && !context.items.is_empty() {
            self.after = Some(context);
        } else {
            self.note(context);
        }
    }

    /// Further reading that something else followed is a text.
    pub(super) fn not_last(&mut self) {
        if let Some(before) = self.after.take() {
            self.note(before);
        }
    }

    fn note(&mut self, context: Context) {
        if let Some(phase) = self.phases.last_mut() {
            let to = if phase.steps.is_empty() { &mut phase.goal } else { &mut phase.note };
            to.extend(context.heading.map(|heading| Text::new(format!("## {}", heading.value), heading.span)));
            to.extend(context.texts);
        }
    }

    /// Nothing more comes: a phase that has no steps after all is text of the one before it.
    pub(super) fn finish(&mut self) {
        self.close();
        while self.phases.last().is_some_and(|phase| phase.steps.is_empty()) {
            let Some(phase) = self.phases.pop() else { break };
            let mut texts = vec![Text::new(format!("## {}", phase.title.value), phase.title.span)];
            texts.extend(phase.goal);
            match self.phases.last_mut() {
                Some(last) => last.note.extend(texts),
                None => self.before.push(Context { about: About::Any, heading: None, texts, items: Vec::new() }),
            }
        }
    }
}

//! Sections → a draft: walks the page once, in its order, and says of every block what it is.

use std::ops::Range;

use super::blocks::{Block, Item, Kind, List};
use super::draft::{About, Answer, Command, Context, Draft, Origin, Part, Step, Text};
use super::labels::{self, Label};
use super::plan::{Listing, Plan, Role};
use super::sections::{Heading, Section};
use super::titles::{inlined, rest, title_of, titled};
use super::{commands, headings, inline, values};
use crate::runbook::format::limits::MAX_STEPS;

/// Characters of a warning that is asked to be confirmed as a whole.
const LONGEST_DANGER: usize = 500;

/// Walks a page. `title` is what the page is called.
pub(super) fn walk(text: &str, page: &Section, title: &str) -> Draft {
    let mut walk = Walk { plan: Plan { text }, draft: Draft::default(), page: title, begun: 0 };
    walk.page(page);
    walk.draft.finish();
    walk.draft
}

struct Walk<'t> {
    plan: Plan<'t>,
    draft: Draft,
    /// Name of a phase that has none of its own.
    page: &'t str,
    /// Steps begun so far.
    begun: usize,
}

/// Where a text stands: what is to be done there, and what splits steps.
#[derive(Clone, Copy)]
struct Within {
    /// Something is to be done there.
    action: bool,
    /// One step as a whole: nothing in it begins another.
    whole: bool,
}

impl Walk<'_> {
    fn page(&mut self, page: &Section) {
        let acts = headings::is_action(self.page);
        self.body(&page.blocks, Within { action: acts && page.children.is_empty(), whole: false });
        for section in &page.children {
            self.top(section);
        }
    }

    fn top(&mut self, section: &Section) {
        match self.plan.top(section) {
            Role::Phase => self.phase(section, false),
            Role::Step => {
                self.draft.close();
                self.not_last();
                self.section_step(section, true);
            }
            Role::Context | Role::Text => self.context(section),
        }
    }

    fn not_last(&mut self) {
        self.draft.not_last();
    }

    fn phase(&mut self, section: &Section, action: bool) {
        let Some(heading) = &section.heading else { return };
        let action = action || section.says().action;
        self.not_last();
        self.draft.phase(title_of(heading), heading.anchor.clone());
        let roles: Vec<Role> = section.children.iter().map(|child| self.plan.below(child, action)).collect();
        let leads_on = roles.iter().any(|role| matches!(role, Role::Phase | Role::Step));
        self.blocks(heading, &section.blocks, action, leads_on);
        // Where a phase is in a phase, what follows it at the same level is one as well.
        let mut nested = false;
        for (child, role) in section.children.iter().zip(roles) {
            match role {
                Role::Phase => {
                    nested = true;
                    self.phase(child, action);
                }
                Role::Step if nested && !child.says().step => self.single(child),
                Role::Step => {
                    let whole = child.says().step || self.plan.is_labelled(child);
                    self.section_step(child, whole);
                }
                Role::Context | Role::Text => self.as_text(child),
            }
        }
    }

    /// A section that is a phase with one step, called after it.
    fn single(&mut self, section: &Section) {
        let Some(heading) = &section.heading else { return };
        self.draft.phase(title_of(heading), String::new());
        self.section_step(section, self.plan.is_labelled(section));
    }

    /// The blocks of a phase. Where nothing in it is a step, all of it is one, called after its first sentence.
    fn blocks(&mut self, heading: &Heading, blocks: &[Block], action: bool, leads_on: bool) {
        if leads_on || !action || self.plan.steps_in(blocks, action) > 0 {
            self.body(blocks, Within { action, whole: false });
            return;
        }
        let whole = Within { action: true, whole: true };
        let at = blocks.iter().position(|block| !matches!(block.kind, Kind::Nothing)).unwrap_or_default();
        let first = blocks.get(at).filter(|block| matches!(block.kind, Kind::Paragraph));
        let written = first.map(|block| (self.plan.written(block).to_owned(), block.span.clone()));
        let told = written.filter(|(text, span)| {
            labels::of_paragraph(text, span.start).is_empty() && labels::warning(text).is_none()
        });
        match told {
            Some((text, span)) => {
                let step = self.told(&text, &span, Origin::Section);
                self.begin(Step { at: heading.span.clone(), ..step });
                self.body(blocks.get(at + 1..).unwrap_or_default(), whole);
            }
            None => {
                let step = titled(&heading.text, &heading.inner, Origin::Section);
                self.begin(Step { at: heading.span.clone(), ..step });
                self.body(blocks, whole);
            }
        }
    }

    /// A section as one step; a `whole` one is never split.
    fn section_step(&mut self, section: &Section, whole: bool) {
        let Some(heading) = &section.heading else { return };
        let mut step = titled(&heading.text, &heading.inner, Origin::Section);
        step.at = heading.span.clone();
        step.anchor = Some(heading.anchor.clone());
        self.draft.settle();
        self.begin(step);
        self.body(&section.blocks, Within { action: true, whole: true });
        for child in &section.children {
            self.heading(child);
            self.body(&child.blocks, Within { action: true, whole });
            for deeper in &child.children {
                self.as_text(deeper);
            }
        }
    }

    /// A section below another one as text: its heading, and what stands under it.
    fn as_text(&mut self, section: &Section) {
        self.heading(section);
        for block in &section.blocks {
            self.raw(block);
        }
        for child in &section.children {
            self.as_text(child);
        }
    }

    fn heading(&mut self, section: &Section) {
        let Some(heading) = &section.heading else { return };
        let marks = "#".repeat(heading.level.min(6));
        self.draft.text(Text::new(format!("{marks} {}", heading.text), heading.span.clone()));
    }

    /// A section that is read before or beside the procedure.
    fn context(&mut self, section: &Section) {
        let title = section.title();
        let about = match title {
            _ if headings::is_impact(title) => About::Impact,
            _ if headings::is_symptom(title) => About::Symptoms,
            _ if headings::is_reference(title) => About::References,
            _ => About::Any,
        };
        let mut texts = Vec::new();
        self.texts_of(section, &mut texts);
        let items = match section.blocks.as_slice() {
            [Block { kind: Kind::List(list), .. }] if section.children.is_empty() => self.plain_items(list),
            _ => Vec::new(),
        };
        let heading = section.heading.as_ref().map(title_of);
        self.draft.context(Context { about, heading, texts, items });
    }

    fn texts_of(&self, section: &Section, texts: &mut Vec<Text>) {
        texts.extend(section.blocks.iter().filter_map(|block| self.text_of(block)));
        for child in &section.children {
            if let Some(heading) = &child.heading {
                let marks = "#".repeat(heading.level.min(6));
                texts.push(Text::new(format!("{marks} {}", heading.text), heading.span.clone()));
            }
            self.texts_of(child, texts);
        }
    }

    /// The items of a list of single lines; none where one holds more.
    fn plain_items(&self, list: &List) -> Vec<Text> {
        let one = |item: &Item| match item.blocks.as_slice() {
            [Block { kind: Kind::Paragraph, span }] => {
                let line = inline::one_line(self.plan.text.get(span.clone())?);
                (!line.is_empty() && line.len() <= 200).then(|| Text::new(line, span.clone()))
            }
            _ => None,
        };
        list.items.iter().map(one).collect::<Option<Vec<_>>>().unwrap_or_default()
    }

    /// What stands directly under a heading.
    fn body(&mut self, blocks: &[Block], within: Within) {
        let mut at = 0;
        while let Some(block) = blocks.get(at) {
            at += 1;
            match &block.kind {
                Kind::Nothing => {}
                Kind::Paragraph => at += self.paragraph(blocks, at - 1, within),
                Kind::Fence(_) => self.fence(block, self.plan.lead(blocks, at - 1).to_owned().as_str()),
                Kind::List(list) => self.list(blocks, at - 1, list, within),
                Kind::Quote(fences) => self.quote(block, fences),
                Kind::Other | Kind::Heading { .. } => self.raw(block),
            }
        }
    }

    /// A paragraph; says how many blocks behind it were taken with it.
    fn paragraph(&mut self, blocks: &[Block], at: usize, within: Within) -> usize {
        let Some(block) = blocks.get(at) else { return 0 };
        let written = self.plan.written(block).to_owned();
        let labelled = labels::of_paragraph(&written, block.span.start);
        if !labelled.is_empty() {
            return self.labelled(labelled, blocks.get(at + 1), block);
        }
        if let Some(danger) = labels::warning(&written) {
            // An admonition has its text indented below it, which looks like code.
            let below = blocks.get(at + 1).filter(|next| {
                written.trim_start().starts_with("!!!")
                    && matches!(&next.kind, Kind::Fence(fence) if fence.info.is_none())
            });
            match below.map(|next| block.span.start..next.span.end) {
                Some(span) => {
                    let both = self.plan.text.get(span.clone()).unwrap_or_default();
                    let danger = labels::warning(both).unwrap_or(danger);
                    self.danger(danger, self.slice(span));
                    return 1;
                }
                None => self.danger(danger, self.slice(block.span.clone())),
            }
            return 0;
        }
        // A word or two before what a terminal showed tell of no new step.
        let caption = || headings::is_caption(&inline::one_line(&written));
        let broken = || self.draft.is_open() && (self.plan.goes_on(blocks, at) || caption());
        if !within.whole && self.plan.leads(blocks, at) && !broken() {
            let step = self.told(&written, &block.span, Origin::Prose);
            self.begin(step);
            return 0;
        }
        self.raw(block);
        0
    }

    fn fence(&mut self, block: &Block, lead: &str) {
        let Kind::Fence(fence) = &block.kind else { return };
        if !self.commands(fence, lead) {
            self.raw(block);
        }
    }

    /// The commands of a fence; says whether there are any.
    fn commands(&mut self, fence: &super::blocks::Fence, lead: &str) -> bool {
        let found = commands::of_fence(fence, headings::lead(lead));
        if found.is_empty() {
            return false;
        }
        if !self.draft.is_open() {
            let first = found.first().map_or("", |found| found.run.lines().next().unwrap_or_default());
            let mut step = titled(first.trim_start_matches("# "), &fence.inner, Origin::Prose);
            step.condition = None;
            self.begin(step);
        }
        let said = fence.info.as_deref().map(commands::said).unwrap_or_default();
        for one in found {
            let run = Text::new(one.run, fence.inner.clone());
            if let Some(before) = one.before {
                self.draft.text(Text::new(format!("```\n{before}\n```"), fence.inner.clone()));
            }
            let mut said = said.clone();
            said.on = said.on.or(one.on);
            self.draft.part(Part::Command(Command { run, expect: one.expect, shell: one.shell, said }));
        }
        true
    }

    fn list(&mut self, blocks: &[Block], at: usize, list: &List, within: Within) {
        let Some(block) = blocks.get(at) else { return };
        if self.labels_in(list, block) {
            return;
        }
        let listing = self.plan.listing(blocks, at, within.action);
        if within.whole {
            let required = list.first.is_some() || list.items.iter().any(|item| item.task.is_some());
            match listing {
                Listing::Contents => self.raw(block),
                _ if self.plan.holds_commands(list) => self.opened(list),
                _ => self.checks(block, list, !required),
            }
            return;
        }
        match listing {
            Listing::Contents | Listing::Text => self.raw(block),
            Listing::Steps => {
                let numbered = list.first.is_some() || list.items.iter().any(|item| item.task.is_some());
                let origin = if numbered { Origin::Numbered } else { Origin::Prose };
                for item in &list.items {
                    self.item(item, origin);
                }
            }
            Listing::Checks if self.draft.is_open() => self.checks(block, list, list.first.is_none()),
            Listing::Checks => self.raw(block),
        }
    }

    /// A list each item of which is a label: `- **Role:** ops`. Says whether it was one.
    fn labels_in(&mut self, list: &List, block: &Block) -> bool {
        let labelled = |item: &Item| match item.blocks.as_slice() {
            [Block { kind: Kind::Paragraph, span }] => {
                labels::of_paragraph(self.plan.text.get(span.clone()).unwrap_or_default(), span.start)
            }
            _ => Vec::new(),
        };
        let all: Vec<Vec<labels::Labelled>> = list.items.iter().map(labelled).collect();
        if !self.draft.is_open() || all.is_empty() || all.iter().any(Vec::is_empty) {
            return false;
        }
        self.labelled(all.into_iter().flatten().collect(), None, block);
        true
    }

    /// An item that is a step.
    fn item(&mut self, item: &Item, origin: Origin) {
        if self.begun > MAX_STEPS {
            return;
        }
        let mut rest = item.blocks.as_slice();
        let step = match item.blocks.first() {
            Some(Block { kind: Kind::Paragraph, span }) => {
                rest = item.blocks.get(1..).unwrap_or_default();
                let written = self.plan.text.get(span.clone()).unwrap_or_default().to_owned();
                self.told(&written, span, origin)
            }
            Some(Block { kind: Kind::Fence(fence), .. }) => {
                let line = fence.code.lines().next().unwrap_or_default();
                let line = line.trim_start_matches(['$', '#', ' ']);
                let mut step = titled(line, &fence.inner, origin);
                step.condition = None;
                step
            }
            Some(Block { kind: Kind::Heading { inner, .. }, .. }) => {
                rest = item.blocks.get(1..).unwrap_or_default();
                let written = self.plan.text.get(inner.clone()).unwrap_or_default().to_owned();
                self.told(&written, inner, origin)
            }
            _ => {
                let written = self.plan.text.get(item.span.clone()).unwrap_or_default();
                if !written.contains(char::is_alphanumeric) {
                    return;
                }
                titled("...", &item.span, origin)
            }
        };
        self.begin(Step { at: item.span.clone(), ..step });
        self.body(rest, Within { action: true, whole: true });
    }

    /// The items of a list as parts of the step that is open.
    fn opened(&mut self, list: &List) {
        for (at, item) in list.items.iter().enumerate() {
            let mark = list.first.map_or("-".to_owned(), |first| format!("{}.", first + at as u64));
            let mut blocks = item.blocks.iter();
            if let Some(first) = item.blocks.first().filter(|block| matches!(block.kind, Kind::Paragraph)) {
                blocks.next();
                let text = self.slice(first.span.clone());
                self.draft.text(Text::new(format!("{mark} {}", text.value), text.span));
            }
            self.body(blocks.as_slice(), Within { action: true, whole: true });
        }
    }

    fn checks(&mut self, block: &Block, list: &List, optional: bool) {
        if !self.draft.is_open() {
            self.raw(block);
            return;
        }
        let items: Vec<Text> = list
            .items
            .iter()
            .map(|item| {
                let start = item.blocks.first().map_or(item.span.start, |block| block.span.start);
                self.slice(start..item.span.end)
            })
            .filter(|item| !item.value.trim().is_empty())
            .collect();
        let typed: Vec<_> = items.iter().map(|item| inlined(&item.value, &item.span)).collect();
        if items.is_empty() {
            return;
        }
        self.draft.part(Part::Checks { items, optional, written: self.slice(block.span.clone()) });
        for command in typed.into_iter().flatten() {
            self.draft.part(Part::Command(command));
        }
    }

    /// A quote is a text, and the commands in it are commands all the same.
    fn quote(&mut self, block: &Block, fences: &[super::blocks::Fence]) {
        match labels::warning(self.plan.written(block)) {
            Some(danger) => self.danger(danger, self.slice(block.span.clone())),
            None => self.raw(block),
        }
        if self.draft.is_open() {
            for fence in fences.iter().filter(|fence| fence.info.is_some()) {
                self.commands(fence, "");
            }
        }
    }

    fn danger(&mut self, danger: String, written: Text) {
        if danger.chars().count() > LONGEST_DANGER || danger.contains("```") {
            self.draft.text(written);
        } else {
            self.draft.danger(Text::new(danger, written.span.clone()), written);
        }
    }

    fn labelled(&mut self, labelled: Vec<labels::Labelled>, next: Option<&Block>, block: &Block) -> usize {
        let mut taken = 0;
        if !self.draft.is_open() {
            let order = labelled.iter().find(|one| one.label == Label::Order);
            match (order, self.draft.phases.last_mut()) {
                (Some(order), Some(phase))
                    if labelled.len() == 1 && phase.steps.is_empty() && values::is_any(&order.value) =>
                {
                    phase.order_any = Some(order.inner.clone());
                }
                _ => self.raw(block),
            }
            return 0;
        }
        let last = labelled.len().saturating_sub(1);
        for (at, one) in labelled.into_iter().enumerate() {
            let written = self.slice(one.span.clone());
            let value = Text::new(inline::one_line(&one.value), one.inner.clone());
            if one.label == Label::Decision {
                let list = next.filter(|_| at == last).and_then(|next| match &next.kind {
                    Kind::List(list) => Some(list),
                    _ => None,
                });
                let answers = list.map(|list| self.answers(list)).unwrap_or_default();
                if answers.is_empty() || value.value.is_empty() {
                    self.draft.text(written);
                } else {
                    taken = 1;
                    let end = next.map_or(one.span.end, |next| next.span.end);
                    let written = self.slice(one.span.start..end);
                    self.draft.part(Part::Decision { question: value, answers, written });
                }
                continue;
            }
            // The author's own word of warning is kept with it.
            let own = matches!(one.label, Label::Danger) && !written.value.to_lowercase().contains("danger");
            let value = if own { Text::new(inline::one_line(&written.value), value.span) } else { value };
            match values::part(one.label, value, written.clone()) {
                Some(part) => self.draft.part(part),
                None => self.draft.text(written),
            }
        }
        taken
    }

    fn answers(&self, list: &List) -> Vec<Answer> {
        let answer = |item: &Item| {
            let written =
                self.slice(item.blocks.first().map_or(item.span.clone(), |block| block.span.start..item.span.end));
            values::answer(written)
        };
        list.items.iter().filter_map(answer).collect()
    }

    /// A step told by a paragraph: its first sentence is the title, what it types its commands.
    fn told(&self, written: &str, span: &Range<usize>, origin: Origin) -> Step {
        let mut lines = written.splitn(2, "  \n");
        let first = lines.next().unwrap_or_default();
        let more = lines.next();
        let line = inline::one_line(first);
        let line = if line.is_empty() { inline::one_line(written) } else { line };
        let mut step = titled(&line, span, origin);
        if let Some(more) = more.filter(|_| !inline::one_line(first).is_empty()) {
            step.parts.extend(rest(&inline::clean(more), span).map(Part::Text));
        }
        if origin != Origin::Section {
            step.parts.extend(inlined(written, span).into_iter().map(Part::Command));
        }
        step
    }

    fn begin(&mut self, step: Step) {
        // One step more than a runbook may have is enough to say so.
        if self.begun > MAX_STEPS {
            return;
        }
        self.begun += 1;
        self.not_last();
        self.draft.step(step, self.page);
    }

    /// A block as a text.
    fn raw(&mut self, block: &Block) {
        if let Some(text) = self.text_of(block) {
            self.draft.text(text);
        }
    }

    fn text_of(&self, block: &Block) -> Option<Text> {
        if matches!(block.kind, Kind::Nothing) {
            return None;
        }
        // Code that is only indented begins behind its indentation.
        let start = match &block.kind {
            Kind::Fence(fence) if fence.info.is_none() => self.line_start(block.span.start),
            _ => block.span.start,
        };
        Some(self.slice(start..block.span.end)).filter(|text| !text.value.trim().is_empty())
    }

    fn line_start(&self, at: usize) -> usize {
        let before = self.plan.text.get(..at).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        let blank = before.get(line..).is_some_and(|lead| lead.chars().all(|c| c == ' ' || c == '\t'));
        if blank { line } else { at }
    }

    /// A stretch of the page without the indentation of the list it stands in.
    fn slice(&self, span: Range<usize>) -> Text {
        let before = self.plan.text.get(..span.start).unwrap_or_default();
        let indent = span.start - before.rfind('\n').map_or(0, |newline| newline + 1);
        let written = self.plan.text.get(span.clone()).unwrap_or_default();
        let mut value = String::with_capacity(written.len());
        for (at, line) in written.split('\n').enumerate() {
            if at > 0 {
                value.push('\n');
                let spaces = line.bytes().take(indent).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                value.push_str(line.get(spaces..).unwrap_or_default().trim_end_matches('\r'));
            } else {
                value.push_str(line.trim_end_matches('\r'));
            }
        }
        Text::new(inline::clean(&value).into_owned(), span)
    }
}

//! What each section is: a phase, a step, or text; and what each list in it is.
//!
//! Judges by headings, lists and commands alone; changes nothing and builds nothing.

use super::blocks::{Block, Item, Kind, List};
use super::labels::{self, Label};
use super::sections::Section;
use super::{commands, headings, inline};

/// What becomes of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Text to be read before or beside the procedure.
    Context,
    /// A phase: what stands in it are steps.
    Phase,
    /// A step as a whole.
    Step,
    /// Text of whatever it stands in.
    Text,
}

/// What becomes of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listing {
    /// Links to the sections of the page.
    Contents,
    /// Every item is a step.
    Steps,
    /// Every item is ticked.
    Checks,
    /// It stays a text.
    Text,
}

/// Blocks that are near each other: what stands farther away has nothing to do with a block.
const NEAR: usize = 40;

/// The page as a text, and the questions about its parts.
#[derive(Clone, Copy)]
pub(super) struct Plan<'t> {
    pub text: &'t str,
}

impl Plan<'_> {
    pub(super) fn written(&self, block: &Block) -> &str {
        self.text.get(block.span.clone()).unwrap_or_default()
    }

    /// The commands of a block, when it is a fence with some.
    pub(super) fn has_commands(block: &Block, lead: &str) -> bool {
        match &block.kind {
            Kind::Fence(fence) => !commands::of_fence(fence, headings::lead(lead)).is_empty(),
            _ => false,
        }
    }

    /// The beginning of the last paragraph before a block.
    pub(super) fn lead<'b>(&'b self, blocks: &'b [Block], at: usize) -> &'b str {
        /// Bytes of it that tell what it leads to.
        const TOLD: usize = 2_000;
        let before = blocks.get(..at).unwrap_or_default().iter().rev().take(NEAR);
        let mut before = before.take_while(|block| !matches!(block.kind, Kind::Fence(_)));
        let lead = before.find(|block| matches!(block.kind, Kind::Paragraph));
        let written = lead.map_or("", |block| self.written(block));
        let end = (0..=TOLD.min(written.len())).rev().find(|end| written.is_char_boundary(*end));
        written.get(..end.unwrap_or_default()).unwrap_or_default()
    }

    /// Whether the paragraph at this place leads to a command.
    pub(super) fn leads(&self, blocks: &[Block], at: usize) -> bool {
        let Some(paragraph) = blocks.get(at).filter(|block| matches!(block.kind, Kind::Paragraph)) else {
            return false;
        };
        for block in blocks.get(at + 1..).unwrap_or_default().iter().take(NEAR) {
            match &block.kind {
                Kind::Fence(_) => return Self::has_commands(block, self.written(paragraph)),
                Kind::List(list) if !self.holds_commands(list) && list.first.is_none() => {}
                Kind::Quote(_) | Kind::Nothing => {}
                _ => return false,
            }
        }
        false
    }

    /// Whether fences with commands stand in the items of a list.
    pub(super) fn holds_commands(&self, list: &List) -> bool {
        list.items.iter().any(|item| self.item_holds(item))
    }

    fn item_holds(&self, item: &Item) -> bool {
        item.blocks.iter().enumerate().any(|(at, block)| match &block.kind {
            Kind::Fence(_) => Self::has_commands(block, self.lead(&item.blocks, at)),
            Kind::List(list) => self.holds_commands(list),
            _ => false,
        })
    }

    fn first_line<'b>(&'b self, item: &'b Item) -> &'b str {
        let first = item.blocks.first().filter(|block| matches!(block.kind, Kind::Paragraph));
        first.map_or("", |block| self.written(block))
    }

    /// Whether code that is a command stands in a line of it.
    fn types(&self, item: &Item) -> bool {
        let line = self.first_line(item);
        inline::codes(line).any(|code| commands::of_code(code).is_some())
    }

    fn is_imperative(&self, item: &Item) -> bool {
        let line = inline::seen(self.first_line(item));
        headings::is_imperative(&line) || self.types(item) || self.item_holds(item)
    }

    /// What becomes of a list that stands directly in a section.
    pub(super) fn listing(&self, blocks: &[Block], at: usize, action: bool) -> Listing {
        let Some(Kind::List(list)) = blocks.get(at).map(|block| &block.kind) else { return Listing::Text };
        let count = list.items.len();
        if count > 0
            && list.items.iter().all(|item| inline::only_anchors(self.text.get(item.span.clone()).unwrap_or_default()))
        {
            return Listing::Contents;
        }
        if list.first.is_none() && self.is_index(list) {
            return Listing::Text;
        }
        let tasks = list.items.iter().filter(|item| item.task.is_some()).count();
        if tasks * 2 >= count {
            return Listing::Steps;
        }
        let lead = self.lead(blocks, at);
        let share = |judge: &dyn Fn(&Item) -> bool| list.items.iter().filter(|item| judge(item)).count() * 2 >= count;
        if list.first.is_some() {
            if self.holds_commands(list) {
                return Listing::Steps;
            }
            let several = count > 1 || Self::is_one_of_several(blocks, at);
            let choice = headings::offers_choice(lead);
            let imperative = share(&|item| self.is_imperative(item));
            return match (action, choice, imperative) {
                (true, false, _) | (_, false, true) | (true, true, true) if several => Listing::Steps,
                (true, true, _) if several => Listing::Checks,
                (true, _, true) => Listing::Steps,
                _ => Listing::Text,
            };
        }
        if self.holds_commands(list) {
            return Listing::Steps;
        }
        if count > 1 && share(&|item| self.types(item)) && (action || share(&|item| self.is_imperative(item))) {
            return Listing::Steps;
        }
        if action { Listing::Checks } else { Listing::Text }
    }

    /// Whether a list of one item is a number of a list that something stands between.
    fn is_one_of_several(blocks: &[Block], at: usize) -> bool {
        let numbers = |block: &Block| match &block.kind {
            Kind::List(list) => list.first.map(|first| (first, list.items.len() as u64)),
            _ => None,
        };
        let Some((first, count)) = blocks.get(at).and_then(numbers) else { return false };
        let before = blocks.get(..at).unwrap_or_default().iter().rev().take(NEAR).find_map(numbers);
        let after = blocks.get(at + 1..).unwrap_or_default().iter().take(NEAR).find_map(numbers);
        first > 1
            || before.is_some_and(|(before, _)| before == first)
            || after.is_some_and(|(after, _)| after == first + count || after == first)
    }

    /// Whether a numbered list goes on behind this place, so that what stands here belongs to its last item.
    pub(super) fn goes_on(blocks: &[Block], at: usize) -> bool {
        let numbered = |block: &Block| match &block.kind {
            Kind::List(list) => list.first.map(|first| (first, list.items.len() as u64)),
            _ => None,
        };
        let before = blocks.get(..at).unwrap_or_default().iter().rev().take(NEAR).find_map(numbered);
        let after = blocks.get(at + 1..).unwrap_or_default().iter().take(NEAR).find_map(numbered);
        match (before, after) {
            (Some((first, count)), Some((next, more))) => {
                next > 1 && (next == first + count || (next > first && next <= first + count + 1))
                    || (next == first && count == 1 && more >= 1)
            }
            _ => false,
        }
    }

    /// How many steps the blocks of a section would give.
    pub(super) fn steps_in(&self, blocks: &[Block], action: bool) -> usize {
        let mut steps = 0;
        for (at, block) in blocks.iter().enumerate() {
            match &block.kind {
                Kind::Paragraph if self.leads(blocks, at) && !Self::goes_on(blocks, at) => steps += 1,
                Kind::List(list) if self.listing(blocks, at, action) == Listing::Steps => steps += list.items.len(),
                Kind::Fence(_) if steps == 0 && Self::has_commands(block, self.lead(blocks, at)) => steps += 1,
                _ => {}
            }
        }
        steps
    }

    /// Whether steps stand in a section or below it.
    pub(super) fn has_steps(&self, section: &Section, action: bool) -> bool {
        let action = action || section.says().action;
        if section.says().context && !self.overrules(section) {
            return false;
        }
        section.says().step
            || self.is_labelled(section)
            || self.steps_in(&section.blocks, action) > 0
            || section.children.iter().any(|child| self.has_steps(child, action))
    }

    /// Whether a section that is context by its name holds a procedure all the same.
    fn overrules(&self, section: &Section) -> bool {
        let fences = section.blocks.iter().enumerate();
        let fenced = fences.filter(|(at, block)| Self::has_commands(block, self.lead(&section.blocks, *at))).count();
        let numbered = section.blocks.iter().any(|block| match &block.kind {
            Kind::List(list) => self.holds_commands(list),
            _ => false,
        });
        fenced > 0
            || numbered
            || self.is_labelled(section)
            || section.children.iter().any(|child| self.overrules(child))
    }

    /// Whether fields of a step stand directly in a section, so that it is one as a whole.
    pub(super) fn is_labelled(&self, section: &Section) -> bool {
        let of_a_step = |label: &labels::Labelled| !matches!(label.label, Label::Order | Label::Danger);
        section.blocks.iter().any(|block| {
            let inner = match &block.kind {
                Kind::Paragraph => Some(block),
                // `- **Role:** ops`
                Kind::List(list) if list.first.is_none() => list.items.first().and_then(|item| item.blocks.first()),
                _ => None,
            };
            let inner = inner.filter(|block| matches!(block.kind, Kind::Paragraph));
            inner.is_some_and(|block| labels::of_paragraph(self.written(block), block.span.start).iter().any(of_a_step))
        })
    }

    /// What becomes of a section directly below the title of the page.
    pub(super) fn top(&self, section: &Section) -> Role {
        let says = section.says();
        if says.context && !self.overrules(section) {
            return Role::Context;
        }
        if says.step {
            return Role::Step;
        }
        if self.is_labelled(section) && section.children.is_empty() {
            return Role::Step;
        }
        if self.has_steps(section, false) {
            return Role::Phase;
        }
        let acts = says.action && !says.context;
        if acts && (self.says_something(section) || section.children.iter().any(|child| self.says_something(child))) {
            return Role::Phase;
        }
        Role::Context
    }

    /// What becomes of a section below another one that is a phase.
    pub(super) fn below(&self, section: &Section, action: bool) -> Role {
        let says = section.says();
        if says.context && !self.overrules(section) {
            return Role::Text;
        }
        if says.step || self.is_labelled(section) {
            return Role::Step;
        }
        let own = action || says.action;
        let steps = self.steps_in(&section.blocks, own);
        let children = section.children.iter().filter(|child| self.has_steps(child, own)).count();
        if steps > 1 || children > 0 {
            return Role::Phase;
        }
        let imperative = says.imperative;
        if steps > 0 || ((action || imperative || says.action) && (self.says_something(section) || imperative)) {
            return Role::Step;
        }
        Role::Text
    }

    /// Whether anything stands in a section that could be done: no lines, no comments, no lists of links alone.
    fn says_something(&self, section: &Section) -> bool {
        let says = |block: &Block| match &block.kind {
            Kind::Nothing => false,
            Kind::List(list) => !self.is_index(list),
            _ => true,
        };
        section.blocks.iter().any(says) || section.children.iter().any(|child| self.says_something(child))
    }

    /// Whether every item of a list is a link to another page.
    fn is_index(&self, list: &List) -> bool {
        list.items.iter().all(|item| inline::only_links(self.text.get(item.span.clone()).unwrap_or_default()))
    }
}

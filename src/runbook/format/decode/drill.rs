//! What a runbook says about its drills.

use super::super::fields;
use super::super::terms::Expected;
use super::super::tree::Node;
use super::Decoder;
use crate::runbook::{Drill, DrillForm, EvaluationItem, Inject};

const FORM: [(&str, DrillForm); 3] =
    [("tabletop", DrillForm::Tabletop), ("functional", DrillForm::Functional), ("full", DrillForm::Full)];

impl Decoder<'_> {
    pub(super) fn drill(&mut self, node: &Node) -> Option<Drill> {
        let o = &self.object(node, &fields::DRILL, Expected::Object)?;
        Some(Drill {
            objectives: self.texts(o, "objectives"),
            location: self.opt(o, "location", Self::text),
            safety: self.opt(o, "safety", Self::text),
            evaluators: self.texts(o, "evaluators"),
            injects: self.list(o, "injects", Self::inject),
            criteria: self.texts(o, "criteria"),
            form: self.opt(o, "form", |d, node| d.word(node, &FORM)),
            purpose: self.opt(o, "purpose", Self::text),
            items: self.list(o, "items", Self::evaluation_item),
        })
    }

    fn evaluation_item(&mut self, node: &Node) -> Option<EvaluationItem> {
        self.short(
            node,
            &fields::ITEM,
            |d, node| Some(EvaluationItem { text: d.full(node)?, scale: None }),
            |d, o| EvaluationItem { text: d.need(o, "text", Self::full), scale: d.opt(o, "scale", Self::plain) },
        )
    }

    /// A scheduled event; one off the clock (`contingency`) needs no time.
    fn inject(&mut self, node: &Node) -> Option<Inject> {
        let o = &self.object(node, &fields::INJECT, Expected::Object)?;
        let contingency = self.flag(o, "contingency");
        if !contingency && o.entry("at").is_none() {
            self.missing(o, "at");
        }
        Some(Inject {
            at: self.opt(o, "at", Self::time),
            title: self.need(o, "title", Self::title),
            text: self.opt(o, "text", Self::text),
            from: self.opt(o, "from", Self::text),
            to: self.opt(o, "to", Self::role),
            expect: self.opt(o, "expect", Self::text),
            after: self.opt(o, "after", Self::step_ref),
            contingency,
            objective: self.opt(o, "objective", Self::text),
            say: self.opt(o, "say", Self::text),
        })
    }
}

//! Timers, what happens when a limit is over, and obligations.

use indexmap::IndexMap;

use super::super::fault::FaultKind;
use super::super::fields;
use super::super::terms::{Expected, IdRule};
use super::super::tree::{Node, Value};
use super::ids::milestone;
use super::{Decoder, Object};
use crate::runbook::{Anchor, Limit, Milestone, Obligation, Overrun, Timer};
use crate::time::Span;

const LIMITS: &[&str] = &["within", "every", "at"];

impl Decoder<'_> {
    pub(super) fn timers(&mut self, o: &Object) -> Vec<Timer> {
        self.list(o, "timers", Self::timer)
    }

    fn timer(&mut self, node: &Node) -> Option<Timer> {
        let o = &self.object(node, &fields::TIMER, Expected::Object)?;
        self.exactly_one(o, LIMITS);
        let within = self.opt(o, "within", Self::time).map(Limit::Within);
        let every = self.opt(o, "every", Self::time).map(Limit::Every);
        let at = self.opt(o, "at", Self::clock_time).map(Limit::At);
        let limit = within.or(every).or(at);
        let warn_at = self.opt(o, "warn_at", Self::time);
        if let (Some(Limit::Within(span) | Limit::Every(span)), Some(warn_at)) = (limit, warn_at) {
            let field = if within.is_some() { "within" } else { "every" };
            self.check_warning(o, warn_at, span, field);
        }
        Some(Timer {
            id: self.need(o, "id", |d, node| d.id(node, IdRule::Name)).into(),
            title: self.need(o, "title", Self::title),
            from: self.opt(o, "from", Self::anchor).unwrap_or(Anchor::Start),
            until: self.opt(o, "until", Self::anchor).unwrap_or(Anchor::End),
            warn_at,
            role: self.opt(o, "role", Self::role),
            on_breach: self.opt(o, "on_breach", |d, node| d.overrun(node, &fields::BREACH)),
            if_estimate_over: self.flag(o, "if_estimate_over"),
            ask: self.opt(o, "ask", Self::text),
            limit: limit?,
        })
    }

    fn check_warning(&mut self, o: &Object, warn_at: Span, limit: Span, field: &'static str) {
        if warn_at < limit {
            return;
        }
        let Some(other) = o.entry(field).map(|entry| self.source.place(entry.node.span.clone())) else { return };
        self.opt(o, "warn_at", |d, node| d.fault(node.span.clone(), FaultKind::WarnsTooLate { warn_at, limit, other }));
    }

    /// What happens when a limit is over; the table says whether obligations may hang on it.
    pub(super) fn overrun(&mut self, node: &Node, table: &'static fields::Table) -> Option<Overrun> {
        let breach = table.fields.contains(&"opens");
        self.short(
            node,
            table,
            |d, node| Some(Overrun { text: d.full(node)?, ..Overrun::default() }),
            |d, o| Overrun {
                text: d.need(o, "text", Self::full),
                escalate_to: d.opt(o, "escalate_to", Self::party),
                notify: d.notices(o, "notify"),
                goto: d.opt(o, "goto", Self::step_ref),
                opens: if breach { d.obligations(o, "opens") } else { Vec::new() },
                closes: if breach { d.obligations(o, "closes") } else { Vec::new() },
            },
        )
    }

    pub(super) fn obligation(&mut self, node: &Node) -> Option<Obligation> {
        let o = &self.object(node, &fields::OBLIGATION, Expected::Object)?;
        Some(Obligation {
            title: self.need(o, "title", Self::title),
            role: self.opt(o, "role", Self::role),
            within: self.opt(o, "within", Self::time),
            from: self.opt(o, "from", Self::open_from),
        })
    }

    /// Milestones and the time allowed to each.
    pub(super) fn targets(&mut self, node: &Node) -> Option<IndexMap<Milestone, Span>> {
        let Value::Object(entries) = &node.value else {
            self.wrong_type(node, Expected::Object);
            return None;
        };
        let mut targets = IndexMap::new();
        for entry in entries {
            self.path.push_key(&entry.key);
            if let Some(milestone) = milestone(&entry.key) {
                targets.extend(self.time(&entry.node).map(|span| (milestone, span)));
            } else {
                let known: Vec<_> = Milestone::ALL.iter().map(|milestone| milestone.word()).collect();
                let suggestion = self
                    .nearest(&entry.key, known.iter().copied())
                    .and_then(|near| known.iter().copied().find(|word| *word == near));
                let given = entry.key.clone();
                self.fault(entry.key_span.clone(), FaultKind::BadWord { given, suggestion, known });
            }
            self.path.pop();
        }
        Some(targets)
    }
}

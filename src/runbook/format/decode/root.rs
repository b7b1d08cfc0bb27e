//! The runbook itself, its context, and what is asked at its end.

use super::super::fault::FaultKind;
use super::super::fields;
use super::super::limits::{MAX_ROLES, MAX_STEPS, MAX_VARIABLES};
use super::super::names::Names;
use super::super::terms::{Expected, IdRule, Referent};
use super::super::tree::{Node, Value};
use super::{Decoder, Object};
use crate::runbook::{
    CheckItem, Extent, Level, Phase, Provenance, Reference, Resource, Review, Runbook, Status, Trigger,
};

/// The format this program reads.
pub(in crate::runbook) const FORMAT: &str = "runbook/1";

const STATUS: [(&str, Status); 3] =
    [("draft", Status::Draft), ("active", Status::Active), ("retired", Status::Retired)];
const EXTENT: [(&str, Extent); 3] =
    [("global", Extent::Global), ("regional", Extent::Regional), ("local", Extent::Local)];

impl Decoder<'_> {
    /// The whole runbook; nothing when it is made for something else.
    pub(super) fn runbook(&mut self, root: &Node) -> Option<Runbook> {
        // Reporting the fields of another format would only hide that it is another.
        if let Some(format) = root.get("format").and_then(Node::text)
            && format != FORMAT
        {
            self.path.push_key("format");
            let span = root.get("format").map(|node| node.span.clone()).unwrap_or_default();
            self.fault(span, FaultKind::Format { found: format.to_owned() });
            self.path.pop();
            return None;
        }
        let o = &self.object(root, &fields::RUNBOOK, Expected::Object)?;
        self.need(o, "format", Self::plain);
        self.check_sizes(root);
        self.check_doubles(root);
        self.features(o);
        let runbook = Runbook {
            id: self.need(o, "id", |d, node| d.id(node, IdRule::Runbook)).into(),
            title: self.need(o, "title", Self::title),
            summary: self.opt(o, "summary", Self::text),
            impact: self.opt(o, "impact", Self::text),
            version: self.opt(o, "version", Self::plain),
            status: self.opt(o, "status", |d, node| d.word(node, &STATUS)).unwrap_or_default(),
            owner: self.opt(o, "owner", Self::text),
            reviewed: self.opt(o, "reviewed", Self::date),
            review_every: self.opt(o, "review_every", Self::time),
            services: self.texts(o, "services"),
            tags: self.texts(o, "tags"),
            language: self.opt(o, "language", Self::plain),
            background: self.texts(o, "background"),
            triggers: self.list(o, "triggers", Self::trigger),
            prerequisites: self.list(o, "prerequisites", Self::check_item),
            roles: self.map(o, "roles", IdRule::Name, Self::role_entry),
            contacts: self.map(o, "contacts", IdRule::Name, Self::contact_entry),
            variables: self.map(o, "variables", IdRule::Variable, Self::variable),
            notices: self.map(o, "notices", IdRule::Name, Self::notice),
            timers: self.timers(o),
            phases: self.phases(o),
            drill: self.opt(o, "drill", Self::drill),
            review: self.opt(o, "review", Self::review),
            references: self.list(o, "references", Self::further),
            source: self.opt(o, "source", Self::provenance),
            must_understand: self.list(o, "must_understand", Self::plain),
            purpose: self.opt(o, "purpose", Self::text),
            scope: self.opt(o, "scope", Self::text),
            basis: self.texts(o, "basis"),
            supersedes: self.texts(o, "supersedes"),
            effective: self.opt(o, "effective", Self::date),
            precautions: self.texts(o, "precautions"),
            causes: self.texts(o, "causes"),
            class: self.opt(o, "class", Self::plain),
            extent: self.opt(o, "extent", |d, node| d.word(node, &EXTENT)),
            exit_criteria: self.texts(o, "exit_criteria"),
            levels: self.map(o, "levels", IdRule::Name, Self::level),
            level: self.opt(o, "level", Self::level_key),
            rto: self.opt(o, "rto", Self::time),
            rpo: self.opt(o, "rpo", Self::time),
            obligations: self.map(o, "obligations", IdRule::Name, Self::obligation),
            resources: self.list(o, "resources", Self::resource),
            drill_every: self.opt(o, "drill_every", Self::time),
            ..Runbook::default()
        };
        Some(runbook.indexed())
    }

    fn phases(&mut self, o: &Object) -> Vec<Phase> {
        self.exactly_one(o, &["phases", "steps"]);
        if o.entry("phases").is_some() {
            let mut at = 0;
            return self
                .opt(o, "phases", |d, node| {
                    d.not_empty(node);
                    d.items(node, Expected::List, |d, node| {
                        at += 1;
                        d.phase(node, at - 1)
                    })
                })
                .unwrap_or_default();
        }
        let steps = self.opt(o, "steps", |d, node| d.steps(node, 0)).unwrap_or_default();
        let id = self.names.phase_ids.first().cloned().unwrap_or_default();
        vec![Phase { id: id.into(), steps, ..Phase::default() }]
    }

    /// A list that must hold something does.
    pub(super) fn not_empty(&mut self, node: &Node) {
        if matches!(&node.value, Value::List(items) if items.is_empty()) {
            self.fault(node.span.clone(), FaultKind::Empty);
        }
    }

    fn check_sizes(&mut self, root: &Node) {
        let size = |field: &str| root.get(field).map_or(0, |node| node.entries().len());
        let steps = self.names.step_ids.iter().map(Vec::len).sum();
        let sizes = [
            (Referent::Step, steps, MAX_STEPS, if root.get("phases").is_some() { "phases" } else { "steps" }),
            (Referent::Role, size("roles"), MAX_ROLES, "roles"),
            (Referent::Variable, size("variables"), MAX_VARIABLES, "variables"),
        ];
        for (what, found, limit, field) in sizes {
            if found > limit
                && let Some(node) = root.get(field)
            {
                self.path.push_key(field);
                self.fault(node.head(), FaultKind::TooMany { what, found, limit });
                self.path.pop();
            }
        }
    }

    /// Steps and phases share one list of ids, timers have their own.
    fn check_doubles(&mut self, root: &Node) {
        let timers = root.get("timers").map(Node::items).unwrap_or_default();
        let timers = timers
            .iter()
            .enumerate()
            .filter_map(|(i, timer)| Some((super::Path::default().key("timers").index(i).key("id"), timer.get("id")?)));
        for ids in [Names::given_ids(root), timers.collect()] {
            let mut seen: std::collections::HashMap<&str, &Node> = std::collections::HashMap::new();
            for (path, node) in ids {
                let Some(id) = node.text() else { continue };
                if let Some(first) = seen.get(id) {
                    let first = self.source.place(first.span.clone());
                    let before = std::mem::replace(&mut self.path, path);
                    self.fault(node.span.clone(), FaultKind::DuplicateId { name: id.to_owned(), first });
                    self.path = before;
                } else {
                    seen.insert(id, node);
                }
            }
        }
    }

    fn features(&mut self, o: &Object) {
        self.list(o, "must_understand", |d, node| {
            let name = node.text()?;
            if !fields::FEATURES.contains(&name) {
                let near = d.nearest(name, fields::FEATURES.iter().copied());
                let suggestion = near.and_then(|near| fields::FEATURES.iter().copied().find(|word| *word == near));
                d.fault(node.span.clone(), FaultKind::UnknownFeature { name: name.to_owned(), suggestion });
            }
            Some(())
        });
    }

    fn trigger(&mut self, node: &Node) -> Option<Trigger> {
        self.short(
            node,
            &fields::TRIGGER,
            |d, node| Some(Trigger { text: d.full(node)?, ..Trigger::default() }),
            |d, o| Trigger {
                text: d.need(o, "text", Self::full),
                alert: d.opt(o, "alert", Self::plain),
                url: d.opt(o, "url", Self::plain),
            },
        )
    }

    pub(super) fn check_item(&mut self, node: &Node) -> Option<CheckItem> {
        self.short(
            node,
            &fields::CHECK_ITEM,
            |d, node| Some(CheckItem { text: d.full(node)?, ..CheckItem::default() }),
            |d, o| CheckItem {
                text: d.need(o, "text", Self::full),
                role: d.opt(o, "role", Self::role),
                optional: d.flag(o, "optional"),
            },
        )
    }

    /// Further reading; an address alone is its own title.
    pub(super) fn further(&mut self, node: &Node) -> Option<Reference> {
        self.short(
            node,
            &fields::REFERENCE,
            |d, node| {
                let title = d.full(node)?;
                let url = ["https://", "http://"].iter().any(|scheme| title.starts_with(scheme));
                Some(Reference { url: url.then(|| title.clone()), title, runbook: None })
            },
            |d, o| Reference {
                title: d.need(o, "title", Self::full),
                url: d.opt(o, "url", Self::plain),
                runbook: d.opt(o, "runbook", Self::plain),
            },
        )
    }

    fn provenance(&mut self, node: &Node) -> Option<Provenance> {
        let o = &self.object(node, &fields::SOURCE, Expected::Object)?;
        Some(Provenance {
            url: self.opt(o, "url", Self::plain),
            licence: self.opt(o, "licence", Self::plain),
            imported_from: self.opt(o, "imported_from", Self::plain),
        })
    }

    fn review(&mut self, node: &Node) -> Option<Review> {
        let o = &self.object(node, &fields::REVIEW, Expected::Object)?;
        Some(Review {
            questions: self.texts(o, "questions"),
            sign_off: self.list(o, "sign_off", Self::role),
            number: self.opt(o, "number", Self::plain),
        })
    }

    fn level(&mut self, node: &Node) -> Option<Level> {
        let o = &self.object(node, &fields::LEVEL, Expected::Object)?;
        Some(Level {
            title: self.need(o, "title", Self::title),
            criteria: self.texts(o, "criteria"),
            targets: self.opt(o, "targets", Self::targets).unwrap_or_default(),
        })
    }

    fn resource(&mut self, node: &Node) -> Option<Resource> {
        let o = &self.object(node, &fields::RESOURCE, Expected::Object)?;
        Some(Resource {
            item: self.need(o, "item", Self::full),
            quantity: self.opt(o, "quantity", Self::loose),
            place: self.opt(o, "place", Self::text),
            keeper: self.opt(o, "keeper", Self::text),
        })
    }
}

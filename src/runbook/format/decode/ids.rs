//! Ids, and references to them.

use std::ops::Range;

use super::super::fault::FaultKind;
use super::super::names::{GOTO_WORDS, Known, slug};
use super::super::terms::{Expected, IdRule, Referent};
use super::super::tree::{Node, Value};
use super::{Decoder, Object};
use crate::runbook::{
    Anchor, ContactId, Goto, Milestone, NoticeId, ObligationId, OnFailure, OpenFrom, Party, PhaseId, RoleId, StepId,
};

/// Longest id an author may write.
const LONGEST: usize = 64;
/// Names of what is known that a fault carries.
const SHOWN: usize = 6;

impl Decoder<'_> {
    pub(super) fn check_id(&mut self, id: &str, span: Range<usize>, rule: IdRule) {
        let first = id.chars().next();
        let good = match rule {
            IdRule::Runbook => {
                let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
                first.is_some_and(small) && id.chars().all(|c| small(c) || c == '-')
            }
            IdRule::Name => {
                first.is_some_and(char::is_alphanumeric)
                    && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
            }
            IdRule::Variable => {
                first.is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
                    && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            }
        };
        if good && id.chars().count() <= LONGEST {
            return;
        }
        let tidy = match rule {
            IdRule::Runbook => slug(id).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect(),
            IdRule::Name => slug(id),
            IdRule::Variable => slug(id).replace('-', "_"),
        };
        let tidy: String = tidy.chars().take(LONGEST).collect();
        let usable = tidy != id
            && !tidy.is_empty()
            && match rule {
                IdRule::Variable => tidy.is_ascii() && !tidy.starts_with(|c: char| c.is_ascii_digit()),
                IdRule::Runbook => tidy.starts_with(|c: char| c.is_ascii_alphanumeric()),
                IdRule::Name => tidy.starts_with(char::is_alphanumeric),
            };
        let suggestion = usable.then_some(tidy);
        self.fault(span, FaultKind::BadId { id: id.to_owned(), rule, suggestion });
    }

    /// An id field as a text; its form is checked.
    pub(super) fn id(&mut self, node: &Node, rule: IdRule) -> Option<String> {
        let id = self.plain(node)?;
        self.check_id(&id, node.span.clone(), rule);
        Some(id)
    }

    /// The id of a step or phase: neither reserved nor misshapen. Doubles are looked for in the whole runbook.
    pub(super) fn flow_id(&mut self, node: &Node) -> Option<String> {
        let id = self.id(node, IdRule::Name)?;
        if GOTO_WORDS.contains(&id.as_str()) {
            self.fault(node.span.clone(), FaultKind::ReservedId { id: id.clone() });
        }
        Some(id)
    }

    /// The text of a reference, when `known` has it; a fault when not.
    fn reference(&mut self, node: &Node, what: Referent, known: &[&Known]) -> Option<String> {
        let Some(name) = node.text() else {
            self.wrong_type(node, Expected::Text);
            return None;
        };
        self.named(name, node.span.clone(), what, known).then(|| name.to_owned())
    }

    fn named(&mut self, name: &str, span: Range<usize>, what: Referent, known: &[&Known]) -> bool {
        let mut all = Vec::new();
        for list in known {
            match list {
                // Its names are not known for a fault reported elsewhere.
                None => return true,
                Some(list) if list.contains(name) => return true,
                Some(list) => all.push(list),
            }
        }
        let every = || all.iter().flat_map(|list| list.iter().map(String::as_str));
        let suggestion = self.nearest(name, every()).map(str::to_owned);
        let known = every().take(SHOWN).map(str::to_owned).collect();
        self.fault(span, FaultKind::UnknownReference { what, name: name.to_owned(), suggestion, known });
        false
    }

    pub(super) fn role(&mut self, node: &Node) -> Option<RoleId> {
        self.reference(node, Referent::Role, &[&self.names.roles]).map(RoleId::from)
    }

    pub(super) fn contact(&mut self, node: &Node) -> Option<ContactId> {
        self.reference(node, Referent::Contact, &[&self.names.contacts]).map(ContactId::from)
    }

    pub(super) fn level_key(&mut self, node: &Node) -> Option<String> {
        self.reference(node, Referent::Level, &[&self.names.levels])
    }

    pub(super) fn variable_name(&mut self, node: &Node) -> Option<String> {
        self.reference(node, Referent::Variable, &[&self.names.variables])
    }

    pub(super) fn step_ref(&mut self, node: &Node) -> Option<StepId> {
        self.reference(node, Referent::Step, &[&self.names.steps]).map(StepId::from)
    }

    /// A role or a contact; a role where both are called so.
    pub(super) fn party(&mut self, node: &Node) -> Option<Party> {
        let name = self.reference(node, Referent::RoleOrContact, &[&self.names.roles, &self.names.contacts])?;
        let is_role = self.names.roles.as_ref().is_some_and(|roles| roles.contains(&name));
        Some(if is_role { Party::Role(name.into()) } else { Party::Contact(name.into()) })
    }

    pub(super) fn notices(&mut self, object: &Object, name: &'static str) -> Vec<NoticeId> {
        let names = self.names;
        self.list(object, name, |d, node| d.reference(node, Referent::Notice, &[&names.notices]).map(NoticeId::from))
    }

    pub(super) fn obligations(&mut self, object: &Object, name: &'static str) -> Vec<ObligationId> {
        let names = self.names;
        self.list(object, name, |d, node| {
            d.reference(node, Referent::Obligation, &[&names.obligations]).map(ObligationId::from)
        })
    }

    pub(super) fn goto(&mut self, node: &Node) -> Option<Goto> {
        match node.text() {
            Some("next") => return Some(Goto::Next),
            Some("end") => return Some(Goto::End),
            _ => {}
        }
        let name = self.reference(node, Referent::StepOrPhase, &[&self.names.steps, &self.names.phases])?;
        let is_phase = self.names.phases.as_ref().is_some_and(|phases| phases.contains(&name));
        Some(if is_phase { Goto::Phase(PhaseId::from(name)) } else { Goto::Step(StepId::from(name)) })
    }

    pub(super) fn on_failure(&mut self, node: &Node) -> Option<OnFailure> {
        if node.text() == Some("next") {
            return Some(OnFailure::Next);
        }
        self.step_ref(node).map(OnFailure::Step)
    }

    /// One role, or a list of them.
    pub(super) fn one_or_more_roles(&mut self, node: &Node) -> Option<Vec<RoleId>> {
        match &node.value {
            Value::List(_) => self.items(node, Expected::TextOrList, Self::role),
            _ if node.text().is_some() => self.role(node).map(|role| vec![role]),
            _ => {
                self.wrong_type(node, Expected::TextOrList);
                None
            }
        }
    }

    /// `start`, `end`, `<step>.start`, `<step>.done`, or a milestone. Step ids may hold dots.
    pub(super) fn anchor(&mut self, node: &Node) -> Option<Anchor> {
        let Some(text) = node.text() else {
            self.wrong_type(node, Expected::Text);
            return None;
        };
        match text {
            "start" => return Some(Anchor::Start),
            "end" => return Some(Anchor::End),
            _ => {}
        }
        if let Some(milestone) = milestone(text) {
            return Some(Anchor::Milestone(milestone));
        }
        let point = text.strip_suffix(".start").map(|step| (step, false));
        if let Some((step, done)) = point.or_else(|| text.strip_suffix(".done").map(|step| (step, true))) {
            let span = self.source.part(node, 0..step.len());
            if !self.named(step, span, Referent::Step, &[&self.names.steps]) {
                return None;
            }
            let step = StepId::from(step);
            return Some(if done { Anchor::StepDone(step) } else { Anchor::StepStart(step) });
        }
        let steps = self.names.steps.as_ref();
        let is_step = |name: &str| steps.is_some_and(|steps| steps.contains(name));
        let suggestion = match text.rsplit_once('.') {
            _ if is_step(text) => Some(format!("{text}.done")),
            Some((step, point)) if is_step(step) => {
                self.nearest(point, ["start", "done"].into_iter()).map(|point| format!("{step}.{point}"))
            }
            _ => {
                let words = ["start", "end"].into_iter().chain(Milestone::ALL.map(Milestone::word));
                self.nearest(text, words).map(str::to_owned)
            }
        };
        self.fault(node.span.clone(), FaultKind::Anchor { given: text.to_owned(), suggestion });
        None
    }

    /// A step or a milestone. A step wins, being the author's own word.
    pub(super) fn open_from(&mut self, node: &Node) -> Option<OpenFrom> {
        let name = node.text();
        let is_step = name.is_some_and(|name| self.names.steps.as_ref().is_some_and(|steps| steps.contains(name)));
        if !is_step && let Some(milestone) = name.and_then(milestone) {
            return Some(OpenFrom::Milestone(milestone));
        }
        self.step_ref(node).map(OpenFrom::Step)
    }
}

/// The milestone of this word.
pub(super) fn milestone(word: &str) -> Option<Milestone> {
    Milestone::ALL.into_iter().find(|milestone| milestone.word() == word)
}

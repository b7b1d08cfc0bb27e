//! A runbook gone through inside another one: both become one plan, its parts named by the way to them (`2.3/1.1`).
//!
//! Nothing here knows files or what happens: which child is meant, and when it is entered, others say.

use std::collections::HashMap;
use std::sync::Arc;

use super::{
    Anchor, ChildId, ContactId, Goto, Notice, NoticeId, Obligation, ObligationId, OnFailure, OpenFrom, Overrun, Party,
    Phase, PhaseId, Role, Runbook, Step, StepId, Timer, TimerId,
};

/// A runbook that became part of another one.
#[derive(Debug, Clone, PartialEq)]
pub struct Child {
    /// The step that leads into it.
    pub caller: StepId,
    /// The runbook as it was written.
    pub book: Arc<Runbook>,
}

impl Runbook {
    /// The runbooks its steps and answers lead into, by the names they use; each once, in the order of the text.
    pub fn child_names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for (_, step) in self.steps() {
            let options = step.decision.iter().flat_map(|decision| &decision.options);
            for name in step.runbook.iter().chain(options.filter_map(|option| option.runbook.as_ref())) {
                if !names.contains(&name.as_str()) {
                    names.push(name.as_str());
                }
            }
        }
        names
    }

    /// This runbook with `book` as the child `id`, entered from `caller`.
    ///
    /// Steps, phases, notices, timers, obligations and variables of the child carry its path before their names. Roles
    /// of one id are one duty, defined by the outer runbook; so are contacts that are the same person. What was planned
    /// before the child's own start (its roll-call and briefing) is left out, and offsets from that start are dropped.
    #[must_use]
    pub fn with_child(&self, id: &ChildId, caller: &StepId, book: Arc<Self>) -> Self {
        let link = Link::new(id, self, &book);
        let mut whole = self.clone();
        for (role, plan) in &book.roles {
            whole.roles.entry(role.clone()).or_insert_with(|| link.role(plan));
        }
        for (contact, person) in &book.contacts {
            whole.contacts.entry(link.contact(contact)).or_insert_with(|| person.clone());
        }
        let inside = |name: &str| format!("{id}/{name}");
        whole.variables.extend(book.variables.iter().map(|(name, plan)| (inside(name), plan.clone())));
        whole.notices.extend(book.notices.iter().map(|(name, plan)| (link.notice(name), link.message(plan))));
        whole.obligations.extend(book.obligations.iter().map(|(name, plan)| (link.obligation(name), link.owed(plan))));
        whole.timers.extend(book.timers.iter().map(|plan| link.timer(plan)));
        let phases = book.phases.iter().map(|phase| link.phase(phase)).filter(|phase| !phase.steps.is_empty());
        let at = self.place_for_child_of(caller);
        whole.phases.splice(at..at, phases);
        whole.children.insert(id.clone(), Child { caller: caller.clone(), book });
        whole.indexed()
    }

    /// Where the phases of a child of `caller` begin: behind the caller's phase and the children entered from it before.
    fn place_for_child_of(&self, caller: &StepId) -> usize {
        let Some((own, _)) = self.place(caller) else { return self.phases.len() };
        let level = caller.child();
        let behind = self.phases.iter().skip(own + 1);
        own + 1 + behind.take_while(|phase| phase.id.child() != level && is_within(phase, level.as_ref())).count()
    }
}

/// Whether a phase belongs to this level or to a child somewhere in it.
fn is_within(phase: &Phase, level: Option<&ChildId>) -> bool {
    let Some(level) = level else { return true };
    phase.id.as_str().strip_prefix(level.as_str()).is_some_and(|rest| rest.starts_with('/'))
}

/// How the names in a child lead on in the whole.
struct Link<'a> {
    id: &'a ChildId,
    child: &'a Runbook,
    /// Contacts whose id means somebody else outside.
    renamed: HashMap<&'a ContactId, ContactId>,
}

impl<'a> Link<'a> {
    fn new(id: &'a ChildId, outer: &Runbook, child: &'a Runbook) -> Self {
        let others = child.contacts.iter().filter(|(id, person)| {
            outer.contacts.get(*id).is_some_and(|known| (&known.name, &known.title) != (&person.name, &person.title))
        });
        let renamed = others.map(|(contact, _)| (contact, ContactId::from(format!("{id}/{contact}")))).collect();
        Self { id, child, renamed }
    }

    fn inside(&self, name: &str) -> String {
        format!("{}/{name}", self.id)
    }

    fn step_id(&self, step: &StepId) -> StepId {
        self.inside(step.as_str()).into()
    }

    fn notice(&self, notice: &NoticeId) -> NoticeId {
        self.inside(notice.as_str()).into()
    }

    fn obligation(&self, obligation: &ObligationId) -> ObligationId {
        self.inside(obligation.as_str()).into()
    }

    fn contact(&self, contact: &ContactId) -> ContactId {
        self.renamed.get(contact).unwrap_or(contact).clone()
    }

    fn party(&self, party: &Party) -> Party {
        match party {
            Party::Contact(contact) => Party::Contact(self.contact(contact)),
            Party::Role(role) => Party::Role(role.clone()),
        }
    }

    fn role(&self, role: &Role) -> Role {
        let holder = role.holder.as_ref().map(|contact| self.contact(contact));
        let deputies = role.deputies.iter().map(|contact| self.contact(contact)).collect();
        Role { holder, deputies, ..role.clone() }
    }

    fn message(&self, notice: &Notice) -> Notice {
        Notice {
            to: notice.to.iter().map(|party| self.party(party)).collect(),
            opens: self.obligations(&notice.opens),
            closes: self.obligations(&notice.closes),
            ..notice.clone()
        }
    }

    fn owed(&self, obligation: &Obligation) -> Obligation {
        let from = obligation.from.as_ref().map(|from| match from {
            OpenFrom::Step(step) => OpenFrom::Step(self.step_id(step)),
            OpenFrom::Milestone(milestone) => OpenFrom::Milestone(*milestone),
        });
        Obligation { from, ..obligation.clone() }
    }

    fn timer(&self, timer: &Timer) -> Timer {
        Timer {
            id: TimerId::from(self.inside(timer.id.as_str())),
            from: self.anchor(&timer.from),
            until: self.anchor(&timer.until),
            on_breach: timer.on_breach.as_ref().map(|overrun| self.overrun(overrun)),
            ..timer.clone()
        }
    }

    /// Start and end are the child's own, and so is a milestone that one of its steps reaches.
    fn anchor(&self, anchor: &Anchor) -> Anchor {
        let own = |anchor: &Anchor| Anchor::Within(self.id.clone(), Box::new(anchor.clone()));
        match anchor {
            Anchor::StepStart(step) => Anchor::StepStart(self.step_id(step)),
            Anchor::StepDone(step) => Anchor::StepDone(self.step_id(step)),
            Anchor::Milestone(milestone) => {
                let reaches = |step: &Step| step.milestone == Some(*milestone);
                if self.child.steps().any(|(_, step)| reaches(step)) { own(anchor) } else { anchor.clone() }
            }
            Anchor::Start | Anchor::End | Anchor::Within(..) => own(anchor),
        }
    }

    fn overrun(&self, overrun: &Overrun) -> Overrun {
        Overrun {
            text: overrun.text.clone(),
            escalate_to: overrun.escalate_to.as_ref().map(|party| self.party(party)),
            notify: self.notices(&overrun.notify),
            goto: overrun.goto.as_ref().map(|step| self.step_id(step)),
            opens: self.obligations(&overrun.opens),
            closes: self.obligations(&overrun.closes),
        }
    }

    fn obligations(&self, ids: &[ObligationId]) -> Vec<ObligationId> {
        ids.iter().map(|id| self.obligation(id)).collect()
    }

    fn notices(&self, ids: &[NoticeId]) -> Vec<NoticeId> {
        ids.iter().map(|id| self.notice(id)).collect()
    }

    fn phase(&self, phase: &Phase) -> Phase {
        let steps = phase.steps.iter().filter(|step| !comes_before_start(step)).map(|step| self.step(step));
        Phase { id: PhaseId::from(self.inside(phase.id.as_str())), steps: steps.collect(), ..phase.clone() }
    }

    fn step(&self, step: &Step) -> Step {
        let stays = |id: &&StepId| self.child.step(id).is_some_and(|step| !comes_before_start(step));
        let mut whole = Step {
            id: self.step_id(&step.id),
            on_overrun: step.on_overrun.as_ref().map(|overrun| self.overrun(overrun)),
            notify: self.notices(&step.notify),
            requires: step.requires.iter().filter(stays).map(|id| self.step_id(id)).collect(),
            on_failure: step.on_failure.as_ref().map(|on_failure| match on_failure {
                OnFailure::Next => OnFailure::Next,
                OnFailure::Step(id) => OnFailure::Step(self.step_id(id)),
            }),
            rollback: step.rollback.as_ref().map(|id| self.step_id(id)),
            opens: self.obligations(&step.opens),
            closes: self.obligations(&step.closes),
            planned: None,
            ..step.clone()
        };
        for option in whole.decision.iter_mut().flat_map(|decision| &mut decision.options) {
            option.goto = match &option.goto {
                Goto::Next => Goto::Next,
                Goto::End => Goto::End,
                Goto::Step(id) => Goto::Step(self.step_id(id)),
                Goto::Phase(id) => Goto::Phase(PhaseId::from(self.inside(id.as_str()))),
            };
            option.notify = self.notices(&option.notify);
            option.opens = self.obligations(&option.opens);
            option.closes = self.obligations(&option.closes);
        }
        whole
    }
}

fn comes_before_start(step: &Step) -> bool {
    step.planned.is_some_and(crate::time::Span::is_negative)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::runbook::format::read;

    fn book(text: &str) -> Runbook {
        let reading = read("book.json", text.as_bytes());
        reading.runbook.unwrap_or_else(|| panic!("{:?}", reading.faults))
    }

    const OUTER: &str = r#"{"format":"runbook/1","id":"outer","title":"Outer",
        "roles":{"lead":{"title":"Lead","holder":"lin"}},
        "contacts":{"lin":{"name":"Lin X.","chat":"a"},"hao":{"name":"Hao X.","chat":"b"}},
        "phases":[{"title":"One","steps":[{"id":"a","title":"A"},{"id":"b","title":"B","runbook":"inner"}]},
                  {"title":"Two","steps":[{"id":"c","title":"C"}]}]}"#;
    const INNER: &str = r#"{"format":"runbook/1","id":"inner","title":"Inner",
        "roles":{"lead":{"title":"Other lead"},"net":{"title":"Network","holder":"lin","deputies":["hao"]}},
        "contacts":{"lin":{"name":"Lin Y.","chat":"c"},"hao":{"name":"Hao X.","chat":"b"}},
        "notices":{"stop":{"title":"Stop","to":["lin","net"],"text":"x"}},
        "timers":[{"id":"t","title":"T","from":"detected","until":"restored","within":"5m"}],
        "phases":[{"title":"Zero","steps":[{"id":"z","title":"Z","planned":"-5m"}]},
                  {"title":"Work","steps":[{"id":"a","title":"A","requires":["z"],"milestone":"restored","notify":["stop"]},
                  {"id":"e","title":"E","decision":{"question":"?","options":[{"label":"x","goto":"a"}]}}]}]}"#;

    fn linked() -> Runbook {
        book(OUTER).with_child(&ChildId::from("b"), &StepId::from("b"), Arc::new(book(INNER)))
    }

    #[test]
    fn a_child_stands_behind_the_phase_that_leads_into_it_and_its_steps_are_named_by_their_path() {
        let whole = linked();
        let ids: Vec<_> = whole.steps().map(|(_, step)| step.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "b/a", "b/e", "c"]);
        let numbers: Vec<_> = whole.steps().map(|(_, step)| whole.number(&step.id)).collect();
        assert_eq!(numbers, ["1.1", "1.2", "1.2/2.1", "1.2/2.2", "2.1"], "no number outside changes");
        let step = whole.step(&"b/e".into()).unwrap();
        assert_eq!(step.decision.as_ref().unwrap().options[0].goto, Goto::Step("b/a".into()));
    }

    #[test]
    fn a_role_of_one_id_is_one_duty_and_a_contact_of_another_name_is_another_person() {
        let whole = linked();
        assert_eq!(whole.roles["lead"].title, "Lead");
        assert_eq!(whole.roles["net"].holder, Some("b/lin".into()));
        assert_eq!(whole.roles["net"].deputies, ["hao".into()]);
        assert_eq!(whole.contacts["b/lin"].name, "Lin Y.");
        assert_eq!(whole.notices["b/stop"].to, [Party::Contact("b/lin".into()), Party::Role("net".into())]);
    }

    #[test]
    fn what_comes_before_a_childs_start_is_left_out() {
        let whole = linked();
        assert_eq!(whole.step(&"b/a".into()).unwrap().requires, [], "the roll-call was held outside");
    }

    #[test]
    fn a_timer_counts_to_the_childs_own_milestone_and_from_the_one_it_has_not() {
        let timer = &linked().timers[0];
        assert_eq!(timer.id, TimerId::from("b/t"));
        assert!(matches!(timer.from, Anchor::Milestone(_)), "the child detects nothing itself");
        assert!(matches!(&timer.until, Anchor::Within(child, _) if child.as_str() == "b"));
    }

    #[test]
    fn a_child_of_a_child_stands_within_it() {
        let inner = Arc::new(book(OUTER));
        let whole = book(OUTER).with_child(&"b".into(), &"b".into(), Arc::clone(&inner));
        let whole = whole.with_child(&"b/b".into(), &"b/b".into(), inner);
        let ids: Vec<_> = whole.steps().map(|(_, step)| step.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "b/a", "b/b", "b/b/a", "b/b/b", "b/b/c", "b/c", "c"]);
        assert_eq!(whole.number(&"b/b/c".into()), "1.2/1.2/2.1");
    }
}

//! Roles with nothing to do, and contacts nobody can reach.

use std::collections::HashSet;

use super::Checker;
use crate::runbook::Party;
use crate::runbook::format::{FaultKind, Path};

impl Checker<'_> {
    pub(super) fn roles(&mut self) {
        let runbook = self.runbook;
        let mut busy = HashSet::new();
        for (_, step) in runbook.steps() {
            busy.extend(step.role.iter().chain(&step.approval));
            busy.extend(step.checklist.iter().filter_map(|item| item.role.as_ref()));
            busy.extend(step.decision.iter().filter_map(|decision| decision.role.as_ref()));
        }
        busy.extend(runbook.prerequisites.iter().filter_map(|item| item.role.as_ref()));
        busy.extend(runbook.timers.iter().filter_map(|timer| timer.role.as_ref()));
        busy.extend(runbook.notices.values().filter_map(|notice| notice.approval.as_ref()));
        busy.extend(runbook.obligations.values().filter_map(|obligation| obligation.role.as_ref()));
        busy.extend(runbook.review.iter().flat_map(|review| &review.sign_off));
        busy.extend(runbook.drill.iter().flat_map(|drill| &drill.injects).filter_map(|inject| inject.to.as_ref()));
        let told = runbook.notices.values().flat_map(|notice| &notice.to);
        let called = self.overruns().filter_map(|overrun| overrun.escalate_to.as_ref());
        busy.extend(told.chain(called).filter_map(|party| match party {
            Party::Role(role) => Some(role),
            Party::Contact(_) => None,
        }));
        let idle: Vec<_> = runbook
            .roles
            .iter()
            .filter(|(id, role)| {
                let commands = id.as_str() == "commander" || !role.can.is_empty();
                !commands && !role.drill_only && !busy.contains(id)
            })
            .map(|(id, _)| id.to_string())
            .collect();
        for role in idle {
            self.fault(&Path::default().key("roles").key(&role), FaultKind::IdleRole { role });
        }
    }

    pub(super) fn contacts(&mut self) {
        for (id, contact) in &self.runbook.contacts {
            let reachable = !contact.phone.is_empty()
                || contact.email.is_some()
                || contact.chat.is_some()
                || !contact.channels.is_empty();
            if !reachable {
                let path = Path::default().key("contacts").key(id.as_str());
                self.fault(&path, FaultKind::NoWayToReach { contact: id.to_string() });
            }
        }
    }
}

//! What one act opens and another closes: pairs of which one half is missing.

use std::collections::HashSet;

use super::Checker;
use crate::runbook::ObligationId;
use crate::runbook::format::{FaultKind, Path};

impl Checker<'_> {
    /// What an act opens, another act must close, and what is to be closed must open; what opens by itself is closed by
    /// hand.
    pub(super) fn obligations(&mut self) {
        let runbook = self.runbook;
        let (mut opened, mut closed) = (HashSet::new(), HashSet::new());
        for notice in runbook.notices.values() {
            opened.extend(&notice.opens);
            closed.extend(&notice.closes);
        }
        for (_, step) in runbook.steps() {
            opened.extend(&step.opens);
            closed.extend(&step.closes);
            for option in step.decision.iter().flat_map(|decision| &decision.options) {
                opened.extend(&option.opens);
                closed.extend(&option.closes);
            }
        }
        for overrun in self.overruns() {
            opened.extend(&overrun.opens);
            closed.extend(&overrun.closes);
        }
        let halves: Vec<(&ObligationId, FaultKind)> = runbook
            .obligations
            .iter()
            .filter_map(|(id, plan)| match (opened.contains(id), closed.contains(id)) {
                (true, false) => Some((id, FaultKind::NeverClosed { obligation: id.to_string() })),
                (false, _) if plan.from.is_none() => Some((id, FaultKind::NeverOpened { obligation: id.to_string() })),
                _ => None,
            })
            .collect();
        for (id, kind) in halves {
            self.fault(&Path::default().key("obligations").key(id.as_str()), kind);
        }
    }
}

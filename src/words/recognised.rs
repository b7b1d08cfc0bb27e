//! What was recognised in a page, in one sentence.

use super::{Arg, Words};
use crate::runbook::format::Recognised;

impl Words {
    /// Phases, steps and the rest, counted.
    pub fn recognised(&self, found: &Recognised) -> String {
        let counts: [(&str, usize); 11] = [
            ("phases", found.phases),
            ("steps", found.steps),
            ("numbered", found.numbered),
            ("sections", found.from_sections),
            ("text", found.from_text),
            ("commands", found.commands),
            ("variables", found.variables),
            ("conditional", found.conditional),
            ("context", found.context_sections),
            ("roles", found.roles),
            ("timers", found.timers),
        ];
        let args: Vec<(&str, Arg<'_>)> = counts.iter().map(|(name, count)| (*name, (*count).into())).collect();
        let found = self.with("recognised-counts", &args);
        self.with("recognised-in", &[("found", (&found).into())])
    }
}

//! Weak spots of a sound runbook: what can be run, and will disappoint somebody at three in the morning.
//!
//! Everything here is a warning. What makes a runbook unusable is found while it is read, in `format`.

mod flow;
mod links;
mod owed;
mod people;
mod texts;
mod vague;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::format::{Fault, FaultKind, Path, Source};
use super::{Anchor, Overrun, Runbook};
use flow::{Circles, Reach};

pub use links::{Link, links};

/// The weak spots of a runbook, in the order of its text; `today` is the day of the person who asks.
///
/// `source` is what the runbook was read from; without one ([`Source::default`]) the faults have no place, and
/// what can only be told from the text (`TODO`, quotes in commands) is not looked for.
pub fn check(runbook: &Runbook, source: &Source, today: NaiveDate) -> Vec<Fault> {
    let mut checker = Checker { runbook, source, faults: Vec::new() };
    let reach = Reach::of(runbook);
    checker.roles();
    checker.contacts();
    checker.steps(&reach);
    checker.timers(&reach);
    checker.obligations();
    checker.supersedes();
    checker.vague_limits();
    checker.review(today);
    texts::check(source, &mut checker.faults);
    let mut faults = checker.faults;
    faults.sort_by_key(|fault| fault.place.as_ref().map_or(0, |place| place.span.start));
    faults
}

struct Checker<'r> {
    runbook: &'r Runbook,
    source: &'r Source,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    fn fault(&mut self, path: &Path, kind: FaultKind) {
        let place = self.source.name_or_head(path).map(|span| self.source.place(span));
        self.faults.push(Fault::new(kind, path.to_string(), place));
    }

    /// Where a step stands: bare steps are one phase of the model and none of the text.
    fn step_path(&self, (phase, step): (usize, usize)) -> Path {
        let bare = self.source.root().is_some_and(|root| root.get("phases").is_none());
        let holder = if bare { Path::default() } else { Path::default().key("phases").index(phase) };
        holder.key("steps").index(step)
    }

    fn overruns(&self) -> impl Iterator<Item = &Overrun> {
        let steps = self.runbook.steps().filter_map(|(_, step)| step.on_overrun.as_ref());
        steps.chain(self.runbook.timers.iter().filter_map(|timer| timer.on_breach.as_ref()))
    }

    fn steps(&mut self, reach: &Reach) {
        let roles = !self.runbook.roles.is_empty();
        let circles = Circles::of(self.runbook);
        for (_, step) in self.runbook.steps() {
            let Some(place) = self.runbook.place(&step.id) else { continue };
            let path = self.step_path(place);
            if roles && step.role.is_none() {
                self.fault(&path, FaultKind::StepWithoutRole);
            }
            if reach.lost(&step.id) {
                let kind = FaultKind::UnreachableStep { step: step.id.to_string(), branch: step.branch };
                self.fault(&path, kind);
            }
            for (i, requires) in step.requires.iter().enumerate() {
                if flow::never_met(self.runbook, &circles, step, requires) {
                    let kind = FaultKind::NeverReady { step: step.id.to_string(), requires: requires.to_string() };
                    self.fault(&path.key("requires").index(i), kind);
                }
            }
        }
    }

    fn timers(&mut self, reach: &Reach) {
        for (i, timer) in self.runbook.timers.iter().enumerate() {
            let never = match &timer.from {
                Anchor::StepStart(step) | Anchor::StepDone(step) => !reach.holds(step),
                Anchor::End => true,
                Anchor::Start | Anchor::Milestone(_) | Anchor::Within(..) => false,
            };
            if never {
                let path = Path::default().key("timers").index(i).key("from");
                self.fault(&path, FaultKind::TimerNeverStarts { timer: timer.id.to_string() });
            }
        }
    }

    fn supersedes(&mut self) {
        let own = [self.runbook.id.as_str(), self.runbook.title.as_str()];
        let named = self.runbook.supersedes.iter().enumerate();
        let itself: Vec<usize> = named.filter(|(_, name)| own.contains(&name.trim())).map(|(i, _)| i).collect();
        for i in itself {
            self.fault(&Path::default().key("supersedes").index(i), FaultKind::SupersedesItself);
        }
    }

    fn review(&mut self, today: NaiveDate) {
        let (Some(reviewed), Some(every)) = (self.runbook.reviewed, self.runbook.review_every) else { return };
        if let Some(due) = reviewed.checked_add_signed(every.delta())
            && due < today
        {
            self.fault(&Path::default().key("reviewed"), FaultKind::ReviewOverdue { due });
        }
    }
}

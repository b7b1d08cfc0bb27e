//! Words of the library: what is marked on a runbook, and where it stands.

use super::Words;
use crate::runbook::index::{Lead, Mark, PhaseSketch, Question, Shelf, Target};

impl Words {
    /// A mark in two or three words, for a row of a list.
    pub fn mark(&self, mark: &Mark) -> String {
        match mark {
            Mark::Broken(count) => self.with("mark-broken", &[("count", (*count).into())]),
            Mark::Unreadable => self.say("mark-unreadable"),
            Mark::Twin(_) => self.say("mark-twin"),
            Mark::Draft => self.say("mark-draft"),
            Mark::Retired => self.say("mark-retired"),
            Mark::Superseded(_) => self.say("mark-superseded"),
            Mark::NotYet(_) => self.say("mark-not-yet"),
            Mark::ReviewOverdue(_) => self.say("mark-review"),
            Mark::DrillDue(_) => self.say("mark-drill"),
            Mark::NeverDrilled => self.say("mark-never"),
        }
    }

    /// A mark as a sentence, with what it is about.
    pub fn mark_whole(&self, mark: &Mark) -> String {
        let dated = |id: &str, day: &chrono::NaiveDate| self.with(id, &[("day", (&day.to_string()).into())]);
        match mark {
            Mark::Broken(count) => self.with("mark-broken-whole", &[("count", (*count).into())]),
            Mark::Twin(file) => self.with("mark-twin-whole", &[("file", file.into())]),
            Mark::Draft => self.say("mark-draft-whole"),
            Mark::Retired => self.say("mark-retired-whole"),
            Mark::Superseded(title) => self.with("mark-superseded-whole", &[("title", title.into())]),
            Mark::NotYet(day) => dated("mark-not-yet-whole", day),
            Mark::ReviewOverdue(day) => dated("mark-review-whole", day),
            Mark::DrillDue(day) => dated("mark-drill-whole", day),
            Mark::Unreadable | Mark::NeverDrilled => self.mark(mark),
        }
    }

    /// Where a runbook stands.
    pub fn shelf(&self, shelf: Shelf) -> String {
        self.say(match shelf {
            Shelf::Near => "library-near",
            Shelf::User => "library-user",
            Shelf::Bundled => "library-bundled",
        })
    }

    /// A phase in short: its title and how many steps it has.
    pub fn phase_sketch(&self, phase: &PhaseSketch) -> String {
        let steps = self.steps(phase.steps);
        let id = match (phase.title.is_empty(), phase.at_once) {
            (true, _) => return steps,
            (false, false) => "library-phase",
            (false, true) => "library-phase-at-once",
        };
        self.with(id, &[("title", (&phase.title).into()), ("steps", (&steps).into())])
    }

    /// A decision in short: what is asked, and which answers lead where.
    pub fn question_sketch(&self, question: &Question) -> String {
        let leads: Vec<String> = question.leads.iter().map(|lead| self.lead(lead)).collect();
        let leads = leads.join("; ");
        let args =
            [("step", (&question.step).into()), ("question", (&question.text).into()), ("leads", (&leads).into())];
        self.with("library-question", &args).trim_end().to_owned()
    }

    fn lead(&self, lead: &Lead) -> String {
        let to = match &lead.to {
            Target::Step(number) => number.clone(),
            Target::Phase(title) => title.clone(),
            Target::End => self.say("library-to-end"),
            Target::Runbook(name) => self.with("library-to-runbook", &[("name", name.into())]),
        };
        self.with("library-lead", &[("answer", (&lead.answer).into()), ("to", (&to).into())])
    }
}

//! A runbook as a Markdown page: a plan one can print, pin to a wall and follow by hand.
//!
//! It shows everything a person acts on, in the order in which it is needed: what the plan is for, who does what, then step
//! by step, then the drill and the review. Texts from outside are escaped on their way in; commands stand in fences.

mod head;
mod people;
mod steps;
mod tail;

use super::escape::{block, escaped, inline, marked};
use super::markdown::page::table;
use crate::runbook::{
    Anchor, ContactId, Goto, NoticeId, ObligationId, Overrun, Party, PhaseId, RoleId, Runbook, StepId,
};
use crate::time::Span;
use crate::words::{Arg, Words};

/// The plan as Markdown, in the words of a language; its own texts stay as they were written.
pub fn plan(book: &Runbook, words: &Words) -> String {
    let mut page = Page { book, words, out: String::new() };
    head::head(&mut page);
    people::people(&mut page);
    head::values(&mut page);
    head::clocks(&mut page);
    head::notices(&mut page);
    steps::phases(&mut page);
    tail::tail(&mut page);
    format!("{}\n", page.out.trim_end())
}

/// A page being written.
struct Page<'a> {
    book: &'a Runbook,
    words: &'a Words,
    out: String,
}

impl Page<'_> {
    fn say(&self, id: &str) -> String {
        self.words.say(id)
    }

    fn with(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.with(id, args)
    }

    /// An empty line, if there is none yet.
    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push_str(if self.out.ends_with('\n') { "\n" } else { "\n\n" });
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        self.gap();
        let text = inline(text);
        self.out.push_str(&["#".repeat(level).as_str(), " ", &text, "\n\n"].concat());
    }

    fn section(&mut self, id: &str) {
        self.heading(2, &self.say(id));
    }

    /// A text as its author marked it up.
    fn prose(&mut self, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.gap();
            self.out.push_str(&marked(text));
            self.out.push_str("\n\n");
        }
    }

    /// A paragraph nobody may overlook.
    fn warning(&mut self, text: &str) {
        self.gap();
        self.out.push_str(&["**", &escaped(text), "**\n\n"].concat());
    }

    fn bullet(&mut self, text: &str) {
        self.out.push_str(&["- ", &block(text), "\n"].concat());
    }

    /// A line that is ticked on paper.
    fn tick(&mut self, text: &str) {
        self.out.push_str(&["- [ ] ", &inline(text), "\n"].concat());
    }

    /// `- **Label** text`, where there is one.
    fn field(&mut self, id: &str, text: Option<String>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            let label = escaped(&self.say(id));
            self.out.push_str(&["- **", &label, "** ", &escaped(&text), "\n"].concat());
        }
    }

    fn bullets(&mut self, id: &str, all: &[String]) {
        if !all.is_empty() {
            self.section(id);
            for text in all {
                self.bullet(text);
            }
        }
    }

    fn ticks(&mut self, id: &str, all: impl IntoIterator<Item = String>) {
        let all: Vec<String> = all.into_iter().collect();
        if !all.is_empty() {
            self.section(id);
            for text in all {
                self.tick(&text);
            }
        }
    }

    fn table<const N: usize>(&mut self, columns: [&str; N], rows: Vec<[String; N]>) {
        if !rows.is_empty() {
            self.gap();
            self.out.push_str(&table(self.words, columns, rows));
        }
    }

    fn span(&self, span: Span) -> String {
        self.words.span(span)
    }

    fn role(&self, id: &RoleId) -> String {
        self.book.roles.get(id).map_or_else(|| id.to_string(), |role| role.title.clone())
    }

    fn roles(&self, all: &[RoleId]) -> String {
        self.words.list(&all.iter().map(|id| self.role(id)).collect::<Vec<_>>())
    }

    fn contact(&self, id: &ContactId) -> String {
        self.book.contacts.get(id).map_or_else(|| id.to_string(), |contact| contact.name.clone())
    }

    fn party(&self, party: &Party) -> String {
        match party {
            Party::Role(id) => self.role(id),
            Party::Contact(id) => self.contact(id),
        }
    }

    /// Number and title of a step.
    fn step(&self, id: &StepId) -> String {
        let title = self.book.step(id).map(|step| step.title.as_str()).unwrap_or_default();
        format!("{} {title}", self.book.number(id)).trim_end().to_owned()
    }

    fn steps(&self, all: &[StepId]) -> String {
        self.words.list(&all.iter().map(|id| self.step(id)).collect::<Vec<_>>())
    }

    fn phase(&self, id: &PhaseId) -> String {
        let place = self.book.phases.iter().position(|phase| phase.id == *id);
        let titled = |place| Some(format!("{} {}", self.book.phase_number(place), self.book.phases.get(place)?.title));
        place.and_then(titled).unwrap_or_else(|| id.to_string())
    }

    fn notices(&self, all: &[NoticeId]) -> String {
        let title = |id: &NoticeId| self.book.notices.get(id).map_or_else(|| id.to_string(), |one| one.title.clone());
        self.words.list(&all.iter().map(title).collect::<Vec<_>>())
    }

    fn obligations(&self, all: &[ObligationId]) -> String {
        let title =
            |id: &ObligationId| self.book.obligations.get(id).map_or_else(|| id.to_string(), |one| one.title.clone());
        self.words.list(&all.iter().map(title).collect::<Vec<_>>())
    }

    /// Where an answer leads; nothing where it leads on.
    fn goto(&self, goto: &Goto) -> Option<String> {
        match goto {
            Goto::Next => None,
            Goto::End => Some(self.say("library-to-end")),
            Goto::Step(id) => Some(self.step(id)),
            Goto::Phase(id) => Some(self.phase(id)),
        }
    }

    /// A point a clock runs from or to.
    fn anchor(&self, anchor: &Anchor) -> String {
        match anchor {
            Anchor::Start => self.say("page-start"),
            Anchor::End => self.say("page-end"),
            Anchor::StepStart(id) => self.with("page-step-start", &[("step", (&self.step(id)).into())]),
            Anchor::StepDone(id) => self.with("page-step-done", &[("step", (&self.step(id)).into())]),
            Anchor::Milestone(milestone) => self.words.milestone(*milestone),
            Anchor::Within(_, anchor) => self.anchor(anchor),
        }
    }

    /// What happens when a limit is over, in one line.
    fn overrun(&self, overrun: &Overrun) -> String {
        let mut parts = vec![overrun.text.clone()];
        let mut say = |id: &str, text: String| parts.push(self.with(id, &[("text", (&text).into())]));
        if let Some(party) = &overrun.escalate_to {
            say("page-escalate", self.party(party));
        }
        if !overrun.notify.is_empty() {
            say("page-sends", self.notices(&overrun.notify));
        }
        if let Some(step) = &overrun.goto {
            say("page-goes-to", self.step(step));
        }
        if !overrun.opens.is_empty() {
            say("page-owes", self.obligations(&overrun.opens));
        }
        clauses(&parts)
    }
}

/// Sentences as parts of one: only the last keeps its full stop.
fn clauses(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    let Some((last, rest)) = parts.split_last() else { return String::new() };
    let rest = rest.iter().map(|part| part.trim_end_matches(['.', '。', ';', '；']));
    rest.chain([*last]).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests;

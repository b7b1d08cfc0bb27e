//! The flow of a runbook as a Mermaid flowchart: phases as boxes, what goes on at once side by side, decisions with their
//! answers on the arrows, ways back and ways out dotted.
//!
//! Names in the chart are made here, so that none of them is a word of the chart's own; texts stand in quotes, with every
//! sign that would mean something written as its number.

use std::fmt::Write as _;

use crate::runbook::{ChoiceOption, Goto, OnFailure, Only, Order, PhaseId, Runbook, Step, StepId};
use crate::text::printable;
use crate::words::Words;

/// The chart, in the words of a language; the runbook's own texts stay as they were written.
pub fn flow(book: &Runbook, words: &Words) -> String {
    let mut chart = Chart { book, words, out: "flowchart TD\n".to_owned(), arrows: String::new(), runbooks: 0 };
    chart.node(1, "begin", ("([", "])"), &words.say("flow-start"));
    for place in 0..book.phases.len() {
        chart.phase(place);
    }
    chart.node(1, FINISH, ("([", "])"), &words.say("flow-end"));
    chart.arrow("begin", "-->", "", &chart.entry(0));
    for place in 0..book.phases.len() {
        chart.ways(place);
    }
    chart.timers();
    chart.out + &chart.arrows
}

const FINISH: &str = "finish";

/// Longest text in the chart, in characters.
const LONGEST: usize = 120;

struct Chart<'a> {
    book: &'a Runbook,
    words: &'a Words,
    out: String,
    arrows: String,
    /// Runbooks that answers lead through, each with a box of its own.
    runbooks: usize,
}

impl Chart<'_> {
    fn node(&mut self, depth: usize, name: &str, (open, close): (&str, &str), text: &str) {
        let _ = writeln!(self.out, "{}{name}{open}\"{}\"{close}", "    ".repeat(depth), quoted(text));
    }

    fn arrow(&mut self, from: &str, line: &str, text: &str, to: &str) {
        let text = if text.is_empty() { String::new() } else { format!("|\"{}\"|", quoted(text)) };
        let _ = writeln!(self.arrows, "    {from} {line}{text} {to}");
    }

    /// The box of a phase with the boxes of its steps.
    fn phase(&mut self, place: usize) {
        let Some(phase) = self.book.phases.get(place) else { return };
        if phase.steps.is_empty() {
            return;
        }
        let title = format!("{} {}", self.book.phase_number(place), phase.title);
        let title = if phase.title.is_empty() { self.book.title.clone() } else { title };
        let _ = writeln!(self.out, "    subgraph p{place}[\"{}\"]", quoted(&title));
        let at_once = phase.order == Order::Any;
        if at_once {
            self.node(2, &format!("f{place}"), ("((", "))"), " ");
        }
        for step in &phase.steps {
            let (name, text) = (self.name(&step.id), self.text(step));
            let shape = match step {
                Step { runbook: Some(_), .. } => ("[[", "]]"),
                Step { decision: Some(_), .. } => ("{", "}"),
                Step { branch: true, .. } => ("(", ")"),
                _ => ("[", "]"),
            };
            self.node(2, &name, shape, &text);
        }
        if at_once {
            self.node(2, &format!("j{place}"), ("((", "))"), " ");
        }
        self.out.push_str("    end\n");
    }

    /// Number and title of a step; the question it puts, the runbook it leads through, and where it exists.
    fn text(&self, step: &Step) -> String {
        let mut text = format!("{} {}", self.book.number(&step.id), step.title);
        if let Some(decision) = &step.decision {
            text = format!("{text}\n{}", decision.question);
        }
        if let Some(runbook) = &step.runbook {
            text = format!("{text}\n{}", self.words.with("library-to-runbook", &[("name", runbook.into())]));
        }
        match step.only {
            Only::Both => text,
            Only::Drill => format!("{text}\n({})", self.words.say("flow-in-drills")),
            Only::Incident => format!("{text}\n({})", self.words.say("flow-in-incidents")),
        }
    }

    fn name(&self, id: &StepId) -> String {
        self.book.place(id).map_or_else(|| FINISH.to_owned(), |(phase, step)| format!("s{phase}_{step}"))
    }

    /// Where one comes to who goes into a phase; the end behind the last one.
    fn entry(&self, place: usize) -> String {
        let Some(phase) = self.book.phases.get(place) else { return FINISH.to_owned() };
        match phase.steps.iter().find(|step| !step.branch) {
            Some(_) if phase.order == Order::Any => format!("f{place}"),
            Some(first) => self.name(&first.id),
            None => self.entry(place + 1),
        }
    }

    /// Where one comes to who is done with a step and goes on.
    fn after(&self, phase: usize, step: usize) -> String {
        let Some(plan) = self.book.phases.get(phase) else { return FINISH.to_owned() };
        if plan.order == Order::Any && !plan.steps.get(step).is_some_and(|step| step.branch) {
            return format!("j{phase}");
        }
        let next = plan.steps.iter().skip(step + 1).find(|step| !step.branch);
        next.filter(|_| plan.order == Order::Sequence).map_or_else(|| self.entry(phase + 1), |step| self.name(&step.id))
    }

    /// The arrows out of the steps of a phase.
    fn ways(&mut self, place: usize) {
        let Some(phase) = self.book.phases.get(place) else { return };
        let at_once = phase.order == Order::Any && !phase.steps.is_empty();
        for (at, step) in phase.steps.iter().enumerate() {
            let (name, next) = (self.name(&step.id), self.after(place, at));
            if at_once && !step.branch {
                self.arrow(&format!("f{place}"), "-->", "", &name);
            }
            match &step.decision {
                Some(decision) => {
                    for option in &decision.options {
                        self.option(step, option, &next);
                    }
                }
                None => self.arrow(&name, "-->", "", &next),
            }
            if let Some(OnFailure::Step(to)) = &step.on_failure {
                self.arrow(&name, "-.->", &self.words.say("flow-fails"), &self.name(to));
            }
            if let Some(to) = &step.rollback {
                self.arrow(&name, "-.->", &self.words.say("flow-undo"), &self.name(to));
            }
            if let Some(to) = step.on_overrun.as_ref().and_then(|overrun| overrun.goto.as_ref()) {
                self.arrow(&name, "-.->", &self.words.say("flow-over"), &self.name(to));
            }
        }
        if at_once {
            self.arrow(&format!("j{place}"), "-->", "", &self.entry(place + 1));
        }
    }

    /// The arrow of an answer; dotted where it leads back.
    fn option(&mut self, step: &Step, option: &ChoiceOption, next: &str) {
        let (from, here) = (self.name(&step.id), self.book.place(&step.id));
        let (to, target) = match &option.goto {
            Goto::Next => (next.to_owned(), None),
            Goto::End => (FINISH.to_owned(), None),
            Goto::Step(id) => (self.name(id), self.book.place(id)),
            Goto::Phase(id) => self.first_of(id),
        };
        let line = if target.is_some() && target <= here { "-.->" } else { "-->" };
        let Some(runbook) = &option.runbook else { return self.arrow(&from, line, &option.label, &to) };
        let through = format!("r{}", self.runbooks);
        self.runbooks += 1;
        let said = self.words.with("library-to-runbook", &[("name", runbook.into())]);
        self.node(1, &through, ("[[", "]]"), &said);
        self.arrow(&from, "-->", &option.label, &through);
        self.arrow(&through, line, "", &to);
    }

    fn first_of(&self, id: &PhaseId) -> (String, Option<(usize, usize)>) {
        let place = self.book.phases.iter().position(|phase| phase.id == *id);
        place.map_or((FINISH.to_owned(), None), |place| (self.entry(place), Some((place, 0))))
    }

    /// The clocks that open a step when they are over.
    fn timers(&mut self) {
        for (place, timer) in self.book.timers.iter().enumerate() {
            let Some(to) = timer.on_breach.as_ref().and_then(|breach| breach.goto.as_ref()) else { continue };
            let name = format!("t{place}");
            self.node(1, &name, ("{{", "}}"), &timer.title);
            let over = self.words.say("flow-over");
            self.arrow(&name, "-.->", &over, &self.name(to));
        }
    }
}

/// A text between quotes: whatever the chart could take for its own is written as its number.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    let mut cut = text.chars();
    let text: String = cut.by_ref().take(LONGEST).collect();
    for (place, line) in text.trim_end_matches('\n').split('\n').enumerate() {
        if place > 0 {
            out.push_str("<br/>");
        }
        let line = printable(line);
        let begins = list_mark(&line);
        for (at, sign) in line.char_indices() {
            let plain = sign.is_alphanumeric() || !sign.is_ascii() || " ,/?!=%'.:()-_+".contains(sign);
            if plain && begins != Some(at) {
                out.push(sign);
            } else {
                let _ = write!(out, "#{};", u32::from(sign));
            }
        }
    }
    if cut.next().is_some() {
        out.push_str("...");
    }
    out
}

/// Where the sign stands that would make a list of the line.
fn list_mark(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marks: &[&str] = if digits > 0 { &[". ", ") "] } else { &["- ", "+ "] };
    line.get(digits..).filter(|rest| marks.iter().any(|mark| rest.starts_with(mark))).map(|_| digits)
}

#[cfg(test)]
mod tests;

//! A page being written: headings that carry the mode, tables, times as people read them.

use chrono::{DateTime, FixedOffset};

use crate::report::escape::{block, escaped};
use crate::report::{Actor, Facts};
use crate::time::Span;
use crate::words::{Arg, Names, Words, roughly};

/// A page being written.
pub(super) struct Page<'a> {
    pub facts: &'a Facts,
    pub words: &'a Words,
    pub names: &'a dyn Names,
    pub out: String,
}

impl Page<'_> {
    pub(super) fn say(&self, id: &str) -> String {
        self.words.say(id)
    }

    pub(super) fn with(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.with(id, args)
    }

    /// The heading of a numbered section; the mode stands in it.
    pub(super) fn section(&mut self, number: usize, title: &str) {
        let mode = self.words.kind(self.facts.header.kind);
        let heading = self.with(
            "report-heading",
            &[("mode", (&mode).into()), ("number", number.into()), ("title", (&self.say(title)).into())],
        );
        self.gap();
        self.out.push_str("## ");
        self.out.push_str(&escaped(&heading));
        self.out.push_str("\n\n");
    }

    /// An empty line, if there is none yet.
    pub(super) fn gap(&mut self) {
        if !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A paragraph that only names the table below it.
    pub(super) fn label(&mut self, id: &str) {
        let text = escaped(&self.say(id));
        self.gap();
        self.out.push_str("**");
        self.out.push_str(&text);
        self.out.push_str("**\n\n");
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        self.out.push_str(&block(text));
        self.out.push_str("\n\n");
    }

    /// A paragraph nobody may overlook.
    pub(super) fn warning(&mut self, text: &str) {
        self.out.push_str("**");
        self.out.push_str(&escaped(text));
        self.out.push_str("**\n\n");
    }

    pub(super) fn bullet(&mut self, text: &str) {
        self.out.push_str("- ");
        self.out.push_str(&block(text));
        self.out.push('\n');
    }

    pub(super) fn none(&mut self) {
        let none = self.say("report-none");
        self.paragraph(&none);
    }

    /// A table; columns are named by message ids, cells are text not yet escaped.
    pub(super) fn table<const N: usize>(&mut self, columns: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
        self.gap();
        self.out.push_str(&table(self.words, columns, rows));
    }

    /// A clock time; with its day where that is not the day of the opening, with its offset where people lived by
    /// another one.
    pub(super) fn time(&self, at: DateTime<FixedOffset>) -> String {
        let opened = self.facts.header.opened.unwrap_or(at);
        let day = if opened.date_naive() == at.date_naive() { "" } else { "%Y-%m-%d " };
        let offset = if opened.offset() == at.offset() { "" } else { " %:z" };
        at.format(&format!("{day}%H:%M:%S{offset}")).to_string()
    }

    pub(super) fn time_or(&self, at: Option<DateTime<FixedOffset>>) -> String {
        at.map(|at| self.time(at)).unwrap_or_default()
    }

    pub(super) fn span(&self, span: Option<Span>) -> String {
        span.map(|span| self.words.span(span)).unwrap_or_default()
    }

    /// A length that was measured: marked where a restart of the machine may lie in it.
    pub(super) fn measured(&self, span: Option<Span>) -> String {
        roughly(self.span(span), self.facts.header.rough)
    }

    /// A time since `T+0` as clocks are drawn: marked when a restart of the machine lies before it.
    pub(super) fn t_plus(&self, at: Option<Span>) -> String {
        roughly(clock(at), self.is_rough_at(at))
    }

    /// How late something was that happened at `at` from `T+0`.
    pub(super) fn late(&self, late: Option<Span>, at: Option<Span>) -> String {
        let said = late.map(|late| self.words.lateness(late)).unwrap_or_default();
        roughly(said, self.is_rough_at(at))
    }

    fn is_rough_at(&self, at: Option<Span>) -> bool {
        self.facts.header.rough_from.zip(at).is_some_and(|(from, at)| at >= from)
    }

    /// `MES administrator (Hao X., typed by Lin X.)`.
    pub(super) fn actor(&self, actor: &Actor) -> String {
        if actor.program {
            return self.say("report-program");
        }
        let mut person = actor.person.clone();
        if let Some(holder) = &actor.acting_for {
            person = self.with("report-acting-for", &[("person", (&person).into()), ("holder", holder.into())]);
        }
        if let Some(typist) = &actor.typed_by {
            person = self.with("report-typed-by", &[("person", (&person).into()), ("typist", typist.into())]);
        }
        match &actor.role {
            Some(role) => self.with("report-actor", &[("role", role.into()), ("person", (&person).into())]),
            None => person,
        }
    }

    pub(super) fn actor_or(&self, actor: Option<&Actor>) -> String {
        actor.map(|actor| self.actor(actor)).unwrap_or_default()
    }
}

/// A table; columns are named by message ids, cells are text not yet escaped.
pub(in crate::report) fn table<const N: usize>(
    words: &Words,
    columns: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let heads = columns.map(|id| escaped(&words.say(id))).join(" | ");
    let mut out = ["| ", &heads, " |\n|", &" --- |".repeat(N), "\n"].concat();
    for row in rows {
        let cells = row.map(|cell| escaped(&cell)).join(" | ");
        out.push_str(&["| ", &cells, " |\n"].concat());
    }
    out
}

/// How far a clock is from zero, as clocks are drawn; empty where it did not run.
pub(super) fn clock(span: Option<Span>) -> String {
    span.map(Span::clock).unwrap_or_default()
}

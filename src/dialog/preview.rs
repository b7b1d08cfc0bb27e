//! What is said about the highlighted runbook of the library, line by line, on every front alike.

use chrono::NaiveDate;

use crate::runbook::index::{Edition, Found, Listed, Outline, Sketch};
use crate::words::Words;

/// How a line is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it stands.
    Plain,
    /// One need not read it.
    Quiet,
    /// Nobody may overlook it.
    Loud,
}

/// A line of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The words.
    pub text: String,
    /// How they are to be taken.
    pub tone: Tone,
}

/// What is said about a runbook: what to know first, what it is, by what one knows it, its shape.
pub fn preview(listed: &Listed, today: NaiveDate, words: &Words) -> Vec<Told> {
    let mut page = Lines { words, lines: Vec::new() };
    for mark in listed.marks(today).iter().filter(|mark| mark.is_loud()) {
        page.say(Tone::Loud, format!("! {}", words.mark_whole(mark)));
    }
    match listed.editions.first().map(|edition| &edition.found) {
        Some(Found::Broken { faults, .. }) => {
            for fault in faults {
                let place = fault.place.as_ref().map(|place| format!("{}:{}: ", place.line, place.column));
                page.say(Tone::Plain, format!("{}{}", place.unwrap_or_default(), words.fault(fault)));
            }
        }
        Some(Found::Page(_)) => page.say(Tone::Plain, words.say("library-page")),
        Some(Found::Unreadable(why)) => page.say(Tone::Plain, why.clone()),
        Some(Found::Unread) | None => {}
        Some(Found::Sound(outline)) => page.sound(listed, outline),
    }
    page.say(Tone::Quiet, names(listed, words));
    page.lines
}

/// What it is called, where it is, and what else is listed under it.
fn names(listed: &Listed, words: &Words) -> String {
    let outline = listed.outline();
    let class = outline.and_then(|outline| outline.class.as_ref());
    let owner = outline.and_then(|outline| outline.owner.as_ref());
    let version = outline.and_then(|outline| outline.version.as_ref());
    let said =
        |id: &str, name: &'static str, text: Option<&String>| text.map(|text| words.with(id, &[(name, text.into())]));
    let file = listed.editions.first().map(|edition| edition.file.clone()).filter(|_| listed.outline().is_none());
    let parts = [
        Some(listed.id.clone()),
        Some(words.shelf(listed.shelf())),
        file,
        Some(listed.languages().join(" ")).filter(|all| !all.is_empty()),
        said("library-version", "version", version),
        said("library-class", "class", class),
        said("library-owner", "owner", owner),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

struct Lines<'a> {
    words: &'a Words,
    lines: Vec<Told>,
}

impl Lines<'_> {
    fn say(&mut self, tone: Tone, text: String) {
        if !text.trim().is_empty() {
            self.lines.push(Told { text, tone });
        }
    }

    fn list(&mut self, tone: Tone, id: &str, all: &[String]) {
        if !all.is_empty() {
            let list = all.join("; ");
            self.say(tone, self.words.with(id, &[("list", (&list).into())]));
        }
    }

    fn sound(&mut self, listed: &Listed, outline: &Outline) {
        self.say(Tone::Plain, outline.about.clone().unwrap_or_default());
        self.list(Tone::Plain, "library-symptoms", &outline.symptoms);
        self.shape(&outline.sketch);
        let day = |id: &str, day: NaiveDate| self.words.with(id, &[("day", (&day.to_string()).into())]);
        let drilled = listed.drilled.zip(listed.drill_due()).map(|(last, due)| {
            let (day, due) = (last.to_string(), due.to_string());
            self.words.with("library-last-drilled", &[("day", (&day).into()), ("due", (&due).into())])
        });
        let drilled = drilled.unwrap_or_else(|| self.words.say("mark-never"));
        let review = outline.review_due.map(|due| day("library-review-due", due));
        let dates = [Some(drilled), review].into_iter().flatten().collect::<Vec<_>>().join(", ");
        self.say(Tone::Quiet, dates);
        let others = |edition: &Edition| Some(edition.language()) == listed.editions.first().map(Edition::language);
        let others = listed.editions.iter().skip(1).filter(|edition| others(edition));
        self.list(Tone::Quiet, "library-others", &others.map(|edition| edition.file.clone()).collect::<Vec<_>>());
    }

    fn shape(&mut self, sketch: &Sketch) {
        let words = self.words;
        let time = sketch.planned.map(|time| ("library-planned", time));
        let time = time.or_else(|| sketch.limits.map(|time| ("library-limits", time)));
        let time = time.map(|(id, time)| words.with(id, &[("time", (&words.span(time)).into())]));
        let count = sketch.questions.len();
        let decisions = (count > 0).then(|| words.with("library-decisions", &[("count", count.into())]));
        let all = [Some(words.steps(sketch.steps())), decisions, time];
        self.say(Tone::Plain, all.into_iter().flatten().collect::<Vec<_>>().join(", "));
        if sketch.phases.len() > 1 {
            let phases: Vec<String> = sketch.phases.iter().map(|phase| words.phase_sketch(phase)).collect();
            self.list(Tone::Plain, "library-phases", &phases);
        }
        self.list(Tone::Plain, "library-roles", &sketch.roles);
        for question in sketch.questions.iter().filter(|question| !question.leads.is_empty()) {
            self.say(Tone::Plain, words.question_sketch(question));
        }
    }
}

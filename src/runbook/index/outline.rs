//! What the library keeps of one runbook: enough to find it, to judge it and to see its shape.

use chrono::NaiveDate;

use crate::runbook::{Goto, Order, PhaseId, Runbook, Status, StepId};
use crate::time::Span;

/// How often a plan is drilled that does not say it (R139: once a year).
const DRILL_EVERY: Span = Span::minutes(365 * 24 * 60);

/// Longest text that is kept, in characters, and of texts of one sort the most.
pub(super) const LONGEST: usize = 400;
const MOST: usize = 40;

/// What is kept of one file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// Its id, as its text says.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Language it says it is written in.
    pub language: Option<String>,
    /// Signs by which it is known, and names of alerts.
    pub symptoms: Vec<String>,
    /// Systems it is about.
    pub services: Vec<String>,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Event class.
    pub class: Option<String>,
    /// Draft, in force, retired.
    pub status: Status,
    /// The author's version.
    pub version: Option<String>,
    /// Team that keeps it right.
    pub owner: Option<String>,
    /// Day by which it is to be reviewed again.
    pub review_due: Option<NaiveDate>,
    /// Day from which it holds.
    pub effective: Option<NaiveDate>,
    /// How often it is drilled.
    pub drill_every: Span,
    /// Ids or titles of plans it replaces.
    pub supersedes: Vec<String>,
    /// What it is, in a few lines.
    pub about: Option<String>,
    /// Its shape.
    pub sketch: Sketch,
}

/// The shape of a plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sketch {
    /// Its phases in order.
    pub phases: Vec<PhaseSketch>,
    /// Titles of its roles.
    pub roles: Vec<String>,
    /// When the last step is planned to be done, from the start.
    pub planned: Option<Span>,
    /// What the limits of its steps add up to, where several go at once the longest.
    pub limits: Option<Span>,
    /// Where it may turn.
    pub questions: Vec<Question>,
}

/// A phase in short.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PhaseSketch {
    /// Its title; empty in a plan of bare steps.
    pub title: String,
    /// How many steps it has.
    pub steps: usize,
    /// They go on at once.
    pub at_once: bool,
}

/// A decision in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Number of its step.
    pub step: String,
    /// What is asked.
    pub text: String,
    /// The answers that lead anywhere but on.
    pub leads: Vec<Lead>,
}

/// An answer and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The answer.
    pub answer: String,
    /// Where it leads.
    pub to: Target,
}

/// Where an answer leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To the step of this number.
    Step(String),
    /// To the phase of this title.
    Phase(String),
    /// To the end.
    End,
    /// Through this other runbook, and back.
    Runbook(String),
}

impl Outline {
    /// The outline of a runbook.
    pub fn of(book: &Runbook) -> Self {
        let alerts = book.triggers.iter().filter_map(|trigger| trigger.alert.as_ref());
        let symptoms = book.triggers.iter().map(|trigger| &trigger.text).chain(alerts);
        let due = book.reviewed.zip(book.review_every);
        Self {
            id: book.id.to_string(),
            title: book.title.clone(),
            language: book.language.clone(),
            symptoms: kept(symptoms),
            services: kept(&book.services),
            tags: kept(&book.tags),
            class: book.class.as_deref().map(short),
            status: book.status,
            version: book.version.as_deref().map(short),
            owner: book.owner.as_deref().map(short),
            review_due: due.and_then(|(reviewed, every)| reviewed.checked_add_signed(every.delta())),
            effective: book.effective,
            drill_every: book.drill_every.unwrap_or(DRILL_EVERY),
            supersedes: kept(&book.supersedes),
            about: book.summary.as_deref().or(book.impact.as_deref()).map(short),
            sketch: Sketch::of(book),
        }
    }

    /// Lets go of what only the edition that is opened shows.
    pub(super) fn keep_what_finds_it(&mut self) {
        (self.about, self.sketch) = (None, Sketch::default());
        self.symptoms.shrink_to_fit();
    }
}

impl Sketch {
    fn of(book: &Runbook) -> Self {
        let phases = book.phases.iter().map(|phase| PhaseSketch {
            title: short(&phase.title),
            steps: phase.steps.len(),
            at_once: phase.order == Order::Any,
        });
        let questions = book.steps().filter_map(|(_, step)| {
            let decision = step.decision.as_ref()?;
            let leads = decision.options.iter().filter_map(|option| {
                let to = match (&option.runbook, &option.goto) {
                    (Some(runbook), _) => Target::Runbook(short(runbook)),
                    (None, Goto::Next) => return None,
                    (None, Goto::End) => Target::End,
                    (None, Goto::Step(step)) => Target::Step(number(book, step)),
                    (None, Goto::Phase(phase)) => Target::Phase(title(book, phase)),
                };
                Some(Lead { answer: short(&option.label), to })
            });
            Some(Question {
                step: number(book, &step.id),
                text: short(&decision.question),
                leads: leads.take(MOST).collect(),
            })
        });
        Self {
            phases: phases.take(MOST).collect(),
            roles: kept(book.roles.values().map(|role| &role.title)),
            planned: planned(book),
            limits: limits(book),
            questions: questions.take(MOST).collect(),
        }
    }

    /// All steps.
    pub fn steps(&self) -> usize {
        self.phases.iter().map(|phase| phase.steps).sum()
    }
}

fn number(book: &Runbook, step: &StepId) -> String {
    short(&book.number(step))
}

fn title(book: &Runbook, id: &PhaseId) -> String {
    book.phases.iter().find(|phase| phase.id == *id).map_or_else(|| short(id.as_str()), |phase| short(&phase.title))
}

/// When the step that is planned last is planned to be done.
fn planned(book: &Runbook) -> Option<Span> {
    let ends = book.steps().filter_map(|(_, step)| Some(step.planned? + step.timebox.unwrap_or(Span::ZERO)));
    ends.max().filter(|end| !end.is_negative())
}

/// The limits of the steps that are gone through: one after another, or at once.
fn limits(book: &Runbook) -> Option<Span> {
    let mut sum = Span::ZERO;
    for phase in &book.phases {
        let limits = phase.steps.iter().filter(|step| !step.branch).filter_map(|step| step.timebox);
        sum += match phase.order {
            Order::Sequence => limits.fold(Span::ZERO, |sum, limit| sum + limit),
            Order::Any => limits.max().unwrap_or(Span::ZERO),
        };
    }
    Some(sum).filter(|sum| *sum > Span::ZERO)
}

fn kept<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    texts.into_iter().take(MOST).map(|text| short(text)).collect()
}

fn short(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

//! What a runbook says about its drills and about looking back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::runbook::schema::{Full, Title, needs, or_text, scheduled};
use crate::runbook::{RoleId, StepId};
use crate::time::Span;

/// What a runbook says about its drills.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&[]))]
pub struct Drill {
    /// What the drill is to prove: "Report within 2 minutes".
    #[schemars(with = "Vec<Full>")]
    pub objectives: Vec<String>,
    /// Where it is held.
    pub location: Option<String>,
    /// Rules of safety, in Markdown: when to stop, what not to touch.
    pub safety: Option<String>,
    /// Who evaluates.
    #[schemars(with = "Vec<Full>")]
    pub evaluators: Vec<String>,
    /// Scheduled events that the players are shown.
    pub injects: Vec<Inject>,
    /// Questions rated at the end.
    #[schemars(with = "Vec<Full>")]
    pub criteria: Vec<String>,
    /// Form of the drill unless somebody says otherwise.
    pub form: Option<DrillForm>,
    /// Why it is held: to check, to show, or to study.
    pub purpose: Option<String>,
    /// Lines of the evaluation form.
    pub items: Vec<EvaluationItem>,
}

/// Form of a drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrillForm {
    /// Talked through at a table.
    Tabletop,
    /// Done for real by the staff, the rest simulated.
    Functional,
    /// Done for real.
    Full,
}

/// One line of the evaluation; a text alone is what is rated.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["text"]), transform = or_text)]
pub struct EvaluationItem {
    /// What is rated.
    #[schemars(with = "Full")]
    pub text: String,
    /// On which scale: `psmu`, `135`, `优良中差`.
    pub scale: Option<String>,
}

/// A scheduled event of a drill.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["title"]), transform = scheduled)]
pub struct Inject {
    /// When it comes, after the start: `5m`. Needed unless it is a contingency.
    pub at: Option<Span>,
    /// What happens, on one line.
    #[schemars(with = "Title")]
    pub title: String,
    /// What the players are told, in Markdown.
    pub text: Option<String>,
    /// From whom it comes, in the play.
    pub from: Option<String>,
    /// Role that gets it.
    pub to: Option<RoleId>,
    /// What the evaluator should see happen.
    pub expect: Option<String>,
    /// Step that must be done before it comes.
    pub after: Option<StepId>,
    /// Whether it stays off the clock until the commander gives it.
    pub contingency: bool,
    /// Objective that it tests.
    pub objective: Option<String>,
    /// What the controller says aloud.
    pub say: Option<String>,
}

/// What is asked at the end, and who signs.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&[]))]
pub struct Review {
    /// Questions asked at the end: "What went slowly?".
    #[schemars(with = "Vec<Full>")]
    pub questions: Vec<String>,
    /// Roles that sign the record.
    pub sign_off: Vec<RoleId>,
    /// Template of the number of the record: `JY-AB-{{seq}}`.
    pub number: Option<String>,
}

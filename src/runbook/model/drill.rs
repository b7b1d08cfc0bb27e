//! What a runbook says about its drills and about looking back.

use serde::{Deserialize, Serialize};

use crate::runbook::{RoleId, StepId};
use crate::time::Span;

/// What a runbook says about its drills.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drill {
    /// What the drill is to prove.
    pub objectives: Vec<String>,
    /// Where.
    pub location: Option<String>,
    /// Rules of safety.
    pub safety: Option<String>,
    /// Who evaluates.
    pub evaluators: Vec<String>,
    /// Scheduled events.
    pub injects: Vec<Inject>,
    /// Rated at the end.
    pub criteria: Vec<String>,
    /// Form unless somebody says otherwise.
    pub form: Option<DrillForm>,
    /// Checking, showing, or studying.
    pub purpose: Option<String>,
    /// Evaluation items.
    pub items: Vec<EvaluationItem>,
}

/// Form of a drill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrillForm {
    /// Talked through at a table.
    Tabletop,
    /// Done for real by the staff, the rest simulated.
    Functional,
    /// Done for real.
    Full,
}

/// One line of the evaluation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EvaluationItem {
    /// What is rated.
    pub text: String,
    /// On which scale.
    pub scale: Option<String>,
}

/// A scheduled event of a drill.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inject {
    /// When, after the start.
    pub at: Option<Span>,
    /// One line.
    pub title: String,
    /// What the players are told.
    pub text: Option<String>,
    /// From whom.
    pub from: Option<String>,
    /// To which role.
    pub to: Option<RoleId>,
    /// What the evaluator should see.
    pub expect: Option<String>,
    /// Only after this step.
    pub after: Option<StepId>,
    /// Off the clock until the commander gives it.
    pub contingency: bool,
    /// Objective it tests.
    pub objective: Option<String>,
    /// What to say.
    pub say: Option<String>,
}

/// What is asked at the end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    /// Questions.
    pub questions: Vec<String>,
    /// Who signs.
    pub sign_off: Vec<RoleId>,
    /// Template of the record number.
    pub number: Option<String>,
}

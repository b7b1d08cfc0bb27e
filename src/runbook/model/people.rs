//! Who does what, and how they are reached.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::runbook::schema::{Date, Full, Title, extensible, needs, written};
use crate::runbook::{ContactId, RoleId};
use crate::time::Span;

/// A duty that a person fills.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["title"]), transform = extensible)]
pub struct Role {
    /// Name of the duty: "Incident commander".
    #[schemars(with = "Title")]
    pub title: String,
    /// What the role does, one duty a line.
    #[schemars(with = "Vec<Full>")]
    pub duties: Vec<String>,
    /// Contact who fills it by plan.
    pub holder: Option<ContactId>,
    // R23, R24: a deputy named by the holder; succession.
    /// Contacts who act for an absent holder, in order.
    pub deputies: Vec<ContactId>,
    /// Whether an empty role warns at the start.
    pub required: bool,
    /// After how long handing the role over is proposed: `4h`.
    pub relieve_after: Option<Span>,
    /// Roles that the same person must not hold.
    pub not_with: Vec<RoleId>,
    /// What the role may declare.
    pub can: Vec<Authority>,
    /// Group the role belongs to.
    pub team: Option<String>,
    /// Whether it exists in drills only: evaluator, controller, observer.
    pub drill_only: bool,
    /// Least number of people in it.
    pub min: Option<u64>,
}

/// What a role may declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    // R81
    /// Declares the plan active.
    Activate,
    // R106
    /// Grants approvals.
    Approve,
    // R35
    /// Declares the response over.
    End,
    // R34
    /// Releases notices to the outside.
    Release,
}

/// A person or unit one can reach.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["name"]), transform = extensible)]
pub struct Contact {
    /// Name as people say it.
    #[schemars(with = "Title")]
    pub name: String,
    /// Post of the person.
    pub title: Option<String>,
    /// Where the person works.
    pub organization: Option<String>,
    /// Telephone numbers, best first.
    pub phone: Vec<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Name or room in your chat.
    pub chat: Option<String>,
    /// IANA time zone, such as `Asia/Shanghai`.
    pub timezone: Option<String>,
    /// When the person can be reached: `24x7`, `Mon-Fri 9-17`.
    pub hours: Option<String>,
    /// Day on which the entry was last proved right: `2026-03-31`.
    #[schemars(with = "Date")]
    pub verified: Option<NaiveDate>,
    /// Every way to reach them, best first.
    pub channels: Vec<Channel>,
}

/// One way to reach a contact.
#[derive(Debug, Clone, PartialEq, Default, JsonSchema)]
#[schemars(transform = needs(&["kind", "value"]))]
pub struct Channel {
    /// Which way: mobile, landline, chat, mail.
    #[schemars(with = "Full")]
    pub kind: String,
    /// Number or address.
    pub value: String,
}

/// A role or a contact, where the format allows either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// Whoever fills the role.
    Role(RoleId),
    /// This person or unit.
    Contact(ContactId),
}
written!(Party, { "type": "string", "description": "Id of a role or of a contact." });

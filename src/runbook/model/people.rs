//! Who does what, and how they are reached.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::runbook::{ContactId, RoleId};
use crate::time::Span;

/// A duty that a person fills.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Role {
    /// Name of the duty.
    pub title: String,
    /// What the role does.
    pub duties: Vec<String>,
    /// Who fills it by plan.
    pub holder: Option<ContactId>,
    /// Who acts for an absent holder, in order (R23, R24: a deputy named by the holder; succession).
    pub deputies: Vec<ContactId>,
    /// An empty one warns at the start.
    pub required: bool,
    /// After how long a hand-over is proposed.
    pub relieve_after: Option<Span>,
    /// Roles the same person must not hold.
    pub not_with: Vec<RoleId>,
    /// What the role may declare.
    pub can: Vec<Authority>,
    /// Group it belongs to.
    pub team: Option<String>,
    /// Exists in drills only: evaluator, controller, observer.
    pub drill_only: bool,
    /// Least number of people.
    pub min: Option<u64>,
}

/// What a role may declare in a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// Declare the plan active (R81).
    Activate,
    /// Grant approvals (R106).
    Approve,
    /// Declare the response over (R35).
    End,
    /// Release notices to the outside (R34).
    Release,
}

/// A person or unit one can reach.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contact {
    /// Name as people say it.
    pub name: String,
    /// Post.
    pub title: Option<String>,
    /// Where the person works.
    pub organization: Option<String>,
    /// Numbers, best first.
    pub phone: Vec<String>,
    /// Address.
    pub email: Option<String>,
    /// Name or room in a chat.
    pub chat: Option<String>,
    /// IANA time zone.
    pub timezone: Option<String>,
    /// When the person can be reached.
    pub hours: Option<String>,
    /// Day on which the entry was last proved right.
    pub verified: Option<NaiveDate>,
    /// Ways to reach them, best first.
    pub channels: Vec<Channel>,
}

/// One way to reach a contact.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Channel {
    /// Mobile, landline, chat, mail….
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

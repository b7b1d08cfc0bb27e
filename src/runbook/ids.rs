//! The names a runbook gives to its parts.

use std::borrow::Borrow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        #[schemars(inline)]
        pub struct $name(String);

        impl $name {
            /// The id as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The child runbook it belongs to; none for a part of the runbook that runs.
            pub fn child(&self) -> Option<ChildId> {
                self.0.rsplit_once('/').map(|(child, _)| ChildId(child.to_owned()))
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// Stable name of a runbook: small Latin letters, digits and hyphens, at most 64.
    RunbookId;
    // Phases and steps share one list, so that a `goto` may name either.
    /// Id of a phase.
    PhaseId;
    /// Id of a step: the one it was given, else its title in small letters with hyphens, else its number.
    StepId;
    /// Id of a role.
    RoleId;
    /// Id of a contact.
    ContactId;
    /// Id of a notice.
    NoticeId;
    /// Id of a timer.
    TimerId;
    /// Id of an obligation.
    ObligationId;
    /// A runbook gone through inside another one, by the step that leads into it (`2.3`): before a slash it names
    /// everything in it.
    ChildId;
}

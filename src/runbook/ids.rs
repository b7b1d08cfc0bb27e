//! The names a runbook gives to its parts.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
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
    /// Stable name of a runbook: `[a-z0-9][a-z0-9-]{0,63}`.
    RunbookId;
    /// A phase; shares one list with [`StepId`], so a `goto` may name either.
    PhaseId;
    /// A step, unique in its runbook; made from the title or the position when the author gave none.
    StepId;
    /// A duty that a person fills.
    RoleId;
    /// A person or unit one can reach.
    ContactId;
    /// A message template.
    NoticeId;
    /// A service level or reminder.
    TimerId;
    /// Something that is owed once it is opened.
    ObligationId;
    /// A runbook gone through inside another one, by the step that leads into it (`2.3`): before a slash it names
    /// everything in it.
    ChildId;
}

//! The record: one append-only, hash-chained file of lines per session, and the folder it lives in.
//!
//! Owns how an entry becomes a line and comes back, what counts as read, when a line counts as saved, and
//! which programs are on a session. It decides no rule of a session and folds nothing; it never truncates,
//! rewrites or deletes what was written.

mod audit;
#[cfg(test)]
mod campaign;
mod disk;
mod error;
mod file;
mod folder;
mod follow;
mod holder;
mod ladder;
mod line;
mod places;
mod recover;
#[cfg(test)]
pub(crate) mod samples;
mod seats;
mod segment;
#[cfg(test)]
mod sim;
mod verify;
mod window;
mod writer;

pub use audit::audit;
pub use disk::Plant;
pub use error::{AppendError, Appended, OpenError};
pub use file::{Beside, Journal};
pub use folder::{FindError, Found, folder_name};
pub use follow::Follower;
pub use holder::LockHolder;
pub use ladder::{Folders, Ladder, Made, Shelf};
pub use line::{DecodeFault, Digest, EncodeFault, Encoded, MAX_LINE, Record, VERSION, decode, encode};
pub use recover::{Head, Recovery, RecoveryNote, recover, session_id};
pub use seats::{Seat, Seated, TakenSeat, seats, taken_seats};
pub use verify::{Anchor, Anchored, Finding, SideFile, Verdict, Weight, verify};
pub use writer::{Writer, WriterReport};

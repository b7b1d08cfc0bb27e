//! The session line by line: for screen readers, serial consoles and scripts.
//!
//! It prints what is new since the last time, once, as sentences on lines of their own: no columns, no boxes, nothing a
//! terminal acts on. What a line means, what may be done and what is asked back is the dialog's; this room reads lines
//! and writes lines.

mod dialogs;
pub mod input;
mod library;
mod page;
mod paper;
mod place;
mod screens;
mod transcript;

pub use paper::{Manner, Paper};
pub use transcript::Transcript;

//! Printable text: the one gate for everything that comes from outside, and its measures in columns.
//!
//! Owns how foreign text is made visible and how many columns it takes. It knows no screen, no language and no
//! runbook: it turns text into text. Whatever a terminal or a page shows has gone through [`printable`] first;
//! the measures below then hold for it.

mod ascii;
mod halfwidth;
pub mod markdown;
mod measure;
mod printable;
mod wrap;

pub use ascii::ascii;
pub use halfwidth::halfwidth;
pub use measure::{cut, fit, pad, pad_left, width};
pub use printable::{Printable, has_hidden, hidden_signs, printable, printable_json, printable_lines};
pub use wrap::wrap;

//! Moments, spans of time and clock readings, as plain values.
//!
//! Owns what a point in time and a length of time are and how people write them (`1h30m`). It never asks
//! the machine what time it is: a moment comes in as data, from the door in `world::clock`.

mod moment;
mod span;

pub use moment::{BootId, Moment};
pub use span::{Span, SpanFault};

#[cfg(test)]
mod tests;

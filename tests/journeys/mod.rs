//! Journeys: a person, keys, the true loop, the real program on a real folder, and what is recorded in the end.

mod copying;
mod drill;
pub mod drive;
mod incident;
mod leaving;
mod lines;
mod notify;
mod page;
mod palette;
mod people;
mod together;
mod typing;

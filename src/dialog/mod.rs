//! What a person can ask for and what is asked back: keys as actions, one open question at a time, effects for the
//! host, and the loop that goes round with them. Both fronts, the screens and the lines, are shown from it.
//!
//! `Model` holds only what the journal does not. `update` turns what came in into effects; it draws nothing, knows no
//! terminal and asks nobody what time it is.

pub mod action;
pub mod items;
pub mod key;
pub mod keymap;
pub mod model;
pub mod preview;
pub mod rows;
pub mod run;
pub mod say;
pub mod scene;
pub mod update;

//! The full-screen terminal: keys in, actions, effects, frames out.
//!
//! `Model` holds only what the journal does not. `update` turns an action into effects for the host; `view`
//! draws a session and a model at a moment and asks nobody what time it is.

pub mod action;
pub mod items;
pub mod key;
pub mod keymap;
pub mod model;
pub mod rows;
pub mod run;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;

//! The full-screen terminal: both of its edges, how things look, and what is drawn of a dialog.
//!
//! `view` draws a scene and asks nobody what time it is; `terminal` knows bytes, and nothing of sessions.

pub mod canvas;
pub mod terminal;
pub mod theme;
pub mod view;

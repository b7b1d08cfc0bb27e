//! How large a runbook may be: no file, however made, costs more than a moment to refuse.

/// Bytes a runbook may have.
pub const MAX_BYTES: usize = 1 << 20;
/// How deep values may lie in each other.
pub const MAX_DEPTH: usize = 32;
/// How many values a file may hold.
pub const MAX_NODES: usize = 100_000;
/// How many steps a runbook may have.
pub const MAX_STEPS: usize = 2_000;
/// How many roles a runbook may have.
pub const MAX_ROLES: usize = 64;
/// How many variables a runbook may have.
pub const MAX_VARIABLES: usize = 256;
/// Characters of a text.
pub const MAX_TEXT: usize = 20_000;
/// Characters of a title.
pub const MAX_TITLE: usize = 200;
/// Faults kept; more are only counted.
pub const MAX_FAULTS: usize = 1_000;

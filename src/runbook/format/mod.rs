//! stub
use super::Runbook;
/// stub
pub struct Reading {
    /// x
    pub runbook: Option<Runbook>,
}
/// stub
pub fn read(_name: &str, _bytes: &[u8]) -> Reading {
    Reading { runbook: None }
}

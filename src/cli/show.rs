//! `runsheet show RUNBOOK`: the plan as a page, or its flow as a chart.

use super::output::print_whole;
use super::{Exit, run};
use crate::app::App;

pub(super) fn show(app: &App, runbook: &str, mermaid: bool) -> Exit {
    let text = if mermaid { app.chart_of(runbook) } else { app.page_of(runbook) };
    match text {
        Ok(text) => {
            print_whole(&text);
            Exit::Fine
        }
        Err(fault) => run::refuse(&fault),
    }
}

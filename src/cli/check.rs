//! `runsheet check FILE…`: every fault of every file, with a count.

use serde::Serialize;

use super::{Exit, complain, print, print_json};
use crate::app::App;
use crate::host::Host as _;
use crate::runbook::check::check as weak_spots;
use crate::runbook::format::{Fault, Reading, read};
use crate::words::{Words, render_faults};

#[derive(Serialize)]
struct Finding {
    file: String,
    severity: &'static str,
    code: &'static str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    path: String,
    message: String,
    help: Option<String>,
}

pub(super) fn check(app: &App, files: &[String], strict: bool, json: bool) -> Exit {
    let words = &app.words;
    let today = app.now().wall.date_naive();
    let (mut findings, mut errors, mut warnings) = (Vec::new(), 0, 0);
    let mut missing = None;
    for name in files {
        let loaded = match app.load(name) {
            Ok(loaded) => loaded,
            Err(fault) => {
                complain(&fault.message);
                missing = Some(Exit::from(fault.kind));
                continue;
            }
        };
        let reading: Reading = read(&loaded.file, &loaded.bytes);
        let mut faults = reading.faults.clone();
        if let Some(book) = &reading.runbook {
            faults.extend(weak_spots(book, &reading.source, today));
        }
        errors += faults.iter().filter(|fault| fault.is_error()).count();
        warnings += faults.iter().filter(|fault| !fault.is_error()).count();
        if json {
            findings.extend(faults.iter().map(|fault| finding(words, fault, &loaded.name)));
            continue;
        }
        let text = String::from_utf8_lossy(&loaded.bytes);
        if !faults.is_empty() {
            print(&render_faults(words, &faults, reading.dropped, &loaded.name, &text));
        }
        if !reading.unacted.is_empty() {
            let fields: Vec<String> = reading.unacted.iter().map(|u| u.field.clone()).collect();
            let list = words.list(&fields);
            print(&words.with("cli-unacted", &[("file", (&loaded.name).into()), ("fields", (&list).into())]));
        }
    }
    if json {
        print_json(&findings);
    } else {
        let (files, errors, warnings) = (files.len(), errors, warnings);
        let args = [("files", files.into()), ("errors", errors.into()), ("warnings", warnings.into())];
        print(&words.with("cli-checked", &args));
    }
    if errors > 0 || (strict && warnings > 0) { Exit::Runbook } else { missing.unwrap_or(Exit::Fine) }
}

fn finding(words: &Words, fault: &Fault, file: &str) -> Finding {
    let place = fault.place.as_ref();
    Finding {
        file: file.to_owned(),
        severity: if fault.is_error() { "error" } else { "warning" },
        code: fault.code(),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        end_line: place.map(|place| place.end_line),
        end_column: place.map(|place| place.end_column),
        path: fault.path.clone(),
        message: words.fault(fault),
        help: words.fault_help(fault),
    }
}

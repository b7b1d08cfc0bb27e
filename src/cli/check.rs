//! `runsheet check FILE|FOLDER…`: every fault of every runbook, with a count.

use std::path::Path;

use serde::Serialize;

use super::{Exit, complain, print, print_json};
use crate::app::App;
use crate::host::Host as _;
use crate::runbook::check::check as weak_spots;
use crate::runbook::format::{Fault, read};
use crate::words::{Words, render_faults};
use crate::world::runbook_files;

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

/// How a check is told and judged.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    /// Warnings count as errors.
    pub strict: bool,
    /// For programs.
    pub json: bool,
}

pub(super) fn check(app: &App, names: &[String], manner: Manner) -> Exit {
    let mut tally = Tally::default();
    for name in names {
        match runbook_files(Path::new(name)) {
            Ok(files) if files.is_empty() => {
                complain(&app.words.with("cli-check-empty", &[("dir", name.into())]));
                tally.missing = Some(Exit::Name);
            }
            Ok(files) => files.iter().for_each(|file| tally.check(app, &file.to_string_lossy(), manner)),
            // No folder: a file, or a name of the library.
            Err(_) => tally.check(app, name, manner),
        }
    }
    if manner.json {
        print_json(&tally.findings);
    } else {
        let args =
            [("files", tally.files.into()), ("errors", tally.errors.into()), ("warnings", tally.warnings.into())];
        print(&app.words.with("cli-checked", &args));
    }
    if tally.errors > 0 || (manner.strict && tally.warnings > 0) {
        Exit::Runbook
    } else {
        tally.missing.unwrap_or(Exit::Fine)
    }
}

/// What was found so far.
#[derive(Default)]
struct Tally {
    findings: Vec<Finding>,
    files: usize,
    errors: usize,
    warnings: usize,
    missing: Option<Exit>,
}

impl Tally {
    /// Checks one runbook; whatever becomes of it, the next one is checked as well.
    fn check(&mut self, app: &App, name: &str, manner: Manner) {
        let words = &app.words;
        self.files += 1;
        let loaded = match app.load(name) {
            Ok(loaded) => loaded,
            Err(fault) => {
                complain(&fault.message);
                self.missing = Some(Exit::from(fault.kind));
                return;
            }
        };
        let reading = read(&loaded.file, &loaded.bytes);
        let mut faults = reading.faults.clone();
        if let Some(book) = &reading.runbook {
            faults.extend(weak_spots(book, &reading.source, app.now().wall.date_naive()));
            faults.extend(app.check_links(&loaded, &reading));
            faults.sort_by_key(|fault| fault.place.as_ref().map_or(0, |place| place.span.start));
        }
        self.errors += faults.iter().filter(|fault| fault.is_error()).count() + reading.dropped;
        self.warnings += faults.iter().filter(|fault| !fault.is_error()).count();
        if manner.json {
            self.findings.extend(faults.iter().map(|fault| finding(words, fault, &loaded.name)));
            return;
        }
        let text = String::from_utf8_lossy(&loaded.bytes);
        if !faults.is_empty() {
            print(&render_faults(words, &faults, reading.dropped, &loaded.name, &text));
        }
        if let Some(found) = reading.recognised.filter(|found| found.steps > 0) {
            print(&format!("{}: {}", crate::text::printable(&loaded.name), words.recognised(&found)));
        }
        if !reading.unacted.is_empty() {
            let fields: Vec<String> = reading.unacted.iter().map(|u| u.field.clone()).collect();
            let list = words.list(&fields);
            print(&words.with("cli-unacted", &[("file", (&loaded.name).into()), ("fields", (&list).into())]));
        }
    }
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

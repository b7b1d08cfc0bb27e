//! `runsheet list`: the runbooks there are, what finds them and what is due.

use std::io::IsTerminal as _;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Exit, print, print_json};
use crate::app::App;
use crate::host::Host as _;
use crate::runbook::Status;
use crate::runbook::index::{Edition, Found, Listed, Mark, Shelf};
use crate::text::{fit, printable, width};
use crate::words::Words;

/// Columns of a title: no more where nobody sees the columns, and no fewer where there are few.
const LONGEST: usize = 60;
const SHORTEST: usize = 16;

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    open: &'a str,
    title: &'a str,
    origin: &'static str,
    status: Option<&'static str>,
    version: Option<&'a str>,
    owner: Option<&'a str>,
    class: Option<&'a str>,
    symptoms: &'a [String],
    services: &'a [String],
    tags: &'a [String],
    editions: Vec<Written<'a>>,
    review_due: Option<NaiveDate>,
    review_overdue: bool,
    last_drilled: Option<NaiveDate>,
    drill_due_on: Option<NaiveDate>,
    drill_due: bool,
    superseded_by: Option<&'a str>,
    page: bool,
    opened_in_its_place: Option<&'a str>,
    faults: usize,
    unreadable: Option<&'a str>,
}

#[derive(Serialize)]
struct Written<'a> {
    file: &'a str,
    language: Option<&'a str>,
    title: Option<&'a str>,
    origin: &'static str,
    faults: usize,
}

/// Which runbooks are asked for.
pub(super) struct Asked {
    /// Words they hold.
    pub words: Vec<String>,
    /// Only those of which a drill or a review is due.
    pub due: bool,
    /// As JSON.
    pub json: bool,
}

pub(super) fn list(app: &App, asked: &Asked) -> Exit {
    let today = app.now().wall.date_naive();
    let catalogue = app.whole_catalogue();
    let found: Vec<&Listed> = catalogue
        .index
        .search(&asked.words.join(" "))
        .into_iter()
        .filter(|listed| !asked.due || listed.marks(today).iter().any(Mark::is_due))
        .collect();
    if asked.json {
        let rows: Vec<Row<'_>> = found.iter().map(|listed| row(listed, today)).collect();
        print_json(&rows);
    } else if found.is_empty() {
        print(&app.words.say("list-none"));
    } else {
        for line in table(&found, today, &app.words) {
            print(&line);
        }
    }
    // Nothing found is an answer to words, as it is to `grep`; where everything is asked for it is none.
    if found.is_empty() && !asked.words.is_empty() { Exit::Name } else { Exit::Fine }
}

/// One line a runbook: what to open it by, title, languages, class, last drill, marks; no wider than the terminal is.
fn table(found: &[&Listed], today: NaiveDate, words: &Words) -> Vec<String> {
    let heads = ["list-id", "list-title", "list-languages", "list-class", "list-drilled", "list-marks"];
    let mut rows = vec![heads.map(|id| words.say(id))];
    rows.extend(found.iter().map(|listed| {
        let title = if listed.is_broken() {
            listed.editions.first().map_or("", |edition| &edition.file)
        } else {
            listed.title()
        };
        let class = listed.outline().and_then(|outline| outline.class.clone()).unwrap_or_default();
        let drilled = listed.drilled.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let marks = listed.marks(today);
        // That a plan was never drilled stands in the column before.
        let page = listed.is_page().then(|| words.say("mark-page"));
        let marks = marks.iter().filter(|mark| mark.is_loud()).map(|mark| words.mark(mark)).chain(page);
        let cells = [&listed.opens, title, &listed.languages().join(" "), &class, &drilled];
        let [opens, title, languages, class, drilled] = cells.map(|text| printable(text).into_owned());
        [opens, title, languages, class, drilled, marks.collect::<Vec<_>>().join(", ")]
    }));
    let most = |at: usize| rows.iter().map(|row| width(&row[at])).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..6).map(most).collect();
    let beside: usize =
        widths.iter().enumerate().filter(|(at, cols)| *at != 1 && **cols > 0).map(|(_, cols)| cols + 2).sum();
    let room = columns().map_or(LONGEST, |columns| columns.saturating_sub(beside).max(SHORTEST));
    widths[1] = widths[1].min(room);
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(&widths).filter(|(_, cols)| **cols > 0);
        let cells: Vec<String> = cells.map(|(text, cols)| fit(text, *cols)).collect();
        cells.join("  ").trim_end().to_owned()
    };
    // A heading is for people.
    let from = usize::from(columns().is_none());
    rows.iter().skip(from).map(line).collect()
}

/// Columns of the terminal that is printed on, if it is one.
fn columns() -> Option<usize> {
    let out = std::io::stdout();
    let said = out.is_terminal().then(|| rustix::termios::tcgetwinsize(out).ok()).flatten()?;
    Some(usize::from(said.ws_col)).filter(|columns| *columns > 0)
}

fn origin(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Near => "near",
        Shelf::User => "user",
        Shelf::Bundled => "bundled",
    }
}

fn faults(edition: &Edition) -> usize {
    if let Found::Broken { count, .. } = &edition.found { *count } else { 0 }
}

fn written(edition: &Edition) -> Written<'_> {
    Written {
        file: &edition.file,
        language: edition.language(),
        title: edition.outline().map(|outline| outline.title.as_str()),
        origin: origin(edition.shelf),
        faults: faults(edition),
    }
}

fn row(listed: &Listed, today: NaiveDate) -> Row<'_> {
    let outline = listed.outline();
    let marks = listed.marks(today);
    Row {
        id: &listed.id,
        open: &listed.opens,
        title: listed.title(),
        origin: origin(listed.shelf()),
        status: outline.map(|outline| match outline.status {
            Status::Draft => "draft",
            Status::Active => "active",
            Status::Retired => "retired",
        }),
        version: outline.and_then(|outline| outline.version.as_deref()),
        owner: outline.and_then(|outline| outline.owner.as_deref()),
        class: outline.and_then(|outline| outline.class.as_deref()),
        symptoms: outline.map_or(&[], |outline| &outline.symptoms),
        services: outline.map_or(&[], |outline| &outline.services),
        tags: outline.map_or(&[], |outline| &outline.tags),
        editions: listed.editions.iter().map(written).collect(),
        review_due: outline.and_then(|outline| outline.review_due),
        review_overdue: marks.iter().any(|mark| matches!(mark, Mark::ReviewOverdue(_))),
        last_drilled: listed.drilled,
        drill_due_on: listed.drill_due(),
        drill_due: marks.iter().any(|mark| matches!(mark, Mark::DrillDue(_) | Mark::NeverDrilled)),
        superseded_by: listed.superseded_by.as_deref(),
        page: listed.is_page(),
        opened_in_its_place: listed.twin.as_deref(),
        faults: listed.editions.first().map_or(0, faults),
        unreadable: match listed.editions.first().map(|edition| &edition.found) {
            Some(Found::Unreadable(why)) => Some(why),
            _ => None,
        },
    }
}

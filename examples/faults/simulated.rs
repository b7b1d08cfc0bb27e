//! The campaign on the simulated disk, over the journal's own files compiled once more.
//!
//! The simulated disk takes the place of a trait that is no part of the library's face, so the files are taken in
//! here instead of being made public.

use crate::table::{Figures, Table};
use journal::{Habits, Tally, run as incidents};

#[path = "../../src/journal"]
#[allow(dead_code, clippy::cast_possible_truncation)]
mod journal {
    mod campaign;
    mod disk;
    mod error;
    mod file;
    mod folder;
    mod holder;
    mod ladder;
    mod line;
    mod places;
    mod recover;
    mod samples;
    mod segment;
    mod sim;
    mod window;

    pub use campaign::{Tally, run};
    use recover::RecoveryNote;
    pub use sim::Habits;
}

fn figures(tally: &Tally) -> Figures {
    Figures {
        saved: tally.saved,
        lost: tally.lost,
        twice: tally.twice,
        foreign: tally.foreign,
        false_alarms: tally.false_alarms,
    }
}

pub fn run(table: &mut Table, count: u64) {
    let tally = incidents(1..count + 1, Habits::default(), 14);
    let amount = format!("{count} incidents, {} cuts", tally.counts.cuts);
    table.must_hold("simulated disk", &amount, &figures(&tally));
    let count = count / 10;
    let amount = format!("{count} incidents");
    let mut control = |name: &str, habits, fails: &dyn Fn(&Tally) -> bool, shown: &dyn Fn(&Tally) -> Figures| {
        let tally = incidents(1..count + 1, habits, 14);
        table.must_fail(name, &amount, &shown(&tally), fails(&tally));
    };
    let never = Habits { never_syncs: true, ..Habits::default() };
    control("never syncs", never, &|tally| tally.lost * 2 > tally.saved, &figures);
    let retries = Habits { retries_syncs: true, ..Habits::default() };
    control("retries a failed sync and believes it", retries, &|tally| tally.lost * 100 > tally.saved, &figures);
    let shape = Habits { reads_by_shape: true, ..Habits::default() };
    control("JSON and a newline make a line", shape, &|tally| tally.taken_by_shape > 0, &|tally| Figures {
        foreign: tally.taken_by_shape,
        ..figures(tally)
    });
    let bare = Habits { bare_newline: true, ..Habits::default() };
    control("a bare newline ends a torn line", bare, &|tally| tally.false_alarms > 0, &figures);
}

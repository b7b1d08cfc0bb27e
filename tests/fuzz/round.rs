//! One hostile record after another, counted.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use runsheet::words::{Lang, Words};

use super::look::{self, Fault};
use super::mutate::{Dice, Done, corpus, mutated};

/// What is fed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Reading, judging, replaying, going on.
    Journal,
    /// The report, the lines of the log, every screen.
    Report,
}

/// What many records came to.
#[derive(Debug, Default)]
pub struct Tally {
    pub inputs: u64,
    /// Records sealed and chained anew.
    pub sealed: u64,
    /// Entries that were believed.
    pub entries: u64,
    /// Sessions whose runbook still read.
    pub books: u64,
    pub slowest: Duration,
    /// Seed and fault of those that did what none may do.
    pub faults: Vec<(u64, Fault)>,
}

/// Feeds `count` records, from `seed` on; `told` hears of the tally now and then.
pub fn run(target: Target, seed: u64, count: u64, told: impl Fn(&Tally)) -> Tally {
    let corpus = corpus();
    let words = Lang::ALL.map(Words::new);
    let mut tally = Tally::default();
    for seed in seed..seed + count {
        let mut dice = Dice::new(seed);
        let (name, record) = &corpus[dice.below(corpus.len())];
        let (_, other) = &corpus[dice.below(corpus.len())];
        let (changed, done) = mutated(&mut dice, record, other);
        let began = Instant::now();
        let looked = catch_unwind(AssertUnwindSafe(|| -> Result<(u64, bool), Fault> {
            let Some(recovery) = look::read(&changed) else { return Ok((0, false)) };
            if target == Target::Journal {
                look::judge(record, other, &changed, done)?;
                let session = look::live(&recovery)?;
                return Ok((recovery.entries.len() as u64, !session.book().phases.is_empty()));
            }
            let session = runsheet::session::Session::replay(recovery.entries.iter().cloned().map(std::sync::Arc::new));
            look::report(&session, &recovery.notes.iter().map(|note| format!("{note:?}")).collect::<Vec<_>>())?;
            let sizes = [(80, 24), (60, 18), (120, 40), (7, 3), (1, 1), (300, 90)];
            look::draw_all(&session, sizes[dice.below(sizes.len())], &words[dice.below(2)])?;
            Ok((recovery.entries.len() as u64, !session.book().phases.is_empty()))
        }));
        tally.inputs += 1;
        tally.sealed += u64::from(done == Done::Sealed);
        tally.slowest = tally.slowest.max(began.elapsed());
        match looked {
            Ok(Ok((entries, book))) => {
                tally.entries += entries;
                tally.books += u64::from(book);
            }
            Ok(Err(fault)) => tally.faults.push((seed, format!("{name}: {fault}"))),
            Err(_) => tally.faults.push((seed, format!("{name}: it panicked"))),
        }
        if tally.inputs.is_multiple_of(1_000) {
            told(&tally);
        }
    }
    tally
}

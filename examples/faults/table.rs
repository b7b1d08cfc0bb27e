//! The table at the end. Knows what counts as failed and nothing of how it came to be.

use std::process::ExitCode;

use crate::writers::Tally;

/// Rows as they come, printed at once.
#[derive(Default)]
pub struct Table {
    failed: bool,
    begun: bool,
}

/// One row's figures.
#[derive(Default)]
pub struct Figures {
    pub saved: u64,
    pub lost: u64,
    pub twice: u64,
    pub foreign: u64,
    pub false_alarms: u64,
}

impl Table {
    fn line(&mut self, test: &str, amount: &str, figures: [String; 5], verdict: &str) {
        if !self.begun {
            self.begun = true;
            let heads = ["acked", "lost", "duplicated", "foreign", "false alarms"].map(str::to_owned);
            self.line("test", "amount", heads, "verdict");
        }
        let [saved, lost, twice, foreign, alarms] = figures;
        println!("{test:<44} {amount:<26} {saved:>9} {lost:>8} {twice:>10} {foreign:>8} {alarms:>12}  {verdict}");
    }

    fn row(&mut self, test: &str, amount: &str, of: &Figures, verdict: &str) {
        let figures = [of.saved, of.lost, of.twice, of.foreign, of.false_alarms].map(|figure| figure.to_string());
        self.line(test, amount, figures, verdict);
    }

    /// Something that must be clean.
    pub fn must_hold(&mut self, test: &str, amount: &str, of: &Figures) {
        let clean = of.saved > 0 && of.lost + of.twice + of.foreign + of.false_alarms == 0;
        self.failed |= !clean;
        self.row(test, amount, of, if clean { "holds" } else { "FAILED" });
    }

    /// Something wrong on purpose that must be seen to fail.
    pub fn must_fail(&mut self, test: &str, amount: &str, of: &Figures, fails: bool) {
        self.failed |= !fails;
        self.row(&format!("- control: {test}"), amount, of, if fails { "fails, as it must" } else { "FAILED to fail" });
    }

    /// What real writers told.
    pub fn writers(&mut self, test: &str, amount: &str, tally: &Tally) {
        let figures = Figures {
            saved: tally.saved.len() as u64,
            lost: tally.lost as u64,
            twice: tally.twice as u64,
            foreign: tally.foreign as u64,
            false_alarms: tally.false_alarms as u64,
        };
        self.must_hold(test, amount, &figures);
    }

    /// Something that cannot be done here.
    pub fn skipped(&mut self, test: &str, why: &str) {
        self.line(test, "", ["-"; 5].map(str::to_owned), &format!("SKIPPED: {why}"));
    }

    /// Something that could not be finished.
    pub fn broke(&mut self, test: &str, why: &str) {
        self.failed = true;
        self.line(test, "", ["-"; 5].map(str::to_owned), &format!("FAILED: {why}"));
    }

    /// The exit code: 1 when a row failed.
    pub fn verdict(&self) -> ExitCode {
        println!("{}", if self.failed { "FAILED" } else { "nothing that was saved was lost" });
        ExitCode::from(u8::from(self.failed))
    }
}

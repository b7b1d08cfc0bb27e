//! The table: every figure beside its bound, and the same as Markdown.

use std::fmt::Write as _;
use std::time::Duration;

/// How a figure stands to its bound.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Ok,
    Over,
    /// There is no bound: the figure is told.
    Told,
    /// Not measured, and why.
    Skipped(String),
    /// The measurement itself went wrong.
    Failed(String),
}

#[derive(Debug, Clone)]
struct Row {
    what: String,
    measured: String,
    beside: String,
    figure: String,
    bound: String,
    verdict: Verdict,
}

/// How many digits a figure has, and what stands behind them.
#[derive(Debug, Clone, Copy)]
pub struct Unit(pub usize, pub &'static str);

pub const TIMES: Unit = Unit(2, "x");
pub const BYTES: Unit = Unit(1, " B");
pub const COUNT: Unit = Unit(1, "");
pub const MS: Unit = Unit(1, " ms");

/// What is known of one program while it waits with its clocks running.
#[derive(Debug, Clone, Default)]
pub struct Peer {
    pub first_ms: Option<(f64, f64)>,
    pub first_bytes: Option<usize>,
    /// Bytes a second, wake-ups a second, milliseconds of processor a minute, resident kB.
    pub waiting: Option<[f64; 4]>,
}

pub struct Table {
    rows: Vec<Row>,
    peers: Vec<(String, Peer)>,
}

impl Table {
    /// An empty one, with its head printed.
    pub fn new() -> Self {
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or("?");
        println!("cargo bench --bench line [-- SECTION...] [-- --markdown]     load at the start {load}");
        line(["", "measured", "beside", "figure", "bound", ""]);
        Self { rows: Vec::new(), peers: Vec::new() }
    }

    /// A figure that is to stay at or below its bound.
    pub fn bounded(&mut self, what: &str, measured: String, beside: String, figure: f64, bound: f64, unit: Unit) {
        // What is printed is what is judged.
        let printed = |figure: f64| format!("{figure:.*}", unit.0);
        let over = printed(figure).parse::<f64>().unwrap_or(f64::INFINITY) > bound;
        let (figure, bound) = (printed(figure) + unit.1, format!("{bound}{}", unit.1));
        let verdict = if over { Verdict::Over } else { Verdict::Ok };
        self.push(Row { what: what.to_owned(), measured, beside, figure, bound, verdict });
    }

    pub fn told(&mut self, what: &str, measured: String, beside: String, figure: String) {
        let what = what.to_owned();
        self.push(Row { what, measured, beside, figure, bound: String::new(), verdict: Verdict::Told });
    }

    pub fn skipped(&mut self, what: &str, why: &str) {
        self.without(what, Verdict::Skipped(why.to_owned()));
    }

    pub fn failed(&mut self, what: &str, why: &anyhow::Error) {
        self.without(what, Verdict::Failed(format!("{why:#}")));
    }

    fn without(&mut self, what: &str, verdict: Verdict) {
        let none = String::new;
        self.push(Row {
            what: what.to_owned(),
            measured: none(),
            beside: none(),
            figure: none(),
            bound: none(),
            verdict,
        });
    }

    fn push(&mut self, row: Row) {
        match &row.verdict {
            Verdict::Skipped(why) => println!("  {}  SKIPPED: {why}", row.what),
            Verdict::Failed(why) => println!("  {}  FAILED: {why}", row.what),
            verdict => {
                let what = format!("  {}", row.what);
                line([&what, &row.measured, &row.beside, &row.figure, &row.bound, said(verdict)]);
            }
        }
        self.rows.push(row);
    }

    /// What is known of a program, to be filled in.
    pub fn peer(&mut self, name: &str) -> &mut Peer {
        let place = self.peers.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            self.peers.push((name.to_owned(), Peer::default()));
            self.peers.len() - 1
        });
        &mut self.peers[place].1
    }

    /// Both tables as a page shows them.
    pub fn markdown(&self) -> String {
        let mut text = "<!-- line:begin -->\n".to_owned();
        text.push_str("| | measured | beside | figure | bound |\n|---|---|---|---:|---:|\n");
        for Row { what, measured, beside, figure, bound, verdict } in &self.rows {
            let mark = if *verdict == Verdict::Over { " OVER" } else { "" };
            let measured = match verdict {
                Verdict::Skipped(why) => format!("skipped: {why}"),
                Verdict::Failed(why) => format!("failed: {}", why.lines().next().unwrap_or_default()),
                _ => measured.clone(),
            };
            let _ = writeln!(text, "| {what} | {measured} | {beside} | {figure} | {bound}{mark} |");
        }
        text.push_str("\n| in a terminal of 80x24 | first frame, least / median ms | its bytes | bytes/s | wake-ups/s | CPU ms/min |");
        text.push_str(" RSS, kB |\n|---|---:|---:|---:|---:|---:|---:|\n");
        for (name, peer) in &self.peers {
            let name = if crate::is_ours(name) { format!("runsheet: {name}") } else { name.clone() };
            let or_dash = |known: Option<String>| known.unwrap_or_else(|| "-".to_owned());
            let first = or_dash(peer.first_ms.map(|(least, middle)| format!("{least:.1} / {middle:.1}")));
            let bytes = or_dash(peer.first_bytes.map(|bytes| bytes.to_string()));
            let waiting =
                peer.waiting.map(|[bytes, wakes, cpu, rss]| format!("{bytes:.1} | {wakes:.1} | {cpu:.1} | {rss:.0}"));
            let waiting = waiting.unwrap_or_else(|| "- | - | - | -".to_owned());
            let _ = writeln!(text, "| {name} | {first} | {bytes} | {waiting} |");
        }
        text.push_str("<!-- line:end -->\n");
        text
    }
}

fn said(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Ok => "ok",
        Verdict::Over => "OVER",
        Verdict::Told | Verdict::Skipped(_) | Verdict::Failed(_) => "",
    }
}

fn line([what, measured, beside, figure, bound, verdict]: [&str; 6]) {
    println!("{}", format!("{what:<50}{measured:<40}{beside:<44}{figure:>10}{bound:>9}  {verdict}").trim_end());
}

pub fn ms(length: Duration) -> f64 {
    length.as_secs_f64() * 1_000.0
}

/// The least and the middle one.
pub fn least_and_middle(all: &[f64]) -> (f64, f64) {
    let mut all = all.to_vec();
    all.sort_by(f64::total_cmp);
    (all.first().copied().unwrap_or(f64::NAN), all.get(all.len() / 2).copied().unwrap_or(f64::NAN))
}

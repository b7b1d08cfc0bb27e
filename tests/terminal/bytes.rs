//! What goes down the line: text, a few sequences every terminal knows, no question, and not a byte more than is to be
//! seen.

use std::collections::BTreeSet;

use vte::{Params, Parser, Perform};

use super::pty::{Screen, Tty, short_book, tick};
use crate::support::{Home, QUICK};

/// What a terminal was told to do, apart from text.
#[derive(Default)]
struct Told {
    all: BTreeSet<String>,
}

impl Perform for Told {
    fn execute(&mut self, byte: u8) {
        self.all.insert(format!("{byte:#04x}"));
    }

    fn csi_dispatch(&mut self, params: &Params, between: &[u8], ignored: bool, last: char) {
        // Of moves and pens the kind is enough; modes and what is wiped are told by number.
        let figures: Vec<String> = params.iter().flatten().map(ToString::to_string).collect();
        let figures = if "mHCDABG".contains(last) { String::new() } else { figures.join(";") };
        let too_long = if ignored { " too long" } else { "" };
        self.all.insert(format!("CSI {}{figures}{last}{too_long}", String::from_utf8_lossy(between)));
    }

    fn esc_dispatch(&mut self, between: &[u8], _: bool, byte: u8) {
        self.all.insert(format!("ESC {between:?} {byte:#04x}"));
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        self.all.insert(format!("OSC {params:?}"));
    }

    fn hook(&mut self, _: &Params, _: &[u8], _: bool, last: char) {
        self.all.insert(format!("DCS {last}"));
    }
}

/// All of it up to the end of the screen; what is printed behind is the shell's.
fn told(tty: &Tty) -> BTreeSet<String> {
    let bytes = tty.bytes();
    let end = bytes.windows(8).rposition(|eight| eight == b"\x1b[?1049l").unwrap();
    let mut told = Told::default();
    Parser::new().advance(&mut told, &bytes[..end + 8]);
    told.all
}

/// Back by a column, pens, moves, wiping all, and the three modes; of these no terminal fails to know any.
const KNOWN: [&str; 11] = [
    "0x08",
    "CSI m",
    "CSI H",
    "CSI C",
    "CSI D",
    "CSI 2J",
    "CSI ?1049h",
    "CSI ?1049l",
    "CSI ?2004h",
    "CSI ?2004l",
    "CSI ?25l",
];

#[test]
fn on_no_screen_anything_is_sent_but_text_and_what_every_terminal_knows() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut runs = Vec::new();
    let mut tty = Tty::run(&home, &["drill", &book]);
    tty.sees("Briefing").types("1").sees("Find what grows");
    // By its number Esc is Esc, whatever follows it.
    let esc = "\x1b[27u";
    let wipes = |screen: &Screen| screen.bytes.windows(4).filter(|four| four == b"\x1b[2J").count();
    for key in ["2", "3", "4", "5", "6", "1", "?", esc, "!", "1", "j", "k", "\t", "\x1b[6~", "\x1b[5~", ":no", esc] {
        // The key is drawn, and then all of it is.
        let so_far = tty.now(wipes);
        tty.types(key).types("\x0c").until("all of the screen", |screen| wipes(screen) > so_far);
    }
    tty.types("1").types("n").types("网络 a\u{301}✓\r").sees("note: 网络");
    tty.types(" ").sees("[x] Largest").resize(60, 18).sees("[x] Largest").resize(20, 5).sees("Needs");
    tty.resize(200, 50).sees("[x] Largest").types("q").sees("leave").types("1");
    runs.push(tty);
    let mut tty = Tty::run(&home, &["--lang", "zh-CN"]);
    tty.sees("内置").types("mes").sees("mes").types("\x1b[B").types("\x0c").types("\x1b").types("\x1b");
    runs.push(tty);
    for mut tty in runs {
        assert_eq!(tty.ends().code, 0, "{}", tty.text());
        let more: Vec<String> =
            told(&tty).into_iter().filter(|told| !KNOWN.contains(&told.as_str()) && told != "CSI ?25h").collect();
        assert!(more.is_empty(), "{more:?}");
    }
}

/// Bytes sent so far.
fn sent(tty: &Tty) -> usize {
    tty.now(|screen| screen.bytes.len())
}

#[test]
fn where_nothing_changes_nothing_is_sent_and_a_second_costs_a_few_bytes_for_each_place_where_it_is_seen() {
    let homes = [Home::new(), Home::new(), Home::new()];
    let book = short_book(&homes[1]).display().to_string();
    let quick = homes[2].file("book.json", QUICK).display().to_string();
    let mut library = Tty::run(&homes[0], &[]);
    let mut briefing = Tty::run(&homes[1], &["drill", &book]);
    let mut run = Tty::run(&homes[2], &["incident", &quick]);
    library.until("all of the library", |screen| {
        let text = screen.emulator.screen().contents();
        text.contains("Bundled (") && !text.contains("reading, ")
    });
    briefing.sees("Briefing").sees("saved");
    // Whatever else was to be seen is through with a tick.
    run.sees("First").sees("saved");
    tick([&mut run, &mut briefing]);
    // The clock of the session, the time of day, the step in the plan, the step itself.
    let places = 4;
    let quiet = sent(&library);
    let mut costs = [Vec::new(), Vec::new()];
    for _ in 0..3 {
        let before = [sent(&run), sent(&briefing)];
        tick([&mut run, &mut briefing]);
        costs[0].push(sent(&run) - before[0]);
        costs[1].push(sent(&briefing) - before[1]);
    }
    // The middle one: now and then a second changes more than one figure.
    let [of_run, of_briefing] = costs.map(|mut costs| {
        costs.sort_unstable();
        costs[1]
    });
    assert!(of_briefing <= 10, "{of_briefing}");
    assert!(of_run <= 8 * places, "{of_run} bytes for {places} places:\n{}", run.text());
    assert_eq!(sent(&library), quiet, "{:?}", String::from_utf8_lossy(&library.bytes()[quiet..]));
    library.types("\x1b");
    assert_eq!(library.ends().code, 0);
}

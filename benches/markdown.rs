//! How Markdown pages are read: how many load, how long it takes, how many of their words are kept and kept in order,
//! which fences are taken as commands, and, where a page has its steps beside it, how many of them are found.
//!
//! `cargo bench --bench markdown -- FOLDER…`; without a folder the pages of the tests. Bound: 50 ms a page.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::cast_precision_loss, missing_docs, dead_code)]

#[path = "../tests/markdown/score.rs"]
mod score;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use runsheet::runbook::format::{Reading, read};

use score::{Score, body, kept, labelled, recognised, scores};

#[derive(Default)]
struct Tally {
    pages: usize,
    loaded: usize,
    silent: usize,
    words: usize,
    kept: usize,
    in_order: usize,
    times: Vec<(Duration, PathBuf)>,
    /// By language: fences, and those all of whose lines are commands.
    fences: BTreeMap<String, (usize, usize)>,
    steps: Score,
    commands: Score,
}

fn main() {
    let mut folders: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).map(Into::into).collect();
    if folders.is_empty() {
        folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown"));
    }
    for folder in folders {
        let mut tally = Tally::default();
        pages(&folder, &mut |page| tally.page(page));
        tally.print(&folder);
    }
}

fn pages(folder: &Path, each: &mut dyn FnMut(&Path)) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            pages(&path, each);
        } else if path.extension().is_some_and(|ending| ending == "md" || ending == "markdown") {
            each(&path);
        }
    }
}

impl Tally {
    fn page(&mut self, page: &Path) {
        let bytes = std::fs::read(page).unwrap();
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        let begun = Instant::now();
        let reading = read(&name, &bytes);
        self.times.push((begun.elapsed(), page.to_owned()));
        self.pages += 1;
        if reading.errors().next().is_some() {
            println!("{}: {:?}", page.display(), reading.errors().next());
        } else {
            self.loaded += 1;
        }
        self.silent += usize::from(reading.runbook.is_none());
        let text = String::from_utf8_lossy(&bytes).into_owned();
        self.count_words(&body(&text), &kept(&reading));
        self.count_fences(&text, &reading);
        if page.with_extension("steps").is_file() {
            let (steps, commands) = scores(&labelled(page), &recognised(&reading));
            if steps.f1() < 1.0 || commands.f1() < 1.0 {
                println!("{}: {}; {}", page.display(), steps.told("steps"), commands.told("commands"));
            }
            self.steps.add(steps);
            self.commands.add(commands);
        }
    }

    fn count_words(&mut self, wanted: &[String], kept: &[String]) {
        /// How far behind a word the next one is looked for: what is said twice stands between them.
        const FAR: usize = 600;
        self.words += wanted.len();
        let mut left: HashMap<&str, usize> = HashMap::new();
        for word in kept {
            *left.entry(word).or_default() += 1;
        }
        let mut at = 0;
        for word in wanted {
            if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
                *count -= 1;
                self.kept += 1;
            }
            if let Some(found) = kept.iter().skip(at).take(FAR).position(|other| other == word) {
                at += found + 1;
                self.in_order += 1;
            }
        }
    }

    fn count_fences(&mut self, text: &str, reading: &Reading) {
        let tidy = |code: &str| code.split_whitespace().filter(|word| *word != "$").collect::<Vec<_>>().join(" ");
        let steps = recognised(reading);
        let runs: String = steps.iter().flat_map(|step| &step.commands).map(|run| tidy(run) + "\n").collect();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let bare = line.trim_start_matches([' ', '>', '-', '*']);
            let Some(mark) = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark)) else { continue };
            let language = bare.trim_start_matches(['`', '~']).split_whitespace().next().unwrap_or("(none)").to_owned();
            let inside = lines.by_ref().take_while(|line| !line.trim_start_matches([' ', '>']).starts_with(mark));
            let code = tidy(&inside.map(|line| line.trim_start_matches([' ', '>'])).collect::<Vec<_>>().join("\n"));
            let (fences, taken) = self.fences.entry(language).or_default();
            *fences += 1;
            *taken += usize::from(!code.is_empty() && runs.contains(&code));
        }
    }

    fn print(mut self, folder: &Path) {
        let share = |part: usize, whole: usize| if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 };
        println!("{}", folder.display());
        println!("  pages {}, loaded {}, without a procedure {}", self.pages, self.loaded, self.silent);
        self.times.sort();
        let at =
            |percent: usize| self.times.get((self.times.len() * percent / 100).min(self.times.len().saturating_sub(1)));
        let ms = |percent: usize| at(percent).map_or(0.0, |(time, _)| time.as_secs_f64() * 1000.0);
        println!("  a page takes {:.2} ms (p50), {:.2} ms (p99), {:.2} ms (max)", ms(50), ms(99), ms(100));
        println!(
            "  of {} words {:.3} % are kept, at least {:.3} % in order",
            self.words,
            share(self.kept, self.words),
            share(self.in_order, self.words)
        );
        for (language, (fences, taken)) in &self.fences {
            println!("  {language:>14}: {taken} of {fences} fences are commands as a whole");
        }
        if self.steps.wanted > 0 {
            println!("  {}\n  {}", self.steps.told("steps"), self.commands.told("commands"));
        }
    }
}

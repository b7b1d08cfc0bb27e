//! Pages as people write them, each with the steps and commands a reader would find in it, against what is recognised.
//!
//! Beside every `NAME.md` stands `NAME.steps`: a line `- title` for each step (its first words are enough), below it a
//! line `  $ command` for each command, its further lines as `  | line`.

use std::fs;
use std::path::{Path, PathBuf};

use runsheet::runbook::format::{Reading, read};

use self::score::{Score, body, common, kept, labelled, recognised, scores};

mod score;

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    pages.sort();
    pages
}

fn name(page: &Path) -> String {
    page.file_name().unwrap().to_string_lossy().into_owned()
}

fn reading(page: &Path) -> Reading {
    read(&name(page), &fs::read(page).unwrap())
}

#[test]
fn steps_and_commands_are_found_where_people_find_them() {
    let (mut steps, mut commands) = (Score::default(), Score::default());
    let mut report = String::new();
    for page in pages() {
        let (wanted, found) = (labelled(&page), recognised(&reading(&page)));
        let (own_steps, own_commands) = scores(&wanted, &found);
        if own_steps.f1() < 1.0 || own_commands.f1() < 1.0 {
            report += &format!("{}:\n  wanted {wanted:#?}\n  found {found:#?}\n", name(&page));
        }
        steps.add(own_steps);
        commands.add(own_commands);
    }
    report += &format!("{} pages\n{}\n{}", pages().len(), steps.told("steps"), commands.told("commands"));
    assert!(pages().len() >= 40, "{report}");
    assert!(steps.f1() >= 0.95 && steps.precision() >= 0.95 && steps.recall() >= 0.95, "{report}");
    assert!(commands.f1() >= 0.95 && commands.precision() >= 0.95 && commands.recall() >= 0.95, "{report}");
}

#[test]
fn every_word_of_a_page_is_kept_in_its_order() {
    for page in pages() {
        let (wanted, kept) = (body(&fs::read_to_string(&page).unwrap()), kept(&reading(&page)));
        let both = common(&wanted, &kept, |a, b| a == b);
        assert!(both == wanted.len(), "{}: {both} of {} words\n{kept:?}\n{wanted:?}", page.display(), wanted.len());
    }
}

#[test]
fn every_page_loads_and_pages_without_steps_say_so() {
    for page in pages() {
        let reading = reading(&page);
        assert_eq!(reading.errors().count(), 0, "{}: {:#?}", page.display(), reading.faults);
        let silent = labelled(&page).is_empty();
        assert_eq!(reading.runbook.is_none(), silent, "{}", page.display());
        assert_eq!(reading.faults.iter().any(|fault| fault.code() == "no-procedure"), silent, "{}", page.display());
        assert!(reading.recognised.is_some());
    }
}

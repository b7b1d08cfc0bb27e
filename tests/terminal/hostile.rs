//! What somebody who means harm wrote, in a real terminal; and who may read what the program leaves.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;

use super::pty::{Tty, bare, short_book};
use crate::fuzz::mutate::HOSTILE;
use crate::support::{Home, SHORT};

/// The folder and everything in it.
fn with_all_below(folder: &Path) -> Vec<PathBuf> {
    let mut all = vec![folder.to_owned()];
    let mut at = 0;
    while let Some(path) = all.get(at).cloned() {
        if path.is_dir() {
            all.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        }
        at += 1;
    }
    all
}

#[test]
fn whatever_the_umask_only_the_user_reads_what_is_made() {
    for umask in ["000", "077"] {
        let home = Home::new();
        let book = short_book(&home).display().to_string();
        let mut command = CommandBuilder::new("sh");
        command.args([
            "-c",
            &format!("umask {umask}; exec \"$0\" incident \"$1\""),
            env!("CARGO_BIN_EXE_runsheet"),
            &book,
        ]);
        bare(&mut command, &home);
        let mut tty = Tty::start(&command, 80, 24);
        tty.sees("Find what grows").types(" ").sees("[x] Largest folder known").sees("saved");
        tty.types("q").sees("leave").types("1");
        assert_eq!(tty.ends().code, 0, "{}", tty.text());
        let all = with_all_below(&home.sessions());
        assert!(all.len() >= 4, "the folders, the journal, the lock: {all:?}");
        for path in all {
            let mode = fs::symlink_metadata(&path).unwrap().permissions().mode() & 0o7777;
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode, wanted, "umask {umask}: {}", path.display());
        }
    }
}

/// What of a stream a terminal would obey and the program has no reason to send.
fn foreign(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let hidden = text.chars().find(|sign| {
        matches!(sign, '\u{7}' | '\u{8}' | '\u{7f}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    });
    // Neither titles, clipboard nor device strings: only what draws and sets modes.
    let sequence = regex::Regex::new(r"\x1b[\]P_^X]").unwrap().find(&text).map(|found| found.as_str().to_owned());
    hidden.map(|sign| format!("U+{:04X}", u32::from(sign))).or(sequence)
}

#[test]
fn nothing_hostile_in_a_plan_a_name_or_a_note_reaches_the_terminal_raw() {
    for (at, text) in HOSTILE.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        let home = Home::new();
        // A title of several lines is refused before there is a screen.
        let line: String = text.replace(['\n', '\r'], "").chars().take(60).collect();
        let quoted = serde_json::to_string(&format!("x{line}")).unwrap();
        let plan = SHORT
            .replace("\"Disk full on the file server\"", &quoted)
            .replace("\"Find what grows\"", &quoted)
            .replace("\"Largest folder known\"", &quoted)
            .replace("\"Lead\"", &quoted);
        let book = home.file("book.json", plan).display().to_string();
        let command = super::pty::program(&home, &["incident", &book, "--as", "we\u{1b}]0;x\u{7}\u{202e}i"]);
        let mut tty = Tty::start(&command, 80, 24);
        tty.sees("INCIDENT").types("4").types("6").types("2").types("3").types("1").types("q").sees("leave").types("1");
        assert_eq!(tty.ends().code, 0, "{at}: {}", tty.text());
        assert!(tty.is_given_back());
        let bytes = tty.bytes();
        assert_eq!(foreign(&bytes), None, "{text:?}: {}", String::from_utf8_lossy(&bytes).escape_debug());
    }
}

//! What a terminal is sent: colours, and signs it can show.

use super::pty::{Tty, program, short_book};
use crate::support::Home;

/// An incident that is looked at and left, under these flags and this environment; everything that was sent.
fn sent(home: &Home, flags: &[&str], env: &[(&str, &str)]) -> Vec<u8> {
    let book = short_book(home).display().to_string();
    let mut command = program(home, &[&["incident", &book], flags].concat());
    for (name, value) in env {
        command.env(name, value);
    }
    let mut tty = Tty::start(&command, 80, 24);
    tty.sees(">[ ] Largest folder known").types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    tty.bytes()
}

/// Every code a sequence of colours and marks holds.
fn codes(bytes: &[u8]) -> Vec<u16> {
    let sent = String::from_utf8_lossy(bytes);
    let sequence = regex::Regex::new("\x1b\\[([0-9;:]*)m").unwrap();
    let all = sequence.captures_iter(&sent).flat_map(|found| {
        let codes: Vec<u16> = found[1].split([';', ':']).filter_map(|code| code.parse().ok()).collect();
        codes
    });
    all.collect()
}

fn has_colour(bytes: &[u8]) -> bool {
    codes(bytes).iter().any(|code| matches!(code, 30..=38 | 40..=48 | 90..=107))
}

#[test]
fn every_theme_sends_only_the_sixteen_colours_and_mono_none() {
    for theme in ["dark", "light", "mono", "high-contrast"] {
        let home = Home::new();
        let bytes = sent(&home, &["--theme", theme], &[]);
        assert!(!codes(&bytes).iter().any(|code| matches!(code, 38 | 48)), "{theme}: more than sixteen colours");
        assert_eq!(has_colour(&bytes), theme != "mono", "{theme}");
        assert_eq!(codes(&bytes).contains(&2), theme != "high-contrast", "{theme}: dim");
    }
}

#[test]
fn colours_are_sent_or_not_by_flag_configuration_and_environment() {
    assert!(!has_colour(&sent(&Home::new(), &[], &[("NO_COLOR", "1")])));
    assert!(has_colour(&sent(&Home::new(), &[], &[("NO_COLOR", "")])));
    assert!(has_colour(&sent(&Home::new(), &["--color", "always"], &[("NO_COLOR", "1")])));
    assert!(!has_colour(&sent(&Home::new(), &["--color", "never", "--theme", "light"], &[("CLICOLOR_FORCE", "1")])));
    let home = Home::new();
    home.file(".config/runsheet/config.json", r#"{"color": "never"}"#);
    assert!(!has_colour(&sent(&home, &[], &[])));
}

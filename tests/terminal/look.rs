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

/// A runbook in Chinese.
fn chinese_book(home: &Home) -> String {
    let text = crate::support::SHORT
        .replace("Disk full on the file server", "文件服务器磁盘已满")
        .replace("Find what grows", "查找增长的目录")
        .replace("Largest folder known", "已找到最大的目录");
    home.file("disk-full.json", text).display().to_string()
}

#[test]
fn in_a_locale_that_is_not_utf_8_only_ascii_is_sent_and_columns_stay_in_line() {
    for env in [&[("LANG", "C")][..], &[("LANG", "")], &[("LC_ALL", "zh_CN.GB18030")]] {
        let home = Home::new();
        let book = chinese_book(&home);
        let mut command = program(&home, &["incident", &book, "--lang", "zh-CN", "--borders", "unicode"]);
        for (name, value) in env {
            command.env(name, value);
        }
        let mut tty = Tty::start(&command, 80, 24);
        tty.sees("INCIDENT").sees(">[ ] ????????????????").sees("The locale is not UTF-8").sees("LC_ALL=C.UTF-8");
        tty.now(|screen| {
            let rows: Vec<String> = screen.emulator.screen().rows(0, 80).collect();
            let panes = rows.iter().position(|row| row.starts_with("-----")).unwrap();
            let foot = rows.iter().rposition(|row| row.starts_with("-----")).unwrap();
            assert!(foot > panes + 5, "{rows:#?}");
            for row in &rows[panes + 1..foot] {
                assert_eq!(row.as_bytes().get(28), Some(&b'|'), "{rows:#?}");
            }
            assert!(rows[0].starts_with(" INCIDENT  ??????????????????"), "{rows:#?}");
        });
        // It is told once, and what is written down keeps its letters.
        tty.types(" ")
            .sees("[x] ????")
            .until("the keys", |screen| !screen.emulator.screen().contents().contains("UTF-8"));
        tty.types("q").sees("leave").types("1");
        assert_eq!(tty.ends().code, 0, "{}", tty.text());
        tty.sees_at_the_end("runsheet --lang zh-CN --borders unicode resume");
        let bytes = tty.bytes();
        assert!(bytes.is_ascii(), "{}", String::from_utf8_lossy(&bytes).escape_debug());
        assert!(home.session().book().title.contains("磁盘已满"));
        assert!(home.beside("journal.jsonl").contains("已找到最大的目录"));
        assert!(home.beside("report.md").contains("真实事件"), "the report is in the language that was asked for");
    }
}

#[test]
fn a_locale_that_hides_nothing_is_not_told() {
    let sent = sent(&Home::new(), &[], &[("LANG", "C")]);
    assert!(!String::from_utf8_lossy(&sent).contains("UTF-8"));
}

#[test]
fn what_is_printed_to_a_terminal_is_ascii_there_and_data_is_not() {
    let home = Home::new();
    let book = chinese_book(&home);
    let ran = |args: &[&str]| {
        let mut command = program(&home, args);
        command.env("LANG", "C");
        let mut tty = Tty::start(&command, 80, 24);
        tty.ends();
        tty.bytes()
    };
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("INCIDENT").sees("saved").types("q").sees("leave").types("1").ends();
    let listed = ran(&["sessions"]);
    assert!(listed.is_ascii() && String::from_utf8_lossy(&listed).contains("??????????"), "{listed:?}");
    assert!(ran(&["check", "没有"]).is_ascii());
    assert!(String::from_utf8(ran(&["sessions", "--json"])).unwrap().contains("磁盘已满"));
}

#[test]
fn lines_are_drawn_with_box_drawing_signs_by_choice() {
    let home = Home::new();
    assert!(sent(&home, &[], &[]).is_ascii());
    let home = Home::new();
    home.file(".config/runsheet/config.json", r#"{"borders": "unicode"}"#);
    let text = String::from_utf8(sent(&home, &[], &[])).unwrap();
    assert!("─│┬┴".chars().all(|sign| text.contains(sign)), "{text}");
    let home = Home::new();
    home.file(".config/runsheet/config.json", r#"{"borders": "unicode"}"#);
    assert!(sent(&home, &["--borders", "ascii"], &[]).is_ascii());
}

/// The names a window was given, in their order.
fn titles(bytes: &[u8]) -> Vec<String> {
    let sent = String::from_utf8_lossy(bytes);
    let title = regex::Regex::new("\x1b\\][02];([^\x07\x1b]*)\x07").unwrap();
    title.captures_iter(&sent).map(|found| found[1].to_owned()).collect()
}

#[test]
fn the_window_is_named_by_choice_and_gets_its_old_name_back() {
    let home = Home::new();
    assert!(titles(&sent(&home, &[], &[])).is_empty(), "nobody asked for it");
    let home = Home::new();
    home.file(".config/runsheet/config.json", r#"{"title": true}"#);
    let bytes = sent(&home, &[], &[]);
    // Once, however many frames there were.
    assert_eq!(titles(&bytes), ["INCIDENT 1.1 Find what grows - runsheet"]);
    let text = String::from_utf8_lossy(&bytes);
    let (kept, given_back) = (text.find("\x1b[22;2t").unwrap(), text.find("\x1b[23;2t").unwrap());
    assert!(kept < text.find("\x1b]0;").unwrap() && given_back > text.rfind("\x1b]0;").unwrap());
}

#[test]
fn the_old_name_of_the_window_is_kept_once_however_often_the_program_is_continued() {
    let home = Home::new();
    home.file(".config/runsheet/config.json", r#"{"title": true}"#);
    let book = home.file("book.json", crate::support::SHORT).display().to_string();
    let mut tty = Tty::start(&program(&home, &["incident", &book]), 80, 24);
    tty.sees("Largest folder known").signal(rustix::process::Signal::CONT);
    // Every time it is continued it takes the other screen anew.
    let taken = |bytes: &[u8]| String::from_utf8_lossy(bytes).matches("\x1b[?1049h").count();
    tty.until("it takes the terminal again", |screen| taken(&screen.bytes) == 2).types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    let bytes = tty.bytes();
    let count = |sequence| String::from_utf8_lossy(&bytes).matches(sequence).count();
    assert_eq!((count("\x1b[22;2t"), count("\x1b[23;2t")), (1, 1));
}

#[test]
fn a_runbook_names_the_window_with_text_alone() {
    let home = Home::new();
    home.file(".config/runsheet/config.json", r#"{"title": true}"#);
    let long = "grows ".repeat(20);
    let text = crate::support::SHORT
        .replace("Find what grows", &format!("Find\\u001b]0;owned\\u0007\\u009b2J\\u202e 重启 {long}"));
    let book = home.file("hostile.json", text).display().to_string();
    for (locale, unicode) in [("C.UTF-8", true), ("C", false)] {
        let mut command = program(&home, &["walk", &book]);
        command.env("LANG", locale);
        let mut tty = Tty::start(&command, 80, 24);
        tty.sees("Largest folder known").types("q").sees("leave").types("1");
        tty.ends();
        let titles = titles(&tty.bytes());
        let title = &titles[0];
        assert!(title.contains("^[]0;owned^G<U+009B>2J<U+202E>") && title.ends_with("~ - runsheet"), "{title}");
        assert_eq!((title.contains("重启"), title.is_ascii()), (unicode, !unicode));
        assert!(unicode_width::UnicodeWidthStr::width(title.as_str()) <= 80, "{title}");
    }
}

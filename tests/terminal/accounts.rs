//! Several people: on one login, and on several accounts of one machine.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::Command;

use portable_pty::CommandBuilder;

use super::pty::{Tty, bare, program};
use crate::support::{Home, SHORT};

#[test]
fn who_types_on_a_login_of_many_is_asked_once_and_stands_on_every_line() {
    let home = Home::new();
    let book = home.file("book.json", SHORT).display().to_string();
    let mut command = program(&home, &["incident", &book]);
    command.env("USER", "root");
    let mut tty = Tty::start(&command, 80, 24);
    tty.sees("root is a login that several people use")
        .types("Mei\r")
        .sees("you Mei")
        .types("q")
        .sees("leave")
        .types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    assert!(tty.text().contains("--as Mei resume"), "{}", tty.text());
    assert!(home.session().log().iter().all(|row| row.entry.who.0 == "Mei" || row.entry.who.is_program()));

    let mut command = program(&home, &["--as", "Hao", "resume"]);
    command.env("USER", "root");
    let mut tty = Tty::start(&command, 80, 24);
    tty.sees("you Hao").types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "whoever says it beforehand is not asked: {}", tty.text());
}

/// The program as the account `uid` of the group 4000 runs it, in a home of its own.
pub fn account(home: &Home, uid: u32, args: &[&str]) -> CommandBuilder {
    let own = home.path().join(format!("home-{uid}"));
    let config = own.join(".config/runsheet");
    fs::create_dir_all(&config).unwrap();
    let group = serde_json::json!({ "group": home.path().join("oncall") });
    fs::write(config.join("config.json"), group.to_string()).unwrap();
    for path in [&own, &own.join(".config"), &config, &config.join("config.json")] {
        chown(path, Some(uid), Some(uid)).unwrap();
    }
    let mut command = CommandBuilder::new("setpriv");
    let id = uid.to_string();
    command.args(["--reuid", &id, "--regid", &id, "--groups", "4000", env!("CARGO_BIN_EXE_runsheet")]);
    command.args(args);
    bare(&mut command, home);
    command.env_remove("RUNSHEET_HOME");
    command.cwd(&own);
    command.env("HOME", &own);
    command.env("USER", format!("user{uid}"));
    command
}

#[test]
fn accounts_of_one_group_join_each_other_by_number() {
    let can = |path: &str| Command::new("setpriv").args(["--reuid", "4001", "test", "-x", path]).status();
    let may = rustix::process::geteuid().is_root();
    if !may || !can(env!("CARGO_BIN_EXE_runsheet")).is_ok_and(|status| status.success()) {
        let _ = writeln!(std::io::stderr(), "skipped: needs root, setpriv, and a program other accounts can run");
        return;
    }
    let home = Home::new();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let book = home.file("book.json", SHORT);
    fs::set_permissions(&book, fs::Permissions::from_mode(0o644)).unwrap();
    let group = home.path().join("oncall");
    fs::create_dir(&group).unwrap();
    chown(&group, Some(0), Some(4000)).unwrap();
    fs::set_permissions(&group, fs::Permissions::from_mode(0o2770)).unwrap();

    let mut first = Tty::start(&account(&home, 4001, &["incident", &book.display().to_string()]), 80, 24);
    first.sees("you user4001").types("n").types("from the first\r").sees("saved");
    let mut second = Tty::start(&account(&home, 4002, &["join", "1"]), 80, 24);
    second.sees("you user4002").types("6").sees("from the first");
    second.types("n").types("from the second\r").sees("saved");
    first.types("6").sees("from the second");
    second.types("q").sees("leave").types("1");
    assert_eq!(second.ends().code, 0, "{}", second.text());
    first.types("q").sees("leave").types("1");
    assert_eq!(first.ends().code, 0, "{}", first.text());

    let session = fs::read_dir(&group).unwrap().map(|entry| entry.unwrap().path());
    let session = session.filter(|path| path.join("journal.jsonl").exists()).last().unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!((mode(&session), mode(&session.join("journal.jsonl"))), (0o2770, 0o660));
    assert_eq!(mode(&session.join("report.md")), 0o660);
    // An account outside the group sees nothing of it.
    let other = Command::new("setpriv")
        .args(["--reuid", "4003", "--regid", "4003", "--clear-groups", "ls"])
        .arg(&group)
        .output()
        .unwrap();
    assert!(!other.status.success());
}

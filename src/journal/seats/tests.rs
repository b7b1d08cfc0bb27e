//! Seats: taken, left, left behind, planted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::cell::Cell;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::super::Plant;
use super::*;

fn me(person: &str) -> Seated {
    Seated {
        seat: String::new(),
        pid: std::process::id(),
        person: person.to_owned(),
        host: "bastion".to_owned(),
        watching: false,
    }
}

/// Names in order: the first is ...01.
fn names(from: usize) -> impl Fn() -> String {
    let next = Cell::new(from);
    move || {
        let number = next.get();
        next.set(number + 1);
        format!("{number:026}")
    }
}

fn people(dir: &Path) -> Vec<String> {
    seats(&[dir]).into_iter().map(|seated| seated.person).collect()
}

#[test]
fn everybody_on_a_session_is_listed_until_they_leave() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(seats(&[dir.path()]), []);
    let first = Seat::take(dir.path(), &me("Li \u{1b}[31mWei"), names(1)).unwrap();
    let second = Seat::take(dir.path(), &Seated { watching: true, ..me("wang") }, names(2)).unwrap();
    let all = seats(&[dir.path()]);
    assert_eq!(all[0], Seated { seat: first.name().to_owned(), ..me("Li \u{1b}[31mWei") });
    assert_eq!((all[1].person.as_str(), all[1].watching), ("wang", true));
    let bytes = fs::read(dir.path().join(HERE).join(first.name())).unwrap();
    assert!(!bytes.contains(&0x1b), "a seat may be read with cat");
    drop(first);
    assert_eq!(people(dir.path()), ["wang"]);
    drop(second);
    assert_eq!(fs::read_dir(dir.path().join(HERE)).unwrap().count(), 0, "nothing stays behind");
}

#[test]
fn a_seat_that_was_left_behind_is_not_listed_and_is_cleared_away() {
    let dir = tempfile::tempdir().unwrap();
    drop(Seat::take(dir.path(), &me("li"), names(1)).unwrap());
    let left = dir.path().join(HERE).join(names(7)());
    fs::write(&left, serde_json::to_string(&me("killed")).unwrap()).unwrap();
    let kept = dir.path().join(HERE).join("something else");
    fs::write(&kept, "").unwrap();
    assert_eq!(seats(&[dir.path()]), []);
    assert!(!left.exists() && kept.exists());
}

#[test]
fn nobody_else_can_read_or_write_a_seat() {
    let dir = tempfile::tempdir().unwrap();
    let seat = Seat::take(dir.path(), &me("li"), names(1)).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(&dir.path().join(HERE)), 0o700);
    assert_eq!(mode(&dir.path().join(HERE).join(seat.name())), 0o600);
}

#[test]
fn a_fresh_file_that_a_lister_holds_or_clears_away_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path().join(HERE);
    drop(Seat::take(dir.path(), &me("li"), names(90)).unwrap());
    // Listers stand between the making of a file and its lock; a thread of them tries to hit that moment.
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                drop(seats(&[dir.path()]));
            }
        });
        for number in 0..200 {
            let seat = Seat::take(dir.path(), &me("li"), names(1000 * (number + 1))).unwrap();
            assert!(here.join(seat.name()).exists(), "seat {number} was cleared away");
            assert_eq!(people(dir.path()), ["li"]);
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn what_is_planted_is_refused_and_its_target_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("target");
    fs::create_dir(&target).unwrap();
    std::os::unix::fs::symlink(&target, dir.path().join(HERE)).unwrap();
    let error = Seat::take(dir.path(), &me("li"), names(1)).unwrap_err();
    assert_eq!(Plant::behind(&error), Some(Plant::Symlink));
    assert_eq!(seats(&[dir.path()]), []);
    assert_eq!(fs::read_dir(&target).unwrap().count(), 0);

    fs::remove_file(dir.path().join(HERE)).unwrap();
    fs::create_dir(dir.path().join(HERE)).unwrap();
    let precious = dir.path().join("precious");
    fs::write(&precious, "precious").unwrap();
    std::os::unix::fs::symlink(&precious, dir.path().join(HERE).join(names(1)())).unwrap();
    assert!(Seat::take(dir.path(), &me("li"), names(1)).is_err());
    assert_eq!(seats(&[dir.path()]), []);
    assert_eq!(fs::read(&precious).unwrap(), b"precious");
}

#[test]
fn a_seat_that_says_nothing_sensible_is_not_listed() {
    let dir = tempfile::tempdir().unwrap();
    let seat = Seat::take(dir.path(), &me("li"), names(1)).unwrap();
    fs::write(dir.path().join(HERE).join(seat.name()), "x".repeat(10_000)).unwrap();
    assert_eq!(seats(&[dir.path()]), []);
}

#[test]
fn a_seat_that_is_being_taken_is_not_cleared_away() {
    let dir = tempfile::tempdir().unwrap();
    drop(Seat::take(dir.path(), &me("li"), names(1)).unwrap());
    // Made, and not locked and written to yet.
    let fresh = dir.path().join(HERE).join(names(2)());
    fs::write(&fresh, "").unwrap();
    assert_eq!(seats(&[dir.path()]), []);
    assert!(fresh.exists());
}

#[test]
fn the_lock_and_not_the_file_says_which_process_sits_there() {
    let dir = tempfile::tempdir().unwrap();
    let seat = Seat::take(dir.path(), &Seated { pid: 1, ..me("li") }, names(1)).unwrap();
    let taken = taken_seats(&[dir.path()]).remove(0);
    assert_eq!((taken.seated.pid, taken.holder()), (1, Some(std::process::id())));
    assert!(taken.is_of_this_account() && !taken.is_left());
    drop(seat);
    assert!(taken.is_left());
    assert_eq!(taken.holder(), None);
    assert!(!taken.is_of_this_account(), "a seat that has no name any more is nobody's");
}

#[test]
fn a_planted_seat_that_nobody_has_locked_is_nobody_s() {
    let dir = tempfile::tempdir().unwrap();
    drop(Seat::take(dir.path(), &me("li"), names(1)).unwrap());
    let planted = dir.path().join(HERE).join(names(2)());
    fs::write(&planted, serde_json::to_string(&me("li")).unwrap()).unwrap();
    assert!(taken_seats(&[dir.path()]).is_empty());
}

#[test]
fn a_seat_that_is_another_file_by_a_second_name_is_not_this_account_s() {
    let dir = tempfile::tempdir().unwrap();
    drop(Seat::take(dir.path(), &me("li"), names(1)).unwrap());
    let elsewhere = dir.path().join("lock of something else");
    fs::write(&elsewhere, serde_json::to_string(&me("li")).unwrap()).unwrap();
    let holder = File::open(&elsewhere).unwrap();
    rustix::fs::flock(&holder, FlockOperation::LockExclusive).unwrap();
    fs::hard_link(&elsewhere, dir.path().join(HERE).join(names(2)())).unwrap();
    let taken = taken_seats(&[dir.path()]).remove(0);
    assert!(taken.holder().is_some() && !taken.is_of_this_account());
}

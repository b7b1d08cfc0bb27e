//! Real file systems that are full, read-only, sick beneath, or cut off. Needs root for its mounts.
//!
//! Every mount stands below one temporary folder and is taken away again, at the latest with the name space.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use runsheet::journal::{Journal, Ladder, Shelf};

use crate::command;
use crate::table::{Figures, Table};
use crate::writers::{Running, SID, Tally, append, begin, has};

/// A mount that goes with its value.
struct Mount {
    at: PathBuf,
}

impl Mount {
    fn new(what: &Path, at: &Path, options: &[&str]) -> io::Result<Self> {
        fs::create_dir_all(at)?;
        let mut mount = Command::new("mount");
        mount.args(options).arg(what).arg(at);
        quiet(&mut mount)?;
        Ok(Self { at: at.to_owned() })
    }

    fn tmpfs(at: &Path, size: &str) -> io::Result<Self> {
        Self::new(Path::new("tmpfs"), at, &["-t", "tmpfs", "-o", &format!("size={size},mode=0700")])
    }

    /// Gives it this much room.
    fn grow(&self, size: &str) -> io::Result<()> {
        quiet(Command::new("mount").args(["-o", &format!("remount,size={size}")]).arg(&self.at))
    }

    /// A file system in a file; its loop device goes with the mount.
    fn image(image: &Path, at: &Path) -> io::Result<Self> {
        Self::new(image, at, &["-o", "loop"])
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let mut umount = Command::new("umount");
        if quiet(umount.arg(&self.at)).is_err() {
            let _ = quiet(Command::new("umount").arg("-l").arg(&self.at));
        }
    }
}

fn quiet(command: &mut Command) -> io::Result<()> {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("{}: {status}", command.get_program().display())))
    }
}

pub fn run(table: &mut Table, may_mount: bool, ext4: usize, xfs: usize) {
    let full = "tmpfs full, freed later";
    let fall = "tmpfs full, on below, and home again";
    let read_only = "read-only folder";
    let gate = "a loop device that fails to sync";
    let cuts = [("ext4", "mkfs.ext4", ext4, "64M"), ("xfs", "mkfs.xfs", xfs, "320M")];
    if !may_mount {
        for name in [full, fall, read_only, gate, "power cuts on ext4", "power cuts on xfs"] {
            table.skipped(name, "needs root and unshare");
        }
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut tried = |name: &str, test: &dyn Fn(&mut Table) -> io::Result<()>| {
        if let Err(error) = test(table) {
            table.broke(name, &error.to_string());
        }
    };
    tried(full, &|table| fill_and_free(table, full, dir.path()));
    tried(fall, &|table| fall_and_climb(table, fall, dir.path()));
    tried(read_only, &|table| refuse(table, read_only, dir.path()));
    if has("mkfs.ext4") {
        tried(gate, &|table| sick_below(table, gate, dir.path()));
    } else {
        tried(gate, &|table| skip(table, gate, "mkfs.ext4"));
    }
    for (system, mkfs, count, size) in cuts {
        let name = format!("power cuts on {system}");
        if has(mkfs) {
            tried(&name, &|table| cut(table, &name, dir.path(), mkfs, count, size));
        } else {
            tried(&name, &|table| skip(table, &name, mkfs));
        }
    }
}

#[allow(clippy::unnecessary_wraps)]
fn skip(table: &mut Table, name: &str, program: &str) -> io::Result<()> {
    table.skipped(name, &format!("no {program}"));
    Ok(())
}

/// Appends so many entries, each tried once.
fn attempt(journal: &mut Journal, name: &str, count: usize, tally: &mut Tally) {
    for number in 0..count {
        let id = format!("{name}-{number}");
        match append(journal, &id, 500 + number * 97 % 900) {
            Ok(seq) => drop(tally.saved.insert(id, seq)),
            Err(_) => tally.refused += 1,
        }
    }
}

/// Makes a folder and its name durable.
fn made(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    File::open(dir)?.sync_all()?;
    dir.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}

fn started(dir: &Path) -> io::Result<Journal> {
    made(dir)?;
    if !begin(dir) {
        return Err(io::Error::other("no record could be made"));
    }
    Journal::open(dir).map(|(journal, _)| journal).map_err(io::Error::other)
}

/// Takes all the room there is.
fn fill(path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    let block = [7; 4096];
    loop {
        match file.write(&block) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::StorageFull => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

fn fill_and_free(table: &mut Table, name: &str, dir: &Path) -> io::Result<()> {
    let room = dir.join("room");
    let _mount = Mount::tmpfs(&room, "1m")?;
    let mut journal = started(&room.join("s"))?;
    let mut tally = Tally::default();
    attempt(&mut journal, "w1", 20, &mut tally);
    fill(&room.join("filler"))?;
    attempt(&mut journal, "w2", 500, &mut tally);
    let refused = tally.refused;
    fs::remove_file(room.join("filler"))?;
    attempt(&mut journal, "w3", 300, &mut tally);
    tally.judge(&room.join("s"), "w");
    table.writers(name, &format!("{refused} refused"), &tally);
    if refused == 0 || tally.refused != refused {
        return Err(io::Error::other("it did not run full, or did not go on"));
    }
    Ok(())
}

/// What the small disk does not take the next place does; once there is room, all of it is brought back.
fn fall_and_climb(table: &mut Table, name: &str, dir: &Path) -> io::Result<()> {
    let room = dir.join("small");
    let mount = Mount::tmpfs(&room, "128k")?;
    let shelf = |sessions: PathBuf| Shelf { sessions, guarded: false, lasting: true };
    let ladder = Ladder { homes: vec![shelf(room.join("sessions"))], stand_ins: vec![shelf(dir.join("below"))] };
    let made = ladder.create("s", SID).map_err(|_| io::Error::other("no record could be made"))?;
    let mut journal = made.journal;
    let mut tally = Tally::default();
    attempt(&mut journal, "w1", 20, &mut tally);
    fill(&room.join("filler"))?;
    attempt(&mut journal, "w2", 500, &mut tally);
    let (fell, refused) = (journal.rung() > 0, tally.refused);
    mount.grow("4m")?;
    fs::remove_file(room.join("filler"))?;
    journal.climb(0).map_err(io::Error::other)?;
    attempt(&mut journal, "w3", 300, &mut tally);
    drop(journal);
    // All of it is home: what stood in may go.
    fs::remove_dir_all(dir.join("below"))?;
    tally.judge(&made.found.path, "w");
    table.writers(name, &format!("{refused} refused"), &tally);
    if !fell || tally.refused > 0 {
        return Err(io::Error::other("it did not go on below, or something was refused"));
    }
    Ok(())
}

fn refuse(table: &mut Table, name: &str, dir: &Path) -> io::Result<()> {
    let room = dir.join("room");
    let mount = Mount::tmpfs(&room, "1m")?;
    let mut journal = started(&room.join("s"))?;
    let mut tally = Tally::default();
    attempt(&mut journal, "w1", 20, &mut tally);
    drop(journal);
    quiet(Command::new("mount").args(["-o", "remount,ro"]).arg(&mount.at))?;
    let made = Journal::create(&room.join("s"), "another").is_ok();
    let opened = Journal::open(&room.join("s")).is_ok();
    quiet(Command::new("mount").args(["-o", "remount,rw"]).arg(&mount.at))?;
    tally.judge(&room.join("s"), "w");
    tally.false_alarms += usize::from(made || opened);
    table.writers(name, "refused at once", &tally);
    Ok(())
}

/// ext4 in a file on a full tmpfs: pages are taken, and the sync fails.
fn sick_below(table: &mut Table, name: &str, dir: &Path) -> io::Result<()> {
    let below = dir.join("below");
    // Without a journal of its own: that one would fail first and end the whole file system.
    let options = ["-q", "-F", "-b", "4096", "-O", "^has_journal", "-E", "lazy_itable_init=0,nodiscard"];
    for ours in [true, false] {
        let _tmpfs = Mount::tmpfs(&below, "48m")?;
        let (image, at, filler) = (below.join("image"), dir.join("sick"), below.join("filler"));
        File::create(&image)?.set_len(40 << 20)?;
        quiet(Command::new("mkfs.ext4").args(options).arg(&image))?;
        let sick = Mount::image(&image, &at)?;
        let (session, copy) = (at.join("s"), dir.join("copy.image"));
        let mut tally = Tally::default();
        if ours {
            let mut journal = started(&session)?;
            attempt(&mut journal, "w1", 20, &mut tally);
            fill(&filler)?;
            attempt(&mut journal, "w2", 40, &mut tally);
            fs::remove_file(&filler)?;
            attempt(&mut journal, "w3", 40, &mut tally);
        } else {
            made(&session)?;
            let mut file = File::create(session.join("raw"))?;
            file.sync_all()?;
            File::open(&session)?.sync_all()?;
            fill(&filler)?;
            for number in 0..40 {
                let line = format!("{number:04000}\n");
                // The wrong way: what the second sync says is believed.
                if file.write_all(line.as_bytes()).is_ok() && (file.sync_data().is_ok() || file.sync_data().is_ok()) {
                    tally.saved.insert(number.to_string(), runsheet::session::Seq(number));
                }
            }
        }
        snapshot(&image, &copy)?;
        let _ = fs::remove_file(&filler);
        let seen = Mount::image(&copy, &dir.join("seen"))?;
        let session = seen.at.join("s");
        if ours {
            tally.judge(&session, "w");
            table.writers(name, &format!("{} refused", tally.refused), &tally);
        } else {
            let text = fs::read_to_string(session.join("raw")).unwrap_or_default();
            let there = |number: &u64| text.lines().any(|line| line == format!("{number:04000}"));
            let saved = tally.saved.len() as u64;
            let lost =
                (0..40).filter(|number| tally.saved.contains_key(&number.to_string()) && !there(number)).count() as u64;
            let figures = Figures { saved, lost, ..Figures::default() };
            table.must_fail("retries there and believes it", "40 lines", &figures, lost > 0);
        }
        drop((seen, sick));
        fs::remove_file(&copy)?;
    }
    Ok(())
}

/// What the device holds at one instant: two copies that are the same.
fn snapshot(image: &Path, copy: &Path) -> io::Result<()> {
    for _ in 0..20 {
        let first = fs::read(image)?;
        if first == fs::read(image)? {
            return fs::write(copy, first);
        }
    }
    Err(io::Error::other("the device does not hold still"))
}

/// The power goes while a writer is at work: only what the device had then is read.
fn cut(table: &mut Table, name: &str, dir: &Path, mkfs: &str, count: usize, size: &str) -> io::Result<()> {
    let below = dir.join("below");
    let _tmpfs = Mount::tmpfs(&below, "1g")?;
    let (image, copy) = (below.join("image"), below.join("copy"));
    let bytes = size.trim_end_matches('M').parse::<u64>().map_err(io::Error::other)? << 20;
    File::create(&image)?.set_len(bytes)?;
    let force = if mkfs == "mkfs.xfs" { "-f" } else { "-F" };
    quiet(Command::new(mkfs).args(["-q", force]).arg(&image))?;
    let live = Mount::image(&image, &dir.join("live"))?;
    let (session, mut tally) = (live.at.join("s"), Tally::default());
    drop(started(&session)?);
    let (mut unsynced, mut unsynced_lost) = (0, 0);
    for round in 0..count {
        let raw = format!("raw{round}");
        let mut file = File::create(live.at.join(&raw))?;
        let running = Running::start(command(&session, &format!("w{round}")))?;
        running.wait_for(3 + round * 5 % 40, &mut tally);
        (0..100).try_for_each(|number| writeln!(file, "{number:0100}"))?;
        running.listen(Duration::from_micros(round as u64 * 337 % 3000), &mut tally);
        running.kill(&mut tally);
        snapshot(&image, &copy)?;
        let seen = Mount::image(&copy, &dir.join("seen"))?;
        tally.judge(&seen.at.join("s"), "w");
        unsynced += 100;
        unsynced_lost += 100 - fs::read_to_string(seen.at.join(&raw)).map_or(0, |text| text.lines().count() as u64);
        if !tally.is_clean() {
            break;
        }
    }
    table.writers(name, &format!("{count} cuts"), &tally);
    let figures = Figures { saved: unsynced, lost: unsynced_lost, ..Figures::default() };
    table.must_fail("never syncs there", &format!("{count} cuts"), &figures, unsynced_lost * 2 > unsynced);
    Ok(())
}

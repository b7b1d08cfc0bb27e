//! Whole files that others may be reading: written beside, synced, then put in place.
//!
//! Knows nothing of what is in them; the journal has its own, stricter way.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::OFlags;

/// The set-group-id bit and all of the group's.
const GROUP_FOLDER: u32 = 0o2070;

/// Writes a file (mode 0600, or 0660 in a folder a group works in together) so that a reader sees the old one or the new one, never half of it, and that it is
/// there after a power cut. A link planted where it is written is not followed.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Two programs that leave at once both write the report.
    let beside = path.with_extension(format!("{}.part", std::process::id()));
    let no_follow = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or_default();
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600).custom_flags(no_follow);
    let mut file = options.open(&beside)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if fs::metadata(folder)?.permissions().mode() & GROUP_FOLDER == GROUP_FOLDER {
        file.set_permissions(fs::Permissions::from_mode(0o660))?;
    }
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    File::open(folder)?.sync_all()
}

/// Writes a file of the user's own, readable as their other files are. Never one that is there, never half of one.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link names what is there, or fails: no moment lies between looking and writing.
    put(path, bytes, |beside| fs::hard_link(beside, path).and_then(|()| fs::remove_file(beside)))
}

/// Writes a file of the user's own, also over one that is there; a reader sees the old one or the new one.
pub fn write_over(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let before = fs::metadata(path).map(|found| found.permissions()).ok();
    put(path, bytes, |beside| {
        before.map_or(Ok(()), |permissions| fs::set_permissions(beside, permissions))?;
        fs::rename(beside, path)
    })
}

/// Whether both paths lead to one file.
pub fn same_file(one: &Path, other: &Path) -> bool {
    let (Ok(one), Ok(other)) = (fs::metadata(one), fs::metadata(other)) else { return false };
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Writes beside the path and puts it in place; leaves nothing behind where that fails.
fn put(path: &Path, bytes: &[u8], place: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    let beside = path.with_extension(format!("{}.part", std::process::id()));
    let written = OpenOptions::new().write(true).create_new(true).open(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let done = written.and_then(|()| place(&beside));
    if done.is_err() {
        // Why it failed is worth more than that it could not be taken away.
        let _ = fs::remove_file(&beside);
    }
    done
}

/// Reads a regular file of at most `most` bytes; `None` when there is none of the kind.
pub fn read_whole(path: &Path, most: u64) -> Option<Vec<u8>> {
    // Asked first: opening anything else, as a pipe, may never end.
    let found = fs::metadata(path).ok().filter(|found| found.is_file() && found.len() <= most)?;
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).ok()?);
    File::open(path).ok()?.take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= most).then_some(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_is_ours_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("report.md");
        write_whole(&path, b"first, and longer").unwrap();
        write_whole(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o2770)).unwrap();
        write_whole(&path, b"third").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o660, "a group reads it together");
    }

    #[test]
    fn a_link_planted_beside_it_is_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let other = dir.path().join("other");
        fs::write(&other, "mine").unwrap();
        symlink(&other, dir.path().join(format!("report.{}.part", std::process::id()))).unwrap();
        assert!(write_whole(&dir.path().join("report.md"), b"x").is_err());
        assert_eq!(fs::read(&other).unwrap(), b"mine");
    }

    #[test]
    fn a_new_file_is_written_where_none_is_and_only_there() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.yaml");
        write_new(&path, b"mine").unwrap();
        assert_eq!(write_new(&path, b"other").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        symlink(dir.path().join("nowhere"), dir.path().join("b.yaml")).unwrap();
        assert_eq!(write_new(&dir.path().join("b.yaml"), b"x").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert!(write_new(&dir.path().join("no/a.yaml"), b"x").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "nothing is left beside them");
    }

    #[test]
    fn what_is_written_over_keeps_who_may_read_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.yaml");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write_over(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        write_over(&dir.path().join("b.yaml"), b"new").unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
        assert!(write_over(dir.path(), b"x").is_err());
        assert!(same_file(&path, &dir.path().join(".").join("a.yaml")));
        assert!(!same_file(&path, &dir.path().join("b.yaml")) && !same_file(&path, &dir.path().join("c")));
    }

    #[test]
    fn only_a_regular_file_that_is_short_enough_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        fs::write(&path, "four").unwrap();
        assert_eq!(read_whole(&path, 4).as_deref(), Some(&b"four"[..]));
        assert_eq!(read_whole(&path, 3), None);
        assert_eq!((read_whole(dir.path(), 4), read_whole(&dir.path().join("b"), 4)), (None, None));
    }
}

//! The files of a folder that are named as runbooks are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::runbook::format::ENDINGS;

/// Folders within folders that are looked into.
const MAX_DEPTH: usize = 16;
/// More files than anybody keeps; the rest is left out.
const MAX_FILES: usize = 10_000;

/// The files in a folder and those below it that end as runbooks do, in the order of their names. Links are left out: they
/// could lead anywhere; and so are hidden folders.
pub fn runbook_files(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    gather(dir, 0, &mut found)?;
    Ok(found)
}

fn gather(dir: &Path, depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(dir)?.take(MAX_FILES).filter_map(Result::ok).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, Ok(kind)) = (entry.path(), entry.file_type()) else { continue };
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if kind.is_dir() && !hidden && depth < MAX_DEPTH {
            // A folder that is closed to us hides nothing of the others.
            let _ = gather(&path, depth + 1, found);
        } else if kind.is_file() && is_runbook(&path) && found.len() < MAX_FILES {
            found.push(path);
        }
    }
    Ok(())
}

fn is_runbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_folder_is_walked_in_order_and_never_left() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        for file in ["b.yaml", "a/z.JSON", "a/y.yml", "notes.txt", ".git/config.json", "a/deep/x.json"] {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        fs::write(elsewhere.path().join("secret.json"), "").unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join("c")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("secret.json"), root.path().join("d.json")).unwrap();
        let found = runbook_files(root.path()).unwrap();
        let names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(root.path()).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a/deep/x.json", "a/y.yml", "a/z.JSON", "b.yaml"]);
        assert!(runbook_files(&root.path().join("b.yaml")).is_err());
    }
}

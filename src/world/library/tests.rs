//! Which runbook a name means, and which files are refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::os::unix::fs::symlink;

use super::*;

struct Shelf {
    _dir: tempfile::TempDir,
    root: PathBuf,
    library: Library,
}

fn shelf(files: &[(&str, &str)]) -> Shelf {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().to_owned();
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let book = |id: &str, lang: &str, bytes| Book {
        id: id.to_owned(),
        lang: Some(lang.to_owned()),
        origin: Origin::Bundled,
        spelling: 0,
        bytes,
    };
    let bundled = vec![
        book("mes-outage", "en", b"bundled en"),
        book("mes-outage", "zh-CN", b"bundled zh"),
        book("power-cut", "zh-CN", b"power zh"),
    ];
    let library = Library { bundled, near: Some(root.join("near")), user: Some(root.join("user")) };
    Shelf { _dir: dir, root, library }
}

fn text(loaded: &Loaded) -> &str {
    std::str::from_utf8(&loaded.bytes).unwrap()
}

#[test]
fn an_id_is_found_in_the_language_asked_for_and_else_in_another() {
    let shelf = shelf(&[]);
    let found = |id, lang| text(&shelf.library.find(id, lang).unwrap()).to_owned();
    assert_eq!(found("mes-outage", "zh-CN"), "bundled zh");
    assert_eq!(found("mes-outage", "zh-TW"), "bundled zh");
    assert_eq!(found("mes-outage", "de"), "bundled en");
    assert_eq!(found("power-cut", "en"), "power zh");
}

#[test]
fn what_is_nearer_wins_within_a_language() {
    let shelf = shelf(&[
        ("near/en/mes-outage.json", "near"),
        ("user/en/mes-outage.json", "user"),
        ("user/zh-CN/power-cut.json", "user power"),
        ("user/flat.json", "flat"),
    ]);
    let found = |id, lang| text(&shelf.library.find(id, lang).unwrap()).to_owned();
    assert_eq!(found("mes-outage", "en"), "near");
    assert_eq!(found("mes-outage", "zh-CN"), "bundled zh");
    assert_eq!(found("power-cut", "zh-CN"), "user power");
    assert_eq!(found("flat", "en"), "flat");
    let origin = shelf.library.find("mes-outage", "en").unwrap().origin;
    assert_eq!(origin, Origin::Near(shelf.root.join("near/en/mes-outage.json")));
}

#[test]
fn every_runbook_is_listed_once() {
    let shelf = shelf(&[("near/en/mes-outage.json", "near"), ("user/own.json", "own"), ("user/readme.md", "")]);
    let listed = shelf.library.list("en");
    let listed: Vec<_> = listed.iter().map(|book| (book.name.as_str(), text(book))).collect();
    assert_eq!(listed, [("mes-outage", "near"), ("own", "own"), ("power-cut", "power zh")]);
}

#[test]
fn every_spelling_is_found_and_a_name_opens_the_one_made_for_this_program() {
    let shelf = shelf(&[
        ("near/a.yml", "yml"),
        ("near/a.YAML", "yaml"),
        ("near/b.yml", "yml"),
        ("near/zh-CN/c.Json", "json"),
        ("near/a.toml", ""),
        ("near/README.json", "about the folder"),
    ]);
    let book = shelf.library.find("a", "en").unwrap();
    assert_eq!((text(&book), book.file.as_str()), ("yaml", "a.yaml"));
    let near: Vec<Book> =
        shelf.library.books("en").into_iter().filter(|book| matches!(book.origin, Origin::Near(_))).collect();
    assert_eq!(near.iter().map(Book::file).collect::<Vec<_>>(), ["a.yaml", "a.yml", "b.yml", "c.json"]);
    assert!(near[1].is_twin_of(&near[0]) && !near[2].is_twin_of(&near[0]));
    let parent = Origin::Path(shelf.root.join("near/main.json"));
    assert_eq!(text(&shelf.library.find_child(&parent, "b", "en").unwrap()), "yml");
}

#[test]
fn an_unknown_id_names_the_nearest() {
    let Err(LibraryError::Unknown { name, nearest }) = shelf(&[]).library.find("mes-outtage", "en") else {
        panic!("found")
    };
    assert_eq!((name.as_str(), nearest), ("mes-outtage", vec!["mes-outage".to_owned()]));
}

#[test]
fn a_path_is_read_as_it_stands() {
    let shelf = shelf(&[("x/plan.json", "plan"), ("x/plain", "plain")]);
    let path = shelf.root.join("x/plan.json");
    let loaded = shelf.library.find(path.to_str().unwrap(), "en").unwrap();
    assert_eq!((text(&loaded), &loaded.origin), ("plan", &Origin::Path(path)));
    assert!(shelf.library.find(shelf.root.join("x/plain").to_str().unwrap(), "en").is_ok());
    assert!(matches!(shelf.library.find("./mes-outage", "en"), Err(LibraryError::Missing(_))));
    assert!(matches!(shelf.library.find("mes-outage.json", "en"), Err(LibraryError::Missing(_))));
}

#[test]
fn what_is_no_file_or_too_long_is_refused() {
    let shelf = shelf(&[("x/long.json", &" ".repeat(1024 * 1024 + 1)), ("x/fits.json", &" ".repeat(1024 * 1024))]);
    let find = |path: &str| shelf.library.find(shelf.root.join(path).to_str().unwrap(), "en");
    assert!(matches!(find("x/long.json"), Err(LibraryError::TooLarge(_))));
    assert!(find("x/fits.json").is_ok());
    assert!(matches!(find("x"), Err(LibraryError::NotAFile(_))));
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    let fifo = shelf.root.join("x/pipe.json");
    rustix::fs::mknodat(rustix::fs::CWD, &fifo, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    assert!(matches!(find("x/pipe.json"), Err(LibraryError::NotAFile(_))));
}

#[test]
fn links_in_a_library_directory_are_left_out() {
    let shelf = shelf(&[("elsewhere/secret.json", "secret"), ("near/own.json", "own")]);
    symlink(shelf.root.join("elsewhere/secret.json"), shelf.root.join("near/secret.json")).unwrap();
    symlink(shelf.root.join("elsewhere"), shelf.root.join("near/en")).unwrap();
    let names: Vec<_> = shelf.library.list("en").into_iter().map(|book| book.name).collect();
    assert_eq!(names, ["mes-outage", "own", "power-cut"]);
}

#[test]
fn a_child_is_found_beneath_its_parent_or_by_its_id_and_nowhere_else() {
    let shelf = shelf(&[("x/main.json", ""), ("x/sub/child.json", "child"), ("x/beside.json", "b"), ("out.json", "")]);
    symlink(shelf.root.join("out.json"), shelf.root.join("x/link.json")).unwrap();
    let parent = Origin::Path(shelf.root.join("x/main.json"));
    let child = |name| shelf.library.find_child(&parent, name, "en");
    assert_eq!(text(&child("sub/child.json").unwrap()), "child");
    assert_eq!(text(&child("beside").unwrap()), "b");
    assert_eq!(text(&child("power-cut").unwrap()), "power zh");
    assert!(matches!(child("nothing"), Err(LibraryError::Unknown { .. })));
    assert!(matches!(child("sub/none.json"), Err(LibraryError::Missing(_))));
    for name in ["../out.json", "/etc/hosts", "sub/../../out.json", "link.json"] {
        assert!(matches!(child(name), Err(LibraryError::Outside(_))), "{name}");
    }
    let bundled = shelf.library.find_child(&Origin::Bundled, "sub/child.json", "en");
    assert!(matches!(bundled, Err(LibraryError::Outside(_))));
}

#[test]
fn the_bundled_runbooks_are_those_of_the_language_folders() {
    let library = Library::new(None, None);
    assert_eq!(library.bundled.len(), BUNDLED.dirs().flat_map(Dir::files).count());
}

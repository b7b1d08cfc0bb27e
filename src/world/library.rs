//! The runbooks found: bundled in the program, the user's, those beside the user, and any path given.
//!
//! Owns where a runbook's bytes come from and how a name leads to them. It does not read what they say: a
//! runbook is called here what its file is called, and how it is spelled is told by the ending of that name.

use std::cmp::Ordering;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::runbook::format::ENDINGS;

/// Longest runbook that is read, in bytes.
pub const MAX_RUNBOOK: u64 = 1024 * 1024;

static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/runbooks");
/// Names of pages about a folder and not about a runbook.
const ABOUT: [&str; 3] = ["readme", "index", "_index"];
/// More names in one directory than anybody keeps; the rest is left out.
const MAX_LISTED: usize = 2000;

/// Where a runbook came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A path somebody gave.
    Path(PathBuf),
    /// `runbooks` in the working directory.
    Near(PathBuf),
    /// The user's configuration directory.
    User(PathBuf),
    /// The program itself.
    Bundled,
}

impl Origin {
    /// The file, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Path(path) | Self::Near(path) | Self::User(path) => Some(path),
            Self::Bundled => None,
        }
    }

    /// Nearer to the responder comes first.
    fn rank(&self) -> u8 {
        match self {
            Self::Path(_) => 0,
            Self::Near(_) => 1,
            Self::User(_) => 2,
            Self::Bundled => 3,
        }
    }
}

/// The bytes of a runbook, unread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Its library id (the file's name without its ending), or the path as it was given.
    pub name: String,
    /// The same with the ending, which tells how it is spelled.
    pub file: String,
    /// Language of the folder it stood in.
    pub lang: Option<String>,
    /// The bytes, at most [`MAX_RUNBOOK`].
    pub bytes: Vec<u8>,
    /// Where it came from.
    pub origin: Origin,
}

/// Why there is no runbook.
#[derive(Debug)]
pub enum LibraryError {
    /// The library has nothing of that name.
    Unknown {
        /// The name.
        name: String,
        /// Names that come nearest, best first.
        nearest: Vec<String>,
    },
    /// There is no such file.
    Missing(PathBuf),
    /// It is a directory, a pipe or a device.
    NotAFile(PathBuf),
    /// It is longer than [`MAX_RUNBOOK`].
    TooLarge(PathBuf),
    /// It leads out of the directory of the runbook that names it.
    Outside(PathBuf),
    /// It cannot be read.
    Unreadable(PathBuf, io::Error),
}

impl fmt::Display for LibraryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, .. } => write!(f, "no runbook is called {name}"),
            Self::Missing(path) => write!(f, "{}: there is no such file", path.display()),
            Self::NotAFile(path) => write!(f, "{}: not a file", path.display()),
            Self::TooLarge(path) => write!(f, "{}: longer than {MAX_RUNBOOK} bytes", path.display()),
            Self::Outside(path) => write!(f, "{}: outside the directory of its runbook", path.display()),
            Self::Unreadable(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for LibraryError {}

/// All places where runbooks are found by name.
#[derive(Debug, Clone)]
pub struct Library {
    bundled: Vec<Book>,
    near: Option<PathBuf>,
    user: Option<PathBuf>,
}

/// A runbook that is there, not yet read.
#[derive(Debug, Clone)]
pub struct Book {
    /// Its library id.
    pub id: String,
    /// Language of the folder it stands in.
    pub lang: Option<String>,
    /// Where it stands.
    pub origin: Origin,
    /// Place of its ending among those there are. Of two files of one name the first is opened: what was made for this
    /// program before the page that it was made from.
    spelling: usize,
    bytes: &'static [u8],
}

impl Library {
    /// The library of the bundled runbooks and those in these two directories, which need not be there.
    pub fn new(near: Option<PathBuf>, user: Option<PathBuf>) -> Self {
        let mut bundled = Vec::new();
        for folder in BUNDLED.dirs() {
            let lang = folder.path().file_name().and_then(|name| name.to_str());
            for file in folder.files() {
                let Some((id, spelling)) = id_of(file.path()) else { continue };
                let lang = lang.map(str::to_owned);
                bundled.push(Book { id, lang, origin: Origin::Bundled, spelling, bytes: file.contents() });
            }
        }
        Self { bundled, near, user }
    }

    /// The runbook called `name`: a path (it holds a slash, ends as a runbook's file does, or is a file that is there), or a
    /// library id, in the language `lang` if it is there, else in another.
    pub fn find(&self, name: &str, lang: &str) -> Result<Loaded, LibraryError> {
        let path = Path::new(name);
        let named_as_path = name.contains('/') || id_of(path).is_some();
        if named_as_path || fs::metadata(path).is_ok_and(|found| found.is_file()) {
            let bytes = read(path, true)?;
            return Ok(Loaded::named(name, path.to_owned(), bytes));
        }
        self.find_by_id(name, lang)
    }

    /// The runbook a runbook at `parent` names: a path beneath the parent's directory, or a library id.
    pub fn find_child(&self, parent: &Origin, name: &str, lang: &str) -> Result<Loaded, LibraryError> {
        let relative = Path::new(name);
        if !name.contains('/') && id_of(relative).is_none() {
            let dir = parent.path().and_then(Path::parent);
            let spelled = |dir: &Path| ENDINGS.map(|ending| (format!("{name}.{ending}"), dir.to_owned()));
            let beside = dir.map(spelled).into_iter().flatten().find_map(|(file, dir)| {
                let path = dir.join(&file);
                fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()).then_some((file, path))
            });
            let Some((file, path)) = beside else { return self.find_by_id(name, lang) };
            return Ok(Loaded { name: name.to_owned(), ..Loaded::named(&file, path.clone(), read(&path, false)?) });
        }
        let outside = || LibraryError::Outside(relative.to_owned());
        let dir = parent.path().and_then(Path::parent).ok_or_else(outside)?;
        if !relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            return Err(outside());
        }
        let path = dir.join(relative);
        let real = |path: &Path| match path.canonicalize() {
            Ok(path) => Ok(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(LibraryError::Missing(path.to_owned())),
            Err(error) => Err(LibraryError::Unreadable(path.to_owned(), error)),
        };
        let dir = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
        if !real(&path)?.starts_with(real(dir)?) {
            return Err(outside());
        }
        let bytes = read(&path, true)?;
        Ok(Loaded::named(name, path, bytes))
    }

    /// Every runbook by its id, each once, in the language `lang` where there is one. Files that cannot be
    /// read or are too long are left out.
    pub fn list(&self, lang: &str) -> Vec<Loaded> {
        let mut books = self.books(lang);
        books.dedup_by(|later, first| later.id == first.id);
        books.iter().filter_map(|book| book.load().ok()).collect()
    }

    fn find_by_id(&self, name: &str, lang: &str) -> Result<Loaded, LibraryError> {
        let mut books = self.unsorted();
        books.sort_by(|a, b| preference(a, b, lang));
        match books.iter().find(|book| book.id == name) {
            Some(book) => book.load(),
            None => Err(LibraryError::Unknown { name: name.to_owned(), nearest: nearest(&books, name) }),
        }
    }

    /// Every file of a runbook there is, none of them read. Those of one id stand together, the one that the id opens in
    /// the language `lang` first.
    pub fn books(&self, lang: &str) -> Vec<Book> {
        let mut books = self.unsorted();
        books.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| preference(a, b, lang)));
        books
    }

    fn unsorted(&self) -> Vec<Book> {
        let mut books = self.bundled.clone();
        for (dir, origin) in [(&self.user, Origin::User as fn(PathBuf) -> Origin), (&self.near, Origin::Near)] {
            let Some(dir) = dir else { continue };
            collect(dir, None, origin, &mut books);
            for (path, kind) in entries(dir) {
                let lang = path.file_name().and_then(|name| name.to_str());
                if kind.is_dir() && lang.is_some() {
                    collect(&path, lang, origin, &mut books);
                }
            }
        }
        books
    }
}

impl Book {
    /// Reads it.
    pub fn load(&self) -> Result<Loaded, LibraryError> {
        let bytes = match self.origin.path() {
            Some(path) => read(path, false)?,
            None => self.bytes.to_vec(),
        };
        let (name, file) = (self.id.clone(), self.file());
        Ok(Loaded { name, file, lang: self.lang.clone(), bytes, origin: self.origin.clone() })
    }

    /// Name of its file.
    pub fn file(&self) -> String {
        let ending = ENDINGS.get(self.spelling).copied().unwrap_or_default();
        format!("{}.{ending}", self.id)
    }

    /// Whether both stand in one folder under one name, and only their endings tell them apart.
    pub fn is_twin_of(&self, other: &Self) -> bool {
        let place = |book: &Self| (book.origin.rank(), book.lang.clone(), book.id.clone());
        self.spelling != other.spelling && place(self) == place(other)
    }
}

impl Loaded {
    fn named(name: &str, path: PathBuf, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), file: name.to_owned(), lang: None, bytes, origin: Origin::Path(path) }
    }
}

fn collect(dir: &Path, lang: Option<&str>, origin: fn(PathBuf) -> Origin, books: &mut Vec<Book>) {
    for (path, kind) in entries(dir) {
        // The kind of the entry itself: a link could lead anywhere and is left out.
        if let (true, Some((id, spelling))) = (kind.is_file(), id_of(&path))
            && !ABOUT.contains(&id.to_lowercase().as_str())
        {
            books.push(Book { id, lang: lang.map(str::to_owned), origin: origin(path), spelling, bytes: &[] });
        }
    }
}

fn entries(dir: &Path) -> Vec<(PathBuf, fs::FileType)> {
    // A directory that is not there or closed to us holds no runbooks for us.
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let entries = entries.take(MAX_LISTED).filter_map(Result::ok);
    entries.filter_map(|entry| entry.file_type().ok().map(|kind| (entry.path(), kind))).collect()
}

/// The id a file name stands for and the place of its ending; `None` when the name is not that of a runbook.
fn id_of(path: &Path) -> Option<(String, usize)> {
    let ending = path.extension()?;
    let spelling = ENDINGS.iter().position(|known| ending.eq_ignore_ascii_case(known))?;
    let id = path.file_stem()?.to_str()?;
    Some((id.to_owned(), spelling))
}

/// Language first, then nearness, then spelling; what is left is settled by the path, so that the answer never depends on
/// the disk.
fn preference(a: &Book, b: &Book, lang: &str) -> Ordering {
    let rank = |book: &Book| (distance(book.lang.as_deref(), lang), book.origin.rank(), book.spelling);
    rank(a).cmp(&rank(b)).then_with(|| (&a.lang, a.origin.path()).cmp(&(&b.lang, b.origin.path())))
}

fn distance(has: Option<&str>, wanted: &str) -> u8 {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match has {
        Some(has) if has.eq_ignore_ascii_case(wanted) => 0,
        Some(has) if primary(has) == primary(wanted) => 1,
        None => 2,
        Some(has) if primary(has) == "en" => 3,
        Some(_) => 4,
    }
}

fn nearest(books: &[Book], name: &str) -> Vec<String> {
    let mut scored: Vec<(f64, &str)> =
        books.iter().map(|book| (strsim::jaro_winkler(&book.id, name), book.id.as_str())).collect();
    scored.retain(|(score, id)| *score > 0.7 || (!name.is_empty() && id.contains(name)));
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(3).map(|(_, id)| id.to_owned()).collect()
}

fn read(path: &Path, may_be_link: bool) -> Result<Vec<u8>, LibraryError> {
    let unreadable = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => LibraryError::Missing(path.to_owned()),
        _ => LibraryError::Unreadable(path.to_owned(), error),
    };
    let file = open(path, may_be_link).map_err(unreadable)?;
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(LibraryError::NotAFile(path.to_owned()));
    }
    let mut bytes = Vec::new();
    file.take(MAX_RUNBOOK + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_RUNBOOK {
        return Err(LibraryError::TooLarge(path.to_owned()));
    }
    Ok(bytes)
}

/// Never waits: a pipe in the place of a file is opened and then refused.
fn open(path: &Path, may_be_link: bool) -> io::Result<File> {
    let link = if may_be_link { rustix::fs::OFlags::empty() } else { rustix::fs::OFlags::NOFOLLOW };
    let flags = (link | rustix::fs::OFlags::NONBLOCK).bits();
    OpenOptions::new().read(true).custom_flags(flags.cast_signed()).open(path)
}

#[cfg(test)]
mod tests;

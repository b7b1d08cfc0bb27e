//! The door to everything outside but the journal: the clock, the places of files, the library of runbooks,
//! who sits here, the signals that end a program or that it sends, and the few other programs that are asked for help.
//!
//! Only here is the machine asked what time it is or who one is. It knows runbooks by name and bytes alone:
//! reading one is `runbook::format`'s work. What it finds in files is untrusted and handed on as found.

mod clock;
mod config;
mod files;
mod hook;
mod library;
mod look;
mod outside;
mod paths;
mod person;
mod process;
mod runbook_files;
mod signals;
mod ssh_keygen;
mod ulid;

pub use clock::{Clock, ManualClock, SystemClock};
pub use config::{Config, Wrong};
pub use files::{read_whole, same_file, write_new, write_over, write_whole};
pub use hook::{Hook, HookError};
pub use library::{Book, Library, LibraryError, Loaded, MAX_RUNBOOK, Origin};
pub use look::{Borders, Color, Look, Setting, ThemeName, Wishes, is_utf8, shows_color};
pub use outside::{OutsideError, read_short, tell_system_log};
pub use paths::{FolderPath, Places, Sort, user_home};
pub use person::{Login, who_is_here};
pub use process::{Process, still_there};
pub use runbook_files::runbook_files;
pub use signals::{Signal, SignalPipe, Stop, on_end, outlive_file_limits};
pub use ssh_keygen::{check_signature, own_key, sign};
pub use ulid::new_id;

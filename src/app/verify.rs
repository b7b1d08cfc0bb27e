//! Verifying a session's record: reading all of it, holding it against an anchor, and noting its head elsewhere.

use std::io;
use std::path::{Path, PathBuf};

use super::App;
use super::open::{Fault, FaultKind};
use super::sentences::{open_trouble, outside_trouble};
use crate::journal::{self, Anchor, Head, Verdict};
use crate::text::printable;
use crate::world::{check_signature, own_key, read_short, sign, tell_system_log, write_whole};

/// File that holds the head as it is signed.
const HEAD_FILE: &str = "head.txt";
/// File that holds the signature of it.
const SIGNATURE_FILE: &str = "head.txt.sig";

/// What a record is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// Nothing: the chain alone.
    None,
    /// A head noted elsewhere.
    Anchor(Anchor),
    /// A signed head: the file of the signature.
    Signature(PathBuf),
}

/// A record that was judged.
#[derive(Debug)]
pub struct Verified {
    /// Name of the session.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// What was found.
    pub verdict: Verdict,
    /// What is known of the key that signed its head.
    pub signed_by: Option<String>,
}

impl App {
    /// Judges the record of the session called `name`.
    pub fn verify_session(&self, name: &str, proof: &Proof) -> Result<Verified, Fault> {
        let words = &self.words;
        let found = self.find_exactly(name)?;
        let (anchor, signed_by) = match proof {
            Proof::None => (None, None),
            Proof::Anchor(anchor) => (Some((None, *anchor)), None),
            Proof::Signature(file) => {
                let (sid, anchor, key) = self.signed_head(file, &found.path)?;
                (Some((Some(sid), anchor)), Some(key))
            }
        };
        let verdict = journal::audit(&found.folders.existing(), anchor.as_ref().map(|(_, anchor)| anchor))
            .map_err(|error| Fault::new(FaultKind::Record, open_trouble(&error, words)))?;
        // The head of another session would not fit either, but this says why.
        if let (Some((Some(sid), _)), Some(own)) = (&anchor, &verdict.sid)
            && sid != own
        {
            return Err(Fault::new(FaultKind::Record, words.say("cli-verify-other-session")));
        }
        Ok(Verified { name: found.name, folder: found.path, verdict, signed_by })
    }

    /// The head that `file` signs: that of the text beside it, else of the one in the session's folder.
    fn signed_head(&self, file: &Path, folder: &Path) -> Result<(String, Anchor, String), Fault> {
        let words = &self.words;
        let beside = file.extension().is_some_and(|ending| ending == "sig").then(|| file.with_extension(""));
        let text_file = beside.filter(|path| path.is_file()).unwrap_or_else(|| folder.join(HEAD_FILE));
        let unread = |path: &Path, error: &io::Error| {
            let (path, error) = (path.display().to_string(), error.to_string());
            let args = [("path", (&path).into()), ("error", (&error).into())];
            Fault::new(FaultKind::World, words.with("cli-verify-unread", &args))
        };
        // Asked of it here, a file that is not there has a name in the answer.
        read_short(file).map_err(|error| unread(file, &error))?;
        let text = read_short(&text_file).map_err(|error| unread(&text_file, &error))?;
        let said = check_signature(file, &text).map_err(|error| outside_trouble(&error, FaultKind::Record, words))?;
        let head = std::str::from_utf8(&text).ok().and_then(read_head);
        let (sid, anchor) = head.ok_or_else(|| {
            let path = text_file.display().to_string();
            Fault::new(FaultKind::Record, words.with("cli-verify-no-head", &[("path", (&path).into())]))
        })?;
        Ok((sid, anchor, printable(&said).into_owned()))
    }

    /// Signs the head of a record with an SSH key and writes both beside the journal; says where.
    pub fn sign_head(&self, verified: &Verified, key: Option<&Path>) -> Result<PathBuf, Fault> {
        let words = &self.words;
        let text = head_of(verified).ok_or_else(|| Fault::new(FaultKind::Record, words.say("cli-record-empty")))?;
        let key = key.map(Path::to_owned).or_else(|| own_key(|name| std::env::var_os(name)));
        let key = key.ok_or_else(|| Fault::new(FaultKind::World, words.say("cli-verify-no-key")))?;
        let signature =
            sign(&key, text.as_bytes()).map_err(|error| outside_trouble(&error, FaultKind::World, words))?;
        let path = verified.folder.join(SIGNATURE_FILE);
        let written = write_whole(&verified.folder.join(HEAD_FILE), text.as_bytes())
            .and_then(|()| write_whole(&path, &signature));
        written.map_err(|error| {
            let (path, error) = (path.display().to_string(), error.to_string());
            let args = [("path", (&path).into()), ("error", (&error).into())];
            Fault::new(FaultKind::World, words.with("cli-verify-unwritten", &args))
        })?;
        Ok(path)
    }

    /// Writes the head of a record into the system's log.
    pub fn log_head(&self, verified: &Verified) -> Result<(), Fault> {
        let Some(head) = &verified.verdict.head else {
            return Err(Fault::new(FaultKind::Record, self.words.say("cli-record-empty")));
        };
        let line = format!("session {} anchor {}:{}", verified.name, head.hash, head.seq.0);
        tell_system_log(&line).map_err(|error| outside_trouble(&error, FaultKind::World, &self.words))
    }
}

fn head_of(verified: &Verified) -> Option<String> {
    Some(head_text(verified.verdict.sid.as_deref()?, verified.verdict.head?))
}

fn head_text(sid: &str, head: Head) -> String {
    format!("runsheet head 1\nsession {sid}\nentries {}\nhead {}\n", head.seq.0, head.hash)
}

/// Reads what [`head_text`] writes, and nothing else.
fn read_head(text: &str) -> Option<(String, Anchor)> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    let begin = lines.next()? == "runsheet head 1";
    let sid = lines.next()?.strip_prefix("session ")?;
    let count = lines.next()?.strip_prefix("entries ")?.parse().ok()?;
    let hash = journal::Digest::parse(lines.next()?.strip_prefix("head ")?.as_bytes())?;
    let whole = begin && lines.next().is_none();
    whole.then(|| (sid.to_owned(), Anchor { hash, count: Some(count) }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::session::Seq;

    #[test]
    fn a_head_is_read_as_it_was_written_and_nothing_else_is_one() {
        let hash = journal::Digest::of(b"x");
        let text = head_text("01JD", Head { seq: Seq(17), hash });
        assert_eq!(read_head(&text), Some(("01JD".to_owned(), Anchor { hash, count: Some(17) })));
        let more = format!("{text}more\n");
        let other = text.replace("head 1", "head 2");
        for wrong in ["", "runsheet head 1\n", text.trim_end(), &more, &other, &text.replace("17", "x")] {
            assert_eq!(read_head(wrong), None, "{wrong}");
        }
    }
}

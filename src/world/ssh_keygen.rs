//! Signing with a person's SSH key, and checking such a signature, by the system's own `ssh-keygen`.
//!
//! Nothing has to be installed where people log in by SSH; the key stays where it is, in a file or in an agent.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::outside::{OutsideError, run};

const PROGRAM: &str = "ssh-keygen";
/// What the signature is for: one made for another purpose does not pass.
const NAMESPACE: &str = "runsheet";
/// A person may have to type a passphrase or to touch a token.
const SIGN_LIMIT: Duration = Duration::from_secs(120);
const CHECK_LIMIT: Duration = Duration::from_secs(10);
/// Keys that are looked for where none is named, best first.
const KEYS: [&str; 6] = ["id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub"];

/// The key of the person here: the first usual one in `~/.ssh`; of a public one the agent holds the other half.
pub fn own_key(env: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = PathBuf::from(env("HOME").filter(|home| !home.is_empty())?).join(".ssh");
    KEYS.iter().map(|name| folder.join(name)).find(|key| key.is_file())
}

/// Signs `text`; gives the signature as it belongs into a file.
pub fn sign(key: &Path, text: &[u8]) -> Result<Vec<u8>, OutsideError> {
    let args = [OsStr::new("-Y"), OsStr::new("sign"), OsStr::new("-n"), OsStr::new(NAMESPACE), OsStr::new("-f")];
    let said = run(PROGRAM, &[&args[..], &[key.as_os_str()]].concat(), text, SIGN_LIMIT)?;
    if said.well && said.out.starts_with(b"-----BEGIN SSH SIGNATURE-----") {
        Ok(said.out)
    } else {
        Err(OutsideError::Refused(PROGRAM, said.err))
    }
}

/// Checks that `signature` is one over `text`; gives what `ssh-keygen` says of its key.
///
/// Whose key that is nobody here can know: the fingerprint has to be compared.
pub fn check_signature(signature: &Path, text: &[u8]) -> Result<String, OutsideError> {
    let args = ["-Y", "check-novalidate", "-n", NAMESPACE, "-s"].map(OsStr::new);
    let said = run(PROGRAM, &[&args[..], &[signature.as_os_str()]].concat(), text, CHECK_LIMIT)?;
    let words = String::from_utf8_lossy(&said.out).trim().to_owned();
    if said.well { Ok(words) } else { Err(OutsideError::Refused(PROGRAM, [words, said.err].concat())) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::fs;
    use std::io::Write as _;
    use std::process::Command;

    use super::*;

    /// A new key; `None`, and a word about it, where there is no `ssh-keygen`.
    fn key(folder: &Path) -> Option<PathBuf> {
        let key = folder.join("key");
        let made = Command::new(PROGRAM).args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
        if made.is_err() {
            let _ = writeln!(std::io::stderr(), "SKIPPED: there is no {PROGRAM} here");
            return None;
        }
        Some(key)
    }

    #[test]
    fn what_was_signed_checks_and_what_was_changed_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let Some(key) = key(folder.path()) else { return };
        let signature = folder.path().join("head.txt.sig");
        fs::write(&signature, sign(&key, b"head\n").unwrap()).unwrap();
        assert!(check_signature(&signature, b"head\n").unwrap().contains("SHA256:"));
        assert!(matches!(check_signature(&signature, b"heed\n"), Err(OutsideError::Refused(..))));
        fs::write(&signature, "no signature").unwrap();
        assert!(matches!(check_signature(&signature, b"head\n"), Err(OutsideError::Refused(..))));
        let missing = sign(&folder.path().join("none"), b"head\n");
        assert!(matches!(missing, Err(OutsideError::Refused(..))), "{missing:?}");
    }

    #[test]
    fn the_usual_key_is_found_and_where_there_is_none_none_is_made_up() {
        let home = tempfile::tempdir().unwrap();
        let env = |name: &str| (name == "HOME").then(|| home.path().as_os_str().to_owned());
        assert_eq!(own_key(env), None);
        fs::create_dir(home.path().join(".ssh")).unwrap();
        for name in ["id_rsa", "id_ed25519"] {
            fs::write(home.path().join(".ssh").join(name), "").unwrap();
            assert_eq!(own_key(env), Some(home.path().join(".ssh").join(name)));
        }
        assert_eq!(own_key(|_| None), None);
    }
}

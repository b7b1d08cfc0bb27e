//! Other programs of the system, asked one thing and waited for with a limit.
//!
//! A program gets its arguments as they are, never through a shell, and its input whole. What it says is untrusted.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

/// Most that is read of what a program says, in bytes.
const MAX_SAID: u64 = 64 * 1024;
/// How long the system's log may take to take a line.
const LOG_LIMIT: Duration = Duration::from_secs(5);

/// What a program said, and how it ended.
#[derive(Debug)]
pub(super) struct Said {
    pub out: Vec<u8>,
    pub err: String,
    pub well: bool,
}

/// Why another program did not do what it was asked.
#[derive(Debug)]
pub enum OutsideError {
    /// It is not on this machine: its name.
    Missing(&'static str),
    /// It took longer than it may, and was ended.
    Slow(&'static str),
    /// It said no: its words, not printable yet.
    Refused(&'static str, String),
    /// It could not be started or listened to.
    Broken(&'static str, io::Error),
}

impl fmt::Display for OutsideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(program) => write!(f, "{program} is not installed here"),
            Self::Slow(program) => write!(f, "{program} took too long and was ended"),
            Self::Refused(program, why) => write!(f, "{program}: {why}"),
            Self::Broken(program, error) => write!(f, "{program} could not be run: {error}"),
        }
    }
}

impl std::error::Error for OutsideError {}

/// Runs `program` with `input` on its standard input; ends it after `limit`.
pub(super) fn run(program: &'static str, args: &[&OsStr], input: &[u8], limit: Duration) -> Result<Said, OutsideError> {
    let broken = |error| OutsideError::Broken(program, error);
    let begin = Instant::now();
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => OutsideError::Missing(program),
        _ => broken(error),
    })?;
    let (told, heard) = channel();
    if let Some(mut stdin) = child.stdin.take() {
        let input = input.to_vec();
        // A program that reads nothing may be gone already; its own words say more than a broken pipe.
        thread::spawn(move || drop(stdin.write_all(&input)));
    }
    let streams: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>),
        child.stderr.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>),
    ];
    for (place, stream) in streams.into_iter().enumerate() {
        let (told, mut said) = (told.clone(), Vec::new());
        thread::spawn(move || {
            if let Some(mut stream) = stream {
                let _ = stream.by_ref().take(MAX_SAID).read_to_end(&mut said);
                let _ = io::copy(&mut stream, &mut io::sink());
            }
            let _ = told.send((place, said));
        });
    }
    let (mut out, mut err) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        match heard.recv_timeout(limit.saturating_sub(begin.elapsed())) {
            Ok((0, said)) => out = said,
            Ok((_, said)) => err = said,
            Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(OutsideError::Slow(program));
            }
        }
    }
    let well = child.wait().map_err(broken)?.success();
    Ok(Said { out, err: String::from_utf8_lossy(&err).trim().to_owned(), well })
}

/// Writes one line into the system's log.
pub fn tell_system_log(line: &str) -> Result<(), OutsideError> {
    const PROGRAM: &str = "logger";
    let args = ["-t", "runsheet", "--", line].map(OsStr::new);
    let said = run(PROGRAM, &args, b"", LOG_LIMIT)?;
    if !said.well {
        return Err(OutsideError::Refused(PROGRAM, said.err));
    }
    // It also says that all went well where nobody listens.
    if listens(Path::new("/dev/log")) || listens(Path::new("/var/run/syslog")) {
        Ok(())
    } else {
        Err(OutsideError::Refused(PROGRAM, "no system log is running here".to_owned()))
    }
}

fn listens(socket: &Path) -> bool {
    UnixDatagram::unbound().is_ok_and(|own| own.connect(socket).is_ok()) || UnixStream::connect(socket).is_ok()
}

/// Reads a file that must be a regular one and short.
pub fn read_short(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_SAID).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn args<'a>(args: &'a [&'a str]) -> Vec<&'a OsStr> {
        args.iter().map(OsStr::new).collect()
    }

    #[test]
    fn a_program_gets_its_input_and_is_heard() {
        let said = run("cat", &[], b"line\n", Duration::from_secs(20)).unwrap();
        assert_eq!((said.out.as_slice(), said.err.as_str(), said.well), (&b"line\n"[..], "", true));
        let said = run("cat", &args(&["/nowhere/at/all"]), b"", Duration::from_secs(20)).unwrap();
        assert!(!said.well && said.err.contains("nowhere"));
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = run("no-such-program-of-ours", &[], b"", Duration::from_secs(1)).unwrap_err();
        assert!(matches!(error, OutsideError::Missing("no-such-program-of-ours")));
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let begin = Instant::now();
        let error = run("sleep", &args(&["30"]), b"", Duration::from_millis(100)).unwrap_err();
        assert!(matches!(error, OutsideError::Slow("sleep")));
        assert!(begin.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_flood_is_drained_and_cut() {
        let said = run("head", &args(&["-c", "1000000", "/dev/zero"]), b"", Duration::from_secs(20)).unwrap();
        assert_eq!((said.out.len() as u64, said.well), (MAX_SAID, true));
    }

    #[test]
    fn a_log_that_nobody_reads_is_told_from_one_that_somebody_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        assert!(!listens(&path));
        let log = UnixDatagram::bind(&path).unwrap();
        assert!(listens(&path));
        drop(log);
        assert!(!listens(&path), "a socket is left behind, and nobody is at it");
    }

    #[test]
    fn only_a_regular_file_is_read() {
        assert!(read_short(Path::new("/dev/zero")).is_err());
        assert!(read_short(Path::new("/")).is_err());
    }
}

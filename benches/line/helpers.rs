//! Programs that do one thing and nothing else, built when the measuring begins.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::Home;

const HELLO: &str = r#"fn main() { println!("hello"); }"#;

/// Reads a key and writes it back, for ever.
const ECHO: &str = r"
use std::io::{Read, Write};
fn main() {
    let (mut from, mut to, mut key) = (std::io::stdin().lock(), std::io::stdout().lock(), [0]);
    while from.read_exact(&mut key).is_ok() && to.write_all(&key).and_then(|()| to.flush()).is_ok() {}
}
";

/// Writes two bytes a second, for ever: the least a clock can write.
const TICK: &str = r#"
use std::io::Write;
fn main() {
    let (_never, nothing) = std::sync::mpsc::channel::<()>();
    let mut to = std::io::stdout().lock();
    while to.write_all(b"\x08x").and_then(|()| to.flush()).is_ok() {
        let _ = nothing.recv_timeout(std::time::Duration::from_secs(1));
    }
}
"#;

/// Waits a second and writes eight bytes, for ever.
const BARE_TICK: &str = r#"
#include <poll.h>
#include <unistd.h>
int main(void) {
    for (;;) {
        poll(0, 0, 1000);
        if (write(1, "\b\b\b\b12:3", 8) != 8) return 0;
    }
}
"#;

/// The helpers that could be built; why not, where they could not.
pub struct Helpers {
    pub hello: Result<PathBuf, String>,
    pub echo: Result<PathBuf, String>,
    pub tick: Result<PathBuf, String>,
    pub bare_tick: Result<PathBuf, String>,
}

impl Helpers {
    /// Nothing is built where nothing is compared.
    pub fn none() -> Self {
        let none = || Err("not in a run that only tries".to_owned());
        Self { hello: none(), echo: none(), tick: none(), bare_tick: none() }
    }

    pub fn build(home: &Home) -> Self {
        let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
        let rust = |name: &str, source: &str| {
            let from = home.file(&format!("{name}.rs"), source);
            built(&rustc, &["--edition", "2021", "-O"], &from, &home.path().join(name))
        };
        let c = home.file("bare_tick.c", BARE_TICK);
        Self {
            hello: rust("hello", HELLO),
            echo: rust("echo", ECHO),
            tick: rust("tick", TICK),
            bare_tick: built("cc", &["-O2", "-static"], &c, &home.path().join("bare_tick")),
        }
    }
}

fn built(compiler: &str, flags: &[&str], from: &Path, to: &Path) -> Result<PathBuf, String> {
    let mut command = Command::new(compiler);
    command.args(flags).arg(from).arg("-o").arg(to).stdin(Stdio::null()).stdout(Stdio::null());
    match command.output() {
        Err(_) => Err(format!("no {compiler} here")),
        Ok(output) if !output.status.success() => {
            let said = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned();
            Err(format!("{compiler} does not build it: {said}"))
        }
        Ok(_) => Ok(to.to_owned()),
    }
}

/// Whether a program is installed.
pub fn installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    Path::new(program).is_absolute() && Path::new(program).exists()
        || std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

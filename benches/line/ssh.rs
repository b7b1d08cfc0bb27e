//! What a tick costs on an SSH connection: a server of our own on the loopback, and a relay that counts.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use runsheet::journal::seats;
use rustix::process::{Pid, PidfdFlags, pidfd_open};

use crate::helpers::{Helpers, installed};
use crate::support::Home;
use crate::table::{TIMES, Table};
use crate::terminal::{Discipline, Line, command, environment, gone, pump};
use crate::{BOOK, DRILL, INCIDENT, ME, Scale};

const SSHD: &str = "/usr/sbin/sshd";
/// Where a server that runs as root wants a folder to be.
const SEPARATION: &str = "/run/sshd";

/// Bytes that went to the client, with the time of each read.
type Counter = Arc<Mutex<Vec<(Instant, usize)>>>;

struct Server {
    child: Child,
    port: u16,
    key: String,
    made: bool,
    _home: Home,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if self.made {
            let _ = fs::remove_dir(SEPARATION);
        }
    }
}

impl Server {
    fn start() -> Result<Self> {
        let home = Home::new();
        let at = |name: &str| home.path().join(name).display().to_string();
        for name in ["host", "key"] {
            let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f", &at(name)]).output()?;
            if !made.status.success() {
                bail!("ssh-keygen makes no key");
            }
        }
        // Nobody else asks for a port in the moment between.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let config = format!(
            "ListenAddress 127.0.0.1\nPort {port}\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n\
             PidFile none\nPrintMotd no\nPrintLastLog no\n",
            at("host"),
            at("key.pub"),
        );
        home.file("config", config);
        let made = rustix::process::geteuid().is_root() && fs::create_dir(SEPARATION).is_ok();
        let mut child = Command::new(SSHD)
            .args(["-D", "-e", "-f", &at("config")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let said = BufReader::new(child.stderr.take().context("no word from the server")?);
        let key = at("key");
        let server = Self { child, port, key, made, _home: home };
        let (tell, lines) = channel();
        thread::spawn(move || {
            for line in said.lines().map_while(Result::ok) {
                let _ = tell.send(line);
            }
        });
        let mut last = String::new();
        while let Ok(line) = lines.recv_timeout(Duration::from_secs(5)) {
            if line.contains("listening on") {
                return Ok(server);
            }
            last = line;
        }
        bail!("the server does not listen: {last}")
    }
}

/// Passes one connection on, and counts what goes to the client. Says on which port.
fn relay(to: u16) -> Result<(u16, Counter)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let counter = Counter::default();
    let counted = Arc::clone(&counter);
    thread::spawn(move || -> Result<()> {
        let (client, _) = listener.accept()?;
        let server = TcpStream::connect(("127.0.0.1", to))?;
        for stream in [&client, &server] {
            stream.set_nodelay(true)?;
        }
        let (from, into) = (client.try_clone()?, server.try_clone()?);
        thread::spawn(move || passes(from, into, |_| ()));
        passes(server, client, |count| counted.lock().unwrap().push((Instant::now(), count)));
        Ok(())
    });
    Ok((port, counter))
}

fn passes(mut from: TcpStream, mut to: TcpStream, mut counts: impl FnMut(usize)) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        counts(count);
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    for stream in [from, to] {
        let _ = stream.shutdown(Shutdown::Both);
    }
}

struct Login {
    name: &'static str,
    line: Line,
    counter: Counter,
    home: Home,
}

impl Login {
    fn start(server: &Server, user: &str, name: &'static str, argv: &[&str]) -> Result<Self> {
        let (port, counter) = relay(server.port)?;
        let home = Home::new();
        let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
        let mut remote = "exec env -i".to_owned();
        for (name, value) in environment(&home) {
            let _ = write!(remote, " {}", quoted(&format!("{name}={value}")));
        }
        for arg in argv {
            let _ = write!(remote, " {}", quoted(arg));
        }
        let (port, there) = (port.to_string(), format!("{user}@127.0.0.1"));
        let mut client = vec!["ssh", "-tt", "-F", "/dev/null", "-p", &port, "-i", &server.key];
        for option in [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "GlobalKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "LogLevel=ERROR",
            "ConnectTimeout=5",
        ] {
            client.extend(["-o", option]);
        }
        client.extend([there.as_str(), &remote]);
        let line = Line::start(&command(&home, &client), Discipline::Cooked)?;
        Ok(Self { name, line, counter, home })
    }

    /// Closes the connection and waits for the program at its other end: its home goes after it.
    fn ends(mut self) -> Result<()> {
        let sessions = self.home.folders();
        let there = seats(&sessions.iter().map(PathBuf::as_path).collect::<Vec<_>>());
        let mut processes = Vec::new();
        for seat in there {
            let pid = Pid::from_raw(i32::try_from(seat.pid)?).context("a program without a number")?;
            processes.push(pidfd_open(pid, PidfdFlags::empty())?);
        }
        self.line.hangs_up()?;
        for process in &processes {
            gone(process)?;
        }
        Ok(())
    }

    fn payload(&self, from: Instant, to: Instant) -> (usize, usize) {
        let counted = self.counter.lock().unwrap();
        let all: Vec<usize> =
            counted.iter().filter(|(at, _)| *at >= from && *at < to).map(|(_, count)| *count).collect();
        (all.iter().sum(), all.len())
    }
}

/// TCP payload from the server for each tick, beside that of a program that writes two bytes a second.
pub fn measure(table: &mut Table, helpers: &Helpers, scale: &Scale) -> Result<()> {
    let what = "SSH payload a tick";
    for program in [SSHD, "ssh", "ssh-keygen", "env", "id"] {
        if !installed(program) {
            table.skipped(what, &format!("no {program} here"));
            return Ok(());
        }
    }
    let tick = match &helpers.tick {
        Ok(tick) => tick.display().to_string(),
        Err(why) => {
            table.skipped(what, why);
            return Ok(());
        }
    };
    let server = match Server::start() {
        Ok(server) => server,
        Err(why) => {
            table.skipped(what, &format!("{why:#}"));
            return Ok(());
        }
    };
    let user = String::from_utf8(Command::new("id").arg("-un").output()?.stdout)?.trim().to_owned();
    let mut all = [
        Login::start(&server, &user, DRILL, &[ME, "drill", BOOK])?,
        Login::start(&server, &user, INCIDENT, &[ME, "incident", BOOK])?,
        Login::start(&server, &user, "two bytes a second", &[&tick])?,
    ];
    for (login, seen) in all.iter_mut().zip(["DRILL", "INCIDENT", "x"]) {
        login.line.sees(seen).with_context(|| format!("{} through SSH", login.name))?;
    }
    let mut reads = |until| {
        let mut lines: Vec<&mut Line> = all.iter_mut().map(|login| &mut login.line).collect();
        pump(&mut lines, until, |_| false);
    };
    reads(Instant::now() + Duration::from_millis(2500));
    let from = Instant::now();
    reads(from + Duration::from_secs(scale.seconds.min(15)));
    let to = Instant::now();
    let seconds = (to - from).as_secs_f64();
    let (least, packets) = all[2].payload(from, to);
    if packets == 0 {
        bail!("nothing came through SSH");
    }
    // By packets and not by seconds: its tick is a little longer than a second.
    let least = least as f64 / packets as f64;
    for (place, login) in all.iter().enumerate().take(2) {
        let (bytes, reads) = login.payload(from, to);
        let each = bytes as f64 / seconds.round();
        let measured = format!("{each:.1} B in {:.1} packets", reads as f64 / seconds.round());
        let what = format!("{what}, {}", login.name);
        let beside = format!("two bytes: {least:.1} B");
        let ratio = each / least;
        if place == 0 {
            table.bounded(&what, measured, beside, ratio, 1.25, TIMES);
        } else {
            table.told(&what, measured, beside, format!("{ratio:.2}{}", TIMES.1));
        }
    }
    all.into_iter().try_for_each(Login::ends)
}

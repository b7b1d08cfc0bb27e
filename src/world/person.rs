//! Who sits at this terminal, and where.
//!
//! Plain strings, as the system gives them: not proof of identity, and not yet printable.

use std::ffi::OsString;

/// The login at this terminal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Login {
    /// Login name.
    pub name: String,
    /// Host name.
    pub host: String,
    /// Process id of this program.
    pub pid: u32,
    /// Address the SSH session came from.
    pub ssh_from: Option<String>,
}

/// Asks the environment and the system who is here; `env` is `std::env::var_os` but in tests.
pub fn who_is_here(env: impl Fn(&str) -> Option<OsString>) -> Login {
    let said = |name: &str| env(name).and_then(|value| value.into_string().ok()).filter(|value| !value.is_empty());
    let uid = || {
        let uid = rustix::process::getuid().as_raw();
        account(&std::fs::read_to_string("/etc/passwd").unwrap_or_default(), uid)
            .unwrap_or_else(|| format!("uid-{uid}"))
    };
    let host = rustix::system::uname();
    Login {
        name: said("USER").or_else(|| said("LOGNAME")).unwrap_or_else(uid),
        host: host.nodename().to_string_lossy().into_owned(),
        pid: std::process::id(),
        ssh_from: said("SSH_CONNECTION").and_then(|said| said.split_whitespace().next().map(str::to_owned)),
    }
}

/// The name an account of the system has.
fn account(accounts: &str, uid: u32) -> Option<String> {
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid) && !name.is_empty()).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_comes_from_the_environment_and_else_from_the_user_id() {
        let here = who_is_here(|name| (name == "LOGNAME").then(|| "li".into()));
        assert_eq!((here.name.as_str(), here.ssh_from), ("li", None));
        assert!(!who_is_here(|_| None).name.is_empty());
        assert!(!who_is_here(|name| (name == "USER").then(OsString::new)).name.is_empty());
    }

    #[test]
    fn without_a_login_name_the_account_of_the_system_names_the_person() {
        let accounts = "root:x:0:0::/root:/bin/sh\nli:x:1000:1000::/home/li:/bin/sh\n";
        assert_eq!(account(accounts, 1000).as_deref(), Some("li"));
        assert_eq!(account(accounts, 7), None);
        assert_eq!(account("broken", 0), None);
    }

    #[test]
    fn an_ssh_session_says_where_it_came_from() {
        let here = who_is_here(|name| (name == "SSH_CONNECTION").then(|| "192.0.2.7 50000 192.0.2.1 22".into()));
        assert_eq!(here.ssh_from.as_deref(), Some("192.0.2.7"));
        assert!(!here.host.is_empty());
    }
}

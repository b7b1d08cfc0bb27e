//! What the program tells of itself, on whatever machine: the schema of its format, and its command line for shells
//! and for `man`. Needs no folder, no language and no terminal.

use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use super::{Cli, Exit, Verb, complain, print_json, print_whole};
use crate::runbook::schema::schema;

/// Answers a verb that asks nothing but this; nothing for the others.
pub(super) fn answer(verb: Option<&Verb>) -> Option<Exit> {
    match verb? {
        Verb::Schema => {
            print_json(&schema());
            Some(Exit::Fine)
        }
        Verb::Completions { shell } => Some(completions(*shell)),
        Verb::Man { verb } => Some(page(verb.as_deref())),
        _ => None,
    }
}

fn completions(shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "runsheet", &mut script);
    print_whole(&String::from_utf8_lossy(&script));
    Exit::Fine
}

/// The name of a verb, as typed.
pub(super) fn verb(typed: &str) -> Result<String, String> {
    let known = Cli::command().find_subcommand(typed).is_some();
    if known { Ok(typed.to_owned()) } else { Err("no verb is called that".to_owned()) }
}

/// The page of the program, or of one of its verbs.
fn page(verb: Option<&str>) -> Exit {
    let mut command = Cli::command();
    command.build();
    let asked = verb.and_then(|verb| command.find_subcommand(verb)).unwrap_or(&command).clone();
    let mut text = Vec::new();
    if let Err(error) = Man::new(asked).render(&mut text) {
        complain(&error.to_string());
        return Exit::World;
    }
    print_whole(&String::from_utf8_lossy(&text));
    Exit::Fine
}

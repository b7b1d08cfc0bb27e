//! The command line: verbs and flags in, words on the standard streams and an exit code out.
//!
//! Nothing here asks a question where nobody sits: without a terminal a verb that needs one says so and ends.

mod about;
mod act;
mod answer;
mod check;
mod convert;
mod exit;
mod input;
mod list;
mod made;
mod new;
mod output;
mod report;
mod run;
mod say;
mod sessions;
mod show;
mod verify;
mod watch;

use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use exit::Exit;
use output::{all_is_out, complain, print, print_json, print_whole};

use crate::app::{App, Proof, Settings};
use crate::host::View;
use crate::journal::Anchor;
use crate::runbook::DrillForm;
use crate::session::Kind;
use crate::words::Lang;
use crate::world::{Borders, Color, Setting, ThemeName, Wishes, Wrong};

/// A terminal runbook executor for incidents and drills.
#[derive(Debug, Parser)]
#[command(name = "runsheet", version, about, propagate_version = true)]
pub struct Cli {
    /// State folder in place of the system's (also: `RUNSHEET_HOME`)
    #[arg(long, global = true, value_name = "DIR")]
    home: Option<PathBuf>,
    /// Language of everything the program says: en, zh-CN
    #[arg(long, global = true, value_name = "LANG", value_parser = language)]
    lang: Option<Lang>,
    /// Your name, or the id of a contact of the runbook
    #[arg(long = "as", global = true, value_name = "NAME", value_parser = person)]
    name: Option<String>,
    /// Line by line instead of the full screen: for screen readers, serial consoles and scripts
    #[arg(long, global = true)]
    plain: bool,
    /// Colours and marks: dark, light, mono, high-contrast
    #[arg(long, global = true, value_name = "NAME", value_parser = setting::<ThemeName>)]
    theme: Option<ThemeName>,
    /// Whether colours are sent: auto, always, never (auto heeds `NO_COLOR` and `CLICOLOR_FORCE`)
    #[arg(long, global = true, value_name = "WHEN", value_parser = setting::<Color>)]
    color: Option<Color>,
    /// What lines are drawn with: ascii, unicode
    #[arg(long, global = true, value_name = "SIGNS", value_parser = setting::<Borders>)]
    borders: Option<Borders>,
    #[command(subcommand)]
    verb: Option<Verb>,
}

/// What can be asked of the program.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Start an incident: the clocks run at once
    Incident(Open),
    /// Brief and start a drill
    Drill(OpenDrill),
    /// Walk through a runbook; no report is owed
    Walk(Open),
    /// Go on an unfinished session, or join those who are on it
    #[command(visible_alias = "join")]
    Resume {
        /// Number or name of a session, or a part of its name that no other unfinished one has
        session: Option<String>,
        /// First end your own terminal that is still on it, such as one whose line died
        #[arg(long)]
        take_over: bool,
    },
    /// Look on at a session: nothing is recorded
    Watch {
        /// Number or name of a session, or a part of its name that no other unfinished one has
        session: Option<String>,
        /// What to show
        #[arg(long, value_enum, default_value = "player")]
        view: Show,
    },
    /// Write a note into a session from outside: a script, an alert hook, another shell
    Say(say::Say),
    /// Do an act of a session from outside, by the same rules
    Act(act::ActOn),
    /// List the runbooks there are: what finds them, when they were drilled, what is due
    List {
        /// Words to find them by, in either language: titles, ids, symptoms, alerts, services, tags
        words: Vec<String>,
        /// Only those of which a drill or a review is due
        #[arg(long)]
        due: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print a runbook as a page to read, print or keep (Markdown)
    Show {
        /// A path, a library id, or the name of an alert
        runbook: String,
        /// Its flow instead, as a Mermaid flowchart
        #[arg(long)]
        mermaid: bool,
    },
    /// List sessions
    Sessions {
        /// Also those that are over
        #[arg(long)]
        all: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the report of a session as of now
    Report {
        /// Number or name of a session, or a part of its name that no other has
        session: String,
        /// Markdown or JSON
        #[arg(long, value_enum, default_value = "md")]
        format: Format,
        /// The same as `--format json`
        #[arg(long)]
        json: bool,
    },
    /// Verify that a record is what was written
    Verify(Verify),
    /// Check runbooks and print every fault with its place
    Check {
        /// Files, folders, or library ids
        #[arg(required = true)]
        files: Vec<String>,
        /// Warnings count as errors
        #[arg(long)]
        strict: bool,
        /// For people, or for programs
        #[arg(long, value_enum, default_value = "text")]
        format: Listing,
        /// The same as `--format json`
        #[arg(long)]
        json: bool,
    },
    /// Begin a runbook of your own: a whole one to change, explained line by line
    New(new::Begin),
    /// Write a runbook anew in YAML or JSON, whatever it is written in
    Convert(convert::Convert),
    /// Print the JSON Schema of runbooks: an editor completes and checks by it
    Schema,
    /// Print what makes a shell complete the command line
    Completions {
        /// Your shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, for `man`
    Man {
        /// The page of one verb
        #[arg(value_parser = about::verb)]
        verb: Option<String>,
    },
}

#[derive(Debug, Args)]
struct Open {
    /// A path, a library id, or the name of an alert
    runbook: String,
}

#[derive(Debug, Args)]
struct Verify {
    /// Number or name of a session, or a part of its name that no other has
    session: String,
    /// Head noted elsewhere: from the last screen, a report, the system's log
    #[arg(long, value_name = "HASH[:COUNT]", value_parser = anchor, conflicts_with = "signature")]
    anchor: Option<Anchor>,
    /// Signature of the head; what it signs is the anchor
    #[arg(long, value_name = "FILE")]
    signature: Option<PathBuf>,
    /// Sign the head of a sound record with an SSH key, into `head.txt.sig` beside the journal
    #[arg(long, value_name = "KEY", num_args = 0..=1)]
    #[allow(clippy::option_option, reason = "not asked for, asked for with the usual key, asked for with this one")]
    sign: Option<Option<PathBuf>>,
    /// Write the head of a sound record into the system's log
    #[arg(long)]
    syslog: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
struct OpenDrill {
    /// A path, a library id, or the name of an alert
    runbook: String,
    /// Form of the drill
    #[arg(long, value_enum)]
    form: Option<Form>,
}

/// Form of a drill, as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Talked through at a table
    Tabletop,
    /// Done by the staff, the rest simulated
    Functional,
    /// Done for real
    Full,
}

impl From<Form> for DrillForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Tabletop => Self::Tabletop,
            Form::Functional => Self::Functional,
            Form::Full => Self::Full,
        }
    }
}

/// What a terminal that looks on shows, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Show {
    /// The screens of somebody who takes part
    Player,
    /// The state of things in large type
    Wall,
    /// The log alone; line by line where there is no terminal
    Log,
}

impl From<Show> for View {
    fn from(show: Show) -> Self {
        match show {
            Show::Player => Self::Player,
            Show::Wall => Self::Wall,
            Show::Log => Self::Log,
        }
    }
}

/// Shape of a printed report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Markdown
    Md,
    /// JSON
    Json,
}

/// Shape of a printed list of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Listing {
    /// Sentences with the lines they are about
    Text,
    /// JSON
    Json,
}

fn language(typed: &str) -> Result<Lang, String> {
    Lang::parse(typed).ok_or_else(|| "known languages: en, zh-CN".to_owned())
}

fn setting<S: Setting>(typed: &str) -> Result<S, String> {
    S::parse(typed).ok_or_else(|| format!("one of: {}", S::words()))
}

/// Longest name a person may have, in characters: it stands in every entry.
const LONGEST_PERSON: usize = 100;

fn person(typed: &str) -> Result<String, String> {
    if typed.chars().count() > LONGEST_PERSON {
        return Err(format!("a name has at most {LONGEST_PERSON} characters"));
    }
    Ok(typed.to_owned())
}

fn anchor(typed: &str) -> Result<Anchor, String> {
    Anchor::parse(typed).ok_or_else(|| "64 hexadecimal digits, then perhaps a colon and a number of entries".to_owned())
}

/// What a session is run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Front {
    /// The full screen.
    Screen,
    /// Line by line.
    Lines,
}

impl Front {
    /// The front for where one is called from: lines where they are asked for, or where no screen can be drawn. None
    /// where nobody sits who could be asked, and nobody said that lines come from elsewhere.
    fn of(plain: bool) -> Option<Self> {
        let dumb = std::env::var("TERM").map_or(true, |term| term.is_empty() || term == "dumb");
        let (types, reads) = (std::io::stdin().is_terminal(), std::io::stdout().is_terminal());
        match (plain, types) {
            (true, _) => Some(Self::Lines),
            (false, false) => None,
            (false, true) => Some(if dumb || !reads { Self::Lines } else { Self::Screen }),
        }
    }
}

/// Runs the program with these arguments; the exit code says how it went.
pub fn main(args: impl IntoIterator<Item = std::ffi::OsString>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, everything else is a slip.
            let asked = !error.use_stderr();
            let _ = error.print();
            return if asked { Exit::Fine } else { Exit::Usage };
        }
    };
    if let Some(exit) = about::answer(cli.verb.as_ref()) {
        return if all_is_out() { exit } else { Exit::World };
    }
    let wishes = Wishes { theme: cli.theme, color: cli.color, borders: cli.borders };
    let mut app = match App::new(Settings { home: cli.home, lang: cli.lang, name: cli.name, wishes }) {
        Ok(app) => app,
        Err(error) => {
            complain(&format!("{error:#}"));
            return Exit::World;
        }
    };
    if !app.look.unicode && std::io::stdout().is_terminal() {
        app.speak_ascii();
    }
    for field in &app.places.config.unknown {
        complain(&app.words.with("cli-config-unknown", &[("field", field.into())]));
    }
    for Wrong { field, allowed } in &app.places.config.wrong {
        complain(&app.words.with("cli-config-wrong", &[("field", field.into()), ("allowed", allowed.into())]));
    }
    if cli.plain {
        app.go_plain();
    }
    let front = Front::of(cli.plain);
    let needs_terminal = matches!(
        cli.verb,
        None | Some(
            Verb::Incident(_)
                | Verb::Drill(_)
                | Verb::Walk(_)
                | Verb::Resume { .. }
                | Verb::Watch { view: Show::Player | Show::Wall, .. }
        )
    );
    if needs_terminal && front.is_none() {
        complain(&app.words.say("cli-no-terminal"));
        return Exit::Usage;
    }
    let front = front.unwrap_or(Front::Lines);
    let asks = std::io::stdin().is_terminal();
    if needs_terminal && asks && !matches!(cli.verb, Some(Verb::Watch { .. })) {
        run::ask_who_types(&mut app);
    }
    let exit = match cli.verb {
        None => run::library(&mut app, front),
        Some(Verb::Incident(open)) => run::open(&mut app, &open.runbook, Kind::Incident, None, front),
        Some(Verb::Drill(open)) => {
            run::open(&mut app, &open.runbook, Kind::Drill, open.form.map(DrillForm::from), front)
        }
        Some(Verb::Walk(open)) => run::open(&mut app, &open.runbook, Kind::Walkthrough, None, front),
        Some(Verb::Resume { session, take_over }) => run::resume(&mut app, session.as_deref(), take_over, front),
        Some(Verb::Watch { session, view }) => watch::watch(&mut app, session.as_deref(), view.into(), front),
        Some(Verb::Say(asked)) => say::say(&app, asked),
        Some(Verb::Act(asked)) => act::act(&app, asked),
        Some(Verb::List { words, due, json }) => list::list(&app, &list::Asked { words, due, json }),
        Some(Verb::Show { runbook, mermaid }) => show::show(&app, &runbook, mermaid),
        Some(Verb::Sessions { all, json }) => sessions::list(&app, all, json),
        Some(Verb::Report { session, format, json }) => report::report(&app, &session, json || format == Format::Json),
        Some(Verb::Verify(asked)) => {
            let proof = match (asked.anchor, asked.signature) {
                (Some(anchor), _) => Proof::Anchor(anchor),
                (None, Some(file)) => Proof::Signature(file),
                (None, None) => Proof::None,
            };
            let wish = verify::Wish { sign: asked.sign, syslog: asked.syslog, json: asked.json };
            verify::verify(&app, &asked.session, &proof, &wish)
        }
        Some(Verb::Check { files, strict, format, json }) => {
            check::check(&app, &files, check::Manner { strict, json: json || format == Listing::Json })
        }
        Some(Verb::New(asked)) => new::begin(&app, asked),
        Some(Verb::Convert(asked)) => convert::convert(&app, &asked),
        // Answered above.
        Some(Verb::Schema | Verb::Completions { .. } | Verb::Man { .. }) => Exit::Fine,
    };
    if exit == Exit::Fine && !all_is_out() {
        complain(&app.words.say("cli-cut-short"));
        return Exit::World;
    }
    exit
}

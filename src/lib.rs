//! runsheet: a terminal runbook executor for incidents and drills.
//!
//! It loads a runbook, has people assigned to roles, walks everyone through each step against the clock, and
//! leaves a timestamped log. Two people use it: the engineer on call, in an SSH session, at 80x24 on a bad line;
//! and the commander of a drill.
//!
//! # Promises
//!
//! 1. **The log is the state.** Every act is an entry of one journal, synced before the screen shows it as saved.
//!    Kill the program at any instant: nothing acknowledged is lost, and `resume` goes on at the exact step.
//!    Every report is a rendering of that log; no duration is typed.
//! 2. **It guides, it never blocks.** A limit that is over warns. Whatever is required is a gate: refused with the
//!    reason, then passed with a recorded one. Only acts on what is absent or closed are refused outright.
//! 3. **One book, two modes.** A drill and an incident run the same runbook; which one it is stands on every
//!    screen, every line of the log and every section of the report.
//! 4. **One binary, no server, no network.**
//!
//! # Code map
//!
//! | room | what it owns | what it may not do |
//! |---|---|---|
//! | [`time`] | moments, lengths of time | ask what time it is |
//! | [`text`] | printable text, columns, wrapping | know what a text is about |
//! | [`runbook`] | the plan; reading and writing it (`format`), weak spots (`check`), what an editor knows (`schema`), one to begin with (`template`) | read files, say sentences |
//! | [`session`] | acts, facts, rules, the fold | do anything but decide |
//! | [`words`] | sentences in English and Chinese | decide anything |
//! | [`report`] | every computed figure, Markdown, JSON | ask clock or journal |
//! | [`host`] | what a front asks of the world | know files or screens |
//! | [`journal`] | lines, chain, recovery, sync, locks, who is there | fold, decide |
//! | [`world`] | clock, paths, configuration, library, login, signals, other programs | know sessions |
//! | [`dialog`] | what can be asked for, what is asked back, the loop | draw, know a terminal, hold state of the session |
//! | [`tui`] | screens, both edges of the terminal | touch files, decide what a key does |
//! | [`plain`] | the same session line by line: lines in, lines out | touch files, decide what a line means |
//! | [`app`] | puts all rooms together | hold rules |
//! | [`cli`] | verbs, flags, exit codes | anything else |
//!
//! Who may import whom is checked by a test: `runbook` → `time`, `text`; `session` → `runbook`; `words` →
//! `session`; `report` → `words`; `host` → `session`; `journal` → `session`; `world` → `runbook`; `dialog` → `host`, `words`;
//! `tui`, `plain` → `dialog`, `report`; `app` → all; `cli` → `app`.
//!
//! # The way of one key press
//!
//! ```text
//! bytes → keys → keymap → Action → update(&mut Model) → Effect → Host
//!    → session.decide(act, now) → entry → journal.append (synced) → session.apply → view(session, model, now) → frame
//! ```
//!
//! A line takes the same way from the keymap on. Nothing runs back. `Model` holds only what the journal does not: selection, scroll, what is being typed.
//!
//! # Invariants
//!
//! * [`session::Session::decide`] changes nothing; [`session::Session::apply`] refuses nothing. A session replayed
//!   from its entries is the session that was lived.
//! * One act is one entry is one line with all its events: what follows from an act is decided with it.
//! * Facts of several people stand side by side; a claim (a role, a step) has one winner, by the order of entries,
//!   and whoever decided without having seen it is told.
//! * Time is data. An entry carries wall time with offset, boot-time nanoseconds and the boot id; lengths run on
//!   the boot clock, order is the entry's number.
//! * A record stands on one place or falls from one to the next (a ladder, best first). It climbs back as a copy of
//!   what stands elsewhere: a line that stands twice is one entry. Nothing is moved, truncated or rewritten.
//! * Corrections are entries that point at an entry. Nothing is edited or deleted.
//! * The first entry embeds the runbook: editing a file later cannot change history.
//! * A key of a screen is named in [`dialog::keymap`] and nowhere else.
//! * Nothing waits for whoever reads the terminal: what it does not take falls out and is drawn whole later.
//! * What the program draws of its own takes as many columns on every terminal; a terminal of another encoding is sent
//!   ASCII alone.
//! * Text from outside is a [`text::Printable`] before it is drawn, printed, sent or written into a report.
//! * Pure rooms return typed faults and refusals; sentences are made in [`words`].

//!
//! The library exists for the binary and its tests; it promises no stable interface.

pub mod app;
pub mod cli;
pub mod dialog;
pub mod host;
pub mod journal;
pub mod plain;
pub mod report;
pub mod runbook;
pub mod session;
pub mod text;
pub mod time;
pub mod tui;
pub mod words;
pub mod world;

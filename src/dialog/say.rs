//! What both fronts say in the same words: mode and clock, what presses, what Enter does, an entry of the log.
//!
//! Texts only: where they stand, how they are cut and which colour they have is a front's business.

use super::items::{EnterAct, enter_act};
use super::model::Model;
use super::rows::{WrapUpRow, urgent_key};
use crate::host::{Saving, View};
use crate::runbook::{Step, StepId};
use crate::session::{
    ApprovalSubject, Clock, ClockKind, ClockState, Event, EvidenceItem, Kind, Life, Logged, NoteKind, Outcome, Person,
    Presence, Reading, Session, Status, Urgent,
};
use crate::text::cut;
use crate::time::{Moment, Span};
use crate::words::{Line, Names, SessionLabel, StepLabel, Words, roughly};

/// What a key is called in the reader's language.
pub fn key_name(words: &Words, chord: &str) -> String {
    match chord {
        "space" => words.say("key-space"),
        "enter" => words.say("key-enter"),
        "esc" => words.say("key-esc"),
        "tab" => words.say("key-tab"),
        "backtab" => words.say("key-backtab"),
        "backspace" => words.say("key-backspace"),
        "delete" => words.say("key-delete"),
        "up" => words.say("key-up"),
        "down" => words.say("key-down"),
        "left" => words.say("key-left"),
        "right" => words.say("key-right"),
        "pgup" => words.say("key-pgup"),
        "pgdn" => words.say("key-pgdn"),
        "home" => words.say("key-home"),
        "end" => words.say("key-end"),
        _ => match chord.strip_prefix("ctrl-") {
            Some(letter) => format!("^{}", letter.to_uppercase()),
            None => chord.to_owned(),
        },
    }
}

/// What Enter does on a row of the wrap-up: the id of its message.
pub fn wrap_up_enter(session: &Session, row: Option<&WrapUpRow>) -> &'static str {
    match row {
        Some(WrapUpRow::Exit(index)) if session.state().exit_criteria.contains(index) => "wrapup-enter-exit-ticked",
        Some(WrapUpRow::Exit(_)) => "wrapup-enter-exit",
        Some(WrapUpRow::Owed(_)) => "wrapup-enter-owed",
        Some(WrapUpRow::Notice(_)) => "wrapup-enter-notice",
        Some(WrapUpRow::Active(_)) => "wrapup-enter-active",
        Some(WrapUpRow::End) => "wrapup-enter-end",
        Some(WrapUpRow::Report) | None => "wrapup-enter-report",
    }
}

/// The mode in words, with the state of the session where it does not simply run.
pub fn mode(session: &Session, words: &Words) -> String {
    let state = session.state();
    let mode = words.kind(state.kind);
    let label = match state.life {
        Life::Running | Life::Blank => return mode,
        Life::Paused => return format!("{mode} {}", words.say("head-paused")),
        Life::Opened => SessionLabel::Opened,
        Life::Ended => SessionLabel::Ended,
        Life::Terminated => SessionLabel::Terminated,
    };
    format!("{mode} {}", words.session_state(label))
}

/// `T+12:43`; before that a word.
pub fn clock(session: &Session, reading: Reading, words: &Words) -> String {
    let clocks = &session.state().clocks;
    // A drill's own clock stands in a pause; an incident knows none.
    let since = match session.state().kind {
        Kind::Drill => clocks.exercise_since_zero(reading),
        Kind::Incident | Kind::Walkthrough => clocks.since_zero(reading),
    };
    match since {
        Some(since) => {
            let time = roughly(since.clock(), is_rough(session, reading));
            words.with("head-elapsed", &[("time", (&time).into())])
        }
        None => words.say("head-prep"),
    }
}

/// Whether the machine was restarted since `T0`. The clocks that the end stopped lean on nothing that came after.
pub fn is_rough(session: &Session, reading: Reading) -> bool {
    let clocks = &session.state().clocks;
    let until = clocks.stopped().unwrap_or(reading);
    clocks.zero().is_some_and(|zero| until.is_rough_since(zero))
}

/// What presses and was not put off, most pressing first.
pub fn pressing(session: &Session, model: &Model, now: &Moment, reading: Reading) -> Vec<Urgent> {
    let snoozed = |urgent: &Urgent| {
        let key = urgent_key(urgent);
        model.snoozed.iter().any(|(what, until)| *what == key && until.since(now) > Span::ZERO)
    };
    let mut asked: Vec<ApprovalSubject> = Vec::new();
    // Two roles asked about one thing are one thing to attend to.
    let mut is_new = |urgent: &Urgent| match urgent {
        Urgent::Approval { subject, .. } if asked.contains(subject) => false,
        Urgent::Approval { subject, .. } => {
            asked.push(subject.clone());
            true
        }
        _ => true,
    };
    session.urgent(reading).into_iter().filter(|urgent| !snoozed(urgent) && is_new(urgent)).collect()
}

/// One urgent thing in words, its title in at most `cols` columns.
pub fn urgent(session: &Session, words: &Words, urgent: &Urgent, cols: usize) -> String {
    let titled = |id: &str, name: &str, title: &str| words.with(id, &[(name, (&cut(title, cols)).into())]);
    match urgent {
        Urgent::Clock(clock) => clock_phrase(words, clock, cols),
        Urgent::Approval { subject, role } => {
            let subject = match subject {
                ApprovalSubject::Step(step) => session.book().number(step),
                ApprovalSubject::Notice(notice) => Names::notice(session, notice),
            };
            let (role, subject) = (cut(&Names::role(session, role), cols), cut(&subject, cols));
            words.with("urgent-approval", &[("role", (&role).into()), ("subject", (&subject).into())])
        }
        Urgent::Notice(notice) => titled("urgent-notice", "title", &Names::notice(session, notice)),
        Urgent::Step(step) => titled("urgent-step", "step", &Names::step(session, step)),
        Urgent::End => words.say("urgent-end"),
        Urgent::Owed(owed) => titled("urgent-owed", "title", &Names::obligation(session, owed)),
    }
}

fn clock_phrase(words: &Words, clock: &Clock, cols: usize) -> String {
    let title = cut(&clock.title, cols);
    let title = match clock.kind {
        ClockKind::Obligation(_) => words.with("urgent-owed", &[("title", (&title).into())]),
        _ => title,
    };
    let left = clock.left.unwrap_or(Span::ZERO);
    let time = roughly(left.abs().clock(), clock.rough);
    let args = [("title", (&title).into()), ("time", (&time).into())];
    match (&clock.kind, clock.state) {
        // Called over by an estimate, before its time.
        (_, ClockState::Over) if left > Span::ZERO => words.with("urgent-over-by-estimate", &args),
        (_, ClockState::Over) => words.with("urgent-over", &args),
        (ClockKind::Cadence(_) | ClockKind::Reminder(_), _) => words.with("urgent-in", &args),
        _ => words.with("urgent-left", &args),
    }
}

/// How a clock stands, in a word.
pub fn clock_state(words: &Words, clock: &Clock) -> String {
    words.say(match clock.state {
        ClockState::NotStarted => "clocks-not-started",
        ClockState::Running => "clocks-running",
        ClockState::Warned => "clocks-warned",
        ClockState::Over if clock.left.is_some_and(|left| left > Span::ZERO) => "clocks-over-by-estimate",
        ClockState::Over => "clocks-over",
        ClockState::Met => "clocks-met",
        ClockState::MetLate => "clocks-met-late",
        ClockState::Stopped => "clocks-stopped",
    })
}

/// What Enter does on the Run screen, in words.
pub fn enter(session: &Session, model: &Model, words: &Words) -> Option<String> {
    let number = |step: &StepId| session.book().number(step);
    let of_step = |id: &str, step: &StepId| words.with(id, &[("step", (&number(step)).into())]);
    Some(match enter_act(session, model.step.as_ref(), model.item.as_ref())? {
        EnterAct::Start { step, danger: true } => of_step("foot-start-danger", &step),
        EnterAct::Start { step, danger: false } => of_step("foot-start", &step),
        EnterAct::Approve { subject, role } => {
            let subject = match &subject {
                ApprovalSubject::Step(step) => number(step),
                ApprovalSubject::Notice(notice) => Names::notice(session, notice),
            };
            let role = Names::role(session, &role);
            words.with("foot-approve", &[("subject", (&subject).into()), ("role", (&role).into())])
        }
        EnterAct::Condition(step) => of_step("foot-condition", &step),
        EnterAct::Evidence(step, EvidenceItem(place)) => {
            let asked = session.line(Line::Evidence(&step, EvidenceItem(place))).unwrap_or_default();
            words.with("foot-evidence", &[("item", (&asked).into())])
        }
        EnterAct::Estimate(_) => words.say("foot-estimate"),
        EnterAct::Notice(_, notice) => {
            words.with("foot-notice", &[("notice", (&Names::notice(session, &notice)).into())])
        }
        EnterAct::Decide(step) => of_step("foot-decide", &step),
        EnterAct::Finish(step, 0) => of_step("foot-finish", &step),
        EnterAct::Finish(step, open) => {
            words.with("foot-finish-open", &[("step", (&number(&step)).into()), ("open", open.into())])
        }
        EnterAct::GoTo(step) => of_step("foot-goto", &step),
        EnterAct::WrapUp => words.say("foot-wrap-up"),
    })
}

/// One entry in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Clock time of the entry.
    pub time: String,
    /// Whose act it is, and who typed it; empty for what the program noticed itself.
    pub who: String,
    /// What happened, event by event.
    pub said: Vec<String>,
    /// It is not on the disk yet.
    pub pending: bool,
    /// A later entry took it back.
    pub withdrawn: bool,
}

/// The entry in words; none when it has nothing to tell.
pub fn log_line(session: &Session, saving: &Saving, words: &Words, row: &Logged) -> Option<LogLine> {
    let said = row.entry.told().filter(|event| !is_behind_the_curtain(session, saving, event));
    let said: Vec<String> = said.filter_map(|event| words.event(event, session)).collect();
    if said.is_empty() {
        return None;
    }
    Some(LogLine {
        time: row.entry.at.wall.format("%H:%M:%S").to_string(),
        who: who(session, words, row),
        said,
        pending: row.entry.seq > saving.saved,
        withdrawn: row.withdrawn,
    })
}

/// What evaluators see of a drill is not for those who play it, nor for a wall they look at.
fn is_behind_the_curtain(session: &Session, saving: &Saving, event: &Event) -> bool {
    let looked_at = matches!(saving.view, Some(View::Player | View::Wall));
    let drill = session.state().kind == Kind::Drill;
    looked_at && drill && matches!(event, Event::NoteAdded { kind: NoteKind::Observation, .. })
}

fn who(session: &Session, words: &Words, row: &Logged) -> String {
    let by = &row.entry.by;
    if by.person.is_program() {
        return String::new();
    }
    let name = |person: &Person| Names::person(session, person);
    let mut said = name(&by.person);
    if let Some(holder) = &by.acting_for {
        said = words.with("log-for", &[("person", (&said).into()), ("holder", (&name(holder)).into())]);
    }
    if row.entry.who != by.person && !row.entry.who.is_program() {
        said = words.with("log-typed", &[("person", (&said).into()), ("who", (&name(&row.entry.who)).into())]);
    }
    words.with("log-who", &[("person", (&said).into())])
}

/// Where a step stands, in a word.
pub fn step_label(session: &Session, step: &Step) -> StepLabel {
    let state = session.state();
    let waiting = state.steps.get(&step.id).is_some_and(|held| held.waiting.is_some());
    match state.status(&step.id) {
        Status::Pending if session.has_turn(step) => StepLabel::Ready,
        Status::Pending => StepLabel::Pending,
        Status::Active if waiting => StepLabel::Waiting,
        Status::Active => StepLabel::Active,
        Status::Finished(Outcome::Done) => StepLabel::Done,
        Status::Finished(Outcome::Failed { .. }) => StepLabel::Failed,
        Status::Finished(Outcome::Skipped { .. }) => StepLabel::Skipped,
        Status::Finished(Outcome::NotApplicable { .. }) => StepLabel::NotApplicable,
        Status::Finished(Outcome::Deferred { .. }) => StepLabel::Deferred,
    }
}

/// What is still open before the start.
pub fn briefing_warnings(session: &Session, words: &Words) -> Vec<String> {
    let (book, state) = (session.book(), session.state());
    let mut said = Vec::new();
    if book.status != crate::runbook::Status::Active {
        said.push(words.say("briefing-not-in-force"));
    }
    let held = |id| state.roles.get(id).is_some_and(|role| role.holder.is_some() || role.deputy.is_some());
    let empty: Vec<String> = book
        .roles
        .iter()
        .filter(|(id, role)| role.required && !held(*id) && (state.kind == Kind::Drill || !role.drill_only))
        .map(|(_, role)| role.title.clone())
        .collect();
    if !empty.is_empty() {
        said.push(words.with("briefing-empty-roles", &[("list", (&words.list(&empty)).into())]));
    }
    let mut count = |id: &str, all: usize, done: usize| {
        if all > done {
            said.push(words.with(id, &[("count", (all - done).into())]));
        }
    };
    count("briefing-open-precautions", book.precautions.len(), state.precautions.len());
    count("briefing-open-prerequisites", book.prerequisites.len(), state.prerequisites.len());
    let unset: Vec<&String> = book
        .variables
        .iter()
        .filter(|(name, variable)| variable.required && !state.variables.contains_key(*name))
        .map(|(name, _)| name)
        .collect();
    if !unset.is_empty() {
        said.push(words.with("briefing-unset", &[("list", (&words.list(&unset)).into())]));
    }
    said
}

/// How many people should be there, and how many are: 应到, 实到.
pub fn roll_call(session: &Session) -> (usize, usize) {
    let state = session.state();
    let mut due: Vec<&Person> =
        state.roles.values().filter_map(|role| role.deputy.as_ref().or(role.holder.as_ref())).collect();
    due.sort();
    due.dedup();
    let there = |person: &&&Person| matches!(state.presence.get(**person), Some(Presence::Present | Presence::Late));
    (due.len(), due.iter().filter(there).count())
}

/// Steps, timers and time in figures: how it went.
pub fn totals(session: &Session, reading: Reading, words: &Words) -> Vec<String> {
    let count = |is: fn(&Outcome) -> bool| session.steps_where(is).len();
    let (all, _) = session.progress();
    let done = count(|outcome| *outcome == Outcome::Done);
    let failed = count(|outcome| matches!(outcome, Outcome::Failed { .. }));
    let skipped = count(|outcome| matches!(outcome, Outcome::Skipped { .. }));
    let steps = [("done", done.into()), ("all", all.into()), ("skipped", skipped.into()), ("failed", failed.into())];
    let timers: Vec<_> = session
        .clocks(reading)
        .into_iter()
        .filter(|clock| matches!(clock.kind, ClockKind::Deadline(_) | ClockKind::Threshold(_) | ClockKind::Cadence(_)))
        .collect();
    let met = timers.iter().filter(|clock| clock.state == ClockState::Met).count();
    let missed = timers.iter().filter(|clock| matches!(clock.state, ClockState::Over | ClockState::MetLate)).count();
    let open = timers.iter().filter(|clock| matches!(clock.state, ClockState::Running | ClockState::Warned)).count();
    let counts = [("met", met.into()), ("missed", missed.into()), ("open", open.into())];
    let time = session.state().clocks.since_zero(reading);
    let time = time.map_or_else(String::new, |time| roughly(words.span(time), is_rough(session, reading)));
    vec![
        words.with("wrapup-steps", &steps),
        words.with("wrapup-timers", &counts),
        words.with("wrapup-time", &[("time", (&time).into())]),
    ]
}

//! From what came in to what the screens hold now and what the host is to do.
//!
//! Changes the model, returns effects; it draws nothing and performs nothing. What a host answers comes back as
//! a message like any key.

pub mod acts;
pub mod choices;
pub mod fields;
pub mod focus;
pub mod line;
pub mod lists;
pub mod overtaken;
pub mod results;

use super::action::Action;
use super::items::ItemRef;
use super::key::{Chord, Key};
use super::keymap::{Scope, resolve};
use super::model::{Answer, Leaving, Model, Overlay, Screen};
use crate::host::{Catalogue, Overtaken, ReadOut, Request};
use crate::runbook::StepId;
use crate::session::{Command, Due, Kind, LeaveCause, Life, Person, Refusal, Seq, Session};
use crate::time::Moment;
use crate::words::Words;

pub use focus::refocus;

/// What came in.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A key.
    Key(Chord),
    /// More keys at once than a hand presses.
    Burst(Vec<Chord>),
    /// A paste.
    Paste(String),
    /// A line, where lines are typed and not keys.
    Line(String),
    /// The terminal has another size.
    Resized(u16, u16),
    /// The host decided an act.
    Submitted(Box<Request>, Result<Seq, Refusal>),
    /// The host opened a session, or says why not.
    Opened(Result<(), String>),
    /// The host read a runbook, or says why not.
    ReadOut(Result<ReadOut, String>),
    /// The host wrote the report, or says why not.
    Reported(Result<String, String>),
    /// The host sent a text to the clipboard, or it was too long.
    Copied(String, bool),
    /// Things came due.
    Noticed(Vec<Due>),
    /// There is something to know about the place the program runs in.
    Remarked(String),
    /// An act came to nothing: others were faster.
    Overtaken(Box<Overtaken>),
    /// The terminal or a signal ends the program.
    Lost(LeaveCause),
}

/// What the host is to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Decide and record an act.
    Submit(Request),
    /// Send a text to the clipboard.
    Copy(String),
    /// Make a session of a runbook.
    Open(String, Kind),
    /// Go on a session.
    Resume(String),
    /// Read a runbook.
    ReadOut(String),
    /// Write the report.
    WriteReport,
    /// Ring.
    Beep,
    /// Draw everything anew.
    Repaint,
    /// Stop, and let the shell have the terminal.
    Suspend,
}

/// What a decision of the screens may look at.
pub struct Context<'a> {
    /// The session, once there is one.
    pub session: Option<&'a Session>,
    /// What can be opened.
    pub catalogue: &'a Catalogue,
    /// The reader's language.
    pub words: &'a Words,
    /// The moment of the message.
    pub now: &'a Moment,
    /// The person at this terminal.
    pub me: &'a Person,
    /// This terminal only reads.
    pub read_only: bool,
}

/// Takes in one message.
pub fn update(model: &mut Model, message: Message, ctx: &Context<'_>) -> Vec<Effect> {
    if matches!(message, Message::Key(_) | Message::Burst(_) | Message::Paste(_) | Message::Line(_)) {
        model.stirred = Some(ctx.now.clone());
    }
    let mut effects = take_in(model, message, ctx);
    if effects.is_empty() {
        effects = line::answer_ahead(model, ctx);
    }
    if ctx.read_only && effects.iter().any(|effect| matches!(effect, Effect::Submit(_))) {
        for effect in &effects {
            if let Effect::Submit(Request { command: Command::Note { text, .. }, .. }) = effect {
                model.draft = Some(text.clone());
            }
        }
        effects.retain(|effect| !matches!(effect, Effect::Submit(_)));
        model.answer = Some(Answer::Refused(ctx.words.say("told-read-only")));
    }
    overtaken::keep_track(model, ctx);
    effects
}

fn take_in(model: &mut Model, message: Message, ctx: &Context<'_>) -> Vec<Effect> {
    match message {
        Message::Key(chord) => key(model, chord, ctx),
        Message::Burst(chords) => burst(model, chords, ctx),
        Message::Paste(text) => fields::paste(model, &text, ctx),
        Message::Line(text) => line::take_in(model, &text, ctx),
        Message::Resized(columns, rows) => {
            model.size = (columns, rows);
            vec![Effect::Repaint]
        }
        Message::Submitted(request, result) => results::submitted(model, *request, result, ctx),
        Message::Opened(result) => results::opened(model, result, ctx),
        Message::ReadOut(result) => {
            results::read_out(model, result);
            Vec::new()
        }
        Message::Reported(result) => {
            model.answer = Some(match result {
                Ok(path) => Answer::Done(ctx.words.with("told-report", &[("path", (&path).into())]), None),
                Err(why) => Answer::Refused(why),
            });
            Vec::new()
        }
        Message::Copied(text, sent) => {
            let id = if sent { "told-copied" } else { "told-too-long-to-copy" };
            model.answer = Some(Answer::Told(ctx.words.with(id, &[("text", (&text).into())])));
            Vec::new()
        }
        Message::Noticed(due) => results::noticed(model, &due, ctx),
        Message::Remarked(said) => {
            results::remarked(model, &said);
            Vec::new()
        }
        Message::Overtaken(lost) => overtaken::came_to_nothing(model, &lost, ctx),
        Message::Lost(cause) => {
            model.done = Some(Leaving::Lost(cause));
            Vec::new()
        }
    }
}

/// Scopes that hold on the shown screen, innermost first.
pub fn scopes(screen: Option<&Screen>) -> Vec<Scope> {
    match screen {
        Some(Screen::Library { .. }) | None => vec![Scope::Library, Scope::Global],
        Some(Screen::Briefing { .. }) => vec![Scope::Briefing, Scope::Session, Scope::Global],
        Some(Screen::Run) => vec![Scope::Run, Scope::Session, Scope::Global],
        Some(Screen::WrapUp { .. }) => vec![Scope::WrapUp, Scope::Session, Scope::Global],
        Some(Screen::Wall | Screen::Follow { .. }) => vec![Scope::Watch, Scope::Global],
        Some(Screen::Text { .. }) => vec![Scope::Global],
        Some(_) => vec![Scope::Session, Scope::Global],
    }
}

fn key(model: &mut Model, pressed: Chord, ctx: &Context<'_>) -> Vec<Effect> {
    if model.is_too_small() && !leaves_or_types(model, pressed) {
        model.answer = Some(Answer::Refused(ctx.words.say("told-too-small")));
        return Vec::new();
    }
    if let Some(overlay) = model.overlay.take() {
        return fields::key(model, overlay, pressed, ctx);
    }
    model.answer = None;
    let typed_search = matches!(model.screen(), Some(Screen::Library { .. }));
    let chord = if typed_search { pressed } else { pressed.halfwidth() };
    if let Some(action) = resolve(&scopes(model.screen()), chord) {
        return perform(model, action, ctx);
    }
    match (chord.key, chord.ctrl || chord.alt) {
        (Key::Char(c), false) if typed_search => lists::search(model, c),
        (Key::Char(c), false) if !c.is_ascii() => {
            model.answer = Some(Answer::Told(ctx.words.say("told-input-method")));
        }
        _ => {}
    }
    Vec::new()
}

/// Keys that came at once are a text that was pasted or typed ahead: they go into an open field, or into one that the
/// first of them open on their way. From the first that is neither none counts, so that no line of a paste is taken for
/// an act.
fn burst(model: &mut Model, chords: Vec<Chord>, ctx: &Context<'_>) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut written = false;
    model.afterwards = None;
    let last = chords.len().saturating_sub(1);
    for (place, chord) in chords.into_iter().enumerate() {
        let mut chord = chord;
        // Of several lines all belong into the note, and not the first alone.
        if place < last && chord == Chord::plain(Key::Enter) && matches!(model.overlay, Some(Overlay::Note(_))) {
            chord.alt = true;
        }
        let passes = match (&model.overlay, model.screen()) {
            (Some(Overlay::Note(_)), _) => {
                written = true;
                true
            }
            // One line typed ahead is an answer; of a paste of several none is.
            (Some(Overlay::Line(_)), _) => {
                written = true;
                chord.key != Key::Enter || place == last
            }
            (Some(Overlay::Palette { .. }), _) | (None, Some(Screen::Library { .. })) => {
                matches!(chord.key, Key::Char(_) | Key::Backspace)
            }
            (Some(_), _) => false,
            (None, screen) => resolve(&scopes(screen), chord.halfwidth()).is_some_and(|action| match action {
                Action::Note | Action::KeepNoting => !written,
                Action::Leave | Action::Suspend => false,
                action => !written && !would_act(model, action),
            }),
        };
        if !passes {
            let refused = Some(Answer::Refused(ctx.words.say("told-burst-refused")));
            // A note that was part of it is answered first.
            if effects.is_empty() {
                model.answer = refused;
            } else {
                model.afterwards = refused;
            }
            break;
        }
        effects.extend(key(model, chord, ctx));
    }
    effects
}

/// Where too little is drawn to see what a key does, it may go on typing, go back and leave, and no more.
fn leaves_or_types(model: &Model, pressed: Chord) -> bool {
    match &model.overlay {
        Some(Overlay::Note(_) | Overlay::Line(_)) => true,
        Some(_) => pressed.key == Key::Esc,
        None => {
            let action = resolve(&scopes(model.screen()), pressed.halfwidth());
            matches!(
                action,
                Some(Action::Back | Action::Leave | Action::HowToLeave | Action::Repaint | Action::Suspend)
            )
        }
    }
}

/// Does an action, wherever it was asked from: a key, the palette or a choice.
pub fn perform(model: &mut Model, action: Action, ctx: &Context<'_>) -> Vec<Effect> {
    if ctx.read_only && would_act(model, action) {
        model.answer = Some(Answer::Refused(ctx.words.say("told-read-only")));
        return Vec::new();
    }
    match action {
        Action::Help => {
            show(model, Screen::Help { top: 0 });
            Vec::new()
        }
        Action::Repaint => vec![Effect::Repaint],
        Action::Mute => {
            model.muted = !model.muted;
            let id = if model.muted { "told-bell-off" } else { "told-bell-on" };
            model.answer = Some(Answer::Told(ctx.words.say(id)));
            Vec::new()
        }
        Action::Suspend => vec![Effect::Suspend],
        Action::Back => {
            back(model, ctx);
            Vec::new()
        }
        Action::HowToLeave => {
            let id = if ctx.session.is_some() { "told-how-to-leave" } else { "told-how-to-leave-library" };
            model.answer = Some(Answer::Told(ctx.words.say(id)));
            Vec::new()
        }
        Action::Palette => {
            model.overlay = Some(Overlay::Palette { query: String::new(), cursor: 0 });
            Vec::new()
        }
        Action::ClearSearch => {
            lists::unsearch(model);
            Vec::new()
        }
        Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::Top | Action::Bottom => {
            lists::move_cursor(model, action, ctx);
            Vec::new()
        }
        Action::Enter => lists::enter(model, ctx),
        Action::Leave => {
            choices::leave(model, ctx);
            Vec::new()
        }
        _ => match ctx.session {
            Some(session) => acts::perform(model, action, session, ctx),
            None => Vec::new(),
        },
    }
}

/// Whether an action would record something, or ask for what is to be recorded.
pub fn would_act(model: &Model, action: Action) -> bool {
    match action {
        Action::Enter => matches!(
            model.screen(),
            Some(Screen::Run | Screen::Briefing { .. } | Screen::People { .. } | Screen::WrapUp { .. })
        ),
        Action::Up | Action::Down | Action::PageUp | Action::PageDown | Action::Top | Action::Bottom => false,
        Action::SwitchPane | Action::PreviousRunning | Action::NextRunning | Action::ClearSearch => false,
        Action::Copy | Action::ShowCommands | Action::Urgent | Action::Palette | Action::Help => false,
        Action::ShowRun | Action::ShowPlan | Action::ShowPeople | Action::ShowClocks => false,
        Action::ShowMessages | Action::ShowLog | Action::ShowBriefing | Action::ShowWrapUp => false,
        Action::Repaint | Action::Suspend | Action::HowToLeave | Action::Back | Action::Leave | Action::Mute => false,
        _ => true,
    }
}

/// Puts a screen on top; of the screens of a session only one stands above the first.
pub fn show(model: &mut Model, screen: Screen) {
    let base = matches!(model.screens.first(), Some(Screen::Run | Screen::Briefing { .. }));
    if base && !matches!(screen, Screen::Help { .. }) {
        model.screens.truncate(1);
    }
    if !matches!((model.screens.last(), &screen), (Some(Screen::Help { .. }), Screen::Help { .. }))
        && model.screens.last() != Some(&screen)
    {
        model.screens.push(screen);
    }
}

/// Shows the Run screen; before the start it lies above the briefing.
pub fn show_run(model: &mut Model, session: &Session) {
    if session.state().life == Life::Opened {
        show(model, Screen::Run);
    } else {
        model.screens = vec![Screen::Run];
    }
}

fn back(model: &mut Model, ctx: &Context<'_>) {
    if let Some(Screen::Library { query, cursor }) = model.screens.last_mut() {
        if query.is_empty() {
            model.done = Some(Leaving::Quit);
        }
        query.clear();
        *cursor = 0;
    } else if model.screens.len() > 1 {
        model.screens.pop();
    } else {
        model.answer = Some(Answer::Told(ctx.words.say("told-how-to-leave")));
    }
}

/// The step shown on the Run screen and the item highlighted in it.
pub fn shown<'a>(model: &'a Model, session: &'a Session) -> (Option<StepId>, Option<&'a ItemRef>) {
    let step = model.step.clone().filter(|id| session.has_step(id));
    (step.or_else(|| session.current_step()), model.item.as_ref())
}

#[cfg(test)]
mod tests;

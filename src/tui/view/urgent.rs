//! What presses, in a few words each: the `!` line and whatever else lists it.

use ratatui::style::Style;

use super::Sight;
use super::row::Row;
use crate::dialog::model::Model;
use crate::dialog::rows::urgent_key;
use crate::session::{ApprovalSubject, Clock, ClockKind, ClockState, Reading, Session, Urgent};
use crate::text::{cut, width};
use crate::time::{Moment, Span};
use crate::words::{Names, roughly};

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

/// One of them in words, its title in at most `cols` columns.
pub(super) fn phrase(sight: &Sight<'_>, urgent: &Urgent, cols: usize) -> Row {
    let words = sight.words;
    let titles = sight.titles();
    let warned = sight.theme.warned;
    match urgent {
        Urgent::Clock(clock) => clock_phrase(sight, clock, cols),
        Urgent::Approval { subject, role } => {
            let subject = match subject {
                ApprovalSubject::Step(step) => sight.session.book().number(step),
                ApprovalSubject::Notice(notice) => titles.notice(notice),
            };
            let (role, subject) = (cut(&titles.role(role), cols), cut(&subject, cols));
            let said = words.with("urgent-approval", &[("role", (&role).into()), ("subject", (&subject).into())]);
            Row::of(&said, warned)
        }
        Urgent::Notice(notice) => {
            let title = cut(&titles.notice(notice), cols);
            Row::of(&words.with("urgent-notice", &[("title", (&title).into())]), warned)
        }
        Urgent::Step(step) => {
            let title = cut(&titles.step(step), cols);
            Row::of(&words.with("urgent-step", &[("step", (&title).into())]), warned)
        }
        Urgent::End => Row::of(&words.say("urgent-end"), warned),
        Urgent::Owed(owed) => {
            let title = cut(&titles.obligation(owed), cols);
            Row::plain(&words.with("urgent-owed", &[("title", (&title).into())]))
        }
    }
}

fn clock_phrase(sight: &Sight<'_>, clock: &Clock, cols: usize) -> Row {
    let words = sight.words;
    let title = cut(&clock.title, cols);
    let title = match clock.kind {
        ClockKind::Obligation(_) => words.with("urgent-owed", &[("title", (&title).into())]),
        _ => title,
    };
    let left = clock.left.unwrap_or(Span::ZERO);
    let time = roughly(left.abs().clock(), clock.rough);
    let args = [("title", (&title).into()), ("time", (&time).into())];
    let style = match clock.state {
        ClockState::Over => sight.theme.over,
        ClockState::Warned => sight.theme.warned,
        _ => Style::new(),
    };
    let said = match (&clock.kind, clock.state) {
        // Called over by an estimate, before its time.
        (_, ClockState::Over) if left > Span::ZERO => words.with("urgent-over-by-estimate", &args),
        (_, ClockState::Over) => words.with("urgent-over", &args),
        (ClockKind::Cadence(_) | ClockKind::Reminder(_), _) => words.with("urgent-in", &args),
        _ => words.with("urgent-left", &args),
    };
    Row::of(&said, style)
}

/// The `!` line: the three most urgent things in `cols` columns, and how many more there are.
pub(super) fn line(sight: &Sight<'_>, cols: usize) -> Row {
    let pressing = pressing(sight.session, sight.model, sight.now, sight.reading);
    if pressing.is_empty() {
        return Row::of(" ! ", sight.theme.dim).with(&sight.words.say("urgent-none"), sight.theme.dim);
    }
    let shown: Vec<&Urgent> = pressing.iter().take(3).collect();
    let rest = pressing.len().saturating_sub(shown.len());
    let more = if rest > 0 { format!(" +{rest}") } else { String::new() };
    let joined = |title: usize| {
        let mut row = Row::of(" ! ", sight.theme.warned);
        for (at, urgent) in shown.iter().enumerate() {
            if at > 0 {
                row.push(&format!(" {} ", sight.theme.lines.upright), sight.theme.edge);
            }
            row = row.join(phrase(sight, urgent, title));
        }
        row
    };
    let room = cols.saturating_sub(width(&more));
    let fitting = (6..=60).rev().map(joined).find(|row| row.width() <= room);
    fitting.unwrap_or_else(|| joined(6).cut(room)).with(&more, sight.theme.dim)
}

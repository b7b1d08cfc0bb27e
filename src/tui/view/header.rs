//! The head of every screen: mode, clock, who I am, who leads, whether all is saved, what presses.

use ratatui::style::Style;

use super::row::Row;
use super::{Picture, Sight, urgent};
use crate::dialog::say;
use crate::session::{Kind, Presence, RoleState, Seq};
use crate::text::{Printable, cut, markdown, printable, width};
use crate::words::{Names, roughly};

/// All clocks are written with one pen: a second costs a terminal a digit then, and no colours.
const CLOCK: Style = Style::reset();

const PROGRAM: &str = "runsheet";

/// Columns up to which others are named and not counted.
const LONGEST_NAMES: usize = 24;

/// The mode in words, with the state of the session where it does not simply run.
pub fn mode(sight: &Sight<'_>) -> String {
    say::mode(sight.session, sight.words)
}

/// `T+12:43`; before that a word.
pub fn clock(sight: &Sight<'_>) -> String {
    say::clock(sight.session, sight.reading, sight.words)
}

/// The first of `variants`, fullest first, beside which `least` columns stay free.
fn fitting(variants: &[Vec<String>], least: usize, cols: usize) -> Option<&Vec<String>> {
    let takes = |parts: &Vec<String>| parts.iter().map(|part| width(part) + 2).sum::<usize>();
    variants.iter().find(|parts| takes(parts) + least <= cols).or(variants.last())
}

/// The mode bar.
pub fn bar(sight: &Sight<'_>, cols: usize) -> Row {
    let book = sight.session.book();
    let style = sight.theme.bar(sight.session.state().kind);
    let mode = mode(sight);
    let left = Row::of(&format!(" {mode}  "), style).with(&book.title, style).under(style);
    let level = book.level.as_ref().map(|key| book.levels.get(key).map_or(key.clone(), |level| level.title.clone()));
    let clock = clock(sight);
    // Seconds that stand still for a minute would be taken for a program that does.
    let time = if sight.model.rests(sight.now) { "%H:%M" } else { "%H:%M:%S" };
    let wall = sight.now.wall.format(time).to_string();
    let zone = format!("{wall} {}", sight.now.wall.format("%:z"));
    let mut variants = vec![vec![clock.clone(), zone], vec![clock.clone(), wall], vec![clock]];
    let mut first = Row::new();
    let level = level.filter(|level| width(level) <= 16);
    if let Some(level) = &level {
        let full = std::iter::once(level).chain(variants.first().into_iter().flatten()).cloned().collect();
        variants.insert(0, full);
    }
    let least = width(&mode) + 3 + width(&book.title).min(16);
    let mut parts = fitting(&variants, least, cols).cloned().unwrap_or_default();
    if level.is_some() && parts.len() > 2 {
        first = Row::of(&format!("{}  ", parts.remove(0)), style);
    }
    left.right(first.join(Row::of(&parts.join("  "), CLOCK)), cols)
}

/// Columns of a window's name; what lists windows shows less.
const LONGEST_TITLE: usize = 80;

/// What the terminal's window is called: the mode first, because a list of windows cuts the rest.
pub fn window_title(picture: &Picture<'_>) -> Printable<'static> {
    let Some(sight) = picture.sight() else { return printable(PROGRAM).kept() };
    let step =
        sight.model.step.clone().filter(|id| sight.session.has_step(id)).or_else(|| sight.session.current_step());
    let about = match step.filter(|_| !sight.session.state().life.is_over()) {
        Some(step) => sight.titles().step(&step),
        None => sight.session.book().title.clone(),
    };
    let said = printable(&format!("{} {about}", mode(&sight))).kept();
    let said = cut(&said, LONGEST_TITLE - PROGRAM.len() - 3);
    printable(&format!("{said} - {PROGRAM}")).kept()
}

/// The bar where there is no session.
pub fn bare_bar(picture: &Picture<'_>, cols: usize) -> Row {
    let style = picture.theme.walkthrough;
    let wall = picture.now.wall.format("%H:%M:%S %:z").to_string();
    Row::of(&format!(" {PROGRAM}"), style).under(style).right(Row::of(&wall, style), cols)
}

/// Who I am, who leads, who is here, and whether all is saved.
pub fn people(sight: &Sight<'_>, cols: usize) -> Row {
    let words = sight.words;
    let session = sight.session;
    let titles = sight.titles();
    let me = titles.person(sight.me);
    let mut left = Row::plain(&format!(" {}", words.with("head-you", &[("person", (&me).into())])));
    let roles = my_roles(sight);
    if !roles.is_empty() {
        left.push(" = ", sight.theme.dim);
        left.push(&roles, sight.theme.title);
    }
    let lead = session.commander().map(|lead| {
        let name = if lead == *sight.me { words.say("head-me") } else { titles.person(&lead) };
        words.with("head-lead", &[("person", (&name).into())])
    });
    let present = |presence: &&Presence| matches!(presence, Presence::Present | Presence::Late);
    let here = session.state().presence.values().filter(present).count();
    let here = (here > 0).then(|| words.with("head-here", &[("count", here.into())]));
    let number = session.log().last().map(|row| words.with("head-seq", &[("seq", row.entry.seq.0.into())]));
    let (saved, style) = saving(sight);
    let all = |parts: &[&Option<String>]| -> Vec<String> {
        parts.iter().filter_map(|part| (*part).clone()).chain([saved.clone()]).collect()
    };
    let (names, others) = others(sight);
    let variants = [
        all(&[&lead, &here, &number, &names]),
        all(&[&lead, &here, &number, &others]),
        all(&[&lead, &number, &others]),
        all(&[&number, &others]),
        all(&[&others]),
    ];
    let least = left.width().min(28);
    let mut parts = fitting(&variants, least, cols).cloned().unwrap_or_default();
    let saved = parts.pop().unwrap_or_default();
    let mut right = Row::plain(&parts.join("  "));
    if !right.is_empty() {
        right.push("  ", Style::new());
    }
    left.right(right.with(&saved, style), cols)
}

/// Who else is on the session and does not only watch: by name, and counted.
fn others(sight: &Sight<'_>) -> (Option<String>, Option<String>) {
    let acting: Vec<_> = sight.saving.others.iter().filter(|other| !other.watching).collect();
    if acting.is_empty() {
        return (None, None);
    }
    let count = sight.words.with("head-others", &[("count", acting.len().into())]);
    let names: Vec<String> = acting.iter().map(|other| sight.titles().person(&other.person)).collect();
    let names = format!("+{}", names.join(" +"));
    (Some(if width(&names) > LONGEST_NAMES { count.clone() } else { names }), Some(count))
}

/// The roles I was given, and how many more fall to me; all of them while nobody else holds one.
fn my_roles(sight: &Sight<'_>) -> String {
    let titles = sight.titles();
    let state = sight.session.state();
    let mine = |role: &RoleState| {
        let acting = role.deputy.as_ref().or(role.holder.as_ref());
        acting == Some(sight.me)
    };
    let filled = sight.session.roles_of(sight.me);
    let held: Vec<_> = filled.iter().filter(|id| state.roles.get(*id).is_some_and(mine)).collect();
    if held.is_empty() && !filled.is_empty() && filled.len() == sight.session.book().roles.len() {
        return sight.words.say("head-all-roles");
    }
    let shown: Vec<_> = if held.is_empty() { filled.iter().collect() } else { held };
    let mut said: Vec<String> = Vec::new();
    for id in shown.iter().take(2) {
        let title = titles.role(id);
        let holder = state
            .roles
            .get(*id)
            .filter(|role| role.deputy.as_ref() == Some(sight.me))
            .and_then(|role| role.holder.as_ref());
        said.push(match holder {
            Some(holder) => {
                let person = titles.person(holder);
                sight.words.with("head-for", &[("role", (&title).into()), ("person", (&person).into())])
            }
            None => title,
        });
    }
    let more = filled.len().saturating_sub(said.len());
    let joined = said.into_iter().reduce(|before, after| {
        sight.words.with("list-comma", &[("before", (&before).into()), ("after", (&after).into())])
    });
    match joined {
        Some(joined) if more > 0 => format!("{joined} +{more}"),
        Some(joined) => joined,
        None => String::new(),
    }
}

/// How the journal stands, in words.
pub fn saving(sight: &Sight<'_>) -> (String, Style) {
    let (words, theme, saving) = (sight.words, sight.theme, sight.saving);
    if saving.read_only.is_some() {
        (words.say("head-watching"), theme.warned)
    } else if let Some(reason) = &saving.trouble {
        (words.with("head-not-saved", &[("reason", reason.into())]), theme.danger)
    } else if saving.pending > 0 {
        (words.say("head-saving"), theme.warned)
    } else if saving.damage.is_some() {
        (words.say("head-damaged"), theme.warned)
    } else if let Some(shelter) = &saving.shelter {
        (shelter.short.clone(), theme.warned)
    } else if saving.saved == Seq::default() {
        // A drill is written from the first act of its briefing on.
        (words.say("head-nothing-saved"), theme.warned)
    } else {
        (words.say("head-saved"), theme.done)
    }
}

/// The fourth line: of a drill its pace, else what the trouble does to people; at the end how far the plan is.
fn matter(sight: &Sight<'_>, cols: usize) -> Row {
    let (words, session, book) = (sight.words, sight.session, sight.session.book());
    let pace = (session.state().kind == Kind::Drill).then(|| session.pace(sight.reading)).flatten();
    let left = match pace {
        Some(pace) => {
            let late = roughly(words.lateness(pace.late), say::is_rough(sight.session, sight.reading));
            let step = book.number(&pace.step);
            let style = if pace.late.as_seconds() > 0 { sight.theme.warned } else { sight.theme.done };
            Row::of(
                &format!(" {}", words.with("head-pace", &[("late", (&late).into()), ("step", (&step).into())])),
                style,
            )
        }
        None => {
            let about = book.impact.as_ref().or(book.summary.as_ref()).map_or("", String::as_str);
            Row::plain(&format!(" {}", markdown::first_sentence_line(about)))
        }
    };
    let (all, done) = session.progress();
    let progress = words.with("head-progress", &[("done", done.into()), ("all", all.into())]);
    left.right(Row::of(&progress, sight.theme.dim), cols)
}

/// The head: three lines, and a fourth where there is room for it.
pub fn head(sight: &Sight<'_>, cols: usize, with_matter: bool) -> Vec<Row> {
    let mut rows = vec![bar(sight, cols), people(sight, cols), urgent::line(sight, cols)];
    if with_matter {
        rows.push(matter(sight, cols));
    }
    rows
}

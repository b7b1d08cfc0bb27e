//! The table of keys holds together: it reads, nothing clashes, every action is reached.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashSet;

use super::super::action::Action;
use super::super::key::{Chord, Key};
use super::{BINDINGS, Scope, resolve, shown};

/// Where one can stand, the innermost scope first.
const PLACES: [&[Scope]; 5] = [
    &[Scope::Library, Scope::Global],
    &[Scope::Briefing, Scope::Session, Scope::Global],
    &[Scope::Run, Scope::Session, Scope::Global],
    &[Scope::WrapUp, Scope::Session, Scope::Global],
    &[Scope::Session, Scope::Global],
];

#[test]
fn every_key_of_the_table_reads_and_is_written_the_same() {
    for binding in BINDINGS {
        let chord = Chord::parse(binding.chord).unwrap_or_else(|| panic!("{} reads", binding.chord));
        assert_eq!(chord.to_string(), binding.chord);
    }
}

#[test]
fn no_key_means_two_things_in_one_scope() {
    let mut seen = HashSet::new();
    for binding in BINDINGS {
        assert!(seen.insert((binding.scope, binding.chord)), "{:?} {}", binding.scope, binding.chord);
    }
}

#[test]
fn every_action_has_a_key_or_is_found_by_search() {
    for action in Action::ALL {
        let bound = BINDINGS.iter().any(|binding| binding.action == *action);
        assert!(bound || action.is_searchable(), "{action:?}");
    }
}

#[test]
fn actions_are_listed_once_under_one_name_each() {
    let all: HashSet<_> = Action::ALL.iter().collect();
    let names: HashSet<_> = Action::ALL.iter().map(|action| action.name()).collect();
    assert_eq!((all.len(), names.len()), (Action::ALL.len(), Action::ALL.len()));
    for binding in BINDINGS {
        assert!(all.contains(&binding.action), "{:?} is listed", binding.action);
    }
}

#[test]
fn the_key_shown_for_an_action_does_it() {
    for place in PLACES {
        for action in Action::ALL {
            let Some(chord) = shown(place, *action) else { continue };
            let does = resolve(place, Chord::parse(chord).unwrap());
            // On the briefing `1` starts; it is the one key that another scope takes away.
            let taken = place[0] == Scope::Briefing && *action == Action::ShowRun;
            assert!(does == Some(*action) || taken, "{place:?} {chord} does {does:?}, not {action:?}");
        }
    }
}

#[test]
fn the_innermost_scope_wins() {
    let one = Chord::plain(Key::Char('1'));
    assert_eq!(resolve(PLACES[1], one), Some(Action::Start));
    assert_eq!(resolve(PLACES[2], one), Some(Action::ShowRun));
    assert_eq!(resolve(PLACES[0], one), None);
}

#[test]
fn in_the_library_letters_are_for_the_search() {
    for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ".chars() {
        assert_eq!(resolve(PLACES[0], Chord::plain(Key::Char(letter))), None, "{letter}");
    }
}

#[test]
fn everywhere_one_can_move_enter_leave_and_go_back() {
    for place in PLACES {
        for (chord, action) in [
            ("enter", Action::Enter),
            ("up", Action::Up),
            ("down", Action::Down),
            ("esc", Action::Back),
            ("ctrl-c", Action::HowToLeave),
            ("ctrl-l", Action::Repaint),
            ("ctrl-z", Action::Suspend),
        ] {
            assert_eq!(resolve(place, Chord::parse(chord).unwrap()), Some(action), "{place:?} {chord}");
        }
    }
}

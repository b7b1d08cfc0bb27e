//! Golden screens: what a person sees, with its styles.

use insta::assert_snapshot;
use ratatui_textarea::{CursorMove, TextArea};

use super::dump;
use super::fixture::{Set, Story, diagnosing, moment, source};
use crate::dialog::items::ItemRef;
use crate::dialog::model::{Answer, Choice, LineField, NoteField, Overlay, Overtakable, Pane, Pick, Purpose, Screen};
use crate::host::{Other, View};
use crate::runbook::{DrillForm, Milestone};
use crate::session::{Command, ItemKey, Kind, NoteKind, Person, Seq, Subject, Terminal};
use crate::time::Span;
use crate::tui::theme::Theme;
use crate::words::Lang;

fn typed(text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(text.lines().map(str::to_owned).collect());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

#[test]
fn the_step_is_run_beside_the_plan() {
    for lang in Lang::ALL {
        let set = Set::diagnosing(lang, Screen::Run);
        for (cols, rows) in [(80, 24), (60, 18), (120, 40)] {
            let name = format!("run_{}_{cols}x{rows}", lang.tag());
            assert_snapshot!(name, dump(&set.picture(), cols, rows));
        }
    }
}

#[test]
fn every_list_fits_a_small_terminal() {
    for lang in Lang::ALL {
        for (name, screen) in [
            ("plan", Screen::Plan { cursor: 7 }),
            ("people", Screen::People { cursor: 3 }),
            ("clocks", Screen::Clocks { cursor: 1 }),
            ("messages", Screen::Messages { cursor: 0 }),
            ("log", Screen::Log { back: 0 }),
            ("log_back", Screen::Log { back: 9 }),
            ("wrap_up", Screen::WrapUp { cursor: 1 }),
        ] {
            let set = Set::diagnosing(lang, screen);
            assert_snapshot!(format!("{name}_{}", lang.tag()), dump(&set.picture(), 80, 24));
        }
    }
}

#[test]
fn a_drill_is_briefed_before_it_starts() {
    for lang in Lang::ALL {
        let mut story = Story::open(source(lang), Kind::Drill, Some(DrillForm::Functional), "hao");
        story.does(3, "hao", Command::AcknowledgePrecaution { index: 0 });
        let present = vec![(Person("lin".to_owned()), crate::session::Presence::Present)];
        story.does(3, "hao", Command::RollCall { present });
        for (name, cursor) in [("briefing", 0), ("briefing_roles", 10)] {
            let mut other = Story::open(source(lang), Kind::Drill, Some(DrillForm::Functional), "hao");
            std::mem::swap(&mut other.session, &mut story.session);
            other.now = story.now;
            let set = Set::of(other, lang, Screen::Briefing { cursor });
            assert_snapshot!(format!("{name}_{}", lang.tag()), dump(&set.picture(), 80, 24));
            std::mem::swap(&mut story.session, &mut { set }.story.session);
        }
    }
}

#[test]
fn nothing_is_called_saved_before_anything_is() {
    let story = Story::open(source(Lang::En), Kind::Drill, Some(DrillForm::Functional), "hao");
    let mut set = Set::of(story, Lang::En, Screen::Briefing { cursor: 0 });
    assert!(!dump(&set.picture(), 80, 24).contains("nothing saved yet"));
    set.saving.saved = Seq(0);
    assert!(dump(&set.picture(), 80, 24).contains("  nothing saved yet"));
}

#[test]
fn a_drill_shows_its_word_and_its_pace() {
    for lang in Lang::ALL {
        let mut set = Set::of(diagnosing(lang, Kind::Drill), lang, Screen::Run);
        assert_snapshot!(format!("drill_{}", lang.tag()), dump(&set.picture(), 80, 24));
        set.story.does(2, "hao", Command::Pause);
        set.saving.pending = 1;
        set.now = moment(set.story.now + 600);
        assert_snapshot!(format!("drill_paused_{}", lang.tag()), dump(&set.picture(), 80, 24));
    }
}

#[test]
fn what_leans_on_the_wall_clock_says_so_and_a_clock_that_was_put_is_told() {
    for lang in Lang::ALL {
        for (name, screen) in [
            ("restarted_run", Screen::Run),
            ("restarted_clocks", Screen::Clocks { cursor: 0 }),
            ("restarted_plan", Screen::Plan { cursor: 2 }),
            ("restarted_log", Screen::Log { back: 0 }),
            ("restarted_wrap_up", Screen::WrapUp { cursor: 0 }),
        ] {
            let mut story = diagnosing(lang, Kind::Drill);
            story.restart(3, Span::minutes(60));
            let mut set = Set::of(story, lang, screen);
            set.now = set.story.session.log().last().unwrap().entry.at.clone();
            assert_snapshot!(format!("{name}_{}", lang.tag()), dump(&set.picture(), 80, 24));
        }
    }
}

#[test]
fn a_plan_is_read_through_without_an_incident() {
    let set = Set::of(diagnosing(Lang::En, Kind::Walkthrough), Lang::En, Screen::Run);
    assert_snapshot!("walkthrough", dump(&set.picture(), 80, 24));
}

#[test]
fn without_colours_the_screen_says_the_same() {
    let mut set = Set::diagnosing(Lang::En, Screen::Run);
    let coloured = dump(&set.picture(), 80, 24);
    set.theme = Theme::mono();
    let mono = dump(&set.picture(), 80, 24);
    assert_eq!(mono.split("\nstyles").next(), coloured.split("\nstyles").next());
    assert_snapshot!("run_mono", mono);
}

#[test]
fn another_theme_changes_colours_and_no_word() {
    let mut set = Set::diagnosing(Lang::En, Screen::Run);
    let dark = dump(&set.picture(), 80, 24);
    for (name, theme) in [("run_light", Theme::light()), ("run_high_contrast", Theme::high_contrast())] {
        set.theme = theme;
        let shown = dump(&set.picture(), 80, 24);
        assert_eq!(shown.split("\nstyles").next(), dark.split("\nstyles").next());
        assert_snapshot!(name, shown);
    }
}

#[test]
fn a_dangerous_step_warns_before_it_is_begun() {
    for lang in Lang::ALL {
        let mut set = Set::diagnosing(lang, Screen::Run);
        set.model.step = Some("3.1".into());
        set.model.item = None;
        set.model.pane = Pane::Plan;
        assert_snapshot!(format!("danger_{}", lang.tag()), dump(&set.picture(), 80, 24));
    }
}

#[test]
fn a_decision_lists_where_each_answer_leads() {
    let mut set = Set::diagnosing(Lang::En, Screen::Run);
    set.story.finish(5, "hao", "2.4", None);
    set.model.step = Some("2.5".into());
    set.model.item = Some(ItemRef::Decision);
    set.later(200);
    assert_snapshot!("decision", dump(&set.picture(), 80, 24));
}

#[test]
fn a_step_that_failed_says_when_and_by_whom() {
    let mut set = Set::diagnosing(Lang::En, Screen::Run);
    let then = Some(crate::session::AfterFailure::Again);
    set.story.does(30, "hao", Command::FailStep { step: "2.4".into(), then });
    set.later(900);
    assert_snapshot!("second_attempt", dump(&set.picture(), 80, 24));
    set.model.step = Some("2.3".into());
    set.model.item = Some(ItemRef::Tick(ItemKey::Check(0)));
    assert_snapshot!("finished_step", dump(&set.picture(), 80, 24));
}

#[test]
fn answers_and_trouble_are_said_where_the_eyes_are() {
    let mut set = Set::diagnosing(Lang::En, Screen::Run);
    set.model.answer = Some(Answer::Refused(
        "2.4 Diagnose the server remotely has 2 items not ticked: Disk and memory checked and Application log read; \
         it lacks 1 piece of evidence. Tick, or give a reason to go on without."
            .to_owned(),
    ));
    set.saving.trouble = Some("no space left on device".to_owned());
    assert_snapshot!("refused", dump(&set.picture(), 80, 24));
}

/// An incident that was only just started, on the screen it is run from.
fn just_started() -> Set {
    let mut story = Story::open(source(Lang::En), Kind::Incident, None, "hao");
    story.does(2, "hao", Command::Start);
    let mut set = Set::of(story, Lang::En, Screen::Run);
    set.model.step = Some("1.1".into());
    set.model.item = Some(ItemRef::Tick(ItemKey::Check(0)));
    set
}

#[test]
fn keys_are_explained_until_somebody_acts() {
    let coach = "Space ticks, Enter finishes";
    let mut set = just_started();
    let terminal = || Terminal { login: "wei".to_owned(), host: "bastion2".to_owned(), ..Terminal::default() };
    set.story.does(2, "wei", Command::ComeBack { terminal: terminal().into(), others: true });
    set.later(1);
    set.model.answer = Some(Answer::Done("joined".to_owned(), Some(Seq(4))));
    let fresh = dump(&set.picture(), 80, 24);
    assert!(fresh.contains(coach), "who joins does nothing yet: {fresh}");
    assert_snapshot!("coach", fresh);
    set.model.read_only = true;
    assert!(!dump(&set.picture(), 80, 24).contains(coach), "who looks on needs no keys");
    set.model.read_only = false;
    let note = Command::Note { kind: NoteKind::Note, text: "lights are red".to_owned(), stated: None, step: None };
    set.story.does(3, "wei", note);
    set.later(1);
    let after = dump(&set.picture(), 80, 24);
    assert!(!after.contains(coach) && after.contains("lights are red"), "{after}");
}

#[test]
fn the_end_of_a_session_nobody_worked_on_is_told() {
    let mut set = just_started();
    set.story.does(3, "wei", Command::End);
    set.later(1);
    let ended = dump(&set.picture(), 80, 24);
    assert!(!ended.contains("Space ticks") && ended.contains(": response ended"), "{ended}");
}

fn other(person: &str, watching: bool) -> Other {
    Other { person: Person(person.to_owned()), host: "bastion2".to_owned(), watching }
}

#[test]
fn whoever_else_is_there_is_counted_above_and_named_among_the_people() {
    for lang in Lang::ALL {
        let mut set = Set::diagnosing(lang, Screen::People { cursor: 3 });
        set.saving.others = vec![other("wei", false), other("zhao", false), other("sun", true)];
        assert_snapshot!(format!("together_people_{}", lang.tag()), dump(&set.picture(), 80, 24));
        set.model.screens = vec![Screen::Run];
        assert_snapshot!(format!("together_run_{}", lang.tag()), dump(&set.picture(), 80, 24));
    }
}

#[test]
fn of_many_terminals_the_number_is_read_first_and_the_rest_is_counted() {
    for lang in Lang::ALL {
        let mut set = Set::diagnosing(lang, Screen::People { cursor: 3 });
        set.saving.number = Some(7);
        let names = ["wei", "zhao", "sun", "lin", "wu", "qin", "feng", "zheng"];
        set.saving.others = names.map(|name| other(name, false)).to_vec();
        set.saving.others.extend(["a", "b", "c"].map(|name| other(name, true)));
        let seen = dump(&set.picture(), 80, 24);
        assert!(seen.contains("join 7") && seen.contains('3') && seen.contains("  +"), "{seen}");
        assert_snapshot!(format!("crowd_people_{}", lang.tag()), seen);
    }
}

#[test]
fn a_criterion_that_is_ticked_is_not_offered_again() {
    let mut set = Set::diagnosing(Lang::En, Screen::WrapUp { cursor: 0 });
    assert!(dump(&set.picture(), 80, 24).contains("ENTER tick it"));
    set.story.does(1, "hao", Command::TickExit { index: 0 });
    set.later(1);
    assert!(!dump(&set.picture(), 80, 24).contains("tick it"));
}

#[test]
fn whoever_only_watches_sees_no_key_that_would_act() {
    for lang in Lang::ALL {
        let mut set = Set::diagnosing(lang, Screen::Run);
        set.saving.read_only = Some("only watches".to_owned());
        set.saving.view = Some(View::Player);
        set.model.read_only = true;
        assert_snapshot!(format!("watch_{}", lang.tag()), dump(&set.picture(), 80, 24));
        set.model.screens = vec![Screen::Follow { back: 0 }];
        assert_snapshot!(format!("watch_log_{}", lang.tag()), dump(&set.picture(), 80, 24));
    }
}

#[test]
fn the_wall_shows_from_afar_how_things_stand() {
    for lang in Lang::ALL {
        let mut set = Set::diagnosing(lang, Screen::Wall);
        set.saving.view = Some(View::Wall);
        set.model.read_only = true;
        for (cols, rows) in [(60, 18), (80, 24), (120, 40), (200, 60)] {
            assert_snapshot!(format!("wall_{}_{cols}x{rows}", lang.tag()), dump(&set.picture(), cols, rows));
        }
    }
}

#[test]
fn the_wall_counts_what_it_leaves_out_and_keeps_the_newest() {
    let mut set = Set::diagnosing(Lang::En, Screen::Wall);
    set.model.read_only = true;
    for step in ["3.1", "3.2", "4.1", "4.2", "4.5"] {
        let typed = Some(step.to_owned());
        set.story.does(1, "hao", Command::StartStep { step: step.into(), typed });
    }
    let due = moment(set.story.now + 60).wall;
    set.story.does(1, "wei", Command::Remind { text: "call home".to_owned(), due, within: None });
    for obligation in set.story.session.book().obligations.keys().cloned().collect::<Vec<_>>() {
        if !set.story.session.state().obligations.contains_key(&obligation) {
            set.story.does(1, "hao", Command::OpenObligation { obligation });
        }
    }
    for milestone in [Milestone::Responded, Milestone::Mitigated] {
        set.story.does(60, "hao", Command::ReachMilestone { milestone, stated: None });
    }
    set.later(1);
    let small = dump(&set.picture(), 60, 18);
    assert!(small.contains("Steps being done +") && small.contains("Clocks +"), "{small}");
    assert!(small.contains("mitigated 14:"), "the newest is kept: {small}");
    assert!(!small.contains("0:00 left"), "{small}");
    let large = dump(&set.picture(), 120, 40);
    let place = |text: &str| large.find(text).unwrap_or_else(|| panic!("{text}: {large}"));
    assert!(place("Progress upd") < place("call home"), "what binds everybody comes first: {large}");
    assert!(!large.contains("0:00 left") && !large.contains("done +"), "{large}");
    assert_snapshot!("wall_full", format!("{small}\n{large}"));
}

#[test]
fn a_dialog_says_that_somebody_else_was_faster() {
    for lang in Lang::ALL {
        let mut set = Set::diagnosing(lang, Screen::Run);
        set.model.overlay = Some(Overlay::Line(LineField {
            text: typed("no time"),
            prompt: "Reason".to_owned(),
            detail: vec!["2.4".to_owned()],
            purpose: Purpose::Defer("2.4".into()),
        }));
        let since = set.story.session.log().last().unwrap().entry.seq;
        set.model.overtakable = Some(Overtakable { about: vec![Subject::Step("2.4".into())], since });
        let before = dump(&set.picture(), 80, 24);
        set.story.does(5, "wei", Command::WaitOn { step: "2.4".into(), on: "IT".to_owned() });
        set.later(6);
        let after = dump(&set.picture(), 80, 24);
        assert_ne!(before, after);
        assert_snapshot!(format!("overtaken_{}", lang.tag()), after);
    }
}

#[test]
fn a_dialog_says_that_its_matter_was_taken_back_or_the_session_stopped() {
    let seen_after = |kind: Kind, acts: Vec<Command>| {
        let mut set = Set::of(diagnosing(Lang::En, kind), Lang::En, Screen::Run);
        set.story.does(1, "wei", Command::WaitOn { step: "2.4".into(), on: "IT".to_owned() });
        set.model.overlay = Some(Overlay::Line(LineField {
            text: typed("no time"),
            prompt: "Reason".to_owned(),
            detail: Vec::new(),
            purpose: Purpose::Defer("2.4".into()),
        }));
        let since = set.story.session.log().last().unwrap().entry.seq;
        set.model.overtakable = Some(Overtakable { about: vec![Subject::Step("2.4".into())], since });
        for act in acts {
            set.story.does(5, "wei", act);
        }
        set.later(6);
        dump(&set.picture(), 80, 24)
    };
    let note = Command::Note { kind: NoteKind::Note, text: "beside".to_owned(), stated: None, step: None };
    assert!(!seen_after(Kind::Incident, vec![note.clone()]).contains("overtaken at"));
    assert!(!seen_after(Kind::Incident, vec![note, Command::TakeBack]).contains("overtaken at"));
    for (kind, act, told) in [
        (Kind::Incident, Command::TakeBack, "waits for IT"),
        (Kind::Incident, Command::End, "response ended"),
        (Kind::Drill, Command::Pause, "exercise clock paused"),
        (Kind::Drill, Command::Terminate, "agreed on"),
        (Kind::Drill, Command::Convert, "agreed on"),
    ] {
        let seen = seen_after(kind, vec![act]);
        assert!(seen.contains("overtaken at") && seen.contains(told), "{told}: {seen}");
    }
}

#[test]
fn a_note_is_written_above_the_screen() {
    for lang in Lang::ALL {
        let mut set = Set::diagnosing(lang, Screen::Run);
        let text =
            "在 /var/log/mes 发现堆转储，磁盘已用 97%，正在清理；应用日志里有内存不足的记录，服务被系统停止\nsecond";
        set.model.overlay = Some(Overlay::Note(NoteField {
            text: typed(text),
            kind: NoteKind::Note,
            keeps: true,
            begun: Some(moment(400)),
        }));
        assert_snapshot!(format!("note_{}", lang.tag()), dump(&set.picture(), 80, 24));
    }
}

#[test]
fn a_line_is_typed_below_what_it_is_for() {
    let mut set = Set::diagnosing(Lang::En, Screen::Run);
    set.model.overlay = Some(Overlay::Line(LineField {
        text: typed("内存不足"),
        prompt: "What the diagnosis shows".to_owned(),
        detail: vec!["2.4 Diagnose the server remotely".to_owned()],
        purpose: Purpose::Evidence("2.4".into(), 0),
    }));
    set.model.answer = Some(Answer::Refused("There is no text: write a few words.".to_owned()));
    assert_snapshot!("line", dump(&set.picture(), 80, 24));
}

#[test]
fn a_choice_is_answered_by_a_digit() {
    let mut set = Set::diagnosing(Lang::En, Screen::Run);
    let options = (1..=12).map(|n| (format!("option {n}"), Pick::Nothing)).collect();
    let detail = vec!["Somebody must choose, and no key but a digit does.".to_owned()];
    set.model.overlay =
        Some(Overlay::Choice(Choice { title: "Back within 30 minutes?".to_owned(), detail, options, from: 9 }));
    assert_snapshot!("choice", dump(&set.picture(), 80, 24));
}

#[test]
fn commands_stand_bare_for_the_mouse() {
    let mut set = Set::diagnosing(Lang::En, Screen::Run);
    set.model.overlay = Some(Overlay::Bare { top: 0 });
    assert_snapshot!("bare", dump(&set.picture(), 44, 16));
}

#[test]
fn a_terminal_too_small_says_how_large_it_must_be() {
    for lang in Lang::ALL {
        let set = Set::diagnosing(lang, Screen::Run);
        assert_snapshot!(format!("small_{}", lang.tag()), dump(&set.picture(), 39, 4));
    }
}

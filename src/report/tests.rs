//! The figures of a drill played by the minute, the documents made of them, and what must never come out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::drill::{CHINESE, ENGLISH, Play, drill, moment};
use super::{
    Capacity, ClockFact, ClockSort, Condition, ExceptionKind, Facts, Granted, Integrity, Standing, StepFact, Verdict,
    json, markdown, summary,
};
use crate::session::{Addressee, Command, Due, Kind, LeaveCause, NoteKind, Person, Presence, Session};
use crate::text::has_hidden;
use crate::time::Span;
use crate::words::{Lang, Words};

fn facts(session: &Session, time: &str) -> Facts {
    let integrity = Integrity { head: Some("c0ffee".to_owned()), ..Integrity::default() };
    Facts::of(session, Some(&moment(time)), integrity)
}

fn whole(text: &str) -> (Session, Facts) {
    let session = drill(text).session;
    let facts = facts(&session, "15:06:00");
    (session, facts)
}

fn step<'a>(facts: &'a Facts, id: &str) -> &'a StepFact {
    facts.steps.iter().find(|step| step.id == id).unwrap()
}

fn clock<'a>(facts: &'a Facts, id: &str) -> &'a ClockFact {
    facts.clocks.iter().find(|clock| clock.id == id).unwrap()
}

#[test]
fn lengths_run_between_the_milestones() {
    let (_, facts) = whole(ENGLISH);
    let durations = &facts.durations;
    assert_eq!(durations.detected_to_reported, Some(Span::seconds(40)));
    assert_eq!(durations.reported_to_activated, Some(Span::seconds(30)));
    assert_eq!(durations.activated_to_restored, Some(Span::seconds(19 * 60 + 10)));
    assert_eq!(durations.restored_to_ended, Some(Span::minutes(9)));
    assert_eq!(durations.rto, None);
}

#[test]
fn the_total_is_told_with_and_without_pauses() {
    let (_, facts) = whole(ENGLISH);
    assert_eq!(facts.durations.total, Some(Span::minutes(30)));
    assert_eq!(facts.durations.total_less_pauses, Some(Span::minutes(27)));
    assert_eq!(facts.pauses.iter().map(|pause| pause.length).collect::<Vec<_>>(), [Span::minutes(3)]);
    assert_eq!(facts.header.condition, Condition::Ended);
    assert_eq!(facts.header.as_of, None);
}

#[test]
fn a_step_is_measured_against_its_plan_without_the_pauses() {
    let (_, facts) = whole(ENGLISH);
    let lateness = |id: &str| (step(&facts, id).begun, step(&facts, id).late);
    assert_eq!(lateness("0.2"), (Some(Span::minutes(-3)), Some(Span::ZERO)));
    assert_eq!(lateness("1.1"), (Some(Span::ZERO), Some(Span::ZERO)));
    assert_eq!(lateness("1.2"), (Some(Span::seconds(40)), Some(Span::seconds(-20))));
    assert_eq!(lateness("2.3"), (Some(Span::seconds(160)), Some(Span::seconds(40))));
    assert_eq!(lateness("2.5"), (Some(Span::minutes(6)), Some(Span::minutes(2))));
    assert_eq!(lateness("2.7").1, None);
    assert_eq!(step(&facts, "2.4").used, Some(Span::seconds(140)));
}

#[test]
fn every_round_through_a_step_counts() {
    let (_, facts) = whole(ENGLISH);
    let restart = step(&facts, "3.1");
    assert_eq!(restart.rounds.len(), 2);
    assert_eq!(restart.used, Some(Span::seconds(270 + 90)));
    assert!(!restart.over_timebox);
    let report = step(&facts, "3.2");
    assert_eq!(report.standing, Standing::Done);
    let standings: Vec<_> = report.rounds.iter().map(|round| round.standing).collect();
    assert_eq!(standings, [Standing::Skipped, Standing::Done]);
    let skipped: Vec<_> =
        facts.exceptions.iter().filter(|exception| exception.kind == ExceptionKind::Skipped).collect();
    assert_eq!(skipped[0].text.as_deref(), Some("leader stands beside me"));
}

#[test]
fn a_limit_is_judged_by_the_time_used() {
    let (_, facts) = whole(ENGLISH);
    let restore = clock(&facts, "restore-30m");
    assert_eq!((restore.sort, restore.verdict), (ClockSort::Threshold, Verdict::Met));
    assert_eq!(restore.used, Some(Span::seconds(14 * 60 + 20)));
    assert!(restore.by_estimate, "the estimate of 45 minutes said it would be over");
    let first = clock(&facts, "first-report");
    assert_eq!((first.verdict, first.used), (Verdict::Met, Some(Span::seconds(40))));
    let updates = clock(&facts, "status-updates");
    assert_eq!((updates.verdict, updates.given, updates.came_due), (Verdict::Stopped, 1, 1));
    assert_eq!(updates.due.unwrap().format("%H:%M:%S").to_string(), "14:49:50");
    assert_eq!(updates.noticed.unwrap().format("%H:%M:%S").to_string(), "14:50:10");
    assert_eq!((facts.totals.timers.met, facts.totals.timers.missed), (2, 0));
}

#[test]
fn a_limit_that_ran_out_unseen_is_missed_and_noticed_with_the_next_act() {
    let mut play = Play::new();
    play.open("14:30:00", ENGLISH, Kind::Incident);
    play.act("lin", Command::Start).done("14:30:00", "1.1").done("14:37:00", "1.2");
    let facts = facts(&play.session, "14:40:00");
    let first = clock(&facts, "first-report");
    assert_eq!(
        (first.verdict, first.used, first.left),
        (Verdict::Missed, Some(Span::minutes(7)), Some(Span::minutes(-2)))
    );
    assert_eq!(first.noticed.map(|at| at.format("%H:%M:%S").to_string()).as_deref(), Some("14:37:00"));
    assert!(step(&facts, "1.2").over_timebox);
    assert_eq!((facts.totals.timers.missed, facts.totals.timeboxes_over), (1, 1));
}

#[test]
fn a_deputy_stands_in_the_record_from_to_and_why() {
    let (_, facts) = whole(ENGLISH);
    let leader = facts.roles.iter().find(|role| role.id == "leader").unwrap();
    let deputy = leader.assignments.iter().find(|filled| filled.capacity == Capacity::Deputy).unwrap();
    assert_eq!((deputy.name.as_str(), deputy.acting_for.as_deref()), ("Qin X.", Some("Lin X.")));
    assert_eq!(deputy.from.format("%H:%M").to_string(), "14:44");
    assert_eq!(deputy.until.unwrap().format("%H:%M").to_string(), "14:46");
    assert_eq!(deputy.reason.as_deref(), Some("called away"));
    assert_eq!(leader.acting.name.as_deref(), Some("Lin X."));
    assert_eq!((facts.presences.present, facts.presences.late, facts.presences.excused), (7, 1, 1));
    assert!(facts.concurrent.is_empty() && facts.conflicts.is_empty());
}

#[test]
fn one_person_in_two_roles_is_shown_and_two_the_plan_keeps_apart_are_a_conflict() {
    let mut play = drill(ENGLISH);
    play.at("15:05:30")
        .act("lin", Command::AssignRole { role: "evaluator".into(), person: Some(Person("lin".into())) });
    let facts = facts(&play.session, "15:06:00");
    assert_eq!(facts.concurrent[0].roles, ["On-scene leader", "Evaluator"]);
    assert_eq!((facts.conflicts[0].role.as_str(), facts.conflicts[0].with.as_str()), ("Evaluator", "On-scene leader"));
}

#[test]
fn an_approval_typed_by_another_is_by_word() {
    let (_, facts) = whole(ENGLISH);
    let answers: Vec<_> = facts.approvals.iter().map(|a| (a.role.as_str(), a.granted.unwrap())).collect();
    assert_eq!(
        answers,
        [("On-scene leader", Granted::Yes), ("Vice-leader", Granted::YesByWord), ("On-scene leader", Granted::Yes)]
    );
    assert_eq!(facts.approvals[1].by.as_ref().unwrap().typed_by.as_deref(), Some("Lin X."));
    assert_eq!(facts.approvals[1].waited, Some(Span::minutes(1)));
}

#[test]
fn a_notice_tells_when_it_was_due_and_when_it_was_sent() {
    let (_, facts) = whole(ENGLISH);
    let activation = &facts.notices[0];
    assert_eq!((activation.id.as_str(), activation.waited), ("report-activation", Some(Span::seconds(50))));
    assert!(
        activation.text.as_ref().unwrap().starts_with("[DRILL 演练] The MES application server mes-app-01 is down")
    );
    assert_eq!(facts.totals.notices_unsent, 0);
}

#[test]
fn what_is_owed_after_the_end_is_open() {
    let (_, facts) = whole(ENGLISH);
    let open: Vec<_> = facts.obligations.iter().filter(|o| o.closed.is_none()).map(|o| o.id.as_str()).collect();
    assert_eq!(open, ["written-analysis"]);
    assert_eq!(facts.obligations.len(), 3);
}

#[test]
fn a_lost_terminal_is_a_stretch_with_nobody_there() {
    let (_, facts) = whole(ENGLISH);
    let gap = &facts.interruptions[0];
    assert_eq!((gap.cause, gap.unattended), (Some(LeaveCause::Hangup), Some(Span::seconds(30))));
    let mut play = drill(ENGLISH);
    play.at("15:05:30").act("lin", Command::Leave { cause: LeaveCause::Left, others: false });
    let later = self::facts(&play.session, "15:35:30");
    assert_eq!(later.interruptions[1].unattended, Some(Span::minutes(30)));
    assert_eq!(later.header.condition, Condition::Ended, "an ended session is not interrupted");
}

#[test]
fn what_was_taken_back_stands_in_the_timeline_and_counts_nowhere() {
    let (session, facts) = whole(ENGLISH);
    assert_eq!(facts.timeline.len(), session.log().len());
    let taken: Vec<_> = facts.timeline.iter().filter(|row| row.withdrawn).collect();
    assert_eq!(taken.len(), 1);
    let page = markdown(&facts, &Words::new(Lang::En), &session);
    assert!(page.contains("TAKEN BACK LATER:<br>note: written in the wrong window"));
    let mut play = Play::new();
    play.open("14:30:00", ENGLISH, Kind::Incident);
    play.note("lin", NoteKind::Unexpected, "a slip").act("lin", Command::TakeBack);
    assert_eq!(self::facts(&play.session, "14:31:00").totals.unexpected, 0);
}

#[test]
fn after_the_end_no_row_has_a_time_on_the_stopped_clock() {
    let (_, facts) = whole(ENGLISH);
    let last = facts.timeline.last().unwrap();
    assert_eq!((last.at.format("%H:%M").to_string().as_str(), last.t_plus), ("15:05", None));
    let first = &facts.timeline[0];
    assert_eq!(first.t_plus, Some(Span::minutes(-6)));
}

#[test]
fn a_session_not_over_says_so_and_of_when_its_figures_are() {
    let mut play = Play::new();
    play.open("14:30:00", ENGLISH, Kind::Incident);
    play.act("lin", Command::Start).done("14:31:00", "1.1");
    let facts = facts(&play.session, "14:40:00");
    assert_eq!((facts.durations.total, facts.totals.time), (None, Some(Span::minutes(10))));
    let page = markdown(&facts, &Words::new(Lang::En), &play.session);
    assert!(page.contains("**NOT OVER, running: these figures are of 14:40:00 and will change.**"), "{page}");
    assert!(page.contains("- 10m so far"));
    assert!(page.contains("nobody; Lin X. as commander"));
}

#[test]
fn a_milestone_stated_later_counts_from_when_it_was() {
    let mut play = Play::new();
    play.open("14:30:00", ENGLISH, Kind::Incident);
    play.act("lin", Command::Start).done("14:35:00", "1.1");
    play.at("14:36:00").act(
        "lin",
        Command::ReachMilestone {
            milestone: crate::runbook::Milestone::Reported,
            stated: Some(moment("14:35:30").wall),
        },
    );
    let facts = facts(&play.session, "14:40:00");
    assert_eq!(facts.durations.detected_to_reported, Some(Span::seconds(30)));
    assert_eq!(facts.milestones[1].recorded, Some(moment("14:36:00").wall));
}

#[test]
fn lengths_that_contradict_each_other_are_absent() {
    let mut play = Play::new();
    play.open("14:30:00", ENGLISH, Kind::Incident);
    play.act("lin", Command::Start).done("14:35:00", "1.1");
    play.at("14:36:00").act(
        "lin",
        Command::ReachMilestone {
            milestone: crate::runbook::Milestone::Reported,
            stated: Some(moment("14:20:00").wall),
        },
    );
    assert_eq!(facts(&play.session, "14:40:00").durations.detected_to_reported, None);
}

#[test]
fn the_same_drill_gives_the_same_figures_in_both_languages() {
    let ((_, en), (_, zh)) = (whole(ENGLISH), whole(CHINESE));
    assert_eq!(en.totals, zh.totals);
    assert_eq!(en.durations, zh.durations);
}

#[test]
fn the_summary_is_a_few_lines_with_the_totals() {
    let (_, facts) = whole(ENGLISH);
    assert_eq!(
        summary(&facts, &Words::new(Lang::En)),
        [
            "DRILL - MES application server outage: ended at 2026-11-22 15:00:00",
            "30m in all, 27m without pauses",
            "Steps: 22 of 23 done, 1 open",
            "Time limits: 2 met",
            "To look at: 1 unexpected situation, 1 still owed",
        ]
    );
    assert_eq!(
        summary(&whole(CHINESE).1, &Words::new(Lang::ZhCn)),
        [
            "演练 - MES系统应用服务器宕机：已结束，2026-11-22 15:00:00",
            "总用时30分钟，扣除暂停后27分钟",
            "步骤：23步中完成22步，未完成1步",
            "时限：达标2项",
            "请关注：意外情况1项，遗留事项1项",
        ]
    );
}

#[test]
fn the_report_reads_in_english() {
    let (session, facts) = whole(ENGLISH);
    insta::assert_snapshot!("drill_en", markdown(&facts, &Words::new(Lang::En), &session));
}

#[test]
fn the_report_reads_in_chinese() {
    let (session, facts) = whole(CHINESE);
    insta::assert_snapshot!("drill_zh", markdown(&facts, &Words::new(Lang::ZhCn), &session));
}

#[test]
fn the_mode_stands_in_every_heading() {
    for (lang, mode) in [(Lang::En, "DRILL"), (Lang::ZhCn, "演练")] {
        let (session, facts) = whole(ENGLISH);
        let page = markdown(&facts, &Words::new(lang), &session);
        let headings: Vec<_> = page.lines().filter(|line| line.starts_with('#')).collect();
        assert_eq!(headings.len(), 12);
        for heading in headings {
            assert!(heading.contains(mode), "{heading}");
        }
    }
}

#[test]
fn a_drill_that_became_an_incident_is_one_and_its_earlier_rows_say_drill() {
    let mut play = Play::new();
    play.open("14:24:00", ENGLISH, Kind::Drill);
    play.because("lin", Command::Start, "everybody knows them");
    play.at("14:31:00").because("lin", Command::Convert, "the server is really down");
    play.note("lin", NoteKind::Note, "it is real");
    let facts = facts(&play.session, "14:32:00");
    let page = markdown(&facts, &Words::new(Lang::En), &play.session);
    assert!(page.starts_with("# INCIDENT - MES application server outage\n"));
    assert!(page.contains("became a real INCIDENT at 14:31:00: the server is really down"));
    assert!(page.contains("\n| 1 DRILL | 14:24:00"));
    assert!(page.contains("\n| 4 | 14:31:00"));
}

#[test]
fn a_walkthrough_owes_no_report() {
    let mut play = Play::new();
    play.open("14:24:00", ENGLISH, Kind::Walkthrough);
    let facts = facts(&play.session, "14:25:00");
    let page = markdown(&facts, &Words::new(Lang::En), &play.session);
    assert!(page.contains("**This is a WALKTHROUGH: somebody read the plan. No report is owed.**"));
}

#[test]
fn a_report_can_be_made_at_any_moment() {
    let play = drill(ENGLISH);
    let both = Lang::ALL.map(Words::new);
    let mut session = Session::new();
    for place in 0..=play.entries.len() {
        let facts = Facts::of(&session, None, Integrity::default());
        json(&facts);
        for words in &both {
            let text = markdown(&facts, words, &session) + &summary(&facts, words).join("\n");
            for unsaid in ["[report-", "{$", "{ $"] {
                assert!(!text.contains(unsaid), "{unsaid} after {place} entries");
            }
        }
        if let Some(entry) = play.entries.get(place) {
            session.apply(entry.clone());
        }
    }
}

/// Columns of a table row: its bars that are not escaped.
fn bars(line: &str) -> usize {
    let mut bars = 0;
    let mut escaped = false;
    for sign in line.chars() {
        bars += usize::from(sign == '|' && !escaped);
        escaped = sign == '\\' && !escaped;
    }
    bars
}

const HOSTILE: &str = "a|b `c` <script>x</script> @all \u{1b}[2J\u{9b}2J\u{202e}\u{7f}\r\n| x | y |\n# h\n```\nend";

fn hostile() -> Session {
    let text = ENGLISH
        .replace("MES application server outage", "Outage | `x` <img src=x> @all [y](z) *w*")
        .replace("\"Hao X.\"", "\"Hao | <b>X</b> ``\"");
    let mut play = Play::new();
    play.open("14:30:00", &text, Kind::Incident);
    assert!(play.session.book().title.contains("<img"), "the hostile plan was read");
    play.act(HOSTILE, Command::Start);
    play.note(HOSTILE, NoteKind::Unexpected, HOSTILE);
    play.act("lin", Command::AssignRole { role: "comms".into(), person: Some(Person(HOSTILE.into())) });
    play.because("lin", Command::TakeOver { role: "mes-admin".into(), deputy: Person(HOSTILE.into()) }, HOSTILE);
    play.act("lin", Command::RollCall { present: vec![(Person(HOSTILE.into()), Presence::Late)] });
    play.act("lin", Command::DecideFreely { question: HOSTILE.into(), chosen: HOSTILE.into() });
    play.because("lin", Command::SkipStep { step: "1.1".into() }, HOSTILE);
    play.act("lin", Command::DeferStep { step: "1.2".into(), until: HOSTILE.into() });
    play.act("lin", Command::SetVariable { name: "host".into(), value: "mes-app-02".into() });
    let (to, channel) = (vec![Addressee(HOSTILE.into())], Some(HOSTILE.to_owned()));
    play.because("lin", Command::SendNotice { notice: "result-departments".into(), step: None, to, channel }, HOSTILE);
    play.because("lin", Command::End, HOSTILE);
    play.session
}

#[test]
fn nothing_from_outside_marks_up_a_page_or_moves_a_terminal() {
    let session = hostile();
    let integrity =
        Integrity { head: Some(HOSTILE.to_owned()), damaged: vec![HOSTILE.to_owned()], ..Integrity::default() };
    let facts = Facts::of(&session, Some(&moment("14:40:00")), integrity);
    for lang in Lang::ALL {
        let words = Words::new(lang);
        let page = markdown(&facts, &words, &session);
        assert!(page.chars().all(|sign| sign == '\n' || !sign.is_control()));
        assert!(!has_hidden(&page));
        for tag in ["<script", "<img", "<b>", "@all", "](z)"] {
            assert!(!page.replace("\\](z)", "").contains(tag), "{tag} came out raw");
        }
        let headings = page.lines().filter(|line| line.starts_with('#')).count();
        assert_eq!(headings, 12);
        let mut columns = None;
        let mut rows = 0;
        for line in page.lines() {
            if line.starts_with('|') {
                assert_eq!(*columns.get_or_insert(bars(line)), bars(line), "{line}");
                rows += 1;
            } else {
                columns = None;
            }
        }
        assert!(rows > 40);
        for line in summary(&facts, &words) {
            assert!(!has_hidden(&line) && !line.contains('\n'), "{line}");
        }
    }
}

#[test]
fn json_keeps_every_text_and_prints_no_sign_that_acts() {
    let session = hostile();
    let facts = Facts::of(&session, Some(&moment("14:40:00")), Integrity::default());
    let text = json(&facts);
    assert!(!has_hidden(&text));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["decisions"][0]["chosen"], HOSTILE.trim());
    assert_eq!(value["format"], "report/1");
    assert_eq!(value["header"]["kind"], "incident");
    assert_eq!(value["totals"]["time"], "0s");
    assert_eq!(value["timeline"][0]["events"][0]["type"], "session_opened");
    assert!(value["timeline"][0]["events"][0]["data"]["sources"][0].get("text").is_none());
}

#[test]
fn a_notice_text_cannot_leave_its_fence() {
    let text =
        ENGLISH.replace("The outage of the MES application server {{host}} (handled", "```\\n# out\\n````` (handled");
    let mut play = Play::new();
    play.open("14:30:00", &text, Kind::Incident);
    play.act("lin", Command::Start);
    let send = Command::SendNotice { notice: "report-result".into(), step: None, to: Vec::new(), channel: None };
    play.act("lin", send);
    let facts = facts(&play.session, "14:31:00");
    let page = markdown(&facts, &Words::new(Lang::En), &play.session);
    assert!(page.contains("``````text\n```\n# out\n````` (handled"), "{page}");
}

#[test]
fn a_clock_noticed_late_says_when_it_was_due_and_when_it_was_noticed() {
    let mut play = Play::new();
    play.open("14:30:00", ENGLISH, Kind::Incident);
    play.act("lin", Command::Start).done("14:30:00", "1.1");
    play.at("14:36:00").act("runsheet", Command::Notice(Due::TimerOver("first-report".into())));
    let facts = facts(&play.session, "14:37:00");
    let page = markdown(&facts, &Words::new(Lang::En), &play.session);
    assert!(page.contains("14:35:00, noticed 14:36:00"), "{page}");
}

/// The played drill, on a machine that was restarted before entry `from`.
fn restarted(text: &str, from: u64) -> Session {
    let entries = drill(text).entries.into_iter().map(|entry| {
        let mut entry = entry.as_ref().clone();
        if entry.seq.0 >= from {
            entry.at.boot = crate::time::BootId("second".to_owned());
        }
        std::sync::Arc::new(entry)
    });
    Session::replay(entries)
}

#[test]
fn lengths_across_a_restart_are_marked_and_no_others() {
    let whole = drill(ENGLISH).session;
    let restart = whole.log().iter().find(|row| {
        row.entry
            .events
            .iter()
            .any(|event| matches!(event, crate::session::Event::StepStarted { step, .. } if step.as_str() == "2.4"))
    });
    let session = restarted(ENGLISH, restart.unwrap().entry.seq.0 + 1);
    let mut facts = facts(&session, "15:06:00");
    facts.header.as_of = None;
    assert!(step(&facts, "2.4").rough && !step(&facts, "2.3").rough && !step(&facts, "3.1").rough);
    assert!(clock(&facts, "status-updates").used.is_some());
    let page = markdown(&facts, &Words::new(Lang::En), &session);
    let lines = |part: &str| page.lines().filter(|line| line.contains(part)).collect::<Vec<_>>();
    assert!(lines("The machine was restarted").len() == 1);
    assert!(
        lines("Whole time").iter().chain(&lines("total")).all(|line| line.contains('~') || !line.contains("30m")),
        "{page}"
    );
    for row in page.lines().filter(|line| line.starts_with("| 1 |") || line.starts_with("| 9 |")) {
        assert!(!row.contains('~'), "before the restart: {row}");
    }
    let last = session.log().iter().rev().find(|row| row.at.elapsed <= span_of_end(&session)).unwrap().entry.seq.0;
    let row = page.lines().find(|line| line.starts_with(&format!("| {last} |"))).unwrap();
    assert!(row.contains(r"| \~"), "after the restart: {row}");
    let sound = markdown(&self::facts(&whole, "15:06:00"), &Words::new(Lang::En), &whole);
    assert!(!sound.contains('~'));
}

fn span_of_end(session: &Session) -> Span {
    session.state().clocks.stopped().unwrap().elapsed
}

#[test]
fn a_wall_clock_that_was_put_is_a_line_of_the_timeline() {
    for (lang, text, said) in [
        (Lang::En, ENGLISH, "the clock of this machine was put back by 1h"),
        (Lang::ZhCn, CHINESE, "主机系统时间被调慢1小时"),
    ] {
        let mut play = Play::new();
        play.open("14:24:00", text, Kind::Incident);
        play.at("14:30:00").act("lin", Command::Start);
        play.at("14:31:00");
        play.put_wall(Span::minutes(-60));
        play.note("lin", NoteKind::Note, "x");
        let page = markdown(&facts(&play.session, "14:32:00"), &Words::new(lang), &play.session);
        let row = page.lines().find(|line| line.contains(said)).unwrap_or_else(|| panic!("{page}"));
        assert!(row.contains("| 1:00 |") && row.contains("13:31:00"), "its T+ is a length: {row}");
    }
}

#[test]
fn an_unknown_event_nested_too_deep_for_readers_of_json_is_given_as_text() {
    for (levels, is_text) in [(60, false), (120, true)] {
        let mut entry = drill(ENGLISH).entries[0].as_ref().clone();
        let data = "[".repeat(levels) + &"]".repeat(levels);
        entry.events.push(crate::session::Event::Unknown { kind: "deep".to_owned(), data });
        let session = Session::replay([std::sync::Arc::new(entry)]);
        let document: serde_json::Value = serde_json::from_str(&json(&facts(&session, "14:30:00"))).unwrap();
        let events = document["timeline"][0]["events"].as_array().unwrap();
        assert_eq!(events.last().unwrap()["data"].is_string(), is_text);
    }
}

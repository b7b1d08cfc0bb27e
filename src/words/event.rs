//! Events as one log line each: short, as a responder would say it. Who and when stand beside it, not in it.

use chrono::{DateTime, FixedOffset};

use super::{Arg, Line, Names, Words};
use crate::runbook::{RoleId, StepId};
use crate::session::{ApprovalSubject, Event, ReopenCause, RuleOutCause, Seq, StartCause, Terminal};
use crate::time::Span;

/// More recipients than this are counted, not named.
const NAMED_RECIPIENTS: usize = 4;

impl Words {
    /// What happened, in one line; `None` where there is nothing to tell a person.
    ///
    /// That is only the entry into the one phase that has no title.
    pub fn event(&self, event: &Event, names: &dyn Names) -> Option<String> {
        let of_step = |id: &str, step: &StepId| self.with(id, &[("step", (&names.step(step)).into())]);
        let step_at = |id: &str, step: &StepId, due: &DateTime<FixedOffset>| {
            self.with(id, &[("step", (&names.step(step)).into()), ("time", (&Self::time(due)).into())])
        };
        let said = match event {
            Event::SessionOpened { kind, form, .. } => {
                let kind = self.kind(*kind);
                match form {
                    Some(form) => self
                        .with("event-opened-form", &[("kind", (&kind).into()), ("form", (&self.form(*form)).into())]),
                    None => self.with("event-opened", &[("kind", (&kind).into())]),
                }
            }
            Event::SessionStarted => self.say("event-started"),
            Event::SessionPaused => self.say("event-paused"),
            Event::SessionResumed => self.say("event-resumed"),
            Event::SessionEnded { reason } => self.because(self.say("event-ended"), [reason.as_deref()]),
            Event::SessionTerminated { reason } => self.because(self.say("event-terminated"), [Some(reason)]),
            Event::SessionConverted { reason } => self.because(self.say("event-converted"), [Some(reason)]),
            Event::SessionLeft { cause } => self.leave_cause(*cause),
            Event::TerminalJoined { terminal } => {
                let place = format!("{}@{}", terminal.login, terminal.host);
                self.taken_over(self.with("event-terminal-joined", &[("place", (&place).into())]), terminal)
            }
            Event::TerminalLeft { cause } => self.way_of_leaving(*cause),
            Event::SessionRejoined { terminal, unattended } => {
                let said = self.with(
                    "event-rejoined",
                    &[
                        ("place", (&format!("{}@{}", terminal.login, terminal.host)).into()),
                        ("span", (&self.span(*unattended)).into()),
                    ],
                );
                self.taken_over(said, terminal)
            }

            Event::RoleAssigned { role, person: Some(person) } => self.with(
                "event-role-assigned",
                &[("role", (&names.role(role)).into()), ("person", (&names.person(person)).into())],
            ),
            Event::RoleAssigned { role, person: None } => {
                self.with("event-role-emptied", &[("role", (&names.role(role)).into())])
            }
            Event::DeputyTookOver { role, deputy, holder, reason } => {
                let (role, deputy) = (names.role(role), names.person(deputy));
                let said = match holder {
                    Some(holder) => self.with(
                        "event-took-over-for",
                        &[
                            ("role", (&role).into()),
                            ("deputy", (&deputy).into()),
                            ("holder", (&names.person(holder)).into()),
                        ],
                    ),
                    None => self.with("event-took-over", &[("role", (&role).into()), ("deputy", (&deputy).into())]),
                };
                self.because(said, [reason.as_deref()])
            }
            Event::RoleHandedBack { role, deputy } => self.with(
                "event-handed-back",
                &[("role", (&names.role(role)).into()), ("deputy", (&names.person(deputy)).into())],
            ),
            Event::PresenceRecorded { person, presence } => self.with(
                "event-presence",
                &[("person", (&names.person(person)).into()), ("presence", (&self.presence(*presence)).into())],
            ),
            Event::PrecautionAcknowledged { index } => {
                self.of_line("event-precaution", Line::Precaution(*index), *index, names)
            }
            Event::PrerequisiteTicked { index } => {
                self.of_line("event-prerequisite", Line::Prerequisite(*index), *index, names)
            }
            Event::ExitTicked { index } => self.of_line("event-exit", Line::Criterion(*index), *index, names),
            Event::VariableSet { name, value: Some(value) } => {
                self.with("event-variable", &[("name", name.into()), ("value", (&one_line(value)).into())])
            }
            Event::VariableSet { name, value: None } => self.with("event-variable-secret", &[("name", name.into())]),

            Event::PhaseOpened { phase } => {
                let phase = names.phase(phase);
                if phase.is_empty() {
                    return None;
                }
                self.with("event-phase", &[("phase", (&phase).into())])
            }
            Event::FlowMoved { from, to } => {
                self.with("event-flow", &[("from", (&names.step(from)).into()), ("to", (&names.step(to)).into())])
            }
            Event::ChildEntered { step, child, runbook, .. } => {
                let runbook = names.child(child).unwrap_or_else(|| runbook.to_string());
                self.with(
                    "event-child-entered",
                    &[("step", (&names.step(step)).into()), ("runbook", (&runbook).into())],
                )
            }
            Event::ChildReturned { step, child } => {
                let runbook = names.child(child).unwrap_or_else(|| child.to_string());
                self.with(
                    "event-child-returned",
                    &[("step", (&names.step(step)).into()), ("runbook", (&runbook).into())],
                )
            }
            Event::StepCalled { step } => self.with("event-step-called", &[("step", (&names.step(step)).into())]),
            Event::EndProposed { .. } => self.say("event-end-proposed"),
            Event::StepStarted { step, cause } => of_step(
                match cause {
                    StartCause::Turn => "event-step-started",
                    StartCause::Hand => "event-step-started-hand",
                    StartCause::Jump => "event-step-started-jump",
                },
                step,
            ),
            Event::StepCompleted { step } => of_step("event-step-done", step),
            Event::StepFailed { step, reason } => self.because(of_step("event-step-failed", step), [reason.as_deref()]),
            Event::StepSkipped { step, reason } => {
                self.because(of_step("event-step-skipped", step), [reason.as_deref()])
            }
            Event::StepRuledOut { step, cause } => match cause {
                RuleOutCause::Hand { reason } => {
                    self.because(of_step("event-step-ruled-out", step), [reason.as_deref()])
                }
                RuleOutCause::Condition => of_step("event-step-ruled-out-condition", step),
                RuleOutCause::JumpedOver => of_step("event-step-ruled-out-jumped", step),
                RuleOutCause::PassedBy => of_step("event-step-ruled-out-passed", step),
                RuleOutCause::OtherKind => of_step("event-step-ruled-out-kind", step),
            },
            Event::StepDeferred { step, until, reason } => {
                let said =
                    self.with("event-step-deferred", &[("step", (&names.step(step)).into()), ("until", until.into())]);
                self.because(said, [reason.as_deref()])
            }
            Event::StepWaiting { step, on } => {
                self.with("event-step-waiting", &[("step", (&names.step(step)).into()), ("on", on.into())])
            }
            Event::StepWaitingEnded { step } => of_step("event-step-waiting-ended", step),
            Event::StepReopened { step, cause } => of_step(
                match cause {
                    ReopenCause::Hand => "event-step-reopened",
                    ReopenCause::LoopBack => "event-step-reopened-loop",
                    ReopenCause::Jump => "event-step-reopened-jump",
                },
                step,
            ),
            Event::StepReassigned { step, person: Some(person) } => self.with(
                "event-step-reassigned",
                &[("step", (&names.step(step)).into()), ("person", (&names.person(person)).into())],
            ),
            Event::StepReassigned { step, person: None } => of_step("event-step-reassigned-role", step),
            Event::ItemTicked { step, item } => self.with(
                "event-ticked",
                &[("step", (&names.number(step)).into()), ("item", (&names.item(step, *item)).into())],
            ),
            Event::ItemUnticked { step, item } => self.with(
                "event-unticked",
                &[("step", (&names.number(step)).into()), ("item", (&names.item(step, *item)).into())],
            ),
            Event::EvidenceGiven { step, item, text } => {
                let text = &one_line(text);
                let title = names.number(step);
                match names.line(Line::Evidence(step, *item)) {
                    Some(asked) => self.with(
                        "event-evidence-asked",
                        &[("step", (&title).into()), ("asked", (&asked).into()), ("text", text.into())],
                    ),
                    None => self.with("event-evidence", &[("step", (&title).into()), ("text", text.into())]),
                }
            }
            Event::FileAttached { file } => {
                let path = file.path();
                let args = [("name", (&file.name).into()), ("bytes", file.bytes.into()), ("path", (&path).into())];
                self.with(if file.name.is_empty() { "event-text-attached" } else { "event-file-attached" }, &args)
            }
            Event::ConditionAnswered { step, applies: true } => of_step("event-applies", step),
            Event::ConditionAnswered { step, applies: false } => of_step("event-applies-not", step),
            Event::DangerConfirmed { step, typed } => {
                self.with("event-danger", &[("step", (&names.number(step)).into()), ("typed", typed.into())])
            }
            Event::DecisionMade { step, question, chosen, note, reason, .. } => {
                let said = match step {
                    Some(step) => {
                        self.with("event-decided", &[("step", (&names.number(step)).into()), ("chosen", chosen.into())])
                    }
                    None => {
                        self.with("event-decided-freely", &[("question", question.into()), ("chosen", chosen.into())])
                    }
                };
                self.because(said, [note.as_deref(), reason.as_deref()])
            }
            Event::GatePassed { gate, reason } => {
                let missing = self.gate_missing(gate, names);
                self.because(self.with("event-gate-passed", &[("missing", (&missing).into())]), [Some(reason)])
            }

            Event::ApprovalAsked { subject, role } => self.approval("event-approval-asked", subject, role, names),
            Event::ApprovalGranted { subject, role, by_word: false } => {
                self.approval("event-approved", subject, role, names)
            }
            Event::ApprovalGranted { subject, role, by_word: true } => {
                self.approval("event-approved-by-word", subject, role, names)
            }
            Event::ApprovalRefused { subject, role, by_word, reason } => {
                let id = if *by_word { "event-refused-by-word" } else { "event-refused" };
                self.because(self.approval(id, subject, role, names), [Some(reason)])
            }
            Event::EstimateGiven { takes, back_at, .. } => self.with(
                "event-estimate",
                &[("span", (&self.span(*takes)).into()), ("time", (&Self::day_or_time(*takes, back_at)).into())],
            ),
            Event::MilestoneReached { milestone, step, stated } => {
                let milestone = self.milestone(*milestone);
                let said = match step.as_ref().and_then(StepId::child) {
                    Some(child) => {
                        let runbook = names.child(&child).unwrap_or_else(|| child.to_string());
                        let args = [("milestone", (&milestone).into()), ("runbook", (&runbook).into())];
                        self.with("event-milestone-in", &args)
                    }
                    None => self.with("event-milestone", &[("milestone", (&milestone).into())]),
                };
                self.stated(said, stated.as_ref())
            }
            Event::NoticeDue { notice, .. } => {
                self.with("event-notice-due", &[("notice", (&names.notice(notice)).into())])
            }
            Event::NoticeSent { notice, to, channel, .. } => {
                let notice = names.notice(notice);
                let said = if to.is_empty() {
                    self.with("event-notice-sent", &[("notice", (&notice).into())])
                } else if to.len() > NAMED_RECIPIENTS {
                    self.with("event-notice-sent-to-many", &[("notice", (&notice).into()), ("count", to.len().into())])
                } else {
                    let list = self.list(&to.iter().map(|addressee| addressee.0.as_str()).collect::<Vec<_>>());
                    self.with("event-notice-sent-to", &[("notice", (&notice).into()), ("list", (&list).into())])
                };
                self.because(said, [channel.as_deref()])
            }
            Event::ObligationOpened { obligation, due } => {
                let obligation = names.obligation(obligation);
                match due {
                    Some(due) => self.with(
                        "event-owed-due",
                        &[("obligation", (&obligation).into()), ("time", (&Self::day_time(due)).into())],
                    ),
                    None => self.with("event-owed", &[("obligation", (&obligation).into())]),
                }
            }
            Event::ObligationClosed { obligation } => {
                self.with("event-owed-done", &[("obligation", (&names.obligation(obligation)).into())])
            }
            Event::ObligationOverdue { obligation, due } => self.with(
                "event-owed-late",
                &[("obligation", (&names.obligation(obligation)).into()), ("time", (&Self::day_time(due)).into())],
            ),

            Event::TimerArmed { timer, since: None } => self.of_timer("event-timer-armed", &names.timer(timer), None),
            Event::TimerArmed { timer, since: Some(since) } => {
                self.of_timer("event-timer-armed-since", &names.timer(timer), Some(since))
            }
            Event::TimerRearmed { timer } => self.of_timer("event-timer-rearmed", &names.timer(timer), None),
            Event::TimerWarned { timer, due } => self.of_timer("event-timer-warned", &names.timer(timer), Some(due)),
            Event::TimerBreached { timer, due, early: false } => {
                self.of_timer("event-timer-breached", &names.timer(timer), Some(due))
            }
            Event::TimerBreached { timer, due, early: true } => {
                self.of_timer("event-timer-breached-early", &names.timer(timer), Some(due))
            }
            Event::TimerMet { timer } => self.of_timer("event-timer-met", &names.timer(timer), None),
            Event::TimerStopped { timer } => self.of_timer("event-timer-stopped", &names.timer(timer), None),
            Event::CadenceDue { timer, due } => self.of_timer("event-cadence-due", &names.timer(timer), Some(due)),
            Event::CadenceMet { timer } => self.of_timer("event-cadence-met", &names.timer(timer), None),
            Event::TimeboxWarned { step, due } => step_at("event-timebox-warned", step, due),
            Event::TimeboxOverrun { step, due } => step_at("event-timebox-over", step, due),
            Event::WaitOver { step, .. } => of_step("event-wait-over", step),

            Event::NoteAdded { kind, text, stated, .. } => {
                let (kind, text) = (self.note_kind(*kind), one_line(text));
                let said = self.with("event-note", &[("kind", (&kind).into()), ("text", (&text).into())]);
                self.stated(said, stated.as_ref())
            }
            Event::ClockStepped { by } => {
                let id = if by.is_negative() { "event-clock-back" } else { "event-clock-forward" };
                self.with(id, &[("span", (&self.span(by.abs())).into())])
            }
            Event::ReminderSet { text, due, .. } => {
                let (time, text) = (Self::day_time(due), one_line(text));
                self.with("event-reminder-set", &[("time", (&time).into()), ("text", (&text).into())])
            }
            Event::ReminderDue { reminder, .. } => self.of_reminder("event-reminder-due", *reminder, names),
            Event::ReminderCleared { reminder } => self.of_reminder("event-reminder-cleared", *reminder, names),
            Event::EntryWithdrawn { entry } => match self.was(*entry, names) {
                Some(what) => self.with("event-withdrawn-what", &[("what", (&what).into())]),
                None => self.with("event-withdrawn", &[("seq", entry.0.into())]),
            },
            Event::Unknown { kind, .. } => self.with("event-unknown", &[("kind", kind.into())]),
        };
        Some(said)
    }

    /// What an entry told, in one sentence. Of one that took back another there is none: a record from elsewhere may
    /// lead round in a circle.
    fn was(&self, entry: Seq, names: &dyn Names) -> Option<String> {
        let mut told = names.entry(entry)?.told().filter(|event| !matches!(event, Event::EntryWithdrawn { .. }));
        told.find_map(|event| self.event(event, names))
    }

    /// The sentence with what stands behind it in brackets: a reason, a note, a channel.
    fn taken_over(&self, said: String, terminal: &Terminal) -> String {
        if terminal.took_over.is_empty() {
            return said;
        }
        let pids: Vec<String> = terminal.took_over.iter().map(ToString::to_string).collect();
        self.with("event-terminal-taken-over", &[("said", (&said).into()), ("pids", (&self.list(&pids)).into())])
    }

    fn because<const N: usize>(&self, said: String, whys: [Option<&str>; N]) -> String {
        let whys = whys.into_iter().flatten().filter(|why| !why.trim().is_empty());
        let why = whys.map(one_line).reduce(|before, after| {
            self.with("gate-join", &[("before", (&before).into()), ("after", (&after).into())])
        });
        match why {
            Some(why) => self.with("with-why", &[("event", (&said).into()), ("why", (&why).into())]),
            None => said,
        }
    }

    fn stated(&self, said: String, stated: Option<&DateTime<FixedOffset>>) -> String {
        match stated {
            Some(at) => self.with("with-stated", &[("event", (&said).into()), ("time", (&Self::time(at)).into())]),
            None => said,
        }
    }

    fn of_line(&self, id: &str, line: Line<'_>, index: usize, names: &dyn Names) -> String {
        // People count lines from one.
        let number = || self.with("numbered-line", &[("number", index.saturating_add(1).into())]);
        let text = names.line(line).unwrap_or_else(number);
        self.with(id, &[("text", (&text).into())])
    }

    fn of_reminder(&self, id: &str, reminder: Seq, names: &dyn Names) -> String {
        let number = || self.with("numbered-entry", &[("seq", reminder.0.into())]);
        let text = names.line(Line::Reminder(reminder)).unwrap_or_else(number);
        self.with(id, &[("text", (&text).into())])
    }

    fn of_timer(&self, id: &str, timer: &str, due: Option<&DateTime<FixedOffset>>) -> String {
        let time = due.map(Self::time);
        let mut args: Vec<(&str, Arg<'_>)> = vec![("timer", timer.into())];
        args.extend(time.as_ref().map(|time| ("time", time.into())));
        self.with(id, &args)
    }

    fn approval(&self, id: &str, subject: &ApprovalSubject, role: &RoleId, names: &dyn Names) -> String {
        let subject = self.subject(subject, names);
        self.with(id, &[("role", (&names.role(role)).into()), ("subject", (&subject).into())])
    }

    /// The clock time `takes` from now, with its day when that is another day than now.
    fn day_or_time(takes: Span, at: &DateTime<FixedOffset>) -> String {
        let today = at.checked_sub_signed(takes.delta()).is_some_and(|now| now.date_naive() == at.date_naive());
        if today { Self::time(at) } else { Self::day_time(at) }
    }
}

/// A text on one line: where it had a new one, a stroke stands.
fn one_line(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runbook::Milestone;
    use crate::session::{Addressee, NoteKind};
    use crate::words::Lang;
    use crate::words::samples::{Titles, at};

    fn both(event: &Event) -> [String; 2] {
        Lang::ALL.map(|lang| Words::new(lang).event(event, &Titles).unwrap_or_default())
    }

    #[test]
    fn an_outcome_is_said_with_its_reason() {
        let done = Event::StepCompleted { step: "diagnose".into() };
        assert_eq!(both(&done), ["2.4 Diagnose done", "2.4 Diagnose 完成"]);
        let skipped = Event::StepSkipped { step: "diagnose".into(), reason: Some("no spare".into()) };
        assert_eq!(both(&skipped), ["2.4 Diagnose skipped (no spare)", "2.4 Diagnose 跳过（no spare）"]);
        let silent = Event::StepSkipped { step: "diagnose".into(), reason: Some("  ".into()) };
        assert_eq!(both(&silent)[0], "2.4 Diagnose skipped");
    }

    #[test]
    fn a_note_of_an_earlier_time_says_when() {
        let note = Event::NoteAdded {
            kind: NoteKind::Note,
            text: "heap dump found".into(),
            stated: Some(at(14, 41)),
            step: None,
        };
        assert_eq!(both(&note), ["note: heap dump found (at 14:41)", "记录：heap dump found（14:41）"]);
    }

    #[test]
    fn a_note_cannot_act_on_a_terminal() {
        let note =
            Event::NoteAdded { kind: NoteKind::Unexpected, text: "\u{1b}]0;x\u{7}".into(), stated: None, step: None };
        assert_eq!(both(&note), ["unexpected: ^[]0;x^G", "意外情况：^[]0;x^G"]);
    }

    #[test]
    fn a_text_of_several_lines_is_told_on_one() {
        let text = "first\r\nsecond\n\u{1b}[2J\n".to_owned();
        let note = Event::NoteAdded { kind: NoteKind::Note, text: text.clone(), stated: None, step: None };
        assert_eq!(both(&note)[0], "note: first / second / ^[[2J");
        let given = Event::EvidenceGiven { step: "diagnose".into(), item: crate::session::EvidenceItem(0), text };
        assert!(both(&given)[0].contains("first / second"));
        let skipped = Event::StepSkipped { step: "diagnose".into(), reason: Some("no\nspare".to_owned()) };
        assert_eq!(both(&skipped)[1], "2.4 Diagnose 跳过（no / spare）");
    }

    #[test]
    fn a_decision_carries_its_note_and_its_reason() {
        let decided = Event::DecisionMade {
            step: Some("diagnose".into()),
            question: "How long?".into(),
            chosen: "more than 30 minutes".into(),
            option: Some(1),
            note: Some("tell the others".into()),
            reason: Some("disk is gone".into()),
        };
        assert_eq!(both(&decided)[0], "2.4 Diagnose decided: more than 30 minutes (tell the others; disk is gone)");
        assert_eq!(both(&decided)[1], "2.4 Diagnose 决策：more than 30 minutes（tell the others；disk is gone）");
    }

    #[test]
    fn many_recipients_are_counted_and_few_are_named() {
        let sent = |to: &[&str]| Event::NoticeSent {
            notice: "stop".into(),
            step: None,
            to: to.iter().map(|name| Addressee((*name).to_owned())).collect(),
            channel: Some("phone".into()),
            text: "Stop.".into(),
        };
        assert_eq!(both(&sent(&["A", "B"]))[0], "notice \"Stop using it\" sent to A and B (phone)");
        assert_eq!(both(&sent(&["A", "B", "C", "D", "E"]))[1], "已发通知「Stop using it」，共5个对象（phone）");
        assert_eq!(both(&sent(&[]))[0], "notice \"Stop using it\" sent (phone)");
    }

    #[test]
    fn an_estimate_past_midnight_names_the_day() {
        let back = |takes| Event::EstimateGiven { step: None, takes, back_at: at(1, 10) };
        assert_eq!(both(&back(Span::minutes(30)))[0], "service expected back in 30m, at 01:10");
        assert_eq!(both(&back(Span::minutes(90)))[0], "service expected back in 1h 30m, at 11-22 01:10");
    }

    #[test]
    fn a_line_without_a_text_is_named_by_its_number() {
        assert_eq!(both(&Event::PrecautionAcknowledged { index: 0 })[0], "precaution acknowledged: Do not power off");
        assert_eq!(both(&Event::PrerequisiteTicked { index: 1 }), ["prerequisite met: no. 2", "前提已具备：第2条"]);
        assert_eq!(both(&Event::ReminderDue { reminder: Seq(12), due: at(6, 0) }), ["reminder: #12", "提醒：12号"]);
    }

    #[test]
    fn the_phase_without_a_title_says_nothing() {
        let words = Words::new(Lang::En);
        assert_eq!(words.event(&Event::PhaseOpened { phase: "".into() }, &Titles), None);
        assert_eq!(
            words.event(&Event::PhaseOpened { phase: "report".into() }, &Titles).as_deref(),
            Some("phase 2 Report")
        );
    }

    #[test]
    fn a_milestone_is_said_by_its_word() {
        let step = Some("2.3/4.1".into());
        let inside = Event::MilestoneReached { milestone: Milestone::Restored, step, stated: None };
        assert_eq!(both(&inside), ["milestone of 2.3: service restored", "2.3 的时间节点：恢复"]);
        let reached = Event::MilestoneReached { milestone: Milestone::Restored, step: None, stated: Some(at(14, 41)) };
        assert_eq!(both(&reached), ["milestone: service restored (at 14:41)", "时间节点：恢复（14:41）"]);
    }
}

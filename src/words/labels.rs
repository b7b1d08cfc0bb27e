//! Labels: the one word for each kind, state and outcome.

use super::Words;
use crate::runbook::{Authority, DrillForm, Milestone};
use crate::session::{Kind, LeaveCause, NoteKind, Presence};

/// State of a session as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionLabel {
    /// Made, its clocks not started.
    Opened,
    /// Its clocks run.
    Running,
    /// Its exercise clock stands.
    Paused,
    /// Declared over.
    Ended,
    /// A drill ended early.
    Terminated,
    /// Everything owed is met.
    Closed,
    /// Running, and no program with it.
    Interrupted,
}

/// State or outcome of a step as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepLabel {
    /// Its turn has not come.
    Pending,
    /// It may be started.
    Ready,
    /// Somebody is at it.
    Active,
    /// It waits for somebody.
    Waiting,
    /// Done.
    Done,
    /// It did not succeed.
    Failed,
    /// Left out.
    Skipped,
    /// Put off.
    Deferred,
    /// It does not apply.
    NotApplicable,
}

/// Sort of a timer as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimerLabel {
    /// How long a step should take.
    Timebox,
    /// By when something must have happened.
    Deadline,
    /// After which a branch opens.
    Threshold,
    /// How often an update is given.
    Cadence,
}

impl Words {
    /// The word for a kind of session, as it stands on every screen.
    pub fn kind(&self, kind: Kind) -> String {
        self.say(match kind {
            Kind::Incident => "kind-incident",
            Kind::Drill => "kind-drill",
            Kind::Walkthrough => "kind-walkthrough",
        })
    }

    /// The word for a form of drill.
    pub fn form(&self, form: DrillForm) -> String {
        self.say(match form {
            DrillForm::Tabletop => "form-tabletop",
            DrillForm::Functional => "form-functional",
            DrillForm::Full => "form-full",
        })
    }

    /// A session by its name, with the number by which it is joined.
    pub fn session_name(&self, name: &str, number: Option<u32>) -> String {
        match number {
            Some(number) => {
                self.with("cli-session-named", &[("name", name.into()), ("number", u64::from(number).into())])
            }
            None => name.to_owned(),
        }
    }

    /// The word for the state of a session.
    pub fn session_state(&self, state: SessionLabel) -> String {
        self.say(match state {
            SessionLabel::Opened => "session-opened",
            SessionLabel::Running => "session-running",
            SessionLabel::Paused => "session-paused",
            SessionLabel::Ended => "session-ended",
            SessionLabel::Terminated => "session-terminated",
            SessionLabel::Closed => "session-closed",
            SessionLabel::Interrupted => "session-interrupted",
        })
    }

    /// The word for the state or outcome of a step.
    pub fn step_state(&self, state: StepLabel) -> String {
        self.say(match state {
            StepLabel::Pending => "step-pending",
            StepLabel::Ready => "step-ready",
            StepLabel::Active => "step-active",
            StepLabel::Waiting => "step-waiting",
            StepLabel::Done => "step-done",
            StepLabel::Failed => "step-failed",
            StepLabel::Skipped => "step-skipped",
            StepLabel::Deferred => "step-deferred",
            StepLabel::NotApplicable => "step-not-applicable",
        })
    }

    /// The word for the sort of a timer.
    pub fn timer_kind(&self, timer: TimerLabel) -> String {
        self.say(match timer {
            TimerLabel::Timebox => "timer-timebox",
            TimerLabel::Deadline => "timer-deadline",
            TimerLabel::Threshold => "timer-threshold",
            TimerLabel::Cadence => "timer-cadence",
        })
    }

    /// The word for how a person is there.
    pub fn presence(&self, presence: Presence) -> String {
        self.say(match presence {
            Presence::Present => "presence-present",
            Presence::Late => "presence-late",
            Presence::Excused => "presence-excused",
            Presence::Absent => "presence-absent",
        })
    }

    /// What an authority allows, as a verb: `declare the plan active`.
    pub fn authority(&self, authority: Authority) -> String {
        self.say(match authority {
            Authority::Activate => "authority-activate",
            Authority::Approve => "authority-approve",
            Authority::End => "authority-end",
            Authority::Release => "authority-release",
        })
    }

    /// The word for a sort of note.
    pub fn note_kind(&self, kind: NoteKind) -> String {
        self.say(match kind {
            NoteKind::Note => "note-note",
            NoteKind::Unexpected => "note-unexpected",
            NoteKind::Observation => "note-observation",
        })
    }

    /// The word for a milestone.
    pub fn milestone(&self, milestone: Milestone) -> String {
        self.say(match milestone {
            Milestone::Began => "milestone-began",
            Milestone::Detected => "milestone-detected",
            Milestone::Reported => "milestone-reported",
            Milestone::Activated => "milestone-activated",
            Milestone::Responded => "milestone-responded",
            Milestone::Onsite => "milestone-onsite",
            Milestone::Mitigated => "milestone-mitigated",
            Milestone::Restored => "milestone-restored",
            Milestone::Resolved => "milestone-resolved",
            Milestone::Ended => "milestone-ended",
            Milestone::Investigated => "milestone-investigated",
        })
    }

    /// Why a program left the session running.
    pub fn leave_cause(&self, cause: LeaveCause) -> String {
        self.say(match cause {
            LeaveCause::Left => "leave-left",
            LeaveCause::Hangup => "leave-hangup",
            LeaveCause::Terminated => "leave-terminated",
            LeaveCause::Interrupted => "leave-interrupted",
            LeaveCause::Failed => "leave-failed",
        })
    }

    /// Why a program left a session on which others stayed.
    pub fn way_of_leaving(&self, cause: LeaveCause) -> String {
        self.say(match cause {
            LeaveCause::Left => "gone-left",
            LeaveCause::Hangup => "gone-hangup",
            LeaveCause::Terminated => "gone-terminated",
            LeaveCause::Interrupted => "gone-interrupted",
            LeaveCause::Failed => "gone-failed",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn an_incident_is_never_called_by_the_word_for_a_live_drill() {
        let zh = Words::new(Lang::ZhCn);
        assert_eq!(zh.kind(Kind::Incident), "真实事件");
        assert_eq!(zh.kind(Kind::Drill), "演练");
        assert_eq!(zh.kind(Kind::Walkthrough), "预案学习");
        assert_eq!(Words::new(Lang::En).kind(Kind::Incident), "INCIDENT");
    }

    #[test]
    fn no_two_milestones_share_a_word() {
        for lang in Lang::ALL {
            let words = Words::new(lang);
            let mut said: Vec<String> = Milestone::ALL.into_iter().map(|m| words.milestone(m)).collect();
            assert!(said.iter().all(|word| !word.starts_with('[')));
            said.sort();
            said.dedup();
            assert_eq!(said.len(), Milestone::ALL.len());
        }
    }

    #[test]
    fn outcomes_read_as_people_say_them() {
        let outcomes =
            [StepLabel::Done, StepLabel::Failed, StepLabel::Skipped, StepLabel::Deferred, StepLabel::NotApplicable];
        let zh = Words::new(Lang::ZhCn);
        assert_eq!(outcomes.map(|o| zh.step_state(o)), ["完成", "未成功", "跳过", "延期", "不适用"]);
    }
}

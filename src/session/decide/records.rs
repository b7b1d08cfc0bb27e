//! What is recorded beside the steps: notes, decisions nobody planned, estimates, milestones, notices sent,
//! obligations, cadences, reminders, and taking back.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::super::flow::missing_approval;
use super::super::{Addressee, ApprovalSubject, Gate, NoteKind, Seq};
use super::{Draft, Event, Refusal};
use crate::runbook::{Authority, Limit, Milestone, NoticeId, ObligationId, StepId, TimerId};
use crate::time::Span;

/// Estimates and stated times further off than this are slips of the finger.
const FARTHEST: Span = Span::minutes(30 * 24 * 60);

impl Draft<'_> {
    fn need_past(&self, stated: Option<DateTime<FixedOffset>>) -> Result<(), Refusal> {
        let Some(stated) = stated else { return Ok(()) };
        let back = Span::from_delta(self.now.wall - stated);
        if back.is_negative() || back > FARTHEST { Err(Refusal::BadTime) } else { Ok(()) }
    }

    pub(super) fn note(
        &mut self,
        kind: NoteKind,
        text: &str,
        stated: Option<DateTime<FixedOffset>>,
        step: Option<&StepId>,
    ) -> Result<(), Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refusal::Empty);
        }
        self.need_past(stated)?;
        if let Some(step) = step {
            self.find(step)?;
        }
        self.emit(Event::NoteAdded { kind, text: text.to_owned(), stated, step: step.cloned() });
        Ok(())
    }

    pub(super) fn decide_freely(&mut self, question: &str, chosen: &str) -> Result<(), Refusal> {
        if question.trim().is_empty() || chosen.trim().is_empty() {
            return Err(Refusal::Empty);
        }
        let reason = self.reason_given();
        self.emit(Event::DecisionMade {
            step: None,
            question: question.trim().to_owned(),
            chosen: chosen.trim().to_owned(),
            option: None,
            note: None,
            reason,
        });
        Ok(())
    }

    pub(super) fn estimate(&mut self, step: Option<&StepId>, takes: Span) -> Result<(), Refusal> {
        if let Some(step) = step {
            self.find(step)?;
        }
        if takes <= Span::ZERO || takes > FARTHEST {
            return Err(Refusal::BadEstimate);
        }
        let back_at = self.now.wall.checked_add_signed(takes.delta()).ok_or(Refusal::BadEstimate)?;
        self.emit(Event::EstimateGiven { step: step.cloned(), takes, back_at });
        Ok(())
    }

    pub(super) fn reach_by_hand(
        &mut self,
        milestone: Milestone,
        stated: Option<DateTime<FixedOffset>>,
    ) -> Result<(), Refusal> {
        self.need_past(stated)?;
        if self.state.milestones.contains_key(&milestone) {
            return Err(Refusal::NothingToChange);
        }
        match milestone {
            Milestone::Ended => {
                self.ended_at = stated;
                return self.end();
            }
            Milestone::Activated => self.require(Authority::Activate),
            _ => {}
        }
        self.reach(milestone, None, stated);
        Ok(())
    }

    pub(super) fn send(
        &mut self,
        id: &NoticeId,
        step: Option<&StepId>,
        to: &[Addressee],
        channel: Option<&str>,
    ) -> Result<(), Refusal> {
        let book = self.book;
        let notice = book.notices.get(id).ok_or_else(|| Refusal::NoSuchNotice(id.clone()))?;
        if let Some(step) = step {
            self.find(step)?;
        }
        let subject = ApprovalSubject::Notice(id.clone());
        let asked = self.approvers(&subject);
        let roles = missing_approval(&self.state, &subject, &asked);
        if !roles.is_empty() {
            self.gate(Gate::NotApproved { subject, roles });
        }
        let step = step.cloned().or_else(|| self.state.notices.get(id).and_then(|n| n.step.clone()));
        let text = super::super::fill::fill_notice(&self.state, book, id, step.as_ref()).text;
        self.emit(Event::NoticeSent {
            notice: id.clone(),
            step,
            to: to.to_vec(),
            channel: channel.map(str::to_owned),
            text,
        });
        if self.state.notices.get(id).is_none_or(|held| held.due_since.is_none()) {
            self.close_all(&notice.closes);
        }
        self.open_all(&notice.opens);
        Ok(())
    }

    pub(super) fn open_by_hand(&mut self, id: &ObligationId) -> Result<(), Refusal> {
        if !self.book.obligations.contains_key(id) {
            return Err(Refusal::NoSuchObligation(id.clone()));
        }
        if self.state.owes(id) {
            return Err(Refusal::ObligationOpen(id.clone()));
        }
        self.open_obligation(id, self.now.wall);
        Ok(())
    }

    pub(super) fn close_by_hand(&mut self, id: &ObligationId) -> Result<(), Refusal> {
        if !self.state.owes(id) {
            return Err(Refusal::ObligationNotOpen(id.clone()));
        }
        self.emit(Event::ObligationClosed { obligation: id.clone() });
        Ok(())
    }

    pub(super) fn meet_cadence(&mut self, id: &TimerId) -> Result<(), Refusal> {
        let is_cadence = self.book.timers.iter().any(|t| t.id == *id && matches!(t.limit, Limit::Every(_)));
        let counts = self.state.timers.get(id).is_some_and(super::super::TimerState::is_counting);
        if !is_cadence || !counts {
            return Err(Refusal::NoSuchTimer(id.clone()));
        }
        self.emit(Event::CadenceMet { timer: id.clone() });
        Ok(())
    }

    pub(super) fn remind(
        &mut self,
        text: &str,
        due: DateTime<FixedOffset>,
        within: Option<Span>,
    ) -> Result<(), Refusal> {
        let ahead = due - self.now.wall;
        if ahead <= TimeDelta::zero() || Span::from_delta(ahead) > FARTHEST {
            return Err(Refusal::BadTime);
        }
        self.emit(Event::ReminderSet { text: text.trim().to_owned(), due, within });
        Ok(())
    }

    pub(super) fn clear_reminder(&mut self, reminder: Seq) -> Result<(), Refusal> {
        if !self.state.reminders.contains_key(&reminder) {
            return Err(Refusal::NoSuchReminder(reminder));
        }
        self.emit(Event::ReminderCleared { reminder });
        Ok(())
    }

    pub(super) fn take_back(&mut self) -> Result<(), Refusal> {
        let entry = self.last_own_act().ok_or(Refusal::NothingToTakeBack)?;
        self.emit(Event::EntryWithdrawn { entry });
        // What follows is decided on what will be true.
        self.state = self.session.state_without(entry);
        self.state.clocks.advance(self.moment);
        self.now = self.state.clocks.read(self.moment);
        Ok(())
    }
}

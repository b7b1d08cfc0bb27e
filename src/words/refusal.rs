//! Refusals and gates in one sentence each: what stands in the way, and the next step.

use super::{Names, Words};
use crate::runbook::StepId;
use crate::session::{ApprovalSubject, Claim, Gate, Person, Refusal, Seq};

impl Words {
    /// Why an act was refused, and what to do instead.
    pub fn refusal(&self, refusal: &Refusal, names: &dyn Names) -> String {
        let of_step = |id: &str, step: &StepId| self.with(id, &[("step", (&names.step(step)).into())]);
        match refusal {
            Refusal::Gates(gates) => gates.iter().map(|gate| self.gate(gate, names)).collect::<Vec<_>>().join(" "),
            Refusal::NeedsReason => self.say("refusal-needs-reason"),
            Refusal::NotOpened => self.say("refusal-not-opened"),
            Refusal::AlreadyOpened => self.say("refusal-already-opened"),
            Refusal::NotStarted => self.say("refusal-not-started"),
            Refusal::AlreadyStarted => self.say("refusal-already-started"),
            Refusal::Over => self.say("refusal-over"),
            Refusal::OnlyInDrill { kind } => {
                self.with("refusal-only-in-drill", &[("kind", (&self.kind(*kind)).into())])
            }
            Refusal::AlreadyPaused => self.say("refusal-already-paused"),
            Refusal::NotPaused => self.say("refusal-not-paused"),
            Refusal::NoSuchStep(step) => self.with("refusal-no-such-step", &[("step", step.as_str().into())]),
            Refusal::NoSuchRole(role) => self.with("refusal-no-such-role", &[("role", role.as_str().into())]),
            Refusal::NoSuchItem(step) => of_step("refusal-no-such-item", step),
            Refusal::NoSuchOption(step) => of_step("refusal-no-such-option", step),
            Refusal::NoSuchNotice(notice) => self.with("refusal-no-such-notice", &[("notice", notice.as_str().into())]),
            Refusal::NoSuchObligation(obligation) => {
                self.with("refusal-no-such-obligation", &[("obligation", obligation.as_str().into())])
            }
            Refusal::NoSuchTimer(timer) => self.with("refusal-no-such-timer", &[("timer", timer.as_str().into())]),
            Refusal::NoSuchReminder(seq) => self.with("refusal-no-such-reminder", &[("seq", seq.0.into())]),
            Refusal::NoSuchVariable(name) => self.with("refusal-no-such-variable", &[("name", name.into())]),
            // People count lines from one.
            Refusal::NoSuchLine(index) => {
                self.with("refusal-no-such-line", &[("line", index.saturating_add(1).into())])
            }
            Refusal::StepFinished(step) => of_step("refusal-step-finished", step),
            Refusal::StepActive(step) => of_step("refusal-step-active", step),
            Refusal::StepNotActive(step) => of_step("refusal-step-not-active", step),
            Refusal::StepNotFinished(step) => of_step("refusal-step-not-finished", step),
            Refusal::NotWaiting(step) => of_step("refusal-not-waiting", step),
            Refusal::NothingAsked(step) => of_step("refusal-nothing-asked", step),
            Refusal::NothingToChange => self.say("refusal-nothing-to-change"),
            Refusal::DangerNotConfirmed { step, expected } => {
                self.with("refusal-danger", &[("step", (&names.step(step)).into()), ("expected", expected.into())])
            }
            Refusal::AskAfterFailure(step) => of_step("refusal-ask-after-failure", step),
            Refusal::ApprovalNotAsked { subject, role } => self.with(
                "refusal-approval-not-asked",
                &[("role", (&names.role(role)).into()), ("subject", (&self.subject(subject, names)).into())],
            ),
            Refusal::BadValue { name } => self.with("refusal-bad-value", &[("name", name.into())]),
            Refusal::ObligationNotOpen(obligation) => {
                self.with("refusal-obligation-not-open", &[("obligation", (&names.obligation(obligation)).into())])
            }
            Refusal::ObligationOpen(obligation) => {
                self.with("refusal-obligation-open", &[("obligation", (&names.obligation(obligation)).into())])
            }
            Refusal::NoDeputyActing(role) => self.with("refusal-no-deputy", &[("role", (&names.role(role)).into())]),
            Refusal::AlreadyHolds { role, person } => self.with(
                "refusal-already-holds",
                &[("person", (&names.person(person)).into()), ("role", (&names.role(role)).into())],
            ),
            Refusal::TakenMeanwhile { claim, by, to, at } => self.taken(claim, by, to.as_ref(), *at, names),
            Refusal::BadEstimate => self.say("refusal-bad-estimate"),
            Refusal::BadTime => self.say("refusal-bad-time"),
            Refusal::Empty => self.say("refusal-empty"),
            Refusal::NothingToTakeBack => self.say("refusal-nothing-to-take-back"),
            Refusal::NotDue => self.say("refusal-not-due"),
        }
    }

    /// Who was first, with what, and where it stands.
    fn taken(&self, claim: &Claim, by: &Person, to: Option<&Person>, at: Seq, names: &dyn Names) -> String {
        let (by, to_name) = (names.person(by), to.map(|to| names.person(to)).unwrap_or_default());
        let (id, what) = match (claim, to) {
            (Claim::Role(role), Some(_)) => ("refusal-taken-role", names.role(role)),
            (Claim::Role(role), None) => ("refusal-taken-role-emptied", names.role(role)),
            (Claim::Step(step), Some(_)) => ("refusal-taken-step", names.step(step)),
            (Claim::Step(step), None) => ("refusal-taken-step-back", names.step(step)),
            (Claim::Start(step), _) => ("refusal-taken-start", names.step(step)),
        };
        let args = [("what", (&what).into()), ("by", (&by).into()), ("to", (&to_name).into()), ("seq", at.0.into())];
        self.with(id, &args)
    }

    /// What a gate misses, what to do, and that a reason passes it.
    pub fn gate(&self, gate: &Gate, names: &dyn Names) -> String {
        let missing = self.gate_missing(gate, names);
        let missing = match gate {
            // These begin with our own word, the others with a title, which stays as it was written.
            Gate::NotApproved { subject: ApprovalSubject::Notice(_), .. }
            | Gate::NotAuthorised { .. }
            | Gate::RolesEmpty { .. }
            | Gate::EndOpen { .. } => capital(&missing),
            Gate::Unticked { .. }
            | Gate::EvidenceMissing { .. }
            | Gate::Undecided { .. }
            | Gate::NoEstimate { .. }
            | Gate::NoticesUnsent { .. }
            | Gate::ChildOpen { .. }
            | Gate::WaitRunning { .. }
            | Gate::RequiresUnmet { .. }
            | Gate::NotApproved { subject: ApprovalSubject::Step(_), .. }
            | Gate::PrecautionsOpen { .. } => missing,
        };
        let next = self.say(match gate {
            Gate::Unticked { .. } => "gate-unticked-next",
            Gate::EvidenceMissing { .. } => "gate-evidence-next",
            Gate::Undecided { .. } => "gate-undecided-next",
            Gate::NoEstimate { .. } => "gate-no-estimate-next",
            Gate::NoticesUnsent { .. } => "gate-notices-next",
            Gate::ChildOpen { .. } => "gate-child-next",
            Gate::WaitRunning { .. } => "gate-wait-next",
            Gate::RequiresUnmet { .. } => "gate-requires-next",
            Gate::NotApproved { .. } => "gate-approval-next",
            Gate::NotAuthorised { roles, .. } if roles.is_empty() => "gate-authority-nobody-next",
            Gate::NotAuthorised { .. } => "gate-authority-next",
            Gate::PrecautionsOpen { .. } => "gate-precautions-next",
            Gate::RolesEmpty { .. } => "gate-roles-next",
            Gate::EndOpen { .. } => "gate-end-next",
        });
        self.with("gate-sentence", &[("missing", (&missing).into()), ("next", (&next).into())])
    }

    /// What a gate misses, as a fragment: also what a log says once it was passed.
    pub fn gate_missing(&self, gate: &Gate, names: &dyn Names) -> String {
        match gate {
            Gate::Unticked { step, items } => {
                let texts: Vec<String> = items.iter().map(|item| names.item(step, *item)).collect();
                self.with(
                    "gate-unticked",
                    &[
                        ("step", (&names.step(step)).into()),
                        ("items", (&self.items(items.len())).into()),
                        ("list", (&self.list(&texts)).into()),
                    ],
                )
            }
            Gate::EvidenceMissing { step, count } => {
                self.with("gate-evidence", &[("step", (&names.step(step)).into()), ("count", (*count).into())])
            }
            Gate::Undecided { step } => self.with("gate-undecided", &[("step", (&names.step(step)).into())]),
            Gate::NoEstimate { step } => self.with("gate-no-estimate", &[("step", (&names.step(step)).into())]),
            Gate::NoticesUnsent { step, notices } => self.with(
                "gate-notices",
                &[
                    ("step", (&names.step(step)).into()),
                    ("list", (&self.list_of(notices, |id| names.notice(id))).into()),
                ],
            ),
            Gate::ChildOpen { step, child } => {
                let runbook = names.child(child).unwrap_or_else(|| child.to_string());
                self.with("gate-child", &[("step", (&names.step(step)).into()), ("runbook", (&runbook).into())])
            }
            Gate::WaitRunning { step, left } => {
                self.with("gate-wait", &[("step", (&names.step(step)).into()), ("left", (&self.span(*left)).into())])
            }
            Gate::RequiresUnmet { step, missing } => self.with(
                "gate-requires",
                &[("step", (&names.step(step)).into()), ("list", (&self.list_of(missing, |id| names.step(id))).into())],
            ),
            Gate::NotApproved { subject, roles } => self.with(
                "gate-approval",
                &[
                    ("subject", (&self.subject(subject, names)).into()),
                    ("list", (&self.list_of(roles, |id| names.role(id))).into()),
                ],
            ),
            Gate::NotAuthorised { authority, roles } if roles.is_empty() => {
                self.with("gate-authority-nobody", &[("authority", (&self.authority(*authority)).into())])
            }
            Gate::NotAuthorised { authority, roles } => self.with(
                "gate-authority",
                &[
                    ("authority", (&self.authority(*authority)).into()),
                    ("list", (&self.list_of(roles, |id| names.role(id))).into()),
                ],
            ),
            Gate::PrecautionsOpen { count } => self.with("gate-precautions", &[("count", (*count).into())]),
            Gate::RolesEmpty { roles } => {
                self.with("gate-roles", &[("list", (&self.list_of(roles, |id| names.role(id))).into())])
            }
            Gate::EndOpen { criteria, obligations, notices, active } => {
                let mut parts = Vec::new();
                if *criteria > 0 {
                    parts.push(self.with("gate-end-criteria", &[("count", (*criteria).into())]));
                }
                let mut part = |id: &str, list: String| {
                    if !list.is_empty() {
                        parts.push(self.with(id, &[("list", (&list).into())]));
                    }
                };
                part("gate-end-owed", self.list_of(obligations, |id| names.obligation(id)));
                part("gate-end-notices", self.list_of(notices, |id| names.notice(id)));
                part("gate-end-active", self.list_of(active, |id| names.step(id)));
                let list = parts
                    .into_iter()
                    .reduce(|before, after| {
                        self.with("gate-join", &[("before", (&before).into()), ("after", (&after).into())])
                    })
                    .unwrap_or_default();
                self.with("gate-end", &[("list", (&list).into())])
            }
        }
    }

    /// What approval is asked for: the step, or `notice "…"`.
    pub fn subject(&self, subject: &ApprovalSubject, names: &dyn Names) -> String {
        match subject {
            ApprovalSubject::Step(step) => names.step(step),
            ApprovalSubject::Notice(notice) => {
                self.with("subject-notice", &[("notice", (&names.notice(notice)).into())])
            }
        }
    }

    fn list_of<T>(&self, ids: &[T], name: impl Fn(&T) -> String) -> String {
        self.list(&ids.iter().map(name).collect::<Vec<_>>())
    }
}

/// The fragment as the start of a sentence.
fn capital(fragment: &str) -> String {
    let mut signs = fragment.chars();
    signs.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + signs.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::mem::discriminant;

    use super::*;
    use crate::runbook::Authority;
    use crate::session::ItemKey;
    use crate::words::Lang;
    use crate::words::samples::Titles;

    fn both(said: impl Fn(&Words) -> String) -> [String; 2] {
        Lang::ALL.map(|lang| said(&Words::new(lang)))
    }

    #[test]
    fn a_gate_names_what_is_missing_and_that_a_reason_passes() {
        let gate = Gate::Unticked { step: "diagnose".into(), items: vec![ItemKey::Check(0), ItemKey::Expect] };
        assert_eq!(
            both(|w| w.gate(&gate, &Titles)),
            [
                "2.4 Diagnose has 2 items not ticked: Disk checked and what to expect. \
                 Tick, or give a reason to go on without.",
                "2.4 Diagnose 还有2项未勾选：Disk checked和what to expect。请勾选，或写明理由后继续。"
            ]
        );
    }

    #[test]
    fn an_end_that_is_not_ready_names_only_what_is_open() {
        let gate =
            Gate::EndOpen { criteria: 1, obligations: vec!["resume".into()], notices: Vec::new(), active: Vec::new() };
        assert_eq!(
            both(|w| w.gate(&gate, &Titles)),
            [
                "Not ready to end: 1 exit criterion not ticked; still owed Tell users to resume. \
                 Settle these on the wrap-up screen (:wrap-up), or give a reason to end now.",
                "还不具备结束条件：1条结束条件未勾选；待闭环：Tell users to resume。请到收尾页（:wrap-up）处理，或写明理由后结束。"
            ]
        );
    }

    #[test]
    fn an_authority_nobody_has_is_said_so() {
        let gate = Gate::NotAuthorised { authority: Authority::End, roles: Vec::new() };
        assert_eq!(
            both(|w| w.gate_missing(&gate, &Titles)),
            ["no role of this runbook may declare the response over", "方案没有指定可以宣布结束的角色"]
        );
    }

    #[test]
    fn scripts_know_every_refusal_by_a_word_of_its_own() {
        let all = crate::words::samples::refusals();
        let kinds: HashSet<_> = all.iter().map(discriminant).collect();
        let codes: HashSet<_> = all.iter().map(Refusal::code).collect();
        assert_eq!(kinds.len(), codes.len(), "{codes:?}");
        assert!(codes.iter().all(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '_')), "{codes:?}");
    }

    #[test]
    fn lines_are_counted_from_one() {
        let said = both(|w| w.refusal(&Refusal::NoSuchLine(0), &Titles));
        assert!(said[0].contains("line 1:") && said[1].contains("第1条"), "{said:?}");
    }

    #[test]
    fn a_hostile_title_is_made_printable() {
        let said = both(|w| w.refusal(&Refusal::NoSuchStep("\u{1b}[2J\u{202e}".into()), &Titles));
        assert!(said.iter().all(|s| s.contains("^[[2J<U+202E>")), "{said:?}");
    }
}

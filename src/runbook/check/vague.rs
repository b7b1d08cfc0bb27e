//! Limits without a number: "if it cannot be repaired within a short time" asks nobody by when.
//!
//! Words for haste (at once, as soon as possible, 及时, 尽快) are no limits, and a step that a clock runs over has its
//! number there.

use std::ops::RangeInclusive;

use super::Checker;
use super::texts::{Visit, visit};
use crate::runbook::format::{Fault, FaultKind, Node, Path};
use crate::runbook::{Anchor, Limit, Milestone};

/// Limits as people put them off; a text with one and without a length of time is vague.
const VAGUE: [&str; 15] = [
    "within a short time",
    "in a short time",
    "within a short period",
    "in a short period",
    "within a short while",
    "within a reasonable time",
    "in a reasonable time",
    "for too long",
    "takes too long",
    "短时间内",
    "短时期内",
    "短期内",
    "一定时间内",
    "较长时间",
    "合理时间内",
];

/// Fields of a step that may state a limit.
const STATING: [&str; 9] =
    ["title", "instructions", "checklist", "expect", "evidence", "condition", "decision", "repeat", "approval"];

/// Units of time as they follow a number; Latin ones end there.
const UNITS: [&str; 19] = [
    "分钟", "小时", "分", "秒", "天", "日", "周", "个月", "minutes", "minute", "min", "hours", "hour", "seconds",
    "sec", "days", "day", "h", "m",
];

impl Checker<'_> {
    pub(super) fn vague_limits(&mut self) {
        let source = self.source;
        let Some(root) = source.root() else { return };
        let timed = self.timed_steps();
        for (at, (_, step)) in self.runbook.steps().enumerate() {
            let Some(place) = self.runbook.place(&step.id) else { continue };
            if timed.iter().any(|range| range.contains(&at)) || step.timebox.is_some() || step.wait.is_some() {
                continue;
            }
            let path = self.step_path(place);
            let Some(node) = source.at(&path) else { continue };
            for field in STATING {
                self.vague_in(node.get(field), &path.key(field));
            }
        }
        for field in ["levels", "exit_criteria"] {
            self.vague_in(root.get(field), &Path::default().key(field));
        }
        for (id, _) in self.runbook.obligations.iter().filter(|(_, plan)| plan.within.is_none()) {
            let path = Path::default().key("obligations").key(id.as_str());
            self.vague_in(source.at(&path).and_then(|node| node.get("title")), &path.key("title"));
        }
    }

    fn vague_in(&mut self, node: Option<&Node>, path: &Path) {
        let Some(node) = node else { return };
        let source = self.source;
        let faults = &mut self.faults;
        visit(node, path, &mut |Visit { node, path, text }| {
            let Some((at, phrase)) = vague(text) else { return };
            let place = source.place(source.part(node, at..at + phrase.len()));
            let kind = FaultKind::VagueLimit { phrase: phrase.to_owned() };
            faults.push(Fault::new(kind, path.to_string(), Some(place)));
        });
    }

    /// Places of the steps that lie under a timer with a limit.
    fn timed_steps(&self) -> Vec<RangeInclusive<usize>> {
        let ids: Vec<_> = self.runbook.steps().map(|(_, step)| step).collect();
        let step = |id: &crate::runbook::StepId| ids.iter().position(|step| step.id == *id);
        let reached = |milestone: Milestone| ids.iter().position(|step| step.milestone == Some(milestone));
        let limits = self.runbook.timers.iter().filter(|timer| !matches!(timer.limit, Limit::Every(_)));
        limits
            .filter_map(|timer| {
                let from = match &timer.from {
                    Anchor::StepStart(id) => step(id)?,
                    Anchor::StepDone(id) => step(id)? + 1,
                    Anchor::Milestone(milestone) => reached(*milestone).map_or(0, |at| at + 1),
                    _ => 0,
                };
                let until = match &timer.until {
                    Anchor::StepStart(id) | Anchor::StepDone(id) => step(id)?,
                    Anchor::Milestone(milestone) => reached(*milestone).unwrap_or(ids.len()),
                    _ => ids.len(),
                };
                Some(from..=until)
            })
            .collect()
    }
}

/// The first vague limit of a text that states no length of time, and where it begins.
fn vague(text: &str) -> Option<(usize, &'static str)> {
    let small = text.to_ascii_lowercase();
    let found = VAGUE.into_iter().filter_map(|phrase| Some((small.find(phrase)?, phrase))).min()?;
    (!states_a_time(&small)).then_some(found)
}

/// Whether a number and a unit of time stand beside each other.
fn states_a_time(text: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百半两".contains(c);
    text.char_indices().filter(|(_, c)| number(*c)).any(|(at, c)| {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        UNITS.iter().any(|unit| {
            let after = rest.strip_prefix(unit).map(|after| after.chars().next());
            after.is_some_and(|next| !unit.is_ascii() || next.is_none_or(|c| !c.is_ascii_alphanumeric()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::vague;

    #[test]
    fn a_limit_is_vague_where_no_length_of_time_stands_beside_it() {
        let phrase = |text| vague(text).map(|(_, phrase)| phrase);
        assert_eq!(phrase("若故障设备在短时间内无法修复"), Some("短时间内"));
        assert_eq!(phrase("If 2 servers cannot be repaired in a Short time"), Some("in a short time"));
        for fine in [
            "短时间内（30 分钟）无法修复",
            "半小时内无法修复，或短时间内再次发生",
            "repaired within a short time (15 min)",
            "立即、及时、尽快上报",
            "as soon as possible, at once",
        ] {
            assert_eq!(phrase(fine), None, "{fine}");
        }
    }
}

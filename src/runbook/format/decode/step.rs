//! Phases, steps, and what a step is made of.

use super::super::fault::FaultKind;
use super::super::fields;
use super::super::terms::Expected;
use super::super::tree::Node;
use super::{Decoder, Object};
use crate::runbook::{
    ChoiceOption, Command, Decision, Evidence, EvidenceKind, Milestone, Only, Order, Phase, Repeat, Shell, Step,
};

const ORDER: [(&str, Order); 2] = [("sequence", Order::Sequence), ("any", Order::Any)];
const ONLY: [(&str, Only); 3] = [("both", Only::Both), ("drill", Only::Drill), ("incident", Only::Incident)];
const SHELL: [(&str, Shell); 5] = [
    ("sh", Shell::Sh),
    ("bash", Shell::Bash),
    ("powershell", Shell::Powershell),
    ("sql", Shell::Sql),
    ("none", Shell::None),
];
const EVIDENCE: [(&str, EvidenceKind); 6] = [
    ("text", EvidenceKind::Text),
    ("number", EvidenceKind::Number),
    ("yesno", EvidenceKind::YesNo),
    ("file", EvidenceKind::File),
    ("link", EvidenceKind::Link),
    ("output", EvidenceKind::Output),
];

impl Decoder<'_> {
    pub(super) fn phase(&mut self, node: &Node, at: usize) -> Option<Phase> {
        let o = &self.object(node, &fields::PHASE, Expected::Object)?;
        self.opt(o, "id", Self::flow_id);
        let id = self.names.phase_ids.get(at).cloned().unwrap_or_default();
        Some(Phase {
            id: id.into(),
            title: self.need(o, "title", Self::title),
            number: self.opt(o, "number", Self::whole_number),
            goal: self.opt(o, "goal", Self::text),
            order: self.opt(o, "order", |d, node| d.word(node, &ORDER)).unwrap_or_default(),
            steps: self.need(o, "steps", |d, node| d.steps(node, at)),
            note: self.opt(o, "note", Self::text),
        })
    }

    pub(super) fn steps(&mut self, node: &Node, phase: usize) -> Option<Vec<Step>> {
        self.not_empty(node);
        let mut at = 0;
        self.items(node, Expected::List, |d, node| {
            at += 1;
            d.step(node, phase, at - 1)
        })
    }

    fn step(&mut self, node: &Node, phase: usize, at: usize) -> Option<Step> {
        let o = &self.object(node, &fields::STEP, Expected::Object)?;
        self.opt(o, "id", Self::flow_id);
        if o.entry("on_overrun").is_some() && !o.meant("timebox") {
            let span = o.entry("on_overrun").map(|entry| entry.key_span.clone()).unwrap_or_default();
            self.path.push_key("on_overrun");
            self.fault(span, FaultKind::OverrunWithoutTimebox);
            self.path.pop();
        }
        let id = self.names.step_ids.get(phase).and_then(|ids| ids.get(at)).cloned().unwrap_or_default();
        Some(Step {
            id: id.into(),
            title: self.need(o, "title", Self::title),
            role: self.opt(o, "role", Self::role),
            instructions: self.opt(o, "instructions", Self::text),
            checklist: self.list(o, "checklist", Self::check_item),
            commands: self.list(o, "commands", Self::command),
            expect: self.opt(o, "expect", Self::text),
            evidence: self.list(o, "evidence", Self::evidence),
            timebox: self.opt(o, "timebox", Self::time),
            on_overrun: self.opt(o, "on_overrun", |d, node| d.overrun(node, &fields::OVERRUN)),
            wait: self.opt(o, "wait", Self::time),
            repeat: self.opt(o, "repeat", Self::repeat),
            decision: self.opt(o, "decision", Self::decision),
            condition: self.opt(o, "condition", Self::full),
            notify: self.notices(o, "notify"),
            approval: self.opt(o, "approval", Self::one_or_more_roles).unwrap_or_default(),
            danger: self.opt(o, "danger", Self::full),
            requires: self.list(o, "requires", Self::step_ref),
            on_failure: self.opt(o, "on_failure", Self::on_failure),
            rollback: self.opt(o, "rollback", Self::step_ref),
            optional: self.flag(o, "optional"),
            only: self.opt(o, "only", |d, node| d.word(node, &ONLY)).unwrap_or_default(),
            runbook: self.opt(o, "runbook", Self::plain),
            references: self.list(o, "references", Self::further),
            tags: self.texts(o, "tags"),
            opens: self.obligations(o, "opens"),
            closes: self.obligations(o, "closes"),
            milestone: self.opt(o, "milestone", Self::milestone),
            branch: self.flag(o, "branch"),
            planned: self.opt(o, "planned", Self::offset),
            estimate: self.flag(o, "estimate"),
            says: self.opt(o, "says", Self::text),
            note: self.opt(o, "note", Self::text),
        })
    }

    fn milestone(&mut self, node: &Node) -> Option<Milestone> {
        let words = Milestone::ALL.map(|milestone| (milestone.word(), milestone));
        self.word(node, &words)
    }

    fn command(&mut self, node: &Node) -> Option<Command> {
        self.short(
            node,
            &fields::COMMAND,
            |d, node| Some(Command { run: d.run(node, Shell::default())?, ..Command::default() }),
            |d, o| {
                let shell = d.opt(o, "shell", |d, node| d.word(node, &SHELL)).unwrap_or_default();
                Command {
                    run: d.need(o, "run", |d, node| d.run(node, shell)),
                    title: d.opt(o, "title", Self::text),
                    shell,
                    on: d.opt(o, "on", Self::text),
                    timeout: d.opt(o, "timeout", Self::time),
                    expect: d.opt(o, "expect", Self::text),
                    capture: d.opt(o, "capture", Self::variable_name),
                    danger: d.opt(o, "danger", Self::full),
                    note: d.opt(o, "note", Self::text),
                }
            },
        )
    }

    fn run(&mut self, node: &Node, shell: Shell) -> Option<String> {
        let run = self.plain(node)?;
        if run.trim().is_empty() {
            self.fault(node.span.clone(), FaultKind::Empty);
        }
        self.check_command(node, &run, shell);
        Some(run)
    }

    fn evidence(&mut self, node: &Node) -> Option<Evidence> {
        self.short(
            node,
            &fields::EVIDENCE,
            |d, node| Some(Evidence { text: d.full(node)?, ..Evidence::default() }),
            |d, o| Evidence {
                text: d.need(o, "text", Self::full),
                kind: d.opt(o, "kind", |d, node| d.word(node, &EVIDENCE)).unwrap_or_default(),
                optional: d.flag(o, "optional"),
            },
        )
    }

    fn repeat(&mut self, node: &Node) -> Option<Repeat> {
        let o = &self.object(node, &fields::REPEAT, Expected::Object)?;
        Some(Repeat {
            until: self.need(o, "until", Self::full),
            every: self.opt(o, "every", Self::time),
            max: self.opt(o, "max", Self::whole_number),
        })
    }

    fn decision(&mut self, node: &Node) -> Option<Decision> {
        let o = &self.object(node, &fields::DECISION, Expected::Object)?;
        Some(Decision {
            question: self.need(o, "question", Self::full),
            role: self.opt(o, "role", Self::role),
            options: self.need(o, "options", |d, node| {
                d.not_empty(node);
                d.items(node, Expected::List, Self::choice)
            }),
        })
    }

    fn choice(&mut self, node: &Node) -> Option<ChoiceOption> {
        let o: &Object = &self.object(node, &fields::OPTION, Expected::Object)?;
        Some(ChoiceOption {
            label: self.need(o, "label", Self::title),
            goto: self.opt(o, "goto", Self::goto).unwrap_or_default(),
            note: self.opt(o, "note", Self::text),
            notify: self.notices(o, "notify"),
            runbook: self.opt(o, "runbook", Self::plain),
            opens: self.obligations(o, "opens"),
            closes: self.obligations(o, "closes"),
        })
    }
}

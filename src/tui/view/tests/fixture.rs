//! A session brought to where there is something to see, by acts at hand-made moments.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::dialog::items::ItemRef;
use crate::dialog::model::{Model, Screen};
use crate::dialog::scene::Scene;
use crate::host::{Catalogue, Saving};
use crate::runbook::{DrillForm, StepId};
use crate::session::{
    Act, Addressee, Command, EntryId, EvidenceItem, ItemKey, Kind, NoteKind, Person, Presence, Seq, Session, Source,
    Terminal,
};
use crate::time::{BootId, Moment, Span};
use crate::tui::theme::Theme;
use crate::tui::view::Picture;
use crate::words::{Lang, Words};

use super::library::catalogue;

const EN: &str = include_str!("../../../../runbooks/en/mes-app-server-outage.json");
const ZH: &str = include_str!("../../../../runbooks/zh-CN/mes-app-server-outage.json");

/// The moment `seconds` after half past two in the afternoon.
pub fn moment(seconds: i64) -> Moment {
    let wall: DateTime<FixedOffset> = DateTime::parse_from_rfc3339("2026-11-22T14:30:00+08:00").unwrap();
    Moment { wall, boot_ns: 1_000_000_000, boot: BootId("boot".to_owned()) }.shifted(Span::seconds(seconds))
}

/// The bundled runbook in a language.
pub fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::En => EN,
        Lang::ZhCn => ZH,
    }
}

/// A session and the hand that writes it.
pub struct Story {
    pub session: Session,
    pub now: i64,
    count: usize,
}

impl Story {
    pub fn open(text: &str, kind: Kind, form: Option<DrillForm>, who: &str) -> Self {
        let mut story = Self { session: Session::new(), now: 0, count: 0 };
        let source = Source::new("plan.json".to_owned(), String::new(), text.to_owned());
        let terminal = Terminal { login: who.to_owned(), host: "bastion".to_owned(), ..Terminal::default() };
        story.does(0, who, Command::Open { kind, form, sources: vec![source], terminal: terminal.into() });
        let faults = crate::runbook::format::read("plan.json", text.as_bytes()).faults;
        assert!(!story.session.book().phases.is_empty(), "the runbook is read: {faults:?}");
        story
    }

    /// The same session on a machine that was restarted before its last entries, with its wall clock put since.
    pub fn restart(&mut self, last: usize, put: Span) {
        let whole = self.session.log().len();
        let entries = self.session.log().iter().enumerate().map(|(at, row)| {
            let mut entry = row.entry.as_ref().clone();
            if at + last >= whole {
                entry.at.boot = BootId("second".to_owned());
            }
            Arc::new(entry)
        });
        self.session = Session::replay(entries.collect::<Vec<_>>());
        let mut now = moment(self.now + 1);
        now.boot = BootId("second".to_owned());
        now.wall += put.delta();
        let command = Command::Notice(crate::session::Due::ClockStep);
        let id = EntryId("restarted".to_owned());
        let seen = Seq(self.session.log().len() as u64);
        let act = Act { id, who: Person::program(), by: None, seen, command, attached: Vec::new(), reason: None };
        self.session.apply(Arc::new(self.session.decide(&act, &now).unwrap()));
        self.now += 1;
    }

    /// `who` does it `later` seconds after the last act; a gate is passed with a reason.
    pub fn does(&mut self, later: i64, who: &str, command: Command) {
        self.now += later;
        self.count += 1;
        let mut act = Act {
            attached: Vec::new(),
            id: EntryId(format!("{:026}", self.count)),
            who: Person(who.to_owned()),
            by: None,
            seen: Seq(self.session.log().len() as u64),
            command,
            reason: None,
        };
        let now = moment(self.now);
        let entry = self.session.decide(&act, &now).or_else(|_| {
            act.reason = Some("agreed on the bridge".to_owned());
            self.session.decide(&act, &now)
        });
        self.session.apply(Arc::new(entry.unwrap_or_else(|refusal| panic!("{:?}: {refusal:?}", act.command))));
    }

    /// Notices everything that has come due by now.
    pub fn notice(&mut self) {
        for due in self.session.due(&moment(self.now)) {
            self.does(0, "runsheet", Command::Notice(due));
        }
    }

    pub fn tick(&mut self, later: i64, who: &str, step: &str, places: &[usize]) {
        for place in places {
            self.does(later, who, Command::Tick { step: step.into(), item: ItemKey::Check(*place) });
        }
    }

    /// Everything the step asks for, then the step; decisions take the option given.
    pub fn finish(&mut self, later: i64, who: &str, step: &str, option: Option<usize>) {
        let id: StepId = step.into();
        let plan = self.session.book().step(&id).cloned().unwrap();
        if !self.session.state().is_active(&id) {
            self.does(0, who, Command::StartStep { step: id.clone(), typed: Some(step.to_owned()) });
        }
        let held = self.session.state().step(&id);
        let ticked = |place: &usize| held.attempt().is_some_and(|a| a.ticks.contains_key(&ItemKey::Check(*place)));
        let all: Vec<usize> = (0..plan.checklist.len()).filter(|place| !ticked(place)).collect();
        self.tick(later, who, step, &all);
        for place in 0..plan.evidence.len() {
            let text = "out of memory, service killed".to_owned();
            self.does(1, who, Command::GiveEvidence { step: id.clone(), item: EvidenceItem(place), text });
        }
        for notice in &plan.notify {
            let planned = self.session.book().notices.get(notice).map_or(1, |plan| plan.to.len());
            let name = |place| if place == 0 { "Plant management".to_owned() } else { format!("Recipient {place}") };
            let to = (0..planned).map(|place| Addressee(name(place))).collect();
            let channel = Some("phone".to_owned());
            self.does(1, who, Command::SendNotice { notice: notice.clone(), step: Some(id.clone()), to, channel });
        }
        if let Some(option) = option {
            self.does(1, who, Command::Decide { step: id.clone(), option });
        }
        if self.session.state().is_active(&id) {
            self.does(1, who, Command::CompleteStep { step: id });
        }
    }
}

/// A diagnosis under way: two steps run, one item is ticked, three have their roles.
pub fn diagnosing(lang: Lang, kind: Kind) -> Story {
    let mut story = Story::open(source(lang), kind, None, "hao");
    if kind == Kind::Drill {
        let people = ["lin", "wu", "qin", "zhao", "hao", "wei", "sun", "feng"];
        let present = people.map(|id| (Person(id.to_owned()), Presence::Present)).to_vec();
        story.does(5, "hao", Command::RollCall { present });
        for index in 0..story.session.book().precautions.len() {
            story.does(1, "hao", Command::AcknowledgePrecaution { index });
        }
    }
    story.does(2, "hao", Command::Start);
    if kind == Kind::Incident {
        for (role, person) in [("leader", "lin"), ("network-admin", "zhao"), ("mes-admin", "hao"), ("comms", "wei")] {
            let person = Some(Person(person.to_owned()));
            story.does(4, "hao", Command::AssignRole { role: role.into(), person });
        }
        let present = ["lin", "hao", "wei"].map(|id| (Person(id.to_owned()), Presence::Present)).to_vec();
        story.does(3, "hao", Command::RollCall { present });
        let absent = vec![(Person("zhao".to_owned()), Presence::Absent)];
        story.does(1, "hao", Command::RollCall { present: absent });
        story.does(2, "hao", Command::TakeOver { role: "network-admin".into(), deputy: Person("qin".to_owned()) });
    }
    if kind == Kind::Drill {
        story.finish(10, "lin", "0.1", None);
        story.finish(10, "qin", "0.2", None);
    }
    story.finish(8, "hao", "1.1", None);
    story.finish(6, "hao", "1.2", None);
    story.finish(9, "lin", "2.1", None);
    story.finish(12, "lin", "2.2", None);
    story.finish(15, "qin", "2.3", Some(0));
    if !story.session.state().is_active(&"2.4".into()) {
        story.does(2, "hao", Command::StartStep { step: "2.4".into(), typed: None });
    }
    story.does(150, "qin", Command::StartStep { step: "2.7".into(), typed: None });
    story.tick(62, "hao", "2.4", &[0]);
    let note = |text: &str| Command::Note {
        kind: NoteKind::Note,
        text: text.to_owned(),
        stated: None,
        step: Some("2.4".into()),
    };
    story.does(30, "wei", note("heap dump found in /var/log/mes"));
    story.does(4, "hao", note("typed by mistake"));
    story.does(3, "hao", Command::TakeBack);
    story.now += 120;
    story.notice();
    story
}

/// What the screens of a story are drawn from.
pub struct Set {
    pub story: Story,
    pub model: Model,
    pub saving: Saving,
    pub me: Person,
    pub catalogue: Catalogue,
    pub words: Words,
    pub now: Moment,
    pub theme: Theme,
}

impl Set {
    pub fn of(story: Story, lang: Lang, screen: Screen) -> Self {
        let now = moment(story.now + 3);
        let saved = story.session.log().last().map(|row| row.entry.seq).unwrap_or_default();
        let model = Model {
            screens: vec![screen],
            step: Some("2.4".into()),
            item: Some(ItemRef::Tick(ItemKey::Check(1))),
            ..Model::default()
        };
        Self {
            story,
            model,
            saving: Saving { saved, ..Saving::default() },
            me: Person("hao".to_owned()),
            catalogue: catalogue(lang),
            words: Words::new(lang),
            now,
            theme: Theme::dark(),
        }
    }

    pub fn diagnosing(lang: Lang, screen: Screen) -> Self {
        Self::of(diagnosing(lang, Kind::Incident), lang, screen)
    }

    /// So many seconds after the last act, with everything saved.
    pub fn later(&mut self, seconds: i64) {
        self.now = moment(self.story.now + seconds);
        self.saving.saved = self.story.session.log().last().map(|row| row.entry.seq).unwrap_or_default();
    }

    pub fn picture(&self) -> Picture<'_> {
        let scene = Scene {
            session: Some(&self.story.session),
            model: &self.model,
            now: &self.now,
            saving: &self.saving,
            me: &self.me,
            catalogue: &self.catalogue,
            words: &self.words,
        };
        Picture { scene, theme: self.theme }
    }
}

//! A drill of the bundled runbook, played by the minute: what the tests of this room count.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use chrono::{FixedOffset, NaiveTime, TimeZone};

use crate::runbook::StepId;
use crate::session::{
    Act, Addressee, ApprovalSubject, Command, Due, Entry, EntryId, EvidenceItem, ItemKey, Kind, LeaveCause, NoteKind,
    Person, Presence, Seq, Session, Source, Terminal,
};
use crate::time::{BootId, Moment, Span};

pub const ENGLISH: &str = include_str!("../../runbooks/en/mes-app-server-outage.json");
pub const CHINESE: &str = include_str!("../../runbooks/zh-CN/mes-app-server-outage.json");

/// A session and the hand that plays it.
pub struct Play {
    pub session: Session,
    pub entries: Vec<Arc<Entry>>,
    now: Moment,
}

impl Play {
    pub fn new() -> Self {
        Self { session: Session::new(), entries: Vec::new(), now: moment("14:24:00") }
    }

    pub fn open(&mut self, time: &str, text: &str, kind: Kind) {
        let name = "mes-app-server-outage.json".to_owned();
        let sources = vec![Source::new(name, "5ha256".to_owned(), text.to_owned())];
        self.at(time);
        self.act("lin", Command::Open { kind, form: None, sources, terminal: bastion().into() });
    }

    pub fn at(&mut self, time: &str) -> &mut Self {
        self.now = moment(time);
        self
    }

    /// Puts the wall clock and nothing else.
    pub fn put_wall(&mut self, by: Span) {
        self.now.wall += by.delta();
    }

    /// Restarts the machine; `down` goes by meanwhile.
    pub fn restart(&mut self, boot: &str, down: Span) {
        self.now.wall += down.delta();
        self.now.boot = BootId(boot.to_owned());
        self.now.boot_ns = 60_000_000_000;
    }

    /// What the program would notice now.
    pub fn due(&self) -> Vec<Due> {
        self.session.due(&self.now)
    }

    pub fn act(&mut self, who: &str, command: Command) -> &mut Self {
        self.act_of(who, None, command, None)
    }

    pub fn because(&mut self, who: &str, command: Command, reason: &str) -> &mut Self {
        self.act_of(who, None, command, Some(reason))
    }

    pub fn act_of(&mut self, who: &str, by: Option<&str>, command: Command, reason: Option<&str>) -> &mut Self {
        let act = Act {
            attached: Vec::new(),
            id: EntryId(format!("e{}", self.entries.len())),
            who: Person(who.to_owned()),
            seen: Seq(self.session.log().len() as u64),
            by: by.map(|by| Person(by.to_owned())),
            command,
            reason: reason.map(str::to_owned),
        };
        let entry = match self.session.decide(&act, &self.now) {
            Ok(entry) => Arc::new(entry),
            Err(refusal) => panic!("{:?} at {}: {refusal:?}", act.command, self.now.wall),
        };
        self.session.apply(Arc::clone(&entry));
        self.entries.push(entry);
        self
    }

    /// Everything a step asks for, all at once, typed by the person whose step it is.
    pub fn fulfil(&mut self, step: &str) -> String {
        let plan = self.session.book().step(&step.into()).cloned().unwrap();
        let who = self.session.person_for(&plan).unwrap().0;
        let id = StepId::from(step);
        for (place, _) in plan.checklist.iter().enumerate().filter(|(_, item)| !item.optional) {
            self.act(&who, Command::Tick { step: id.clone(), item: ItemKey::Check(place) });
        }
        for (place, _) in plan.evidence.iter().enumerate().filter(|(_, asked)| !asked.optional) {
            let text = "see the ticket".to_owned();
            self.act(&who, Command::GiveEvidence { step: id.clone(), item: EvidenceItem(place), text });
        }
        for notice in &plan.notify {
            let planned = self.session.book().notices.get(notice).map_or(1, |plan| plan.to.len());
            let name = |place| if place == 0 { "Plant management".to_owned() } else { format!("Recipient {place}") };
            let to = (0..planned).map(|place| Addressee(name(place))).collect();
            let channel = Some("phone".to_owned());
            self.act(&who, Command::SendNotice { notice: notice.clone(), step: Some(id.clone()), to, channel });
        }
        who
    }

    pub fn done(&mut self, time: &str, step: &str) -> &mut Self {
        let who = self.at(time).fulfil(step);
        self.act(&who, Command::CompleteStep { step: step.into() })
    }

    pub fn decide(&mut self, time: &str, step: &str, option: usize) -> &mut Self {
        let who = self.at(time).fulfil(step);
        self.act(&who, Command::Decide { step: step.into(), option })
    }

    pub fn note(&mut self, who: &str, kind: NoteKind, text: &str) -> &mut Self {
        self.act(who, Command::Note { kind, text: text.to_owned(), stated: None, step: None })
    }
}

fn bastion() -> Terminal {
    let (login, host, version) = ("lin".to_owned(), "bastion".to_owned(), "0.0.0".to_owned());
    Terminal { login, host, pid: 7, version, ssh_from: None, took_over: Vec::new() }
}

pub fn moment(time: &str) -> Moment {
    let zone = FixedOffset::east_opt(8 * 3600).unwrap();
    let time = NaiveTime::parse_from_str(time, "%H:%M:%S").unwrap();
    let midnight = zone.with_ymd_and_hms(2026, 11, 22, 0, 0, 0).unwrap();
    let passed = time - NaiveTime::MIN;
    let boot_ns = u64::try_from(passed.num_nanoseconds().unwrap()).unwrap();
    Moment { wall: midnight + passed, boot_ns, boot: BootId("b".to_owned()) }
}

/// The whole drill: `T+0` is 14:30:00, three minutes of pause, a test that fails once, a terminal that is lost.
pub fn drill(text: &str) -> Play {
    let mut play = Play::new();
    play.open("14:24:00", text, Kind::Drill);
    play.at("14:24:30");
    for index in 0..5 {
        play.act("lin", Command::AcknowledgePrecaution { index });
    }
    let there = |name: &str, presence| (Person(name.to_owned()), presence);
    let mut present: Vec<_> =
        ["lin", "wu", "qin", "zhao", "hao", "wei", "feng"].map(|name| there(name, Presence::Present)).into();
    present.push(there("sun", Presence::Late));
    present.push(there("zheng", Presence::Excused));
    play.act("lin", Command::RollCall { present });
    play.at("14:25:00").act("lin", Command::Start);
    play.done("14:27:00", "0.1").done("14:30:00", "0.2");
    play.done("14:30:40", "1.1").done("14:31:20", "1.2");
    play.done("14:31:50", "2.1").done("14:32:40", "2.2");
    play.decide("14:33:40", "2.3", 0);
    play.at("14:35:00").act("lin", Command::Pause);
    play.at("14:38:00").act("lin", Command::Resume);
    play.done("14:39:00", "2.4");
    play.at("14:39:30");
    play.act("hao", Command::GiveEstimate { step: Some("2.5".into()), takes: Span::minutes(45) });
    play.decide("14:40:00", "2.5", 1);
    play.done("14:41:00", "2.6").done("14:42:00", "2.7");
    play.at("14:42:30");
    play.act("hao", Command::StartStep { step: "3.1".into(), typed: Some("3.1".to_owned()) });
    play.at("14:43:00").note("hao", NoteKind::Unexpected, "a second server | answered slowly; looked at it too");
    play.at("14:44:00");
    play.because("qin", Command::TakeOver { role: "leader".into(), deputy: Person("qin".into()) }, "called away");
    play.at("14:45:00").note("zhao", NoteKind::Note, "written in the wrong window");
    play.at("14:45:10").act("zhao", Command::TakeBack);
    play.at("14:46:00").act("qin", Command::HandBack { role: "leader".into() });
    play.done("14:47:00", "3.1");
    play.at("14:47:30").because("hao", Command::SkipStep { step: "3.2".into() }, "leader stands beside me");
    play.decide("14:48:00", "4.1", 1);
    play.at("14:48:30");
    play.act("hao", Command::StartStep { step: "3.1".into(), typed: Some("3.1".to_owned()) });
    play.done("14:50:00", "3.1");
    play.at("14:50:10").act("runsheet", Command::Notice(Due::Cadence("status-updates".into())));
    play.at("14:50:20").act("wei", Command::MeetCadence { timer: "status-updates".into() });
    play.done("14:50:30", "3.2").decide("14:51:00", "4.1", 0).decide("14:52:00", "4.2", 0);
    let inspect = ApprovalSubject::Step("4.3".into());
    play.at("14:52:30");
    play.act("lin", Command::GrantApproval { subject: inspect.clone(), role: "leader".into() });
    play.at("14:53:00");
    play.act("lin", Command::GrantApproval { subject: inspect, role: "vice-leader".into() });
    play.done("14:53:30", "4.3").done("14:54:00", "4.4");
    play.at("14:54:30").act("hao", Command::AnswerCondition { step: "4.5".into(), applies: true });
    play.done("14:56:00", "4.5");
    let release = ApprovalSubject::Notice("result-departments".into());
    play.at("14:56:30").act("lin", Command::GrantApproval { subject: release, role: "leader".into() });
    play.done("14:57:00", "4.6").done("14:58:00", "4.7");
    play.at("14:58:10").act("lin", Command::Leave { cause: LeaveCause::Hangup, others: false });
    play.at("14:58:40").act("lin", Command::ComeBack { terminal: bastion().into(), others: false });
    play.at("14:59:00");
    for index in 0..4 {
        play.act("lin", Command::TickExit { index });
    }
    play.done("15:00:00", "5.1").done("15:05:00", "5.2");
    play
}

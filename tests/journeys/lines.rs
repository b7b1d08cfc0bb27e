//! The true loop line by line: lines go in one by one, and the test reads what is printed and what is recorded.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use runsheet::app::App;
use runsheet::dialog::action::Action;
use runsheet::dialog::model::Leaving;
use runsheet::dialog::rows::is_available;
use runsheet::dialog::run::{Canvas, EventSource, Incoming, Wait, run};
use runsheet::dialog::scene::Scene;
use runsheet::host::Host as _;
use runsheet::plain::input::Hold;
use runsheet::plain::{Manner, Paper, Transcript};
use runsheet::session::{Event, Kind, LeaveCause, Life, NoteKind, Person, Seq, Session};
use runsheet::time::Span;
use runsheet::words::Lang;
use runsheet::world::ManualClock;

use crate::support::{Home, SHORT, afternoon, events};

const DEADLINE: Duration = Duration::from_secs(20);

/// What was printed.
type Printed = Arc<(Mutex<String>, Condvar)>;

struct Out(Printed);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.0.lock().unwrap().push_str(&String::from_utf8_lossy(bytes));
        self.0.1.notify_all();
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The transcript, and the session it was written from.
struct Watched {
    transcript: Transcript,
    /// The disk does not answer, as far as the transcript is told.
    stuck: Arc<AtomicBool>,
    session: Arc<Mutex<Option<Session>>>,
}

impl Canvas for Watched {
    fn paint(&mut self, scene: &Scene<'_>) -> anyhow::Result<()> {
        *self.session.lock().unwrap() = scene.session.cloned();
        let mut saving = scene.saving.clone();
        if self.stuck.load(Ordering::Relaxed) {
            saving.saved = Seq::default();
        }
        self.transcript.paint(&Scene { saving: &saving, ..*scene })
    }
    fn forget(&mut self) {
        self.transcript.forget();
    }
    fn size(&self) -> anyhow::Result<(u16, u16)> {
        self.transcript.size()
    }
    fn suspend(&mut self) -> anyhow::Result<()> {
        self.transcript.suspend()
    }
    fn retake(&mut self) -> anyhow::Result<()> {
        self.transcript.retake()
    }
    fn scroll_limit(&self, scene: &Scene<'_>) -> usize {
        self.transcript.scroll_limit(scene)
    }
    fn shows_seconds(&self) -> bool {
        self.transcript.shows_seconds()
    }
    fn copy(&mut self, text: &str) -> bool {
        self.transcript.copy(text)
    }
    fn ring(&mut self) {
        self.transcript.ring();
    }
    fn is_behind(&self) -> bool {
        self.transcript.is_behind()
    }
    fn go_on(&mut self) -> anyhow::Result<()> {
        self.transcript.go_on()
    }
}

enum Told {
    Waits,
    Left(Leaving),
}

struct Script {
    typed: Receiver<Option<Incoming>>,
    told: Sender<Told>,
    hold: Hold,
}

impl EventSource for Script {
    fn next(&mut self, _wait: Wait) -> Option<Incoming> {
        if self.hold.get().is_some() {
            std::thread::yield_now();
            return None;
        }
        let _ = self.told.send(Told::Waits);
        self.typed.recv().unwrap_or(Some(Incoming::Lost(LeaveCause::Hangup)))
    }

    fn ready(&mut self) -> Option<Incoming> {
        None
    }
}

/// One person who types lines.
struct Lines {
    typed: Sender<Option<Incoming>>,
    told: Receiver<Told>,
    printed: Printed,
    /// Where what the last line printed begins.
    from: usize,
    session: Arc<Mutex<Option<Session>>>,
    stuck: Arc<AtomicBool>,
    clock: ManualClock,
    left: Option<Leaving>,
    thread: JoinHandle<App>,
}

impl Lines {
    fn of(app: App, clock: &ManualClock) -> Self {
        let (typed, types) = channel();
        let (tell, told) = channel();
        let printed = Printed::default();
        let session = Arc::new(Mutex::new(None));
        let stuck = Arc::new(AtomicBool::new(false));
        let (out, watched, disk) = (Out(Arc::clone(&printed)), Arc::clone(&session), Arc::clone(&stuck));
        let thread = std::thread::spawn(move || {
            let mut app = app;
            let words = Arc::clone(&app.words);
            let hold = Hold::default();
            let manner = Manner { unicode: true, prompts: true, ..Manner::default() };
            let paper = Paper::new(manner, out, Arc::new(|| {})).unwrap();
            let transcript = Transcript::new(paper, Hold::clone(&hold));
            let mut canvas = Watched { transcript, session: watched, stuck: disk };
            let mut script = Script { typed: types, told: tell.clone(), hold };
            let leaving = run(&mut canvas, &mut script, &mut app, &words).unwrap();
            let _ = tell.send(Told::Left(leaving));
            app
        });
        let mut lines =
            Self { typed, told, printed, from: 0, session, stuck, clock: clock.clone(), left: None, thread };
        lines.wait();
        lines
    }

    fn open(home: &Home, lang: Lang, book: &str, kind: Kind) -> Self {
        let clock = afternoon();
        let mut app = home.app("lin", lang, &clock);
        app.open_runbook(book, kind, None).unwrap_or_else(|fault| panic!("{}", fault.message));
        Self::of(app, &clock)
    }

    fn wait(&mut self) {
        match self.told.recv_timeout(DEADLINE) {
            Ok(Told::Waits) => {}
            Ok(Told::Left(leaving)) => self.left = Some(leaving),
            Err(error) => panic!("the loop is gone ({error}):\n{}", self.text()),
        }
    }

    fn send(&mut self, incoming: Option<Incoming>) -> &mut Self {
        assert!(self.left.is_none(), "left before {incoming:?}:\n{}", self.text());
        self.from = self.text().len();
        self.typed.send(incoming).unwrap();
        self.wait();
        self
    }

    fn types(&mut self, line: &str) -> &mut Self {
        self.send(Some(Incoming::Line(line.to_owned())))
    }

    /// Lets time go by.
    fn after(&mut self, span: &str) -> &mut Self {
        self.clock.advance(Span::parse(span).unwrap());
        self.send(None)
    }

    fn text(&self) -> String {
        self.printed.0.lock().unwrap().clone()
    }

    /// What the last line printed, once this is in it.
    fn reads(&mut self, wanted: &str) -> &mut Self {
        let end = Instant::now() + DEADLINE;
        let mut printed = self.printed.0.lock().unwrap();
        while !printed.get(self.from..).unwrap_or_default().contains(wanted) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "never printed: {wanted}\n{}", *printed);
            printed = self.printed.1.wait_timeout(printed, left).unwrap().0;
        }
        drop(printed);
        self
    }

    fn session(&self) -> Session {
        self.session.lock().unwrap().clone().expect("a session")
    }

    fn ends(self) -> App {
        let leaving = self.left.expect("the loop still runs");
        let mut app = self.thread.join().unwrap();
        let cause = if let Leaving::Lost(cause) = leaving { cause } else { LeaveCause::Left };
        assert!(app.leave(cause), "not everything was saved");
        app
    }

    fn leaves(mut self) -> App {
        self.types("back").types("quit 1");
        self.ends()
    }
}

fn short(home: &Home) -> String {
    home.file("disk-full.json", SHORT).display().to_string()
}

fn drill(lang: Lang, begins: &str, says: &[&str]) {
    let home = Home::new();
    let book = short(&home);
    let mut lin = Lines::open(&home, lang, &book, Kind::Drill);
    lin.reads(begins);
    lin.types("start").types("note a short one");
    assert_eq!(lin.session().state().life, Life::Running, "{}", lin.text());
    lin.after("1m").types("tick 2").types("tick 1").types("");
    // The danger of 1.2 asks for its word.
    lin.after("1m").types("").reads("1.2").types("1.1").types("1.2").after("1m").types("finish-step");
    lin.after("1m").types("tick").types("");
    assert_eq!(lin.session().state().life, Life::Ended, "{}", lin.text());
    lin.types("write-report").reads("report.md").types("quit 1");
    assert_eq!(lin.left, Some(Leaving::Quit), "{}", lin.text());
    let live = lin.session();
    let text = lin.text();
    drop(lin.ends());
    let told = home.session();
    assert_eq!(told.state(), live.state(), "what was replayed is not what was lived");
    let report = home.beside("report.md");
    for said in says {
        assert!(report.contains(said), "{said} is not in the report:\n{report}");
    }
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
}

#[test]
fn a_drill_goes_from_its_briefing_to_its_report_by_lines() {
    drill(Lang::En, "START", &["DRILL", "a short one", "Find what grows"]);
}

#[test]
fn the_same_lines_carry_the_drill_through_in_chinese() {
    drill(Lang::ZhCn, "演练", &["演练", "a short one"]);
}

/// Asks for every act by its name, one after another.
fn try_all(lang: Lang, kind: Kind, begin: &[&str]) {
    let home = Home::new();
    let mut lin = Lines::open(&home, lang, "mes-app-server-outage", kind);
    for line in begin {
        lin.types(line);
    }
    let unknown = match lang {
        Lang::En => "there is no command",
        Lang::ZhCn => "没有命令「",
    };
    let mut tried = 0;
    for action in Action::ALL.iter().copied().filter(|action| action.is_searchable()) {
        if !is_available(action, Some(&lin.session())) {
            continue;
        }
        lin.after("5s").types(action.name());
        assert!(lin.left.is_none(), "{} left the program", action.name());
        lin.reads("> ");
        let said = lin.text().get(lin.from..).unwrap_or_default().to_owned();
        assert!(!said.contains(unknown) && said.len() > 4, "{}: {said}", action.name());
        // Whatever it opened is closed; from wherever it led, the way back is the step.
        lin.types("back").types("back").types("show-run");
        tried += 1;
    }
    assert!(tried > 40, "only {tried} acts were offered");
    let live = lin.session();
    drop(lin.leaves());
    assert_eq!(home.session().state().steps, live.state().steps);
}

#[test]
fn every_act_is_done_by_its_name_in_an_incident() {
    try_all(Lang::En, Kind::Incident, &[]);
}

#[test]
fn every_act_is_done_by_its_name_in_a_drill_in_chinese() {
    try_all(Lang::ZhCn, Kind::Drill, &["start in a hurry"]);
}

#[test]
fn an_answer_says_saved_with_its_number_and_the_next_thing_to_do() {
    let home = Home::new();
    let book = short(&home);
    let mut lin = Lines::open(&home, Lang::En, &book, Kind::Incident);
    lin.reads("1 [ ] Largest folder known\n2 [ ] Owner of it told\nSPACE tick 1, ENTER finish 1.1, 2 open\n> ");
    lin.types("tick 2").reads("ticked \"Owner of it told\", #3 saved\nINCIDENT 1.1, 0:00\n1 [ ] Largest");
    lin.types("tick 2").reads("Ticked by");
    lin.types("untick 2").reads("#4 saved").types("tick 7").reads("REFUSED: there is no 7 here");
    lin.types("u").reads("#5 saved");
    drop(lin.leaves());
}

#[test]
fn nothing_is_called_saved_before_it_is_and_a_disk_that_does_not_answer_holds_up_nobody() {
    let home = Home::new();
    let book = short(&home);
    let mut lin = Lines::open(&home, Lang::En, &book, Kind::Incident);
    lin.stuck.store(true, Ordering::Relaxed);
    lin.types("tick 1").reads("#3 NOT SAVED YET").types("tick 2").reads("#4 NOT SAVED YET");
    assert!(!lin.text().contains("#3 saved"), "{}", lin.text());
    lin.stuck.store(false, Ordering::Relaxed);
    lin.after("1s").reads("saved up to #4");
    drop(lin.leaves());
}

#[test]
fn the_rest_of_a_line_answers_what_is_asked_and_what_it_does_not_stays_open() {
    let home = Home::new();
    let mut lin = Lines::open(&home, Lang::En, "mes-app-server-outage", Kind::Incident);
    lin.types("note heap dump found").reads("heap dump found, #4 saved");
    lin.types("@hao note the disk is full").reads("#5 saved");
    lin.types("remind 20m call the vendor").reads("call the vendor, #6 saved");
    lin.types("remind soon").reads("Type the time first").types("back");
    lin.types("assign 2").reads("somebody else, by name").reads("a number, or back");
    lin.types("x").reads("Answer with a number, or back").types("9999").reads("Answer").types("back");
    lin.types("skip-step").reads("type it on one line, or back").types("seen by all").reads("saved");
    lin.types("pause now").reads("REFUSED").reads("Not used: now");
    lin.types("mute loud").reads("Not used: loud");
    lin.types("show 2.3").types("copy 2").reads("there is no clipboard here").reads("nc -z -w 3");
    lin.types("@").reads("REFUSED").types(":untick 1").reads("REFUSED");
    let told = events(&lin.session());
    let note = |text: &str| {
        told.iter()
            .any(|event| matches!(event, Event::NoteAdded { kind: NoteKind::Note, text: said, .. } if said == text))
    };
    assert!(note("heap dump found") && note("the disk is full"), "{told:?}");
    let log = lin.session();
    let by: Vec<&Person> = log.log().iter().map(|row| &row.entry.by.person).collect();
    assert!(by.iter().any(|person| person.0.contains("hao")), "{by:?}");
    drop(lin.leaves());
}

#[test]
fn what_could_mean_two_things_is_asked_back_and_never_done() {
    let home = Home::new();
    let book = short(&home);
    let mut lin = Lines::open(&home, Lang::En, &book, Kind::Incident);
    let before = lin.session().log().len();
    lin.types("show-p").reads("did you mean show-plan and show-people?");
    lin.types("finsh-step").reads("did you mean finish-step");
    lin.types("zzzzqqqq").reads("help lists them");
    lin.types("c").reads("REFUSED").types("show 9.9").reads("there is no step 9.9");
    assert_eq!(lin.session().log().len(), before);
    // A beginning that only one act has.
    lin.types("show-pl").reads("Plan").types("show 1.3").reads("Declare it over").types("back");
    lin.types("？").reads("help").types("back");
    drop(lin.leaves());
}

#[test]
fn a_danger_is_confirmed_by_nothing_typed_before_it_was_read() {
    let home = Home::new();
    let book = short(&home);
    let mut lin = Lines::open(&home, Lang::En, &book, Kind::Incident);
    // The number in front of the act's own answers names the step.
    lin.types("start-step 1.2 1.2").reads("Type 1.2 to confirm").reads("Not used: 1.2");
    let active = |lin: &Lines| lin.session().state().is_active(&"1.2".into());
    assert!(!active(&lin));
    lin.types("back").types("show 1.2").types("start-step 1.2").reads("Type 1.2 to confirm");
    assert!(!active(&lin));
    lin.types("1.2").reads("saved");
    assert!(active(&lin));
    drop(lin.leaves());
}

#[test]
fn a_second_empty_line_records_no_work_that_nobody_did() {
    let home = Home::new();
    let book = home.file("quick.json", crate::support::QUICK).display().to_string();
    let mut lin = Lines::open(&home, Lang::En, &book, Kind::Incident);
    lin.after("1m").types("").types("").reads("became active a moment ago").types("").reads("Answer with a number");
    assert!(!lin.session().state().is_active(&"1.1".into()) && lin.session().state().is_active(&"1.2".into()));
    lin.types("back");
    drop(lin.leaves());
}

#[test]
fn a_limit_that_is_over_prints_its_line_by_itself() {
    let home = Home::new();
    let mut lin = Lines::open(&home, Lang::En, "mes-app-server-outage", Kind::Incident);
    lin.types("tick 1").types("tick 2").types("tick 3 pages time out").after("1m").types("").reads("clock started");
    lin.after("6m").reads("! 14:38:14").reads("First report in 5 min");
    drop(lin.leaves());
}

#[test]
fn the_library_is_searched_and_opened_by_lines() {
    let home = Home::new();
    let clock = afternoon();
    let mut lin = Lines::of(home.app("lin", Lang::En, &clock), &clock);
    lin.reads("MES application server outage").types("nothing of that name").reads("Nothing is found");
    lin.types("back").reads("1 ").types("mes-app-server-outage").reads("1 MES").types("1").reads("Known by: ");
    // The whole plan is read, and one is back where one was.
    lin.reads("1 INCIDENT now").types("4").reads("## Roles").types("back").reads("search: mes").types("1").types("3");
    lin.reads("1.1");
    assert_eq!(lin.session().state().kind, Kind::Walkthrough);
    drop(lin.leaves());
}

#[test]
fn a_hostile_runbook_prints_nothing_a_terminal_would_act_on() {
    let home = Home::new();
    let bad = "\\u001b]0;owned\\u0007\\u009b2J\\u202e";
    let text = SHORT
        .replace("Find what grows", &format!("Find{bad}"))
        .replace("Largest folder known", &format!("Largest{bad}"))
        .replace("Logs older", &format!("Logs{bad}"))
        .replace("\"Lead\"", &format!("\"Lead{bad}\""));
    let book = home.file("hostile.json", text).display().to_string();
    let mut lin = Lines::open(&home, Lang::En, &book, Kind::Drill);
    for line in ["start \u{1b}[31mnow", "tick 1", "assign", "2", "1", "plan", "show-plan", "show-people", "show-log"] {
        lin.types(line);
    }
    for line in ["show 1.2", "", "back", "note \u{1b}]0;x\u{7}\u{202e}", "show-log", "help", "!", "back"] {
        lin.types(line);
    }
    lin.reads("> ");
    let text = lin.text();
    drop(lin.leaves());
    assert!(text.contains("^[]0;owned^G"), "{text}");
    assert!(!text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{text}");
}

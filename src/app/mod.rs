//! The composition root: the only place that knows all rooms. It implements what the fronts ask of the world.

mod attach;
mod breaches;
mod catalogue;
mod embed;
mod from_outside;
mod links;
mod live;
mod open;
mod plain;
mod read_out;
mod remarks;
mod screen;
mod sentences;
mod survey;
mod take_over;
mod verify;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::dialog::run::Wake;
use crate::host::{Catalogue, Host, Overtaken, ReadOut, Request, Saving};
use crate::journal::{Ladder, Seated, Shelf, WriterReport};
use crate::runbook::{DrillForm, Runbook};
use crate::session::{
    Act, Command, Due, EntryId, Kind, LeaveCause, Person, Refusal, Seq, Session, Terminal, person_called,
};
use crate::time::Moment;
use crate::words::{Lang, Words};
use crate::world::{
    Clock, FolderPath, Library, Login, Look, Places, Setting as _, Sort, SystemClock, Wishes, new_id,
    outlive_file_limits, user_home, who_is_here, write_whole,
};

use attach::attach;
use breaches::Breaches;
pub use catalogue::{Standing, owes_report, standings, survey};
pub use from_outside::{NotRecorded, Recorded};
pub use live::Live;
pub use open::{Fault, FaultKind, ReadSession};
pub use plain::run_plain;
use remarks::Hidden;
pub use screen::run_screen;
use survey::{Pieces, Survey};
pub use verify::{Proof, Verified};

/// Longest wait for the journal when the program must go.
const LAST_SYNC: Duration = Duration::from_secs(2);

/// How often what must be saved may be overtaken when the program must go, and the wait for each.
const TURNS: usize = 200;
const A_MOMENT: Duration = Duration::from_millis(10);

/// Everything the program stands on: where files are, who is here, what time it is, which language.
pub struct App {
    /// Where files are.
    pub places: Places,
    /// Where sessions are kept.
    pub ladder: Ladder,
    /// The runbooks one can open.
    pub library: Library,
    /// The reader's language, as far as the terminal shows it.
    pub words: Arc<Words>,
    /// The reader's language, for what is written into files.
    written: Arc<Words>,
    /// How things look on this terminal.
    pub look: Look,
    clock: Box<dyn Clock>,
    name: Option<String>,
    flags: String,
    login: Login,
    live: Option<Live>,
    /// The first frame comes before the journal is made.
    shows_first: bool,
    hidden: Hidden,
    breaches: Breaches,
    ear: Ear,
    reports: Receiver<Heard>,
    /// What can be opened, as long as nothing is.
    catalogue: Catalogue,
    /// What is still being found of it.
    pieces: Option<Pieces>,
    /// What the files of the library hold may come after the first frame.
    names_first: bool,
    /// Whoever resumes ends their own other terminals first.
    takes_over: bool,
}

/// Wakes the loop, once there is one.
type Waker = Arc<Mutex<Option<Wake>>>;

/// What the threads behind a session tell.
#[derive(Debug)]
enum Heard {
    /// The journal's.
    Journal(WriterReport),
    /// The follower's: everybody who is on the session.
    Seats(Vec<Seated>),
}

/// Where the threads behind a session tell it, and what wakes the loop then.
#[derive(Clone)]
struct Ear {
    told: Sender<Heard>,
    waker: Waker,
}

impl Ear {
    fn tell(&self, heard: Heard) {
        let _ = self.told.send(heard);
        self.wake();
    }

    fn wake(&self) {
        if let Some(wake) = self.waker.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            wake();
        }
    }
}

/// What the command line says about the whole program.
#[derive(Debug, Default)]
pub struct Settings {
    /// `--home`.
    pub home: Option<PathBuf>,
    /// `--lang`.
    pub lang: Option<Lang>,
    /// `--as`.
    pub name: Option<String>,
    /// `--theme` and its like.
    pub wishes: Wishes,
}

impl App {
    /// Finds everything. The language is the one asked for, else the configuration's, else the locale's.
    pub fn new(settings: Settings) -> Result<Self> {
        outlive_file_limits();
        let env = |name: &str| std::env::var_os(name);
        let mut places = Places::find(settings.home.as_deref(), env)?;
        let locale = ["LC_ALL", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok()).find(|v| !v.is_empty());
        let configured = places.config.lang.as_deref().map(Lang::parse);
        if configured == Some(None) {
            places.config.is_wrong("lang", Lang::ALL.map(Lang::tag).join(", "));
        }
        let configured = configured.flatten();
        let lang = settings.lang.or(configured).or_else(|| locale.as_deref().and_then(Lang::parse)).unwrap_or_default();
        let words = Arc::new(Words::new(lang));
        let look = Look::of(&settings.wishes, &places.config, env, std::io::stdout().is_terminal());
        let (told, reports) = channel();
        Ok(Self {
            ladder: ladder(&places),
            library: Library::new(Some(places.near_runbooks.clone()), places.user_runbooks.clone()),
            places,
            written: Arc::clone(&words),
            words,
            look,
            clock: Box::new(SystemClock::new()),
            flags: flags(&settings),
            name: settings.name,
            login: who_is_here(env),
            live: None,
            shows_first: false,
            hidden: Hidden::default(),
            breaches: Breaches::default(),
            ear: Ear { told, waker: Waker::default() },
            reports,
            catalogue: Catalogue::default(),
            pieces: None,
            names_first: false,
            takes_over: false,
        })
    }

    /// The same on another clock; for tests that drive the whole program.
    #[must_use]
    pub fn with_clock(self, clock: impl Clock + 'static) -> Self {
        Self { clock: Box::new(clock), ..self }
    }

    /// The flags this program was called with that the next call needs too, each with a space behind it.
    pub fn flags(&self) -> &str {
        &self.flags
    }

    /// The login, where several people use it and nobody has said who types.
    pub fn shared_login(&self) -> Option<&str> {
        let login = self.login.name.as_str();
        let shared = login == "root" || self.places.config.shared_logins.iter().any(|shared| shared == login);
        Some(login).filter(|_| shared && self.name.is_none())
    }

    /// Says who types; a blank name says nothing.
    pub fn introduce(&mut self, name: String) {
        self.name = Some(name).filter(|name| !name.trim().is_empty());
        if let Some(name) = &self.name {
            self.flags.push_str(&as_flag(name));
        }
    }

    /// Has what is opened next shown before its journal is made: a slow disk is nothing to wait for in the dark. Until
    /// then all of it is drawn as being saved.
    pub fn show_first(&mut self) {
        self.shows_first = true;
    }

    /// Goes line by line, and so does whoever goes on.
    pub fn go_plain(&mut self) {
        self.flags.push_str("--plain ");
    }

    /// The session this program is on.
    pub fn live(&self) -> Option<&Live> {
        self.live.as_ref()
    }

    fn terminal(&self) -> Terminal {
        Terminal {
            login: self.login.name.clone(),
            host: self.login.host.clone(),
            pid: self.login.pid,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            ssh_from: self.login.ssh_from.clone(),
            took_over: Vec::new(),
        }
    }

    /// The person at this terminal, as a runbook knows people; a login is nobody's name in it.
    fn me_in(&self, book: &Runbook) -> Person {
        // A blank name, as a script with an empty variable gives it, is none.
        match self.name.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => person_called(book, name),
            None => person_called(&Runbook::default(), &self.login.name),
        }
    }

    /// `saved` is what everybody sees: the number of an own entry on its way may yet become another's.
    fn act(request: Request, who: Person, saved: Seq) -> Act {
        let Request { command, by, reason, seen } = request;
        let seen = seen.unwrap_or(saved).min(saved);
        Act { id: EntryId(new_id()), who, by, seen, command, attached: Vec::new(), reason }
    }

    /// What others see of this program.
    fn seated(&self, watching: bool) -> Seated {
        self.seated_as(self.me(), watching)
    }

    fn seated_as(&self, Person(person): Person, watching: bool) -> Seated {
        let host = self.login.host.clone();
        Seated { seat: String::new(), pid: self.login.pid, person, host, watching }
    }

    /// An ear for another session: what the threads of the last one still tell reaches nobody.
    fn new_ear(&mut self) -> Ear {
        let (told, reports) = channel();
        self.reports = reports;
        self.hidden.begin_anew();
        self.breaches.begin_anew();
        self.ear = Ear { told, waker: Arc::clone(&self.ear.waker) };
        self.ear.clone()
    }

    /// Waits no longer than `longest` for something to happen to the session, and takes it in; whether it did.
    pub fn wait(&mut self, longest: Duration) -> bool {
        let Ok(heard) = self.reports.recv_timeout(longest) else { return false };
        if let Some(live) = &mut self.live {
            live.take_in(heard, &self.words);
        }
        self.collect();
        true
    }

    /// Takes in what was found of the library since; whether anything was.
    fn take_pieces(&mut self) -> bool {
        let found: Vec<_> = self.pieces.iter().flat_map(Receiver::try_iter).flatten().collect();
        if found.is_empty() {
            return false;
        }
        survey::take_in(&mut self.catalogue, found);
        self.hidden.look_through(&self.catalogue);
        true
    }

    /// Lets go of what could be opened, now that something is.
    fn look_away(&mut self) {
        (self.catalogue, self.pieces) = (Catalogue::default(), None);
    }

    /// Everything that can be opened, looked into to the last file.
    pub fn whole_catalogue(&self) -> Catalogue {
        let (mut catalogue, survey) = Survey::begin(self);
        survey.whole(&mut catalogue);
        catalogue
    }

    /// Waits until everything is saved, also what others overtake meanwhile; whether it is.
    fn flush(&mut self) -> bool {
        for _ in 0..TURNS {
            let flushed = self.live.as_ref().is_none_or(|live| live.flush(LAST_SYNC));
            self.collect();
            if !flushed || self.saving().pending == 0 {
                return flushed;
            }
            self.wait(A_MOMENT);
        }
        false
    }

    /// Writes `report.md` beside the journal; says where.
    pub fn save_report(&self) -> Result<Option<PathBuf>> {
        let Some(live) = &self.live else { return Ok(None) };
        let Some(folder) = live.folder() else { return Ok(None) };
        // An entry that a sick disk has not taken stands in the report, but not under the head.
        let head_entry = Some(live.saving(&self.words).saved.0);
        let text = self.report_text(live.session(), crate::report::Integrity { head_entry, ..live.integrity() });
        let path = folder.join("report.md");
        write_whole(&path, text.as_bytes())
            .with_context(|| format!("the report cannot be written: {}", path.display()))?;
        Ok(Some(path))
    }

    /// The report as Markdown, as of now.
    pub fn report_text(&self, session: &Session, integrity: crate::report::Integrity) -> String {
        let facts = crate::report::Facts::of(session, Some(&self.clock.now()), integrity);
        crate::report::markdown(&facts, &self.written, session)
    }
}

fn ladder(places: &Places) -> Ladder {
    let shelf = |folder: &FolderPath| Shelf {
        sessions: folder.path.clone(),
        guarded: folder.sort == Sort::Temporary,
        lasting: folder.sort != Sort::Runtime,
    };
    Ladder { homes: places.homes.iter().map(shelf).collect(), stand_ins: places.stand_ins.iter().map(shelf).collect() }
}

fn flags(settings: &Settings) -> String {
    let home = settings.home.as_ref().map(|home| format!("--home {} ", quoted(&home.display().to_string())));
    let lang = settings.lang.map(|lang| format!("--lang {} ", lang.tag()));
    let name = settings.name.as_ref().map(|name| as_flag(name));
    let Wishes { theme, color, borders } = settings.wishes;
    let theme = theme.map(|theme| format!("--theme {} ", theme.word()));
    let color = color.map(|color| format!("--color {} ", color.word()));
    let borders = borders.map(|borders| format!("--borders {} ", borders.word()));
    [home, lang, name, theme, color, borders].into_iter().flatten().collect()
}

fn as_flag(name: &str) -> String {
    format!("--as {} ", quoted(name))
}

/// As a shell takes it for one word.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    if text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

impl Host for App {
    fn now(&self) -> Moment {
        self.clock.now()
    }

    fn session(&self) -> Option<&Session> {
        self.live.as_ref().map(Live::session)
    }

    fn saving(&self) -> Saving {
        self.live.as_ref().map(|live| live.saving(&self.words)).unwrap_or_default()
    }

    fn me(&self) -> Person {
        match self.session() {
            Some(session) => self.me_in(session.book()),
            None => self.me_in(&Runbook::default()),
        }
    }

    fn submit(&mut self, mut request: Request) -> Result<Seq, Refusal> {
        let Some(live) = self.live.as_ref().filter(|live| !live.is_watching()) else { return Err(Refusal::NotOpened) };
        // Where nothing can be kept beside the journal, all of a text is better in it than nowhere.
        let kept = if live.can_keep() {
            attach(&mut request, live.session(), user_home().as_deref(), &self.words)
        } else {
            Vec::new()
        };
        let mut act = Self::act(request, self.me(), self.saving().saved);
        act.attached = kept.iter().map(|(file, _)| file.clone()).collect();
        let now = self.clock.now();
        let (me, ear) = (self.seated(false), self.ear.clone());
        let Some(live) = &mut self.live else { return Err(Refusal::NotOpened) };
        let seq = live.submit_with(act, kept.into_iter().map(|(_, file)| file).collect(), &now)?;
        if !self.shows_first {
            live.begin_writing(&self.ladder, &self.words, &me, ear);
        }
        Ok(seq)
    }

    fn notice_due(&mut self) -> Vec<Due> {
        self.pass_on_breaches();
        let now = self.clock.now();
        let mut noticed = Vec::new();
        for _ in 0..from_outside::MOST_DUE {
            let Some(live) = self.live.as_ref().filter(|live| !live.is_watching()) else { break };
            let Some(due) = live.session().due(&now).into_iter().next() else { break };
            let act = Self::act(Command::Notice(due.clone()).into(), Person::program(), self.saving().saved);
            let Some(live) = &mut self.live else { break };
            if live.submit(act, &now).is_err() {
                break;
            }
            noticed.push(due);
        }
        self.pass_on_breaches();
        noticed
    }

    fn look_around(&mut self) {
        self.pieces = None;
        if self.names_first {
            let (catalogue, survey) = Survey::begin(self);
            self.catalogue = catalogue;
            let ear = self.ear.clone();
            self.pieces = survey.start(move || ear.wake()).ok();
        }
        if self.pieces.is_none() {
            self.catalogue = self.whole_catalogue();
        }
        self.hidden.look_through(&self.catalogue);
    }

    fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    fn read_out(&self, runbook: &str) -> Result<ReadOut, String> {
        self.text_of(runbook).map_err(|fault| fault.message)
    }

    fn open(&mut self, runbook: &str, kind: Kind, form: Option<DrillForm>) -> Result<(), String> {
        self.open_runbook(runbook, kind, form).map_err(|fault| fault.message)?;
        self.look_away();
        Ok(())
    }

    fn resume(&mut self, session: &str) -> Result<(), String> {
        self.resume_session(session).map_err(|fault| fault.message)?;
        self.look_away();
        Ok(())
    }

    fn leave(&mut self, cause: LeaveCause) -> bool {
        if !self.live.as_ref().is_some_and(Live::is_begun) {
            return true;
        }
        let goes_on = self.session().is_some_and(|session| !session.state().life.is_over());
        if goes_on || cause != LeaveCause::Left {
            // Of two that leave at once both get up before either looks: at least one finds nobody there.
            let others = self.live.as_mut().is_some_and(|live| {
                live.stand_up();
                live.has_company()
            });
            let _ = self.submit(Command::Leave { cause, others }.into());
        }
        let saved = self.flush();
        if let (true, Some(live)) = (saved, &self.live) {
            live.bring_home(LAST_SYNC);
        }
        self.collect();
        if self.session().is_some_and(owes_report) {
            let _ = self.save_report();
        }
        saved
    }

    fn write_report(&mut self) -> Result<String, String> {
        match self.save_report() {
            Ok(Some(path)) => Ok(path.display().to_string()),
            Ok(None) => Err(self.words.say("cli-nothing-recorded")),
            Err(error) => Err(format!("{error:#}")),
        }
    }

    fn collect(&mut self) -> bool {
        let mut changed = self.take_pieces();
        while let Ok(report) = self.reports.try_recv() {
            if let Some(live) = &mut self.live {
                live.take_in(report, &self.words);
                changed = true;
            }
        }
        let (now, me, ear) = (self.clock.now(), self.seated(false), self.ear.clone());
        let Some(live) = &mut self.live else { return changed };
        if std::mem::take(&mut self.shows_first) {
            ear.wake();
        } else if live.can_keep() {
            live.begin_writing(&self.ladder, &self.words, &me, ear.clone());
        }
        live.try_again(&now, &self.ladder, &self.words, &me, ear);
        live.tend(&now);
        changed
    }

    fn remarks(&mut self) -> Vec<String> {
        [self.hidden_letters(), self.hook_trouble()].into_iter().flatten().collect()
    }

    fn overtaken(&mut self) -> Vec<Overtaken> {
        self.live.as_mut().map(Live::take_overtaken).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;

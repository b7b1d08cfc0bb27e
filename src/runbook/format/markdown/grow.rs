//! A draft → the located tree every spelling of a runbook becomes.
//!
//! Owns what holds for the whole page: names that steps are called by, roles, variables, and texts that are too long
//! for one field. Entries are written in the order of the page.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Recognised;
use super::draft::{About, Answer, Context, Draft, Origin, Part, Text};
use super::variables::Variables;
use super::{inline, step};
use crate::runbook::format::limits::{MAX_ROLES, MAX_TEXT, MAX_TITLE};
use crate::runbook::format::names::{GOTO_WORDS, slug};
use crate::runbook::format::tree::{Entry, Node, Value};

/// What the front matter declares.
#[derive(Debug, Default)]
pub(super) struct Declared {
    /// Ids of roles, each with its title.
    pub roles: Vec<(String, String)>,
    pub notices: Vec<String>,
    pub variables: Vec<String>,
    pub timers: usize,
}

/// Where a name leads: a phase, or a step of it.
type Place = (usize, Option<usize>);

pub(super) struct Grower<'d> {
    declared: &'d Declared,
    /// Roles the page names and the front matter does not: id, title, where.
    roles: Vec<(String, Text)>,
    variables: Variables,
    /// Anchors and titles, and where they lead.
    places: HashMap<String, Place>,
    /// Ids of the phases and steps that something refers to.
    ids: HashMap<Place, String>,
    /// Texts too long for their field.
    over: Vec<Text>,
    pub recognised: Recognised,
}

pub(super) fn entry(key: &'static str, node: Node) -> Entry {
    let span = node.span.start..node.span.start;
    Entry { key: key.to_owned(), key_span: span, node }
}

pub(super) fn text(value: impl Into<String>, span: Range<usize>) -> Node {
    Node { value: Value::Text(value.into()), span }
}

pub(super) fn list(items: Vec<Node>) -> Node {
    let span = around(items.iter().map(|item| &item.span));
    Node { value: Value::List(items), span }
}

pub(super) fn object(entries: Vec<Entry>) -> Node {
    let span = around(entries.iter().map(|entry| &entry.node.span));
    Node { value: Value::Object(entries), span }
}

fn around<'s>(spans: impl Iterator<Item = &'s Range<usize>>) -> Range<usize> {
    let both = |a: Range<usize>, b: &Range<usize>| a.start.min(b.start)..a.end.max(b.end);
    spans
        .fold(None, |all: Option<Range<usize>>, span| Some(all.map_or(span.clone(), |all| both(all, span))))
        .unwrap_or_default()
}

/// Adds a text below the one that is there.
pub(super) fn join(node: &mut Node, more: &Text) {
    if let Value::Text(value) = &mut node.value {
        value.push_str("\n\n");
        value.push_str(&more.value);
        node.span.end = node.span.end.max(more.span.end);
    }
}

/// Whether a target is the next step.
pub(super) fn is_next(target: &str) -> bool {
    matches!(target.trim().to_lowercase().as_str(), "next" | "continue" | "继续" | "下一步")
}

fn is_end(target: &str) -> bool {
    matches!(target.trim().to_lowercase().as_str(), "end" | "结束")
}

/// The fields of the page in order, and what was recognised.
pub(super) fn grow(draft: &Draft, page: &Text, declared: &Declared) -> (Vec<Entry>, Recognised) {
    let mut grower = Grower {
        declared,
        roles: Vec::new(),
        variables: Variables::default(),
        places: HashMap::new(),
        ids: HashMap::new(),
        over: Vec::new(),
        recognised: Recognised::default(),
    };
    grower.learn_places(draft);
    grower.name_targets(draft);
    grower.page(draft, page)
}

impl Grower<'_> {
    fn learn_places(&mut self, draft: &Draft) {
        for (p, phase) in draft.phases.iter().enumerate() {
            for (s, step) in phase.steps.iter().enumerate() {
                let names = step.anchor.iter().cloned().chain([slug(&inline::seen(&step.title.value))]);
                for name in names {
                    self.places.entry(name).or_insert((p, Some(s)));
                }
            }
        }
        for (p, phase) in draft.phases.iter().enumerate() {
            for name in phase.anchors.iter().cloned().chain([slug(&inline::seen(&phase.title.value))]) {
                self.places.entry(name).or_insert((p, None));
            }
        }
    }

    /// Gives an id to every phase and step something refers to.
    fn name_targets(&mut self, draft: &Draft) {
        let mut taken: HashSet<String> = GOTO_WORDS.iter().map(|word| (*word).to_owned()).collect();
        for part in draft.phases.iter().flat_map(|phase| &phase.steps).flat_map(|step| &step.parts) {
            let targets: Vec<&Text> = match part {
                Part::Step { target, .. } => vec![target],
                Part::Decision { answers, .. } => {
                    answers.iter().filter_map(|Answer { target, .. }| target.as_ref()).collect()
                }
                _ => Vec::new(),
            };
            for target in targets {
                let Some(place) = self.place(target) else { continue };
                if self.ids.contains_key(&place) {
                    continue;
                }
                let phase = draft.phases.get(place.0);
                let step = place.1.and_then(|s| phase?.steps.get(s));
                let title = step.map_or_else(|| phase.map(|phase| &phase.title), |step| Some(&step.title));
                let wanted = step.and_then(|step| step.anchor.clone()).filter(|anchor| !anchor.is_empty());
                let wanted =
                    wanted.or_else(|| title.map(|title| slug(&inline::seen(&title.value)))).unwrap_or_default();
                let sound = wanted.starts_with(char::is_alphanumeric)
                    && wanted.chars().count() <= 64
                    && wanted.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
                let number = format!("{}.{}", place.0 + 1, place.1.map_or(0, |s| s + 1));
                let tries = sound.then_some(wanted).into_iter().chain([format!("to-{number}")]);
                let id = tries.into_iter().find(|id| !taken.contains(id)).unwrap_or(number);
                taken.insert(id.clone());
                self.ids.insert(place, id);
            }
        }
    }

    fn place(&self, target: &Text) -> Option<Place> {
        let linked = inline::links(&target.value).next().map(|(shown, to)| (shown.to_owned(), to.to_owned()));
        let names = match linked {
            Some((_, to)) => vec![to.strip_prefix('#')?.to_lowercase()],
            None => vec![slug(&inline::seen(&target.value)), target.value.trim().to_owned()],
        };
        names.iter().find_map(|name| self.places.get(name).or_else(|| self.places.get(name.trim_matches('-')))).copied()
    }

    /// The id of the step a text names; none where that is no step.
    pub(super) fn step_id(&self, target: &Text) -> Option<String> {
        let place = self.place(target).filter(|(_, step)| step.is_some())?;
        self.ids.get(&place).cloned()
    }

    /// Where an answer leads.
    pub(super) fn goto(&self, target: &Text) -> Option<String> {
        if is_next(&target.value) {
            return Some("next".to_owned());
        }
        if is_end(&target.value) {
            return Some("end".to_owned());
        }
        self.ids.get(&self.place(target)?).cloned()
    }

    /// The id of a role a text names, which is made where it is not declared.
    pub(super) fn role(&mut self, named: &Text) -> Option<String> {
        let bare = named.value.trim().trim_matches('`');
        let known = self.declared.roles.iter().find(|(id, title)| id == bare || title.eq_ignore_ascii_case(bare));
        if let Some((id, _)) = known {
            return Some(id.clone());
        }
        let id: String = slug(&inline::seen(bare)).trim_matches(['-', '_']).to_owned();
        if self.roles.iter().any(|(known, _)| *known == id) {
            return Some(id);
        }
        let sound =
            id.starts_with(char::is_alphanumeric) && id.chars().count() <= 64 && bare.chars().count() <= MAX_TITLE;
        if !sound || self.roles.len() + self.declared.roles.len() >= MAX_ROLES {
            return None;
        }
        self.roles.push((id.clone(), Text::new(bare, named.span.clone())));
        Some(id)
    }

    /// The notices a text names, when all of them are declared.
    pub(super) fn notices(&self, named: &Text) -> Option<Vec<String>> {
        let names = named.value.split([',', '，', '、']).map(|name| name.trim().trim_matches('`').to_owned());
        let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
        (!names.is_empty() && names.iter().all(|name| self.declared.notices.contains(name))).then_some(names)
    }

    pub(super) fn look(&mut self, run: &str, shell: &str) {
        let declared = &self.declared.variables;
        self.variables.look(run, shell, &|name| declared.iter().any(|known| known == name));
    }

    pub(super) fn capture(&mut self, name: &str) -> bool {
        let declared = &self.declared.variables;
        self.variables.captured(name, &|name| declared.iter().any(|known| known == name))
    }

    /// As much of a text as one field holds; the rest is kept for the end of the page.
    pub(super) fn cut(&mut self, said: &Text) -> Text {
        let mut pieces = pieces(&said.value).into_iter().map(|piece| Text::new(piece, said.span.clone()));
        let first = pieces.next().unwrap_or_default();
        self.over.extend(pieces);
        first
    }

    /// A node all of whose texts fit.
    pub(super) fn sized(&mut self, mut node: Node) -> Node {
        if let Value::Object(entries) = &mut node.value {
            for entry in entries {
                if let Value::Text(value) = &entry.node.value
                    && value.len() > MAX_TEXT
                    && entry.key != "run"
                {
                    let cut = self.cut(&Text::new(value.clone(), entry.node.span.clone()));
                    entry.node = text(cut.value, cut.span);
                }
            }
        }
        node
    }

    fn page(mut self, draft: &Draft, page: &Text) -> (Vec<Entry>, Recognised) {
        let mut fields = vec![entry("title", text(&page.value, page.span.clone()))];
        let mut before = Before::default();
        for context in &draft.before {
            before.add(context);
        }
        let background = before.write(&mut self, &mut fields);
        if !draft.phases.is_empty() {
            let phases = self.phases(draft, page);
            match phases {
                Ok(steps) => fields.push(entry("steps", steps)),
                Err(phases) => fields.push(entry("phases", phases)),
            }
        }
        if let Some(after) = &draft.after {
            fields.push(entry("references", references(after)));
        }
        self.at_the_end(&mut fields, background);
        self.recognised.context_sections = draft.context_sections;
        self.recognised.timers = self.declared.timers;
        self.recognised.variables = self.variables_len();
        self.recognised.roles = self.roles.len() + self.declared.roles.len();
        (fields, self.recognised)
    }

    fn variables_len(&self) -> usize {
        self.recognised.variables
    }

    /// The phases; bare steps where there is one that has nothing of its own.
    fn phases(&mut self, draft: &Draft, page: &Text) -> Result<Node, Node> {
        let mut phases = Vec::new();
        let bare = matches!(draft.phases.as_slice(), [only]
            if only.title.value == page.value && only.goal.is_empty() && only.note.is_empty() && only.order_any.is_none()
                && only.anchors.is_empty());
        for (p, phase) in draft.phases.iter().enumerate() {
            let id = self.ids.get(&(p, None)).cloned();
            let mut fields: Vec<Entry> =
                id.map(|id| entry("id", text(id, phase.title.span.clone()))).into_iter().collect();
            fields.push(entry("title", text(&phase.title.value, phase.title.span.clone())));
            if let Some(span) = &phase.order_any {
                fields.push(entry("order", text("any", span.clone())));
            }
            fields.extend(joined(&phase.goal).map(|goal| entry("goal", goal)));
            let mut steps = Vec::new();
            for (s, one) in phase.steps.iter().enumerate() {
                match one.origin {
                    Origin::Numbered => self.recognised.numbered += 1,
                    Origin::Section => self.recognised.from_sections += 1,
                    Origin::Prose => self.recognised.from_text += 1,
                }
                let id = self.ids.get(&(p, Some(s))).cloned();
                steps.push(step::grow(self, one, id));
            }
            self.recognised.steps += steps.len();
            if bare {
                return Ok(list(steps));
            }
            fields.push(entry("steps", list(steps)));
            fields.extend(joined(&phase.note).map(|note| entry("note", note)));
            phases.push(self.sized(object(fields)));
        }
        self.recognised.phases = phases.len();
        Err(list(phases))
    }

    /// What has no place in the order of the page: roles, variables, and what was too long.
    fn at_the_end(&mut self, fields: &mut Vec<Entry>, background: bool) {
        let roles = std::mem::take(&mut self.roles);
        let roles: Vec<Entry> = roles
            .into_iter()
            .map(|(id, title)| {
                let span = title.span.clone();
                let node = object(vec![entry("title", text(title.value, title.span))]);
                Entry { key: id, key_span: span, node }
            })
            .collect();
        if !roles.is_empty() {
            fields.push(entry("roles", object(roles)));
        }
        let variables = std::mem::take(&mut self.variables);
        self.recognised.variables = variables.len() + self.declared.variables.len();
        let variables: Vec<Entry> = variables
            .into_iter()
            .map(|(name, place)| {
                let node = object(place.map(|place| entry("placeholder", text(place, 0..0))).into_iter().collect());
                Entry { key: name, key_span: 0..0, node }
            })
            .collect();
        if !variables.is_empty() {
            fields.push(entry("variables", object(variables)));
        }
        let over: Vec<Node> =
            std::mem::take(&mut self.over).into_iter().map(|piece| text(piece.value, piece.span)).collect();
        if over.is_empty() {
            return;
        }
        let there = fields.iter_mut().find(|entry| background && entry.key == "background");
        match there.map(|entry| &mut entry.node.value) {
            Some(Value::List(items)) => items.extend(over),
            _ => fields.push(entry("background", list(over))),
        }
    }
}

fn joined(texts: &[Text]) -> Option<Node> {
    let (first, rest) = texts.split_first()?;
    let mut node = text(&first.value, first.span.clone());
    for more in rest {
        join(&mut node, more);
    }
    Some(node)
}

/// A text in pieces that each fit a field, cut between lines where that is possible.
fn pieces(value: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = value;
    while rest.len() > MAX_TEXT
        && let Some((limit, _)) = rest.char_indices().nth(MAX_TEXT)
    {
        let head = rest.get(..limit).unwrap_or_default();
        let at =
            head.rfind("\n\n").or(head.rfind('\n')).or(head.rfind(' ')).filter(|at| *at > limit / 2).unwrap_or(limit);
        let (piece, more) = rest.split_at(at);
        pieces.push(piece.trim_end().to_owned());
        rest = more.trim_start_matches('\n');
    }
    pieces.push(rest.to_owned());
    pieces
}

/// Further reading: every item a title, with its address.
fn references(context: &Context) -> Node {
    let heading = context.heading.as_ref().map(|heading| heading.value.trim_end_matches([':', '：']).to_owned());
    let items = context.items.iter().enumerate().map(|(at, item)| {
        let lead = heading.as_ref().filter(|_| at == 0).map(|heading| format!("{heading}: ")).unwrap_or_default();
        let whole = inline::links(&item.value)
            .next()
            .filter(|(shown, to)| item.value.trim() == format!("[{shown}]({to})") && !shown.trim().is_empty());
        match whole {
            Some((shown, to)) => object(vec![
                entry("title", text(format!("{lead}{shown}"), item.span.clone())),
                entry("url", text(to, item.span.clone())),
            ]),
            None => text(format!("{lead}{}", item.value), item.span.clone()),
        }
    });
    list(items.collect())
}

/// Fields of what is read before the procedure, each of which comes once and after those before it.
#[derive(Default)]
struct Before {
    summary: Vec<Text>,
    impact: Vec<Text>,
    triggers: Vec<Text>,
    background: Vec<Text>,
}

impl Before {
    fn add(&mut self, context: &Context) {
        let late = !self.background.is_empty();
        let told = !self.triggers.is_empty();
        let (field, about) = match context.about {
            _ if late => (&mut self.background, About::Any),
            About::Impact if self.impact.is_empty() && !told => (&mut self.impact, About::Impact),
            About::Symptoms if !told && !context.items.is_empty() => (&mut self.triggers, About::Symptoms),
            _ if self.impact.is_empty() && !told => (&mut self.summary, About::Any),
            _ => (&mut self.background, About::Any),
        };
        if about == About::Symptoms {
            let heading = context.heading.as_ref().map(|heading| heading.value.trim_end_matches([':', '：']));
            field.extend(context.items.iter().enumerate().map(|(at, item)| match heading.filter(|_| at == 0) {
                Some(heading) => Text::new(format!("{heading}: {}", item.value), item.span.clone()),
                None => item.clone(),
            }));
            return;
        }
        field.extend(
            context.heading.as_ref().map(|heading| Text::new(format!("## {}", heading.value), heading.span.clone())),
        );
        field.extend(context.texts.iter().cloned());
    }

    /// Writes the fields; says whether the last of them is there.
    fn write(self, grower: &mut Grower<'_>, fields: &mut Vec<Entry>) -> bool {
        let mut background = Vec::new();
        for (field, texts) in [("summary", &self.summary), ("impact", &self.impact)] {
            let Some(node) = joined(texts) else { continue };
            let mut pieces = pieces(node.text().unwrap_or_default()).into_iter();
            fields.extend(pieces.next().map(|first| entry(field, text(first, node.span.clone()))));
            let rest = pieces.map(|piece| Text::new(piece, node.span.clone()));
            // What follows the summary stands before the impact only where there is none.
            if field == "impact" || self.impact.is_empty() { background.extend(rest) } else { grower.over.extend(rest) }
        }
        if !self.triggers.is_empty() {
            let triggers = self.triggers.iter().map(|trigger| text(&trigger.value, trigger.span.clone()));
            fields.push(entry("triggers", list(triggers.collect())));
        }
        if let Some(node) = joined(&self.background) {
            background.extend(
                pieces(node.text().unwrap_or_default()).into_iter().map(|piece| Text::new(piece, node.span.clone())),
            );
        }
        let there = !background.is_empty();
        if there {
            let texts = background.into_iter().map(|piece| text(piece.value, piece.span));
            fields.push(entry("background", list(texts.collect())));
        }
        there
    }
}

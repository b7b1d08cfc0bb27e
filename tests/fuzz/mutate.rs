//! Records as somebody who means harm would make them: good ones, changed in bytes, in lines, and in what the lines
//! say, sealed and chained anew so that the change gets past the hashes. The same seed makes the same record.

use std::path::Path;

use runsheet::journal::{Digest, Head, session_id};
use serde_json::Value;

/// Texts that act on a terminal, hide, mark up a page, or are only long.
pub const HOSTILE: [&str; 24] = [
    "",
    "\u{1b}]0;owned\u{7}\u{1b}[2J\r\n\u{9b}31m",
    "\u{1b}]52;c;cm0gLXJm\u{1b}\\",
    "\u{1b}P+q544e\u{1b}\\\u{90}x\u{9c}",
    "safe\u{8}\u{8}\u{8}\u{8}evil\u{7f}",
    "safe\r                                                                        evil",
    "\u{202e}gnp.exe\u{2066}x\u{2069}\u{61c}",
    "\u{200b}\u{feff}\u{2060}\u{ad}\u{180e}",
    "\u{e0001}\u{e0041}\u{e007f}",
    "\u{2028}\u{2029}\u{85}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{fff9}a\u{fffb}\u{d7ff}\u{e000}\u{10ffff}\u{0}",
    "```\n# heading\n````\n| a | b |\n",
    "</td><script>alert(1)</script><img src=x onerror=y>&lt;b&gt;",
    "[x](javascript:alert(1)) ![y](http://z) <http://z> [r]: http://z",
    "@everyone @all ~~~ $x$ **b** __i__ \\",
    "1. a\n- b\n> c\n# d\n---\n***\n",
    "{{step.title}} {{role.x}} {{host}}",
    "../../../../etc/passwd",
    "網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路網路",
    "👩‍🚒👨‍👩‍👧‍👦🇨🇳ｶﾞ﷽",
    "10000d",
    "-10000d",
    "+262142-12-31T23:59:59+23:59",
];

const NUMBERS: [&str; 12] = [
    "0",
    "-1",
    "1",
    "4294967296",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "1e308",
    "0.5",
    "1440",
];

/// Numbers from a seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    fn text(&mut self) -> &'static str {
        HOSTILE[self.below(HOSTILE.len())]
    }

    fn number(&mut self) -> &'static str {
        NUMBERS[self.below(NUMBERS.len())]
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A record in its segments.
pub type Record = Vec<Vec<u8>>;

/// The records that releases left, each with its name.
pub fn corpus() -> Vec<(String, Record)> {
    let shelf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let inside = |folder: &Path| {
        let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        all.sort();
        all
    };
    let cases = inside(&shelf).into_iter().flat_map(|release| inside(&release));
    let record = |case: &Path| {
        let name = |number: u32| match number {
            1 => "journal.jsonl".to_owned(),
            number => format!("journal.{number}.jsonl"),
        };
        (1..).map_while(|number| std::fs::read(case.join(name(number))).ok()).collect()
    };
    cases.map(|case| (case.file_name().unwrap().to_string_lossy().into_owned(), record(&case))).collect()
}

/// What was done to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Bytes or lines were changed, and no hash was made anew.
    Unsealed,
    /// What was changed was sealed, and every later line chained anew.
    Sealed,
}

/// A hostile record made of `record`; `other` lends lines.
pub fn mutated(dice: &mut Dice, record: &Record, other: &Record) -> (Record, Done) {
    if dice.below(3) == 0 {
        let mut changed = record.clone();
        for _ in 0..=dice.below(4) {
            let place = dice.below(changed.len());
            let segment = &mut changed[place];
            if dice.below(2) == 0 { bytes(dice, segment) } else { shuffle(dice, segment, other) }
        }
        if dice.below(8) == 0 {
            changed.reverse();
        }
        return (changed, Done::Unsealed);
    }
    let sid = session_id(&record.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap_or_default();
    let mut bodies: Vec<Value> = record.iter().flat_map(|bytes| lines(bytes)).collect();
    if bodies.is_empty() {
        return (record.clone(), Done::Unsealed);
    }
    for _ in 0..=dice.below(5) {
        let place = dice.below(bodies.len());
        match dice.below(8) {
            0 => bodies.insert(place, bodies[place].clone()),
            1 if bodies.len() > 1 => drop(bodies.remove(place)),
            2 => {
                let lent: Vec<Value> = other.iter().flat_map(|bytes| lines(bytes)).collect();
                if !lent.is_empty() {
                    bodies.insert(place, dice.of(&lent).clone());
                }
            }
            3 => swap_events(dice, &mut bodies),
            _ => change(dice, &mut bodies[place], 0),
        }
    }
    let renumbers = dice.below(4) != 0;
    (chained(&sid, bodies, renumbers), Done::Sealed)
}

fn bytes(dice: &mut Dice, text: &mut Vec<u8>) {
    let at = dice.below(text.len().max(1));
    match dice.below(6) {
        0 => text.truncate(at),
        1 => text.insert(at.min(text.len()), u8::try_from(dice.below(256)).unwrap()),
        2 => {
            let end = (at + dice.below(600)).min(text.len());
            text.drain(at.min(end)..end);
        }
        3 => {
            let end = (at + dice.below(600)).min(text.len());
            text[at.min(end)..end].fill(0);
        }
        4 => {
            let piece = dice.text().as_bytes().to_vec();
            text.splice(at.min(text.len())..at.min(text.len()), piece);
        }
        _ => {
            if let Some(byte) = text.get_mut(at) {
                *byte ^= 1 << dice.below(8);
            }
        }
    }
}

fn shuffle(dice: &mut Dice, text: &mut Vec<u8>, other: &Record) {
    let mut all: Vec<Vec<u8>> = text.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if all.is_empty() {
        return;
    }
    let (a, b) = (dice.below(all.len()), dice.below(all.len()));
    match dice.below(4) {
        0 => all.swap(a, b),
        1 => drop(all.remove(a)),
        2 => all.insert(b, all[a].clone()),
        _ => {
            let lent: Vec<&[u8]> = other.iter().flat_map(|text| text.split_inclusive(|byte| *byte == b'\n')).collect();
            if !lent.is_empty() {
                all.insert(a, dice.of(&lent).to_vec());
            }
        }
    }
    *text = all.concat();
}

/// What the lines say, without their hashes.
fn lines(bytes: &[u8]) -> Vec<Value> {
    let all = bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    all.filter(Value::is_object).collect()
}

fn swap_events(dice: &mut Dice, bodies: &mut [Value]) {
    let (a, b) = (dice.below(bodies.len()), dice.below(bodies.len()));
    let events = |body: &Value| body.get("events").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut both = events(&bodies[a]);
    both.extend(events(&bodies[b]));
    for at in (1..both.len()).rev() {
        both.swap(at, dice.below(at + 1));
    }
    if let Some(body) = bodies[a].as_object_mut() {
        body.insert("events".to_owned(), Value::Array(both));
    }
}

/// Changes one value somewhere inside; what a line needs to be read at all is left alone most of the time.
fn change(dice: &mut Dice, value: &mut Value, depth: usize) {
    match value {
        Value::Object(fields) if !fields.is_empty() && dice.below(12) != 0 => {
            let mut names: Vec<String> = fields.keys().cloned().collect();
            if depth == 0 && dice.below(4) != 0 {
                names.retain(|name| name == "events");
            }
            if names.is_empty() {
                return;
            }
            let name = dice.of(&names).clone();
            match dice.below(14) {
                0 => drop(fields.remove(&name)),
                1 => drop(fields.insert(dice.text().to_owned(), Value::Null)),
                _ => {}
            }
            if let Some(inner) = fields.get_mut(&name) {
                change(dice, inner, depth + 1);
            }
        }
        Value::Array(items) if !items.is_empty() && dice.below(12) != 0 => {
            let at = dice.below(items.len());
            match dice.below(10) {
                0 => drop(items.remove(at)),
                1 => {
                    let again = items[at].clone();
                    let count = dice.below(40);
                    items.extend(std::iter::repeat_n(again, count));
                }
                _ => change(dice, &mut items[at], depth + 1),
            }
        }
        Value::String(text) if text.starts_with('{') && text.len() > 200 && dice.below(4) != 0 => plan(dice, text),
        Value::String(text) if dice.below(3) == 0 => {
            let at = text.char_indices().nth(dice.below(text.chars().count().max(1))).map_or(0, |(at, _)| at);
            text.insert_str(at, dice.text());
        }
        Value::String(text) if dice.below(8) == 0 => *text = dice.text().repeat(dice.below(400)),
        Value::Number(_) => *value = serde_json::from_str(dice.number()).unwrap(),
        _ => {
            *value = match dice.below(8) {
                0 => Value::Null,
                1 => Value::Bool(dice.below(2) == 0),
                2 => serde_json::from_str(dice.number()).unwrap(),
                3 => Value::Array(vec![Value::String(dice.text().to_owned()); dice.below(3)]),
                4 => (0..dice.below(130)).fold(Value::Null, |inner, _| Value::Array(vec![inner])),
                _ => Value::String(dice.text().to_owned()),
            }
        }
    }
}

/// The embedded runbook says something else; it stays a runbook as often as may be.
fn plan(dice: &mut Dice, text: &mut String) {
    let Ok(mut plan) = serde_json::from_str::<Value>(text) else { return };
    for _ in 0..=dice.below(6) {
        change(dice, &mut plan, 1);
    }
    *text = plan.to_string();
}

/// The lines with right hashes, each linked to the one before.
fn chained(sid: &str, bodies: Vec<Value>, renumbers: bool) -> Record {
    let mut prev = Head::genesis(sid).hash.to_string();
    let mut text = Vec::new();
    for (seq, mut body) in (1_u64..).zip(bodies) {
        if let Some(fields) = body.as_object_mut() {
            fields.remove("h");
            fields.insert("prev".to_owned(), Value::String(prev.clone()));
            if renumbers {
                fields.insert("sid".to_owned(), Value::String(sid.to_owned()));
                fields.insert("seq".to_owned(), seq.into());
            }
        }
        let line = body.to_string();
        let line = line.strip_suffix('}').unwrap_or(&line);
        prev = Digest::of(line.as_bytes()).to_string();
        text.extend_from_slice(format!("{line},\"h\":\"{prev}\"}}\n").as_bytes());
    }
    vec![text]
}

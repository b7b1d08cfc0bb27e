//! Which runbooks a few words find, and in what order.
//!
//! Every word must be found somewhere: as it is, with some letters left out, or misspelt. Where it is found decides the
//! order: in a title, an id, a symptom, or among services and tags.

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::{Edition, Listed};

/// Longest word that is looked for, in characters, and the most of them.
const LONGEST: usize = 60;
const MOST: usize = 8;

/// How good a find is: first how much had to be forgiven, then where it is; less is better. Among equals the score counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    forgiven: u8,
    field: u8,
    /// What is missing to the best score there is.
    lack: u16,
}

/// The runbooks that hold every word, the best first.
pub(super) fn search<'a>(runbooks: &'a [Listed], query: &str) -> Vec<&'a Listed> {
    let words: Vec<Word> = query.split_whitespace().take(MOST).map(Word::new).collect();
    if words.is_empty() {
        return runbooks.iter().collect();
    }
    let mut reader = Reader { matcher: Matcher::new(Config::DEFAULT), signs: Vec::new(), places: Vec::new() };
    let mut found: Vec<(Vec<Rank>, &Listed)> = runbooks
        .iter()
        .filter_map(|listed| {
            let fields = fields(listed);
            let mut ranks: Vec<Rank> = Vec::with_capacity(words.len());
            for word in &words {
                ranks.push(word.best(&fields, &mut reader)?);
            }
            // The word that is found worst decides.
            ranks.sort_unstable_by(|a, b| b.cmp(a));
            Some((ranks, listed))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.into_iter().map(|(_, listed)| listed).collect()
}

/// Every text a runbook is found by, with the place of its sort in the order.
fn fields(listed: &Listed) -> Vec<(u8, &str)> {
    let mut fields = vec![(1, listed.id.as_str())];
    if listed.is_page() {
        fields.push((0, listed.title()));
    }
    for outline in listed.editions.iter().filter_map(Edition::outline) {
        fields.push((0, &outline.title));
        fields.push((1, &outline.id));
        fields.extend(outline.symptoms.iter().map(|text| (2, text.as_str())));
        let rest = outline.services.iter().chain(&outline.tags).chain(&outline.class);
        fields.extend(rest.map(|text| (3, text.as_str())));
    }
    fields
}

/// What matching needs again and again.
struct Reader {
    matcher: Matcher,
    signs: Vec<char>,
    places: Vec<u32>,
}

/// A word that is looked for.
struct Word {
    text: String,
    whole: Atom,
    loose: Atom,
    /// Most signs between its first and its last letter where it is found with some left out.
    reach: usize,
    /// Letters that may be wrong.
    slips: usize,
}

impl Word {
    fn new(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect::<String>().to_lowercase();
        let atom = |kind| Atom::new(&text, CaseMatching::Ignore, Normalization::Smart, kind, false);
        let (whole, loose) = (atom(AtomKind::Substring), atom(AtomKind::Fuzzy));
        let count = text.chars().count();
        // Of Chinese every sign is a word, and others stand between them; of a word in letters some are left out.
        let (reach, slips) = if text.chars().any(is_ideograph) {
            (count * 3, 0)
        } else {
            (count + if count < 3 { 0 } else { 1 + count / 4 }, count / 4)
        };
        Self { text, whole, loose, reach, slips: slips.min(3) }
    }

    fn best(&self, fields: &[(u8, &str)], reader: &mut Reader) -> Option<Rank> {
        let held = fields.iter().filter_map(|(field, text)| self.held(*field, text, reader)).min();
        held.or_else(|| fields.iter().filter_map(|(field, text)| self.misspelt(*field, text)).min())
    }

    /// Found as it is, or with some signs of the text left out.
    fn held(&self, field: u8, text: &str, reader: &mut Reader) -> Option<Rank> {
        let text = Utf32Str::new(text, &mut reader.signs);
        if let Some(score) = self.whole.score(text, &mut reader.matcher) {
            return Some(Rank { forgiven: 0, field, lack: u16::MAX - score });
        }
        reader.places.clear();
        let score = self.loose.indices(text, &mut reader.matcher, &mut reader.places)?;
        let (first, last) = (reader.places.iter().min()?, reader.places.iter().max()?);
        let span = usize::try_from(last - first).unwrap_or(usize::MAX).saturating_add(1);
        (span <= self.reach).then_some(Rank { forgiven: 1, field, lack: u16::MAX - score })
    }

    /// Found among the words of a text with a letter or two wrong.
    fn misspelt(&self, field: u8, text: &str) -> Option<Rank> {
        let count = self.text.chars().count();
        let words = text.split(|sign: char| !sign.is_alphanumeric());
        let near = words.filter(|word| word.chars().count().abs_diff(count) <= self.slips);
        let slips = near.map(|word| strsim::osa_distance(&word.to_lowercase(), &self.text)).min()?;
        let lack = u16::try_from(slips).unwrap_or(u16::MAX);
        (slips <= self.slips).then_some(Rank { forgiven: 2, field, lack })
    }
}

/// A sign that is a word of its own.
fn is_ideograph(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

//! Section 17: what stands for the whole record, and how anybody can check it, with this program or without.

use super::page::Page;

/// Checks a record by itself: Python 3 with nothing but what comes with it, run where the record lies.
///
/// A line counts when its hash is that of its bytes and it links to the one before it; the first links to the hash of
/// the session's id. What does not count is shown, and changes neither number nor head.
const RECIPE: &str = r#"import glob, hashlib, json
sha, head, count, rest = lambda data: hashlib.sha256(data).hexdigest(), "", 0, []
for line in (line for part in sorted(glob.glob("journal*.jsonl"), key=lambda part: (len(part), part)) for line in open(part, "rb")):
    good = line[-73:] == b',"h":"%s"}\n' % sha(line[:-73]).encode() and json.loads(line)["prev"] == (head or sha(json.loads(line)["sid"].encode()))
    head, count, rest = (sha(line[:-73]), count + 1, rest) if good else (head, count, rest + [line[:60]])
print(f"{count} entries, head {head}, outside the chain: {rest or 'none'}")
"#;

pub(super) fn integrity(page: &mut Page<'_>) {
    page.section(17, "report-integrity");
    let facts = page.facts;
    let integrity = &facts.integrity;
    let (first, last) = (page.time_or(integrity.first), page.time_or(integrity.last));
    let text = page.with(
        "report-entries",
        &[("count", integrity.entries.into()), ("first", (&first).into()), ("last", (&last).into())],
    );
    page.paragraph(&text);
    match &integrity.head {
        Some(head) => {
            let said = page.with("report-head", &[("hash", head.into())]);
            page.paragraph(&said);
            let entries = integrity.head_entry.unwrap_or(integrity.entries as u64);
            recipe(page, head, entries);
        }
        None => page.paragraph(&page.say("report-no-head")),
    }
    if !integrity.damaged.is_empty() {
        page.warning(&page.say("report-damaged"));
        for damage in &integrity.damaged {
            page.bullet(damage);
        }
    }
    if !integrity.unread.is_empty() {
        page.warning(&page.say("report-unread"));
        for unread in &integrity.unread {
            page.bullet(unread);
        }
    }
}

fn recipe(page: &mut Page<'_>, head: &str, entries: u64) {
    // What is typed and what is printed is the same in every language.
    let typed = format!("runsheet verify SESSION --anchor {head}:{entries}");
    let printed = format!("{entries} entries, head {head}, outside the chain: none");
    let with = page.with("report-verify-with", &[("command", (&typed).into())]);
    page.paragraph(&with);
    let without = page.with("report-verify-without", &[("printed", (&printed).into())]);
    page.paragraph(&without);
    page.out.push_str("```python\n");
    page.out.push_str(RECIPE);
    page.out.push_str("```\n\n");
    page.paragraph(&page.say("report-verify-rest"));
}

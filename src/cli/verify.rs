//! `runsheet verify SESSION`: is the record what was written, and against what was that held.

use std::path::PathBuf;

use serde::Serialize;

use super::{Exit, complain, print, print_json};
use crate::app::{App, Fault, Proof, Verified};
use crate::journal::{Anchored, Finding, Weight};
use crate::words::Words;

/// What is asked for besides the verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    /// Sign the head, with this key or the usual one.
    #[allow(clippy::option_option, reason = "not asked for, with the usual key, with this one")]
    pub sign: Option<Option<PathBuf>>,
    /// Write the head into the system's log.
    pub syslog: bool,
    /// Answer as JSON.
    pub json: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    session: &'a str,
    sid: Option<&'a str>,
    verdict: &'static str,
    entries: u64,
    head: Option<String>,
    head_entry: Option<u64>,
    anchor: &'static str,
    anchored_entry: Option<u64>,
    entries_after_anchor: Option<u64>,
    signed_by: Option<&'a str>,
    signature: Option<String>,
    missing: Vec<[u64; 2]>,
    findings: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    what: &'static str,
    weight: &'static str,
    segment: Option<u32>,
    offset: Option<u64>,
    entry: Option<u64>,
    message: String,
}

pub(super) fn verify(app: &App, name: &str, proof: &Proof, wish: &Wish) -> Exit {
    let verified = match app.verify_session(name, proof) {
        Ok(verified) => verified,
        Err(fault) => return refuse(&fault),
    };
    let words = &app.words;
    let sound = verified.verdict.is_sound();
    let mut exit = if sound { Exit::Fine } else { Exit::Record };
    let (mut signature, mut faults) = (None, Vec::new());
    if sound {
        if let Some(key) = &wish.sign {
            match app.sign_head(&verified, key.as_deref()) {
                Ok(path) => signature = Some(path.display().to_string()),
                Err(fault) => faults.push(fault),
            }
        }
        if wish.syslog {
            faults.extend(app.log_head(&verified).err());
        }
    }
    if wish.json {
        print_json(&answer(&verified, signature.as_deref(), words));
    } else {
        print(&page(&verified, words).join("\n"));
        if let Some(path) = &signature {
            print(&words.with("cli-verify-signed", &[("path", path.into())]));
        }
        if sound && wish.syslog && faults.is_empty() {
            print(&words.say("cli-verify-logged"));
        }
    }
    if !sound && (wish.sign.is_some() || wish.syslog) {
        complain(&words.say("cli-verify-not-vouched"));
    }
    for fault in &faults {
        exit = refuse(fault);
    }
    exit
}

fn refuse(fault: &Fault) -> Exit {
    complain(&fault.message);
    fault.kind.into()
}

/// The verdict for people, line by line: what it is, against what, what was found, what to keep.
fn page(verified: &Verified, words: &Words) -> Vec<String> {
    let verdict = &verified.verdict;
    let args = [("name", (&verified.name).into()), ("count", verdict.entries.into())];
    let mut lines = vec![match verdict.weight() {
        Weight::Harmless => words.with("cli-verify-sound", &args),
        Weight::Unclear => words.with("cli-verify-unclear", &args),
        Weight::Damaged => words.with("cli-verify-damaged", &args),
    }];
    lines.push(match verdict.anchored {
        Anchored::Unanchored => words.say("cli-verify-unanchored"),
        Anchored::UpTo { later: 0, .. } => words.say("cli-verify-anchored"),
        Anchored::UpTo { seq, later } => {
            words.with("cli-verify-anchored-up-to", &[("seq", seq.0.into()), ("later", later.into())])
        }
        Anchored::Mismatch => words.say("cli-verify-mismatch"),
    });
    lines.extend(verified.signed_by.as_ref().map(|key| words.with("cli-verify-signed-by", &[("key", key.into())])));
    for (from, to) in &verdict.missing {
        lines.push(if from == to {
            words.with("cli-verify-missing-one", &[("seq", from.0.into())])
        } else {
            words.with("cli-verify-missing", &[("from", from.0.into()), ("to", to.0.into())])
        });
    }
    lines.extend(verdict.findings.iter().map(|finding| format!("- {}", sentence(finding, words))));
    // Of a record that is not sound it would vouch for what is left.
    if let Some(head) = verdict.head.as_ref().filter(|_| verdict.is_sound()) {
        let hash = head.hash.to_string();
        lines.push(words.with("cli-verify-head", &[("hash", (&hash).into()), ("count", head.seq.0.into())]));
    }
    lines
}

/// Where something was found: segment, offset, entry.
fn place(finding: &Finding) -> (Option<u32>, Option<u64>, Option<u64>) {
    match finding {
        Finding::Torn { segment, offset, .. } | Finding::Tail { segment, offset, .. } => {
            (Some(*segment), Some(*offset), None)
        }
        Finding::Rewritten { segment, offset, seq }
        | Finding::Newer { segment, offset, seq, .. }
        | Finding::Unlinked { segment, offset, seq }
        | Finding::Repeated { segment, offset, seq }
        | Finding::Astray { segment, offset, seq }
        | Finding::Gap { segment, offset, from: seq, .. } => (Some(*segment), Some(*offset), Some(seq.0)),
        Finding::RunbookChanged { seq, .. } | Finding::SideMissing { seq, .. } => (None, None, Some(seq.0)),
        Finding::SegmentGone { segment } => (Some(*segment), None, None),
        Finding::Unreadable
        | Finding::SideChanged { .. }
        | Finding::SideUnreadable { .. }
        | Finding::SideUnnamed { .. } => (None, None, None),
    }
}

fn sentence(finding: &Finding, words: &Words) -> String {
    let (segment, offset, seq) = place(finding);
    let seq = seq.unwrap_or_default();
    let said = match finding {
        Finding::Unreadable => words.say("cli-found-unreadable"),
        Finding::Torn { len, .. } => words.with("cli-found-torn", &[("len", (*len).into())]),
        Finding::Rewritten { .. } => words.with("cli-found-rewritten", &[("seq", seq.into())]),
        Finding::Newer { version, .. } => {
            words.with("cli-found-newer", &[("seq", seq.into()), ("version", u64::from(*version).into())])
        }
        Finding::Tail { len, .. } => words.with("cli-found-tail", &[("len", (*len).into())]),
        Finding::Gap { from, to, .. } if from == to => words.with("cli-found-gap-one", &[("seq", seq.into())]),
        Finding::Gap { from, to, .. } => words.with("cli-found-gap", &[("from", from.0.into()), ("to", to.0.into())]),
        Finding::Unlinked { .. } => words.with("cli-found-unlinked", &[("seq", seq.into())]),
        Finding::Repeated { .. } => words.with("cli-found-repeated", &[("seq", seq.into())]),
        Finding::Astray { .. } => words.with("cli-found-astray", &[("seq", seq.into())]),
        Finding::RunbookChanged { name, .. } => {
            words.with("cli-found-runbook", &[("seq", seq.into()), ("name", name.into())])
        }
        Finding::SegmentGone { segment } => {
            words.with("cli-found-segment-gone", &[("segment", u64::from(*segment).into())])
        }
        Finding::SideChanged { path } => words.with("cli-found-side-changed", &[("path", path.into())]),
        Finding::SideMissing { path, .. } => {
            words.with("cli-found-side-missing", &[("seq", seq.into()), ("path", path.into())])
        }
        Finding::SideUnreadable { path } => words.with("cli-found-side-unreadable", &[("path", path.into())]),
        Finding::SideUnnamed { path } => words.with("cli-found-side-unnamed", &[("path", path.into())]),
    };
    match (segment, offset) {
        (Some(segment), Some(offset)) => {
            let args = [("segment", u64::from(segment).into()), ("offset", offset.into())];
            format!("{} {said}", words.with("cli-damage-at", &args))
        }
        _ => said,
    }
}

fn answer<'a>(verified: &'a Verified, signature: Option<&str>, words: &Words) -> Answer<'a> {
    let verdict = &verified.verdict;
    let (anchored_entry, entries_after_anchor) = match verdict.anchored {
        Anchored::UpTo { seq, later } => (Some(seq.0), Some(later)),
        Anchored::Unanchored | Anchored::Mismatch => (None, None),
    };
    Answer {
        session: &verified.name,
        sid: verdict.sid.as_deref(),
        verdict: match verdict.weight() {
            Weight::Harmless => "sound",
            Weight::Unclear => "unclear",
            Weight::Damaged => "damaged",
        },
        entries: verdict.entries,
        head: verdict.head.map(|head| head.hash.to_string()),
        head_entry: verdict.head.map(|head| head.seq.0),
        anchor: match verdict.anchored {
            Anchored::Unanchored => "none",
            Anchored::UpTo { .. } => "fits",
            Anchored::Mismatch => "mismatch",
        },
        anchored_entry,
        entries_after_anchor,
        signed_by: verified.signed_by.as_deref(),
        signature: signature.map(str::to_owned),
        missing: verdict.missing.iter().map(|(from, to)| [from.0, to.0]).collect(),
        findings: verdict.findings.iter().map(|finding| row(finding, words)).collect(),
    }
}

fn row(finding: &Finding, words: &Words) -> Row {
    let (segment, offset, entry) = place(finding);
    let what = match finding {
        Finding::Unreadable => "unreadable",
        Finding::Torn { .. } => "torn",
        Finding::Rewritten { .. } => "rewritten",
        Finding::Newer { .. } => "newer",
        Finding::Tail { .. } => "tail",
        Finding::Gap { .. } => "gap",
        Finding::Unlinked { .. } => "unlinked",
        Finding::Repeated { .. } => "repeated",
        Finding::Astray { .. } => "astray",
        Finding::RunbookChanged { .. } => "runbook_changed",
        Finding::SegmentGone { .. } => "segment_gone",
        Finding::SideChanged { .. } => "side_changed",
        Finding::SideMissing { .. } => "side_missing",
        Finding::SideUnreadable { .. } => "side_unreadable",
        Finding::SideUnnamed { .. } => "side_unnamed",
    };
    let weight = match finding.weight() {
        Weight::Harmless => "harmless",
        Weight::Unclear => "unclear",
        Weight::Damaged => "damaged",
    };
    Row { what, weight, segment, offset, entry, message: sentence(finding, words) }
}

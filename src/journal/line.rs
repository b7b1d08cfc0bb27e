//! One entry as one line of text, sealed with a hash, and back.
//!
//! Knows the shape of a line and nothing of files. The hash covers the exact bytes before `,"h":"`, which
//! always stands last and has a fixed length, so a check needs no parser.

use std::fmt::{self, Write as _};
use std::io::{self, Read};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use crate::session::{By, Entry, EntryId, Event, Kind, Person, Seq};
use crate::time::{BootId, Moment};

/// Version of the line format this release writes and reads.
pub const VERSION: u32 = 1;
/// Longest line that is read or written, in bytes.
pub const MAX_LINE: usize = 8 * 1024 * 1024;

const SEAL: &[u8] = b",\"h\":\"";
const SEAL_LEN: usize = SEAL.len() + 64 + 2;
/// Above this a number is no longer exact in every reader of JSON.
const MAX_SEQ: u64 = 1 << 53;

/// SHA-256 of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of everything that can still be read of `from`, which need not fit into memory.
    pub fn of_all(from: &mut impl Read) -> io::Result<Self> {
        let (mut hasher, mut piece) = (Sha256::new(), vec![0; 64 * 1024]);
        loop {
            match from.read(&mut piece) {
                Ok(0) => return Ok(Self(hasher.finalize().into())),
                Ok(count) => hasher.update(piece.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Reads 64 lower-case hexadecimal digits.
    pub fn parse(hex: &[u8]) -> Option<Self> {
        let nibble = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        if hex.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
            let [high, low] = pair else { return None };
            *byte = nibble(*high)? << 4 | nibble(*low)?;
        }
        Some(Self(bytes))
    }
}

/// 64 lower-case hexadecimal digits.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A line ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// The bytes, with the newline.
    pub line: Vec<u8>,
    /// Its hash: the next line's `prev`.
    pub hash: Digest,
}

/// A line that was read and whose hash is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Session it belongs to.
    pub sid: String,
    /// Its place in the journal.
    pub seq: Seq,
    /// Hash of the line before it.
    pub prev: Digest,
    /// Its own hash.
    pub hash: Digest,
    /// Version of its format.
    pub version: u32,
    /// What it says; `None` when its version is newer than this release.
    pub entry: Option<Entry>,
}

/// Why an entry cannot become a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EncodeFault {
    /// The line would be longer than [`MAX_LINE`].
    TooLong {
        /// Its length in bytes.
        bytes: usize,
    },
    /// The wall time lies outside the years 1677 to 2262.
    Time,
    /// The data of an unknown event is not JSON.
    UnknownData,
    /// A value has no JSON form.
    Json(String),
}

/// Why bytes are no line of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeFault {
    /// Longer than [`MAX_LINE`].
    TooLong,
    /// It does not end in a hash.
    NoHash,
    /// The hash is not that of the bytes before it.
    WrongHash,
    /// It is not the JSON of a line.
    Json(String),
    /// Its place or its time is out of range.
    Range,
}

impl fmt::Display for EncodeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { bytes } => write!(f, "the entry is {bytes} bytes long, more than {MAX_LINE}"),
            Self::Time => f.write_str("the wall time is out of range"),
            Self::UnknownData => f.write_str("the data of an unknown event is not JSON"),
            Self::Json(why) => write!(f, "the entry has no JSON form: {why}"),
        }
    }
}

impl std::error::Error for EncodeFault {}

#[derive(Serialize)]
struct Out<'a> {
    v: u32,
    sid: &'a str,
    seq: Seq,
    id: &'a EntryId,
    t: i64,
    tz: i32,
    m: u64,
    boot: &'a str,
    mode: Kind,
    who: &'a Person,
    by: &'a By,
    events: Vec<OutEvent<'a>>,
    prev: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum OutEvent<'a> {
    Known(&'a Event),
    Unknown {
        #[serde(rename = "type")]
        kind: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        data: Option<Box<RawValue>>,
    },
}

/// What every version of a line has.
#[derive(Deserialize)]
struct Frame {
    v: u32,
    sid: String,
    seq: Seq,
    prev: String,
}

#[derive(Deserialize)]
struct Body<'a> {
    id: EntryId,
    t: i64,
    tz: i32,
    m: u64,
    boot: String,
    mode: Kind,
    who: Person,
    by: By,
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Tagged<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

/// Writes `entry` of session `sid` as the line after the one with hash `prev`.
///
/// The same entry after the same line always gives the same bytes: a line that has to be written a second
/// time is recognised by that.
pub fn encode(sid: &str, entry: &Entry, prev: Digest) -> Result<Encoded, EncodeFault> {
    let out = Out {
        v: VERSION,
        sid,
        seq: entry.seq,
        id: &entry.id,
        t: entry.at.wall.timestamp_nanos_opt().ok_or(EncodeFault::Time)?,
        tz: entry.at.wall.offset().local_minus_utc().div_euclid(60),
        m: entry.at.boot_ns,
        boot: &entry.at.boot.0,
        mode: entry.mode,
        who: &entry.who,
        by: &entry.by,
        events: entry.events.iter().map(out_event).collect::<Result<_, _>>()?,
        prev: prev.to_string(),
    };
    let json = serde_json::to_string(&out).map_err(|fault| EncodeFault::Json(fault.to_string()))?;
    let mut text = escaped(json.strip_suffix('}').unwrap_or(&json));
    let hash = Digest::of(text.as_bytes());
    text.push_str(",\"h\":\"");
    text.push_str(&hash.to_string());
    text.push_str("\"}\n");
    if text.len() > MAX_LINE {
        return Err(EncodeFault::TooLong { bytes: text.len() });
    }
    Ok(Encoded { line: text.into_bytes(), hash })
}

fn out_event(event: &Event) -> Result<OutEvent<'_>, EncodeFault> {
    let Event::Unknown { kind, data } = event else { return Ok(OutEvent::Known(event)) };
    // A control character outside a string is only white space; a newline there would break the line in two.
    let data: String = data.chars().map(|c| if c.is_ascii_control() { ' ' } else { c }).collect();
    let data = match data.trim() {
        "" => None,
        data => Some(RawValue::from_string(data.to_owned()).map_err(|_| EncodeFault::UnknownData)?),
    };
    Ok(OutEvent::Unknown { kind, data })
}

/// Reads one line, given without its newline.
pub fn decode(line: &[u8]) -> Result<Record, DecodeFault> {
    if line.len() >= MAX_LINE {
        return Err(DecodeFault::TooLong);
    }
    let body_len = line.len().checked_sub(SEAL_LEN).ok_or(DecodeFault::NoHash)?;
    let (body, seal) = line.split_at(body_len);
    let stated = seal
        .strip_prefix(SEAL)
        .and_then(|rest| rest.strip_suffix(b"\"}"))
        .and_then(Digest::parse)
        .ok_or(DecodeFault::NoHash)?;
    if Digest::of(body) != stated {
        return Err(DecodeFault::WrongHash);
    }
    let text = std::str::from_utf8(line).map_err(|fault| DecodeFault::Json(fault.to_string()))?;
    let frame: Frame = parse(text)?;
    let prev = Digest::parse(frame.prev.as_bytes()).ok_or(DecodeFault::Range)?;
    if frame.v == 0 || frame.seq.0 == 0 || frame.seq.0 > MAX_SEQ {
        return Err(DecodeFault::Range);
    }
    let entry = if frame.v == VERSION { Some(decode_entry(text, frame.seq)?) } else { None };
    Ok(Record { sid: frame.sid, seq: frame.seq, prev, hash: stated, version: frame.v, entry })
}

fn decode_entry(text: &str, seq: Seq) -> Result<Entry, DecodeFault> {
    let body: Body<'_> = parse(text)?;
    let offset = body.tz.checked_mul(60).and_then(FixedOffset::east_opt).ok_or(DecodeFault::Range)?;
    let wall = DateTime::from_timestamp_nanos(body.t).with_timezone(&offset);
    Ok(Entry {
        seq,
        id: body.id,
        at: Moment { wall, boot_ns: body.m, boot: BootId(body.boot) },
        mode: body.mode,
        who: body.who,
        by: body.by,
        events: body.events.into_iter().map(decode_event).collect::<Result<_, _>>()?,
    })
}

/// A kind of a later release, or one whose data grew a word this release lacks, is kept as it stands.
fn decode_event(raw: &RawValue) -> Result<Event, DecodeFault> {
    if let Ok(event) = serde_json::from_str(raw.get()) {
        return Ok(event);
    }
    let tagged: Tagged<'_> = parse(raw.get())?;
    let data = tagged.data.map(|data| data.get().to_owned()).unwrap_or_default();
    Ok(Event::Unknown { kind: tagged.kind, data })
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, DecodeFault> {
    serde_json::from_str(text).map_err(|fault| DecodeFault::Json(fault.to_string()))
}

/// Writes every character that a terminal would obey, or not show, as `\u`.
///
/// JSON has such characters only inside strings, so what is read back is the same.
pub(super) fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len() + SEAL_LEN + 1);
    for c in json.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
    }
    text
}

/// Control, format and line-breaking characters beyond what JSON escapes by itself (categories Cc, Cf, Zl, Zp).
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
        | '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{110bd}'
        | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests;

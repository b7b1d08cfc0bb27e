//! A segment read through a window: its length is the disk's affair, not the memory's.
//!
//! Owns where one piece ends and the next begins, always between lines. Knows nothing of what stands in them.

use std::io;
use std::ops::ControlFlow;

use super::disk::Tape;
use super::line::MAX_LINE;

/// Bytes asked of the disk at once.
const PIECE: usize = 256 * 1024;

/// What is told of a segment, piece after piece.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Whole lines, each with its newline.
    Lines(&'a [u8]),
    /// One line of that many bytes, too long to be one of ours.
    Overlong(u64),
}

/// How far a segment was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reached {
    /// Where the first line begins that has no end yet.
    pub end: u64,
    /// Bytes from there on.
    pub tail: u64,
}

/// Tells every whole line of `tape` from `from`, where a line begins, to `until`; stops when told to.
pub(super) fn each_piece(
    tape: &dyn Tape,
    from: u64,
    until: u64,
    mut take: impl FnMut(u64, Piece<'_>) -> ControlFlow<()>,
) -> io::Result<Reached> {
    let mut window: Vec<u8> = Vec::new();
    let (mut begin, mut next, mut dropped) = (from, from, 0);
    loop {
        let old = window.len();
        let wanted = usize::try_from(until.saturating_sub(next)).unwrap_or(PIECE).min(PIECE);
        window.resize(old + wanted, 0);
        let count = tape.read_at(next, window.get_mut(old..).unwrap_or_default())?;
        window.truncate(old + count);
        next += count as u64;
        if count == 0 {
            return Ok(Reached { end: begin, tail: dropped + window.len() as u64 });
        }
        let fresh = window.get(old..).unwrap_or_default();
        let Some(last) = fresh.iter().rposition(|byte| *byte == b'\n').map(|last| old + last) else {
            if window.len() > MAX_LINE {
                dropped += window.len() as u64;
                window.clear();
            }
            continue;
        };
        let mut lines = window.get(..=last).unwrap_or_default();
        if dropped > 0 {
            let first = lines.iter().position(|byte| *byte == b'\n').map_or(lines.len(), |first| first + 1);
            let len = dropped + first as u64;
            dropped = 0;
            if take(begin, Piece::Overlong(len)).is_break() {
                return Ok(Reached { end: begin, tail: 0 });
            }
            begin += len;
            lines = lines.get(first..).unwrap_or_default();
        }
        if !lines.is_empty() {
            if take(begin, Piece::Lines(lines)).is_break() {
                return Ok(Reached { end: begin, tail: 0 });
            }
            begin += lines.len() as u64;
        }
        window.drain(..=last);
    }
}

/// Tells every whole line of `tape` from `from` on, without its newline; lines too long are left out.
pub(super) fn each_line(tape: &dyn Tape, from: u64, mut take: impl FnMut(&[u8]) -> ControlFlow<()>) -> io::Result<()> {
    each_piece(tape, from, u64::MAX, |_, piece| match piece {
        Piece::Lines(lines) => lines
            .split_inclusive(|byte| *byte == b'\n')
            .filter_map(|line| line.strip_suffix(b"\n"))
            .try_for_each(&mut take),
        Piece::Overlong(_) => ControlFlow::Continue(()),
    })
    .map(|_| ())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    /// Gives back at most `most` bytes at once.
    struct Slow {
        bytes: Vec<u8>,
        most: usize,
    }

    impl Tape for Slow {
        fn try_lock(&self) -> io::Result<bool> {
            Ok(true)
        }
        fn unlock(&self) {}
        fn len(&self) -> io::Result<u64> {
            Ok(self.bytes.len() as u64)
        }
        fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
            let rest = &self.bytes[usize::try_from(offset).unwrap().min(self.bytes.len())..];
            let count = rest.len().min(buffer.len()).min(self.most);
            buffer[..count].copy_from_slice(&rest[..count]);
            Ok(count)
        }
        fn write(&self, _: &[u8]) -> io::Result<usize> {
            Ok(0)
        }
        fn sync(&self) -> io::Result<()> {
            Ok(())
        }
    }

    fn told(tape: &Slow, from: u64) -> (Vec<(u64, String)>, Reached) {
        let mut told = Vec::new();
        let reached = each_piece(tape, from, u64::MAX, |at, piece| {
            told.push(match piece {
                Piece::Lines(lines) => (at, String::from_utf8_lossy(lines).into_owned()),
                Piece::Overlong(len) => (at, format!("too long: {len}")),
            });
            ControlFlow::Continue(())
        })
        .unwrap();
        (told, reached)
    }

    #[test]
    fn lines_come_whole_however_the_disk_cuts_them() {
        let text = "one\ntwo\n\nthree\nfo";
        for most in 1..=text.len() {
            let tape = Slow { bytes: text.into(), most };
            let (told, reached) = told(&tape, 0);
            assert!(told.iter().all(|(_, lines)| lines.ends_with('\n')), "{most}: {told:?}");
            let joined: String = told.iter().map(|(_, lines)| lines.as_str()).collect();
            assert_eq!((joined.as_str(), reached), ("one\ntwo\n\nthree\n", Reached { end: 15, tail: 2 }), "{most}");
        }
        let tape = Slow { bytes: text.into(), most: 3 };
        assert_eq!(told(&tape, 4).0[0].0, 4);
        assert_eq!(told(&Slow { bytes: Vec::new(), most: 1 }, 0), (Vec::new(), Reached { end: 0, tail: 0 }));
        let until = each_piece(&tape, 0, 6, |_, _| ControlFlow::Continue(())).unwrap();
        assert_eq!(until, Reached { end: 4, tail: 2 }, "and no further than asked");
    }

    #[test]
    fn a_line_without_end_is_measured_and_not_kept() {
        let long = 3 * MAX_LINE;
        let bytes = [b"a\n".to_vec(), vec![b'x'; long], b"\nb\n".to_vec()].concat();
        let (found, reached) = told(&Slow { bytes, most: usize::MAX }, 0);
        let expected =
            vec![(0, "a\n".to_owned()), (2, format!("too long: {}", long + 1)), (long as u64 + 3, "b\n".to_owned())];
        // The first line may come in the same piece as bytes of the long one; it is told first all the same.
        assert_eq!(found, expected);
        assert_eq!(reached, Reached { end: long as u64 + 5, tail: 0 });
        let endless = Slow { bytes: [b"a\n".to_vec(), vec![b'x'; long]].concat(), most: usize::MAX };
        assert_eq!(told(&endless, 0).1, Reached { end: 2, tail: long as u64 });
    }
}

//! With what a terminal writes: colours and marks, and the shortest way from one to another.

use std::fmt::Write as _;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// Colours and marks of what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pen {
    ink: Color,
    paper: Color,
    marks: Modifier,
}

/// Marks with the number that sets each and the number that ends it; bold and dim end together (ECMA-48, 8.3.117).
const MARKS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Pen {
    /// The pen a cell is written with.
    pub fn of(cell: &Cell) -> Self {
        Self { ink: cell.fg, paper: cell.bg, marks: cell.modifier }
    }

    /// What takes this pen up in place of the one at hand; nothing when it is the same.
    pub fn take_up(self, at_hand: Option<Self>, bytes: &mut Vec<u8>) {
        if at_hand == Some(self) {
            return;
        }
        let anew = sequence(&[""], &self.from(Self::default()).unwrap_or_default());
        let changed = at_hand.and_then(|at_hand| self.from(at_hand)).map(|codes| sequence(&[], &codes));
        let shortest = changed.filter(|changed| changed.len() < anew.len()).unwrap_or(anew);
        bytes.extend_from_slice(shortest.as_bytes());
    }

    /// The numbers that make this pen of another one; none where marks that end together would have to be set again.
    fn from(self, other: Self) -> Option<Vec<String>> {
        let mut codes = Vec::new();
        for (mark, _, end) in MARKS.into_iter().filter(|(mark, ..)| (other.marks - self.marks).contains(*mark)) {
            let kept = MARKS.iter().any(|(other, _, its)| *its == end && *other != mark && self.marks.contains(*other));
            if kept {
                return None;
            }
            let end = end.to_string();
            if !codes.contains(&end) {
                codes.push(end);
            }
        }
        for (_, set, _) in MARKS.into_iter().filter(|(mark, ..)| (self.marks - other.marks).contains(*mark)) {
            codes.push(set.to_string());
        }
        if self.ink != other.ink {
            codes.push(colour(self.ink, 30));
        }
        if self.paper != other.paper {
            codes.push(colour(self.paper, 40));
        }
        Some(codes)
    }
}

/// `first` stands for what an empty number means: everything back to how it was.
fn sequence(first: &[&str], codes: &[String]) -> String {
    let all: Vec<&str> = first.iter().copied().chain(codes.iter().map(String::as_str)).collect();
    format!("\x1b[{}m", all.join(";"))
}

/// The number of a colour; `base` is 30 for ink and 40 for paper.
fn colour(colour: Color, base: u8) -> String {
    let code = match colour {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => base + 60,
        Color::LightRed => base + 61,
        Color::LightGreen => base + 62,
        Color::LightYellow => base + 63,
        Color::LightBlue => base + 64,
        Color::LightMagenta => base + 65,
        Color::LightCyan => base + 66,
        Color::White => base + 67,
        Color::Indexed(number) => return format!("{};5;{number}", base + 8),
        Color::Rgb(red, green, blue) => return format!("{};2;{red};{green};{blue}", base + 8),
    };
    let mut text = String::new();
    let _ = write!(text, "{code}");
    text
}

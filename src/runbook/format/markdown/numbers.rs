//! Numbers people write that Markdown does not know: `1、`, `（1）`, `1 - `, `步骤1：`, one a line or one a paragraph.
//!
//! Makes lists of them, so that whoever reads the blocks knows one kind of list. The numbers stay in the text.

use super::blocks::{Block, Item, Kind, List};

/// Blocks among which the next number stands.
const NEAR: usize = 40;

/// Turns paragraphs of numbered lines into lists.
pub(super) fn listed(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let numbers: Vec<Option<u64>> = blocks.iter().map(|block| number_of(text, block)).collect();
    let next_to = |at: usize, number: u64| {
        let before = numbers.get(..at).unwrap_or_default().iter().rev().take(NEAR).flatten().next();
        let after = numbers.get(at + 1..).unwrap_or_default().iter().take(NEAR).flatten().next();
        before.is_some_and(|before| before + 1 == number) || after.is_some_and(|after| number + 1 == *after)
    };
    let whole = |(at, block): (usize, Block)| {
        let Some(Some(number)) = numbers.get(at).copied() else { return block };
        let lines = lines(text, &block);
        if lines.len() > 1 {
            return list(number, lines, block);
        }
        if next_to(at, number) {
            let line = vec![(number, block.span.clone())];
            return list(number, line, block);
        }
        block
    };
    blocks.into_iter().enumerate().map(whole).collect()
}

fn list(first: u64, lines: Vec<(u64, std::ops::Range<usize>)>, block: Block) -> Block {
    let item = |span: std::ops::Range<usize>| Item {
        task: None,
        blocks: vec![Block { kind: Kind::Paragraph, span: span.clone() }],
        span,
    };
    let items = lines.into_iter().map(|(_, span)| item(span)).collect();
    Block { kind: Kind::List(List { first: Some(first), items }), span: block.span }
}

/// The number a paragraph begins with.
fn number_of(text: &str, block: &Block) -> Option<u64> {
    let written = text.get(block.span.clone()).filter(|_| matches!(block.kind, Kind::Paragraph))?;
    // A line that is bold as a whole heads something.
    if super::inline::all_bold(written).is_some() { None } else { number(written) }
}

/// The numbered lines of a paragraph, each with those that follow it.
fn lines(text: &str, block: &Block) -> Vec<(u64, std::ops::Range<usize>)> {
    let mut found: Vec<(u64, std::ops::Range<usize>)> = Vec::new();
    let mut at = block.span.start;
    for line in text.get(block.span.clone()).unwrap_or_default().split_inclusive('\n') {
        let end = at + line.trim_end().len();
        let lead = line.len() - line.trim_start().len();
        match (number(line.trim_start()), found.last_mut()) {
            (Some(number), last) if last.as_ref().is_none_or(|(before, _)| before + 1 == number) => {
                found.push((number, at + lead..end));
            }
            (_, Some((_, span))) => span.end = end,
            _ => {}
        }
        at += line.len();
    }
    found
}

const CHINESE: &str = "一二三四五六七八九十";

fn number(line: &str) -> Option<u64> {
    let line = line.trim_start_matches("**");
    let circled = line.chars().next().filter(|c| ('①'..='⑳').contains(c));
    if let Some(c) = circled {
        return Some(u64::from(u32::from(c) - u32::from('①')) + 1);
    }
    let open = line.starts_with(['（', '(']);
    let word = ["步骤", "第", "Step ", "step ", "STEP "].iter().find_map(|word| line.strip_prefix(word));
    let rest = word.unwrap_or(line).trim_start_matches(['（', '(', ' ']);
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, behind) = if (1..=2).contains(&digits) {
        (rest.get(..digits)?.parse().ok()?, rest.get(digits..)?)
    } else {
        let c = rest.chars().next()?;
        (CHINESE.chars().position(|known| known == c)? as u64 + 1, rest.get(c.len_utf8()..)?)
    };
    let closed = if open {
        behind.starts_with(['）', ')'])
    } else if word.is_some() {
        behind.starts_with(['：', ':', '.', '、', '步', ' ', '-'])
    } else {
        behind.starts_with(['、', '）', '．']) || behind.starts_with(" - ") || behind.starts_with(" – ")
    };
    closed.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runbook::format::markdown::blocks::blocks;

    fn items(text: &str) -> Vec<String> {
        let all = listed(text, blocks(text, 0));
        let lists = all.iter().filter_map(|block| match &block.kind {
            Kind::List(list) => Some(list),
            _ => None,
        });
        lists.flat_map(|list| &list.items).map(|item| text[item.span.clone()].to_owned()).collect()
    }

    #[test]
    fn numbers_of_every_kind_make_lists() {
        assert_eq!(items("1、先看\n2、再做\n接着\n3、完"), ["1、先看", "2、再做\n接着", "3、完"]);
        assert_eq!(items("1 - Stop it\n\ntext\n\n2 - Start it"), ["1 - Stop it", "2 - Start it"]);
        assert_eq!(items("（1）甲\n（2）乙"), ["（1）甲", "（2）乙"]);
        assert_eq!(items("步骤1：甲\n\n步骤2：乙"), ["步骤1：甲", "步骤2：乙"]);
        assert!(items("10 - 5 is five").is_empty() && items("第三方接口").is_empty());
    }
}

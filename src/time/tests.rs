//! What people write for a length of time is read, written back and drawn the same way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use chrono::DateTime;
use proptest::prelude::*;

use super::{BootId, Moment, Span, SpanFault};

#[test]
fn a_length_of_time_is_read_with_its_units() {
    for (text, millis) in [
        ("30m", 1_800_000),
        ("1h30m", 5_400_000),
        ("90s", 90_000),
        ("2d", 172_800_000),
        ("250ms", 250),
        ("1m1ms", 60_001),
        ("-5m", -300_000),
        ("−5m", -300_000),
        ("+5m", 300_000),
        (" 5m ", 300_000),
        ("0s", 0),
    ] {
        assert_eq!(Span::parse(text), Ok(Span::millis(millis)), "{text}");
    }
}

#[test]
fn what_is_no_length_of_time_says_why() {
    for (text, fault) in [
        ("", SpanFault::Empty),
        ("-", SpanFault::Empty),
        ("30", SpanFault::NoUnit),
        ("1h30", SpanFault::NoUnit),
        ("m", SpanFault::NoNumber),
        ("1h m", SpanFault::NoNumber),
        ("5 m", SpanFault::UnknownUnit),
        ("5min", SpanFault::UnknownUnit),
        ("5M", SpanFault::UnknownUnit),
        ("1.5h", SpanFault::UnknownUnit),
        ("10001d", SpanFault::TooLong),
        ("99999999999999999999s", SpanFault::TooLong),
        ("9223372036854775807d", SpanFault::TooLong),
    ] {
        assert_eq!(Span::parse(text), Err(fault), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(millis in -863_999_999_999_i64..863_999_999_999) {
        let span = Span::millis(millis);
        prop_assert_eq!(Span::parse(&span.to_string()), Ok(span));
        let written = serde_json::to_string(&span).unwrap();
        prop_assert_eq!(serde_json::from_str::<Span>(&written).unwrap(), span);
    }

    #[test]
    fn no_text_makes_reading_fail_badly(text in "[-+0-9dhms. ]{0,24}") {
        let _ = Span::parse(&text);
    }
}

#[test]
fn zero_is_written_with_a_unit() {
    assert_eq!(Span::ZERO.to_string(), "0s");
    assert_eq!(Span::millis(93_784_005).to_string(), "1d2h3m4s5ms");
}

#[test]
fn a_clock_is_drawn_in_minutes_and_hours_with_its_sign() {
    for (text, drawn) in [
        ("0s", "0:00"),
        ("59s", "0:59"),
        ("12m43s", "12:43"),
        ("1h2m3s", "1:02:03"),
        ("30h", "30:00:00"),
        ("-5m", "-5:00"),
        ("-1h1s", "-1:00:01"),
        ("999ms", "0:00"),
    ] {
        assert_eq!(Span::parse(text).unwrap().clock(), drawn, "{text}");
    }
}

#[test]
fn a_clock_never_shows_a_second_before_it_is_over() {
    assert_eq!(Span::millis(1_999).as_seconds(), 1);
    assert_eq!(Span::millis(-1).as_seconds(), -1);
}

#[test]
fn arithmetic_holds_at_the_ends() {
    let most = Span::millis(i64::MAX);
    assert_eq!(most + Span::minutes(1), most);
    assert_eq!((-most - most - most).abs(), most);
    assert_eq!(Span::minutes(10).percent(80), Span::minutes(8));
}

fn moment(wall: &str, seconds: u64, boot: &str) -> Moment {
    let wall = DateTime::parse_from_rfc3339(wall).unwrap();
    Moment { wall, boot_ns: seconds * 1_000_000_000, boot: BootId(boot.to_owned()) }
}

#[test]
fn time_goes_by_on_the_boot_clock_and_across_a_reboot_on_the_wall() {
    let before = moment("2026-11-22T06:00:00+08:00", 100, "a");
    assert_eq!(moment("2026-11-22T09:00:00+08:00", 160, "a").since(&before), Span::minutes(1));
    assert_eq!(moment("2026-11-22T06:05:00+08:00", 3, "b").since(&before), Span::minutes(5));
    assert_eq!(moment("2026-11-22T05:00:00+08:00", 3, "b").since(&before), Span::ZERO, "never negative");
    assert_eq!(moment("2026-11-22T06:00:00+08:00", 90, "a").since(&before), Span::ZERO);
}

#[test]
fn a_moment_is_moved_on_both_clocks() {
    let now = moment("2026-11-22T06:00:00+08:00", 600, "a");
    let then = now.shifted(Span::minutes(-5));
    assert_eq!(then, moment("2026-11-22T05:55:00+08:00", 300, "a"));
    assert_eq!(now.shifted(Span::minutes(-60)).boot_ns, 0);
}

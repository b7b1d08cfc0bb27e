//! Claims have one winner and the loser is told; facts stand side by side.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fixture::*;
use crate::session::{Claim, Command, NoteKind, Refusal, Seq};

fn book() -> Value {
    json!({ "contacts": { "hao": { "name": "Hao X." }, "wei": { "name": "Wei X." } },
        "roles": { "lead": { "title": "Lead" }, "tech": { "title": "Tech" } },
        "phases": [any_phase("p", vec![step_with("a", json!({ "checklist": ["one", "two"] })), branch("b"), branch("c")])] })
}

/// A step that begins only when somebody begins it.
fn branch(id: &str) -> Value {
    step_with(id, json!({ "branch": true }))
}

fn seen(run: &Run) -> Seq {
    run.session.log().last().unwrap().entry.seq
}

fn taken(claim: Claim, to: Option<&str>, at: u64) -> Refusal {
    Refusal::TakenMeanwhile { claim, by: person(ME), to: to.map(person), at: Seq(at) }
}

fn tech() -> Claim {
    Claim::Role("tech".into())
}

fn take_over(deputy: &str) -> Command {
    Command::TakeOver { role: "tech".into(), deputy: person(deputy) }
}

#[test]
fn a_role_two_people_give_away_goes_where_the_first_gave_it_and_the_second_is_told() {
    let mut run = incident(book());
    let before = seen(&run);
    run.act(assign("tech", "hao"));
    run.typed_by("wei").having_seen(before).refused(assign("tech", "wei"), taken(tech(), Some("hao"), before.0 + 1));
    assert_eq!(run.session.fills(&"tech".into()), Some(person("hao")));
}

#[test]
fn whoever_has_seen_who_won_may_give_the_role_away_again() {
    let mut run = incident(book());
    run.act(assign("tech", "hao"));
    let after = seen(&run);
    run.typed_by("wei").having_seen(after).act(assign("tech", "wei"));
    assert_eq!(run.session.fills(&"tech".into()), Some(person("wei")));
}

#[test]
fn ones_own_claim_is_no_surprise_to_oneself() {
    let mut run = incident(book());
    let before = seen(&run);
    run.act(assign("tech", "hao")).having_seen(before).act(assign("tech", "wei"));
}

#[test]
fn a_deputy_does_not_overwrite_a_new_holder_nor_the_other_way_round() {
    let mut run = incident(book());
    run.act(assign("tech", "hao"));
    let before = seen(&run);
    run.act(take_over("zoe"));
    let lost = taken(tech(), Some("zoe"), before.0 + 1);
    run.typed_by("wei").having_seen(before).refused(assign("tech", "wei"), lost.clone());
    run.refused(take_over("wei"), lost.clone()).refused(Command::HandBack { role: "tech".into() }, lost);
}

#[test]
fn a_role_handed_back_meanwhile_is_with_its_holder() {
    let mut run = incident(book());
    run.act(assign("tech", "hao")).act(take_over("zoe"));
    let before = seen(&run);
    run.act(Command::HandBack { role: "tech".into() });
    run.typed_by("wei").having_seen(before);
    run.refused(take_over("wei"), taken(tech(), Some("hao"), before.0 + 1));
}

#[test]
fn a_step_two_people_give_away_has_one_person() {
    let mut run = incident(book());
    let before = seen(&run);
    run.act(reassign("b", "hao"));
    let lost = taken(Claim::Step(id("b")), Some("hao"), before.0 + 1);
    run.typed_by("wei").having_seen(before).refused(reassign("b", "wei"), lost);
    run.act(reassign("c", "wei"));
}

#[test]
fn a_step_two_people_begin_is_begun_by_the_first() {
    let mut run = incident(book());
    let before = seen(&run);
    run.act(begin("b"));
    let lost = taken(Claim::Start(id("b")), None, before.0 + 1);
    run.typed_by("wei").having_seen(before).refused(begin("b"), lost);
}

#[test]
fn a_step_that_began_by_itself_was_taken_by_nobody() {
    let mut run = incident(steps(&["a", "b"]));
    let before = seen(&run);
    run.act(done("a"));
    run.typed_by("wei").having_seen(before).refused(begin("b"), Refusal::StepActive(id("b")));
}

#[test]
fn a_claim_that_was_taken_back_stands_in_nobodys_way() {
    let mut run = incident(book());
    let before = seen(&run);
    run.act(assign("tech", "hao")).act(Command::TakeBack);
    run.typed_by("wei").having_seen(before).act(assign("tech", "wei"));
}

#[test]
fn facts_of_several_people_stand_side_by_side() {
    let mut run = incident(book());
    let before = seen(&run);
    let note = || Command::Note { kind: NoteKind::Note, text: "x".to_owned(), stated: None, step: None };
    run.act(note()).act(tick("a", 0)).act(assign("tech", "hao"));
    run.typed_by("wei").having_seen(before).act(note()).act(tick("a", 1)).act(assign("lead", "wei")).act(done("a"));
    run.refused(done("a"), Refusal::StepFinished(id("a")));
}

fn some_claim() -> impl Strategy<Value = Command> {
    let who = prop_oneof![Just("hao"), Just("wei"), Just("zoe")];
    let role = prop_oneof![Just("lead"), Just("tech")];
    let step = prop_oneof![Just("b"), Just("c")];
    (0..4, who, role, step).prop_map(|(kind, who, role, step)| match kind {
        0 => assign(role, who),
        1 => Command::TakeOver { role: role.into(), deputy: person(who) },
        2 => reassign(step, who),
        _ => begin(step),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_two_claims_decided_side_by_side_exactly_one_wins_and_the_other_is_told(
        mine in some_claim(), theirs in some_claim(), mine_first: bool,
    ) {
        let mut run = incident(book());
        let before = seen(&run);
        run.having_seen(before);
        let both = [(ME, mine), ("wei", theirs)];
        let alike = both[0].1.claim() == both[1].1.claim();
        let order = if mine_first { [0, 1] } else { [1, 0] };
        let [first, second] = order.map(|place| both[place].clone());
        run.typed_by(first.0).act(first.1.clone());
        let won = run.session.state().clone();
        run.typed_by(second.0);
        match run.give(second.1.clone(), None, None) {
            Err(Refusal::TakenMeanwhile { claim, by, at, .. }) => {
                prop_assert!(alike && Some(claim) == second.1.claim());
                prop_assert_eq!((by, at), (person(first.0), before.next()));
                prop_assert_eq!(run.session.state(), &won, "what the winner did stands");
            }
            other => prop_assert!(!alike && other.is_ok(), "{:?} after {:?}: {:?}", second, first, other),
        }
    }
}

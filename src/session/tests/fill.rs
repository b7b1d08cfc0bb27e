//! Texts and commands with their places filled: known values go in, unknown ones are named, no value escapes.

use serde_json::json;

use super::fixture::*;

fn run() -> Run {
    let mut run =
        incident(json!({ "contacts": { "lin": { "name": "Lin X." } }, "roles": { "lead": { "title": "Lead" } },
        "variables": { "host": {}, "eta": {}, "key": { "kind": "secret" } },
        "steps": [step_with("a", json!({ "title": "Restart", "role": "lead" }))] }));
    run.act(assign("lead", "lin"));
    run
}

fn command(value: &str, run_text: &str) -> String {
    let mut run = run();
    run.act(set("host", value));
    run.session.fill_command(run_text, &id("a")).text
}

#[test]
fn places_are_filled_with_what_is_known() {
    let mut run = run();
    run.act(set("host", "mes-1"));
    let filled = run.session.fill(
        "{{host}} {{ host }} {{role.lead}} {{step.title}} {{runbook.title}} {{session.kind}} {{session.started}}",
        Some(&id("a")),
    );
    assert_eq!(filled.text, "mes-1 mes-1 Lin X. Restart Book incident 2026-11-22 06:00");
    assert!(filled.missing.is_empty());
}

#[test]
fn unknown_places_stay_and_missing_variables_are_named_once() {
    let filled = run().session.fill("{{eta}} {{host}} {{eta}} {{nonsense}} {{role.nobody}} {{step.title}} {{", None);
    assert_eq!(filled.text, "{{eta}} {{host}} {{eta}} {{nonsense}} {{role.nobody}} {{step.title}} {{");
    assert_eq!(filled.missing, ["eta", "host"]);
}

#[test]
fn a_value_is_never_filled_again() {
    let mut run = run();
    run.act(set("host", "{{eta}}")).act(set("eta", "9"));
    assert_eq!(run.session.fill("{{host}}", None).text, "{{eta}}");
}

#[test]
fn a_secret_is_never_filled_in() {
    let mut run = run();
    run.act(set("key", "hunter2"));
    assert_eq!(run.session.fill("{{key}}", None).missing, ["key"]);
    assert_eq!(run.session.fill_command("x \"$key\"", &id("a")).text, "x \"$key\"");
}

#[test]
fn a_command_takes_values_as_one_word() {
    assert_eq!(command("mes-1", "ping \"$host\" ${host} $host"), "ping \"mes-1\" mes-1 mes-1");
    assert_eq!(command("a b", "ping \"$host\" $host"), "ping \"a b\" 'a b'");
    assert_eq!(command("it's", "ping $host"), "ping 'it'\\''s'");
}

#[test]
fn a_value_cannot_leave_its_quotes() {
    assert_eq!(command("$(rm -rf /)", "ping \"$host\""), "ping \"\\$(rm -rf /)\"");
    assert_eq!(command("`id`\"; rm \\", "ping \"$host\""), "ping \"\\`id\\`\\\"; rm \\\\\"");
    assert_eq!(command("$(id)", "ping $host"), "ping '$(id)'");
}

#[test]
fn a_value_cannot_leave_quotes_within_a_substitution() {
    assert_eq!(command("$(id)", "echo \"$(ping \"$host\")\" \"$host\""), "echo \"$(ping \"\\$(id)\")\" \"\\$(id)\"");
    assert_eq!(command("$(id)", "echo \"$(ping $host)\""), "echo \"$(ping '$(id)')\"");
    assert_eq!(command("$(id)", "(cd x; ping \"$host\")"), "(cd x; ping \"\\$(id)\")");
}

#[test]
fn where_quotes_are_too_tangled_only_harmless_values_go_in() {
    for tangled in ["echo \"`ping \"$host\"`\"", "cat <<END\n$host\nEND", "echo \"${x:-\"$host\"}\""] {
        assert_eq!(command("$(id)", tangled), tangled);
        assert_eq!(command("mes-1", tangled), tangled.replace("$host", "mes-1").as_str(), "{tangled}");
    }
    assert_eq!(command("$(id)", "echo $'a\\'' \"$host\""), "echo $'a\\'' \"$host\"");
}

#[test]
fn an_exclamation_mark_is_kept_from_the_shells_history() {
    assert_eq!(command("a!b", "echo \"x $host y\""), "echo \"x \"'a!b'\" y\"");
}

#[test]
fn what_the_shell_does_not_fill_is_left_alone() {
    for literal in ["echo '$host'", "echo \\$host", "echo \"\\$host\"", "echo $HOME $1 $$ ${host:-x} $"] {
        assert_eq!(command("mes-1", literal), literal);
    }
}

#[test]
fn variables_without_a_value_are_named_and_stay() {
    let filled = run().session.fill_command("ping \"$host\" $eta ${host}", &id("a"));
    assert_eq!(filled.text, "ping \"$host\" $eta ${host}");
    assert_eq!(filled.missing, ["host", "eta"]);
}

#[test]
fn a_message_of_a_drill_begins_and_ends_by_saying_so_and_a_real_one_does_not() {
    let book = || json!({ "notices": { "n": { "title": "N", "text": "The server is down." } }, "steps": [step("a")] });
    assert_eq!(
        drill(book()).session.fill_notice(&"n".into(), None).text,
        "[DRILL 演练] The server is down. [DRILL 演练]"
    );
    assert_eq!(incident(book()).session.fill_notice(&"n".into(), None).text, "The server is down.");
}

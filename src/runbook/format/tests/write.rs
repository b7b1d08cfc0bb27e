//! That what is written is what was read, and how it looks.

use proptest::prelude::*;

use super::schema::{REST, bundled};
use super::sound::WHOLE;
use crate::runbook::format::{Entry, Native, Node, Source, Value, read, write};

/// The same tree with nothing said of places.
fn bare(node: &Node) -> Node {
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(bare).collect()),
        Value::Object(entries) => {
            let entry = |entry: &Entry| Entry { key: entry.key.clone(), key_span: 0..0, node: bare(&entry.node) };
            Value::Object(entries.iter().map(entry).collect())
        }
        other => other.clone(),
    };
    Node { value, span: 0..0 }
}

fn tree(name: &str, text: &str) -> Node {
    let reading = read(name, text.as_bytes());
    bare(reading.source.root().unwrap_or_else(|| panic!("{text}\n{:#?}", reading.faults)))
}

/// What a tree says once a scalar without quotes is what its field wants.
fn said(node: &Node) -> Node {
    tree("x.json", &write(node, Native::Json))
}

fn text(text: &str) -> Node {
    Node { value: Value::Text(text.to_owned()), span: 0..0 }
}

fn object(entries: Vec<(String, Node)>) -> Node {
    let entries = entries.into_iter().map(|(key, node)| Entry { key, key_span: 0..0, node });
    Node { value: Value::Object(entries.collect()), span: 0..0 }
}

fn list(items: Vec<Node>) -> Node {
    Node { value: Value::List(items), span: 0..0 }
}

/// How a text is written behind its name.
fn yaml(value: &str) -> String {
    let written = write(&object(vec![("k".to_owned(), text(value))]), Native::Yaml);
    written.strip_prefix("k: ").unwrap().strip_suffix('\n').unwrap().to_owned()
}

#[test]
fn a_runbook_keeps_all_it_says_in_both_spellings() {
    let own = [WHOLE, REST, include_str!("worked.json")].map(|text| ("x.json".to_owned(), text.to_owned()));
    for (name, text) in bundled().into_iter().chain(own) {
        let reading = read(&name, text.as_bytes());
        let root = reading.source.root().unwrap();
        let yaml = write(root, Native::Yaml);
        let again = read("x.yaml", yaml.as_bytes());
        assert_eq!(again.faults, [], "{name}\n{yaml}");
        assert_eq!(again.runbook, reading.runbook);
        assert_eq!(said(again.source.root().unwrap()), said(root));
        assert_eq!(write(again.source.root().unwrap(), Native::Yaml), yaml, "written twice alike");
        if text.starts_with('{') {
            assert_eq!(said(root), bare(root));
        }
    }
}

#[test]
fn a_scalar_without_quotes_becomes_what_its_field_wants() {
    let yaml = "format: runbook/1\nid: x\ntitle: 2026\nversion: 1.10\nreview: { number: 7 }\nroles:\n  r: { title: yes, required: true, min: 2 }\n\
                variables:\n  v: { default: 020, choices: [1, true, no] }\nextensions: { a: 1, b: [true, x] }\nsteps:\n  - title: Off\n    optional: false\n    \
                checklist: [7]\n    repeat: { until: 3, max: 3 }\n";
    let json = write(read("x.yaml", yaml.as_bytes()).source.root().unwrap(), Native::Json);
    for part in [
        r#""title": "2026""#,
        r#""version": "1.10""#,
        r#""number": "7""#,
        r#""r": { "title": "yes", "required": true, "min": 2 }"#,
        r#""default": "020""#,
        r#""choices": [1, true, "no"]"#,
        r#""extensions": {"#,
        r#""b": [true, "x"]"#,
        r#""optional": false"#,
        r#""checklist": ["7"]"#,
        r#"{ "until": "3", "max": 3 }"#,
    ] {
        assert!(json.contains(part), "no {part} in\n{json}");
    }
    assert_eq!(read("x.json", json.as_bytes()).runbook, read("x.yaml", yaml.as_bytes()).runbook);
}

#[test]
fn a_text_has_quotes_where_yaml_needs_them_and_nowhere_else() {
    for plain in [
        "Call the vendor",
        "重启应用服务",
        "30m",
        "1h30m",
        "365d",
        "24x7",
        "2026-01-31",
        "runbook/1",
        "a:b",
        "a#b",
        "-x",
        "?x",
        "it's",
        "ping -c 3 \"$host\"",
        "C:\\temp",
        "https://example.org/a?b=c#d",
        "A, b and [c]",
        "{x",
        "Yes, do",
        "nothing",
        "~/x",
        "e5",
        "a - b",
    ] {
        let expected = if plain.starts_with('{') { format!("\"{plain}\"") } else { plain.to_owned() };
        assert_eq!(yaml(plain), expected);
    }
    for quoted in [
        "",
        " a",
        "a ",
        "yes",
        "No",
        "on",
        "OFF",
        "null",
        "~",
        "true",
        "False",
        "y",
        "1.10",
        "7",
        "-7",
        "0x1f",
        "1e5",
        ".5",
        "12:30",
        "1_000",
        ".inf",
        "{{host}} is down",
        "[a]",
        "a: b",
        "a:",
        "a #b",
        "- a",
        "-",
        "? a",
        "# a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "@a",
        "`a`",
        "%a",
        "---",
        "=",
        "<<",
    ] {
        assert_eq!(yaml(quoted), format!("\"{quoted}\""));
    }
    assert_eq!(yaml("\"a\" b"), r#"'"a" b'"#);
    assert_eq!(yaml("'a' \"b\""), r#"'''a'' "b"'"#);
    assert_eq!(yaml("a\tb"), r#""a\tb""#);
    assert_eq!(yaml("rm a\u{202e}b\u{1b}[2J\u{200b}"), r#""rm a\u202eb\u001b[2J\u200b""#);
}

#[test]
fn a_text_of_several_lines_is_a_block() {
    assert_eq!(yaml("a\n  b\n\nc: d # e"), "|-\n  a\n    b\n\n  c: d # e");
    assert_eq!(yaml("a\nb\n"), "|\n  a\n  b");
    for quoted in ["a\n", "\na", " a\nb", "a\nb\n\n", "a\r\nb", "a\n\tb", "a\n \nb"] {
        assert!(yaml(quoted).starts_with('"'), "{quoted:?}");
    }
    let steps = list(vec![object(vec![("run".to_owned(), text("a\nb")), ("on".to_owned(), text("db"))])]);
    let steps = object(vec![("commands".to_owned(), steps)]);
    assert_eq!(write(&steps, Native::Yaml), "commands:\n  - run: |-\n      a\n      b\n    on: db\n");
}

#[test]
fn short_lists_stand_on_one_line_and_blocks_apart() {
    let short = list(vec![text("a, b"), text("c")]);
    let long = list(vec![text(&"x".repeat(50)), text(&"y".repeat(40))]);
    let root = object(vec![
        ("id".to_owned(), text("x")),
        ("tags".to_owned(), short.clone()),
        ("basis".to_owned(), long.clone()),
        ("title".to_owned(), text("X")),
        ("empty".to_owned(), list(vec![])),
        ("lists".to_owned(), list(vec![short, list(vec![long])])),
    ]);
    let (x, y) = ("x".repeat(50), "y".repeat(40));
    let expected = format!(
        "id: x\ntags: [\"a, b\", c]\n\nbasis:\n  - {x}\n  - {y}\n\ntitle: X\nempty: []\n\nlists:\n  - [\"a, b\", c]\n  - - - {x}\n      - {y}\n"
    );
    assert_eq!(write(&root, Native::Yaml), expected);
    let expected = format!(
        "{{\n  \"id\": \"x\",\n  \"tags\": [\"a, b\", \"c\"],\n  \"basis\": [\"{x}\", \"{y}\"],\n  \"title\": \"X\",\n"
    );
    let json = write(&root, Native::Json);
    assert!(
        json.starts_with(
            &expected.replace("\", \"y", "\",\n    \"y").replace("[\"x", "[\n    \"x").replace("y\"],", "y\"\n  ],")
        ),
        "{json}"
    );
}

/// Texts made of what is hard to write.
fn hard() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("a"),
        Just("b c"),
        Just(" "),
        Just("  "),
        Just("\n"),
        Just("\t"),
        Just("\r"),
        Just("\""),
        Just("'"),
        Just("\\"),
        Just(":"),
        Just(": "),
        Just("#"),
        Just(" #"),
        Just("-"),
        Just("- "),
        Just("?"),
        Just("{{"),
        Just("}}"),
        Just("["),
        Just("]"),
        Just(","),
        Just("&"),
        Just("*"),
        Just("!"),
        Just("|"),
        Just(">"),
        Just("%"),
        Just("@"),
        Just("`"),
        Just("~"),
        Just("null"),
        Just("true"),
        Just("yes"),
        Just("1"),
        Just("."),
        Just("0x"),
        Just("e5"),
        Just("---"),
        Just("..."),
        Just("重启"),
        Just("\u{1f691}"),
        Just("\u{85}"),
        Just("\u{2028}"),
        Just("\u{feff}"),
        Just("\u{202e}"),
        Just("\u{200b}"),
        Just("\u{1b}"),
        Just("\0"),
        Just("\u{7f}"),
        Just("\u{301}"),
        Just("\u{10ffff}"),
        Just("\u{e000}"),
    ];
    prop_oneof![3 => prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat()), 1 => any::<String>()]
}

fn node() -> impl Strategy<Value = Node> {
    let scalar = prop_oneof![
        6 => hard().prop_map(Value::Text),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => prop_oneof![Just("0"), Just("-1"), Just("1.10"), Just("1e+5"), Just("0.5E-3")].prop_map(|number| Value::Number(number.to_owned())),
        1 => Just(Value::Null),
    ];
    let leaf = scalar.prop_map(|value| Node { value, span: 0..0 });
    leaf.prop_recursive(5, 40, 5, |inner| {
        let keys = prop::collection::btree_map(hard(), inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(list),
            keys.prop_map(|entries| object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_tree_holds_is_read_back(node in node()) {
        let root = object(vec![("extensions".to_owned(), node)]);
        let json = write(&root, Native::Json);
        prop_assert_eq!(&tree("x.json", &json), &root, "{}", json);
        let yaml = write(&root, Native::Yaml);
        let source = Source::new(yaml.clone());
        let (read, faults) = crate::runbook::format::yaml::tree(&source, 0..yaml.len());
        prop_assert_eq!(&faults, &vec![], "{}", &yaml);
        prop_assert_eq!(&said(&read.unwrap()), &root, "{}", yaml);
        for written in [&yaml, &json] {
            let shown = crate::text::printable_lines(written);
            prop_assert_eq!(shown.as_str(), written.as_str());
        }
    }
}

//! A runbook to begin with: whole, sound, and explained line by line.
//!
//! The texts stand beside this file, one a language; they are filled in here. Knows no file and no reader's language
//! but by its tag.

use super::format::{Fault, Native, read, write, yaml_text};

/// How the file is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// YAML, with comments.
    Yaml,
    /// JSON, which has none.
    Json,
    /// A Markdown page with comments.
    Markdown,
}

/// What is filled in, and where it stands in the texts.
const ID: &str = "@ID@";
const TITLE: &str = "@TITLE@";

/// The texts of one language: of the whole runbook, and of the page.
struct Texts {
    yaml: &'static str,
    page: &'static str,
}

const ENGLISH: Texts = Texts { yaml: include_str!("en.yaml"), page: include_str!("en.md") };
const CHINESE: Texts = Texts { yaml: include_str!("zh-CN.yaml"), page: include_str!("zh-CN.md") };

/// A runbook of this id and title in the language of this tag, else in English; or what is wrong with id or title.
pub fn template(template: Template, language: &str, id: &str, title: &str) -> Result<String, Vec<Fault>> {
    let texts = if language.starts_with("zh") { CHINESE } else { ENGLISH };
    let (name, text, title) = match template {
        Template::Yaml | Template::Json => ("new.yaml", texts.yaml, yaml_text(title)),
        Template::Markdown => ("new.md", texts.page, title.to_owned()),
    };
    let text = text.replacen(ID, &yaml_text(id), 1).replacen(TITLE, &title, 1);
    let reading = read(name, text.as_bytes());
    let errors: Vec<Fault> = reading.errors().cloned().collect();
    match (template, reading.source.root()) {
        _ if !errors.is_empty() => Err(errors),
        (Template::Json, Some(root)) => Ok(write(root, Native::Json)),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests;

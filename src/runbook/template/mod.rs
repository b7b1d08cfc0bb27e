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
}

/// What is filled in, and where it stands in the texts.
const ID: &str = "@ID@";
const TITLE: &str = "@TITLE@";

const ENGLISH: &str = include_str!("en.yaml");
const CHINESE: &str = include_str!("zh-CN.yaml");

/// A runbook of this id and title in the language of this tag, else in English; or what is wrong with id or title.
pub fn template(template: Template, language: &str, id: &str, title: &str) -> Result<String, Vec<Fault>> {
    let text = if language.starts_with("zh") { CHINESE } else { ENGLISH };
    let text = text.replacen(ID, &yaml_text(id), 1).replacen(TITLE, &yaml_text(title), 1);
    let reading = read("new.yaml", text.as_bytes());
    let errors: Vec<Fault> = reading.errors().cloned().collect();
    match (template, reading.source.root()) {
        _ if !errors.is_empty() => Err(errors),
        (Template::Json, Some(root)) => Ok(write(root, Native::Json)),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests;

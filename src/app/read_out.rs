//! Reading a runbook without running it: the plan as a page, its flow as a chart, or what is wrong with its file.

use super::{App, Fault, FaultKind};
use crate::host::ReadOut;
use crate::report::{flow, plan};
use crate::runbook::Runbook;
use crate::runbook::format::read;
use crate::runbook::index::is_page;
use crate::text::printable_lines;
use crate::words::render_faults;

/// What a file holds, to be read.
enum Written {
    /// A runbook.
    Book(Box<Runbook>),
    /// A page without a procedure.
    Page(ReadOut),
    /// What is wrong with it.
    Broken(ReadOut),
}

impl App {
    fn written(&self, name: &str) -> Result<Written, Fault> {
        let loaded = self.load(name)?;
        let reading = read(&loaded.file, &loaded.bytes);
        let title = loaded.file.clone();
        if is_page(&reading) {
            let text = printable_lines(reading.source.text()).into_owned();
            return Ok(Written::Page(ReadOut { title, text }));
        }
        let faulty = reading.errors().next().is_some();
        Ok(match reading.runbook.filter(|_| !faulty) {
            Some(book) => Written::Book(Box::new(book)),
            None => {
                let text = String::from_utf8_lossy(&loaded.bytes);
                let faults = render_faults(&self.words, &reading.faults, reading.dropped, &loaded.file, &text);
                Written::Broken(ReadOut { title, text: printable_lines(&faults).into_owned() })
            }
        })
    }

    /// A runbook to be read on a screen: the plan, or what is wrong with its file.
    pub fn text_of(&self, name: &str) -> Result<ReadOut, Fault> {
        Ok(match self.written(name)? {
            Written::Book(book) => ReadOut { title: book.title.clone(), text: plan(&book, &self.words) },
            Written::Page(text) | Written::Broken(text) => text,
        })
    }

    /// A runbook as a Markdown page; a page as it is.
    pub fn page_of(&self, name: &str) -> Result<String, Fault> {
        match self.written(name)? {
            Written::Book(book) => Ok(plan(&book, &self.words)),
            Written::Page(page) => Ok(page.text),
            Written::Broken(faults) => Err(Fault::new(FaultKind::Runbook, faults.text)),
        }
    }

    /// The flow of a runbook as a Mermaid chart.
    pub fn chart_of(&self, name: &str) -> Result<String, Fault> {
        match self.written(name)? {
            Written::Book(book) => Ok(flow(&book, &self.words)),
            Written::Page(page) => {
                let message = self.words.with("cli-no-flow", &[("name", (&page.title).into())]);
                Err(Fault::new(FaultKind::Runbook, message))
            }
            Written::Broken(faults) => Err(Fault::new(FaultKind::Runbook, faults.text)),
        }
    }
}

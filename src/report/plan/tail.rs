//! What comes after the steps: the end, the drill, the look back, further reading.

use super::Page;
use crate::runbook::{Drill, Reference, Review};

/// Everything behind the steps.
pub(super) fn tail(page: &mut Page<'_>) {
    let book = page.book;
    page.ticks("page-exit", book.exit_criteria.iter().cloned());
    if let Some(drill) = &book.drill {
        self::drill(page, drill);
    }
    if let Some(review) = &book.review {
        self::review(page, review);
    }
    if !book.references.is_empty() {
        page.section("page-references");
        for reference in &book.references {
            page.reference(reference);
        }
    }
    if let Some(source) = &book.source {
        page.section("page-source");
        let parts = [source.imported_from.clone(), source.url.clone(), source.licence.clone()];
        page.bullet(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    }
}

fn drill(page: &mut Page<'_>, drill: &Drill) {
    page.section("page-drill");
    page.field("page-form", drill.form.map(|form| page.words.form(form)));
    page.field("page-drill-purpose", drill.purpose.clone());
    page.field("page-drill-place", drill.location.clone());
    page.field("page-safety", drill.safety.clone());
    page.field("page-evaluators", (!drill.evaluators.is_empty()).then(|| page.words.list(&drill.evaluators)));
    let part = |page: &mut Page<'_>, id: &str| page.heading(3, &page.say(id));
    if !drill.objectives.is_empty() {
        part(page, "page-objectives");
        for objective in &drill.objectives {
            page.bullet(objective);
        }
    }
    if !drill.injects.is_empty() {
        part(page, "page-injects");
        let rows = drill.injects.iter().map(|inject| {
            let at = match (inject.contingency, inject.at, &inject.after) {
                (true, ..) => page.say("page-contingency"),
                (_, Some(at), None) => format!("T+{}", at.clock()),
                (_, _, Some(step)) => page.with("page-step-done", &[("step", (&page.step(step)).into())]),
                (_, None, None) => String::new(),
            };
            let told = [Some(inject.title.clone()), inject.text.clone(), inject.say.clone()];
            let to = inject.to.as_ref().map(|role| page.role(role));
            let way = [inject.from.clone(), to].into_iter().flatten().collect::<Vec<_>>().join(" > ");
            let told = told.into_iter().flatten().collect::<Vec<_>>().join("\n");
            [at, way, told, inject.expect.clone().unwrap_or_default()]
        });
        let rows: Vec<[String; 4]> = rows.collect();
        page.table(["report-time", "page-way", "page-inject", "page-expected"], rows);
    }
    let items = drill.items.iter().map(|item| match &item.scale {
        Some(scale) => format!("{} ({scale})", item.text),
        None => item.text.clone(),
    });
    let rated: Vec<String> = drill.criteria.iter().cloned().chain(items).collect();
    if !rated.is_empty() {
        part(page, "page-rated");
        for text in rated {
            page.tick(&text);
        }
    }
}

fn review(page: &mut Page<'_>, review: &Review) {
    page.section("page-review");
    for question in &review.questions {
        page.bullet(question);
    }
    page.field("page-signed", (!review.sign_off.is_empty()).then(|| page.roles(&review.sign_off)));
    page.field("page-record", review.number.clone());
}

impl Page<'_> {
    /// A line of further reading.
    pub(super) fn reference(&mut self, reference: &Reference) {
        let runbook = reference.runbook.as_ref().map(|name| self.with("library-to-runbook", &[("name", name.into())]));
        let parts = [Some(reference.title.clone()), runbook, reference.url.clone()];
        self.bullet(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    }

    /// A line with its subject in strong letters.
    pub(super) fn field_of(&mut self, subject: &str, text: &str) {
        let subject = crate::report::escape::escaped(subject);
        self.out.push_str(&["- **", &subject, "**: ", &crate::report::escape::escaped(text), "\n"].concat());
    }

    /// A text that is passed on as it stands.
    pub(super) fn quote(&mut self, text: &str) {
        for line in text.lines() {
            self.out.push_str(&["> ", &crate::report::escape::block(line), "\n"].concat());
        }
        self.out.push('\n');
    }
}

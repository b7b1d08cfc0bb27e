//! Sending notices: the filled text, to whom, released by whom.

use super::{act, choose};
use crate::dialog::model::{Choice, Model, Pick, Screen};
use crate::dialog::rows::message_rows;
use crate::dialog::update::{Context, acts, show};
use crate::runbook::NoticeId;
use crate::session::{ApprovalSubject, Command, Session};
use crate::words::{Names, addressees};

/// The filled text of a notice, to whom, and that it was sent.
pub(in crate::dialog::update) fn notice(model: &mut Model, session: &Session, id: &NoticeId, ctx: &Context<'_>) {
    let words = ctx.words;
    let Some(notice) = session.book().notices.get(id) else { return };
    let held = session.state().notices.get(id);
    let step = held.and_then(|held| held.step.clone());
    let (told, to) = addressees(session, id);
    let names: Vec<&str> = to.iter().map(|addressee| addressee.0.as_str()).collect();
    let mut detail = vec![words.with("ask-notice-to", &[("names", (&words.list(&names)).into())])];
    if !told.is_empty() {
        let told: Vec<&str> = told.iter().map(|addressee| addressee.0.as_str()).collect();
        detail.push(words.with("ask-notice-told", &[("names", (&words.list(&told)).into())]));
    }
    detail.extend(
        notice.channel.as_ref().map(|channel| words.with("ask-notice-channel", &[("channel", channel.into())])),
    );
    let text = session.fill_notice(id, step.as_ref()).text;
    detail.extend(text.lines().map(str::to_owned));
    let mut options = vec![
        act(
            words.say("pick-sent"),
            Command::SendNotice {
                notice: id.clone(),
                step: step.clone(),
                to: to.clone(),
                channel: notice.channel.clone(),
            },
        ),
        (words.say("pick-copy"), Pick::Copy(text)),
    ];
    if to.len() > 1 {
        let each = to.iter().map(|addressee| {
            let command = Command::SendNotice {
                notice: id.clone(),
                step: step.clone(),
                to: vec![addressee.clone()],
                channel: notice.channel.clone(),
            };
            act(addressee.0.clone(), command)
        });
        let only =
            Choice { title: words.say("ask-sent-to-whom"), detail: Vec::new(), options: each.collect(), from: 0 };
        options.push((words.say("pick-sent-to-one"), Pick::Choose(Box::new(only))));
    }
    if let Some(role) = &notice.approval {
        let subject = ApprovalSubject::Notice(id.clone());
        let command = Command::GrantApproval { subject, role: role.clone() };
        options.push(act(words.with("pick-release", &[("role", (&Names::role(session, role)).into())]), command));
    }
    choose(model, notice.title.clone(), detail, options, ctx);
}

pub(in crate::dialog::update) fn notices(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let rows = message_rows(session);
    if rows.is_empty() {
        acts::told(model, ctx, "told-nothing-to-choose");
        return;
    }
    show(model, Screen::Messages { cursor: 0 });
}

//! A dialog on the full screen: what is drawn when, and what is left out while the terminal does not keep up.

use anyhow::Result;

use super::terminal::Taken;
use super::theme::Theme;
use super::view::{Picture, draw, step_scroll_limit, window_title};
use crate::dialog::run::Canvas;
use crate::dialog::scene::Scene;

/// The full screen.
pub struct FullScreen {
    taken: Taken,
    theme: Theme,
    /// The terminal's window is named.
    titled: bool,
    /// A frame fell out: what the terminal shows is not what was drawn last.
    missed: bool,
    /// The next frame is drawn whole.
    whole: bool,
}

impl FullScreen {
    /// On a terminal that is taken; `titled` as it was taken.
    pub fn new(taken: Taken, theme: Theme, titled: bool) -> Self {
        Self { taken, theme, titled, missed: false, whole: false }
    }
}

impl Canvas for FullScreen {
    fn paint(&mut self, scene: &Scene<'_>) -> Result<()> {
        if !self.taken.is_held() {
            return Ok(());
        }
        if self.is_behind() {
            self.missed = true;
            return Ok(());
        }
        if std::mem::take(&mut self.whole) {
            self.taken.forget()?;
        }
        let picture = Picture { scene: *scene, theme: self.theme };
        if self.titled {
            self.taken.canvas().backend_mut().title(&window_title(&picture));
        }
        self.taken.canvas().draw(|frame| draw(frame, &picture))?;
        Ok(())
    }

    fn forget(&mut self) {
        self.whole = true;
    }

    fn size(&self) -> Result<(u16, u16)> {
        Ok(self.taken.output().device().size()?)
    }

    fn suspend(&mut self) -> Result<()> {
        self.taken.suspend()
    }

    fn retake(&mut self) -> Result<()> {
        self.taken.retake()
    }

    fn scroll_limit(&self, scene: &Scene<'_>) -> usize {
        step_scroll_limit(&Picture { scene: *scene, theme: self.theme }, scene.model.size)
    }

    fn shows_seconds(&self) -> bool {
        true
    }

    fn copy(&mut self, text: &str) -> bool {
        self.taken.canvas().backend_mut().copy(text)
    }

    fn ring(&mut self) {
        self.taken.canvas().backend_mut().raw(b"\x07");
    }

    fn is_behind(&self) -> bool {
        self.taken.output().is_behind()
    }

    fn go_on(&mut self) -> Result<()> {
        self.taken.canvas().backend_mut().send()?;
        if !self.is_behind() && std::mem::take(&mut self.missed) {
            self.whole = true;
        }
        Ok(())
    }
}

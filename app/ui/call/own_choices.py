# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the switches that hold for one visit with what they switch, and says when it is over."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.calls.own_media import OwnMedia
from app.calls.views import TOGETHER, CallView, OwnView
from app.ui.call.screen import CallScreen
from app.ui.notices import Notices


class OwnChoices(QObject):
    """A blurred background and sound alone. Lives in the GUI thread."""

    def __init__(
        self,
        screen: CallScreen,
        media: OwnMedia,
        bridge: Bridge,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._media = media
        self._bridge = bridge
        self._notices = notices
        self._own = OwnView()
        screen.blur_wanted.connect(self._blur)
        screen.sound_only_wanted.connect(self._hear_only)

    def render_view(self, view: CallView) -> None:
        """Say what the end of a visit has switched off: whoever goes on may count on it."""
        before, self._own = self._own, view.own
        if view.stage in TOGETHER:
            return
        # What could not go on is said by its own banner, with what it has switched off.
        blur = before.blurs and not view.own.blurs and view.own.blur_stopped is None
        sound = before.sound_only and not view.own.sound_only
        if blur and sound:
            words = self.tr("Blurring and sound only are off again: they are for one visit each.")
        elif blur:
            words = self.tr("Your background is no longer blurred: blurring is for one visit.")
        elif sound:
            words = self.tr("Sound only is off again: it is for one visit.")
        else:
            return
        self._notices.say(words)

    def _blur(self, on: bool) -> None:
        if not on:
            self._own = replace(self._own, blurs=False)
        self._run(self._media.set_blur(on))

    def _hear_only(self, on: bool) -> None:
        if not on:
            self._own = replace(self._own, sound_only=False)
        self._run(self._media.set_sound_only(on))

    def _run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        self._bridge.run(coroutine, lambda _: None, self._notices.show)

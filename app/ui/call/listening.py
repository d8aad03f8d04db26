# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the stethoscope's button and line with the visit that its sound belongs to."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from app.calls.views import CallView
from app.calls.visit_sounds import RecordingEnd, RecordingNews, VisitSounds
from app.records.encounter import SoundRecording
from app.ui.call.screen import CallScreen
from app.ui.notices import Notices


class Listening(QObject):
    """From the button to the sealed recording. Lives in the GUI thread.

    ``kept`` tells that one more is in the record.
    """

    kept = Signal()

    def __init__(
        self,
        screen: CallScreen,
        sounds: VisitSounds,
        bridge: Bridge,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._screen = screen
        self._sounds = sounds
        self._bridge = bridge
        self._notices = notices
        self._pending = False
        sounds.on_news = bridge.in_gui(self._told)
        screen.medical_sound_wanted.connect(self._switch)
        screen.listening_bar.record_wanted.connect(self._record)
        screen.listening_bar.stopped.connect(lambda: self._switch(False))

    def render_view(self, view: CallView) -> None:
        """Follow a call: the line stands as long as the stethoscope is heard."""
        self._screen.listening_bar.render_view(view)

    def _switch(self, on: bool) -> None:
        self._run(self._sounds.set_medical_sound(on))

    def _record(self, on: bool) -> None:
        self._run(self._sounds.start() if on else self._sounds.stop())

    def _run(self, coroutine: Coroutine[Any, Any, SoundRecording | None]) -> None:
        self._bridge.run(coroutine, self._kept, self._notices.show)

    @property
    def pending(self) -> bool:
        """Whether a recording is over and not in the record yet."""
        return self._pending

    def _kept(self, recording: SoundRecording | None) -> None:
        if recording is not None:
            self.kept.emit()
            self._notices.say(self._kept_words(recording))

    def _told(self, news: RecordingNews) -> None:
        self._pending = news.kept is None
        if news.kept is None:
            self._notices.warn(
                self.tr("The recording of the stethoscope is not kept yet."),
                self.tr("It is in memory, and is tried again each second. Make room on the disk."),
            )
            return
        self._notices.take_back(self.tr("The recording of the stethoscope is not kept yet."))
        self.kept.emit()
        kept = self._kept_words(news.kept)
        match news.end:
            case RecordingEnd.FULL:
                cause = self.tr("The recording ended after five minutes.")
                self._notices.say(f"{cause} {kept}")
            case RecordingEnd.PARTED:
                cause = self.tr("The recording ended as you are not together any more.")
                self._notices.say(f"{cause} {kept}")
            case RecordingEnd.ASKED:
                self._notices.say(kept)

    def _kept_words(self, recording: SoundRecording) -> str:
        words = self.tr("The recording is kept in the record of this visit: {seconds} s.")
        if recording.gaps:
            words = self.tr(
                "The recording is kept, {seconds} s, but the microphone fell silent in between. "
                "Record it again."
            )
        return words.format(seconds=round(recording.seconds))

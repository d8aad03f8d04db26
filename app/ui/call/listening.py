# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the stethoscope's button and line with the visit that its sound belongs to."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, assert_never

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
        self._running = self._pending = False
        sounds.on_news = bridge.in_gui(self._told)
        screen.medical_sound_wanted.connect(self._switch)
        screen.listening_bar.record_wanted.connect(self._record)
        screen.listening_bar.stopped.connect(lambda: self._switch(False))

    def render_view(self, view: CallView) -> None:
        """Follow a call: the line stands as long as the stethoscope is heard."""
        self._running = view.own.recording_since is not None
        self._screen.listening_bar.render_view(view)

    def _switch(self, on: bool) -> None:
        self._run(self._sounds.set_medical_sound(on), on)

    def _record(self, on: bool) -> None:
        self._run(self._sounds.start() if on else self._sounds.stop(), on)

    def _run(self, coroutine: Coroutine[Any, Any, SoundRecording | None], on: bool) -> None:
        self._bridge.run(coroutine, self._kept, self._notices.show if on else self._unkept)

    def _unkept(self, error: Exception) -> None:
        # The news of it has said more, and is taken back once it is kept.
        if not self._pending:
            self._notices.show(error)

    @property
    def running(self) -> bool:
        """Whether a recording goes on."""
        return self._running

    @property
    def pending(self) -> bool:
        """Whether a recording is over and not in the record yet."""
        return self._pending

    def _kept(self, recording: SoundRecording | None) -> None:
        if recording is not None:
            self.kept.emit()
            self._say(recording)

    def _told(self, news: RecordingNews) -> None:
        self._pending = news.waiting > 0
        if news.kept is None:
            self._notices.warn(
                self.tr("The recording of the stethoscope is not kept yet."),
                self.tr("It is in memory, and is tried again each second. Make room on the disk."),
            )
            return
        if not self._pending:
            self._notices.take_back(self.tr("The recording of the stethoscope is not kept yet."))
        self.kept.emit()
        match news.end:
            case RecordingEnd.FULL:
                # What is heard from here on is in no record: that must be read.
                cause = self.tr("The recording ended after five minutes.")
                self._notices.warn(cause, self._kept_words(news.kept))
            case RecordingEnd.PARTED:
                cause = self.tr("The recording ended as you are not together any more.")
                self._say(news.kept, cause)
            case RecordingEnd.ASKED:
                self._say(news.kept)
            case _:
                assert_never(news.end)

    def _say(self, recording: SoundRecording, cause: str = "") -> None:
        """Say that it is kept; of one that has to be made again, until it has been read."""
        words = self._kept_words(recording)
        if recording.gaps:
            self._notices.warn(cause or self.tr("The recording has gaps."), words)
        else:
            self._notices.say(f"{cause} {words}".strip())

    def _kept_words(self, recording: SoundRecording) -> str:
        kept = self.tr("The recording is kept in the record of this visit: {seconds} s.")
        words = kept.format(seconds=round(recording.seconds))
        if recording.gaps:
            again = self.tr("The microphone fell silent in between. Record it again.")
            words = f"{words} {again}"
        return words

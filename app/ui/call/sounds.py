# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the list of recorded sounds with the record that keeps them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from app.calls.kept_sounds import KeptSounds, OpenSound
from app.records.kept_sounds import KeptSound
from app.records.schedule import Appointment
from app.ui.call.screen import CallScreen
from app.ui.notices import Notices
from app.ui.times import hour_minute, local_day, long_day


class SoundFlow(QObject):
    """From the list to the sound that is heard. Lives in the GUI thread.

    ``referral_wanted``: begin a referral of a Patient with a WAV (bytes) of this title.
    """

    referral_wanted = Signal(object, object, str)

    def __init__(
        self,
        screen: CallScreen,
        sounds: KeptSounds,
        bridge: Bridge,
        notices: Notices,
        visit: Callable[[], Appointment | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._screen, self._sounds = screen, sounds
        self._bridge, self._notices = bridge, notices
        self._visit = visit
        self._open_now: OpenSound | None = None
        screen.sound_opened.connect(self._open)
        screen.sound_closed.connect(self.close)
        screen.sound_referred.connect(self._refer)

    def visit_opened(self, appointment: Appointment) -> None:
        """List this patient's sounds, and let none of another stand beside them."""
        self.close()
        self._screen.show_sounds(())
        self._list(appointment)

    def look(self) -> None:
        """List anew, after one was recorded."""
        if (visit := self._visit()) is not None:
            self._list(visit)

    def close(self) -> None:
        """Be silent and show no sound."""
        self._open_now = None
        self._screen.show_sound("", None)

    def _list(self, visit: Appointment) -> None:
        def listed(sounds: tuple[KeptSound, ...]) -> None:
            here = self._visit()
            if here is not None and here.patient.patient == visit.patient.patient:
                self._screen.show_sounds(sounds)

        self._bridge.run(self._sounds.kept(visit.patient.patient), listed, self._notices.show)

    def _open(self, kept: KeptSound) -> None:
        visit = self._visit()

        def opened(found: OpenSound) -> None:
            if visit is not None and self._visit() is visit:
                self._open_now = found
                gaps = found.kept.recording.gaps
                self._screen.show_sound(self._title(found), found.sound, gaps)

        if visit is not None and visit.patient.patient == kept.patient:
            self._bridge.run(self._sounds.open(kept), opened, self._notices.show)

    def _refer(self) -> None:
        visit, found = self._visit(), self._open_now
        if visit is not None and found is not None:
            title = self._title(found)
            if found.kept.recording.gaps:
                # Who gets it must know: the parts are joined, and a rate across it is false.
                title = self.tr("{title}, with gaps").format(title=title)
            self.close()
            self.referral_wanted.emit(visit.patient, found.wav, title)

    def _title(self, found: OpenSound) -> str:
        at = found.kept.recording.at
        pattern = self.tr("Stethoscope, {day} {time}")
        return pattern.format(day=long_day(local_day(at)), time=hour_minute(at))

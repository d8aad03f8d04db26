# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the taking of views with camera and microphone."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.bridge import Bridge
from app.records.media_facts import QualityVerdict
from app.records.referral import Attachment, Slot
from app.referrals.capturing import Capturing
from app.ui.notices import Notices
from app.ui.referrals.capture_pane import CaptureStage, CaptureView
from app.ui.referrals.compose_screen import ComposeScreen

_PROGRESS_MS = 100
_LONGEST_S = 60.0
"""A longer sound is hardly listened to; the design asks for 10 to 20 seconds."""

Attach = Callable[[Slot, bytes, Callable[[Attachment | None], None]], None]


class CaptureFlow(QObject):
    """One view after the other, from the live picture to the judged recording. GUI thread."""

    def __init__(
        self,
        screen: ComposeScreen,
        capturing: Capturing,
        bridge: Bridge,
        notices: Notices,
        devices_free: Callable[[], bool],
        attach: Attach,
        parent: QObject,
    ) -> None:
        """``devices_free`` tells that no visit uses the devices; ``attach`` adds what was taken
        to the draft and tells what came of it, None where it was refused."""
        super().__init__(parent)
        self._screen, self._pane = screen, screen.capture
        self._capturing, self._bridge, self._notices = capturing, bridge, notices
        self._devices_free, self._attach = devices_free, attach
        self._view: CaptureView | None = None
        self._asking = False
        self._timer = QTimer(self, interval=_PROGRESS_MS)
        self._timer.timeout.connect(self._ask_progress)
        screen.capture_wanted.connect(lambda slot: self.begin(Slot(slot)))
        self._pane.pressed.connect(self._press)
        self._pane.next_wanted.connect(self._go_on)
        self._pane.done_wanted.connect(self.end)

    def begin(self, slot: Slot) -> None:
        """Show the live picture for this view, or the level for a sound."""
        if not self._devices_free():
            self._notices.warn(
                self.tr("A visit is using camera and microphone."),
                self.tr("Leave the visit first, or choose a file."),
            )
            return
        if self._view is None:
            self._run(self._capturing.watch())
            self._pane.set_slot(self._capturing.preview)
        self._show(CaptureView(slot, following=self._screen.grid.following(slot)))
        self._screen.show_capture()

    def end(self) -> None:
        """Let go of camera and microphone; what is being recorded is dropped."""
        self._timer.stop()
        if self._view is not None:
            self._view = None
            self._pane.set_slot(None)
            self._run(self._capturing.stop_watching())
            self._screen.show_views()

    def _press(self) -> None:
        view = self._view
        if view is None or view.stage is CaptureStage.JUDGING:
            return
        if not view.sound:
            self._show(replace(view, stage=CaptureStage.JUDGING))
            self._take(self._capturing.picture(), view)
        elif view.stage is CaptureStage.RECORDING:
            self._stop_recording(view)
        else:
            self._show(replace(view, stage=CaptureStage.RECORDING))
            self._run(self._capturing.record())
            self._timer.start()

    def _stop_recording(self, view: CaptureView) -> None:
        self._timer.stop()
        self._show(replace(view, stage=CaptureStage.JUDGING))
        self._take(self._capturing.sound(), view)

    def _take(self, taking: Coroutine[Any, Any, bytes], before: CaptureView) -> None:
        def taken(content: bytes) -> None:
            if self._view is not None and self._view.slot is before.slot:
                self._attach(before.slot, content, attached)

        def attached(attachment: Attachment | None) -> None:
            here = self._view
            if here is None or here.slot is not before.slot:
                return
            judged = attachment or before.taken
            stage = CaptureStage.READY if judged is None else CaptureStage.JUDGED
            following = self._screen.grid.following(before.slot)
            self._show(replace(here, stage=stage, taken=judged, following=following))
            if attachment is not None and attachment.quality.verdict is QualityVerdict.GOOD:
                self._pane.offer_next()

        def failed(error: Exception) -> None:
            self._notices.show(error)
            attached(None)

        self._bridge.run(taking, taken, failed)

    def _go_on(self) -> None:
        view = self._view
        if view is not None and view.following is not None:
            self.begin(view.following)

    def _ask_progress(self) -> None:
        if not self._asking:
            self._asking = True
            self._bridge.run(self._capturing.progress(), self._progress, self._no_progress)

    def _progress(self, heard: tuple[float, float]) -> None:
        self._asking = False
        view = self._view
        if view is None or view.stage is not CaptureStage.RECORDING:
            return
        self._pane.set_progress(*heard)
        if heard[0] >= _LONGEST_S:
            self._stop_recording(view)

    def _no_progress(self, error: Exception) -> None:
        self._asking = False
        self._timer.stop()
        self._notices.show(error)

    def _show(self, view: CaptureView) -> None:
        self._view = view
        self._pane.render_view(view)

    def _run(self, coroutine: Coroutine[Any, Any, object]) -> None:
        self._bridge.run(coroutine, lambda _: None, self._notices.show)

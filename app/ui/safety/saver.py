# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts a plan and answers on the disk as they are typed, one saving at a time, the newest last."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from app.records.ids import EncounterId, PatientId
from app.records.safety_plan import SafetyContent, SafetyDraft, SafetyKind, kind_of
from app.safety.service import SafetyService

_Waiting = tuple[EncounterId | None, SafetyContent]


class SafetySaver(QObject):
    """Emits saved(SafetyDraft), and failed(error) each time; a text that failed stays here.

    Each text is saved under the patient that it was typed for. Lives in the GUI thread.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, service: SafetyService, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._service, self._bridge = service, bridge
        self._pending: dict[tuple[PatientId, SafetyKind], _Waiting] = {}
        self._busy = False
        self._when_saved: Callable[[], object] | None = None

    def save(
        self, patient: PatientId, encounter: EncounterId | None, content: SafetyContent
    ) -> None:
        """Save this text."""
        self._pending[patient, kind_of(content)] = (encounter, content)
        self._next()

    def then(self, action: Callable[[], object]) -> None:
        """Do something once everything is on the disk; not at all if a saving fails."""
        if self._busy or self._pending:
            self._when_saved = action
            self._next()
        else:
            action()

    def _next(self) -> None:
        if self._busy or not self._pending:
            return
        key = next(iter(self._pending))
        waiting = self._pending.pop(key)
        self._busy = True
        self._bridge.run(
            self._service.save(key[0], *waiting),
            self._done,
            lambda error: self._not_saved(error, key, waiting),
        )

    def _done(self, draft: SafetyDraft) -> None:
        self._busy = False
        self.saved.emit(draft)
        if self._pending:
            self._next()
        elif (action := self._when_saved) is not None:
            self._when_saved = None
            action()

    def _not_saved(
        self, error: Exception, key: tuple[PatientId, SafetyKind], waiting: _Waiting
    ) -> None:
        self._busy = False
        self._when_saved = None
        # Newer text wins; the page asks again in a while.
        self._pending.setdefault(key, waiting)
        self.failed.emit(error)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks again whose the files of a draft are, when the draft's patient may be another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.records.ids import AttachmentId, ReferralId
from app.records.media_facts import MediaType
from app.records.referral import Referral
from app.referrals.additions import written
from app.referrals.service import ReferralService
from app.ui.notices import Notices


class WhoseFlow(QObject):
    """Lives in the GUI thread. Only what was asked last is shown."""

    def __init__(
        self,
        service: ReferralService,
        bridge: Bridge,
        notices: Notices,
        show: Callable[[frozenset[AttachmentId]], object],
        parent: QObject | None = None,
    ) -> None:
        """``show`` gets the files of the draft on show that name another patient."""
        super().__init__(parent)
        self._service, self._bridge, self._notices, self._show = service, bridge, notices, show
        self._asked = 0

    def look(self, draft: Referral) -> None:
        """Ask about this draft as it stands on the disk; only DICOM files name anybody."""
        self._asked += 1
        if any(facts.media_type is MediaType.DICOM for facts in written(draft)):
            self._ask(draft.referral, self._asked)
        else:
            self._show(frozenset())

    def _ask(self, referral: ReferralId, number: int) -> None:
        def found(strangers: tuple[AttachmentId, ...]) -> None:
            if number == self._asked:
                self._show(frozenset(strangers))

        def failed(error: Exception) -> None:
            if number == self._asked:
                self._notices.show(error)

        self._bridge.run(self._service.of_other_patients(referral), found, failed)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the button that takes a picture with the record that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.bridge import Bridge
from app.calls.host import HostService
from app.calls.views import TOGETHER, CallView
from app.records.schedule import Appointment
from app.records.stills import Still, StillFacts
from app.ui.call.screen import CallScreen
from app.ui.call.still_card import StillPhase, StillView
from app.ui.notices import Notices
from app.ui.times import hour_minute_second, local_day, long_day


class StillFlow(QObject):
    """From the button to the sealed picture. Lives in the GUI thread.

    ``referral_wanted``: begin a referral of a Patient with a PNG (bytes) of this title.
    """

    referral_wanted = Signal(object, object, str)

    def __init__(
        self,
        screen: CallScreen,
        host: HostService,
        bridge: Bridge,
        notices: Notices,
        visit: Callable[[], Appointment | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._screen, self._host = screen, host
        self._bridge, self._notices = bridge, notices
        self._visit = visit
        self._of: Appointment | None = None
        self._still: Still | None = None
        self._view = StillView()
        screen.still_asked.connect(self._take)
        screen.still_kept.connect(self._keep)
        screen.still_discarded.connect(self._discard)
        screen.still_referred.connect(self._refer)
        screen.still_closed.connect(self._forget)
        screen.still_opened.connect(self._open)

    @property
    def asking(self) -> bool:
        """Whether a picture was taken and is neither kept nor deleted yet."""
        return self._view.phase in (StillPhase.ASKING, StillPhase.KEEPING)

    def visit_opened(self, appointment: Appointment) -> None:
        """List this patient's pictures, and let none of another stand beside them."""
        self._screen.show_stills(())
        self._list(appointment)
        if self._of is None or self._of.appointment == appointment.appointment:
            return
        if self._still is not None and self._view.phase is StillPhase.ASKING:
            self._notices.warn(
                self.tr("A picture was not kept."),
                self.tr("It was deleted because another visit was opened."),
            )
            self._discard()
        self._forget()

    def render_view(self, call: CallView) -> None:
        """Follow the call: once it is over, nobody is told what becomes of a picture."""
        over = call.stage not in TOGETHER
        if over and not self._view.over and self._view.phase is StillPhase.ASKING:
            self._show(replace(self._view, over=True))

    def _list(self, visit: Appointment) -> None:
        def listed(stills: tuple[StillFacts, ...]) -> None:
            here = self._visit()
            if here is not None and here.patient.patient == visit.patient.patient:
                self._screen.show_stills(stills)

        self._bridge.run(
            self._host.keeping.stills.kept(visit.patient.patient), listed, self._notices.show
        )

    def _open(self, facts: StillFacts) -> None:
        visit = self._visit()
        if visit is None or self._view.phase not in (StillPhase.NONE, StillPhase.KEPT):
            return

        def opened(still: Still) -> None:
            if self._visit() is visit and self._view.phase in (StillPhase.NONE, StillPhase.KEPT):
                self._of, self._still = visit, still
                self._show(_shown(StillPhase.KEPT, visit, still))

        self._bridge.run(self._host.keeping.stills.open(facts), opened, self._notices.show)

    def _take(self) -> None:
        visit = self._visit()
        if visit is None or self._view.phase not in (StillPhase.NONE, StillPhase.KEPT):
            return
        self._of, self._still = visit, None
        self._show(StillView(StillPhase.TAKING, patient=visit.patient.name))
        self._bridge.run(
            self._host.take_still(), lambda still: self._taken(visit, still), self._failed
        )

    def _taken(self, visit: Appointment, still: Still) -> None:
        if self._of is not visit:
            self._delete(still)
            return
        self._still = still
        self._show(_shown(StillPhase.ASKING, visit, still))

    def _failed(self, error: Exception) -> None:
        self._forget()
        self._notices.show(error)

    def _keep(self) -> None:
        still = self._still
        if still is None or self._view.phase is not StillPhase.ASKING:
            return
        self._show(replace(self._view, phase=StillPhase.KEEPING))
        self._bridge.run(
            self._host.keeping.stills.keep(still),
            lambda told: self._kept(still, told),
            lambda error: self._not_kept(still, error),
        )

    def _kept(self, still: Still, told: bool) -> None:
        if self._still is still:
            self._show(replace(self._view, phase=StillPhase.KEPT, told=told))
        if (visit := self._visit()) is not None:
            self._list(visit)

    def _not_kept(self, still: Still, error: Exception) -> None:
        self._notices.show(error)
        if self._still is still:
            # It is still in memory: there may be room on the disk in a moment.
            self._show(replace(self._view, phase=StillPhase.ASKING))
        else:
            # Another visit or picture stands there: nobody can be asked about this one again.
            self._delete(still)

    def _discard(self) -> None:
        if self._still is not None:
            self._delete(self._still)
        self._forget()

    def _delete(self, still: Still) -> None:
        self._bridge.run(
            self._host.keeping.stills.discard(still), self._deleted, self._notices.show
        )

    def _deleted(self, told: bool) -> None:
        if not told:
            self._notices.warn(
                self.tr("The picture is deleted."),
                self.tr("The patient may not have been told of it."),
            )

    def _refer(self) -> None:
        visit, still = self._of, self._still
        self._forget()
        if visit is not None and still is not None:
            title = self.tr("Picture from the visit, {day}")
            day = long_day(local_day(still.facts.taken))
            self.referral_wanted.emit(visit.patient, still.png, title.format(day=day))

    def _forget(self) -> None:
        self._of = self._still = None
        self._show(StillView())

    def _show(self, view: StillView) -> None:
        self._view = view
        self._screen.show_still(view)


def _shown(phase: StillPhase, visit: Appointment, still: Still) -> StillView:
    image, time = QImage.fromData(still.png), hour_minute_second(still.facts.taken)
    return StillView(phase, image, visit.patient.name, time)

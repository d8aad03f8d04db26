# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the day's screen with the schedule."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.media.devices.preference import Order
from app.records.ids import AppointmentId, ParticipantId
from app.schedule.service import ScheduleService
from app.schedule.views import DayView, NewVisit
from app.ui.notices import Notices
from app.ui.today.alarm import ArrivalAlarm
from app.ui.today.forms import VisitForm
from app.ui.today.screen import TodayScreen

OpenVisit = Callable[[AppointmentId, ParticipantId | None], object]
"""Open a visit's call screen; with a participant, admit that person at once."""


class TodayFlow(QObject):
    """Watches the schedule and does what the screen asks. Lives in the GUI thread."""

    def __init__(
        self,
        screen: TodayScreen,
        service: ScheduleService,
        bridge: Bridge,
        notices: Notices,
        open_visit: OpenVisit,
        counted: Callable[[int], object],
        tell_system: Callable[[str], object],
    ) -> None:
        """``counted`` hears how many are waiting, for the navigation; ``tell_system`` says
        something to whoever has another program in front."""
        super().__init__(screen)
        self._screen = screen
        self._service = service
        self._bridge = bridge
        self._notices = notices
        self._open_visit = open_visit
        self._counted = counted
        self._alarm = ArrivalAlarm(screen, tell_system)
        self._unwatch: Callable[[], None] = lambda: None
        screen.admit_asked.connect(self._admit)
        screen.open_asked.connect(lambda visit: open_visit(AppointmentId(visit), None))
        screen.message_asked.connect(self._send_message)
        screen.plan_asked.connect(self._plan)
        screen.link_asked.connect(self._show_link)
        screen.new_link_asked.connect(self._new_link)
        screen.not_held_told.connect(self._not_held)
        screen.cancel_asked.connect(self._cancel)
        screen.silence_asked.connect(self._alarm.silence)

    def start(self) -> None:
        """Show the day and each change of it."""
        self._bridge.run(
            self._service.watch(self._bridge.in_gui(self._render)),
            self._watching,
            self._notices.show,
        )

    def ring_through(self, order: Order) -> None:
        """Let arrivals be heard through the best of these loudspeakers."""
        self._alarm.ring_through(order)

    def close(self) -> None:
        """Hear no more of the schedule."""
        self._unwatch()
        self._alarm.silence()

    def _watching(self, unwatch: Callable[[], None]) -> None:
        self._unwatch = unwatch

    def _render(self, view: DayView) -> None:
        self._screen.render(view)
        self._alarm.set_waiting(len(view.waiting))
        self._counted(len(view.waiting))

    def _admit(self, visit: str, person: str) -> None:
        self._alarm.silence()
        self._open_visit(AppointmentId(visit), ParticipantId(person))

    def _send_message(self, visit: str, person: str, text: str) -> None:
        self._bridge.run(
            self._service.message(AppointmentId(visit), ParticipantId(person), text),
            lambda _: self._notices.say(self.tr("The message is sent.")),
            self._notices.show,
        )

    def _plan(self, form: VisitForm) -> None:
        def planned(visit: NewVisit) -> None:
            self._screen.show_link(form.patient_name, visit.link)

        self._bridge.run(
            self._service.plan(
                form.patient_name,
                form.birth_date,
                form.phone,
                form.reason,
                form.start,
                form.minutes,
            ),
            planned,
            self._notices.show,
        )

    def _show_link(self, visit: str) -> None:
        name = self._screen.patient_name(visit)
        self._bridge.run(
            self._service.link_of(AppointmentId(visit)),
            lambda link: self._screen.show_link(name, link),
            self._notices.show,
        )

    def _new_link(self, visit: str) -> None:
        name, promised = self._screen.patient_name(visit), self._screen.is_promised(visit)

        def made(link: str) -> None:
            self._screen.show_link(name, link)
            said = self.tr("The old link no longer works.")
            tell = self.tr("The sender of the referral has the old one. Give them the new one.")
            self._say(said, tell if promised else "")

        self._bridge.run(self._service.reissue_link(AppointmentId(visit)), made, self._notices.show)

    def _not_held(self, visit: str, reason: str) -> None:
        self._bridge.run(
            self._service.did_not_take_place(AppointmentId(visit), reason),
            lambda _: self._notices.say(self.tr("Saved.")),
            self._notices.show,
        )

    def _cancel(self, visit: str) -> None:
        promised = self._screen.is_promised(visit)

        def cancelled(_: object) -> None:
            tell = self.tr("The sender of the referral was told of it. Tell them, and the patient.")
            self._say(self.tr("The visit is cancelled."), tell if promised else "")

        self._bridge.run(self._service.cancel(AppointmentId(visit)), cancelled, self._notices.show)

    def _say(self, done: str, to_do: str) -> None:
        """Say what was done; what is still to be done must be read."""
        if to_do:
            self._notices.warn(done, to_do)
        else:
            self._notices.say(done)

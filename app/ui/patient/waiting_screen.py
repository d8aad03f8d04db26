# SPDX-License-Identifier: GPL-3.0-or-later
"""The waiting room: who knows that you are here, and what happens next. ui.md screen 06."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.calls.views import CallView, EndReason, InvitationView, Stage
from app.media.frames import FrameSlot
from app.records.people import given_name
from app.ui import theme
from app.ui.call.numbers import unbroken
from app.ui.call.round_tile import RoundTile
from app.ui.shell.keys import mark_region
from app.ui.times import hour_minute
from app.ui.widgets.announce import announce
from app.ui.widgets.avatar import Avatar
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon import Icon
from app.ui.widgets.pills import Corner, Pill
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.switch import Switch
from app.ui.widgets.video_tile import TileState
from app.ui.widths import Width, width_of
from app.ui.words import role_words


class WaitingScreen(QWidget):
    """Renders a CallView whole, also after the visit; signals say what the patient wants."""

    answered = Signal(str)
    microphone_wanted = Signal(bool)
    camera_wanted = Signal(bool)
    test_asked = Signal()
    left = Signal()
    came_back = Signal()
    ring_asked = Signal()

    def __init__(self, clock: Callable[[], datetime], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._view = CallView()
        self._problem = ""
        self._ring_words = ""
        self._said_last = ""
        self._avatar = Avatar("", 96)
        self._title = PlainLabel("", "patient-page", wrap=True)
        self._lead = PlainLabel("", "body", "muted", wrap=True)
        self._time = PlainLabel("", "body", wrap=True)
        self._message = Card("accent", margin=20, spacing=8)
        self._from = PlainLabel("", "caption", "muted", wrap=True)
        self._words = PlainLabel("", "lead", wrap=True)
        self._fine = Button("")
        self._go = Button("")
        self._test = Button("", icon="speaker-high")
        self._ring = Button("", icon="phone")
        self._leave = Button("", "quiet", "sign-out")
        self._back = Button("", "primary", "arrow-right")
        self._note = PlainLabel("", "second", "muted", wrap=True)
        self._tile = RoundTile(border=4)
        self._microphone = Switch("", "", "microphone")
        self._camera = Switch("", "", "video-camera")
        self._next = PlainLabel("", "second", "muted", wrap=True)
        self._build()
        self._connect()
        self._minute = QTimer(self, interval=5000)
        self._minute.timeout.connect(self._speak)
        self._minute.start()
        self._narrow: bool | None = None
        self._speak()
        self._arrange()

    def set_slot(self, own: FrameSlot | None) -> None:
        """Show the own picture; nobody else sees it."""
        self._tile.set_slot(own)

    def render(self, view: CallView, problem: str = "", ring: str = "") -> None:  # type: ignore[override]
        """Show the waiting room or the end; ``problem`` says why the door cannot open."""
        self._view, self._problem, self._ring_words = view, problem, ring
        self._speak()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold where there is little room."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._speak()
        if event.type() is QEvent.Type.StyleChange:
            self._arrange()

    # ---- parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._scroll = Scroll(margins=(64, 64, 64, 24))
        mark_region(self._scroll)
        column.addWidget(self._scroll)
        self._card = Card(margin=28, spacing=20)
        head = QHBoxLayout()
        head.setSpacing(20)
        head.addWidget(self._avatar)
        words = QVBoxLayout()
        words.setSpacing(6)
        for label in (self._title, self._lead, self._time):
            words.addWidget(label)
        head.addLayout(words, 1)
        self._card.column.addLayout(head)
        self._message.column.addWidget(self._from)
        self._message.column.addWidget(self._words)
        self._answers = QWidget()
        answers = FlowLayout(10)
        self._answers.setLayout(answers)
        answers.addWidget(self._fine)
        answers.addWidget(self._go)
        self._message.column.addWidget(self._answers)
        self._card.column.addWidget(self._message)
        buttons = FlowLayout(10)
        for button in (self._back, self._test, self._ring, self._leave):
            buttons.addWidget(button)
        self._card.column.addLayout(buttons)
        self._card.column.addWidget(self._note)
        self._card.column.addStretch(1)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(10)
        side.addWidget(self._tile)
        for switch in (self._microphone, self._camera):
            box = Card(margin=0)
            box.column.setContentsMargins(16, 2, 16, 2)
            box.column.addWidget(switch)
            side.addWidget(box)
        what = QHBoxLayout()
        what.setSpacing(12)
        what.addWidget(Icon("bell-ringing", "muted", 24))
        what.addWidget(self._next, 1)
        side.addLayout(what)
        side.addStretch(1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(20)
        self._scroll.column.addLayout(self._grid)
        self._scroll.column.addStretch(1)

    def _connect(self) -> None:
        self._fine.clicked.connect(lambda: self.answered.emit(self._fine.text()))
        self._go.clicked.connect(lambda: self.answered.emit(self._go.text()))
        self._test.clicked.connect(self.test_asked)
        self._ring.clicked.connect(self.ring_asked)
        self._leave.clicked.connect(self.left)
        self._back.clicked.connect(self.came_back)
        self._microphone.clicked.connect(self.microphone_wanted)
        self._camera.clicked.connect(self.camera_wanted)

    def _arrange(self) -> None:
        width = width_of(self)
        narrow = width.under(Width.MEDIUM)
        side = 24 if narrow else 64 if width is Width.WIDE else 32
        self._scroll.column.setContentsMargins(side, 16 if narrow else 64, side, 24)
        self._tile.setFixedHeight(theme.px(180 if narrow else 250))
        self._avatar.setVisible(width is not Width.TINY)
        if narrow is self._narrow:
            return
        self._narrow = narrow
        for part in (self._card, self._side):
            self._grid.removeWidget(part)
        self._grid.addWidget(self._card, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._side, 1 if narrow else 0, 0 if narrow else 1)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 0 if narrow else 1)

    def _speak(self) -> None:
        view = self._view
        invitation = view.invitation
        outside = view.stage in (Stage.OUTSIDE, Stage.ENDED)
        title, lead = self._sentences(invitation, outside=outside)
        self._avatar.set_name(invitation.clinician_name if invitation is not None else "?")
        self._title.setText(title)
        self._lead.setText(lead)
        now = self._clock()
        if invitation is not None and not outside:
            times = self.tr("Your time is {time}. It is {now} now.")
            self._time.setText(
                times.format(time=hour_minute(invitation.start), now=hour_minute(now))
            )
        self._time.setVisible(invitation is not None and not outside)
        self._show_message(invitation, outside=outside)
        over = view.end_reason in (EndReason.FINISHED, EndReason.REMOVED)
        self._back.setText(self.tr("Come back to the waiting room"))
        self._back.setVisible(outside and not over)
        self._test.setText(self.tr("Test again"))
        self._test.setVisible(not outside)
        self._ring.setText(self.tr("Ring me instead"))
        self._ring.setVisible(not over)
        self._leave.setText(self.tr("Leave the waiting room"))
        self._leave.setVisible(not outside)
        self._note.setText(self._ring_words)
        self._note.setVisible(bool(self._ring_words))
        self._side.setVisible(not outside)
        self._show_switches(view)
        if title != self._said_last:
            self._said_last = title
            announce(self, title)

    def _sentences(self, invitation: InvitationView | None, *, outside: bool) -> tuple[str, str]:
        view = self._view
        phone = invitation.phone if invitation is not None else ""
        ring = self.tr("Ring {number}.").format(number=unbroken(phone)) if phone else ""
        if view.end_reason is EndReason.VERIFICATION_FAILED:
            title = self.tr("The call was ended for safety")
            return title, f"{self.tr('The words differ. Ring instead.')} {ring}".strip()
        if view.end_reason in (EndReason.FINISHED, EndReason.REMOVED):
            thanks = self.tr("You can close this window.")
            return self.tr("The visit is finished"), thanks
        if outside and view.end_reason is EndReason.LEFT:
            back = self.tr("The visit is still open. You can come back.")
            return self.tr("You have left"), f"{back} {ring}".strip()
        if self._problem:
            return self.tr("The door does not open"), f"{self._problem} {ring}".strip()
        if invitation is None or not view.server_online or outside:
            place = self.tr("Your place is kept.")
            long = (
                self.tr("Ring {number} if it takes long.").format(number=unbroken(phone))
                if phone
                else ""
            )
            return self.tr("We are connecting again"), f"{place} {long}".strip()
        name = given_name(invitation.clinician_name)
        role = role_words(invitation.clinician_role).lower()
        lead = self.tr("{name}, {role}, lets you in as soon as possible.").format(
            name=invitation.clinician_name, role=role
        )
        if view.end_reason is EndReason.PEER_LEFT:
            return self.tr("{name} has left for now").format(name=name), lead
        if view.host_present:
            return self.tr("{name} knows you are here").format(name=name), lead
        return self.tr("The clinic sees that you are here"), lead

    def _show_message(self, invitation: InvitationView | None, *, outside: bool) -> None:
        theirs = [line for line in self._view.messages if not line.mine]
        self._message.setVisible(bool(theirs) and not outside)
        if not theirs or invitation is None:
            return
        last = theirs[-1]
        said = self.tr("Message from {name}, {time}").format(
            name=given_name(invitation.clinician_name), time=hour_minute(last.at)
        )
        if self._from.text() != said:
            announce(self, f"{said}: {last.text}")
        self._from.setText(said)
        lines = [last.text]
        newest = self._view.messages[-1]
        if newest.mine:
            lines.append(self.tr("You: {text}").format(text=newest.text))
        self._words.setText("\n".join(lines))
        self._fine.setText(self.tr("That is fine"))
        self._go.setText(self.tr("I have to go. Ring me."))
        self._answers.setVisible(not newest.mine)

    def _show_switches(self, view: CallView) -> None:
        own = view.own
        self._microphone.setChecked(own.microphone_on)
        self._camera.setChecked(own.camera_on)
        heard = self.tr("Nobody hears you yet")
        if own.microphone_on and own.microphone_silent:
            heard = self.tr("We hear nothing from your microphone")
        self._microphone.set_words(
            self.tr("Microphone on") if own.microphone_on else self.tr("Microphone off"), heard
        )
        self._microphone.set_icon("microphone" if own.microphone_on else "microphone-slash")
        self._camera.set_words(
            self.tr("Camera on") if own.camera_on else self.tr("Camera off"),
            self.tr("Nobody sees you yet"),
        )
        self._camera.set_icon("video-camera" if own.camera_on else "video-camera-slash")
        self._tile.set_name(self.tr("You"))
        self._tile.set_state(TileState.LIVE if own.camera_on else TileState.CAMERA_OFF)
        self._tile.set_pills(
            Pill(self.tr("Only you see this"), Corner.BOTTOM_LEFT, icon="eye-slash")
        )
        invitation = view.invitation
        name = given_name(invitation.clinician_name) if invitation is not None else ""
        hear = self.tr("You hear a sound when {name} lets you in.").format(name=name)
        self._next.setText(
            f"{hear} {self.tr('You can leave this window open and wait.')}"
            if name
            else self.tr("You can leave this window open and wait.")
        )

# SPDX-License-Identifier: GPL-3.0-or-later
"""Check sound and picture before the visit. It never keeps anybody out. ui.md screen 05."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.media.frames import FrameSlot
from app.ui import theme
from app.ui.call.numbers import unbroken
from app.ui.patient.check import CheckView, Step, StepState
from app.ui.patient.check_step import CheckStep
from app.ui.shell.keys import mark_region
from app.ui.times import hour_minute
from app.ui.widgets.button import Button
from app.ui.widgets.card import Line
from app.ui.widgets.level_meter import LevelMeter
from app.ui.widgets.pills import Corner, Pill
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.video_tile import TileState, VideoTile
from app.ui.widths import Width, width_of

_GRAVE = (StepState.FAILS, StepState.WEAK)


class CheckScreen(QWidget):
    """Renders a CheckView whole; the level alone comes by ``set_level``."""

    go_asked = Signal()
    ring_asked = Signal()
    tone_asked = Signal()
    tone_heard = Signal(bool)
    retry_asked = Signal(Step)
    devices_asked = Signal(Step)
    """The names of devices are wanted; ``offer_devices`` shows them."""
    device_chosen = Signal(Step, str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = CheckView()
        self._title = PlainLabel("", "patient-page", wrap=True)
        self._lead = PlainLabel("", "body", "muted", wrap=True)
        self._tile = VideoTile("", mirrored=True)
        self._tile.setMinimumHeight(200)
        self._meter = LevelMeter()
        self._change_camera = Button("", "quiet")
        self._change_microphone = Button("")
        self._play = Button("")
        self._heard = Button("")
        self._not_heard = Button("")
        self._retry = Button("")
        self._steps = {
            Step.CAMERA: CheckStep(Step.CAMERA, (self._change_camera,), None),
            Step.MICROPHONE: CheckStep(Step.MICROPHONE, (self._change_microphone,), self._meter),
            Step.SPEAKER: CheckStep(Step.SPEAKER, (self._heard, self._not_heard, self._play), None),
            Step.CONNECTION: CheckStep(Step.CONNECTION, (self._retry,), None),
        }
        self._go = Button("", "primary", "arrow-right")
        self._ring = Button("", icon="phone", size="large")
        self._ring_text = PlainLabel("", "second", "muted", wrap=True)
        self._build()
        self._connect()
        self._narrow: bool | None = None
        self._order: tuple[Step, ...] = ()
        self._speak()
        self._arrange()

    def set_slot(self, own: FrameSlot | None) -> None:
        """Show the own picture; nobody else sees it."""
        self._tile.set_slot(own)

    def has_picture(self) -> bool:
        """Tell whether the camera has given a picture."""
        return self._tile.has_picture()

    def set_level(self, level: float) -> None:
        """Let the meter follow the microphone, 0 to 1."""
        self._meter.set_level(level)

    def render(self, view: CheckView) -> None:  # type: ignore[override]
        """Show how the check stands."""
        self._view = view
        self._speak()
        self._arrange()

    def offer_devices(self, step: Step, names: tuple[str, ...]) -> None:
        """Let the person choose one of the devices that are there."""
        button = self._change_camera if step is Step.CAMERA else self._change_microphone
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in names:
            action = menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, n=name: self.device_chosen.emit(step, n))
        if not names:
            menu.addAction(self.tr("Nothing is plugged in")).setEnabled(False)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

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
        column.setSpacing(0)
        self._scroll = Scroll(margins=(64, 12, 64, 24), spacing=0)
        mark_region(self._scroll)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(56)
        self._grid.setVerticalSpacing(16)
        self._words = QVBoxLayout()
        self._words.setSpacing(10)
        self._words.addWidget(self._title)
        self._words.addWidget(self._lead)
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._step_column = QVBoxLayout()
        self._step_column.setSpacing(0)
        self._lines = tuple(Line() for _ in range(3))
        self._right.addLayout(self._step_column)
        self._rest = QWidget(self)
        self._scroll.column.addLayout(self._grid)
        self._scroll.column.addStretch(1)
        column.addWidget(self._scroll, 1)
        self._foot = QFrame()
        mark_region(self._foot)
        self._foot.setObjectName("checkfoot")
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(10)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(12)
        self._buttons.addWidget(self._go)
        self._buttons.addWidget(self._ring)
        self._buttons.addStretch(1)
        foot.addLayout(self._buttons)
        foot.addWidget(self._ring_text)
        self._foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._column = column

    def _connect(self) -> None:
        self._go.clicked.connect(self.go_asked)
        self._ring.clicked.connect(self.ring_asked)
        self._play.clicked.connect(self.tone_asked)
        self._heard.clicked.connect(lambda: self.tone_heard.emit(True))
        self._not_heard.clicked.connect(lambda: self.tone_heard.emit(False))
        self._retry.clicked.connect(lambda: self.retry_asked.emit(Step.CONNECTION))
        self._change_camera.clicked.connect(lambda: self.devices_asked.emit(Step.CAMERA))
        self._change_microphone.clicked.connect(lambda: self.devices_asked.emit(Step.MICROPHONE))

    def _arrange(self) -> None:
        """One column, failed steps first, and the two buttons pinned, where there is no room."""
        width = width_of(self)
        narrow = width.under(Width.MEDIUM)
        order = _failed_first(self._view) if narrow else tuple(Step)
        if order != self._order:
            self._order = order
            self._fill_steps(order)
        side = 24 if narrow else 64 if width is Width.WIDE else 32
        self._scroll.column.setContentsMargins(side, 12, side, 24)
        if narrow is self._narrow:
            return
        self._narrow = narrow
        for step in self._steps.values():
            step.set_narrow(narrow)
        for layout in (self._words, self._right):
            self._grid.removeItem(layout)
        self._grid.removeWidget(self._tile)
        self._right.removeWidget(self._foot)
        self._right.removeWidget(self._rest)
        self._rest.setVisible(not narrow)
        self._column.removeWidget(self._foot)
        grow = QBoxLayout.Direction.LeftToRight
        self._buttons.setDirection(grow)
        margins = self._foot.layout()
        if narrow:
            self._grid.addLayout(self._words, 0, 0)
            self._grid.addLayout(self._right, 1, 0)
            self._grid.addWidget(self._tile, 2, 0)
            self._column.addWidget(self._foot)
            if margins is not None:
                margins.setContentsMargins(24, 12, 24, 12)
            theme.set_state(self._foot, "state", "pinned")
            self._grid.setColumnStretch(0, 1)
            self._grid.setColumnStretch(1, 0)
            self._grid.setRowStretch(1, 0)
            self._tile.setMinimumHeight(theme.px(200))
        else:
            self._grid.addLayout(self._words, 0, 0)
            self._grid.addWidget(self._tile, 1, 0)
            self._grid.addLayout(self._right, 0, 1, 2, 1)
            self._right.addWidget(self._foot)
            self._right.addWidget(self._rest, 1)
            if margins is not None:
                margins.setContentsMargins(0, 20, 0, 0)
            theme.set_state(self._foot, "state", "")
            self._grid.setColumnStretch(0, 10)
            self._grid.setColumnStretch(1, 11)
            self._grid.setRowStretch(1, 1)
            self._tile.setMinimumHeight(theme.px(300))
        self._speak()

    def _fill_steps(self, order: tuple[Step, ...]) -> None:
        for part in (*self._steps.values(), *self._lines):
            self._step_column.removeWidget(part)
        before: QWidget | None = None
        for index, step in enumerate(order):
            if index:
                self._step_column.addWidget(self._lines[index - 1])
            widget = self._steps[step]
            self._step_column.addWidget(widget)
            if before is not None:
                self.setTabOrder(before, widget)
            before = widget

    def _speak(self) -> None:
        view = self._view
        invitation = view.invitation
        self._title.setText(self.tr("Check sound and picture"))
        free = self.tr("You can go in even if something here does not work.")
        if invitation is not None:
            visit = self.tr("Your visit with {name} is at {time}.").format(
                name=invitation.clinician_name, time=hour_minute(invitation.start)
            )
            free = f"{visit} {free}"
        self._lead.setText(free)
        for step, widget in self._steps.items():
            text = view.problem if step is Step.CONNECTION else ""
            widget.render_state(view.state(step), text)
        self._tile.set_name(self.tr("You"))
        dark = view.camera in (StepState.FAILS, StepState.SKIPPED, StepState.MISSING)
        self._tile.set_state(TileState.CAMERA_OFF if dark else TileState.LIVE)
        only_you = self.tr("Only you see this. Nothing is recorded.")
        self._tile.set_pills(Pill(only_you, Corner.BOTTOM_LEFT, icon="eye-slash"))
        self._meter.set_names(
            self.tr("Microphone: we hear you"), self.tr("Microphone: we hear nothing")
        )
        self._change_camera.setText(self.tr("Change"))
        self._change_camera.setAccessibleName(self.tr("Change the camera"))
        failed = view.microphone is StepState.FAILS
        self._change_microphone.setText(self.tr("Choose another") if failed else self.tr("Change"))
        self._change_microphone.set_kind("outlined" if failed else "quiet")
        self._change_microphone.setAccessibleName(self.tr("Choose another microphone"))
        asking = view.speaker is StepState.TESTING
        again = view.speaker is not StepState.WAITING
        self._play.setText(self.tr("Play again") if again else self.tr("Play a tone"))
        self._play.set_kind("quiet" if again else "outlined")
        self._play.setVisible(not asking)
        self._heard.setText(self.tr("Yes"))
        self._heard.setAccessibleName(self.tr("Yes, I heard the tone"))
        self._not_heard.setText(self.tr("No"))
        self._not_heard.setAccessibleName(self.tr("No, I heard nothing"))
        self._heard.setVisible(asking)
        self._not_heard.setVisible(asking)
        self._retry.setText(self.tr("Try again"))
        self._retry.setVisible(view.connection is StepState.FAILS)
        self._go.setText(self.tr("Go to the waiting room"))
        self._ring.setText(self.tr("Ring me") if self._narrow else self.tr("Ring me instead"))
        self._ring.setAccessibleName(self.tr("Ring me instead"))
        self._ring_text.setText(view.ring or self._ring_words())
        self._ring_text.setVisible(not self._narrow or bool(view.ring))

    def _ring_words(self) -> str:
        invitation = self._view.invitation
        words = self.tr("“Ring me instead” tells the clinic to ring you.")
        if invitation is not None and invitation.phone:
            number = self.tr("You can also ring {number}.").format(
                number=unbroken(invitation.phone)
            )
            return f"{words} {number}"
        return words


def _failed_first(view: CheckView) -> tuple[Step, ...]:
    return tuple(sorted(Step, key=lambda step: view.state(step) not in _GRAVE))

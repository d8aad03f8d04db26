# SPDX-License-Identifier: GPL-3.0-or-later
"""The buttons under the picture; what does not fit moves into More."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from app.calls.views import TOGETHER, CallView, Stage
from app.ui import theme
from app.ui.shell.keys import add_key, mark_region
from app.ui.widgets.card import Line
from app.ui.widgets.control_button import ControlButton

_MARGIN = 12
_BELOW = 8


class ControlBar(QWidget):
    """Emits what is wanted. Words say what pressing does; the description says the state."""

    microphone_wanted = Signal(bool)
    camera_wanted = Signal(bool)
    sound_only_wanted = Signal(bool)
    medical_sound_wanted = Signal(bool)
    share_asked = Signal()
    share_stopped = Signal()
    still_asked = Signal()
    blur_wanted = Signal(bool)
    devices_asked = Signal()
    connection_asked = Signal()
    note_asked = Signal()
    left = Signal()

    def __init__(
        self,
        *,
        devices: bool = True,
        note: bool = False,
        tools: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``tools``: what only a clinician does, like sharing a screen."""
        super().__init__(parent)
        mark_region(self)
        self._view = CallView()
        self._devices_known = devices
        self._tools = tools
        self._note_on = note
        self._note_shown = False
        self._folded: list[ControlButton] = []
        self._microphone = ControlButton("microphone", "")
        self._camera = ControlButton("video-camera", "")
        self._share = ControlButton("screencast", "")
        self._still = ControlButton("camera", "")
        self._devices = ControlButton("speaker-high", "")
        self._connection = ControlButton("wifi-high", "")
        self._sound = ControlButton("ear", "")
        self._sound.setCheckable(True)
        self._blur = ControlButton("user-focus", "")
        self._blur.setCheckable(True)
        self._stethoscope = ControlButton("heartbeat", "")
        self._stethoscope.setCheckable(True)
        self._more = ControlButton("dots-three", "")
        self._note = ControlButton("note-pencil", "")
        self._line = Line(upright=True)
        self._line.setFixedHeight(40)
        self._leave = ControlButton("sign-out", "", kind="danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 0, _MARGIN, _BELOW)
        row.setSpacing(4)
        row.addStretch(1)
        for part in (
            self._microphone,
            self._camera,
            self._share,
            self._still,
            self._devices,
            self._sound,
            self._stethoscope,
            self._connection,
            self._blur,
            self._more,
            self._note,
            self._line,
            self._leave,
        ):
            row.addWidget(part)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._microphone.clicked.connect(self._switch_microphone)
        self._camera.clicked.connect(self._switch_camera)
        self._share.clicked.connect(self._switch_share)
        self._still.clicked.connect(self._take_still)
        self._devices.clicked.connect(self.devices_asked)
        self._sound.clicked.connect(self.sound_only_wanted)
        self._stethoscope.clicked.connect(self._switch_stethoscope)
        self._connection.clicked.connect(self.connection_asked)
        self._blur.clicked.connect(self._switch_blur)
        self._more.clicked.connect(self._open_more)
        self._note.clicked.connect(self.note_asked)
        self._leave.clicked.connect(self.left)
        add_key(self, "Ctrl+Shift+M", self.tr("Microphone on or off"), self._switch_microphone)
        add_key(self, "Ctrl+Shift+O", self.tr("Camera on or off"), self._switch_camera)
        add_key(self, "Ctrl+Shift+Y", self.tr("Sound only"), self._switch_sound)
        if tools:
            add_key(self, "Ctrl+Shift+E", self.tr("Share screen"), self._switch_share)
            add_key(self, "Ctrl+Shift+K", self.tr("Take a picture"), self._take_still)
        words = self.tr("Sound of a stethoscope")
        add_key(self, "Ctrl+Shift+T", words, self._switch_stethoscope)
        add_key(self, "Ctrl+Shift+I", self.tr("Connection"), self.connection_asked.emit)
        add_key(self, "Ctrl+Shift+H", self.tr("Leave call"), self.left.emit)
        self._speak()

    def set_note(self, shown: bool, *, open_now: bool) -> None:
        """Offer the note where it has no column of its own."""
        self._note_on, self._note_shown = shown, open_now
        self._speak()

    def render_view(self, view: CallView) -> None:
        """Show the own switches."""
        self._view = view
        self._speak()

    def sizeHint(self) -> QSize:
        """Room for one line of buttons as they are now, which the layout may not know yet."""
        width = super().sizeHint().width()
        shown = (self._microphone, self._camera, self._leave)
        return QSize(width, max(b.sizeHint().height() for b in shown) + _BELOW)

    def minimumSizeHint(self) -> QSize:
        """Room for what is never put away."""
        return QSize(4 * theme.px(90), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put away what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self._speak()

    def _speak(self) -> None:
        own = self._view.own
        ended = self._view.stage is Stage.ENDED
        if own.microphone_on:
            self._microphone.set("microphone", self.tr("Mute"), self.tr("Your microphone is on"))
        else:
            state = self.tr("Your microphone is off")
            self._microphone.set("microphone-slash", self.tr("Unmute"), state)
        self._microphone.set_kind("" if own.microphone_on else "off")
        if own.camera_on:
            self._camera.set("video-camera", self.tr("Stop camera"), self.tr("Your camera is on"))
        else:
            state = self.tr("Your camera is off")
            self._camera.set("video-camera-slash", self.tr("Start camera"), state)
        self._camera.set_kind("" if own.camera_on else "off")
        if own.shares_screen:
            self._share.set("screencast", self.tr("Stop sharing"), self.tr("Your screen is shared"))
        else:
            self._share.set("screencast", self.tr("Share screen"))
        self._share.set_kind("off" if own.shares_screen else "")
        self._still.set("camera", self.tr("Take picture"))
        self._devices.set("speaker-high", self.tr("Devices"))
        self._sound.setChecked(own.sound_only)
        self._sound.set("ear", self.tr("Sound only"))
        self._connection.set(
            "wifi-high", self.tr("Connection"), self.tr("Opens the numbers of the connection")
        )
        self._blur.setChecked(own.blurs)
        self._blur.set("user-focus", self.tr("Blur background"))
        self._stethoscope.setChecked(own.medical_sound)
        self._stethoscope.set(
            "heartbeat", self.tr("Stethoscope"), self.tr("Sends the sound with nothing done to it")
        )
        self._more.set("dots-three", self.tr("More"))
        self._note.set("note-pencil", self.tr("Picture") if self._note_shown else self.tr("Note"))
        self._leave.set("sign-out", self.tr("Leave call"))
        for part in (self._microphone, self._camera, self._leave, self._line):
            part.setVisible(not ended)
        self._note.setVisible(self._note_on)
        self._fit()

    def _fit(self) -> None:
        ended = self._view.stage is Stage.ENDED
        fixed = [self._microphone, self._camera, self._leave]
        if self._note_on:
            fixed.append(self._note)
        shown = [] if ended else [button for button, _ in self._spare()]
        self._folded = []
        for button in reversed(shown.copy()):
            more = [self._more] if self._folded else []
            if self._width_of([*fixed, *shown, *more]) <= self.width():
                break
            shown.remove(button)
            self._folded.insert(0, button)
        for button in (
            self._share,
            self._still,
            self._sound,
            self._devices,
            self._connection,
            self._blur,
            self._stethoscope,
        ):
            button.setVisible(button in shown)
        self._more.setVisible(bool(self._folded))
        self._break_words([*fixed, *shown, *([self._more] if self._folded else [])], fixed)
        self.updateGeometry()

    def _spare(self) -> list[tuple[ControlButton, Callable[[], object]]]:
        """List what may go into More, last first, with what it does there."""
        spare: list[tuple[ControlButton, Callable[[], object]]] = []
        if self._tools and self._view.stage in TOGETHER:
            spare.append((self._share, self._switch_share))
        if self._sees_person():
            spare.append((self._still, self._take_still))
        if self._devices_known:
            spare.append((self._devices, self.devices_asked.emit))
            spare.append((self._connection, self.connection_asked.emit))
        spare.append((self._sound, self._switch_sound))
        if self._view.stage in TOGETHER:
            spare.append((self._stethoscope, self._switch_stethoscope))
        if self._view.own.camera_on:
            spare.append((self._blur, self._switch_blur))
        return spare

    @staticmethod
    def _width_of(buttons: Sequence[ControlButton]) -> int:
        return sum(b.sizeHint().width() + 4 for b in buttons) + 2 * _MARGIN + 8

    def _break_words(self, shown: list[ControlButton], fixed: list[ControlButton]) -> None:
        """Put long words on two lines where even the few buttons are too wide."""
        for button in shown:
            button.setText(button.accessibleName())
        if self._width_of(shown) > self.width():
            for button in fixed:
                button.setText(button.accessibleName().replace(" ", "\n"))

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, action in self._spare():
            if button in self._folded:
                entry = menu.addAction(button.accessibleName())
                entry.setCheckable(button.isCheckable())
                entry.setChecked(button.isChecked())
                entry.triggered.connect(_without_state(action))
        above = QPoint(0, -menu.sizeHint().height())
        menu.popup(self._more.mapToGlobal(above))

    def _switch_microphone(self) -> None:
        self.microphone_wanted.emit(not self._view.own.microphone_on)

    def _switch_camera(self) -> None:
        self.camera_wanted.emit(not self._view.own.camera_on)

    def _switch_sound(self) -> None:
        self.sound_only_wanted.emit(not self._view.own.sound_only)

    def _switch_blur(self) -> None:
        # A toggle shows what is, not what was pressed.
        self._blur.setChecked(self._view.own.blurs)
        self.blur_wanted.emit(not self._view.own.blurs)

    def _sees_person(self) -> bool:
        peer = self._view.peer
        connected = self._tools and self._view.stage is Stage.CONNECTED
        return connected and peer is not None and peer.camera_on and not peer.shares_screen

    def _take_still(self) -> None:
        if self._sees_person():
            self.still_asked.emit()

    def _switch_stethoscope(self) -> None:
        # A toggle shows what is, not what was pressed.
        self._stethoscope.setChecked(self._view.own.medical_sound)
        if self._view.stage in TOGETHER:
            self.medical_sound_wanted.emit(not self._view.own.medical_sound)

    def _switch_share(self) -> None:
        if self._view.own.shares_screen:
            self.share_stopped.emit()
        elif self._view.stage in TOGETHER:
            self.share_asked.emit()


def _without_state(action: Callable[[], object]) -> Callable[[bool], object]:
    return lambda _checked: action()

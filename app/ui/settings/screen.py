# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: how the program looks, speaks and moves, and the devices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.media.devices.errors import DeviceKind
from app.media.devices.preference import picked
from app.media.frames import FrameSlot
from app.ui.patient_frame import LANGUAGES
from app.ui.settings.device_choice import DeviceChoice
from app.ui.settings.preferences import Preferences
from app.ui.theme import FACTORS, Look
from app.ui.widgets.announce import announce
from app.ui.widgets.card import Card
from app.ui.widgets.field import Field
from app.ui.widgets.level_meter import LevelMeter
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.segments import Segments
from app.ui.widgets.switch import Switch
from app.ui.widgets.video_tile import TileState, VideoTile

_WIDEST = 680


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The choices, what there is to choose from, and what this is."""

    preferences: Preferences
    cameras: tuple[str, ...] = ()
    microphones: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    version: str = ""


class SettingsScreen(Scroll):
    """Emits the whole new Preferences at each change; it counts at once, nothing is to save."""

    changed = Signal(object)
    camera_tried = Signal()
    microphone_tried = Signal()
    speaker_tried = Signal()
    ringer_tried = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(margins=(32, 20, 32, 32), spacing=12)
        self._view = SettingsView(Preferences())
        self._silent = False
        self._title = PlainLabel("", "page")
        self.column.addWidget(self._title)
        self._look_title = PlainLabel("", "heading")
        self._devices_title = PlainLabel("", "heading")
        self._about_title = PlainLabel("", "heading")
        self.column.addWidget(self._look_title)
        self.column.addWidget(self._make_look())
        self.column.addSpacing(8)
        self.column.addWidget(self._devices_title)
        self.column.addWidget(self._make_devices())
        self.column.addSpacing(8)
        self.column.addWidget(self._about_title)
        self.column.addWidget(self._make_about())
        self.column.addStretch(1)
        self._name()

    def render(self, view: SettingsView) -> None:  # type: ignore[override]
        """Show the choices as they are."""
        self._view = view
        chosen = view.preferences
        self._percent.setCurrentIndex(FACTORS.index(chosen.percent))
        self._language.choose(chosen.language)
        self._motion.blockSignals(True)
        self._motion.setChecked(chosen.less_motion)
        self._motion.blockSignals(False)
        self._name()

    def slot(self) -> FrameSlot:
        """The place for the frames of a camera that is tried."""
        return self._slot

    def show_camera(self, on: bool) -> None:
        """Show or hide the picture of the camera."""
        self._tile.setVisible(on)
        self._tile.set_slot(self._slot if on else None)

    def show_meter(self, on: bool) -> None:
        """Show or hide the level of the microphone."""
        self._meter.set_level(0.0)
        self._meter.setVisible(on)
        self._heard.setVisible(on)
        self._say_heard(False)

    def set_level(self, level: float) -> None:
        """Show how loud the microphone is."""
        self._meter.set_level(level)

    def set_silent(self, silent: bool) -> None:
        """Say whether anything at all comes from the microphone."""
        if silent is not self._silent:
            self._say_heard(silent)
            announce(self, self._heard.text())

    def show_device_errors(self, camera: str = "", microphone: str = "") -> None:
        """Say what is wrong with a device."""
        self._camera.set_error(camera)
        self._microphone.set_error(microphone)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the devices when another screen is shown."""
        super().hideEvent(event)
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Speak another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name()

    # ---- building --------------------------------------------------------------------------

    def _make_look(self) -> Card:
        card = Card(margin=20, spacing=16, widest=_WIDEST)
        self._percent = QComboBox()
        for one in FACTORS:
            self._percent.addItem(f"{one} %", one)
        self._percent.activated.connect(lambda _: self._change(percent=self._percent.currentData()))
        self._look = QComboBox()
        self._look.activated.connect(lambda _: self._change(look=self._look.currentData()))
        self._language = Segments(LANGUAGES)
        self._language.chosen.connect(lambda key: self._change(language=key))
        self._motion = Switch("")
        self._motion.toggled.connect(lambda on: self._change(less_motion=on))
        self._percent_field = Field("", self._percent)
        self._language_label = PlainLabel("", "label")
        self._look_field = Field("", self._look)
        card.column.addWidget(self._percent_field)
        card.column.addWidget(self._look_field)
        column = QVBoxLayout()
        column.setSpacing(5)
        column.addWidget(self._language_label)
        column.addWidget(self._language, 0, Qt.AlignmentFlag.AlignLeft)
        card.column.addLayout(column)
        card.column.addWidget(self._motion)
        return card

    def _make_devices(self) -> Card:
        card = Card(margin=20, spacing=20, widest=_WIDEST)
        self._slot = FrameSlot()
        self._tile = VideoTile("", ground="surface", mirrored=True)
        self._tile.set_state(TileState.LIVE)
        self._tile.setFixedSize(320, 240)
        self._tile.hide()
        trial = QWidget()
        column = QVBoxLayout(trial)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._meter = LevelMeter()
        self._heard = PlainLabel("", "second", "muted", wrap=True)
        column.addWidget(self._meter)
        column.addWidget(self._heard)
        self._meter.hide()
        self._heard.hide()
        self._camera = DeviceChoice(self._tile)
        self._microphone = DeviceChoice(trial)
        self._speaker = DeviceChoice()
        self._ringer = DeviceChoice()
        for choice, kind in (
            (self._camera, DeviceKind.CAMERA),
            (self._microphone, DeviceKind.MICROPHONE),
            (self._speaker, DeviceKind.SPEAKER),
        ):
            choice.chosen.connect(partial(self._pick, kind))
        self._ringer.chosen.connect(self._pick_ringer)
        self._camera.try_pressed.connect(self.camera_tried)
        self._microphone.try_pressed.connect(self.microphone_tried)
        self._speaker.try_pressed.connect(self.speaker_tried)
        self._ringer.try_pressed.connect(self.ringer_tried)
        for choice in (self._camera, self._microphone, self._speaker, self._ringer):
            card.column.addWidget(choice)
        return card

    def _make_about(self) -> Card:
        card = Card(margin=20, spacing=6, widest=_WIDEST)
        self._version = PlainLabel("", "strong")
        self._version.set_selectable()
        self._licence = PlainLabel("", "second", "muted", wrap=True)
        card.column.addWidget(self._version)
        card.column.addWidget(self._licence)
        return card

    def _name(self) -> None:
        self._title.setText(self.tr("Settings"))
        self._look_title.setText(self.tr("Look and language"))
        self._devices_title.setText(self.tr("Devices"))
        self._about_title.setText(self.tr("About Vidda"))
        self._percent_field.set_label(self.tr("Text size"))
        self._language_label.setText(self.tr("Language"))
        self._language.setAccessibleName(self.tr("Language"))
        self._look_field.set_label(self.tr("Colours"))
        looks = (
            (Look.SYSTEM, self.tr("As on this computer")),
            (Look.LIGHT, self.tr("Light")),
            (Look.DARK, self.tr("Dark")),
            (Look.CONTRAST, self.tr("Strong contrast")),
        )
        self._look.clear()
        for look, words in looks:
            self._look.addItem(words, look)
        self._look.setCurrentIndex([look for look, _ in looks].index(self._view.preferences.look))
        self._motion.set_words(self.tr("Less motion"), self.tr("Nothing slides or grows"))
        usual = self.tr("As on this computer")
        view, devices = self._view, self._view.preferences.devices
        self._camera.set_words(self.tr("Camera"), self.tr("See yourself"))
        self._microphone.set_words(self.tr("Microphone"), self.tr("Try it"))
        self._speaker.set_words(self.tr("Loudspeaker"), self.tr("Play a tone"))
        self._ringer.set_words(self.tr("Loudspeaker for arrivals"), self.tr("Play the sound"))
        self._camera.set_devices(view.cameras, devices.camera, usual)
        self._microphone.set_devices(view.microphones, devices.microphone, usual)
        self._speaker.set_devices(view.speakers, devices.speaker, usual)
        self._ringer.set_devices(view.speakers, devices.ringer, usual)
        self._tile.set_name(self.tr("Only you see this. Nothing is recorded."))
        self._say_heard(self._silent)
        self._version.setText(self.tr("Vidda {version}").format(version=view.version))
        self._licence.setText(
            self.tr(
                "Free software under the GNU General Public License, version 3 or later. "
                "Font: Inter (SIL Open Font License). Icons: Phosphor (MIT)."
            )
        )

    def _say_heard(self, silent: bool) -> None:
        self._silent = silent
        words = self.tr("We hear nothing from your microphone")
        self._heard.setText(words if silent else self.tr("Say a few words."))

    # ---- acting ----------------------------------------------------------------------------

    def _change(self, **changes: object) -> None:
        chosen = replace(self._view.preferences, **changes)  # type: ignore[arg-type]
        self._view = replace(self._view, preferences=chosen)
        self.changed.emit(chosen)

    def _pick(self, kind: DeviceKind, name: str) -> None:
        self._change(devices=self._view.preferences.devices.picking(kind, name))
        self._name()

    def _pick_ringer(self, name: str) -> None:
        devices = self._view.preferences.devices
        self._change(devices=replace(devices, ringer=picked(devices.ringer, name)))
        self._name()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Two sliders for brightness and contrast."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from app.records.presentation import Presentation
from app.ui import theme
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.workbench.picture_words import signed
from app.ui.workbench.wishes import LIGHT_STEP

MOST = 100


class _Slider(QWidget):
    """A slider with its name and its value in figures."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(8)
        self.name = PlainLabel("", "second", "viewer_muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(-MOST, MOST)
        self.slider.setSingleStep(LIGHT_STEP)
        self.slider.setPageStep(4 * LIGHT_STEP)
        self._value = PlainLabel("0", "second", "viewer_muted")
        for widget in (self.name, self.slider, self._value):
            row.addWidget(widget)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit()

    def show_value(self, value: int) -> None:
        """Stand at a value without telling it."""
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(value)
        self.slider.blockSignals(blocked)
        self._value.setText(signed(value))

    def say(self, words: str) -> None:
        """Be named."""
        self.name.setText(words)
        self.slider.setAccessibleName(words)

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def _fit(self) -> None:
        self.slider.setFixedSize(theme.px(120), theme.px(20))
        self._value.setMinimumWidth(theme.px(36))


class LightRow(QWidget):
    """Tells brightness and contrast while they are dragged, and once more as a step to undo."""

    changed = Signal(int, int, bool)
    """Brightness, contrast, and whether it begins a step of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FlowLayout(4)
        self.setLayout(row)
        self._brightness, self._contrast = _Slider(), _Slider()
        self._fresh = True
        for each in (self._brightness, self._contrast):
            each.slider.sliderPressed.connect(self._press)
            each.slider.valueChanged.connect(self._tell)
            row.addWidget(each)
        self._say()

    def render_look(self, look: Presentation) -> None:
        """Stand where the picture is."""
        self._brightness.show_value(look.brightness)
        self._contrast.show_value(look.contrast)

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def take_focus(self) -> None:
        """Let the keyboard work the first slider."""
        self._brightness.slider.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _say(self) -> None:
        self._brightness.say(self.tr("Brightness"))
        self._contrast.say(self.tr("Contrast"))

    def _press(self) -> None:
        self._fresh = True

    def _tell(self, _value: int) -> None:
        dragged = self._brightness.slider.isSliderDown() or self._contrast.slider.isSliderDown()
        step = self._fresh or not dragged
        self._fresh = False
        self.changed.emit(self._brightness.slider.value(), self._contrast.slider.value(), step)

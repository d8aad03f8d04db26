# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture's tools over one or two panes that move together."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.referrals import looks
from app.ui.referrals.looks import Look, Viewing
from app.ui.referrals.picture_pane import Mark, PicturePane
from app.ui.widgets.button import Button
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel


class PictureViewer(QWidget):
    """Shows one picture; the second pane shows it red-free. The original never changes."""

    circle_drawn = Signal(float, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pixels: looks.Pixels | None = None
        self._viewing = Viewing()
        self._moving = False
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(self._make_tools())
        panes = QHBoxLayout()
        panes.setSpacing(8)
        self._first = PicturePane("")
        self._second = PicturePane("")
        self._second.hide()
        for pane, other in ((self._first, self._second), (self._second, self._first)):
            panes.addWidget(pane, 1)
            pane.zoomed.connect(self._zoomed)
            pane.view_moved.connect(lambda pane=pane, other=other: self._follow(pane, other))
            pane.circle_drawn.connect(self._drawn)
        column.addLayout(panes, 1)
        state = QHBoxLayout()
        state.setSpacing(8)
        self._sealed = Icon("check-circle-fill", "ok", 16)
        state.addWidget(self._sealed)
        self._state = PlainLabel("", "second", "viewer_muted", wrap=True)
        state.addWidget(self._state, 1)
        self._ruler = PlainLabel("", "second", "viewer_muted", wrap=True)
        self._ruler.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        state.addWidget(self._ruler, 1)
        column.addLayout(state)
        for key, button in (("G", self._red_free), ("S", self._beside), ("C", self._circle)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
        self._say()

    def show_pixels(self, name: str, pixels: looks.Pixels) -> None:
        """Show another picture, whole and in its own colours."""
        self._pixels = pixels
        self._reset_looks()
        self._first.setAccessibleName(name)
        self._second.setAccessibleName(f"{name}, {self._red_free.text()}")
        self._paint()
        self._first.fit()
        self._second.fit()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show these numbered circles in every pane."""
        self._first.set_marks(marks)
        self._second.set_marks(marks)

    def _make_tools(self) -> FlowLayout:
        row = FlowLayout(6)
        self._fit = Button("", "viewer", "arrows-out-simple", size="small")
        self._fit.clicked.connect(self._fit_both)
        self._out = Button("", "viewer", "magnifying-glass-minus", size="small")
        self._out.clicked.connect(self._zoom_out)
        self._zoom = PlainLabel("100 %", "second", "viewer_muted")
        self._in = Button("", "viewer", "magnifying-glass-plus", size="small")
        self._in.clicked.connect(self._zoom_in)
        self._beside = Button("", "viewer", "columns", size="small")
        self._red_free = Button("", "viewer", "circle-half", size="small")
        self._contrast = Button("", "viewer", "circle-half-tilt", size="small")
        self._invert = Button("", "viewer", "swap", size="small")
        self._circle = Button("", "viewer", "circle", size="small")
        for button in (self._beside, self._red_free, self._contrast, self._invert, self._circle):
            button.setCheckable(True)
        self._beside.toggled.connect(self._show_beside)
        self._red_free.toggled.connect(lambda on: self._look(Look.RED_FREE, on))
        self._contrast.toggled.connect(lambda on: self._look(Look.LOCAL_CONTRAST, on))
        self._invert.toggled.connect(self._invert_to)
        self._circle.toggled.connect(self._draw)
        self._turn = Button("", "viewer", "arrow-clockwise", size="small")
        self._turn.clicked.connect(self._turn_once)
        self._reset = Button("", "viewer", "arrow-counter-clockwise", size="small")
        self._reset.clicked.connect(self._reset_all)
        for widget in (self._fit, self._out, self._zoom, self._in, self._beside):
            row.addWidget(widget)
        for widget in (self._red_free, self._contrast, self._invert, self._turn, self._circle):
            row.addWidget(widget)
        row.addWidget(self._reset)
        return row

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        for button, text, key in (
            (self._fit, self.tr("Fit"), "F"),
            (self._beside, self.tr("Side by side"), "S"),
            (self._red_free, self.tr("Red-free"), "G"),
            (self._circle, self.tr("Circle"), "C"),
        ):
            button.setText(text)
            button.setToolTip(f"{text} ({key})")
        for button, text in (
            (self._out, self.tr("Zoom out (−)")),
            (self._in, self.tr("Zoom in (+)")),
            (self._contrast, self.tr("Local contrast")),
            (self._invert, self.tr("Invert")),
            (self._turn, self.tr("Turn by a quarter")),
            (self._reset, self.tr("Reset")),
        ):
            button.setAccessibleName(text)
            button.setToolTip(text)
        self._state.setText(self.tr("Original unchanged, signature checked"))
        self._ruler.setText(self.tr("Ruler off: the picture is not calibrated"))

    def _paint(self) -> None:
        if self._pixels is None:
            return
        shown = looks.apply(self._pixels, self._viewing)
        self._first.show_picture(shown.shape[1], shown.shape[0], shown.tobytes())
        if self._second.isVisibleTo(self):
            other = looks.apply(self._pixels, replace(self._viewing, look=Look.RED_FREE))
            self._second.show_picture(other.shape[1], other.shape[0], other.tobytes())

    def _look(self, look: Look, on: bool) -> None:
        wanted = look if on else Look.COLOUR
        for button, own in ((self._red_free, Look.RED_FREE), (self._contrast, Look.LOCAL_CONTRAST)):
            button.blockSignals(True)
            button.setChecked(own is wanted)
            button.blockSignals(False)
        self._viewing = replace(self._viewing, look=wanted)
        self._paint()

    def _invert_to(self, on: bool) -> None:
        self._viewing = replace(self._viewing, inverted=on)
        self._paint()

    def _turn_once(self) -> None:
        turns = (self._viewing.quarter_turns + 1) % 4
        self._viewing = replace(self._viewing, quarter_turns=turns)
        self._paint()

    def _show_beside(self, on: bool) -> None:
        self._second.setVisible(on)
        self._paint()
        self._first.fit()
        self._second.fit()

    def _draw(self, on: bool) -> None:
        # Marks are tied to places of the unturned picture.
        if on and self._viewing.quarter_turns:
            self._viewing = replace(self._viewing, quarter_turns=0)
            self._paint()
        self._first.set_drawing(on)
        self._second.set_drawing(on)

    def _drawn(self, x: float, y: float, radius: float) -> None:
        self._circle.setChecked(False)
        self.circle_drawn.emit(x, y, radius)

    def _fit_both(self) -> None:
        self._first.fit()
        self._second.fit()

    def _zoom_in(self) -> None:
        self._first.zoom_in()

    def _zoom_out(self) -> None:
        self._first.zoom_out()

    def _zoomed(self, zoom: float) -> None:
        self._zoom.setText(f"{round(zoom * 100)} %")

    def _follow(self, mover: PicturePane, other: PicturePane) -> None:
        if other.isVisibleTo(self) and not self._moving:
            self._moving = True
            other.look_like(mover)
            self._moving = False

    def _reset_looks(self) -> None:
        self._viewing = Viewing()
        for button in (self._red_free, self._contrast, self._invert, self._circle):
            button.blockSignals(True)
            button.setChecked(False)
            button.blockSignals(False)
        self._draw(False)

    def _reset_all(self) -> None:
        self._reset_looks()
        self._paint()
        self._first.fit()
        self._second.fit()

# SPDX-License-Identifier: GPL-3.0-or-later
"""A sound to look at and hear: waveform over spectrogram on one time axis, and the transport."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.attachments.spectrogram import spectrogram
from app.records.media_facts import Sound
from app.ui import theme
from app.ui.referrals.sound_player import Filter, SoundPlayer
from app.ui.widgets.button import Button
from app.ui.widgets.card import Card
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.segments import Segments

TICKS_HZ = (20, 50, 100, 200, 500, 1000)
SEEK_STEP_S = 0.1


class SoundPane(QWidget):
    """Shows and plays one sound. Space plays, L loops, 1 to 3 filter, arrows move."""

    no_loudspeaker = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sound: Sound | None = None
        self._player = SoundPlayer(self)
        self._player.position_changed.connect(self._moved)
        self._player.playing_changed.connect(self._playing)
        self._player.no_loudspeaker.connect(self._say_no_loudspeaker)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 8)
        column.setSpacing(12)
        self._title = PlainLabel("", "section")
        column.addWidget(self._title)
        column.addWidget(self._make_charts(), 1)
        column.addWidget(self._make_transport())
        self._keys = PlainLabel("", "caption", "muted", wrap=True)
        column.addWidget(self._keys)
        self._say()
        self._dress()

    def show_sound(self, title: str, sound: Sound) -> None:
        """Show a sound from its start."""
        self._sound = sound
        length = f"{sound.seconds:.0f} s"
        self._title.setText(f"{title}, {length}")
        self.setAccessibleName(f"{title}, {length}")
        samples = np.frombuffer(sound.pcm, dtype="<i2").astype(np.float32) / 32768
        times = np.arange(len(samples)) / sound.rate_hz
        self._wave.setData(times, samples)
        drawn = spectrogram(sound)
        seconds = drawn.seconds
        levels = np.frombuffer(drawn.levels, dtype=np.uint8).reshape(drawn.rows, drawn.columns)
        # pyqtgraph counts columns first and rows from below.
        self._image.setImage(levels[::-1].T, levels=(0, 255))
        self._image.setRect(QRectF(0, 0, seconds, drawn.rows))
        marks = [(drawn.rows - 1 - drawn.row_of(f), str(f)) for f in TICKS_HZ if f <= drawn.high_hz]
        self._image_plot.getAxis("left").setTicks([marks])
        self._image_plot.setYRange(0, drawn.rows, padding=0)
        for plot in (self._wave_plot, self._image_plot):
            plot.setXRange(0, seconds, padding=0)
            plot.setLimits(xMin=0, xMax=seconds)
        self._wave_plot.setYRange(-1.05 * _peak(samples), 1.05 * _peak(samples), padding=0)
        self._player.load(sound)

    def silence(self) -> None:
        """Stop playing, before the pane is left."""
        self._player.stop()

    def _make_charts(self) -> Card:
        card = Card(margin=12, spacing=6)
        self._wave_title = PlainLabel("", "label", "muted")
        card.column.addWidget(self._wave_title)
        self._wave_plot = pg.PlotWidget()
        self._wave = self._wave_plot.plot([], [])
        self._wave.setDownsampling(auto=True, method="peak")
        self._wave.setClipToView(True)
        self._image_plot = pg.PlotWidget()
        self._image = pg.ImageItem()
        self._image.setColorMap(pg.colormap.get("viridis"))
        self._image_plot.addItem(self._image)
        self._cursors = []
        for plot in (self._wave_plot, self._image_plot):
            plot.setMenuEnabled(False)
            plot.hideButtons()
            plot.setMouseEnabled(x=False, y=False)
            cursor = pg.InfiniteLine(0, angle=90)
            plot.addItem(cursor)
            self._cursors.append(cursor)
            plot.scene().sigMouseClicked.connect(
                lambda event, plot=plot: self._seek_to(plot, event.scenePos())
            )
            plot.getAxis("left").setWidth(theme.px(40))
        self._wave_plot.getAxis("left").setStyle(showValues=False)
        card.column.addWidget(self._wave_plot, 2)
        self._spectrum_title = PlainLabel("", "label", "muted")
        card.column.addWidget(self._spectrum_title)
        card.column.addWidget(self._image_plot, 4)
        return card

    def _make_transport(self) -> Card:
        card = Card(margin=12, spacing=8)
        row = FlowLayout(12)
        self._play = Button("", "outlined", "play")
        self._play.clicked.connect(self._player.toggle)
        row.addWidget(self._play)
        self._time = PlainLabel("0.00 s", "strong")
        row.addWidget(self._time)
        self._loop = Button("", "outlined", "repeat")
        self._loop.setCheckable(True)
        self._loop.toggled.connect(self._player.set_loop)
        row.addWidget(self._loop)
        self._filter_name = PlainLabel("", "label", "muted")
        row.addWidget(self._filter_name)
        self._filters = Segments(tuple((f.value, f.value) for f in Filter))
        self._filters.chosen.connect(lambda key: self._player.set_filter(Filter(key)))
        row.addWidget(self._filters)
        card.column.addLayout(row)
        self._trouble = PlainLabel("", "second", "warn", wrap=True)
        self._trouble.hide()
        card.column.addWidget(self._trouble)
        return card

    def _say(self) -> None:
        self._wave_title.setText(self.tr("Waveform"))
        self._spectrum_title.setText(self.tr("Spectrogram, Hz"))
        self._loop.setText(self.tr("Loop"))
        self._filter_name.setText(self.tr("Filter"))
        self._filters.setAccessibleName(self.tr("Filter"))
        self._filters.set_texts(
            {
                Filter.UNFILTERED.value: self.tr("Unfiltered"),
                Filter.BELL.value: self.tr("Bell 20–200"),
                Filter.DIAPHRAGM.value: self.tr("Diaphragm 100–500"),
            }
        )
        self._keys.setText(
            self.tr("Space plays and pauses, L loops, 1 to 3 choose the filter, arrows move 0.1 s")
        )
        self._playing(self._player.playing)

    def _dress(self) -> None:
        # In equal digits: the words beside it stand still while it runs.
        self._time.setMinimumWidth(theme.px(110))
        self._wave_plot.setMinimumHeight(theme.px(48))
        self._wave_plot.setMaximumHeight(theme.px(130))
        self._image_plot.setMinimumHeight(theme.px(72))
        for plot in (self._wave_plot, self._image_plot):
            plot.setBackground(theme.color("surface"))
            for name in ("left", "bottom"):
                plot.getAxis(name).setPen(theme.color("line_strong"))
                plot.getAxis(name).setTextPen(theme.color("muted"))
        self._wave.setPen(pg.mkPen(theme.color("accent"), width=1))
        self._cursors[0].setPen(pg.mkPen(theme.color("text"), width=2))
        self._cursors[1].setPen(pg.mkPen("#FFFFFF", width=2))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the look."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
        elif event.type() is QEvent.Type.StyleChange:
            self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Work everything by keys."""
        keys = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)
        match event.key():
            case Qt.Key.Key_Space:
                self._player.toggle()
            case Qt.Key.Key_L:
                self._loop.toggle()
            case Qt.Key.Key_Left:
                self._player.seek(self._now - SEEK_STEP_S)
            case Qt.Key.Key_Right:
                self._player.seek(self._now + SEEK_STEP_S)
            case key if key in keys:
                wanted = list(Filter)[keys.index(Qt.Key(key))]
                self._filters.choose(wanted.value)
                self._player.set_filter(wanted)
            case _:
                super().keyPressEvent(event)

    @property
    def _now(self) -> float:
        return float(self._cursors[0].value())

    def _moved(self, seconds: float) -> None:
        for cursor in self._cursors:
            cursor.setValue(seconds)
        length = self._sound.seconds if self._sound else 0.0
        self._time.setText(f"{seconds:.2f} / {length:.2f} s")

    def _playing(self, on: bool) -> None:
        self._play.setText(self.tr("Pause") if on else self.tr("Play"))
        self._play.set_icon("pause" if on else "play")

    def _seek_to(self, plot: pg.PlotWidget, scene_place: object) -> None:
        self._player.seek(float(plot.getViewBox().mapSceneToView(scene_place).x()))

    def _say_no_loudspeaker(self) -> None:
        self._trouble.setText(
            self.tr("No loudspeaker was found. Connect headphones and press Play again.")
        )
        self._trouble.show()


def _peak(samples: np.ndarray) -> float:
    return max(float(np.abs(samples).max()) if len(samples) else 0.0, 0.01)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Waveform over spectrogram on one time axis, with the edges, the place and what disturbs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.attachments.sound_marks import SoundMark, marks_of
from app.attachments.spectrogram import Spectrogram, spectrogram
from app.records.media_facts import QualityProblem, Sound
from app.records.referral import Finding, Shape
from app.ui import theme
from app.ui.widgets.plain_label import PlainLabel
from app.ui.workbench.listening import Stretch

TICKS_HZ = (20, 50, 100, 200, 500, 1000, 2000)
REGION_ALPHA = 46
MARK_ALPHA = 70
POINTS = 4000
"""Of the waveform: its highest and lowest in so many pieces are all that a screen shows."""


@dataclass(frozen=True, slots=True, eq=False)
class Charts:
    """What is drawn of one sound, computed away from the screen."""

    seconds: float
    times: NDArray[np.float64] = field(repr=False)
    wave: NDArray[np.float32] = field(repr=False)
    spectrum: Spectrogram = field(repr=False)
    marks: tuple[SoundMark, ...] = ()


def charts_of(sound: Sound, band_hz: tuple[float, float]) -> Charts:
    """Compute all that is drawn of a sound; half a second for a minute of it is too long."""
    samples = np.frombuffer(sound.pcm, dtype="<i2").astype(np.float32) / 32768
    piece = max(1, len(samples) // (POINTS // 2))
    whole = samples[: len(samples) // piece * piece].reshape(-1, piece)
    wave = np.empty(2 * len(whole), np.float32)
    wave[0::2], wave[1::2] = whole.min(axis=1), whole.max(axis=1)
    times = np.arange(len(wave), dtype=np.float64) * (piece / 2 / sound.rate_hz)
    return Charts(sound.seconds, times, wave, spectrogram(sound, *band_hz), marks_of(sound))


def problem_words(problem: QualityProblem) -> str:
    """Name what disturbs."""
    return {
        QualityProblem.CONTACT_NOISE: QCoreApplication.translate("Referrals", "Contact noise"),
        QualityProblem.CLIPPED: QCoreApplication.translate("Referrals", "Too loud"),
        QualityProblem.SILENT: QCoreApplication.translate("Referrals", "Silent"),
    }.get(problem, "")


class SoundCharts(QWidget):
    """Shows Charts; tells where was clicked and where the edges were dragged."""

    sought = Signal(float)
    """Seconds."""
    dragged = Signal(float, float)
    """Both edges, in seconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._charts: Charts | None = None
        self._stretch: Stretch | None = None
        self._near = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._wave_title = PlainLabel("", "label", "muted")
        column.addWidget(self._wave_title)
        self._wave_plot = pg.PlotWidget()
        self._wave = self._wave_plot.plot([], [])
        self._wave_plot.getAxis("left").setStyle(showValues=False)
        column.addWidget(self._wave_plot, 2)
        self._spectrum_title = PlainLabel("", "label", "muted")
        column.addWidget(self._spectrum_title)
        self._image_plot = pg.PlotWidget()
        self._image = pg.ImageItem()
        self._image.setColorMap(pg.colormap.get("viridis"))
        self._image_plot.addItem(self._image)
        column.addWidget(self._image_plot, 4)
        self._cursors: list[pg.InfiniteLine] = []
        self._regions: list[pg.LinearRegionItem] = []
        self._extras: list[tuple[pg.PlotWidget, pg.GraphicsObject]] = []
        for plot in (self._wave_plot, self._image_plot):
            self._furnish(plot)
        self._findings: tuple[Finding, ...] = ()
        self._chosen = 0
        self._say()
        self._dress()

    def show_charts(self, charts: Charts) -> None:
        """Draw a sound whole."""
        self._charts = charts
        self._wave.setData(charts.times, charts.wave)
        drawn = charts.spectrum
        levels = np.frombuffer(drawn.levels, dtype=np.uint8).reshape(drawn.rows, drawn.columns)
        # pyqtgraph counts columns first and rows from below.
        self._image.setImage(levels[::-1].T, levels=(0, 255))
        self._image.setRect(QRectF(0, 0, drawn.seconds, drawn.rows))
        ticks = [
            (drawn.rows - 1 - drawn.row_of(f), str(f))
            for f in TICKS_HZ
            if drawn.low_hz <= f <= drawn.high_hz
        ]
        self._image_plot.getAxis("left").setTicks([ticks])
        self._image_plot.setYRange(0, drawn.rows, padding=0)
        peak = max(float(np.abs(charts.wave).max()) if len(charts.wave) else 0.0, 0.01)
        self._wave_plot.setYRange(-1.05 * peak, 1.05 * peak, padding=0)
        for plot in (self._wave_plot, self._image_plot):
            plot.setLimits(xMin=0, xMax=charts.seconds)
        self._near = False
        self._range()
        self._draw_extras()

    def show_place(self, seconds: float) -> None:
        """Move the line of what is heard now."""
        for cursor in self._cursors:
            cursor.setValue(seconds)

    def show_stretch(self, stretch: Stretch | None) -> None:
        """Draw the edges."""
        self._stretch = stretch
        for region in self._regions:
            region.setVisible(stretch is not None)
            if stretch is not None:
                blocked = region.blockSignals(True)
                region.setRegion((stretch.start_s, stretch.end_s))
                region.blockSignals(blocked)
        if stretch is None:
            self._near = False
        self._range()

    def toggle_near(self) -> None:
        """Fill the width with what is between the edges, or with the whole again."""
        self._near = not self._near and self._stretch is not None
        self._range()

    def show_findings(self, findings: tuple[Finding, ...], chosen: int) -> None:
        """Draw numbered stretches of this sound; the chosen one stands out."""
        if (findings, chosen) != (self._findings, self._chosen):
            self._findings, self._chosen = findings, chosen
            self._draw_extras()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the look."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._say()
            self._draw_extras()
        elif event.type() is QEvent.Type.StyleChange:
            self._dress()

    def _furnish(self, plot: pg.PlotWidget) -> None:
        # As high as there is room, down to its least: what pyqtgraph would like fills a screen.
        plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.scene().sigMouseClicked.connect(
            lambda event: self.sought.emit(
                float(plot.getViewBox().mapSceneToView(event.scenePos()).x())
            )
        )
        region = pg.LinearRegionItem((0, 1))
        region.setZValue(5)
        region.hide()
        region.sigRegionChanged.connect(lambda: self._drag(region))
        plot.addItem(region)
        self._regions.append(region)
        cursor = pg.InfiniteLine(0, angle=90)
        cursor.setZValue(10)
        plot.addItem(cursor)
        self._cursors.append(cursor)

    def _drag(self, region: pg.LinearRegionItem) -> None:
        start, end = region.getRegion()
        self.dragged.emit(float(start), float(end))

    def _range(self) -> None:
        if self._charts is None:
            return
        low, high = 0.0, self._charts.seconds
        if self._near and self._stretch is not None:
            low, high = self._stretch.start_s, self._stretch.end_s
        for plot in (self._wave_plot, self._image_plot):
            plot.setXRange(low, high, padding=0)

    def _draw_extras(self) -> None:
        """Draw what disturbs, and the stretches that findings are about."""
        for plot, item in self._extras:
            plot.removeItem(item)
        self._extras.clear()
        if self._charts is None:
            return
        warn = theme.color("warn_fill")
        for mark in self._charts.marks:
            self._shade(mark.start_s, mark.end_s, warn, problem_words(mark.problem))
        for finding in self._findings:
            if (
                finding.shape is Shape.STRETCH
                and finding.x is not None
                and finding.to_x is not None
            ):
                chosen = finding.number == self._chosen
                color = theme.color("accent" if chosen else "role")
                start, end = (each * self._charts.seconds for each in (finding.x, finding.to_x))
                self._shade(start, end, color, str(finding.number))

    def _shade(self, start: float, end: float, color: QColor, words: str) -> None:
        faint = QColor(color)
        faint.setAlpha(MARK_ALPHA)
        item = pg.LinearRegionItem((start, end), movable=False, brush=faint, pen=pg.mkPen(color))
        item.setZValue(2)
        self._wave_plot.addItem(item)
        label = pg.TextItem(words, color=theme.color("text"), anchor=(0, 0))
        label.setPos(start, self._wave_plot.getViewBox().viewRange()[1][1])
        label.setZValue(6)
        self._wave_plot.addItem(label)
        self._extras += [(self._wave_plot, item), (self._wave_plot, label)]

    def _say(self) -> None:
        self._wave_title.setText(self.tr("Waveform"))
        self._spectrum_title.setText(self.tr("Spectrogram, Hz"))

    def _dress(self) -> None:
        self._wave_plot.setMinimumHeight(theme.px(48))
        self._wave_plot.setMaximumHeight(theme.px(130))
        self._image_plot.setMinimumHeight(theme.px(110))
        for plot in (self._wave_plot, self._image_plot):
            plot.setBackground(theme.color("surface"))
            plot.getAxis("left").setWidth(theme.px(40))
            for name in ("left", "bottom"):
                plot.getAxis(name).setPen(theme.color("line_strong"))
                plot.getAxis(name).setTextPen(theme.color("muted"))
        accent = QColor(theme.color("accent"))
        self._wave.setPen(pg.mkPen(accent, width=1))
        self._cursors[0].setPen(pg.mkPen(theme.color("text"), width=2))
        self._cursors[1].setPen(pg.mkPen("#FFFFFF", width=2))
        faint = QColor(accent)
        faint.setAlpha(REGION_ALPHA)
        for region, pen in zip(self._regions, (accent, QColor("#FFFFFF")), strict=True):
            region.setBrush(faint if pen is accent else QColor(255, 255, 255, REGION_ALPHA // 2))
            for line in region.lines:
                line.setPen(pg.mkPen(pen, width=2))
        self._draw_extras()

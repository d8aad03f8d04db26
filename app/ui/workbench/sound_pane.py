# SPDX-License-Identifier: GPL-3.0-or-later
"""A sound to look at and hear: charts, a stretch to loop and count in, and how it is heard."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from app.attachments.sound_looks import Filter, Hearing, for_loudspeaker
from app.attachments.spectrogram import HEART_HZ
from app.records.media_facts import Sound
from app.records.referral import Finding, Shape
from app.ui.widgets.announce import announce
from app.ui.widgets.card import Card
from app.ui.widgets.plain_label import PlainLabel
from app.ui.widgets.scroll import Scroll
from app.ui.workbench.background import Background, at_once
from app.ui.workbench.headphone_line import HeadphoneLine
from app.ui.workbench.letter_keys import add_letter_key
from app.ui.workbench.listening import Listening
from app.ui.workbench.sound_charts import Charts, SoundCharts, charts_of, problem_words
from app.ui.workbench.sound_player import SoundPlayer
from app.ui.workbench.sound_transport import SoundTransport

SEEK_STEP_S = 0.1
LONG_STEP_S = 1.0
_ARROWS = ("Left", "Right", "Shift+Left", "Shift+Right", "Up", "Down", "Home")


class SoundPane(QWidget):
    """Shows and plays one sound; the recording never changes. Everything by keys as well."""

    no_loudspeaker = Signal()
    finding_drawn = Signal(object)
    """A Finding over a stretch, without words and attachment."""
    headphones_known = Signal()
    """The advice on headphones was read."""

    def __init__(
        self,
        background: Background = at_once,
        parent: QWidget | None = None,
        *,
        controls_first: bool = False,
    ) -> None:
        """``controls_first`` puts Play above the charts, where there may be little height."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._background = background
        self._controls_first = controls_first
        self._sound: Sound | None = None
        self._now = Listening()
        self._heard: tuple[Sound, Hearing] | None = None
        self._rendering = False
        self._player = SoundPlayer(self)
        self._player.position_changed.connect(self._moved)
        self._player.playing_changed.connect(self._playing)
        self._player.no_loudspeaker.connect(self._say_no_loudspeaker)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = Scroll(margins=(8, 12, 8, 8))
        outer.addWidget(scroll)
        self._column = column = scroll.column
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(12)
        self._title = PlainLabel("", "section", wrap=True)
        self._head.addWidget(self._title, 1)
        self._rate = PlainLabel("", "strong", wrap=True)
        self._head.addWidget(self._rate, 1)
        column.addLayout(self._head)
        self._advice = HeadphoneLine()
        self._advice.pressed.connect(self._advice_read)
        column.addWidget(self._advice)
        card = Card(margin=12)
        self._charts = SoundCharts()
        self._charts.sought.connect(self._seek)
        self._charts.dragged.connect(self._drag)
        card.column.addWidget(self._charts)
        column.addWidget(card, 1)
        self._transport = SoundTransport()
        self._transport.play_wished.connect(self._player.toggle)
        self._transport.changed.connect(self._set)
        self._transport.finding_wished.connect(self._make_finding)
        column.insertWidget(2 if controls_first else 3, self._transport)
        self._add_keys()
        self._render()

    def show_sound(self, title: str, sound: Sound, band_hz: tuple[float, float] = HEART_HZ) -> None:
        """Show a sound from its start, as it came; the spectrogram between two frequencies."""
        self._sound, self._now, self._heard = sound, Listening(), None
        self._player.expect(sound.seconds)
        length = f"{sound.seconds:.0f} s"
        self._title.setText(f"{title}, {length}")
        self.setAccessibleName(f"{title}, {length}")
        self._charts.show_findings((), 0)
        self._transport.show_time(0.0, sound.seconds)

        def drawn(charts: Charts) -> None:
            if sound is self._sound:
                self._charts.show_charts(charts)
                self.setAccessibleDescription(
                    "; ".join(
                        self.tr("{problem} from {start} to {end} s").format(
                            problem=problem_words(mark.problem),
                            start=f"{mark.start_s:.1f}",
                            end=f"{mark.end_s:.1f}",
                        )
                        for mark in charts.marks
                    )
                )

        self._background(lambda: charts_of(sound, band_hz), drawn)
        self._render()

    def show_findings(self, findings: tuple[Finding, ...], chosen: int = 0) -> None:
        """Draw the stretches that findings of this sound are about."""
        self._charts.show_findings(findings, chosen)
        found = next((f for f in findings if f.number == chosen), None)
        if found is None or self._sound is None or found.x is None or found.to_x is None:
            return
        seconds = self._sound.seconds
        self._set(self._now.marked(found.x * seconds, found.to_x * seconds, seconds))

    def allow_findings(self, *, on: bool) -> None:
        """Offer to mark a stretch, to whoever writes the answer."""
        self._transport.allow_findings(on=on)

    def advise_headphones(self, *, on: bool) -> None:
        """Say beside the sound what it is best heard with, or no more."""
        self._advice.setVisible(on)

    def add_below(self, widget: QWidget) -> None:
        """Put something under the controls, to scroll with them."""
        self._column.addWidget(widget)

    def silence(self) -> None:
        """Stop playing, before the pane is left."""
        self._player.stop()

    def _advice_read(self) -> None:
        self._advice.hide()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.headphones_known.emit()

    # ---- wishes ----------------------------------------------------------------------------

    def _set(self, to: Listening) -> None:
        if self._sound is None or to == self._now:
            return
        rate_before = self._now.rate_per_minute()
        self._now = to
        self._render()
        if to.rate_per_minute() != rate_before:
            announce(self, self._rate.text())

    def _seek(self, seconds: float) -> None:
        self._player.seek(seconds)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _drag(self, start_s: float, end_s: float) -> None:
        if self._sound is not None:
            self._set(self._now.marked(start_s, end_s, self._sound.seconds))

    def _edge(self, *, end: bool) -> None:
        if self._sound is None:
            return
        at, seconds = self._player.at_s, self._sound.seconds
        self._set(self._now.ended(at, seconds) if end else self._now.begun(at, seconds))

    def _make_finding(self) -> None:
        stretch, sound = self._now.stretch, self._sound
        if stretch is None or sound is None:
            self._transport.say_trouble(
                self.tr("Set the edges first, with B and E or by the mouse.")
            )
            return
        start, end = stretch.start_s / sound.seconds, stretch.end_s / sound.seconds
        self.finding_drawn.emit(Finding(0, "", None, start, None, None, Shape.STRETCH, end))

    def _add_keys(self) -> None:
        step = self._player
        self._keys = {
            "Space": QShortcut(
                QKeySequence("Space"), self, context=Qt.ShortcutContext.WidgetShortcut
            ),
            "K": add_letter_key(self, "K", self._player.toggle),
            "L": add_letter_key(self, "L", self._transport.click_loop),
            "B": add_letter_key(self, "B", lambda: self._edge(end=False)),
            "E": add_letter_key(self, "E", lambda: self._edge(end=True)),
            "Left": add_letter_key(self, "Left", lambda: step.seek(step.at_s - SEEK_STEP_S)),
            "Right": add_letter_key(self, "Right", lambda: step.seek(step.at_s + SEEK_STEP_S)),
            "Shift+Left": add_letter_key(
                self, "Shift+Left", lambda: step.seek(step.at_s - LONG_STEP_S)
            ),
            "Shift+Right": add_letter_key(
                self, "Shift+Right", lambda: step.seek(step.at_s + LONG_STEP_S)
            ),
            "Up": add_letter_key(self, "Up", lambda: self._set(self._now.counted(1))),
            "Down": add_letter_key(self, "Down", lambda: self._set(self._now.counted(-1))),
            "S": add_letter_key(self, "S", lambda: self._set(self._now.slower())),
            "+": add_letter_key(self, "+", lambda: self._set(self._now.louder(1))),
            "-": add_letter_key(self, "-", lambda: self._set(self._now.louder(-1))),
            "Z": add_letter_key(self, "Z", self._charts.toggle_near),
            "M": add_letter_key(self, "M", self._transport.click_finding),
            "Home": add_letter_key(self, "Home", lambda: self._set(Listening())),
        }
        self._keys["Space"].activated.connect(self._player.toggle)
        for key in _ARROWS:
            # In lists and rows of choices arrows move; here they do once the pane has the focus.
            self._keys[key].setContext(Qt.ShortcutContext.WidgetShortcut)
        for number, wanted in enumerate(Filter, 1):
            through = partial(self._hear_through, wanted)
            self._keys[str(number)] = add_letter_key(self, str(number), through)
        for key, end in (("[", False), ("]", True)):
            add_letter_key(self, key, partial(self._edge, end=end))

    def _hear_through(self, wanted: Filter) -> None:
        self._set(self._now.through(wanted))

    # ---- showing ---------------------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is heard that is not seen; a window put away for a moment plays on."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.silence()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the rate under the title where both do not fit in a line."""
        super().resizeEvent(event)
        self._lay_head()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._render()

    def _render(self) -> None:
        self._say_keys()
        self._charts.show_stretch(self._now.stretch)
        self._transport.render_listening(self._now)
        self._player.set_loop(self._now.stretch if self._now.looping else None)
        self._rate.setText(self._rate_words())
        self._lay_head()
        self._prepare()

    def _lay_head(self) -> None:
        parts = (self._title, self._rate)
        wanted = sum(part.fontMetrics().horizontalAdvance(part.text()) for part in parts)
        across = wanted + 4 * self._head.spacing() <= self._column.contentsRect().width()
        way = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self._head.setDirection(way)
        # Where each line pushes Play down, there is one about the rate only once there is a rate.
        spare = across or not self._controls_first
        self._rate.setVisible(spare or self._now.stretch is not None)
        side = Qt.AlignmentFlag.AlignRight if across else Qt.AlignmentFlag.AlignLeft
        self._rate.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def _prepare(self) -> None:
        """Have it made for the loudspeaker as it is wished now, one wish at a time."""
        sound, hearing = self._sound, self._now.hearing
        if sound is None or self._rendering or self._heard == (sound, hearing):
            return
        self._rendering = True

        def ready(pcm: bytes) -> None:
            self._rendering = False
            if sound is self._sound:
                self._heard = (sound, hearing)
                self._player.load(pcm, sound.seconds, hearing.speed)
            self._prepare()

        self._background(lambda: for_loudspeaker(sound, hearing), ready)

    def _rate_words(self) -> str:
        stretch, rate = self._now.stretch, self._now.rate_per_minute()
        if stretch is None or rate is None:
            return self.tr("Mark from beat to beat, with B and E, to read the rate")
        number = QLocale()
        marked = self.tr("{start} to {end} s, {length} s").format(
            start=number.toString(stretch.start_s, "f", 2),
            end=number.toString(stretch.end_s, "f", 2),
            length=number.toString(stretch.seconds, "f", 2),
        )
        beats = self.tr("{count} beats").format(count=self._now.beats)
        if self._now.beats == 1:
            beats = self.tr("1 beat")
        return f"{marked} · {beats}: {self.tr('{rate} per minute').format(rate=round(rate))}"

    def _say_keys(self) -> None:
        words = {
            "Space": self.tr("Play or pause"),
            "K": self.tr("Play or pause"),
            "L": self.tr("Loop"),
            "B": self.tr("Beginning of the loop here"),
            "E": self.tr("End of the loop here"),
            "Left": self.tr("0.1 s back"),
            "Right": self.tr("0.1 s on"),
            "Shift+Left": self.tr("1 s back"),
            "Shift+Right": self.tr("1 s on"),
            "Up": self.tr("One more beat between the edges"),
            "Down": self.tr("One beat less between the edges"),
            "S": self.tr("Next speed, pitch kept"),
            "+": self.tr("Louder"),
            "-": self.tr("Softer"),
            "Z": self.tr("Only what is between the edges, or all"),
            "M": self.tr("Make a finding of the loop"),
            "Home": self.tr("Reset"),
        }
        for key, shortcut in self._keys.items():
            shortcut.setWhatsThis(words.get(key) or self.tr("Filter {number}").format(number=key))

    def _moved(self, seconds: float) -> None:
        self._charts.show_place(seconds)
        self._transport.show_time(seconds, self._sound.seconds if self._sound else 0.0)

    def _playing(self, on: bool) -> None:
        self._transport.show_playing(on=on)

    def _say_no_loudspeaker(self) -> None:
        self._transport.say_trouble(
            self.tr("No loudspeaker was found. Connect headphones and press Play again.")
        )
        self.no_loudspeaker.emit()

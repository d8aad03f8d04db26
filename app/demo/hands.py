# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands that use the windows as a person does: look for a word, click it, type, wait, look.

A script is a generator that yields conditions to wait for; a timer on the GUI thread
resumes it when a condition holds. Clicks and keys are real Qt events on visible widgets.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from app.ui.call.safety_strip import SafetyCell
from app.ui.widgets.row import Row
from app.ui.widgets.video_tile import TileState, VideoTile
from app.ui.workbench.picture_pane import PicturePane

W = TypeVar("W", bound=QWidget)
POLL_MS = 40


@dataclass(frozen=True, slots=True)
class Until:
    """A condition to wait for, what it is in words, and how long it may take."""

    holds: Callable[[], bool]
    words: str
    seconds: float = 20.0


Script = Iterator[Until]


class ScriptFailed(Exception):
    """A step of the script did not happen; the text names it."""


class Hands(QObject):
    """Runs one script on the GUI thread and tells each step on standard output."""

    def __init__(self, pictures: Path, ended: Callable[[bool], None]) -> None:
        super().__init__()
        self._pictures = pictures
        self._ended = ended
        self._script: Script = iter(())
        self._wait: Until | None = None
        self._deadline = 0.0
        self._step_began = time.monotonic()
        self._offered: Path | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._turn)

    def start(self, script: Script) -> None:
        """Begin a script; ``ended`` is told whether all its steps happened."""
        self._script = script
        self._timer.start()

    def done(self, step: str, picture: str = "") -> None:
        """Tell that a step has really happened, with a screenshot of the front window."""
        took_ms = round((time.monotonic() - self._step_began) * 1000)
        self._step_began = time.monotonic()
        line: dict[str, object] = {"step": step, "ok": True, "ms": took_ms}
        if picture:
            line["screenshot"] = self.look(picture)
        say(line)

    def look(self, name: str) -> str:
        """Save a picture of the front window and return its file's name."""
        window = self.window()
        QApplication.processEvents()
        file = f"{name}.png"
        window.grab().save(str(self._pictures / file))
        return file

    def window(self) -> QWidget:
        """Find the window in front."""
        front = _front()
        if front is None:
            raise ScriptFailed("there is no window")
        return front

    def sees(self, words: str) -> bool:
        """Tell whether these words stand anywhere in the front window."""
        return any(words in text for w in self._visible(QWidget) for text in _texts(w))

    def can_click(self, name: str) -> bool:
        """Tell whether a button of that name is there to be pressed."""
        return self._button(name) is not None

    def click(self, name: str) -> None:
        """Press the button whose words or accessible name begin with ``name``."""
        button = self._button(name)
        if button is None:
            raise ScriptFailed(f"no button “{name}”")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(12, button.height() // 2))

    def write(self, field: str, text: str) -> None:
        """Put the cursor at the end of the field of that accessible name and type."""
        widget = self._field(field)
        widget.setFocus()
        QTest.keyClicks(widget, text)

    def clear(self, field: str) -> None:
        """Empty a field."""
        self._field(field).clear()

    def tick(self, name: str) -> None:
        """Tick the box whose words begin with ``name``."""
        button = self._button(name)
        if button is None:
            raise ScriptFailed(f"no box “{name}”")
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)

    def choose(self, field: str, words: str) -> None:
        """Choose from the drop-down of that accessible name, by its arrow keys."""
        for combo in self._visible(QComboBox):
            if combo.accessibleName() == field:
                combo.setFocus()
                QTest.keyClick(combo, Qt.Key.Key_Home)
                for _ in range(combo.count()):
                    if combo.currentText() == words:
                        return
                    QTest.keyClick(combo, Qt.Key.Key_Down)
                raise ScriptFailed(f"“{field}” has no “{words}”")
        raise ScriptFailed(f"no choice “{field}”")

    def choose_in_list(self, name: str, row: int) -> None:
        """Choose a row, from 0, of the list of that accessible name."""
        for view in self._visible(QListWidget):
            if view.accessibleName() == name and row < view.count():
                view.setCurrentRow(row)
                return
        raise ScriptFailed(f"no row {row} in “{name}”")

    def until_picture(self, name: str, seconds: float = 20.0) -> Until:
        """Wait for a picture to be on show."""

        def shown() -> bool:
            panes = self._visible(PicturePane)
            return any(p.accessibleName().startswith(name) and p.has_picture for p in panes)

        return Until(shown, f"the picture “{name}”", seconds)

    def until_row(self, words: str, state: str, seconds: float = 20.0) -> Until:
        """Wait until the row whose name has these words says this state as well."""

        def there() -> bool:
            names = [row.accessibleName() for row in self._visible(Row)]
            return any(words in name and state in name for name in names)

        return Until(there, f"“{words}” to be “{state}”", seconds)

    def open_row(self, words: str) -> None:
        """Open the row of a list whose name has these words, by its Enter key."""
        for row in self._visible(Row):
            if words in row.accessibleName():
                row.setFocus()
                QTest.keyClick(row, Qt.Key.Key_Return)
                return
        raise ScriptFailed(f"no row with “{words}”")

    def choose_file(self) -> Path | None:
        """Answer a question for a file with the one that ``offer`` named."""
        file, self._offered = self._offered, None
        return file

    def offer(self, file: Path) -> None:
        """Name the file to choose when the program next asks for one."""
        self._offered = file

    def drag(self, place: str, begin: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag over a picture between two places in fractions of its width."""
        for port in self._visible(PicturePane):
            if port.accessibleName().startswith(place):
                first, last = (
                    QPointF(*port.placement.to_pane(at)).toPoint() for at in (begin, end)
                )
                QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=first)
                QTest.mouseMove(port, last)
                QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=last)
                return
        raise ScriptFailed(f"no picture “{place}”")

    def until_focus(self, place: str, seconds: float = 10.0) -> Until:
        """Bring the keyboard to the part of the window of that accessible name."""

        def focused() -> bool:
            self.window().activateWindow()
            part = self._part(place)
            if part is not None:
                part.setFocus()
            return part is not None and part.hasFocus()

        return Until(focused, f"“{place}” to take the keyboard", seconds)

    def press(self, place: str, *keys: str) -> None:
        """Press keys, as "Shift+Right", in the part of the window that has the keyboard."""
        part = self._part(place)
        if part is None or not part.hasFocus():
            raise ScriptFailed(f"“{place}” has not the keyboard")
        for key in keys:
            QTest.keySequence(part, QKeySequence(key))

    def _part(self, place: str) -> QWidget | None:
        named = (w for w in self._visible(QWidget) if w.accessibleName().startswith(place))
        return next((w for w in named if w.focusPolicy() != Qt.FocusPolicy.NoFocus), None)

    def until_answered(self, label: str, seconds: float = 10.0) -> Until:
        """Wait until a cell of the session start no longer asks."""

        def answered() -> bool:
            names = [cell.accessibleName() for cell in self._visible(SafetyCell)]
            return not any(n.startswith(label) and n.endswith("Ask now") for n in names)

        return Until(answered, f"“{label}” to be recorded", seconds)

    def tiles_live(self) -> int:
        """Count the video tiles with a running picture."""
        running = (TileState.LIVE, TileState.SPEAKING)
        return sum(tile.state() in running for tile in self._visible(VideoTile))

    def until_field(self, field: str, seconds: float = 20.0) -> Until:
        """Wait for a field."""
        return Until(lambda: self._find_field(field) is not None, f"the field “{field}”", seconds)

    def until_sees(self, words: str, seconds: float = 20.0) -> Until:
        """Wait for words to stand in the front window."""
        return Until(lambda: self.sees(words), f"“{words}” to appear", seconds)

    def until_can_click(self, name: str, seconds: float = 20.0) -> Until:
        """Wait for a button."""
        return Until(lambda: self.can_click(name), f"the button “{name}”", seconds)

    def _visible(self, kind: type[W]) -> list[W]:
        window = _front()
        if window is None:
            # One has gone and the next is not there yet: whoever waits goes on waiting.
            return []
        return [w for w in window.findChildren(kind) if w.isVisibleTo(window) and w.isVisible()]

    def _field(self, name: str) -> QLineEdit | QPlainTextEdit:
        found = self._find_field(name)
        if found is None:
            raise ScriptFailed(f"no field “{name}”")
        return found

    def _find_field(self, name: str) -> QLineEdit | QPlainTextEdit | None:
        lines: list[QLineEdit | QPlainTextEdit] = [*self._visible(QLineEdit)]
        lines += self._visible(QPlainTextEdit)
        for widget in lines:
            if widget.accessibleName().startswith(name):
                return widget
        return None

    def _button(self, name: str) -> QAbstractButton | None:
        buttons = [b for b in self._visible(QAbstractButton) if b.isEnabled()]
        for button in buttons:
            if name in _texts(button):
                return button
        for button in buttons:
            if any(text.startswith(name) for text in _texts(button)):
                return button
        return None

    def _turn(self) -> None:
        try:
            if self._wait is not None:
                if not self._wait.holds():
                    if time.monotonic() > self._deadline:
                        wait = self._wait
                        raise ScriptFailed(f"waited {wait.seconds:.0f} s for {wait.words}")
                    return
                self._wait = None
            self._wait = next(self._script)
            self._deadline = time.monotonic() + self._wait.seconds
        except StopIteration:
            self._timer.stop()
            self._ended(True)
        except ScriptFailed as error:
            self._fail(str(error))
        except Exception as error:
            # The outermost place of a script: the director must hear of a bug too.
            self._fail(f"{type(error).__name__}: {error}")
            raise

    def _fail(self, words: str) -> None:
        self._timer.stop()
        say({"step": words, "ok": False, "screenshot": self._last_look()})
        self._ended(False)

    def _last_look(self) -> str:
        try:
            return self.look(f"failed-{int(time.time())}")
        except ScriptFailed:
            return ""


def say(line: dict[str, object]) -> None:
    """Write one line of the protocol between a part and the director."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _texts(widget: QWidget) -> Iterator[str]:
    yield widget.accessibleName()
    if isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        yield widget.text().replace("&", "")
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QComboBox):
        yield widget.currentText()


def _front() -> QWidget | None:
    visible = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.width() > 300]
    active = QApplication.activeWindow()
    if active in visible:
        return active
    return visible[-1] if visible else None

# SPDX-License-Identifier: GPL-3.0-or-later
"""Find words that are cut, controls outside their parent, and controls without a name.

Reusable for every screen: ``assert_readable(window)`` after it is shown and laid out.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.ui.widgets.plain_label import PlainLabel

_SLACK = 2
_INNER = ("qt_", "ScrollLeftButton", "ScrollRightButton")
"""Names of parts that Qt makes inside its own widgets."""


def settle(window: QWidget) -> None:
    """Let layouts, timers of nought and repaints happen."""
    for _ in range(6):
        QApplication.processEvents()
    window.grab()


def assert_readable(window: QWidget) -> None:
    """Fail with a list of everything that is cut off, hidden behind an edge or without name."""
    settle(window)
    wrong = [*cut_words(window), *outside(window), *nameless(window)]
    assert not wrong, "\n".join(wrong)


def cut_words(window: QWidget) -> list[str]:
    """List labels and buttons whose words need more room than they have."""
    wrong = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text() or not label.pixmap().isNull():
            continue
        wide, high = _needed(label)
        inner = label.contentsRect()
        if wide > inner.width() + _SLACK or high > inner.height() + _SLACK:
            wrong.append(f"cut: {label.text()!r} needs {wide}x{high}, has {_size(inner)}")
    for button in window.findChildren(QAbstractButton):
        if not button.isVisible() or _is_inner(button) or not button.text():
            continue
        if isinstance(button, QPushButton | QToolButton):
            hint = button.sizeHint().boundedTo(button.maximumSize())
            if hint.width() > button.width() + _SLACK or hint.height() > button.height() + _SLACK:
                has = _size(button.rect())
                wrong.append(f"cut: {button.text()!r} needs {hint.toTuple()}, has {has}")
    return wrong


def outside(window: QWidget) -> list[str]:
    """List visible widgets that reach over the edge of what they lie in."""
    wrong = []
    for widget in window.findChildren(QWidget):
        parent = widget.parentWidget()
        if not widget.isVisible() or parent is None or widget.isWindow() or _is_inner(widget):
            continue
        holder = parent.parentWidget()
        if isinstance(holder, QAbstractScrollArea) and holder.viewport() is parent:
            # A column may be longer than the view, never wider.
            if widget.width() > parent.width() + _SLACK and _only_upright(holder):
                wrong.append(f"wider than its view: {_name(widget)} {_size(widget.rect())}")
            continue
        if widget.geometry().isEmpty():
            continue
        if not parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(widget.geometry()):
            place = widget.geometry().getRect()
            wrong.append(f"outside {_name(parent)} {_size(parent.rect())}: {_name(widget)} {place}")
    return wrong


def nameless(window: QWidget) -> list[str]:
    """List controls that take the keyboard and have no name for a screen reader."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractSpinBox)
    wrong = []
    for widget in window.findChildren(QWidget):
        takes_keyboard = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if not widget.isVisible() or not takes_keyboard or _is_inner(widget):
            continue
        custom = type(widget).__module__.startswith("app.")
        if not isinstance(widget, kinds) and not custom:
            continue
        inside_other = isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox)
        if not widget.accessibleName() and not inside_other and not _words(widget):
            wrong.append(f"no accessible name: {_name(widget)}")
    return wrong


def tab_order(window: QWidget, most: int = 200) -> list[QWidget]:
    """Walk with Tab from the first control and list where the keyboard comes, once round."""
    seen: list[QWidget] = []
    for _ in range(most):
        window.focusNextPrevChild(True)
        now = window.focusWidget()
        if now is None or now in seen:
            break
        seen.append(now)
    return seen


def _needed(label: QLabel) -> tuple[int, int]:
    text = label.text()
    metrics = label.fontMetrics()
    if isinstance(label, PlainLabel) and label.wordWrap():
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setDocumentMargin(0)
        document.setPlainText(text)
        document.setTextWidth(label.contentsRect().width())
        longest = max((metrics.horizontalAdvance(word) for word in text.split()), default=0)
        return longest, round(document.size().height())
    box = metrics.boundingRect(QRect(QPoint(0, 0), QPoint(1 << 16, 1 << 16)), 0, text)
    return metrics.horizontalAdvance(text) if "\n" not in text else box.width(), box.height()


def _only_upright(area: QAbstractScrollArea) -> bool:
    return area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def _is_inner(widget: QWidget) -> bool:
    return widget.objectName().startswith(_INNER)


def _words(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__}({widget.accessibleName() or widget.objectName()})"


def _size(rect: QRect) -> str:
    return f"{rect.width()}x{rect.height()}"

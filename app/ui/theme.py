# SPDX-License-Identifier: GPL-3.0-or-later
"""Look, text size, fonts and icons of the whole program.

Like Qt's own style and palette, the look belongs to the application: ``install`` hangs one
``Theme`` on it, and the functions below (``icon``, ``color``, ``px`` …) read it from there.
Widgets hold no colour; they ask while painting, and re-make icons on ``QEvent.StyleChange``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from enum import Enum
from string import Template

import qtawesome
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAccessibilityHints, QColor, QFont, QFontDatabase, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from app.resources import read_text, resource_path
from app.ui.tokens import CONTRAST, DARK, LIGHT, Tokens

FACTORS = (100, 125, 150, 175, 200)
"""Text sizes in per cent."""
FAMILY = "Inter"
_FONTS = ("Regular", "Medium", "SemiBold")
_PROPERTY = "viddaTheme"


class Look(Enum):
    """Which token set is in use; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Theme(QObject):
    """The look and the text factor. Lives in the GUI thread, on the application."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._template = read_text("vidda.qss.in")
        self._look = Look.SYSTEM
        self._percent = 100
        self._less_motion = False
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._stamp = 0
        # Kept: the object chained from styleHints() is deleted early in PySide6.
        self._hints = application.styleHints()
        self._accessibility = self._hints.accessibility()
        self._tokens = self._choose()
        self._hints.colorSchemeChanged.connect(self._system_changed)
        self._accessibility.contrastPreferenceChanged.connect(self._system_changed)

    @property
    def tokens(self) -> Tokens:
        """The colours in use."""
        return self._tokens

    @property
    def look(self) -> Look:
        """What was chosen, SYSTEM included."""
        return self._look

    @property
    def percent(self) -> int:
        """Text size in per cent, 100 to 200."""
        return self._percent

    @property
    def factor(self) -> float:
        """Text size as a factor, 1.0 to 2.0."""
        return self._percent / 100

    @property
    def stamp(self) -> int:
        """A number that changes with every look and size: what is drawn with it can be kept."""
        return self._stamp

    @property
    def less_motion(self) -> bool:
        """Whether all durations are 0."""
        style = self._application.style()
        return self._less_motion or style.styleHint(QStyle.StyleHint.SH_Widget_Animate) == 0

    def set_less_motion(self, on: bool) -> None:
        """Turn movement off, whatever the desktop says."""
        self._less_motion = on

    def set_look(self, look: Look) -> None:
        """Change the colours."""
        if look is not self._look:
            self._look = look
            self._apply()

    def set_percent(self, percent: int) -> None:
        """Change the text size to the nearest of the five steps."""
        nearest = nearest_factor(percent)
        if nearest != self._percent:
            self._percent = nearest
            self._apply()

    def step_percent(self, steps: int) -> None:
        """Make the text larger or smaller by steps."""
        index = FACTORS.index(self._percent) + steps
        self.set_percent(FACTORS[max(0, min(index, len(FACTORS) - 1))])

    def apply(self) -> None:
        """Set style sheet and fonts on the application."""
        self._apply()

    def icon(self, name: str, token: str) -> QIcon:
        """Find or make an icon in a token's colour."""
        key = (name, token)
        if key not in self._icons:
            color = QColor(getattr(self._tokens, token))
            full = name if "." in name else f"ph.{name}"
            self._icons[key] = qtawesome.icon(full, color=color, color_disabled=color)
        return self._icons[key]

    def _choose(self) -> Tokens:
        match self._look:
            case Look.LIGHT:
                return LIGHT
            case Look.DARK:
                return DARK
            case Look.CONTRAST:
                return CONTRAST
            case Look.SYSTEM:
                if _wants_contrast(self._accessibility):
                    return CONTRAST
                return DARK if self._hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _system_changed(self) -> None:
        if self._look is Look.SYSTEM and self._choose() is not self._tokens:
            self._apply()

    def _apply(self) -> None:
        self._tokens = self._choose()
        self._icons.clear()
        self._stamp += 1
        font = QFont(FAMILY)
        font.setPixelSize(round(14 * self.factor))
        font.setFeature(QFont.Tag("tnum"), 1)
        if font != self._application.font():
            self._application.setFont(font)
        self._application.setStyleSheet(fill(self._template, self._tokens, self.factor))
        self.changed.emit()


def nearest_factor(percent: int) -> int:
    """Find the step nearest to a wished text size."""
    return min(FACTORS, key=lambda step: abs(step - percent))


def install(application: QApplication) -> Theme:
    """Give the application its fonts, look and style sheet; once, before the first window."""
    for weight in _FONTS:
        path = resource_path(f"fonts/Inter-{weight}.otf")
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(path)
    theme = Theme(application)
    # Before the style: widgets that are already there ask for the theme while it is set.
    application.setProperty(_PROPERTY, theme)
    application.setStyle("Fusion")
    theme.apply()
    # The first icon loads the icon font; better now than when the window opens.
    theme.icon("calendar-blank", "text")
    return theme


def current() -> Theme:
    """Find the application's theme; installs the usual one if none is there yet."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("a theme needs a QApplication")
    theme = application.property(_PROPERTY)
    return theme if isinstance(theme, Theme) else install(application)


def icon(name: str, token: str = "text", size: int = 20) -> QIcon:
    """Make a Phosphor icon ("bell", "check-circle-fill") in a token's colour.

    ``size`` is what the caller passes to ``px`` for ``setIconSize``; icons scale freely.
    """
    del size
    return current().icon(name, token)


def pixmap(name: str, token: str = "text", size: int = 20) -> QPixmap:
    """Make a picture of an icon, ``size`` design pixels wide, sharp on dense screens."""
    side = px(size)
    application = QApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QApplication) else 1.0
    return current().icon(name, token).pixmap(QSize(side, side), ratio)


def color(token: str) -> QColor:
    """Look a token's colour up, for painting."""
    return QColor(getattr(current().tokens, token))


def px(length: float) -> int:
    """Scale a length of the design by the text factor."""
    return round(length * current().factor)


def repolish(widget: QWidget) -> None:
    """Let the style sheet see a changed dynamic property."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def set_state(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property that the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        repolish(widget)


def fill(template: str, tokens: Tokens, factor: float) -> str:
    """Fill the style sheet: @name is a colour, @s12 a scaled length, @i18 one without its
    line, @r8_36 a radius."""
    return _SheetTemplate(template).substitute(_Sizes(tokens, factor))


def _wants_contrast(hints: QAccessibilityHints) -> bool:
    return hints.contrastPreference() is Qt.ContrastPreference.HighContrast


class _SheetTemplate(Template):
    delimiter = "@"
    idpattern = r"[a-z][a-z_0-9]*"


class _Sizes(Mapping[str, str]):
    """Answers the names in the template, one token set and one factor at a time."""

    def __init__(self, tokens: Tokens, factor: float) -> None:
        self._names = {name: str(value) for name, value in asdict(tokens).items()}
        self._names["line_width"] = f"{tokens.line_width}px"
        self._names["resources"] = resource_path("icons").as_posix()
        self._names["mode"] = "dark" if tokens.dark else "light"
        self._factor = factor

    def __getitem__(self, name: str) -> str:
        if name in self._names:
            return self._names[name]
        if found := re.fullmatch(r"s(\d+)", name):
            return f"{round(int(found[1]) * self._factor)}px"
        if found := re.fullmatch(r"i(\d+)", name):
            # Inside of a thing that is so long with its line: the line does not grow with the text.
            inside = round(int(found[1]) * self._factor)
            return f"{inside - 2 * int(self._names['line_width'].removesuffix('px'))}px"
        if found := re.fullmatch(r"r(\d+)_(\d+)", name):
            # Qt draws square corners where a radius is over half the side.
            half = round(int(found[2]) * self._factor) // 2
            return f"{min(round(int(found[1]) * self._factor), half)}px"
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

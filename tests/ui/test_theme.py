# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens, the style sheet, fonts and text size."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
)
from pytestqt.qtbot import QtBot

from app.resources import read_text
from app.ui import theme
from app.ui.theme import FACTORS, Look, Theme
from app.ui.tokens import CONTRAST, DARK, LIGHT, Tokens


def luminance(color: str) -> float:
    """WCAG 2.x relative luminance."""
    parsed = QColor(color)
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (parsed.redF(), parsed.greenF(), parsed.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def ratio(one: str, other: str) -> float:
    """WCAG 2.x contrast ratio."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_ON = {
    "text": ("canvas", "surface", "rail", "accent_soft", "ok_soft", "warn_soft", "danger_soft"),
    "muted": ("canvas", "surface", "rail", "sunken"),
    "faint": ("canvas", "surface", "sunken"),
    "accent_text": ("canvas", "surface", "accent_soft"),
    "on_accent": ("accent", "accent_hover", "accent_press"),
    "ok": ("surface", "ok_soft"),
    "warn": ("surface", "warn_soft"),
    "danger": ("surface", "danger_soft"),
    "role": ("surface", "role_soft"),
    "on_danger": ("danger_fill",),
}
MARKS_ON = {
    "edge": ("canvas", "surface"),
    "accent": ("canvas", "surface"),
    "focus": ("canvas", "surface"),
    "ok_fill": ("canvas", "surface"),
    "warn_fill": ("canvas", "surface"),
}


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_words_have_4_5_and_marks_3_to_1(tokens: Tokens) -> None:
    for least, pairs in ((4.5, TEXT_ON), (3.0, MARKS_ON)):
        for ink, grounds in pairs.items():
            for ground in grounds:
                found = ratio(getattr(tokens, ink), getattr(tokens, ground))
                assert found >= least, f"{ink} on {ground}: {found:.2f}"


@pytest.mark.parametrize("percent", FACTORS)
def test_radii_never_pass_half_the_side(percent: int) -> None:
    sheet = theme.fill("@r8_36 @r11_22 @r20_22 @s14", LIGHT, percent / 100)
    eight, eleven, twenty, fourteen = (int(part.removesuffix("px")) for part in sheet.split())
    assert eight == round(8 * percent / 100)
    assert eleven <= round(22 * percent / 100) // 2
    assert twenty <= round(22 * percent / 100) // 2
    assert fourteen == round(14 * percent / 100)


def test_an_unknown_name_in_the_template_is_an_error() -> None:
    with pytest.raises(KeyError):
        theme.fill("color: @no_such_colour;", LIGHT, 1.0)


def test_the_whole_template_fills_without_warnings(
    look: Theme, capfd: pytest.CaptureFixture
) -> None:  # type: ignore[type-arg]
    for one in (Look.DARK, Look.CONTRAST, Look.LIGHT):
        look.set_look(one)
    assert "@" not in theme.fill(read_text("vidda.qss.in"), DARK, 1.25)
    assert "Could not parse" not in capfd.readouterr().err


def test_text_size_steps_stay_within_their_ends(look: Theme) -> None:
    look.step_percent(-1)
    assert look.percent == 100
    look.step_percent(9)
    assert look.percent == 200
    look.set_percent(130)
    assert look.percent == 125


def test_digits_are_equally_wide_and_weights_are_shipped(qapp: QApplication) -> None:
    font = qapp.font()
    assert font.family() == theme.FAMILY
    metrics = QFontMetrics(font)
    assert metrics.horizontalAdvance("11:11") == metrics.horizontalAdvance("00:00")
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    assert QFontMetrics(bold).horizontalAdvance("Admit") > metrics.horizontalAdvance("Admit")


def test_icons_are_kept_until_the_colours_change(look: Theme) -> None:
    one = theme.icon("bell", "text")
    assert theme.icon("bell", "text") is one
    look.set_look(Look.DARK)
    assert theme.icon("bell", "text") is not one


def test_the_sheet_uses_no_property_that_qt_owns(qapp: QApplication) -> None:
    owned = {
        bytes(meta.property(index).name().encode()).decode()
        for meta in (QPushButton.staticMetaObject, QLineEdit.staticMetaObject)
        for index in range(meta.propertyCount())
    }
    used = set(re.findall(r'\[(\w+)="', read_text("vidda.qss.in")))
    assert used
    assert not used & owned


@pytest.mark.parametrize("percent", FACTORS)
@pytest.mark.parametrize("one", [Look.LIGHT, Look.CONTRAST])
def test_radio_buttons_are_round_at_every_size(
    look: Theme, qtbot: QtBot, percent: int, one: Look
) -> None:
    look.set_look(one)
    look.set_percent(percent)
    radio = QRadioButton("Video visit")
    qtbot.addWidget(radio)
    radio.show()
    for checked in (False, True):
        radio.setChecked(checked)
        option = QStyleOptionButton()
        radio.initStyleOption(option)
        element = QStyle.SubElement.SE_RadioButtonIndicator
        place = radio.style().subElementRect(element, option, radio)
        drawn = radio.grab().toImage()
        ground = drawn.pixelColor(place.left() - 1 if place.left() else 0, 0)
        corners = (place.topLeft(), place.topRight(), place.bottomLeft(), place.bottomRight())
        assert [drawn.pixelColor(corner) for corner in corners] == [ground] * 4
        assert drawn.pixelColor(place.center().x(), place.top()) != ground

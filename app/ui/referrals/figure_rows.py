# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of figures as values, the same for the screen and for a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from app.referrals.figures import FEWEST, Share

Figure = int | timedelta | Share | str | None
"""A count, a length of time, a share, words; None where there are too few for one."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of a table."""

    label: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table."""

    title: str
    columns: tuple[str, ...]
    """The first is that of the labels."""
    rows: tuple[FigureRow, ...]
    note: str = ""
    """What exactly is counted."""


def figure_words(figure: Figure) -> str:
    """Write a figure as people read it."""
    match figure:
        case None:
            pattern = QCoreApplication.translate("Figures", "fewer than {count}")
            return pattern.format(count=FEWEST)
        case Share():
            return _share_words(figure)
        case timedelta():
            return time_words(figure)
        case int():
            return QLocale().toString(figure)
        case str():
            return figure


def time_words(time: timedelta) -> str:
    """Write a length of time in its two largest units."""
    minutes = round(time.total_seconds() / 60)
    if minutes < 1:
        return QCoreApplication.translate("Figures", "under a minute")
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        pattern = QCoreApplication.translate("Figures", "{days} d {hours} h")
        return pattern.format(days=days, hours=hours)
    if hours:
        pattern = QCoreApplication.translate("Figures", "{hours} h {minutes} min")
        return pattern.format(hours=hours, minutes=minutes)
    return QCoreApplication.translate("Figures", "{minutes} min").format(minutes=minutes)


def sentence(table: FigureTable, row: FigureRow) -> str:
    """Write a line to be heard: each figure with the name of its column."""
    if len(row.figures) == 1:
        return f"{row.label}: {figure_words(row.figures[0])}"
    named = zip(table.columns[1:], row.figures, strict=True)
    said = ", ".join(f"{column} {figure_words(figure)}" for column, figure in named)
    return f"{row.label}: {said}"


def csv_lines(table: FigureTable, *before: str) -> list[tuple[str | int, ...]]:
    """Give a line for each figure: ``before``, table, row, figure, value, of, unit.

    Values are whole numbers, since a comma or a point in one is read differently in each country.
    """
    return [
        (*before, table.title, row.label, column, *_numbers(figure))
        for row in table.rows
        for column, figure in zip(table.columns[1:], row.figures, strict=True)
    ]


def _numbers(figure: Figure) -> tuple[str | int, str | int, str]:
    match figure:
        case None:
            return "", "", figure_words(None)
        case Share(count=count, of=of):
            return count, of, ""
        case timedelta():
            minutes = QCoreApplication.translate("Figures", "minutes")
            return round(figure.total_seconds() / 60), "", minutes
        case int() | str():
            return figure, "", ""


def _share_words(share: Share) -> str:
    count, of = (QLocale().toString(each) for each in (share.count, share.of))
    if not share.of:
        return QCoreApplication.translate("Figures", "none")
    if share.percent is None:
        return QCoreApplication.translate("Figures", "{count} of {of}").format(count=count, of=of)
    pattern = QCoreApplication.translate("Figures", "{count} of {of} ({percent} %)")
    return pattern.format(count=count, of=of, percent=share.percent)

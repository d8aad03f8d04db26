# SPDX-License-Identifier: GPL-3.0-or-later
"""The recovery sheet: black on white, the same on the screen and on paper. Picture 12b."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QByteArray, QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPaintEvent, QPen
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui import theme
from app.ui.theme import FAMILY
from app.ui.times import hour_minute, local_day, long_day
from app.ui.tokens import LIGHT
from app.vault.recovery import recovery_qr_svg

WIDE, HIGH = 480, 620
_LEFT = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the paper."""

    owner: str
    """Name and unit, or "" where they are not known yet."""
    made: datetime
    recovery_key: str = field(repr=False)

    @property
    def groups(self) -> tuple[str, ...]:
        """The nine groups."""
        return tuple(self.recovery_key.split("-"))


class SheetPicture(QWidget):
    """Shows the sheet; a screen reader hears the groups letter by letter."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show a sheet, or forget it."""
        self._sheet = sheet
        spelled = "" if sheet is None else "; ".join(" ".join(group) for group in sheet.groups)
        self.setAccessibleName(self.tr("Recovery sheet. {groups}").format(groups=spelled))
        self.update()

    def sizeHint(self) -> QSize:
        """A page in the proportions of paper."""
        factor = min(theme.current().factor, 1.25)
        return QSize(round(WIDE * factor), round(HIGH * factor))

    def minimumSizeHint(self) -> QSize:
        """The same: the paper is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / WIDE, self.height() / HIGH)
        painter.setPen(QPen(QColor(LIGHT.line_strong), 1))
        painter.setBrush(QColor(LIGHT.surface))
        painter.drawRoundedRect(QRectF(0.5, 0.5, WIDE - 1, HIGH - 1), 3, 3)
        if self._sheet is not None:
            draw_sheet(painter, self._sheet)


def print_sheet(owner: QWidget, sheet: Sheet) -> bool:
    """Ask for a printer and print; False when the user chose none."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Vidda")
    dialog = QPrintDialog(printer, owner)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    painter = QPainter(printer)
    page = printer.pageRect(QPrinter.Unit.DevicePixel)
    scale = min(page.width() / WIDE, page.height() / HIGH)
    painter.scale(scale, scale)
    draw_sheet(painter, sheet)
    painter.end()
    return True


def draw_sheet(painter: QPainter, sheet: Sheet) -> None:
    """Draw on a page of 480 by 620."""
    translate = QCoreApplication.translate
    wide = WIDE - 2 * _LEFT
    _words(
        painter, QRectF(_LEFT, 36, wide, 28), translate("Sheet", "Vidda recovery sheet"), 20, 600
    )
    second = "Gjenopprettingsark for Vidda"
    _words(painter, QRectF(_LEFT, 63, wide, 22), second, 15, 400, muted=True)
    _words(painter, QRectF(_LEFT, 106, 180, 18), translate("Sheet", "For"), 12, 500, muted=True)
    _words(painter, QRectF(_LEFT, 124, 195, 22), sheet.owner or "____________________", 14, 500)
    made = f"{long_day(local_day(sheet.made))}, {hour_minute(sheet.made)}"
    _words(painter, QRectF(240, 106, 180, 18), translate("Sheet", "Made"), 12, 500, muted=True)
    _words(painter, QRectF(240, 124, 200, 22), made, 14, 500)
    for index, group in enumerate(sheet.groups):
        box = QRectF(_LEFT + index % 3 * 135.5, 162 + index // 3 * 62, 127, 54)
        check = index == len(sheet.groups) - 1
        style = Qt.PenStyle.DashLine if check else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(LIGHT.line_strong), 1, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 5, 5)
        title = translate("Sheet", "Check") if check else str(index + 1)
        top = QRectF(box.left(), box.top() + 6, box.width(), 16)
        _words(painter, top, title, 11, 500, muted=True, centred=True)
        low = QRectF(box.left(), box.top() + 21, box.width(), 26)
        _words(painter, low, group, 17, 400, centred=True, mono=True)
    svg = recovery_qr_svg(sheet.recovery_key)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    renderer.render(painter, QRectF(_LEFT - 8, 356, 134, 134))
    use = translate(
        "Sheet",
        "To use it: open Vidda, choose Recovery key, and write the groups.",
    )
    keep = translate("Sheet", "Anyone with this sheet and the computer can open the notes.")
    _words(painter, QRectF(174, 362, 266, 140), f"{use}\n\n{keep}", 13, 400)
    painter.setPen(QPen(QColor(LIGHT.line_strong), 1, Qt.PenStyle.DashLine))
    painter.drawLine(_LEFT, 560, WIDE - _LEFT, 560)
    foot = translate("Sheet", "Keep on paper, not as a picture")
    _words(painter, QRectF(_LEFT, 572, wide, 20), foot, 12, 500, muted=True)


def _words(
    painter: QPainter,
    box: QRectF,
    text: str,
    size: int,
    weight: int,
    *,
    muted: bool = False,
    centred: bool = False,
    mono: bool = False,
) -> None:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if mono else QFont(FAMILY)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    painter.setFont(font)
    painter.setPen(QColor(LIGHT.muted if muted else LIGHT.text))
    across = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, across | Qt.TextFlag.TextWordWrap, text)

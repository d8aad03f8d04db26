# SPDX-License-Identifier: GPL-3.0-or-later
"""Print a document as PDF/A-1b (ISO 19005-1): readable as it is in fifty years. In memory only."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

_DPI = 300
_MARGIN_MM = 18.0
_HEAD_MM = 12.0
"""At the top and at the foot of each page, within the margins."""
_MM = _DPI / 25.4
_SMALL = 8.5


def printed(html: str, title: str, whose: str, page_words: str, points: float = 10) -> bytes:
    """Print ``html`` on A4; each page says ``whose`` it is and how many there are.

    ``page_words`` has {page} and {pages} in it; ``points`` is the size of the text. GUI thread.
    """
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(target)
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_A1b)
    writer.setResolution(_DPI)
    writer.setTitle(title)
    writer.setCreator("Vidda")
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    unit = QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins, unit))
    head = round(_HEAD_MM * _MM)
    body = QSizeF(writer.width(), writer.height() - 2 * head)
    document = _document(html, writer, body, points)
    painter = QPainter(writer)
    painter.setFont(_font(_SMALL))
    try:
        for page in range(document.pageCount()):
            if page:
                writer.newPage()
            _draw_page(painter, document, page, body, head)
            painter.setPen(QColor("#45524f"))
            line = QRectF(0, 0, body.width(), head)
            top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            painter.drawText(line, int(top), whose)
            foot = QRectF(0, writer.height() - head, body.width(), head)
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            said = page_words.format(page=page + 1, pages=document.pageCount())
            painter.drawText(foot, int(end), said)
    finally:
        painter.end()
    return bytes(target.data().data())


def _document(html: str, writer: QPdfWriter, size: QSizeF, points: float) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(points))
    document.setHtml(html)
    document.setPageSize(size)
    return document


def _font(points: float) -> QFont:
    font = QFont("Inter")
    font.setPointSizeF(points)
    # Shapes that depend on their neighbours have no letter to be found or copied by.
    for feature in ("calt", "case", "ccmp"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


def _draw_page(
    painter: QPainter, document: QTextDocument, page: int, size: QSizeF, head: int
) -> None:
    painter.save()
    painter.translate(0, head - page * size.height())
    context = QAbstractTextDocumentLayout.PaintContext()
    # Black on white, whatever the windows look like.
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, QColor("#16211f"))
    context.palette = palette
    context.clip = QRectF(0, page * size.height(), size.width(), size.height())
    painter.setClipRect(context.clip)
    document.documentLayout().draw(painter, context)
    painter.restore()

# SPDX-License-Identifier: GPL-3.0-or-later
"""Turn the pages of one untrusted PDF into raw pixels, in a child process of its own.

The pages come beneath each other as one picture, so that a letter or a printed examination is
looked at like a photo, and nothing of the document itself is kept: no script, link, attached
file, form or name of an author. PDFium is built without JavaScript and XFA. See ``decoder``.
"""

from __future__ import annotations

import sys
from typing import Final

import pypdfium2
from PIL import Image
from pypdfium2.raw import FPDF_ERR_PASSWORD

from app.attachments import decoder
from app.attachments.confinement import confine

DOTS_PER_INCH: Final = 150
MAX_PAGES: Final = 10
_POINTS_PER_INCH: Final = 72
# The smallest file with a page; loads the fonts and tables that PDFium makes at its first page.
_WARM: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
    b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj "
    b"4 0 obj<</Length 25>>stream\nBT /F 8 Tf (Vidda) Tj ET \nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


def decode_pages(content: bytes) -> decoder.Answer:
    """Draw up to ten pages at 150 dots per inch on white."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:
            raise decoder.Locked from error
        raise
    count = len(document)
    if count > MAX_PAGES:
        raise decoder.TooLarge
    scale = DOTS_PER_INCH / _POINTS_PER_INCH
    sizes = [document.get_page_size(number) for number in range(count)]
    width = max(1, max(int(wide * scale) + 1 for wide, _ in sizes))
    height = sum(int(high * scale) + 1 for _, high in sizes)
    if max(width, height) > decoder.MAX_SIDE or width * height > decoder.MAX_PIXELS:
        raise decoder.TooLarge
    whole = Image.new("RGB", (width, height), "white")
    at = 0
    for number in range(count):
        page = document[number]
        drawn = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)
        whole.paste(drawn.to_pil().convert("RGB"), (0, at))
        at += int(sizes[number][1] * scale) + 1
        drawn.close()
        page.close()
    return decoder.PICTURE, width, height, whole.tobytes()


def prepare() -> None:
    """Load everything that drawing needs."""
    decoder.prepare()
    decode_pages(_WARM)


def main() -> None:
    """Confine the process, then draw the one file that comes on standard input."""
    prepare()
    decoder.answer_with(decode_pages, confine(), sys.stdin.buffer, sys.stdout.buffer)

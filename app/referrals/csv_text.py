# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a table as CSV that programs read alike and spreadsheets do not run; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""By this mark at the beginning spreadsheets know that it is UTF-8."""
_FORMULA: Final = "=+-@"


def csv_text(lines: Iterable[Iterable[str | int]]) -> str:
    """Write lines of fields by RFC 4180: every text in quotes, quotes doubled, CRLF at the end.

    Quoting does not keep a spreadsheet from computing a text that begins like a formula; such a
    text gets an apostrophe before it, which makes it a text (OWASP ASVS 5, 1.2.10).
    """
    return "".join(",".join(map(_field, line)) + "\r\n" for line in lines)


def _field(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    # Tabs, line ends and marks of direction have no business in a name, and might hide a formula.
    text = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in value).strip()
    # A full-width sign of equality is one as well.
    begins = unicodedata.normalize("NFKC", text[:1])
    guard = "'" if begins.startswith(tuple(_FORMULA)) else ""
    return '"' + guard + text.replace('"', '""') + '"'

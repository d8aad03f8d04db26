# SPDX-License-Identifier: GPL-3.0-or-later
"""CSV that every reader reads alike, and that no spreadsheet computes."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.referrals.csv_text import csv_text

FIELDS = st.one_of(
    st.text(), st.integers(0, 10**6), st.sampled_from(["=1+1", "\t=1", '"', "a,b\r\n-1"])
)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(st.lists(st.lists(FIELDS, min_size=1, max_size=4), max_size=4))
def test_what_is_written_is_read_as_so_many_fields_and_none_begins_a_formula(
    lines: list[list[str | int]],
) -> None:
    text = csv_text(lines)
    found = read(text)
    assert [len(line) for line in found] == [len(line) for line in lines]
    for before, after in zip(lines, found, strict=True):
        for written, field in zip(before, after, strict=True):
            if isinstance(written, int):
                assert field == str(written)
            assert not unicodedata.normalize("NFKC", field).startswith(("=", "+", "-", "@"))
            assert not any(unicodedata.category(each) == "Cc" for each in field)


def test_lines_end_as_the_standard_says_and_quotes_are_doubled() -> None:
    assert csv_text([("Legekontoret «Øst», avd. 2", 7), ('Sagt "her"', 0)]) == (
        '"Legekontoret «Øst», avd. 2",7\r\n"Sagt ""her""",0\r\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "+47 1",
        "-2+3",
        "@SUM(1)",
        "  =1",
        "\t=1",
        "\r\n=1",
        "\N{ZERO WIDTH SPACE}=1",
        "\N{FULLWIDTH EQUALS SIGN}1",
        "\N{FULLWIDTH COMMERCIAL AT}1",
    ],
)
def test_a_text_like_a_formula_becomes_a_text(text: str) -> None:
    ((field,),) = read(csv_text([(text,)]))
    assert field.startswith("'")
    assert field[1:].strip() == "".join(c for c in text if c.isprintable()).strip()

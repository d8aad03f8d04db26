# SPDX-License-Identifier: GPL-3.0-or-later
"""A note as a document that lasts: all of it, verified, and known to the record."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.notes.views import NoteHistory
from app.records.composition import Section, SectionCode, VersionKind
from app.store.access_log import access_rows
from app.ui.notes.flow import NotesFlow
from app.ui.notes.note_pdf import file_name, note_pdf
from app.ui.notes.screen import NotesScreen
from app.ui.notes.view import NotesView
from app.ui.notices import Notices
from tests.notes.conftest import clinic_in
from tests.notes.test_service import signed_note
from tests.ui.asking import DEADLINE_MS, button, on_bridge, words
from tests.ui.visit_samples import BROKEN, HISTORY, ROW, ROWS

PAGES = "Page {page} of {pages}"


def pages_of(content: bytes) -> list[str]:
    """Read what stands on each page, as whoever searches or copies from it would."""
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def with_text(text: str) -> NoteHistory:
    first = HISTORY.versions[0]
    version = replace(first.version, sections=(Section(SectionCode.PLAN, text),))
    return replace(HISTORY, versions=(replace(first, version=version),))


@pytest.mark.usefixtures("installed_theme")
def test_all_of_it_stands_there_with_who_and_when() -> None:
    (page,) = pages_of(note_pdf(HISTORY, PAGES))
    for said in (
        "Follow-up: Eira Multemyr",
        "Astrid Fonnedal, Psychiatrist, DPS Viddal, HPR 0000001",
        "26 October 2026 09:45–10:31",
        "Elgveien 7, second floor, 2599 Viddal",
        "Took part: Eira Multemyr, Astrid Fonnedal",
        "Sertraline 150 mg each morning. New visit 24 November.",
        "Corrected 26 November 2026",
        "Sertraline 100 mg each morning. New visit 24 November.",
        "Reason: typing error.",
        "Addendum, 27 November 2026",
        "Rung by the patient. Panic in the shop again.",
        "Page 1 of 1",
    ):
        assert said in page
    assert page.replace("\n", "").count("7f2c91a403deb85f" * 4) == 3


@pytest.mark.usefixtures("installed_theme")
def test_it_is_of_the_kind_that_archives_take() -> None:
    """ISO 19005-1, level B: says so, carries its fonts and the meaning of its colours."""
    content = note_pdf(HISTORY, PAGES)
    assert re.search(rb"pdfaid:part>1<|pdfaid:part=.1.", content)
    assert re.search(rb"pdfaid:conformance>B<|pdfaid:conformance=.B.", content)
    assert b"/OutputIntent" in content
    fonts = content.count(b"/Type /FontDescriptor")
    assert fonts >= 1
    assert len(re.findall(rb"/FontFile[23]? ", content)) == fonts
    assert b"/Encrypt" not in content
    assert b"/JavaScript" not in content


@pytest.mark.usefixtures("installed_theme")
def test_a_long_note_says_on_each_page_whose_it_is_and_loses_no_line() -> None:
    lines = [f"Line {number} of a long evening." for number in range(300)]
    pages = pages_of(note_pdf(with_text("\n".join(lines)), PAGES))
    assert len(pages) > 3
    found = re.findall(r"Line(\d+)ofalongevening", re.sub(r"\s", "", "".join(pages)))
    # Qt may draw a line once more above the edge of the next page, where nobody sees it.
    once = [int(number) for number, _ in itertools.groupby(found)]
    assert once == list(range(300))
    for number, page in enumerate(pages, 1):
        assert "Eira Multemyr" in page
        assert f"Page{number}of{len(pages)}" in re.sub(r"\s", "", page)


@pytest.mark.usefixtures("installed_theme")
def test_what_looks_like_markup_stays_text() -> None:
    hostile = '<img src="file:///etc/passwd"> <b>5 < 7</b> & </p></body>\n\n<script>x</script>'
    (page,) = pages_of(note_pdf(with_text(hostile), PAGES))
    for line in hostile.split("\n"):
        assert line in page


def test_the_suggested_name_names_nobody() -> None:
    assert re.fullmatch(r"note-2026-11-2\d-dddddddd\.pdf", file_name(HISTORY))


def test_nothing_unverified_can_be_printed(qtbot: QtBot) -> None:
    screen = NotesScreen()
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.show()
    screen.render(NotesView(ROWS, ROW, BROKEN))
    with qtbot.assertNotEmitted(screen.print_wanted):
        qtbot.keyClick(screen, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    with pytest.raises(AssertionError):
        button(screen, "Save as PDF")


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    bridge = Bridge()
    bridge.start()
    yield bridge
    bridge.stop()


def test_from_the_signed_note_to_the_file(qtbot: QtBot, bridge: Bridge, tmp_path: Path) -> None:
    stack = AsyncExitStack()
    clinic = on_bridge(qtbot, bridge, stack.enter_async_context(clinic_in(tmp_path / "profile")))
    signed = on_bridge(qtbot, bridge, signed_note(clinic))
    composition = signed.version.composition
    added = (Section(SectionCode.PLAN, "Rang on Monday."),)
    adding = clinic.notes.add(composition, VersionKind.ADDENDUM, added, "contact")
    on_bridge(qtbot, bridge, adding)
    window, whole, screen = QMainWindow(), QWidget(), NotesScreen()
    notices = Notices(window)
    column = QVBoxLayout(whole)
    column.addWidget(notices.bar)
    column.addWidget(screen, 1)
    window.setCentralWidget(whole)
    window.resize(1280, 800)
    flow = NotesFlow(screen, clinic.notes, bridge, notices)
    window.show()
    flow.open(composition)
    qtbot.waitUntil(
        lambda: any("Unchanged since signing" in line for line in words(window)),
        timeout=DEADLINE_MS,
    )
    target = tmp_path / "note.pdf"
    for place in (tmp_path / "nowhere" / "note.pdf", target):
        button(screen, "Save as PDF").click()
        qtbot.waitUntil(lambda: bool(screen.findChildren(QFileDialog)), timeout=DEADLINE_MS)
        dialog = screen.findChildren(QFileDialog)[-1]
        dialog.fileSelected.emit(str(place))
        dialog.close()
        said = "protects" if place is target else "could not be written"
        qtbot.waitUntil(
            lambda said=said: any(said in line for line in words(window)), timeout=DEADLINE_MS
        )
    assert "Rang on Monday." in pages_of(target.read_bytes())[0]
    assert target.stat().st_mode & 0o777 == 0o600
    rows = on_bridge(qtbot, bridge, access_rows(clinic.store, clinic.patient.patient))
    assert [row.action for row in rows].count("note-exported") == 2
    on_bridge(qtbot, bridge, stack.aclose())
    window.close()

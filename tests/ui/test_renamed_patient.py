# SPDX-License-Identifier: GPL-3.0-or-later
"""The name in a draft is changed: a DICOM file of another patient is marked, with the ways out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.records.ids import AttachmentId
from app.records.referral import Slot, Specialty
from app.ui.referrals.compose_screen import ComposeScreen
from app.ui.theme import Theme
from tests.fakes.documents import dicom
from tests.fakes.referrals import form
from tests.referrals.test_drafts import GREY
from tests.ui.asking import DEADLINE_MS, button, on_bridge, press, words
from tests.ui.clipping import assert_readable, settle
from tests.ui.test_capture import Surgery, surgery
from tests.ui.test_referral_screens import SIGRUN, attachment, referral

__all__ = ["surgery"]

STRANGER = "Another patient"


def name_field(surgery: Surgery) -> QLineEdit:
    fields = surgery.compose.findChildren(QLineEdit)
    return next(field for field in fields if field.accessibleName() == "Patient's name")


def write(surgery: Surgery, name: str) -> None:
    """Write another name, and let it be told at once."""
    field = name_field(surgery)
    field.selectAll()
    QTest.keyClicks(field, name)
    surgery.compose.flush()


def until(surgery: Surgery, marked: bool) -> None:
    surgery.qtbot.waitUntil(
        lambda: (STRANGER in words(surgery.window)) is marked, timeout=DEADLINE_MS
    )


def test_another_name_marks_the_file_and_the_right_one_clears_it(
    surgery: Surgery, qtbot: QtBot
) -> None:
    surgery.window.resize(1366, 768)
    service = surgery.desk.service

    async def prepared() -> str:
        draft = await service.new_draft(form(specialty=Specialty.DERMATOLOGY))
        scan = dicom(GREY, "Solbakken^Astrid Canary")
        await service.attach(draft.referral, Slot.OTHER, scan, "Ultralyd")
        return draft.referral

    number = on_bridge(qtbot, surgery.bridge, prepared())
    surgery.flow._open_draft(number)
    qtbot.waitUntil(surgery.compose.isVisible, timeout=DEADLINE_MS)
    right = name_field(surgery).text()
    write(surgery, "Ola Nordmann")
    until(surgery, marked=True)
    send = button(surgery.window, "Send referral")
    assert "names another patient" in send.off_reason  # type: ignore[attr-defined]
    QTest.mouseClick(send, Qt.MouseButton.LeftButton)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("Remove: ")
    # The name was wrong: right again, all is well.
    write(surgery, right)
    until(surgery, marked=False)
    # Or the file was: it goes, the rest stays.
    write(surgery, "Ola Nordmann")
    until(surgery, marked=True)
    press(qtbot, surgery.window, focused.accessibleName())
    until(surgery, marked=False)
    draft = on_bridge(qtbot, surgery.bridge, service.draft(number))
    assert (draft.form.patient_name, draft.attachments) == ("Ola Nordmann", ())


@pytest.mark.parametrize(
    ("width", "height", "percent"), [(1366, 768, 100), (1024, 700, 100), (1366, 768, 200)]
)
@pytest.mark.usefixtures("bokmal")
def test_the_mark_is_readable_in_bokmal(
    qtbot: QtBot, look: Theme, width: int, height: int, percent: int
) -> None:
    look.set_percent(percent)
    screen = ComposeScreen()
    qtbot.addWidget(screen)
    screen.resize(width, height)
    screen.show()
    screen.render(referral(attachment(1, Slot.LANDMARK), attachment(2, Slot.REGION)), (SIGRUN,), {})
    screen.show_strangers(frozenset({AttachmentId(f"{1:032x}")}))
    assert_readable(screen)
    QTest.mouseClick(button(screen, "Send henvisning"), Qt.MouseButton.LeftButton)
    settle(screen)
    assert_readable(screen)
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName().startswith("Fjern")

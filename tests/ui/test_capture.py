# SPDX-License-Identifier: GPL-3.0-or-later
"""Views taken one by one with the computer's own camera and microphone, into a sealed draft."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.media.devices.sources import TICK_SAMPLES
from app.media.devices.synthetic import SyntheticMicrophone
from app.media.engine import MediaEngine
from app.records.ids import ReferralId
from app.records.referral import Attachment, Referral, Slot, Specialty
from app.referrals.capturing import Capturing, NoCameraPicture, NothingRecorded
from app.referrals.kept import blob_owner
from app.store import blobs
from app.ui.notices import Notices
from app.ui.referrals.compose_screen import ComposeScreen
from app.ui.referrals.flow import ReferralsFlow
from app.ui.referrals.list_screen import ReferralListScreen
from app.ui.referrals.review_screen import ReviewScreen
from app.ui.widgets.banner import Banner
from app.ui.widgets.video_tile import VideoTile
from tests.fakes.people import Clinic
from tests.fakes.portrait_camera import PortraitCamera
from tests.fakes.referral_desk import Desk
from tests.fakes.referrals import form
from tests.ui.asking import DEADLINE_MS, button, on_bridge, press, words
from tests.ui.clipping import assert_readable, settle

# Discard port: nothing answers there; drafts need no server.
NOWHERE = "http://127.0.0.1:9"


class Surgery:
    """A GP at a computer with camera and microphone, writing a referral."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, folder: Path) -> None:
        self.qtbot, self.bridge = qtbot, bridge
        clinic = Clinic()
        gp = clinic.add("Sondre Dahl", "GP")
        clinic.add("Eira Nygård", "Dermatologist", "dermatology")
        clinic.add("Ole Berg", "Cardiologist", "heart-and-lung")
        directory = clinic.directory()
        self.desk = Desk(gp, folder / "gp", NOWHERE, lambda: directory)
        self.engine = MediaEngine(PortraitCamera(), SyntheticMicrophone(), None)
        on_bridge(qtbot, bridge, self.desk.open())
        on_bridge(qtbot, bridge, self.engine.start())
        self.window = QMainWindow()
        pages, whole = QStackedWidget(), QWidget()
        notices = Notices(self.window)
        column = QVBoxLayout(whole)
        column.addWidget(notices.bar)
        column.addWidget(pages, 1)
        self.window.setCentralWidget(whole)
        self.compose = ComposeScreen()
        screens = ReferralListScreen(), self.compose, ReviewScreen()
        for page in screens:
            pages.addWidget(page)
        self.free = True
        self.told: list[str] = []
        self.flow = ReferralsFlow(
            screens,
            self.desk.service,
            self.desk.answering,
            bridge,
            notices,
            pages.setCurrentWidget,
            lambda: pages.setCurrentWidget(screens[0]),
            lambda _: None,
            lambda: None,
            Capturing(self.engine),
            lambda: self.free,
            self.told.append,
        )
        self.window.resize(1024, 700)
        self.window.show()
        self.flow.start()

    def draft(self, specialty: Specialty) -> ReferralId:
        """Open a new draft of this kind."""
        draft = on_bridge(
            self.qtbot, self.bridge, self.desk.service.new_draft(form(specialty=specialty))
        )
        self.flow._open_draft(draft.referral)
        self.qtbot.waitUntil(self.compose.isVisible, timeout=DEADLINE_MS)
        settle(self.window)
        if any(b.text().strip() == "Pictures" for b in self._buttons()):
            press(self.qtbot, self.window, "Pictures")
        return draft.referral

    def read(self, referral: ReferralId) -> Referral:
        """Read the draft from the disk."""
        return on_bridge(self.qtbot, self.bridge, self.desk.service.draft(referral))

    def original(self, referral: ReferralId, attachment: Attachment) -> bytes:
        """Open what was sealed as it was recorded."""
        owner = blob_owner(referral, attachment.attachment)

        async def work() -> bytes:
            rows = await blobs.blobs_of(self.desk.store, owner)
            (row,) = [row for row in rows if row.kind == "original"]
            return await blobs.open_blob(self.desk.store, row.blob)

        return on_bridge(self.qtbot, self.bridge, work())

    def until(self, text: str) -> None:
        """Wait until these words stand on the window."""
        self.qtbot.waitUntil(
            lambda: any(text in line for line in words(self.window)), timeout=DEADLINE_MS
        )

    def until_button(self, name: str) -> None:
        """Wait for a button by what it says."""
        self.qtbot.waitUntil(
            lambda: any(name in (b.text().strip(), b.accessibleName()) for b in self._buttons()),
            timeout=DEADLINE_MS,
        )

    def _buttons(self) -> list[QAbstractButton]:
        return [b for b in self.window.findChildren(QAbstractButton) if b.isVisible()]

    def close(self) -> None:
        """Let go of everything."""
        self.flow.leave()
        on_bridge(self.qtbot, self.bridge, self.engine.close())
        on_bridge(self.qtbot, self.bridge, self.desk.close())
        self.window.close()


@pytest.fixture
def surgery(qtbot: QtBot, tmp_path: Path) -> Iterator[Surgery]:
    bridge = Bridge()
    bridge.start()
    made = Surgery(qtbot, bridge, tmp_path)
    yield made
    made.close()
    bridge.stop()


def test_views_of_the_skin_are_taken_one_by_one(surgery: Surgery, qtbot: QtBot) -> None:
    # What a call left switched off has nothing to do with it.
    surgery.engine.set_camera_on(False)
    referral = surgery.draft(Specialty.DERMATOLOGY)
    press(qtbot, surgery.window, "Camera: Region")
    tile = surgery.compose.capture.findChild(VideoTile)
    assert isinstance(tile, VideoTile)
    qtbot.waitUntil(tile.has_picture, timeout=DEADLINE_MS)
    assert_readable(surgery.window)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    surgery.until_button("Take again")
    surgery.until("Good")
    press(qtbot, surgery.window, "Next: With a landmark")
    qtbot.waitUntil(tile.has_picture, timeout=DEADLINE_MS)
    press(qtbot, surgery.window, "Take picture")
    surgery.until_button("Next: Close-up")
    press(qtbot, surgery.window, "Take again")
    surgery.until("It is being judged.")
    surgery.until_button("Next: Close-up")
    press(qtbot, surgery.window, "Back to all views")
    surgery.until("2 of 4 taken")
    # Taken again means taken instead.
    draft = surgery.read(referral)
    assert [a.slot for a in draft.attachments] == [Slot.REGION, Slot.LANDMARK]
    with Image.open(io.BytesIO(surgery.original(referral, draft.attachments[0]))) as picture:
        assert (picture.format, picture.size) == ("PNG", (1280, 720))
    assert not tile.has_picture()
    press(qtbot, surgery.window, "Remove: Region")
    surgery.until("1 of 4 taken")
    assert [a.slot for a in surgery.read(referral).attachments] == [Slot.LANDMARK]


def test_a_heart_is_recorded_without_loss(surgery: Surgery, qtbot: QtBot) -> None:
    surgery.engine.set_microphone_on(False)
    referral = surgery.draft(Specialty.HEART_AND_LUNG)
    press(qtbot, surgery.window, "Record: Aortic")
    press(qtbot, surgery.window, "Record")
    surgery.until("Recording.")
    surgery.until("1 s")
    assert_readable(surgery.window)
    press(qtbot, surgery.window, "Stop")
    # Too short to be judged good, and it is said how to do better.
    surgery.until("Record 10 to 20 seconds")
    press(qtbot, surgery.window, "Back to all views")
    (attachment,) = surgery.read(referral).attachments
    with wave.open(io.BytesIO(surgery.original(referral, attachment))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 1, 2)
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    # Every sample of the microphone's, although it is switched off for calls.
    assert np.abs(heard).max() > 1000
    tones = SyntheticMicrophone()._sound
    ring = [
        tones[at : at + TICK_SAMPLES] for at in range(0, len(tones) - TICK_SAMPLES, TICK_SAMPLES)
    ]
    again = np.concatenate(ring * 2)
    assert any(
        np.array_equal(again[at : at + len(heard)], heard)
        for at in range(0, len(ring) * TICK_SAMPLES, TICK_SAMPLES)
    )


def test_nothing_is_taken_while_a_visit_uses_the_devices(surgery: Surgery, qtbot: QtBot) -> None:
    surgery.free = False
    surgery.draft(Specialty.DERMATOLOGY)
    press(qtbot, surgery.window, "Camera: Region")
    notice = surgery.window.findChild(Banner)
    assert isinstance(notice, Banner) and notice.isVisible()
    assert notice.text().startswith("A visit is using camera and microphone.")
    assert button(surgery.window, "Camera: Region").isVisible()


def test_leaving_drops_what_is_being_recorded(surgery: Surgery, qtbot: QtBot) -> None:
    referral = surgery.draft(Specialty.HEART_AND_LUNG)
    press(qtbot, surgery.window, "Record: Mitral")
    press(qtbot, surgery.window, "Record")
    surgery.until("Recording.")
    surgery.flow.leave()
    settle(surgery.window)
    assert button(surgery.window, "Record: Mitral").isVisible()
    assert surgery.read(referral).attachments == ()


def test_a_copied_picture_is_pasted_into_the_next_view(surgery: Surgery, qtbot: QtBot) -> None:
    referral = surgery.draft(Specialty.FUNDUS)
    noise = np.random.default_rng(5).integers(0, 255, (600, 800, 3), np.uint8)
    image = QImage(noise.tobytes(), 800, 600, 2400, QImage.Format.Format_RGB888).copy()
    QGuiApplication.clipboard().setImage(image)
    button(surgery.window, "Camera: Left eye").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    surgery.until("1 of 2 taken")
    (attachment,) = surgery.read(referral).attachments
    assert attachment.slot is Slot.FUNDUS_LEFT
    with Image.open(io.BytesIO(surgery.original(referral, attachment))) as picture:
        assert picture.convert("RGB").tobytes() == noise.tobytes()


async def test_without_devices_nothing_is_made_up() -> None:
    engine = MediaEngine(None, None, None)
    await engine.start()
    capturing = Capturing(engine)
    await capturing.watch()
    with pytest.raises(NoCameraPicture):
        await capturing.picture()
    await capturing.record()
    with pytest.raises(NothingRecorded):
        await capturing.sound()
    await engine.close()


def test_who_can_be_asked_follows_the_last_choice_of_a_specialty(
    surgery: Surgery, qtbot: QtBot
) -> None:
    surgery.draft(Specialty.DERMATOLOGY)
    specialty, to = (
        next(c for c in surgery.compose.findChildren(QComboBox) if c.accessibleName() == name)
        for name in ("Specialty", "To")
    )
    qtbot.waitUntil(lambda: to.currentText().startswith("Eira"), timeout=DEADLINE_MS)
    # As by the arrow keys: nobody is known of the first, which takes a look at the clock to say.
    both_chosen = threading.Event()

    async def hold() -> None:
        both_chosen.wait(DEADLINE_MS / 1000)

    surgery.bridge.run(hold(), lambda _: None, lambda _: None)
    for each in (Specialty.EAR_NOSE_THROAT, Specialty.HEART_AND_LUNG):
        specialty.setCurrentIndex(specialty.findData(each.value))
    both_chosen.set()
    surgery.bridge.settle()
    assert to.currentText().startswith("Ole Berg")

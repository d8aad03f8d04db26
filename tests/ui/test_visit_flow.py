# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole visit through both windows: real server, keys, media and store, nothing pretended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.bridge import Bridge
from app.calls.guest import GuestService
from app.calls.views import Stage
from app.media.devices.synthetic import SyntheticCamera, SyntheticMicrophone
from app.media.engine import MediaEngine
from app.records.encounter import SafetyField
from app.schedule.views import OwnerCard
from app.store import access_log
from app.store.appointments import appointment as stored_appointment
from app.ui.call.details import DetailsCard
from app.ui.call.flow import CallFlow
from app.ui.call.quality_pill import QualityPill
from app.ui.call.screen import CallScreen
from app.ui.call.trust import TrustPill
from app.ui.notes.flow import NotesFlow
from app.ui.notes.screen import NotesScreen
from app.ui.notices import Notices
from app.ui.patient.flow import PatientFlow
from app.ui.patient_frame import PatientFrame
from app.ui.widgets.video_tile import TileState, VideoTile
from app.vault.links import parse_link
from app.workplace import now_utc
from tests.fakes.visit_world import World, visit_world
from tests.ui.asking import DEADLINE_MS, button, on_bridge, press, words
from tests.ui.clipping import settle


class Clinic:
    """The clinician's and the patient's windows with everything behind them."""

    def __init__(self, qtbot: QtBot, bridge: Bridge, folder: Path) -> None:
        self.qtbot, self.bridge, self.folder = qtbot, bridge, folder
        self.stack = AsyncExitStack()
        self.world: World = on_bridge(
            qtbot, bridge, self.stack.enter_async_context(visit_world(folder))
        )
        place, identity = self.world.place, self.world.identity
        self.window = QMainWindow()
        self.window.resize(1280, 800)
        owner = OwnerCard(identity.name, identity.role, identity.unit)
        self.call, self.notes = CallScreen(owner, now_utc), NotesScreen()
        self.window.setCentralWidget(self.call)
        self.notes.resize(1280, 800)
        self.notices = notices = Notices(self.window)
        engine = self.world.host.engine
        self.call_flow = CallFlow(
            self.call,
            self.world.host_service,
            place.notes,
            place.safety,
            engine,
            bridge,
            notices,
            identity.user,
            now_utc,
        )
        self.notes_flow = NotesFlow(self.notes, place.notes, bridge, notices)
        self.call_flow.signed.connect(self.notes_flow.open)
        self.windows: list[QWidget] = [self.window, self.notes, notices.bar]
        self.window.show()
        self.notes.show()

    def open_visit(self) -> None:
        """Let the clinician enter the room."""
        found = stored_appointment(self.world.place.store, self.world.appointment)
        visit = on_bridge(self.qtbot, self.bridge, found)
        assert visit is not None
        self.call_flow.open(visit)

    def patient(self) -> PatientFrame:
        """Let the patient open the link."""
        engine, guest = on_bridge(self.qtbot, self.bridge, self._guest())
        self.patient_service = guest
        self.frame = PatientFrame()
        self.windows.append(self.frame)
        self.patient_flow = PatientFlow(
            self.frame, guest, engine, self.bridge, self.frame.notices, now_utc, lambda *_: None
        )
        self.frame.show()
        self.patient_flow.begin()
        return self.frame

    def until(self, window: QWidget, text: str) -> None:
        """Wait until these words stand on a window."""
        self.qtbot.waitUntil(
            lambda: any(text in line for line in words(window)), timeout=DEADLINE_MS
        )

    def until_button(self, window: QWidget, name: str) -> None:
        """Wait for a button, and press it."""
        self.until_button_there(window, name)
        press(self.qtbot, window, name)

    def until_button_there(self, window: QWidget, name: str) -> None:
        """Wait for a button."""

        def there() -> None:
            button(window, name)

        self.qtbot.waitUntil(there, timeout=DEADLINE_MS)

    def until_picture(self, window: QWidget) -> None:
        """Wait until the other person's living picture is on show."""
        tile = next(t for t in window.findChildren(VideoTile) if t.isVisible())
        self.qtbot.waitUntil(
            lambda: tile.state() is TileState.LIVE and tile.has_picture(), timeout=DEADLINE_MS
        )

    async def _guest(self) -> tuple[MediaEngine, GuestService]:
        engine = MediaEngine(SyntheticCamera(), SyntheticMicrophone(), None)
        self.stack.push_async_callback(engine.close)
        await engine.start()
        seats = self.folder / "seats"
        seats.mkdir(mode=0o700)
        guest = GuestService(parse_link(self.world.link), seats, engine, now_utc)
        self.stack.push_async_callback(guest.close)
        return engine, guest

    def close(self) -> None:
        """Let both leave and close everything."""
        self.call_flow.flush()
        self.bridge.settle()
        on_bridge(self.qtbot, self.bridge, self.stack.aclose())
        self.bridge.settle()


@pytest.fixture
def clinic(qtbot: QtBot, tmp_path: Path) -> Iterator[Clinic]:
    bridge = Bridge()
    bridge.start()
    clinic = Clinic(qtbot, bridge, tmp_path)
    yield clinic
    clinic.close()
    bridge.stop()
    # What stays would be drawn anew by each later test that changes the look.
    for window in clinic.windows:
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def editor(screen: QWidget, name: str) -> QPlainTextEdit:
    found = screen.findChildren(QPlainTextEdit)
    return next(e for e in found if e.isVisible() and e.accessibleName() == name)


def answer_everything(clinic: Clinic) -> None:
    """Answer each question of the session start in its form."""
    for field in SafetyField:
        clinic.call.ask_missing(field)
        line = next(e for e in clinic.call.findChildren(QLineEdit) if e.isVisible())
        line.setText(f"answer to {field.value}")
        clinic.qtbot.keyClick(line, Qt.Key.Key_Return)
    clinic.until(clinic.call, "Complete")


def come_together(clinic: Clinic) -> PatientFrame:
    frame = clinic.patient()
    clinic.until(frame, "The clinic answers.")
    press(clinic.qtbot, frame, "Go to the waiting room")
    clinic.until(frame, "The clinic sees that you are here")
    clinic.open_visit()
    clinic.until(frame, "Astrid knows you are here")
    clinic.until_button(clinic.call, "Admit")
    clinic.until_picture(clinic.call)
    clinic.until_picture(frame)
    return frame


@pytest.mark.parametrize("side", ["clinician", "patient"])
def test_both_may_read_the_living_numbers(clinic: Clinic, qtbot: QtBot, side: str) -> None:
    frame = come_together(clinic)
    window = clinic.call if side == "clinician" else frame
    pill, card = window.findChild(QualityPill), window.findChild(DetailsCard)
    qtbot.waitUntil(pill.isVisible, timeout=DEADLINE_MS)
    qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    clinic.until(card, "known, and its fingerprint is right")
    clinic.until(card, "straight to the other side (UDP)")

    def told() -> bool:
        """Whether the other end has told too, and all that is measured here is known."""
        rates = [line for line in words(card) if line.endswith(" a second")]
        return len(rates) == 3 and "not known yet" not in words(card)

    qtbot.waitUntil(told, timeout=DEADLINE_MS)
    before = words(card)
    qtbot.waitUntil(lambda: words(card) != before, timeout=DEADLINE_MS)
    press(qtbot, card, "Copy")
    copied = QGuiApplication.clipboard().text()
    for section in ("Network", "What reaches you", "What you send", "What reaches the other side"):
        assert section in copied
    assert not any(known in copied for known in ("Eira", "Astrid", "127.0.0.1", "::"))
    press(qtbot, card, "Close")
    assert not card.isVisible()


def test_from_the_link_to_the_signed_note(clinic: Clinic, qtbot: QtBot) -> None:
    frame = come_together(clinic)
    ends = (clinic.call, frame)
    for window in ends:
        pill = window.findChild(TrustPill)
        assert isinstance(pill, TrustPill)
        qtbot.waitUntil(lambda p=pill: p.accessibleName() == "Encrypted, known key")
    seen = []
    for window in ends:
        pill = window.findChild(TrustPill)
        assert isinstance(pill, TrustPill)
        qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
        clinic.until(window, "Do both hear the same four words?")
        seen.append(next(line for line in words(window) if line.count("   ") == 3))
        press(qtbot, window, "Yes, the same")
        qtbot.waitUntil(lambda p=pill: p.accessibleName().startswith("Verified"))
    assert seen[0] == seen[1], "both compare the same words"

    press(qtbot, frame, "Mute")
    qtbot.waitUntil(lambda: button(frame, "Unmute") is not None, timeout=DEADLINE_MS)
    qtbot.keyClicks(editor(clinic.call, "Plan"), "Sertraline 100 mg.")
    clinic.until(clinic.call, "Saved")
    answer_everything(clinic)
    press(qtbot, clinic.call, "Emergency")
    press(qtbot, clinic.call, "Log 113, Ambulance, as rung")
    clinic.until(clinic.call, "Rung")
    press(qtbot, clinic.call, "Close the emergency panel. The log stays.")

    press(qtbot, clinic.call, "Finish visit")
    press(qtbot, clinic.call, "Finish visit")
    clinic.until(frame, "The visit is finished")
    clinic.until_button(clinic.call, "Sign")
    clinic.until(clinic.notes, "Unchanged since signing")
    for text in (
        "Sertraline 100 mg.",
        "answer to place",
        "113 rung, Ambulance",
        "Signed by Astrid Berg",
    ):
        clinic.until(clinic.notes, text)

    press(qtbot, clinic.notes, "Write addendum")
    qtbot.keyClicks(editor(clinic.notes, "Text"), "Rung by the patient.")
    line = next(e for e in clinic.notes.findChildren(QLineEdit) if e.isVisible())
    qtbot.keyClicks(line, "contact")
    press(qtbot, clinic.notes, "Sign addendum")
    clinic.until(clinic.notes, "All 2 versions")
    rows = on_bridge(qtbot, clinic.bridge, access_log.access_rows(clinic.world.place.store))
    actions = [row.action for row in rows]
    assert actions.count("note-signed") == 2
    assert "note-opened" in actions


def test_leaving_keeps_the_visit_open_and_the_note_as_it_was(clinic: Clinic, qtbot: QtBot) -> None:
    frame = come_together(clinic)
    qtbot.keyClicks(editor(clinic.call, "Plan"), "Half a sen")
    press(qtbot, clinic.call, "Leave call")
    clinic.until(frame, "Astrid has left for now")
    drafts = on_bridge(qtbot, clinic.bridge, clinic.world.place.notes.drafts())
    assert [s.text for s in drafts[0].sections] == ["Half a sen"]
    clinic.open_visit()
    assert editor(clinic.call, "Plan").toPlainText() == "Half a sen"


def test_a_draft_is_signed_later_than_the_call(clinic: Clinic, qtbot: QtBot) -> None:
    come_together(clinic)
    qtbot.keyClicks(editor(clinic.call, "Plan"), "Later.")
    clinic.until(clinic.call, "Saved")
    press(qtbot, clinic.call, "Leave call")
    drafts = on_bridge(qtbot, clinic.bridge, clinic.world.place.notes.drafts())
    clinic.call_flow.write(drafts[0].composition)
    clinic.until(clinic.call, "Before signing")
    answer_everything(clinic)
    clinic.until_button(clinic.call, "Sign")
    clinic.until(clinic.notes, "Unchanged since signing")


def test_ring_me_instead_tells_the_clinic(clinic: Clinic, qtbot: QtBot) -> None:
    frame = clinic.patient()
    clinic.until(frame, "The clinic answers.")
    press(qtbot, frame, "Ring me instead")
    clinic.until(frame, "The clinic knows that you want to be rung.")
    press(qtbot, frame, "Go to the waiting room")
    clinic.until(frame, "The clinic sees that you are here")
    on_bridge(qtbot, clinic.bridge, clinic.world.host_service.enter(clinic.world.appointment))
    qtbot.waitUntil(
        lambda: (
            any("Ring me" in m.text for m in clinic.world.host.view.messages)
            or clinic.world.host.view.stage is Stage.WAITING
        ),
        timeout=DEADLINE_MS,
    )


def test_a_dead_link_is_said_and_the_way_in_stays_open(clinic: Clinic, qtbot: QtBot) -> None:
    schedule = clinic.world.place.schedule
    on_bridge(qtbot, clinic.bridge, schedule.revoke_link(clinic.world.appointment))
    frame = clinic.patient()
    clinic.until(frame, "This link does not work any more")
    press(qtbot, frame, "Go to the waiting room")
    clinic.until(frame, "The door does not open")
    settle(frame)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The program with windows: first run or unlock, then the desk; or a patient's visit."""

from __future__ import annotations

import asyncio
import os
import platform
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QStackedWidget

from app.bridge import Bridge
from app.config import MediaOptions, has_display, passphrase_from_file
from app.desk import Desk
from app.enrolment.newcomer import Claimed, pack_claim, unpack_claim
from app.errors import KnownError
from app.media.engine import MediaEngine
from app.records.ids import AppointmentId
from app.signaling.http import ServerClient
from app.store import settings
from app.store.database import Store
from app.store.identity import save_identity
from app.ui import theme as look
from app.ui.garbage import GuiCollector
from app.ui.language import Language, system_language
from app.ui.notices import Notices
from app.ui.settings.preferences import Preferences, load_preferences
from app.ui.shell.keys import add_text_size_keys
from app.ui.start.first_run_flow import FirstRunFlow
from app.ui.start.first_run_screen import FirstRunScreen
from app.ui.start.unlock_flow import UnlockFlow
from app.ui.start.unlock_screen import UnlockScreen
from app.ui.widgets.focus_ring import FocusRing
from app.vault.identity import OwnIdentity
from app.vault.keyring_backends import find_keyring
from app.vault.links import parse_link
from app.vault.vault import Vault
from app.visiting import Visiting
from app.workplace import NotEnrolled, Workplace, now_utc, open_workplace

_CLAIM = "enrolment.claim"
_SIGNAL_POLL_MS = 200


class NoDisplay(KnownError):
    """There is no display to open a window on. Nothing was changed. Start Vidda in a desktop
    session, or add --headless where the command has it."""


class StartWindow(QStackedWidget):
    """First run and unlocking, before there is a desk."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Vidda")
        self.setMinimumSize(800, 560)
        self.resize(1280, 800)
        self.unlock = UnlockScreen()
        self.first_run = FirstRunScreen()
        self.addWidget(self.unlock)
        self.addWidget(self.first_run)
        self.notices = Notices(self)
        self._ring = FocusRing(self)
        add_text_size_keys(self)


class Clinician(QObject):
    """The clinician's program from start to exit. Lives in the GUI thread."""

    def __init__(
        self,
        bridge: Bridge,
        theme: look.Theme,
        language: Language,
        profile: Path,
        media: MediaOptions,
        appointment: str,
        opened: Callable[[Desk], object],
        choose_file: Callable[[], Path | None],
    ) -> None:
        super().__init__()
        self._bridge, self._theme, self._language = bridge, theme, language
        self._profile, self._media, self._appointment = profile, media, appointment
        self._opened, self._choose_file = opened, choose_file
        self._place: Workplace | None = None
        self._engine: MediaEngine | None = None
        self._desk: Desk | None = None
        self.window = StartWindow()
        self._vault = Vault(profile, find_keyring(_backend_of(profile)))
        self._unlock = UnlockFlow(
            self.window.unlock, self._vault, bridge, self._open, self._show_unlock
        )
        self._first_run = FirstRunFlow(
            self.window.first_run,
            self._vault,
            bridge,
            now_utc,
            platform.node() or "Vidda",
            self._keep_claim,
            self._enrolled,
        )

    def start(self) -> None:
        """Open what this profile needs: first run, the passphrase file, the keyring or the user."""
        if not self._vault.exists():
            self._show_first_run()
            self._first_run.start()
            return
        try:
            passphrase = passphrase_from_file()
        except KnownError as error:
            self._unlock.start()
            self.window.notices.show(error)
            return
        if passphrase is None:
            self._unlock.start()
            return
        self._bridge.run(
            asyncio.to_thread(self._vault.unlock_with_passphrase, passphrase),
            self._open,
            self._cannot_open,
        )

    def close(self) -> None:
        """Save what is being typed and close everything. Returns when that is done."""
        if self._desk is not None:
            self._desk.close()
        self._bridge.settle()
        self._bridge.run(self._shut(), _nothing, _nothing)
        self._bridge.settle()

    # Before the desk

    def _show_unlock(self) -> None:
        self.window.setCurrentWidget(self.window.unlock)
        self.window.show()

    def _show_first_run(self) -> None:
        self.window.setCurrentWidget(self.window.first_run)
        self.window.show()

    def _cannot_open(self, error: Exception) -> None:
        self._unlock.start()
        self.window.notices.show(error)

    async def _keep_claim(self, key: bytes, claimed: Claimed) -> None:
        store = await Store.open(self._profile, key)
        try:
            await settings.put(store, _CLAIM, pack_claim(claimed).hex())
        finally:
            await store.close()

    async def _kept_claim(self, key: bytes) -> Claimed | None:
        store = await Store.open(self._profile, key)
        try:
            kept = await settings.get(store, _CLAIM, "")
        finally:
            await store.close()
        return unpack_claim(bytes.fromhex(kept)) if kept else None

    def _enrolled(self, key: bytes, identity: OwnIdentity, _sheet_kept: bool) -> None:
        async def save() -> None:
            store = await Store.open(self._profile, key)
            try:
                await save_identity(store, identity)
                await settings.put(store, _CLAIM, "")
            finally:
                await store.close()

        self._bridge.run(save(), lambda _: self._open(key), self._cannot_open)

    # The desk

    def _open(self, key: bytes) -> None:
        def failed(error: Exception) -> None:
            if isinstance(error, NotEnrolled):
                self._go_on_with_first_run(key)
            else:
                self._cannot_open(error)

        self._bridge.run(self._open_place(key), self._show_desk, failed)

    def _go_on_with_first_run(self, key: bytes) -> None:
        def found(claimed: Claimed | None) -> None:
            self._show_first_run()
            self._first_run.go_on(key, claimed)

        self._bridge.run(self._kept_claim(key), found, self._cannot_open)

    async def _open_place(self, key: bytes) -> tuple[Workplace, MediaEngine, Preferences]:
        engine = MediaEngine(None, None, None)
        await engine.start()
        try:
            language = system_language()
            place = await open_workplace(self._profile, key, engine=engine, language=language)
        except BaseException:
            await engine.close()
            raise
        return place, engine, await load_preferences(place.store)

    def _show_desk(self, opened: tuple[Workplace, MediaEngine, Preferences]) -> None:
        self._place, self._engine, preferences = opened
        self._desk = Desk(
            self._place,
            self._engine,
            self._bridge,
            self._theme,
            self._language,
            preferences,
            self._media,
            self._choose_file,
        )
        self._desk.lock_asked.connect(self._lock)
        self._desk.start()
        self.window.hide()
        if self._appointment:
            self._desk.open_visit(AppointmentId(self._appointment))
        self._opened(self._desk)

    def _lock(self) -> None:
        desk = self._desk
        if desk is None or not desk.may_lock():
            return

        self._appointment = ""
        self.close()
        desk.window.hide()
        desk.deleteLater()
        self._unlock.show_locked()

    def _shut(self) -> Coroutine[Any, Any, None]:
        place, engine = self._place, self._engine
        self._desk = self._place = self._engine = None

        async def shut() -> None:
            try:
                if place is not None:
                    await place.close()
            finally:
                if engine is not None:
                    await engine.close()

        return shut()


def run_clinician(
    profile: Path,
    media: MediaOptions,
    appointment: str = "",
    opened: Callable[[Desk], object] = lambda _: None,
    choose_file: Callable[[], Path | None] | None = None,
) -> int:
    """Open the clinician's windows, with one visit in front if there is one; blocks until closed.

    ``opened`` is told of the desk each time it has been made. Returns the exit code.

    Raises:
        NoDisplay: no window can be shown.
    """
    application, bridge, theme, language = begin()
    try:
        clinician = Clinician(
            bridge,
            theme,
            language,
            profile,
            media,
            appointment,
            opened,
            choose_file or _ask_for_file,
        )
        clinician.start()
        code = application.exec()
        clinician.close()
    finally:
        # Its thread would keep a program alive that failed before it had a window.
        bridge.stop()
    return code


def run_patient(
    profile: Path,
    media: MediaOptions,
    link: str,
    opened: Callable[[Visiting], object] = lambda _: None,
) -> int:
    """Open the patient's window for a link; blocks until it is closed. Returns the exit code.

    ``opened`` is told of the window once the check has begun.

    Raises:
        NoDisplay, BadLink, InsecureServer.
    """
    address = parse_link(link)
    # Refuses an address without protection before there is a window.
    ServerClient(address.server)
    application, bridge, _, language = begin()
    try:
        visiting = Visiting(address, profile / "seats", bridge, language, media, opened)
        visiting.start()
        code = application.exec()
        visiting.close()
    finally:
        bridge.stop()
    return code


def begin() -> tuple[QApplication, Bridge, look.Theme, Language]:
    """Make what every window needs. Raises NoDisplay."""
    if not (has_display() or os.environ.get("QT_QPA_PLATFORM")):
        raise NoDisplay
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Vidda")
    application.setDesktopFileName("vidda")
    theme = look.install(application)
    language = Language(application)
    language.choose(system_language())
    GuiCollector(application)
    bridge = Bridge()
    bridge.start()
    # Python handles signals only between its own instructions: a timer gives it some.
    timer = QTimer(application)
    timer.timeout.connect(_nothing)
    timer.start(_SIGNAL_POLL_MS)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: application.quit())
    return application, bridge, theme, language


def _backend_of(profile: Path) -> str | None:
    """Name the keyring that holds a profile's key, as far as the key files tell."""
    vault = Vault(profile, None)
    try:
        return vault.keyring_backend() if vault.exists() else None
    except KnownError:
        # Unlocking meets the same trouble, and has a screen to say it on.
        return None


def _ask_for_file() -> Path | None:
    name, _ = QFileDialog.getOpenFileName(QApplication.activeWindow())
    return Path(name) if name else None


def _nothing(*_: object) -> None:
    return None

# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that one unlocked profile needs: built in order, closed in reverse."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.answering import Answering
from app.calls.host import HostService
from app.config import passphrase_from_file
from app.errors import KnownError
from app.media.engine import MediaEngine
from app.notes.header_words import header_words
from app.notes.service import NoteService
from app.referrals.service import ReferralService
from app.safety.service import SafetyService
from app.scales.service import ScaleService
from app.schedule.service import ScheduleService
from app.signaling.directory import DirectoryClient
from app.signaling.http import ServerClient
from app.signaling.login import Tokens, device_login
from app.signaling.session import Session
from app.signaling.session_events import ConnectionChanged, SessionEvent
from app.store.database import Store
from app.store.directory import load_directory, save_directory
from app.store.identity import load_identity
from app.tasks import Tasks
from app.vault.identity import OwnIdentity
from app.vault.keyring_backends import KeyringState, find_keyring
from app.vault.trust import UntrustedDirectory
from app.vault.vault import Vault
from signaling_server.wire import DirectoryChanged

_log = logging.getLogger(__name__)


class NoProfile(KnownError):
    """There is no profile in this folder. Nothing was made. Set it up first with the enrolment
    code from your administrator, or choose another folder with --profile."""


class NotEnrolled(KnownError):
    """This profile belongs to no clinic yet. Nothing was opened. Set it up with the enrolment code
    from your administrator."""


class KeyringClosed(KnownError):
    """The keyring of this computer did not give the key to this profile. Nothing was opened.
    Unlock the keyring, or name a file with the passphrase in VIDDA_PASSPHRASE_FILE."""

    def __init__(self, state: KeyringState) -> None:
        super().__init__(state)
        self.state = state

    def sentence(self) -> str:
        """Say what is the matter with the keyring."""
        why, rest = _KEYRING_TROUBLES[self.state], super().sentence().split(".", 1)[1]
        return f"{why}{rest}"


_KEYRING_TROUBLES: Final = {
    KeyringState.OK: "The keyring of this computer did not give the key to this profile.",
    KeyringState.MISSING: "The keyring of this computer does not hold the key to this profile.",
    KeyringState.LOCKED: "The keyring of this computer is locked.",
    KeyringState.DENIED: "The keyring of this computer does not answer, or refuses.",
    KeyringState.CHANGED: "The key to this profile lies in another keyring than today's.",
    KeyringState.ABSENT: "This computer has no keyring that can be relied on.",
    KeyringState.WRONG: "The keyring of this computer holds another key than this profile's.",
    KeyringState.TIMEOUT: "The keyring of this computer did not answer in time.",
}


def unlock(profile: Path) -> bytes:
    """Get a profile's key by the passphrase file, else by the keyring. Blocking.

    Raises:
        NoProfile, PassphraseFileUnreadable, WrongPassphrase, KeyringClosed, KeySlotsDamaged,
        KeySlotsNewer.
    """
    passphrase = passphrase_from_file()
    vault = Vault(profile, None)
    if not vault.exists():
        raise NoProfile
    if passphrase is not None:
        return vault.unlock_with_passphrase(passphrase)
    unlocked = Vault(profile, find_keyring(vault.keyring_backend())).unlock_with_keyring()
    if unlocked.key is None:
        raise KeyringClosed(unlocked.state)
    return unlocked.key


class Workplace:
    """What screens and commands use. Belongs to the asyncio thread; made by ``open_workplace``."""

    def __init__(
        self,
        closing: AsyncExitStack,
        store: Store,
        identity: OwnIdentity,
        client: ServerClient,
        tokens: Tokens,
        session: Session,
        directory: DirectoryClient,
        schedule: ScheduleService,
        notes: NoteService,
        safety: SafetyService,
        scales: ScaleService,
        referrals: ReferralService,
        answering: Answering,
        host: HostService | None,
    ) -> None:
        self.store = store
        self.identity = identity
        self.client = client
        self.tokens = tokens
        self.session = session
        self.directory = directory
        self.schedule = schedule
        self.notes = notes
        self.safety = safety
        self.scales = scales
        self.referrals = referrals
        self.answering = answering
        self.host = host
        """None where no media engine was given."""
        self._closing = closing

    async def close(self) -> None:
        """Close everything in reverse."""
        await self._closing.aclose()


def now_utc() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


async def open_workplace(
    profile: Path,
    key: bytes,
    *,
    engine: MediaEngine | None = None,
    clock: Callable[[], datetime] = now_utc,
    language: str = "en",
) -> Workplace:
    """Open a profile and begin to talk to its server; works without the server as well.

    ``engine`` is started and closed by its owner; without it there are no calls. ``language``
    is that of the words which people compare.

    Raises:
        NotEnrolled, InsecureServer, and what ``Store.open`` raises; everything is closed again.
    """
    async with AsyncExitStack() as stack:
        store = await Store.open(profile, key)
        stack.push_async_callback(store.close)
        identity = await load_identity(store)
        if identity is None:
            raise NotEnrolled
        client = ServerClient(identity.server_url)
        stack.push_async_callback(client.close)
        tokens = Tokens(lambda: device_login(client, identity))
        session = Session(client, lambda: device_login(client, identity))
        stack.push_async_callback(session.close)
        directory = DirectoryClient(
            client,
            tokens,
            identity.organization_key,
            lambda: load_directory(store),
            lambda found, version: save_directory(store, found, version),
        )
        await _open_stored(directory)
        following = Following(directory)
        stack.push_async_callback(following.close)
        session.add_listener(following.heard)
        schedule = ScheduleService(store, session, client, tokens, identity, clock)
        stack.push_async_callback(schedule.close)
        await schedule.start()
        scales = ScaleService(store, identity.user, clock)
        notes = NoteService(
            store,
            identity,
            lambda: directory.current,
            clock,
            header_words(language),
            language,
            scales.note_lines,
        )
        safety = SafetyService(store, identity, lambda: directory.current, clock)
        referrals = ReferralService(
            store,
            session,
            client,
            tokens,
            lambda: directory.current,
            identity,
            clock,
            directory.refresh,
        )
        stack.push_async_callback(referrals.close)
        await referrals.start()
        host = None
        if engine is not None:
            host = HostService(store, session, client, tokens, identity, engine, clock, language)
            stack.push_async_callback(host.close)
        # Last: from here on the services hear what the server says.
        session.start()
        return Workplace(
            stack.pop_all(),
            store,
            identity,
            client,
            tokens,
            session,
            directory,
            schedule,
            notes,
            safety,
            scales,
            referrals,
            Answering(referrals, schedule, clock),
            host,
        )


@asynccontextmanager
async def workplace(
    profile: Path,
    *,
    key: bytes | None = None,
    engine: MediaEngine | None = None,
    language: str = "en",
) -> AsyncIterator[Workplace]:
    """Keep a profile open for the length of a block; without ``key`` it is unlocked first.

    Raises as ``unlock`` and ``open_workplace``.
    """
    if key is None:
        key = await asyncio.to_thread(unlock, profile)
    opened = await open_workplace(profile, key, engine=engine, language=language)
    try:
        yield opened
    finally:
        await opened.close()


class Following:
    """Fetches the directory when the line comes up and when the organisation changes it."""

    def __init__(self, directory: DirectoryClient) -> None:
        self._directory = directory
        self._tasks = Tasks()

    def heard(self, event: SessionEvent) -> None:
        """Listen to the session."""
        match event:
            case ConnectionChanged(online=True) | DirectoryChanged():
                self._tasks.start(self._refresh(), "refresh directory")
            case _:
                return

    async def close(self) -> None:
        """Stop."""
        await self._tasks.close()

    async def _refresh(self) -> None:
        try:
            await self._directory.refresh()
        except UntrustedDirectory:
            _log.warning("the directory did not verify; the last good one stays")
        except KnownError as error:
            _log.info("the directory was not fetched: %s", type(error).__name__)


async def _open_stored(directory: DirectoryClient) -> None:
    try:
        await directory.open_stored()
    except UntrustedDirectory:
        # It may have been valid yesterday; a fresh one comes with the connection.
        _log.warning("the kept directory does not verify any more")

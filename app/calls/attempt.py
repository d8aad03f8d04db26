# SPDX-License-Identifier: GPL-3.0-or-later
"""One attempt to be connected: its link, what led to it, and what is said over it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from app.calls.connection import Observation
from app.calls.control import (
    Commitment,
    Confirm,
    ControlError,
    ControlMessage,
    Goodbye,
    Nonce,
    Reveal,
    Said,
    StillHeard,
    StillTold,
    Switches,
    decode_control,
    encode_control,
)
from app.calls.descriptions import (
    Correspondence,
    PeerDescription,
    SignedDescription,
    fingerprint_bytes,
)
from app.calls.path_messages import LinkParties
from app.calls.signers import Doubt, NotThePeer
from app.calls.words import WordsExchange
from app.media.control import Reception
from app.media.engine import MediaEngine
from app.media.link import IceConfiguration, Link, LinkEvent
from app.records.ids import CallId

_log = logging.getLogger(__name__)
_MAX_EARLY_TEXTS: Final = 16
"""Texts may overtake the news that the link is up, but not many."""

Ice = Callable[[], Awaitable[IceConfiguration]]


class Attempt:
    """Belongs to the asyncio thread. Until ``verify`` has succeeded nothing but ``Confirm``
    is heard, and no picture or sound of the link reaches anybody."""

    def __init__(
        self,
        number: int,
        correspondence: Correspondence,
        offerer: bool,
        verified: Callable[[], None],
        said: Callable[[Said], None],
        words_drawn: Callable[[tuple[int, ...]], None],
    ) -> None:
        self.number = number
        self._correspondence = correspondence
        self._offerer = offerer
        self._verified = verified
        self._said = said
        self._words_drawn = words_drawn
        self._link: Link | None = None
        self._own_hash = b""
        self._heard: PeerDescription | None = None
        self._confirm: Confirm | None = None
        self._confirming = False
        self._open = False
        self._early: list[str] = []
        self._words: WordsExchange | None = None

    @property
    def relayed(self) -> bool:
        """Whether the packets go through a relay."""
        return self._link is not None and self._open and self._link.relayed()

    def observe(self, *, silent: bool) -> Observation | None:
        """Look at the link, if it is verified and up."""
        statistics = self._link.statistics() if self._link is not None and self._open else None
        if self._link is None or statistics is None:
            return None
        talk = self._link.talk
        return Observation(
            statistics, talk.pictures, talk.peer_pictures, talk.peer_reception, silent
        )

    def tell_reception(self, reception: Reception | None) -> None:
        """Tell the other end how well it is heard and seen."""
        if self._link is not None and self._open and reception is not None:
            self._link.talk.tell_reception(reception)

    async def offer(
        self, engine: MediaEngine, ice: Ice, listener: Callable[[LinkEvent], None]
    ) -> SignedDescription:
        """Make the link and its signed offer. Raises KnownError where that cannot be done."""
        self._link = await engine.make_link(str(self.number), await ice(), listener)
        signed = self._correspondence.write(await self._link.offer(), self.number)
        self._own_hash = self._correspondence.own_hash
        return signed

    async def answer(
        self,
        engine: MediaEngine,
        ice: Ice,
        listener: Callable[[LinkEvent], None],
        heard: PeerDescription,
    ) -> SignedDescription:
        """Make the link for a verified offer, and the signed answer."""
        self._heard = heard
        self._link = await engine.make_link(str(self.number), await ice(), listener)
        signed = self._correspondence.write(await self._link.answer(heard.sdp))
        self._own_hash = self._correspondence.own_hash
        return signed

    def answers_this(self, heard: PeerDescription) -> bool:
        """Tell whether a verified answer is one to this attempt's offer."""
        return self._offerer and self._own_hash != b"" and heard.peer_hash == self._own_hash

    async def accept(self, heard: PeerDescription) -> None:
        """Give the link the verified answer."""
        self._heard = heard
        if self._link is not None:
            await self._link.accept(heard.sdp)

    def verify(self) -> None:
        """Compare the living certificate with the signed one; then exchange the hashes.

        Raises:
            NotThePeer: Somebody else is at the other end.
        """
        link, heard = self._link, self._heard
        if link is None or heard is None or link.live_fingerprint().upper() != heard.fingerprint:
            raise NotThePeer(Doubt.LIVE)
        self._confirming = True
        self._send(Confirm(self._own_hash, heard.hash))
        for text in self._early:
            self.hear(text)
        self._early.clear()

    def hear(self, text: str) -> None:
        """Take a text of the other end.

        Raises:
            NotThePeer: It shows that somebody is in between.
        """
        if not self._confirming:
            if len(self._early) < _MAX_EARLY_TEXTS:
                self._early.append(text)
            return
        try:
            message = decode_control(text)
        except ControlError:
            _log.info("attempt %d: a text of no known kind", self.number)
            return
        if isinstance(message, Confirm):
            self._confirmed(message)
        elif self._confirm is not None:
            self._take(message)

    def let_through(self, call: CallId, nonce: bytes) -> None:
        """Let sound and picture through and begin to draw the words."""
        link, heard = self._link, self._heard
        assert link is not None and heard is not None
        self._open = True
        link.let_through()
        self._words = WordsExchange(
            call,
            self._offerer,
            fingerprint_bytes(link.local_fingerprint()),
            fingerprint_bytes(link.live_fingerprint()),
            nonce,
        )
        for message in self._words.begin():
            self._send(message)

    def parties(self, call: CallId) -> LinkParties:
        """Say between whom the verified link stands."""
        link, peer = self._link, self._correspondence.peer
        assert link is not None and peer is not None
        return LinkParties(
            call,
            self.number,
            self._correspondence.own,
            peer,
            fingerprint_bytes(link.local_fingerprint()),
            fingerprint_bytes(link.live_fingerprint()),
        )

    @property
    def link(self) -> Link:
        """The link itself, once it was made."""
        assert self._link is not None
        return self._link

    def say(self, message: ControlMessage) -> bool:
        """Tell the other end, if the link is verified; tells whether it was."""
        if not self._open:
            return False
        self._send(message)
        return True

    def hush(self) -> None:
        """Show and play nothing of the other end any more."""
        if self._link is not None:
            self._link.hush()

    async def close(self) -> None:
        """Close the link."""
        self._open = False
        if self._link is not None:
            await self._link.close()

    def _confirmed(self, message: Confirm) -> None:
        if self._confirm is not None:
            return
        assert self._heard is not None
        if message != Confirm(self._heard.hash, self._own_hash):
            raise NotThePeer(Doubt.HASHES)
        self._confirm = message
        self._verified()

    def _take(self, message: ControlMessage) -> None:
        match message:
            case Commitment() | Nonce() | Reveal():
                if self._words is None:
                    return
                for reply in self._words.handle(message):
                    self._send(reply)
                if self._words.places:
                    self._words_drawn(self._words.places)
            case Switches() | Goodbye() | StillTold() | StillHeard():
                self._said(message)
            case Confirm():
                return

    def _send(self, message: ControlMessage) -> None:
        if self._link is not None:
            self._link.send_text(encode_control(message))

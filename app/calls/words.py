# SPDX-License-Identifier: GPL-3.0-or-later
"""Four words that two people compare by voice, the same on both sides of one link.

The offerer promises a nonce, the answerer sends its own, the offerer reveals: whoever sits in
between has to choose before it knows, so that 40 bits are enough (without the promise they
would be searched offline; RFC 6189 section 4.4.1). The words are drawn from both nonces, the
call's id and the fingerprints of both running certificates. Pure.

    offerer   --Commitment--> answerer
              <----Nonce----
              ----Reveal--->
"""

from __future__ import annotations

import hashlib
import hmac
from enum import Enum
from typing import Final

from app.calls.control import Commitment, Nonce, Reveal
from app.calls.signers import Doubt, NotThePeer
from app.records.ids import CallId
from app.vault.sealing import derive

WORDS: Final = 4
LIST_LENGTH: Final = 1024
NONCE_BYTES: Final = 32
_BITS: Final = 10


class _Step(Enum):
    """START --commitment seen or made--> PROMISED --> KNOWN"""

    START = "start"
    PROMISED = "promised"
    KNOWN = "known"


WordsMessage = Commitment | Nonce | Reveal


class WordsExchange:
    """One run of the exchange, on one link; ``places`` says which words of a list were drawn."""

    def __init__(
        self,
        call: CallId,
        offerer: bool,
        own_fingerprint: bytes,
        peer_fingerprint: bytes,
        nonce: bytes,
    ) -> None:
        if len(nonce) != NONCE_BYTES:
            raise ValueError("a nonce has 32 bytes")
        self.places: tuple[int, ...] = ()
        self._call = call
        self._offerer = offerer
        self._own_fingerprint = own_fingerprint
        self._peer_fingerprint = peer_fingerprint
        self._nonce = nonce
        self._promise = b""
        self._step = _Step.START

    def begin(self) -> tuple[WordsMessage, ...]:
        """Say what is to be sent first, once the link is let through."""
        if not self._offerer or self._step is not _Step.START:
            return ()
        self._step = _Step.PROMISED
        return (Commitment(commitment(self._nonce, self._own_fingerprint)),)

    def handle(self, message: WordsMessage) -> tuple[WordsMessage, ...]:
        """Take what the other end said; return what to answer. What is out of turn is ignored.

        Raises:
            NotThePeer: The revealed nonce is not the promised one.
        """
        match message, self._step:
            case Commitment(promise), _Step.START if not self._offerer:
                self._promise = promise
                self._step = _Step.PROMISED
                return (Nonce(self._nonce),)
            case Nonce(nonce), _Step.PROMISED if self._offerer:
                self._learn(self._nonce, nonce, self._own_fingerprint, self._peer_fingerprint)
                return (Reveal(self._nonce),)
            case Reveal(nonce), _Step.PROMISED if not self._offerer:
                kept = hmac.compare_digest(commitment(nonce, self._peer_fingerprint), self._promise)
                if len(nonce) != NONCE_BYTES or not kept:
                    raise NotThePeer(Doubt.HASHES)
                self._learn(nonce, self._nonce, self._peer_fingerprint, self._own_fingerprint)
                return ()
            case _:
                return ()

    def _learn(
        self,
        offerer_nonce: bytes,
        answerer_nonce: bytes,
        offerer_print: bytes,
        answerer_print: bytes,
    ) -> None:
        if len(answerer_nonce) != NONCE_BYTES:
            raise NotThePeer(Doubt.HASHES)
        transcript = (
            offerer_nonce
            + answerer_nonce
            + offerer_print
            + answerer_print
            + bytes.fromhex(self._call)
        )
        drawn = int.from_bytes(derive(transcript, "vidda/words/v1", WORDS * _BITS // 8))
        self.places = tuple(
            drawn >> (_BITS * place) & (LIST_LENGTH - 1) for place in reversed(range(WORDS))
        )
        self._step = _Step.KNOWN


def commitment(nonce: bytes, fingerprint: bytes) -> bytes:
    """Promise a nonce without showing it."""
    return hashlib.sha256(nonce + fingerprint).digest()


class WordsDamaged(Exception):
    """A word list that ships with the program is not whole: a broken installation."""


def read_word_list(text: str) -> tuple[str, ...]:
    """Read a list of 1024 different words, one a line.

    Raises:
        WordsDamaged: It has another length, or a word twice.
    """
    words = tuple(text.split())
    if len(words) != LIST_LENGTH or len(set(words)) != LIST_LENGTH:
        raise WordsDamaged
    return words

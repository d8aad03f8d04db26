# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences of the technical lines of a note's head, in the languages a note is signed in.

They are not translated on the screen: they are part of what is signed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from app.records.encounter import InterruptionCause

_ENGLISH_CAUSES: Final = {
    InterruptionCause.NETWORK: "the network let nothing through",
    InterruptionCause.OWN_NETWORK: "this computer lost or changed its network",
    InterruptionCause.OTHER_SIDE: "the other side was gone",
    InterruptionCause.SERVER: "the path was lost while the server was away",
    InterruptionCause.DEVICE: "this computer had no microphone or loudspeaker",
    InterruptionCause.PARTED: "the call was left for a while",
    InterruptionCause.UNKNOWN: "cause not known",
}
_BOKMAL_CAUSES: Final = {
    InterruptionCause.NETWORK: "nettet slapp ingenting gjennom",
    InterruptionCause.OWN_NETWORK: "denne maskinen mistet eller byttet nett",
    InterruptionCause.OTHER_SIDE: "den andre siden var borte",
    InterruptionCause.SERVER: "veien falt ut mens tjeneren var borte",
    InterruptionCause.DEVICE: "denne maskinen var uten mikrofon eller høyttaler",
    InterruptionCause.PARTED: "samtalen var forlatt en stund",
    InterruptionCause.UNKNOWN: "ukjent årsak",
}


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """Lengths come with their unit ("9 s", "32 min"); English where nothing else is said."""

    present: str = "Took part: {names}"
    video: str = "Video {length}"
    video_unended: str = "Video"
    no_video: str = "There was no video connection"
    no_interruption: str = "{video}, no interruptions"
    one_interruption: str = "{video}, 1 interruption of {length}: {causes}"
    interruptions: str = "{video}, {count} interruptions, in total {length}: {causes}"
    once: str = "once"
    often: str = "{count} times"
    causes: dict[InterruptionCause, str] = field(default_factory=lambda: dict(_ENGLISH_CAUSES))
    verified: str = "Encrypted end to end, the other side was verified"
    not_verified: str = "Encrypted end to end, the other side was not verified"
    relayed: str = "Through a relay, still encrypted"
    emergency: str = "Emergency log {time}: {text}"
    recording: str = "Stethoscope recorded {time}, {seconds} s, SHA-256 {sha256}"
    not_obtained: str = "Not obtained: {reason}"


_BOKMAL: Final = HeaderWords(
    present="Til stede: {names}",
    no_video="Det ble ingen videoforbindelse",
    no_interruption="{video}, ingen avbrudd",
    one_interruption="{video}, 1 avbrudd på {length}: {causes}",
    interruptions="{video}, {count} avbrudd, til sammen {length}: {causes}",
    once="én gang",
    often="{count} ganger",
    causes=dict(_BOKMAL_CAUSES),
    verified="Kryptert ende til ende, den andre siden var bekreftet",
    not_verified="Kryptert ende til ende, den andre siden var ikke bekreftet",
    relayed="Via mellomledd, fortsatt kryptert",
    emergency="Akuttlogg {time}: {text}",
    recording="Stetoskop tatt opp {time}, {seconds} s, SHA-256 {sha256}",
    not_obtained="Ikke innhentet: {reason}",
)


def header_words(language: str) -> HeaderWords:
    """Give the words of a language, "en" or "nb"; English for any other."""
    return _BOKMAL if language == "nb" else HeaderWords()

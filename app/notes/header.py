# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of a signed note, written once at signing from the visit and its safety record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from app.records.composition import NoteHeader
from app.records.encounter import (
    Encounter,
    Interruption,
    InterruptionCause,
    SafetyAnswer,
    SafetyField,
)
from app.records.people import Patient


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """Sentences of the technical lines, in the language the note is signed in."""

    present: str = "Took part: {names}"
    no_break: str = "The connection held throughout"
    one_break: str = "1 break in the connection, {seconds} s: {causes}"
    breaks: str = "{count} breaks in the connection, {seconds} s together: {causes}"
    network: str = "the network carried nothing"
    own_network: str = "this computer lost its network"
    other_side: str = "the other side was gone"
    parted: str = "they had left and came back"
    verified: str = "Encrypted end to end, the other side was verified"
    not_verified: str = "Encrypted end to end, the other side was not verified"
    relayed: str = "Through a relay, still encrypted"
    emergency: str = "Emergency log {time}: {text}"
    recording: str = "Stethoscope recorded {time}, {seconds} s, SHA-256 {sha256}"
    not_obtained: str = "Not obtained: {reason}"


_BOKMAL = HeaderWords(
    present="Til stede: {names}",
    no_break="Forbindelsen holdt hele tiden",
    one_break="1 brudd i forbindelsen, {seconds} s: {causes}",
    breaks="{count} brudd i forbindelsen, {seconds} s til sammen: {causes}",
    network="nettet bar ingenting",
    own_network="denne maskinen mistet nettet",
    other_side="den andre siden var borte",
    parted="de hadde gått og kom tilbake",
    verified="Kryptert ende til ende, den andre siden var verifisert",
    not_verified="Kryptert ende til ende, den andre siden var ikke verifisert",
    relayed="Via et relé, fortsatt kryptert",
    emergency="Akuttlogg {time}: {text}",
    not_obtained="Ikke innhentet: {reason}",
)


def header_words(language: str) -> HeaderWords:
    """Give the words of a language, "en" or "nb"; English for any other."""
    return _BOKMAL if language == "nb" else HeaderWords()


@dataclass(frozen=True, slots=True)
class Author:
    """Who signs, as printed above the text."""

    name: str
    role: str
    hpr: str
    unit: str


def header_of(
    patient: Patient, author: Author, encounter: Encounter | None, words: HeaderWords
) -> NoteHeader:
    """Write the head: who, when, the answers from the start of the visit, how the call went."""
    safety: tuple[tuple[str, str], ...] = ()
    technical: tuple[str, ...] = ()
    start = end = ""
    if encounter is not None:
        answers = ((field, encounter.safety.answer(field)) for field in SafetyField)
        safety = tuple((field.value, _value(a, words)) for field, a in answers if a is not None)
        technical = _technical(encounter, words)
        start = _stamp(encounter.start)
        end = _stamp(encounter.end) if encounter.end else ""
    return NoteHeader(
        patient_name=patient.name,
        patient_birth_date=patient.birth_date.isoformat() if patient.birth_date else "",
        author_name=author.name,
        author_role=author.role,
        author_hpr=author.hpr,
        unit=author.unit,
        visit_start=start,
        visit_end=end,
        safety=safety,
        technical=technical,
    )


def _value(answer: SafetyAnswer, words: HeaderWords) -> str:
    return words.not_obtained.format(reason=answer.value) if answer.not_obtained else answer.value


def _technical(encounter: Encounter, words: HeaderWords) -> tuple[str, ...]:
    lines = []
    if encounter.participants:
        lines.append(words.present.format(names=", ".join(encounter.participants)))
    breaks = encounter.interruptions
    lengths = ((b.end - b.start).total_seconds() for b in breaks if b.end is not None)
    seconds = round(sum(lengths))
    if not breaks:
        lines.append(words.no_break)
    else:
        sentence = words.one_break if len(breaks) == 1 else words.breaks
        causes = _causes(breaks, words)
        lines.append(sentence.format(count=len(breaks), seconds=seconds, causes=causes))
    lines.append(words.verified if encounter.verified else words.not_verified)
    if encounter.relayed:
        lines.append(words.relayed)
    lines.extend(
        words.emergency.format(time=entry.at.astimezone().strftime("%H:%M:%S"), text=entry.text)
        for entry in encounter.emergency
    )
    lines.extend(
        words.recording.format(
            time=sound.at.astimezone().strftime("%H:%M:%S"),
            seconds=round(sound.seconds),
            sha256=sound.sha256,
        )
        for sound in encounter.recordings
    )
    return tuple(lines)


def _causes(breaks: tuple[Interruption, ...], words: HeaderWords) -> str:
    """Name the causes, each with how often where there are more breaks than one."""
    counted = Counter(one.cause for one in breaks)
    named = {
        InterruptionCause.NETWORK: words.network,
        InterruptionCause.OWN_NETWORK: words.own_network,
        InterruptionCause.OTHER_SIDE: words.other_side,
        InterruptionCause.PARTED: words.parted,
    }
    said = ((named[cause], counted[cause]) for cause in InterruptionCause if counted[cause])
    return ", ".join(text if len(counted) == 1 else f"{text} ({often})" for text, often in said)


def _stamp(at: datetime) -> str:
    """Write a time as ISO 8601 with its zone; screens show it in local time."""
    return at.isoformat(timespec="seconds")

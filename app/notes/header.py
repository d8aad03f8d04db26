# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of a signed note, written once at signing from the visit and its safety record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.records.composition import NoteHeader
from app.records.encounter import Encounter, SafetyAnswer, SafetyField
from app.records.people import Patient


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """Sentences of the technical lines, in the language the note is signed in."""

    present: str = "Took part: {names}"
    no_break: str = "The connection held throughout"
    one_break: str = "1 break in the connection, {seconds} s"
    breaks: str = "{count} breaks in the connection, {seconds} s together"
    verified: str = "Encrypted end to end, the other side was verified"
    not_verified: str = "Encrypted end to end, the other side was not verified"
    relayed: str = "Through a relay, still encrypted"
    emergency: str = "Emergency log {time}: {text}"
    not_obtained: str = "Not obtained: {reason}"


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
    elif len(breaks) == 1:
        lines.append(words.one_break.format(seconds=seconds))
    else:
        lines.append(words.breaks.format(count=len(breaks), seconds=seconds))
    lines.append(words.verified if encounter.verified else words.not_verified)
    if encounter.relayed:
        lines.append(words.relayed)
    lines.extend(
        words.emergency.format(time=entry.at.astimezone().strftime("%H:%M:%S"), text=entry.text)
        for entry in encounter.emergency
    )
    return tuple(lines)


def _stamp(at: datetime) -> str:
    """Write a time as ISO 8601 with its zone; screens show it in local time."""
    return at.isoformat(timespec="seconds")

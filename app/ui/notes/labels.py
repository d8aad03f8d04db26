# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of notes: their sections, templates and ready phrases."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.records.composition import NoteTemplate, SectionCode, VersionKind
from app.records.encounter import SafetyField
from app.ui.call.labels import safety_words
from app.ui.times import hour_minute, local_day, long_day

translate = QCoreApplication.translate


def section_title(code: SectionCode) -> str:
    """Name a section of a note."""
    titles = {
        SectionCode.SINCE_LAST_TIME: translate("Note", "Since last time"),
        SectionCode.HISTORY: translate("Note", "History"),
        SectionCode.APPEARANCE: translate("Note", "Appearance"),
        SectionCode.MOOD: translate("Note", "Mood"),
        SectionCode.AFFECT: translate("Note", "Affect"),
        SectionCode.SPEECH: translate("Note", "Speech"),
        SectionCode.THOUGHT: translate("Note", "Thought"),
        SectionCode.PERCEPTION: translate("Note", "Perception"),
        SectionCode.COGNITION: translate("Note", "Cognition"),
        SectionCode.INSIGHT: translate("Note", "Insight"),
        SectionCode.SUICIDALITY: translate("Note", "Suicidality"),
        SectionCode.VIOLENCE: translate("Note", "Violence"),
        SectionCode.MEDICATION: translate("Note", "Medication"),
        SectionCode.SUBJECTIVE: translate("Note", "Subjective"),
        SectionCode.OBJECTIVE: translate("Note", "Objective"),
        SectionCode.ASSESSMENT: translate("Note", "Assessment"),
        SectionCode.PLAN: translate("Note", "Plan"),
    }
    return titles[code]


def template_title(template: NoteTemplate) -> str:
    """Name a kind of note."""
    titles = {
        NoteTemplate.FIRST_VISIT: translate("Note", "First visit"),
        NoteTemplate.FOLLOW_UP: translate("Note", "Follow-up"),
        NoteTemplate.MEDICATION_REVIEW: translate("Note", "Medication review"),
        NoteTemplate.TELEPHONE: translate("Note", "Telephone"),
        NoteTemplate.SOAP: translate("Note", "SOAP"),
    }
    return titles[template]


def phrases(code: SectionCode) -> tuple[str, ...]:
    """List phrases that one press writes into a section; nothing is written without a press."""
    match code:
        case SectionCode.APPEARANCE:
            return (
                translate("Note", "Tidy"),
                translate("Note", "Good contact"),
                translate("Note", "Restless"),
            )
        case SectionCode.MOOD:
            return (
                translate("Note", "Neutral"),
                translate("Note", "Lowered"),
                translate("Note", "Elevated"),
            )
        case SectionCode.AFFECT:
            return (
                translate("Note", "Full range"),
                translate("Note", "Reduced"),
                translate("Note", "Flat"),
                translate("Note", "Labile"),
            )
        case SectionCode.SPEECH:
            return (
                translate("Note", "Normal rate"),
                translate("Note", "Slow"),
                translate("Note", "Pressured"),
            )
        case SectionCode.THOUGHT:
            return (
                translate("Note", "Coherent"),
                translate("Note", "Tangential"),
                translate("Note", "Delusions"),
            )
        case SectionCode.PERCEPTION:
            return (
                translate("Note", "No hallucinations"),
                translate("Note", "Hears voices"),
            )
        case SectionCode.COGNITION:
            return (
                translate("Note", "Oriented"),
                translate("Note", "Not fully oriented"),
            )
        case SectionCode.INSIGHT:
            return (
                translate("Note", "Good"),
                translate("Note", "Partial"),
                translate("Note", "Lacking"),
            )
        case SectionCode.SUICIDALITY:
            return (
                translate("Note", "Asked directly"),
                translate("Note", "Denies thoughts"),
                translate("Note", "Passive thoughts"),
                translate("Note", "Plan or intent"),
            )
        case SectionCode.VIOLENCE:
            return (
                translate("Note", "Asked directly"),
                translate("Note", "No sign of risk"),
            )
        case _:
            return ()


def kind_title(kind: VersionKind) -> str:
    """Name what a signed version is."""
    titles = {
        VersionKind.ORIGINAL: translate("Note", "Signed"),
        VersionKind.CORRECTION: translate("Note", "Correction"),
        VersionKind.ADDENDUM: translate("Note", "Addendum"),
    }
    return titles[kind]


def safety_label(field: str) -> str:
    """Name a field of the safety record as it is stored in a note's head."""
    known = {f.value: f for f in SafetyField}
    return safety_words(known[field]).label if field in known else field


def visit_span(start: str, end: str) -> str:
    """Write the stored ISO times of a visit in local time."""
    try:
        first = datetime.fromisoformat(start)
        last = datetime.fromisoformat(end) if end else None
    except ValueError:
        return f"{start} {end}".strip()
    words = f"{long_day(local_day(first))} {hour_minute(first)}"
    return f"{words}–{hour_minute(last)}" if last is not None else words

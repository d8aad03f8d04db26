# SPDX-License-Identifier: GPL-3.0-or-later
"""A verified note as a document to print: head, sections, corrections in place, addenda, proof."""

from __future__ import annotations

from datetime import datetime
from html import escape

from PySide6.QtCore import QCoreApplication

from app.notes.views import NoteHistory, VerifiedVersion
from app.records.composition import NoteHeader, Section, VersionKind
from app.ui.notes.labels import (
    kind_title,
    safety_label,
    section_title,
    template_title,
    visit_span,
)
from app.ui.times import hour_minute, local_day, long_day

translate = QCoreApplication.translate

STYLE = """
body { color: #16211f; }
span.strong { font-weight: 600; }
h1 { font-size: 15pt; font-weight: 600; }
h2 { font-size: 11pt; font-weight: 600; margin-top: 12px; margin-bottom: 2px; }
p { margin-top: 0; margin-bottom: 4px; white-space: pre-wrap; }
p.small { font-size: 8.5pt; color: #45524f; }
td { padding: 2px 14px 2px 0; font-size: 9pt; }
td.label { color: #45524f; }
"""


def note_html(history: NoteHistory) -> str:
    """Write the verified versions of a note; every text is escaped, and none is left out.

    ``history`` has at least one version and no broken one.
    """
    versions = history.versions
    original = versions[0].version
    parts = [f"<h1>{escape(title_of(history))}</h1>", _head(original.header)]
    corrections = [v for v in versions if v.version.kind is VersionKind.CORRECTION]
    for section in original.sections:
        parts.append(_section(section))
        for verified in corrections:
            for text in verified.version.sections:
                if text.code is section.code:
                    parts.append(_correction(verified, text.text))
    for verified in versions:
        if verified.version.kind is VersionKind.ADDENDUM:
            parts.append(_addendum(verified))
    parts.append(_proof(history))
    return f"<html><head><style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"


def title_of(history: NoteHistory) -> str:
    """Name the note by its kind and the patient."""
    original = history.versions[0].version
    return f"{template_title(original.template)}: {original.header.patient_name}"


def _head(header: NoteHeader) -> str:
    born = translate("NotePaper", "Born")
    rows = [(born, header.patient_birth_date)] if header.patient_birth_date else []
    by = ", ".join(part for part in (header.author_name, header.author_role, header.unit) if part)
    if header.author_hpr:
        by = f"{by}, HPR {header.author_hpr}"
    rows.append((translate("NotePaper", "Written by"), by))
    if header.visit_start:
        visit = visit_span(header.visit_start, header.visit_end)
        rows.append((translate("NotePaper", "Video visit"), visit))
    rows += [(safety_label(field), value) for field, value in header.safety]
    cells = "".join(
        f'<tr><td class="label">{escape(label)}</td><td>{_text(value)}</td></tr>'
        for label, value in rows
    )
    technical = "".join(f'<p class="small">{_text(line)}</p>' for line in header.technical)
    return f"<table>{cells}</table>{technical}"


def _section(section: Section) -> str:
    return f"<h2>{escape(section_title(section.code))}</h2>{_paragraphs(section.text)}"


def _correction(verified: VerifiedVersion, text: str) -> str:
    when = _when(verified.version.signed)
    title = translate("NotePaper", "Corrected {when}, now reads:").format(when=when)
    return f"<blockquote><p>{_strong(title)}</p>{_paragraphs(text)}{_reason(verified)}</blockquote>"


def _addendum(verified: VerifiedVersion) -> str:
    when = _when(verified.version.signed)
    title = f"{kind_title(VersionKind.ADDENDUM)}, {when}"
    sections = "".join(
        f"<p>{_strong(section_title(s.code))}</p>{_paragraphs(s.text)}"
        for s in verified.version.sections
    )
    return f"<h2>{escape(title)}</h2>{sections}{_reason(verified)}"


def _reason(verified: VerifiedVersion) -> str:
    words = translate("NotePaper", "Reason: {reason}. {name}, HPR {hpr}").format(
        reason=verified.version.reason.rstrip("."),
        name=verified.author_name,
        hpr=verified.author_hpr,
    )
    return f'<p class="small">{_text(words)}</p>'


def _proof(history: NoteHistory) -> str:
    checked = translate(
        "NotePaper", "Signatures checked {when}. The signed originals stay in Vidda."
    )
    lines = [checked.format(when=_when(history.checked))]
    for verified in history.versions:
        version = verified.version
        line = translate("NotePaper", "Version {number}, {kind}, {name}, {when}: SHA-256 {hash}")
        lines.append(
            line.format(
                number=version.number,
                kind=kind_title(version.kind).lower(),
                name=verified.author_name,
                when=_when(version.signed),
                hash=verified.hash,
            )
        )
    return "<hr>" + "".join(f'<p class="small">{_text(line)}</p>' for line in lines)


def _strong(text: str) -> str:
    return f'<span class="strong">{escape(text)}</span>'


def _when(at: datetime) -> str:
    return f"{long_day(local_day(at))} {hour_minute(at)}"


def _paragraphs(text: str) -> str:
    """Let each line be a paragraph: within one, Qt repeats lines unseen on the next page."""
    return "".join(f"<p>{escape(line) or '&nbsp;'}</p>" for line in text.split("\n"))


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")

# SPDX-License-Identifier: GPL-3.0-or-later
"""The safety plan in large type, for the patient to keep."""

from __future__ import annotations

from datetime import date
from html import escape

from PySide6.QtCore import QCoreApplication

from app.records.people import Patient
from app.records.safety_plan import SafetyPlan
from app.ui.paper import printed
from app.ui.safety.labels import step_title

translate = QCoreApplication.translate
_POINTS = 16.0
_STYLE = """
body { color: #16211f; }
h1 { font-size: 24pt; font-weight: 600; margin-bottom: 4px; }
h2 { font-size: 18pt; font-weight: 600; margin-top: 22px; margin-bottom: 4px; }
p { margin-top: 0; margin-bottom: 8px; white-space: pre-wrap; }
span.phone { font-weight: 600; font-size: 18pt; }
"""


def plan_pdf(plan: SafetyPlan, patient: Patient, dated: str) -> bytes:
    """Print a plan; ``dated`` says which version it is. GUI thread; in memory only."""
    title = translate("SafetyPlan", "My safety plan")
    born = patient.birth_date.isoformat() if patient.birth_date is not None else ""
    whose = "  ·  ".join(part for part in (patient.name, born) if part)
    words = translate("SafetyPlan", "Page {page} of {pages}")
    return printed(plan_html(plan, title, dated), title, whose, words, _POINTS)


def plan_html(plan: SafetyPlan, title: str, dated: str) -> str:
    """Write a plan as a document; every text is escaped, and none is left out."""
    parts = [f"<h1>{escape(title)}</h1><p>{escape(dated)}</p>"]
    for content in plan.steps:
        parts.append(f"<h2>{escape(step_title(content.step))}</h2>")
        if content.text.strip():
            parts.append(f"<p>{escape(content.text)}</p>")
        for contact in content.contacts:
            number = f'<span class="phone">{escape(contact.phone)}</span>'
            parts.append(f"<p>{escape(contact.name)}  {number}</p>")
    return f"<html><head><style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>"


def plan_file_name(day: date) -> str:
    """Suggest a name for the file, which whoever lists files may read: it names nobody."""
    return f"plan-{day:%Y-%m-%d}.pdf"

# SPDX-License-Identifier: GPL-3.0-or-later
"""A signed triage in words: every answer, the judgement, and what was done."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.records.suicide_triage import IDEATION_LIST, SuicideTriage, TriageAct
from app.ui.safety.labels import item_number, item_words
from app.ui.times import hour_minute

translate = QCoreApplication.translate


def triage_lines(triage: SuicideTriage) -> str:
    """Write a triage, one line a fact."""
    lines = []
    for item, yes in triage.answers:
        answer = translate("Triage", "Yes") if yes else translate("Triage", "No")
        lines.append(f"{item_number(item)}. {item_words(item)}: {answer}")
    outcome = triage.outcome
    if outcome is not None:
        if outcome.level:
            lines.append(
                translate("Triage", "Ideation level {level} ({list}: {code})").format(
                    level=outcome.level, list=IDEATION_LIST, code=outcome.code
                )
            )
        lines.append(
            translate("Triage", "High by the screener's rule")
            if outcome.high
            else translate("Triage", "Not high by the rule, which does not exclude a risk.")
        )
    lines.append(translate("Triage", "Judgement: {text}").format(text=triage.judgement))
    for action in triage.actions:
        words = {
            TriageAct.PLAN_OPENED: translate("Triage", "Plan opened {time}"),
            TriageAct.INFORMED: translate("Triage", "Informed {time}: {who}"),
        }[action.act]
        lines.append(words.format(time=hour_minute(action.at), who=action.words))
    return "\n".join(lines)

# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of safety plans and of the questions about suicide.

The questions are neutral words of our own: the licence of the C-SSRS texts was not verified.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.records.safety_plan import PlanContact, PlanStep
from app.records.suicide_triage import TriageItem
from app.safety.views import VerifiedSafety
from app.ui.times import hour_minute, local_day, long_day

translate = QCoreApplication.translate


def step_title(step: PlanStep) -> str:
    """Name a step, with its number."""
    titles = {
        PlanStep.WARNING_SIGNS: translate("SafetyPlan", "Warning signs"),
        PlanStep.COPING: translate("SafetyPlan", "What I can do by myself"),
        PlanStep.DISTRACTION: translate("SafetyPlan", "People and places that distract me"),
        PlanStep.HELPERS: translate("SafetyPlan", "People I can ask for help"),
        PlanStep.PROFESSIONALS: translate("SafetyPlan", "Professionals and emergency numbers"),
        PlanStep.ENVIRONMENT: translate("SafetyPlan", "Making my surroundings safer"),
    }
    return f"{tuple(PlanStep).index(step) + 1}. {titles[step]}"


def step_hint(step: PlanStep) -> str:
    """Say what belongs into a step."""
    hints = {
        PlanStep.WARNING_SIGNS: translate(
            "SafetyPlan", "Thoughts, moods, situations that tell that a crisis may be coming"
        ),
        PlanStep.COPING: translate(
            "SafetyPlan", "What takes the mind off it without anybody else's help"
        ),
        PlanStep.DISTRACTION: translate("SafetyPlan", "Who and where, without talking of it"),
        PlanStep.HELPERS: translate("SafetyPlan", "Whom to tell that it is a crisis"),
        PlanStep.PROFESSIONALS: translate("SafetyPlan", "Who is on call, day and night"),
        PlanStep.ENVIRONMENT: translate(
            "SafetyPlan", "Means that are removed or locked away, and who helps with it"
        ),
    }
    return hints[step]


def public_contacts() -> tuple[PlanContact, ...]:
    """List the Norwegian numbers that every plan begins with. clinical.md F6 [Q14]."""
    return (
        PlanContact(translate("SafetyPlan", "Ambulance, danger to life"), "113"),
        PlanContact(translate("SafetyPlan", "Out-of-hours doctor, day and night"), "116 117"),
        PlanContact(translate("SafetyPlan", "Mental Helse, helpline day and night"), "116 123"),
    )


def item_words(item: TriageItem) -> str:
    """Name a question in neutral words."""
    words = {
        TriageItem.WISH: translate("Triage", "Wish to be dead, past month"),
        TriageItem.THOUGHTS: translate("Triage", "Thoughts of suicide, past month"),
        TriageItem.METHOD: translate("Triage", "Thoughts of how, past month"),
        TriageItem.INTENT: translate("Triage", "Some intent to act on them, past month"),
        TriageItem.PLAN: translate("Triage", "A plan worked out, with intent, past month"),
        TriageItem.BEHAVIOUR: translate("Triage", "Suicidal behaviour, ever"),
        TriageItem.BEHAVIOUR_RECENT: translate("Triage", "Suicidal behaviour, past three months"),
    }
    return words[item]


def item_number(item: TriageItem) -> str:
    """Give the number that a question has in the screener."""
    return item.value[0]


def version_words(verified: VerifiedSafety) -> str:
    """Say which version this is, of when and by whom."""
    at = verified.version.signed
    return translate("SafetyPlan", "Version {number}, signed {day} {time} by {name}").format(
        number=verified.version.number,
        day=long_day(local_day(at)),
        time=hour_minute(at),
        name=verified.author_name,
    )

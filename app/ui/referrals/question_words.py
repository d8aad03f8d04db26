# SPDX-License-Identifier: GPL-3.0-or-later
"""Words for the specialties' questions and their answers, in the language of the windows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.records.specialty_questions import AnswerKind, Question


def question(key: str) -> str:
    """Ask a question."""
    return {
        "treatment-tried": QCoreApplication.translate("Referrals", "Treatment tried"),
        "side": QCoreApplication.translate("Referrals", "Side"),
        "ent-device": QCoreApplication.translate("Referrals", "Taken with"),
        "posture": QCoreApplication.translate("Referrals", "Posture of the patient"),
        "filter": QCoreApplication.translate("Referrals", "Filter of the stethoscope"),
        "stethoscope": QCoreApplication.translate("Referrals", "Make of the stethoscope"),
        "mydriasis": QCoreApplication.translate("Referrals", "Pupils widened with drops"),
        "diabetes": QCoreApplication.translate("Referrals", "Diabetes"),
        "diabetes-years": QCoreApplication.translate("Referrals", "Years with diabetes"),
        "hba1c": QCoreApplication.translate("Referrals", "HbA1c in mmol/mol"),
        "acuity-right": QCoreApplication.translate("Referrals", "Visual acuity, right eye"),
        "acuity-left": QCoreApplication.translate("Referrals", "Visual acuity, left eye"),
        "blood-pressure": QCoreApplication.translate("Referrals", "Blood pressure"),
        "earlier-grade": QCoreApplication.translate("Referrals", "Earlier grade of retinopathy"),
    }[key]


def choice(key: str, answer: str) -> str:
    """Name an answer to a question of choice."""
    return {
        ("side", "right"): QCoreApplication.translate("Referrals", "Right"),
        ("side", "left"): QCoreApplication.translate("Referrals", "Left"),
        ("side", "both"): QCoreApplication.translate("Referrals", "Both"),
        ("side", "middle"): QCoreApplication.translate("Referrals", "In the middle"),
        ("ent-device", "video-otoscope"): QCoreApplication.translate("Referrals", "Video otoscope"),
        ("ent-device", "endoscope"): QCoreApplication.translate("Referrals", "Endoscope"),
        ("ent-device", "phone-adapter"): QCoreApplication.translate(
            "Referrals", "Phone on an otoscope"
        ),
        ("ent-device", "other"): QCoreApplication.translate("Referrals", "Something else"),
        ("posture", "sitting"): QCoreApplication.translate("Referrals", "Sitting"),
        ("posture", "lying"): QCoreApplication.translate("Referrals", "Lying on the back"),
        ("posture", "left-side"): QCoreApplication.translate("Referrals", "Lying on the left side"),
        ("posture", "leaning-forward"): QCoreApplication.translate(
            "Referrals", "Sitting, leaning forward"
        ),
        ("posture", "standing"): QCoreApplication.translate("Referrals", "Standing"),
        ("filter", "unfiltered"): QCoreApplication.translate("Referrals", "Unfiltered"),
        ("filter", "bell"): QCoreApplication.translate("Referrals", "Bell"),
        ("filter", "diaphragm"): QCoreApplication.translate("Referrals", "Diaphragm"),
        ("filter", "not-known"): QCoreApplication.translate("Referrals", "Not known"),
        ("mydriasis", "yes"): QCoreApplication.translate("Referrals", "Yes"),
        ("mydriasis", "no"): QCoreApplication.translate("Referrals", "No"),
        ("diabetes", "type-1"): QCoreApplication.translate("Referrals", "Type 1"),
        ("diabetes", "type-2"): QCoreApplication.translate("Referrals", "Type 2"),
        ("diabetes", "gestational"): QCoreApplication.translate("Referrals", "In pregnancy"),
        ("diabetes", "other"): QCoreApplication.translate("Referrals", "Another type"),
        ("diabetes", "none"): QCoreApplication.translate("Referrals", "No diabetes"),
        ("earlier-grade", "none"): QCoreApplication.translate("Referrals", "No retinopathy"),
        ("earlier-grade", "mild"): QCoreApplication.translate("Referrals", "Mild"),
        ("earlier-grade", "moderate"): QCoreApplication.translate("Referrals", "Moderate"),
        ("earlier-grade", "severe"): QCoreApplication.translate("Referrals", "Severe"),
        ("earlier-grade", "proliferative"): QCoreApplication.translate(
            "Referrals", "Proliferative"
        ),
        ("earlier-grade", "not-known"): QCoreApplication.translate("Referrals", "Not known"),
    }[key, answer]


def answer(asked: Question, given: str) -> str:
    """Say an answer: the words of a choice, or the text itself."""
    return choice(asked.key, given) if asked.kind is AnswerKind.CHOICE else given


def how_to_answer(asked: Question) -> str:
    """Say what answer is possible, where one was not."""
    match asked.kind:
        case AnswerKind.CHOICE:
            return QCoreApplication.translate("Referrals", "Choose one.")
        case AnswerKind.NUMBER:
            return QCoreApplication.translate(
                "Referrals", "Write a number from {least} to {most}."
            ).format(least=f"{asked.least:g}", most=f"{asked.most:g}")
        case AnswerKind.TEXT:
            return QCoreApplication.translate("Referrals", "Write it in a few words.")

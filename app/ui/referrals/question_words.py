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
        "skin-action": QCoreApplication.translate("Referrals", "What to do with the skin change"),
        "drum-right": QCoreApplication.translate("Referrals", "Right eardrum"),
        "drum-left": QCoreApplication.translate("Referrals", "Left eardrum"),
        "throat-finding": QCoreApplication.translate("Referrals", "Throat"),
        "heart-finding": QCoreApplication.translate("Referrals", "Heart sounds"),
        "lung-finding": QCoreApplication.translate("Referrals", "Lung sounds"),
        "gradable-right": QCoreApplication.translate("Referrals", "Right eye can be graded"),
        "icdr-right": QCoreApplication.translate("Referrals", "Retinopathy, right eye (ICDR)"),
        "macular-oedema-right": QCoreApplication.translate(
            "Referrals", "Macular oedema, right eye"
        ),
        "gradable-left": QCoreApplication.translate("Referrals", "Left eye can be graded"),
        "icdr-left": QCoreApplication.translate("Referrals", "Retinopathy, left eye (ICDR)"),
        "macular-oedema-left": QCoreApplication.translate("Referrals", "Macular oedema, left eye"),
    }[key]


def choice(key: str, answer: str) -> str:
    """Name an answer to a question of choice."""
    named = {
        ("side", "right"): QCoreApplication.translate("Referrals", "Right"),
        ("side", "left"): QCoreApplication.translate("Referrals", "Left"),
        ("side", "both"): QCoreApplication.translate("Referrals", "Both"),
        ("side", "middle"): QCoreApplication.translate("Referrals", "In the middle"),
        ("ent-device", "video-otoscope"): QCoreApplication.translate("Referrals", "Video otoscope"),
        ("ent-device", "endoscope"): QCoreApplication.translate("Referrals", "Endoscope"),
        ("ent-device", "phone-adapter"): QCoreApplication.translate(
            "Referrals", "Phone on an otoscope"
        ),
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
        ("skin-action", "benign"): QCoreApplication.translate("Referrals", "Benign"),
        ("skin-action", "watch"): QCoreApplication.translate("Referrals", "Watch"),
        ("skin-action", "treat"): QCoreApplication.translate("Referrals", "Treat"),
        ("skin-action", "excise-or-refer"): QCoreApplication.translate(
            "Referrals", "Excise or refer"
        ),
        ("drum", "effusion"): QCoreApplication.translate("Referrals", "Fluid behind it"),
        ("drum", "acute-infection"): QCoreApplication.translate("Referrals", "Acute infection"),
        ("drum", "perforation"): QCoreApplication.translate("Referrals", "Hole"),
        ("drum", "retraction"): QCoreApplication.translate("Referrals", "Drawn in"),
        ("drum", "wax"): QCoreApplication.translate("Referrals", "Hidden by wax"),
        ("throat-finding", "tonsillitis"): QCoreApplication.translate("Referrals", "Tonsillitis"),
        ("heart-finding", "innocent-murmur"): QCoreApplication.translate(
            "Referrals", "Innocent murmur"
        ),
        ("heart-finding", "murmur"): QCoreApplication.translate(
            "Referrals", "Murmur, to be examined"
        ),
        ("lung-finding", "wheeze"): QCoreApplication.translate("Referrals", "Wheeze"),
        ("lung-finding", "crackles"): QCoreApplication.translate("Referrals", "Crackles"),
        ("icdr", "none"): QCoreApplication.translate("Referrals", "No retinopathy"),
        ("icdr", "mild"): QCoreApplication.translate("Referrals", "Mild (microaneurysms only)"),
        ("icdr", "moderate"): QCoreApplication.translate("Referrals", "Moderate"),
        ("icdr", "severe"): QCoreApplication.translate("Referrals", "Severe (4-2-1 rule)"),
        ("icdr", "proliferative"): QCoreApplication.translate("Referrals", "Proliferative"),
        ("", "yes"): QCoreApplication.translate("Referrals", "Yes"),
        ("", "no"): QCoreApplication.translate("Referrals", "No"),
        ("", "normal"): QCoreApplication.translate("Referrals", "Normal"),
        ("", "other"): QCoreApplication.translate("Referrals", "Something else"),
        ("", "not-known"): QCoreApplication.translate("Referrals", "Cannot be told"),
        ("", "not-sent"): QCoreApplication.translate("Referrals", "Not sent"),
    }
    # Of both sides the same is said; what means the same everywhere has no key.
    both_sides = key.removesuffix("-right").removesuffix("-left")
    return named.get((key, answer)) or named.get((both_sides, answer)) or named["", answer]


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

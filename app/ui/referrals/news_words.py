# SPDX-License-Identifier: GPL-3.0-or-later
"""What is new in the cases, in one sentence each and without a word of the case."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui.referrals.case_news import CaseNews


def of_news(news: CaseNews) -> str:
    """Say what has happened."""
    return {
        CaseNews.OVERDUE: QCoreApplication.translate("CaseNews", "An answer of yours is overdue."),
        CaseNews.UNALLOCATED: QCoreApplication.translate(
            "CaseNews", "A case has waited for more than an hour to be allocated."
        ),
        CaseNews.OVERDUE_ELSEWHERE: QCoreApplication.translate(
            "CaseNews", "The answer to a case that you allocated is overdue."
        ),
        CaseNews.HALF_TIME: QCoreApplication.translate(
            "CaseNews", "Half of the time for an answer of yours is over."
        ),
        CaseNews.CAME: QCoreApplication.translate(
            "CaseNews", "Something has come for you to answer."
        ),
        CaseNews.TO_ALLOCATE: QCoreApplication.translate(
            "CaseNews", "Something has come for you to allocate."
        ),
        CaseNews.TO_ALLOCATE_AGAIN: QCoreApplication.translate(
            "CaseNews", "A case has come back to you, to be allocated again."
        ),
        CaseNews.GIVEN_AWAY: QCoreApplication.translate(
            "CaseNews", "A case of yours was given to somebody else."
        ),
        CaseNews.ANSWERED: QCoreApplication.translate("CaseNews", "An answer has come."),
        CaseNews.MORE_WANTED: QCoreApplication.translate(
            "CaseNews", "A specialist asks you for more."
        ),
    }[news]

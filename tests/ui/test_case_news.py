# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of cases: each thing once, the urgent first, and nothing of what is in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.records.ids import ReferralId
from app.records.referral import ReferralStatus, Specialty
from app.referrals.views import ReferralRow, ReferralsView
from app.ui.referrals.case_news import CaseNews, NewsWatch
from tests.ui.samples import NOW

ROW = ReferralRow(
    ReferralId("a" * 32),
    "Halvard Nysnø",
    Specialty.DERMATOLOGY,
    "Excise?",
    "Henrik Lyngås",
    ReferralStatus.RECEIVED,
    NOW,
    NOW + timedelta(days=1),
)
OTHER = replace(ROW, referral=ReferralId("b" * 32))


def test_what_was_there_at_the_start_is_no_news() -> None:
    watch = NewsWatch()
    answered = replace(OTHER, status=ReferralStatus.ANSWERED)
    view = ReferralsView(inbox=(ROW,), sent=(answered,))
    assert watch.look(view, NOW) == ()
    assert watch.look(view, NOW) == ()


def test_what_comes_is_told_once() -> None:
    watch = NewsWatch()
    assert watch.look(ReferralsView(), NOW) == ()
    view = ReferralsView(inbox=(ROW, OTHER))
    assert watch.look(view, NOW) == (CaseNews.CAME,)
    assert watch.look(view, NOW) == ()
    answered = replace(ROW, referral=ReferralId("c" * 32), status=ReferralStatus.ANSWERED)
    assert watch.look(replace(view, sent=(answered,)), NOW) == (CaseNews.ANSWERED,)


def test_time_is_told_at_half_and_at_its_end_until_it_is_answered() -> None:
    watch = NewsWatch()
    view = ReferralsView(inbox=(ROW,))
    assert watch.look(view, NOW) == ()
    assert watch.look(view, NOW + timedelta(hours=13)) == (CaseNews.HALF_TIME,)
    assert watch.look(view, NOW + timedelta(hours=14)) == ()
    assert watch.look(view, NOW + timedelta(hours=25)) == (CaseNews.OVERDUE,)
    assert watch.look(view, NOW + timedelta(hours=26)) == ()
    answered = replace(OTHER, status=ReferralStatus.ANSWERED)
    assert watch.look(ReferralsView(inbox=(ROW, answered)), NOW + timedelta(hours=26)) == (
        CaseNews.CAME,
    )


def test_who_starts_late_hears_that_it_is_late() -> None:
    late = NOW + timedelta(days=2)
    assert NewsWatch().look(ReferralsView(inbox=(ROW,)), late) == (CaseNews.OVERDUE,)

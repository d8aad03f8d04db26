# SPDX-License-Identifier: GPL-3.0-or-later
"""The statistics of one direction as tables, in the language of the windows."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from app.records.referral import Decision
from app.referrals.figures import FEWEST, Share, Spread
from app.referrals.recording_statistics import ClinicRecordings, ViewRecordings
from app.referrals.statistics import Counted, Period, Statistics
from app.ui.referrals import words
from app.ui.referrals.figure_rows import (
    Figure,
    FigureRow,
    FigureTable,
    csv_lines,
    figure_words,
)


def period(value: Period) -> str:
    """Name a period."""
    return {
        Period.MONTH: QCoreApplication.translate("Statistics", "30 days"),
        Period.QUARTER: QCoreApplication.translate("Statistics", "90 days"),
        Period.YEAR: QCoreApplication.translate("Statistics", "A year"),
        Period.EVERYTHING: QCoreApplication.translate("Statistics", "Everything"),
    }[value]


def direction(*, mine: bool) -> str:
    """Name a direction."""
    if mine:
        return QCoreApplication.translate("Statistics", "Sent by you")
    return QCoreApplication.translate("Statistics", "Sent to you")


def glance(counted: Counted) -> FigureTable:
    """Put the first figures together that somebody looks for."""
    figures: list[tuple[str, Figure]] = [
        (QCoreApplication.translate("Statistics", "Cases in this period"), counted.cases),
        (QCoreApplication.translate("Statistics", "Open now"), counted.open_now),
        (QCoreApplication.translate("Statistics", "Overdue now"), counted.overdue_now),
    ]
    if counted.answer_times and (median := counted.answer_times[-1].time.median) is not None:
        name = QCoreApplication.translate("Statistics", "Median to the first answer")
        figures.append((name, median))
    title = QCoreApplication.translate("Statistics", "At a glance")
    return FigureTable(title, ("", ""), tuple(FigureRow(name, (each,)) for name, each in figures))


def tables(counted: Counted, *, mine: bool) -> tuple[FigureTable, ...]:
    """Give all other tables that have a line, in the order of the page."""
    found = (
        _answer_times(counted),
        _allocation(counted),
        _opening(counted, mine=mine),
        _decisions(counted),
        _avoided(counted),
        *_recordings(counted.recordings, mine=mine),
        _outcomes(counted),
        _specialties(counted),
        _statuses(counted),
    )
    return tuple(table for table in found if table.rows)


def few_words() -> str:
    """Say why some figures are not there."""
    return QCoreApplication.translate(
        "Statistics",
        "Of fewer than {count} the count is shown, but no median, percentile or per cent: one case"
        " more would change it all.",
    ).format(count=FEWEST)


def file_lines(statistics: Statistics) -> list[tuple[str | int, ...]]:
    """Give everything for a file, both directions, a line for each figure after the head."""
    translate = QCoreApplication.translate
    head = (
        translate("Statistics", "Direction"),
        translate("Statistics", "Period"),
        translate("Statistics", "Table"),
        translate("Statistics", "Line"),
        translate("Statistics", "Figure"),
        translate("Statistics", "Value"),
        translate("Statistics", "Of"),
        translate("Statistics", "Unit"),
    )
    lines: list[tuple[str | int, ...]] = [head]
    length = period(statistics.period)
    for mine, counted in ((False, statistics.received), (True, statistics.sent)):
        for table in (glance(counted), *tables(counted, mine=mine)):
            lines += csv_lines(table, direction(mine=mine), length)
    return lines


def _specialties(counted: Counted) -> FigureTable:
    return _parts(
        counted,
        QCoreApplication.translate("Statistics", "By specialty"),
        QCoreApplication.translate("Statistics", "Specialty"),
        ((words.specialty(specialty), count) for specialty, count in counted.by_specialty),
    )


def _statuses(counted: Counted) -> FigureTable:
    return _parts(
        counted,
        QCoreApplication.translate("Statistics", "Where they stand"),
        QCoreApplication.translate("Statistics", "Status"),
        ((words.status(status), count) for status, count in counted.by_status),
    )


def _parts(
    counted: Counted, title: str, label: str, counts: Iterable[tuple[str, int]]
) -> FigureTable:
    """Part all cases of the period."""
    columns = label, QCoreApplication.translate("Statistics", "Cases")
    rows = tuple(_part(name, Share(count, counted.cases)) for name, count in counts)
    return FigureTable(title, columns, rows)


def _answer_times(counted: Counted) -> FigureTable:
    every = QCoreApplication.translate("Statistics", "All")
    rows = (
        FigureRow(
            every if row.urgency is None else words.urgency(row.urgency),
            (row.time.count, *_times(row.time), row.in_time, row.waiting),
        )
        for row in counted.answer_times
    )
    return FigureTable(
        QCoreApplication.translate("Statistics", "Time to the first answer"),
        (
            QCoreApplication.translate("Statistics", "Wanted within"),
            QCoreApplication.translate("Statistics", "Answered"),
            QCoreApplication.translate("Statistics", "Median"),
            QCoreApplication.translate("Statistics", "90th percentile"),
            QCoreApplication.translate("Statistics", "In time"),
            QCoreApplication.translate("Statistics", "Not due yet"),
        ),
        tuple(rows),
        QCoreApplication.translate(
            "Statistics",
            "From sending to the first answer, by the clocks of both computers. In time: of those"
            " that are answered or whose time is over.",
        ),
    )


def _opening(counted: Counted, *, mine: bool) -> FigureTable:
    label = QCoreApplication.translate("Statistics", "From arrival here to opening")
    if mine:
        label = QCoreApplication.translate("Statistics", "From sending to opening")
    title = QCoreApplication.translate("Statistics", "Until it was opened")
    head = QCoreApplication.translate("Statistics", "Opened")
    return _span(title, head, label, counted.opening)


def _allocation(counted: Counted) -> FigureTable:
    return _span(
        QCoreApplication.translate("Statistics", "Until it was allocated"),
        QCoreApplication.translate("Statistics", "Allocated"),
        QCoreApplication.translate("Statistics", "From sending to the coordinator's choice"),
        counted.allocation,
    )


def _span(title: str, head: str, label: str, spread: Spread) -> FigureTable:
    row = FigureRow(label, (spread.count, *_times(spread)))
    return FigureTable(
        title,
        (
            "",
            head,
            QCoreApplication.translate("Statistics", "Median"),
            QCoreApplication.translate("Statistics", "90th percentile"),
        ),
        (row,) if spread.count else (),
    )


def _decisions(counted: Counted) -> FigureTable:
    rows = (
        _part(words.decision(decision), Share(count, counted.avoided.of))
        for decision, count in counted.decisions
    )
    return FigureTable(
        QCoreApplication.translate("Statistics", "What was decided"),
        (
            QCoreApplication.translate("Statistics", "Decision"),
            QCoreApplication.translate("Statistics", "Answered cases"),
        ),
        tuple(rows),
    )


def _avoided(counted: Counted) -> FigureTable:
    rows = (
        _part(QCoreApplication.translate("Statistics", "Referrals avoided"), counted.avoided),
        _part(QCoreApplication.translate("Statistics", "No journey asked for"), counted.no_journey),
    )
    note = QCoreApplication.translate(
        "Statistics",
        "Referrals avoided: the latest answer is “{treat}”. No journey: “{treat}” or “{video}”."
        " Whether somebody travelled after all is not known here. A second specialist's answer is"
        " counted as a case of its own.",
    )
    return FigureTable(
        QCoreApplication.translate("Statistics", "Avoided"),
        ("", QCoreApplication.translate("Statistics", "Answered cases")),
        rows if counted.avoided.of else (),
        note.format(
            treat=words.decision(Decision.TREAT_AT_GP), video=words.decision(Decision.VIDEO_VISIT)
        ),
    )


def _recordings(clinics: tuple[ClinicRecordings, ...], *, mine: bool) -> list[FigureTable]:
    """Give a table for each clinic; how it is counted is said once."""
    note = QCoreApplication.translate(
        "Statistics",
        "A specialist has one word for all recordings of a case; each is counted with that of the"
        " first answer after it came, and an eye that could not be graded as not usable. The check"
        " is the one at the sender's, before sending; what it had found is told of limited and"
        " unusable recordings.",
    )
    columns = (
        QCoreApplication.translate("Statistics", "View"),
        QCoreApplication.translate("Statistics", "Judged"),
        QCoreApplication.translate("Statistics", "Limited or not usable"),
        QCoreApplication.translate("Statistics", "Of these not usable"),
        QCoreApplication.translate("Statistics", "What the check had found"),
    )
    return [
        FigureTable(
            _clinic(clinic.unit, mine=mine),
            columns,
            tuple(_view(view) for view in clinic.views),
            "" if index else note,
        )
        for index, clinic in enumerate(clinics)
    ]


def _clinic(unit: str, *, mine: bool) -> str:
    if mine:
        return QCoreApplication.translate("Statistics", "Your recordings")
    if not unit:
        return QCoreApplication.translate("Statistics", "Recordings from people who have left")
    return QCoreApplication.translate("Statistics", "Recordings from {unit}").format(unit=unit)


def _view(view: ViewRecordings) -> FigureRow:
    reasons = [f"{words.problem(problem)} {count}" for problem, count in view.problems]
    if view.unexplained:
        nothing = QCoreApplication.translate("Statistics", "Nothing {count}")
        reasons.append(nothing.format(count=view.unexplained))
    poor = Share(view.limited + view.not_usable, view.judged)
    said = ", ".join(reasons) or figure_words(Share(0, 0))
    return FigureRow(words.slot(view.slot), (view.judged, poor, view.not_usable, said))


def _outcomes(counted: Counted) -> FigureTable:
    rows = (
        _part(
            QCoreApplication.translate("Statistics", "The right specialist"),
            counted.right_specialist,
        ),
        _part(QCoreApplication.translate("Statistics", "Fast enough"), counted.fast_enough),
    )
    return FigureTable(
        QCoreApplication.translate("Statistics", "How it went"),
        ("", QCoreApplication.translate("Statistics", "Outcomes told")),
        rows if counted.right_specialist.of else (),
        QCoreApplication.translate("Statistics", "As the senders told it after the follow-up."),
    )


def _part(label: str, share: Share) -> FigureRow:
    return FigureRow(label, (share,))


def _times(spread: Spread) -> tuple[Figure, Figure]:
    """Give median and percentile; where there is nothing, that is not too few but none."""
    if not spread.count:
        none = figure_words(Share(0, 0))
        return none, none
    return spread.median, spread.ninetieth

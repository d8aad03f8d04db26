# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins the page of statistics with the referral feature."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.bridge import Bridge
from app.referrals.csv_text import MARK, csv_text
from app.referrals.service import ReferralService
from app.referrals.statistics import Period, Statistics
from app.ui.notices import Notices
from app.ui.referrals.list_screen import ReferralListScreen
from app.ui.referrals.statistics_screen import StatisticsScreen
from app.ui.referrals.statistics_words import file_lines
from app.ui.times import local_day


class StatisticsFlow(QObject):
    """Lives in the GUI thread. Figures that come late for another period are dropped."""

    def __init__(
        self,
        lists: ReferralListScreen,
        screen: StatisticsScreen,
        service: ReferralService,
        bridge: Bridge,
        notices: Notices,
        show: Callable[[QWidget], object],
        show_list: Callable[[], object],
    ) -> None:
        super().__init__()
        self._screen, self._service = screen, service
        self._bridge, self._notices, self._show = bridge, notices, show
        self._asked = 0
        self._statistics: Statistics | None = None
        self._dialog: QFileDialog | None = None
        lists.statistics_wanted.connect(self._open)
        screen.back_wanted.connect(show_list)
        screen.period_chosen.connect(self._count)
        screen.file_wanted.connect(self._choose_file)

    def close(self) -> None:
        """Leave no dialog behind, before the windows close or lock."""
        if self._dialog is not None:
            self._dialog.reject()

    def _open(self) -> None:
        self._show(self._screen)
        self._count(self._screen.period)

    def _count(self, period: Period) -> None:
        self._asked += 1
        asked = self._asked
        self._statistics = None
        self._screen.show_counting()

        def counted(statistics: Statistics) -> None:
            if asked == self._asked:
                self._statistics = statistics
                self._screen.render(statistics)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._screen.show_not_counted()
                self._notices.show(error)

        self._bridge.run(self._service.statistics(period), counted, failed)

    def _choose_file(self) -> None:
        """Ask where to; the window goes on meanwhile."""
        statistics = self._statistics
        if statistics is None or self._dialog is not None:
            return
        dialog = QFileDialog(self._screen, self.tr("Save as CSV"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Tables (*.csv)"))
        dialog.setDefaultSuffix("csv")
        day = local_day(statistics.at).isoformat()
        dialog.selectFile(self.tr("Referrals until {day}").format(day=day) + ".csv")
        dialog.fileSelected.connect(lambda name: self._write(Path(name), statistics))
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    def _forget_dialog(self) -> None:
        self._dialog = None

    def _write(self, path: Path, statistics: Statistics) -> None:
        content = (MARK + csv_text(file_lines(statistics))).encode()
        self._bridge.run(
            self._service.write_file(path, content),
            lambda _: self._notices.say(self.tr("Saved as {name}").format(name=path.name)),
            self._notices.show,
        )

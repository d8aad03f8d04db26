# SPDX-License-Identifier: GPL-3.0-or-later
"""The picture workbench: tools over one to four panes, and a line that says how things stand."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.attachments.picture_looks import Levels, levels_of
from app.records.ids import AttachmentId
from app.records.media_facts import NoScale, Picture
from app.records.presentation import AS_IT_CAME, Presentation, Unit, Viewed
from app.records.referral import Attachment, Finding
from app.ui.shell.keys import KeyList
from app.ui.widgets.announce import announce
from app.ui.widgets.icon import Icon
from app.ui.widgets.plain_label import PlainLabel
from app.ui.workbench import picture_words, ruler_words
from app.ui.workbench.background import Background, at_once
from app.ui.workbench.file_scales import FileScales
from app.ui.workbench.history import History
from app.ui.workbench.light_row import LightRow
from app.ui.workbench.pane_grid import PaneGrid
from app.ui.workbench.panes import Panes, adjusted, is_earlier
from app.ui.workbench.pen import Drawn, Tool, scale_from
from app.ui.workbench.picture_tools import PictureTools
from app.ui.workbench.placement import WHOLE, View
from app.ui.workbench.scale_row import ScaleRow
from app.ui.workbench.wishes import TOOLS, Wish, granted


class PictureViewer(QWidget):
    """Looks at the pictures of one referral. The originals never change; all can be undone."""

    picture_wanted = Signal(str)
    """An attachment whose pixels are needed."""
    chosen = Signal(str)
    """The active pane shows another picture."""
    finding_drawn = Signal(str, object)
    """An attachment and a Finding without words."""
    viewed = Signal(object)
    """How pictures are looked at now: a tuple of Viewed."""

    def __init__(self, background: Background = at_once, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._background = background
        self._pictures: tuple[tuple[Attachment, str], ...] = ()
        self._history = History(Panes())
        self._levels: dict[AttachmentId, Levels | None] = {}
        self._troubles: dict[AttachmentId, str] = {}
        self._findings: tuple[Finding, ...] = ()
        self._chosen_finding = 0
        self._tool: Tool | None = None
        self._loupe = False
        self._hint = ""
        self._line: Drawn | None = None
        self._told = FileScales()
        self._writes = True
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        self._tools = PictureTools()
        self._tools.wished.connect(self._wish)
        self._tools.explained.connect(self.explain)
        self._light = LightRow()
        self._light.changed.connect(self._change_light)
        self._light.hide()
        self._scale = ScaleRow()
        self._scale.given.connect(self._set_scale)
        self._scale.left.connect(self._leave_scale)
        self._scale.hide()
        for row in (self._tools, self._light, self._scale):
            column.addWidget(row)
        self._grid = PaneGrid(background)
        self._grid.went.connect(self._went)
        self._grid.drawn.connect(self._drawn)
        self._grid.entered.connect(self._entered)
        self._grid.adjusted.connect(self._drag_light)
        self._grid.picture_wished.connect(self._open_in)
        self._grid.look_wished.connect(self._look_in)
        column.addWidget(self._grid, 1)
        self._rows_below = QVBoxLayout()
        column.addLayout(self._rows_below)
        column.addLayout(self._make_state_line())
        self._render()

    # ---- what the screen tells -------------------------------------------------------------

    def begin(
        self,
        pictures: tuple[tuple[Attachment, str], ...],
        viewed: tuple[Viewed, ...],
        *,
        writes: bool,
    ) -> None:
        """Take another referral: its pictures with their names, and how they were looked at."""
        self._pictures, self._writes = pictures, writes
        self._levels.clear()
        self._troubles.clear()
        self._told = FileScales()
        self._findings, self._chosen_finding = (), 0
        self._history = History(Panes(known=viewed))
        self._loupe = False
        self._tools.allow_marks(on=writes)
        self._leave_scale()
        self._take(None)
        self._render()

    def add_row(self, row: QWidget) -> None:
        """Put a row of further tools under the panes."""
        self._rows_below.addWidget(row)

    def open(self, attachment: AttachmentId, *, again: bool = False) -> None:
        """Show a picture in the active pane; ``again`` asks for it although it is there."""
        self._hint = ""
        if again:
            self._levels.pop(attachment, None)
        if not self._now.panes or self._now.here.attachment != attachment:
            self._history = self._history.adjusted(self._now.opened(attachment))
        self._render()

    def show_picture(self, attachment: AttachmentId, picture: Picture) -> None:
        """Take decoded pixels; they are drawn as soon as they are ready for the screen."""

        case = self._pictures

        def ready(levels: Levels) -> None:
            # Ids are the sender's choice: pixels of one referral never come into another.
            if case is self._pictures and attachment in self._levels:
                self._levels[attachment] = levels
                self._measure(attachment, picture)
                self._render()

        self._background(lambda: levels_of(picture), ready)

    def show_trouble(self, attachment: AttachmentId, sentence: str) -> None:
        """Say that a picture cannot be opened safely; the rest works."""
        self._troubles[attachment] = sentence
        self._render()

    def show_findings(self, findings: tuple[Finding, ...], chosen: int = 0) -> None:
        """Draw these marks, each over its own picture; the chosen one stands out."""
        self._findings, self._chosen_finding = findings, chosen
        self._grid.render_findings(findings, chosen)

    def _measure(self, attachment: AttachmentId, picture: Picture) -> None:
        """Let a file that tells the size of its pixels turn the ruler on."""
        self._told = self._told.opened(attachment, picture)
        scale = self._told.scale_of(attachment)
        if scale is not None:
            self._history = self._history.everywhere(lambda p: p.calibrated(attachment, scale))

    # ---- wishes ----------------------------------------------------------------------------

    @property
    def _now(self) -> Panes:
        return self._history.now

    def _wish(self, wish: Wish) -> None:
        self._hint = ""
        if wish is Wish.KEYS:
            KeyList(self.window()).exec()
        elif self._now.panes:
            self._grant(wish)
            self._render()

    def _grant(self, wish: Wish) -> None:
        pane = self._grid.active
        match wish:
            case Wish.WHOLE:
                self._went(self._now.active, WHOLE)
            case Wish.ONE_TO_ONE:
                pane.zoom_to(1.0)
            case Wish.CLOSER:
                pane.zoom_by(1)
            case Wish.AWAY:
                pane.zoom_by(-1)
            case Wish.LIGHT:
                self._light.setVisible(not self._light.isVisibleTo(self))
                if self._light.isVisibleTo(self):
                    self._light.take_focus()
            case Wish.LOUPE:
                self._loupe = not self._loupe
            case Wish.UNDO:
                self._history = self._history.undone()
                self._tell()
            case Wish.REDO:
                self._history = self._history.redone()
                self._tell()
            case _ if wish in TOOLS:
                self._take(None if self._tool is TOOLS[wish] else TOOLS[wish])
            case _:
                changed = granted(self._now, wish, tuple(a for a, _ in self._pictures))
                self._step(changed or self._now)
                if changed is None:
                    self.explain(self.tr("There is no such picture in this case"))

    def _step(self, to: Panes) -> None:
        self._history = self._history.changed(to)
        self._tell()

    def _tell(self) -> None:
        self.viewed.emit(self._now.viewed())

    def _went(self, index: int, view: View) -> None:
        self._history = self._history.adjusted(self._now.went(index, view))
        self._grid.render_views(self._now)
        self._tools.show_zoom(self._grid.active.shown_zoom)

    def _entered(self, index: int) -> None:
        if index != self._now.active and index < len(self._now.panes):
            self._hint = ""
            self._history = self._history.adjusted(self._now.entered(index))
            self._render()
            self.chosen.emit(self._now.here.attachment)

    def _drag_light(self, brightness: int, contrast: int) -> None:
        look = adjusted(self._now.here.presentation, brightness, contrast)
        self._change_light(look.brightness, look.contrast, False)

    def _change_light(self, brightness: int, contrast: int, step: bool) -> None:
        if not self._now.panes:
            return
        look = replace(self._now.here.presentation, brightness=brightness, contrast=contrast)
        to = self._now.looked(look)
        self._history = self._history.changed(to) if step else self._history.adjusted(to)
        self._tell()
        self._render()

    def _open_in(self, index: int, attachment: str) -> None:
        panes = self._now.entered(index).opened(AttachmentId(attachment))
        self._history = self._history.changed(panes)
        self._render()
        self.chosen.emit(attachment)

    def _look_in(self, index: int, look: Presentation) -> None:
        self._step(self._now.entered(index).looked(look))
        self._render()

    # ---- drawing ---------------------------------------------------------------------------

    def _take(self, tool: Tool | None) -> None:
        if tool is Tool.SCALE and self._why_not() is NoScale.NOT_SQUARE:
            self.explain(ruler_words.not_square())
            tool = None
        if tool not in (None, Tool.SCALE) and is_earlier(self._now.here.attachment):
            self.explain(self.tr("Marks belong on the pictures of this referral"))
            tool = None
        self._tool = tool
        if tool is not None:
            self._leave_scale()
        for index in range(max(1, len(self._now.panes))):
            self._grid.pane(index).take_pen(tool if index == self._now.active else None)
        if tool is not None:
            self._grid.active.setFocus(Qt.FocusReason.OtherFocusReason)
        self._render_state()

    def _drawn(self, index: int, drawn: Drawn) -> None:
        attachment = self._now.panes[index].attachment
        self._take(None)
        if drawn.tool is Tool.SCALE:
            self._line = drawn
            self._grid.pane(index).show_line(drawn)
            self._scale.ask(self._likely_unit(attachment))
        else:
            if drawn.tool is Tool.LENGTH:
                # The scale that it is measured by belongs to the signed answer.
                self._tell()
            self.finding_drawn.emit(attachment, drawn.finding(0))
        self._render()

    def _likely_unit(self, attachment: AttachmentId) -> Unit:
        slot = next((a.slot for a, _ in self._pictures if a.attachment == attachment), None)
        eye = slot is not None and slot.value.startswith("fundus")
        return Unit.DISC_DIAMETER if eye else Unit.MILLIMETRE

    def _set_scale(self, length: float, unit: Unit) -> None:
        scale = None if self._line is None else scale_from(self._line, length, unit)
        if scale is not None:
            self._step(self._now.scaled(self._now.here.attachment, scale))
        self._leave_scale()
        self._grid.active.setFocus(Qt.FocusReason.OtherFocusReason)
        self._render()

    def _leave_scale(self) -> None:
        self._line = None
        self._scale.hide()
        self._grid.active.show_line(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the pen down with Escape."""
        if event.key() == Qt.Key.Key_Escape and self._tool is not None:
            self._take(None)
            self._render()
        else:
            super().keyPressEvent(event)

    # ---- showing ---------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._render_state()

    def _make_state_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Icon("check-circle-fill", "ok", 16))
        self._state = PlainLabel("", "second", "viewer_muted", wrap=True)
        line.addWidget(self._state, 1)
        self._ruler = PlainLabel("", "second", "viewer_muted", wrap=True)
        self._ruler.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._ruler, 1)
        return line

    def _render(self) -> None:
        now = self._now
        self._fetch()
        names = tuple((attachment.attachment, name) for attachment, name in self._pictures)
        self._grid.render_panes(now, self._levels, names, self._troubles, loupe=self._loupe)
        self._grid.render_findings(self._findings, self._chosen_finding)
        light = self._light.isVisibleTo(self)
        self._tools.render_panes(now, light=light, loupe=self._loupe, tool=self._tool)
        if now.panes:
            self._light.render_look(now.here.presentation)
            self._tools.show_zoom(self._grid.active.shown_zoom)
        self._render_state()

    def _fetch(self) -> None:
        """Ask for pictures that a pane needs, and let go of those that none does."""
        needed = {pane.attachment for pane in self._now.panes}
        for attachment in [a for a in self._levels if a not in needed]:
            del self._levels[attachment]
        for attachment in sorted(needed - set(self._levels)):
            self._levels[attachment] = None
            self.picture_wanted.emit(attachment)

    def _render_state(self) -> None:
        how = picture_words.how_to_draw(self._tool) if self._tool is not None else self._stands()
        said = self._hint or how
        if said != self._state.text():
            self._state.setText(said)
            announce(self, said)
        reason = ruler_words.no_ruler(self._now, self._told, writes=self._writes)
        self._tools.explain_ruler(reason)
        self._ruler.setText(reason or ruler_words.ruler(self._now, self._told))

    def _stands(self) -> str:
        if not self._writes and self._now.panes:
            seen = self._now.here
            told = self._now.of(seen.attachment).presentation
            if seen.presentation == told != AS_IT_CAME:
                return self.tr("As the specialist looked at it; Reset shows it as it came")
        return self.tr("Original unchanged, signature checked")

    def _why_not(self) -> NoScale | None:
        return self._told.why_not(self._now.here.attachment) if self._now.panes else None

    def explain(self, sentence: str) -> None:
        """Say why something did not happen, until something else is wished."""
        self._hint = sentence
        self._state.setText(sentence)
        announce(self, sentence)

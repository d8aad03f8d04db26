# SPDX-License-Identifier: GPL-3.0-or-later
"""What the picture workbench decides: places, panes, the pen, and taking back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.ids import AttachmentId
from app.records.media_facts import MediaType, Quality, QualityVerdict
from app.records.presentation import AS_IT_CAME, Channel, Presentation, Scale, Unit, Viewed
from app.records.referral import Attachment, Finding, Shape, Slot
from app.ui.workbench.history import History
from app.ui.workbench.panes import Panes, Seen, adjusted, earlier_key
from app.ui.workbench.pen import LEAST_RADIUS, Drawn, Pen, Tool, measured, scale_from
from app.ui.workbench.placement import MOST_ZOOM, WHOLE, Placement, View, linked, turned_view
from app.ui.workbench.wishes import Wish, granted

PANE = (800.0, 600.0)
SIZES = ((6000.0, 4000.0), (300.0, 900.0), (800.0, 600.0))
RIGHT, LEFT, SKIN = (AttachmentId(f"{n:032x}") for n in (1, 2, 3))


def place(size: tuple[float, float] = SIZES[0], turns: int = 0, view: View = WHOLE) -> Placement:
    return Placement(PANE, size, turns, view).kept_in()


@given(
    st.sampled_from(SIZES),
    st.integers(0, 3),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(1, 60),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_a_mark_is_found_again_where_it_is_drawn(
    size: tuple[float, float],
    turns: int,
    x: float,
    y: float,
    closer: float,
    mark: tuple[float, float],
) -> None:
    placement = place(size, turns, View(x, y, closer))
    assert placement.to_mark(placement.to_pane(mark)) == pytest.approx(mark, abs=1e-6)


@given(st.sampled_from(SIZES), st.integers(0, 3), st.floats(-1, 2), st.floats(-1, 2))
def test_a_pane_never_shows_more_ground_than_it_must(
    size: tuple[float, float], turns: int, x: float, y: float
) -> None:
    placement = place(size, turns, View(x, y, 4.0))
    (left, top), zoom = placement.origin, placement.zoom
    for start, length, room in zip((left, top), placement.size, PANE, strict=True):
        if length * zoom >= room:
            assert start <= 1e-6
            assert start + length * zoom >= room - 1e-6
        else:
            assert start == pytest.approx((room - length * zoom) / 2)


@given(st.floats(0.01, 100), st.floats(1, 799), st.floats(1, 599))
def test_zooming_keeps_its_bounds_and_what_is_under_the_pointer(
    zoom: float, x: float, y: float
) -> None:
    before = place(view=View(0.5, 0.5, 20.0))
    after = before.zoomed(zoom, (x, y))
    assert before.fit_zoom - 1e-9 <= after.zoom <= MOST_ZOOM + 1e-9
    if after.zoom >= before.zoom:
        assert after.to_pane(before.to_mark((x, y))) == pytest.approx((x, y), abs=1e-3)


def test_a_loupe_magnifies_without_moving_its_middle() -> None:
    near = place().magnified(3.0, (200.0, 150.0))
    assert near.zoom == pytest.approx(3 * place().zoom)
    assert near.to_pane(place().to_mark((200.0, 150.0))) == pytest.approx((200.0, 150.0))


def test_turning_keeps_the_middle_and_four_quarters_are_none() -> None:
    view = View(0.2, 0.7, 8.0)
    assert turned_view(view, 1) == View(pytest.approx(0.3), 0.2, 8.0)
    assert turned_view(view, 4).x == pytest.approx(0.2)
    middle = place(turns=0, view=view).to_mark((400.0, 300.0))
    turned = place(turns=1, view=turned_view(view, 1)).to_mark((400.0, 300.0))
    assert turned == pytest.approx(middle)


def test_linked_panes_show_the_same_part_of_each() -> None:
    to = View(0.25, 0.75, 4.0)
    assert linked((WHOLE, WHOLE, WHOLE), 1, to, link=True) == (to, to, to)
    assert linked((WHOLE, WHOLE, WHOLE), 1, to, link=False) == (WHOLE, to, WHOLE)


def attachment(number: int, slot: Slot) -> Attachment:
    quality = Quality(QualityVerdict.GOOD)
    name = AttachmentId(f"{number:032x}")
    return Attachment(name, slot, "", MediaType.JPEG, 1, "0" * 64, "0" * 64, quality)


PICTURES = (
    attachment(3, Slot.CLOSE_UP),
    attachment(1, Slot.FUNDUS_RIGHT),
    attachment(2, Slot.FUNDUS_LEFT),
)


def wished(panes: Panes, *wishes: Wish) -> Panes:
    for wish in wishes:
        changed = granted(panes, wish, PICTURES)
        assert changed is not None
        panes = changed
    return panes


def test_side_by_side_is_the_same_red_free_then_the_other_eye() -> None:
    panes = wished(Panes().opened(RIGHT), Wish.BESIDE)
    assert [p.attachment for p in panes.panes] == [RIGHT, RIGHT]
    assert panes.panes[1].presentation.channel is Channel.RED_FREE
    four = wished(panes, Wish.MORE_PANES, Wish.MORE_PANES)
    assert [p.attachment for p in four.panes] == [RIGHT, RIGHT, LEFT, SKIN]
    assert len(wished(four, Wish.MORE_PANES).panes) == 1
    assert wished(four, Wish.BESIDE).panes == (Seen(RIGHT),)


def test_the_other_eye_and_an_earlier_picture_come_beside() -> None:
    then = tuple(
        replace(p, attachment=earlier_key("f" * 32, p.attachment))
        for p in (PICTURES[0], PICTURES[1])
    )
    pictures = (*PICTURES, *then)
    start = Panes().opened(RIGHT).went(0, View(0.3, 0.3, 4.0))
    eyes = granted(start, Wish.OTHER_SIDE, pictures)
    assert eyes is not None
    assert [(p.attachment, p.view.closer) for p in eyes.panes] == [(RIGHT, 4.0), (LEFT, 4.0)]
    times = granted(start, Wish.EARLIER, pictures)
    assert times is not None
    assert [p.attachment for p in times.panes] == [RIGHT, then[1].attachment]
    assert granted(Panes().opened(SKIN), Wish.OTHER_SIDE, pictures) is None
    assert granted(start, Wish.EARLIER, PICTURES) is None


def test_only_the_first_pane_of_a_picture_tells_how_it_was_read() -> None:
    panes = wished(Panes().opened(RIGHT), Wish.BESIDE)
    second = wished(panes.entered(1), Wish.INVERT)
    assert second.viewed() == ()
    first = wished(panes, Wish.TURN, Wish.LOCAL_CONTRAST)
    look = Presentation(local_contrast=True, quarter_turns=1)
    assert first.viewed() == (Viewed(RIGHT, look),)
    assert wished(first, Wish.RESET).viewed() == ()
    # What was set is there again when the picture comes back.
    again = first.opened(LEFT).opened(RIGHT)
    assert again.here.presentation == look


def test_a_scale_stays_when_the_look_is_reset() -> None:
    panes = Panes().opened(RIGHT).scaled(RIGHT, Scale(60.0))
    assert wished(panes, Wish.RED_FREE, Wish.RESET).scale_of(RIGHT) == Scale(60.0)


def test_linking_again_follows_the_active_pane() -> None:
    panes = wished(Panes().opened(RIGHT), Wish.BESIDE, Wish.LINK).went(1, View(0.1, 0.1, 5))
    assert panes.panes[0].view == WHOLE
    assert {p.view for p in wished(panes.entered(1), Wish.LINK).panes} == {View(0.1, 0.1, 5)}


def test_light_stays_within_its_bounds() -> None:
    assert adjusted(AS_IT_CAME, 250, -250) == Presentation(brightness=100, contrast=-100)


def test_what_is_changed_is_taken_back_and_taken_again() -> None:
    history = History(0).changed(1).changed(2).changed(2).adjusted(3)
    assert history.undone().now == 1
    assert history.undone().undone().undone().now == 0
    assert history.undone().undone().redone().redone().now == 3
    assert history.redone() is history
    assert history.undone().changed(9).redone().now == 9


@pytest.mark.parametrize("tool", [Tool.CIRCLE, Tool.ARROW, Tool.LENGTH, Tool.SCALE])
def test_two_places_make_a_mark(tool: Tool) -> None:
    pen, drawn = Pen(tool, (0.2, 0.3)).pressed()
    assert drawn is None
    pen, drawn = pen.moved((0.5, 0.7)).pressed()
    assert drawn == Drawn(tool, (0.2, 0.3), (0.5, 0.7))
    assert drawn.length == pytest.approx(0.5)
    assert pen.first is None


def test_a_slip_of_the_hand_draws_no_line_but_a_click_draws_a_circle() -> None:
    pen, _ = Pen(Tool.ARROW, (0.2, 0.3)).pressed()
    assert pen.pressed() == (pen, None)
    pen, _ = Pen(Tool.CIRCLE, (0.2, 0.3)).pressed()
    _, drawn = pen.pressed()
    assert drawn is not None
    assert drawn.finding(4) == Finding(4, "", None, 0.2, 0.3, LEAST_RADIUS)
    _, point = Pen(Tool.POINT, (0.2, 0.3)).pressed()
    assert point is not None
    assert point.finding(1).shape is Shape.POINT


def test_a_known_length_measures_the_others() -> None:
    line = Drawn(Tool.SCALE, (0.1, 0.9), (0.3, 0.9))
    scale = scale_from(line, 10.0, Unit.MILLIMETRE)
    assert scale == Scale(pytest.approx(50.0))
    finding = Drawn(Tool.LENGTH, (0.1, 0.1), (0.4, 0.5)).finding(1)
    assert measured(finding, scale) == pytest.approx(25.0)
    assert measured(finding, None) is None
    assert measured(replace(finding, shape=Shape.ARROW), scale) is None
    assert scale_from(line, 0.0, Unit.MILLIMETRE) is None
    assert scale_from(Drawn(Tool.SCALE, (0.1, 0.1), (0.1, 0.1)), 10, Unit.MILLIMETRE) is None

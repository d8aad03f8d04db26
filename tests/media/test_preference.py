# SPDX-License-Identifier: GPL-3.0-or-later
"""Which device is used, by lists of what is there and what was picked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.media.devices.errors import DeviceKind
from app.media.devices.preference import REMEMBERED, USUAL, DeviceOrders, Order, choose, picked

NAMES = st.sampled_from(["Laptop", "Headset", "Desk", "Dock", "Room"])
PRESENT = st.lists(NAMES, unique=True).map(tuple)
PICKS = st.lists(NAMES | st.just(USUAL))


def order_of(picks: list[str]) -> Order:
    order: Order = ()
    for name in picks:
        order = picked(order, name)
    return order


def test_a_day_with_a_headset() -> None:
    order = order_of(["Laptop", "Headset"])
    assert choose(order, ("Laptop",)) == "Laptop"
    assert choose(order, ("Laptop", "Headset")) == "Headset"
    assert choose(order, ("Desk", "Laptop")) == "Laptop"
    # Picked by hand: from now on before the headset.
    order = picked(order, "Laptop")
    assert choose(order, ("Headset", "Laptop")) == "Laptop"
    assert choose(order, ("Headset",)) == "Headset"
    # "As on this computer" is there whatever is there.
    order = picked(order, USUAL)
    assert choose(order, ("Room", "Headset", "Laptop")) == "Room"
    assert choose((), ("Room", "Headset")) == "Room"


def test_what_does_not_work_is_passed_over() -> None:
    order = order_of(["Laptop", "Headset"])
    assert choose(order, ("Laptop", "Headset"), {"Headset"}) == "Laptop"
    assert choose((), ("Laptop", "Headset"), {"Laptop"}) == "Headset"
    assert choose(order, ("Laptop",), {"Laptop"}) is None


@given(PICKS, NAMES)
def test_what_was_picked_last_is_on_top_and_nothing_is_lost(picks: list[str], name: str) -> None:
    before = order_of(picks)
    after = picked(before, name)
    assert after[0] == name
    assert set(after) == {*before, name}
    # All others keep their places among each other.
    assert [one for one in after if one != name] == [one for one in before if one != name]


@given(PICKS, PRESENT)
def test_the_best_that_is_there_is_used(picks: list[str], present: tuple[str, ...]) -> None:
    order = order_of(picks)
    found = choose(order, present)
    if not present:
        assert found is None
        return
    assert found in present
    ranks = [present[0] if name == USUAL else name for name in order]
    better = ranks[: ranks.index(found)] if found in ranks else ranks
    assert not set(better) & set(present)


@given(PICKS, PRESENT, NAMES)
def test_going_and_coming_back_changes_nothing(
    picks: list[str], present: tuple[str, ...], name: str
) -> None:
    order = order_of(picks)
    before = choose(order, present)
    # While it is gone another one may be used; the order does not know of that.
    choose(order, tuple(one for one in present if one != name))
    assert choose(order, present) == before


def test_each_kind_has_its_own_order_and_old_names_are_forgotten() -> None:
    orders = DeviceOrders()
    for number in range(REMEMBERED + 3):
        orders = orders.picking(DeviceKind.SPEAKER, f"{number}")
    orders = orders.picking(DeviceKind.CAMERA, "lens").picking(DeviceKind.MICROPHONE, "voice")
    assert len(orders.of(DeviceKind.SPEAKER)) == REMEMBERED
    assert orders.of(DeviceKind.SPEAKER)[0] == f"{REMEMBERED + 2}"
    assert (orders.camera, orders.microphone) == (("lens",), ("voice",))
    assert orders.ringer == ()

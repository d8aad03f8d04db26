# SPDX-License-Identifier: GPL-3.0-or-later
"""Real calls with the browsers that people have: Debian's Chromium and Firefox ESR."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from app.media.descriptions import clean_description
from tests.browser.meeting import RED, meet, notice_each_other, our_end
from tests.browser.pages import Browser, Kind, Page, running
from tests.browser.scenes import Scene
from tests.lab.network import Network, bad_network
from tests.media.ends import until

# A browser takes seconds to start: all calls are made with the same one.
pytestmark = pytest.mark.asyncio(loop_scope="module")

OURS = (Scene("red", "blue", 700), Scene("yellow", "cyan", 1500))
THEIRS = (Scene("lime", "magenta", 500), Scene("blue", "red", 1100))
ENOUGH_FRAMES = 20
ENOUGH_PACKETS = 50
FRAME_SAMPLES = 960
WE_OFFER = pytest.mark.parametrize("we_offer", [True, False], ids=["we-offer", "it-offers"])


@pytest_asyncio.fixture(
    loop_scope="module", scope="module", params=Kind, ids=lambda kind: kind.value
)
async def browser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Browser]:
    async with running(request.param, tmp_path_factory.mktemp("browser")) as one:
        yield one


@WE_OFFER
async def test_sound_and_pictures_go_both_ways(
    browser: Browser, we_offer: bool, tmp_path: Path
) -> None:
    async with browser.page() as there, our_end(tmp_path) as here:
        agreed = await meet(here, there, we_offer=we_offer)
        for ours, theirs in zip(OURS, THEIRS, strict=True):
            await notice_each_other(here, there, ours, theirs, frames=ENOUGH_FRAMES)
        redundant = browser.kind is Kind.CHROMIUM
        sound = RED if redundant else opus_in(agreed.answer)
        traffic = here.traffic
        await until(lambda: min(traffic.sent[sound], traffic.received[sound]) > ENOUGH_PACKETS)
        if redundant:
            assert f"a=rtpmap:{RED} red/48000/2" in agreed.answer.splitlines()
            assert traffic.with_copies > ENOUGH_PACKETS / 2
        else:
            assert "red/48000/2" not in agreed.answer
            assert traffic.sent[RED] == traffic.received[RED] == 0
        # The browser hides its addresses: we find it only because it finds us.
        theirs_sdp = agreed.answer if we_offer else agreed.offer
        candidates = re.findall(r"^a=candidate:.*", theirs_sdp, re.MULTILINE)
        assert candidates and all(".local " in candidate for candidate in candidates)
        assert "a=candidate:" not in clean_description(theirs_sdp)


def opus_in(sdp: str) -> int:
    """Give the payload type of Opus."""
    return int(re.findall(r"^a=rtpmap:(\d+) opus/48000/2", sdp, re.MULTILINE)[0])


@pytest.mark.realtime
@pytest.mark.parametrize("browser", [Kind.CHROMIUM], indirect=True, ids=["chromium"])
async def test_chromium_and_we_repair_each_others_sound(browser: Browser, tmp_path: Path) -> None:
    chance = random.Random(5)
    async with browser.page() as there, our_end(tmp_path) as here:
        await meet(here, there, we_offer=False)
        await notice_each_other(here, there, OURS[0], THEIRS[0])
        here.loses = lambda: chance.random() < 0.1
        with bad_network(here.link, Network(loss=0.1), chance):
            # What was sent before the loss was known carries no copies.
            before = await sound_that_lost(there, 3)
            after = await sound_that_lost(there, before["packetsLost"] + 20)
        statistics = here.link.statistics()
        await notice_each_other(here, there, OURS[1], THEIRS[1])
    lost = (after["packetsLost"] - before["packetsLost"]) * FRAME_SAMPLES
    assert after["concealedSamples"] - before["concealedSamples"] < lost / 2
    assert statistics is not None and statistics.sound_out.repetitions >= 1
    assert statistics.sound_in.repaired_samples > 5 * FRAME_SAMPLES


async def sound_that_lost(there: Page, packets: int) -> dict[str, int]:
    """Wait until the browser misses so many packets of sound; give its report."""
    async with asyncio.timeout(15):
        while (found := await there.call("soundReport"))["packetsLost"] < packets:
            pass
    return dict(found)


@WE_OFFER
@pytest.mark.parametrize("browser", [Kind.FIREFOX], indirect=True, ids=["firefox"])
async def test_firefox_may_say_bye_and_come_back(
    browser: Browser, we_offer: bool, tmp_path: Path
) -> None:
    async with browser.page() as there, our_end(tmp_path) as here:
        await meet(here, there, we_offer=we_offer)
        await notice_each_other(here, there, OURS[0], THEIRS[0])
        await there.call("turnPicture", "recvonly", "sendonly")
        await until(lambda: here.traffic.byes)
        await there.call("turnPicture", "sendrecv", "sendrecv")
        await notice_each_other(here, there, OURS[1], THEIRS[1], frames=ENOUGH_FRAMES)

# SPDX-License-Identifier: GPL-3.0-or-later
"""Call oneself over loopback from two processes, and print what the call was like.

``python -m tests.lab.pair --seconds 30 --loss 0.05 --delay-ms 30`` runs two processes that
exchange their descriptions through pipes. Losses and delays are made where datagrams leave.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import random
import time
from multiprocessing.connection import Connection

from app.media.devices.catalogue import open_camera, open_microphone, open_speaker
from app.media.engine import MediaEngine
from app.media.link import IceConfiguration, LinkDown, LinkEvent, LinkUp
from app.media.report import CallFacts, build_report
from tests.lab.network import Network, bad_network


async def _end(pipe: Connection, offers: bool, options: argparse.Namespace) -> None:
    speaker = options.speaker[0 if offers else 1] if options.speaker else "none"
    engine = MediaEngine(
        open_camera(options.camera), open_microphone(options.microphone), open_speaker(speaker)
    )
    await engine.start()
    up, down = asyncio.Event(), asyncio.Event()

    def listener(event: LinkEvent) -> None:
        if isinstance(event, LinkUp):
            up.set()
        elif isinstance(event, LinkDown):
            down.set()

    link = await engine.make_link("lab", IceConfiguration(), listener)
    began = time.monotonic()
    if offers:
        pipe.send(await link.offer())
        await link.accept(await asyncio.to_thread(pipe.recv))
    else:
        pipe.send(await link.answer(await asyncio.to_thread(pipe.recv)))
    async with asyncio.timeout(10):
        await up.wait()
    setup_ms = (time.monotonic() - began) * 1000
    link.let_through()
    network = Network(
        options.loss, options.delay_ms / 1000, options.jitter_ms / 1000, options.kbps * 1000
    )
    with bad_network(link, network, random.Random(1 if offers else 2)):
        try:
            async with asyncio.timeout(options.seconds + 5):
                await down.wait()
        except TimeoutError:
            pass
        facts = CallFacts(True, False, link.relayed(), setup_ms)
        report = build_report(engine.statistics, facts, time.monotonic())
    # The other end's report is whole only if this one stays until it has been made.
    pipe.send(report)
    await asyncio.to_thread(pipe.recv)
    await engine.close()
    print(json.dumps({"end": "offerer" if offers else "answerer", **report}), flush=True)


def _process(pipe: Connection, offers: bool, options: argparse.Namespace) -> None:
    asyncio.run(_end(pipe, offers, options))


def main() -> None:
    """Run the two ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--camera", default="synthetic")
    parser.add_argument("--microphone", default="synthetic")
    parser.add_argument("--speaker", nargs=2, default=None)
    parser.add_argument("--loss", type=float, default=0.0)
    parser.add_argument("--delay-ms", type=float, default=0.0)
    parser.add_argument("--jitter-ms", type=float, default=0.0)
    parser.add_argument("--kbps", type=float, default=0.0)
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    first, second = context.Pipe()
    ends = [
        context.Process(target=_process, args=(first, True, options)),
        context.Process(target=_process, args=(second, False, options)),
    ]
    for end in ends:
        end.start()
    for end in ends:
        end.join()


if __name__ == "__main__":
    main()

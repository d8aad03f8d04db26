# SPDX-License-Identifier: GPL-3.0-or-later
"""Disks that are really full, at the server and at the recipient, while a referral travels."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.records.referral import ReferralStatus, Slot
from app.referrals.errors import Hindrance
from app.referrals.views import ReferralsView
from signaling_server.serving import Options
from tests.fakes.recordings import wav
from tests.fakes.region import Region, sent_draft
from tests.fakes.running_server import running_server

ROOT = Path(__file__).resolve().parents[2]
SOUND = wav(np.random.default_rng(7).uniform(-0.5, 0.5, 4 * 1024**2), 48000)
"""8 MiB."""


def fill(folder: Path) -> Path:
    """Write into a folder until nothing goes any more."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(64 * 1024)):
            pass
    return path


async def travel(folder: Path) -> dict[str, object]:
    """Fill the server's disk in the middle of an upload, then the recipient's."""
    options = Options(data=folder / "server", port=0, reserve_bytes=0)
    async with running_server(folder, options=options) as server:
        region = Region(folder, server)
        await region.enrol()
        gp = await region.desk(region.gp)
        filled: list[Path] = []

        def watch(view: ReferralsView) -> None:
            if view.outbox.sent_bytes > 2 * 1024**2 and not filled:
                filled.append(fill(folder / "server"))

        await gp.service.watch(watch)
        number = await sent_draft(region, gp, (Slot.LUNGS, SOUND))
        view = await gp.until(lambda v: v.outbox.hindrance is not None)
        said = {"server": str(view.outbox.hindrance), "kept": view.sent[0].status.value}
        reached = view.outbox.sent_bytes
        seen = len(gp.views)
        filled[0].unlink()
        await gp.service.retry_now()
        await gp.until_status(number, ReferralStatus.SENT)
        steps = [v.outbox.sent_bytes for v in gp.views[seen:] if v.outbox.sent_bytes > 10_000]
        resumed = min(steps) >= reached

        skin = await region.desk(region.skin, start=False)
        filler = fill(skin.profile)
        held = filler.stat().st_size
        # Room for the database and a part of the recording.
        with filler.open("r+b") as file:
            file.truncate(held - 4 * 1024**2)
        await region.start(skin)
        view = await skin.until(lambda v: v.inbox_hindrance is not None)
        said["recipient"] = str(view.inbox_hindrance)
        shown = len(view.inbox)
        filler.unlink()
        await skin.service.retry_now()
        view = await skin.until_status(number, ReferralStatus.RECEIVED)
        await gp.until_status(number, ReferralStatus.RECEIVED)
        opened = await skin.service.open(number)
        sound = await skin.service.sound(number, opened.referral.attachments[0].attachment)
        await region.close()
        return {
            **said,
            "resumed": resumed,
            "shown while full": shown,
            "after": str(view.inbox_hindrance),
            "whole": sound.pcm == SOUND[44:],
        }


@pytest.mark.skipif(sys.platform != "linux", reason="needs a mount namespace")
def test_full_disks_delay_and_lose_nothing(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], check=False).returncode:
        pytest.skip("no mount namespaces here")
    for name in ("server", "Eira"):
        (tmp_path / name).mkdir(mode=0o700)
    script = (
        'mount -t tmpfs -o size=40m,mode=0700 tmpfs "$1/server" &&'
        ' mount -t tmpfs -o size=40m,mode=0700 tmpfs "$1/Eira" &&'
        ' exec "$2" -m tests.flows.test_referral_full_disks "$1"'
    )
    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", script, "sh", tmp_path, sys.executable],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "server": str(Hindrance.SERVER_FULL),
        "kept": "sending",
        "recipient": str(Hindrance.DISK_FULL),
        "resumed": True,
        "shown while full": 0,
        "after": "None",
        "whole": True,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(travel(Path(sys.argv[1])))))

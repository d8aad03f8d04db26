# SPDX-License-Identifier: GPL-3.0-or-later
"""Sending on a disk that is really full: one clear sentence, and the draft is still there."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import KnownError
from app.records.referral import Slot
from app.store import outbox
from tests.fakes.people import Clinic
from tests.fakes.recordings import DEMO
from tests.fakes.referral_desk import Desk
from tests.fakes.referrals import form

ROOT = Path(__file__).resolve().parents[2]


async def send_on_a_full_disk(folder: Path) -> dict[str, object]:
    """Send where the spool has room for nothing, then with room again."""
    clinic = Clinic()
    gp = clinic.add("Sondre Dahl", "GP")
    skin = clinic.add("Eira Nygård", "Dermatologist", "dermatology")
    directory = clinic.directory()
    desk = Desk(gp, folder, "http://127.0.0.1:9", lambda: directory)
    await desk.open()
    draft = await desk.service.new_draft(form())
    await desk.service.attach(draft.referral, Slot.CLOSE_UP, DEMO / "derm_close.jpg", "x")
    said, kind = "", ""
    try:
        await desk.service.send(draft.referral, skin.user)
    except KnownError as error:
        said, kind = str(error), type(error).__name__
    status = (await desk.service.open(draft.referral)).referral.status.value
    waiting = len(await outbox.pending(desk.store))
    left = [path.name for path in (folder / "spool").iterdir()]
    remount = ["mount", "-o", "remount,size=4m", str(folder / "spool")]
    await asyncio.to_thread(subprocess.run, remount, check=True)
    await desk.service.send(draft.referral, skin.user)
    after = (await desk.service.open(draft.referral)).referral.status.value
    await desk.close()
    return {
        "kind": kind,
        "said": said,
        "status": status,
        "waiting": waiting,
        "left": left,
        "after": after,
    }


@pytest.mark.skipif(sys.platform != "linux", reason="needs a mount namespace")
def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    spool = tmp_path / "profile" / "spool"
    spool.mkdir(parents=True)
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], check=False).returncode:
        pytest.skip("no mount namespaces here")
    script = (
        'mount -t tmpfs -o size=16k tmpfs "$1" && exec "$2" -m tests.referrals.test_full_disk "$3"'
    )
    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", script, "sh", spool, sys.executable, spool.parent],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["kind"] == "StoreFull"
    assert found["said"].startswith("The disk is full")
    assert (found["status"], found["waiting"], found["left"]) == ("draft", 0, [])
    assert found["after"] == "sending"


if __name__ == "__main__":
    print(json.dumps(asyncio.run(send_on_a_full_disk(Path(sys.argv[1])))))

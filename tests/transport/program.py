# SPDX-License-Identifier: GPL-3.0-or-later
"""The clinician's program without its window, as a process that can be killed at any moment."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from app.records.referral import Slot
from app.referrals.views import ReferralsView
from app.workplace import open_workplace
from tests.fakes.command_line import PROGRAMS
from tests.fakes.referrals import form

LIMIT_S = 60.0
_CONTEXT = multiprocessing.get_context("forkserver")


class Program:
    """One start of the program on a profile, and what it has said."""

    def __init__(self, profile: Path, key: bytes, said: Path, send: Path | None = None) -> None:
        assert PROGRAMS  # The fork server has both programs loaded.
        said.write_text("")
        self._said = said
        self._process: ForkServerProcess = _CONTEXT.Process(
            target=_be_the_program, args=(profile, key, said, send), daemon=True
        )
        self._process.start()

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.is_alive()

    def kill(self) -> None:
        """End it by SIGKILL, as a crash or a power cut would."""
        self._process.kill()
        self._process.join()

    def said(self) -> list[dict[str, int]]:
        """Give the numbers that it told, oldest first."""
        return [
            json.loads(line)
            for line in self._said.read_text().splitlines(keepends=True)
            if line.endswith("\n")
        ]

    def now(self) -> dict[str, int]:
        """Give the numbers told last; empty before the first."""
        said = self.said()
        return said[-1] if said else {}

    def until(self, name: str, least: int) -> None:
        """Wait until a number is at least so large."""
        deadline = time.monotonic() + LIMIT_S
        while self.now().get(name, -1) < least:
            assert self.alive, f"the program ended: {self.now()}"
            assert time.monotonic() < deadline, f"{name} never came to {least}: {self.now()}"
            time.sleep(0.01)


def _be_the_program(profile: Path, key: bytes, said: Path, send: Path | None) -> None:
    with said.open("a", buffering=1) as file, contextlib.suppress(KeyboardInterrupt):

        def tell(view: ReferralsView) -> None:
            numbers = {
                "inbox": len(view.inbox),
                "sent": len(view.sent),
                "drafts": len(view.drafts),
                "waiting": view.outbox.items,
                "delivered": len(view.sent) - view.outbox.items,
                "failed": view.outbox.failed,
                "refused": len(view.refused),
            }
            file.write(json.dumps(numbers) + "\n")

        asyncio.run(_work(profile, key, tell, send))


async def _work(profile: Path, key: bytes, tell: object, send: Path | None) -> None:
    place = await open_workplace(profile, key)
    await place.referrals.watch(tell)  # type: ignore[arg-type]
    if send is not None:
        draft = await place.referrals.new_draft(form())
        await place.referrals.attach(draft.referral, Slot.CLOSE_UP, send, "Sound")
        (to, *_) = await place.referrals.recipients(draft.form.specialty)
        await place.referrals.send(draft.referral, to.user)
    await asyncio.Event().wait()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The clinician's program without its window, as a process that can be killed at any moment."""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import time
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from app.records.ids import ReferralId
from app.records.referral import ReferralForm, Slot
from app.referrals.publishing import Watcher
from app.referrals.service import ReferralService
from app.referrals.views import ReferralsView
from app.workplace import open_workplace
from tests.fakes.command_line import PROGRAMS
from tests.fakes.referrals import form

LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Task:
    """What a program does by itself once it runs."""

    send: Path | None = None
    """A sound to send with a referral."""
    form: ReferralForm = field(default_factory=form)
    to_coordinator: bool = False
    allocates: bool = False


NOTHING = Task()
_CONTEXT = multiprocessing.get_context("forkserver")


class Program:
    """One start of the program on a profile, and what it has said."""

    def __init__(self, profile: Path, key: bytes, said: Path, task: Task = NOTHING) -> None:
        assert PROGRAMS  # The fork server has both programs loaded.
        said.write_text("")
        self._said = said
        self._process: ForkServerProcess = _CONTEXT.Process(
            target=_be_the_program, args=(profile, key, said, task), daemon=True
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


def _be_the_program(profile: Path, key: bytes, said: Path, task: Task) -> None:
    with said.open("a", buffering=1) as file, contextlib.suppress(KeyboardInterrupt):

        def tell(view: ReferralsView) -> None:
            numbers = {
                "inbox": len(view.inbox),
                "to allocate": len(view.to_allocate),
                "allocated": len(view.allocated),
                "sent": len(view.sent),
                "drafts": len(view.drafts),
                "waiting": view.outbox.items,
                "delivered": len(view.sent) - view.outbox.items,
                "failed": view.outbox.failed,
                "refused": len(view.refused),
            }
            file.write(json.dumps(numbers) + "\n")

        asyncio.run(_work(profile, key, tell, task))


async def _work(profile: Path, key: bytes, tell: Watcher, task: Task) -> None:
    place = await open_workplace(profile, key)
    await place.referrals.watch(tell)
    if task.send is not None:
        draft = await place.referrals.new_draft(task.form)
        await place.referrals.attach(draft.referral, Slot.CLOSE_UP, task.send, "Sound")
        people = await place.referrals.recipients(draft.form.specialty)
        await place.referrals.send(draft.referral, people[-1 if task.to_coordinator else 0].user)
    if task.allocates:
        await _allocate(place.referrals)
    await asyncio.Event().wait()


async def _allocate(service: ReferralService) -> None:
    """Give whatever comes to the first who could answer it."""
    came: asyncio.Queue[ReferralId] = asyncio.Queue()
    known: set[ReferralId] = set()

    def look(view: ReferralsView) -> None:
        for row in view.to_allocate:
            if row.referral not in known:
                known.add(row.referral)
                came.put_nowait(row.referral)

    await service.watch(look)
    while True:
        number = await came.get()
        (who, *_) = await service.allocating.candidates(number)
        await service.allocating.allocate(number, who.person.user)

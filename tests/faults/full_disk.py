# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs in a mount namespace of its own with a small disk; prints what became of each wish.

Started by test_full_disk.py with a profile to copy there, a place to mount on, a folder for
terminals and the passphrase's file.
"""

from __future__ import annotations

import asyncio
import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.errors import KnownError
from app.records.composition import NoteTemplate, Section, SectionCode
from app.records.ids import PatientId
from app.records.referral import Slot
from app.resources import resource_path
from app.vault.vault import Vault
from app.workplace import Workplace, now_utc, open_workplace
from tests.fakes.command_line import CommandLine
from tests.fakes.referrals import form

DISK = "size=6m,mode=0700"
LONG = "Sov lite. " * 3000


def main() -> None:
    """Fill the disk, wish for everything, make room, and look what is there."""
    original, mount, folder, passphrase_file = map(Path, sys.argv[1:])
    subprocess.run(["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", str(mount)], check=True)
    profile, filler = mount / "profile", mount / "filler"
    shutil.copytree(original, profile, ignore=shutil.ignore_patterns("ballast"))
    key = Vault(profile, None).unlock_with_passphrase(passphrase_file.read_text().strip())
    said: dict[str, object] = asyncio.run(at_work(profile, key, filler))
    terminal = CommandLine(folder, VIDDA_PASSPHRASE_FILE=str(passphrase_file))
    plan = ("--profile", profile, "schedule", "--patient", "Full Disk", "--json")
    fill(filler)
    full = terminal.run(*plan)
    said["command"] = (full.code, full.out, full.err)
    filler.unlink()
    freed = terminal.run(*plan)
    said["command after"] = (freed.code, freed.err)
    said |= asyncio.run(look(profile, key))
    print(json.dumps(said))


async def at_work(profile: Path, key: bytes, filler: Path) -> dict[str, object]:
    """Write notes and referrals while the disk fills up under an open program."""
    said: dict[str, object] = {}
    place = await open_workplace(profile, key)
    draft = await place.notes.begin(PatientId("a" * 32), None, NoteTemplate.SOAP)
    draft = await place.notes.save(replace(draft, sections=(Section(SectionCode.MOOD, "before"),)))
    referral = await place.referrals.new_draft(form("before"))
    photo = resource_path("demo/derm_close.jpg").read_bytes()
    fill(filler)

    async def wish(name: str, work: Awaitable[object]) -> None:
        try:
            await work
            said[name] = ""
        except KnownError as error:
            said[name] = error.sentence()

    longer = replace(draft, sections=(Section(SectionCode.MOOD, LONG),))
    await wish("note", place.notes.save(longer))
    await wish("referral", place.referrals.save_form(referral.referral, form(LONG)))
    await wish("photo", place.referrals.attach(referral.referral, Slot.CLOSE_UP, photo, "x"))
    start = now_utc() + timedelta(minutes=5)
    await wish("visit", place.schedule.plan("Full " * 8000, None, "", LONG, start, 30))
    said["shown while full"] = [kept.sections[0].text for kept in await place.notes.drafts()]
    await asyncio.to_thread(filler.unlink)
    after = replace(draft, sections=(Section(SectionCode.MOOD, "after"),))
    await wish("note again", place.notes.save(after))
    await place.close()
    return said


async def look(profile: Path, key: bytes) -> dict[str, object]:
    """Open the profile again."""
    place: Workplace = await open_workplace(profile, key)
    texts = [draft.sections[0].text for draft in await place.notes.drafts()]
    views: list[object] = []
    await place.referrals.watch(lambda view: views.append(len(view.drafts)))
    blobs = len(list((profile / "blobs").iterdir()))
    await place.close()
    return {"notes": texts, "drafts": views[0], "blobs": blobs}


def fill(path: Path) -> None:
    """Write until nothing goes any more."""
    with path.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise


if __name__ == "__main__":
    os.umask(0o077)
    main()

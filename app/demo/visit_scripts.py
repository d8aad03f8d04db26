# SPDX-License-Identifier: GPL-3.0-or-later
"""What the psychiatrist and the patient do in the demo's visit."""

from __future__ import annotations

import time

from app.demo.hands import Hands, Script, Until

PATIENT = "Eira Multemyr"
SAFETY: tuple[tuple[str, str, str], ...] = (
    ("Identity", "", "eID, read back"),
    ("Place now", "Where is the patient now?", "Elgveien 7, Viddal"),
    ("Phone to ring back", "Which phone can reach", "000 12 345"),
    ("Support person", "Name, relation, phone", "Sondre, brother, 000 12 346, may be rung"),
    ("Private and safe", "", "Alone, at home"),
    ("Agrees to video", "", "Informed, agrees, no recording"),
    ("You, introduced", "", "Name, role and workplace said"),
    ("Local emergency help", "", "113, 116 117"),
    ("Who is present", "", "Nobody else on either side"),
    ("If the call breaks", "", "I ring the patient after 2 minutes"),
    ("Suitable for video", "", "Yes"),
)
NOTE: tuple[tuple[str, str], ...] = (
    (
        "Since last time",
        "Sleeps five to six hours and wakes at four. Has walked four days of seven. "
        "Back at work 40 % from 9 November.",
    ),
    ("Mood", "Low in the morning, better by noon"),
    ("Speech", "Normal rate, answers at length"),
    ("Suicidality", "Passive thoughts last week, no plan, no intent. Asked directly."),
    ("Plan", "Sertraline 100 mg as before. New visit in two weeks."),
)


def psychiatrist(hands: Hands, passphrase: str, seconds: int) -> Script:
    """Admit, talk, write, finish, sign, lock, unlock and read again."""
    yield hands.until_sees(PATIENT)
    hands.done("The day stands on the screen", "01-today")
    yield hands.until_can_click(f"Admit {PATIENT}", 60)
    hands.done("The patient has knocked", "02-waiting")
    hands.click(f"Admit {PATIENT}")
    yield hands.until_sees("Encrypted, known key", 30)
    connected = time.monotonic()
    yield Until(lambda: hands.tiles_live() == 2, "both pictures to run", 20)
    hands.done("Sound and picture run; the patient's key is known", "03-call")
    yield from _fill_safety(hands)
    hands.done("The session start is recorded")
    for section, text in NOTE:
        hands.write(section, text)
    hands.click("Full range")
    yield hands.until_sees("Saved ", 10)
    hands.done("The note is written beside the picture and saved", "04-call-note")
    hands.click("Encrypted, known key")
    yield hands.until_can_click("Yes, the same", 10)
    hands.done("The four words are compared", "05-four-words")
    hands.click("Yes, the same")
    yield hands.until_sees("Verified", 10)
    yield Until(lambda: time.monotonic() - connected >= seconds, "the visit's length", seconds + 5)
    hands.done("The visit has run its length, verified", "06-call-verified")
    hands.click("Finish visit")
    yield hands.until_sees("How did the visit go?")
    hands.click("Finish visit")
    yield hands.until_can_click("Sign")
    hands.done("The visit is finished; the note is ready to sign", "07-ready-to-sign")
    hands.click("Sign")
    yield hands.until_sees("Unchanged since signing", 20)
    hands.done("The note is signed and verified", "08-note-signed")
    yield from _lock_and_read_again(hands, passphrase)


def _fill_safety(hands: Hands) -> Script:
    if hands.can_click("All 12 fields"):
        hands.click("All 12 fields")
    for label, question, answer in SAFETY:
        yield hands.until_can_click(f"{label}:", 10)
        hands.click(f"{label}:")
        if question:
            yield hands.until_field(question)
            hands.clear(question)
            hands.write(question, answer)
            hands.click("Save")
        elif answer:
            yield hands.until_can_click(answer)
            hands.click(answer)
        yield hands.until_answered(label)
    yield hands.until_sees("Complete", 10)


def _lock_and_read_again(hands: Hands, passphrase: str) -> Script:
    hands.click("Lock now")
    yield hands.until_field("Passphrase", 20)
    hands.done("Vidda is locked; nothing is shown", "09-locked")
    hands.write("Passphrase", passphrase)
    hands.click("Unlock")
    yield hands.until_can_click("Notes", 30)
    hands.click("Notes")
    yield hands.until_sees(PATIENT)
    hands.done("Unlocked by passphrase; the note is in the list", "10-notes")
    hands.open_row(PATIENT)
    yield hands.until_sees("Unchanged since signing", 20)
    yield hands.until_sees("Passive thoughts last week")
    hands.done("The note is opened again and verified", "11-note-again")


def patient(hands: Hands, passphrase: str, seconds: int) -> Script:
    """Check the devices, wait, talk, and see that the visit is finished."""
    del passphrase
    yield hands.until_can_click("Go to the waiting room", 30)
    yield hands.until_sees("Microphone: we hear you", 20)
    hands.done("Camera and microphone are checked", "20-patient-check")
    hands.click("Go to the waiting room")
    yield hands.until_sees("knows you are here", 20)
    hands.done("The patient waits; nobody sees or hears them yet", "21-patient-waiting")
    yield hands.until_can_click("Encrypted, known key", 60)
    yield Until(lambda: hands.tiles_live() == 2, "both pictures to run", 20)
    hands.done("The patient is let in", "22-patient-call")
    yield Until(lambda: not hands.can_click("Encrypted, known key"), "the comparison", seconds + 60)
    yield hands.until_sees("The visit is finished", seconds + 60)
    hands.done("The patient sees that the visit is finished", "23-patient-finished")

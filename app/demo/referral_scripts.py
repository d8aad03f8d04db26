# SPDX-License-Identifier: GPL-3.0-or-later
"""What the GP and the dermatologist do in the demo's referral."""

from __future__ import annotations

from app.demo.hands import Hands, Script
from app.resources import resource_path

PATIENT = "Halvard Nysnø"
SOUND = "Another picture or sound, 8 s"
QUESTION = "New dark patch on the left calf, larger over four months. Excise here, or refer?"


def gp(hands: Hands, passphrase: str, seconds: int) -> Script:
    """Compose, send, and read the answer."""
    del passphrase, seconds
    yield hands.until_can_click("Referrals", 30)
    hands.click("Referrals")
    yield hands.until_can_click("New referral")
    hands.click("New referral")
    yield hands.until_field("Patient's name")
    yield hands.until_sees("Sigrun Aasheim", 20)
    hands.write("Patient's name", PATIENT)
    hands.write("Date of birth", "02.03.1968")
    hands.write("Question to the specialist", QUESTION)
    hands.write("Where on the body", "Left calf, outer side")
    hands.write("How long", "4 months")
    hands.click("Grows")
    for card, file in (
        ("Region", "derm_region.jpg"),
        ("With a landmark", "derm_landmark.jpg"),
        ("Close-up", "derm_close.jpg"),
    ):
        hands.offer(resource_path(f"demo/{file}"))
        hands.click(f"From file: {card}")
        yield hands.until_sees(f"{card}: Good", 30)
    hands.offer(resource_path("demo/heart_murmur_mitral.wav"))
    hands.click("From file: Another picture or sound")
    yield hands.until_can_click("Take another: Another picture or sound", 30)
    hands.tick("The patient agrees")
    hands.done("The referral is written, with pictures and a sound judged", "30-compose")
    hands.click("Send referral")
    yield hands.until_sees("Sent by you")
    yield hands.until_sees("Received", 60)
    hands.done("It has gone out sealed; the specialist's side has verified it", "31-sent")
    yield hands.until_sees("Answered", 90)
    hands.open_row(PATIENT)
    yield hands.until_sees("External specialist opinion", 20)
    hands.click("Show finding 2")
    yield hands.until_picture("Close-up", 20)
    hands.done("The GP reads the verified answer", "32-answer")
    hands.click("I have read this")
    yield hands.until_sees("Answer read", 20)
    hands.done("The answer is acknowledged")


def dermatologist(hands: Hands, passphrase: str, seconds: int) -> Script:
    """Open what came, look, listen, mark, answer and sign."""
    del passphrase, seconds
    yield hands.until_can_click("Referrals", 30)
    hands.click("Referrals")
    yield hands.until_sees(PATIENT, 90)
    hands.done("A referral has come in", "40-inbox")
    hands.open_row(PATIENT)
    yield hands.until_sees("Original unchanged, signature checked", 30)
    hands.done("It is opened: signature and every file verified", "41-review")
    hands.choose_in_list("Pictures and sounds", 2)
    yield hands.until_picture("Close-up", 20)
    hands.click("Side by side")
    hands.click("Circle")
    hands.drag("Close-up", (0.53, 0.3), (0.79, 0.3))
    yield hands.until_field("Finding 1")
    hands.write("Finding 1", "Irregular edge, several colours")
    hands.click("Set the scale")
    # From nought to ten millimetres on the ruler that lies beside it.
    hands.drag("Close-up", (0.06, 0.612), (0.383, 0.598))
    hands.click("Set")
    hands.click("Measure")
    hands.drag("Close-up", (0.31, 0.25), (0.775, 0.36))
    yield hands.until_field("Finding 2")
    hands.write("Finding 2", "Longest diameter")
    hands.done("Findings are drawn and measured on the picture", "42-review-finding")
    hands.choose_in_list("Pictures and sounds", 3)
    yield hands.until_sees("Spectrogram, Hz", 30)
    hands.press(SOUND, *["Shift+Right"], "B", *["Right"] * 16, "E", "Up", "L", "S", "S", "2")
    yield hands.until_sees("2 beats: 75 per minute", 10)
    hands.click("Finding from the loop")
    yield hands.until_field("Finding 3")
    hands.write("Finding 3", "Even systolic murmur")
    hands.done("The sound is seen, looped and counted, and heard through a bell", "43-review-sound")
    hands.write("Assessment", "Melanoma cannot be excluded")
    hands.choose("What to do with the skin change", "Excise or refer")
    hands.click("Refer in person")
    hands.write("Treatment and follow-up", "Excision with 2 mm margin within 14 days")
    hands.write("To the patient", "The patch should be removed and looked at. You get a time soon.")
    hands.done("The answer is written", "44-reply")
    hands.click("Sign and send")
    yield hands.until_sees("Answered", 60)
    hands.done("The answer is signed and on its way", "45-answered")

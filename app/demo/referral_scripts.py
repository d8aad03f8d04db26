# SPDX-License-Identifier: GPL-3.0-or-later
"""What the GP, two specialists and a coordinator do in the demo's referrals."""

from __future__ import annotations

from app.demo.hands import Hands, Script
from app.resources import resource_path

PATIENT = "Halvard Nysnø"
HEART_PATIENT = "Gudrun Nordheim"
HEART_QUESTION = "Murmur heard for the first time, short of breath on stairs. Echocardiography?"
QUESTION = "New dark patch on the left calf, larger over four months. Excise here, or refer?"


def gp(hands: Hands, passphrase: str, seconds: int) -> Script:
    """Compose two referrals, one for a coordinator to allocate, read the answers, and tell how one
    went.
    """
    del passphrase, seconds
    yield hands.until_can_click("Referrals", 30)
    hands.click("Referrals")
    yield hands.until_can_click("New referral")
    hands.click("New referral")
    yield hands.until_field("Patient's name")
    yield hands.until_sees("Sigrun Aasheim", 60)
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
    hands.tick("The patient agrees")
    hands.done("A referral with three views is written, each judged at once", "30-compose")
    hands.click("Send referral")
    yield hands.until_sees("Sent by you")

    hands.click("New referral")
    yield hands.until_field("Patient's name")
    hands.choose("Specialty", "Heart and lung sounds")
    yield hands.until_sees("Ragnhild Tveiten", 60)
    hands.choose("To", "Coordinator, University hospital")
    hands.write("Patient's name", HEART_PATIENT)
    hands.write("Date of birth", "19.07.1951")
    hands.write("Question to the specialist", HEART_QUESTION)
    hands.choose("Posture of the patient", "Lying on the left side")
    hands.choose("Filter of the stethoscope", "Unfiltered")
    yield hands.until_can_click("From file: Mitral")
    hands.offer(resource_path("demo/heart_murmur_mitral.wav"))
    hands.click("From file: Mitral")
    yield hands.until_can_click("Take another: Mitral", 30)
    hands.tick("The patient agrees")
    hands.done("A heart sound is added, with where and how it was heard", "33-compose-sound")
    hands.click("Send referral")
    yield hands.until_sees("Sent by you")
    hands.done("Both have gone out sealed", "31-sent")

    yield hands.until_row(HEART_PATIENT, "Ragnhild Tveiten", 120)
    hands.done("The coordinator has said who listens to the heart sound", "36-allocated")
    yield hands.until_row(PATIENT, "Answered", 120)
    hands.open_row(PATIENT)
    yield hands.until_sees("External specialist opinion", 20)
    hands.click("Show finding 2")
    yield hands.until_picture("Close-up", 20)
    hands.done("The GP reads the verified answer", "32-answer")
    hands.click("I have read this")
    yield hands.until_row(PATIENT, "Answer read", 20)
    yield hands.until_row(HEART_PATIENT, "Answered", 120)
    hands.open_row(HEART_PATIENT)
    yield hands.until_sees("External specialist opinion", 20)
    hands.done("The answer on the heart sound has come as well", "34-answer-sound")
    hands.click("I have read this")
    yield hands.until_row(HEART_PATIENT, "Answer read", 20)
    hands.open_row(PATIENT)
    yield hands.until_field("What became of the patient")
    hands.write("What became of the patient", "Excised, a thin melanoma; followed up here")
    hands.done("The GP tells how it went", "35-outcome")
    hands.click("Tell the specialist")
    yield hands.until_row(PATIENT, "Outcome told", 20)
    hands.done("Both answers are acknowledged, one outcome told")


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
    hands.write("Assessment", "Melanoma cannot be excluded")
    hands.choose("What to do with the skin change", "Excise or refer")
    hands.click("Refer in person")
    hands.write("Treatment and follow-up", "Excision with 2 mm margin within 14 days")
    hands.write("To the patient", "The patch should be removed and looked at. You get a time soon.")
    hands.done("The answer is written", "44-reply")
    hands.click("Sign and send")
    yield hands.until_sees("Answered", 60)
    hands.done("The answer is signed and on its way", "45-answered")
    yield hands.until_row(PATIENT, "Outcome told", 120)
    hands.done("The dermatologist hears what became of the patient", "46-outcome-told")


def coordinator(hands: Hands, passphrase: str, seconds: int) -> Script:
    """Open what came, and say who answers."""
    del passphrase, seconds
    yield hands.until_can_click("Referrals", 30)
    hands.click("Referrals")
    yield hands.until_sees(HEART_PATIENT, 120)
    hands.done("A heart sound waits for somebody to be chosen", "50-to-allocate")
    hands.open_row(HEART_PATIENT)
    press = "Allocate to Ragnhild Tveiten, No open case from you"
    yield hands.until_can_click(press, 30)
    yield hands.until_sees("Spectrogram, Hz", 30)
    hands.done("The coordinator sees who could answer, and what each has open", "51-allocate")
    hands.click(press)
    yield hands.until_row(HEART_PATIENT, "Ragnhild Tveiten", 30)
    yield hands.until_row(HEART_PATIENT, "Answered", 120)
    hands.done("The coordinator sees that it is answered", "52-allocated")


def cardiologist(hands: Hands, passphrase: str, seconds: int) -> Script:
    """Open the sound, look at it, loop it, answer and sign."""
    del passphrase, seconds
    yield hands.until_can_click("Referrals", 30)
    hands.click("Referrals")
    yield hands.until_sees(HEART_PATIENT, 120)
    hands.open_row(HEART_PATIENT)
    yield hands.until_sees("Spectrogram, Hz", 30)
    hands.click("Loop")
    hands.done("The sound is seen and can be heard", "43-review-sound")
    hands.write("Assessment", "Holosystolic murmur at the apex, likely mitral regurgitation")
    hands.choose("Heart sounds", "Murmur, to be examined")
    hands.click("Refer in person")
    hands.write("Treatment and follow-up", "Echocardiography within three weeks")
    hands.write("To the patient", "A valve of the heart leaks a little. You get an ultrasound.")
    hands.done("The answer on the sound is written", "47-reply-sound")
    hands.click("Sign and send")
    yield hands.until_sees("Answered", 60)
    hands.done("It is signed and on its way")

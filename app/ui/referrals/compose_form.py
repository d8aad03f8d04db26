# SPDX-License-Identifier: GPL-3.0-or-later
"""The left column of a new referral: what the sender writes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.records.people import Practitioner
from app.records.referral import BodyPoint, ReferralForm, Slot, Specialty, Urgency
from app.records.specialty_questions import QUESTIONS
from app.ui import theme
from app.ui.reading import read_date
from app.ui.referrals import words
from app.ui.referrals.body_map import BodyMap
from app.ui.referrals.specialty_fields import SpecialtyFields
from app.ui.referrals.torso_map import TorsoMap
from app.ui.widgets.field import Field
from app.ui.widgets.phrase_chips import PhraseChips
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.segments import Segments

SYMPTOMS = ("grows", "itches", "bleeds", "painful", "scab")


class ComposeForm(Scroll):
    """Fields of one referral; tells each change, and keeps quiet while it is filled."""

    changed = Signal()
    specialty_changed = Signal()
    recipient_changed = Signal()
    place_pressed = Signal(str)
    """A place on the chest was pressed, to listen there: the Slot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=14, parent=parent)
        self._filling = False
        self._recipients: tuple[Practitioner, ...] = ()
        self._answers: tuple[tuple[str, str], ...] = ()
        """To questions of specialties that were chosen before, too."""
        self._pointed_words = ""
        """What the drawing last wrote into the place; a text of the user's own stays."""
        self._make()
        self.say()

    @property
    def specialty(self) -> Specialty:
        """The chosen specialty."""
        return Specialty(self._specialty.currentData())

    @property
    def recipient(self) -> str:
        """The chosen specialist's user id, or "" where there is nobody."""
        return str(self._to.currentData() or "")

    def fill(self, form: ReferralForm) -> None:
        """Show a draft in place of what stood here."""
        self._filling = True
        self._fill(form)
        self._filling = False

    def set_recipients(self, recipients: tuple[Practitioner, ...]) -> None:
        """Offer these specialists; a choice that is still offered stays."""
        if recipients == self._recipients:
            return
        self._filling = True
        self._recipients = recipients
        self._fill_recipients()
        self._filling = False

    def show_taken(self, taken: frozenset[Slot]) -> None:
        """Show on the chest which places have been recorded."""
        self._torso.show_taken(taken)

    def missing(self) -> tuple[str, QWidget] | None:
        """Say what must be written before sending, and where."""
        if not self._patient.text().strip():
            return self.tr("Write the patient's name"), self._patient
        if read_date(self._birth.text().strip()) is None:
            return self.tr("Write the patient's date of birth"), self._birth
        if not self._question.toPlainText().strip():
            return self.tr("Write the question to the specialist"), self._question
        if self.specialty is Specialty.DERMATOLOGY:
            if not self._site.text().strip():
                return self.tr("Say where on the body it is"), self._site
            if not self._duration.text().strip():
                return self.tr("Say how long it has been there"), self._duration
        if (missing := self._own.missing()) is not None:
            return missing
        if not self._recipients:
            return self.tr("Nobody of this specialty is in the directory yet"), self._to
        return None

    def consent_missing(self) -> tuple[str, QWidget] | None:
        """Say that the patient has to be asked, where that was not ticked."""
        if self._consent.isChecked():
            return None
        return self.tr("Ask the patient and tick that they agree"), self._consent

    def _make(self) -> None:
        self._specialty = QComboBox()
        self._to = QComboBox()
        self._patient = QLineEdit()
        self._birth = QLineEdit()
        self._birth.setMaxLength(10)
        self._question = _text_box(76)
        self._urgency = Segments(
            tuple((u.value, words.urgency(u)) for u in Urgency), name="", fill=True
        )
        self._map = BodyMap()
        self._map.pointed.connect(self._pointed)
        self._torso = TorsoMap()
        self._torso.pressed.connect(self.place_pressed)
        self._own = SpecialtyFields()
        self._own.changed.connect(self._changed)
        self._site = QLineEdit()
        self._duration = QLineEdit()
        self._symptoms = PhraseChips(tuple((s, words.symptom(s)) for s in SYMPTOMS))
        self._history = _text_box(60)
        self._medication = _text_box(60)
        self._consent = QCheckBox()
        self._fields = {
            "specialty": Field("", self._specialty),
            "to": Field("", self._to),
            "patient": Field("", self._patient),
            "birth": Field("", self._birth),
            "question": Field("", self._question),
            "urgency": Field("", self._urgency),
            "site": Field("", self._site),
            "duration": Field("", self._duration),
            "symptoms": Field("", self._symptoms),
            "history": Field("", self._history),
            "medication": Field("", self._medication),
        }
        beside = QVBoxLayout()
        beside.setSpacing(14)
        self._place = QWidget()
        place = QHBoxLayout(self._place)
        place.setContentsMargins(0, 0, 0, 0)
        place.setSpacing(14)
        place.addWidget(self._map)
        place.addWidget(self._torso)
        place.addLayout(beside, 1)
        for key, field in self._fields.items():
            match key:
                case "site" | "duration":
                    beside.addWidget(field)
                case _:
                    self.column.addWidget(field)
            if key == "urgency":
                self.column.addWidget(self._place)
            if key == "symptoms":
                self.column.addWidget(self._own)
        beside.addStretch(1)
        self.column.addWidget(self._consent)
        self.column.addStretch(1)
        self._specialty.currentIndexChanged.connect(self._specialty_chosen)
        self._to.currentIndexChanged.connect(self._hint_recipient)
        self._to.currentIndexChanged.connect(self.recipient_changed)
        for line in (self._patient, self._birth, self._site, self._duration):
            line.textEdited.connect(self._changed)
        for box in (self._question, self._history, self._medication):
            box.textChanged.connect(self._changed)
        self._birth.editingFinished.connect(self._judge_date)
        self._urgency.chosen.connect(self._changed)
        self._symptoms.toggled.connect(self._changed)
        self._consent.toggled.connect(self._changed)

    def say(self) -> None:
        """Say everything anew, in another language."""
        was, self._filling = self._filling, True
        labels = {
            "specialty": self.tr("Specialty"),
            "to": self.tr("To"),
            "patient": self.tr("Patient's name"),
            "birth": self.tr("Date of birth"),
            "question": self.tr("Question to the specialist"),
            "urgency": self.tr("Answer wanted within"),
            "site": self.tr("Where on the body"),
            "duration": self.tr("How long"),
            "symptoms": self.tr("Symptoms"),
            "history": self.tr("History"),
            "medication": self.tr("Medicines and allergies"),
        }
        for key, text in labels.items():
            self._fields[key].set_label(text)
        chosen = self._specialty.currentIndex()
        self._specialty.clear()
        for each in Specialty:
            self._specialty.addItem(words.specialty(each), each.value)
        self._specialty.setCurrentIndex(max(chosen, 0))
        self._urgency.set_texts({u.value: words.urgency(u) for u in Urgency})
        self._consent.setText(self.tr("The patient agrees that this is sent"))
        self._map.say()
        self._torso.say()
        self._own.say()
        self._fill_recipients()
        self._filling = was

    def _judge_date(self) -> None:
        text = self._birth.text().strip()
        hint = self.tr("Write day, month and year, like 24.11.1974.")
        self._fields["birth"].set_error(hint if text and read_date(text) is None else "")

    def _changed(self, *_: object) -> None:
        if not self._filling:
            self.changed.emit()

    def _specialty_chosen(self, *_: object) -> None:
        if not self._filling:
            self._ask_of(self.specialty)
            self.specialty_changed.emit()

    def _ask_of(self, specialty: Specialty) -> None:
        """Ask of a specialty what is asked of it alone; what is answered to others stays here."""
        skin = specialty is Specialty.DERMATOLOGY
        self._fields["symptoms"].setVisible(skin)
        self._fields["site"].setVisible(skin)
        self._map.setVisible(skin)
        self._torso.setVisible(specialty is Specialty.HEART_AND_LUNG)
        self._answers = tuple((dict(self._answers) | dict(self._own.answers())).items())
        self._own.fill(QUESTIONS[specialty], self._answers)

    def _pointed(self, point: BodyPoint | None, name: str) -> None:
        if self._site.text().strip() in ("", self._pointed_words):
            self._site.setText(name)
        self._pointed_words = name
        self._changed()

    def _fill(self, form: ReferralForm) -> None:
        self._specialty.setCurrentIndex(list(Specialty).index(form.specialty))
        self._map.show_point(form.body_point)
        self._pointed_words = ""
        self._answers = form.answers
        self._own.fill(QUESTIONS[form.specialty], form.answers)
        self._ask_of(form.specialty)
        self._patient.setText(form.patient_name)
        born = form.patient_birth_date
        self._birth.setText(born.strftime("%d.%m.%Y") if born else "")
        self._question.setPlainText(form.question)
        self._urgency.choose(form.urgency.value)
        self._site.setText(form.body_site)
        self._duration.setText(form.duration)
        self._symptoms.set_on(frozenset(form.symptoms))
        self._history.setPlainText(form.history)
        self._medication.setPlainText(form.medication)
        self._consent.setChecked(form.consent)

    def form_now(self, before: ReferralForm) -> ReferralForm:
        """Read the fields; what has no field stays as it was."""
        return replace(
            before,
            specialty=Specialty(self._specialty.currentData()),
            patient_name=self._patient.text().strip(),
            patient_birth_date=read_date(self._birth.text().strip()),
            question=self._question.toPlainText().strip(),
            urgency=Urgency(self._urgency.key()),
            body_site=self._site.text().strip(),
            body_point=self._map.point,
            answers=self._own.answers(),
            duration=self._duration.text().strip(),
            symptoms=tuple(s for s in SYMPTOMS if s in self._symptoms.on()),
            history=self._history.toPlainText().strip(),
            medication=self._medication.toPlainText().strip(),
            consent=self._consent.isChecked(),
        )

    def _fill_recipients(self) -> None:
        chosen = self._to.currentData()
        self._to.clear()
        for person in self._recipients:
            name = self.tr("Coordinator") if person.coordinates else person.name
            place = (person.unit or person.name) if person.coordinates else person.unit
            self._to.addItem(", ".join(part for part in (name, place) if part), person.user)
        index = self._to.findData(chosen)
        self._to.setCurrentIndex(max(index, 0) if self._recipients else -1)
        self._hint_recipient()

    def _hint_recipient(self, *_: object) -> None:
        chosen = [person for person in self._recipients if person.user == self.recipient]
        chooses = any(person.coordinates for person in chosen)
        hint = self.tr("The coordinator chooses who answers.") if chooses else ""
        self._fields["to"].set_hint(hint)


def _text_box(height: int) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setTabChangesFocus(True)
    box.setFixedHeight(theme.px(height))
    return box

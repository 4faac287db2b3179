"""What a person may type about statements: file and account, doubled rows, what is ticked, why something is left."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, HiddenField, SelectChoice
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from promotion.kernel.choices import Level
from promotion.treasury.checking import Place
from promotion.treasury.drafts import ExplanationDraft, StatementDraft
from promotion.treasury.rules import LONGEST_NOTE, Reason
from promotion.web.forms import ChoiceField, DateField, Form, LongTextField, MoneyField, TextField
from promotion.web.languages import chosen


class SendForm(Form):
    """The file of a statement, and whose account it is about."""

    unit = ChoiceField(_l("Unit"))
    account = TextField(_l("Account number"), [Length(max=100)])
    office = TextField(_l("Treasury office"), [Length(max=200)])
    level = ChoiceField(
        _l("Money that runs through the account"),
        required=False,
        description=_l("Only acts of this money are compared with the statement."),
    )
    first = DateField(_l("From day"))
    last = DateField(_l("To day"))
    opening = MoneyField(
        _l("Opening balance"), required=False, description=_l("Only when the statement names it.")
    )
    closing = MoneyField(
        _l("Closing balance"), required=False, description=_l("Only when the statement names it.")
    )
    numbers = ChoiceField(
        _l("How numbers are written"),
        required=False,
        description=_l("For amounts that stand in the file as text."),
    )
    file = FileField(
        _l("File of the statement"),
        [FileRequired()],
        description=_l("Excel workbook (.xlsx) or CSV in UTF-8, as the treasury gives it. Nothing is stored before you "
                       "have seen how it was read."),
    )  # fmt: skip

    def offer(self, units: Iterable[tuple[str, str]]) -> None:
        """Offer units by their codes, levels and ways to write numbers."""
        self.unit.offer(units)
        self.level.offer([(str(level), _(level.label)) for level in Level], blank=_("National and local"))
        self.numbers.offer([("vi", "1.234.567"), ("en", "1,234,567")])
        if not self.is_submitted():
            self.numbers.data = "vi"

    def draft(self, unit_ids: Mapping[str, int]) -> StatementDraft:
        """Return the draft; of the file's name only the last part. `unit_ids` are those offered, by code."""
        name = (self.file.data.filename or "").replace("\\", "/").rpartition("/")[2]
        shown = "".join(letter for letter in name if letter.isprintable())[:200]
        return StatementDraft(
            unit_id=unit_ids[self.unit.data],
            level=Level(self.level.data) if self.level.data else None,
            office=self.office.data or "",
            account=self.account.data or "",
            first=self.first.data,
            last=self.last.data,
            name=shown or "?",
            content=self.file.data.read(),
            language=self.numbers.data or chosen(),
            opening=self.opening.data,
            closing=self.closing.data,
        )


KEEP, LEAVE = "keep", "leave"


class StoreForm(Form):
    """The decision to store a file that was looked at; `with_doubled` makes the form of one file."""

    places: ClassVar[Mapping[str, Place]] = {}
    """Sheet and row of each doubled row, by field."""

    def left_out(self) -> dict[Place, bool]:
        """Return of each doubled row whether it stays out."""
        return {place: self._fields[name].data == LEAVE for name, place in self.places.items()}

    def doubled(self) -> list[ChoiceField]:
        """Return the fields of the doubled rows."""
        return [self._fields[name] for name in self.places]


def with_doubled(rows: Sequence[tuple[Place, str]]) -> type[StoreForm]:
    """Return the form of a file: each doubled row by its place, with the words that name it."""
    fields: dict[str, Any] = {}
    places = {}
    for number, (place, label) in enumerate(rows, 1):
        name = f"double_{number}"
        places[name] = place
        fields[name] = ChoiceField(
            label,
            choices=[
                SelectChoice("", _("Please choose")),
                SelectChoice(KEEP, _("Keep both: they are two transactions")),
                SelectChoice(LEAVE, _("Leave this row out: it stands twice by mistake")),
            ],
        )
    return cast("type[StoreForm]", type("StoreForm", (StoreForm,), {**fields, "places": places}))


class PickField(Field):  # type: ignore[misc]
    """Boxes that were ticked in a table: the names of what is meant."""

    widget = HiddenInput()

    def process_formdata(self, values: Sequence[str]) -> None:
        """Keep every name that was sent, each once."""
        self.data = list(dict.fromkeys(value for value in values if value))

    def _value(self) -> str:
        return ""


class PickForm(Form):
    """Rows and acts that were ticked."""

    pick = PickField(_l("Rows and acts"), default=list)

    def picked(self) -> list[str]:
        """Return the names of what was ticked."""
        return list(self.pick.data or ())


class ExplainForm(PickForm):
    """Why what was ticked is left."""

    reason = ChoiceField(_l("Explanation"))
    note = LongTextField(_l("Note"), [Length(max=LONGEST_NOTE)], required=False)

    def offer(self) -> None:
        """Offer the reasons."""
        self.reason.offer([(str(reason), _(reason.label)) for reason in Reason], blank=_("Please choose"))

    def draft(self) -> ExplanationDraft:
        """Return the draft."""
        return ExplanationDraft(Reason(self.reason.data), self.note.data or "")


class SplitForm(Form):
    """What is to be taken apart."""

    key = HiddenField()


class SignForm(Form):
    """The signature under a statement."""

    note = LongTextField(_l("Note"), [Length(max=LONGEST_NOTE)], required=False)
    shown = HiddenField()


class DropForm(Form):
    """Why a statement is removed."""

    reason = LongTextField(_l("Reason"), [Length(max=LONGEST_NOTE)])

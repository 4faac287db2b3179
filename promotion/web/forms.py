"""The base of every form, and fields that read Vietnamese numbers and dates strictly."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import current_app, g, request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import TextArea, TextInput

from promotion.kernel.calendar import date_text, read_date
from promotion.kernel.errors import DomainError, Invalid
from promotion.kernel.money import DisplayUnit, amount_text, number_text
from promotion.kernel.numbers import read_dong, read_integer, read_percent
from promotion.kernel.text import clean
from promotion.kernel.text import mark as N_
from promotion.web.languages import WtformsWords, chosen, explain, say

TOKENS = frozenset({"csrf_token", "idempotency_key"})
"""Fields of every form that say nothing about its content."""


class Form(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """A form that is sent once: it carries a random key beside the token against forged requests."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Messages come from our own catalogue."""

        def get_translations(self, form: FlaskForm) -> WtformsWords:
            """Return our words for WTForms' messages."""
            del form
            return WtformsWords()

    idempotency_key = HiddenField(default=lambda: secrets.token_urlsafe(16))
    not_again: frozenset[str] = frozenset()
    """Fields that the page which asks to check sends in its own way."""
    beside: frozenset[str] = frozenset()
    """What is sent along without being a field: the names of buttons. Nothing else may come with the form."""

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own options
        """Check the fields. The fields are the list of what may be written: anything more refuses the whole form."""
        valid = bool(super().validate(extra_validators))
        surplus = self.surplus()
        if surplus:
            log = current_app.logger
            log.warning("refused %s to user %s: fields too many", request.endpoint, _user_id())
            self.form_errors.append(
                _(
                    "The form holds what does not belong to it (%(fields)s). Open it anew.",
                    fields=surplus[0][:60],
                )
            )
        return valid and not surplus

    def surplus(self) -> list[str]:
        """Return the names that were sent and are none of the form's."""
        known = {*self._fields, *self.beside, *TOKENS}
        return sorted({name for name in (*request.form, *request.files) if name not in known})

    def typed(self) -> list[tuple[str, str]]:
        """Return everything typed, for the page that asks to check it, as (name, text) pairs."""
        return [
            (field.name, str(text))
            for field in self
            if field.name not in TOKENS | self.not_again
            for text in field.raw_data or ()
        ]

    def take(self, error: DomainError) -> None:
        """Show a refusal where it belongs: at its fields, else above the form."""
        faults = error.faults if isinstance(error, Invalid) else ()
        placed = False
        for fault in faults:
            text = say(fault.message, dict(fault.params))
            if fault.field in self._fields:
                field = self._fields[fault.field]
                field.errors = [*field.errors, text]
            else:
                self.form_errors.append(text)
            placed = True
        if not placed:
            self.form_errors.append(explain(error))


class Filter(Form):
    """What a list is asked for, read from its address: nothing is changed, so it carries no token."""

    def __init__(self) -> None:
        super().__init__(request.args, meta={"csrf": False})

    def understood(self) -> bool:
        """Tell whether every part can be read; a part that cannot has its fault at its field."""
        return bool(self.validate())

    def in_force(self) -> list[dict[str, str]]:
        """Return the parts that are set as chips: name, value, label, text."""
        return [
            {"name": field.name, "value": value, "label": str(field.label.text), "text": _shown(field)}
            for field in self
            if (value := request.args.get(field.name, "").strip())
        ]


def _user_id() -> int | None:
    person = g.get("actor")
    return None if person is None else person.user_id


def _shown(field: Field) -> str:
    """Return what stands in a field: the label of a choice, else the text as typed."""
    labels = dict(field.pairs) if isinstance(field, ChoiceField) else {}
    return labels.get(str(field.data), request.args.get(field.name, ""))


class TypedField(Field):  # type: ignore[misc]
    """A one-line text that is read strictly; what was typed stays as it was when it cannot be read."""

    widget = TextInput()
    typed: str | None = None
    data: Any
    restore: Callable[[str], Any] = str
    """Makes the value again from ``str(value)``, which says the same in every language."""

    def __init__(self, label: object = None, validators: Iterable[object] = (), **options: Any) -> None:  # noqa: ANN401 - WTForms' own options
        """Take WTForms' options; without `required`, an empty field reads as None."""
        required = options.pop("required", True)
        super().__init__(label, [InputRequired() if required else Optional(), *validators], **options)

    def process_formdata(self, values: Sequence[str]) -> None:
        """Read what was typed; a fault becomes the field's message."""
        if not values:
            # What a sent form leaves out is empty; it is never the suggestion that the page showed.
            self.data = None if request.method == "POST" else self.data
            return
        self.typed = values[0]
        if not self.typed.strip():
            self.data = None
            return
        try:
            self.data = self.read(self.typed)
        except DomainError as error:
            self.data = None
            raise ValueError(explain(error)) from error

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else self.write(self.data)

    def read(self, text: str) -> object:
        """Return the value of a text; raises a domain error."""
        raise NotImplementedError

    def write(self, value: Any) -> str:  # noqa: ANN401 - WTForms' own options
        """Return the text of a value."""
        return str(value)


class MoneyField(TypedField):
    """Whole đồng, typed as "350.000.000", "350 triệu" or "1,5 tỷ"."""

    suffix = "đồng"
    restore = int

    def read(self, text: str) -> int:
        """Return đồng."""
        return read_dong(text, chosen(), DisplayUnit.dong)

    def write(self, value: int) -> str:
        """Return the amount with separators."""
        return amount_text(value, chosen())


class WholeNumberField(TypedField):
    """A whole number of 0 or more."""

    restore = int

    def read(self, text: str) -> int:
        """Return the number."""
        number = read_integer(text, chosen())
        if number < 0:
            raise Invalid(N_("A value must be a whole number of 0 or more."))
        return number

    def write(self, value: int) -> str:
        """Return the number with separators."""
        return number_text(value, chosen())


class PercentField(TypedField):
    """A percentage from 0 to 1000; what it may be of is the form's own affair."""

    suffix = "%"
    restore = Decimal

    def read(self, text: str) -> Decimal:
        """Return the percentage."""
        return read_percent(text, chosen())

    def write(self, value: Decimal) -> str:
        """Return it with the reader's decimal mark."""
        return str(value).replace(".", "," if chosen() == "vi" else ".")


class DateField(TypedField):
    """A day, typed as dd/mm/yyyy."""

    restore = date.fromisoformat

    def read(self, text: str) -> date:
        """Return the day."""
        return read_date(text, chosen())

    def write(self, value: date) -> str:
        """Return dd/mm/yyyy."""
        return date_text(value, chosen())


class TextField(StringField):  # type: ignore[misc]
    """Text through the one gate: NFC, trimmed, no control characters."""

    multiline = False

    def __init__(self, label: object = None, validators: Iterable[object] = (), **options: Any) -> None:  # noqa: ANN401 - WTForms' own options
        """Take WTForms' options; `required` is true unless told."""
        required = options.pop("required", True)
        super().__init__(label, [InputRequired() if required else Optional(), *validators], **options)

    def process_formdata(self, values: Sequence[str]) -> None:
        """Clean what was typed; what cannot be kept becomes the field's message."""
        if not values:
            return
        self.data = values[0]
        try:
            self.data = clean(values[0], multiline=self.multiline)
        except DomainError as error:
            raise ValueError(explain(error)) from error


class LongTextField(TextField):
    """Text of several lines."""

    widget = TextArea()
    multiline = True


class PastedField(TypedField):
    """Cells copied from a sheet: kept exactly as they came, for whoever reads them line by line."""

    widget = TextArea()

    def read(self, text: str) -> str:
        """Return the text."""
        return text


class ChoiceField(SelectField):  # type: ignore[misc]
    """One of a short list. Choices are handed in by the view as (value, label) pairs."""

    def __init__(self, label: object = None, validators: Iterable[object] = (), **options: Any) -> None:  # noqa: ANN401 - WTForms' own options
        """Take WTForms' options; `required` is true unless told."""
        required = options.pop("required", True)
        super().__init__(label, [InputRequired() if required else Optional(), *validators], **options)

    def offer(self, pairs: Iterable[tuple[str, str]], *, blank: str | None = None) -> None:
        """Offer these values; `blank` is the label of "none chosen"."""
        self.choices = [SelectChoice(value, label) for value, label in pairs]
        if blank is not None:
            self.choices.insert(0, SelectChoice("", blank))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What is offered, as (value, label), without the blank."""
        return [(choice.value, str(choice.label)) for choice in self.choices or () if choice.value]

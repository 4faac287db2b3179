"""What a person may type about a year that ends: closing days, the fate of each place, the documents."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectChoice
from wtforms.validators import Length

from promotion.closing.drafts import CloseDraft, PeriodsDraft, YearEndDraft
from promotion.closing.rules import Fate
from promotion.kernel.errors import DomainError, Refused
from promotion.ledger.drafts import Document
from promotion.web.forms import ChoiceField, DateField, Form, LongTextField, TextField
from promotion.web.languages import explain


class PeriodsForm(Form):
    """A closing day for each period; `with_periods` makes the form of one fund."""

    ends: ClassVar[dict[str, date]] = {}

    def draft(self) -> PeriodsDraft:
        """Return the draft."""
        return PeriodsDraft({end: self._fields[name].data for name, end in self.ends.items()})


def with_periods(ends: Iterable[tuple[date, str]]) -> type[PeriodsForm]:
    """Return the form of a fund's periods: each with the last day of a period and the label of its field."""
    names = {f"closes_{end.isoformat()}": (end, label) for end, label in ends}
    fields = {name: DateField(label, required=False) for name, (_end, label) in names.items()}
    made = type(
        "PeriodsForm", (PeriodsForm,), {**fields, "ends": {name: end for name, (end, _l) in names.items()}}
    )
    return cast("type[PeriodsForm]", made)


class PaperForm(Form):
    """The document of an act that ends a year, and its day."""

    document_number = TextField(_l("Number of the document"), [Length(max=100)])
    document_date = DateField(_l("Date of the document"))
    document_issuer = TextField(_l("Issued by"), [Length(max=200)])
    business_date = DateField(_l("Counts from"), description=_l("In the year after; not in the future."))
    reason = LongTextField(_l("Reason or note"), [Length(max=2000)], required=False)

    def document(self) -> Document:
        """Return the document."""
        return Document(
            self.document_number.data or "", self.document_date.data, self.document_issuer.data or ""
        )

    def suggest(self, issuer: str, day: date | None) -> None:
        """Show this issuer and day where nothing was sent for them; what was sent empty stays empty."""
        for field, value in ((self.document_issuer, issuer), (self.business_date, day)):
            if not field.raw_data:
                field.data = value

    def take(self, error: DomainError) -> None:
        """Show a refusal of the day at its field."""
        if isinstance(error, Refused) and error.code.startswith("day."):
            self.business_date.errors = [*self.business_date.errors, explain(error)]
            return
        super().take(error)


class CloseForm(PaperForm):
    """The document that closes a fund."""

    def draft(self) -> CloseDraft:
        """Return the draft."""
        return CloseDraft(self.document(), self.business_date.data, self.reason.data or None)


class YearEndForm(PaperForm):
    """What becomes of each place, and the decision that allows what goes over; `with_places` makes the form."""

    # Where nothing lapses, the decision that lets money go over is the only document: the service asks for it.
    document_number = TextField(_l("Number of the document"), [Length(max=100)], required=False)
    document_date = DateField(_l("Date of the document"), required=False)
    document_issuer = TextField(_l("Issued by"), [Length(max=200)], required=False)
    permission_number = TextField(_l("Number of the decision"), [Length(max=100)], required=False)
    permission_date = DateField(_l("Date of the decision"), required=False)
    permission_issuer = TextField(_l("Decided by"), [Length(max=200)], required=False)
    shown = HiddenField()

    beside = frozenset({"step"})
    places: ClassVar[dict[str, str]] = {}
    """Public ids of places by field."""

    def validate(self, extra_validators: object = None) -> bool:
        """Each document is named as a whole or not at all; an issuer alone, which the page suggests, names none."""
        valid = bool(super().validate(extra_validators))
        for fields, said in (
            (self._document, _("Please name the document by number, day and issuer.")),
            (self._permission, _("Please name the decision by number, day and who decided.")),
        ):
            if not any(field.data for field in fields[:2]):
                continue
            missing = [field for field in fields if not field.data and not field.errors]
            for field in missing:
                field.errors = [said]
            valid = valid and not missing
        return valid

    def ask_for(self, *, documents: bool, decisions: bool) -> None:
        """Mark the fields of a document as wanted, where an act will rest on it."""
        for fields, wanted in ((self._document, documents), (self._permission, decisions)):
            for field in fields:
                field.flags.required = wanted

    @property
    def _document(self) -> tuple[Field, Field, Field]:
        return self.document_number, self.document_date, self.document_issuer

    @property
    def _permission(self) -> tuple[Field, Field, Field]:
        return self.permission_number, self.permission_date, self.permission_issuer

    def fates(self) -> Mapping[str, Fate]:
        """Return what was chosen, by public id of the place; what says nothing is left out."""
        known = set(Fate)
        chosen = {public_id: self._fields[name].data for name, public_id in self.places.items()}
        return {public_id: Fate(value) for public_id, value in chosen.items() if value in known}

    def draft(self) -> YearEndDraft:
        """Return the draft."""
        number, day, issuer = (field.data for field in self._permission)
        return YearEndDraft(
            self.document() if self.document_number.data else None,
            self.business_date.data,
            Document(number, day, issuer or "") if number else None,
            self.fates(),
            self.reason.data or None,
            self.shown.data or "",
        )

    def fate(self, public_id: str) -> ChoiceField:
        """Return the field of one place."""
        field: ChoiceField = self._fields[f"fate_{public_id}"]
        return field


def with_places(rows: Iterable[tuple[str, str, Iterable[Fate], Fate]]) -> type[YearEndForm]:
    """Return the form of a fund's year end: each row with the place's public id, its label, what may be chosen, and the
    first choice.
    """
    fields: dict[str, object] = {}
    places: dict[str, str] = {}
    for public_id, label, offered, first in rows:
        name, pairs = f"fate_{public_id}", [(str(fate), _(fate.label)) for fate in offered]
        places[name] = public_id
        fields[name] = ChoiceField(
            label, choices=[SelectChoice(*pair) for pair in pairs], default=str(first), required=False
        )
    return cast("type[YearEndForm]", type("YearEndForm", (YearEndForm,), {**fields, "places": places}))

"""What a person may type about money going out. Tables get one money field per line."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import Length

from promotion.disbursement.drafts import AssignDraft, CommitmentDraft, SpendDraft, Voucher
from promotion.disbursement.rules import CommitmentKind
from promotion.kernel.errors import DomainError, Refused
from promotion.web.forms import ChoiceField, DateField, Form, LongTextField, MoneyField, TextField
from promotion.web.languages import explain
from promotion.web.versions import VersionedForm

_DAY = _l("Day, month, year: 15/03/2026")
_OTHER_DAY = _l("Only when the act counts on another day than that of the document.")
_LATE = _l("Only for a late fact whose period is closed: the real day, while the act counts on an open one.")


class ActForm(Form):
    """What every act needs: its document, the day on which it counts, a reason where one is asked for."""

    number = TextField(_l("Number of the document"), [Length(max=100)])
    day = DateField(_l("Date of the document"), description=_DAY)
    issuer = TextField(_l("Issued by"), [Length(max=200)])
    business_date = DateField(_l("Counts from"), required=False, description=_OTHER_DAY)
    happened_on = DateField(_l("Happened on"), required=False, description=_LATE)
    reason = LongTextField(_l("Reason or note"), [Length(max=2000)], required=False)

    def voucher(self) -> Voucher:
        """Return the document."""
        return Voucher(
            self.number.data or "",
            self.day.data,
            self.issuer.data or "",
            self.business_date.data,
            self.happened_on.data,
        )

    def place_of(self, error: DomainError) -> str | None:
        """Return the field to which a refusal belongs, None for none."""
        return _place(error, "business_date" if self.business_date.data else "day")

    def take(self, error: DomainError) -> None:
        """Show a refusal at its field, else above the form."""
        name = self.place_of(error)
        if name is None:
            super().take(error)
            return
        self[name].errors = [*self[name].errors, explain(error)]


class SpendForm(ActForm):
    """An advance, a payment or an acceptance."""

    amount = MoneyField(_l("Amount"))
    again = BooleanField(_l("This is another payment, not the same one again"))
    condition_holds = BooleanField(_l("The condition of the rule holds"))
    condition = LongTextField(
        _l("How this is known"),
        [Length(max=500)],
        required=False,
        description=_l("For example: minutes no. 05/BBKL of 12/05/2026, 62 percent of the work."),
    )

    def place_of(self, error: DomainError) -> str | None:
        """Ceilings belong to the amount."""
        if isinstance(error, Refused) and error.code.startswith("ceiling."):
            return "amount"
        return super().place_of(error)

    def draft(self) -> SpendDraft:
        """Return the draft."""
        return SpendDraft(
            self.amount.data,
            self.voucher(),
            self.reason.data or None,
            again=bool(self.again.data),
            condition=(self.condition.data or "") if self.condition_holds.data else None,
        )


class AssignForm(ActForm):
    """Money for the lines of a unit; `for_lines` makes the form of one share."""

    line_ids: ClassVar[Mapping[str, str]] = {}
    """Public ids of the lines by field."""

    places: ClassVar[Mapping[int, str]] = {}
    """Fields by envelope id, for refusals that belong to one line."""

    def place_of(self, error: DomainError) -> str | None:
        """A ceiling of a line belongs to its row."""
        return self.places.get(getattr(error, "envelope_id", 0)) or super().place_of(error)

    def draft(self) -> AssignDraft:
        """Return the draft: the lines with an amount."""
        amounts = [(line, self[name].data) for name, line in self.line_ids.items() if self[name].data]
        return AssignDraft(tuple(amounts), self.voucher(), self.reason.data or None)


def for_lines(lines: Iterable[tuple[int, str, str]]) -> type[AssignForm]:
    """Return the form of a share; each line is (envelope id, its public id, the label of its field)."""
    fields: dict[str, Any] = {}
    ids: dict[str, str] = {}
    places: dict[int, str] = {}
    for envelope_id, public_id, label in lines:
        name = f"line_{public_id}"
        ids[name], places[envelope_id] = public_id, name
        fields[name] = MoneyField(label, required=False)
    made = type("LinesForm", (AssignForm,), {**fields, "line_ids": ids, "places": places})
    return cast("type[AssignForm]", made)


class CommitmentForm(VersionedForm):
    """A contract, or a decision that gives the work."""

    kind = ChoiceField(_l("How the work is given"))
    number = TextField(_l("Number of the contract or decision"), [Length(max=100)])
    day = DateField(_l("Day of signing"), description=_DAY)
    party = TextField(_l("Who carries out the work"), [Length(max=200)])
    tax_code = TextField(_l("Tax code"), [Length(max=20)], required=False)
    subject = LongTextField(_l("Subject"), [Length(max=2000)], required=False)
    amount = MoneyField(_l("Value paid from the support"))
    business_date = DateField(_l("Counts from"), required=False, description=_OTHER_DAY)
    happened_on = DateField(_l("Happened on"), required=False, description=_LATE)
    reason = LongTextField(_l("Reason or note"), [Length(max=2000)], required=False)

    def draft(self) -> CommitmentDraft:
        """Return the draft."""
        return CommitmentDraft(
            kind=CommitmentKind(self.kind.data),
            number=self.number.data or "",
            day=self.day.data,
            party=self.party.data or "",
            amount=self.amount.data,
            tax_code=self.tax_code.data or "",
            subject=self.subject.data or "",
            business_date=self.business_date.data,
            reason=self.reason.data or None,
            happened_on=self.happened_on.data,
        )

    def take(self, error: DomainError) -> None:
        """Show a refusal at its field, else above the form."""
        name = _place(error, "business_date" if self.business_date.data else "day")
        if isinstance(error, Refused) and error.code.startswith("ceiling."):
            name = "amount"
        if isinstance(error, Refused) and error.code == "commitment.twice":
            name = "number"
        if name is None:
            super().take(error)
            return
        self[name].errors = [*self[name].errors, explain(error)]


def _place(error: DomainError, day: str) -> str | None:
    """Return the field of a refused day."""
    return day if isinstance(error, Refused) and error.code.startswith("day.") else None

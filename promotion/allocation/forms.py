"""What a person may type about the plan. Tables get one money field per row, named by the row's envelope."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice
from wtforms.validators import Length

from promotion.allocation.drafts import (
    OpenDraft,
    Paper,
    PlanDraft,
    ReleaseDraft,
    ReversalDraft,
    RowsDraft,
)
from promotion.kernel.errors import DomainError, Refused
from promotion.ledger.drafts import Document
from promotion.web.forms import (
    ChoiceField,
    DateField,
    Form,
    LongTextField,
    MoneyField,
    PercentField,
    TextField,
)
from promotion.web.languages import explain


class ActForm(Form):
    """What every act needs: its document, the day on which it counts, a reason."""

    document_number = TextField(_l("Number of the document"), [Length(max=100)])
    document_date = DateField(_l("Date of the document"))
    document_issuer = TextField(_l("Issued by"), [Length(max=200)])
    business_date = DateField(_l("Counts from"), description=_l("Day, month, year; not in the future."))
    happened_on = DateField(_l("Happened on"), required=False)
    reason = LongTextField(_l("Reason or note"), [Length(max=2000)], required=False)
    anyway = BooleanField(_l("Propose it anyway: a proposal that is still open makes room for it"))

    not_again = frozenset({"shown", "text", "file"})
    beside = frozenset({"step"})

    row_names: ClassVar[dict[int, str]] = {}
    """Row fields by envelope id, for refusals that belong to one row."""

    refusal: DomainError | None = None
    """What was refused, for pages that say more about it."""

    late = False
    """The day counts in a period that is closed, or its real day was typed: the form asks for both days."""

    crowded = False
    """A ceiling stands in the way: the person may still propose, because booking checks again."""

    def paper(self) -> Paper:
        """Return what stands behind the act."""
        return Paper(
            Document(
                self.document_number.data or "", self.document_date.data, self.document_issuer.data or ""
            ),
            self.business_date.data,
            self.reason.data or None,
            anyway=bool(self.anyway.data),
            happened_on=self.happened_on.data,
        )

    def take(self, error: DomainError) -> None:
        """Show a refusal where it belongs: at its row, at the business date, else above the form."""
        code = error.code if isinstance(error, Refused) else ""
        self.refusal = error
        self.late = self.late or code == "day.closed"
        self.crowded = self.crowded or code.startswith("ceiling.")
        row = self.row_names.get(getattr(error, "envelope_id", 0))
        name = "business_date" if code.startswith("day.") else row
        if name is None:
            super().take(error)
        else:
            self[name].errors = [*self[name].errors, explain(error)]


class PlanForm(ActForm):
    """A plan, or a supplement to it."""

    amount = MoneyField(_l("Amount"))

    def draft(self) -> PlanDraft:
        """Return the draft."""
        return PlanDraft(self.amount.data, self.paper())


class ReleaseForm(ActForm):
    """A tranche by amount or by percentage."""

    amount = MoneyField(_l("Amount of this tranche"), required=False)
    percent = PercentField(
        _l("Or released in all, in percent of the plan"),
        required=False,
        description=_l("Counts everything released so far: 35 means that 35 percent are then released."),
    )
    shown = HiddenField()

    def draft(self) -> ReleaseDraft:
        """Return the draft, with the amount that was shown before sending."""
        shown = self.shown.data or ""
        return ReleaseDraft(
            self.paper(),
            amount=self.amount.data,
            percent=self.percent.data,
            shown=int(shown) if shown.isascii() and shown.isdigit() else None,
        )


class RowsForm(ActForm):
    """Amounts in the rows of a table; `with_rows` makes the form of one table."""

    row_ids: ClassVar[dict[str, str]] = {}
    """Public ids of envelopes by row field."""

    def draft(self) -> RowsDraft:
        """Return the draft: the rows with an amount."""
        return RowsDraft(
            self.paper(),
            tuple(
                (public_id, self._fields[name].data)
                for name, public_id in self.row_ids.items()
                if self._fields[name].data
            ),
        )

    def row(self, envelope_id: int) -> MoneyField:
        """Return the field of one row."""
        field: MoneyField = self._fields[self.row_names[envelope_id]]
        return field

    def fill(self, amounts: Iterable[tuple[int, int]]) -> None:
        """Put suggestions (đồng by envelope id) into rows that are still empty."""
        for envelope_id, amount in amounts:
            field = self.row(envelope_id)
            if amount and not (field.typed or "").strip():
                field.typed, field.data = None, amount

    @property
    def total(self) -> int:
        """The sum of what was typed so far (đồng)."""
        return sum(self._fields[name].data or 0 for name in self.row_ids)


class SharingForm(RowsForm):
    """Amounts for units, and one unit that has no share yet."""

    unit = ChoiceField(_l("Another unit"), required=False)
    unit_amount = MoneyField(_l("Amount for this unit"), required=False)

    def validate(self, extra_validators: object = None) -> bool:
        """A new unit and its amount come together."""
        valid = super().validate(extra_validators)
        if self.unit.data and not self.unit_amount.data and not self.unit_amount.errors:
            self.unit_amount.errors = [_("Please enter the amount for this unit.")]
            return False
        if self.unit_amount.data and not self.unit.data:
            self.unit.errors = [_("Please choose the unit that gets this amount.")]
            return False
        return bool(valid)

    def draft(self) -> RowsDraft:
        """Return the draft: rows with an amount, and the new unit."""
        drawn = super().draft()
        if not self.unit.data:
            return drawn
        return RowsDraft(drawn.paper, drawn.amounts, (self.unit.data, self.unit_amount.data))


class ReversalForm(ActForm):
    """The document and the reason with which an act is taken back."""

    reason = LongTextField(_l("Why the act is taken back"), [Length(max=2000)])

    def draft(self) -> ReversalDraft:
        """Return the draft."""
        return ReversalDraft(self.paper())


class OpenForm(Form):
    """A fund to open. The view offers the years and the units."""

    year = ChoiceField(_l("Budget year"))
    owner = ChoiceField(_l("Unit that owns the fund"))

    def draft(self, *, two_person: bool) -> OpenDraft:
        """Return the draft."""
        return OpenDraft(int(self.year.data), self.owner.data, two_person)


class DecisionForm(Form):
    """A button: nothing to type."""


class TwoPersonForm(Form):
    """How many people an act of a fund needs: always two, two from an amount on, or one."""

    two_person = RadioField(
        _l("Who books an act"),
        choices=[
            SelectChoice("yes", _l("Always another person than the one who proposed it")),
            SelectChoice("above", _l("Another person from an amount on; below it one person may")),
            SelectChoice("no", _l("One person may propose and book")),
        ],
    )
    above = MoneyField(_l("Two people from this amount on"), required=False)

    def validate(self, extra_validators: object = None) -> bool:
        """The amount belongs to the second choice."""
        valid = super().validate(extra_validators)
        if self.two_person.data == "above" and not self.above.data and not self.above.errors:
            self.above.errors = [_("Please enter the amount from which two people are needed.")]
            return False
        return bool(valid)

    def least(self) -> int:
        """Return the amount from which two people are needed, in đồng."""
        return int(self.above.data or 0) if self.two_person.data == "above" else 0

    def fill(self, *, two_person: bool, above: int) -> None:
        """Put in what is decided now (đồng)."""
        self.two_person.data = "no" if not two_person else "above" if above else "yes"
        self.above.data = above or None


class ReturnForm(Form):
    """Why a proposal is sent back."""

    reason = LongTextField(_l("Reason for returning it"), [Length(max=2000)])


AnyRows = TypeVar("AnyRows", bound=RowsForm)


def with_rows(form: type[AnyRows], rows: Iterable[tuple[int, str, str]]) -> type[AnyRows]:
    """Return the form of a table; each row is (envelope id, its public id, the label of its field)."""
    fields: dict[str, object] = {}
    names: dict[int, str] = {}
    ids: dict[str, str] = {}
    for envelope_id, public_id, label in rows:
        name = f"row_{public_id}"
        names[envelope_id], ids[name] = name, public_id
        fields[name] = MoneyField(label, required=False)
    made = type(form.__name__, (form,), {**fields, "row_names": names, "row_ids": ids})
    return cast("type[AnyRows]", made)

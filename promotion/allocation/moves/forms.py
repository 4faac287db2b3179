"""What a person may type to lower the plan or to move it."""

from collections.abc import Iterable
from typing import TypeVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from promotion.allocation.drafts import Paper
from promotion.allocation.forms import ActForm, RowsForm
from promotion.allocation.moves.drafts import (
    Amounts,
    CutDraft,
    NewLine,
    RelistDraft,
    ReshareDraft,
    TransferDraft,
    WithdrawalDraft,
)
from promotion.allocation.moves.rules import Rule
from promotion.web.forms import ChoiceField, LongTextField, MoneyField, PercentField, TextField
from promotion.web.languages import say


class CutForm(RowsForm):
    """A cut of the plan; a row says by how much a line is lowered in the same decision."""

    amount = MoneyField(_l("Amount of the cut"))
    reason = LongTextField(_l("Reason"), [Length(max=2000)])

    def cut(self) -> CutDraft:
        """Return the draft."""
        return CutDraft(self.paper(), self.amount.data, self.draft().amounts)


class WithdrawalForm(RowsForm):
    """Released money taken back; a row says what exactly is taken from a line."""

    amount = MoneyField(_l("Amount to withdraw"), required=False)
    percent = PercentField(
        _l("Or what stays released in all, in percent of the plan"),
        required=False,
        description=_l("30 means that 30 percent of the plan are then released in all."),
    )
    rule = ChoiceField(_l("From which units and projects"))
    shown = HiddenField()
    reason = LongTextField(_l("Reason"), [Length(max=1800)])

    def withdrawal(self, *, seen: bool) -> WithdrawalDraft:
        """Return the draft; the amount that was shown counts once the consequences were `seen`."""
        shown = self.shown.data or ""
        rule = Rule(self.rule.data)
        return WithdrawalDraft(
            self._paper(rule),
            rule,
            amount=self.amount.data,
            percent=self.percent.data,
            by_hand=_typed(self, self.row_ids),
            shown=int(shown) if seen and shown.isascii() and shown.isdigit() else None,
        )

    def _paper(self, rule: Rule) -> Paper:
        """Return what stands behind the act; its reason states the rule by which money is taken back."""
        paper = self.paper()
        if not paper.reason:
            return paper
        return Paper(
            paper.document,
            paper.business_date,
            _("%(reason)s (Rule: %(rule)s.)", reason=paper.reason, rule=say(rule.label, {}).lower()),
            paper.anyway,
            paper.happened_on,
        )


class ReshareForm(RowsForm):
    """What units give back (`back_…`) and what units get (`row_…`)."""

    reason = LongTextField(_l("Reason"), [Length(max=2000)])

    def reshare(self) -> ReshareDraft:
        """Return the draft."""
        back = {f"back_{public_id}": public_id for public_id in self.row_ids.values()}
        return ReshareDraft(self.paper(), _typed(self, back), _typed(self, self.row_ids))


class RelistForm(RowsForm):
    """New listed amounts, and a project that comes in."""

    new_project = TextField(_l("Code of the project"), [Length(max=60)], required=False)
    new_content = ChoiceField(_l("Content"), required=False)
    new_amount = MoneyField(_l("Listed amount"), required=False)
    reason = LongTextField(_l("Reason"), [Length(max=2000)])

    def validate(self, extra_validators: object = None) -> bool:
        """The code, the content and the amount of a new project come together."""
        valid = super().validate(extra_validators)
        parts = (self.new_project, self.new_content, self.new_amount)
        missing = [field for field in parts if not field.data and not field.errors]
        if any(field.data for field in parts) and missing:
            for field in missing:
                field.errors = [_("This field is required.")]
            return False
        return bool(valid)

    def relist(self) -> RelistDraft:
        """Return the draft."""
        newcomer = None
        if self.new_project.data:
            newcomer = NewLine(self.new_project.data, self.new_content.data, self.new_amount.data)
        return RelistDraft(self.paper(), _typed(self, self.row_ids), newcomer)


class TransferForm(ActForm):
    """From one line to another."""

    source = ChoiceField(_l("From the project"))
    target = ChoiceField(_l("To the project"))
    listed = MoneyField(_l("Listed amount"), required=False)
    money = MoneyField(_l("Assigned money"), required=False)
    reason = LongTextField(_l("Reason"), [Length(max=2000)])

    def transfer(self) -> TransferDraft:
        """Return the draft."""
        return TransferDraft(
            self.paper(), self.source.data, self.target.data, self.listed.data or 0, self.money.data or 0
        )


def _typed(form: RowsForm, ids: dict[str, str]) -> Amounts:
    """Return the rows in which something stands, a zero too: 0 is not the same as nothing."""
    fields = {name: form[name] for name in ids}
    return tuple((ids[name], field.data) for name, field in fields.items() if field.data is not None)


Made = TypeVar("Made", bound=RowsForm)


def with_back(form: type[Made], rows: Iterable[tuple[int, str, str]]) -> type[Made]:
    """Return the form with a second field in each row for what is given back; what a unit lacks is said there.

    A row is (envelope id, its public id, the label of the field).
    """
    fields: dict[str, object] = {}
    names: dict[int, str] = {}
    for envelope_id, public_id, label in rows:
        names[envelope_id] = f"back_{public_id}"
        fields[names[envelope_id]] = MoneyField(_("Gives back: %(unit)s", unit=label), required=False)
    return cast("type[Made]", type(form.__name__, (form,), {**fields, "row_names": names}))

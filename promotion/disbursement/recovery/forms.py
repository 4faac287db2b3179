"""What a person may type about a repayment plan: rows of days and amounts, and the paper behind it."""

from typing import Any, ClassVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from promotion.disbursement.recovery.drafts import PlanDraft
from promotion.web.forms import DateField, LongTextField, MoneyField, TextField
from promotion.web.versions import SeenForm


class PlanForm(SeenForm):
    """A repayment plan; `of_rows` makes the form with that many rows."""

    count: ClassVar[int] = 0
    beside = frozenset({"step"})

    number = TextField(_l("Number of the document"), [Length(max=100)])
    day = DateField(_l("Date of the document"), description=_l("Day, month, year: 15/03/2026"))
    issuer = TextField(_l("Issued by"), [Length(max=200)])
    reason = LongTextField(_l("Reason or note"), [Length(max=2000)], required=False)

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The fields of each row: day and amount."""
        return [(self[f"due_{number}"], self[f"amount_{number}"]) for number in range(1, self.count + 1)]

    def draft(self) -> PlanDraft:
        """Return the draft."""
        return PlanDraft(
            tuple((due.data, amount.data) for due, amount in self.rows),
            self.number.data or "",
            self.day.data,
            self.issuer.data or "",
            self.reason.data or None,
        )


def of_rows(count: int) -> type[PlanForm]:
    """Return the form of a plan with this many rows."""
    fields: dict[str, Any] = {"count": count}
    for number in range(1, count + 1):
        fields[f"due_{number}"] = DateField(_("Due day of row %(number)s", number=number), required=False)
        fields[f"amount_{number}"] = MoneyField(_("Amount of row %(number)s", number=number), required=False)
    return cast("type[PlanForm]", type("RowsForm", (PlanForm,), fields))

"""What a person may type about a take-over."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from promotion.allocation.pasted.forms import PastedForm
from promotion.disbursement.opening.drafts import OpeningDraft, OpeningLine
from promotion.disbursement.opening.rules import LAYOUT
from promotion.web.forms import DateField, MoneyField


class OpeningForm(PastedForm):
    """The list of running projects, and what the fund itself must be opened with."""

    layout = LAYOUT
    needed = ("listed",)

    business_date = DateField(
        _l("Day of the take-over"),
        description=_l(
            "All amounts are as they stood at the end of this day. The ledger goes on from there."
        ),
    )
    approved = MoneyField(
        _l("Plan to open with"),
        required=False,
        description=_l(
            "Only what the ledger does not have yet: as much as the list needs, or the whole plan."
        ),
    )
    released = MoneyField(
        _l("Released money to open with"),
        required=False,
        description=_l("Only what the ledger does not have yet: at least what the list shows as assigned."),
    )

    def draft(self, lines: Iterable[OpeningLine]) -> OpeningDraft:
        """Return the draft of these lines."""
        return OpeningDraft(
            self.paper(), tuple(lines), approved=self.approved.data or 0, released=self.released.data or 0
        )

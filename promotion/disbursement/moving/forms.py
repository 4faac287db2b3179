"""What a person may type about money among lines: for each line what is taken back, and what it is given."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from promotion.disbursement.forms import ActForm
from promotion.disbursement.moving.drafts import MoveDraft
from promotion.kernel.errors import DomainError
from promotion.ledger.refusals import CeilingReached
from promotion.web.forms import LongTextField, MoneyField


class MoveForm(ActForm):
    """Money among the lines of a unit; `for_lines` makes the form of one share."""

    lines: ClassVar[Mapping[str, int]] = {}
    """Envelope ids of the lines by public id."""

    reason = LongTextField(_l("Reason"), [Length(max=2000)])

    def place_of(self, error: DomainError) -> str | None:
        """A ceiling of a line belongs to its row: to what is taken, or to what is given beyond its listing."""
        if isinstance(error, CeilingReached):
            column = "give" if error.counter == "to_assign" else "take"
            for public_id, envelope_id in self.lines.items():
                if envelope_id == error.envelope_id:
                    return f"{column}_{public_id}"
        return super().place_of(error)

    def draft(self) -> MoveDraft:
        """Return the draft: the lines with an amount."""
        taken, given = (
            tuple(
                (line, self[f"{column}_{line}"].data) for line in self.lines if self[f"{column}_{line}"].data
            )
            for column in ("take", "give")
        )
        return MoveDraft(taken, given, self.voucher(), self.reason.data or None)


def for_lines(lines: Iterable[tuple[int, str, str]]) -> type[MoveForm]:
    """Return the form of a share; each line is (envelope id, its public id, its name)."""
    fields: dict[str, Any] = {}
    ids: dict[str, int] = {}
    for envelope_id, public_id, name in lines:
        ids[public_id] = envelope_id
        fields[f"take_{public_id}"] = MoneyField(_("Take back: %(line)s", line=name), required=False)
        fields[f"give_{public_id}"] = MoneyField(_("Give: %(line)s", line=name), required=False)
    return cast("type[MoveForm]", type("LinesForm", (MoveForm,), {**fields, "lines": ids}))

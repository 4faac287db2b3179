"""What a person may type about the shares of beneficiaries: the document, and an amount for each of them."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from promotion.disbursement.forms import ActForm
from promotion.disbursement.groups.drafts import SharesDraft
from promotion.disbursement.rules import CommitmentKind
from promotion.kernel.errors import DomainError, Refused
from promotion.web.forms import ChoiceField, DateField, LongTextField, MoneyField, TextField


class SharesForm(ActForm):
    """The shares of a line; `for_parties` makes the form of one project."""

    parties: ClassVar[Mapping[str, str]] = {}
    """Public ids of the beneficiaries by field."""

    kind = ChoiceField(_l("How the work is given"))
    number = TextField(_l("Number of the decision or list"), [Length(max=100)])
    day = DateField(_l("Day of signing"), description=_l("Day, month, year: 15/03/2026"))
    subject = LongTextField(_l("Subject"), [Length(max=2000)], required=False)

    def place_of(self, error: DomainError) -> str | None:
        """A document used twice belongs to its number."""
        if isinstance(error, Refused) and error.code == "commitment.twice":
            return "number"
        return super().place_of(error)

    def draft(self) -> SharesDraft:
        """Return the draft: the beneficiaries with an amount."""
        shares = [(party, self[name].data) for name, party in self.parties.items() if self[name].data]
        return SharesDraft(
            CommitmentKind(self.kind.data),
            self.voucher(),
            tuple(shares),
            self.subject.data or "",
            self.reason.data or None,
        )


def for_parties(parties: Iterable[tuple[str, str]]) -> type[SharesForm]:
    """Return the form of a project; each beneficiary is (public id, the label of its field)."""
    fields: dict[str, Any] = {}
    ids: dict[str, str] = {}
    for public_id, label in parties:
        name = f"share_{public_id}"
        ids[name] = public_id
        fields[name] = MoneyField(label, required=False)
    return cast("type[SharesForm]", type("PartiesForm", (SharesForm,), {**fields, "parties": ids}))

"""What a person may type to correct an act: everything that the act says, with its amounts as they were entered."""

from collections.abc import Sequence
from typing import ClassVar, cast

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from promotion.allocation.corrections.drafts import CorrectionDraft
from promotion.allocation.forms import ActForm
from promotion.ledger.drafts import Document
from promotion.ledger.models import Act
from promotion.web.forms import LongTextField, MoneyField


class CorrectionForm(ActForm):
    """An act as it should have been. `with_steps` makes the form of one act."""

    reason = LongTextField(_l("Why the act is corrected"), [Length(max=2000)])
    late = True

    step_names: ClassVar[tuple[str, ...]] = ()
    """The fields of the steps, in their order."""

    def draft(self) -> CorrectionDraft:
        """Return the draft."""
        return CorrectionDraft(self.paper(), tuple(self[name].data for name in self.step_names))

    def fill(self, act: Act, amounts: Sequence[int]) -> None:
        """Put in what the act says (amounts in đồng); the reason is asked anew."""
        paper = Document(act.document_number, act.document_date, act.document_issuer)
        self.document_number.data, self.document_date.data = paper.number, paper.day
        self.document_issuer.data = paper.issuer
        self.business_date.data, self.happened_on.data = act.business_date, act.happened_on
        for name, amount in zip(self.step_names, amounts, strict=True):
            self[name].data = amount


def with_steps(steps: Sequence[tuple[int, str]]) -> type[CorrectionForm]:
    """Return the form of an act; each step is (envelope id, the label of its field)."""
    fields: dict[str, object] = {}
    rows: dict[int, str] = {}
    for number, (envelope_id, label) in enumerate(steps):
        name = f"step_{number}"
        fields[name] = MoneyField(label, required=False)
        rows.setdefault(envelope_id, name)
    more = {**fields, "step_names": tuple(fields), "row_names": rows}
    return cast("type[CorrectionForm]", type("CorrectionForm", (CorrectionForm,), more))

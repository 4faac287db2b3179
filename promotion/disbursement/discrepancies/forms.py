"""What a person may type about a discrepancy."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from promotion.discrepancies.drafts import DiscrepancyDraft, ResolutionDraft
from promotion.discrepancies.rules import LONGEST_TEXT, Reported
from promotion.ledger.drafts import Document
from promotion.web.forms import ChoiceField, DateField, Form, LongTextField, MoneyField, TextField


class DocumentForm(Form):
    """The paper behind a discrepancy, or behind its end."""

    number = TextField(_l("Number of the document"), [Length(max=100)])
    document_day = DateField(_l("Date of the document"))
    issuer = TextField(_l("Issued by"), [Length(max=200)])

    def document(self) -> Document:
        """Return the paper."""
        return Document(self.number.data or "", self.document_day.data, self.issuer.data or "")


class DiscrepancyForm(DocumentForm):
    """A figure reported from outside above the ledger."""

    figure = ChoiceField(_l("Figure reported"))
    amount = MoneyField(_l("Amount reported"))
    day = DateField(_l("As of day"), description=_l("The day for which the amount is reported."))
    note = LongTextField(_l("Note"), [Length(max=LONGEST_TEXT)], required=False)

    def draft(self) -> DiscrepancyDraft:
        """Return the draft."""
        figure = Reported(self.figure.data)
        return DiscrepancyDraft(
            figure, self.amount.data, self.day.data, self.document(), self.note.data or ""
        )


class ResolutionForm(DocumentForm):
    """How a discrepancy ended."""

    reason = LongTextField(_l("How it ended"), [Length(max=LONGEST_TEXT)])

    def draft(self) -> ResolutionDraft:
        """Return the draft."""
        return ResolutionDraft(self.document(), self.reason.data or "")

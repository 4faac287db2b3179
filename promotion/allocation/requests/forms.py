"""What a person may type to ask for money."""

from flask_babel import lazy_gettext as _l

from promotion.allocation.forms import ActForm
from promotion.allocation.requests.drafts import RequestDraft
from promotion.web.forms import ChoiceField, MoneyField


class RequestForm(ActForm):
    """What a project asks for from a fund under a content. The view offers both."""

    fund = ChoiceField(_l("Budget year and fund"))
    content = ChoiceField(_l("Content"))
    amount = MoneyField(_l("Support requested in all"))

    def draft(self) -> RequestDraft:
        """Return the draft."""
        return RequestDraft(self.paper(), self.fund.data, self.content.data, self.amount.data)

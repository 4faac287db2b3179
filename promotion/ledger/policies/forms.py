"""What a person may type about exceptions and rules."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from promotion.kernel.errors import Conflict, DomainError
from promotion.ledger.policies.words import Effect, Policy
from promotion.web.forms import ChoiceField, Form, LongTextField
from promotion.web.versions import VersionedForm

LONGEST = 16
"""Digits of an amount that fits 64 bits, and one."""


class BookForm(Form):
    """Booking; a reason of one's own where more is unusual than the proposer gave a reason for."""

    exception_reason = LongTextField(
        _l("Your reason for booking it all the same"), [Length(max=2000)], required=False
    )


class WaiveForm(Form):
    """Why an exception is allowed. `shown` is how far the act lay beyond the rules on the page."""

    reason = LongTextField(_l("Why the exception is allowed"), [Length(max=2000)])
    shown = HiddenField()

    not_again = frozenset({"shown"})

    @property
    def seen(self) -> int:
        """How far the act lay beyond the rules when the person read it (đồng)."""
        text = self.shown.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST else 0

    def take(self, error: DomainError) -> None:
        """Show the numbers as they are now, to be sent again."""
        super().take(error)
        if isinstance(error, Conflict):
            self.shown.data = ""


class PoliciesForm(VersionedForm):
    """What a fund wants where acts are unusual: one choice for each policy."""

    early_contract = ChoiceField(_l("Contract before money"))
    early_payment = ChoiceField(_l("Payment without acceptance"))
    high_advance = ChoiceField(_l("Advance above the rate"))
    unruled_advance = ChoiceField(_l("Advance without a known rule"))
    norm = ChoiceField(_l("Support above the norm"))

    def settings(self) -> dict[Policy, Effect]:
        """Return what was chosen."""
        return {policy: Effect(self[str(policy)].data) for policy in Policy}

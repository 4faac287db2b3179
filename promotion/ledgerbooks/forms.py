"""What a reader may ask of a ledger book; choices are handed in by the view."""

from flask_babel import lazy_gettext as _l

from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.text import mark as N_
from promotion.ledger.deeds import ActKind
from promotion.ledgerbooks.drafts import BookQuestion, Order, Position
from promotion.web.forms import ChoiceField, DateField, Filter

ORDER = Order.number


class BookFilter(Filter):
    """Period, kind of act, only what was taken back, and the order."""

    first = DateField(_l("From day"), required=False, id="filter-first")
    last = DateField(_l("To day"), required=False, id="filter-last")
    kind = ChoiceField(_l("Act"), required=False, id="filter-kind")
    corrected = ChoiceField(_l("Corrections"), required=False, id="filter-corrected")
    order = ChoiceField(_l("Order"), required=False, id="filter-order")

    def understood(self) -> bool:
        """Tell whether every part can be read, and the period does not end before it begins."""
        if not super().understood():
            return False
        first, last = self.first.data, self.last.data
        if first is not None and last is not None and last < first:
            self.take(Invalid(faults=(Fault("last", N_("The last day lies before the first.")),)))
            return False
        return True

    def question(self, after: Position | None) -> BookQuestion:
        """Return what is asked, going on after a place."""
        return BookQuestion(
            first=self.first.data,
            last=self.last.data,
            kind=ActKind(self.kind.data) if self.kind.data else None,
            corrected=self.corrected.data == "yes",
            order=Order(self.order.data) if self.order.data else ORDER,
            after=after,
        )

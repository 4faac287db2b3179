"""What a reader may ask of the trail; choices are handed in by the view."""

from collections.abc import Callable, Mapping

from flask_babel import lazy_gettext as _l

from promotion.audit.drafts import TrailQuestion
from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.text import mark as N_
from promotion.web.forms import ChoiceField, DateField, Filter, MoneyField, TextField


class TrailFilter(Filter):
    """Person, unit, object, act, day and money."""

    person = TextField(_l("Person"), required=False, id="filter-person")
    q = TextField(_l("Code or name of the object"), required=False, id="filter-q")
    kind = ChoiceField(_l("Kind of object"), required=False, id="filter-kind")
    act = ChoiceField(_l("What was done"), required=False, id="filter-act")
    place = ChoiceField(_l("Unit"), required=False, id="filter-place")
    first = DateField(_l("From day"), required=False, id="filter-first")
    last = DateField(_l("To day"), required=False, id="filter-last")
    least = MoneyField(_l("From amount (đồng)"), required=False, id="filter-least")
    most = MoneyField(_l("To amount (đồng)"), required=False, id="filter-most")

    def understood(self) -> bool:
        """Tell whether every part can be read, and no span ends before it begins."""
        if not super().understood():
            return False
        spans = (
            (self.first.data, self.last.data, "last", N_("The last day lies before the first.")),
            (self.least.data, self.most.data, "most", N_("This amount is smaller than the one before.")),
        )
        faults = tuple(
            Fault(field, message)
            for least, most, field, message in spans
            if least is not None and most is not None and most < least
        )
        if faults:
            self.take(Invalid(faults=faults))
        return not faults

    def question(self, unit_ids: Mapping[str, int], called: Callable[[str], frozenset[int]]) -> TrailQuestion:
        """Return what is asked: `unit_ids` gives row ids of the units offered, `called` the people of a name."""
        return TrailQuestion(
            people=called(self.person.data) if self.person.data else None,
            unit_id=unit_ids[self.place.data] if self.place.data else None,
            kind=self.kind.data or None,
            text=self.q.data or "",
            act=self.act.data or None,
            first=self.first.data,
            last=self.last.data,
            least=self.least.data,
            most=self.most.data,
        )

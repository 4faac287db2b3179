"""What a reader may ask of the list of units; choices are handed in by the view."""

from datetime import date

from flask_babel import lazy_gettext as _l

from promotion.units.drafts import UnitQuestion
from promotion.units.rules import UnitKind
from promotion.web.forms import ChoiceField, DateField, Filter, TextField


class UnitFilter(Filter):
    """Kind, seat, day, and words of the name."""

    q = TextField(_l("Name or code"), required=False, id="filter-q")
    kind = ChoiceField(_l("Kind"), required=False, id="filter-kind")
    province = ChoiceField(_l("Province"), required=False, id="filter-province")
    day = DateField(_l("On the day"), required=False, id="filter-day")

    def question(self) -> UnitQuestion:
        """Return what is asked; without a day, units of all times."""
        day = self.day.data
        return UnitQuestion(
            kind=UnitKind(self.kind.data) if self.kind.data else None,
            provinces=(self.province.data,) if self.province.data else None,
            search=self.q.data or "",
            day=day if isinstance(day, date) else None,
        )

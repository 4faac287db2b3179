"""What a reader may ask of the catalogue; choices are handed in by the view."""

from datetime import date

from flask_babel import lazy_gettext as _l

from promotion.web.forms import ChoiceField, DateField, Filter


class DayFilter(Filter):
    """A day on which things are in force; none: all that are known."""

    day = DateField(_l("In force on the day"), required=False, id="filter-day")

    @property
    def chosen_day(self) -> date | None:
        """The day asked for."""
        day = self.day.data
        return day if isinstance(day, date) else None


class NormFilter(DayFilter):
    """Norms of a content, on a day, in a province."""

    content = ChoiceField(_l("Content"), required=False, id="filter-content")
    province = ChoiceField(_l("Province"), required=False, id="filter-province")

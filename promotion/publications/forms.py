"""What a reader may ask of the published figures; choices are handed in by the view."""

from flask_babel import lazy_gettext as _l

from promotion.publications.drafts import Question
from promotion.web.forms import ChoiceField, Filter, TextField


class PublicationFilter(Filter):
    """Year, place, measure, words of the source, and whether sources contradict each other."""

    year = ChoiceField(_l("Year"), required=False, id="filter-year")
    place = ChoiceField(_l("Place"), required=False, id="filter-place")
    measure = ChoiceField(_l("Measure"), required=False, id="filter-measure")
    source = TextField(_l("Source"), required=False, id="filter-source")
    show = ChoiceField(_l("Agreement of the sources"), required=False, id="filter-show")

    def question(self) -> Question:
        """Return what is asked."""
        return Question(
            year=int(self.year.data) if self.year.data else None,
            place=self.place.data or None,
            measure=self.measure.data or None,
            source=self.source.data or "",
            differing=self.show.data == "differing",
        )


class ChecksFilter(Filter):
    """A year; none: all that something was published about."""

    year = ChoiceField(_l("Year"), required=False, id="filter-year")

    @property
    def chosen_year(self) -> int | None:
        """The year asked for."""
        return int(self.year.data) if self.year.data else None

"""What a reader may ask of the list of provinces; choices are handed in by the view."""

from datetime import date

from flask_babel import lazy_gettext as _l

from promotion.kernel.choices import Region
from promotion.territory.drafts import ProvinceQuestion
from promotion.web.forms import ChoiceField, DateField, Form, TextField


class ProvinceFilter(Form):
    """Edition or day, region, and words of the name."""

    q = TextField(_l("Name, code or other spelling"), required=False, id="filter-q")
    edition = ChoiceField(_l("Edition"), required=False, id="filter-edition")
    region = ChoiceField(_l("Conference region"), required=False, id="filter-region")
    day = DateField(_l("On the day"), required=False, id="filter-day")

    def question(self, today: date) -> ProvinceQuestion:
        """Return what is asked; without a day, as things stand today."""
        return ProvinceQuestion(
            day=self.day.data or today,
            edition=self.edition.data or None,
            region=Region(self.region.data) if self.region.data else None,
            search=self.q.data or "",
        )

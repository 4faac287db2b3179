"""What a reader may ask of the list of provinces; choices are handed in by the view."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from promotion.kernel.calendar import date_text
from promotion.kernel.choices import Region
from promotion.territory.drafts import ProvinceQuestion
from promotion.territory.periods import covers
from promotion.territory.rules import Atlas, Province
from promotion.web.forms import ChoiceField, DateField, Filter, TextField


class ProvinceFilter(Filter):
    """Edition or day, region, and words of the name."""

    q = TextField(_l("Name, code or other spelling"), required=False, id="filter-q")
    edition = ChoiceField(_l("Edition"), required=False, id="filter-edition")
    region = ChoiceField(_l("Conference region"), required=False, id="filter-region")
    day = DateField(_l("On the day"), required=False, id="filter-day")

    def question(self, today: date) -> ProvinceQuestion:
        """Return what is asked; without a day, as things stand today."""
        day = self.day.data
        return ProvinceQuestion(
            day=day if isinstance(day, date) else today,
            edition=self.edition.data or None,
            region=Region(self.region.data) if self.region.data else None,
            search=self.q.data or "",
        )


def province_choices(places: Atlas, day: date, language: str) -> list[tuple[str, str]]:
    """Return (key, label) of all provinces: those of the day first, then the others with their last day."""
    ordered = sorted(places.provinces, key=lambda province: not covers(province, day))
    return [(province.key, _label(province, language)) for province in ordered]


def _label(province: Province, language: str) -> str:
    name = province.name(language)
    if province.valid_to is None:
        return name
    return _("%(name)s (to %(day)s)", name=name, day=date_text(province.valid_to, language))

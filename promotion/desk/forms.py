"""What a reader may ask beside the filters of figures; choices are handed in by the view."""

from flask_babel import lazy_gettext as _l

from promotion.web.forms import ChoiceField, Filter, TextField


class DeskFilter(Filter):
    """Fund, words of the project, how rows are put together, and which group of rows is opened."""

    fund = ChoiceField(_l("Fund"), required=False, id="filter-fund")
    q = TextField(_l("Project"), required=False, id="filter-q")
    by = ChoiceField(_l("Put together by"), required=False, id="filter-by")
    where = ChoiceField(_l("Where it lies"), required=False, id="filter-where")
    age = ChoiceField(_l("Lying for"), required=False, id="filter-age")
    basis = ChoiceField(_l("At most"), required=False, id="filter-basis")
    group = TextField(_l("Only"), required=False)

    def said(self, name: str) -> str:
        """Return what a part asks, "" where it is not set or cannot be read."""
        field = self[name]
        return "" if field.errors else str(field.data or "").strip()

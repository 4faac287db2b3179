"""What a person may state about figures."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from promotion.figures.drafts import CompletenessDraft
from promotion.kernel.choices import Level
from promotion.web.forms import ChoiceField, LongTextField
from promotion.web.versions import SeenForm

BOTH = "both"


class CompletenessForm(SeenForm):
    """For which provinces and level, from which year, on what grounds. The view offers places, levels, years."""

    where = ChoiceField(_l("Provinces"))
    level = ChoiceField(_l("Level"))
    from_year = ChoiceField(_l("Complete from budget year"), required=False)
    reason = LongTextField(
        _l("On what this rests"),
        [Length(max=1000)],
        description=_l("For example: checked against the treasury."),
    )

    def draft(self, groups: Mapping[str, Sequence[str]]) -> CompletenessDraft:
        """Return the draft; `groups` are the places that stand for several provinces."""
        return CompletenessDraft(
            provinces=groups.get(self.where.data, (self.where.data,)),
            levels=tuple(Level) if self.level.data == BOTH else (Level(self.level.data),),
            from_year=int(self.from_year.data) if self.from_year.data else None,
            reason=self.reason.data,
        )

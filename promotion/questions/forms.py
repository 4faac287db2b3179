"""What people may type about questions; choices are handed in by the view."""

from collections.abc import Callable, Iterable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from promotion.kernel.choices import Level, Region
from promotion.questions.drafts import (
    About,
    AnswerDraft,
    AskDraft,
    CloseDraft,
    DueDraft,
    ListQuestion,
)
from promotion.questions.rules import Outcome, State
from promotion.web.forms import ChoiceField, DateField, Filter, Form, LongTextField, TextField
from promotion.web.versions import SeenForm


class AskForm(Form):
    """A question: to whom, until when, what."""

    units = SelectMultipleField(
        _l("Who is asked"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,  # the service says which unit cannot be asked
        description=_l("Each gets a question of its own, about its own part of the figure."),
    )
    due = DateField(_l("Answer due by"), description=_l("A day after today, for example 30/06/2024."))
    text = LongTextField(
        _l("Question"), description=_l("What does not fit, and what the unit should say or correct.")
    )

    def offer(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Offer these units as (code, name)."""
        self.units.choices = list(pairs)

    def draft(self, about: About) -> AskDraft:
        """Return the draft of a question about something."""
        return AskDraft(about, tuple(self.units.data or ()), self.due.data, self.text.data or "")


class AnswerForm(SeenForm):
    """An answer, and an act that shows it."""

    beside = frozenset({"step"})

    text = LongTextField(_l("Answer"))
    find = TextField(
        _l("Search for an act"),
        required=False,
        description=_l(
            "Document number, day (30/06/2024), amount or project code; without a text the newest."
        ),
    )
    act = RadioField(
        _l("Shown by act"),
        default="",
        validate_choice=False,  # the service says which act does not do
    )

    def offer(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Offer these acts as (public id, words), and none at all."""
        self.act.choices = [("", _("No act")), *pairs]

    def draft(self) -> AnswerDraft:
        """Return the draft."""
        return AnswerDraft(self.text.data or "", self.act.data or None)


class AgainForm(SeenForm):
    """An answer sent back."""

    text = LongTextField(_l("Why the answer does not do"))
    due = DateField(_l("New due date"))

    def draft(self) -> DueDraft:
        """Return the draft."""
        return DueDraft(self.text.data or "", self.due.data)


class MoveForm(SeenForm):
    """Another due date."""

    due = DateField(_l("New due date"))
    text = LongTextField(_l("Reason"))

    def draft(self) -> DueDraft:
        """Return the draft."""
        return DueDraft(self.text.data or "", self.due.data)


class CloseForm(SeenForm):
    """How a question ended."""

    outcome = ChoiceField(_l("How the question ended"))
    text = LongTextField(_l("Note"))

    def draft(self) -> CloseDraft:
        """Return the draft."""
        return CloseDraft(Outcome(self.outcome.data), self.text.data or "")


class QuestionFilter(Filter):
    """State, place, unit, year, level, fund, whose, words, order."""

    q = TextField(_l("Words"), required=False, id="filter-q")
    state = ChoiceField(_l("State"), required=False, id="filter-state")
    mine = ChoiceField(_l("Whose"), required=False, id="filter-mine")
    province = ChoiceField(_l("Province"), required=False, id="filter-province")
    unit = ChoiceField(_l("Unit"), required=False, id="filter-unit")
    year = ChoiceField(_l("Budget year"), required=False, id="filter-year")
    level = ChoiceField(_l("Level"), required=False, id="filter-level")
    fund = ChoiceField(_l("Fund"), required=False, id="filter-fund")
    region = ChoiceField(_l("Region"), required=False, id="filter-region")

    def question(
        self,
        unit_ids: Mapping[str, int],
        homes: Callable[[Region | None, str | None], frozenset[str]],
        sort: str,
    ) -> ListQuestion:
        """Return what is asked: `unit_ids` has row ids of the units offered, `homes` gives the provinces of a place."""
        region = Region(self.region.data) if self.region.data else None
        province = self.province.data or None
        return ListQuestion(
            state=State(self.state.data) if self.state.data else None,
            unit_id=unit_ids[self.unit.data] if self.unit.data else None,
            homes=homes(region, province) if region or province else None,
            year=int(self.year.data) if self.year.data else None,
            level=Level(self.level.data) if self.level.data else None,
            fund=self.fund.data or None,
            mine=self.mine.data or "",
            words=self.q.data or "",
            sort=sort,
        )

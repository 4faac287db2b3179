"""What a person may type about a scenario: how much, which rules in which order, numbers beside lines."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import Length

from promotion.allocation.forms import ActForm
from promotion.kernel.errors import DomainError, Invalid
from promotion.planner.drafts import Depth, Direction, Numbers, ScenarioDraft
from promotion.planner.rules import Rule, Unmet, Use
from promotion.web.forms import (
    ChoiceField,
    Form,
    LongTextField,
    MoneyField,
    PercentField,
    TextField,
    WholeNumberField,
)
from promotion.web.languages import explain
from promotion.web.versions import Saved, SeenForm, VersionedForm

PLACES = range(1, len(Rule) + 1)
HAND, RANK = "hand_", "rank_"


class LookingForm(Form):
    """What is looked for among many lines: `place` is the page of them, `rows` names the lines that have fields."""

    find = TextField(_l("Find lines by code, project or unit"), [Length(max=200)], required=False)
    numbered = BooleanField(_l("Only lines with a number"))
    place = HiddenField()
    rows = HiddenField()

    beside = frozenset({"lines"})


class ScenarioForm(LookingForm, VersionedForm):
    """A scenario; `with_lines` makes the form of one fund, with two fields beside each line."""

    name = TextField(_l("Name"), [Length(max=120)])
    direction = ChoiceField(_l("What it is about"))
    amount = MoneyField(_l("Amount"), required=False)
    percent = PercentField(_l("Or released in all, in percent of the plan"), required=False)
    rule_1 = ChoiceField(_l("First rule"))
    rule_2 = ChoiceField(_l("Second rule"), required=False)
    rule_3 = ChoiceField(_l("Third rule"), required=False)
    rule_4 = ChoiceField(_l("Fourth rule"), required=False)
    rule_5 = ChoiceField(_l("Fifth rule"), required=False)
    floor = PercentField(_l("Floor of each province, in percent of what is listed there"), required=False)
    with_idle = BooleanField(_l("Also distribute released money that no project has yet"))
    depth = ChoiceField(_l("How far the act reaches"))
    lines: ClassVar[tuple[str, ...]] = ()
    """Public ids of the lines that have fields."""

    unmet: Unmet | None = None
    """A rule that cannot be satisfied: the page says by how much and for whom."""

    def __init__(self, saved: Callable[[], Saved] | None = None, **options: Any) -> None:  # noqa: ANN401 - WTForms' own options
        """Take WTForms' options, and how to read the scenario that stands."""
        super().__init__(saved, **options)
        self.direction.offer((str(one), _(one.label)) for one in Direction)
        self.depth.offer((str(one), _(one.label)) for one in Depth)
        for place in PLACES:
            offered = [(str(rule), _(rule.label)) for rule in Rule]
            self[f"rule_{place}"].offer(offered, blank=None if place == 1 else "")

    look: Callable[[ScenarioDraft], None] = staticmethod(lambda _draft: None)
    """Looks at what was typed by the rules; raises `Invalid` with a fault at each field."""

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own options
        """Check the fields; where one is wrong, say what the rules say of the others in the same answer."""
        valid = super().validate(extra_validators)
        if not (valid or self.versions or self.direction.errors or self.depth.errors):
            self._look_at_the_others({field.name for field in self if field.errors})
        return bool(valid)

    def _look_at_the_others(self, wrong: set[str]) -> None:
        """Show what the rules say of fields that could be read; what could not be read is not missing."""
        half = wrong & {"amount", "percent"} and self.amount.data is None and self.percent.data is None
        try:
            self.look(self.draft())
        except Invalid as invalid:
            silent = wrong | ({"amount"} if half else set())
            found = tuple(fault for fault in invalid.faults if fault.field not in silent)
            if found:
                super().take(Invalid(faults=found))

    def draft(self) -> ScenarioDraft:
        """Return the draft; a rule that was not offered is left out."""
        chosen = (self[f"rule_{place}"] for place in PLACES)
        rules = [Rule(field.data) for field in chosen if field.data and not field.errors]
        return ScenarioDraft(
            name=self.name.data or "",
            amount=self.amount.data,
            percent=self.percent.data,
            uses=tuple(Use(rule, self.floor.data if rule is Rule.floor else None) for rule in rules),
            direction=Direction(self.direction.data),
            with_idle=bool(self.with_idle.data),
            depth=Depth(self.depth.data),
            by_hand=self._numbers(HAND),
            priorities=self._numbers(RANK),
        )

    def _numbers(self, prefix: str) -> Numbers:
        found = ((line, self[f"{prefix}{line}"].data) for line in self.lines)
        return tuple((line, number) for line, number in found if number is not None)

    def take(self, error: DomainError) -> None:
        """Show a rule that cannot be satisfied at its place in the order; other refusals as ever."""
        if isinstance(error, Unmet):
            self.unmet = error
            for place in PLACES:
                if error.rule is not None and self[f"rule_{place}"].data == str(error.rule):
                    field = self[f"rule_{place}"]
                    field.errors = [*field.errors, explain(error)]
                    return
        super().take(error)


def with_lines(lines: Iterable[tuple[str, str]]) -> type[ScenarioForm]:
    """Return the form of one fund: its lines as (public id, what a line is called)."""
    found = list(lines)
    fields: dict[str, object] = {}
    for public_id, label in found:
        fields[f"{HAND}{public_id}"] = MoneyField(_("Set by hand: %(line)s", line=label), required=False)
        fields[f"{RANK}{public_id}"] = WholeNumberField(_("Priority: %(line)s", line=label), required=False)
    ids = tuple(public_id for public_id, _label in found)
    return cast("type[ScenarioForm]", type("ScenarioForm", (ScenarioForm,), {**fields, "lines": ids}))


def values_of(draft: ScenarioDraft) -> Mapping[str, Any]:
    """Return what the fields hold for a scenario; lines without a number are left out."""
    rules = [str(use.rule) for use in draft.uses]
    return {
        "name": draft.name,
        "direction": str(draft.direction),
        "amount": draft.amount,
        "percent": draft.percent,
        **{f"rule_{place}": rules[place - 1] if place <= len(rules) else "" for place in PLACES},
        "floor": next((use.percent for use in draft.uses if use.rule is Rule.floor), None),
        "with_idle": draft.with_idle,
        "depth": str(draft.depth),
        **{f"{HAND}{line}": number for line, number in draft.by_hand},
        **{f"{RANK}{line}": number for line, number in draft.priorities},
    }


class ProposalForm(ActForm):
    """The document behind an act that a scenario comes to."""

    reason = LongTextField(_l("Reason"), [Length(max=2000)])


class StepForm(SeenForm):
    """A button on a scenario's page: work out anew, delete."""

"""What every page of the desk does alike: what is asked, the filters in force, the other lists, the workbook."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext as _

from promotion.access import guard
from promotion.desk.drafts import By, DeskQuestion
from promotion.desk.forms import DeskFilter
from promotion.desk.queries.ground import Ground, fund_choices, on_the_desk, years
from promotion.figures import filters, questions
from promotion.figures.filters import Bar
from promotion.figures.model import Dimension
from promotion.kernel.choices import Choice
from promotion.kernel.text import mark as N_
from promotion.web.languages import chosen, say
from promotion.web.values import filters_said

LISTS = (
    ("desk.index", N_("At a glance")),
    ("desk.days", N_("How long money takes")),
    ("desk.idle", N_("Idle money")),
    ("desk.committable", N_("Can still be committed")),
    ("desk.forecast", N_("Forecast to year end")),
    ("desk.stopped", N_("Stopped projects")),
    ("desk.waiting", N_("Waiting for money")),
    ("desk.late", N_("Late projects")),
)
"""The pages of the room, in the order of their tabs."""

_NO_FILTERS = frozenset({"by", "group", "basis"})
_WITHOUT_CHOICES = ("where", "age", "basis")
# The desk stands on today's position, on the provinces of the year's end, in whole đồng; "by" has values of its own.
_NOT_OF_FIGURES = frozenset({"by", "as_of", "boundaries", "unit"})


@dataclass(frozen=True)
class Asked:
    """What an address asks: the ground, the form, the filter bar, chips, and what could not be read."""

    ground: Ground
    form: DeskFilter
    bar: Bar
    chips: Sequence[Mapping[str, str]]
    faults: Sequence[str]

    @property
    def question(self) -> DeskQuestion:
        """The question, with the usual answer for what could not be read."""
        return self.ground.question

    @property
    def readable(self) -> bool:
        """Whether everything could be read."""
        return not self.faults and not self.form.errors

    @property
    def tabs(self) -> list[dict[str, object]]:
        """The lists of the desk with the same filters."""
        return [
            {"label": _(label), "href": address(end, self.question), "current": request.endpoint == end}
            for end, label in LISTS
        ]

    def beside(self, *names: str) -> str:
        """Return in words which of these filters are in force, "" for none."""
        return ", ".join(chip["label"] for chip in self.chips if chip["name"] in names)

    @property
    def query(self) -> str:
        """The address's own question, for the workbook."""
        return request.query_string.decode("ascii", "ignore")

    @property
    def said(self) -> str:
        """The filters in words, for the head of a workbook."""
        return filters_said(self.chips, _("budget year %(year)s", year=self.question.year))


def asked(**offered: Iterable[Choice]) -> Asked:
    """Read the address; `offered` are the choices that a list offers beside those of all lists."""
    form, scope, language = DeskFilter(), guard.scope(), chosen()
    for name in _WITHOUT_CHOICES:
        form[name].offer(((str(choice), _(choice.label)) for choice in offered.get(name, ())), blank="")
    known = years(scope)
    arguments = {name: value for name, value in request.args.items() if name not in _NOT_OF_FIGURES}
    read = questions.read(arguments, language, by=Dimension.province, years=known)
    fitted = filters.fitted(questions.Asked(on_the_desk(read.question), read.faults), arguments, language)
    form.fund.offer(fund_choices(scope, fitted.question), blank="")
    form.by.offer(((str(by), _(by.label)) for by in By), blank="")
    form.understood()
    question = DeskQuestion(
        figures=fitted.question,
        fund=form.said("fund") or None,
        words=form.said("q"),
        by=By(form.said("by") or By.province),
        group=form.said("group") or None,
    )
    bar = filters.bar(scope, fitted.question, language, known)
    own = [one for one in form.in_force() if one["name"] not in _NO_FILTERS]
    chips = [
        {"name": chip.name, "label": chip.label, "text": chip.text}
        for chip in bar.chips
        if chip.name != "boundaries"
    ]
    faults = [say(fault.message, dict(fault.params)) for fault in fitted.faults]
    return Asked(Ground(scope, question, language), form, bar, [*chips, *own], faults)


def address(endpoint: str, question: DeskQuestion, **more: str) -> str:
    """Return the address of a page with the filters that all lists share, and more values."""
    asked_for = question.figures
    parts = {
        "year": asked_for.year,
        "level": asked_for.level,
        "region": asked_for.region,
        "province": asked_for.province,
        "implementer": asked_for.unit,
        "content": asked_for.content,
        "fund": question.fund,
        "q": question.words or None,
    }
    kept = {name: str(part) for name, part in parts.items() if part is not None}
    return f"{url_for(endpoint)}?{urlencode({**kept, **more})}"


def sorted_by(known: Collection[str], usual: str) -> str:
    """Return the order asked for, the usual one where it is none that is known."""
    wanted = request.args.get("sort", usual)
    return wanted if wanted.removeprefix("-") in known else usual

"""What a person may type about projects. Choices are handed in by the views."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from promotion.kernel.choices import Level, ProjectState, Region
from promotion.kernel.errors import DomainError, Refused
from promotion.ledger.drafts import Document
from promotion.projects import rules
from promotion.projects.drafts import (
    BeneficiaryDraft,
    IndicatorDraft,
    MoveDraft,
    OtherMoneyDraft,
    ProjectDraft,
    ProjectQuestion,
    TermsDraft,
)
from promotion.projects.rules import LawBasis, OtherKind, ProjectKind, Stage, WorkWay
from promotion.web.forms import (
    ChoiceField,
    DateField,
    Filter,
    Form,
    LongTextField,
    MoneyField,
    TextField,
    WholeNumberField,
)
from promotion.web.languages import explain
from promotion.web.versions import SeenForm, VersionedForm

_DAY = _l("Day, month, year: 15/03/2026")


class ProjectFilter(Filter):
    """What the list is narrowed down to."""

    q = TextField(_l("Name, code, beneficiary or tax code"), required=False, id="filter-q")
    year = ChoiceField(_l("Budget year"), required=False, id="filter-year")
    level = ChoiceField(_l("Level"), required=False, id="filter-level")
    region = ChoiceField(_l("Region"), required=False, id="filter-region")
    province = ChoiceField(_l("Province"), required=False, id="filter-province")
    carrier = ChoiceField(_l("Implementing unit"), required=False, id="filter-carrier")
    content = ChoiceField(_l("Content"), required=False, id="filter-content")
    state = ChoiceField(_l("State"), required=False, id="filter-state")
    waiting = ChoiceField(_l("Waiting for money"), required=False, id="filter-waiting")
    law = ChoiceField(_l("Law basis"), required=False, id="filter-law")
    way = ChoiceField(_l("Way of giving the work"), required=False, id="filter-way")

    def question(self, unit_ids: Mapping[str, int]) -> ProjectQuestion:
        """Return what is asked; `unit_ids` gives the row ids of the units offered."""
        return ProjectQuestion(
            text=self.q.data or "",
            year=int(self.year.data) if self.year.data else None,
            level=Level(self.level.data) if self.level.data else None,
            region=Region(self.region.data) if self.region.data else None,
            province=self.province.data or None,
            unit_id=unit_ids[self.carrier.data] if self.carrier.data else None,
            content=self.content.data or None,
            state=ProjectState(self.state.data) if self.state.data else None,
            waiting=self.waiting.data == "yes" if self.waiting.data else None,
            law=LawBasis(self.law.data) if self.law.data else None,
            way=WorkWay(self.way.data) if self.way.data else None,
        )


class ProjectForm(VersionedForm):
    """A project, new or changed."""

    name = TextField(_l("Name of the project"), [Length(max=rules.LONGEST_NAME)])
    level = ChoiceField(
        _l("Level"), description=_l("Who decides on it and pays: the ministry, or the province.")
    )
    kind = ChoiceField(_l("Kind"))
    unit = ChoiceField(_l("Implementing unit"))
    home = ChoiceField(
        _l("Province"), required=False, description=_l("Only a national task may go without a province.")
    )
    commune = TextField(_l("Commune, ward or special zone"), [Length(max=200)], required=False)
    programme = ChoiceField(_l("Programme"), required=False)
    planned_start = DateField(_l("Planned start"), required=False, description=_DAY)
    planned_end = DateField(_l("Planned end"), required=False, description=_DAY)
    objective = LongTextField(_l("Objective"), [Length(max=rules.LONGEST_TEXT)], required=False)
    code = TextField(
        _l("Code"),
        [Length(max=rules.LONGEST_CODE)],
        required=False,
        description=_l("Left empty, the next free code is given."),
    )

    def draft(self, unit_ids: Mapping[str, int]) -> ProjectDraft:
        """Return the draft; `unit_ids` gives the row ids of the units offered."""
        return ProjectDraft(
            name=self.name.data or "",
            level=Level(self.level.data),
            kind=ProjectKind(self.kind.data),
            unit_id=unit_ids[self.unit.data],
            home=self.home.data or None,
            code=self.code.data or "",
            commune=self.commune.data or "",
            programme_code=self.programme.data or None,
            planned_start=self.planned_start.data,
            planned_end=self.planned_end.data,
            objective=self.objective.data or "",
        )

    def take(self, error: DomainError) -> None:
        """Show a code that is taken at its field."""
        if isinstance(error, Refused) and error.code == "project.code":
            self.code.errors = [*self.code.errors, explain(error)]
            return
        super().take(error)


class MoveForm(SeenForm):
    """A move to another state, of a project as it was shown."""

    since = DateField(_l("Since"), description=_DAY)
    reason = LongTextField(_l("Reason, decision or note"), [Length(max=2000)], required=False)

    def draft(self, target: ProjectState) -> MoveDraft:
        """Return the draft."""
        return MoveDraft(target, self.since.data, self.reason.data or None)


class LineForm(Form):
    """A line of money: fund and content."""

    fund = ChoiceField(_l("Fund"), description=_l("The year's money from which the line is to be paid."))
    content = ChoiceField(_l("Content"))


class TermsForm(Form):
    """Law basis and way of giving the work of a line."""

    law = ChoiceField(_l("Law basis"))
    way = ChoiceField(_l("Way of giving the work"))
    valid_from = DateField(_l("Holds from"), description=_DAY)
    number = TextField(_l("Number of the document"), [Length(max=100)])
    document_day = DateField(_l("Date of the document"), description=_DAY)
    issuer = TextField(_l("Issued by"), [Length(max=200)])

    def draft(self) -> TermsDraft:
        """Return the draft."""
        paper = Document(self.number.data or "", self.document_day.data, self.issuer.data or "")
        return TermsDraft(LawBasis(self.law.data), WorkWay(self.way.data), self.valid_from.data, paper)


class BeneficiaryForm(VersionedForm):
    """Who is supported."""

    name = TextField(_l("Name of the beneficiary"), [Length(max=300)])
    tax_code = TextField(
        _l("Tax code"),
        [Length(max=20)],
        required=False,
        description=_l("10 or 13 digits; a household business: the owner's 12-digit personal number."),
    )
    address = TextField(_l("Address"), [Length(max=300)], required=False)

    def draft(self) -> BeneficiaryDraft:
        """Return the draft."""
        return BeneficiaryDraft(self.name.data or "", self.tax_code.data or "", self.address.data or "")


class OtherMoneyForm(Form):
    """Counterpart or other money."""

    kind = ChoiceField(_l("Kind of money"))
    payer = TextField(_l("Paid by"), [Length(max=300)])
    amount = MoneyField(_l("Amount"))
    day = DateField(_l("Day"), description=_DAY)
    note = TextField(_l("Note"), [Length(max=500)], required=False)

    def draft(self) -> OtherMoneyDraft:
        """Return the draft."""
        return OtherMoneyDraft(
            OtherKind(self.kind.data),
            self.payer.data or "",
            self.amount.data,
            self.day.data,
            self.note.data or "",
        )


class ButtonForm(Form):
    """A button: nothing to type."""


class RemoveForm(SeenForm):
    """A button that removes what was shown."""


Cell = tuple[str, str, Stage]


class IndicatorsForm(VersionedForm):
    """Planned and achieved values; `for_cells` makes the form of one project."""

    as_of = DateField(_l("Values as of"), description=_DAY)

    cells: ClassVar[Mapping[str, Cell]] = {}

    def drafts(self) -> list[IndicatorDraft]:
        """Return what was filled in."""
        return [
            IndicatorDraft(content, indicator, stage, self[name].data, self.as_of.data)
            for name, (content, indicator, stage) in self.cells.items()
            if self[name].data is not None
        ]


def cell_name(content: str, indicator: str, stage: Stage) -> str:
    """Return the name of the field for one value."""
    return f"{content}_{indicator}_{stage}"


def for_cells(cells: Iterable[tuple[Cell, str]]) -> type[IndicatorsForm]:
    """Return the form with one field per value; each cell comes with the label of its field."""
    known: dict[str, Cell] = {}
    fields: dict[str, Any] = {}
    for cell, label in cells:
        known[cell_name(*cell)] = cell
        fields[cell_name(*cell)] = WholeNumberField(label, required=False)
    return cast("type[IndicatorsForm]", type("CellsForm", (IndicatorsForm,), {**fields, "cells": known}))

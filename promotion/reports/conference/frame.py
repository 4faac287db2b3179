"""What all sheets of the conference workbook share: wording, forms, measures, the order of provinces."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from promotion.figures.model import Measure, Row, Unit
from promotion.kernel.calendar import date_text, moment_text, period_text
from promotion.kernel.choices import Level, Region
from promotion.kernel.text import mark as N_
from promotion.publications.rules import PLANNED, Period, Printed, last_day
from promotion.reports.conference.given import ConferenceInput

MONEY = ("approved", "released", "assigned", "disbursed", "accepted")
RATES = ("released_of_approved", "disbursed_of_approved", "disbursed_of_released", "disbursed_of_assigned")
PROJECTS = "projects"
CONTENT_MONEY = ("approved", "assigned", "disbursed", "accepted")
CONTENT_RATES = ("disbursed_of_approved", "disbursed_of_assigned")

SUMMARY, TOTAL, NATIONAL, LOCAL = "summary", "total", "national", "local"
CONTENTS, LIST, COUNTRY = "contents", "projects", "country"
COVER, PUBLISHED, CHECKS, DATA, NOTES = "cover", "published", "checks", "data", "notes"
FORMS = (SUMMARY, TOTAL, NATIONAL, LOCAL, CONTENTS, LIST, COUNTRY)
"""The numbered forms, in the order of their codes."""

LEVEL_FORMS: Mapping[Level | None, str] = {None: TOTAL, Level.national: NATIONAL, Level.local: LOCAL}

_TABS = {
    COVER: N_("Cover"),
    SUMMARY: N_("Summary"),
    TOTAL: N_("By province"),
    NATIONAL: N_("By province, national"),
    LOCAL: N_("By province, local"),
    CONTENTS: N_("By content"),
    LIST: N_("Projects"),
    COUNTRY: N_("By region"),
    PUBLISHED: N_("Published"),
    CHECKS: N_("Checks"),
    DATA: N_("Data"),
    NOTES: N_("Notes"),
}
_TITLES = {
    SUMMARY: N_("Industrial promotion money: summary"),
    TOTAL: N_("Industrial promotion money by province, national and local"),
    NATIONAL: N_("National industrial promotion money by province"),
    LOCAL: N_("Local industrial promotion money by province"),
    CONTENTS: N_("Industrial promotion money by content"),
    LIST: N_("List of industrial promotion projects"),
    COUNTRY: N_("Industrial promotion money: regions of the country"),
    PUBLISHED: N_("Published figures beside those of this workbook"),
    CHECKS: N_("Checks of the figures"),
    DATA: N_("Data behind the forms"),
    NOTES: N_("Notes and definitions"),
}


@dataclass(frozen=True)
class Frame:
    """A conference input with the words and orders derived from it."""

    given: ConferenceInput

    def t(self, message: str, **params: str | int) -> str:
        """Say a message in the language of the workbook."""
        said = self.given.translate(message)
        return said % params if params else said

    def day(self, day: date) -> str:
        """Write a day as dd/mm/yyyy."""
        return date_text(day, self.given.language)

    def tab(self, key: str) -> str:
        """Name the tab of a sheet; forms bear their number."""
        name = self.t(_TABS[key])
        return f"{FORMS.index(key) + 1:02} {name}" if key in FORMS else name

    def code(self, key: str) -> str:
        """Give the code of a form."""
        return self.t(N_("Form %(number)s/KC"), number=f"{FORMS.index(key) + 1:02}")

    def title(self, key: str) -> str:
        """Give the title of a sheet."""
        return self.t(_TITLES[key])

    @property
    def scope(self) -> str:
        """Name the region, or the country."""
        return self.region(self.given.region)

    def region(self, region: Region | str | None) -> str:
        """Name a region, or the country for None."""
        return self.t(Region(region).label) if region else self.t(N_("Whole country"))

    @property
    def period(self) -> str:
        """Name the period from the first day of the year to the day of the figures."""
        return period_text(date(self.given.year, 1, 1), self.given.to, self.given.language)

    @property
    def as_of(self) -> str:
        """Say up to which day the figures go, in brackets as below a form's title."""
        return self.t(N_("(Figures up to %(day)s)"), day=self.day(self.given.to))

    @property
    def made(self) -> str:
        """Say when the workbook was made."""
        return moment_text(self.given.made_at, self.given.language)

    @property
    def boundaries(self) -> str:
        """Say on which map of provinces the figures are grouped."""
        boundaries = self.given.boundaries
        if boundaries.day:
            return self.t(N_("Provinces as they were on %(day)s"), day=self.day(boundaries.day))
        if boundaries.kind == "today":
            return self.t(N_("Provinces of today; merged provinces are counted with their successor"))
        return self.t(N_("Provinces as recorded: each project stays with the province that registered it"))

    @property
    def complete_said(self) -> str:
        """Say whether the ledger holds everything that the workbook is about."""
        done, members = self.given.complete
        if done == members:
            return self.t(N_("The ledgers of all provinces concerned are complete for this year."))
        return self.t(
            N_(
                "The ledgers of %(done)s of %(members)s provinces are complete for this year: the sums of this "
                "workbook are what the ledger holds, not the whole."
            ),
            done=done,
            members=members,
        )

    @staticmethod
    def period_of(one: Printed) -> str:
        """Name the part of the year that a published figure is about (a message id)."""
        return Period(one.period).label

    def answers(self, one: Printed) -> bool:
        """Tell whether a published figure is about the same days as this workbook; a plan is about any."""
        whole = self.given.to >= date(self.given.year, 12, 31)
        if one.measure in PLANNED or (whole and one.period == Period.year):
            return True
        return not whole and one.period != Period.year and last_day(one.year, one.period) == self.given.to

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Give the measures of the tables by key."""
        return {measure.key: measure for measure in self.given.by_province[None].measures}

    def label(self, key: str) -> str:
        """Name a measure as a heading. One the tables do not carry is a KeyError."""
        return self.t(N_("Number of projects") if key == PROJECTS else self.measures[key].label)

    def share(self, key: str) -> tuple[str, str]:
        """Give the numerator and denominator of a rate; a measure that is no rate is a ValueError."""
        measure = self.measures[key]
        if not measure.numerator or not measure.denominator:
            message = f"{key} is no rate"
            raise ValueError(message)
        return measure.numerator, measure.denominator

    @cached_property
    def base_keys(self) -> tuple[str, ...]:
        """Give the keys of the measures that are counted, amounts before numbers."""
        counted = [measure for measure in self.measures.values() if measure.unit is not Unit.ratio]
        return tuple(measure.key for measure in sorted(counted, key=lambda one: one.unit is Unit.number))

    @cached_property
    def spine(self) -> tuple[Row, ...]:
        """Give every row of the three province tables once, in their order, rest rows last."""
        found: dict[str, Row] = {}
        for level in (None, Level.national, Level.local):
            for row in self.given.by_province[level].rows:
                found.setdefault(row.key, row)
        return tuple(sorted(found.values(), key=lambda row: row.kind == "rest"))

    @property
    def provinces(self) -> tuple[Row, ...]:
        """Give the provinces."""
        return tuple(row for row in self.spine if row.kind != "rest")

    @property
    def rests(self) -> tuple[Row, ...]:
        """Give what stands in no province: all of it for the country, else only what is not empty."""
        tables = self.given.by_province.values()
        used = {row.key for table in tables for row in table.rows if any(row.values.values())}
        rests = (row for row in self.spine if row.kind == "rest")
        return tuple(row for row in rests if self.given.region is None or row.key in used)

    @cached_property
    def groups(self) -> dict[str | None, tuple[Row, ...]]:
        """Give the provinces by region, in the order of the regions; unknown regions last."""
        order = [*Region, None]
        groups: dict[str | None, tuple[Row, ...]] = {}
        for region in order:
            members = tuple(row for row in self.provinces if row.region == region)
            if members:
                groups[region] = members
        return groups

    @property
    def grouped(self) -> bool:
        """Whether the forms group provinces by region: only where there is more than one."""
        return len(self.groups) > 1

    @property
    def has_country(self) -> bool:
        """Whether the region can be shown among the regions of the country."""
        return sum(row.kind != "rest" for row in self.given.by_region.rows) > 1

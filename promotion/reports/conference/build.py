"""Puts the sheets of the conference workbook together."""

from dataclasses import dataclass
from functools import cached_property

from promotion.kernel.choices import Language, Level, Region
from promotion.kernel.text import mark as N_
from promotion.reports.conference import checks as checking
from promotion.reports.conference.contents import contents
from promotion.reports.conference.cover import cover
from promotion.reports.conference.data import data
from promotion.reports.conference.frame import Frame
from promotion.reports.conference.given import ConferenceInput
from promotion.reports.conference.notes import notes
from promotion.reports.conference.projects import projects
from promotion.reports.conference.provinces import by_province, regions
from promotion.reports.conference.published import published
from promotion.reports.conference.summary import summary
from promotion.sheets import read_back
from promotion.sheets.declaration import Footer, Workbook

_NAMES = {
    Language.vi: (
        "KC_TongHop",
        {None: "CaNuoc", Region.north: "MienBac", Region.central: "MienTrung", Region.south: "MienNam"},
    ),
    Language.en: (
        "IP_Summary",
        {None: "Country", Region.north: "North", Region.central: "Central", Region.south: "South"},
    ),
}


@dataclass(frozen=True)
class Conference:
    """The workbook and the name of its file."""

    workbook: Workbook
    file_name: str
    frame: Frame

    @cached_property
    def failures(self) -> tuple[str, ...]:
        """Say what does not agree in the workbook; empty when all is well."""
        cells = checking.verdicts(self.frame)
        values = read_back(self.workbook, cells)
        named = [f"{name}: {check.what}" for name, checks in checking.groups(self.frame) for check in checks]
        good = checking.passed(self.frame)
        return tuple(what for what, value in zip(named, values, strict=True) if value != good)


def build(given: ConferenceInput) -> Conference:
    """Declare the workbook of a conference.

    Raises ValueError or KeyError when the input does not hang together: a measure the forms need is not in
    the tables, a key occurs twice, an amount is not exact in a spreadsheet. Totals that differ are no
    error: the checks say so in red, and `failures` names them.
    """
    frame = Frame(given)
    sheets = (
        cover(frame),
        summary(frame),
        by_province(frame, None),
        by_province(frame, Level.national),
        by_province(frame, Level.local),
        contents(frame),
        projects(frame),
        *([regions(frame)] if frame.has_country else []),
        *([published(frame)] if given.published else []),
        checking.checks(frame),
        data(frame),
        notes(frame),
    )
    name = file_name(given)
    footer = Footer(
        frame.t(N_("%(file)s, made %(moment)s"), file=name, moment=frame.made),
        frame.t(N_("Page %(page)s/%(pages)s")),
    )
    title = f"{frame.t(N_('INDUSTRIAL PROMOTION: SUMMARY OF FIGURES'))} – {frame.scope}, {frame.period}"
    workbook = Workbook(title, given.issuer.issuing, given.made_at, footer, sheets)
    return Conference(workbook, name, frame)


def file_name(given: ConferenceInput) -> str:
    """Name the file in plain letters: KC_TongHop_MienNam_2024_20240930.xlsx."""
    what, regions_ = _NAMES[given.language]
    return f"{what}_{regions_[given.region]}_{given.year}_{given.to:%Y%m%d}.xlsx"

"""Which provinces registered nothing: the page, and the same as a workbook."""

from io import BytesIO

from flask import current_app, request, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation.queries.registration import Registration, registration
from promotion.allocation.views.funds import FIRST_YEAR
from promotion.kernel.calendar import date_text, now, today
from promotion.kernel.choices import Level
from promotion.kernel.money import number_text
from promotion.kernel.text import slug
from promotion.sheets import blocks, write
from promotion.sheets.cells import Kind, Text
from promotion.sheets.declaration import Column, Footer, Row, Sheet, Table, Workbook
from promotion.web.languages import chosen
from promotion.web.pages import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@guard.requires("money:read")
def silent() -> tuple[str, int]:
    """Show the provinces without a registered project of a year and level."""
    found = _asked()
    return page(
        "allocation/silent.html",
        found=found,
        years=[(str(year), str(year)) for year in _years()],
        levels=[(str(level), _(level.label)) for level in _levels()],
    )


@guard.requires("money:read")
def silent_file() -> Response:
    """Give the same list as a workbook."""
    found = _asked()
    file = BytesIO()
    write(_workbook(found), file)
    file.seek(0)
    name = f"{slug(_('Provinces without projects'))}-{found.level}-{found.year}.xlsx"
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


def _asked() -> Registration:
    asked = next((year for year in _years() if str(year) == request.args.get("year")), today().year)
    wanted = request.args.get("level", "")
    levels = _levels()
    level = Level(wanted) if wanted in {str(one) for one in levels} else levels[0]
    return registration(guard.scope(), chosen(), asked, level)


def _years() -> list[int]:
    """Return the years to choose from, newest first: the coming one too, for which projects are registered."""
    return list(range(today().year + 1, FIRST_YEAR - 1, -1))


def _levels() -> list[Level]:
    """Return the levels that the reader sees: who sees national money only is told nothing of local projects."""
    return [Level.national] if guard.scope().national_only else list(Level)


def _workbook(found: Registration) -> Workbook:
    columns = (
        Column("number", _("No."), 10, Kind.centred),
        Column("region", _("Region"), 45),
        Column("province", _("Province"), 40),
        Column("centre", _("Promotion centre"), 85),
    )
    rows = tuple(
        Row(
            row.key,
            {
                "number": Text(str(number)),
                "region": Text(_(row.region.label)),
                "province": Text(row.name),
                "centre": Text(row.centre),
            },
        )
        for number, row in enumerate(found.silent, 1)
    )
    head = blocks.title(
        columns,
        _("Provinces without projects").upper(),
        (
            _("%(level)s money, budget year %(year)s", level=_(found.level.label), year=found.year),
            lead(found),
        ),
    )
    said = _("Projects being drafted or not approved do not count. Boundaries of %(day)s.", day=_day(found))
    sheet = Sheet(
        "silent",
        _("Provinces"),
        columns,
        (*head, blocks.paragraph(columns, Text(said)), blocks.gap(), Table(rows, numbered=False)),
    )
    made = now()
    left = _("Made on %(day)s, version %(version)s", day=date_text(today(), chosen()), version=_version())
    footer = Footer(left, _("Page %(page)s of %(pages)s", page="%(page)s", pages="%(pages)s"))
    return Workbook(_("Provinces without projects"), guard.actor().name, made, footer, (sheet,))


def lead(found: Registration) -> str:
    """Return how many registered nothing, in one sentence."""
    return _(
        "%(silent)s of %(all)s provinces registered no project.",
        silent=number_text(len(found.silent), chosen()),
        all=number_text(found.provinces, chosen()),
    )


def _day(found: Registration) -> str:
    return date_text(found.day, chosen())


def _version() -> str:
    return str(current_app.config["VERSION"])

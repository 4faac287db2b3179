"""Which provinces registered nothing: the page, and the same as a workbook."""

from flask import current_app, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation.queries.names import name_day
from promotion.allocation.queries.registration import Registration, offered, registration
from promotion.allocation.views.funds import FIRST_YEAR
from promotion.kernel.calendar import date_text, now, today
from promotion.kernel.choices import Level, Region
from promotion.kernel.money import number_text
from promotion.kernel.text import slug
from promotion.sheets import blocks, sent
from promotion.sheets.cells import Kind, Text
from promotion.sheets.declaration import Column, Footer, Row, Sheet, Table, Workbook
from promotion.territory.queries import atlas
from promotion.web.languages import chosen
from promotion.web.pages import page
from promotion.web.values import filters_said


@guard.requires("money:read")
def silent() -> tuple[str, int]:
    """Show the provinces without a registered project of a year and level."""
    found = _asked()
    return page(
        "allocation/silent.html",
        found=found,
        years=[(str(year), str(year)) for year in _years()],
        levels=[(str(level), _(level.label)) for level in _levels()],
        regions=[(str(region), _(region.label)) for region in Region],
        provinces=offered(guard.scope(), chosen(), found.year),
        filters=_chips(found),
        unread=_unread(found),
    )


@guard.requires("money:read")
def silent_file() -> Response:
    """Give the same list as a workbook."""
    found = _asked()
    name = f"{slug(_('Provinces without projects'))}-{found.level}-{found.year}.xlsx"
    return sent(_workbook(found), name)


def _asked() -> Registration:
    asked = next((year for year in _years() if str(year) == request.args.get("year")), today().year)
    wanted = request.args.get("level", "")
    levels = _levels()
    level = Level(wanted) if wanted in {str(one) for one in levels} else levels[0]
    region, province = request.args.get("region", ""), request.args.get("province", "")
    return registration(
        guard.scope(),
        chosen(),
        asked,
        level,
        Region(region) if region in set(Region) else None,
        province if province in atlas().keys_on(name_day(asked)) else None,
    )


def _chips(found: Registration) -> list[dict[str, str]]:
    """Return the filters in force beside year and level."""
    chips = []
    if found.region is not None:
        chips.append({"name": "region", "label": _("Region"), "text": _(found.region.label)})
    if found.province is not None:
        name = atlas().name(found.province, chosen(), found.day)
        chips.append({"name": "province", "label": _("Province"), "text": name})
    return chips


def _unread(found: Registration) -> list[str]:
    """Return in words what was asked of places and is none on the day."""
    asked = {"region": found.region, "province": found.province}
    words = {
        "region": _("“%(text)s” is no region."),
        "province": _("There is no province “%(text)s” on this day."),
    }
    typed = {name: request.args.get(name, "").strip()[:40] for name in asked}
    return [
        words[name].replace("%(text)s", text) for name, text in typed.items() if text and asked[name] is None
    ]


def _years() -> list[int]:
    """Return the years to choose from, newest first: the coming one too, for which projects are registered."""
    return list(range(today().year + 1, FIRST_YEAR - 1, -1))


def _levels() -> list[Level]:
    """Return the levels that the reader sees: who sees national money only is told nothing of local projects."""
    return [Level.national] if guard.scope().national_only else list(Level)


def _columns() -> tuple[Column, ...]:
    return (
        Column("number", _("No."), 10, Kind.centred),
        Column("region", _("Region"), 45),
        Column("province", _("Province"), 40),
        Column("centre", _("Promotion centre"), 85),
    )


def _workbook(found: Registration) -> Workbook:
    columns = _columns()
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
    asked = filters_said(_chips(found))
    said = _("Projects being drafted or not approved do not count. Boundaries of %(day)s.", day=_day(found))
    sheet = Sheet(
        "silent",
        _("Provinces"),
        columns,
        (
            *head,
            blocks.paragraph(columns, Text(said)),
            blocks.paragraph(columns, Text(asked)),
            blocks.gap(),
            Table(rows, numbered=False),
        ),
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

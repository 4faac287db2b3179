"""`flask figures`: the same figures as on screen and in workbooks, as text or JSON."""

import json
from datetime import date, datetime
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale

from promotion.access.actor import EVERYTHING
from promotion.catalogue import queries as contents
from promotion.cli.outcome import refusals_said
from promotion.figures.measures import BASES
from promotion.figures.model import Boundaries, Dimension, Mark, Question, Row, Source, Table
from promotion.figures.sources import answer
from promotion.kernel.calendar import today
from promotion.kernel.choices import Language, Level, Region
from promotion.territory.queries import atlas
from promotion.units import queries as units

group = AppGroup("figures", help="Figures.")


class BoundariesType(click.ParamType[Boundaries]):
    """recorded, today or a day."""

    name = "recorded|today|YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Boundaries:
        """Return the boundaries; anything else is a usage error."""
        try:
            return value if isinstance(value, Boundaries) else Boundaries.read(str(value))
        except ValueError:
            self.fail(f"{value!r} is none of recorded, today, YYYY-MM-DD", param, ctx)


def choice(values: type[Dimension] | type[Level] | type[Region] | type[Language]) -> click.Choice[str]:
    """Return the choice among the values of a closed list."""
    return click.Choice([str(value) for value in values])


@group.command("table")
@click.option("--by", "dimension", type=choice(Dimension), required=True)
@click.option("--year", type=click.IntRange(2000, 2100), required=True)
@click.option("--level", type=choice(Level))
@click.option("--region", type=choice(Region))
@click.option("--province", help="One province: a key of the chosen boundaries, such as 2024-91.")
@click.option("--content", help="One content with all below it, by its code.")
@click.option("--unit", help="One unit, by its code.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The end of this day; today unless told.")
@click.option("--boundaries", type=BoundariesType(), default="recorded", show_default=True)
@click.option("--lang", type=choice(Language), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Rows and total as JSON, in đồng.")
@refusals_said
def table(*, lang: str, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - options as they were read
    """Print one table of figures, in đồng."""
    with current_app.test_request_context(), force_locale(lang):
        table = answer(EVERYTHING, _question(**asked), lang)
    click.echo(_json(table) if as_json else _text(table))


def _question(  # noqa: PLR0913 - one for each option
    *,
    dimension: str,
    year: int,
    level: str | None,
    region: str | None,
    province: str | None,
    content: str | None,
    unit: str | None,
    as_of: datetime | None,
    boundaries: Boundaries,
) -> Question:
    """Return what the options ask; a province, content or unit that does not exist is `NotFound`."""
    return Question(
        year,
        Dimension(dimension),
        Level(level) if level else None,
        Region(region) if region else None,
        _day(as_of),
        boundaries,
        province and atlas().province(province).key,
        content and contents.content(content).code,
        unit and units.unit(unit).code,
    )


def _day(moment: datetime | None) -> date:
    return moment.date() if moment else today()


def _known(row: Row, key: str) -> int | None:
    """Return a value, None where neither the ledger nor a publication knows it."""
    mark = row.marks.get(key)
    return None if mark and mark.source is Source.incomplete else row.values[key]


def _source(mark: Mark) -> str:
    """Return where a value comes from: "publication", "parts", "partial: 3 of 15", "incomplete: 3 of 15"."""
    if mark.source in {Source.publication, Source.parts}:
        return str(mark.source)
    return f"{mark.source}: {mark.complete} of {mark.members}"


def _json(table: Table) -> str:
    def cells(row: Row) -> dict[str, object]:
        kept: dict[str, object] = {"key": row.key, "label": row.label, "kind": row.kind}
        kept |= {name: value for name, value in (("parent", row.parent), ("region", row.region)) if value}
        kept |= {key: _known(row, key) for key in row.values}
        if row.marks:
            kept["sources"] = {key: _source(mark) for key, mark in row.marks.items()}
        return kept

    return json.dumps(
        {"rows": [cells(row) for row in table.rows], "total": cells(table.total)}, ensure_ascii=False
    )


def _written(row: Row, key: str) -> str:
    value, mark = _known(row, key), row.marks.get(key)
    if value is None and mark:
        return _source(mark)
    return f"{value} ({_source(mark)})" if mark else str(value)


def _text(table: Table) -> str:
    keys = [measure.key for measure in BASES]
    lines = ["\t".join(["key", "label", *keys])]
    lines += ["\t".join([row.key, row.label, *(_written(row, key) for key in keys)])
              for row in (*table.rows, table.total)]  # fmt: skip
    return "\n".join(lines)

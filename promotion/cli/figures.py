"""`flask figures`: the same figures as on screen and in workbooks, as text or JSON."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale

from promotion.access.actor import EVERYTHING
from promotion.catalogue import queries as contents
from promotion.cli.outcome import refusals_said
from promotion.figures.behind import Behind
from promotion.figures.measures import BY_KEY
from promotion.figures.model import Boundaries, Dimension, Mark, Question, Row, Source, Table
from promotion.figures.rows import TOTAL
from promotion.figures.sources import answer, shown_instead
from promotion.figures.why import View, Why, why_of
from promotion.kernel.calendar import today
from promotion.kernel.choices import Language, Level, Region
from promotion.kernel.money import number_text
from promotion.territory.queries import atlas
from promotion.units import queries as units

OPERANDS = ("numerator", "denominator")
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


QUESTION = (
    click.option("--by", "dimension", type=choice(Dimension), required=True),
    click.option("--year", type=click.IntRange(2000, 2100), required=True),
    click.option("--level", type=choice(Level)),
    click.option("--region", type=choice(Region)),
    click.option("--province", help="One province: a key of the chosen boundaries, such as 2024-91."),
    click.option("--content", help="One content with all below it, by its code."),
    click.option("--unit", help="One unit, by its code."),
    click.option(
        "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The end of this day; today unless told."
    ),
    click.option("--boundaries", type=BoundariesType(), default="recorded", show_default=True),
    click.option("--lang", type=choice(Language), default="vi", show_default=True),
)
"""What decides a figure, in this order."""


def question_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that make a question."""
    for option in reversed(QUESTION):
        command = option(command)
    return command


@group.command("table")
@question_options
@click.option("--json", "as_json", is_flag=True, help="Rows and total as JSON, in đồng.")
@refusals_said
def table(*, lang: str, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - options as they were read
    """Print one table of figures, in đồng. What cannot be divided on the boundaries is said in lines with a hash; JSON
    has it under notes, and the provinces that a row was recorded in under parts.
    """
    with current_app.test_request_context(), force_locale(lang):
        table = answer(EVERYTHING, _question(**asked), lang)
    click.echo(_json(table) if as_json else _text(table))


@group.command("why")
@click.option("--measure", type=click.Choice(list(BY_KEY)), required=True)
@click.option(
    "--row", default=TOTAL, show_default=True, help="The key of a row of this table, such as 2024-91."
)
@question_options
@click.option("--json", "as_json", is_flag=True, help="The figure, its rows and their sum as JSON, in đồng.")
@refusals_said
def why(*, measure: str, row: str, lang: str, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - options as they were read
    """Print what stands behind one figure: every row that adds up to it, with its act and document."""
    with current_app.test_request_context(), force_locale(lang):
        question = _question(**asked)
        found = _behind(why_of(EVERYTHING, question, measure, row, lang, View()))
        instead = shown_instead(EVERYTHING, question, measure, row)
    if instead is not None:
        found["shown"] = {
            "value": instead.value,
            "source": _source(instead.mark),
            "publications": [
                {"value": one.value, "unit": one.unit, "source": one.source, "key": one.key}
                for one in instead.printed
            ],
        }
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else _why_text(found))


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


def _behind(found: Why) -> dict[str, Any]:
    """Return a figure and its rows as plain values; a rate is written with its two sums, in per cent."""
    answer: dict[str, Any] = {"measure": found.measure.key, "row": found.row.key}
    if found.operands:
        parts = {
            name: {"measure": one.measure.key, "value": one.value}
            for name, one in zip(OPERANDS, found.operands, strict=True)
        }
        share = found.value
        return answer | {"value": None if share is None else number_text(share * 100, "en", 1)} | parts
    rows = [_row_behind(row) for row in found.rows]
    return answer | {"value": found.value, "rows": rows, "sum": sum(row["amount"] for row in rows)}


def _row_behind(row: Behind) -> dict[str, Any]:
    """Return one row as plain values; a project that is counted has no act and no document."""
    act = row.act
    paper = act.document if act else None
    return {
        "date": act.day.isoformat() if act else None,
        "act": act.number if act else None,
        "kind": str(act.kind) if act else None,
        "document": paper.number if paper else None,
        "document_day": paper.day.isoformat() if paper else None,
        "issuer": paper.issuer if paper else None,
        "project": row.detail or None,
        "name": row.subject,
        "unit": row.unit or None,
        "fund": row.fund or None,
        "amount": row.amount,
    }


def _why_text(answer: dict[str, Any]) -> str:
    """Write one row a line, the sum last; first, with a hash, what tables show instead of that sum."""
    if "shown" in answer:
        shown = answer["shown"]
        said = [f"# {shown['source']}: {shown['value']}"]
        said += [f"# {one['value']} {one['unit']}: {one['source']}" for one in shown["publications"]]
        rest = {key: value for key, value in answer.items() if key != "shown"}
        return "\n".join([*said, _why_text(rest)])
    if "rows" not in answer:
        sums = (f"{name}\t{answer[name]['measure']}\t{answer[name]['value']}" for name in OPERANDS)
        return "\n".join([*sums, f"{answer['measure']}\t{answer['row']}\t{answer['value']}"])
    keys = ("date", "act", "kind", "document", "document_day", "issuer", "project", "name", "fund", "amount")
    lines = ["\t".join(keys)]
    lines += ["\t".join("" if row[key] is None else str(row[key]) for key in keys) for row in answer["rows"]]
    return "\n".join([*lines, "\t".join(["sum", *[""] * (len(keys) - 2), str(answer["sum"])])])


def _json(table: Table) -> str:
    def cells(row: Row) -> dict[str, object]:
        kept: dict[str, object] = {"key": row.key, "label": row.label, "kind": row.kind}
        kept |= {name: value for name, value in (("parent", row.parent), ("region", row.region)) if value}
        kept |= {key: _known(row, key) for key in row.values}
        if row.marks:
            kept["sources"] = {key: _source(mark) for key, mark in row.marks.items()}
        elif row.parts:
            kept["parts"] = [cells(part) for part in row.parts]
        return kept

    found = {"rows": [cells(row) for row in table.rows], "total": cells(table.total)}
    return json.dumps(found | ({"notes": table.notes} if table.notes else {}), ensure_ascii=False)


def _written(row: Row, key: str) -> str:
    value, mark = _known(row, key), row.marks.get(key)
    if value is None and mark:
        return _source(mark)
    return f"{value} ({_source(mark)})" if mark else str(value)


def _text(table: Table) -> str:
    keys = [measure.key for measure in table.bases]
    lines = ["\t".join(["key", "label", *keys])]
    lines += ["\t".join([row.key, row.label, *(_written(row, key) for key in keys)])
              for row in (*table.rows, table.total)]  # fmt: skip
    return "\n".join([*lines, *(f"# {note}" for note in table.notes)])

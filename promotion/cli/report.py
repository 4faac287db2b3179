"""`flask report`: workbooks as files."""

from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale

from promotion.access.actor import EVERYTHING
from promotion.cli.figures import BoundariesType, choice
from promotion.cli.outcome import refusals_said
from promotion.figures.model import Boundaries
from promotion.kernel.choices import Language, Region
from promotion.reports.collecting import Order, collect
from promotion.reports.conference import build
from promotion.sheets import write
from promotion.web.languages import words

group = AppGroup("report", help="Reports.")


@group.command("conference")
@click.option("--region", type=choice(Region), required=True)
@click.option("--year", type=click.IntRange(2000, 2100), required=True)
@click.option(
    "--to", "last_day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Position at this day's end."
)
@click.option("--boundaries", type=BoundariesType(), default="recorded", show_default=True)
@click.option("--lang", type=choice(Language), default="vi", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@refusals_said
def conference(
    region: str, year: int, last_day: datetime, boundaries: Boundaries, lang: str, out: Path
) -> None:
    """Write the conference workbook of a region; exit 1 when one of its own checks fails."""
    order = Order(Region(region), year, last_day.date(), boundaries, Language(lang))
    with current_app.test_request_context(), force_locale(lang):
        made = build(collect(EVERYTHING, order, "flask report", words(lang), current_app.config["VERSION"]))
    write(made.workbook, out)
    click.echo(str(out))
    for failure in made.failures:
        click.echo(failure, err=True)
    if made.failures:
        raise SystemExit(1)

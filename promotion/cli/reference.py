"""`flask reference`: provinces, units, contents, norms, published figures from the files that come with the program."""

from pathlib import Path

import click
from flask.cli import AppGroup

from promotion.catalogue import service as catalogue
from promotion.catalogue import trail as catalogue_trail
from promotion.cli.imports import OPERATOR
from promotion.cli.outcome import refusals_said
from promotion.database import unit_of_work
from promotion.database.reference import Counts
from promotion.imports import service as imports
from promotion.territory import service as territory
from promotion.units import service as units

DATA = Path(__file__).resolve().parents[1] / "data"
group = AppGroup("reference", help="Reference data.")


@group.command("load")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=DATA)
@refusals_said
def load(folder: Path) -> None:
    """Bring provinces, units, contents, indicators, norms, advance rates, programmes and published
    figures in line with the files.
    """
    counts: dict[str, Counts] = {}

    def everything() -> None:
        for room in (territory, units, catalogue):
            counts.update(room.load(folder))
        catalogue_trail.loaded(OPERATOR, counts)
        counts.update(imports.load(folder, OPERATOR))

    unit_of_work.run(everything)
    added, updated = sum(c.added for c in counts.values()), sum(c.updated for c in counts.values())
    removed = sum(c.removed for c in counts.values())
    click.echo(f"Reference data: {added} rows added, {updated} updated, {removed} removed.")

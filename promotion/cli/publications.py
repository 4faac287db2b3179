"""`flask publications`: what is wrong with published figures, as text or JSON."""

import json
from fractions import Fraction

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from promotion.cli.figures import choice
from promotion.cli.outcome import refusals_said
from promotion.kernel.choices import Language
from promotion.publications.checks import Flag
from promotion.publications.findings import findings, reader
from promotion.publications.phrases import STABLE, Phrases
from promotion.publications.rules import FACTORS, PrintedUnit

group = AppGroup("publications", help="Published figures.")

_PLACES = 6  # of a number in JSON that is not whole


@group.command("check")
@click.option("--year", type=click.IntRange(2000, 2100), help="Only figures of this year.")
@click.option("--lang", type=choice(Language), default="vi", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="A list of flags; numbers in the unit printed.")
@refusals_said
def check(*, year: int | None, lang: str, as_json: bool) -> None:
    """List the printed shares, sums and parts that do not reproduce from other printed figures.

    Ends with 0 whether or not there are any; with another code only when it cannot run.
    """
    found = findings(year)
    if as_json:
        click.echo(json.dumps([_record(flag) for flag in found.flags], ensure_ascii=False))
        return
    with current_app.test_request_context(), force_locale(lang):
        for line in _lines(found.flags, lang):
            click.echo(line)
        click.echo(
            _(
                "%(flags)s do not reproduce, %(unchecked)s could not be checked, %(differing)s are contradicted.",
                flags=str(len(found.flags)),
                unchecked=str(len(found.unchecked)),
                differing=str(len(found.contradictions)),
            )
        )


def _record(flag: Flag) -> dict[str, object]:
    figure = flag.figure
    return {
        "year": figure.year,
        "period": figure.period,
        "place": figure.place,
        "edition": figure.edition,
        "measure": figure.measure,
        "printed": _number(Fraction(figure.value)),
        **{name: _number(value / FACTORS[PrintedUnit(figure.unit)])
           for name, value in (("recomputed", flag.recomputed), ("low", flag.low), ("high", flag.high))},
        "reason": STABLE.reason(flag),
        "level": figure.level,
        "unit": figure.unit,
        "source": figure.source,
        "key": figure.key,
    }  # fmt: skip


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(round(value, _PLACES))


def _lines(flags: tuple[Flag, ...], language: str) -> list[str]:
    words = Phrases(reader(language))
    return [
        "\t".join(
            (
                words.subject(flag.figure),
                words.measure(flag.figure),
                words.printed(flag.figure),
                words.recomputed(flag),
                words.interval(flag),
                words.reason(flag),
                flag.figure.source,
            )
        )
        for flag in flags
    ]

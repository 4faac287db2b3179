"""`flask release`: what a tranche comes to by a rule, to the đồng. Nothing is proposed or kept."""

import json
from decimal import Decimal
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale, get_locale

from promotion.access.actor import EVERYTHING
from promotion.cli.outcome import refusals_said, spoken
from promotion.kernel.errors import NotFound
from promotion.ledger import queries as ledger
from promotion.planner.drafts import ScenarioDraft
from promotion.planner.ground import ground
from promotion.planner.rules import WHOLE, Rule, Unmet, Use
from promotion.planner.shown import Row, tables
from promotion.planner.wording import called, whom
from promotion.planner.working import Outcome, work_out

group = AppGroup("release", help="Releases.")


class PercentType(click.ParamType[Decimal]):
    """A percentage from 0 to 100, with a decimal point."""

    name = "percent"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Return the percentage; anything else is a usage error."""
        text = str(value)
        if not text.replace(".", "", 1).isdecimal() or not text.isascii() or not 0 <= Decimal(text) <= WHOLE:
            self.fail(f"{value!r} is no percentage from 0 to 100", param, ctx)
        return Decimal(text)


@group.command("plan")
@click.option("--fund", "code", required=True, help="The fund by its label, such as KCQG-2024.")
@click.option("--percent", type=PercentType(), help="Released in all then, in percent of the plan.")
@click.option("--amount", type=click.IntRange(1), help="The tranche in đồng, instead of a percentage.")
@click.option("--rule", "rules", multiple=True, type=click.Choice([str(rule) for rule in Rule]),
              default=[str(Rule.pro_rata)], show_default=True, help="Once or more, in this order.")  # fmt: skip
@click.option("--floor", type=PercentType(), help="What province-floor holds, in percent of what is listed.")
@click.option("--with-idle", is_flag=True, help="Also distribute released money that no project has yet.")
@click.option("--json", "as_json", is_flag=True, help="Sums, provinces, units and lines as JSON, in đồng.")
@spoken
@refusals_said
def plan(*, code: str, rules: tuple[str, ...], as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - options as they were read
    """Print who gets what of a tranche, in đồng. Exit 2 for what cannot be asked, 1 for a rule that cannot hold."""
    _look(rules, asked)
    lang = str(get_locale())
    with current_app.test_request_context(), force_locale(lang):
        try:
            basis = ground(EVERYTHING, ledger.fund_by_code(EVERYTHING, code))
        except NotFound:
            raise click.BadParameter(f"there is no fund {code!r}", param_hint="--fund") from None
        uses = tuple(
            Use(Rule(rule), asked["floor"] if rule == Rule.floor else None) for rule in dict.fromkeys(rules)
        )
        draft = ScenarioDraft("", asked["amount"], asked["percent"], uses, with_idle=asked["with_idle"])
        try:
            outcome = work_out(basis, draft)
        except Unmet as refusal:
            for one in whom(EVERYTHING, basis, refusal, lang):
                click.echo(f"  {one.name}: {one.amount}", err=True)
            raise
        told = _told(outcome, lang)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _text(told))


def _look(rules: tuple[str, ...], asked: dict[str, Any]) -> None:
    """Refuse what no tranche could be worked out from."""
    if (asked["amount"] is None) == (asked["percent"] is None):
        raise click.UsageError("give either --percent or --amount")
    if (Rule.floor in rules) != (asked["floor"] is not None):
        raise click.UsageError(f"--rule {Rule.floor} and --floor come together")


def _told(outcome: Outcome, language: str) -> dict[str, Any]:
    made, basis = outcome.plan, outcome.ground
    shown = tables(called(EVERYTHING, outcome.ground, language), outcome, language)
    return {
        "fund": basis.fund.code,
        "day": basis.day.isoformat(),
        "plan": basis.standing.plan,
        "released_before": basis.standing.released,
        "tranche": outcome.amount,
        "released_after": outcome.released_after,
        "rules": [str(use.rule) for use in outcome.draft.uses],
        "given": made.given,
        "from_units": sum(made.from_units.values()),
        "stays": made.stays,
        "total": _row(shown.total),
        "provinces": [_row(row) for row in shown.provinces],
        "units": [_row(row) for row in shown.units],
        "lines": [_row(row) for row in shown.lines],
    }


_KEYS = ("listed", "entitled", "received", "now", "after", "short", "lines", "starting")


def _row(row: Row) -> dict[str, Any]:
    return {"name": row.name, **{key: getattr(row, key) for key in _KEYS}}


def _text(told: dict[str, Any]) -> str:
    """Write sums first, with a hash, then one line of the fund a line, the total last."""
    sums = ("fund", "day", "plan", "released_before", "tranche", "released_after", "given", "stays")
    lines = [f"# {key}\t{told[key]}" for key in sums]
    lines.append("\t".join(("name", *_KEYS)))
    rows = (*told["lines"], told["total"])
    return "\n".join([*lines, *("\t".join(str(row[key]) for key in ("name", *_KEYS)) for row in rows)])

"""How scenarios stand in the trail."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from promotion.access.actor import Scope
from promotion.access.permissions import MONEY_READ
from promotion.audit import readers
from promotion.audit.drafts import Subject
from promotion.audit.kinds import Kind, Reader, enter, pages
from promotion.audit.models import AuditLine
from promotion.kernel.text import mark as N_
from promotion.ledger.models import Fund
from promotion.planner import queries
from promotion.planner.drafts import Depth, Direction
from promotion.planner.models import Scenario
from promotion.planner.rules import Rule, Use
from promotion.planner.wording import order_words


def subject(row: Scenario, fund: Fund) -> Subject:
    """Return a scenario, called by its name and fund; it belongs to the fund's owner."""
    return Subject("scenario", row.id, f"{row.name} · {fund.code}", fund.owner_unit_id, fund.home, fund.level)


def _order(kept: dict[str, Any]) -> str:
    return order_words(
        [Use(Rule(rule), Decimal(percent) if percent else None) for rule, percent in kept["order"]]
    )


def _by_hand(kept: dict[str, int]) -> str:
    lines = ngettext("%(num)s line", "%(num)s lines", len(kept))
    return f"{lines}: {readers.dong(sum(kept.values()))}" if kept else ""


def _priorities(kept: dict[str, int]) -> str:
    return ngettext("%(num)s line", "%(num)s lines", len(kept)) if kept else ""


def _readers(_lines: Sequence[AuditLine], _scope: Scope) -> Mapping[str, Reader]:
    return {
        "direction": readers.choice(Direction),
        "depth": readers.choice(Depth),
        "amount": readers.dong,
        "percent": lambda kept: f"{kept} %",
        "rules": _order,
        "by_hand": _by_hand,
        "priorities": _priorities,
        "with_idle": lambda kept: _("Yes") if kept else _("No"),
    }


def enter_words() -> None:
    """Tell the trail of scenarios; called once, when the house is opened."""
    enter(
        Kind(
            key="scenario",
            label=N_("Scenario"),
            permission=MONEY_READ,
            acts={
                "planner.create": N_("Made the scenario"),
                "planner.edit": N_("Changed the scenario"),
                "planner.refresh": N_("Worked the scenario out anew"),
                "planner.delete": N_("Deleted the scenario"),
            },
            fields={
                "name": N_("Name"),
                "direction": N_("What it is about"),
                "amount": N_("Amount"),
                "percent": N_("Percentage entered"),
                "rules": N_("Rules in their order"),
                "by_hand": N_("Set by hand"),
                "priorities": N_("Priorities"),
                "with_idle": N_("Also released money that no project has yet"),
                "depth": N_("How far the act reaches"),
                "known_on": N_("Known up to act no."),
            },
            readers=_readers,
            addresses=pages("planner.scenario", queries.public_ids),
        )
    )

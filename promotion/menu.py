"""The main menu: which pages it offers to whom, and where one stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from promotion.access.actor import Actor
from promotion.access.permissions import (
    ACCOUNTS_MANAGE,
    FIGURES_IMPORT,
    FIGURES_READ,
    HISTORY_READ,
    MONEY_READ,
    NOTICES_READ,
    PAPERS_READ,
    PROJECTS_READ,
    REFERENCE_READ,
    REPORTS_MAKE,
)
from promotion.kernel.text import mark as N_
from promotion.notices import queries as notices


@dataclass(frozen=True)
class Entry:
    """The words, the endpoint behind them, and the permission that shows them."""

    label: str
    endpoint: str
    permission: str
    also: tuple[str, ...] = ()
    """Endpoints that belong to this entry and not to the first of their room."""

    below: tuple["Entry", ...] = ()
    """Entries that show when one of them is open; the first is the page of this one."""


PROPOSAL_PAGES = tuple(
    f"allocation.{page}" for page in ("proposal", "book", "waive", "send_back", "withdraw")
)
SPENDING_PAGES = tuple(
    f"disbursement.{page}"
    for page in (
        *("assign", "move", "commit", "commit_again", "shares", "contract", "advance", "pay", "accept"),
        *("sent", "amend", "liquidate", "clear", "final_pay", "refund", "late_refund", "fail", "settle"),
        *("demand", "recover", "repayment_plan"),
    )
)
CLOSING_PAGES = tuple(f"closing.{page}" for page in ("periods", "year_end", "close", "statement"))
PLANNER_PAGES = tuple(
    f"planner.{page}"
    for page in ("scenarios", "create", "compare", "scenario", "edit", "refresh", "delete", "propose")
)
PAPER_PAGES = ("papers.of_project", "papers.of_contract")
REFERENCE = (
    Entry(N_("Provinces"), "territory.provinces", REFERENCE_READ),
    Entry(N_("Units"), "units.directory", REFERENCE_READ),
    Entry(N_("Contents and norms"), "catalogue.contents", REFERENCE_READ),
    Entry(N_("Reorganisations"), "reorganisations.index", REFERENCE_READ),
    Entry(N_("Templates of papers"), "papers.index", PAPERS_READ),
)
FUNDS = (
    Entry(N_("Funds"), "allocation.funds", MONEY_READ, also=CLOSING_PAGES + PLANNER_PAGES),
    Entry(N_("Ledger books"), "ledgerbooks.index", MONEY_READ),
    Entry(N_("Uncleared advances"), "oversight.advances", MONEY_READ),
    Entry(N_("Exceptions"), "oversight.exceptions", MONEY_READ),
    Entry(N_("Support to be recovered"), "disbursement.recoveries", MONEY_READ),
    Entry(N_("Treasury statements"), "treasury.index", MONEY_READ),
)
FIGURES = (
    Entry(N_("Figures"), "figures.table", FIGURES_READ),
    Entry(N_("Questions on figures"), "questions.index", MONEY_READ),
    Entry(N_("Published figures"), "publications.index", REFERENCE_READ),
)
ENTRIES: tuple[Entry, ...] = (
    Entry(N_("Overview"), "dashboard.home", FIGURES_READ),
    Entry(N_("Steering desk"), "desk.index", MONEY_READ),
    Entry(N_("Projects"), "projects.index", PROJECTS_READ, also=SPENDING_PAGES + PAPER_PAGES),
    Entry(N_("Funds"), "allocation.funds", MONEY_READ, below=FUNDS),
    Entry(N_("Proposals"), "allocation.proposals", MONEY_READ, also=PROPOSAL_PAGES),
    Entry(N_("Notices"), "notices.index", NOTICES_READ),
    Entry(N_("Figures"), "figures.table", FIGURES_READ, below=FIGURES),
    Entry(N_("Enter figures"), "imports.index", FIGURES_IMPORT),
    Entry(N_("Conference workbook"), "reports.conference", REPORTS_MAKE),
    Entry(N_("Reference"), "territory.provinces", REFERENCE_READ, below=REFERENCE),
    Entry(N_("Trail of changes"), "trails.index", HISTORY_READ),
    Entry(N_("People"), "accounts.people", ACCOUNTS_MANAGE),
)


def pages() -> Iterator[Entry]:
    """Yield every entry that is a page of its own."""
    for entry in ENTRIES:
        yield from entry.below or (entry,)


def shown(actor: Actor, here: str) -> list[dict[str, object]]:
    """Return what the menu shows to a person on the page of the endpoint `here`."""
    room = here.split(".", maxsplit=1)[0]
    named = [entry for entry in pages() if here in {entry.endpoint, *entry.also}]
    alike = [entry for entry in pages() if entry.endpoint.split(".", maxsplit=1)[0] == room]
    current = next(iter(named + alike), None)
    return [_said(entry, current, actor) for entry in ENTRIES if actor.may(entry.permission)]


def _said(entry: Entry, current: Entry | None, actor: Actor) -> dict[str, object]:
    return {
        "label": _(entry.label),
        "url": url_for(entry.endpoint),
        "current": current is not None and current in {entry, *entry.below},
        "count": _unread(actor) if entry.endpoint == "notices.index" else 0,
        "children": [_said(below, current, actor) for below in entry.below if actor.may(below.permission)],
    }


def _unread(actor: Actor) -> int:
    """Return how many notices wait for the person; 0 where the page tells of a database that does not answer."""
    try:
        return notices.unread(actor)
    except SQLAlchemyError:
        return 0

"""Opens the house: knows every room, and nothing knows it."""

import logging
import secrets
from dataclasses import dataclass

from flask import Flask, g, request, url_for
from flask_babel import Babel
from flask_babel import gettext as _
from flask_wtf import CSRFProtect
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings, flask_config
from promotion.access import guard
from promotion.access.permissions import (
    ACCOUNT_OWN,
    ACCOUNTS_MANAGE,
    FIGURES_IMPORT,
    FIGURES_READ,
    HISTORY_READ,
    MONEY_READ,
    NOTICES_READ,
    PROJECTS_READ,
    REFERENCE_READ,
    REPORTS_MAKE,
)
from promotion.accounts import sessions
from promotion.accounts.blueprint import blueprint as accounts
from promotion.allocation.blueprint import blueprint as allocation
from promotion.catalogue.blueprint import blueprint as catalogue
from promotion.cli import accounts as accounts_commands
from promotion.cli import backup, database, demo, ledger, reference, report
from promotion.cli import figures as figures_commands
from promotion.cli import imports as imports_commands
from promotion.cli import publications as publications_commands
from promotion.cli.doctor import doctor
from promotion.cli.serve import serve
from promotion.dashboards.blueprint import blueprint as dashboards
from promotion.database.engines import POOL_PATIENCE, engine_options, prepare
from promotion.database.handle import db
from promotion.disbursement.blueprint import blueprint as disbursement
from promotion.figures.blueprint import blueprint as figures
from promotion.imports.blueprint import blueprint as imports
from promotion.kernel.text import mark as N_
from promotion.notices import queries as notices_queries
from promotion.notices.blueprint import blueprint as notices
from promotion.operations.blueprint import blueprint as operations
from promotion.projects.blueprint import blueprint as projects
from promotion.publications.blueprint import blueprint as publications
from promotion.reorganisations.blueprint import blueprint as reorganisations
from promotion.reports.blueprint import blueprint as reports
from promotion.territory.blueprint import blueprint as territory
from promotion.trails.blueprint import blueprint as trails
from promotion.units.blueprint import blueprint as units
from promotion.web import errors, gate, headers, languages, pages, values

VERSION = "0.1.0"
BLUEPRINTS = (
    *(accounts, projects, allocation, disbursement, dashboards, figures, reports),
    *(publications, imports, territory, units, catalogue, reorganisations, notices, trails, operations),
)
COMMANDS = (
    database.group,
    reference.group,
    accounts_commands.group,
    ledger.group,
    backup.group,
    figures_commands.group,
    report.group,
    imports_commands.group,
    publications_commands.group,
    demo.group,
    doctor,
    serve,
)


@dataclass(frozen=True)
class MenuEntry:
    """One entry of the main menu: the words, the endpoint behind it, and the permission that shows it."""

    label: str
    endpoint: str
    permission: str
    also: tuple[str, ...] = ()
    """Endpoints of the same room that belong to this entry and not to the room's first."""


PROPOSAL_PAGES = ("allocation.proposal", "allocation.book", "allocation.send_back", "allocation.withdraw")
SPENDING_PAGES = tuple(
    f"disbursement.{page}"
    for page in ("assign", "commit", "contract", "commit_again", "advance", "pay", "accept", "sent")
)
MENU: tuple[MenuEntry, ...] = (
    MenuEntry(N_("Overview"), "dashboard.home", FIGURES_READ),
    MenuEntry(N_("Projects"), "projects.index", PROJECTS_READ, also=SPENDING_PAGES),
    MenuEntry(N_("Funds"), "allocation.funds", MONEY_READ),
    MenuEntry(N_("Proposals"), "allocation.proposals", MONEY_READ, also=PROPOSAL_PAGES),
    MenuEntry(N_("Notices"), "notices.index", NOTICES_READ),
    MenuEntry(N_("Figures"), "figures.table", FIGURES_READ),
    MenuEntry(N_("Published figures"), "publications.index", REFERENCE_READ),
    MenuEntry(N_("Enter figures"), "imports.index", FIGURES_IMPORT),
    MenuEntry(N_("Conference workbook"), "reports.conference", REPORTS_MAKE),
    MenuEntry(N_("Provinces"), "territory.provinces", REFERENCE_READ),
    MenuEntry(N_("Units"), "units.directory", REFERENCE_READ),
    MenuEntry(N_("Reorganisations"), "reorganisations.index", REFERENCE_READ),
    MenuEntry(N_("Contents and norms"), "catalogue.contents", REFERENCE_READ),
    MenuEntry(N_("People"), "accounts.people", ACCOUNTS_MANAGE),
    MenuEntry(N_("Trail of changes"), "trails.index", HISTORY_READ),
)


def create_app(settings: Settings) -> Flask:
    """Return the program with these settings; refuses to open with a view that declares no permission."""
    app = Flask(
        "promotion", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "promotion" / "static")
    )
    app.config.update(flask_config(settings))
    app.config["VERSION"] = VERSION
    options = engine_options(str(settings.database))
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {**options, "pool_timeout": POOL_PATIENCE}
    app.logger.setLevel(settings.log_level)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    Babel(app, locale_selector=languages.chosen)
    # In this order at every request: its number, who sends it, whether the form is ours, whether it can be kept.
    _number_requests(app)
    sessions.install(app)
    CSRFProtect(app)
    gate.install(app)
    errors.install(app)
    headers.install(app, tls=settings.tls)
    values.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    _dress_pages(app, settings)
    guard.install(app, sessions.ask_to_sign_in)
    pages.install(app)
    return app


def _number_requests(app: Flask) -> None:
    @app.before_request
    def give_number() -> None:
        g.request_number = secrets.token_hex(4)
        g.log = app.logger


def _dress_pages(app: Flask, settings: Settings) -> None:
    """Hand every page what the layout shows."""

    @app.context_processor
    def layout() -> dict[str, object]:
        actor = g.get("actor")
        return {
            "actor": actor,
            "language": languages.chosen(),
            "version": VERSION,
            "practice": settings.practice,
            "navigation": _navigation() if actor else [],
            "home_url": "/",
            "help_url": url_for("dashboard.help") if actor else None,
            "language_url": url_for("accounts.language"),
            "sign_out_url": url_for("accounts.sign_out"),
            "account_url": url_for("accounts.account") if actor and actor.may(ACCOUNT_OWN) else None,
        }


def _navigation() -> list[dict[str, object]]:
    here = request.endpoint or ""
    named = next((entry for entry in MENU if here in {entry.endpoint, *entry.also}), None)
    room = here.split(".", maxsplit=1)[0]
    first = next((entry for entry in MENU if entry.endpoint.split(".", maxsplit=1)[0] == room), None)
    return [
        {
            "label": _(entry.label),
            "url": url_for(entry.endpoint),
            "current": entry is (named or first),
            "count": _unread() if entry.endpoint == "notices.index" else 0,
        }
        for entry in MENU
        if g.actor.may(entry.permission)
    ]


def _unread() -> int:
    """Return how many notices wait for the person; 0 where the page tells of a database that does not answer."""
    try:
        return notices_queries.unread(g.actor)
    except SQLAlchemyError:
        return 0

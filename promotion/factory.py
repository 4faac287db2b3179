"""Opens the house: knows every room, and nothing knows it."""

import logging
import secrets

from flask import Flask, g, request, url_for
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Settings, flask_config
from promotion import menu
from promotion.access import guard
from promotion.access.permissions import ACCOUNT_OWN
from promotion.accounts import sessions
from promotion.accounts.blueprint import blueprint as accounts
from promotion.allocation.blueprint import blueprint as allocation
from promotion.catalogue.blueprint import blueprint as catalogue
from promotion.cli import accounts as accounts_commands
from promotion.cli import backup, database, demo, ledger, reference, release, report
from promotion.cli import figures as figures_commands
from promotion.cli import imports as imports_commands
from promotion.cli import publications as publications_commands
from promotion.cli.doctor import doctor
from promotion.cli.serve import serve
from promotion.closing.blueprint import blueprint as closing
from promotion.dashboards.blueprint import blueprint as dashboards
from promotion.database import room
from promotion.database.engines import POOL_PATIENCE, engine_options, prepare
from promotion.database.handle import db
from promotion.desk.blueprint import blueprint as desk
from promotion.disbursement.blueprint import blueprint as disbursement
from promotion.figures.blueprint import blueprint as figures
from promotion.imports.blueprint import blueprint as imports
from promotion.ledgerbooks.blueprint import blueprint as ledgerbooks
from promotion.notices.blueprint import blueprint as notices
from promotion.operations.blueprint import blueprint as operations
from promotion.oversight.blueprint import blueprint as oversight
from promotion.papers.blueprint import blueprint as papers
from promotion.planner.blueprint import blueprint as planner
from promotion.projects.blueprint import blueprint as projects
from promotion.publications.blueprint import blueprint as publications
from promotion.questions.blueprint import blueprint as questions
from promotion.reorganisations.blueprint import blueprint as reorganisations
from promotion.reports.blueprint import blueprint as reports
from promotion.territory.blueprint import blueprint as territory
from promotion.trails.blueprint import blueprint as trails
from promotion.treasury.blueprint import blueprint as treasury
from promotion.units.blueprint import blueprint as units
from promotion.web import errors, gate, headers, languages, pages, values

VERSION = "0.1.0"
BLUEPRINTS = (
    *(
        accounts,
        projects,
        allocation,
        disbursement,
        oversight,
        planner,
        closing,
        papers,
        dashboards,
        figures,
        reports,
    ),
    *(publications, imports, territory, units, catalogue, reorganisations, notices, trails, operations),
    *(ledgerbooks, treasury, desk, questions),
)
COMMANDS = (
    database.group,
    reference.group,
    accounts_commands.group,
    ledger.group,
    release.group,
    backup.group,
    figures_commands.group,
    report.group,
    imports_commands.group,
    publications_commands.group,
    demo.group,
    doctor,
    serve,
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
    # In this order at every request: its number, who sends it, is there room for it, is the form ours, can it be kept.
    _number_requests(app)
    sessions.install(app)
    gate.mind_room(app, room.places(settings.instance_path, settings.database))
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
            "read_only": g.get("read_only", False),
            "navigation": menu.shown(actor, request.endpoint or "") if actor else [],
            "home_url": "/",
            "help_url": url_for("dashboard.help") if actor else None,
            "language_url": url_for("accounts.language"),
            "language_next": pages.standing_address(),
            "sign_out_url": url_for("accounts.sign_out"),
            "account_url": url_for("accounts.account") if actor and actor.may(ACCOUNT_OWN) else None,
        }

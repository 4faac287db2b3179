"""The addresses of operations."""

from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState

from promotion.database.handle import db
from promotion.operations import views
from promotion.operations.readiness import Watch

blueprint = Blueprint("operations", __name__)
blueprint.add_url_rule("/health/live", view_func=views.live)
blueprint.add_url_rule("/health/ready", view_func=views.ready)
blueprint.add_url_rule("/health/ledger", view_func=views.ledger)


@blueprint.record
def watch(state: BlueprintSetupState) -> None:
    """Let somebody look at this program's database."""
    app = state.app
    if isinstance(app, Flask):
        with app.app_context():
            app.extensions[views.WATCH] = Watch(db.engine, app.config["SETTINGS"].instance_path)

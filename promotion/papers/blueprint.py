"""The addresses of papers."""

from flask import Blueprint

from promotion.papers import trail
from promotion.papers.views import filling, templates

blueprint = Blueprint("papers", __name__)
_ONE = "/papers/templates/<kind>/<code>"

blueprint.add_url_rule("/projects/<public_id>/papers", "of_project", filling.of_project)
blueprint.add_url_rule("/projects/<public_id>/papers/<kind>", "project_file", filling.project_file)
blueprint.add_url_rule("/commitments/<public_id>/papers", "of_contract", filling.of_contract)
blueprint.add_url_rule("/commitments/<public_id>/papers/<kind>", "contract_file", filling.contract_file)
blueprint.add_url_rule("/papers/templates", "index", templates.index)
blueprint.add_url_rule("/papers/fields", "fields", templates.fields)
blueprint.add_url_rule("/papers/standard/<kind>", "standard", templates.standard)
blueprint.add_url_rule("/papers/versions/<public_id>", "version", templates.version)
blueprint.add_url_rule(_ONE, "template", templates.template)
blueprint.add_url_rule(f"{_ONE}/new", "replace", templates.replace, methods=["POST"])
blueprint.add_url_rule(f"{_ONE}/back", "go_back", templates.go_back, methods=["POST"])

trail.enter_words()

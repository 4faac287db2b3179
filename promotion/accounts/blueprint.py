"""The accounts room's addresses."""

from flask import Blueprint

from promotion.accounts import own, people, trail, views

blueprint = Blueprint("accounts", __name__)
blueprint.add_url_rule("/sign-in", view_func=views.sign_in, methods=["GET", "POST"])
blueprint.add_url_rule("/sign-out", view_func=views.sign_out, methods=["POST"])
blueprint.add_url_rule("/welcome", view_func=views.welcome, methods=["GET", "POST"])
blueprint.add_url_rule("/language", view_func=views.language, methods=["POST"])
blueprint.add_url_rule("/people", view_func=people.people)
blueprint.add_url_rule("/people/new", view_func=people.add, methods=["GET", "POST"])
blueprint.add_url_rule("/people/<public_id>", view_func=people.person, methods=["GET", "POST"])
blueprint.add_url_rule(
    "/people/<public_id>/grants/<int:grant_id>/end", view_func=people.end_grant, methods=["POST"]
)
blueprint.add_url_rule("/people/<public_id>/active", view_func=people.set_active, methods=["POST"])
blueprint.add_url_rule("/people/<public_id>/code", view_func=people.make_code, methods=["POST"])
blueprint.add_url_rule("/people/<public_id>/stand-in", view_func=people.stand_in, methods=["GET", "POST"])
blueprint.add_url_rule("/people/<public_id>/hand-over", view_func=people.hand_over, methods=["GET", "POST"])
blueprint.add_url_rule("/account", view_func=own.account)
blueprint.add_url_rule("/account/password", view_func=own.password, methods=["GET", "POST"])
blueprint.add_url_rule("/account/sessions/<int:sign_in_id>/end", view_func=own.end_session, methods=["POST"])
blueprint.add_url_rule("/account/sessions/end-others", view_func=own.end_others, methods=["POST"])

trail.enter_words()

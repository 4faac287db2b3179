"""The addresses of the desk."""

from flask import Blueprint

from promotion.desk.views import committable, days, forecast, idle, late, overview, stopped, waiting

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
blueprint.add_url_rule("", "index", overview.index)
blueprint.add_url_rule("/days", "days", days.days)
blueprint.add_url_rule("/days.xlsx", "days_file", days.days_file)
blueprint.add_url_rule("/idle", "idle", idle.idle)
blueprint.add_url_rule("/idle.xlsx", "idle_file", idle.idle_file)
blueprint.add_url_rule("/committable", "committable", committable.committable)
blueprint.add_url_rule("/committable.xlsx", "committable_file", committable.committable_file)
blueprint.add_url_rule("/forecast", "forecast", forecast.forecast)
blueprint.add_url_rule("/forecast.xlsx", "forecast_file", forecast.forecast_file)
blueprint.add_url_rule("/stopped", "stopped", stopped.stopped)
blueprint.add_url_rule("/stopped.xlsx", "stopped_file", stopped.stopped_file)
blueprint.add_url_rule("/waiting", "waiting", waiting.waiting)
blueprint.add_url_rule("/waiting.xlsx", "waiting_file", waiting.waiting_file)
blueprint.add_url_rule("/late", "late", late.late)
blueprint.add_url_rule("/late.xlsx", "late_file", late.late_file)

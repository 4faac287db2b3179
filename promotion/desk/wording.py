"""What the lists count and how, in sentences: the same on pages and in workbooks."""

from flask_babel import gettext as _
from flask_babel import ngettext

from promotion.desk.queries.committable import Committable
from promotion.desk.queries.days import Days
from promotion.desk.queries.forecast import Forecasts
from promotion.desk.rules.forecast import Basis
from promotion.kernel.calendar import date_text
from promotion.kernel.money import percent_text
from promotion.web.languages import chosen


def days_said(found: Days) -> list[str]:
    """Return how days are counted."""
    said = [
        _(
            "Counted from the day on which the act happened; acts that were taken back do not count. The median is "
            "that of the lines that passed the stage, each counting once, whatever its amount. A stage that came "
            "before the one ahead of it counts 0 days."
        ),
        _(
            "The release is the first of the fund from the day the line was listed, the share the first of the unit "
            "from that release on. Who waits is counted to %(day)s.",
            day=date_text(found.until, chosen()),
        ),
    ]
    if found.without:
        said.append(
            ngettext(
                "%(num)s line is left out: its plan came over from the year before.",
                "%(num)s lines are left out: their plan came over from the year before.",
                found.without,
            )
        )
    return said


def idle_said() -> list[str]:
    """Return what lies idle, and how it is divided."""
    return [
        _(
            "Money that was released and not yet paid out, as it lies today: in the fund, in the share of a unit, on "
            "the line of a project. Money of a line serves its contracts in the order in which they were signed, each "
            "up to what it still owes; what none of them needs is under no contract. Shares and lines together are "
            "what the overview calls idle money."
        ),
        _(
            "It lies there since the day on which the place last began to hold money; under contract, no earlier than "
            "the contract was booked."
        ),
    ]


def committable_said(found: Committable) -> list[str]:
    """Return what can be committed, and until when."""
    said = [
        _(
            "What the ledger lets be committed on a line is its listed amount less what is committed, whether or not "
            "its money was assigned. “With money on the line” is what no contract still owes of the money that is "
            "there."
        ),
        _(
            "Contracts of the year may be signed until %(day)s. Left out: closed funds, and projects whose state "
            "allows no contract.",
            day=date_text(found.last, chosen()),
        ),
    ]
    if found.closing is not None:
        through, closes = (date_text(day, chosen()) for day in found.closing)
        said.append(
            _(
                "Contracts of days up to %(through)s must be entered by %(closes)s.",
                through=through,
                closes=closes,
            )
        )
    return said


def forecast_said(found: Forecasts) -> list[str]:
    """Return how the forecast is made."""
    left = ngettext("%(num)s day is left", "%(num)s days are left", found.clock.left)
    share = percent_text(found.whole.share, chosen())
    year = found.last.year - 1
    said = [
        _(
            "Disbursed to %(day)s; %(left)s to %(last)s, the last day on which money of the year may be paid.",
            day=date_text(found.clock.day, chosen()),
            left=left,
            last=date_text(found.last, chosen()),
        ),
        _(
            "Pace of last year: what is out, divided by the share of last year's payments that was out on the same day "
            "(%(share)s of the whole). A group without such a share takes that of the whole and is marked.",
            share=share,
        )
        if found.whole.share is not None
        else _("Pace of last year: budget year %(year)s gives no share to compare with.", year=year - 1),
        _(
            "Pace of the last 90 days: what is out, and for every day left the mean of the last %(days)s days.",
            days=found.clock.recent,
        ),
        _(
            "What projects plan: what is out, and what contracts still owe of projects that plan to end by %(last)s.",
            last=date_text(found.last, chosen()),
        ),
    ]
    return [*said, *_bounds(found)]


def _bounds(found: Forecasts) -> list[str]:
    ceiling = (
        _("No forecast is above what is out and what is there or approved and still to come.")
        if found.basis is Basis.approved
        else _("No forecast is above what is out and what is there today.")
    )
    return [
        ceiling,
        _(
            "Low, middle and high are the least, the median and the most of the methods. The whole is forecast by "
            "itself; the groups do not add up to it."
        ),
    ]


def stopped_said() -> list[str]:
    """Return which projects count, and what their money is."""
    return [
        _(
            "Projects that were stopped or not approved on a day of the year and stand so today. The reason is that of "
            "the step, as it was typed; reasons have no kinds."
        ),
        _(
            "Money of all years, on lines that you may see. “Taken out of the plan” and “taken back from lines” add up "
            "the acts that did so and were not taken back themselves."
        ),
    ]


def waiting_said() -> list[str]:
    """Return which lines wait for money."""
    return [
        _(
            "Lines of the year that are listed with more than was assigned to them, as they stand, for most first. "
            "A line waits since the day on which that last began."
        )
    ]


def late_said() -> list[str]:
    """Return which projects are late."""
    return [
        _(
            "Projects with a line of the year whose planned end has passed and whose work is not accepted. "
            "Stopped and settled projects are none of them, nor are projects without a planned end. Listed "
            "and accepted: on their lines of the year."
        )
    ]

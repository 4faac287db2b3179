"""Values of fields as the trail keeps them, in the reader's words: those that every room has."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from promotion.audit.kinds import Reader
from promotion.audit.models import AuditLine
from promotion.kernel.calendar import date_text, moment_text
from promotion.kernel.choices import Choice
from promotion.kernel.money import amount_text
from promotion.web.languages import chosen


def day(value: str) -> str:
    """Return an ISO day as dd/mm/yyyy."""
    return date_text(date.fromisoformat(value), chosen())


def moment(value: str) -> str:
    """Return an ISO instant in Viet Nam's time."""
    return moment_text(datetime.fromisoformat(value), chosen())


def dong(value: int) -> str:
    """Return an amount with its unit."""
    return f"{amount_text(int(value), chosen())} {_('đồng')}"


def nothing(_value: object) -> str:
    """Say nothing: the value stands elsewhere in the line, or tells a reader nothing."""
    return ""


def choice(*kinds: type[Choice]) -> Reader:
    """Return the reader of a closed list (or several); a value that is no longer in it stands as it is."""
    labels = {str(one): one.label for kind in kinds for one in kind}
    return lambda value: _(labels.get(str(value), str(value)))


def values(lines: Iterable[AuditLine], *fields: str) -> set[Any]:
    """Return the values of fields in all these lines, for a look-up of all at once."""
    found = (side.get(field) for line in lines for side in _sides(line) for field in fields)
    return {value for value in found if value is not None}


def _sides(line: AuditLine) -> Sequence[dict[str, Any]]:
    return line.before or {}, line.after or {}

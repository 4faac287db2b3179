"""Time: instants in UTC, business days and budget years in Viet Nam, dates as people write them.

A naive instant raises ``ValueError``: it is a fault of the program, not of the input.
"""

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from promotion.kernel.choices import Language
from promotion.kernel.errors import Invalid, Unclear
from promotion.kernel.messages import mark as N_

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_SHORT, _CENTURY = 100, 2000
_QUARTER = 3
_MONTHS = 12
_LONGEST = 40
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_QUARTERS = (("I", "first"), ("II", "second"), ("III", "third"), ("IV", "fourth"))
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(UTC)


def business_day(instant: datetime) -> date:
    """Return the day it is in Viet Nam at an instant."""
    if instant.tzinfo is None:
        message = "an instant needs a zone"
        raise ValueError(message)
    return instant.astimezone(VIETNAM).date()


def today() -> date:
    """Return the day it is in Viet Nam now."""
    return business_day(now())


def budget_year(moment: datetime | date) -> int:
    """Return the budget year of an instant or of a business day: the calendar year in Viet Nam."""
    return (business_day(moment) if isinstance(moment, datetime) else moment).year


def month_of(day: date) -> int:
    """Return the number of a month, counted so that the next month is one more: year × 12 + month − 1."""
    return day.year * _MONTHS + day.month - 1


def read_date(text: str, language: str) -> date:
    """Read dd/mm/yyyy (also with "-" or "."), or ISO yyyy-mm-dd. The day comes first in both languages.

    A short year or a month first is asked back (:class:`Unclear`); a day that does not exist is refused
    (:class:`Invalid`).
    """
    body = text.strip()
    shown = "".join(letter if letter.isprintable() else " " for letter in body[:_LONGEST])
    if not body:
        raise Invalid(N_("Please enter a date."))
    iso, day_first = _ISO.fullmatch(body), _DAY_FIRST.fullmatch(body)
    if iso:
        year, month, day = map(int, iso.groups())
    elif day_first:
        day, month, year = int(day_first[1]), int(day_first[3]), int(day_first[4])
        if year < _SHORT:
            year += _CENTURY
            _ask_back(shown, _day(year, month, day), language)
    else:
        raise Invalid(
            N_("“%(text)s” is not a date."),
            {"text": shown},
            cure=N_("Please type day/month/year: 31/12/2026."),
        )
    found = _day(year, month, day)
    if found is None:
        _ask_back(shown, _day(year, day, month), language)
        raise Invalid(
            N_("There is no day %(text)s between the years %(first)s and %(last)s."),
            {"text": shown, "first": str(_FIRST_YEAR), "last": str(_LAST_YEAR)},
            cure=N_("Please type day/month/year: 31/12/2026."),
        )
    return found


def _day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None if there is no such day between 1900 and 2199."""
    if not (
        _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _MONTHS and 1 <= day <= monthrange(year, month)[1]
    ):
        return None
    return date(year, month, day)


def _ask_back(text: str, reading: date | None, language: str) -> None:
    """Ask whether this day was meant, if there is one."""
    if reading:
        raise Unclear(None, {"text": text}, readings=(date_text(reading, language),))


def date_text(day: date, language: str) -> str:
    """Write a date as dd/mm/yyyy, in both languages."""
    Language(language)
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def moment_text(instant: datetime, language: str) -> str:
    """Write an instant in Viet Nam's time: HH:mm dd/mm/yyyy."""
    day = business_day(instant)
    return f"{instant.astimezone(VIETNAM):%H:%M} {date_text(day, language)}"


def period_text(start: date, end: date, language: str) -> str:
    """Name a period, both days included: "9 tháng đầu năm 2024", "first 9 months of 2024".

    Lower case, to stand within a sentence. Raises ``ValueError`` when the end lies before the start.
    """
    if end < start:
        message = "a period ends before it starts"
        raise ValueError(message)
    vi = Language(language) is Language.vi
    if start == end:
        return f"ngày {date_text(start, language)}" if vi else date_text(start, language)
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if whole_months and start.year == end.year:
        return _months_text(start.year, start.month, end.month, vi=vi)
    if whole_months and (start.month, end.month) == (1, _MONTHS):
        return f"giai đoạn {start.year}–{end.year}" if vi else f"{start.year}–{end.year}"
    first, last = date_text(start, language), date_text(end, language)
    return f"từ {first} đến {last}" if vi else f"{first} to {last}"


def _months_text(year: int, first: int, last: int, *, vi: bool) -> str:
    """Name whole months of one year."""
    count = last - first + 1
    if count == _MONTHS:
        return f"năm {year}" if vi else f"{year}"
    if count == 1:
        return f"tháng {first} năm {year}" if vi else f"{_MONTH_NAMES[first - 1]} {year}"
    if count == _QUARTER and last % _QUARTER == 0:
        numeral, ordinal = _QUARTERS[last // _QUARTER - 1]
        return f"quý {numeral} năm {year}" if vi else f"{ordinal} quarter of {year}"
    if first == 1 or last == _MONTHS:
        end_vi, end_en = ("đầu", "first") if first == 1 else ("cuối", "last")
        return f"{count} tháng {end_vi} năm {year}" if vi else f"{end_en} {count} months of {year}"
    if vi:
        return f"từ tháng {first} đến tháng {last} năm {year}"
    return f"{_MONTH_NAMES[first - 1]} to {_MONTH_NAMES[last - 1]} {year}"

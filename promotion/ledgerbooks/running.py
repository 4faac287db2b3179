"""Totals between the rows of a book: where it stood at the end of each month and quarter. Plain Python."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from promotion.kernel.calendar import month_of
from promotion.ledgerbooks.drafts import BookQuestion, Order
from promotion.ledgerbooks.queries import BookPage, BookRow, Following

_QUARTER = 3


@dataclass(frozen=True)
class Running:
    """Where the book stood after the last row of a month: the month's first day, and sums in đồng by measure."""

    month: date
    values: Mapping[str, int]

    @property
    def quarter(self) -> int | None:
        """The quarter that ends with this month, None when none does."""
        return self.month.month // _QUARTER if self.month.month % _QUARTER == 0 else None


def lines(page: BookPage, question: BookQuestion) -> Iterator[BookRow | Running]:
    """Yield the rows of a page, and after the last row of each month where the book stood.

    Rows that filters thinned out lead to no totals. The month is that of the day by which rows stand: the day from
    which they count, or the day on which they became known.
    """
    if question.partial or not page.rows:
        yield from page.rows
        return
    sums = dict(page.opening if page.carried is None else page.carried)
    for row, after in zip(page.rows, (*page.rows[1:], page.following), strict=True):
        yield row
        for key, value in row.values.items():
            sums[key] += value
        day = _day(row, question)
        if after is None or month_of(_day(after, question)) > month_of(day):
            yield Running(day.replace(day=1), dict(sums))


def _day(row: BookRow | Following, question: BookQuestion) -> date:
    return row.day if question.order is Order.day else row.known_day

"""The frame of a numbered form: head, title, unit, table, and where asked the signatures."""

from promotion.kernel.text import mark as N_
from promotion.reports.conference.frame import Frame
from promotion.sheets import blocks
from promotion.sheets.cells import Kind, Text
from promotion.sheets.declaration import Column, Line, Sheet, Style, Table

NO = "no"
NAME = "name"
WIDTH = 252.0
"""Millimetres between the margins of A4 lying."""


def amount_columns(frame: Frame, keys: tuple[str, ...], width: float = 28.5) -> tuple[Column, ...]:
    """Give a column for every amount, under one heading."""
    band = frame.t(N_("Money (VND)"))
    return tuple(Column(key, frame.label(key), width, Kind.dong, band) for key in keys)


def rate_columns(frame: Frame, keys: tuple[str, ...], width: float = 15.0) -> tuple[Column, ...]:
    """Give a column for every rate, under one heading; its cells follow from the amounts."""
    band = frame.t(N_("Rates"))
    return tuple(
        Column(key, frame.label(key), width, Kind.share, band, share_of=frame.share(key)) for key in keys
    )


def form(
    frame: Frame,
    key: str,
    columns: tuple[Column, ...],
    table: Table,
    *,
    frozen: str = NAME,
    after: tuple[Line, ...] = (),
    scope: str = "",
) -> Sheet:
    """Put a table into a numbered form."""
    head = (
        *blocks.form_head(columns, frame.given.issuer.issuing.upper(), frame.code(key)),
        *blocks.title(
            columns,
            frame.title(key).upper(),
            (f"{scope or frame.scope}, {frame.period}", frame.as_of),
        ),
        *blocks.unit_line(columns, frame.t(N_("Unit: VND"))),
    )
    return Sheet(key, frame.tab(key), columns, (*head, table, *after), frozen)


def remarks(columns: tuple[Column, ...], texts: tuple[str, ...]) -> tuple[Line, ...]:
    """Give small remarks below a table."""
    small = Style(size=10, italic=True, top=True)
    lines = (blocks.paragraph(columns, Text(text), small) for text in texts)
    return (blocks.gap(4), *lines)


def signed(frame: Frame, columns: tuple[Column, ...]) -> tuple[Line, ...]:
    """Give the lines where the form is signed; the day is left open for the pen."""
    hint = frame.t(N_("(Signature, full name)"))
    date = frame.t(
        N_("%(seat)s, day … month … year %(year)s"),
        seat=frame.given.issuer.seat,
        year=frame.made.rpartition("/")[2],
    )
    signers = (
        blocks.Signature(frame.t(N_("PREPARED BY")), hint),
        blocks.Signature(frame.t(N_("HEAD OF THE UNIT")), hint),
    )
    return blocks.signatures(columns, date, signers)


def roman(number: int) -> str:
    """Write 1, 2, 3 … as I, II, III."""
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        written += sign * count
    return written


def letter(number: int) -> str:
    """Write 1, 2, 3 … as A, B, C."""
    return chr(ord("A") + number - 1)

"""The cover: what the workbook is, for whom and when, what it guarantees, and what is where."""

from collections.abc import Iterator

from promotion.kernel.text import mark as N_
from promotion.reports.conference import checks
from promotion.reports.conference.frame import CHECKS, COUNTRY, COVER, DATA, FORMS, NOTES, PUBLISHED, Frame
from promotion.sheets import blocks
from promotion.sheets.cells import Cell, Link, Tally, Text
from promotion.sheets.declaration import Column, Line, Part, Sheet, Style

_COLUMNS = (
    Column("a", "", 12),
    Column("b", "", 44),
    Column("c", "", 58),
    Column("d", "", 92),
    Column("e", "", 46),
)
_PLAIN = Style(size=12)
_BOLD = Style(size=12, bold=True)
_CELL = Style(border=True)
_CENTRED = Style(border=True, align="center")
_HEAD = Style(size=11, bold=True, border=True, align="center", fill="#DCE6F1")


def cover(frame: Frame) -> Sheet:
    """Declare the cover."""
    issuer = frame.given.issuer
    words = blocks.Letterhead(
        issuer.governing.upper(),
        issuer.issuing.upper(),
        frame.t(N_("SOCIALIST REPUBLIC OF VIET NAM")),
        frame.t(N_("Independence - Freedom - Happiness")),
    )
    return Sheet(
        COVER,
        frame.tab(COVER),
        _COLUMNS,
        (
            *blocks.letterhead(_COLUMNS, words),
            blocks.gap(14),
            *_title(frame),
            blocks.gap(12),
            *(_fact(label, value) for label, value in _facts(frame)),
            blocks.gap(10),
            blocks.paragraph(_COLUMNS, Text(frame.t(N_("What this workbook guarantees"))), _BOLD),
            *(blocks.paragraph(_COLUMNS, Text(f"- {text}"), Style(indent=1)) for text in _guarantees(frame)),
            blocks.gap(10),
            *_contents(frame),
        ),
        whole=0.8,
    )


def _title(frame: Frame) -> tuple[Line, ...]:
    big = Style(size=18, bold=True, align="center")
    large = Style(size=15, bold=True, align="center")
    return (
        blocks.paragraph(_COLUMNS, Text(frame.t(N_("INDUSTRIAL PROMOTION: SUMMARY OF FIGURES"))), big),
        blocks.paragraph(_COLUMNS, Text(f"{frame.scope}, {frame.period}".upper()), large),
        blocks.paragraph(
            _COLUMNS,
            Text(_occasion(frame)),
            Style(size=13, italic=True, align="center"),
        ),
    )


def _occasion(frame: Frame) -> str:
    if frame.given.region is None:
        return frame.t(N_("(for industrial promotion conferences)"))
    return frame.t(
        N_("(for the conference on industrial promotion: %(region)s)"),
        region=frame.scope[:1].lower() + frame.scope[1:],
    )


def _facts(frame: Frame) -> Iterator[tuple[str, Cell]]:
    given = frame.given
    first = f"01/01/{given.year}"
    last = frame.day(given.to)
    yield frame.t(N_("Scope")), Text(_scope(frame))
    yield (
        frame.t(N_("Period of the figures")),
        Text(
            frame.t(
                N_("Budget year %(year)s, from %(first)s to %(last)s"),
                year=given.year,
                first=first,
                last=last,
            )
        ),
    )
    yield frame.t(N_("Boundaries")), Text(frame.boundaries)
    yield frame.t(N_("Unit of measure")), Text(frame.t(N_("VND, exact, not rounded")))
    made = frame.t(N_("%(moment)s, by %(person)s"), moment=frame.made, person=given.made_by)
    yield frame.t(N_("Made")), Text(made + (f" ({given.version})" if given.version else ""))
    verdicts = checks.verdicts(frame)
    after = frame.t(N_(" of %(count)s checks agree"), count=len(verdicts))
    yield frame.t(N_("Checks")), Tally(verdicts, checks.passed(frame), after)
    yield frame.t(N_("Complete ledgers")), Text(frame.complete_said)


def _scope(frame: Frame) -> str:
    count = len(frame.provinces)
    return frame.t(N_("%(name)s, %(count)s provinces and cities"), name=frame.scope, count=count)


def _guarantees(frame: Frame) -> tuple[str, ...]:
    return (
        frame.t(
            N_(
                "Every sum and every rate is a live formula, and its value is stored with it: opening, "
                "previewing and recalculating show the same figure."
            )
        ),
        frame.t(
            N_(
                "The figures are the balance of all entries booked with a business date up to %(day)s; "
                "later entries are not in them."
            ),
            day=frame.day(frame.given.to),
        ),
        frame.t(
            N_(
                "Every figure of the forms leads to the sheet “%(data)s”, every measure is defined on the "
                "sheet “%(notes)s”, and the forms are held against each other on the sheet “%(checks)s”."
            ),
            data=frame.tab(DATA),
            notes=frame.tab(NOTES),
            checks=frame.tab(CHECKS),
        ),
        *frame.undivided,
        *frame.given.outside,
    )


def _fact(label: str, value: Cell) -> Line:
    return Line((Part(Text(label), "a", "b", _PLAIN), Part(value, "c", "e", _BOLD)), least=17)


def _contents(frame: Frame) -> Iterator[Line]:
    heads = (N_("No."), N_("Form code"), N_("Title of the sheet"), N_("Go to the sheet"))
    yield _entry(tuple(Text(frame.t(head)) for head in heads), _HEAD, _HEAD)
    keys = [key for key in FORMS if key != COUNTRY or frame.has_country]
    aside = (*([PUBLISHED] if frame.given.published else []), CHECKS, DATA, NOTES)
    for number, key in enumerate((*keys, *aside), start=1):
        code = frame.code(key) if key in FORMS else ""
        cells = (Text(str(number)), Text(code), Text(frame.title(key)), Link(frame.tab(key), key))
        yield _entry(cells, _CENTRED, _CELL)


def _entry(cells: tuple[Cell, ...], centred: Style, left: Style) -> Line:
    number, code, title, link = cells
    return Line(
        (
            Part(number, "a", "a", centred),
            Part(code, "b", "b", centred),
            Part(title, "c", "d", left),
            Part(link, "e", "e", centred),
        ),
        least=17,
    )

"""The forecast as a workbook: one sheet, a row a group; shares as formulas over the amounts beside them."""

from collections.abc import Iterator

from flask_babel import gettext as _

from promotion.desk.queries.forecast import ForecastRow, Forecasts
from promotion.desk.rules.forecast import Method
from promotion.desk.sheet.frame import Frame, amount, workbook
from promotion.desk.wording import forecast_said
from promotion.sheets.cells import Amount, Cell, Difference, Kind, Ratio, Ref, Text
from promotion.sheets.declaration import Column, Row, RowLevel, Workbook


def forecast(found: Forecasts, asked: str, reader: str) -> Workbook:
    """Declare the workbook of the forecast."""
    title = _("Forecast to year end")
    columns = (
        Column("group", _("Put together"), 60),
        Column("approved", _("Approved (đồng)"), 34, Kind.dong),
        Column("provided", _("Assigned and carried in (đồng)"), 34, Kind.dong),
        Column("paid", _("Disbursed so far (đồng)"), 34, Kind.dong),
        *(
            Column(str(method), _(method.label), 34, Kind.dong, band=_("By method (đồng)"))
            for method in Method
        ),
        Column("low", _("Low"), 34, Kind.dong, band=_("By year end (đồng)")),
        Column("middle", _("Middle"), 34, Kind.dong, band=_("By year end (đồng)")),
        Column("high", _("High"), 34, Kind.dong, band=_("By year end (đồng)")),
        Column("ceiling", _("At most (đồng)"), 34, Kind.dong),
        Column("unspent", _("Would stay unspent (đồng)"), 34, Kind.dong),
        Column("of_approved", _("Middle of approved"), 24, Kind.share),
        Column("of_provided", _("Middle of assigned and carried in"), 24, Kind.share),
    )
    keyed = [(f"group:{row.group.key}", row) for row in found.rows]
    rows = [Row(key, dict(_row(key, row, row.group.label))) for key, row in keyed]
    if rows:
        rows.append(Row("whole", dict(_row("whole", found.whole, _("The whole"))), RowLevel.total))
    return workbook(
        title,
        reader,
        Frame(forecast_said(found), asked, reader).sheet(title, columns, rows, extent=(len(found.rows),) * 2),
    )


def _row(key: str, row: ForecastRow, label: str) -> Iterator[tuple[str, Cell]]:
    made = row.forecast
    yield "group", Text(label)
    yield "approved", Amount(row.approved)
    yield "provided", Amount(row.provided)
    yield "paid", Amount(row.paid)
    for method in Method:
        yield str(method), amount(made.by.get(method))
    for name in ("low", "middle", "high", "ceiling"):
        yield name, Amount(getattr(made, name))
    yield "unspent", Difference(Ref(key, "ceiling"), Ref(key, "middle"))
    yield "of_approved", Ratio(Ref(key, "middle"), Ref(key, "approved"))
    yield "of_provided", Ratio(Ref(key, "middle"), Ref(key, "provided"))

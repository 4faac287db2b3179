"""Pages of files: send one, look at how each row was read and at what is wrong, store all of it or nothing."""

from dataclasses import dataclass, replace
from io import BytesIO

from flask import flash, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.access.permissions import MONEY_READ, TREASURY_IMPORT
from promotion.allocation.pasted.findings import Said, grouped
from promotion.kernel.money import amount_text
from promotion.treasury import arriving, queries
from promotion.treasury.checking import Checked, check
from promotion.treasury.drafts import StatementRow
from promotion.treasury.forms import SendForm, StoreForm, with_doubled
from promotion.treasury.models import Statement
from promotion.treasury.wording import place
from promotion.units import queries as units
from promotion.units.wording import unit_label
from promotion.web.languages import chosen, explain
from promotion.web.pages import page, page_number, send

Answer = Response | tuple[str, int]
PER_PAGE = 100


@guard.requires(TREASURY_IMPORT)
def new() -> Answer:
    """Take the file of a statement; one that is stored already is opened instead."""
    actor = guard.actor()
    known = queries.choices(actor, TREASURY_IMPORT, chosen())
    form = SendForm()
    form.offer((unit.code, label) for unit, label in known)
    ids = {unit.code: unit.id for unit, _label in known}

    def act() -> str:
        try:
            found = arriving.send(actor, form.draft(ids))
        except arriving.FileHere as here:
            flash(explain(here), "info")
            return url_for(".statement", public_id=here.public_id)
        return url_for(".waiting", public_id=found.public_id)

    return send(form, act) or page("treasury/new.html", form=form)


@dataclass(frozen=True)
class Preview:
    """A page of a waiting file's rows, and what was found in it, repeats together."""

    checked: Checked
    rows: tuple[StatementRow, ...]
    said: list[Said]
    page: int
    size: int = PER_PAGE


@guard.requires(TREASURY_IMPORT)
def waiting(public_id: str) -> Answer:
    """Show how a file was read, and store its rows, all or none."""
    actor = guard.actor()
    found = queries.sent(actor, public_id)
    checked = check(arriving.draft_of(found))
    form = _form(checked)
    done = send(form, lambda: _stored(arriving.store(actor, public_id, form.left_out())))
    number = min(page_number(), max(1, -(-len(checked.rows) // PER_PAGE)))
    # Errors first: they decide.
    ordered = sorted(checked.findings, key=lambda finding: finding.severity != "error")
    preview = Preview(
        checked,
        checked.rows[(number - 1) * PER_PAGE : number * PER_PAGE],
        grouped(
            replace(finding, heading=_(finding.heading) if finding.heading else "") for finding in ordered
        ),
        number,
    )
    unit = unit_label(units.by_id(found.unit_id), chosen())
    return done or page("treasury/waiting.html", form=form, statement=found, unit=unit, preview=preview)


def _form(checked: Checked) -> StoreForm:
    rows = [
        (
            (row.sheet, row.number),
            _(
                "%(row)s says the same as %(first)s: %(voucher)s, %(amount)s đồng",
                row=place(row),
                first=place(first),
                voucher=row.voucher or "–",
                amount=amount_text(row.amount, chosen()),
            ),
        )
        for first, row in checked.doubled
    ]
    return with_doubled(rows)()


def _stored(found: Statement) -> str:
    return url_for(".statement", public_id=found.public_id)


@guard.requires(MONEY_READ)
def file(public_id: str) -> Response:
    """Give the file of a statement as it was sent."""
    found = queries.statement(guard.scope(), public_id)
    return send_file(
        BytesIO(found.content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=found.file_name,
    )

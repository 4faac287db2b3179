"""Pages: send a file, look at each value as it was read and at what is wrong, enter all of it or nothing."""

from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO

from flask import flash, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from promotion.access import guard
from promotion.allocation.pasted.findings import Said, grouped
from promotion.imports import queries, service
from promotion.imports.drafts import Checked, SentFile
from promotion.imports.forms import ApplyForm, FileForm
from promotion.imports.models import ImportFile
from promotion.imports.opening import LAYOUT, Entry
from promotion.publications.rules import Period, PublishedLevel
from promotion.publications.service import Recorded
from promotion.publications.wording import Wording
from promotion.sheets import XLSX
from promotion.sheets.blank import blank as blank_workbook
from promotion.sheets.layouts import Finding
from promotion.web.languages import chosen, words
from promotion.web.pages import page, page_number, send

_PAGE = 100


@dataclass(frozen=True)
class Preview:
    """One page of a waiting file's rows, with what is wrong in each; all its findings, repeats together."""

    name: str
    checked: Checked
    rows: tuple[tuple[Entry, list[Said]], ...]
    said: list[Said]
    page: int
    size: int = _PAGE


@guard.requires("figures:import")
def index() -> Response | tuple[str, int]:
    """Take a file, or show what a file that was sent holds."""
    form = FileForm()

    def act() -> str:
        kept = service.keep(guard.actor(), form.sent(LAYOUT.key))
        return url_for(".index", file=kept.public_id)

    return send(form, act) or _page(form, request.args.get("file"))


@guard.requires("figures:import")
def apply() -> Response | tuple[str, int]:
    """Enter the figures of a waiting file, all or none."""
    form = ApplyForm()
    done: list[Recorded] = []

    def act() -> str:
        kept = queries.waiting(guard.actor(), form.waiting.data or "")
        recorded = service.apply(guard.actor(), _sent(kept), chosen())
        done[:] = [recorded]
        return url_for("publications.index")

    answer = send(form, act)
    if answer is not None and done:
        flash(_outcome(done[0]), "success")
    return answer or _page(form, form.waiting.data)


@guard.requires("figures:import")
def blank() -> Response:
    """Give the blank workbook of the layout."""
    file = BytesIO(blank_workbook(LAYOUT, words(chosen())))
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=f"{LAYOUT.key}.xlsx")


def _page(form: FileForm | ApplyForm, number: str | None) -> tuple[str, int]:
    preview = _preview(queries.waiting(guard.actor(), number)) if number else None
    return page(
        "imports/index.html",
        form=form,
        file_form=form if isinstance(form, FileForm) else FileForm(formdata=None),
        apply_form=ApplyForm(formdata=None, waiting=number) if preview else None,
        preview=preview,
        layout=LAYOUT,
        wording=Wording(),
        period_of=Period,
        level_of=PublishedLevel,
    )


def _preview(kept: ImportFile) -> Preview:
    checked = service.check(_sent(kept), chosen())
    last = max(1, -(-len(checked.entries) // _PAGE))
    number = min(page_number(), last)
    shown = checked.entries[(number - 1) * _PAGE : number * _PAGE]
    found: dict[tuple[str, int | None], list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        found[finding.sheet, finding.row].append(finding)
    rows = tuple((entry, grouped(found[entry.record.sheet, entry.record.row])) for entry in shown)
    return Preview(kept.file_name, checked, rows, grouped(checked.findings), number)


def _sent(kept: ImportFile) -> SentFile:
    return SentFile(kept.layout, kept.file_name, kept.content)


def _outcome(recorded: Recorded) -> str:
    counts = {"new": str(recorded.new), "known": str(recorded.known)}
    if recorded.new:
        return _("Entered: %(new)s new, %(known)s known already.", **counts)
    return _("Nothing to enter: all %(known)s figures are known already.", **counts)

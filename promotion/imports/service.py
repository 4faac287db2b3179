"""The verbs of the room: check a file, keep one until it is decided, apply it: all its figures or none.

Writing runs inside the caller's unit of work. Raises `Unreadable` for a file that cannot be read, `Forbidden` for who
may not enter figures, `FileRefused` for a file with faults.
"""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, select

from promotion.access.actor import Actor
from promotion.access.permissions import FIGURES_IMPORT
from promotion.audit.drafts import Subject
from promotion.audit.service import record as audit
from promotion.database.handle import db
from promotion.database.reference import Counts
from promotion.imports import opening, queries
from promotion.imports.drafts import Checked, SentFile
from promotion.imports.models import ImportFile
from promotion.imports.opening import Entry
from promotion.kernel.calendar import now
from promotion.kernel.errors import Fault, Forbidden, Invalid, NotFound
from promotion.kernel.messages import mark as N_
from promotion.publications import queries as publications
from promotion.publications import service as publishing
from promotion.publications.drafts import ImportDraft
from promotion.publications.models import PublicationImport
from promotion.sheets.grids import Unreadable
from promotion.sheets.layouts import Finding, Layout, read_table
from promotion.sheets.reading import read

LAYOUTS: dict[str, Layout] = {opening.LAYOUT.key: opening.LAYOUT}
SHIPPED = "opening_figures.csv"
_KEPT_FOR = timedelta(days=7)
_MOST_TOLD = 20  # faults in a refusal; all of them are in what was checked


class FileRefused(Invalid):
    """The file has faults; nothing of it was entered. `checked` holds them."""

    default = N_("The file has faults; nothing was entered.")
    default_cure = N_("Correct them and send the file again.")

    def __init__(self, checked: Checked) -> None:
        errors = [finding for finding in checked.findings if finding.severity == "error"]
        super().__init__(
            faults=tuple(
                Fault(f"{one.column}{one.row or ''}", one.message, one.params) for one in errors[:_MOST_TOLD]
            )
        )
        self.checked = checked


def check(file: SentFile, language: str) -> Checked:
    """Return what the file holds and everything that is wrong with it. Writes nothing."""
    layout = LAYOUTS.get(file.layout)
    if layout is None:
        raise NotFound
    records, findings = read_table(layout, read(file.name, file.content))
    entries, between = opening.figures(records, queries.known(language))
    findings += between
    if not records and not findings:
        findings.append(Finding("", None, "", "", "", N_("The table has no rows.")))
    standing = publications.standing(entry.figure.fingerprint for entry in entries if entry.figure)
    findings += _printed_otherwise(entries, standing)
    return Checked(file, tuple(entries), _in_order(findings), standing)


def apply(actor: Actor, file: SentFile, language: str) -> publishing.Recorded:
    """Enter the file's figures, all of them or none; the same file or the same rows again change nothing."""
    if not actor.may(FIGURES_IMPORT):
        raise Forbidden
    checked = check(file, language)
    if not checked.clean:
        raise FileRefused(checked)
    return publishing.record(actor, ImportDraft(file.name, file.sha256, checked.figures))


def keep(actor: Actor, file: SentFile) -> ImportFile:
    """Keep a file until the person who sent it has decided. Files of a week ago that nobody applied are dropped.

    Raises `Unreadable` for a file that cannot be read at all.
    """
    if not actor.may(FIGURES_IMPORT):
        raise Forbidden
    if file.layout not in LAYOUTS:
        raise NotFound
    read_table(LAYOUTS[file.layout], read(file.name, file.content))
    entered = select(PublicationImport.sha256)
    old = ImportFile.uploaded_at < now() - _KEPT_FOR
    db.session.execute(delete(ImportFile).where(old, ImportFile.sha256.not_in(entered)))
    kept = ImportFile(
        layout=file.layout,
        file_name=file.name,
        sha256=file.sha256,
        content=file.content,
        uploaded_by=actor.user_id,
        uploaded_at=now(),
    )
    db.session.add(kept)
    db.session.flush()
    audit(actor, "imports.keep", Subject("import_file", kept.id, file.name),
          after={"file_name": file.name, "sha256": file.sha256}, under=(FIGURES_IMPORT, None))  # fmt: skip
    return kept


def load(folder: Path, actor: Actor) -> dict[str, Counts]:
    """Enter the figures that come with the program; loading them again changes nothing."""
    try:
        file = SentFile(opening.LAYOUT.key, SHIPPED, (folder / SHIPPED).read_bytes())
    except OSError as error:
        raise Unreadable(N_("The file %(file)s cannot be read."), {"file": SHIPPED}) from error
    recorded = apply(actor, file, "vi")
    return {"published_figure": Counts(added=recorded.new, unchanged=recorded.known)}


def _printed_otherwise(entries: list[Entry], standing: frozenset[str]) -> list[Finding]:
    """Note new figures whose source has already been entered with another value: both will stand."""
    fresh = [entry for entry in entries if entry.figure and entry.figure.fingerprint not in standing]
    earlier = publications.values_of({entry.figure.year for entry in fresh if entry.figure})
    found = []
    for entry in fresh:
        figure = entry.figure
        before = earlier.get(figure.identity) if figure else None
        if before:
            words = Invalid(
                N_("The same source has been entered with %(before)s; both figures will stand."),
                {"before": " / ".join(before)},
            )
            found.append(entry.record.finding("value", words, severity="note"))
    return found


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings by sheet (in the order of the file), row and column."""
    sheets = list(dict.fromkeys(finding.sheet for finding in findings))

    def place(one: Finding) -> tuple[int, int, int, str]:
        return sheets.index(one.sheet), one.row or 0, len(one.column), one.column

    return tuple(sorted(findings, key=place))

"""Everything a sent file holds and everything that is wrong with it, before anything is stored. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from promotion.kernel.calendar import date_text
from promotion.kernel.errors import DomainError, Params
from promotion.kernel.messages import Term
from promotion.kernel.messages import mark as N_
from promotion.sheets.grids import Grid, Unreadable, letters
from promotion.sheets.layouts import Finding
from promotion.sheets.reading import read
from promotion.treasury.drafts import StatementDraft, StatementRow
from promotion.treasury.headings import LABELS, LAYOUT, Table, table_of
from promotion.treasury.reading import Sheet, doubles
from promotion.treasury.rules import untied

MOST_ROWS = 10_000
Place = tuple[str, int]
"""A row by its sheet and its number there."""


@dataclass(frozen=True)
class Checked:
    """What a file holds: rows as read, rows that say what one before them says, balances (đồng), everything found."""

    rows: tuple[StatementRow, ...]
    doubled: tuple[tuple[StatementRow, StatementRow], ...]
    opening: int | None
    closing: int | None
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether the file can be stored: notes do not keep it out, errors do."""
        return not any(finding.severity == "error" for finding in self.findings)

    @property
    def out(self) -> int:
        """Đồng paid out in all."""
        return sum(row.debit for row in self.rows)

    @property
    def back(self) -> int:
        """Đồng that came back in all."""
        return sum(row.credit for row in self.rows)

    def without(self, left_out: Mapping[Place, bool]) -> tuple[StatementRow, ...]:
        """Return the rows without those that are left out."""
        return tuple(row for row in self.rows if not left_out.get((row.sheet, row.number)))


def check(draft: StatementDraft) -> Checked:
    """Return what a file holds. Raises `Unreadable` for what is no table at all."""
    tables, findings = _tables(read(draft.name, draft.content))
    sheets = [Sheet(table, draft.language).read() for table in tables if not table.missing]
    rows = tuple(row for sheet in sheets for row in sheet.rows)
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            N_("A statement may have at most %(most)s rows; this one has %(rows)s."),
            {"most": str(MOST_ROWS), "rows": str(len(rows))},
            cure=N_("Send it in parts, each with its own period."),
        )
    findings += [finding for sheet in sheets for finding in sheet.findings]
    findings += [_outside(draft, row, sheets) for row in rows if not draft.first <= row.day <= draft.last]
    opening = _balance(
        N_("Opening balance"), draft.opening, [sheet.opening for sheet in sheets[:1]], findings
    )
    closing = _balance(
        N_("Closing balance"), draft.closing, [sheet.closing for sheet in sheets[-1:]], findings
    )
    if not rows and not any(finding.severity == "error" for finding in findings):
        findings.append(_of_file(N_("The table has no rows.")))
    checked = Checked(rows, tuple(doubles(rows)), opening, closing, ())
    off = untied(opening, closing, checked.out, checked.back)
    if off:
        words = N_("The rows do not lead from the opening to the closing balance: %(off)s đồng are open.")
        cure = N_("Look whether rows are missing; money that was allotted to the account stands in no row.")
        findings.append(_of_file(words, {"off": off}, cure, note=True))
    return Checked(rows, checked.doubled, opening, closing, tuple(findings))


def _tables(grids: Sequence[Grid]) -> tuple[list[Table], list[Finding]]:
    """Return the tables of all visible sheets, and what is said of sheets without one or with columns missing."""
    tables, findings = [], []
    for grid in grids:
        try:
            table = table_of(grid) if grid.visible else None
        except DomainError as error:
            where = (grid.name, None, "", "", "")
            findings.append(Finding(*where, error.message, error.params, error.cure))
            continue
        if table is not None:
            tables.append(table)
            findings += _missing(table)
        elif grid.rows or not grid.visible:
            words = (
                N_("This sheet has no headings of a statement in its first 30 rows and was not read.")
                if grid.visible
                else N_("This sheet is hidden and was not read.")
            )
            findings.append(Finding(grid.name, None, "", "", "", words, severity="note"))
    if not tables and not any(finding.severity == "error" for finding in findings):
        raise Unreadable(
            N_("No sheet has the headings of a statement: voucher number, day, payee, what the row says, debit and "
               "credit or amount."),
            cure=N_("Send the file as the treasury gives it, with the headings above its columns."),
        )  # fmt: skip
    return tables, findings


def _missing(table: Table) -> list[Finding]:
    """Say which columns are missing, and which were found; without a payee one pass of the matching cannot work."""
    seen = ", ".join(f"{letters(place)} “{table.heading.words[key]}”" for key, place in _in_order(table))
    found = []
    for label in table.missing:
        words = N_("The column “%(column)s” is missing. Found: %(found)s.")
        cure = N_("Add the column with this heading, and send the file again.")
        params: Params = {"column": Term(label), "found": seen}
        found.append(Finding(table.grid.name, table.heading.number, "", label, "", words, params, cure))
    if "payee" not in table.places and not found:
        words = N_(
            "There is no column of payees: what has no common voucher number can only be matched by hand."
        )
        found.append(
            Finding(table.grid.name, table.heading.number, "", LABELS["payee"], "", words, severity="note")
        )
    return found


def _in_order(table: Table) -> list[tuple[str, int]]:
    return sorted(((column.key, table.places[column.key]) for column in LAYOUT if column.key in table.places),
                  key=lambda found: found[1])  # fmt: skip


def _outside(draft: StatementDraft, row: StatementRow, sheets: Sequence[Sheet]) -> Finding:
    table = next(sheet.table for sheet in sheets if sheet.table.grid.name == row.sheet)
    key = "day" if "day" in table.places else "paper_day"
    words = N_("This day lies outside the period from %(first)s to %(last)s.")
    params: Params = {
        "first": date_text(draft.first, draft.language),
        "last": date_text(draft.last, draft.language),
    }
    cure = N_("Correct the period, or take the row out of the file.")
    shown = date_text(row.day, draft.language)
    where = (row.sheet, row.number, letters(table.places[key]), LABELS[key], shown)
    return Finding(*where, words, params, cure)


def _balance(
    label: str, typed: int | None, found: Sequence[int | None], findings: list[Finding]
) -> int | None:
    """Return a balance: what was typed, else what the file says; both must say the same."""
    written = found[0] if found else None
    if typed is not None and written is not None and typed != written:
        words = N_("%(label)s: you typed %(typed)s đồng, the file says %(written)s đồng.")
        params: Params = {"label": Term(label), "typed": typed, "written": written}
        findings.append(_of_file(words, params, N_("Leave the field empty, or correct it.")))
    return written if typed is None else typed


def _of_file(
    words: str, params: Params | None = None, cure: str | None = None, *, note: bool = False
) -> Finding:
    return Finding("", None, "", "", "", words, params or {}, cure, "note" if note else "error")

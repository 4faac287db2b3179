"""`flask import`: figures from files, checked or entered."""

import json
from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from promotion.access.actor import EVERYTHING, Actor, Right
from promotion.allocation.pasted.findings import cure_of, grouped, message_of
from promotion.cli.figures import choice
from promotion.database import unit_of_work
from promotion.imports import service
from promotion.imports.drafts import Checked, SentFile
from promotion.kernel.choices import Language, Role
from promotion.kernel.messages import mark as N_
from promotion.sheets.grids import Unreadable
from promotion.sheets.layouts import Finding
from promotion.web.languages import explain

OPERATOR = Actor(0, "operator", "", (Right(Role.agency, frozenset(), EVERYTHING),), "en")
FINDINGS, UNREADABLE = 1, 2
_MOST_SHOWN = 200

group = AppGroup("import", help="Figures from files.")


@group.command("check")
@click.argument("layout")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Everything found, as JSON.")
@click.option("--lang", type=choice(Language), default="vi", show_default=True)
def check(layout: str, file: Path, lang: str, *, as_json: bool) -> None:
    """Read FILE as LAYOUT (opening-figures) and say everything that is wrong with it; write nothing.

    Exit 0: clean. 1: there are findings. 2: the file cannot be read.
    """
    _run(layout, file, lang, as_json=as_json, enter=False)


@group.command("apply")
@click.argument("layout")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Everything found, as JSON.")
@click.option("--lang", type=choice(Language), default="vi", show_default=True)
def apply(layout: str, file: Path, lang: str, *, as_json: bool) -> None:
    """Enter the figures of FILE, all of them or none; the same file again changes nothing.

    Exit 0: entered, or known already. 1: there are findings. 2: the file cannot be read.
    """
    _run(layout, file, lang, as_json=as_json, enter=True)


def _run(layout: str, path: Path, language: str, *, as_json: bool, enter: bool) -> None:
    with current_app.test_request_context(), force_locale(language):
        try:
            file = _file(layout, path)
            checked = service.check(file, language)
            if enter and checked.clean:
                unit_of_work.run(lambda: service.apply(OPERATOR, file, language), finds_itself=True)
        except Unreadable as error:
            _say_unreadable(layout, path, error, as_json=as_json)
            raise SystemExit(UNREADABLE) from error
        applied = enter and checked.clean
        click.echo(
            _json(checked, applied=applied) if as_json else _text(checked, applied=applied, enter=enter)
        )
    if not checked.clean:
        raise SystemExit(FINDINGS)


def _file(layout: str, path: Path) -> SentFile:
    if layout not in service.LAYOUTS:
        raise Unreadable(
            N_("There is no layout “%(layout)s”."),
            {"layout": layout, "known": ", ".join(service.LAYOUTS)},
            cure=N_("Known layouts: %(known)s."),
        )
    try:
        return SentFile(layout, path.name, path.read_bytes())
    except OSError as error:
        raise Unreadable(
            N_("The file %(file)s cannot be read."),
            {"file": str(path)},
            cure=N_("Check its name and folder."),
        ) from error


def _say_unreadable(layout: str, path: Path, error: Unreadable, *, as_json: bool) -> None:
    if not as_json:
        click.echo(explain(error), err=True)
        return
    finding = Finding("", None, "", "", "", error.message, error.params, error.cure)
    click.echo(_as_json(layout, path.name, 0, 0, 0, [finding], applied=False))


def _json(checked: Checked, *, applied: bool) -> str:
    file, rows = checked.file, len(checked.entries)
    return _as_json(
        file.layout, file.name, rows, checked.new, checked.known, checked.findings, applied=applied
    )


def _as_json(
    layout: str, file: str, rows: int, new: int, known: int, findings: Sequence[Finding], *, applied: bool
) -> str:
    told = [
        {
            "sheet": finding.sheet,
            "row": finding.row,
            "column": finding.column,
            "heading": finding.heading,
            "found": finding.found,
            "message": message_of(finding),
            "cure": cure_of(finding),
            "severity": finding.severity,
        }
        for finding in findings
    ]
    head = {"layout": layout, "file": file, "rows": rows, "new": new, "known": known}
    return json.dumps({**head, "findings": told, "applied": applied}, ensure_ascii=False)


def _text(checked: Checked, *, applied: bool, enter: bool) -> str:
    words = {"file": checked.file.name, "rows": str(len(checked.entries))}
    lines = [_("%(file)s: %(rows)s rows read.", **words)]
    said = grouped(checked.findings)
    for one in said[:_MOST_SHOWN]:
        kind = _("ERROR") if one.finding.severity == "error" else _("NOTE")
        found = f" “{one.found}”:" if one.found else ""
        lines.append(
            " ".join(part for part in (f"{kind} {one.where}:{found}", one.message, one.cure) if part)
        )
    if len(said) > _MOST_SHOWN:
        lines.append(_("… and %(count)s more.", count=str(len(said) - _MOST_SHOWN)))
    lines.append(_outcome(checked, applied=applied, enter=enter))
    return "\n".join(lines)


def _outcome(checked: Checked, *, applied: bool, enter: bool) -> str:
    counts = {"new": str(checked.new), "known": str(checked.known)}
    if not checked.clean:
        return _("Nothing was entered.")
    if applied and checked.new:
        return _("Entered: %(new)s new, %(known)s known already.", **counts)
    if enter:
        return _("Nothing to enter: all %(known)s figures are known already.", **counts)
    return _("Nothing is wrong: %(new)s new, %(known)s known already. Nothing was entered.", **counts)

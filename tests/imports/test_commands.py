"""`flask import check|apply opening-figures FILE`: exit codes, JSON, all or nothing, and twice as good as once."""

import json

import pytest
from sqlalchemy import func, select, text

from promotion.audit.models import AuditLine
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.errors import Refused
from promotion.publications.models import PublicationImport, PublishedFigure
from tests.imports.conftest import csv_file


@pytest.fixture
def run(app, tmp_path):
    """Run the command on rows and return its exit code with what it printed, as JSON."""

    def command(verb, *rows, words=("--json", "--lang", "en"), layout="opening-figures"):
        file = tmp_path / "số liệu.csv"
        file.write_bytes(csv_file(*rows).content)
        result = app.test_cli_runner().invoke(args=["import", verb, layout, str(file), *words])
        assert not isinstance(result.exception, Exception)
        return result.exit_code, json.loads(result.output) if "--json" in words else result.output

    return command


def counts(app):
    with app.app_context():
        return [
            db.session.scalar(select(func.count()).select_from(table))
            for table in (PublishedFigure, PublicationImport, AuditLine)
        ]


def test_applied_once_entered_applied_again_known(app, run):
    rows = [{}, {"period": "6m"}, {"measure": "accepted/approved", "unit": "%", "value": "80,5"}]
    before = counts(app)
    assert run("check", *rows) == (
        0,
        {"layout": "opening-figures", "file": "số liệu.csv", "rows": 3, "new": 3, "known": 0,
         "findings": [], "applied": False},
    )  # fmt: skip
    assert counts(app) == before
    code, told = run("apply", *rows)
    assert (code, told["new"], told["known"], told["applied"]) == (0, 3, 0, True)
    after = counts(app)
    assert [now - then for now, then in zip(after, before, strict=True)] == [3, 1, 1]
    code, told = run("apply", *reversed(rows))
    assert (code, told["new"], told["known"], told["applied"]) == (0, 0, 3, True)
    assert counts(app) == after
    assert "all 3 figures are known already" in run("apply", *rows, words=("--lang", "en"))[1]
    code, told = run("apply", *rows, {"value": "46", "source": "khác"})
    assert (code, told["new"], told["known"]) == (0, 1, 3)


def test_one_fault_keeps_everything_out(app, run):
    before = counts(app)
    code, told = run("apply", {}, {"value": "45 tỷ", "unit": "million", "period": "6m"})
    assert (code, told["applied"]) == (1, False)
    assert [list(one) for one in told["findings"]] == [
        ["sheet", "row", "column", "heading", "found", "message", "cure", "severity"]
    ]
    one = told["findings"][0]
    assert (one["row"], one["column"], one["heading"], one["found"]) == (3, "H", "value", "45 tỷ")
    assert "another unit" in one["message"]
    assert counts(app) == before
    code, said = run(
        "check", {"unit": "x"}, {"unit": "x", "period": "6m"}, {"unit": "x", "period": "q1"}, words=()
    )
    assert code == 1
    assert "2–4" in said  # repeats stand together


def test_the_same_source_with_another_value_is_told_and_stands_beside(run):
    assert run("apply", {})[0] == 0
    code, told = run("apply", {"value": "46"})
    assert (code, told["new"]) == (0, 1)
    assert [(one["severity"], "45 billion" in one["message"]) for one in told["findings"]] == [("note", True)]


@pytest.mark.data("reference", shared=True)
def test_what_cannot_be_read_ends_with_two(app, run, tmp_path):
    assert run("check", {}, layout="nothing")[0] == 2
    (tmp_path / "a.xlsx").write_bytes(b"\x89PNG....")
    for file in ("a.xlsx", "missing.csv", "."):
        words = ["import", "apply", "opening-figures", str(tmp_path / file)]
        result = app.test_cli_runner().invoke(args=words)
        assert (result.exit_code, bool(result.output)) == (2, True)
        told = json.loads(app.test_cli_runner().invoke(args=[*words, "--json"]).output)
        assert (told["rows"], told["applied"], len(told["findings"])) == (0, False, 1)


def test_reference_data_bring_the_figures_once(app):
    before = counts(app)
    assert before[0] > 80
    result = app.test_cli_runner().invoke(args=["reference", "load"])
    assert "0 rows added, 0 updated, 0 removed" in result.output
    assert counts(app) == before


@pytest.mark.parametrize("table", ["published_figure", "publication_import"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET public_id = 'x'", "DELETE FROM {}"])
def test_the_database_alters_nothing_that_was_published(app, table, verb):
    with app.app_context(), pytest.raises(Refused, match="never altered"):
        unit_of_work.run(lambda: db.session.execute(text(verb.format(table))))

"""A desk on this test's own database, and the lists of the ministry's desk as somebody asks for them."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from promotion.access.actor import EVERYTHING
from promotion.desk.drafts import DeskQuestion
from promotion.desk.queries.ground import Ground, on_the_desk
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.kernel.calendar import today
from promotion.ledger import service as acts
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, Document
from tests.support.desk import Desk, client_of


@pytest.fixture
def desk(app):
    """People of a province and of the agency, nothing recorded yet."""
    with app.app_context():
        yield Desk()


@pytest.fixture
def read(app):
    """Read a page as somebody, in Vietnamese."""

    def ask(role, address):
        with app.app_context():
            reply = client_of(app, role).get(address)
        assert reply.status_code == 200, address
        return reply.text

    return ask


@pytest.fixture
def sheet_of(app):
    """Read the cells of a workbook as somebody: sheet by sheet, row by row."""

    def ask(role, address):
        with app.app_context():
            reply = client_of(app, role).get(address)
        assert reply.status_code == 200, address
        assert "spreadsheet" in reply.content_type, address
        book = load_workbook(BytesIO(reply.data), data_only=True)
        return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}

    return ask


_CELL = r"<t[hd][^>]*>(.*?)</t[hd]>"


def ground(scope=EVERYTHING, year=2024, language="vi", **asked):
    """Return what somebody asks: filters of figures by their names, and those of the desk."""
    own = {name: asked.pop(name) for name in ("fund", "words", "by", "group") if name in asked}
    question = Question(year, Dimension.province, asked.pop("level", None), asked.pop("region", None), today(),
                        Boundaries("recorded"), **asked)  # fmt: skip
    return Ground(scope, DeskQuestion(on_the_desk(question), **own), language)


def cells(text, table):
    """Return the words of a table's cells, row by row."""
    found = re.search(rf'<table[^>]* id="{table}">(.*?)</table>', text, re.DOTALL)
    assert found is not None, table
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", found[1], re.DOTALL)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(_CELL, row, re.DOTALL)]
        for row in rows
    ]


def numbers(rows):
    """Return the whole numbers that stand in a workbook's rows."""
    return [cell for row in rows for cell in row if isinstance(cell, int)]


def take_back(desk, act, people=("agency", "agency head")):
    """Take an act back."""
    paper = Document("1/HUY", act.business_date, "Bộ Công Thương")
    draft = ActDraft(ActKind.reverse, act.fund_id, act.business_date, paper, reason="nhầm")
    proposal = desk.run(lambda: acts.propose_reversal(desk.actor(people[0]), act.public_id, draft))
    desk.run(lambda: acts.book_proposal(desk.actor(people[1]), proposal.public_id))

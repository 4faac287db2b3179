"""On the practice data: pages ask no more often however much there is, and figures stay the reader's own."""

import pytest
from sqlalchemy import event, select

from promotion.accounts.queries import actor, user_by_email
from promotion.database.handle import db
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.tables import tabulate
from promotion.kernel.calendar import today
from promotion.ledger import queries as ledger
from promotion.ledger.models import Envelope
from promotion.ledger.sums import FIGURES
from promotion.projects import listing
from promotion.projects.drafts import ProjectQuestion
from tests.accounts.conftest import Browser
from tests.support.house import PASSWORD

pytestmark = pytest.mark.data("practice", shared=True)

MOST = {
    "/": 86, "/?year=2025&region=south&shown=100": 86, "/?year=2024&implementer=ipc1&boundaries=today": 86,
    "/?year=2025&province=2025-91&as_of=30/09/2025": 86, "/projects": 25, "/projects?page=3&sort=-listed": 25,
    "/projects?q=may+moc&waiting=yes": 25, "/figures?by=project&year=2024": 25,
    "/figures?by=unit&year=2025&boundaries=today": 25, "/funds?year=2024": 25, "/proposals": 30, "/units": 20,
    "/provinces": 20,
}  # fmt: skip


@pytest.fixture
def statements(app):
    heard: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(
        engine, "before_cursor_execute", lambda _c, _k, statement, *_o: heard.append(statement.lower())
    )
    return heard


@pytest.mark.parametrize("name", ["agency.head", "clerk.an-giang", "finance", "organiser.south"])
def test_no_page_asks_for_every_row(app, statements, name):
    person = Browser(app)
    assert person.sign_in(f"{name}@example.vn", PASSWORD).status_code == 303
    for path, most in MOST.items():
        statements.clear()
        assert person.get(path).status_code == 200, path
        asked = [line for line in statements if line.lstrip().startswith(("select", "with"))]
        assert len(asked) <= most, (path, len(asked))


@pytest.mark.parametrize("name", ["agency.head", "clerk.an-giang", "administrator"])
def test_the_trail_asks_as_often_for_one_line_as_for_fifty(app, statements, name):
    person = Browser(app)
    assert person.sign_in(f"{name}@example.vn", PASSWORD).status_code == 303
    counts = {}
    for path in (
        "/trail",
        "/trail?page=2",
        "/trail?kind=act&least=1.000.000",
        "/trail?kind=project",
        "/trail?q=khong",
    ):
        statements.clear()
        assert person.get(path).status_code == 200, path
        counts[path] = len([line for line in statements if line.lstrip().startswith(("select", "with"))])
    assert max(counts.values()) <= 32, counts


@pytest.mark.parametrize("slug, homes", [
    ("an-giang", {"2025-91", "2024-91", "2024-89"}), ("dong-thap", {"2025-82", "2024-82", "2024-87"}),
    ("thai-nguyen", {"2025-19", "2024-19", "2024-06"}),
])  # fmt: skip
def test_a_province_counts_its_own_and_nothing_else(app, slug, homes):
    with app.test_request_context():
        user = user_by_email(f"clerk.{slug}@example.vn")
        assert user is not None
        scope = actor(user).scope
        assert scope.homes == homes
        units = scope.units
        for year in (2023, 2024, 2025):
            own = [
                one
                for one in db.session.scalars(select(Envelope).where(Envelope.budget_year == year))
                if (one.home in homes or one.unit_id in units) and one.kind != "commitment"
            ]
            assert own
            expected = {
                name: sum(
                    sign * getattr(one, part) for one in own for part, sign in made.get(one.kind, {}).items()
                )
                for name, made in FIGURES.items()
            }
            for by in Dimension:
                total = tabulate(scope, Question(year, by, None, None, today(), Boundaries("recorded"))).total
                assert {name: total.values[name] for name in expected} == expected, (year, by)
        for page in range(1, 5):
            rows, _more = listing.rows(scope, ProjectQuestion(), page=page)
            assert all(row.home in homes or row.unit_id in units for row in rows)
        assert all(one.home in homes or one.unit_id in units for one in ledger.lines(scope))

"""How often each page asks the database: one table, on small and on large data, on both engines.

A page that asks more often than its line says fails. Where that is right, write the number that the test names; where
it grew with the rows of the page, mend the page: the practice data holds hundreds of everything, the stage a handful.
"""

import pytest
from flask import Flask
from sqlalchemy import event

from promotion.accounts.queries import actor, user_by_email
from promotion.database.handle import db
from tests.accounts.conftest import Browser
from tests.journeys import largest, pages
from tests.support.house import PASSWORD

READS = ("select", "with")

STATEMENTS: dict[str, int] = {
    "accounts.account": 15,
    "accounts.add": 8,
    "accounts.hand_over": 8,
    "accounts.password": 6,
    "accounts.people": 8,
    "accounts.person": 19,
    "accounts.sign_in": 0,
    "accounts.stand_in": 8,
    "accounts.welcome": 0,
    "allocation.act": 37,
    "allocation.annex": 14,
    "allocation.approve": 16,
    "allocation.book_page": 14,
    "allocation.correct": 37,
    "allocation.cut": 22,
    "allocation.fund": 36,
    "allocation.funds": 16,
    "allocation.list_lines": 22,
    "allocation.open_fund": 10,
    "allocation.policies": 14,
    "allocation.proposal": 40,
    "allocation.proposals": 17,
    "allocation.release": 16,
    "allocation.relist": 23,
    "allocation.request": 17,
    "allocation.requests": 15,
    "allocation.reshare": 20,
    "allocation.reverse": 28,
    "allocation.share": 25,
    "allocation.silent": 12,
    "allocation.transfer": 22,
    "allocation.two_person": 15,
    "allocation.withdraw_release": 26,
    "catalogue.advance_rates": 7,
    "catalogue.conferences": 5,
    "catalogue.contents": 6,
    "catalogue.norms": 6,
    "catalogue.programmes": 5,
    "closing.close": 25,
    "closing.periods": 14,
    "closing.statement": 21,
    "closing.year_end": 25,
    "dashboard.help": 6,
    "dashboard.home": 74,
    "dashboard.looked_after": 14,
    "dashboard.style": 4,
    "desk.committable": 22,
    "desk.days": 24,
    "desk.forecast": 24,
    "desk.idle": 23,
    "desk.index": 54,
    "desk.late": 20,
    "desk.stopped": 20,
    "desk.waiting": 20,
    "disbursement.accept": 19,
    "disbursement.advance": 19,
    "disbursement.amend": 21,
    "disbursement.assign": 17,
    "disbursement.clear": 21,
    "disbursement.commit": 12,
    "disbursement.commit_again": 19,
    "disbursement.contract": 24,
    "disbursement.demand": 21,
    "disbursement.discrepancies": 14,
    "disbursement.discrepancy": 20,
    "disbursement.fail": 24,
    "disbursement.final_pay": 21,
    "disbursement.late_refund": 16,
    "disbursement.liquidate": 21,
    "disbursement.move": 17,
    "disbursement.opening": 11,
    "disbursement.pay": 16,
    "disbursement.record_discrepancy": 17,
    "disbursement.recover": 21,
    "disbursement.recoveries": 14,
    "disbursement.refund": 21,
    "disbursement.repayment_plan": 21,
    "disbursement.resolve_discrepancy": 14,
    "disbursement.sent": 17,
    "disbursement.settle": 21,
    "disbursement.shares": 16,
    "figures.complete": 11,
    "figures.glossary": 4,
    "figures.state_complete": 10,
    "figures.table": 22,
    "figures.why": 28,
    "imports.index": 9,
    "ledgerbooks.fund": 26,
    "ledgerbooks.index": 13,
    "ledgerbooks.project": 26,
    "ledgerbooks.unit": 30,
    "notices.index": 11,
    "oversight.advances": 16,
    "oversight.exceptions": 19,
    "papers.fields": 7,
    "papers.index": 18,
    "papers.of_contract": 50,
    "papers.of_project": 51,
    "papers.template": 16,
    "planner.compare": 35,
    "planner.create": 35,
    "planner.delete": 15,
    "planner.edit": 35,
    "planner.propose": 35,
    "planner.scenario": 35,
    "planner.scenarios": 35,
    "projects.add_beneficiary": 7,
    "projects.add_line": 16,
    "projects.add_other_money": 7,
    "projects.change_beneficiary": 9,
    "projects.drop_beneficiary": 8,
    "projects.drop_other_money": 8,
    "projects.edit": 14,
    "projects.index": 17,
    "projects.indicators": 14,
    "projects.line_terms": 14,
    "projects.move": 12,
    "projects.new": 9,
    "projects.show": 42,
    "publications.checks": 10,
    "publications.figure": 9,
    "publications.index": 9,
    "questions.again": 16,
    "questions.answer": 18,
    "questions.ask": 26,
    "questions.close": 16,
    "questions.due": 16,
    "questions.index": 19,
    "questions.show": 24,
    "reorganisations.index": 6,
    "reorganisations.new": 7,
    "reorganisations.show": 32,
    "reorganisations.undo": 6,
    "reports.conference": 46,
    "territory.province": 6,
    "territory.provinces": 6,
    "trails.index": 27,
    "treasury.drop": 20,
    "treasury.index": 12,
    "treasury.match": 20,
    "treasury.new": 9,
    "treasury.sign": 20,
    "treasury.split": 20,
    "treasury.statement": 26,
    "treasury.waiting": 10,
    "units.directory": 9,
    "units.unit": 12,
}
"""Page → how often it may ask at most, whoever opens it and whatever it is about."""

# Lists that the practice data fills, with their filters: the stage has its own addresses in `pages`.
LISTS = {
    "accounts.people": ("", "?page=2", "?q=nguyen"),
    "allocation.funds": ("", "?year=2024", "?year=2025"),
    "allocation.proposals": ("",),
    "allocation.silent": ("?year=2024&level=local", "?year=2025&level=national"),
    "dashboard.home": ("", "?year=2024", "?year=2025&region=south&shown=100", "?year=2024&province=2025-91"),
    "dashboard.looked_after": ("",),
    "desk.committable": ("", "?year=2026&by=unit", "?year=2026&by=fund&group=KCQG-2026&page=2"),
    "desk.forecast": ("", "?year=2026&by=unit", "?year=2026&by=fund&basis=approved", "?year=2025&province=2025-91"),
    "desk.index": ("", "?year=2025", "?year=2025&region=south"),
    "desk.stopped": ("", "?year=2025&page=2", "?year=2025&level=local"),
    "desk.idle": ("", "?year=2025&page=2", "?year=2024&where=share&sort=-days"),
    "desk.days": ("", "?year=2025&by=unit", "?year=2025&by=fund&group=KCQG-2025&page=2"),
    "figures.table": tuple(f"?year=2024&by={by}" for by in ("region", "province", "unit", "content", "project")),
    "figures.why": (
        "?measure=disbursed&year=2024&by=region", "?measure=projects&year=2024&by=level&row=national",
        "?measure=released&year=2025&by=project&group=act",
    ),
    "ledgerbooks.index": ("", "?year=2024"),
    "notices.index": ("", "?unread=yes"),
    "projects.index": ("", "?sort=-listed&page=3", "?sort=unit&page=2", "?q=may+moc&waiting=yes", "?year=2024"),
    "publications.index": ("", "?year=2024"),
    "questions.ask": (
        "?measure=disbursed&year=2024&by=region", "?measure=disbursed&year=2024&by=unit&row=centre-2024-91",
    ),
    "questions.index": ("", "?mine=by", "?state=overdue&sort=-due"),
    "reports.conference": ("?year=2024&region=south",),
    "territory.provinces": ("",),
    "treasury.index": ("",),
    "units.directory": ("", "?page=3"),
}  # fmt: skip


# What else an object's page may be asked.
PARTS = {"allocation.fund": ("", "?part=lines", "?part=acts")}


class Counter:
    """Counts what a page asks when it is opened the second time: what is read once per process is then known."""

    def __init__(self, app: Flask) -> None:
        self.app, self.people, self.heard = app, {}, []
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._hear)

    def _hear(self, _connection, _cursor, statement, *_others) -> None:
        self.heard.append(statement.lstrip()[:6].lower())

    def count(self, person: str, address: str) -> int | None:
        """Return how often the page asks, None when this person may not open it."""
        if person not in self.people:
            self.people[person] = Browser(self.app)
            if person:
                assert self.people[person].sign_in(f"{person}@example.vn", PASSWORD).status_code == 303, (
                    person
                )
        if self.people[person].get(address).status_code != 200:
            return None
        self.heard.clear()
        assert self.people[person].get(address).status_code == 200
        return sum(statement.startswith(READS) for statement in self.heard)


def over(asked: dict[str, dict[str, int]]) -> list[str]:
    """Return the lines of pages that ask too often, as they would have to read."""
    most = {endpoint: max(counts.values()) for endpoint, counts in asked.items()}
    return [
        f'"{endpoint}": {count},  # says {STATEMENTS.get(endpoint)}: '
        f"{max(asked[endpoint], key=asked[endpoint].__getitem__)}"
        for endpoint, count in sorted(most.items())
        if count > STATEMENTS.get(endpoint, 0)
    ]


def test_every_page_has_a_line():
    assert set(STATEMENTS) == set(pages.EXAMPLES)


@pytest.mark.one_engine
@pytest.mark.data("stage", shared=True)
def test_pages_ask_no_more_often_than_the_table_says_with_little_data(app):
    counter, asked = Counter(app), {}
    for sight in list(pages.sights(app)):
        counted = counter.count(sight.person, sight.address)
        assert counted is not None, sight
        asked.setdefault(sight.endpoint, {})[f"{sight.person} {sight.address}"] = counted
    assert not over(asked), "\n" + "\n".join(over(asked))


@pytest.mark.one_engine
@pytest.mark.data("practice", shared=True)
def test_pages_ask_no_more_often_than_the_table_says_with_much_data(app):
    counter, asked = Counter(app), {}
    for endpoint, examples in pages.EXAMPLES.items():
        for person in sorted({person for person, _values in examples}):
            for way in ways(app, endpoint, person):
                # The first that this person may open stands for all.
                for address in way:
                    count = counter.count(person, address)
                    if count is not None:
                        asked.setdefault(endpoint, {})[f"{person} {address}"] = count
                        break
    assert len(asked) > 40
    assert not over(asked), "\n" + "\n".join(over(asked))


def ways(app: Flask, endpoint: str, person: str) -> list[list[str]]:
    """Return the addresses of a page with little and with much on it; of each list one is to be opened."""
    with app.test_request_context():
        if endpoint in LISTS:
            return [[app.url_for(endpoint) + ask] for ask in LISTS[endpoint]]
        user = user_by_email(f"{person}@example.vn")
        found = largest.addresses(app, endpoint, actor(user).scope) if user else ()
        return [[address + part for address in way] for way in found for part in PARTS.get(endpoint, ("",))]

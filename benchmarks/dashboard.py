"""The dashboard, province × year, of 100,000 projects and a million entries: from the counters, and from the ledger.

The counters are kept by the triggers, so the dashboard never touches the entries. Beside it stand the same figures
added up from the legs through a covering index, and, for scale, two sums of plain ledgers as most systems keep them.
"""

from dataclasses import replace
from datetime import date

from sqlalchemy import text

from benchmarks._ground import ENGINES, engine_version, in_turns, opened
from benchmarks._loading import YEARS, load
from benchmarks._results import Result, note
from promotion.access.actor import EVERYTHING
from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.figures.facts import ABOVE_LINES, COUNTED, ON_LINES, facts
from promotion.figures.model import Boundaries, Dimension, Question
from promotion.figures.tables import tabulate
from promotion.kernel.calendar import today
from promotion.ledger import verify

PROJECTS = 100_000
ROUNDS = 5
FLOOR = 12

FROM_LEGS = f"""
    SELECT e.kind, e.home, e.budget_year, {
    ", ".join(f"sum(CASE l.counter WHEN '{counter}' THEN l.change ELSE 0 END)" for counter in COUNTED)
}
    FROM leg l JOIN envelope e ON e.id = l.envelope_id WHERE e.kind <> 'commitment'
    GROUP BY e.kind, e.home, e.budget_year
"""
FROM_PLAIN = """
    SELECT p.home, p.year, sum(a.total), sum(d.total) FROM plain_project p
    LEFT JOIN (SELECT project_id, sum(amount) AS total FROM plain_allocation GROUP BY project_id) a
        ON a.project_id = p.id
    LEFT JOIN (SELECT project_id, sum(amount) AS total FROM plain_payment GROUP BY project_id) d
        ON d.project_id = p.id
    GROUP BY p.home, p.year
"""
OF_LINE = """
    SELECT v.project_id, e.amount FROM entry e JOIN envelope v ON v.id = coalesce(e.target_id, e.source_id)
    WHERE v.project_id IS NOT NULL
"""
PLAIN = (
    "CREATE INDEX leg_covering ON leg (envelope_id, counter, change)",
    "CREATE TABLE plain_project (id BIGINT PRIMARY KEY, home TEXT, year BIGINT)",
    "INSERT INTO plain_project SELECT project_id, home, budget_year FROM envelope WHERE kind = 'line'",
    "CREATE TABLE plain_allocation (project_id BIGINT, amount BIGINT)",
    f"INSERT INTO plain_allocation {OF_LINE} AND e.target_counter IN ('to_assign', 'assigned')",
    "CREATE TABLE plain_payment (project_id BIGINT, amount BIGINT)",
    f"INSERT INTO plain_payment {OF_LINE} AND e.target_counter NOT IN ('to_assign', 'assigned')",
    "CREATE INDEX plain_allocation_covering ON plain_allocation (project_id, amount)",
    "CREATE INDEX plain_payment_covering ON plain_payment (project_id, amount)",
)


def measure() -> bool:
    """Compare on both engines; tell whether the floor holds on both."""
    held = [_measure(engine) for engine in ENGINES]
    return all(held)


def _measure(engine: str) -> bool:
    with opened(engine) as app:
        ledger = load(PROJECTS)
        _prepare()
        with app.test_request_context():
            print(f"{PROJECTS:,} projects, {len(ledger.entries):,} entries")
            if engine == "postgresql":
                db.session.execute(text("SET max_parallel_workers_per_gather = 0"))
            _same_figures()
            times = in_turns({
                "counters": _counters, "legs": lambda: _rows(FROM_LEGS), "plain": lambda: _rows(FROM_PLAIN),
                "page": lambda: tabulate(EVERYTHING, _question(2024), "en"),
                "past": lambda: tabulate(EVERYTHING, replace(_question(2024), as_of=date(2024, 9, 30)), "en"),
            }, ROUNDS)  # fmt: skip
            whole = {"recount": verify.differences, "scan": lambda: _rows("SELECT sum(amount) FROM entry")}
            times |= in_turns(whole, 1)
            return _note(times, engine_version())


def _note(times: dict[str, float], version: str) -> bool:
    def ratio(part: str, base: str) -> float:
        return times[base] / times[part]

    print(", ".join(f"{name} {seconds * 1000:.1f} ms" for name, seconds in times.items()))
    same = ratio("counters", "legs")
    held = note(Result("P12", "province × year from the counters against the same figures from the legs",
                       version, f"{same:.1f} × faster", f"≥ {FLOOR} ×", same >= FLOOR))  # fmt: skip
    note(Result("P12", "the same against two sums of plain ledgers, covering index", version,
                f"{ratio('counters', 'plain'):.1f} × faster"))  # fmt: skip
    note(Result("P12", "whole table of one year as a page shows it, against the same sums", version,
                f"{ratio('page', 'plain'):.1f} × faster"))  # fmt: skip
    note(Result("P12", "the same table on a past day, against today's", version,
                f"{ratio('page', 'past'):.1f} × slower"))  # fmt: skip
    differ = len(verify.differences())
    found = note(Result("P14", "counters, months and legs that differ from a recount", version, str(differ), "0",
                        differ == 0))  # fmt: skip
    note(Result("P14", "recount of everything, against one sum over the entries", version,
                f"{ratio('scan', 'recount'):.0f} × slower"))  # fmt: skip
    return held and found


def _prepare() -> None:
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        for statement in PLAIN:
            connection.exec_driver_sql(statement)
    with db.engine.execution_options(**{WRITING: True}).begin() as connection:
        connection.exec_driver_sql("ANALYZE")


def _question(year: int) -> Question:
    return Question(year, Dimension.province, None, None, today(), Boundaries("recorded"))


def _counters() -> list[object]:
    return [fact for year in YEARS for fact in facts(EVERYTHING, _question(year))]


def _rows(statement: str) -> list[object]:
    return list(db.session.execute(text(statement)).all())


def _same_figures() -> None:
    """Both ways must say the same before their speed means anything."""
    counted = {}
    for year in YEARS:
        for fact in facts(EVERYTHING, _question(year)):
            counted[fact.kind, fact.home, year] = tuple(fact.sums[counter] for counter in COUNTED)
    for kind, home, year, *sums in db.session.execute(text(FROM_LEGS)):
        shown = ON_LINES if kind == "line" else ABOVE_LINES
        mine = counted[kind, home, year]
        assert all(
            mine[place] == int(total)
            for place, (counter, total) in enumerate(zip(COUNTED, sums, strict=True))
            if counter in shown
        )

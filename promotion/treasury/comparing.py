"""A statement held against the ledger: while it is open as things stand now, once it is signed as they stood then."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Select, and_, or_, select

from promotion.database.handle import db
from promotion.treasury import cash
from promotion.treasury.cases import Case, Comparison, taxes_of
from promotion.treasury.cash import Cash
from promotion.treasury.matching import Item, Joined, Outcome, match
from promotion.treasury.models import Bundle, Explained, Member, Row, Statement
from promotion.treasury.rules import CARRIED, Decision, Group, Way

_ALONE = (str(Group.theirs), str(Group.ours))


def compare(statement: Statement) -> Comparison:
    """Return the comparison of a statement that the caller loaded in scope; a bounded number of statements."""
    if statement.signed:
        return _as_signed(statement)
    own = {row.id: row for row in db.session.scalars(select(Row).where(Row.statement_id == statement.id))}
    left_rows, left_acts = _left_before(statement)
    late, period = cash.entered_late(statement), cash.in_period(statement)
    before = late | cash.by_ids(left_acts - late.keys())
    rows = own | {row.id: row for row in db.session.scalars(select(Row).where(Row.id.in_(sorted(left_rows))))}
    acts = before | period
    decided = _decisions(statement)
    outcome = match(
        [row_item(row) for row in rows.values()],
        [act.item for act in acts.values()],
        decided[str(Decision.joined)].values(),
        decided[str(Decision.apart)].values(),
    )
    carried = {f"r{key}" for key in rows.keys() - own.keys()} | {f"a{key}" for key in before}
    cases = _Cases(rows, acts, _explanations(statement))
    return Comparison(statement, cases.of(outcome), rows, acts, frozenset(carried))


def since_signing(comparison: Comparison) -> tuple[list[Cash], list[Cash]]:
    """Return the acts of a signed statement's period that were booked only afterwards, and those taken back since."""
    statement = comparison.statement
    if not statement.signed:
        return [], []
    now = cash.in_period(statement)
    then = {
        key: act
        for key, act in comparison.acts.items()
        if statement.first_day <= act.day <= statement.last_day
    }
    return (
        [act for key, act in now.items() if key not in then],
        [act for key, act in then.items() if key not in now],
    )


def row_item(row: Row) -> Item:
    """Return what is matched of a row."""
    return Item(row.id, row.voucher, row.day, row.amount, row.payee, taxes_of(row))


class _Cases:
    """Makes cases of an outcome."""

    def __init__(
        self, rows: Mapping[int, Row], acts: Mapping[int, Cash], given: Mapping[str, Explained]
    ) -> None:
        self.rows, self.acts, self.given = rows, acts, given

    def of(self, outcome: Outcome) -> list[Case]:
        cases = [
            *(self._joined(one, Group.matched) for one in outcome.matched),
            *(self._joined(one, Group.differ) for one in outcome.differing),
            *(self._row(key, outcome.acts_near.get(key, ())) for key in outcome.theirs),
            *(self._act(key, outcome.rows_near.get(key, ())) for key in outcome.ours),
        ]
        return sorted(cases, key=lambda case: (case.day, case.key))

    def _joined(self, one: Joined, group: Group) -> Case:
        rows = tuple(self.rows[key] for key in one.rows)
        acts = tuple(self.acts[key] for key in one.acts)
        key = f"r{one.rows[0]}" if one.rows else f"a{one.acts[0]}"
        return Case(group, rows, acts, one.way, one.difference, self.given.get(key))

    def _row(self, key: int, near: Iterable[int]) -> Case:
        row = self.rows[key]
        acts = tuple(self.acts[act] for act in near)
        return Case(Group.theirs, (row,), (), None, row.amount, self.given.get(f"r{key}"), near_acts=acts)

    def _act(self, key: int, near: Iterable[int]) -> Case:
        act = self.acts[key]
        rows = tuple(self.rows[row] for row in near)
        return Case(Group.ours, (), (act,), None, -act.amount, self.given.get(f"a{key}"), near_rows=rows)


def _explanations(statement: Statement) -> dict[str, Explained]:
    query = select(Explained).where(Explained.statement_id == statement.id)
    return {f"r{one.row_id}" if one.row_id else f"a{one.act_id}": one for one in db.session.scalars(query)}


Sides = tuple[list[int], list[int]]


def _bundles(statement: Statement) -> list[tuple[str, str | None, int, Sides]]:
    """Return kind, way, row id and members (rows, acts) of each bundle of a statement."""
    query = (
        select(Bundle.id, Bundle.kind, Bundle.way, Member.row_id, Member.act_id)
        .join(Member, Member.bundle_id == Bundle.id)
        .where(Bundle.statement_id == statement.id)
        .order_by(Bundle.id, Member.row_id, Member.act_id)
    )
    found: dict[int, tuple[str, str | None, int, Sides]] = {}
    for key, kind, way, row_id, act_id in db.session.execute(query):
        rows, acts = found.setdefault(key, (kind, way, key, ([], [])))[3]
        if row_id is not None:
            rows.append(row_id)
        elif act_id is not None:
            acts.append(act_id)
    return list(found.values())


def _decisions(statement: Statement) -> dict[str, dict[int, Sides]]:
    """Return what people decided: members by bundle, for each kind of decision."""
    found: dict[str, dict[int, Sides]] = {str(kind): {} for kind in Decision}
    for kind, _way, key, members in _bundles(statement):
        if kind in found:
            found[kind][key] = members
    return found


def decision_on(statement: Statement, case: Case) -> int | None:
    """Return the bundle by which a person joined what stands together in a case, None for what a pass found."""
    wanted = {row.id for row in case.rows}, {act.id for act in case.acts}
    for key, (rows, acts) in _decisions(statement)[str(Decision.joined)].items():
        if wanted[0] & set(rows) or wanted[1] & set(acts):
            return key
    return None


def _as_signed(statement: Statement) -> Comparison:
    signed = [one for one in _bundles(statement) if one[0] in set(Group)]
    row_ids = {row for *_words, (rows, _acts) in signed for row in rows}
    own = Row.statement_id == statement.id
    rows = {
        row.id: row
        for row in db.session.scalars(select(Row).where(or_(own, Row.id.in_(_beyond(statement)))))
        if row.id in row_ids
    }
    acts = cash.by_ids({act for *_words, (_rows, some) in signed for act in some})
    matched: list[Joined] = []
    differing: list[Joined] = []
    theirs: list[int] = []
    ours: list[int] = []
    for kind, way, _key, (some_rows, some_acts) in signed:
        if kind == str(Group.theirs):
            theirs += some_rows
        elif kind == str(Group.ours):
            ours += some_acts
        else:
            off = sum(rows[key].amount for key in some_rows) - sum(acts[key].amount for key in some_acts)
            joined = Joined(tuple(some_rows), tuple(some_acts), Way(way or Way.hand), off)
            (matched if kind == str(Group.matched) else differing).append(joined)
    outcome = Outcome(tuple(matched), tuple(differing), tuple(theirs), tuple(ours), {}, {})
    carried = {f"r{row.id}" for row in rows.values() if row.statement_id != statement.id}
    carried |= {f"a{act.id}" for act in acts.values() if act.day < statement.first_day}
    cases = _Cases(rows, acts, _explanations(statement)).of(outcome)
    return Comparison(statement, cases, rows, acts, frozenset(carried))


def _beyond(statement: Statement) -> Select[int | None]:
    """Select every row that the signed statement holds, also those of earlier ones."""
    return select(Member.row_id).where(Member.statement_id == statement.id, Member.row_id.is_not(None))


def _left_before(statement: Statement) -> tuple[set[int], set[int]]:
    """Return rows and acts that stand alone, and still to be settled, in the last signed statement of the account that
    has them.
    """
    earlier = and_(
        Statement.unit_id == statement.unit_id,
        Statement.account == statement.account,
        Statement.state == "signed",
        Statement.last_day < statement.first_day,
    )
    once = [
        select(column).join(Bundle, Bundle.id == Member.bundle_id).join(Statement, Statement.id == Member.statement_id)
        .where(earlier, Bundle.kind.in_(_ALONE), column.is_not(None)).correlate(None)
        for column in (Member.row_id, Member.act_id)
    ]  # fmt: skip
    same = and_(
        Explained.statement_id == Member.statement_id,
        or_(Explained.row_id == Member.row_id, Explained.act_id == Member.act_id),
    )
    query = (
        select(Member.row_id, Member.act_id, Bundle.kind, Explained.reason)
        .join(Bundle, Bundle.id == Member.bundle_id)
        .join(Statement, Statement.id == Member.statement_id)
        .outerjoin(Explained, same)
        .where(earlier, Bundle.kind.in_([str(group) for group in Group]))
        .where(or_(Member.row_id.in_(once[0]), Member.act_id.in_(once[1])))
        .order_by(Statement.last_day)
    )
    open_rows: dict[int, bool] = {}
    open_acts: dict[int, bool] = {}
    for row_id, act_id, kind, reason in db.session.execute(query):
        left = kind in _ALONE and reason in CARRIED
        if row_id is not None:
            open_rows[row_id] = left
        elif act_id is not None:
            open_acts[act_id] = left
    return {key for key, left in open_rows.items() if left}, {key for key, left in open_acts.items() if left}

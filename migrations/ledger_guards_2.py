"""The ledger's triggers as migration 0015 makes them: the whole chain of money, closed periods and closed funds.

A second edition beside the first, for a migration never changes. It names every step and every act once more; a test
holds both against the program.
"""

from migrations import ledger_guards as first
from migrations.ledger_guards import ALWAYS, BY_HAND, Guard, listed

NEW_COUNTERS = (
    "requested", "due", "uncleared", "cleared", "covered", "settled", "to_recover", "recovered", "returned",
    "lapsed", "not_released", "cancelled", "carried_out", "carried_in", "rights_out", "rights_in",
)  # fmt: skip
COUNTERS = (*first.COUNTERS, *NEW_COUNTERS)

# Each step: its entries, from kind.counter to kind.counter; "+" before a target: in the next year's fund.
STEPS: dict[str, tuple[str, ...]] = {
    "request": ("outside>line.requested",),
    "approve": ("outside>fund.to_list", "outside>fund.to_release"),
    "list": ("fund.to_list>line.to_assign", "outside>line.to_commit"),
    "release": ("fund.to_release>fund.released", "outside>fund.money"),
    "share": ("fund.released>share.released", "fund.money>share.money"),
    "assign": ("line.to_assign>line.assigned", "share.money>line.money"),
    "commit": (
        "line.to_commit>line.committed", "outside>commitment.owed", "outside>commitment.to_accept",
    ),
    "advance": (
        "line.money>line.advanced", "commitment.owed>commitment.discharged", "outside>commitment.uncleared",
    ),
    "pay": (
        "line.money>line.paid", "commitment.owed>commitment.discharged", "commitment.due>commitment.covered",
    ),
    "prepay": (
        "line.money>line.paid", "commitment.owed>commitment.discharged", "outside>commitment.uncleared",
    ),
    "accept": ("commitment.to_accept>line.accepted", "outside>commitment.due"),
    "clear": ("commitment.uncleared>commitment.cleared", "commitment.due>commitment.covered"),
    "settle": ("commitment.covered>line.settled",),
    "demand": ("outside>commitment.to_recover",),
    "recover": ("commitment.to_recover>line.recovered",),
    "give_back": ("outside>line.returned",),
    "lapse_plan": ("fund.to_list>fund.lapsed",),
    "lapse_release": ("fund.to_release>fund.not_released",),
    "lapse_line": ("line.to_assign>line.lapsed", "line.to_commit>outside"),
    "cancel_fund": ("fund.money>fund.cancelled",),
    "cancel_share": ("share.money>share.cancelled",),
    "cancel_line": ("line.money>line.cancelled",),
    "carry_share": ("share.money>+share.money", "outside>share.carried_out", "outside>+share.carried_in"),
    "carry_line": ("line.money>+line.money", "outside>line.carried_out", "outside>+line.carried_in"),
    "carry_right": (
        "fund.to_release>+fund.to_release", "line.to_assign>+line.to_assign", "outside>line.rights_out",
        "outside>+line.rights_in",
    ),
    "carry_room": ("line.to_commit>+line.to_commit",),
    "carry_owed": ("commitment.owed>+commitment.owed", "outside>+line.committed"),
    "carry_work": ("commitment.to_accept>+commitment.to_accept",),
    "carry_due": ("commitment.due>+commitment.due",),
    "carry_advance": ("commitment.uncleared>+commitment.uncleared",),
}  # fmt: skip
# Each act: the steps it may hold; "-" before a step that runs back.
ACTS: dict[str, tuple[str, ...]] = {
    "request": ("-request", "request"),
    "approve": ("approve",),
    "supplement": ("approve",),
    "cut": ("-list", "-approve"),
    "list": ("list",),
    "relist": ("-list", "list"),
    "release": ("release",),
    "withdraw": ("-assign", "-share", "-release"),
    "share": ("share",),
    "reshare": ("-share", "share"),
    "transfer": ("-assign", "-list", "-share", "share", "list", "assign"),
    "assign": ("assign",),
    "unassign": ("-assign", "assign"),
    "commit": ("commit",),
    "amend": ("-commit", "commit"),
    "liquidate": ("-commit",),
    "advance": ("advance",),
    "clear": ("clear",),
    "pay": ("pay", "prepay"),
    "final_pay": ("clear", "pay"),
    "fail": (),
    "refund": ("-clear", "-advance", "-pay", "-prepay"),
    "accept": ("accept",),
    "settle": ("settle",),
    "demand": ("-demand", "demand"),
    "recover": ("recover",),
    "late_refund": ("give_back",),
    "cancel": ("lapse_line", "lapse_plan", "lapse_release", "cancel_line", "cancel_share", "cancel_fund"),
    "carry_over": (
        "carry_share", "carry_line", "carry_right", "carry_room", "carry_owed", "carry_work", "carry_due",
        "carry_advance",
    ),
    "close": (),
    "reverse": (),
}  # fmt: skip
MIRRORS = ("fail", "reverse")
AFTER_CLOSE = ("late_refund", "demand", "recover")
# What must be nothing in a fund that is closed.
LEFT_OVER = (
    "kind IN ('fund', 'share', 'line') AND money > 0", "kind = 'fund' AND (to_list > 0 OR to_release > 0)",
    "kind = 'line' AND to_assign > 0",
    "kind = 'commitment' AND (owed > 0 OR to_accept > 0 OR due > 0 OR uncleared > 0)",
)  # fmt: skip


def _turned(path: str) -> str:
    source, _, target = path.partition(">")
    return f"{target}>{source}"


def _plain(path: str) -> str:
    """Return a path without the mark of the next year's fund."""
    return path.replace("+", "")


def _of_counters(path: str) -> str:
    return ">".join(end.rpartition(".")[2] for end in _plain(path).split(">"))


PATHS = tuple(
    sorted({_of_counters(way) for paths in STEPS.values() for path in paths for way in (path, _turned(path))})
)
ACT_PATHS = tuple(
    sorted(
        {
            f"{kind}:{_plain(_turned(path) if step.startswith('-') else path)}"
            for kind, steps in ACTS.items()
            for step in steps
            for path in STEPS[step.removeprefix("-")]
        }
    )
)


def _place(side: str) -> str:
    kind = f"(SELECT kind FROM envelope WHERE id = NEW.{side}_id)"
    return f"coalesce({kind} || '.' || NEW.{side}_counter, 'outside')"


_MIRRORS, _AFTER_CLOSE = listed(MIRRORS), listed(AFTER_CLOSE)
# Carrying over, and taking it back, reaches into the next year's fund of the same level.
OF_OTHER_FUND = """
    SELECT 1 FROM act a JOIN envelope e ON e.id IN (NEW.source_id, NEW.target_id) JOIN fund f ON f.id = a.fund_id
    LEFT JOIN act o ON o.id = a.reverses_id
    WHERE a.id = NEW.act_id AND e.fund_id <> a.fund_id
      AND NOT (coalesce(o.kind, a.kind) = 'carry_over' AND e.level = f.level AND e.budget_year = f.budget_year + 1)
"""
OFF_TREE = """
    SELECT 1 FROM envelope s JOIN envelope t ON t.id = NEW.target_id
    WHERE s.id = NEW.source_id AND s.id <> t.id AND coalesce(t.parent_id, 0) <> s.id
      AND coalesce(s.parent_id, 0) <> t.id
      AND NOT (s.kind = 'fund' AND t.kind = 'line' AND s.fund_id = t.fund_id)
      AND NOT (s.kind = 'line' AND t.kind = 'fund' AND s.fund_id = t.fund_id)
      AND NOT (s.kind = t.kind AND s.fund_id <> t.fund_id AND s.level = t.level
        AND s.project_id IS NOT DISTINCT FROM t.project_id AND s.content_code IS NOT DISTINCT FROM t.content_code)
"""
WRONG_PATH = f"""
    SELECT 1 FROM act a WHERE a.id = NEW.act_id AND a.kind NOT IN ({_MIRRORS})
      AND a.kind || ':' || {_place("source")} || '>' || {_place("target")} NOT IN ({listed(ACT_PATHS)})
"""
NO_MIRROR = first.NO_MIRROR.replace("a.kind = 'reverse' AND (", f"a.kind IN ({_MIRRORS}) AND (")
OF_REVERSAL = f"SELECT 1 FROM act WHERE id = NEW.reverses_id AND kind IN ({_MIRRORS})"
ONE_PERSON = """
    SELECT 1 FROM fund WHERE id = NEW.fund_id AND two_person AND NEW.amount >= two_person_from AND NOT NEW.two_person
"""
_STANDING = "NOT EXISTS (SELECT 1 FROM act r WHERE r.reverses_id = c.id)"
_LATE = f"""
    coalesce((SELECT o.kind FROM act o WHERE o.id = a.reverses_id), a.kind) IN ({_AFTER_CLOSE})
"""
IN_CLOSED_FUND = f"""
    SELECT 1 FROM act a JOIN envelope e ON e.id IN (NEW.source_id, NEW.target_id)
    JOIN act c ON c.fund_id = e.fund_id AND c.kind = 'close'
    WHERE a.id = NEW.act_id AND {_STANDING} AND NOT {_LATE}
"""
IN_CLOSED_PERIOD = """
    SELECT 1 FROM act a JOIN envelope e ON e.id IN (NEW.source_id, NEW.target_id)
    JOIN period p ON p.fund_id = e.fund_id AND p.closes_on < a.booked_on AND p.through >= NEW.business_date
    WHERE a.id = NEW.act_id
"""
_SOMETHING = " OR ".join(f"({one})" for one in LEFT_OVER)
FUND_NOT_EMPTY = f"""
    SELECT 1 FROM envelope WHERE NEW.kind = 'close' AND fund_id = NEW.fund_id AND ({_SOMETHING})
"""
CLOSED_TWICE = f"""
    SELECT 1 FROM act c WHERE NEW.kind IN ('close', 'liquidate') AND c.kind = 'close' AND c.fund_id = NEW.fund_id
      AND {_STANDING}
"""
NOT_CLEARED = """
    SELECT 1 FROM entry n JOIN envelope e ON e.id = n.source_id
    WHERE n.act_id = NEW.id AND NEW.kind = 'final_pay' AND e.kind = 'commitment' AND e.uncleared > 0
"""
# The day in Viet Nam; both engines understand their own.
CLOSED_SQLITE = "SELECT 1 WHERE OLD.closes_on < date('now', '+7 hours')"
CLOSED_POSTGRESQL = "SELECT 1 WHERE OLD.closes_on < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
FIXED_ACT = f"{first.FIXED_ACT}, amount, happened_on, corrects_id, about_id, booked_on"
NOT_EMPTY = "SELECT 1 WHERE " + " OR ".join(f"NEW.{column} <> 0" for column in ("legs", *COUNTERS))

_NEW_CONDITIONS = {
    "entry_other_fund": OF_OTHER_FUND,
    "entry_off_tree": OFF_TREE,
    "entry_wrong_path": WRONG_PATH,
    "entry_no_mirror": NO_MIRROR,
    "envelope_starts_empty": NOT_EMPTY,
    "act_one_person": ONE_PERSON,
    "act_of_reversal": OF_REVERSAL,
}


def _second(guard: Guard) -> Guard:
    name, table, when, condition, message = guard
    if name == "act_fixed":
        return name, table, f"UPDATE OF {FIXED_ACT}", ALWAYS, message
    return name, table, when, _NEW_CONDITIONS.get(name, condition), message


def guards(*, sqlite: bool) -> tuple[Guard, ...]:
    """Return the guards of this edition for an engine."""
    closed = CLOSED_SQLITE if sqlite else CLOSED_POSTGRESQL
    return (
        *(_second(guard) for guard in first.GUARDS),
        ("entry_in_closed_fund", "entry", "INSERT", IN_CLOSED_FUND, "fund_is_closed"),
        ("entry_in_closed_period", "entry", "INSERT", IN_CLOSED_PERIOD, "entry_in_closed_period"),
        ("act_fund_not_empty", "act", "INSERT", FUND_NOT_EMPTY, "fund_not_empty"),
        ("act_fund_closed_twice", "act", "INSERT", CLOSED_TWICE, "fund_is_closed"),
        ("act_final_not_cleared", "act", "UPDATE OF number", NOT_CLEARED, "final_not_cleared"),
        ("period_fixed", "period", "UPDATE", closed, "period_fixed"),
        ("period_kept", "period", "DELETE", closed, "period_fixed"),
    )


def create(*, sqlite: bool, without: tuple[str, ...] = ()) -> list[str]:
    """Return the statements that make this edition; guards named in `without` are left out."""
    chosen = tuple(guard for guard in guards(sqlite=sqlite) if guard[0] not in without)
    return first.sqlite(COUNTERS, chosen) if sqlite else first.postgresql(COUNTERS, chosen)


def only(name: str, *, sqlite: bool) -> list[str]:
    """Return the statements that make one guard."""
    guard = next(guard for guard in guards(sqlite=sqlite) if guard[0] == name)
    return first.one_guard(guard, sqlite=sqlite)


__all__ = ["ACT_PATHS", "BY_HAND", "COUNTERS", "NEW_COUNTERS", "PATHS", "create", "guards", "only"]

"""The ledger's triggers as migration 0004 makes them: what moves the counters, and what nobody may do by hand.

Each condition is one SELECT that both engines understand: a row found means that the change is refused. The text of
the refusal is the guard's message, which `promotion.ledger.refusals` turns into words.
"""

COUNTERS = (
    "to_list", "to_release", "released", "money", "to_assign", "assigned", "to_commit", "committed",
    "advanced", "paid", "accepted", "owed", "discharged", "to_accept",
)  # fmt: skip
PATHS = (
    "assigned>to_assign", "committed>to_commit", "discharged>owed", "money>advanced", "money>money",
    "money>outside", "money>paid", "owed>discharged", "owed>outside", "outside>money", "outside>owed",
    "outside>to_accept", "outside>to_commit", "outside>to_list", "outside>to_release", "paid>money",
    "advanced>money", "accepted>to_accept", "released>released", "released>to_release", "to_accept>accepted",
    "to_accept>outside", "to_assign>assigned", "to_assign>to_list", "to_commit>committed", "to_commit>outside",
    "to_list>outside", "to_list>to_assign", "to_release>outside", "to_release>released",
)  # fmt: skip
# Each act takes its own paths, from kind of envelope to kind of envelope.
ACT_PATHS = (
    "approve:outside>fund.to_list", "approve:outside>fund.to_release",
    "list:fund.to_list>line.to_assign", "list:outside>line.to_commit",
    "release:fund.to_release>fund.released", "release:outside>fund.money",
    "share:fund.released>share.released", "share:fund.money>share.money",
    "assign:line.to_assign>line.assigned", "assign:share.money>line.money",
    "commit:line.to_commit>line.committed", "commit:outside>commitment.owed",
    "commit:outside>commitment.to_accept",
    "advance:line.money>line.advanced", "advance:commitment.owed>commitment.discharged",
    "pay:line.money>line.paid", "pay:commitment.owed>commitment.discharged",
    "accept:commitment.to_accept>line.accepted",
)  # fmt: skip
BRANCHES = (">fund", "fund>share", "share>line", "line>commitment")
FIXED = "id, public_id, kind, fund_id, parent_id, level, budget_year, home, unit_id, content_code, project_id"
FIXED_FUND = "id, level, budget_year, owner_unit_id, home"
FIXED_ACT = (
    "id, public_id, kind, fund_id, unit_id, business_date, document_number, document_date, document_issuer, "
    "percent, reason, reverses_id, two_person, proposed_by, booked_by, booked_at"
)
BY_HAND = "counters_by_entries_only"


def listed(values: tuple[str, ...]) -> str:
    """Return texts as SQL writes a list of them."""
    return ", ".join(f"'{value}'" for value in values)


def _place(side: str) -> str:
    kind = f"(SELECT kind FROM envelope WHERE id = NEW.{side}_id)"
    return f"coalesce({kind} || '.' || NEW.{side}_counter, 'outside')"


# An act that has its number is closed: nothing is added to it. All its entries carry its day.
OF_CLOSED_ACT = """
    SELECT 1 FROM act a WHERE a.id = NEW.act_id AND (a.number IS NOT NULL OR a.business_date <> NEW.business_date)
"""
OF_OTHER_FUND = """
    SELECT 1 FROM act a JOIN envelope e ON e.id IN (NEW.source_id, NEW.target_id)
    WHERE a.id = NEW.act_id AND e.fund_id <> a.fund_id
"""
# An entry runs along the tree: within an envelope, between parent and child, or between a fund and one of its lines.
OFF_TREE = """
    SELECT 1 FROM envelope s JOIN envelope t ON t.id = NEW.target_id
    WHERE s.id = NEW.source_id AND s.id <> t.id AND coalesce(t.parent_id, 0) <> s.id
      AND coalesce(s.parent_id, 0) <> t.id
      AND NOT (s.kind = 'fund' AND t.kind = 'line' AND s.fund_id = t.fund_id)
      AND NOT (s.kind = 'line' AND t.kind = 'fund' AND s.fund_id = t.fund_id)
"""
WRONG_PATH = f"""
    SELECT 1 FROM act a WHERE a.id = NEW.act_id AND a.kind <> 'reverse'
      AND a.kind || ':' || {_place("source")} || '>' || {_place("target")} NOT IN ({listed(ACT_PATHS)})
"""
# A reversal mirrors the entries of the act that it names, to the đồng, each of them once.
NO_MIRROR = """
    SELECT 1 FROM act a WHERE a.id = NEW.act_id AND a.kind = 'reverse' AND (
      SELECT count(*) FROM entry o WHERE o.act_id = a.reverses_id AND o.amount = NEW.amount AND o.book = NEW.book
        AND o.source_id IS NOT DISTINCT FROM NEW.target_id AND o.target_id IS NOT DISTINCT FROM NEW.source_id
        AND o.source_counter IS NOT DISTINCT FROM NEW.target_counter
        AND o.target_counter IS NOT DISTINCT FROM NEW.source_counter
    ) <= (
      SELECT count(*) FROM entry m WHERE m.act_id = NEW.act_id AND m.amount = NEW.amount AND m.book = NEW.book
        AND m.source_id IS NOT DISTINCT FROM NEW.source_id AND m.target_id IS NOT DISTINCT FROM NEW.target_id
        AND m.source_counter IS NOT DISTINCT FROM NEW.source_counter
        AND m.target_counter IS NOT DISTINCT FROM NEW.target_counter
    )
"""
# A branch grows in the fund of its parent, with the fund's level and year; below the share with the share's unit.
ENVELOPE_OFF_TREE = f"""
    SELECT 1 FROM fund f LEFT JOIN envelope p ON p.id = NEW.parent_id
    WHERE f.id = NEW.fund_id AND (f.level <> NEW.level OR f.budget_year <> NEW.budget_year
      OR p.fund_id <> NEW.fund_id OR (p.kind <> 'fund' AND p.unit_id <> NEW.unit_id)
      OR (NEW.kind = 'fund' AND f.owner_unit_id <> NEW.unit_id)
      OR coalesce(p.kind, '') || '>' || NEW.kind NOT IN ({listed(BRANCHES)}))
"""
NOT_EMPTY = "SELECT 1 WHERE " + " OR ".join(f"NEW.{column} <> 0" for column in ("legs", *COUNTERS))
ONE_PERSON = "SELECT 1 FROM fund WHERE id = NEW.fund_id AND two_person AND NOT NEW.two_person"
NUMBERED_EARLY = "SELECT 1 WHERE NEW.number IS NOT NULL"
OF_REVERSAL = "SELECT 1 FROM act WHERE id = NEW.reverses_id AND kind = 'reverse'"
BEFORE_ITS_ACT = "SELECT 1 FROM act WHERE id = NEW.reverses_id AND business_date > NEW.business_date"
NOT_NEXT = "SELECT 1 WHERE OLD.number IS NOT NULL OR NEW.number <> (SELECT last_number FROM ledger_clock)"
CLAIM_HOLDS = "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM act WHERE reverses_id = OLD.act_id)"
ALWAYS = "SELECT 1"

Guard = tuple[str, str, str, str, str]
# name, table, when, condition, message: the guards that both engines have under the same name.
GUARDS: tuple[Guard, ...] = (
    ("entry_closed_act", "entry", "INSERT", OF_CLOSED_ACT, "append_only: act"),
    ("entry_other_fund", "entry", "INSERT", OF_OTHER_FUND, "entry_other_fund"),
    ("entry_off_tree", "entry", "INSERT", OFF_TREE, "entry_off_tree"),
    ("entry_wrong_path", "entry", "INSERT", WRONG_PATH, "entry_wrong_path"),
    ("entry_no_mirror", "entry", "INSERT", NO_MIRROR, "entry_no_mirror"),
    ("fund_fixed", "fund", f"UPDATE OF {FIXED_FUND}", ALWAYS, "append_only: fund"),
    ("envelope_off_tree", "envelope", "INSERT", ENVELOPE_OFF_TREE, "envelope_off_tree"),
    ("envelope_starts_empty", "envelope", "INSERT", NOT_EMPTY, BY_HAND),
    ("envelope_fixed", "envelope", f"UPDATE OF {FIXED}", ALWAYS, "append_only: envelope"),
    ("envelope_no_delete", "envelope", "DELETE", ALWAYS, "append_only: envelope"),
    ("act_one_person", "act", "INSERT", ONE_PERSON, "ck_act_two_people"),
    ("act_numbered_early", "act", "INSERT", NUMBERED_EARLY, "append_only: act"),
    ("act_of_reversal", "act", "INSERT", OF_REVERSAL, "reversal_of_reversal"),
    ("act_before_its_act", "act", "INSERT", BEFORE_ITS_ACT, "reversal_before_act"),
    ("act_fixed", "act", f"UPDATE OF {FIXED_ACT}", ALWAYS, "append_only: act"),
    ("act_numbered_once", "act", "UPDATE OF number", NOT_NEXT, "append_only: act"),
    ("act_no_delete", "act", "DELETE", ALWAYS, "append_only: act"),
    ("voucher_claim_no_update", "voucher_claim", "UPDATE", ALWAYS, "append_only: voucher_claim"),
    ("voucher_claim_holds", "voucher_claim", "DELETE", CLAIM_HOLDS, "append_only: voucher_claim"),
)
# Tables that only ever grow, and those whose rows only triggers write.
APPEND_ONLY = ("entry", "leg")
TRIGGERS_ONLY = (
    ("leg", "INSERT"),
    ("ledger_month", "INSERT"),
    ("ledger_month", "UPDATE"),
    ("ledger_month", "DELETE"),
)
NEVER_EMPTIED = ("envelope", "act", "ledger_month", "voucher_claim")  # TRUNCATE fires no trigger of rows


def _moved(sign: str, side: str, counters: tuple[str, ...]) -> str:
    return ", ".join(
        f"{c} = {c} {sign} CASE NEW.{side}_counter WHEN '{c}' THEN NEW.amount ELSE 0 END" for c in counters
    )


def _balance(side: str, counters: tuple[str, ...]) -> str:
    return "CASE NEW.{}_counter {} END".format(side, " ".join(f"WHEN '{c}' THEN {c}" for c in counters))


def _move(side: str, sign: str, month: str, counters: tuple[str, ...]) -> str:
    """Move one counter of an entry: the balance, the leg that tells of it, the month's sum."""
    return f"""
        UPDATE envelope SET {_moved(sign, side, counters)}, legs = legs + 1 WHERE id = NEW.{side}_id;
        INSERT INTO leg (entry_id, envelope_id, sequence, counter, change, balance, business_date)
            SELECT NEW.id, id, legs, NEW.{side}_counter, {sign}NEW.amount, {_balance(side, counters)}, NEW.business_date
            FROM envelope WHERE id = NEW.{side}_id;
        INSERT INTO ledger_month (envelope_id, counter, month, change)
            SELECT NEW.{side}_id, NEW.{side}_counter, {month}, {sign}NEW.amount WHERE NEW.{side}_id IS NOT NULL
            ON CONFLICT (envelope_id, counter, month) DO UPDATE SET change = ledger_month.change + excluded.change;
    """


def _sqlite_trigger(name: str, table: str, when: str, condition: str, message: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} WHEN EXISTS ({condition}) "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def sqlite(counters: tuple[str, ...] = COUNTERS, guards: tuple[Guard, ...] = GUARDS) -> list[str]:
    """Return SQLite's statements. A row in `ledger_moving` tells the guards that an entry is at work.

    SQLite lets a statement say that broken rules are to be passed over (INSERT OR IGNORE), also inside triggers: the
    balance would stay and the leg be written. `leg_in_order` sees that, because the number of legs stayed too.
    """
    month = "CAST(strftime('%Y', NEW.business_date) AS INTEGER) * 12 + strftime('%m', NEW.business_date) - 1"
    no_entry = """
        SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry_id)
          OR EXISTS (SELECT 1 FROM leg WHERE entry_id = NEW.entry_id)
    """
    out_of_order = """
        SELECT 1 WHERE NEW.sequence <>
          1 + (SELECT coalesce(max(sequence), 0) FROM leg WHERE envelope_id = NEW.envelope_id)
    """
    nothing_moves = "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM ledger_moving)"
    columns = ", ".join(("legs", *counters))
    return [
        "CREATE TABLE ledger_moving (entry_id BIGINT NOT NULL)",
        f"""CREATE TRIGGER entry_moves AFTER INSERT ON entry BEGIN
            INSERT INTO ledger_moving VALUES (NEW.id);
            {_move("source", "-", month, counters)} {_move("target", "+", month, counters)}
            DELETE FROM ledger_moving;
        END""",
        _sqlite_trigger("ledger_moving_guard", "ledger_moving", "INSERT", no_entry, BY_HAND),
        _sqlite_trigger("leg_in_order", "leg", "INSERT", out_of_order, "leg_in_order"),
        _sqlite_trigger("envelope_guard", "envelope", f"UPDATE OF {columns}", nothing_moves, BY_HAND),
        *(_sqlite_trigger(*guard) for guard in guards),
        *(
            _sqlite_trigger(f"{table}_no_{verb.lower()}", table, verb, ALWAYS, f"append_only: {table}")
            for table in APPEND_ONLY
            for verb in ("UPDATE", "DELETE")
        ),
        *(
            _sqlite_trigger(f"{table}_{verb.lower()}_guard", table, verb, nothing_moves, BY_HAND)
            for table, verb in TRIGGERS_ONLY
        ),
    ]


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _postgresql_guard(name: str, table: str, when: str, condition: str, message: str) -> list[str]:
    row = "OLD" if when == "DELETE" else "NEW"
    return [
        _function(name, f"IF EXISTS ({condition}) THEN RAISE EXCEPTION '{message}'; END IF; RETURN {row};"),
        f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def postgresql(counters: tuple[str, ...] = COUNTERS, guards: tuple[Guard, ...] = GUARDS) -> list[str]:
    """Return PostgreSQL's statements. A guard knows by the depth of triggers that an entry is at work."""
    month = "(extract(year FROM NEW.business_date) * 12 + extract(month FROM NEW.business_date) - 1)::bigint"
    by_hand = f"IF pg_trigger_depth() = 1 THEN RAISE EXCEPTION '{BY_HAND}'; END IF;"
    columns = ", ".join(("legs", *counters))
    moves = _move("source", "-", month, counters) + _move("target", "+", month, counters)
    statements = [
        _function("entry_moves", f"{moves} RETURN NULL;"),
        "CREATE TRIGGER entry_moves AFTER INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_moves()",
        _function("by_entries_only", f"{by_hand} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"),
        f"""CREATE TRIGGER envelope_guard BEFORE UPDATE OF {columns} ON envelope
        FOR EACH ROW EXECUTE FUNCTION by_entries_only()""",
    ]
    for guard in guards:
        statements += _postgresql_guard(*guard)
    statements += [
        f"CREATE TRIGGER {table}_{verb.lower()}_guard BEFORE {verb} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION by_entries_only()"
        for table, verb in TRIGGERS_ONLY
    ]
    statements += [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        for table, verbs in (
            *((table, ("UPDATE", "DELETE", "TRUNCATE")) for table in APPEND_ONLY),
            *((table, ("TRUNCATE",)) for table in NEVER_EMPTIED),
        )
        for verb in verbs
    ]
    return statements


def one_guard(guard: Guard, *, sqlite: bool) -> list[str]:
    """Return the statements that make one guard on an engine."""
    return [_sqlite_trigger(*guard)] if sqlite else _postgresql_guard(*guard)


def functions(guards: tuple[Guard, ...]) -> tuple[str, ...]:
    """Return the names of PostgreSQL's functions behind an edition of the triggers."""
    return ("entry_moves", "by_entries_only", *(guard[0] for guard in guards))

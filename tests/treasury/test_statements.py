"""Statements from file to signature: all or nothing, hands, explanations, and what is signed stays as it was."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from promotion.access.actor import EVERYTHING
from promotion.database import unit_of_work
from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.disbursement import service as spending
from promotion.disbursement.drafts import SpendDraft, Voucher
from promotion.kernel.choices import Level
from promotion.kernel.errors import Forbidden, Invalid, NotFound, Refused
from promotion.ledger import service as ledger
from promotion.ledger import verify
from promotion.ledger.deeds import ActKind
from promotion.ledger.drafts import ActDraft, Document
from promotion.ledger.models import Act
from promotion.treasury import arriving, queries, service, signing
from promotion.treasury.comparing import since_signing
from promotion.treasury.drafts import ExplanationDraft
from promotion.treasury.models import Bundle, Explained, Member, Row, Statement
from promotion.treasury.rules import Group, Part, Reason, Way
from promotion.units import queries as units
from tests.factories import people
from tests.treasury.conftest import FIRST, LAST, Bank

pytestmark = pytest.mark.data("country")


def groups(comparison):
    return {group: comparison.sums[group].cases for group in Group if comparison.sums[group].cases}


def fee(number=99, amount="11.000", day="15/08/2025"):
    return (number, f"PHI {number}", day, "", "Phí dịch vụ", amount, "")


def test_our_side_is_the_cash_that_the_ledger_has(bank):
    acts = bank.acts()
    booked = db.session.scalars(
        select(Act).where(Act.unit_id == bank.unit, Act.kind.in_(["advance", "pay", "final_pay"]))
    ).all()
    assert {act.id for act in acts} <= {act.id for act in booked}
    assert len(acts) >= 4
    assert all(act.amount > 0 and act.contracts and act.voucher for act in acts)
    year = date(2024, 1, 1), date(2024, 12, 31)
    assert bank.acts(*year) == []  # before it took over from others, their accounts were theirs
    assert Bank(units.unit("centre-2024-89").id).acts(*year) or Bank(units.unit("centre-2024-91").id).acts(
        *year
    )


def test_a_statement_that_says_what_we_say_is_matched_as_a_whole(bank):
    found = bank.store(bank.rows())
    comparison = bank.compare(found)
    assert groups(comparison) == {Group.matched: len(bank.acts())}
    assert {case.way for case in comparison.cases} == {Way.exact}
    assert all(all(case.parts.values()) for case in comparison.cases)
    assert comparison.total.difference == 0
    assert comparison.total.theirs == sum(act.amount for act in bank.acts())


def test_only_money_of_the_level_is_compared(bank):
    national = bank.store(bank.rows(), level=Level.national)
    acts = bank.compare(national).acts.values()
    assert 0 < len(acts) < len(bank.acts())
    levels = select(Act.id).where(Act.fund_id.in_(text("SELECT id FROM fund WHERE level = 'national'")))
    assert {act.id for act in acts} <= set(db.session.scalars(levels))


def test_each_pair_says_in_which_parts_it_agrees(bank):
    (number, voucher, day, _payee, content, debit, credit), *others = bank.rows()
    moved = f"{date.fromisoformat(str(bank.acts()[0].day)) + timedelta(2):%d/%m/%Y}"
    bare = (number, voucher, moved, "", content, debit, credit)
    case = next(one for one in bank.compare(bank.store([bare, *others])).cases if one.days_apart)
    assert case.parts == {Part.voucher: True, Part.amount: True, Part.day: False, Part.payee: None}
    assert case.days_apart == 2
    named = bank.store([(number, voucher, day, "Người khác", content, debit, credit)], account="78")
    (pair,) = bank.compare(named).of(Group.matched)
    assert pair.parts[Part.payee] is False


def test_sums_of_the_groups_add_up_to_both_sides(bank):
    rows = bank.rows()
    wrong = [*rows[1]]
    wrong[5] = "1.000"
    found = bank.store([wrong, *rows[2:], fee()])
    comparison = bank.compare(found)
    assert set(groups(comparison)) >= {Group.differ, Group.theirs, Group.ours}
    for name in ("cases", "rows", "acts", "theirs", "ours", "wanting"):
        parts = [getattr(comparison.sums[group], name) for group in Group]
        assert sum(parts) == getattr(comparison.total, name), name


# ---------------------------------------------------------------- coming in


def test_nothing_of_a_file_with_faults_is_stored(bank):
    sent = bank.send([*bank.rows(), (9, "x", "31/02/2025", "", "", "5", "")])
    with pytest.raises(Invalid):
        bank.do(arriving.store, sent, {})
    assert db.session.scalars(select(Row).where(Row.statement_id == sent.id)).all() == []


def test_the_same_file_is_not_taken_twice_and_names_the_statement(bank):
    found = bank.store(bank.rows())
    with pytest.raises(arriving.FileHere) as refused:
        bank.send(bank.rows(), account="khác")
    assert refused.value.public_id == found.public_id


def test_two_files_sent_before_either_was_stored_do_not_both_get_in(bank):
    first, second = bank.send(bank.rows()), bank.send(bank.rows())
    bank.do(arriving.store, first, {})
    with pytest.raises(Refused):
        bank.do(arriving.store, second, {})


@pytest.mark.parametrize(
    "first,last",
    [(FIRST, LAST), (LAST, date(2025, 9, 30)), (date(2025, 7, 1), FIRST), (date(2025, 8, 5),) * 2],
)
def test_a_period_that_has_a_statement_takes_no_other(bank, first, last):
    bank.store(bank.rows())
    with pytest.raises(Refused, match="already has a statement"):
        bank.send([fee()], first=first, last=last)
    bank.send([fee()], account="khác", first=FIRST, last=LAST)


@pytest.mark.parametrize("first,last", [(LAST, FIRST), (date(2025, 8, 1), date(2099, 1, 1))])
def test_a_period_backwards_or_ahead_is_refused(bank, first, last):
    with pytest.raises(Invalid):
        bank.send([fee()], first=first, last=last)


def test_each_doubled_row_is_decided(bank):
    rows = [*bank.rows(), bank.rows()[0]]
    place = ("", len(rows) + 2)
    sent = bank.send(rows)
    with pytest.raises(Invalid, match="doubled row"):
        bank.do(arriving.store, sent, {})
    found = bank.do(arriving.store, sent, {place: True})
    assert len(bank.compare(found).rows) == len(rows) - 1
    with pytest.raises(NotFound):
        bank.do(arriving.store, sent, {place: True})


def test_a_doubled_row_that_is_kept_stays_open_with_its_candidates(bank):
    rows = [*bank.rows(), bank.rows()[0]]
    comparison = bank.compare(bank.store(rows, left_out={("", len(rows) + 2): False}))
    lone = comparison.of(Group.theirs)
    assert [case.rows[0].voucher for case in lone] == [rows[0][1]] * 2
    assert all([act.voucher for act in case.near_acts] == [rows[0][1]] for case in lone)


# ---------------------------------------------------------------- hands


def test_hands_join_split_and_join_again(bank):
    acts, rows = bank.acts(), bank.rows()
    whole = (1, "GỘP 7", "20/08/2025", "", "Chi gộp", f"{acts[0].amount + acts[1].amount}", "")
    found = bank.store([whole, *rows[2:]])
    comparison = bank.compare(found)
    keys = [case.key for case in comparison.cases if case.group in {Group.theirs, Group.ours}]
    assert len(keys) == 3
    bank.do(service.join, found, keys)
    comparison = bank.compare(found)
    assert groups(comparison) == {Group.matched: len(acts) - 1}
    assert [case.way for case in comparison.cases if len(case.acts) == 2] == [Way.hand]
    key = next(case.key for case in comparison.cases if case.way is Way.hand)
    bank.do(service.split, found, key)
    assert groups(bank.compare(found))[Group.ours] == 2
    lone = [bank.compare(found).of(group)[0].key for group in (Group.theirs, Group.ours)]
    bank.do(service.join, found, lone)
    (case,) = bank.compare(found).of(Group.differ)
    assert case.difference in {acts[0].amount, acts[1].amount}


def test_what_a_pass_found_stays_apart_once_it_is_split(bank):
    found = bank.store(bank.rows())
    case = bank.compare(found).cases[0]
    bank.do(service.split, found, case.key)
    comparison = bank.compare(found)
    assert (comparison.sums[Group.theirs].cases, comparison.sums[Group.ours].cases) == (1, 1)
    bank.do(service.join, found, [one.key for one in comparison.cases if one.group is not Group.matched])
    assert set(groups(bank.compare(found))) == {Group.matched}


def test_one_side_alone_is_joined_only_where_it_cancels_out(bank):
    found = bank.store([*bank.rows(), fee(1), (2, "PHI 2", "16/08/2025", "", "Hoàn phí", "", "11.000")])
    keys = [case.key for case in bank.compare(found).of(Group.theirs)]
    with pytest.raises(Invalid):
        bank.do(service.join, found, keys[:1])
    bank.do(service.join, found, keys)
    assert set(groups(bank.compare(found))) == {Group.matched}


def test_what_stands_elsewhere_by_now_is_refused(bank):
    found = bank.store([*bank.rows()[1:], fee()])
    theirs, ours = (bank.compare(found).of(group)[0].key for group in (Group.theirs, Group.ours))
    bank.do(service.join, found, [theirs, ours])
    for verb, given in (
        (service.join, ([theirs, ours],)),
        (service.explain, (["r999999"], ExplanationDraft(Reason.fee))),
        (service.split, ("a999999",)),
    ):
        with pytest.raises(Refused, match="another group"):
            bank.do(verb, found, *given)
    with pytest.raises(Invalid, match="Nothing is chosen"):
        bank.do(service.explain, found, [], ExplanationDraft(Reason.fee))


def test_an_explanation_holds_for_what_was_open_then(bank):
    found = bank.store([*bank.rows()[1:], fee()])
    theirs, ours = (bank.compare(found).of(group)[0].key for group in (Group.theirs, Group.ours))
    with pytest.raises(Invalid):
        bank.do(service.explain, found, [theirs], ExplanationDraft(Reason.other))
    bank.do(service.explain, found, [theirs], ExplanationDraft(Reason.other, "gì đó"))
    bank.do(service.explain, found, [theirs], ExplanationDraft(Reason.fee, "phí"))
    assert bank.compare(found).by_key[theirs].explained.reason == "fee"
    assert bank.compare(found).wanting == 1
    bank.do(service.join, found, [theirs, ours])
    (case,) = bank.compare(found).of(Group.differ)
    assert case.given is not None
    assert case.wanting


def test_a_payment_that_was_missing_matches_by_itself_once_it_is_booked(bank):
    act = bank.acts()[0]
    row = (9, "UNC 777", "18/08/2025", act.contracts[0].party, "Chi thêm", "1.000.000", "")
    found = bank.store([*bank.rows(), row])
    assert bank.compare(found).sums[Group.theirs].cases == 1
    pay(act, "777/UNC?")  # another voucher: only the payee can tell
    assert bank.compare(found).sums[Group.theirs].cases == 0
    assert {case.way for case in bank.compare(found).cases} == {Way.exact, Way.payee}
    assert verify.differences() == []


def pay(act, voucher, amount=1_000_000, day=date(2025, 8, 19)):
    spent = SpendDraft(amount, Voucher(voucher, day, "Kho bạc"), reason="Chi")
    done = unit_of_work.run(lambda: spending.pay(people.actor("clerk"), act.contracts[0].public_id, spent))
    return unit_of_work.run(lambda: ledger.book_proposal(people.actor("head"), done.outcome.public_id))


def take_back(act, kind=ActKind.reverse, day=date(2025, 8, 20)):
    booked = db.session.get_one(Act, act.id)
    draft = ActDraft(kind, booked.fund_id, day, Document(f"{kind} {act.id}", day, "Kho bạc"), reason="Sai")
    more = {} if kind is ActKind.reverse else {"kind": kind}
    proposal = unit_of_work.run(
        lambda: ledger.propose_reversal(people.actor("clerk"), act.public_id, draft, **more)
    )
    return unit_of_work.run(lambda: ledger.book_proposal(people.actor("head"), proposal.public_id))


def test_a_mistake_taken_back_in_the_period_is_left_out_and_later_it_counts_as_come_back(bank):
    first, second, *_others = [act for act in bank.acts() if act.kind is ActKind.pay]
    count = len(bank.acts())
    take_back(first)
    assert len(bank.acts()) == count - 1
    gone = take_back(second, day=date(2025, 9, 2))
    assert len(bank.acts()) == count - 1
    (later,) = bank.acts(date(2025, 9, 1), date(2025, 9, 30))
    assert (later.id, later.amount) == (gone.id, -second.amount)


def test_a_failed_payment_went_out_and_came_back(bank):
    act = next(one for one in bank.acts() if one.kind is ActKind.pay)
    failed = take_back(act, ActKind.fail)
    back = {one.id: one for one in bank.acts()}
    assert back[failed.id].amount == -act.amount
    assert back[act.id].amount == act.amount


# ---------------------------------------------------------------- the end


def test_only_another_head_signs_and_only_what_is_explained(bank):
    found = bank.store([*bank.rows()[1:], fee()], role="head")
    with pytest.raises(Refused, match="want an explanation"):
        bank.do(signing.sign, bank.store([fee(3)], account="2"), "", "", role="head")
    bank.explain_all(found)
    with pytest.raises(Forbidden):
        bank.sign(found, "head")  # entered it
    with pytest.raises(Forbidden):
        bank.sign(found, "clerk")
    with pytest.raises(NotFound):
        bank.sign(found, "foreign head")


def test_who_signs_signs_what_was_seen(bank):
    found = bank.store(bank.rows())
    with pytest.raises(Refused, match="changed since"):
        bank.do(signing.sign, found, "", "0" * 32, role="head")


def test_a_signed_statement_stays_as_it_was_whatever_is_booked_later(bank):
    rows = bank.rows()
    wrong = [*rows[1]]
    wrong[5] = "1.000"
    found = bank.store([wrong, *rows[2:], fee()])
    bank.explain_all(found)
    before = bank.compare(found)
    bank.sign(found)
    frozen = bank.compare(found)
    for name in ("cases", "sums", "total", "wanting"):
        mine, then = getattr(frozen, name), getattr(before, name)
        if name == "cases":
            mine, then = (
                [(c.key, c.group, c.difference, c.reason_label) for c in side] for side in (mine, then)
            )
        assert mine == then, name
    act = before.of(Group.matched)[0].acts[0]
    new = pay(act, "901/UNC")
    take_back(act)
    db.session.expire_all()
    again = bank.compare(found)
    assert again.total == frozen.total
    later, gone = since_signing(again)
    assert ([one.id for one in later], [one.id for one in gone]) == ([new.id], [act.id])


def test_after_the_signature_no_verb_and_no_statement_of_sql_changes_anything(bank):
    found = bank.store([*bank.rows(), fee()])
    bank.do(service.split, found, bank.compare(found).cases[0].key)
    bank.explain_all(found)
    bank.sign(found)
    key = bank.compare(found).cases[0].key
    for verb, given in (
        (service.join, ([key],)),
        (service.split, (key,)),
        (service.explain, ([key], ExplanationDraft(Reason.fee))),
        (signing.sign, ("", "")),
        (signing.drop, ("sai",)),
    ):
        with pytest.raises(Refused, match="signed off"):
            bank.do(verb, found, *given, role="head")
    row = db.session.scalars(select(Row)).first()
    new = {"statement_id": found.id, "kind": "joined", "made_by": 1, "made_at": found.uploaded_at}
    for attack in (
        update(Statement).values(account="9"),
        update(Statement).values(state="open", signed_by=None, signed_at=None),
        delete(Statement),
        *(delete(table) for table in (Member, Explained, Bundle, Row)),
        update(Row).values(debit=Row.debit + 1),
        update(Explained).values(note="khác"),
        update(Member).values(act_id=None, row_id=row.id),
        insert(Bundle).values(new),
        insert(Row).values(
            statement_id=found.id, sheet="", number=999, voucher="x", day=FIRST, payee="", content="", debit=1,
            credit=0, raw={},
        ),
    ):  # fmt: skip
        assert refused(attack), attack
    if db.engine.dialect.name == "postgresql":
        for table in (Statement, Row, Bundle, Member, Explained):
            assert refused(text(f"TRUNCATE {table.__tablename__} CASCADE"))


def refused(statement):
    """Tell whether the engine refuses a statement."""
    db.session.rollback()
    db.session.connection(execution_options={WRITING: True})
    try:
        db.session.execute(statement)
    except DBAPIError as error:
        return "treasury_signed" in str(error.orig) or "append_only" in str(error.orig)
    finally:
        db.session.rollback()
    return False


def test_who_entered_it_cannot_sign_even_by_sql(bank):
    found = bank.store(bank.rows())
    db.session.rollback()
    db.session.connection(execution_options={WRITING: True})
    with pytest.raises(DBAPIError, match="two_people"):
        db.session.execute(
            update(Statement).values(state="signed", signed_by=found.uploaded_by, signed_at=found.uploaded_at)
        )
    db.session.rollback()


def test_what_is_left_to_be_settled_stands_in_the_next_statement(bank):
    late_row = pay(bank.acts()[0], "UNC 55", day=date(2025, 8, 30))
    early_row = (9, "UNC 777", "30/08/2025", "", "Chi trước", "1.000.000", "")
    found = bank.store([*bank.rows(bank.acts()[:-1]), early_row, fee()])
    left = [case for case in bank.compare(found).cases if case.wanting]
    assert {voucher(case) for case in left} == {"UNC 55", "UNC 777", "PHI 99"}
    for reason, words in ((Reason.timing, "UNC"), (Reason.fee, "PHI")):
        keys = [case.key for case in left if words in voucher(case)]
        bank.do(service.explain, found, keys, ExplanationDraft(reason, "chờ"))
    bank.sign(found)
    pay(bank.acts()[0], "unc-0777", day=date(2025, 9, 2))
    following = {"first": date(2025, 9, 1), "last": date(2025, 9, 30)}
    second = bank.store([(1, "unc 055", "01/09/2025", "", "Chi", "1.000.000", "")], **following)
    comparison = bank.compare(second)
    assert groups(comparison) == {Group.matched: 2}
    (carried_row,) = [key for key in comparison.carried if key.startswith("r")]
    assert comparison.by_key[carried_row].rows[0].voucher == "UNC 777"
    assert f"a{late_row.id}" in comparison.carried
    bank.sign(second)
    third = bank.store([fee(7, day="01/10/2025")], first=date(2025, 10, 1), last=date(2025, 10, 31))
    assert bank.compare(third).carried == frozenset()


def voucher(case):
    return case.rows[0].voucher if case.rows else case.acts[0].voucher


def test_what_is_booked_late_for_a_signed_period_stands_in_the_next_statement(bank):
    found = bank.store(bank.rows())
    bank.sign(found)
    new = pay(bank.acts()[0], "902/UNC")
    september = {"first": date(2025, 9, 1), "last": date(2025, 9, 30)}
    second = bank.store([fee(day="05/09/2025")], **september)
    assert {act.id for act in bank.compare(second).acts.values()} == {new.id}
    other = bank.store([fee(5, day="05/09/2025")], account="khác", **september)
    assert bank.compare(other).acts == {}


def test_a_wrong_statement_is_removed_with_all_that_was_decided(bank):
    found = bank.store([*bank.rows(), fee()])
    bank.explain_all(found)
    bank.do(service.split, found, bank.compare(found).of(Group.matched)[0].key)
    with pytest.raises(Invalid):
        bank.do(signing.drop, found, " ")
    bank.do(signing.drop, found, "Sai tài khoản")
    assert db.session.get(Statement, found.id) is None
    for table in (Row, Bundle, Member, Explained):
        assert db.session.scalars(select(table).where(table.statement_id == found.id)).all() == []
    bank.store([*bank.rows(), fee()])


# ---------------------------------------------------------------- who


@pytest.mark.parametrize("role", ["foreign clerk", "sister clerk", "central clerk", "auditor", "finance"])
def test_only_the_unit_works_with_its_statements(bank, role):
    found = bank.store([*bank.rows(), fee()])
    with pytest.raises((Forbidden, NotFound)):
        bank.send([fee(4)], role, account="x")
    for verb, given in ((service.split, ("r1",)), (signing.drop, ("x",)), (service.join, ([],))):
        with pytest.raises((Forbidden, NotFound)):
            bank.do(verb, found, *given, role=role)


def test_readers_see_it_by_scope(bank):
    found = bank.store(bank.rows())
    seen = {
        role
        for role in (
            "clerk",
            "head",
            "sister clerk",
            "foreign clerk",
            "auditor",
            "finance",
            "organiser",
            "agency",
        )
        if sees(role, found)
    }
    assert {"clerk", "head", "auditor", "agency"} <= seen
    assert not {"foreign clerk", "finance"} & seen
    sent = bank.send([fee(6)], account="x")
    with pytest.raises(NotFound):
        queries.statement(EVERYTHING, sent.public_id)
    with pytest.raises(NotFound):
        queries.sent(people.actor("head"), sent.public_id)


def sees(role, found):
    try:
        queries.statement(people.actor(role).scope, found.public_id)
    except NotFound:
        return False
    return True


def test_files_that_nobody_stored_are_dropped_after_a_week(bank):
    old = bank.send([fee()])
    when = old.uploaded_at - timedelta(days=8)
    unit_of_work.run(lambda: db.session.execute(update(Statement).values(uploaded_at=when)))
    bank.send([fee(2)])
    assert old.public_id not in set(db.session.scalars(select(Statement.public_id)))


def test_the_unit_is_asked_for_by_name(bank):
    codes = [unit.code for unit, _label in queries.choices(people.actor("clerk"), "treasury:import", "vi")]
    assert codes[0] == units.by_id(bank.unit).code

"""What funds want where acts are unusual: at proposing, and again with the numbers of the booking."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from promotion.access.actor import EVERYTHING
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.ledger import service
from promotion.ledger.models import Act, Proposal
from promotion.ledger.policies import queries
from promotion.ledger.policies.allowing import set_policies, waive
from promotion.ledger.policies.models import ActException, AdvanceTerms, ProposalException, Waiver
from promotion.ledger.policies.words import Effect, Policy
from tests.support.treasury import chain, code_of, filled, person


def money(treasury, used, amount=100, assigned=40):
    """Bring a line to where only a part of what may be agreed is there in money."""
    for kind, place, dong in (
        ("approve", used.top, amount), ("list", used.line, amount), ("release", used.top, amount),
        ("share", used.share, amount), ("assign", used.line, assigned),
    ):  # fmt: skip
        treasury.act(kind, used.fund, (place, dong))


def exceptions():
    """Every exception of booked acts: policy, effect, how far, why, who said so, who allowed it."""
    db.session.rollback()
    query = select(ActException).order_by(ActException.id)
    return [
        (row.policy, row.effect, row.over, row.reason, row.reason_by, row.allowed_by)
        for row in db.session.scalars(query)
    ]


def book(treasury, proposal, by=None, reason=None):
    number = proposal.public_id
    return unit_of_work.run(lambda: service.book_proposal(by or treasury.head, number, reason))


def test_a_note_asks_for_nothing_and_is_kept(treasury):
    used = chain(treasury)
    money(treasury, used)
    treasury.act("commit", used.fund, (used.commitment, 60))
    assert exceptions() == [("early_contract", "note", 20, None, None, None)]


def test_a_warning_wants_a_reason_and_keeps_it(treasury):
    used = chain(treasury)
    money(treasury, used)
    treasury.wants(used.fund, early_contract=Effect.warn)
    assert code_of(lambda: treasury.act("commit", used.fund, (used.commitment, 60))) == "Invalid"
    treasury.act("commit", used.fund, (used.commitment, 60), reason="Kịp vụ")
    assert exceptions() == [("early_contract", "warn", 20, "Kịp vụ", 2, None)]


def test_a_reason_for_ten_does_not_cover_a_hundred(treasury):
    used = chain(treasury)
    money(treasury, used, 300, 290)
    treasury.wants(used.fund, early_contract=Effect.warn)
    proposal = treasury.propose("commit", used.fund, (used.commitment, 300), reason="Mười đồng")
    treasury.act("unassign", used.fund, parts=(treasury.part("assign", used.line, 90, back=True),))
    before = exceptions()
    assert code_of(lambda: book(treasury, proposal)) == "Invalid"
    assert exceptions() == before
    assert db.session.get_one(Proposal, proposal.id).state == "open"
    book(treasury, proposal, reason="Tiền về chậm")
    assert exceptions() == [("early_contract", "warn", 100, "Tiền về chậm", 2, None)]
    assert [row.over for row in db.session.scalars(select(ProposalException))] == [10]


def test_what_has_shrunk_keeps_the_proposers_reason(treasury):
    used = chain(treasury)
    money(treasury, used, 300, 100)
    treasury.wants(used.fund, early_contract=Effect.warn)
    proposal = treasury.propose("commit", used.fund, (used.commitment, 300), reason="Kịp vụ")
    treasury.act("assign", used.fund, (used.line, 190))
    book(treasury, proposal)
    assert exceptions() == [("early_contract", "warn", 10, "Kịp vụ", 1, None)]


def test_what_became_unusual_after_proposing_wants_the_bookers_reason(treasury):
    used = chain(treasury)
    filled(treasury, used)
    treasury.act("accept", used.fund, (used.commitment, 50))
    treasury.wants(used.fund, early_payment=Effect.warn)
    proposal = treasury.propose("pay", used.fund, (used.commitment, 50))
    treasury.act("pay", used.fund, (used.commitment, 20))
    assert code_of(lambda: book(treasury, proposal)) == "Invalid"
    book(treasury, proposal, reason="Nghiệm thu tuần sau")
    assert exceptions() == [("early_payment", "warn", 20, "Nghiệm thu tuần sau", 2, None)]


def test_a_stop_without_a_role_stops_at_proposing_and_at_booking(treasury):
    used = chain(treasury)
    money(treasury, used)
    proposal = treasury.propose("commit", used.fund, (used.commitment, 60), reason="x")
    treasury.wants(used.fund, early_contract=Effect.stop)
    refused = code_of(lambda: treasury.propose("commit", used.fund, (used.commitment, 60), reason="x"))
    assert refused == "policy.early_contract"
    assert code_of(lambda: book(treasury, proposal, reason="x")) == "policy.early_contract"
    treasury.act("commit", used.fund, (used.commitment, 40))
    assert exceptions() == []


def test_arithmetic_is_refused_whatever_the_settings_say(treasury):
    used = chain(treasury)
    money(treasury, used)
    refused = code_of(lambda: treasury.act("commit", used.fund, (used.commitment, 101), reason="x"))
    assert refused == "ceiling.line.to_commit"


def stopped(treasury, effect):
    """A proposal that the fund's rules stop until somebody allows it."""
    used = chain(treasury)
    money(treasury, used)
    treasury.wants(used.fund, early_contract=effect)
    assert code_of(lambda: treasury.propose("commit", used.fund, (used.commitment, 60))) == "Invalid"
    proposal = treasury.propose("commit", used.fund, (used.commitment, 60), by=treasury.head, reason="Kịp vụ")
    assert isinstance(proposal, Proposal), "nobody books what waits for a permission at once"
    return used, proposal


def allow(by, proposal, reason="Đồng ý", shown=20):
    number = proposal.public_id
    return unit_of_work.run(lambda: waive(by, number, reason, shown))


def test_a_stop_waits_for_its_role_and_nobody_allows_his_own(treasury):
    used, proposal = stopped(treasury, Effect.stop_unless_owner)
    assert code_of(lambda: book(treasury, proposal, reason="x")) == "policy.waiver"
    spender = person(7, Role.head, {treasury.units["centre-2024-91"]}, EVERYTHING)
    owner = person(8, Role.head, {treasury.units["agency"]}, EVERYTHING)
    clerk = person(9, Role.clerk, {treasury.units["agency"]}, EVERYTHING)
    for nobody in (spender, clerk):
        assert code_of(lambda nobody=nobody: allow(nobody, proposal)) == "Forbidden"
    assert code_of(lambda: allow(treasury.head, proposal)) == "waiver.four_eyes"
    assert code_of(lambda: allow(owner, proposal, reason=" ")) == "Invalid"
    assert code_of(lambda: allow(owner, proposal, shown=19)) == "Conflict"
    assert code_of(lambda: book(treasury, proposal)) == "policy.waiver"
    allow(owner, proposal)
    assert code_of(lambda: allow(owner, proposal)) == "waiver.nothing"
    assert code_of(lambda: book(treasury, proposal, by=owner)) == "Forbidden", "allowing is not booking"
    book(treasury, proposal, by=spender)
    assert exceptions() == [("early_contract", "stop_unless_owner", 20, "Kịp vụ", 2, 8)]
    assert used.fund.id == db.session.scalars(select(Act.fund_id)).first()


def test_a_permission_covers_the_numbers_it_was_given_for(treasury):
    used, proposal = stopped(treasury, Effect.stop_unless_spender)
    allow(treasury.other_head, proposal)
    treasury.act("unassign", used.fund, parts=(treasury.part("assign", used.line, 5, back=True),))
    assert code_of(lambda: book(treasury, proposal, reason="x")) == "policy.waiver"
    allow(treasury.other_head, proposal, shown=25)
    book(treasury, proposal, reason="Thêm năm đồng")
    assert exceptions() == [("early_contract", "stop_unless_spender", 25, "Thêm năm đồng", 2, 3)]


def test_a_permission_of_another_role_is_none(treasury):
    used, proposal = stopped(treasury, Effect.stop_unless_spender)
    allow(treasury.other_head, proposal)
    treasury.wants(used.fund, early_contract=Effect.stop_unless_owner)
    assert code_of(lambda: book(treasury, proposal)) == "policy.waiver"


def test_the_database_refuses_a_permission_for_ones_own_and_a_change_of_answers(treasury):
    used, proposal = stopped(treasury, Effect.stop_unless_owner)
    allow(treasury.other_head, proposal)
    book(treasury, proposal)
    waiver = db.session.scalars(select(Waiver)).one()
    row = {
        column.key: getattr(waiver, column.key) for column in Waiver.__table__.columns if column.key != "id"
    }
    db.session.rollback()
    for forged in ({"waived_by": row["proposed_by"]}, {"waived_by": 2, "proposed_by": 5}):
        with pytest.raises(DBAPIError):
            unit_of_work.run(
                lambda forged=forged: db.session.execute(Waiver.__table__.insert().values(row | forged))
            )
    for table in (Waiver, ActException, ProposalException):
        for statement in (table.__table__.update().values(bound=0), table.__table__.delete()):
            refused = code_of(lambda one=statement: unit_of_work.run(lambda: db.session.execute(one)))
            assert refused == "append_only"
    assert used.fund.id


def test_an_advance_keeps_its_rule_as_it_was_proposed_and_booked(treasury):
    used = chain(treasury)
    line = treasury.line(used.share, 2, "ND1")
    contract = treasury.commitment(line)
    money(treasury, used)
    treasury.act("approve", used.fund, (used.top, 100))
    treasury.act("list", used.fund, (line, 100))
    treasury.act("assign", used.fund, (line, 60))
    treasury.act("commit", used.fund, (contract, 50))
    treasury.wants(used.fund, high_advance=Effect.warn, unruled_advance=Effect.warn)
    proposal = treasury.propose("advance", used.fund, (contract, 20), condition="Biên bản 5")
    book(treasury, proposal)
    assert code_of(lambda: treasury.act("advance", used.fund, (contract, 16))) == "Invalid"
    treasury.act("advance", used.fund, (contract, 16), reason="Theo hợp đồng")
    rows = db.session.scalars(select(AdvanceTerms).order_by(AdvanceTerms.id)).all()
    assert [
        (
            bool(row.proposal_id),
            row.max_hundredths,
            row.value,
            row.allowed,
            row.after,
            row.excepted,
            row.statement,
        )
        for row in rows
    ] == [
        (True, 7000, 50, 35, 20, False, "Biên bản 5"),
        (False, 7000, 50, 35, 20, False, "Biên bản 5"),
        (False, 7000, 50, 35, 36, True, None),
    ]
    assert exceptions()[-1] == ("high_advance", "warn", 1, "Theo hợp đồng", 2, None)


def test_an_advance_without_a_known_rule_says_so(treasury):
    used = chain(treasury)
    filled(treasury, used)
    treasury.act("advance", used.fund, (used.commitment, 10))
    (terms,) = db.session.scalars(select(AdvanceTerms)).all()
    assert (terms.max_hundredths, terms.allowed, terms.excepted) == (None, None, True)
    assert exceptions() == [("unruled_advance", "note", 10, None, None, None)]


def test_an_advance_taken_back_makes_room_again(treasury):
    used = chain(treasury)
    filled(treasury, used)
    first = treasury.act("advance", used.fund, (used.commitment, 30))
    treasury.act("pay", used.fund, (used.commitment, 5))
    assert queries.advanced_on([used.commitment]) == {used.commitment: 30}
    treasury.reverse(first)
    assert queries.advanced_on([used.commitment]) == {used.commitment: 0}


def test_only_the_owners_head_sets_what_a_fund_wants_and_over_the_version_he_saw(treasury):
    fund = treasury.fund()
    number = fund.public_id
    wanted = {Policy.early_payment: Effect.stop}
    other = person(7, Role.head, {treasury.units["centre-2024-91"]}, EVERYTHING)
    for person_, seen, code in (
        (other, 1, "Forbidden"),
        (treasury.clerk, 1, "Forbidden"),
        (treasury.head, 1, None),
    ):
        done = code_of(lambda p=person_, v=seen: unit_of_work.run(lambda: set_policies(p, number, wanted, v)))
        assert done == code
    assert queries.settings(fund.id)[Policy.early_payment] is Effect.stop
    again = code_of(lambda: unit_of_work.run(lambda: set_policies(treasury.head, number, wanted, 1)))
    assert again == "Conflict"

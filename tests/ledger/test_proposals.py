"""Proposed by one, booked by another; returned, withdrawn, never decided twice, never seen from outside."""

import pytest
from sqlalchemy import func, select

from promotion.access.actor import EVERYTHING, NOTHING, Scope
from promotion.audit.models import AuditLine
from promotion.audit.queries import history
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.choices import Role
from promotion.kernel.errors import NotFound, Refused
from promotion.ledger import places, posting, queries, service, verify
from promotion.ledger.books import Kind
from promotion.ledger.drafts import from_json
from promotion.ledger.models import Act, Fund, Proposal
from tests.support.treasury import balances, chain, code_of, person


@pytest.fixture
def two(treasury):
    """A national fund that needs two people."""
    return chain(treasury, owner="ipc1", two_person=True)


def test_a_proposal_reserves_nothing_and_is_booked_by_another(treasury, two):
    proposal = treasury.propose("approve", two.fund, (two.top, 70))
    assert isinstance(proposal, Proposal)
    assert (proposal.amount, proposal.state, proposal.kind) == (70, "open", "approve")
    assert balances(two.top) == {}
    act = treasury.book(proposal)
    assert (act.proposed_by, act.booked_by, act.two_person) == (1, 2, True)
    assert balances(two.top) == {"to_list": 70, "to_release": 70}
    kept = queries.proposal(EVERYTHING, proposal.public_id)
    assert (kept.state, kept.act_id, kept.decided_by) == ("booked", act.id, 2)
    assert [line.act for line in history("proposal", kept.id)] == [
        "ledger.proposal_booked",
        "ledger.propose_approve",
    ]
    assert [line.user_id for line in history("act", act.id)] == [2]


def test_even_a_head_only_proposes_where_two_people_are_needed(treasury, two):
    proposal = treasury.propose("approve", two.fund, (two.top, 1), by=treasury.head)
    assert isinstance(proposal, Proposal)
    assert code_of(lambda: treasury.book(proposal, by=treasury.head)) == "act.two_people"
    treasury.book(proposal, by=treasury.other_head)


def test_the_database_insists_on_two_people(treasury, two, monkeypatch):
    """Whether Python lies about the second person or about the fund, the refusal has the same words."""
    draft = treasury.draft("approve", two.fund, (two.top, 1))
    one = posting.People(2, 2)
    assert code_of(lambda: unit_of_work.run(lambda: posting.book(draft, one))) == "act.two_people"

    def as_if_one_person_were_enough() -> None:
        fund = db.session.get_one(Fund, two.fund.id)
        monkeypatch.setattr(type(fund), "two_person", False)
        try:
            posting.book(draft, one)
        finally:
            monkeypatch.undo()

    assert code_of(lambda: unit_of_work.run(as_if_one_person_were_enough)) == "act.two_people"


def test_in_a_fund_of_one_person_a_clerk_still_only_proposes(treasury, national):
    proposal = treasury.propose("approve", national.fund, (national.top, 5))
    assert isinstance(proposal, Proposal)
    treasury.book(proposal)
    mine = treasury.propose("approve", national.fund, (national.top, 5), by=treasury.head)
    assert isinstance(mine, Act)


def test_whoever_may_book_may_book_his_own_where_one_person_is_enough(treasury, national, two):
    """The fund of two people became one of one person after the proposal."""
    proposal = treasury.propose("approve", two.fund, (two.top, 5), by=treasury.head)
    unit_of_work.run(
        lambda: places.set_two_person(treasury.head, db.session.get_one(Fund, two.fund.id), two_person=False)
    )
    act = treasury.book(proposal, by=treasury.head)
    assert (act.two_person, act.proposed_by, act.booked_by) == (False, 2, 2)
    assert history("fund", two.fund.id)[0].after == {"two_person": False, "two_person_from": 0}


def test_a_clerk_books_nothing(treasury, two):
    proposal = treasury.propose("approve", two.fund, (two.top, 5))
    for verb in (
        service.book_proposal,
        lambda actor, public_id: service.return_proposal(actor, public_id, "no"),
    ):
        act = lambda v=verb: unit_of_work.run(lambda: v(treasury.clerk, proposal.public_id))  # noqa: E731 - two verbs
        assert code_of(act) == "Forbidden"


def test_the_ledger_looks_when_a_proposal_is_booked(treasury, two):
    treasury.book(treasury.propose("approve", two.fund, (two.top, 10)))
    first, second = (treasury.propose("list", two.fund, (two.line, 6)) for _ in range(2))
    treasury.book(first)
    assert code_of(lambda: treasury.book(second)) == "ceiling.fund.to_list"
    assert queries.proposal(EVERYTHING, second.public_id).state == "open"


def test_a_decided_proposal_is_not_decided_again(treasury, two):
    booked, returned, withdrawn = (treasury.propose("approve", two.fund, (two.top, 5)) for _ in range(3))
    treasury.book(booked)
    unit_of_work.run(
        lambda: service.return_proposal(treasury.head, returned.public_id, "The decision is missing.")
    )
    unit_of_work.run(lambda: service.withdraw_proposal(treasury.clerk, withdrawn.public_id))
    kept = queries.proposal(EVERYTHING, returned.public_id)
    assert (kept.state, kept.decision_reason, kept.decided_by) == ("returned", "The decision is missing.", 2)
    assert queries.proposal(EVERYTHING, withdrawn.public_id).state == "withdrawn"
    for proposal in (booked, returned, withdrawn):
        for decide in (
            treasury.book,
            lambda p: unit_of_work.run(lambda: service.return_proposal(treasury.head, p.public_id, "no")),
            lambda p: unit_of_work.run(lambda: service.withdraw_proposal(treasury.clerk, p.public_id)),
        ):
            assert code_of(lambda d=decide, p=proposal: d(p)) == "proposal.decided"
    assert balances(two.top) == {"to_list": 5, "to_release": 5}
    assert [p.state for p in queries.proposals(EVERYTHING, state="returned", fund_id=two.fund.id)] == [
        "returned"
    ]
    assert list(queries.proposals(EVERYTHING)) == []


def test_only_the_proposer_withdraws(treasury, two):
    proposal = treasury.propose("approve", two.fund, (two.top, 5))
    act = lambda: unit_of_work.run(lambda: service.withdraw_proposal(treasury.head, proposal.public_id))  # noqa: E731 - said once
    assert code_of(act) == "proposal.owner"


def test_a_proposal_that_was_read_before_is_read_again_when_it_is_decided(treasury, two):
    """The state that counts is the one under the lock, not one that the session still remembers."""
    proposal = treasury.propose("approve", two.fund, (two.top, 5))

    def stale() -> None:
        seen = queries.proposal(EVERYTHING, proposal.public_id)
        db.session.execute(
            Proposal.__table__.update().where(Proposal.id == seen.id).values(state="withdrawn")
        )
        service.book_proposal(treasury.head, proposal.public_id)

    assert code_of(lambda: unit_of_work.run(stale)) == "proposal.decided"


def test_a_draft_is_kept_as_it_was_given(treasury, two):
    draft = treasury.draft("release", two.fund, (two.top, 5), percent="35", reason="first tranche")
    proposal = unit_of_work.run(lambda: service.propose(treasury.clerk, draft))
    assert from_json(proposal.draft) == draft


# ---------------------------------------------------------------- reversals


def test_a_reversal_needs_a_reason_and_two_people_too(treasury, two):
    act = treasury.book(treasury.propose("approve", two.fund, (two.top, 5)))
    draft = treasury.draft("reverse", two.fund)
    refused = code_of(
        lambda: unit_of_work.run(lambda: service.propose_reversal(treasury.clerk, act.public_id, draft))
    )
    assert refused == "act.reason"
    proposal = treasury.reverse(act, by=treasury.clerk)
    second = treasury.reverse(act, by=treasury.clerk)
    assert proposal.amount == 5
    reversal = treasury.book(proposal)
    assert queries.reversal_of(act.id).id == reversal.id
    assert code_of(lambda: treasury.reverse(act)) == "act.reversed"
    assert code_of(lambda: treasury.book(second)) == "act.reversed"
    assert balances(two.top) == {}
    assert verify.differences() == []


def test_the_amount_of_an_act_is_what_it_entered_first(treasury, paid_up):
    second = treasury.commitment(paid_up.line)
    act = treasury.act("pay", paid_up.fund, (paid_up.commitment, 10), (paid_up.commitment, 5))
    assert queries.amount_of(act.id) == 15
    back = treasury.reverse(act)
    assert queries.amount_of(back.id) == 15
    assert balances(second) == {}


def test_an_act_of_another_fund_is_not_reversed_here(treasury, national, two):
    act = treasury.act("approve", national.fund, (national.top, 5))
    draft = treasury.draft("reverse", two.fund, reverses=act.id)
    refused = code_of(lambda: unit_of_work.run(lambda: posting.book(draft, posting.People(1, 2))))
    assert refused == "NotFound"
    missing = treasury.draft("reverse", two.fund, reverses=10**6)
    with pytest.raises(NotFound):
        posting.rehearse(missing)


# ---------------------------------------------------------------- who may, who sees


def test_plan_acts_belong_to_the_owner_and_spending_to_the_unit(treasury, paid_up):
    agency, centre = treasury.units["agency"], treasury.units["centre-2024-91"]
    spender = person(7, Role.head, {centre})
    owner = person(8, Role.head, {agency}, EVERYTHING)
    assert code_of(lambda: treasury.act("approve", paid_up.fund, (paid_up.top, 1), by=owner)) is None
    assert code_of(lambda: treasury.act("list", paid_up.fund, (paid_up.line, 1), by=spender)) == "Forbidden"
    assert (
        code_of(lambda: treasury.act("pay", paid_up.fund, (paid_up.commitment, 1), by=owner)) == "Forbidden"
    )
    act = treasury.act("pay", paid_up.fund, (paid_up.commitment, 1), by=spender)
    assert act.unit_id == centre
    assert code_of(lambda: treasury.reverse(act, by=owner)) == "Forbidden"
    treasury.reverse(act, by=spender)


def test_one_spending_act_concerns_one_unit(treasury, paid_up):
    share = treasury.share(paid_up.fund, "centre-2024-92")
    line = treasury.line(share, 2)
    for kind, place in (("approve", paid_up.top), ("list", line), ("release", paid_up.top), ("share", share)):
        treasury.act(kind, paid_up.fund, (place, 10))
    refused = code_of(lambda: treasury.act("assign", paid_up.fund, (paid_up.line, 1), (line, 1)))
    assert refused == "act.units"
    missing = treasury.draft("assign", paid_up.fund, (10**6, 1))
    with pytest.raises(Refused, match="one unit only"):
        service.responsible_unit(missing, paid_up.fund)


def test_what_is_foreign_is_like_what_is_missing(treasury, paid_up):
    """Another province's money, in the same national fund and in a local one: not found, in every verb and read."""
    local = chain(treasury, level="local", owner="department-2024-91", home="2024-91")
    act = treasury.act("approve", local.fund, (local.top, 1))
    mine = treasury.act("pay", paid_up.fund, (paid_up.commitment, 1))
    proposal = treasury.propose("approve", local.fund, (local.top, 1))
    units = {treasury.units[f"{kind}-2024-92"] for kind in ("centre", "department")}
    scope = Scope(units=frozenset(units), homes=frozenset({"2024-92"}))
    stranger = person(9, Role.head, units, scope)
    tries = {
        "spend on a foreign contract": lambda: treasury.act(
            "pay", paid_up.fund, (paid_up.commitment, 1), by=stranger
        ),
        "act on a missing contract": lambda: treasury.act("pay", paid_up.fund, (10**6, 1), by=stranger),
        "plan in a foreign fund": lambda: treasury.act("approve", local.fund, (local.top, 1), by=stranger),
        "plan in a missing fund": lambda: treasury.propose(
            "approve", Fund(id=10**6), (local.top, 1), by=stranger
        ),
        "book a foreign proposal": lambda: treasury.book(proposal, by=stranger),
        "withdraw a missing proposal": lambda: unit_of_work.run(
            lambda: service.withdraw_proposal(stranger, "none")
        ),
        "reverse a foreign act": lambda: treasury.reverse(mine, by=stranger),
        "fund": lambda: queries.fund(scope, local.fund.public_id),
        "fund by code": lambda: queries.fund_by_code(scope, local.fund.code),
        "act": lambda: queries.act(scope, act.public_id),
        "envelope": lambda: queries.envelope(scope, queries.envelopes([paid_up.line])[0].public_id),
        "book": lambda: queries.book(scope, queries.envelopes([paid_up.line])[0].public_id),
        "wrong kind": lambda: queries.envelope(
            EVERYTHING, queries.envelopes([paid_up.line])[0].public_id, Kind.share
        ),
    }
    assert {name: code_of(attempt) for name, attempt in tries.items()} == dict.fromkeys(tries, "NotFound")
    assert list(queries.funds(scope)) == []
    assert list(queries.lines(scope)) == list(queries.commitments(scope, [paid_up.line])) == []
    assert list(queries.acts(scope)) == list(queries.entries(scope, mine.id)) == []
    assert list(queries.proposals(scope)) == list(queries.years(scope)) == []
    assert list(queries.funds(NOTHING)) == []


def test_reads_show_what_the_scope_covers(treasury, paid_up):
    local = chain(treasury, level="local", owner="department-2024-91", home="2024-91", project=2)
    unit = treasury.units["centre-2024-91"]
    mine = Scope(units=frozenset({unit}))
    act = treasury.act("pay", paid_up.fund, (paid_up.commitment, 1))
    assert [f.code for f in queries.funds(EVERYTHING)] == [paid_up.fund.code, local.fund.code]
    assert [f.code for f in queries.funds(EVERYTHING, 2024, "local")] == [local.fund.code]
    assert {f.code for f in queries.funds(mine)} == {paid_up.fund.code, local.fund.code}
    national_only = Scope(everything=True, national_only=True)
    assert [f.level for f in queries.funds(national_only)] == ["national"]
    assert list(queries.years(EVERYTHING)) == [2024]
    assert queries.fund(mine, paid_up.fund.public_id).id == paid_up.fund.id
    assert queries.fund_by_code(mine, paid_up.fund.code).id == paid_up.fund.id
    assert [place.id for place in queries.shares(mine, paid_up.fund.id)] == [paid_up.share]
    assert {place.id for place in queries.lines(mine)} == {paid_up.line, local.line}
    assert [place.id for place in queries.lines(mine, fund_id=local.fund.id, project_ids=[2])] == [local.line]
    assert [place.id for place in queries.commitments(mine, [paid_up.line])] == [paid_up.commitment]
    assert queries.act(mine, act.public_id).id == act.id
    assert queries.acts(mine, project_id=1)[0].id == act.id
    assert {a.kind for a in queries.acts(mine, fund_id=paid_up.fund.id)} == {
        *("list", "share", "assign", "commit", "pay")
    }
    assert len(queries.entries(mine, act.id)) == 3
    assert [row.balance for row in queries.book(mine, queries.envelopes([paid_up.commitment])[0].public_id)
            if row.counter == "owed"] == [100, 99]  # fmt: skip
    assert queries.envelope(mine, queries.envelopes([paid_up.line])[0].public_id).id == paid_up.line
    assert queries.act(national_only, act.public_id).id == act.id


def test_a_unit_has_one_fund_of_a_level_and_year_and_one_share_in_it(treasury, national):
    assert code_of(treasury.fund) == "fund.exists"
    assert treasury.share(national.fund, "centre-2024-91") == national.share
    opened = select(func.count()).select_from(AuditLine).where(AuditLine.act == "ledger.open_fund")
    assert db.session.scalar(opened) == 1
    clerk_elsewhere = person(9, Role.clerk, {treasury.units["centre-2024-92"]})
    draft = places.FundDraft("x", "local", 2024, treasury.units["department-2024-91"], "2024-91")
    assert code_of(lambda: unit_of_work.run(lambda: places.open_fund(clerk_elsewhere, draft))) == "Forbidden"

"""Every ceiling is refused by Python with its own words, and by the database whatever Python says."""

import pytest
from sqlalchemy import func, select

from promotion.audit.models import AuditLine
from promotion.database import unit_of_work
from promotion.database.handle import db
from promotion.kernel.errors import Invalid, Refused
from promotion.ledger import posting, queries, service, verify, working
from promotion.ledger.ceilings import CEILINGS
from promotion.ledger.models import Act, Entry, Envelope
from promotion.ledger.refusals import CeilingReached
from tests.support.treasury import DAY, MOST, balances, chain, code_of

# act, the place its amount is given for, the code of the first ceiling in its way, what was brought down before.
# Each step of the way down brings 100; the lines say where the way stops.
WAY = (
    ("approve", "top"),
    ("list", "line"),
    ("release", "top"),
    ("share", "share"),
    ("assign", "line"),
    ("commit", "commitment"),
)
SPENT = (
    ("list", "line", "ceiling.fund.to_list", 2),
    ("release", "top", "ceiling.fund.to_release", 3),
    ("share", "share", "ceiling.fund.released", 4),
    ("assign", "line", "ceiling.line.to_assign", 5),
    ("commit", "commitment", "ceiling.line.to_commit", 6),
    ("pay", "commitment", "ceiling.line.money", 6),
    ("advance", "commitment", "ceiling.line.money", 6),
    ("accept", "commitment", "ceiling.commitment.to_accept", 6),
)


def bring_down(treasury, built, steps: int, amount: int = 100) -> None:
    for kind, place in WAY[:steps]:
        treasury.act(kind, built.fund, (getattr(built, place), amount))


@pytest.fixture
def unlooked(monkeypatch):
    """Python looks at nothing: only the database stands in the way."""
    monkeypatch.setattr(working.Balances, "move_all", lambda balances, rows, **_how: None)


def one_too_many(treasury, built, kind: str, place: str, steps: int) -> None:
    """Fill the ceiling exactly, then ask for one đồng more."""
    bring_down(treasury, built, steps)
    if steps == len(WAY) and kind != "commit":
        treasury.act(kind, built.fund, (getattr(built, place), 100))
    treasury.act(kind, built.fund, (getattr(built, place), 1))


@pytest.mark.parametrize("kind,place,code,steps", SPENT)
def test_the_last_dong_passes_and_one_more_does_not(treasury, national, kind, place, code, steps):
    with pytest.raises(CeilingReached) as refusal:
        one_too_many(treasury, national, kind, place, steps)
    assert refusal.value.code == code
    assert refusal.value.available == 0
    assert refusal.value.envelope_id in {national.top, national.share, national.line, national.commitment}
    assert refusal.value.cure
    assert verify.differences() == []


@pytest.mark.parametrize("kind,place,code,steps", SPENT)
def test_the_database_refuses_the_same_without_pythons_look(
    treasury, national, unlooked, kind, place, code, steps
):
    with pytest.raises(Refused) as refusal:
        one_too_many(treasury, national, kind, place, steps)
    assert refusal.value.code == f"ceiling.{code.rpartition('.')[2]}"
    assert refusal.value.cure
    assert verify.differences() == []


def test_a_unit_cannot_assign_more_than_its_share(treasury, national):
    bring_down(treasury, national, 3)
    treasury.act("share", national.fund, (national.share, 60))
    with pytest.raises(CeilingReached) as refusal:
        treasury.act("assign", national.fund, (national.line, 61))
    assert (refusal.value.code, refusal.value.available) == ("ceiling.share.money", 60)
    assert refusal.value.envelope_id == national.share
    assert str(refusal.value) == "The unit's share leaves 60 đồng, but 61 đồng were asked for."


def test_a_contract_may_exceed_the_assigned_money_but_not_be_paid_beyond_it(treasury, national):
    bring_down(treasury, national, 4)
    treasury.act("assign", national.fund, (national.line, 30))
    treasury.act("commit", national.fund, (national.commitment, 100))
    assert (
        code_of(lambda: treasury.act("pay", national.fund, (national.commitment, 31))) == "ceiling.line.money"
    )
    treasury.act("pay", national.fund, (national.commitment, 30))


def test_payments_do_not_exceed_the_contract(treasury, national):
    bring_down(treasury, national, 5)
    treasury.act("commit", national.fund, (national.commitment, 40))
    second = treasury.commitment(national.line)
    treasury.act("commit", national.fund, (second, 60))
    treasury.act("advance", national.fund, (national.commitment, 15))
    refused = code_of(lambda: treasury.act("pay", national.fund, (national.commitment, 26)))
    assert refused == "ceiling.commitment.owed"
    treasury.act("pay", national.fund, (national.commitment, 25), (second, 60))


def test_several_amounts_are_counted_together(treasury, national):
    bring_down(treasury, national, 1)
    second = treasury.line(national.share, 2)
    refused = code_of(lambda: treasury.act("list", national.fund, (national.line, 60), (second, 41)))
    assert refused == "ceiling.fund.to_list"
    refused = code_of(lambda: treasury.act("list", national.fund, (second, 60), (second, 41)))
    assert refused == "ceiling.fund.to_list"
    treasury.act("list", national.fund, (national.line, 60), (second, 40))


# What was built on an act must go before the act itself: (act to take back, what stands on it, the ceiling met).
HELD = (
    ("approve", 3, "ceiling.fund.to_release"),
    ("list", 6, "ceiling.line.to_commit"),
    ("list", 5, "ceiling.line.to_assign"),
    ("release", 4, "ceiling.fund.money"),
    ("share", 5, "ceiling.share.money"),
    ("assign", 7, "ceiling.line.money"),
    ("commit", 8, "ceiling.commitment.to_accept"),
    ("commit", 7, "ceiling.commitment.owed"),
)


@pytest.mark.parametrize("kind,steps,code", HELD)
def test_what_is_used_cannot_be_taken_back(treasury, national, kind, steps, code):
    bring_down(treasury, national, steps)
    if steps >= 7:
        treasury.act("pay", national.fund, (national.commitment, 10))
    if steps == 8:
        treasury.act("accept", national.fund, (national.commitment, 95))
    act = db.session.scalars(select(Act).where(Act.kind == kind)).one()
    with pytest.raises(CeilingReached) as refusal:
        treasury.reverse(act)
    assert refusal.value.code == code
    assert verify.differences() == []


def test_approval_alone_cannot_be_taken_back_once_listed(treasury, national):
    bring_down(treasury, national, 2)
    act = db.session.scalars(select(Act).where(Act.kind == "approve")).one()
    assert code_of(lambda: treasury.reverse(act)) == "ceiling.fund.to_list"


def test_every_ceiling_has_words_that_name_both_amounts_and_a_cure():
    for (kind, counter), (message, cure) in CEILINGS.items():
        assert "%(available)s" in message
        assert "%(asked)s" in message
        assert cure.endswith(".")
        assert str(kind), counter


def test_a_counter_without_words_of_its_own_says_that_the_rest_is_used():
    refusal = CeilingReached("line", "assigned", 1, available=5, asked=7)  # type: ignore[arg-type]
    assert str(refusal) == "7 đồng would have to be taken back, but only 5 đồng are left: the rest is used."
    assert refusal.code == "ceiling.line.assigned"


# ---------------------------------------------------------------- amounts


@pytest.mark.parametrize("amount", [0, -1, MOST + 1, 2**63, -(2**70)])
def test_an_amount_is_whole_positive_and_countable(treasury, national, amount):
    with pytest.raises(Invalid):
        treasury.act("approve", national.fund, (national.top, amount))
    with pytest.raises(Invalid):
        treasury.propose("approve", national.fund, (national.top, amount))


@pytest.mark.parametrize("amount", [1, MOST])
def test_the_smallest_and_the_largest_amount_pass(treasury, national, amount):
    treasury.act("approve", national.fund, (national.top, amount))
    assert balances(national.top) == {"to_list": amount, "to_release": amount}


def test_an_act_names_at_least_one_amount_and_no_more_in_all_than_can_be_counted(treasury, national):
    assert code_of(lambda: treasury.act("approve", national.fund)) == "act.empty"
    with pytest.raises(Invalid):
        treasury.act("approve", national.fund, (national.top, MOST), (national.top, 1))
    with pytest.raises(Invalid):
        treasury.act("approve", national.fund, (national.top, 1.5))


@pytest.mark.parametrize("looks", [True, False])
def test_no_total_grows_beyond_what_can_be_counted(treasury, national, looks, request):
    if not looks:
        request.getfixturevalue("unlooked")
    treasury.act("approve", national.fund, (national.top, MOST - 5))
    refused = code_of(lambda: treasury.act("approve", national.fund, (national.top, 6)))
    assert refused == "amount.most"
    treasury.act("approve", national.fund, (national.top, 5))
    assert verify.differences() == []


# ---------------------------------------------------------------- a refusal leaves nothing


def test_a_refusal_changes_nothing(treasury, paid_up):
    def everything() -> list[object]:
        counts = [
            db.session.scalar(select(func.count()).select_from(table)) for table in (Act, Entry, AuditLine)
        ]
        counters = db.session.execute(select(*Envelope.__table__.columns).order_by(Envelope.id)).all()
        db.session.rollback()
        return [counts, counters]

    before = everything()
    assert code_of(lambda: treasury.act("pay", paid_up.fund, (paid_up.commitment, 101)))
    assert everything() == before


def test_places_outside_the_fund_or_of_another_kind_are_not_found(treasury, national):
    other = chain(treasury, level="local", owner="department-2024-91", home="2024-91")
    bring_down(treasury, national, 1)
    for kind, place in (
        *(
            ("list", other.line),
            ("list", national.commitment),
            ("approve", national.share),
            ("pay", national.line),
        ),
        *(("share", national.line), ("list", 10**6)),
    ):
        assert code_of(lambda k=kind, p=place: treasury.act(k, national.fund, (p, 1))) == "NotFound", (
            kind,
            place,
        )


def test_what_slipped_past_the_proposal_is_not_found_when_booked(treasury, national, monkeypatch):
    other = chain(treasury, level="local", owner="department-2024-91", home="2024-91")
    monkeypatch.setattr(service, "_check_places", lambda actor, draft: None)
    bring_down(treasury, national, 1)
    assert code_of(lambda: treasury.act("list", national.fund, (other.line, 1))) == "NotFound"
    assert code_of(lambda: treasury.act("list", national.fund, (10**6, 1))) == "NotFound"


# ---------------------------------------------------------------- vouchers


def test_a_voucher_is_used_once_per_line(treasury, paid_up):
    first = treasury.draft("pay", paid_up.fund, (paid_up.commitment, 1)).document
    act = treasury.act("pay", paid_up.fund, (paid_up.commitment, 10), document=first)

    def again(kind: str) -> str | None:
        return code_of(lambda: treasury.act(kind, paid_up.fund, (paid_up.commitment, 20), document=first))

    assert again("pay") == "voucher.used"
    assert again("advance") == "voucher.used"
    second = treasury.line(paid_up.share, 2)
    for kind, place in (("approve", paid_up.top), ("list", second), ("release", paid_up.top)):
        treasury.act(kind, paid_up.fund, (place, 50))
    treasury.act("share", paid_up.fund, (paid_up.share, 50))
    treasury.act("assign", paid_up.fund, (second, 50))
    contract = treasury.commitment(second)
    treasury.act("commit", paid_up.fund, (contract, 50))
    treasury.act("pay", paid_up.fund, (contract, 50), document=first)  # another line
    treasury.reverse(act)
    assert again("pay") is None  # the reversal gave it free
    assert again("pay") == "voucher.used"


def test_a_voucher_written_in_small_letters_is_the_same_voucher(treasury, paid_up):
    first = treasury.draft("pay", paid_up.fund, (paid_up.commitment, 1)).document
    treasury.act("pay", paid_up.fund, (paid_up.commitment, 10), document=first)
    small = type(first)(first.number.lower(), first.day, first.issuer)
    refused = code_of(lambda: treasury.act("pay", paid_up.fund, (paid_up.commitment, 10), document=small))
    assert refused == "voucher.used"


def test_a_similar_payment_in_the_month_is_found(treasury, paid_up):
    act = treasury.act("pay", paid_up.fund, (paid_up.commitment, 10))
    assert queries.similar_payment(paid_up.line, 10, DAY).id == act.id
    assert queries.similar_payment(paid_up.line, 11, DAY) is None
    assert queries.similar_payment(paid_up.line, 10, DAY.replace(month=6)) is None
    treasury.act("pay", paid_up.fund, (paid_up.commitment, 10))
    assert queries.similar_payment(paid_up.line, 10, DAY) is not None


def test_a_rehearsal_says_what_booking_would_say_and_writes_nothing(treasury, paid_up):
    draft = treasury.draft("pay", paid_up.fund, (paid_up.commitment, 100))
    posting.rehearse(draft)
    assert len(working.work_out(draft, lock=False, short=True)[0].rows) == 3
    paid = unit_of_work.run(lambda: service.propose(treasury.head, draft))
    assert code_of(lambda: posting.rehearse(draft)) == "ceiling.line.money"
    twice = treasury.draft("pay", paid_up.fund, (paid_up.commitment, 1), document=draft.document)
    treasury.reverse(paid)
    posting.rehearse(twice)
    back = treasury.draft("reverse", paid_up.fund, reverses=paid.id)
    assert code_of(lambda: posting.rehearse(back)) == "act.reversed"
    treasury.act("pay", paid_up.fund, (paid_up.commitment, 1), document=draft.document)
    assert code_of(lambda: posting.rehearse(twice)) == "voucher.used"

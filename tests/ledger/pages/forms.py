"""The pages that take an act: where each lies, how its form is filled. A new page joins by a line in PAGES."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.ledger.model import Ask, Doing
from tests.ledger.pages.ground import CONTENT, Ground
from tests.ledger.pages.offers import Sending

Fields = dict[str, str]
WHY = "drawn by lot"


def _late(ask: Ask) -> Fields:
    return {"happened_on": f"{ask.happened_on:%d/%m/%Y}"} if ask.happened_on else {}


def paper(ask: Ask) -> Fields:
    """Return what every form of the plan asks for."""
    return {
        "document_number": ask.voucher.number, "document_date": f"{ask.voucher.day:%d/%m/%Y}",
        "document_issuer": ask.voucher.issuer, "business_date": f"{ask.day:%d/%m/%Y}", "reason": WHY, "step": "send",
    } | _late(ask)  # fmt: skip


def voucher(ask: Ask) -> Fields:
    """Return what every form of spending asks for."""
    return {
        "number": ask.voucher.number, "day": f"{ask.voucher.day:%d/%m/%Y}", "issuer": ask.voucher.issuer,
        "business_date": f"{ask.day:%d/%m/%Y}", "reason": WHY,
    } | _late(ask)  # fmt: skip


Fill = Callable[[Ground, Sending], Fields]


@dataclass(frozen=True)
class Page:
    """A page that takes an act: its endpoint, the kind of place in its address, what every form of its room asks for,
    and what its own form holds beside that.
    """

    endpoint: str
    on: str
    paper: Callable[[Ask], Fields]
    fields: Fill = lambda _ground, _sending: {}


def _amount(_ground: Ground, sending: Sending) -> Fields:
    return {"amount": str(sending.ask.doings[0].amount)}


def _cash(ground: Ground, sending: Sending) -> Fields:
    """An amount, and that it is another one than the like of it in the same month."""
    return _amount(ground, sending) | {"again": "y"}


def _rows(forward: str, back: str = "") -> Fill:
    """Return what fills a table: each amount in the row of its place; what is given back has a field of its own."""

    def fill(ground: Ground, sending: Sending) -> Fields:
        return {
            f"{back if one.back else forward}_{ground.public[one.place]}": str(one.amount)
            for one in sending.ask.doings
        }

    return fill


def _in_all(*names: str) -> Fill:
    """Return what asks for the new total of what the step moves: named sums are what it is now."""

    def fill(ground: Ground, sending: Sending) -> Fields:
        return {"amount": str(total(ground, sending.ask.doings[0], names))}

    return fill


def total(ground: Ground, doing: Doing, names: tuple[str, ...]) -> int:
    """Return what a sum would be after a step: `left of a place` by its name, or what was decided so far."""
    now = in_all(ground, doing.place, names)
    return now - doing.amount if doing.back else now + doing.amount


def in_all(ground: Ground, place_id: int, names: tuple[str, ...]) -> int:
    """Return a sum of a place: `left of a place` by its name, or what was decided so far."""
    place = ground.model.places[place_id]
    held = ground.model.left(place) | place.sums
    return sum(held.get(name, 0) for name in names)


def seen(ground: Ground, page: str, ask: Ask) -> Ask:
    """Return an act with what its places hold, where its page asks for new totals."""
    if page not in (*IN_ALL, "newcomer"):
        return ask
    names = IN_ALL.get(page, IN_ALL["relist"])
    return replace(ask, seen=tuple((one.place, in_all(ground, one.place, names)) for one in ask.doings))


def moved(ground: Ground, ask: Ask) -> str | None:
    """Return why totals that were typed are not booked: something changed what they were typed on."""
    names = IN_ALL.get(ask.kind, ())
    return "total.moved" if any(in_all(ground, place, names) != held for place, held in ask.seen) else None


IN_ALL = {
    "request": ("requested",),
    "relist": ("listed",),
    "amend": ("owed", "discharged"),
    "demand": ("to_recover", "recovered"),
}


def _assigned(ground: Ground, sending: Sending) -> Fields:
    share = ground.model.places[sending.ask.doings[0].place].parent if sending.ask.doings else None
    lines = [one for one in ground.model.places.values() if one.kind == "line" and one.parent == share]
    listed = (one for one in lines if ground.model.rest(one, "to_assign") > 0)
    return {f"line_{ground.public[one.id]}": "" for one in listed} | _rows("line")(ground, sending)


def _relisted(ground: Ground, sending: Sending) -> Fields:
    return {
        f"row_{ground.public[one.place]}": str(total(ground, one, IN_ALL["relist"]))
        for one in sending.ask.doings
    }


def _cut(ground: Ground, sending: Sending) -> Fields:
    plan = sum(one.amount for one in sending.ask.doings if one.step == "approve")
    lines = [one for one in sending.ask.doings if one.step == "list"]
    return {"amount": str(plan)} | {f"row_{ground.public[one.place]}": str(one.amount) for one in lines}


def _withdrawn(ground: Ground, sending: Sending) -> Fields:
    amounts = {one.step: one for one in sending.ask.doings}
    lines = [one for one in sending.ask.doings if one.step == "assign"]
    amount = "" if sending.ask.percent is not None else str(amounts["release"].amount)
    return {"amount": amount, "percent": sending.ask.percent or "", "shown": ""} | {
        f"row_{ground.public[one.place]}": str(one.amount) for one in lines
    }


def _new_line(ground: Ground, sending: Sending) -> Fields:
    """The last row is that of the project that comes in; the others hold their new totals."""
    *others, new = sending.ask.doings
    rows = {f"row_{ground.public[one.place]}": str(total(ground, one, IN_ALL["relist"])) for one in others}
    return rows | {
        "new_project": sending.more["project"],
        "new_content": CONTENT,
        "new_amount": str(new.amount),
    }


def _new_share(ground: Ground, sending: Sending) -> Fields:
    *others, new = sending.ask.doings
    rows = {f"row_{ground.public[one.place]}": str(one.amount) for one in others}
    return rows | {"unit": sending.more["unit"], "unit_amount": str(new.amount)}


def _pasted(ground: Ground, sending: Sending) -> Fields:
    """The list as it is copied from a sheet."""
    codes = {
        place: ground.projects[ground.keys[place]][0] for place in (one.place for one in sending.ask.doings)
    }
    rows = (f"{codes[one.place]}\t{CONTENT}\t{one.amount}" for one in sending.ask.doings)
    text = "\n".join(("Mã đề án\tNội dung\tSố tiền (đồng)", *rows))
    return {"text": text, "unit": "", "numbers": "en"}


def _asked_for(ground: Ground, sending: Sending) -> Fields:
    place = ground.model.places[sending.ask.doings[0].place]
    fields = _in_all(*IN_ALL["request"])(ground, sending)
    return fields | {"fund": ground.addresses[place.fund], "content": CONTENT}


def _contract(ground: Ground, sending: Sending) -> Fields:
    return _amount(ground, sending) | {"kind": "contract", "party": sending.ask.voucher.issuer}


def _refunded(ground: Ground, sending: Sending) -> Fields:
    return _amount(ground, sending) | {"of": sending.ask.doings[0].step}


def _unissued(ask: Ask) -> Fields:
    return {name: text for name, text in voucher(ask).items() if name != "issuer"}


def _year_end(ask: Ask) -> Fields:
    """The document of what lapses, and the decision that allows what goes over."""
    lapsing = ask.along[0] if ask.along else ask
    fields = paper(lapsing)
    if ask.kind == "carry_over":
        named = paper(ask)
        fields |= {f"permission_{end}": named[f"document_{end}"] for end in ("number", "date", "issuer")}
    return fields


def _closing(ask: Ask) -> Fields:
    return {name: text for name, text in paper(ask).items() if name != "step"}


def _corrected(ask: Ask) -> Fields:
    return paper(ask.along[0]) if ask.along else paper(ask)


PAGES: dict[str, Page] = {
    "request": Page("allocation.request", "project", paper, _asked_for),
    "approve": Page("allocation.approve", "fund", paper, _amount),
    "cut": Page("allocation.cut", "fund", paper, _cut),
    "list": Page("allocation.list_lines", "fund", paper, _rows("row")),
    "relist": Page("allocation.relist", "fund", paper, _relisted),
    "release": Page("allocation.release", "fund", paper, _amount),
    "withdraw": Page("allocation.withdraw_release", "fund", paper, _withdrawn),
    "percent": Page(
        "allocation.release",
        "fund",
        paper,
        lambda _at, one: {"amount": "", "percent": one.ask.percent or "", "shown": ""},
    ),
    "newcomer": Page("allocation.relist", "fund", paper, _new_line),
    "new_unit": Page("allocation.share", "fund", paper, _new_share),
    "annex": Page("allocation.annex", "fund", paper, _pasted),
    "scenario": Page("planner.create", "fund", lambda _ask: {}),
    "share": Page(
        "allocation.share",
        "fund",
        paper,
        lambda at, one: _rows("row")(at, one) | {"unit": "", "unit_amount": ""},
    ),
    "reshare": Page("allocation.reshare", "fund", paper, _rows("row", "back")),
    "transfer": Page("allocation.transfer", "fund", paper),
    "assign": Page("disbursement.assign", "share", voucher, _assigned),
    "unassign": Page("disbursement.move", "share", voucher, _rows("give", "take")),
    "commit": Page("disbursement.commit", "line", _unissued, _contract),
    "amend": Page("disbursement.amend", "commitment", voucher, _in_all(*IN_ALL["amend"])),
    "liquidate": Page("disbursement.liquidate", "commitment", voucher),
    "advance": Page("disbursement.advance", "commitment", voucher, _cash),
    "accept": Page("disbursement.accept", "commitment", voucher, _cash),
    "clear": Page("disbursement.clear", "commitment", voucher, _amount),
    "pay": Page("disbursement.pay", "commitment", voucher, _cash),
    "final_pay": Page("disbursement.final_pay", "commitment", voucher, _cash),
    "refund": Page("disbursement.refund", "commitment", voucher, _refunded),
    "settle": Page("disbursement.settle", "commitment", voucher, _amount),
    "demand": Page("disbursement.demand", "commitment", voucher, _in_all(*IN_ALL["demand"])),
    "recover": Page("disbursement.recover", "commitment", voucher, _amount),
    "late_refund": Page("disbursement.late_refund", "line", voucher, _amount),
    "year_end": Page("closing.year_end", "fund", _year_end),
    "close": Page("closing.close", "fund", _closing),
    "reverse": Page("allocation.reverse", "act", paper),
    "fail": Page("disbursement.fail", "act", voucher),
    "edit": Page("allocation.correct", "act", _corrected),
}


def fields_of(ground: Ground, sending: Sending) -> Fields:
    """Return what a form holds, tokens left out."""
    page = PAGES[sending.page]
    typed = {} if sending.page in ("newcomer", "new_unit", "annex") else dict(sending.more)
    fields = page.paper(sending.ask) | page.fields(ground, sending) | typed
    if fields.pop("forgotten", ""):
        fields = {name: text for name, text in fields.items() if not name.startswith("permission_")}
    return fields


def address_of(ground: Ground, sending: Sending, acts: list[str]) -> str:
    """Return the public id in the address of a form; `acts` are those of the booked acts."""
    on, ask = PAGES[sending.page].on, sending.ask
    if on == "act":
        return acts[ask.reverses]  # type: ignore[index]
    if on == "fund":
        return ground.addresses[ask.fund]
    place = ground.place_of(ask)
    if on == "project":
        return ground.project[place.id]
    while place is not None and place.kind != on:
        place = ground.model.places.get(place.parent)
    return ground.public[place.id]

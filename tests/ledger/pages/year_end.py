"""What pages work out by rule, said again over the model: the year end, and from where releases are withdrawn."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from tests.ledger.model import Doing, Model, Place

# What a person may choose for each kind of place; the first is suggested.
FATES = {
    "fund": ("lapse", "later"),
    "share": ("lapse", "over", "later"),
    "line": ("contract", "over", "lapse", "later"),
    "commitment": ("over", "stay"),
}
CONTRACT = {"owed": "carry_owed", "to_accept": "carry_work", "due": "carry_due", "uncleared": "carry_advance"}

Left = tuple[str, Place, int]
"""A step on a place, with its amount."""


def expected(
    model: Model, fund: int, fates: Mapping[int, str], onward: Callable[[Place], Place]
) -> tuple[tuple[Doing, ...], tuple[Doing, ...]]:
    """Return what lapses and what goes over at the end of a fund's year."""
    here = [place for place in model.places.values() if place.fund == fund and place.id > 0]
    kept = {place.id for place in here if fates.get(place.id) == "later"}
    over = [place for place in here if fates.get(place.id) == "over"]
    going = {place.id for place in over if place.kind != "commitment" or place.parent not in kept}
    lapses: list[Left] = []
    goes: list[Left] = []
    top = next(place for place in here if place.kind == "fund")
    releasable = model.rest(top, "to_release")
    for place in here:
        if place.kind == "line" and place.id not in kept:
            releasable -= _line(model, place, fates.get(place.id, ""), (going, releasable), (lapses, goes))
        elif place.kind == "share" and place.id not in kept:
            step, found = ("carry_share", goes) if place.id in going else ("cancel_share", lapses)
            found.append((step, place, model.rest(place, "money")))
        elif place.kind == "commitment" and place.id in going:
            goes += [(step, place, model.rest(place, name)) for name, step in CONTRACT.items()]
    if top.id not in kept:  # what lines left to another decision wait for may still be released to them
        waiting = sum(model.rest(one, "to_assign") for one in here if one.kind == "line" and one.id in kept)
        lapses.append(("lapse_plan", top, model.rest(top, "to_list")))
        lapses.append(("lapse_release", top, releasable - min(releasable, waiting)))
        lapses.append(("cancel_fund", top, model.rest(top, "money")))
    return (
        tuple(Doing(step, place.id, amount) for step, place, amount in lapses if amount),
        tuple(Doing(step, place.id, amount, to=onward(place).id) for step, place, amount in goes if amount),
    )


def _line(
    model: Model,
    line: Place,
    fate: str,
    limits: tuple[set[int], int],
    found: tuple[list[Left], list[Left]],
) -> int:
    """Add what becomes of a line; return how much of its right goes over.

    Money goes with what its contracts still owe, the right for the rest of that as far as it is not yet released. A
    right lapses only where no contract stands on it; free room goes over with what is not owed.
    """
    going, releasable = limits
    lapses, goes = found
    owed = sum(model.rest(one, "owed") for one in line.under["commitment"] if one.id in going)
    money, waiting, room = (model.rest(line, name) for name in ("money", "to_assign", "to_commit"))
    if fate == "over":
        cash, right = money, min(waiting, releasable)
    elif fate == "lapse":
        cash, right = 0, 0
    else:
        cash = min(money, owed)
        right = min(waiting, owed - cash, releasable)
    lapsing = min(waiting - right, room)
    lapses += [("lapse_line", line, lapsing), ("cancel_line", line, money - cash)]
    free = min(room - lapsing, max(0, cash + right - owed))
    goes += [("carry_line", line, cash), ("carry_right", line, right), ("carry_room", line, free)]
    return right


def spare(model: Model, line: Place) -> int:
    """Return what a line could give back."""
    for _share, _own, lines in shares(model, line.fund):
        for one, held in lines:
            if one is line:
                return held
    return 0


def shares(model: Model, fund: int) -> Iterator[tuple[Place, int, list[tuple[Place, int]]]]:
    """Yield each share with what it and its lines could give back: together no more than was released to the unit."""
    for share in list(model.places.values()):
        if share.kind != "share" or share.fund != fund:
            continue
        own = min(model.rest(share, "money"), model.rest(share, "released"))
        room, lines = model.rest(share, "released") - own, []
        for line in sorted(share.under["line"], key=lambda line: line.id):
            lines.append((line, min(model.rest(line, "money"), model.rest(line, "assigned"), room)))
            room -= lines[-1][1]
        yield share, own, lines


def fund_spare(model: Model, fund: int) -> int:
    """Return what the fund itself could give back."""
    top = next(place for place in model.places.values() if (place.kind, place.fund) == ("fund", fund))
    return min(model.rest(top, "money"), model.rest(top, "released"))


def withdrawable(model: Model, fund: int, kept: Sequence[int] = ()) -> int:
    """Return how much could be withdrawn; `kept` are lines that are left out."""
    return fund_spare(model, fund) + sum(
        own + sum(held for line, held in lines if line.id not in kept)
        for _share, own, lines in shares(model, fund)
    )


def check_withdrawal(model: Model, fund: int, typed: Sequence[Doing], parts: Sequence[Doing]) -> None:
    """What is withdrawn comes from the fund first, then from the units, then from the lines; by hand what was typed."""
    taken = {(one.step, one.place): one.amount for one in parts}
    assert len(taken) == len(parts), parts
    assert all(one.back and one.amount > 0 for one in parts), parts
    hand = {one.place: one.amount for one in typed if one.step == "assign"}
    total = next(one.amount for one in typed if one.step == "release")
    top = next(one.place for one in typed if one.step == "release")
    assert taken.pop(("release", top)) == total
    own_left, lines_taken = fund_spare(model, fund), 0
    from_units, units_left = 0, 0
    for share, own, lines in shares(model, fund):
        back = {line.id: taken.pop(("assign", line.id), 0) for line, _held in lines}
        assert all(back[line.id] <= held for line, held in lines)
        assert all(back[line] == hand[line] for line in back if line in hand)
        lines_taken += sum(back[line] for line in back if line not in hand)
        unit = taken.pop(("share", share.id), 0) - sum(back.values())
        assert 0 <= unit <= own
        from_units, units_left = from_units + unit, units_left + own - unit
    assert not taken
    from_fund = total - from_units - lines_taken - sum(hand.values())
    assert 0 <= from_fund <= own_left
    assert from_fund == own_left or not from_units + lines_taken  # the fund gives first
    assert not (units_left and lines_taken)  # then the units

"""What becomes of the lines: who is contracted, accepted, given money and paid, until the published sums are met."""

from collections.abc import Iterable
from random import Random

from promotion.practice.projects import Bundle, Line

_THOUSAND = 1_000
_WHOLE_CONTRACT = 0.65  # how often a contract takes all that is listed
_PAID_IN_FULL = 0.93
_SHORT_OF_MONEY = 0.08
_MONEY_UNUSED = 0.5  # how often a local line without work got its money all the same
_CONTRACT_UNUSED, _CONTRACT_AHEAD = 0.6, 0.06  # contracts without acceptance: with money, without


def decide(bundle: Bundle, chance: Random) -> None:
    """Set on each line what is committed, accepted, assigned and paid by the end; accepted adds up to the pool's.

    Always paid ≤ assigned ≤ listed and paid ≤ accepted ≤ committed ≤ listed. Raises AssertionError when the lines
    cannot carry the sum: a fault of the plan's tables.
    """
    lines = list(bundle.lines)
    chance.shuffle(lines)
    left = bundle.pool.accepted
    for line in lines:
        contract = _contract(line, chance)
        line.accepted = min(contract, left)
        left -= line.accepted
        line.committed = contract if line.accepted else 0
    if left:
        message = f"{bundle.lines[0].year}: {left} đồng more are to be accepted than are listed"
        raise AssertionError(message)
    _assign(bundle, chance)
    for line in lines:
        if not line.accepted and chance.random() < (_CONTRACT_UNUSED if line.assigned else _CONTRACT_AHEAD):
            line.committed = min(line.listed, line.assigned or line.listed)
        payable = min(line.accepted, line.assigned)
        line.paid = payable if chance.random() < _PAID_IN_FULL else _rounded(payable * 7 // 10)


def _contract(line: Line, chance: Random) -> int:
    if chance.random() < _WHOLE_CONTRACT:
        return line.listed
    return _rounded(line.listed * chance.randint(940, 995) // 1_000)


def _assign(bundle: Bundle, chance: Random) -> None:
    lines = list(bundle.lines)
    chance.shuffle(lines)
    done = [line for line in lines if line.accepted]
    idle = [line for line in lines if not line.accepted]
    if bundle.pool.assigned is None:
        for line in lines:
            line.assigned = line.listed if line.accepted or chance.random() < _MONEY_UNUSED else 0
        return
    left = bundle.pool.assigned
    for line in [*done, *idle]:
        wanted = line.committed or line.listed
        if line.accepted and chance.random() < _SHORT_OF_MONEY:
            wanted = _rounded(wanted * 6 // 10)
        line.assigned = min(wanted, left)
        left -= line.assigned


def into_tranches(lines: Iterable[Line], tranches: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Return, by line number, the parts (tranche, đồng) in which lines get what they are assigned, in order.

    Raises AssertionError when the tranches do not hold it.
    """
    rooms = list(tranches)
    parts: dict[int, list[tuple[int, int]]] = {}
    turn = 0
    for line in lines:
        wanted = line.assigned
        own = parts.setdefault(line.number, [])
        while wanted:
            if turn == len(rooms):
                message = f"{line.fund}: {wanted} đồng more are assigned than released"
                raise AssertionError(message)
            part = min(wanted, rooms[turn])
            if part:
                own.append((turn, part))
            rooms[turn] -= part
            wanted -= part
            turn += rooms[turn] == 0
    return parts


def _rounded(amount: int) -> int:
    return amount // _THOUSAND * _THOUSAND

"""What a reader must never meet: words and amounts that belong to others, in every spelling the pages know."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, combinations

from sqlalchemy import select

from promotion.database.handle import db
from promotion.discrepancies.models import Discrepancy
from promotion.kernel.money import DisplayUnit, amount_text
from promotion.ledger.books import COUNTERS
from promotion.ledger.models import Act, Entry, Envelope, Proposal
from promotion.notices.models import Notice
from promotion.projects.models import IndicatorValue, OtherMoney, Project
from promotion.questions.models import Question
from promotion.treasury.models import Row as StatementRow
from promotion.treasury.models import Statement
from promotion.units.models import Unit
from tests.factories.places import COUNTRY, PERSON, PLACES, SEES, Sees, words

SMALLEST = 10_000_000  # what is smaller stands on pages for other reasons
FEWEST_DIGITS = 5  # a shorter spelling, such as 0,732 billion, may be there by chance
NUMBER = re.compile(r"\d(?:[\d.,\u00a0]*\d)?")
DIMENSIONS = ("budget_year", "level", "home", "unit_id", "kind", "fund_id", "content_code")
SUMS = {
    **{counter: (counter,) for counter in COUNTERS},
    "listed": ("to_assign", "assigned"),
    "disbursed": ("advanced", "paid"),
    "value": ("owed", "discharged"),
    "approved": ("to_list", "to_assign", "assigned"),
    "planned": ("to_release", "released"),
}

Touch = tuple[frozenset[str], str]
"""Which places a number touches, and its level."""


@dataclass
class Ground:
    """Every amount of the country with what it touches: read once, asked for each reader."""

    amounts: list[tuple[int, Touch]]
    groups: list[tuple[int, tuple[Touch, ...]]]

    def forbidden(self, role: str) -> frozenset[str]:
        """Return the spellings of all amounts, and of all sums, that hold something this role does not see."""
        sees = SEES[role]
        seen: set[int] = set()
        hidden: set[int] = set()
        for amount, touch in self.amounts:
            (seen if sees.covers(*touch) else hidden).add(amount)
        parts: dict[int, bool] = {}
        for total, touches in self.groups:
            whole = all(sees.covers(*touch) for touch in touches)
            parts[total] = parts.get(total, False) or whole
        hidden |= {total for total, whole in parts.items() if not whole}
        seen |= {total for total, whole in parts.items() if whole}
        # What an amount that is seen looks like tells nothing of another that is rounded to the same.
        return _spelt(hidden - seen) - _spelt(seen)


def _spelt(amounts: Iterable[int]) -> frozenset[str]:
    return frozenset(chain.from_iterable(_spellings(amount) for amount in amounts if amount >= SMALLEST))


def ground() -> Ground:
    """Read the country as it stands."""
    of_home = {place.home: place.name for place in PLACES.values() if place.home}
    by_code = {unit.code: unit.id for unit in db.session.scalars(select(Unit))}
    of_unit = {by_code[place.centre]: place.name for place in PLACES.values()}
    of_unit |= {by_code[place.department]: place.name for place in PLACES.values() if place.home}

    def touch(home: str | None, unit_id: int, level: str) -> Touch:
        return frozenset({of_home.get(home), of_unit.get(unit_id)} - {None}), level  # type: ignore[arg-type]

    envelopes = db.session.scalars(select(Envelope)).all()
    touches = {one.id: touch(one.home, one.unit_id, one.level) for one in envelopes}
    amounts = [
        (sum(getattr(one, part) for part in parts), touches[one.id])
        for one in envelopes
        for parts in SUMS.values()
    ]
    groups = list(_envelope_groups(envelopes, touches))
    groups += _entry_groups(touches)
    proposals = db.session.scalars(select(Proposal))
    amounts += [(one.amount, touch(one.home, one.unit_id, one.level)) for one in proposals]
    beside = select(OtherMoney.amount, Project).join(Project, Project.id == OtherMoney.project_id)
    values = select(IndicatorValue.value, Project).join(Project, Project.id == IndicatorValue.project_id)
    for amount, project in chain(db.session.execute(beside), db.session.execute(values)):
        amounts.append((amount, touch(project.home, project.unit_id, project.level)))
    for one in db.session.scalars(select(Discrepancy)):
        amounts += [(amount, touches[one.envelope_id]) for amount in (one.reported, one.excess)]
    places = {unit_id: frozenset({name}) for unit_id, name in of_unit.items()}
    for notice in db.session.scalars(select(Notice)):
        told = (notice.facts[name] for name in ("amount", "listed", "received", "waiting"))
        amounts += [(amount, (places[notice.unit_id], "local")) for amount in told]
    for asked in db.session.scalars(select(Question)):
        amounts.append((asked.amount or 0, touch(asked.home, asked.unit_id, asked.level or "")))
    for row, whose in db.session.execute(select(StatementRow, Statement).join(Statement)):
        amounts.append((abs(row.amount), touch(whose.home, whose.unit_id, whose.level or "")))
    return Ground(amounts, groups)


def _envelope_groups(
    envelopes: Iterable[Envelope], touches: dict[int, Touch]
) -> Iterator[tuple[int, tuple[Touch, ...]]]:
    """Yield every sum by every set of dimensions: totals, subtotals, cells."""
    for size in range(len(DIMENSIONS)):
        for dimensions in combinations(DIMENSIONS, size):
            cells: dict[tuple[object, ...], list[Envelope]] = defaultdict(list)
            for envelope in envelopes:
                cells[tuple(getattr(envelope, name) for name in dimensions)].append(envelope)
            for members in cells.values():
                for parts in SUMS.values():
                    held = [one for one in members if any(getattr(one, part) for part in parts)]
                    if held:
                        total = sum(getattr(one, part) for one in held for part in parts)
                        yield total, tuple({touches[one.id] for one in held})


def _entry_groups(touches: dict[int, Touch]) -> Iterator[tuple[int, tuple[Touch, ...]]]:
    """Yield each entry, and each act's sum by counters; an entry shows to whoever sees one of its sides."""
    sums: dict[tuple[object, ...], list[tuple[int, Touch]]] = defaultdict(list)
    for entry in db.session.scalars(select(Entry).join(Act)):
        sides = [touches[side] for side in (entry.source_id, entry.target_id) if side is not None]
        either = (frozenset[str]().union(*(places for places, _level in sides)), sides[0][1])
        yield entry.amount, (either,)
        sums[entry.act_id, entry.book, entry.source_counter, entry.target_counter].append(
            (entry.amount, either)
        )
    for parts in sums.values():
        yield sum(amount for amount, _touch in parts), tuple(touch for _amount, touch in parts)


def _spellings(amount: int) -> Iterator[str]:
    yield str(amount)
    for language in ("vi", "en"):
        for unit in DisplayUnit:
            text = amount_text(amount, language, unit)
            if sum(sign.isdigit() for sign in text) >= FEWEST_DIGITS:
                yield text


def forbidden_words(role: str) -> frozenset[str]:
    """Return the words of texts that this role must never meet."""
    sees: Sees = SEES[role]
    hidden = {word for word, touch in words().items() if not sees.covers(*touch)}
    if not sees.places:
        hidden.add(COUNTRY)
    if role != "administrator" and not sees.whole:
        known = sees.places | ({"ip"} if "tg" in sees.places else set())  # a central unit works there
        hidden |= {f"{PERSON}{place}" for place in ("ag", "dt", "tn", "ip") if place not in known}
    return frozenset(hidden)


def text_of(body: bytes) -> str:
    """Return everything that a reply says; of a workbook every part of it."""
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(BytesIO(body)) as parts:
        return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def leaks(text: str, amounts: frozenset[str], hidden: frozenset[str]) -> set[str]:
    """Return the words and spellings that this text should not hold."""
    lowered = text.lower()
    return (set(NUMBER.findall(text)) & amounts) | {word for word in hidden if word in lowered}

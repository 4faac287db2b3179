"""The machine of random acts at the pages: sends forms as people do, compares what comes of them with the model."""

import json
import random
import re
from collections import Counter
from dataclasses import replace

from flask import url_for

from promotion.kernel.calendar import today
from promotion.ledger.books import COUNTERS
from tests.ledger.machine import BALANCES, TRAIL, Eye
from tests.ledger.model import MIRRORS, Ask
from tests.ledger.pages import planning, year_end
from tests.ledger.pages.forms import PAGES, address_of, fields_of, moved, paper, seen
from tests.ledger.pages.ground import Ground, renamed
from tests.ledger.pages.offers import NEW, Sending
from tests.ledger.pages.planned import Planned
from tests.ledger.pages.rooms import Rooms, parts_in
from tests.ledger.pages.words import LATER, WORDS
from tests.support.desk import Desk, client_of, hidden

# The way of money down to a contract: without it most pages have nothing to do.
LEAD = ("approve", "list", "release", "share", "assign", "commit", "accept", "advance", "pay")
STAYS_CLOSED = 40  # forms, on the average, until the closing of a fund is taken back
STRANGER = {"agency": "head", "clerk": "central head", "central clerk": "head"}
WAYS = (("book", 1),) * 6 + (("send_back", 1), ("withdraw", 0))


class Pages:
    """People at the pages: clerks who propose, heads who book, now and then somebody who may not."""

    def __init__(self, app, desk: Desk, seed: int) -> None:
        self.app, self.chance, self.eye = app, random.Random(seed), Eye()
        self.ground = Ground(desk, self.eye)
        self.model = self.ground.model
        self.offers = Planned(self.ground, self.chance, tuple(PAGES))
        self.rooms = Rooms(self.ground)
        self.acts: list[str] = []  # public ids in the model's order
        self.open: list[tuple[str, Ask, str]] = []
        self.accepted: Counter[str] = Counter()
        self.booked: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.keys = 0
        self.lead = [*reversed(LEAD * 2)]  # pages still to be sent first of all, the last one next
        self.plain = True  # whether a page has nothing else to say than what the model says
        roles = {"agency", "agency head", *(role for pair in self.ground.clerks.values() for role in pair)}
        self.clients = {role: client_of(app, role, "en") for role in sorted(roles)}
        self.tokens = {role: self.token(role) for role in self.clients}
        self.last = self.trail()
        self.rows: dict[int, tuple[int, ...]] = {}
        self.compare(set(self.model.places))

    def token(self, role: str) -> str:
        """Take the token of a session from a form of its own."""
        endpoint, place = "allocation.approve", next(iter(self.ground.addresses.values()))
        if "agency" not in role:
            lines = (one for one in self.model.places.values() if one.kind == "line")
            own = next(one.id for one in lines if role in self.ground.clerks[one.unit])
            endpoint, place = "disbursement.commit", self.ground.public[own]
        return hidden(self.clients[role].get(self.at(endpoint, place)))["csrf_token"]

    def at(self, endpoint: str, public_id: str) -> str:
        """Return the address of a page."""
        with self.app.test_request_context():
            return url_for(endpoint, public_id=public_id)

    # ------------------------------------------------------------ one step

    def step(self) -> None:
        """Send one form, or decide on what waits; compare."""
        self.model.today = today()  # a long run may pass midnight
        if self.open and self.chance.random() < 0.35:
            self.decide(*self.open.pop(self.chance.randrange(len(self.open))))
            return
        sending = self.draw()
        if sending is not None:
            self.send(sending)
        self.ground.forget()

    def draw(self) -> Sending | None:
        """Make a form up: first the way of money down, then any page; most that would be refused are made up anew."""
        closed = [fund for fund in self.model.closed if fund != self.offers.winding_up]
        if closed and self.chance.random() < 1 / STAYS_CLOSED:
            return self.reopen(closed[0])
        sending = None
        for _try in range(8):
            self.ground.forget()
            if self.lead:
                sending = self.offers.make(self.lead[-1], self.ground.funds[2024])
            else:
                sending = self.offers.make(self.offers.page())
            if sending is not None and (self.judge(sending)[0] is None or self.chance.random() < 0.25):
                break
        self.lead = self.lead[:-1]
        return sending

    def send(self, sending: Sending) -> None:
        """Send a form as one of its people."""
        clerk, head = self.ground.people(sending.ask)
        urgent = self.lead or self.offers.winding_up is not None
        role = head if urgent or self.chance.random() < 0.7 else clerk
        address = self.at(PAGES[sending.page].endpoint, address_of(self.ground, sending, self.acts))
        fields = self.filled(sending, role, address)
        if self.chance.random() < 0.02:
            self.turn_away(STRANGER[clerk], address, fields)
            return
        expected, sending = self.judge(sending)
        if sending.page == "scenario":
            kept = self.post(role, address, fields)
            if not self.keeps(sending, kept):
                return
            address, fields = self.at("planner.propose", kept.location.rsplit("/", 1)[-1]), paper(sending.ask)
        reply = self.post(role, address, fields)
        proposed = reply.status_code == 303 and self.trail()[0] == self.last[0]
        if proposed and expected and self.closed(sending.ask) is None:
            late = set(expected.split("|")) <= LATER.get(sending.page, frozenset())
            expected = None if late else expected
        self.agree(sending, reply, expected)
        if reply.status_code != 303:
            return
        self.accepted[sending.page] += 1
        self.offers.missing.discard(sending.page if sending.page in NEW else "")
        ids = self.ground.look()
        ask = seen(self.ground, sending.page, renamed(sending.ask, ids))
        if sending.page == "withdraw":
            ask = self.worked_out(ask, proposed=proposed)
        if not proposed:
            self.book(ask)
            return
        newest = "SELECT public_id FROM proposal ORDER BY id DESC LIMIT 1"
        self.open.append((self.eye.read(newest)[0][0], ask, clerk))
        self.accepted["propose"] += 1
        self.last = self.trail()

    def keeps(self, sending: Sending, reply) -> bool:
        """Compare whether a scenario can be kept; it is no act, and what it comes to is not asked for yet."""
        self.plain = True
        self.agree(sending, reply, sending.barred)
        self.last = self.trail()
        return reply.status_code == 303

    def reopen(self, fund: int) -> Sending:
        """Take the closing of a fund back."""
        number = self.model.closed[fund]
        day = self.model.done[number].ask.day
        return Sending("reverse", Ask("reverse", fund, day, self.offers.voucher(), reverses=number))

    def filled(self, sending: Sending, role: str, address: str) -> dict[str, str]:
        """Return a form as it is sent; the year end's carries the mark of the position that its page showed."""
        fields = fields_of(self.ground, sending)
        if sending.page == "year_end" and "shown" not in fields:
            page = self.clients[role].get(address)
            text = page.get_data(as_text=True)
            fields["shown"] = hidden(page)["shown"] if "page-form" in text else ""
            offered = re.findall(r'<select[^>]*name="(fate_[^"]+)"', text)
            assert {name for name in fields if name.startswith("fate_")} <= set(offered)
            fields = dict.fromkeys(offered, "contract") | fields
        return fields

    def judge(self, sending: Sending) -> tuple[str | None, Sending]:
        """Return why the form must be refused, None when it must be taken; a correction in the order that fits."""
        ask = sending.ask
        if sending.page == "withdraw":  # what it comes to is not known before
            barred = self.rooms.bar(sending)
            plain = replace(ask, doings=ask.doings[-1:])
            code = self.model.early(plain) or self.closed(ask) or barred
            self.plain = barred in {None, code}
            return code, sending
        barred = self.rooms.bar(sending)
        code = self.model.early(ask) or barred or self.model.late(ask)
        self.plain = {barred, self.closed(ask)} <= {None, code}
        if code and code.startswith("ceiling.") and sending.otherwise is not None:
            other = replace(sending, ask=sending.otherwise)
            if self.model.decide(other.ask) is None:
                return None, other
        return code, sending

    def closed(self, ask: Ask) -> str | None:
        """Return why the fund or the period of an act is closed: pages say that first."""
        return next(filter(None, map(self.model._closed, ask.acts)), None)

    def worked_out(self, ask: Ask, *, proposed: bool) -> Ask:
        """Return a withdrawal with what its rule came to: within its bounds, and taken by the model."""
        if proposed:
            draft = self.eye.read("SELECT draft FROM proposal ORDER BY id DESC LIMIT 1")[0][0]
            rows = (json.loads(draft) if isinstance(draft, str) else draft)["parts"]
            paths = {
                "release": ("released", "to_release"),
                "share": ("released", "released"),
                "assign": ("assigned", "to_assign"),
            }
            entries = [(place, *paths[step], amount) for step, place, amount, *_rest in rows]
        else:
            entries = self.eye.read(
                "SELECT source_id, source_counter, target_counter, amount FROM entry WHERE act_id = "
                "(SELECT max(id) FROM act) ORDER BY id"
            )
        parts = parts_in(entries)
        year_end.check_withdrawal(self.model, ask.fund, ask.doings, parts)
        whole = replace(ask, doings=parts)
        assert self.model.decide(whole) is None, whole
        return whole

    def turn_away(self, role: str, address: str, fields: dict[str, str]) -> None:
        """Somebody of another office sends the form: it is not there for him, and nothing is changed."""
        reply = self.post(role, address, fields)
        assert reply.status_code in {403, 404}, (role, address, said(reply))
        assert self.trail() == self.last, address
        self.refusals["stranger"] += 1

    def post(self, role: str, address: str, fields: dict[str, str]):
        """Send a form as its page does, with the session's token and a key of its own."""
        self.keys += 1
        tokens = {"csrf_token": self.tokens[role], "idempotency_key": f"key {self.keys}"}
        return self.clients[role].post(address, data={**fields, **tokens})

    def decide(self, public_id: str, ask: Ask, clerk: str) -> None:
        """Book a proposal, send it back or withdraw it."""
        head = self.ground.people(ask)[1]
        way, place = self.chance.choice(WAYS)
        reply = self.post(
            (clerk, head)[place],
            self.at(f"allocation.{way}", public_id),
            {"reason": "drawn by lot"} if way == "send_back" else {},
        )
        if way != "book":
            assert reply.status_code == 303, said(reply)
            self.accepted["sent back" if way == "send_back" else "taken back"] += 1
            self.last = self.trail()
            return
        self.plain = self.closed(ask) is None
        self.agree(
            Sending("", ask),
            reply,
            planning.moved(self.model, ask) or moved(self.ground, ask) or self.model.late(ask),
        )
        if reply.status_code == 303:
            self.accepted["decided"] += 1
            self.book(ask)

    # ------------------------------------------------------------ comparing

    def agree(self, sending: Sending, reply, expected: str | None) -> None:
        """Both take it, or both refuse and nothing is changed; the page says why in its words."""
        ask = sending.ask
        told = (expected, reply.status_code, sending, self.done(ask), said(reply))
        assert (reply.status_code == 303) == (expected is None), told
        if expected is None:
            return
        # What is taken back already has no button; whoever sends its form all the same is forbidden to.
        late = {"act.reversal", "act.reversed", "act.not_corrected", "act.no_payment"}
        assert reply.status_code in ({403, 409, 422} if expected in late else {404, 409, 422}), told
        assert self.trail() == self.last, told
        self.refusals[expected if reply.status_code != 403 else "forbidden"] += 1
        if expected in WORDS and reply.status_code == 422 and self.plain and self.is_plain(sending, expected):
            assert WORDS[expected] in reply.get_data(as_text=True), told

    def is_plain(self, sending: Sending, expected: str) -> bool:
        """Tell whether a page has nothing else to say first: a row that is not there, a contract's own days, that
        nothing is out which could come back.
        """
        if sending.page in ("assign", "unassign", "transfer", "relist", "reshare", "cut", "amend", ""):
            return expected.startswith(("room.", "fund.")) and sending.page in ("amend", "")
        return sending.page not in ("commit", "refund") or not expected.startswith("day.")

    def done(self, ask: Ask) -> object:
        """Return the act that another one takes back, to understand a disagreement."""
        backs = [one.reverses for one in ask.acts if one.reverses is not None]
        return self.model.done[backs[0]] if backs else None

    def book(self, ask: Ask) -> None:
        """Book in the model too: the acts say what was asked, and every counter is what the model says is left."""
        done = self.model.apply(self.ground.as_written(ask, self.last[0] or 0))
        newest = (
            f"SELECT public_id, kind, amount, happened_on FROM act WHERE id > {self.last[0] or 0} ORDER BY id"
        )
        for one, row in zip(done, self.eye.read(newest), strict=True):
            public_id, kind, amount, happened_on = row
            day = one.ask.happened_on
            assert (kind, amount, happened_on and str(happened_on)) == (
                one.ask.kind,
                one.amount,
                day and str(day),
            )
            self.acts.append(public_id)
            self.booked[kind] += 1
        if len(ask.acts) > 1 and any(one.kind in MIRRORS for one in ask.acts):
            self.booked["edit"] += 1
        self.offers.missing -= set(self.booked)
        self.last = self.trail()
        self.compare(self.model.touched(step for one in done for step in one.steps))

    def trail(self) -> list[int | None]:
        """Return how far each table goes that a form would make longer."""
        return list(
            self.eye.read(f"{TRAIL}, (SELECT max(id) FROM envelope), (SELECT max(id) FROM commitment)")[0]
        )

    def compare(self, touched: set[int]) -> None:
        """Every counter of the places that moved is what the model says is left; nothing else moved."""
        wanted = ", ".join(str(place) for place in self.model.places if place > 0)
        for place_id, *balances in self.eye.read(f"{BALANCES} ({wanted})"):
            row = tuple(balances)
            if place_id in touched or place_id not in self.rows:
                here = {name: held for name, held in zip(COUNTERS, balances, strict=True) if held}
                left = {n: held for n, held in self.model.left(self.model.places[place_id]).items() if held}
                assert here == left, (here.items() ^ left.items(), place_id, self.model.done[-1])
            else:
                assert row == self.rows[place_id], self.model.places[place_id]
            self.rows[place_id] = row


def said(reply) -> str:
    """Return what a page says is wrong, to understand a disagreement; its end where it says nothing."""
    text = reply.get_data(as_text=True)
    found = re.search(r'id="error-summary".*?</ul>', text, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]) if found else text[-2000:]

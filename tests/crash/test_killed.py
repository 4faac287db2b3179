"""The web server killed in the middle of mixed writes: what was acknowledged is there once, nothing is there twice."""

import random
import signal
import threading
import time

import pytest
from sqlalchemy import text

from promotion.database.engines import WRITING
from promotion.database.handle import db
from promotion.ledger import verify
from tests.support.server import PATIENCE, serving

pytestmark = pytest.mark.data("desk")


@pytest.mark.parametrize("kills", [10, pytest.param(50, marks=pytest.mark.long)])
def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(app, office, senders, tmp_path, kills):
    chance = random.Random(kills)
    with serving(app, tmp_path / "log") as server:
        people = senders(server)
        with people.at_work([office.payment, office.payment, office.record, office.record]):
            for _ in range(kills):
                time.sleep(chance.uniform(0.3, 1.0))
                server.kill()
                server.start()
            time.sleep(0.5)
        assert people.odd == []
        kept = office.kept()
        assert set(people.acknowledged) == set(kept)
        assert [name for name, number in kept.items() if number != 1] == []
        assert len(kept) > kills
        assert verify.differences() == []
        clean, *after = server.starts
        assert sum(after) < 3 * clean * kills, "a start after a kill is more work than any other"


def test_the_order_to_stop_lets_those_under_way_finish(app, office, senders, tmp_path):
    """A payment waits for a lock when the order comes: it gets its turn and its answer, then the server ends well."""
    with serving(app, tmp_path / "log") as server:
        people = senders(server)
        with db.engine.execution_options(**{WRITING: True}).connect() as holder:
            if holder.dialect.name == "postgresql":
                holder.execute(text("LOCK TABLE act IN EXCLUSIVE MODE"))
            else:
                holder.execute(text("SELECT 1"))
            paying = threading.Thread(target=people.send, args=("S1-1", *office.payment("S1-1")))
            paying.start()
            time.sleep(1)
            ending = threading.Thread(target=server.kill, args=(signal.SIGTERM,))
            ending.start()
            time.sleep(1)
            assert server.get("/health/live")[0] == 0, "new visitors are still let in"
            assert paying.is_alive()
            holder.rollback()
        paying.join(PATIENCE)
        ending.join(PATIENCE)
        assert server.process.returncode == 0
        assert (people.acknowledged, people.unavailable) == (["S1-1"], 0)
    assert office.kept() == {"S1-1": 1}

"""Little room on the server's disk: first no files are taken, then nothing is changed; reading goes on all the time."""

import re
from io import BytesIO

import pytest

from promotion.database import room
from tests.factories.people import PASSWORD, email_of
from tests.support.desk import Visitor, client_of, hidden

pytestmark = [pytest.mark.data("desk"), pytest.mark.one_engine]
MEGABYTE = 1024 * 1024
BANNER = "Reading only"
PROJECT = {
    "name": "Mây tre", "level": "local", "kind": "single", "unit": "centre-2025-91", "home": "2025-91",
    "commune": "Xã", "planned_start": "01/08/2025", "planned_end": "31/12/2025", "objective": "Mục tiêu",
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_hand(app):
    """Have the database at hand, for the people of the desk."""
    with app.app_context():
        yield


@pytest.fixture
def left(monkeypatch):
    """Say how many megabytes are left."""
    return lambda megabytes: monkeypatch.setattr(room, "_free", lambda _folder: megabytes * MEGABYTE)


def record(client):
    """Send a new project, as it stands in its page."""
    return client.post("/projects/new", data={**hidden(client.get("/projects/new")), **PROJECT})


def upload(client):
    """Send a file with figures."""
    fields = {**hidden(client.get("/imports")), "file": (BytesIO(b"a,b\n"), "x.csv")}
    return client.post("/imports", data=fields, content_type="multipart/form-data")


@pytest.mark.parametrize(
    "megabytes, saved, files, said", [(501, 303, True, False), (499, 303, False, False), (101, 303, False, False),
                                      (99, 503, False, True), (0, 503, False, True)],
)  # fmt: skip
def test_what_is_taken_with_so_much_room(app, left, megabytes, saved, files, said):
    clerk, agency = client_of(app, "head", "en"), client_of(app, "agency", "en")
    left(megabytes)
    assert (BANNER in clerk.get("/projects").text) is said
    sent = upload(agency)
    assert ("No files are taken in" in sent.text) is (not files and not said)
    assert ("There is no room left" in sent.text) is said
    assert (sent.status_code == 503) is said
    assert record(clerk).status_code == saved


def test_what_was_typed_is_kept_and_goes_again_when_there_is_room(app, left):
    clerk = client_of(app, "head", "en")
    fields = {**hidden(clerk.get("/projects/new")), **PROJECT}
    left(50)
    reply = clerk.post("/projects/new", data=fields)
    assert reply.status_code == 503
    assert f'name="idempotency_key" value="{fields["idempotency_key"]}"' in reply.text
    assert 'value="Mây tre"' in reply.text
    left(1000)
    assert clerk.post("/projects/new", data=fields).status_code == 303


def test_people_come_and_go_all_the_same(app, left):
    """Who cannot sign in cannot read."""
    left(50)
    client = Visitor(app, app.response_class, use_cookies=True)
    page = client.get("/sign-in").text
    assert "Chỉ xem được." in page
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)[0]
    fields = {"csrf_token": token, "email": email_of("auditor"), "password": PASSWORD, "next": ""}
    assert client.post("/sign-in", data=fields).status_code == 303
    token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/projects").text)[0]
    for path, fields in (("/language", {"language": "en"}), ("/sign-out", {})):
        assert client.post(path, data={"csrf_token": token, **fields}).status_code == 303


def test_a_folder_that_is_gone_has_no_room(tmp_path):
    assert room.left([tmp_path]) > 0
    assert room.left([tmp_path, tmp_path / "gone"]) == 0

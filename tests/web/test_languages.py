"""Every page in both languages: nothing a page says lacks its Vietnamese, and the language is the reader's."""

import pytest
from babel.support import Translations

from tests.access.doors import DOORS
from tests.access.walker import walker

pytestmark = [pytest.mark.data("country", shared=True), pytest.mark.one_engine]


# WTForms makes a label of the name of a hidden field; nobody sees it.
UNSEEN = {"Idempotency Key", "Next", "Opened", "Seen", "Shown", "Version"}
WHOLE = 100  # English has no catalogue: what has fewer messages is none


@pytest.fixture
def lacking(monkeypatch):
    """The messages that a page asked for and that have no Vietnamese."""
    asked: set[str] = set()

    def listen(name):
        real = getattr(Translations, name)

        def ask(self, *words):
            kept = self._catalog
            if len(kept) > WHOLE and words[0] and words[0] not in kept and (words[0], 0) not in kept:
                asked.add(words[0])
            return real(self, *words)

        monkeypatch.setattr(Translations, name, ask)

    for name in ("gettext", "ugettext", "ngettext", "ungettext"):
        listen(name)
    return asked


@pytest.mark.parametrize(
    "role",
    [
        "agency head",
        *(pytest.param(role, marks=pytest.mark.long) for role in ("head", "administrator", "organiser")),
    ],
)
def test_no_page_lacks_vietnamese(app, lacking, role):
    person, said = walker(app, role), set()
    for rule in app.url_map.iter_rules():
        door = DOORS[rule.endpoint]
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        for target in person.country.of(door.kind)[:4] if door.kind else [None]:
            with app.test_request_context():
                path = app.url_for(rule.endpoint, **(target.values if target else {}), **dict(door.values))
            for ask in door.asks[:3]:
                reply = person.client.get(path + ask, buffered=True)
                if reply.mimetype == "text/html" and reply.status_code == 200:
                    assert '<html lang="vi"' in reply.text
                    said.add(path)
    assert len(said) > 10
    assert not lacking - UNSEEN


def test_a_person_reads_the_own_language_until_another_is_chosen_in_this_browser(app):
    person = walker(app, "auditor")
    assert '<html lang="vi"' in person.client.get("/style").text
    with person.client.session_transaction() as session:
        session["language"] = "en"
    assert '<html lang="en"' in person.client.get("/style").text
    with person.client.session_transaction() as session:
        session["language"] = "klingon"
    assert '<html lang="vi"' in person.client.get("/style").text

"""What a restored house must not revive: used and withdrawn codes, ended sessions; and what it must still know: forms
that were done before.
"""

import pytest

from promotion.accounts import codes, queries
from promotion.accounts.drafts import GrantDraft, UserDraft
from promotion.accounts.service import add_grant, add_user
from promotion.database import unit_of_work
from promotion.kernel.calendar import today
from promotion.kernel.choices import Role
from tests.accounts.conftest import Browser
from tests.factories.people import OPERATOR, PASSWORD
from tests.operations.conftest import flask

NEW = "năm con vịt dưới ao"
RESET, INVITED, BUSY = "an@example.vn", "binh@example.vn", "chi@example.vn"


@pytest.fixture
def codes_made(app):
    """Three people, and a code for each of two of them."""

    def act():
        made = []
        for email, password in ((RESET, PASSWORD), (INVITED, None), (BUSY, PASSWORD)):
            user = add_user(OPERATOR, UserDraft(email, "Nguyễn Thử", password))
            add_grant(OPERATOR, user, GrantDraft(Role.administrator, today()))
            made.append(codes.make(OPERATOR, user).code if email != BUSY else "")
        return made

    with app.app_context():
        return unit_of_work.run(act)


def test_neither_codes_nor_sessions_come_back_and_forms_are_known(
    app, another, engine_name, codes_made, tmp_path
):
    person, file, key = Browser(app), tmp_path / "kept.zip", "a key of Chi"
    person.sign_in(BUSY)
    cookie, fields = person.cookie, {"name": "Trần Thị Hoa", "email": "hoa@example.vn"}
    done = person.send("/people/new", at="/people/new", key=key, **fields)
    assert done.status_code == 303
    assert flask(app, "backup", "create", str(file)).exit_code == 0
    # After the backup: one code is used, the other withdrawn by a newer one, the session ended.
    assert Browser(app).welcome(RESET, codes_made[0], NEW).status_code == 303
    with app.app_context():
        unit_of_work.run(lambda: codes.make(OPERATOR, queries.user_by_email(INVITED)))
    assert person.send("/sign-out", at="/style").status_code == 303

    place = another(engine_name)
    assert flask(place, "backup", "restore", str(file)).exit_code == 0
    for email, code in zip((RESET, INVITED), codes_made, strict=False):
        assert Browser(place).welcome(email, code, NEW).status_code == 422
    thief = Browser(place)
    thief.take(cookie)
    assert not thief.inside
    again = Browser(place)
    assert again.sign_in(BUSY).status_code == 303  # who guessed before the backup holds nobody up
    second = again.send("/people/new", at="/people/new", key=key, **fields)
    assert (second.status_code, second.location) == (303, done.location)
    with place.app_context():
        assert queries.user_by_email("hoa@example.vn") is not None

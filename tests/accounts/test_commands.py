"""The operator's commands: the first administrator, further accounts, grants; wrong input is said, exit 1 or 2."""

import pytest

from promotion.accounts import queries
from promotion.kernel.choices import Role
from tests.accounts.conftest import known
from tests.factories.people import PASSWORD


@pytest.fixture
def run(app):
    """Run a command with what an operator types; return exit code and output."""

    def invoke(*words, typed=""):
        result = app.test_cli_runner().invoke(args=["accounts", *words], input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return invoke


def first(email="admin@example.vn", name="Người Quản Trị", password=PASSWORD, again=None):
    return f"{email}\n{name}\n{password}\n{again or password}\n"


def test_the_first_administrator_signs_in_and_manages_accounts(run, browser):
    code, output = run("first-administrator", typed=first())
    assert code == 0
    assert "admin@example.vn may sign in" in output
    assert PASSWORD not in output
    person = browser()
    assert person.sign_in("admin@example.vn").status_code == 303
    assert person.get("/people").status_code == 200


def test_there_is_only_one_first_administrator(app, run):
    run("first-administrator", typed=first())
    assert run("first-administrator", typed=first("other@example.vn")) == (0, "")
    with app.app_context():
        assert queries.user_by_email("other@example.vn") is None


@pytest.mark.parametrize(
    "typed, said",
    [
        (first(email="no address"), "email"), (first(password="short"), "password"),
        (first(password="khuyencong123"), "password"), (first(name="\u202e"), ""),
    ],
)  # fmt: skip
def test_a_wrong_first_administrator_is_said_and_nobody_made(app, run, typed, said):
    code, output = run("first-administrator", typed=typed)
    assert code == 1
    assert said in output
    assert "Traceback" not in output
    with app.app_context():
        assert not queries.anybody()


def test_nothing_typed_ends_the_command(app, run):
    assert run("first-administrator")[0] == 1
    with app.app_context():
        assert not queries.anybody()


def test_passwords_that_differ_are_asked_again(run):
    typed = first(again="another one entirely") + f"{PASSWORD}\n{PASSWORD}\n"
    code, output = run("first-administrator", typed=typed)
    assert code == 0
    assert "do not match" in output


def test_an_account_and_its_grants(app, run):
    assert run("add", "--email", "an@example.vn", "--name", "An", typed=f"{PASSWORD}\n{PASSWORD}\n")[0] == 0
    code, output = run("grant", "--email", " AN@example.vn ", "--role", "clerk", "--unit", "centre-2025-91")
    assert (code, "clerk" in output) == (0, True)
    days = ("--from", "2024-01-01", "--to", "2024-12-31")
    assert run("grant", "--email", "an@example.vn", "--role", "organiser", "--region", "south", *days)[0] == 0
    with app.app_context():
        given = queries.grants(known("an@example.vn").id)
        assert [(grant.role, grant.region, grant.granted_by) for grant in given] == [
            (Role.organiser, "south", 0), (Role.clerk, None, 0),
        ]  # fmt: skip
        assert str(given[0].valid_to) == "2024-12-31"


WRONG = (
        (("add", "--email", "x", "--name", "A"), 1, "email"),
        (("add", "--email", "an@example.vn", "--name", "A"), 1, "email"),
        (("add", "--name", "A"), 2, "--email"),
        (("grant", "--email", "nobody@example.vn", "--role", "auditor"), 1, "không"),
        (("grant", "--email", "an@example.vn", "--role", "king"), 2, "king"),
        (("grant", "--email", "an@example.vn", "--role", "clerk"), 1, "unit"),
        (("grant", "--email", "an@example.vn", "--role", "clerk", "--unit", "atlantis"), 1, "không"),
        (("grant", "--email", "an@example.vn", "--role", "agency", "--unit", "ipc1"), 1, "unit"),
        (("grant", "--email", "an@example.vn", "--role", "organiser", "--region", "west"), 2, "west"),
        (("grant", "--email", "an@example.vn", "--role", "auditor", "--from", "31/12/2024"), 2, "31/12/2024"),
        (("grant", "--email", "an@example.vn", "--role", "auditor", "--from", "2024-02-30"), 2, "2024-02-30"),
        (("grant", "--email", "an@example.vn", "--role", "auditor", "--from", "2024-02-02", "--to", "2024-01-01"),
         1, "valid_to"),
        (("grant", "--email", "an@example.vn", "--role", "finance_viewer"), 1, "role"),
        (("promote",), 2, "promote"),
)  # fmt: skip


def test_wrong_input_is_said(app, account, run):
    account("an", (Role.clerk, "centre-2025-91", None))
    for words, code, said in WRONG:
        found, output = run(*words, typed=f"{PASSWORD}\n{PASSWORD}\n")
        assert (found, said in output) == (code, True), output
        assert "Traceback" not in output
    with app.app_context():
        assert len(queries.grants(known("an@example.vn").id)) == 1

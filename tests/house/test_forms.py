"""What a browser sends is read through forms, whose fields are the list of what may be sent."""

import ast

import pytest

from promotion import factory
from promotion.web.forms import Form
from tests.house.test_code import HOUSE
from tests.support.sources import named, tree

SENT = {"form", "files", "values", "json", "get_json", "data", "get_data", "stream"}
# Below the forms: keys, refusals, the page that sends a form again, and the fields themselves.
BENEATH = {f"promotion/web/{name}.py" for name in ("pages", "errors", "gate", "forms", "versions")}


def below(form):
    """Return a form's class and all that inherit it."""
    return {form}.union(*(below(further) for further in form.__subclasses__()))


def read_past_forms(code):
    """Return what a module reads of what was sent: the names of `request.form.get("name")`, else the whole line."""
    found = set()
    known = set()
    for node in ast.walk(code):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get"
        ):
            continue
        name = node.args[0]
        if _sent(node.func.value) and isinstance(name, ast.Constant):
            found.add(str(name.value))
            known.add(node.func.value)
    return found | {ast.unparse(node) for node in ast.walk(code) if _sent(node) and node not in known}


def _sent(node):
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "request"
        and node.attr in SENT
    )


@pytest.mark.parametrize("file", HOUSE, ids=named)
def test_views_read_the_names_of_buttons_and_leave_all_else_to_forms(file):
    assert factory.BLUEPRINTS  # every room is open, so that every form is known
    if named(file) in BENEATH:
        return
    buttons = frozenset().union(*(form.beside for form in below(Form)))
    assert read_past_forms(tree(file)) <= buttons


@pytest.mark.parametrize(
    "line",
    ["a = request.form['name']", "a = dict(request.form)", "a = request.get_json()", "a = request.form.get(b)",
     "a = request.form.get('name')"],
)  # fmt: skip
def test_what_reads_past_them_is_found(line):
    assert not read_past_forms(ast.parse(line)) <= {"step"}
    assert read_past_forms(ast.parse("a = request.form.get('step')")) == {"step"}

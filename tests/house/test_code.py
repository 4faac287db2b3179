"""House rules on Python files that no linter knows."""

import ast
import re

import pytest

from tests.support.sources import named, tree, under

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
VAGUE = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}

HOUSE = under("promotion", "*.py")


def test_there_is_something_to_look_at():
    assert HOUSE


@pytest.mark.parametrize("file", HOUSE, ids=named)
def test_no_module_is_longer_than_a_few_screens(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("file", HOUSE, ids=named)
def test_no_function_is_longer_than_a_screen(file):
    functions = (node for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef))
    long = {
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in functions
        if node.end_lineno is not None and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }
    assert not long


@pytest.mark.parametrize("file", HOUSE, ids=named)
def test_modules_have_names_that_say_something(file):
    assert not VAGUE & {*file.parts, file.stem}


def test_one_file_commits():
    """`service.commit` is the act of signing a contract, not the end of a transaction."""
    ends = re.compile(r"(?<!service)\.commit\(")
    commits = [named(file) for file in HOUSE if ends.search(file.read_text(encoding="utf-8"))]
    assert commits == ["promotion/database/unit_of_work.py"]


def test_money_never_becomes_a_float():
    """Widths of columns may be floats, in sheets and in the declarations of reports."""
    floats = {
        f"{named(file)}:{node.lineno}"
        for file in HOUSE
        if not {"sheets", "reports"} & set(file.parts)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Name) and node.id in {"float", "Float"}
    }
    assert not floats


def test_reports_convert_nothing_to_float():
    converted = {
        f"{named(file)}:{node.lineno}"
        for file in HOUSE
        if "reports" in file.parts
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    }
    assert not converted


def test_nothing_but_the_settings_reads_the_environment():
    readers = {
        f"{named(file)}:{node.lineno}"
        for file in HOUSE
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
        # a request's environ is no environment of the process
        and isinstance(node.value, ast.Name) and node.value.id == "os"
    }  # fmt: skip
    assert not readers


def test_each_exception_from_a_rule_says_why():
    silent = [
        f"{named(file)}:{number}"
        for folder in ("promotion", "tools", "migrations", "tests", "benchmarks")
        for file in under(folder, "*.py")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#\s*noqa", line) and not re.search(r"# noqa: [A-Z0-9, ]+ - \w", line)
    ]
    assert [place for place in silent if not place.startswith("tests/house/test_code.py")] == []

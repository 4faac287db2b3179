"""House rules on templates: they parse, are used, and need nothing that the content policy forbids."""

import re

import pytest
from jinja2 import Environment

from tests.support.sources import ROOT, named, under

TEMPLATES = under("templates", "*.html")
OUR_STYLES = [file for file in under("promotion/static", "*.css") if "vendor" not in file.parts]
OUR_SCRIPTS = [file for file in under("promotion/static", "*.js") if "vendor" not in file.parts]

PARSER = Environment(
    autoescape=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
)
NAMESPACE = re.compile(r"""xmlns(:\w+)?=["']https?://[^"']*["']""")
REMARK = re.compile(r"\{#.*?#\}", re.DOTALL)

FORBIDDEN = {
    "an address outside": re.compile(r"""https?://|(?:src|href|action)=["']//"""),
    "a style attribute": re.compile(r"""<[^>]*\sstyle\s*="""),
    "a style element": re.compile(r"<style\b"),
    "a script in the page": re.compile(r"""<script\b(?![^>]*\bsrc=)(?![^>]*type=["']application/json["'])"""),
    "an event handler in the page": re.compile(r"""<[^>]*\s(?:on[a-z]+|hx-on[\w:-]*)\s*="""),
    "an address that runs script": re.compile(r"""["']\s*javascript:"""),
}


def text_of(file):
    """Return a template without remarks and names of XML languages."""
    return NAMESPACE.sub("", REMARK.sub("", file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", TEMPLATES, ids=named)
def test_it_parses(file):
    PARSER.parse(file.read_text(encoding="utf-8"), filename=str(file))


@pytest.mark.parametrize("what", FORBIDDEN)
@pytest.mark.parametrize("file", TEMPLATES, ids=named)
def test_it_holds_nothing_that_the_content_policy_forbids(file, what):
    assert not FORBIDDEN[what].search(text_of(file)), what


def test_each_is_used():
    users = [*under("promotion", "*.py"), *TEMPLATES]
    text = "\n".join(file.read_text(encoding="utf-8") for file in users)
    names = [file.relative_to(ROOT / "templates").as_posix() for file in TEMPLATES]
    assert not [name for name in names if not re.search(rf"""["']{re.escape(name)}["']""", text)]


@pytest.mark.parametrize("file", OUR_STYLES + OUR_SCRIPTS, ids=named)
def test_styles_and_scripts_call_nobody_outside(file):
    text = NAMESPACE.sub("", file.read_text(encoding="utf-8"))
    assert not re.search(r"https?://|url\(\s*['\"]?//", text)


@pytest.mark.parametrize(
    "line, what",
    [
        ('<a href="https://example.vn/">', "an address outside"),
        ('<script src="//cdn.example/x.js"></script>', "an address outside"),
        ('<td style="width: 1px">', "a style attribute"),
        ("<script>go()</script>", "a script in the page"),
        ('<script type="module">go()</script>', "a script in the page"),
        ('<a onclick="go()">', "an event handler in the page"),
        ('<a hx-on:click="go()">', "an event handler in the page"),
        ("<a href='javascript:go()'>", "an address that runs script"),
    ],
)
def test_the_patterns_find_what_they_are_for(line, what):
    assert FORBIDDEN[what].search(line)


@pytest.mark.parametrize(
    "line",
    [
        '<svg xmlns="http://www.w3.org/2000/svg">',
        '<script src="/static/js/app.js" defer></script>',
        '<script type="application/json" id="data">{}</script>',
        '<p class="style">one = two</p>',
    ],
)
def test_the_patterns_let_good_lines_be(line):
    assert not [what for what, pattern in FORBIDDEN.items() if pattern.search(NAMESPACE.sub("", line))]

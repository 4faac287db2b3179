"""Every page, as somebody who may open it: in both languages, by axe, on a telephone, without a fault."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from flask import Flask
from playwright.sync_api import Browser, Page

from config import ROOT
from tests.journeys import pages
from tests.journeys.desk import Desk, at_desk
from tests.journeys.pages import Sight
from tests.support import engines, house
from tests.support.engines import Databases
from tools import serving

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
WIDE, NARROW = {"width": 1366, "height": 900}, {"width": 360, "height": 780}
DARK = (
    "dashboard.home",
    "projects.show",
    "projects.edit",
    "allocation.proposal",
    "reports.conference",
    "figures.table",
    "figures.why",
)
SWITCH = {"en": "English", "vi": "Tiếng Việt"}
SHORTEST = 4  # letters of an English text that may be looked for: "kV" and "No." are the same in both
TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest("code")) found.push(walk.currentNode.textContent.trim());
  for (const name of ["aria-label", "data-label", "title", "alt", "placeholder"])
    document.querySelectorAll(`[${name}]`).forEach((node) => found.push(node.getAttribute(name).trim()));
  return found.filter(Boolean);
}"""
DOUBLED = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place);
}"""


@pytest.fixture(scope="module")
def opened(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The program on the stage; one engine is enough for looking."""
    with databases.fresh(engines.asked_for()[0], "stage") as address:
        app = house.open_house(house.settings_for(address, tmp_path_factory.mktemp("pages")))
        yield app
        house.close_house(app)


@pytest.fixture(scope="module")
def served(opened: Flask) -> Iterator[str]:
    """Where it is served."""
    with serving.served(opened) as address:
        yield address


@pytest.fixture(scope="module")
def every(opened: Flask) -> list[Sight]:
    """Every page."""
    return list(pages.sights(opened))


def test_every_route_has_an_example(opened):
    assert pages.readable(opened) == set(pages.EXAMPLES)


def test_every_page_is_whole_in_vietnamese(browser, served, every):
    """Answered, titled, without English, by axe's rules, no wider than a telephone."""
    english = _english()
    faults: list[str] = []
    templates: set[str] = set()
    for sight, page in _walk(browser, served, every, "vi"):
        left = sorted({text for text in page.evaluate(TEXTS) if english(text)})
        found = [f"English: {text}" for text in left]
        found += [f"id used twice: {name}" for name in page.evaluate(DOUBLED)]
        found += [] if sight.endpoint in templates else _by_axe(page)
        found += _sideways(page)
        templates.add(sight.endpoint)
        faults += [f"{sight}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


@pytest.mark.long
def test_every_page_is_whole_in_english(browser, served, every):
    faults = []
    for sight, page in _walk(browser, served, every, "en"):
        language = page.locator("html").get_attribute("lang")
        found = [] if language == "en" else [f"speaks {language}"]
        faults += [f"{sight}: {fault}" for fault in [*found, *_sideways(page)]]
    assert not faults, "\n".join(faults)


def test_pages_keep_their_contrast_in_the_dark(browser, served, every):
    chosen = [sight for sight in every if sight.endpoint in DARK]
    faults = [
        f"{sight}: {fault}"
        for sight, page in _walk(browser, served, chosen, "vi", color_scheme="dark")
        for fault in _by_axe(page)
    ]
    assert not faults, "\n".join(faults)


def test_forms_with_faults_pass_axe_too(browser, served, every):
    """The same forms, sent empty: faults on top, at the fields, and in the title."""
    forms = ("projects.new", "disbursement.pay", "disbursement.commit", "allocation.release", "accounts.add")
    faults = []
    for sight, page in _walk(browser, served, [one for one in every if one.endpoint in forms], "vi"):
        page.locator("main form.page-form button[type=submit]").first.click()
        page.locator("#error-summary").wait_for()
        found = _by_axe(page) + ([] if page.title().startswith("Lỗi: ") else ["no fault in the title"])
        faults += [f"{sight}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def _walk(
    browser: Browser, address: str, sights: list[Sight], language: str, **options: str
) -> Iterator[tuple[Sight, Page]]:
    """Open page after page, each person's in one browser; yield those that answer well. Faults in scripts, content that
    is refused and wrong answers end the walk.
    """
    with ExitStack() as stack:
        desks = {}
        for sight in sorted(sights, key=lambda one: one.person):
            if sight.person not in desks:
                desks[sight.person] = stack.enter_context(at_desk(browser, address, sight.person, **options))
                if sight.person:
                    desks[sight.person].sign_in()
                _speak(desks[sight.person], language)
            page = desks[sight.person].page
            answer = page.goto(sight.address)
            assert answer is not None
            assert answer.status == 200, str(sight)
            assert re.fullmatch(r".{3,} – (Khuyến công|Industrial promotion)", page.title()), str(sight)
            assert page.locator("h1").count() == 1, str(sight)
            yield sight, page


def _speak(desk: Desk, language: str) -> None:
    """Let the pages speak a language; a person's own is kept with the account."""
    desk.page.goto("/sign-in")
    if desk.page.locator("html").get_attribute("lang") != language:
        desk.press(SWITCH[language])


def _by_axe(page: Page) -> list[str]:
    result = Axe().run(page, options=RULES)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in result.response["violations"]
        for node in rule["nodes"][:3]
    ]


def _sideways(page: Page) -> list[str]:
    """Say when the page is wider than a telephone."""
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(WIDE)
    return [f"{width} px wide on a telephone"] if width > NARROW["width"] else []


def _english() -> Callable[[str], bool]:
    """Return what tells English of our catalogue from all else."""
    plain, patterns = set(), []
    for file in sorted((ROOT / "promotion" / "translations" / "vi").glob("*.po")):
        with file.open("rb") as lines:
            for message in read_po(lines):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                strings = message.string if isinstance(message.string, tuple) else (message.string,)
                for text in ids:
                    if len(text) < SHORTEST or text in {*strings, SWITCH["en"]} or not text.isascii():
                        continue
                    if "%(" in text:
                        parts = re.split(r"%\(\w+\)s", text.replace("%%", "%"))
                        if sum(map(len, parts)) >= 2 * SHORTEST:
                            patterns.append(".+".join(map(re.escape, parts)))
                    else:
                        plain.add(text)
    some = re.compile("|".join(patterns))
    return lambda text: text in plain or some.fullmatch(text) is not None

"""Boards as people see them: pages taken apart into tables, links and fields."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask

from tests.factories.people import token_of


class Sheet(HTMLParser):
    """A page taken apart: cells of its tables by id, links as (address, words), fields of forms, its title."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.tables: dict[str, list[list[str]]] = {}
        self.links: list[tuple[str, str]] = []
        self.fields: dict[str, str] = {}
        self.tiles: list[tuple[str, str]] = []
        self._table = self._select = ""
        self._cell = self._link = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open what is to be read."""
        given = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._table = given["id"]
            self.tables[self._table] = []
        elif tag == "tr" and self._table:
            self.tables[self._table].append([])
        elif tag in {"td", "th"} and self._table:
            self._cell = True
            self.tables[self._table][-1].append("")
        elif tag == "a":
            self._link = True
            self.links.append((given.get("href", ""), given.get("aria-label", "")))
            if "aria-label" in given and given.get("class") != "why":
                self.tiles.append((given["href"], given["aria-label"]))
        elif tag == "select":
            self._select = given["name"]
            self.fields[self._select] = ""
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = given["value"]
        elif tag == "input" and given.get("name"):
            self.fields[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        if tag == "table":
            self._table = ""
        elif tag in {"td", "th"}:
            self._cell = False
        elif tag == "a":
            self._link = False

    def handle_data(self, data: str) -> None:
        """Add the words to the cell and the link they stand in."""
        if self._cell and self._table:
            self.tables[self._table][-1][-1] += data
        if self._link:
            href, words = self.links[-1]
            self.links[-1] = (href, words + data)

    def cells(self, table: str) -> list[list[str]]:
        """Return the texts of a table's cells, row by row."""
        return [[" ".join(cell.split()) for cell in row] for row in self.tables[table]]

    @property
    def path(self) -> list[str]:
        """The boards above this one, from the top down."""
        found = re.search(r'<nav class="board-path".*?</nav>', self.text, re.DOTALL)
        return re.findall(r"<a [^>]*>(.*?)</a>", found[0]) if found else []

    @property
    def heading(self) -> str:
        """The page's own heading."""
        found = re.search(r"<h1>(.*?)</h1>", self.text, re.DOTALL)
        assert found is not None
        return found[1]


def amount(text: str) -> int:
    """Read an amount as it is written in đồng, "–" as nothing."""
    return int(text.replace(".", "").replace("\u2212", "-")) if text != "–" else 0


def query_of(address: str) -> dict[str, str]:
    """Return the values of an address."""
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


@pytest.fixture
def look(app: Flask) -> Callable[..., Sheet]:
    """Return look(role, address): a page as the person of a role sees it."""

    def ask(role: str, address: str = "/") -> Sheet:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token_of(role)
        reply = client.get(address)
        assert reply.status_code == 200, address
        return Sheet(reply.text)

    return ask

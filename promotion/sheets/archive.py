"""The container of an .xlsx file, looked through within limits before any library opens it.

Everything is counted while it is unpacked; what the container says of itself is not believed. The look at each sheet
also finds what the values alone would hide: formulas without a stored value, error values, and numbers that are shown
as percentages.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal
from zipfile import ZipFile

from promotion.kernel.messages import mark as N_
from promotion.sheets.container import DAMAGED, MALFORMED, Container, Limits, parser
from promotion.sheets.grids import Unread, Unreadable, letters

MOST_SHEETS, MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 50, 20_000, 200, 400_000
_LIMITS = Limits(parts=400, unpacked=100 * 2**20, of_one=60 * 2**20, ratio=200)
_PERCENT_FORMATS = {9, 10}
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Scan:
    """One sheet as its part describes it. Places are (row, column), counted from 0."""

    name: str
    visible: bool
    doubts: dict[tuple[int, int], Unread] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)


def scan(content: bytes) -> list[Scan]:
    """Return the sheets of a workbook in their order. Raises `Unreadable` for what is broken, hostile or too large."""
    try:
        with ZipFile(io.BytesIO(content)) as container:
            return _Container(container).sheets()
    except DAMAGED as error:
        raise Unreadable(N_("The workbook is damaged: its container cannot be unpacked.")) from error
    except MALFORMED as error:
        raise Unreadable(N_("The workbook is damaged: one of its parts cannot be read.")) from error


class _Container(Container):
    def __init__(self, container: ZipFile) -> None:
        self.cells = 0
        super().__init__(container, _LIMITS)

    def too_large(self) -> Unreadable:
        """Return what is said of a workbook above the limits."""
        return _too_large()

    def declares(self) -> Unreadable:
        """Return what is said of a part with a document type."""
        return _declares()

    def sheets(self) -> list[Scan]:
        """Unpack every part once, within the limits, and look at those that hold sheets."""
        if "xl/workbook.xml" not in self.parts:
            raise Unreadable(N_("This is no Excel workbook."))
        listed = _attributes(self.pieces("xl/workbook.xml"), {"sheet"})
        targets = self.targets()
        percents = self.percent_styles()
        if len(listed) > MOST_SHEETS:
            raise _too_large()
        found = []
        read = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
        for _, sheet in listed:
            one = Scan(sheet.get("name", ""), sheet.get("state", "visible") == "visible")
            part = targets.get(
                sheet.get("r:id") or next((v for k, v in sheet.items() if k.endswith(":id")), "")
            )
            if part in self.parts and part not in read and "worksheets/" in part:
                read.add(part)
                _Sheet(self, one, percents).look(self.pieces(part))
            found.append(one)
        for name in self.parts.keys() - read:
            for _ in self.pieces(name):
                pass
        return found

    def targets(self) -> dict[str, str]:
        """Return which part each relation of the workbook leads to."""
        if "xl/_rels/workbook.xml.rels" not in self.parts:
            return {}
        relations = _attributes(self.pieces("xl/_rels/workbook.xml.rels"), {"Relationship"})
        return {
            relation["Id"]: relation["Target"].lstrip("/")
            if relation["Target"].startswith("/")
            else str(PurePosixPath("xl") / relation["Target"])
            for _, relation in relations
            if "Id" in relation and "Target" in relation
        }

    def percent_styles(self) -> frozenset[str]:
        """Return the styles that show a number with a percent sign."""
        if "xl/styles.xml" not in self.parts:
            return frozenset()
        wanted = {"numFmt", "cellXfs", "cellStyleXfs", "xf", "cellStyles", "dxfs"}
        formats, inside, number, found = set(_PERCENT_FORMATS), False, 0, set()
        for name, values in _attributes(self.pieces("xl/styles.xml"), wanted):
            if name == "numFmt" and "%" in values.get("formatCode", ""):
                formats.add(int(values.get("numFmtId", "0")))
            elif name == "xf" and inside:
                if int(values.get("numFmtId", "0")) in formats:
                    found.add(str(number))
                number += 1
            elif name != "xf":
                inside = name == "cellXfs"
        return frozenset(found)


class _Sheet:
    """Reads the part of one sheet as it streams by."""

    def __init__(self, container: _Container, one: Scan, percents: frozenset[str]) -> None:
        self.container, self.scan, self.percents = container, one, percents
        self.row, self.column = -1, -1
        self.kind = self.style = ""
        self.formula = self.value = False
        self.text: list[str] = []
        self.within: Literal["", "v", "is"] = ""

    def look(self, pieces: Iterator[bytes]) -> None:
        reader = parser(_declares)
        reader.StartElementHandler = self.start
        reader.EndElementHandler = self.end
        reader.CharacterDataHandler = self.characters
        for piece in pieces:
            reader.Parse(piece, False)  # noqa: FBT003 - expat takes it by place
        reader.Parse(b"", True)  # noqa: FBT003 - the same

    def start(self, name: str, values: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row = int(values["r"]) - 1 if "r" in values else self.row + 1
            self.column = -1
        elif tag == "c":
            self.begin_cell(values)
        elif tag == "f":
            self.formula = True
        elif tag in {"v", "is"}:
            self.within = "v" if tag == "v" else "is"

    def begin_cell(self, values: dict[str, str]) -> None:
        match = _REFERENCE.fullmatch(values.get("r", ""))
        if match:
            self.column = _column(match[1])
            self.row = int(match[2]) - 1
        else:
            self.column += 1
        self.kind, self.style = values.get("t", "n"), values.get("s", "")
        self.formula, self.text = False, []

    def characters(self, text: str) -> None:
        if self.within:
            self.text.append(text)

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag in {"v", "is"}:
            self.within = ""
        elif tag == "c":
            self.end_cell("".join(self.text))

    def end_cell(self, value: str) -> None:
        if not value and not self.formula:
            return
        self.container.cells += 1
        place = (self.row, self.column)
        far = self.scan.visible and (self.row >= MOST_ROWS or self.column >= MOST_COLUMNS)
        if far or self.container.cells > MOST_CELLS:
            raise Unreadable(
                N_("Sheet “%(sheet)s” is too large: it holds something in cell %(cell)s."),
                {"sheet": self.scan.name, "cell": f"{letters(self.column)}{self.row + 1}"},
                cure=N_("Take the table into a workbook of its own and send that."),
            )
        if self.kind == "e":
            self.scan.doubts[place] = Unread("error", value)
        elif self.formula and not value and self.kind != "str":
            self.scan.doubts[place] = Unread("formula", "=…")
        elif self.kind == "n" and self.style in self.percents:
            self.scan.percents.add(place)


def _too_large() -> Unreadable:
    return Unreadable(
        N_("The workbook is too large to be read."),
        cure=N_("Take the table into a workbook of its own and send that."),
    )


def _declares() -> Unreadable:
    return Unreadable(N_("The workbook holds a part that a workbook never needs (DTD)."))


def _column(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _attributes(pieces: Iterator[bytes], wanted: set[str]) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of these names with their attributes, in the order of the part."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, values: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag in wanted:
            found.append((tag, values))

    reader = parser(_declares)
    reader.StartElementHandler = start
    for piece in pieces:
        reader.Parse(piece, False)  # noqa: FBT003 - expat takes it by place
    reader.Parse(b"", True)  # noqa: FBT003 - the same
    return found

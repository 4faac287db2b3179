"""What a service takes: the rows of one file; and what a reader asks of the list."""

from dataclasses import dataclass

from promotion.publications.rules import Printed


@dataclass(frozen=True)
class ImportDraft:
    """The figures of one file, read and checked. `sha256` is the file's own, in hexadecimal digits."""

    file_name: str
    sha256: str
    figures: tuple[Printed, ...]


@dataclass(frozen=True)
class Question:
    """Published figures of a year, a place ("region/north/2025"), a measure, with every word of `source`."""

    year: int | None = None
    place: str | None = None
    measure: str | None = None
    source: str = ""
    differing: bool = False

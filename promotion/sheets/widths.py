"""How wide words are in Times New Roman, and how many lines they take in a cell.

No program fits the height of a wrapped or merged row when a file is made, so heights are computed here.
The advance widths are those of Times New Roman (and of every font made to its measure), in thousandths
of the type size. A Vietnamese letter is as wide as its base letter, but for the horned ones.
"""

import unicodedata
from functools import lru_cache

FONT = "Times New Roman"
POINTS_PER_MM = 72 / 25.4
LINE = 1.19
"""Height of one line of type in sizes of the type, with room for a mark above a capital."""

CAUTION = 1.04
"""How much wider than in print the same words may be on a screen."""

_OTHER = 722
_WIDE = 1000
_REGULAR = {
    180: "'",
    200: "|",
    250: " ,.\u00a0",
    278: "ijlt/:;\\",
    333: "frI!()-[]`·‘’",
    389: "sJ",
    408: '"',
    444: "acez?“”",
    469: "^",
    480: "{}",
    500: "0123456789bdghknopquvxy#$*_đ–",
    529: "ơ",
    542: "~ư",
    556: "FPS",
    564: "+<=>×−",
    611: "ELTZ",
    667: "BCR",
    722: "wADGHKNOQUVXYĐƠ",
    778: "m&Ư",
    833: "%",
    889: "M",
    921: "@",
    944: "W",
    1000: "—…",
}
_BOLD = {
    220: "|",
    250: " ,.\u00a0",
    278: "il'/\\",
    333: "fjt!()-:;[]`·‘’",
    389: "sI",
    394: "{}",
    444: "cerz",
    500: "0123456789agovxyJ#$*?_–“”",
    520: "~",
    556: 'bdhknpquS"đơ',
    570: "+<=>×−",
    581: "^",
    600: "ư",
    611: "FP",
    667: "BELTZ",
    722: "wACDNRUVXYĐ",
    778: "GHKOQƠ",
    796: "Ư",
    833: "m&",
    930: "@",
    944: "M",
    1000: "W%—…",
}


class _Advances(dict[str, int]):
    """Advance width by letter; a letter met for the first time is traced to its base letter and kept."""

    def __init__(self, table: dict[int, str]) -> None:
        super().__init__((letter, width) for width, letters in table.items() for letter in letters)

    def __missing__(self, letter: str) -> int:
        width = self[letter] = self._trace(letter)
        return width

    def _trace(self, letter: str) -> int:
        if unicodedata.combining(letter):
            return 0
        if unicodedata.east_asian_width(letter) in "FW":
            return _WIDE
        parts = unicodedata.normalize("NFD", letter)
        horned = unicodedata.normalize("NFC", parts[0] + "\u031b") if "\u031b" in parts else parts[0]
        return self.get(horned, self.get(parts[0], _OTHER))


_ADVANCES = {False: _Advances(_REGULAR), True: _Advances(_BOLD)}


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of one line of text in points."""
    advances = _ADVANCES[bold]
    return sum([advances[letter] for letter in text]) * size / 1000


@lru_cache(maxsize=8192)
def lines_needed(text: str, room: float, size: float, *, bold: bool = False) -> int:
    """Count the lines the text takes when it is wrapped at spaces to `room` points.

    A word longer than a line is broken. A little caution covers the rounding of screens.
    """
    room /= CAUTION
    space = text_width(" ", size, bold=bold)
    count = 0
    for paragraph in text.split("\n"):
        count += 1
        at = 0.0
        for word in paragraph.split(" "):
            width = text_width(word, size, bold=bold)
            start = at + space if at else 0.0
            if start + width <= room:
                at = start + width
                continue
            count += 1 if at else 0
            more, at = (0, width) if width <= room else _broken(word, room, size, bold=bold)
            count += more
    return count


def _broken(word: str, room: float, size: float, *, bold: bool) -> tuple[int, float]:
    """Break a word that is longer than a line; give the lines it fills and how far it goes on the next."""
    advances = _ADVANCES[bold]
    filled, at = 0, 0.0
    for letter in word:
        width = advances[letter] * size / 1000
        if at and at + width > room:
            filled += 1
            at = 0.0
        at += width
    return filled, at


def text_height(lines: int, size: float) -> float:
    """Give the height in points of a row that shows so many lines."""
    return round(lines * size * LINE + 2.6, 2)

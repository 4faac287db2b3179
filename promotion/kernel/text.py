"""Text as people write it: the gate for what comes in, and the keys by which it is found and sorted.

Vietnamese is stored composed (NFC). Two spellings of a tone ("hoà" and "hòa") are different strings that mean
the same; both keys treat them as one.
"""

import re
import unicodedata
from functools import lru_cache

from promotion.kernel.errors import Invalid
from promotion.kernel.messages import mark

__all__ = ["clean", "mark", "search_key", "slug", "sort_key"]

N_ = mark

_MOST_MARKS = 8
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_BIDI = frozenset("\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NOT_SEARCHED = frozenset({"Mn", "Me", "Cf", "Cs"})
_BREAKS = frozenset("\n\u2028\u2029")
_LIKE = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d", "ƀ": "b"})

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg"
_PRIMARY = dict(zip(_LETTERS, _CODES, strict=True)) | {"ð": _CODES[6], "ɖ": _CODES[6], "ƀ": _CODES[3]}
_SHAPES = frozenset("\u0302\u0306\u031b")
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_GAP, _LEVEL = "-", " "


def clean(text: str, *, multiline: bool = False) -> str:
    """Return text fit to be stored: composed, trimmed, with single plain spaces and nothing invisible.

    Line breaks become spaces unless ``multiline``. Raises :class:`Invalid` for control characters, for
    characters that turn the writing direction, for halves of characters, and for heaps of marks on one
    letter.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept: list[str] = []
    marks = 0
    for letter in text.replace("\r\n", "\n").replace("\r", "\n"):
        if letter in _INVISIBLE:
            continue
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > _MOST_MARKS:
            raise Invalid(
                N_("The text has too many marks on one letter."), cure=N_("Please type the text again.")
            )
        kept.append(_admit(letter))
    lines = unicodedata.normalize("NFC", "".join(kept)).split("\n")
    joined = ("\n" if multiline else " ").join(" ".join(line.split()) for line in lines)
    return joined.strip() if multiline else " ".join(joined.split())


def _admit(letter: str) -> str:
    """Return the character as it is stored, or refuse it."""
    if letter in _BREAKS:
        return "\n"
    category = unicodedata.category(letter)
    if letter == "\t" or category == "Zs":
        return " "
    if letter in _BIDI:
        raise Invalid(
            N_("The text has a hidden character that turns the writing direction (%(code)s)."),
            {"code": f"U+{ord(letter):04X}"},
            cure=N_("Please type the text again instead of pasting it."),
        )
    if category in {"Cc", "Cf", "Cs"}:
        raise Invalid(
            N_("The text has a character that cannot be stored (%(code)s)."),
            {"code": f"U+{ord(letter):04X}"},
            cure=N_("Please type the text again instead of pasting it."),
        )
    return letter


def _bare(text: str) -> str:
    """Return text without combining marks and invisible characters, and with spaces for controls."""
    kept = ((letter, unicodedata.category(letter)) for letter in text)
    return "".join(" " if kind == "Cc" else letter for letter, kind in kept if kind not in _NOT_SEARCHED)


@lru_cache(maxsize=1024)  # names of places and units are compared again and again
def search_key(text: str) -> str:
    """Return the form in which text is searched and compared: lower case, no marks, đ as d, single spaces.

    Never raises: it also takes what a visitor types into a search box. Dropping the marks makes the old and
    the new placement of tones one. Letters that only look like đ (Ð, Ɖ), which old converters left behind,
    count as d.
    """
    key = _bare(text)
    for _ in range(2):
        key = _bare(unicodedata.normalize("NFKD", key)).casefold().translate(_LIKE)
    return " ".join(_bare(key).split())


def sort_key(text: str) -> str:
    """Return a plain ASCII string whose byte order is the order of Vietnamese dictionaries.

    First the letters (a ă â b c d đ e ê …, digits before them, other scripts after them, everything else as a
    gap between words), then the tones word by word (ngang, huyền, hỏi, ngã, sắc, nặng). Case does not count;
    neither does where in a word the tone is written. Compare it bytewise (SQLite BINARY, PostgreSQL "C").
    The key is at most three times as long as the text, and about twice for Vietnamese names.
    """
    letters: list[str] = []
    tones: list[str] = []
    word = ""
    for letter in unicodedata.normalize("NFC", text.lower()) + " ":
        code, tone = _weights(letter)
        word += tone
        if code != _GAP:
            letters.append(code)
        elif letters and letters[-1] != _GAP:
            letters.append(_GAP)
            tones.append(word or "0")
            word = ""
    first = "".join(letters).rstrip(_GAP)
    second = "".join(tones).rstrip("0")
    return f"{first}{_LEVEL}{second}" if second else first


def _weights(letter: str) -> tuple[str, str]:
    """Return the code of a letter and its tone, "" if it has none."""
    parts = unicodedata.normalize("NFD", letter)
    base, marks = parts[0], parts[1:]
    tone = next((_TONES[part] for part in parts if part in _TONES), "")
    shaped = unicodedata.normalize("NFC", base + "".join(part for part in marks if part in _SHAPES))
    category = unicodedata.category(base)
    if shaped in _PRIMARY or base in _PRIMARY:
        return _PRIMARY.get(shaped) or _PRIMARY[base], tone
    if category[0] == "M":
        return "", tone
    if category == "Nd":
        return str(unicodedata.digit(base)), ""
    return _other(ord(letter)) if category[0] == "L" else _GAP, ""


def _other(point: int) -> str:
    """Return three characters for a letter of another script, after all Latin ones, by code point."""
    size = len(_ALPHANUMERIC)
    lead, rest = divmod(point, size * size) if point < 0x10000 else (18, point >> 9)  # noqa: PLR2004 - the planes beyond the first
    high, low = divmod(rest, size)
    return f"{chr(ord('h') + lead)}{_ALPHANUMERIC[high]}{_ALPHANUMERIC[low]}"


def slug(text: str, longest: int = 80) -> str:
    """Return text for addresses and file names: "de-an-ho-tro-may-moc"; "untitled" when nothing is left."""
    words = re.findall(r"[a-z0-9]+", search_key(text))
    return "-".join(words)[:longest].strip("-") or "untitled"

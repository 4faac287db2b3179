"""Strict reading of numbers that people type or that stand in workbooks.

Vietnamese writes 1.234.567,89 and English 1,234,567.89; spaces may also part thousands. A text that could
mean two things is asked back (:class:`Unclear`), one that is no number is refused (:class:`Invalid`);
nothing is guessed, rounded or read as zero. ``language`` is ``"vi"`` or ``"en"``.
"""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from promotion.kernel.choices import Language
from promotion.kernel.errors import Invalid, Unclear
from promotion.kernel.messages import mark as N_
from promotion.kernel.money import MAX_DONG, MAX_PERCENT, DisplayUnit, number_text, separators

_LONGEST = 60
_MOST_PLACES = 12
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " ") | {"\u2212": "-"})
_EXPONENT = re.compile(r"[-+]?[0-9][0-9.,]*[eE][-+]?[0-9]+")
_MARKED = re.compile(r"-?[0-9]+(?:[., ][0-9]+)+")

_CURRENCY = ("đồng", "dong", "vnđ", "vnd", "đ", "₫")
_SCALES = {
    **dict.fromkeys(("nghìn", "ngàn", "nghin", "thousand"), 10**3),
    **dict.fromkeys(("triệu", "trieu", "tr", "million"), 10**6),
    **dict.fromkeys(("tỷ", "tỉ", "ty", "billion"), 10**9),
    **dict.fromkeys(("nghìn tỷ", "nghìn tỉ", "ngàn tỷ", "ngàn tỉ", "nghin ty", "trillion"), 10**12),
}


class _Number(NamedTuple):
    """A number as it was typed: its sign, and the digits on both sides of the decimal separator."""

    sign: str
    whole: str
    part: str

    def times(self, factor: int) -> int | None:
        """Return the number times the factor, or None when that is not whole."""
        value, rest = divmod(int(self.whole + self.part) * factor, 10 ** len(self.part))
        return None if rest else int(f"{self.sign}{value}")

    def written(self, language: str) -> str:
        """Return the number by the rules of a language, with the decimals it was typed with."""
        size = Decimal(f"{self.whole}.{self.part or '0'}")
        return self.sign + number_text(size, language, len(self.part))


def read_dong(text: str, language: str, unit: DisplayUnit = DisplayUnit.dong) -> int:
    """Read an amount and return whole đồng, 0 ≤ amount ≤ MAX_DONG.

    A number alone counts in ``unit``; a unit behind it ("4,5 triệu", "12 tỷ đồng", "500 đ") says otherwise.
    Raises :class:`Invalid` or :class:`Unclear`.
    """
    body, word = _split_unit(_tidy(text))
    factor = _factor(word, unit, text)
    behind = f" {word}" if word else ""
    number = _parse(body, language, behind)
    if number.sign:
        raise Invalid(
            N_("The amount must not be negative."), cure=N_("A correction is made by reversing the entry.")
        )
    value = _whole(number, body, language, factor, behind)
    if value is None:
        raise Invalid(
            N_("“%(text)s” is not a whole number of đồng."),
            {"text": _shown(text)},
            cure=N_("Please leave out the part below one đồng, or name the unit: nghìn, triệu, tỷ."),
        )
    if value > MAX_DONG:
        raise Invalid(N_("The amount must not be greater than %(most)s đồng."), {"most": MAX_DONG})
    return value


def read_integer(text: str, language: str) -> int:
    """Read a whole number, which may be negative. Raises :class:`Invalid` or :class:`Unclear`."""
    body = _tidy(text)
    value = _whole(_parse(body, language), body, language)
    if value is None:
        raise Invalid(N_("“%(text)s” is not a whole number."), {"text": _shown(text)})
    _check_size(abs(value), language)
    return value


def read_decimal(text: str, language: str) -> Decimal:
    """Read a number with decimals, exactly as typed. Raises :class:`Invalid` or :class:`Unclear`."""
    number = _parse(_tidy(text), language)
    _check_size(int(number.whole), language)
    if len(number.part) > _MOST_PLACES:
        raise Invalid(
            N_("A number may have at most %(most)s digits after the separator."), {"most": str(_MOST_PLACES)}
        )
    size = Decimal(f"{number.whole}.{number.part}" if number.part else number.whole)
    return size.copy_negate() if number.sign and size else size


def read_percent(text: str, language: str) -> Decimal:
    """Read a percentage, with or without "%": "35" and "35 %" give Decimal 35. From 0 to 1000."""
    value = read_decimal(_tidy(text).removesuffix("%"), language)
    if not 0 <= value <= MAX_PERCENT:
        raise Invalid(
            N_("A percentage must lie between 0 and %(most)s."), {"most": number_text(MAX_PERCENT, language)}
        )
    return value


def _tidy(text: str) -> str:
    """Return the text composed, with plain spaces and a plain minus, without spaces around it."""
    if len(text) > _LONGEST:
        raise Invalid(N_("This is too long for a number."))
    return unicodedata.normalize("NFC", text).translate(_SPACES).strip()


def _shown(text: str) -> str:
    """Return the text as it may stand in a message."""
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def _split_unit(text: str) -> tuple[str, str]:
    """Part "12 tỷ" into the number and the word behind its last digit; a text without a word stays whole."""
    last = max((place for place, letter in enumerate(text) if letter in "0123456789"), default=-1)
    word = text[last + 1 :].strip()
    if last < 0 or not word or not (word[0].isalpha() or word[0] == "₫"):
        return text, ""
    return text[: last + 1], word


def _factor(word: str, unit: DisplayUnit, text: str) -> int:
    """Return how many đồng one of the typed unit is worth."""
    if not word:
        return unit.factor
    name = " ".join(word.casefold().split())
    money = next((money for money in _CURRENCY if name.endswith(money)), "")
    scale = name.removesuffix(money).rstrip()
    if scale and scale not in _SCALES:
        raise Invalid(
            N_("The unit in “%(text)s” is not known."),
            {"text": _shown(text)},
            cure=N_("Please use đồng, nghìn, triệu or tỷ."),
        )
    return _SCALES.get(scale, 1)


def _parse(body: str, language: str, behind: str = "") -> _Number:
    """Read digits and separators; ``behind`` is the unit word, repeated in what is asked back."""
    if not body:
        raise Invalid(N_("Please enter a number."))
    if any(letter.isnumeric() and not letter.isascii() for letter in body):
        raise Invalid(N_("Only the digits 0 to 9 can be read."), cure=N_("Please type the number again."))
    if _EXPONENT.fullmatch(body):
        raise Invalid(
            N_("“%(text)s” is not written out."), {"text": body}, cure=N_("Please type all digits.")
        )
    number = _exact(body, language)
    if number:
        return number
    _ask_back(body, _readings(body, language), language, behind)
    raise Invalid(
        N_("“%(text)s” is not a number."),
        {"text": _shown(body + behind), "example": number_text(Decimal("1234567.5"), language, 1)},
        cure=N_("Please type a number such as %(example)s."),
    )


def _exact(body: str, language: str) -> _Number | None:
    """Return the number, if it is written by the rules of the language."""
    group, point = map(re.escape, separators(language))
    grouped = rf"[1-9][0-9]{{0,2}}(?:(?:{group}[0-9]{{3}})+|(?: [0-9]{{3}})+)"
    match = re.fullmatch(rf"(-?)({grouped}|[0-9]+)(?:{point}([0-9]+))?", body)
    return _Number(match[1], re.sub(r"[^0-9]", "", match[2]), match[3] or "") if match else None


def _readings(body: str, language: str) -> list[_Number]:
    """Return what a text against the rules may have meant: its digits in a row, or the other language."""
    group, point = separators(language)
    found = [_foreign(body, language)]
    marks = set(re.sub(r"[-0-9]", "", body))
    regular = len(marks) == 1 or _exact(body.replace(" ", group), language)
    if _MARKED.fullmatch(body) and point not in marks and regular:
        found.insert(0, _exact(re.sub(r"[., ]", "", body), language))
    return [number for number in found if number]


def _foreign(body: str, language: str) -> _Number | None:
    """Return the number, if it is written by the rules of the other language."""
    return _exact(body, Language.en if Language(language) is Language.vi else Language.vi)


def _whole(number: _Number, body: str, language: str, factor: int = 1, behind: str = "") -> int | None:
    """Return the number times the factor, or None when that is not whole.

    Decimals that must not be, or cannot count, may be thousands of the other language: that is asked back.
    """
    value, other = number.times(factor), _foreign(body, language)
    doubtful = number.part and (value is None or factor == 1)
    if doubtful and other and other.times(factor) is not None:
        _ask_back(body, [other], language, behind)
    return value


def _ask_back(body: str, readings: list[_Number], language: str, behind: str) -> None:
    """Ask which reading was meant, if there is any; ``behind`` is the unit word that was typed."""
    if readings:
        written = tuple(number.written(language) + behind for number in readings)
        raise Unclear(None, {"text": _shown(body + behind)}, readings=written)


def _check_size(size: int, language: str) -> None:
    """Refuse numbers that browsers and spreadsheets would not keep exact."""
    if size > MAX_DONG:
        raise Invalid(
            N_("A number must not be greater than %(most)s."), {"most": number_text(MAX_DONG, language)}
        )

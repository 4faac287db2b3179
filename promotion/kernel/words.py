"""Whole numbers in Vietnamese and English words. Amounts of money are written by ``money.in_words``."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_FIVE, _HUNDRED, _BILLION = 5, 100, 10**9
_STEPS = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))

_SMALL = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = (
    (10**15, "quadrillion"),
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (10**3, "thousand"),
)


def vietnamese(number: int) -> str:
    """Return a whole number in Vietnamese words, lower case.

    After the first group of three digits every group is read in full ("không trăm lẻ năm"); groups of zeros
    are left out. Thousands and millions of billions are read so: "chín triệu tỷ".
    """
    if number < 0:
        return "âm " + vietnamese(-number)
    return " ".join(_vietnamese_parts(number, full=False)) or _DIGITS[0]


def _vietnamese_parts(number: int, *, full: bool) -> list[str]:
    """Return the words of a number; ``full`` when greater groups were read before it. Zero has no words."""
    billions, rest = divmod(number, _BILLION)
    words = [*_vietnamese_parts(billions, full=full), "tỷ"] if billions else []
    for size, name in _STEPS:
        group, rest = divmod(rest, size)
        if group:
            words += [*_vietnamese_group(group, full=full or bool(words)), *filter(None, [name])]
    return words


def _vietnamese_group(group: int, *, full: bool) -> list[str]:
    """Return the words of 1 to 999; ``full`` reads the hundreds even when there are none."""
    hundreds, rest = divmod(group, _HUNDRED)
    tens, units = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif units and words:
        words.append("lẻ")
    if units:
        words.append(_vietnamese_unit(units, tens))
    return words


def _vietnamese_unit(units: int, tens: int) -> str:
    """Return the last digit, which changes after tens: mốt, tư, lăm."""
    if tens > 1 and units in {1, 4}:
        return "mốt" if units == 1 else "tư"
    return "lăm" if tens and units == _FIVE else _DIGITS[units]


def english(number: int) -> str:
    """Return a whole number in English words, lower case: "one thousand and five"."""
    if number < 0:
        return "minus " + english(-number)
    words = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            words.append(f"{english(count)} {name}")
    if number or not words:
        words += ["and", _english_group(number)] if words and number < _HUNDRED else [_english_group(number)]
    return " ".join(words)


def _english_group(group: int) -> str:
    """Return the words of 0 to 999."""
    hundreds, rest = divmod(group, _HUNDRED)
    if hundreds:
        tail = f" and {_english_group(rest)}" if rest else ""
        return f"{_SMALL[hundreds]} hundred{tail}"
    if rest < len(_SMALL):
        return _SMALL[rest]
    tens, units = divmod(rest, 10)
    return f"{_TENS[tens]}-{_SMALL[units]}" if units else _TENS[tens]

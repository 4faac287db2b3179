"""Words on their way into a spreadsheet: what a file may hold, and what must never be code.

Text that people typed is written as a string cell only. It never reaches a formula, a sheet name, a
defined name or a link; the checks here refuse what would have to be quoted to be harmless.
"""

import re

LONGEST = 32_767
"""The most UTF-16 units a cell holds."""

_SPECIAL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNFIT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_KEY = re.compile(r"[A-Za-z0-9.:/_-]{1,120}")
_NAME = re.compile(r"(?!')[^\[\]:*?/\\\x00-\x1f]{1,31}(?<!')")


def cell_text(text: str) -> str:
    """Give the text as a cell may hold it.

    Every line break becomes a line feed and a tab a space; control characters, direction overrides and
    halves of surrogate pairs are dropped; what is too long for a cell ends in "…".
    """
    if len(text) * 2 <= LONGEST and not _SPECIAL.search(text):
        return text
    fit = _UNFIT.sub("", _BREAKS.sub("\n", text).replace("\t", " "))
    if len(fit) * 2 <= LONGEST:
        return fit
    units = fit.encode("utf-16-le")
    if len(units) <= LONGEST * 2:
        return fit
    return units[: (LONGEST - 1) * 2].decode("utf-16-le", errors="ignore") + "…"


def looks_rich(text: str) -> bool:
    """Tell whether the writing library would take the text for ready-made markup instead of words."""
    return text.startswith("<r>") and text.endswith("</r>")


def lookup_key(key: str) -> str:
    """Give back a key that may stand in a formula; any other is a ValueError."""
    if not _KEY.fullmatch(key):
        message = f"not a key for a formula: {key!r}"
        raise ValueError(message)
    return key


def sheet_name(name: str) -> str:
    """Give back a name that a sheet may bear; any other is a ValueError."""
    if not _NAME.fullmatch(name) or name.casefold() == "history":
        message = f"not a sheet name: {name!r}"
        raise ValueError(message)
    return name


def quoted(text: str) -> str:
    """Give our own words as a string inside a formula."""
    return '"' + text.replace('"', '""') + '"'

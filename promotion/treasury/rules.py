"""What a statement may be explained with, how vouchers and payees are compared, when balances tie. Plain Python."""

import re

from promotion.kernel.choices import Choice
from promotion.kernel.messages import mark as N_
from promotion.kernel.text import search_key

VOUCHER_DAYS = 5
"""The same voucher may bear days so far apart on both sides."""
PAYEE_DAYS = 3
"""Without the same voucher, amount and payee must agree within so many days."""
LONGEST_NOTE = 1000
LONGEST_TEXT = 500


class Group(Choice):
    """Where a row of the statement or one of our acts comes to stand."""

    matched = "matched", N_("Matched")
    differ = "differ", N_("Differ")
    theirs = "theirs", N_("Only in the statement")
    ours = "ours", N_("Only in our ledger")


LEFT = (Group.differ, Group.theirs, Group.ours)
"""The groups in which everything needs an explanation before the statement is signed off."""


class Way(Choice):
    """How rows and acts came together: the passes in their order, then by hand."""

    exact = "exact", N_("Same voucher, amount and day")
    voucher = "voucher", N_("Same voucher and amount, days close")
    together = "together", N_("Same voucher, several on one side or both, sums equal")
    payee = "payee", N_("Same amount and payee, days close")
    differs = "differs", N_("Same voucher, other amount")
    hand = "hand", N_("By hand")


class Part(Choice):
    """What of a row and an act is compared."""

    voucher = "voucher", N_("voucher number")
    amount = "amount", N_("amount")
    day = "day", N_("day")
    payee = "payee", N_("payee")


class Reason(Choice):
    """Why something stands on one side only, or differs."""

    timing = "timing", N_("Timing difference: the other side has it in another period")
    fee = "fee", N_("Bank fee")
    other_fund = "other_fund", N_("Another fund or account")
    treasury_error = "treasury_error", N_("Error of the treasury")
    own_error = "own_error", N_("Our own error")
    other = "other", N_("Other: see the note")


CARRIED = (Reason.timing, Reason.own_error, Reason.treasury_error)
"""What is left with these reasons is still to be settled: it stands again in the next statement of the account."""


class Decision(Choice):
    """What a person decided about rows and acts: they belong together, or they do not."""

    joined = "joined", N_("Joined by hand")
    apart = "apart", N_("Kept apart by hand")


def voucher_key(text: str) -> str:
    """Return a voucher number as it is compared, without case, spaces, signs and leading zeros; it may be empty."""
    parts = re.findall(r"[a-z]+|[0-9]+", search_key(text))
    return " ".join(part.lstrip("0") or "0" for part in parts)


# Words of a firm's form, and their short forms: two papers seldom write them alike.
_FORMS = frozenset(
    {
        *("cong", "ty", "cty", "tnhh", "trach", "nhiem", "huu", "han", "co", "phan"),
        *("cp", "mtv", "mot", "thanh", "vien", "hop", "tac", "xa", "htx", "doanh"),
        *("nghiep", "dntn", "tu", "nhan", "ho", "kinh", "hkd", "so", "san", "xuat"),
        *("sx", "thuong", "mai", "tm", "dich", "vu", "dv", "va"),
    }
)


def payee_key(text: str) -> str:
    """Return a payee's name as it is compared: no marks, no words of the firm's form."""
    words = re.findall(r"[a-z0-9]+", search_key(text))
    return " ".join(word for word in words if word not in _FORMS) or " ".join(words)


_TAX_CODE = re.compile(r"(?<![0-9])([0-9]{10})(?:[- ]?([0-9]{3}))?(?![0-9])")


def tax_codes(text: str) -> frozenset[str]:
    """Return what may be tax codes in a text, digits alone: ten, or thirteen of a branch."""
    return frozenset(firm + branch for firm, branch in _TAX_CODE.findall(text))


def place_words(sheet: str, number: int) -> str:
    """Return where a row stands in its file, as the trail and the workbook name it."""
    return f"{sheet} {number}".strip()


def untied(opening: int | None, closing: int | None, out: int, back: int) -> int | None:
    """Return by how much the rows do not lead from the opening to the closing balance (đồng); None when one is not
    known.
    """
    if opening is None or closing is None:
        return None
    return opening + back - out - closing

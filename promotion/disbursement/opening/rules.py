"""The columns of a take-over list, and what one row of it may say. Plain Python, whole đồng."""

from collections.abc import Iterable
from datetime import date

from promotion.allocation.pasted.headings import Column, Kind
from promotion.allocation.pasted.layouts import PLACES
from promotion.allocation.pasted.rows import CellFault, ListRow
from promotion.kernel.errors import Term
from promotion.kernel.messages import mark as N_

LISTED = Column(
    "listed",
    N_("Listed"),
    ("ghi ke hoach", "ke hoach", "ke hoach von", "ke hoach duoc duyet", "kinh phi ho tro", "kinh phi duoc duyet",
     "duoc duyet", "listed"),
    Kind.money,
)  # fmt: skip
AMOUNTS = (
    LISTED,
    Column("assigned", N_("Assigned"), ("da giao", "giao von", "von da giao", "von giao", "kinh phi da giao",
           "von da cap", "assigned"), Kind.money),
    Column("committed", N_("Committed"), ("gia tri hop dong", "ky hop dong", "da ky hop dong", "da ky", "hop dong",
           "committed"), Kind.money),
    Column("advanced", N_("Advanced"), ("tam ung", "da tam ung", "luy ke tam ung", "advanced"), Kind.money),
    Column("paid", N_("Paid"), ("thanh toan", "da thanh toan", "luy ke thanh toan", "giai ngan", "da giai ngan",
           "luy ke giai ngan", "paid", "paid to date"), Kind.money),
    Column("accepted", N_("Accepted"), ("nghiem thu", "da nghiem thu", "gia tri nghiem thu", "accepted"), Kind.money),
)  # fmt: skip
CONTRACT = (
    Column(
        "number",
        N_("Number of the contract or decision"),
        (
            "so hop dong",
            "so quyet dinh",
            "so hop dong quyet dinh",
            "contract number",
            "contract no",
        ),
    ),
    Column(
        "day",
        N_("Day of signing"),
        ("ngay ky", "ngay ky hop dong", "ngay hop dong", "ngay", "date", "signed on"),
        Kind.day,
    ),
    Column(
        "party",
        N_("Who carries out the work"),
        (
            "ben thuc hien",
            "don vi thu huong",
            "don vi thuc hien hop dong",
            "ben ky hop dong",
            "ben nhan",
            "party",
            "beneficiary",
        ),
    ),
)

LAYOUT = (*PLACES, *AMOUNTS, *CONTRACT)

# The second amount may not exceed the first: as the ledger's ceilings say.
_CEILINGS = (
    ("listed", "assigned"),
    ("listed", "committed"),
    ("assigned", "spent"),
    ("committed", "spent"),
    ("committed", "accepted"),
)
_LABELS = {column.key: column.label for column in AMOUNTS} | {"spent": N_("Advanced and paid")}


def row_faults(row: ListRow, cut_over: date) -> Iterable[CellFault]:
    """Yield what cannot be in one row: above a ceiling and by how much, a contract without its document."""
    amounts = {column.key: row.amounts.get(column.key, 0) for column in AMOUNTS}
    amounts["spent"] = amounts["advanced"] + amounts["paid"]
    if not row.typed.get("listed") or not amounts["listed"]:
        yield CellFault(row.number, "listed", N_("The listed amount is missing."))
    for ceiling, held in _CEILINGS:
        over = amounts[held] - amounts[ceiling]
        if over > 0 and (ceiling != "listed" or amounts["listed"]):
            column = (
                "paid" if held == "spent" and amounts["paid"] else "advanced" if held == "spent" else held
            )
            yield CellFault(
                row.number,
                column,
                N_("“%(held)s” exceeds “%(ceiling)s” by %(over)s đồng."),
                {"held": Term(_LABELS[held]), "ceiling": Term(_LABELS[ceiling]), "over": over},
            )
    if amounts["committed"]:
        for part in CONTRACT:
            if not row.typed.get(part.key):
                yield CellFault(row.number, part.key, N_("What is committed needs number, day and party."))
    if row.days.get("day", cut_over) > cut_over:
        yield CellFault(row.number, "day", N_("The contract was signed after the day of the take-over."))

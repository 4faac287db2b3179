"""What reaches the verbs of this room: a file with what it is about, a row as it was read, an explanation."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from promotion.kernel.choices import Level
from promotion.treasury.rules import Reason


@dataclass(frozen=True)
class StatementDraft:
    """A file as it was sent, and whose account it is about: unit (row id), level of the money that runs through it
    (None: both), treasury office, number of the account, period with both days, balances in đồng where the paper states
    them. `language` says how numbers are written that stand in it as text.
    """

    unit_id: int
    level: Level | None
    office: str
    account: str
    first: date
    last: date
    name: str
    content: bytes
    language: str = "vi"
    opening: int | None = None
    closing: int | None = None

    @property
    def sha256(self) -> str:
        """The fingerprint by which the file is known."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class StatementRow:
    """One row of a statement: where it stands in the file, what it says, đồng paid out or come back, and all its cells
    as they stand there, by the letters of their columns.
    """

    sheet: str
    number: int
    voucher: str
    day: date
    payee: str
    content: str
    debit: int
    credit: int
    raw: Mapping[str, str]

    @property
    def amount(self) -> int:
        """Đồng paid out; what came back is less than nothing."""
        return self.debit - self.credit


@dataclass(frozen=True)
class ExplanationDraft:
    """Why something stands alone or differs."""

    reason: Reason
    note: str = ""

"""The form in which money moved among lines reaches the service. Amounts are whole đồng."""

from dataclasses import dataclass

from promotion.disbursement.drafts import Voucher


@dataclass(frozen=True)
class MoveDraft:
    """What is taken back from lines and what is given to lines: (public id of the line, amount) each."""

    taken: tuple[tuple[str, int], ...]
    given: tuple[tuple[str, int], ...]
    voucher: Voucher
    reason: str | None = None

"""Which papers there are, what each is about, and how large a template may be. Plain Python."""

from promotion.disbursement.rules import CommitmentKind
from promotion.kernel.choices import Choice
from promotion.kernel.errors import Fault, Invalid
from promotion.kernel.messages import mark as N_

MOST_BYTES = 2**20
"""The largest template, in bytes, packed as it was sent."""

MOST_ROWS = 300
"""The most rows of a list that a paper takes."""

BLANK = "……………"
"""What stands in a paper where nothing is recorded: dots to write on."""

BLANKS = {"ngay_van_ban": "ngày …… tháng …… năm ………"}
"""Fields whose dots have words between them."""


class PaperKind(Choice):
    """The papers of a project, in the order in which they are needed."""

    letter = "letter", N_("Submission letter")
    contract = "contract", N_("Contract")
    advance = "advance", N_("Request for an advance")
    acceptance = "acceptance", N_("Acceptance minutes")
    liquidation = "liquidation", N_("Contract liquidation minutes")


OF_PROJECT = (PaperKind.letter, PaperKind.contract)
"""Papers that are made before there is a contract."""

_OF_CONTRACT = (PaperKind.contract, PaperKind.advance, PaperKind.acceptance, PaperKind.liquidation)
_OF_ASSIGNMENT = (PaperKind.advance, PaperKind.acceptance)


def of_commitment(kind: str) -> tuple[PaperKind, ...]:
    """Return the papers of a contract; work given by decision has no contract to sign or to liquidate."""
    return _OF_CONTRACT if CommitmentKind(kind) is CommitmentKind.contract else _OF_ASSIGNMENT


def check_size(size: int) -> None:
    """Raise `Invalid` for a template above the limit; size in bytes."""
    if size > MOST_BYTES:
        message = N_("The file is too large: a template has at most %(most)s MB.")
        raise Invalid(faults=(Fault("file", message, {"most": str(MOST_BYTES >> 20)}),))

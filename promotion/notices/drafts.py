"""The one form in which something to be told reaches the service."""

from dataclasses import dataclass

from promotion.notices.rules import NoticeKind


@dataclass(frozen=True)
class Facts:
    """What a notice tells about a fund and a unit in it, as it stood then (đồng).

    `fund_id` and `act_id` are public ids; `released` and `approved` are the fund's, the rest the unit's.
    """

    fund: str
    fund_id: str
    act_id: str
    document: str
    amount: int
    listed: int
    received: int
    waiting: int
    released: int = 0
    approved: int = 0


@dataclass(frozen=True)
class QuestionFacts:
    """What a notice tells about a question on a figure: its public id, the figure's name (message-id), what it is
    about, until when an answer is due (ISO day), the unit asked, and the beginning of what was written. Where the due
    date was moved, `before` is the one before (ISO day), `by` who moved it.
    """

    question_id: str
    figure: str
    about: str
    due: str
    unit: str
    text: str
    before: str = ""
    by: str = ""


@dataclass(frozen=True)
class NoticeDraft:
    """One notice to one unit (row id)."""

    unit_id: int
    kind: NoticeKind
    facts: Facts | QuestionFacts

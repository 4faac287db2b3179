"""From a constraint's name to words: what the database refused, said so that a person can cure it.

Rooms enter the names of their constraints and trigger messages; the unit of work asks here when the
engine refuses.
"""

from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from promotion.kernel.errors import Refused


@dataclass(frozen=True)
class Explanation:
    """The words for one constraint: a stable code, what was refused, how to cure it."""

    code: str
    message: str
    cure: str | None = None


_again: set[str] = set()
_explanations: dict[str, Explanation] = {}


def explain(name: str, explanation: Explanation) -> None:
    """Enter the words for a constraint's name, or for the message of a trigger."""
    _explanations[name] = explanation


def try_again_on(name: str) -> None:
    """Enter a unique constraint that is broken only when two people make the same thing at once: run the act again."""
    _again.add(name)


def worth_another_try(error: DBAPIError) -> bool:
    """Tell whether the constraint that was broken is one of those."""
    return any(name in str(error.orig) for name in _again)


def as_refusal(error: DBAPIError) -> Refused | None:
    """Return the refusal that stands for this error, None when no room explains it."""
    text = str(error.orig)
    # Longest first: the name of one constraint may begin another's.
    for name in sorted(_explanations, key=len, reverse=True):
        if name in text:
            words = _explanations[name]
            return Refused(words.message, code=words.code, cure=words.cure)
    return None
